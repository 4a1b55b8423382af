//! What tests and the compiler use of the kernel without running one.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Decode and verify a manifest as an install would, without installing it. ValueError says where and what is wrong.
#[pyfunction]
pub fn verify_manifest(py: Python<'_>, manifest: &[u8]) -> PyResult<()> {
    py.detach(|| tc_kernel::check_manifest(manifest)).map_err(PyValueError::new_err)
}
