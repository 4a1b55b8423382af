//! The status of a response: an int that can also be called, because published client code writes both
//! `response.status == 204` and `response.status()`.

use pyo3::ffi::c_str;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

// Rust cannot extend int on the stable ABI of Python 3.11; three lines of Python can.
const SOURCE: &std::ffi::CStr = c_str!(
    r#"
class Status(int):
    """An HTTP status code: an int; calling it gives the same int."""

    __slots__ = ()
    __module__ = "tinychain_local"

    def __call__(self):
        return int(self)
"#
);

/// The class `Status`.
pub fn class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS
        .get_or_try_init(py, || {
            let module = PyModule::from_code(py, SOURCE, c_str!("status.py"), c_str!("tinychain_local._status"))?;
            Ok(module.getattr("Status")?.cast_into::<PyType>()?.unbind())
        })
        .map(|class| class.bind(py))
}
