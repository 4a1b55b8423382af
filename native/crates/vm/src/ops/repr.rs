//! Python's `repr` and `str`.

use std::fmt::Write as _;

use tc_ir::encode_float;

use crate::error::Error;
use crate::limits;
use crate::unicode::is_printable;
use crate::value::Value;

/// How deep values may nest and still be shown, as deep as CPython goes.
const MAX_DEPTH: usize = 900;

/// Python's `repr`.
pub(crate) fn repr(value: &Value) -> Result<String, Error> {
    let mut out = String::new();
    write(&mut out, value, 0)?;
    Ok(out)
}

/// Python's `str`.
pub(crate) fn str_of(value: &Value) -> Result<String, Error> {
    match value {
        Value::String(text) => Ok(text.to_string()),
        Value::Link(link) => Ok(link.to_string()),
        other => repr(other),
    }
}

fn write(out: &mut String, value: &Value, depth: usize) -> Result<(), Error> {
    if depth > MAX_DEPTH {
        return Err(Error::bad_request("maximum recursion depth exceeded while getting the repr of an object"));
    }
    match value {
        Value::None => out.push_str("None"),
        Value::Bool(value) => out.push_str(if *value { "True" } else { "False" }),
        Value::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Value::Float(value) => write_float(out, *value),
        Value::Complex(re, im) => write_complex(out, *re, *im),
        Value::String(text) => write_string(out, text),
        Value::Bytes(bytes) => write_bytes(out, bytes),
        Value::Link(link) => write_string(out, link),
        Value::Tuple(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write(out, item, depth + 1)?;
            }
            out.push(']');
        }
        Value::Range(range) => {
            limits::check_items(u128::from(range.len()))?;
            out.push('[');
            for (index, item) in range.iter().enumerate() {
                let _ = write!(out, "{}{item}", if index > 0 { ", " } else { "" });
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (index, (key, value)) in map.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write(out, key, depth + 1)?;
                out.push_str(": ");
                write(out, value, depth + 1)?;
            }
            out.push('}');
        }
        Value::Op(op) => {
            let _ = write!(out, "<{} op>", op.verb());
        }
    }
    limits::check_bytes(out.len() as u128)
}

/// Python's `repr` of a float.
pub(super) fn write_float(out: &mut String, value: f64) {
    if value.is_nan() {
        out.push_str("nan");
    } else if value.is_infinite() {
        out.push_str(if value > 0.0 { "inf" } else { "-inf" });
    } else {
        encode_float(out, value);
    }
}

/// A float as in the `repr` of a complex number: without the `.0` of a whole one.
pub(super) fn write_part(out: &mut String, value: f64) {
    let start = out.len();
    write_float(out, value);
    if out[start..].ends_with(".0") {
        out.truncate(out.len() - 2);
    }
}

fn write_complex(out: &mut String, re: f64, im: f64) {
    if re == 0.0 && re.is_sign_positive() {
        write_part(out, im);
        out.push('j');
        return;
    }
    out.push('(');
    write_part(out, re);
    if im.is_nan() || im.is_sign_positive() {
        out.push('+');
    }
    write_part(out, im);
    out.push_str("j)");
}

/// Python prefers single quotes, and takes double ones where that saves escapes.
fn quote_for(has_single: bool, has_double: bool) -> char {
    if has_single && !has_double { '"' } else { '\'' }
}

fn write_string(out: &mut String, text: &str) {
    let quote = quote_for(text.contains('\''), text.contains('"'));
    out.push(quote);
    for c in text.chars() {
        let code = u32::from(c);
        let _ = match c {
            '\\' => write!(out, "\\\\"),
            '\t' => write!(out, "\\t"),
            '\n' => write!(out, "\\n"),
            '\r' => write!(out, "\\r"),
            c if c == quote => write!(out, "\\{c}"),
            ' '..='~' => write!(out, "{c}"),
            '\0'..='\x1f' | '\x7f' => write!(out, "\\x{code:02x}"),
            c if is_printable(c) => write!(out, "{c}"),
            _ if code <= 0xff => write!(out, "\\x{code:02x}"),
            _ if code <= 0xffff => write!(out, "\\u{code:04x}"),
            _ => write!(out, "\\U{code:08x}"),
        };
    }
    out.push(quote);
}

fn write_bytes(out: &mut String, bytes: &[u8]) {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    out.push('b');
    out.push(quote);
    for &byte in bytes {
        let _ = match byte {
            b'\\' => write!(out, "\\\\"),
            b'\t' => write!(out, "\\t"),
            b'\n' => write!(out, "\\n"),
            b'\r' => write!(out, "\\r"),
            byte if char::from(byte) == quote => write!(out, "\\{quote}"),
            b' '..=b'~' => write!(out, "{}", char::from(byte)),
            byte => write!(out, "\\x{byte:02x}"),
        };
    }
    out.push(quote);
}
