//! Colours along a row: solids and gradients.

use biaoyu_page::geom::{Affine, Point, Vec2};
use biaoyu_page::ink::{Cmyk, Gradient, Radial};

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

/// Offsets among the circles of a radial blend by pixel.
struct Rings {
    from_px: Affine,
    center: Point,
    radius: f64,
    /// How far the centre moves and the radius grows over all offsets.
    moved: Vec2,
    grown: f64,
}

impl Rings {
    fn new(radial: &Radial, to_px: Affine) -> Self {
        let (from, to) = (radial.from, radial.to);
        Self {
            from_px: (to_px * radial.transform).inverse(),
            center: from.center,
            radius: from.radius,
            moved: to.center - from.center,
            grown: to.radius - from.radius,
        }
    }

    /// The offset of the largest circle through the middle of a pixel (ISO 32000-1, 8.7.4.5.4).
    fn at(&self, x: u32, y: u32) -> f64 {
        let p = self.from_px * Point::new(f64::from(x) + 0.5, f64::from(y) + 0.5) - self.center;
        let a = self.moved.hypot2() - self.grown * self.grown;
        let b = p.dot(self.moved) + self.radius * self.grown;
        let c = p.hypot2() - self.radius * self.radius;
        let offset = if a.abs() < 1e-12 * self.grown * self.grown {
            // The circles touch in one point: the equation is one of the first degree.
            c / (2.0 * b)
        } else {
            // Nested circles: `a` is below 0, and the larger solution is the one with the minus.
            (b - (b * b - a * c).max(0.0).sqrt()) / a
        };
        // Circles of one size or a transform that nothing comes back from: all is past the end.
        if offset.is_finite() { offset } else { 1.0 }
    }
}

/// Where a place lies in a blend.
enum Way {
    Line(Axis),
    Rings(Rings),
}

/// A blend as steps of one colour: along a row it is a few runs.
pub(super) struct Ramp<T> {
    way: Way,
    /// Where each colour ends, rising; the last goes on for ever.
    ends: Vec<f64>,
    colours: Vec<T>,
}

impl<T: PartialEq> Ramp<T> {
    /// Blends in inks, as the PDF does, and takes the result to what the surface shows.
    pub(super) fn new(gradient: &Gradient, to_px: Affine, colour: impl FnMut(Cmyk) -> T) -> Self {
        Self::steps(Way::Line(Axis::new(gradient, to_px)), &gradient.stops, colour)
    }

    /// The same between circles.
    pub(super) fn rings(radial: &Radial, to_px: Affine, colour: impl FnMut(Cmyk) -> T) -> Self {
        Self::steps(Way::Rings(Rings::new(radial, to_px)), &radial.stops, colour)
    }

    fn steps(way: Way, stops: &[(f64, Cmyk)], mut colour: impl FnMut(Cmyk) -> T) -> Self {
        let mut ramp = Self { way, ends: Vec::new(), colours: Vec::new() };
        for i in 0..=SAMPLES {
            let next = colour(blend(stops, f64::from(i) / f64::from(SAMPLES)));
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
    pub(super) fn runs(&self, x0: u32, x1: u32, y: u32, emit: impl FnMut(u32, &T)) {
        match &self.way {
            Way::Line(axis) => self.along(axis, (x0, x1), y, emit),
            Way::Rings(rings) => self.across(rings, (x0, x1), y, emit),
        }
    }

    fn across(&self, rings: &Rings, (x0, x1): (u32, u32), y: u32, mut emit: impl FnMut(u32, &T)) {
        let step = |x: u32| {
            let offset = rings.at(x, y);
            self.ends.partition_point(|end| *end <= offset)
        };
        let (mut start, mut now) = (x0, None);
        for x in x0..x1 {
            let next = self.colours.get(step(x));
            if let (Some(colour), true) = (now, now != next) {
                emit(x - start, colour);
                start = x;
            }
            now = next;
        }
        if let Some(colour) = now {
            emit(x1 - start, colour);
        }
    }

    fn along(&self, axis: &Axis, (x0, x1): (u32, u32), y: u32, mut emit: impl FnMut(u32, &T)) {
        let (start, along) = (axis.row(y), axis.dx);
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
