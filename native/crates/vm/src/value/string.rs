//! Strings: shared text that knows its length in code points, so that ASCII text is indexed at once.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::memory::Footprint;

/// Unicode text, indexed by code point.
#[derive(Clone, Default)]
pub struct Str(Arc<Text>);

#[derive(Clone, Default)]
struct Text {
    text: String,
    chars: usize,
    footprint: Footprint,
}

impl Str {
    /// How many code points.
    pub fn chars_len(&self) -> usize {
        self.0.chars
    }

    pub fn is_ascii(&self) -> bool {
        self.0.chars == self.0.text.len()
    }

    /// The byte offset of the code point at `index`, which is at most the length.
    fn offset(&self, index: usize) -> usize {
        if self.is_ascii() { index } else { self.char_indices().nth(index).map_or(self.len(), |(offset, _)| offset) }
    }

    /// The code point at `index`.
    pub fn char_at(&self, index: usize) -> Option<char> {
        if self.is_ascii() { self.as_bytes().get(index).map(|&byte| char::from(byte)) } else { self.chars().nth(index) }
    }

    /// The text from one code point to another.
    pub fn substring(&self, range: Range<usize>) -> &str {
        if range.start >= range.end {
            return "";
        }
        let start = self.offset(range.start);
        if self.is_ascii() {
            return &self[start..range.end];
        }
        let rest = &self[start..];
        let end = rest.char_indices().nth(range.end - range.start).map_or(rest.len(), |(offset, _)| offset);
        &rest[..end]
    }

    /// Appends `more`, in place if nothing else holds this string.
    pub fn push_str(&mut self, more: &Str) {
        let text = Arc::make_mut(&mut self.0);
        text.text.push_str(more);
        text.chars += more.0.chars;
        text.footprint.update(text.text.capacity());
    }
}

impl Deref for Str {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.text
    }
}

impl From<String> for Str {
    fn from(text: String) -> Self {
        let chars = if text.is_ascii() { text.len() } else { text.chars().count() };
        let footprint = Footprint::new(text.capacity());
        Self(Arc::new(Text { text, chars, footprint }))
    }
}

impl From<&str> for Str {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<char> for Str {
    fn from(c: char) -> Self {
        Self(Arc::new(Text { text: c.to_string(), chars: 1, footprint: Footprint::new(c.len_utf8()) }))
    }
}

impl FromIterator<char> for Str {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        Self::from(chars.into_iter().collect::<String>())
    }
}

impl PartialEq for Str {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for Str {}

impl fmt::Debug for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}
