//! A manifest, prepared once and run many times.

use std::collections::HashMap;
use std::sync::Arc;

use tc_ir::{Id, Link, Manifest, OpDef, Param, Route, RouteBody, Verb, VerifyError};

use crate::door;
use crate::error::{Category, Error};
use crate::eval::{Machine, Proto, resolve_route};
use crate::value::{Value, from_scalar};

/// What a route or an op is called with.
#[derive(Clone, Debug)]
pub enum Args {
    Get(Value),
    Put(Value, Value),
    Post(Vec<(Id, Value)>),
    Delete(Value),
}

impl Args {
    pub fn verb(&self) -> Verb {
        match self {
            Self::Get(_) => Verb::Get,
            Self::Put(..) => Verb::Put,
            Self::Post(_) => Verb::Post,
            Self::Delete(_) => Verb::Delete,
        }
    }
}

/// What is outside a program.
pub trait Host {
    /// Applies an op to a subject that is neither a value, nor a route of this library, nor one of the free
    /// `/state/scalar/…` routes: `/host/…`, `/lib/…`, `/service/…`, or an absolute link.
    fn op(&self, link: &Link, args: Args) -> Result<Value, Error>;

    /// Called every few thousand steps: an error (`timeout`) stops the program.
    fn check(&self) -> Result<(), Error>;
}

/// A manifest, verified and ready to run.
#[derive(Debug)]
pub struct Library {
    manifest: Manifest,
    /// By path, then the verbs it answers.
    routes: HashMap<Link, Vec<(Verb, Program)>>,
}

/// A route, ready to run.
#[derive(Debug)]
struct Program {
    body: Body,
    /// The declared parameters with their defaults as values.
    door: Option<Vec<door::Param>>,
}

#[derive(Debug)]
enum Body {
    Value(Value),
    Alias(Link),
    Op(Arc<Proto>),
}

impl Library {
    /// Verifies `manifest` and prepares it to run.
    pub fn compile(manifest: Manifest) -> Result<Self, VerifyError> {
        tc_ir::verify(&manifest)?;
        let mut routes: HashMap<Link, Vec<(Verb, Program)>> = HashMap::new();
        for (index, route) in manifest.routes.iter().enumerate() {
            let program = prepare(route, &manifest.schema.id)
                .map_err(|error| VerifyError::here(error.message()).under(index).under("routes"))?;
            routes.entry(route.path.clone()).or_default().push((route.verb(), program));
        }
        Ok(Self { manifest, routes })
    }

    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The id of the library: the path its routes are under.
    pub fn id(&self) -> &Link {
        &self.manifest.schema.id
    }

    /// Calls the route at `path` (below the library's id, with its leading slash) with the verb of `args`.
    ///
    /// Parameters are checked against the route's door and defaults filled in: a missing, unknown or wrongly typed one
    /// is `bad_request`. No such path is `not_found`, no such verb on it `method_not_allowed`.
    pub fn call(&self, path: &str, args: Args, host: &dyn Host) -> Result<Value, Error> {
        self.dispatch(&mut Machine::new(Some(self), host), path, args)
    }

    /// The verbs the route at `path` answers; empty when there is no such route.
    pub fn verbs(&self, path: &str) -> Vec<Verb> {
        self.routes.get(path).into_iter().flatten().map(|(verb, _)| *verb).collect()
    }

    pub(crate) fn dispatch(&self, machine: &mut Machine<'_>, path: &str, args: Args) -> Result<Value, Error> {
        let verb = args.verb();
        let Some(verbs) = self.routes.get(path) else {
            return Err(Error::new(Category::NotFound, format!("no route {path} in {}", self.id())));
        };
        let Some((_, program)) = verbs.iter().find(|(answered, _)| *answered == verb) else {
            let answered: Vec<&str> = verbs.iter().map(|(verb, _)| verb.name()).collect();
            return Err(Error::new(
                Category::MethodNotAllowed,
                format!("{path} answers {}, not {verb}", answered.join(", ")),
            ));
        };
        Self::run(program, machine, path, args).map_err(|error| error.leave_route(verb, path))
    }

    fn run(program: &Program, machine: &mut Machine<'_>, path: &str, args: Args) -> Result<Value, Error> {
        let args = match &program.door {
            Some(params) => door::admit(params, args)?,
            None => args,
        };
        match &program.body {
            Body::Value(value) => match args {
                Args::Get(Value::None) => Ok(value.clone()),
                _ => Err(Error::bad_request(format!("{path} takes no key"))),
            },
            Body::Alias(link) => machine.link(link, args),
            Body::Op(proto) => {
                let args = door::in_order(&proto.params, args)?;
                machine.run(proto, args)
            }
        }
    }
}

fn prepare(route: &Route, own: &Link) -> Result<Program, Error> {
    let door = match &route.params {
        Some(params) => Some(params.iter().map(door_param).collect::<Result<Vec<_>, Error>>()?),
        None => None,
    };
    let body = match &route.body {
        RouteBody::Value(scalar) => Body::Value(from_scalar(scalar)?),
        RouteBody::Alias { path, .. } => Body::Alias(path.clone()),
        RouteBody::Op(op) => {
            let names = route.params.as_ref().map(|params| params.iter().map(|param| param.name.clone()).collect());
            Body::Op(resolve_route(&Arc::new(OpDef::clone(op)), names, own)?)
        }
    };
    Ok(Program { body, door })
}

fn door_param(param: &Param) -> Result<door::Param, Error> {
    Ok(door::Param {
        name: param.name.clone(),
        kind: param.kind.clone(),
        default: param.default.as_ref().map(from_scalar).transpose()?,
    })
}
