//! Marks become operators: one painter a content stream (ISO 32000-1, 8.2 to 8.5 and 8.10).
//!
//! All coordinates are whole steps of the stream's grid in the page's own axes (y down); one matrix at
//! the stream's start leads to the file's. Group transforms are worked into the coordinates, and state
//! that is set already is not set again.

use std::collections::BTreeSet;
use std::sync::Arc;

use biaoyu_page::error::{Fault, Faults, Place, Say};
use biaoyu_page::geom::Affine;
use biaoyu_page::page::{Form, Group, ImageMark, Item, Mark, Plane, Source, Step};
use biaoyu_page::say;

use super::document::Document;
use super::glyphs::TextLine;
use super::images;
use super::ops::Ops;
use super::stream::{Kind, State};
use biaoyu_page::words::Standard;

/// Decimals of a matrix's linear part.
pub(super) const LINEAR: u32 = 6;

/// What painting a content stream came to.
pub(super) struct Painted {
    pub bytes: Vec<u8>,
    /// The resources that it names.
    pub used: BTreeSet<(Kind, usize)>,
    /// It lets through what lies below.
    pub transparent: bool,
    pub faults: Faults,
}

/// Whether a matrix to grid steps is written as the identity.
fn is_one(to: Affine) -> bool {
    let close = |(a, b): (f64, f64), by: f64| (a - b).abs() < by;
    let [a, b, c, d, e, f] = to.as_coeffs();
    [(a, 1.0), (b, 0.0), (c, 0.0), (d, 1.0)].into_iter().all(|pair| close(pair, 0.5e-6))
        && close((e, 0.0), 0.5)
        && close((f, 0.0), 0.5)
}

/// Whether all that a form paints is on layers of its own.
fn is_steps(form: &Form) -> bool {
    form.items.iter().all(|item| matches!(item.plane, Plane::Step(_)))
}

/// Writes one content stream.
pub(super) struct Painter<'d> {
    pub doc: &'d mut Document,
    pub ops: Ops,
    pub state: State,
    /// The text object that is open.
    pub text: Option<TextLine>,
    /// Steps of the grid in a millimetre.
    pub grid: f64,
    /// From the stream's millimetres to its default space: patterns hang there.
    pub space: Affine,
    /// What the stream names so far.
    pub used: BTreeSet<(Kind, usize)>,
    pub(super) transparent: bool,
    /// Inside a span whose text is told as a whole.
    pub told: bool,
    /// The processing step whose layer is open.
    pub step: Option<Arc<Step>>,
    /// Marks and slug are told from art (artifacts of the page, ISO 32000-1, 14.8.2.2.2): on a sheet they stand inside the trim.
    pub tells_marks: bool,
    source: Source,
    faults: Faults,
}

impl<'d> Painter<'d> {
    /// A painter on a grid of `grid` steps a millimetre, in a stream whose default space is reached by `space`.
    pub(crate) fn new(doc: &'d mut Document, grid: f64, space: Affine, state: State) -> Self {
        Self {
            doc,
            ops: Ops::default(),
            state,
            text: None,
            grid,
            space,
            used: BTreeSet::new(),
            transparent: false,
            told: false,
            step: None,
            tells_marks: false,
            source: Source::default(),
            faults: Faults::default(),
        }
    }

    /// What was painted.
    pub(crate) fn finish(mut self) -> Painted {
        self.end_text();
        Painted {
            bytes: std::mem::take(&mut self.ops).into_bytes(),
            used: self.used,
            transparent: self.transparent,
            faults: self.faults,
        }
    }

    /// Paints items in order; `at` leads from their millimetres to the stream's.
    pub(crate) fn items(&mut self, items: &[Item], at: Affine) {
        let mut open: Option<Arc<Step>> = None;
        for item in items {
            let step = match &item.plane {
                Plane::Step(step) if self.step.is_none() || open.is_some() => Some(step),
                _ => None,
            };
            if open.as_ref() != step {
                if open.is_some() {
                    self.end_layer();
                }
                open = step.cloned();
                if let Some(step) = &open {
                    self.begin_layer(step);
                }
            }
            if item.source != Source::default() {
                self.source = item.source.clone();
            }
            let is_mark = self.tells_marks && matches!(item.plane, Plane::Marks | Plane::Slug);
            if is_mark {
                self.begin_artifact();
            }
            self.mark(&item.mark, at);
            if is_mark {
                self.end_artifact();
            }
            if std::mem::take(&mut self.ops.broken) {
                self.fault("pdf/coordinate", say!("a coordinate is no number on the page", "坐标不是页面上的数"), None);
            }
        }
        if open.is_some() {
            self.end_layer();
        }
    }

    fn mark(&mut self, mark: &Mark, at: Affine) {
        match mark {
            Mark::Glyphs(run) if self.doc.options.outlines => self.outlines(run, at),
            Mark::Glyphs(run) => self.glyphs(run, at),
            Mark::Path(path) => self.path(path, at),
            Mark::Blocks(blocks) => self.blocks(blocks, at),
            Mark::Image(image) => self.image(image, at),
            Mark::Group(group) => self.group(group, at),
            // On a step every paint becomes the step's: a form that is also art must not be taken over.
            Mark::Shared { form, transform } if self.step.is_some() && !is_steps(form) => {
                self.items(&form.items, at * *transform)
            }
            Mark::Shared { form, transform } if form.once => self.in_place(&form.items, at * *transform),
            Mark::Shared { form, transform } => {
                let (index, grid, transparent, faults) = self.doc.form(form);
                self.add_faults(faults);
                self.transparent |= transparent;
                let to_steps = self.to_steps(at * *transform) * Affine::scale(1.0 / grid);
                self.place(Kind::Form, index, to_steps);
            }
        }
    }

    fn group(&mut self, group: &Group, at: Affine) {
        let at = at * group.transform;
        let text = group.text.as_deref().filter(|t| !t.is_empty() && !self.told && !self.reads_as(&group.items, t, at));
        if let Some(text) = text {
            self.end_text();
            self.begin_span(text);
            self.told = true;
        }
        match &group.clip {
            Some(clip) => {
                self.end_text();
                let outer = self.state.clone();
                self.ops.op("q");
                let to = self.to_steps(at);
                self.ops.path(clip, to);
                // A clip without area hides everything; `n` after no path would hide nothing.
                self.ops.op(if clip.elements().is_empty() { "0 0 0 0 re W n" } else { "W n" });
                self.items(&group.items, at);
                self.end_text();
                self.ops.op("Q");
                self.state = outer;
            }
            None => self.items(&group.items, at),
        }
        if text.is_some() {
            self.end_text();
            self.ops.op("EMC");
            self.told = false;
        }
    }

    /// Paints items on the grid of their own units: shorter numbers, and the same ones wherever they stand.
    fn in_place(&mut self, items: &[Item], at: Affine) {
        self.end_text();
        let outer = self.state.clone();
        self.ops.raw(b"q ");
        self.ops.matrix(self.to_steps(at), LINEAR);
        self.ops.op(" cm");
        self.items(items, Affine::scale(1.0 / self.grid));
        self.end_text();
        self.ops.op("Q");
        self.state = outer;
    }

    fn image(&mut self, mark: &ImageMark, at: Affine) {
        if self.step.is_some() {
            self.fault(
                "pdf/picture-on-step",
                say!("a picture on a processing step", "工艺层上有图片"),
                Some(say!("draw the step as a path", "请用路径绘制工艺层")),
            );
            return;
        }
        if self.doc.options.standard == Standard::X1a && images::transparent(&mark.image) {
            self.fault(
                "pdf/x1a-transparency",
                say!(
                    "PDF/X-1a has no transparency: a picture has an alpha channel",
                    "PDF/X-1a 不许透明：图片带有透明通道"
                ),
                Some(say!("flatten the picture, or write PDF/X-4", "请合并图片的透明通道，或输出 PDF/X-4")),
            );
            return;
        }
        let Some(index) =
            self.doc.images.image((&mut self.doc.file, &mut self.doc.inks), &mark.image, self.doc.options.spots)
        else {
            let (w, h) = (mark.image.width, mark.image.height);
            self.fault(
                "pdf/picture-samples",
                say!("a picture's samples do not fill its `{w}×{h}`", "图片数据与尺寸 `{w}×{h}` 不符"),
                None,
            );
            return;
        };
        self.transparent |= self.doc.images.masked(index);
        // An image's own square has y up and its top row at 1 (8.9.5.1).
        let to = self.to_steps(at * mark.matrix * Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, 1.0]));
        self.place(Kind::Image, index, to);
    }

    /// Paints an XObject through a matrix to grid steps.
    fn place(&mut self, kind: Kind, index: usize, to: Affine) {
        self.end_text();
        self.used.insert((kind, index));
        if is_one(to) {
            self.ops.name(kind.letter(), index);
            return self.ops.op("Do");
        }
        self.ops.raw(b"q ");
        self.ops.matrix(to, LINEAR);
        self.ops.raw(b" cm");
        self.ops.name(kind.letter(), index);
        self.ops.op("Do Q");
    }

    fn begin_layer(&mut self, step: &Arc<Step>) {
        self.end_text();
        self.step = Some(step.clone());
        if self.doc.layered() {
            let index = self.doc.layers.layer(&mut self.doc.file, step);
            self.used.insert((Kind::Layer, index));
            self.ops.raw(b"/OC");
            self.ops.name('L', index);
            self.ops.op("BDC");
        }
    }

    fn end_layer(&mut self) {
        self.end_text();
        self.step = None;
        if self.doc.layered() {
            self.ops.op("EMC");
        }
    }

    /// Opens what is no art, but for whoever cuts and prints.
    fn begin_artifact(&mut self) {
        self.end_text();
        self.tells_marks = false;
        self.ops.op("/Artifact<</Type/Page>>BDC");
    }

    fn end_artifact(&mut self) {
        self.end_text();
        self.tells_marks = true;
        self.ops.op("EMC");
    }

    /// Opens a span of marked content that stands for `text` (14.9.4).
    pub(crate) fn begin_span(&mut self, text: &str) {
        self.ops.raw(b"/Span<</ActualText<FEFF");
        for unit in text.encode_utf16() {
            self.ops.hex(unit);
        }
        self.ops.op(">>>BDC");
    }

    /// From millimetres to steps of the grid.
    pub(crate) fn to_steps(&self, at: Affine) -> Affine {
        Affine::scale(self.grid) * at
    }

    /// Notes that a face is used.
    pub(crate) fn uses_font(&mut self, index: usize) {
        self.used.insert((Kind::Font, index));
    }

    /// Notes a fault at the item that is painted.
    pub(crate) fn fault(&mut self, code: &'static str, what: Say, hint: Option<Say>) {
        let fault = Fault { code, place: self.placed(), what, hint };
        if self.faults.0.last() != Some(&fault) {
            self.faults.push(fault);
        }
    }

    /// Where the item that is painted comes from, in the user's words.
    pub(crate) fn placed(&self) -> Place {
        match (self.source.slogan, &self.source.region) {
            (Some(n), Some(region)) => {
                Place::thing(say!("slogan {n}, region `{region}`", "第 {n} 条，区域 `{region}`"))
            }
            (Some(n), None) => Place::thing(say!("slogan {n}", "第 {n} 条")),
            (None, Some(region)) => Place::thing(say!("region `{region}`", "区域 `{region}`")),
            (None, None) => Place::default(),
        }
    }

    /// Takes over the faults of a part, which does not know its place.
    pub(crate) fn add_faults(&mut self, faults: Faults) {
        for mut fault in faults.0 {
            if fault.place == Place::default() {
                fault.place = self.placed();
            }
            if self.faults.0.last() != Some(&fault) {
                self.faults.push(fault);
            }
        }
    }
}
