//! Characters in the cells of a square grid: as few cells across as the text can be broken into, so that type is as
//! large as it can be.

use std::ops::RangeInclusive;

use super::cells_rows::{Piece, Row, alike, changes, middle, slots};
use super::type_set::ink_of;
use super::{Bound, Composer, Laid, Set, SheetKind};
use crate::expr::Program;
use crate::layout::{Cells, Ends, Item as Wanted, Ways};
use crate::text::break_lines::{self, Breaks};
use crate::text::{Flow, Placed, latin_runs};
use biaoyu_page::geom::{Affine, Point, Rect, Vec2};

/// A grid that the text fits.
struct Grid {
    /// Cells across and down.
    across: usize,
    down: usize,
    /// Side of a cell, mm.
    cell: f64,
    /// Its lines are columns.
    vertical: bool,
    /// Its lines.
    lines: Vec<Row>,
    /// Clauses of the whole text.
    clauses: usize,
    /// Bare paper between two lines, cells.
    gutter: f64,
}

impl Grid {
    /// Distance of two neighbouring cells along x and y, in cells.
    fn pitch(&self) -> Vec2 {
        let apart = 1.0 + self.gutter;
        if self.vertical { Vec2::new(apart, 1.0) } else { Vec2::new(1.0, apart) }
    }

    /// Extent of all cells, mm.
    fn extent(&self) -> Vec2 {
        let pitch = self.pitch();
        let along = |count: usize, pitch: f64| (count as f64 * pitch - (pitch - 1.0)).max(0.0) * self.cell;
        Vec2::new(along(self.across, pitch.x), along(self.down, pitch.y))
    }
}

/// Marks between clauses: a line break or a free cell says the same.
const PAUSES: [char; 8] = ['，', '；', '：', '。', ',', ';', '、', '　'];
/// Most cells that are tried along a side.
const MOST_ACROSS: usize = 120;
/// What the cells of columns count beside those of rows, which are read with more ease: of columns that tiles part, and
/// of columns side by side, which a square grid lets one read across.
const READING: (f64, f64) = (0.92, 0.80);
/// What it costs to break a clause beside its Latin words.
const AT_RUNS: f64 = 0.12;
/// Air between the ink of neighbours, in their ink's size.
const AIR: f64 = 1.03;

impl Composer<'_> {
    /// Sets characters in cells.
    pub(super) fn cells(&mut self, index: usize, item: &Wanted, cells: &Cells) -> Option<Laid> {
        let text = cells.text.expand(&self.fields).trim().to_string();
        if text.is_empty() {
            return None;
        }
        let region = self.rect(&cells.region);
        let grid = self.solve(item, cells, &text, region)?;
        self.place_cells(index, item, cells, &grid, region)
    }

    /// The settings of a text: cost, and lines with their clauses.
    fn settings(&self, text: &str) -> Vec<(f64, Vec<(String, usize)>)> {
        let sheet = &self.edition.sheet;
        let is_slogan = text == sheet.text;
        let title = is_slogan && matches!(sheet.kind, SheetKind::Event | SheetKind::Publication);
        let settings = if title {
            break_lines::break_title(text)
        } else {
            Breaks::new(text, sheet.breaks.as_deref().filter(|_| is_slogan)).settings()
        };
        let line = |text: &str| text.replace(PAUSES, " ").split_whitespace().collect::<Vec<_>>().join(" ");
        settings.into_iter().map(|s| (s.cost, s.lines.iter().map(|l| (line(&l.text), l.clause)).collect())).collect()
    }

    /// The best grid: large cells against breaks that cost.
    fn solve(&mut self, item: &Wanted, cells: &Cells, text: &str, region: Rect) -> Option<Grid> {
        let chain = self.chain(&item.id, &cells.style, text)?;
        let clauses = break_lines::clauses(text).len();
        let settings = self.settings(text);
        let spare = cells.spare.eval(&self.frame).max(0.0) as usize;
        let gutter = cells.gutter.eval(&self.frame).clamp(0.0, 2.0);
        let limit = |p: &Program, frame: &[f64]| p.eval(frame).clamp(1.0, MOST_ACROSS as f64) as usize;
        let across = limit(&cells.across.0, &self.frame)..=limit(&cells.across.1, &self.frame);
        // Words that run over cells are read in rows.
        let runs = cells.runs.is_some() && !latin_runs(text).is_empty();
        let ways: &[bool] = match cells.ways {
            Ways::Either if runs => &[false],
            Ways::Rows => &[false],
            Ways::Columns => &[true],
            Ways::Either => &[false, true],
        };
        let mut best: Option<(f64, Grid)> = None;
        for &vertical in ways {
            let flow = if vertical { Flow::Vertical } else { Flow::Horizontal };
            let mut tried = settings.clone();
            if runs && !vertical {
                for (cost, setting) in &settings {
                    tried.extend(self.at_runs(item, cells, &chain, setting)?.map(|packed| (cost + AT_RUNS, packed)));
                }
            }
            for (cost, setting) in &tried {
                let mut lines = Vec::with_capacity(setting.len());
                for (line, clause) in setting {
                    lines.push(self.cells_row(item, cells, &chain, flow, (line, *clause))?);
                }
                alike(&mut lines);
                let lengths: Vec<usize> = lines.iter().map(|row| row.length).collect();
                let need = Need {
                    along: lengths.iter().copied().max().unwrap_or(0),
                    beside: lines.len(),
                    cells: lengths.iter().sum::<usize>() + spare,
                    vertical,
                    gutter,
                };
                let Some((cell, across, down)) = need.largest(region, across.clone()) else { continue };
                let apart = across >= need.beside + changes(&lines);
                let reading = if ways.len() == 1 || !vertical {
                    1.0
                } else if gutter > 0.0 {
                    // Bare paper tells which way to read: of two ways alike the clauses stand side by side.
                    1.001
                } else if apart {
                    READING.0
                } else {
                    READING.1
                };
                let score = cell / (1.0 + cost) * reading;
                if best.as_ref().is_none_or(|(s, _)| score > s * 1.000_1) {
                    best = Some((score, Grid { across, down, cell, vertical, lines, clauses, gutter }));
                }
            }
        }
        if best.is_none() {
            self.large_enough(item, text, 0.0, self.limits(&cells.fit).1);
        }
        best.map(|(_, grid)| grid)
    }

    fn place_cells(&mut self, index: usize, item: &Wanted, cells: &Cells, grid: &Grid, region: Rect) -> Option<Laid> {
        let size = grid.extent();
        let pitch = grid.pitch() * grid.cell;
        let free = Vec2::new(region.width(), region.height()) - size;
        let origin = region.origin() + Vec2::new(cells.align.x * free.x, cells.align.y * free.y);
        let frame = Rect::from_origin_size(origin, size.to_size());
        let seats = seats(cells, grid, self.share(cells));

        // How far ink reaches from the middle of its cell, in ems.
        let (mut reach, mut left, mut right, mut top, mut bottom) = (0.0_f64, grid.across, 0, grid.down, 0);
        for (seat, placed, middle) in seats.iter().flat_map(|s| &s.glyphs) {
            let ink = placed.ink - middle.to_vec2();
            reach = reach.max(ink.x1).max(-ink.x0).max(ink.y1).max(-ink.y0);
            (left, right) = (left.min(seat.0), right.max(seat.0));
            (top, bottom) = (top.min(seat.1), bottom.max(seat.1));
        }
        for (at, _) in seats.iter().filter_map(|set| set.run) {
            (left, right) = (left.min(at.0), right.max(at.0));
            (top, bottom) = (top.min(at.1), bottom.max(at.1));
        }
        let safe = self.edition.product.safe_rect();
        let across =
            Axis { start: frame.x0, cell: grid.cell, pitch: pitch.x, safe: (safe.x0, safe.x1), seats: (left, right) };
        let down =
            Axis { start: frame.y0, cell: grid.cell, pitch: pitch.y, safe: (safe.y0, safe.y1), seats: (top, bottom) };
        let (max, min) = self.limits(&cells.fit);
        let z = (cells.fill.eval(&self.frame) * grid.cell).min(max).min(across.largest(reach)).min(down.largest(reach));
        let whole = grid.lines.iter().map(|row| row.text.as_str()).collect::<Vec<_>>().join("\n");
        if !self.large_enough(item, &whole, z, min) {
            return None;
        }

        let paint = self.type_paint(cells.style.ink, z);
        let mut items = Vec::new();
        let mut inks: Vec<Rect> = Vec::new();
        for set in &seats {
            if let Some((at, em)) = set.run {
                let corner = frame.origin() + Vec2::new(at.0 as f64 * pitch.x, at.1 as f64 * pitch.y);
                let place = set.piece.run_place(em, set.row, corner, grid.cell);
                let ink = cells.runs.as_ref().map_or(cells.style.ink, |style| style.ink);
                let runs = set.piece.line.to_runs(place, &self.type_paint(ink, em * grid.cell));
                inks.extend(ink_of(&runs));
                items.extend(self.run_items(runs, &item.id));
                let wide = set.piece.length as f64 * grid.cell;
                self.taken.push(Rect::from_origin_size(corner, (wide, grid.cell)));
                continue;
            }
            let line = &set.piece.line;
            let place = |placed: &Placed| {
                let found = set.glyphs.iter().find(|(_, p, _)| std::ptr::eq(*p, placed));
                let ((q, r), middle) = found.map_or(((0, 0), Point::ZERO), |(seat, _, middle)| (*seat, *middle));
                let at = Vec2::new(across.middle(q, reach * z), down.middle(r, reach * z));
                Affine::translate(at) * Affine::scale(z) * Affine::translate(-middle.to_vec2())
            };
            let runs = line.runs_by(place, &paint);
            inks.extend(ink_of(&runs));
            items.extend(self.run_items(runs, &item.id));
            for ((q, r), ..) in &set.glyphs {
                let corner = frame.origin() + Vec2::new(*q as f64 * pitch.x, *r as f64 * pitch.y);
                self.taken.push(Rect::from_origin_size(corner, (grid.cell, grid.cell)));
            }
        }
        let group = self.text_group(items, &whole, &item.id);
        let lines: Vec<String> = grid.lines.iter().map(|row| row.text.clone()).collect();
        let count = lines.len() as f64;
        let bound = if z + 1e-9 >= max { Bound::Max } else { Bound::Width };
        let set = Set { region: item.id.clone(), lines, size: z, condense: 1.0, bound, inks };
        let ink = set.ink();
        self.set.push((index, set.into()));
        Some(Laid { items: vec![group], region: frame, size: grid.cell, lines: count, ink })
    }

    /// Share of the free rows before the text.
    fn share(&self, cells: &Cells) -> f64 {
        cells.before.eval(&self.frame).clamp(0.0, 1.0)
    }
}

/// What a setting needs of a grid.
struct Need {
    /// Cells of its longest line.
    along: usize,
    /// Its lines.
    beside: usize,
    /// All its cells, with those that stay free.
    cells: usize,
    /// It runs in columns.
    vertical: bool,
    /// Bare paper between two lines, cells.
    gutter: f64,
}

impl Need {
    /// The largest cell of a grid that fills the region's width or height, with how many there are across and down.
    fn largest(&self, region: Rect, range: RangeInclusive<usize>) -> Option<(f64, usize, usize)> {
        let (right, under) = if self.vertical { (self.gutter, 0.0) } else { (0.0, self.gutter) };
        let side = |length: f64, n: usize, gutter: f64| length / (n as f64 * (1.0 + gutter) - gutter);
        let sides = (1..=MOST_ACROSS).flat_map(|n| [side(region.width(), n, right), side(region.height(), n, under)]);
        let count = |length: f64, cell: f64, gutter: f64| {
            let cells = (length / cell.max(1e-9) + gutter) / (1.0 + gutter);
            libm::floor(cells + 1e-6).min(4.0 * MOST_ACROSS as f64) as usize
        };
        let fits = |cell: f64| {
            let (across, down) = (count(region.width(), cell, right), count(region.height(), cell, under));
            let (along, beside) = if self.vertical { (down, across) } else { (across, down) };
            let fits =
                self.along <= along && self.beside <= beside && across * down >= self.cells && range.contains(&across);
            fits.then_some((cell, across, down))
        };
        sides.filter_map(fits).max_by(|a, b| a.0.total_cmp(&b.0))
    }
}

/// One direction of a grid.
struct Axis {
    /// Where the first cell begins, mm.
    start: f64,
    /// Side of a cell, mm.
    cell: f64,
    /// Distance of two neighbouring cells, mm.
    pitch: f64,
    /// Between these type may stand, mm.
    safe: (f64, f64),
    /// First and last cell that holds a character.
    seats: (usize, usize),
}

impl Axis {
    /// The middle of a cell.
    fn natural(&self, seat: usize) -> f64 {
        self.start + seat as f64 * self.pitch + 0.5 * self.cell
    }

    /// The middle of a character in a cell, for ink that reaches so far from it. The first and the last stand inside
    /// the safe area; those between share the way that they had to move, so that the pitch stays even.
    fn middle(&self, seat: usize, reach: f64) -> f64 {
        let (first, last) = (self.natural(self.seats.0), self.natural(self.seats.1));
        let (low, high) = (first.max(self.safe.0 + reach), last.min(self.safe.1 - reach));
        if last - first < 1e-9 {
            return first.min(self.safe.1 - reach).max(self.safe.0 + reach);
        }
        low + (self.natural(seat) - first) / (last - first) * (high - low)
    }

    /// The largest type whose ink, reaching so many ems from the middle, stays in its own cell when it has moved, and
    /// leaves air to its neighbours.
    fn largest(&self, reach: f64) -> f64 {
        let (first, last) = self.seats;
        let begin = self.start + first as f64 * self.pitch;
        let end = self.start + last as f64 * self.pitch + self.cell;
        let moved = (self.safe.0 - begin).max(end - self.safe.1).max(0.0);
        let own = (self.cell - moved) / (2.0 * reach).max(1e-9);
        let room = (end.min(self.safe.1) - begin.max(self.safe.0)).max(0.0);
        let pitches = AIR * (last - first) as f64 * self.pitch / self.cell.max(1e-9);
        own.min(room / (2.0 * reach * (1.0 + pitches)).max(1e-9))
    }
}

/// The characters of a part of a line with their cells.
struct Seats<'a> {
    row: &'a Row,
    piece: &'a Piece,
    /// First cell of a run and its ems, in sides of a cell.
    run: Option<((usize, usize), f64)>,
    /// Column and row from 0, the glyph, and the point of line space that stands in the middle of the cell.
    glyphs: Vec<((usize, usize), &'a Placed, Point)>,
}

/// Gives every character its cell.
fn seats<'a>(cells: &Cells, grid: &'a Grid, before: f64) -> Vec<Seats<'a>> {
    let (along, beside) = if grid.vertical { (grid.down, grid.across) } else { (grid.across, grid.down) };
    // Where there is room, a free column parts the clauses of columns.
    let parted = if grid.vertical && grid.gutter == 0.0 { changes(&grid.lines) } else { 0 };
    let parted = if grid.lines.len() + parted <= beside { parted } else { 0 };
    let free = beside.saturating_sub(grid.lines.len() + parted);
    let skipped = libm::round(before * free as f64) as usize;
    let set = |(i, row): (usize, &'a Row)| {
        let free = along.saturating_sub(row.length);
        let start = match cells.ends {
            Ends::Start => 0,
            Ends::End => free,
            Ends::Step => step(free, row.clause, grid),
        };
        let i = i + if parted > 0 { changes(grid.lines.get(..=i).unwrap_or_default()) } else { 0 };
        let beside_seat = if grid.vertical { beside.saturating_sub(1 + skipped + i) } else { skipped + i };
        row.pieces.iter().map(move |piece| {
            let at = |seat: usize| if grid.vertical { (beside_seat, seat) } else { (seat, beside_seat) };
            let (line, first) = (&piece.line, start + piece.start);
            if let Some(em) = piece.run {
                return Seats { row, piece, run: Some((at(first), em)), glyphs: Vec::new() };
            }
            let numbers = slots(line).0;
            let glyphs = line.glyphs.iter().enumerate().zip(&numbers);
            let seat = |((g, placed), number): ((usize, &'a Placed), &usize)| {
                (at(first + number), placed, middle(line, g, &numbers, grid.vertical))
            };
            Seats { row, piece, run: None, glyphs: glyphs.map(seat).collect() }
        })
    };
    grid.lines.iter().enumerate().flat_map(set).collect()
}

/// Where a line begins that goes down the diagonal: the first clause at the start, the last at the end, those between at
/// even steps. Rows of three clauses keep their edge: one reads them from there.
fn step(free: usize, clause: usize, grid: &Grid) -> usize {
    match grid.clauses {
        2 => free * (clause % 2),
        3.. if grid.vertical => {
            let share = clause as f64 / (grid.clauses - 1) as f64;
            libm::round(free as f64 * share.min(1.0)) as usize
        }
        _ => 0,
    }
}
