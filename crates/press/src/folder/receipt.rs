//! A receipt: what a file was made from.

use serde::{Deserialize, Serialize};

use super::places::{BACK, THUMBNAILS};
use biaoyu_page::measure::number;
use biaoyu_page::words::{Choice as _, FileKind};

/// The format of what the press writes for itself.
pub(super) const OWN: &str = "own";

/// What was made from what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Receipt {
    /// Path below the output folder, with `/`.
    pub file: String,
    /// `pdf`, `png`, `jpeg`, or what the press writes for itself.
    pub format: String,
    /// Product id; empty where there is none.
    #[serde(default)]
    pub product: String,
    /// The product's name in Chinese.
    #[serde(default)]
    pub name: String,
    /// The product's name in English.
    #[serde(default)]
    pub name_en: String,
    /// Finished size, mm.
    #[serde(default)]
    pub trim_mm: [f64; 2],
    /// Whether the product is round.
    #[serde(default)]
    pub round: bool,
    /// Layout id; empty where there is none.
    #[serde(default)]
    pub layout: String,
    /// Number of the sheet: `3`, `e1`.
    #[serde(default)]
    pub slogan: String,
    /// What it says.
    #[serde(default)]
    pub text: String,
    /// It shows the back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub back: bool,
    /// Path of the whole that it is a part of, without ending: a press sheet, a panel, a part of a book; empty where it is whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// The list, table or campaign that it was made for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Digest of the row that it is of; empty where there is none. Receipts tell nobody's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub row: String,
    /// Digest of all that it was made from.
    pub inputs: String,
    /// Its length.
    pub bytes: u64,
    /// Its digest.
    pub blake3: String,
}

impl Receipt {
    /// A receipt of a file that the press writes for itself.
    pub(crate) fn own(file: &str, inputs: blake3::Hash, bytes: u64, hash: blake3::Hash) -> Self {
        Self {
            file: file.into(),
            format: OWN.into(),
            product: String::new(),
            name: String::new(),
            name_en: String::new(),
            trim_mm: [0.0; 2],
            round: false,
            layout: String::new(),
            slogan: String::new(),
            text: String::new(),
            back: false,
            of: String::new(),
            source: String::new(),
            row: String::new(),
            inputs: inputs.to_hex().to_string(),
            bytes,
            blake3: hash.to_hex().to_string(),
        }
    }

    /// The path of its page: without ending, of a back without the word, and of a thumbnail without its folder.
    pub(crate) fn stem(&self) -> &str {
        let path = self.file.rsplit_once('.').map_or(self.file.as_str(), |(stem, _)| stem);
        let path = path.strip_suffix(BACK).filter(|_| self.back).unwrap_or(path);
        match path.split_once('/') {
            Some((THUMBNAILS, rest)) if self.format == FileKind::Thumbnail.word() => rest,
            _ => path,
        }
    }

    /// Whether it is of a page in another layout than this one.
    pub(crate) fn is_of_other(&self, layout: &str) -> bool {
        !self.layout.is_empty() && self.layout != layout
    }

    /// Whether it has what every receipt has had: a path inside the folder, a format, two digests.
    pub(super) fn is_ours(&self) -> bool {
        let digest = |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let inside =
            !self.file.is_empty() && !self.file.starts_with('/') && !self.file.split('/').any(|part| part == "..");
        let format = !self.format.is_empty() && self.format.bytes().all(|b| b.is_ascii_lowercase());
        inside && format && digest(&self.inputs) && digest(&self.blake3)
    }

    /// Finished size in words: `420 × 594`.
    pub(crate) fn size(&self) -> String {
        let [width, height] = self.trim_mm.map(|v| number(v, 2));
        format!("{width} × {height}")
    }
}
