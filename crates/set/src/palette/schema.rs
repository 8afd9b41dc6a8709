//! The JSON Schema of a palette file, for editors and for `biaoyu schema palette`.

use serde_json::{Value, json};

use super::fields::{ALONE, SEVERAL};
use crate::notation::fields::{manual, titled};

/// JSON Schema (2020-12) of a palette file: several `[[palette]]`s, or one palette alone.
pub fn schema() -> Value {
    let about = "Palettes: inks for the six roles that layouts name. 配色。";
    titled("biaoyu palettes", about, json!({ "anyOf": [SEVERAL.schema(), ALONE.schema()] }))
}

/// The key tables of the manual.
pub fn keys() -> String {
    manual(&SEVERAL)
}
