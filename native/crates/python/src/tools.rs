//! What tests and the compiler use of the kernel without running one.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Decode and verify a manifest as an install would, without installing it. ValueError says where and what is wrong.
#[pyfunction]
pub fn verify_manifest(py: Python<'_>, manifest: &[u8]) -> PyResult<()> {
    py.detach(|| tc_kernel::check_manifest(manifest)).map_err(PyValueError::new_err)
}

/// The canonical text of the scalar a JSON document holds. ValueError says where and why it holds none.
#[pyfunction(name = "_canonical")]
pub fn canonical(document: &[u8]) -> PyResult<String> {
    tc_ir::decode(document)
        .map(|scalar| tc_ir::encode(&scalar))
        .map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Evaluate an OpDef on its own, both it and its arguments as JSON, and give the result as JSON: what the tests hold
/// against CPython. ValueError says the category and the message.
#[pyfunction(name = "_eval")]
pub fn eval(py: Python<'_>, op: &str, args: &str) -> PyResult<String> {
    py.detach(|| tc_vm::eval_json(op, args)).map_err(|error| PyValueError::new_err(error.to_string()))
}
