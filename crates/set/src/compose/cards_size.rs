//! The sizes at which all cells of a board fit: every width that is measured here is the one that is drawn.

use super::Composer;
use super::cards::{CAP, Card, DROP, RISE, Sizes, UNDER, beside_top};
use crate::layout::{CardForm, Cards, Item as Wanted, Part};
use crate::text::Paragraphs;
use biaoyu_page::error::{Fault, Say, Severity};
use biaoyu_page::measure::number;
use biaoyu_page::say;

/// Widths over heights of the pictures over a text: those that are tried, the flattest last; the first where most of them are
/// upright.
const WINDOWS: [f64; 3] = [1.0, 1.6, 2.0];
/// Width over height of photographs where there are none to ask.
const USUAL: f64 = 4.0 / 3.0;
/// A window beside a text has at least this share of its pictures' width over height: no more of them is cut off.
const NEAR: f64 = 0.8;
/// Width over height of the narrowest window.
const TALLEST: f64 = 0.75;
/// Most that a picture has of a cell's width beside a text, and beside the text of a comparison.
const WIDEST: [f64; 2] = [0.55, 0.62];
/// Width over height of cells from which on heading and figure stand on one line beside a picture.
const LEVEL: f64 = 2.2;
/// Steps between the widest picture beside a text and the one that the layout wants at least.
const NARROWED: u32 = 4;
/// A name's size over that of the post under it, at least.
const RANK: f64 = 1.35;
/// A text that makes all texts of a board smaller than this share of what most rows have room for is named.
const FORCED: f64 = 0.8;
/// Steps of the search for the size that one text has room for.
const BISECTED: usize = 12;
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
    /// Narrowest horizontal scale of a heading.
    condense: f64,
    /// Whether any cell has a picture.
    shows: bool,
    /// Width over height that most pictures have.
    shape: f64,
    /// Beside pictures, heading and figure stand on one baseline.
    is_level: bool,
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

    /// Windows beside a text, the widest first: of the shape of the pictures, cut to [`NEAR`] where that leaves too little to the
    /// text, then smaller.
    fn aside(&self, h: f64, widest: f64) -> Vec<(f64, f64)> {
        let (w, shape) = (self.cell.0, self.shape);
        let h = h.max(0.0);
        let least = self.cards.share * w;
        let most = (shape * h).min(least.max(NEAR * shape * h)).min(widest * w);
        let wide = |i: u32| most + (least.min(most) - most) * f64::from(i) / f64::from(NARROWED);
        let mut all: Vec<(f64, f64)> =
            (0..=NARROWED).map(wide).map(|wide| (wide, h.min(wide / (NEAR * shape).max(TALLEST)))).collect();
        all.dedup_by(|a, b| (a.0 - b.0).abs() < 1e-9);
        all
    }

    /// Sizes of pictures that are tried, the largest first. `small`: heading and text at their usual sizes under a portrait.
    fn pictures(&self, small: f64) -> Vec<(f64, f64)> {
        let (w, h, _) = self.cell;
        match self.cards.form {
            _ if !self.shows => vec![(0.0, 0.0)],
            CardForm::Beside => self.aside(h, WIDEST[0]),
            CardForm::Compare => self.aside(h - self.bar, WIDEST[1]),
            CardForm::Stack => {
                let windows = WINDOWS.into_iter().filter(|window| self.shape < 1.0 || *window > 1.0);
                windows.map(|window| (w, w / window)).collect()
            }
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

    /// Whether the figures have room beside a picture of this width or under it.
    fn figures_fit(&self, picture: f64) -> bool {
        self.all.iter().all(|card| card.figure_width(self.figure) <= self.measure(card, picture) + 1e-6)
    }

    /// What a heading has of the width.
    fn heading_room(&self, card: &Card, picture: f64) -> f64 {
        match self.cards.form {
            CardForm::Compare => self.cell.0 - 1.5 * self.bar,
            CardForm::Beside if !self.is_level => self.measure(card, picture),
            CardForm::Beside | CardForm::Stack | CardForm::Portrait => {
                let taken = card.figure_width(self.figure);
                self.measure(card, picture) - taken - if taken > 0.0 { BETWEEN * self.heading.0 } else { 0.0 }
            }
        }
    }

    /// The size at which a heading has room.
    fn heading_fits(&self, card: &Card, picture: f64) -> f64 {
        let wide = card.heading.as_ref().map_or(0.0, |line| line.core.width());
        let wide = wide * self.condense;
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
            return h - self.bar - beside_top(self.cards, card, (way.heading, self.figure), self.is_level);
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

    /// Whether a text is smaller than the heading over it by a rank, which a name is over its post.
    fn ranks(&self, size: f64, small: f64, way: &Way) -> bool {
        let named = self.is_portrait() && self.all.iter().any(|card| card.heading.is_some());
        !named || size <= small + 1e-9 || size * RANK <= way.heading + 1e-9
    }

    /// The largest size up to `most` at which one cell's text has room.
    fn alone(&self, card: &Card, way: &Way, (low, most): (f64, f64)) -> f64 {
        if self.fits(card, most, way) {
            return most;
        }
        let (mut low, mut high) = (low, most);
        for _ in 0..BISECTED {
            let size = f64::midpoint(low, high);
            if self.fits(card, size, way) {
                low = size;
            } else {
                high = size;
            }
        }
        low
    }

    /// The largest text at which all cells fit, from `most` to `small`, and the largest pictures beside it. Pictures become
    /// lower before the text becomes small, and text small before a row is refused.
    fn largest(&self, ways: &[Way], most: f64, small: f64) -> Option<(f64, Way)> {
        let first = if self.is_portrait() { ways.len() } else { 1 };
        let easy = (EASY * most).max(small);
        for (ways, floor) in [(ways.get(..first)?, easy), (ways, easy), (ways, small)] {
            let mut body = most.max(small);
            loop {
                let fits =
                    |way: &&Way| self.ranks(body, small, way) && self.all.iter().all(|card| self.fits(card, body, way));
                let found = ways.iter().find(fits);
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
            condense: match cards.form {
                CardForm::Compare => 1.0,
                _ => cards.heading.as_ref().map_or(1.0, |part| part.style.condense).clamp(0.5, 1.0),
            },
            shows: all.iter().any(|card| card.has_picture),
            shape: shape(all),
            is_level: cards.form == CardForm::Beside && cell.0 > LEVEL * cell.1,
        };
        let pictures = board.pictures(3.0 * small.max(0.5 * most));
        let narrow = pictures.last().map_or(0.0, |picture| picture.0);
        board.figure = self.figures(item, &board, limits(&cards.figure), narrow)?;
        board.cap = all.iter().filter_map(|c| c.figure.as_ref()).map(|l| -l.ink.y0).fold(0.0, f64::max) * board.figure;
        let least = board.heading.1;
        let fits = pictures.iter().filter(|picture| board.figures_fit(picture.0));
        let ways: Vec<Way> = fits.map(|picture| board.way(*picture)).collect();
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
        if has_text {
            self.tell_forced(item, &board, &way, (body, most.max(small)), small);
        }
        let w = cell.0;
        let taken = |card: &Card| board.text(card, body, &way).unwrap_or(0.0) + way.up + UNDER * way.heading;
        let picture = match cards.form {
            // What the texts leave is the pictures'.
            CardForm::Stack if board.shows => {
                let with = all.iter().filter(|card| card.has_picture);
                let free = with.map(|card| cell.1 - taken(card)).fold(f64::INFINITY, f64::min);
                (w, free.min(w / board.shape.min(1.0)).max(w / 2.0))
            }
            _ => way.picture,
        };
        let flat = |card: &Card| (board.heading_fits(card, way.picture.0) * board.condense / way.heading).min(1.0);
        let flat = all.iter().map(flat).collect();
        let Board { figure, leading, is_level, .. } = board;
        Some(Sizes { heading: way.heading, flat, figure, body, leading, picture, up: way.up, gap: cell.2, is_level })
    }

    /// Names the rows whose texts make those of all others small: most rows have room for far more.
    fn tell_forced(&mut self, item: &Wanted, board: &Board<'_>, way: &Way, (body, most): (f64, f64), least: f64) {
        let with: Vec<(&Card, f64)> = (board.all.iter())
            .filter(|card| card.body.is_some())
            .map(|card| (card, board.alone(card, way, (body, most))))
            .collect();
        let mut sizes: Vec<f64> = with.iter().map(|(_, size)| *size).collect();
        sizes.sort_by(f64::total_cmp);
        let Some(usual) = sizes.get(sizes.len() / 2).copied().filter(|usual| body < FORCED * usual) else { return };
        for (card, _) in with.into_iter().filter(|(_, size)| *size < FORCED * usual) {
            let wanted = board.text(card, FORCED * usual, way).unwrap_or(f64::INFINITY);
            let letters = card.body.as_ref().map_or(0, Paragraphs::letters);
            let about = fitting(letters, board.room(card, way).max(0.0) / wanted);
            let Say { en, zh } = card.said();
            let [body, usual, least] = [body, usual, least].map(|size| number(size, 1));
            let what = say!(
                "{en}: its text of {letters} characters sets all texts of the board at {body} mm, where most rows have room for {usual} mm ({least} mm is the least that is read here)",
                "{zh}：正文 {letters} 字，使整块展板的正文都只能排 {body} mm，其余多数行可排 {usual} mm（此处能看清的最小字号 {least} mm）"
            );
            let hint = if about > 0 {
                say!(
                    "shorten it to about {about} characters, or divide it into two rows",
                    "请压缩到 {about} 字左右，或分成两行（两格）"
                )
            } else {
                say!(
                    "shorten it, divide it into two rows, or choose a larger board",
                    "请压缩正文，或分成两行（两格），或选更大的展板"
                )
            };
            self.remark(&item.id, "text-forces", Severity::Warning, what, hint);
        }
    }

    /// The one size of all figures: none is wider than its cell, nor leaves a heading beside it less than its least size.
    fn figures(&mut self, item: &Wanted, board: &Board<'_>, (most, least): (f64, f64), picture: f64) -> Option<f64> {
        let (wanted, small) = board.heading;
        let fits = |card: &Card| {
            let wide = card.figure_width(1.0);
            let beside = match (&card.heading, board.cards.form) {
                (Some(line), form) if form != CardForm::Compare && (form != CardForm::Beside || board.is_level) => {
                    line.core.width() * small + BETWEEN * wanted
                }
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
        let about = fitting(letters, share);
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

/// Width over height of what most pictures are, upright or lying: the middle one of those.
fn shape(all: &[Card]) -> f64 {
    let mut shapes: Vec<f64> = all.iter().filter_map(|card| card.aspect).collect();
    let upright = 2 * shapes.iter().filter(|aspect| **aspect < 1.0).count() > shapes.len();
    shapes.retain(|aspect| (*aspect < 1.0) == upright);
    shapes.sort_by(f64::total_cmp);
    shapes.get(shapes.len() / 2).copied().unwrap_or(USUAL).clamp(TALLEST, 2.0)
}

/// About how many of so many characters have room, where a share of them has: in fives.
fn fitting(letters: usize, share: f64) -> usize {
    ((letters as f64 * share * 0.96 / 5.0).floor() * 5.0).max(0.0) as usize
}

/// From the baseline of a heading to the top of the text, sizes of the heading.
pub(super) fn under(form: CardForm) -> f64 {
    if form == CardForm::Portrait { 0.45 } else { UNDER }
}
