//! States as Python sees them: JSON text with a class that says what it is.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

/// A state of the host, as JSON. Its constructor takes JSON text (`str` or `bytes`).
#[pyclass(module = "tinychain_local", frozen, subclass)]
pub struct State {
    json: String,
}

impl State {
    /// A state whose text is known to be JSON.
    pub const fn from_json(json: String) -> Self {
        Self { json }
    }
}

#[pymethods]
impl State {
    #[new]
    fn new(json: &Bound<'_, PyAny>) -> PyResult<Self> {
        let json = String::from_utf8(text_bytes(json)?).map_err(|_| PyValueError::new_err("a state is UTF-8 text"))?;
        let checked = serde_json::from_str::<&serde_json::value::RawValue>(&json);
        checked.map_err(|e| PyValueError::new_err(format!("a state is JSON text: {e}")))?;
        Ok(Self { json })
    }

    /// The state as JSON text.
    fn to_json(&self) -> &str {
        &self.json
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        Ok(format!("{}({})", slf.get_type().name()?, PyString::new(slf.py(), &slf.get().json).repr()?))
    }
}

macro_rules! state_class {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[pyclass(module = "tinychain_local", frozen, extends = State)]
        pub struct $name;

        #[pymethods]
        impl $name {
            #[new]
            fn new(json: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
                Ok(PyClassInitializer::from(State::new(json)?).add_subclass(Self))
            }
        }
    };
}

state_class! {
    /// A state that is a value: none, a bool, a number, a string, bytes, a link, a tuple or a map of values.
    Value
}

state_class! {
    /// A state that is a scalar: a value, a ref or an op.
    Scalar
}

state_class! {
    /// A state that is a collection: a b-tree or a table.
    Collection
}

state_class! {
    /// A state that is a tensor.
    Tensor
}

/// A handle on a state, as a request's or a response's body. Its constructor takes a state or JSON text.
#[pyclass(module = "tinychain_local", frozen)]
pub struct StateHandle {
    state: Py<State>,
}

impl StateHandle {
    /// A handle on `state`.
    pub const fn from_state(state: Py<State>) -> Self {
        Self { state }
    }
}

#[pymethods]
impl StateHandle {
    #[new]
    pub fn new(py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(state) = value.cast::<State>() {
            return Ok(Self { state: state.clone().unbind() });
        }
        Ok(Self { state: Py::new(py, State::new(value)?)? })
    }

    /// The state.
    pub fn value(&self, py: Python<'_>) -> Py<State> {
        self.state.clone_ref(py)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("StateHandle({})", self.state.bind(py).repr()?))
    }
}

/// The bytes of a body given from Python: nothing, a handle, a state, or text.
pub fn body_bytes(body: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<u8>> {
    let Some(body) = body else { return Ok(Vec::new()) };
    if let Ok(handle) = body.cast::<StateHandle>() {
        return Ok(handle.get().state.get().json.clone().into_bytes());
    }
    if let Ok(state) = body.cast::<State>() {
        return Ok(state.get().json.clone().into_bytes());
    }
    text_bytes(body)
}

fn text_bytes(text: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    if let Ok(text) = text.cast::<PyString>() {
        return Ok(text.to_cow()?.into_owned().into_bytes());
    }
    if let Ok(bytes) = text.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    let class = text.get_type().name()?;
    Err(PyTypeError::new_err(format!("expected a StateHandle, a State, or JSON as str or bytes, not {class}")))
}
