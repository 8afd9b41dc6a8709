//! Vertical setting 竖排: what stands upright in a column, what is turned, and how marks lie in their cells.
//!
//! Rules: UAX 50 for what turns; GB/T 15834-2011, 5.2 for marks; CLREQ, "mixed text in vertical writing" for Latin.

use std::ops::Range;

use super::Flow;
use super::analyse::{Analysed, Unit};
use super::cells::{Cells, Shaped, clusters, runs, shape_run};
use super::class::{Blank, Class, turns};
use biaoyu_page::font::{Face, Shaping};
use biaoyu_page::geom::{Affine, Rect, Vec2};

/// How characters stand in a column.
#[derive(Clone, Copy, PartialEq)]
enum Setting {
    /// As the face sets them in columns.
    Upright,
    /// Turned a quarter clockwise, set along the column.
    Sideways,
    /// 纵中横排: side by side within one cell. Every cell has a number of its own.
    Combined(usize),
}

/// Longest number that stands within a cell, and longest acronym that is stacked letter by letter.
const COMBINED_FIGURES: usize = 3;
const STACKED_LETTERS: usize = 4;
/// Widest that combined figures are set, in ems: they keep a little air to both sides.
const COMBINED_WIDTH: f64 = 0.96;

/// The cells of a vertical line.
pub(super) fn cells(out: &mut Cells, analysed: &Analysed, shaped: &mut Vec<Shaped>) {
    let settings = settings(&analysed.units);
    let setting = |i: usize| settings.get(i).copied().unwrap_or(Setting::Upright);
    for run in runs(&analysed.units, |i, _| setting(i)) {
        let Some(face) = analysed.units.get(run.start).and_then(|u| analysed.faces.get(usize::from(u.face))) else {
            continue;
        };
        match setting(run.start) {
            Setting::Upright => upright(out, analysed, face, run, shaped),
            Setting::Sideways => sideways(out, analysed, face, run, shaped),
            Setting::Combined(_) => combined(out, analysed, face, run, shaped),
        }
    }
}

/// How each character stands: CLREQ has single letters, figures and acronyms upright, numbers of two or three figures
/// side by side, longer ones and words turned.
fn settings(units: &[Unit]) -> Vec<Setting> {
    let mut settings = vec![Setting::Upright; units.len()];
    let mut groups = 0;
    let mut group = |settings: &mut [Setting], range: Range<usize>| {
        groups += 1;
        settings.get_mut(range).unwrap_or_default().fill(Setting::Combined(groups));
    };
    for run in designations(units) {
        let Some(latin) = units.get(run.clone()).filter(|l| !l.is_empty()) else { continue };
        // ISO 9001: a name of several parts is turned as one.
        if latin.iter().skip(1).any(|u| u.blank.is_some()) {
            settings.get_mut(run).unwrap_or_default().fill(Setting::Sideways);
            continue;
        }
        let figures = latin.iter().take_while(|u| u.class == Class::Digit).count();
        let short = |u: &Unit| u.class == Class::Digit || u.c.is_ascii_uppercase();
        let rest = latin.get(figures..).unwrap_or_default();
        // 5% and 45° fit a cell; 100% is turned with its sign.
        let one_sign = matches!(rest, [sign] if figures + usize::from(sign.c != '°') <= 2 && "%‰°".contains(sign.c));
        if latin.len() == 1 && latin.iter().all(|u| u.class != Class::Sign || stands(u.c)) {
            group(&mut settings, run);
        } else if (1..=COMBINED_FIGURES).contains(&figures) && (rest.is_empty() || one_sign) {
            group(&mut settings, run);
        } else if latin.len() == 2 && latin.iter().all(short) {
            group(&mut settings, run);
        } else if latin.len() <= STACKED_LETTERS && latin.iter().all(|u| u.c.is_ascii_uppercase()) {
            for i in run {
                group(&mut settings, i..i + 1);
            }
        } else {
            settings.get_mut(run).unwrap_or_default().fill(Setting::Sideways);
        }
    }
    settings
}

/// Signs among figures that stand upright in a cell of their own (UAX 50: U).
fn stands(c: char) -> bool {
    matches!(c, '§' | '©' | '®' | '±' | '¼' | '½' | '¾' | '×' | '÷')
}

/// Latin words, numbers and the signs among them, each with what goes with it: a part with figures or capitals stays with
/// the part before it beyond a space (ISO 9001, GB/T 19001), a sign that stands upright is by itself.
fn designations(units: &[Unit]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (i, unit) in units.iter().enumerate() {
        if unit.class == Class::Joined {
            if let Some(run) = out.last_mut().filter(|run| run.end == i) {
                run.end = i + 1;
            }
            continue;
        }
        if !unit.class.is_latin() {
            continue;
        }
        let goes_on = |run: &Range<usize>| {
            let before = units.get(run.end - 1);
            let upright = stands(unit.c) || before.is_some_and(|b| stands(b.c));
            let face = before.is_some_and(|b| b.face == unit.face);
            run.end == i && face && !upright && matches!(unit.blank, None | Some(Blank::Word))
        };
        match out.last_mut() {
            Some(run) if goes_on(run) => run.end = i + 1,
            _ => out.push(i..i + 1),
        }
    }
    out
}

/// The character that stands in a column for `unit`: quotes are ﹃﹄ outside and ﹁﹂ inside (GB/T 15834-2011, 5.2.3),
/// which faces have as the vertical forms of the corner brackets.
fn column_char(face: &Face, unit: &Unit) -> char {
    let corner = match (unit.class, unit.c) {
        (Class::Open, '“' | '〝') => '『',
        (Class::Close, '”' | '〞') => '』',
        (Class::Open, '‘') => '「',
        (Class::Close, '’') => '」',
        (_, c) => return c,
    };
    if face.glyph(corner).is_some() { corner } else { unit.c }
}

fn upright(out: &mut Cells, analysed: &Analysed, face: &Face, run: Range<usize>, shaped: &mut Vec<Shaped>) {
    let units = analysed.units.get(run.clone()).unwrap_or_default();
    shape_run(face, Shaping::Vertical, units, |unit| column_char(face, unit), shaped);
    let measures = face.measures();
    for (within, cluster) in clusters(shaped, units.len()) {
        let Some(unit) = units.get(within.start) else { continue };
        let begin = out.glyphs.len();
        let mut y = 0.0;
        for glyph in cluster {
            let c = column_char(face, unit);
            // The face gave no form of its own for columns: we turn or move the horizontal one.
            let plain = face.glyph(c) == Some(glyph.id) && cluster.len() == 1;
            let (dx, dy, advance) = if measures.has_columns {
                (glyph.dx, glyph.dy, glyph.advance)
            } else {
                (-face.advance(glyph.id) / 2.0, -measures.column_top, measures.column_advance)
            };
            let stands = Affine::new([1.0, 0.0, 0.0, -1.0, dx, y - dy]);
            let ink = face.outline(glyph.id).ink;
            let (matrix, advance) = match unit.class {
                Class::Open | Class::Close if plain => (turned(measures.han_middle, y), face.advance(glyph.id)),
                Class::Dash | Class::Dots | Class::Wave if plain => (turned(ink.center().y, y), face.advance(glyph.id)),
                _ if plain && turns(c) => (turned(measures.han_middle, y), face.advance(glyph.id)),
                _ if plain => {
                    (Affine::translate(shift(unit, stands.transform_rect_bbox(ink), advance)) * stands, advance)
                }
                _ => (stands, advance),
            };
            out.set(face, glyph.id, matrix);
            y += advance;
        }
        out.close(analysed, run.start + within.start..run.start + within.end, begin, y, Flow::Vertical);
    }
}

/// Turned a quarter clockwise, its height `middle` on the column's centre line, beginning at `y`.
fn turned(middle: f64, y: f64) -> Affine {
    Affine::new([0.0, 1.0, 1.0, 0.0, -middle, y])
}

/// Moves a mark from where horizontal type has it to its place in a column: stops and pauses below the character and
/// to the right (GB/T 15834-2011, 5.2.1), the interpunct in the middle (5.2.2). `ink` is in cell space.
fn shift(unit: &Unit, ink: Rect, advance: f64) -> Vec2 {
    match unit.class {
        Class::Pause if unit.c != '：' && unit.c != '；' => Vec2::new(0.4 - ink.x1, 0.06 - ink.y0),
        Class::Pause | Class::Exclaim => Vec2::new(0.22 - ink.center().x, 0.44 * advance - ink.center().y),
        Class::Middle => Vec2::new(-ink.center().x, advance / 2.0 - ink.center().y),
        _ => Vec2::ZERO,
    }
}

fn sideways(out: &mut Cells, analysed: &Analysed, face: &Face, run: Range<usize>, shaped: &mut Vec<Shaped>) {
    let units = analysed.units.get(run.clone()).unwrap_or_default();
    shape_run(face, Shaping::Latin, units, |unit| unit.c, shaped);
    let middle = face.measures().cap_middle;
    for (within, cluster) in clusters(shaped, units.len()) {
        let begin = out.glyphs.len();
        let mut along = 0.0;
        for glyph in cluster {
            out.set(face, glyph.id, turned(middle - glyph.dy, along + glyph.dx));
            along += glyph.advance;
        }
        out.close(analysed, run.start + within.start..run.start + within.end, begin, along, Flow::Vertical);
    }
}

fn combined(out: &mut Cells, analysed: &Analysed, face: &Face, run: Range<usize>, shaped: &mut Vec<Shaped>) {
    let units = analysed.units.get(run.clone()).unwrap_or_default();
    shape_run(face, Shaping::Latin, units, |unit| unit.c, shaped);
    // The cell is that of the Chinese characters around, which the chain's first Chinese face sets.
    let around = analysed.faces.iter().find(|f| f.is_cjk()).map_or_else(|| face.measures(), |f| f.measures());
    let width: f64 = shaped.iter().map(|g| g.advance).sum();
    let scale = (COMBINED_WIDTH * around.han_advance / width).min(1.0);
    let baseline = around.column_top - around.han_middle + face.measures().cap_middle;
    let begin = out.glyphs.len();
    let mut x = -width * scale / 2.0;
    for glyph in shaped.iter() {
        let origin = (x + glyph.dx * scale, baseline - glyph.dy);
        out.set(face, glyph.id, Affine::new([scale, 0.0, 0.0, -1.0, origin.0, origin.1]));
        x += glyph.advance * scale;
    }
    out.close(analysed, run, begin, around.column_advance, Flow::Vertical);
    let spans: Vec<_> = clusters(shaped, units.len()).map(|(within, cluster)| (within, cluster.len())).collect();
    out.share_cell(units, &spans, begin);
}
