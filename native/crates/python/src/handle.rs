//! `KernelHandle`: a kernel inside this process.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use tc_kernel::{Config, Kernel};

use crate::message::{KernelRequest, KernelResponse};
use crate::process::Process;
use crate::settings::{self, Settings, TrustedKey};
use crate::state::body_bytes;

/// A kernel in this process. It serves what is installed in its data directory, like every other kernel that has the
/// same directory open; without one, what is installed lasts as long as the handle.
#[pyclass(module = "tinychain_local", frozen)]
pub struct KernelHandle {
    kernel: Arc<Kernel>,
    process: Process,
}

impl KernelHandle {
    /// Open a kernel, letting other Python threads run meanwhile.
    pub fn open(py: Python<'_>, config: Config) -> PyResult<Self> {
        Ok(Self { kernel: settings::open(py, config)?, process: Process::current() })
    }

    /// Answer a request, letting other Python threads run meanwhile.
    pub fn answer(&self, py: Python<'_>, request: &tc_kernel::Request) -> PyResult<tc_kernel::Response> {
        self.process.check("KernelHandle")?;
        Ok(py.detach(|| self.kernel.dispatch(request)))
    }

    fn with(
        py: Python<'_>,
        settings: Settings,
        schema_json: &str,
        keys: &[TrustedKey],
        routes: &[(String, String)],
    ) -> PyResult<Self> {
        let mut config = settings.config()?;
        config.initial_schema = Some(schema_json.as_bytes().to_vec());
        config.keyring = settings::keyring(keys)?;
        settings::add_routes(&mut config, routes)?;
        Self::open(py, config)
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
        Self::with(py, Settings { data_dir, request_ttl_secs, max_request_bytes_unauth }, schema_json, &[], &[])
    }

    /// [`Self::with_library_schema`] that trusts tokens signed by `actor_id` at `token_host`, and takes installs only with one.
    #[staticmethod]
    #[pyo3(signature = (
        schema_json, token_host, actor_id, public_key_b64, data_dir=None, request_ttl_secs=None, max_request_bytes_unauth=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "the published Python signature")]
    fn with_library_schema_rjwt(
        py: Python<'_>,
        schema_json: &str,
        token_host: String,
        actor_id: String,
        public_key_b64: String,
        data_dir: Option<PathBuf>,
        request_ttl_secs: Option<f64>,
        max_request_bytes_unauth: Option<usize>,
    ) -> PyResult<Self> {
        let settings = Settings { data_dir, request_ttl_secs, max_request_bytes_unauth };
        Self::with(py, settings, schema_json, &[(token_host, actor_id, public_key_b64)], &[])
    }

    /// [`Self::with_library_schema`] that may call `dependency_root` at `authority` (`host:port`).
    #[staticmethod]
    #[pyo3(signature = (
        schema_json, dependency_root, authority, data_dir=None, request_ttl_secs=None, max_request_bytes_unauth=None
    ))]
    fn with_library_schema_and_dependency_route(
        py: Python<'_>,
        schema_json: &str,
        dependency_root: String,
        authority: String,
        data_dir: Option<PathBuf>,
        request_ttl_secs: Option<f64>,
        max_request_bytes_unauth: Option<usize>,
    ) -> PyResult<Self> {
        let settings = Settings { data_dir, request_ttl_secs, max_request_bytes_unauth };
        Self::with(py, settings, schema_json, &[], &[(dependency_root, authority)])
    }

    /// Both: a trusted key and a dependency route.
    #[staticmethod]
    #[pyo3(signature = (
        schema_json, dependency_root, authority, token_host, actor_id, public_key_b64, data_dir=None, request_ttl_secs=None,
        max_request_bytes_unauth=None
    ))]
    #[expect(clippy::too_many_arguments, reason = "the published Python signature")]
    fn with_library_schema_and_dependency_route_rjwt(
        py: Python<'_>,
        schema_json: &str,
        dependency_root: String,
        authority: String,
        token_host: String,
        actor_id: String,
        public_key_b64: String,
        data_dir: Option<PathBuf>,
        request_ttl_secs: Option<f64>,
        max_request_bytes_unauth: Option<usize>,
    ) -> PyResult<Self> {
        let settings = Settings { data_dir, request_ttl_secs, max_request_bytes_unauth };
        let keys = [(token_host, actor_id, public_key_b64)];
        Self::with(py, settings, schema_json, &keys, &[(dependency_root, authority)])
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
