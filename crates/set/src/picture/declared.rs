//! Inks that an SVG file declares for its own colours.
//!
//! SVG 1.1 (12.3) lets a colour be followed by its device values, `#cd853f icc-color(coated, 0.11, 0.48, 0.83, 0)`;
//! CSS Color 5 (11) writes `device-cmyk(11% 48% 83% 0%)`. Both are read when a screen colour stands before them: that
//! colour is what the rest of the file knows the paint by.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::colours::hex;
use biaoyu_page::ink::Cmyk;

const FUNCTIONS: [&str; 2] = ["icc-color(", "device-cmyk("];

/// The text without its device values, and what they say.
pub(super) fn take(text: &str) -> (Cow<'_, str>, BTreeMap<[u8; 3], Cmyk>) {
    let mut inks = BTreeMap::new();
    if !FUNCTIONS.iter().any(|f| text.contains(f)) {
        return (Cow::Borrowed(text), inks);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, function)) = FUNCTIONS.iter().filter_map(|f| Some((rest.find(f)?, *f))).min() {
        let (before, call) = rest.split_at(at);
        let arguments = call.get(function.len()..).unwrap_or("");
        let end = arguments.find([')', '<', '"', '\'', ';']).filter(|e| arguments[*e..].starts_with(')'));
        match (end, colour_at_end(before)) {
            (Some(end), Some(rgb)) => {
                out += before.trim_end();
                if let Some(cmyk) = values(&arguments[..end]) {
                    inks.entry(rgb).or_insert(cmyk);
                }
                rest = &arguments[end + 1..];
            }
            _ => {
                out += before;
                out += function;
                rest = arguments;
            }
        }
    }
    out += rest;
    (Cow::Owned(out), inks)
}

/// The colour that a text ends in.
fn colour_at_end(text: &str) -> Option<[u8; 3]> {
    let text = text.trim_end();
    if let Some(head) = text.strip_suffix(')') {
        let parts: Vec<_> = head.rsplit_once("rgb(")?.1.split(',').map(|p| p.trim().parse().ok()).collect();
        return match parts[..] {
            [Some(r), Some(g), Some(b)] => Some([r, g, b]),
            _ => None,
        };
    }
    let start = text.rfind('#')?;
    hex(&text[start..])
}

/// Four inks: shares of 1 or per cents, after the name of a profile if there is one.
fn values(text: &str) -> Option<Cmyk> {
    let words: Vec<&str> = text.split([',', ' ']).filter(|w| !w.is_empty()).collect();
    let share = |word: &&str| {
        let (number, unit) = word.strip_suffix('%').map_or((*word, 1.0), |n| (n, 0.01));
        number.parse().ok().map(|v: f64| v * unit).filter(|v| (0.0..=1.0).contains(v))
    };
    let four = words.get(words.len().checked_sub(4)?..)?;
    let named = words.len() == 5 && share(words.first()?).is_none();
    let inks: Vec<f64> = four.iter().map(share).collect::<Option<_>>()?;
    (words.len() == 4 || named).then_some(())?;
    Some(Cmyk::from_array(inks.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_values_are_read_and_taken_out() {
        let text = r##"<a fill="#CD853F icc-color(acmecmyk, 0.11, 0.48, 0.83, 0.00)" style="fill:rgb(1, 2,3) device-cmyk(10% 20% 0% 50%);stroke:#fff"/>"##;
        let (out, inks) = take(text);
        assert_eq!(out, r##"<a fill="#CD853F" style="fill:rgb(1, 2,3);stroke:#fff"/>"##);
        assert_eq!(inks.get(&[0xcd, 0x85, 0x3f]), Some(&Cmyk::from_array([0.11, 0.48, 0.83, 0.0])));
        assert_eq!(inks.get(&[1, 2, 3]), Some(&Cmyk::from_array([0.1, 0.2, 0.0, 0.5])));
        for other in ["icc-color(", "#fff icc-color(1,2", "device-cmyk(0 0 0 1)", "#12 icc-color(a,0,0,0,0)"] {
            let (out, inks) = take(other);
            assert!(out == other && inks.is_empty(), "{other}");
        }
    }
}
