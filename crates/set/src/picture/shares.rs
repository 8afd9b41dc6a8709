//! What a picture looks like as a whole: its screen colours by the area that each covers.

use std::sync::Arc;

use super::{Picture, Raster};
use biaoyu_page::geom::{BezPath, Point, Rect, Shape as _, winding};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::page::{Item, Mark};
use biaoyu_page::words::Intent;

/// Points of a side at which a picture is looked at.
const GRID: usize = 32;
/// Paths of a drawing that are looked through; a busier one is told by its first ones.
const PATHS: usize = 2_000;

/// Points of them that are looked through.
const POINTS: usize = 50_000;

/// A screen colour (sRGB) and its share of what the picture covers, 0 to 1.
pub(super) type Shares = Vec<([u8; 3], f64)>;

/// The colours of a picture with their shares; empty when it is mostly too fine to be hit.
pub(super) fn of(picture: &Picture, profile: &Profile) -> Shares {
    let hits = match picture {
        Picture::Vector { form, .. } => drawing(&form.items, form.bounds),
        Picture::Raster(image) => samples(image),
    };
    let mut shares: Vec<(Cmyk, f64)> = Vec::new();
    let one = 1.0 / hits.len().max(1) as f64;
    for hit in hits {
        match shares.iter_mut().find(|(ink, _)| *ink == hit) {
            Some((_, share)) => *share += one,
            None => shares.push((hit, one)),
        }
    }
    shares.into_iter().map(|(ink, share)| (profile.to_srgb(ink, Intent::Relative), share)).collect()
}

/// See [`super::Pictures::own_ink`].
pub(super) fn own_ink(picture: &Picture, profile: &Profile) -> Option<Cmyk> {
    let hits = match picture {
        Picture::Vector { form, .. } => drawing(&form.items, form.bounds),
        Picture::Raster(image) => samples(image),
    };
    let mut counts: Vec<(Cmyk, usize)> = Vec::new();
    for hit in hits {
        // Samples of a photo or a JPEG differ by a little.
        let near = |ink: &Cmyk| ink.array().iter().zip(hit.array()).all(|(a, b)| (a - b).abs() < 0.04);
        match counts.iter_mut().find(|(ink, _)| near(ink)) {
            Some((_, count)) => *count += 1,
            None => counts.push((hit, 1)),
        }
    }
    let spread = |ink: &Cmyk| {
        let rgb = profile.to_srgb(*ink, Intent::Relative);
        rgb.iter().max().zip(rgb.iter().min()).map_or(0, |(high, low)| high - low)
    };
    let most = |wanted: &dyn Fn(&Cmyk) -> bool| {
        counts.iter().filter(|(ink, _)| wanted(ink)).max_by_key(|(_, count)| *count).map(|(ink, _)| *ink)
    };
    most(&|ink| spread(ink) > 40).or_else(|| most(&|ink| ink.total() > 0.1))
}

fn points() -> impl Iterator<Item = (f64, f64)> {
    let at = |i: usize| (i as f64 + 0.5) / GRID as f64;
    (0..GRID * GRID).map(move |i| (at(i % GRID), at(i / GRID)))
}

fn samples(image: &Raster) -> Vec<Cmyk> {
    let (w, h) = (image.width() as usize, image.height() as usize);
    let sample = |(x, y): (f64, f64)| image.at((y * h as f64) as usize * w + (x * w as f64) as usize);
    points().filter_map(sample).collect()
}

/// A figure with what it is cut by.
struct Figure {
    path: BezPath,
    bounds: Rect,
    even_odd: bool,
    ink: Cmyk,
    clips: Vec<Arc<BezPath>>,
}

fn drawing(items: &[Item], bounds: Rect) -> Vec<Cmyk> {
    let mut figures = Vec::new();
    collect(items, &[], &mut figures);
    let seen = |(x, y): (f64, f64)| {
        let p = Point::new(bounds.x0 + x * bounds.width(), bounds.y0 + y * bounds.height());
        let top = figures.iter().rev().find(|f| {
            let turns = if f.bounds.contains(p) { winding(&f.path, p) } else { 0 };
            let inside = if f.even_odd { turns % 2 != 0 } else { turns != 0 };
            inside && f.clips.iter().all(|c| winding(c, p) != 0)
        });
        top.map(|f| f.ink)
    };
    points().filter_map(seen).collect()
}

fn collect(items: &[Item], clips: &[Arc<BezPath>], out: &mut Vec<Figure>) {
    for item in items {
        let points: usize = out.iter().map(|figure: &Figure| figure.path.elements().len()).sum();
        if out.len() >= PATHS || points >= POINTS {
            return;
        }
        match &item.mark {
            Mark::Path(mark) if mark.path.elements().len() > POINTS => {}
            Mark::Path(mark) => {
                let mut push = |path: BezPath, even_odd, paint: &Paint| {
                    let bounds = path.bounding_box();
                    out.push(Figure { path, bounds, even_odd, ink: ink(paint), clips: clips.to_vec() });
                };
                if let Some(fill) = &mark.fill {
                    push(mark.path.as_ref().clone(), fill.even_odd, &fill.paint);
                }
                if let Some(stroke) = &mark.stroke {
                    push(super::pen::outline(&mark.path, stroke), false, &stroke.paint);
                }
            }
            Mark::Group(group) => {
                let inner: Vec<_> = clips.iter().chain(&group.clip).cloned().collect();
                collect(&group.items, &inner, out);
            }
            Mark::Glyphs(_) | Mark::Blocks(_) | Mark::Image(_) | Mark::Shared { .. } => {}
        }
    }
}

/// One ink for a paint: of a blend, its middle.
fn ink(paint: &Paint) -> Cmyk {
    match paint {
        Paint::Solid { ink, tint, .. } => ink.cmyk().tinted(*tint),
        Paint::Linear(gradient) => middle(&gradient.stops),
        Paint::Radial(radial) => middle(&radial.stops),
    }
}

fn middle(stops: &[(f64, Cmyk)]) -> Cmyk {
    stops.get(stops.len() / 2).map_or(Cmyk::PAPER, |stop| stop.1)
}
