//! Scope: which ids a form uses and does not bind, and which parameters an op has. The twin of `tcc/ir/scope.py`.
//!
//! The parameters of a POST op are the ids used in it that nothing binds: not its own form, not a form nested in it,
//! not a scope around it. An op that stands as a value is called with parameters of its own, so what is unbound in it
//! is *its* parameter and not that of the op around it. A branch of a conditional and the ops of a loop are called by
//! the node they stand in, with nothing but what that node gives (`state`, the item); anything else unbound in them
//! belongs to the op around them.

use std::collections::HashSet;

use crate::names::{Id, Subject};
use crate::scalar::{Control, Form, OpDef, OpRef, Scalar};

/// The id under which a loop passes its state.
pub const STATE: &str = "state";

/// The names `op` is called with, in the order of their first use; `in_scope` says what is bound around it.
pub fn op_params(op: &OpDef, in_scope: impl Fn(&Id) -> bool) -> Vec<Id> {
    let OpDef::Post { form } = op else {
        return op.inputs().into_iter().cloned().collect();
    };
    let mut seen = HashSet::new();
    let used = form_names(form, &[], false).into_iter();
    used.filter(|name| &***name != Id::SELF && seen.insert(*name) && !in_scope(name)).cloned().collect()
}

/// The ids a form uses that neither it nor `given` binds, repeats included. See [`used_names`].
pub fn form_names<'a>(form: &'a Form, given: &[&str], inner_params: bool) -> Vec<&'a Id> {
    let mut uses = Uses { bound: Vec::new(), inner_params, found: Vec::new() };
    uses.form(form, given.iter().copied());
    uses.found
}

/// The ids a scalar uses and does not bind itself, repeats included, in the order they are written.
///
/// `inner_params` says whether ids used by a POST op that stands as a value count: they do for dataflow (it captures
/// them), they do not for the parameters of the op around it.
pub fn used_names(scalar: &Scalar, inner_params: bool) -> Vec<&Id> {
    let mut uses = Uses { bound: Vec::new(), inner_params, found: Vec::new() };
    uses.scalar(scalar);
    uses.found
}

struct Uses<'a> {
    /// The ids bound by the forms being looked into.
    bound: Vec<HashSet<String>>,
    inner_params: bool,
    found: Vec<&'a Id>,
}

impl<'a> Uses<'a> {
    fn name(&mut self, id: &'a Id) {
        if !self.bound.iter().any(|bound| bound.contains(id.as_str())) {
            self.found.push(id);
        }
    }

    fn form<'g>(&mut self, form: &'a Form, given: impl Iterator<Item = &'g str>) {
        let own = form.iter().map(|entry| entry.id.as_str().to_owned()).chain(given.map(str::to_owned)).collect();
        self.bound.push(own);
        for entry in form {
            self.scalar(&entry.scalar);
        }
        self.bound.pop();
    }

    /// An op that the node around it calls with `given`.
    fn called(&mut self, op: &'a Scalar, given: &[&str]) {
        match op {
            Scalar::Op(def) => match &**def {
                OpDef::Post { form } => self.form(form, given.iter().copied()),
                _ => self.scalar(op),
            },
            _ => self.scalar(op),
        }
    }

    fn scalar(&mut self, scalar: &'a Scalar) {
        match scalar {
            Scalar::Id(id) => self.name(id),
            Scalar::Tuple(items) => items.iter().for_each(|item| self.scalar(item)),
            Scalar::Map(entries) => entries.iter().for_each(|(key, value)| {
                self.scalar(key);
                self.scalar(value);
            }),
            Scalar::Ref(op) => self.op_ref(op),
            Scalar::Op(op) => match &**op {
                OpDef::Post { form } => {
                    if self.inner_params {
                        self.form(form, std::iter::empty());
                    }
                }
                op => self.form(op.form(), op.inputs().into_iter().map(Id::as_str)),
            },
            Scalar::Control(control) => self.control(control),
            _ => {}
        }
    }

    fn op_ref(&mut self, op: &'a OpRef) {
        if let Subject::Scoped { id, .. } = op.subject() {
            self.name(id);
        }
        match op {
            OpRef::Get { key, .. } | OpRef::Delete { key, .. } => self.scalar(key),
            OpRef::Put { key, value, .. } => {
                self.scalar(key);
                self.scalar(value);
            }
            OpRef::Post { params, .. } => params.iter().for_each(|(_, value)| self.scalar(value)),
        }
    }

    fn control(&mut self, control: &'a Control) {
        match control {
            Control::If { cond, then, or_else } | Control::Cond { cond, then, or_else } => {
                self.scalar(cond);
                self.called(then, &[]);
                self.called(or_else, &[]);
            }
            Control::While { cond, body, state } => {
                self.called(cond, &[STATE]);
                self.called(body, &[STATE]);
                self.scalar(state);
            }
            Control::ForEach { items, op, item_name, state } => {
                self.scalar(items);
                match state {
                    Some(state) => {
                        self.called(op, &[item_name, STATE]);
                        self.scalar(state);
                    }
                    None => self.called(op, &[item_name]),
                }
            }
            Control::After { when, then } => {
                self.scalar(when);
                self.scalar(then);
            }
        }
    }
}
