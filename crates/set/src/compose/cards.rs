//! Cards: the cells of a board, each filled from a row of the table. What they say is measured, one size is found at which all
//! texts fit, then each is drawn in its place.

use std::sync::Arc;

use super::cards_draw::Mark;
use super::type_set::Setting;
use super::{Composer, Laid};
use crate::layout::{CardForm, Cards, DUOTONE, Item as Wanted, Part};
use crate::text::{Flow, Line, LineEnd, Missing, Paragraphs, Style, open_name};
use biaoyu_page::error::{Fault, Say};
use biaoyu_page::geom::Rect;
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_table::record::{Fields, Row};

/// Widths over heights of the pictures of a board: those that are tried, the flattest last; and the tallest.
const WINDOWS: [f64; 2] = [1.6, 2.0];
/// See [`WINDOWS`].
const TALLEST: f64 = 1.0;
/// A portrait's width over its height.
const PORTRAIT: f64 = 0.75;
/// Least share of a cell's height that a portrait has.
const FACE: f64 = 0.55;
/// Share of its largest size above which a text is read at ease.
const EASY: f64 = 0.6;
/// Each size of text that is tried over the one before.
const STEP: f64 = 0.975;
/// What stands over the first baseline of a text and under its last, ems.
pub(super) const RISE: f64 = 0.86;
const DROP: f64 = 0.09;
/// From the baseline of a heading to the rule under it, and to the top of the text, in sizes of the heading.
pub(super) const RULE: f64 = 0.35;
pub(super) const UNDER: f64 = 0.81;
/// Height of a heading's characters over its baseline, ems.
pub(super) const CAP: f64 = 0.88;
/// Size of a measure word that no part of the layout sets, and of a percent sign, over its figure.
const MEASURE: f64 = 0.36;
const SIGN: f64 = 0.56;

/// A cell with all that it says, shaped in ems.
pub(super) struct Card {
    /// Its place among the rows of the page, from 0; `None` of a page that is filled from one row.
    pub place: Option<usize>,
    /// Its row as the user counts it; 0 without a table.
    pub row: usize,
    pub fields: Fields,
    pub heading: Option<Line>,
    pub figure: Option<Line>,
    /// What stands behind the figure, and its size over the figure's.
    pub measure: Option<(Line, f64, bool)>,
    pub body: Option<Paragraphs>,
    pub has_picture: bool,
    pub mark: Mark,
}

/// Sizes that all cells have in common, mm.
pub(super) struct Sizes {
    pub heading: f64,
    pub figure: f64,
    pub body: f64,
    /// Distance of the text's baselines, ems.
    pub leading: f64,
    /// Width and height of the pictures.
    pub picture: (f64, f64),
    /// From the foot of the picture (or the top of the cell) to the baseline of heading and figure.
    pub up: f64,
    pub gap: f64,
}

impl Card {
    /// Width of figure and measure, mm.
    pub fn figure_width(&self, size: f64) -> f64 {
        let measure = self.measure.as_ref().map_or(0.0, |(line, scale, _)| (line.core.width() * scale + 0.1) * size);
        self.figure.as_ref().map_or(0.0, |line| line.core.width() * size) + measure
    }

    /// The row in the user's words.
    fn said(&self) -> Say {
        let text = self.heading.as_ref().map(|line| line.text.clone()).unwrap_or_default();
        let (row, place) = (self.row, self.place.map_or(1, |p| p + 1));
        match (row, text.is_empty()) {
            (0, true) => say!("cell {place}", "第 {place} 格"),
            (0, false) => say!("cell {place} `{text}`", "第 {place} 格 `{text}`"),
            (_, true) => say!("row {row}", "第 {row} 行"),
            (_, false) => say!("row {row} `{text}`", "第 {row} 行 `{text}`"),
        }
    }
}

impl Composer<'_> {
    /// Sets the cells of a board.
    pub(super) fn cards(&mut self, index: usize, item: &Wanted, cards: &Cards) -> Option<Laid> {
        let region = self.text_rect(&cards.region);
        let page = self.fields.clone();
        let rows: Vec<Row> = match page.rows() {
            [] => vec![Row { number: 0, fields: page.clone() }],
            rows => rows.to_vec(),
        };
        let known = self.faults.0.len();
        let mut all = Vec::with_capacity(rows.len());
        for (i, row) in rows.into_iter().enumerate() {
            let place = (!page.rows().is_empty()).then_some(i);
            all.push(self.card(item, cards, &page, row, (i, place)));
        }
        self.fields = page.clone();
        if self.faults.0.len() > known {
            return None;
        }
        let gap = cards.gap.eval(&self.frame).max(0.0);
        let columns = (cards.columns.eval(&self.frame).round().max(1.0) as usize).min(all.len());
        let lines = all.len().div_ceil(columns);
        let side = |whole: f64, parts: usize| ((whole - gap * (parts as f64 - 1.0)) / parts as f64).max(0.0);
        let (w, h) = (side(region.width(), columns), side(region.height(), lines));
        let sizes = self.card_sizes(item, cards, &all, (w, h, gap))?;
        let pitch = match cards.form {
            // Portraits of 3:4 that are narrower than their cells spread from margin to margin, or stand in the middle.
            CardForm::Portrait if columns > 1 && sizes.picture.0 > 0.0 => {
                ((region.width() - sizes.picture.0) / (columns as f64 - 1.0)).min(sizes.picture.0 * 1.6)
            }
            _ => w + gap,
        };
        let wide = if cards.form == CardForm::Portrait && sizes.picture.0 > 0.0 { sizes.picture.0 } else { w };
        let whole = pitch * (columns as f64 - 1.0) + wide;
        let left = region.x0 + (region.width() - whole).max(0.0) / 2.0;
        let lights = self.lights(item, cards, &all);
        let mut items = Vec::new();
        let mut ink: Option<Rect> = None;
        for (i, card) in all.iter().enumerate() {
            let (x, y) = (left + pitch * (i % columns) as f64, region.y0 + (h + gap) * (i / columns) as f64);
            self.fields = card.fields.clone();
            self.exposure = lights.get(i).copied().flatten();
            let drawn = self.draw_card((index, i), item, cards, card, &sizes, Rect::new(x, y, x + wide, y + h));
            items.extend(drawn.0);
            ink = ink.map_or(drawn.1, |ink| Some(drawn.1.map_or(ink, |more| ink.union(more))));
        }
        (self.fields, self.exposure) = (page, None);
        let items = vec![self.plain_group(items, &item.id)];
        Some(Laid { items, region, size: sizes.body, lines: all.len() as f64, ink: ink.unwrap_or(region) })
    }

    /// A row shaped.
    fn card(&mut self, item: &Wanted, cards: &Cards, page: &Fields, row: Row, of: (usize, Option<usize>)) -> Card {
        let (i, place) = of;
        let mut fields = row.fields;
        if let Some(name) = fields.get("name").map(open_name) {
            fields.set("name", name);
        }
        if let Some(two) = page.get(DUOTONE).map(str::to_owned) {
            fields.set(DUOTONE, two);
        }
        self.fields = fields.clone();
        let name = picture_name(cards, place);
        let has_picture = self.edition.pictures.has(&name);
        let state = fields.get("state").unwrap_or_default().to_lowercase();
        let mark = match () {
            () if ["前", "旧", "before"].iter().any(|word| state.contains(word)) => Mark::Cross,
            () if ["后", "後", "新", "after"].iter().any(|word| state.contains(word)) => Mark::Tick,
            () if i % 2 == 0 => Mark::Cross,
            () => Mark::Tick,
        };
        let heading = cards.heading.as_ref().and_then(|part| self.card_line(item, part, &self.card_text(part, " ")));
        let given = cards.figure.as_ref().map(|part| self.card_text(part, "")).unwrap_or_default();
        let (digits, tail) = figure_parts(&given);
        let figure = cards.figure.as_ref().and_then(|part| self.card_line(item, part, digits));
        let behind = cards.measure.as_ref().map(|part| self.card_text(part, "")).unwrap_or_default();
        let behind = format!("{tail}{behind}");
        let is_sign = behind.chars().all(|c| matches!(c, '%' | '‰' | '℃' | '+'));
        let part = if is_sign { cards.figure.as_ref() } else { cards.measure.as_ref().or(cards.figure.as_ref()) };
        let scale = match (&cards.figure, &cards.measure) {
            _ if is_sign => SIGN,
            (Some(figure), Some(measure)) => self.limits(&measure.fit).0 / self.limits(&figure.fit).0.max(1e-9),
            _ => MEASURE,
        };
        let scale = if scale.is_finite() { scale } else { MEASURE };
        let measure = part.and_then(|part| Some((self.card_line(item, part, &behind)?, scale, is_sign)));
        let body = cards.body.as_ref().and_then(|part| self.card_body(item, part));
        Card { place, row: row.number, fields, heading, figure, measure, body, has_picture, mark }
    }

    /// What a part says of the row whose fields are at hand.
    pub(super) fn card_text(&self, part: &Part, between: &str) -> String {
        let said = |templates| self.paragraphs(templates).join(between);
        let own = said(&part.text);
        if own.is_empty() { said(&part.instead) } else { own }
    }

    fn card_line(&mut self, item: &Wanted, part: &Part, text: &str) -> Option<Line> {
        if text.trim().is_empty() {
            return None;
        }
        let chain = self.chain(&item.id, &part.style, text)?;
        self.shape(&item.id, &chain, &part.style, Setting::plain(Flow::Horizontal), text.trim())
    }

    fn card_body(&mut self, item: &Wanted, part: &Part) -> Option<Paragraphs> {
        let text = self.card_text(part, "\n");
        if text.trim().is_empty() {
            return None;
        }
        let chain = self.chain(&item.id, &part.style, &text)?;
        let style =
            Style { line_end: LineEnd::Half, tracking: part.style.tracking, clause_gap: 0.25, ..Style::new(&chain) };
        match Paragraphs::new(&text, &style) {
            Ok(found) => Some(found),
            Err(missing) => {
                let faults = missing.iter().map(|m: &Missing| m.fault(self.place(Some(&item.id))));
                let faults: Vec<Fault> = faults.collect();
                self.faults.0.extend(faults);
                None
            }
        }
    }

    /// The sizes at which all cells fit; faults name the rows of those that do not.
    fn card_sizes(&mut self, item: &Wanted, cards: &Cards, all: &[Card], cell: (f64, f64, f64)) -> Option<Sizes> {
        let (w, h, gap) = cell;
        let limits = |part: &Option<Part>| part.as_ref().map_or((0.0, 0.0), |part| self.limits(&part.fit));
        let (figure, _) = limits(&cards.figure);
        let (wanted, least) = limits(&cards.heading);
        let (most, small) = limits(&cards.body);
        let leading = cards.body.as_ref().map_or(1.5, |part| part.style.leading);
        let cap = all.iter().filter_map(|c| c.figure.as_ref()).map(|line| -line.ink.y0).fold(0.0, f64::max) * figure;
        let is_portrait = cards.form == CardForm::Portrait;
        let beside = matches!(cards.form, CardForm::Beside | CardForm::Compare);
        let bar = if cards.form == CardForm::Compare { cards.bar.eval(&self.frame).max(0.0) } else { 0.0 };
        let shows = all.iter().any(|card| card.has_picture);
        let picture = match cards.form {
            _ if !shows => (0.0, 0.0),
            CardForm::Beside => ((w * cards.share).max(0.75 * h).min(2.0 * h).min(0.62 * w), h),
            CardForm::Compare => ((w * cards.share).max(0.75 * (h - bar)).min(2.0 * (h - bar)).min(0.62 * w), h - bar),
            CardForm::Portrait => {
                let tall = (h - 2.2 * wanted - 3.0 * small.max(0.5 * most)).max(FACE * h).min(w / PORTRAIT);
                (tall * PORTRAIT, tall)
            }
            CardForm::Stack => (w, 0.0),
        };
        // What type has beside a picture, or under it.
        let measure = |card: &Card| match cards.form {
            _ if is_portrait && shows => picture.0,
            _ if beside && card.has_picture => w - picture.0 - gap,
            _ => w,
        };
        let mut heading = wanted;
        for card in all {
            let Some(line) = &card.heading else { continue };
            let room = match cards.form {
                CardForm::Stack => {
                    w - card.figure_width(figure) - if card.figure.is_some() { 0.4 * wanted } else { 0.0 }
                }
                CardForm::Compare => w - 1.5 * bar,
                _ => measure(card),
            };
            let fits = room / line.core.width().max(1e-9);
            if fits + 0.01 < least {
                self.card_too_long(item, card, (fits, least), None);
            }
            heading = heading.min(fits);
        }
        let has_head = all.iter().any(|card| card.heading.is_some());
        let thick = cards.thick.eval(&self.frame).max(0.0);
        let up = match cards.form {
            CardForm::Portrait => thick + 1.25 * heading,
            _ => (cap + 0.28 * figure).max(if has_head { 1.35 * heading } else { 0.0 }),
        };
        // Height that a text has, with pictures of that width over height.
        let room = |card: &Card, window: f64| {
            let head = card.heading.is_some() || card.figure.is_some();
            match cards.form {
                CardForm::Beside | CardForm::Compare => h - bar - beside_top(cards, card, (heading, figure)),
                _ => {
                    let over = if card.has_picture || is_portrait { up } else { up.min((cap).max(CAP * heading)) };
                    let shown = match card.has_picture {
                        _ if is_portrait && shows => FACE * h,
                        true => w / window,
                        false => 0.0,
                    };
                    h - shown - if head { over + UNDER * heading } else { 0.0 }
                }
            }
        };
        let text = |card: &Card, size: f64| {
            card.body.as_ref().map_or(Some(0.0), |body| {
                let lines = body.lines(measure(card) / size.max(1e-9))?.len() as f64;
                Some(size * (RISE + DROP + (lines - 1.0) * leading))
            })
        };
        let fits =
            |card: &Card, size: f64, window: f64| text(card, size).is_some_and(|t| t <= room(card, window) + 1e-6);
        let mut body = most.max(small);
        let mut found = None;
        if all.iter().any(|card| card.body.is_some()) {
            // Pictures become lower before the text becomes small, and text small before a row is refused.
            let easy = (EASY * most).max(small);
            for (window, floor) in [(WINDOWS[0], easy), (WINDOWS[1], easy), (WINDOWS[1], small)] {
                body = most.max(small);
                while found.is_none() && body >= floor {
                    if all.iter().all(|card| fits(card, body, window)) {
                        found = Some(window);
                        break;
                    }
                    // The least size itself is tried too.
                    body = if body > floor { (body * STEP).max(floor) } else { 0.0 };
                }
                if found.is_some() {
                    break;
                }
            }
            if found.is_none() {
                for card in all.iter().filter(|card| !fits(card, small, WINDOWS[1])) {
                    let letters = card.body.as_ref().map_or(0, Paragraphs::letters);
                    let (room, wanted) = (room(card, WINDOWS[1]), text(card, small).unwrap_or(f64::INFINITY));
                    let share = if wanted.is_finite() { room / wanted } else { 0.0 };
                    let about = ((letters as f64 * share * 0.96 / 5.0).floor() * 5.0).max(0.0) as usize;
                    self.card_too_long(item, card, (small, small), Some((letters, about)));
                }
                return None;
            }
        }
        if heading + 0.01 < least && has_head {
            return None;
        }
        let taken = |card: &Card| text(card, body).unwrap_or(0.0) + up + UNDER * heading;
        let under = all.iter().filter(|c| c.has_picture || is_portrait);
        let free = under.map(|card| h - taken(card)).fold(f64::INFINITY, f64::min);
        let picture = match cards.form {
            CardForm::Stack if shows => (w, free.min(w / TALLEST).max(w / WINDOWS[1])),
            CardForm::Portrait if shows => (picture.0, picture.1.min(free.max(FACE * h))),
            _ => picture,
        };
        // A portrait keeps its 3:4 whatever its height came to.
        let picture = if is_portrait && shows { (picture.1 * PORTRAIT, picture.1) } else { picture };
        Some(Sizes { heading, figure, body, leading, picture, up, gap })
    }

    /// Names the row whose text or heading has no room.
    fn card_too_long(&mut self, item: &Wanted, card: &Card, (found, least): (f64, f64), of: Option<(usize, usize)>) {
        let Say { en, zh } = card.said();
        let least = number(least, 1);
        let place = self.place(Some(&item.id));
        let fault = match of {
            Some((letters, about)) => {
                let what = say!(
                    "{en}: a text of {letters} characters does not fit at {least} mm, the least that is read here",
                    "{zh}：正文 {letters} 字，用此处最小字号 {least} mm 也排不下"
                );
                let hint = say!(
                    "shorten it to about {about} characters, put fewer rows on the board, or choose a larger one",
                    "请压缩到 {about} 字左右，或减少这块展板的行数，或选更大的展板"
                );
                Fault::new("fit/row-too-long", place, what).hint(hint)
            }
            None => {
                let found = number(found, 1);
                let what = say!(
                    "{en}: the heading fits only at {found} mm, {least} mm is the least here",
                    "{zh}：小标题只能排到 {found} mm，此处最小 {least} mm"
                );
                Fault::new("fit/row-too-long", place, what).hint(say!("shorten the heading", "请缩短小标题"))
            }
        };
        self.faults.push(fault);
    }
}

/// From the top of the type beside a picture to the top of its text, mm.
pub(super) fn beside_top(cards: &Cards, card: &Card, (heading, figure): (f64, f64)) -> f64 {
    let cap = card.figure.as_ref().map_or(0.0, |line| -line.ink.y0 * figure);
    match cards.form {
        // The heading stands in the bar.
        CardForm::Compare => 0.022 / 0.105 * figure + if cap > 0.0 { cap + 0.28 * figure } else { 0.0 },
        _ => {
            let below = if cap > 0.0 { cap + 1.40 * heading } else { CAP * heading };
            if card.heading.is_some() {
                below + 0.48 * heading
            } else {
                cap + 0.3 * figure * f64::from(u8::from(cap > 0.0))
            }
        }
    }
}

/// What the pictures of an edition call the picture of a cell.
pub(super) fn picture_name(cards: &Cards, place: Option<usize>) -> String {
    place.map_or_else(|| cards.picture.clone(), |place| format!("{}#{}", cards.picture, place + 1))
}

/// The digits of a figure, and what stands behind them: 47|项, 98.2|%.
fn figure_parts(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || ".,+-−–×/:<>≥≤~～ ".contains(c))).unwrap_or(text.len());
    if end == 0 {
        (text, "")
    } else {
        (text.get(..end).unwrap_or_default().trim(), text.get(end..).unwrap_or_default().trim())
    }
}

/// The id of a part of a cell, for messages and for who asks whose ink is whose.
pub(super) fn region(item: &Wanted, place: usize, part: &str) -> Arc<str> {
    format!("{}-{}-{part}", item.id, place + 1).into()
}

#[cfg(test)]
mod tests {
    use super::figure_parts;

    #[test]
    fn a_figure_gives_its_measure_away() {
        assert_eq!(figure_parts("47项"), ("47", "项"));
        assert_eq!(figure_parts(" 98.2% "), ("98.2", "%"));
        assert_eq!(figure_parts("1,120"), ("1,120", ""));
        assert_eq!(figure_parts("第一"), ("第一", ""));
        assert_eq!(figure_parts(""), ("", ""));
    }
}
