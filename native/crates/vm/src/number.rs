//! Arithmetic between integers and floats, exact where Python is.

use std::cmp::Ordering;

/// Two to the 63rd: the first float beyond 64-bit integers.
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

/// `a / b`, correctly rounded, where converting each to a float first would round twice. `b` is not zero.
pub fn true_divide(a: i64, b: i64) -> f64 {
    const EXACT: u64 = 1 << 53;
    if a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT {
        return a as f64 / b as f64;
    }
    if a == 0 {
        return if b < 0 { -0.0 } else { 0.0 };
    }
    // At least 56 bits of quotient, the last of which also says whether anything is left: enough to round once.
    let (dividend, divisor) = (u128::from(a.unsigned_abs()), u128::from(b.unsigned_abs()));
    let shift = dividend.leading_zeros() - 8;
    let dividend = dividend << shift;
    let quotient = (dividend / divisor) | u128::from(!dividend.is_multiple_of(divisor));
    let magnitude = quotient as f64 * 0.5_f64.powi(shift as i32);
    if (a < 0) == (b < 0) { magnitude } else { -magnitude }
}

/// Python's `%` of floats; `b` is not zero.
pub fn float_mod(a: f64, b: f64) -> f64 {
    let rest = a % b;
    if rest == 0.0 {
        0.0_f64.copysign(b)
    } else if (b < 0.0) != (rest < 0.0) {
        rest + b
    } else {
        rest
    }
}

/// Python's `divmod` of floats; `b` is not zero.
pub fn float_divmod(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0.0_f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    let whole = if quotient == 0.0 {
        0.0_f64.copysign(a / b)
    } else {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    (whole, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_rounds_once() {
        // Checked with CPython.
        assert_eq!(true_divide(i64::MAX, 3), 3.074_457_345_618_258_4e18);
        assert_eq!(true_divide(9_007_199_254_740_993, 1), 9_007_199_254_740_992.0);
        assert_eq!(true_divide(9_007_199_254_740_993, 9_007_199_254_740_995), 0.999_999_999_999_999_8);
        assert_eq!(true_divide(1, i64::MIN), -1.084_202_172_485_504_4e-19);
        assert_eq!(true_divide(i64::MIN, -1), 9_223_372_036_854_775_808.0);
    }

    #[test]
    fn integers_and_floats_compare_exactly() {
        assert_eq!(compare_int_float(9_007_199_254_740_993, 9_007_199_254_740_992.0), Some(Ordering::Greater));
        assert_eq!(compare_int_float(i64::MAX, LIMIT), Some(Ordering::Less));
        assert_eq!(compare_int_float(i64::MIN, -LIMIT), Some(Ordering::Equal));
        assert_eq!(compare_int_float(-1, -0.5), Some(Ordering::Less));
        assert_eq!(compare_int_float(0, -0.5), Some(Ordering::Greater));
        assert_eq!(compare_int_float(0, f64::NAN), None);
    }
}
