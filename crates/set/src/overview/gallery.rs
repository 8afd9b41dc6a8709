//! A sheet of pictures: pages in rows, each row as wide as the sheet.

use biaoyu_page::geom::{Outline, Rect, rect_path};
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::page::{Boxes, Fill, Item, Mark, Page, PathMark, Plane, Source};

use super::Small;

/// Distance between pictures, mm.
const GAP: f64 = 6.0;
/// Width of the sheet, mm.
const WIDTH: f64 = 600.0;
/// Height of a row at most, mm.
const HEIGHT: f64 = 110.0;

/// Pages in rows on a gray ground, each row's pictures of one height.
pub fn gallery(title: &str, rows: &[Vec<Page>]) -> Page {
    let (mut items, mut small) = (Vec::new(), Small::default());
    let mut top = GAP;
    for row in rows.iter().filter(|row| !row.is_empty()) {
        let aspect = |page: &Page| page.boxes.trim.width() / page.boxes.trim.height().max(1e-9);
        let aspects: f64 = row.iter().map(aspect).sum();
        let free = WIDTH - GAP * (row.len() as f64 + 1.0);
        let height = (free / aspects.max(1e-9)).min(HEIGHT);
        let mut left = GAP;
        for page in row {
            let rect = Rect::new(left, top, left + aspect(page) * height, top + height);
            items.push(small.picture(page, rect));
            left = rect.x1 + GAP;
        }
        top += height + GAP;
    }
    let sheet = Rect::new(0.0, 0.0, WIDTH, top);
    let fill = Fill { paint: Paint::cmyk(Cmyk::percent(0.0, 0.0, 0.0, 22.0)), even_odd: false };
    let ground = PathMark { path: std::sync::Arc::new(rect_path(sheet)), fill: Some(fill), stroke: None };
    items.insert(0, Item { mark: Mark::Path(ground), plane: Plane::Art, source: Source::default() });
    let whole = Outline::Rect(sheet);
    let boxes = Boxes { media: sheet, bleed: sheet, trim: sheet };
    Page { title: title.into(), boxes, trim: whole, live: whole, cut: whole, items }
}
