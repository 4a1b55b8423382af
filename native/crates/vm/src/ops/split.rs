//! Taking text apart: `split`, `rsplit`, `splitlines`, `partition`.

use super::args::Arguments;
use crate::error::Error;
use crate::unicode::{is_line_break, is_space};
use crate::value::Value;

type Result<T> = std::result::Result<T, Error>;

fn values<'a>(parts: impl IntoIterator<Item = &'a str>) -> Value {
    Value::Tuple(parts.into_iter().map(Value::from).collect())
}

/// How many splits at most; any negative number means no limit.
fn limit(args: &mut Arguments, index: usize) -> Result<usize> {
    let max = args.optional_int(index)?.unwrap_or(-1);
    Ok(usize::try_from(max).unwrap_or(usize::MAX))
}

/// `text.split(sep, max)` or, from the right, `rsplit`.
pub(super) fn split(text: &str, args: &mut Arguments, from_right: bool) -> Result<Value> {
    let sep = args.some_text(0)?;
    let max = limit(args, 1)?;
    let Some(sep) = sep else {
        return Ok(values(if from_right { words_from_right(text, max) } else { words(text, max) }));
    };
    if sep.is_empty() {
        return Err(Error::bad_request("empty separator"));
    }
    let parts = max.saturating_add(1);
    if from_right {
        let mut found: Vec<&str> = text.rsplitn(parts, &*sep).collect();
        found.reverse();
        return Ok(values(found));
    }
    Ok(values(text.splitn(parts, &*sep)))
}

/// The words between whitespace; after `max` splits the rest as it is, but for the whitespace before it.
fn words(text: &str, max: usize) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        if found.len() == max {
            found.push(rest);
            break;
        }
        let end = rest.find(is_space).unwrap_or(rest.len());
        found.push(&rest[..end]);
        rest = rest[end..].trim_start_matches(is_space);
    }
    found
}

fn words_from_right(text: &str, max: usize) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text.trim_end_matches(is_space);
    while !rest.is_empty() {
        if found.len() == max {
            found.push(rest);
            break;
        }
        let start = rest.char_indices().rev().find(|&(_, c)| is_space(c)).map_or(0, |(at, c)| at + c.len_utf8());
        found.push(&rest[start..]);
        rest = rest[..start].trim_end_matches(is_space);
    }
    found.reverse();
    found
}

/// `text.splitlines(keepends)`.
pub(super) fn lines(text: &str, keep_ends: bool) -> Value {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_line_break(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        if c == '\r' && chars.next_if(|&(_, next)| next == '\n').is_some() {
            end += 1;
        }
        found.push(&text[start..if keep_ends { end } else { at }]);
        start = end;
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    values(found)
}

/// `text.partition(sep)` or, from the right, `rpartition`.
pub(super) fn partition(text: &str, args: &mut Arguments, from_right: bool) -> Result<Value> {
    let sep = args.text(0)?;
    if sep.is_empty() {
        return Err(Error::bad_request("empty separator"));
    }
    let found = if from_right { text.rsplit_once(&*sep) } else { text.split_once(&*sep) };
    Ok(match found {
        Some((before, after)) => values([before, &sep, after]),
        None if from_right => values(["", "", text]),
        None => values([text, "", ""]),
    })
}
