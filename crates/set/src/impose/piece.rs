//! A piece: what is cut out of a press sheet.

use std::sync::Arc;

use crate::product::{Edges, Product};
use biaoyu_page::geom::{Affine, BezPath, Outline, Rect, circle_path, fine_circle_path, rect_path};
use biaoyu_page::page::{Form, Item, Mark, Page, Plane, Source};

/// The shape of the pieces of a product, in the page's own millimetres.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Where the knife goes: the trim; of a button the square of its cut circle.
    pub knife: Rect,
    /// What is printed beyond it, to be cut away.
    pub bleed: Edges,
    /// The piece is a disc that fills the square of its knife.
    pub round: bool,
    /// The line about which a piece is turned to its back.
    pub spine: f64,
}

/// Where a piece lies on its sheet.
#[derive(Clone, Debug)]
pub struct Slot {
    /// From the page's millimetres to the sheet's.
    pub at: Affine,
    /// Where the knife goes, on the sheet.
    pub knife: Rect,
    /// What is printed of the page, on the sheet.
    pub printed: Rect,
    /// The piece is a disc.
    pub round: bool,
    /// What is printed of the page, in the page's millimetres.
    pub(super) clip: Arc<BezPath>,
}

impl Piece {
    /// Of a product.
    pub fn of(product: &Product) -> Self {
        let (trim, bleed) = (product.trim_rect(), product.bleed_rect());
        let spine = trim.x0 + trim.x1;
        if product.is_round() {
            return Self { knife: bleed, bleed: Edges::default(), round: true, spine };
        }
        Self { knife: trim, bleed: product.bleed, round: false, spine }
    }

    /// Width and height as they lie on the sheet, `turned` by a quarter or not.
    pub(super) fn lying(&self, turned: bool) -> (f64, f64) {
        let (width, height) = (self.knife.width(), self.knife.height());
        if turned { (height, width) } else { (width, height) }
    }

    /// The bleed as it lies on the sheet.
    pub(super) fn bleed_lying(&self, turned: bool) -> Edges {
        let Edges { top, right, bottom, left } = self.bleed;
        // A quarter to the right: what was at the left is above.
        if turned { Edges { top: left, right: top, bottom: right, left: bottom } } else { self.bleed }
    }

    /// From the page to the sheet, with the knife's upper left corner at `x`, `y`.
    pub(super) fn placed(&self, x: f64, y: f64, turned: bool) -> Affine {
        let knife = self.knife;
        if turned {
            Affine::new([0.0, 1.0, -1.0, 0.0, x + knife.y1, y - knife.x0])
        } else {
            Affine::translate((x - knife.x0, y - knife.y0))
        }
    }

    /// The page seen from behind: turned over about its upright middle.
    pub(super) fn turned_over(&self) -> Affine {
        Affine::new([-1.0, 0.0, 0.0, 1.0, self.spine, 0.0])
    }

    /// The piece at a place of a sheet, with what is printed of it there.
    pub(super) fn slot(&self, at: Affine, knife: Rect, printed: Rect) -> Slot {
        let clip = match self.round {
            true => circle_path(self.knife.center(), self.knife.width() / 2.0),
            false => rect_path(at.inverse().transform_rect_bbox(printed)),
        };
        Slot { at, knife, printed, round: self.round, clip: Arc::new(clip) }
    }

    /// The back of a piece at a place, where the sheet is turned `over`.
    pub(super) fn behind(&self, slot: &Slot, over: Affine) -> Slot {
        let [knife, printed] = [slot.knife, slot.printed].map(|rect| over.transform_rect_bbox(rect));
        self.slot(over * slot.at * self.turned_over(), knife, printed)
    }

    /// Whether two pieces are of one shape.
    pub(super) fn is_square(&self) -> bool {
        self.round || (self.knife.width() - self.knife.height()).abs() < 1e-9
    }

    /// The line that a plotter follows, in the page's millimetres.
    pub fn contour(&self, product: &Product) -> BezPath {
        match product.trim_outline() {
            _ if self.round => fine_circle_path(self.knife.center(), self.knife.width() / 2.0),
            Outline::Rect(trim) => rect_path(trim),
            other => other.path(),
        }
    }
}

/// A page made ready for several places: its art as one form, its processing steps as they are, its own marks and slug
/// taken away.
pub fn as_piece(mut page: Page) -> Page {
    let (art, rest): (Vec<Item>, Vec<Item>) =
        std::mem::take(&mut page.items).into_iter().partition(|item| item.plane == Plane::Art);
    let form = Form { id: page.title.clone(), bounds: page.boxes.bleed, items: art, once: false };
    let mark = Mark::Shared { form: Arc::new(form), transform: Affine::IDENTITY };
    page.items.push(Item { mark, plane: Plane::Art, source: Source::default() });
    page.items.extend(rest.into_iter().filter(|item| matches!(item.plane, Plane::Step(_))));
    page.boxes.media = page.boxes.bleed;
    page
}
