//! What the user wants of a run, before anything is looked up.

use std::path::PathBuf;

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::say;
use biaoyu_page::words::{FileKind, SampleSpace, Standard};
use biaoyu_table::record::Fields;

/// What is to be made.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Id or file of the campaign; the built-in one when `None` and no texts are given.
    pub campaign: Option<String>,
    /// Texts in the place of the campaign's slogans.
    pub texts: Texts,
    /// Which sheets; the usual ones when `None`.
    pub picks: Option<Picks>,
    /// Ids or sizes of products; the campaign's when empty.
    pub products: Vec<String>,
    /// Ids of layouts; the campaign's when empty.
    pub layouts: Vec<String>,
    /// The colours; the campaign's or the layout's when `None`.
    pub colours: Option<Colours>,
    /// Fields of every page, over those of the campaign.
    pub fields: Fields,
    /// Whether the campaign's organisation signs.
    pub organisation: bool,
    /// A picture file for the logo.
    pub logo: Option<PathBuf>,
    /// Its dark version, for light grounds.
    pub logo_dark: Option<PathBuf>,
    /// Its light version, for dark grounds.
    pub logo_light: Option<PathBuf>,
    /// The inks of its screen colours: `#c8102e=C0 M100 Y80 K5`.
    pub logo_inks: Vec<String>,
    /// The flat white around a logo without transparency is left out.
    pub logo_knockout: bool,
    /// Faces for named styles of the layouts: `slogan=FILE`.
    pub faces: Vec<String>,
    /// The shop's own template, laid over every product.
    pub guide: Option<PathBuf>,
    /// The table that pages are filled from.
    pub data: Option<DataWanted>,
    /// How and where files are written.
    pub output: Output,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct DataWanted {
    /// Its name as the user typed it.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Columns and the fields that they fill, where the header does not say it.
    pub map: Vec<(String, String)>,
    /// The sheet of a workbook; the first with a header that is known when `None`.
    pub sheet: Option<String>,
    /// The folder that names of photos start from.
    pub folder: PathBuf,
    /// Nothing is made unless every row can be.
    pub strict: bool,
}

/// Texts given by hand.
#[derive(Clone, Debug, Default)]
pub enum Texts {
    /// None: the campaign's slogans.
    #[default]
    None,
    /// One by one.
    Each(Vec<String>),
    /// A list, one a line: its name and bytes.
    List(String, Vec<u8>),
}

/// Where the colours come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Colours {
    /// The palette of an id.
    Palette(String),
    /// The unit's own colour, as designers write it: `C100 M5 Y50 K40`.
    Own(String),
}

/// How and where files are written.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// What kinds of files, each once; the shop's, or PDF and PNG, when empty.
    pub formats: Vec<FileKind>,
    /// Dots an inch of rasters; of proofs each product's own, of print files by area when `None`.
    pub dpi: Option<f64>,
    /// Type as outlines 转曲, also where the shop takes it as it is.
    pub outlines: bool,
    /// What the PDFs promise; what the shop wants, or PDF/X-4, when `None`.
    pub standard: Option<Standard>,
    /// The shop's own profile.
    pub icc: Option<PathBuf>,
    /// Spot inks on plates of their own; as the shop wants it, or not, when `None`.
    pub spots: Option<bool>,
    /// The output folder; `output/{campaign}` when `None`.
    pub folder: Option<PathBuf>,
    /// Only what was asked for: no contact sheet, no approval sheets.
    pub bare: bool,
    /// The template of file names; see [`crate::Naming`].
    pub name: Option<String>,
    /// The template of the name of one file of all pages.
    pub combine: Option<String>,
    /// Pages of such a file, at most.
    pub split: Option<usize>,
    /// Such a file is PDF/VT-1: it says which pages belong to which record.
    pub records: bool,
    /// Seconds since 1970 that date the files (SOURCE_DATE_EPOCH); the campaign's date when `None`.
    pub epoch: Option<i64>,
    /// The print shop, and what goes with its files.
    pub shop: ShopWanted,
}

/// The print shop and what is asked of its files by hand; `None` leaves it to the shop's profile.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShopWanted {
    /// Id or file of its profile.
    pub profile: Option<String>,
    /// Crop and registration marks, colour bar and slug.
    pub marks: Option<bool>,
    /// Processing steps as layers.
    pub steps: Option<bool>,
    /// The cutter's name for its spot ink.
    pub cut_spot: Option<String>,
    /// Size on the product over size in print files: 10 for 1:10.
    pub scale: Option<u32>,
    /// Pieces: `500`, or `badge-58=500` for one product.
    pub quantity: Vec<String>,
    /// A file for each plate.
    pub plates: bool,
    /// Proofs on the colour of the paper.
    pub paper_white: bool,
    /// What the samples of JPEGs are.
    pub space: Option<SampleSpace>,
}

/// Sheets that were asked for by number: `3,5-7,0,e1,p1`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picks(Vec<Pick>);

/// One part of the choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Slogans from one number to another; 0 is the campaign's own sheet.
    Slogans(u32, u32),
    /// Events from one place to another, from 1.
    Events(u32, u32),
    /// Publications from one place to another, from 1.
    Publications(u32, u32),
}

impl Picks {
    /// Reads numbers, ranges, `e1` (events) and `p1` (publications), parted by commas or spaces.
    ///
    /// # Errors
    /// `slogan/selector` names the part that is none of these.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let plain: String = text.chars().map(|c| if "，、；;".contains(c) { ',' } else { c }).collect();
        let mut picks = Vec::new();
        for word in plain.split(|c: char| c == ',' || c.is_whitespace()).filter(|w| !w.is_empty()) {
            picks.push(pick(word).ok_or_else(|| {
                let what = say!("`{word}` names no sheet", "`{word}` 不是标语的序号");
                let hint = say!(
                    "write numbers and ranges, `e1` for an event, `p1` for a publication: `3,5-7,0,e1`",
                    "请写序号或范围，会议写 `e1`，出版物写 `p1`：`3,5-7,0,e1`"
                );
                Fault::new("slogan/selector", Place::thing(say!("`--slogan`", "`--slogan`")), what).hint(hint)
            })?);
        }
        Ok(Self(picks))
    }

    /// These and then `more`.
    pub fn and(mut self, more: Picks) -> Self {
        self.0.extend(more.0);
        self
    }

    /// The parts, in the order they were asked for.
    pub fn iter(&self) -> impl Iterator<Item = &Pick> {
        self.0.iter()
    }
}

fn pick(word: &str) -> Option<Pick> {
    let word = word.to_ascii_lowercase().replace(['–', '—', '～', '~'], "-");
    let letter = word.chars().next().filter(|c| matches!(c, 'e' | 'p'));
    let number = |w: &str| {
        let digits = letter.map_or(Some(w), |l| Some(w.strip_prefix(l).unwrap_or(w)))?;
        digits.parse::<u32>().ok().filter(|_| digits.chars().all(|c| c.is_ascii_digit()))
    };
    let (from, to) = match word.split_once('-') {
        Some((from, to)) => (number(from)?, number(to)?),
        None => (number(&word)?, number(&word)?),
    };
    match letter {
        _ if from > to => None,
        None => Some(Pick::Slogans(from, to)),
        Some(_) if from == 0 => None,
        Some('e') => Some(Pick::Events(from, to)),
        Some(_) => Some(Pick::Publications(from, to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_asked_for_as_people_write() {
        let read = |text: &str| Picks::parse(text).map(|p| p.0);
        use Pick::{Events, Publications, Slogans};
        assert_eq!(
            read("3,5-7, 0，e1 P2-p3").unwrap(),
            [Slogans(3, 3), Slogans(5, 7), Slogans(0, 0), Events(1, 1), Publications(2, 3)]
        );
        for wrong in ["x", "7-5", "e0", "-1", "1-", "+3", "e", "99999999999"] {
            let fault = Picks::parse(wrong).unwrap_err();
            assert_eq!(fault.code, "slogan/selector", "{wrong}");
        }
    }
}
