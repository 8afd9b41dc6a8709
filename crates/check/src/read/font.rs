//! Fonts of a file: from the bytes of a string to glyphs with widths, shapes and characters (ISO 32000-1, 9.6 to 9.10).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use lopdf::{Dictionary, Object};

use biaoyu_page::error::Say;
use biaoyu_page::font::Outlined;
use biaoyu_page::geom::{BezPath, Rect};
use biaoyu_page::say;

use super::cmap::{CMap, Predefined};
use super::fact::{Kind, printable};
use super::file::{File, name};
use super::names::{character_of, glyph_name};
use super::procedures::Procedures;
use super::program::{Program, Want};

/// A font.
pub(crate) struct Font {
    /// Its name in the file.
    pub name: Arc<str>,
    /// `Type0`, `TrueType`, `Type1`, `MMType1` or `Type3`.
    pub kind: String,
    /// Type runs downward.
    pub vertical: bool,
    /// The program is in the file, or there is none to be (Type 3).
    pub embedded: bool,
    /// Only the glyphs that are used are in it, by its name.
    pub subset: bool,
    /// Its codes are its own program's (flag 3 of its descriptor).
    symbolic: bool,
    /// A Type 3 font's matrix, vertical part: glyph units to ems.
    pub unit: f64,
    /// The letters of a Type 3 font.
    pub(super) procedures: Option<Procedures>,
    codes: Codes,
    widths: HashMap<u32, f64>,
    default_width: f64,
    /// Origin and advance of vertical type, thousandths of an em.
    pub column: (f64, f64),
    pub(super) program: Option<Program>,
    pub(super) glyph_map: GlyphMap,
    to_unicode: Option<CMap>,
    glyphs: RefCell<HashMap<u32, Shown>>,
    /// What is wrong with it, until it is shown: a font that is only named prints nothing.
    waiting: RefCell<Vec<Notice>>,
    shown: Cell<bool>,
}

enum Codes {
    /// One byte a code, with the names that the encoding gives.
    Simple { base: Base, differences: HashMap<u8, String> },
    /// Codes are CIDs of two bytes.
    Identity,
    /// An embedded map.
    Mapped(CMap),
    /// A map that readers bring along.
    Predefined(Predefined),
    /// A map that nobody has: two bytes a code.
    Unknown,
}

/// What a simple font's codes mean where `Differences` say nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// The program's own.
    Own,
    /// WinAnsiEncoding or StandardEncoding, alike for letters and figures.
    Windows,
    /// MacRomanEncoding.
    Mac,
}

/// How CIDs find glyphs in a TrueType program.
pub(super) enum GlyphMap {
    Same,
    Table(Vec<u8>),
}

/// What a code shows.
#[derive(Clone)]
pub(crate) struct Shown {
    /// Advance, ems.
    pub advance: f64,
    /// The shape, in ems.
    pub shape: Arc<Outlined>,
    /// The characters; empty when nobody knows.
    pub text: Arc<str>,
    /// A single-byte space, which word spacing widens.
    pub space: bool,
}

/// Something a font lets be noticed.
pub(crate) type Notice = (Kind, Say);

impl Font {
    /// Reads a font; what is wrong with it is told with its first glyph.
    pub(crate) fn read(file: &File<'_>, dict: &Dictionary) -> Self {
        let mut notices = Vec::new();
        let font = Self::noticed(file, dict, &mut notices);
        font.waiting.replace(notices);
        font
    }

    /// Whether anything is shown in it.
    pub(crate) fn is_shown(&self) -> bool {
        self.shown.get()
    }

    fn noticed(file: &File<'_>, dict: &Dictionary, notices: &mut Vec<Notice>) -> Self {
        let kind = file.get_name(dict, "Subtype").unwrap_or_default().to_string();
        let raw = match file.get(dict, "BaseFont") {
            Some(Object::Name(bytes)) => bytes.clone(),
            _ => b"(no name)".to_vec(),
        };
        let label: Arc<str> = String::from_utf8_lossy(&raw).into();
        if std::str::from_utf8(&raw).is_err() {
            notices.push((Kind::NotUtf8, say!("font name `{label}` is not UTF-8", "字体名 `{label}` 不是 UTF-8")));
        }
        let composite = kind == "Type0";
        let child =
            if composite { file.get_array(dict, "DescendantFonts").and_then(|a| file.dict(a.first()?)) } else { None };
        if composite && child.is_none() {
            notices.push((Kind::FontProgram, say!("`{label}` has no descendant font", "`{label}` 没有子字体")));
        }
        if let Some(found) = file.get_array(dict, "DescendantFonts").map(|a| a.len()).filter(|n| composite && *n > 1) {
            let what =
                say!("`{label}` has {found} descendant fonts, wanted 1", "`{label}` 有 {found} 个子字体，应为 1 个");
            notices.push((Kind::FontProgram, what));
        }
        let own = child.unwrap_or(dict);
        let mut font = Font {
            subset: label.len() > 7 && label.as_bytes().get(6) == Some(&b'+'),
            name: label,
            vertical: false,
            embedded: kind == "Type3",
            symbolic: false,
            unit: 0.001,
            procedures: None,
            codes: Codes::Identity,
            widths: HashMap::new(),
            default_width: 0.0,
            column: (880.0, -1000.0),
            program: None,
            glyph_map: GlyphMap::Same,
            to_unicode: file
                .get_stream(dict, "ToUnicode")
                .and_then(|s| Some(CMap::read(&file.unpack_at_most(s, 8 << 20).ok()?))),
            glyphs: RefCell::default(),
            waiting: RefCell::default(),
            shown: Cell::new(false),
            kind,
        };
        if font.kind == "Type3" {
            font.unit = file.get_numbers(dict, "FontMatrix").and_then(|m| m.get(3).copied()).unwrap_or(0.001).abs();
        }
        if composite {
            font.composite(file, dict, own, notices);
        } else {
            font.simple(file, dict, notices);
        }
        if font.kind == "Type3" {
            font.procedures = Some(Procedures::read(file, dict, |code| font.name_of(code)));
        } else {
            font.load(file, own, notices);
        }
        font
    }

    fn composite(&mut self, file: &File<'_>, dict: &Dictionary, child: &Dictionary, notices: &mut Vec<Notice>) {
        let label = &self.name;
        match file.get(dict, "Encoding") {
            Some(Object::Stream(stream)) => {
                let map = CMap::read(&file.unpack_at_most(stream, 8 << 20).unwrap_or_default());
                self.vertical = file.get_number(&stream.dict, "WMode") == Some(1.0);
                if map.vertical.is_some_and(|v| v != self.vertical) {
                    notices.push((
                        Kind::CMap,
                        say!(
                            "`{label}`: WMode in the CMap and in its dictionary differ",
                            "`{label}`：CMap 与其字典的 WMode 不一致"
                        ),
                    ));
                }
                self.codes = Codes::Mapped(map);
            }
            other => {
                let word = other.and_then(name).unwrap_or_default();
                self.vertical = word.ends_with("-V") || word == "V";
                self.codes = if word.starts_with("Identity") {
                    Codes::Identity
                } else {
                    Predefined::named(word).map_or_else(
                        || {
                            notices.push((
                                Kind::CMap,
                                say!(
                                    "`{label}`: encoding `{word}` is neither predefined nor embedded",
                                    "`{label}`：编码 `{word}` 既非预定义也未嵌入"
                                ),
                            ));
                            Codes::Unknown
                        },
                        Codes::Predefined,
                    )
                };
            }
        }
        self.default_width = file.get_number(child, "DW").unwrap_or(1000.0);
        if let Some([y, w]) = file.get_numbers(child, "DW2").as_deref() {
            self.column = (*y, *w);
        }
        let list = file.get_array(child, "W").unwrap_or_default();
        let mut at = 0;
        while let Some(first) = list.get(at).and_then(|v| file.number(v)) {
            let first = first as u32;
            match (list.get(at + 1).and_then(|v| file.real(v)), list.get(at + 2)) {
                (Some(Object::Array(each)), _) => {
                    let widths = (first..).zip(each).filter_map(|(cid, w)| Some((cid, file.number(w)?)));
                    self.widths.extend(widths.take(70_000));
                    at += 2;
                }
                (Some(last), Some(width)) => {
                    let (Some(last), Some(width)) = (file.number(last), file.number(width)) else { break };
                    self.widths.extend((first..=last as u32).take(70_000).map(|cid| (cid, width)));
                    at += 3;
                }
                _ => break,
            }
        }
        if at < list.len() {
            notices.push((Kind::Width, say!("`{label}`: its widths (W) break off", "`{label}`：字宽表（W）不完整")));
        }
        let system = file.get_dict(child, "CIDSystemInfo");
        if system.and_then(|s| file.get_text(s, "Registry")).is_none_or(|r| r.is_empty()) {
            notices.push((Kind::CMap, say!("`{label}`: no CIDSystemInfo", "`{label}`：缺 CIDSystemInfo")));
        }
        let encoding = file.get(dict, "Encoding").and_then(name).unwrap_or_default();
        let own = system.and_then(|s| file.get_text(s, "Ordering"));
        if let (Some(wanted), Some(own)) = (Predefined::ordering(encoding), own)
            && own != wanted
        {
            let (encoding, own) = (printable(encoding), printable(&own));
            notices.push((
                Kind::CMap,
                say!(
                    "`{label}`: encoding `{encoding}` is for Adobe-{wanted}, the font is {own}",
                    "`{label}`：编码 `{encoding}` 用于 Adobe-{wanted}，字体却是 {own}"
                ),
            ));
        }
    }

    fn simple(&mut self, file: &File<'_>, dict: &Dictionary, notices: &mut Vec<Notice>) {
        let first = file.get_number(dict, "FirstChar").unwrap_or_default() as u32;
        let unit = if self.kind == "Type3" {
            file.get_numbers(dict, "FontMatrix").and_then(|m| m.first().copied()).unwrap_or(0.001) * 1000.0
        } else {
            1.0
        };
        let widths = file.get_array(dict, "Widths").unwrap_or_default().iter().take(256);
        if widths.len() == 0 && !STANDARD.split_whitespace().any(|name| name == &*self.name) {
            let label = &self.name;
            notices.push((Kind::Width, say!("`{label}`: it has no Widths", "`{label}`：缺字宽（Widths）")));
        }
        self.widths = (first..).zip(widths).filter_map(|(code, w)| Some((code, file.number(w)? * unit))).collect();
        let descriptor = file.get_dict(dict, "FontDescriptor");
        self.default_width = descriptor.and_then(|d| file.get_number(d, "MissingWidth")).unwrap_or_default();
        self.symbolic = descriptor.and_then(|d| file.get_number(d, "Flags")).is_some_and(|f| f as i64 & 4 != 0);
        let base = |word: Option<&str>| match word {
            Some("MacRomanEncoding") => Base::Mac,
            Some("WinAnsiEncoding" | "StandardEncoding") => Base::Windows,
            _ => Base::Own,
        };
        let mut differences = HashMap::new();
        let base = match file.get(dict, "Encoding") {
            Some(Object::Dictionary(encoding)) => {
                let mut at = 0_u8;
                for entry in file.get_array(encoding, "Differences").unwrap_or_default().iter().take(1024) {
                    match file.real(entry) {
                        Some(Object::Name(bytes)) => {
                            differences.insert(at, String::from_utf8_lossy(bytes).into_owned());
                            at = at.wrapping_add(1);
                        }
                        Some(Object::Integer(code)) => at = (*code).clamp(0, 255) as u8,
                        _ => {}
                    }
                }
                base(file.get_name(encoding, "BaseEncoding"))
            }
            other => base(other.and_then(name)),
        };
        self.codes = Codes::Simple { base, differences };
    }
}

impl Font {
    /// How the encoding of a simple font calls a code.
    fn name_of(&self, code: u8) -> Option<String> {
        let Codes::Simple { base, differences } = &self.codes else { return None };
        let own = || decoded(code, *base).filter(|_| *base != Base::Own).and_then(glyph_name).map(String::from);
        differences.get(&code).cloned().or_else(own)
    }

    /// Splits a string into codes.
    pub(crate) fn codes(&self, string: &[u8]) -> Vec<u32> {
        let mut codes = Vec::with_capacity(string.len());
        let mut rest = string;
        while let Some(first) = rest.first() {
            let length = match &self.codes {
                Codes::Simple { .. } => 1,
                Codes::Identity | Codes::Unknown => 2,
                Codes::Mapped(map) => map.length(*first),
                Codes::Predefined(map) => map.length(rest),
            };
            let (code, more) = rest.split_at(length.min(rest.len()));
            codes.push(code.iter().fold(0, |value, byte| value << 8 | u32::from(*byte)));
            rest = more;
        }
        codes
    }

    /// Keeps a notice for the next code that is shown.
    pub(crate) fn wait(&self, notice: Notice) {
        self.waiting.borrow_mut().push(notice);
    }

    /// What a code shows; what is wrong with it, the first time, goes to `notices`.
    pub(crate) fn shown(&self, code: u32, notices: &mut Vec<Notice>) -> Shown {
        notices.append(&mut self.waiting.borrow_mut());
        if let Some(found) = self.glyphs.borrow().get(&code) {
            return found.clone();
        }
        self.shown.set(true);
        let made = self.look_up(code, notices);
        self.glyphs.borrow_mut().insert(code, made.clone());
        made
    }

    fn look_up(&self, code: u32, notices: &mut Vec<Notice>) -> Shown {
        let (label, hex) = (&self.name, format!("{code:04X}"));
        let mut character = None;
        let (cid, glyph) = match &self.codes {
            Codes::Simple { base, differences } => {
                let byte = code as u8;
                let named = differences.get(&byte).map(String::as_str);
                character = match named {
                    Some(name) => character_of(name),
                    None if *base == Base::Own && self.kind != "TrueType" => None,
                    None => decoded(byte, *base),
                };
                let own_name = character.filter(|_| named.is_none() && *base != Base::Own).and_then(glyph_name);
                let symbolic = self.symbolic && named.is_none() && *base == Base::Own && self.kind == "TrueType";
                let want = Want::Simple { name: named.or(own_name), character, code: byte, symbolic };
                (code, self.program.as_ref().and_then(|p| p.glyph(want)))
            }
            codes => {
                let cid = match codes {
                    Codes::Mapped(map) => map.cid(code),
                    Codes::Predefined(map) => map.cid(code),
                    _ => code,
                };
                let want = match &self.glyph_map {
                    GlyphMap::Table(table) => {
                        let at = cid as usize * 2;
                        let pair = table.get(at..at + 2).and_then(|p| p.first_chunk::<2>());
                        Want::Number(pair.map_or(0, |p| u16::from_be_bytes(*p)))
                    }
                    GlyphMap::Same => Want::Cid(cid.min(0xffff) as u16),
                };
                (cid, self.program.as_ref().and_then(|p| p.glyph(want)))
            }
        };
        let is_unsaid = self.widths.is_empty() && matches!(self.codes, Codes::Simple { .. });
        let own = || self.program.as_ref().filter(|_| is_unsaid)?.advance(glyph?);
        let width = self.widths.get(&cid).copied().or_else(own).unwrap_or(self.default_width);
        let known = self.program.as_ref().filter(|p| p.is_known() && !matches!(self.codes, Codes::Unknown));
        let mut shape = None;
        if let Some(program) = known {
            match glyph {
                None => notices.push((
                    Kind::NoGlyph,
                    say!(
                        "`{label}`: code {hex} has no glyph in the embedded program",
                        "`{label}`：代码 {hex} 在嵌入字体中没有字形"
                    ),
                )),
                Some(glyph) => {
                    shape = program.outline(glyph);
                    if shape.is_none() {
                        notices.push((
                            Kind::FontProgram,
                            say!("`{label}`: glyph {glyph} is unreadable", "`{label}`：字形 {glyph} 无法读取"),
                        ));
                    }
                    if let Some(own) = program.advance(glyph).filter(|own| (own - width).abs() > 1.5) {
                        let [own, width] = [own, width].map(|v| biaoyu_page::measure::number(v, 1));
                        notices.push((
                            Kind::Width,
                            say!(
                                "`{label}`: code {hex} is {width} wide, {own} in the program",
                                "`{label}`：代码 {hex} 宽 {width}，字体程序中为 {own}"
                            ),
                        ));
                    }
                }
            }
        }
        let predefined = || match &self.codes {
            Codes::Predefined(map) => map.text(cid),
            _ => None,
        };
        let told = self.to_unicode.as_ref().and_then(|m| m.text(code)).or(character.map(String::from));
        let text = told.or_else(predefined).unwrap_or_default();
        let blank = text.chars().any(char::is_whitespace);
        let shape = shape.unwrap_or_else(|| {
            // Without a program the box of a capital or a Chinese character is the best guess.
            // The standard faces need not even say how wide they are: something of them is seen.
            let wide = if width > 0.0 { width / 1000.0 } else { 0.5 };
            let ink = if blank { Rect::ZERO } else { Rect::new(0.0, 0.0, wide, 0.72) };
            Arc::new(Outlined { path: BezPath::new(), ink })
        });
        let space = matches!(self.codes, Codes::Simple { .. }) && code == 32;
        Shown { advance: width / 1000.0, shape, text: text.into(), space }
    }
}

/// Faces whose widths a file need not say (ISO 32000-1, 9.6.2.2).
const STANDARD: &str = "Times-Roman Times-Bold Times-Italic Times-BoldItalic Helvetica Helvetica-Bold Helvetica-Oblique \
    Helvetica-BoldOblique Courier Courier-Bold Courier-Oblique Courier-BoldOblique Symbol ZapfDingbats";

fn decoded(byte: u8, base: Base) -> Option<char> {
    let encoding = if base == Base::Mac { encoding_rs::MACINTOSH } else { encoding_rs::WINDOWS_1252 };
    let bytes = [byte];
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    text.chars().next().filter(|c| !c.is_control())
}
