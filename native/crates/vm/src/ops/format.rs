//! Python's format mini-language: `format(value, "[[fill]align][sign][z][#][0][width][grouping][.precision][type]")`.
//!
//! Step by step as CPython's `formatter_unicode.c`, with its messages.

use std::iter::repeat_n;

use tc_ir::shortest_digits;

use super::number::Num;
use super::{python_type, repr, str_of};
use crate::error::Error;
use crate::limits;
use crate::unicode::decimal;
use crate::value::Value;

type Result<T> = std::result::Result<T, Error>;

/// `format(value, spec)`.
pub(super) fn format(value: &Value, spec: &str) -> Result<Value> {
    let text = match value {
        _ if spec.is_empty() => str_of(value)?,
        Value::String(text) => format_string(text, &Spec::parse(spec, '<')?)?,
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(..) => {
            let spec = Spec::parse(spec, '>')?;
            match Num::of(value) {
                Some(Num::Int(number)) => format_int(number, &spec, value)?,
                Some(Num::Float(number)) => format_float(number, &spec, value)?,
                Some(Num::Complex(re, im)) => format_complex(re, im, &spec)?,
                None => return Err(Error::bad_request("not a number")),
            }
        }
        other => {
            return Err(Error::bad_request(format!(
                "unsupported format string passed to {}.__format__",
                python_type(other)
            )));
        }
    };
    Ok(Value::from(text))
}

fn fail<T>(message: impl Into<String>) -> Result<T> {
    Err(Error::bad_request(message))
}

/// How digits are grouped.
#[derive(Clone, Copy, PartialEq)]
enum Grouping {
    None,
    Thousands(char),
    /// Every four digits, of binary, octal and hexadecimal numbers.
    Fours,
}

/// A parsed specification.
struct Spec {
    fill: char,
    align: char,
    sign: Option<char>,
    no_negative_zero: bool,
    alternate: bool,
    width: usize,
    grouping: Grouping,
    precision: Option<usize>,
    kind: Option<char>,
}

impl Spec {
    fn parse(text: &str, default_align: char) -> Result<Self> {
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        let is_align = |c: Option<&char>| matches!(c, Some('<' | '>' | '=' | '^'));
        let mut spec = Self {
            fill: ' ',
            align: default_align,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: Grouping::None,
            precision: None,
            kind: None,
        };
        let (mut fill_given, mut align_given) = (false, false);
        if is_align(chars.get(1)) {
            spec.fill = chars[0];
            spec.align = chars[1];
            (fill_given, align_given) = (true, true);
            at = 2;
        } else if is_align(chars.first()) {
            spec.align = chars[0];
            align_given = true;
            at = 1;
        }
        if let Some(&sign @ ('+' | '-' | ' ')) = chars.get(at) {
            spec.sign = Some(sign);
            at += 1;
        }
        if chars.get(at) == Some(&'z') {
            spec.no_negative_zero = true;
            at += 1;
        }
        if chars.get(at) == Some(&'#') {
            spec.alternate = true;
            at += 1;
        }
        if !fill_given && chars.get(at) == Some(&'0') {
            spec.fill = '0';
            if !align_given && default_align == '>' {
                spec.align = '=';
            }
            at += 1;
        }
        spec.width = integer(&chars, &mut at)?.unwrap_or(0);
        if chars.get(at) == Some(&',') {
            spec.grouping = Grouping::Thousands(',');
            at += 1;
        }
        if chars.get(at) == Some(&'_') {
            if spec.grouping != Grouping::None {
                return fail("Cannot specify both ',' and '_'.");
            }
            spec.grouping = Grouping::Thousands('_');
            at += 1;
        }
        if chars.get(at) == Some(&',') && spec.grouping == Grouping::Thousands('_') {
            return fail("Cannot specify both ',' and '_'.");
        }
        if chars.get(at) == Some(&'.') {
            at += 1;
            spec.precision = integer(&chars, &mut at)?;
            if spec.precision.is_none() {
                return fail("Format specifier missing precision");
            }
        }
        match chars.get(at..).unwrap_or_default() {
            [] => {}
            [kind] => spec.kind = Some(*kind),
            _ => return fail("Invalid format specifier"),
        }
        if let Grouping::Thousands(separator) = spec.grouping {
            match spec.kind {
                None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => {}
                Some('b' | 'o' | 'x' | 'X') if separator == '_' => spec.grouping = Grouping::Fours,
                Some(kind) if (' '..='~').contains(&kind) => {
                    return fail(format!("Cannot specify '{separator}' with '{kind}'."));
                }
                Some(kind) => {
                    return fail(format!("Cannot specify '{separator}' with '\\x{:x}'.", u32::from(kind)));
                }
            }
        }
        limits::check_bytes(spec.width as u128 * spec.fill.len_utf8() as u128)?;
        limits::check_bytes(spec.precision.unwrap_or(0) as u128)?;
        Ok(spec)
    }

    fn unknown_kind<T>(&self, value: &Value) -> Result<T> {
        let kind = self.kind.unwrap_or(' ');
        let kind = if (' '..='~').contains(&kind) { kind.to_string() } else { format!("\\x{:x}", u32::from(kind)) };
        fail(format!("Unknown format code '{kind}' for object of type '{}'", python_type(value)))
    }

    /// `body`, of `len` characters, padded to the width.
    fn pad(&self, body: &str) -> String {
        let len = body.chars().count();
        let padding = self.width.saturating_sub(len);
        let left = match self.align {
            '>' => padding,
            '^' => padding / 2,
            _ => 0,
        };
        let mut out = String::with_capacity(body.len() + padding * self.fill.len_utf8());
        out.extend(repeat_n(self.fill, left));
        out.push_str(body);
        out.extend(repeat_n(self.fill, padding - left));
        out
    }
}

fn integer(chars: &[char], at: &mut usize) -> Result<Option<usize>> {
    let start = *at;
    let mut value: usize = 0;
    while let Some(digit) = chars.get(*at).and_then(|&c| decimal(c)) {
        // CPython's limit: a machine word, signed.
        value = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(digit as usize))
            .filter(|&value| i64::try_from(value).is_ok())
            .ok_or_else(|| Error::bad_request("Too many decimal digits in format string"))?;
        *at += 1;
    }
    Ok((*at > start).then_some(value))
}

fn format_string(text: &str, spec: &Spec) -> Result<String> {
    if !matches!(spec.kind, None | Some('s')) {
        return spec.unknown_kind(&Value::from(""));
    }
    if let Grouping::Thousands(separator) = spec.grouping {
        return fail(format!("Cannot specify '{separator}' with 's'."));
    }
    match spec.sign {
        Some(' ') => return fail("Space not allowed in string format specifier"),
        Some(_) => return fail("Sign not allowed in string format specifier"),
        None => {}
    }
    if spec.no_negative_zero {
        return fail("Negative zero coercion (z) not allowed in string format specifier");
    }
    if spec.alternate {
        return fail("Alternate form (#) not allowed in string format specifier");
    }
    if spec.align == '=' {
        return fail("'=' alignment not allowed in string format specifier");
    }
    match spec.precision {
        Some(precision) => Ok(spec.pad(&text.chars().take(precision).collect::<String>())),
        None => Ok(spec.pad(text)),
    }
}

fn format_int(number: i64, spec: &Spec, value: &Value) -> Result<String> {
    let kind = match spec.kind {
        None | Some('d' | 'n') => 'd',
        Some(kind @ ('b' | 'c' | 'o' | 'x' | 'X')) => kind,
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => return format_float(number as f64, spec, value),
        Some(_) => return spec.unknown_kind(value),
    };
    if spec.precision.is_some() {
        return fail("Precision not allowed in integer format specifier");
    }
    if spec.no_negative_zero {
        return fail("Negative zero coercion (z) not allowed in format specifier with integer");
    }
    if kind == 'c' {
        if spec.sign.is_some() {
            return fail("Sign not allowed with integer format specifier 'c'");
        }
        if spec.alternate {
            return fail("Alternate form (#) not allowed with integer format specifier 'c'");
        }
        let c = u32::try_from(number).ok().filter(|&code| code < 0x11_0000);
        let Some(c) = c else { return fail("%c arg not in range(0x110000)") };
        let Some(c) = char::from_u32(c) else { return fail("a lone surrogate is no string here") };
        return Ok(spec.pad(&c.to_string()));
    }
    let size = number.unsigned_abs();
    let (prefix, digits) = match kind {
        'b' => ("0b", format!("{size:b}")),
        'o' => ("0o", format!("{size:o}")),
        'x' => ("0x", format!("{size:x}")),
        'X' => ("0X", format!("{size:X}")),
        _ => ("", size.to_string()),
    };
    let prefix = if spec.alternate { prefix } else { "" };
    Ok(layout(spec, number < 0, prefix, &digits, ""))
}

fn format_float(number: f64, spec: &Spec, value: &Value) -> Result<String> {
    let (kind, percent) = match spec.kind {
        None => ('r', false),
        Some('n') => ('g', false),
        Some('%') => ('f', true),
        Some(kind @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G')) => (kind, false),
        Some(_) => return spec.unknown_kind(value),
    };
    let number = if percent { number * 100.0 } else { number };
    let (kind, precision) = match (kind, spec.precision) {
        ('r', None) => ('r', 0),
        ('r', Some(precision)) => ('g', precision),
        (kind, precision) => (kind, precision.unwrap_or(6)),
    };
    let (negative, mut text) = float_text(number, kind, precision, spec, spec.kind.is_none());
    if percent {
        text.push('%');
    }
    let (digits, rest) = split_number(&text);
    Ok(layout(spec, negative, "", digits, rest))
}

/// The digits before the point, and the rest.
fn split_number(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// CPython's `PyOS_double_to_string`, without the sign, which is told apart.
fn float_text(number: f64, kind: char, precision: usize, spec: &Spec, add_dot_0: bool) -> (bool, String) {
    let negative = number.is_sign_negative() && !number.is_nan();
    let size = number.abs();
    if !size.is_finite() {
        let text = if size.is_nan() { "nan" } else { "inf" };
        return (negative, if kind.is_ascii_uppercase() { text.to_ascii_uppercase() } else { text.to_owned() });
    }
    let text = match kind.to_ascii_lowercase() {
        'f' => {
            let dot = if spec.alternate && precision == 0 { "." } else { "" };
            format!("{size:.precision$}{dot}")
        }
        'e' => {
            let (digits, exponent) = scientific(size, Some(precision));
            place(&digits, exponent, precision + 1, true, spec.alternate, false)
        }
        'g' => {
            let precision = precision.max(1);
            let (digits, exponent) = scientific(size, Some(precision - 1));
            let point = exponent + 1;
            let widest = precision as i64 - i64::from(add_dot_0);
            let end = if spec.alternate { precision } else { 0 };
            place(&digits, exponent, end, point <= -4 || point > widest, spec.alternate, add_dot_0)
        }
        _ => {
            let (digits, exponent) = scientific(size, None);
            let point = exponent + 1;
            place(&digits, exponent, 0, point <= -4 || point > 16, spec.alternate, add_dot_0)
        }
    };
    let is_zero = || !text.split(['e', 'E']).next().unwrap_or("").bytes().any(|b| matches!(b, b'1'..=b'9'));
    let negative = negative && !(spec.no_negative_zero && is_zero());
    (negative, if kind.is_ascii_uppercase() { text.to_ascii_uppercase() } else { text })
}

/// The significant digits without trailing zeros, and the exponent of the first one.
fn scientific(size: f64, precision: Option<usize>) -> (String, i64) {
    let Some(precision) = precision else {
        let (digits, exponent) = shortest_digits(size);
        return (digits, i64::from(exponent));
    };
    let text = format!("{size:.precision$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = mantissa.replace('.', "");
    let trimmed = digits.trim_end_matches('0');
    let digits = if trimmed.is_empty() { "0" } else { trimmed };
    (digits.to_owned(), exponent.parse().unwrap_or(0))
}

/// Digits with their point: at least up to the `end`th digit, with an exponent or without.
fn place(digits: &str, exponent: i64, end: usize, use_exponent: bool, alternate: bool, add_dot_0: bool) -> String {
    let point = if use_exponent { 1 } else { exponent + 1 };
    let mut end = (end.max(digits.len()) as i64).max(point);
    if add_dot_0 && !use_exponent {
        end = end.max(point + 1);
    }
    let digit =
        |at: i64| usize::try_from(at).ok().and_then(|at| digits.as_bytes().get(at)).map_or('0', |&b| char::from(b));
    let mut out = String::new();
    let start = if point <= 0 { point - 1 } else { 0 };
    for at in start..end {
        if at == point {
            out.push('.');
        }
        out.push(if at < 0 { '0' } else { digit(at) });
    }
    if alternate && end == point {
        out.push('.');
    }
    if use_exponent {
        let sign = if exponent < 0 { '-' } else { '+' };
        out.push_str(&format!("e{sign}{:02}", exponent.abs()));
    }
    out
}

/// Sign, padding, prefix, grouped digits and the rest, as the specification places them.
fn layout(spec: &Spec, negative: bool, prefix: &str, digits: &str, rest: &str) -> String {
    let sign = match (negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        _ => "",
    };
    let fixed = sign.len() + prefix.len() + rest.len();
    let fill_digits = spec.fill == '0' && spec.align == '=';
    let min_width = if fill_digits { spec.width.saturating_sub(fixed) } else { 0 };
    let grouped = if digits.is_empty() { String::new() } else { group(digits, min_width, spec.grouping) };
    let padding = spec.width.saturating_sub(fixed + grouped.len());
    let (left, inner, right) = match spec.align {
        '<' => (0, 0, padding),
        '^' => (padding / 2, 0, padding - padding / 2),
        '=' => (0, padding, 0),
        _ => (padding, 0, 0),
    };
    let mut out = String::new();
    out.extend(repeat_n(spec.fill, left));
    out.push_str(sign);
    out.push_str(prefix);
    out.extend(repeat_n(spec.fill, inner));
    out.push_str(&grouped);
    out.push_str(rest);
    out.extend(repeat_n(spec.fill, right));
    out
}

/// Digits in groups from the right, filled with zeros to `min_width`; a separator never comes first.
fn group(digits: &str, min_width: usize, grouping: Grouping) -> String {
    let (size, separator) = match grouping {
        Grouping::None => (usize::MAX, None),
        Grouping::Thousands(separator) => (3, Some(separator)),
        Grouping::Fours => (4, Some('_')),
    };
    let mut left = digits.as_bytes();
    let mut width = min_width as i64;
    let mut reversed: Vec<char> = Vec::new();
    loop {
        let take = size.min(left.len().max(usize::try_from(width).unwrap_or(0)).max(1));
        for _ in 0..take {
            match left.split_last() {
                Some((&digit, rest)) => {
                    reversed.push(char::from(digit));
                    left = rest;
                }
                None => reversed.push('0'),
            }
        }
        width -= take as i64;
        if left.is_empty() && width <= 0 {
            break;
        }
        if let Some(separator) = separator {
            reversed.push(separator);
            width -= 1;
        }
    }
    reversed.iter().rev().collect()
}

fn format_complex(re: f64, im: f64, spec: &Spec) -> Result<String> {
    if spec.fill == '0' {
        return fail("Zero padding is not allowed in complex format specifier");
    }
    if spec.align == '=' {
        return fail("'=' alignment flag is not allowed in complex format specifier");
    }
    let kind = match spec.kind {
        None => 'r',
        Some('n') => 'g',
        Some(kind @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G')) => kind,
        Some(_) => return spec.unknown_kind(&Value::Complex(re, im)),
    };
    let skip_re = kind == 'r' && re == 0.0 && re.is_sign_positive();
    let parentheses = kind == 'r' && !skip_re;
    let (kind, precision) = match (kind, spec.precision) {
        ('r', None) => ('r', 0),
        ('r', Some(precision)) => ('g', precision),
        (kind, precision) => (kind, precision.unwrap_or(6)),
    };
    let part = |number: f64, sign: Option<char>| {
        let (negative, text) = float_text(number, kind, precision, spec, false);
        let (digits, rest) = split_number(&text);
        let plain = Spec { fill: '\0', align: '<', sign, width: 0, precision: None, kind: None, ..*spec };
        layout(&plain, negative, "", digits, rest)
    };
    let mut body = String::new();
    if parentheses {
        body.push('(');
    }
    if skip_re {
        body.push_str(&part(im, spec.sign));
    } else {
        body.push_str(&part(re, spec.sign));
        body.push_str(&part(im, Some('+')));
    }
    body.push('j');
    if parentheses {
        body.push(')');
    }
    Ok(spec.pad(&body))
}

/// `repr` as a value.
pub(super) fn repr_value(value: &Value) -> Result<Value> {
    repr(value).map(Value::from)
}
