//! Pictures: the colour of a pixel from the samples around it.

use std::borrow::Cow;

use biaoyu_page::geom::{Affine, Point};
use biaoyu_page::page::{Image, Samples};

/// A picture at its place on the canvas.
pub(super) struct Picture<'a> {
    width: usize,
    height: usize,
    samples: Plane<'a>,
    alpha: Option<Cow<'a, [u8]>>,
    /// From pixels to samples.
    to_samples: Affine,
}

enum Plane<'a> {
    Gray(Cow<'a, [u8]>),
    Cmyk(Cow<'a, [u8]>),
    /// Levels between two inks, and what each looks like in process inks.
    Duotone(Cow<'a, [u8]>, Box<[[u8; 4]; 256]>),
}

impl<'a> Picture<'a> {
    /// Finer samples than pixels are averaged once, by whole numbers.
    pub(super) fn new(image: &'a Image, to_px: Affine) -> Self {
        let [a, b, c, d, _, _] = to_px.as_coeffs();
        let (w, h) = (image.width as usize, image.height as usize);
        let shrink = |samples: usize, pixels: f64| {
            let ratio = samples as f64 / pixels.max(1.0);
            (ratio as usize).clamp(1, samples.max(1))
        };
        let (fx, fy) = (shrink(w, a.hypot(b)), shrink(h, c.hypot(d)));
        let (width, height) = (w.div_ceil(fx), h.div_ceil(fy));
        let alpha = image.alpha.as_deref();
        let reduce = |from: &'a [u8], parts: usize, weights: Option<&[u8]>| {
            if fx * fy == 1 { Cow::Borrowed(from) } else { Cow::Owned(average(from, parts, weights, (w, h), (fx, fy))) }
        };
        let samples = match &image.samples {
            Samples::Gray(s) => Plane::Gray(reduce(s, 1, alpha)),
            Samples::Cmyk(s) => Plane::Cmyk(reduce(s, 4, alpha)),
            Samples::Duotone(two) => Plane::Duotone(reduce(&two.levels, 1, alpha), Box::new(two.looks())),
        };
        let alpha = alpha.map(|s| reduce(s, 1, None));
        // Samples are taken at their middles; the reduced picture still covers the unit square exactly.
        let grid = Affine::scale_non_uniform(w as f64 / fx as f64, h as f64 / fy as f64);
        let to_samples = Affine::translate((-0.5, -0.5)) * grid * to_px.inverse() * Affine::translate((0.5, 0.5));
        Self { width, height, samples, alpha, to_samples }
    }

    /// Inks (255 solid) and opacity at a pixel.
    pub(super) fn at(&self, x: u32, y: u32) -> ([u8; 4], u8) {
        let (inks, opacity) = self.sampled(x, y);
        match &self.samples {
            Plane::Duotone(_, looks) => (looks[usize::from(inks[3])], opacity),
            Plane::Gray(_) | Plane::Cmyk(_) => (inks, opacity),
        }
    }

    /// The level of a picture in two inks, and its opacity, at a pixel.
    pub(super) fn level(&self, x: u32, y: u32) -> (u8, u8) {
        let (inks, opacity) = self.sampled(x, y);
        (inks[3], opacity)
    }

    /// What [`Picture::at`] tells, of a picture in two inks its level in the place of black.
    fn sampled(&self, x: u32, y: u32) -> ([u8; 4], u8) {
        let p = self.to_samples * Point::new(f64::from(x), f64::from(y));
        let axis = |v: f64, count: usize| {
            let v = v.clamp(0.0, count.saturating_sub(1) as f64);
            let low = v as usize;
            (low, (low + 1).min(count.saturating_sub(1)), ((v - low as f64) * 256.0) as u32)
        };
        let (x0, x1, sx) = axis(p.x, self.width);
        let (y0, y1, sy) = axis(p.y, self.height);
        let corners = [
            (y0 * self.width + x0, (256 - sx) * (256 - sy)),
            (y0 * self.width + x1, sx * (256 - sy)),
            (y1 * self.width + x0, (256 - sx) * sy),
            (y1 * self.width + x1, sx * sy),
        ];
        let Some(alpha) = &self.alpha else {
            return (self.mean(corners), 255);
        };
        let opacity = |i: usize| u64::from(alpha.get(i).copied().unwrap_or(0));
        let weights = corners.map(|(i, w)| (i, u64::from(w) * opacity(i)));
        let total: u64 = weights.iter().map(|(_, w)| w).sum();
        (self.sum(weights), ((total + 32768) >> 16) as u8)
    }

    /// The mean of four samples by weights that sum to 65536.
    fn mean(&self, weights: [(usize, u32); 4]) -> [u8; 4] {
        let mut inks = [32_768_u32; 4];
        match &self.samples {
            Plane::Gray(s) => {
                let gray: u32 =
                    weights.iter().map(|(i, w)| w * u32::from(255 - s.get(*i).copied().unwrap_or(255))).sum();
                return [0, 0, 0, ((gray + 32_768) >> 16) as u8];
            }
            Plane::Duotone(s, _) => {
                let level: u32 = weights.iter().map(|(i, w)| w * u32::from(s.get(*i).copied().unwrap_or(0))).sum();
                return [0, 0, 0, ((level + 32_768) >> 16) as u8];
            }
            Plane::Cmyk(s) => {
                let pixels = s.as_chunks::<4>().0;
                for (i, w) in weights {
                    let pixel = pixels.get(i).unwrap_or(&[0; 4]);
                    for (ink, v) in inks.iter_mut().zip(pixel) {
                        *ink += w * u32::from(*v);
                    }
                }
            }
        }
        inks.map(|v| (v >> 16) as u8)
    }

    /// The mean of four samples by any weights.
    fn sum(&self, weights: [(usize, u64); 4]) -> [u8; 4] {
        let total: u64 = weights.iter().map(|(_, w)| w).sum();
        if total == 0 {
            return [0; 4];
        }
        let mut inks = [total / 2; 4];
        for (i, w) in weights {
            match &self.samples {
                Plane::Gray(s) => inks[3] += w * u64::from(255 - s.get(i).copied().unwrap_or(255)),
                Plane::Duotone(s, _) => inks[3] += w * u64::from(s.get(i).copied().unwrap_or(0)),
                Plane::Cmyk(s) => {
                    for (ink, v) in inks.iter_mut().zip(s.get(i * 4..).into_iter().flatten()) {
                        *ink += w * u64::from(*v);
                    }
                }
            }
        }
        inks.map(|v| (v / total) as u8)
    }
}

/// Means of blocks of `fx` × `fy` samples of `parts` bytes; transparent samples do not count.
fn average(
    from: &[u8],
    parts: usize,
    weights: Option<&[u8]>,
    (width, height): (usize, usize),
    (fx, fy): (usize, usize),
) -> Vec<u8> {
    let columns = width.div_ceil(fx);
    let mut out = Vec::with_capacity(columns * height.div_ceil(fy) * parts);
    let mut sums = vec![0_u64; columns * parts];
    let mut counts = vec![0_u64; columns];
    for block in 0..height.div_ceil(fy) {
        sums.fill(0);
        counts.fill(0);
        for y in block * fy..((block + 1) * fy).min(height) {
            let row = from.get(y * width * parts..).unwrap_or_default().chunks_exact(parts).take(width);
            for (x, sample) in row.enumerate() {
                let weight = weights.map_or(1, |w| u64::from(w.get(y * width + x).copied().unwrap_or(0)));
                counts[x / fx] += weight;
                for (sum, v) in sums[x / fx * parts..].iter_mut().zip(sample) {
                    *sum += weight * u64::from(*v);
                }
            }
        }
        for (sums, count) in sums.chunks_exact(parts).zip(&counts) {
            out.extend(sums.iter().map(|s| ((s + count / 2) / (*count).max(1)) as u8));
        }
    }
    out
}
