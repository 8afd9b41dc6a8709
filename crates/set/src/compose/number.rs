//! A figure as the picture of a sheet: digits as large as their region, signs at their head, empty boxes among them.

use std::sync::Arc;

use super::type_set::Setting;
use super::{Bound, Composer, Laid, Set};
use crate::layout::{Item as Wanted, Number};
use crate::text::{Flow, Line};
use biaoyu_page::error::Fault;
use biaoyu_page::geom::{Affine, Rect, rect_path};
use biaoyu_page::page::{Cap, Fill, Item, Join, Mark, PathMark, Plane, Stroke};
use biaoyu_page::say;

/// Between a sign or a box and what stands beside it, in heights of the digits.
const BESIDE: f64 = 0.06;
/// An empty box, in heights of the digits: its width, its height, the distance of two, its line.
const EMPTY: [f64; 4] = [0.74, 1.10, 0.10, 0.022];

/// A part of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Digits with their points and commas.
    Digits(String),
    /// A sign at the head of the digits.
    Sign(char),
    /// A box for a digit.
    Empty,
}

/// What a figure is made of; its first character that has no place in one, when there is such.
pub(super) fn pieces(text: &str) -> Result<Vec<Piece>, char> {
    let mut all = Vec::new();
    for c in text.chars().filter(|c| !c.is_whitespace()).map(narrow) {
        match (c, all.last_mut()) {
            ('□' | '☐' | '◻' | '_', _) => all.push(Piece::Empty),
            // A plus before digits is one of them, after them it says: and more.
            ('+', Some(_)) | ('%' | '‰' | '℃', _) => all.push(Piece::Sign(c)),
            ('!'..='~' | '°' | '×' | '±' | '−' | '–', Some(Piece::Digits(digits))) => digits.push(c),
            ('!'..='~' | '°' | '×' | '±' | '−' | '–', _) => all.push(Piece::Digits(c.to_string())),
            _ => return Err(c),
        }
    }
    let is_filled_in = all.contains(&Piece::Empty);
    for piece in &all {
        if let Piece::Digits(digits) = piece {
            figure(digits, is_filled_in)?;
        }
    }
    Ok(all)
}

/// Refuses what is no figure: numbers with a sign before them, commas between thousands and one point, as one, a range 5-10, a
/// ratio 1:3 or 24/7, a product 3×8. Between empty boxes a point or a comma stands alone.
///
/// # Errors
/// The first character that has no place in it.
fn figure(text: &str, is_filled_in: bool) -> Result<(), char> {
    let (mut before, mut points) = (None, 0);
    // Digits since the last comma, and whether there was one.
    let (mut run, mut in_thousands) = (0, false);
    for c in text.chars() {
        let after_digit = before.is_some_and(|b: char| b.is_ascii_digit());
        let stands = match c {
            '0'..='9' => before != Some('°'),
            '.' => {
                points += 1;
                (after_digit && points == 1) || is_filled_in
            }
            ',' => (after_digit && points == 0 && if in_thousands { run == 3 } else { run <= 3 }) || is_filled_in,
            '+' | '±' => before.is_none(),
            // A minus before the number, or between the ends of a range.
            '-' | '−' | '–' => before.is_none() || after_digit || is_filled_in,
            '<' | '>' | '~' if before.is_none() => true,
            '~' | '/' | ':' | '×' => after_digit || is_filled_in,
            '°' => after_digit,
            _ => false,
        };
        if !stands {
            return Err(c);
        }
        // Between commas stand three digits, no more and no fewer: 12,86,000 has a slip in it.
        match c {
            '0'..='9' if points == 0 => run += 1,
            '0'..='9' => {}
            _ if in_thousands && c != ',' && run != 3 && !is_filled_in => return Err(','),
            _ => (run, in_thousands) = (0, c == ','),
        }
        if JOINS.contains(&c) {
            points = 0;
        }
        before = Some(c);
    }
    // A figure ends in a digit or a degree, unless a box follows it.
    match before {
        Some(c) if !is_filled_in && !c.is_ascii_digit() && c != '°' => Err(c),
        Some(_) if in_thousands && run != 3 && !is_filled_in => Err(','),
        _ => Ok(()),
    }
}

/// What joins two numbers of one figure.
const JOINS: [char; 7] = ['-', '−', '–', '~', '/', ':', '×'];

/// Full-width figures and marks as the half-width ones that they stand for.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '。' => '.',
        '、' => ',',
        _ => c,
    }
}

/// A piece at its place, in ems from the start of the baseline, y down.
enum Placed {
    Line(Line, Affine),
    Box(Rect),
}

impl Composer<'_> {
    /// Sets a figure by its ink.
    pub(super) fn number(&mut self, index: usize, item: &Wanted, number: &Number) -> Option<Laid> {
        let given = number.text.expand(&self.fields).trim().to_owned();
        let pieces = match pieces(&given) {
            Ok(pieces) if pieces.is_empty() => return None,
            Ok(pieces) => pieces,
            Err(c) => {
                let what = say!(
                    "`{c}` in the figure `{given}`: wanted a number, as 1,286 or −5 or 99.96%",
                    "数字 `{given}` 里的 `{c}` 不合数字的写法：应如 1,286、−5、99.96%"
                );
                let hint = say!(
                    "what stands before it goes into `caption`, what stands after it into `measure`: `--set measure=天无事故`",
                    "前面的话请写进 `caption`（说明），后面的话写进 `measure`（量词）：`--set measure=天无事故`"
                );
                self.faults.push(Fault::new("layout/figure", self.place(Some(&item.id)), what).hint(hint));
                return None;
            }
        };
        let region = self.text_rect(&number.region);
        let (placed, ink) = self.figure_pieces(item, number, &pieces)?;
        let (max, min) = self.limits(&number.fit);
        let wide = (region.width() / ink.width().max(1e-9), Bound::Width);
        let tall = (region.height() / ink.height().max(1e-9), Bound::Height);
        let fits = [wide, tall, (max, Bound::Max)].into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
        let (size, bound) = fits.unwrap_or(wide);
        if !self.large_enough(item, &given, size, min) {
            return None;
        }
        let left = region.x0 + number.align.x * (region.width() - ink.width() * size);
        let top = region.y0 + number.align.y * (region.height() - ink.height() * size);
        let to_page = Affine::translate((left - ink.x0 * size, top - ink.y0 * size)) * Affine::scale(size);
        let (mut items, mut runs, mut text) = (Vec::new(), Vec::new(), String::new());
        for piece in &placed {
            match piece {
                Placed::Line(line, at) => {
                    text += &line.text;
                    runs.extend(self.line_items(line, number.style.ink, &item.id, to_page * *at));
                }
                Placed::Box(r) => {
                    text.push('□');
                    items.push(self.empty_box(item, number, to_page.transform_rect_bbox(*r)));
                }
            }
        }
        if !runs.is_empty() {
            items.push(self.text_group(runs, &text, &item.id));
        }
        let ink = to_page.transform_rect_bbox(ink);
        let set = Set { region: item.id.clone(), lines: vec![text], size, condense: 1.0, bound, inks: vec![ink] };
        self.set.push((index, set.into()));
        Some(Laid { items, region, size, lines: 1.0, ink })
    }

    /// The pieces one after another, and the box of all of them.
    fn figure_pieces(&mut self, item: &Wanted, number: &Number, pieces: &[Piece]) -> Option<(Vec<Placed>, Rect)> {
        let said: String = pieces.iter().map(Piece::text).collect();
        let chain = self.chain(&item.id, &number.style, &format!("0{said}"))?;
        let plain = Setting::plain(Flow::Horizontal);
        // Signs and boxes are measured by the height of a digit.
        let high = -self.shape(&item.id, &chain, &number.style, plain, "0")?.ink.y0;
        let (mut placed, mut whole, mut x): (Vec<Placed>, Option<Rect>, f64) = (Vec::new(), None, 0.0);
        let mut before: Option<&Piece> = None;
        for piece in pieces {
            x += match (before, piece) {
                (None, _) => 0.0,
                (Some(Piece::Empty), Piece::Empty) => EMPTY[2] * high,
                _ => BESIDE * high,
            };
            before = Some(piece);
            let ink = match piece {
                Piece::Empty => {
                    let (w, h) = (EMPTY[0] * high, EMPTY[1] * high);
                    let r = Rect::new(x, -high / 2.0 - h / 2.0, x + w, -high / 2.0 + h / 2.0);
                    placed.push(Placed::Box(r));
                    let half = EMPTY[3] * high / 2.0;
                    r.inflate(half, half)
                }
                Piece::Digits(text) => {
                    let line = self.shape(&item.id, &chain, &number.style, plain, text)?;
                    let at = Affine::translate((x - line.ink.x0, 0.0));
                    let ink = at.transform_rect_bbox(line.ink);
                    placed.push(Placed::Line(line, at));
                    ink
                }
                Piece::Sign(sign) => {
                    let line = self.shape(&item.id, &chain, &number.style, plain, &sign.to_string())?;
                    let scale = number.sign;
                    let at = Affine::translate((x - line.ink.x0 * scale, -high - line.ink.y0 * scale))
                        * Affine::scale(scale);
                    let ink = at.transform_rect_bbox(line.ink);
                    placed.push(Placed::Line(line, at));
                    ink
                }
            };
            x = ink.x1;
            whole = Some(whole.map_or(ink, |w| w.union(ink)));
        }
        Some((placed, whole?))
    }

    fn empty_box(&self, item: &Wanted, number: &Number, r: Rect) -> Item {
        let fill = Some(Fill { paint: self.paint(number.empty), even_odd: false });
        let width = r.height() * EMPTY[3] / EMPTY[1];
        let stroke =
            Stroke { paint: self.paint(number.style.ink), width, cap: Cap::Butt, join: Join::Miter, dash: Vec::new() };
        let mark = Mark::Path(PathMark { path: Arc::new(rect_path(r)), fill, stroke: Some(stroke) });
        Item { mark, plane: Plane::Art, source: self.source(&item.id) }
    }
}

impl Piece {
    fn text(&self) -> String {
        match self {
            Piece::Digits(text) => text.clone(),
            Piece::Sign(c) => c.to_string(),
            Piece::Empty => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_digits_signs_and_boxes() {
        let digits = |text: &str| Piece::Digits(text.into());
        assert_eq!(pieces("１，２８６"), Ok(vec![digits("1,286")]));
        assert_eq!(pieces("99.99 ％"), Ok(vec![digits("99.99"), Piece::Sign('%')]));
        assert_eq!(pieces("+5"), Ok(vec![digits("+5")]));
        assert_eq!(pieces("300+"), Ok(vec![digits("300"), Piece::Sign('+')]));
        assert_eq!(pieces("□_.□%"), Ok(vec![Piece::Empty, Piece::Empty, digits("."), Piece::Empty, Piece::Sign('%')]));
        assert_eq!(pieces("1286天"), Err('天'));
        assert_eq!(pieces(" "), Ok(vec![]));
        for (wrong, at) in [
            ("abc", 'a'),
            ("1.2.3", '.'),
            ("--5", '-'),
            ("5-", '-'),
            ("1e6", 'e'),
            (".5", '.'),
            ("3,", ','),
            ("1,28", ','),
            ("12,86,000", ','),
            ("1286,000.5", ','),
        ] {
            assert_eq!(pieces(wrong), Err(at), "{wrong}");
        }
        for right in ["1,286,000", "-5", "−5.5", "5-10", "1:3", "24/7", "3×8", "±0", "36.5℃", ">100", "0", "99.99%"]
        {
            assert!(pieces(right).is_ok(), "{right}");
        }
    }
}
