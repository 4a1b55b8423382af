//! Installing: decode, verify and compile all of it first; only then publish, and serve.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tc_ir::json::{self, Json};
use tc_ir::{Installation, Manifest};
use tc_vm::Category;

use crate::caller::Caller;
use crate::component::{Component, Program};
use crate::component_id::Kind;
use crate::error::KernelError;
use crate::kernel::Kernel;
use crate::store::{ArtifactKind, StoreError, Stored};

impl Kernel {
    /// Install what `body` holds under `kind`'s root. On an error nothing has changed.
    pub(crate) fn install(&self, kind: Kind, caller: &Caller, body: &[u8]) -> Result<(), KernelError> {
        let manifest = match Installation::decode(body).map_err(|e| KernelError::bad_request(e.to_string()))? {
            Installation::Ir(manifest) => manifest,
            Installation::Wasm { .. } => {
                let message = "this version cannot run WASM libraries, so it does not install them";
                return Err(KernelError::new(Category::NotImplemented, message));
            }
        };
        let source = artifact_bytes(body);
        if source.len() > self.config.max_artifact_bytes {
            return Err(KernelError::too_large(self.config.max_artifact_bytes));
        }
        let component = compile(manifest, source).map_err(KernelError::bad_request)?;
        if component.id.kind() != kind {
            let (id, root) = (&component.id, kind.root());
            return Err(KernelError::bad_request(format!("at /schema/id: {id} is not installed with PUT /{root}")));
        }
        self.may_install(caller, &component.id)?;
        self.publish(component)
    }

    /// Publish durably, then serve. The registry is held meanwhile, so that nothing else is installed under the id.
    fn publish(&self, component: Component) -> Result<(), KernelError> {
        let id = component.id.clone();
        self.registry.update(&id, |current| {
            if let Some(store) = &self.store {
                store.publish(&stored(&component))?;
            } else if let Some(current) = current.filter(|current| same_version(current, &component)) {
                return same_source(current, &component).map(|()| None);
            }
            // Already served (the same bytes again), or older than what an unversioned id already has.
            let replaces = current.is_none_or(|current| component.replaces(current));
            Ok(replaces.then_some(component))
        })
    }
}

/// Decode, verify and compile a manifest as an install would, without installing it. The error says where and what.
pub fn check_manifest(body: &[u8]) -> Result<(), String> {
    let manifest = Manifest::decode(body).map_err(|error| error.to_string())?;
    compile(manifest, Vec::new()).map(drop)
}

fn compile(manifest: Manifest, source: Vec<u8>) -> Result<Component, String> {
    Component::compile(manifest, source)
}

fn stored(component: &Component) -> Stored {
    let (kind, artifact) = match &component.program {
        Program::Ir { source, .. } => (ArtifactKind::Ir, source.clone()),
        Program::Wasm | Program::Declared => (ArtifactKind::Wasm, Vec::new()),
    };
    Stored {
        id: component.id.clone(),
        version: component.version.clone(),
        schema: component.schema_json.clone(),
        kind,
        artifact,
    }
}

fn same_version(current: &Component, new: &Component) -> bool {
    current.is_installed() && current.version == new.version
}

fn same_source(current: &Component, new: &Component) -> Result<(), KernelError> {
    match (&current.program, &new.program) {
        (Program::Ir { source: old, .. }, Program::Ir { source: new, .. }) if old == new => Ok(()),
        _ => Err(StoreError::Conflict(current.id.to_string()).into()),
    }
}

/// The manifest inside a package, or the body itself when it is no package. The body has been decoded before.
fn artifact_bytes(body: &[u8]) -> Vec<u8> {
    let packaged = || {
        let document = json::parse(body).ok()?;
        let Json::Array(artifacts) = document.get("artifacts")? else { return None };
        STANDARD.decode(artifacts.first()?.get("bytes")?.as_str()?).ok()
    };
    packaged().unwrap_or_else(|| body.to_vec())
}
