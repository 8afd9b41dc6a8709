use super::lanes::go_through;
use super::*;

/// Where the knives of a sheet lie, and which are discs.
fn knives(sheet: &Ganged) -> Vec<(Rect, bool)> {
    sheet.grid.slots.iter().map(|slot| (slot.knife, slot.round)).collect()
}

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
        assert!(sheet.grid.marks == SheetMarks::Corners || go_through(&knives(&sheet)));
        assert_eq!(sheet.grid.unmarked, 0);
    }
    let corners = Rules { marks: Some(SheetMarks::Corners), ..Rules::default() };
    let sheets = gang(&[card], a4, &corners).unwrap();
    assert_eq!((sheets.len(), sheets[0].grid.unmarked), (2, 0), "no more than the cards by themselves");
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

/// Jobs apart are how the same pieces lie without a gang.
#[test]
fn a_gang_takes_no_more_sheets_than_its_jobs_apart() {
    let papers = Paper::parse_all(crate::embedded::PAPERS.name, crate::embedded::PAPERS.text, &[]).unwrap();
    let mut state = 7_u64;
    let mut chance = |most: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let (mut is_denser, mut has_both) = (0, 0);
    for round in 0..60 {
        let paper = papers.iter().find(|p| p.id == ["a4", "a3", "sra3"][round % 3]).unwrap();
        let marks = [None, Some(SheetMarks::Corners), Some(SheetMarks::Press), Some(SheetMarks::None)][round % 4];
        let gutter = [None, None, Some(0.0), Some(8.0)][round / 4 % 4];
        let rules = Rules { gutter, marks, ..Rules::default() };
        let kinds: Vec<Kind> = (0..2 + chance(3))
            .map(|_| {
                let disc = chance(5) == 0;
                let width = 30.0 + chance(90) as f64;
                let mut kind =
                    kind(width, if disc { width } else { 25.0 + chance(80) as f64 }, disc, 1 + chance(14) as usize);
                if !disc && chance(4) == 0 {
                    kind.piece.bleed = Edges::default();
                }
                kind
            })
            .collect();
        let own = Rules { duplex: Some(Duplex::LongEdge), ..rules };
        let apart = kinds.iter().map(|kind| {
            let places = Grid::new(&kind.piece, paper, &own, 1).unwrap().slots.len();
            kind.count.div_ceil(places)
        });
        let apart: usize = apart.sum();
        let sheets = gang(&kinds, paper, &rules).unwrap();
        assert!(sheets.len() <= apart, "{round}: {} sheets, {apart} apart", sheets.len());
        is_denser += usize::from(sheets.len() < apart);
        for (i, kind) in kinds.iter().enumerate() {
            let lie: usize = sheets.iter().map(|sheet| sheet.kinds.iter().filter(|own| **own == i).count()).sum();
            assert_eq!(lie, kind.count, "{round}");
        }
        for sheet in &sheets {
            let slots = &sheet.grid.slots;
            assert_eq!((slots.len(), sheet.kinds.len()), (sheet.kinds.len(), slots.len()));
            for (i, a) in slots.iter().enumerate() {
                assert!(paper.reach().union(a.printed) == paper.reach(), "{round}: {}", a.printed);
                for b in slots.iter().take(i) {
                    let both = a.printed.intersect(b.printed);
                    let discs =
                        a.round && b.round && (a.knife.center() - b.knife.center()).hypot() > a.knife.width() - 1e-6;
                    assert!(discs || both.width() <= 1e-6 || both.height() <= 1e-6, "{round}: {a:?} {b:?}");
                }
            }
            if marks != Some(SheetMarks::None) && gutter.is_none() {
                assert_eq!(sheet.grid.unmarked, 0, "{round}: {:?}", sheet.grid.marks);
            }
        }
        let is_close = |sheet: &Ganged| sheet.grid.marks == SheetMarks::Edge;
        has_both += usize::from(sheets.iter().any(is_close) && !sheets.iter().all(is_close));
    }
    assert!(is_denser > 30 && has_both > 0, "{is_denser} {has_both}");
}
