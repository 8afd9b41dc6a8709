//! Linear gradients of a drawing: the blend as the page writes it.

use biaoyu_page::geom::{Affine, Point, Vec2};
use biaoyu_page::ink::{Cmyk, Gradient, Ink, Paint};

use super::colours::Colours;

/// Steps between two colours that the profile turns: between them inks blend evenly, which is not how sRGB does.
const STEPS: u8 = 6;

/// The paint of a gradient; `to_mm` leads from the painted path's own space to the page's.
///
/// Under any transform the colour stays a linear function of the place, so a sheared gradient is again one along a line,
/// square to its bands.
pub(super) fn linear(gradient: &usvg::LinearGradient, to_mm: Affine, colours: &mut Colours<'_>) -> Option<Paint> {
    let at = to_mm * affine(gradient.transform());
    let stops = stops(gradient.stops(), colours);
    let last = stops.last()?.1;
    let start = Point::new(f64::from(gradient.x1()), f64::from(gradient.y1()));
    let end = Point::new(f64::from(gradient.x2()), f64::from(gradient.y2()));
    let along = end - start;
    let [a, b, c, d, ..] = at.as_coeffs();
    let determinant = a * d - b * c;
    if along.hypot2() < 1e-12 || determinant.abs() < 1e-18 {
        return Some(Paint::cmyk(last));
    }
    // The offset rises along `along` by 1 over its length; mapped, along the transposed inverse.
    let g = along / along.hypot2();
    let rise = Vec2::new(d * g.x - b * g.y, a * g.y - c * g.x) / determinant;
    let from = at * start;
    let to = from + rise / rise.hypot2();
    Some(Paint::Linear(Gradient { from, to, stops }.into()))
}

fn stops(stops: &[usvg::Stop], colours: &mut Colours<'_>) -> Vec<(f64, Cmyk)> {
    let mut out: Vec<(f64, Cmyk)> = Vec::new();
    let mut before: Option<(f64, [u8; 3])> = None;
    for stop in stops {
        let (offset, rgb) = (f64::from(stop.offset().get()), rgb(stop.color()));
        let ink = cmyk(&colours.ink(rgb));
        if let Some((from, start)) = before
            && !colours.exact(start, rgb)
            && offset > from
        {
            for step in 1..STEPS {
                let t = f64::from(step) / f64::from(STEPS);
                let mixed = std::array::from_fn(|i| {
                    (f64::from(start[i]) + t * (f64::from(rgb[i]) - f64::from(start[i]))).round() as u8
                });
                out.push((from + t * (offset - from), colours.between(mixed)));
            }
        }
        out.push((offset, ink));
        before = Some((offset, rgb));
    }
    if let Some((offset, ink)) = out.first().copied()
        && offset > 0.0
    {
        out.insert(0, (0.0, ink));
    }
    if let Some((offset, ink)) = out.last().copied()
        && (offset < 1.0 || out.len() == 1)
    {
        out.push((1.0, ink));
    }
    out
}

fn cmyk(ink: &Ink) -> Cmyk {
    ink.cmyk()
}

/// The colour's three levels.
pub(super) fn rgb(colour: usvg::Color) -> [u8; 3] {
    [colour.red, colour.green, colour.blue]
}

/// A transform in double precision.
pub(super) fn affine(t: usvg::Transform) -> Affine {
    Affine::new([t.sx, t.ky, t.kx, t.sy, t.tx, t.ty].map(f64::from))
}
