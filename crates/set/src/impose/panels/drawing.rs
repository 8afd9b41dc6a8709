//! What the sewing room works by: the whole picture with its seams, rings and hems, on an A4 sheet.

use super::{Laid, Panel, Panels, Stock};
use crate::impose::strokes::{key, stroked};
use crate::impose::tiles::{filled, shown, white};
use crate::overview::{End, Words};
use crate::product::{Operation, Product};
use biaoyu_page::geom::{Affine, BezPath, Outline, Point, Rect, Size, circle_path, rect_path};
use biaoyu_page::measure::number;
use biaoyu_page::page::{Boxes, Item, Page};
use biaoyu_page::words::{Choice as _, Seam, Way};

/// A4, and what is left free around all.
const PAPER: (f64, f64) = (210.0, 297.0);
const EDGE: f64 = 12.0;
/// Most lines below the picture.
const LINES: usize = 16;

/// What the drawing says beside what is seen.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What it is called.
    pub title: String,
    /// Pieces to make.
    pub pieces: Option<u32>,
    /// What the rings are hung by, and the like: one line each.
    pub more: Vec<String>,
}

impl Panels {
    /// The drawing of a page whose art is one form ([`crate::impose::as_piece`]).
    pub fn drawing(&self, laid: &Laid, page: &Page, product: &Product, words: &Words, told: &Told) -> Page {
        let wide = self.area.width() > self.area.height();
        let (width, height) = if wide { (PAPER.1, PAPER.0) } else { PAPER };
        let sheet = Rect::new(0.0, 0.0, width, height);
        let room = sheet.inset(-EDGE);
        let panels = self.panels(laid);
        let says = self.says(laid, &panels, product, told);
        let foot = 5.0 * says.len().min(LINES) as f64 + 4.0;
        // Measures stand above and at the left of the picture.
        let space = Rect::new(room.x0 + 12.0, room.y0 + 22.0, room.x1, (room.y1 - foot).max(room.y0 + 60.0));
        let scale = (space.width() / self.area.width()).min(space.height() / self.area.height());
        let at = Point::new(space.x0, space.y0);
        let to =
            Affine::translate(at.to_vec2()) * Affine::scale(scale) * Affine::translate(-self.area.origin().to_vec2());
        let mut items = vec![shown(page, to, self.area)];
        items.push(stroked(rect_path(to.transform_rect_bbox(self.trim)), 0.25, key(1.0)));
        items.extend(self.hems(product, to));
        items.extend(self.seam_lines(laid, to));
        for ring in &laid.rings {
            let centre = to * ring.centre;
            let radius = (ring.hole * scale / 2.0).max(0.7);
            items.push(stroked(circle_path(centre, radius), 0.7, white()));
            items.push(stroked(circle_path(centre, radius), 0.25, key(1.0)));
        }
        items.extend(self.measures(laid, to, words));
        for panel in panels.iter().filter(|_| self.count() > 1) {
            let corner = to.transform_rect_bbox(panel.part);
            // In a corner, where least is hidden.
            items.extend(plate(Point::new(corner.x0 + 8.0, corner.y1 - 7.0), &self.label(panel), words));
        }
        let heading = format!("{}　加工图", told.title);
        items.extend(words.set(
            &words.bold,
            &heading,
            5.0,
            Point::new(room.x0, room.y0 + 5.0),
            End::Left,
            room.width(),
        ));
        let below = to.transform_rect_bbox(self.area).y1 + 8.0;
        for (i, line) in says.iter().take(LINES).enumerate() {
            let at = Point::new(room.x0, below + 5.0 * i as f64);
            items.extend(words.set(&words.plain, line, 3.2, at, End::Left, room.width()));
        }
        let size = Size::new(width, height);
        let whole = Outline::Rect(Rect::from_origin_size(Point::ORIGIN, size));
        let boxes = Boxes { media: sheet, bleed: sheet, trim: sheet };
        Page { title: heading, boxes, trim: whole, live: whole, cut: whole, items }
    }

    /// Folds and seams of the hem.
    fn hems(&self, product: &Product, to: Affine) -> Vec<Item> {
        let marks = product.step_marks().into_iter();
        let lines = marks.filter(|mark| matches!(mark.kind, Some("Folding" | "BIAOYU_Sewing")));
        lines.map(|mark| stroked(to * mark.path, 0.15, key(0.7))).collect()
    }

    /// The seams, seen on any ground.
    fn seam_lines(&self, laid: &Laid, to: Affine) -> Vec<Item> {
        let Rect { x0, y0, x1, y1 } = self.area;
        let inner = |ends: &[f64]| ends.get(1..ends.len().saturating_sub(1)).unwrap_or_default().to_vec();
        let upright = inner(&laid.xs).into_iter().map(|x| ((x, y0), (x, y1)));
        let level = inner(&laid.ys).into_iter().map(|y| ((x0, y), (x1, y)));
        let mut items = Vec::new();
        for (from, end) in upright.chain(level) {
            let mut path = BezPath::new();
            path.move_to(to * Point::from(from));
            path.line_to(to * Point::from(end));
            items.push(stroked(path.clone(), 0.9, white()));
            items.push(stroked(path, 0.4, key(1.0)));
        }
        items
    }

    /// Widths above the picture and heights beside it, from seam to seam, with ticks.
    fn measures(&self, laid: &Laid, to: Affine, words: &Words) -> Vec<Item> {
        let mut items = Vec::new();
        let mut path = BezPath::new();
        let corner = to * self.area.origin();
        let (above, beside) = (corner.y - 4.0, corner.x - 4.0);
        for x in &laid.xs {
            let x = (to * Point::new(*x, 0.0)).x;
            path.move_to((x, above - 1.5));
            path.line_to((x, corner.y - 0.5));
        }
        for y in &laid.ys {
            let y = (to * Point::new(0.0, *y)).y;
            path.move_to((beside - 1.5, y));
            path.line_to((corner.x - 0.5, y));
        }
        items.push(stroked(path, 0.15, key(1.0)));
        for pair in laid.xs.windows(2) {
            let (from, until) = ((to * Point::new(pair[0], 0.0)).x, (to * Point::new(pair[1], 0.0)).x);
            let text = number(pair[1] - pair[0], 0);
            let at = Point::new((from + until) / 2.0 - 0.28 * 3.0 * text.len() as f64, above);
            items.extend(words.set(&words.plain, &text, 3.0, at, End::Left, (until - from).max(12.0)));
        }
        for pair in laid.ys.windows(2) {
            let middle = (to * Point::new(0.0, (pair[0] + pair[1]) / 2.0)).y;
            let text = number(pair[1] - pair[0], 0);
            items.extend(words.set(&words.plain, &text, 3.0, Point::new(beside - 0.5, middle + 1.0), End::Right, 14.0));
        }
        items
    }

    /// What to do, line by line.
    fn says(&self, laid: &Laid, panels: &[Panel], product: &Product, told: &Told) -> Vec<String> {
        let size = |rect: Rect| format!("{}×{} mm", number(rect.width(), 0), number(rect.height(), 0));
        let stock = match self.making.stock {
            Stock::Roll(_) => format!("幅宽 {} mm", self.making.stock.words()),
            Stock::Board(_) => format!("板材 {} mm", self.making.stock.words()),
        };
        let pieces = told.pieces.map_or(String::new(), |n| format!("　{n} 件"));
        let square = number(self.printed() / 1e6, 2);
        let mut lines = vec![format!(
            "成品 {}　{}　{stock}（可印 {}）　每件用料 {square} m²{pieces}",
            size(self.trim),
            product.material.as_deref().unwrap_or("材料另定"),
            number(self.printable(), 0)
        )];
        if self.count() > 1 {
            let (zh, allowance) = (self.making.seam.say().zh, number(self.making.allowance, 1));
            let how = match self.making.seam {
                Seam::Weld | Seam::Glue => format!("后片压前片，搭边 {allowance} mm：前片在缝线外多印 {allowance} mm"),
                Seam::Sew => format!("两片各多印 {allowance} mm 折回缝合"),
                Seam::Butt => "两片对接，不搭边".to_owned(),
            };
            let metres = number(self.seams() / 1000.0, 2);
            lines.push(format!(
                "拼接 {} 片：{zh}，{how}；接缝共 {metres} m；按箭头朝上、编号从左到右从上到下",
                self.count()
            ));
            for panel in panels {
                let part = size(panel.printed);
                let file = size(panel.canvas);
                lines.push(format!("第 {} 片：印画面 {part}（连白边 {file}）", self.label(panel)));
            }
        } else {
            lines.push("整幅印，不拼接".to_owned());
        }
        for (way, at, through) in &laid.through {
            let at = number(*at, 0);
            let from = if *way == Way::Upright { "左" } else { "上" };
            let ink = number(through.ink, 0);
            let text = if through.text.is_empty() { String::new() } else { format!("（{}）", through.text) };
            lines.push(format!("注意：距{from}边 {at} mm 的接缝穿过字的笔画 {ink} mm{text}，对缝时先对准"));
        }
        if !laid.rings.is_empty() {
            lines.push(self.rings_said(laid, product));
        }
        lines.extend(told.more.iter().cloned());
        lines.extend(product.finishing.as_ref().map(|finishing| format!("工艺：{finishing}")));
        lines
    }

    fn rings_said(&self, laid: &Laid, product: &Product) -> String {
        let eyelets = product.steps.iter().find_map(|step| match step {
            Operation::Eyelets { inset, hole, every, .. } => Some((*inset, *hole, *every)),
            _ => None,
        });
        let (inset, hole, every) = eyelets.unwrap_or_default();
        let where_ = if inset < 0.0 { "画外白边上" } else { "画内" };
        let spacing = if every < 1e5 { format!("，间距不超过 {} mm", number(every, 0)) } else { String::new() };
        let (count, from) = (laid.rings.len(), number(inset.abs(), 0));
        let hole = number(hole, 0);
        format!("打扣 {count} 个：{where_}，孔心距画边 {from} mm，孔径 {hole} mm{spacing}，避开字")
    }

    /// What is printed across the stock.
    pub fn printable(&self) -> f64 {
        match self.making.stock {
            Stock::Roll(width) => width - self.making.margin,
            Stock::Board(size) => size.width - self.making.margin,
        }
    }
}

/// A number on a white plate.
fn plate(centre: Point, text: &str, words: &Words) -> Vec<Item> {
    const SIZE: f64 = 6.0;
    let wide = SIZE * 0.62 * text.chars().count() as f64;
    let mut items = vec![filled(Rect::from_center_size(centre, (wide + 3.0, SIZE * 1.4)))];
    let at = Point::new(centre.x - wide / 2.0, centre.y + SIZE * 0.36);
    items.extend(words.set(&words.bold, text, SIZE, at, End::Left, wide + 10.0));
    items
}
