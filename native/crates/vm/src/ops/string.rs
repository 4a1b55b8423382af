//! Operations on strings, as `str`'s methods.

use std::fmt::Write as _;

use tc_ir::ops::Op;

use super::args::{Arguments, int_of};
use super::index::{Slice, position};
use super::number::ordered;
use super::{Context, Items, convert, format, python_type, search, split, str_of, wrong};
use crate::error::Error;
use crate::limits;
use crate::unicode;
use crate::value::{Str, Value};

type Result<T> = std::result::Result<T, Error>;

pub(super) fn call(_cx: &mut dyn Context, op: Op, text: Str, mut args: Arguments) -> Result<Value> {
    let args = &mut args;
    match op {
        Op::StringLen => Ok(Value::Int(text.chars_len() as i64)),
        Op::StringGet => {
            let at = position(args.int(0)?, text.chars_len());
            let c = at.and_then(|at| text.char_at(at));
            c.map(Str::from).map(Value::from).ok_or_else(|| Error::bad_request("string index out of range"))
        }
        Op::StringSlice => slice(&text, args),
        Op::StringConcat | Op::StringAdd => match args.take(0) {
            Value::String(more) => concat(text, &more),
            other => {
                Err(Error::bad_request(format!("can only concatenate str (not \"{}\") to str", python_type(&other))))
            }
        },
        Op::StringRepeat | Op::StringMul => {
            let count = args.take(0);
            match int_of(&count) {
                Some(count) => repeat(&text, count),
                None => Err(Error::bad_request(format!(
                    "can't multiply sequence by non-int of type '{}'",
                    python_type(&count)
                ))),
            }
        }
        Op::StringContains => match args.take(0) {
            Value::String(part) => Ok(Value::Bool(text.contains(&*part))),
            other => Err(Error::bad_request(format!(
                "'in <string>' requires string as left operand, not {}",
                python_type(&other)
            ))),
        },
        Op::StringLt | Op::StringLe | Op::StringGt | Op::StringGe => ordered(op, &Value::String(text), &args.take(0)),
        Op::StringSplit => split::split(&text, args, false),
        Op::StringRsplit => split::split(&text, args, true),
        Op::StringSplitlines => Ok(split::lines(&text, args.optional(0).is_some_and(|keep| keep.truthy()))),
        Op::StringPartition => split::partition(&text, args, false),
        Op::StringRpartition => split::partition(&text, args, true),
        Op::StringJoin => join(&text, &args.take(0)),
        Op::StringStrip => strip(&text, args, true, true),
        Op::StringLstrip => strip(&text, args, true, false),
        Op::StringRstrip => strip(&text, args, false, true),
        Op::StringUpper => Ok(map_chars(&text, unicode::push_upper)),
        Op::StringCasefold => Ok(map_chars(&text, unicode::push_folded)),
        Op::StringLower => Ok(Value::from(lower(&text))),
        Op::StringTitle => Ok(title(&text)),
        Op::StringCapitalize => Ok(capitalize(&text)),
        Op::StringSwapcase => Ok(swapcase(&text)),
        Op::StringReplace => replace(&text, args),
        Op::StringFind => search::find(&text, args, false).map(Value::Int),
        Op::StringRfind => search::find(&text, args, true).map(Value::Int),
        Op::StringIndex => search::index(&text, args, false).map(Value::Int),
        Op::StringRindex => search::index(&text, args, true).map(Value::Int),
        Op::StringCount => search::count(&text, args).map(Value::Int),
        Op::StringStartswith => search::has_end(&text, args, false).map(Value::Bool),
        Op::StringEndswith => search::has_end(&text, args, true).map(Value::Bool),
        Op::StringRemoveprefix => {
            let prefix = args.text(0)?;
            Ok(text.strip_prefix(&*prefix).map(Value::from).unwrap_or(Value::String(text)))
        }
        Op::StringRemovesuffix => {
            let suffix = args.text(0)?;
            Ok(text.strip_suffix(&*suffix).map(Value::from).unwrap_or(Value::String(text)))
        }
        Op::StringZfill => zfill(&text, args.int(0)?),
        Op::StringLjust => justify(&text, args, |_, _| 0),
        Op::StringRjust => justify(&text, args, |padding, _| padding),
        Op::StringCenter => justify(&text, args, |padding, width| padding / 2 + (padding & width & 1)),
        Op::StringExpandtabs => expand_tabs(&text, args.optional_int(0)?.unwrap_or(8)),
        Op::StringIsdigit => Ok(all_chars(&text, unicode::is_digit)),
        Op::StringIsalpha => Ok(all_chars(&text, unicode::is_alpha)),
        Op::StringIsalnum => Ok(all_chars(&text, |c| unicode::is_alpha(c) || unicode::is_numeric(c))),
        Op::StringIsspace => Ok(all_chars(&text, unicode::is_space)),
        Op::StringIsdecimal => Ok(all_chars(&text, |c| unicode::decimal(c).is_some())),
        Op::StringIsnumeric => Ok(all_chars(&text, unicode::is_numeric)),
        Op::StringIsupper => Ok(in_case(&text, unicode::is_upper, |c| unicode::is_lower(c) || unicode::is_title(c))),
        Op::StringIslower => Ok(in_case(&text, unicode::is_lower, |c| unicode::is_upper(c) || unicode::is_title(c))),
        Op::StringIstitle => Ok(is_title(&text)),
        Op::StringIsascii => Ok(Value::Bool(text.is_ascii())),
        Op::StringIsprintable => Ok(Value::Bool(text.chars().all(unicode::is_printable))),
        Op::StringIsidentifier => {
            let mut chars = text.chars();
            let starts = chars.next().is_some_and(unicode::is_ident_start);
            Ok(Value::Bool(starts && chars.all(unicode::is_ident_continue)))
        }
        Op::StringTranslate => translate(&text, &args.take(0)),
        Op::StringOrd => {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => Ok(Value::Int(i64::from(u32::from(c)))),
                _ => Err(Error::bad_request(format!(
                    "ord() expected a character, but string of length {} found",
                    text.chars_len()
                ))),
            }
        }
        Op::StringInt => {
            let base = args.optional_int(0)?.unwrap_or(10);
            convert::parse_int(&text, base, &Value::String(text.clone())).map(Value::Int)
        }
        Op::StringEncode => encode(&text, args.some_text(0)?.as_deref().unwrap_or("utf-8")),
        Op::StringRender => render(&text, args),
        Op::StringFormat => {
            let spec = args.text(0)?;
            format::format(&Value::String(text), &spec)
        }
        _ => Err(wrong(args.op(), "another class", &Value::String(text))),
    }
}

fn slice(text: &Str, args: &mut Arguments) -> Result<Value> {
    let slice = Slice::new(args.some_int(0)?, args.some_int(1)?, args.some_int(2)?, text.chars_len())?;
    if let Some(range) = slice.as_range() {
        return Ok(Value::from(text.substring(range)));
    }
    if text.is_ascii() {
        let bytes = text.as_bytes();
        return Ok(Value::from(slice.positions().map(|at| char::from(bytes[at])).collect::<Str>()));
    }
    let chars: Vec<char> = text.chars().collect();
    Ok(Value::from(slice.positions().map(|at| chars[at]).collect::<Str>()))
}

fn concat(mut text: Str, more: &Str) -> Result<Value> {
    limits::check_bytes(text.len() as u128 + more.len() as u128)?;
    text.push_str(more);
    Ok(Value::String(text))
}

pub(super) fn repeat(text: &Str, count: i64) -> Result<Value> {
    let count = usize::try_from(count).unwrap_or(0);
    limits::check_bytes(text.len() as u128 * count as u128)?;
    Ok(Value::from(text.repeat(if text.is_empty() { 0 } else { count })))
}

fn join(separator: &str, items: &Value) -> Result<Value> {
    let Ok(items) = Items::of(items) else { return Err(Error::bad_request("can only join an iterable")) };
    let mut out = String::new();
    for (index, item) in items.enumerate() {
        let Value::String(part) = &item else {
            return Err(Error::bad_request(format!(
                "sequence item {index}: expected str instance, {} found",
                python_type(&item)
            )));
        };
        limits::check_bytes(out.len() as u128 + separator.len() as u128 + part.len() as u128)?;
        if index > 0 {
            out.push_str(separator);
        }
        out.push_str(part);
    }
    Ok(Value::from(out))
}

fn strip(text: &Str, args: &mut Arguments, left: bool, right: bool) -> Result<Value> {
    let chars = args.some_text(0)?;
    let drop = |c: char| match &chars {
        Some(chars) => chars.contains(c),
        None => unicode::is_space(c),
    };
    let mut rest: &str = text;
    if left {
        rest = rest.trim_start_matches(drop);
    }
    if right {
        rest = rest.trim_end_matches(drop);
    }
    Ok(if rest.len() == text.len() { Value::String(text.clone()) } else { Value::from(rest) })
}

fn map_chars(text: &str, push: fn(&mut String, char)) -> Value {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push(&mut out, c));
    Value::from(out)
}

/// The lower case of the character at byte `at`: of a capital sigma, the one for its place in the word.
fn push_lower_at(out: &mut String, text: &str, at: usize, c: char) {
    if c == '\u{3a3}' {
        out.push(if is_final_sigma(text, at) { '\u{3c2}' } else { '\u{3c3}' });
    } else {
        unicode::push_lower(out, c);
    }
}

/// Whether a sigma ends its word: a cased letter before it and none after it, case-ignorable characters aside.
fn is_final_sigma(text: &str, at: usize) -> bool {
    let deciding = |c: &char| !unicode::is_case_ignorable(*c);
    let before = text[..at].chars().rev().find(deciding);
    let after = text[at..].chars().skip(1).find(deciding);
    before.is_some_and(unicode::is_cased) && !after.is_some_and(unicode::is_cased)
}

fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.char_indices().for_each(|(at, c)| push_lower_at(&mut out, text, at, c));
    out
}

fn title(text: &str) -> Value {
    let mut out = String::with_capacity(text.len());
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        if in_word {
            push_lower_at(&mut out, text, at, c);
        } else {
            unicode::push_title(&mut out, c);
        }
        in_word = unicode::is_cased(c);
    }
    Value::from(out)
}

fn capitalize(text: &str) -> Value {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if at == 0 {
            unicode::push_title(&mut out, c);
        } else {
            push_lower_at(&mut out, text, at, c);
        }
    }
    Value::from(out)
}

fn swapcase(text: &str) -> Value {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if unicode::is_upper(c) {
            push_lower_at(&mut out, text, at, c);
        } else if unicode::is_lower(c) {
            unicode::push_upper(&mut out, c);
        } else {
            out.push(c);
        }
    }
    Value::from(out)
}

fn replace(text: &Str, args: &mut Arguments) -> Result<Value> {
    let (old, new) = (args.text(0)?, args.text(1)?);
    let count = args.optional_int(2)?.unwrap_or(-1);
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let found = if old.is_empty() { text.chars_len() + 1 } else { text.matches(&*old).count() }.min(count);
    if found == 0 {
        return Ok(Value::String(text.clone()));
    }
    limits::check_bytes(text.len() as u128 + found as u128 * new.len() as u128)?;
    Ok(Value::from(text.replacen(&*old, &new, found)))
}

fn zfill(text: &Str, width: i64) -> Result<Value> {
    let padding = usize::try_from(width).unwrap_or(0).saturating_sub(text.chars_len());
    if padding == 0 {
        return Ok(Value::String(text.clone()));
    }
    limits::check_bytes(padding as u128 + text.len() as u128)?;
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = &text[..text.len() - digits.len()];
    Ok(Value::from(format!("{sign}{}{digits}", "0".repeat(padding))))
}

/// Pads to a width; `left` says how much of the padding goes before the text, given the padding and the width.
fn justify(text: &Str, args: &mut Arguments, left: fn(usize, usize) -> usize) -> Result<Value> {
    let width = usize::try_from(args.int(0)?).unwrap_or(0);
    let fill = match args.optional(1) {
        None => ' ',
        Some(Value::String(fill)) if fill.chars_len() == 1 => fill.char_at(0).unwrap_or(' '),
        Some(Value::String(_)) => {
            return Err(Error::bad_request("The fill character must be exactly one character long"));
        }
        Some(other) => return Err(wrong(args.op(), "string", &other)),
    };
    let padding = width.saturating_sub(text.chars_len());
    if padding == 0 {
        return Ok(Value::String(text.clone()));
    }
    limits::check_bytes(padding as u128 * fill.len_utf8() as u128 + text.len() as u128)?;
    let left = left(padding, width);
    let mut out = String::with_capacity(text.len() + padding * fill.len_utf8());
    out.extend(std::iter::repeat_n(fill, left));
    out.push_str(text);
    out.extend(std::iter::repeat_n(fill, padding - left));
    Ok(Value::from(out))
}

fn expand_tabs(text: &str, tab: i64) -> Result<Value> {
    let tab = usize::try_from(tab).unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    let mut column: usize = 0;
    for c in text.chars() {
        match c {
            '\t' if tab > 0 => {
                let spaces = tab - column % tab;
                limits::check_bytes(out.len() as u128 + spaces as u128)?;
                out.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            '\t' => {}
            c => {
                out.push(c);
                column = if matches!(c, '\n' | '\r') { 0 } else { column + 1 };
            }
        }
    }
    Ok(Value::from(out))
}

fn all_chars(text: &str, holds: impl Fn(char) -> bool) -> Value {
    Value::Bool(!text.is_empty() && text.chars().all(holds))
}

/// Whether some character is of the case and none of the other.
fn in_case(text: &str, of_case: fn(char) -> bool, of_other: fn(char) -> bool) -> Value {
    Value::Bool(text.chars().any(of_case) && !text.chars().any(of_other))
}

fn is_title(text: &str) -> Value {
    let mut any = false;
    let mut in_word = false;
    for c in text.chars() {
        if unicode::is_upper(c) || unicode::is_title(c) {
            if in_word {
                return Value::Bool(false);
            }
            (in_word, any) = (true, true);
        } else if unicode::is_lower(c) {
            if !in_word {
                return Value::Bool(false);
            }
            any = true;
        } else {
            in_word = false;
        }
    }
    Value::Bool(any)
}

fn translate(text: &str, table: &Value) -> Result<Value> {
    let Value::Map(table) = table else { return Err(wrong("translate", "map", table)) };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match table.get(&Value::Int(i64::from(u32::from(c))))? {
            None => out.push(c),
            Some(Value::None) => {}
            Some(Value::String(to)) => out.push_str(to),
            Some(to) => match int_of(to) {
                Some(code) => match u32::try_from(code).ok().and_then(char::from_u32) {
                    Some(to) => out.push(to),
                    None => return Err(Error::bad_request("character mapping must be in range(0x110000)")),
                },
                None => return Err(Error::bad_request("character mapping must return integer, None or str")),
            },
        }
        limits::check_bytes(out.len() as u128)?;
    }
    Ok(Value::from(out))
}

/// The encodings there are, under the names Python knows them by.
pub(super) fn encoding(name: &str) -> Result<&'static str> {
    match name.to_ascii_lowercase().replace(['_', ' '], "-").as_str() {
        "utf-8" | "utf8" | "u8" => Ok("utf-8"),
        "ascii" | "us-ascii" | "646" => Ok("ascii"),
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "8859" | "l1" | "latin" => Ok("latin-1"),
        _ => Err(Error::bad_request(format!("unknown encoding: {name}"))),
    }
}

fn encode(text: &Str, name: &str) -> Result<Value> {
    let encoding = encoding(name)?;
    let limit = match encoding {
        "utf-8" => return Ok(Value::bytes(text.as_bytes())),
        "ascii" => 128,
        _ => 256,
    };
    let mut out = Vec::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        match u32::from(c) {
            code if code < limit => out.push(code as u8),
            code => {
                let mut shown = String::new();
                let _ = match code {
                    0..=0xff => write!(shown, "\\x{code:02x}"),
                    0x100..=0xffff => write!(shown, "\\u{code:04x}"),
                    _ => write!(shown, "\\U{code:08x}"),
                };
                return Err(Error::bad_request(format!(
                    "'{encoding}' codec can't encode character '{shown}' in position {at}: ordinal not in range({limit})"
                )));
            }
        }
    }
    Ok(Value::bytes(out))
}

/// Replaces each `{{name}}` by the text of the value of that name, once; other placeholders stay.
fn render(text: &str, args: &mut Arguments) -> Result<Value> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find("{{") {
        let Some(close) = rest[open..].find("}}") else { break };
        let name = &rest[open + 2..open + close];
        match args.rest.iter().find(|(given, _)| given.as_str() == name.trim()) {
            Some((_, value)) => {
                out.push_str(&rest[..open]);
                out.push_str(&str_of(value)?);
                rest = &rest[open + close + 2..];
            }
            None => {
                out.push_str(&rest[..open + 2]);
                rest = &rest[open + 2..];
            }
        }
        limits::check_bytes(out.len() as u128)?;
    }
    out.push_str(rest);
    limits::check_bytes(out.len() as u128)?;
    Ok(Value::from(out))
}
