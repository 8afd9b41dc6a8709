//! What is printed: results on stdout, messages on stderr; with `--json` faults on stdout too.

use std::io::{self, IsTerminal, Write};

use std::sync::OnceLock;

use serde_json::{Value, json};

use super::excerpt;
use biaoyu_page::error::{Fault, Faults, Finding, Lang, Place};
use biaoyu_page::say;

/// How the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Manner {
    /// Only faults.
    pub quiet: bool,
    /// Everything, each page by itself.
    pub verbose: bool,
    /// Every line of stdout is a JSON object that says its kind.
    pub json: bool,
    /// When messages are coloured.
    pub colour: When,
}

/// When messages are coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum When {
    /// On a terminal that shows colours.
    #[default]
    Auto,
    Always,
    Never,
}

/// Set once, before anything is said.
static MANNER: OnceLock<Manner> = OnceLock::new();

/// Says how the program speaks from now on.
pub(super) fn set_manner(manner: Manner) {
    let _ = MANNER.set(manner);
}

/// How the program speaks.
pub(super) fn manner() -> Manner {
    MANNER.get().copied().unwrap_or_default()
}

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

/// Prints one message, which `--quiet` keeps back.
pub(super) fn message(text: &str) {
    if !manner().quiet {
        fault_line(text);
    }
}

/// Prints what is said in any case.
pub(super) fn fault_line(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Prints faults, each with the word that says how grave it is and the line it speaks of; with `--json` as objects too.
pub(super) fn faults(faults: &Faults, lang: Lang) {
    for fault in &faults.0 {
        fault_line(&format!("{}{}", label("error", "错误：", "31", lang), shown(fault, lang)));
        if manner().json {
            print(&format!("{}\n", fault_object(fault, lang)));
        }
    }
}

/// `place: what`, the line of the file with a caret, and the hint.
pub(super) fn shown(fault: &Fault, lang: Lang) -> String {
    with_excerpt(&fault.place, fault.text(lang))
}

/// The same of a finding.
pub(super) fn shown_finding(finding: &Finding, lang: Lang) -> String {
    with_excerpt(&finding.place, finding.text(lang))
}

/// The line stands between what was found and the hint.
fn with_excerpt(place: &Place, text: String) -> String {
    let Some(excerpt) = excerpt::of(place) else { return text };
    match text.split_once('\n') {
        Some((what, hint)) => format!("{what}\n{excerpt}\n{hint}"),
        None => format!("{text}\n{excerpt}"),
    }
}

/// The object of a fault: its stable code, its words in the language of messages, its place in parts.
pub(super) fn fault_object(fault: &Fault, lang: Lang) -> Value {
    let hint = fault.hint.as_ref().map(|h| h.get(lang));
    let mut object = json!({ "kind": "fault", "code": fault.code, "message": fault.what.get(lang), "hint": hint });
    add_place(&mut object, &fault.place, lang);
    object
}

/// The object of a finding.
pub(super) fn note_object(finding: &Finding, lang: Lang) -> Value {
    let hint = finding.hint.as_ref().map(|h| h.get(lang));
    let (rule, severity) = (finding.rule, finding.severity.word());
    let what = finding.what.get(lang);
    let mut object = json!({ "kind": "note", "rule": rule, "severity": severity, "message": what, "hint": hint });
    add_place(&mut object, &finding.place, lang);
    object
}

fn add_place(object: &mut Value, place: &Place, lang: Lang) {
    object["place"] = json!(place.text(lang));
    if let Some(file) = &place.file {
        object["file"] = json!(file);
    }
    if let Some((line, column)) = place.at {
        object["line"] = json!(line);
        object["column"] = json!(column);
    }
}

/// `error: ` in red where the terminal shows colours.
pub(super) fn label(en: &str, zh: &str, colour: &str, lang: Lang) -> String {
    let (word, gap) = match lang {
        Lang::En => (format!("{en}:"), " "),
        // The full-width colon brings its own.
        Lang::Zh => (zh.to_owned(), ""),
    };
    if colours() { format!("\x1b[1;{colour}m{word}\x1b[0m{gap}") } else { word + gap }
}

/// Whether stderr shows colours (https://no-color.org).
pub(super) fn colours() -> bool {
    coloured(io::stderr().is_terminal())
}

/// Whether stdout does.
pub(super) fn out_colours() -> bool {
    coloured(io::stdout().is_terminal())
}

fn coloured(is_terminal: bool) -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|v| v == "dumb");
    match manner().colour {
        When::Always => true,
        When::Never => false,
        When::Auto => is_terminal && !unwanted && !dumb,
    }
}
