//! Scalars → JSON (docs/ir.md, sections 2 and 3): the one way each node is written.
//!
//! The bytes are those of `tcc/ir/encode.py`: no spaces, no escapes but those JSON requires, floats by Python's
//! `repr`. A subject or link that would be read back as something else is written in its long form.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::decode::is_reserved;
use crate::names::{Id, Link, Subject};
use crate::scalar::{Control, Form, OpDef, OpRef, Scalar};

/// The canonical JSON of a scalar. Floats are finite in anything that was decoded; one that is not has no JSON and
/// is written as `null`.
pub fn encode(scalar: &Scalar) -> String {
    let mut out = String::new();
    write_scalar(&mut out, scalar);
    out
}

fn write_scalar(out: &mut String, scalar: &Scalar) {
    match scalar {
        Scalar::None => out.push_str("null"),
        Scalar::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Scalar::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Scalar::Float(value) => encode_float(out, *value),
        Scalar::Complex(re, im) => {
            out.push_str("{\"/state/scalar/value/number\":[");
            encode_float(out, *re);
            out.push(',');
            encode_float(out, *im);
            out.push_str("]}");
        }
        Scalar::String(text) => encode_string(out, text),
        Scalar::Bytes(bytes) => encode_bytes(out, bytes),
        Scalar::Link(link) => encode_link(out, link),
        Scalar::Tuple(items) => {
            out.push('[');
            separated(out, items, write_scalar);
            out.push(']');
        }
        Scalar::Map(entries) => write_map(out, entries),
        Scalar::Id(id) => {
            out.push('{');
            encode_string(out, &format!("${id}"));
            out.push_str(":[]}");
        }
        Scalar::Ref(op) => write_ref(out, op),
        Scalar::Op(op) => write_op(out, op),
        Scalar::Control(control) => write_control(out, control),
    }
}

/// Writes a finite float as Python's `repr` does, always with a `.` or an exponent.
pub fn encode_float(out: &mut String, value: f64) {
    if !value.is_finite() {
        out.push_str("null");
        return;
    }
    let (digits, exponent) = shortest_digits(value.abs());
    if value.is_sign_negative() {
        out.push('-');
    }
    if (-4..16).contains(&exponent) {
        if exponent < 0 {
            out.push_str("0.");
            out.extend(std::iter::repeat_n('0', exponent.unsigned_abs() as usize - 1));
            out.push_str(&digits);
        } else {
            let whole = exponent.unsigned_abs() as usize + 1;
            if digits.len() <= whole {
                out.push_str(&digits);
                out.extend(std::iter::repeat_n('0', whole - digits.len()));
                out.push_str(".0");
            } else {
                out.push_str(&digits[..whole]);
                out.push('.');
                out.push_str(&digits[whole..]);
            }
        }
    } else {
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        let sign = if exponent < 0 { '-' } else { '+' };
        let _ = write!(out, "{first}{point}{rest}e{sign}{:02}", exponent.unsigned_abs());
    }
}

/// The digits of a finite float that is not negative, and the exponent of the first: the fewest that read back as it,
/// of those the closest, of two as close the even one, as in CPython's `repr`.
pub fn shortest_digits(value: f64) -> (String, i32) {
    let parts = |text: &str| {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
    };
    let (digits, exponent) = parts(&format!("{value:e}"));
    // Rust gives the fewest digits and of those the closest; of two as close, which only long ones can be, the larger.
    if digits.len() >= 15 {
        let rounded = format!("{value:.*e}", digits.len() - 1);
        if rounded.parse() == Ok(value) {
            let (rounded, exponent) = parts(&rounded);
            return (rounded.trim_end_matches('0').to_owned(), exponent);
        }
    }
    (digits, exponent)
}

/// Writes a JSON string with the escapes JSON requires and no others.
pub fn encode_string(out: &mut String, text: &str) {
    out.push('"');
    let mut start = 0;
    for (index, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            0x00..=0x1f => "",
            _ => continue,
        };
        out.push_str(&text[start..index]);
        start = index + 1;
        if escape.is_empty() {
            let _ = write!(out, "\\u{byte:04x}");
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&text[start..]);
    out.push('"');
}

/// Writes bytes as their typed base64 value.
pub fn encode_bytes(out: &mut String, bytes: &[u8]) {
    out.push_str("{\"/state/scalar/value/bytes\":\"");
    STANDARD.encode_string(bytes, out);
    out.push_str("\"}");
}

/// Writes a link as a value.
pub fn encode_link(out: &mut String, link: &Link) {
    if link.is_absolute() || is_reserved(link) {
        out.push_str("{\"/state/scalar/value/link\":");
        encode_string(out, link);
        out.push('}');
    } else {
        out.push('{');
        encode_string(out, link);
        out.push_str(":[]}");
    }
}

fn separated<T>(out: &mut String, items: &[T], mut write_item: impl FnMut(&mut String, &T)) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_item(out, item);
    }
}

fn write_map(out: &mut String, entries: &[(Scalar, Scalar)]) {
    if entries.iter().all(|(key, _)| matches!(key, Scalar::String(text) if Id::is_valid(text))) {
        out.push('{');
        separated(out, entries, |out, (key, value)| {
            write_scalar(out, key);
            out.push(':');
            write_scalar(out, value);
        });
        out.push('}');
    } else {
        out.push_str("{\"/state/scalar/map\":[");
        separated(out, entries, |out, (key, value)| {
            out.push('[');
            write_scalar(out, key);
            out.push(',');
            write_scalar(out, value);
            out.push(']');
        });
        out.push_str("]}");
    }
}

fn write_named(out: &mut String, params: &[(Id, Scalar)]) {
    out.push('{');
    separated(out, params, |out, (name, value)| {
        encode_string(out, name);
        out.push(':');
        write_scalar(out, value);
    });
    out.push('}');
}

/// Whether an op on `subject` can be written `{subject: …}`.
fn is_short(subject: &Subject) -> bool {
    match subject {
        Subject::Scoped { .. } => true,
        Subject::Link(link) => !link.is_absolute() && !is_reserved(link),
    }
}

fn write_ref(out: &mut String, op: &OpRef) {
    let subject = op.subject();
    let short = is_short(subject) && !matches!(op, OpRef::Delete { .. });
    out.push('{');
    if short {
        encode_string(out, &subject.to_string());
        out.push(':');
    } else {
        let _ = write!(out, "\"/state/scalar/ref/op/{}\":", op.verb().segment());
    }
    let bracketed = !(short && matches!(op, OpRef::Post { .. }));
    if bracketed {
        out.push('[');
    }
    if !short {
        encode_string(out, &subject.to_string());
        out.push(',');
    }
    match op {
        OpRef::Get { key, .. } | OpRef::Delete { key, .. } => write_scalar(out, key),
        OpRef::Put { key, value, .. } => {
            write_scalar(out, key);
            out.push(',');
            write_scalar(out, value);
        }
        OpRef::Post { params, .. } => write_named(out, params),
    }
    if bracketed {
        out.push(']');
    }
    out.push('}');
}

fn write_form(out: &mut String, form: &Form) {
    out.push('[');
    separated(out, form, |out, entry| {
        out.push('[');
        encode_string(out, &entry.id);
        out.push(',');
        write_scalar(out, &entry.scalar);
        out.push(']');
    });
    out.push(']');
}

fn write_op(out: &mut String, op: &OpDef) {
    let _ = write!(out, "{{\"/state/scalar/op/{}\":", op.verb().segment());
    let inputs = op.inputs();
    if inputs.is_empty() {
        write_form(out, op.form());
    } else {
        out.push('[');
        for name in inputs {
            encode_string(out, name);
            out.push(',');
        }
        write_form(out, op.form());
        out.push(']');
    }
    out.push('}');
}

fn write_control(out: &mut String, control: &Control) {
    let mut write = |name: &str, parts: &[&Scalar]| {
        let _ = write!(out, "{{\"/state/scalar/ref/{name}\":[");
        separated(out, parts, |out, part| write_scalar(out, part));
        out.push_str("]}");
    };
    match control {
        Control::If { cond, then, or_else } => write("if", &[cond, then, or_else]),
        Control::Cond { cond, then, or_else } => write("cond", &[cond, then, or_else]),
        Control::While { cond, body, state } => write("while", &[cond, body, state]),
        Control::ForEach { items, op, item_name, state } => {
            let name = Scalar::String(item_name.shared());
            match state {
                Some(state) => write("for_each", &[items, op, &name, state]),
                None => write("for_each", &[items, op, &name]),
            }
        }
        Control::After { when, then } => write("after", &[when, then]),
    }
}
