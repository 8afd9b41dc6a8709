//! A page mirrored left to right, for the back of cloth that is printed through.

use biaoyu_page::geom::{Affine, Circle, Outline, Point, Rect};
use biaoyu_page::page::{Boxes, Group, Item, Mark, Page, Plane, Source};

/// The page as its mirror shows it: the trim keeps its place, all else changes sides.
pub fn flip(mut page: Page) -> Page {
    let Boxes { media, bleed, trim } = page.boxes;
    let rect = |r: Rect| Rect::new(trim.x0 + trim.x1 - r.x1, r.y0, trim.x0 + trim.x1 - r.x0, r.y1);
    let outline = |o: Outline| match o {
        Outline::Rect(r) => Outline::Rect(rect(r)),
        Outline::Rounded(r, radius) => Outline::Rounded(rect(r), radius),
        Outline::Circle(c) => {
            Outline::Circle(Circle::new(Point::new(trim.x0 + trim.x1 - c.center.x, c.center.y), c.radius))
        }
    };
    page.boxes = Boxes { media: rect(media), bleed: rect(bleed), trim };
    (page.trim, page.live, page.cut) = (outline(page.trim), outline(page.live), outline(page.cut));
    let transform = Affine::new([-1.0, 0.0, 0.0, 1.0, trim.x0 + trim.x1, 0.0]);
    let items = std::mem::take(&mut page.items);
    let group = Group { transform, clip: None, text: None, items };
    page.items.push(Item { mark: Mark::Group(group), plane: Plane::Art, source: Source::default() });
    page
}
