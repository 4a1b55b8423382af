//! `tinychain_local`: the kernel inside a Python process, and the HTTP host that `tcc serve` runs.
//!
//! Only text and bytes cross the border: no Python object is ever held by the kernel, and every call that may take
//! long lets other Python threads run meanwhile. `tinychain_local.pyi` describes what Python sees.

mod backend;
mod handle;
mod message;
mod process;
mod serve;
mod settings;
mod state;
mod status;
mod tokens;
mod tools;

use pyo3::prelude::*;

#[pymodule(gil_used = false)]
fn tinychain_local(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add("__version__", env!("CARGO_PKG_VERSION"))?;
    m.add("Status", status::class(m.py())?)?;
    m.add_class::<handle::KernelHandle>()?;
    m.add_class::<message::KernelRequest>()?;
    m.add_class::<message::KernelResponse>()?;
    m.add_class::<state::StateHandle>()?;
    m.add_class::<state::State>()?;
    m.add_class::<state::Value>()?;
    m.add_class::<state::Scalar>()?;
    m.add_class::<state::Collection>()?;
    m.add_class::<state::Tensor>()?;
    m.add_class::<backend::Backend>()?;
    m.add_function(wrap_pyfunction!(serve::serve, m)?)?;
    m.add_function(wrap_pyfunction!(tools::verify_manifest, m)?)?;
    m.add_function(wrap_pyfunction!(tools::canonical, m)?)?;
    m.add_function(wrap_pyfunction!(tools::eval, m)?)?;
    m.add_function(wrap_pyfunction!(tokens::token_keygen, m)?)?;
    m.add_function(wrap_pyfunction!(tokens::token_public_key, m)?)?;
    m.add_function(wrap_pyfunction!(tokens::token_mint, m)?)?;
    m.add_function(wrap_pyfunction!(tokens::token_verify, m)?)?;
    Ok(())
}
