//! CMYK JPEGs, as print shops and photo editors write them: their samples are inks already and stay as they are.
//!
//! Adobe's writers store them turned over (255 is paper) and say so by their APP14 segment (ISO/IEC 10918-6, 6.5.3);
//! its transform 2 further stores the first three as luminance and chrominance.

use image::metadata::Orientation;
use image::{DynamicImage, RgbaImage};
use moxcms::ColorProfile;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::photo::kept_size;
use super::place::refuse;
use super::{Options, Picture, tone};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::limits::JPEG_SCANS;
use biaoyu_page::page::{Image, Samples};
use biaoyu_page::reduce::{Pixel, reduce};
use biaoyu_page::say;

/// What the segments before the samples say.
pub(super) struct Header {
    /// Samples a row, and rows.
    pub size: [u32; 2],
    /// 1 gray, 3 RGB or YCbCr, 4 CMYK or YCCK.
    pub components: u8,
    /// Its scans refine each other: all must be read before the first row is known.
    pub progressive: bool,
    /// The transform of Adobe's segment, when there is one.
    adobe: Option<u8>,
}

impl Header {
    /// Walks the segments up to the first scan; a file without an end marker is truncated, and one of more scans than
    /// any program writes is refused: each goes through the whole picture.
    pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Self, Faults> {
        let mut header = Header { size: [0, 0], components: 0, progressive: false, adobe: None };
        let mut rest = bytes.get(2..).unwrap_or(&[]);
        loop {
            rest = rest.trim_prefix_ff();
            let Some((marker, after)) = rest.split_first() else { return Err(truncated(name).into()) };
            if matches!(marker, 0x01 | 0xD0..=0xD7) {
                rest = after;
                continue;
            }
            let length = after.first_chunk::<2>().map_or(0, |b| usize::from(u16::from_be_bytes(*b)));
            let Some(segment) = after.get(2..length) else { return Err(truncated(name).into()) };
            match (marker, segment) {
                // Start of frame, whatever its coding: DHT, JPG and DAC share the range.
                (0xC0..=0xCF, [_, h1, h0, w1, w0, components, ..]) if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                    header.size = [[*w1, *w0], [*h1, *h0]].map(|b| u32::from(u16::from_be_bytes(b)));
                    header.components = *components;
                    header.progressive = matches!(marker, 0xC2 | 0xC6 | 0xCA | 0xCE);
                }
                (0xEE, [b'A', b'd', b'o', b'b', b'e', .., transform]) if segment.len() >= 12 => {
                    header.adobe = Some(segment.get(11).copied().unwrap_or(*transform));
                }
                (0xDA, _) => break,
                _ => {}
            }
            rest = after.get(length..).unwrap_or(&[]);
        }
        if !rest.windows(2).rev().any(|pair| pair == [0xFF, 0xD9]) {
            return Err(truncated(name).into());
        }
        let scans = 1 + rest.windows(2).filter(|pair| *pair == [0xFF, 0xDA]).count();
        if scans > JPEG_SCANS {
            let what =
                say!("{scans} scans, at most {JPEG_SCANS} are read", "有 {scans} 次扫描，最多读取 {JPEG_SCANS} 次");
            let hint = say!("save it anew as a baseline JPEG", "请重新存为基线 JPEG");
            return Err(refuse("picture/scans", Place::file(name), what, hint).into());
        }
        Ok(header)
    }
}

/// Bytes between segments.
trait Fill {
    fn trim_prefix_ff(&self) -> &Self;
}

impl Fill for [u8] {
    /// Without what stands before the next marker's code.
    fn trim_prefix_ff(&self) -> &Self {
        let start = self.iter().position(|b| *b == 0xFF).unwrap_or(self.len());
        let codes = self.get(start..).unwrap_or(&[]);
        let fill = codes.iter().take_while(|b| **b == 0xFF).count();
        codes.get(fill..).unwrap_or(&[])
    }
}

fn truncated(name: &str) -> Fault {
    let what = say!("the picture ends too early", "图片不完整");
    refuse("picture/truncated", Place::file(name), what, say!("copy it again", "请重新拷贝"))
}

/// Reads the samples of a JPEG of four components.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    header: &Header,
    options: &Options,
) -> Result<(Picture, Vec<Finding>), Faults> {
    let space = if header.adobe == Some(2) { ColorSpace::YCCK } else { ColorSpace::CMYK };
    let asked = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(space);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), asked);
    let samples = decoder.decode().map_err(|error| {
        let error = error.to_string();
        let what = say!("the picture is broken or truncated: {error}", "图片已损坏或不完整：{error}");
        refuse("picture/broken", Place::file(name), what, say!("save it anew", "请重新保存"))
    })?;
    let orientation = decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif));
    let turn = orientation.unwrap_or(Orientation::NoTransforms);
    let mut samples = samples;
    let mut size = header.size;
    if samples.len() != size[0] as usize * size[1] as usize * 4 {
        return Err(truncated(name).into());
    }
    // Only the picture of a sheet is brought down while it is read: a mark's samples stay as they are.
    if !options.covers.is_empty() {
        let (to, _) = kept_size(size, turn, options);
        samples = if to == size { samples } else { reduce(&samples, Pixel { bytes: 4, alpha: false }, size, to) };
        size = to;
    }
    let image = RgbaImage::from_raw(size[0], size[1], samples).ok_or_else(|| truncated(name))?;
    // Four bytes a pixel are four bytes a pixel: turning does not ask what they mean.
    let mut image = DynamicImage::ImageRgba8(image);
    image.apply_orientation(turn);
    let (width, height) = (image.width(), image.height());
    let mut inks = image.into_rgba8().into_raw();
    for pixel in inks.as_chunks_mut::<4>().0 {
        *pixel = match (header.adobe, space) {
            (_, ColorSpace::YCCK) => from_ycck(*pixel),
            (Some(_), _) => pixel.map(|v| 255 - v),
            (None, _) => *pixel,
        };
    }
    let image = Image { width, height, samples: Samples::Cmyk(inks), alpha: None };
    let from = decoder.icc_profile().and_then(|icc| ColorProfile::new_from_slice(&icc).ok());
    let what = match from.map(|p| tone::title(&p)) {
        Some(from) => say!("CMYK samples kept as they are, made for `{from}`", "CMYK 数据原样保留，原为 `{from}`"),
        None => say!("CMYK samples kept as they are", "CMYK 数据原样保留"),
    };
    let note =
        Finding { rule: "picture-cmyk-kept", severity: Severity::Note, place: Place::file(name), what, hint: None };
    Ok((Picture::Raster(image.into()), vec![note]))
}

/// Inks of a pixel in Adobe's luminance and chrominance (ITU-T T.871, clause 7): turned over twice, R G B are C M Y.
fn from_ycck([y, cb, cr, k]: [u8; 4]) -> [u8; 4] {
    let (y, cb, cr) = (f64::from(y), f64::from(cb) - 128.0, f64::from(cr) - 128.0);
    let level = |v: f64| v.round().clamp(0.0, 255.0) as u8;
    [level(y + 1.402 * cr), level(y - 0.344_136 * cb - 0.714_136 * cr), level(y + 1.772 * cb), 255 - k]
}
