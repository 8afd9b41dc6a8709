//! Plates that are no printing inks, told apart by their names: what they paint is a step of the work, not art.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::read::{Object, Seen};
use biaoyu_page::page::{Plane, Step};
use biaoyu_set::finish::{Technical, technical};

use super::Profile;

/// Sorts out what a page paints on technical plates: by the names of the trade, and of the shop's own.
pub(super) fn sort_out(seen: &mut Seen, profile: &Profile) {
    let names = seen.objects.iter().flat_map(|o| o.tones.iter().flat_map(|t| &t.spots)).map(|(spot, _)| &spot.plate);
    let mut known: BTreeMap<&str, Option<Technical>> = BTreeMap::new();
    for name in names {
        known.entry(name).or_insert_with(|| {
            let own = profile.technical.iter().find(|own| own.trim().eq_ignore_ascii_case(name.trim()));
            profile.plates.technical(name).or_else(|| technical(name)).or(own.map(|_| Technical::Cut))
        });
    }
    let known: BTreeMap<String, Technical> =
        known.into_iter().filter_map(|(name, what)| Some((name.to_string(), what?))).collect();
    if known.is_empty() {
        return;
    }
    let mut steps: BTreeMap<String, Arc<Step>> = BTreeMap::new();
    for object in seen.objects.iter_mut().filter(|o| o.plane == Plane::Art) {
        let Some((plate, what)) = sole(object, &known) else { continue };
        let spot = object.tones.iter().flat_map(|t| &t.spots).find(|(spot, _)| spot.plate == plate);
        let Some((spot, _)) = spot.cloned() else { continue };
        let step = steps.entry(plate.clone()).or_insert_with(|| {
            let (group, kind) = what.step();
            Arc::new(Step { group, kind, layer: plate, spot })
        });
        object.plane = Plane::Step(step.clone());
    }
    seen.technical = known;
}

/// The technical plate that is all an object paints.
fn sole(object: &Object, known: &BTreeMap<String, Technical>) -> Option<(String, Technical)> {
    let mut found = None;
    for tone in &object.tones {
        if tone.process.total() > 1e-4 || tone.screen.is_some() {
            return None;
        }
        for (spot, _) in tone.spots.iter().filter(|(_, share)| *share > 0.0) {
            let what = known.get(&spot.plate)?;
            found = found.or(Some((spot.plate.clone(), *what)));
        }
    }
    found
}
