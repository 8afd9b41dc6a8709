//! What is said to the user: bilingual sentences, errors (the press cannot go on) and findings
//! (it can, but the printer should know).

use std::fmt;

/// A language that messages are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

/// One sentence in both languages. Made by [`say!`](crate::say), so that neither can be forgotten.
///
/// Form: lower case, no full stop, values in backticks, sizes with their unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Say {
    /// The English sentence.
    pub en: String,
    /// The Chinese sentence.
    pub zh: String,
}

impl Say {
    /// The sentence in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

/// Builds a [`Say`] from an English and a Chinese format string that capture the same values:
/// `say!("unknown key `{key}`", "没有 `{key}` 这个键")`.
#[macro_export]
macro_rules! say {
    ($en:literal, $zh:literal $(,)?) => {
        $crate::error::Say { en: format!($en), zh: format!($zh) }
    };
}

/// Where a fault lies, from the outside in: file, line and column, then the thing in the user's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it, or the embedded name (`layouts/waves.toml`).
    pub file: Option<String>,
    /// Line and column in that file, both from 1; columns count characters.
    pub at: Option<(u32, u32)>,
    /// The thing: "slogan 3, character 5", "variant 2, text `head`".
    pub thing: Option<Say>,
    /// The line that it stands in, where the file has lines.
    pub excerpt: Option<Box<Excerpt>>,
}

/// A line of a file, and the part of it that is spoken of. Columns are characters, from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The line's number in the file, from 1.
    pub number: u32,
    /// The line without its end, at most [`Excerpt::MOST`] characters of it.
    pub line: String,
    /// The first character that is meant.
    pub from: usize,
    /// How many are meant; at least one is shown.
    pub length: usize,
}

impl Excerpt {
    /// Characters of a line that are kept.
    pub const MOST: usize = 400;
    /// Characters before the span that are kept of a longer line.
    const BEFORE: usize = 100;

    /// Of a text: the bytes `at` and the line that they begin in. Of a long line the part around them is kept.
    pub fn of(text: &str, at: std::ops::Range<usize>) -> Self {
        let start = (0..=at.start.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let (before, after) = text.split_at(start);
        let number = before.matches('\n').count() + 1;
        let head = before.rsplit('\n').next().unwrap_or_default();
        let tail = after.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let end = at.end.saturating_sub(start).min(tail.len());
        let length = tail.char_indices().take_while(|(i, _)| *i < end).count();
        let count = head.chars().count();
        let skipped = if count + tail.chars().count() > Self::MOST { count.saturating_sub(Self::BEFORE) } else { 0 };
        let line = head.chars().skip(skipped).chain(tail.chars()).take(Self::MOST).collect();
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        Self { number, line, from: count - skipped, length }
    }
}

impl Place {
    /// The same place with the line that it stands in.
    #[must_use]
    pub fn with(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(Box::new(excerpt));
        self
    }

    /// A place that is a whole file.
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: Some(name.into()), ..Self::default() }
    }

    /// A place named in words only.
    pub fn thing(thing: Say) -> Self {
        Self { thing: Some(thing), ..Self::default() }
    }

    /// `campaigns/service.toml:12:8, slogan 3`; empty when nothing is known.
    pub fn text(&self, lang: Lang) -> String {
        let mut out = self.file.clone().unwrap_or_default();
        if let Some((line, column)) = self.at {
            out += &format!(":{line}:{column}");
        }
        if let Some(thing) = &self.thing {
            if !out.is_empty() {
                out += ", ";
            }
            out += thing.get(lang);
        }
        out
    }
}

/// One fault of the input: the press cannot do this part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable id, `area/what` (`toml/unknown-key`), the same in every language and release.
    pub code: &'static str,
    /// Where.
    pub place: Place,
    /// What was found, and what was wanted.
    pub what: Say,
    /// What to do, as an imperative.
    pub hint: Option<Say>,
}

impl Fault {
    /// A fault without a hint.
    pub fn new(code: &'static str, place: Place, what: Say) -> Self {
        Self { code, place, what, hint: None }
    }

    /// The same fault with a hint.
    pub fn hint(mut self, hint: Say) -> Self {
        self.hint = Some(hint);
        self
    }

    /// `place: what`, and the hint on a second line.
    pub fn text(&self, lang: Lang) -> String {
        with_hint(&self.place, &self.what, self.hint.as_ref(), lang)
    }
}

fn with_hint(place: &Place, what: &Say, hint: Option<&Say>, lang: Lang) -> String {
    let mut out = place.text(lang);
    if !out.is_empty() {
        out += ": ";
    }
    out += what.get(lang);
    if let Some(hint) = hint {
        let word = match lang {
            Lang::En => "hint: ",
            Lang::Zh => "提示：",
        };
        out += &format!("\n  {word}{}", hint.get(lang));
    }
    out
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

/// Every fault of one input at once, in the order of the input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// `Ok(value)` when there is none, else all of them.
    pub fn or<T>(self, value: T) -> Result<T, Faults> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }

    /// Adds one.
    pub fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Adds those of a failed part and gives the value of a good one.
    pub fn take<T>(&mut self, result: Result<T, Faults>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(more) => {
                self.0.extend(more.0);
                None
            }
        }
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

impl From<Box<Fault>> for Faults {
    fn from(fault: Box<Fault>) -> Self {
        Self(vec![*fault])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing, nothing to do.
    Note,
    /// A printer would ask back.
    Warning,
    /// A printer would refuse.
    Error,
}

impl Severity {
    /// The word of messages.
    pub fn said(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (_, Lang::En) => self.word(),
            (Severity::Note, Lang::Zh) => "提示",
            (Severity::Warning, Lang::Zh) => "警告",
            (Severity::Error, Lang::Zh) => "错误",
        }
    }

    /// The stable word of the JSON output.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What preflight or the composer says of a page that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable rule id: the offence, not the cure (`text-outside-safe`).
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where: file, slogan, region.
    pub place: Place,
    /// What was found and wanted.
    pub what: Say,
    /// The cure, as an imperative.
    pub hint: Option<Say>,
}

impl Finding {
    /// `place: what`, and the hint on a second line.
    pub fn text(&self, lang: Lang) -> String {
        with_hint(&self.place, &self.what, self.hint.as_ref(), lang)
    }
}
