//! Operations on integers alone: bits, divisors, counting.

use tc_ir::ops::Op;

use super::args::{Arguments, int_of};
use super::{overflow, python_type, wrong};
use crate::error::Error;
use crate::value::Value;

type Result<T> = std::result::Result<T, Error>;

/// Calls an operation of integers; `None` for any other operation.
pub(super) fn call(op: Op, subject: &Value, args: &mut Arguments) -> Option<Result<Value>> {
    let run: fn(i64, &mut Arguments) -> Result<Value> = match op {
        Op::NumberBitand | Op::NumberBitor | Op::NumberBitxor => return Some(bits(op, subject, args)),
        Op::NumberLshift => |a, args| shift_left(a, args.int(0)?).map(Value::Int),
        Op::NumberRshift => |a, args| shift_right(a, args.int(0)?).map(Value::Int),
        Op::NumberInvert => |a, _| Ok(Value::Int(!a)),
        Op::NumberGcd => |a, args| gcd(a, as_index(args)?).map(Value::Int),
        Op::NumberLcm => |a, args| lcm(a, as_index(args)?).map(Value::Int),
        Op::NumberIsqrt => |a, _| match u64::try_from(a) {
            Ok(a) => Ok(Value::Int(a.isqrt() as i64)),
            Err(_) => Err(Error::bad_request("isqrt() argument must be nonnegative")),
        },
        Op::NumberFactorial => |a, _| factorial(a).map(Value::Int),
        Op::NumberComb => |a, args| comb(a, as_index(args)?).map(Value::Int),
        Op::NumberPerm => |a, args| match args.some(0) {
            None => perm(a, a).map(Value::Int),
            Some(k) => perm(a, int_of(&k).ok_or_else(|| no_integer(&k))?).map(Value::Int),
        },
        Op::NumberBitLength => |a, _| Ok(Value::Int(i64::from(64 - a.unsigned_abs().leading_zeros()))),
        Op::NumberBitCount => |a, _| Ok(Value::Int(i64::from(a.unsigned_abs().count_ones()))),
        Op::NumberPowmod => |a, args| pow_mod(a, args.int(0)?, args.int(1)?).map(Value::Int),
        Op::NumberHex => |a, _| Ok(based(a, "0x", format!("{:x}", a.unsigned_abs()))),
        Op::NumberOct => |a, _| Ok(based(a, "0o", format!("{:o}", a.unsigned_abs()))),
        Op::NumberBin => |a, _| Ok(based(a, "0b", format!("{:b}", a.unsigned_abs()))),
        _ => return None,
    };
    Some(match int_of(subject) {
        Some(value) => run(value, args),
        None => Err(wrong(args.op(), "int", subject)),
    })
}

fn no_integer(value: &Value) -> Error {
    Error::bad_request(format!("'{}' object cannot be interpreted as an integer", python_type(value)))
}

fn as_index(args: &mut Arguments) -> Result<i64> {
    let value = args.take(0);
    int_of(&value).ok_or_else(|| no_integer(&value))
}

fn bits(op: Op, subject: &Value, args: &mut Arguments) -> Result<Value> {
    let other = args.take(0);
    let apply = |a: i64, b: i64| match op {
        Op::NumberBitand => a & b,
        Op::NumberBitor => a | b,
        _ => a ^ b,
    };
    match (subject, &other) {
        (Value::Bool(a), Value::Bool(b)) => Ok(Value::Bool(apply(i64::from(*a), i64::from(*b)) != 0)),
        (a, b) => match (int_of(a), int_of(b)) {
            (Some(a), Some(b)) => Ok(Value::Int(apply(a, b))),
            (Some(_), None) => Err(wrong(args.op(), "int", b)),
            _ => Err(wrong(args.op(), "int", a)),
        },
    }
}

fn shift_left(value: i64, count: i64) -> Result<i64> {
    if count < 0 {
        return Err(Error::bad_request("negative shift count"));
    }
    if value == 0 {
        return Ok(0);
    }
    let shifted = u32::try_from(count).ok().and_then(|count| value.checked_shl(count).map(|shifted| (shifted, count)));
    match shifted {
        Some((shifted, count)) if shifted >> count == value => Ok(shifted),
        _ => Err(overflow()),
    }
}

fn shift_right(value: i64, count: i64) -> Result<i64> {
    if count < 0 {
        return Err(Error::bad_request("negative shift count"));
    }
    Ok(value >> count.min(63))
}

fn unsigned_gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn gcd(a: i64, b: i64) -> Result<i64> {
    i64::try_from(unsigned_gcd(a.unsigned_abs(), b.unsigned_abs())).map_err(|_| overflow())
}

fn lcm(a: i64, b: i64) -> Result<i64> {
    if a == 0 || b == 0 {
        return Ok(0);
    }
    let (a, b) = (a.unsigned_abs(), b.unsigned_abs());
    let least = u128::from(a / unsigned_gcd(a, b)) * u128::from(b);
    i64::try_from(least).map_err(|_| overflow())
}

fn factorial(n: i64) -> Result<i64> {
    if n < 0 {
        return Err(Error::bad_request("factorial() not defined for negative values"));
    }
    // 21! is beyond 64 bits.
    if n > 20 { Err(overflow()) } else { Ok((1..=n).product()) }
}

fn check_counts(n: i64, k: i64) -> Result<()> {
    if n < 0 {
        return Err(Error::bad_request("n must be a non-negative integer"));
    }
    if k < 0 {
        return Err(Error::bad_request("k must be a non-negative integer"));
    }
    Ok(())
}

fn comb(n: i64, k: i64) -> Result<i64> {
    check_counts(n, k)?;
    if k > n {
        return Ok(0);
    }
    let mut result: i128 = 1;
    // Grows at each step while k is at most half of n, so the first step beyond 64 bits is final.
    for i in 0..i128::from(k.min(n - k)) {
        result = result * (i128::from(n) - i) / (i + 1);
        if result > i128::from(i64::MAX) {
            return Err(overflow());
        }
    }
    i64::try_from(result).map_err(|_| overflow())
}

fn perm(n: i64, k: i64) -> Result<i64> {
    check_counts(n, k)?;
    if k > n {
        return Ok(0);
    }
    let mut result: i64 = 1;
    // Every factor but the last is two or more, so this ends soon.
    for i in 0..k {
        result = result.checked_mul(n - i).ok_or_else(overflow)?;
    }
    Ok(result)
}

fn pow_mod(base: i64, exponent: i64, modulus: i64) -> Result<i64> {
    if modulus == 0 {
        return Err(Error::bad_request("pow() 3rd argument cannot be 0"));
    }
    let size = i128::from(modulus).abs();
    let mut base = i128::from(base).rem_euclid(size);
    let mut exponent = i128::from(exponent);
    if exponent < 0 {
        base = inverse(base, size).ok_or_else(|| Error::bad_request("base is not invertible for the given modulus"))?;
        exponent = -exponent;
    }
    let mut result = 1 % size;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % size;
        }
        base = base * base % size;
        exponent >>= 1;
    }
    if modulus < 0 && result != 0 {
        result -= size;
    }
    i64::try_from(result).map_err(|_| overflow())
}

/// The inverse of `value` modulo `modulus`, by the extended Euclidean algorithm.
fn inverse(value: i128, modulus: i128) -> Option<i128> {
    let (mut old, mut rest) = (value, modulus);
    let (mut old_factor, mut factor) = (1_i128, 0_i128);
    while rest != 0 {
        let quotient = old / rest;
        (old, rest) = (rest, old - quotient * rest);
        (old_factor, factor) = (factor, old_factor - quotient * factor);
    }
    (old == 1).then(|| old_factor.rem_euclid(modulus))
}

fn based(value: i64, prefix: &str, digits: String) -> Value {
    let sign = if value < 0 { "-" } else { "" };
    Value::from(format!("{sign}{prefix}{digits}"))
}
