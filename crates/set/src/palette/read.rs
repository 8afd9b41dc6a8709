//! A palette file → [`Palette`]s, all faults at once.

use std::sync::Arc;

use super::{Colour, Palette, Role, Roles, fields};
use crate::notation::{Document, Kind, Table, Text, Value};
use biaoyu_page::error::Faults;
use biaoyu_page::ink::{Cmyk, Spot};
use biaoyu_page::limits::FIELD_CHARS;
use biaoyu_page::say;
use biaoyu_page::wording::{offences, one_space};

/// Palettes in one file, at most.
const MOST: usize = 1000;

impl Palette {
    /// Reads a palette file: one `[[palette]]` a palette, or one palette alone, whose id is then the file's name.
    ///
    /// # Errors
    /// Every fault of the file: syntax, unknown and missing keys, inks that cannot be read, ids given twice.
    pub fn parse_all(name: &str, text: &str) -> Result<Vec<Palette>, Faults> {
        let document = Document::parse(name, text)?;
        let root = document.root();
        let mut palettes: Vec<Palette> = Vec::new();
        root.format();
        if fields::ALONE.keys().any(|key| key != "format" && root.has(key)) && !root.has("palette") {
            palettes.extend(palette(root.of(&fields::ALONE), Some(stem(name)), &[]));
        } else {
            let root = root.of(&fields::SEVERAL);
            let tables = root.tables("palette");
            root.finish();
            if let Some(extra) = tables.get(MOST) {
                extra.refuse("palette/too-many", say!("more than {MOST} palettes", "配色超过 {MOST} 个"), None);
            }
            for table in tables.into_iter().take(MOST) {
                let read = palette(table.of(&fields::PALETTE), None, &palettes);
                palettes.extend(read);
            }
        }
        document.finish(Some(palettes))
    }
}

/// `palettes/ours.toml` → `ours`.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.strip_suffix(".toml").unwrap_or(file)
}

fn palette(table: Table, id: Option<&str>, earlier: &[Palette]) -> Option<Palette> {
    let id = match (table.text("id"), id) {
        (Some(text), _) => {
            let id = text.to_string();
            if id.is_empty() || !id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
                let what =
                    say!("`{id}` is no id: wanted letters, figures and `-`", "`{id}` 不能作 id，应为字母、数字和 `-`");
                text.refuse("palette/id", what, None);
            } else if earlier.iter().any(|p| p.id == id) {
                text.refuse(
                    "palette/id-twice",
                    say!("two palettes have the id `{id}`", "有两个配色的 id 是 `{id}`"),
                    None,
                );
            }
            Some(id)
        }
        (None, Some(id)) => Some(id.to_owned()),
        (None, None) => {
            if !table.has("id") {
                table.missing("id");
            }
            None
        }
    };
    let table = match &id {
        Some(id) => table.called(say!("palette `{id}`", "配色 `{id}`")),
        None => table,
    };
    let name = table.text("name").map(|t| line(&t));
    let name_en = table.text("name_en").map(|t| line(&t));
    let about = table.text("about").map(|t| line(&t));
    // Every role is read, so that all their faults are found.
    let colours = Role::ALL.map(|role| (role, table.required(role.word()).and_then(|value| colour(&value))));
    table.finish();
    let id = id?;
    let roles =
        Roles::try_each(|role| colours.iter().find(|(r, _)| *r == role).and_then(|(_, c)| c.clone()).ok_or(())).ok()?;
    let name = name.unwrap_or_else(|| id.clone());
    Some(Palette { name_en: name_en.unwrap_or_else(|| name.clone()), name, about, roles, id })
}

fn line(text: &Text) -> String {
    for offence in offences(text, FIELD_CHARS) {
        text.refuse_at(offence.offset, offence.code, offence.what, offence.hint);
    }
    one_space(text)
}

/// `"C100 M5 Y50 K40"`, or `{ cmyk = "…", spot = "Gold" }`.
fn colour(value: &Value) -> Option<Colour> {
    if value.kind() != Kind::Table {
        return mixture(value).map(Colour::from);
    }
    let table = value.table()?.of(&fields::MIXTURE);
    let cmyk = table.required("cmyk").and_then(|value| mixture(&value));
    let plate = table.text("spot").map(|text| {
        let plate = line(&text);
        // The names of the process plates and of all plates together are taken (ISO 32000-1, 8.6.6.4).
        if ["cyan", "magenta", "yellow", "black", "all", "none"].contains(&plate.to_lowercase().as_str()) {
            let what = say!("`{plate}` is the name of a plate that exists already", "`{plate}` 是已有的版名");
            text.refuse("palette/spot", what, Some(say!("choose another name", "请换一个名称")));
        }
        plate
    });
    table.finish();
    let cmyk = cmyk?;
    Some(Colour { cmyk, spot: plate.map(|plate| Arc::new(Spot { plate, alternate: cmyk })) })
}

fn mixture(value: &Value) -> Option<Cmyk> {
    let wanted = || say!("inks in per cent, `\"C100 M5 Y50 K40\"`", "百分比的墨量，`\"C100 M5 Y50 K40\"`");
    if value.kind() == Kind::List {
        let list = value.list()?;
        let inks: Vec<f64> = list.iter().filter_map(|v| v.number_in(0.0..=100.0)).collect();
        if inks.len() < list.len() {
            return None;
        }
        if let [c, m, y, k] = *inks {
            return Some(Cmyk::percent(c, m, y, k));
        }
        value.refuse_kind(wanted());
        return None;
    }
    let text = (value.kind() == Kind::Text).then(|| value.text()).flatten();
    let Some(text) = text else {
        value.refuse_kind(wanted());
        return None;
    };
    let found = Cmyk::parse(&text);
    if found.is_none() {
        let (key, shown) = (value.key(), &*text);
        let what = say!("`{key}` is `{shown}`, wanted inks in per cent", "`{key}` 是 `{shown}`，应为百分比的墨量");
        let hint = if shown.starts_with('#') || shown.to_lowercase().starts_with("rgb") {
            say!(
                "print colours are inks, not screen colours: write `C100 M5 Y50 K40`",
                "印刷用墨量，不用屏幕颜色：请写 `C100 M5 Y50 K40`"
            )
        } else {
            say!("write `C100 M5 Y50 K40`, each 0 to 100", "请写 `C100 M5 Y50 K40`，每个 0 到 100")
        };
        text.refuse("palette/ink", what, Some(hint));
    }
    found
}
