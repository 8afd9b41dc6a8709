//! The JSON Schema of a campaign file, for editors and for `biaoyu schema campaign`.

use serde_json::{Value, json};

use super::fields::CAMPAIGN;
use crate::notation::fields::{self, titled};
use biaoyu_page::limits::SLOGANS;

/// JSON Schema (2020-12) of a campaign file.
pub fn schema() -> Value {
    let mut schema = titled(
        "biaoyu campaign",
        "A campaign: what posters, flags and badges say. 一次活动的文字。",
        CAMPAIGN.schema(),
    );
    // Of both ways to write them.
    for list in ["/properties/slogan", "/properties/slogans/anyOf/1"] {
        if let Some(list) = schema.pointer_mut(list).and_then(Value::as_object_mut) {
            list.insert("maxItems".into(), json!(SLOGANS));
        }
    }
    schema
}

/// The key tables of the manual.
pub fn keys() -> String {
    fields::manual(&CAMPAIGN)
}
