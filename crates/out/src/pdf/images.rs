//! Pictures in the file: Flate-compressed samples with PNG predictors, alpha as a soft mask
//! (ISO 32000-1, 7.4.4.4, 8.9.5 and 11.6.5.3).

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use pdf_writer::{Name, Ref};

use biaoyu_page::page::{Image, Samples};

use super::file::{File, deflate, is_noise};
use super::inks::Inks;
use super::literal::Deflater;

/// The pictures of a file, each written once however often it is painted.
#[derive(Default)]
pub(super) struct Images {
    written: Vec<Written>,
    /// By address; the weak handle keeps the address from being given to another picture.
    known: HashMap<usize, (Weak<Image>, usize)>,
    /// By content: one logo read twice is one object.
    content: HashMap<blake3::Hash, usize>,
}

struct Written {
    id: Ref,
    masked: bool,
}

impl Images {
    /// The number of a picture; `None` when its samples do not fill it.
    pub(crate) fn image(
        &mut self,
        (file, inks): (&mut File, &mut Inks),
        image: &Arc<Image>,
        with_spots: bool,
    ) -> Option<usize> {
        let key = Arc::as_ptr(image).addr();
        if let Some((_, found)) = self.known.get(&key) {
            return Some(*found);
        }
        let (samples, components) = match &image.samples {
            Samples::Gray(bytes) => (bytes, 1),
            Samples::Cmyk(bytes) => (bytes, 4),
            Samples::Duotone(two) => (&two.levels, 1),
        };
        let pixels = usize::try_from(image.width).ok()?.checked_mul(usize::try_from(image.height).ok()?)?;
        let fits = pixels > 0
            && pixels.checked_mul(components) == Some(samples.len())
            && image.alpha.as_ref().is_none_or(|a| a.len() == pixels);
        if !fits {
            return None;
        }
        let content = digest(image, samples);
        let index = match self.content.get(&content) {
            Some(found) => *found,
            None => {
                let space = match &image.samples {
                    Samples::Gray(_) => Space::Gray,
                    Samples::Cmyk(_) => Space::Cmyk,
                    Samples::Duotone(two) if with_spots => Space::Duotone(inks.duotone(file, two)),
                    Samples::Duotone(two) => Space::Duotone(inks.shown(file, two)),
                };
                self.written.push(write(file, image, samples, space));
                self.content.insert(content, self.written.len() - 1);
                self.written.len() - 1
            }
        };
        self.known.insert(key, (Arc::downgrade(image), index));
        Some(index)
    }

    /// The object of a picture.
    pub(crate) fn image_ref(&self, index: usize) -> Option<Ref> {
        self.written.get(index).map(|w| w.id)
    }

    /// Whether a picture lets through what lies below.
    pub(crate) fn masked(&self, index: usize) -> bool {
        self.written.get(index).is_some_and(|w| w.masked)
    }
}

/// Whether any sample of the picture is not opaque.
pub(super) fn transparent(image: &Image) -> bool {
    image.alpha.as_ref().is_some_and(|a| a.iter().any(|v| *v != 255))
}

fn digest(image: &Image, samples: &[u8]) -> blake3::Hash {
    let mut hash = blake3::Hasher::new();
    hash.update(&image.width.to_le_bytes());
    hash.update(&image.height.to_le_bytes());
    hash.update(samples);
    if let Samples::Duotone(two) = &image.samples {
        hash.update(two.name().as_bytes());
    }
    if let Some(alpha) = &image.alpha {
        hash.update(alpha);
    }
    hash.finalize()
}

/// The colour space of samples.
#[derive(Clone, Copy)]
enum Space {
    Gray,
    Cmyk,
    /// Levels into a table of mixtures.
    Duotone(Ref),
}

fn write(file: &mut File, image: &Image, samples: &[u8], space: Space) -> Written {
    let mask = image.alpha.as_ref().filter(|_| transparent(image)).map(|alpha| {
        let id = file.id();
        plane(file, id, image, alpha, Space::Gray, None);
        id
    });
    let id = file.id();
    plane(file, id, image, samples, space, mask);
    Written { id, masked: mask.is_some() }
}

fn plane(file: &mut File, id: Ref, image: &Image, samples: &[u8], space: Space, mask: Option<Ref>) {
    let components = if matches!(space, Space::Cmyk) { 4 } else { 1 };
    let (width, height) = (image.width as i32, image.height as i32);
    let packed = packed(samples, image.width as usize * components, components);
    file.packed(id, &packed, |dict| {
        dict.pair(Name(b"Type"), Name(b"XObject"));
        dict.pair(Name(b"Subtype"), Name(b"Image"));
        dict.pair(Name(b"Width"), width).pair(Name(b"Height"), height);
        dict.pair(Name(b"BitsPerComponent"), 8);
        match space {
            Space::Gray => dict.pair(Name(b"ColorSpace"), Name(b"DeviceGray")),
            Space::Cmyk => dict.pair(Name(b"ColorSpace"), Name(b"DeviceCMYK")),
            Space::Duotone(id) => dict.pair(Name(b"ColorSpace"), id),
        };
        let mut parms = dict.insert(Name(b"DecodeParms")).dict();
        parms.pair(Name(b"Predictor"), 15).pair(Name(b"Columns"), width);
        parms.pair(Name(b"Colors"), components as i32);
        drop(parms);
        if let Some(mask) = mask {
            dict.pair(Name(b"SMask"), mask);
        }
    });
}

/// The samples of a plane, filtered and compressed.
fn packed(samples: &[u8], stride: usize, pixel: usize) -> Vec<u8> {
    let length = samples.len() + samples.len() / stride.max(1);
    if looks_noisy(samples, stride, pixel) {
        // Row by row: the filtered samples of a large photograph are not held beside it.
        let mut out = Deflater::new(length);
        predict(samples, stride, pixel, BAND, |bytes| out.push(bytes));
        return out.finish();
    }
    let mut rows = Vec::with_capacity(length);
    predict(samples, stride, pixel, 1, |bytes| rows.extend_from_slice(bytes));
    deflate(&rows)
}

/// Whether the filtered samples of a plane are noise to Deflate: a part from their middle tells.
fn looks_noisy(samples: &[u8], stride: usize, pixel: usize) -> bool {
    let rows = samples.len() / stride.max(1);
    let probe = PROBE.div_ceil(stride.max(1));
    if rows <= probe {
        return false;
    }
    let start = (rows - probe) / 2 * stride;
    let mut part = Vec::new();
    predict(&samples[start..start + probe * stride], stride, pixel, 1, |bytes| part.extend_from_slice(bytes));
    is_noise(&part)
}

/// Bytes that are looked at to tell noise.
const PROBE: usize = 32 << 10;
/// Rows of noise that share a filter: neighbours hardly ever want different ones.
const BAND: usize = 8;

/// Puts before every row the PNG filter after which its bytes are smallest (PNG, clause 12.8's heuristic), and applies
/// it; the first row of so many decides for all of them. Each row is given to `out` behind its filter.
fn predict(samples: &[u8], stride: usize, pixel: usize, band: usize, mut out: impl FnMut(&[u8])) {
    let blank = vec![0; stride];
    let mut above = &blank[..];
    let mut tries = [const { Vec::new() }; 3];
    let mut kind = 0;
    for (i, row) in samples.chunks_exact(stride).enumerate() {
        let is_first = i % band == 0;
        let [sub, up, both] = &mut tries;
        if is_first || kind == 1 {
            filter(row, above, pixel, sub, |x, a, _, _| x.wrapping_sub(a));
        }
        if is_first || kind == 2 {
            filter(row, above, pixel, up, |x, _, b, _| x.wrapping_sub(b));
        }
        if is_first || kind == 4 {
            filter(row, above, pixel, both, |x, a, b, c| x.wrapping_sub(paeth(a, b, c)));
        }
        // Filter types of PNG: 0 none, 1 sub, 2 up, 4 Paeth.
        let choices = [(0, row), (1, sub), (2, up), (4, both)];
        if is_first {
            kind = choices.iter().min_by_key(|(_, bytes)| weight(bytes)).map_or(0, |(kind, _)| *kind);
        }
        out(&[kind]);
        out(choices.iter().find(|(k, _)| *k == kind).map_or(row, |(_, bytes)| bytes));
        above = row;
    }
}

/// A row, each byte less what its neighbours foretell: left, above, above left; before the first pixel is nothing.
fn filter(row: &[u8], above: &[u8], pixel: usize, out: &mut Vec<u8>, f: impl Fn(u8, u8, u8, u8) -> u8) {
    out.resize(row.len(), 0);
    let first = pixel.min(row.len());
    let n = row.len() - first;
    for ((out, x), b) in out.iter_mut().zip(row).zip(above).take(first) {
        *out = f(*x, 0, *b, 0);
    }
    // Slices of one length, so that many bytes are worked out at once.
    let (x, a, b, c) = (&row[first..], &row[..n], &above[first..], &above[..n]);
    for ((((out, x), a), b), c) in out[first..].iter_mut().zip(x).zip(a).zip(b).zip(c) {
        *out = f(*x, *a, *b, *c);
    }
}

/// How far the bytes are from nothing, together.
fn weight(bytes: &[u8]) -> u64 {
    // As many as a 32-bit sum can hold, so that it is worked out many at once.
    let part = |bytes: &[u8]| bytes.iter().map(|b| u32::from(b.cast_signed().unsigned_abs())).sum::<u32>();
    bytes.chunks(1 << 16).map(|bytes| u64::from(part(bytes))).sum()
}

/// Left, above or above left, whichever is nearest to a + b − c.
#[inline]
fn paeth(a: u8, b: u8, c: u8) -> u8 {
    let (x, y, z) = (i16::from(a), i16::from(b), i16::from(c));
    let (pa, pb, pc) = ((y - z).abs(), (x - z).abs(), (x + y - 2 * z).abs());
    let (above, corner) = (pb <= pc, c);
    let other = if above { b } else { corner };
    if (pa <= pb) & (pa <= pc) { a } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_noise_share_a_filter() {
        let mut state = 1_u32;
        let mut noise = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let samples: Vec<u8> = (0..512 * 200).map(|_| noise()).collect();
        let filtered = |band: usize| {
            let mut rows = Vec::new();
            predict(&samples, 512, 4, band, |bytes| rows.extend_from_slice(bytes));
            rows
        };
        let (rows, is_noise) = (filtered(BAND), looks_noisy(&samples, 512, 4));
        let kinds: Vec<u8> = rows.chunks_exact(513).map(|row| row[0]).collect();
        assert!(is_noise && kinds.len() == 200 && kinds.chunks(BAND).all(|band| band.iter().all(|k| *k == band[0])));
        let two: Vec<u8> = samples.iter().map(|v| v / 200).collect();
        assert!(!looks_noisy(&two, 512, 4), "two levels are no noise");
    }

    #[test]
    fn a_smooth_picture_is_told_by_differences() {
        let row: Vec<u8> = (0..64).collect();
        let mut filtered = Vec::new();
        predict(&[&row[..], &row[..]].concat(), 64, 1, 1, |bytes| filtered.extend_from_slice(bytes));
        assert_eq!(filtered[0], 1, "the first row by its left neighbours");
        assert_eq!(&filtered[65..], [&[2][..], &[0; 64]].concat(), "an equal row by the one above");
    }
}
