//! Gradients of a drawing as blends on the page.

use biaoyu_page::geom::{Affine, Circle, Point, Rect, Vec2};

use super::shade::{Colour, Shade, Tone, Way};
use biaoyu_page::limits::SVG_TILES;

/// Why a gradient has no print form.
pub(super) enum Odd {
    /// It is repeated too often.
    Fine,
    /// Its focus lies on or outside of its circle.
    Focus,
}

/// The shade of a linear gradient; `to_mm` leads from the painted path's own space to the page's, where the path lies
/// within `bounds`.
///
/// Under any transform the colour stays a linear function of the place, so a sheared gradient is again one along a line,
/// square to its bands.
pub(super) fn linear(
    gradient: &usvg::LinearGradient,
    to_mm: Affine,
    bounds: Rect,
    colour: impl FnMut([u8; 3]) -> Colour,
) -> Result<Option<Shade>, Odd> {
    let at = to_mm * affine(gradient.transform());
    let stops = stops(gradient.stops(), colour);
    let Some((_, last)) = stops.last().cloned() else { return Ok(None) };
    let start = Point::new(f64::from(gradient.x1()), f64::from(gradient.y1()));
    let end = Point::new(f64::from(gradient.x2()), f64::from(gradient.y2()));
    let along = end - start;
    let [a, b, c, d, ..] = at.as_coeffs();
    let determinant = a * d - b * c;
    if along.hypot2() < 1e-12 || determinant.abs() < 1e-18 {
        return Ok(Some(Shade::Flat(last)));
    }
    // The offset rises along `along` by 1 over its length; mapped, along the transposed inverse.
    let g = along / along.hypot2();
    let rise = Vec2::new(d * g.x - b * g.y, a * g.y - c * g.x) / determinant;
    let from = at * start;
    let along = rise / rise.hypot2();
    let offsets = corners(bounds).map(|p| (p - from).dot(rise));
    let low = offsets.iter().copied().fold(f64::INFINITY, f64::min);
    let high = offsets.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let turns = (low.floor(), high.ceil());
    let Some((first, last)) = turns_of(gradient.spread_method(), turns) else {
        return Ok(Some(Shade::Blend(Way::Line(from, from + along), stops)));
    };
    let stops = repeated(&stops, gradient.spread_method(), first, last).ok_or(Odd::Fine)?;
    Ok(Some(Shade::Blend(Way::Line(from + along * first, from + along * last), stops)))
}

/// The shade of a radial gradient; see [`linear`].
pub(super) fn radial(
    gradient: &usvg::RadialGradient,
    to_mm: Affine,
    bounds: Rect,
    colour: impl FnMut([u8; 3]) -> Colour,
) -> Result<Option<Shade>, Odd> {
    let at = to_mm * affine(gradient.transform());
    let stops = stops(gradient.stops(), colour);
    let Some((_, last)) = stops.last().cloned() else { return Ok(None) };
    let point = |x: f32, y: f32| Point::new(f64::from(x), f64::from(y));
    let (center, focus) = (point(gradient.cx(), gradient.cy()), point(gradient.fx(), gradient.fy()));
    let (radius, inner) = (f64::from(gradient.r().get()), f64::from(gradient.fr().get()));
    if at.determinant().abs() < 1e-18 {
        return Ok(Some(Shade::Flat(last)));
    }
    let moved = center - focus;
    if moved.hypot() + inner > radius * (1.0 - 1e-4) {
        return Err(Odd::Focus);
    }
    let from = Circle::new(focus, inner);
    let highest = || {
        let back = at.inverse();
        // The focus is where offsets begin; they grow outward, and most at a corner.
        let offset = |p: Point| offset_of(back * p - focus, moved, inner, radius - inner);
        corners(bounds).map(offset).iter().copied().fold(1.0, f64::max).ceil()
    };
    let spread = gradient.spread_method();
    if spread == usvg::SpreadMethod::Pad {
        return Ok(Some(Shade::Blend(Way::Rings(from, Circle::new(center, radius), at), stops)));
    }
    if inner > 0.0 {
        return Err(Odd::Fine);
    }
    let Some((_, last)) = turns_of(spread, (0.0, highest())) else { return Ok(None) };
    let stops = repeated(&stops, spread, 0.0, last).ok_or(Odd::Fine)?;
    Ok(Some(Shade::Blend(Way::Rings(from, Circle::new(focus + moved * last, radius * last), at), stops)))
}

/// The offset at a place, measured from the focus, among circles that move and grow.
fn offset_of(p: Vec2, moved: Vec2, radius: f64, grown: f64) -> f64 {
    let a = moved.hypot2() - grown * grown;
    let b = p.dot(moved) + radius * grown;
    let c = p.hypot2() - radius * radius;
    (b - (b * b - a * c).max(0.0).sqrt()) / a
}

fn corners(r: Rect) -> [Point; 4] {
    [(r.x0, r.y0), (r.x1, r.y0), (r.x1, r.y1), (r.x0, r.y1)].map(Point::from)
}

/// The turns of a repeated gradient that an area shows; `None` when it is not repeated.
fn turns_of(spread: usvg::SpreadMethod, (low, high): (f64, f64)) -> Option<(f64, f64)> {
    (spread != usvg::SpreadMethod::Pad && low.is_finite() && high.is_finite()).then(|| (low, high.max(low + 1.0)))
}

/// Stops over the turns from `first` to `last`, each as long as the gradient; `None` for more than can be printed.
fn repeated(stops: &[(f64, Tone)], spread: usvg::SpreadMethod, first: f64, last: f64) -> Option<Vec<(f64, Tone)>> {
    let turns = last - first;
    if turns * stops.len() as f64 > SVG_TILES as f64 {
        return None;
    }
    let mut out = Vec::new();
    for turn in 0..turns as u32 {
        let start = f64::from(turn);
        let back = spread == usvg::SpreadMethod::Reflect && (first + start).rem_euclid(2.0) > 0.5;
        let place = |at: f64| (start + at) / turns;
        if back {
            out.extend(stops.iter().rev().map(|(at, tone)| (place(1.0 - at), tone.clone())));
        } else {
            out.extend(stops.iter().map(|(at, tone)| (place(*at), tone.clone())));
        }
    }
    Some(out)
}

/// The stops, from 0 to 1.
fn stops(stops: &[usvg::Stop], mut colour: impl FnMut([u8; 3]) -> Colour) -> Vec<(f64, Tone)> {
    let tone = |s: &usvg::Stop| Tone { colour: colour(rgb(s.color())), cover: f64::from(s.opacity().get()) };
    let offsets = stops.iter().map(|s| f64::from(s.offset().get()));
    let tones: Vec<Tone> = stops.iter().map(tone).collect();
    let mut out: Vec<(f64, Tone)> = offsets.zip(tones).collect();
    if let Some((offset, tone)) = out.first().cloned()
        && offset > 0.0
    {
        out.insert(0, (0.0, tone));
    }
    if let Some((offset, tone)) = out.last().cloned()
        && (offset < 1.0 || out.len() == 1)
    {
        out.push((1.0, tone));
    }
    out
}

/// The colour's three levels.
pub(super) fn rgb(colour: usvg::Color) -> [u8; 3] {
    [colour.red, colour.green, colour.blue]
}

/// A transform in double precision.
pub(super) fn affine(t: usvg::Transform) -> Affine {
    Affine::new([t.sx, t.ky, t.kx, t.sy, t.tx, t.ty].map(f64::from))
}
