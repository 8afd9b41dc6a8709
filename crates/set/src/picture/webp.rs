//! WebP pictures (RFC 9649), lossy or not: decoded whole, then as any other photo.

use std::io::Cursor;

use image::metadata::Orientation;
use image_webp::WebPDecoder;

use super::Options;
use super::photo::{Decoded, Read, broken, check_size, check_whole, inked, kept_size};
use biaoyu_page::error::{Fault, Place};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::IMAGE_PROFILE_BYTES;
use biaoyu_page::reduce::{Pixel, reduce};
use biaoyu_page::say;

/// Reads a WebP.
pub(super) fn read(name: &str, bytes: &[u8], profile: &Profile, options: &Options) -> Read {
    let failed = |e: image_webp::DecodingError| broken(name, &e.to_string());
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(failed)?;
    let (w, h) = decoder.dimensions();
    let from = [w, h];
    check_size(name, from)?;
    if decoder.is_animated() {
        let what = say!("a moving picture", "是动态图片");
        let hint = say!("save one of its pictures as JPEG or PNG", "请把其中一幅另存为 JPEG 或 PNG");
        return Err(Fault::new("picture/moving", Place::file(name), what).hint(hint).into());
    }
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let whole = w as usize * h as usize * channels;
    check_whole(name, from, whole, &say!("a WebP", "WebP"))?;
    decoder.set_memory_limit(IMAGE_PROFILE_BYTES);
    let icc = decoder.icc_profile().ok().flatten();
    let exif = decoder.exif_metadata().ok().flatten();
    let turn = exif.as_deref().and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms);
    decoder.set_memory_limit(usize::MAX);
    let mut pixels = vec![0; whole];
    decoder.read_image(&mut pixels).map_err(failed)?;
    let (to, reduced_from) = kept_size(from, turn, options);
    if to != from {
        pixels = reduce(&pixels, Pixel { bytes: channels, alpha: channels == 4 }, from, to);
    }
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
    inked(name, decoded, profile)
}
