//! A page as bands of rows, from top to bottom: sRGB or ink.

use biaoyu_page::geom::Outline;
use biaoyu_page::page::Page;

use super::coverage::{Cells, Edges, Rule, Run};
use super::draw::{Drawing, Surface};
use super::flatten;
use super::options::{Error, Options, size};
use super::plates::Plates;
use super::scene::Scene;
use super::soft::SoftProof;
use super::surface::{Order, Proof, mix};

/// Draws a page band by band.
pub(super) struct Bands<'a> {
    pub(super) width: u32,
    pub(super) height: u32,
    drawing: Drawing<'a>,
    /// The trim, when it is no rectangle.
    shape: Option<(Edges, Cells)>,
    /// Rows of a band.
    rows: u32,
    next: u32,
    /// The first row that is not painted.
    end: u32,
}

impl<'a> Bands<'a> {
    pub(super) fn new(page: &'a Page, options: &Options, rows: fn(u32) -> u32) -> Result<Self, Error> {
        let (width, height) = size(page, options.dpi)?;
        let scene = Scene::new(page, width, height, options.steps);
        let shape = (!matches!(page.trim, Outline::Rect(_))).then(|| {
            let mut edges = Edges::new(width, height, (0, height));
            flatten::fill(page.trim.path().elements(), super::options::to_px(page, width, height), &mut edges);
            (edges, Cells::default())
        });
        Ok(Self { width, height, drawing: Drawing::new(scene), shape, rows: rows(width), next: 0, end: height })
    }

    pub(super) fn scene(&self) -> &Scene<'a> {
        self.drawing.scene()
    }

    /// Paints the next band: its first row and the number of its rows; `None` below the last.
    pub(super) fn paint(&mut self, surface: &mut impl Surface) -> Option<(u32, u32)> {
        let top = self.next;
        let rows = self.rows.min(self.end.saturating_sub(top));
        if rows == 0 {
            return None;
        }
        self.drawing.band(top, rows, surface);
        self.next = top + rows;
        Some((top, rows))
    }

    /// The runs of the band that lie within a trim that is no rectangle.
    pub(super) fn within_trim(&mut self, top: u32, rows: u32, emit: impl FnMut(u32, Run)) {
        if let Some((edges, cells)) = &mut self.shape {
            cells.sweep(edges, Rule::NonZero, top, rows, emit);
        }
    }
}

/// A page as bands of sRGB rows.
pub(super) struct ScreenBands<'a> {
    bands: Bands<'a>,
    surface: Screen<'a>,
    pixels: Vec<u8>,
}

enum Screen<'a> {
    Direct(Proof<'a>),
    FromPlates(SoftProof<'a>),
}

impl<'a> ScreenBands<'a> {
    pub(super) fn new(page: &'a Page, options: &'a Options, order: Order) -> Result<Self, Error> {
        let bands = Bands::new(page, options, screen_rows)?;
        let (profile, intent) = (options.profile(), options.intent);
        let surface = if options.overprint {
            Screen::FromPlates(SoftProof::new(bands.scene(), profile, intent, order))
        } else {
            Screen::Direct(Proof::new(bands.scene(), profile, intent, order))
        };
        Ok(Self { bands, surface, pixels: Vec::new() })
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.bands.width, self.bands.height)
    }

    /// The rows where each of so many parts ends, with about the same to draw in each.
    pub(super) fn parts(&self, parts: u32) -> Vec<u32> {
        self.bands.scene().parts(parts)
    }

    /// Paints these rows only.
    pub(super) fn part(&mut self, from: u32, to: u32) {
        (self.bands.next, self.bands.end) = (from, to.min(self.bands.height));
        self.bands.drawing.only((from, to));
    }

    /// Whether the trim leaves corners empty.
    pub(super) fn is_shaped(&self) -> bool {
        self.bands.shape.is_some()
    }

    fn advance(&mut self) -> Option<(u32, u32)> {
        match &mut self.surface {
            Screen::Direct(proof) => self.bands.paint(proof),
            Screen::FromPlates(soft) => {
                let band = self.bands.paint(soft.plates());
                soft.develop();
                band
            }
        }
    }

    /// The next rows as RGB; white outside the trim.
    pub(super) fn rgb(&mut self) -> Option<&[u8]> {
        let (top, rows) = self.advance()?;
        let Self { bands, surface, pixels } = self;
        let from = surface.pixels();
        if bands.shape.is_none() {
            return Some(from);
        }
        let width = bands.width as usize;
        pixels.clear();
        pixels.resize(from.len(), 255);
        bands.within_trim(top, rows, |row, run| {
            let at = |x: u32| (row as usize * width + x as usize) * 3;
            let range = at(run.x0)..at(run.x1);
            let (Some(from), Some(to)) = (from.get(range.clone()), pixels.get_mut(range)) else { return };
            for (from, to) in from.as_chunks::<3>().0.iter().zip(to.as_chunks_mut::<3>().0) {
                mix(to, from, run.alpha);
            }
        });
        Some(pixels)
    }

    /// The next rows as RGB with opacity; what is cut away is black, so that it compresses.
    pub(super) fn rgba(&mut self) -> Option<&[u8]> {
        let (top, rows) = self.advance()?;
        let Self { bands, surface, pixels } = self;
        let (width, from) = (bands.width as usize, surface.pixels());
        pixels.clear();
        pixels.resize(width * rows as usize * 4, 0);
        bands.within_trim(top, rows, |row, run| {
            let at = |x: u32| row as usize * width + x as usize;
            let (a, b) = (at(run.x0), at(run.x1));
            let (Some(from), Some(to)) = (from.get(a * 3..b * 3), pixels.get_mut(a * 4..b * 4)) else { return };
            for (from, to) in from.as_chunks::<3>().0.iter().zip(to.as_chunks_mut::<4>().0) {
                *to = [from[0], from[1], from[2], run.alpha];
            }
        });
        Some(pixels)
    }
}

impl Screen<'_> {
    fn pixels(&self) -> &[u8] {
        match self {
            Screen::Direct(proof) => proof.pixels(),
            Screen::FromPlates(soft) => soft.pixels(),
        }
    }
}

/// A page as bands of ink.
pub(super) struct InkBands<'a> {
    bands: Bands<'a>,
    plates: Plates<'a>,
}

impl<'a> InkBands<'a> {
    pub(super) fn new(page: &'a Page, options: &Options) -> Result<Self, Error> {
        let bands = Bands::new(page, options, strip_rows)?;
        let plates = Plates::new(bands.scene());
        Ok(Self { bands, plates })
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.bands.width, self.bands.height)
    }

    /// The plates with the ink of the band.
    pub(super) fn plates(&self) -> &Plates<'a> {
        &self.plates
    }

    /// Makes the next band: its first row and the number of its rows. No ink outside the trim.
    pub(super) fn next(&mut self) -> Option<(u32, u32)> {
        let (top, rows) = self.bands.paint(&mut self.plates)?;
        if self.bands.shape.is_some() {
            let mut kept = vec![Vec::new(); rows as usize];
            self.bands.within_trim(top, rows, |row, run| {
                if let Some(runs) = kept.get_mut(row as usize) {
                    runs.push(run);
                }
            });
            for (row, runs) in (0..).zip(&kept) {
                self.plates.keep(row, runs);
            }
        }
        Some((top, rows))
    }
}

/// Rows of plates drawn at once, which are the strips of a TIFF: a megabyte of samples of three inks.
pub(super) fn strip_rows(width: u32) -> u32 {
    ((1 << 20) / (width.max(1) * 3)).clamp(8, 256)
}

/// Rows of pixels drawn at once: with the sums beside them a megabyte, which stays in the processor's cache, and of which
/// every thread has its own.
fn screen_rows(width: u32) -> u32 {
    ((1 << 20) / (width.max(1) * 24)).clamp(32, 256)
}
