//! Character maps: from codes to CIDs and to Unicode (ISO 32000-1, 9.7.5 and 9.10.3).

use std::collections::BTreeMap;

use lopdf::Object;

use super::file::text;
use super::lex::{Lexer, Step};

/// A character map.
#[derive(Debug, Default)]
pub(crate) struct CMap {
    /// Lengths of codes in bytes, with the lowest and highest first byte.
    lengths: Vec<(usize, u8, u8)>,
    /// CIDs: first code, last code, first CID.
    ranges: Vec<(u32, u32, u32)>,
    /// Characters by code.
    characters: BTreeMap<u32, String>,
    /// Characters of code ranges: first, last, text of the first.
    character_ranges: Vec<(u32, u32, String)>,
    /// `WMode`, when the map says it.
    pub vertical: Option<bool>,
}

/// Entries of one map.
const ENTRIES: usize = 200_000;

impl CMap {
    /// Reads a map, an embedded one or a ToUnicode.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut map = CMap::default();
        let mut lexer = Lexer::new(bytes);
        let mut budget = ENTRIES;
        while let Some(step) = lexer.step() {
            let Step::Operator(word) = step else { continue };
            let operands = &lexer.operands;
            budget = budget.saturating_sub(operands.len() + 1);
            if budget == 0 {
                break;
            }
            match word {
                b"def" => {
                    if let [.., Object::Name(key), Object::Integer(value)] = &operands[..]
                        && key == b"WMode"
                    {
                        map.vertical = Some(*value == 1);
                    }
                }
                b"endcodespacerange" => {
                    for pair in operands.chunks_exact(2) {
                        if let [Object::String(low, _), Object::String(high, _)] = pair
                            && let (Some(first), Some(last)) = (low.first(), high.first())
                        {
                            map.lengths.push((low.len().clamp(1, 4), *first, *last));
                        }
                    }
                }
                b"endcidrange" => {
                    for triple in operands.chunks_exact(3) {
                        if let [low, high, Object::Integer(cid)] = triple
                            && let (Some(low), Some(high)) = (code(low), code(high))
                        {
                            map.ranges.push((low, high, *cid as u32));
                        }
                    }
                }
                b"endcidchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let [at, Object::Integer(cid)] = pair
                            && let Some(at) = code(at)
                        {
                            map.ranges.push((at, at, *cid as u32));
                        }
                    }
                }
                b"endbfchar" => {
                    for pair in operands.chunks_exact(2) {
                        if let [at, Object::String(shown, _)] = pair
                            && let Some(at) = code(at)
                        {
                            map.characters.insert(at, utf16(shown));
                        }
                    }
                }
                b"endbfrange" => {
                    for triple in operands.chunks_exact(3) {
                        let [low, high, shown] = triple else { continue };
                        let (Some(low), Some(high)) = (code(low), code(high)) else { continue };
                        match shown {
                            Object::String(shown, _) => map.character_ranges.push((low, high, utf16(shown))),
                            Object::Array(each) => {
                                for (at, shown) in (low..=high).zip(each) {
                                    if let Object::String(shown, _) = shown {
                                        map.characters.insert(at, utf16(shown));
                                    }
                                }
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        map
    }

    /// Bytes of the code that begins with `first`; 2 when the map does not say.
    pub(crate) fn length(&self, first: u8) -> usize {
        let fits = self.lengths.iter().find(|(_, low, high)| (*low..=*high).contains(&first));
        fits.or(self.lengths.first()).map_or(2, |(length, ..)| *length)
    }

    /// The CID of a code; 0 when the map has none.
    pub(crate) fn cid(&self, code: u32) -> u32 {
        let range = self.ranges.iter().rev().find(|(low, high, _)| (*low..=*high).contains(&code));
        range.map_or(0, |(low, _, cid)| cid.saturating_add(code - low))
    }

    /// The characters that a code shows.
    pub(crate) fn text(&self, code: u32) -> Option<String> {
        if let Some(found) = self.characters.get(&code) {
            return Some(found.clone());
        }
        let (low, _, first) = self.character_ranges.iter().find(|(low, high, _)| (*low..=*high).contains(&code))?;
        let mut chars: Vec<char> = first.chars().collect();
        let last = chars.last_mut()?;
        *last = char::from_u32(u32::from(*last).checked_add(code - low)?)?;
        Some(chars.into_iter().collect())
    }
}

/// A map that every reader brings along (9.7.5.2): `GBK-EUC-H`, `UniGB-UTF16-V` …
pub(crate) struct Predefined {
    map: hayro_cmap::CMap,
    /// From its CIDs to characters.
    back: Option<hayro_cmap::CMap>,
    coding: Coding,
}

/// How many bytes a code of a predefined map has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    /// Two always: UCS-2, JIS row and cell.
    Two,
    /// Two, or four for surrogates.
    Utf16,
    /// One below 0x80, else two: EUC, GBK, Big Five, UHC.
    Mixed,
    /// The same, with half-width kana as single bytes: Shift JIS.
    Kana,
    /// The same, and four where the second byte is a figure: GB 18030.
    Gb18030,
    /// The same, and four after 8E: CNS 11643.
    Cns,
}

impl Predefined {
    /// The map of a name; `None` when there is none of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let parse = |name: hayro_cmap::CMapName<'_>| {
            hayro_cmap::CMap::parse(hayro_cmap::load_embedded(name)?, hayro_cmap::load_embedded)
        };
        let map = parse(hayro_cmap::CMapName::from_bytes(name.as_bytes()))?;
        let family = map.metadata().character_collection.as_ref().and_then(|c| c.family.ucs2_cmap());
        let coding = match name {
            "H" | "V" => Coding::Two,
            _ if name.contains("UTF16") => Coding::Utf16,
            _ if name.contains("UCS2") => Coding::Two,
            _ if name.contains("RKSJ") => Coding::Kana,
            _ if name.starts_with("GBK2K") => Coding::Gb18030,
            _ if name.starts_with("CNS-EUC") => Coding::Cns,
            _ => Coding::Mixed,
        };
        Some(Self { map, back: family.and_then(parse), coding })
    }

    /// The character collection of Adobe's that a map of this name selects from (ISO 32000-1, table 118).
    pub(crate) fn ordering(name: &str) -> Option<&'static str> {
        let starts = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
        Some(match name {
            "H" | "V" | "EUC-H" | "EUC-V" => "Japan1",
            _ if starts(&["GB", "UniGB"]) => "GB1",
            _ if starts(&["B5pc", "HKscs", "ETen", "ETenms", "CNS", "UniCNS"]) => "CNS1",
            _ if starts(&["KSC", "UniKS"]) => "Korea1",
            _ if starts(&["83pv", "90ms", "90pv", "Add-", "Ext-", "UniJIS"]) => "Japan1",
            _ => return None,
        })
    }

    /// Bytes of the code that a string begins with.
    pub(crate) fn length(&self, string: &[u8]) -> usize {
        let (first, second) = (string.first().copied().unwrap_or_default(), string.get(1).copied().unwrap_or_default());
        match (self.coding, first) {
            (Coding::Utf16, 0xd8..=0xdb) => 4,
            (Coding::Two | Coding::Utf16, _) => 2,
            (Coding::Kana, 0xa0..=0xdf | 0xfd..) | (_, 0..=0x80) => 1,
            (Coding::Gb18030, _) if second.is_ascii_digit() => 4,
            (Coding::Cns, 0x8e) => 4,
            _ => 2,
        }
    }

    /// The CID of a code; 0 when the map has none.
    pub(crate) fn cid(&self, code: u32) -> u32 {
        // A code of one byte is a small number; those of two and four are told apart by their size.
        let length = match code {
            0x1_0000.. => 4,
            0x100.. => 2,
            _ if matches!(self.coding, Coding::Two | Coding::Utf16) => 2,
            _ => 1,
        };
        self.map.lookup_cid_code(code, length).unwrap_or_default()
    }

    /// The characters that a CID shows.
    pub(crate) fn text(&self, cid: u32) -> Option<String> {
        match self.back.as_ref()?.lookup_bf_string(cid)? {
            hayro_cmap::BfString::Char(c) => Some(c.to_string()),
            hayro_cmap::BfString::String(text) => Some(text),
        }
    }
}

fn code(object: &Object) -> Option<u32> {
    match object {
        Object::String(bytes, _) if bytes.len() <= 4 => {
            Some(bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte)))
        }
        _ => None,
    }
}

fn utf16(bytes: &[u8]) -> String {
    let mut marked = vec![0xfe, 0xff];
    marked.extend_from_slice(bytes);
    text(&marked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_that_readers_bring_along_are_known() {
        for (name, string, text) in [
            ("GBK-EUC-H", &b"\xd6\xca"[..], "质"),
            ("GBK-EUC-H", b"A", "A"),
            ("GB-EUC-V", b"\xc1\xbf", "量"),
            ("UniGB-UTF16-H", &[0x8d, 0x28], "质"),
            ("UniGB-UCS2-H", &[0x91, 0xcf], "量"),
            ("GBK2K-H", b"\xd6\xca", "质"),
            ("90ms-RKSJ-H", b"\x8e\xbf", "質"),
            ("ETen-B5-H", b"\xbd\xe8", "質"),
        ] {
            let map = Predefined::named(name).unwrap();
            assert_eq!(map.length(string), string.len(), "{name}");
            let code = string.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
            assert_eq!(map.text(map.cid(code)).as_deref(), Some(text), "{name}");
        }
        assert!(Predefined::named("GBK-EUC-X").is_none());
    }

    #[test]
    fn codes_become_cids_and_characters() {
        let map = CMap::read(
            b"/WMode 1 def 2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange\n\
              1 begincidrange <8140> <8142> 7 endcidrange 1 begincidchar <20> 1 endcidchar\n\
              1 beginbfchar <0001> <8D28> endbfchar 2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0058> <D842DFB7>] endbfrange",
        );
        assert_eq!((map.length(0x20), map.length(0x81), map.vertical), (1, 2, Some(true)));
        assert_eq!((map.cid(0x8142), map.cid(0x20), map.cid(5)), (9, 1, 0));
        let text = |code| map.text(code).unwrap_or_default();
        assert_eq!([text(1), text(0x12), text(0x21), text(9)], ["质", "C", "𠮷", ""]);
    }
}
