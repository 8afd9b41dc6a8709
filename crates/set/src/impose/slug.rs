//! The job's line beside the pieces: what the sheet is, and a rule of 100 mm that shows whether it was printed at 100 %.

use super::camera;
use super::grid::{Grid, TICKS};
use super::strokes::{key, stroked};
use crate::overview::{End, Words};
use biaoyu_page::geom::{Affine, BezPath, Point, Rect};
use biaoyu_page::page::{Group, Item, Mark, Plane, Source};

/// What the line takes up, across it.
pub(super) const DEPTH: f64 = 5.5;
/// The rule's length.
const RULE: f64 = 100.0;
/// A shorter strip says nothing.
const LEAST: f64 = 40.0;
/// Type size, mm.
const SIZE: f64 = 2.2;

/// A strip of free paper that the job's line stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// Where, on the sheet.
    pub rect: Rect,
    /// It runs down the sheet; the line is read from the right.
    pub upright: bool,
}

/// Free paper beside the pieces, within what the printer reaches: below, at the right, above, at the left.
pub(super) fn strip(grid: &Grid) -> Option<Strip> {
    let (reach, block) = (grid.reach(), grid.block());
    let ticks = if grid.has_marks() { TICKS } else { 0.0 };
    let Rect { x0, y0, x1, y1 } = reach;
    // A cutter's camera wants white around its marks.
    let clear = camera::along(&grid.paper);
    let sides = [
        (y1 - block.y1, Rect::new(x0 + clear, y1 - DEPTH, x1 - clear, y1), false),
        (x1 - block.x1, Rect::new(x1 - DEPTH, y0 + clear, x1, y1 - clear), true),
        (block.y0 - y0, Rect::new(x0 + clear, y0, x1 - clear, y0 + DEPTH), false),
        (block.x0 - x0, Rect::new(x0, y0 + clear, x0 + DEPTH, y1 - clear), true),
    ];
    let strips = sides.into_iter().filter(|(room, ..)| *room + 0.01 >= DEPTH + ticks);
    let strips: Vec<Strip> = strips.map(|(_, rect, upright)| Strip { rect, upright }).collect();
    let holds_rule = strips.iter().find(|s| s.length() > RULE + 2.0);
    holds_rule.or_else(|| strips.iter().find(|s| s.length() > LEAST)).cloned()
}

impl Strip {
    fn length(&self) -> f64 {
        self.rect.width().max(self.rect.height())
    }

    /// Whether the rule stands on it.
    pub fn has_rule(&self) -> bool {
        self.length() > RULE + 2.0
    }

    /// The same strip seen from behind.
    pub(super) fn turned_over(&self, over: Affine) -> Self {
        Self { rect: over.transform_rect_bbox(self.rect), upright: self.upright }
    }

    /// From the strip's own millimetres, origin at the beginning of its upper edge, to the sheet's.
    fn at(&self) -> Affine {
        if self.upright {
            Affine::new([0.0, 1.0, -1.0, 0.0, self.rect.x1, self.rect.y0])
        } else {
            Affine::translate((self.rect.x0, self.rect.y0))
        }
    }

    /// The rule: a line of 100 mm with a tick each 10 mm.
    pub(super) fn rule(&self) -> Vec<Item> {
        if !self.has_rule() {
            return Vec::new();
        }
        const BASE: f64 = DEPTH - 0.5;
        let mut path = BezPath::new();
        path.move_to((0.5, BASE));
        path.line_to((0.5 + RULE, BASE));
        for i in 0..=10 {
            let x = 0.5 + RULE * f64::from(i) / 10.0;
            path.move_to((x, BASE));
            path.line_to((x, BASE - if i % 5 == 0 { 1.8 } else { 1.0 }));
        }
        path.apply_affine(self.at());
        vec![stroked(path, 0.15, key(1.0))]
    }

    /// The job's line, and what the rule is for.
    pub(super) fn line(&self, words: &Words, text: &str) -> Option<Item> {
        let length = self.length() - 1.0;
        let mut items = words.set(&words.plain, text, SIZE, Point::new(0.5, SIZE), End::Left, length);
        if self.has_rule() {
            let says = "100 mm　请按 100 % 打印 print at 100 %";
            let at = Point::new(RULE + 1.5, DEPTH - 0.6);
            items.extend(words.set(&words.plain, says, SIZE, at, End::Left, length - RULE - 1.5));
        }
        let slug = |item: Item| Item { plane: Plane::Slug, ..item };
        let group =
            Group { transform: self.at(), clip: None, text: None, items: items.into_iter().map(slug).collect() };
        Some(Item { mark: Mark::Group(group), plane: Plane::Slug, source: Source::default() })
    }
}
