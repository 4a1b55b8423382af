//! Values: what programs compute with. Cloning one is cheap; changing one copies it only when it is shared.

use std::fmt;
use std::sync::Arc;

use tc_ir::Link;

use crate::error::Error;

mod bytes;
mod compare;
mod json;
mod key;
mod map;
mod memory;
mod range;
mod string;
mod tuple;

pub use bytes::Bytes;
pub use compare::{compare, equal, try_equal};
pub use json::from_scalar;

pub use map::Map;
pub(crate) use memory::taken;
pub use range::Range;
pub use string::Str;
pub use tuple::Tuple;
pub(crate) use tuple::take_apart;

use crate::eval::Closure;

/// A value.
#[derive(Clone, Default)]
pub enum Value {
    #[default]
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// Real and imaginary part.
    Complex(f64, f64),
    String(Str),
    Bytes(Bytes),
    Link(Link),
    Tuple(Tuple),
    /// A lazy tuple of integers.
    Range(Arc<Range>),
    Map(Map),
    Op(Arc<Closure>),
}

impl Value {
    /// What this is, for messages: `none`, `bool`, `int`, `float`, `complex`, `string`, …
    pub fn kind(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Complex(..) => "complex",
            Self::String(_) => "string",
            Self::Bytes(_) => "bytes",
            Self::Link(_) => "link",
            Self::Tuple(_) | Self::Range(_) => "tuple",
            Self::Map(_) => "map",
            Self::Op(_) => "op",
        }
    }

    /// Python's truthiness.
    pub fn truthy(&self) -> bool {
        match self {
            Self::None => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::Complex(re, im) => *re != 0.0 || *im != 0.0,
            Self::String(text) => !text.is_empty(),
            Self::Bytes(bytes) => !bytes.is_empty(),
            Self::Tuple(items) => !items.is_empty(),
            Self::Range(range) => !range.is_empty(),
            Self::Map(map) => !map.is_empty(),
            Self::Link(_) | Self::Op(_) => true,
        }
    }

    /// Reads a value from its JSON; a document that holds refs or ops is refused.
    pub fn from_json(source: &[u8]) -> Result<Self, Error> {
        let scalar = tc_ir::decode(source).map_err(|error| Error::bad_request(error.to_string()))?;
        from_scalar(&scalar)
    }

    /// The value as compact JSON. NaN, infinities and ops have none.
    pub fn to_json(&self) -> Result<String, Error> {
        json::encode(self)
    }

    /// A string value.
    pub fn string(text: impl Into<Str>) -> Self {
        Self::String(text.into())
    }

    /// A tuple of `items`.
    pub fn tuple(items: impl Into<Tuple>) -> Self {
        Self::Tuple(items.into())
    }

    /// A bytes value.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Bytes(Bytes::from(bytes.into()))
    }
}

/// Equality as Python's `==`, so not reflexive for NaN.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        equal(self, other)
    }
}

/// Python's `repr`.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match crate::ops::repr(self) {
            Ok(text) => f.write_str(&text),
            Err(error) => write!(f, "<{error}>"),
        }
    }
}

macro_rules! from {
    ($($source:ty => $variant:ident,)*) => {
        $(impl From<$source> for Value {
            fn from(value: $source) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

from! {
    bool => Bool,
    i64 => Int,
    f64 => Float,
    &str => String,
    String => String,
    Str => String,
    Link => Link,
    Vec<Value> => Tuple,
    Tuple => Tuple,
    Map => Map,
    Range => Range,
}
