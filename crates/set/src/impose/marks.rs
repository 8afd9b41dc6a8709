//! What is the same on every sheet: ticks on the cuts, contours of discs, and the rule that proves the printer's scale.

use std::sync::Arc;

use super::camera;
use super::grid::{Grid, TICKS};
use super::piece::Slot;
use super::press_marks;
use super::slug;
use super::strokes::{LINE, key, stroked, tick};
use biaoyu_page::geom::{Affine, Circle, Point, Rect, Shape as _};
use biaoyu_page::page::{Form, Item, Mark, Plane, Source};
use biaoyu_page::words::SheetMarks;

/// Between the bleed and a tick.
const GAP: f64 = 0.5;
/// A tick's length where there is room for it.
const LONG: f64 = 5.0;
/// Shorter than this nobody sees it.
const SHORT: f64 = 1.0;
/// Two cuts nearer than this are one.
const SAME: f64 = 0.005;

/// No marks.
pub(super) fn none() -> Arc<Form> {
    form(Vec::new(), Rect::ZERO)
}

fn form(items: Vec<Item>, bounds: Rect) -> Arc<Form> {
    Arc::new(Form { id: "press sheet".into(), bounds, items, once: false })
}

/// The marks of fronts and of backs.
pub(super) fn still(grid: &Grid) -> [Arc<Form>; 2] {
    let face = |slots: Vec<Slot>, strip: Option<slug::Strip>| {
        let room = Room::new(grid, &slots, strip.as_ref());
        let mut items: Vec<Item> = room.ticks(grid).into_iter().map(|(a, b)| tick((a.x, a.y), (b.x, b.y))).collect();
        if grid.marks == SheetMarks::Press {
            items.extend(press_marks::marks(room.block, room.free));
        }
        items.extend(camera::marks(&grid.paper));
        if grid.marks != SheetMarks::None {
            items.extend(room.discs());
        }
        items.extend(strip.iter().flat_map(slug::Strip::rule));
        form(items, grid.paper.sheet())
    };
    let mut fronts = grid.slots.clone();
    if grid.is_half() {
        fronts.extend(grid.backs.iter().cloned());
        return [face(fronts, grid.strip.clone()), none()];
    }
    let behind = grid.over.and_then(|over| Some(grid.strip.as_ref()?.turned_over(over)));
    [face(fronts, grid.strip.clone()), face(grid.backs.clone(), behind)]
}

/// Cuts that ticks should show and none does: upright and level ones, each line once.
pub(super) fn unmarked(grid: &Grid) -> usize {
    // Labels are cut already.
    if grid.marks == SheetMarks::None || grid.paper.stock.is_some() {
        return 0;
    }
    let mut slots = grid.slots.clone();
    if grid.is_half() {
        slots.extend(grid.backs.iter().cloned());
    }
    let ticks = Room::new(grid, &slots, grid.strip.as_ref()).ticks(grid);
    let straight = || slots.iter().filter(|slot| !slot.round);
    let near = |a: f64, b: f64, at: f64| (a - at).abs() < SAME && (b - at).abs() < SAME;
    let upright = cuts(straight().flat_map(|s| [s.knife.x0, s.knife.x1]));
    let level = cuts(straight().flat_map(|s| [s.knife.y0, s.knife.y1]));
    let bare = |at: &&f64| !ticks.iter().any(|(a, b)| near(a.x, b.x, **at));
    let low = |at: &&f64| !ticks.iter().any(|(a, b)| near(a.y, b.y, **at));
    upright.iter().filter(bare).count() + level.iter().filter(low).count()
}

/// A tick from its near end away from the pieces.
type Tick = (Point, Point);

/// Where marks may stand on a face.
struct Room<'s> {
    slots: &'s [Slot],
    /// All that is printed of pieces.
    block: Rect,
    /// What the printer reaches, less the job's line.
    free: Rect,
}

impl<'s> Room<'s> {
    fn new(grid: &Grid, slots: &'s [Slot], strip: Option<&slug::Strip>) -> Self {
        let block = slots.iter().map(|s| s.printed).reduce(|a, b| a.union(b)).unwrap_or_default();
        let mut free = grid.paper.reach();
        if let Some(strip) = strip.map(|s| s.rect) {
            // The line stands at one side of the block.
            if strip.y0 >= block.y1 {
                free.y1 = free.y1.min(strip.y0);
            } else if strip.x0 >= block.x1 {
                free.x1 = free.x1.min(strip.x0);
            } else if strip.y1 <= block.y0 {
                free.y0 = free.y0.max(strip.y1);
            } else if strip.x1 <= block.x0 {
                free.x0 = free.x0.max(strip.x1);
            }
        }
        Self { slots, block, free }
    }

    /// The ticks of a sheet.
    fn ticks(&self, grid: &Grid) -> Vec<Tick> {
        let mut ticks = if grid.has_ticks() { self.edge_ticks() } else { Vec::new() };
        if matches!(grid.marks, SheetMarks::Corners | SheetMarks::Both | SheetMarks::Press) {
            ticks.extend(self.corner_ticks());
        }
        ticks
    }

    /// A tick from `near` away to `far` or as far as it is free.
    fn reach(&self, near: f64, far: f64, limit: f64) -> Option<(f64, f64)> {
        let end = if far > near { far.min(limit) } else { far.max(limit) };
        let fits = if far > near { end - near >= SHORT } else { near - end >= SHORT };
        fits.then_some((near, end))
    }

    /// Ticks above, below and at both sides of all pieces, on every cut that goes through: who cuts from tick to tick along one of a
    /// shelf alone cuts the pieces of another.
    fn edge_ticks(&self) -> Vec<Tick> {
        let Rect { x0, y0, x1, y1 } = self.block;
        let mut items = Vec::new();
        let straight = || self.slots.iter().filter(|slot| !slot.round);
        let inside = |at: f64, from: f64, to: f64| at > from + SAME && at < to - SAME;
        let upright = |x: &f64| !self.slots.iter().any(|s| inside(*x, s.knife.x0, s.knife.x1));
        let level = |y: &f64| !self.slots.iter().any(|s| inside(*y, s.knife.y0, s.knife.y1));
        for x in cuts(straight().flat_map(|s| [s.knife.x0, s.knife.x1])).into_iter().filter(upright) {
            let above = self.reach(y0 - GAP, y0 - GAP - LONG, self.free.y0);
            let below = self.reach(y1 + GAP, y1 + GAP + LONG, self.free.y1);
            items.extend([above, below].into_iter().flatten().map(|(a, b)| (Point::new(x, a), Point::new(x, b))));
        }
        for y in cuts(straight().flat_map(|s| [s.knife.y0, s.knife.y1])).into_iter().filter(level) {
            let left = self.reach(x0 - GAP, x0 - GAP - LONG, self.free.x0);
            let right = self.reach(x1 + GAP, x1 + GAP + LONG, self.free.x1);
            items.extend([left, right].into_iter().flatten().map(|(a, b)| (Point::new(a, y), Point::new(b, y))));
        }
        items
    }

    /// Two ticks at each corner of each piece, where no other piece's bleed is in the way.
    fn corner_ticks(&self) -> Vec<Tick> {
        // The longest that has room.
        const LENGTHS: [f64; 3] = [3.0, 2.0, SHORT];
        let is_free = |from: Point, to: Point| {
            let tick = Rect::from_points(from, to).inflate(0.05, 0.05);
            let inside = self.free.union(tick) == self.free;
            inside
                && !self.slots.iter().any(|s| {
                    let both = s.printed.intersect(tick);
                    both.width() > 0.0 && both.height() > 0.0
                })
        };
        let mut items = Vec::new();
        for Slot { knife, printed, .. } in self.slots.iter().filter(|slot| !slot.round) {
            for (x, out) in [(knife.x0, -1.0), (knife.x1, 1.0)] {
                for (y, down) in [(knife.y0, -1.0), (knife.y1, 1.0)] {
                    let edge_x = if out < 0.0 { printed.x0 } else { printed.x1 } + out * GAP;
                    let edge_y = if down < 0.0 { printed.y0 } else { printed.y1 } + down * GAP;
                    let level = |length: f64| (Point::new(edge_x, y), Point::new(edge_x + out * length, y));
                    let upright = |length: f64| (Point::new(x, edge_y), Point::new(x, edge_y + down * length));
                    items.extend(LENGTHS.map(level).into_iter().find(|(from, to)| is_free(*from, *to)));
                    items.extend(LENGTHS.map(upright).into_iter().find(|(from, to)| is_free(*from, *to)));
                }
            }
        }
        items
    }

    /// The edges of discs, for scissors and for the eye.
    fn discs(&self) -> Vec<Item> {
        let disc = |slot: &Slot| Circle::new(slot.knife.center(), slot.knife.width() / 2.0);
        self.slots
            .iter()
            .filter(|slot| slot.round)
            .map(|slot| stroked(disc(slot).to_path(1e-4), LINE, key(0.5)))
            .collect()
    }
}

/// Each cut once, in order.
fn cuts(found: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut cuts: Vec<f64> = found.collect();
    cuts.sort_by(f64::total_cmp);
    cuts.dedup_by(|b, a| (*b - *a).abs() < SAME);
    cuts
}

/// What all sheets share as an item of a page.
pub(super) fn shared(form: &Arc<Form>) -> Option<Item> {
    let mark = Mark::Shared { form: form.clone(), transform: Affine::IDENTITY };
    (!form.items.is_empty()).then(|| Item { mark, plane: Plane::Marks, source: Source::default() })
}

const _: () = assert!(TICKS >= GAP + SHORT);
