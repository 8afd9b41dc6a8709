//! The marks by which a cutter's camera finds a sheet: discs or angles at the four corners of what the printer reaches.
//! They stand on the print and in the cut file, at the same places.

use std::sync::Arc;

use super::strokes::key;
use crate::paper::Paper;
use biaoyu_page::geom::{BezPath, Point, circle_path, polygon};
use biaoyu_page::ink::{Cmyk, Ink, Paint, Spot};
use biaoyu_page::page::{Cap, Fill, Item, Join, Mark, PathMark, Plane, Source, Step, Stroke};
use biaoyu_page::words::Camera;

/// Usual diameter of a disc, and arm and width of an angle, mm.
const DISC: f64 = 5.0;
const ARM: f64 = 15.0;
const WIDTH: f64 = 1.0;
/// White around a mark, without which a camera does not know it.
const CLEAR: f64 = 2.0;
/// The layer's plate in cut files.
const PLATE: &str = "RegMark";

/// What the marks take of the sheet along its edges; 0 where there are none. Angles lie outside of all pieces.
pub(super) fn depth(paper: &Paper) -> f64 {
    match paper.camera {
        None => 0.0,
        Some(Camera::Circle) => paper.camera_size.unwrap_or(DISC) + CLEAR,
        Some(Camera::Corner) => WIDTH + CLEAR,
    }
}

/// What the marks take of an edge at each of its ends, with the white around them.
pub(super) fn along(paper: &Paper) -> f64 {
    match paper.camera {
        None => 0.0,
        Some(Camera::Circle) => paper.camera_size.unwrap_or(DISC) + CLEAR,
        Some(Camera::Corner) => paper.camera_size.unwrap_or(ARM) + CLEAR,
    }
}

/// The marks as figures, sheet millimetres.
fn figures(paper: &Paper) -> Vec<BezPath> {
    let reach = paper.reach();
    let corners = [
        (reach.x0, reach.y0, 1.0, 1.0),
        (reach.x1, reach.y0, -1.0, 1.0),
        (reach.x1, reach.y1, -1.0, -1.0),
        (reach.x0, reach.y1, 1.0, -1.0),
    ];
    match paper.camera {
        None => Vec::new(),
        Some(Camera::Circle) => {
            let radius = paper.camera_size.unwrap_or(DISC) / 2.0;
            let disc = |(x, y, dx, dy): (f64, f64, f64, f64)| {
                circle_path(Point::new(x + dx * radius, y + dy * radius), radius)
            };
            corners.map(disc).to_vec()
        }
        Some(Camera::Corner) => {
            let arm = paper.camera_size.unwrap_or(ARM);
            let angle = |(x, y, dx, dy): (f64, f64, f64, f64)| {
                let at = |a: f64, b: f64| Point::new(x + dx * a, y + dy * b);
                polygon(&[at(0.0, 0.0), at(arm, 0.0), at(arm, WIDTH), at(WIDTH, WIDTH), at(WIDTH, arm), at(0.0, arm)])
            };
            corners.map(angle).to_vec()
        }
    }
}

/// The marks as they are printed: black.
pub(super) fn marks(paper: &Paper) -> Vec<Item> {
    let item = |path| {
        let fill = Some(Fill { paint: key(1.0), even_odd: false });
        let mark = Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None });
        Item { mark, plane: Plane::Marks, source: Source::default() }
    };
    figures(paper).into_iter().map(item).collect()
}

/// The marks as a cut file holds them: a layer of their own, not to be cut.
pub(super) fn steps(paper: &Paper) -> Vec<Item> {
    let spot = Arc::new(Spot { plate: PLATE.into(), alternate: Cmyk::BLACK });
    let step = Arc::new(Step {
        group: "Positions",
        kind: Some("BIAOYU_Register"),
        layer: "定位标记 register".into(),
        spot: spot.clone(),
    });
    let item = |path| {
        let paint = Paint::Solid { ink: Ink::Spot(spot.clone()), tint: 1.0, overprint: true };
        let stroke = Stroke { paint, width: 0.1, cap: Cap::Butt, join: Join::Miter, dash: Vec::new() };
        let mark = Mark::Path(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) });
        Item { mark, plane: Plane::Step(step.clone()), source: Source::default() }
    };
    figures(paper).into_iter().map(item).collect()
}
