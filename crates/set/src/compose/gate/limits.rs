//! Every threshold of the gate, with where it comes from. Nothing else holds one, and no layout may change one.
//!
//! `KIT`: measured on the 156 pages of the studies that the shipped layouts follow, each set so that all of them pass
//! (the worst page in brackets); `RULE`: a rule of those studies that was not measured; `HAND`: taken over from the
//! trade, to be asked of a shop.

use crate::product::{Kind, Product};

/// Share of the smaller em that two inks may overlap both ways: kerning and joined strokes stay below it [KIT 0].
pub const OVERLAP: f64 = 0.02;
/// Ems of clear space round type beside a logo, a code or ornament `KIT`.
pub const CLEAR: f64 = 0.25;
/// Distance of lines or columns over that of characters: below the first one reads across [KIT 2.50].
pub const READING: (f64, f64) = (1.5, 2.5);
/// Bare paper between columns of cells, in cells, at least [KIT 0.5].
pub const GUTTER: f64 = 0.5;
/// What a Chinese character's ink takes of its em: distances are counted between inks of that size `KIT`.
pub const INK: f64 = 0.92;
/// Share of a wanted size below which it is an error `RULE`.
pub const FAR_BELOW: f64 = 0.8;
/// 落款 over slogan, at most [KIT 0.37].
pub const SIGN: f64 = 0.45;
/// Theme over slogan, at most [KIT 0.36].
pub const THEME: f64 = 0.42;
/// Theme over the shorter side, at least, where sheets are read from near [KIT 0.030].
pub const THEME_LEAST: f64 = 0.030;
/// Name over slogan on a person's badge, at least `KIT`.
pub const NAME: f64 = 1.7;
/// Share of the page's blocks that hold no edge, at least; of a screen of dots [KIT 0.238, 0.115].
pub const EMPTY: (f64, f64) = (0.23, 0.11);
/// Blocks along the shorter side for it, and the step of gray that is an edge, of 1 `KIT`.
pub const BLOCKS: f64 = 36.0;
/// See [`BLOCKS`].
pub const EDGE: f64 = 14.0 / 255.0;
/// Share of the page that tiles may cover [KIT 0.45].
pub const TILES: f64 = 0.45;
/// Share of a key character that is seen, at least [KIT: whole].
pub const KEY_SEEN: f64 = 0.97;
/// Characters that are never drawn large: too dense to be a picture `KIT`.
pub const TOO_DENSE: &str = "量";
/// Height of a character over its width, at least [KIT 0.92].
pub const FLAT: f64 = 0.92;
/// Width of an ornament's line, at least, mm `HAND`.
pub const ORNAMENT_LINE: f64 = 0.15;
/// Distance of type from the edge over the shorter side, at least [KIT 0.018].
pub const INSET: f64 = 0.018;
/// Edges that are meant to be one differ by no more, mm `KIT`.
pub const FLUSH: f64 = 0.3;
/// Two edges farther apart than this share of the shorter side are not meant to be one `RULE`.
pub const APART: f64 = 0.02;
/// Ems between a mark and the name beside it or under it `KIT`.
pub const BESIDE: f64 = 0.42;
/// What stands over the baseline of a row of names, ems: Chinese characters with the room over them `KIT`.
pub const RISE: f64 = 0.86;
/// The least that stands under the baseline of a row of names, ems `KIT`.
pub const DROP: f64 = 0.08;
/// Ems that may be missing from [`BESIDE`], and between the middles of a mark and of the name beside it, beyond [`FLUSH`]
/// [KIT: the mark is centred on the em; what Chinese characters of one face differ].
pub const ALIGNED: f64 = 0.012;
/// Ems between the edge of a Chinese character and its ink, at most, in the bundled faces' usual characters, and millimetres that
/// are seen all the same `HAND`.
pub const BEARING: f64 = 0.06;
/// See [`BEARING`].
pub const BEARING_MOST: f64 = 1.5;
/// Distance of a mark on a disc from what it stands by, type, character or rim, over the radius that type stands within, at
/// least and at most [KIT 1.3 mm on 58 mm; `RULE`: farther from all it stands by nothing].
pub const BY: (f64, f64) = (0.05, 0.145);
/// Where the middle of a centred slogan lies between the rows above and below it, 0 at the upper one [KIT 0.40-0.52].
pub const CENTRE: (f64, f64) = (0.40, 0.525);
/// Height over the floor of a stand's lowest ink, mm `KIT`.
pub const FLOOR: f64 = 300.0;
/// Code over width of a stand that is scanned standing, at least [KIT 0.20].
pub const STAND_CODE: f64 = 0.20;
/// Share of a stage's height that type takes, from the top: people stand before the rest [KIT 0.548].
pub const STAGE: f64 = 0.55;
/// Sizes of slogans that one product has in a series of the plain kind, at most `KIT`.
pub const SIZES: usize = 2;
/// Ems from a mark inside a line to the next character, and from a mark to a mark, at least `RULE`.
pub const MARK: f64 = 0.75;
/// See [`MARK`].
pub const MARKS: f64 = 0.5;
/// Width over height of a board's windows [KIT 1.01-1.89].
pub const WINDOW: (f64, f64) = (0.75, 2.0);
/// Ink of a ground, of 1 a colour, up to which a panel of bare paper is not seen on it `RULE`.
pub const BARE: f64 = 0.03;
/// Rounding that is no offence, as a share.
pub const SLACK: f64 = 0.005;

/// How large a slogan must be on a product, over the shorter side: up to ten characters, up to fourteen, more; and how
/// much of the sheet its hull takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Type size over the shorter side, by length.
    pub size: [f64; 3],
    /// The slogan's box over the sheet, by length too.
    pub hull: [f64; 3],
}

/// Characters of the shortest slogan that the shares were measured on. Four characters as large as they can be set take
/// less of a sheet than eight, and have nothing that could be left out.
const SHORTEST: usize = 8;

impl Share {
    /// The least size of a slogan of so many characters, over the shorter side.
    pub fn least(&self, characters: usize) -> f64 {
        by_length(self.size, characters)
    }

    /// The least part of the sheet that the hull of a slogan of so many characters takes.
    pub fn least_hull(&self, characters: usize) -> f64 {
        by_length(self.hull, characters) * characters.min(SHORTEST) as f64 / SHORTEST as f64
    }
}

fn by_length([short, middle, long]: [f64; 3], characters: usize) -> f64 {
    match characters {
        0..=10 => short,
        11..=14 => middle,
        _ => long,
    }
}

/// `KIT`, the middle of banners, screens and badges interpolated.
const VBANNER: Share = Share { size: [0.31, 0.29, 0.19], hull: [0.22, 0.13, 0.13] };
/// One column of 21 characters at 0.25 of the width takes 0.21 of a banner of 1:6.7, and no other way takes more [KIT 0.247 by
/// boxes of ems].
const LONG_VBANNER: Share = Share { size: [0.60, 0.45, 0.25], hull: [0.28, 0.25, 0.20] };
const STAND: Share = Share { size: [0.165, 0.14, 0.12], hull: [0.09; 3] };
const POSTER: Share = Share { size: [0.14, 0.12, 0.12], hull: [0.16; 3] };
const FLAG: Share = Share { size: [0.155, 0.12, 0.105], hull: [0.135; 3] };
const SCREEN: Share = Share { size: [0.185, 0.16, 0.13], hull: [0.165; 3] };
const BANNER: Share = Share { size: [0.50, 0.36, 0.25], hull: [0.16; 3] };
/// A ring of type and a mark, which the measured ones do not have together, take a tenth; two lines of seven or eight take
/// less of a disc than blocks and arcs [KIT 0.169]: two of nine at the least size 0.099.
const BADGE: Share = Share { size: [0.079, 0.075, 0.075], hull: [0.135, 0.115, 0.10] };
/// Height over width of the posters that were measured; on taller ones a line as wide as the sheet takes less of it.
const MEASURED_POSTER: f64 = core::f64::consts::SQRT_2;
/// The aspect, longer side over shorter, that the figures of each banner were measured on.
const MEASURED: (f64, f64) = (3000.0 / 700.0, 6000.0 / 900.0);
const MEASURED_BANNER: f64 = 6000.0 / 700.0;

/// What is wanted of the slogan on a product; `None` where nothing was measured: cards, covers, stages, table flags.
pub fn share(product: &Product) -> Option<Share> {
    let (w, h) = (product.trim.width, product.trim.height);
    match product.kind {
        Kind::VBanner => {
            // Between the two that were measured, and beyond the shorter one in proportion.
            let aspect = h / w.max(1e-9);
            let t = ((aspect - MEASURED.0) / (MEASURED.1 - MEASURED.0)).min(1.0);
            let mix = |a: f64, b: f64| if t < 0.0 { a * aspect / MEASURED.0 } else { a + t * (b - a) };
            let [a, b, c] = [0, 1, 2].map(|i| mix(VBANNER.size[i], LONG_VBANNER.size[i]));
            let hull = [0, 1, 2].map(|i| mix(VBANNER.hull[i], LONG_VBANNER.hull[i]));
            Some(Share { size: [a, b, c], hull })
        }
        Kind::Rollup | Kind::XStand | Kind::Lamp => Some(STAND),
        Kind::Poster => {
            let tall = (MEASURED_POSTER * w / h.max(1e-9)).min(1.0);
            Some(Share { size: POSTER.size, hull: POSTER.hull.map(|v| v * tall) })
        }
        Kind::Flag => Some(FLAG),
        Kind::Screen => Some(SCREEN),
        Kind::Banner => {
            let short = (w / h.max(1e-9) / MEASURED_BANNER).min(1.0);
            Some(Share { size: BANNER.size.map(|v| v * short), hull: BANNER.hull.map(|v| v * short) })
        }
        Kind::Badge => Some(BADGE),
        Kind::TableFlag | Kind::Name | Kind::Card | Kind::Backdrop | Kind::Cover => None,
        Kind::Seat | Kind::Certificate | Kind::Invitation | Kind::Label | Kind::Social => None,
        // Boards are read, cloths say one thing in whatever room their sewing leaves: nothing was measured.
        Kind::Board | Kind::Pennant | Kind::Sash | Kind::Armband | Kind::Sticker => None,
    }
}

/// How a slogan that is read down may stand.
#[derive(Clone, Copy, Debug)]
pub struct Ways {
    /// In cells with half a cell of bare paper between columns.
    pub cells: bool,
    /// Its clauses beside one another, as a key character has the height that one column wants.
    pub is_keyed: bool,
}

/// The largest that a slogan whose clauses have so many characters can be where it is read down, over the shorter side: in one
/// column with 0.62 em between clauses, in a column a clause, or, where it is one clause, in two columns, a long one in three;
/// within the margins, characters 1.06 apart over 0.82 of the height, columns 1.24 apart, in cells as far as half a cell of
/// bare paper takes. Nobody is asked for more than nine tenths of it.
pub fn within_reach(product: &Product, clauses: &[usize], ways: Ways) -> f64 {
    let (w, h) = (product.trim.width, product.trim.height);
    let all: usize = clauses.iter().sum();
    let longest = clauses.iter().copied().max().unwrap_or(0);
    let gaps = 0.62 * clauses.len().saturating_sub(1) as f64;
    let whole = (1.0, all as f64, gaps);
    let columns = match clauses.len() {
        0 | 1 if all <= 14 => vec![whole, (2.0, all as f64 / 2.0, 0.0)],
        0 | 1 => vec![whole, (2.0, all as f64 / 2.0, 0.0), (3.0, all as f64 / 3.0, 0.0)],
        n if ways.is_keyed => vec![(n as f64, longest as f64, 0.0)],
        n => vec![whole, (n as f64, longest as f64, 0.0)],
    };
    let (apart, ink) = if ways.cells { (1.5 / CELL, 1.0 / CELL) } else { (1.24, INK) };
    let size = |(n, deep, gaps): (f64, f64, f64)| {
        let across = 0.86 * w / ((n - 1.0) * apart + ink);
        across.min(0.82 * h / (1.06 * deep.max(1.0) + gaps))
    };
    REACHED * columns.into_iter().map(size).fold(0.0, f64::max) / w.min(h).max(1e-9)
}

/// Share of a cell that its character takes.
const CELL: f64 = 0.925;

/// Share of the largest size that a slogan must have `RULE`.
const REACHED: f64 = 0.9;

/// Whether a sheet is read from near, and so says more than its slogan.
pub fn is_near(product: &Product) -> bool {
    matches!(product.kind, Kind::Poster | Kind::Rollup | Kind::XStand | Kind::Screen)
}
