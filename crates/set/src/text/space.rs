//! From cells to a line: punctuation is squeezed, gaps are set, and every glyph gets its place.

use super::analyse::{Analysed, Unit};
use super::cells::{Cell, Cells};
use super::class::{Blank, Class};
use super::line::{Line, Placed};
use super::{Flow, LineEnd, Style};
use biaoyu_page::geom::{Affine, Rect, Vec2};

/// A cell fitted to the width that its mark is given.
#[derive(Clone, Copy)]
struct Fitted {
    /// Moves the glyphs along the line.
    shift: f64,
    advance: f64,
}

/// Places all cells along the line.
pub(super) fn space(analysed: Analysed, cells: Cells, style: &Style) -> Line {
    let count = cells.cells.len();
    let dropped = count.checked_sub(1).filter(|i| drops(&cells.cells, *i, style));
    let shown = dropped.unwrap_or(count);
    let hung = shown.checked_sub(1).filter(|i| hangs(&cells.cells, *i, style, dropped));
    let opens = opens(&analysed.units);
    let mut pen = 0.0;
    let mut advance = 0.0;
    let mut glyphs = Vec::with_capacity(cells.glyphs.len());
    // 长体 narrows the line along x: in a horizontal line with all distances, in a column across it only.
    let narrow = Affine::new([style.condense, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let along = if style.flow == Flow::Horizontal { style.condense } else { 1.0 };
    for (i, cell) in cells.cells.iter().take(shown).enumerate() {
        let previous = i.checked_sub(1).and_then(|j| cells.cells.get(j));
        let next = cells.cells.get(i + 1).filter(|_| i + 1 < shown);
        let Some(face) = analysed.faces.get(usize::from(cell.face)) else { continue };
        let measures = face.measures();
        let em = match style.flow {
            Flow::Horizontal => measures.han_advance,
            Flow::Vertical => measures.column_advance,
        };
        if let Some(previous) = previous {
            let word = || face.glyph(' ').map_or(0.25, |g| face.advance(g));
            pen += gap(previous, cell, style, word) + letterspace(previous, cell, style, em, opens);
        }
        let at_end = (i + 1 == shown).then_some(if dropped.is_some() { LineEnd::Half } else { style.line_end });
        let fitted = fit(cell, em, width(cell, previous, next, at_end, style));
        let origin = match style.flow {
            Flow::Horizontal => Vec2::new(pen + fitted.shift, 0.0),
            Flow::Vertical => Vec2::new(0.0, pen + fitted.shift),
        };
        let is_hung = hung == Some(i);
        let place = narrow * Affine::translate(origin);
        let own = cells.glyphs.get(cell.glyphs.clone()).unwrap_or_default();
        for (n, set) in own.iter().enumerate() {
            let half = measures.han_advance / 2.0;
            let last = n + 1 == own.len();
            let (x, y) = if style.flow == Flow::Horizontal { (pen, 0.0) } else { (0.0, pen) };
            let whole = match style.flow {
                Flow::Horizontal => Rect::new(x, -0.88, x + fitted.advance, 0.12),
                Flow::Vertical => Rect::new(-half, y, half, y + fitted.advance),
            };
            glyphs.push(Placed {
                face: face.clone(),
                id: set.id,
                matrix: place * set.matrix,
                range: set.range.clone(),
                advance: if last { fitted.advance * along } else { 0.0 },
                cell: narrow.transform_rect_bbox(whole),
                ink: if set.ink.area() > 0.0 { place.transform_rect_bbox(set.ink) } else { Rect::ZERO },
                hung: is_hung,
            });
        }
        if is_hung {
            continue;
        }
        pen += fitted.advance;
        advance = pen;
    }
    Line::new(analysed.text, glyphs, advance * along, style.flow)
}

/// Whether the last cell is a pause mark that the line's end makes needless.
fn drops(cells: &[Cell], last: usize, style: &Style) -> bool {
    style.line_end == LineEnd::Drop && last > 0 && cells.get(last).is_some_and(|c| c.class == Class::Pause)
}

/// Whether a cell at the line's end stands outside the measure (CLREQ: one of 、，。, not after another mark).
fn hangs(cells: &[Cell], last: usize, style: &Style, dropped: Option<usize>) -> bool {
    let Some(before) = last.checked_sub(1).and_then(|j| cells.get(j)) else { return false };
    let Some(cell) = cells.get(last) else { return false };
    style.line_end == LineEnd::Hang
        && dropped.is_none()
        && cell.class == Class::Pause
        && cell.hangs
        && cell.blank.is_none()
        && !before.class.is_mark()
}

/// The width in ems of the face's own em that a cell is to have; `None` leaves it as it is.
///
/// A mark's blank lies on one side: after a closing one, before an opening one. It is given up where another mark, a
/// blank or the line's end stands on that side (GB/T 15834-2011, 5.1.10; CLREQ, adjustment of adjacent marks): two
/// marks share one em.
fn width(cell: &Cell, before: Option<&Cell>, after: Option<&Cell>, end: Option<LineEnd>, style: &Style) -> Option<f64> {
    let vertical = style.flow == Flow::Vertical;
    let mark_after = after.is_some_and(|c| c.blank.is_some() || c.class.is_mark());
    let mark_before = cell.blank.is_some() || before.is_none_or(|c| c.class.is_mark());
    let full = if style.squeeze { None } else { Some(1.0) };
    Some(
        match cell.class {
            // CLREQ: ： ； ！ ？ are never squeezed in vertical setting.
            Class::Exclaim if vertical => 1.0,
            Class::Pause if vertical && !cell.hangs => 1.0,
            Class::Pause | Class::Exclaim => match end {
                Some(LineEnd::Keep) => full.unwrap_or(style.pause),
                Some(_) => 0.5,
                None if mark_after && style.squeeze => 0.5,
                None => full.unwrap_or(style.pause),
            },
            // Glued to what it does not enclose, a quotation mark needs as much air as a comma.
            Class::Close if cell.quote && end.is_none() && after.is_some_and(glued) => full.unwrap_or(style.pause),
            Class::Open if cell.quote && before.is_some_and(glued) && cell.blank.is_none() => {
                full.unwrap_or(style.pause)
            }
            Class::Close => match end {
                Some(LineEnd::Keep) | None => full.unwrap_or(0.5),
                Some(_) => 0.5,
            },
            Class::Open if mark_before && style.squeeze => 0.5,
            Class::Open => full.unwrap_or(0.5),
            Class::Middle => full.unwrap_or(0.5),
            _ => return None,
        }
        .clamp(0.5, 1.0),
    )
}

/// Of characters that a quotation mark touches when no blank stands between.
fn glued(cell: &Cell) -> bool {
    cell.blank.is_none() && (cell.class == Class::Han || cell.class.is_latin())
}

/// Whether letter-spacing opens the Latin letters of a text too: only where nothing else is set. Figures and designations
/// (2025-10-01, 010-63414321, ISO 9001) hold together, and so do words among Chinese characters.
pub(super) fn opens(units: &[Unit]) -> bool {
    units.iter().all(|u| matches!(u.class, Class::Letter | Class::Sign | Class::Joined))
}

/// Fits a mark of a face with em `em` into `width` of it by taking blank away, never ink. Full-width marks are cut to
/// exactly what the face's `halt` and `vhal` give where it has them; marks that a face draws in the middle of
/// the em move into their half first, and narrow ones (Latin quotes) are given the room of full-width ones.
fn fit(cell: &Cell, em: f64, width: Option<f64>) -> Fitted {
    let natural = Fitted { shift: 0.0, advance: cell.advance };
    let (Some(width), Some((start, end))) = (width, cell.ink) else { return natural };
    let target = width * em;
    let half = em / 2.0;
    let ink = end - start;
    if cell.advance < 0.75 * em {
        let room = (target - cell.advance).max(0.0);
        let shift = match cell.class {
            Class::Open => room,
            Class::Middle => room / 2.0,
            _ => 0.0,
        };
        return Fitted { shift, advance: target.max(cell.advance) };
    }
    let advance = target.max(ink);
    let cut = (cell.advance - advance).max(0.0);
    if cut == 0.0 {
        return natural;
    }
    let margin = ((half - ink) / 2.0).max(0.0);
    match cell.class {
        Class::Open if start >= cell.advance - half => Fitted { shift: -cut, advance },
        Class::Open => Fitted { shift: advance - margin - end, advance },
        Class::Middle => Fitted { shift: -cut / 2.0, advance },
        _ if end <= half => Fitted { shift: 0.0, advance },
        _ => Fitted { shift: margin - start, advance },
    }
}

/// The gap between two cells that comes of their kinds and of the blank between them.
fn gap(before: &Cell, cell: &Cell, style: &Style, word: impl Fn() -> f64) -> f64 {
    let wants = |c: &Cell| c.class.wants_gap() && !c.upright;
    let mixed = |a: &Cell, b: &Cell| a.class == Class::Han && wants(b);
    let beside_mark = before.class.is_mark() || cell.class.is_mark();
    match cell.blank {
        Some(Blank::Fixed(ems)) => ems,
        Some(Blank::Clause) => style.clause_gap,
        Some(Blank::Word) => match (before.class.is_latin(), cell.class.is_latin()) {
            (true, true) if !before.upright && !cell.upright => word(),
            (true, true) => style.latin_gap,
            // Figures that stand upright in a column keep no gap.
            (true, false) | (false, true) if !beside_mark => {
                if before.upright || cell.upright {
                    0.0
                } else {
                    style.latin_gap
                }
            }
            _ => style.clause_gap,
        },
        None if mixed(before, cell) || mixed(cell, before) => style.latin_gap,
        None => 0.0,
    }
}

/// Tracking and pitch between two cells; a dash and an ellipsis hold together.
fn letterspace(before: &Cell, cell: &Cell, style: &Style, em: f64, opens: bool) -> f64 {
    let one = before.class == cell.class && matches!(cell.class, Class::Dash | Class::Dots) && cell.blank.is_none();
    let inside = |c: &Cell| c.class.is_latin() && !c.upright;
    if one || !opens && inside(before) && inside(cell) && cell.blank.is_none() {
        return 0.0;
    }
    let pitch = style.pitch.filter(|_| !before.class.is_latin() || before.upright).map_or(0.0, |pitch| pitch - em);
    style.tracking + pitch
}
