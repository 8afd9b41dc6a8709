//! The back of a product with two sides.

use super::Product;
use super::parts::{Area, Back, Edge, Operation, Zone};
use biaoyu_page::geom::Rect;

/// A printed side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The front; the only one of most products.
    Front,
    /// The back, with what it shows.
    Back(Back),
}

impl Product {
    /// The sides that are printed, the front first.
    pub fn printed(&self) -> Vec<Side> {
        let back = (self.sides > 1).then_some(Side::Back(self.back));
        std::iter::once(Side::Front).chain(back).collect()
    }

    /// Whether its back is another picture than its front: mirrored, or set anew where margins and steps differ from
    /// left to right.
    pub fn back_differs(&self) -> bool {
        self.sides > 1 && (self.back == Back::Mirror || self.from_behind() != *self)
    }

    /// The product as one sees it from behind: what was left is right.
    pub fn from_behind(&self) -> Product {
        let mut turned = self.clone();
        for sides in [&mut turned.bleed, &mut turned.safe] {
            std::mem::swap(&mut sides.left, &mut sides.right);
        }
        let other = |side: &mut Edge| {
            *side = match *side {
                Edge::Left => Edge::Right,
                Edge::Right => Edge::Left,
                level => level,
            };
        };
        let across = |r: &mut Rect| *r = Rect::new(self.trim.width - r.x1, r.y0, self.trim.width - r.x0, r.y1);
        for Zone { area, .. } in &mut turned.zones {
            match area {
                Area::Band { side, .. } => other(side),
                Area::Rect(r) => across(r),
            }
        }
        for step in &mut turned.steps {
            match step {
                Operation::Eyelets { side, .. } | Operation::Fold { side, .. } | Operation::Sew { side, .. } => {
                    other(side);
                }
                Operation::Slot { area, .. } => across(area),
            }
        }
        turned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_behind_the_sleeve_is_on_the_other_side_and_twice_turned_is_the_front() {
        for product in crate::embedded::products().unwrap() {
            let behind = product.from_behind();
            assert_eq!(behind.from_behind(), product);
            if product.id == "flag-4" {
                let side = |p: &Product| match p.zones.first().map(|z| z.area) {
                    Some(Area::Band { side, .. }) => Some(side),
                    _ => None,
                };
                assert_eq!((side(&product), side(&behind)), (Some(Edge::Left), Some(Edge::Right)));
            }
        }
    }
}
