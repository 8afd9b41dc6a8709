//! G5: ranks. The slogan leads, the theme is second, who signs is third; on a person's badge the name leads.

use super::limits::{NAME, SIGN, SLACK, THEME, THEME_LEAST, is_near};
use super::sight::{Role, Sight, Thing};
use super::{Breach, Check};
use crate::compose::Sort;
use crate::product::{Kind, Product};
use biaoyu_page::error::Severity;

/// Sizes that are out of proportion.
pub(super) fn ranks(sight: &Sight, product: &Product) -> Vec<Breach> {
    let largest = |role: Role| {
        let all = sight.type_().filter(|t| t.role == role);
        all.max_by(|a, b| a.em.total_cmp(&b.em)).map(|t: &Thing| (t.em, t.region.clone()))
    };
    let Some((slogan, _)) = largest(Role::Slogan) else { return Vec::new() };
    let mut found = Vec::new();
    if product.personal {
        if let Some((name, region)) = largest(Role::Name).filter(|(name, _)| *name < NAME * slogan * (1.0 - SLACK)) {
            found.push(Breach::new(Check::Name, Severity::Warning, &region, name / slogan, NAME));
        }
        return found;
    }
    // A board is read, and its slogan stands on one line over it.
    if sight.things.iter().any(|t| t.sort == Sort::Card) {
        return found;
    }
    // Type on small round badges is at its least anyway; a stage names its hosts as its sponsors want it.
    let is_hung = !product.is_round() && !matches!(product.kind, Kind::Backdrop | Kind::Cover | Kind::TableFlag);
    if !is_hung {
        return found;
    }
    let most = [(Check::Sign, Role::Sign, SIGN), (Check::Theme, Role::Theme, THEME)];
    for (check, role, most) in most {
        if let Some((em, region)) = largest(role).filter(|(em, _)| *em > most * slogan * (1.0 + SLACK)) {
            found.push(Breach::new(check, Severity::Warning, &region, em / slogan, most));
        }
    }
    if let Some((theme, region)) = largest(Role::Theme).filter(|_| is_near(product)) {
        let least = THEME_LEAST * product.trim.width.min(product.trim.height);
        if theme < least * (1.0 - SLACK) {
            let share = theme / product.trim.width.min(product.trim.height);
            found.push(Breach::new(Check::ThemeLeast, Severity::Warning, &region, share, THEME_LEAST));
        }
        if let Some((campaign, other)) = largest(Role::Campaign).filter(|(c, _)| *c > theme * (1.0 + SLACK)) {
            let breach = Breach::new(Check::ThemeBelow, Severity::Warning, &region, theme / campaign, 1.0);
            found.push(breach.beside(&other));
        }
    }
    found
}
