//! PNG (ISO/IEC 15948), written as the bands are drawn.

use std::io::{self, Write as _};

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter, PixelDimensions, SrgbRenderingIntent, Unit};

use crate::measure::MM_PER_INCH;
use crate::page::Page;

use super::bands::Bands;
use super::{Error, Options};

/// Writes the trimmed page as PNG: sRGB, resolution in `pHYs`, transparent outside a trim that is no rectangle.
///
/// Memory: a band of pixels and the outlines of the marks that it shows, whatever the size.
///
/// # Errors
/// [`Error::Fault`] when the page is larger than `limits` allow at this resolution; [`Error::Io`] from `out`.
pub fn png(page: &Page, options: &Options, out: &mut impl io::Write) -> Result<(), Error> {
    let mut bands = Bands::new(page, options)?;
    let shaped = bands.is_shaped();
    let mut encoder = Encoder::new(out, bands.width, bands.height);
    encoder.set_color(if shaped { ColorType::Rgba } else { ColorType::Rgb });
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
    while let Some(rows) = if shaped { bands.rgba() } else { bands.rgb() } {
        stream.write_all(rows)?;
    }
    stream.finish()?;
    writer.finish()?;
    Ok(())
}
