//! Operations on numbers: arithmetic, order, rounding. Python's numeric tower, with integers of 64 bits.

use std::cmp::Ordering;

use tc_ir::ops::Op;

use super::args::{Arguments, int_of};
use super::{complex, format, integer, math, overflow, python_type, string, tuple, wrong};
use crate::error::Error;
use crate::number::{float_divmod, float_mod, true_divide};
use crate::value::{Value, compare};

type Result<T> = std::result::Result<T, Error>;

/// A number, a bool being the integer it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Num {
    Int(i64),
    Float(f64),
    Complex(f64, f64),
}

impl Num {
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(Self::Int(i64::from(*value))),
            Value::Int(value) => Some(Self::Int(*value)),
            Value::Float(value) => Some(Self::Float(*value)),
            Value::Complex(re, im) => Some(Self::Complex(*re, *im)),
            _ => None,
        }
    }

    fn to_complex(self) -> (f64, f64) {
        match self {
            Self::Int(value) => (value as f64, 0.0),
            Self::Float(value) => (value, 0.0),
            Self::Complex(re, im) => (re, im),
        }
    }
}

impl From<Num> for Value {
    fn from(number: Num) -> Self {
        match number {
            Num::Int(value) => Self::Int(value),
            Num::Float(value) => Self::Float(value),
            Num::Complex(re, im) => Self::Complex(re, im),
        }
    }
}

/// Two numbers as the wider of their types.
enum Pair {
    Ints(i64, i64),
    Floats(f64, f64),
    Complexes((f64, f64), (f64, f64)),
}

fn pair(a: Num, b: Num) -> Pair {
    match (a, b) {
        (Num::Int(a), Num::Int(b)) => Pair::Ints(a, b),
        (Num::Complex(..), _) | (_, Num::Complex(..)) => Pair::Complexes(a.to_complex(), b.to_complex()),
        (a, b) => Pair::Floats(a.to_complex().0, b.to_complex().0),
    }
}

pub(super) fn call(op: Op, subject: Value, mut args: Arguments) -> Result<Value> {
    let Some(number) = Num::of(&subject) else { return Err(wrong(args.op(), "number", &subject)) };
    match op {
        Op::NumberAdd | Op::NumberSub | Op::NumberDiv | Op::NumberFloordiv | Op::NumberMod | Op::NumberPow => {
            let other = operand(&mut args)?;
            arithmetic(op, &subject, number, &other)
        }
        Op::NumberMul => multiply(subject, number, args.take(0)),
        Op::NumberDivmod => {
            let other = operand(&mut args)?;
            divmod(&subject, number, &other)
        }
        Op::NumberNeg => Ok(match number {
            Num::Int(value) => Value::Int(value.checked_neg().ok_or_else(overflow)?),
            Num::Float(value) => Value::Float(-value),
            Num::Complex(re, im) => Value::Complex(-re, -im),
        }),
        Op::NumberPos => Ok(number.into()),
        Op::NumberAbs => Ok(match number {
            Num::Int(value) => Value::Int(value.checked_abs().ok_or_else(overflow)?),
            Num::Float(value) => Value::Float(value.abs()),
            Num::Complex(re, im) => Value::Float(complex::abs(re, im)?),
        }),
        Op::NumberGt | Op::NumberGe | Op::NumberLt | Op::NumberLe => ordered(op, &subject, &args.take(0)),
        Op::NumberMin | Op::NumberMax => {
            let other = operand(&mut args)?;
            let (name, keep) = if op == Op::NumberMin { ("<", Ordering::Less) } else { (">", Ordering::Greater) };
            Ok(if compare(&other, &subject, name)? == Some(keep) { other } else { subject })
        }
        Op::NumberAnd => Ok(Value::Bool(subject.truthy() & operand(&mut args)?.truthy())),
        Op::NumberOr => Ok(Value::Bool(subject.truthy() | operand(&mut args)?.truthy())),
        Op::NumberXor => Ok(Value::Bool(subject.truthy() ^ operand(&mut args)?.truthy())),
        Op::NumberNot => Ok(Value::Bool(!subject.truthy())),
        Op::NumberReal => Ok(match number {
            Num::Complex(re, _) => Value::Float(re),
            number => number.into(),
        }),
        Op::NumberImag => Ok(match number {
            Num::Int(_) => Value::Int(0),
            Num::Float(_) => Value::Float(0.0),
            Num::Complex(_, im) => Value::Float(im),
        }),
        Op::NumberConjugate => Ok(match number {
            Num::Complex(re, im) => Value::Complex(re, -im),
            number => number.into(),
        }),
        Op::NumberComplex => {
            let imag = match args.optional(0) {
                None => None,
                Some(value) => Some(Num::of(&value).ok_or_else(|| wrong("complex", "number", &value))?),
            };
            let (re, im) = number.to_complex();
            Ok(match (number, imag) {
                (_, None) => Value::Complex(re, im),
                (_, Some(imag)) => {
                    let (imag_re, imag_im) = imag.to_complex();
                    let re = if matches!(imag, Num::Complex(..)) { re - imag_im } else { re };
                    let im = if matches!(number, Num::Complex(..)) { im + imag_re } else { imag_re };
                    Value::Complex(re, im)
                }
            })
        }
        Op::NumberRound => round(number, args.some_int(0)?),
        Op::NumberFloor => whole(number, args.op(), f64::floor),
        Op::NumberCeil => whole(number, args.op(), f64::ceil),
        Op::NumberTrunc => whole(number, args.op(), f64::trunc),
        Op::NumberIsInteger => Ok(Value::Bool(match number {
            Num::Int(_) => true,
            Num::Float(value) => value.is_finite() && value.fract() == 0.0,
            Num::Complex(..) => return Err(wrong("is_integer", "int or float", &subject)),
        })),
        Op::NumberFormat => {
            let spec = args.text(0)?;
            format::format(&subject, &spec)
        }
        _ => match integer::call(op, &subject, &mut args) {
            Some(result) => result,
            None => math::call(op, &subject, number, &mut args),
        },
    }
}

fn operand(args: &mut Arguments) -> Result<Value> {
    let value = args.take(0);
    if Num::of(&value).is_none() { Err(wrong(args.op(), "number", &value)) } else { Ok(value) }
}

pub(super) fn unsupported(symbol: &str, a: &Value, b: &Value) -> Error {
    let (a, b) = (python_type(a), python_type(b));
    Error::bad_request(format!("unsupported operand type(s) for {symbol}: '{a}' and '{b}'"))
}

fn arithmetic(op: Op, subject: &Value, a: Num, other: &Value) -> Result<Value> {
    let Some(b) = Num::of(other) else { return Err(unsupported("+", subject, other)) };
    let zero = |message: &str| Err(Error::bad_request(message));
    match (op, pair(a, b)) {
        (Op::NumberAdd, pair) => add(pair),
        (Op::NumberSub, Pair::Ints(a, b)) => a.checked_sub(b).map(Value::Int).ok_or_else(overflow),
        (Op::NumberSub, Pair::Floats(a, b)) => Ok(Value::Float(a - b)),
        (Op::NumberSub, Pair::Complexes(a, b)) => Ok(Value::Complex(a.0 - b.0, a.1 - b.1)),
        (Op::NumberDiv, Pair::Ints(_, 0)) => zero("division by zero"),
        (Op::NumberDiv, Pair::Ints(a, b)) => Ok(Value::Float(true_divide(a, b))),
        (Op::NumberDiv, Pair::Floats(_, 0.0)) => zero("float division by zero"),
        (Op::NumberDiv, Pair::Floats(a, b)) => Ok(Value::Float(a / b)),
        (Op::NumberDiv, Pair::Complexes(a, b)) => complex::divide(a, b).map(complex::value),
        (Op::NumberFloordiv, Pair::Ints(_, 0)) => zero("integer division or modulo by zero"),
        (Op::NumberFloordiv, Pair::Ints(a, b)) => floor_div(a, b).map(Value::Int),
        (Op::NumberFloordiv, Pair::Floats(_, 0.0)) => zero("float floor division by zero"),
        (Op::NumberFloordiv, Pair::Floats(a, b)) => Ok(Value::Float(float_divmod(a, b).0)),
        (Op::NumberFloordiv, Pair::Complexes(..)) => Err(unsupported("//", subject, other)),
        (Op::NumberMod, Pair::Ints(_, 0)) => zero("integer modulo by zero"),
        (Op::NumberMod, Pair::Ints(a, b)) => Ok(Value::Int(floor_mod(a, b))),
        (Op::NumberMod, Pair::Floats(_, 0.0)) => zero("float modulo"),
        (Op::NumberMod, Pair::Floats(a, b)) => Ok(Value::Float(float_mod(a, b))),
        (Op::NumberMod, Pair::Complexes(..)) => Err(unsupported("%", subject, other)),
        (_, Pair::Ints(a, b)) => int_pow(a, b),
        (_, Pair::Floats(a, b)) => float_pow(a, b),
        (_, Pair::Complexes(a, b)) => complex::power(a, b).map(complex::value),
    }
}

fn add(pair: Pair) -> Result<Value> {
    match pair {
        Pair::Ints(a, b) => a.checked_add(b).map(Value::Int).ok_or_else(overflow),
        Pair::Floats(a, b) => Ok(Value::Float(a + b)),
        Pair::Complexes(a, b) => Ok(Value::Complex(a.0 + b.0, a.1 + b.1)),
    }
}

/// Python's `+` of two numbers.
pub(super) fn sum(a: &Value, b: &Value) -> Result<Value> {
    match (Num::of(a), Num::of(b)) {
        (Some(a), Some(b)) => add(pair(a, b)),
        _ => Err(unsupported("+", a, b)),
    }
}

fn multiply(subject: Value, a: Num, other: Value) -> Result<Value> {
    if let Some(b) = Num::of(&other) {
        return match pair(a, b) {
            Pair::Ints(a, b) => a.checked_mul(b).map(Value::Int).ok_or_else(overflow),
            Pair::Floats(a, b) => Ok(Value::Float(a * b)),
            Pair::Complexes(a, b) => Ok(complex::value(complex::multiply(a, b))),
        };
    }
    let Some(count) = int_of(&subject) else {
        return match other {
            Value::String(_) | Value::Bytes(_) | Value::Tuple(_) | Value::Range(_) => Err(Error::bad_request(format!(
                "can't multiply sequence by non-int of type '{}'",
                python_type(&subject)
            ))),
            other => Err(wrong("mul", "number", &other)),
        };
    };
    match other {
        Value::String(text) => string::repeat(&text, count),
        Value::Bytes(bytes) => super::bytes::repeat(&bytes, count),
        other @ (Value::Tuple(_) | Value::Range(_)) => tuple::repeat(other, count),
        other => Err(wrong("mul", "number, string, bytes or tuple", &other)),
    }
}

pub(super) fn floor_div(a: i64, b: i64) -> Result<i64> {
    let quotient = a.checked_div(b).ok_or_else(overflow)?;
    Ok(if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient })
}

pub(super) fn floor_mod(a: i64, b: i64) -> i64 {
    let rest = a.wrapping_rem(b);
    if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }
}

fn divmod(subject: &Value, a: Num, other: &Value) -> Result<Value> {
    let Some(b) = Num::of(other) else { return Err(unsupported("divmod()", subject, other)) };
    let (quotient, rest) = match pair(a, b) {
        Pair::Ints(_, 0) => return Err(Error::bad_request("integer division or modulo by zero")),
        Pair::Ints(a, b) => (Value::Int(floor_div(a, b)?), Value::Int(floor_mod(a, b))),
        Pair::Floats(_, 0.0) => return Err(Error::bad_request("float divmod()")),
        Pair::Floats(a, b) => {
            let (quotient, rest) = float_divmod(a, b);
            (Value::Float(quotient), Value::Float(rest))
        }
        Pair::Complexes(..) => return Err(unsupported("divmod()", subject, other)),
    };
    Ok(Value::from(vec![quotient, rest]))
}

fn int_pow(base: i64, exponent: i64) -> Result<Value> {
    if exponent < 0 {
        return float_pow(base as f64, exponent as f64);
    }
    let result = match base {
        0 | 1 => Some(if exponent == 0 { 1 } else { base }),
        -1 => Some(if exponent % 2 == 0 { 1 } else { -1 }),
        _ => u32::try_from(exponent).ok().and_then(|exponent| base.checked_pow(exponent)),
    };
    result.map(Value::Int).ok_or_else(overflow)
}

/// CPython's `float_pow`: the C library's, with every special case decided here.
pub(super) fn float_pow(base: f64, exponent: f64) -> Result<Value> {
    let is_odd = |value: f64| value.abs() % 2.0 == 1.0;
    let result = if exponent == 0.0 || base == 1.0 {
        1.0
    } else if base.is_nan() {
        base
    } else if exponent.is_nan() {
        exponent
    } else if exponent.is_infinite() {
        let size = base.abs();
        if size == 1.0 {
            1.0
        } else if (exponent > 0.0) == (size > 1.0) {
            f64::INFINITY
        } else {
            0.0
        }
    } else if base.is_infinite() {
        match (exponent > 0.0, is_odd(exponent)) {
            (true, true) => base,
            (true, false) => base.abs(),
            (false, true) => 0.0_f64.copysign(base),
            (false, false) => 0.0,
        }
    } else if base == 0.0 {
        if exponent < 0.0 {
            return Err(Error::bad_request("0.0 cannot be raised to a negative power"));
        }
        if is_odd(exponent) { base } else { 0.0 }
    } else if base < 0.0 && exponent != exponent.floor() {
        return complex::power((base, 0.0), (exponent, 0.0)).map(complex::value);
    } else {
        let size = if base == -1.0 { 1.0 } else { base.abs().powf(exponent) };
        if size.is_infinite() {
            return Err(Error::bad_request("(34, 'Numerical result out of range')"));
        }
        if base < 0.0 && is_odd(exponent) { -size } else { size }
    };
    Ok(Value::Float(result))
}

/// The outcome of an order operation of any class.
pub(super) fn ordered(op: Op, a: &Value, b: &Value) -> Result<Value> {
    let (symbol, holds): (_, fn(Ordering) -> bool) = match op.spec().name {
        "lt" => ("<", Ordering::is_lt),
        "le" => ("<=", Ordering::is_le),
        "gt" => (">", Ordering::is_gt),
        _ => (">=", Ordering::is_ge),
    };
    Ok(Value::Bool(compare(a, b, symbol)?.is_some_and(holds)))
}

/// A float as an integer, once it is whole.
pub(super) fn int_from(value: f64) -> Result<i64> {
    if value.is_nan() {
        return Err(Error::bad_request("cannot convert float NaN to integer"));
    }
    if value.is_infinite() {
        return Err(Error::bad_request("cannot convert float infinity to integer"));
    }
    crate::number::float_to_int(value).ok_or_else(overflow)
}

fn whole(number: Num, op: &str, make_whole: fn(f64) -> f64) -> Result<Value> {
    match number {
        Num::Int(value) => Ok(Value::Int(value)),
        Num::Float(value) => int_from(make_whole(value)).map(Value::Int),
        Num::Complex(re, im) => Err(wrong(op, "int or float", &Value::Complex(re, im))),
    }
}

fn round(number: Num, digits: Option<i64>) -> Result<Value> {
    match (number, digits) {
        (Num::Int(value), None) => Ok(Value::Int(value)),
        (Num::Int(value), Some(digits)) => round_int(value, digits).map(Value::Int),
        (Num::Float(value), None) => int_from(value.round_ties_even()).map(Value::Int),
        (Num::Float(value), Some(digits)) => round_float(value, digits).map(Value::Float),
        (Num::Complex(re, im), _) => Err(wrong("round", "int or float", &Value::Complex(re, im))),
    }
}

/// Half to even, at a power of ten.
fn round_int(value: i64, digits: i64) -> Result<i64> {
    if digits >= 0 {
        return Ok(value);
    }
    // Half of 10**20 is beyond any 64-bit integer.
    let Some(zeros) = u32::try_from(-i128::from(digits)).ok().filter(|&zeros| zeros < 20) else { return Ok(0) };
    let unit = 10_i128.pow(zeros);
    let value = i128::from(value);
    let (quotient, rest) = (value.div_euclid(unit), value.rem_euclid(unit));
    let up = match (rest * 2).cmp(&unit) {
        Ordering::Less => false,
        Ordering::Equal => quotient % 2 != 0,
        Ordering::Greater => true,
    };
    i64::try_from((quotient + i128::from(up)) * unit).map_err(|_| overflow())
}

/// Half to even on the exact decimal value, as CPython's `float.__round__`.
fn round_float(value: f64, digits: i64) -> Result<f64> {
    if !value.is_finite() || digits > 323 {
        return Ok(value);
    }
    if digits < -308 {
        return Ok(0.0 * value);
    }
    let text = if digits >= 0 {
        format!("{:.*}", digits as usize, value)
    } else {
        round_decimal(value, digits.unsigned_abs() as usize)
    };
    match text.parse::<f64>() {
        Ok(rounded) if rounded.is_finite() => Ok(rounded),
        _ => Err(Error::bad_request("rounded value too large to represent")),
    }
}

/// `value` rounded to a multiple of `10**zeros`, as decimal text.
fn round_decimal(value: f64, zeros: usize) -> String {
    // Exact: no float has more than 1074 decimals.
    let exact = format!("{:.1074}", value.abs());
    let (whole, fraction) = exact.split_once('.').unwrap_or((&exact, ""));
    let padded = format!("{}{whole}", "0".repeat((zeros + 1).saturating_sub(whole.len())));
    let (kept, dropped) = padded.split_at(padded.len() - zeros);
    let dropped: Vec<u8> = dropped.bytes().chain(fraction.bytes()).collect();
    let half = match dropped[0].cmp(&b'5') {
        Ordering::Equal if dropped[1..].iter().all(|&digit| digit == b'0') => Ordering::Equal,
        Ordering::Equal => Ordering::Greater,
        other => other,
    };
    let last_is_odd = kept.bytes().last().is_some_and(|digit| digit % 2 == 1);
    let mut digits: Vec<u8> = kept.bytes().collect();
    if half == Ordering::Greater || half == Ordering::Equal && last_is_odd {
        let mut at = digits.len();
        loop {
            if at == 0 {
                digits.insert(0, b'1');
                break;
            }
            at -= 1;
            if digits[at] == b'9' {
                digits[at] = b'0';
            } else {
                digits[at] += 1;
                break;
            }
        }
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    format!("{sign}{}{}", String::from_utf8_lossy(&digits), "0".repeat(zeros))
}
