//! Values of options: closed choices, scales, names of plates, dots an inch.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use biaoyu_page::words::Choice;

/// A word of a closed choice.
pub(super) fn choice<C: Choice + Send + Sync>() -> impl TypedValueParser<Value = C> {
    let value = |one: &C| PossibleValue::new(one.word()).help(one.say().en).aliases(one.aliases().iter());
    PossibleValuesParser::new(C::ALL.iter().map(value)).try_map(|word| C::of(&word).ok_or(word))
}

/// One of two words; whether it is the first.
pub(super) fn either(yes: &'static str, no: &'static str) -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new([yes, no]).map(move |word| word == yes)
}

/// `1:10` or `10`.
pub(super) fn scale(text: &str) -> Result<u32, String> {
    let wanted = || "wanted 1:N, N from 1 to 100".to_owned();
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
    let taken = ["all", "none", "cyan", "magenta", "yellow", "black"].contains(&name.to_lowercase().as_str());
    match name {
        "" => Err("wanted a name".to_owned()),
        _ if taken => Err(format!("`{name}` is the name of a plate that exists already")),
        _ if name.chars().any(char::is_control) || name.len() > 100 => {
            Err("wanted at most 100 plain characters".to_owned())
        }
        _ => Ok(name.to_owned()),
    }
}

/// Dots an inch that make sense.
pub(super) fn dpi(text: &str) -> Result<f64, String> {
    let value: f64 = text.trim().parse().map_err(|_| "wanted a number".to_owned())?;
    if (1.0..=4800.0).contains(&value) { Ok(value) } else { Err("wanted 1 to 4800".to_owned()) }
}
