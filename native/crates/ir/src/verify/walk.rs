//! Rules 5 to 8 and 12, node by node; every op ref and form on the way is checked in turn.

use super::callee::{check_bound, check_native, check_path, check_sibling};
use super::classes::Classes;
use super::flow::check_flow;
use super::routes::{Program, op_key};
use super::scope::Scope;
use super::{Result, at, fail};
use crate::decode::is_reserved;
use crate::names::{Id, Subject};
use crate::scalar::{Control, Form, OpDef, OpRef, Scalar};
use crate::scope::{STATE, op_params};
use crate::types::Type;

/// An op that is called with its own parameters, standing in the scope `around`; `kinds` are the types of its inputs.
pub(super) fn check_op<'m>(program: &Program<'m>, op: &'m OpDef, around: &Scope<'_, 'm>, kinds: &[Type]) -> Result {
    let mut scope = Scope::within(around);
    let checked = (|| {
        let form = op.form();
        if let OpDef::Post { .. } = op {
            for name in op_params(op, |name| around.contains(name)) {
                // Borrowed from where it is used, as the parameters of a POST op are written nowhere else.
                if let Some(name) = crate::scope::form_names(form, &[], false).into_iter().find(|used| **used == name) {
                    scope.param(name, Type::Any);
                }
            }
            return check_form(program, form, &mut scope);
        }
        let inputs = op.inputs();
        let form_at = inputs.len();
        for (index, name) in inputs.into_iter().enumerate() {
            at(index, check_free(name, &scope))?;
            scope.param(name, kinds.get(index).cloned().unwrap_or(Type::Any));
        }
        at(form_at, check_form(program, form, &mut scope))
    })();
    at(op_key(op), checked)
}

/// Whether `name` may be bound in `scope`.
fn check_free(name: &Id, scope: &Scope<'_, '_>) -> Result {
    if name.as_str() == Id::SELF {
        fail("nothing may bind self")
    } else if scope.binds(name) {
        fail(format!("duplicate id '{name}'"))
    } else if scope.contains(name) {
        fail(format!("id '{name}' hides one of the scope around it"))
    } else {
        Ok(())
    }
}

/// A form whose parameters are already in `scope`, which it shares with nothing else.
pub(super) fn check_form<'m>(program: &Program<'m>, form: &'m Form, scope: &mut Scope<'_, 'm>) -> Result {
    for (index, entry) in form.iter().enumerate() {
        at(index, check_free(&entry.id, scope))?;
        scope.entry(&entry.id, &entry.scalar);
    }
    check_flow(form)?;
    for (index, entry) in form.iter().enumerate() {
        at(index, at(1, check_node(program, &entry.scalar, scope)))?;
    }
    Ok(())
}

fn check_node<'m>(program: &Program<'m>, node: &'m Scalar, scope: &Scope<'_, 'm>) -> Result {
    match node {
        Scalar::Id(id) => check_used(id, scope),
        Scalar::Ref(op) => check_call(program, op, scope),
        Scalar::Op(op) => check_op(program, op, scope, &[]),
        Scalar::Control(control) => check_control(program, control, scope),
        Scalar::Tuple(items) => {
            items.iter().enumerate().try_for_each(|(index, item)| at(index, check_node(program, item, scope)))
        }
        Scalar::Map(entries) => check_map(program, entries, scope),
        _ => Ok(()),
    }
}

fn check_map<'m>(program: &Program<'m>, entries: &'m [(Scalar, Scalar)], scope: &Scope<'_, 'm>) -> Result {
    let name = |key: &'m Scalar| match key {
        Scalar::String(text) if Id::is_valid(text) => Some(text),
        _ => None,
    };
    if entries.iter().all(|(key, _)| name(key).is_some()) {
        return entries
            .iter()
            .try_for_each(|(key, value)| at(name(key).map_or("", |text| text), check_node(program, value, scope)));
    }
    let entries = entries.iter().enumerate().try_for_each(|(index, (key, value))| {
        at(index, at(0, check_node(program, key, scope)).and_then(|()| at(1, check_node(program, value, scope))))
    });
    at("/state/scalar/map", entries)
}

fn check_used(id: &Id, scope: &Scope<'_, '_>) -> Result {
    if id.as_str() == Id::SELF || scope.contains(id) { Ok(()) } else { fail(format!("undefined id '{id}'")) }
}

fn check_control<'m>(program: &Program<'m>, control: &'m Control, scope: &Scope<'_, 'm>) -> Result {
    let node = |index: usize, node: &'m Scalar| at(index, check_node(program, node, scope));
    let loop_op = |index: usize, op: &'m Scalar, given: &[&'m str]| at(index, check_loop_op(program, op, given, scope));
    match control {
        Control::If { cond, then, or_else } | Control::Cond { cond, then, or_else } => {
            let name = if matches!(control, Control::If { .. }) { "if" } else { "cond" };
            let parts = node(0, cond)
                .and_then(|()| at(1, check_branch(program, then, scope)))
                .and_then(|()| at(2, check_branch(program, or_else, scope)));
            at(format!("/state/scalar/ref/{name}"), parts)
        }
        Control::While { cond, body, state } => {
            let parts =
                loop_op(0, cond, &[STATE]).and_then(|()| loop_op(1, body, &[STATE])).and_then(|()| node(2, state));
            at("/state/scalar/ref/while", parts)
        }
        Control::ForEach { items, op, item_name, state } => {
            let parts = (|| {
                node(0, items)?;
                if item_name.as_str() == Id::SELF || (state.is_some() && item_name.as_str() == STATE) {
                    return at(2, fail(format!("the item cannot be called '{item_name}'")));
                }
                match state {
                    Some(state) => {
                        loop_op(1, op, &[item_name, STATE])?;
                        node(3, state)
                    }
                    None => loop_op(1, op, &[item_name]),
                }
            })();
            at("/state/scalar/ref/for_each", parts)
        }
        Control::After { when, then } => at("/state/scalar/ref/after", node(0, when).and_then(|()| node(1, then))),
    }
}

fn check_branch<'m>(program: &Program<'m>, node: &'m Scalar, scope: &Scope<'_, 'm>) -> Result {
    match node {
        Scalar::Op(op) if matches!(**op, OpDef::Post { .. }) => {
            at(op_key(op), check_form(program, op.form(), &mut Scope::within(scope)))
        }
        node => check_node(program, node, scope),
    }
}

/// An op that the node around it calls with `given`, which are its own even where the scope has such ids.
fn check_loop_op<'m>(program: &Program<'m>, op: &'m Scalar, given: &[&'m str], scope: &Scope<'_, 'm>) -> Result {
    match op {
        Scalar::Op(def) if matches!(**def, OpDef::Post { .. }) => {
            let mut inner = Scope::within(scope);
            given.iter().for_each(|name| inner.param(name, Type::Any));
            at(op_key(def), check_form(program, def.form(), &mut inner))
        }
        Scalar::Id(id) => {
            check_used(id, scope)?;
            let Some((home, binding)) = scope.find(id) else { return Ok(()) };
            match binding.definition() {
                None => Ok(()),
                Some(def @ OpDef::Post { .. }) => {
                    match binding.op_params(def, home).iter().find(|param| !given.contains(&param.as_str())) {
                        Some(param) => {
                            fail(format!("'{id}' takes '{param}', and is called here with {}", given.join(", ")))
                        }
                        None => Ok(()),
                    }
                }
                Some(_) => fail(format!("'{id}' is not a POST op")),
            }
        }
        Scalar::Ref(_) | Scalar::Control(_) | Scalar::Link(_) => check_node(program, op, scope),
        _ => fail("expected a POST op, or a ref to one"),
    }
}

fn check_call<'m>(program: &Program<'m>, call: &'m OpRef, scope: &Scope<'_, 'm>) -> Result {
    let place = Place::of(call);
    match call.subject() {
        Subject::Scoped { id, suffix } => {
            check_used(id, scope)?;
            if id.as_str() == Id::SELF {
                check_sibling(program, &format!("/{suffix}"), call.verb(), Some(call)).map_err(|e| place.fault(e))?;
            } else if suffix.is_empty() {
                check_bound(id, call, scope).map_err(|error| place.fault(error))?;
            } else {
                check_native(id, suffix, call, scope).map_err(|error| place.fault(error))?;
            }
        }
        Subject::Link(link) => {
            check_path(program, link, call.verb(), Some(call)).map_err(|error| place.fault(error))?;
        }
    }
    match call {
        OpRef::Post { params, .. } => place.inside(check_params(program, call, params, scope)),
        OpRef::Put { key, value, .. } => {
            place.item(0, check_node(program, key, scope))?;
            place.item(1, check_node(program, value, scope))
        }
        OpRef::Get { key, .. } | OpRef::Delete { key, .. } => place.item(0, check_node(program, key, scope)),
    }
}

/// Where the encoder puts what a call passes.
struct Place {
    /// The one key of the call's object.
    key: String,
    /// Whether that is a long form, whose first item is the subject.
    long: bool,
}

impl Place {
    fn of(call: &OpRef) -> Self {
        let subject = call.subject();
        let short = match subject {
            Subject::Scoped { .. } => true,
            Subject::Link(link) => !link.is_absolute() && !is_reserved(link),
        };
        if short && !matches!(call, OpRef::Delete { .. }) {
            Self { key: subject.to_string(), long: false }
        } else {
            Self { key: format!("/state/scalar/ref/op/{}", call.verb().segment()), long: true }
        }
    }

    /// The key, or the value after it.
    fn item(&self, index: usize, result: Result) -> Result {
        at(&self.key, at(index + usize::from(self.long), result))
    }

    /// The object of parameters.
    fn inside(&self, result: Result) -> Result {
        at(&self.key, if self.long { at(1, result) } else { result })
    }

    /// An error about a parameter points into the object of parameters, any other at the call.
    fn fault(&self, error: crate::error::VerifyError) -> crate::error::VerifyError {
        if error.pointer.is_empty() {
            return error;
        }
        match self.inside(Err(error)) {
            Err(error) => error,
            Ok(()) => crate::error::VerifyError::here(""),
        }
    }
}

fn check_params<'m>(
    program: &Program<'m>,
    call: &'m OpRef,
    params: &'m [(Id, Scalar)],
    scope: &Scope<'_, 'm>,
) -> Result {
    let op_name = match call.subject() {
        Subject::Scoped { suffix, .. } => suffix.rsplit('/').next().unwrap_or(""),
        Subject::Link(_) => "",
    };
    for (name, value) in params {
        let checked = if name.as_str() == Id::SELF {
            fail("nothing may bind self")
        } else {
            match (op_name, name.as_str(), value) {
                ("fold", "op", value) => check_fold_op(program, value, params, scope),
                ("map" | "filter", "op", Scalar::Op(op)) | ("sort" | "min" | "max", "key", Scalar::Op(op)) => {
                    check_key_op(program, op, scope)
                }
                (_, _, value) => check_node(program, value, scope),
            }
        };
        at(name, checked)?;
    }
    Ok(())
}

fn check_key_op<'m>(program: &Program<'m>, op: &'m OpDef, scope: &Scope<'_, 'm>) -> Result {
    if !matches!(op, OpDef::Post { .. } | OpDef::Get { .. }) {
        return fail("expected a GET or POST op, or a ref to one");
    }
    let params = op_params(op, |name| scope.contains(name));
    if params.len() > 1 {
        let names: Vec<&str> = params.iter().map(Id::as_str).collect();
        return fail(format!("called with one item, this op takes {}", names.join(", ")));
    }
    check_op(program, op, scope, &[])
}

fn check_fold_op<'m>(
    program: &Program<'m>,
    op: &'m Scalar,
    given: &'m [(Id, Scalar)],
    scope: &Scope<'_, 'm>,
) -> Result {
    let def = match op {
        Scalar::Op(def) if matches!(**def, OpDef::Post { .. }) => def,
        Scalar::Op(_) => return fail("expected a POST op, or a ref to one"),
        other => return check_node(program, other, scope),
    };
    let param = |wanted: &str| given.iter().find(|(name, _)| name.as_str() == wanted).map(|(_, value)| value);
    let mut inner = Scope::within(scope);
    match param("value") {
        Some(Scalar::Map(entries)) => {
            for (key, _) in entries {
                if let Scalar::String(key) = key {
                    inner.param(key, Type::Any);
                }
            }
        }
        state => {
            inner.param(STATE, Type::Any);
            // Not known before it runs: what is unbound may be a member of the state.
            if state.is_none_or(|state| Classes::of_literal(state).is_none()) {
                for name in crate::scope::form_names(def.form(), &[], false) {
                    if name.as_str() != Id::SELF && !scope.contains(name) {
                        inner.param(name, Type::Any);
                    }
                }
            }
        }
    }
    if let Some(Scalar::String(item)) = param("item_name") {
        inner.param(item, Type::Any);
    }
    at(op_key(def), check_form(program, def.form(), &mut inner))
}
