//! What stands at the foot of the help: examples, the environment, exit codes.

use super::{AGAIN, DONE, FAILED, REFUSED};
use biaoyu_page::error::{Lang, Say};
use biaoyu_page::say;

/// The one table of exit codes. `preflight` has its own, which its help says.
pub(super) fn codes() -> [(u8, Say); 4] {
    [
        (DONE, say!("done", "全部做好")),
        (FAILED, say!("done but for failures, which are named", "有没做成的，已逐一点名")),
        (REFUSED, say!("refused: nothing was done", "拒绝执行：什么也没做")),
        (
            AGAIN,
            say!(
                "stopped, or kept from it for now: run the same command again",
                "中途停止或暂时做不了：请再运行同一命令"
            ),
        ),
    ]
}

/// What a run reads of the environment.
fn environment() -> [(&'static str, Say); 6] {
    [
        (
            "LC_ALL LC_MESSAGES LANG",
            say!("language of messages, where `--lang` is not given", "提示语言，没有写 `--lang` 时用"),
        ),
        (
            "NO_COLOR TERM",
            say!("no colours in messages, where `--color` is not given", "提示不用颜色，没有写 `--color` 时用"),
        ),
        ("COLUMNS", say!("width of the help", "帮助的宽度")),
        ("SOURCE_DATE_EPOCH", say!("seconds since 1970 that date the files", "文件日期，自 1970 年起的秒数")),
        ("XDG_CONFIG_HOME HOME APPDATA", say!("where your own folder `biaoyu` lies", "到哪里找自己的 `biaoyu` 文件夹")),
        (
            "SLURM_… JOB_COMPLETION_INDEX AWS_BATCH_…",
            say!("which part of a plan `biaoyu run` makes", "`biaoyu run` 做计划的第几份"),
        ),
    ]
}

/// Five ways to begin.
fn examples() -> [(&'static str, Say); 5] {
    [
        (
            "biaoyu render --text \"人人讲安全 个个会应急\" -p A3",
            say!("one slogan on one poster", "一条标语，一张海报"),
        ),
        (
            "biaoyu render --texts 口号.docx -l 大字 --unit 某某发电厂 --logo 标志.svg",
            say!("a list from Word, signed, with the logo", "Word 里的口号表，加落款和标志"),
        ),
        (
            "biaoyu render -p 横幅 --for 喷绘 --palette 红底黄字",
            say!("banners as a shop for inkjet wants them", "横幅，按喷绘店的要求出文件"),
        ),
        (
            "biaoyu render --data 花名册.xlsx -p name-85x54 --combine 胸牌.pdf",
            say!("a name badge for every row of a table", "表格一行一张胸牌，合成一个 PDF"),
        ),
        (
            "biaoyu render 活动.toml --dry-run",
            say!("what would be made, and what is wrong; nothing is written", "先看会做什么、有什么问题，不写文件"),
        ),
    ]
}

/// The foot of `render --help`.
pub(super) fn render(lang: Lang) -> String {
    let word = |en: &'static str, zh: &'static str| if lang == Lang::En { en } else { zh };
    let mut out = word("Examples:", "示例：").to_owned();
    for (command, what) in examples() {
        out += &format!("\n  {command}\n      {}", what.get(lang));
    }
    out += &format!("\n\n{}", word("Environment:", "环境变量："));
    for (names, what) in environment() {
        out += &format!("\n  {names}\n      {}", what.get(lang));
    }
    format!("{out}\n\n{}", exit_codes(lang))
}

/// The table of exit codes.
pub(super) fn exit_codes(lang: Lang) -> String {
    let mut out = if lang == Lang::En { "Exit codes:" } else { "退出码：" }.to_owned();
    for (code, what) in codes() {
        out += &format!("\n  {code:>2}  {}", what.get(lang));
    }
    out
}
