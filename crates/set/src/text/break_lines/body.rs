//! Where the lines of a body text may break: between words, as CLREQ 3.1.5 has it. Unlike a slogan, a body text fills its
//! measure, so that every place between two words is as good as any other and width alone decides.

use super::kinsoku::{closing, han, kana, opening};
use crate::text::words::words;

/// Bytes of a text before which a line may begin, from the left: between words, at a space between words, never before a
/// mark that closes or behind one that opens; a figure stays with what it counts.
pub fn body_breaks(text: &str) -> Vec<usize> {
    let mut free = vec![false; text.len()];
    // Words of each stretch of Chinese.
    let mut from = 0;
    while let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        let is_han = rest.chars().next().is_some_and(han);
        let len = rest.find(|c| han(c) != is_han).unwrap_or(rest.len());
        let stretch = rest.get(..len).unwrap_or_default();
        if is_han {
            for word in words(stretch) {
                mark(&mut free, from + word.range.start);
            }
        } else {
            // A Latin word or a figure is whole; behind a mark or a blank a line may begin.
            let mut before = None;
            for (at, c) in stretch.char_indices() {
                let is_letter =
                    |c: char| c.is_alphanumeric() && !kana(c) || matches!(c, '\'' | '.' | '-' | '/' | '&' | '@' | '_');
                if before.is_some_and(|b: char| b.is_whitespace() || !is_letter(b) || !is_letter(c)) {
                    mark(&mut free, from + at);
                }
                before = Some(c);
            }
            mark(&mut free, from);
        }
        from += len;
        mark(&mut free, from);
    }
    let mut previous: Option<char> = None;
    let mut breaks = Vec::new();
    for (at, c) in text.char_indices() {
        let before = previous.replace(c);
        let Some(before) = before else { continue };
        let is_open = free.get(at).is_some_and(|free| *free);
        // 12 项 and 2021 年 are read in one.
        let counts = before.is_ascii_digit() && han(c);
        // —— and …… are one mark each.
        let pair = before == c && matches!(c, '—' | '…');
        if is_open && !closing(c) && !opening(before) && !counts && !pair && !c.is_whitespace() {
            breaks.push(at);
        }
    }
    breaks
}

fn mark(free: &mut [bool], at: usize) {
    if let Some(slot) = free.get_mut(at) {
        *slot = true;
    }
}

/// The ends of the lines of a body text: for each of its pieces, which `widths` measures in ems, whether a line ends behind
/// it. `first` and `rest` are the measures of the first line and of the others. Of all ways that fit, the one with the fewest
/// lines whose lines but the last are as full as one another; a last line of less than `least` ems is shunned; of ways that
/// are equal the one with the fuller lines first. `None` when a piece is longer than its line.
pub fn body_lines(widths: &[f64], (first, rest): (f64, f64), least: f64) -> Option<Vec<usize>> {
    let count = widths.len();
    // From each piece on: lines, unevenness, and where its line ends.
    let mut best: Vec<Option<(usize, f64, usize)>> = vec![None; count + 1];
    *best.last_mut()? = Some((0, 0.0, count));
    for from in (0..count).rev() {
        let measure = if from == 0 { first } else { rest };
        let mut width = 0.0;
        for to in from + 1..=count {
            width += widths.get(to - 1)?;
            if width > measure + 1e-9 {
                break;
            }
            let Some(Some((lines, cost, _))) = best.get(to).copied() else { continue };
            let slack = (measure - width) / measure.max(1e-9);
            let own = match to == count {
                false => slack * slack,
                // A word alone on the last line is a stray.
                true if width < least && from > 0 => 1.0,
                true => 0.0,
            };
            let (lines, cost) = (lines + 1, cost + own);
            let slot = best.get_mut(from)?;
            let is_better = |known: &(usize, f64, usize)| {
                // A stray costs more than a line does.
                let weigh = |lines: usize, cost: f64| lines as f64 * 0.9 + cost;
                // Ends are tried from the nearest on: of equal ways the fuller line is taken.
                weigh(lines, cost) < weigh(known.0, known.1) + 1e-12
            };
            if slot.as_ref().is_none_or(is_better) {
                *slot = Some((lines, cost, to));
            }
        }
    }
    let mut ends = Vec::new();
    let mut at = 0;
    while at < count {
        let (_, _, to) = (*best.get(at)?)?;
        ends.push(to);
        at = to;
    }
    Some(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        let mut starts = vec![0];
        starts.extend(body_breaks(text));
        let ends = starts.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
        starts.into_iter().zip(ends).map(|(a, b)| &text[a..b]).collect()
    }

    #[test]
    fn lines_begin_at_words_and_never_with_a_mark() {
        assert_eq!(
            pieces("在2021年“质量月”活动中，荣获《QC成果》一等奖。"),
            ["在", "2021年", "“质量月”", "活动", "中，", "荣获", "《QC", "成果》", "一等奖。"]
        );
        assert_eq!(pieces("by Wang Xiaoming, ISO 9001"), ["by ", "Wang ", "Xiaoming, ", "ISO ", "9001"]);
        assert_eq!(pieces("等等……——"), ["等等……——"]);
        assert!(pieces("").len() == 1 && pieces("。，").len() == 1);
    }

    #[test]
    fn the_last_line_is_no_stray_and_what_does_not_fit_is_said() {
        // Ten pieces of two ems on lines of six: the last line would have one piece of two.
        assert_eq!(body_lines(&[2.0; 10], (6.0, 6.0), 3.0), Some(vec![3, 6, 8, 10]));
        assert_eq!(body_lines(&[2.0, 2.0, 2.0], (4.0, 6.0), 0.0).map(|e| e.len()), Some(2));
        assert_eq!(body_lines(&[7.0], (6.0, 6.0), 0.0), None);
        assert_eq!(body_lines(&[], (6.0, 6.0), 0.0), Some(Vec::new()));
    }
}
