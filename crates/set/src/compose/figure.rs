//! Plain figures: rectangles, discs, lines, polygons.

use std::sync::Arc;

use super::curve::HAIRLINE;
use super::{Composer, Laid};
use crate::layout::{Contour, Figure, Item as Wanted, RoleInk};
use biaoyu_page::geom::{BezPath, Point, Rect, Shape as _, circle_path, polygon, rect_path};
use biaoyu_page::ink::{Gradient, Paint};
use biaoyu_page::page::{Fill, Item, Mark, PathMark, Plane, Stroke};

impl Composer<'_> {
    /// Draws a figure.
    pub(super) fn figure(&mut self, item: &Wanted, figure: &Figure) -> Option<Laid> {
        let at = |p: &crate::expr::Program| p.eval(&self.frame);
        let path = match &figure.outline {
            Contour::Rect(b) => rect_path(self.rect(b)),
            Contour::Disc(d) => {
                let c = self.circle(d);
                circle_path(c.center, c.radius)
            }
            Contour::Line([x1, y1, x2, y2]) => {
                let mut line = BezPath::new();
                line.move_to((at(x1), at(y1)));
                line.line_to((at(x2), at(y2)));
                line
            }
            Contour::Polygon(points) => {
                polygon(&points.iter().map(|(x, y)| Point::new(at(x), at(y))).collect::<Vec<_>>())
            }
        };
        let bounds = path.bounding_box();
        let paint = match (figure.blend, figure.fill) {
            (Some(blend), _) => Some(self.blend(blend, bounds)),
            (None, fill) => fill.map(|role| self.paint(role)),
        };
        let fill = paint.map(|paint| Fill { paint, even_odd: false });
        let stroke = figure.stroke.as_ref().map(|(role, width)| Stroke {
            paint: self.paint(*role),
            width: width.eval(&self.frame).max(HAIRLINE),
            cap: Default::default(),
            join: Default::default(),
            dash: Vec::new(),
        });
        let size = stroke.as_ref().map_or(0.0, |s| s.width);
        let mark = Mark::Path(PathMark { path: Arc::new(path), fill, stroke });
        let item = Item { mark, plane: Plane::Art, source: self.source(&item.id) };
        Some(Laid { items: vec![item], region: bounds, size, lines: 0.0, ink: bounds })
    }

    /// From one role's ink at the top of `bounds` to another's at its foot.
    fn blend(&self, (top, foot): (RoleInk, RoleInk), bounds: Rect) -> Paint {
        let ink = |role: RoleInk| self.edition.palette.ink(role.role, false).cmyk().tinted(role.tint);
        Paint::Linear(Arc::new(Gradient {
            from: Point::new(bounds.x0, bounds.y0),
            to: Point::new(bounds.x0, bounds.y1),
            stops: vec![(0.0, ink(top)), (1.0, ink(foot))],
        }))
    }
}
