//! What a user's font file says of itself: whether it may be embedded, and which axes it varies along.

use crate::error::Say;
use crate::measure::number;
use crate::say;

/// What the maker of a face allows (OpenType, OS/2 table, `fsType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Embedding {
    /// Anything.
    Installable,
    /// Files that are edited.
    Editable,
    /// Files that are seen and printed.
    PreviewPrint,
    /// None without the maker's leave, or no outlines, or no subsets.
    Restricted,
    /// The file does not say.
    Unknown,
}

impl Embedding {
    /// Reads it of face `index` of a font file.
    pub fn read(data: &[u8], index: u32) -> Self {
        let flags = table(data, index, b"OS/2").and_then(|os2| word(os2, 8));
        let Some(flags) = flags else { return Embedding::Unknown };
        // Bit 8 forbids subsets, bit 9 outlines; a file embeds nothing else.
        if flags & 0x0300 != 0 {
            return Embedding::Restricted;
        }
        // Of several the least restrictive counts.
        match flags & 0x000E {
            0 => Embedding::Installable,
            f if f & 0x0008 != 0 => Embedding::Editable,
            f if f & 0x0004 != 0 => Embedding::PreviewPrint,
            _ => Embedding::Restricted,
        }
    }

    /// The permission in words.
    pub fn say(self) -> Say {
        match self {
            Embedding::Installable => say!("may be embedded", "允许嵌入"),
            Embedding::Editable => say!("may be embedded, for editing too", "允许嵌入（可编辑）"),
            Embedding::PreviewPrint => say!("may be embedded for viewing and printing", "允许为预览和打印而嵌入"),
            Embedding::Restricted => say!("must not be embedded", "不许嵌入"),
            Embedding::Unknown => say!("does not say whether it may be embedded", "未说明是否允许嵌入"),
        }
    }
}

/// A direction in which a face varies (OpenType, `fvar`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// `wght`, `wdth` …
    pub tag: [u8; 4],
    /// Least value.
    pub least: f32,
    /// The value of the face as it stands.
    pub usual: f32,
    /// Greatest value.
    pub most: f32,
}

impl Axis {
    /// The axes of face `index` of a font file; none of a face that does not vary.
    pub fn read(data: &[u8], index: u32) -> Vec<Axis> {
        let Some(fvar) = table(data, index, b"fvar") else { return Vec::new() };
        let field = |at| word(fvar, at).map(usize::from);
        let (Some(start), Some(count), Some(size)) = (field(4), field(8), field(10)) else { return Vec::new() };
        let axis = |i: usize| {
            let record = fvar.get(start + i * size..)?;
            let value = |at: usize| {
                let bytes: [u8; 4] = record.get(at..at + 4)?.try_into().ok()?;
                Some(i32::from_be_bytes(bytes) as f32 / 65_536.0)
            };
            Some(Axis { tag: *record.first_chunk()?, least: value(4)?, usual: value(8)?, most: value(12)? })
        };
        (0..count.min(64)).map_while(axis).collect()
    }

    /// The axis's name.
    pub fn name(&self) -> String {
        self.tag.iter().map(|b| char::from(*b)).collect()
    }
}

/// Axes with their values as the user writes them: `wght=900,wdth=75`.
pub fn write_axes(values: &[([u8; 4], f32)]) -> String {
    let one = |(tag, value): &([u8; 4], f32)| {
        let tag: String = tag.iter().map(|b| char::from(*b)).collect();
        format!("{tag}={}", number(f64::from(*value), 2))
    };
    values.iter().map(one).collect::<Vec<_>>().join(",")
}

/// How many faces a file holds; 0 when it is no font.
pub fn count_faces(data: &[u8]) -> u32 {
    if data.starts_with(b"ttcf") {
        return long(data, 8).unwrap_or(0);
    }
    let known: [&[u8]; 4] = [b"\0\x01\0\0", b"OTTO", b"true", b"typ1"];
    u32::from(known.iter().any(|start| data.starts_with(start)))
}

/// A table of a face (OpenType, "Font file structure").
fn table<'a>(data: &'a [u8], index: u32, tag: &[u8; 4]) -> Option<&'a [u8]> {
    let start = if data.starts_with(b"ttcf") { long(data, 12 + 4 * index as usize)? as usize } else { 0 };
    let count = usize::from(word(data, start + 4)?);
    let records = data.get(start + 12..)?.chunks_exact(16).take(count);
    let record = records.into_iter().find(|record| record.starts_with(tag))?;
    let (from, length) = (long(record, 8)? as usize, long(record, 12)? as usize);
    data.get(from..from.checked_add(length)?)
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(data.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font file of one table.
    fn file(tag: &[u8; 4], table: &[u8]) -> Vec<u8> {
        let mut out = b"OTTO\0\x01\0\0\0\0\0\0".to_vec();
        out.extend_from_slice(tag);
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&28_u32.to_be_bytes());
        out.extend_from_slice(&(table.len() as u32).to_be_bytes());
        out.extend_from_slice(table);
        out
    }

    #[test]
    fn permissions_are_read_as_the_table_means_them() {
        for (flags, wanted) in [
            (0_u16, Embedding::Installable),
            (2, Embedding::Restricted),
            (4, Embedding::PreviewPrint),
            (8, Embedding::Editable),
            (0xC, Embedding::Editable),
            (0x104, Embedding::Restricted),
            (0x200, Embedding::Restricted),
        ] {
            let os2 = [&[0; 8][..], &flags.to_be_bytes()].concat();
            assert_eq!(Embedding::read(&file(b"OS/2", &os2), 0), wanted, "{flags:#x}");
        }
        assert_eq!(Embedding::read(&file(b"cmap", &[0; 10]), 0), Embedding::Unknown);
        assert_eq!(Embedding::read(b"no font", 7), Embedding::Unknown);
    }

    #[test]
    fn axes_are_read() {
        let mut fvar = vec![0, 1, 0, 0, 0, 16, 0, 2, 0, 1, 0, 20, 0, 0, 0, 0];
        fvar.extend_from_slice(b"wght");
        for value in [100_i32, 400, 900] {
            fvar.extend_from_slice(&(value << 16).to_be_bytes());
        }
        fvar.extend_from_slice(&[0; 4]);
        let axes = Axis::read(&file(b"fvar", &fvar), 0);
        assert_eq!(axes, [Axis { tag: *b"wght", least: 100.0, usual: 400.0, most: 900.0 }]);
        assert_eq!(write_axes(&[(*b"wght", 900.0), (*b"wdth", 87.5)]), "wght=900,wdth=87.5");
        assert!(Axis::read(&file(b"OS/2", &fvar), 0).is_empty());
    }
}
