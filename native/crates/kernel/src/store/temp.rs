//! Temporary directories: where a version is written before it is renamed into place.

use std::fs::TryLockError;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Store, StoreError, TEMP_DIR, io_error};

impl Store {
    /// Make a new, empty temporary directory. The caller holds the lock.
    pub(super) fn create_temp(&self) -> Result<PathBuf, StoreError> {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let parent = self.root.join(TEMP_DIR);
        match self.fs.create_dir(&parent) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(io_error("create", &parent)(e)),
            _ => {}
        }
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let count = COUNTER.fetch_add(1, Ordering::Relaxed);
        let path = parent.join(format!("{}-{nanos}-{count}", std::process::id()));
        self.fs.create_dir(&path).map_err(io_error("create", &path))?;
        Ok(path)
    }

    /// Remove what interrupted publishers left. Skipped while one is at work: the leftovers are then not all stale.
    pub(super) fn remove_leftovers(&self) -> Result<(), StoreError> {
        let parent = self.root.join(TEMP_DIR);
        if !parent.exists() {
            return Ok(());
        }
        let lock = self.lock_file()?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(()),
            Err(TryLockError::Error(e)) => return Err(io_error("lock", &self.root)(e)),
        }
        for entry in std::fs::read_dir(&parent).map_err(io_error("read", &parent))? {
            let path = entry.map_err(io_error("read", &parent))?.path();
            self.fs.remove_dir_all(&path).map_err(io_error("remove", &path))?;
        }
        Ok(())
    }
}
