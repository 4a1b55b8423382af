//! tc-ir: what a program is, as data. See `docs/ir.md` for the contract.
//!
//! [`Scalar`] mirrors `tcc/ir/nodes.py`; [`decode`] and [`encode`] are its strict JSON; [`Manifest`] is what is
//! installed; [`verify`] says whether it may be; [`ops`] is the op table both sides read. Nothing here does I/O.

mod decode;
mod encode;
mod error;
pub mod graph;
mod manifest;
mod names;
mod scalar;
pub mod scope;
mod types;
mod verify;

pub mod json;
pub mod ops;

pub use decode::{decode, decode_json, is_reserved};
pub use encode::{encode, encode_bytes, encode_float, encode_link, encode_string, shortest_digits};
pub use error::{DecodeError, VerifyError};
pub use manifest::{
    Artifact, IdSpans, Installation, Manifest, Param, Route, RouteBody, RouteSource, Schema, SourceMap,
};
pub use names::{Id, Link, Subject};
pub use scalar::{Control, Entry, Form, OpDef, OpRef, Scalar, Verb};
pub use types::Type;
pub use verify::verify;

/// How deep arrays and objects may nest in a document.
pub const MAX_DEPTH: usize = 128;
