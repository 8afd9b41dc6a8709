//! G4: the slogan's share of the sheet.

use super::limits::{FAR_BELOW, INK, SLACK, share, within_reach};
use super::sight::{Role, Sight};
use super::{Breach, Check};
use crate::compose::{Sheet, SheetKind, Sort};
use crate::product::{Kind, Product};
use biaoyu_page::error::Severity;

/// Where the slogan is smaller, or takes less of the sheet, than its product and its length ask for.
pub(super) fn shares(sight: &Sight, product: &Product, sheet: &Sheet) -> Vec<Breach> {
    let Some(wanted) = share(product).filter(|_| sheet.kind == SheetKind::Slogan) else { return Vec::new() };
    // On a board the cells take the room, whatever it is printed on.
    if sight.things.iter().any(|t| t.sort == Sort::Card) {
        return Vec::new();
    }
    let slogan = |role| role == Role::Slogan;
    let (Some(em), Some(hull)) = (sight.em(slogan), sight.hull(slogan)) else { return Vec::new() };
    let (w, h) = (product.trim.width, product.trim.height);
    let characters = sheet.text.chars().filter(|c| c.is_alphanumeric()).count();
    // Who sets two characters of Latin for one of Chinese is not asked for more.
    let least = match product.kind {
        Kind::VBanner => wanted.least(characters).min(within_reach(product, characters)),
        _ => wanted.least(characters),
    };
    // The figures are those of boxes of ems: a face that is narrower than its em is not asked for more of one column.
    let hull = hull.width().max(INK * em) * hull.height().max(INK * em);
    let measured = [(Check::Share, em / w.min(h), least), (Check::Hull, hull / (w * h), wanted.least_hull(characters))];
    let Some(region) = sight.type_().find(|t| slogan(t.role)).map(|t| t.region.clone()) else { return Vec::new() };
    let breach = |(check, found, wanted): (Check, f64, f64)| {
        let severity = if found < FAR_BELOW * wanted { Severity::Error } else { Severity::Warning };
        (found < wanted * (1.0 - SLACK)).then(|| Breach::new(check, severity, &region, found, wanted))
    };
    measured.into_iter().filter_map(breach).collect()
}
