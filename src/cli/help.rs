//! Help in Chinese: the same command with every sentence replaced. A test finds what has no translation.

use clap::{Arg, Command};

use biaoyu_page::error::Lang;

/// The command with help in a language.
pub(super) fn in_language(command: Command, lang: Lang) -> Command {
    let command = without_values(command);
    match lang {
        Lang::En => command,
        Lang::Zh => translate(command, ""),
    }
}

/// What commands do, by name; the program itself has none.
const COMMANDS: &[(&str, &str)] = &[
    ("", "把标语排成可直接付印的海报、旗帜和徽章"),
    ("render", "印出一次活动：PDF、打样、一览和审批单"),
    ("plan", "为多台机器做计划：写下 `render` 会做的一切，存为 DIR/plan.jsonl"),
    ("run", "做计划的一份，或全部"),
    ("merge", "核对计划的每个文件都有且只有一份、完好无损，并合到一起"),
    ("list", "列出可用的内容和它们的来处"),
    ("new", "写一个带说明的活动文件，供填写"),
    ("schema", "打印某种文件的 JSON Schema"),
    ("lines", "看一条标语可以怎样分行"),
    ("preflight", "印前检查：印厂会对一个 PDF 说什么；退出码 0 通过、1 警告、2 错误、3 读不了"),
    ("completions", "打印命令行补全脚本"),
    ("gallery", "版式 × 产品 × 标语的总览：一张图、一个网页"),
    ("man", "打印手册页"),
];

/// What arguments do, by command and id; those of every command have none.
const ARGUMENTS: &[(&str, &str, &str)] = &[
    ("", "lang", "提示语言，默认随系统"),
    ("", "help", "显示帮助"),
    ("", "version", "显示版本"),
    ("gallery", "campaign", "活动的编号或文件"),
    ("gallery", "slogan", "标语序号"),
    ("gallery", "product", "产品"),
    ("gallery", "layout", "版式，默认全部"),
    ("gallery", "palette", "配色"),
    ("gallery", "unit", "落款单位"),
    ("gallery", "output", "输出文件夹"),
    ("gallery", "from", "先于其他处查找的文件夹，可重复"),
    ("render", "campaign", "活动的编号或文件，默认用内置的"),
    ("render", "slogan", "按序号选标语：3,5-7；0 是活动本身，e1 是会议，p1 是出版物"),
    ("render", "text", "直接给一条文字，代替标语，可重复"),
    ("render", "texts", "文字清单，一行一条，可从 Word 或微信粘贴；`-` 为标准输入"),
    ("render", "product", "产品编号，或毫米尺寸：poster-a2,900x1400"),
    ("render", "layout", "版式编号"),
    ("render", "palette", "配色编号"),
    ("render", "colour", "用本单位的颜色配色：\"C100 M5 Y50 K40\"、\"#0057a8\"、蓝，或 `logo` 取标志的颜色"),
    ("render", "face", "版式中某个样式的字体：slogan=文件、slogan=文件.ttc#2、slogan=文件.ttf:wght=900，可重复"),
    ("render", "unit", "落款单位"),
    ("render", "title", "活动名称"),
    ("render", "theme", "活动主题"),
    ("render", "organisation", "由活动的主办协会署名，或另写一个"),
    ("render", "set", "任意字段：name=王小明，可重复"),
    ("render", "logo", "标志：SVG、PDF、兼容 PDF 的 AI、PNG 或 JPEG"),
    ("render", "logo_dark", "深色稿标志，用在浅底上"),
    ("render", "logo_light", "反白稿标志，用在深底上"),
    ("render", "photo", "胸牌、证卡上的照片：JPEG 或 PNG，等于 `--set photo=文件`"),
    ("render", "logo_knockout", "去掉 PNG、JPEG 标志四周的白底"),
    ("render", "logo_ink", "标志某个颜色的油墨：\"#c8102e=C0 M100 Y80 K5\"，可重复"),
    ("render", "format", "文件种类，默认 pdf,png"),
    ("render", "dpi", "位图的分辨率，默认随产品"),
    ("render", "data", "名单表格，一行一页：CSV、TSV、XLSX、ODS、JSON 或 JSONL；`-` 读标准输入"),
    ("render", "map", "表格的某列填哪个字段：员工=name，可重复"),
    ("render", "sheet", "工作簿里的哪张表，默认第一张认得表头的"),
    ("render", "strict", "表格有一行做不成就什么也不做"),
    ("render", "combine", "所有页合成一个 PDF，按表格顺序"),
    ("render", "split", "这样的 PDF 最多多少页"),
    ("render", "vt", "这样的 PDF 写成 PDF/VT-1：数码印机由此知道哪几页属于哪一行"),
    ("render", "outlines", "文字转曲"),
    ("render", "standard", "PDF 标准，默认 x4"),
    ("render", "icc", "印厂的 CMYK 特性文件"),
    ("render", "inks", "四色，或用配色里的专色单独出版"),
    ("render", "plates", "每个色版各出一个文件"),
    ("render", "paper_white", "打样带纸色，并显示叠印和专色"),
    ("render", "space", "JPEG 的颜色，默认 srgb，或按印厂要求"),
    (
        "render",
        "shop",
        "印厂类型：offset 胶印、gangrun 合版、inkjet-banner 喷绘、photo-print 写真、digital 数码、office 办公，或一个文件",
    ),
    ("render", "marks", "裁切线、套准标、色标和信息行，默认按印厂要求"),
    ("render", "steps", "刀线、打扣、折线、车线等工艺图层，默认按印厂要求"),
    ("render", "cut_spot", "刀线专色的名称，默认 CutContour"),
    ("render", "guide", "印厂自己的模板，PDF 第 1 页：画成线条，锁在图层里盖在页面上"),
    ("render", "scale", "付印文件的比例：1:10"),
    ("render", "quantity", "数量，写入信息行和制作单：500，或 badge-58=500"),
    ("render", "output", "输出文件夹，默认 output/活动编号"),
    ("render", "name", "文件名模板，不带扩展名：\"{product}/{s:02}-{slogan}\""),
    ("render", "bare", "只要页面文件：不做一览和审批单"),
    ("render", "force", "覆盖不是本程序做的文件"),
    ("render", "jobs", "线程数，默认全部核心"),
    ("render", "json", "在标准输出上每个文件一个 JSON 对象"),
    ("render", "dry_run", "只检查，什么也不写"),
    ("render", "watch", "版式、活动、配色等文件一保存就重做"),
    ("render", "from", "最先查找活动、版式、配色、产品和字体的文件夹，可重复"),
    ("run", "plan", "计划文件：DIR/plan.jsonl"),
    ("run", "shard", "第几份：3/7，默认按 Kubernetes、Slurm 或 AWS Batch 所说，否则全部"),
    ("run", "shards", "共几份，调度系统没有说时用"),
    ("run", "output", "输出文件夹，默认计划所在的文件夹"),
    ("run", "jobs", "线程数，默认全部核心"),
    ("run", "force", "覆盖不是本程序做的文件"),
    ("run", "json", "在标准输出上每个文件一个 JSON 对象"),
    ("merge", "plan", "计划文件：DIR/plan.jsonl"),
    ("merge", "folders", "各份所在的文件夹，默认计划所在的文件夹"),
    ("merge", "output", "合到哪个文件夹，默认唯一的那个，或计划所在的文件夹"),
    ("merge", "jobs", "线程数，默认全部核心"),
    ("merge", "force", "覆盖不是本程序做的文件"),
    ("merge", "json", "输出 JSON：每个不合计划的文件一个对象，最后是总数"),
    ("list", "what", "列出什么"),
    ("list", "json", "每行一个 JSON 对象"),
    ("list", "from", "最先查找的文件夹，可重复"),
    ("new", "name", "名称：写到 `campaigns/名称.toml`；以 `.toml` 结尾则作为路径"),
    ("schema", "what", "哪种文件"),
    ("preflight", "files", "要检查的 PDF"),
    ("preflight", "profile", "印厂类型：offset、gangrun、inkjet-banner、photo-print、digital、office"),
    ("preflight", "product", "页面是什么产品"),
    ("preflight", "json", "在标准输出上每个文件一个 JSON 对象"),
    ("lines", "text", "标语"),
    ("lines", "json", "输出 JSON"),
    ("completions", "shell", "哪种 shell"),
];

/// Headings of the help.
const HEADINGS: &[(&str, &str)] =
    &[("What", "做什么"), ("Words", "文字"), ("Files", "文件"), ("Shop", "印厂"), ("Run", "运行")];

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}";

/// Without the lists of possible values: they stand in the names of the arguments.
fn without_values(command: Command) -> Command {
    let hide = |arg: Arg| if arg.get_action().takes_values() { arg.hide_possible_values(true) } else { arg };
    command.mut_args(hide).mut_subcommands(without_values)
}

fn translate(command: Command, name: &str) -> Command {
    let mut command = command.help_template(TEMPLATE).disable_help_flag(true).subcommand_help_heading("命令");
    if let Some((_, about)) = COMMANDS.iter().find(|(of, _)| *of == name) {
        command = command.about(*about).long_about(*about);
    }
    if name.is_empty() {
        let version = Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
        command = command.disable_version_flag(true).arg(version.help("显示版本").help_heading("选项"));
    }
    let own = name.to_owned();
    command = command.mut_args(move |arg| argument(arg, &own));
    let help = Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help("显示帮助");
    command = command.arg(help.help_heading("选项"));
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        translate(sub, &name)
    })
}

fn argument(arg: Arg, command: &str) -> Arg {
    let id = arg.get_id().to_string();
    // A plan is asked for as a render is.
    let command = if command == "plan" { "render" } else { command };
    let found = ARGUMENTS.iter().find(|(of, name, _)| *name == id && (*of == command || of.is_empty()));
    let heading = arg.get_help_heading().map(str::to_owned);
    let heading = match heading.as_deref().map(|h| HEADINGS.iter().find(|(en, _)| *en == h)) {
        Some(Some((_, zh))) => zh,
        _ if arg.is_positional() => "参数",
        _ => "选项",
    };
    match found {
        Some((_, _, text)) => arg.help(*text).help_heading(heading),
        None => arg.help_heading(heading),
    }
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
    fn no_translation_is_left_over() {
        let command = Arguments::command();
        for (of, id, _) in ARGUMENTS {
            let sub = if of.is_empty() { Some(&command) } else { command.find_subcommand(of) };
            let known = sub.is_some_and(|c| c.get_arguments().any(|a| a.get_id() == id));
            assert!(known || matches!(*id, "help" | "version"), "{of} {id}");
        }
    }
}
