//! Pictures of an XLS workbook ([MS-ODRAW]): the pictures of the whole file, and the shapes of a sheet that show them.

use std::sync::Arc;

use super::cfb::{u16_at, u32_at};
use super::picture::Picture;
use super::sheet::{At, Remark, Sheet, unread_shapes};
use biaoyu_page::error::Severity;
use biaoyu_page::say;

/// How deep records may lie in each other.
const DEPTH: usize = 16;

/// A picture of the file.
pub(super) struct Stored {
    /// `PNG`, `JPEG`, `EMF` …
    pub kind: &'static str,
    /// The file; empty for the kinds that no page shows.
    pub bytes: Arc<[u8]>,
}

/// A record of a drawing: its instance, its kind and what it holds.
struct Art<'d> {
    instance: u16,
    kind: u16,
    data: &'d [u8],
}

/// The records in a container, one after another.
fn records(mut data: &[u8]) -> impl Iterator<Item = Art<'_>> {
    std::iter::from_fn(move || {
        let (head, kind, length) = (u16_at(data, 0)?, u16_at(data, 2)?, u32_at(data, 4)? as usize);
        let inside = data.get(8..)?;
        let length = length.min(inside.len());
        let (own, rest) = inside.split_at_checked(length)?;
        data = rest;
        Some(Art { instance: head >> 4, kind, data: own })
    })
}

/// The pictures of the file in the order of their numbers, which begin at 1.
pub(super) fn stored(drawings: &[u8]) -> Vec<Option<Stored>> {
    let mut all = Vec::new();
    for group in records(drawings).filter(|art| art.kind == 0xf000) {
        for store in records(group.data).filter(|art| art.kind == 0xf001) {
            all.extend(records(store.data).map(|art| match art.kind {
                // A picture with its description before it: 36 bytes and its name.
                0xf007 => {
                    let name = art.data.get(33).map_or(0, |length| usize::from(*length));
                    records(art.data.get(36 + name..).unwrap_or_default()).next().and_then(|art| blip(&art))
                }
                _ => blip(&art),
            }));
        }
    }
    all
}

/// The picture in a record: behind one or two sums of 16 bytes, and a byte.
fn blip(art: &Art<'_>) -> Option<Stored> {
    let kind = match art.kind {
        0xf01d | 0xf02a => "JPEG",
        0xf01e => "PNG",
        0xf01a => "EMF",
        0xf01b => "WMF",
        0xf01c => "PICT",
        0xf01f => "DIB",
        0xf029 => "TIFF",
        _ => return None,
    };
    let start = if art.instance & 1 == 1 { 33 } else { 17 };
    let bytes = match kind {
        "JPEG" | "PNG" => art.data.get(start..)?,
        _ => &[],
    };
    Some(Stored { kind, bytes: bytes.into() })
}

/// A shape of a sheet.
#[derive(Default)]
struct Shape {
    /// The number of the picture that it shows.
    picture: Option<u32>,
    anchor: Option<Anchor>,
}

#[derive(Clone, Copy)]
struct Anchor {
    row: u32,
    column: usize,
    covers: (usize, usize),
}

/// Puts the pictures of a sheet's drawing in their places; `notes` of its shapes are remarks beside cells.
pub(super) fn place(drawing: &[u8], stored: &[Option<Stored>], notes: usize, sheet: &mut Sheet) {
    let mut shapes = Vec::new();
    gather(drawing, 0, &mut shapes);
    let (mut unread, mut others) = (Vec::new(), 0usize);
    let mut kinds: Vec<&str> = Vec::new();
    for shape in shapes {
        let Some(at) = shape.anchor else { continue };
        let Some(number) = shape.picture else {
            others += 1;
            continue;
        };
        let picture = (number as usize).checked_sub(1).and_then(|index| stored.get(index)?.as_ref());
        match picture {
            Some(picture) if !picture.bytes.is_empty() => {
                let name = format!("{} {number}", picture.kind);
                let bytes = Arc::clone(&picture.bytes);
                let covers = at.covers;
                sheet.pictures.push(Picture { covers, ..Picture::in_cell(at.row, at.column, name, bytes) });
            }
            other => {
                let kind = other.map_or("?", |picture| picture.kind);
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
                unread.push((at.row, at.column));
            }
        }
    }
    if !unread.is_empty() {
        let kinds = kinds.join(", ");
        sheet.remarks.push(Remark {
            rule: "picture-unread",
            severity: Severity::Warning,
            at: At::Cells(unread),
            what: say!("a picture of a kind that no page shows ({kinds})", "图片的格式无法印刷（{kinds}）"),
            hint: Some(say!("put it in as PNG or JPEG", "请换成 PNG 或 JPEG 图片")),
        });
    }
    let others = others.saturating_sub(notes);
    if others > 0 {
        sheet.remarks.push(unread_shapes(others));
    }
}

fn gather(data: &[u8], depth: usize, shapes: &mut Vec<Shape>) {
    if depth > DEPTH {
        return;
    }
    for art in records(data) {
        match art.kind {
            // A drawing, a group of shapes.
            0xf002 | 0xf003 => gather(art.data, depth + 1, shapes),
            0xf004 => {
                let mut shape = Shape::default();
                for art in records(art.data) {
                    match art.kind {
                        // Properties: six bytes each, the number of the picture is 0x104.
                        0xf00b => {
                            let properties = art.data.chunks_exact(6).take(usize::from(art.instance));
                            shape.picture = properties
                                .filter(|property| u16_at(property, 0).is_some_and(|id| id & 0x3fff == 0x104))
                                .find_map(|property| u32_at(property, 2));
                        }
                        0xf010 => shape.anchor = anchor(art.data),
                        _ => {}
                    }
                }
                shapes.push(shape);
            }
            _ => {}
        }
    }
}

/// The cell that a shape is for: its corners are in 1024ths of columns and 256ths of rows. One that begins in the second
/// half of a cell and goes beyond it is the next cell's.
fn anchor(data: &[u8]) -> Option<Anchor> {
    let number = |at| u16_at(data, at).map(u32::from);
    let (left, dx, top, dy) = (number(2)?, number(4)?, number(6)?, number(8)?);
    let (right, bottom) = (number(10)?, number(14)?);
    let next = |first: u32, last: u32, inset: u32, whole: u32| first + u32::from(last > first && inset * 2 > whole);
    let (row, column) = (next(top, bottom, dy, 256), next(left, right, dx, 1024));
    Some(Anchor { row: row + 1, column: column as usize, covers: (left as usize, right as usize) })
}
