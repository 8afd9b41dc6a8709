//! Preflight 印前检查: what the shop would say of a page or a file, before the shop does.
//!
//! [`inspect`] judges one of our pages, [`file()`] any PDF; [`review`] judges the design of a page that was composed, and
//! [`Series`] that of a run. Findings are stable ids with words in both languages; `docs/preflight.md`
//! is the manual, made from the tables.

mod design;
mod exempt;
mod fold;
mod html;
mod manual;
mod many;
mod plates;
mod report;
mod rule;
mod rules;
mod scale;
mod see;
mod structure;
mod technical;
mod view;

pub use design::{COMPOSED_RULES, DESIGN_RULES, DesignCheck, GIVEN_NOT_SHOWN, Reviewed, Series, review};
pub use exempt::Exemption;
pub use html::{HTML_HEAD, Views, html};
pub use manual::manual;
pub use many::{Summary, guarded, judge_many};
pub use plates::page_of;
pub use report::{PageInfo, Report, file, judge, judge_each};
pub use rule::{Context, Out, Rule, Words};
pub use rules::{PageCheck, RULES};
pub use see::see;
pub use structure::{FILE_RULES, FileCheck, Judged};
pub use view::{heat, inks_at, place_of, plates as plate_pictures, proof};

pub use biaoyu_set::profile::Profile;

use crate::read::Seen;
use biaoyu_page::error::Finding;
use biaoyu_page::page::Page;

/// What a shop would say of a page.
pub fn inspect(page: &Page, context: &Context<'_>) -> Vec<Finding> {
    let mut seen = see(page);
    technical::sort_out(&mut seen, context.profile);
    inspect_seen(&seen, context, None)
}

/// What a shop would say of a page, whoever made it; `file` is its file's name.
pub fn inspect_seen(seen: &Seen, context: &Context<'_>, file: Option<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        let (id, severity, cure) = (rule.id, rule.severity, rule.cure);
        (rule.check)(seen, context, &mut Out { id, severity, cure, file, findings: &mut findings });
    }
    findings
}
