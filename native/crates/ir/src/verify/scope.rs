//! What the ids mean at a point of a program.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::classes::Classes;
use crate::names::Id;
use crate::scalar::{OpDef, Scalar};
use crate::scope::op_params;
use crate::types::Type;

/// The ids a form can use: its own bindings, then those of the scope around it.
#[derive(Default)]
pub(super) struct Scope<'s, 'm> {
    parent: Option<&'s Scope<'s, 'm>>,
    bindings: HashMap<&'m str, Binding<'m>>,
}

/// What an id means: a parameter or an entry of a form.
pub(super) struct Binding<'m> {
    pub meaning: Meaning<'m>,
    params: OnceCell<Rc<[Id]>>,
    pub classes: OnceCell<Option<Classes>>,
}

pub(super) enum Meaning<'m> {
    Param(Type),
    Entry(&'m Scalar),
}

impl<'s, 'm> Scope<'s, 'm> {
    pub fn within(parent: &'s Scope<'s, 'm>) -> Self {
        Self { parent: Some(parent), bindings: HashMap::new() }
    }

    /// The binding of `name`, the nearest first, and the scope it is in.
    pub fn find(&self, name: &str) -> Option<(&Scope<'s, 'm>, &Binding<'m>)> {
        let mut scope = self;
        loop {
            if let Some(binding) = scope.bindings.get(name) {
                return Some((scope, binding));
            }
            scope = scope.parent?;
        }
    }

    pub fn contains(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Whether this scope itself binds `name`.
    pub fn binds(&self, name: &str) -> bool {
        self.bindings.contains_key(name)
    }

    pub fn param(&mut self, name: &'m str, kind: Type) {
        self.bind(name, Meaning::Param(kind));
    }

    pub fn entry(&mut self, name: &'m str, scalar: &'m Scalar) {
        self.bind(name, Meaning::Entry(scalar));
    }

    fn bind(&mut self, name: &'m str, meaning: Meaning<'m>) {
        self.bindings.insert(name, Binding { meaning, params: OnceCell::new(), classes: OnceCell::new() });
    }
}

impl<'m> Binding<'m> {
    /// The op this id is directly bound to.
    pub fn definition(&self) -> Option<&'m OpDef> {
        match self.meaning {
            Meaning::Entry(Scalar::Op(op)) => Some(op),
            _ => None,
        }
    }

    /// The parameters of the op this id is bound to, in `scope`; found once.
    pub fn op_params(&self, op: &OpDef, scope: &Scope<'_, 'm>) -> Rc<[Id]> {
        self.params.get_or_init(|| op_params(op, |name| scope.contains(name)).into()).clone()
    }
}
