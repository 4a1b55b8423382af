//! What makes a value a key: hashing that agrees with Python's equality.

use std::hash::{Hash, Hasher};

use indexmap::Equivalent;

use super::{Value, equal};
use crate::error::Error;

/// How deep a key may nest; the hashing below recurses this far at most.
const MAX_DEPTH: usize = 500;
/// How many parts a key that is a tuple may have, text counted by length: looking one up takes no longer than a
/// program may run between two looks at the clock.
const MAX_PARTS: u64 = 1 << 14;

/// A value that was checked to be hashable.
#[derive(Clone)]
pub(super) struct Key(pub Value);

/// A key to look for.
pub(super) struct KeyRef<'a>(pub &'a Value);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        equal(&self.0, &other.0)
    }
}

/// Not reflexive for NaN, exactly as a Python dict with NaN keys.
impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash(&self.0, state);
    }
}

impl Hash for KeyRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash(self.0, state);
    }
}

impl Equivalent<Key> for KeyRef<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        equal(self.0, &key.0)
    }
}

impl Equivalent<Key> for str {
    fn equivalent(&self, key: &Key) -> bool {
        matches!(&key.0, Value::String(text) if **text == *self)
    }
}

/// Refuses what cannot be a key: maps and ops, also inside a tuple, and tuples of more parts than are ever compared.
pub(super) fn check_hashable(value: &Value) -> Result<(), Error> {
    fn check(value: &Value, depth: usize, left: &mut u64) -> Result<(), Error> {
        match value {
            Value::Map(_) => Err(Error::bad_request("unhashable type: 'dict'")),
            Value::Op(_) => Err(Error::bad_request("unhashable type: 'function'")),
            Value::Range(range) if range.len() > *left => Err(Error::too_large("a key of too many parts")),
            Value::Tuple(_) if depth == 0 => Err(Error::bad_request("maximum recursion depth exceeded")),
            Value::Tuple(items) => items.iter().try_for_each(|item| {
                let size = match item {
                    Value::String(text) => 1 + text.len() as u64 / 64,
                    Value::Bytes(bytes) => 1 + bytes.len() as u64 / 64,
                    _ => 1,
                };
                *left = left.checked_sub(size).ok_or_else(|| Error::too_large("a key of too many parts"))?;
                check(item, depth - 1, left)
            }),
            _ => Ok(()),
        }
    }
    match value {
        Value::Tuple(_) | Value::Range(_) | Value::Map(_) | Value::Op(_) => check(value, MAX_DEPTH, &mut { MAX_PARTS }),
        _ => Ok(()),
    }
}

/// Hashes `value` so that equal values hash alike: `1 == 1.0 == True == 1+0j`, and a range is the tuple of its items.
fn hash<H: Hasher>(value: &Value, state: &mut H) {
    match value {
        Value::None => state.write_u8(0),
        Value::Bool(value) => state.write_i64(i64::from(*value)),
        Value::Int(value) => state.write_i64(*value),
        Value::Float(value) => hash_float(*value, state),
        Value::Complex(re, im) => {
            hash_float(*re, state);
            if *im != 0.0 {
                hash_float(*im, state);
            }
        }
        // As `str` hashes, so that maps can be asked for a `&str`.
        Value::String(text) => (**text).hash(state),
        Value::Bytes(bytes) => bytes.hash(state),
        Value::Link(link) => link.as_str().hash(state),
        Value::Tuple(items) => {
            state.write_u8(4);
            items.iter().for_each(|item| hash(item, state));
        }
        Value::Range(range) => {
            state.write_u8(4);
            range.iter().for_each(|item| state.write_i64(item));
        }
        Value::Map(_) | Value::Op(_) => {}
    }
}

fn hash_float<H: Hasher>(value: f64, state: &mut H) {
    match crate::number::float_to_int(value) {
        Some(value) => state.write_i64(value),
        None => state.write_u64(value.to_bits()),
    }
}
