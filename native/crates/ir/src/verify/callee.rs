//! Rules 10, 11, 13 and 14: what an op ref calls. An error with a pointer is about the parameter it names.

use super::classes::{Classes, of_id};
use super::routes::Program;
use super::scope::{Meaning, Scope};
use super::{Result, at, fail};
use crate::manifest::RouteBody;
use crate::names::{Id, Link};
use crate::ops::{Method, OpSpec, ParamSpec, Route};
use crate::scalar::{OpDef, OpRef, Scalar, Verb};
use crate::scope::op_params;

/// The name any call may give its first operand, whatever the op calls it.
const OPERAND: &str = "r";

/// A call of an op on the value of an id: `$id/suffix`.
pub(super) fn check_native(id: &Id, suffix: &str, call: &OpRef, scope: &Scope<'_, '_>) -> Result {
    if of_id(id, scope).is_some_and(|known| known.includes(Classes::LINK)) {
        return Ok(());
    }
    let Some(method) = Method::new(suffix) else { return fail(format!("unknown op '{suffix}' on '{id}'")) };
    let specs: Vec<&OpSpec> = method.ops().map(|op| op.spec()).collect();
    match call {
        OpRef::Post { params, .. } => {
            let mut first = None;
            for spec in &specs {
                match check_table(suffix, spec.params, params, true) {
                    Ok(()) => return Ok(()),
                    fault => first = first.or(Some(fault)),
                }
            }
            first.unwrap_or(Ok(()))
        }
        OpRef::Get { key, .. } => {
            if specs.iter().any(|spec| takes_operand(spec, key)) {
                return Ok(());
            }
            fail(format!("{suffix}: {suffix} is not an op of one operand; call it with POST and named parameters"))
        }
        other => fail(format!("{suffix}: {suffix} is called with POST, not {}", other.verb())),
    }
}

fn is_required(param: &ParamSpec) -> bool {
    !param.optional && !param.variadic
}

/// Whether an op can be called the older way, with one operand or with `null` for none.
fn takes_operand(spec: &OpSpec, key: &Scalar) -> bool {
    let required = spec.params.iter().filter(|param| is_required(param)).count();
    matches!(key, Scalar::None) && required == 0 || !spec.params.is_empty() && required <= 1
}

/// Whether these parameters fit those of the op table. `any_operand` lets the first one be called `r`.
fn check_table(what: &str, params: &[ParamSpec], given: &[(Id, Scalar)], any_operand: bool) -> Result {
    let own_name = |name: &'_ str| -> String {
        let known = |name: &str| params.iter().any(|param| param.name == name);
        match params.first() {
            Some(first)
                if any_operand
                    && name == OPERAND
                    && !known(OPERAND)
                    && given.iter().all(|(other, _)| other.as_str() != first.name) =>
            {
                first.name.to_owned()
            }
            _ => name.to_owned(),
        }
    };
    let given: Vec<(&Id, String)> = given.iter().map(|(name, _)| (name, own_name(name))).collect();
    let variadic = params.iter().any(|param| param.variadic);
    if !variadic
        && let Some((written, _)) = given.iter().find(|(_, name)| params.iter().all(|param| param.name != name))
    {
        let known: Vec<&str> = params.iter().map(|param| param.name).collect();
        return unknown(what, written, &known);
    }
    match params.iter().find(|param| is_required(param) && given.iter().all(|(_, name)| name != param.name)) {
        Some(param) => fail(format!("{what}: missing parameter '{}'", param.name)),
        None => Ok(()),
    }
}

fn unknown(what: &str, name: &Id, known: &[&str]) -> Result {
    let takes = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    at(name, fail(format!("{what}: unknown parameter '{name}'; it takes {takes}")))
}

fn check_named(what: &str, given: &[(Id, Scalar)], required: &[&Id], known: &[&Id]) -> Result {
    if let Some((name, _)) = given.iter().find(|(name, _)| !known.contains(&name)) {
        let known: Vec<&str> = known.iter().map(|name| name.as_str()).collect();
        return unknown(what, name, &known);
    }
    match required.iter().find(|name| given.iter().all(|(given, _)| given != **name)) {
        Some(name) => fail(format!("{what}: missing parameter '{name}'")),
        None => Ok(()),
    }
}

/// A call of an id itself.
pub(super) fn check_bound(id: &Id, call: &OpRef, scope: &Scope<'_, '_>) -> Result {
    let Some((home, binding)) = scope.find(id) else { return Ok(()) };
    let Some(op) = binding.definition() else {
        return match binding.meaning {
            Meaning::Entry(node) if Classes::of_literal(node).is_some() && !matches!(node, Scalar::Link(_)) => {
                fail(format!("'{id}' is a plain value and cannot be called"))
            }
            _ => Ok(()),
        };
    };
    if call.verb() != op.verb() {
        return fail(format!("'{id}' is a {} op, called here with {}", op.verb(), call.verb()));
    }
    match call {
        OpRef::Post { params, .. } => {
            let names = binding.op_params(op, home);
            let names: Vec<&Id> = names.iter().collect();
            check_named(id, params, &names, &names)
        }
        _ => Ok(()),
    }
}

/// A call of a route of this same manifest; an alias has a verb and no `call`.
pub(super) fn check_sibling(program: &Program<'_>, path: &str, verb: Verb, call: Option<&OpRef>) -> Result {
    let Some(route) = program.routes.get(&(verb, path)) else {
        return fail(format!("no route {verb} {path} in {}", program.manifest.schema.id));
    };
    let Some(OpRef::Post { params: given, .. }) = call else { return Ok(()) };
    match (&route.params, &route.body) {
        (Some(params), _) => {
            let known: Vec<&Id> = params.iter().map(|param| &param.name).collect();
            let required: Vec<&Id> =
                params.iter().filter(|param| param.default.is_none()).map(|param| &param.name).collect();
            check_named(path, given, &required, &known)
        }
        (None, RouteBody::Op(op @ OpDef::Post { .. })) => {
            let names = op_params(op, |_| false);
            let names: Vec<&Id> = names.iter().collect();
            check_named(path, given, &names, &names)
        }
        _ => Ok(()),
    }
}

/// A call of a path: the library's own, the kernel's, or another library's.
pub(super) fn check_path(program: &Program<'_>, link: &Link, verb: Verb, call: Option<&OpRef>) -> Result {
    let path = link.path();
    if !link.is_absolute()
        && let Some(route) = Route::new(path)
    {
        let spec = route.spec();
        return match call {
            _ if spec.verb != verb => fail(format!("{path} is called with {}, not {verb}", spec.verb)),
            Some(OpRef::Post { params, .. }) => check_table(path, spec.params, params, false),
            _ => Ok(()),
        };
    }
    const ROOTS: [&str; 5] = ["/lib", "/service", "/class", "/state", "/host"];
    let schema = &program.manifest.schema;
    if is_under(path, "/state/scalar") {
        fail(format!("unknown op {path}"))
    } else if !link.is_absolute() && (is_under(path, "/state") || is_under(path, "/host")) {
        Ok(())
    } else if !ROOTS.iter().any(|root| is_under(path, root)) {
        fail(format!("{path} is not under {}", ROOTS.join(", ")))
    } else if is_under(path, &schema.id) {
        check_sibling(program, &path[schema.id.len()..], verb, call)
    } else if schema.dependencies.iter().any(|dependency| is_under(path, dependency)) {
        Ok(())
    } else {
        fail(format!("{path} is not under a declared dependency"))
    }
}

fn is_under(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
