//! A CFF face cut down to what one subset reads of it, before it is subset.
//!
//! The subsetter lists all subroutines of a face for every subset: a Chinese one has twenty thousand of them, and forty
//! small files would spend a quarter of their time there. Here only the subroutines that the wanted glyphs call are
//! read, and put where they are called. What is subset of the result is, byte for byte, what is subset of the face.
//!
//! Sources: Adobe technical notes 5176 (The Compact Font Format) and 5177 (The Type 2 Charstring Format).

use ttf_parser::{RawFace, Tag};

use super::flat::{Index, flatten, short};
use super::sfnt::sfnt;

/// A font file that holds `glyphs` under their own numbers, and no other; `None` where the face has no `CFF ` table, or
/// one that is better left to the subsetter, which then says what is wrong with it.
pub(super) fn lean(data: &[u8], index: u32, glyphs: impl Iterator<Item = u16>) -> Option<Vec<u8>> {
    const COPIED: [&[u8; 4]; 6] = [b"head", b"hhea", b"hmtx", b"maxp", b"name", b"post"];
    let raw = RawFace::parse(data, index).ok()?;
    // With outlines of both kinds the subsetter takes the others.
    if raw.table(Tag::from_bytes(b"glyf")).is_some() {
        return None;
    }
    let cff = Cff::read(raw.table(Tag::from_bytes(b"CFF "))?)?.cut(glyphs)?;
    let copied = COPIED.iter().filter_map(|tag| Some((*tag, raw.table(Tag::from_bytes(tag))?)));
    let tables: Vec<(&[u8; 4], &[u8])> = std::iter::once((b"CFF ", &*cff)).chain(copied).collect();
    sfnt(*b"OTTO", &tables)
}

/// A `CFF ` table, as far as it is read.
struct Cff<'a> {
    /// Header and Name INDEX.
    head: &'a [u8],
    /// What the Top DICT says beside places in the file.
    top: Vec<u8>,
    /// The String INDEX.
    strings: &'a [u8],
    global: Index<'a>,
    programs: Index<'a>,
    /// Which font DICT a glyph follows; `None` where there is but one.
    select: Option<Select<'a>>,
    fonts: Vec<FontDict<'a>>,
}

/// A font DICT with its Private DICT.
struct FontDict<'a> {
    /// What it says beside the place of its Private DICT.
    own: Vec<u8>,
    /// The Private DICT without the place of its subroutines.
    private: Vec<u8>,
    local: Index<'a>,
}

impl<'a> Cff<'a> {
    fn read(cff: &'a [u8]) -> Option<Self> {
        let (&[1, _, header, _], _) = cff.split_first_chunk()? else { return None };
        let (_, names_end) = Index::read(cff, usize::from(header))?;
        let (tops, top_end) = Index::read(cff, names_end)?;
        let (_, strings_end) = Index::read(cff, top_end)?;
        let (global, _) = Index::read(cff, strings_end)?;
        let mut top = Vec::new();
        let (mut programs, mut array, mut select, mut private) = (None, None, None, None);
        let mut has_order = false;
        for (operands, operator, written) in entries(tops.get(0)?)? {
            match operator {
                CHARSET | ENCODING => {}
                PROGRAMS => programs = Some(place(&operands)?),
                PRIVATE => private = Some(range(&operands)?),
                ARRAY => array = Some(place(&operands)?),
                SELECT => select = Some(place(&operands)?),
                _ => {
                    has_order |= operator == ORDER;
                    top.extend_from_slice(written);
                }
            }
        }
        let (programs, _) = Index::read(cff, programs?)?;
        let (select, fonts) = if has_order {
            let (array, _) = Index::read(cff, array?)?;
            let fonts = (0..array.count).map(|i| FontDict::read(cff, array.get(i)?)).collect::<Option<_>>()?;
            (Some(Select::read(cff.get(select?..)?)?), fonts)
        } else {
            (None, vec![FontDict::private(cff, Vec::new(), private?)?])
        };
        let (head, strings) = (cff.get(..names_end)?, cff.get(top_end..strings_end)?);
        Some(Self { head, top, strings, global, programs, select, fonts })
    }

    /// The table with the programs of some glyphs, which call nothing any more.
    fn cut(&self, glyphs: impl Iterator<Item = u16>) -> Option<Vec<u8>> {
        let mut wanted: Vec<u16> = glyphs.collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut programs = Vec::new();
        // Where each program begins, from 1, to the last wanted glyph's end: those between are empty.
        let mut offsets: Vec<[u8; 4]> = Vec::new();
        for glyph in wanted {
            let start = u32::try_from(programs.len() + 1).ok()?.to_be_bytes();
            offsets.resize(usize::from(glyph) + 1, start);
            let font = self.select.as_ref().map_or(Some(0), |select| select.font(glyph))?;
            let local = &self.fonts.get(usize::from(font))?.local;
            programs = flatten(self.programs.get(usize::from(glyph))?, &self.global, local, programs)?;
        }
        let count = u16::try_from(offsets.len()).ok()?;
        offsets.push(u32::try_from(programs.len() + 1).ok()?.to_be_bytes());

        // Private DICTs, font DICTs and so on come behind the Top DICT, whose length does not depend on their places.
        let is_cid = self.select.is_some();
        let entries = if is_cid { 6 + 7 + 7 } else { 6 + 11 };
        let mut out = self.head.to_vec();
        put_index(&mut out, &[self.top.len() + entries])?;
        out.extend_from_slice(&self.top);
        let mut places = out.len();
        out.resize(out.len() + entries, 0);
        out.extend_from_slice(self.strings);
        // No global subroutines.
        out.extend_from_slice(&[0, 0]);
        let mut fonts = Vec::with_capacity(self.fonts.len());
        for font in &self.fonts {
            fonts.push((font.private.len(), out.len()));
            out.extend_from_slice(&font.private);
        }
        let mut note = |out: &mut [u8], entry: &[u8]| {
            out.get_mut(places..places + entry.len())?.copy_from_slice(entry);
            places += entry.len();
            Some(())
        };
        if let Some(select) = &self.select {
            let at = number(out.len())?;
            out.extend_from_slice(select.data);
            note(&mut out, &[&at[..], &[12, 37]].concat())?;
            let at = number(out.len())?;
            note(&mut out, &[&at[..], &[12, 36]].concat())?;
            let lengths: Vec<usize> = self.fonts.iter().map(|font| font.own.len() + 11).collect();
            put_index(&mut out, &lengths)?;
            for (font, (length, at)) in self.fonts.iter().zip(&fonts) {
                out.extend_from_slice(&font.own);
                out.extend_from_slice(&number(*length)?);
                out.extend_from_slice(&number(*at)?);
                out.push(18);
            }
        } else {
            let (length, at) = fonts.first()?;
            note(&mut out, &[&number(*length)?[..], &number(*at)?, &[18]].concat())?;
        }
        let at = number(out.len())?;
        note(&mut out, &[&at[..], &[17]].concat())?;
        out.extend_from_slice(&count.to_be_bytes());
        out.push(4);
        out.extend_from_slice(offsets.as_flattened());
        out.extend_from_slice(&programs);
        Some(out)
    }
}

impl<'a> FontDict<'a> {
    fn read(cff: &'a [u8], dict: &'a [u8]) -> Option<Self> {
        let (mut own, mut private) = (Vec::new(), None);
        for (operands, operator, written) in entries(dict)? {
            match operator {
                PRIVATE => private = Some(range(&operands)?),
                _ => own.extend_from_slice(written),
            }
        }
        Self::private(cff, own, private?)
    }

    fn private(cff: &'a [u8], own: Vec<u8>, (length, start): (usize, usize)) -> Option<Self> {
        let dict = cff.get(start..start.checked_add(length)?)?;
        let (mut private, mut local) = (Vec::new(), Index::default());
        for (operands, operator, written) in entries(dict)? {
            match operator {
                SUBROUTINES => local = Index::read(cff, start.checked_add(place(&operands)?)?)?.0,
                _ => private.extend_from_slice(written),
            }
        }
        Some(Self { own, private, local })
    }
}

// Operators of a DICT (5176, tables 9, 10 and 23); those of two bytes have 12 above them.
const CHARSET: u16 = 15;
const ENCODING: u16 = 16;
const PROGRAMS: u16 = 17;
const PRIVATE: u16 = 18;
const SUBROUTINES: u16 = 19;
const ORDER: u16 = 12 << 8 | 30;
const ARRAY: u16 = 12 << 8 | 36;
const SELECT: u16 = 12 << 8 | 37;

/// An entry of a DICT: its operands (`None` for a real), its operator, and both as they are written.
type Entry<'a> = (Vec<Option<i32>>, u16, &'a [u8]);

/// The entries of a DICT; `None` where one cannot be read.
fn entries(dict: &[u8]) -> Option<Vec<Entry<'_>>> {
    let (mut all, mut operands) = (Vec::new(), Vec::new());
    let (mut start, mut rest) = (dict, dict);
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        let operator = match first {
            12 => {
                let (&second, tail) = rest.split_first()?;
                rest = tail;
                12 << 8 | u16::from(second)
            }
            0..=21 => u16::from(first),
            29 => {
                let (bytes, tail) = rest.split_first_chunk::<4>()?;
                operands.push(Some(i32::from_be_bytes(*bytes)));
                rest = tail;
                continue;
            }
            30 => {
                operands.push(None);
                rest = rest.get(rest.iter().position(|b| b & 0xF == 0xF || b >> 4 == 0xF)? + 1..)?;
                continue;
            }
            _ => {
                let (value, tail) = short(first, rest)?;
                operands.push(Some(value));
                rest = tail;
                continue;
            }
        };
        all.push((std::mem::take(&mut operands), operator, start.get(..start.len() - rest.len())?));
        start = rest;
    }
    start.is_empty().then_some(all)
}

/// The one operand that is a place.
fn place(operands: &[Option<i32>]) -> Option<usize> {
    let [Some(at)] = operands else { return None };
    usize::try_from(*at).ok()
}

/// Length and place of a Private DICT.
fn range(operands: &[Option<i32>]) -> Option<(usize, usize)> {
    let [Some(length), Some(at)] = operands else { return None };
    Some((usize::try_from(*length).ok()?, usize::try_from(*at).ok()?))
}

/// A whole number of a DICT in five bytes, however small.
fn number(value: usize) -> Option<[u8; 5]> {
    let [a, b, c, d] = i32::try_from(value).ok()?.to_be_bytes();
    Some([29, a, b, c, d])
}

/// What comes before the data of an INDEX of things so long.
fn put_index(out: &mut Vec<u8>, lengths: &[usize]) -> Option<()> {
    out.extend_from_slice(&u16::try_from(lengths.len()).ok()?.to_be_bytes());
    out.push(4);
    let mut offset = 1_u32;
    out.extend_from_slice(&offset.to_be_bytes());
    for length in lengths {
        offset = offset.checked_add(u32::try_from(*length).ok()?)?;
        out.extend_from_slice(&offset.to_be_bytes());
    }
    Some(())
}

/// An FDSelect (5176, 19).
struct Select<'a> {
    data: &'a [u8],
}

impl<'a> Select<'a> {
    fn read(data: &'a [u8]) -> Option<Self> {
        // Of the other form the length would have to be asked elsewhere; large faces do not use it.
        let (&[3, a, b], _) = data.split_first_chunk()? else { return None };
        let ranges = usize::from(u16::from_be_bytes([a, b]));
        Some(Self { data: data.get(..3 + 3 * ranges + 2)? })
    }

    /// The font DICT of a glyph.
    fn font(&self, glyph: u16) -> Option<u8> {
        let (ranges, _) = self.data.get(3..)?.as_chunks::<3>();
        let found = ranges.partition_point(|[a, b, _]| u16::from_be_bytes([*a, *b]) <= glyph);
        ranges.get(found.checked_sub(1)?).map(|range| range[2])
    }
}

#[cfg(test)]
mod tests {
    use super::lean;
    use ttf_parser::{RawFace, Tag};

    use biaoyu_page::font::FontLibrary;
    use subsetter::GlyphRemapper;

    #[test]
    fn a_subset_of_the_lean_face_is_that_of_the_face() {
        let library = FontLibrary::embedded();
        let mut faces = 0;
        for info in library.list().filter(|info| info.file.ends_with(".otf")) {
            let face = library.face(&info.id).unwrap();
            // Characters of a slogan, out of order; every 37th glyph; one.
            let phrase: Vec<u16> = "深入开展质量提升行动，Ag1——“·”".chars().filter_map(|c| face.glyph(c)).collect();
            let last = ttf_parser::Face::parse(face.data(), face.index()).unwrap().number_of_glyphs();
            let spread: Vec<u16> = (1..last.min(8000)).step_by(37).rev().collect();
            for glyphs in [phrase, spread, vec![1], vec![]] {
                let mut codes = GlyphRemapper::new();
                for glyph in glyphs {
                    codes.remap(glyph);
                }
                let lean = lean(face.data(), face.index(), codes.remapped_gids()).unwrap();
                let subset = |data: &[u8]| subsetter::subset(data, 0, &codes).unwrap();
                assert!(subset(&lean) == subset(face.data()), "{}", info.id);
            }
            faces += 1;
        }
        assert!(faces >= 6, "{faces}");
    }

    #[test]
    fn damage_is_left_to_the_subsetter() {
        let library = FontLibrary::embedded();
        let face = library.face("hei-bold").unwrap();
        let glyphs: Vec<u16> = "质量第一".chars().filter_map(|c| face.glyph(c)).collect();
        let lean = |data: &[u8]| lean(data, 0, std::iter::once(0).chain(glyphs.iter().copied()));
        let whole = lean(face.data()).unwrap();
        // However it is damaged it never panics, and what it gives is a file that holds a `CFF ` table.
        let mut seen = [0, 0];
        let mut judge = |given: Option<Vec<u8>>| {
            seen[usize::from(given.is_some())] += 1;
            let Some(given) = given else { return };
            let raw = RawFace::parse(&given, 0).unwrap();
            assert!(raw.table(Tag::from_bytes(b"CFF ")).is_some_and(|cff| cff.starts_with(&[1])));
        };
        for at in (0..whole.len()).step_by(7) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x5B;
            judge(lean(&damaged));
            judge(lean(&whole[..at]));
        }
        assert!(seen.iter().all(|count| *count > 100), "refused and cut: {seen:?}");
        // A file cut short inside of its outlines is refused.
        let cff = RawFace::parse(&whole, 0).unwrap().table(Tag::from_bytes(b"CFF ")).unwrap();
        let end = cff.as_ptr().addr() - whole.as_ptr().addr() + cff.len();
        assert!(lean(&whole[..end - 1]).is_none());
        assert!(lean(library.face("kai-bold").unwrap().data()).is_none(), "no CFF table");
    }
}
