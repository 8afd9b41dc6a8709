//! Pictures that are coded as such (JPEG, JPEG 2000, CCITT, JBIG2): unpacked, and what is wrong with their coding. What is
//! damaged is drawn in another way by each program, and by a RIP perhaps not at all.

use lopdf::Stream;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace as Order;
use zune_jpeg::zune_core::options::DecoderOptions;

use biaoyu_page::error::Say;
use biaoyu_page::limits::{PDF_PICTURE_SAMPLES, PDF_STREAM_BYTES};
use biaoyu_page::say;

use super::fact::Kind;
use super::fax;
use super::file::File;
use super::samples::Grid;

/// What is wrong with the coding of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Fax data of another width than the picture's.
    Columns(u32),
    /// Fax data that make no sense in this row, counted from 0.
    Row(u32),
    /// Fax data that end before this row.
    Short(u32),
    /// Another size than the file says, by the name of the coding.
    Size(&'static str, (u32, u32)),
    /// It cannot be unpacked, or not all of it.
    Damaged(&'static str),
}

impl Flaw {
    /// What is told of a picture of so many samples.
    pub(super) fn told(self, (width, height): (u32, u32)) -> (Kind, Say) {
        match self {
            Self::Columns(columns) => (
                Kind::Picture,
                say!(
                    "fax data (CCITT) of {columns} columns in a picture of {width} × {height} samples",
                    "CCITT 数据每行 {columns} 像素，图片却是 {width} × {height}"
                ),
            ),
            Self::Row(row) => (
                Kind::Damaged,
                say!(
                    "fax data (CCITT) of {width} × {height} samples make no sense from row {row} on",
                    "{width} × {height} 像素的 CCITT 图片，数据从第 {row} 行起损坏"
                ),
            ),
            Self::Short(row) => (
                Kind::Damaged,
                say!(
                    "fax data (CCITT) of {width} × {height} samples break off in row {row}",
                    "{width} × {height} 像素的 CCITT 图片，数据到第 {row} 行就断了"
                ),
            ),
            Self::Size(coding, (w, h)) => (
                Kind::Picture,
                say!(
                    "a {coding} of {w} × {h} samples, the file says {width} × {height}",
                    "{coding} 为 {w} × {h} 像素，文件写的是 {width} × {height}"
                ),
            ),
            Self::Damaged(coding) => (
                Kind::Damaged,
                say!(
                    "a {coding} of {width} × {height} samples that cannot be unpacked whole",
                    "{width} × {height} 像素的 {coding} 图片，数据损坏，解不完整"
                ),
            ),
        }
    }
}

/// Unpacks a coded picture of so many samples as far as it goes, 8 bits a component or 1, and says what is wrong with it. Neither
/// of a picture that is coded as any other stream.
pub(super) fn decoded(file: &File<'_>, stream: &Stream, width: u32, height: u32) -> (Option<Grid>, Option<Flaw>) {
    if u64::from(width) * u64::from(height) > PDF_PICTURE_SAMPLES {
        return (None, None);
    }
    let Some((bytes, filter, parms)) = super::filter::up_to_picture(file, stream, PDF_STREAM_BYTES) else {
        return (None, None);
    };
    let two_tones = |(data, flaw): (Option<Vec<u8>>, _)| {
        (data.map(|data| Grid { data, width, height, components: 1, bits: 1 }), flaw)
    };
    let tones = |found: Result<(Vec<u8>, usize), Option<Flaw>>| match found {
        Ok((data, components)) if data.len() == width as usize * height as usize * components => {
            (Some(Grid { data, width, height, components, bits: 8 }), None)
        }
        Ok(_) => (None, None),
        Err(flaw) => (None, flaw),
    };
    match &*filter {
        "DCTDecode" | "DCT" => tones(jpeg(&bytes, width, height)),
        "JPXDecode" => tones(jpeg_2000(&bytes, width, height)),
        "CCITTFaxDecode" | "CCF" => two_tones(fax::ccitt(file, parms, &bytes, width, height)),
        "JBIG2Decode" => two_tones(fax::jbig2(file, parms, &bytes, width, height)),
        _ => (None, None),
    }
}

/// As DCTDecode has it (ISO 32000-1, 7.4.8): what Adobe's segment calls turned over stays so, for `Decode` to turn.
fn jpeg(bytes: &[u8], width: u32, height: u32) -> Result<(Vec<u8>, usize), Option<Flaw>> {
    let header = || {
        let options = DecoderOptions::default()
            .set_strict_mode(false)
            .set_max_width(width as usize)
            .set_max_height(height as usize);
        (options, JpegDecoder::new_with_options(ZCursor::new(bytes), options))
    };
    let (options, mut first) = header();
    // What its header says is compared elsewhere.
    first.decode_headers().map_err(|_| None)?;
    let (order, components) = match first.input_colorspace().ok_or(None)? {
        Order::Luma => (Order::Luma, 1),
        Order::YCbCr | Order::RGB => (Order::RGB, 3),
        Order::YCCK => (Order::YCCK, 4),
        Order::CMYK => (Order::CMYK, 4),
        _ => return Err(None),
    };
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options.jpeg_set_out_colorspace(order));
    let mut data = decoder.decode().map_err(|_| Some(Flaw::Damaged("JPEG")))?;
    if order == Order::YCCK {
        for [y, b, r, _] in data.as_chunks_mut::<4>().0 {
            let (light, blue, red) = (f32::from(*y), f32::from(*b) - 128.0, f32::from(*r) - 128.0);
            // ITU-T T.871, the inverse transform; the three are the complements of the inks, black is as it is.
            let three = [light + 1.402 * red, light - 0.344_136 * blue - 0.714_136 * red, light + 1.772 * blue];
            [*y, *b, *r] = three.map(|v| 255 - v.round().clamp(0.0, 255.0) as u8);
        }
    }
    Ok((data, components))
}

fn jpeg_2000(bytes: &[u8], width: u32, height: u32) -> Result<(Vec<u8>, usize), Option<Flaw>> {
    const CODING: &str = "JPEG 2000";
    let damaged = |_| Some(Flaw::Damaged(CODING));
    let image = hayro_jpeg2000::Image::new(bytes, &hayro_jpeg2000::DecodeSettings::default()).map_err(damaged)?;
    let size = (image.width(), image.height());
    if size != (width, height) {
        return Err(Some(Flaw::Size(CODING, size)));
    }
    let colours = usize::from(image.color_space().num_channels());
    if !matches!(colours, 1 | 3 | 4) {
        return Err(None);
    }
    let data = image.decode().map_err(damaged)?;
    if !image.has_alpha() {
        return Ok((data, colours));
    }
    Ok((data.chunks_exact(colours + 1).flat_map(|pixel| pixel.iter().take(colours).copied()).collect(), colours))
}
