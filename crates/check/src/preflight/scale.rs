//! Files that are drawn smaller than the product, and say so: by their name (`…-1比10.pdf`), or in the slug.

use crate::read::{Paper, Seen, What, shared};
use biaoyu_page::geom::Rect;
use biaoyu_set::product::Product;

/// Sizes that are alike, millimetres on the product.
const ALIKE: f64 = 0.1;

/// The scale 1:n that a file says it is drawn at; `None` for true size. What UserUnit makes true size is that already,
/// and so is what has the product's size as it is.
pub(super) fn said(first: &Seen, paper: &Paper, name: &str, product: Option<&Product>) -> Option<f64> {
    if paper.user_unit != 1.0 || product.is_some_and(|p| fits(first.boxes.trim, p, 1.0)) {
        return None;
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    scale_in(file).or_else(|| beside(first)).map(f64::from)
}

/// Whether a trim is the product's, at 1:`scale`.
pub(super) fn fits(trim: Rect, product: &Product, scale: f64) -> bool {
    let far = |a: f64, b: f64| (a * scale - b).abs() > ALIKE * scale.max(1.0);
    !far(trim.width(), product.trim.width) && !far(trim.height(), product.trim.height)
}

/// What the slug says: type beyond the trim.
fn beside(seen: &Seen) -> Option<u32> {
    seen.objects.iter().find_map(|object| match &object.what {
        What::Text(text) => {
            let inside = shared(object.bounds, seen.boxes.trim);
            let outside = inside.width() <= 0.0 || inside.height() <= 0.0;
            if outside { scale_in(&text.text) } else { None }
        }
        _ => None,
    })
}

/// `1比10`, `1:10`, `1：10` anywhere in a text, from 1:2 to 1:100.
fn scale_in(text: &str) -> Option<u32> {
    let marks = text.char_indices().filter(|(_, c)| matches!(c, '比' | ':' | '：'));
    marks.into_iter().find_map(|(at, mark)| {
        let before = text.get(..at)?.trim_end().strip_suffix('1')?;
        let after = text.get(at + mark.len_utf8()..)?.trim_start();
        let digits = after.chars().take_while(char::is_ascii_digit).count();
        let scale: u32 = after.get(..digits)?.parse().ok()?;
        let alone = !before.ends_with(|c: char| c.is_ascii_digit() || c == '.' || c == ':');
        (alone && (2..=100).contains(&scale)).then_some(scale)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_known_by_its_words() {
        for (text, wanted) in [
            ("banner-10500x1200-1比10.pdf", Some(10)),
            ("成品 10500 × 1200　比例 1:10　出血 0", Some(10)),
            ("比例 1：20", Some(20)),
            ("比例 1 : 5", Some(5)),
            ("比例 1:1", None),
            ("11:30 开会", None),
            ("比分 21比10", None),
            ("1比1000", None),
            ("2021-1-10.pdf", None),
        ] {
            assert_eq!(scale_in(text), wanted, "{text}");
        }
    }
}
