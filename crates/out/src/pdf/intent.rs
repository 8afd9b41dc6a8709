//! The output intent: for which print condition the inks are meant (ISO 15930-7; ISO 32000-1, 14.11.5).

use std::borrow::Cow;
use std::io;
use std::sync::{Arc, OnceLock};

use pdf_writer::{Dict, Name, Ref, TextStr};

use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::say;

use super::file::{File, deflate};

/// A print condition and its CMYK output profile.
#[derive(Debug)]
pub struct OutputIntent {
    profile: Profile,
    identifier: String,
    registry: Option<&'static str>,
    info: String,
    packed: OnceLock<(Cow<'static, [u8]>, blake3::Hash)>,
}

#[derive(Debug)]
enum Profile {
    /// Deflated.
    Packed(&'static [u8]),
    /// As it came.
    Plain(Vec<u8>),
}

impl OutputIntent {
    /// Offset on coated paper with at most 300 % ink: characterisation data FOGRA39, profile ISO Coated v2 300 %
    /// of basICColor. One for the whole program.
    pub fn fogra39() -> Arc<Self> {
        static SHARED: OnceLock<Arc<OutputIntent>> = OnceLock::new();
        let make = || {
            Arc::new(Self {
                profile: Profile::Packed(biaoyu_page::icc::EMBEDDED),
                identifier: "FOGRA39".into(),
                registry: Some("http://www.color.org"),
                info: "Coated FOGRA39 (ISO 12647-2:2004), 300 % ink: ISO Coated v2 300% (basICColor)".into(),
                packed: OnceLock::new(),
            })
        };
        SHARED.get_or_init(make).clone()
    }

    /// The shop's own profile from the file `name`. It must be an output profile (class `prtr`) of CMYK with
    /// tables both ways.
    ///
    /// # Errors
    /// Says what the file is instead.
    pub fn from_profile(name: &str, profile: Vec<u8>) -> Result<Self, Faults> {
        let fault = |en: String, zh: String| {
            let hint = say!("give the shop's CMYK printer profile", "请用印厂提供的 CMYK 输出特性文件");
            Faults::from(Fault::new("icc/unfit", Place::file(name), say!("{en}", "{zh}")).hint(hint))
        };
        let word = |at: usize| profile.get(at..at + 4).map(|w| String::from_utf8_lossy(w).trim_end().to_string());
        let size = profile.first_chunk::<4>().map(|b| u32::from_be_bytes(*b) as usize);
        if word(36).as_deref() != Some("acsp") || size != Some(profile.len()) {
            return Err(fault("not a whole ICC profile".into(), "不是完整的 ICC 特性文件".into()));
        }
        let (class, space) = (word(12).unwrap_or_default(), word(16).unwrap_or_default());
        if class != "prtr" || space != "CMYK" {
            return Err(fault(
                format!("profile of class `{class}` for `{space}`, wanted class `prtr` for `CMYK`"),
                format!("特性文件类别 `{class}`、颜色空间 `{space}`，应为 `prtr`、`CMYK`"),
            ));
        }
        let version = profile.get(8).copied().unwrap_or_default();
        if !matches!(version, 2 | 4) {
            return Err(fault(
                format!("profile of ICC version `{version}`, wanted 2 or 4"),
                format!("ICC 版本 `{version}`，应为 2 或 4"),
            ));
        }
        for wanted in ["A2B0", "B2A0"] {
            if tag(&profile, wanted.as_bytes()).is_none() {
                return Err(fault(
                    format!("profile without the table `{wanted}`"),
                    format!("特性文件缺少 `{wanted}` 表"),
                ));
            }
        }
        let title = description(&profile).unwrap_or_else(|| name.to_string());
        Ok(Self {
            profile: Profile::Plain(profile),
            identifier: "Custom".into(),
            registry: None,
            info: title,
            packed: OnceLock::new(),
        })
    }

    /// The same profile under a registered name of the ICC's list (`FOGRA51`, `CGATS TR 006`).
    pub fn registered(mut self, identifier: &str) -> Self {
        self.identifier = identifier.into();
        self.registry = Some("http://www.color.org");
        self
    }

    /// The print condition's name.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// The profile as it is embedded, deflated, and its hash. Made once for all files of a run: compressing takes as
    /// long as forty pages.
    fn packed(&self) -> &(Cow<'static, [u8]>, blake3::Hash) {
        self.packed.get_or_init(|| {
            let packed = match &self.profile {
                Profile::Packed(bytes) => Cow::Borrowed(*bytes),
                Profile::Plain(bytes) => deflate(bytes).into(),
            };
            let digest = blake3::hash(&packed);
            (packed, digest)
        })
    }

    /// The hash of the profile as it is embedded: equal profiles have equal ones.
    pub fn digest(&self) -> &blake3::Hash {
        &self.packed().1
    }

    /// Writes the profile, to `out` after what waits in the file, and gives its object.
    pub(super) fn embed(&self, file: &mut File, out: &mut dyn io::Write) -> io::Result<Ref> {
        let id = file.id();
        let (packed, digest) = self.packed();
        let keys = |dict: &mut Dict<'_>| {
            dict.pair(Name(b"Filter"), Name(b"FlateDecode"));
            dict.pair(Name(b"N"), 4);
            dict.pair(Name(b"Alternate"), Name(b"DeviceCMYK"));
        };
        file.leaving_stream(id, (packed, digest), keys, out)?;
        Ok(id)
    }

    /// Writes the entry of the catalog.
    pub(super) fn list(&self, catalog: &mut Dict<'_>, profile: Ref) {
        let mut array = catalog.insert(Name(b"OutputIntents")).array();
        let mut dict = array.push().dict();
        dict.pair(Name(b"Type"), Name(b"OutputIntent"));
        dict.pair(Name(b"S"), Name(b"GTS_PDFX"));
        dict.pair(Name(b"OutputConditionIdentifier"), TextStr(&self.identifier));
        dict.pair(Name(b"Info"), TextStr(&self.info));
        if let Some(registry) = self.registry {
            dict.pair(Name(b"RegistryName"), TextStr(registry));
        }
        dict.pair(Name(b"DestOutputProfile"), profile);
    }
}

/// The bytes of a tag of an ICC profile.
fn tag<'p>(profile: &'p [u8], wanted: &[u8]) -> Option<&'p [u8]> {
    let number = |at: usize| {
        let bytes = profile.get(at..at + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
    };
    (0..number(128)?.min(200)).map(|i| 132 + 12 * i).find_map(|at| {
        let (start, length) = (number(at + 4)?, number(at + 8)?);
        let found = profile.get(at..at + 4)? == wanted;
        found.then(|| profile.get(start..start.checked_add(length)?)).flatten()
    })
}

/// The profile's name: `desc` of version 2 (ASCII) or 4 (first record of `mluc`).
fn description(profile: &[u8]) -> Option<String> {
    let desc = tag(profile, b"desc")?;
    let number = |at: usize| Some(u32::from_be_bytes(desc.get(at..at + 4)?.try_into().ok()?) as usize);
    let text = match desc.get(..4)? {
        b"desc" => String::from_utf8_lossy(desc.get(12..12_usize.checked_add(number(8)?)?)?).into_owned(),
        b"mluc" => {
            let (length, start) = (number(20)?, number(24)?);
            let units: Vec<u16> = desc
                .get(start..start.checked_add(length)?)?
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        _ => return None,
    };
    let text = text.trim_matches(|c: char| c.is_control() || c.is_whitespace()).to_string();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    const PLAIN: &[u8] = include_bytes!("../../../../profiles/ISOcoated_v2_300_bas.icc");

    #[test]
    fn the_embedded_profile_would_pass_as_a_users_own() {
        let mut unpacked = Vec::new();
        flate2::read::ZlibDecoder::new(biaoyu_page::icc::EMBEDDED).read_to_end(&mut unpacked).unwrap();
        assert!(unpacked == PLAIN, "the packed profile is another one");
        let own = OutputIntent::from_profile("own.icc", unpacked).unwrap();
        assert!(own.info.contains("ISO Coated v2 300%"), "{}", own.info);
    }

    #[test]
    fn other_profiles_are_refused_by_name() {
        let mut screen = PLAIN.to_vec();
        screen[12..20].copy_from_slice(b"mntrRGB ");
        let faults = OutputIntent::from_profile("sRGB.icc", screen).unwrap_err();
        assert_eq!(
            faults.to_string(),
            "sRGB.icc: profile of class `mntr` for `RGB`, wanted class `prtr` for `CMYK`\n  \
             hint: give the shop's CMYK printer profile"
        );
        for bytes in [vec![], vec![0; 40], PLAIN[..5000].to_vec()] {
            assert!(OutputIntent::from_profile("x.icc", bytes).is_err());
        }
    }
}
