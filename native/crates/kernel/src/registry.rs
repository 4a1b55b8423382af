//! The components a kernel serves. Readers take a snapshot and never wait for an install.

use std::collections::BTreeMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use parking_lot::Mutex;

use crate::component::Component;
use crate::component_id::{ComponentId, Kind};

type Components = BTreeMap<ComponentId, Arc<Component>>;

/// Installed components by id.
#[derive(Default)]
pub struct Registry {
    components: ArcSwap<Components>,
    writing: Mutex<()>,
}

impl Registry {
    /// The component with this id.
    pub fn get(&self, id: &ComponentId) -> Option<Arc<Component>> {
        self.components.load().get(id).cloned()
    }

    /// The component at the front of a path, and how many of its segments (root included) are the component's id.
    pub fn resolve(&self, kind: Kind, segments: &[String]) -> Option<(Arc<Component>, usize)> {
        let components = self.components.load();
        candidates(kind, segments).find_map(|(id, len)| Some((components.get(&id)?.clone(), len)))
    }

    /// Add components; one that replaces another is the newer or the more complete of the two.
    pub fn insert(&self, new: impl IntoIterator<Item = Component>) {
        let _writing = self.writing.lock();
        let mut components = Components::clone(&self.components.load());
        for component in new {
            match components.get(&component.id) {
                Some(old) if !component.replaces(old) => {}
                _ => {
                    components.insert(component.id.clone(), Arc::new(component));
                }
            }
        }
        self.components.store(Arc::new(components));
    }

    /// Run `change` on the component with this id while no other install can happen, and put what it returns in place.
    pub fn update<E>(
        &self,
        id: &ComponentId,
        change: impl FnOnce(Option<&Component>) -> Result<Option<Component>, E>,
    ) -> Result<(), E> {
        let _writing = self.writing.lock();
        let current = self.components.load();
        if let Some(component) = change(current.get(id).map(Arc::as_ref))? {
            let mut components = Components::clone(&current);
            components.insert(id.clone(), Arc::new(component));
            self.components.store(Arc::new(components));
        }
        Ok(())
    }

    /// Every component, by id.
    pub fn all(&self) -> Vec<Arc<Component>> {
        self.components.load().values().cloned().collect()
    }

    /// How many components of `kind` are installed.
    pub fn count(&self, kind: Kind) -> usize {
        let components = self.components.load();
        components.values().filter(|component| component.id.kind() == kind && component.is_installed()).count()
    }

    /// What is directly below a directory: each name, and whether it is a directory itself (a component is not).
    pub fn children(&self, kind: Kind, directory: &[String]) -> BTreeMap<String, bool> {
        let mut children = BTreeMap::new();
        for id in self.components.load().keys().filter(|id| id.kind() == kind) {
            if let Some([child, below @ ..]) = id.segments().strip_prefix(directory) {
                let is_directory = children.entry(child.clone()).or_insert(false);
                *is_directory |= !below.is_empty();
            }
        }
        children
    }
}

/// The ids that a path below `kind`'s root may begin with, the longest first, with their length in segments.
pub fn candidates(kind: Kind, segments: &[String]) -> impl Iterator<Item = (ComponentId, usize)> {
    let longest = kind.canonical_len().min(segments.len());
    (1..=longest).rev().filter_map(move |len| Some((ComponentId::new(kind, segments[..len].to_vec()).ok()?, len)))
}
