//! What a drawing paints, in order, flattened: where something is seen through something else, the areas below are
//! painted once more within it in the colours that are seen there. Paper then needs no transparency.

use std::ops::Range;
use std::sync::Arc;

use biaoyu_page::geom::{BezPath, Point, Rect, Shape as _};
use biaoyu_page::limits::SVG_FIGURES;
use biaoyu_page::page::{Cap, Image, ImageMark, Join};

use super::clip::{Figure, unite};
use super::colours::Colours;
use super::pen;
use super::shade::{Mode, Shade, Tone};

/// Points of a side at which is asked whether one area lies within another.
const GRID: usize = 24;
/// Comparisons of areas in one drawing.
const WORK: usize = 50_000_000;

/// A painted place, millimetres of the form.
#[derive(Clone, Debug)]
pub(super) enum Area {
    Fill { path: Arc<BezPath>, even_odd: bool },
    Line { path: Arc<BezPath>, width: f64, cap: Cap, join: Join, dash: Vec<f64> },
}

impl Area {
    pub(crate) fn bounds(&self) -> Rect {
        match self {
            Area::Fill { path, .. } => path.bounding_box(),
            Area::Line { path, width, join, .. } => {
                // A mitre reaches ten half widths.
                let reach = if *join == Join::Miter { 5.0 * width } else { *width };
                path.bounding_box().inflate(reach, reach)
            }
        }
    }

    /// The same area under the non-zero rule; `None` when its edge crosses itself.
    pub(crate) fn outline(&self) -> Option<Arc<BezPath>> {
        match self {
            Area::Fill { path, even_odd: false } => Some(path.clone()),
            Area::Fill { path, even_odd: true } => {
                unite(&[Figure { path: path.as_ref().clone(), even_odd: true }]).map(Arc::new)
            }
            Area::Line { path, width, cap, join, dash } => Some(Arc::new(pen::figure(path, *width, *cap, *join, dash))),
        }
    }

    fn contains(&self, p: Point) -> bool {
        match self {
            Area::Fill { path, even_odd: true } => path.winding(p) % 2 != 0,
            Area::Fill { path, .. } => path.winding(p) != 0,
            Area::Line { .. } => false,
        }
    }

    fn segments(&self) -> usize {
        let (Area::Fill { path, .. } | Area::Line { path, .. }) = self;
        path.elements().len()
    }
}

/// A clip with its box.
#[derive(Debug)]
pub(super) struct Clip {
    pub path: Arc<BezPath>,
    pub bounds: Rect,
}

impl Clip {
    pub(crate) fn new(path: Arc<BezPath>) -> Arc<Self> {
        let bounds = if path.elements().is_empty() { Rect::ZERO } else { path.bounding_box() };
        Arc::new(Self { path, bounds })
    }
}

/// The clips around something, outermost first.
pub(super) type Clips = Vec<Arc<Clip>>;

/// What is painted; `T` as in [`Shade`].
#[derive(Clone, Debug)]
pub(super) enum What<T = Tone> {
    Area(Area, Shade<T>),
    Image(ImageMark),
}

/// One painted thing within its clips.
#[derive(Clone, Debug)]
pub(super) struct Flat<T = Tone> {
    pub clips: Clips,
    pub what: What<T>,
    /// A box that holds what is seen of it.
    pub bounds: Rect,
}

impl Flat {
    fn new(clips: &Clips, what: What, bounds: Rect) -> Self {
        let bounds = clips.iter().fold(bounds, |bounds, clip| bounds.intersect(clip.bounds));
        Self { clips: clips.clone(), what, bounds }
    }

    fn is_opaque(&self) -> bool {
        match &self.what {
            What::Area(_, shade) => shade.is_opaque(),
            What::Image(mark) => mark.image.alpha.is_none(),
        }
    }
}

/// Why something seen through cannot be flattened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// Two blends cross, or a mode acts on a blend.
    Blends,
    /// The edge of the area crosses itself.
    Crossing,
    /// Seen through inside of a group that is seen through.
    Nested,
    /// A picture below or above.
    Picture,
    /// Too many areas come of it.
    TooMany,
}

/// A group that is composed by itself before it is laid over what is below.
#[derive(Clone, Copy, Debug)]
struct Veil {
    /// Painted things before it.
    start: usize,
    share: f64,
    mode: Mode,
}

impl Veil {
    fn is_plain(&self) -> bool {
        self.share >= 0.996 && self.mode == Mode::Normal
    }
}

/// Part of what lies below, and how something acts on it.
struct Layer {
    range: Range<usize>,
    share: f64,
    mode: Mode,
}

/// All that was painted so far.
#[derive(Default)]
pub(super) struct Canvas {
    pub flats: Vec<Flat>,
    veils: Vec<Veil>,
    work: usize,
    /// Something was flattened.
    pub mixed: bool,
}

impl Canvas {
    /// Opens a group that is laid over what is below as a whole.
    pub(crate) fn open(&mut self, share: f64, mode: Mode) {
        self.veils.push(Veil { start: self.flats.len(), share, mode });
    }

    /// Closes it.
    pub(crate) fn close(&mut self) {
        self.veils.pop();
    }

    /// Paints an area.
    pub(crate) fn lay(&mut self, area: Area, shade: Shade, clips: &Clips, colours: &Colours<'_>) -> Result<(), Clash> {
        let bounds = area.bounds();
        let flat = Flat::new(clips, What::Area(area, shade), bounds);
        if flat.bounds.width() < 0.0 || flat.bounds.height() < 0.0 {
            return Ok(());
        }
        if flat.is_opaque() && self.veils.iter().all(Veil::is_plain) {
            return self.push(flat);
        }
        let What::Area(area, shade) = &flat.what else { return Ok(()) };
        let layers = self.layers(&flat)?;
        self.mixed = true;
        match self.mix(area, shade, &flat, &layers, colours) {
            Err(Clash::Blends) => {}
            done => return done,
        }
        let bands = shade.bands(flat.bounds, colours);
        if bands.is_empty() {
            return Err(Clash::Blends);
        }
        bands.into_iter().try_for_each(|(path, tone)| {
            let clip = Clip::new(Arc::new(path));
            let bounds = flat.bounds.intersect(clip.bounds);
            if bounds.width() <= 0.0 || bounds.height() <= 0.0 {
                return Ok(());
            }
            let clips = flat.clips.iter().cloned().chain([clip]).collect();
            let part = Flat { clips, what: flat.what.clone(), bounds };
            self.mix(area, &Shade::Flat(tone), &part, &layers, colours)
        })
    }

    /// Paints a picture.
    pub(crate) fn image(&mut self, mark: ImageMark, clips: &Clips) -> Result<(), Clash> {
        let bounds = mark.matrix.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
        let mut flat = Flat::new(clips, What::Image(mark), bounds);
        let share: f64 = self.veils.iter().map(|v| v.share).product();
        if self.veils.iter().any(|v| v.mode != Mode::Normal) {
            return Err(Clash::Picture);
        }
        if share < 0.996 {
            let start = self.veils.iter().find(|v| !v.is_plain()).map_or(0, |v| v.start);
            if self.flats[start..].iter().any(|other| meet(other.bounds, flat.bounds)) {
                return Err(Clash::Nested);
            }
            if let What::Image(mark) = &mut flat.what {
                mark.image = Arc::new(thinned(&mark.image, share));
            }
        }
        self.push(flat)
    }

    fn push(&mut self, flat: Flat) -> Result<(), Clash> {
        if self.flats.len() >= SVG_FIGURES {
            return Err(Clash::TooMany);
        }
        self.flats.push(flat);
        Ok(())
    }

    /// What lies below something, from the bottom, and how it acts there.
    fn layers(&self, flat: &Flat) -> Result<Vec<Layer>, Clash> {
        let mut layers = Vec::new();
        let (mut share, mut mode, mut end) = (1.0, Mode::Normal, self.flats.len());
        let mut opaque = flat.is_opaque();
        for veil in self.veils.iter().rev() {
            if veil.is_plain() {
                layers.push(Layer { range: veil.start..end, share, mode });
                // Beyond its group it acts as any paint does.
                mode = Mode::Normal;
            } else {
                let inside = &self.flats[veil.start..];
                if !(opaque && mode == Mode::Normal) && inside.iter().any(|other| meet(other.bounds, flat.bounds)) {
                    return Err(Clash::Nested);
                }
                // What lies below inside of the group is covered: gone.
                layers.clear();
                share *= veil.share;
                mode = veil.mode;
                opaque = share >= 0.996;
            }
            end = veil.start;
        }
        layers.push(Layer { range: 0..end, share, mode });
        layers.reverse();
        Ok(layers)
    }

    fn mix(
        &mut self,
        area: &Area,
        shade: &Shade,
        flat: &Flat,
        layers: &[Layer],
        colours: &Colours<'_>,
    ) -> Result<(), Clash> {
        let below: Vec<(usize, &Layer)> =
            layers.iter().flat_map(|layer| layer.range.clone().map(move |i| (i, layer))).collect();
        self.spend(below.len())?;
        let below: Vec<(usize, &Layer)> =
            below.into_iter().filter(|(i, _)| meet(self.flats[*i].bounds, flat.bounds)).collect();
        let share = layers.first().map_or(1.0, |l| l.share);
        let thin = |layer: &Layer| shade.map(|tone| tone.thinned(layer.share));
        // What lies below an area that covers all of it is not seen.
        let inside = Inside::of(area, flat);
        let mut from = None;
        for (at, (i, _)) in below.iter().enumerate().rev() {
            self.spend(inside.cost(&self.flats[*i]))?;
            if inside.is_covered_by(&self.flats[*i], flat) {
                from = Some(at);
                break;
            }
        }
        let mut made = Vec::new();
        let mut rest = &below[..];
        match from.and_then(|at| below.get(at)) {
            Some((i, layer)) => {
                let What::Area(_, lower) = &self.flats[*i].what else { return Err(Clash::Picture) };
                let mixed = lower.under(&thin(layer), layer.mode, colours).ok_or(Clash::Blends)?;
                made.push(Flat {
                    clips: flat.clips.clone(),
                    what: What::Area(area.clone(), mixed),
                    bounds: flat.bounds,
                });
                rest = from.and_then(|at| below.get(at + 1..)).unwrap_or_default();
            }
            None => {
                let alone = shade.map(|tone| tone.thinned(share));
                made.push(Flat {
                    clips: flat.clips.clone(),
                    what: What::Area(area.clone(), alone),
                    bounds: flat.bounds,
                });
            }
        }
        if !rest.is_empty() {
            let clip = Clip::new(area.outline().ok_or(Clash::Crossing)?);
            for (i, layer) in rest {
                let lower = &self.flats[*i];
                let What::Area(own, tones) = &lower.what else { return Err(Clash::Picture) };
                let mixed = tones.under(&thin(layer), layer.mode, colours).ok_or(Clash::Blends)?;
                // Clips that are around both are asked for once.
                let shared = flat.clips.iter().zip(&lower.clips).take_while(|(a, b)| Arc::ptr_eq(a, b)).count();
                let clips = flat.clips.iter().chain([&clip]).chain(lower.clips.iter().skip(shared)).cloned().collect();
                let bounds = lower.bounds.intersect(flat.bounds);
                made.push(Flat { clips, what: What::Area(own.clone(), mixed), bounds });
            }
        }
        made.into_iter().try_for_each(|flat| self.push(flat))
    }

    fn spend(&mut self, work: usize) -> Result<(), Clash> {
        self.work = self.work.saturating_add(work);
        if self.work > WORK { Err(Clash::TooMany) } else { Ok(()) }
    }
}

/// Places inside an area.
struct Inside {
    points: Vec<Point>,
    bounds: Rect,
}

impl Inside {
    fn of(area: &Area, flat: &Flat) -> Self {
        let bounds = flat.bounds;
        let filled = match area {
            Area::Fill { .. } => area.clone(),
            Area::Line { .. } => match area.outline() {
                Some(path) => Area::Fill { path, even_odd: false },
                None => return Self { points: Vec::new(), bounds },
            },
        };
        let at = |i: usize| (i as f64 + 0.5) / GRID as f64;
        let points = (0..GRID * GRID)
            .map(|i| Point::new(bounds.x0 + at(i % GRID) * bounds.width(), bounds.y0 + at(i / GRID) * bounds.height()));
        let seen = |p: &Point| filled.contains(*p) && flat.clips.iter().all(|clip| clip.path.winding(*p) != 0);
        Self { points: points.filter(seen).collect(), bounds }
    }

    fn cost(&self, other: &Flat) -> usize {
        match &other.what {
            What::Area(area, _) if holds(other.bounds, self.bounds) => self.points.len() * area.segments() / 8,
            _ => 1,
        }
    }

    /// Whether all of it lies on one opaque area.
    fn is_covered_by(&self, other: &Flat, own: &Flat) -> bool {
        let What::Area(area, shade) = &other.what else { return false };
        let own_clips = |clip: &&Arc<Clip>| !own.clips.iter().any(|c| Arc::ptr_eq(c, clip));
        self.points.len() >= 4
            && shade.is_opaque()
            && holds(other.bounds, self.bounds)
            && self.points.iter().all(|p| area.contains(*p))
            && other.clips.iter().filter(own_clips).all(|clip| self.points.iter().all(|p| clip.path.winding(*p) != 0))
    }
}

/// Whether two boxes share more than an edge.
fn meet(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

/// Whether a box lies in another, a hair's breadth aside.
fn holds(outer: Rect, inner: Rect) -> bool {
    let slack = 0.004 * inner.width().max(inner.height());
    outer.x0 <= inner.x0 + slack
        && outer.y0 <= inner.y0 + slack
        && outer.x1 >= inner.x1 - slack
        && outer.y1 >= inner.y1 - slack
}

/// A picture of which only a share covers.
fn thinned(image: &Image, share: f64) -> Image {
    let pixels = image.width as usize * image.height as usize;
    let thin = |v: u8| (f64::from(v) * share).round() as u8;
    let alpha = match &image.alpha {
        Some(alpha) => alpha.iter().map(|v| thin(*v)).collect(),
        None => vec![thin(255); pixels],
    };
    Image { width: image.width, height: image.height, samples: image.samples.clone(), alpha: Some(alpha) }
}
