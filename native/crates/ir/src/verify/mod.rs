//! The verifier: whether a manifest may be installed, without running it. The twin of `tcc/ir/verify`.
//!
//! Any one of these refuses the manifest:
//!
//!  1. A route's path and verb are its own: no two routes answer the same verb on the same path.
//!  2. A version in the id (its last segment) is the schema's version.
//!  3. Declared parameters have distinct names and defaults of their type (types and plain values are seen to when
//!     the manifest is decoded). A PUT route that declares parameters declares two, the key and the value.
//!  4. A `value` route holds a plain value, without refs or ops.
//!  5. An op binds each id once: the ids of a form, and the names of its key and value, are distinct.
//!  6. An id does not hide one of a scope around it. Only the ops of loops and folds may: their `state` and item are
//!     their own whatever the scope around them binds.
//!  7. Nothing binds `self`.
//!  8. Every id used is bound by its form, by a scope around it, or is a parameter. A POST op's parameters are the ids
//!     nothing else binds; a route's are the declared ones when it declares any. The ops of a loop are given `state`
//!     and the item; the op of `map`, `filter` and sort keys, one id; that of `fold`, the item and its state. A branch
//!     of a conditional is given nothing.
//!  9. A form has no cycle, except among definitions (entries that are ops), which may use each other and themselves.
//! 10. An op on `$id/name` is in the op table, and some class takes it with these parameters (or, as
//!     `{"$x/add": [1]}`, with one operand). A subject known to be a link takes any verb and suffix.
//! 11. An id bound to an op is called with that op's verb and parameters; an id bound to a plain value that is no link
//!     is not called.
//! 12. The ops of loops and folds are POST ops, or refs.
//! 13. `$self/route` (and the library's own path) is a route of this manifest, with that verb and those parameters.
//! 14. A path that is called is a route of the op table with its verb and parameters, or lies under a declared
//!     dependency, or under `/state` or `/host`. `/state/scalar` has only the routes of the table. The host of an
//!     absolute link makes no difference, except that `/state` and `/host` are only one's own.
//!
//! Not checked: types beyond what tells a link from another value; that links not called lead somewhere; that
//! dependencies exist; the source map, which never changes behaviour.

mod callee;
mod classes;
mod flow;
mod routes;
mod scope;
mod walk;

use crate::error::VerifyError;
use crate::manifest::Manifest;

type Result<T = ()> = std::result::Result<T, VerifyError>;

/// Whether `manifest` may be installed; the error points at the first offender.
pub fn verify(manifest: &Manifest) -> Result {
    routes::check_manifest(manifest)
}

fn fail<T>(message: impl Into<String>) -> Result<T> {
    Err(VerifyError::here(message))
}

/// `result`, its error seen from the parent of where it was found.
fn at<T>(step: impl std::fmt::Display, result: Result<T>) -> Result<T> {
    result.map_err(|error| error.under(step))
}
