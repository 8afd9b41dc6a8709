//! Cards drawn: picture, rule, heading, figure and text of one cell in its place.

use std::sync::Arc;

use super::body::running;
use super::cards::{CAP, Card, RISE, RULE, Sizes, beside_top, picture_name, region};
use super::cards_size::under;
use super::{Bound, Composer, Entry, Set, Sort};
use crate::expr::Program;
use crate::layout::{Align, Box4, CardForm, Cards, FOCUS, Item as Wanted, Part, Picture as Slot, RoleInk};
use crate::text::{Line, shape};
use biaoyu_page::error::{Say, Severity};
use biaoyu_page::geom::{Affine, BezPath, Point, Rect, Vec2, rect_path};
use biaoyu_page::measure::number;
use biaoyu_page::page::{Cap, Fill, Group, Item, Join, Mark as PageMark, PathMark, Plane, Stroke};
use biaoyu_page::say;

/// The sign in the bar of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// As it was.
    Cross,
    /// As it is.
    Tick,
}

/// Shares of a picture that are cut off from which on it is told, and told as a warning.
const CUT: f64 = 0.27;
/// See [`CUT`].
const MUCH: f64 = 0.4;
/// The text of a bar over its height.
const IN_BAR: f64 = 0.56;
/// Differences of mean lightness of a pair that are left alone, and most that is evened, as a power.
const ALIKE: f64 = 0.03;
const MOST_POWER: f64 = 1.45;

type Drawn = (Vec<Item>, Option<Rect>);

/// The colour of a cell's bar.
fn bar_ink(cards: &Cards, card: &Card) -> Option<RoleInk> {
    let second = cards.fills.get(1).filter(|_| card.mark == Mark::Tick);
    second.or(cards.fills.first()).copied()
}

impl Composer<'_> {
    /// Draws a cell. `at` is its place: of a portrait as wide as its picture.
    pub(super) fn draw_card(
        &mut self,
        (index, i): (usize, usize),
        item: &Wanted,
        cards: &Cards,
        card: &Card,
        sizes: &Sizes,
        at: Rect,
    ) -> Drawn {
        let mut out: Drawn = (Vec::new(), None);
        let mut top = at.y0;
        if cards.form == CardForm::Compare {
            top += self.card_bar((index, i), item, cards, card, at, &mut out);
        }
        let (pw, ph) = sizes.picture;
        if card.has_picture {
            let window = Rect::new(at.x0, top, at.x0 + pw, top + ph);
            self.card_picture(i, item, cards, card, window, &mut out);
        }
        match cards.form {
            CardForm::Stack | CardForm::Portrait => self.card_under((index, i), item, cards, card, sizes, at, &mut out),
            CardForm::Beside | CardForm::Compare => {
                let left = if card.has_picture { at.x0 + pw + sizes.gap } else { at.x0 };
                let aside = Rect::new(left, top, at.x1, at.y1);
                self.card_beside((index, i), item, cards, card, sizes, aside, &mut out);
            }
        }
        out
    }

    /// Heading, figure and text under the picture.
    #[allow(clippy::too_many_arguments, reason = "all of them were just computed together")]
    fn card_under(
        &mut self,
        (index, i): (usize, usize),
        item: &Wanted,
        cards: &Cards,
        card: &Card,
        sizes: &Sizes,
        at: Rect,
        out: &mut Drawn,
    ) {
        let (zh, zn) = (sizes.heading, sizes.figure);
        // Names of portraits stand on one line, whether or not each has its photo.
        let is_portrait = cards.form == CardForm::Portrait;
        let shown = if card.has_picture || is_portrait { sizes.picture.1 } else { 0.0 };
        let cap = card.figure.as_ref().map_or(0.0, |line| -line.ink.y0 * zn);
        // Without its picture a cell begins with its heading; a portrait's rule is still over the name.
        let up = if card.has_picture || is_portrait { sizes.up } else { sizes.up.min(cap.max(CAP * zh)) };
        let head = card.heading.is_some() || card.figure.is_some();
        let foot = at.y0 + shown + if head { up } else { 0.0 };
        let thick = cards.thick.eval(&self.frame).max(0.0);
        if let Some(line) = &card.heading {
            self.card_run(
                (index, i),
                item,
                ("heading", cards.heading.as_ref()),
                line,
                (zh, sizes.flat.get(i).copied().unwrap_or(1.0), Point::new(at.x0, foot)),
                out,
            );
        }
        let wide = card.figure_width(zn);
        self.card_figure((index, i), item, cards, card, zn, Point::new(at.x1 - wide, foot), out);
        if let Some(role) = cards.rule.filter(|_| head || card.has_picture) {
            let y = if is_portrait { at.y0 + shown } else { foot + RULE * zh };
            self.card_fill(i, item, "rule", role, Rect::new(at.x0, y, at.x1, y + thick.max(0.3)), out);
        }
        let top = foot + if head { under(cards.form) * zh } else { 0.0 };
        self.card_paragraphs((index, i), item, cards, card, sizes, Rect::new(at.x0, top, at.x1, at.y1), out);
    }

    /// Figure, heading and text beside the picture.
    #[allow(clippy::too_many_arguments, reason = "all of them were just computed together")]
    fn card_beside(
        &mut self,
        (index, i): (usize, usize),
        item: &Wanted,
        cards: &Cards,
        card: &Card,
        sizes: &Sizes,
        at: Rect,
        out: &mut Drawn,
    ) {
        let (zh, zn) = (sizes.heading, sizes.figure);
        let cap = card.figure.as_ref().map_or(0.0, |line| -line.ink.y0 * zn);
        let space = if cards.form == CardForm::Compare { 0.022 / 0.105 * zn } else { 0.0 };
        let head = if card.heading.is_some() { CAP * zh } else { 0.0 };
        let level = at.y0 + cap.max(head);
        let place = match sizes.is_level {
            true => Point::new(at.x1 - card.figure_width(zn), level),
            false => Point::new(at.x0, at.y0 + space + cap),
        };
        self.card_figure((index, i), item, cards, card, zn, place, out);
        if let Some(line) = card.heading.as_ref().filter(|_| cards.form == CardForm::Beside) {
            let y = if sizes.is_level { level } else { at.y0 + if cap > 0.0 { cap + 1.40 * zh } else { CAP * zh } };
            let flat = sizes.flat.get(i).copied().unwrap_or(1.0);
            self.card_run(
                (index, i),
                item,
                ("heading", cards.heading.as_ref()),
                line,
                (zh, flat, Point::new(at.x0, y)),
                out,
            );
        }
        let top = at.y0 + beside_top(cards, card, (zh, zn), sizes.is_level);
        self.card_paragraphs((index, i), item, cards, card, sizes, Rect::new(at.x0, top, at.x1, at.y1), out);
    }

    /// The bar over a picture of a pair with its sign and heading. Gives its height.
    fn card_bar(
        &mut self,
        (index, i): (usize, usize),
        item: &Wanted,
        cards: &Cards,
        card: &Card,
        at: Rect,
        out: &mut Drawn,
    ) -> f64 {
        let tall = cards.bar.eval(&self.frame).max(0.0);
        let (Some(fill), Some(part)) = (bar_ink(cards, card), &cards.heading) else { return tall };
        self.card_fill(i, item, "bar", fill, Rect { y1: at.y0 + tall, ..at }, out);
        let z = IN_BAR * tall;
        let (x, y, k) = (at.x0 + 0.62 * tall, at.y0 + 0.5 * tall, 0.28 * tall);
        let point = |dx: f64, dy: f64| Point::new(x + dx * k, y + dy * k);
        let mut path = BezPath::new();
        match card.mark {
            Mark::Cross => {
                path.move_to(point(-0.75, -0.75));
                path.line_to(point(0.75, 0.75));
                path.move_to(point(0.75, -0.75));
                path.line_to(point(-0.75, 0.75));
            }
            Mark::Tick => {
                path.move_to(point(-1.0, 0.0));
                path.line_to(point(-0.25, 0.75));
                path.line_to(point(1.0, -0.8));
            }
        }
        let paint = self.paint(part.style.ink);
        let stroke = Stroke { paint, width: 0.12 * tall, cap: Cap::Butt, join: Join::Miter, dash: Vec::new() };
        let mark = PageMark::Path(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) });
        let id = region(item, i, "bar");
        out.0.push(Item { mark, plane: Plane::Art, source: self.source(&id) });
        if let Some(line) = &card.heading {
            let room = (at.width() - 1.5 * tall) / line.core.width().max(1e-9);
            let place = (z.min(room), 1.0, Point::new(at.x0 + 1.25 * tall, y + 0.37 * z));
            self.card_run((index, i), item, ("heading", Some(part)), line, place, out);
        }
        tall
    }

    /// The figure with what it counts behind it, from the left end of its baseline.
    #[allow(clippy::too_many_arguments, reason = "all of them were just computed together")]
    fn card_figure(
        &mut self,
        of: (usize, usize),
        item: &Wanted,
        cards: &Cards,
        card: &Card,
        size: f64,
        at: Point,
        out: &mut Drawn,
    ) {
        let mut x = at.x;
        // The figure of a pair has the colour of its bar.
        let ink = if cards.form == CardForm::Compare { bar_ink(cards, card) } else { None };
        if let Some(line) = &card.figure {
            self.card_run_in(of, item, ("figure", cards.figure.as_ref()), line, (size, 1.0, at, ink), out);
            x += line.core.width() * size;
        }
        if let Some((line, scale, is_sign)) = &card.measure {
            let part = if *is_sign { cards.figure.as_ref() } else { cards.measure.as_ref().or(cards.figure.as_ref()) };
            let place = Point::new(x + if card.figure.is_some() { 0.1 * size } else { 0.0 }, at.y);
            self.card_run_in(of, item, ("measure", part), line, (size * scale, 1.0, place, ink), out);
        }
    }

    /// One line of type whose ink begins at a point of its baseline, of a horizontal scale.
    fn card_run(
        &mut self,
        of: (usize, usize),
        item: &Wanted,
        part: (&str, Option<&Part>),
        line: &Line,
        (size, flat, at): (f64, f64, Point),
        out: &mut Drawn,
    ) {
        self.card_run_in(of, item, part, line, (size, flat, at, None), out);
    }

    /// The same in another colour than its style has.
    fn card_run_in(
        &mut self,
        (index, i): (usize, usize),
        item: &Wanted,
        (what, part): (&str, Option<&Part>),
        line: &Line,
        (size, flat, at, ink): (f64, f64, Point, Option<RoleInk>),
        out: &mut Drawn,
    ) {
        let Some(part) = part else { return };
        let role = ink.unwrap_or(part.style.ink);
        let id = region(item, i, what);
        let place =
            Affine::translate((at.x - line.core.x0 * size * flat, at.y)) * Affine::scale_non_uniform(size * flat, size);
        let runs = self.line_items(line, role, &id, place);
        let ink = place.transform_rect_bbox(line.ink);
        out.0.push(self.text_group(runs, &line.text, &id));
        self.card_set(index, &id, part, (vec![line.text.clone()], (size, flat), vec![ink]), out);
    }

    /// The text of a cell.
    #[allow(clippy::too_many_arguments, reason = "all of them were just computed together")]
    fn card_paragraphs(
        &mut self,
        (index, i): (usize, usize),
        item: &Wanted,
        cards: &Cards,
        card: &Card,
        sizes: &Sizes,
        at: Rect,
        out: &mut Drawn,
    ) {
        let (Some(body), Some(part)) = (&card.body, &cards.body) else { return };
        let z = sizes.body;
        let Some(rows) = body.rows(at.width() / z.max(1e-9), 0.0) else {
            // The sizes were found at this very width.
            self.text_too_long(item, card, 0.0, z);
            return;
        };
        let id = region(item, i, "text");
        let all: String = rows.iter().map(|row| row.text).collect();
        let Some(chain) = self.chain(&id, &part.style, &all) else { return };
        let style = running(&part.style, &chain, 0.0);
        let (mut items, mut inks, mut said) = (Vec::new(), Vec::new(), Vec::new());
        for (row, n) in rows.iter().zip(0..) {
            let line = match shape(row.text, &style) {
                Ok(line) => line,
                Err(missing) => return self.missing(&id, missing),
            };
            let baseline = at.y0 + (RISE + sizes.leading * f64::from(n)) * z;
            let place = Affine::translate(Vec2::new(at.x0 - line.core.x0.min(0.1) * z, baseline)) * Affine::scale(z);
            items.extend(self.line_items(&line, part.style.ink, &id, place));
            inks.push(place.transform_rect_bbox(line.ink));
            said.push(line.text);
        }
        out.0.push(self.text_group(items, &said.join("\n"), &id));
        self.card_set(index, &id, part, (said, (z, 1.0), inks), out);
    }

    /// Notes what was set.
    fn card_set(
        &mut self,
        index: usize,
        id: &Arc<str>,
        part: &Part,
        (lines, (size, condense), inks): (Vec<String>, (f64, f64), Vec<Rect>),
        out: &mut Drawn,
    ) {
        let own = self.printed(&part.text);
        let fields = if own.is_empty() { self.printed(&part.instead) } else { own };
        let set = Set { region: id.clone(), lines, size, condense, bound: Bound::Max, inks };
        let ink = set.ink();
        self.ledger.push(Entry { region: id.clone(), sort: Sort::Card, fields, size, ink });
        self.set.push((index, set.into()));
        out.1 = Some(out.1.map_or(ink, |known| known.union(ink)));
    }

    fn card_fill(&mut self, i: usize, item: &Wanted, what: &str, role: RoleInk, at: Rect, out: &mut Drawn) {
        let id = region(item, i, what);
        let fill = Some(Fill { paint: self.paint(role), even_odd: false });
        let mark = PageMark::Path(PathMark { path: Arc::new(rect_path(at)), fill, stroke: None });
        out.0.push(Item { mark, plane: Plane::Art, source: self.source(&id) });
        self.ledger.push(Entry { region: id, sort: Sort::Figure, fields: Vec::new(), size: at.height(), ink: at });
        out.1 = Some(out.1.map_or(at, |known| known.union(at)));
    }

    fn card_picture(&mut self, i: usize, item: &Wanted, cards: &Cards, card: &Card, at: Rect, out: &mut Drawn) {
        let number = Program::constant;
        let region4 = Box4 { x: number(at.x0), y: number(at.y0), w: number(at.width()), h: number(at.height()) };
        let slot = Slot {
            what: picture_name(cards, card.place),
            region: region4,
            align: Align { x: 0.5, y: 0.4 },
            focus: true,
            ink: None,
            duotone: cards.duotone,
            cover: true,
            bleeds: true,
            clear: 0.0,
            on: None,
        };
        let id = region(item, i, "picture");
        let Some(laid) = self.picture(&id, &slot) else { return };
        self.check_cut(&id, cards, card, at);
        let fields = vec![cards.picture.as_str().into()];
        self.ledger.push(Entry { region: id, sort: Sort::Picture, fields, size: laid.size, ink: laid.ink });
        out.1 = Some(out.1.map_or(laid.ink, |known| known.union(laid.ink)));
        out.0.extend(laid.items);
    }

    /// Tells how much of a cell's picture its window cuts off, where nobody has said which point stays in sight.
    fn check_cut(&mut self, id: &Arc<str>, cards: &Cards, card: &Card, window: Rect) {
        let Some(aspect) = card.aspect.filter(|_| !card.fields.has(FOCUS)) else { return };
        let ratio = window.width() / window.height().max(1e-9) / aspect.max(1e-9);
        let cut = 1.0 - ratio.min(1.0 / ratio.max(1e-9));
        if cut < CUT {
            return;
        }
        let percent = number(cut * 100.0, 0);
        let file = card.fields.get(&cards.picture).map(str::trim).filter(|file| !file.is_empty());
        let file =
            file.map_or_else(String::new, |file| format!(" `{}`", file.rsplit(['/', '\\']).next().unwrap_or(file)));
        let Say { en, zh } = card.said();
        let (at, at_zh) = if ratio < 1.0 { ("its sides", "左右") } else { ("head and foot", "上下") };
        let what = say!(
            "{en}: {percent} % of the picture{file} is cut off at {at}: all windows of a board are of the form that most of its pictures have",
            "{zh}：图片{file} {at_zh}被裁去 {percent} %：一块展板的图窗形状相同，随多数图片"
        );
        let hint = if ratio < 1.0 {
            say!(
                "say in a column 焦点 which point must stay (0.5,0.3: from the left, from the top), or give an upright picture",
                "可加一列“焦点”写明要留住的点（如 0.5,0.3：从左、从上算），或换一张竖的图片"
            )
        } else {
            say!(
                "say in a column 焦点 which point must stay (0.5,0.3: from the left, from the top), give a lying picture, or shorten the texts",
                "可加一列“焦点”写明要留住的点（如 0.5,0.3：从左、从上算），或换一张横的图片，或缩短正文"
            )
        };
        let severity = if cut < MUCH { Severity::Note } else { Severity::Warning };
        self.remark(id, "picture-cut", severity, what, hint);
    }

    /// Marks put together without words of their own.
    pub(super) fn plain_group(&self, items: Vec<Item>, id: &Arc<str>) -> Item {
        let group = Group { transform: Affine::IDENTITY, clip: None, text: None, items };
        Item { mark: PageMark::Group(group), plane: Plane::Art, source: self.source(id) }
    }

    /// The powers that bring the pictures of pairs to one exposure; none where they are alike, or where there is no pair.
    pub(super) fn lights(&mut self, item: &Wanted, cards: &Cards, all: &[Card]) -> Vec<Option<f64>> {
        let mut lights = vec![None; all.len()];
        if cards.form != CardForm::Compare {
            return lights;
        }
        for (pair, slots) in all.chunks(2).zip(lights.chunks_mut(2)) {
            let [one, other] = pair else { continue };
            let pictures = self.edition.pictures;
            let looks = |card: &Card| pictures.light(&picture_name(cards, card.place));
            let (Some(a), Some(b)) = (looks(one), looks(other)) else { continue };
            let (from, to) = (a.mean(), b.mean());
            if (from - to).abs() <= ALIKE {
                continue;
            }
            let wanted = (from.max(0.01) * to.max(0.01)).sqrt();
            let powers = [a.power(wanted), b.power(wanted)];
            let kept = powers.map(|p| p.clamp(1.0 / MOST_POWER, MOST_POWER));
            for (slot, power) in slots.iter_mut().zip(kept) {
                *slot = Some(power);
            }
            let percent = |v: f64| number(v * 100.0, 0);
            let (x, y) = (percent(from), percent(to));
            let whole = powers == kept;
            let row = |card: &Card| card.row.max(card.place.map_or(0, |p| p + 1));
            let (r, s) = (row(one), row(other));
            let (rule, severity, what) = if whole {
                let what = say!(
                    "rows {r} and {s}: pictures of {x} % and {y} % lightness are shown in equal exposure",
                    "第 {r}、{s} 行：两张图片明度 {x} % 与 {y} %，已调到同样曝光"
                );
                ("exposure-evened", Severity::Note, what)
            } else {
                let what = say!(
                    "rows {r} and {s}: pictures of {x} % and {y} % lightness are too far apart to be evened",
                    "第 {r}、{s} 行：两张图片明度 {x} % 与 {y} %，相差太大，无法完全调匀"
                );
                ("exposure-apart", Severity::Warning, what)
            };
            let hint =
                say!("photograph before and after from one place in one light", "整改前后请在同一位置、同样光线下拍照");
            self.remark(&item.id, rule, severity, what, hint);
        }
        lights
    }
}
