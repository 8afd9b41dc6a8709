//! Colours along a row: solids and gradients.

use biaoyu_page::geom::{Affine, Point};
use biaoyu_page::ink::{Cmyk, Gradient};

/// Sixteen pixels of one colour, so that long runs are copied, not computed.
pub(super) type Pattern = [u8; 48];

/// Colours that a gradient is sampled at: four to a level of its longest channel.
const SAMPLES: u32 = 1024;

pub(super) fn pattern(rgb: [u8; 3]) -> Pattern {
    std::array::from_fn(|i| rgb[i % 3])
}

/// Fills whole pixels with a colour.
pub(super) fn fill(out: &mut [u8], colour: &Pattern) {
    let (chunks, rest) = out.as_chunks_mut::<48>();
    for chunk in chunks {
        *chunk = *colour;
    }
    for (to, from) in rest.iter_mut().zip(colour) {
        *to = *from;
    }
}

/// Offsets along a gradient by pixel.
struct Axis {
    /// The offset at the middle of the pixel (0, 0), and what a pixel to the right and one down add.
    origin: f64,
    dx: f64,
    dy: f64,
}

impl Axis {
    /// `to_px` leads from the gradient's coordinates to pixels.
    fn new(gradient: &Gradient, to_px: Affine) -> Self {
        let from_px = to_px.inverse();
        let axis = gradient.to - gradient.from;
        let length = axis.hypot2();
        let [a, b, c, d, _, _] = from_px.as_coeffs();
        let origin = (from_px * Point::new(0.5, 0.5) - gradient.from).dot(axis) / length;
        let (dx, dy) = ((a * axis.x + b * axis.y) / length, (c * axis.x + d * axis.y) / length);
        if (origin + dx + dy).is_finite() {
            Self { origin, dx, dy }
        } else {
            // An axis of no length is all past its end.
            Self { origin: 1.0, dx: 0.0, dy: 0.0 }
        }
    }

    /// The offset at the middle of the first pixel of a row.
    fn row(&self, y: u32) -> f64 {
        self.origin + self.dy * f64::from(y)
    }
}

/// An axial blend as steps of one colour: along a row it is a few runs.
pub(super) struct Ramp<T> {
    axis: Axis,
    /// Where each colour ends, rising; the last goes on for ever.
    ends: Vec<f64>,
    colours: Vec<T>,
}

impl<T: PartialEq> Ramp<T> {
    /// Blends in inks, as the PDF does, and takes the result to what the surface shows.
    pub(super) fn new(gradient: &Gradient, to_px: Affine, mut colour: impl FnMut(Cmyk) -> T) -> Self {
        let mut ramp = Self { axis: Axis::new(gradient, to_px), ends: Vec::new(), colours: Vec::new() };
        for i in 0..=SAMPLES {
            let next = colour(blend(&gradient.stops, f64::from(i) / f64::from(SAMPLES)));
            if ramp.colours.last() == Some(&next) {
                continue;
            }
            if i > 0 {
                ramp.ends.push((f64::from(i) - 0.5) / f64::from(SAMPLES));
            }
            ramp.colours.push(next);
        }
        ramp.ends.push(f64::INFINITY);
        ramp
    }

    /// The colours of pixels `x0..x1` of a row as runs of pixels.
    pub(super) fn runs(&self, x0: u32, x1: u32, y: u32, mut emit: impl FnMut(u32, &T)) {
        let (start, along) = (self.axis.row(y), self.axis.dx);
        let mut step = self.ends.partition_point(|end| *end <= start + along * f64::from(x0));
        let mut x = x0;
        while x < x1 {
            let Some(colour) = self.colours.get(step) else { return };
            // The first pixel that lies in the neighbouring step.
            let border = match along {
                dx if dx > 0.0 => self.ends.get(step).map_or(f64::INFINITY, |end| (end - start) / dx),
                dx if dx < 0.0 && step > 0 => {
                    self.ends.get(step - 1).map_or(f64::INFINITY, |end| ((end - start) / dx).floor() + 1.0)
                }
                _ => f64::INFINITY,
            };
            let end = border.ceil().clamp(f64::from(x), f64::from(x1)) as u32;
            if end > x {
                emit(end - x, colour);
                x = end;
            }
            step = if along < 0.0 { step.wrapping_sub(1) } else { step + 1 };
        }
    }
}

/// The inks at an offset.
pub(super) fn blend(stops: &[(f64, Cmyk)], t: f64) -> Cmyk {
    let after = stops.partition_point(|(offset, _)| *offset <= t);
    match (after.checked_sub(1).and_then(|i| stops.get(i)), stops.get(after)) {
        (Some((t0, a)), Some((t1, b))) => {
            let share = (t - t0) / (t1 - t0);
            let (a, b) = (a.array(), b.array());
            Cmyk::from_array(std::array::from_fn(|i| a[i] + (b[i] - a[i]) * share))
        }
        (Some((_, only)), None) | (None, Some((_, only))) => *only,
        (None, None) => Cmyk::PAPER,
    }
}
