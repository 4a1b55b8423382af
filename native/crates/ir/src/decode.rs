//! JSON → scalars (docs/ir.md, sections 2 and 3): the first key of an object decides what it is.
//!
//! The twin of `tcc/ir/decode.py`: the same documents are read, with the same meaning, and the same are refused.
//! Recursion is safe because the JSON parser has already capped nesting.

use std::collections::HashSet;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::DecodeError;
use crate::json::{Json, parse};
use crate::names::{Id, Link, Subject};
use crate::scalar::{Control, Entry, Form, OpDef, OpRef, Scalar};

type Result<T> = std::result::Result<T, DecodeError>;

/// The scalar a JSON document holds.
pub fn decode(source: &[u8]) -> Result<Scalar> {
    decode_json(&parse(source)?)
}

/// The scalar a parsed document holds.
pub fn decode_json(value: &Json) -> Result<Scalar> {
    match value {
        Json::Null => Ok(Scalar::None),
        Json::Bool(value) => Ok(Scalar::Bool(*value)),
        Json::Int(value) => Ok(Scalar::Int(*value)),
        Json::Float(value) => Ok(Scalar::Float(*value)),
        Json::String(value) => Ok(Scalar::String(Arc::from(value.as_str()))),
        Json::Array(items) => tuple(items),
        Json::Object(members) => match members.first() {
            Some((first, body)) if first.starts_with(['/', '$']) => {
                if members.len() > 1 {
                    return fail(format!("an object whose first key is {first} has no other key"));
                }
                special(first, body).map_err(|error| error.under(first))
            }
            _ => object_map(members),
        },
    }
}

/// `{first: body}`, where `first` is a path or `$…`.
fn special(first: &str, body: &Json) -> Result<Scalar> {
    let Some(reserved) = Reserved::new(first) else { return applied(first, body) };
    match reserved {
        Reserved::None => match body {
            Json::Null => Ok(Scalar::None),
            _ => fail("expected null"),
        },
        Reserved::Number => number(body),
        Reserved::String => text(body).map(|text| Scalar::String(Arc::from(text))),
        Reserved::Link => link(body).map(Scalar::Link),
        Reserved::Bytes => Ok(Scalar::Bytes(Arc::from(base64_bytes(body)?))),
        Reserved::Tuple => tuple(list(body)?),
        Reserved::Map => map(body),
        Reserved::GetOp => {
            let [key, form] = sized(body, "[\"key name\", form]")?;
            op(OpDef::Get { key_name: at(0, ident(key))?, form: at(1, decode_form(form))? })
        }
        Reserved::PutOp => {
            let [key, value, form] = sized(body, "[\"key name\", \"value name\", form]")?;
            op(OpDef::Put {
                key_name: at(0, ident(key))?,
                value_name: at(1, ident(value))?,
                form: at(2, decode_form(form))?,
            })
        }
        Reserved::PostOp => op(OpDef::Post { form: decode_form(body)? }),
        Reserved::DeleteOp => {
            let [key, form] = sized(body, "[\"key name\", form]")?;
            op(OpDef::Delete { key_name: at(0, ident(key))?, form: at(1, decode_form(form))? })
        }
        Reserved::GetRef => {
            let [subject, key] = sized(body, "[subject, key]")?;
            op_ref(OpRef::Get { subject: at(0, subject_text(subject))?, key: at(1, decode_json(key))? })
        }
        Reserved::PutRef => {
            let [subject, key, value] = sized(body, "[subject, key, value]")?;
            op_ref(OpRef::Put {
                subject: at(0, subject_text(subject))?,
                key: at(1, decode_json(key))?,
                value: at(2, decode_json(value))?,
            })
        }
        Reserved::PostRef => {
            let [subject, params] = sized(body, "[subject, {parameters}]")?;
            let params = match params {
                Json::Object(members) => at(1, named(members))?,
                _ => return at(1, fail("expected an object of parameters")),
            };
            op_ref(OpRef::Post { subject: at(0, subject_text(subject))?, params })
        }
        Reserved::DeleteRef => {
            let [subject, key] = sized(body, "[subject, key]")?;
            op_ref(OpRef::Delete { subject: at(0, subject_text(subject))?, key: at(1, decode_json(key))? })
        }
        Reserved::If => {
            let (cond, then, or_else) = triple(body, "[cond, then, else]")?;
            control(Control::If { cond, then, or_else })
        }
        Reserved::Cond => {
            let (cond, then, or_else) = triple(body, "[cond, then, else]")?;
            control(Control::Cond { cond, then, or_else })
        }
        Reserved::While => {
            let (cond, body, state) = triple(body, "[cond op, body op, state]")?;
            control(Control::While { cond, body, state })
        }
        Reserved::ForEach => {
            let (items, op, name, state) = match list(body)? {
                [items, op, name] => (items, op, name, None),
                [items, op, name, state] => (items, op, name, Some(state)),
                _ => return fail("expected [items, op, \"item name\"] or [items, op, \"item name\", state]"),
            };
            control(Control::ForEach {
                items: at(0, decode_json(items))?,
                op: at(1, decode_json(op))?,
                item_name: at(2, ident(name))?,
                state: state.map(|state| at(3, decode_json(state))).transpose()?,
            })
        }
        Reserved::After => {
            let [when, then] = sized(body, "[when, then]")?;
            control(Control::After { when: at(0, decode_json(when))?, then: at(1, decode_json(then))? })
        }
    }
}

/// `{subject: body}` for a subject that is no reserved path: a link value, an id ref or an op ref.
fn applied(text: &str, body: &Json) -> Result<Scalar> {
    let Some(subject) = Subject::new(text) else { return fail(format!("{text:?} is not a path or $id")) };
    match body {
        Json::Object(members) => op_ref(OpRef::Post { subject, params: named(members)? }),
        Json::Array(items) => match items.as_slice() {
            [] => match subject {
                Subject::Link(link) => Ok(Scalar::Link(link)),
                Subject::Scoped { id, suffix } if suffix.is_empty() => Ok(Scalar::Id(id)),
                Subject::Scoped { .. } => {
                    fail(format!("{text}: an id ref has no suffix; a GET without a key is [null]"))
                }
            },
            [key] => op_ref(OpRef::Get { subject, key: at(0, decode_json(key))? }),
            [key, value] => {
                op_ref(OpRef::Put { subject, key: at(0, decode_json(key))?, value: at(1, decode_json(value))? })
            }
            more => fail(format!("{text} takes at most a key and a value, found {} items", more.len())),
        },
        _ => fail(format!("{text} takes [], [key], [key, value] or an object of parameters")),
    }
}

fn op(op: OpDef) -> Result<Scalar> {
    Ok(Scalar::Op(Arc::new(op)))
}

fn op_ref(op: OpRef) -> Result<Scalar> {
    Ok(Scalar::Ref(Box::new(op)))
}

fn control(control: Control) -> Result<Scalar> {
    Ok(Scalar::Control(Box::new(control)))
}

fn tuple(items: &[Json]) -> Result<Scalar> {
    let items = items.iter().enumerate().map(|(index, item)| at(index, decode_json(item)));
    items.collect::<Result<_>>().map(Scalar::Tuple)
}

/// The members of an object of parameters, or of a map: every key is an Id.
fn named(members: &[(String, Json)]) -> Result<Vec<(Id, Scalar)>> {
    let members = members.iter().map(|(name, value)| {
        let Some(id) = Id::new(name) else { return at(name, fail(format!("{name:?} is not an Id"))) };
        Ok((id, at(name, decode_json(value))?))
    });
    members.collect()
}

fn object_map(members: &[(String, Json)]) -> Result<Scalar> {
    let entries = named(members)?;
    Ok(Scalar::Map(entries.into_iter().map(|(id, value)| (Scalar::String(id.shared()), value)).collect()))
}

fn map(value: &Json) -> Result<Scalar> {
    let pairs = match value {
        Json::Object(members) => return object_map(members),
        Json::Array(pairs) => pairs,
        _ => return fail("expected an object or a list of [key, value] pairs"),
    };
    let mut entries = Vec::with_capacity(pairs.len());
    let mut seen = HashSet::new();
    for (index, pair) in pairs.iter().enumerate() {
        let entry = (|| {
            let [key, value] = sized(pair, "[key, value]")?;
            let key = at(0, decode_json(key))?;
            at(0, check_key(&key, &mut seen))?;
            Ok((key, at(1, decode_json(value))?))
        })();
        entries.push(at(index, entry)?);
    }
    Ok(Scalar::Map(entries))
}

fn check_key(key: &Scalar, seen: &mut HashSet<String>) -> Result<()> {
    if !key.can_be_key() {
        return fail("a map or an op cannot be the key of a map");
    }
    let mut canonical = String::new();
    if key.canonical_key(&mut canonical) && !seen.insert(canonical) {
        return fail("duplicate key");
    }
    Ok(())
}

fn number(value: &Json) -> Result<Scalar> {
    match value {
        Json::Bool(value) => Ok(Scalar::Bool(*value)),
        Json::Int(value) => Ok(Scalar::Int(*value)),
        Json::Float(value) => Ok(Scalar::Float(*value)),
        Json::Array(parts) if parts.len() == 2 => {
            Ok(Scalar::Complex(at(0, complex_part(&parts[0]))?, at(1, complex_part(&parts[1]))?))
        }
        _ => fail("expected a bool, a number or [real, imaginary]"),
    }
}

fn complex_part(value: &Json) -> Result<f64> {
    match value {
        #[allow(clippy::cast_precision_loss)]
        Json::Int(value) => Ok(*value as f64),
        Json::Float(value) => Ok(*value),
        _ => fail("expected a number"),
    }
}

/// The bytes of a base64 string in its one canonical form.
pub(crate) fn base64_bytes(value: &Json) -> Result<Vec<u8>> {
    STANDARD.decode(text(value)?).map_err(|_| DecodeError::here("expected standard base64"))
}

/// A form, not empty, because its last entry is the result.
pub(crate) fn decode_form(value: &Json) -> Result<Form> {
    let entries = list(value)?;
    if entries.is_empty() {
        return fail("a form has at least one entry: the last one is the result");
    }
    let entries = entries.iter().enumerate().map(|(index, entry)| {
        let entry = (|| {
            let [id, scalar] = sized(entry, "[\"id\", scalar]")?;
            Ok(Entry { id: at(0, ident(id))?, scalar: at(1, decode_json(scalar))? })
        })();
        at(index, entry)
    });
    entries.collect()
}

pub(crate) fn fail<T>(message: impl Into<String>) -> Result<T> {
    Err(DecodeError::here(message))
}

/// `result`, its error seen from the parent.
pub(crate) fn at<T>(step: impl std::fmt::Display, result: Result<T>) -> Result<T> {
    result.map_err(|error| error.under(step))
}

pub(crate) fn text(value: &Json) -> Result<&str> {
    value.as_str().ok_or_else(|| DecodeError::here("expected a string"))
}

pub(crate) fn ident(value: &Json) -> Result<Id> {
    let text = text(value)?;
    Id::new(text).ok_or_else(|| DecodeError::here(format!("{text:?} is not an Id")))
}

pub(crate) fn link(value: &Json) -> Result<Link> {
    let text = text(value)?;
    Link::new(text).ok_or_else(|| DecodeError::here(format!("{text:?} is not a link")))
}

fn subject_text(value: &Json) -> Result<Subject> {
    let text = text(value)?;
    Subject::new(text).ok_or_else(|| DecodeError::here(format!("{text:?} is not a link, $id or $id/suffix")))
}

pub(crate) fn list(value: &Json) -> Result<&[Json]> {
    match value {
        Json::Array(items) => Ok(items),
        _ => fail("expected a list"),
    }
}

fn sized<'a, const N: usize>(value: &'a Json, shape: &str) -> Result<&'a [Json; N]> {
    match value {
        Json::Array(items) => items.as_slice().try_into().ok(),
        _ => None,
    }
    .ok_or_else(|| DecodeError::here(format!("expected {shape}")))
}

fn triple(value: &Json, shape: &str) -> Result<(Scalar, Scalar, Scalar)> {
    let [a, b, c] = sized(value, shape)?;
    Ok((at(0, decode_json(a))?, at(1, decode_json(b))?, at(2, decode_json(c))?))
}

macro_rules! reserved {
    ($($variant:ident: $($path:literal)|+,)*) => {
        /// The reserved paths: as the first key of an object each means its own node, never a link or an op on it.
        #[derive(Clone, Copy, PartialEq, Eq)]
        enum Reserved {
            $($variant,)*
        }

        impl Reserved {
            fn new(path: &str) -> Option<Self> {
                match path {
                    $($($path)|+ => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

reserved! {
    None: "/state/scalar/value/none",
    Number: "/state/scalar/value/number",
    String: "/state/scalar/value/string",
    Link: "/state/scalar/value/link",
    Bytes: "/state/scalar/value/bytes",
    Tuple: "/state/scalar/value/tuple" | "/state/scalar/tuple" | "/state/tuple",
    Map: "/state/scalar/map",
    GetOp: "/state/scalar/op/get",
    PutOp: "/state/scalar/op/put",
    PostOp: "/state/scalar/op/post",
    DeleteOp: "/state/scalar/op/delete",
    GetRef: "/state/scalar/ref/op/get",
    PutRef: "/state/scalar/ref/op/put",
    PostRef: "/state/scalar/ref/op/post",
    DeleteRef: "/state/scalar/ref/op/delete",
    If: "/state/scalar/ref/if",
    Cond: "/state/scalar/ref/cond",
    While: "/state/scalar/ref/while",
    ForEach: "/state/scalar/ref/for_each",
    After: "/state/scalar/ref/after",
}

/// Whether `path`, as the first key of an object, means a node of its own.
pub fn is_reserved(path: &str) -> bool {
    Reserved::new(path).is_some()
}
