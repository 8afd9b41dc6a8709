//! Processing steps: one layer each (ISO 32000-1, 8.11), marked for the knife and the needle by
//! ISO 19593-1 metadata.

use std::sync::Arc;

use pdf_writer::{Dict, Name, Ref, TextStr};

use crate::page::Step;

use super::file::File;

/// The layers of a file.
#[derive(Default)]
pub(super) struct Layers(Vec<(Arc<Step>, Ref)>);

impl Layers {
    /// The number of a step's layer.
    pub fn layer(&mut self, file: &mut File, step: &Arc<Step>) -> usize {
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
        });
        self.0.push((step.clone(), id));
        self.0.len() - 1
    }

    /// The object of a layer.
    pub fn layer_ref(&self, index: usize) -> Option<Ref> {
        self.0.get(index).map(|l| l.1)
    }

    /// Lists the layers in the catalog; all are on, in the order in which they came.
    pub fn list(&self, catalog: &mut Dict<'_>) {
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
    }
}
