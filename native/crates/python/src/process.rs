//! Forks. A kernel holds locks and threads that a forked child gets copies of in whatever state they were; using one
//! there could hang or corrupt, so it is refused.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// The process something was made in.
#[derive(Clone, Copy, Debug)]
pub struct Process(u32);

impl Process {
    /// This process.
    pub fn current() -> Self {
        Self(std::process::id())
    }

    /// Fails when the caller is in another process than the one `what` was made in.
    pub fn check(self, what: &str) -> PyResult<()> {
        if self.0 == std::process::id() {
            return Ok(());
        }
        Err(PyRuntimeError::new_err(format!(
            "this {what} was made in process {} and cannot be used after a fork, in process {}; make a new one here, \
             or start processes with the 'spawn' method",
            self.0,
            std::process::id(),
        )))
    }
}
