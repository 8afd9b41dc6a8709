//! Help in one language: the half of every sentence, and what clap says itself. A test finds what has one half only.

use clap::{Arg, Command};

use biaoyu_page::error::Lang;

/// The command with help in a language.
pub(super) fn in_language(command: Command, lang: Lang) -> Command {
    let command = tell(without_values(command), lang);
    if lang == Lang::En { command } else { translate(command) }
}

/// Headings of the help.
const HEADINGS: &[(&str, &str)] =
    &[("What", "做什么"), ("Words", "文字"), ("Files", "文件"), ("Shop", "印厂"), ("Run", "运行")];

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}";

/// Without the lists of possible values: they stand in the names of the arguments.
fn without_values(command: Command) -> Command {
    let hide = |arg: Arg| if arg.get_action().takes_values() { arg.hide_possible_values(true) } else { arg };
    command.mut_args(hide).mut_subcommands(without_values)
}

/// Every sentence in the language: they are written as `English ‖ 中文`.
fn tell(command: Command, lang: Lang) -> Command {
    let about = command.get_about().map(|about| half(&about.to_string(), lang));
    let command = command.mut_args(move |arg| argument(arg, lang)).mut_subcommands(move |sub| tell(sub, lang));
    match about {
        Some(about) => command.about(about.clone()).long_about(about),
        None => command,
    }
}

fn half(text: &str, lang: Lang) -> String {
    let (en, zh) = text.split_once(" ‖ ").unwrap_or((text, text));
    if lang == Lang::En { en } else { zh }.to_owned()
}

fn argument(arg: Arg, lang: Lang) -> Arg {
    let help = arg.get_help().map(|help| half(&help.to_string(), lang));
    let heading = arg.get_help_heading().map(str::to_owned);
    let arg = if let Some(help) = help { arg.help(help) } else { arg };
    if lang == Lang::En {
        return arg;
    }
    let heading = match heading.as_deref().map(|h| HEADINGS.iter().find(|(en, _)| *en == h)) {
        Some(Some((_, zh))) => zh,
        _ if arg.is_positional() => "参数",
        _ => "选项",
    };
    arg.help_heading(heading)
}

/// What clap itself says, in Chinese.
fn translate(command: Command) -> Command {
    let root = command.get_name() == "biaoyu";
    let mut command = command.help_template(TEMPLATE).disable_help_flag(true).subcommand_help_heading("命令");
    if root {
        let version = Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
        command = command.disable_version_flag(true).arg(version.help("显示版本").help_heading("选项"));
    }
    let help = Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help("显示帮助");
    command.arg(help.help_heading("选项")).mut_subcommands(translate)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::args::Arguments;
    use super::*;

    fn has_han(text: &str) -> bool {
        text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }

    #[test]
    fn every_sentence_of_the_help_is_translated() {
        let command = in_language(Arguments::command(), Lang::Zh);
        for sub in std::iter::once(&command).chain(command.get_subcommands()) {
            let name = sub.get_name();
            assert!(has_han(&sub.get_about().unwrap().to_string()), "{name}");
            for arg in sub.get_arguments() {
                let help = arg.get_help().unwrap().to_string();
                assert!(has_han(&help), "{name} {}: {help}", arg.get_id());
            }
        }
    }

    #[test]
    fn no_sentence_is_told_twice() {
        let mut command = in_language(Arguments::command(), Lang::En);
        command.build();
        let mut told = command.render_long_help().to_string();
        command.get_subcommands_mut().for_each(|sub| told += &sub.render_long_help().to_string());
        assert!(!told.contains('‖') && told.contains("Palette id") && !told.contains("配色"), "{told}");
    }
}
