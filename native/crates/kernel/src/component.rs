//! An installed library or service, ready to be called.

use std::str::FromStr;

use tc_ir::{Id, Installation, Manifest, Route, Schema, Verb};
use tc_vm::Library;

use crate::component_id::{ComponentId, Version};
use crate::error::At;
use crate::store::ArtifactKind;

/// A component and what runs it.
#[derive(Debug)]
pub struct Component {
    /// Its id.
    pub id: ComponentId,
    /// The version its schema declares.
    pub version: Version,
    /// Its schema, as `GET` on its id answers it.
    pub schema_json: Vec<u8>,
    /// What answers its routes.
    pub program: Program,
    dependencies: Vec<String>,
}

/// What answers a component's routes.
#[derive(Debug)]
pub enum Program {
    /// Known by its schema only; its routes come with an install.
    Declared,
    /// A manifest, compiled, and the bytes it came from.
    Ir {
        /// What runs the routes.
        library: Box<Library>,
        /// The manifest as it was installed.
        source: Vec<u8>,
    },
    /// A WASM module.
    Wasm,
}

impl Component {
    /// A component that is known by its schema only.
    pub fn declared(schema: &Schema) -> Result<Self, String> {
        Self::new(schema, Program::Declared)
    }

    /// Verify and compile a manifest. The error names the offending node by its JSON pointer.
    pub fn compile(manifest: Manifest, source: Vec<u8>) -> Result<Self, String> {
        let schema = manifest.schema.clone();
        let library = Library::compile(manifest).map_err(|error| error.to_string())?;
        Self::new(&schema, Program::Ir { library: Box::new(library), source })
    }

    /// Compile what the store holds.
    pub fn load(schema: &[u8], kind: ArtifactKind, artifact: Vec<u8>) -> Result<Self, String> {
        match kind {
            ArtifactKind::Ir => {
                let manifest = Manifest::decode(&artifact).map_err(|error| error.to_string())?;
                Self::compile(manifest, artifact)
            }
            ArtifactKind::Wasm => Self::new(&decode_schema(schema)?, Program::Wasm),
        }
    }

    fn new(schema: &Schema, program: Program) -> Result<Self, String> {
        let id = ComponentId::from_str(&schema.id).map_err(|reason| format!("at /schema/id: {reason}"))?;
        let version = Version::parse(&schema.version)
            .ok_or_else(|| format!("at /schema/version: {:?} is not a version like 1.0.0", schema.version))?;
        if id.is_versioned() && id.segments().last().map(String::as_str) != Some(schema.version.as_str()) {
            return Err(format!("at /schema/version: the id {id} does not end in {version}"));
        }
        let dependencies = schema.dependencies.iter().map(ToString::to_string).collect();
        Ok(Self { id, version, schema_json: schema_json(schema), program, dependencies })
    }

    /// Whether it has been installed, so that more than its schema is known.
    pub const fn is_installed(&self) -> bool {
        !matches!(self.program, Program::Declared)
    }

    /// Whether its routes are known, so that a path that is not among them leads nowhere.
    pub const fn has_routes(&self) -> bool {
        matches!(self.program, Program::Ir { .. })
    }

    /// Whether this one takes the place of `old`, which has the same id.
    pub fn replaces(&self, old: &Self) -> bool {
        matches!(old.program, Program::Declared) || (!self.id.is_versioned() && self.version > old.version)
    }

    /// Whether the schema declares a dependency that `path` is, or is below.
    pub fn may_call(&self, path: &str) -> bool {
        self.dependencies.iter().any(|root| is_at_or_below(path, root))
    }

    /// The path below this component's id, with its leading slash, if `path` is below it.
    pub fn route_of<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(&self.id.to_string()).filter(|rest| rest.starts_with('/'))
    }

    /// The route at `path` that answers `verb`.
    pub fn route(&self, verb: Verb, path: &str) -> Option<&Route> {
        match &self.program {
            Program::Ir { library, .. } => {
                library.manifest().routes.iter().find(|route| route.path.as_str() == path && route.verb() == verb)
            }
            Program::Declared | Program::Wasm => None,
        }
    }

    /// The verbs the route at `path` answers; none when there is no such route.
    pub fn verbs(&self, path: &str) -> Vec<Verb> {
        match &self.program {
            Program::Ir { library, .. } => library.verbs(path),
            Program::Declared | Program::Wasm => Vec::new(),
        }
    }

    /// Where in this component's source an error in the route at `path` arose.
    pub fn locate(&self, verb: Verb, path: &str, ids: &[Id]) -> At {
        let source_map = match &self.program {
            Program::Ir { library, .. } => library.manifest().source_map.as_ref(),
            Program::Declared | Program::Wasm => None,
        };
        let source = source_map.and_then(|map| {
            let line = map.route(verb, path)?.line_of(ids);
            Some(format!("{}:{line}", map.file))
        });
        At {
            component: self.id.to_string(),
            route: format!("{verb} {path}"),
            ids: ids.iter().map(ToString::to_string).collect(),
            source,
        }
    }
}

/// Whether `path` is `root` or continues it by whole segments.
pub fn is_at_or_below(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Decode a bare schema.
pub fn decode_schema(json: &[u8]) -> Result<Schema, String> {
    match Installation::decode(json) {
        Ok(Installation::Ir(manifest)) if manifest.routes.is_empty() => Ok(manifest.schema),
        Ok(_) => Err("expected a schema".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// A schema as JSON, the same bytes for the same schema.
fn schema_json(schema: &Schema) -> Vec<u8> {
    let dependencies: Vec<&str> = schema.dependencies.iter().map(tc_ir::Link::as_str).collect();
    let json = serde_json::json!({
        "id": schema.id.as_str(), "version": schema.version.as_str(), "dependencies": dependencies,
    });
    json.to_string().into_bytes()
}
