//! The command line: arguments, questions, messages, progress, exit codes. The only place that prints.

mod args;
mod ask;
mod dropped;
mod fleet;
mod gallery;
mod groups;
mod help;
mod interrupt;
mod language;
mod list;
mod look;
mod output;
mod preflight;
mod render;
mod report;
mod small;
mod stay;
mod values;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

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
    matches!(fault.code, "run/busy" | "file/disk-full")
}

/// Runs the command that the process was called with.
pub fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let lang = language::early(&arguments).unwrap_or_else(language::of_locale);
    install_panic_message(lang);
    let dropped = dropped::files(&arguments);
    let arguments = match &dropped {
        Some(files) => dropped::arguments(files),
        None => arguments,
    };
    let command = help::in_language(Arguments::command(), lang);
    let parsed = command.clone().try_get_matches_from(&arguments).and_then(|m| Arguments::from_arg_matches(&m));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are asked for; all else is a refusal.
            let code = if error.use_stderr() { REFUSED } else { DONE };
            if let Err(error) = error.print()
                && code == DONE
                && error.kind() != std::io::ErrorKind::BrokenPipe
            {
                return ExitCode::from(FAILED);
            }
            return ExitCode::from(code);
        }
    };
    let is_alone = dropped.is_some() || arguments.command.is_none();
    let code = run(arguments, command, dropped.as_deref(), lang);
    // A script that reads the results must not take half of them for all.
    let unprinted = output::unprinted();
    output::faults(&unprinted.clone().map(Faults::from).unwrap_or_default(), lang);
    if is_alone {
        stay::until_read(lang);
    }
    ExitCode::from(if unprinted.is_some() { code.max(FAILED) } else { code })
}

fn run(arguments: Arguments, mut command: clap::Command, dropped: Option<&[PathBuf]>, lang: Lang) -> u8 {
    let done = match arguments.command {
        None if dropped.is_some() => dropped::take(dropped.unwrap_or_default(), lang),
        None if stay::is_desk() => render::ask(None, lang),
        None => {
            output::print(&format!("{}\n", command.render_help()));
            Ok(DONE)
        }
        Some(Command::Render(render)) => render::render(&render, lang),
        Some(Command::Plan(plan)) => fleet::plan(&plan, lang),
        Some(Command::Run(run)) => fleet::run(&run, lang),
        Some(Command::Merge(merge)) => fleet::merge(&merge, lang),
        Some(Command::List { what, json, from }) => list::list(what, json, &from, lang),
        Some(Command::Gallery(asked)) => gallery::gallery(&asked, lang),
        Some(Command::New { name }) => small::new(&name, lang),
        Some(Command::Schema { what }) => small::schema(what),
        Some(Command::Lines { text, json }) => small::lines(&text, json, lang),
        Some(Command::Preflight(asked)) => preflight::preflight(&asked, lang),
        Some(Command::Completions { shell }) => small::completions(shell, &mut command),
        Some(Command::Man) => small::man(command),
    };
    done.unwrap_or_else(|faults| {
        output::faults(&faults, lang);
        if !faults.0.is_empty() && faults.0.iter().all(passes) { AGAIN } else { REFUSED }
    })
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
        output::message(&what);
    }));
}
