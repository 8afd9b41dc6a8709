//! What the user wants of a run, before anything is looked up: data that can be written down and read again.
//!
//! Paths are as the user typed them and start from the current folder.

mod picks;
mod sheets;

pub use picks::{Pick, Picks};
pub use sheets::SheetsWanted;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use biaoyu_page::words::{FileKind, Pass, SampleSpace, Standard};
use biaoyu_set::campaign::Reading;
use biaoyu_set::layout::LOCKUP;
use biaoyu_table::record::Fields;

/// What is to be made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// What is said, how big, where, in which colours.
    pub what: What,
    /// What stands on the pages beside it.
    pub words: Words,
    /// How and where files are written.
    pub output: Output,
    /// The print shop, and what goes with its files.
    pub shop: ShopWanted,
    /// The sheets that pages are imposed on.
    pub sheets: SheetsWanted,
    /// What holds where nothing else is said.
    pub standing: Standing,
}

/// What is said, how big, where, in which colours.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct What {
    /// Id or file of the campaign; the built-in one when `None` and neither texts nor a table are given.
    pub campaign: Option<String>,
    /// Texts in the place of the campaign's slogans.
    pub texts: Texts,
    /// How texts are taken, those of a table too.
    pub reading: Reading,
    /// Characters that carry slogans: `安` for those that have it, `3=安` for one by its number.
    pub keys: Vec<String>,
    /// Which sheets; the usual ones when `None`.
    pub picks: Option<Picks>,
    /// Ids or sizes of products; the campaign's when empty.
    pub products: Vec<String>,
    /// Ids of layouts; the campaign's when empty.
    pub layouts: Vec<String>,
    /// The colours; the campaign's or the layout's when `None`.
    pub colours: Option<Colours>,
    /// Faces for named styles of the layouts: `slogan=FILE`.
    pub faces: Vec<String>,
}

/// What stands on the pages beside it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// Fields of every page, over those of the campaign.
    #[serde(serialize_with = "write_fields", deserialize_with = "read_fields")]
    pub fields: Fields,
    /// Whether the campaign's organisation signs.
    pub organisation: bool,
    /// A picture file for the logo.
    pub logo: Option<PathBuf>,
    /// Its dark version, for light grounds.
    pub logo_dark: Option<PathBuf>,
    /// Its light version, for dark grounds.
    pub logo_light: Option<PathBuf>,
    /// Picture files for the marks of other hosts, in their order.
    pub more_logos: Vec<PathBuf>,
    /// A neutral mark, where no logo is given: for galleries.
    pub sample_mark: bool,
    /// A picture for the sheets.
    pub picture: Option<PathBuf>,
    /// Finished art.
    pub art: Option<PathBuf>,
    /// A scanned lettering in the place of the slogan.
    pub lettering: Option<PathBuf>,
    /// The lettering keeps its paper.
    pub lettering_paper: bool,
    /// A picture that is nobody's, where none is given: for galleries.
    pub sample_picture: bool,
    /// A picture of the unit's own code.
    pub code: Option<PathBuf>,
    /// The inks of its screen colours: `#c8102e=C0 M100 Y80 K5`.
    pub logo_inks: Vec<String>,
    /// The flat white around a logo without transparency is left out.
    pub logo_knockout: bool,
    /// The empty margin of a logo's file is its clear space, and stays.
    pub logo_keep_margin: bool,
    /// The table that pages are filled from.
    pub data: Option<DataWanted>,
}

/// What holds for all runs of a user, or of a folder: the unit and its look. What is asked of a run wins, then what its
/// campaign says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The unit that signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// A picture file for the logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<PathBuf>,
    /// Its dark version, for light grounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_dark: Option<PathBuf>,
    /// Its light version, for dark grounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_light: Option<PathBuf>,
    /// The logo holds the unit's name, which is not set again beside it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub logo_has_name: bool,
    /// The flat white around a logo without transparency is left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub logo_knockout: bool,
    /// The unit's own colour: `C100 M5 Y50 K40`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// A picture for the sheets of one campaign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<PathBuf>,
    /// Id or file of the print shop's profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop: Option<String>,
}

impl Standing {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// This where it says something, else `other`. Logos go together.
    pub fn or(self, other: Standing) -> Self {
        let own_logo = self.logo.is_some() || self.logo_dark.is_some() || self.logo_light.is_some();
        let logo = |own: Option<PathBuf>, other: Option<PathBuf>| if own_logo { own } else { other };
        Self {
            unit: self.unit.or(other.unit),
            logo: logo(self.logo, other.logo),
            logo_dark: logo(self.logo_dark, other.logo_dark),
            logo_light: logo(self.logo_light, other.logo_light),
            logo_has_name: if own_logo { self.logo_has_name } else { other.logo_has_name },
            logo_knockout: if own_logo { self.logo_knockout } else { other.logo_knockout },
            colour: self.colour.or(other.colour),
            picture: self.picture.or(other.picture),
            shop: self.shop.or(other.shop),
        }
    }
}

/// A file that is read when the run is planned, or what came otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A file.
    File(PathBuf),
    /// Bytes, with their name for messages; they cannot be written down.
    Bytes(String, Vec<u8>),
}

impl Given {
    /// Its name as the user typed it.
    pub fn name(&self) -> String {
        match self {
            Given::File(path) => path.display().to_string(),
            Given::Bytes(name, _) => name.clone(),
        }
    }
}

impl Serialize for Given {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Given::File(path) => path.serialize(serializer),
            Given::Bytes(name, _) => Err(serde::ser::Error::custom(format_args!("`{name}` is no file"))),
        }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        PathBuf::deserialize(deserializer).map(Given::File)
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataWanted {
    /// The table; names of photos start from its folder.
    pub table: Given,
    /// Columns and the fields that they fill, where the header does not say it.
    pub map: Vec<(String, String)>,
    /// The sheet of a workbook; the first with a header that is known when `None`.
    pub sheet: Option<String>,
    /// The encoding of a table of text; what its bytes show it to be when `None`.
    pub encoding: Option<String>,
    /// Its first row is a record already.
    pub no_header: bool,
    /// Columns whose empty cells hold what stands above them.
    #[serde(default)]
    pub fill_down: Vec<String>,
    /// Where the photos are: a folder, or the name of a file with fields or columns in it, `照片/{工号}.jpg`.
    pub photo: Option<String>,
    /// An empty box stands where a row has no photo.
    #[serde(default)]
    pub photo_box: bool,
    /// Nothing is made unless every row can be.
    pub strict: bool,
}

/// Texts given by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Texts {
    /// None: the campaign's slogans.
    #[default]
    None,
    /// One by one.
    Each(Vec<String>),
    /// A list, one a line.
    List(Given),
}

/// Where the colours come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Colours {
    /// The palette of an id.
    Palette(String),
    /// The unit's own colour, as designers write it: `C100 M5 Y50 K40`.
    Own(String),
}

/// How and where files are written.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
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
    /// A file for each plate.
    pub plates: bool,
    /// Proofs on the colour of the paper.
    pub paper_white: bool,
    /// What the samples of JPEGs are; as the shop wants it, or screen colours, when `None`.
    pub space: Option<SampleSpace>,
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
    /// What is printed of pages with records; all when `None`.
    pub only: Option<Pass>,
    /// How far all ink is moved against the sheet, right and down, micrometres: what a printer's feed is off by.
    pub shift: Option<[i32; 2]>,
    /// Fields that its records carry besides those that their pages print.
    pub vt_fields: Vec<String>,
    /// Seconds since 1970 that date the files (SOURCE_DATE_EPOCH); the campaign's date when `None`.
    pub epoch: Option<i64>,
}

/// The print shop and what is asked of its files by hand; `None` leaves it to the shop's profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShopWanted {
    /// Id or file of its profile.
    pub profile: Option<String>,
    /// Crop and registration marks, colour bar and slug.
    pub marks: Option<bool>,
    /// Processing steps as layers.
    pub steps: Option<bool>,
    /// The cutter's name for its spot ink.
    pub cut_spot: Option<String>,
    /// Where white lies under the colours 白墨: `all`, `art`, or fields.
    pub white: Vec<String>,
    /// How far that white ends within them 内缩, micrometres; as the shop's profile says when `None`.
    pub white_choke: Option<u32>,
    /// Where varnish lies over them 局部 UV.
    pub varnish: Vec<String>,
    /// What is foiled instead of printed 烫金.
    pub foil: Vec<String>,
    /// Registration marks in K and, each apart, the other inks in use, instead of all inks on one place.
    pub marks_apart: bool,
    /// The shop's own template, laid over every product.
    pub guide: Option<PathBuf>,
    /// Size on the product over size in print files: 10 for 1:10.
    pub scale: Option<u32>,
    /// Pieces: `500`, or `badge-58=500` for one product.
    pub quantity: Vec<String>,
}

/// What is written in the place of a shop where files are for none.
const NO_SHOP: [&str; 2] = ["none", "无"];

impl Wanted {
    /// The same with what stands (`standing`) filled in where nothing was asked.
    pub(crate) fn settled(&self, standing: Standing) -> Wanted {
        let mut wanted = Wanted { standing: Standing::default(), ..self.clone() };
        let words = &mut wanted.words;
        if words.logo.is_none() && words.logo_dark.is_none() && words.logo_light.is_none() {
            words.logo = standing.logo;
            words.logo_dark = standing.logo_dark;
            words.logo_light = standing.logo_light;
            words.logo_knockout |= standing.logo_knockout;
            if standing.logo_has_name {
                words.fields.set(LOCKUP, "1");
            }
        }
        words.picture = words.picture.take().or(standing.picture);
        if let Some(unit) = standing.unit.filter(|_| words.fields.get("unit").is_none()) {
            words.fields.set("unit", unit);
        }
        wanted.what.colours = wanted.what.colours.or(standing.colour.map(Colours::Own));
        // What is asked for by hand can be none, too: a picture to be sent around is not for the shop of the campaign.
        wanted.shop.profile = wanted.shop.profile.or(standing.shop).filter(|shop| !NO_SHOP.contains(&shop.as_str()));
        wanted
    }

    /// The files that are named and read when the run is planned.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let Words { logo, logo_dark, logo_light, more_logos, picture, art, lettering, code, data, fields, .. } =
            &self.words;
        let one = [logo, logo_dark, logo_light, picture, art, lettering, code, &self.output.icc, &self.shop.guide]
            .into_iter()
            .flatten();
        let paths = one.chain(more_logos);
        let texts = if let Texts::List(given) = &self.what.texts { Some(given) } else { None };
        let given = texts.into_iter().chain(data.as_ref().map(|data| &data.table));
        let given = given.filter_map(|given| if let Given::File(path) = given { Some(path.as_path()) } else { None });
        let named = [fields.get("photo"), self.what.campaign.as_deref(), self.shop.profile.as_deref()];
        paths.map(PathBuf::as_path).chain(given).chain(named.into_iter().flatten().map(Path::new))
    }
}

/// In their order, which is that of what they say.
fn write_fields<S: Serializer>(fields: &Fields, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(fields.iter())
}

fn read_fields<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Fields, D::Error> {
    let mut fields = Fields::default();
    for (field, text) in Vec::<(String, String)>::deserialize(deserializer)? {
        fields.set(&field, text);
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_can_be_written_down() {
        let mut wanted = Wanted::default();
        wanted.words.fields.set("unit", "某某发电厂");
        wanted.words.fields.set("date", "2021-09-01");
        wanted.words.data = Some(DataWanted {
            table: Given::File("名单/staff.csv".into()),
            map: vec![("员工".into(), "name".into())],
            sheet: None,
            encoding: Some("big5".into()),
            no_header: true,
            fill_down: vec!["部门".into()],
            photo: Some("照片/{工号}.jpg".into()),
            photo_box: true,
            strict: true,
        });
        wanted.what.picks = Picks::parse("3,5-7,e1").ok();
        wanted.what.texts = Texts::Each(vec!["a\nb".into()]);
        wanted.output.formats = vec![FileKind::Tiff, FileKind::Pdf];
        wanted.output.dpi = Some(0.1 + 0.2);
        wanted.output.standard = Some(Standard::X1a);
        let text = serde_json::to_string(&wanted).unwrap();
        let read: Wanted = serde_json::from_str(&text).unwrap();
        assert_eq!(format!("{wanted:?}"), format!("{read:?}"));
        assert_eq!(format!("{:?}", Wanted::default()), format!("{:?}", serde_json::from_str::<Wanted>("{}").unwrap()));
        wanted.what.texts = Texts::List(Given::Bytes("stdin".into(), Vec::new()));
        assert!(serde_json::to_string(&wanted).unwrap_err().to_string().contains("`stdin`"));
    }
}
