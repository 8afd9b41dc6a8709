//! What the knife, the needle and the punch do, as paths with their ISO 19593-1 names.

use super::Product;
use super::parts::{Edge, Operation, Shape};
use biaoyu_page::geom::{BezPath, Outline, Point, Rect, circle_path, fine_circle_path};

/// One processing step with its drawing. The press gives it a layer and a spot ink ([`biaoyu_page::page::Step`]).
#[derive(Clone, Debug)]
pub struct StepMark {
    /// ISO 19593-1 group.
    pub group: &'static str,
    /// ISO 19593-1 type; one of our own where the standard has none (`BIAOYU_Sewing`).
    pub kind: Option<&'static str>,
    /// The layer's name in the shop's words.
    pub layer: &'static str,
    /// What is drawn, page millimetres.
    pub path: BezPath,
}

impl Product {
    /// The processing steps of the product: cut contour (of other than straight sheets), eyelets, folds, seams, slots.
    pub fn step_marks(&self) -> Vec<StepMark> {
        let mut marks = Vec::new();
        let contour = match self.shape {
            Shape::Rect => None,
            // The button's paper is cut at the outer circle and folded round the rim at its face.
            Shape::Round { .. } => Some(knife(self.cut())),
            Shape::Card { .. } => Some(self.trim_outline().path()),
        };
        let mark = |kind, layer, path| StepMark { group: "Structural", kind: Some(kind), layer, path };
        marks.extend(contour.map(|path| mark("Cutting", "刀线 cut", path)));
        if self.is_round() {
            marks.push(mark("Folding", "折线 fold", knife(self.trim_outline())));
        }
        for (at, step) in self.steps.iter().enumerate() {
            marks.push(match step {
                Operation::Eyelets { hole, .. } => {
                    let mut path = BezPath::new();
                    for centre in self.punched(at) {
                        path.extend(circle_path(centre, hole / 2.0));
                    }
                    mark("Punching", "打扣 eyelets", path)
                }
                Operation::Fold { side, inset } => mark("Folding", "折线 fold", self.line(*side, *inset)),
                Operation::Sew { side, inset } => mark("BIAOYU_Sewing", "车线 seam", self.line(*side, *inset)),
                Operation::Slot { area, radius } => {
                    mark("Punching", "打孔 slot", Outline::Rounded(*area, *radius).path())
                }
            });
        }
        marks
    }

    /// Centres of the rings of an eyelet step: one at each end of the side, the others evenly. Empty for another step.
    pub fn eyelets(&self, step: &Operation) -> Vec<Point> {
        let Operation::Eyelets { side, inset, every, .. } = *step else { return Vec::new() };
        let Rect { x0, y0, x1, y1 } = self.trim_rect().inset(-inset);
        let (from, to) = match side {
            Edge::Top => (Point::new(x0, y0), Point::new(x1, y0)),
            Edge::Bottom => (Point::new(x0, y1), Point::new(x1, y1)),
            Edge::Left => (Point::new(x0, y0), Point::new(x0, y1)),
            Edge::Right => (Point::new(x1, y0), Point::new(x1, y1)),
        };
        let gaps = ((to - from).hypot() / every.max(1.0)).ceil().clamp(1.0, 10_000.0);
        let mut centres = vec![from];
        let mut i = 1.0;
        while i <= gaps {
            centres.push(from.lerp(to, i / gaps));
            i += 1.0;
        }
        centres
    }

    /// Centres of the rings that the step `at` adds to those before it, page millimetres: two sides share the one at their corner,
    /// which is punched once.
    pub fn punched(&self, at: usize) -> Vec<Point> {
        let before: Vec<Point> = self.steps.iter().take(at).flat_map(|step| self.eyelets(step)).collect();
        let mut own = self.steps.get(at).map(|step| self.eyelets(step)).unwrap_or_default();
        own.retain(|centre| before.iter().all(|there| (*there - *centre).hypot() >= 1.0));
        own
    }

    /// A line along a side, from edge to edge of the bleed.
    fn line(&self, side: Edge, inset: f64) -> BezPath {
        let (trim, bleed) = (self.trim_rect(), self.bleed_rect());
        let level = |y| (Point::new(bleed.x0, y), Point::new(bleed.x1, y));
        let upright = |x| (Point::new(x, bleed.y0), Point::new(x, bleed.y1));
        let (from, to) = match side {
            Edge::Top => level(trim.y0 + inset),
            Edge::Bottom => level(trim.y1 - inset),
            Edge::Left => upright(trim.x0 + inset),
            Edge::Right => upright(trim.x1 - inset),
        };
        let mut path = BezPath::new();
        path.move_to(from);
        path.line_to(to);
        path
    }
}

/// A figure as a knife follows it.
fn knife(figure: Outline) -> BezPath {
    match figure {
        Outline::Circle(circle) => fine_circle_path(circle.center, circle.radius),
        other => other.path(),
    }
}
