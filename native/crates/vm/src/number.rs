//! Arithmetic between integers and floats, exact where Python is.

use std::cmp::Ordering;

const LIMIT: f64 = 9_223_372_036_854_775_808.0;

/// The integer a float is equal to, within 64 bits.
#[allow(clippy::cast_possible_truncation)]
pub fn float_to_int(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value)).then_some(value as i64)
}

/// The exact order of an integer and a float.
#[allow(clippy::cast_possible_truncation)]
pub fn compare_int_float(a: i64, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        None
    } else if b >= LIMIT {
        Some(Ordering::Less)
    } else if b < -LIMIT {
        Some(Ordering::Greater)
    } else {
        // `b` is within 64 bits: compare with its whole part, then its fraction decides.
        let whole = b.trunc();
        Some(a.cmp(&(whole as i64)).then_with(|| 0.0_f64.partial_cmp(&(b - whole)).unwrap_or(Ordering::Equal)))
    }
}
