//! Sorting and extremes, by Python's `<` alone, which may fail and need not be a total order.

use std::cmp::Ordering;

use super::args::Arguments;
use super::{Context, Items, python_type};
use crate::error::Error;
use crate::value::{Tuple, Value, compare};

type Result<T> = std::result::Result<T, Error>;

/// Which end `min` and `max` look for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Extreme {
    Min,
    Max,
}

fn callable(key: Option<&Value>) -> Result<()> {
    match key {
        None | Some(Value::Op(_) | Value::Link(_)) => Ok(()),
        Some(other) => Err(Error::bad_request(format!("'{}' object is not callable", python_type(other)))),
    }
}

/// `min(x, key=…, default=…)` or `max`: the first of the least or greatest items.
pub(super) fn extreme(cx: &mut dyn Context, subject: &Value, args: &mut Arguments, which: Extreme) -> Result<Value> {
    let key = args.some(0);
    let default = args.optional(1);
    callable(key.as_ref())?;
    if let (Value::Range(range), None) = (subject, &key)
        && !range.is_empty()
    {
        let first_is_least = range.step > 0;
        let last = range.len() - 1;
        let at = if first_is_least == (which == Extreme::Min) { 0 } else { last };
        return Ok(Value::Int(range.item(at)));
    }
    let (symbol, better) = match which {
        Extreme::Min => ("<", Ordering::Less),
        Extreme::Max => (">", Ordering::Greater),
    };
    let mut best: Option<(Value, Value)> = None;
    for item in Items::of(subject)? {
        cx.spend(1)?;
        let rank = match &key {
            Some(key) => cx.call_item(key, item.clone())?,
            None => item.clone(),
        };
        let replaces = match &best {
            None => true,
            Some((best, _)) => compare(&rank, best, symbol)? == Some(better),
        };
        if replaces {
            best = Some((rank, item));
        }
    }
    match (best, default) {
        (Some((_, item)), _) => Ok(item),
        (None, Some(default)) => Ok(default),
        (None, None) => {
            let name = if which == Extreme::Min { "min" } else { "max" };
            Err(Error::bad_request(format!("{name}() arg is an empty sequence")))
        }
    }
}

/// `sorted(items, key=…, reverse=…)`: stable, also in reverse.
pub(super) fn sort(cx: &mut dyn Context, mut items: Tuple, key: Option<&Value>, reverse: bool) -> Result<Value> {
    callable(key)?;
    let Some(key) = key else {
        if reverse {
            items.make_mut().reverse();
        }
        let mut sorter = Sorter { cx };
        let mut sorted = sorter.sort(items.into_vec(), |value| value)?;
        if reverse {
            sorted.reverse();
        }
        return Ok(Value::from(sorted));
    };
    let mut ranked = Vec::with_capacity(items.len());
    for item in items.iter() {
        ranked.push((cx.call_item(key, item.clone())?, item.clone()));
    }
    // As CPython: equal items keep their order in reverse too.
    if reverse {
        ranked.reverse();
    }
    let mut sorter = Sorter { cx };
    let mut sorted = sorter.sort(ranked, |(rank, _)| rank)?;
    if reverse {
        sorted.reverse();
    }
    Ok(sorted.into_iter().map(|(_, item)| item).collect::<Vec<_>>().into())
}

/// A stable merge sort. Short inputs take the very steps of CPython's (a run, then binary insertion), so that even
/// items without a total order, such as NaN, end up where CPython puts them.
struct Sorter<'a> {
    cx: &'a mut dyn Context,
}

/// The shortest run worth merging, as in CPython.
const MIN_RUN: usize = 64;

impl Sorter<'_> {
    fn less(&mut self, a: &Value, b: &Value) -> Result<bool> {
        self.cx.spend(1)?;
        Ok(compare(a, b, "<")? == Some(Ordering::Less))
    }

    fn sort<T>(&mut self, items: Vec<T>, rank: fn(&T) -> &Value) -> Result<Vec<T>> {
        let size = min_run(items.len());
        let mut runs: Vec<Vec<T>> = Vec::new();
        let mut rest = items.into_iter();
        loop {
            let chunk: Vec<T> = rest.by_ref().take(size).collect();
            if chunk.is_empty() {
                break;
            }
            runs.push(self.insertion_sort(chunk, rank)?);
        }
        while runs.len() > 1 {
            let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
            let mut pairs = runs.into_iter();
            while let Some(left) = pairs.next() {
                merged.push(match pairs.next() {
                    Some(right) => self.merge(left, right, rank)?,
                    None => left,
                });
            }
            runs = merged;
        }
        Ok(runs.pop().unwrap_or_default())
    }

    /// A run from the start, turned around if it goes down, then each further item put in its place by bisection.
    fn insertion_sort<T>(&mut self, mut items: Vec<T>, rank: fn(&T) -> &Value) -> Result<Vec<T>> {
        let mut run = 1;
        if items.len() > 1 {
            let descending = self.less(rank(&items[1]), rank(&items[0]))?;
            run = 2;
            while run < items.len() && self.less(rank(&items[run]), rank(&items[run - 1]))? == descending {
                run += 1;
            }
            if descending {
                items[..run].reverse();
            }
        }
        for at in run..items.len() {
            let (mut low, mut high) = (0, at);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.less(rank(&items[at]), rank(&items[middle]))? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            items[low..=at].rotate_right(1);
        }
        Ok(items)
    }

    fn merge<T>(&mut self, left: Vec<T>, right: Vec<T>, rank: fn(&T) -> &Value) -> Result<Vec<T>> {
        // Already in order, as data often is.
        if let (Some(last), Some(first)) = (left.last(), right.first())
            && !self.less(rank(first), rank(last))?
        {
            return Ok(left.into_iter().chain(right).collect());
        }
        let mut merged = Vec::with_capacity(left.len() + right.len());
        let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let take_right = self.less(rank(b), rank(a))?;
            merged.extend(if take_right { right.next() } else { left.next() });
        }
        merged.extend(left);
        merged.extend(right);
        Ok(merged)
    }
}

/// CPython's `merge_compute_minrun`: all of a short input, else 32 to 64.
fn min_run(mut len: usize) -> usize {
    let mut odd = 0;
    while len >= MIN_RUN {
        odd |= len & 1;
        len >>= 1;
    }
    len + odd
}
