//! What the resolver makes of an op: expressions over numbered slots.

use std::sync::Arc;

use tc_ir::ops::{Method, Route};
use tc_ir::{Id, Link, OpDef, Scalar, Verb};

use crate::value::{Str, Value, take_apart};

/// A place in a frame: a parameter, a captured value, an entry, or a member of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Slot(pub u32);

impl Slot {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An op, resolved.
#[derive(Debug)]
pub(crate) struct Proto {
    pub verb: Verb,
    /// The names of the first slots.
    pub params: Vec<Id>,
    /// What the captured slots are filled with when the op is called.
    pub captures: Vec<Capture>,
    pub capture_slots: Vec<Slot>,
    pub slots: usize,
    /// The entries, by slot; none for slots that are filled when the op is called.
    pub entries: Vec<Option<EntryCode>>,
    pub result: Slot,
    /// Whether a slot is read at one place at most, which may then take its value.
    pub read_once: Vec<bool>,
    /// The members of map parameters that are read one by one only, and the slots they are put in.
    pub members: Vec<Member>,
    /// What this was made of; `None` for a route with a declared door, which is no value.
    pub definition: Option<Arc<OpDef>>,
}

/// An entry of a form.
#[derive(Debug)]
pub(crate) struct EntryCode {
    pub id: Id,
    /// The entry of this frame around it: that of the conditional in whose branch it stands.
    pub parent: Option<Slot>,
    /// The slots the expression reads whenever it runs, in order.
    pub strict: Vec<Slot>,
    pub expr: Expr,
}

/// Where a captured slot comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Capture {
    /// The closure's captured values.
    Value(usize),
    /// A closure of the same group.
    Peer(usize),
}

/// A member of a map parameter with a slot of its own.
#[derive(Debug)]
pub(crate) struct Member {
    pub param: Slot,
    pub key: Str,
    pub slot: Slot,
}

/// A scalar, resolved.
#[derive(Debug)]
pub(crate) enum Expr {
    Const(Value),
    Local(Slot),
    /// `$param/get` of a literal key; `slot` is the member's own, used when the parameter is taken apart.
    Member {
        param: Slot,
        slot: Slot,
        key: Str,
    },
    Tuple(Vec<Expr>),
    Map(Vec<(Expr, Expr)>),
    /// An op on a value (or a link).
    Method {
        subject: Slot,
        /// `None` for a name no class has, legal only on links.
        method: Option<Method>,
        suffix: Arc<str>,
        args: ArgExprs,
    },
    /// A call of an op (or a link) by its own id.
    Call {
        callee: Slot,
        name: Id,
        args: ArgExprs,
    },
    /// A free route of the kernel.
    Route {
        route: Route,
        args: ArgExprs,
    },
    /// A reflection route on a scalar that is not resolved.
    Reflect {
        route: Route,
        scalar: Arc<Scalar>,
    },
    /// A sibling route.
    Sibling {
        path: Arc<str>,
        args: ArgExprs,
    },
    /// Anything else, which the host knows.
    Link {
        link: Link,
        args: ArgExprs,
    },
    If {
        cond: Box<Expr>,
        then: Box<Expr>,
        or_else: Box<Expr>,
    },
    /// An inline branch: its entries are slots of this frame, this is its result.
    Branch(Slot),
    While {
        cond: Box<Expr>,
        body: Box<Expr>,
        state: Box<Expr>,
    },
    ForEach {
        items: Box<Expr>,
        op: Box<Expr>,
        item_name: Id,
        state: Option<Box<Expr>>,
    },
    After {
        when: Box<Expr>,
        then: Box<Expr>,
    },
    /// An op as a value: member `index` of its group, with what the group captures.
    Op {
        group: Arc<[Arc<Proto>]>,
        index: usize,
        captured: Vec<Slot>,
    },
}

/// The arguments of an op ref.
#[derive(Debug)]
pub(crate) enum ArgExprs {
    Get(Box<Expr>),
    Put(Box<Expr>, Box<Expr>),
    Post(Vec<(Id, Expr)>),
    Delete(Box<Expr>),
}

impl ArgExprs {
    pub fn exprs(&self) -> Vec<&Expr> {
        match self {
            Self::Get(key) | Self::Delete(key) => vec![key],
            Self::Put(key, value) => vec![key, value],
            Self::Post(params) => params.iter().map(|(_, expr)| expr).collect(),
        }
    }
}

/// An op as a value, with what it captured.
pub struct Closure {
    pub(crate) group: Arc<[Arc<Proto>]>,
    pub(crate) index: usize,
    pub(crate) captured: Arc<[Value]>,
}

impl Closure {
    pub(crate) fn proto(&self) -> &Arc<Proto> {
        &self.group[self.index]
    }

    /// What it captured, if nothing else holds it.
    pub(crate) fn unique_captured(&mut self) -> Option<&mut [Value]> {
        Arc::get_mut(&mut self.captured)
    }

    /// The verb it is called with.
    pub fn verb(&self) -> Verb {
        self.proto().verb
    }

    /// The names it is called with.
    pub fn params(&self) -> &[Id] {
        &self.proto().params
    }

    /// The definition, if it captures nothing.
    pub fn definition(&self) -> Option<Arc<OpDef>> {
        if self.proto().captures.is_empty() { self.proto().definition.clone() } else { None }
    }
}

impl Drop for Closure {
    fn drop(&mut self) {
        if let Some(captured) = self.unique_captured() {
            take_apart(captured.iter_mut());
        }
    }
}
