//! A page as figures in pixels, in the order in which they are painted.

use std::sync::Arc;

use biaoyu_page::font::Outlined;
use biaoyu_page::geom::{Affine, BezPath, Point, Rect, rect_path};
use biaoyu_page::ink::{Gradient, Ink, Paint, Radial};
use biaoyu_page::page::{Image, Item, Mark, Page, Plane, Stroke};

use super::coverage::{Edges, Rule};
use super::{flatten, stroke};

/// What is painted, with what, within what.
pub(super) struct Scene<'a> {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Rows that are painted.
    pub(super) seen: (u32, u32),
    pub(super) figures: Vec<Figure<'a>>,
    pub(super) clips: Vec<Clip<'a>>,
    pub(super) sources: Vec<Source<'a>>,
}

/// One area of one colour.
pub(super) struct Figure<'a> {
    /// Pixels that it can touch.
    pub(super) rows: (u32, u32),
    /// Index of its innermost clip.
    pub(super) clip: Option<usize>,
    /// Index of its colour.
    pub(super) source: usize,
    pub(super) form: Form<'a>,
    pub(super) to_px: Affine,
}

/// The inside of a path, together with the clip around it.
pub(super) struct Clip<'a> {
    pub(super) parent: Option<usize>,
    path: &'a BezPath,
    to_px: Affine,
}

/// An area.
pub(super) enum Form<'a> {
    Glyph(Arc<Outlined>),
    Fill(&'a BezPath, Rule),
    Line(&'a BezPath, &'a Stroke),
    UnitSquare,
}

/// Where the colour of a figure comes from.
pub(super) enum Source<'a> {
    Solid {
        ink: &'a Ink,
        tint: f64,
        overprint: bool,
    },
    /// With the way from the gradient's coordinates to pixels.
    Blend(&'a Gradient, Affine),
    /// With the way from the page's coordinates to pixels.
    Rings(&'a Radial, Affine),
    /// With the way from the unit square to pixels.
    Picture(&'a Image, Affine),
}

impl Rule {
    fn of(even_odd: bool) -> Rule {
        if even_odd { Rule::EvenOdd } else { Rule::NonZero }
    }
}

impl<'a> Scene<'a> {
    /// The art of a page on a canvas of the trim's size; with `steps` also the processing steps.
    pub(super) fn new(page: &'a Page, width: u32, height: u32, steps: bool) -> Self {
        let to_px = super::options::to_px(page, width, height);
        let seen = (0, height);
        let mut scene = Self { width, height, seen, figures: Vec::new(), clips: Vec::new(), sources: Vec::new() };
        scene.items(&page.items, to_px, None, steps);
        scene
    }

    fn items(&mut self, items: &'a [Item], to_px: Affine, clip: Option<usize>, steps: bool) {
        for item in items {
            match item.plane {
                Plane::Art => {}
                Plane::Step(_) if steps => {}
                Plane::Step(_) | Plane::Marks | Plane::Slug => continue,
            }
            match &item.mark {
                Mark::Glyphs(run) => {
                    let source = self.paint(&run.paint, to_px);
                    for glyph in &run.glyphs {
                        let outline = run.face.outline(glyph.id);
                        let (ink, matrix) = (outline.ink, to_px * glyph.matrix);
                        self.figure(Form::Glyph(outline), ink, matrix, clip, source);
                    }
                }
                Mark::Path(mark) => {
                    let bounds = mark.path.control_box();
                    if let Some(fill) = &mark.fill {
                        let source = self.paint(&fill.paint, to_px);
                        self.figure(Form::Fill(&mark.path, Rule::of(fill.even_odd)), bounds, to_px, clip, source);
                    }
                    if let Some(stroke) = &mark.stroke {
                        let source = self.paint(&stroke.paint, to_px);
                        let reach = stroke::reach(stroke);
                        let form = Form::Line(&mark.path, stroke);
                        self.figure(form, bounds.inflate(reach, reach), to_px, clip, source);
                    }
                }
                Mark::Blocks(blocks) => {
                    let (path, source) = (blocks.path(), self.paint(&blocks.paint, to_px));
                    self.figure(Form::Fill(path, Rule::NonZero), path.control_box(), to_px, clip, source);
                }
                Mark::Image(mark) => {
                    let matrix = to_px * mark.matrix;
                    self.sources.push(Source::Picture(&mark.image, matrix));
                    self.figure(Form::UnitSquare, UNIT, matrix, clip, self.sources.len() - 1);
                }
                Mark::Group(group) => {
                    let inner = to_px * group.transform;
                    let mut within = clip;
                    if let Some(path) = &group.clip {
                        self.clips.push(Clip { parent: clip, path, to_px: inner });
                        within = Some(self.clips.len() - 1);
                    }
                    self.items(&group.items, inner, within, steps);
                }
                Mark::Shared { form, transform } => self.items(&form.items, to_px * *transform, clip, steps),
            }
        }
    }

    fn paint(&mut self, paint: &'a Paint, to_px: Affine) -> usize {
        let source = match paint {
            Paint::Solid { ink, tint, overprint } => Source::Solid { ink, tint: *tint, overprint: *overprint },
            Paint::Linear(gradient) => Source::Blend(gradient, to_px),
            Paint::Radial(radial) => Source::Rings(radial, to_px),
        };
        // Patterns of many marks have one colour: it is resolved once.
        let same = matches!((&source, self.sources.last()),
            (Source::Solid { ink, tint, overprint }, Some(Source::Solid { ink: i, tint: t, overprint: o }))
                if (ink, tint, overprint) == (i, t, o));
        if !same {
            self.sources.push(source);
        }
        self.sources.len() - 1
    }

    fn figure(&mut self, form: Form<'a>, bounds: Rect, to_px: Affine, clip: Option<usize>, source: usize) {
        let box_px = to_px.transform_rect_bbox(bounds);
        let seen = box_px.x0 < f64::from(self.width) && box_px.x1 > 0.0;
        // Clamped first: what is not finite becomes an empty range.
        let row = |y: f64| y.clamp(0.0, f64::from(self.height)) as u32;
        let rows = (row(box_px.y0.floor()), row(box_px.y1.ceil()));
        if seen && rows.0 < rows.1 {
            self.figures.push(Figure { rows, clip, source, form, to_px });
        }
    }

    /// The edges of a figure.
    pub(super) fn edges(&self, figure: &Figure<'a>) -> (Edges, Rule) {
        let mut edges = Edges::new(self.width, self.height, self.seen);
        let rule = match &figure.form {
            Form::Glyph(outline) => {
                flatten::fill(outline.path.elements(), figure.to_px, &mut edges);
                Rule::NonZero
            }
            Form::Fill(path, rule) => {
                flatten::fill(path.elements(), figure.to_px, &mut edges);
                *rule
            }
            Form::Line(path, stroke) => {
                stroke::outline(path, stroke, figure.to_px, &mut edges);
                Rule::NonZero
            }
            Form::UnitSquare => {
                flatten::fill(rect_path(UNIT).elements(), figure.to_px, &mut edges);
                Rule::NonZero
            }
        };
        (edges, rule)
    }

    /// The rows where each of so many parts of the canvas ends: from top to bottom, with about the same to draw in each.
    ///
    /// Edges are what takes time: a part weighs as much as the contours in it are long. To copy a row of pixels
    /// weighs as much as some edges.
    pub(super) fn parts(&self, parts: u32) -> Vec<u32> {
        let mut weights = vec![f64::from(self.width) / 4.0; self.height as usize];
        for figure in &self.figures {
            let (path, sides) = match &figure.form {
                Form::Glyph(outline) => (outline.path.elements(), 1.0),
                Form::Fill(path, _) => (path.elements(), 1.0),
                Form::Line(path, _) => (path.elements(), 2.0),
                // Each of its pixels is resampled.
                Form::UnitSquare => {
                    let rows = weights.get_mut(figure.rows.0 as usize..figure.rows.1 as usize).unwrap_or_default();
                    rows.iter_mut().for_each(|weight| *weight += f64::from(self.width));
                    continue;
                }
            };
            let mut last = Point::ZERO;
            for end in path.iter().filter_map(|el| (figure.to_px * *el).end_point()) {
                let at = (last.y + end.y) / 2.0;
                if at >= 0.0
                    && let Some(weight) = weights.get_mut(at as usize)
                {
                    *weight += sides * (end - last).hypot();
                }
                last = end;
            }
        }
        let total: f64 = weights.iter().sum();
        let (mut ends, mut sum) = (Vec::new(), 0.0);
        for (row, weight) in (1..).zip(&weights) {
            sum += weight;
            // What is not finite weighs on the last part.
            if sum >= total * (ends.len() + 1) as f64 / f64::from(parts) && ends.len() + 1 < parts as usize {
                ends.push(row);
            }
        }
        ends.resize(parts.saturating_sub(1) as usize, self.height);
        ends.push(self.height);
        ends
    }

    /// The edges of a clip.
    pub(super) fn clip_edges(&self, clip: &Clip<'a>) -> Edges {
        let mut edges = Edges::new(self.width, self.height, self.seen);
        flatten::fill(clip.path.elements(), clip.to_px, &mut edges);
        edges
    }
}

const UNIT: Rect = Rect::new(0.0, 0.0, 1.0, 1.0);
