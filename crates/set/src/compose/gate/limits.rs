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
/// Ems that the middle of a mark and of the name beside it may differ [KIT 0.04: the mark is centred on the em].
pub const LEVEL: f64 = 0.08;
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
/// Rounding that is no offence, as a share.
pub const SLACK: f64 = 0.005;

/// How large a slogan must be on a product, over the shorter side: up to ten characters, up to fourteen, more; and how
/// much of the sheet its hull takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Type size over the shorter side, by length.
    pub size: [f64; 3],
    /// The slogan's box over the sheet.
    pub hull: f64,
}

/// Characters of the shortest slogan that the shares were measured on. Four characters as large as they can be set take
/// less of a sheet than eight, and have nothing that could be left out.
const SHORTEST: usize = 8;

impl Share {
    /// The least size of a slogan of so many characters, over the shorter side.
    pub fn least(&self, characters: usize) -> f64 {
        let [short, middle, long] = self.size;
        match characters {
            0..=10 => short,
            11..=14 => middle,
            _ => long,
        }
    }

    /// The least part of the sheet that the hull of a slogan of so many characters takes.
    pub fn least_hull(&self, characters: usize) -> f64 {
        self.hull * characters.min(SHORTEST) as f64 / SHORTEST as f64
    }
}

/// `KIT`, the middle of banners, screens and badges interpolated.
const VBANNER: Share = Share { size: [0.31, 0.29, 0.19], hull: 0.13 };
const LONG_VBANNER: Share = Share { size: [0.60, 0.45, 0.25], hull: 0.28 };
const STAND: Share = Share { size: [0.165, 0.14, 0.12], hull: 0.09 };
const POSTER: Share = Share { size: [0.14, 0.12, 0.12], hull: 0.16 };
const FLAG: Share = Share { size: [0.155, 0.12, 0.105], hull: 0.135 };
const SCREEN: Share = Share { size: [0.185, 0.16, 0.13], hull: 0.165 };
const BANNER: Share = Share { size: [0.50, 0.36, 0.25], hull: 0.16 };
const BADGE: Share = Share { size: [0.079, 0.075, 0.075], hull: 0.15 };
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
            Some(Share { size: [a, b, c], hull: mix(VBANNER.hull, LONG_VBANNER.hull) })
        }
        Kind::Rollup | Kind::XStand | Kind::Lamp => Some(STAND),
        Kind::Poster => Some(POSTER),
        Kind::Flag => Some(FLAG),
        Kind::Screen => Some(SCREEN),
        Kind::Banner => {
            let short = (w / h.max(1e-9) / MEASURED_BANNER).min(1.0);
            Some(Share { size: BANNER.size.map(|v| v * short), hull: BANNER.hull * short })
        }
        Kind::Badge => Some(BADGE),
        Kind::TableFlag | Kind::Name | Kind::Card | Kind::Backdrop | Kind::Cover => None,
    }
}

/// Whether a sheet is read from near, and so says more than its slogan.
pub fn is_near(product: &Product) -> bool {
    matches!(product.kind, Kind::Poster | Kind::Rollup | Kind::XStand | Kind::Screen)
}
