//! What is drawn out, drawn in, and left alone.

use super::*;
use biaoyu_page::geom::{circle_path, rect_path};
use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::page::{Cap, Fill, Join, Source, Stroke};

fn edge() -> Edge {
    let boxes = |d: f64| Rect::new(-d, -d, 200.0 + d, 300.0 + d);
    Edge::new(&Boxes { media: boxes(3.0), bleed: boxes(3.0), trim: boxes(0.0) })
}

fn paint() -> Paint {
    Paint::Solid { ink: Ink::Process(Cmyk::percent(0.0, 0.0, 0.0, 100.0)), tint: 1.0, overprint: false }
}

fn reached(path: BezPath, width: Option<f64>) -> Vec<PathMark> {
    let fill = width.is_none().then(|| Fill { paint: paint(), even_odd: true });
    let stroke = |width| Stroke { paint: paint(), width, cap: Cap::Round, join: Join::Round, dash: Vec::new() };
    let mark = PathMark { path: Arc::new(path), fill, stroke: width.map(stroke) };
    let items = vec![Item { mark: Mark::Path(mark), plane: Plane::Art, source: Source::default() }];
    let marks = edge().reach(items).into_iter().filter_map(|item| match item.mark {
        Mark::Path(mark) => Some(mark),
        _ => None,
    });
    marks.collect()
}

fn filled(path: BezPath) -> BezPath {
    (*reached(path, None).remove(0).path).clone()
}

#[test]
fn what_ends_at_the_trim_or_short_of_the_bleed_goes_past_it() {
    for end in [-0.15, 0.0, 0.4, 2.9] {
        let drawn = filled(rect_path(Rect::new(50.0, -end, 80.0, 40.0))).bounding_box();
        assert!((drawn.y0 + 4.0).abs() < 1e-9 && drawn.y1 == 40.0 && drawn.x0 == 50.0, "{end}: {drawn:?}");
    }
    let corner = filled(rect_path(Rect::new(150.0, 250.0, 200.0, 301.0))).bounding_box();
    assert!((corner.x1 - 204.0).abs() < 1e-9 && (corner.y1 - 304.0).abs() < 1e-9);
}

#[test]
fn what_stays_inside_or_reaches_the_bleed_is_left_alone() {
    for r in [Rect::new(1.0, 1.0, 80.0, 40.0), Rect::new(-3.0, -3.0, 203.0, 40.0), Rect::new(50.0, -9.0, 80.0, -1.0)] {
        assert_eq!(filled(rect_path(r)).bounding_box(), r);
    }
}

#[test]
fn a_bow_that_touches_the_trim_stays_a_little_inside() {
    for end in [-0.1, 0.0, 0.1] {
        let drawn = filled(circle_path(Point::new(100.0, 50.0 - end), 50.0)).bounding_box();
        assert!(drawn.y0 > 0.4 && drawn.y0 < 0.5, "{end}: {drawn:?}");
    }
    let mut bow = BezPath::new();
    bow.move_to((20.0, 40.0));
    bow.curve_to((80.0, -12.6), (120.0, -12.6), (180.0, 40.0));
    let (top, drawn) = (bow.bounding_box().y0, reached(bow, Some(1.0))[0].path.bounding_box());
    assert!(top < 0.6 && drawn.y0 > 0.85 && drawn.y0 < 1.05 && drawn.y1 == 40.0, "{top} {drawn:?}");
}

#[test]
fn inside_the_trim_nothing_changes() {
    let circle = circle_path(Point::new(100.0, 49.0), 50.0);
    let drawn = filled(circle.clone());
    assert!(drawn.bounding_box().y0 < -3.9);
    for i in 0..200 {
        for k in 1..100 {
            let p = Point::new(f64::from(i) + 0.5, f64::from(k));
            assert_eq!(drawn.contains(p), circle.contains(p), "{p:?}");
        }
    }
}

#[test]
fn dots_beyond_an_edge_are_marks_of_their_own_and_dots_at_it_go_on() {
    let mut field = BezPath::new();
    for p in [(100.0, 100.0), (100.0, -1.5), (100.0, 0.2), (203.0, 50.0)] {
        field.move_to(p);
        field.line_to(p);
    }
    let marks = reached(field, Some(1.0));
    assert_eq!(marks.len(), 3);
    let (on, above) = (marks[0].path.bounding_box(), marks[1].path.bounding_box());
    assert!(on.y0 <= -4.0 && on.x1 == 100.0, "{on:?}");
    assert_eq!((above.y0, above.y1), (-1.5, -1.5));
}

#[test]
fn lines_go_on_their_own_way_and_bows_bow_further() {
    let mut line = BezPath::new();
    line.move_to((50.0, 50.0));
    line.line_to((-1.0, -1.0));
    let end = reached(line, Some(1.0))[0].path.elements().last().and_then(PathEl::end_point).unwrap();
    assert!((end.x - end.y).abs() < 1e-9 && end.x <= -4.0, "{end:?}");
    let mut bow = BezPath::new();
    bow.move_to((20.0, 290.0));
    bow.curve_to((80.0, 306.0), (120.0, 306.0), (180.0, 290.0));
    let drawn = reached(bow.clone(), Some(1.0))[0].path.bounding_box();
    assert!(bow.bounding_box().y1 < 302.5 && drawn.y1 > 303.5, "{drawn:?}");
}
