//! Strings that the cells of all sheets share, one after another in one text.

use std::sync::Arc;

use super::grid::Over;
use biaoyu_page::limits::{TABLE_CELLS, TABLE_TEXT_BYTES};

/// The strings of a workbook.
#[derive(Clone, Debug, Default)]
pub(super) struct Strings {
    text: Arc<String>,
    ends: Vec<u32>,
}

/// Strings while they are read.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    text: String,
    ends: Vec<u32>,
}

impl Gathered {
    /// Adds the next one.
    pub fn push(&mut self, text: &str) -> Result<(), Over> {
        append(&mut self.text, text);
        if self.ends.len() >= TABLE_CELLS || self.text.len() > TABLE_TEXT_BYTES {
            return Err(Over::Text);
        }
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| Over::Text)?);
        Ok(())
    }

    /// All of them.
    pub fn finish(mut self) -> Strings {
        self.text.shrink_to_fit();
        Strings { text: Arc::new(self.text), ends: self.ends }
    }
}

/// A text from which on much is to come, and how much, bytes.
const LONG: usize = 1 << 20;
const ROOM: usize = 64 << 20;

/// Adds to a text that may become as long as a table. What is made room for at once is not in memory before it is written; a text that is
/// doubled again and again is there twice each time.
pub(super) fn append(text: &mut String, more: &str) {
    if text.len() + more.len() > text.capacity() && (LONG..ROOM).contains(&text.len()) {
        text.reserve_exact(ROOM.max(text.len() + more.len()) - text.len());
    }
    text.push_str(more);
}

impl Strings {
    /// Where the string with that number is in [`source`](Self::source).
    pub fn place(&self, index: usize) -> Option<(u32, u32)> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end);
        Some((start, end))
    }

    /// The string with that number.
    pub fn get(&self, index: usize) -> Option<&str> {
        let (start, end) = self.place(index)?;
        self.text.get(start as usize..end as usize)
    }

    /// The text of all of them.
    pub fn source(&self) -> &Arc<String> {
        &self.text
    }
}
