//! Maps: shared, insertion-ordered, keyed by Python's equality.

use std::sync::Arc;

use foldhash::fast::RandomState;
use indexmap::IndexMap;

use super::Value;
use super::key::{Key, KeyRef, check_hashable};
use super::memory::Footprint;
use super::tuple::take_apart;
use crate::error::Error;

/// What an entry takes: key, value, hash and its place in the table.
const ENTRY_BYTES: usize = 2 * size_of::<Value>() + 24;

/// A map in insertion order. `1`, `1.0` and `True` are one key; the first one written is kept.
#[derive(Clone, Default)]
pub struct Map(Arc<Entries>);

#[derive(Clone, Default)]
struct Entries {
    map: IndexMap<Key, Value, RandomState>,
    footprint: Footprint,
}

impl Map {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn len(&self) -> usize {
        self.0.map.len()
    }

    /// Whether both are one and the same.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub fn is_empty(&self) -> bool {
        self.0.map.is_empty()
    }

    /// The value at `key`; an error if `key` cannot be one.
    pub fn get(&self, key: &Value) -> Result<Option<&Value>, Error> {
        check_hashable(key)?;
        Ok(self.0.map.get(&KeyRef(key)))
    }

    /// The value at a string key.
    pub fn get_str(&self, key: &str) -> Option<&Value> {
        self.0.map.get(key)
    }

    pub fn contains(&self, key: &Value) -> Result<bool, Error> {
        Ok(self.get(key)?.is_some())
    }

    /// Sets `key`, in place if nothing else holds this map.
    pub fn insert(&mut self, key: Value, value: Value) -> Result<(), Error> {
        check_hashable(&key)?;
        let entries = Arc::make_mut(&mut self.0);
        entries.map.insert(Key(key), value);
        entries.footprint.update(entries.map.capacity() * ENTRY_BYTES);
        Ok(())
    }

    /// Takes `key` out, keeping the order of the rest.
    pub fn remove(&mut self, key: &Value) -> Result<Option<Value>, Error> {
        check_hashable(key)?;
        if !self.0.map.contains_key(&KeyRef(key)) {
            return Ok(None);
        }
        Ok(Arc::make_mut(&mut self.0).map.shift_remove(&KeyRef(key)))
    }

    /// Takes a string key out without keeping the order of the rest; `None` also when the map is shared.
    pub(crate) fn take_if_unique(&mut self, key: &str) -> Option<Value> {
        Arc::get_mut(&mut self.0)?.map.get_mut(key).map(std::mem::take)
    }

    /// Takes out the last entry.
    pub fn pop(&mut self) -> Option<(Value, Value)> {
        if self.is_empty() {
            return None;
        }
        Arc::make_mut(&mut self.0).map.pop().map(|(key, value)| (key.0, value))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Value, &Value)> + ExactSizeIterator {
        self.0.map.iter().map(|(key, value)| (&key.0, value))
    }

    /// The entry at `index`, in insertion order.
    pub fn entry_at(&self, index: usize) -> Option<(&Value, &Value)> {
        self.0.map.get_index(index).map(|(key, value)| (&key.0, value))
    }

    pub(super) fn unique_values(&mut self) -> Option<impl Iterator<Item = &mut Value>> {
        Arc::get_mut(&mut self.0).map(|entries| entries.map.values_mut())
    }

    /// Whether both have the same keys with values that are `same`.
    pub(super) fn equals<E>(
        &self,
        other: &Self,
        mut same: impl FnMut(&Value, &Value) -> Result<bool, E>,
    ) -> Result<bool, E> {
        if self.len() != other.len() {
            return Ok(false);
        }
        for (key, value) in &self.0.map {
            match other.0.map.get(&KeyRef(&key.0)) {
                Some(theirs) if same(value, theirs)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }
}

impl FromIterator<(Value, Value)> for Map {
    /// A map of entries whose keys are known to be keys, such as strings.
    fn from_iter<I: IntoIterator<Item = (Value, Value)>>(entries: I) -> Self {
        let map: IndexMap<_, _, _> = entries.into_iter().map(|(key, value)| (Key(key), value)).collect();
        let footprint = Footprint::new(map.capacity() * ENTRY_BYTES);
        Self(Arc::new(Entries { map, footprint }))
    }
}

impl Drop for Entries {
    fn drop(&mut self) {
        take_apart(self.map.values_mut());
    }
}
