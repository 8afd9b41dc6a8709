//! G8: place. Type keeps off the edge, edges that are meant to be one are one, a stand's foot clears the floor, and a
//! stage's type stands over the heads.

use std::sync::Arc;

use super::limits::{APART, CENTRE, FLOOR, FLUSH, INSET, SLACK, STAGE, STAND_CODE, is_near};
use super::sight::{Role, Shape, Sight, Thing, is_seen};
use super::{Breach, Check};
use crate::compose::{Sheet, SheetKind, Sort};
use crate::product::{Kind, Product};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::Rect;

/// What stands where it should not.
pub(super) fn places(sight: &Sight, product: &Product, sheet: &Sheet) -> Vec<Breach> {
    if product.is_round() {
        return Vec::new();
    }
    let mut found = Vec::new();
    found.extend(inset(sight, product));
    if !product.personal {
        found.extend(flush(sight, product));
        found.extend(centred(sight, product));
    }
    if matches!(product.kind, Kind::Rollup | Kind::XStand) {
        found.extend(stand(sight, product));
    }
    if product.kind == Kind::Backdrop && sheet.kind == SheetKind::Event && product.aspect() < 3.4 {
        let all = lowest(sight);
        let share = all.as_ref().map_or(0.0, |(r, _)| r.y1 / product.trim.height);
        if let Some((_, region)) = all.filter(|_| share > STAGE * (1.0 + SLACK)) {
            found.push(Breach::new(Check::Stage, Severity::Warning, &region, share, STAGE));
        }
    }
    found
}

/// What is read or known at sight.
fn is_told(thing: &Thing) -> bool {
    is_seen(thing.bounds) && (thing.is_type() || matches!(thing.role, Role::Logo | Role::Code))
}

fn inset(sight: &Sight, product: &Product) -> Option<Breach> {
    let (w, h) = (product.trim.width, product.trim.height);
    let distance = |r: Rect| r.x0.min(r.y0).min(w - r.x1).min(h - r.y1) / w.min(h);
    let told = sight.things.iter().filter(|t| is_told(t));
    let worst = told.min_by(|a, b| distance(a.bounds).total_cmp(&distance(b.bounds)))?;
    let found = distance(worst.bounds);
    (found < INSET * (1.0 - SLACK)).then(|| Breach::new(Check::Inset, Severity::Warning, &worst.region, found, INSET))
}

/// The lowest of what is told, with its region.
fn lowest(sight: &Sight) -> Option<(Rect, Arc<str>)> {
    let told = sight.things.iter().filter(|t| is_told(t));
    let low = told.max_by(|a, b| a.bounds.y1.total_cmp(&b.bounds.y1))?;
    Some((low.bounds, low.region.clone()))
}

fn stand(sight: &Sight, product: &Product) -> Vec<Breach> {
    let (w, h) = (product.trim.width, product.trim.height);
    let mut found = Vec::new();
    if let Some((r, region)) = lowest(sight).filter(|(r, _)| h - r.y1 < FLOOR * (1.0 - SLACK)) {
        found.push(Breach::new(Check::Floor, Severity::Warning, &region, h - r.y1, FLOOR));
    }
    let code = sight.things.iter().find(|t| t.role == Role::Code);
    if let Some(code) = code.filter(|c| c.bounds.width() < STAND_CODE * w * (1.0 - SLACK)) {
        let share = code.bounds.width() / w;
        found.push(Breach::new(Check::StandCode, Severity::Warning, &code.region, share, STAND_CODE));
    }
    found
}

/// The rows of a sheet as the eye takes them: mark and name are one.
fn rows(sight: &Sight) -> Vec<(Rect, Arc<str>, Role)> {
    let mut rows: Vec<(Rect, Arc<str>, Role)> = Vec::new();
    for thing in sight.things.iter().filter(|t| is_told(t) && !matches!(t.sort, Sort::Bars | Sort::Slashes)) {
        match rows.iter_mut().find(|(_, region, _)| *region == thing.region) {
            Some((r, ..)) => *r = r.union(thing.placed()),
            None => rows.push((thing.placed(), thing.region.clone(), thing.role)),
        }
    }
    let sign = rows.iter().position(|(.., role)| *role == Role::Sign);
    let logo = rows.iter().position(|(.., role)| *role == Role::Logo);
    if let (Some(sign), Some(logo)) = (sign, logo)
        && let (Some(a), Some(b)) = (rows.get(sign).cloned(), rows.get(logo).cloned())
        && a.0.y0 < b.0.y1
        && b.0.y0 < a.0.y1
    {
        if let Some((r, ..)) = rows.get_mut(sign) {
            *r = r.union(b.0);
        }
        rows.remove(logo);
    }
    rows
}

/// Left and right edges that all but meet, and rows that stand all but on the axis.
fn flush(sight: &Sight, product: &Product) -> Vec<Breach> {
    let (w, h) = (product.trim.width, product.trim.height);
    let near = APART * w.min(h);
    let off = |r: &Rect| (r.center().x - w / 2.0).abs();
    let mut rows = rows(sight);
    rows.retain(|(_, region, _)| is_level(sight, region));
    let mut found = Vec::new();
    let mut tell = |region: &Arc<str>, other: &Arc<str>, apart: f64| {
        found.push(Breach::new(Check::Edge, Severity::Warning, region, apart, FLUSH).beside(other));
    };
    for (i, (a, region, _)) in rows.iter().enumerate() {
        for (b, other, _) in rows.iter().skip(i + 1) {
            if off(a) <= FLUSH && off(b) <= FLUSH {
                continue;
            }
            let (left, right) = ((a.x0 - b.x0).abs(), (a.x1 - b.x1).abs());
            // Right edges are ragged, but for what stands at the margin and not flush at the left.
            let is_ragged = left <= FLUSH || off(a) <= near || off(b) <= near;
            let at_margin = w - a.x1.max(b.x1) < 0.15 * w && !is_ragged;
            if left > FLUSH && left < near {
                tell(region, other, left);
            } else if at_margin && right > FLUSH && right < near {
                tell(region, other, right);
            }
        }
        // On the axis like another row that is no wider than half of the sheet, and flush with none.
        let axis = rows.iter().find(|(b, other, _)| other != region && off(b) <= FLUSH && b.width() < 0.5 * w);
        let is_flush = rows.iter().any(|(b, other, _)| other != region && (a.x0 - b.x0).abs() <= FLUSH);
        if let Some((_, other, _)) = axis.filter(|_| !is_flush && off(a) > FLUSH && off(a) < near / 2.0) {
            tell(region, other, off(a));
        }
    }
    found
}

/// Whether a region is set in level lines from an edge: columns begin where they end, cells keep their grid, and what
/// is turned has edges of its own.
fn is_level(sight: &Sight, region: &str) -> bool {
    let mut glyphs = sight.type_().filter(|t| *t.region == *region);
    let turned = |t: &Thing| matches!(&t.shape, Shape::Glyph { at, .. } if at.as_coeffs()[1].abs() > 1e-6);
    let (a, b) = (glyphs.next(), glyphs.next());
    let on_grid =
        sight.things.iter().any(|t| *t.region == *region && matches!(t.sort, Sort::Cells | Sort::Arc | Sort::Card));
    let runs_on = a.zip(b).is_none_or(|(a, b)| b.bounds.center().x > a.bounds.x1 - 0.1 * a.em);
    !on_grid && runs_on && !a.is_some_and(turned)
}

/// A slogan on the axis of a plain page lies a little above the middle of what is left to it.
fn centred(sight: &Sight, product: &Product) -> Option<Breach> {
    let drawn =
        |t: &Thing| matches!(t.role, Role::Ornament(_) | Role::Key | Role::Photo | Role::Seal) || t.sort == Sort::Bars;
    if sight.things.iter().any(drawn) || is_near(product) && !matches!(product.kind, Kind::Poster | Kind::Screen) {
        return None;
    }
    let hull = sight.hull(|role| role == Role::Slogan)?;
    let (w, safe) = (product.trim.width, product.safe_rect());
    // One that fills its measure may as well stand at its edge.
    if (hull.center().x - w / 2.0).abs() > 0.01 * w || hull.width() > 0.8 * w {
        return None;
    }
    // A code in the corner is no row that the slogan stands over.
    let over = |r: &Rect| r.x0 < hull.x1 && r.x1 > hull.x0;
    let others = || rows(sight).into_iter().filter(|(.., role)| *role != Role::Slogan).map(|(r, ..)| r).filter(over);
    // Flush with another row it fills its measure from the edge.
    if others().any(|r| (r.x0 - hull.x0).abs() <= FLUSH) {
        return None;
    }
    let above = others().map(|r| r.y1).filter(|y| *y <= hull.y0).fold(safe.y0, f64::max);
    let below = others().map(|r| r.y0).filter(|y| *y >= hull.y1).fold(safe.y1, f64::min);
    let share = (hull.center().y - above) / (below - above).max(1e-9);
    let region = sight.type_().find(|t| t.role == Role::Slogan).map(|t| t.region.clone())?;
    // Where it fills its room there is no choice.
    let free = 1.0 - hull.height() / (below - above).max(1e-9);
    let (low, high) = CENTRE;
    let wanted = if share < low { low } else { high };
    let is_off = free > 0.2 && !(low..=high).contains(&share);
    is_off.then(|| Breach::new(Check::Centre, Severity::Warning, &region, share, wanted))
}
