//! A place that stays free: for a seal, a signature, a photograph that is pasted in.

use super::Region;
use super::compiler::Compiler;
use super::reader::Reader;
use super::schema_words::{disc, frame, object};
use crate::notation::Table;
use serde_json::{Map, Value, json};

/// A place that no other item may reach into. Nothing is drawn there.
#[derive(Debug)]
pub struct Free {
    /// Where.
    pub region: Region,
    /// Ids of items that may stand there: a seal is set over the name and the date.
    pub but: Vec<String>,
}

impl Free {
    pub(super) fn read(reader: &Reader<'_>, c: &Compiler, table: &Table<'_>) -> Option<Self> {
        let region = reader.region(c, table);
        let but = table.list_of_text("but").iter().map(|id| id.to_string()).collect();
        Some(Self { region: region?, but })
    }
}

/// Its keys for editors.
pub(super) fn schema() -> Map<String, Value> {
    let but = json!({ "type": "array", "items": { "type": "string" }, "description": "Ids of items that may stand there. 可以压在这里的项。" });
    object(&[("box", frame()), ("disc", disc()), ("but", but)])
}
