//! Calendar days, as notices are dated.

use std::fmt;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day that exists, from year 1 to 9999; else `None`.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        ((1..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// Reads `2021-08-30`, `2021.8.30`, `2021/8/30` or `2021年8月30日` (spaces allowed).
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut parts = plain.strip_suffix('日').unwrap_or(&plain).split(['-', '.', '/', '年', '月']);
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        let day = parts.next()?.parse().ok()?;
        if parts.next().is_some() { None } else { Self::new(year, month, day) }
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// As a notice is signed: `2021 年 8 月 30 日`.
    pub fn chinese(self) -> String {
        format!("{} 年 {} 月 {} 日", self.year, self.month, self.day)
    }
}

/// ISO 8601: `2021-08-30`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_notices_write_them() {
        let day = Date::new(2021, 8, 30);
        for text in ["2021-08-30", "2021.8.30", "2021/8/30", "2021年8月30日", "2021 年 8 月 30 日"] {
            assert_eq!(Date::parse(text), day, "{text}");
        }
        for text in ["", "2021", "2021-02-29", "2021-8-30-1", "30.8.2021x", "0-1-1"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
