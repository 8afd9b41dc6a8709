//! The proofreading sheet 校对单: texts with their counts, on A4 inside the margins of an office printer, a box to tick at
//! each and lines for who read them.

use super::picture::line;
use super::words::{End, Words};
use biaoyu_page::error::{Fault, Lang};
use biaoyu_page::font::FontLibrary;
use biaoyu_page::geom::{BezPath, Outline, Point, Rect, Size, rect_path};
use biaoyu_page::ink::Cmyk;
use biaoyu_page::page::{Boxes, Item, Page};

/// A4, mm (ISO 216).
const PAPER: Size = Size::new(210.0, 297.0);
/// What office printers cannot print, with room for holes and for remarks, mm.
const MARGIN: f64 = 15.0;
/// Between these stand the texts, mm from the top.
const BODY: (f64, f64) = (29.0, 272.0);
/// Sizes of type, mm: 10.5 point, which is 五号, for what is read, less for what is about it.
const TEXT: f64 = 3.7;
const SMALL: f64 = 2.6;
/// From line to line of a text, and from row to row besides, mm.
const LEADING: f64 = 5.4;
/// Base line below the top, in sizes.
const RISE: f64 = 0.95;
const BETWEEN: f64 = 1.6;
/// The head of a block: its name with the heads of the columns, mm.
const HEAD: f64 = 13.0;
/// Free above a block that does not begin a sheet, mm.
const ABOVE: f64 = 5.0;
/// Where columns stand, mm from the left: the text between the number and the breaks, which are ranged left, then the
/// count, ranged right, and the box.
const AT_TEXT: f64 = MARGIN + 10.0;
const AT_BREAKS: f64 = 160.0;
const AT_COUNT: f64 = 186.0;
const AT_BOX: f64 = PAPER.width - MARGIN - BOX;
/// Side of the box, mm.
const BOX: f64 = 3.4;
const RULE: f64 = 0.1;

/// A text with how often it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The text.
    pub text: String,
    /// How often.
    pub count: usize,
    /// The program chose where its lines end.
    pub is_broken_here: bool,
}

/// The texts of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The product with its size and pages.
    pub heading: String,
    /// Its texts.
    pub rows: Vec<Row>,
}

/// The sheets. `about` says whence the texts come.
///
/// # Errors
/// When the faces are missing.
pub fn proofreading(
    heading: &str,
    about: &str,
    blocks: &[Block],
    fonts: &FontLibrary,
    lang: Lang,
) -> Result<Vec<Page>, Fault> {
    let mut sheets = Sheets { words: Words::new(fonts)?, lang, done: Vec::new(), items: Vec::new(), y: BODY.0 };
    for text in sheets.words.wrap(&sheets.words.plain, about, SMALL + 0.4, PAPER.width - 2.0 * MARGIN) {
        sheets.set(false, &text, SMALL + 0.4, MARGIN, End::Left);
        sheets.y += LEADING - 0.6;
    }
    let mut number = 0;
    for block in blocks {
        sheets.block(block, &mut number);
    }
    Ok(sheets.finish(heading))
}

struct Sheets {
    words: Words,
    lang: Lang,
    /// What stands on the sheets that are full.
    done: Vec<Vec<Item>>,
    items: Vec<Item>,
    /// The top of what comes next, mm.
    y: f64,
}

impl Sheets {
    fn pick(&self, en: &'static str, zh: &'static str) -> &'static str {
        if self.lang == Lang::En { en } else { zh }
    }

    /// Sets a line whose top is where the next thing stands.
    fn set(&mut self, bold: bool, text: &str, size: f64, x: f64, end: End) {
        self.set_on(self.y + RISE * size, bold, text, size, x, end);
    }

    /// Sets a line on a base line.
    fn set_on(&mut self, base: f64, bold: bool, text: &str, size: f64, x: f64, end: End) {
        let chain = if bold { &self.words.bold } else { &self.words.plain };
        let at = Point::new(x, base);
        let width = if end == End::Left { PAPER.width - MARGIN - x } else { x - MARGIN };
        let items = self.words.set(chain, text, size, at, end, width);
        self.items.extend(items);
    }

    fn rule(&mut self, width: f64) {
        self.items.push(rule(MARGIN, PAPER.width - MARGIN, self.y, width));
    }

    fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.items));
        self.y = BODY.0;
    }

    fn block(&mut self, block: &Block, number: &mut usize) {
        let is_first = self.y <= BODY.0;
        let first = block.rows.first().map_or(0.0, |row| self.height(&self.lines(row)));
        if !is_first && self.y + ABOVE + HEAD + first > BODY.1 {
            self.turn();
        } else if !is_first {
            self.y += ABOVE;
        }
        self.head(&block.heading);
        for row in &block.rows {
            let lines = self.lines(row);
            if self.y + self.height(&lines).min(BODY.1 - BODY.0 - HEAD) > BODY.1 {
                self.turn();
                let heading = format!("{}{}", block.heading, self.pick(" (continued)", "（续）"));
                self.head(&heading);
            }
            *number += 1;
            self.row(row, &lines, *number, &block.heading);
        }
    }

    fn head(&mut self, heading: &str) {
        self.set(true, heading, TEXT, MARGIN, End::Left);
        self.y += 6.2;
        self.rule(0.25);
        self.y += 1.4;
        let [no, text, breaks, times, right] = [
            self.pick("no.", "序号"),
            self.pick("text", "文字"),
            self.pick("breaks", "换行"),
            self.pick("times", "次数"),
            self.pick("right", "核对"),
        ];
        self.set(false, no, SMALL, MARGIN, End::Left);
        self.set(false, text, SMALL, AT_TEXT, End::Left);
        self.set(false, breaks, SMALL, AT_BREAKS, End::Left);
        self.set(false, times, SMALL, AT_COUNT, End::Right);
        self.set(false, right, SMALL, PAPER.width - MARGIN, End::Right);
        self.y += 4.0;
        self.rule(RULE);
        self.y += 1.4;
    }

    fn lines(&self, row: &Row) -> Vec<String> {
        self.words.wrap(&self.words.plain, &row.text, TEXT, AT_BREAKS - 4.0 - AT_TEXT)
    }

    fn height(&self, lines: &[String]) -> f64 {
        lines.len() as f64 * LEADING + BETWEEN
    }

    fn row(&mut self, row: &Row, lines: &[String], number: usize, heading: &str) {
        let base = self.y + RISE * TEXT;
        self.set_on(base, false, &number.to_string(), SMALL, MARGIN, End::Left);
        if row.is_broken_here {
            let own = self.pick("own", "自定");
            self.set_on(base, false, own, SMALL + 0.4, AT_BREAKS, End::Left);
        }
        self.set(false, &row.count.to_string(), TEXT, AT_COUNT, End::Right);
        let tick = Rect::new(AT_BOX, self.y + 0.2, AT_BOX + BOX, self.y + 0.2 + BOX);
        self.items.push(line(rect_path(tick), 0.2, Cmyk::BLACK));
        for (index, text) in lines.iter().enumerate() {
            // One text may be longer than a sheet.
            if index > 0 && self.y + LEADING > BODY.1 {
                self.turn();
                let heading = format!("{heading}{}", self.pick(" (continued)", "（续）"));
                self.head(&heading);
            }
            self.set(false, text, TEXT, AT_TEXT, End::Left);
            self.y += LEADING;
        }
        self.rule(RULE);
        self.y += BETWEEN;
    }

    fn finish(mut self, heading: &str) -> Vec<Page> {
        self.turn();
        let of = self.done.len();
        let title = self.pick("Proofreading sheet", "校对单");
        let paper = Rect::from_origin_size((0.0, 0.0), PAPER);
        let sheets = std::mem::take(&mut self.done);
        let page = |(index, mut items): (usize, Vec<Item>)| {
            items.extend(self.frame(heading, title, index + 1, of));
            Page {
                title: format!("{heading} {title}"),
                boxes: Boxes { media: paper, bleed: paper, trim: paper },
                trim: Outline::Rect(paper),
                live: Outline::Rect(Rect::new(MARGIN, MARGIN, PAPER.width - MARGIN, PAPER.height - MARGIN)),
                cut: Outline::Rect(paper),
                items,
            }
        };
        sheets.into_iter().enumerate().map(page).collect()
    }

    /// What every sheet says at its head and foot.
    fn frame(&self, heading: &str, title: &str, page: usize, of: usize) -> Vec<Item> {
        let (left, right) = (MARGIN, PAPER.width - MARGIN);
        let Words { bold, plain } = &self.words;
        let set =
            |chain, text: &str, size, x, y, end, width| self.words.set(chain, text, size, Point::new(x, y), end, width);
        let pages = match self.lang {
            Lang::En => format!("{title}, sheet {page} of {of}"),
            Lang::Zh => format!("{title}　第 {page} 页，共 {of} 页"),
        };
        let mut items = set(bold, heading, 5.0, left, 18.0, End::Left, 118.0);
        items.extend(set(plain, &pages, 3.0, right, 18.0, End::Right, 60.0));
        items.push(rule(left, right, 22.0, 0.35));
        let foot = PAPER.height - MARGIN - 2.0;
        for (x, label, from, to) in [
            (left, self.pick("Read by", "校对"), 31.0, 76.0),
            (84.0, self.pick("Checked by", "复核"), 103.0, 140.0),
            (148.0, self.pick("Date", "日期"), 159.0, right),
        ] {
            items.extend(set(plain, label, 3.2, x, foot, End::Left, from - x));
            items.push(rule(from, to, foot + 1.0, 0.2));
        }
        items
    }
}

fn rule(x0: f64, x1: f64, y: f64, width: f64) -> Item {
    let mut path = BezPath::new();
    path.move_to((x0, y));
    path.line_to((x1, y));
    line(path, width, Cmyk::BLACK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::page::Mark;

    fn said(page: &Page) -> String {
        let run = |item: &Item| if let Mark::Glyphs(run) = &item.mark { run.text.clone() } else { String::new() };
        page.items.iter().map(run).collect()
    }

    #[test]
    fn every_text_stands_whole_inside_the_margins_and_heads_go_on() {
        let row = |i: usize| Row {
            text: format!("第{i}条 https://example.org/{} 敬畏质量做精神现场，", "q".repeat(i % 90)).repeat(1 + i % 5),
            count: i,
            is_broken_here: i.is_multiple_of(3),
        };
        let blocks =
            [1, 40, 90].map(|n| Block { heading: format!("四开海报{n}"), rows: (0..n).map(row).collect() });
        let pages = proofreading("安全月", "以下是全部文字。", &blocks, &FontLibrary::embedded(), Lang::Zh).unwrap();
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let all: Vec<String> = pages.iter().map(|page| plain(&said(page))).collect();
        assert!(pages.len() > 4, "{}", pages.len());
        assert!(all.iter().skip(1).filter(|text| text.contains("（续）")).count() >= 3, "{all:?}");
        for page in &pages {
            for item in &page.items {
                let Mark::Glyphs(run) = &item.mark else { continue };
                for glyph in &run.glyphs {
                    let at = glyph.matrix.as_coeffs();
                    assert!((MARGIN - 1.0..PAPER.width - MARGIN).contains(&at[4]), "{}", run.text);
                    assert!((10.0..PAPER.height - MARGIN).contains(&at[5]), "{}", run.text);
                }
            }
        }
        // A row that goes over to the next sheet has its head between.
        let whole =
            blocks.iter().flat_map(|b| &b.rows).filter(|r| all.iter().any(|t| t.contains(&plain(&r.text)))).count();
        assert_eq!(whole, 131, "no text is cut");
    }

    #[test]
    fn what_no_face_has_is_told_by_its_number() {
        let rows = vec![Row { text: "张\u{10FFFD}明".into(), count: 1, is_broken_here: false }];
        let blocks = [Block { heading: "胸牌".into(), rows }];
        let pages = proofreading("安全月", "", &blocks, &FontLibrary::embedded(), Lang::Zh).unwrap();
        assert!(said(&pages[0]).contains("张[U+10FFFD]明"), "{}", said(&pages[0]));
    }
}
