//! Lengths as people write them.

use std::fmt;

/// Millimetres in a PostScript point (1/72 inch).
pub const MM_PER_PT: f64 = 25.4 / 72.0;
/// Millimetres in an inch.
pub const MM_PER_INCH: f64 = 25.4;

/// A length on the finished product, kept in millimetres.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Length(f64);

impl Length {
    /// From millimetres.
    pub const fn mm(value: f64) -> Self {
        Self(value)
    }

    /// From points of 1/72 inch.
    pub fn pt(value: f64) -> Self {
        Self(value * MM_PER_PT)
    }

    /// In millimetres.
    pub const fn to_mm(self) -> f64 {
        self.0
    }

    /// In pixels at `dpi` dots an inch, not rounded.
    pub fn to_px(self, dpi: f64) -> f64 {
        self.0 / MM_PER_INCH * dpi
    }

    /// Reads `210mm`, `21cm`, `2.1m`, `36pt`, `8.5in`, `12米`, `90厘米`; a bare number is millimetres.
    /// `None` when it is not a finite number with one of these units.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let split = text.find(char::is_alphabetic).unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let value: f64 = number.trim().parse().ok().filter(|v: &f64| v.is_finite())?;
        let factor = match unit {
            "" | "mm" | "毫米" => 1.0,
            "cm" | "厘米" | "公分" => 10.0,
            "m" | "米" => 1000.0,
            "pt" => MM_PER_PT,
            "in" | "英寸" => MM_PER_INCH,
            _ => return None,
        };
        Some(Self(value * factor))
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} mm", number(self.0, 2))
    }
}

/// A number of things in English, which has a word for one of them: `1 sheet`, `2 sheets`.
pub fn count_of(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A number in fixed decimals with the trailing zeros taken off: `297`, `85.6`, never `-0` or `1e3`.
///
/// The one routine by which numbers reach an output, so that equal values give equal bytes.
pub fn number(value: f64, decimals: usize) -> String {
    let mut out = format!("{value:.decimals$}");
    if out.contains('.') {
        out.truncate(out.trim_end_matches('0').trim_end_matches('.').len());
    }
    if out == "-0" { "0".into() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_with_their_units() {
        for (text, mm) in
            [("210mm", 210.0), ("21 cm", 210.0), ("72pt", 25.4), ("1in", 25.4), ("3", 3.0), ("0.9 米", 900.0)]
        {
            let length = Length::parse(text).unwrap();
            assert!((length.to_mm() - mm).abs() < 1e-9, "{text}");
        }
        for text in ["", "mm", "3 ft", "1e999", "NaN"] {
            assert_eq!(Length::parse(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_lose_their_trailing_zeros_only() {
        assert_eq!(number(100.0, 2), "100");
        assert_eq!(number(85.60, 2), "85.6");
        assert_eq!(number(-0.001, 2), "0");
    }
}
