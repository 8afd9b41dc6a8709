//! What must be known before the arguments are parsed: the language of their own faults, and how they are told.

use std::ffi::OsString;

use super::output::{Manner, When};
use biaoyu_page::error::Lang;
use biaoyu_page::words::Choice;
use biaoyu_set::product::coat_places;

/// The language of `--lang`.
pub(super) fn language(arguments: &[OsString]) -> Option<Lang> {
    choice(arguments, "--lang")
}

/// How the program was asked to speak, as far as can be told.
pub(super) fn manner(arguments: &[OsString]) -> Manner {
    let has = |names: [&str; 2]| arguments.iter().any(|a| a.to_str().is_some_and(|a| names.contains(&a)));
    Manner {
        quiet: has(["-q", "--quiet"]),
        verbose: has(["-v", "--verbose"]),
        json: has(["--json", "--json"]),
        colour: choice(arguments, "--color").unwrap_or(When::Auto),
    }
}

/// The value of an option, written behind it or with `=`.
fn choice<C: Choice>(arguments: &[OsString], option: &str) -> Option<C> {
    let words: Vec<&str> = arguments.iter().filter_map(|a| a.to_str()).take_while(|a| *a != "--").collect();
    let value = words.iter().enumerate().find_map(|(i, word)| match word.strip_prefix(option) {
        Some("") => words.get(i + 1).copied(),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    C::of(value?)
}

/// The arguments with a place behind `--white` joined to it. The option may stand alone, so that the parser takes no word behind it,
/// and `--white art` would be a campaign called `art`.
pub(super) fn joined(arguments: Vec<OsString>) -> Vec<OsString> {
    let mut joined: Vec<OsString> = Vec::with_capacity(arguments.len());
    let mut open = true;
    for argument in arguments {
        open &= argument != "--";
        let is_place = |text: &str| !text.is_empty() && !text.starts_with('-') && coat_places(text).is_ok();
        match joined.last_mut() {
            Some(last) if open && last == "--white" && argument.to_str().is_some_and(is_place) => {
                last.push("=");
                last.push(&argument);
            }
            _ => joined.push(argument),
        }
    }
    joined
}

/// Chinese where the locale is, else English. POSIX: the first of LC_ALL, LC_MESSAGES and LANG that is set decides.
pub(super) fn of_locale() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    let locale = set.or_else(sys_locale::get_locale).unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}
