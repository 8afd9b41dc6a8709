//! Bytes of a text file → text: byte order mark, else strict UTF-8, else GB 18030 (of which GBK and GB 2312 are parts).

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// How the bytes of a text were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16 with a byte order mark, as Notepad's "Unicode" writes it.
    Utf16,
    /// GB 18030-2022: what Excel and Notepad write as "ANSI" on Chinese Windows.
    Gb18030,
}

impl Encoding {
    /// Its name: `UTF-8`, `UTF-16`, `GB18030`.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16 => "UTF-16",
            Encoding::Gb18030 => "GB18030",
        }
    }
}

/// A decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text without byte order mark. Bytes that mean nothing are U+FFFD.
    pub text: String,
    /// What it was written in.
    pub encoding: Encoding,
    /// Whether bytes were found that mean nothing.
    pub damaged: bool,
}

/// Decodes the bytes of a text file by what they show themselves to be.
pub fn decode(bytes: &[u8]) -> Decoded {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        let text = String::from_utf8_lossy(rest);
        return Decoded {
            damaged: std::str::from_utf8(rest).is_err(),
            text: text.into_owned(),
            encoding: Encoding::Utf8,
        };
    }
    for (mark, from) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let (text, damaged) = from.decode_without_bom_handling(rest);
            return Decoded { text: text.into_owned(), encoding: Encoding::Utf16, damaged };
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.into(), encoding: Encoding::Utf8, damaged: false };
    }
    let (text, damaged) = GB18030.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), encoding: Encoding::Gb18030, damaged }
}

/// Whether bytes that are no UTF-8 read as GBK without fault.
pub fn looks_like_gbk(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err() && !GB18030.decode_without_bom_handling(bytes).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_slogan_reads_the_same() {
        let gbk = b"\xd6\xca\xc1\xbf\xce\xaa\xcf\xc8";
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("质量为先".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for (bytes, encoding) in [
            ("质量为先".as_bytes(), Encoding::Utf8),
            ("\u{feff}质量为先".as_bytes(), Encoding::Utf8),
            (gbk, Encoding::Gb18030),
            (&utf16, Encoding::Utf16),
        ] {
            let found = decode(bytes);
            assert_eq!((found.text.as_str(), found.encoding, found.damaged), ("质量为先", encoding, false));
        }
        assert!(decode(b"\xff\xff\xff").damaged);
        // A rare character of a name: four bytes in GB 18030.
        let (bytes, _, _) = GB18030.encode("𬭎");
        assert_eq!(decode(&bytes).text, "𬭎");
        assert!(looks_like_gbk(gbk) && !looks_like_gbk("质".as_bytes()));
    }
}
