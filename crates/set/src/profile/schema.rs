//! The JSON Schema of a profile file, for editors and for `biaoyu schema profile`.

use serde_json::{Value, json};

use super::fields::{ALONE, SEVERAL};
use crate::notation::fields::{manual, titled};

/// JSON Schema (2020-12) of a profile file: several `[[profile]]`s, or one shop alone.
pub fn schema() -> Value {
    let about = "What kinds of print shops want. 印厂类型。";
    titled("biaoyu profiles", about, json!({ "anyOf": [SEVERAL.schema(), ALONE.schema()] }))
}

/// The key tables of the manual.
pub fn keys() -> String {
    manual(&SEVERAL)
}
