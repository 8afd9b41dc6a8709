//! A campaign file → [`Campaign`], all faults at once.

use std::collections::{BTreeMap, BTreeSet};

use super::fields;
use super::keys::assign_keys;
use super::lockup::logo_has_name;
use super::texts::half_width;
use super::{Campaign, Defaults, Event, Publication, Slogan, marks};
use crate::notation::{Document, Kind, Table, Text, Value};
use biaoyu_page::date::Date;
use biaoyu_page::decode::decode;
use biaoyu_page::error::{Faults, Finding, Place, Say, Severity};
use biaoyu_page::limits::{FIELD_CHARS, SLOGAN_CHARS, SLOGANS, TEXT_FILE_BYTES};
use biaoyu_page::punctuation::full_marks;
use biaoyu_page::say;
use biaoyu_page::wording::{offences, one_space, without_end_mark};
use biaoyu_table::record::Fields;

impl Campaign {
    /// Reads a campaign file. `name` is the file as the user named it; its last part without ending is the id,
    /// unless the file has an `id`.
    ///
    /// # Errors
    /// Every fault of the file: syntax, unknown and missing keys, wrong types, empty or overlong slogans, characters
    /// that cannot be printed, numbers given twice, break marks and key characters that do not fit their slogan.
    pub fn parse(name: &str, text: &str) -> Result<Self, Faults> {
        Self::read(name, Document::parse(name, text)?)
    }

    /// As [`parse`](Self::parse), from the bytes of the file: UTF-8, or GBK and UTF-16 as Notepad writes them.
    ///
    /// # Errors
    /// Those of [`parse`](Self::parse), and another encoding.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, Faults> {
        let decoded = decode(bytes);
        if decoded.damaged || bytes.len() > TEXT_FILE_BYTES {
            return Self::read(name, Document::from_bytes(name, bytes)?);
        }
        Self::parse(name, &decoded.text)
    }

    fn read(name: &str, document: Document) -> Result<Self, Faults> {
        let root = document.root().of(&fields::CAMPAIGN);
        root.format();
        let campaign = campaign(name, &root);
        root.finish();
        document.finish(campaign)
    }
}

fn campaign(name: &str, root: &Table) -> Option<Campaign> {
    let mut notes = Vec::new();
    let id = root.text("id").map_or_else(|| stem(name).to_owned(), |id| line(&id));
    // `title = ""` says that there is none, as of a pasted list.
    let title = root.required_text("title").map(|t| if t.is_empty() { String::new() } else { line(&t) });
    let heading = root.text("heading").map(|t| line(&t));
    let year = root.integer("year").and_then(|y| u16::try_from(y).ok());
    let theme = optional(root, "theme");
    let badge_line = optional(root, "badge_line");
    let organisation = optional(root, "organisation");
    let source = optional(root, "source");
    let date = root.get("date").and_then(|value| date(&value));
    let mut shows = Fields::default();
    for key in ["caption", "figure", "measure"] {
        optional(root, key).into_iter().for_each(|text| shows.set(key, text));
    }
    if let Some(table) = root.table("fields").map(|table| table.of(&fields::FIELDS)) {
        for key in fields::FIELDS.keys() {
            optional(&table, key).into_iter().for_each(|text| shows.set(key, text));
        }
        table.finish();
    }
    let picture = optional(root, "picture");
    let own_sheet = own_sheet(root, title.as_deref());
    let mut slogans = slogans(root, &mut notes);
    let events =
        root.tables("event").into_iter().enumerate().filter_map(|(i, t)| event(i, &t.of(&fields::EVENT))).collect();
    let publications = root
        .tables("publication")
        .into_iter()
        .enumerate()
        .filter_map(|(i, t)| publication(i, &t.of(&fields::PUBLICATION), &mut notes))
        .collect();
    let defaults = root.table("defaults").map(|table| defaults(&table.of(&fields::DEFAULTS))).unwrap_or_default();
    let title = title?;
    assign_keys(&title, own_sheet.as_ref(), &mut slogans);
    Some(Campaign {
        id,
        heading: heading.unwrap_or_else(|| title.clone()),
        title,
        year,
        theme,
        badge_line,
        slogans,
        own_sheet,
        organisation,
        source,
        date,
        events,
        publications,
        shows,
        picture,
        defaults,
        notes,
    })
}

/// `campaigns/spring.toml` → `spring`.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.strip_suffix(".toml").unwrap_or(file)
}

/// A text that is printed: its offences recorded, its spaces made one.
fn checked(text: &Text, most: usize) -> String {
    for offence in offences(text, most) {
        text.refuse_at(offence.offset, offence.code, offence.what, offence.hint);
    }
    one_space(text)
}

fn line(text: &Text) -> String {
    checked(text, FIELD_CHARS)
}

fn optional(table: &Table, key: &str) -> Option<String> {
    table.text(key).map(|text| line(&text))
}

/// A day in the words of a backdrop or cover: any text, or a date of TOML.
fn when(table: &Table) -> Option<String> {
    let value = table.get("date")?;
    if value.kind() == Kind::Date { date(&value).map(Date::chinese) } else { value.text().map(|text| line(&text)) }
}

fn date(value: &Value) -> Option<Date> {
    let found = match value.kind() {
        Kind::Date | Kind::Text => Date::parse(value.source().trim_matches(['"', '\''])),
        _ => None,
    };
    if found.is_none() {
        value.refuse_kind(say!("a day (`2021-08-30`)", "日期（`2021-08-30`）"));
    }
    found
}

fn own_sheet(root: &Table, title: Option<&str>) -> Option<Slogan> {
    let Some(table) = root.table("sheet") else {
        let text = title.filter(|title| !title.is_empty())?.to_owned();
        return Some(Slogan { number: 0, text, key: None, breaks: None, note: None });
    };
    let table = table.of(&fields::SHEET).called(say!("the campaign's own sheet", "活动主画面"));
    let (text, marked) = match table.text("text") {
        Some(text) => marks::split(&checked(&text, SLOGAN_CHARS)),
        None => (title.unwrap_or_default().to_owned(), None),
    };
    let (key, breaks) = (key(&table, &text), breaks(&table, &text).or(marked));
    let slogan = Slogan { number: 0, key, breaks, text, note: note(&table) };
    table.finish();
    Some(slogan)
}

/// `[[slogan]]`s, or the short form `slogans = ["…", "…"]`.
fn slogans(root: &Table, notes: &mut Vec<Finding>) -> Vec<Slogan> {
    let mut values: Vec<Value> = root.list("slogan");
    values.extend(root.list("slogans"));
    if let Some(extra) = values.get(SLOGANS) {
        let count = values.len();
        extra.refuse(
            "campaign/too-many",
            say!(
                "the file has {count} slogans, at most {SLOGANS} are read",
                "文件有 {count} 条标语，最多读 {SLOGANS} 条"
            ),
            None,
        );
        values.truncate(SLOGANS);
    }
    let mut all: Vec<Slogan> = Vec::new();
    let mut numbers = BTreeSet::new();
    let mut said: BTreeMap<String, u32> = BTreeMap::new();
    let mut last = 0;
    for value in &values {
        let number = number(value, last + 1);
        last = number;
        let Some(mut slogan) = slogan(value, number) else { continue };
        if !numbers.insert(number) {
            let what = say!("two slogans have number {number}", "有两条标语的序号是 {number}");
            let hint = say!("leave `number` out to count on by itself", "不写 `number` 就会自动编号");
            value.refuse("campaign/number-twice", what, Some(hint));
        }
        let place = Place { thing: Some(thing(number)), ..value.place() };
        let (text, halves) = full_marks(&slogan.text);
        if !halves.is_empty() {
            slogan.text = text;
            slogan.breaks = slogan.breaks.map(|marked| full_marks(&marked).0);
            notes.extend(half_width(&halves, &place));
        }
        findings(&slogan, &place, notes);
        if let Some(other) = said.get(&slogan.text) {
            notes.push(Finding {
                rule: "slogan-twice",
                severity: Severity::Note,
                place,
                what: say!("the same words as slogan {other}", "与第 {other} 条文字相同"),
                hint: None,
            });
        }
        said.entry(slogan.text.clone()).or_insert(number);
        all.push(slogan);
    }
    all.sort_by_key(|slogan| slogan.number);
    all
}

fn thing(number: u32) -> Say {
    say!("slogan {number}", "第 {number} 条标语")
}

/// The number that is written, else `next`.
fn number(value: &Value, next: u32) -> u32 {
    let table = (value.kind() == Kind::Table).then(|| value.table()).flatten();
    let written = table.and_then(|table| table.of(&fields::SLOGAN).called(thing(next)).integer("number"));
    written.and_then(|number| u32::try_from(number).ok()).unwrap_or(next)
}

fn slogan(value: &Value, number: u32) -> Option<Slogan> {
    let value = value.clone().called(thing(number));
    if value.kind() != Kind::Table {
        let (text, breaks) = marks::split(&checked(&value.text()?, SLOGAN_CHARS));
        return Some(Slogan { number, text, key: None, breaks, note: None });
    }
    let table = value.table()?.of(&fields::SLOGAN).called(thing(number));
    table.allow(&["number"]);
    let text = table.required_text("text").map(|text| marks::split(&checked(&text, SLOGAN_CHARS)));
    let (words, marked) = text.clone().unwrap_or_default();
    let key = key(&table, &words);
    let breaks = breaks(&table, &words).or(marked);
    let note = note(&table);
    table.finish();
    Some(Slogan { number, text: text?.0, key, breaks, note })
}

/// The key characters, which must be among the slogan's.
fn key(table: &Table, words: &str) -> Option<String> {
    let text = table.text("key")?;
    let key: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let count = key.chars().count();
    if !(1..=4).contains(&count) {
        let what = say!("`key` has {count} characters, wanted 1 to 4", "`key` 有 {count} 个字，应为 1 到 4 个");
        text.refuse("campaign/key", what, None);
    } else if let Some(stranger) = key.chars().find(|c| !words.contains(*c)) {
        let what = say!("`key` has `{stranger}`, which is not in the slogan", "`key` 里的 `{stranger}` 不在标语中");
        text.refuse("campaign/key", what, Some(say!("choose a character of the slogan", "请从标语中选字")));
    }
    Some(key)
}

/// The break marks, which must leave the slogan as it is.
fn breaks(table: &Table, words: &str) -> Option<String> {
    let text = table.text("breaks")?;
    let marked = one_space(&text);
    let (bare, _) = marks::split(&marked);
    if bare != words {
        let same = bare.chars().zip(words.chars()).take_while(|(a, b)| a == b).count();
        let shown = |s: &str| s.chars().nth(same).map_or(String::new(), |c| format!(" `{c}`"));
        let (found, wanted, number) = (shown(&bare), shown(words), same + 1);
        let what = say!(
            "`breaks` differs from the slogan at character {number}:{found} for{wanted}",
            "`breaks` 从第 {number} 个字起与标语不同：写的是{found}，标语是{wanted}"
        );
        let hint = say!("copy the slogan and add only `|` and `¦`", "请照抄标语，只添加 `|` 和 `¦`");
        text.refuse("campaign/breaks", what, Some(hint));
    }
    Some(marked)
}

/// A note in both languages: a text for both, or `{ zh = "…", en = "…" }`.
fn note(table: &Table) -> Option<Say> {
    let value = table.get("note")?;
    if value.kind() == Kind::Table {
        let table = value.table()?.of(&fields::NOTES);
        let zh = table.required_text("zh").map(|t| line(&t));
        let en = table.text("en").map(|t| line(&t));
        table.finish();
        let zh = zh?;
        return Some(Say { en: en.unwrap_or_else(|| zh.clone()), zh });
    }
    let text = line(&value.text()?);
    Some(Say { en: text.clone(), zh: text })
}

/// What the clerk should know of a slogan.
fn findings(slogan: &Slogan, place: &Place, notes: &mut Vec<Finding>) {
    if let Some(note) = &slogan.note {
        notes.push(doubtful(place, note));
    }
    if let (_, Some(mark)) = without_end_mark(&slogan.text) {
        notes.push(Finding {
            rule: "slogan-end-mark",
            severity: Severity::Note,
            place: place.clone(),
            what: say!("the slogan ends with `{mark}`", "标语末尾有 `{mark}`"),
            hint: Some(say!("take it away: slogans end without a stop", "请删去：标语末尾不用句号、逗号")),
        });
    }
}

fn doubtful(place: &Place, note: &Say) -> Finding {
    Finding {
        rule: "wording-in-doubt",
        severity: Severity::Warning,
        place: place.clone(),
        what: note.clone(),
        hint: None,
    }
}

fn event(index: usize, table: &Table) -> Option<Event> {
    let id = optional(table, "id").unwrap_or_else(|| format!("event-{}", index + 1));
    let title = table.required_text("title").map(|t| checked(&t, SLOGAN_CHARS));
    let [host, co_host, place] = ["host", "co_host", "place"].map(|key| optional(table, key));
    let date = when(table);
    table.finish();
    Some(Event { id, title: title?, host, co_host, date, place })
}

fn publication(index: usize, table: &Table, notes: &mut Vec<Finding>) -> Option<Publication> {
    let id = optional(table, "id").unwrap_or_else(|| format!("publication-{}", index + 1));
    let title = table.required_text("title").map(|t| checked(&t, SLOGAN_CHARS));
    let [theme, publisher] = ["theme", "publisher"].map(|key| optional(table, key));
    let date = when(table);
    let note = note(table);
    table.finish();
    if let Some(note) = &note {
        notes.push(doubtful(&table.place(), note));
    }
    Some(Publication { id, title: title?, theme, publisher, date, note })
}

fn defaults(table: &Table) -> Defaults {
    let words = |key: &str| table.list_of_text(key).iter().map(|t| line(t)).collect();
    let defaults = Defaults {
        layouts: words("layouts"),
        palette: optional(table, "palette"),
        products: words("products"),
        unit: optional(table, "unit"),
        logo: optional(table, "logo"),
        logo_dark: optional(table, "logo_dark"),
        logo_light: optional(table, "logo_light"),
        logo_has_name: logo_has_name(table),
        logo_knockout: table.boolean("logo_knockout").unwrap_or(false),
        colour: optional(table, "colour"),
        shop: optional(table, "shop"),
    };
    table.finish();
    defaults
}
