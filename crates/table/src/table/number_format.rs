//! Numbers as their cell shows them: `00017`, `12.5%`, `2021年9月1日`, not 17, 0.125 and 44440.

use ssfmt::ast::FormatPart;
use ssfmt::{DateSystem, FormatOptions, NumberFormat, Section};

use super::format_code::{self, Digits, HALF_DAY, MONTH, SHORT_WEEKDAY, WEEKDAY};

/// Digits that a spreadsheet keeps of a number.
const DIGITS: f64 = 1e15;
/// From here on a number is shown by its exponent: nobody's number has so many digits.
const MOST: f64 = 1e21;

/// The format of one cell style.
#[derive(Clone, Debug)]
enum Style {
    General,
    Code {
        format: NumberFormat,
        /// Digits are written in Chinese, with whether it is a date.
        chinese: Option<(Digits, bool)>,
        /// Whether the day that the number stands for is asked for.
        needs_day: bool,
        /// Whether it says how text is shown.
        has_text: bool,
    },
}

/// The cell styles of a workbook.
#[derive(Clone, Debug, Default)]
pub(super) struct Formats {
    styles: Vec<Style>,
    options: FormatOptions,
}

impl Formats {
    /// No styles yet; `from_1904` when days are counted from 1904, as old Macs did.
    pub fn new(from_1904: bool) -> Self {
        let date_system = if from_1904 { DateSystem::Date1904 } else { DateSystem::Date1900 };
        Self { styles: Vec::new(), options: FormatOptions { date_system, ..FormatOptions::default() } }
    }

    /// Adds the next style, by the number of its format and its code when the workbook has one of its own.
    pub fn push(&mut self, id: u32, code: Option<&str>) {
        self.styles.push(code.or_else(|| built_in(id)).map_or(Style::General, style));
    }

    /// The text that a number shows in a cell of that style; empty where the style hides it.
    pub fn show(&self, style: usize, value: f64) -> String {
        let Some(Style::Code { format, chinese, needs_day, .. }) = self.styles.get(style) else {
            return general(value);
        };
        let Ok(mut text) = format.try_format(value, &self.options) else { return general(value) };
        if *needs_day {
            text = self.with_day(&text, value);
        }
        if text.contains(HALF_DAY) {
            let (morning, afternoon) = (format!("{HALF_DAY}AM{HALF_DAY}"), format!("{HALF_DAY}PM{HALF_DAY}"));
            text = text.replace(&morning, "上午").replace(&afternoon, "下午").replace(HALF_DAY, "");
        }
        match chinese {
            Some((digits, is_date)) => in_chinese(text.trim(), *digits, *is_date),
            None => text.trim().to_owned(),
        }
    }

    /// The text that a text shows in a cell of that style; `None` when it shows itself.
    pub fn show_text(&self, style: usize, text: &str) -> Option<String> {
        let Some(Style::Code { format, has_text: true, .. }) = self.styles.get(style) else { return None };
        let mut out = String::new();
        for part in &section_of_text(format)?.parts {
            match part {
                FormatPart::TextPlaceholder => out.push_str(text),
                FormatPart::Literal(own) | FormatPart::EscapedLiteral(own) => out.push_str(own),
                _ => {}
            }
        }
        Some(out)
    }

    /// The weekday and the month in their places.
    fn with_day(&self, text: &str, value: f64) -> String {
        const DAYS: [&str; 7] = ["日", "一", "二", "三", "四", "五", "六"];
        const MONTHS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
        // The first day of 1900 is a Sunday, as spreadsheets have it; 1904 begins 1462 days later.
        let from_1904 = matches!(self.options.date_system, DateSystem::Date1904);
        let days = value.floor() + if from_1904 { 1462.0 } else { 0.0 };
        if !(0.0..2_958_466.0).contains(&days) {
            // No day, and nothing that stands for one.
            return general(value);
        }
        let day = DAYS.get((days + 6.0) as usize % 7).copied().unwrap_or_default();
        let month = NumberFormat::parse("m").ok().and_then(|format| format.try_format(value, &self.options).ok());
        let month = month.and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?).copied());
        text.replace(WEEKDAY, &format!("星期{day}"))
            .replace(SHORT_WEEKDAY, &format!("周{day}"))
            .replace(MONTH, &format!("{}月", month.unwrap_or_default()))
    }
}

fn style(code: &str) -> Style {
    let plain = format_code::plain(code);
    let trimmed = plain.code.trim();
    if (trimmed.is_empty() || trimmed.eq_ignore_ascii_case("general") || trimmed == "@") && plain.digits.is_none() {
        return Style::General;
    }
    match NumberFormat::parse(&plain.code) {
        Ok(format) => {
            let chinese = plain.digits.map(|digits| (digits, format.is_date_format()));
            let of_text = section_of_text(&format);
            let has_text = of_text.is_some_and(|text| text.parts.len() != 1 || !text.has_text_placeholder());
            Style::Code { format, chinese, needs_day: plain.needs_day, has_text }
        }
        Err(_) => Style::General,
    }
}

/// The section that says how text is shown: the fourth, or the only one when that has a place for text.
fn section_of_text(format: &NumberFormat) -> Option<&Section> {
    match format.sections() {
        [only] if only.has_text_placeholder() => Some(only),
        [_, _, _, text] => Some(text),
        _ => None,
    }
}

/// Formats that have a number only (ECMA-376 part 1, 18.8.30), those of dates as Chinese systems show them.
fn built_in(id: u32) -> Option<&'static str> {
    Some(match id {
        14 => "yyyy/m/d",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m-d-yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        34 | 55 => "上午/下午h\"时\"mm\"分\"",
        35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
        _ => return ssfmt::format_code_from_id(id),
    })
}

/// A number without a format, as a cell shows it that is wide enough: eleven characters, small ones by their exponent.
/// Whole numbers keep all their digits: a spreadsheet shows 123456789012 as 1.23457E+11, and nobody means that.
pub(super) fn general(value: f64) -> String {
    if !value.is_finite() {
        return "#NUM!".into();
    }
    let size = value.abs();
    if size >= MOST {
        return by_exponent(value);
    }
    if value.fract() == 0.0 {
        // `-0` is no number that anybody wrote.
        return (value + 0.0).to_string();
    }
    let trimmed = |text: String| {
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        if text == "-0" { "0".into() } else { text.to_owned() }
    };
    if size < 1e-4 {
        // 0.00001 and 1.23457E-05: by the exponent when the digits have no room otherwise.
        let text = trimmed(format!("{value:.12}"));
        return if size >= 1e-6 && text.trim_start_matches('-').len() <= 11 { text } else { by_exponent(value) };
    }
    // With the point: 0.333333333, 33.33333333.
    let whole = format!("{:.0}", size.trunc()).len();
    trimmed(format!("{value:.*}", 10usize.saturating_sub(whole)))
}

/// `1E-07`: six digits at most, two of the exponent at least.
fn by_exponent(value: f64) -> String {
    let text = format!("{value:.5E}");
    let (digits, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let digits = if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    format!("{digits}E{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
}

/// Whether a number had more digits than a spreadsheet keeps, as identity numbers have.
pub(super) fn is_cut(value: f64) -> bool {
    (DIGITS..MOST).contains(&value.abs())
}

/// Arabic digits as Chinese ones: years digit by digit, all else as it is spoken.
fn in_chinese(text: &str, digits: Digits, is_date: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let (number, after) = number.split_at(end);
        out.push_str(before);
        let by_digit = number.len() > 4 || (is_date && number.len() == 4) || out.ends_with('.');
        out.push_str(&spoken(number, digits, by_digit));
        rest = after;
    }
    out + rest
}

fn spoken(number: &str, digits: Digits, by_digit: bool) -> String {
    let (names, units) = match digits {
        Digits::Plain => (['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'], ["", "十", "百", "千"]),
        Digits::Formal => (['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'], ["", "拾", "佰", "仟"]),
    };
    let values: Vec<usize> = number.bytes().map(|b| usize::from(b.saturating_sub(b'0'))).collect();
    let name = |value: usize| names.get(value).copied().unwrap_or('〇');
    let trimmed: Vec<usize> = values.iter().copied().skip_while(|v| *v == 0).collect();
    if by_digit || trimmed.is_empty() {
        let shown = if by_digit { &values[..] } else { &[0] };
        return shown.iter().map(|v| name(*v)).collect();
    }
    let mut out = String::new();
    let mut gap = false;
    for (i, value) in trimmed.iter().enumerate() {
        let place = trimmed.len() - 1 - i;
        if *value == 0 {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push('零');
        }
        // 十二, not 一十二: but 壹拾贰 on a cheque.
        if !(*value == 1 && place == 1 && i == 0 && matches!(digits, Digits::Plain)) {
            out.push(name(*value));
        }
        out.push_str(units.get(place).copied().unwrap_or_default());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_as_in_their_cell() {
        for (code, value, shown) in [
            ("General", 17.0, "17"),
            ("General", 0.1 + 0.2, "0.3"),
            ("General", 13_800_138_000.0, "13800138000"),
            ("General", -0.0, "0"),
            ("00000", 17.0, "00017"),
            ("0.0%", 0.125, "12.5%"),
            ("#,##0", 1_234_567.0, "1,234,567"),
            ("\"NO.\"0000", 17.0, "NO.0017"),
            ("yyyy-mm-dd", 44_440.0, "2021-09-01"),
            ("yyyy\"年\"m\"月\"d\"日\";@", 44_440.0, "2021年9月1日"),
            ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 44_440.0, "2021年9月1日"),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", 44_561.0, "二〇二一年十二月三十一日"),
            ("[DBNum1]General", 105.0, "一百零五"),
            ("[DBNum2]0", 12.0, "壹拾贰"),
            ("yyyy/m/d h:mm", 44_440.5, "2021/9/1 12:00"),
            ("@", 5.0, "5"),
            ("]]broken[[", 5.0, "5"),
            ("General", 1e-7, "1E-07"),
            ("General", -1.5e-9, "-1.5E-09"),
            ("General", 0.000_01, "0.00001"),
            ("General", 0.000_012_345_67, "1.23457E-05"),
            ("General", 0.000_123_456_789, "0.000123457"),
            ("General", 1e-6, "0.000001"),
            ("General", -2.5e22, "-2.5E+22"),
            ("General", 1.1 * 1.1, "1.21"),
            ("General", 1.0 / 3.0, "0.333333333"),
            ("General", 100.0 / 3.0, "33.33333333"),
            ("General", 123_456_789_012.0, "123456789012"),
            ("General", 12_345_678_901.5, "12345678902"),
            ("General\"级\"", 5.0, "5级"),
            ("aaaa", 45_306.0, "星期一"),
            ("[$-804]dddd", 45_306.0, "星期一"),
            ("[$-804]aaa", 45_312.0, "周日"),
            ("dddd", 45_306.0, "Monday"),
            ("yyyy\"年\"m\"月\"d\"日\" aaaa", 45_306.0, "2024年1月15日 星期一"),
            ("上午/下午h\"时\"mm\"分\"", 45_306.5, "下午12时00分"),
            ("上午/下午h\"时\"mm\"分\"", 0.25, "上午6时00分"),
            ("yyyy/m/d h:mm AM/PM", 45_306.5, "2024/1/15 12:00 PM"),
            ("[$-804]mmmm", 45_306.0, "一月"),
            (";;;", 17.0, ""),
            ("0;-0;", 0.0, ""),
            ("[红色]0", 42.0, "42"),
            ("[=1]\"男\";[=2]\"女\";\"其他\"", 7.0, "其他"),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", 46_086.0, "二〇二六年三月五日"),
            ("G/通用格式\"号\"", 5.0, "5号"),
        ] {
            let mut formats = Formats::new(false);
            formats.push(200, Some(code));
            assert_eq!(formats.show(0, value), shown, "{code}");
        }
        let mut formats = Formats::new(false);
        for code in ["\"第\"@\"号\"", ";;;", "@", "0"] {
            formats.push(200, Some(code));
        }
        let shown: Vec<Option<String>> = (0..4).map(|style| formats.show_text(style, "甲")).collect();
        assert_eq!(shown, [Some("第甲号".into()), Some(String::new()), None, None]);
        let mut formats = Formats::new(true);
        formats.push(14, None);
        formats.push(31, None);
        assert_eq!((formats.show(0, 42_978.0), formats.show(1, 42_978.0)), ("2021/9/1".into(), "2021年9月1日".into()));
    }
}
