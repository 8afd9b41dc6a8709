//! Several products on common sheets: first the cuts between shelves, then between the columns of a shelf, then within a
//! column, and so on: each from edge to edge of what is left in hand.

mod dense;
mod lanes;
mod shelves;

use std::sync::Arc;

use self::lanes::{Apart, Field, all_fit, areas, most_bleed, ways};
use self::shelves::{Filled, Laid, Setting, Sheets, mixed, spread};
use super::grid::{Grid, Rules, no_room, over};
use super::marks;
use super::piece::Piece;
use crate::paper::Paper;
use crate::product::Edges;
use biaoyu_page::error::{Fault, Faults, Place, Say};
use biaoyu_page::geom::{Point, Rect};
use biaoyu_page::say;
use biaoyu_page::words::{Choice as _, Duplex, Order, SheetMarks};

pub use self::lanes::Kind;

/// A sheet of several products.
#[derive(Clone, Debug)]
pub struct Ganged {
    /// Its places.
    pub grid: Arc<Grid>,
    /// Which kind lies at each place.
    pub kinds: Vec<usize>,
}

/// What sheets are made of and by.
struct Asked<'a> {
    paper: &'a Paper,
    rules: &'a Rules,
    /// Printed sides of the sheets.
    sides: u8,
}

/// Lays the pieces of several kinds on as few sheets as shelves allow, and on no more than the kinds take apart; on label stock on its
/// labels, one kind after the other.
///
/// # Errors
/// `impose/no-room` when a kind fits on no sheet, `impose/gutter` when pieces would lie in each other's bleed,
/// `impose/label` when a kind goes on no label, `impose/gang` when what was asked for cannot be had with several products.
pub fn gang(kinds: &[Kind], paper: &Paper, rules: &Rules) -> Result<Vec<Ganged>, Faults> {
    refuse(rules)?;
    let paper = Paper { camera: rules.camera.or(paper.camera), ..paper.clone() };
    if paper.stock.is_some() {
        return on_labels(kinds, &paper, rules);
    }
    let apart = Apart::new(kinds, &paper, rules)?;
    let sides = kinds.iter().map(|kind| kind.sides).max().unwrap_or(1);
    let asked = Asked { paper: &paper, rules, sides };
    let mut best = together(kinds, &asked, apart);
    let fewest = |best: &Option<Vec<Ganged>>| best.as_ref().map_or(usize::MAX, Vec::len);
    if let Some(grids) = dense::grids(kinds, &asked) {
        let (full, rest) = dense::full(kinds, &grids);
        let last = dense::apart(&rest, &grids);
        // Full sheets of one kind need no company; what is left over lies on common ones.
        if full + usize::from(!last.is_empty()) < fewest(&best) {
            let common = (last.len() > 1).then(|| together(&rest, &asked, apart)).flatten();
            let last = common.filter(|common| common.len() < last.len()).unwrap_or(last);
            if full + last.len() < fewest(&best) {
                let counts = kinds.iter().zip(&rest).map(|(kind, rest)| kind.count - rest.count);
                let whole: Vec<Kind> =
                    kinds.iter().zip(counts).map(|(kind, count)| Kind { count, ..kind.clone() }).collect();
                best = Some(dense::apart(&whole, &grids).into_iter().chain(last).collect());
            }
        }
    }
    best.ok_or_else(|| {
        let [field, _] = fields(kinds, &paper, apart);
        let fits = |kind: &&Kind| all_fit(&ways(std::slice::from_ref(*kind), &field, rules.upright));
        let large = kinds.iter().filter(|kind| !fits(kind));
        Faults(large.map(|kind| too_large(kind, &paper, &field, rules.upright)).collect())
    })
}

/// The sheets of all kinds together: with lanes for the ticks at the corners of pieces; where that takes fewer sheets with the pieces
/// of all of them bleed to bleed, or of some.
fn together(kinds: &[Kind], asked: &Asked<'_>, apart: Apart) -> Option<Vec<Ganged>> {
    let settings = |apart: Apart, through: bool| {
        let fields = fields(kinds, asked.paper, apart);
        fields.map(|field| Setting::new(kinds, field, asked.rules.upright, through))
    };
    let fewest = |best: &Option<Vec<Ganged>>| best.as_ref().map_or(usize::MAX, Vec::len);
    let made = |settings: &[Setting], (filled, _): Sheets| {
        // Sheets that are filled alike share their places and marks.
        let alike = |Filled { laid, times, setting }: Filled| {
            let sheet = settings.get(setting).map(|setting| sheet(kinds, &laid, asked, &setting.field));
            sheet.into_iter().flat_map(move |sheet| std::iter::repeat_n(sheet, times))
        };
        filled.into_iter().flat_map(alike).collect::<Vec<_>>()
    };
    let mut best = None;
    let better = |best: Option<Vec<Ganged>>, settings: &[Setting]| {
        settings.iter().fold(best, |best, setting| {
            let found = spread(kinds, setting, fewest(&best));
            found.map(|found| made(std::slice::from_ref(setting), found)).or(best)
        })
    };
    let mut all: Vec<Setting> = settings(apart, false).into();
    best = better(best, &all);
    if apart != Apart::Lane {
        return best;
    }
    // Ticks at the rim show the cuts of pieces that lie bleed to bleed where these go through the whole sheet.
    let through = asked.rules.marks.unwrap_or(asked.paper.marks) != SheetMarks::None;
    let bleed = most_bleed(kinds);
    let is_even = kinds.iter().all(|kind| kind.piece.round || kind.piece.bleed == Edges::all(bleed));
    // Pieces with a bleed beside others without one are cut through where these have as much room.
    for apart in [Some(Apart::Close), (!is_even).then_some(Apart::Even(bleed))].into_iter().flatten() {
        let close = settings(apart, through);
        best = better(best, &close);
        all.extend(close);
    }
    let found = mixed(kinds, &all, fewest(&best));
    found.map(|found| made(&all, found)).or(best)
}

/// The two ways to leave room for the job's line.
fn fields(kinds: &[Kind], paper: &Paper, apart: Apart) -> [Field; 2] {
    let beyond = if let Apart::Knives(gutter) = apart { (gutter / 2.0 - most_bleed(kinds)).max(0.0) } else { 0.0 };
    areas(paper, kinds, apart).map(|area| Field { area, boxes: area.inset(beyond), apart })
}

/// Refuses what was asked for and cannot be had on sheets of several products.
fn refuse(rules: &Rules) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let mut push = |option: &str, what: Say, hint: Say| {
        let place = Place::thing(say!("`--gang {option}`", "`--gang {option}`"));
        faults.push(Fault::new("impose/gang", place, what).hint(hint));
    };
    if let Some(duplex @ (Duplex::Turn | Duplex::Tumble)) = rules.duplex {
        let option = format!("--duplex {}", duplex.word());
        push(
            &option,
            say!(
                "sheets of several products have fronts on one side and backs on the other",
                "几种产品合拼的纸，一面是正面，另一面是反面"
            ),
            say!("write `--duplex long-edge` or `short-edge`", "请写 `--duplex long-edge` 或 `short-edge`"),
        );
    }
    if let Some(marks @ (SheetMarks::Edge | SheetMarks::Both)) = rules.marks {
        let option = format!("--sheet-marks {}", marks.word());
        push(
            &option,
            say!(
                "ticks outside of all pieces do not show the cuts within a shelf of several products",
                "几种产品合拼时，纸边的标记标不出每一排里的裁切线"
            ),
            say!("write `--sheet-marks corners` or `press`", "请写 `--sheet-marks corners` 或 `press`"),
        );
    }
    if let Some(order) = rules.order {
        let option = format!("--order {}", order.word());
        push(
            &option,
            say!("pieces of several products lie where they fit", "几种产品合拼，各件按能放下的位置排"),
            say!("leave it out", "请去掉它"),
        );
    }
    faults.or(())
}

/// A kind fits on no sheet.
fn too_large(kind: &Kind, paper: &Paper, field: &Field, upright: bool) -> Fault {
    let size = field.apart.bleed(&kind.piece, false).outside(kind.piece.knife).size();
    let fault = no_room(paper, size, field.area);
    let turns = !upright || !all_fit(&ways(std::slice::from_ref(kind), field, false));
    fault.hint(if turns {
        say!("choose a larger paper (`biaoyu list papers`)", "请换大一点的纸（`biaoyu list papers`）")
    } else {
        say!("leave out `--upright`: turned by a quarter it fits", "请去掉 `--upright`：转 90° 就放得下")
    })
}

/// Pieces on the labels of stock, one kind after the other.
fn on_labels(kinds: &[Kind], paper: &Paper, rules: &Rules) -> Result<Vec<Ganged>, Faults> {
    let sides = kinds.iter().map(|kind| kind.sides).max().unwrap_or(1);
    let own = Rules { duplex: Some(duplex(paper, rules)), ..*rules };
    let (mut faults, mut grids) = (Faults::default(), Vec::with_capacity(kinds.len()));
    for kind in kinds {
        match Grid::new(&kind.piece, paper, &own, sides) {
            Ok(grid) => grids.push(grid),
            Err(Faults(more)) => faults.0.extend(more),
        }
    }
    faults.or(())?;
    let all: Vec<usize> = kinds.iter().enumerate().flat_map(|(i, kind)| std::iter::repeat_n(i, kind.count)).collect();
    let Some(first) = grids.first() else { return Ok(Vec::new()) };
    let mut sheets = Vec::new();
    for kinds in all.chunks(first.slots.len().max(1)) {
        let mut grid = Grid { slots: Vec::new(), backs: Vec::new(), ..first.clone() };
        for (at, kind) in kinds.iter().enumerate() {
            let Some(own) = grids.get(*kind) else { continue };
            grid.slots.extend(own.slots.get(at).cloned());
            grid.backs.extend(own.backs.get(at).cloned());
        }
        sheets.push(Ganged { grid: Arc::new(grid.marked()), kinds: kinds.to_vec() });
    }
    Ok(sheets)
}

/// A sheet of several products is printed sheetwise: fronts and backs of one page would not be the same.
fn duplex(paper: &Paper, rules: &Rules) -> Duplex {
    match rules.duplex.unwrap_or(paper.duplex) {
        Duplex::ShortEdge => Duplex::ShortEdge,
        _ => Duplex::LongEdge,
    }
}

/// A sheet with its places, in the middle of the paper or as near to it as it may lie.
fn sheet(kinds: &[Kind], laid: &[Laid], Asked { paper, rules, sides }: &Asked<'_>, field: &Field) -> Ganged {
    let (area, apart) = (field.boxes, field.apart);
    let bounds = laid.iter().filter_map(|l| {
        let kind = kinds.get(l.kind)?;
        Some(Rect::from_origin_size(l.at, apart.boxed(&kind.piece, l.turned)))
    });
    let block = bounds.reduce(|a, b| a.union(b)).unwrap_or_default();
    let middle = paper.sheet().center() - block.center();
    let tidy = |v: f64| (v * 100.0).round() / 100.0;
    let x = tidy(middle.x.clamp(area.x0 - block.x0, (area.x1 - block.x1).max(area.x0 - block.x0)));
    let y = tidy(middle.y.clamp(area.y0 - block.y0, (area.y1 - block.y1).max(area.y0 - block.y0)));
    let duplex = duplex(paper, rules);
    let marks = match rules.marks.unwrap_or(paper.marks) {
        // Between bleeds there is no room for ticks; those at the rim show all cuts, for these go through.
        SheetMarks::Corners | SheetMarks::Both if apart.is_close() => SheetMarks::Edge,
        // Ticks outside of all pieces do not show the cuts of a shelf alone.
        SheetMarks::Edge | SheetMarks::Both if !apart.is_close() => SheetMarks::Corners,
        marks => marks,
    };
    let over = (*sides > 1).then(|| over(paper, duplex));
    let (mut slots, mut backs) = (Vec::new(), Vec::new());
    for l in laid {
        let Some(Kind { piece, .. }) = kinds.get(l.kind) else { continue };
        let turned = l.turned;
        let (around, bleed) = (apart.around(piece, turned), apart.bleed(piece, turned));
        let corner = Point::new(l.at.x + x + around.left, l.at.y + y + around.top);
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
    let grid = Grid {
        paper: (*paper).clone(),
        piece,
        slots,
        backs,
        order: Order::Rows,
        duplex,
        marks,
        turned: laid.iter().any(|l| l.turned),
        over,
        strip: None,
        still: [marks::none(), marks::none()],
        unmarked: 0,
    };
    Ganged { grid: Arc::new(grid.marked()), kinds: laid.iter().map(|l| l.kind).collect() }
}

#[cfg(test)]
mod tests;
