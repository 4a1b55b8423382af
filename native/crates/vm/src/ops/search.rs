//! Searching text: positions and bounds in code points.

use super::args::Arguments;
use super::index::bounds;
use super::{python_type, wrong};
use crate::error::Error;
use crate::value::{Str, Value};

type Result<T> = std::result::Result<T, Error>;

/// The part of a text a search looks at, and where it begins.
struct Window<'a> {
    text: &'a str,
    start: usize,
    ascii: bool,
}

impl<'a> Window<'a> {
    /// What the arguments after the first leave of `text`; `None` when they leave less than nothing.
    fn new(text: &'a Str, args: &mut Arguments) -> Result<Option<Self>> {
        let (start, stop) = (args.some_int(1)?, args.some_int(2)?);
        Ok(bounds(start, stop, text.chars_len()).map(|(start, stop)| Self {
            text: text.substring(start..stop),
            start,
            ascii: text.is_ascii(),
        }))
    }

    /// The position in code points of a byte of this window.
    fn position(&self, byte: usize) -> i64 {
        let chars = if self.ascii { byte } else { self.text[..byte].chars().count() };
        (self.start + chars) as i64
    }
}

/// `text.find(sub, start, stop)` or, from the right, `rfind`; minus one when there is none.
pub(super) fn find(text: &Str, args: &mut Arguments, from_right: bool) -> Result<i64> {
    let sub = args.text(0)?;
    let Some(window) = Window::new(text, args)? else { return Ok(-1) };
    let found = if from_right { window.text.rfind(&*sub) } else { window.text.find(&*sub) };
    Ok(found.map_or(-1, |byte| window.position(byte)))
}

/// `text.index(sub, start, stop)` or `rindex`.
pub(super) fn index(text: &Str, args: &mut Arguments, from_right: bool) -> Result<i64> {
    match find(text, args, from_right)? {
        -1 => Err(Error::bad_request("substring not found")),
        found => Ok(found),
    }
}

/// `text.count(sub, start, stop)`: how often without overlap.
pub(super) fn count(text: &Str, args: &mut Arguments) -> Result<i64> {
    let sub = args.text(0)?;
    let Some(window) = Window::new(text, args)? else { return Ok(0) };
    let count = if sub.is_empty() { window.text.chars().count() + 1 } else { window.text.matches(&*sub).count() };
    Ok(count as i64)
}

/// `text.startswith(r, start, stop)` or `endswith`; `r` is a string or a tuple of them.
pub(super) fn has_end(text: &Str, args: &mut Arguments, at_end: bool) -> Result<bool> {
    let op = args.op();
    let wanted = args.take(0);
    let window = Window::new(text, args)?;
    let holds = |part: &str| {
        window
            .as_ref()
            .is_some_and(|window| if at_end { window.text.ends_with(part) } else { window.text.starts_with(part) })
    };
    match &wanted {
        Value::String(part) => Ok(holds(part)),
        Value::Tuple(parts) => {
            for part in parts.iter() {
                match part {
                    Value::String(part) if holds(part) => return Ok(true),
                    Value::String(_) => {}
                    other => {
                        return Err(Error::bad_request(format!(
                            "tuple for {op} must only contain str, not {}",
                            python_type(other)
                        )));
                    }
                }
            }
            Ok(false)
        }
        other => Err(wrong(op, "string or tuple of strings", other)),
    }
}
