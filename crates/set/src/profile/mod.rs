//! What one kind of shop wants of a file: bleed, marks, formats, standard, resolution, blacks, limits, names.
//!
//! `profiles/shops.toml` holds six kinds of shops; a print shop's own sheet is a file of the same form. What a profile
//! leaves unsaid is as sheet-fed offset has it ([`Profile::default`]). Lengths are millimetres on the finished product.

mod fields;
mod names;
mod panels;
mod read;
mod schema;

use std::sync::OnceLock;

pub use names::PlateNames;
pub use panels::PanelRules;
pub use schema::{keys, schema};

use biaoyu_page::ink::Cmyk;
use biaoyu_page::words::{FileKind, Packing, SampleSpace, Standard};

/// The file inside the binary: its name for messages, and its text.
pub const SHOPS: (&str, &str) = ("profiles/shops.toml", include_str!("../../../../profiles/shops.toml"));

/// Samples to the inch that an eye resolves at one metre: a minute of arc is 0.29 mm there.
const PPI_AT_A_METRE: f64 = 87.3;

/// What a kind of shop wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Short id: `offset`.
    pub id: String,
    /// Name in Chinese.
    pub name: String,
    /// Name in English.
    pub name_en: String,

    /// The files it takes, first the one it likes best.
    pub formats: Vec<FileKind>,
    /// The standard that a PDF must hold.
    pub standard: Standard,
    /// Type may stay type; else it must be outlined 转曲.
    pub live_type: bool,
    /// Spots get plates of their own.
    pub spots: bool,
    /// Colours of a screen are turned into inks by the shop.
    pub rgb: bool,
    /// What the samples of JPEGs are.
    pub space: SampleSpace,
    /// How TIFFs are packed.
    pub packing: Packing,
    /// Most bytes of one file; rasters are made coarser to stay below it.
    pub file_limit: Option<u64>,
    /// Template of file names, without ending.
    pub naming: Option<String>,

    /// Bleed 出血 on every side that is cut; 0 when none is wanted.
    pub bleed: f64,
    /// White around the picture for rings and ropes 留白, left by the shop unless it is drawn.
    pub white_edge: f64,
    /// The white edge is part of the file.
    pub draw_white_edge: bool,
    /// How far white ends within the colours that it lies under 内缩, mm.
    pub white_choke: f64,
    /// Crop and registration marks, colour bar and slug.
    pub marks: bool,
    /// Processing steps (cut line, eyelets, folds, seams) as layers.
    pub steps: bool,
    /// Longest side, from which PDFs are drawn smaller, 1:`scale`.
    pub scale_from: f64,
    /// How much smaller; 1 for true size always.
    pub scale: u32,
    /// Resolutions of rasters by area: from so many square metres, dots an inch. Rising.
    pub dpi: Vec<(f64, f64)>,

    /// What small type and lines in black are printed in; overprinting when it is black ink alone.
    pub black_text: Cmyk,
    /// What black areas and large type are printed in.
    pub black_area: Cmyk,
    /// Type from this size (em), and areas of this size in both directions, are black areas.
    pub black_from: f64,

    /// Type keeps this far inside the trim 安全距离, where no product says it.
    pub safe: f64,
    /// Least type size (em), where no product asks for more.
    pub least_type: f64,
    /// Below this size type should be one ink: the plates never lie exactly over each other.
    pub one_ink_type: f64,
    /// Least width of a line.
    pub least_line: f64,
    /// Least width of a line left white in a ground.
    pub least_reversed_line: f64,
    /// Most ink on one place, 1 = 100 %.
    pub ink_limit: f64,
    /// From here on it dries slowly and sets off.
    pub ink_warning: f64,
    /// Pictures below this are refused, samples to the inch.
    pub ppi_limit: f64,
    /// Pictures below this are seen to be coarse.
    pub ppi_warning: f64,
    /// Tints below this vanish.
    pub least_tint: f64,
    /// How what is wider than the cloth is printed.
    pub panels: PanelRules,

    /// What it calls the plates that are no printing inks, as they are written for it.
    pub plates: PlateNames,
    /// More of its own names of such plates, beside those of the trade.
    pub technical: Vec<String>,
}

impl Default for Profile {
    /// Sheet-fed offset: what a file must hold when nobody says more.
    fn default() -> Self {
        Self {
            id: "offset".into(),
            name: "胶印".into(),
            name_en: "offset".into(),
            formats: vec![FileKind::Pdf],
            standard: Standard::X4,
            live_type: true,
            spots: true,
            rgb: false,
            space: SampleSpace::Cmyk,
            packing: Packing::Lzw,
            file_limit: None,
            naming: None,
            bleed: 3.0,
            white_edge: 0.0,
            draw_white_edge: false,
            white_choke: 0.0,
            marks: true,
            steps: true,
            scale_from: 5080.0,
            scale: 1,
            dpi: vec![(0.0, 300.0), (0.5, 200.0), (1.0, 150.0), (3.0, 100.0), (10.0, 72.0)],
            black_text: Cmyk::BLACK,
            black_area: Cmyk::percent(60.0, 40.0, 40.0, 100.0),
            black_from: 10.0,
            safe: 3.0,
            least_type: 2.1,
            one_ink_type: 2.8,
            least_line: 0.15,
            least_reversed_line: 0.3,
            ink_limit: 3.0,
            ink_warning: 2.5,
            ppi_limit: 100.0,
            ppi_warning: 150.0,
            least_tint: 0.05,
            panels: PanelRules::default(),
            plates: PlateNames::default(),
            technical: Vec::new(),
        }
    }
}

impl Profile {
    /// The six kinds of shops inside the binary.
    pub fn all() -> &'static [Profile] {
        static ALL: OnceLock<Vec<Profile>> = OnceLock::new();
        // A test reads the file; without it there would be no profile to choose.
        ALL.get_or_init(|| Profile::parse_all(SHOPS.0, SHOPS.1, &[]).unwrap_or_default())
    }

    /// The profile of an id inside the binary.
    pub fn named(id: &str) -> Option<&'static Profile> {
        Profile::all().iter().find(|profile| profile.id == id)
    }

    /// Sheet-fed offset: what a file must hold when nobody says more.
    pub fn offset() -> &'static Profile {
        static OFFSET: OnceLock<Profile> = OnceLock::new();
        OFFSET.get_or_init(Profile::default)
    }

    /// Dots an inch of a raster of so many square metres.
    pub fn dpi_for(&self, square_metres: f64) -> f64 {
        let reached = self.dpi.iter().take_while(|(from, _)| *from <= square_metres);
        reached.last().or(self.dpi.first()).map_or(100.0, |(_, dpi)| *dpi)
    }

    /// Samples to the inch below which a picture is refused, and below which it is doubted: what the shop says, or
    /// less where the eye is far away. `distance` is from where it is read, metres, when that is known; else the
    /// page's area, mm², tells: the trade's 72 from 1 m² and 22.5 from 30 m².
    pub fn ppi_for(&self, distance: Option<f64>, area: f64) -> (f64, f64) {
        let far = match distance {
            Some(metres) => PPI_AT_A_METRE / metres.max(0.1),
            None if area >= 30e6 => 22.5,
            None if area >= 1e6 => 72.0,
            None => f64::INFINITY,
        };
        let share = if self.ppi_warning > 0.0 { (far / self.ppi_warning).min(1.0) } else { 1.0 };
        (self.ppi_limit * share, self.ppi_warning * share)
    }

    /// The scale 1:n of a PDF whose longer side is so many millimetres.
    pub fn scale_for(&self, longest: f64) -> u32 {
        if longest >= self.scale_from { self.scale.max(1) } else { 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shops_of_the_trade_can_be_read() {
        let all = Profile::parse_all(SHOPS.0, SHOPS.1, &[]).unwrap_or_else(|faults| panic!("{faults}"));
        let ids: Vec<&str> = all.iter().map(|p| p.id.as_str()).collect();
        assert_eq!(ids, ["offset", "gangrun", "coreldraw", "inkjet-banner", "photo-print", "digital", "office"]);
        assert_eq!(all[0], Profile::default(), "what a file leaves unsaid is what its first profile says");
    }

    #[test]
    fn resolution_and_scale_follow_the_size() {
        let banner = Profile::named("inkjet-banner").unwrap();
        for (area, dpi) in [(0.5, 72.0), (1.0, 45.0), (12.6, 45.0), (30.0, 22.5), (200.0, 11.25)] {
            assert_eq!(banner.dpi_for(area), dpi, "{area} m²");
        }
        assert_eq!((banner.scale_for(5000.0), banner.scale_for(10_500.0)), (1, 10));
        assert_eq!(Profile::offset().scale_for(10_500.0), 1);
    }

    #[test]
    fn faults_are_told_all_at_once() {
        let text = "name = \"我们的印厂\"\nbleed = -1\nformats = [\"cdr\"]\nblack_text = \"red\"\nmarcs = true\n\
                    dpi = [{ from = 1, dpi = 45 }, { from = 0, dpi = 72 }]\n";
        let faults = Profile::parse_all("shops/ours.toml", text, &[]).unwrap_err();
        let codes: Vec<&str> = faults.0.iter().map(|f| f.code).collect();
        assert_eq!(codes.len(), 5, "{faults}");
        assert!(faults.to_string().contains("did you mean `marks`?"), "{faults}");
    }

    #[test]
    fn a_shop_of_ones_own_is_like_another() {
        let text = "like = \"gangrun\"\nname = \"城东印务\"\nbleed = 2\n";
        let all = Profile::parse_all("shops/chengdong.toml", text, Profile::all()).unwrap();
        let gangrun = Profile::named("gangrun").unwrap();
        assert_eq!((all[0].id.as_str(), all[0].bleed, all[0].marks), ("chengdong", 2.0, gangrun.marks));
    }
}
