//! Clauses: matched ones are set alike, and no line is left with one character.

use std::ops::Range;

use super::{DesignCheck, Reviewed, place};
use crate::preflight::rule::{Rule, Words};
use biaoyu_page::error::Severity;
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_set::compose::{Rank, Set};
use biaoyu_set::text::break_lines::clauses;

/// Sizes that differ by more than this share are two sizes.
const SAME: f64 = 0.02;

pub(crate) const UNEQUAL_CLAUSES: Rule<DesignCheck> = Rule {
    id: "unequal-clauses",
    severity: Severity::Warning,
    what: Words { en: "clauses of one slogan are not set alike", zh: "同一标语的分句排法不一致" },
    why: Words {
        en: "Matched clauses 对仗 are one figure: they take one size, and those of one length one number of lines. A long one is never made smaller to fit.",
        zh: "对仗的分句是一个整体：同一字号，等长的分句行数相同。长句不得单独缩小。",
    },
    cure: Words {
        en: "mark the breaks with `|` in the slogan, or choose another layout",
        zh: "请在标语里用 `|` 标出断行，或换一个版式",
    },
    example: "slogan 2, `poster-a2`, region `slogan`: `用质量经营` takes 1 line, `谋创新发展`, as long, 2",
    check: |reviewed, out| {
        let text = &reviewed.sheet.text;
        let parts = || reviewed.composed.said.iter().filter(|said| said.rank == Rank::Slogan);
        // Two regions that each say a part of it.
        let whole = letters(text);
        let split = sets(reviewed).filter(|set| set.lines.iter().map(|l| letters(l)).sum::<usize>() < whole);
        let split: Vec<_> = split.map(|set| &set.region).collect();
        let sizes = || parts().filter(|said| split.contains(&&said.region)).map(|said| said.size);
        if let (Some(least), Some(most)) = (sizes().reduce(f64::min), sizes().reduce(f64::max))
            && most > least * (1.0 + SAME)
        {
            let region = split.first().map_or("", |r| r);
            let [least, most] = [least, most].map(|v| number(v, 1));
            let what = say!("its clauses stand in {least} and {most} mm", "分句有 {least} mm 和 {most} mm 两种字号");
            out.add(Some(place(reviewed, region)), what);
        }
        for set in sets(reviewed) {
            let counted = lines_of(text, &set.lines);
            let unlike = counted.iter().enumerate().find_map(|(i, (a, lines))| {
                let same = |(b, more): &&(Range<usize>, usize)| {
                    letters(&text[a.clone()]) == letters(&text[b.clone()]) && more != lines
                };
                counted.get(i + 1..)?.iter().find(same).map(|(b, more)| (a, *lines, b, *more))
            });
            let Some((a, lines, b, more)) = unlike else { continue };
            let [a, b] = [a, b].map(|range| text.get(range.clone()).unwrap_or_default());
            let what = say!(
                "`{a}` takes {lines} lines, `{b}`, as long, {more}",
                "`{a}` 排 {lines} 行，等长的 `{b}` 排 {more} 行"
            );
            // Where the words allow no other break it cannot be helped.
            out.add_as(Severity::Note, Some(place(reviewed, &set.region)), what);
        }
    },
};

pub(crate) const STRAY_CHARACTER: Rule<DesignCheck> = Rule {
    id: "stray-character",
    severity: Severity::Warning,
    what: Words { en: "a line holds one character alone", zh: "一行只有一个字" },
    why: Words {
        en: "A single character is no line: the eye takes it for a mistake.",
        zh: "单字不成行，看上去像排错了。",
    },
    cure: Words {
        en: "mark a better break with `|` in the slogan, or choose another layout or product",
        zh: "请在标语里用 `|` 标出更好的断行，或换版式或产品",
    },
    example: "slogan 2, `badge-58`, region `slogan`: `展` stands alone on a line",
    check: |reviewed, out| {
        for set in sets(reviewed) {
            // One character a line everywhere is a column.
            let is_column = set.lines.iter().all(|line| letters(line) <= 1);
            let stray = set.lines.iter().find(|line| letters(line) == 1).filter(|_| !is_column);
            if let Some(line) = stray {
                let line = line.trim();
                let what = say!("`{line}` stands alone on a line", "`{line}` 单独成行");
                out.add(Some(place(reviewed, &set.region)), what);
            }
        }
    },
};

/// The regions that carry the slogan, or a part of it.
fn sets<'a>(reviewed: &'a Reviewed<'_>) -> impl Iterator<Item = &'a Set> {
    let says = |set: &&Set| {
        let ranks = reviewed.composed.said.iter().filter(|said| said.region == set.region);
        ranks.into_iter().all(|said| said.rank == Rank::Slogan)
    };
    reviewed
        .composed
        .regions
        .iter()
        .map(|set| &**set)
        .filter(says)
        .filter(|set| reviewed.composed.said.iter().any(|said| said.region == set.region))
}

/// Characters that are read.
fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Each clause with the number of lines it takes; none when lines and clauses do not meet.
fn lines_of(text: &str, lines: &[String]) -> Vec<(Range<usize>, usize)> {
    let mut counted = Vec::new();
    let mut rest = lines.iter();
    for clause in clauses(text) {
        let mut left = letters(&text[clause.range.clone()]);
        let mut count = 0;
        while left > 0 {
            let Some(line) = rest.next() else { return Vec::new() };
            let Some(less) = left.checked_sub(letters(line).max(1)) else { return Vec::new() };
            (left, count) = (less, count + 1);
        }
        counted.push((clause.range, count));
    }
    if rest.next().is_some() { Vec::new() } else { counted }
}
