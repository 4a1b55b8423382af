//! `Backend`: a kernel whose gaps Python callables fill.

use std::path::PathBuf;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use tc_kernel::Config;

use crate::handle::KernelHandle;
use crate::message::{KernelRequest, KernelResponse};

/// A kernel, and callables (`KernelRequest -> KernelResponse`) for what it does not serve itself: `lib` for `/lib`, `service`
/// for `/service`, `metrics` for `/host/metrics`. Any of them may be None.
#[pyclass(module = "tinychain_local", frozen)]
pub struct Backend {
    handle: KernelHandle,
    lib: Option<Py<PyAny>>,
    service: Option<Py<PyAny>>,
    metrics: Option<Py<PyAny>>,
}

#[pymethods]
impl Backend {
    #[new]
    #[pyo3(signature = (lib=None, service=None, metrics=None, data_dir=None))]
    fn new(
        py: Python<'_>,
        lib: Option<Py<PyAny>>,
        service: Option<Py<PyAny>>,
        metrics: Option<Py<PyAny>>,
        data_dir: Option<PathBuf>,
    ) -> PyResult<Self> {
        for (name, callable) in [("lib", &lib), ("service", &service), ("metrics", &metrics)] {
            if let Some(callable) = callable.as_ref().filter(|callable| !callable.bind(py).is_callable()) {
                let class = callable.bind(py).get_type().name()?;
                return Err(PyTypeError::new_err(format!("{name} is a callable or None, not {class}")));
            }
        }
        let handle = KernelHandle::open(py, Config { data_dir, ..Config::default() })?;
        Ok(Self { handle, lib, service, metrics })
    }

    /// The kernel's own answer to `GET /healthz`.
    fn healthz(&self, py: Python<'_>) -> PyResult<KernelResponse> {
        let request = tc_kernel::Request::new("GET", "/healthz", Vec::new());
        KernelResponse::from_inner(py, self.handle.answer(py, &request)?)
    }

    /// The kernel's answer, or the callable's when the kernel has nothing at that path.
    fn dispatch(&self, py: Python<'_>, request: &Bound<'_, KernelRequest>) -> PyResult<Py<KernelResponse>> {
        let inner = request.get().inner();
        let response = self.handle.answer(py, inner)?;
        if matches!(response.status, 404 | 501)
            && let Some(callable) = self.callable(&inner.target)
        {
            return Ok(callable.call1(py, (request,))?.extract::<Py<KernelResponse>>(py)?);
        }
        Py::new(py, KernelResponse::from_inner(py, response)?)
    }
}

impl Backend {
    fn callable(&self, target: &str) -> Option<&Py<PyAny>> {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let under = |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if under("/lib") {
            self.lib.as_ref()
        } else if under("/service") {
            self.service.as_ref()
        } else if under("/host/metrics") {
            self.metrics.as_ref()
        } else {
            None
        }
    }
}
