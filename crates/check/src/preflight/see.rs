//! Our own display list as the plates show it.

use std::sync::Arc;

use crate::read::{
    Glyph, Mixing, Object, Overprint, Picture, Seen, Text, Tone, What, least_scale, pen_box, ppi, shared,
};
use biaoyu_page::geom::{Affine, BezPath, Rect, Shape as _};
use biaoyu_page::ink::{Cmyk, Gradient, Ink, Paint};
use biaoyu_page::page::{Fill, Group, ImageMark, Item, Mark, Page, PathMark, Plane, Samples, Source, Stroke};

/// The page as a flat list of what is painted.
pub fn see(page: &Page) -> Seen {
    let media = page.boxes.media;
    let mut eye =
        Eye { media, objects: Vec::new(), clips: Vec::new(), plane: Plane::Art, source: Source::default(), text: None };
    eye.items(&page.items, Affine::IDENTITY);
    let transparent = eye.objects.iter().any(|o| match &o.what {
        What::Picture(p) => {
            p.samples.as_ref().is_some_and(|i| i.alpha.as_ref().is_some_and(|a| a.iter().any(|v| *v < 255)))
        }
        _ => false,
    });
    Seen {
        number: None,
        boxes: page.boxes,
        trim: page.trim,
        live: Some(page.live),
        seams: [false; 4],
        cut: page.cut,
        objects: eye.objects,
        transparent,
        ink: None,
        unread: false,
        technical: std::collections::BTreeMap::new(),
    }
}

struct Eye {
    /// Nothing is seen beyond the sheet.
    media: Rect,
    objects: Vec<Object>,
    clips: Vec<Arc<BezPath>>,
    plane: Plane,
    source: Source,
    text: Option<Arc<str>>,
}

impl Eye {
    fn items(&mut self, items: &[Item], at: Affine) {
        for item in items {
            let outer = (self.plane.clone(), self.source.clone());
            // What stands on a step belongs to it.
            if !matches!(self.plane, Plane::Step(_)) && item.plane != Plane::Art {
                self.plane = item.plane.clone();
            }
            if item.source != Source::default() {
                self.source = item.source.clone();
            }
            match &item.mark {
                Mark::Glyphs(run) => {
                    let text = Text {
                        text: run.text.clone(),
                        size: run.glyphs.iter().map(|g| em(at * g.matrix)).fold(f64::INFINITY, f64::min),
                        face: run.face.name().into(),
                        glyphs: run
                            .glyphs
                            .iter()
                            .map(|g| Glyph { shape: run.face.outline(g.id), at: at * g.matrix, range: g.range.clone() })
                            .collect(),
                        invisible: false,
                        edge: Vec::new(),
                        hollow: false,
                        laid_over: false,
                        unknown: false,
                    };
                    let bounds =
                        text.glyphs.iter().filter(|g| !g.is_blank()).map(Glyph::bounds).reduce(|a, b| a.union(b));
                    self.push(What::Text(text), bounds, &run.paint);
                }
                Mark::Path(path) => self.path(path, at),
                Mark::Blocks(blocks) => {
                    let fill = Some(Fill { paint: blocks.paint.clone(), even_odd: false });
                    self.path(&PathMark { path: blocks.path().clone(), fill, stroke: None }, at);
                }
                Mark::Image(image) => self.picture(image, at),
                Mark::Group(group) => self.group(group, at),
                Mark::Shared { form, transform } => self.items(&form.items, at * *transform),
            }
            (self.plane, self.source) = outer;
        }
    }

    fn group(&mut self, group: &Group, at: Affine) {
        let at = at * group.transform;
        let outer = self.text.clone();
        if let Some(text) = &group.text {
            self.text = Some(text.clone());
        }
        if let Some(clip) = &group.clip {
            self.clips.push(Arc::new(at * &**clip));
        }
        self.items(&group.items, at);
        if group.clip.is_some() {
            self.clips.pop();
        }
        self.text = outer;
    }

    fn path(&mut self, mark: &PathMark, at: Affine) {
        let path = if at == Affine::IDENTITY { mark.path.clone() } else { Arc::new(at * &*mark.path) };
        let bounds = (!path.elements().is_empty()).then(|| path.bounding_box());
        if let Some(fill) = &mark.fill {
            let blend = match &fill.paint {
                Paint::Linear(gradient) => Some(moved(gradient, at)),
                Paint::Solid { .. } | Paint::Radial(_) => None,
            };
            let what = What::Fill { path: path.clone(), even_odd: fill.even_odd, blend, text: self.text.clone() };
            self.push(what, bounds, &fill.paint);
        }
        if let Some(stroke) = &mark.stroke {
            let width = stroke.width * least_scale(at);
            let pen =
                Stroke { width, dash: stroke.dash.iter().map(|d| d * least_scale(at)).collect(), ..stroke.clone() };
            let bounds = bounds.map(|_| pen_box(&path, &pen, stroke.width, at));
            self.push(What::Line { path, pen }, bounds, &stroke.paint);
        }
    }

    fn picture(&mut self, mark: &ImageMark, at: Affine) {
        let at = at * mark.matrix;
        let (width, height) = (mark.image.width, mark.image.height);
        let strongest = match &mark.image.samples {
            Samples::Gray(bytes) => {
                bytes.iter().min().map(|v| vec![Tone::process(Cmyk { k: 1.0 - share(*v), ..Cmyk::PAPER })])
            }
            Samples::Cmyk(bytes) => {
                let sum = |p: &&[u8; 4]| p.iter().map(|v| u32::from(*v)).sum::<u32>();
                bytes
                    .as_chunks::<4>()
                    .0
                    .iter()
                    .max_by_key(sum)
                    .map(|p| vec![Tone::process(Cmyk::from_array(p.map(share)))])
            }
            Samples::Duotone(two) => {
                // Every mixture lies between its ends.
                let end = |(ink, tint): &(Ink, f64)| match ink {
                    Ink::Process(cmyk) => Tone::process(cmyk.tinted(*tint)),
                    Ink::Spot(spot) => Tone::spot(spot.clone(), *tint),
                };
                Some(two.inks.iter().map(end).collect())
            }
        };
        let what = What::Picture(Picture {
            width,
            height,
            bits: 8,
            stencil: false,
            figure: None,
            ppi: ppi(width, height, at),
            at,
            samples: Some(mark.image.clone()),
            sketch: Some(mark.image.clone()),
            spots: Vec::new(),
            raw: None,
        });
        let bounds = at.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
        let tones = strongest.unwrap_or_default();
        self.place(what, Some(bounds), tones, Overprint::None);
    }

    fn push(&mut self, what: What, bounds: Option<Rect>, paint: &Paint) {
        let (tones, overprint) = match paint {
            Paint::Solid { ink, tint, overprint } => {
                let mut tone = match ink {
                    Ink::Process(cmyk) => Tone::process(cmyk.tinted(*tint)),
                    Ink::Spot(spot) => Tone::spot(spot.clone(), *tint),
                };
                let mut overprint = *overprint;
                // A step's own spot prints it, whatever the paint says.
                if let Plane::Step(step) = &self.plane {
                    (tone, overprint) = (Tone::spot(step.spot.clone(), *tint), true);
                }
                (vec![tone], if overprint { Overprint::Zeroes } else { Overprint::None })
            }
            Paint::Linear(gradient) => {
                (gradient.stops.iter().map(|(_, cmyk)| Tone::process(*cmyk)).collect(), Overprint::None)
            }
            Paint::Radial(radial) => {
                (radial.stops.iter().map(|(_, cmyk)| Tone::process(*cmyk)).collect(), Overprint::None)
            }
        };
        self.place(what, bounds, tones, overprint);
    }

    fn place(&mut self, what: What, bounds: Option<Rect>, tones: Vec<Tone>, overprint: Overprint) {
        let mut seen = bounds.map_or(NOTHING, |b| shared(b, self.media));
        for clip in &self.clips {
            let clip = if clip.elements().is_empty() { NOTHING } else { clip.bounding_box() };
            seen = shared(seen, clip);
        }
        self.objects.push(Object {
            what,
            bounds: seen,
            clips: self.clips.clone(),
            drawn: None,
            tones,
            overprint,
            opacity: 1.0,
            mixing: Mixing::Plain,
            mask_ppi: None,
            of_type: false,
            plane: self.plane.clone(),
            source: self.source.clone(),
        });
    }
}

/// A box that nothing lies in.
const NOTHING: Rect = Rect { x0: 0.0, y0: 0.0, x1: -1.0, y1: -1.0 };

fn share(byte: u8) -> f64 {
    f64::from(byte) / 255.0
}

/// Height of the em that a matrix makes.
fn em(matrix: Affine) -> f64 {
    let [_, _, c, d, ..] = matrix.as_coeffs();
    c.hypot(d)
}

fn moved(gradient: &Arc<Gradient>, at: Affine) -> Arc<Gradient> {
    if at == Affine::IDENTITY {
        return gradient.clone();
    }
    Arc::new(Gradient { from: at * gradient.from, to: at * gradient.to, stops: gradient.stops.clone() })
}
