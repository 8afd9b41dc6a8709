//! Ranks 主次: the slogan first, then the theme, then who signs; and all of it large enough for its distance.

use super::gate::said;
use super::{DesignCheck, Reviewed, place};
use crate::preflight::rule::{Rule, Words};
use biaoyu_page::error::Severity;
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_set::compose::gate::Check;
use biaoyu_set::compose::{Rank, Said, Sort};

/// Most that anything but the slogan may measure, in slogans. 落款 on a banner is 0.40 of it, the campaign's line of a
/// backdrop 0.42; on a flag, where a unit is 0.05 of the shorter side at least, it comes to 0.6 beside the longest slogans.
const SECOND: f64 = 0.6;
/// Sizes are equal within this: rounding, and a size that two regions share.
const SLACK: f64 = 0.02;

pub(crate) const RANKS: Rule<DesignCheck> = Rule {
    id: "ranks-out-of-proportion",
    severity: Severity::Warning,
    what: Words {
        en: "theme, 落款 or a caption competes with the slogan", zh: "主题、落款或小字与标语争大小"
    },
    why: Words {
        en: "What is to be read first must be seen first: beside the slogan everything stays below 0.6 of its size, who signs below 0.45, the theme below 0.42; where type is at its least anyway, on badges, below all of it. On a person's card the name leads, 1.7 times the slogan.",
        zh: "先读的要先看见：其余文字都不超过标语字号的 0.6，落款不超过 0.45，主题不超过 0.42；徽章上字号本已最小，不得大于标语；工牌以姓名为首，是标语的 1.7 倍。",
    },
    cure: Words {
        en: "leave some of the other texts out or shorten the slogan, or choose another layout or product",
        zh: "请少放其他文字或缩短标语，或换版式或产品",
    },
    example: "slogan 2, `flag-4`, region `sign`: 落款 of 44 mm beside a slogan of 60 mm (0.73), at most 0.6",
    check: |reviewed, out| {
        use Check::{Name, Sign, Theme, ThemeBelow, ThemeLeast};
        let own =
            || reviewed.breaches.iter().filter(|b| [Sign, Theme, ThemeBelow, ThemeLeast, Name].contains(&b.check));
        for breach in own() {
            out.add_as(breach.severity, Some(place(reviewed, &breach.region)), said(breach));
        }
        // A certificate is headed by what it is, a label by its code; a board is read, and its slogan stands on one line over it.
        let is_board = reviewed.composed.ledger.iter().any(|entry| entry.sort == Sort::Card);
        if is_board || reviewed.product.kind.is_paper() {
            return;
        }
        // On a person's badge the name is what is read first.
        let leader = if reviewed.product.personal { Rank::Name } else { Rank::Slogan };
        let Some(first) = largest(reviewed, |said| said.rank == leader) else { return };
        let small = reviewed.product.is_round() || reviewed.product.personal;
        let most = if small { 1.0 } else { SECOND };
        for text in &reviewed.composed.said {
            let share = text.size / first.max(1e-9);
            let told = own().any(|b| b.region == text.region);
            // A figure is the picture of its sheet.
            if [leader, Rank::Figure].contains(&text.rank) || share <= most + SLACK || told {
                continue;
            }
            let [size, first, share] = [(text.size, 1), (first, 1), (share, 2)].map(|(v, d)| number(v, d));
            let (en, zh) = match text.rank {
                Rank::Theme => ("theme", "主题"),
                Rank::Sign => ("落款", "落款"),
                Rank::Slogan => ("slogan", "标语"),
                _ => ("text", "文字"),
            };
            let (leads, leads_zh) = if leader == Rank::Name { ("name", "姓名") } else { ("slogan", "标语") };
            let what = say!(
                "{en} of {size} mm beside a {leads} of {first} mm ({share}), at most {most}",
                "{zh} {size} mm，{leads_zh} {first} mm，比例 {share}，应不超过 {most}"
            );
            out.add(Some(place(reviewed, &text.region)), what);
        }
    },
};

/// Farther than so many times its height (11 minutes of arc, 3.3 mm for a metre) type is not read.
const READ: f64 = 300.0;

pub(crate) const TOO_FAR: Rule<DesignCheck> = Rule {
    id: "too-small-for-distance",
    severity: Severity::Warning,
    what: Words {
        en: "the largest type is too small for the product's distance",
        zh: "最大的字也小于该产品观看距离所需",
    },
    why: Words {
        en: "A Han character can be made out at 300 times its height, and is read at ease, dense ones (赢, 疆) too, at 150 times. A main line smaller than the first is not read from where people stand.",
        zh: "汉字在其高度 300 倍的距离上勉强可辨，150 倍以内笔画密的字（赢、疆）也读得轻松。主句比前者还小，站在那里的人就读不了。",
    },
    cure: Words {
        en: "shorten the slogan, choose another layout, or a larger product",
        zh: "请缩短标语、换一个版式，或选更大的产品",
    },
    example: "slogan 2, `banner-6000x700`, region `line`: 50 mm, read from 20 m it wants 66.7 mm at least",
    check: |reviewed, out| {
        let all = &reviewed.composed.said;
        let Some(first) = all.iter().max_by(|a, b| a.size.total_cmp(&b.size)) else { return };
        let metres = reviewed.product.distance;
        let least = metres * 1000.0 / READ;
        if first.size >= least - 0.05 {
            return;
        }
        let [size, least, metres] = [(first.size, 1), (least, 1), (metres, 1)].map(|(v, d)| number(v, d));
        let what = say!(
            "{size} mm, read from {metres} m it wants {least} mm at least",
            "{size} mm，在 {metres} m 外阅读至少应为 {least} mm"
        );
        out.add(Some(place(reviewed, &first.region)), what);
    },
};

/// The largest size of what is said.
fn largest(reviewed: &Reviewed<'_>, of: impl Fn(&Said) -> bool) -> Option<f64> {
    reviewed.composed.said.iter().filter(|said| of(said)).map(|said| said.size).reduce(f64::max)
}
