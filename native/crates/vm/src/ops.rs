//! The operations.
use crate::error::Error;
use crate::value::Value;

/// Python's name of a value's type, for messages.
pub fn python_type(value: &Value) -> &'static str {
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

pub fn repr(value: &Value) -> Result<String, Error> {
    Err(Error::bad_request(value.kind()))
}

/// The items of an iterable.
pub struct Items(Vec<Value>);
impl Items {
    pub fn of(_v: &Value) -> Result<Self, Error> {
        Ok(Items(vec![]))
    }
    pub fn collect_checked(self) -> Result<Vec<Value>, Error> {
        Ok(self.0)
    }
}
