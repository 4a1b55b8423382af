//! The op table (`tcc/ir/ops.json`) as Rust: what operations exist, on which classes, with which parameters.

use crate::scalar::Verb;

/// A parameter of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParamSpec {
    pub name: &'static str,
    /// Its type, in the type grammar of manifests.
    pub kind: &'static str,
    pub optional: bool,
    /// Any further names are taken as well.
    pub variadic: bool,
}

/// An operation on a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpSpec {
    pub class: Class,
    pub name: &'static str,
    pub params: &'static [ParamSpec],
    pub result: &'static str,
    pub raises: bool,
}

impl OpSpec {
    /// Whether names beyond the declared ones are taken.
    pub fn is_variadic(&self) -> bool {
        self.params.iter().any(|param| param.variadic)
    }
}

/// A route any program may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteSpec {
    pub route: Route,
    pub path: &'static str,
    pub verb: Verb,
    /// The named parameters of a POST; empty for the other verbs.
    pub params: &'static [ParamSpec],
    /// The type of its result, in the type grammar of manifests.
    pub result: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/ops.rs"));

impl Op {
    pub fn spec(self) -> &'static OpSpec {
        &OPS[self as usize]
    }
}

/// The name of an operation, on whichever classes have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Method(u16);

impl Method {
    /// The method `name`, if any class has it.
    pub fn new(name: &str) -> Option<Self> {
        let index = METHODS.binary_search_by(|(method, _)| (*method).cmp(name)).ok()?;
        u16::try_from(index).ok().map(Self)
    }

    pub fn name(self) -> &'static str {
        METHODS[usize::from(self.0)].0
    }

    /// The operation on a value of `class`: its own, else the one every value has.
    pub fn on(self, class: Class) -> Option<Op> {
        METHODS[usize::from(self.0)].1[class as usize]
    }

    /// The operations of this name, one for each class that declares it.
    pub fn ops(self) -> impl Iterator<Item = Op> {
        let (name, ops) = &METHODS[usize::from(self.0)];
        let any = ops[Class::Any as usize];
        ops.iter()
            .enumerate()
            .filter(move |&(class, op)| class == Class::Any as usize || *op != any)
            .filter_map(move |(_, op)| op.filter(|op| op.spec().name == *name))
    }
}

impl Route {
    /// The free route at `path`.
    pub fn new(path: &str) -> Option<Self> {
        ROUTES.iter().find(|spec| spec.path == path).map(|spec| spec.route)
    }

    pub fn spec(self) -> &'static RouteSpec {
        &ROUTES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_found_on_their_own_class_then_on_any() {
        let eq = Method::new("eq").expect("eq");
        assert_eq!(eq.on(Class::String), Some(Op::AnyEq));
        let not = Method::new("not").expect("not");
        assert_eq!(not.on(Class::Number), Some(Op::NumberNot));
        assert_eq!(not.on(Class::Tuple), Some(Op::AnyNot));
        assert_eq!(not.ops().count(), 2);
        assert_eq!(eq.ops().collect::<Vec<_>>(), [Op::AnyEq]);
        assert_eq!(Method::new("sqrt").and_then(|m| m.on(Class::String)), None);
        assert!(Method::new("frobnicate").is_none());
        assert_eq!(Op::NumberAdd.spec().name, "add");
    }

    #[test]
    fn every_op_is_where_its_spec_says() {
        for spec in OPS {
            let op = Method::new(spec.name).and_then(|m| m.on(spec.class)).expect(spec.name);
            assert_eq!(op.spec(), spec);
        }
        for spec in ROUTES {
            assert_eq!(Route::new(spec.path).map(|r| r.spec()), Some(spec));
        }
    }
}
