//! Python's conversions: `int(x)`, `float(x)`, `complex(x)`, from numbers and from text.

use super::number::{Num, int_from};
use super::{overflow, python_type, repr};
use crate::error::Error;
use crate::unicode::{decimal, is_space};
use crate::value::Value;

type Result<T> = std::result::Result<T, Error>;

/// `int(x)`.
pub(super) fn int(value: &Value) -> Result<i64> {
    match value {
        Value::Bool(value) => Ok(i64::from(*value)),
        Value::Int(value) => Ok(*value),
        Value::Float(value) => int_from(value.trunc()),
        Value::String(text) => parse_int(text, 10, value),
        Value::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) if text.is_ascii() => parse_int(text, 10, value),
            _ => Err(invalid_int(10, value)),
        },
        other => Err(Error::bad_request(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            python_type(other)
        ))),
    }
}

fn invalid_int(base: i64, shown: &Value) -> Error {
    let shown = repr(shown).unwrap_or_default();
    Error::bad_request(format!("invalid literal for int() with base {base}: {shown}"))
}

/// `int(text, base)`; `shown` is what the text came from, for the message.
pub(super) fn parse_int(text: &str, base: i64, shown: &Value) -> Result<i64> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(Error::bad_request("int() base must be >= 2 and <= 36, or 0"));
    }
    match parse_digits(text.trim_matches(is_space), base) {
        Some(Some(value)) => Ok(value),
        Some(None) => Err(overflow()),
        None => Err(invalid_int(base, shown)),
    }
}

/// The integer trimmed text spells; `None` when it spells none, `Some(None)` when it is beyond 64 bits.
fn parse_digits(text: &str, base: i64) -> Option<Option<i64>> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    // Digits of any script count as the ASCII ones.
    let digits: String =
        digits.chars().map(|c| decimal(c).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)).collect();
    let prefixed = |letter: char| {
        let rest = digits.strip_prefix('0')?.strip_prefix([letter, letter.to_ascii_uppercase()])?;
        // An underscore may follow the prefix.
        Some(rest.strip_prefix('_').unwrap_or(rest))
    };
    let (base, digits) = match base {
        0 => match (prefixed('x'), prefixed('o'), prefixed('b')) {
            (Some(rest), _, _) => (16, rest),
            (_, Some(rest), _) => (8, rest),
            (_, _, Some(rest)) => (2, rest),
            _ => {
                // Without a prefix a leading zero is for zero alone.
                if digits.starts_with('0') && digits.chars().any(|c| c != '0' && c != '_') {
                    return None;
                }
                (10, digits.as_str())
            }
        },
        16 => (16, prefixed('x').unwrap_or(&digits)),
        8 => (8, prefixed('o').unwrap_or(&digits)),
        2 => (2, prefixed('b').unwrap_or(&digits)),
        base => (u32::try_from(base).ok()?, digits.as_str()),
    };
    let mut value: Option<i64> = Some(0);
    let mut after_digit = false;
    for c in digits.chars() {
        if c == '_' {
            if !after_digit {
                return None;
            }
            after_digit = false;
            continue;
        }
        let digit = i64::from(c.to_digit(base)?);
        after_digit = true;
        // Built from below, as the least integer has no positive twin.
        value = value.and_then(|value| value.checked_mul(i64::from(base))?.checked_sub(digit));
    }
    if !after_digit {
        return None;
    }
    Some(value.and_then(|value| if negative { Some(value) } else { value.checked_neg() }))
}

/// `float(x)`.
pub(super) fn float(value: &Value) -> Result<f64> {
    let text = match value {
        Value::String(text) => &**text,
        Value::Bytes(bytes) => std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii()).unwrap_or(""),
        other => {
            return match Num::of(other) {
                Some(Num::Int(value)) => Ok(value as f64),
                Some(Num::Float(value)) => Ok(value),
                _ => Err(Error::bad_request(format!(
                    "float() argument must be a string or a real number, not '{}'",
                    python_type(other)
                ))),
            };
        }
    };
    parse_float(text.trim_matches(is_space)).ok_or_else(|| {
        let shown = repr(value).unwrap_or_default();
        Error::bad_request(format!("could not convert string to float: {shown}"))
    })
}

/// The float trimmed text spells.
fn parse_float(text: &str) -> Option<f64> {
    let (value, rest) = float_prefix(&plain_digits(text)?)?;
    rest.is_empty().then_some(value)
}

/// Digits of any script as ASCII, underscores between digits left out; `None` for other underscores.
fn plain_digits(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let c = decimal(c).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c);
        if c == '_' {
            let next_is_digit = chars.peek().is_some_and(|&next| decimal(next).is_some());
            if !last.is_ascii_digit() || !next_is_digit {
                return None;
            }
        } else {
            out.push(c);
        }
        last = c;
    }
    Some(out)
}

/// The longest float at the start of `text`, and what follows it.
fn float_prefix(text: &str) -> Option<(f64, String)> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    let lower: String = unsigned.chars().take(8).collect::<String>().to_ascii_lowercase();
    for (name, value) in [("infinity", f64::INFINITY), ("inf", f64::INFINITY), ("nan", f64::NAN)] {
        if lower.starts_with(name) {
            return Some((value * sign, unsigned[name.len()..].to_owned()));
        }
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(unsigned);
    let mut end = whole;
    let mut fraction = 0;
    if unsigned[end..].starts_with('.') {
        fraction = digits(&unsigned[end + 1..]);
        end += 1 + fraction;
    }
    if whole + fraction == 0 {
        return None;
    }
    if let Some(exponent) = unsigned[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let count = digits(&exponent[sign..]);
        if count > 0 {
            end += 1 + sign + count;
        }
    }
    let value: f64 = unsigned[..end].parse().ok()?;
    Some((value * sign, unsigned[end..].to_owned()))
}

/// `complex(x)`.
pub(super) fn complex(value: &Value) -> Result<(f64, f64)> {
    match value {
        Value::String(text) => {
            parse_complex(text).ok_or_else(|| Error::bad_request("complex() arg is a malformed string"))
        }
        other => match Num::of(other) {
            Some(Num::Int(value)) => Ok((value as f64, 0.0)),
            Some(Num::Float(value)) => Ok((value, 0.0)),
            Some(Num::Complex(re, im)) => Ok((re, im)),
            None => Err(Error::bad_request(format!(
                "complex() first argument must be a string or a number, not '{}'",
                python_type(other)
            ))),
        },
    }
}

/// `<float>`, `<float>j` or `<float><signed float>j`, perhaps in parentheses; the float before `j` may be a sign alone.
fn parse_complex(text: &str) -> Option<(f64, f64)> {
    let text = plain_digits(text.trim_matches(is_space))?;
    let text = match text.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?.trim_matches(is_space),
        None => &text,
    };
    let is_j = |text: &str| text == "j" || text == "J";
    let lone_sign = |text: &str| -> Option<f64> {
        match text {
            "j" | "J" | "+j" | "+J" => Some(1.0),
            "-j" | "-J" => Some(-1.0),
            _ => None,
        }
    };
    if let Some(im) = lone_sign(text) {
        return Some((0.0, im));
    }
    let (first, rest) = float_prefix(text)?;
    if rest.is_empty() {
        return Some((first, 0.0));
    }
    if is_j(&rest) {
        return Some((0.0, first));
    }
    if !rest.starts_with(['+', '-']) {
        return None;
    }
    if let Some(im) = lone_sign(&rest) {
        return Some((first, im));
    }
    let (im, rest) = float_prefix(&rest)?;
    is_j(&rest).then_some((first, im))
}
