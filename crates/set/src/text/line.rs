//! A line that is set.

use std::ops::Range;
use std::sync::Arc;

use biaoyu_page::font::Face;
use biaoyu_page::geom::{Affine, Point, Rect};
use biaoyu_page::ink::Paint;
use biaoyu_page::page::{Glyph, GlyphRun};

/// Which way a line runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// From left to right 横排.
    #[default]
    Horizontal,
    /// From top to bottom 竖排.
    Vertical,
}

/// A line of placed glyphs, in line space (see the [module](super)).
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The text as it is set: what was given, or with figures rewritten.
    pub text: String,
    /// The glyphs in reading order. Blanks have none.
    pub glyphs: Vec<Placed>,
    /// Length along the line in ems, from the first cell's start to the last one's end; a hung mark is not counted.
    pub advance: f64,
    /// The box of all ink.
    pub ink: Rect,
    /// The box of the ink without a hung mark: what is aligned and centred.
    pub core: Rect,
    /// Which way it runs.
    pub flow: Flow,
}

/// A glyph at its place in a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Its face.
    pub face: Arc<Face>,
    /// Its id in the face.
    pub id: u16,
    /// From the glyph's em space (y **up**, see [`Glyph::matrix`]) to line space.
    pub matrix: Affine,
    /// The bytes of the line's text that it shows. The second and later glyphs of a cluster show none.
    pub range: Range<u32>,
    /// Its cell's length along the line, after squeezing; gaps and tracking are not part of it.
    pub advance: f64,
    /// Its cell: the em box, as far as squeezing left it.
    pub cell: Rect,
    /// The box of its ink; empty at the origin when it has none.
    pub ink: Rect,
    /// Stands outside the measure.
    pub hung: bool,
}

impl Line {
    pub(super) fn new(text: String, glyphs: Vec<Placed>, advance: f64, flow: Flow) -> Self {
        let union = |hung: bool| {
            let inked = glyphs.iter().filter(|g| g.ink.area() > 0.0 && (hung || !g.hung));
            inked.map(|g| g.ink).reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO)
        };
        let (ink, core) = (union(true), union(false));
        Self { text, glyphs, advance, ink, core, flow }
    }

    /// From line space to the page for type of `size` millimetres whose line begins at `origin`.
    pub fn placing(size: f64, origin: Point) -> Affine {
        Affine::new([size, 0.0, 0.0, size, origin.x, origin.y])
    }

    /// The line as runs for the display list, one for every stretch of one face; `transform` leads from line space to
    /// the page. Blanks between glyphs of a run are in its text, the bytes of a dropped mark are not.
    pub fn to_runs(&self, transform: Affine, paint: &Paint) -> Vec<GlyphRun> {
        self.runs_by(|_| transform, paint)
    }

    /// The same with a way of its own from line space to the page for every glyph.
    pub fn runs_by(&self, place: impl Fn(&Placed) -> Affine, paint: &Paint) -> Vec<GlyphRun> {
        let run = |stretch: &[Placed]| {
            let start = stretch.iter().map(|g| g.range.start).min()?;
            let end = stretch.iter().map(|g| g.range.end).max()?;
            let glyph = |placed: &Placed| Glyph {
                id: placed.id,
                matrix: place(placed) * placed.matrix,
                range: placed.range.start - start..placed.range.end - start,
            };
            Some(GlyphRun {
                face: stretch.first()?.face.clone(),
                paint: paint.clone(),
                text: self.text.get(start as usize..end as usize)?.to_string(),
                glyphs: stretch.iter().map(glyph).collect(),
            })
        };
        self.glyphs.chunk_by(|a, b| a.face == b.face).filter_map(run).collect()
    }
}
