//! TIFF pictures (TIFF 6.0): gray, RGB and CMYK of 8 or 16 bits; the samples of CMYK are inks already and stay as they are.

use std::io::Cursor;

use image::metadata::Orientation;
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;

use super::photo::{Decoded, Read, broken, check_size, check_whole, inked, kept_size, upright};
use super::place::refuse;
use super::{Options, Picture};
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::{IMAGE_PROFILE_BYTES, IMAGE_WHOLE_BYTES};
use biaoyu_page::page::{Image, Samples};
use biaoyu_page::reduce::{Pixel, reduce};
use biaoyu_page::say;

/// Reads the one picture of a TIFF.
pub(super) fn read(name: &str, bytes: &[u8], profile: &Profile, options: &Options) -> Read {
    let failed = |e: tiff::TiffError| broken(name, &e.to_string());
    let mut limits = Limits::default();
    limits.decoding_buffer_size = IMAGE_WHOLE_BYTES;
    limits.intermediate_buffer_size = IMAGE_WHOLE_BYTES;
    limits.ifd_value_size = IMAGE_PROFILE_BYTES;
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(failed)?.with_limits(limits);
    let (w, h) = decoder.dimensions().map_err(failed)?;
    let from = [w, h];
    check_size(name, from)?;
    let colours = decoder.colortype().map_err(failed)?;
    let channels = match colours {
        ColorType::Gray(8 | 16) => 1,
        ColorType::GrayA(8 | 16) => 2,
        ColorType::RGB(8 | 16) => 3,
        ColorType::RGBA(8 | 16) | ColorType::CMYK(8 | 16) => 4,
        other => {
            let found = format!("{other:?}");
            let what = say!("a TIFF of the colours `{found}` is not read", "不能读取颜色为 `{found}` 的 TIFF");
            let hint = say!("save it as RGB or CMYK of 8 bits, one layer", "请另存为 8 位 RGB 或 CMYK，合并图层");
            return Err(refuse("picture/tiff-colours", Place::file(name), what, hint).into());
        }
    };
    let deep = usize::from(colours.bit_depth() / 8);
    check_whole(name, from, w as usize * h as usize * channels * deep, &say!("a TIFF", "TIFF"))?;
    let icc = decoder.get_tag_u8_vec(Tag::IccProfile).ok();
    let turn = decoder.find_tag_unsigned::<u8>(Tag::Orientation).ok().flatten();
    let turn = turn.and_then(Orientation::from_exif).unwrap_or(Orientation::NoTransforms);
    let mut pixels = match decoder.read_image().map_err(failed)? {
        DecodingResult::U8(bytes) => bytes,
        DecodingResult::U16(words) => {
            words.into_iter().map(|v| ((u32::from(v) * 255 + 32_767) / 65_535) as u8).collect()
        }
        _ => return Err(broken(name, "samples of another kind")),
    };
    if pixels.len() != w as usize * h as usize * channels {
        return Err(broken(name, "planes apart"));
    }
    if decoder.more_images() {
        let what = say!("the file has several pictures", "文件里有多幅图片");
        let hint = say!("save the one that is meant by itself", "请把要用的那一幅单独保存");
        return Err(refuse("picture/several", Place::file(name), what, hint).into());
    }
    let (to, reduced_from) = kept_size(from, turn, options);
    let is_inks = matches!(colours, ColorType::CMYK(_));
    if to != from {
        let pixel = Pixel { bytes: channels, alpha: !is_inks && channels % 2 == 0 };
        pixels = reduce(&pixels, pixel, from, to);
    }
    if !is_inks {
        let decoded = Decoded {
            pixels,
            channels,
            size: to,
            icc,
            unreadable: false,
            orientation: turn,
            reduced_from,
            ink: options.ink,
        };
        return inked(name, decoded, profile);
    }
    let (inks, width, height) = match turn {
        Orientation::NoTransforms => (pixels, to[0], to[1]),
        // Four bytes a pixel are four bytes a pixel: turning does not ask what they mean.
        turn => upright(pixels, 4, to, turn),
    };
    let image = Image { width, height, samples: Samples::Cmyk(inks), alpha: None };
    let what = say!("CMYK samples kept as they are", "CMYK 数据原样保留");
    let note =
        Finding { rule: "picture-cmyk-kept", severity: Severity::Note, place: Place::file(name), what, hint: None };
    Ok((Picture::Raster(image.into()), vec![note]))
}
