//! A manifest, prepared once and run many times.

use tc_ir::{Id, Link, Manifest, Verb, VerifyError};

use crate::error::{Category, Error};
use crate::value::Value;

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
#[derive(Clone, Debug)]
pub struct Library {
    manifest: Manifest,
}

impl Library {
    /// Verifies `manifest` and prepares it to run.
    pub fn compile(manifest: Manifest) -> Result<Self, VerifyError> {
        tc_ir::verify(&manifest)?;
        Ok(Self { manifest })
    }

    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Calls the route at `path` (below the library's id, with its leading slash) with the verb of `args`.
    ///
    /// Parameters are checked against the route's door and defaults filled in: a missing, unknown or wrongly typed one
    /// is `bad_request`. No such path is `not_found`, no such verb on it `method_not_allowed`.
    pub fn call(&self, path: &str, _args: Args, _host: &dyn Host) -> Result<Value, Error> {
        Err(Error::new(Category::NotImplemented, format!("{path}: the evaluator is not here yet")))
    }

    /// The verbs the route at `path` answers; empty when there is no such route.
    pub fn verbs(&self, path: &str) -> Vec<Verb> {
        self.manifest.routes.iter().filter(|route| &*route.path == path).map(tc_ir::Route::verb).collect()
    }
}
