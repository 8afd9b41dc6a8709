//! The language of messages: `--lang`, else the locale.

use std::ffi::OsString;

use biaoyu_page::error::Lang;
use biaoyu_page::words::Choice as _;

/// The language of `--lang`, found before the arguments are parsed, so that their own faults are told in it.
pub(super) fn early(arguments: &[OsString]) -> Option<Lang> {
    let words: Vec<&str> = arguments.iter().filter_map(|a| a.to_str()).take_while(|a| *a != "--").collect();
    let value = words.iter().enumerate().find_map(|(i, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(i + 1).copied(),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    Lang::of(value?)
}

/// Chinese where the locale is, else English. POSIX: the first of LC_ALL, LC_MESSAGES and LANG that is set decides.
pub(super) fn of_locale() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    let locale = set.or_else(sys_locale::get_locale).unwrap_or_default();
    if locale.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}
