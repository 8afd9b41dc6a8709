//! PNG and JPEG pictures: checked by their headers, decoded, turned upright, put into print colours.
//!
//! A PNG is read by rows and brought down to what is enough on the way; what must be held whole while it is decoded, an
//! interlaced PNG or a JPEG, has a ceiling of its own.

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, GrayAlphaImage, GrayImage, ImageDecoder, RgbImage, RgbaImage};
use png::{ColorType, Transformations};

use super::cmyk_jpeg::{self, Header};
use super::place::refuse;
use super::raster::{Raster, Screen};
use super::tone::{self, Embedded};
use super::{Options, Picture, tone::Embedded::*};
use biaoyu_page::error::{Faults, Finding, Place, Say, Severity};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::{IMAGE_KEPT_PIXELS, IMAGE_PIXELS, IMAGE_PROFILE_BYTES, IMAGE_WHOLE_BYTES};
use biaoyu_page::page::Image;
use biaoyu_page::reduce::{Pixel, Reducer, apart, cover_size, enough_size, reduce};
use biaoyu_page::say;

/// What is read of a picture file.
pub(super) type Read = Result<(Picture, Vec<Finding>), Faults>;

/// Samples as they were decoded and reduced, before they are turned into inks.
pub(super) struct Decoded {
    pub pixels: Vec<u8>,
    /// 1 gray, 2 with opacity, 3 RGB, 4 with opacity.
    pub channels: usize,
    pub size: [u32; 2],
    pub icc: Option<Vec<u8>>,
    /// The file has a colour profile that could not be unpacked.
    pub unreadable: bool,
    pub orientation: Orientation,
    /// Its own size, when more samples were dropped than the product made needless.
    pub reduced_from: Option<[u32; 2]>,
    /// Most ink on one place, where there is a limit.
    pub ink: Option<f64>,
}

/// Reads a PNG (ISO/IEC 15948).
pub(super) fn png(name: &str, bytes: &[u8], profile: &Profile, options: &Options) -> Read {
    // The header's own numbers come first: nothing is allocated for a picture that is refused.
    if let Some([w, h]) = bytes.get(16..24).map(<[u8]>::as_chunks::<4>).map(|(sides, _)| sides) {
        check_size(name, [*w, *h].map(u32::from_be_bytes))?;
    }
    let limits = png::Limits { bytes: IMAGE_PROFILE_BYTES };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|e| broken(name, &e.to_string()))?;
    let from = [reader.info().width, reader.info().height];
    check_size(name, from)?;
    let channels = match reader.output_color_type().0 {
        ColorType::Grayscale => 1,
        ColorType::GrayscaleAlpha => 2,
        ColorType::Rgb | ColorType::Indexed => 3,
        ColorType::Rgba => 4,
    };
    let turn = reader.info().exif_metadata.as_deref().and_then(Orientation::from_exif_chunk);
    let (to, reduced_from) = kept_size(from, turn.unwrap_or(Orientation::NoTransforms), options);
    let mut reducer = Reducer::new(Pixel { bytes: channels, alpha: channels % 2 == 0 }, from, to);
    if reader.info().interlaced {
        let whole = from[0] as usize * from[1] as usize * channels;
        check_whole(name, from, whole, &say!("an interlaced PNG", "隔行扫描的 PNG"))?;
        let mut pixels = vec![0; whole];
        reader.next_frame(&mut pixels).map_err(|e| broken(name, &e.to_string()))?;
        pixels.chunks_exact((from[0] as usize * channels).max(1)).for_each(|line| reducer.push(line));
    } else {
        while let Some(row) = reader.next_row().map_err(|e| broken(name, &e.to_string()))? {
            reducer.push(row.data());
        }
    }
    // A file that ends before its last chunk is broken, though its rows were there.
    reader.finish().map_err(|e| broken(name, &e.to_string()))?;
    let info = reader.info();
    let icc = info.icc_profile.as_ref().map(|icc| icc.to_vec());
    let orientation = info.exif_metadata.as_deref().and_then(Orientation::from_exif_chunk);
    inked(
        name,
        Decoded {
            channels,
            size: reducer.size(),
            unreadable: icc.is_none() && has_profile(bytes),
            icc,
            orientation: orientation.unwrap_or(Orientation::NoTransforms),
            reduced_from,
            ink: options.ink,
            pixels: reducer.finish(),
        },
        profile,
    )
}

/// Whether a PNG has an `iCCP` chunk before its samples.
fn has_profile(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let (Some(length), Some(kind)) = (rest.first_chunk::<4>(), rest.get(4..8)) {
        match kind {
            b"iCCP" => return true,
            b"IDAT" => return false,
            _ => {}
        }
        let skip = (u32::from_be_bytes(*length) as usize).saturating_add(12);
        rest = rest.get(skip..).unwrap_or_default();
    }
    false
}

/// Reads a JPEG (ISO/IEC 10918): gray, RGB or CMYK.
pub(super) fn jpeg(name: &str, bytes: &[u8], profile: &Profile, options: &Options) -> Read {
    let header = Header::read(name, bytes)?;
    check_size(name, header.size)?;
    let [w, h] = header.size.map(|side| side as usize);
    let samples = w * h * usize::from(header.components);
    // A progressive file's coefficients are held beside its samples, two bytes each.
    let whole = if header.progressive { 3 * samples } else { samples };
    check_whole(name, header.size, whole, &say!("a JPEG", "JPEG"))?;
    if header.components == 4 {
        return cmyk_jpeg::read(name, bytes, &header, options);
    }
    let failed = |e: image::ImageError| broken(name, &e.to_string());
    let mut decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(failed)?;
    let icc = decoder.icc_profile().ok().flatten();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(failed)?;
    let from = [image.width(), image.height()];
    let (to, reduced_from) = kept_size(from, orientation, options);
    let channels = if image.color().has_color() { 3 } else { 1 };
    let mut pixels = if channels == 3 { image.into_rgb8().into_raw() } else { image.into_luma8().into_raw() };
    if from != to {
        pixels = reduce(&pixels, Pixel { bytes: channels, alpha: false }, from, to);
    }
    let (ink, unreadable) = (options.ink, false);
    inked(name, Decoded { pixels, channels, size: to, icc, unreadable, orientation, reduced_from, ink }, profile)
}

/// The samples that are kept of a picture, and its own size when it is brought below what was asked for.
pub(super) fn kept_size(from: [u32; 2], turn: Orientation, options: &Options) -> ([u32; 2], Option<[u32; 2]>) {
    let is_turned = matches!(
        turn,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let to = match options.covers.as_slice() {
        [] => enough_size(from, options.enough),
        covers if is_turned => cover_size(from, &covers.iter().map(|[w, h]| [*h, *w]).collect::<Vec<_>>()),
        covers => cover_size(from, covers),
    };
    let pixels = f64::from(to[0]) * f64::from(to[1]);
    let most = IMAGE_KEPT_PIXELS as f64;
    if pixels <= most {
        return (to, None);
    }
    let share = (most / pixels).sqrt();
    (to.map(|side| ((f64::from(side) * share) as u32).max(1)), Some(from))
}

/// Refuses what is too large to be held whole while it is decoded.
pub(super) fn check_whole(name: &str, [w, h]: [u32; 2], bytes: usize, kind: &Say) -> Result<(), Faults> {
    if bytes <= IMAGE_WHOLE_BYTES {
        return Ok(());
    }
    let (found, most) = (bytes >> 20, IMAGE_WHOLE_BYTES >> 20);
    let (en, zh) = (&kind.en, &kind.zh);
    let what = say!(
        "{en} of `{w}×{h}` pixels takes {found} MB while it is decoded, at most {most} MB are given",
        "{zh} 有 `{w}×{h}` 像素，解码需要 {found} MB，上限 {most} MB"
    );
    let hint = say!("save it as a PNG without interlacing, or smaller", "请存为不隔行的 PNG，或缩小");
    Err(refuse("picture/too-large-whole", Place::file(name), what, hint).into())
}

/// Refuses what no memory holds.
pub(super) fn check_size(name: &str, [w, h]: [u32; 2]) -> Result<(), Faults> {
    if u64::from(w) * u64::from(h) <= IMAGE_PIXELS {
        return Ok(());
    }
    let most = IMAGE_PIXELS / 1_000_000;
    let what = say!("`{w}×{h}` pixels, at most {most} million are read", "`{w}×{h}` 像素，最多读取 {most} 百万");
    let hint =
        say!("scale it down: 300 dots an inch at its printed size are enough", "请缩小：按成品尺寸 300 dpi 即可");
    Err(refuse("picture/too-many-pixels", Place::file(name), what, hint).into())
}

pub(super) fn broken(name: &str, error: &str) -> Faults {
    let what = say!("the picture is broken or truncated: {error}", "图片已损坏或不完整：{error}");
    let hint = say!("copy it again, or save it anew", "请重新拷贝或重新保存");
    refuse("picture/broken", Place::file(name), what, hint).into()
}

/// Turns samples upright and into inks.
pub(super) fn inked(name: &str, decoded: Decoded, profile: &Profile) -> Read {
    let Decoded { mut pixels, channels, size, icc, unreadable, orientation, reduced_from, ink } = decoded;
    let [mut width, mut height] = size;
    if pixels.len() != width as usize * height as usize * channels {
        return Err(broken(name, "rows are missing"));
    }
    if orientation != Orientation::NoTransforms {
        (pixels, width, height) = upright(pixels, channels, size, orientation);
    }
    let icc = icc.as_deref();
    let (mut colours, alpha) = match channels {
        2 | 4 => {
            let (colours, alpha) = apart(&pixels, channels);
            drop(pixels);
            (colours, Some(alpha))
        }
        _ => (pixels, None),
    };
    let embedded = match channels > 2 {
        true => tone::rgb_to_srgb(icc, &mut colours),
        false => tone::gray_to_srgb(icc, &mut colours),
    };
    let levels = if channels > 2 { tone::neutral(&colours) } else { Some(std::mem::take(&mut colours)) };
    let alpha = alpha.filter(|a: &Vec<u8>| a.iter().any(|v| *v != 255));
    let raster = match levels {
        // All-neutral ones are printed by black alone.
        Some(levels) => Image { width, height, samples: tone::gray(levels, profile), alpha }.into(),
        None => {
            Raster::screened([width, height], Screen { rgb: colours, alpha, separation: profile.separation(), ink })
        }
    };
    let mut findings = findings(name, if unreadable { Useless } else { embedded });
    if let Some([w, h]) = reduced_from {
        let what = say!(
            "`{w}×{h}` pixels are more than are held: brought down to `{width}×{height}`",
            "`{w}×{h}` 像素超出可保留的数量，已缩为 `{width}×{height}`"
        );
        findings.push(Finding {
            rule: "picture-reduced",
            severity: Severity::Note,
            place: Place::file(name),
            what,
            hint: None,
        });
    }
    Ok((Picture::Raster(raster), findings))
}

/// Samples turned as the camera was held.
pub(super) fn upright(pixels: Vec<u8>, channels: usize, [w, h]: [u32; 2], turn: Orientation) -> (Vec<u8>, u32, u32) {
    let image = match channels {
        1 => GrayImage::from_raw(w, h, pixels).map(DynamicImage::from),
        2 => GrayAlphaImage::from_raw(w, h, pixels).map(DynamicImage::from),
        3 => RgbImage::from_raw(w, h, pixels).map(DynamicImage::from),
        _ => RgbaImage::from_raw(w, h, pixels).map(DynamicImage::from),
    };
    let mut image = image.unwrap_or_default();
    image.apply_orientation(turn);
    let (w, h) = (image.width(), image.height());
    (image.into_bytes(), w, h)
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
