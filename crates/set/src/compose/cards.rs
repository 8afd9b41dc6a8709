//! Cards: the cells of a board, each filled from a row of the table. What they say is measured, one size is found at which all
//! texts fit, then each is drawn in its place.

use std::sync::Arc;

use super::body::running;
use super::cards_draw::Mark;
use super::type_set::Setting;
use super::{Composer, Laid};
use crate::layout::{CardForm, Cards, DUOTONE, Item as Wanted, Part};
use crate::picture::Picture;
use crate::text::{Flow, Line, Paragraphs, open_name};
use biaoyu_page::error::{Fault, Say, Severity};
use biaoyu_page::geom::Rect;
use biaoyu_page::say;
use biaoyu_table::record::{Fields, Row};

/// What stands over the first baseline of a text and under its last, ems.
pub(super) const RISE: f64 = 0.86;
pub(super) const DROP: f64 = 0.09;
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
    /// Its picture's width over its height.
    pub aspect: Option<f64>,
    /// What its row says of before and after.
    pub state: String,
    pub mark: Mark,
}

/// Sizes that all cells have in common, mm.
pub(super) struct Sizes {
    pub heading: f64,
    /// Horizontal scale of each cell's heading 长体.
    pub flat: Vec<f64>,
    pub figure: f64,
    pub body: f64,
    /// Distance of the text's baselines, ems.
    pub leading: f64,
    /// Width and height of the pictures.
    pub picture: (f64, f64),
    /// From the foot of the picture (or the top of the cell) to the baseline of heading and figure.
    pub up: f64,
    pub gap: f64,
    /// Beside pictures, heading and figure stand on one baseline.
    pub is_level: bool,
}

impl Card {
    /// Width of figure and measure, mm.
    pub(crate) fn figure_width(&self, size: f64) -> f64 {
        let measure = self.measure.as_ref().map_or(0.0, |(line, scale, _)| (line.core.width() * scale + 0.1) * size);
        self.figure.as_ref().map_or(0.0, |line| line.core.width() * size) + measure
    }

    /// The row in the user's words.
    pub(crate) fn said(&self) -> Say {
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
            all.push(self.card(item, cards, &page, row, place));
        }
        self.fields = page.clone();
        if cards.form == CardForm::Compare {
            self.paired(item, &all);
        }
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
    fn card(&mut self, item: &Wanted, cards: &Cards, page: &Fields, row: Row, place: Option<usize>) -> Card {
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
        let aspect = self.edition.pictures.get(&name).map(Picture::aspect);
        let state = fields.get(STATE).map(str::trim).unwrap_or_default().to_owned();
        let mark = mark(&state);
        let heading = cards.heading.as_ref().and_then(|part| self.card_line(item, part, &self.card_text(part, " ")));
        let given = cards.figure.as_ref().map(|part| self.card_text(part, "")).unwrap_or_default();
        let (digits, tail) = figure_parts(&given);
        let figure = cards.figure.as_ref().and_then(|part| self.card_line(item, part, digits));
        let behind = cards.measure.as_ref().map(|part| self.card_text(part, "")).unwrap_or_default();
        let behind = counted(tail, &behind);
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
        Card {
            place,
            row: row.number,
            fields,
            heading,
            figure,
            measure,
            body,
            has_picture,
            aspect,
            state,
            mark: mark.unwrap_or(Mark::Cross),
        }
    }

    /// Refuses a comparison whose rows do not go in pairs: one before, then one after.
    fn paired(&mut self, item: &Wanted, all: &[Card]) {
        for card in all.iter().filter(|card| mark(&card.state).is_none()) {
            let Say { en, zh } = card.said();
            let (what, place) = (card.state.as_str(), self.place(Some(&item.id)));
            let what = match what {
                "" => say!("{en} says neither before nor after", "{zh}没有写整改前还是整改后"),
                _ => say!("{en}: `{what}` is neither before nor after", "{zh}：`{what}` 不是整改前，也不是整改后"),
            };
            let hint = say!("write 整改前 or 整改后 in the column 状态", "请在“状态”一列写整改前或整改后");
            self.faults.push(Fault::new("cards/state", place, what).hint(hint));
        }
        if self.faults.0.iter().any(|fault| fault.code == "cards/state") {
            return;
        }
        for pair in all.chunks(2) {
            let place = self.place(Some(&item.id));
            match pair {
                [one, other] if (one.mark, other.mark) != (Mark::Cross, Mark::Tick) => {
                    let (a, b) = (one.said(), other.said());
                    let (x, y) = (&one.state, &other.state);
                    let what = Say {
                        en: format!("{} and {} are a pair: found `{x}`, `{y}`, wanted before, then after", a.en, b.en),
                        zh: format!("{}与{}是一对：找到 `{x}`、`{y}`，应先前后后", a.zh, b.zh),
                    };
                    let hint = say!(
                        "put each row 整改后 right behind its row 整改前",
                        "请把每个整改后的行紧接在它的整改前后面"
                    );
                    self.faults.push(Fault::new("cards/pairs", place, what).hint(hint));
                }
                [alone] => {
                    let Say { en, zh } = alone.said();
                    let what = say!("{en} has nothing to be compared with", "{zh}没有可比的另一半");
                    let hint = say!("add the row of its pair", "请补上与它成对的一行");
                    self.remark(&item.id, "pair-alone", Severity::Warning, what, hint);
                }
                _ => {}
            }
        }
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
        let found = Paragraphs::new(&text, &running(&part.style, &chain, 0.0));
        found.map_err(|missing| self.missing(&item.id, missing)).ok()
    }
}

/// From the top of the type beside a picture to the top of its text, mm.
pub(super) fn beside_top(cards: &Cards, card: &Card, (heading, figure): (f64, f64), is_level: bool) -> f64 {
    let cap = card.figure.as_ref().map_or(0.0, |line| -line.ink.y0 * figure);
    match cards.form {
        // The heading stands in the bar; what is below keeps clear of it.
        CardForm::Compare if cap > 0.0 => 0.022 / 0.105 * figure + cap + 0.28 * figure,
        CardForm::Compare => 0.45 * heading,
        _ if is_level => {
            let head = if card.heading.is_some() { CAP * heading } else { 0.0 };
            let over = cap.max(head);
            over + if over > 0.0 { 0.6 * heading } else { 0.0 }
        }
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

/// The field that says whether a row is before or after.
const STATE: &str = "state";
/// What ends in 前 or 后 and tells of a time, not of a pair.
const TIMES: [&str; 8] = ["目前", "当前", "眼前", "日前", "今后", "最后", "此后", "然后"];

/// Which of a pair a state is, by its last character or its word; `None` where it does not say.
fn mark(state: &str) -> Option<Mark> {
    let state = state.trim().to_lowercase();
    let ends = |with: &[&str]| with.iter().any(|end| state.ends_with(end));
    let is = |words: &[&str]| words.contains(&state.as_str());
    match () {
        () if TIMES.iter().any(|time| state.ends_with(time)) => None,
        () if ends(&["前"]) || is(&["before", "旧", "原", "原状"]) => Some(Mark::Cross),
        () if ends(&["后", "後"]) || is(&["after", "新"]) => Some(Mark::Tick),
        () => None,
    }
}

/// What stands behind a figure: what it carries itself, 47项, and what its column says; both once.
fn counted(own: &str, measure: &str) -> String {
    let measure = measure.trim();
    if measure.starts_with(own) {
        measure.to_owned()
    } else if own.ends_with(measure) {
        own.to_owned()
    } else {
        format!("{own}{measure}")
    }
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
    use super::{Mark, counted, figure_parts, mark};

    #[test]
    fn a_measure_is_said_once() {
        for (own, measure, wanted) in [
            ("项", "项", "项"),
            ("%", "%", "%"),
            ("", "天", "天"),
            ("%", "", "%"),
            ("项", "项/年", "项/年"),
            ("万", "元", "万元"),
        ] {
            assert_eq!(counted(own, measure), wanted, "{own} {measure}");
        }
    }

    #[test]
    fn a_state_is_before_or_after_or_is_asked_for() {
        for state in ["整改前", "前", " 改造前 ", "Before", "治理之前"] {
            assert_eq!(mark(state), Some(Mark::Cross), "{state}");
        }
        for state in ["整改后", "后", "治理後", "after", "新"] {
            assert_eq!(mark(state), Some(Mark::Tick), "{state}");
        }
        for state in ["目前", "", "已整改", "最后", "前后对比", "在职"] {
            assert_eq!(mark(state), None, "{state}");
        }
    }

    #[test]
    fn a_figure_gives_its_measure_away() {
        assert_eq!(figure_parts("47项"), ("47", "项"));
        assert_eq!(figure_parts(" 98.2% "), ("98.2", "%"));
        assert_eq!(figure_parts("1,120"), ("1,120", ""));
        assert_eq!(figure_parts("第一"), ("第一", ""));
        assert_eq!(figure_parts(""), ("", ""));
    }
}
