//! Looking at values and scalars: their class, their parts, their digest.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use tc_ir::ops::Route;
use tc_ir::{Link, OpDef, OpRef, Scalar, Verb};

use super::wrong;
use crate::error::{Category, Error};
use crate::value::{Value, from_scalar};

type Result<T> = std::result::Result<T, Error>;

fn link(path: &str) -> Result<Value> {
    Link::new(path).map(Value::Link).ok_or_else(|| Error::new(Category::InternalError, format!("{path} is not a link")))
}

/// The path of a value's class.
fn class_path(value: &Value) -> &'static str {
    match value {
        Value::None => "/state/scalar/value/none",
        Value::Bool(_) => "/state/scalar/value/number/bool",
        Value::Int(_) => "/state/scalar/value/number/int/64",
        Value::Float(_) => "/state/scalar/value/number/float/64",
        Value::Complex(..) => "/state/scalar/value/number/complex/64",
        Value::String(_) => "/state/scalar/value/string",
        Value::Bytes(_) => "/state/scalar/value/bytes",
        Value::Link(_) => "/state/scalar/value/link",
        Value::Tuple(_) | Value::Range(_) => "/state/scalar/tuple",
        Value::Map(_) => "/state/scalar/map",
        Value::Op(op) => op_path(op.verb()),
    }
}

fn op_path(verb: Verb) -> &'static str {
    match verb {
        Verb::Get => "/state/scalar/op/get",
        Verb::Put => "/state/scalar/op/put",
        Verb::Post => "/state/scalar/op/post",
        Verb::Delete => "/state/scalar/op/delete",
    }
}

/// A value's class as a link.
pub(super) fn class_link(value: &Value) -> Result<Value> {
    link(class_path(value))
}

/// Reflection on a value, such as an op bound to an id.
pub(super) fn of_value(route: Route, value: &Value) -> Result<Value> {
    match (route, value) {
        (Route::StateScalarReflectClass, value) => class_link(value),
        (Route::StateScalarReflectRefParts, _) => Ok(Value::None),
        (_, Value::Op(op)) => match &op.proto().definition {
            Some(definition) => of_op(route, definition),
            None => Err(wrong(route.spec().path, "op", value)),
        },
        _ => Err(wrong(route.spec().path, "op", value)),
    }
}

/// Reflection on a scalar that is not resolved.
pub(crate) fn reflect(route: Route, scalar: &Scalar) -> Result<Value> {
    match (route, scalar) {
        (Route::StateScalarReflectClass, Scalar::Id(_)) => link("/state/scalar/ref"),
        (Route::StateScalarReflectClass, Scalar::Ref(op)) => {
            link(&format!("/state/scalar/ref/op/{}", op.verb().segment()))
        }
        (Route::StateScalarReflectClass, Scalar::Control(_)) => link("/state/scalar/ref"),
        (Route::StateScalarReflectClass, Scalar::Op(op)) => link(op_path(op.verb())),
        (Route::StateScalarReflectClass, Scalar::Tuple(_)) => link("/state/scalar/tuple"),
        (Route::StateScalarReflectClass, Scalar::Map(_)) => link("/state/scalar/map"),
        (Route::StateScalarReflectClass, value) => class_link(&from_scalar(value)?),
        (Route::StateScalarReflectRefParts, Scalar::Ref(op)) => ref_parts(op),
        (Route::StateScalarReflectRefParts, Scalar::Id(id)) => Ok(Value::from(vec![Value::from(format!("${id}"))])),
        (Route::StateScalarReflectRefParts, _) => Ok(Value::None),
        (_, Scalar::Op(op)) => of_op(route, op),
        _ => Err(Error::bad_request(format!("{} expects op", route.spec().path))),
    }
}

/// A scalar as a value; one that is no value as its JSON.
fn shown(scalar: &Scalar) -> Value {
    from_scalar(scalar).unwrap_or_else(|_| Value::from(tc_ir::encode(scalar)))
}

fn ref_parts(op: &OpRef) -> Result<Value> {
    let mut parts = vec![Value::from(op.subject().to_string())];
    match op {
        OpRef::Get { key, .. } | OpRef::Delete { key, .. } => parts.push(shown(key)),
        OpRef::Put { key, value, .. } => parts.extend([shown(key), shown(value)]),
        OpRef::Post { params, .. } => {
            let mut map = crate::value::Map::new();
            for (name, value) in params {
                map.insert(Value::from(name.as_str()), shown(value))?;
            }
            parts.push(Value::Map(map));
        }
    }
    Ok(Value::from(parts))
}

fn of_op(route: Route, op: &Arc<OpDef>) -> Result<Value> {
    let form = op.form();
    Ok(match route {
        Route::StateScalarOpReflectLastId => form.last().map_or(Value::None, |entry| Value::from(entry.id.as_str())),
        Route::StateScalarOpReflectScalars => form.iter().map(|entry| shown(&entry.scalar)).collect::<Vec<_>>().into(),
        _ => form
            .iter()
            .map(|entry| Value::from(vec![Value::from(entry.id.as_str()), shown(&entry.scalar)]))
            .collect::<Vec<_>>()
            .into(),
    })
}

/// A digest of a value: equal values of a kind have equal digests, maps whatever their order.
pub(super) fn digest(value: &Value) -> Result<String> {
    let mut left = 1 << 20;
    Ok(hash(value, 0, &mut left)?.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn hash(value: &Value, depth: usize, left: &mut u64) -> Result<[u8; 32]> {
    if depth > 900 {
        return Err(Error::bad_request("maximum recursion depth exceeded"));
    }
    *left = left.checked_sub(1).ok_or_else(|| Error::too_large("a value too large to hash"))?;
    let mut hasher = Sha256::new();
    match value {
        Value::None => hasher.update(b"none"),
        Value::Bool(value) => hasher.update(format!("number {}", i64::from(*value))),
        Value::Int(value) => hasher.update(format!("number {value}")),
        Value::Float(value) => hash_float(&mut hasher, *value),
        Value::Complex(re, im) if *im == 0.0 => hash_float(&mut hasher, *re),
        Value::Complex(re, im) => hasher.update(format!("complex {re:e} {im:e}")),
        Value::String(text) => {
            hasher.update(b"string ");
            hasher.update(text.as_bytes());
        }
        Value::Bytes(bytes) => {
            hasher.update(b"bytes ");
            hasher.update(&**bytes);
        }
        Value::Link(link) => {
            hasher.update(b"link ");
            hasher.update(link.as_bytes());
        }
        Value::Tuple(_) | Value::Range(_) => {
            hasher.update(b"tuple ");
            for item in super::Items::of(value)? {
                hasher.update(hash(&item, depth + 1, left)?);
            }
        }
        Value::Map(map) => {
            hasher.update(b"map ");
            let mut entries = Vec::with_capacity(map.len());
            for (key, value) in map.iter() {
                entries.push((hash(key, depth + 1, left)?, hash(value, depth + 1, left)?));
            }
            entries.sort_unstable();
            for (key, value) in entries {
                hasher.update(key);
                hasher.update(value);
            }
        }
        Value::Op(op) => match op.definition() {
            Some(definition) => {
                hasher.update(b"op ");
                hasher.update(tc_ir::encode(&Scalar::Op(definition)));
            }
            None => return Err(Error::bad_request("an op that captures values has no digest")),
        },
    }
    Ok(hasher.finalize().into())
}

fn hash_float(hasher: &mut Sha256, value: f64) {
    match crate::number::float_to_int(value) {
        Some(value) => hasher.update(format!("number {value}")),
        None => hasher.update(format!("number {value:e}")),
    }
}
