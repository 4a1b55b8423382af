//! What values take: every container notes its size for the thread it is made on, so that a run can be stopped when
//! what it holds is more than a transaction has.

use std::cell::Cell;

thread_local! {
    static TAKEN: Cell<i64> = const { Cell::new(0) };
}

/// What a container takes beside its contents: its allocation's head, its counts.
const OVERHEAD: usize = 48;

/// The bytes taken by the containers this thread has made, less those it has dropped.
pub(crate) fn taken() -> i64 {
    TAKEN.get()
}

/// What one container takes, given back when it goes.
pub(super) struct Footprint(usize);

impl Footprint {
    pub fn new(contents: usize) -> Self {
        let mut footprint = Self(0);
        footprint.update(contents);
        footprint
    }

    /// Notes that the contents take another size now.
    pub fn update(&mut self, contents: usize) {
        let bytes = contents + OVERHEAD;
        TAKEN.set(TAKEN.get() + bytes as i64 - self.0 as i64);
        self.0 = bytes;
    }
}

impl Default for Footprint {
    fn default() -> Self {
        Self::new(0)
    }
}

/// A copy of a container takes as much again.
impl Clone for Footprint {
    fn clone(&self) -> Self {
        Self::new(self.0.saturating_sub(OVERHEAD))
    }
}

impl Drop for Footprint {
    fn drop(&mut self) {
        TAKEN.set(TAKEN.get() - self.0 as i64);
    }
}
