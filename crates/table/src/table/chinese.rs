//! Numbers in Chinese characters, as `[DBNum1]` and its like ask for them, and years of eras.

use super::format_code::{Calendar, Digits};

/// How digits are turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// Each by itself: 二〇二四, as places for digits in a format ask.
    Digits,
    /// As they are spoken, as a number without a format: 二千〇二十四, 一十五.
    Words,
    /// Years digit by digit, months, days and hours as they are spoken: 十五.
    Date,
}

/// Arabic digits as Chinese ones.
pub(super) fn in_chinese(text: &str, digits: Digits, by: By) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let (number, after) = number.split_at(end);
        out.push_str(before);
        let is_fraction = out.ends_with('.');
        let by_digit = by == By::Digits || is_fraction || by == By::Date && number.len() == 4 || number.len() > 16;
        if by_digit {
            out.extend(number.chars().filter_map(|c| c.to_digit(10)).map(|value| name(value as usize, digits)));
        } else {
            out.push_str(&spoken(number, digits, by == By::Date));
        }
        rest = after;
    }
    out + rest
}

fn name(value: usize, digits: Digits) -> char {
    let names = match digits {
        Digits::Plain => "〇一二三四五六七八九",
        Digits::Formal => "零壹贰叁肆伍陆柒捌玖",
        Digits::Wide => "０１２３４５６７８９",
    };
    names.chars().nth(value).unwrap_or('〇')
}

/// A number of up to sixteen digits as it is spoken. In dates ten is 十, elsewhere 一十.
fn spoken(number: &str, digits: Digits, in_date: bool) -> String {
    let units = match digits {
        Digits::Formal => ["", "拾", "佰", "仟"],
        Digits::Plain | Digits::Wide => ["", "十", "百", "千"],
    };
    const GROUPS: [&str; 4] = ["", "万", "亿", "万亿"];
    let values: Vec<usize> =
        number.bytes().map(|b| usize::from(b.saturating_sub(b'0'))).skip_while(|v| *v == 0).collect();
    if values.is_empty() {
        return name(0, digits).to_string();
    }
    let mut out = String::new();
    let mut gap = false;
    let mut in_group = false;
    for (i, value) in values.iter().enumerate() {
        let place = values.len() - 1 - i;
        if *value == 0 {
            gap = true;
        } else {
            if std::mem::take(&mut gap) {
                out.push(name(0, digits));
            }
            in_group = true;
            if !(in_date && *value == 1 && place == 1 && i == 0 && digits != Digits::Formal) {
                out.push(name(*value, digits));
            }
            out.push_str(units.get(place % 4).copied().unwrap_or_default());
        }
        if place.is_multiple_of(4) && std::mem::take(&mut in_group) {
            out.push_str(GROUPS.get(place / 4).copied().unwrap_or_default());
        }
    }
    out
}

/// The era of a day, in three letters, two and one, and the year in it.
pub(super) fn year_of(calendar: Calendar, day: (i32, i32, i32)) -> ([&'static str; 3], i32) {
    // The first days of the eras of Japan.
    const JAPAN: [((i32, i32, i32), [&str; 3]); 5] = [
        ((2019, 5, 1), ["令和", "令", "R"]),
        ((1989, 1, 8), ["平成", "平", "H"]),
        ((1926, 12, 25), ["昭和", "昭", "S"]),
        ((1912, 7, 30), ["大正", "大", "T"]),
        ((1868, 1, 25), ["明治", "明", "M"]),
    ];
    let common = (["公元", "公元", "公元"], day.0);
    match calendar {
        Calendar::Common => common,
        Calendar::Japan => {
            JAPAN.iter().find(|(first, _)| *first <= day).map_or(common, |(first, names)| (*names, day.0 - first.0 + 1))
        }
        Calendar::Republic if day.0 > 1911 => (["中華民國", "民國", "民國"], day.0 - 1911),
        Calendar::Republic => common,
    }
}
