//! The kernel: a store, what is installed from it, and the events of what ran.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tc_token::Verifier;
use tc_vm::Category;

use crate::component::{Component, decode_schema};
use crate::component_id::{ComponentId, Kind};
use crate::config::Config;
use crate::error::KernelError;
use crate::events::{self, EventLog};
use crate::metrics::{Gauges, Metrics};
use crate::registry::{Registry, candidates};
use crate::store::{Found, Store, StoreError};

/// How long what other processes install may go unnoticed where noticing it takes a look at the whole store.
const SCAN_INTERVAL: Duration = Duration::from_millis(250);

/// A kernel. Every adapter (HTTP, Python, tests) is a thin shell over [`Kernel::dispatch`].
pub struct Kernel {
    pub(crate) config: Config,
    pub(crate) store: Option<Store>,
    pub(crate) registry: Registry,
    pub(crate) events: EventLog,
    pub(crate) metrics: Metrics,
    pub(crate) verifier: Verifier,
    /// The id of the library it was opened with.
    pub(crate) initial: Option<ComponentId>,
    nonce: AtomicU64,
    scanned: Mutex<Instant>,
    /// Published versions that could not be loaded, and why. They are not tried again: a version never changes.
    broken: Mutex<HashMap<PathBuf, String>>,
}

/// Why a kernel could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The configuration makes no sense.
    #[error("{0}")]
    Config(String),
}

impl Kernel {
    /// Open a kernel and load what is installed in its data directory.
    pub fn open(config: Config) -> Result<Self, OpenError> {
        let store = config.data_dir.as_deref().map(Store::open).transpose()?;
        let mut kernel = Self {
            initial: None,
            store,
            registry: Registry::default(),
            events: EventLog::new(events::DEFAULT_CAPACITY, events::DEFAULT_BYTES),
            metrics: Metrics::default(),
            verifier: Verifier::new(config.keyring.clone()),
            nonce: AtomicU64::new(0),
            scanned: Mutex::new(Instant::now()),
            broken: Mutex::default(),
            config,
        };
        kernel.load_new()?;
        if let Some(schema) = &kernel.config.initial_schema {
            let declared = decode_schema(schema).and_then(|schema| Component::declared(&schema));
            let declared = declared.map_err(|reason| OpenError::Config(format!("the library schema: {reason}")))?;
            kernel.initial = Some(declared.id.clone());
            kernel.registry.insert([declared]);
        }
        Ok(kernel)
    }

    /// The data directory, unless everything is in memory.
    pub fn data_dir(&self) -> Option<&Path> {
        self.store.as_ref().map(Store::root)
    }

    /// The installed component at the front of `segments` (those after the root), and the path of the route below it
    /// (empty for the component itself). Notices what other processes installed.
    pub(crate) fn find(
        &self,
        kind: Kind,
        segments: &[String],
    ) -> Result<Option<(Arc<Component>, String)>, KernelError> {
        let mut hit = self.registry.resolve(kind, segments);
        let settled = hit.as_ref().is_some_and(|(component, _)| component.id.is_versioned());
        if !settled && self.look_again(kind, segments)? {
            hit = self.registry.resolve(kind, segments);
        }
        Ok(hit.map(|(component, len)| {
            let route = segments[len..].iter().fold(String::new(), |path, segment| path + "/" + segment);
            (component, route)
        }))
    }

    /// [`Kernel::find`] for a path below `/lib` or `/service`, with the root.
    pub(crate) fn locate(&self, path: &str) -> Result<Option<(Arc<Component>, String)>, KernelError> {
        let mut segments = path.split('/').skip(1);
        let Some(kind) = segments.next().and_then(Kind::from_root) else { return Ok(None) };
        self.find(kind, &segments.map(str::to_owned).collect::<Vec<_>>())
    }

    /// Load everything published since the last look, unless that was a moment ago.
    pub(crate) fn refresh(&self) -> Result<(), KernelError> {
        let mut scanned = self.scanned.lock();
        if self.store.is_some() && scanned.elapsed() >= SCAN_INTERVAL {
            self.load_new()?;
            *scanned = Instant::now();
        }
        Ok(())
    }

    /// What there is, for the metrics.
    pub(crate) fn gauges(&self) -> Gauges {
        let count = |kind| self.registry.count(kind);
        Gauges { libraries: count(Kind::Library), services: count(Kind::Service), events: self.events.last() }
    }

    /// A number no other transaction of this kernel has.
    pub(crate) fn next_nonce(&self) -> u64 {
        self.nonce.fetch_add(1, Ordering::Relaxed)
    }

    /// Look in the store for what the registry lacks; whether something may have been found.
    fn look_again(&self, kind: Kind, segments: &[String]) -> Result<bool, KernelError> {
        let Some(store) = &self.store else { return Ok(false) };
        let exact = candidates(kind, segments).map(|(id, _)| id).find(ComponentId::is_versioned);
        if let Some(found) = exact.and_then(|id| store.find(&id)) {
            let directory = found.directory.clone();
            self.registry.insert(self.load(store, found));
            // Published, but not as what this path names it: say why it cannot be served.
            return match self.broken.lock().get(&directory) {
                Some(reason) => {
                    let message = format!("the version published there cannot be loaded: {reason}");
                    Err(KernelError::new(Category::InternalError, message))
                }
                None => Ok(true),
            };
        }
        self.refresh()?;
        Ok(true)
    }

    /// Load every published version that the registry lacks.
    fn load_new(&self) -> Result<(), StoreError> {
        let Some(store) = &self.store else { return Ok(()) };
        let mut new = Vec::new();
        for found in store.scan()? {
            if !self.is_known(&found) {
                new.extend(self.load(store, found));
            }
        }
        if !new.is_empty() {
            self.registry.insert(new);
        }
        Ok(())
    }

    fn is_known(&self, found: &Found) -> bool {
        let unversioned = || {
            let id = found.unversioned_id()?;
            let component = self.registry.get(&id)?;
            (Some(&component.version) >= found.version().as_ref()).then_some(())
        };
        self.broken.lock().contains_key(&found.directory)
            || self.registry.get(&found.id).is_some_and(|component| component.is_installed())
            || unversioned().is_some()
    }

    /// Read and compile one published version; one that cannot be is noted with the reason.
    fn load(&self, store: &Store, found: Found) -> Option<Component> {
        if self.broken.lock().contains_key(&found.directory) {
            return None;
        }
        let loaded = store.read(&found).map_err(|e| e.to_string()).and_then(|files| {
            let component = Component::load(&files.schema, files.kind, files.artifact)?;
            let home = store.root().join(component.id.directory(&component.version));
            if home == found.directory {
                Ok(component)
            } else {
                Err(format!("it is {}, which lives elsewhere", component.id))
            }
        });
        loaded
            .inspect_err(|reason| {
                eprintln!("tinychain: cannot load {}: {reason}", found.directory.display());
                self.broken.lock().insert(found.directory.clone(), reason.clone());
            })
            .ok()
    }
}
