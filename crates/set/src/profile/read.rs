//! A profile file → [`Profile`]s, all faults at once.

use super::names::PLATES;
use super::panels::PANELS;
use super::{Profile, fields};
use crate::notation::{Document, Kind, Table, Text};
use biaoyu_page::error::Faults;
use biaoyu_page::ink::Cmyk;
use biaoyu_page::limits::FIELD_CHARS;
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;
use biaoyu_page::wording::{offences, one_space};
use biaoyu_page::words::{Choice as _, FileKind, Packing, SampleSpace, Standard};

/// Profiles in one file, at most.
const MOST: usize = 200;

impl Profile {
    /// Reads a profile file: one `[[profile]]` a shop, or one shop alone, whose id is then the file's name. A profile
    /// that is `like` another, of this file or of `known`, takes from it what it does not say itself; without `like`
    /// from [`Profile::default`].
    ///
    /// # Errors
    /// Every fault of the file: syntax, unknown keys, wrong types, figures out of range, ids given twice.
    pub fn parse_all(name: &str, text: &str, known: &[Profile]) -> Result<Vec<Profile>, Faults> {
        let document = Document::parse(name, text)?;
        let root = document.root();
        let mut profiles: Vec<Profile> = Vec::new();
        root.format();
        if root.has("profile") {
            let root = root.of(&fields::SEVERAL);
            let tables = root.tables("profile");
            root.finish();
            if let Some(extra) = tables.get(MOST) {
                extra.refuse("profile/too-many", say!("more than {MOST} profiles", "印厂类型超过 {MOST} 个"), None);
            }
            for table in tables.into_iter().take(MOST) {
                let read = profile(table.of(&fields::PROFILE), None, &profiles, known);
                profiles.extend(read);
            }
        } else {
            profiles.extend(profile(root.of(&fields::ALONE), Some(stem(name)), &[], known));
        }
        document.finish(Some(profiles))
    }
}

/// `shops/ours.toml` → `ours`.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.strip_suffix(".toml").unwrap_or(file)
}

fn profile(table: Table, file: Option<&str>, earlier: &[Profile], known: &[Profile]) -> Option<Profile> {
    let id = match (table.text("id"), file) {
        (Some(text), _) => {
            let id = text.to_string();
            if id.is_empty() || !id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
                let what =
                    say!("`{id}` is no id: wanted letters, figures and `-`", "`{id}` 不能作 id，应为字母、数字和 `-`");
                text.refuse("profile/id", what, None);
            } else if earlier.iter().any(|p| p.id == id) {
                let what = say!("two profiles have the id `{id}`", "有两个印厂类型的 id 是 `{id}`");
                text.refuse("profile/id-twice", what, None);
            }
            Some(id)
        }
        (None, Some(file)) => Some(file.to_owned()),
        (None, None) => {
            table.missing("id");
            None
        }
    };
    let table = match &id {
        Some(id) => table.called(say!("profile `{id}`", "印厂类型 `{id}`")),
        None => table,
    };
    let base = table.text("like").and_then(|like| {
        let all = || earlier.iter().rev().chain(known);
        let found = all().find(|p| p.id == *like).cloned();
        if found.is_none() {
            let hint = nearest(&like, all().map(|p| p.id.as_str()))
                .map(|near| say!("did you mean `{near}`?", "是不是 `{near}`？"));
            let what = say!("no profile `{like}`", "没有印厂类型 `{like}`");
            like.refuse("profile/unknown", what, hint);
        }
        found
    });
    let mut profile = base.unwrap_or_default();
    let name = table.text("name").map(|t| line(&t));
    let name_en = table.text("name_en").map(|t| line(&t));
    file_keys(&mut profile, &table);
    shape_keys(&mut profile, &table);
    limit_keys(&mut profile, &table);
    if let Some(panels) = table.table("panels") {
        let panels = panels.of(&PANELS);
        profile.panels.read(&panels);
        panels.finish();
    }
    if let Some(plates) = table.table("plates") {
        let plates = plates.of(&PLATES);
        profile.plates.read(&plates);
        plates.finish();
    }
    table.finish();
    profile.id = id?;
    if let Some(name) = name {
        profile.name_en = name_en.unwrap_or_else(|| name.clone());
        profile.name = name;
    } else if let Some(name_en) = name_en {
        profile.name_en = name_en;
    }
    Some(profile)
}

fn set<T>(slot: &mut T, found: Option<T>) {
    if let Some(value) = found {
        *slot = value;
    }
}

/// What kind of file.
fn file_keys(profile: &mut Profile, table: &Table) {
    if table.has("formats") {
        profile.formats = formats(table);
    }
    set(&mut profile.standard, table.choice("standard", &Standard::words()));
    set(&mut profile.live_type, table.choice("text", &fields::TYPE));
    set(&mut profile.spots, table.choice("inks", &fields::SPOTS));
    set(&mut profile.rgb, table.boolean("rgb"));
    set(&mut profile.space, table.choice("space", &SampleSpace::words()));
    set(&mut profile.packing, table.choice("tiff", &Packing::words()));
    // A million bytes each: what shops and their mail servers count in.
    if let Some(megabytes) = table.number("file_limit") {
        profile.file_limit = Some((megabytes * 1e6) as u64);
    }
    if let Some(naming) = table.text("naming") {
        profile.naming = Some(naming.to_string());
    }
}

/// What lies around the art, and how large it is drawn.
fn shape_keys(profile: &mut Profile, table: &Table) {
    set(&mut profile.bleed, table.length("bleed"));
    set(&mut profile.white_edge, table.length("white_edge"));
    set(&mut profile.draw_white_edge, table.boolean("draw_white_edge"));
    set(&mut profile.white_choke, table.length("white_choke"));
    set(&mut profile.marks, table.boolean("marks"));
    set(&mut profile.steps, table.boolean("steps"));
    set(&mut profile.scale_from, table.length("scale_from"));
    let scale = table.integer("scale");
    set(&mut profile.scale, scale.and_then(|v| u32::try_from(v).ok()));
    if table.has("dpi") {
        profile.dpi = resolutions(table);
    }
    set(&mut profile.black_text, ink(table, "black_text"));
    set(&mut profile.black_area, ink(table, "black_area"));
    set(&mut profile.black_from, table.length("black_from"));
}

/// What preflight holds a page to.
fn limit_keys(profile: &mut Profile, table: &Table) {
    let length = |key: &str| table.length(key);
    let percent = |key: &str| table.number(key).map(|v| v / 100.0);
    set(&mut profile.safe, length("safe"));
    set(&mut profile.least_type, length("least_type"));
    set(&mut profile.one_ink_type, length("one_ink_type"));
    set(&mut profile.least_line, length("least_line"));
    set(&mut profile.least_reversed_line, length("least_reversed_line"));
    set(&mut profile.ink_limit, percent("ink_limit"));
    set(&mut profile.ink_warning, percent("ink_warning"));
    set(&mut profile.ppi_limit, table.number("ppi_limit"));
    set(&mut profile.ppi_warning, table.number("ppi_warning"));
    set(&mut profile.least_tint, percent("least_tint"));
    if table.has("technical") {
        profile.technical = table.list_of_text("technical").iter().map(|name| name.to_string()).collect();
    }
}

fn formats(table: &Table) -> Vec<FileKind> {
    let mut found = Vec::new();
    for text in table.list_of_text("formats") {
        match FileKind::of(&text) {
            Some(kind) if !found.contains(&kind) => found.push(kind),
            Some(_) => {}
            None => {
                let word = &*text;
                let what = say!(
                    "`{word}` is no format: wanted `pdf`, `tiff`, `jpeg` or `png`",
                    "没有 `{word}` 这种格式，应为 `pdf`、`tiff`、`jpeg` 或 `png`"
                );
                text.refuse("profile/format", what, None);
            }
        }
    }
    found
}

/// `dpi = 150`, or `[{ from = 0, dpi = 72 }, { from = 1, dpi = 45 }]` with areas in square metres.
fn resolutions(table: &Table) -> Vec<(f64, f64)> {
    if table.get("dpi").is_some_and(|v| matches!(v.kind(), Kind::Integer | Kind::Number)) {
        return table.get("dpi").and_then(|v| v.number_in(fields::DPI)).map(|dpi| (0.0, dpi)).into_iter().collect();
    }
    let mut steps: Vec<(f64, f64)> = Vec::new();
    for step in table.tables("dpi") {
        let step = step.of(&fields::STEP);
        let (from, dpi) = (step.required_number("from"), step.required_number("dpi"));
        step.finish();
        let (Some(from), Some(dpi)) = (from, dpi) else { continue };
        if steps.last().is_some_and(|(last, _)| *last >= from) {
            let what = say!("areas must rise from one entry to the next", "面积应逐项增大");
            step.refuse("profile/dpi", what, None);
        }
        steps.push((from, dpi));
    }
    steps
}

fn ink(table: &Table, key: &str) -> Option<Cmyk> {
    let text = table.text(key)?;
    let found = Cmyk::parse(&text);
    if found.is_none() {
        let shown = &*text;
        let what = say!("`{key}` is `{shown}`, wanted inks in per cent", "`{key}` 是 `{shown}`，应为百分比的墨量");
        let hint = say!("write `C60 M40 Y40 K100`, each 0 to 100", "请写 `C60 M40 Y40 K100`，每个 0 到 100");
        text.refuse("profile/ink", what, Some(hint));
    }
    found
}

fn line(text: &Text) -> String {
    for offence in offences(text, FIELD_CHARS) {
        text.refuse_at(offence.offset, offence.code, offence.what, offence.hint);
    }
    one_space(text)
}
