//! Where the pieces of a sheet lie.

use std::sync::Arc;

use super::camera;
use super::marks;
use super::pairs::Fold;
use super::piece::{Piece, Slot};
use super::round::discs;
use super::slug::{self, Strip};
use crate::paper::Paper;
use crate::product::Edges;
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::geom::{Affine, Point, Rect, Size};
use biaoyu_page::limits::LABELS;
use biaoyu_page::measure::number;
use biaoyu_page::page::Form;
use biaoyu_page::say;
use biaoyu_page::words::{Camera, Duplex, Order, SheetMarks};

/// Between discs that no label says the place of: a plotter's or punch's tolerance.
const DISC_GAP: f64 = 1.0;
/// What ticks take up beyond the bleed, at least: a gap and a line.
pub(super) const TICKS: f64 = 2.0;
/// From the front of a sheet to its back, seen from behind.
pub(super) fn over(paper: &Paper, duplex: Duplex) -> Affine {
    let size = paper.size;
    let wide = size.width > size.height;
    let is_upright = match duplex {
        Duplex::LongEdge => !wide,
        Duplex::ShortEdge => wide,
        Duplex::Turn => true,
        Duplex::Tumble => false,
    };
    if is_upright {
        Affine::new([-1.0, 0.0, 0.0, 1.0, size.width, 0.0])
    } else {
        Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, size.height])
    }
}

/// What rounding in files of others may add to a size, mm.
pub(super) const SLACK: f64 = 0.005;
/// What a label may be smaller or larger than the piece that is meant for it.
const LABEL_TOLERANCE: f64 = 0.5;

/// What is asked of sheets beside their paper, which says the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rules {
    /// Between pieces, mm.
    pub gutter: Option<f64>,
    /// In which order pieces go.
    pub order: Option<Order>,
    /// How a sheet with two sides is turned.
    pub duplex: Option<Duplex>,
    /// Which marks stand around the pieces.
    pub marks: Option<SheetMarks>,
    /// No piece is turned by a quarter, also where more would go on a sheet.
    pub upright: bool,
    /// The marks that a cutter's camera looks for.
    pub camera: Option<Camera>,
}

/// The places of a sheet.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The paper.
    pub paper: Paper,
    /// The shape of what lies on it.
    pub piece: Piece,
    /// Where: one a piece, in the order in which they are filled.
    pub slots: Vec<Slot>,
    /// The places of the backs, each behind its front; empty of a product with one side.
    pub backs: Vec<Slot>,
    /// In which order pieces go.
    pub order: Order,
    /// How the sheet is turned.
    pub duplex: Duplex,
    /// Which marks stand around the pieces.
    pub marks: SheetMarks,
    /// Pieces lie turned by a quarter.
    pub turned: bool,
    /// From the front of the sheet to its back, seen from behind; none of a product with one side.
    pub(super) over: Option<Affine>,
    /// Where the line with the job's data stands, if there is room for it.
    pub strip: Option<Strip>,
    /// What is the same on every front and on every back: ticks, contours and the rule.
    pub(super) still: [Arc<Form>; 2],
    /// Cuts of a sheet with marks that no tick shows, for want of room.
    pub unmarked: usize,
}

impl Grid {
    /// The places of `piece` on `paper`, with backs behind the fronts when it has two `sides`.
    ///
    /// # Errors
    /// `impose/no-room` when not one fits, `impose/gutter` when pieces would lie in each other's bleed, `impose/label` when
    /// a piece is not of the size of the labels, `impose/half` when no front has a back at its mirrored place.
    pub fn new(piece: &Piece, paper: &Paper, rules: &Rules, sides: u8) -> Result<Self, Faults> {
        let (order, duplex, marks) = (
            rules.order.unwrap_or(paper.order),
            rules.duplex.unwrap_or(paper.duplex),
            rules.marks.unwrap_or(paper.marks),
        );
        let gutter = rules.gutter.or(paper.gutter);
        let mut grid = Self {
            paper: Paper { camera: rules.camera.or(paper.camera), ..paper.clone() },
            piece: piece.clone(),
            slots: Vec::new(),
            backs: Vec::new(),
            order,
            duplex,
            marks,
            turned: false,
            over: (sides > 1).then(|| over(paper, duplex)),
            strip: None,
            still: [marks::none(), marks::none()],
            unmarked: 0,
        };
        let knives = match &paper.stock {
            Some(_) => grid.on_labels(rules.upright)?,
            None => grid.on_paper(gutter, rules.upright)?,
        };
        grid.put(&knives);
        if order == Order::Columns {
            grid.slots.sort_by(|a, b| {
                let key = |s: &Slot| (s.knife.x0, s.knife.y0);
                key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal)
            });
        }
        grid.turn()?;
        Ok(grid.marked())
    }

    /// With its marks and the job's line, when all places are known.
    pub(super) fn marked(mut self) -> Self {
        self.strip = slug::strip(&self);
        self.still = marks::still(&self);
        self.unmarked = marks::unmarked(&self);
        self
    }

    /// Pages in the file that a sheet takes: two with backs of their own, one when both sides are the same page.
    pub fn faces(&self) -> usize {
        if self.backs.is_empty() || self.is_half() { 1 } else { 2 }
    }

    /// Whether fronts and backs share a page, which is printed on both sides: every page comes out twice.
    pub fn is_half(&self) -> bool {
        !self.backs.is_empty() && matches!(self.duplex, Duplex::Turn | Duplex::Tumble)
    }

    /// Pieces that come of a sheet.
    pub fn pieces(&self) -> usize {
        self.slots.len() * if self.is_half() { 2 } else { 1 }
    }

    /// The part of a full sheet that becomes no piece, 0 to 1.
    pub fn waste(&self) -> f64 {
        let area = |slot: &Slot| slot.knife.area() * if slot.round { std::f64::consts::FRAC_PI_4 } else { 1.0 };
        let both = if self.is_half() { 2.0 } else { 1.0 };
        1.0 - both * self.slots.iter().map(area).sum::<f64>() / self.paper.size.area()
    }

    /// All that is printed of pieces, fronts and backs of this page.
    pub(super) fn block(&self) -> Rect {
        let backs = if self.is_half() { &self.backs[..] } else { &[] };
        let mut all = self.slots.iter().chain(backs).map(|slot| slot.printed);
        let first = all.next().unwrap_or_default();
        all.fold(first, |a, b| a.union(b))
    }

    /// Upper left corners of the knives where nothing but the paper says them.
    fn on_paper(&mut self, gutter: Option<f64>, upright: bool) -> Result<Vec<Point>, Faults> {
        let fold = self.over.and_then(|over| Fold::new(over, self.duplex));
        let mut best: (Vec<Point>, bool) = (Vec::new(), false);
        let mut fits = false;
        let square = (self.piece.knife.width() - self.piece.knife.height()).abs() < 1e-9;
        for turned in [false, true] {
            if turned && (upright || square) {
                continue;
            }
            let gaps = self.gaps(gutter, turned)?;
            for area in self.areas() {
                let mut found = self.fill(area, gaps, turned);
                self.centre(&mut found, area, turned);
                fits |= !found.is_empty();
                // Where one page serves both sides, what counts are places that are each other's back.
                let found = match fold {
                    Some(fold) => self.paired(found, fold, (area, gaps, turned)),
                    None => found,
                };
                if found.len() > best.0.len() {
                    best = (found, turned);
                }
            }
        }
        let (found, turned) = best;
        if found.is_empty() {
            return Err(if fits { self.no_pair().into() } else { self.no_room(gutter, upright).into() });
        }
        self.turned = turned;
        Ok(found)
    }

    /// Places that all have a back among them: half of an area is filled and mirrored, or of the places of the whole one those
    /// are taken that are each other's back, where these are more.
    fn paired(&self, whole: Vec<Point>, fold: Fold, (area, gaps, turned): (Rect, (f64, f64), bool)) -> Vec<Point> {
        let (size, bleed) = (Size::from(self.piece.lying(turned)), self.piece.bleed_lying(turned));
        let half = fold.half(area, gaps, bleed);
        let fronts = self.fill(half, gaps, turned);
        let mut centred = fronts.clone();
        self.centre(&mut centred, area, turned);
        let (both, pairs) = (fold.both(&fronts, &centred, half, (size, bleed)), fold.pairs(&whole, size));
        if pairs.len() > both.len() { pairs } else { both }
    }

    /// What pieces may fill: what the printer reaches, less ticks, and less the job's line below or at the right.
    pub(super) fn areas(&self) -> Vec<Rect> {
        let reach = self.reach();
        let ticks = if self.has_marks() { TICKS } else { 0.0 };
        let area = reach.inset(-ticks.max(camera::depth(&self.paper)));
        [Rect { y1: area.y1 - slug::DEPTH, ..area }, Rect { x1: area.x1 - slug::DEPTH, ..area }].to_vec()
    }

    /// What the printer reaches, on the back too.
    pub(super) fn reach(&self) -> Rect {
        let reach = self.paper.reach();
        self.over.map_or(reach, |over| reach.intersect(over.transform_rect_bbox(reach)))
    }

    /// Ticks outside of all pieces.
    pub(super) fn has_ticks(&self) -> bool {
        matches!(self.marks, SheetMarks::Edge | SheetMarks::Both | SheetMarks::Press) && !self.piece.round
    }

    /// Ticks of whatever kind, which want room beside the pieces.
    pub(super) fn has_marks(&self) -> bool {
        self.has_ticks() || (self.marks == SheetMarks::Corners && !self.piece.round)
    }

    /// From knife to knife, across and down.
    fn gaps(&self, gutter: Option<f64>, turned: bool) -> Result<(f64, f64), Fault> {
        if self.piece.round {
            return Ok((gutter.unwrap_or(DISC_GAP), gutter.unwrap_or(DISC_GAP)));
        }
        let Edges { top, right, bottom, left } = self.piece.bleed_lying(turned);
        let (across, down) = (left + right, top + bottom);
        match gutter {
            None => Ok((across, down)),
            Some(gutter) if gutter < 1e-9 => Ok((0.0, 0.0)),
            Some(gutter) if gutter + 2.0 * SLACK >= across.max(down) => Ok((gutter, gutter)),
            Some(gutter) => Err(too_near(&self.paper, gutter, across.max(down))),
        }
    }

    /// Knives in an area that holds their bleed too, row by row from its upper left corner.
    fn fill(&self, area: Rect, (across, down): (f64, f64), turned: bool) -> Vec<Point> {
        if self.piece.round {
            return discs(area, self.piece.knife.width(), across);
        }
        let Edges { top, right, bottom, left } = self.piece.bleed_lying(turned);
        let (width, height) = self.piece.lying(turned);
        let inner = Rect::new(area.x0 + left, area.y0 + top, area.x1 - right, area.y1 - bottom);
        let count = |room: f64, side: f64, gap: f64| {
            if room + SLACK < side { 0 } else { ((room - side + SLACK) / (side + gap)).floor() as usize + 1 }
        };
        let (columns, rows) = (count(inner.width(), width, across), count(inner.height(), height, down));
        if columns.saturating_mul(rows) > LABELS {
            return Vec::new();
        }
        let place = |row: usize, column: usize| {
            Point::new(inner.x0 + column as f64 * (width + across), inner.y0 + row as f64 * (height + down))
        };
        (0..rows).flat_map(|row| (0..columns).map(move |column| place(row, column))).collect()
    }

    /// Moves a block to the middle of the sheet, or as near to it as its area lets it.
    fn centre(&self, places: &mut [Point], area: Rect, turned: bool) {
        let (width, height) = self.piece.lying(turned);
        let bleed = self.piece.bleed_lying(turned);
        let knives = places.iter().map(|p| Rect::from_origin_size(*p, (width, height)));
        let Some(block) = knives.reduce(|a, b| a.union(b)) else { return };
        let printed = bleed.outside(block);
        let middle = self.paper.sheet().center() - block.center();
        let x = middle.x.clamp(area.x0 - printed.x0, (area.x1 - printed.x1).max(area.x0 - printed.x0));
        let y = middle.y.clamp(area.y0 - printed.y0, (area.y1 - printed.y1).max(area.y0 - printed.y0));
        // A hundredth of a millimetre: what a report and a ruler can say.
        let tidy = |v: f64| (v * 100.0).round() / 100.0;
        let (x, y) = (tidy(block.x0 + x) - block.x0, tidy(block.y0 + y) - block.y0);
        places.iter_mut().for_each(|p| *p = Point::new(p.x + x, p.y + y));
    }

    /// The labels of stock, for pieces of their size or smaller: these lie in the middle.
    fn on_labels(&mut self, upright: bool) -> Result<Vec<Point>, Faults> {
        let Some(stock) = &self.paper.stock else { return Ok(Vec::new()) };
        let label = stock.label;
        let fits = |turned: bool| {
            let (width, height) = self.piece.lying(turned);
            let room = LABEL_TOLERANCE;
            width <= label.width + room && height <= label.height + room && stock.round == self.piece.round
        };
        let Some(turned) = [false, true].into_iter().find(|turned| fits(*turned) && !(*turned && upright)) else {
            let (width, height) = self.piece.lying(false);
            let [width, height, wide, high] = [width, height, label.width, label.height].map(|v| number(v, 2));
            let shape = |en, zh| if stock.round { (en, zh) } else { ("", "") };
            let (en, zh) = shape("round ", "圆形");
            let what = say!(
                "a piece of {width} × {height} mm does not go on {en}labels of {wide} × {high} mm",
                "{width} × {height} 毫米的件放不进 {wide} × {high} 毫米的{zh}标签"
            );
            let hint = say!(
                "choose labels of its size (`biaoyu list papers`), or a product of theirs: `-p {wide}x{high}`",
                "请换合适的标签纸（`biaoyu list papers`），或用与标签同大的产品：`-p {wide}x{high}`"
            );
            return Err(Fault::new("impose/label", place(&self.paper), what).hint(hint).into());
        };
        let (width, height) = self.piece.lying(turned);
        let middle = |at: &Point| Point::new(at.x + (label.width - width) / 2.0, at.y + (label.height - height) / 2.0);
        let places = stock.places.iter().map(middle).collect();
        self.turned = turned;
        Ok(places)
    }

    /// Slots at these upper left corners of knives: what is printed ends half-way to a neighbour.
    fn put(&mut self, knives: &[Point]) {
        let (width, height) = self.piece.lying(self.turned);
        let bleed = self.piece.bleed_lying(self.turned);
        let rects: Vec<Rect> = knives.iter().map(|p| Rect::from_origin_size(*p, (width, height))).collect();
        let beside = |a0: f64, a1: f64, b0: f64, b1: f64| a0 < b1 - 1e-9 && b0 < a1 - 1e-9;
        let slot = |knife: &Rect| {
            let mut room = bleed;
            for other in rects.iter().filter(|other| *other != knife && !self.piece.round) {
                if beside(knife.y0, knife.y1, other.y0, other.y1) {
                    if other.x0 >= knife.x1 - 1e-9 {
                        room.right = room.right.min((other.x0 - knife.x1).max(0.0) / 2.0);
                    } else {
                        room.left = room.left.min((knife.x0 - other.x1).max(0.0) / 2.0);
                    }
                }
                if beside(knife.x0, knife.x1, other.x0, other.x1) {
                    if other.y0 >= knife.y1 - 1e-9 {
                        room.bottom = room.bottom.min((other.y0 - knife.y1).max(0.0) / 2.0);
                    } else {
                        room.top = room.top.min((knife.y0 - other.y1).max(0.0) / 2.0);
                    }
                }
            }
            let at = self.piece.placed(knife.x0, knife.y0, self.turned);
            self.piece.slot(at, *knife, room.outside(*knife))
        };
        self.slots = rects.iter().map(slot).collect();
    }

    /// Places the backs, each behind its front.
    fn turn(&mut self) -> Result<(), Faults> {
        let Some(over) = self.over else { return Ok(()) };
        let behind = |slot: &Slot| self.piece.behind(slot, over);
        if let Some(fold) = Fold::new(over, self.duplex) {
            // Of two places that are each other's back, the first carries the front.
            let knives: Vec<Rect> = self.slots.iter().map(|slot| slot.knife).collect();
            self.slots.retain(|slot| fold.is_front(slot.knife, &knives));
        }
        if self.slots.is_empty() {
            return Err(self.no_pair().into());
        }
        self.backs = self.slots.iter().map(behind).collect();
        Ok(())
    }

    /// No place has its back on the same page.
    fn no_pair(&self) -> Fault {
        let what = say!(
            "no two places of this sheet are each other's back when it is turned",
            "这张纸翻转后没有两个位置正反相对"
        );
        let hint =
            say!("write `--duplex long-edge`, or choose a larger paper", "请写 `--duplex long-edge`，或换大一点的纸");
        Fault::new("impose/half", place(&self.paper), what).hint(hint)
    }

    /// Not one piece fits: with the sizes, and what a printer cannot reach.
    fn no_room(&self, gutter: Option<f64>, upright: bool) -> Fault {
        let area = self.areas().into_iter().next().unwrap_or_default();
        let id = &self.paper.id;
        let fits_turned = || {
            self.gaps(gutter, true)
                .is_ok_and(|gaps| self.areas().iter().any(|area| !self.fill(*area, gaps, true).is_empty()))
        };
        if upright && !self.piece.is_square() && fits_turned() {
            let hint =
                say!("leave out `--upright`: turned by a quarter it fits", "请去掉 `--upright`：转 90° 就放得下");
            return no_room(&self.paper, self.piece.bleed.outside(self.piece.knife).size(), area).hint(hint);
        }
        let hint = say!(
            "choose a larger paper (`biaoyu list papers`), or spread it over several: `--tile {id}`",
            "请换大一点的纸（`biaoyu list papers`），或分到几张纸上：`--tile {id}`"
        );
        no_room(&self.paper, self.piece.bleed.outside(self.piece.knife).size(), area).hint(hint)
    }
}

/// The paper in words.
pub(super) fn place(paper: &Paper) -> Place {
    let id = &paper.id;
    Place::thing(say!("paper `{id}`", "纸张 `{id}`"))
}

/// Pieces lie in each other's bleed.
pub(super) fn too_near(paper: &Paper, gutter: f64, wanted: f64) -> Fault {
    let (found, wanted) = (number(gutter, 2), number(wanted, 2));
    let what = say!(
        "pieces {found} mm apart lie in each other's bleed: wanted {wanted} mm, twice the bleed",
        "件与件相距 {found} 毫米，出血会互相盖住：应有 {wanted} 毫米，即两倍出血"
    );
    let hint = say!(
        "write `--gutter {wanted}`, or `--gutter 0` for one cut between two pieces",
        "请写 `--gutter {wanted}`；两件之间只裁一刀请写 `--gutter 0`"
    );
    Fault::new("impose/gutter", place(paper), what).hint(hint)
}

/// A piece of this size, bleed and all, does not fit into the area.
pub(super) fn no_room(paper: &Paper, size: Size, area: Rect) -> Fault {
    let sizes = [size.width, size.height, area.width().max(0.0), area.height().max(0.0)];
    let [width, height, wide, high] = sizes.map(|v| number(v, 1));
    let what = say!(
        "a piece of {width} × {height} mm with its bleed does not fit into {wide} × {high} mm, what the printer reaches less the marks",
        "一件连出血 {width} × {height} 毫米，放不进可印且留出标记后的 {wide} × {high} 毫米"
    );
    Fault::new("impose/no-room", place(paper), what)
}
