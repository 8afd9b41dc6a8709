//! Type on sheets about pages: captions of one line that always fits, and texts over as many as they need.

use crate::text::{Line, LineEnd, Style, shape};
use biaoyu_page::error::Fault;
use biaoyu_page::font::{Chain, FontLibrary};
use biaoyu_page::geom::Point;
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::page::{Item, Mark, Plane, Source};

/// Faces for captions.
#[derive(Clone, Debug)]
pub struct Words {
    /// For titles.
    pub bold: Chain,
    /// For all else.
    pub plain: Chain,
}

/// Which end of a line stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its beginning.
    Left,
    /// Its end.
    Right,
}

impl Words {
    /// Of these faces.
    ///
    /// # Errors
    /// When the faces for captions are missing.
    pub fn new(fonts: &FontLibrary) -> Result<Self, Fault> {
        Ok(Self { bold: fonts.chain("hei-bold")?, plain: fonts.chain("hei-regular")? })
    }

    /// Sets a line of `size` mm whose baseline begins or ends at `at`: narrowed to four fifths, then cut, where `width` mm
    /// are not enough. Characters that no face has are left out.
    pub fn set(&self, chain: &Chain, text: &str, size: f64, at: Point, end: End, width: f64) -> Vec<Item> {
        let line = |text: &str, condense: f64| shaped(chain, text, condense);
        let mut set = line(text, 1.0);
        let room = width / size;
        if set.advance > room {
            set = line(text, (room / set.advance).max(0.8));
        }
        let mut kept: Vec<char> = text.chars().collect();
        while set.advance > room && !kept.is_empty() {
            // Nearly the right number of characters at once; then one by one.
            let share = (room / set.advance * kept.len() as f64) as usize;
            kept.truncate(share.clamp(0, kept.len() - 1));
            set = line(&(kept.iter().collect::<String>().trim_end().to_owned() + "…"), 0.8);
        }
        let x = if end == End::Left { at.x } else { at.x - set.advance * size };
        // On bare paper: nothing lies below that it could print over, and one paint that overprints makes a reader take
        // apart the inks of the whole page (MuPDF: twice the time of a sheet).
        let paint = Paint::cmyk(Cmyk::BLACK);
        let item = |run| Item { mark: Mark::Glyphs(run), plane: Plane::Art, source: Source::default() };
        set.to_runs(Line::placing(size, Point::new(x, at.y)), &paint).into_iter().map(item).collect()
    }

    /// A text in lines of at most `width` mm at a size of `size` mm, each of which [`set`](Self::set) sets as it is. Words
    /// and addresses stay whole where a line holds them; no line begins with a closing mark or ends with an opening one. A
    /// character that no face has is given by its number.
    pub fn wrap(&self, chain: &Chain, text: &str, size: f64, width: f64) -> Vec<String> {
        let has = |c: char| c.is_whitespace() || chain.lookup(c).is_some();
        let say = |c: char| if has(c) { c.to_string() } else { format!("[U+{:04X}]", u32::from(c)) };
        let text: String = text.chars().map(say).collect();
        let fits = |text: &str| shaped(chain, text, 1.0).advance * size <= width;
        let mut lines = Vec::new();
        let mut line = String::new();
        for part in parts(text.trim()) {
            let whole = line.clone() + part;
            if fits(whole.trim_end()) {
                line = whole;
                continue;
            }
            if !line.trim().is_empty() {
                lines.push(line.trim_end().to_owned());
            }
            line = part.trim_start().to_owned();
            // A word that no line holds is cut.
            while !fits(&line) && line.chars().count() > 1 {
                let ends = line.char_indices().map(|(i, _)| i).skip(1);
                let end = ends.take_while(|end| line.get(..*end).is_some_and(&fits)).last();
                let end = end.or_else(|| line.chars().next().map(char::len_utf8)).unwrap_or(line.len());
                let rest = line.split_off(end);
                lines.push(std::mem::replace(&mut line, rest));
            }
        }
        if !line.trim().is_empty() || lines.is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        lines
    }
}

/// A text in parts that lines may end between.
fn parts(text: &str) -> Vec<&str> {
    let closes = |c: char| "，。、；：！？）》」』】〉…·”’,.;:!?)]}%".contains(c);
    let opens = |c: char| "（《「『【〈“‘([{".contains(c);
    let is_word = |c: char| c.is_ascii_graphic();
    let mut parts = Vec::new();
    let mut start = 0;
    let mut last: Option<char> = None;
    for (at, c) in text.char_indices() {
        let ends = last.is_some_and(|last| {
            let stays = closes(c) || opens(last) || (is_word(last) && is_word(c)) || c.is_whitespace();
            !stays
        });
        if ends {
            parts.extend(text.get(start..at));
            start = at;
        }
        last = Some(c);
    }
    parts.extend(text.get(start..).filter(|part| !part.is_empty()));
    parts
}

fn shaped(chain: &Chain, text: &str, condense: f64) -> Line {
    let style = Style { condense, clause_gap: 0.5, line_end: LineEnd::Half, ..Style::new(chain) };
    let known: String = text.chars().filter(|c| c.is_whitespace() || chain.lookup(*c).is_some()).collect();
    shape(text, &style).or_else(|_| shape(&known, &style)).unwrap_or_else(|_| Line {
        text: String::new(),
        glyphs: Vec::new(),
        advance: 0.0,
        ink: biaoyu_page::geom::Rect::ZERO,
        core: biaoyu_page::geom::Rect::ZERO,
        flow: style.flow,
    })
}
