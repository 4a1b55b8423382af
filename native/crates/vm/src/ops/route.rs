//! The free routes: conversions, constructors, errors.

use tc_ir::Link;
use tc_ir::ops::Route;

use super::args::{Arguments, int_of};
use super::{Context, Items, convert, map, python_type, reflect, str_of, tuple, wrong};
use crate::error::{Category, Error};
use crate::library::Args;
use crate::limits;
use crate::value::{Map, Range, Str, Value};

type Result<T> = std::result::Result<T, Error>;

/// Calls a route of the op table other than the host's.
pub(crate) fn call_route(cx: &mut dyn Context, route: Route, args: Args) -> Result<Value> {
    let spec = route.spec();
    if args.verb() != spec.verb {
        return Err(Error::new(
            Category::MethodNotAllowed,
            format!("{} is called with {}, not {}", spec.path, spec.verb, args.verb()),
        ));
    }
    let result = match args {
        Args::Get(key) => {
            cx.spend(1 + super::size(&key) / super::BYTES_A_STEP)?;
            get(cx, route, key)?
        }
        args => {
            let args = Arguments::bind_params(spec.path, spec.params, args)?;
            cx.spend(1 + args.size() / super::BYTES_A_STEP)?;
            post(cx, route, args)?
        }
    };
    cx.spend(super::size(&result) / super::BYTES_A_STEP)?;
    Ok(result)
}

fn get(cx: &mut dyn Context, route: Route, key: Value) -> Result<Value> {
    match route {
        Route::StateScalarValueNumberInt64 => convert::int(&key).map(Value::Int),
        Route::StateScalarValueNumberFloat64 => convert::float(&key).map(Value::Float),
        Route::StateScalarValueNumberComplex64 => convert::complex(&key).map(|(re, im)| Value::Complex(re, im)),
        Route::StateScalarValueNumberBool => Ok(Value::Bool(key.truthy())),
        Route::StateScalarValueString => match key {
            Value::String(_) => Ok(key),
            other => str_of(&other).map(Value::from),
        },
        Route::StateScalarValueBytes => bytes(&key),
        Route::StateScalarValueLink => match key {
            Value::Link(_) => Ok(key),
            Value::String(text) => match Link::new(&text) {
                Some(link) => Ok(Value::Link(link)),
                None => Err(Error::bad_request(format!("{:?} is not a link", &*text))),
            },
            other => Err(wrong("link", "string", &other)),
        },
        Route::StateScalarTuple => match key {
            Value::Tuple(_) | Value::Range(_) => Ok(key),
            other => Items::of(&other)?.collect_checked().map(Value::from),
        },
        Route::StateScalarMap => match key {
            Value::Map(_) => Ok(key),
            other => map::update(cx, Map::new(), &other).map(Value::Map),
        },
        Route::StateScalarTupleRange => range(&key),
        Route::StateScalarTupleZip => {
            let rows: Vec<Value> = Items::of(&key)?.collect_checked()?;
            tuple::zip(cx, &rows)
        }
        Route::StateScalarTupleConcatenate => {
            let mut items = Vec::new();
            for part in Items::of(&key)? {
                let part = Items::of(&part)?;
                limits::check_items(items.len() as u128 + u128::from(part.left()))?;
                cx.spend(part.left() / 64)?;
                items.extend(part);
            }
            Ok(Value::from(items))
        }
        Route::StateScalarStringChr => match int_of(&key) {
            None => {
                let kind = python_type(&key);
                Err(Error::bad_request(format!("'{kind}' object cannot be interpreted as an integer")))
            }
            Some(code) => match u32::try_from(code).ok().filter(|&code| code < 0x11_0000) {
                None => Err(Error::bad_request("chr() arg not in range(0x110000)")),
                Some(code) => match char::from_u32(code) {
                    Some(c) => Ok(Value::from(Str::from(c))),
                    None => Err(Error::bad_request(format!("a lone surrogate is no string here: chr({code})"))),
                },
            },
        },
        other => Err(not_here(other)),
    }
}

fn not_here(route: Route) -> Error {
    Error::new(Category::NotFound, format!("no route {}", route.spec().path))
}

fn post(cx: &mut dyn Context, route: Route, mut args: Arguments) -> Result<Value> {
    if let Some(category) = route.spec().path.strip_prefix("/state/scalar/error/").and_then(Category::from_name) {
        return Err(Error::new(category, str_of(&args.take(0))?));
    }
    match route {
        Route::StateScalarMapFromKeys => {
            let keys = args.take(0);
            let value = args.optional(1).unwrap_or_default();
            let mut map = Map::new();
            for key in Items::of(&keys)? {
                cx.spend(1)?;
                limits::check_items((map.len() as u128 + 1) * 3)?;
                map.insert(key, value.clone())?;
            }
            Ok(Value::Map(map))
        }
        Route::StateScalarReflectClass
        | Route::StateScalarReflectRefParts
        | Route::StateScalarOpReflectForm
        | Route::StateScalarOpReflectLastId
        | Route::StateScalarOpReflectScalars => reflect::of_value(route, &args.take(0)),
        other => Err(not_here(other)),
    }
}

fn bytes(value: &Value) -> Result<Value> {
    match value {
        Value::Bytes(_) => Ok(value.clone()),
        Value::Bool(_) | Value::Int(_) => {
            let count = int_of(value).unwrap_or(0);
            let Ok(count) = usize::try_from(count) else { return Err(Error::bad_request("negative count")) };
            limits::check_bytes(count as u128)?;
            Ok(Value::bytes(vec![0; count]))
        }
        Value::String(_) => Err(Error::bad_request("string argument without an encoding")),
        other => {
            let Ok(items) = Items::of(other) else {
                let kind = python_type(other);
                return Err(Error::bad_request(format!("cannot convert '{kind}' object to bytes")));
            };
            let mut out = Vec::new();
            for item in items {
                let Some(byte) = int_of(&item) else {
                    let kind = python_type(&item);
                    return Err(Error::bad_request(format!("'{kind}' object cannot be interpreted as an integer")));
                };
                out.push(u8::try_from(byte).map_err(|_| Error::bad_request("bytes must be in range(0, 256)"))?);
                limits::check_bytes(out.len() as u128)?;
            }
            Ok(Value::bytes(out))
        }
    }
}

fn range(key: &Value) -> Result<Value> {
    let int = |value: &Value| {
        int_of(value).ok_or_else(|| {
            let kind = python_type(value);
            Error::bad_request(format!("'{kind}' object cannot be interpreted as an integer"))
        })
    };
    let (start, stop, step) = match key {
        Value::Tuple(parts) => match &**parts {
            [stop] => (0, int(stop)?, 1),
            [start, stop] => (int(start)?, int(stop)?, 1),
            [start, stop, step] => (int(start)?, int(stop)?, int(step)?),
            _ => {
                return Err(Error::bad_request(format!("range expected 1 to 3 arguments, got {}", parts.len())));
            }
        },
        other => (0, int(other)?, 1),
    };
    if step == 0 {
        return Err(Error::bad_request("range() arg 3 must not be zero"));
    }
    Ok(Value::from(Range { start, stop, step }))
}
