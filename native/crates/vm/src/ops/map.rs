//! Operations on maps, as `dict`'s methods.

use tc_ir::ops::Op;

use super::args::Arguments;
use super::{Context, Items, python_type, repr, wrong};
use crate::error::Error;
use crate::limits::check_items;
use crate::value::{Map, Value};

type Result<T> = std::result::Result<T, Error>;

pub(super) fn call(cx: &mut dyn Context, op: Op, mut map: Map, mut args: Arguments) -> Result<Value> {
    let args = &mut args;
    match op {
        Op::MapLen => Ok(Value::Int(map.len() as i64)),
        Op::MapGet => {
            let key = args.take(0);
            match (map.get(&key)?, args.optional(1)) {
                (Some(value), _) => Ok(value.clone()),
                (None, Some(default)) => Ok(default),
                (None, None) => Err(missing(&key)),
            }
        }
        Op::MapSet => {
            check_entries(map.len() + 1)?;
            let key = args.take(0);
            map.insert(key, args.take(1))?;
            Ok(Value::Map(map))
        }
        Op::MapDelete => {
            let key = args.take(0);
            map.remove(&key)?.ok_or_else(|| missing(&key))?;
            Ok(Value::Map(map))
        }
        Op::MapContains => Ok(Value::Bool(map.contains(&args.take(0))?)),
        Op::MapKeys => Ok(map.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>().into()),
        Op::MapValues => Ok(map.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>().into()),
        Op::MapItems => {
            check_items(map.len() as u128 * 3)?;
            Ok(map.iter().map(|(key, value)| pair(key.clone(), value.clone())).collect::<Vec<_>>().into())
        }
        Op::MapMerge | Op::MapBitor => match args.take(0) {
            Value::Map(more) => merge(map, &more).map(Value::Map),
            other => Err(wrong(args.op(), "map", &other)),
        },
        Op::MapUpdate => update(cx, map, &args.take(0)).map(Value::Map),
        Op::MapPop => {
            let key = args.take(0);
            match (map.remove(&key)?, args.optional(1)) {
                (Some(value), _) | (None, Some(value)) => Ok(pair(value, Value::Map(map))),
                (None, None) => Err(missing(&key)),
            }
        }
        Op::MapPopitem => match map.pop() {
            Some((key, value)) => Ok(pair(pair(key, value), Value::Map(map))),
            None => Err(Error::bad_request("popitem(): dictionary is empty")),
        },
        Op::MapSetdefault => {
            let key = args.take(0);
            let value = match map.get(&key)? {
                Some(value) => value.clone(),
                None => {
                    check_entries(map.len() + 1)?;
                    let default = args.optional(1).unwrap_or_default();
                    map.insert(key, default.clone())?;
                    default
                }
            };
            Ok(pair(value, Value::Map(map)))
        }
        _ => Err(wrong(args.op(), "another class", &Value::Map(map))),
    }
}

fn pair(first: Value, second: Value) -> Value {
    Value::from(vec![first, second])
}

fn missing(key: &Value) -> Error {
    match repr(key) {
        Ok(key) => Error::bad_request(format!("key not found: {key}")),
        Err(error) => error,
    }
}

/// An entry takes about three items' worth of memory.
fn check_entries(entries: usize) -> Result<()> {
    check_items(entries as u128 * 3)
}

fn merge(mut map: Map, more: &Map) -> Result<Map> {
    check_entries(map.len() + more.len())?;
    for (key, value) in more.iter() {
        map.insert(key.clone(), value.clone())?;
    }
    Ok(map)
}

/// `map` after `dict.update(more)`: a map, or an iterable of pairs.
pub(super) fn update(cx: &mut dyn Context, mut map: Map, more: &Value) -> Result<Map> {
    if let Value::Map(more) = more {
        return merge(map, more);
    }
    for (index, entry) in Items::of(more)?.enumerate() {
        cx.spend(1)?;
        let Ok(parts) = Items::of(&entry) else {
            return Err(Error::bad_request(format!(
                "cannot convert dictionary update sequence element #{index} to a sequence"
            )));
        };
        let len = if let Value::String(text) = &entry { text.chars_len() as u64 } else { parts.left() };
        if len != 2 {
            return Err(Error::bad_request(format!(
                "dictionary update sequence element #{index} has length {len}; 2 is required"
            )));
        }
        let mut parts = parts;
        let (Some(key), Some(value)) = (parts.next(), parts.next()) else {
            return Err(Error::bad_request(format!("'{}' object is not a pair", python_type(&entry))));
        };
        check_entries(map.len() + 1)?;
        map.insert(key, value)?;
    }
    Ok(map)
}
