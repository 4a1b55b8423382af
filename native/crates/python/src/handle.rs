//! `KernelHandle`: a kernel inside this process.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pyo3::exceptions::{PyNotImplementedError, PyOSError, PyValueError};
use pyo3::prelude::*;
use tc_kernel::{Config, Kernel, OpenError};

use crate::message::{KernelRequest, KernelResponse};
use crate::process::Process;
use crate::state::body_bytes;

/// A kernel in this process. It serves what is installed in its data directory, like every other kernel that has the
/// same directory open; without one, what is installed lasts as long as the handle.
#[pyclass(module = "tinychain_local", frozen)]
pub struct KernelHandle {
    kernel: Arc<Kernel>,
    process: Process,
}

/// The settings every constructor takes.
struct Settings {
    data_dir: Option<PathBuf>,
    request_ttl_secs: Option<f64>,
    max_request_bytes_unauth: Option<usize>,
}

impl Settings {
    fn config(self) -> PyResult<Config> {
        let mut config = Config { data_dir: self.data_dir, ..Config::default() };
        if let Some(seconds) = self.request_ttl_secs {
            let ttl = Duration::try_from_secs_f64(seconds).ok().filter(|ttl| !ttl.is_zero() && *ttl <= Config::MAX_TTL);
            config.ttl = ttl.ok_or_else(|| {
                let max = Config::MAX_TTL.as_secs();
                PyValueError::new_err(format!("request_ttl_secs is more than 0 and at most {max}, not {seconds}"))
            })?;
        }
        if let Some(bytes) = self.max_request_bytes_unauth {
            config.max_request_bytes = bytes;
        }
        Ok(config)
    }
}

impl KernelHandle {
    /// Open a kernel, letting other Python threads run meanwhile.
    pub fn open(py: Python<'_>, config: Config) -> PyResult<Self> {
        let kernel = py.detach(|| Kernel::open(config)).map_err(|error| match error {
            OpenError::Store(e) => PyOSError::new_err(e.to_string()),
            OpenError::Config(message) => PyValueError::new_err(message),
        })?;
        Ok(Self { kernel: Arc::new(kernel), process: Process::current() })
    }

    /// Answer a request, letting other Python threads run meanwhile.
    pub fn answer(&self, py: Python<'_>, request: &tc_kernel::Request) -> PyResult<tc_kernel::Response> {
        self.process.check("KernelHandle")?;
        Ok(py.detach(|| self.kernel.dispatch(request)))
    }

    fn resolve(
        &self,
        py: Python<'_>,
        method: &str,
        path: &Bound<'_, PyAny>,
        body: Option<&Bound<'_, PyAny>>,
        bearer_token: Option<&str>,
    ) -> PyResult<KernelResponse> {
        let headers = bearer_token.map(|token| ("authorization".to_owned(), format!("Bearer {token}")));
        let request = tc_kernel::Request {
            method: method.to_owned(),
            target: path.str()?.to_cow()?.into_owned(),
            headers: headers.into_iter().collect(),
            body: body_bytes(body)?,
        };
        self.process.check("KernelHandle")?;
        let response = py.detach(|| self.kernel.resolve(&request)).map_err(PyValueError::new_err)?;
        KernelResponse::from_inner(py, response)
    }
}

#[pymethods]
impl KernelHandle {
    /// A kernel on `data_dir`, or one in memory.
    #[staticmethod]
    #[pyo3(signature = (data_dir=None, request_ttl_secs=None, max_request_bytes_unauth=None))]
    fn local(
        py: Python<'_>,
        data_dir: Option<PathBuf>,
        request_ttl_secs: Option<f64>,
        max_request_bytes_unauth: Option<usize>,
    ) -> PyResult<Self> {
        Self::open(py, Settings { data_dir, request_ttl_secs, max_request_bytes_unauth }.config()?)
    }

    /// A kernel that starts with the library of `schema_json`, which gets routes by an install.
    #[staticmethod]
    #[pyo3(signature = (schema_json, data_dir=None, request_ttl_secs=None, max_request_bytes_unauth=None))]
    fn with_library_schema(
        py: Python<'_>,
        schema_json: &str,
        data_dir: Option<PathBuf>,
        request_ttl_secs: Option<f64>,
        max_request_bytes_unauth: Option<usize>,
    ) -> PyResult<Self> {
        let mut config = Settings { data_dir, request_ttl_secs, max_request_bytes_unauth }.config()?;
        config.initial_schema = Some(schema_json.as_bytes().to_vec());
        Self::open(py, config)
    }

    /// [`Self::with_library_schema`] that trusts tokens signed by `actor_id` at `token_host`.
    #[staticmethod]
    #[pyo3(signature = (
        schema_json, token_host, actor_id, public_key_b64, data_dir=None, request_ttl_secs=None, max_request_bytes_unauth=None
    ))]
    #[expect(clippy::too_many_arguments, unused_variables, reason = "the published Python signature")]
    fn with_library_schema_rjwt(
        schema_json: &str,
        token_host: &str,
        actor_id: &str,
        public_key_b64: &str,
        data_dir: Option<PathBuf>,
        request_ttl_secs: Option<f64>,
        max_request_bytes_unauth: Option<usize>,
    ) -> PyResult<Self> {
        Err(PyNotImplementedError::new_err("this version of tinychain-local does not verify signed tokens yet"))
    }

    /// [`Self::with_library_schema`] that may call `dependency_root` at `authority` (`host:port`).
    #[staticmethod]
    #[pyo3(signature = (
        schema_json, dependency_root, authority, data_dir=None, request_ttl_secs=None, max_request_bytes_unauth=None
    ))]
    #[expect(unused_variables, reason = "the published Python signature")]
    fn with_library_schema_and_dependency_route(
        schema_json: &str,
        dependency_root: &str,
        authority: &str,
        data_dir: Option<PathBuf>,
        request_ttl_secs: Option<f64>,
        max_request_bytes_unauth: Option<usize>,
    ) -> PyResult<Self> {
        Err(PyNotImplementedError::new_err("this version of tinychain-local does not call other hosts yet"))
    }

    /// Both: a trusted key and a dependency route.
    #[staticmethod]
    #[pyo3(signature = (
        schema_json, dependency_root, authority, token_host, actor_id, public_key_b64, data_dir=None, request_ttl_secs=None,
        max_request_bytes_unauth=None
    ))]
    #[expect(clippy::too_many_arguments, unused_variables, reason = "the published Python signature")]
    fn with_library_schema_and_dependency_route_rjwt(
        schema_json: &str,
        dependency_root: &str,
        authority: &str,
        token_host: &str,
        actor_id: &str,
        public_key_b64: &str,
        data_dir: Option<PathBuf>,
        request_ttl_secs: Option<f64>,
        max_request_bytes_unauth: Option<usize>,
    ) -> PyResult<Self> {
        Err(PyNotImplementedError::new_err(
            "this version of tinychain-local neither verifies signed tokens nor calls other hosts yet",
        ))
    }

    /// Answer a request.
    fn dispatch(&self, py: Python<'_>, request: &KernelRequest) -> PyResult<KernelResponse> {
        KernelResponse::from_inner(py, self.answer(py, request.inner())?)
    }

    /// GET `path`, with the key as body. ValueError when this kernel may not reach it.
    #[pyo3(signature = (path, body=None, bearer_token=None))]
    fn resolve_get(
        &self,
        path: &Bound<'_, PyAny>,
        body: Option<&Bound<'_, PyAny>>,
        bearer_token: Option<&str>,
    ) -> PyResult<KernelResponse> {
        self.resolve(path.py(), "GET", path, body, bearer_token)
    }

    /// PUT to `path`. ValueError when this kernel may not reach it.
    #[pyo3(signature = (path, body=None, bearer_token=None))]
    fn resolve_put(
        &self,
        path: &Bound<'_, PyAny>,
        body: Option<&Bound<'_, PyAny>>,
        bearer_token: Option<&str>,
    ) -> PyResult<KernelResponse> {
        self.resolve(path.py(), "PUT", path, body, bearer_token)
    }

    /// POST to `path`, with the parameters as body. ValueError when this kernel may not reach it.
    #[pyo3(signature = (path, body=None, bearer_token=None))]
    fn resolve_post(
        &self,
        path: &Bound<'_, PyAny>,
        body: Option<&Bound<'_, PyAny>>,
        bearer_token: Option<&str>,
    ) -> PyResult<KernelResponse> {
        self.resolve(path.py(), "POST", path, body, bearer_token)
    }

    /// DELETE `path`, with the key as body. ValueError when this kernel may not reach it.
    #[pyo3(signature = (path, body=None, bearer_token=None))]
    fn resolve_delete(
        &self,
        path: &Bound<'_, PyAny>,
        body: Option<&Bound<'_, PyAny>>,
        bearer_token: Option<&str>,
    ) -> PyResult<KernelResponse> {
        self.resolve(path.py(), "DELETE", path, body, bearer_token)
    }

    fn __repr__(&self) -> String {
        match self.kernel.data_dir() {
            Some(path) => format!("<KernelHandle on {}>", path.display()),
            None => "<KernelHandle in memory>".to_owned(),
        }
    }
}
