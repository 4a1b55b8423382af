//! The door of a route: parameters are checked against what it declares, and defaults filled in, before it runs.

use tc_ir::{Id, Type};

use crate::error::Error;
use crate::library::Args;
use crate::value::{Map, Value};

type Result<T> = std::result::Result<T, Error>;

/// A declared parameter.
#[derive(Debug)]
pub(crate) struct Param {
    pub name: Id,
    pub kind: Type,
    /// What it is when left out; `None` when it may not be.
    pub default: Option<Value>,
}

/// The arguments a route with these parameters runs with.
///
/// GET and DELETE without parameters take no key; with one, the key is it; with several, the key is a map of them.
/// PUT takes the key and the value, POST the named parameters.
pub(crate) fn admit(params: &[Param], args: Args) -> Result<Args> {
    Ok(match args {
        Args::Get(key) => Args::Get(admit_key(params, key)?),
        Args::Delete(key) => Args::Delete(admit_key(params, key)?),
        Args::Put(key, value) => match params {
            [key_param, value_param] => Args::Put(admit_one(key_param, key)?, admit_one(value_param, value)?),
            _ => Args::Put(key, value),
        },
        Args::Post(given) => Args::Post(admit_named(params, given)?),
    })
}

fn admit_key(params: &[Param], key: Value) -> Result<Value> {
    match params {
        [] => match key {
            Value::None => Ok(key),
            _ => Err(Error::bad_request("this route takes no key")),
        },
        [param] => match (key, &param.default) {
            (Value::None, Some(default)) => Ok(default.clone()),
            (key, _) => admit_one(param, key),
        },
        params => {
            let given = match key {
                Value::None => Vec::new(),
                Value::Map(map) => map
                    .iter()
                    .map(|(name, value)| match name {
                        Value::String(text) => Id::new(text).map(|id| (id, value.clone())),
                        _ => None,
                    })
                    .collect::<Option<Vec<_>>>()
                    .ok_or_else(|| Error::bad_request("the key is a map of the parameters by name"))?,
                other => {
                    return Err(Error::bad_request(format!(
                        "the key is a map of the parameters {}, found {}",
                        names(params),
                        other.kind()
                    )));
                }
            };
            let mut map = Map::new();
            for (name, value) in admit_named(params, given)? {
                map.insert(Value::from(name.as_str()), value)?;
            }
            Ok(Value::Map(map))
        }
    }
}

fn names(params: &[Param]) -> String {
    params.iter().map(|param| param.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn admit_named(params: &[Param], mut given: Vec<(Id, Value)>) -> Result<Vec<(Id, Value)>> {
    if let Some((unknown, _)) = given.iter().find(|(name, _)| !params.iter().any(|param| param.name == *name)) {
        let known = if params.is_empty() { "none".to_owned() } else { names(params) };
        return Err(Error::bad_request(format!("unknown parameter '{unknown}'; it takes {known}")));
    }
    let admitted = params.iter().map(|param| {
        let value = given.iter_mut().find(|(name, _)| *name == param.name).map(|(_, value)| std::mem::take(value));
        let value = match (value, &param.default) {
            (Some(value), _) => admit_one(param, value)?,
            (None, Some(default)) => default.clone(),
            (None, None) => return Err(Error::bad_request(format!("missing parameter '{}'", param.name))),
        };
        Ok((param.name.clone(), value))
    });
    admitted.collect()
}

fn admit_one(param: &Param, value: Value) -> Result<Value> {
    if accepts(&param.kind, &value) {
        return Ok(value);
    }
    if matches!(value, Value::None) {
        return Err(Error::bad_request(format!("missing parameter '{}'", param.name)));
    }
    Err(Error::bad_request(format!("'{}' expects {}, found {}", param.name, param.kind, value.kind())))
}

/// The arguments of an op in the order of its parameters.
pub(crate) fn in_order(params: &[Id], args: Args) -> Result<Vec<Value>> {
    match args {
        Args::Get(key) | Args::Delete(key) => Ok(vec![key]),
        Args::Put(key, value) => Ok(vec![key, value]),
        Args::Post(mut given) => {
            if let Some((unknown, _)) = given.iter().find(|(name, _)| !params.contains(name)) {
                return Err(Error::bad_request(format!("unknown parameter '{unknown}'")));
            }
            let ordered = params.iter().map(|param| {
                let value = given.iter_mut().find(|(name, _)| name == param).map(|(_, value)| std::mem::take(value));
                value.ok_or_else(|| Error::bad_request(format!("missing parameter '{param}'")))
            });
            ordered.collect()
        }
    }
}

/// Whether a value is of a type.
pub(crate) fn accepts(kind: &Type, value: &Value) -> bool {
    match (kind, value) {
        (Type::Any, _)
        | (Type::None, Value::None)
        | (Type::Bool, Value::Bool(_))
        | (Type::Int, Value::Int(_))
        | (Type::Float, Value::Int(_) | Value::Float(_))
        | (Type::Number, Value::Int(_) | Value::Float(_) | Value::Complex(..))
        | (Type::Complex, Value::Complex(..))
        | (Type::String, Value::String(_))
        | (Type::Bytes, Value::Bytes(_))
        | (Type::Link, Value::Link(_))
        | (Type::Op, Value::Op(_))
        | (Type::Tuple, Value::Tuple(_) | Value::Range(_))
        | (Type::Map, Value::Map(_)) => true,
        (Type::List(item), Value::Tuple(items)) => items.iter().all(|value| accepts(item, value)),
        (Type::List(item), Value::Range(range)) => range.is_empty() || accepts(item, &Value::Int(0)),
        (Type::TupleOf(kinds), Value::Tuple(items)) => {
            kinds.len() == items.len() && kinds.iter().zip(items.iter()).all(|(kind, value)| accepts(kind, value))
        }
        (Type::TupleOf(kinds), Value::Range(range)) => {
            kinds.len() as u64 == range.len() && kinds.iter().all(|kind| accepts(kind, &Value::Int(0)))
        }
        (Type::MapOf(key_kind, value_kind), Value::Map(map)) => {
            map.iter().all(|(key, value)| accepts(key_kind, key) && accepts(value_kind, value))
        }
        (Type::Union(kinds), value) => kinds.iter().any(|kind| accepts(kind, value)),
        _ => false,
    }
}
