//! The functions of Python's `math`: the C library's, with CPython's domain and range errors.

use std::f64::consts::PI;

use tc_ir::ops::Op;

use super::args::Arguments;
use super::number::Num;
use super::{python_type, wrong};
use crate::error::Error;
use crate::value::Value;

type Result<T> = std::result::Result<T, Error>;

fn domain() -> Error {
    Error::bad_request("math domain error")
}

fn range() -> Error {
    Error::bad_request("math range error")
}

/// A value as a real number.
fn real(value: &Value) -> Result<f64> {
    match Num::of(value) {
        Some(Num::Int(value)) => Ok(value as f64),
        Some(Num::Float(value)) => Ok(value),
        _ => Err(Error::bad_request(format!("must be real number, not {}", python_type(value)))),
    }
}

pub(super) fn call(op: Op, subject: &Value, number: Num, args: &mut Arguments) -> Result<Value> {
    let x = real(subject)?;
    let other = |args: &mut Arguments| real(&args.take(0));
    let plain = |result: f64| Ok(Value::Float(result));
    // The functions of one argument: those that may overflow say so, the others have poles.
    let pole = |f: fn(f64) -> f64| {
        let result = f(x);
        if result.is_nan() && !x.is_nan() || result.is_infinite() && x.is_finite() {
            Err(domain())
        } else {
            plain(result)
        }
    };
    let overflowing = |f: fn(f64) -> f64| {
        let result = f(x);
        if result.is_infinite() && x.is_finite() { Err(range()) } else { plain(result) }
    };
    match op {
        Op::NumberExp => overflowing(f64::exp),
        Op::NumberExpm1 => overflowing(f64::exp_m1),
        Op::NumberSinh => overflowing(f64::sinh),
        Op::NumberCosh => overflowing(f64::cosh),
        Op::NumberSqrt => pole(f64::sqrt),
        Op::NumberCbrt => pole(cbrt),
        Op::NumberLog2 => pole(f64::log2),
        Op::NumberLog10 => pole(f64::log10),
        // Below one, C's log1p keeps the sign of zero; so does Rust's.
        Op::NumberLog1p => pole(f64::ln_1p),
        Op::NumberSin => pole(f64::sin),
        Op::NumberCos => pole(f64::cos),
        Op::NumberTan => pole(f64::tan),
        Op::NumberAsin => pole(f64::asin),
        Op::NumberAcos => pole(f64::acos),
        Op::NumberAtan => pole(f64::atan),
        Op::NumberTanh => pole(f64::tanh),
        Op::NumberLog => {
            let result = log(x)?;
            match args.some(0) {
                None => plain(result),
                Some(base) => match log(real(&base)?)? {
                    0.0 => Err(Error::bad_request("float division by zero")),
                    base => plain(result / base),
                },
            }
        }
        Op::NumberAtan2 => plain(x.atan2(other(args)?)),
        Op::NumberHypot => {
            let y = other(args)?;
            plain(hypot(x, y))
        }
        Op::NumberCopysign => plain(x.copysign(other(args)?)),
        Op::NumberFmod => {
            let y = other(args)?;
            let result = if y.is_infinite() && x.is_finite() { x } else { x % y };
            if result.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain()) } else { plain(result) }
        }
        Op::NumberDegrees => plain(x * (180.0 / PI)),
        Op::NumberRadians => plain(x * (PI / 180.0)),
        Op::NumberIsclose => {
            let y = other(args)?;
            let tolerance = |args: &mut Arguments, index, default| match args.optional(index) {
                None => Ok(default),
                Some(value) => real(&value),
            };
            let relative = tolerance(args, 1, 1e-9)?;
            let absolute = tolerance(args, 2, 0.0)?;
            is_close(x, y, relative, absolute).map(Value::Bool)
        }
        Op::NumberIsNan => Ok(Value::Bool(x.is_nan())),
        Op::NumberIsInf => Ok(Value::Bool(x.is_infinite())),
        Op::NumberIsFinite => Ok(Value::Bool(x.is_finite())),
        _ => Err(wrong(args.op(), "number", &number.into())),
    }
}

/// The cube root by glibc's steps, which CPython's answer is on Linux; Rust's own differs in the last digit.
fn cbrt(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    const CBRT_2: f64 = 1.259_921_049_894_873_2;
    const CBRT_4: f64 = 1.587_401_051_968_199_6;
    const FACTORS: [f64; 5] = [1.0 / CBRT_4, 1.0 / CBRT_2, 1.0, CBRT_2, CBRT_4];
    let exponent = binary_exponent(x.abs());
    // In two steps, as the power of a subnormal's exponent is beyond the largest float.
    let mantissa = x.abs() * power_of_two(-(exponent / 2)) * power_of_two(-(exponent - exponent / 2));
    let mut guess = 0.784_932_344_976_639_2 - 0.145_263_899_385_486_37 * mantissa;
    guess = guess * mantissa - 1.834_692_774_836_130_8;
    guess = guess * mantissa + 2.446_931_225_635_344_4;
    guess = guess * mantissa - 2.114_994_941_673_713;
    guess = guess * mantissa + 1.508_191_937_815_849;
    guess = guess * mantissa + 0.354_895_765_043_919_84;
    let cube = guess * guess * guess;
    let factor = FACTORS[usize::try_from(2 + exponent % 3).unwrap_or(2)];
    let root = guess * (cube + 2.0 * mantissa) / (2.0 * cube + mantissa) * factor;
    root.copysign(x) * power_of_two(exponent / 3)
}

fn log(x: f64) -> Result<f64> {
    if x > 0.0 || x.is_nan() { Ok(x.ln()) } else { Err(domain()) }
}

fn is_close(a: f64, b: f64, relative: f64, absolute: f64) -> Result<bool> {
    if relative < 0.0 || absolute < 0.0 {
        return Err(Error::bad_request("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let difference = (b - a).abs();
    Ok(difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute)
}

/// CPython 3.11's `vector_norm` for two coordinates: scaled by a power of two, squares summed with what rounding
/// loses kept aside (Veltkamp's splitting, Neumaier's sum), the root corrected once.
fn hypot(x: f64, y: f64) -> f64 {
    let (x, y) = (x.abs(), y.abs());
    let max = x.max(y);
    if x.is_infinite() || y.is_infinite() {
        return f64::INFINITY;
    }
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    if max == 0.0 {
        return max;
    }
    let exponent = binary_exponent(max);
    if exponent < -1023 {
        // The scale would overflow: divide by the larger one instead.
        let mut sum = 1.0;
        let mut lost = 0.0;
        for coordinate in [x, y] {
            let ratio = coordinate / max;
            add_to(&mut sum, &mut lost, ratio * ratio);
        }
        return max * (sum - 1.0 + lost).sqrt();
    }
    let scale = power_of_two(-exponent);
    let mut sum = 1.0;
    let (mut lost1, mut lost2, mut lost3) = (0.0, 0.0, 0.0);
    for coordinate in [x, y] {
        let (high, low) = split(coordinate * scale);
        add_to(&mut sum, &mut lost1, high * high);
        add_to(&mut sum, &mut lost2, 2.0 * high * low);
        lost3 += low * low;
    }
    let root = (sum - 1.0 + (lost1 + lost2 + lost3)).sqrt();
    let (high, low) = split(root);
    add_to(&mut sum, &mut lost1, -high * high);
    add_to(&mut sum, &mut lost2, -2.0 * high * low);
    add_to(&mut sum, &mut lost3, -low * low);
    let rest = sum - 1.0 + (lost1 + lost2 + lost3);
    (root + rest / (2.0 * root)) / scale
}

fn add_to(sum: &mut f64, lost: &mut f64, x: f64) {
    let old = *sum;
    *sum += x;
    *lost += (old - *sum) + x;
}

/// `x` as the sum of two floats of half its precision.
fn split(x: f64) -> (f64, f64) {
    let t = x * 134_217_729.0;
    let high = t - (t - x);
    (high, x - high)
}

/// Two to a power, exactly, also where it is no normal float.
fn power_of_two(exponent: i32) -> f64 {
    2.0_f64.powi(exponent / 2) * 2.0_f64.powi(exponent - exponent / 2)
}

/// The `e` of `value = m * 2**e` with `0.5 <= m < 1`, as C's `frexp`; `value` is positive and finite.
fn binary_exponent(value: f64) -> i32 {
    let exponent = ((value.to_bits() >> 52) & 0x7ff) as i32;
    if exponent == 0 { binary_exponent(value * 2.0_f64.powi(64)) - 64 } else { exponent - 1022 }
}
