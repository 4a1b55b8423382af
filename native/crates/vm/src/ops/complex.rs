//! Complex arithmetic, step by step as CPython's `complexobject.c`, so that results agree to the last bit.

use crate::error::Error;
use crate::value::Value;

type Result<T> = std::result::Result<T, Error>;
type Complex = (f64, f64);

pub(super) fn value((re, im): Complex) -> Value {
    Value::Complex(re, im)
}

pub(super) fn multiply(a: Complex, b: Complex) -> Complex {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

pub(super) fn divide(a: Complex, b: Complex) -> Result<Complex> {
    quotient(a, b).ok_or_else(|| Error::bad_request("complex division by zero"))
}

/// `a / b`; `None` when `b` is zero.
fn quotient(a: Complex, b: Complex) -> Option<Complex> {
    let (abs_re, abs_im) = (b.0.abs(), b.1.abs());
    if abs_re >= abs_im {
        if abs_re == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let denominator = b.0 + b.1 * ratio;
        Some(((a.0 + a.1 * ratio) / denominator, (a.1 - a.0 * ratio) / denominator))
    } else if abs_im >= abs_re {
        let ratio = b.0 / b.1;
        let denominator = b.0 * ratio + b.1;
        Some(((a.0 * ratio + a.1) / denominator, (a.1 * ratio - a.0) / denominator))
    } else {
        Some((f64::NAN, f64::NAN))
    }
}

pub(super) fn abs(re: f64, im: f64) -> Result<f64> {
    let size = re.hypot(im);
    if size.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(Error::bad_request("absolute value too large"));
    }
    Ok(size)
}

pub(super) fn power(a: Complex, b: Complex) -> Result<Complex> {
    let zero = || Error::bad_request("0.0 to a negative or complex power");
    let result = if b.1 == 0.0 && b.0 == b.0.floor() && b.0.abs() <= 100.0 {
        let exponent = b.0 as i64;
        if exponent > 0 {
            unsigned_power(a, exponent)
        } else {
            quotient((1.0, 0.0), unsigned_power(a, -exponent)).ok_or_else(zero)?
        }
    } else if a == (0.0, 0.0) {
        if b.1 != 0.0 || b.0 < 0.0 {
            return Err(zero());
        }
        (0.0, 0.0)
    } else {
        let size = a.0.hypot(a.1);
        let mut length = size.powf(b.0);
        let angle = a.1.atan2(a.0);
        let mut phase = angle * b.0;
        if b.1 != 0.0 {
            length /= (angle * b.1).exp();
            phase += b.1 * size.ln();
        }
        (length * phase.cos(), length * phase.sin())
    };
    if result.0.is_infinite() || result.1.is_infinite() {
        return Err(Error::bad_request("complex exponentiation"));
    }
    Ok(result)
}

fn unsigned_power(base: Complex, exponent: i64) -> Complex {
    let mut result = (1.0, 0.0);
    let mut square = base;
    let mut mask = 1;
    while mask > 0 && exponent >= mask {
        if exponent & mask != 0 {
            result = multiply(result, square);
        }
        mask <<= 1;
        square = multiply(square, square);
    }
    result
}
