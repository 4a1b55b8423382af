//! Requests and responses as Python sees them.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

use crate::state::{State, StateHandle, body_bytes};
use crate::status;

/// A request to a kernel: `KernelRequest(method, path, headers=None, body=None)`.
///
/// `path` may be anything whose `str()` is a path with an optional query, a `tc.URI` say. `headers` is a dict or a list of
/// pairs. `body` is a `StateHandle`, a state, or JSON as `str` or `bytes`.
#[pyclass(module = "tinychain_local", frozen)]
pub struct KernelRequest {
    request: tc_kernel::Request,
}

impl KernelRequest {
    /// The kernel's own request.
    pub const fn inner(&self) -> &tc_kernel::Request {
        &self.request
    }
}

#[pymethods]
impl KernelRequest {
    #[new]
    #[pyo3(signature = (method, path, headers=None, body=None))]
    fn new(
        method: &str,
        path: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let request = tc_kernel::Request {
            method: method.to_ascii_uppercase(),
            target: path.str()?.to_cow()?.into_owned(),
            headers: header_pairs(headers)?,
            body: body_bytes(body)?,
        };
        Ok(Self { request })
    }

    #[getter]
    fn method(&self) -> &str {
        &self.request.method
    }

    #[getter]
    fn path(&self) -> &str {
        &self.request.target
    }

    #[getter]
    fn headers(&self) -> Vec<(String, String)> {
        self.request.headers.clone()
    }

    /// The body, or None when it is empty or no JSON.
    #[getter]
    fn body(&self, py: Python<'_>) -> PyResult<Option<StateHandle>> {
        match std::str::from_utf8(&self.request.body) {
            Ok(text) if serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok() => {
                Ok(Some(StateHandle::from_state(Py::new(py, State::from_json(text.to_owned()))?)))
            }
            _ => Ok(None),
        }
    }

    fn __repr__(&self) -> String {
        format!("KernelRequest({:?}, {:?})", self.request.method, self.request.target)
    }
}

/// A kernel's answer: `KernelResponse(status, headers=None, body=None)`.
#[pyclass(module = "tinychain_local", frozen)]
pub struct KernelResponse {
    status: u16,
    headers: Vec<(String, String)>,
    body: Option<StateHandle>,
}

impl KernelResponse {
    /// The kernel's own response, for Python. A body that is not JSON (metrics) becomes a JSON string.
    pub fn from_inner(py: Python<'_>, response: tc_kernel::Response) -> PyResult<Self> {
        let tc_kernel::Response { status, headers, body } = response;
        let is_json = headers.iter().any(|(name, value)| name == "content-type" && value == "application/json");
        let body = match String::from_utf8(body) {
            Ok(text) if text.is_empty() => None,
            Ok(text) if is_json => Some(text),
            Ok(text) => Some(serde_json::Value::String(text).to_string()),
            Err(e) => Some(serde_json::Value::String(String::from_utf8_lossy(e.as_bytes()).into_owned()).to_string()),
        };
        let body = body.map(|json| Py::new(py, State::from_json(json))).transpose()?.map(StateHandle::from_state);
        Ok(Self { status, headers, body })
    }
}

#[pymethods]
impl KernelResponse {
    #[new]
    #[pyo3(signature = (status, headers=None, body=None))]
    fn new(
        py: Python<'_>,
        status: u16,
        headers: Option<&Bound<'_, PyAny>>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let body = match body {
            None => None,
            Some(body) => match body.extract::<Py<StateHandle>>() {
                Ok(handle) => Some(StateHandle::from_state(handle.get().value(py))),
                Err(_) => Some(StateHandle::new(py, body)?),
            },
        };
        Ok(Self { status, headers: header_pairs(headers)?, body })
    }

    /// The status code: an int, which may also be called.
    #[getter]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let class: &Bound<'py, PyType> = status::class(py)?;
        class.call1((self.status,))
    }

    /// Header names in lower case, and their values.
    #[getter]
    fn headers(&self) -> Vec<(String, String)> {
        self.headers.clone()
    }

    /// The body, or None when there is none.
    #[getter]
    fn body(&self, py: Python<'_>) -> Option<StateHandle> {
        self.body.as_ref().map(|handle| StateHandle::from_state(handle.value(py)))
    }

    fn __repr__(&self) -> String {
        format!("<KernelResponse {}>", self.status)
    }
}

fn header_pairs(headers: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<(String, String)>> {
    match headers {
        None => Ok(Vec::new()),
        Some(headers) => match headers.cast::<PyDict>() {
            Ok(dict) => dict.iter().map(|(name, value)| Ok((name.extract()?, value.extract()?))).collect(),
            Err(_) => headers.extract(),
        },
    }
}
