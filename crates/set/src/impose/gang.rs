//! Several products on common sheets. Straight pieces lie in shelves, so that every cut goes from edge to edge: first
//! between shelves, then between the columns of a shelf, then within a column. Discs lie staggered in what is left below.

use std::sync::Arc;

use super::grid::{Grid, Rules, TICKS, over};
use super::marks;
use super::piece::Piece;
use super::round::discs;
use super::{camera, slug};
use crate::paper::Paper;
use crate::product::Edges;
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::geom::{Point, Rect, Size};
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_page::words::{Duplex, Order, SheetMarks};

/// Between the bleeds of two pieces, unless it is said: room for the ticks at their corners, mm.
const LANE: f64 = 4.5;
/// Between discs.
const DISC_GAP: f64 = 1.0;
/// Products that are tried turned and not turned in all combinations.
const TRIED: usize = 5;

/// A kind of piece, and how many of it there are.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its shape.
    pub piece: Piece,
    /// Printed sides.
    pub sides: u8,
    /// How many pieces.
    pub count: usize,
}

/// A sheet of several products.
#[derive(Clone, Debug)]
pub struct Ganged {
    /// Its places.
    pub grid: Arc<Grid>,
    /// Which kind lies at each place.
    pub kinds: Vec<usize>,
}

/// A piece on a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Laid {
    kind: usize,
    /// Upper left corner of its box, bleed and all.
    at: Point,
}

/// Lays the pieces of several kinds on as few sheets as shelves allow.
///
/// # Errors
/// `impose/no-room` when a kind fits on no sheet, `impose/gutter` when pieces would lie in each other's bleed.
pub fn gang(kinds: &[Kind], paper: &Paper, rules: &Rules) -> Result<Vec<Ganged>, Faults> {
    let paper = Paper { camera: rules.camera.or(paper.camera), ..paper.clone() };
    let lane = lane(kinds, &paper, rules)?;
    let boxes =
        |turned: &[bool]| kinds.iter().zip(turned).map(|(kind, turned)| boxed(&kind.piece, *turned, lane)).collect();
    let areas = areas(&paper, kinds);
    let free = kinds.iter().enumerate().filter(|(_, kind)| !rules.upright && !kind.piece.is_square());
    let free: Vec<usize> = free.map(|(i, _)| i).take(TRIED).collect();
    let mut best: Option<(Vec<Vec<Laid>>, Vec<bool>, Rect)> = None;
    let ways = areas.iter().flat_map(|area| (0..1_u32 << free.len()).map(move |mask| (*area, mask)));
    for (area, mask) in ways {
        let mut turned = vec![false; kinds.len()];
        for (bit, kind) in free.iter().enumerate() {
            if let Some(own) = turned.get_mut(*kind) {
                *own = mask >> bit & 1 == 1;
            }
        }
        let sizes: Vec<Size> = boxes(&turned);
        let most = best.as_ref().map_or(usize::MAX, |(sheets, ..)| sheets.len());
        if let Some(sheets) = spread(kinds, &sizes, area, lane.unwrap_or(0.0), most) {
            best = Some((sheets, turned, area));
        }
    }
    let Some((sheets, turned, area)) = best else {
        let [area, _] = areas;
        return Err(no_room(kinds, &boxes(&vec![false; kinds.len()]), area, &paper).into());
    };
    let mut all: Vec<Ganged> = Vec::with_capacity(sheets.len());
    let mut last: Option<(Vec<Laid>, Ganged)> = None;
    for laid in sheets {
        // Sheets that are filled alike share their places and marks.
        if let Some((_, same)) = last.as_ref().filter(|(known, _)| *known == laid) {
            all.push(same.clone());
            continue;
        }
        let made = sheet(kinds, &laid, &turned, (&paper, rules, area, lane));
        last = Some((laid, made.clone()));
        all.push(made);
    }
    Ok(all)
}

/// Between boxes; `None` where pieces share one cut and have no bleed there.
fn lane(kinds: &[Kind], paper: &Paper, rules: &Rules) -> Result<Option<f64>, Fault> {
    let Some(gutter) = rules.gutter.or(paper.gutter) else { return Ok(Some(LANE)) };
    if gutter < 1e-9 {
        return Ok(None);
    }
    let bleed = |kind: &Kind| {
        let Edges { top, right, bottom, left } = kind.piece.bleed;
        if kind.piece.round { 0.0 } else { top.max(right).max(bottom).max(left) }
    };
    let most = 2.0 * kinds.iter().map(bleed).fold(0.0, f64::max);
    if gutter + 1e-9 >= most {
        return Ok(Some(gutter - most));
    }
    let (found, wanted) = (number(gutter, 2), number(most, 2));
    let what = say!(
        "pieces {found} mm apart lie in each other's bleed: wanted {wanted} mm, twice the bleed",
        "件与件相距 {found} 毫米，出血会互相盖住：应有 {wanted} 毫米，即两倍出血"
    );
    let hint = say!(
        "write `--gutter {wanted}`, or `--gutter 0` for one cut between two pieces",
        "请写 `--gutter {wanted}`；两件之间只裁一刀请写 `--gutter 0`"
    );
    Err(Fault::new("impose/gutter", place(paper), what).hint(hint))
}

/// What a piece takes on the sheet.
fn boxed(piece: &Piece, turned: bool, lane: Option<f64>) -> Size {
    let (width, height) = piece.lying(turned);
    if piece.round || lane.is_none() {
        return Size::new(width, height);
    }
    let Edges { top, right, bottom, left } = piece.bleed_lying(turned);
    Size::new(width + left + right, height + top + bottom)
}

/// What pieces may fill: less the ticks at their corners, the camera's marks and the job's line below or at the right.
fn areas(paper: &Paper, kinds: &[Kind]) -> [Rect; 2] {
    let ticks = if kinds.iter().all(|kind| kind.piece.round) { 0.0 } else { 2.0 * TICKS };
    let area = paper.reach().inset(-ticks.max(camera::depth(paper)));
    [Rect { y1: area.y1 - slug::DEPTH, ..area }, Rect { x1: area.x1 - slug::DEPTH, ..area }]
}

/// All sheets, or `None` when a piece fits on none, or when they come to no fewer than `most`.
fn spread(kinds: &[Kind], sizes: &[Size], area: Rect, lane: f64, most: usize) -> Option<Vec<Vec<Laid>>> {
    let mut left: Vec<usize> = kinds.iter().map(|kind| kind.count).collect();
    let mut sheets = Vec::new();
    while left.iter().any(|count| *count > 0) {
        if sheets.len() + 1 >= most {
            return None;
        }
        let before: usize = left.iter().sum();
        let laid = fill(kinds, sizes, area, lane, &mut left);
        if left.iter().sum::<usize>() == before {
            return None;
        }
        sheets.push(laid);
    }
    Some(sheets)
}

/// One sheet of what is `left`.
fn fill(kinds: &[Kind], sizes: &[Size], area: Rect, lane: f64, left: &mut [usize]) -> Vec<Laid> {
    let size = |kind: usize| sizes.get(kind).copied().unwrap_or(Size::ZERO);
    // The tallest first: what is lower stands beside it, in columns.
    let mut straight: Vec<usize> = (0..kinds.len()).filter(|i| kinds.get(*i).is_some_and(|k| !k.piece.round)).collect();
    straight.sort_by(|a, b| size(*b).height.total_cmp(&size(*a).height).then(a.cmp(b)));
    let mut laid = Vec::new();
    let mut y = area.y0;
    loop {
        let has = |kind: &&usize, left: &[usize]| left.get(**kind).is_some_and(|n| *n > 0);
        let fits = |kind: &&usize| {
            let Size { width, height } = size(**kind);
            width <= area.width() + 1e-6 && y + height <= area.y1 + 1e-6
        };
        let Some(first) = straight.iter().filter(|kind| has(kind, left)).find(fits) else { break };
        let shelf = size(*first).height;
        let mut x = area.x0;
        loop {
            let fits = |kind: &&usize| {
                let Size { width, height } = size(**kind);
                x + width <= area.x1 + 1e-6 && height <= shelf + 1e-6
            };
            let Some(kind) = straight.iter().filter(|kind| has(kind, left)).find(fits) else { break };
            let Size { width, height } = size(*kind);
            let stack = ((shelf + lane + 1e-6) / (height + lane)).floor().max(1.0) as usize;
            let Some(rest) = left.get_mut(*kind) else { break };
            let count = stack.min(*rest);
            *rest -= count;
            let at = |i: usize| Point::new(x, y + i as f64 * (height + lane));
            laid.extend((0..count).map(|i| Laid { kind: *kind, at: at(i) }));
            x += width + lane;
        }
        y += shelf + lane;
    }
    for (kind, _) in kinds.iter().enumerate().filter(|(_, kind)| kind.piece.round) {
        let Some(rest) = left.get_mut(kind).filter(|rest| **rest > 0) else { continue };
        let room = Rect { y0: y, ..area };
        let places = discs(room, size(kind).width, DISC_GAP);
        let count = places.len().min(*rest);
        *rest -= count;
        laid.extend(places.into_iter().take(count).map(|at| Laid { kind, at }));
        let lowest = laid.iter().filter(|l| l.kind == kind).map(|l| l.at.y + size(kind).height);
        y = lowest.fold(y, f64::max) + DISC_GAP;
    }
    laid
}

/// A sheet with its places, in the middle of the paper or as near to it as it may lie.
fn sheet(
    kinds: &[Kind],
    laid: &[Laid],
    turned: &[bool],
    (paper, rules, area, lane): (&Paper, &Rules, Rect, Option<f64>),
) -> Ganged {
    let is_turned = |kind: usize| turned.get(kind).copied().unwrap_or(false);
    let bounds = laid.iter().filter_map(|l| {
        let kind = kinds.get(l.kind)?;
        Some(Rect::from_origin_size(l.at, boxed(&kind.piece, is_turned(l.kind), lane)))
    });
    let block = bounds.reduce(|a, b| a.union(b)).unwrap_or_default();
    let middle = paper.sheet().center() - block.center();
    let tidy = |v: f64| (v * 100.0).round() / 100.0;
    let x = tidy(middle.x.clamp(area.x0 - block.x0, (area.x1 - block.x1).max(area.x0 - block.x0)));
    let y = tidy(middle.y.clamp(area.y0 - block.y0, (area.y1 - block.y1).max(area.y0 - block.y0)));
    let has_back = kinds.iter().any(|kind| kind.sides > 1);
    // A sheet of several products is printed sheetwise: fronts and backs of one page would not be the same.
    let duplex = match rules.duplex.unwrap_or(paper.duplex) {
        Duplex::ShortEdge => Duplex::ShortEdge,
        _ => Duplex::LongEdge,
    };
    let marks = match rules.marks.unwrap_or(paper.marks) {
        // Ticks outside of all pieces do not show the cuts of a shelf alone.
        SheetMarks::Edge => SheetMarks::Corners,
        SheetMarks::Both => SheetMarks::Corners,
        marks => marks,
    };
    let over = has_back.then(|| over(paper, duplex));
    let (mut slots, mut backs) = (Vec::new(), Vec::new());
    for l in laid {
        let Some(Kind { piece, .. }) = kinds.get(l.kind) else { continue };
        let turned = is_turned(l.kind);
        let bleed = if piece.round || lane.is_none() { Edges::default() } else { piece.bleed_lying(turned) };
        let corner = Point::new(l.at.x + x + bleed.left, l.at.y + y + bleed.top);
        let knife = Rect::from_origin_size(corner, piece.lying(turned));
        let slot = piece.slot(piece.placed(corner.x, corner.y, turned), knife, bleed.outside(knife));
        backs.extend(over.map(|over| piece.behind(&slot, over)));
        slots.push(slot);
    }
    let piece = kinds.first().map(|kind| kind.piece.clone()).unwrap_or(Piece {
        knife: Rect::ZERO,
        bleed: Edges::default(),
        round: false,
        spine: 0.0,
    });
    let mut grid = Grid {
        paper: paper.clone(),
        piece,
        slots,
        backs,
        order: Order::Rows,
        duplex,
        marks,
        turned: turned.iter().any(|turned| *turned),
        over,
        strip: None,
        still: [marks::none(), marks::none()],
    };
    grid.strip = slug::strip(&grid);
    grid.still = marks::still(&grid);
    Ganged { grid: Arc::new(grid), kinds: laid.iter().map(|l| l.kind).collect() }
}

fn place(paper: &Paper) -> Place {
    let id = &paper.id;
    Place::thing(say!("paper `{id}`", "纸张 `{id}`"))
}

fn no_room(kinds: &[Kind], sizes: &[Size], area: Rect, paper: &Paper) -> Fault {
    let fits = |size: &Size| {
        let upright = size.width <= area.width() && size.height <= area.height();
        upright || (size.height <= area.width() && size.width <= area.height())
    };
    let large = kinds.iter().zip(sizes).find(|(_, size)| !fits(size)).map_or(Size::ZERO, |(_, size)| *size);
    let [width, height, wide, high] =
        [large.width, large.height, area.width().max(0.0), area.height().max(0.0)].map(|v| number(v, 1));
    let what = say!(
        "a piece of {width} × {height} mm with its bleed does not fit into {wide} × {high} mm, what the printer reaches less the marks",
        "一件连出血 {width} × {height} 毫米，放不进可印且留出标记后的 {wide} × {high} 毫米"
    );
    let hint = say!("choose a larger paper (`biaoyu list papers`)", "请换大一点的纸（`biaoyu list papers`）");
    Fault::new("impose/no-room", place(paper), what).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(width: f64, height: f64, round: bool, count: usize) -> Kind {
        let knife = Rect::new(0.0, 0.0, width, height);
        let bleed = if round { Edges::default() } else { Edges::all(3.0) };
        Kind { piece: Piece { knife, bleed, round, spine: width }, sides: 1, count }
    }

    /// Whether all pieces can be cut apart by cuts from edge to edge.
    fn guillotined(pieces: &[Rect]) -> bool {
        if pieces.len() < 2 {
            return true;
        }
        for level in [true, false] {
            let ends: Vec<f64> = pieces.iter().map(|p| if level { p.y1 } else { p.x1 }).collect();
            for at in ends {
                let side = |p: &&Rect| if level { p.y1 <= at + 1e-6 } else { p.x1 <= at + 1e-6 };
                let beyond = |p: &&Rect| if level { p.y0 >= at - 1e-6 } else { p.x0 >= at - 1e-6 };
                let (one, other): (Vec<Rect>, Vec<Rect>) =
                    (pieces.iter().filter(side).copied().collect(), pieces.iter().filter(beyond).copied().collect());
                if !one.is_empty() && !other.is_empty() && one.len() + other.len() == pieces.len() {
                    return guillotined(&one) && guillotined(&other);
                }
            }
        }
        false
    }

    #[test]
    fn every_piece_lies_once_and_is_cut_from_edge_to_edge() {
        let text = crate::embedded::PAPERS;
        let papers = Paper::parse_all(text.name, text.text, &[]).unwrap();
        let a3 = papers.iter().find(|p| p.id == "a3").unwrap();
        let kinds = [
            kind(85.5, 54.0, false, 17),
            kind(210.0, 99.0, false, 3),
            kind(54.0, 54.0, false, 5),
            kind(70.0, 70.0, true, 9),
            kind(140.0, 200.0, false, 2),
        ];
        // With bleed and lanes the pieces take 2.65 sheets, which no order of shelves brings onto three; with one cut between
        // two pieces, three hold them.
        for (gutter, most) in [(None, 4), (Some(0.0), 3), (Some(10.0), 4)] {
            let sheets = gang(&kinds, a3, &Rules { gutter, ..Rules::default() }).unwrap();
            let mut counts = vec![0; kinds.len()];
            for sheet in &sheets {
                sheet.kinds.iter().for_each(|kind| counts[*kind] += 1);
                let slots = &sheet.grid.slots;
                for (i, a) in slots.iter().enumerate() {
                    assert!(a3.reach().union(a.printed) == a3.reach(), "{gutter:?} {:?}", a.printed);
                    for b in slots.iter().take(i) {
                        let both = a.printed.intersect(b.printed);
                        let apart = (a.knife.center() - b.knife.center()).hypot();
                        let discs = a.round && b.round && apart > a.knife.width();
                        assert!(discs || both.width() <= 1e-6 || both.height() <= 1e-6, "{gutter:?}");
                    }
                }
                let straight: Vec<Rect> = slots.iter().filter(|s| !s.round).map(|s| s.printed).collect();
                assert!(guillotined(&straight), "{gutter:?} {straight:?}");
            }
            assert_eq!(counts, [17, 3, 5, 9, 2], "{gutter:?}");
            assert!(sheets.len() <= most, "{gutter:?}: {} sheets", sheets.len());
        }
        // Discs alone are staggered: eleven of 70 mm on A4.
        let a4 = papers.iter().find(|p| p.id == "a4").unwrap();
        let buttons = gang(&[kind(70.0, 70.0, true, 22)], a4, &Rules::default()).unwrap();
        assert_eq!(buttons.iter().map(|sheet| sheet.kinds.len()).collect::<Vec<_>>(), [11, 11]);
        let large = gang(&[kind(500.0, 500.0, false, 1)], a3, &Rules::default()).unwrap_err();
        assert_eq!(large.0[0].code, "impose/no-room");
    }
}
