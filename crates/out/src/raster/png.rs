//! PNG (ISO/IEC 15948), written as the bands are drawn.

use std::io::{self, Write};

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter, PixelDimensions, SrgbRenderingIntent, Unit};

use biaoyu_page::measure::MM_PER_INCH;
use biaoyu_page::page::Page;

use super::bands::{InkBands, ScreenBands};
use super::options::{Error, Options};
use super::plates::Plate;
use super::surface::Order;

/// Writes the trimmed page as PNG: sRGB, resolution in `pHYs`, transparent outside a trim that is no rectangle.
///
/// Memory: a band of pixels and the outlines of the marks that it shows, whatever the size.
///
/// # Errors
/// [`Error::Fault`] when the page is larger than `limits` allow at this resolution; [`Error::Io`] from `out`.
pub fn png(page: &Page, options: &Options, out: &mut impl Write) -> Result<(), Error> {
    let mut bands = ScreenBands::new(page, options, Order::Rgb)?;
    let (shaped, (width, height)) = (bands.is_shaped(), bands.size());
    let mut encoder = Encoder::new(out, width, height);
    encoder.set_color(if shaped { ColorType::Rgba } else { ColorType::Rgb });
    encoder.set_source_srgb(SrgbRenderingIntent::RelativeColorimetric);
    tune(&mut encoder, options.dpi);
    let mut writer = encoder.write_header()?;
    let mut stream = writer.stream_writer_with_size(BUFFER)?;
    while let Some(rows) = if shaped { bands.rgba() } else { bands.rgb() } {
        stream.write_all(rows)?;
    }
    stream.finish()?;
    Ok(writer.finish()?)
}

/// Writes each plate as a gray PNG of its own, solid ink black, all in one pass. `open` gives the output for a plate.
///
/// # Errors
/// As [`png()`].
pub fn plates<W: Write>(
    page: &Page,
    options: &Options,
    mut open: impl FnMut(&Plate) -> io::Result<W>,
) -> Result<(), Error> {
    let mut bands = InkBands::new(page, options)?;
    let (width, height) = bands.size();
    let mut writers = Vec::new();
    for plate in bands.plates().list() {
        let mut encoder = Encoder::new(open(plate)?, width, height);
        encoder.set_color(ColorType::Grayscale);
        tune(&mut encoder, options.dpi);
        writers.push(encoder.write_header()?);
    }
    let mut streams = Vec::new();
    for writer in &mut writers {
        streams.push(writer.stream_writer_with_size(BUFFER)?);
    }
    let mut gray = Vec::new();
    while bands.next().is_some() {
        for (stream, plane) in streams.iter_mut().zip(bands.plates().planes()) {
            gray.clear();
            gray.extend(plane.iter().map(|ink| 255 - ink));
            stream.write_all(&gray)?;
        }
    }
    for stream in streams {
        stream.finish()?;
    }
    for writer in writers {
        writer.finish()?;
    }
    Ok(())
}

/// Bytes of compressed data in a chunk.
const BUFFER: usize = 1 << 16;

fn tune<W: Write>(encoder: &mut Encoder<'_, W>, dpi: f64) {
    encoder.set_depth(BitDepth::Eight);
    let per_metre = (dpi / MM_PER_INCH * 1000.0).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    // Measured on posters: twice the time of the fastest encoder for half its bytes; beyond this a tenth fewer bytes
    // cost twice the time again.
    encoder.set_deflate_compression(DeflateCompression::Level(2));
    encoder.set_filter(Filter::Sub);
}
