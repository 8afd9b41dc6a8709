//! Forms and pictures (ISO 32000-1, 8.8 to 8.10).

use std::sync::Arc;

use lopdf::{Dictionary, Object, Stream};

use biaoyu_page::geom::{Affine, Rect, rect_path};
use biaoyu_page::limits::PDF_PICTURE_SAMPLES;
use biaoyu_page::say;

use super::Depth;
use super::content::{Marked, Reader, Run};
use super::fact::{Kind, printable};
use super::file::name;
use super::masks::{self, Shows};
use super::pictures::Described;
use super::samples::{self, Grid};
use super::seen::{Mixing, Picture, Raw, Tone, What, ppi, shared};
use super::space::ColourSpace;
use super::state::Colour;

impl Reader<'_, '_> {
    /// `Do`.
    pub(crate) fn xobject(&mut self, run: &mut Run<'_>, key: Option<&Object>) {
        let file = self.file;
        let key = key.and_then(|k| k.as_name().ok()).unwrap_or_default();
        let entry = file.get_dict(run.resources, "XObject").and_then(|d| file.stream(d.get(key).ok()?));
        let Some(stream) = entry else {
            let key = printable(&String::from_utf8_lossy(key));
            self.note(Kind::Resource, say!("XObject `{key}` is not in the resources", "资源中没有 XObject `{key}`"));
            return;
        };
        let layer = stream.dict.get(b"OC").ok();
        let step = layer.and_then(|oc| self.step(oc));
        let is_off = step.is_none() && layer.is_some_and(|oc| self.layers.is_off(file, oc));
        if step.is_some() || is_off {
            run.marked.push(Marked { step, is_off, ..Marked::default() });
            self.draw(run, stream);
            run.marked.pop();
        } else {
            self.draw(run, stream);
        }
        run.joined = None;
    }

    fn draw(&mut self, run: &mut Run<'_>, stream: &Stream) {
        match self.file.get_name(&stream.dict, "Subtype") {
            Some("Image") => self.picture(run, &stream.dict, None, Some(stream)),
            Some("Form") => self.form(run, stream),
            _ => {}
        }
    }

    fn form(&mut self, run: &mut Run<'_>, stream: &Stream) {
        let file = self.file;
        if !self.enter(stream) {
            return;
        }
        let mut state = run.state.clone();
        state.ctm *= file.get_matrix(&stream.dict, "Matrix").unwrap_or(Affine::IDENTITY);
        let bounds = file.get_rect(&stream.dict, "BBox");
        if bounds.is_none() {
            self.note(Kind::Resource, say!("a form without a BBox", "表单没有 BBox"));
        }
        if let Some(bounds) = bounds.filter(|_| self.geometry) {
            // An upright box that cuts nothing of the page off is no clip worth keeping, but it bounds what is seen.
            state.clip(Arc::new(state.ctm * rect_path(bounds)));
        }
        let resources = file.get_dict(&stream.dict, "Resources").unwrap_or(run.resources);
        let group = file.get_dict(&stream.dict, "Group");
        self.group(group, resources);
        if group.is_some_and(|g| file.get_name(g, "S") == Some("Transparency")) {
            state.enter_group();
        }
        let blends = state.around.blends;
        let before = self.objects.len();
        let content = self.unpacked(stream);
        let marked = run.marked.clone();
        self.run(&content, resources, state, &marked, run.depth + 1);
        self.active.pop();
        if blends {
            self.one_sheet(before);
        }
    }

    /// Of things in a group that multiplies as a whole those that meet hide each other first: what they leave is not known.
    fn one_sheet(&mut self, from: usize) {
        let Some(inside) = self.objects.get_mut(from..) else { return };
        let apart = inside.len() <= 32
            && inside.iter().enumerate().all(|(i, a)| {
                inside.iter().take(i).map(|b| shared(a.bounds, b.bounds)).all(|s| s.width() <= 0.0 || s.height() <= 0.0)
            });
        for object in inside.iter_mut().filter(|o| o.mixing == Mixing::Multiply && !apart) {
            object.mixing = Mixing::Blend;
        }
    }

    /// A picture in the stream.
    pub(crate) fn inline_picture(&mut self, run: &mut Run<'_>, dict: &Dictionary, data: &[u8]) {
        if self.file.filters(dict).iter().any(|f| matches!(*f, "LZW" | "LZWDecode")) {
            self.note(Kind::Lzw, say!("a picture in the content with LZW", "内容流里的图片用了 LZW"));
        }
        let stream = Stream::new(dict.clone(), data.to_vec());
        self.picture(run, dict, Some(()), Some(&stream));
        run.joined = None;
    }

    fn picture(&mut self, run: &mut Run<'_>, dict: &Dictionary, inline: Option<()>, stream: Option<&Stream>) {
        let file = self.file;
        let short = |long: &str, short: &str| file.get(dict, long).or_else(|| inline.and(file.get(dict, short)));
        let size =
            |long, brief| short(long, brief).and_then(|v| file.number(v)).unwrap_or_default().clamp(0.0, 1e7) as u32;
        let (width, height) = (size("Width", "W"), size("Height", "H"));
        let stencil = matches!(short("ImageMask", "IM"), Some(Object::Boolean(true)));
        let bits = if stencil { 1 } else { size("BitsPerComponent", "BPC").clamp(1, 16) as u8 };
        if let Some(intent) = short("Intent", "Intent") {
            self.rendering_intent(name(intent));
        }
        let filters = file.filters(dict);
        if filters.iter().any(|f| matches!(*f, "JPXDecode" | "JBIG2Decode")) {
            self.note(Kind::NewFilter, say!("a picture in JPEG 2000 or JBIG2", "图片用了 JPEG 2000 或 JBIG2"));
        }
        if file.get_stream(dict, "SMask").is_some() || file.get_number(dict, "SMaskInData").is_some_and(|v| v > 0.0) {
            self.transparent = true;
            self.note(Kind::Transparency, say!("a picture with a soft mask", "图片带软蒙版"));
        }
        let jpx = filters.contains(&"JPXDecode");
        let key = dict.get(b"ColorSpace").ok().or_else(|| inline.and(dict.get(b"CS").ok()));
        let mut colour = run.state.fill.clone();
        let (mut samples, mut sketch, mut raw, mut figure) = (None, None, None, None);
        let mut spots = Vec::new();
        let mut seen = if self.depth == Depth::Text { Shows::Whole } else { Shows::of(file, dict) };
        let described =
            |space, data| Described { dict, stream, inline: inline.is_some(), stencil, width, height, space, data };
        if stencil {
            if self.depth != Depth::Text {
                self.judge_picture(&described(None, None));
                if let Some(stream) = stream {
                    let grid = self.coded_picture(stream, (width, height));
                    let turned = matches!(short("Decode", "D"), Some(Object::Array(d))
                        if d.first().and_then(|v| file.number(v)) == Some(1.0));
                    figure = self.figure(stream, grid, (width, height), turned);
                }
            }
        } else {
            let small = u64::from(width) * u64::from(height) <= PDF_PICTURE_SAMPLES;
            let packed = stream.filter(|_| small && width > 0 && height > 0 && self.depth != Depth::Text);
            let foreign = packed.and_then(|s| self.coded_picture(s, (width, height)));
            let space = match (key, &foreign) {
                (Some(key), _) => Some(self.space(key, run.resources)),
                (None, Some(grid)) if jpx => Some(Arc::new(samples::own_space(grid.components))),
                (None, _) => {
                    if !jpx {
                        self.note(Kind::Resource, say!("a picture without a colour space", "图片没有颜色空间"));
                    }
                    colour.tones = Vec::new();
                    None
                }
            };
            if let Some(space) = space {
                if let Some(grid) = foreign.as_ref().filter(|_| jpx) {
                    self.judge_components(grid.components, &space);
                }
                let small =
                    small && u64::from(width) * u64::from(height) * space.components() as u64 <= PDF_PICTURE_SAMPLES;
                let data = packed.filter(|_| small && foreign.is_none()).and_then(|s| file.unpack(s).ok());
                let decode = short("Decode", "D").and_then(|d| match d {
                    Object::Array(array) => file.numbers(array),
                    _ => None,
                });
                if self.is_art() {
                    raw = data.as_deref().map_or_else(
                        || stream.and_then(|s| jpeg(&filters, s, decode.as_deref())),
                        |data| screen(&space, data, width, height, bits, decode.as_deref()),
                    );
                }
                let is_plain = data.is_some();
                if self.depth != Depth::Text {
                    self.judge_picture(&described(Some(&space), data.as_deref()));
                }
                let components = space.components();
                let grid = foreign.or_else(|| Some(Grid { data: data?, width, height, components, bits }));
                if let Some(grid) = &grid {
                    seen = seen.with(grid);
                }
                let mask = if let Shows::Through(mask) = &seen { Some(mask) } else { None };
                let looked = grid.map(|grid| samples::look(&space, &grid, decode.as_deref(), mask)).unwrap_or_default();
                // What goes on as art takes a JPEG as it stands.
                samples = looked.samples.filter(|_| is_plain || !self.is_art());
                (sketch, spots) = (looked.sketch, looked.spots);
                // A colour that cannot be measured is still of its kind.
                let unknown = || Some(Tone { process: Default::default(), ..space.tone(&space.initial())? });
                let tones = if looked.tones.is_empty() { unknown().into_iter().collect() } else { looked.tones };
                colour = Colour::of(space, tones);
            }
        }
        // A picture's own square has y up and its top row at 1 (8.9.5.1).
        if self.is_art() && !stencil && dict.has(b"Mask") {
            // Cut out by another picture or a range of colours: its samples alone would say something else.
            (samples, raw) = (None, None);
        }
        // A mask that cannot be told hides nobody knows how much.
        let (masked, mask_ppi) = (run.state.masked, run.state.mask_ppi);
        run.state.masked |= matches!(seen, Shows::Unknown | Shows::But(_));
        let at = run.state.ctm * Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, 1.0]);
        let own = masks::fineness(file, dict, at);
        run.state.mask_ppi = mask_ppi.into_iter().chain(own).reduce(f64::min);
        if !self.geometry && u64::from(width) * u64::from(height) > 16 {
            let fine = ppi(width, height, at);
            self.beside.coarsest = Some(self.beside.coarsest.map_or(fine, |known| known.min(fine)));
        }
        let what = What::Picture(Picture {
            width,
            height,
            bits,
            stencil,
            figure,
            ppi: ppi(width, height, at),
            at,
            samples,
            sketch,
            spots,
            raw,
        });
        let bounds = at.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
        self.paint(run, what, bounds, &colour, false);
        (run.state.masked, run.state.mask_ppi) = (masked, mask_ppi);
    }
}

/// A picture that is a JPEG as it stands.
fn jpeg(filters: &[&str], stream: &Stream, decode: Option<&[f64]>) -> Option<Raw> {
    let alone = matches!(filters, ["DCTDecode" | "DCT"]);
    let turned = decode.is_some_and(|d| d.as_chunks::<2>().0.iter().all(|p| *p == [1.0, 0.0]));
    alone.then(|| Raw::Jpeg { bytes: stream.content.as_slice().into(), turned })
}

/// The samples of a picture in screen colours, 8 bits a component, also by way of a table.
fn screen(space: &ColourSpace, data: &[u8], width: u32, height: u32, bits: u8, decode: Option<&[f64]>) -> Option<Raw> {
    let pixels = width as usize * height as usize;
    let rgb = |s: &ColourSpace| {
        matches!(s, ColourSpace::Rgb | ColourSpace::Calibrated(3) | ColourSpace::Icc { components: 3, .. })
    };
    if bits != 8 || decode.is_some_and(|d| !d.as_chunks::<2>().0.iter().all(|p| p[0] == 0.0 && p[1] > 0.0)) {
        return None;
    }
    match space {
        ColourSpace::Indexed { base, table, .. } if rgb(base) => {
            let entry = |i: &u8| table.get(usize::from(*i) * 3..usize::from(*i) * 3 + 3);
            let all: Option<Vec<&[u8]>> = data.get(..pixels)?.iter().map(entry).collect();
            Some(Raw::Screen(all?.concat().into()))
        }
        space if rgb(space) => Some(Raw::Screen(data.get(..pixels * 3)?.into())),
        _ => None,
    }
}
