//! Numbers as their cell shows them: `00017`, `12.5%`, `2021年9月1日`, not 17, 0.125 and 44440.

use ssfmt::{DateSystem, FormatOptions, NumberFormat};

/// Digits that a spreadsheet keeps of a number.
const DIGITS: f64 = 1e15;

/// The format of one cell style.
#[derive(Clone, Debug)]
enum Style {
    General,
    Code {
        format: NumberFormat,
        /// Digits are written in Chinese: `[DBNum1]` 一二三 or `[DBNum2]` 壹贰叁; with whether it is a date.
        chinese: Option<(Digits, bool)>,
    },
}

#[derive(Clone, Copy, Debug)]
enum Digits {
    Plain,
    Formal,
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

    /// The text that a number shows in a cell of that style.
    pub fn show(&self, style: usize, value: f64) -> String {
        match self.styles.get(style) {
            None | Some(Style::General) => general(value),
            Some(Style::Code { format, chinese }) => match format.try_format(value, &self.options) {
                Ok(text) if !text.is_empty() || value == 0.0 => match chinese {
                    Some((digits, is_date)) => in_chinese(text.trim(), *digits, *is_date),
                    None => text.trim().to_owned(),
                },
                _ => general(value),
            },
        }
    }
}

fn style(code: &str) -> Style {
    // The system's own long date and time, in the locale of those who read these tables.
    let code = match code {
        _ if code.contains("[$-F800]") => "yyyy\"年\"m\"月\"d\"日\"",
        _ if code.contains("[$-F400]") => "h:mm:ss",
        _ => code,
    };
    if code.trim().eq_ignore_ascii_case("general") || code.trim() == "@" {
        return Style::General;
    }
    let digits = [("[dbnum1]", Digits::Plain), ("[dbnum2]", Digits::Formal)];
    let lower = code.to_lowercase();
    let chinese = digits.into_iter().find(|(mark, _)| lower.contains(mark)).map(|(_, digits)| digits);
    match NumberFormat::parse(&without_dbnum(code)) {
        Ok(format) => {
            let is_date = format.is_date_format();
            Style::Code { format, chinese: chinese.map(|digits| (digits, is_date)) }
        }
        Err(_) => Style::General,
    }
}

fn without_dbnum(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(start) = rest.to_ascii_lowercase().find("[dbnum") {
        let (before, mark) = rest.split_at(start);
        out.push_str(before);
        rest = mark.split_once(']').map_or("", |(_, after)| after);
    }
    out + rest
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
        34 | 55 => "AM/PM h\"时\"mm\"分\"",
        35 | 56 => "AM/PM h\"时\"mm\"分\"ss\"秒\"",
        _ => return ssfmt::format_code_from_id(id),
    })
}

/// A number without a format: all digits that it has, no `.0`, nothing of the error of binary fractions.
pub(super) fn general(value: f64) -> String {
    if value.abs() < DIGITS && value.fract() != 0.0 {
        let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
        return rounded.to_string();
    }
    // `-0` is no number that anybody wrote.
    (value + 0.0).to_string()
}

/// Whether a number had more digits than a spreadsheet keeps, as identity numbers have.
pub(super) fn is_cut(value: f64) -> bool {
    (DIGITS..1e21).contains(&value.abs())
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
        ] {
            let mut formats = Formats::new(false);
            formats.push(200, Some(code));
            assert_eq!(formats.show(0, value), shown, "{code}");
        }
        let mut formats = Formats::new(true);
        formats.push(14, None);
        formats.push(31, None);
        assert_eq!((formats.show(0, 42_978.0), formats.show(1, 42_978.0)), ("2021/9/1".into(), "2021年9月1日".into()));
    }
}
