//! Equality and order, as Python's.

use std::cmp::Ordering;

use super::{Range, Value};
use crate::error::Error;
use crate::number::{compare_int_float, float_to_int};

/// How deep two values may nest and still be compared, as deep as CPython goes.
const MAX_DEPTH: usize = 900;

/// Python's `==`. Values nested deeper than any program builds on purpose are unequal.
pub fn equal(a: &Value, b: &Value) -> bool {
    equal_within(a, b, MAX_DEPTH)
}

fn equal_within(a: &Value, b: &Value, depth: usize) -> bool {
    use Value::{Bool, Bytes, Complex, Float, Int, Link, Map, None, Op, String, Tuple};
    match (a, b) {
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
            *im == 0.0 && equal_within(&Float(*re), other, depth)
        }
        (String(a), String(b)) => a == b,
        (Bytes(a), Bytes(b)) => a == b,
        (Link(a), Link(b)) => a == b,
        (Tuple(a), Tuple(b)) => {
            depth > 0 && a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal_within(a, b, depth - 1))
        }
        (Value::Range(a), Value::Range(b)) => ranges_equal(a, b),
        (Tuple(items), Value::Range(range)) | (Value::Range(range), Tuple(items)) => {
            items.len() as u64 == range.len()
                && items.iter().zip(range.iter()).all(|(item, index)| equal_within(item, &Int(index), depth))
        }
        (Map(a), Map(b)) => depth > 0 && a.equals(b, |a, b| equal_within(a, b, depth - 1)),
        (Op(a), Op(b)) => std::sync::Arc::ptr_eq(a, b),
        _ => false,
    }
}

fn ranges_equal(a: &Range, b: &Range) -> bool {
    a.len() == b.len() && (a.is_empty() || a.start == b.start && (a.len() == 1 || a.step == b.step))
}

/// Python's order of two values; `None` when they are numbers of which one is NaN. `op` is the operator, for the
/// message of the error that refuses what has no order.
pub fn compare(a: &Value, b: &Value, op: &str) -> Result<Option<Ordering>, Error> {
    compare_within(a, b, op, MAX_DEPTH)
}

fn compare_within(a: &Value, b: &Value, op: &str, depth: usize) -> Result<Option<Ordering>, Error> {
    use Value::{Bool, Bytes, Float, Int, String, Tuple};
    Ok(match (a, b) {
        (Int(a), Int(b)) => Some(a.cmp(b)),
        (Float(a), Float(b)) => a.partial_cmp(b),
        (Int(a), Float(b)) => compare_int_float(*a, *b),
        (Float(a), Int(b)) => compare_int_float(*b, *a).map(Ordering::reverse),
        (Bool(a), b @ (Bool(_) | Int(_) | Float(_))) => return compare_within(&Int(i64::from(*a)), b, op, depth),
        (a @ (Int(_) | Float(_)), Bool(b)) => return compare_within(a, &Int(i64::from(*b)), op, depth),
        (String(a), String(b)) => Some((**a).cmp(&**b)),
        (Bytes(a), Bytes(b)) => Some(a.cmp(b)),
        (Tuple(a), Tuple(b)) => return compare_items(&mut a.iter(), &mut b.iter(), op, depth),
        (Tuple(_) | Value::Range(_), Tuple(_) | Value::Range(_)) => {
            let (a, b) = (crate::ops::Items::of(a)?, crate::ops::Items::of(b)?);
            let (a, b): (Vec<_>, Vec<_>) = (a.collect_checked()?, b.collect_checked()?);
            return compare_items(&mut a.iter(), &mut b.iter(), op, depth);
        }
        _ => {
            return Err(Error::bad_request(format!(
                "'{op}' not supported between instances of '{}' and '{}'",
                crate::ops::python_type(a),
                crate::ops::python_type(b)
            )));
        }
    })
}

/// The first unequal items decide, then the lengths.
fn compare_items(
    a: &mut dyn Iterator<Item = &Value>,
    b: &mut dyn Iterator<Item = &Value>,
    op: &str,
    depth: usize,
) -> Result<Option<Ordering>, Error> {
    if depth == 0 {
        return Err(Error::bad_request("maximum recursion depth exceeded in comparison"));
    }
    loop {
        match (a.next(), b.next()) {
            (None, None) => return Ok(Some(Ordering::Equal)),
            (None, Some(_)) => return Ok(Some(Ordering::Less)),
            (Some(_), None) => return Ok(Some(Ordering::Greater)),
            (Some(a), Some(b)) if !equal_within(a, b, depth) => return compare_within(a, b, op, depth - 1),
            (Some(_), Some(_)) => {}
        }
    }
}
