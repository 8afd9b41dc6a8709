//! Font programs cut to the glyphs of a file, packed, and kept for the next file: the sheets of a campaign share
//! most of their small type, and cutting a program takes longer than all the rest of a small page.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use subsetter::GlyphRemapper;
use ttf_parser::{RawFace, Tag};

use super::file::deflate;
use super::lean::lean;
use super::sfnt::sfnt;
use biaoyu_page::font::{Face, write_axes};

/// A subset program as it is embedded.
pub(super) struct Subset {
    /// Six capitals drawn from the program's bytes: two subsets never share a name unless they are the same.
    /// RIPs cache fonts by name, and shops gang files of many jobs.
    pub tag: String,
    /// Deflated: the `CFF ` table, or a TrueType file.
    pub packed: Vec<u8>,
    /// Whether it is the `CFF ` table.
    pub cff: bool,
    /// Bytes of it before deflating.
    pub length: usize,
}

/// The face's program in memory, which face of it, and its glyphs in the order of their codes.
type Key = (usize, u32, String, Vec<u16>);

/// Subsets that are kept at most; then all are dropped. What a file holds does not depend on it.
const KEPT: usize = 256;

static SUBSETS: LazyLock<Mutex<HashMap<Key, Arc<Subset>>>> = LazyLock::new(Mutex::default);

/// The subset of `codes`; `None` when the face's program is damaged.
pub(super) fn subset(face: &Face, codes: &GlyphRemapper) -> Option<Arc<Subset>> {
    let key = (
        face.data().as_ptr().addr(),
        face.index(),
        write_axes(face.axes()),
        codes.remapped_gids().collect::<Vec<u16>>(),
    );
    if let Some(found) = SUBSETS.lock().ok()?.get(&key) {
        return Some(found.clone());
    }
    // Not under the lock: two threads may make the same subset, and none waits for the other.
    let made = Arc::new(make(face, codes)?);
    let mut kept = SUBSETS.lock().ok()?;
    if kept.len() >= KEPT {
        kept.clear();
    }
    kept.insert(key, made.clone());
    Some(made)
}

fn make(face: &Face, codes: &GlyphRemapper) -> Option<Subset> {
    // A variable face becomes the one instance that is set; CFF2 comes out as TrueType.
    let axes: Vec<_> = face.axes().iter().map(|(tag, value)| (subsetter::Tag::new(tag), *value)).collect();
    let lean = if axes.is_empty() { lean(face.data(), face.index(), codes.remapped_gids()) } else { None };
    let program = match lean {
        Some(lean) => subsetter::subset(&lean, 0, codes),
        None => subsetter::subset_with_variations(face.data(), face.index(), &axes, codes),
    };
    let program = program.ok()?;
    let tag = |program: &[u8]| {
        blake3::hash(program).as_bytes().iter().take(6).map(|b| char::from(b'A' + b % 26)).collect::<String>()
    };
    let raw = RawFace::parse(&program, 0).ok()?;
    if let Some(table) = raw.table(Tag::from_bytes(b"CFF ")) {
        let packed = deflate(table);
        return Some(Subset { tag: tag(&program), packed, cff: true, length: table.len() });
    }
    let trimmed = trim_tables(&program)?;
    let packed = deflate(&trimmed);
    Some(Subset { tag: tag(&trimmed), packed, cff: false, length: trimmed.len() })
}

/// The tables that a CIDFontType2 needs (9.9), without the names and other tables that a system would want.
fn trim_tables(program: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8; 4]; 9] = [b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"];
    let raw = RawFace::parse(program, 0).ok()?;
    let tables: Vec<(&[u8; 4], &[u8])> =
        KEPT.iter().filter_map(|tag| Some((*tag, raw.table(Tag::from_bytes(tag))?))).collect();
    sfnt([0, 1, 0, 0], &tables)
}
