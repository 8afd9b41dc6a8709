//! Samples of pictures, and what the plates get of them.

use std::sync::Arc;

use biaoyu_page::page::{Image, Samples};

use super::function::bits_at;
use super::planes::{MOST, Planes, shares, spots_of};
use super::seen::{Space, Tone};
use super::space::ColourSpace;

/// Samples a side of a sketch whose colours go through functions or profiles: they are dear.
const SKETCH: usize = 192;

/// Unpacked samples, rows from the top, each row from a whole byte.
pub(super) struct Grid {
    pub data: Vec<u8>,
    pub width: u32,
    pub height: u32,
    pub components: usize,
    pub bits: u8,
}

/// The colours of a JPEG 2000 that leaves them to itself.
pub(super) fn own_space(components: usize) -> ColourSpace {
    match components {
        1 => ColourSpace::Gray,
        4 => ColourSpace::Cmyk,
        _ => ColourSpace::Rgb,
    }
}

/// What a look at samples tells.
#[derive(Default)]
pub(super) struct Looked {
    /// The strongest mixture; empty when there is none to be told.
    pub tones: Vec<Tone>,
    /// The samples as they are, when they are plain print colours.
    pub samples: Option<Arc<Image>>,
    /// What the plates get of them, perhaps coarser.
    pub sketch: Option<Arc<Image>>,
    /// Its spots, laid over the sketch.
    pub spots: Vec<Arc<Image>>,
}

/// The strongest mixture of a picture's samples, the samples when they are plain print colours, and a sketch.
pub(super) fn look(space: &ColourSpace, grid: &Grid, decode: Option<&[f64]>, opacity: Option<&Grid>) -> Looked {
    let n = space.components();
    let (columns, rows) = (grid.width as usize, grid.height as usize);
    if n == 0 || columns == 0 || rows == 0 || n != grid.components {
        return Looked::default();
    }
    let image = |samples, width, height, alpha| Some(Arc::new(Image { width, height, samples, alpha }));
    let plain = grid.bits == 8 && decode.is_none_or(|d| d.as_chunks::<2>().0.iter().all(|p| *p == [0.0, 1.0]));
    let turned = grid.bits == 8 && decode.is_some_and(|d| d.as_chunks::<2>().0.iter().all(|p| *p == [1.0, 0.0]));
    let pixels = columns * rows;
    if (plain || turned) && grid.data.len() >= pixels * n {
        let bytes = grid.data.get(..pixels * n).unwrap_or_default();
        let bytes: Vec<u8> = if turned { bytes.iter().map(|v| 255 - v).collect() } else { bytes.to_vec() };
        let alpha = opacity.map(|mask| over(mask, columns, rows));
        let share = |v: u8| f64::from(v) / 255.0;
        let found = match space {
            ColourSpace::Cmyk => {
                let sum = |p: &&[u8; 4]| p.iter().map(|v| u32::from(*v)).sum::<u32>();
                let most = bytes.as_chunks::<4>().0.iter().max_by_key(sum).map(|p| p.map(share));
                Some((most.and_then(|m| space.tone(&m)), Samples::Cmyk(bytes)))
            }
            ColourSpace::Gray => {
                let most = bytes.iter().min().map(|v| share(*v));
                Some((most.and_then(|m| space.tone(&[m])), Samples::Gray(bytes)))
            }
            _ => None,
        };
        if let Some((tone, samples)) = found {
            let whole = image(samples, grid.width, grid.height, alpha);
            let samples = whole.clone().filter(|_| plain && opacity.is_none());
            return Looked { tones: tone.into_iter().collect(), samples, sketch: whole, spots: Vec::new() };
        }
    }
    // Others by a sample here and there.
    let (across, down) = (columns.min(SKETCH), rows.min(SKETCH));
    let mut most: Option<Tone> = None;
    let plates = spots_of(space.tone(&space.initial()).iter());
    let mut planes = Planes::new(across * down, plates.clone(), &[0.0; 4 + MOST]);
    let mut at = 0;
    for row in (0..down).map(|i| (2 * i + 1) * rows / (2 * down)) {
        for column in (0..across).map(|i| (2 * i + 1) * columns / (2 * across)) {
            let Some(tone) = values(space, grid, decode, column, row).and_then(|v| space.tone(&space.spread(v))) else {
                return Looked { tones: most.into_iter().map(unmeasured).collect(), ..Looked::default() };
            };
            planes.set(at, &shares(&tone, &plates));
            at += 1;
            if most.as_ref().is_none_or(|m| tone.total() > m.total()) {
                most = Some(tone);
            }
        }
    }
    let alpha = opacity.map(|mask| over(mask, across, down));
    let (sketch, spots) = planes.images(across as u32, down as u32, alpha);
    Looked { tones: most.into_iter().map(unmeasured).collect(), samples: None, sketch: Some(sketch), spots }
}

/// Screen colours of samples become inks by our own profile: how much they would take alone is the shop's business.
fn unmeasured(tone: Tone) -> Tone {
    if matches!(tone.space, Space::Rgb | Space::Lab) { Tone { process: Default::default(), ..tone } } else { tone }
}

/// The numbers of one sample, by `Decode`.
fn values(space: &ColourSpace, grid: &Grid, decode: Option<&[f64]>, column: usize, row: usize) -> Option<Vec<f64>> {
    let (n, bits) = (grid.components, usize::from(grid.bits));
    let line = grid.data.get(row * (grid.width as usize * n * bits).div_ceil(8)..)?;
    let top = f64::from((1_u32 << grid.bits) - 1);
    let indexed = matches!(space, ColourSpace::Indexed { .. });
    (0..n)
        .map(|i| {
            let raw = f64::from(bits_at(line, (column * n + i) * bits, bits)?);
            let range = decode.and_then(|d| Some((*d.get(2 * i)?, *d.get(2 * i + 1)?)));
            Some(match range {
                None if indexed => raw,
                Some((low, high)) => low + raw / top * (high - low),
                None => raw / top,
            })
        })
        .collect()
}

/// A mask at another resolution, by the nearest sample.
fn over(mask: &Grid, columns: usize, rows: usize) -> Vec<u8> {
    let (width, height) = (mask.width as usize, mask.height as usize);
    let at = |i: usize, n: usize, m: usize| (2 * i + 1) * m / (2 * n);
    let sample = |x, y| mask.data.get(at(y, rows, height) * width + at(x, columns, width)).copied().unwrap_or(255);
    (0..rows).flat_map(|y| (0..columns).map(move |x| sample(x, y))).collect()
}
