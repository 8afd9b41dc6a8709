//! What is printed: results on stdout, messages on stderr.

use std::io::{self, IsTerminal, Write};

use std::sync::OnceLock;

use biaoyu_page::error::{Fault, Faults, Lang};
use biaoyu_page::say;

/// Why a result could not be printed, the first time.
static UNPRINTED: OnceLock<io::Error> = OnceLock::new();

/// Prints a result. A reader that went away wanted no more: that is no failure; all else is told at the end.
pub(super) fn print(text: &str) {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => drop(UNPRINTED.set(error)),
        _ => {}
    }
}

/// That results could not be printed whole.
pub(super) fn unprinted() -> Option<Fault> {
    let error = UNPRINTED.get()?;
    let what = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            say!("standard output could not be written: the disk is full", "标准输出写不进去：磁盘已满")
        }
        _ => say!("standard output could not be written: {error}", "标准输出写不进去：{error}"),
    };
    let hint = say!(
        "free some space, or send the output elsewhere, and run the same command again",
        "请清出空间或把输出改到别处，再运行同一命令"
    );
    Some(Fault::new("output/unprinted", Default::default(), what).hint(hint))
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
