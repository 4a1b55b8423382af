//! The scalars a program is made of: the mirror of `tcc/ir/nodes.py`.

use std::fmt;
use std::sync::Arc;

use crate::names::{Id, Link, Subject};

/// The four things one can do to a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    Get,
    Put,
    Post,
    Delete,
}

impl Verb {
    pub const ALL: [Verb; 4] = [Verb::Get, Verb::Put, Verb::Post, Verb::Delete];

    /// `GET`, `PUT`, `POST` or `DELETE`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }

    /// The verb of an upper-case HTTP method.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.name() == name)
    }

    /// The last segment of the verb's paths: `get`, `put`, `post` or `delete`.
    pub fn segment(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One node of a program.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// Real and imaginary part.
    Complex(f64, f64),
    String(Arc<str>),
    Bytes(Arc<[u8]>),
    Link(Link),
    Tuple(Vec<Scalar>),
    /// In insertion order. A map whose keys are all Ids is written as an object.
    Map(Vec<(Scalar, Scalar)>),
    /// `{"$id": []}`.
    Id(Id),
    Ref(Box<OpRef>),
    Op(Arc<OpDef>),
    Control(Box<Control>),
}

/// An operation on a subject.
#[derive(Clone, Debug, PartialEq)]
pub enum OpRef {
    Get { subject: Subject, key: Scalar },
    Put { subject: Subject, key: Scalar, value: Scalar },
    Post { subject: Subject, params: Vec<(Id, Scalar)> },
    Delete { subject: Subject, key: Scalar },
}

impl OpRef {
    pub fn subject(&self) -> &Subject {
        match self {
            Self::Get { subject, .. }
            | Self::Put { subject, .. }
            | Self::Post { subject, .. }
            | Self::Delete { subject, .. } => subject,
        }
    }

    pub fn verb(&self) -> Verb {
        match self {
            Self::Get { .. } => Verb::Get,
            Self::Put { .. } => Verb::Put,
            Self::Post { .. } => Verb::Post,
            Self::Delete { .. } => Verb::Delete,
        }
    }
}

/// One line of a form: an id and what it is bound to.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: Id,
    pub scalar: Scalar,
}

/// Entries whose last is the result. Their order means nothing else.
pub type Form = Vec<Entry>;

/// An operation, defined: a dataflow graph with inputs.
#[derive(Clone, Debug, PartialEq)]
pub enum OpDef {
    Get {
        key_name: Id,
        form: Form,
    },
    Put {
        key_name: Id,
        value_name: Id,
        form: Form,
    },
    /// Its parameters are the free ids of its form.
    Post {
        form: Form,
    },
    Delete {
        key_name: Id,
        form: Form,
    },
}

impl OpDef {
    pub fn form(&self) -> &Form {
        match self {
            Self::Get { form, .. } | Self::Put { form, .. } | Self::Post { form } | Self::Delete { form, .. } => form,
        }
    }

    pub fn verb(&self) -> Verb {
        match self {
            Self::Get { .. } => Verb::Get,
            Self::Put { .. } => Verb::Put,
            Self::Post { .. } => Verb::Post,
            Self::Delete { .. } => Verb::Delete,
        }
    }

    /// The declared inputs: the key of GET and DELETE, key and value of PUT, none for POST.
    pub fn inputs(&self) -> Vec<&Id> {
        match self {
            Self::Get { key_name, .. } | Self::Delete { key_name, .. } => vec![key_name],
            Self::Put { key_name, value_name, .. } => vec![key_name, value_name],
            Self::Post { .. } => Vec::new(),
        }
    }
}

/// Control flow.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// Resolve `cond`, then only the chosen branch.
    If { cond: Scalar, then: Scalar, or_else: Scalar },
    /// The conditional of the 2026 releases.
    Cond { cond: Scalar, then: Scalar, or_else: Scalar },
    /// Call `cond` with `{state}`; while true, `body` gives the next state.
    While { cond: Scalar, body: Scalar, state: Scalar },
    /// Run `op` for each item; with a state, its result is the next state.
    ForEach { items: Scalar, op: Scalar, item_name: Id, state: Option<Scalar> },
    /// Resolve `when`, then `then`.
    After { when: Scalar, then: Scalar },
}

impl Scalar {
    /// Whether this may stand as a map's key: anything but a map or an op, also inside a tuple.
    pub fn can_be_key(&self) -> bool {
        match self {
            Self::Tuple(items) => items.iter().all(Self::can_be_key),
            Self::Map(_) | Self::Op(_) => false,
            _ => true,
        }
    }

    /// Whether this stands for itself: it holds no ref and no op.
    pub fn is_value(&self) -> bool {
        match self {
            Self::Tuple(items) => items.iter().all(Self::is_value),
            Self::Map(entries) => entries.iter().all(|(key, value)| key.is_value() && value.is_value()),
            Self::Id(_) | Self::Ref(_) | Self::Op(_) | Self::Control(_) => false,
            _ => true,
        }
    }

    /// Appends text that is equal for keys Python holds equal (`1 == 1.0 == True`); false for what is no value.
    pub(crate) fn canonical_key(&self, out: &mut String) -> bool {
        use fmt::Write as _;
        let _ = match self {
            Self::None => write!(out, "n;"),
            Self::Bool(value) => write!(out, "i{};", i64::from(*value)),
            Self::Int(value) => write!(out, "i{value};"),
            Self::Float(value) | Self::Complex(value, 0.0) => match float_as_int(*value) {
                Some(value) => write!(out, "i{value};"),
                None => write!(out, "f{value:?};"),
            },
            Self::Complex(re, im) => write!(out, "c{re:?},{im:?};"),
            Self::String(text) => write!(out, "s{text:?};"),
            Self::Bytes(bytes) => write!(out, "b{bytes:?};"),
            Self::Link(link) => write!(out, "l{link};"),
            Self::Tuple(items) => {
                out.push('[');
                let all = items.iter().all(|item| item.canonical_key(out));
                out.push(']');
                return all;
            }
            Self::Map(_) | Self::Id(_) | Self::Ref(_) | Self::Op(_) | Self::Control(_) => return false,
        };
        true
    }
}

/// The integer a float is equal to, within 64 bits.
#[allow(clippy::cast_possible_truncation)]
fn float_as_int(value: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value)).then_some(value as i64)
}
