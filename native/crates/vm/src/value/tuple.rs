//! Tuples: shared vectors, copied when changed while shared, taken apart without recursion when dropped.

use std::ops::Deref;
use std::sync::Arc;

use super::Value;
use super::memory::Footprint;
use crate::eval::Closure;

/// Items in order.
#[derive(Clone, Default)]
pub struct Tuple(Arc<Items>);

#[derive(Clone, Default)]
struct Items {
    items: Vec<Value>,
    footprint: Footprint,
}

impl Tuple {
    /// The items, to change: this tuple's own if nothing else holds them, a copy otherwise.
    pub fn make_mut(&mut self) -> &mut Vec<Value> {
        let items = Arc::make_mut(&mut self.0);
        // What the last change took; that of this one is noted before the next.
        items.footprint.update(items.items.capacity() * size_of::<Value>());
        &mut items.items
    }

    /// The items, without copying if nothing else holds them.
    pub fn into_vec(mut self) -> Vec<Value> {
        match Arc::get_mut(&mut self.0) {
            Some(items) => std::mem::take(&mut items.items),
            None => self.0.items.clone(),
        }
    }

    /// Whether both are one and the same.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn is_unique(&mut self) -> Option<&mut Vec<Value>> {
        Arc::get_mut(&mut self.0).map(|items| &mut items.items)
    }
}

impl Deref for Tuple {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.0.items
    }
}

impl From<Vec<Value>> for Tuple {
    fn from(items: Vec<Value>) -> Self {
        let footprint = Footprint::new(items.capacity() * size_of::<Value>());
        Self(Arc::new(Items { items, footprint }))
    }
}

impl FromIterator<Value> for Tuple {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        Self::from(items.into_iter().collect::<Vec<_>>())
    }
}

impl Drop for Items {
    fn drop(&mut self) {
        take_apart(self.items.iter_mut());
    }
}

/// Drops the containers among `values` without recursing, so that a value nested a million deep can be dropped.
pub(crate) fn take_apart<'a>(values: impl Iterator<Item = &'a mut Value>) {
    let mut waiting = Vec::new();
    let collect = |waiting: &mut Vec<Value>, value: &mut Value| {
        if matches!(value, Value::Tuple(_) | Value::Map(_) | Value::Op(_)) {
            waiting.push(std::mem::take(value));
        }
    };
    for value in values {
        collect(&mut waiting, value);
    }
    while let Some(mut value) = waiting.pop() {
        match &mut value {
            Value::Tuple(tuple) => {
                if let Some(items) = tuple.is_unique() {
                    items.iter_mut().for_each(|item| collect(&mut waiting, item));
                }
            }
            Value::Map(map) => {
                if let Some(values) = map.unique_values() {
                    values.for_each(|item| collect(&mut waiting, item));
                }
            }
            Value::Op(op) => {
                if let Some(captured) = Arc::get_mut(op).and_then(Closure::unique_captured) {
                    captured.iter_mut().for_each(|item| collect(&mut waiting, item));
                }
            }
            _ => {}
        }
    }
}
