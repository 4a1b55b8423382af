//! Running one op outside any library: for tests and tools.

use tc_ir::{Id, Link, OpDef, Scalar};

use crate::door;
use crate::error::{Category, Error};
use crate::eval::{Machine, resolve_op};
use crate::library::{Args, Host};
use crate::value::Value;

/// A host with nothing outside and all the time in the world.
struct Nowhere;

impl Host for Nowhere {
    fn op(&self, link: &Link, _args: Args) -> Result<Value, Error> {
        Err(Error::new(Category::NotFound, format!("no route {link}")))
    }

    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// Evaluates an OpDef, given as JSON, with arguments given as JSON: an object of parameters for POST, `[key, value]`
/// for PUT, the key for GET and DELETE. Gives the result as JSON.
pub fn eval_json(op_json: &str, args_json: &str) -> Result<String, Error> {
    let scalar = tc_ir::decode(op_json.as_bytes()).map_err(|error| Error::bad_request(error.to_string()))?;
    let Scalar::Op(op) = scalar else { return Err(Error::bad_request("expected an op definition")) };
    let args = Value::from_json(args_json.as_bytes())?;
    let args = match &*op {
        OpDef::Get { .. } => Args::Get(args),
        OpDef::Delete { .. } => Args::Delete(args),
        OpDef::Put { .. } => match &args {
            Value::Tuple(pair) if pair.len() == 2 => Args::Put(pair[0].clone(), pair[1].clone()),
            other => return Err(Error::bad_request(format!("expected [key, value], found {}", other.kind()))),
        },
        OpDef::Post { .. } => match &args {
            Value::Map(params) => Args::Post(
                params
                    .iter()
                    .map(|(name, value)| match name {
                        Value::String(text) => Id::new(text).map(|id| (id, value.clone())),
                        _ => None,
                    })
                    .collect::<Option<_>>()
                    .ok_or_else(|| Error::bad_request("parameters are named by Ids"))?,
            ),
            other => return Err(Error::bad_request(format!("expected parameters, found {}", other.kind()))),
        },
    };
    let proto = resolve_op(&op, None)?;
    let args = door::in_order(&proto.params, args)?;
    Machine::new(None, &Nowhere).run(&proto, args)?.to_json()
}
