//! The JSON Schema of a product file, for editors and for `biaoyu schema product`.

use serde_json::Value;

use super::fields::FILE;
use crate::notation::fields::{manual, titled};

/// JSON Schema (2020-12) of a product file.
pub fn schema() -> Value {
    let about = "Products: how big, and where no type may stand. Lengths are mm on the finished product. 产品尺寸。";
    titled("biaoyu products", about, FILE.schema())
}

/// The key tables of the manual.
pub fn keys() -> String {
    manual(&FILE)
}
