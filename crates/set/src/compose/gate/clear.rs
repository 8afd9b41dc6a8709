//! G1, the milder half: clear space between type and a mark, a code, a key character or the edge of ornament.

use std::sync::Arc;

use super::limits::CLEAR;
use super::outline::between;
use super::sight::{Role, Sight, Thing, is_seen};
use super::{Breach, Check};
use crate::compose::Sort;
use biaoyu_page::error::Severity;

/// Share of a region's characters that may stand on ornament before it is no longer one that they graze: how busy a
/// ground is, is another question.
const GRAZED: f64 = 0.2;

/// Regions whose type stands too near to a figure, with the least distance in ems of that type.
pub(super) fn clearances(sight: &Sight) -> Vec<Breach> {
    let regions = sight.regions(|_| true);
    let mut found = Vec::new();
    for region in &regions {
        let glyphs: Vec<&Thing> = sight.type_().filter(|t| t.region == *region).collect();
        let mut figures: Vec<(Arc<str>, Role)> = Vec::new();
        for thing in sight.things.iter().filter(|t| keeps_off(t.role) && t.region != *region && is_seen(t.bounds)) {
            if !figures.iter().any(|(r, _)| *r == thing.region) {
                figures.push((thing.region.clone(), thing.role));
            }
        }
        for (figure, role) in figures {
            let parts: Vec<&Thing> = sight.things.iter().filter(|t| t.region == figure && is_seen(t.bounds)).collect();
            let Some((near, least)) = nearest(&glyphs, &parts) else { continue };
            let grounds = matches!(role, Role::Ornament(_)) && near as f64 > GRAZED * glyphs.len() as f64;
            if least < CLEAR * 0.99 && !grounds {
                let breach = Breach::new(Check::Clearance, Severity::Warning, region, least, CLEAR);
                found.push(breach.beside(&figure));
            }
        }
    }
    found
}

/// Tiles share their grid with the type, a screen of dots is ground, panels and rules belong to the type.
fn keeps_off(role: Role) -> bool {
    matches!(role, Role::Logo | Role::Code | Role::Photo | Role::Key)
        || matches!(role, Role::Ornament(Sort::Lines | Sort::Rays))
}

/// How many glyphs stand nearer than they should, and the least distance in ems; `None` when all stand clear.
fn nearest(glyphs: &[&Thing], parts: &[&Thing]) -> Option<(usize, f64)> {
    let mut least = f64::INFINITY;
    let mut near = 0;
    for glyph in glyphs {
        let room = CLEAR * glyph.em;
        let around: Vec<&&Thing> = parts.iter().filter(|p| between(p.bounds, glyph.bounds) < room).collect();
        if around.is_empty() {
            continue;
        }
        let own = glyph.outline();
        let window = glyph.bounds.inflate(room, room);
        let distance = around.into_iter().map(|p| p.outline().near(window).distance(own, room)).fold(room, f64::min);
        if distance < room * 0.99 {
            near += 1;
            least = least.min(distance / glyph.em.max(1e-9));
        }
    }
    (near > 0).then_some((near, least))
}
