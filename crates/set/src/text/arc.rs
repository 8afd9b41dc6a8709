//! Type on an arc 弧排.

use super::{Line, Placed};
use biaoyu_page::geom::{Affine, Point, Vec2};
use biaoyu_page::ink::Paint;
use biaoyu_page::page::GlyphRun;

/// Which way the heads of the characters point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heads {
    /// Away from the centre; reads clockwise. For the upper half of a badge.
    Outward,
    /// To the centre; reads counterclockwise. For the lower half.
    Inward,
}

/// The arc on which a line stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArcPath {
    /// Centre of the circle, page millimetres.
    pub centre: Point,
    /// Radius in millimetres of the circle through the middle of the characters (0.38 em above the baseline), above 0:
    /// there, distances along the arc are those of the straight line, for either way of the heads.
    pub radius: f64,
    /// Where the middle of the ink stands: radians clockwise from the top.
    pub middle: f64,
    /// Which way the heads point.
    pub heads: Heads,
    /// Radians from the first ink to the last. The cells are moved apart, or together, by equal distances; `None`
    /// leaves the line's own.
    pub spread: Option<f64>,
}

/// Height of the middle of the em box above the baseline, in ems.
const MIDDLE: f64 = biaoyu_page::font::Face::EM_TOP - 0.5;

impl ArcPath {
    /// The angle in radians that a horizontal line of `size` millimetres takes, from its first ink to its last, without
    /// spreading.
    pub fn angle(&self, line: &Line, size: f64) -> f64 {
        line.core.width() * size / self.radius
    }

    /// The way from line space to the page for every glyph of a horizontal line of `size` millimetres. A cell stays
    /// rigid and stands square to the radius through its middle; the ink, not the cells, is centred on the arc.
    pub fn placing(&self, line: &Line, size: f64) -> impl Fn(&Placed) -> Affine + use<> {
        // The glyphs of a cluster share their cell, and so one place on the arc.
        let mut cells: Vec<f64> = line.glyphs.iter().map(|g| g.cell.center().x).collect();
        cells.dedup();
        let joints = cells.len().saturating_sub(1) as f64;
        let natural = line.core.width();
        let extra = match self.spread {
            Some(angle) if joints > 0.0 => (angle * self.radius / size - natural) / joints,
            _ => 0.0,
        };
        let middle = line.core.center().x;
        let arc = *self;
        move |placed| {
            let cell = placed.cell.center().x;
            let before = cells.partition_point(|c| *c < cell) as f64;
            let along = (cell - middle + (before - joints / 2.0) * extra) * size / arc.radius;
            let (angle, turn) = match arc.heads {
                Heads::Outward => (arc.middle + along, arc.middle + along),
                Heads::Inward => (arc.middle - along, arc.middle - along + std::f64::consts::PI),
            };
            let foot = arc.centre + Vec2::new(libm::sin(angle), -libm::cos(angle)) * arc.radius;
            let (sin, cos) = (libm::sin(turn) * size, libm::cos(turn) * size);
            Affine::new([cos, sin, -sin, cos, foot.x, foot.y]) * Affine::translate((-cell, MIDDLE))
        }
    }
}

/// Sets a horizontal line of `size` millimetres on an arc.
pub fn on_arc(line: &Line, size: f64, arc: &ArcPath, paint: &Paint) -> Vec<GlyphRun> {
    line.runs_by(arc.placing(line, size), paint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Style, shape};
    use biaoyu_page::font::FontLibrary;
    use biaoyu_page::geom::Rect;
    use biaoyu_page::ink::Cmyk;

    fn inks(text: &str, heads: Heads, middle: f64, spread: Option<f64>) -> Vec<Rect> {
        let chain = FontLibrary::embedded().chain("hei-black").unwrap();
        let line = shape(text, &Style::new(&chain)).unwrap();
        let arc = ArcPath { centre: Point::new(29.0, 29.0), radius: 21.0, middle, heads, spread };
        let runs = on_arc(&line, 4.0, &arc, &Paint::cmyk(Cmyk::BLACK));
        let glyphs = runs.iter().flat_map(|r| r.glyphs.iter().map(|g| (r.face.clone(), g.clone())));
        glyphs.map(|(face, g)| g.matrix.transform_rect_bbox(face.outline(g.id).ink)).collect()
    }

    #[test]
    fn type_stands_in_its_band_and_reads_the_right_way() {
        for (heads, middle, sign) in [(Heads::Outward, 0.0, 1.0), (Heads::Inward, std::f64::consts::PI, 1.0)] {
            let inks = inks("质量月二〇二一", heads, middle, None);
            for ink in &inks {
                let radius = (ink.center() - Point::new(29.0, 29.0)).hypot();
                assert!((radius - 21.0).abs() < 0.8, "{radius}");
            }
            // From left to right in both: clockwise above, counterclockwise below.
            assert!(inks.windows(2).all(|w| (w[1].center().x - w[0].center().x) * sign > 0.0));
            let above = inks.iter().all(|i| i.center().y < 29.0);
            assert_eq!(above, heads == Heads::Outward);
        }
    }

    #[test]
    fn a_spread_line_fills_its_angle_and_stays_symmetric() {
        let inks = inks("国国国国国", Heads::Outward, 0.0, Some(2.0));
        let angle = |r: &Rect| libm::atan2(r.center().x - 29.0, 29.0 - r.center().y);
        let angles: Vec<f64> = inks.iter().map(angle).collect();
        assert!((angles[0] + angles[4]).abs() < 0.01, "{angles:?}");
        // From ink to ink: the half width of a character at either end is about 0.43 em of 4 mm on radius 21.
        assert!((angles[4] - angles[0] - (2.0 - 0.854 * 4.0 / 21.0)).abs() < 0.01, "{angles:?}");
        let steps: Vec<f64> = angles.windows(2).map(|w| w[1] - w[0]).collect();
        assert!(steps.iter().all(|s| (s - steps[0]).abs() < 1e-3), "{steps:?}");
    }
}
