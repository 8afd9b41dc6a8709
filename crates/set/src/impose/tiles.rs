//! A poster over several sheets of an office printer, to be cut and taped.
//!
//! Tiles are numbered row-column, 1-1 at the upper left. Neighbours share a strip, the overlap: the later tile is cut at
//! its left and upper tick lines and laid over the strip of the earlier one. Without overlap tiles meet, and what the
//! printer leaves white beside the earlier one is the flap for the glue.

use std::sync::Arc;

use super::slug::{DEPTH, Strip};
use super::strokes::{key, stroked};
use crate::overview::{End, Words};
use crate::paper::Paper;
use biaoyu_page::error::{Fault, Place};
use biaoyu_page::geom::{Affine, BezPath, Outline, Point, Rect, Size, rect_path};
use biaoyu_page::limits::{TILES, TILES_ASKED};
use biaoyu_page::measure::number;
use biaoyu_page::page::{Boxes, Group, Item, Mark, Page, Plane, Source};
use biaoyu_page::say;

/// Room for ticks around a tile.
const TICKS: f64 = 4.0;
/// Between a tile and its ticks, and their length.
const GAP: f64 = 0.5;
const LONG: f64 = 3.0;
/// The least of a tile that is worth a sheet.
const LEAST: f64 = 20.0;

/// How a poster is spread.
#[derive(Clone, Debug)]
pub struct Tiles {
    /// The sheet as it lies.
    size: Size,
    /// What the printer reaches of it.
    reach: Rect,
    /// What is spread: the trim.
    trim: Rect,
    /// Rows and columns.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Size of a tile's picture.
    tile: Size,
    overlap: f64,
}

impl Tiles {
    /// A page's `trim` over sheets of `paper`, upright or on its side, whichever takes fewer; neighbours share `overlap` mm.
    ///
    /// # Errors
    /// `tile/many` above [`TILES_ASKED`] sheets unless `many` are meant, `tile/no-room` when margins and overlap leave nothing of a sheet; `tile/too-many` above [`TILES`] sheets.
    pub fn new(trim: Rect, paper: &Paper, overlap: f64, many: bool) -> Result<Self, Fault> {
        let place = || {
            let id = &paper.id;
            Place::thing(say!("`--tile {id}`", "`--tile {id}`"))
        };
        let reach = paper.reach();
        let side = Rect::new(reach.y0, reach.x0, reach.y1, reach.x1);
        let ways = [(paper.size, reach), (Size::new(paper.size.height, paper.size.width), side)];
        let spread = |(size, reach): (Size, Rect)| {
            let (width, height) = (reach.width() - 2.0 * TICKS, reach.height() - 2.0 * TICKS - DEPTH);
            let (rows, high) = count(trim.height(), height, overlap)?;
            let (columns, wide) = count(trim.width(), width, overlap)?;
            Some(Self { size, reach, trim, rows, columns, tile: Size::new(wide, high), overlap })
        };
        let Some(best) = ways.into_iter().filter_map(spread).min_by_key(Self::sheets) else {
            let (width, height) = (number(reach.width(), 1), number(reach.height(), 1));
            let overlap = number(overlap, 1);
            let what = say!(
                "of {width} × {height} mm that the printer reaches nothing is left beside marks and {overlap} mm of overlap",
                "可印 {width} × {height} 毫米，去掉标记和 {overlap} 毫米重叠后没有剩余"
            );
            let hint = say!("choose a larger paper or a smaller `--overlap`", "请换大一点的纸，或减小 `--overlap`");
            return Err(Fault::new("tile/no-room", place(), what).hint(hint));
        };
        let sheets = best.sheets();
        if sheets > TILES {
            let (width, height) = (number(trim.width(), 0), number(trim.height(), 0));
            let (rows, columns) = (best.rows, best.columns);
            let what = say!(
                "{width} × {height} mm take {sheets} sheets, {rows} rows of {columns}: at most {TILES} are made",
                "{width} × {height} 毫米要 {sheets} 张（{rows} 行 {columns} 列），最多做 {TILES} 张"
            );
            let hint =
                say!("choose a larger paper, or have it printed in one piece", "请换大一点的纸，或交给喷绘店整幅印");
            return Err(Fault::new("tile/too-many", place(), what).hint(hint));
        }
        if sheets > TILES_ASKED && !many {
            let (width, height) = (number(trim.width(), 0), number(trim.height(), 0));
            let (rows, columns) = (best.rows, best.columns);
            let what = say!(
                "{width} × {height} mm take {sheets} sheets, {rows} rows of {columns}: are so many meant?",
                "{width} × {height} 毫米要 {sheets} 张（{rows} 行 {columns} 列）：真的要这么多吗？"
            );
            let hint = say!(
                "add `--many` to print them, choose a larger paper, or have it printed in one piece",
                "确实要请加 `--many`；或换大一点的纸，或交给喷绘店整幅印"
            );
            return Err(Fault::new("tile/many", place(), what).hint(hint));
        }
        Ok(best)
    }

    /// Sheets, without the map.
    pub fn sheets(&self) -> usize {
        self.rows.saturating_mul(self.columns)
    }

    /// Size of the sheets as they lie, mm.
    pub fn paper(&self) -> Size {
        self.size
    }

    /// The map and then all tiles, row by row, of a page made by [`super::as_piece`]. `title` is what it is called.
    pub fn pages<'a>(&'a self, page: &'a Page, words: &'a Words, title: &'a str) -> impl Iterator<Item = Page> + 'a {
        let tiles = (0..self.rows).flat_map(move |row| (0..self.columns).map(move |column| (row, column)));
        let tiles = tiles.map(move |(row, column)| self.tile(page, row, column, words, title));
        std::iter::once(self.map(page, words, title)).chain(tiles)
    }

    /// What a tile shows, on the page.
    fn part(&self, row: usize, column: usize) -> Rect {
        let x = self.trim.x0 + column as f64 * (self.tile.width - self.overlap);
        let y = self.trim.y0 + row as f64 * (self.tile.height - self.overlap);
        Rect::new(x, y, (x + self.tile.width).min(self.trim.x1), (y + self.tile.height).min(self.trim.y1))
    }

    /// Where its picture lies, on the sheet.
    fn lies(&self, part: Rect) -> Rect {
        let (x, y) = (self.reach.x0 + TICKS, self.reach.y0 + TICKS);
        Rect::new(x, y, x + part.width(), y + part.height())
    }

    fn tile(&self, page: &Page, row: usize, column: usize, words: &Words, title: &str) -> Page {
        let part = self.part(row, column);
        let lies = self.lies(part);
        let mut items = vec![shown(page, Affine::translate(lies.origin() - part.origin()), part)];
        items.extend(self.ticks(lies, row, column));
        let strip = self.strip();
        items.extend(strip.rule());
        let (r, c, rows, columns) = (row + 1, column + 1, self.rows, self.columns);
        let line = format!("{r}-{c}　第 {r} 行第 {c} 列（共 {rows} 行 {columns} 列）　{title}");
        items.extend(strip.line(words, &line));
        self.sheet(&format!("{title} {r}-{c}"), items)
    }

    /// Where the number and the rule stand.
    fn strip(&self) -> Strip {
        let Rect { x0, x1, y1, .. } = self.reach;
        Strip { rect: Rect::new(x0, y1 - DEPTH, x1, y1), upright: false }
    }

    /// Tick lines at the edges of a tile's picture, and at the strips that the next tiles cover.
    fn ticks(&self, lies: Rect, row: usize, column: usize) -> Vec<Item> {
        let mut xs = vec![lies.x0, lies.x1];
        let mut ys = vec![lies.y0, lies.y1];
        if self.overlap > 0.0 && column + 1 < self.columns {
            xs.push(lies.x1 - self.overlap);
        }
        if self.overlap > 0.0 && row + 1 < self.rows {
            ys.push(lies.y1 - self.overlap);
        }
        let mut path = BezPath::new();
        let mut tick = |from: (f64, f64), to: (f64, f64)| {
            path.move_to(from);
            path.line_to(to);
        };
        for x in xs {
            tick((x, lies.y0 - GAP), (x, lies.y0 - GAP - LONG));
            tick((x, lies.y1 + GAP), (x, lies.y1 + GAP + LONG));
        }
        for y in ys {
            tick((lies.x0 - GAP, y), (lies.x0 - GAP - LONG, y));
            tick((lies.x1 + GAP, y), (lies.x1 + GAP + LONG, y));
        }
        vec![stroked(path, 0.1, key(1.0))]
    }

    /// The map: the whole poster small, with the tiles' edges and numbers, and what to do.
    fn map(&self, page: &Page, words: &Words, title: &str) -> Page {
        let room = self.reach.inset(-5.0);
        let says = self.says();
        let head = 12.0;
        let foot = 5.0 + 6.0 * says.len() as f64;
        let space = Rect::new(room.x0, room.y0 + head, room.x1, (room.y1 - foot).max(room.y0 + head + 20.0));
        let scale = (space.width() / self.trim.width()).min(space.height() / self.trim.height());
        let at = Point::new(space.center().x - self.trim.width() * scale / 2.0, space.y0);
        let to =
            Affine::translate(at.to_vec2()) * Affine::scale(scale) * Affine::translate(-self.trim.origin().to_vec2());
        let mut items = vec![shown(page, to, self.trim)];
        let (rows, columns, sheets) = (self.rows, self.columns, self.sheets());
        let (width, height) = (number(self.trim.width(), 1), number(self.trim.height(), 1));
        let heading = format!("{title}　{width}×{height} mm　{rows} 行 × {columns} 列，共 {sheets} 张");
        let at = Point::new(room.x0, room.y0 + 5.0);
        items.extend(beside(words.set(&words.bold, &heading, 4.0, at, End::Left, room.width())));
        for row in 0..rows {
            for column in 0..columns {
                let cell = to.transform_rect_bbox(self.part(row, column));
                items.push(stroked(rect_path(cell), 0.5, white()));
                items.push(stroked(rect_path(cell), 0.2, key(1.0)));
                items.extend(self.number(cell, row, column, words));
            }
        }
        for (i, line) in says.iter().enumerate() {
            let at = Point::new(room.x0, room.y1 - foot + 8.0 + 6.0 * i as f64);
            items.extend(beside(words.set(&words.plain, line, 3.2, at, End::Left, room.width())));
        }
        self.sheet(&format!("{title} 拼接图"), items)
    }

    /// A tile's number in a white box in its middle.
    fn number(&self, cell: Rect, row: usize, column: usize, words: &Words) -> Vec<Item> {
        let size = (cell.width().min(cell.height()) * 0.3).clamp(1.6, 5.0);
        let text = format!("{}-{}", row + 1, column + 1);
        let wide = size * 0.62 * text.chars().count() as f64;
        let centre = cell.center();
        let mut items = vec![filled(Rect::from_center_size(centre, (wide + size * 0.5, size * 1.4)))];
        let at = Point::new(centre.x - wide / 2.0, centre.y + size * 0.36);
        items.extend(beside(words.set(&words.bold, &text, size, at, End::Left, cell.width())));
        items
    }

    /// What to do, line by line.
    fn says(&self) -> Vec<String> {
        let overlap = number(self.overlap, 1);
        let join = if self.overlap > 0.0 {
            format!("2. 除第 1 列、第 1 行外，沿左边和上边的裁切线裁去白边；右边和下边留着：有 {overlap} mm 画面供压接")
        } else {
            "2. 除第 1 列、第 1 行外，沿左边和上边的裁切线裁去白边；右边和下边的白边留作粘贴边".to_owned()
        };
        vec![
            "1. 按 100 %（实际大小）打印，用尺量每张下方的 100 mm 标尺；不准请校准打印机 Print at 100 %".to_owned(),
            join,
            "3. 每行从左到右（1-1、1-2 …）压在前一张上粘好，再把各行从上到下（1、2 …）粘起来".to_owned(),
            "4. 最后沿四周的裁切线裁到成品尺寸 Tape rows left to right, then rows top to bottom; trim last".to_owned(),
        ]
    }

    fn sheet(&self, title: &str, items: Vec<Item>) -> Page {
        let sheet = Rect::from_origin_size(Point::ORIGIN, self.size);
        let whole = Outline::Rect(sheet);
        let boxes = Boxes { media: sheet, bleed: sheet, trim: sheet };
        Page { title: title.into(), boxes, trim: whole, live: whole, cut: whole, items }
    }
}

/// Words of the map, which are none of the poster's.
fn beside(words: impl IntoIterator<Item = Item>) -> impl Iterator<Item = Item> {
    words.into_iter().map(|item| Item { plane: Plane::Slug, ..item })
}

/// How many tiles of at most `room` a side of `length` takes, and how long each is.
fn count(length: f64, room: f64, overlap: f64) -> Option<(usize, f64)> {
    if length <= room + 1e-9 {
        return Some((1, length));
    }
    let step = room - overlap;
    if step < LEAST {
        return None;
    }
    let tiles = ((length - overlap) / step - 1e-9).ceil();
    // All of one length: no sheet with a sliver.
    Some((tiles as usize, (length + (tiles - 1.0) * overlap) / tiles))
}

/// The art of a page, moved, and clipped to `part` of it.
pub(super) fn shown(page: &Page, transform: Affine, part: Rect) -> Item {
    let art: Vec<Item> = page.items.iter().filter(|item| item.plane == Plane::Art).cloned().collect();
    let group = Group { transform, clip: Some(Arc::new(rect_path(part))), text: None, items: art };
    Item { mark: Mark::Group(group), plane: Plane::Art, source: Source::default() }
}

pub(super) fn white() -> biaoyu_page::ink::Paint {
    key(0.0)
}

pub(super) fn filled(rect: Rect) -> Item {
    use biaoyu_page::page::{Fill, PathMark};
    let fill = Some(Fill { paint: white(), even_odd: false });
    let mark = Mark::Path(PathMark { path: Arc::new(rect_path(rect)), fill, stroke: None });
    Item { mark, plane: Plane::Marks, source: Source::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_cover_the_poster_and_share_the_overlap() {
        for (length, room, overlap) in
            [(594.0, 192.0, 10.0), (841.0, 279.5, 0.0), (100.0, 192.0, 10.0), (192.1, 192.0, 15.0)]
        {
            let (tiles, size) = count(length, room, overlap).unwrap();
            assert!(size <= room + 1e-9, "{length}");
            let reached = size + (tiles - 1) as f64 * (size - overlap);
            assert!((reached - length).abs() < 1e-9, "{length}: {reached}");
        }
        assert_eq!(count(594.0, 25.0, 10.0), None);
    }
}
