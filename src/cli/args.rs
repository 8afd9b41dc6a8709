//! The command line. Help is written here in English; [`super::help`] turns it into Chinese.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, value_parser};

use super::small::Described;
use biaoyu_page::error::Lang;
use biaoyu_page::words::{Choice, FileKind, SampleSpace, Standard};
use biaoyu_press::Shelf;

/// Sets slogans in Chinese faces and writes print-ready posters, flags and badges
#[derive(Debug, Parser)]
#[command(name = "biaoyu", version, disable_help_subcommand = true)]
pub struct Arguments {
    /// Language of messages [default: by locale]
    #[arg(long, global = true, value_name = "zh|en", value_parser = choice::<Lang>())]
    pub lang: Option<Lang>,
    /// What to do; without it a few questions are asked
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Press a campaign: PDFs, proofs, contact sheet and approval sheet
    Render(Box<Render>),
    /// Plan what `render` would make, for many machines: writes DIR/plan.jsonl
    Plan(Box<Render>),
    /// Make a part of a plan, or all of it
    Run(Run),
    /// Prove that every file of a plan is there once and whole, and bring its parts together
    Merge(Merge),
    /// List what there is, and whence it comes
    List {
        /// What to list
        #[arg(value_name = "campaigns|layouts|palettes|products|faces|profiles", value_parser = choice::<Shelf>())]
        what: Shelf,
        /// One JSON object a line on stdout
        #[arg(long)]
        json: bool,
        /// Folder searched before all others; may be repeated
        #[arg(long, value_name = "DIR")]
        from: Vec<PathBuf>,
    },
    /// Show layouts × products × slogans in one picture and one page
    Gallery {
        /// Id or file of the campaign
        campaign: Option<String>,
        /// Slogans by number
        #[arg(short, long, value_name = "N", default_value = "1,15")]
        slogan: String,
        /// Products
        #[arg(
            short,
            long,
            value_name = "ID",
            value_delimiter = ',',
            default_value = "poster-a2,flag-4,xstand-600x1600,badge-58,name-85x54,banner-6000x700"
        )]
        product: Vec<String>,
        /// Layouts; all when left out
        #[arg(short, long, value_name = "ID", value_delimiter = ',')]
        layout: Vec<String>,
        /// Palette of every page
        #[arg(long, value_name = "ID")]
        palette: Option<String>,
        /// Unit that signs
        #[arg(short, long, value_name = "NAME")]
        unit: Option<String>,
        /// Output folder
        #[arg(short, long, value_name = "DIR", default_value = "output/gallery")]
        output: PathBuf,
        /// Folder searched before all others; may be repeated
        #[arg(long, value_name = "DIR")]
        from: Vec<PathBuf>,
    },
    /// Write a commented campaign file to start from
    New {
        /// Its name: `campaigns/NAME.toml`, or a path that ends in `.toml`
        name: String,
    },
    /// Print the JSON Schema of a kind of file
    Schema {
        /// The kind
        #[arg(value_enum, value_name = "campaign|layout|product|palette")]
        what: Described,
    },
    /// Show the lines that a slogan may be set in
    Lines {
        /// The slogan
        text: String,
        /// JSON on stdout
        #[arg(long)]
        json: bool,
    },
    /// Say what a print shop would say of a PDF; exit 0 clean, 1 warnings, 2 errors, 3 unreadable
    Preflight {
        /// The PDFs
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The kind of shop: offset, gangrun, inkjet-banner, photo-print, digital, office
        #[arg(long = "for", value_name = "PROFILE", default_value = "offset")]
        profile: String,
        /// What the pages are, by product id
        #[arg(long, value_name = "ID")]
        product: Option<String>,
        /// One JSON object a file on stdout
        #[arg(long)]
        json: bool,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// `biaoyu render`.
#[derive(Debug, Default, Args)]
pub struct Render {
    /// Id or file of the campaign [default: the built-in one]
    pub campaign: Option<String>,

    /// Slogans by number: 3,5-7; 0 the campaign's own sheet, e1 an event, p1 a publication
    #[arg(short, long, value_name = "N", help_heading = "What")]
    pub slogan: Vec<String>,
    /// A text in the place of the slogans; may be repeated
    #[arg(short, long, value_name = "TEXT", help_heading = "What", conflicts_with_all = ["texts", "slogan"])]
    pub text: Vec<String>,
    /// A list of texts, one a line, as pasted from Word or WeChat; `-` for stdin
    #[arg(long, value_name = "FILE", help_heading = "What")]
    pub texts: Option<PathBuf>,
    /// Product ids, or sizes in millimetres: poster-a2,900x1400
    #[arg(short, long, value_name = "ID", value_delimiter = ',', help_heading = "What")]
    pub product: Vec<String>,
    /// Layout ids
    #[arg(short, long, value_name = "ID", value_delimiter = ',', help_heading = "What")]
    pub layout: Vec<String>,
    /// Palette id
    #[arg(long, value_name = "ID", help_heading = "What", conflicts_with = "colour")]
    pub palette: Option<String>,
    /// A palette from the unit's own colour: "C100 M5 Y50 K40", "#0057a8", a name, or `logo` for the logo's own
    #[arg(long, alias = "color", value_name = "COLOUR", help_heading = "What")]
    pub colour: Option<String>,
    /// A face for a style of the layouts: slogan=FILE, slogan=FILE.ttc#2, slogan=FILE.ttf:wght=900; may be repeated
    #[arg(long, alias = "font", value_name = "STYLE=FACE", help_heading = "What")]
    pub face: Vec<String>,

    /// The unit that signs
    #[arg(short, long, value_name = "NAME", help_heading = "Words")]
    pub unit: Option<String>,
    /// Title of the campaign
    #[arg(long, value_name = "TEXT", help_heading = "Words")]
    pub title: Option<String>,
    /// Theme of the campaign
    #[arg(long, value_name = "TEXT", help_heading = "Words")]
    pub theme: Option<String>,
    /// Let the campaign's organisation sign, or another
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "", require_equals = true, help_heading = "Words")]
    pub organisation: Option<String>,
    /// Any field: name=王小明; may be repeated
    #[arg(long, value_name = "FIELD=VALUE", help_heading = "Words")]
    pub set: Vec<String>,
    /// A table, a page a row: CSV, TSV, XLSX, ODS, JSON or JSONL; `-` for stdin
    #[arg(short, long, value_name = "FILE", help_heading = "Words")]
    pub data: Option<PathBuf>,
    /// The field that a column of the table fills: 员工=name; may be repeated
    #[arg(long, value_name = "COLUMN=FIELD", requires = "data", help_heading = "Words")]
    pub map: Vec<String>,
    /// The sheet of a workbook [default: the first with a header that is known]
    #[arg(long, value_name = "NAME", requires = "data", help_heading = "Words")]
    pub sheet: Option<String>,
    /// Make nothing unless every row of the table can be made
    #[arg(long, requires = "data", help_heading = "Words")]
    pub strict: bool,
    /// Logo: SVG, PDF, PDF-compatible AI, PNG or JPEG
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub logo: Option<PathBuf>,
    /// Dark version of the logo, taken on light grounds
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub logo_dark: Option<PathBuf>,
    /// Light version of the logo, taken on dark grounds
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub logo_light: Option<PathBuf>,
    /// Portrait on name badges and cards: JPEG or PNG; the same as `--set photo=FILE`
    #[arg(long, value_name = "FILE", help_heading = "Words")]
    pub photo: Option<PathBuf>,
    /// Inks of a colour of the logo: "#c8102e=C0 M100 Y80 K5"; may be repeated
    #[arg(long, value_name = "COLOUR=INKS", help_heading = "Words")]
    pub logo_ink: Vec<String>,
    /// Leave out the flat white around a PNG or JPEG logo
    #[arg(long, help_heading = "Words")]
    pub logo_knockout: bool,

    /// Kinds of files [default: pdf,png]
    #[arg(short, long, value_delimiter = ',', value_name = "pdf,png,jpeg,tiff", value_parser = choice::<FileKind>(), help_heading = "Files")]
    pub format: Vec<FileKind>,
    /// Dots an inch of rasters [default: by product]
    #[arg(long, value_name = "N", value_parser = dpi, help_heading = "Files")]
    pub dpi: Option<f64>,
    /// Type as outlines
    #[arg(long, help_heading = "Files")]
    pub outlines: bool,
    /// What the PDFs promise [default: x4]
    #[arg(long, value_name = "x4|x1a|none", value_parser = choice::<Standard>(), help_heading = "Files")]
    pub standard: Option<Standard>,
    /// The print shop's own CMYK profile
    #[arg(long, value_name = "FILE", help_heading = "Files")]
    pub icc: Option<PathBuf>,
    /// Inks: process mixtures, or the palette's spots on plates of their own
    #[arg(long, value_name = "process|spot", value_parser = either("spot", "process"), help_heading = "Files")]
    pub inks: Option<bool>,
    /// A file for each plate
    #[arg(long, help_heading = "Files")]
    pub plates: bool,
    /// Proofs on the colour of the paper, overprint and spots shown
    #[arg(long, help_heading = "Files")]
    pub paper_white: bool,
    /// What JPEGs hold [default: srgb, or what the shop wants]
    #[arg(long, value_name = "cmyk|srgb", value_parser = choice::<SampleSpace>(), help_heading = "Files")]
    pub space: Option<SampleSpace>,
    /// Output folder [default: output/CAMPAIGN]
    #[arg(short, long, value_name = "DIR", help_heading = "Files")]
    pub output: Option<PathBuf>,
    /// Names of the files, without ending: "{product}/{s:02}-{slogan}"
    #[arg(long, value_name = "TEMPLATE", help_heading = "Files")]
    pub name: Option<String>,
    /// One PDF of all pages, in the order of the table
    #[arg(long, value_name = "FILE.pdf", help_heading = "Files", conflicts_with = "name")]
    pub combine: Option<String>,
    /// Pages of such a PDF, at most
    #[arg(long, value_name = "N", requires = "combine", value_parser = value_parser!(u32).range(1..), help_heading = "Files")]
    pub split: Option<u32>,
    /// Such a PDF as PDF/VT-1: it tells a digital press which pages belong to which row
    #[arg(long, requires = "combine", help_heading = "Files")]
    pub vt: bool,
    /// Only the pages: no contact sheet, no approval sheets
    #[arg(long, help_heading = "Files")]
    pub bare: bool,
    /// Overwrite files that were not made by this program
    #[arg(long, help_heading = "Files")]
    pub force: bool,

    /// Print shop: offset, gangrun, inkjet-banner, photo-print, digital, office, or a file
    #[arg(long = "for", value_name = "SHOP", help_heading = "Shop")]
    pub shop: Option<String>,
    /// Crop and registration marks, colour bar and slug [default: as the shop wants]
    #[arg(long, value_name = "on|off", value_parser = either("on", "off"), help_heading = "Shop")]
    pub marks: Option<bool>,
    /// Cut line, eyelets, folds and seams as layers [default: as the shop wants]
    #[arg(long, value_name = "on|off", value_parser = either("on", "off"), help_heading = "Shop")]
    pub steps: Option<bool>,
    /// The cutter's name for the spot ink of the cut line [default: CutContour]
    #[arg(long, value_name = "NAME", value_parser = plate, help_heading = "Shop")]
    pub cut_spot: Option<String>,
    /// The shop's own template, page 1 of a PDF: lines over the page on a locked layer
    #[arg(long, value_name = "FILE.pdf", help_heading = "Shop")]
    pub guide: Option<PathBuf>,
    /// Scale of print files: 1:10
    #[arg(long, value_name = "1:N", value_parser = scale, help_heading = "Shop")]
    pub scale: Option<u32>,
    /// Pieces, for slug and ticket: 500, or badge-58=500
    #[arg(long, value_name = "N", value_delimiter = ',', help_heading = "Shop")]
    pub quantity: Vec<String>,

    /// Threads [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = value_parser!(u16).range(1..=256), help_heading = "Run")]
    pub jobs: Option<u16>,
    /// One JSON object a file on stdout
    #[arg(long, help_heading = "Run")]
    pub json: bool,
    /// Check everything and write nothing
    #[arg(long, help_heading = "Run")]
    pub dry_run: bool,
    /// Render again whenever a layout, campaign, palette or other file that is read is saved
    #[arg(long, help_heading = "Run", conflicts_with = "dry_run")]
    pub watch: bool,
    /// Folder searched before all others for campaigns, layouts, palettes, products and fonts; may be repeated
    #[arg(long, value_name = "DIR", help_heading = "Run")]
    pub from: Vec<PathBuf>,
}

/// `biaoyu run`.
#[derive(Debug, Args)]
pub struct Run {
    /// The plan: DIR/plan.jsonl
    pub plan: PathBuf,
    /// The part: 3/7 [default: as Kubernetes, Slurm or AWS Batch say, else all]
    #[arg(long, value_name = "I/N")]
    pub shard: Option<String>,
    /// How many parts there are, where the scheduler does not say
    #[arg(long, value_name = "N", conflicts_with = "shard")]
    pub shards: Option<usize>,
    /// Output folder [default: that of the plan]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Threads [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Overwrite files that were not made by this program
    #[arg(long)]
    pub force: bool,
    /// One JSON object a file on stdout
    #[arg(long)]
    pub json: bool,
}

/// `biaoyu merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// The plan: DIR/plan.jsonl
    pub plan: PathBuf,
    /// Folders that parts were made in [default: that of the plan]
    pub folders: Vec<PathBuf>,
    /// Folder that all is brought to [default: the one folder, or that of the plan]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Threads [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Overwrite files that were not made by this program
    #[arg(long)]
    pub force: bool,
    /// JSON on stdout: one object a file that is not as planned, then the counts
    #[arg(long)]
    pub json: bool,
}

/// A word of a closed choice.
fn choice<C: Choice + Send + Sync>() -> impl TypedValueParser<Value = C> {
    let value = |one: &C| PossibleValue::new(one.word()).help(one.say().en).aliases(one.aliases().iter());
    PossibleValuesParser::new(C::ALL.iter().map(value)).try_map(|word| C::of(&word).ok_or(word))
}

/// One of two words; whether it is the first.
fn either(yes: &'static str, no: &'static str) -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new([yes, no]).map(move |word| word == yes)
}

/// `1:10` or `10`.
fn scale(text: &str) -> Result<u32, String> {
    let wanted = || "wanted 1:N, N from 1 to 100".to_owned();
    let number = match text.split_once([':', '：', '/']) {
        Some((one, number)) if one.trim() == "1" => number,
        Some(_) => return Err(wanted()),
        None => text,
    };
    number.trim().parse().ok().filter(|n| (1..=100).contains(n)).ok_or_else(wanted)
}

/// A name that a plate may have.
fn plate(text: &str) -> Result<String, String> {
    let name = text.trim();
    let taken = ["all", "none", "cyan", "magenta", "yellow", "black"].contains(&name.to_lowercase().as_str());
    match name {
        "" => Err("wanted a name".to_owned()),
        _ if taken => Err(format!("`{name}` is the name of a plate that exists already")),
        _ if name.chars().any(char::is_control) || name.len() > 100 => {
            Err("wanted at most 100 plain characters".to_owned())
        }
        _ => Ok(name.to_owned()),
    }
}

/// Dots an inch that make sense.
fn dpi(text: &str) -> Result<f64, String> {
    let value: f64 = text.trim().parse().map_err(|_| "wanted a number".to_owned())?;
    if (1.0..=4800.0).contains(&value) { Ok(value) } else { Err("wanted 1 to 4800".to_owned()) }
}
