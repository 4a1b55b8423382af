//! The reference evaluator: obvious, demand-driven, memoised. It is the oracle that faster engines are held against.
//!
//! [`resolve`] turns every id of an op into a numbered slot, once, at install; [`Machine`] runs the result.
//!
//! - An entry runs when something needs it, once. What an entry needs in any case (its *strict* ids) is run before it,
//!   from an explicit stack, so that a chain of entries of any length does not recurse.
//! - An op captures by value: the ids it uses of the scopes around it are run when the op is made.
//! - Definitions (entries that are ops) which use each other share what they capture and are made together.
//! - A slot whose value is read at one place only gives its value away there, so that a loop which appends to its
//!   state changes it in place.

mod machine;
mod program;
mod resolve;
mod uses;

pub(crate) use machine::Machine;
pub use program::Closure;
pub(crate) use program::Proto;
pub(crate) use resolve::{resolve_op, resolve_route};
