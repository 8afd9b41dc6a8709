//! The command line: arguments, questions, messages, progress, exit codes. The only place that prints.

mod amounts;
mod args;
mod ask;
mod calibrate;
mod convert;
mod dropped;
mod early;
mod excerpt;
mod explain;
mod fleet;
mod foot;
mod gallery;
mod groups;
mod help;
mod impose;
mod interrupt;
mod likely;
mod list;
mod look;
mod metrics;
mod one_file;
mod opener;
mod output;
mod preflight;
mod refused;
mod render;
mod report;
mod sheets;
mod shop;
mod shows;
mod small;
mod stay;
mod store;
mod studio;
mod values;
mod version;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use args::{Arguments, Command};
use biaoyu_page::error::{Fault, Faults, Lang};

/// Everything was done.
pub(crate) const DONE: u8 = 0;
/// Done, with failures that are named.
pub(crate) const FAILED: u8 = 1;
/// Refused before anything was done.
pub(crate) const REFUSED: u8 = 2;
/// Stopped, or kept from its work by what passes (another run in the folder, a full disk): the same command may be tried
/// again. `EX_TEMPFAIL` of sysexits.h, which schedulers know.
pub(crate) const AGAIN: u8 = 75;

/// Whether what a fault speaks of passes by itself or by making room.
pub(crate) fn passes(fault: &Fault) -> bool {
    matches!(fault.code, "run/busy" | "file/disk-full") || biaoyu_press::away::faults::passes(fault)
}

/// Runs the command that the process was called with.
pub fn main() -> ExitCode {
    let arguments: Vec<_> = early::joined(std::env::args_os().collect());
    let lang = early::language(&arguments).unwrap_or_else(early::of_locale);
    install_panic_message(lang);
    let command = help::in_language(Arguments::command(), lang);
    let dropped = dropped::files(&arguments, &command);
    // The studio's console is read while it lasts.
    let is_alone = dropped.is_some();
    let code = match dropped {
        Some(files) => {
            output::set_manner(early::manner(&arguments));
            dropped::take(&files, command, lang)
        }
        None => act(&arguments, command, lang),
    };
    // A script that reads the results must not take half of them for all.
    let unprinted = output::unprinted();
    output::faults(&unprinted.clone().map(Faults::from).unwrap_or_default(), lang);
    if is_alone {
        stay::until_read(lang);
    }
    ExitCode::from(if unprinted.is_some() { code.max(FAILED) } else { code })
}

/// Runs the command that the second program, whose output is a store, was called with. `open` gives the store of an address.
pub fn store(open: &biaoyu_press::away::Open) -> ExitCode {
    store::main(open)
}

/// Does what the arguments say, or says what is wrong with them.
fn act(arguments: &[OsString], mut command: clap::Command, lang: Lang) -> u8 {
    let parsed = command.clone().try_get_matches_from(arguments).and_then(|m| Arguments::from_arg_matches(&m));
    let error = match parsed {
        Ok(arguments) => {
            output::set_manner(arguments.manner());
            return told(run(arguments, command, lang), lang);
        }
        Err(error) => error,
    };
    unparsed(&error, arguments, &mut command, lang)
}

/// Help, the version, or what is wrong with the arguments.
fn unparsed(error: &clap::Error, arguments: &[OsString], command: &mut clap::Command, lang: Lang) -> u8 {
    output::set_manner(early::manner(arguments));
    match error.kind() {
        ErrorKind::DisplayVersion => output::print(&error.to_string()),
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let help = error.render();
            let text = if output::out_colours() { help.ansi().to_string() } else { help.to_string() };
            output::print(&help::own_words(&text, lang));
        }
        _ => {
            command.build();
            output::faults(&refused::faults(error, arguments, command), lang);
            return REFUSED;
        }
    }
    DONE
}

/// The exit code of what was done, with the faults for which it was refused told.
fn told(done: Done, lang: Lang) -> u8 {
    done.unwrap_or_else(|faults| {
        output::faults(&faults, lang);
        if !faults.0.is_empty() && faults.0.iter().all(passes) { AGAIN } else { REFUSED }
    })
}

fn run(arguments: Arguments, mut command: clap::Command, lang: Lang) -> Done {
    match arguments.command {
        None if stay::is_own_console() => studio::studio(&args::Studio::default(), lang),
        None if stay::is_desk() => render::ask(None, lang),
        None => help::show(&mut command, None, lang),
        Some(Command::Render(render)) => render::render(&render, lang),
        Some(Command::Studio(asked)) => studio::studio(&asked, lang),
        Some(Command::Plan(plan)) => fleet::plan(&plan, lang),
        Some(Command::Run(run)) => fleet::run(&run, lang),
        Some(Command::Merge(merge)) => fleet::merge(&merge, lang),
        Some(Command::Impose(asked)) => impose::impose(&asked, lang),
        Some(Command::Calibrate(asked)) => calibrate::calibrate(&asked, lang),
        Some(Command::Status(status)) => fleet::status(&status, lang),
        Some(Command::List { what: Some(what), json, from, embedded }) => {
            list::list(what, json, (&from, embedded), lang)
        }
        Some(Command::List { what: None, json, from, embedded }) => list::shelves(json, (&from, embedded), lang),
        Some(Command::Gallery(asked)) => gallery::gallery(&asked, lang),
        Some(Command::New { name, layout }) => small::new(name.as_deref(), layout.as_deref(), lang),
        Some(Command::Convert { file, output, force }) => convert::convert(&file, output.as_deref(), force, lang),
        Some(Command::Explain { code, list, json }) => explain::explain(code.as_deref().filter(|_| !list), json, lang),
        Some(Command::Help { command: asked }) => help::show(&mut command, asked.as_deref(), lang),
        Some(Command::Schema { what }) => small::schema(what),
        Some(Command::Lines { text, json }) => small::lines(&text, json, lang),
        Some(Command::Preflight(asked)) => preflight::preflight(&asked, lang),
        Some(Command::Completions { shell }) => small::completions(shell, &mut command),
        Some(Command::Man) => small::man(command),
    }
}

/// What a command gives: an exit code, or the faults for which it was refused.
pub(crate) type Done = Result<u8, Faults>;

/// A panic is a fault of the program, and says so in one line; the page that it happened on is named by the press.
fn install_panic_message(lang: Lang) {
    std::panic::set_hook(Box::new(move |info| {
        let what = match lang {
            Lang::En => format!("this is a fault of biaoyu, please report it: {info}"),
            Lang::Zh => format!("这是 biaoyu 的错误，请反馈：{info}"),
        };
        output::fault_line(&what);
    }));
}
