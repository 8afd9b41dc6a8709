//! A page as a picture on another page.

use std::sync::Arc;

use biaoyu_page::geom::{Affine, Rect};
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::page::{Cap, Group, Item, Join, Mark, Page, PathMark, Plane, Source, Stroke};

/// The printed art of a page inside its trim, its trim's box filling `rect`; marks and processing steps stay behind.
pub fn picture(page: &Page, rect: Rect) -> Item {
    let items = page.items.iter().filter(|item| item.plane == Plane::Art).cloned().collect();
    let group = Group { transform: to(page, rect), clip: Some(Arc::new(page.trim.path())), text: None, items };
    Item { mark: Mark::Group(group), plane: Plane::Art, source: Source::default() }
}

/// A thin line around a page's trim, so that a white page is seen.
pub fn outline(page: &Page, rect: Rect) -> Item {
    let path = to(page, rect) * page.trim.path();
    line(path, 0.1, Cmyk::percent(0.0, 0.0, 0.0, 45.0))
}

/// A stroked path.
pub(super) fn line(path: biaoyu_page::geom::BezPath, width: f64, ink: Cmyk) -> Item {
    let stroke = Stroke { paint: Paint::cmyk(ink), width, cap: Cap::Butt, join: Join::Miter, dash: Vec::new() };
    let mark = Mark::Path(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) });
    Item { mark, plane: Plane::Art, source: Source::default() }
}

fn to(page: &Page, rect: Rect) -> Affine {
    let trim = page.boxes.trim;
    Affine::translate((rect.x0, rect.y0))
        * Affine::scale_non_uniform(rect.width() / trim.width(), rect.height() / trim.height())
        * Affine::translate((-trim.x0, -trim.y0))
}
