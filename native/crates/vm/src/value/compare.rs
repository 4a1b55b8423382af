//! Equality and order, as Python's.

use std::cmp::Ordering;

use super::{Range, Value};
use crate::error::Error;
use crate::number::{compare_int_float, float_to_int};
use crate::ops::{Items, python_type};

/// How deep two values may nest and still be compared, as deep as CPython goes.
const MAX_DEPTH: usize = 900;

/// How many parts one comparison may look at: more than fit in the memory of a transaction once, so that only values
/// that hold the same part over and over reach it.
const MAX_PARTS: u64 = 8 << 20;

/// Why two values could not be compared.
enum Limit {
    Depth,
    Parts,
}

impl From<Limit> for Error {
    fn from(limit: Limit) -> Self {
        match limit {
            Limit::Depth => Error::bad_request("maximum recursion depth exceeded in comparison"),
            Limit::Parts => Error::too_large("values too large to compare"),
        }
    }
}

/// Python's `==` where it cannot fail: of keys, which are checked before, and in tests.
pub fn equal(a: &Value, b: &Value) -> bool {
    equal_within(a, b, MAX_DEPTH, &mut { MAX_PARTS }).unwrap_or(false)
}

/// Python's `==`, and how many parts were looked at.
pub fn try_equal(a: &Value, b: &Value) -> Result<(bool, u64), Error> {
    let mut left = MAX_PARTS;
    let outcome = equal_within(a, b, MAX_DEPTH, &mut left)?;
    Ok((outcome, MAX_PARTS - left))
}

fn equal_within(a: &Value, b: &Value, depth: usize, left: &mut u64) -> Result<bool, Limit> {
    use Value::{Bool, Bytes, Complex, Float, Int, Link, Map, None, Op, String, Tuple};
    *left = left.checked_sub(1).ok_or(Limit::Parts)?;
    Ok(match (a, b) {
        (None, None) => true,
        (Int(a), Int(b)) => a == b,
        (Bool(a), Bool(b)) => a == b,
        (Bool(a), Int(b)) | (Int(b), Bool(a)) => i64::from(*a) == *b,
        (Float(a), Float(b)) => a == b,
        (Float(a), Int(b)) | (Int(b), Float(a)) => float_to_int(*a) == Some(*b),
        (Float(a), Bool(b)) | (Bool(b), Float(a)) => *a == f64::from(u8::from(*b)),
        (Complex(ar, ai), Complex(br, bi)) => ar == br && ai == bi,
        (Complex(re, im), other @ (Bool(_) | Int(_) | Float(_)))
        | (other @ (Bool(_) | Int(_) | Float(_)), Complex(re, im)) => {
            *im == 0.0 && equal_within(&Float(*re), other, depth, left)?
        }
        (String(a), String(b)) => {
            *left = left.checked_sub(a.len() as u64 / 64).ok_or(Limit::Parts)?;
            a == b
        }
        (Bytes(a), Bytes(b)) => {
            *left = left.checked_sub(a.len() as u64 / 64).ok_or(Limit::Parts)?;
            a == b
        }
        (Link(a), Link(b)) => a == b,
        (Tuple(a), Tuple(b)) => {
            if depth == 0 {
                return Err(Limit::Depth);
            }
            // As in CPython, what is one and the same object is equal without being looked into.
            if a.is_same(b) {
                return Ok(true);
            }
            if a.len() != b.len() {
                return Ok(false);
            }
            for (a, b) in a.iter().zip(b.iter()) {
                if !equal_within(a, b, depth - 1, left)? {
                    return Ok(false);
                }
            }
            true
        }
        (Value::Range(a), Value::Range(b)) => ranges_equal(a, b),
        (Tuple(items), Value::Range(range)) | (Value::Range(range), Tuple(items)) => {
            if items.len() as u64 != range.len() {
                return Ok(false);
            }
            for (item, index) in items.iter().zip(range.iter()) {
                if !equal_within(item, &Int(index), depth, left)? {
                    return Ok(false);
                }
            }
            true
        }
        (Map(a), Map(b)) => {
            if depth == 0 {
                return Err(Limit::Depth);
            }
            return if a.is_same(b) { Ok(true) } else { a.equals(b, |a, b| equal_within(a, b, depth - 1, left)) };
        }
        (Op(a), Op(b)) => std::sync::Arc::ptr_eq(a, b),
        _ => false,
    })
}

fn ranges_equal(a: &Range, b: &Range) -> bool {
    a.len() == b.len() && (a.is_empty() || a.start == b.start && (a.len() == 1 || a.step == b.step))
}

/// Python's order of two values; `None` when they are numbers of which one is NaN. `op` is the operator, for the
/// message of the error that refuses what has no order.
pub fn compare(a: &Value, b: &Value, op: &str) -> Result<Option<Ordering>, Error> {
    compare_within(a, b, op, MAX_DEPTH, &mut { MAX_PARTS })
}

fn compare_within(a: &Value, b: &Value, op: &str, depth: usize, left: &mut u64) -> Result<Option<Ordering>, Error> {
    use Value::{Bool, Bytes, Float, Int, String, Tuple};
    Ok(match (a, b) {
        (Int(a), Int(b)) => Some(a.cmp(b)),
        (Float(a), Float(b)) => a.partial_cmp(b),
        (Int(a), Float(b)) => compare_int_float(*a, *b),
        (Float(a), Int(b)) => compare_int_float(*b, *a).map(Ordering::reverse),
        (Bool(a), b @ (Bool(_) | Int(_) | Float(_))) => return compare_within(&Int(i64::from(*a)), b, op, depth, left),
        (a @ (Int(_) | Float(_)), Bool(b)) => return compare_within(a, &Int(i64::from(*b)), op, depth, left),
        (String(a), String(b)) => Some((**a).cmp(&**b)),
        (Bytes(a), Bytes(b)) => Some(a.cmp(b)),
        (Tuple(_) | Value::Range(_), Tuple(_) | Value::Range(_)) => {
            if depth == 0 {
                return Err(Limit::Depth.into());
            }
            let (mut a, mut b) = (Items::of(a)?, Items::of(b)?);
            // The first unequal items decide, then the lengths.
            loop {
                match (a.next(), b.next()) {
                    (None, None) => return Ok(Some(Ordering::Equal)),
                    (None, Some(_)) => return Ok(Some(Ordering::Less)),
                    (Some(_), None) => return Ok(Some(Ordering::Greater)),
                    (Some(a), Some(b)) => {
                        if !equal_within(&a, &b, depth, left)? {
                            return compare_within(&a, &b, op, depth - 1, left);
                        }
                    }
                }
            }
        }
        _ => {
            return Err(Error::bad_request(format!(
                "'{op}' not supported between instances of '{}' and '{}'",
                python_type(a),
                python_type(b)
            )));
        }
    })
}
