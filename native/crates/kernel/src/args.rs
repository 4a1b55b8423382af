//! From a request to the arguments of a route.
//!
//! - GET and DELETE take a key: `?key=<JSON>`, or the body, or the declared parameters by name, `?a=1&b=2`.
//! - PUT takes `?key=<JSON>` and the value as body, or the body `[key, value]`.
//! - POST takes its parameters as the members of the body's object; an empty body is `{}`.
//!
//! Whether the values fit the route's parameters is the evaluator's business: it checks every call, whoever makes it.

use tc_ir::json::{self, Json};
use tc_ir::{Id, Param, Type, Verb, encode_string};
use tc_vm::{Args, Value};

use crate::target::Target;

/// Read the arguments for a route that answers `verb` and declares `params`. The error is for the caller to read.
pub fn read_args(verb: Verb, params: Option<&[Param]>, target: &Target, body: &[u8]) -> Result<Args, String> {
    match verb {
        Verb::Get => read_key(params.unwrap_or_default(), target, body).map(Args::Get),
        Verb::Delete => read_key(params.unwrap_or_default(), target, body).map(Args::Delete),
        Verb::Put => read_put(target, body),
        Verb::Post => read_post(target, body),
    }
}

fn read_key(params: &[Param], target: &Target, body: &[u8]) -> Result<Value, String> {
    let in_query = !target.query.is_empty();
    match (in_query, body.is_empty()) {
        (true, false) => Err("the key is given twice, in the query and in the body".to_owned()),
        (false, true) => Ok(Value::None),
        (false, false) => value(body).map_err(|e| format!("the body is not a key: {e}")),
        (true, true) => match target.query.as_slice() {
            [(name, text)] if name == "key" => key_text(text),
            named => named_params(params, named, target),
        },
    }
}

fn key_text(text: &str) -> Result<Value, String> {
    value(text.as_bytes())
        .map_err(|e| format!("?key= takes JSON (a string in quotes: ?key=\"abc\"), not {text:?}: {e}"))
}

/// `?a=1&b=2`: one declared parameter is the key itself, several are a map.
fn named_params(params: &[Param], named: &[(String, String)], target: &Target) -> Result<Value, String> {
    let mut members = Vec::with_capacity(named.len());
    for (name, text) in named {
        let param = params.iter().find(|param| param.name.as_str() == name).ok_or_else(|| unknown(name, params))?;
        target.parameter(name)?;
        members.push((name, parameter_json(param, text)?));
    }
    if let ([_], [(_, json)]) = (params, members.as_slice()) {
        return value(json.as_bytes());
    }
    let mut object = String::from("{");
    for (name, json) in &members {
        if object.len() > 1 {
            object.push(',');
        }
        encode_string(&mut object, name);
        object.push(':');
        object.push_str(json);
    }
    object.push('}');
    value(object.as_bytes())
}

fn unknown(name: &str, params: &[Param]) -> String {
    let names: Vec<&str> = params.iter().map(|param| param.name.as_str()).collect();
    match names.as_slice() {
        [] => format!("unknown parameter {name:?}: this route declares no named parameters; give its key as ?key="),
        names => format!("unknown parameter {name:?}: this route takes {}", names.join(", ")),
    }
}

/// The JSON of a parameter written as plain text: a string needs no quotes where the type takes strings.
fn parameter_json(param: &Param, text: &str) -> Result<String, String> {
    let parsed = json::parse(text.as_bytes());
    let as_json = match (&param.kind, &parsed) {
        (Type::String, _) => false,
        (Type::Any, parsed) => parsed.is_ok(),
        (kind, Ok(parsed)) if takes_strings(kind) => fits(kind, parsed),
        (kind, Err(_)) if takes_strings(kind) => false,
        (_, Ok(_)) => true,
        (kind, Err(e)) => return Err(format!("parameter {:?} is declared {kind}, and {text:?} is {e}", &*param.name)),
    };
    if as_json {
        return Ok(text.to_owned());
    }
    let mut quoted = String::new();
    encode_string(&mut quoted, text);
    Ok(quoted)
}

fn takes_strings(kind: &Type) -> bool {
    match kind {
        Type::String => true,
        Type::Union(members) => members.iter().any(takes_strings),
        _ => false,
    }
}

/// Whether `json` looks like a member of the union `kind`.
fn fits(kind: &Type, json: &Json) -> bool {
    match (kind, json) {
        (Type::Union(members), _) => members.iter().any(|member| fits(member, json)),
        // Quoted, so meant as JSON.
        (Type::String | Type::Any, Json::String(_)) => true,
        (Type::Any, _)
        | (Type::None, Json::Null)
        | (Type::Bool, Json::Bool(_))
        | (Type::Int | Type::Float | Type::Number, Json::Int(_))
        | (Type::Float | Type::Number, Json::Float(_))
        | (Type::Tuple | Type::List(_) | Type::TupleOf(_), Json::Array(_))
        | (_, Json::Object(_)) => true,
        _ => false,
    }
}

fn read_put(target: &Target, body: &[u8]) -> Result<Args, String> {
    const EXPECTED: &str = "PUT takes ?key= with the value as body, or the body [key, value]";
    match target.query.as_slice() {
        [] => match value(body).map_err(|e| format!("the body is not [key, value]: {e}"))? {
            Value::Tuple(items) => match <[Value; 2]>::try_from(items.into_vec()) {
                Ok([key, value]) => Ok(Args::Put(key, value)),
                Err(_) => Err(EXPECTED.to_owned()),
            },
            _ => Err(EXPECTED.to_owned()),
        },
        [(name, text)] if name == "key" => {
            let key = key_text(text)?;
            if body.is_empty() {
                return Err(format!("the value is missing: {EXPECTED}"));
            }
            Ok(Args::Put(key, value(body).map_err(|e| format!("the body is not a value: {e}"))?))
        }
        _ => Err(EXPECTED.to_owned()),
    }
}

fn read_post(target: &Target, body: &[u8]) -> Result<Args, String> {
    if let Some((name, _)) = target.query.first() {
        return Err(format!("POST takes its parameters in the body, not {name:?} in the query"));
    }
    if body.is_empty() {
        return Ok(Args::Post(Vec::new()));
    }
    let expected = || "the body of a POST is an object of its parameters".to_owned();
    let Value::Map(members) = value(body).map_err(|e| format!("the body is not an object of parameters: {e}"))? else {
        return Err(expected());
    };
    let members = members.iter().map(|(name, member)| {
        let Value::String(name) = name else { return Err(expected()) };
        let id = Id::new(name).ok_or_else(|| format!("{name:?} is not the name of a parameter"))?;
        Ok((id, member.clone()))
    });
    members.collect::<Result<_, _>>().map(Args::Post)
}

fn value(json: &[u8]) -> Result<Value, String> {
    Value::from_json(json).map_err(|error| error.message().to_owned())
}
