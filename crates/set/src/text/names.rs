//! Names of people and of units, as signs set them.

use std::borrow::Cow;

/// A name of two characters opened to the width of three, `王明` to `王　明` (one em between); any other name as it is.
pub fn open_name(name: &str) -> String {
    let letters: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
    match letters[..] {
        [family, given] if is_ideograph(family) && is_ideograph(given) => format!("{family}\u{3000}{given}"),
        _ => name.trim().to_string(),
    }
}

/// A name as it is looked for: what [`open_name`] opened is closed again, any other text stays.
pub fn closed_name(text: &str) -> Cow<'_, str> {
    let mut letters = text.chars();
    match [letters.next(), letters.next(), letters.next(), letters.next()] {
        [Some(family), Some('\u{3000}'), Some(given), None] if is_ideograph(family) && is_ideograph(given) => {
            Cow::Owned([family, given].into_iter().collect())
        }
        _ => Cow::Borrowed(text),
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Words with which a body ends: after one of them another body, its part, may begin.
const BODIES: [&str; 26] = [
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "分公司",
    "子公司",
    "公司",
    "总局",
    "管理局",
    "供电局",
    "分局",
    "局",
    "发电厂",
    "电厂",
    "总厂",
    "分厂",
    "厂",
    "研究院",
    "设计院",
    "研究所",
    "委员会",
    "协会",
    "学会",
    "总站",
    "中心",
    "集团",
    "总队",
];
/// Words that name the kind of body and stay whole: a line may begin with one.
const KINDS: [&str; 27] = [
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "分公司",
    "供电公司",
    "电力公司",
    "发电公司",
    "建设公司",
    "总公司",
    "管理局",
    "供电局",
    "发电厂",
    "水电厂",
    "热电厂",
    "研究院",
    "设计院",
    "勘测设计院",
    "研究所",
    "委员会",
    "质量管理协会",
    "管理协会",
    "协会",
    "学会",
    "服务中心",
    "中心",
    "工程局",
    "分局",
];

/// What a body that has parts ends with.
const PARENTS: [&str; 6] = ["公司", "集团", "局", "总队", "委员会", "协会"];

/// Whether lines of a unit's name end one of them with the body that the next is a part of.
pub fn keeps_parent(lines: &[&str]) -> bool {
    let ends = |line: &&str| PARENTS.iter().any(|end| line.ends_with(end));
    lines.split_last().is_some_and(|(_, before)| before.iter().any(ends))
}

/// Settings of a unit's name in one, two and three lines, the better first among those of one number of lines: breaks after
/// a whole body (…有限公司 / 合肥供电公司), else before its kind (…电气 / 股份有限公司). No line is shorter than two
/// characters, and no bracket is opened on one line and closed on another.
pub fn break_unit(name: &str) -> Vec<Vec<&str>> {
    let name = name.trim();
    let mut settings = vec![vec![name]];
    let breaks = breaks(name);
    let split = |cuts: &[(usize, u32)]| {
        let mut lines = Vec::new();
        let mut start = 0;
        for (at, _) in cuts {
            lines.push(name.get(start..*at).unwrap_or_default().trim());
            start = *at;
        }
        lines.push(name.get(start..).unwrap_or_default().trim());
        lines
    };
    let mut two: Vec<_> = breaks.iter().map(|b| vec![*b]).collect();
    let mut three = Vec::new();
    for (i, first) in breaks.iter().enumerate() {
        for second in breaks.iter().skip(i + 1) {
            three.push(vec![*first, *second]);
        }
    }
    for cuts in [&mut two, &mut three] {
        let mut ranked: Vec<(u32, Vec<&str>)> = cuts.iter().map(|c| (cost(c, &split(c)), split(c))).collect();
        ranked.retain(|(_, lines)| lines.iter().all(|l| l.chars().count() >= 2));
        ranked.sort();
        settings.extend(ranked.into_iter().map(|(_, lines)| lines));
    }
    settings
}

/// A bad break costs as much as lines that differ by four characters.
fn cost(cuts: &[(usize, u32)], lines: &[&str]) -> u32 {
    let lengths = || lines.iter().map(|l| l.chars().count() as u32);
    let uneven = lengths().max().unwrap_or(0) - lengths().min().unwrap_or(0);
    uneven + cuts.iter().map(|(_, rank)| rank * 4).sum::<u32>()
}

/// Where the name may break: byte offset and rank, 0 after a body, 1 at a space, 2 before a kind.
fn breaks(name: &str) -> Vec<(usize, u32)> {
    let mut out = Vec::new();
    let mut depth = 0;
    let mut busy = 0;
    for (at, c) in name.char_indices() {
        let rest = name.get(at..).unwrap_or_default();
        let before = name.get(..at).unwrap_or_default();
        if depth == 0 && at > 0 {
            let ends = BODIES.iter().any(|b| before.ends_with(b)) && !BODIES.iter().any(|b| rest.starts_with(b));
            if before.ends_with(['·', '•', '・']) {
                // 阿卜杜热合曼· / 买买提: the dot stays with what it follows.
                out.push((at, 0));
            } else if ends && !"）)（(·".contains(c) && !joins(rest) {
                out.push((at, 0));
            } else if before.ends_with(char::is_whitespace) {
                out.push((at, 1));
            } else if at >= busy
                && let Some(kind) = KINDS.iter().filter(|k| rest.starts_with(**k)).max_by_key(|k| k.len())
            {
                out.push((at, 2));
                // 有限公司 within 股份有限公司 is no word of its own.
                busy = at + kind.len();
            }
        }
        match c {
            '（' | '(' | '《' | '“' => depth += 1,
            '）' | ')' | '》' | '”' => depth = (depth - 1).max(0),
            _ => {}
        }
    }
    out
}

/// Whether what follows a body belongs to it (公司的, 集团公司) rather than naming a part of it.
fn joins(rest: &str) -> bool {
    ["的", "和", "与", "及", "、", "有限", "股份", "公司", "总部"].iter().any(|word| rest.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_opened_is_closed_and_nothing_else() {
        for name in ["王明", "𫖯明", "王小明", "Li", "", "质量　为先"] {
            assert_eq!(closed_name(&open_name(name)), name);
        }
        assert_eq!(closed_name("A\u{3000}明"), "A\u{3000}明");
        assert_eq!(closed_name("王\u{3000}"), "王\u{3000}");
    }

    #[test]
    fn names_of_two_characters_are_opened_to_three() {
        for (given, wanted) in [
            ("王明", "王\u{3000}明"),
            (" 王 明 ", "王\u{3000}明"),
            ("王小明", "王小明"),
            ("欧阳 修", "欧阳 修"),
            ("Li", "Li"),
            ("𫖯明", "𫖯\u{3000}明"),
            ("", ""),
        ] {
            assert_eq!(open_name(given), wanted, "{given}");
        }
    }

    #[test]
    fn units_break_after_a_body_or_before_its_kind() {
        for (name, two) in [
            ("国网安徽省电力有限公司合肥供电公司", "国网安徽省电力有限公司 / 合肥供电公司"),
            ("中国华电集团有限公司安徽分公司", "中国华电集团有限公司 / 安徽分公司"),
            ("中国大唐集团新能源股份有限公司", "中国大唐集团 / 新能源股份有限公司"),
            ("长江三峡能事达电气股份有限公司", "长江三峡能事达电气 / 股份有限公司"),
            ("中国水利电力质量管理协会", "中国水利电力 / 质量管理协会"),
            ("中国电建集团华东勘测设计研究院有限公司", "中国电建集团 / 华东勘测设计研究院有限公司"),
            ("葛洲坝水力发电厂", "葛洲坝水力 / 发电厂"),
            ("深圳供电局有限公司", "深圳供电局 / 有限公司"),
            ("阿卜杜热合曼·买买提", "阿卜杜热合曼· / 买买提"),
        ] {
            let settings = break_unit(name);
            assert_eq!(settings[0], [name]);
            let found = settings.iter().find(|s| s.len() == 2).map(|s| s.join(" / "));
            assert_eq!(found.as_deref(), Some(two), "{settings:?}");
        }
    }

    #[test]
    fn three_lines_and_none() {
        let settings = break_unit("中国长江三峡集团有限公司白鹤滩水力发电厂");
        assert!(settings.contains(&vec!["中国长江三峡集团", "有限公司", "白鹤滩水力发电厂"]), "{settings:?}");
        assert_eq!(break_unit("质检科"), [["质检科"]]);
        assert_eq!(break_unit(""), [[""]]);
        for lines in break_unit("某某（集团）有限公司") {
            assert!(lines.iter().all(|l| l.contains('（') == l.contains('）')), "{lines:?}");
        }
    }
}
