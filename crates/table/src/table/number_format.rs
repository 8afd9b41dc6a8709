//! Numbers as their cell shows them: `00017`, `12.5%`, `2021年9月1日`, not 17, 0.125 and 44440.

use ssfmt::ast::FormatPart;
use ssfmt::{DateSystem, FormatOptions, NumberFormat, Section};

use super::chinese::{By, in_chinese, year_of};
use super::format_code::{
    self, Calendar, Digits, ERA_YEAR, ERA_YEAR_OF_TWO, ERAS, GENERAL, HALF_DAY, MONTH, SHORT_WEEKDAY, WEEKDAY,
};

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
        /// Whose years are counted.
        calendar: Calendar,
        /// How many thousands the number is divided by.
        thousands: i32,
        /// Whether it asks for what is not known.
        is_unsure: bool,
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
        let Some(Style::Code { format, chinese, needs_day, calendar, thousands, .. }) = self.styles.get(style) else {
            return general(value);
        };
        let value = if format.is_date_format() { value } else { rounding(value) };
        let shown = value / 1000_f64.powi(*thousands);
        let Ok(mut text) = format.try_format(shown, &self.options) else { return general(value) };
        if *needs_day {
            text = self.with_day(&text, value, *calendar);
        }
        if text.contains(GENERAL) {
            let number = general(value.abs());
            let number = chinese.map_or(number.clone(), |(digits, _)| in_chinese(&number, digits, By::Words));
            // What is below zero has its sign where no section of the code is for it.
            let sign = if value < 0.0 && format.sections().len() == 1 { "-" } else { "" };
            return format!("{sign}{}", text.trim().replace(GENERAL, &number));
        }
        if text.contains(HALF_DAY) {
            let (morning, afternoon) = (format!("{HALF_DAY}AM{HALF_DAY}"), format!("{HALF_DAY}PM{HALF_DAY}"));
            text = text.replace(&morning, "上午").replace(&afternoon, "下午").replace(HALF_DAY, "");
        }
        match chinese {
            Some((digits, true)) => in_chinese(text.trim(), *digits, By::Date),
            Some((digits, false)) => in_chinese(text.trim(), *digits, By::Digits),
            None => text.trim().to_owned(),
        }
    }

    /// Whether the style asks for what is not known here, so that what is shown need not be what a spreadsheet shows.
    pub fn is_unsure(&self, style: usize) -> bool {
        matches!(self.styles.get(style), Some(Style::Code { is_unsure: true, .. }))
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

    /// The weekday, the month and the year of an era in their places.
    fn with_day(&self, text: &str, value: f64, calendar: Calendar) -> String {
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
        let part = |code: &str| {
            let shown = NumberFormat::parse(code).ok().and_then(|format| format.try_format(value, &self.options).ok());
            shown.and_then(|shown| shown.parse::<i32>().ok()).unwrap_or(0)
        };
        let (names, year) = match text.contains(ERAS) || text.contains([ERA_YEAR, ERA_YEAR_OF_TWO]) {
            true => year_of(calendar, (part("yyyy"), part("m"), part("d"))),
            false => (["", "", ""], 0),
        };
        let mut text = text.replace(ERA_YEAR, &year.to_string()).replace(ERA_YEAR_OF_TWO, &format!("{year:02}"));
        for (mark, name) in ERAS.into_iter().zip(names) {
            text = text.replace(mark, name);
        }
        text.replace(WEEKDAY, &format!("星期{day}"))
            .replace(SHORT_WEEKDAY, &format!("周{day}"))
            .replace(MONTH, &format!("{}月", month.unwrap_or_default()))
    }
}

/// A number that rounds as a spreadsheet rounds it, which knows fifteen digits of it: 1.005 is a half of its last place, and not
/// the 1.00499999999999989 that is kept of it.
fn rounding(value: f64) -> f64 {
    if value.fract() == 0.0 || !value.is_finite() {
        return value;
    }
    let fifteen = format!("{value:.14e}");
    let Some((digits, _)) = fifteen.split_once('e') else { return value };
    let parsed = fifteen.parse().unwrap_or(value);
    // Only what ends with a five can be a half. The rest is more than what is lost when it is multiplied.
    if digits.trim_end_matches('0').ends_with('5') { parsed * (1.0 + 2.0 * f64::EPSILON) } else { parsed }
}

fn style(code: &str) -> Style {
    let plain = format_code::plain(code);
    let trimmed = plain.code.trim();
    let is_general =
        trimmed.strip_prefix('"').and_then(|t| t.strip_suffix('"')).is_some_and(|t| t.chars().eq([GENERAL]));
    if (trimmed.is_empty() || is_general || trimmed == "@") && plain.digits.is_none() {
        return Style::General;
    }
    match NumberFormat::parse(&plain.code) {
        Ok(format) => {
            let chinese = plain.digits.map(|digits| (digits, format.is_date_format()));
            let of_text = section_of_text(&format);
            let has_text = of_text.is_some_and(|text| text.parts.len() != 1 || !text.has_text_placeholder());
            Style::Code {
                format,
                chinese,
                needs_day: plain.needs_day,
                calendar: plain.calendar,
                thousands: plain.thousands,
                is_unsure: plain.is_unsure,
                has_text,
            }
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
    let value = rounding(value);
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
            // As Excel 365 shows them.
            ("0.00", 1.005, "1.01"),
            ("0.00", -1.005, "-1.01"),
            ("#,##0.00", 10.075, "10.08"),
            ("0%", 0.285, "29%"),
            ("0%", 0.145, "15%"),
            ("0.0", 0.35, "0.4"),
            ("0.00", 1.0049, "1.00"),
            ("0.00", 9.996, "10.00"),
            ("0.00", 0.995, "1.00"),
            ("0.0", 0.96, "1.0"),
            ("#,##0.0", 999.95, "1,000.0"),
            ("0.0000000000", 0.999_999_999_9, "0.9999999999"),
            ("0.0000000000", 0.1 + 0.2, "0.3000000000"),
            ("#,##0", 1_234_567.0, "1,234,567"),
            ("\"NO.\"0000", 17.0, "NO.0017"),
            ("yyyy-mm-dd", 44_440.0, "2021-09-01"),
            ("yyyy\"年\"m\"月\"d\"日\";@", 44_440.0, "2021年9月1日"),
            ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 44_440.0, "2021年9月1日"),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", 44_561.0, "二〇二一年十二月三十一日"),
            ("[DBNum1]General", 105.0, "一百〇五"),
            ("[DBNum2]0", 12.0, "壹贰"),
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
            ("第[DBNum1][$-804]General名", 3.0, "第三名"),
            ("General\"级\"", -5.0, "-5级"),
            ("[DBNum1][$-804]General", 15.0, "一十五"),
            ("[DBNum2][$-804]General", 12_345.0, "壹万贰仟叁佰肆拾伍"),
            ("[DBNum1]General", 10_500.0, "一万〇五百"),
            ("[DBNum1]General", 100_000_030.0, "一亿〇三十"),
            ("[DBNum2]General", 2_000_000.0, "贰佰万"),
            ("[DBNum1]General", 3.05, "三.〇五"),
            ("[DBNum1]0", 2024.0, "二〇二四"),
            ("[DBNum3]0", 15.0, "１５"),
            ("[DBNum1]m\"月\"d\"日\"", 45_606.0, "十一月十日"),
            ("ggge\"年\"m\"月\"d\"日\"", 45_356.0, "公元2024年3月5日"),
            ("[$-411]ggge\"年\"m\"月\"d\"日\"", 45_356.0, "令和6年3月5日"),
            ("[$-411]ge.m.d", 43_585.0, "H31.4.30"),
            ("[$-404]e\"年\"m\"月\"d\"日\"", 45_356.0, "113年3月5日"),
            ("0!.0,\"万\"", 123_456.0, "12.3万"),
            ("#,##0,\"千\"", 1_234_567.0, "1,235千"),
            ("[$-x-sysdate]dddd, mmmm dd, yyyy", 45_356.0, "2024年3月5日"),
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
