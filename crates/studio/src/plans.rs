//! Plans that were made, and which of the pictures that are asked for are still wanted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use biaoyu_page::error::Faults;
use biaoyu_press::Plan;

use crate::held::held;
use crate::query::Query;

/// Plans that are kept of a project.
const KEPT: usize = 24;
/// Slots of pictures that are remembered.
const SLOTS: usize = 4096;

/// A plan that is made once, by whoever asks first; or why there is none, which takes as long to find.
type Kept = Arc<Mutex<Option<Result<Arc<Plan>, Faults>>>>;

/// Plans of a project, by what they are of; those of older revisions go first.
#[derive(Clone, Default)]
pub(crate) struct Plans(Arc<Mutex<Vec<(String, Kept)>>>);

impl Plans {
    /// The plan of a key, made where there is none.
    ///
    /// # Errors
    /// Those of making it.
    pub(crate) fn get(&self, key: &str, make: impl FnOnce() -> Result<Plan, Faults>) -> Result<Arc<Plan>, Faults> {
        let slot = {
            let mut all = held(&self.0);
            match all.iter().position(|(own, _)| own == key) {
                Some(at) => {
                    let known = all.remove(at);
                    let slot = known.1.clone();
                    all.push(known);
                    slot
                }
                None => {
                    if all.len() >= KEPT {
                        all.remove(0);
                    }
                    let slot = Kept::default();
                    all.push((key.to_owned(), slot.clone()));
                    slot
                }
            }
        };
        let mut slot = held(&slot);
        if let Some(known) = &*slot {
            return known.clone();
        }
        let made = make().map(Arc::new);
        // A file that another program holds is free again without a trace in the folder.
        let passes = |faults: &Faults| faults.0.iter().any(|fault| fault.code.starts_with("file/"));
        if !made.as_ref().is_err_and(passes) {
            *slot = Some(made.clone());
        }
        made
    }
}

/// The latest question of each slot: a picture that was asked for anew is not made.
#[derive(Default)]
pub(crate) struct Slots(Mutex<BTreeMap<String, u64>>);

impl Slots {
    /// Hears of a question.
    pub(crate) fn hear(&self, query: &Query) {
        let (Some(slot), Some(seq)) = (query.get("slot"), query.number("seq")) else { return };
        let mut all = held(&self.0);
        if all.len() >= SLOTS && !all.contains_key(slot) {
            all.clear();
        }
        let latest = all.entry(slot.to_owned()).or_default();
        *latest = seq.max(*latest);
    }

    /// Whether nothing newer was asked for.
    pub(crate) fn is_latest(&self, query: &Query) -> bool {
        let (Some(slot), Some(seq)) = (query.get("slot"), query.number("seq")) else { return true };
        held(&self.0).get(slot).is_none_or(|latest| *latest <= seq)
    }
}
