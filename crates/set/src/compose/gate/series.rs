//! G9: series. Sheets that hang beside each other have one answer: one variant, one foot, few sizes. The worst slogan
//! decides, and it decides for the whole campaign, whichever part of it is printed where.

use super::limits::{FLUSH, SIZES};
use super::sight::{Role, Sight};
use super::{Breach, Check, judge};
use crate::compose::edition::code;
use crate::compose::{Choice, Composed, Edition, Sheet, SheetKind, Sort, compose_in, frame};
use crate::product::{Kind, Product};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::Rect;

/// Chooses for a series: the first variant that all its slogans may take and in which the gate finds nothing; where
/// there is none, the one in which it finds least. `editions` are the slogans of one layout on one product, in one set
/// of fields and pictures. Where only one variant comes into question nothing is composed.
pub fn choose(editions: &[Edition<'_>]) -> Choice {
    let of = Choice::of(editions.iter().map(|e| e.sheet));
    let slogans: Vec<&Edition<'_>> = editions.iter().filter(|e| e.sheet.kind == SheetKind::Slogan).collect();
    let mut common: Option<Vec<usize>> = None;
    for edition in &slogans {
        let own = applicable(edition, &of);
        match &mut common {
            Some(all) => all.retain(|v| own.contains(v)),
            None => common = Some(own),
        }
    }
    let common = common.unwrap_or_default();
    let mut best: Option<(usize, usize)> = None;
    if let [only] = common[..] {
        return Choice { variant: Some(only), ..of };
    }
    for variant in common {
        let choice = Choice { variant: Some(variant), ..of.clone() };
        let most = best.map_or(usize::MAX, |(_, found)| found);
        let mut found = 0;
        for edition in &slogans {
            found += offences(edition, &choice);
            if found >= most {
                break;
            }
        }
        if found == 0 {
            return choice;
        }
        if found < most {
            best = Some((variant, found));
        }
    }
    Choice { variant: best.map(|(variant, _)| variant), ..of }
}

/// The variants that a page may take, in the order of the layout.
fn applicable(edition: &Edition<'_>, choice: &Choice) -> Vec<usize> {
    let code = code(edition);
    let mut frame = frame::fill(edition, code.as_ref().and_then(|c| c.as_ref().ok()), choice, Vec::new());
    let variants = edition.layout.variants.iter().enumerate();
    let holds = variants.filter(|(_, v)| {
        frame::fill_fields(edition, v, &mut frame);
        v.when.as_ref().is_none_or(|w| w.eval(&frame) != 0.0)
    });
    holds.map(|(index, _)| index).collect()
}

/// What the gate finds on a page, errors counted as ten; what cannot be set as a hundred.
fn offences(edition: &Edition<'_>, choice: &Choice) -> usize {
    let Ok(composed) = compose_in(edition, choice) else { return 100 };
    let weigh = |b: &Breach| match b.severity {
        Severity::Error => 10,
        Severity::Warning => 1,
        Severity::Note => 0,
    };
    judge(&composed, edition.product, edition.sheet).iter().map(weigh).sum()
}

/// What the sheets of one layout on one product had so far.
#[derive(Clone, Debug, Default)]
pub struct Habit {
    sizes: Vec<f64>,
    foot: Vec<(Role, Rect)>,
}

impl Habit {
    /// Looks at one more sheet; what differs from those before it is told. Sheets come in the order of the run.
    pub fn meet(&mut self, composed: &Composed, product: &Product, sheet: &Sheet) -> Vec<Breach> {
        if sheet.kind != SheetKind::Slogan || product.personal {
            return Vec::new();
        }
        let sight = Sight::of(composed);
        let mut found = Vec::new();
        // Where nothing is drawn, the size of the slogan is all that one sees.
        let region = sight.type_().find(|t| t.role == Role::Slogan).map(|t| t.region.clone());
        let is_drawn = |t: &super::sight::Thing| {
            matches!(t.role, Role::Ornament(_) | Role::Key | Role::Seal) || t.sort == Sort::Bars
        };
        let plain = product.kind == Kind::Flag && composed.drawn.is_empty() && !sight.things.iter().any(is_drawn);
        if let Some((em, region)) = sight.em(|r| r == Role::Slogan).zip(region).filter(|_| plain)
            && !self.sizes.iter().any(|s| (s / em - 1.0).abs() < 0.02)
        {
            self.sizes.push(em);
            if self.sizes.len() > SIZES {
                let (sizes, most) = (self.sizes.len() as f64, SIZES as f64);
                found.push(Breach::new(Check::Sizes, Severity::Warning, &region, sizes, most));
            }
        }
        // On a disc there is no foot: a mark stands by the slogan, and people wear one badge each.
        let foot = if product.is_round() { &[][..] } else { &[Role::Sign, Role::Logo, Role::Code] };
        for role in foot.iter().copied() {
            let own = sight.things.iter().find(|t| t.role == role).map(|t| t.region.clone());
            let Some((hull, region)) = sight.hull(|r| r == role).zip(own) else { continue };
            // A 落款 that runs on after the slogan on one line stands where that ends.
            if composed.ledger.iter().any(|e| e.region == region && e.sort == Sort::Run) {
                continue;
            }
            match self.foot.iter().find(|(r, _)| *r == role) {
                None => self.foot.push((role, hull)),
                Some((_, first)) => {
                    let apart = [hull.x0 - first.x0, hull.x1 - first.x1, hull.y0 - first.y0, hull.y1 - first.y1];
                    let apart = apart.into_iter().map(f64::abs).fold(0.0, f64::max);
                    if apart > FLUSH {
                        found.push(Breach::new(Check::Foot, Severity::Warning, &region, apart, FLUSH));
                    }
                }
            }
        }
        found
    }
}
