//! Every step of publishing, failed in turn: what a version is afterwards, and what became of the others.
//!
//! The file system here runs on a real directory and counts its calls. At the chosen one it fails (once, as a full disk
//! does) or stops (that call and all after it fail, as after a power cut). A stop also takes back what was never synced:
//! files lose their contents, directories their new entries.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;

use super::{ArtifactKind, Fs, OsFs, Published, SCHEMA_FILE, Store, StoreError, Stored};
use crate::component_id::Version;

/// What happens at the chosen call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// It fails and did nothing; later calls work.
    Fails,
    /// It fails half done: half the bytes written. Later calls work.
    HalfDone,
    /// The machine stops before it.
    StopBefore,
    /// The machine stops right after it.
    StopAfter,
}

struct FaultyFs {
    fault: Fault,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    calls_left: usize,
    stopped: bool,
    fired: bool,
    unsynced_files: Vec<PathBuf>,
    /// New entries by the directory they are in, and how to take each back.
    unsynced_entries: Vec<(PathBuf, Undo)>,
}

enum Undo {
    RemoveDir(PathBuf),
    RemoveFile(PathBuf),
    RenameBack { from: PathBuf, to: PathBuf },
}

impl FaultyFs {
    fn new(fault: Fault, at: usize) -> Arc<Self> {
        Arc::new(Self { fault, state: Mutex::new(State { calls_left: at, ..State::default() }) })
    }

    fn call(&self, half: impl FnOnce() -> io::Result<()>, whole: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let failed = || Err(io::Error::from(io::ErrorKind::StorageFull));
        {
            let mut state = self.state.lock();
            if state.stopped {
                return failed();
            }
            if state.fired || state.calls_left > 0 {
                state.calls_left = state.calls_left.saturating_sub(1);
                drop(state);
                return whole();
            }
            state.fired = true;
            state.stopped = matches!(self.fault, Fault::StopBefore | Fault::StopAfter);
        }
        match self.fault {
            Fault::HalfDone => half()?,
            Fault::StopAfter => whole()?,
            Fault::Fails | Fault::StopBefore => {}
        }
        failed()
    }

    fn fired(&self) -> bool {
        self.state.lock().fired
    }

    /// Leave on disk what a power cut would.
    fn lose_unsynced(&self) {
        let mut state = self.state.lock();
        for file in state.unsynced_files.drain(..) {
            if let Ok(bytes) = std::fs::read(&file) {
                std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
            }
        }
        while let Some((_, undo)) = state.unsynced_entries.pop() {
            // What was undone before may have taken this one's place with it.
            let _ = match undo {
                Undo::RemoveDir(path) => std::fs::remove_dir_all(path),
                Undo::RemoveFile(path) => std::fs::remove_file(path),
                Undo::RenameBack { from, to } => std::fs::rename(to, from),
            };
        }
    }
}

impl Fs for FaultyFs {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.call(
            || Ok(()),
            || {
                OsFs.create_dir(path)?;
                let entry = (path.parent().unwrap().to_owned(), Undo::RemoveDir(path.to_owned()));
                self.state.lock().unsynced_entries.push(entry);
                Ok(())
            },
        )
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let half = || OsFs.write_new(path, &bytes[..bytes.len() / 2]);
        self.call(half, || {
            let mut state = self.state.lock();
            state.unsynced_files.push(path.to_owned());
            let entry = (path.parent().unwrap().to_owned(), Undo::RemoveFile(path.to_owned()));
            state.unsynced_entries.push(entry);
            OsFs.write_new(path, bytes)
        })
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.call(
            || Ok(()),
            || {
                self.state.lock().unsynced_files.retain(|file| file != path);
                Ok(())
            },
        )
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.call(
            || Ok(()),
            || {
                self.state.lock().unsynced_entries.retain(|(directory, _)| directory != path);
                Ok(())
            },
        )
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(
            || Ok(()),
            || {
                OsFs.rename(from, to)?;
                let mut state = self.state.lock();
                let moved = |path: &mut PathBuf| {
                    if let Ok(below) = path.strip_prefix(from) {
                        *path = to.join(below);
                    }
                };
                state.unsynced_files.iter_mut().for_each(moved);
                for (directory, undo) in &mut state.unsynced_entries {
                    moved(directory);
                    if let Undo::RemoveFile(path) = undo {
                        moved(path);
                    }
                }
                let undo = Undo::RenameBack { from: from.to_owned(), to: to.to_owned() };
                state.unsynced_entries.push((to.parent().unwrap().to_owned(), undo));
                Ok(())
            },
        )
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        self.call(|| Ok(()), || OsFs.remove_dir_all(path))
    }
}

fn component(id: &str, contents: &str) -> Stored {
    Stored {
        id: id.parse().unwrap(),
        version: Version::parse(id.rsplit('/').next().unwrap()).unwrap(),
        schema: format!("schema of {id}").into_bytes(),
        kind: ArtifactKind::Ir,
        artifact: contents.repeat(100).into_bytes(),
    }
}

/// Every published version's bytes; none may be anything but complete.
fn contents(root: &Path) -> BTreeMap<String, (Vec<u8>, Vec<u8>)> {
    let store = Store::open(root).unwrap();
    let read = |found| {
        let files = store.read(&found).unwrap();
        (found.id.to_string(), (files.schema, files.artifact))
    };
    store.scan().unwrap().into_iter().map(read).collect()
}

fn bytes(component: &Stored) -> (Vec<u8>, Vec<u8>) {
    (component.schema.clone(), component.artifact.clone())
}

#[test]
fn a_failure_or_a_stop_at_any_step_leaves_each_version_complete_or_absent() {
    let old = component("/lib/acme/old/1.0.0", "old");
    let new = component("/lib/acme/new/1.0.0", "new");
    let mut steps = 0;
    for fault in [Fault::Fails, Fault::HalfDone, Fault::StopBefore, Fault::StopAfter] {
        for at in 0.. {
            let directory = tempfile::tempdir().unwrap();
            let root = directory.path();
            assert_eq!(Store::open(root).unwrap().publish(&old).unwrap(), Published::New);

            let fs = FaultyFs::new(fault, at);
            let store = Store::open_with(root, fs.clone()).unwrap();
            let acknowledged = store.publish(&new).is_ok();
            drop(store);
            if matches!(fault, Fault::StopBefore | Fault::StopAfter) {
                fs.lose_unsynced();
            }

            let after = contents(root);
            assert_eq!(after.get("/lib/acme/old/1.0.0"), Some(&bytes(&old)), "{fault:?} at call {at}");
            match after.get("/lib/acme/new/1.0.0") {
                Some(found) => assert_eq!(*found, bytes(&new), "{fault:?} at call {at}"),
                None => assert!(!acknowledged, "{fault:?} at call {at}: acknowledged and gone"),
            }
            // Nothing is in the way of doing it again.
            Store::open(root).unwrap().publish(&new).unwrap();
            assert_eq!(contents(root).len(), 2);
            assert!(root.join(".tmp").read_dir().is_ok_and(|mut entries| entries.next().is_none()));
            if !fs.fired() {
                assert!(acknowledged);
                break;
            }
            steps += 1;
        }
    }
    assert!(steps >= 4 * 10, "only {steps} steps were failed");
}

#[test]
fn a_power_cut_after_the_answer_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let fs = FaultyFs::new(Fault::Fails, usize::MAX);
    let store = Store::open_with(directory.path(), fs.clone()).unwrap();
    let new = component("/service/acme/ml/counter/1.0.0", "new");
    store.publish(&new).unwrap();
    fs.lose_unsynced();
    assert_eq!(contents(directory.path()).get("/service/acme/ml/counter/1.0.0"), Some(&bytes(&new)));
}

#[test]
fn the_same_bytes_again_are_fine_and_others_are_a_conflict() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path()).unwrap();
    let first = component("/lib/acme/math/1.0.0", "first");
    assert_eq!(store.publish(&first).unwrap(), Published::New);
    assert_eq!(store.publish(&first).unwrap(), Published::Same);
    let other = component("/lib/acme/math/1.0.0", "other");
    assert!(matches!(store.publish(&other), Err(StoreError::Conflict(_))));
    let as_wasm = Stored { kind: ArtifactKind::Wasm, ..first.clone() };
    assert!(matches!(store.publish(&as_wasm), Err(StoreError::Conflict(_))));
    assert_eq!(contents(directory.path()).get("/lib/acme/math/1.0.0"), Some(&bytes(&first)));
}

#[test]
fn a_damaged_version_is_not_served_and_can_be_published_again() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path()).unwrap();
    let math = component("/lib/acme/math/1.0.0", "math");
    store.publish(&math).unwrap();
    std::fs::remove_file(directory.path().join("lib/acme/math/1.0.0").join(SCHEMA_FILE)).unwrap();
    assert!(store.scan().unwrap().is_empty());
    assert_eq!(store.publish(&math).unwrap(), Published::New);
    assert_eq!(contents(directory.path()).len(), 1);
}

#[test]
fn concurrent_publishers_of_one_version_agree() {
    let directory = tempfile::tempdir().unwrap();
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let publish = |n: usize| {
            // Each with its own store, as separate processes have.
            let store = Store::open(directory.path()).unwrap();
            store.publish(&component("/lib/acme/math/1.0.0", &format!("contents {n}"))).is_ok()
        };
        let threads: Vec<_> = (0..8).map(|n| scope.spawn(move || publish(n))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|&&ok| ok).count(), 1);
    assert_eq!(contents(directory.path()).len(), 1);
}

#[test]
fn opening_a_store_does_not_disturb_those_who_publish() {
    let directory = &tempfile::tempdir().unwrap();
    let published = std::thread::scope(|scope| {
        let publishers: Vec<_> = (0..3)
            .map(|n| {
                scope.spawn(move || {
                    let store = Store::open(directory.path()).unwrap();
                    let publish = |m| store.publish(&component(&format!("/lib/acme/l{n}-{m}/1.0.0"), "x"));
                    (0..20).map(publish).collect::<Result<Vec<_>, _>>()
                })
            })
            .collect();
        while publishers.iter().any(|thread| !thread.is_finished()) {
            // Clears what interrupted publishers left, and must not take it from those at work.
            Store::open(directory.path()).unwrap();
        }
        publishers.into_iter().map(|thread| thread.join().unwrap().unwrap().len()).sum::<usize>()
    });
    assert_eq!((published, contents(directory.path()).len()), (60, 60));
}
