//! Several products on common sheets: first the cuts between shelves, then between the columns of a shelf, then within a
//! column, and so on: each from edge to edge of what is left in hand.

use std::sync::Arc;

use super::grid::{Grid, Rules, no_room, over};
use super::marks;
use super::piece::{Piece, Slot};
use super::shelves::{Apart, Field, Filled, Laid, areas, most_bleed, spread, ways};
use crate::paper::Paper;
use crate::product::Edges;
use biaoyu_page::error::{Fault, Faults, Place, Say};
use biaoyu_page::geom::{Point, Rect};
use biaoyu_page::say;
use biaoyu_page::words::{Choice as _, Duplex, Order, SheetMarks};

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

/// Lays the pieces of several kinds on as few sheets as shelves allow; on label stock on its labels, one kind after the
/// other.
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
    let laid = lay(kinds, (&paper, rules), apart);
    if apart == Apart::Lane
        && let Some(close) = close(kinds, (&paper, rules), laid.as_ref().map_or(usize::MAX, Vec::len))
    {
        return Ok(close);
    }
    laid.ok_or_else(|| {
        let [field, _] = fields(kinds, &paper, apart);
        let fits = |kind: &&Kind| ways(std::slice::from_ref(*kind), &field, rules.upright).is_none();
        let large = kinds.iter().filter(fits);
        Faults(large.map(|kind| too_large(kind, &paper, &field, rules.upright)).collect())
    })
}

/// The two ways to leave room for the job's line.
fn fields(kinds: &[Kind], paper: &Paper, apart: Apart) -> [Field; 2] {
    let beyond = if let Apart::Knives(gutter) = apart { (gutter / 2.0 - most_bleed(kinds)).max(0.0) } else { 0.0 };
    areas(paper, kinds, apart).map(|area| Field { area, boxes: area.inset(beyond), apart })
}

/// The sheets of pieces that lie so far apart; `None` where one fits on none.
fn lay(kinds: &[Kind], (paper, rules): (&Paper, &Rules), apart: Apart) -> Option<Vec<Ganged>> {
    let mut best: Option<(Vec<Filled>, usize, Field)> = None;
    for field in fields(kinds, paper, apart) {
        let Some(ways) = ways(kinds, &field, rules.upright) else { continue };
        let most = best.as_ref().map_or(usize::MAX, |(_, sheets, _)| *sheets);
        if let Some((filled, sheets)) = spread(kinds, &ways, &field, most) {
            best = Some((filled, sheets, field));
        }
    }
    let (filled, _, field) = best?;
    // Sheets that are filled alike share their places and marks.
    let alike =
        |(laid, times): (Vec<Laid>, usize)| std::iter::repeat_n(sheet(kinds, &laid, (paper, rules, &field)), times);
    Some(filled.into_iter().flat_map(alike).collect())
}

/// Fewer than `most` sheets on which pieces lie bleed to bleed: where nobody wants ticks, or all cuts go through the whole sheet, so
/// that ticks at its rim show them.
fn close(kinds: &[Kind], (paper, rules): (&Paper, &Rules), most: usize) -> Option<Vec<Ganged>> {
    let marks = match rules.marks.unwrap_or(paper.marks) {
        // Who asks for ticks at the corners gets them.
        SheetMarks::Corners => return None,
        SheetMarks::Both => SheetMarks::Edge,
        marks => marks,
    };
    let rules = Rules { marks: Some(marks), ..*rules };
    let fits = |sheet: &Ganged| marks == SheetMarks::None || cuts_go_through(&sheet.grid.slots);
    // Pieces with a bleed beside others without one are cut through where these have as much room.
    let bleed = most_bleed(kinds);
    let is_even = kinds.iter().all(|kind| kind.piece.round || kind.piece.bleed == Edges::all(bleed));
    let ways = [Some(Apart::Close), (!is_even).then_some(Apart::Even(bleed))].into_iter().flatten();
    let ways = ways.filter_map(|apart| {
        lay(kinds, (paper, &rules), apart).filter(|sheets| sheets.len() < most && sheets.iter().all(fits))
    });
    ways.min_by_key(Vec::len)
}

/// Whether no straight cut of a piece, drawn on over the whole sheet, meets the inside of another.
fn cuts_go_through(slots: &[Slot]) -> bool {
    let inside = |at: f64, from: f64, to: f64| at > from + 0.01 && at < to - 0.01;
    let straight = || slots.iter().filter(|slot| !slot.round).map(|slot| slot.knife);
    straight().all(|a| {
        slots.iter().map(|slot| slot.knife).all(|b| {
            ![a.x0, a.x1].iter().any(|x| inside(*x, b.x0, b.x1)) && ![a.y0, a.y1].iter().any(|y| inside(*y, b.y0, b.y1))
        })
    })
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
    let turns = !upright || ways(std::slice::from_ref(kind), field, false).is_none();
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
fn sheet(kinds: &[Kind], laid: &[Laid], (paper, rules, field): (&Paper, &Rules, &Field)) -> Ganged {
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
    let has_back = kinds.iter().any(|kind| kind.sides > 1);
    let duplex = duplex(paper, rules);
    let marks = match rules.marks.unwrap_or(paper.marks) {
        // Ticks outside of all pieces do not show the cuts of a shelf alone.
        SheetMarks::Edge | SheetMarks::Both if !apart.is_close() => SheetMarks::Corners,
        marks => marks,
    };
    let over = has_back.then(|| over(paper, duplex));
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
        paper: paper.clone(),
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
        // With bleed and lanes the pieces take 2.65 sheets.
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

    #[test]
    fn a_gang_of_one_size_gets_as_many_on_a_sheet_as_the_grid() {
        let papers = Paper::parse_all(crate::embedded::PAPERS.name, crate::embedded::PAPERS.text, &[]).unwrap();
        let a4 = papers.iter().find(|p| p.id == "a4").unwrap();
        let card = kind(85.5, 54.0, false, 18);
        let grid = Grid::new(&card.piece, a4, &Rules::default(), 1).unwrap();
        let sheets = gang(std::slice::from_ref(&card), a4, &Rules::default()).unwrap();
        assert_eq!((grid.slots.len(), sheets.len()), (9, 2));
        // Every cut has its tick, and no piece lies in another's bleed.
        for sheet in &sheets {
            assert_eq!(sheet.grid.unmarked, 0);
            for (i, a) in sheet.grid.slots.iter().enumerate() {
                for b in sheet.grid.slots.iter().take(i) {
                    let both = a.printed.intersect(b.printed);
                    assert!(both.width() <= 1e-6 || both.height() <= 1e-6);
                }
            }
        }
        // Cuts of shelves alone are shown by ticks at the corners, and want their lanes.
        let mixed = [kind(85.5, 54.0, false, 9), kind(60.0, 40.0, false, 9)];
        for sheet in gang(&mixed, a4, &Rules::default()).unwrap() {
            assert!(sheet.grid.marks == SheetMarks::Corners || cuts_go_through(&sheet.grid.slots));
        }
        let corners = Rules { marks: Some(SheetMarks::Corners), ..Rules::default() };
        assert_eq!(gang(&[card], a4, &corners).unwrap().len(), 3);
    }

    #[test]
    fn what_fits_turned_alone_lies_turned_and_what_fits_nowhere_is_named() {
        let papers = Paper::parse_all(crate::embedded::PAPERS.name, crate::embedded::PAPERS.text, &[]).unwrap();
        let a3 = papers.iter().find(|p| p.id == "a3").unwrap();
        let mut kinds: Vec<Kind> = (0..7).map(|i| kind(60.0 + f64::from(i), 40.0, false, 3)).collect();
        kinds.push(kind(380.0, 250.0, false, 2));
        let sheets = gang(&kinds, a3, &Rules::default()).unwrap();
        assert_eq!(sheets.iter().map(|sheet| sheet.kinds.len()).sum::<usize>(), 23);
        let faults = gang(&kinds, a3, &Rules { upright: true, ..Rules::default() }).unwrap_err();
        assert!(faults.0.len() == 1 && faults.0[0].what.en.contains("386 × 256"), "{faults}");
        assert!(faults.0[0].hint.as_ref().unwrap().en.contains("--upright"), "{faults}");
    }

    #[test]
    fn a_gutter_is_the_distance_of_knives() {
        let papers = Paper::parse_all(crate::embedded::PAPERS.name, crate::embedded::PAPERS.text, &[]).unwrap();
        let a3 = papers.iter().find(|p| p.id == "a3").unwrap();
        let mut bare = kind(80.0, 50.0, false, 4);
        bare.piece.bleed = Edges::default();
        let kinds = [bare, kind(60.0, 50.0, false, 4), kind(40.0, 40.0, true, 6)];
        let sheets = gang(&kinds, a3, &Rules { gutter: Some(8.0), ..Rules::default() }).unwrap();
        let knives: Vec<Rect> = sheets[0].grid.slots.iter().filter(|s| !s.round).map(|s| s.knife).collect();
        let mut gaps = 0;
        for a in &knives {
            for b in knives.iter().filter(|b| b.x0 >= a.x1 && (b.y0 - a.y0).abs() < 1e-6) {
                let next = !knives.iter().any(|c| c.x0 >= a.x1 && c.x0 < b.x0 && (c.y0 - a.y0).abs() < 1e-6);
                if next {
                    gaps += 1;
                    assert!((b.x0 - a.x1 - 8.0).abs() < 1e-6, "{a} {b}");
                }
            }
        }
        assert!(gaps > 3, "{gaps}");
    }

    #[test]
    fn labels_are_filled_where_they_lie_one_kind_after_the_other() {
        let papers = Paper::parse_all(crate::embedded::PAPERS.name, crate::embedded::PAPERS.text, &[]).unwrap();
        let labels = papers.iter().find(|p| p.id == "labels-70x37").unwrap();
        let stock = labels.stock.as_ref().unwrap();
        let inside = |width: f64, height: f64| {
            let mut kind = kind(width, height, false, 20);
            kind.piece.bleed = Edges::default();
            kind
        };
        let sheets = gang(&[inside(70.0, 37.0), inside(60.0, 30.0)], labels, &Rules::default()).unwrap();
        assert_eq!(sheets.iter().map(|s| s.kinds.len()).collect::<Vec<_>>(), [24, 16]);
        assert_eq!(sheets[0].kinds, [[0; 20].as_slice(), &[1; 4]].concat());
        for sheet in &sheets {
            for (slot, label) in sheet.grid.slots.iter().zip(stock.labels()) {
                let off = slot.knife.center() - label.center();
                assert!(off.hypot() < 1e-6, "{} is off its label by {off}", slot.knife);
            }
        }
        let faults = gang(&[inside(70.0, 37.0), inside(90.0, 50.0)], labels, &Rules::default()).unwrap_err();
        assert_eq!(faults.0[0].code, "impose/label");
    }

    #[test]
    fn what_cannot_be_had_with_several_products_is_refused() {
        let papers = Paper::parse_all(crate::embedded::PAPERS.name, crate::embedded::PAPERS.text, &[]).unwrap();
        let a3 = papers.iter().find(|p| p.id == "a3").unwrap();
        let asked = Rules { duplex: Some(Duplex::Turn), marks: Some(SheetMarks::Edge), ..Rules::default() };
        let faults = gang(&[kind(60.0, 40.0, false, 3)], a3, &asked).unwrap_err();
        assert_eq!(faults.0.iter().map(|f| f.code).collect::<Vec<_>>(), ["impose/gang", "impose/gang"]);
    }
}
