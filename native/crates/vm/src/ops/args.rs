//! The arguments of an operation, matched with its parameters.

use tc_ir::Id;
use tc_ir::ops::{OpSpec, ParamSpec};

use super::wrong;
use crate::error::Error;
use crate::library::Args;
use crate::value::{Str, Value};

type Result<T> = std::result::Result<T, Error>;

/// The operand of a binary op, whatever the op calls it.
const OPERAND: &str = "r";
/// How many declared parameters an op has at most.
const MAX: usize = 4;

/// Arguments by the position of their parameter in the op table.
pub(crate) struct Arguments {
    op: &'static str,
    values: [Option<Value>; MAX],
    /// Those of a variadic op, by name, in the order they were written.
    pub rest: Vec<(Id, Value)>,
}

impl Arguments {
    /// Matches what an op was given with what it takes: named parameters, or one operand in the older form, where a
    /// `null` for an op that takes nothing is nothing.
    pub fn bind(spec: &'static OpSpec, args: Args) -> Result<Self> {
        Self::bind_params(spec.name, spec.params, args)
    }

    /// The same for anything with parameters like an op's.
    pub fn bind_params(op: &'static str, params: &'static [ParamSpec], args: Args) -> Result<Self> {
        let mut bound = Self { op, values: Default::default(), rest: Vec::new() };
        let variadic = params.iter().any(|param| param.variadic);
        let needs = |param: &&ParamSpec| !param.optional && !param.variadic;
        match args {
            Args::Post(given) => {
                for (name, value) in given {
                    match params.iter().position(|param| !param.variadic && param.name == name.as_str()) {
                        Some(index) => bound.values[index] = Some(value),
                        None if variadic => bound.rest.push((name, value)),
                        // What the one operand is called differs by class (`sub` of a string, `i` of a map), and a
                        // program need not know the class.
                        None if name.as_str() == OPERAND && bound.values[0].is_none() && !params.is_empty() => {
                            bound.values[0] = Some(value);
                        }
                        None => return Err(Error::bad_request(format!("{op}: unknown parameter '{name}'"))),
                    }
                }
            }
            Args::Get(Value::None) if !params.iter().any(|param| needs(&param)) => {}
            Args::Get(operand) => match params {
                [first, ..] if first.variadic => {
                    bound.rest.extend(Id::new(first.name).map(|name| (name, operand)));
                }
                [_, ..] => bound.values[0] = Some(operand),
                [] => return Err(Error::bad_request(format!("{op} takes no operand"))),
            },
            other => return Err(Error::bad_request(format!("{op} is called with POST, not {}", other.verb()))),
        }
        if let Some(missing) = params.iter().zip(&bound.values).find(|(param, value)| needs(param) && value.is_none()) {
            return Err(Error::bad_request(format!("{op}: missing parameter '{}'", missing.0.name)));
        }
        Ok(bound)
    }

    /// The name of the op, for messages.
    pub fn op(&self) -> &'static str {
        self.op
    }

    /// About how much an operation has to look at.
    pub fn size(&self) -> u64 {
        self.values.iter().flatten().chain(self.rest.iter().map(|(_, value)| value)).map(super::size).sum()
    }

    /// A required argument.
    pub fn take(&mut self, index: usize) -> Value {
        self.values[index].take().unwrap_or_default()
    }

    /// An optional argument.
    pub fn optional(&mut self, index: usize) -> Option<Value> {
        self.values[index].take()
    }

    /// An optional argument for which none is as good as nothing.
    pub fn some(&mut self, index: usize) -> Option<Value> {
        self.values[index].take().filter(|value| !matches!(value, Value::None))
    }

    /// A required integer; a bool is one.
    pub fn int(&mut self, index: usize) -> Result<i64> {
        let value = self.take(index);
        int_of(&value).ok_or_else(|| wrong(self.op, "int", &value))
    }

    /// An optional integer. None is wrong here: see [`Self::some_int`].
    pub fn optional_int(&mut self, index: usize) -> Result<Option<i64>> {
        self.optional(index).map(|value| int_of(&value).ok_or_else(|| wrong(self.op, "int", &value))).transpose()
    }

    /// An optional integer for which none is as good as nothing, such as a bound of a slice.
    pub fn some_int(&mut self, index: usize) -> Result<Option<i64>> {
        self.some(index).map(|value| int_of(&value).ok_or_else(|| wrong(self.op, "int", &value))).transpose()
    }

    /// A required string.
    pub fn text(&mut self, index: usize) -> Result<Str> {
        match self.take(index) {
            Value::String(text) => Ok(text),
            other => Err(wrong(self.op, "string", &other)),
        }
    }

    /// An optional string for which none is as good as nothing.
    pub fn some_text(&mut self, index: usize) -> Result<Option<Str>> {
        match self.some(index) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(wrong(self.op, "string", &other)),
        }
    }
}

/// The integer a value is: bools are.
pub(crate) fn int_of(value: &Value) -> Option<i64> {
    match value {
        Value::Int(value) => Some(*value),
        Value::Bool(value) => Some(i64::from(*value)),
        _ => None,
    }
}
