//! The sizes at which all cells of a board fit: every width that is measured here is the one that is drawn.

use super::Composer;
use super::cards::{CAP, Card, DROP, RISE, Sizes, UNDER, beside_top};
use crate::layout::{CardForm, Cards, Item as Wanted, Part};
use crate::text::Paragraphs;
use biaoyu_page::error::{Fault, Say};
use biaoyu_page::measure::number;
use biaoyu_page::say;

/// Widths over heights of the pictures of a board: those that are tried, the flattest last; and the tallest.
const WINDOWS: [f64; 2] = [1.6, 2.0];
/// See [`WINDOWS`].
const TALLEST: f64 = 1.0;
/// A portrait's width over its height.
const PORTRAIT: f64 = 0.75;
/// Least share of a cell's height that a portrait has.
const FACE: f64 = 0.55;
/// Heights of portraits that are tried.
const FACES: u32 = 24;
/// Share of its largest size above which a text is read at ease.
const EASY: f64 = 0.6;
/// Each size of text that is tried over the one before.
const STEP: f64 = 0.975;
/// Between a heading and a figure on one baseline, sizes of the heading.
const BETWEEN: f64 = 0.4;

/// What a board gives to all its cells.
struct Board<'a> {
    cards: &'a Cards,
    all: &'a [Card],
    /// Width, height and distance of cells.
    cell: (f64, f64, f64),
    bar: f64,
    thick: f64,
    /// Size of figures, and height of the highest.
    figure: f64,
    cap: f64,
    /// Largest and least size of headings.
    heading: (f64, f64),
    leading: f64,
    /// Whether any cell has a picture.
    shows: bool,
}

/// A way to share the cells between pictures and type.
#[derive(Clone, Copy)]
struct Way {
    picture: (f64, f64),
    heading: f64,
    up: f64,
}

impl Board<'_> {
    fn is_portrait(&self) -> bool {
        self.cards.form == CardForm::Portrait
    }

    /// Sizes of pictures that are tried, the largest first. `small`: heading and text at their usual sizes under a portrait.
    fn pictures(&self, small: f64) -> Vec<(f64, f64)> {
        let (w, h, _) = self.cell;
        let aside = |h: f64| (w * self.cards.share).max(0.75 * h).min(2.0 * h).min(0.62 * w);
        match self.cards.form {
            _ if !self.shows => vec![(0.0, 0.0)],
            CardForm::Beside => vec![(aside(h), h)],
            CardForm::Compare => vec![(aside(h - self.bar), h - self.bar)],
            CardForm::Stack => WINDOWS.map(|window| (w, w / window)).to_vec(),
            CardForm::Portrait => {
                let most = (h - 2.2 * self.heading.0 - small).max(FACE * h).min(w / PORTRAIT);
                let least = (FACE * h).min(most);
                let tall = |i: u32| most + (least - most) * f64::from(i) / f64::from(FACES);
                (0..=FACES).map(|i| (tall(i) * PORTRAIT, tall(i))).collect()
            }
        }
    }

    /// What type has of a cell's width, beside a picture of this width or under it.
    fn measure(&self, card: &Card, picture: f64) -> f64 {
        let (w, _, gap) = self.cell;
        match self.cards.form {
            CardForm::Portrait if self.shows => picture,
            CardForm::Beside | CardForm::Compare if card.has_picture => w - picture - gap,
            _ => w,
        }
    }

    /// What a heading has of the width.
    fn heading_room(&self, card: &Card, picture: f64) -> f64 {
        match self.cards.form {
            CardForm::Compare => self.cell.0 - 1.5 * self.bar,
            CardForm::Beside => self.measure(card, picture),
            CardForm::Stack | CardForm::Portrait => {
                let taken = card.figure_width(self.figure);
                self.measure(card, picture) - taken - if taken > 0.0 { BETWEEN * self.heading.0 } else { 0.0 }
            }
        }
    }

    /// The size at which a heading has room.
    fn heading_fits(&self, card: &Card, picture: f64) -> f64 {
        let wide = card.heading.as_ref().map_or(0.0, |line| line.core.width());
        if wide > 0.0 { self.heading_room(card, picture).max(0.0) / wide } else { f64::INFINITY }
    }

    fn way(&self, picture: (f64, f64)) -> Way {
        let fits = self.all.iter().map(|card| self.heading_fits(card, picture.0));
        let heading = fits.fold(self.heading.0, f64::min);
        let has_head = self.all.iter().any(|card| card.heading.is_some());
        let over_figure = self.cap + 0.28 * self.figure;
        let up = match self.cards.form {
            CardForm::Portrait if self.cap > 0.0 => self.thick + over_figure.max(1.25 * heading),
            CardForm::Portrait => self.thick + 1.25 * heading,
            _ => over_figure.max(if has_head { 1.35 * heading } else { 0.0 }),
        };
        Way { picture, heading, up }
    }

    /// Height that a cell's text has.
    fn room(&self, card: &Card, way: &Way) -> f64 {
        let (_, h, _) = self.cell;
        if matches!(self.cards.form, CardForm::Beside | CardForm::Compare) {
            return h - self.bar - beside_top(self.cards, card, (way.heading, self.figure));
        }
        let is_under = card.has_picture || self.is_portrait();
        let over = if is_under { way.up } else { way.up.min(self.cap.max(CAP * way.heading)) };
        let head = card.heading.is_some() || card.figure.is_some();
        h - if is_under { way.picture.1 } else { 0.0 }
            - if head { over + under(self.cards.form) * way.heading } else { 0.0 }
    }

    /// Height that a cell's text takes at a size; `None` where a word is longer than the line.
    fn text(&self, card: &Card, size: f64, way: &Way) -> Option<f64> {
        let Some(body) = &card.body else { return Some(0.0) };
        let lines = body.rows(self.measure(card, way.picture.0) / size.max(1e-9), 0.0)?.len() as f64;
        Some(size * (RISE + DROP + (lines - 1.0) * self.leading))
    }

    fn fits(&self, card: &Card, size: f64, way: &Way) -> bool {
        self.text(card, size, way).is_some_and(|tall| tall <= self.room(card, way) + 1e-6)
    }

    /// The largest text at which all cells fit, from `most` to `small`, and the largest pictures beside it. Pictures become
    /// lower before the text becomes small, and text small before a row is refused.
    fn largest(&self, ways: &[Way], most: f64, small: f64) -> Option<(f64, Way)> {
        let first = if self.is_portrait() { ways.len() } else { 1 };
        let easy = (EASY * most).max(small);
        for (ways, floor) in [(ways.get(..first)?, easy), (ways, easy), (ways, small)] {
            let mut body = most.max(small);
            loop {
                let found = ways.iter().find(|way| self.all.iter().all(|card| self.fits(card, body, way)));
                if let Some(way) = found {
                    return Some((body, *way));
                }
                if body <= floor {
                    break;
                }
                // The least size itself is tried too.
                body = (body * STEP).max(floor);
            }
        }
        None
    }
}

impl Composer<'_> {
    /// The sizes at which all cells fit; faults name the rows of those that do not.
    pub(super) fn card_sizes(
        &mut self,
        item: &Wanted,
        cards: &Cards,
        all: &[Card],
        cell: (f64, f64, f64),
    ) -> Option<Sizes> {
        let limits = |part: &Option<Part>| part.as_ref().map_or((0.0, 0.0), |part| self.limits(&part.fit));
        let (most, small) = limits(&cards.body);
        let bar = if cards.form == CardForm::Compare { cards.bar.eval(&self.frame).max(0.0) } else { 0.0 };
        let mut board = Board {
            cards,
            all,
            cell,
            bar,
            thick: cards.thick.eval(&self.frame).max(0.0),
            figure: 0.0,
            cap: 0.0,
            heading: limits(&cards.heading),
            leading: cards.body.as_ref().map_or(1.5, |part| part.style.leading),
            shows: all.iter().any(|card| card.has_picture),
        };
        let pictures = board.pictures(3.0 * small.max(0.5 * most));
        let narrow = pictures.last().map_or(0.0, |picture| picture.0);
        board.figure = self.figures(item, &board, limits(&cards.figure), narrow)?;
        board.cap = all.iter().filter_map(|c| c.figure.as_ref()).map(|l| -l.ink.y0).fold(0.0, f64::max) * board.figure;
        let least = board.heading.1;
        let ways: Vec<Way> = pictures.iter().map(|picture| board.way(*picture)).collect();
        let has_head = all.iter().any(|card| card.heading.is_some());
        let ways: Vec<Way> = ways.into_iter().filter(|way| !has_head || way.heading + 0.01 >= least).collect();
        let Some(last) = ways.last() else {
            let wide = pictures.first().map_or(0.0, |picture| picture.0);
            for card in all.iter().filter(|card| board.heading_fits(card, wide) + 0.01 < least) {
                let found = board.heading_fits(card, wide);
                self.too_wide(item, card, (found, least), &say!("heading", "小标题"));
            }
            return None;
        };
        let has_text = all.iter().any(|card| card.body.is_some());
        let Some((body, way)) = board.largest(&ways, if has_text { most } else { small }, small) else {
            for card in all.iter().filter(|card| !board.fits(card, small, last)) {
                let wanted = board.text(card, small, last).unwrap_or(f64::INFINITY);
                let share = if wanted.is_finite() { board.room(card, last).max(0.0) / wanted } else { 0.0 };
                self.text_too_long(item, card, share, small);
            }
            return None;
        };
        let w = cell.0;
        let taken = |card: &Card| board.text(card, body, &way).unwrap_or(0.0) + way.up + UNDER * way.heading;
        let picture = match cards.form {
            // What the texts leave is the pictures'.
            CardForm::Stack if board.shows => {
                let with = all.iter().filter(|card| card.has_picture);
                let free = with.map(|card| cell.1 - taken(card)).fold(f64::INFINITY, f64::min);
                (w, free.min(w / TALLEST).max(w / WINDOWS[1]))
            }
            _ => way.picture,
        };
        let Board { figure, leading, .. } = board;
        Some(Sizes { heading: way.heading, figure, body, leading, picture, up: way.up, gap: cell.2 })
    }

    /// The one size of all figures: none is wider than its cell, nor leaves a heading beside it less than its least size.
    fn figures(&mut self, item: &Wanted, board: &Board<'_>, (most, least): (f64, f64), picture: f64) -> Option<f64> {
        let (wanted, small) = board.heading;
        let fits = |card: &Card| {
            let wide = card.figure_width(1.0);
            let beside = match (&card.heading, board.cards.form) {
                (Some(line), CardForm::Stack | CardForm::Portrait) => line.core.width() * small + BETWEEN * wanted,
                _ => 0.0,
            };
            let room = board.measure(card, picture);
            // A heading that has no room alone is told as such.
            let room = if beside < room { room - beside } else { room };
            if wide > 0.0 { room.max(0.0) / wide } else { f64::INFINITY }
        };
        let size = board.all.iter().map(fits).fold(f64::INFINITY, f64::min);
        if size.is_infinite() {
            return Some(0.0);
        }
        if size.min(most) + 0.01 >= least {
            return Some(size.min(most));
        }
        for card in board.all.iter().filter(|card| fits(card).min(most) + 0.01 < least) {
            self.too_wide(item, card, (fits(card).min(most), least), &say!("figure", "数字"));
        }
        None
    }

    /// Names the row whose heading or figure has no room.
    fn too_wide(&mut self, item: &Wanted, card: &Card, (found, least): (f64, f64), what: &Say) {
        let Say { en, zh } = card.said();
        let [found, least] = [found, least].map(|v| number(v, 1));
        let Say { en: it, zh: it_zh } = what;
        let what = say!(
            "{en}: the {it} fits only at {found} mm, {least} mm is the least here",
            "{zh}：{it_zh}只能排到 {found} mm，此处最小 {least} mm"
        );
        let hint = say!("shorten the {it}", "请缩短{it_zh}");
        let fault = Fault::new("fit/row-too-long", self.place(Some(&item.id)), what).hint(hint);
        self.faults.push(fault);
    }

    /// Names the row whose text has no room; `share` of it has.
    pub(super) fn text_too_long(&mut self, item: &Wanted, card: &Card, share: f64, least: f64) {
        let Say { en, zh } = card.said();
        let letters = card.body.as_ref().map_or(0, Paragraphs::letters);
        let about = ((letters as f64 * share * 0.96 / 5.0).floor() * 5.0).max(0.0) as usize;
        let least = number(least, 1);
        let what = say!(
            "{en}: a text of {letters} characters does not fit at {least} mm, the least that is read here",
            "{zh}：正文 {letters} 字，用此处最小字号 {least} mm 也排不下"
        );
        let hint = say!(
            "shorten it to about {about} characters, put fewer rows on the board, or choose a larger one",
            "请压缩到 {about} 字左右，或减少这块展板的行数，或选更大的展板"
        );
        let fault = Fault::new("fit/row-too-long", self.place(Some(&item.id)), what).hint(hint);
        self.faults.push(fault);
    }
}

/// From the baseline of a heading to the top of the text, sizes of the heading.
pub(super) fn under(form: CardForm) -> f64 {
    if form == CardForm::Portrait { 0.45 } else { UNDER }
}
