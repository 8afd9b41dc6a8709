//! Ink to screen colour and back, through the profile of the printing condition.
//!
//! The profile is read by `moxcms`; its tables are evaluated here, exactly as ICC.1:2010 clause 10 writes them, because
//! paints need single colours without the error of a resampled grid and with black point compensation
//! (ISO 18619), which `moxcms` does not offer for inks. Pictures go through a grid made of the same evaluation.

mod grid;
mod table;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

use moxcms::{ColorProfile, DataColorSpace, LutWarehouse, ProfileClass};

use crate::error::{Fault, Place};
use crate::ink::Cmyk;
use crate::say;
use crate::words::Intent;

use grid::Grid;
use table::Table;

/// The profile that is used unless the shop gives its own: FOGRA39, coated offset, 300 % ink. Deflated (RFC 1950), as PDFs embed
/// it: the program carries it once. `profiles/README.md` says how it was packed.
pub static EMBEDDED: &[u8] = include_bytes!("../../../profiles/ISOcoated_v2_300_bas.icc.z");

/// CIE XYZ relative to a perfect white of Y = 1.
type Xyz = [f64; 3];

/// The white of the profile connection space (ICC.1:2010, 7.2.16).
const D50: Xyz = [0.964_22, 1.0, 0.825_21];

/// XYZ under D50 to linear sRGB: IEC 61966-2-1 primaries, Bradford adaptation.
const XYZ_TO_RGB: [[f64; 3]; 3] = [
    [3.133_856_1, -1.616_866_7, -0.490_614_6],
    [-0.978_768_4, 1.916_141_5, 0.033_454_0],
    [0.071_945_3, -0.228_991_4, 1.405_242_7],
];

/// Linear sRGB to XYZ under D50, the inverse of the above.
const RGB_TO_XYZ: [[f64; 3]; 3] = [
    [0.436_074_7, 0.385_064_9, 0.143_080_4],
    [0.222_504_5, 0.716_878_6, 0.060_616_9],
    [0.013_932_2, 0.097_104_5, 0.714_173_3],
];

/// A printing condition: what inks look like on the paper.
pub struct Profile {
    bytes: Vec<u8>,
    to_pcs: Table,
    from_pcs: Table,
    /// The darkest neutral that the inks reach, relative to the paper.
    black: Xyz,
    /// The paper.
    white: Xyz,
    screens: [OnceLock<Grid<4, 3>>; 2],
    separation: OnceLock<Separation>,
    /// Screen colours that were asked for: a page has few, and each of its glyphs asks.
    looks: RwLock<HashMap<([u64; 4], bool), [u8; 3]>>,
}

/// Bytes of the embedded profile as it is read.
const PLAIN: usize = 1_052_612;

/// Screen colours that are kept.
const LOOKS: usize = 4096;

impl Profile {
    /// The embedded FOGRA39, read once.
    pub fn embedded() -> &'static Profile {
        static PROFILE: OnceLock<Profile> = OnceLock::new();
        PROFILE.get_or_init(|| {
            let mut plain = vec![0; PLAIN];
            let read = libdeflater::Decompressor::new().zlib_decompress(EMBEDDED, &mut plain);
            plain.truncate(read.unwrap_or_default());
            match Profile::read(plain) {
                Ok(profile) => profile,
                // A test reads it: this cannot be reached by any input.
                Err(_) => unreachable!("the embedded profile can be read"),
            }
        })
    }

    /// Reads an output profile for four inks.
    ///
    /// # Errors
    /// A fault at `place` when it is no ICC profile, not of class `prtr`, not for CMYK, or lacks a table for
    /// either direction.
    pub fn parse(bytes: &[u8], place: Place) -> Result<Profile, Fault> {
        Self::read(bytes.to_vec()).map_err(|what| {
            Fault::new("icc/profile", place, what).hint(say!(
                "give the shop's CMYK output profile (class `prtr`)",
                "请给印厂的 CMYK 输出特性文件（`prtr` 类）"
            ))
        })
    }

    fn read(bytes: Vec<u8>) -> Result<Profile, crate::error::Say> {
        let profile = ColorProfile::new_from_slice(&bytes)
            .map_err(|_| say!("no readable ICC profile", "不是可读的 ICC 特性文件"))?;
        if profile.profile_class != ProfileClass::OutputDevice {
            return Err(say!("the profile is not one of an output device", "不是输出设备的特性文件"));
        }
        if profile.color_space != DataColorSpace::Cmyk {
            return Err(say!("the profile is not for CMYK", "特性文件不是 CMYK 的"));
        }
        let pcs = profile.pcs;
        let up = |lut: Option<LutWarehouse>| lut.and_then(|l| Table::to_pcs(l, pcs));
        let down = |lut: Option<LutWarehouse>| lut.and_then(|l| Table::from_pcs(l, pcs));
        let down0 = down(profile.lut_b_to_a_perceptual);
        let Some(to_pcs) = up(profile.lut_a_to_b_colorimetric).or_else(|| up(profile.lut_a_to_b_perceptual)) else {
            return Err(say!("the profile has no table from inks to colour", "特性文件没有由油墨到颜色的换算表"));
        };
        // As littlecms finds it: the look of the inks that stand for the connection space's black, perceptually,
        // taken as neutral and at most L* = 50.
        let black = down0.as_ref().map_or([0.0; 3], |down| {
            let lab = xyz_to_lab(to_pcs.xyz(down.inks([0.0; 3])));
            lab_to_xyz([lab[0].clamp(0.0, 50.0), 0.0, 0.0])
        });
        let Some(from_pcs) = down(profile.lut_b_to_a_colorimetric).or(down0) else {
            return Err(say!("the profile has no table from colour to inks", "特性文件没有由颜色到油墨的换算表"));
        };
        let white = profile.media_white_point.map_or(D50, |w| [w.x, w.y, w.z]);
        Ok(Profile {
            bytes,
            to_pcs,
            from_pcs,
            black,
            white,
            screens: [OnceLock::new(), OnceLock::new()],
            separation: OnceLock::new(),
            looks: RwLock::default(),
        })
    }

    /// The file itself, to be embedded.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The sRGB colour (IEC 61966-2-1, 8 bits) of a mixture of inks.
    pub fn to_srgb(&self, inks: Cmyk, intent: Intent) -> [u8; 3] {
        let inks = inks.array().map(|v| v.clamp(0.0, 1.0));
        let key = (inks.map(f64::to_bits), intent == Intent::Absolute);
        if let Some(known) = self.looks.read().ok().and_then(|looks| looks.get(&key).copied()) {
            return known;
        }
        let colour = self.screen_colour(inks, intent).map(|v| (v * 255.0 + 0.5) as u8);
        if let Ok(mut looks) = self.looks.write()
            && looks.len() < LOOKS
        {
            looks.insert(key, colour);
        }
        colour
    }

    /// The sRGB colours of picture samples `C M Y K`, one byte an ink and 255 solid, through a grid: within three
    /// levels of [`Profile::to_srgb`].
    pub fn screen(&self, intent: Intent) -> Screen<'_> {
        let slot = match intent {
            Intent::Relative => 0,
            Intent::Absolute => 1,
        };
        Screen(self.screens[slot].get_or_init(|| Grid::new(17, |inks| self.screen_colour(inks, intent))))
    }

    /// The inks that print an sRGB colour: relative colorimetric with black point compensation.
    pub fn from_srgb(&self, rgb: [u8; 3]) -> Cmyk {
        Cmyk::from_array(self.separate(rgb.map(|v| f64::from(v) / 255.0)))
    }

    /// How samples in screen colours become inks, through a grid: within eight levels of [`Profile::from_srgb`].
    pub fn separation(&self) -> Separation {
        let made = || Separation(Arc::new(Grid::new(33, |rgb| self.separate(rgb))));
        self.separation.get_or_init(made).clone()
    }

    fn screen_colour(&self, inks: [f64; 4], intent: Intent) -> [f64; 3] {
        let xyz = self.to_pcs.xyz(inks);
        let seen: Xyz = match intent {
            // ISO 18619: the paper stays where it is, the profile's black goes to the screen's, which is 0.
            Intent::Relative => std::array::from_fn(|i| (xyz[i] - self.black[i]) * D50[i] / (D50[i] - self.black[i])),
            Intent::Absolute => std::array::from_fn(|i| xyz[i] * self.white[i] / D50[i]),
        };
        times(&XYZ_TO_RGB, seen).map(|v| encode(v.clamp(0.0, 1.0)))
    }

    fn separate(&self, rgb: [f64; 3]) -> [f64; 4] {
        let xyz = times(&RGB_TO_XYZ, rgb.map(decode));
        self.from_pcs.inks(std::array::from_fn(|i| self.black[i] + xyz[i] * (D50[i] - self.black[i]) / D50[i]))
    }
}

/// A fast way from picture samples to the screen.
#[derive(Clone, Copy)]
pub struct Screen<'a>(&'a Grid<4, 3>);

impl Screen<'_> {
    /// The sRGB colour of one sample.
    pub fn rgb(&self, inks: [u8; 4]) -> [u8; 3] {
        self.0.at(inks)
    }
}

/// A fast way from picture samples in screen colours to inks. Copies share their grid.
#[derive(Clone, Debug)]
pub struct Separation(Arc<Grid<3, 4>>);

impl Separation {
    /// The inks of one sample: R G B in sRGB to C M Y K, 255 solid.
    pub fn inks(&self, rgb: [u8; 3]) -> [u8; 4] {
        self.0.at(rgb)
    }

    /// Turns RGB samples (three bytes a pixel, sRGB) into inks (four bytes a pixel, 255 solid).
    pub fn samples(&self, rgb: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(rgb.len() / 3 * 4);
        let (groups, rest) = rgb.as_chunks::<3>().0.as_chunks::<16>();
        for group in groups {
            out.extend_from_slice(self.0.lanes(group).as_flattened());
        }
        out.extend(rest.iter().flat_map(|pixel| self.0.at(*pixel)));
        out
    }
}

fn times(m: &[[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|i| m[i][0] * v[0] + m[i][1] * v[1] + m[i][2] * v[2])
}

/// Linear light to the sRGB curve.
fn encode(v: f64) -> f64 {
    if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * libm::pow(v, 1.0 / 2.4) - 0.055 }
}

/// The sRGB curve to linear light.
fn decode(v: f64) -> f64 {
    if v <= 0.040_45 { v / 12.92 } else { libm::pow((v + 0.055) / 1.055, 2.4) }
}

/// CIE 1976 L*a*b* relative to D50.
fn xyz_to_lab(xyz: Xyz) -> [f64; 3] {
    let f = |v: f64| if v > 216.0 / 24389.0 { libm::cbrt(v) } else { (v * 24389.0 / 27.0 + 16.0) / 116.0 };
    let [x, y, z] = std::array::from_fn(|i| f(xyz[i] / D50[i]));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn lab_to_xyz([l, a, b]: [f64; 3]) -> Xyz {
    let y = (l + 16.0) / 116.0;
    let f = |t: f64| if t > 6.0 / 29.0 { t * t * t } else { (116.0 * t - 16.0) * 27.0 / 24389.0 };
    [f(y + a / 500.0) * D50[0], f(y) * D50[1], f(y - b / 200.0) * D50[2]]
}

#[cfg(test)]
mod tests;
