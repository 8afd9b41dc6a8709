//! Moments as lists show them.

/// The day of a moment, of UTC: `2026-05-01 02:22`.
pub(crate) fn day(seconds: u64) -> String {
    // Days to a date of the Gregorian calendar, counted from 1 March of year 0 (Howard Hinnant, days_from_civil).
    let days = seconds / 86_400 + 719_468;
    let (era, rest) = (days / 146_097, days % 146_097);
    let year = (rest - rest / 1_460 + rest / 36_524 - rest / 146_096) / 365;
    let of_year = rest - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, more) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let (hour, minute) = (seconds / 3_600 % 24, seconds / 60 % 60);
    format!("{:04}-{month:02}-{day:02} {hour:02}:{minute:02}", year + era * 400 + more)
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn moments_have_their_day() {
        for (seconds, said) in
            [(0, "1970-01-01 00:00"), (951_782_400, "2000-02-29 00:00"), (1_767_225_599, "2025-12-31 23:59")]
        {
            assert_eq!(day(seconds), said);
        }
    }
}
