//! What is wrong with the arguments, in the user's language: the parser finds it, the sentences and the cures are ours.

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use super::likely;
use super::values::BETWEEN;
use biaoyu_page::error::{Fault, Faults, Place, Say};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;

/// The faults that an error of the parser stands for. `command` is the program's, in two languages still.
pub(super) fn faults(error: &Error, arguments: &[OsString], command: &Command) -> Faults {
    let asked = asked(arguments, command);
    let sub = asked.and_then(|name| command.find_subcommand(name)).unwrap_or(command);
    let invalid = text(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument if invalid.starts_with('-') => unknown_option(&invalid, sub, command),
        ErrorKind::UnknownArgument => extra_word(&invalid, sub),
        ErrorKind::InvalidSubcommand => {
            unknown_command(&text(error, ContextKind::InvalidSubcommand).unwrap_or_default(), command)
        }
        ErrorKind::InvalidValue | ErrorKind::TooFewValues if value.is_empty() => no_value(&invalid, sub),
        ErrorKind::InvalidValue => bad_value(&invalid, &value, sub),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            let why = halves(&why);
            let (en, zh, option) = (why.en, why.zh, option(&invalid));
            let what = say!("`{value}` for `{option}`: {en}", "`{option}` 的 `{value}`：{zh}");
            Fault::new("argument/value", Place::default(), what).hint(more(sub))
        }
        ErrorKind::ArgumentConflict => conflict(error, &invalid, sub),
        ErrorKind::MissingRequiredArgument => missing(error, sub),
        ErrorKind::InvalidUtf8 => {
            let what = say!("an argument is not UTF-8", "有一个参数不是 UTF-8 编码");
            let hint = say!("type it in a terminal that is set to UTF-8", "请在 UTF-8 编码的终端里输入");
            Fault::new("argument/encoding", Place::default(), what).hint(hint)
        }
        // Kinds that no argument of ours can cause.
        _ => {
            let said = error.to_string();
            let said = said.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            Fault::new("argument/other", Place::default(), say!("{said}", "参数有误：{said}")).hint(more(sub))
        }
    }
    .into()
}

/// The name of the command that was asked for.
fn asked<'c>(arguments: &[OsString], command: &'c Command) -> Option<&'c str> {
    let words = arguments.iter().skip(1).filter_map(|a| a.to_str());
    let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    words.filter(|word| !word.starts_with('-')).find_map(|word| names.iter().copied().find(|name| *name == word))
}

fn text(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(one) => Some(one.clone()),
        ContextValue::Strings(all) => all.first().cloned(),
        _ => None,
    }
}

/// Both halves of `English ‖ 中文`.
fn halves(text: &str) -> Say {
    let (en, zh) = text.split_once(BETWEEN).unwrap_or((text, text));
    Say { en: en.into(), zh: zh.into() }
}

/// `--format <pdf,png>` → `--format`.
fn option(shown: &str) -> &str {
    shown.split([' ', '=']).next().unwrap_or(shown).trim_end_matches("...")
}

/// The argument of a command that the parser names in this way.
fn argument<'c>(shown: &str, command: &'c Command) -> Option<&'c Arg> {
    let name = option(shown);
    let long = name.trim_start_matches('-');
    let plain = |arg: &Arg| arg.get_value_names().is_some_and(|names| names.iter().any(|n| name.contains(n.as_str())));
    let is_it = |arg: &&Arg| arg.get_long() == Some(long) || (arg.is_positional() && plain(arg));
    command.get_arguments().find(is_it)
}

/// Where everything is said.
fn more(command: &Command) -> Say {
    match command.get_name() {
        "biaoyu" => say!("`biaoyu help` names the commands", "全部命令见 `biaoyu help`"),
        name => say!("`biaoyu help {name}` names all that it takes", "全部用法见 `biaoyu help {name}`"),
    }
}

/// Options of a command, the program's own too.
fn options<'c>(sub: &'c Command, command: &'c Command) -> Vec<&'c str> {
    let own = sub.get_arguments().chain(command.get_arguments());
    let names = own.flat_map(|arg| arg.get_long_and_visible_aliases().unwrap_or_default());
    names.chain(["help"]).collect()
}

fn unknown_option(typed: &str, sub: &Command, command: &Command) -> Fault {
    let typed = option(typed);
    let name = sub.get_name();
    let what = match name {
        "biaoyu" => say!("there is no option `{typed}`", "没有 `{typed}` 这个选项"),
        _ => say!("`{name}` has no option `{typed}`", "`{name}` 没有 `{typed}` 这个选项"),
    };
    let word = typed.trim_start_matches('-');
    let known = options(sub, command);
    let meant = likely::option(word);
    let near = meant.filter(|m| known.contains(m)).or_else(|| nearest(word, known.iter().copied()));
    let elsewhere = || {
        let meant = meant.unwrap_or(word);
        let has = |c: &&Command| c.get_arguments().any(|a| a.get_long() == Some(meant));
        command.get_subcommands().find(has).map(|c| (c.get_name(), meant))
    };
    let hint = match near {
        // An option of the command that stands before it.
        Some(near) if near == word => say!(
            "write it behind the command: `biaoyu {name} … --{near}`",
            "请写在命令之后：`biaoyu {name} … --{near}`"
        ),
        Some(near) if word.chars().count() > 1 || meant.is_some() => {
            say!("did you mean `--{near}`?", "是不是 `--{near}`？")
        }
        _ => match elsewhere() {
            Some((of, meant)) if of != name => {
                say!(
                    "`--{meant}` belongs to `{of}`: biaoyu {of} --{meant} …",
                    "`--{meant}` 是 `{of}` 的选项：biaoyu {of} --{meant} …"
                )
            }
            _ => more(sub),
        },
    };
    Fault::new("argument/unknown", Place::default(), what).hint(hint)
}

/// A word that no argument takes.
fn extra_word(typed: &str, sub: &Command) -> Fault {
    let name = sub.get_name();
    let what = say!("`{name}` does not know what to do with `{typed}`", "`{name}` 不知道 `{typed}` 是什么");
    Fault::new("argument/word", Place::default(), what).hint(likely::word(typed).unwrap_or_else(|| more(sub)))
}

fn unknown_command(typed: &str, command: &Command) -> Fault {
    let what = say!("there is no command `{typed}`", "没有 `{typed}` 这个命令");
    let names = command.get_subcommands().map(Command::get_name);
    let near = likely::command(typed).or_else(|| nearest(typed, names));
    let hint = match near {
        Some(near) => say!("did you mean `biaoyu {near}`?", "是不是 `biaoyu {near}`？"),
        None => likely::word(typed).unwrap_or_else(|| more(command)),
    };
    Fault::new("argument/command", Place::default(), what).hint(hint)
}

fn no_value(shown: &str, sub: &Command) -> Fault {
    let option = option(shown);
    let what = say!("nothing is said behind `{option}`", "`{option}` 后面没有写内容");
    let hint = argument(shown, sub).map_or_else(|| more(sub), wanted);
    Fault::new("argument/no-value", Place::default(), what).hint(hint)
}

/// What an argument is, and what it takes.
fn wanted(arg: &Arg) -> Say {
    let help = arg.get_help().map(StyledStr::to_string).unwrap_or_default();
    let Say { en, zh } = halves(&help);
    match choices(arg) {
        Some(list) => {
            let (en, zh) = (list.en, list.zh);
            say!("wanted one of: {en}", "可选：{zh}")
        }
        None => say!("wanted: {en}", "应写：{zh}"),
    }
}

/// The words of a closed choice with what they mean.
fn choices(arg: &Arg) -> Option<Say> {
    let all = arg.get_possible_values();
    if all.is_empty() || !arg.get_action().takes_values() {
        return None;
    }
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    for value in &all {
        let word = value.get_name();
        let said = halves(&value.get_help().map(StyledStr::to_string).unwrap_or_default());
        let with = |said: String, open, close| {
            if said.is_empty() || said == word { word.to_owned() } else { format!("{word}{open}{said}{close}") }
        };
        en.push(with(said.en, " (", ")"));
        zh.push(with(said.zh, "（", "）"));
    }
    Some(Say { en: en.join(", "), zh: zh.join("、") })
}

fn bad_value(shown: &str, value: &str, sub: &Command) -> Fault {
    let option = option(shown);
    let arg = argument(shown, sub);
    let what = if arg.is_some_and(Arg::is_positional) {
        say!("`{value}` is none of what there is", "没有 `{value}` 这一项")
    } else {
        say!("`{option}` does not take `{value}`", "`{option}` 不能写 `{value}`")
    };
    let words: Vec<String> =
        arg.map(|arg| arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect()).unwrap_or_default();
    let near = nearest(value, words.iter().map(String::as_str)).map(str::to_owned);
    let hint = match (option, near, arg) {
        ("--color", ..) => say!(
            "`--color auto|always|never` colours the messages; the colour of the unit is `--colour {value}`",
            "`--color auto|always|never` 是提示的颜色；本单位的颜色请写 `--colour {value}`"
        ),
        (_, Some(near), _) => say!("did you mean `{near}`?", "是不是 `{near}`？"),
        (_, None, Some(arg)) => wanted(arg),
        (_, None, None) => more(sub),
    };
    Fault::new("argument/value", Place::default(), what).hint(hint)
}

fn conflict(error: &Error, shown: &str, sub: &Command) -> Fault {
    let one = option(shown).to_owned();
    let others: Vec<String> = match error.get(ContextKind::PriorArg) {
        Some(ContextValue::String(other)) => vec![option(other).to_owned()],
        Some(ContextValue::Strings(all)) => all.iter().map(|other| option(other).to_owned()).collect(),
        _ => Vec::new(),
    };
    if others.is_empty() || others == [one.as_str()] {
        let what = say!("`{one}` is given twice", "`{one}` 写了两次");
        return Fault::new("argument/twice", Place::default(), what).hint(say!("leave one out", "请只写一次"));
    }
    let ticked: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
    let (en, zh) = (ticked.join(", "), ticked.join("、"));
    let what = say!("`{one}` cannot be together with {en}", "`{one}` 不能与 {zh} 同时使用");
    let hint = match sub.get_name() {
        "render" | "plan" if one == "--campaign" || others.iter().any(|o| o == "--campaign") => {
            say!("name the campaign once", "活动只写一次")
        }
        _ => say!("leave one of them out", "请去掉其中一个"),
    };
    Fault::new("argument/conflict", Place::default(), what).hint(hint)
}

/// What a command cannot do without.
fn missing(error: &Error, sub: &Command) -> Fault {
    let names: Vec<String> = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::Strings(all)) => all.clone(),
        _ => Vec::new(),
    };
    let hint = match sub.get_name() {
        "lines" => say!(
            "name the slogan: biaoyu lines \"质量先行 顾客为上\"",
            "请写出标语：biaoyu lines \"质量先行 顾客为上\""
        ),
        "preflight" => {
            say!(
                "name a PDF, or a folder of them: biaoyu preflight poster.pdf",
                "请写出 PDF，或放 PDF 的文件夹：biaoyu preflight 海报.pdf"
            )
        }
        "new" => say!(
            "name it: biaoyu new my-campaign; or copy a layout: biaoyu new --layout glyph",
            "请取个名称：biaoyu new 我的活动；或复制一个版式：biaoyu new --layout 大字"
        ),
        "explain" => say!(
            "name a rule or a code: biaoyu explain no-bleed; all: biaoyu explain --list",
            "请写出规则或代码：biaoyu explain no-bleed；全部：biaoyu explain --list"
        ),
        "convert" => say!(
            "name the file: biaoyu convert logo.eps -o logo.pdf",
            "请写出文件：biaoyu convert 标志.eps -o 标志.pdf"
        ),
        "calibrate" => say!(
            "print the page that `biaoyu calibrate` writes, measure it, and give the printer's name and the four numbers: biaoyu calibrate --printer office --measured 20.8,19.6,169.3,249.5",
            "先打印 `biaoyu calibrate` 写的校准页、用尺量好，再写打印机名称和四个数：biaoyu calibrate --printer 办公室 --measured 20.8,19.6,169.3,249.5"
        ),
        "run" | "merge" => {
            let name = sub.get_name();
            say!("name the plan: biaoyu {name} output/plan.jsonl", "请写出计划文件：biaoyu {name} output/plan.jsonl")
        }
        _ => match names.first().and_then(|first| argument(first, sub)) {
            Some(arg) if arg.is_positional() => wanted(arg),
            Some(arg) => {
                let long = arg.get_long().unwrap_or_default();
                say!("give `--{long}` too", "请同时写 `--{long}`")
            }
            None => more(sub),
        },
    };
    let shown: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.replace(" <", " ").replace(['<', '>'], "").replace("...", "")))
        .collect();
    let shown = shown.join(" ");
    let name = sub.get_name();
    let positional = names.first().is_some_and(|first| first.starts_with('<'));
    let what = if positional || names.is_empty() {
        say!("`{name}` wants more to be said", "`{name}` 还缺内容")
    } else {
        say!("this wants {shown} too", "还需要 {shown}")
    };
    Fault::new("argument/missing", Place::default(), what).hint(hint)
}
