//! Which lines of a list are its members: those that its numbering, or its bullets, go through.

use super::number::{Numbered, Style};

/// A line that may be a member.
pub(super) struct Candidate {
    pub numbered: Option<Numbered>,
    /// A heading or an empty line stands before it: numbers may begin again.
    pub may_restart: bool,
}

/// The numbering of a list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Numbering {
    pub style: Style,
    /// Whether each line is a member.
    pub members: Vec<bool>,
    /// Lines that another, sparser numbering counts, as headings of parts have it.
    pub parts: Vec<bool>,
}

/// The numbering that most lines have: of one style, ascending. `None` where there is none.
pub(super) fn numbering(lines: &[Candidate]) -> Option<Numbering> {
    let mut styles: Vec<Style> = Vec::new();
    for numbered in lines.iter().filter_map(|line| line.numbered.as_ref()) {
        if !styles.contains(&numbered.style) {
            styles.push(numbered.style);
        }
    }
    let chains: Vec<(Style, Vec<bool>)> = styles.into_iter().map(|style| (style, chain(lines, style))).collect();
    let count = |members: &[bool]| members.iter().filter(|m| **m).count();
    if let Some(style) = jumbled(lines) {
        return Some(Numbering { style, members: vec![true; lines.len()], parts: vec![false; lines.len()] });
    }
    if let Some(found) = united(lines) {
        return Some(found);
    }
    // Of equals the first: sub-items are no members where headings are as many.
    let (style, mut members) = chains.iter().rev().max_by_key(|(_, members)| count(members))?.clone();
    if count(&members) > 1 {
        let once = |style: Style| chains.iter().any(|(other, chain)| *other == style && count(chain) == 1);
        take_strays(lines, &mut members, once);
    }
    let number = count(&members);
    let (first, last) = (members.iter().position(|m| *m)?, members.iter().rposition(|m| *m)?);
    let mut parts: Vec<bool> = {
        let counts = |i: usize| {
            chains.iter().any(|(other, chain)| *other != style && count(chain) < number && chain.get(i) == Some(&true))
        };
        (0..lines.len()).map(counts).collect()
    };
    parts.iter_mut().zip(&members).for_each(|(part, member)| *part &= !member);
    // A slogan may run on to a second line, and parts have headings: every third line counts.
    let inside = (first..=last).filter(|i| !parts.get(*i).copied().unwrap_or(false)).count();
    let is_dense = number * 3 > inside;
    let is_list = match number {
        0 => false,
        1 => lines.len() == 1,
        2 => lines.len() - count(&parts) < 4,
        _ => true,
    };
    (is_dense && is_list).then_some(Numbering { style, members, parts })
}

/// The style of a list of which every line has a number, each its own, in whatever order: 1, 3, 2.
fn jumbled(lines: &[Candidate]) -> Option<Style> {
    let style = lines.first()?.numbered.as_ref()?.style;
    let strong = |line: &Candidate| line.numbered.as_ref().filter(|n| n.style == style && !n.weak).map(|n| n.value);
    let mut values = lines.iter().map(strong).collect::<Option<Vec<u32>>>()?;
    values.sort_unstable();
    let is_whole = values.iter().zip(1..).all(|(value, wanted)| *value == wanted);
    (values.len() > 2 && is_whole && style != Style::Bare).then_some(style)
}

/// The numbering of a list of which every line has a number, in two styles or more, where parts headed `一、` begin at one and all
/// else is the next: `一、` `1.` `2.` `二、` `（1）` `（2）` `③`. `None` where a single number does not fit, or one style does.
fn united(lines: &[Candidate]) -> Option<Numbering> {
    let of =
        |at: usize| lines.get(at).and_then(|line| line.numbered.as_ref()).filter(|n| !n.weak && n.style != Style::Bare);
    let is_head = |at: usize| {
        let heads = matches!(of(at)?.style, Style::Han | Style::HanBracket);
        let below = of(at + 1)?;
        Some(heads && below.value == 1 && below.style != of(at)?.style)
    };
    let (mut members, mut parts) = (vec![false; lines.len()], vec![false; lines.len()]);
    let (mut last, mut head, mut styles) = (0, 0, Vec::new());
    for (at, (member, part)) in members.iter_mut().zip(&mut parts).enumerate() {
        let own = of(at)?;
        if is_head(at) == Some(true) {
            (*part, last) = (true, 0);
            head += 1;
            if own.value != head {
                return None;
            }
            continue;
        }
        let restarts = own.value == 1 && lines.get(at).is_some_and(|line| line.may_restart);
        if own.value != last + 1 && !restarts {
            return None;
        }
        (*member, last) = (true, own.value);
        if !styles.contains(&own.style) {
            styles.push(own.style);
        }
    }
    let many = members.iter().filter(|member| **member).count() > 2 && styles.len() > 1;
    Some(Numbering { style: *styles.first()?, members, parts }).filter(|_| many)
}

/// Numbers of another style that the numbering goes through all the same, as lists of several hands have them: `3、` `（4）`
/// `5、`. Each is the next one, and what follows goes on from it; the last one stands alone in its style.
fn take_strays(lines: &[Candidate], members: &mut [bool], once: impl Fn(Style) -> bool) {
    let mut last = None;
    for at in 0..lines.len() {
        let Some(found) = lines.get(at).and_then(|line| line.numbered.as_ref()) else { continue };
        if members.get(at) != Some(&true) {
            let next = lines.iter().skip(at + 1).find_map(|line| line.numbered.as_ref());
            let goes_on = next.map_or_else(|| once(found.style), |next| next.value == found.value + 1);
            if last.is_none_or(|last: u32| found.value != last + 1) || !goes_on {
                continue;
            }
            members.iter_mut().skip(at).take(1).for_each(|member| *member = true);
        }
        last = Some(found.value);
    }
}

/// The lines that numbers of a style go through, ascending.
fn chain(lines: &[Candidate], style: Style) -> Vec<bool> {
    let mut members = vec![false; lines.len()];
    let (mut last, mut strong, mut weak) = (0, 0_usize, 0_usize);
    let mut restart = true;
    for (at, (line, member)) in lines.iter().zip(&mut members).enumerate() {
        restart |= line.may_restart;
        let Some(found) = line.numbered.as_ref().filter(|n| n.style == style) else {
            // Text between, such as the heading of a part.
            restart = true;
            continue;
        };
        // Two lists pasted one below the other: 1, 2, 3, 1, 2.
        let follows = || {
            let mut rest = lines.iter().skip(at + 1).filter_map(|line| line.numbered.as_ref());
            rest.find(|n| n.style == style).is_some_and(|n| n.value == 2 && !n.weak)
        };
        let begins = found.value == 1 && (restart || (last > 1 && !found.weak && follows()));
        let next = found.value == last + 1 || begins;
        // A number given twice, or left out, is a slip of the pen; what only looks like one must be the next.
        let near = last == 0 || (found.value >= last && found.value <= last + 9);
        if next || (near && !found.weak && style != Style::Bare) || (last == 0 && !found.weak) {
            *member = true;
            last = found.value;
            restart = false;
            if found.weak { weak += 1 } else { strong += 1 }
        }
    }
    if weak > strong { vec![false; lines.len()] } else { members }
}

#[cfg(test)]
mod tests {
    use super::super::number::numbered;
    use super::*;

    fn members(lines: &[&str]) -> Vec<usize> {
        let candidate = |line: &&str| Candidate { numbered: numbered(line), may_restart: false };
        let all: Vec<Candidate> = lines.iter().map(candidate).collect();
        let found = numbering(&all).map(|n| n.members).unwrap_or_default();
        found.into_iter().enumerate().filter(|(_, m)| *m).map(|(i, _)| i).collect()
    }

    #[test]
    fn a_numbering_is_of_most_lines_ascending_and_of_one_style() {
        assert_eq!(members(&["1.安全第一", "2.预防为主", "3.综合治理"]), [0, 1, 2]);
        // Of several hands, with parts and without.
        assert_eq!(members(&["1. 安全第一", "2、预防为主", "（3）综合治理", "④ 人人有责"]), [0, 1, 2, 3]);
        let parted = ["一、主题", "1. 安全第一", "2. 预防为主", "二、班组", "（1）班前讲", "（2）班中查", "③ 班后评"];
        assert_eq!(members(&parted), [1, 2, 4, 5, 6]);
        assert_eq!(members(&["1、安全第一", "2.5S管理人人有责", "3、综合治理"]), [0, 1, 2]);
        assert_eq!(members(&["一、二号机组投产", "二、三号机组投产", "三、安全第一", "四、质量第一"]), [0, 1, 2, 3]);
        assert_eq!(members(&["1.安全第一", "3.质量第一", "2.效率第一"]), [0, 1, 2]);
        assert_eq!(members(&["1.安全第一"]), [0]);
        assert_eq!(
            members(&["1、安全第一", "2. 预防为主", "3）综合治理", "（4）全员参与", "5、持续改进", "⑥人人有责"]),
            [0, 1, 2, 3, 4, 5]
        );
        assert_eq!(
            members(&["1、安全第一", "2、预防为主", "3、综合治理", "四、全员参与", "5、持续改进"]),
            [0, 1, 2, 3, 4]
        );
        assert_eq!(members(&["1.安全第一", "2.预防为主", "1.绿色发展", "2.节能降碳"]), [0, 1, 2, 3]);
        for lines in [
            &["一、二号机组检修"][..],
            &["①讲安全 ②抓质量"],
            &["10、9、8倒计时"],
            &["1.5 倍效率", "安全第一"],
            &["安全第一", "1.质量", "2.环保", "节能", "降碳", "增绿", "提效"],
            &["3、安全第一", "1、质量第一"],
            &["3、安全第一", "1、质量第一", "质量至上"],
            &["一、二号机组检修", "安全第一", "质量至上"],
        ] {
            assert_eq!(members(lines), [] as [usize; 0], "{lines:?}");
        }
    }

    #[test]
    fn parts_number_their_slogans_anew() {
        let lines = ["一、安全", "1.安全第一", "2.预防为主", "二、质量", "1.质量第一", "2.客户至上", "3.追求卓越"];
        assert_eq!(members(&lines), [1, 2, 4, 5, 6]);
        let all: Vec<Candidate> =
            lines.iter().map(|l| Candidate { numbered: numbered(l), may_restart: false }).collect();
        assert_eq!(numbering(&all).unwrap().parts, [true, false, false, true, false, false, false]);
    }
}
