//! A page as bands of sRGB rows, from top to bottom.

use crate::geom::Outline;
use crate::page::Page;

use super::coverage::{Cells, Edges, Rule};
use super::draw::Drawing;
use super::scene::Scene;
use super::surface::{Proof, mix};
use super::{Error, Options, flatten, size};

/// Draws a page band by band.
pub(super) struct Bands<'a> {
    pub(super) width: u32,
    pub(super) height: u32,
    drawing: Drawing<'a>,
    proof: Proof<'a>,
    /// The trim, when it is no rectangle.
    shape: Option<(Edges, Cells)>,
    next: u32,
    pixels: Vec<u8>,
}

impl<'a> Bands<'a> {
    pub(super) fn new(page: &'a Page, options: &'a Options) -> Result<Self, Error> {
        let (width, height) = size(page, options.dpi)?;
        let scene = Scene::new(page, width, height, options.steps);
        let proof = Proof::new(&scene, options.profile(), options.intent);
        let shape = (!matches!(page.trim, Outline::Rect(_))).then(|| {
            let mut edges = Edges::new(width, height);
            flatten::fill(page.trim.path().elements(), super::to_px(page, width, height), &mut edges);
            (edges, Cells::default())
        });
        Ok(Self { width, height, drawing: Drawing::new(scene), proof, shape, next: 0, pixels: Vec::new() })
    }

    /// Whether the trim leaves corners empty.
    pub(super) fn is_shaped(&self) -> bool {
        self.shape.is_some()
    }

    fn advance(&mut self) -> Option<(u32, u32)> {
        let top = self.next;
        let rows = band_rows(self.width).min(self.height - top);
        if rows == 0 {
            return None;
        }
        self.drawing.band(top, rows, &mut self.proof);
        self.next = top + rows;
        Some((top, rows))
    }

    /// The next rows as RGB; white outside the trim.
    pub(super) fn rgb(&mut self) -> Option<&[u8]> {
        let (top, rows) = self.advance()?;
        let Some((edges, cells)) = &mut self.shape else { return Some(self.proof.pixels()) };
        let (width, from) = (self.width as usize, self.proof.pixels());
        self.pixels.clear();
        self.pixels.resize(from.len(), 255);
        cells.sweep(edges, Rule::NonZero, top, rows, |row, run| {
            let at = |x: u32| (row as usize * width + x as usize) * 3;
            let range = at(run.x0)..at(run.x1);
            let (Some(from), Some(to)) = (from.get(range.clone()), self.pixels.get_mut(range)) else { return };
            for (from, to) in from.as_chunks::<3>().0.iter().zip(to.as_chunks_mut::<3>().0) {
                mix(to, from, run.alpha);
            }
        });
        Some(&self.pixels)
    }

    /// The next rows as RGB with opacity; what is cut away is black, so that it compresses.
    pub(super) fn rgba(&mut self) -> Option<&[u8]> {
        let (top, rows) = self.advance()?;
        let (width, from) = (self.width as usize, self.proof.pixels());
        self.pixels.clear();
        self.pixels.resize(width * rows as usize * 4, 0);
        if let Some((edges, cells)) = &mut self.shape {
            cells.sweep(edges, Rule::NonZero, top, rows, |row, run| {
                let at = |x: u32| row as usize * width + x as usize;
                let (a, b) = (at(run.x0), at(run.x1));
                let (Some(from), Some(to)) = (from.get(a * 3..b * 3), self.pixels.get_mut(a * 4..b * 4)) else { return };
                for (from, to) in from.as_chunks::<3>().0.iter().zip(to.as_chunks_mut::<4>().0) {
                    *to = [from[0], from[1], from[2], run.alpha];
                }
            });
        }
        Some(&self.pixels)
    }
}

/// Rows drawn at once: a megabyte of pixels, which stays in the processor's cache.
fn band_rows(width: u32) -> u32 {
    ((1 << 20) / (width.max(1) * 3)).clamp(8, 256)
}
