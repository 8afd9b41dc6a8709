//! Help in one language: the half of every sentence, and what clap says itself. A test finds what has one half only.

use clap::{Arg, Command};

use super::foot;
use super::values::BETWEEN;
use super::{DONE, Done, REFUSED, output};
use biaoyu_page::error::{Fault, Lang, Place};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;

/// The command with help in a language.
pub(super) fn in_language(command: Command, lang: Lang) -> Command {
    let command = tell(command, lang).mut_subcommands(move |sub| foot(sub, lang));
    let command = command.after_help(match lang {
        Lang::En => {
            "`biaoyu help COMMAND` says all of a command. Begin with: biaoyu render --text \"人人讲安全 个个会应急\""
        }
        Lang::Zh => "每个命令的用法：biaoyu help 命令。可以先试：biaoyu render --text \"人人讲安全 个个会应急\"",
    });
    let command =
        // The program for stores has other commands.
        command.mut_subcommands(|sub| match sub.get_name() {
            "impose" => OF_RENDER.iter().fold(sub, |sub, id| sub.mut_arg(id, |a| a.hide(true))),
            _ => sub,
        });
    let command = with_help(command, lang);
    if lang == Lang::En { command } else { translate(command) }
}

/// Options of sheets that only pages of our own have: `impose` knows them to say so.
const OF_RENDER: [&str; 8] = ["tile", "overlap", "many", "panel", "seam", "allowance", "seam_way", "hang"];

/// Our own `--help` and `-h`, which show the same.
fn with_help(command: Command, lang: Lang) -> Command {
    let (help, heading) = if lang == Lang::En { ("Show this help", "Options") } else { ("显示帮助", "选项") };
    let arg =
        Arg::new("help").short('h').long("help").action(clap::ArgAction::HelpShort).help(help).help_heading(heading);
    command.disable_help_flag(true).arg(arg).mut_subcommands(move |sub| with_help(sub, lang))
}

fn foot(command: Command, lang: Lang) -> Command {
    match command.get_name() {
        "render" => command.after_help(foot::render(lang)),
        "plan" | "run" | "merge" | "gallery" => command.after_help(foot::exit_codes(lang)),
        _ => command,
    }
}

/// Shows the help of the program, or of a command.
pub(super) fn show(command: &mut Command, asked: Option<&str>, lang: Lang) -> Done {
    command.build();
    let found = match asked {
        None => Some(command),
        Some(asked) => {
            let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
            let meant = super::likely::command(asked).map_or(asked, |meant| meant).to_owned();
            let found = command.find_subcommand_mut(&meant);
            if found.is_none() {
                let what = say!("there is no command `{asked}`", "没有 `{asked}` 这个命令");
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let list = names.join(" ");
                let hint = match nearest(asked, names) {
                    Some(near) => say!("did you mean `biaoyu help {near}`?", "是不是 `biaoyu help {near}`？"),
                    None => say!("there are: {list}", "可选：{list}"),
                };
                let fault = Fault::new("argument/command", Place::default(), what).hint(hint);
                output::faults(&fault.into(), lang);
                return Ok(REFUSED);
            }
            found
        }
    };
    if let Some(command) = found {
        let help = command.render_help();
        let text = if output::out_colours() { help.ansi().to_string() } else { help.to_string() };
        output::print(&format!("{}\n", own_words(&text, lang).trim_end()));
    }
    Ok(DONE)
}

/// What the parser writes itself, in the language.
pub(super) fn own_words(help: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return help.to_owned();
    }
    help.replace("[OPTIONS]", "[选项]").replace("[COMMAND]", "[命令]").replace("Usage:", "用法：")
}

/// Headings of the help.
const HEADINGS: &[(&str, &str)] =
    &[("What", "做什么"), ("Words", "文字"), ("Files", "文件"), ("Shop", "印厂"), ("Run", "运行")];

/// Names of values.
const VALUES: &[(&str, &str)] = &[
    ("FILE", "文件"),
    ("FILES", "文件"),
    ("DIR", "文件夹"),
    ("FOLDER", "文件夹"),
    ("FOLDERS", "文件夹"),
    ("DIR|FILE", "文件夹|文件"),
    ("FILE.pdf", "文件.pdf"),
    ("ID", "编号|名称"),
    ("NAME", "名称"),
    ("TEXT", "文字"),
    ("TEMPLATE", "模板"),
    ("CHARACTER", "字"),
    ("COLOUR", "颜色"),
    ("FIELD", "字段"),
    ("SHOP", "印厂"),
    ("FIELD=VALUE", "字段=内容"),
    ("COLUMN=FIELD", "列名=字段"),
    ("COLOUR=INKS", "颜色=油墨"),
    ("STYLE=FACE", "样式=字体"),
    ("RULE[@PLACE]=REASON", "规则[@位置]=理由"),
    ("X,Y[,PAGE]", "X,Y[,页]"),
    ("CAMPAIGN", "活动"),
    ("PLAN", "计划文件"),
    ("SHELL", "shell"),
    ("CODE", "规则或代码"),
    ("COMMAND", "命令"),
];

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

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
    let (en, zh) = text.split_once(BETWEEN).unwrap_or((text, text));
    if lang == Lang::En { en } else { zh }.to_owned()
}

/// The words of a closed choice, each with what it means: `（pdf 付印、png 打样）`.
fn choices(arg: &Arg, lang: Lang) -> Option<String> {
    let all = arg.get_possible_values();
    if all.is_empty() || !arg.get_action().takes_values() {
        return None;
    }
    // Words that mean what they say stand in the name of the value.
    if all.iter().all(|value| value.get_help().is_none()) {
        return None;
    }
    let said = all.iter().map(|value| {
        let word = value.get_name();
        let help = value.get_help().map(|help| half(&help.to_string(), lang)).unwrap_or_default();
        if help.is_empty() || help == word { word.to_owned() } else { format!("{word} {help}") }
    });
    let said: Vec<String> = said.collect();
    Some(if lang == Lang::En { format!(" ({})", said.join("; ")) } else { format!("（{}）", said.join("；")) })
}

fn argument(arg: Arg, lang: Lang) -> Arg {
    let help = arg.get_help().map(|help| half(&help.to_string(), lang));
    let choices = choices(&arg, lang).unwrap_or_default();
    let heading = arg.get_help_heading().map(str::to_owned);
    let arg = if arg.get_action().takes_values() { arg.hide_possible_values(true) } else { arg };
    let arg = if let Some(help) = help { arg.help(help + &choices) } else { arg };
    if lang == Lang::En {
        return arg;
    }
    let name = arg.get_value_names().and_then(|names| names.first()).map(|name| name.to_string());
    let name = name.unwrap_or_else(|| arg.get_id().as_str().to_uppercase());
    let name = VALUES.iter().find(|(en, _)| *en == name).map(|(_, zh)| *zh);
    let arg = match name.filter(|_| arg.get_action().takes_values()) {
        Some(name) => arg.value_name(name),
        None => arg,
    };
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
    let mut command = command.help_template(TEMPLATE).subcommand_help_heading("命令");
    if root {
        let version = Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
        command = command.disable_version_flag(true).arg(version.help("显示版本").help_heading("选项"));
    }
    command.mut_subcommands(translate)
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
        assert!(!told.contains('‖') && told.contains("Palette by id") && !told.contains("配色"), "{told}");
    }
}
