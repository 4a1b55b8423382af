//! The component store: published libraries and services as directories under one data directory.
//!
//! ```text
//! <data-dir>/.lock                                   taken by every publisher, across processes
//! <data-dir>/.tmp/<unique>/…                         a version being written
//! <data-dir>/lib/<publisher>/<name>/<version>/       a published version: schema.json and its artifact
//! <data-dir>/service/<publisher>/<namespace>/<name>/<version>/
//! ```
//!
//! Publishing writes both files to a temporary directory, syncs the files and then the directory, renames it to its
//! place and syncs the parent. What a crash leaves, step by step:
//!
//! - before the rename: something under `.tmp`, which the next process to open the store removes; nothing published;
//! - after the rename, before the parent's sync: the version, complete (its contents were synced before), or nothing;
//! - after the parent's sync: the version, complete. Only now is the install acknowledged.
//!
//! A version's directory therefore appears in one step and never changes, so readers take no lock.

mod fs;
mod publish;
mod scan;
mod temp;

#[cfg(test)]
mod crash_tests;

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use fs::{Fs, OsFs};
pub use scan::Found;

use crate::component_id::{ComponentId, Version};

/// The file that holds a component's schema.
pub const SCHEMA_FILE: &str = "schema.json";
const LOCK_FILE: &str = ".lock";
const TEMP_DIR: &str = ".tmp";

/// How a component's behaviour is stored, which names its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArtifactKind {
    /// A manifest: `library.ir.json`.
    Ir,
    /// A WASM module: `library.wasm`.
    Wasm,
}

impl ArtifactKind {
    const ALL: [Self; 2] = [Self::Ir, Self::Wasm];

    /// The artifact's file name.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Ir => "library.ir.json",
            Self::Wasm => "library.wasm",
        }
    }
}

/// A component as it is written to disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The component's id.
    pub id: ComponentId,
    /// The version its schema declares.
    pub version: Version,
    /// The bytes of `schema.json`.
    pub schema: Vec<u8>,
    /// What kind of artifact it has.
    pub kind: ArtifactKind,
    /// The artifact's bytes.
    pub artifact: Vec<u8>,
}

/// What publishing a component did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// The version is new.
    New,
    /// The same bytes were there already.
    Same,
}

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// That version exists with other contents.
    #[error(
        "{0} is already published with different contents; a published version never changes, so publish a new one"
    )]
    Conflict(String),
    /// The disk or the operating system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was being done.
        action: &'static str,
        /// To which file or directory.
        path: PathBuf,
        /// The system's own error.
        source: io::Error,
    },
}

/// An open data directory. Any number of processes may have the same one open.
pub struct Store {
    root: PathBuf,
    fs: Arc<dyn Fs>,
}

impl Store {
    /// Open `root`, making it when it is absent, and clear what an interrupted publisher left behind.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        Self::open_with(root, Arc::new(OsFs))
    }

    /// [`Store::open`] on a file system of the caller's choice, for crash tests.
    pub fn open_with(root: &Path, fs: Arc<dyn Fs>) -> Result<Self, StoreError> {
        std::fs::create_dir_all(root).map_err(io_error("create", root))?;
        let root = root.canonicalize().map_err(io_error("open", root))?;
        let store = Self { root, fs };
        store.remove_leftovers()?;
        Ok(store)
    }

    /// The data directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Wait for the lock that publishers take; dropping the file releases it.
    fn lock(&self) -> Result<File, StoreError> {
        let file = self.lock_file()?;
        file.lock().map_err(io_error("lock", &self.root.join(LOCK_FILE)))?;
        Ok(file)
    }

    fn lock_file(&self) -> Result<File, StoreError> {
        let path = self.root.join(LOCK_FILE);
        OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(io_error("open", &path))
    }
}

/// Turn an I/O error into one that says what was being done to which path.
fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError + use<> {
    let path = path.to_owned();
    move |source| StoreError::Io { action, path, source }
}
