//! Ranges: tuples of integers that are never built.

/// `start, start + step, …` while before `stop`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub start: i64,
    pub stop: i64,
    /// Never zero.
    pub step: i64,
}

impl Range {
    /// How many items.
    pub fn len(&self) -> u64 {
        let (start, stop, step) = (i128::from(self.start), i128::from(self.stop), i128::from(self.step));
        let span = if step > 0 { stop - start } else { start - stop };
        if span <= 0 { 0 } else { u64::try_from((span - 1) / step.abs() + 1).unwrap_or(u64::MAX) }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`, which is below `len`.
    pub fn item(&self, index: u64) -> i64 {
        self.start.wrapping_add((index as i64).wrapping_mul(self.step))
    }

    /// The index of `value`, if it is an item.
    pub fn position(&self, value: i64) -> Option<u64> {
        let offset = i128::from(value) - i128::from(self.start);
        let step = i128::from(self.step);
        if offset % step != 0 {
            return None;
        }
        u64::try_from(offset / step).ok().filter(|&index| index < self.len())
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = i64> + use<> {
        let range = *self;
        (0..range.len()).map(move |index| range.item(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        let len = |start, stop, step| Range { start, stop, step }.len();
        assert_eq!(len(0, 10, 1), 10);
        assert_eq!(len(0, 10, 3), 4);
        assert_eq!(len(10, 0, -3), 4);
        assert_eq!(len(0, -1, 1), 0);
        assert_eq!(len(i64::MIN, i64::MAX, 1), u64::MAX);
        assert_eq!(len(i64::MAX, i64::MIN, i64::MIN), 2);
    }

    #[test]
    fn positions() {
        let range = Range { start: 10, stop: 0, step: -3 };
        assert_eq!(range.iter().collect::<Vec<_>>(), [10, 7, 4, 1]);
        assert_eq!(range.position(4), Some(2));
        assert_eq!(range.position(-2), None);
        assert_eq!(range.position(5), None);
    }
}
