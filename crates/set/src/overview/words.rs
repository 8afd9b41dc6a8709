//! Captions: one line of type that always fits.

use crate::text::{Line, LineEnd, Style, shape};
use biaoyu_page::error::Fault;
use biaoyu_page::font::{Chain, FontLibrary};
use biaoyu_page::geom::Point;
use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::page::{Item, Mark, Plane, Source};

/// Faces for captions.
pub(super) struct Words {
    pub bold: Chain,
    pub plain: Chain,
}

/// Which end of a line stands at its place.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum End {
    Left,
    Right,
}

impl Words {
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
        let paint = Paint::Solid { ink: Ink::Process(Cmyk::BLACK), tint: 1.0, overprint: true };
        let item = |run| Item { mark: Mark::Glyphs(run), plane: Plane::Art, source: Source::default() };
        set.to_runs(Line::placing(size, Point::new(x, at.y)), &paint).into_iter().map(item).collect()
    }
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
