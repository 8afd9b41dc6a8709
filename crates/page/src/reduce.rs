//! Fewer samples of a picture: each new one is the mean of all that it covers, counted in whole numbers, so that every
//! machine comes to the same bytes. Rows come one by one: a picture is never held in its own size.

use std::sync::Arc;

use crate::duotone::Duotone;
use crate::page::{Image, Samples};

/// How the bytes of a pixel are to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pixel {
    /// Bytes of a pixel, opacity included: 1 to 5.
    pub bytes: usize,
    /// The last byte is opacity: what is not seen does not colour the mean.
    pub alpha: bool,
}

/// Sums of rows. Short ones are added four at a time.
enum Sums {
    Short(Vec<u32>),
    Long(Vec<u64>),
}

/// Takes rows from the top and gives those of a smaller picture. A side that would grow stays as it is.
pub struct Reducer {
    pixel: Pixel,
    from: [usize; 2],
    to: [usize; 2],
    /// Rows taken.
    y: usize,
    /// Sums of the rows of a new one, as wide as the old picture: a value times how much of its row the new one covers, in
    /// parts of 1/`to[1]`.
    sums: Sums,
    /// What each new sample of a row covers.
    spans: Vec<Span>,
    /// Parts of a new sample in all.
    whole: Divisor,
    out: Vec<u8>,
}

impl Reducer {
    /// For a picture of one size that is brought to another, samples across and down.
    pub fn new(pixel: Pixel, from: [u32; 2], to: [u32; 2]) -> Self {
        let to = [to[0].clamp(1, from[0].max(1)), to[1].clamp(1, from[1].max(1))].map(|side| side as usize);
        let from = from.map(|side| side as usize);
        let out = Vec::with_capacity(to[0] * pixel.bytes * to[1]);
        let width = from[0] * pixel.bytes;
        // A new row's parts come to `from[1]` in all.
        let is_short = !pixel.alpha && from[1] < 1 << 24 && to[1] < 1 << 16;
        let sums = if is_short { Sums::Short(vec![0; width]) } else { Sums::Long(vec![0; width]) };
        let whole = Divisor::new(from[0] as u64 * from[1] as u64);
        let spans = if from == to || from.contains(&0) { Vec::new() } else { Span::of(from[0], to[0]) };
        Self { pixel, from, to, y: 0, sums, spans, whole, out }
    }

    /// Samples across and down of the new picture.
    pub fn size(&self) -> [u32; 2] {
        self.to.map(|side| side as u32)
    }

    /// Takes the next row.
    pub fn push(&mut self, line: &[u8]) {
        let [_, h] = self.from;
        if self.y >= h {
            return;
        }
        if self.from == self.to {
            self.out.extend_from_slice(line);
            self.y += 1;
            return;
        }
        // A row of the old size covers one new row, or parts of two.
        let mut start = self.y * self.to[1];
        let end = start + self.to[1];
        while start < end {
            let border = (start / h + 1) * h;
            let part = (border.min(end) - start) as u64;
            self.add(line, part);
            start = border.min(end);
            if start == border {
                self.emit();
            }
        }
        self.y += 1;
    }

    /// Adds a row, so many times. Down comes before along: this is done for every sample of the old picture, and is nothing but
    /// multiplications that stand beside each other.
    fn add(&mut self, line: &[u8], part: u64) {
        let sums = match &mut self.sums {
            Sums::Short(sums) => {
                let part = part as u16;
                sums.iter_mut().zip(line).for_each(|(sum, value)| *sum += u32::from(part) * u32::from(*value));
                return;
            }
            Sums::Long(sums) => sums,
        };
        if !self.pixel.alpha {
            sums.iter_mut().zip(line).for_each(|(sum, value)| *sum += part * u64::from(*value));
            return;
        }
        let bytes = self.pixel.bytes;
        for (sums, pixel) in sums.chunks_exact_mut(bytes).zip(line.chunks_exact(bytes)) {
            let [colours @ .., opacity] = pixel else { continue };
            let weight = part * u64::from(*opacity);
            sums.iter_mut().zip(colours).for_each(|(sum, value)| *sum += weight * u64::from(*value));
            if let Some(sum) = sums.last_mut() {
                *sum += weight;
            }
        }
    }

    /// Ends a row of the new picture: a loop of its own for each number of bytes.
    fn emit(&mut self) {
        let step = Step { spans: &self.spans, to: self.to[0] as u64, whole: self.whole, alpha: self.pixel.alpha };
        match &mut self.sums {
            Sums::Short(sums) => {
                along(sums, self.pixel.bytes, step, &mut self.out);
                sums.fill(0);
            }
            Sums::Long(sums) => {
                along(sums, self.pixel.bytes, step, &mut self.out);
                sums.fill(0);
            }
        }
    }

    /// The new picture's samples; short where rows were missing.
    pub fn finish(self) -> Vec<u8> {
        self.out
    }
}

/// A new row from sums of old ones.
#[derive(Clone, Copy)]
struct Step<'a> {
    spans: &'a [Span],
    /// Parts of an old sample.
    to: u64,
    whole: Divisor,
    alpha: bool,
}

/// The samples of a new row: a loop of its own for each number of bytes.
fn along<T: Copy + Into<u64>>(sums: &[T], bytes: usize, step: Step<'_>, out: &mut Vec<u8>) {
    match bytes {
        1 => kind::<1, T>(sums, step, out),
        2 => kind::<2, T>(sums, step, out),
        3 => kind::<3, T>(sums, step, out),
        4 => kind::<4, T>(sums, step, out),
        _ => kind::<5, T>(sums, step, out),
    }
}

/// One for each way to a mean, so that nothing is asked in the loop.
fn kind<const N: usize, T: Copy + Into<u64>>(sums: &[T], step: Step<'_>, out: &mut Vec<u8>) {
    let whole = step.whole;
    match (step.alpha, whole.is_small) {
        (true, _) => means::<N, T>(sums, step, out, |sum| {
            let opacity = sum[N - 1];
            let seen = |i: usize| ((sum[i] + opacity / 2) / opacity.max(1)) as u8;
            std::array::from_fn(|i| if i < N - 1 { seen(i) } else { whole.mean(opacity) })
        }),
        (false, true) => means::<N, T>(sums, step, out, |sum| sum.map(|sum| whole.small_mean(sum))),
        (false, false) => means::<N, T>(sums, step, out, |sum| sum.map(|sum| whole.mean(sum))),
    }
}

fn means<const N: usize, T: Copy + Into<u64>>(
    sums: &[T],
    step: Step<'_>,
    out: &mut Vec<u8>,
    mean: impl Fn([u64; N]) -> [u8; N],
) {
    let Step { spans, to, .. } = step;
    let values = sums.as_chunks::<N>().0;
    let start = out.len();
    out.resize(start + spans.len() * N, 0);
    for (span, out) in spans.iter().zip(out[start..].as_chunks_mut::<N>().0) {
        let [first, between @ ..] = values.get(span.from..span.to).unwrap_or_default() else { continue };
        let mut sum: [u64; N] = std::array::from_fn(|i| span.first * first[i].into());
        if let [between @ .., last] = between {
            for value in between {
                (0..N).for_each(|i| sum[i] += to * value[i].into());
            }
            (0..N).for_each(|i| sum[i] += span.last * last[i].into());
        }
        *out = mean(sum);
    }
}

/// Old samples of a row that a new one covers, and how much of the outer ones, in parts of 1/`to[0]`.
#[derive(Clone, Copy)]
struct Span {
    from: usize,
    to: usize,
    first: u64,
    last: u64,
}

impl Span {
    /// Those of a whole row.
    fn of(width: usize, to: usize) -> Vec<Span> {
        let new = |i: usize| {
            let (start, end) = (i * width, (i + 1) * width);
            let (from, upto) = (start / to, end.div_ceil(to));
            let first = (to - start % to).min(width) as u64;
            Span { from, to: upto, first, last: (end - (upto - 1) * to) as u64 }
        };
        (0..to).map(new).collect()
    }
}

/// A division by the same number, as a multiplication, which takes a fifth of the time: T. Granlund, P. L. Montgomery, Division
/// by Invariant Integers using Multiplication, 1994, theorem 4.2.
#[derive(Clone, Copy)]
struct Divisor {
    of: u64,
    factor: u64,
    shift: u32,
    is_small: bool,
}

/// Of a picture of so many bits of samples a sum, 255 times as large at most and half of that number, times the factor fits 64.
const SMALL: u32 = 22;
/// Sums of a byte's values are longer than the number of samples by so many bits, the half included.
const SUM_BITS: u32 = 9;

impl Divisor {
    fn new(of: u64) -> Self {
        let of = of.max(1);
        let bits = of.next_power_of_two().trailing_zeros();
        let shift = SUM_BITS + 2 * bits;
        Self { of, factor: (1_u128 << shift).div_ceil(u128::from(of)) as u64, shift, is_small: bits <= SMALL }
    }

    /// The mean of a sum of bytes, rounded.
    #[inline]
    fn mean(self, sum: u64) -> u8 {
        if self.is_small {
            return self.small_mean(sum);
        }
        let sum = sum + self.of / 2;
        ((u128::from(sum) * u128::from(self.factor)) >> self.shift) as u8
    }

    /// The same where the picture is small.
    #[inline]
    fn small_mean(self, sum: u64) -> u8 {
        (((sum + self.of / 2) * self.factor) >> self.shift) as u8
    }
}

/// Brings `samples` of `channels` bytes, rows from the top, from one size to a smaller one.
pub fn reduce(samples: &[u8], pixel: Pixel, from: [u32; 2], to: [u32; 2]) -> Vec<u8> {
    let part = from[0] / to[0].max(1);
    if !pixel.alpha && (2..256).contains(&part) && from == to.map(|side| side * part) {
        return divided(samples, pixel.bytes, from[0] as usize, part as usize);
    }
    let mut reducer = Reducer::new(pixel, from, to);
    samples.chunks_exact((from[0] as usize * pixel.bytes).max(1)).for_each(|line| reducer.push(line));
    reducer.finish()
}

/// A size with at most `enough` samples along its shorter side.
pub fn enough_size(from: [u32; 2], enough: Option<u32>) -> [u32; 2] {
    let shorter = from[0].min(from[1]);
    match enough {
        Some(enough) if shorter > enough => {
            let share = f64::from(enough) / f64::from(shorter);
            from.map(|side| ((f64::from(side) * share).round() as u32).max(1))
        }
        _ => from,
    }
}

/// A size that covers all windows, never a larger one than there is: a whole part of the picture's own where that is little more
/// than the smallest, as samples are then met as a block each and stay sharp.
pub fn cover_size(from: [u32; 2], covers: &[[u32; 2]]) -> [u32; 2] {
    let [w, h] = from.map(|side| f64::from(side.max(1)));
    let shares = covers.iter().map(|[cw, ch]| (f64::from(*cw) / w).max(f64::from(*ch) / h));
    let share = shares.fold(0.0, f64::max);
    if covers.is_empty() || share >= 1.0 {
        return from;
    }
    let part = (1.0 / share.max(1e-6)).floor().max(1.0);
    if 1.0 / part <= share * WHOLE {
        let part = part as u32;
        return from.map(|side| side.div_ceil(part).max(1));
    }
    from.map(|side| ((f64::from(side) * share).ceil() as u32).max(1))
}

/// See [`cover_size`].
const WHOLE: f64 = 1.25;

/// Samples in blocks of `part` by `part`, where both sides are whole multiples.
fn divided(samples: &[u8], bytes: usize, width: usize, part: usize) -> Vec<u8> {
    let stride = width * bytes;
    let (mut sums, mut out) = (vec![0_u32; stride], Vec::with_capacity(samples.len() / (part * part).max(1)));
    let count = (part * part) as u32;
    for band in samples.chunks_exact((stride * part).max(1)) {
        sums.fill(0);
        for row in band.chunks_exact(stride) {
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += u32::from(*value));
        }
        for block in sums.chunks_exact(bytes * part) {
            for channel in 0..bytes {
                let sum: u32 = block.iter().skip(channel).step_by(bytes).sum();
                out.push(((sum + count / 2) / count) as u8);
            }
        }
    }
    out
}

/// A picture in fewer samples.
pub fn reduced(image: &Arc<Image>, to: [u32; 2]) -> Arc<Image> {
    if image.width <= to[0] || image.height <= to[1] {
        return image.clone();
    }
    let from = [image.width, image.height];
    let (samples, channels) = match &image.samples {
        Samples::Gray(bytes) => (bytes, 1),
        Samples::Cmyk(bytes) => (bytes, 4),
        Samples::Duotone(two) => (&two.levels, 1),
    };
    let (samples, alpha) = match &image.alpha {
        None => (reduce(samples, Pixel { bytes: channels, alpha: false }, from, to), None),
        Some(alpha) => {
            let pixel = Pixel { bytes: channels + 1, alpha: true };
            let mut reducer = Reducer::new(pixel, from, to);
            let width = from[0] as usize;
            let mut line = Vec::with_capacity(width * pixel.bytes);
            for (row, opacity) in samples.chunks_exact(width * channels).zip(alpha.chunks_exact(width)) {
                line.clear();
                for (colours, opacity) in row.chunks_exact(channels).zip(opacity) {
                    line.extend_from_slice(colours);
                    line.push(*opacity);
                }
                reducer.push(&line);
            }
            let (samples, alpha) = apart(&reducer.finish(), pixel.bytes);
            (samples, Some(alpha))
        }
    };
    let samples = match &image.samples {
        Samples::Gray(_) => Samples::Gray(samples),
        Samples::Cmyk(_) => Samples::Cmyk(samples),
        Samples::Duotone(two) => {
            Samples::Duotone(Duotone { levels: samples, inks: two.inks.clone(), overprint: two.overprint })
        }
    };
    Arc::new(Image { width: to[0], height: to[1], samples, alpha })
}

/// Colours and opacity of pixels that have both.
pub fn apart(pixels: &[u8], bytes: usize) -> (Vec<u8>, Vec<u8>) {
    let count = pixels.len() / bytes.max(1);
    let (mut colours, mut alpha) = (Vec::with_capacity(count * (bytes - 1)), Vec::with_capacity(count));
    for pixel in pixels.chunks_exact(bytes) {
        if let [parts @ .., opacity] = pixel {
            colours.extend_from_slice(parts);
            alpha.push(*opacity);
        }
    }
    (colours, alpha)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Pixel = Pixel { bytes: 1, alpha: false };

    #[test]
    fn a_sample_is_the_mean_of_what_it_covers() {
        // Whole blocks.
        assert_eq!(reduce(&[0, 10, 20, 30, 40, 50, 60, 70], ONE, [4, 2], [2, 1]), [25, 45]);
        // Three into two: each takes one and a half.
        assert_eq!(reduce(&[0, 90, 240], ONE, [3, 1], [2, 1]), [30, 190]);
        assert_eq!(reduce(&[0, 90, 240], ONE, [1, 3], [1, 2]), [30, 190]);
        // Channels stay apart; the same size changes nothing.
        let three = Pixel { bytes: 3, alpha: false };
        assert_eq!(reduce(&[1, 2, 3, 5, 6, 7], three, [2, 1], [1, 1]), [3, 4, 5]);
        assert_eq!(reduce(&[1, 2, 3, 4], ONE, [2, 2], [9, 2]), [1, 2, 3, 4]);
    }

    #[test]
    fn whole_blocks_come_to_the_same_as_one_by_one() {
        let samples: Vec<u8> = (0..12 * 9 * 3).map(|i| (i * 37 % 251) as u8).collect();
        let three = Pixel { bytes: 3, alpha: false };
        let mut slow = Reducer::new(three, [12, 9], [4, 3]);
        samples.chunks_exact(36).for_each(|line| slow.push(line));
        assert_eq!(reduce(&samples, three, [12, 9], [4, 3]), slow.finish());
    }

    #[test]
    fn a_window_is_covered_by_a_whole_part_where_that_is_near() {
        assert_eq!(cover_size([6000, 4000], &[[2480, 1932]]), [3000, 2000]);
        assert_eq!(cover_size([6000, 4000], &[[100, 100], [2480, 1932]]), [3000, 2000]);
        assert_eq!(cover_size([6000, 4000], &[[4000, 100]]), [4000, 2667]);
        assert_eq!(cover_size([600, 400], &[[4000, 100]]), [600, 400]);
    }

    #[test]
    fn a_mean_is_the_quotient_rounded() {
        for of in [1, 2, 3, 255, 4_095, 480_000, 123_457, 299_999_999, crate::limits::IMAGE_PIXELS] {
            let divisor = Divisor::new(of);
            for sum in (0..=255)
                .flat_map(|v| [0, 1, (of / 2).saturating_sub(1), of / 2, of / 2 + 1, of - 1].map(|more| v * of + more))
            {
                if sum <= 255 * of {
                    assert_eq!(u64::from(divisor.mean(sum)), (sum + of / 2) / of, "{sum} / {of}");
                }
            }
        }
    }

    #[test]
    fn what_is_even_stays_even_at_any_size() {
        for (from, to) in [([97, 61], [31, 17]), ([640, 480], [1, 1]), ([300, 2], [299, 2])] {
            let samples = vec![201; (from[0] * from[1] * 4) as usize];
            let out = reduce(&samples, Pixel { bytes: 4, alpha: false }, from, to);
            assert_eq!(out.len(), (to[0] * to[1] * 4) as usize);
            assert!(out.iter().all(|v| *v == 201));
        }
    }

    #[test]
    fn what_is_not_seen_does_not_colour_the_mean() {
        let two = Pixel { bytes: 2, alpha: true };
        // Black and clear, white and opaque: white, half seen.
        assert_eq!(reduce(&[0, 0, 255, 255], two, [2, 1], [1, 1]), [255, 128]);
        assert_eq!(reduce(&[9, 0, 99, 0], two, [2, 1], [1, 1]), [0, 0]);
        let image = Image {
            width: 2,
            height: 2,
            samples: Samples::Gray(vec![0, 80, 80, 80]),
            alpha: Some(vec![0, 255, 255, 255]),
        };
        let small = reduced(&Arc::new(image), [1, 1]);
        assert!(matches!(&small.samples, Samples::Gray(s) if s == &[80]) && small.alpha.as_deref() == Some(&[191][..]));
    }
}
