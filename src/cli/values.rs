//! Values of options: closed choices, scales, names of plates, dots an inch. What is wrong with one is said as
//! `English ‖ 中文`, and [`super::refused`] takes both halves.

use std::str::FromStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::output::When;
use biaoyu_page::error::Say;
use biaoyu_page::say;
use biaoyu_page::words::Choice;

/// What parts the halves of a sentence in two languages.
pub(super) const BETWEEN: &str = " ‖ ";

/// A word of a closed choice.
pub(super) fn choice<C: Choice + Send + Sync>() -> impl TypedValueParser<Value = C> {
    let value = |one: &C| {
        let Say { en, zh } = one.say();
        PossibleValue::new(one.word()).help(format!("{en}{BETWEEN}{zh}")).aliases(one.aliases().iter())
    };
    PossibleValuesParser::new(C::ALL.iter().map(value)).try_map(|word| C::of(&word).ok_or(word))
}

/// One of two words; whether it is the first.
pub(super) fn either(yes: &'static str, no: &'static str) -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new([yes, no]).map(move |word| word == yes)
}

/// `1:10` or `10`.
pub(super) fn scale(text: &str) -> Result<u32, String> {
    let wanted = || "wanted 1:N, N from 1 to 100 ‖ 应为 1:N，N 是 1 到 100".to_owned();
    let number = match text.split_once([':', '：', '/']) {
        Some((one, number)) if one.trim() == "1" => number,
        Some(_) => return Err(wanted()),
        None => text,
    };
    number.trim().parse().ok().filter(|n| (1..=100).contains(n)).ok_or_else(wanted)
}

/// A name that a plate may have.
pub(super) fn plate(text: &str) -> Result<String, String> {
    let name = text.trim();
    let taken = ["all", "none", "cyan", "magenta", "yellow", "black", "white", "varnish", "foil"]
        .contains(&name.to_lowercase().as_str());
    match name {
        "" => Err("wanted a name ‖ 应为一个名称".to_owned()),
        _ if taken => {
            Err(format!("`{name}` is the name of a plate that exists already ‖ `{name}` 是已有的版名，请换一个"))
        }
        _ if name.chars().any(char::is_control) || name.len() > 100 => {
            Err("wanted at most 100 plain characters ‖ 应为不超过 100 个普通字符".to_owned())
        }
        _ => Ok(name.to_owned()),
    }
}

/// Dots an inch that make sense.
pub(super) fn dpi(text: &str) -> Result<f64, String> {
    number(text, 1.0, 4800.0)
}

/// Dots an inch of plates that are looked at.
pub(super) fn plate_dpi(text: &str) -> Result<f64, String> {
    number(text, 1.0, 2400.0)
}

/// Threads.
pub(super) fn jobs(text: &str) -> Result<u16, String> {
    number(text, 1, 256)
}

/// Pages, parts: one at least.
pub(super) fn count(text: &str) -> Result<u32, String> {
    number(text, 1, 1_000_000)
}

fn number<T: FromStr + PartialOrd + std::fmt::Display + Copy>(text: &str, least: T, most: T) -> Result<T, String> {
    let wanted = || format!("wanted a number from {least} to {most} ‖ 应为 {least} 到 {most} 之间的数");
    text.trim().parse().ok().filter(|n| (least..=most).contains(n)).ok_or_else(wanted)
}

impl Choice for When {
    const ALL: &'static [Self] = &[When::Auto, When::Always, When::Never];

    fn word(self) -> &'static str {
        match self {
            When::Auto => "auto",
            When::Always => "always",
            When::Never => "never",
        }
    }

    fn say(self) -> Say {
        match self {
            When::Auto => say!("on a terminal", "在终端里"),
            When::Always => say!("always", "总是"),
            When::Never => say!("never", "从不"),
        }
    }
}

/// Printed sides of a piece.
pub(super) fn sides(text: &str) -> Result<u8, String> {
    number(text, 1, 2)
}

/// A length between pieces, mm.
pub(super) fn gutter(text: &str) -> Result<f64, String> {
    let found = biaoyu_page::measure::Length::parse(text).map(|length| length.to_mm());
    let wanted = || "wanted 0 to 100 mm ‖ 应为 0 到 100 毫米".to_owned();
    found.filter(|mm| (0.0..=100.0).contains(mm)).ok_or_else(wanted)
}

/// How far a plate is pulled in: millimetres, as micrometres.
pub(super) fn choke(text: &str) -> Result<u32, String> {
    let wanted = || "wanted 0 to 1 mm ‖ 应为 0 到 1 毫米".to_owned();
    let mm = text.trim().trim_end_matches("mm").trim_end_matches("毫米").trim().parse::<f64>().ok();
    mm.filter(|mm| (0.0..=1.0).contains(mm)).map(|mm| (mm * 1000.0).round() as u32).ok_or_else(wanted)
}

/// `1.5,-0.8`: millimetres to the right and down, as micrometres.
pub(super) fn shift(text: &str) -> Result<[i32; 2], String> {
    let wanted = || "wanted RIGHT,DOWN in mm, each from -20 to 20 ‖ 应为 右,下（毫米），各在 -20 到 20 之间".to_owned();
    let (x, y) = text.split_once([',', '，']).ok_or_else(wanted)?;
    let micrometres = |part: &str| {
        let mm = part.trim().trim_end_matches("mm").trim().parse::<f64>().ok()?;
        (-20.0..=20.0).contains(&mm).then(|| (mm * 1000.0).round() as i32)
    };
    Ok([micrometres(x).ok_or_else(wanted)?, micrometres(y).ok_or_else(wanted)?])
}
