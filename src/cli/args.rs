//! The commands. Help is written in both languages, `English ‖ 中文`; [`super::help`] takes one of them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};

use super::groups::{Files, How, What, Words};
use super::output::{Manner, When};
use super::sheets::Sheets;
use super::shop::Shop;
use super::values::{choice, count, jobs, plate_dpi, sides};
use super::version::version;
use biaoyu_page::error::Lang;
use biaoyu_press::Shelf;

/// Sets slogans in Chinese faces and writes print-ready posters, flags and badges ‖ 把标语排成可直接付印的海报、旗帜和徽章
#[derive(Debug, Parser)]
#[command(name = "biaoyu", version = version(), disable_help_subcommand = true)]
pub(super) struct Arguments {
    /// Language of messages [default: by locale] ‖ 提示语言，默认随系统
    #[arg(long, global = true, value_name = "zh|en", value_parser = choice::<Lang>())]
    pub lang: Option<Lang>,
    /// Say nothing but faults ‖ 只说错误
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say everything: each page's notes by themselves, every fault ‖ 全都说：逐页列出提醒，错误一条不省
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// When messages are coloured [default: auto] ‖ 提示何时用颜色，默认 auto
    #[arg(long, global = true, value_name = "auto|always|never", value_parser = choice::<When>())]
    pub color: Option<When>,
    /// What to do; without it a few questions are asked
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Arguments {
    /// How the program is asked to speak.
    pub fn manner(&self) -> Manner {
        let json = match &self.command {
            Some(Command::Render(asked) | Command::Plan(asked)) => asked.how.json,
            Some(Command::Run(asked)) => asked.json,
            Some(Command::Merge(asked)) => asked.json,
            Some(Command::Preflight(asked)) => asked.json,
            Some(Command::Impose(asked)) => asked.json,
            Some(Command::Status(asked)) => asked.json,
            Some(Command::List { json, .. } | Command::Lines { json, .. } | Command::Explain { json, .. }) => *json,
            _ => false,
        };
        Manner { quiet: self.quiet, verbose: self.verbose, json, colour: self.color.unwrap_or_default() }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Press a campaign: PDFs, proofs, contact sheet and approval sheet ‖ 印出一次活动：PDF、打样、一览和审批单
    Render(Box<Render>),
    /// Open the studio: the press in a window of the browser, served on this machine only ‖ 打开工作台：在浏览器窗口里做，只在本机运行
    Studio(Studio),
    /// Plan what `render` would make, for many machines: writes DIR/plan.jsonl ‖ 为多台机器做计划：写下 `render` 会做的一切，存为 文件夹/plan.jsonl
    Plan(Box<Render>),
    /// Make a part of a plan, or all of it ‖ 做计划的一份，或全部
    Run(Run),
    /// Prove that every file of a plan is there once and whole, and bring its parts together ‖ 核对计划的每个文件都有且只有一份、完好无损，并合到一起
    Merge(Merge),
    /// Say how far the parts of a plan are; exit 0 all there, 75 being made, 1 stopped with files missing ‖ 看计划各份做到哪里了；退出码 0 全部做完、75 正在做、1 停着且缺文件
    Status(Status),
    /// Put the pages of PDFs, of any program, on sheets to be cut ‖ 把任何程序做的 PDF 的各页拼到纸上，供裁切
    Impose(Box<Impose>),
    /// Write a page to measure a printer by, and keep what was measured: then `--printer` corrects it ‖ 写一张校准页，把量得的数记下：以后用 `--printer` 校正打印机
    Calibrate(Box<Calibrate>),
    /// List what there is, and whence it comes ‖ 列出可用的内容和它们的来处
    List {
        /// What to list; how much there is of each when left out ‖ 列出什么；不写则说各有多少
        #[arg(value_name = "campaigns|layouts|palettes|products|faces|profiles|papers", value_parser = choice::<Shelf>())]
        what: Option<Shelf>,
        /// One JSON object a line on stdout ‖ 标准输出上每行一个 JSON 对象
        #[arg(long)]
        json: bool,
        /// Folder searched before all others; may be repeated ‖ 最先查找的文件夹，可重复
        #[arg(long, value_name = "DIR")]
        from: Vec<PathBuf>,
        /// Nothing from this folder or the user's own, only what is built in ‖ 不取当前文件夹和用户目录里的，只用内置的
        #[arg(long)]
        embedded: bool,
    },
    /// Show layouts × products × slogans in one picture and one page; all layouts, slogans 1 and 15, six products when left out ‖ 版式 × 产品 × 标语的总览：一张图、一个网页；默认全部版式、第 1 和 15 条、六种产品
    Gallery(Box<Gallery>),
    /// Write a commented campaign file to start from, or a copy of a layout ‖ 写一个带说明的活动文件，或一个版式的副本，供修改
    New {
        /// Its name: `campaigns/NAME.toml` or `layouts/NAME.toml`, or a path that ends in `.toml` ‖ 名称：写到 `campaigns/名称.toml` 或 `layouts/名称.toml`；以 `.toml` 结尾则作为路径
        #[arg(required_unless_present = "layout")]
        name: Option<String>,
        /// A layout of the list to start from, by id or name; its copy is `my-ID` unless named ‖ 从哪个版式改起，写编号或名称；副本不另取名则为 `my-编号`
        #[arg(long, value_name = "ID")]
        layout: Option<String>,
    },
    /// Turn a logo that is PostScript (EPS, old AI) into a PDF, by Ghostscript ‖ 用 Ghostscript 把 PostScript 标志（EPS、旧版 AI）转成 PDF
    Convert {
        /// The file ‖ 要转的文件
        file: PathBuf,
        /// The PDF [default: the same name with `.pdf`] ‖ 写成哪个 PDF，默认同名加 `.pdf`
        #[arg(short, long, value_name = "FILE.pdf")]
        output: Option<PathBuf>,
        /// Overwrite a file that is there ‖ 覆盖已有的文件
        #[arg(long)]
        force: bool,
    },
    /// Say what a rule or a code means, why, and what to do ‖ 说明一条规则或一个代码：是什么、为什么、怎么办
    Explain {
        /// The rule or code, as `no-bleed` or `toml/unknown-key` ‖ 规则或代码，如 `no-bleed`、`toml/unknown-key`
        #[arg(required_unless_present = "list")]
        code: Option<String>,
        /// List all rules and codes ‖ 列出全部规则和代码
        #[arg(long)]
        list: bool,
        /// One JSON object a line on stdout ‖ 标准输出上每行一个 JSON 对象
        #[arg(long)]
        json: bool,
    },
    /// Show the help of the program, or of a command ‖ 显示帮助，或某个命令的帮助
    Help {
        /// The command ‖ 哪个命令
        command: Option<String>,
    },
    /// Print the JSON Schema of a kind of file ‖ 打印某种文件的 JSON Schema
    Schema {
        /// The kind ‖ 哪种文件
        #[arg(value_enum, value_name = "campaign|layout|product|palette|profile|paper")]
        what: Described,
    },
    /// Show the lines that a slogan may be set in ‖ 看一条标语可以怎样分行
    Lines {
        /// The slogan ‖ 标语
        text: String,
        /// One JSON object a line on stdout ‖ 标准输出上每行一个 JSON 对象
        #[arg(long)]
        json: bool,
    },
    /// Say what a print shop would say of a PDF; exit 0 clean, 1 warnings, 2 errors, 3 unreadable ‖ 印前检查：印厂会对一个 PDF 说什么；退出码 0 通过、1 警告、2 错误、3 读不了
    Preflight(Preflight),
    /// Print completions for a shell ‖ 打印命令行补全脚本
    Completions {
        /// The shell ‖ 哪种 shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page ‖ 打印手册页
    Man,
}

/// Where the studio works, and how it is reached.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Studio {
    /// A project, or the folder of projects [default: 标语 among the documents] ‖ 一个项目的文件夹，或放项目的文件夹，默认“文档”里的 标语
    pub folder: Option<PathBuf>,
    /// Its port on this machine [default: a free one] ‖ 本机的端口，默认自动取空闲的
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// Say the address and open no browser ‖ 只说出地址，不打开浏览器
    #[arg(long)]
    pub no_open: bool,
}

/// What is judged, and by what.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Preflight {
    /// The PDFs, or folders of them ‖ 要检查的 PDF，或放 PDF 的文件夹
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The kind of shop: offset, gangrun, inkjet-banner, photo-print, digital, office, or a shop's own file [default: offset] ‖ 印厂：offset 胶印、gangrun 合版、inkjet-banner 喷绘、photo-print 写真、digital 数码、office 办公，或印厂自己的文件，默认 offset
    #[arg(long = "for", value_name = "SHOP")]
    pub profile: Option<String>,
    /// What the pages are: a product's id or name ‖ 页面是什么产品，写编号或名称
    #[arg(long, value_name = "ID")]
    pub product: Option<String>,
    /// Let a rule pass, everywhere or where its place says so, and say why: RULE[@place]=reason; repeatable ‖ 放过某条规则（可限位置），并写明理由：规则[@位置]=理由，可重复
    #[arg(long, value_name = "RULE[@PLACE]=REASON")]
    pub exempt: Vec<String>,
    /// Files judged at a time [default: all cores] ‖ 同时检查几个文件，默认全部核心
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<u16>,
    /// Write the report of one file with pictures of its pages, pins, plates and ink: a file of HTML ‖ 把一个文件的报告写成带页面图、标记、色版和墨量图的 HTML
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Print the inks of a point of one file: X,Y[,PAGE], millimetres from the trim's top left corner ‖ 打印一个文件某一点的油墨：X,Y[,页]，从成品左上角起的毫米数
    #[arg(long, value_name = "X,Y[,PAGE]")]
    pub at: Option<String>,
    /// Write the plates of one file as gray TIFFs into a folder ‖ 把一个文件的各色版写成灰度 TIFF，放进该文件夹
    #[arg(long, value_name = "FOLDER")]
    pub plates: Option<PathBuf>,
    /// Dots an inch of the plates [default: 150] ‖ 色版的分辨率，每英寸点数，默认 150
    #[arg(long, value_name = "N", value_parser = plate_dpi)]
    pub dpi: Option<f64>,
    /// One JSON object a line on stdout: file, fault or note ‖ 标准输出上每行一个 JSON 对象：文件、错误或提醒
    #[arg(long)]
    pub json: bool,
    /// Nothing from this folder or the user's own, only what is built in and named ‖ 不取当前文件夹和用户目录里的，只用内置的和指定的
    #[arg(long)]
    pub embedded: bool,
}

/// `biaoyu render` and `plan`.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Render {
    #[command(flatten)]
    pub what: What,
    #[command(flatten)]
    pub words: Words,
    #[command(flatten)]
    pub files: Files,
    #[command(flatten)]
    pub shop: Shop,
    #[command(flatten)]
    pub sheets: Sheets,
    #[command(flatten)]
    pub how: How,
}

/// `biaoyu gallery`.
#[derive(Debug, Args)]
pub(super) struct Gallery {
    #[command(flatten)]
    pub what: What,
    #[command(flatten)]
    pub words: Words,
    /// As a unit hangs them: with its name, a mark and a code ‖ 按单位实际悬挂的样子：带名称、标志和二维码
    #[arg(long)]
    pub full: bool,
    /// Output folder [default: output/gallery] ‖ 输出文件夹，默认 output/gallery
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Show it when it is made ‖ 做好后打开
    #[arg(long)]
    pub open: bool,
    /// Folder searched before all others; may be repeated ‖ 先于其他处查找的文件夹，可重复
    #[arg(long, value_name = "DIR")]
    pub from: Vec<PathBuf>,
    /// Nothing from this folder or the user's own, only what is built in and named ‖ 不取当前文件夹和用户目录里的，只用内置的和指定的
    #[arg(long)]
    pub embedded: bool,
}

/// `biaoyu impose`.
#[derive(Clone, Debug, Args)]
pub(super) struct Impose {
    /// The PDFs, in order ‖ 要拼的 PDF，按顺序
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub sheets: Sheets,
    /// The backs: as many pages as there are fronts, or one for all ‖ 反面的 PDF：页数与正面相同，或只有一页通用
    #[arg(long, value_name = "FILE.pdf", conflicts_with = "sides")]
    pub backs: Option<PathBuf>,
    /// Printed sides of a piece: with 2 the pages are front, back, front, back [default: 1] ‖ 每件印几面，默认 1：2 时页面依次为正、反、正、反
    #[arg(long, value_name = "1|2", value_parser = sides)]
    pub sides: Option<u8>,
    /// Copies of each piece, or of those of one file; may be repeated [default: 1] ‖ 每件几份，默认 1；可只对一个文件，可重复
    #[arg(long, value_name = "N|FILE.pdf=N", allow_negative_numbers = true)]
    pub copies: Vec<String>,
    /// Cut files beside the PDF ‖ 在 PDF 旁边写刀线文件
    #[arg(short, long, value_name = "dxf|svg", value_delimiter = ',', value_parser = ["dxf", "svg"])]
    pub format: Vec<String>,
    /// The file that is written [default: FIRST-PAPER.pdf] ‖ 写成哪个文件，默认“第一个文件名-纸张.pdf”
    #[arg(short, long, value_name = "FILE.pdf")]
    pub output: Option<PathBuf>,
    /// Folder searched before all others for papers; may be repeated ‖ 最先查找纸张的文件夹，可重复
    #[arg(long, value_name = "DIR")]
    pub from: Vec<PathBuf>,
    /// One JSON object on stdout ‖ 在标准输出上写一个 JSON 对象
    #[arg(long)]
    pub json: bool,
}

/// `biaoyu calibrate`.
#[derive(Clone, Debug, Args)]
pub(super) struct Calibrate {
    /// The paper of the page that is printed and measured [default: a4] ‖ 校准页用什么纸，默认 a4
    #[arg(long, value_name = "PAPER")]
    pub on: Option<String>,
    /// The file of the page [default: calibration-PAPER.pdf] ‖ 校准页写成哪个文件，默认“calibration-纸张.pdf”
    #[arg(short, long, value_name = "FILE.pdf")]
    pub output: Option<PathBuf>,
    /// Keep what was measured under this name, for `--printer` ‖ 把量得的数记在这个名称下，供 `--printer` 用
    #[arg(long, value_name = "NAME", requires = "measured")]
    pub printer: Option<String>,
    /// What the ruler says, mm: from the left and the upper edge of the paper to the lines, length of the level and of the upright rule ‖ 用尺量得的四个数（毫米）：纸左边到竖线、纸上边到横线、横标尺长、竖标尺长
    #[arg(
        long,
        value_name = "LEFT,TOP,ACROSS,DOWN",
        requires = "printer",
        num_args = 1..=4
    )]
    pub measured: Vec<String>,
    /// Keep at which diameter a button is cut, in mm: 58=68; may be repeated ‖ 记下徽章机的裁切直径（毫米）：58=68，可重复
    #[arg(long, value_name = "FACE=CUT")]
    pub button: Vec<String>,
}

/// `biaoyu run`.
#[derive(Debug, Args)]
pub(super) struct Run {
    /// The plan: DIR/plan.jsonl ‖ 计划文件：文件夹/plan.jsonl
    pub plan: PathBuf,
    /// The part: 3/7 [default: as Kubernetes, Slurm or AWS Batch say, else all] ‖ 第几份：3/7，默认按 Kubernetes、Slurm 或 AWS Batch 所说，否则全部
    #[arg(long, value_name = "I/N")]
    pub shard: Option<String>,
    /// How many parts there are, where the scheduler does not say ‖ 共几份，调度系统没有说时用
    #[arg(long, value_name = "N", value_parser = count, conflicts_with = "shard")]
    pub shards: Option<u32>,
    /// Output folder [default: that of the plan] ‖ 输出文件夹，默认计划所在的文件夹
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Threads [default: all cores] ‖ 线程数，默认全部核心
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<u16>,
    /// Overwrite files that were not made by this program ‖ 覆盖不是本程序做的文件
    #[arg(long)]
    pub force: bool,
    /// One JSON object a line on stdout: file, fault or note ‖ 标准输出上每行一个 JSON 对象：文件、错误或提醒
    #[arg(long)]
    pub json: bool,
    /// Counts for Prometheus, written when the run ends: a file for the textfile collector ‖ 结束时写给 Prometheus 的统计，供 textfile collector 读取
    #[arg(long, value_name = "FILE.prom")]
    pub metrics: Option<PathBuf>,
}

/// `biaoyu merge`.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The plan: DIR/plan.jsonl ‖ 计划文件：文件夹/plan.jsonl
    pub plan: PathBuf,
    /// Folders that parts were made in [default: that of the plan] ‖ 各份所在的文件夹，默认计划所在的文件夹
    pub folders: Vec<PathBuf>,
    /// Folder that all is brought to [default: the one folder, or that of the plan] ‖ 合到哪个文件夹，默认唯一的那个，或计划所在的文件夹
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Threads [default: all cores] ‖ 线程数，默认全部核心
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<u16>,
    /// Overwrite files that were not made by this program ‖ 覆盖不是本程序做的文件
    #[arg(long)]
    pub force: bool,
    /// JSON on stdout: one object a file that is not as planned, then the counts ‖ 标准输出上每个不合计划的文件一个 JSON 对象，最后是总数
    #[arg(long)]
    pub json: bool,
    /// Counts for Prometheus, written when the run ends: a file for the textfile collector ‖ 结束时写给 Prometheus 的统计，供 textfile collector 读取
    #[arg(long, value_name = "FILE.prom")]
    pub metrics: Option<PathBuf>,
}

/// `biaoyu status`.
#[derive(Debug, Args)]
pub(super) struct Status {
    /// The plan: DIR/plan.jsonl ‖ 计划文件：DIR/plan.jsonl
    pub plan: PathBuf,
    /// Folders that parts are made in [default: that of the plan] ‖ 各份所在的文件夹，默认计划所在的文件夹
    pub folders: Vec<PathBuf>,
    /// How many parts there are, while no part has begun ‖ 共几份，还没有一份开始时用
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    pub shards: Option<u32>,
    /// JSON on stdout ‖ 输出 JSON
    #[arg(long)]
    pub json: bool,
}

/// What has a schema.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Described {
    /// What is said ‖ 活动：说什么
    #[value(aliases = ["campaigns", "活动"])]
    Campaign,
    /// How it looks ‖ 版式：什么样
    #[value(aliases = ["layouts", "版式"])]
    Layout,
    /// How big it is ‖ 产品：多大
    #[value(aliases = ["products", "产品"])]
    Product,
    /// In which colours ‖ 配色：什么颜色
    #[value(aliases = ["palettes", "配色"])]
    Palette,
    /// For which print shop ‖ 印厂：给哪种印厂
    #[value(aliases = ["profiles", "印厂"])]
    Profile,
    /// On which sheets ‖ 纸张：拼在什么纸上
    #[value(aliases = ["papers", "纸张"])]
    Paper,
}
