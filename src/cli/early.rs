//! What must be known before the arguments are parsed: the language of their own faults, and how they are told.

use std::ffi::OsString;

use super::output::{Manner, When};
use biaoyu_page::error::Lang;
use biaoyu_page::words::Choice;

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

/// Chinese where the locale is, else English. POSIX: the first of LC_ALL, LC_MESSAGES and LANG that is set decides.
pub(super) fn of_locale() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    let locale = set.or_else(sys_locale::get_locale).unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}
