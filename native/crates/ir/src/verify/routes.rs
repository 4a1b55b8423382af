//! Rules 1 to 4: a manifest, its routes, and what a route's parameters bind.

use std::collections::HashMap;

use super::callee::check_path;
use super::scope::Scope;
use super::walk::{check_form, check_op};
use super::{Result, at, fail};
use crate::manifest::{Manifest, Param, Route, RouteBody};
use crate::names::Id;
use crate::scalar::{OpDef, Scalar, Verb};
use crate::types::Type;

/// What is being verified, and its routes by verb and path.
pub(super) struct Program<'m> {
    pub manifest: &'m Manifest,
    pub routes: HashMap<(Verb, &'m str), &'m Route>,
}

/// Every rule, for a whole manifest.
pub(super) fn check_manifest(manifest: &Manifest) -> Result {
    let schema = &manifest.schema;
    let last = schema.id.segments().last().unwrap_or("");
    if is_version(last) && last != schema.version.as_str() {
        let message = format!("the id says version {last}, the schema {}", schema.version);
        return at("schema", at("version", fail(message)));
    }
    let mut program = Program { manifest, routes: HashMap::new() };
    for (index, route) in manifest.routes.iter().enumerate() {
        if program.routes.insert((route.verb(), &route.path), route).is_some() {
            return at("routes", at(index, fail(format!("duplicate route: {} {}", route.verb(), route.path))));
        }
    }
    for (index, route) in manifest.routes.iter().enumerate() {
        at("routes", at(index, check_route(&program, route)))?;
    }
    Ok(())
}

/// Whether `text` is digits and dots, perhaps with a `-` or `+` suffix.
fn is_version(text: &str) -> bool {
    let core = text.split(['-', '+']).next().unwrap_or("");
    core.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn check_route<'m>(program: &Program<'m>, route: &'m Route) -> Result {
    let mut scope = Scope::default();
    check_door(route, &mut scope)?;
    let key = route.body_key();
    match &route.body {
        RouteBody::Value(value) if value.is_value() => Ok(()),
        RouteBody::Value(_) => at(key, fail("a value route holds a plain value; write an opdef")),
        RouteBody::Alias { verb, path } => at(key, at("path", check_path(program, path, *verb, None))),
        RouteBody::Op(op @ OpDef::Post { form }) if route.params.is_some() => {
            at(key, at(op_key(op), check_form(program, form, &mut scope)))
        }
        RouteBody::Op(op) => at(key, check_op(program, op, &Scope::default(), &input_types(route))),
    }
}

/// The first key of an op's JSON.
pub(super) fn op_key(op: &OpDef) -> String {
    format!("/state/scalar/op/{}", op.verb().segment())
}

fn check_door<'m>(route: &'m Route, scope: &mut Scope<'_, 'm>) -> Result {
    let Some(params) = &route.params else { return Ok(()) };
    if matches!(route.body, RouteBody::Op(OpDef::Put { .. })) && params.len() != 2 {
        let message = format!("a PUT route has two parameters, the key and the value; found {}", params.len());
        return at("params", fail(message));
    }
    for (index, param) in params.iter().enumerate() {
        at("params", at(index, check_param(param, scope)))?;
        scope.param(&param.name, param.kind.clone());
    }
    Ok(())
}

fn check_param(param: &Param, scope: &Scope<'_, '_>) -> Result {
    if param.name.as_str() == Id::SELF {
        return fail("nothing may bind self");
    }
    if scope.binds(&param.name) {
        return fail(format!("duplicate parameter '{}'", param.name));
    }
    match &param.default {
        Some(default) if !accepts(&param.kind, default) => {
            at("default", fail(format!("the default of '{}' is not of type {}", param.name, param.kind)))
        }
        _ => Ok(()),
    }
}

/// Whether a literal is of a type, as the door checks it.
fn accepts(kind: &Type, value: &Scalar) -> bool {
    match (kind, value) {
        (Type::Any, _)
        | (Type::None, Scalar::None)
        | (Type::Bool, Scalar::Bool(_))
        | (Type::Int, Scalar::Int(_))
        | (Type::Float, Scalar::Int(_) | Scalar::Float(_))
        | (Type::Number, Scalar::Int(_) | Scalar::Float(_) | Scalar::Complex(..))
        | (Type::Complex, Scalar::Complex(..))
        | (Type::String, Scalar::String(_))
        | (Type::Bytes, Scalar::Bytes(_))
        | (Type::Link, Scalar::Link(_))
        | (Type::Op, Scalar::Op(_))
        | (Type::Tuple, Scalar::Tuple(_))
        | (Type::Map, Scalar::Map(_)) => true,
        (Type::List(item), Scalar::Tuple(items)) => items.iter().all(|value| accepts(item, value)),
        (Type::TupleOf(kinds), Scalar::Tuple(items)) => {
            kinds.len() == items.len() && kinds.iter().zip(items).all(|(kind, value)| accepts(kind, value))
        }
        (Type::MapOf(key_kind, value_kind), Scalar::Map(entries)) => {
            entries.iter().all(|(key, value)| accepts(key_kind, key) && accepts(value_kind, value))
        }
        (Type::Union(kinds), value) => kinds.iter().any(|kind| accepts(kind, value)),
        _ => false,
    }
}

/// The declared types of the inputs of an op, where the door declares just those.
fn input_types(route: &Route) -> Vec<Type> {
    let kinds: Vec<Type> = route.params.iter().flatten().map(|param| param.kind.clone()).collect();
    match &route.body {
        RouteBody::Op(op) if op.inputs().len() == kinds.len() => kinds,
        _ => Vec::new(),
    }
}
