//! How often each slot is read, counting one arm of a conditional: a slot read once at most may be emptied by its reader.

use std::collections::HashMap;

use super::program::Slot;

/// The reads of a frame's slots, in the order they were met.
#[derive(Default)]
pub(super) struct Uses {
    log: Vec<Slot>,
}

impl Uses {
    pub fn add(&mut self, slot: Slot) {
        self.log.push(slot);
    }

    /// Where the log stands: the start of an arm.
    pub fn mark(&self) -> usize {
        self.log.len()
    }

    /// Joins two arms, of which one runs: the first from `start` to `middle`, the second from there on.
    pub fn join(&mut self, start: usize, middle: usize) {
        let mut counts: HashMap<Slot, (usize, usize)> = HashMap::new();
        for &slot in &self.log[start..middle] {
            counts.entry(slot).or_default().0 += 1;
        }
        for &slot in &self.log[middle..] {
            counts.entry(slot).or_default().1 += 1;
        }
        self.log.truncate(start);
        for (slot, (first, second)) in counts {
            self.log.extend(std::iter::repeat_n(slot, first.max(second)));
        }
    }

    /// For each of `slots` slots, whether it is read at most once.
    pub fn read_once(&self, slots: usize) -> Vec<bool> {
        let mut counts = vec![0_usize; slots];
        for slot in &self.log {
            counts[slot.index()] += 1;
        }
        counts.into_iter().map(|count| count <= 1).collect()
    }
}
