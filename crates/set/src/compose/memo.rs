//! Regions whose words come back: the unit of ten thousand badges is set once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Composer, Drawn, Entry, Said, Set, frame};
use crate::layout::{Item as Wanted, Kind, Step};
use crate::picture::FILES;
use biaoyu_page::error::Finding;
use biaoyu_page::page::Item;

/// Settings of a region that are remembered; when there are more, it begins anew.
const KNOWN: usize = 256;
/// So often a region is asked for before it is known whether its words come back.
const TRIED: u32 = 128;
/// One in so many must have been known for a region to go on being remembered.
const WORTH: u32 = 4;

/// What became of one region, by all that it depends on.
#[derive(Default)]
pub(super) struct Memo(Mutex<Known>);

#[derive(Default)]
struct Known {
    made: HashMap<Vec<u8>, Arc<Made>>,
    asked: u32,
    found: u32,
}

/// What setting an item came to.
struct Made {
    items: Vec<Item>,
    outputs: Vec<f64>,
    set: Vec<(usize, Arc<Set>)>,
    said: Vec<Said>,
    drawn: Vec<Drawn>,
    ledger: Vec<Entry>,
    findings: Vec<Finding>,
}

impl Memo {
    /// A memory for an item that depends on its fields and numbers alone: type does, and a large character; tiles ask
    /// which cells are taken, and pictures are no text.
    pub(crate) fn of(item: &Wanted) -> Option<Self> {
        matches!(item.kind, Kind::Text(_) | Kind::Row(_) | Kind::Ring(_) | Kind::Glyph(_)).then(Self::default)
    }

    fn find(&self, key: &[u8]) -> Option<Arc<Made>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.asked = known.asked.saturating_add(1);
        let made = known.made.get(key).cloned();
        known.found = known.found.saturating_add(u32::from(made.is_some()));
        made
    }

    /// Whether its words come back, as far as one can tell.
    fn is_worth(&self) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.asked < TRIED || known.found.saturating_mul(WORTH) >= known.asked
    }

    fn keep(&self, key: Vec<u8>, made: Made) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.made.len() >= KNOWN {
            known.made.clear();
        }
        known.made.insert(key, Arc::new(made));
    }
}

impl Composer<'_> {
    /// Sets an item as [`item`](Self::item) does, or as it was set before; `reads` are the numbers that move and that it
    /// depends on.
    pub(super) fn remembered(
        &mut self,
        (index, item): (usize, &Wanted),
        step: &Step,
        reads: &[usize],
        memo: &Memo,
    ) -> Vec<Item> {
        // A record's picture is known by its samples, which no text of the record stands for.
        let has_picture = step.fields.iter().any(|f| FILES.contains(&&**f) && self.edition.pictures.has(f));
        if has_picture || !memo.is_worth() {
            return self.item(index, item);
        }
        let mut key = Vec::with_capacity(64);
        for field in &step.fields {
            let text = self.fields.get(field).unwrap_or_default();
            key.extend_from_slice(&text.len().to_le_bytes());
            key.extend_from_slice(text.as_bytes());
        }
        for slot in reads {
            let value = self.frame.get(*slot).copied().unwrap_or_default();
            key.extend_from_slice(&value.to_bits().to_le_bytes());
        }
        if let Some(made) = memo.find(&key) {
            for (slot, value) in step.writes.clone().zip(&made.outputs) {
                frame::put(&mut self.frame, slot, *value);
            }
            self.set.extend(made.set.iter().cloned());
            self.said.extend(made.said.iter().cloned());
            self.drawn.extend(made.drawn.iter().cloned());
            self.ledger.extend(made.ledger.iter().cloned());
            self.findings.extend(made.findings.iter().cloned());
            return made.items.clone();
        }
        let (set, said, drawn) = (self.set.len(), self.said.len(), self.drawn.len());
        let (ledger, findings, faults) = (self.ledger.len(), self.findings.len(), self.faults.0.len());
        let items = self.item(index, item);
        if self.faults.0.len() == faults {
            let made = Made {
                items: items.clone(),
                outputs: self.frame.get(step.writes.clone()).unwrap_or_default().to_vec(),
                set: self.set.get(set..).unwrap_or_default().to_vec(),
                said: self.said.get(said..).unwrap_or_default().to_vec(),
                drawn: self.drawn.get(drawn..).unwrap_or_default().to_vec(),
                ledger: self.ledger.get(ledger..).unwrap_or_default().to_vec(),
                findings: self.findings.get(findings..).unwrap_or_default().to_vec(),
            };
            memo.keep(key, made);
        }
        items
    }
}
