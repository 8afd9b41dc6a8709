//! The sheets of a product with those that rows of the table bring along.

use std::collections::BTreeMap;
use std::ops::Range;

use super::cloths::hung;
use super::data::Data;
use super::sheets::{Chosen, of_text};
use biaoyu_page::error::Finding;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::product::Product;

/// The sheets of a product: those that were chosen, then those that rows bring along.
pub(super) struct Sheets {
    pub(super) all: Vec<Chosen>,
    pub(super) chosen: usize,
    /// By text and key character; a slogan on several cloths has several.
    by_text: BTreeMap<(String, String), Range<usize>>,
}

impl Sheets {
    /// Those that were chosen.
    pub(super) fn new(chosen: Vec<Chosen>) -> Self {
        Self { chosen: chosen.len(), all: chosen, by_text: BTreeMap::new() }
    }

    /// The sheets that a record is printed on: the one that its row names, else all that were chosen.
    pub(super) fn of(&self, data: &Data, record: u32) -> Range<usize> {
        let text = data.text(record, "slogan");
        if text.is_empty() {
            return 0..self.chosen;
        }
        let says = (text.into_owned(), data.text(record, "key").into_owned());
        self.by_text.get(&says).cloned().unwrap_or(0..self.chosen)
    }

    /// Adds the sheet that a record's row names, if it is new. Gives on how many the record is printed.
    pub(super) fn add(
        &mut self,
        data: &Data,
        record: u32,
        (campaign, product): (&Campaign, &Product),
        told: &mut Vec<Finding>,
    ) -> usize {
        let text = data.text(record, "slogan");
        if text.is_empty() {
            return self.chosen;
        }
        let says = (text.into_owned(), data.text(record, "key").into_owned());
        if let Some(known) = self.by_text.get(&says) {
            return known.len();
        }
        let own = self.all.len() - self.chosen;
        let number = campaign.slogans.iter().map(|s| s.number).max().unwrap_or(0) + 1 + u32::try_from(own).unwrap_or(0);
        let Some(chosen) = of_text(campaign, (&says.0, &says.1), data.reading, number) else { return self.chosen };
        let (hung, more) = hung(vec![chosen], product);
        told.extend(more);
        let (from, count) = (self.all.len(), hung.len());
        self.by_text.insert(says, from..from + count);
        self.all.extend(hung);
        count
    }
}
