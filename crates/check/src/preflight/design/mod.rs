//! Design checks: what a designer would say of a page that we composed, before it hangs.
//!
//! Unlike the rules on pages, which judge anybody's marks, these know whose words a region carries and which lines were
//! chosen. [`review`] runs on every page of a run; [`RunReview`] looks across its sheets.

mod author;
mod busy;
mod clauses;
mod cross;
mod gate;
mod ranks;
mod series;

pub(super) use author::cure as author_cure;
pub use author::tell_author;
pub use series::RunReview;
pub(super) use series::{DIFFERS, REPEATED};

use super::rule::{Context, Out, Rule, Words};
use super::rules::{RULES, SHARED};
use super::see;
use crate::read::Seen;
use biaoyu_page::error::{Finding, Severity};
use biaoyu_page::say;
use biaoyu_set::compose::gate::{Breach, judge};
use biaoyu_set::compose::{Composed, Sheet};
use biaoyu_set::product::Product;
use biaoyu_set::profile::Profile;

/// A composed page with what it was made of.
pub struct Reviewed<'a> {
    /// The page as its plates show it.
    pub seen: &'a Seen,
    /// Its words, sizes and lines.
    pub composed: &'a Composed,
    /// How big it is and from how far it is read.
    pub product: &'a Product,
    /// What it should say.
    pub sheet: &'a Sheet,
    /// What it does not keep of the gate.
    pub breaches: Vec<Breach>,
}

/// How a design rule looks at a page.
pub type DesignCheck = fn(&Reviewed<'_>, &mut Out<'_>);

/// Every design rule on one page, in the order in which findings are told.
pub const DESIGN_RULES: &[Rule<DesignCheck>] = &[
    gate::INK_OVERLAP,
    gate::NOT_CLEAR,
    gate::DIRECTION,
    gate::SLOGAN_SHARE,
    ranks::RANKS,
    ranks::TOO_FAR,
    clauses::UNEQUAL_CLAUSES,
    clauses::STRAY_CHARACTER,
    gate::CROWDED,
    gate::ORNAMENT,
    gate::PLACE,
    busy::BUSY_GROUND,
];

/// What the composer itself finds while it sets a page: for the manual.
pub const COMPOSED_RULES: &[Rule<()>] = &[GLYPH_CROPPED, TEXT_LEFT_OUT, GIVEN_NOT_SHOWN];

/// What a designer would say of a page: the design rules, and those on any page that are design as much as print
/// (contrast, thin lines), by sheet-fed offset; all that a printer would say, too, when `printed` asks for it.
pub fn review(composed: &Composed, product: &Product, sheet: &Sheet, printed: bool) -> Vec<Finding> {
    let seen = see(&composed.page);
    let mut findings = Vec::new();
    let context = Context { product: Some(product), profile: Profile::offset() };
    for rule in if printed { RULES } else { SHARED } {
        (rule.check)(&seen, &context, &mut out(rule, &mut findings));
    }
    let breaches = judge(composed, product, sheet);
    let reviewed = Reviewed { seen: &seen, composed, product, sheet, breaches };
    for rule in DESIGN_RULES {
        (rule.check)(&reviewed, &mut out(rule, &mut findings));
    }
    findings
}

fn out<'f, F>(rule: &Rule<F>, findings: &'f mut Vec<Finding>) -> Out<'f> {
    Out { id: rule.id, severity: rule.severity, cure: rule.cure, file: None, findings }
}

/// A place in the user's words, as the composer says it.
fn place(reviewed: &Reviewed<'_>, region: &str) -> biaoyu_page::error::Say {
    said_at(reviewed.sheet.number, &reviewed.product.id, region)
}

/// A region of the sheet of that number, 0 of one that has none, on a product.
fn said_at(n: u32, product: &str, region: &str) -> biaoyu_page::error::Say {
    match n {
        0 => say!("`{product}`, region `{region}`", "`{product}`，区域 `{region}`"),
        _ => say!("slogan {n}, `{product}`, region `{region}`", "第 {n} 条，`{product}`，区域 `{region}`"),
    }
}

const GLYPH_CROPPED: Rule<()> = Rule {
    id: "glyph-cropped",
    severity: Severity::Warning,
    what: Words {
        en: "a giant character is cut so far that it may not be read", zh: "大字裁得过多，可能认不出"
    },
    why: Words {
        en: "With its first strokes gone 质 reads as 贝: less than 70 % of the ink, or the layout's own `visible`, is too little.",
        zh: "起笔裁掉，“质”就成了“贝”：露出不到 70 %（或版式自定的 `visible`）就太少。",
    },
    cure: Words {
        en: "choose another key character (`--key`), or another layout",
        zh: "请换一个大字（`--key`），或换一个版式",
    },
    example: "slogan 2, `poster-a2`, region `key`: 61 % of `质` is seen, 70 % is the least",
    check: (),
};

/// What the press finds by the ledger of a page.
pub const GIVEN_NOT_SHOWN: Rule<()> = Rule {
    id: "given-not-shown",
    severity: Severity::Warning,
    what: Words { en: "something that was given is not printed", zh: "给了的内容没有印出" },
    why: Words {
        en: "Who types a date, or keeps it in a column, believes that it is printed. Told once a product and layout; what no page of a run prints is refused before it.",
        zh: "填了日期的人以为会印出来。每种产品、版式提示一次；整批没有一页印出的，开印前就拒绝。",
    },
    cure: Words {
        en: "choose a layout or a product that has a place for it, or leave it out",
        zh: "请换有这个位置的版式或产品，或去掉它",
    },
    example: "`badge-25`, layout `seal`: `place` (`合肥`) was given and is not printed",
    check: (),
};

const TEXT_LEFT_OUT: Rule<()> = Rule {
    id: "text-left-out",
    severity: Severity::Warning,
    what: Words { en: "an optional text had no room", zh: "可省的文字排不下，已省去" },
    why: Words {
        en: "Below the product's least type it could not be read; the page is made without it.",
        zh: "小于产品的最小字号就看不清；页面照做，只缺这一处。",
    },
    cure: Words { en: "shorten it, or choose a larger product", zh: "请缩短文字，或选更大的产品" },
    example: "slogan 2, `badge-25`, region `campaign`: `质量月` would be 1.2 mm high, 1.8 mm is the least here: left out",
    check: (),
};
