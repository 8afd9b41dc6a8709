//! From characters to runs: classes settled by their neighbours, a face for each, blanks taken out.

use std::ops::Range;
use std::sync::Arc;

use super::break_lines::clauses;
use super::class::{Blank, Class, blank, class, is_ignored};
use super::figures::in_han;
use super::{Figures, Missing, Style};
use biaoyu_page::font::{Chain, Face};

/// A character that is set.
pub(super) struct Unit {
    /// As it goes to the shaper.
    pub c: char,
    pub class: Class,
    /// Its bytes in the line's text.
    pub range: Range<u32>,
    /// Index into [`Analysed::faces`].
    pub face: u8,
    /// The blank before it.
    pub blank: Option<Blank>,
}

/// A text ready to be shaped.
pub(super) struct Analysed {
    pub text: String,
    pub units: Vec<Unit>,
    pub faces: Vec<Arc<Face>>,
}

/// Classes, faces and blanks of a text.
pub(super) fn analyse(text: &str, style: &Style) -> Result<Analysed, Vec<Missing>> {
    let text = match style.figures {
        Figures::Keep => text.to_string(),
        Figures::Han => in_han(text),
    };
    let chain = style.chain.settle(&text);
    let mut units = units(&text);
    part_clauses(&text, &mut units);
    settle_latin(&mut units);
    let mut faces: Vec<Arc<Face>> = vec![chain.face().clone()];
    let mut missing = Vec::new();
    for i in 0..units.len() {
        let face = match find_face(&chain, &units, i, &faces) {
            Found::Index(index) => index,
            Found::Face(face) => match faces.iter().position(|f| f == face) {
                Some(index) => index as u8,
                None => {
                    faces.push(face.clone());
                    (faces.len() - 1) as u8
                }
            },
            Found::None => {
                let start = units.get(i).map_or(0, |u| u.range.start as usize);
                missing.push(Missing {
                    character: units.get(i).map_or('\u{fffd}', |u| u.c),
                    index: text.get(..start).map_or(0, |s| s.chars().count()),
                    face: style.chain.face().name().into(),
                });
                0
            }
        };
        if let Some(unit) = units.get_mut(i) {
            unit.face = face;
        }
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    one_hand(&chain, &mut units, &mut faces);
    Ok(Analysed { text, units, faces })
}

/// Latin words that stand beside each other are set in one face: a name of which the face lacks a letter (Nguyễn in a Chinese
/// face) comes from one that has them all.
fn one_hand(chain: &Chain, units: &mut [Unit], faces: &mut Vec<Arc<Face>>) {
    if faces.len() < 2 {
        return;
    }
    let is_part = |unit: &Unit| matches!(unit.class, Class::Letter | Class::Joined);
    let mut from = 0;
    while from < units.len() {
        let follows = |unit: &&Unit| is_part(unit) && matches!(unit.blank, None | Some(Blank::Word));
        let rest = units.get(from + 1..).unwrap_or_default();
        let to = from + 1 + rest.iter().take_while(follows).count();
        let Some(words) = units.get_mut(from..to).filter(|words| words.iter().all(is_part)) else {
            from += 1;
            continue;
        };
        from = to;
        let first = words.first().map_or(0, |unit| unit.face);
        if words.iter().all(|unit| unit.face == first) {
            continue;
        }
        let has_all = |face: &&Arc<Face>| words.iter().all(|unit| is_selector(unit.c) || face.glyph(unit.c).is_some());
        let Some(face) = chain.faces().find(has_all).or_else(|| faces.iter().find(has_all)).cloned() else { continue };
        let known = faces.iter().position(|f| *f == face).unwrap_or_else(|| {
            faces.push(face);
            faces.len() - 1
        });
        if let Ok(index) = u8::try_from(known) {
            words.iter_mut().for_each(|unit| unit.face = index);
        }
    }
}

/// The characters that are set, with the blanks before them; blanks at the ends are dropped.
fn units(text: &str) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::with_capacity(text.len() / 3 + 4);
    let mut before = None;
    for (at, c) in text.char_indices() {
        if let Some(found) = blank(c) {
            before = Some(match before {
                None => found,
                Some(first) => wider(first, found),
            });
            continue;
        }
        if is_ignored(c) {
            continue;
        }
        let mut class = class(c);
        if class == Class::Joined && (units.is_empty() || before.is_some()) {
            // Nothing to join: a selector selects nothing, an accent stands by itself.
            if is_selector(c) {
                continue;
            }
            class = Class::Sign;
        }
        let range = at as u32..(at + c.len_utf8()) as u32;
        let blank = before.take().filter(|_| !units.is_empty());
        units.push(Unit { c, class, range, face: 0, blank });
    }
    units
}

/// A space that parts clauses is a clause gap, also beside figures and Latin letters: 100%合格 0缺陷. Between two Latin words it
/// is theirs: Nguyễn Thị Hoa.
fn part_clauses(text: &str, units: &mut [Unit]) {
    let words = |a: &Unit, b: &Unit| a.class == Class::Letter && b.class == Class::Letter;
    let is_latin = |a: &Unit, b: &Unit| a.class.is_latin() || b.class.is_latin();
    let spaced = |a: &Unit, b: &Unit| b.blank == Some(Blank::Word) && is_latin(a, b) && !words(a, b);
    let mixed = |pair: &[Unit]| matches!(pair, [a, b] if spaced(a, b));
    if !units.windows(2).any(mixed) {
        return;
    }
    for clause in clauses(text).iter().filter(|c| c.gap) {
        let first = units.iter().position(|u| u.range.start as usize >= clause.range.start);
        let pair = first.and_then(|at| units.get_mut(at.checked_sub(1)?..=at));
        if let Some([before, unit]) = pair
            && unit.blank == Some(Blank::Word)
            && !words(before, unit)
        {
            unit.blank = Some(Blank::Clause);
        }
    }
}

/// Several blanks in a row: fixed ones add up, others make a break between clauses.
fn wider(a: Blank, b: Blank) -> Blank {
    match (a, b) {
        (Blank::Fixed(a), Blank::Fixed(b)) => Blank::Fixed(a + b),
        (Blank::Fixed(w), _) | (_, Blank::Fixed(w)) => Blank::Fixed(w),
        _ => Blank::Clause,
    }
}

/// Quotes, dashes, dots: Chinese ones are full-width marks, those of Latin words are proportional signs.
/// An apostrophe between Latin letters is Latin; so is everything in a text without Chinese characters.
fn settle_latin(units: &mut [Unit]) {
    let shared = |c: char| matches!(c, '“' | '”' | '‘' | '’' | '—' | '―' | '…' | '·' | '•' | '‧');
    let chinese = units.iter().any(|u| u.class == Class::Han || (u.class.is_mark() && !shared(u.c)));
    for i in 0..units.len() {
        let latin = |u: Option<&Unit>| u.is_some_and(|u| u.class.is_latin());
        let letter = |u: Option<&Unit>| u.is_some_and(|u| u.class == Class::Letter);
        let (before, after) = (i.checked_sub(1).and_then(|j| units.get(j)), units.get(i + 1));
        let Some(unit) = units.get(i) else { break };
        let joined = unit.blank.is_none() && after.is_none_or(|u| u.blank.is_none());
        let is_latin = shared(unit.c)
            && (!chinese
                || match unit.c {
                    '’' => joined && letter(before) && letter(after),
                    '·' | '•' | '‧' => joined && latin(before) && latin(after),
                    _ => false,
                });
        if is_latin && let Some(unit) = units.get_mut(i) {
            unit.class = Class::Sign;
        }
    }
}

enum Found<'a> {
    Index(u8),
    Face(&'a Arc<Face>),
    None,
}

fn find_face<'a>(chain: &'a Chain, units: &[Unit], i: usize, faces: &[Arc<Face>]) -> Found<'a> {
    let Some(unit) = units.get(i) else { return Found::None };
    if unit.class == Class::Joined {
        return match i.checked_sub(1).and_then(|j| units.get(j)) {
            // A face need not map a selector: it is then passed over. A combining mark must be there.
            Some(base) if is_selector(unit.c) || has(faces, base.face, unit.c) => Found::Index(base.face),
            _ => Found::None,
        };
    }
    let accents = || {
        let following = units.get(i + 1..).unwrap_or_default().iter();
        following.take_while(|u| u.class == Class::Joined).map(|u| u.c).filter(|c| !is_selector(*c))
    };
    if matches!(unit.class, Class::Han | Class::Symbol) || unit.class.is_latin() {
        if has(faces, 0, unit.c) && accents().all(|c| has(faces, 0, c)) {
            return Found::Index(0);
        }
        // An accent must come from the same face as its letter.
        let whole = |f: &&Arc<Face>| f.glyph(unit.c).is_some() && accents().all(|c| f.glyph(c).is_some());
        return chain.faces().find(whole).or_else(|| chain.lookup(unit.c)).map_or(Found::None, Found::Face);
    }
    chain.lookup_cjk(unit.c).map_or(Found::None, Found::Face)
}

fn has(faces: &[Arc<Face>], index: u8, c: char) -> bool {
    faces.get(usize::from(index)).is_some_and(|f| f.glyph(c).is_some())
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}
