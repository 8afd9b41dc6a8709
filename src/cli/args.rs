//! The commands. Help is written in both languages, `English ‖ 中文`; [`super::help`] takes one of them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};

use super::groups::{Files, How, Shop, What, Words};
use super::values::choice;
use biaoyu_page::error::Lang;
use biaoyu_press::Shelf;

/// Sets slogans in Chinese faces and writes print-ready posters, flags and badges ‖ 把标语排成可直接付印的海报、旗帜和徽章
#[derive(Debug, Parser)]
#[command(name = "biaoyu", version, disable_help_subcommand = true)]
pub(super) struct Arguments {
    /// Language of messages [default: by locale] ‖ 提示语言，默认随系统
    #[arg(long, global = true, value_name = "zh|en", value_parser = choice::<Lang>())]
    pub lang: Option<Lang>,
    /// What to do; without it a few questions are asked
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Press a campaign: PDFs, proofs, contact sheet and approval sheet ‖ 印出一次活动：PDF、打样、一览和审批单
    Render(Box<Render>),
    /// Plan what `render` would make, for many machines: writes DIR/plan.jsonl ‖ 为多台机器做计划：写下 `render` 会做的一切，存为 DIR/plan.jsonl
    Plan(Box<Render>),
    /// Make a part of a plan, or all of it ‖ 做计划的一份，或全部
    Run(Run),
    /// Prove that every file of a plan is there once and whole, and bring its parts together ‖ 核对计划的每个文件都有且只有一份、完好无损，并合到一起
    Merge(Merge),
    /// List what there is, and whence it comes ‖ 列出可用的内容和它们的来处
    List {
        /// What to list ‖ 列出什么
        #[arg(value_name = "campaigns|layouts|palettes|products|faces|profiles", value_parser = choice::<Shelf>())]
        what: Shelf,
        /// One JSON object a line on stdout ‖ 每行一个 JSON 对象
        #[arg(long)]
        json: bool,
        /// Folder searched before all others; may be repeated ‖ 最先查找的文件夹，可重复
        #[arg(long, value_name = "DIR")]
        from: Vec<PathBuf>,
    },
    /// Show layouts × products × slogans in one picture and one page; all layouts, slogans 1 and 15, six products when left out ‖ 版式 × 产品 × 标语的总览：一张图、一个网页；默认全部版式、第 1 和 15 条、六种产品
    Gallery(Box<Gallery>),
    /// Write a commented campaign file to start from ‖ 写一个带说明的活动文件，供填写
    New {
        /// Its name: `campaigns/NAME.toml`, or a path that ends in `.toml` ‖ 名称：写到 `campaigns/名称.toml`；以 `.toml` 结尾则作为路径
        name: String,
    },
    /// Print the JSON Schema of a kind of file ‖ 打印某种文件的 JSON Schema
    Schema {
        /// The kind ‖ 哪种文件
        #[arg(value_enum, value_name = "campaign|layout|product|palette")]
        what: Described,
    },
    /// Show the lines that a slogan may be set in ‖ 看一条标语可以怎样分行
    Lines {
        /// The slogan ‖ 标语
        text: String,
        /// JSON on stdout ‖ 输出 JSON
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

/// What is judged, and by what.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Preflight {
    /// The PDFs, or folders of them ‖ 要检查的 PDF，或放 PDF 的文件夹
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The kind of shop: offset, gangrun, inkjet-banner, photo-print, digital, office; or a shop's own file ‖ 印厂类型：offset、gangrun、inkjet-banner、photo-print、digital、office，或印厂自己的文件
    #[arg(long = "for", value_name = "PROFILE", default_value = "offset")]
    pub profile: String,
    /// What the pages are, by product id ‖ 页面是什么产品
    #[arg(long, value_name = "ID")]
    pub product: Option<String>,
    /// Let a rule pass, everywhere or where its place says so, and say why: RULE[@place]=reason; repeatable ‖ 放过某条规则（可限位置），并写明理由：规则[@位置]=理由，可重复
    #[arg(long, value_name = "RULE[@PLACE]=REASON")]
    pub exempt: Vec<String>,
    /// Files judged at a time, all cores unless given ‖ 同时检查几个文件，默认全部核心
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Write the report of one file with pictures of its pages, pins, plates and ink: a file of HTML ‖ 把一个文件的报告写成带页面图、标记、色版和墨量图的 HTML
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Print the inks of a point of one file: X,Y[,PAGE], millimetres from the trim's top left corner ‖ 打印一个文件某一点的油墨：X,Y[,页]，从成品左上角起的毫米数
    #[arg(long, value_name = "X,Y[,PAGE]")]
    pub at: Option<String>,
    /// Write the plates of one file as gray TIFFs into a folder ‖ 把一个文件的各色版写成灰度 TIFF，放进该文件夹
    #[arg(long, value_name = "FOLDER")]
    pub plates: Option<PathBuf>,
    /// Dots an inch of the plates ‖ 色版的分辨率，每英寸点数
    #[arg(long, value_name = "DPI", default_value_t = 150.0)]
    pub dpi: f64,
    /// One JSON object a file on stdout ‖ 在标准输出上每个文件一个 JSON 对象
    #[arg(long)]
    pub json: bool,
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
    /// Output folder ‖ 输出文件夹
    #[arg(short, long, value_name = "DIR", default_value = "output/gallery")]
    pub output: PathBuf,
    /// Folder searched before all others; may be repeated ‖ 先于其他处查找的文件夹，可重复
    #[arg(long, value_name = "DIR")]
    pub from: Vec<PathBuf>,
}

/// `biaoyu run`.
#[derive(Debug, Args)]
pub(super) struct Run {
    /// The plan: DIR/plan.jsonl ‖ 计划文件：DIR/plan.jsonl
    pub plan: PathBuf,
    /// The part: 3/7 [default: as Kubernetes, Slurm or AWS Batch say, else all] ‖ 第几份：3/7，默认按 Kubernetes、Slurm 或 AWS Batch 所说，否则全部
    #[arg(long, value_name = "I/N")]
    pub shard: Option<String>,
    /// How many parts there are, where the scheduler does not say ‖ 共几份，调度系统没有说时用
    #[arg(long, value_name = "N", conflicts_with = "shard")]
    pub shards: Option<usize>,
    /// Output folder [default: that of the plan] ‖ 输出文件夹，默认计划所在的文件夹
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Threads [default: all cores] ‖ 线程数，默认全部核心
    #[arg(short, long, value_name = "N", value_parser = value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Overwrite files that were not made by this program ‖ 覆盖不是本程序做的文件
    #[arg(long)]
    pub force: bool,
    /// One JSON object a file on stdout ‖ 在标准输出上每个文件一个 JSON 对象
    #[arg(long)]
    pub json: bool,
}

/// `biaoyu merge`.
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The plan: DIR/plan.jsonl ‖ 计划文件：DIR/plan.jsonl
    pub plan: PathBuf,
    /// Folders that parts were made in [default: that of the plan] ‖ 各份所在的文件夹，默认计划所在的文件夹
    pub folders: Vec<PathBuf>,
    /// Folder that all is brought to [default: the one folder, or that of the plan] ‖ 合到哪个文件夹，默认唯一的那个，或计划所在的文件夹
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Threads [default: all cores] ‖ 线程数，默认全部核心
    #[arg(short, long, value_name = "N", value_parser = value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Overwrite files that were not made by this program ‖ 覆盖不是本程序做的文件
    #[arg(long)]
    pub force: bool,
    /// JSON on stdout: one object a file that is not as planned, then the counts ‖ 输出 JSON：每个不合计划的文件一个对象，最后是总数
    #[arg(long)]
    pub json: bool,
}

/// What has a schema.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Described {
    /// What is said
    Campaign,
    /// How it looks
    Layout,
    /// How big it is
    Product,
    /// In which colours
    Palette,
    /// For which print shop
    Profile,
}
