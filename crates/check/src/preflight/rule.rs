//! What a rule is, and where its findings go.

use crate::read::{Object, Seen, What};
use biaoyu_page::error::{Finding, Lang, Place, Say, Severity};
use biaoyu_page::measure::number;
use biaoyu_page::page::Source;
use biaoyu_page::say;
use biaoyu_set::product::Product;

use super::Profile;

/// A sentence of the manual in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Simplified Chinese.
    pub zh: &'static str,
}

impl Words {
    /// In one language.
    pub fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

/// One rule: its manual page and its check. `F` is the check's form.
#[derive(Clone, Copy)]
pub struct Rule<F> {
    /// Stable id: the offence, not the cure.
    pub id: &'static str,
    /// How much it matters in most cases.
    pub severity: Severity,
    /// What is found.
    pub what: Words,
    /// Why a shop cares.
    pub why: Words,
    /// What to do about it, as an imperative: the hint of every finding.
    pub cure: Words,
    /// What a finding reads like, or which standard and clause asks for it.
    pub example: &'static str,
    /// Looks for it.
    pub check: F,
}

/// What a page is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What is made of the page, when that is known.
    pub product: Option<&'a Product>,
    /// What the shop wants.
    pub profile: &'a Profile,
}

impl Context<'_> {
    /// Least type size here, millimetres.
    pub fn least_type(&self) -> f64 {
        self.product.map_or(self.profile.least_type, |p| p.least_type)
    }
}

/// Where the findings of one rule go.
pub struct Out<'a> {
    pub(super) id: &'static str,
    pub(super) severity: Severity,
    pub(super) cure: Words,
    pub(super) file: Option<&'a str>,
    pub(super) findings: &'a mut Vec<Finding>,
}

impl Out<'_> {
    /// Adds a finding of the rule's own severity; `thing` is where in the file, empty for the file itself.
    pub fn add(&mut self, thing: Option<Say>, what: Say) {
        self.add_as(self.severity, thing, what);
    }

    /// Adds a finding of another severity.
    pub fn add_as(&mut self, severity: Severity, thing: Option<Say>, what: Say) {
        let hint = Some(Say { en: self.cure.en.into(), zh: self.cure.zh.into() });
        let place = Place { file: self.file.map(str::to_string), thing, ..Place::default() };
        let finding = Finding { rule: self.id, severity, place, what, hint };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }
}

/// The worst of many offences of one kind in one place, so that a page of a thousand thin lines is one finding.
pub(super) struct Worst<T> {
    kept: Vec<(Source, String, Kept<T>)>,
}

struct Kept<T> {
    badness: f64,
    thing: Option<Say>,
    value: T,
    count: usize,
}

impl<T> Worst<T> {
    pub(crate) fn new() -> Self {
        Self { kept: Vec::new() }
    }

    /// Notes an offence of `object`; offences with one `key` are told together.
    pub(crate) fn note(&mut self, seen: &Seen, object: &Object, key: &str, badness: f64, value: T) {
        let at = self.kept.iter().position(|(source, k, _)| *source == object.source && k == key);
        let fresh = |count| Kept { badness, thing: thing(seen, object), value, count };
        match at.and_then(|at| self.kept.get_mut(at)) {
            Some((.., kept)) if badness > kept.badness => *kept = fresh(kept.count + 1),
            Some((.., kept)) => kept.count += 1,
            None => self.kept.push((object.source.clone(), key.into(), fresh(1))),
        }
    }

    /// Tells them; `what` words one.
    pub(crate) fn tell(self, out: &mut Out<'_>, mut what: impl FnMut(&T) -> (Severity, Say)) {
        for (.., kept) in self.kept {
            let (severity, mut say) = what(&kept.value);
            if kept.count > 1 {
                let more = kept.count - 1;
                say.en += &format!(" (and {more} more)");
                say.zh += &format!("（另有 {more} 处）");
            }
            out.add_as(severity, kept.thing, say);
        }
    }
}

/// The place of an object in the user's words: slogan and region when known, else the page and what is there.
pub(super) fn thing(seen: &Seen, object: &Object) -> Option<Say> {
    let shown = describe(object);
    let own = match (object.source.slogan, &object.source.region) {
        (Some(n @ 1..), Some(region)) => Some(say!("slogan {n}, region `{region}`", "第 {n} 条，区域 `{region}`")),
        (Some(n @ 1..), None) => Some(say!("slogan {n}", "第 {n} 条")),
        (_, Some(region)) => Some(say!("region `{region}`", "区域 `{region}`")),
        (_, None) => None,
    };
    let Some(number) = seen.number else { return Some(own.unwrap_or(shown)) };
    let page = say!("page {number}", "第 {number} 页");
    Some(join(page, own.unwrap_or(shown)))
}

/// The page in the user's words; `None` when there is only one and it is in no file.
pub(super) fn page(seen: &Seen) -> Option<Say> {
    seen.number.map(|n| say!("page {n}", "第 {n} 页"))
}

/// The page of a place, and the place on it: what [`thing`], [`page`] and [`named`] put together.
pub(super) fn page_of(place: &Say) -> Option<(usize, Option<Say>)> {
    let en = place.en.strip_prefix("page ")?;
    let digits = en.bytes().take_while(u8::is_ascii_digit).count();
    let number = en.get(..digits)?.parse().ok()?;
    let rest = match en.get(digits..)? {
        "" => None,
        rest => {
            let zh = place.zh.strip_prefix(&format!("第 {number} 页，"))?;
            Some(Say { en: rest.strip_prefix(", ")?.into(), zh: zh.into() })
        }
    };
    Some((number, rest))
}

fn join(a: Say, b: Say) -> Say {
    Say { en: format!("{}, {}", a.en, b.en), zh: format!("{}，{}", a.zh, b.zh) }
}

fn describe(object: &Object) -> Say {
    let mut middle = object.bounds.center();
    // Of pieces that lie apart the first is meant: between them is nothing.
    let parts = if matches!(object.what, What::Line { .. }) { object.parts() } else { Vec::new() };
    if let Some(first) = parts.first().filter(|_| !parts.iter().any(|part| part.contains(middle))) {
        middle = first.center();
    }
    let [x, y] = [middle.x, middle.y].map(|v| number(v, 0));
    match &object.what {
        What::Text(text) => match excerpt(&text.text) {
            shown if shown.is_empty() => say!("text at {x}, {y} mm", "{x}, {y} mm 处的文字"),
            shown => quoted(&shown),
        },
        What::Fill { text: Some(text), .. } => quoted(&excerpt(text)),
        What::Fill { .. } => say!("area at {x}, {y} mm", "{x}, {y} mm 处的色块"),
        What::Line { .. } => say!("line at {x}, {y} mm", "{x}, {y} mm 处的线条"),
        What::Picture(picture) => {
            let (w, h) = (picture.width, picture.height);
            say!("picture of {w}×{h} px at {x}, {y} mm", "{x}, {y} mm 处 {w}×{h} 像素的图片")
        }
        What::Shade => say!("shading at {x}, {y} mm", "{x}, {y} mm 处的渐变"),
    }
}

fn quoted(text: &str) -> Say {
    say!("text `{text}`", "文字 `{text}`")
}

/// The first characters of a text on one line.
pub(super) fn excerpt(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let clean = clean.trim();
    let mut cut: String = clean.chars().take(16).collect();
    if cut.len() < clean.len() {
        cut.push('…');
    }
    cut
}

/// The place of something that is no object.
pub(super) fn named(seen: &Seen, name: Say) -> Option<Say> {
    Some(match page(seen) {
        Some(page) => join(page, name),
        None => name,
    })
}
