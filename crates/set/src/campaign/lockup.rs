//! What a file says of the logo that it names.

use crate::notation::Table;
use biaoyu_page::say;

/// What `logo_contains` says: that the logo holds the unit's name.
///
/// # Errors
/// Noted in the document: a word other than `name`, or no logo that it could speak of.
pub fn logo_has_name(table: &Table) -> bool {
    let says = table.choice("logo_contains", &[("name", true)]).unwrap_or_default();
    if says && !["logo", "logo_dark", "logo_light"].iter().any(|key| table.has(key)) {
        let what =
            say!("`logo_contains` speaks of a logo, and there is none here", "写了 `logo_contains`，这里却没有标志");
        let hint = say!("write `logo = \"FILE\"` beside it", "请在旁边写上 `logo = \"文件\"`");
        if let Some(value) = table.get("logo_contains") {
            value.refuse("logo/none", what, Some(hint));
        }
    }
    says
}
