//! Pages taken apart for stock that is printed beforehand: what differs from row to row, and what does not.

use std::sync::Arc;

use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::geom::{Rect, rect_path};
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::page::{Fill, Group, Item, Mark, PathMark, Plane};
use biaoyu_page::say;

/// What does not differ. Where a picture that does lies on a ground, the ground is left white for it: printed onto ink it would not be
/// what the page shows. Says whether any place was left white.
pub(crate) fn fixed(items: Vec<Item>, moves: impl Fn(&Item) -> bool) -> (Vec<Item>, bool) {
    let mut left = false;
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        if !moves(&item) {
            kept.push(item);
        } else if !kept.is_empty()
            && let Some(hole) = hole(&item)
        {
            left = true;
            kept.push(hole);
        }
    }
    (kept, left)
}

/// The place of the pictures of an item that hide what lies below, in paper white.
fn hole(item: &Item) -> Option<Item> {
    let within = |items: &[Item]| items.iter().filter_map(hole).collect::<Vec<Item>>();
    let mark = match &item.mark {
        Mark::Image(image) if image.image.alpha.is_none() => {
            let path = image.matrix * rect_path(Rect::new(0.0, 0.0, 1.0, 1.0));
            let fill = Some(Fill { paint: Paint::cmyk(Cmyk::PAPER), even_odd: false });
            Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None })
        }
        Mark::Group(group) => Mark::Group(Group { items: within(&group.items), text: None, ..group.clone() }),
        Mark::Shared { form, transform } => {
            Mark::Group(Group { transform: *transform, clip: None, text: None, items: within(&form.items) })
        }
        Mark::Image(_) | Mark::Glyphs(_) | Mark::Path(_) | Mark::Blocks(_) => return None,
    };
    let is_empty = matches!(&mark, Mark::Group(group) if group.items.is_empty());
    (item.plane == Plane::Art && !is_empty).then(|| Item { mark, ..item.clone() })
}

/// What is told of a stock with such a place.
pub(crate) fn told() -> Finding {
    Finding {
        rule: "stock-hole",
        severity: Severity::Note,
        place: Place::default(),
        what: say!(
            "the place of the picture stays white on the stock: it is printed there later",
            "底版在放照片的地方留白：照片随后印在白处"
        ),
        hint: None,
    }
}
