//! Dates in Chinese numerals (GB/T 15835-2011): years figure by figure with 〇, months and days as numbers.

use std::borrow::Cow;

use biaoyu_page::date::Date;

/// The ten figures of a year.
const FIGURES: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// `2021年9月10日` as `二〇二一年九月十日`: numbers of four figures before 年 (also the first of a span, 2021—2025年), numbers up
/// to 12 before 月 and up to 31 before 日, and before 号 after a month. Other numbers stay. Spaces between such a number
/// and its unit go.
/// Days in figures, `2021-09-10`, are days too.
pub(super) fn in_han(text: &str) -> String {
    let text = days(text);
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    let mut i = 0;
    let (mut after_month, mut spanned) = (false, 0);
    while let Some(&c) = chars.get(i) {
        if !c.is_ascii_digit() {
            after_month = c == '月' || (after_month && c == ' ');
            out.push(c);
            i += 1;
            continue;
        }
        let end = end_of_number(&chars, i);
        let digits = chars.get(i..end).unwrap_or_default();
        // The second number of a span is no part of a longer sign: 1-6月 is 一—六月.
        let glued = i != spanned
            && i.checked_sub(1)
                .and_then(|j| chars.get(j))
                .is_some_and(|b| b.is_ascii_alphanumeric() || ".,-/:".contains(*b));
        let (unit_at, unit) = unit_after(&chars, end);
        match (unit, spelled(digits, unit, after_month)) {
            (Some(_), Some(han)) if !glued => {
                out += &han;
                i = unit_at;
                // Between Han numerals stands a full dash (GB/T 15834-2011, 4.13): a hyphen is too short for them.
                let joint =
                    chars.get(i..).unwrap_or_default().iter().take_while(|c| "—–-~～至到".contains(**c)).count();
                if joint > 0 {
                    let given = chars.get(i..i + joint).unwrap_or_default();
                    out.extend(given.iter().map(|c| match c {
                        '-' | '–' => '—',
                        '~' => '～',
                        c => *c,
                    }));
                    i += joint;
                    spanned = i;
                }
            }
            _ => {
                out.extend(digits);
                i = end;
            }
        }
        after_month = false;
    }
    out
}

/// Days that are written in figures alone, and stand by themselves, with their units: `2021-09-10`, `2021.9.10`, `2021/9/10` as
/// `2021年9月10日`.
fn days(text: &str) -> Cow<'_, str> {
    let is_day = |part: &str| part.split(['-', '.', '/']).count() == 3;
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-./:".contains(c);
    let mut out = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let start = at + found;
        let length = text.get(start..).and_then(|rest| rest.find(|c| !is_part(c))).unwrap_or(text.len() - start);
        let part = text.get(start..start + length).unwrap_or_default();
        let stands_alone = !text.get(..start).is_some_and(|before| before.ends_with(is_part));
        let day = Date::parse(part).filter(|day| stands_alone && is_day(part) && day.year() >= 1000);
        if let Some(day) = day {
            out += text.get(done..start).unwrap_or_default();
            out += &format!("{}年{}月{}日", day.year(), day.month(), day.day());
            done = start + length;
        }
        at = start + length.max(1);
    }
    if done == 0 {
        return text.into();
    }
    out += text.get(done..).unwrap_or_default();
    out.into()
}

fn end_of_number(chars: &[char], from: usize) -> usize {
    from + chars.get(from..).unwrap_or_default().iter().take_while(|c| c.is_ascii_digit()).count()
}

/// Where the text goes on after the number that ends at `end`, and the unit of time that it counts. For the first
/// number of a span this is the unit of the second.
fn unit_after(chars: &[char], end: usize) -> (usize, Option<char>) {
    let skip = |mut at: usize| {
        while chars.get(at) == Some(&' ') {
            at += 1;
        }
        at
    };
    let unit = |at: usize| chars.get(at).copied().filter(|c| "年月日号".contains(*c));
    let at = skip(end);
    if let Some(found) = unit(at) {
        return (at, Some(found));
    }
    let mut second = at;
    while chars.get(second).is_some_and(|c| "—–-~～至到".contains(*c)) {
        second += 1;
    }
    let second = skip(second);
    let second_end = end_of_number(chars, second);
    let found = (second > at && second_end > second).then(|| unit(skip(second_end))).flatten();
    (end, found)
}

fn spelled(digits: &[char], unit: Option<char>, after_month: bool) -> Option<String> {
    let value: u32 = digits.iter().collect::<String>().parse().ok()?;
    let small = |most: u32| (digits.len() <= 2 && (1..=most).contains(&value)).then(|| number(value));
    match unit? {
        '年' if digits.len() == 4 => {
            Some(digits.iter().filter_map(|d| FIGURES.get(d.to_digit(10)? as usize)).collect())
        }
        '月' => small(12),
        '日' => small(31),
        '号' if after_month => small(31),
        _ => None,
    }
}

/// A number from 1 to 99 in words: 十, 十二, 二十一.
fn number(value: u32) -> String {
    let figure = |v: u32| FIGURES.get(v as usize).copied().unwrap_or('〇');
    let (tens, ones) = (value / 10, value % 10);
    let mut out = String::new();
    if tens > 1 {
        out.push(figure(tens));
    }
    if tens > 0 {
        out.push('十');
    }
    if ones > 0 {
        out.push(figure(ones));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_spelled_and_other_numbers_stay() {
        for (given, wanted) in [
            ("2021年全国质量月", "二〇二一年全国质量月"),
            ("2021 年 9 月", "二〇二一年 九月"),
            ("2021年9月10日", "二〇二一年九月十日"),
            ("2021-09-03", "二〇二一年九月三日"),
            ("赠于2021.9.3。", "赠于二〇二一年九月三日。"),
            ("2021/10/20", "二〇二一年十月二十日"),
            ("2021-13-03", "2021-13-03"),
            ("GB/T 2021.9.3.1", "GB/T 2021.9.3.1"),
            ("v2021.9.3", "v2021.9.3"),
            ("12月21日", "十二月二十一日"),
            ("9月3号", "九月三号"),
            ("3号楼", "3号楼"),
            ("2021—2025年", "二〇二一—二〇二五年"),
            ("5S管理 100%合格", "5S管理 100%合格"),
            ("GB 15834", "GB 15834"),
            ("30年", "30年"),
            ("13月", "13月"),
            ("1-6月", "一—六月"),
            ("1-12月", "一—十二月"),
            ("9月1-30日", "九月一—三十日"),
            ("2021-2025年", "二〇二一—二〇二五年"),
            ("010-6月", "010-6月"),
            ("安全生产3000天", "安全生产3000天"),
        ] {
            assert_eq!(in_han(given), wanted, "{given}");
        }
    }
}
