//! Values and JSON.

use std::fmt::Write as _;

use tc_ir::{Id, MAX_DEPTH, Scalar, encode_bytes, encode_float, encode_link, encode_string};

use super::{Map, Str, Tuple, Value};
use crate::error::Error;

/// The value a scalar stands for; refs and ops stand for none.
pub fn from_scalar(scalar: &Scalar) -> Result<Value, Error> {
    Ok(match scalar {
        Scalar::None => Value::None,
        Scalar::Bool(value) => Value::Bool(*value),
        Scalar::Int(value) => Value::Int(*value),
        Scalar::Float(value) => Value::Float(*value),
        Scalar::Complex(re, im) => Value::Complex(*re, *im),
        Scalar::String(text) => Value::String(Str::from(&**text)),
        Scalar::Bytes(bytes) => Value::bytes(bytes.to_vec()),
        Scalar::Link(link) => Value::Link(link.clone()),
        Scalar::Tuple(items) => Value::Tuple(items.iter().map(from_scalar).collect::<Result<Tuple, _>>()?),
        Scalar::Map(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                map.insert(from_scalar(key)?, from_scalar(value)?)?;
            }
            Value::Map(map)
        }
        Scalar::Id(_) | Scalar::Ref(_) | Scalar::Op(_) | Scalar::Control(_) => {
            return Err(Error::bad_request("expected a value, found a ref or an op"));
        }
    })
}

/// The compact JSON of `value`.
pub(super) fn encode(value: &Value) -> Result<String, Error> {
    let mut out = String::new();
    write(&mut out, value, 0)?;
    Ok(out)
}

fn write(out: &mut String, value: &Value, depth: usize) -> Result<(), Error> {
    if depth > MAX_DEPTH {
        return Err(Error::bad_request(format!("nested deeper than {MAX_DEPTH} arrays and objects")));
    }
    crate::limits::check_bytes(out.len() as u128)?;
    match value {
        Value::None => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Value::Float(value) => write_float(out, *value)?,
        Value::Complex(re, im) => {
            out.push_str("{\"/state/scalar/value/number\":[");
            write_float(out, *re)?;
            out.push(',');
            write_float(out, *im)?;
            out.push_str("]}");
        }
        Value::String(text) => encode_string(out, text),
        Value::Bytes(bytes) => encode_bytes(out, bytes),
        Value::Link(link) => encode_link(out, link),
        Value::Tuple(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(out, item, depth + 1)?;
            }
            out.push(']');
        }
        Value::Range(range) => {
            crate::limits::check_items(u128::from(range.len()))?;
            out.push('[');
            for (index, item) in range.iter().enumerate() {
                let _ = write!(out, "{}{item}", if index > 0 { "," } else { "" });
            }
            out.push(']');
        }
        Value::Map(map) => write_map(out, map, depth)?,
        Value::Op(op) => match op.definition() {
            Some(op) => out.push_str(&tc_ir::encode(&Scalar::Op(op))),
            None => return Err(Error::bad_request("an op that captures values has no JSON form")),
        },
    }
    if depth == 0 { crate::limits::check_bytes(out.len() as u128) } else { Ok(()) }
}

fn write_float(out: &mut String, value: f64) -> Result<(), Error> {
    if !value.is_finite() {
        let name = if value.is_nan() {
            "nan"
        } else if value > 0.0 {
            "inf"
        } else {
            "-inf"
        };
        return Err(Error::bad_request(format!("{name} has no JSON form")));
    }
    encode_float(out, value);
    Ok(())
}

fn write_map(out: &mut String, map: &Map, depth: usize) -> Result<(), Error> {
    let named = map.iter().all(|(key, _)| matches!(key, Value::String(text) if Id::is_valid(text)));
    let (open, close) = if named { ("{", "}") } else { ("{\"/state/scalar/map\":[", "]}") };
    out.push_str(open);
    for (index, (key, value)) in map.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        if named {
            write(out, key, depth + 1)?;
            out.push(':');
            write(out, value, depth + 1)?;
        } else {
            out.push('[');
            write(out, key, depth + 3)?;
            out.push(',');
            write(out, value, depth + 3)?;
            out.push(']');
        }
    }
    out.push_str(close);
    Ok(())
}
