//! What who writes a layout can do about a finding: told under layouts of the user's own only, beside the cure that anybody has.

use crate::preflight::rule::Words;
use biaoyu_page::error::{Finding, Say};

/// Cures in a layout's file, by rules.
pub(in crate::preflight) const CURES: &[(&str, Words)] = &[
    (
        "series-differs",
        Words {
            en: "let what all sheets share follow `series.N`, `series.clauses` and `series.longest`",
            zh: "各张共有的部分请随 `series.N`、`series.clauses`、`series.longest` 变化",
        },
    ),
    ("picture-repeated", Words { en: "let the pattern follow `n`", zh: "请让图案随 `n` 变化" }),
    ("ink-overlap", Words { en: "give its regions room of their own", zh: "请给各区域留出地方" }),
    ("type-not-clear", Words { en: "give the region more distance", zh: "请拉开区域之间的距离" }),
    (
        "reading-direction",
        Words {
            en: "raise `leading`, or lower `pitch` and `tracking`",
            zh: "请加大 `leading`，或减小 `pitch`、`tracking`",
        },
    ),
    ("page-crowded", Words { en: "end the ornament earlier", zh: "请收小图案" }),
    (
        "ornament-out-of-measure",
        Words {
            en: "lower the share of tiles, the zoom or the condensing, or keep windows of a board between 0.75:1 and 2:1",
            zh: "请减小图块、放大倍数或压扁程度；展板图窗保持在 0.75:1 到 2:1 之间",
        },
    ),
    ("out-of-place", Words { en: "move the region", zh: "请移动该区域" }),
    ("glyph-cropped", Words { en: "lower the zoom, or move the anchor", zh: "请减小放大倍数，或移动锚点" }),
    ("ranks-out-of-proportion", Words { en: "set the other text smaller", zh: "请缩小其他文字" }),
    (
        "text-over-ornament",
        Words {
            en: "end the ornament before the type, put a plain area under it, or choose a quieter ink",
            zh: "请让图案避开文字、在文字下垫一块纯色，或改用更安静的颜色",
        },
    ),
    ("unequal-clauses", Words { en: "set all clauses in one region", zh: "请把分句放在同一区域" }),
    ("stray-character", Words { en: "give the region more room", zh: "请给该区域更大的地方" }),
];

/// The cure in a layout's file for findings of a rule.
pub(in crate::preflight) fn cure(rule: &str) -> Option<Words> {
    CURES.iter().find(|(id, _)| *id == rule).map(|(_, words)| *words)
}

/// Adds to findings on a page in a layout of the user's own what can be done in its file.
pub fn tell_author(findings: &mut [Finding]) {
    for finding in findings {
        let (Some(Words { en, zh }), Some(hint)) = (cure(finding.rule), &mut finding.hint) else { continue };
        *hint = Say {
            en: format!("{}; in your layout: {en}", hint.en),
            zh: format!("{}；在自己的版式里：{zh}", hint.zh),
        };
    }
}
