//! The file system calls the store makes, behind a trait so that a test can fail or stop at every one of them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// The calls that change the disk. Reading goes straight to `std::fs`: it cannot leave anything half done.
pub trait Fs: Send + Sync {
    /// Make one directory; its parent exists.
    fn create_dir(&self, path: &Path) -> io::Result<()>;
    /// Create a new file with exactly these bytes.
    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Make a file's contents durable.
    fn sync_file(&self, path: &Path) -> io::Result<()>;
    /// Make a directory's entries durable.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;
    /// Rename, atomically.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Remove a directory and all in it.
    fn remove_dir_all(&self, path: &Path) -> io::Result<()>;
}

/// The operating system's file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsFs;

impl Fs for OsFs {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        // Opened for writing: some systems refuse to sync a file opened read-only.
        OpenOptions::new().write(true).open(path)?.sync_all()
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }
}
