//! Colour spaces: from numbers in the file to inks on plates (ISO 32000-1, 8.6).

use std::sync::Arc;

use lopdf::{Dictionary, Object};

use biaoyu_page::error::Say;
use biaoyu_page::ink::{Cmyk, Spot};
use biaoyu_page::limits::PDF_DEPTH;
use biaoyu_page::say;

use super::fact::printable;
use super::file::{File, name};
use super::function::Function;
use super::seen::{PROCESS, Space, Tone};

/// A colour space.
#[derive(Debug)]
pub(crate) enum ColourSpace {
    /// DeviceGray.
    Gray,
    /// DeviceRGB.
    Rgb,
    /// DeviceCMYK.
    Cmyk,
    /// ICCBased: components, and the profile's own bytes.
    Icc {
        /// 1, 3 or 4.
        components: usize,
        /// What is wrong with the profile.
        fault: Option<Say>,
        /// A digest of the profile's bytes.
        digest: Option<blake3::Hash>,
    },
    /// CalGray, CalRGB.
    Calibrated(usize),
    /// Lab.
    Lab,
    /// A table of colours of another space.
    Indexed {
        /// The other space.
        base: Arc<ColourSpace>,
        /// Its components, a byte each.
        table: Vec<u8>,
        /// What is wrong with it.
        fault: Option<Say>,
    },
    /// Separation or DeviceN.
    Plates {
        /// The colorants, in the order of the components.
        names: Vec<Colorant>,
        /// What stands in where there are no such plates.
        alternate: Arc<ColourSpace>,
        /// Written as DeviceN.
        many: bool,
        /// Spot colorants that DeviceN's attributes do not describe.
        undescribed: Vec<String>,
        /// Its tint function says what stands in; else nobody knows.
        tinted: bool,
    },
    /// Pattern, with the space of an uncoloured pattern's paint.
    Pattern(Option<Arc<ColourSpace>>),
    /// Nothing that the standard knows.
    Unknown(String),
}

/// A plate by name.
#[derive(Debug)]
pub(crate) enum Colorant {
    /// One of the four process inks, by its place among them.
    Process(usize),
    /// It marks nothing.
    None,
    /// A spot with its process stand-in.
    Spot(Arc<Spot>, Vec<u8>),
}

impl ColourSpace {
    /// Reads a colour space. Names are looked up in `resources`.
    pub(crate) fn read(file: &File<'_>, object: &Object, resources: &Dictionary) -> Self {
        Self::at_depth(file, object, resources, 0)
    }

    fn at_depth(file: &File<'_>, object: &Object, resources: &Dictionary, depth: usize) -> Self {
        let unknown = |what: &str| ColourSpace::Unknown(what.to_string());
        if depth > 8.min(PDF_DEPTH) {
            return unknown("nested too deep");
        }
        let inner = |object: &Object| Arc::new(Self::at_depth(file, object, resources, depth + 1));
        let array = match file.real(object) {
            Some(Object::Name(bytes)) => {
                let word = String::from_utf8_lossy(bytes);
                return match &*word {
                    "DeviceGray" | "G" | "CalGray" => ColourSpace::Gray,
                    "DeviceRGB" | "RGB" | "CalRGB" => ColourSpace::Rgb,
                    "DeviceCMYK" | "CMYK" => ColourSpace::Cmyk,
                    "Pattern" => ColourSpace::Pattern(None),
                    _ => match file.get_dict(resources, "ColorSpace").and_then(|d| d.get(bytes).ok()) {
                        // A name that stands for itself is a loop.
                        Some(found) if !matches!(file.real(found), Some(Object::Name(n)) if n == bytes) => {
                            Self::at_depth(file, found, resources, depth + 1)
                        }
                        _ => unknown(&word),
                    },
                };
            }
            Some(Object::Array(array)) => array,
            _ => return unknown("malformed"),
        };
        let family = array.first().and_then(|f| name(file.real(f)?)).unwrap_or_default();
        match (family, &array[..]) {
            (_, [only]) => Self::at_depth(file, only, resources, depth + 1),
            ("ICCBased", [_, profile, ..]) => icc(file, profile),
            ("CalGray", _) => ColourSpace::Calibrated(1),
            ("CalRGB", _) => ColourSpace::Calibrated(3),
            ("Lab", [_, values, ..])
                if file.dict(values).and_then(|v| file.get_numbers(v, "WhitePoint")).is_none_or(|w| w.len() != 3) =>
            {
                unknown("Lab without a WhitePoint")
            }
            ("Lab", _) => ColourSpace::Lab,
            ("Indexed" | "I", [_, base, last, table, ..]) => {
                let table = match file.real(table) {
                    Some(Object::String(bytes, _)) => bytes.iter().copied().take(256 * 32).collect(),
                    Some(Object::Stream(stream)) => file.unpack_at_most(stream, 1 << 20).unwrap_or_default(),
                    _ => Vec::new(),
                };
                let base = inner(base);
                let last = file.number(last).filter(|last| (0.0..=255.0).contains(last)).map(|last| last as usize + 1);
                let (found, wanted) = (table.len(), last.unwrap_or_default() * base.components());
                let fault = if matches!(&*base, ColourSpace::Indexed { .. } | ColourSpace::Pattern(_)) {
                    Some(say!("a table of colours of a space that has none", "索引色的基础颜色空间不合规定"))
                } else if last.is_none() {
                    Some(say!("a table of colours whose last number is not 0 to 255", "索引色的最大序号不是 0 到 255"))
                } else {
                    (found < wanted).then(|| {
                        say!(
                            "a table of colours of {found} bytes, wanted {wanted}",
                            "索引色的颜色表有 {found} 字节，应为 {wanted}"
                        )
                    })
                };
                ColourSpace::Indexed { base, table, fault }
            }
            ("Pattern", [_, base, ..]) => ColourSpace::Pattern(Some(inner(base))),
            ("Separation", [_, colorant, ..]) if file.real(colorant).and_then(name).is_none() => unknown("Separation"),
            ("Separation", [_, colorant, alternate, tint, ..]) => {
                plates(file, std::slice::from_ref(colorant), inner(alternate), tint, None)
            }
            ("DeviceN", [_, colorants, alternate, tint, rest @ ..]) => match file.real(colorants) {
                Some(Object::Array(colorants)) if (1..=32).contains(&colorants.len()) => {
                    let attributes = rest.first().and_then(|a| file.dict(a));
                    plates(file, colorants, inner(alternate), tint, Some(attributes.unwrap_or(&NO_ENTRIES)))
                }
                _ => unknown("DeviceN"),
            },
            (family, _) => unknown(family),
        }
    }

    /// Numbers that a colour has.
    pub(crate) fn components(&self) -> usize {
        match self {
            ColourSpace::Gray | ColourSpace::Indexed { .. } => 1,
            ColourSpace::Rgb | ColourSpace::Lab => 3,
            ColourSpace::Cmyk => 4,
            ColourSpace::Icc { components, .. } | ColourSpace::Calibrated(components) => *components,
            ColourSpace::Plates { names, .. } => names.len(),
            ColourSpace::Pattern(_) | ColourSpace::Unknown(_) => 0,
        }
    }

    /// The colour that `cs` sets (8.6.3).
    pub(crate) fn initial(&self) -> Vec<f64> {
        match self {
            ColourSpace::Cmyk => vec![0.0, 0.0, 0.0, 1.0],
            ColourSpace::Icc { components: 4, .. } => vec![0.0, 0.0, 0.0, 1.0],
            ColourSpace::Plates { names, .. } => vec![1.0; names.len()],
            _ => vec![0.0; self.components()],
        }
    }

    /// The inks of a colour; `None` for patterns and spaces that nobody knows.
    pub(crate) fn tone(&self, values: &[f64]) -> Option<Tone> {
        let at = |i: usize| values.get(i).copied().unwrap_or_default().clamp(0.0, 1.0);
        let gray = |space, v: f64| Tone { space, ..Tone::process(Cmyk { k: 1.0 - v, ..Cmyk::PAPER }) };
        let rgb = || {
            let rgb = [at(0), at(1), at(2)].map(|v| (v * 255.0).round() as u8);
            let process = biaoyu_page::icc::Profile::embedded().from_srgb(rgb);
            Tone { space: Space::Rgb, process, spots: Vec::new(), screen: Some(rgb) }
        };
        let four = |space| Tone { space, ..Tone::process(Cmyk::from_array([at(0), at(1), at(2), at(3)])) };
        Some(match self {
            ColourSpace::Gray => gray(Space::Gray, at(0)),
            ColourSpace::Icc { components: 1, .. } | ColourSpace::Calibrated(1) => gray(Space::OtherGray, at(0)),
            ColourSpace::Rgb | ColourSpace::Calibrated(_) | ColourSpace::Icc { components: 3, .. } => rgb(),
            ColourSpace::Cmyk => four(Space::Cmyk),
            ColourSpace::Icc { .. } => four(Space::OtherCmyk),
            ColourSpace::Lab => gray(Space::Lab, (values.first()? / 100.0).clamp(0.0, 1.0)),
            ColourSpace::Indexed { base, table, .. } => {
                let (n, index) = (base.components(), values.first()?.clamp(0.0, 255.0) as usize);
                let row = table.get(index * n..(index + 1) * n)?;
                let values: Vec<f64> = row.iter().map(|b| f64::from(*b) / 255.0).collect();
                base.tone(&base.spread(values))?
            }
            ColourSpace::Plates { names, .. } => {
                let mut process = [0.0; 4];
                let mut spots = Vec::new();
                for (i, colorant) in names.iter().enumerate() {
                    match colorant {
                        Colorant::Process(plate) => {
                            if let Some(slot) = process.get_mut(*plate) {
                                *slot = at(i);
                            }
                        }
                        Colorant::None => {}
                        Colorant::Spot(spot, _) => spots.push((spot.clone(), at(i))),
                    }
                }
                Tone { space: Space::Spot, process: Cmyk::from_array(process), spots, screen: None }
            }
            ColourSpace::Pattern(_) | ColourSpace::Unknown(_) => return None,
        })
    }

    /// Shares from 0 to 1 as this space's own numbers: picture samples, entries of a table.
    pub(crate) fn spread(&self, values: Vec<f64>) -> Vec<f64> {
        match self {
            ColourSpace::Lab => values
                .into_iter()
                .enumerate()
                .map(|(i, v)| if i == 0 { v * 100.0 } else { v * 255.0 - 128.0 })
                .collect(),
            _ => values,
        }
    }
}

static NO_ENTRIES: std::sync::LazyLock<Dictionary> = std::sync::LazyLock::new(Dictionary::new);

fn icc(file: &File<'_>, profile: &Object) -> ColourSpace {
    let Some(stream) = file.stream(profile) else {
        return ColourSpace::Icc {
            components: 3,
            fault: Some(say!("no profile stream", "没有特性文件数据")),
            digest: None,
        };
    };
    let said = file.get_number(&stream.dict, "N").map_or(0, |n| n as usize);
    let data = file.unpack_at_most(stream, super::intent::PROFILE_BYTES).unwrap_or_default();
    let (fault, components) = match super::intent::header(&data) {
        Err(fault) => (Some(fault), said),
        Ok(header) => {
            let fits = ["scnr", "mntr", "prtr", "spac"].contains(&&*header.class) && header.components() == said;
            let (class, space) = (printable(&header.class), printable(&header.space));
            let fault = (!fits)
                .then(|| say!("class {class}, space {space}, N {said}", "类别 {class}，颜色空间 {space}，N 为 {said}"));
            (fault, said)
        }
    };
    let components = if matches!(components, 1 | 3 | 4) { components } else { 3 };
    ColourSpace::Icc { components, fault, digest: Some(blake3::hash(&data)) }
}

/// A Separation, or a DeviceN when there are attributes.
fn plates(
    file: &File<'_>,
    colorants: &[Object],
    alternate: Arc<ColourSpace>,
    tint: &Object,
    attributes: Option<&Dictionary>,
) -> ColourSpace {
    let function = Function::read(file, tint);
    // What the stand-in shows of one colorant alone at full strength.
    let stand_in = |index: usize| {
        let inputs: Vec<f64> = (0..colorants.len()).map(|i| if i == index { 1.0 } else { 0.0 }).collect();
        let values = function.as_ref()?.eval(&inputs, &file.steps)?;
        (values.len() == alternate.components()).then_some(())?;
        Some(alternate.tone(&values)?.look())
    };
    let described = attributes.and_then(|a| file.get_dict(a, "Colorants"));
    let mut undescribed = Vec::new();
    let names = colorants.iter().enumerate().map(|(i, colorant)| {
        let bytes = match file.real(colorant) {
            Some(Object::Name(bytes)) => bytes.clone(),
            _ => Vec::new(),
        };
        let word = String::from_utf8_lossy(&bytes).into_owned();
        if word == "None" {
            return Colorant::None;
        }
        if let Some(plate) = PROCESS.iter().position(|p| *p == word) {
            return Colorant::Process(plate);
        }
        if attributes.is_some() && described.is_none_or(|d| d.get(&bytes).is_err()) {
            undescribed.push(word.clone());
        }
        Colorant::Spot(Arc::new(Spot { plate: word, alternate: stand_in(i).unwrap_or_default() }), bytes)
    });
    let names: Vec<_> = names.collect();
    // What marks nothing, or every plate, is asked for no stand-in.
    let tinted = names.iter().all(|n| !matches!(n, Colorant::Spot(..))) || stand_in(0).is_some();
    ColourSpace::Plates { names, alternate, many: attributes.is_some(), undescribed, tinted }
}
