//! What can be known of a value's class before it is computed: from literals, declared parameters and the op table.

use super::scope::{Meaning, Scope};
use crate::names::Subject;
use crate::ops::{Method, Route};
use crate::scalar::{Control, OpRef, Scalar};
use crate::types::Type;

/// A set of classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Classes(u16);

impl Classes {
    const NONE: Self = Self(1);
    const NUMBER: Self = Self(2);
    const STRING: Self = Self(4);
    const BYTES: Self = Self(8);
    const TUPLE: Self = Self(16);
    const MAP: Self = Self(32);
    const OP: Self = Self(64);
    pub const LINK: Self = Self(128);

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn includes(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The classes of a type's values; `None` when it can be any.
    fn of_type(kind: &Type) -> Option<Self> {
        Some(match kind {
            Type::Any => return None,
            Type::None => Self::NONE,
            Type::Bool | Type::Int | Type::Float | Type::Number | Type::Complex => Self::NUMBER,
            Type::String => Self::STRING,
            Type::Bytes => Self::BYTES,
            Type::Link => Self::LINK,
            Type::Op => Self::OP,
            Type::Tuple | Type::List(_) | Type::TupleOf(_) => Self::TUPLE,
            Type::Map | Type::MapOf(..) => Self::MAP,
            Type::Union(members) => {
                members.iter().map(Self::of_type).try_fold(Self(0), |all, one| Some(all.or(one?)))?
            }
        })
    }

    /// The class of a literal; `None` for a ref or control node.
    pub fn of_literal(scalar: &Scalar) -> Option<Self> {
        Some(match scalar {
            Scalar::None => Self::NONE,
            Scalar::Bool(_) | Scalar::Int(_) | Scalar::Float(_) | Scalar::Complex(..) => Self::NUMBER,
            Scalar::String(_) => Self::STRING,
            Scalar::Bytes(_) => Self::BYTES,
            Scalar::Link(_) => Self::LINK,
            Scalar::Tuple(_) => Self::TUPLE,
            Scalar::Map(_) => Self::MAP,
            Scalar::Op(_) => Self::OP,
            Scalar::Id(_) | Scalar::Ref(_) | Scalar::Control(_) => return None,
        })
    }
}

/// How many bindings are followed; what is behind more counts as unknown.
const MAX_HOPS: usize = 32;

/// The classes the value of an id can have; `None` when nothing is known.
pub(super) fn of_id(name: &str, scope: &Scope<'_, '_>) -> Option<Classes> {
    of_binding(name, scope, 0)
}

fn of_binding(name: &str, scope: &Scope<'_, '_>, hops: usize) -> Option<Classes> {
    let (scope, binding) = scope.find(name)?;
    match &binding.meaning {
        Meaning::Param(kind) => Classes::of_type(kind),
        Meaning::Entry(scalar) => match binding.classes.get() {
            Some(known) => *known,
            None => {
                let known = of_scalar(scalar, scope, hops + 1);
                // What was cut short is found again from elsewhere.
                if hops == 0 {
                    let _ = binding.classes.set(known);
                }
                known
            }
        },
    }
}

fn of_scalar(scalar: &Scalar, scope: &Scope<'_, '_>, hops: usize) -> Option<Classes> {
    if let Some(class) = Classes::of_literal(scalar) {
        return Some(class);
    }
    if hops >= MAX_HOPS {
        return None;
    }
    match scalar {
        Scalar::Id(id) => of_binding(id, scope, hops),
        Scalar::Control(control) => match &**control {
            Control::If { then, or_else, .. } | Control::Cond { then, or_else, .. } => {
                Some(of_branch(then, scope, hops)?.or(of_branch(or_else, scope, hops)?))
            }
            Control::After { then, .. } => of_scalar(then, scope, hops + 1),
            _ => None,
        },
        Scalar::Ref(op) => of_result(op, scope, hops),
        _ => None,
    }
}

/// An op that stands as a branch is run, and its entries are in a scope of their own: nothing is known.
fn of_branch(scalar: &Scalar, scope: &Scope<'_, '_>, hops: usize) -> Option<Classes> {
    of_scalar(scalar, scope, hops + 1).filter(|found| !found.includes(Classes::OP))
}

fn of_result(op: &OpRef, scope: &Scope<'_, '_>, hops: usize) -> Option<Classes> {
    let type_of = |text: &str| Type::parse(text).ok().and_then(|kind| Classes::of_type(&kind));
    match op.subject() {
        Subject::Link(link) => type_of(Route::new(link)?.spec().result),
        Subject::Scoped { id, suffix } => {
            let on = of_binding(id, scope, hops + 1);
            let mut results = Method::new(suffix)?
                .ops()
                .map(|op| op.spec())
                .filter(|spec| {
                    let class = Type::parse(spec.class.name()).ok().and_then(|kind| Classes::of_type(&kind));
                    match (on, class) {
                        (Some(on), Some(class)) => on.includes(class),
                        _ => true,
                    }
                })
                .map(|spec| spec.result);
            let first = results.next()?;
            if results.any(|other| other != first) { None } else { type_of(first) }
        }
    }
}
