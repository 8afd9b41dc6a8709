//! A flattened drawing as marks. Where nothing of it lies below something that is seen through, the ground on which it
//! stands is seen: such a drawing is settled once for every ground.

use std::sync::{Arc, Mutex, PoisonError};

use biaoyu_page::geom::{Affine, BezPath, Point, Rect, rect_path};
use biaoyu_page::ink::{Cmyk, Gradient, Ink, Paint, Radial};
use biaoyu_page::page::{Fill, Form, Group, Item, Mark, PathMark, Plane, Source, Stroke};

use super::canvas::{Area, Clip, Flat, What};
use super::colours::Colours;
use super::shade::{Colour, Mode, Shade, Tone, Way};

/// Forms that are kept of one drawing: a campaign has few grounds.
const KEPT: usize = 8;

/// What is printed of a tone.
#[derive(Clone, Debug)]
pub(super) enum Inked {
    /// The same on any ground.
    Ink(Ink),
    /// A share of an ink and the rest of what the ground has.
    Sheer {
        /// On bare paper, as a screen mixes it.
        paper: Cmyk,
        ink: Cmyk,
        cover: f64,
    },
}

impl Inked {
    fn of(tone: &Tone, colours: &Colours<'_>) -> Self {
        if tone.is_opaque() {
            return match &tone.colour {
                Colour::Ink(ink) => Inked::Ink(ink.clone()),
                screen => Inked::Ink(Ink::Process(whole(colours.cmyk(screen)))),
            };
        }
        let paper = Tone::opaque(Colour::Screen([255.0; 3])).under(tone, Mode::Normal, colours);
        Inked::Sheer { paper: colours.cmyk(&paper.colour), ink: colours.cmyk(&tone.colour), cover: tone.cover }
    }

    fn on(&self, ground: Cmyk) -> Ink {
        match self {
            Inked::Ink(ink) => ink.clone(),
            Inked::Sheer { paper, .. } if ground == Cmyk::PAPER => Ink::Process(whole(*paper)),
            Inked::Sheer { ink, cover, .. } => {
                let (over, under) = (ink.array(), ground.array());
                Ink::Process(Cmyk::from_array(std::array::from_fn(|i| over[i] * cover + under[i] * (1.0 - cover))))
            }
        }
    }
}

/// Rounded to whole per cents, as inks are written.
fn whole(cmyk: Cmyk) -> Cmyk {
    Cmyk::from_array(cmyk.array().map(|v| (v * 100.0).round() / 100.0))
}

/// A drawing part of which lets its ground be seen.
#[derive(Debug)]
pub struct Sheer {
    id: String,
    bounds: Rect,
    flats: Vec<Flat<Inked>>,
    page: Option<Rect>,
    /// Where its own origin lies, mm.
    from: Point,
    made: Mutex<Vec<(Cmyk, Arc<Form>)>>,
}

impl Sheer {
    /// The same with its origin at a point of it, and this box.
    pub(super) fn moved(&self, id: &str, from: Point, bounds: Rect) -> Self {
        Self { id: id.into(), bounds, flats: self.flats.clone(), page: self.page, from, made: Mutex::default() }
    }

    /// The drawing on a flat ground.
    pub fn on(&self, ground: Cmyk) -> Arc<Form> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, form)) = made.iter().find(|(known, _)| *known == ground) {
            return form.clone();
        }
        let id = format!("{} on {ground}", self.id);
        let items = moved(framed(items(&self.flats, ground), self.page), self.from);
        let form = Arc::new(Form { id, bounds: self.bounds, items, once: false });
        if made.len() >= KEPT {
            made.remove(0);
        }
        made.push((ground, form.clone()));
        form
    }
}

/// A drawing in inks.
pub(super) struct Settled {
    flats: Vec<Flat<Inked>>,
}

impl Settled {
    /// Turns the tones into inks.
    pub(crate) fn new(flats: Vec<Flat>, colours: &Colours<'_>) -> Self {
        let ink = |flat: Flat| Flat {
            clips: flat.clips,
            bounds: flat.bounds,
            what: match flat.what {
                What::Image(mark) => What::Image(mark),
                What::Area(area, shade) => {
                    What::Area(area, shade.stepped(colours).map(|tone| Inked::of(tone, colours)))
                }
            },
        };
        Self { flats: flats.into_iter().map(ink).collect() }
    }

    /// The marks on bare paper.
    pub(crate) fn items(&self) -> Vec<Item> {
        items(&self.flats, Cmyk::PAPER)
    }

    /// The drawing for any ground, when its look depends on it. `page` cuts off what lies outside.
    pub(crate) fn sheer(self, id: &str, bounds: Rect, page: Option<Rect>) -> Option<Arc<Sheer>> {
        let sheer = self.flats.iter().any(|flat| match &flat.what {
            What::Area(_, shade) => shade.tones().any(|tone| matches!(tone, Inked::Sheer { .. })),
            What::Image(_) => false,
        });
        sheer.then(|| {
            Arc::new(Sheer {
                id: id.into(),
                bounds,
                flats: self.flats,
                page,
                from: Point::ZERO,
                made: Mutex::default(),
            })
        })
    }
}

/// The items, cut off at the page's edge if they leave it.
pub(super) fn framed(items: Vec<Item>, page: Option<Rect>) -> Vec<Item> {
    match page {
        Some(page) => vec![group(items, Arc::new(rect_path(page)))],
        None => items,
    }
}

/// Items with their origin at a point of them.
pub(super) fn moved(items: Vec<Item>, from: Point) -> Vec<Item> {
    if from == Point::ZERO {
        return items;
    }
    let transform = Affine::translate(-from.to_vec2());
    vec![item(Mark::Group(Group { transform, clip: None, text: None, items }))]
}

fn items(flats: &[Flat<Inked>], ground: Cmyk) -> Vec<Item> {
    nested(flats, 0, ground)
}

/// Things under the same clips go into one group.
fn nested(flats: &[Flat<Inked>], depth: usize, ground: Cmyk) -> Vec<Item> {
    let mut out = Vec::with_capacity(flats.len());
    let mut rest = flats;
    while let Some((first, more)) = rest.split_first() {
        let Some(clip) = first.clips.get(depth) else {
            out.extend(marked(first, ground));
            rest = more;
            continue;
        };
        let same = |flat: &&Flat<Inked>| flat.clips.get(depth).is_some_and(|c: &Arc<Clip>| Arc::ptr_eq(c, clip));
        let count = rest.iter().take_while(same).count();
        let (inside, later) = rest.split_at(count);
        out.push(group(nested(inside, depth + 1, ground), clip.path.clone()));
        rest = later;
    }
    out
}

fn marked(flat: &Flat<Inked>, ground: Cmyk) -> Option<Item> {
    let (area, shade) = match &flat.what {
        What::Image(mark) => return Some(item(Mark::Image(mark.clone()))),
        What::Area(area, shade) => (area, shade),
    };
    let stops = |stops: &[(f64, Inked)]| stops.iter().map(|(at, tone)| (*at, tone.on(ground).cmyk())).collect();
    let paint = match shade {
        Shade::Flat(tone) => Paint::solid(tone.on(ground)),
        Shade::Blend(Way::Line(from, to), tones) => {
            Paint::Linear(Arc::new(Gradient { from: *from, to: *to, stops: stops(tones) }))
        }
        Shade::Blend(Way::Rings(from, to, transform), tones) => {
            Paint::Radial(Arc::new(Radial { from: *from, to: *to, transform: *transform, stops: stops(tones) }))
        }
    };
    let mark = match area.clone() {
        Area::Fill { path, even_odd } => PathMark { path, fill: Some(Fill { paint, even_odd }), stroke: None },
        Area::Line { path, width, cap, join, dash } => {
            PathMark { path, fill: None, stroke: Some(Stroke { paint, width, cap, join, dash }) }
        }
    };
    Some(item(Mark::Path(mark)))
}

fn item(mark: Mark) -> Item {
    Item { mark, plane: Plane::Art, source: Source::default() }
}

fn group(items: Vec<Item>, clip: Arc<BezPath>) -> Item {
    item(Mark::Group(Group { transform: Affine::IDENTITY, clip: Some(clip), text: None, items }))
}
