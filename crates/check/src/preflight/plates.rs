//! The ink that a page takes, measured on its plates: what single paints do not tell, as overprints, opacity and what
//! knocks out what, is all in them.

use std::sync::Arc;

use crate::read::{ALL, Drawn, InkMeasure, LeftOut, Mixing, Object, Overprint, Seen, Space, Tone, What};
use biaoyu_out::raster::{Options, fit_dpi, ink_use};
use biaoyu_page::geom::{Affine, BezPath, Point, Rect, Shape as _, rect_path};
use biaoyu_page::ink::{Ink, Paint};
use biaoyu_page::page::{
    Fill, Form, Group, Image, ImageMark, Item, Mark, Page, PathMark, Plane, Samples, Source, Stroke,
};

/// Finest resolution: a dot of 0.35 mm, less than which no paper minds.
const DPI: f64 = 72.0;
/// Longest side of the plates.
const SIDE: u32 = 1800;
/// Half a level of each process plate is rounding, not ink.
pub(super) const ROUNDING: f64 = 0.01;

/// Measures the ink of a page within its trim; `limit` is what the shop likes. Where single paints tell that nothing
/// can come near it, nothing is drawn.
pub(super) fn measure(seen: &Seen, limit: f64) -> InkMeasure {
    let mut left_out: Vec<(LeftOut, usize)> = Vec::new();
    let (mut strongest, mut at, mut over) = (0.0_f64, Point::ORIGIN, 0.0_f64);
    let mut painted: Vec<&Object> = Vec::new();
    for (index, object) in seen.objects.iter().enumerate().filter(|(_, o)| o.is_art()) {
        if let Some(why) = obstacle(object) {
            left_out.push((why, index));
            if why == LeftOut::Samples || why == LeftOut::Blend && !adds(object) {
                continue;
            }
        }
        painted.push(object);
        // The colour All has a rule of its own.
        for tone in object.tones.iter().filter(|t| !on_every_plate(t)) {
            let total = printed(seen, tone).total();
            if object.overprint != Overprint::None || object.mixing == Mixing::Multiply {
                over = over.max(total) + if total > 0.0 { over.min(total) } else { 0.0 };
            } else if total > strongest {
                (strongest, at) = (total, object.bounds.center());
            }
        }
        if let What::Picture(picture) = &object.what
            && let Some(most) = picture.sketch.as_deref().and_then(most_of)
            && most > strongest
        {
            (strongest, at) = (most, object.bounds.center());
        }
        if let Some(Drawn::Tiles(cell, _)) = object.drawn.as_deref() {
            // Within a tile paints may lie over each other.
            over += cell.iter().flat_map(|o| &o.tones).map(|t| printed(seen, t).total()).fold(0.0, f64::max);
        }
    }
    left_out.sort_unstable();
    let bound = InkMeasure { most: strongest.max(over), at, over: 0.0, left_out };
    if strongest + over <= limit + ROUNDING || seen.boxes.trim.width() <= 0.0 {
        return bound;
    }
    let drawn = |objects: &[&Object]| {
        let page = page(seen, objects);
        let options = Options { overprint: true, ..Options::new(fit_dpi(&page, DPI, SIDE)) };
        ink_use(&page, &options, limit).ok()
    };
    let Some(mut used) = drawn(&painted) else { return bound };
    // Multiplied tints are drawn as overprints, which take the place of ink below them: there is as much as the greater of with
    // and without them, at least.
    if painted.iter().any(|o| o.mixing == Mixing::Multiply && !is_even(o)) {
        let without: Vec<&Object> =
            painted.iter().copied().filter(|o| o.mixing != Mixing::Multiply || is_even(o)).collect();
        if let Some(without) = drawn(&without).filter(|w| w.most > used.most) {
            used = without;
        }
    }
    // A mask mixes what lies below with what is masked: no place takes more than the greater of the two.
    if painted.iter().any(|o| o.mixing == Mixing::Mask) {
        painted.retain(|o| o.mixing != Mixing::Mask);
        if let Some(without) = drawn(&painted).filter(|w| w.most > used.most) {
            used = without;
        }
    }
    InkMeasure { most: used.most, at: used.at, over: used.over, ..bound }
}

/// A page as a page of our own, with all that can be drawn of it.
pub fn page_of(seen: &Seen) -> Page {
    let drawn = |o: &&Object| o.is_art() && !matches!(obstacle(o), Some(LeftOut::Samples));
    page(seen, &seen.objects.iter().filter(drawn).collect::<Vec<_>>())
}

/// What keeps an object's ink from being measured as it is.
fn obstacle(object: &Object) -> Option<LeftOut> {
    match (object.mixing, &object.what) {
        (Mixing::Blend, _) => Some(LeftOut::Blend),
        (Mixing::Multiply, _) if !is_even(object) => Some(LeftOut::Blend),
        (_, What::Picture(picture)) if !picture.stencil && picture.sketch.is_none() => Some(LeftOut::Samples),
        (Mixing::Mask, _) => Some(LeftOut::Mask),
        (_, What::Shade) if object.drawn.is_none() => Some(LeftOut::Pattern),
        (_, What::Text(text)) if text.unknown && !text.hollow => Some(LeftOut::Type),
        _ => None,
    }
}

/// Whether a thing is multiplied and can be drawn as an overprint.
fn adds(object: &Object) -> bool {
    let even = matches!(&object.what, What::Text(_) | What::Fill { blend: None, .. } | What::Line { .. });
    let in_inks = |t: &Tone| matches!(t.space, Space::Cmyk | Space::Gray | Space::Spot);
    let is_one = object.tones.len() == 1 && object.tones.iter().all(in_inks);
    object.mixing == Mixing::Multiply && even && object.opacity >= 1.0 && is_one
}

/// Whether it then comes to the same: no ink of it is a tint.
fn is_even(object: &Object) -> bool {
    let solid = |share: f64| !(0.004..=0.996).contains(&share);
    adds(object)
        && object.tones.iter().all(|t| t.process.array().into_iter().chain(t.spots.iter().map(|s| s.1)).all(solid))
}

/// A tone without the plates that are no printing inks.
fn printed(seen: &Seen, tone: &Tone) -> Tone {
    let spots = tone.spots.iter().filter(|(spot, _)| !seen.technical.contains_key(&spot.plate)).cloned().collect();
    Tone { spots, ..tone.clone() }
}

fn on_every_plate(tone: &Tone) -> bool {
    tone.spots.iter().any(|(spot, _)| spot.plate == ALL)
}

/// The most of any one sample.
fn most_of(image: &Image) -> Option<f64> {
    Some(match &image.samples {
        Samples::Gray(bytes) => f64::from(255 - bytes.iter().min()?) / 255.0,
        Samples::Cmyk(bytes) => {
            let sums = bytes.as_chunks::<4>().0.iter().map(|p| p.iter().map(|v| u32::from(*v)).sum::<u32>());
            f64::from(sums.max()?) / 255.0
        }
        Samples::Duotone(two) => two.levels.iter().map(|level| two.total(*level)).max_by(f64::total_cmp)?,
    })
}

/// The objects as marks of our own.
fn page(seen: &Seen, objects: &[&Object]) -> Page {
    let Seen { boxes, trim, cut, .. } = seen;
    let items = items(seen, objects);
    Page { title: String::new(), boxes: *boxes, trim: *trim, live: *trim, cut: *cut, items }
}

fn items(seen: &Seen, objects: &[&Object]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut open: Option<(&[Arc<BezPath>], Vec<Item>)> = None;
    for object in objects {
        let same = |clips: &[Arc<BezPath>]| {
            clips.len() == object.clips.len() && clips.iter().zip(&object.clips).all(|(a, b)| Arc::ptr_eq(a, b))
        };
        match &mut open {
            Some((clips, inside)) if same(clips) => inside.extend(marks(seen, object)),
            _ => {
                items.extend(open.take().into_iter().flat_map(|(clips, inside)| clipped(clips, inside)));
                open = Some((&object.clips, marks(seen, object)));
            }
        }
    }
    items.extend(open.into_iter().flat_map(|(clips, inside)| clipped(clips, inside)));
    items
}

fn item(mark: Mark) -> Item {
    Item { mark, plane: Plane::Art, source: Source::default() }
}

fn clipped(clips: &[Arc<BezPath>], items: Vec<Item>) -> Vec<Item> {
    clips.iter().rev().fold(items, |items, clip| vec![grouped(clip.clone(), items)])
}

fn grouped(clip: Arc<BezPath>, items: Vec<Item>) -> Item {
    item(Mark::Group(Group { transform: Affine::IDENTITY, clip: Some(clip), text: None, items }))
}

fn marks(seen: &Seen, object: &Object) -> Vec<Item> {
    let solid = |path: Arc<BezPath>, even_odd| fills(seen, object, path, even_odd);
    let whole = |r: Rect| if r.width() > 0.0 && r.height() > 0.0 { Some(Arc::new(rect_path(r))) } else { None };
    match &object.what {
        // Its edge is a line of its own.
        What::Text(text) if text.hollow => Vec::new(),
        What::Text(text) => {
            let mut path = BezPath::new();
            for glyph in &text.glyphs {
                path.extend(glyph.at * &glyph.shape.path);
            }
            solid(Arc::new(path), false)
        }
        What::Fill { path, even_odd, blend: Some(blend), .. } if object.opacity >= 1.0 => {
            let fill = Fill { paint: Paint::Linear(blend.clone()), even_odd: *even_odd };
            vec![item(Mark::Path(PathMark { path: path.clone(), fill: Some(fill), stroke: None }))]
        }
        What::Fill { path, even_odd, .. } => solid(path.clone(), *even_odd),
        What::Line { path, pen } => {
            let pens = paints(seen, object).into_iter();
            let line = |paint| {
                let stroke = Stroke { paint, width: pen.width.max(0.01), ..pen.clone() };
                item(Mark::Path(PathMark { path: path.clone(), fill: None, stroke: Some(stroke) }))
            };
            pens.map(line).collect()
        }
        What::Picture(picture) => match &picture.sketch {
            Some(image) => samples(seen, object, (image, &picture.spots), picture.at),
            None => match &picture.figure {
                Some(figure) => solid(Arc::new(picture.at * &**figure), false),
                // It shows its colour somewhere: as if everywhere.
                None => solid(Arc::new(picture.at * rect_path(Rect::new(0.0, 0.0, 1.0, 1.0))), false),
            },
        },
        What::Shade if object.drawn.is_some() => match object.drawn.as_deref() {
            Some(Drawn::Grid(image, spots, at)) => samples(seen, object, (image, spots), *at),
            Some(Drawn::Tiles(cell, places)) => {
                let cell: Vec<&Object> = cell.iter().filter(|o| o.is_seen()).collect();
                let form = Form { id: String::new(), bounds: object.bounds, items: items(seen, &cell), once: false };
                let form = Arc::new(form);
                let tile = |transform: &Affine| item(Mark::Shared { form: form.clone(), transform: *transform });
                places.iter().map(tile).collect()
            }
            None => Vec::new(),
        },
        // Somewhere within it is as strong as it gets: as if everywhere.
        What::Shade => whole(object.bounds).map(|path| solid(path, false)).unwrap_or_default(),
    }
}

/// Samples as they are laid: their process inks knock out what lies below, unless the object is of spots that are to print over it;
/// then each spot that is a printing ink.
fn samples(seen: &Seen, object: &Object, (image, spots): (&Arc<Image>, &[Arc<Image>]), at: Affine) -> Vec<Item> {
    let is_printed = |image: &&Arc<Image>| match &image.samples {
        Samples::Duotone(two) => two.spots().all(|spot| !seen.technical.contains_key(&spot.plate)),
        Samples::Gray(_) | Samples::Cmyk(_) => true,
    };
    let of_spots = !spots.is_empty() && object.tones.iter().all(|tone| tone.process.total() <= 0.0);
    let process = Some(image).filter(|_| object.overprint == Overprint::None || !of_spots);
    let thin = |image: &Arc<Image>| match object.opacity < 1.0 {
        true => thinned(image, object.opacity),
        false => image.clone(),
    };
    let laid = |image: &Arc<Image>| item(Mark::Image(ImageMark { image: thin(image), matrix: at }));
    process.into_iter().chain(spots.iter().filter(is_printed)).map(laid).collect()
}

/// An area in the object's strongest colour.
fn fills(seen: &Seen, object: &Object, path: Arc<BezPath>, even_odd: bool) -> Vec<Item> {
    if path.elements().is_empty() {
        return Vec::new();
    }
    if object.opacity < 1.0 {
        return veil(seen, object, path).into_iter().collect();
    }
    let fill =
        |paint| item(Mark::Path(PathMark { path: path.clone(), fill: Some(Fill { paint, even_odd }), stroke: None }));
    paints(seen, object).into_iter().map(fill).collect()
}

/// An area that lets something through: one sample with that opacity.
fn veil(seen: &Seen, object: &Object, path: Arc<BezPath>) -> Option<Item> {
    let tone = printed(seen, strongest(object)?);
    let bounds = path.bounding_box();
    let byte = |v: f64| (v.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
    let samples = Samples::Cmyk(tone.look().array().map(byte).to_vec());
    let image = Arc::new(Image { width: 1, height: 1, samples, alpha: Some(vec![byte(object.opacity)]) });
    let matrix =
        Affine::translate(bounds.origin().to_vec2()) * Affine::scale_non_uniform(bounds.width(), bounds.height());
    Some(grouped(path, vec![item(Mark::Image(ImageMark { image, matrix }))]))
}

/// Samples that let something through.
fn thinned(image: &Arc<Image>, opacity: f64) -> Arc<Image> {
    let count = image.width as usize * image.height as usize;
    let alpha = image.alpha.clone().unwrap_or_else(|| vec![255; count]);
    let alpha = alpha.into_iter().map(|a| (f64::from(a) * opacity + 0.5) as u8).collect();
    Arc::new(Image { width: image.width, height: image.height, samples: image.samples.clone(), alpha: Some(alpha) })
}

fn strongest(object: &Object) -> Option<&Tone> {
    object.tones.iter().filter(|t| !on_every_plate(t)).max_by(|a, b| a.total().total_cmp(&b.total()))
}

/// The paints of an object in the order in which they are laid: process inks, then each of its spots over them.
fn paints(seen: &Seen, object: &Object) -> Vec<Paint> {
    let Some(tone) = strongest(object).map(|tone| printed(seen, tone)) else { return Vec::new() };
    // Mode 0 spares other plates only: its process inks knock each other out, its spots nothing.
    let overprint = match object.overprint {
        _ if adds(object) => true,
        Overprint::None => false,
        Overprint::Zeroes => true,
        Overprint::Spaces => tone.space == Space::Spot,
    };
    let mut paints = Vec::new();
    if tone.spots.is_empty() || tone.process.total() > 0.0 || !overprint && tone.spots.len() > 1 {
        paints.push(Paint::Solid { ink: Ink::Process(tone.process), tint: 1.0, overprint });
    }
    for (spot, share) in &tone.spots {
        let overprint = overprint || !paints.is_empty();
        paints.push(Paint::Solid { ink: Ink::Spot(spot.clone()), tint: *share, overprint });
    }
    paints
}
