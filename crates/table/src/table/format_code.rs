//! Codes of number formats as Chinese Excel and WPS write them, in the words that the formatter knows.

/// Stands for what a code asks for and the formatter does not know, in the text that it makes.
pub(super) const WEEKDAY: char = '\u{f0001}';
/// 周一.
pub(super) const SHORT_WEEKDAY: char = '\u{f0002}';
/// 三月.
pub(super) const MONTH: char = '\u{f0003}';
/// Stands on both sides of `AM` or `PM` that is shown as 上午 or 下午.
pub(super) const HALF_DAY: char = '\u{f0004}';

/// Stands for the number as it shows without a format.
pub(super) const GENERAL: char = '\u{f0005}';
/// 令和, 令, R: the era in three, two letters or one; the year in it, plain and of two digits.
pub(super) const ERAS: [char; 3] = ['\u{f0006}', '\u{f0007}', '\u{f0008}'];
pub(super) const ERA_YEAR: char = '\u{f0009}';
pub(super) const ERA_YEAR_OF_TWO: char = '\u{f000a}';

/// Whose years are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Calendar {
    /// Those of our era.
    #[default]
    Common,
    /// Those of an emperor of Japan.
    Japan,
    /// Those of the Republic, as Taiwan counts.
    Republic,
}

/// A format's code in the formatter's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plain {
    /// The code.
    pub code: String,
    /// How its digits are written, `[DBNum1]` or `[DBNum2]`.
    pub digits: Option<Digits>,
    /// Whether it needs the day that the number stands for.
    pub needs_day: bool,
    pub calendar: Calendar,
    /// How many thousands the number is divided by before it is shown.
    pub thousands: i32,
    /// Whether it asks for what is not known here, such as the moon's calendar.
    pub is_unsure: bool,
}

impl Plain {
    fn of(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            digits: None,
            needs_day: false,
            calendar: Calendar::default(),
            thousands: 0,
            is_unsure: false,
        }
    }
}

/// Chinese digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digits {
    /// 一二三.
    Plain,
    /// 壹贰叁.
    Formal,
    /// １２３.
    Wide,
}

/// Translates a code.
pub(super) fn plain(code: &str) -> Plain {
    // The system's own long date and time, in the locale of those who read these tables.
    let lower = code.to_lowercase();
    if ["[$-f800]", "[$-x-sysdate]"].iter().any(|own| lower.contains(own)) {
        return Plain::of("yyyy\"年\"m\"月\"d\"日\"");
    }
    if ["[$-f400]", "[$-x-systime]"].iter().any(|own| lower.contains(own)) {
        return Plain::of("h:mm:ss");
    }
    let mut out = Plain::of("");
    // The moon's calendar, the Hijra's.
    out.is_unsure =
        lower.contains("[$-13") || lower.starts_with("b1") || lower.starts_with("b2") || lower.contains("]b2");
    let mut rest = code;
    let mut in_chinese = false;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '"' => rest.get(1..).and_then(|inside| inside.find('"')).map_or(rest.len(), |end| end + 2),
            // 0!.0: what follows is a character, as Chinese and Japanese programs write it.
            '!' if rest.chars().nth(1).is_some_and(|next| ".,0#?".contains(next) || next.is_ascii_alphabetic()) => {
                let next = rest.chars().nth(1).map_or(0, char::len_utf8);
                out.code.push('\\');
                out.code.push_str(rest.get(1..1 + next).unwrap_or_default());
                rest = rest.get(1 + next..).unwrap_or_default();
                continue;
            }
            '\\' | '_' | '*' => c.len_utf8() + rest.chars().nth(1).map_or(0, char::len_utf8),
            '[' => bracket(rest, &mut out, &mut in_chinese),
            _ => match word(rest, in_chinese, out.calendar) {
                Some((word, length)) => {
                    out.needs_day |= word.contains([WEEKDAY, SHORT_WEEKDAY, MONTH, ERA_YEAR, ERA_YEAR_OF_TWO]);
                    out.needs_day |= word.contains(ERAS);
                    out.code.push_str(&word);
                    rest = rest.get(length..).unwrap_or_default();
                    continue;
                }
                None => c.len_utf8(),
            },
        };
        let (own, after) = rest.split_at_checked(taken).unwrap_or((rest, ""));
        if c != '[' {
            out.code.push_str(own);
        }
        rest = after;
    }
    out.code = hiding(&out.code);
    (out.code, out.thousands) = unscaled(&out.code);
    out
}

/// A code without the commas behind its digits, each of which divides by a thousand: a formatter need not round what is left.
fn unscaled(code: &str) -> (String, i32) {
    let chars: Vec<char> = code.chars().collect();
    let (mut out, mut quoted, mut skip, mut count) = (String::new(), false, false, 0);
    let mut last_digit = false;
    for (at, c) in chars.iter().enumerate() {
        let is_bare = !quoted && !skip;
        if is_bare && matches!(c, ';' | '[') {
            // Of several sections, and those for some numbers, each may divide otherwise.
            return (code.to_owned(), 0);
        }
        let more = chars.get(at..).unwrap_or_default().iter().find(|next| **next != ',');
        if is_bare && *c == ',' && last_digit && !more.is_some_and(|next| "0#?.".contains(*next)) {
            count += 1;
            continue;
        }
        quoted ^= *c == '"' && !skip;
        skip = is_bare && matches!(c, '\\' | '_' | '*');
        last_digit = is_bare && "0#?".contains(*c);
        out.push(*c);
    }
    (out, count)
}

/// The code with empty quotes in its empty sections, which hide what they are for (`;;;`): the formatter takes an empty
/// section for one without a format.
fn hiding(code: &str) -> String {
    let mut sections = vec![String::new()];
    let (mut in_quotes, mut is_escaped) = (false, false);
    for c in code.chars() {
        let is_end = c == ';' && !in_quotes && !is_escaped;
        in_quotes ^= c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        if is_end {
            sections.push(String::new());
        } else if let Some(section) = sections.last_mut() {
            section.push(c);
        }
    }
    if sections.len() > 1 {
        sections.iter_mut().filter(|section| section.is_empty()).for_each(|section| section.push_str("\"\""));
    }
    sections.join(";")
}

/// What stands in brackets: kept, translated or taken out; its length.
fn bracket(rest: &str, out: &mut Plain, in_chinese: &mut bool) -> usize {
    const COLOURS: [&str; 8] = ["黑色", "蓝色", "青色", "绿色", "洋红", "红色", "白色", "黄色"];
    let Some(end) = rest.find(']') else {
        out.code.push_str(rest);
        return rest.len();
    };
    let inside = rest.get(1..end).unwrap_or_default();
    let lower = inside.to_lowercase();
    if let Some(number) = lower.strip_prefix("dbnum") {
        out.digits = match number {
            "1" => Some(Digits::Plain),
            "2" => Some(Digits::Formal),
            "3" => Some(Digits::Wide),
            _ => None,
        };
    } else if let Some(locale) = lower.strip_prefix("$-") {
        let language = locale.split(',').next().unwrap_or_default();
        // The last four digits are the language: 0804 is that of China, 0404, 0c04, 1004, 1404 those of its speakers elsewhere.
        *in_chinese = language.starts_with("zh")
            || ["804", "404", "c04", "1004", "1404"]
                .iter()
                .any(|code| language.trim_start_matches('0') == *code || language.ends_with(&format!("0{code}")));
        let ends = |code: &str| language == code || language.ends_with(&format!("0{code}"));
        out.calendar = match () {
            () if ends("411") || language.starts_with("ja") => Calendar::Japan,
            () if ends("404") || language.starts_with("zh-tw") => Calendar::Republic,
            () => out.calendar,
        };
        // A calendar that is not ours stays with the formatter.
        if !*in_chinese {
            out.code.push_str(rest.get(..=end).unwrap_or_default());
        }
    } else if !COLOURS.contains(&inside) && !inside.starts_with("颜色") {
        out.code.push_str(rest.get(..=end).unwrap_or_default());
    }
    end + 1
}

/// A word that Chinese programs have, or that Chinese shows otherwise, with its length in the code.
fn word(rest: &str, in_chinese: bool, calendar: Calendar) -> Option<(String, usize)> {
    let literal = |mark: char| format!("\"{mark}\"");
    let run = |letter: char| rest.chars().take_while(|c| c.eq_ignore_ascii_case(&letter)).count();
    let half_day = || format!("\"{HALF_DAY}\"AM/PM\"{HALF_DAY}\"");
    let starts = |word: &str| {
        let own = rest.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word));
        own.then_some(word.len())
    };
    if let Some(length) = starts("上午/下午") {
        return Some((half_day(), length));
    }
    if let Some(length) = starts("G/通用格式").or_else(|| starts("通用格式")) {
        return Some((literal(GENERAL), length));
    }
    if let Some(length) = starts("General") {
        return Some((literal(GENERAL), length));
    }
    if let Some(length) = starts("AM/PM") {
        return Some((if in_chinese { half_day() } else { "AM/PM".into() }, length));
    }
    match (run('a'), run('d'), run('m')) {
        (4.., ..) => Some((literal(WEEKDAY), run('a'))),
        (3, ..) => Some((literal(SHORT_WEEKDAY), 3)),
        (_, 4.., _) if in_chinese => Some((literal(WEEKDAY), run('d'))),
        (_, 3, _) if in_chinese => Some((literal(SHORT_WEEKDAY), 3)),
        (.., 4) if in_chinese => Some((literal(MONTH), 4)),
        (.., 3) if in_chinese => Some(("m\"月\"".into(), 3)),
        _ if run('g') > 0 => {
            let era = ERAS.get(3_usize.saturating_sub(run('g'))).copied().unwrap_or('\u{f0006}');
            Some((literal(era), run('g')))
        }
        // A year as `e` is one of the calendar that the code names, else of ours.
        _ if calendar != Calendar::Common
            && rest.starts_with(['e', 'E'])
            && !rest.get(1..).is_some_and(|r| r.starts_with(['+', '-'])) =>
        {
            Some((literal(if run('e') > 1 { ERA_YEAR_OF_TWO } else { ERA_YEAR }), run('e')))
        }
        _ if rest.starts_with(['e', 'E']) && !rest.get(1..).is_some_and(|r| r.starts_with(['+', '-'])) => {
            Some(("yyyy".into(), run('e')))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_translated() {
        for (code, translated) in [
            ("0.00", "0.00"),
            ("aaaa", "\"\u{f0001}\""),
            ("[$-804]aaa;@", "\"\u{f0002}\";@"),
            ("[$-804]dddd", "\"\u{f0001}\""),
            ("[$-409]dddd", "[$-409]dddd"),
            ("dddd", "dddd"),
            ("上午/下午h\"时\"", "\"\u{f0004}\"AM/PM\"\u{f0004}\"h\"时\""),
            ("[红色]0", "0"),
            ("[Red]0;[=1]\"aaaa\"", "[Red]0;[=1]\"aaaa\""),
            ("G/通用格式", "\"\u{f0005}\""),
            ("0!.0,\"万\"", "0\\.0\"万\""),
            ("#,##0,,", "#,##0"),
            ("[$-411]ggge", "[$-411]\"\u{f0006}\"\"\u{f0009}\""),
            ("0.00E+00", "0.00E+00"),
            ("e\"年\"m", "yyyy\"年\"m"),
            ("\\a_a*a0", "\\a_a*a0"),
            ("\"open", "\"open"),
            ("[open", "[open"),
            (";;;", "\"\";\"\";\"\";\"\""),
            ("0;\";\";", "0;\";\";\"\""),
        ] {
            assert_eq!(plain(code).code, translated, "{code}");
        }
        assert_eq!(plain("[DBNum2][$-804]0").digits, Some(Digits::Formal));
    }
}
