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

    /// The day, in UTC, of seconds since 1970 (SOURCE_DATE_EPOCH).
    pub fn from_unix(seconds: i64) -> Option<Self> {
        // Days → civil date by eras of 400 years that begin on 1 March, so that leap days come last.
        let days = seconds.div_euclid(86_400) + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march = (5 * of_year + 2) / 153;
        let month = if march < 10 { march + 3 } else { march - 9 };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        let day = of_year - (153 * march + 2) / 5 + 1;
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
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

    #[test]
    fn seconds_fall_on_their_day() {
        // `date -u -d @N +%F`
        for (seconds, day) in
            [(0, "1970-01-01"), (951_782_400, "2000-02-29"), (1_630_281_600, "2021-08-30"), (-1, "1969-12-31")]
        {
            assert_eq!(Date::from_unix(seconds).unwrap().to_string(), day);
        }
        assert_eq!(Date::from_unix(i64::MAX), None);
    }
}
