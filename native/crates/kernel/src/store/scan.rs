//! Finding published versions: the whole tree at start, one directory when another process may have published it.

use std::io;
use std::path::{Path, PathBuf};

use super::publish::is_complete;
use super::{ArtifactKind, SCHEMA_FILE, Store, StoreError, io_error};
use crate::component_id::{ComponentId, Kind, Version};

/// A published version's directory, not read yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Found {
    /// The directory, absolute.
    pub directory: PathBuf,
    /// The id that the directory has when the id names its version.
    pub id: ComponentId,
}

impl Found {
    /// The version its directory is called by.
    pub fn version(&self) -> Option<Version> {
        Version::parse(self.directory.file_name()?.to_str()?)
    }

    /// The id it has when the id does not name the version.
    pub fn unversioned_id(&self) -> Option<ComponentId> {
        if !self.id.is_versioned() {
            return Some(self.id.clone());
        }
        let (_, parents) = self.id.segments().split_last()?;
        ComponentId::new(self.id.kind(), parents.to_vec()).ok()
    }
}

/// The files of a published version.
pub struct Files {
    /// `schema.json`.
    pub schema: Vec<u8>,
    /// What kind of artifact it has.
    pub kind: ArtifactKind,
    /// The artifact.
    pub artifact: Vec<u8>,
}

impl Store {
    /// Every published version, ordered by path.
    pub fn scan(&self) -> Result<Vec<Found>, StoreError> {
        let mut found = Vec::new();
        for kind in Kind::ALL {
            scan_level(&self.root.join(kind.root()), kind, &mut Vec::new(), &mut found)?;
        }
        Ok(found)
    }

    /// The version with the canonical id `id`, if it is published.
    pub fn find(&self, id: &ComponentId) -> Option<Found> {
        let version = Version::parse(id.segments().last()?)?;
        let directory = self.root.join(id.directory(&version));
        is_complete(&directory).then(|| Found { directory, id: id.clone() })
    }

    /// Read a published version's files.
    pub fn read(&self, found: &Found) -> Result<Files, StoreError> {
        let schema = read(&found.directory.join(SCHEMA_FILE))?;
        for kind in ArtifactKind::ALL {
            let path = found.directory.join(kind.file_name());
            if path.is_file() {
                return Ok(Files { schema, kind, artifact: read(&path)? });
            }
        }
        let missing = io::Error::from(io::ErrorKind::NotFound);
        Err(io_error("read", &found.directory.join(ArtifactKind::Ir.file_name()))(missing))
    }
}

/// Walk down to the version directories. A version's directory is a leaf, so nothing is looked for inside one.
fn scan_level(
    directory: &Path,
    kind: Kind,
    segments: &mut Vec<String>,
    found: &mut Vec<Found>,
) -> Result<(), StoreError> {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Ok(()),
        Err(e) => return Err(io_error("read", directory)(e)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(io_error("read", directory))?;
        // A name that is not UTF-8 is nobody's id.
        names.extend(entry.file_name().into_string());
    }
    names.sort_unstable();
    for name in names {
        let path = directory.join(&name);
        let is_version = Version::parse(&name).is_some();
        segments.push(name);
        if !is_version && segments.len() < kind.canonical_len() {
            scan_level(&path, kind, segments, found)?;
        } else if is_version
            && is_complete(&path)
            && let Some(id) = id_at(kind, segments)
        {
            found.push(Found { directory: path, id });
        }
        segments.pop();
    }
    Ok(())
}

/// The id stored at these segments: the canonical one, or the unversioned one above a shallower version directory.
fn id_at(kind: Kind, segments: &[String]) -> Option<ComponentId> {
    ComponentId::new(kind, segments.to_vec())
        .or_else(|_| ComponentId::new(kind, segments[..segments.len() - 1].to_vec()))
        .ok()
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    std::fs::read(path).map_err(io_error("read", path))
}
