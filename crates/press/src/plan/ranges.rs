//! Which pages a file holds.

use std::ops::Range;
use std::sync::Arc;

use super::spread::Spread;
use super::work::{Leaf, Work};

impl Spread<'_> {
    /// The pages of each file, with its number and how many there are of its kind.
    pub(super) fn ranges(
        &self,
        first: usize,
        pages: &[Leaf],
        works: &[Arc<Work>],
    ) -> Vec<(usize, usize, Range<usize>)> {
        if !self.settings.bound {
            return (first..pages.len()).map(|i| (1, 1, i..i + 1)).collect();
        }
        let layout = |i: usize| {
            let work = pages.get(i).and_then(|leaf| works.get(usize::try_from(leaf.work).ok()?));
            work.map(|work| Arc::as_ptr(&work.layout).addr())
        };
        let faces = |i: usize| {
            let work = pages.get(i).and_then(|leaf| works.get(usize::try_from(leaf.work).ok()?));
            work.map_or(1, |work| usize::from(work.product.sides).max(1))
        };
        // Pages of the file, of which a leaf with a back has two.
        let most = (self.wanted.output.split.unwrap_or(usize::MAX) / faces(first)).max(1);
        let mut ranges = Vec::new();
        let mut start = first;
        while start < pages.len() {
            let end = (start..pages.len()).find(|i| layout(*i) != layout(start)).unwrap_or(pages.len());
            let parts = (end - start).div_ceil(most);
            for part in 0..parts {
                let from = start + part * most;
                ranges.push((part + 1, parts, from..from.saturating_add(most).min(end)));
            }
            start = end;
        }
        ranges
    }
}
