//! Where pictures of many sizes stand on equal sheets: rows from the top, in the given order, a group beginning a row.

use std::ops::Range;

use biaoyu_page::geom::{Rect, Size};

/// What a flow keeps to, mm.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Where pictures may stand on a sheet.
    pub area: Rect,
    /// Between neighbours and between rows.
    pub gap: f64,
    /// Kept free below each picture for its caption.
    pub caption: f64,
    /// What a picture's area is near to, mm².
    pub ideal: f64,
    /// Tallest picture.
    pub tallest: f64,
}

/// What is no larger, mm², is shown at its size: badges and cards.
const SHOWN_WHOLE: f64 = 6000.0;

/// A picture's place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Where the picture stands, mm on the sheet.
    pub rect: Rect,
    /// Its size over the size of what it shows, at most 1.
    pub scale: f64,
    /// Width that its caption may take.
    pub width: f64,
}

/// A sheet with the pictures it carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Which, of all that were given.
    pub range: Range<usize>,
    /// Their places, in order.
    pub slots: Vec<Slot>,
}

/// Places pictures of these sizes; those of one group have one scale and begin a row.
pub fn flow(pictures: &[(Size, usize)], rules: &Rules) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut top = f64::INFINITY;
    let mut start = 0;
    for group in pictures.chunk_by(|a, b| a.1 == b.1 && a.0 == b.0) {
        let size = group.first().map_or(Size::new(1.0, 1.0), |p| p.0);
        let (columns, scale) = fit(size, rules);
        let (width, height) = (size.width * scale, size.height * scale);
        let pitch = (rules.area.width() + rules.gap) / columns as f64;
        for row in group.chunks(columns) {
            if top + height + rules.caption > rules.area.y1 + 1e-9 {
                top = rules.area.y0;
                sheets.push(Sheet { range: start..start, slots: Vec::new() });
            }
            let Some(sheet) = sheets.last_mut() else { continue };
            for column in 0..row.len() {
                let x = rules.area.x0 + pitch * column as f64;
                let rect = Rect::new(x, top, x + width, top + height);
                sheet.slots.push(Slot { rect, scale, width: pitch - rules.gap });
            }
            start += row.len();
            sheet.range.end = start;
            top += height + rules.caption + rules.gap;
        }
    }
    sheets
}

/// Columns and scale for pictures of a size.
fn fit(size: Size, rules: &Rules) -> (usize, f64) {
    let aspect = (size.width / size.height.max(1e-9)).max(1e-9);
    let (all, gap) = (rules.area.width(), rules.gap);
    let columns = if size.area() <= SHOWN_WHOLE {
        ((all + gap) / (size.width + gap)).floor()
    } else {
        let ideal = (rules.ideal * aspect).sqrt().min(size.width);
        ((all + gap) / (ideal + gap)).round()
    };
    let columns = columns.clamp(1.0, 8.0);
    let width = (all + gap) / columns - gap;
    let scale = (width / size.width).min(rules.tallest / size.height).min(1.0);
    (columns as usize, scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A4: Rules =
        Rules { area: Rect::new(10.0, 30.0, 200.0, 265.0), gap: 5.0, caption: 8.0, ideal: 3000.0, tallest: 110.0 };

    #[test]
    fn nothing_overlaps_or_leaves_the_sheet_and_nothing_is_lost() {
        let sizes = [(420.0, 594.0), (1440.0, 960.0), (58.0, 58.0), (10_500.0, 1200.0), (900.0, 6000.0), (25.0, 25.0)];
        let pictures: Vec<(Size, usize)> =
            (0..96).map(|i| (Size::new(sizes[i / 16].0, sizes[i / 16].1), i / 16)).collect();
        let sheets = flow(&pictures, &A4);
        let mut next = 0;
        for sheet in &sheets {
            assert_eq!((sheet.range.start, sheet.range.len()), (next, sheet.slots.len()));
            next = sheet.range.end;
            for (i, slot) in sheet.slots.iter().enumerate() {
                let whole = Rect::new(slot.rect.x0, slot.rect.y0, slot.rect.x0 + slot.width, slot.rect.y1 + A4.caption);
                assert!(
                    whole.x0 >= 10.0 - 1e-9 && whole.x1 <= 200.0 + 1e-9 && whole.y0 >= 30.0 && whole.y1 <= 265.0 + 1e-9
                );
                let (size, _) = pictures[sheet.range.start + i];
                assert!((slot.rect.width() / size.width - slot.scale).abs() < 1e-12 && slot.scale <= 1.0);
                assert!((slot.rect.height() / size.height - slot.scale).abs() < 1e-12);
                for other in &sheet.slots[..i] {
                    let both = whole.intersect(other.rect);
                    assert!(both.width() <= 1e-9 || both.height() <= 1e-9);
                }
            }
        }
        assert_eq!(next, pictures.len());
    }

    #[test]
    fn small_things_are_shown_at_their_size() {
        let sheets = flow(&[(Size::new(25.0, 25.0), 0)], &A4);
        assert_eq!(sheets[0].slots[0].scale, 1.0);
        assert!(flow(&[], &A4).is_empty());
    }
}
