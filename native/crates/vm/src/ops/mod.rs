//! The operations of the op table, with Python's meaning. One file a class of values or a theme.

mod any;
mod args;
mod bytes;
mod complex;
mod convert;
mod format;
mod index;
mod integer;
mod items;
mod map;
mod math;
mod number;
mod order;
mod reflect;
mod repr;
mod route;
mod search;
mod split;
mod string;
mod tuple;

use tc_ir::ops::{Class, Method, Op};

pub(crate) use args::Arguments;
pub(crate) use items::Items;
pub(crate) use reflect::reflect;
pub(crate) use repr::{repr, str_of};
pub(crate) use route::call_route;

use crate::error::Error;
use crate::library::Args;
use crate::value::Value;

type Result<T> = std::result::Result<T, Error>;

/// What operations need of whatever runs them.
pub(crate) trait Context {
    /// Notes work done; an error when there is no time for more.
    fn spend(&mut self, work: u64) -> Result<()>;

    /// Calls an op with its one parameter, whatever that is called.
    fn call_item(&mut self, op: &Value, item: Value) -> Result<Value>;

    /// Calls an op with those of the given parameters it has.
    fn call_named(&mut self, op: &Value, given: &mut [(&str, Value)]) -> Result<Value>;
}

/// Calls the method `method` of `subject`.
pub(crate) fn call_method(cx: &mut dyn Context, method: Method, subject: Value, args: Args) -> Result<Value> {
    let class = class_of(&subject);
    let Some(op) = method.on(class) else { return Err(no_such_op(method.name(), &subject)) };
    let args = Arguments::bind(op.spec(), args)?;
    cx.spend(1 + size(&subject) / BYTES_A_STEP + args.size() / BYTES_A_STEP)?;
    let result = call(cx, op, class, subject, args)?;
    cx.spend(size(&result) / BYTES_A_STEP)?;
    Ok(result)
}

/// How much of a value an operation handles in the time of a step.
const BYTES_A_STEP: u64 = 64;

fn call(cx: &mut dyn Context, op: Op, class: Class, subject: Value, args: Arguments) -> Result<Value> {
    match op.spec().class {
        Class::Any => any::call(cx, op, subject, args),
        Class::Number => number::call(op, subject, args),
        Class::String => match subject {
            Value::String(text) => string::call(cx, op, text, args),
            other => Err(no_such_op(op.spec().name, &other)),
        },
        Class::Bytes => match subject {
            Value::Bytes(bytes) => bytes::call(op, bytes, args),
            other => Err(no_such_op(op.spec().name, &other)),
        },
        Class::Tuple => tuple::call(cx, op, subject, args),
        Class::Map => match subject {
            Value::Map(map) => map::call(cx, op, map, args),
            other => Err(no_such_op(op.spec().name, &other)),
        },
        Class::Op | Class::Link => {
            debug_assert!(false, "{class:?} has no ops of its own");
            Err(no_such_op(op.spec().name, &subject))
        }
    }
}

/// The class a value's ops are looked up on; none has only those of every value.
fn class_of(value: &Value) -> Class {
    match value {
        Value::None => Class::Any,
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(..) => Class::Number,
        Value::String(_) => Class::String,
        Value::Bytes(_) => Class::Bytes,
        Value::Link(_) => Class::Link,
        Value::Tuple(_) | Value::Range(_) => Class::Tuple,
        Value::Map(_) => Class::Map,
        Value::Op(_) => Class::Op,
    }
}

/// About how much an operation has to look at.
fn size(value: &Value) -> u64 {
    let size = match value {
        Value::String(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Tuple(items) => items.len(),
        Value::Map(map) => map.len(),
        _ => 0,
    };
    size as u64
}

/// Python's name of a value's type, for messages.
pub(crate) fn python_type(value: &Value) -> &'static str {
    match value {
        Value::None => "NoneType",
        Value::Bool(_) => "bool",
        Value::Int(_) => "int",
        Value::Float(_) => "float",
        Value::Complex(..) => "complex",
        Value::String(_) => "str",
        Value::Bytes(_) => "bytes",
        Value::Link(_) => "Link",
        Value::Tuple(_) | Value::Range(_) => "list",
        Value::Map(_) => "dict",
        Value::Op(_) => "function",
    }
}

/// The error of an op on a value whose class has none of that name.
#[cold]
pub(crate) fn no_such_op(name: &str, subject: &Value) -> Error {
    let classes: Vec<&str> =
        Method::new(name).map(|method| method.ops().map(|op| op.spec().class.name()).collect()).unwrap_or_default();
    if classes.is_empty() {
        return Error::bad_request(format!("unknown op {name}"));
    }
    wrong(name, &classes.join(" or "), subject)
}

/// The error of an operand of the wrong type.
#[cold]
pub(crate) fn wrong(op: &str, expected: &str, found: &Value) -> Error {
    Error::bad_request(format!("{op} expects {expected}, found {}", found.kind()))
}

#[cold]
pub(crate) fn overflow() -> Error {
    Error::bad_request("integer overflow")
}
