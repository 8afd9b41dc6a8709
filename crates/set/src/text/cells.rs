//! From runs to cells: the shaper's glyphs, one cell a cluster, each with its natural place along the line.

use std::cell::RefCell;
use std::ops::Range;

use super::analyse::{Analysed, Unit};
use super::class::{Blank, Class};
use super::{Flow, Style, columns, space};
use biaoyu_page::font::{Face, Shaping};
use biaoyu_page::geom::{Affine, Rect};

/// A cluster: what the spacing moves as a whole.
///
/// Cell space: 1 is an em, y down. Horizontal: origin at the cell's start on the baseline. Vertical: origin at the
/// cell's top on the column's centre line.
pub(super) struct Cell {
    /// Class of its first character.
    pub class: Class,
    /// Index of its face.
    pub face: u8,
    /// Its glyphs.
    pub glyphs: Range<usize>,
    /// Along the line, before any squeeze.
    pub advance: f64,
    /// Where its ink begins and ends along the line; `None` when it has none.
    pub ink: Option<(f64, f64)>,
    /// Stands upright in a column although it is Latin: no gap around it.
    pub upright: bool,
    /// A quotation mark.
    pub quote: bool,
    /// One of ，。、: may hang, and is squeezed in a column too.
    pub hangs: bool,
    /// The blank before it.
    pub blank: Option<Blank>,
}

/// A glyph in its cell.
pub(super) struct Set {
    pub id: u16,
    /// Em space (y up) to cell space.
    pub matrix: Affine,
    /// In cell space.
    pub ink: Rect,
    /// Its bytes in the line's text.
    pub range: Range<u32>,
}

/// All cells of a line, in order, and their glyphs.
#[derive(Default)]
pub(super) struct Cells {
    pub cells: Vec<Cell>,
    pub glyphs: Vec<Set>,
}

/// A glyph as the shaper gave it, in ems; `unit` is the first character of its cluster.
#[derive(Clone, Copy)]
pub(super) struct Shaped {
    pub id: u16,
    pub unit: usize,
    pub advance: f64,
    pub dx: f64,
    pub dy: f64,
}

thread_local! {
    // Reused by every run of a thread; its content is never carried over.
    static BUFFER: RefCell<harfrust::Buffer> = RefCell::new(harfrust::Buffer::new());
}

/// Shapes all runs.
pub(super) fn cells(analysed: &Analysed, style: &Style) -> Cells {
    let mut out = Cells::default();
    out.cells.reserve(analysed.units.len());
    out.glyphs.reserve(analysed.units.len());
    let mut shaped = Vec::with_capacity(analysed.units.len());
    match style.flow {
        Flow::Horizontal => {
            for run in runs(&analysed.units, |_, unit| unit.class.is_latin()) {
                // Letters that are spaced out stand each by itself: no ligatures among them.
                let letters = analysed.units.get(run.clone()).unwrap_or_default();
                let apart =
                    style.tracking > 0.0 && space::opens(&analysed.units) && letters.iter().all(|u| u.class.is_latin());
                if apart && !letters.iter().any(|u| u.class == Class::Joined) {
                    run.for_each(|at| horizontal(&mut out, analysed, at..at + 1, &mut shaped));
                } else {
                    horizontal(&mut out, analysed, run, &mut shaped);
                }
            }
        }
        Flow::Vertical => columns::cells(&mut out, analysed, &mut shaped),
    }
    join_dashes(&mut out, style.flow);
    weigh_dashes(&mut out, analysed, style.flow);
    out
}

/// Longest stretches of one face and one `kind`, without blanks inside.
pub(super) fn runs<K: PartialEq>(units: &[Unit], kind: impl Fn(usize, &Unit) -> K) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut last: Option<(u8, K)> = None;
    for (i, unit) in units.iter().enumerate() {
        if unit.class == Class::Joined
            && let Some(run) = runs.last_mut()
        {
            run.end = i + 1;
            continue;
        }
        let key = (unit.face, kind(i, unit));
        match runs.last_mut() {
            Some(run) if unit.blank.is_none() && last.as_ref() == Some(&key) => run.end = i + 1,
            _ => runs.push(i..i + 1),
        }
        last = Some(key);
    }
    runs
}

fn horizontal(out: &mut Cells, analysed: &Analysed, run: Range<usize>, shaped: &mut Vec<Shaped>) {
    let units = analysed.units.get(run.clone()).unwrap_or_default();
    let Some(first) = units.first() else { return };
    let Some(face) = analysed.faces.get(usize::from(first.face)) else { return };
    let latin = first.class.is_latin();
    let shaping = if latin { Shaping::Latin } else { Shaping::Han };
    shape_run(face, shaping, units, |unit| unit.c, shaped);
    for (within, cluster) in clusters(shaped, units.len()) {
        let Some(unit) = units.get(within.start) else { continue };
        let mut x = 0.0;
        let begin = out.glyphs.len();
        let lift = if unit.class == Class::Dots { lift(face, cluster) } else { 0.0 };
        for glyph in cluster {
            let matrix = Affine::new([1.0, 0.0, 0.0, -1.0, x + glyph.dx, -glyph.dy - lift]);
            out.set(face, glyph.id, matrix);
            x += glyph.advance;
        }
        out.close(analysed, run.start + within.start..run.start + within.end, begin, x, Flow::Horizontal);
    }
}

/// The clusters of a run of `count` characters: which characters each shows, and its glyphs.
pub(super) fn clusters(shaped: &[Shaped], count: usize) -> impl Iterator<Item = (Range<usize>, &[Shaped])> {
    let start = |cluster: &[Shaped]| cluster.first().map_or(0, |g| g.unit);
    let mut chunks = shaped.chunk_by(|a, b| a.unit == b.unit).peekable();
    std::iter::from_fn(move || {
        let cluster = chunks.next()?;
        let end = chunks.peek().map_or(count, |next| start(next));
        Some((start(cluster)..end.max(start(cluster) + 1), cluster))
    })
}

/// How far an ellipsis on the baseline is raised: between Chinese characters its dots stand half way up
/// (GB/T 15834-2011, 5.1.5).
fn lift(face: &Face, cluster: &[Shaped]) -> f64 {
    let Some(glyph) = cluster.first() else { return 0.0 };
    let low = face.measures().han_middle - face.outline(glyph.id).ink.center().y;
    if low > 0.15 { low } else { 0.0 }
}

/// The shaper's glyphs of one run, in `shaped`; lengths in ems. `as_set` gives the character to be shaped for a unit.
pub(super) fn shape_run(
    face: &Face,
    shaping: Shaping,
    units: &[Unit],
    as_set: impl Fn(&Unit) -> char,
    shaped: &mut Vec<Shaped>,
) {
    shaped.clear();
    BUFFER.with_borrow_mut(|buffer| {
        let (direction, script, features) = shaping.properties();
        buffer.clear();
        for (i, unit) in units.iter().enumerate() {
            buffer.push(u32::from(as_set(unit)), i as u32);
        }
        buffer.set_direction(direction);
        buffer.set_script(script);
        buffer.set_language(harfrust::Language::new(biaoyu_page::font::LANGUAGE));
        let font = harfrust::ShaperFont::new(face.shaper());
        let options = harfrust::ShapeOptions::new().plan(Some(face.plan(shaping))).features(features);
        let upem = face.units_per_em();
        let em = |v: i32| f64::from(v) / upem;
        if harfrust::shape(&font, buffer, options).is_ok() {
            for (info, pos) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
                let advance = if shaping == Shaping::Vertical { em(-pos.y_advance) } else { em(pos.x_advance) };
                let id = u16::try_from(info.glyph_id).unwrap_or(0);
                let unit = info.cluster as usize;
                shaped.push(Shaped { id, unit, advance, dx: em(pos.x_offset), dy: em(pos.y_offset) });
            }
        }
    });
    // Coverage was settled by `cmap`: a face whose tables fail the shaper still sets its plain glyphs.
    if shaped.iter().any(|g| g.id == 0) || (shaped.is_empty() && !units.is_empty()) {
        shaped.clear();
        for (unit, u) in units.iter().enumerate() {
            let Some(id) = face.glyph(as_set(u)).or_else(|| face.glyph(u.c)) else { continue };
            let m = face.measures();
            let (advance, dx, dy) = match shaping {
                Shaping::Vertical => (m.column_advance, -face.advance(id) / 2.0, -m.column_top),
                _ => (face.advance(id), 0.0, 0.0),
            };
            shaped.push(Shaped { id, unit, advance, dx, dy });
        }
    }
}

impl Cells {
    /// Adds a glyph to the cell that is being made.
    pub(super) fn set(&mut self, face: &Face, id: u16, matrix: Affine) {
        let outlined = face.outline(id);
        let ink = if outlined.ink.area() == 0.0 { Rect::ZERO } else { matrix.transform_rect_bbox(outlined.ink) };
        self.glyphs.push(Set { id, matrix, ink, range: 0..0 });
    }

    /// Closes the cell of the glyphs from `begin` on, which shows the characters `units`: its first glyph carries
    /// their bytes, the others none.
    pub(super) fn close(&mut self, analysed: &Analysed, units: Range<usize>, begin: usize, advance: f64, flow: Flow) {
        let shown = analysed.units.get(units.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return };
        let range = first.range.start..last.range.end;
        let glyphs = begin..self.glyphs.len();
        let own = self.glyphs.get_mut(glyphs.clone()).unwrap_or_default();
        for (i, glyph) in own.iter_mut().enumerate() {
            glyph.range = if i == 0 { range.clone() } else { range.end..range.end };
        }
        let ink = extent(own, flow);
        self.cells.push(Cell {
            class: first.class,
            face: first.face,
            glyphs,
            advance,
            ink,
            upright: false,
            quote: matches!(first.c, '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』'),
            hangs: matches!(first.c, '，' | '。' | '、'),
            blank: first.blank,
        });
    }

    /// Makes the last cell one that several upright clusters share: `spans` are their characters among `units` and
    /// their numbers of glyphs, `begin` is the first glyph.
    pub(super) fn share_cell(&mut self, units: &[Unit], spans: &[(Range<usize>, usize)], begin: usize) {
        if let Some(cell) = self.cells.last_mut() {
            cell.upright = true;
        }
        let mut at = begin;
        for (within, count) in spans {
            let shown = units.get(within.clone()).unwrap_or_default();
            let (Some(first), Some(last)) = (shown.first(), shown.last()) else { continue };
            for i in 0..*count {
                let start = if i == 0 { first.range.start } else { last.range.end };
                if let Some(glyph) = self.glyphs.get_mut(at) {
                    glyph.range = start..last.range.end;
                }
                at += 1;
            }
        }
    }
}

/// First and last ink of some glyphs along the line.
fn extent(glyphs: &[Set], flow: Flow) -> Option<(f64, f64)> {
    let inked = glyphs.iter().filter(|g| g.ink.area() > 0.0);
    let ends = inked.map(|g| match flow {
        Flow::Horizontal => (g.ink.x0, g.ink.x1),
        Flow::Vertical => (g.ink.y0, g.ink.y1),
    });
    ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// A dash is one line of two ems (GB/T 15834-2011, 5.1.4): where the face has no joined form and its halves would leave a
/// gap, each is drawn out to the edge where they meet.
fn join_dashes(cells: &mut Cells, flow: Flow) {
    for i in 1..cells.cells.len() {
        let (before, after) = cells.cells.split_at_mut(i);
        let (Some(a), Some(b)) = (before.last_mut(), after.first_mut()) else { continue };
        if a.class != Class::Dash || b.class != Class::Dash || b.blank.is_some() {
            continue;
        }
        if let Some((start, end)) = a.ink
            && end < a.advance
        {
            stretch(cells.glyphs.get_mut(a.glyphs.clone()).unwrap_or_default(), (start, end), (start, a.advance), flow);
            a.ink = Some((start, a.advance));
        }
        if let Some((start, end)) = b.ink
            && start > 0.0
        {
            stretch(cells.glyphs.get_mut(b.glyphs.clone()).unwrap_or_default(), (start, end), (0.0, end), flow);
            b.ink = Some((0.0, end));
        }
    }
}

/// A dash beside black type is as heavy as its level strokes ask: faces draw it for running text, a third of that.
fn weigh_dashes(cells: &mut Cells, analysed: &Analysed, flow: Flow) {
    for cell in cells.cells.iter().filter(|c| c.class == Class::Dash) {
        let Some(face) = analysed.faces.get(usize::from(cell.face)) else { continue };
        let Some(stroke) = face.glyph('一').map(|id| face.outline(id).ink.height()) else { continue };
        let wanted = if stroke >= BLACK.0 { BLACK.1 * stroke } else { LIGHT * stroke };
        for glyph in cells.glyphs.get_mut(cell.glyphs.clone()).unwrap_or_default() {
            let (thick, middle) = match flow {
                Flow::Horizontal => (glyph.ink.height(), glyph.ink.center().y),
                Flow::Vertical => (glyph.ink.width(), glyph.ink.center().x),
            };
            let scale = wanted / thick;
            if !scale.is_finite() || scale <= 1.0 {
                continue;
            }
            let shift = middle - middle * scale;
            let map = match flow {
                Flow::Horizontal => Affine::new([1.0, 0.0, 0.0, scale, 0.0, shift]),
                Flow::Vertical => Affine::new([scale, 0.0, 0.0, 1.0, shift, 0.0]),
            };
            glyph.matrix = map * glyph.matrix;
            glyph.ink = map.transform_rect_bbox(glyph.ink);
        }
    }
}

/// From this height of 一 on, ems, a face is black; its dash is this share of it.
const BLACK: (f64, f64) = (0.15, 0.6);
/// The dash of a lighter face, as a share of 一.
const LIGHT: f64 = 0.45;

/// Maps what lies from `from.0` to `from.1` along the line to lie from `to.0` to `to.1`.
fn stretch(glyphs: &mut [Set], from: (f64, f64), to: (f64, f64), flow: Flow) {
    let scale = (to.1 - to.0) / (from.1 - from.0);
    if !scale.is_finite() {
        return;
    }
    let shift = to.0 - from.0 * scale;
    let map = match flow {
        Flow::Horizontal => Affine::new([scale, 0.0, 0.0, 1.0, shift, 0.0]),
        Flow::Vertical => Affine::new([1.0, 0.0, 0.0, scale, 0.0, shift]),
    };
    for glyph in glyphs {
        glyph.matrix = map * glyph.matrix;
        glyph.ink = map.transform_rect_bbox(glyph.ink);
    }
}
