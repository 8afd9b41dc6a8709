//! The beat of a clause: phrases of one length that repeat a character at one place (不造谣不信谣不传谣),
//! and rows of four-character phrases (合理膳食适量运动).

/// Shortest and longest phrase that is looked for, characters.
const PHRASE: std::ops::RangeInclusive<usize> = 3..=6;

/// Characters after which a repeated phrase ends and the next begins; `edge` tells whether a phrase
/// may begin at a character, when it is not the first.
pub(super) fn repeats(chars: &[char], edge: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut best: (usize, Vec<usize>) = (0, Vec::new());
    let mut ended = 0;
    for length in PHRASE {
        for from in 0..chars.len().saturating_sub(2 * length - 1) {
            if from > 0 && !edge(from) {
                continue;
            }
            let phrase = |n: usize| chars.get(from + n * length..from + (n + 1) * length);
            let like = |n: &usize| phrase(n - 1).zip(phrase(*n)).is_some_and(|(a, b)| alike(a, b));
            let count = 1 + (1..).take_while(like).count();
            let close = phrase(0).zip(phrase(1)).is_some_and(|(a, b)| 2 * same(a, b) >= length);
            let end = from + count * length;
            // Two phrases must be alike by half, and run to the end of the clause or fill most of it.
            let first = phrase(0).zip(phrase(1)).is_some_and(|(a, b)| a.first() == b.first());
            // 车让人|人让车
            let turned = count == 2 && phrase(0).zip(phrase(1)).is_some_and(|(a, b)| turned(a, b));
            let enough = count > 2 || count == 2 && close && (first || from == 0) || turned;
            let fills =
                end == chars.len() || edge(end) && (count > 2 || turned || 3 * count * length >= 2 * chars.len());
            // 天更蓝|水更清|山更绿, not 让天更|蓝水更|清山更: of two as long the one that ends the clause.
            if enough && fills && (count * length, end) > (best.0, ended) {
                ended = end;
                let first = if from > 0 { 0 } else { 1 };
                best = (count * length, (first..count).map(|n| from + n * length).collect());
            }
        }
    }
    if best.1.is_empty() { tails(chars) } else { best.1 }
}

/// Shortest and longest end that phrases of several lengths share.
const TAIL: std::ops::RangeInclusive<usize> = 4..=8;

/// Characters after which a phrase ends as the whole clause does, whatever the lengths: 管行业必须管安全|管生产经营必须管安全.
fn tails(chars: &[char]) -> Vec<usize> {
    let found = TAIL.rev().filter_map(|length| {
        let tail = chars.get(chars.len().checked_sub(length)?..)?;
        // As long as all that stands between: what is said, not a word that comes twice.
        let mut ends: Vec<usize> = Vec::new();
        for at in 0..chars.len() - length {
            let from = ends.last().copied().unwrap_or(0);
            if chars.get(at..at + length) == Some(tail) && at >= from + 2 && at - from <= length + 2 {
                ends.push(at + length);
            }
        }
        let last = ends.last().copied()?;
        let rest = chars.len().checked_sub(length + last)?;
        (2..=length + 2).contains(&rest).then_some(ends)
    });
    found.max_by_key(Vec::len).unwrap_or_default()
}

/// Whether two phrases begin or end alike, or are alike by half, and are not the same.
fn alike(a: &[char], b: &[char]) -> bool {
    // 让天更|蓝水更: no phrase ends so.
    let last = a.last().filter(|c| !"更最越不".contains(**c));
    // 高端化|智能化, not 化智能|化绿色: what words end with begins no phrase.
    let first = a.first().filter(|c| !"化性度率的了着过地得".contains(**c));
    a != b
        && (turned(a, b)
            || first.is_some() && first == b.first()
            || last.is_some() && last == b.last()
            || 2 * same(a, b) >= a.len())
}

/// Whether a phrase is the other one read from its end.
fn turned(a: &[char], b: &[char]) -> bool {
    a != b && a.iter().eq(b.iter().rev())
}

/// In how many places two phrases have the same character.
fn same(a: &[char], b: &[char]) -> usize {
    a.iter().zip(b).filter(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_that_repeat_a_character_are_found() {
        for (clause, wanted) in [
            ("不造谣不信谣不传谣", vec![3, 6]),
            ("全力以赴保供电保民生保安全", vec![4, 7, 10]),
            ("没有最好只有更好", vec![4]),
            ("尊重自然顺应自然保护自然", vec![4, 8]),
            ("劳动最光荣劳动最崇高", vec![5]),
            ("全面落实企业安全生产主体责任", vec![]),
            ("保护湿地就是保护地球之肾", vec![]),
            ("构筑灾害风险适应性和韧性", vec![]),
            ("推动传统产业高端化智能化绿色化发展", vec![6, 9, 12]),
            ("以高质量缔造智慧体验", vec![]),
            ("管行业必须管安全管业务必须管安全管生产经营必须管安全", vec![8, 16]),
        ] {
            let chars: Vec<char> = clause.chars().collect();
            assert_eq!(repeats(&chars, |place| place != 2), wanted, "{clause}");
        }
    }
}
