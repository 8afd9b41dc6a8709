//! What was given for a run, and whether a page prints it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::shelf::sources::Found;
use crate::want::{Texts, Wanted};
use biaoyu_set::compose::{Composed, Sheet};
use biaoyu_set::layout::{DUOTONE, FOCUS, LOCKUP, Layout, MARKS, PAPER, STRIP, WHOLE};
use biaoyu_table::record::{Fields, KNOWN};
use biaoyu_table::table::{UNUSED, field_named};

/// What was given for a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// Fields and pictures that were typed for this run: by options, `--set`, `--map`.
    typed: Vec<Typed>,
    /// Columns of the table that fill a field that pages or layouts of the run know, by their names alone.
    columns: Vec<String>,
    /// Fields that are used without being printed: in names of files, or to switch something on.
    used: BTreeSet<String>,
    /// The option that gave the slogans by hand.
    texts: Option<String>,
    /// Layouts on which no slogan stands.
    wordless: BTreeSet<String>,
}

/// A field or picture with the option that gave it.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    pub field: String,
    pub by: String,
}

/// Fields that are no words of a page: they choose its sheet, or say something of another field.
const NO_WORDS: [&str; 10] = ["slogan", "key", "s", "n", WHOLE, LOCKUP, FOCUS, DUOTONE, STRIP, PAPER];
/// What a layout's file has that shows the slogan, or something in its place.
const SAYS: [&str; 5] = ["{slogan", "{key", "{pair", "\"lettering\"", "\"art\""];
/// Fields that have an option of their own.
const OPTIONS: [&str; 5] = ["unit", "title", "theme", "organisation", "photo"];

impl Given {
    /// What a run was given. `named` are the fields in names of files.
    pub(crate) fn new(wanted: &Wanted, layouts: &[Found<Arc<Layout>>], columns: &[String], named: &[String]) -> Self {
        let mut typed: Vec<Typed> = Vec::new();
        let mut add = |field: &str, by: String| {
            if !NO_WORDS.contains(&field) && !typed.iter().any(|t| t.field == field) {
                typed.push(Typed { field: field.to_owned(), by });
            }
        };
        for (field, text) in wanted.words.fields.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let is_option = OPTIONS.contains(&field);
            add(field, if is_option { format!("--{field}") } else { format!("--set {field}={}", text.trim()) });
        }
        if wanted.words.organisation {
            add("organisation", "--organisation".to_owned());
        }
        let words = &wanted.words;
        if words.logo.is_some() || words.logo_dark.is_some() || words.logo_light.is_some() {
            add(MARKS[0], "--logo".to_owned());
        }
        for (mark, _) in MARKS.into_iter().skip(1).zip(&words.more_logos) {
            add(mark, "--logo".to_owned());
        }
        if words.art.is_some() {
            add("art", "--art".to_owned());
        }
        if words.lettering.is_some() {
            add("lettering", "--lettering".to_owned());
        }
        if words.picture.is_some() {
            add("picture", "--picture".to_owned());
        }
        if words.code.is_some() {
            add("qr", "--code".to_owned());
        }
        for (column, field) in words.data.iter().flat_map(|data| &data.map).filter(|(_, field)| field != UNUSED) {
            add(field_named(field).unwrap_or(field), format!("--map {column}={field}"));
        }
        let is_known = |field: &String| KNOWN.iter().any(|(known, _)| known == field);
        let shows = |field: &str| layouts.iter().any(|l| l.text.contains(&format!("{{{field}}}")));
        let own = |field: &&String| {
            (is_known(field) || *field == MARKS[0] || shows(field)) && !NO_WORDS.contains(&field.as_str())
        };
        let mut columns: Vec<String> = columns.iter().filter(own).cloned().collect();
        columns.retain(|c| !typed.iter().any(|t| t.field == *c));
        // A field that a layout asks for and prints nowhere switches something on; pictures are never set as text.
        let switches = |field: &str| {
            let asks = format!("has.{field}");
            let shows = format!("{{{field}");
            layouts.iter().any(|l| l.text.contains(&asks) && !l.text.contains(&shows))
        };
        let mut used: BTreeSet<String> = named.iter().cloned().collect();
        let others = typed
            .iter()
            .map(|t| &t.field)
            .chain(&columns)
            .filter(|f| !is_known(f) && !MARKS.contains(&f.as_str()) && switches(f.as_str()));
        used.extend(others.cloned());
        // A board is parted by the one, and compares by the other where its layout asks for it.
        let boards = || layouts.iter().filter(|l| l.value.rows > 1);
        if boards().next().is_some() {
            used.insert("panel".to_owned());
        }
        if boards().any(|l| l.text.contains("rows.state")) {
            used.insert("state".to_owned());
        }
        let texts = match &wanted.what.texts {
            Texts::None => None,
            Texts::Each(texts) => {
                let first = texts.first().map(String::as_str).unwrap_or_default();
                Some(format!("--text {first}{}", if texts.len() > 1 { " …" } else { "" }))
            }
            Texts::List(list) => Some(format!("--texts {}", list.name())),
        };
        // Art and lettering stand for the slogan.
        let says = |text: &str| SAYS.iter().any(|word| text.contains(word));
        let wordless = layouts.iter().filter(|l| !says(&l.text)).map(|l| l.value.id.clone()).collect();
        Self { typed, columns, used, texts, wordless }
    }

    /// The option that gave slogans, where they were given by hand.
    pub(crate) fn texts(&self) -> Option<&str> {
        self.texts.as_deref()
    }

    /// Whether a slogan stands nowhere in a layout.
    pub(crate) fn is_wordless(&self, layout: &str) -> bool {
        self.wordless.contains(layout)
    }

    /// What was typed and is to be printed.
    pub(crate) fn typed(&self) -> impl Iterator<Item = &Typed> {
        self.typed.iter().filter(|t| !self.is_used(&t.field))
    }

    /// The fields that every page with text for them is to print.
    pub(crate) fn watched(&self) -> impl Iterator<Item = &str> {
        let typed = self.typed.iter().map(|t| t.field.as_str());
        typed.chain(self.columns.iter().map(String::as_str)).filter(|f| !self.used.contains(*f))
    }

    /// Whether a field was given for this run: typed, or by a column.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.typed.iter().any(|t| t.field == field) || self.columns.iter().any(|c| c == field)
    }

    /// Whether a field was typed for this run.
    pub(crate) fn is_typed(&self, field: &str) -> bool {
        self.typed.iter().any(|t| t.field == field)
    }

    /// Whether a field is used without being printed.
    pub(crate) fn is_used(&self, field: &str) -> bool {
        self.used.contains(field)
    }
}

/// Whether a page prints a field: by its own name, as part of another one that it prints, or in a mark that holds the
/// name.
pub(crate) fn prints(composed: &Composed, fields: &Fields, sheet: &Sheet, field: &str) -> bool {
    let field = if matches!(field, "logo-dark" | "logo-light") { "logo" } else { field };
    if names(composed, field) {
        return true;
    }
    if field == "unit" && fields.has(LOCKUP) && names(composed, "logo") {
        return true;
    }
    let Some(text) = fields.get(field).map(str::trim).filter(|t| t.chars().count() > 1) else { return false };
    let shown = composed.ledger.iter().flat_map(|e| &e.fields).filter(|f| ***f != *field);
    shown.into_iter().any(|shown| {
        let whole = if &**shown == "slogan" { Some(sheet.text.as_str()) } else { fields.get(shown) };
        whole.is_some_and(|whole| whole.contains(text))
    })
}

/// Whether a page prints a field by its own name.
pub(crate) fn names(composed: &Composed, field: &str) -> bool {
    composed.ledger.iter().flat_map(|e| &e.fields).any(|f| **f == *field)
}
