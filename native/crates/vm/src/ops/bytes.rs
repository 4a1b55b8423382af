//! Operations on bytes, as `bytes`' methods.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;
use tc_ir::ops::Op;

use super::args::{Arguments, int_of};
use super::index::{Slice, bounds, position};
use super::number::ordered;
use super::{Items, python_type, string, wrong};
use crate::error::Error;
use crate::limits;
use crate::value::{Bytes, Value};

type Result<T> = std::result::Result<T, Error>;

pub(super) fn call(op: Op, bytes: Bytes, mut args: Arguments) -> Result<Value> {
    let args = &mut args;
    match op {
        Op::BytesLen => Ok(Value::Int(bytes.len() as i64)),
        Op::BytesGet => match position(args.int(0)?, bytes.len()) {
            Some(at) => Ok(Value::Int(i64::from(bytes[at]))),
            None => Err(Error::bad_request("index out of range")),
        },
        Op::BytesSlice => {
            let slice = Slice::new(args.some_int(0)?, args.some_int(1)?, args.some_int(2)?, bytes.len())?;
            Ok(Value::bytes(slice.positions().map(|at| bytes[at]).collect::<Vec<_>>()))
        }
        Op::BytesConcat | Op::BytesAdd => match args.take(0) {
            Value::Bytes(more) => {
                limits::check_bytes(bytes.len() as u128 + more.len() as u128)?;
                let mut bytes = bytes;
                bytes.extend(&more);
                Ok(Value::Bytes(bytes))
            }
            other => Err(Error::bad_request(format!("can't concat {} to bytes", python_type(&other)))),
        },
        Op::BytesRepeat | Op::BytesMul => {
            let count = args.take(0);
            match int_of(&count) {
                Some(count) => repeat(&bytes, count),
                None => Err(Error::bad_request(format!(
                    "can't multiply sequence by non-int of type '{}'",
                    python_type(&count)
                ))),
            }
        }
        Op::BytesContains => {
            let part = needle(args)?;
            Ok(Value::Bool(find(&bytes, &part).is_some()))
        }
        Op::BytesLt | Op::BytesLe | Op::BytesGt | Op::BytesGe => ordered(op, &Value::Bytes(bytes), &args.take(0)),
        Op::BytesFind => search(&bytes, args).map(|found| Value::Int(found.unwrap_or(-1))),
        Op::BytesIndex => {
            search(&bytes, args)?.map(Value::Int).ok_or_else(|| Error::bad_request("subsection not found"))
        }
        Op::BytesCount => {
            let part = needle(args)?;
            let Some((start, stop)) = bounds(args.some_int(1)?, args.some_int(2)?, bytes.len()) else {
                return Ok(Value::Int(0));
            };
            let window = &bytes[start..stop];
            let count = if part.is_empty() { window.len() + 1 } else { pieces(window, &part, usize::MAX).len() - 1 };
            Ok(Value::Int(count as i64))
        }
        Op::BytesStartswith => has_end(&args.take(0), args.op(), |part| bytes.starts_with(part)),
        Op::BytesEndswith => has_end(&args.take(0), args.op(), |part| bytes.ends_with(part)),
        Op::BytesSplit => {
            let sep = args.some(0);
            let max = usize::try_from(args.optional_int(1)?.unwrap_or(-1)).unwrap_or(usize::MAX);
            let parts = match &sep {
                None => words(&bytes, max),
                Some(Value::Bytes(sep)) if sep.is_empty() => return Err(Error::bad_request("empty separator")),
                Some(Value::Bytes(sep)) => pieces(&bytes, sep, max),
                Some(other) => return Err(wrong(args.op(), "bytes", other)),
            };
            Ok(Value::Tuple(parts.into_iter().map(Value::bytes).collect()))
        }
        Op::BytesJoin => join(&bytes, &args.take(0)),
        Op::BytesReplace => {
            let (old, new) = (bytes_arg(args, 0)?, bytes_arg(args, 1)?);
            replace(&bytes, &old, &new, args.optional_int(2)?.unwrap_or(-1))
        }
        Op::BytesStrip => strip(&bytes, args, true, true),
        Op::BytesLstrip => strip(&bytes, args, true, false),
        Op::BytesRstrip => strip(&bytes, args, false, true),
        Op::BytesUpper => Ok(Value::bytes(bytes.to_ascii_uppercase())),
        Op::BytesLower => Ok(Value::bytes(bytes.to_ascii_lowercase())),
        Op::BytesDecode => decode(&bytes, args.some_text(0)?.as_deref().unwrap_or("utf-8")),
        Op::BytesHex => Ok(Value::from(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())),
        Op::BytesBase64 => Ok(Value::from(STANDARD.encode(&*bytes))),
        _ => Err(wrong(args.op(), "another class", &Value::Bytes(bytes))),
    }
}

pub(super) fn repeat(bytes: &[u8], count: i64) -> Result<Value> {
    let count = usize::try_from(count).unwrap_or(0);
    limits::check_bytes(bytes.len() as u128 * count as u128)?;
    Ok(Value::bytes(bytes.repeat(if bytes.is_empty() { 0 } else { count })))
}

fn bytes_arg(args: &mut Arguments, index: usize) -> Result<Bytes> {
    match args.take(index) {
        Value::Bytes(bytes) => Ok(bytes),
        other => Err(Error::bad_request(format!("a bytes-like object is required, not '{}'", python_type(&other)))),
    }
}

/// What is looked for: bytes, or one byte as an integer.
fn needle(args: &mut Arguments) -> Result<Bytes> {
    match args.take(0) {
        Value::Bytes(bytes) => Ok(bytes),
        other => match int_of(&other).map(u8::try_from) {
            Some(Ok(byte)) => Ok(Bytes::from(vec![byte])),
            Some(Err(_)) => Err(Error::bad_request("byte must be in range(0, 256)")),
            None => Err(Error::bad_request(format!("a bytes-like object is required, not '{}'", python_type(&other)))),
        },
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    memmem::find(bytes, part)
}

fn search(bytes: &[u8], args: &mut Arguments) -> Result<Option<i64>> {
    let part = needle(args)?;
    let Some((start, stop)) = bounds(args.some_int(1)?, args.some_int(2)?, bytes.len()) else { return Ok(None) };
    Ok(find(&bytes[start..stop], &part).map(|at| (start + at) as i64))
}

fn has_end(wanted: &Value, op: &str, holds: impl Fn(&[u8]) -> bool) -> Result<Value> {
    match wanted {
        Value::Bytes(part) => Ok(Value::Bool(holds(part))),
        Value::Tuple(parts) => {
            for part in parts.iter() {
                match part {
                    Value::Bytes(part) if holds(part) => return Ok(Value::Bool(true)),
                    Value::Bytes(_) => {}
                    other => return Err(wrong(op, "bytes or tuple of bytes", other)),
                }
            }
            Ok(Value::Bool(false))
        }
        other => Err(wrong(op, "bytes or tuple of bytes", other)),
    }
}

/// The parts between separators, with at most `max` splits.
fn pieces<'a>(bytes: &'a [u8], sep: &[u8], max: usize) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while found.len() < max
        && let Some(at) = find(rest, sep)
    {
        found.push(&rest[..at]);
        rest = &rest[at + sep.len()..];
    }
    found.push(rest);
    found
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

fn trim_start(bytes: &[u8], drop: impl Fn(u8) -> bool) -> &[u8] {
    let start = bytes.iter().position(|&byte| !drop(byte)).unwrap_or(bytes.len());
    &bytes[start..]
}

fn words(bytes: &[u8], max: usize) -> Vec<&[u8]> {
    let mut found = Vec::new();
    let mut rest = trim_start(bytes, is_space);
    while !rest.is_empty() {
        if found.len() == max {
            found.push(rest);
            break;
        }
        let end = rest.iter().position(|&byte| is_space(byte)).unwrap_or(rest.len());
        found.push(&rest[..end]);
        rest = trim_start(&rest[end..], is_space);
    }
    found
}

fn join(separator: &[u8], items: &Value) -> Result<Value> {
    let Ok(items) = Items::of(items) else { return Err(Error::bad_request("can only join an iterable")) };
    let mut out = Vec::new();
    for (index, item) in items.enumerate() {
        let Value::Bytes(part) = &item else {
            return Err(Error::bad_request(format!(
                "sequence item {index}: expected a bytes-like object, {} found",
                python_type(&item)
            )));
        };
        limits::check_bytes(out.len() as u128 + separator.len() as u128 + part.len() as u128)?;
        if index > 0 {
            out.extend_from_slice(separator);
        }
        out.extend_from_slice(part);
    }
    Ok(Value::bytes(out))
}

fn replace(bytes: &[u8], old: &[u8], new: &[u8], count: i64) -> Result<Value> {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let mut out = Vec::new();
    if old.is_empty() {
        let found = (bytes.len() + 1).min(count);
        limits::check_bytes(bytes.len() as u128 + found as u128 * new.len() as u128)?;
        for (at, &byte) in bytes.iter().enumerate() {
            if at < found {
                out.extend_from_slice(new);
            }
            out.push(byte);
        }
        if found > bytes.len() {
            out.extend_from_slice(new);
        }
        return Ok(Value::bytes(out));
    }
    let parts = pieces(bytes, old, count);
    limits::check_bytes(bytes.len() as u128 + parts.len() as u128 * new.len() as u128)?;
    Ok(Value::bytes(parts.join(new)))
}

fn strip(bytes: &[u8], args: &mut Arguments, left: bool, right: bool) -> Result<Value> {
    let chars = match args.some(0) {
        None => None,
        Some(Value::Bytes(chars)) => Some(chars),
        Some(other) => return Err(wrong(args.op(), "bytes", &other)),
    };
    let drop = |byte: u8| match &chars {
        Some(chars) => chars.contains(&byte),
        None => is_space(byte),
    };
    let mut rest = bytes;
    if left {
        rest = trim_start(rest, drop);
    }
    if right {
        let end = rest.iter().rposition(|&byte| !drop(byte)).map_or(0, |at| at + 1);
        rest = &rest[..end];
    }
    Ok(Value::bytes(rest))
}

fn decode(bytes: &[u8], name: &str) -> Result<Value> {
    if bytes.is_empty() {
        // As CPython, which does not look the encoding up then.
        return Ok(Value::from(""));
    }
    let fail = |encoding: &str, at: usize, reason: &str| {
        Err(Error::bad_request(format!(
            "'{encoding}' codec can't decode byte 0x{:02x} in position {at}: {reason}",
            bytes[at]
        )))
    };
    match string::encoding(name)? {
        "ascii" => match bytes.iter().position(|byte| !byte.is_ascii()) {
            Some(at) => fail("ascii", at, "ordinal not in range(128)"),
            None => Ok(Value::from(String::from_utf8_lossy(bytes).into_owned())),
        },
        "latin-1" => {
            limits::check_bytes(2 * bytes.len() as u128)?;
            Ok(Value::from(bytes.iter().map(|&byte| char::from(byte)).collect::<String>()))
        }
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Value::from(text)),
            Err(error) => {
                let at = error.valid_up_to();
                let reason = match (error.error_len(), bytes[at]) {
                    (None, _) => "unexpected end of data",
                    (Some(_), 0x80..=0xc1 | 0xf5..) => "invalid start byte",
                    (Some(_), _) => "invalid continuation byte",
                };
                fail("utf-8", at, reason)
            }
        },
    }
}
