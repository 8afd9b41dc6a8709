//! The approval sheet 审批单: every page small, with its number, size and scale, on A4 inside the margins of an office
//! printer, with lines for the leader's signature.

use super::flow::{Rules, Sheet, flow};
use super::picture::{Small, line, outline};
use super::words::{End, Words};
use biaoyu_page::error::Fault;
use biaoyu_page::font::FontLibrary;
use biaoyu_page::geom::{BezPath, Outline, Point, Rect, Size, rect_path};
use biaoyu_page::ink::Cmyk;
use biaoyu_page::measure::number;
use biaoyu_page::page::{Boxes, Item, Page};

/// A4, mm (ISO 216).
const PAPER: Size = Size::new(210.0, 297.0);
/// What office printers cannot print, with something to spare.
const MARGIN: f64 = 10.0;
const RULES: Rules =
    Rules { area: Rect::new(MARGIN, 27.0, 200.0, 270.0), gap: 6.0, caption: 8.0, ideal: 3000.0, tallest: 115.0 };

/// What stands under a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Caption {
    /// Finished size of what is shown, mm.
    pub trim: Size,
    /// Pictures of one number stand together.
    pub group: usize,
    /// First line: number and words.
    pub title: String,
    /// Second line: what it is; size and scale are added.
    pub detail: String,
}

/// The approval sheets of a campaign.
pub struct Approval {
    heading: String,
    captions: Vec<Caption>,
    sheets: Vec<Sheet>,
    words: Words,
}

impl Approval {
    /// Arranges pictures with these captions; `heading` stands at the top of each sheet.
    ///
    /// # Errors
    /// When the faces for captions are missing.
    pub fn new(heading: &str, captions: Vec<Caption>, fonts: &FontLibrary) -> Result<Self, Fault> {
        let sizes: Vec<(Size, usize)> = captions.iter().map(|c| (c.trim, c.group)).collect();
        Ok(Self { heading: heading.into(), sheets: flow(&sizes, &RULES), captions, words: Words::new(fonts)? })
    }

    /// Pictures on each sheet, in order.
    pub fn sheets(&self) -> impl Iterator<Item = usize> {
        self.sheets.iter().map(|s| s.range.len())
    }

    /// Sheet `index`, from 0, with its pictures; `None` for one that could not be made. `None` when there is no such sheet.
    pub fn page(&self, index: usize, pictures: &[Option<Page>]) -> Option<Page> {
        let sheet = self.sheets.get(index)?;
        let (mut items, mut small) = (self.frame(index), Small::default());
        for ((slot, caption), page) in sheet.slots.iter().zip(self.captions.get(sheet.range.clone())?).zip(pictures) {
            match page {
                Some(page) => items.extend([small.picture(page, slot.rect), outline(page, slot.rect)]),
                None => items.extend(self.missing(slot.rect)),
            }
            let mm = |v: f64| number(v, 1);
            let percent = number(slot.scale * 100.0, if slot.scale < 0.1 { 1 } else { 0 });
            let detail =
                format!("{}　{}×{} mm　{percent} %", caption.detail, mm(caption.trim.width), mm(caption.trim.height));
            let at = |dy: f64| Point::new(slot.rect.x0, slot.rect.y1 + dy);
            items.extend(self.words.set(&self.words.bold, &caption.title, 2.7, at(3.6), End::Left, slot.width));
            items.extend(self.words.set(&self.words.plain, &detail, 2.2, at(6.9), End::Left, slot.width));
        }
        let paper = Rect::from_origin_size((0.0, 0.0), PAPER);
        Some(Page {
            title: format!("{} 审批单", self.heading),
            boxes: Boxes { media: paper, bleed: paper, trim: paper },
            trim: Outline::Rect(paper),
            live: Outline::Rect(RULES.area),
            cut: Outline::Rect(paper),
            items,
        })
    }

    /// What every sheet says at its head and foot.
    fn frame(&self, index: usize) -> Vec<Item> {
        let (left, right) = (MARGIN, PAPER.width - MARGIN);
        let Words { bold, plain } = &self.words;
        let set =
            |chain, text: &str, size, x, y, end, width| self.words.set(chain, text, size, Point::new(x, y), end, width);
        let rule = |x0: f64, x1: f64, y: f64, width: f64| {
            let mut path = BezPath::new();
            path.move_to((x0, y));
            path.line_to((x1, y));
            line(path, width, Cmyk::BLACK)
        };
        let tick_box = |x: f64, y: f64| line(rect_path(Rect::new(x, y - 3.0, x + 3.2, y + 0.2)), 0.2, Cmyk::BLACK);
        let (page, of) = (index + 1, self.sheets.len());
        let mut items = Vec::new();
        items.extend(set(bold, &self.heading, 5.0, left, 16.0, End::Left, 130.0));
        items.extend(set(plain, &format!("审批单　第 {page} 页，共 {of} 页"), 3.0, right, 16.0, End::Right, 55.0));
        items.push(rule(left, right, 20.0, 0.35));
        // Foot: the decision, who takes it and when.
        let foot = PAPER.height - MARGIN - 2.0;
        items.extend([tick_box(left, foot), tick_box(left + 26.0, foot)]);
        items.extend(set(plain, "同意印制", 3.2, left + 5.0, foot, End::Left, 20.0));
        items.extend(set(plain, "修改后再审", 3.2, left + 31.0, foot, End::Left, 20.0));
        items.extend(set(plain, "审批签字", 3.2, 84.0, foot, End::Left, 15.0));
        items.push(rule(99.0, 146.0, foot + 1.0, 0.2));
        items.extend(set(plain, "日期", 3.2, 151.0, foot, End::Left, 10.0));
        items.push(rule(159.0, right, foot + 1.0, 0.2));
        items
    }

    /// In the place of a page that could not be made.
    fn missing(&self, rect: Rect) -> Vec<Item> {
        let mut items = vec![line(rect_path(rect), 0.2, Cmyk::BLACK)];
        let at = Point::new(rect.x0 + 2.0, rect.y0 + 5.0);
        items.extend(self.words.set(&self.words.plain, "未做成", 3.0, at, End::Left, rect.width() - 4.0));
        items
    }
}
