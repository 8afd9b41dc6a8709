//! Numbers and bullets that begin the lines of a list: read here, judged by [`super::order`].

/// How a line is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// `1.` `1、` `01：`
    Figure,
    /// `（1）` `[1]` `【1】`
    Bracket,
    /// `1 ` with nothing but a space, as cells of a table are pasted.
    Bare,
    /// `一、`
    Han,
    /// `（一）`
    HanBracket,
    /// `①` `⑴` `❶` `㈠`
    Circle,
    /// `1️⃣`
    Keycap,
    /// `Ⅰ、` `II.`
    Roman,
    /// `A.` `a)`
    Letter,
    /// `第一条：` `口号3：`
    Word,
    /// By the document itself, outside of the text: a list of Word (its id and level), or a column 序号.
    Own(u32, u32),
}

/// A number that begins a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    pub style: Style,
    pub value: u32,
    /// Bytes of the line that are the number with its marks and spaces.
    pub length: usize,
    /// What follows may belong to the number: `1.5 倍`, `一、二号机组`, `10、9、8`. It is a number of the list only where
    /// exactly this one is next.
    pub weak: bool,
}

const HAN_DIGITS: &str = "一二三四五六七八九";
/// Marks that stand between number and text.
const MARKS: [char; 12] = ['、', '.', '．', ')', '）', ':', '：', ',', '，', '】', ']', '〕'];
/// Brackets around a number.
const BRACKETS: [(char, char); 8] =
    [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']'), ('［', '］'), ('〔', '〕'), ('<', '>'), ('〈', '〉')];
/// What 第…条 may count.
const COUNTED: [char; 6] = ['条', '句', '则', '项', '款', '点'];
/// What may stand before a number and a colon: `口号3：`.
const LABELS: [&str; 8] = ["宣传标语", "宣传口号", "宣传语", "标语", "口号", "No.", "NO.", "no."];

/// What figures count before them in a slogan.
pub(super) const MEASURES: &str = "个项条次年月日号名人类级度大种支台座万亿千百十几多余岁周季点时米公升吨克元分秒天小步心层楼栋辆件张本份套批轮期届线区县市省倍成";

/// The number that begins a line without white space at its ends, if there is one and text after it.
pub(super) fn numbered(line: &str) -> Option<Numbered> {
    let found = keycap(line)
        .or_else(|| circle(line))
        .or_else(|| bracket(line))
        .or_else(|| word(line))
        .or_else(|| figure(line))
        .or_else(|| han(line))
        .or_else(|| roman(line))
        .or_else(|| letter(line))?;
    (found.length < line.len()).then_some(found)
}

/// The line after `from` bytes, one mark and the spaces around it passed over.
fn after_mark(line: &str, from: usize) -> usize {
    let rest = line.get(from..).unwrap_or_default();
    let body = rest.trim_start();
    let body = body.strip_prefix(['、', '.', '．', ':', '：', ',', '，']).unwrap_or(body);
    line.len() - body.trim_start().len()
}

/// `1️⃣` `1️⃣1️⃣` `🔟`: figures with the sign of a key (Unicode 16, emoji keycap sequences).
fn keycap(line: &str) -> Option<Numbered> {
    let mut value = 0_u32;
    let mut at = 0;
    loop {
        let rest = line.get(at..)?;
        if let Some(after) = rest.strip_prefix('🔟') {
            value = value.checked_mul(100)?.checked_add(10)?;
            at = line.len() - after.strip_prefix('\u{fe0f}').unwrap_or(after).len();
            continue;
        }
        let mut chars = rest.chars();
        let Some(digit) = chars.next().and_then(figure_value).filter(|_| value < 1000) else { break };
        let after = chars.as_str();
        let Some(after) = after.strip_prefix('\u{fe0f}').unwrap_or(after).strip_prefix('\u{20e3}') else { break };
        value = value * 10 + digit;
        at = line.len() - after.len();
    }
    (at > 0).then(|| Numbered { style: Style::Keycap, value, length: after_mark(line, at), weak: false })
}

fn circle(line: &str) -> Option<Numbered> {
    let first = line.chars().next()?;
    let value = enclosed(first)?;
    let length = after_mark(line, first.len_utf8());
    // `①讲安全 ②抓质量` counts inside the slogan.
    let weak = line.chars().skip(1).any(|c| enclosed(c).is_some());
    Some(Numbered { style: Style::Circle, value, length, weak })
}

fn bracket(line: &str) -> Option<Numbered> {
    let first = line.chars().next()?;
    let (_, close) = BRACKETS.iter().find(|(open, _)| *open == first)?;
    let inner = line.get(first.len_utf8()..)?;
    let end = inner.find(|c: char| c == *close || (*close == '）' && c == ')') || (*close == ')' && c == '）'))?;
    let number = inner.get(..end)?.trim();
    let closing = inner.get(end..)?.chars().next()?;
    let length = after_mark(line, first.len_utf8() + end + closing.len_utf8());
    match (figures(number), han_value(number)) {
        (Some(value), _) => Some(Numbered { style: Style::Bracket, value, length, weak: false }),
        (None, Some(value)) => Some(Numbered { style: Style::HanBracket, value, length, weak: false }),
        (None, None) => None,
    }
}

/// `第一条：` `口号3：`
fn word(line: &str) -> Option<Numbered> {
    let (body, counted) = match line.strip_prefix('第') {
        Some(body) => (body, true),
        None => (LABELS.iter().find_map(|label| line.strip_prefix(label))?, false),
    };
    let body = body.trim_start();
    let end = body.find(|c: char| figure_value(c).is_none() && !is_han_digit(c))?;
    let number = body.get(..end)?;
    let value = figures(number).or_else(|| han_value(number))?;
    let mut rest = body.get(end..)?;
    if counted {
        rest = rest.strip_prefix(COUNTED)?;
    }
    let marked = rest.trim_start().starts_with(['、', '.', '．', ':', '：', ',', '，']);
    (marked || rest.starts_with(' ')).then_some(())?;
    Some(Numbered { style: Style::Word, value, length: after_mark(line, line.len() - rest.len()), weak: false })
}

fn figure(line: &str) -> Option<Numbered> {
    let end = line.find(|c: char| figure_value(c).is_none())?;
    let value = figures(line.get(..end)?)?;
    let rest = line.get(end..)?;
    let body = rest.trim_start();
    let Some(mark) = body.chars().next().filter(|c| MARKS.contains(c)) else {
        // `1安全第一`: nothing at all between; `1个目标` counts.
        let is_glued = rest.starts_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && !MEASURES.contains(c));
        let is_bare = rest.len() != body.len() || is_glued;
        return is_bare.then(|| Numbered { style: Style::Bare, value, length: line.len() - body.len(), weak: false });
    };
    let after = body.get(mark.len_utf8()..)?;
    // `1.质量 2.安全` counts inside the slogan; `1.5 倍` `8:30` `3、4号机组` are no numbers of a list by themselves.
    let next = format!("{}{mark}", value + 1);
    let goes_on = after
        .match_indices(&next)
        .any(|(at, _)| after.get(..at).is_some_and(|t| !t.ends_with(|c| figure_value(c).is_some())));
    let weak = goes_on || after.chars().next().is_some_and(|c| figure_value(c).is_some() || matches!(c, '、'));
    Some(Numbered { style: Style::Figure, value, length: line.len() - after.trim_start().len(), weak })
}

fn han(line: &str) -> Option<Numbered> {
    let end = line.find(|c: char| !is_han_digit(c))?;
    let value = han_value(line.get(..end)?)?;
    let body = line.get(end..)?.trim_start();
    let mark = body.chars().next().filter(|c| matches!(c, '、' | '.' | '．' | '：' | ':' | ')' | '）'))?;
    let after = body.get(mark.len_utf8()..)?.trim_start();
    let weak = after.chars().next().is_some_and(|c| is_han_digit(c) || figure_value(c).is_some());
    Some(Numbered { style: Style::Han, value, length: line.len() - after.len(), weak })
}

fn roman(line: &str) -> Option<Numbered> {
    let first = line.chars().next()?;
    if let '\u{2160}'..='\u{216b}' | '\u{2170}'..='\u{217b}' = first {
        let value = (u32::from(first) & 0x0f) + 1;
        return Some(Numbered { style: Style::Roman, value, length: after_mark(line, first.len_utf8()), weak: false });
    }
    let end = line.find(|c: char| !matches!(c, 'I' | 'V' | 'X'))?;
    let all = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let value = all.iter().zip(1..).find(|(r, _)| line.get(..end) == Some(**r)).map(|(_, v)| v)?;
    let body = line.get(end..)?.trim_start();
    let after = body.strip_prefix(['、', '.', '．', ')', '）'])?;
    Some(Numbered { style: Style::Roman, value, length: line.len() - after.trim_start().len(), weak: false })
}

fn letter(line: &str) -> Option<Numbered> {
    let first = line.chars().next().filter(char::is_ascii_alphabetic)?;
    let after = line.get(1..)?.trim_start().strip_prefix(['、', '.', '．', ')', '）'])?;
    let value = u32::from(first.to_ascii_uppercase()) - u32::from('A') + 1;
    // `A.B` may be anything.
    let weak = after.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    Some(Numbered { style: Style::Letter, value, length: line.len() - after.trim_start().len(), weak })
}

/// The number in a circle, in brackets or with a stop, as one character.
fn enclosed(c: char) -> Option<u32> {
    let from = |start: char, first: u32| u32::from(c) - u32::from(start) + first;
    match c {
        '①'..='⑳' => Some(from('①', 1)),
        '⑴'..='⒇' => Some(from('⑴', 1)),
        '⒈'..='⒛' => Some(from('⒈', 1)),
        '❶'..='❿' => Some(from('❶', 1)),
        '➀'..='➉' => Some(from('➀', 1)),
        '➊'..='➓' => Some(from('➊', 1)),
        '⓵'..='⓾' => Some(from('⓵', 1)),
        '㈠'..='㈩' => Some(from('㈠', 1)),
        '㊀'..='㊉' => Some(from('㊀', 1)),
        '㉑'..='㉟' => Some(from('㉑', 21)),
        '㊱'..='㊿' => Some(from('㊱', 36)),
        _ => None,
    }
}

fn figure_value(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => None,
    }
}

fn is_han_digit(c: char) -> bool {
    HAN_DIGITS.contains(c) || matches!(c, '十' | '百' | '零' | '〇')
}

/// A number of a list in figures: at most three of them, not nought.
fn figures(text: &str) -> Option<u32> {
    let count = text.chars().count();
    let value = text.chars().try_fold(0_u32, |sum, c| Some(sum * 10 + figure_value(c)?).filter(|_| count <= 3))?;
    (count > 0 && value > 0).then_some(value)
}

/// A number in Han numerals below a thousand.
fn han_value(text: &str) -> Option<u32> {
    let (mut total, mut unit) = (0, 0);
    for c in text.chars() {
        match c {
            '十' | '百' => {
                total += if c == '十' { 10 } else { 100 } * unit.max(1);
                unit = 0;
            }
            '零' | '〇' => unit = 0,
            _ => {
                let value = HAN_DIGITS.chars().position(|d| d == c)?;
                if unit != 0 {
                    return None;
                }
                unit = u32::try_from(value).ok()? + 1;
            }
        }
    }
    Some(total + unit).filter(|v| (1..=999).contains(v))
}

/// The bullet that begins a line: `●` `■ ` `✅` `👉🏻` `- ` `—`, or what Wingdings leaves in pasted text. The bytes of the
/// bullet alone and of the bullet with the white space after it; text must follow.
pub(super) fn bullet(line: &str) -> Option<(&str, usize)> {
    let first = line.chars().next()?;
    let end = if is_symbol(first) {
        line.find(|c| c != first && !is_modifier(c))?
    } else {
        let end = first.len_utf8();
        let rest = line.get(end..)?;
        let spaced = rest.starts_with(' ');
        let twice = rest.starts_with(first);
        match first {
            '-' | '–' | '—' | '－' | '*' | '·' | '•' | '・' | '‧' if !twice => end,
            // Wingdings' square, disc, arrow and tick as the letters that they are typed with.
            '+' | '>' | '»' | 'o' | 'l' | 'n' | 'u' | 'p' | 'Ø' | 'ü' | 'v' if spaced => end,
            _ => return None,
        }
    };
    let rest = line.get(end..)?.trim_start();
    (!rest.is_empty()).then(|| (line.get(..end).unwrap_or_default(), line.len() - rest.len()))
}

/// Shapes, arrows, dingbats, pictographs, and the private characters that Word's bullets become.
pub(super) fn is_symbol(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{25a0}'..='\u{2757}' | '\u{2761}'..='\u{2767}'
        | '\u{2794}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}' | '\u{f020}'..='\u{f0ff}'
        | '\u{1f000}'..='\u{1faff}' | '√' | '※' | '¤' | '•')
}

/// What follows a pictograph to choose its form: variation selectors, skin tones.
fn is_modifier(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        use Style::{Bare, Bracket, Circle, Figure, Han, HanBracket, Keycap, Letter, Roman, Word};
        for (line, style, value, rest) in [
            ("1.质量为先 守正创新", Figure, 1, "质量为先 守正创新"),
            ("12、用质量方法", Figure, 12, "用质量方法"),
            ("6 ) 人人讲安全", Figure, 6, "人人讲安全"),
            ("6) 人人讲安全", Figure, 6, "人人讲安全"),
            ("１．人人讲安全", Figure, 1, "人人讲安全"),
            ("01：人人讲安全", Figure, 1, "人人讲安全"),
            ("2，人人讲安全", Figure, 2, "人人讲安全"),
            ("（3）以高质量", Bracket, 3, "以高质量"),
            ("( 3 ) 以高质量", Bracket, 3, "以高质量"),
            ("【4】以高质量", Bracket, 4, "以高质量"),
            ("7 人人讲安全", Bare, 7, "人人讲安全"),
            ("07安全第一", Bare, 7, "安全第一"),
            ("①人人讲安全", Circle, 1, "人人讲安全"),
            ("⑮ 人人讲安全", Circle, 15, "人人讲安全"),
            ("⒈人人讲安全", Circle, 1, "人人讲安全"),
            ("1️⃣ 人人讲安全", Keycap, 1, "人人讲安全"),
            ("1️⃣2️⃣人人讲安全", Keycap, 12, "人人讲安全"),
            ("🔟、人人讲安全", Keycap, 10, "人人讲安全"),
            ("十二、人人讲安全", Han, 12, "人人讲安全"),
            ("（二十一）人人讲安全", HanBracket, 21, "人人讲安全"),
            ("第3条：人人讲安全", Word, 3, "人人讲安全"),
            ("口号五：人人讲安全", Word, 5, "人人讲安全"),
            ("Ⅲ、人人讲安全", Roman, 3, "人人讲安全"),
            ("IV. 人人讲安全", Roman, 4, "人人讲安全"),
            ("B. 人人讲安全", Letter, 2, "人人讲安全"),
        ] {
            let found = numbered(line).unwrap_or_else(|| panic!("{line}"));
            let rest_found = &line[found.length..];
            assert_eq!((found.style, found.value, rest_found, found.weak), (style, value, rest, false), "{line}");
        }
    }

    #[test]
    fn what_may_belong_to_the_slogan_is_weak_or_no_number() {
        for line in [
            "1.5 倍效率",
            "一、二号机组检修",
            "①讲安全 ②抓质量",
            "10、9、8倒计时",
            "①②⑩⑳",
            "8:30 开会",
            "1.质量 2.安全",
        ] {
            assert!(numbered(line).is_none_or(|n| n.weak), "{line}");
        }
        for line in [
            "2021年质量月",
            "3个百分之百",
            "5S管理见成效",
            "一心一意抓质量",
            "一分耕耘、一分收获",
            "第一责任人",
            "100%合格",
            "（质量）第一",
            "1.",
            "",
            "QC 小组",
        ] {
            assert_eq!(numbered(line), None, "{line}");
        }
    }

    #[test]
    fn bullets_are_read_as_they_are_pasted() {
        for (line, mark, rest) in [
            ("●人人讲安全", "●", "人人讲安全"),
            ("- 人人讲安全", "-", "人人讲安全"),
            ("✅ 人人讲安全", "✅", "人人讲安全"),
            ("👉🏻人人讲安全", "👉🏻", "人人讲安全"),
            ("\u{f06c} 人人讲安全", "\u{f06c}", "人人讲安全"),
            ("l 人人讲安全", "l", "人人讲安全"),
        ] {
            let (found, length) = bullet(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found, &line[length..]), (mark, rest), "{line}");
        }
        for line in ["——人人讲安全", "人人", "①人人", "★", "“人人”", "……", "light"] {
            assert_eq!(bullet(line), None, "{line}");
        }
    }
}
