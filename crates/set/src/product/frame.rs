//! The rectangles and figures of a product's page.

use super::Product;
use super::parts::{Area, Edge, Shape, Zone};
use biaoyu_page::geom::{Circle, Outline, Point, Rect};
use biaoyu_page::page::Boxes;

impl Product {
    /// The trim: from (0, 0) to the finished size.
    pub fn trim_rect(&self) -> Rect {
        Rect::from_origin_size(Point::ORIGIN, self.trim)
    }

    /// The bleed; of a round badge the square of its cut circle.
    pub fn bleed_rect(&self) -> Rect {
        self.bleed.outside(self.trim_rect())
    }

    /// The page's boxes, before the press adds room for marks: the media is the bleed.
    pub fn boxes(&self) -> Boxes {
        Boxes { media: self.bleed_rect(), bleed: self.bleed_rect(), trim: self.trim_rect() }
    }

    /// Where type may stand: the trim less the safe distances and less every zone. Upright also on a round badge,
    /// where it is the square around the live circle.
    ///
    /// A zone in a corner or at the middle of a side takes the side that costs least.
    pub fn safe_rect(&self) -> Rect {
        let trim = self.trim_rect();
        let mut safe = self.safe.inside(trim);
        for zone in &self.zones {
            safe = without(safe, zone.rect(trim));
        }
        safe
    }

    /// Type stays inside of this: the live circle of a round badge, else [`safe_rect`](Self::safe_rect).
    pub fn live(&self) -> Outline {
        match self.shape {
            Shape::Round { live, .. } => Outline::Circle(Circle::new(self.trim_rect().center(), live / 2.0)),
            Shape::Rect | Shape::Card { .. } => Outline::Rect(self.safe_rect()),
        }
    }

    /// The finished product's own edge: the face of a round badge, the round corners of a card, else the trim.
    pub fn trim_outline(&self) -> Outline {
        match self.shape {
            Shape::Round { face, .. } => Outline::Circle(Circle::new(self.trim_rect().center(), face / 2.0)),
            Shape::Card { radius } => Outline::Rounded(self.trim_rect(), radius),
            Shape::Rect => Outline::Rect(self.trim_rect()),
        }
    }

    /// Art fills this: the cut circle of a round badge, else the bleed.
    pub fn cut(&self) -> Outline {
        match self.shape {
            Shape::Round { cut, .. } => Outline::Circle(Circle::new(self.trim_rect().center(), cut / 2.0)),
            Shape::Rect | Shape::Card { .. } => Outline::Rect(self.bleed_rect()),
        }
    }
}

impl Zone {
    /// Its rectangle on a page of this trim; beyond the trim for a band of negative depth.
    pub fn rect(&self, trim: Rect) -> Rect {
        let (side, depth) = match self.area {
            Area::Rect(rect) => return rect,
            Area::Band { side, depth } => (side, depth),
        };
        let mut rect = trim;
        match side {
            Edge::Top => rect.y1 = trim.y0 + depth,
            Edge::Bottom => rect.y0 = trim.y1 - depth,
            Edge::Left => rect.x1 = trim.x0 + depth,
            Edge::Right => rect.x0 = trim.x1 - depth,
        }
        rect.abs()
    }
}

/// The largest rectangle of `rect` beside `zone`.
fn without(rect: Rect, zone: Rect) -> Rect {
    let shared = rect.intersect(zone);
    if shared.width() <= 0.0 || shared.height() <= 0.0 {
        return rect;
    }
    let beside = [
        Rect { y0: zone.y1, ..rect },
        Rect { y1: zone.y0, ..rect },
        Rect { x0: zone.x1, ..rect },
        Rect { x1: zone.x0, ..rect },
    ];
    let area = |r: &Rect| r.width().max(0.0) * r.height().max(0.0);
    let mut best = Rect::from_origin_size(rect.center(), (0.0, 0.0));
    for candidate in beside {
        if area(&candidate) > area(&best) {
            best = candidate;
        }
    }
    best
}
