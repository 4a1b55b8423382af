//! Rule 9: a form as a graph has no cycles but among definitions.

use std::collections::HashMap;

use super::{Result, at, fail};
use crate::graph::components;
use crate::scalar::{Form, Scalar};
use crate::scope::used_names;

/// Checks one form whose ids are distinct.
pub(super) fn check_flow(form: &Form) -> Result {
    let positions: HashMap<&str, usize> = form.iter().enumerate().map(|(index, entry)| (&*entry.id, index)).collect();
    let edges: Vec<Vec<usize>> = form
        .iter()
        .map(|entry| {
            let used = used_names(&entry.scalar, true).into_iter();
            let mut used: Vec<usize> = used.filter_map(|name| positions.get(name.as_str()).copied()).collect();
            used.sort_unstable();
            used.dedup();
            used
        })
        .collect();
    for mut group in components(&edges) {
        let cyclic = group.len() > 1 || edges[group[0]].contains(&group[0]);
        if cyclic && !group.iter().all(|&index| matches!(form[index].scalar, Scalar::Op(_))) {
            group.sort_unstable();
            let first = group[0];
            let through: Vec<&str> = group.iter().chain([&first]).map(|&index| &*form[index].id).collect();
            return at(first, fail(format!("cyclic form: {}", through.join(" -> "))));
        }
    }
    Ok(())
}
