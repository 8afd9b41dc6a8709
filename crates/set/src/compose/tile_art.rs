//! The figures of the mosaic, in the unit square, for even–odd filling.
//!
//! Figures run on beyond the square, as far as a tile at the page's edge may be widened; the tile's clip ends them.

use crate::layout::TileKind;
use biaoyu_page::geom::{Affine, BezPath, Point, Rect, Vec2, circle_path, rect_path};

/// How far figures run on beyond their square, in its sides.
const BEYOND: f64 = 0.45;
/// Rings, bars, dots a side, waves of a tile.
const RINGS: usize = 6;
const BARS: usize = 6;
const DOTS: usize = 5;
const WAVES: usize = 3;
/// Smallest radius of a dot, mm: 0.3 mm is the smallest dot that cloth and film hold.
const LEAST_DOT: f64 = 0.15;

/// The figure of a tile, turned by quarters, on the page.
pub(super) fn figure(kind: TileKind, turn: u8, square: Rect) -> BezPath {
    let side = square.width();
    let path = match kind {
        TileKind::Quarter => circle_path(Point::ORIGIN, 1.0),
        TileKind::Rings => (1..=RINGS).fold(BezPath::new(), |mut path, i| {
            path.extend(circle_path(Point::ORIGIN, i as f64 / RINGS as f64));
            path
        }),
        TileKind::Half => half(),
        TileKind::Bars => bars(),
        TileKind::Dots => dots(LEAST_DOT / side.max(1e-9)),
        TileKind::Waves => waves(),
        TileKind::Target => [3.0, 2.0, 1.0].into_iter().fold(BezPath::new(), |mut path, r| {
            path.extend(circle_path(Point::new(0.5, 0.5), r / 6.0));
            path
        }),
    };
    let middle = Vec2::new(0.5, 0.5);
    let turned = match turn % 4 {
        0 => Affine::IDENTITY,
        1 => Affine::new([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
        2 => Affine::new([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
        _ => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
    };
    let place = Affine::translate(square.origin().to_vec2()) * Affine::scale(side);
    place * Affine::translate(middle) * turned * Affine::translate(-middle) * path
}

/// Two half discs, one under the other, flat sides up; straight where they run on.
fn half() -> BezPath {
    // The constant of `circle_path`.
    let k = 0.5 * 0.552_284_749_830_793_6;
    let mut path = BezPath::new();
    for (top, flat) in [(0.0, -BEYOND), (0.5, 0.5)] {
        path.move_to((0.0, flat));
        path.line_to((1.0, flat));
        path.line_to((1.0, top));
        path.curve_to((1.0, top + k), (0.5 + k, top + 0.5), (0.5, top + 0.5));
        path.curve_to((0.5 - k, top + 0.5), (0.0, top + k), (0.0, top));
        path.close_path();
    }
    path
}

/// Bars that grow from 0.18 to 0.82 of their share.
fn bars() -> BezPath {
    let share = 1.0 / BARS as f64;
    let mut path = BezPath::new();
    for i in 0..BARS {
        let thickness = share * (0.18 + 0.64 * i as f64 / (BARS - 1) as f64);
        let y = share * i as f64 + (share - thickness) / 2.0;
        path.extend(rect_path(Rect::new(-BEYOND, y, 1.0 + BEYOND, y + thickness)));
    }
    path
}

/// Dots that grow along the diagonal.
fn dots(least: f64) -> BezPath {
    let pitch = 1.0 / DOTS as f64;
    let mut path = BezPath::new();
    for i in 0..DOTS * DOTS {
        let (column, row) = (i % DOTS, i / DOTS);
        let q = (column + row) as f64 / (2 * DOTS - 2) as f64;
        let middle = Point::new(pitch * (column as f64 + 0.5), pitch * (row as f64 + 0.5));
        path.extend(circle_path(middle, (pitch * (0.10 + 0.38 * q)).max(least)));
    }
    path
}

/// Sine bars of one period, of even height.
fn waves() -> BezPath {
    let share = 1.0 / WAVES as f64;
    let (swing, height) = (0.22 * share, 0.42 * share);
    let tau = std::f64::consts::TAU;
    // Eight cubics a period: off by less than 1e-4 of the tile.
    let step = 1.0 / 8.0;
    let (first, last) = (-4_i32, 12_i32);
    let at = |i: i32, y: f64| Point::new(f64::from(i) * step, y + swing * libm::sin(tau * f64::from(i) * step));
    let slope = |i: i32| Vec2::new(step, swing * tau * step * libm::cos(tau * f64::from(i) * step)) / 3.0;
    let mut path = BezPath::new();
    for wave in 0..WAVES {
        let (top, foot) = (share * (wave as f64 + 0.5) - height / 2.0, share * (wave as f64 + 0.5) + height / 2.0);
        path.move_to(at(first, top));
        for i in first..last {
            path.curve_to(at(i, top) + slope(i), at(i + 1, top) - slope(i + 1), at(i + 1, top));
        }
        path.line_to(at(last, foot));
        for i in (first..last).rev() {
            path.curve_to(at(i + 1, foot) - slope(i + 1), at(i, foot) + slope(i), at(i, foot));
        }
        path.close_path();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::Shape as _;

    /// Area inside the square by counting, with the even–odd rule.
    fn covered(kind: TileKind, turn: u8) -> f64 {
        let path = figure(kind, turn, Rect::new(0.0, 0.0, 100.0, 100.0));
        let steps = 60;
        let mut contours: Vec<BezPath> = Vec::new();
        for element in path.elements() {
            if matches!(element, biaoyu_page::geom::PathEl::MoveTo(_)) {
                contours.push(BezPath::new());
            }
            contours.last_mut().unwrap().push(*element);
        }
        let inside = |i: usize| {
            let at = |k: usize| (k as f64 + 0.5) * 100.0 / steps as f64;
            let p = Point::new(at(i % steps), at(i / steps));
            contours.iter().filter(|c| c.contains(p)).count() % 2 == 1
        };
        (0..steps * steps).filter(|i| inside(*i)).count() as f64 / (steps * steps) as f64
    }

    #[test]
    fn figures_have_the_areas_of_their_formulas_in_every_turn() {
        let pi = std::f64::consts::PI;
        let rings: f64 =
            [(6.0, 5.0), (4.0, 3.0), (2.0, 1.0)].iter().map(|(a, b)| pi / 4.0 * (a * a - b * b) / 36.0).sum();
        let dots: f64 = (0..25).map(|i| pi * (0.2 * (0.10 + 0.38 * (i % 5 + i / 5) as f64 / 8.0_f64)).powi(2)).sum();
        for (kind, area) in [
            (TileKind::Quarter, pi / 4.0),
            (TileKind::Rings, rings),
            (TileKind::Half, pi / 4.0),
            (TileKind::Bars, 0.5),
            (TileKind::Dots, dots),
            (TileKind::Waves, 0.42),
            (TileKind::Target, pi * (9.0 - 4.0 + 1.0) / 36.0),
        ] {
            for turn in 0..4 {
                let found = covered(kind, turn);
                assert!((found - area).abs() < 0.02, "{kind:?} turned {turn}: {found} not {area}");
            }
        }
    }
}
