//! The lines of a grid: characters that take a cell each, and Latin words and figures that run over whole cells.

use super::Composer;
use super::type_set::Setting;
use crate::layout::{Cells, Item as Wanted};
use crate::text::{Flow, Line, Placed, latin_runs};
use biaoyu_page::font::Chain;
use biaoyu_page::geom::{Affine, Point, Vec2};

/// Height of the capitals of a run, sides of a cell.
const CAPITALS: f64 = 0.80;
/// What a run may lack of its last cell, cells: it is then drawn so much smaller.
const SLACK: f64 = 0.20;
/// What stays free beside the ink of a run, cells.
const BESIDE: f64 = 0.14;
/// Cells of a row that words are packed into where none of them takes more.
const PACKED: usize = 4;

/// A line of a grid.
pub(super) struct Row {
    /// What it says.
    pub text: String,
    /// The clause that it belongs to.
    pub clause: usize,
    /// From its first cell to its last.
    pub pieces: Vec<Piece>,
    /// Cells that it takes.
    pub length: usize,
}

/// A part of a line.
pub(super) struct Piece {
    pub line: Line,
    /// Its first cell, from the line's first, and how many it takes.
    pub start: usize,
    pub length: usize,
    /// Ems of a run, in sides of a cell; `None` of characters that take a cell each.
    pub run: Option<f64>,
}

impl Piece {
    /// From a run's line space to the page: in the middle of its cells, at the beginning of a line flush left, at its end
    /// flush right. `corner` is the upper left corner of its first cell, `cell` the side of one.
    pub(crate) fn run_place(&self, em: f64, row: &Row, corner: Point, cell: f64) -> Affine {
        let room = self.length as f64 * cell;
        let z = em * cell;
        let wide = self.line.ink.width() * z;
        let (is_first, is_last) = (self.start == 0, self.start + self.length == row.length);
        let x = match (is_first, is_last) {
            (true, false) => 0.0,
            (false, true) => room - wide,
            _ => (room - wide) / 2.0,
        };
        let x = if is_first && row.pieces.len() == 1 { 0.0 } else { x };
        let middle = self.line.glyphs.first().map_or(0.36, |glyph| glyph.face.measures().cap_middle);
        let at = corner + Vec2::new(x - self.line.ink.x0 * z, 0.5 * cell + middle * z);
        Affine::translate(at.to_vec2()) * Affine::scale(z)
    }
}

/// Brings the capitals of all runs to one height.
pub(super) fn alike(rows: &mut [Row]) {
    let runs = || rows.iter().flat_map(|row| &row.pieces).filter_map(|piece| piece.run);
    let least = runs().fold(f64::INFINITY, f64::min);
    for run in rows.iter_mut().flat_map(|row| &mut row.pieces).filter_map(|piece| piece.run.as_mut()) {
        *run = least;
    }
}

impl Composer<'_> {
    /// A setting broken beside its Latin words too, where that makes its rows shorter: as much on a row as goes into four
    /// cells, or into those of the longest word.
    pub(super) fn at_runs(
        &mut self,
        item: &Wanted,
        cells: &Cells,
        chain: &Chain,
        setting: &[(String, usize)],
    ) -> Option<Option<Vec<(String, usize)>>> {
        let is_run = |word: &str| latin_runs(word).first().is_some_and(|run| run.len() == word.len());
        let mut pieces: Vec<(String, usize, usize)> = Vec::new();
        for (line, clause) in setting {
            let mut before: Option<bool> = None;
            for word in line.split(' ').filter(|word| !word.is_empty()) {
                let run = is_run(word);
                // Latin words that follow each other, and Chinese ones, stay together.
                match pieces.last_mut().filter(|_| before == Some(run)) {
                    Some((text, ..)) => *text = format!("{text} {word}"),
                    None => pieces.push((word.to_owned(), *clause, 0)),
                }
                before = Some(run);
            }
        }
        for (text, clause, length) in &mut pieces {
            *length = self.cells_row(item, cells, chain, Flow::Horizontal, (text, *clause))?.length;
        }
        let most = pieces.iter().map(|piece| piece.2).fold(PACKED, usize::max);
        let mut packed: Vec<(String, usize, usize)> = Vec::new();
        for (text, clause, length) in pieces {
            match packed.last_mut().filter(|(_, own, long)| *own == clause && long + length <= most) {
                Some((line, _, long)) => {
                    *line = format!("{line} {text}");
                    *long += length;
                }
                None => packed.push((text, clause, length)),
            }
        }
        let lines: Vec<(String, usize)> = packed.into_iter().map(|(text, clause, _)| (text, clause)).collect();
        Some((lines != setting).then_some(lines))
    }

    /// A line of a setting in its cells.
    pub(super) fn cells_row(
        &mut self,
        item: &Wanted,
        cells: &Cells,
        chain: &Chain,
        flow: Flow,
        (text, clause): (&str, usize),
    ) -> Option<Row> {
        let runs = match &cells.runs {
            Some(_) if flow == Flow::Horizontal => latin_runs(text),
            _ => Vec::new(),
        };
        let mut row = Row { text: text.to_owned(), clause, pieces: Vec::new(), length: 0 };
        let mut from = 0;
        for run in runs.iter().cloned().map(Some).chain([None]) {
            let until = run.as_ref().map_or(text.len(), |run| run.start);
            let between = text.get(from..until).unwrap_or_default();
            // A run is parted from its neighbours by its own cells.
            let plain = if runs.is_empty() { between } else { between.trim() };
            if !plain.is_empty() {
                let line = self.shape(&item.id, chain, &cells.style, Setting::plain(flow), plain)?;
                let length = slots(&line).1;
                row.pieces.push(Piece { line, start: row.length, length, run: None });
                row.length += length;
            }
            let (Some(run), Some(style)) = (run, &cells.runs) else { continue };
            let word = text.get(run.clone()).unwrap_or_default();
            let own = self.chain(&item.id, style, word)?;
            let line = self.shape(&item.id, &own, style, Setting::plain(flow), word)?;
            let cap = line.glyphs.first().map_or(0.36, |glyph| glyph.face.measures().cap_middle) * 2.0;
            let em = CAPITALS / cap.max(0.1);
            let wide = line.ink.width() * em + BESIDE;
            let length = (wide - SLACK).ceil().max(1.0) as usize;
            let em = em * ((length as f64 - BESIDE) / (wide - BESIDE).max(1e-9)).min(1.0);
            row.pieces.push(Piece { line, start: row.length, length, run: Some(em) });
            row.length += length;
            from = run.end;
        }
        Some(row)
    }
}

/// How many lines begin another clause than the line before.
pub(super) fn changes(lines: &[Row]) -> usize {
    lines.windows(2).filter(|pair| matches!(pair, [a, b] if a.clause != b.clause)).count()
}

/// The number of each glyph's cell along its line, and how many cells the line takes. A blank takes one; glyphs of one
/// cluster, and figures that stand side by side in a column, share one.
pub(super) fn slots(line: &Line) -> (Vec<usize>, usize) {
    let mut numbers: Vec<usize> = Vec::with_capacity(line.glyphs.len());
    let mut before: Option<&Placed> = None;
    let mut next = 0;
    let mut end = 0;
    for placed in &line.glyphs {
        let shared = before.is_some_and(|b| {
            placed.range.is_empty()
                || (line.flow == Flow::Vertical && (b.cell.center().y - placed.cell.center().y).abs() < 0.2)
        });
        let blank =
            line.text.get(end..placed.range.start as usize).is_some_and(|gap| gap.chars().any(char::is_whitespace));
        if !shared {
            next += usize::from(blank && before.is_some()) + 1;
        }
        numbers.push(next - 1);
        end = end.max(placed.range.end as usize);
        before = Some(placed);
    }
    (numbers, next)
}

/// The point of line space that stands in the middle of a glyph's cell: by em box for Chinese characters, whose ink keeps
/// its place in the em; by capitals' height for Latin; by ink along the line for marks.
pub(super) fn middle(line: &Line, glyph: usize, numbers: &[usize], vertical: bool) -> Point {
    let Some(own) = line.glyphs.get(glyph) else { return Point::ZERO };
    let share = |(i, _): &(usize, &Placed)| numbers.get(*i) == numbers.get(glyph);
    let cell = line.glyphs.iter().enumerate().filter(share).map(|(_, p)| p.cell).reduce(|a, b| a.union(b));
    let cell = cell.unwrap_or(own.cell);
    let c = line.text.get(own.range.start as usize..own.range.end as usize).and_then(|t| t.chars().next());
    let measures = own.face.measures();
    match c {
        _ if vertical => Point::new(0.0, cell.center().y),
        Some(c) if c.is_ascii() => Point::new(cell.center().x, -measures.cap_middle),
        Some(c) if !c.is_alphanumeric() => Point::new(own.ink.center().x, -measures.han_middle),
        _ => Point::new(cell.center().x, -measures.han_middle),
    }
}
