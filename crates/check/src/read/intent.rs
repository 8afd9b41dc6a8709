//! The output intent and the headers of ICC profiles (ISO 32000-1, 14.11.5; ICC.1:2010, 7.2).

use lopdf::{Dictionary, Object};

use biaoyu_page::error::Say;
use biaoyu_page::say;

use super::fact::printable;
use super::file::File;

/// Bytes that a profile may unpack to.
pub(crate) const PROFILE_BYTES: usize = 32 << 20;

/// What the head of an ICC profile says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Class of the device: `prtr`, `mntr` …
    pub class: String,
    /// Colour space: `CMYK`, `RGB`, `GRAY` …
    pub space: String,
    /// Major version.
    pub version: u8,
    /// The tags it has.
    pub tags: Vec<String>,
}

impl Header {
    /// Components of its space; 0 for spaces that PDF does not take.
    pub fn components(&self) -> usize {
        match &*self.space {
            "GRAY" => 1,
            "RGB" | "Lab" => 3,
            "CMYK" => 4,
            _ => 0,
        }
    }
}

/// Reads the head of a profile.
///
/// # Errors
/// What is wrong with it.
pub fn header(profile: &[u8]) -> Result<Header, Say> {
    let long = |at: usize| profile.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes);
    let word = |at: usize| profile.get(at..at + 4).map(|b| String::from_utf8_lossy(b).trim_end().to_string());
    if word(36).as_deref() != Some("acsp") {
        return Err(say!("no ICC header", "没有 ICC 文件头"));
    }
    let (size, length) = (long(0).unwrap_or_default() as usize, profile.len());
    if size != length {
        return Err(say!("size field {size}, data {length} bytes", "文件头写 {size} 字节，实有 {length} 字节"));
    }
    let count = long(128).ok_or_else(|| say!("no tag table", "没有标签表"))? as usize;
    let mut tags = Vec::new();
    for i in 0..count.min(1000) {
        let at = 132 + 12 * i;
        let (Some(tag), Some(start), Some(length)) = (word(at), long(at + 4), long(at + 8)) else {
            return Err(say!("the tag table runs past the end", "标签表超出文件末尾"));
        };
        if start as usize + length as usize > profile.len() {
            let tag = printable(&tag);
            return Err(say!("tag {tag} runs past the end", "标签 {tag} 超出文件末尾"));
        }
        tags.push(tag);
    }
    Ok(Header {
        class: word(12).unwrap_or_default(),
        space: word(16).unwrap_or_default(),
        version: profile.get(8).copied().unwrap_or_default(),
        tags,
    })
}

/// What a profile calls itself (`desc`): a plain text of version 2, or the first language of version 4 (ICC.1:2010, 9.2.41).
fn description(profile: &[u8]) -> Option<String> {
    let long = |at: usize| Some(u32::from_be_bytes(profile.get(at..at + 4)?.try_into().ok()?) as usize);
    let count = long(128)?.min(1000);
    let entry = (0..count).map(|i| 132 + 12 * i).find(|at| profile.get(*at..*at + 4) == Some(b"desc"))?;
    let tag = profile.get(long(entry + 4)?..)?;
    let own = |at: usize| Some(u32::from_be_bytes(tag.get(at..at + 4)?.try_into().ok()?) as usize);
    let text = match tag.get(..4)? {
        b"desc" => {
            let text = tag.get(12..)?;
            String::from_utf8_lossy(text.get(..own(8)?.min(text.len()).min(NAME))?).into_owned()
        }
        b"mluc" => {
            let text = tag.get(own(24)?..)?;
            let units = text.get(..own(20)?.min(text.len()).min(NAME))?.as_chunks::<2>().0;
            String::from_utf16_lossy(&units.iter().map(|u| u16::from_be_bytes(*u)).collect::<Vec<_>>())
        }
        _ => return None,
    };
    Some(text.trim_end_matches('\0').trim().to_string())
}

/// Bytes of a profile's name that are read.
const NAME: usize = 200;

/// The print condition that a file is made for.
#[derive(Clone, Debug)]
pub struct Intent {
    /// `GTS_PDFX` intents in the file.
    pub count: usize,
    /// `OutputConditionIdentifier`.
    pub identifier: String,
    /// `RegistryName` or `Info` says what the identifier means.
    pub named: bool,
    /// `Info`: the condition in words.
    pub info: String,
    /// What the profile calls itself; empty when it does not.
    pub profile_name: String,
    /// It refers to a profile outside of the file.
    pub external: bool,
    /// The profile's header, or what is wrong with it; `None` when there is none.
    pub profile: Option<Result<Header, Say>>,
    /// `N` of the profile's stream.
    pub components: Option<f64>,
    /// A digest of the profile's bytes.
    pub digest: Option<blake3::Hash>,
}

impl Intent {
    /// Reads the first PDF/X intent; `None` when there is none.
    pub fn read(file: &File<'_>) -> Option<Self> {
        let all = file.get_array(file.root()?, "OutputIntents")?;
        let of_x = |object: &&Object| file.dict(object).and_then(|d| file.get_name(d, "S")) == Some("GTS_PDFX");
        let found: Vec<&Object> = all.iter().filter(of_x).collect();
        let dict: &Dictionary = file.dict(found.first()?)?;
        let says = |key: &str| file.get_text(dict, key).is_some_and(|t| !t.trim().is_empty());
        let stream = file.get_stream(dict, "DestOutputProfile");
        let data = stream.map(|s| file.unpack_at_most(s, PROFILE_BYTES));
        Some(Self {
            count: found.len(),
            identifier: file.get_text(dict, "OutputConditionIdentifier").unwrap_or_default().trim().to_string(),
            named: says("RegistryName") || says("Info"),
            info: file.get_text(dict, "Info").unwrap_or_default().trim().to_string(),
            profile_name: data.as_ref().and_then(|d| description(d.as_ref().ok()?)).unwrap_or_default(),
            external: file.get(dict, "DestOutputProfileRef").is_some(),
            profile: data.as_ref().map(|d| match d {
                Ok(data) => header(data),
                Err(_) => Err(say!("the stream is damaged", "数据流损坏")),
            }),
            components: stream.and_then(|s| file.get_number(&s.dict, "N")),
            digest: data.and_then(Result::ok).map(|d| blake3::hash(&d)),
        })
    }

    /// The intent's colour space: `CMYK`, `RGB`, `GRAY`.
    pub fn space(&self) -> Option<&str> {
        self.profile.as_ref()?.as_ref().ok().map(|h| &*h.space)
    }
}
