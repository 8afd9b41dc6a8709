//! Regions on the page: evaluated, cut by what the product keeps free of text.

use super::Composer;
use crate::layout::{Align, Bars, Box4, Disc, Item, Kind, Region, Rotate, Slashes};
use biaoyu_page::geom::{Affine, Circle, Outline, Point, Rect};
use std::sync::Arc;

impl Composer<'_> {
    /// A rectangle as the layout wants it; a negative size is none.
    pub(super) fn rect(&self, b: &Box4) -> Rect {
        let (x, y) = (b.x.eval(&self.frame), b.y.eval(&self.frame));
        let (w, h) = (b.w.eval(&self.frame).max(0.0), b.h.eval(&self.frame).max(0.0));
        Rect::new(x, y, x + w, y + h)
    }

    /// A disc as the layout wants it.
    pub(super) fn circle(&self, d: &Disc) -> Circle {
        let center = Point::new(d.cx.eval(&self.frame), d.cy.eval(&self.frame));
        Circle::new(center, d.r.eval(&self.frame).max(0.0))
    }

    /// A region as the layout wants it.
    pub(super) fn outline(&self, region: &Region) -> Outline {
        match region {
            Region::Box(b) => Outline::Rect(self.rect(b)),
            Region::Disc(d) => Outline::Circle(self.circle(d)),
        }
    }

    /// A rectangle for text: what the product keeps free (safe area, sleeve, hem, cassette) is cut away, as its
    /// safety wins over every margin of a layout.
    pub(super) fn text_rect(&self, b: &Box4) -> Rect {
        within(self.rect(b), self.edition.product.safe_rect())
    }

    /// The turn of an item.
    pub(super) fn turning(&self, turn: &Rotate) -> Affine {
        let (x, y) = (turn.x.eval(&self.frame), turn.y.eval(&self.frame));
        Affine::rotate_about(turn.angle.eval(&self.frame).to_radians(), Point::new(x, y))
    }

    /// Enters the ink of a turned item where it stands: what the ledger has of it from `before` on, and its type.
    pub(super) fn turn(&mut self, item: &Item, before: usize, index: usize) {
        let Some(turning) = item.rotate.as_ref().map(|turn| self.turning(turn)) else { return };
        for entry in self.ledger.iter_mut().skip(before) {
            entry.ink = turning.transform_rect_bbox(entry.ink);
        }
        if let Some((_, set)) = self.set.last_mut().filter(|(of, _)| *of == index) {
            for ink in &mut Arc::make_mut(set).inks {
                *ink = turning.transform_rect_bbox(*ink);
            }
        }
    }

    /// Where an item that is not drawn would have begun (or ended, when it is aligned there).
    pub(super) fn absent(&self, item: &Item) -> Rect {
        let at = |b: &Box4, align: Align| {
            let r = self.text_rect(b);
            let point = Point::new(r.x0 + align.x * r.width(), r.y0 + align.y * r.height());
            Rect::from_points(point, point)
        };
        match &item.kind {
            Kind::Text(t) | Kind::Bars(Bars { text: t, .. }) | Kind::Slashes(Slashes { text: t, .. }) => {
                match &t.region {
                    Region::Box(b) => at(b, t.align),
                    Region::Disc(d) => {
                        let c = self.circle(d).center;
                        Rect::from_points(c, c)
                    }
                }
            }
            Kind::Row(r) => at(&r.region, r.align),
            Kind::Foot(f) => at(&f.region, f.align),
            Kind::Picture(p) => at(&p.region, p.align),
            Kind::Number(n) => at(&n.region, n.align),
            Kind::Tally(t) => at(&t.region, t.align),
            Kind::Barcode(b) => at(&b.region, b.align),
            Kind::Free(f) => self.outline(&f.region).bounds(),
            Kind::Cards(c) => at(&c.region, Align { x: 0.0, y: 0.0 }),
            Kind::Ring(_) | Kind::Glyph(_) | Kind::Shape(_) | Kind::Lines(_) | Kind::Dots(_) => Rect::ZERO,
            Kind::Cells(_) | Kind::Tiles(_) | Kind::Seal(_) | Kind::Rays(_) => Rect::ZERO,
        }
    }
}

/// The part of `r` inside `limit`; an empty rectangle at the nearest edge when they do not meet.
fn within(r: Rect, limit: Rect) -> Rect {
    let x0 = r.x0.clamp(limit.x0, limit.x1.max(limit.x0));
    let y0 = r.y0.clamp(limit.y0, limit.y1.max(limit.y0));
    Rect::new(x0, y0, r.x1.min(limit.x1).max(x0), r.y1.min(limit.y1).max(y0))
}
