//! Strongly connected components (Tarjan 1972), without recursion: a form may be as long as a document allows.

/// The strongly connected components of the graph `edges` (node → successors), each component after those it leads to.
pub fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut index = vec![UNSEEN; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut on_stack = vec![false; edges.len()];
    let mut stack = Vec::new();
    let mut found = Vec::new();
    let mut next = 0;
    for root in 0..edges.len() {
        if index[root] != UNSEEN {
            continue;
        }
        // (node, how many of its successors were looked at)
        let mut work = vec![(root, 0)];
        while let Some((node, looked_at)) = work.last_mut() {
            let node = *node;
            if *looked_at == 0 {
                index[node] = next;
                low[node] = next;
                next += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            if let Some(&successor) = edges[node].get(*looked_at) {
                *looked_at += 1;
                if index[successor] == UNSEEN {
                    work.push((successor, 0));
                } else if on_stack[successor] {
                    low[node] = low[node].min(index[successor]);
                }
                continue;
            }
            // A node without successors comes here at its first visit, any other after its last one.
            work.pop();
            if let Some(&(parent, _)) = work.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == index[node] {
                let start = stack.iter().rposition(|&member| member == node).unwrap_or(0);
                let members: Vec<usize> = stack.drain(start..).collect();
                members.iter().for_each(|&member| on_stack[member] = false);
                found.push(members);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_come_after_those_they_lead_to() {
        let edges = vec![vec![1], vec![2, 3], vec![1], vec![], vec![4]];
        let mut found = components(&edges);
        found.iter_mut().for_each(|members| members.sort_unstable());
        assert_eq!(found, [vec![3], vec![1, 2], vec![0], vec![4]]);
    }

    #[test]
    fn long_chains_do_not_recurse() {
        let edges: Vec<Vec<usize>> = (0..1_000_000).map(|n| if n > 0 { vec![n - 1] } else { vec![] }).collect();
        assert_eq!(components(&edges).len(), 1_000_000);
    }
}
