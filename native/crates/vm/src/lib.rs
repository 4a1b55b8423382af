//! Values with Python's meaning, the operations on them, and the reference evaluator of tc-ir.
//!
//! [`Library::compile`] checks and prepares a manifest once; [`Library::call`] runs a route of it. Everything outside
//! a program (other components, events, the clock) is behind [`Host`]. Nothing here does I/O.

mod door;
mod error;
mod eval;
mod library;
mod limits;
mod number;
mod ops;
mod standalone;
mod unicode;
mod value;

pub use error::{Category, Error};
pub use eval::Closure;
pub use library::{Args, Host, Library};
pub use standalone::eval_json;
pub use value::{Bytes, Map, Range, Str, Tuple, Value};
