//! G7: ornament. Tiles leave the page its ground, a key character is whole and light enough, and no character is
//! pressed flat.

use std::sync::Arc;

use super::limits::{FLAT, KEY_SEEN, ORNAMENT_LINE, SLACK, TILES, TOO_DENSE};
use super::sight::{Role, Shape, Sight, Thing};
use super::{Breach, Check};
use crate::compose::{Composed, Sort};
use crate::product::Product;
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Affine, Rect, Shape as _};

/// Blocks along the shorter side for the area of tiles.
const FINE: f64 = 120.0;
/// Level lines on which a key character's area is measured.
const LINES: usize = 200;

/// What is wrong with a page's ornament.
pub(super) fn ornaments(sight: &Sight, product: &Product) -> Vec<Breach> {
    let page = Rect::new(0.0, 0.0, product.trim.width, product.trim.height);
    let of = |role: Role| sight.things.iter().filter(move |t| t.role == role);
    let mut found = Vec::new();
    if let Some(region) = of(Role::Ornament(Sort::Tiles)).next().map(|t| t.region.clone()) {
        let share = tiled(of(Role::Ornament(Sort::Tiles)), page);
        if share > TILES * (1.0 + SLACK) {
            found.push(Breach::new(Check::Tiles, Severity::Warning, &region, share, TILES));
        }
    }
    for key in of(Role::Key) {
        let share = seen(key, page);
        if share < KEY_SEEN {
            found.push(Breach::new(Check::Key, Severity::Warning, &key.region, share, KEY_SEEN));
        }
    }
    for thing in sight.type_().filter(|t| t.role == Role::Slogan) {
        let Shape::Glyph { at, .. } = &thing.shape else { continue };
        let [a, b, c, d, ..] = at.as_coeffs();
        let flat = c.hypot(d) / a.hypot(b).max(1e-9);
        if flat < FLAT * (1.0 - SLACK) && !found.iter().any(|f: &Breach| f.check == Check::Flat) {
            found.push(Breach::new(Check::Flat, Severity::Warning, &thing.region, flat, FLAT));
        }
    }
    let mut thin: Option<(f64, Arc<str>)> = None;
    for thing in sight.things.iter().filter(|t| matches!(t.role, Role::Ornament(_))) {
        if let Shape::Line { width, .. } = thing.shape
            && thin.as_ref().is_none_or(|(least, _)| width < *least)
        {
            thin = Some((width, thing.region.clone()));
        }
    }
    if let Some((width, region)) = thin.filter(|(width, _)| *width < ORNAMENT_LINE * (1.0 - SLACK)) {
        found.push(Breach::new(Check::Hairline, Severity::Warning, &region, width, ORNAMENT_LINE));
    }
    found
}

/// A key character that is a blot when it stands alone: in a pair the other one carries it.
pub(super) fn dense(composed: &Composed) -> Option<Breach> {
    let mut shown = composed.drawn.iter().filter(|d| !d.characters.is_empty());
    let (first, more) = (shown.next()?, shown.next());
    let is_dense =
        more.is_none() && !first.characters.is_empty() && first.characters.chars().all(|c| TOO_DENSE.contains(c));
    let breach = || Breach::new(Check::Dense, Severity::Warning, &first.region, 1.0, 0.0);
    is_dense.then(|| breach().beside(&first.characters.as_str().into()))
}

/// The share of the page under tiles, by the boxes of their parts.
fn tiled<'t>(tiles: impl Iterator<Item = &'t Thing>, page: Rect) -> f64 {
    let boxes: Vec<Rect> = tiles.map(|t| t.bounds).collect();
    let side = page.width().min(page.height()) / FINE;
    let (columns, rows) = ((page.width() / side) as usize, (page.height() / side) as usize);
    let mut covered = 0;
    for row in 0..rows {
        let y = (row as f64 + 0.5) * side;
        let near: Vec<&Rect> = boxes.iter().filter(|r| r.y0 <= y && y <= r.y1).collect();
        let is_in = |column: &usize| {
            let x = (*column as f64 + 0.5) * side;
            near.iter().any(|r| r.x0 <= x && x <= r.x1)
        };
        covered += (0..columns).filter(is_in).count();
    }
    covered as f64 / (columns * rows).max(1) as f64
}

/// The share of a character's ink that is seen on the page.
fn seen(key: &Thing, page: Rect) -> f64 {
    let Shape::Fill { path, at, .. } = &key.shape else { return 1.0 };
    let whole = at.transform_rect_bbox(path.bounding_box());
    let window = key.bounds.intersect(page);
    if window.area() <= 0.0 {
        return 0.0;
    }
    let outline = key.outline();
    let area =
        |r: Rect| outline.stretches(r, LINES).iter().map(|s| s.to - s.from).sum::<f64>() * r.height() / LINES as f64;
    // A round window cuts what its box does not.
    let round = key.clips.iter().any(|clip| {
        let r = clip.bounding_box();
        clip.area().abs() < 0.95 * r.area()
    });
    let share = area(window) / area(whole).max(1e-9);
    if round {
        let clips: Vec<_> =
            key.clips.iter().map(|c| super::outline::Outline::of_fill(c, Affine::IDENTITY, false, 0.05)).collect();
        let points = (0..LINES * LINES).map(|i| {
            let (u, v) = ((i % LINES) as f64 + 0.5, (i / LINES) as f64 + 0.5);
            whole.origin() + biaoyu_page::geom::Vec2::new(u * whole.width(), v * whole.height()) / LINES as f64
        });
        let (mut all, mut inside) = (0_usize, 0_usize);
        for p in points.step_by(7).filter(|p| outline.holds(*p)) {
            all += 1;
            inside += usize::from(clips.iter().all(|c| c.holds(p)) && page.contains(p));
        }
        return inside as f64 / all.max(1) as f64;
    }
    share
}
