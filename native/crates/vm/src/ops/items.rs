//! Iteration: tuples give items, maps keys, strings characters, bytes integers, ranges integers without being built.

use super::python_type;
use crate::error::Error;
use crate::limits;
use crate::value::{Bytes, Map, Range, Str, Tuple, Value};

/// The items of an iterable, one after the other.
pub(crate) enum Items {
    Tuple(Tuple, usize),
    Range(Range, u64),
    Chars(Str, usize),
    Keys(Map, usize),
    Bytes(Bytes, usize),
}

impl Items {
    pub fn of(value: &Value) -> Result<Self, Error> {
        Ok(match value {
            Value::Tuple(items) => Self::Tuple(items.clone(), 0),
            Value::Range(range) => Self::Range(**range, 0),
            Value::String(text) => Self::Chars(text.clone(), 0),
            Value::Map(map) => Self::Keys(map.clone(), 0),
            Value::Bytes(bytes) => Self::Bytes(bytes.clone(), 0),
            other => {
                return Err(Error::bad_request(format!("'{}' object is not iterable", python_type(other))));
            }
        })
    }

    /// How many are left; of a string, at most.
    pub fn left(&self) -> u64 {
        match self {
            Self::Tuple(items, next) => (items.len() - next) as u64,
            Self::Range(range, next) => range.len() - next,
            Self::Chars(text, 0) => text.chars_len() as u64,
            Self::Chars(text, next) => (text.len() - next) as u64,
            Self::Keys(map, next) => (map.len() - next) as u64,
            Self::Bytes(bytes, next) => (bytes.len() - next) as u64,
        }
    }

    /// All of them, if there is memory.
    pub fn collect_checked(self) -> Result<Vec<Value>, Error> {
        limits::check_items(u128::from(self.left()))?;
        Ok(self.collect())
    }
}

impl Iterator for Items {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        match self {
            Self::Tuple(items, next) => {
                let item = items.get(*next)?.clone();
                *next += 1;
                Some(item)
            }
            Self::Range(range, next) => {
                if *next >= range.len() {
                    return None;
                }
                let item = range.item(*next);
                *next += 1;
                Some(Value::Int(item))
            }
            Self::Chars(text, next) => {
                let c = text[*next..].chars().next()?;
                *next += c.len_utf8();
                Some(Value::from(Str::from(c)))
            }
            Self::Keys(map, next) => {
                let key = map.entry_at(*next)?.0.clone();
                *next += 1;
                Some(key)
            }
            Self::Bytes(bytes, next) => {
                let byte = *bytes.get(*next)?;
                *next += 1;
                Some(Value::Int(i64::from(byte)))
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Chars(..) => (0, usize::try_from(self.left()).ok()),
            _ => {
                let left = usize::try_from(self.left()).unwrap_or(usize::MAX);
                (left, Some(left))
            }
        }
    }
}
