//! `biaoyu.toml`: what holds for all runs in a folder, or of a user.

use std::path::Path;

use super::sources::as_path;
use crate::folder::files::read_limited;
use crate::want::Standing;
use biaoyu_page::decode::decode;
use biaoyu_page::error::Faults;
use biaoyu_page::limits::{FIELD_CHARS, TEXT_FILE_BYTES};
use biaoyu_page::wording::offences;
use biaoyu_set::campaign::logo_has_name;
use biaoyu_set::notation::{Document, Table};

/// The file's name in its folder.
pub const STANDING: &str = "biaoyu.toml";

/// What the `biaoyu.toml` of a folder says; nothing where there is none. Pictures and profiles are found from its folder.
///
/// # Errors
/// Every fault of the file.
pub fn standing(folder: &Path) -> Result<Standing, Faults> {
    let path = folder.join(STANDING);
    if !path.is_file() {
        return Ok(Standing::default());
    }
    let bytes = read_limited(&path, TEXT_FILE_BYTES)?;
    let shown = path.strip_prefix(".").unwrap_or(&path).display().to_string();
    let decoded = decode(&bytes);
    let document =
        if decoded.damaged { Document::from_bytes(&shown, &bytes)? } else { Document::parse(&shown, &decoded.text)? };
    let root = document.root();
    root.format();
    let file = |key: &str| text(&root, key).map(|name| folder.strip_prefix(".").unwrap_or(folder).join(name));
    let standing = Standing {
        unit: text(&root, "unit"),
        logo: file("logo"),
        logo_dark: file("logo_dark"),
        logo_light: file("logo_light"),
        logo_has_name: logo_has_name(&root),
        logo_knockout: false,
        colour: text(&root, "colour"),
        picture: None,
        shop: text(&root, "shop").map(|shop| match as_path(&shop) {
            Some(path) => folder.strip_prefix(".").unwrap_or(folder).join(path).display().to_string(),
            None => shop,
        }),
    };
    root.finish();
    document.finish(Some(standing))
}

fn text(table: &Table, key: &str) -> Option<String> {
    let text = table.text(key)?;
    for offence in offences(&text, FIELD_CHARS) {
        text.refuse_at(offence.offset, offence.code, offence.what, offence.hint);
    }
    Some(text.trim().to_owned())
}
