//! The foot of a sheet: the theme over the measure, under it notes and who signs, the code at the right edge. It is set
//! before the slogan, from what all sheets of a campaign have in common, so that it is the same on each of them.

use std::sync::Arc;

use super::foot_rows::{Rows, Signs};
use super::gate::limits::RISE;
use super::{Bound, Composer, Laid, Rank, Said, Set};
use crate::expr::Program;
use crate::layout::{Align, Box4, Foot, Item as Wanted, Part, Picture as Slot, RoleInk};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Affine, Point, Rect};
use biaoyu_page::measure::number;
use biaoyu_page::page::Item;
use biaoyu_page::say;

/// Room beside the code, in its sides.
const BESIDE_CODE: f64 = 0.3;
/// Between notes and names, in sizes of the notes.
const OVER_NAMES: f64 = 0.9;
/// Least room between notes and names on one line, in sizes of the names.
const SPREAD: f64 = 2.0;
/// Shares of their wanted size that the parts are tried in where the height is short.
const SHARES: [f64; 8] = [1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58];

/// The parts of a foot at their sizes.
#[derive(Default)]
struct Parts {
    theme: Rows,
    notes: Rows,
    signs: Signs,
    /// Side of the code.
    code: f64,
    /// Between the theme and the rest.
    space: f64,
    /// Notes and names stand at both ends of one line.
    spread: bool,
    /// Where the type of the lower part stands.
    left: f64,
    right: f64,
}

impl Parts {
    fn over_names(&self) -> f64 {
        if self.notes.lines.is_empty() || self.signs.is_empty() { 0.0 } else { OVER_NAMES * self.notes.size }
    }

    /// Height of notes and names.
    fn type_height(&self) -> f64 {
        let (notes, names) = (self.notes.height(), self.signs.height());
        if self.spread { notes.max(names) } else { notes + self.over_names() + names }
    }

    /// Whether the theme stands beside the code, not over it.
    fn beside(&self, align: Align) -> bool {
        align.x == 0.5 && self.code > 0.0
    }

    fn height(&self, align: Align) -> f64 {
        let type_ = self.type_height();
        let space = if self.theme.lines.is_empty() || (type_ == 0.0 && self.code == 0.0) { 0.0 } else { self.space };
        if self.beside(align) {
            return self.code.max(self.theme.height() + space + type_);
        }
        self.theme.height() + space + self.code.max(type_)
    }
}

impl Composer<'_> {
    /// Sets a foot; `None` when it has nothing to say.
    pub(super) fn foot(&mut self, index: usize, item: &Wanted, foot: &Foot) -> Option<Laid> {
        let region = self.text_rect(&foot.region);
        let names = foot.names.as_ref().map(|p| self.said_by(p)).unwrap_or_default();
        let mut notes = foot.notes.as_ref().map(|p| self.said_by(p)).unwrap_or_default();
        // Who signs is not named a second time.
        notes.retain(|note| !names.contains(note));
        let parts = loop {
            let findings = self.findings.len();
            let mut parts = Parts::default();
            for share in SHARES {
                self.findings.truncate(findings);
                parts = self.foot_parts(item, foot, region, share, &notes);
                if parts.height(foot.align) <= region.height() + 0.01 {
                    break;
                }
            }
            if parts.height(foot.align) <= region.height() + 0.01 {
                break parts;
            }
            // The last note goes first: it is the least of what is said.
            self.findings.truncate(findings);
            match notes.pop() {
                Some(note) => self.left_short(item, &note),
                None => break parts,
            }
        };
        let height = parts.height(foot.align);
        if height <= 0.0 {
            return None;
        }
        let top = region.y0 + foot.align.y * (region.height() - height);
        Some(self.place_foot(index, foot, &parts, Rect::new(region.x0, top, region.x1, top + height)))
    }

    fn foot_parts(&mut self, item: &Wanted, foot: &Foot, region: Rect, share: f64, notes: &[String]) -> Parts {
        let side = foot.code.eval(&self.frame);
        let code = if self.code.is_some() && side > 0.0 { side.min(region.height()) } else { 0.0 };
        let aside = if code > 0.0 { code * (1.0 + BESIDE_CODE) } else { 0.0 };
        let centred = foot.align.x == 0.5;
        let (left, right) = (region.x0 + if centred { aside } else { 0.0 }, region.x1 - aside);
        let measure = (right - left).max(0.0);
        let space = foot.space.eval(&self.frame).max(0.0);
        let mut parts = Parts { code, space, left, right, ..Parts::default() };
        if let Some(part) = &foot.theme {
            let over = if parts.beside(foot.align) { measure } else { region.width() };
            parts.theme = self.theme_rows(item, part, over).unwrap_or_default();
            let (max, min) = self.limits(&part.fit);
            if parts.theme.size > max * share {
                parts.theme.size = (max * share).max(min.min(parts.theme.size));
            }
        }
        parts.signs = self.signs(item, foot, (measure, region.height()), share).unwrap_or_default();
        if let Some(part) = &foot.notes {
            parts.notes = self.note_rows(item, part, measure, share, notes).unwrap_or_default();
            let both = parts.notes.width() + SPREAD * parts.signs.rows.size + parts.signs.width();
            let single = parts.notes.lines.len() == 1 && !parts.signs.is_empty() && parts.signs.rows.lines.len() < 2;
            parts.spread = foot.spread && !centred && code == 0.0 && single && both <= measure;
        }
        parts
    }

    fn place_foot(&mut self, index: usize, foot: &Foot, parts: &Parts, block: Rect) -> Laid {
        let mut items = Vec::new();
        let mut inks: Vec<Rect> = Vec::new();
        let align = foot.align.x;
        let own = |name: &str| -> Arc<str> { name.into() };
        let (left, right) = (parts.left, parts.right);
        let low = block.y1;
        let names_top = low - parts.signs.height();
        if parts.code > 0.0 {
            let square = Rect::new(block.x1 - parts.code, low - parts.code, block.x1, low);
            inks.extend(self.foot_picture(&own("code"), "qr", square, Some(foot.paper), &mut items));
        }
        if let Some(part) = &foot.theme
            && !parts.theme.lines.is_empty()
        {
            let beside = parts.beside(foot.align);
            let (from, to) = if beside { (left, right) } else { (block.x0, block.x1) };
            let rest = parts.type_height() + if parts.type_height() > 0.0 { parts.space } else { 0.0 };
            let top = if beside { low - rest - parts.theme.height() } else { block.y0 };
            let at = Rect::new(from, top, to, top);
            inks.push(self.foot_rows(index, &own("theme"), part, &parts.theme, at, align, &mut items));
        }
        if let Some(part) = &foot.notes
            && !parts.notes.lines.is_empty()
        {
            let height = parts.notes.height();
            let top = if parts.spread {
                // Notes stand on the baseline of the names.
                let middle = names_top + parts.signs.height() / 2.0;
                middle - height / 2.0
            } else if parts.code > 0.0 && align != 0.5 && !parts.signs.is_empty() {
                low - parts.code.max(parts.type_height())
            } else {
                names_top - parts.over_names() - height
            };
            let side = if parts.spread { 0.0 } else { align };
            let at = Rect::new(left, top, right, top);
            inks.push(self.foot_rows(index, &own("notes"), part, &parts.notes, at, side, &mut items));
        }
        if !parts.signs.is_empty() {
            let side = if parts.spread { 1.0 } else { align };
            let at = Rect::new(left, names_top, right, low);
            inks.extend(self.foot_signs(index, foot, &parts.signs, at, side, &mut items));
        }
        let ink = inks.into_iter().reduce(|a, b| a.union(b)).unwrap_or(block);
        let lines = parts.signs.rows.lines.len() as f64;
        Laid { items, region: block, size: parts.signs.rows.size, lines, ink }
    }

    /// Names and marks in one row, the marks' middles level with the names'.
    #[allow(clippy::too_many_arguments, reason = "all of them were just computed together")]
    fn foot_signs(
        &mut self,
        index: usize,
        foot: &Foot,
        signs: &Signs,
        at: Rect,
        align: f64,
        items: &mut Vec<Item>,
    ) -> Vec<Rect> {
        let z = signs.rows.size;
        let mut inks = Vec::new();
        let marks = signs.marks_ems() * z;
        let whole = if signs.over { marks } else { signs.width() };
        let mut x = at.x0 + align * (at.width() - whole);
        let (height, marks_height) = (signs.rows.height(), signs.marks_height() * z);
        // The middles of the characters are level with the marks: what is lower moves.
        let half = signs.rows.middle().unwrap_or(height / 2.0);
        let (middle, top) = if signs.over {
            (at.y0 + marks_height / 2.0, at.y1 - height)
        } else if signs.marks.is_empty() || height > marks_height {
            let top = at.center().y - height / 2.0;
            (top + half, top)
        } else {
            (at.center().y, at.center().y - half)
        };
        for (i, mark) in signs.marks.iter().enumerate() {
            let (w, h) = (mark.width * z, mark.height * z);
            let place = Rect::new(x, middle - h / 2.0, x + w, middle + h / 2.0);
            let id = mark.name.into();
            inks.extend(self.foot_picture(&id, mark.name, place, foot.on, items));
            x += w + if i + 1 < signs.marks.len() { Signs::between() * z } else { 0.0 };
        }
        if let Some(part) = &foot.names
            && !signs.rows.lines.is_empty()
        {
            // Beside marks all lines begin under one another; without, they keep to the edge or the axis.
            let (place, side) = if signs.marks.is_empty() || signs.over {
                (Rect::new(at.x0, top, at.x1, top), align)
            } else {
                let from = at.x0 + align * (at.width() - signs.width()) + marks;
                (Rect::new(from, top, from + signs.rows.width(), top), 0.0)
            };
            inks.push(self.foot_rows(index, &"sign".into(), part, &signs.rows, place, side, items));
        }
        inks
    }

    /// Rows whose top stands on the rectangle's, between its sides.
    #[allow(clippy::too_many_arguments, reason = "one place for all rows")]
    fn foot_rows(
        &mut self,
        index: usize,
        id: &Arc<str>,
        part: &Part,
        rows: &Rows,
        at: Rect,
        align: f64,
        items: &mut Vec<Item>,
    ) -> Rect {
        let z = rows.size;
        let mut marks = Vec::new();
        let mut inks = Vec::new();
        for (i, line) in rows.lines.iter().enumerate() {
            let free = at.width() - line.core.width() * z;
            let baseline = at.y0 + (RISE + rows.leading * i as f64) * z;
            let origin = Point::new(at.x0 + align * free - line.core.x0 * z, baseline);
            let place = Affine::translate(origin.to_vec2()) * Affine::scale(z);
            marks.extend(self.line_items(line, part.style.ink, id, place));
            inks.push(place.transform_rect_bbox(line.ink));
        }
        let lines: Vec<String> = rows.lines.iter().map(|l| l.text.clone()).collect();
        items.push(self.text_group(marks, &lines.join("\n"), id));
        let rank = part.text.first().map_or(Rank::Other, Rank::of);
        self.said.push(Said { region: id.clone(), rank, size: z });
        let set = Set { region: id.clone(), lines, size: z, condense: 1.0, bound: Bound::Max, inks };
        let ink = set.ink();
        self.set.push((index, set.into()));
        ink
    }

    fn foot_picture(
        &mut self,
        id: &Arc<str>,
        what: &str,
        at: Rect,
        on: Option<RoleInk>,
        items: &mut Vec<Item>,
    ) -> Option<Rect> {
        let number = Program::constant;
        let region = Box4 { x: number(at.x0), y: number(at.y0), w: number(at.width()), h: number(at.height()) };
        let align = Align { x: 0.5, y: 0.5 };
        let (focus, ink, duotone) = (false, None, None);
        let slot =
            Slot { what: what.into(), region, align, focus, ink, duotone, cover: false, bleeds: true, clear: 0.0, on };
        let laid = self.picture(id, &slot)?;
        items.extend(laid.items);
        Some(laid.ink)
    }

    /// Tells that a text would be too small here.
    pub(super) fn left_small(&mut self, item: &Wanted, text: &str, size: f64, min: f64) {
        let (found, wanted) = (number(size, 2), number(min, 2));
        let what = say!(
            "`{text}` would be {found} mm high, {wanted} mm is the least here: left out",
            "`{text}` 只能排 {found} mm，此处最小 {wanted} mm：已省去"
        );
        self.left(item, what);
    }

    fn left_short(&mut self, item: &Wanted, text: &str) {
        let what = say!("no room for `{text}` at the foot: left out", "下方排不下 `{text}`：已省去");
        self.left(item, what);
    }

    fn left(&mut self, item: &Wanted, what: biaoyu_page::error::Say) {
        let hint = say!("shorten it, or choose a larger product", "请缩短文字，或选更大的产品");
        self.remark(&item.id, "text-left-out", Severity::Warning, what, hint);
    }
}
