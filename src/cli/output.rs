//! What is printed: results on stdout, messages on stderr.

use std::io::{self, IsTerminal, Write};

use biaoyu_page::error::{Faults, Lang};

/// Prints a result. A reader that went away wanted no more: that is no failure.
pub(super) fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints one message.
pub(super) fn message(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Prints faults, each with the word that says how grave it is.
pub(super) fn faults(faults: &Faults, lang: Lang) {
    for fault in &faults.0 {
        message(&format!("{} {}", label("error", "错误：", "31", lang), fault.text(lang)));
    }
}

/// `error:` in red where the terminal shows colours.
pub(super) fn label(en: &str, zh: &str, colour: &str, lang: Lang) -> String {
    let word = match lang {
        Lang::En => format!("{en}:"),
        Lang::Zh => zh.to_owned(),
    };
    if colours() { format!("\x1b[1;{colour}m{word}\x1b[0m") } else { word }
}

/// Whether stderr shows colours (https://no-color.org).
pub(super) fn colours() -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|v| v == "dumb");
    io::stderr().is_terminal() && !unwanted && !dumb
}
