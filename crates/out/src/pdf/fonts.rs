//! Faces in the file: CID fonts under Identity-H, subset to the glyphs that are shown, with exact widths and a
//! way back to Unicode (ISO 32000-1, 9.7 to 9.10).

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo};
use pdf_writer::writers::{CidFont, FontDescriptor, Type0Font};
use pdf_writer::{Finish as _, Name, Rect, Ref, Str};
use subsetter::GlyphRemapper;
use ttf_parser::{Permissions, name_id};

use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::font::{Face, write_axes};
use biaoyu_page::say;

use super::file::File;
use super::subsets::subset;

const IDENTITY: SystemInfo<'_> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The faces that a file uses, in the order of their first glyphs.
#[derive(Default)]
pub(super) struct Fonts {
    used: Vec<Used>,
    known: HashMap<Key, usize>,
}

/// A face with the glyphs that are shown of it. A glyph's code is given at its first use, so that pages can
/// leave before the last glyph is known.
pub(super) struct Used {
    face: Arc<Face>,
    facts: Arc<Facts>,
    id: Ref,
    codes: GlyphRemapper,
    /// By code: what the glyph shows.
    text: Vec<Option<Box<str>>>,
    /// By code: advance in thousandths of an em.
    widths: Vec<f64>,
}

impl Fonts {
    /// The number of a face.
    ///
    /// # Errors
    /// When the face must not or cannot be embedded.
    pub(crate) fn font(&mut self, file: &mut File, face: &Arc<Face>) -> Result<usize, Faults> {
        let key = (face.data().as_ptr().addr(), face.index(), write_axes(face.axes()));
        if let Some(found) = self.known.get(&key) {
            return Ok(*found);
        }
        let facts = Facts::of(face, &key)?;
        self.used.push(Used {
            face: face.clone(),
            facts,
            id: file.id(),
            codes: GlyphRemapper::new(),
            text: vec![None],
            widths: vec![0.0],
        });
        self.known.insert(key, self.used.len() - 1);
        Ok(self.used.len() - 1)
    }

    /// A face by its number.
    pub(crate) fn used(&mut self, index: usize) -> Option<&mut Used> {
        self.used.get_mut(index)
    }

    /// The object of a face.
    pub(crate) fn font_ref(&self, index: usize) -> Option<Ref> {
        self.used.get(index).map(|u| u.id)
    }

    /// Writes all faces, now that their glyphs are known.
    ///
    /// # Errors
    /// When a face's program is damaged.
    pub(crate) fn write(&self, file: &mut File) -> Result<(), Faults> {
        self.used.iter().try_for_each(|used| used.write(file))
    }
}

impl Used {
    /// The code of a glyph and its advance in thousandths of an em; `None` when the face has no such glyph.
    /// Glyph 0 stands for a missing character and is never shown.
    pub(crate) fn code(&mut self, glyph: u16) -> Option<(u16, f64)> {
        if glyph == 0 || glyph >= self.facts.glyphs {
            return None;
        }
        let code = self.codes.remap(glyph);
        let at = usize::from(code);
        if at == self.widths.len() {
            self.widths.push((self.face.advance(glyph) * 1e6).round() / 1e3);
            self.text.push(None);
        }
        Some((code, self.widths.get(at).copied().unwrap_or_default()))
    }

    /// Notes that a code shows `text`; false when it is known to show something else.
    pub(crate) fn shows(&mut self, code: u16, text: &str) -> bool {
        match self.text.get_mut(usize::from(code)) {
            Some(Some(known)) => &**known == text,
            Some(unknown) => {
                *unknown = Some(text.into());
                true
            }
            None => false,
        }
    }

    fn write(&self, file: &mut File) -> Result<(), Faults> {
        let program = subset(&self.face, &self.codes).ok_or_else(|| {
            let name = self.face.name();
            let what = say!("face `{name}` cannot be subset", "字体 `{name}` 无法取子集");
            let hint = say!("write outlines, or choose another face", "请转曲输出，或换一种字体");
            Faults::from(Fault::new("pdf/face-damaged", Place::default(), what).hint(hint))
        })?;
        let name = format!("{}+{}", program.tag, self.facts.name);
        let cff = program.cff;
        let (cid, descriptor, unicode, font_file) = (file.id(), file.id(), file.id(), file.id());

        file.object(self.id, |obj| {
            let full = if cff { format!("{name}-Identity-H") } else { name.clone() };
            let mut font: Type0Font<'_> = obj.start();
            font.base_font(Name(full.as_bytes())).encoding_predefined(Name(b"Identity-H"));
            font.descendant_font(cid).to_unicode(unicode);
        });
        file.object(cid, |obj| {
            let mut font: CidFont<'_> = obj.start();
            font.subtype(if cff { CidFontType::Type0 } else { CidFontType::Type2 });
            font.base_font(Name(name.as_bytes())).system_info(IDENTITY).font_descriptor(descriptor);
            if !cff {
                font.cid_to_gid_map_predefined(Name(b"Identity"));
            }
            self.widths(&mut font);
        });
        file.object(descriptor, |obj| {
            let facts = &self.facts;
            let mut d: FontDescriptor<'_> = obj.start();
            d.name(Name(name.as_bytes()))
                .flags(FontFlags::from_bits_truncate(facts.flags))
                .bbox(facts.bbox)
                .italic_angle(facts.italic);
            d.ascent(facts.ascent).descent(facts.descent).cap_height(facts.cap).stem_v(facts.stem);
            if cff {
                d.font_file3(font_file)
            } else {
                d.font_file2(font_file)
            };
        });
        file.raw_stream(font_file, &program.packed, None, |dict| {
            dict.pair(Name(b"Filter"), Name(b"FlateDecode"));
            if cff {
                dict.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
            } else {
                dict.pair(Name(b"Length1"), i32::try_from(program.length).unwrap_or(i32::MAX));
            }
        });
        file.stream(unicode, self.to_unicode().as_bytes(), |_| ());
        Ok(())
    }

    /// The usual width once, and those that differ in rows (9.7.4.3).
    fn widths(&self, font: &mut CidFont<'_>) {
        let widths: Vec<f32> = self.widths.iter().map(|w| *w as f32).collect();
        let usual = usual_width(widths.get(1..).unwrap_or_default());
        font.pair(Name(b"DW"), usual);
        let usual = usual as f32;
        let mut rows = font.widths();
        let mut at = 1;
        while at < widths.len() {
            let row = widths[at..].iter().take_while(|w| **w != usual).count();
            if row > 0 {
                rows.consecutive(at as u16, widths[at..at + row].iter().copied());
            }
            at += row + 1;
        }
        rows.finish();
    }

    /// The map from codes to UTF-16 (9.10.3; Adobe technical note 5411).
    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
             /CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n\
             /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n",
        );
        let pairs: Vec<(u16, &str)> =
            (0_u16..).zip(&self.text).filter_map(|(code, text)| Some((code, text.as_deref()?))).collect();
        // At most a hundred a block.
        for block in pairs.chunks(100) {
            map += &format!("{} beginbfchar\n", block.len());
            for (code, text) in block {
                map.push('<');
                hex(&mut map, *code);
                map += "><";
                text.encode_utf16().for_each(|unit| hex(&mut map, unit));
                map += ">\n";
            }
            map += "endbfchar\n";
        }
        map += "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
        map
    }
}

/// Four hexadecimal digits.
fn hex(out: &mut String, value: u16) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.extend([12, 8, 4, 0].map(|by| char::from(DIGITS[usize::from(value >> by & 0xF)])));
}

/// The width that most of some glyphs have. `/DW` is an integer (table 117): of a real, Poppler and Ghostscript take 1000
/// instead, and letters fly apart. Where no width is whole it is the default, and every glyph has its own.
fn usual_width(widths: &[f32]) -> i32 {
    const EM: f32 = 1000.0;
    // Nearly all Han glyphs are one em wide; asked first, it saves the search.
    if widths.iter().filter(|w| **w == EM).count() * 2 >= widths.len() {
        return EM as i32;
    }
    let whole = |w: &f32| w.fract() == 0.0 && w.abs() < 1e6;
    let count = |w: f32| widths.iter().filter(|other| **other == w).count();
    widths.iter().take(64).copied().filter(whole).max_by_key(|w| count(*w)).unwrap_or(EM) as i32
}

/// What a font descriptor says; lengths in thousandths of an em.
struct Facts {
    name: String,
    glyphs: u16,
    flags: u32,
    bbox: Rect,
    italic: f32,
    ascent: f32,
    descent: f32,
    cap: f32,
    stem: f32,
}

/// The face's program in memory, which face of it, and its axes.
type Key = (usize, u32, String);

/// What is known of faces, kept for the next file: reading a large face takes longer than writing a small page.
static FACTS: LazyLock<Mutex<HashMap<Key, Arc<Facts>>>> = LazyLock::new(Mutex::default);

impl Facts {
    /// Those of a face, read once.
    fn of(face: &Face, key: &Key) -> Result<Arc<Self>, Faults> {
        if let Some(found) = FACTS.lock().ok().and_then(|known| known.get(key).cloned()) {
            return Ok(found);
        }
        let read = Arc::new(Self::read(face)?);
        if let Ok(mut known) = FACTS.lock() {
            known.insert(key.clone(), read.clone());
        }
        Ok(read)
    }

    fn read(face: &Face) -> Result<Self, Faults> {
        let named = face.name();
        let fault = |code, what| {
            let hint = say!("write outlines, or choose another face", "请转曲输出，或换一种字体");
            Faults::from(Fault::new(code, Place::default(), what).hint(hint))
        };
        let mut parsed = ttf_parser::Face::parse(face.data(), face.index()).map_err(|error| {
            fault(
                "pdf/face-damaged",
                say!("face `{named}` cannot be read: {error}", "字体 `{named}` 无法读取：{error}"),
            )
        })?;
        for (tag, value) in face.axes() {
            parsed.set_variation(ttf_parser::Tag::from_bytes(tag), *value);
        }
        let allowed = parsed.permissions() != Some(Permissions::Restricted)
            && parsed.is_subsetting_allowed()
            && parsed.is_outline_embedding_allowed();
        if !allowed {
            return Err(fault(
                "pdf/face-not-embeddable",
                say!("face `{named}` forbids embedding (OS/2 fsType)", "字体 `{named}` 不许嵌入（OS/2 fsType）"),
            ));
        }
        let unit = 1000.0 / f32::from(parsed.units_per_em().max(1));
        let scaled = |v: i16| (f32::from(v) * unit * 10.0).round() / 10.0;
        let b = parsed.global_bounding_box();
        let mut flags = FontFlags::SYMBOLIC;
        flags.set(FontFlags::ITALIC, parsed.is_italic() || parsed.italic_angle() != 0.0);
        flags.set(FontFlags::FIXED_PITCH, parsed.is_monospaced());
        Ok(Self {
            name: postscript_name(&parsed).unwrap_or_else(|| named.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
            glyphs: parsed.number_of_glyphs(),
            flags: flags.bits(),
            bbox: Rect::new(scaled(b.x_min), scaled(b.y_min), scaled(b.x_max), scaled(b.y_max)),
            italic: parsed.italic_angle(),
            ascent: scaled(parsed.ascender()),
            descent: scaled(parsed.descender()),
            cap: scaled(parsed.capital_height().unwrap_or_else(|| parsed.ascender())),
            // No font says its stem; this straight line through common weights is what readers fall back on.
            stem: 10.0 + 0.244 * (f32::from(parsed.weight().to_number()) - 50.0),
        })
    }
}

/// Name 6, if it is one: printable ASCII without the characters that PostScript keeps for itself.
fn postscript_name(face: &ttf_parser::Face<'_>) -> Option<String> {
    face.names().into_iter().filter(|n| n.name_id == name_id::POST_SCRIPT_NAME).find_map(|n| n.to_string()).filter(
        |n| (1..=63).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_graphic() && !b"[](){}<>/%".contains(&b)),
    )
}
