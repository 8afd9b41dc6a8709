//! Processing steps: one layer each (ISO 32000-1, 8.11), marked for the knife and the needle by
//! ISO 19593-1 metadata.

use std::sync::Arc;

use pdf_writer::{Dict, Finish as _, Name, Ref, TextStr};

use biaoyu_page::page::Step;

/// Information for people (ISO 19593-1, group `Legend`): on screen and locked, not on paper.
const LEGEND: &str = "Legend";

use super::file::File;

/// The layers of a file.
#[derive(Default)]
pub(super) struct Layers(Vec<(Arc<Step>, Ref)>);

impl Layers {
    /// The number of a step's layer.
    pub(crate) fn layer(&mut self, file: &mut File, step: &Arc<Step>) -> usize {
        if let Some(found) = self.0.iter().position(|(s, _)| Arc::ptr_eq(s, step) || s == step) {
            return found;
        }
        let id = file.id();
        file.object(id, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"OCG"));
            dict.pair(Name(b"Name"), TextStr(&step.layer));
            let mut metadata = dict.insert(Name(b"GTS_Metadata")).dict();
            metadata.pair(Name(b"Type"), Name(b"GTS_Metadata"));
            metadata.pair(Name(b"GTS_ProcStepsGroup"), Name(step.group.as_bytes()));
            if let Some(kind) = step.kind {
                metadata.pair(Name(b"GTS_ProcStepsType"), Name(kind.as_bytes()));
            }
            metadata.finish();
            // 8.11.4.4: what viewers and printers do with it that ask.
            if step.group == LEGEND {
                let mut usage = dict.insert(Name(b"Usage")).dict();
                usage.insert(Name(b"View")).dict().pair(Name(b"ViewState"), Name(b"ON"));
                usage.insert(Name(b"Print")).dict().pair(Name(b"PrintState"), Name(b"OFF"));
            }
        });
        self.0.push((step.clone(), id));
        self.0.len() - 1
    }

    /// The object of a layer.
    pub(crate) fn layer_ref(&self, index: usize) -> Option<Ref> {
        self.0.get(index).map(|l| l.1)
    }

    /// Lists the layers in the catalog; all are on, in the order in which they came, and nobody moves those for people by
    /// accident. `automatic`: viewers leave these out of print by themselves, which PDF/X-4 forbids to ask.
    pub(crate) fn list(&self, catalog: &mut Dict<'_>, automatic: bool) {
        if self.0.is_empty() {
            return;
        }
        let ids = || self.0.iter().map(|l| l.1);
        let mut dict = catalog.insert(Name(b"OCProperties")).dict();
        dict.insert(Name(b"OCGs")).array().items(ids());
        let mut config = dict.insert(Name(b"D")).dict();
        // PDF/X-4 wants every configuration named and every layer listed.
        config.pair(Name(b"Name"), TextStr("Layers"));
        config.insert(Name(b"Order")).array().items(ids());
        config.insert(Name(b"ON")).array().items(ids());
        let legends: Vec<Ref> = self.0.iter().filter(|(step, _)| step.group == LEGEND).map(|l| l.1).collect();
        if legends.is_empty() {
            return;
        }
        config.insert(Name(b"Locked")).array().items(legends.iter().copied());
        if automatic {
            let mut states = config.insert(Name(b"AS")).array();
            let mut print = states.push().dict();
            print.pair(Name(b"Event"), Name(b"Print"));
            print.insert(Name(b"Category")).array().item(Name(b"Print"));
            print.insert(Name(b"OCGs")).array().items(legends);
        }
    }
}
