//! Screen colours of a drawing become inks: as declared, else neutrals on the black plate alone, else by the profile.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::shade::Colour;
use biaoyu_page::error::{Fault, Finding, Place, Severity};
use biaoyu_page::font::Face;
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Cmyk, Ink, Spot};
use biaoyu_page::say;
use biaoyu_page::words::Intent;

/// How pictures are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The inks of an SVG's colours (sRGB, 8 bits), as the unit's manual gives them. They win over what the file says.
    pub colours: BTreeMap<[u8; 3], Ink>,
    /// Samples along the shorter side that are enough: of a PNG or JPEG in screen colours no more are kept. `None` keeps
    /// all, up to `IMAGE_KEPT_PIXELS`.
    pub enough: Option<u32>,
    /// Windows in samples, width and height, that a picture is to cover: no more are kept than the largest of them needs.
    /// Where there are some they hold, and `enough` does not.
    pub covers: Vec<[u32; 2]>,
    /// Most ink on one place that samples in screen colours are separated to, 1 = 100 %; as the profile gives it when `None`.
    pub ink: Option<f64>,
    /// The flat white around a PNG's or JPEG's mark is left out, where the picture has no transparency.
    pub knockout: bool,
    /// The empty margin of the file around what is drawn is left out: of a mark, whose clear space is the layout's.
    pub tight: bool,
    /// All of the file's page is the picture, whatever it leaves empty: a manual's clear space. `tight` does not hold then.
    pub whole: bool,
    /// A page of a PDF is finished art: all of its trim box, on white paper, nothing of it left out.
    pub paper: bool,
    /// The face of text in drawings; without it text is refused.
    pub face: Option<Arc<Face>>,
}

impl Options {
    /// Adds a declaration: `#c8102e=C0 M100 Y80 K5`, or with a plate of its own `#d4af37=Gold: C0 M20 Y60 K20`.
    ///
    /// # Errors
    /// A fault when it cannot be read.
    pub fn declare(&mut self, text: &str) -> Result<(), Fault> {
        let read = || {
            let (colour, ink) = text.split_once('=')?;
            let (plate, mixture) = match ink.split_once([':', '：']) {
                Some((plate, mixture)) => (Some(plate.trim()).filter(|p| !p.is_empty()), mixture),
                None => (None, ink),
            };
            let cmyk = Cmyk::parse(mixture)?;
            let ink = match plate {
                Some(plate) => Ink::Spot(Arc::new(Spot { plate: plate.into(), alternate: cmyk })),
                None => Ink::Process(cmyk),
            };
            Some((hex(colour.trim())?, ink))
        };
        let Some((colour, ink)) = read() else {
            let what = say!("`{text}` declares no colour", "`{text}` 不是颜色对应");
            let hint = say!(
                "write `#c8102e=C0 M100 Y80 K5`, or `#d4af37=Gold: C0 M20 Y60 K20` for a spot ink",
                "请写成 `#c8102e=C0 M100 Y80 K5`，专色写成 `#d4af37=Gold: C0 M20 Y60 K20`"
            );
            return Err(Fault::new("picture/colour", Place::default(), what).hint(hint));
        };
        self.colours.insert(colour, ink);
        Ok(())
    }
}

/// `#rgb` or `#rrggbb`.
pub(super) fn hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    let nibbles: Vec<u8> = digits.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
    match nibbles[..] {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [a, b, c, d, e, f] => Some([a * 16 + b, c * 16 + d, e * 16 + f]),
        _ => None,
    }
}

/// Where the ink of a colour came from.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Origin {
    Declared,
    File,
    Black,
    Profile,
}

/// The colours of one drawing, each turned once and remembered.
pub struct Colours<'a> {
    profile: &'a Profile,
    options: &'a Options,
    /// What the file itself declares.
    file: BTreeMap<[u8; 3], Cmyk>,
    used: BTreeMap<[u8; 3], (Ink, Origin)>,
}

/// Colours that a finding names; more are counted.
const NAMED: usize = 8;

impl<'a> Colours<'a> {
    /// No colour met yet.
    pub fn new(profile: &'a Profile, options: &'a Options, file: BTreeMap<[u8; 3], Cmyk>) -> Self {
        Self { profile, options, file, used: BTreeMap::new() }
    }

    /// The ink of a colour.
    pub fn ink(&mut self, rgb: [u8; 3]) -> Ink {
        if let Some((ink, _)) = self.used.get(&rgb) {
            return ink.clone();
        }
        let (ink, origin) = if let Some(ink) = self.options.colours.get(&rgb) {
            (ink.clone(), Origin::Declared)
        } else if let Some(cmyk) = self.file.get(&rgb) {
            (Ink::Process(*cmyk), Origin::File)
        } else if rgb[0] == rgb[1] && rgb[1] == rgb[2] {
            (Ink::Process(self.neutral(rgb[0])), Origin::Black)
        } else {
            (Ink::Process(whole(self.profile.from_srgb(rgb))), Origin::Profile)
        };
        self.used.insert(rgb, (ink.clone(), origin));
        ink
    }

    /// A colour of the drawing: its ink where that is declared, else to be turned by the profile. It is remembered.
    pub(super) fn colour(&mut self, rgb: [u8; 3]) -> Colour {
        let ink = self.ink(rgb);
        match self.used.get(&rgb) {
            Some((_, Origin::Black | Origin::Profile)) | None => Colour::Screen(rgb.map(f64::from)),
            Some((_, Origin::Declared | Origin::File)) => Colour::Ink(ink),
        }
    }

    /// The process inks of a colour, or of a mixture of colours, which is not remembered.
    pub(super) fn cmyk(&self, colour: &Colour) -> Cmyk {
        match colour {
            Colour::Ink(ink) => ink.cmyk(),
            Colour::Screen(levels) => {
                let rgb = levels.map(|v| v.round().clamp(0.0, 255.0) as u8);
                match self.used.get(&rgb) {
                    Some((ink, _)) => ink.cmyk(),
                    None if rgb[0] == rgb[1] && rgb[1] == rgb[2] => self.neutral(rgb[0]),
                    None => self.profile.from_srgb(rgb),
                }
            }
        }
    }

    /// The inks of a colour inside a blend, not remembered.
    pub fn between(&self, rgb: [u8; 3]) -> Cmyk {
        self.profile.from_srgb(rgb)
    }

    /// A gray on the black plate alone, in whole per cents: four inks would give small type coloured edges.
    fn neutral(&self, level: u8) -> Cmyk {
        let percent = match level {
            0 => 100,
            255 => 0,
            _ => (0..=100u8).min_by_key(|k| black(self.profile, f64::from(*k)).abs_diff(level)).unwrap_or(0),
        };
        Cmyk::percent(0.0, 0.0, 0.0, f64::from(percent))
    }

    /// How the colours were turned.
    pub fn findings(&self, name: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let part = |want: &dyn Fn(Origin) -> bool| -> Vec<String> {
            let wanted = self.used.iter().filter(|(_, (_, origin))| want(*origin));
            wanted.map(|(rgb, (ink, _))| format!("{} → {}", code(*rgb), describe(ink))).collect()
        };
        let declared = part(&|o| matches!(o, Origin::Declared | Origin::File));
        let turned = part(&|o| matches!(o, Origin::Black | Origin::Profile));
        if !declared.is_empty() {
            let list = shortened(&declared);
            findings.push(Finding {
                rule: "picture-colours-declared",
                severity: Severity::Note,
                place: Place::file(name),
                what: say!("colours as declared: {list}", "按声明取色：{list}"),
                hint: None,
            });
        }
        if !turned.is_empty() {
            let list = shortened(&turned);
            findings.push(Finding {
                rule: "picture-colours-turned",
                severity: Severity::Note,
                place: Place::file(name),
                what: say!("screen colours turned into inks: {list}", "屏幕色转为油墨：{list}"),
                hint: Some(say!(
                    "declare the inks of the unit's manual, such as `#c8102e=C0 M100 Y80 K5`",
                    "可按单位的标准色声明，如 `#c8102e=C0 M100 Y80 K5`"
                )),
            });
        }
        findings
    }
}

/// The level of sRGB green, which carries most of the lightness, that a share of black ink looks like.
pub(super) fn black(profile: &Profile, percent: f64) -> u8 {
    profile.to_srgb(Cmyk::percent(0.0, 0.0, 0.0, percent), Intent::Relative)[1]
}

/// Rounded to whole per cents, as inks are written.
fn whole(cmyk: Cmyk) -> Cmyk {
    Cmyk::from_array(cmyk.array().map(|v| (v * 100.0).round() / 100.0))
}

fn code([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn describe(ink: &Ink) -> String {
    match ink {
        Ink::Process(cmyk) => cmyk.to_string(),
        Ink::Spot(spot) => format!("{} ({})", spot.plate, spot.alternate),
    }
}

fn shortened(list: &[String]) -> String {
    let mut text = list.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if list.len() > NAMED {
        text += &format!(" … (+{})", list.len() - NAMED);
    }
    text
}
