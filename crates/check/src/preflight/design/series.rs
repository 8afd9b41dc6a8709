//! A series: sheets that hang beside each other must differ.

use std::collections::BTreeMap;

use super::gate::said;
use super::out;
use crate::preflight::rule::{Rule, Words};
use biaoyu_page::error::{Finding, Severity};
use biaoyu_page::say;
use biaoyu_set::compose::gate::Habit;
use biaoyu_set::compose::{Composed, Sheet};
use biaoyu_set::product::Product;

/// What was seen of a run so far: pictures by where they stand, with the sheet that had them first.
#[derive(Clone, Debug, Default)]
pub struct RunReview {
    seen: BTreeMap<Key, (u32, String)>,
    /// What the sheets of each layout on each product have alike.
    habits: BTreeMap<(String, String), Habit>,
}

/// Layout, product, region, characters, shape.
type Key = (String, String, String, String, u64);

impl RunReview {
    /// Looks at one more page of a run; what it repeats of another sheet is told. Pages come in the order of the run.
    pub fn meet(&mut self, composed: &Composed, layout: &str, product: &Product, sheet: &Sheet) -> Vec<Finding> {
        let mut findings = Vec::new();
        for drawn in &composed.drawn {
            let key = (
                layout.to_string(),
                product.id.clone(),
                drawn.region.to_string(),
                drawn.characters.clone(),
                drawn.shape,
            );
            // The same sheet for many people is no series.
            let first = self.seen.entry(key).or_insert_with(|| (sheet.number, sheet.text.clone()));
            if first.1 == sheet.text {
                continue;
            }
            let before = first.0;
            let place = Some(super::said_at(sheet.number, &product.id, &drawn.region));
            let shown = &drawn.characters;
            let what = if shown.is_empty() {
                say!("the same pattern as slogan {before}", "图案与第 {before} 条相同")
            } else {
                say!("`{shown}` as on slogan {before}", "与第 {before} 条同用 `{shown}`")
            };
            out(&REPEATED, &mut findings).add(place, what);
        }
        let habit = self.habits.entry((layout.to_string(), product.id.clone())).or_default();
        for breach in habit.meet(composed, product, sheet) {
            let place = super::said_at(sheet.number, &product.id, &breach.region);
            out(&DIFFERS, &mut findings).add_as(breach.severity, Some(place), said(&breach));
        }
        findings
    }
}

pub(crate) const DIFFERS: Rule<()> = Rule {
    id: "series-differs",
    severity: Severity::Warning,
    what: Words { en: "sheets of a series differ where they should be alike", zh: "同一批该相同的地方不同" },
    why: Words {
        en: "Side by side on a wall one foot that jumps, or a third size of slogan, looks like a slip. The longest slogan decides for all.",
        zh: "挂在一起时，落款忽高忽低、标语第三种字号，看上去像失手。全批随最长的一条。",
    },
    cure: Words {
        en: "shorten the longest text, make what differs in a run of its own, or choose another layout",
        zh: "请缩短最长的一条，或把不同的几张另做一批，或换一个版式",
    },
    example: "slogan 7, `flag-4`, region `slogan`: slogans in 3 sizes, at most 2",
    check: (),
};

pub(crate) const REPEATED: Rule<()> = Rule {
    id: "picture-repeated",
    severity: Severity::Warning,
    what: Words { en: "two sheets of a run show the same picture", zh: "同一批里两张用了同样的图" },
    why: Words {
        en: "Side by side on a wall, fifteen times the same character is one poster fifteen times.",
        zh: "挂在一起时，十五张同一个大字等于同一张挂了十五遍。",
    },
    cure: Words {
        en: "give the slogan another large character: `--key 3=质`, `key` in the campaign, a column 关键字",
        zh: "请给该标语换一个大字：`--key 3=质`，或活动文件里的 `key`，或表格的“关键字”一列",
    },
    example: "slogan 7, `poster-a2`, region `key`: `质` as on slogan 1",
    check: (),
};
