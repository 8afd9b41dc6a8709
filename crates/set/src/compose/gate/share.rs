//! G4: the slogan's share of the sheet.

use super::limits::{FAR_BELOW, INK, SLACK, Ways, share, within_reach};
use super::sight::{Role, Sight};
use super::{Breach, Check};
use crate::compose::{Sheet, SheetKind, Sort};
use crate::product::{Kind, Product};
use crate::text::break_lines::clauses;
use biaoyu_page::error::Severity;
use biaoyu_page::geom::Point;

/// Characters from which a slogan is long, and those of each of its three lines.
const LONG: (usize, usize) = (15, 5);

/// Whether most characters of the slogan stand under the one before.
fn is_down(sight: &Sight) -> bool {
    let middles: Vec<Point> = sight.type_().filter(|t| t.role == Role::Slogan).map(|t| t.bounds.center()).collect();
    let down = middles.windows(2).filter(|w| matches!(w, [a, b] if (b.y - a.y).abs() > (b.x - a.x).abs())).count();
    down * 2 > middles.len()
}

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
    let clauses: Vec<usize> = clauses(&sheet.text)
        .iter()
        .filter_map(|clause| sheet.text.get(clause.range.clone()))
        .map(|text| text.chars().filter(|c| c.is_alphanumeric()).count())
        .collect();
    // Three lines of a sheet that is wider than high are as high as those of the long slogans that were measured, however short
    // they are; they only take less of its width.
    let is_high = clauses.len() > 2 && w > h && product.kind != Kind::Banner;
    let longest = clauses.iter().copied().max().unwrap_or(0);
    // Beside a key character a slogan of three clauses stands in columns: the height that one column wants is the character's.
    let is_keyed =
        clauses.len() > 2 && sight.things.iter().any(|t| matches!(t.role, Role::Key | Role::Ornament(Sort::Dots)));
    let (length, part) = match is_high {
        true => (characters.max(LONG.0), longest.min(LONG.1) as f64 / LONG.1 as f64),
        false => (characters, 1.0),
    };
    let is_short = is_keyed && product.kind == Kind::VBanner;
    let part = part * wanted.least_hull(if is_short { length.max(LONG.0) } else { length });
    let cells = sight.type_().any(|t| slogan(t.role) && t.sort == Sort::Cells);
    // Who sets two characters of Latin for one of Chinese is not asked for more.
    let least = match product.kind {
        Kind::VBanner => wanted.least(length).min(within_reach(product, &clauses, Ways { cells, is_keyed })),
        Kind::Flag | Kind::Screen if is_down(sight) => {
            wanted.least(length).min(within_reach(product, &clauses, Ways { cells, is_keyed }))
        }
        _ => wanted.least(length),
    };
    // The figures are those of boxes of ems: a face that is narrower than its em is not asked for more of one column.
    let hull = hull.width().max(INK * em) * hull.height().max(INK * em);
    let measured = [(Check::Share, em / w.min(h), least), (Check::Hull, hull / (w * h), part)];
    let Some(region) = sight.type_().find(|t| slogan(t.role)).map(|t| t.region.clone()) else { return Vec::new() };
    let breach = |(check, found, wanted): (Check, f64, f64)| {
        let severity = if found < FAR_BELOW * wanted { Severity::Error } else { Severity::Warning };
        (found < wanted * (1.0 - SLACK)).then(|| Breach::new(check, severity, &region, found, wanted))
    };
    measured.into_iter().filter_map(breach).collect()
}
