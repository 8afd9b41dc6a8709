//! PNG and JPEG pictures: checked by their headers, decoded, turned upright, put into print colours.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageError, Limits, RgbImage};

use super::cmyk_jpeg::{self, Header};
use super::place::refuse;
use super::reduce::reduce;
use super::tone::{self, Embedded};
use super::{Picture, tone::Embedded::*};
use biaoyu_page::error::{Faults, Finding, Place, Severity};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::IMAGE_PIXELS;
use biaoyu_page::page::Image;
use biaoyu_page::say;

/// Memory that a decoder may take beside the samples: rows, text chunks, profiles.
const DECODER_BYTES: u64 = 256 << 20;

type Read = Result<(Picture, Vec<Finding>), Faults>;

/// Reads a PNG (ISO/IEC 15948).
pub(super) fn png(name: &str, bytes: &[u8], profile: &Profile, enough: Option<u32>) -> Read {
    // The header's own numbers come first: nothing is allocated for a picture that is refused.
    if let Some([w, h]) = bytes.get(16..24).map(<[u8]>::as_chunks::<4>).map(|(sides, _)| sides) {
        check_size(name, [*w, *h].map(u32::from_be_bytes))?;
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(DECODER_BYTES);
    let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits).map_err(|e| broken(name, &e))?;
    samples(name, decoder, profile, enough)
}

/// Reads a JPEG (ISO/IEC 10918): gray, RGB or CMYK.
pub(super) fn jpeg(name: &str, bytes: &[u8], profile: &Profile, enough: Option<u32>) -> Read {
    let header = Header::read(name, bytes)?;
    check_size(name, header.size)?;
    if header.components == 4 {
        return cmyk_jpeg::read(name, bytes, &header);
    }
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|e| broken(name, &e))?;
    samples(name, decoder, profile, enough)
}

/// Refuses what no memory holds.
fn check_size(name: &str, [w, h]: [u32; 2]) -> Result<(), Faults> {
    if u64::from(w) * u64::from(h) <= IMAGE_PIXELS {
        return Ok(());
    }
    let most = IMAGE_PIXELS / 1_000_000;
    let what = say!("`{w}×{h}` pixels, at most {most} million are read", "`{w}×{h}` 像素，最多读取 {most} 百万");
    let hint =
        say!("scale it down: 300 dots an inch at its printed size are enough", "请缩小：按成品尺寸 300 dpi 即可");
    Err(refuse("picture/too-many-pixels", Place::file(name), what, hint).into())
}

fn broken(name: &str, error: &ImageError) -> Faults {
    let error = error.to_string();
    let what = say!("the picture is broken or truncated: {error}", "图片已损坏或不完整：{error}");
    let hint = say!("copy it again, or save it anew", "请重新拷贝或重新保存");
    refuse("picture/broken", Place::file(name), what, hint).into()
}

fn samples(name: &str, mut decoder: impl ImageDecoder, profile: &Profile, enough: Option<u32>) -> Read {
    let (w, h) = decoder.dimensions();
    check_size(name, [w, h])?;
    let icc = decoder.icc_profile().ok().flatten();
    let icc = icc.as_deref();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|e| broken(name, &e))?;
    if let Some(enough) = enough {
        image = fewer(image, enough);
    }
    image.apply_orientation(orientation);
    let (width, height) = (image.width(), image.height());
    let alpha = image.color().has_alpha();
    let (samples, alpha, embedded) = if image.color().has_color() {
        let (mut rgb, alpha) = if alpha {
            let rgba = image.into_rgba8().into_raw();
            let (pixels, alpha) = rgba.as_chunks::<4>().0.iter().map(|[r, g, b, a]| ([*r, *g, *b], *a)).unzip();
            (Vec::<[u8; 3]>::into_flattened(pixels), Some(alpha))
        } else {
            (image.into_rgb8().into_raw(), None)
        };
        let embedded = tone::rgb_to_srgb(icc, &mut rgb);
        (tone::rgb(rgb, profile), alpha, embedded)
    } else {
        let (mut gray, alpha) = if alpha {
            let both = image.into_luma_alpha8().into_raw();
            let (gray, alpha) = both.as_chunks::<2>().0.iter().map(|[v, a]| (*v, *a)).unzip();
            (gray, Some(alpha))
        } else {
            (image.into_luma8().into_raw(), None)
        };
        let embedded = tone::gray_to_srgb(icc, &mut gray);
        (tone::gray(gray, profile), alpha, embedded)
    };
    let alpha = alpha.filter(|a: &Vec<u8>| a.iter().any(|v| *v != 255));
    let image = Image { width, height, samples, alpha };
    Ok((Picture::Raster(Arc::new(image)), findings(name, embedded)))
}

/// A picture with at most `enough` samples along its shorter side; one with transparency as it is.
fn fewer(image: DynamicImage, enough: u32) -> DynamicImage {
    let from = [image.width(), image.height()];
    let shorter = from[0].min(from[1]);
    if shorter <= enough || image.color().has_alpha() {
        return image;
    }
    let share = f64::from(enough) / f64::from(shorter);
    let to = from.map(|side| ((f64::from(side) * share).round() as u32).max(1));
    let [w, h] = to;
    let fewer = if image.color().has_color() {
        RgbImage::from_raw(w, h, reduce(&image.into_rgb8(), 3, from, to)).map(DynamicImage::from)
    } else {
        GrayImage::from_raw(w, h, reduce(&image.into_luma8(), 1, from, to)).map(DynamicImage::from)
    };
    fewer.unwrap_or_default()
}

fn findings(name: &str, embedded: Embedded) -> Vec<Finding> {
    let (rule, severity, what) = match embedded {
        Srgb => return Vec::new(),
        Turned(from) => (
            "picture-profile",
            Severity::Note,
            say!("samples turned from `{from}` to sRGB, then to inks", "已由 `{from}` 转为 sRGB，再转为油墨"),
        ),
        Useless => (
            "picture-profile-unreadable",
            Severity::Warning,
            say!("its colour profile cannot be used: taken as sRGB", "所带的颜色特性文件无法使用：按 sRGB 处理"),
        ),
    };
    let hint = (severity > Severity::Note).then(|| say!("save it as sRGB", "请另存为 sRGB"));
    vec![Finding { rule, severity, place: Place::file(name), what, hint }]
}
