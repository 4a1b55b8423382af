//! Indices and slices, as Python counts them.

use crate::error::Error;

/// The position `index` means in a sequence of `len`, negative ones from the end.
pub(crate) fn position(index: i64, len: usize) -> Option<usize> {
    let index = if index < 0 { i128::from(index) + len as i128 } else { i128::from(index) };
    usize::try_from(index).ok().filter(|&index| index < len)
}

/// Where `insert` at `index` puts its item.
pub(crate) fn insert_position(index: i64, len: usize) -> usize {
    let index = if index < 0 { (i128::from(index) + len as i128).max(0) } else { i128::from(index) };
    usize::try_from(index).unwrap_or(len).min(len)
}

/// The bounds of a search: `start` and `stop` as in a slice with step one; `None` when start is beyond the end.
pub(crate) fn bounds(start: Option<i64>, stop: Option<i64>, len: usize) -> Option<(usize, usize)> {
    let clamp = |index: i64| {
        let index = if index < 0 { (i128::from(index) + len as i128).max(0) } else { i128::from(index) };
        usize::try_from(index).unwrap_or(usize::MAX)
    };
    let start = start.map_or(0, clamp);
    let stop = stop.map_or(len, clamp).min(len);
    (start <= stop).then_some((start, stop))
}

/// A slice of a sequence: `count` items from `first`, `step` apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slice {
    /// Where the slice starts; also where items are put when a slice with step one and no items is assigned.
    pub first: i64,
    pub step: i64,
    pub count: usize,
}

impl Slice {
    /// `[start:stop:step]` of a sequence of `len`, as CPython's `PySlice_AdjustIndices`.
    pub fn new(start: Option<i64>, stop: Option<i64>, step: Option<i64>, len: usize) -> Result<Self, Error> {
        let step = step.unwrap_or(1);
        if step == 0 {
            return Err(Error::bad_request("slice step cannot be zero"));
        }
        let len = len as i128;
        let (low, high) = if step < 0 { (-1, len - 1) } else { (0, len) };
        let adjust = |index: i64| {
            let index = i128::from(index);
            (if index < 0 { index + len } else { index }).clamp(low, high)
        };
        let first = start.map_or(if step < 0 { high } else { low }, adjust);
        let stop = stop.map_or(if step < 0 { low } else { high }, adjust);
        let span = if step < 0 { first - stop } else { stop - first };
        let wide = i128::from(step).abs();
        let count = if span <= 0 { 0 } else { (span - 1) / wide + 1 };
        Ok(Self { first: first as i64, step, count: count as usize })
    }

    /// The positions, in order.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.count as i64).map(move |n| (self.first + n * self.step) as usize)
    }

    /// The positions as a range, when they are next to one another.
    pub fn as_range(self) -> Option<std::ops::Range<usize>> {
        (self.step == 1).then(|| self.first as usize..self.first as usize + self.count)
    }
}
