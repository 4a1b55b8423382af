//! Publishing a version: all of it becomes visible in one step, or none of it does.

use std::io;
use std::path::{Path, PathBuf};

use super::{ArtifactKind, Published, SCHEMA_FILE, Store, StoreError, Stored, io_error};

impl Store {
    /// Publish `component` durably. Returns once it would survive a crash.
    ///
    /// The same bytes again are [`Published::Same`]; other bytes under a published version are
    /// [`StoreError::Conflict`]. On any error nothing that was published before has changed.
    pub fn publish(&self, component: &Stored) -> Result<Published, StoreError> {
        let _lock = self.lock()?;
        let relative = component.id.directory(&component.version);
        let target = self.root.join(&relative);
        if target.exists() {
            if is_complete(&target) {
                let same = same_or_conflict(&target, component)?;
                // Whoever renamed it may have crashed before the parent's sync, and the answer promises durability.
                self.create_parents(&relative)
                    .and_then(|parent| self.fs.sync_dir(&parent).map_err(io_error("sync", &parent)))?;
                return Ok(same);
            }
            self.set_aside(&target)?;
        }
        let temp = self.create_temp()?;
        let result = self.write_and_rename(component, &relative, &temp, &target);
        if result.is_err() {
            // Best effort: what stays behind is removed when the store is next opened.
            let _ = self.fs.remove_dir_all(&temp);
        }
        result.map(|()| Published::New)
    }

    fn write_and_rename(
        &self,
        component: &Stored,
        relative: &Path,
        temp: &Path,
        target: &Path,
    ) -> Result<(), StoreError> {
        for (name, bytes) in [(SCHEMA_FILE, &component.schema), (component.kind.file_name(), &component.artifact)] {
            let path = temp.join(name);
            self.fs.write_new(&path, bytes).map_err(io_error("write", &path))?;
            self.fs.sync_file(&path).map_err(io_error("sync", &path))?;
        }
        self.fs.sync_dir(temp).map_err(io_error("sync", temp))?;
        let parent = self.create_parents(relative)?;
        self.fs.rename(temp, target).map_err(io_error("publish", target))?;
        self.fs.sync_dir(&parent).map_err(io_error("sync", &parent))
    }

    /// Make the directories above a version, each durable before the next goes into it.
    fn create_parents(&self, relative: &Path) -> Result<PathBuf, StoreError> {
        let mut path = self.root.clone();
        for segment in relative.parent().into_iter().flatten() {
            let parent = path.clone();
            path.push(segment);
            match self.fs.create_dir(&path) {
                Ok(()) => {}
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(io_error("create", &path)(e)),
            }
            // Synced even when it was there: whoever made it may have crashed before syncing it.
            self.fs.sync_dir(&parent).map_err(io_error("sync", &parent))?;
        }
        Ok(path)
    }

    /// Move a damaged version (one our own steps never leave) out of the way, to be removed.
    fn set_aside(&self, target: &Path) -> Result<(), StoreError> {
        let aside = self.create_temp()?.join("damaged");
        self.fs.rename(target, &aside).map_err(io_error("set aside", target))
    }
}

/// Whether a version's directory holds its schema and one artifact.
pub(super) fn is_complete(directory: &Path) -> bool {
    directory.join(SCHEMA_FILE).is_file()
        && ArtifactKind::ALL.iter().any(|kind| directory.join(kind.file_name()).is_file())
}

fn same_or_conflict(target: &Path, component: &Stored) -> Result<Published, StoreError> {
    for (name, bytes) in [(SCHEMA_FILE, &component.schema), (component.kind.file_name(), &component.artifact)] {
        let path = target.join(name);
        match std::fs::read(&path) {
            Ok(published) if published == *bytes => {}
            Ok(_) => return Err(StoreError::Conflict(component.id.to_string())),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::Conflict(component.id.to_string()));
            }
            Err(e) => return Err(io_error("read", &path)(e)),
        }
    }
    Ok(Published::Same)
}
