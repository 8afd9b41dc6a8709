//! PNG (ISO/IEC 15948), written as the bands are drawn.

use std::io;

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter, PixelDimensions, SrgbRenderingIntent, Unit};

use crate::geom::Outline;
use crate::measure::MM_PER_INCH;
use crate::page::Page;

use super::coverage::{Cells, Edges, Rule};
use super::draw::Drawing;
use super::scene::Scene;
use super::surface::Proof;
use super::{Error, Options, band_rows, flatten, size};

/// Writes the trimmed page as PNG: sRGB, resolution in `pHYs`, transparent outside a trim that is no rectangle.
///
/// Memory: about a band of pixels and the outlines of the marks that it shows.
///
/// # Errors
/// [`Error::Fault`] when the page is larger than `limits` allow at this resolution; [`Error::Io`] from `out`.
pub fn png(page: &Page, options: &Options, out: &mut impl io::Write) -> Result<(), Error> {
    let (width, height) = size(page, options.dpi)?;
    let scene = Scene::new(page, width, height, options.steps);
    let mut proof = Proof::new(&scene, options.profile(), options.intent);
    let mut drawing = Drawing::new(scene);
    let mut shape = Cutout::new(page, width, height);

    let mut encoder = Encoder::new(out, width, height);
    encoder.set_color(if shape.is_some() { ColorType::Rgba } else { ColorType::Rgb });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    let per_metre = (options.dpi / MM_PER_INCH * 1000.0).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    // Measured on posters: twice the time of the fastest encoder for half its bytes; beyond this a tenth fewer bytes
    // cost twice the time again.
    encoder.set_deflate_compression(DeflateCompression::Level(2));
    encoder.set_filter(Filter::Sub);
    let mut writer = encoder.write_header()?;
    let mut stream = writer.stream_writer_with_size(1 << 16)?;
    let rows = band_rows(width);
    let mut top = 0;
    while top < height {
        let rows = rows.min(height - top);
        drawing.band(top, rows, &mut proof);
        let bytes = match &mut shape {
            Some(shape) => shape.cut(proof.pixels(), top, rows),
            None => proof.pixels(),
        };
        io::Write::write_all(&mut stream, bytes)?;
        top += rows;
    }
    stream.finish()?;
    writer.finish()?;
    Ok(())
}

/// A trim that is no rectangle.
struct Cutout {
    width: usize,
    edges: Edges,
    cells: Cells,
    pixels: Vec<u8>,
}

impl Cutout {
    fn new(page: &Page, width: u32, height: u32) -> Option<Self> {
        if matches!(page.trim, Outline::Rect(_)) {
            return None;
        }
        let mut edges = Edges::new(width, height);
        flatten::fill(page.trim.path().elements(), super::to_px(page, width, height), &mut edges);
        Some(Self { width: width as usize, edges, cells: Cells::default(), pixels: Vec::new() })
    }

    /// The pixels with opacity; what is cut away is black, so that it compresses.
    fn cut(&mut self, rgb: &[u8], top: u32, rows: u32) -> &[u8] {
        let Self { width, edges, cells, pixels } = self;
        pixels.clear();
        pixels.resize(*width * rows as usize * 4, 0);
        cells.sweep(edges, Rule::NonZero, top, rows, |row, run| {
            let at = |x: u32| row as usize * *width + x as usize;
            let (a, b) = (at(run.x0), at(run.x1));
            let (Some(from), Some(to)) = (rgb.get(a * 3..b * 3), pixels.get_mut(a * 4..b * 4)) else { return };
            for (from, to) in from.as_chunks::<3>().0.iter().zip(to.as_chunks_mut::<4>().0) {
                *to = [from[0], from[1], from[2], run.alpha];
            }
        });
        pixels
    }
}
