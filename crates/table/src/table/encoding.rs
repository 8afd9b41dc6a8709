//! How the text of a table is written, so that it can be written the same way again.

use std::borrow::Cow;

use encoding_rs::GB18030;

use biaoyu_page::decode::{Decoded, Encoding, decode};

/// Encoding and byte order mark of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// UTF-8, with or without a byte order mark.
    Utf8 {
        /// Whether it begins with the mark, as Excel wants it.
        mark: bool,
    },
    /// UTF-16 with a byte order mark.
    Utf16 {
        /// The more significant byte first.
        big_endian: bool,
    },
    /// GB 18030, of which GBK and GB 2312 are parts.
    Gb18030,
}

impl Written {
    /// `UTF-8`, `UTF-16`, `GB18030`.
    pub fn name(self) -> &'static str {
        match self {
            Written::Utf8 { .. } => Encoding::Utf8.name(),
            Written::Utf16 { .. } => Encoding::Utf16.name(),
            Written::Gb18030 => Encoding::Gb18030.name(),
        }
    }

    /// The bytes of a text so written.
    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Written::Utf8 { mark } => {
                let mark = if mark { "\u{feff}" } else { "" };
                [mark.as_bytes(), text.as_bytes()].concat()
            }
            Written::Utf16 { big_endian } => {
                let units = std::iter::once(0xfeff).chain(text.encode_utf16());
                units.flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
            }
            Written::Gb18030 => GB18030.encode(text).0.into_owned(),
        }
    }
}

/// Decodes a table, and tells how it is written.
pub(super) fn read(bytes: &[u8]) -> (Decoded, Written) {
    let decoded = decode(bytes);
    let written = match decoded.encoding {
        Encoding::Utf8 => Written::Utf8 { mark: bytes.starts_with(b"\xEF\xBB\xBF") },
        Encoding::Utf16 => Written::Utf16 { big_endian: bytes.starts_with(b"\xFE\xFF") },
        Encoding::Gb18030 => Written::Gb18030,
    };
    // One byte that went wrong does not make a UTF-8 file a GBK file whose every name is another.
    if written == Written::Gb18030
        && let Cow::Owned(text) = String::from_utf8_lossy(bytes)
    {
        let lost = text.chars().filter(|c| *c == '\u{fffd}').count();
        let good = text.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
        if good > 8 * lost {
            let decoded = Decoded { text, encoding: Encoding::Utf8, damaged: true };
            return (decoded, Written::Utf8 { mark: false });
        }
    }
    (decoded, written)
}
