//! Operations every value has.

use tc_ir::ops::Op;

use super::args::Arguments;
use super::{Context, format, reflect};
use crate::error::Error;
use crate::value::{Value, try_equal};

pub(super) fn call(cx: &mut dyn Context, op: Op, subject: Value, mut args: Arguments) -> Result<Value, Error> {
    Ok(match op {
        Op::AnyEq => Value::Bool(equal(cx, &subject, &args.take(0))?),
        Op::AnyNe => Value::Bool(!equal(cx, &subject, &args.take(0))?),
        Op::AnyIsNone => Value::Bool(matches!(subject, Value::None)),
        Op::AnyClass => reflect::class_link(&subject)?,
        Op::AnyKey => match subject {
            Value::Tuple(_) | Value::Range(_) => return Err(Error::bad_request("unhashable type: 'list'")),
            Value::Map(_) => return Err(Error::bad_request("unhashable type: 'dict'")),
            subject => subject,
        },
        Op::AnyHash => Value::from(reflect::digest(&subject)?),
        Op::AnyBool => Value::Bool(subject.truthy()),
        Op::AnyNot => Value::Bool(!subject.truthy()),
        Op::AnyRepr => format::repr_value(&subject)?,
        Op::AnyFormat => {
            let spec = args.text(0)?;
            format::format(&subject, &spec)?
        }
        _ => return Err(super::no_such_op(op.spec().name, &subject)),
    })
}

/// Python's `==`, paid for by what was looked at.
pub(super) fn equal(cx: &mut dyn Context, a: &Value, b: &Value) -> Result<bool, Error> {
    let (outcome, looked_at) = try_equal(a, b)?;
    if looked_at > 16 {
        cx.spend(looked_at / 16)?;
    }
    Ok(outcome)
}
