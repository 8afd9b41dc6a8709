//! Preflight 印前检查: what the shop would say of a page or a file, before the shop does.
//!
//! [`inspect`] judges one of our pages, [`file()`] any PDF; [`review`] judges the design of a page that was composed, and
//! [`RunReview`] that of a run. Findings are stable ids with words in both languages; `docs/preflight.md`
//! is the manual, made from the tables.

mod design;
mod exempt;
mod fold;
mod html;
mod judge;
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

pub use design::{
    COMPOSED_RULES, DESIGN_RULES, DesignCheck, GIVEN_NOT_SHOWN, Reviewed, RunReview, review, tell_author,
};
pub use exempt::Exemption;
pub use html::{HTML_HEAD, Views, html};
pub use judge::{file, inspect, inspect_seen, judge, judge_each};
pub use manual::manual;
pub use many::{Summary, guarded, judge_many};
pub use plates::page_of;
pub use report::{PageInfo, Report};
pub use rule::{Context, Out, Rule, Words};
pub use rules::{PageCheck, RULES};
pub use see::see;
pub use structure::{FILE_RULES, FileCheck, Judged};
pub use view::{heat, inks_at, place_of, plates as plate_pictures, proof};

pub use biaoyu_set::profile::Profile;
