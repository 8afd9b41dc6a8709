//! Shadings and patterns read and painted (ISO 32000-1, 8.7).

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use lopdf::{Dictionary, Object};

use biaoyu_page::geom::{Affine, Point, Rect, rect_path};
use biaoyu_page::ink::Gradient;
use biaoyu_page::say;

use super::content::{Reader, Run};
use super::fact::{Kind, printable};
use super::function::Function;
use super::mesh::mesh;
use super::pattern::{Form, Pattern, Shading, Tile};
use super::seen::{PROCESS, Space, Tone, What, shared};
use super::space::ColourSpace;
use super::state::{Colour, State};

impl Reader<'_, '_> {
    /// The colour that a pattern makes.
    pub(crate) fn pattern(&mut self, run: &Run<'_>, space: Arc<ColourSpace>, key: &str, values: &[f64]) -> Colour {
        let file = self.file;
        let entry = file.get_dict(run.resources, "Pattern").and_then(|d| d.get(key.as_bytes()).ok());
        let mut colour = Colour::of(space.clone(), Vec::new());
        colour.patterned = true;
        let Some((object, dict)) = entry.and_then(|e| Some((e, file.dict(e)?))) else {
            let key = printable(key);
            self.note(Kind::Resource, say!("pattern `{key}` is not in the resources", "资源中没有图案 `{key}`"));
            return colour;
        };
        let at = run.base * file.get_matrix(dict, "Matrix").unwrap_or(Affine::IDENTITY);
        if file.stream(object).is_some() {
            // An uncoloured tile is painted in the colour that comes with it.
            let paint = match (file.get_number(dict, "PaintType"), &*space) {
                (Some(2.0), ColourSpace::Pattern(Some(base))) => {
                    Some(Colour::of(base.clone(), base.tone(values).into_iter().collect()))
                }
                _ => None,
            };
            let tile = self.tile(run, object, paint, values);
            colour.tones.clone_from(&tile.tones);
            colour.pattern = Some(Rc::new(Pattern::Tile(tile, at)));
        } else if let Some(shading) = file.get(dict, "Shading").and_then(|s| self.shading(s, run.resources)) {
            colour.tones.clone_from(&shading.tones);
            colour.blend = self.blend(&shading, at);
            colour.patterned = colour.blend.is_none();
            colour.pattern = Some(Rc::new(Pattern::Shading(shading, at)));
        }
        colour
    }

    /// What a tile paints, run once for every colour that it is given.
    fn tile(&mut self, run: &Run<'_>, object: &Object, paint: Option<Colour>, values: &[f64]) -> Tile {
        let file = self.file;
        let mut made = Tile { tones: Vec::new(), cell: None, step: (0.0, 0.0), bounds: Rect::ZERO };
        let Some(stream) = file.stream(object) else { return made };
        let key = (std::ptr::from_ref(stream).addr(), paint.as_ref().map_or(String::new(), |_| format!("{values:?}")));
        if let Some(known) = self.tiles.get(&key).filter(|t| t.cell.is_some() || !self.geometry) {
            return known.clone();
        }
        if !self.enter(stream) {
            return made;
        }
        self.judge_tile(&stream.dict);
        let content = self.unpacked(stream);
        let resources = file.get_dict(&stream.dict, "Resources").unwrap_or(run.resources);
        made.bounds = file.get_rect(&stream.dict, "BBox").unwrap_or_default();
        let step = |key| file.get_number(&stream.dict, key).map_or(0.0, f64::abs);
        made.step = (step("XStep"), step("YStep"));
        let mut state = State::new(Affine::IDENTITY);
        if let Some(paint) = &paint {
            (state.fill, state.stroke) = (paint.clone(), paint.clone());
        }
        if self.geometry {
            state.clip(Arc::new(rect_path(made.bounds)));
            let outer = std::mem::take(&mut self.objects);
            self.run(&content, resources, state, &[], run.depth + 1);
            let inside = std::mem::replace(&mut self.objects, outer);
            made.tones = inside.iter().flat_map(|o| o.tones.iter().cloned()).take(1_000).collect();
            made.cell = Some(Arc::new(inside));
        } else {
            made.tones = self.aside(&content, resources, Affine::IDENTITY, run.depth + 1);
            if let Some(paint) = paint {
                made.tones = paint.tones;
            }
        }
        self.active.pop();
        self.tiles.insert(key, made.clone());
        made
    }

    /// Notes what a tile lacks: without it one program leaves the tile out, another guesses.
    fn judge_tile(&mut self, dict: &Dictionary) {
        let file = self.file;
        let number = |key| file.get_number(dict, key);
        let lacks = if number("PatternType") != Some(1.0) {
            "PatternType"
        } else if !matches!(number("PaintType"), Some(1.0 | 2.0)) {
            "PaintType"
        } else if file.get_rect(dict, "BBox").is_none_or(|b| b.width() == 0.0 || b.height() == 0.0) {
            "BBox"
        } else if number("XStep").is_none_or(|v| v == 0.0) {
            "XStep"
        } else if number("YStep").is_none_or(|v| v == 0.0) {
            "YStep"
        } else {
            return;
        };
        self.note(Kind::Resource, say!("a tile whose {lacks} is missing or wrong", "平铺图案缺少 {lacks}，或有误"));
    }

    /// `sh`.
    pub(crate) fn shade(&mut self, run: &mut Run<'_>, key: Option<&Object>) {
        let file = self.file;
        let key = key.and_then(|k| k.as_name().ok()).unwrap_or_default();
        let entry = file.get_dict(run.resources, "Shading").and_then(|d| file.real(d.get(key).ok()?));
        let Some(shading) = entry.and_then(|e| self.shading(e, run.resources)) else {
            let key = printable(&String::from_utf8_lossy(key));
            self.note(Kind::Resource, say!("shading `{key}` is not in the resources", "资源中没有渐变 `{key}`"));
            return;
        };
        let at = run.state.ctm;
        let blend = self.blend(&shading, at);
        let mut colour = Colour::of(run.state.fill.space.clone(), shading.tones.clone());
        (colour.patterned, colour.blend) = (blend.is_none(), blend.clone());
        // It fills what the clips leave; a box of its own narrows that.
        let everywhere = run.state.window.unwrap_or(Rect::new(-1e6, -1e6, 1e6, 1e6));
        // Its background belongs to patterns alone (8.7.4.5.1).
        let area = shading.within(at, everywhere);
        colour.pattern = Some(Rc::new(Pattern::Shading(shading, at)));
        let what = match blend {
            Some(_) => What::Fill { path: Arc::new(rect_path(area)), even_odd: false, blend, text: None },
            None => What::Shade,
        };
        self.paint(run, what, area, &colour, false);
    }

    /// The blend that a shading is when it runs along a line, from end to end, in plain inks.
    fn blend(&self, shading: &Shading, at: Affine) -> Option<Arc<Gradient>> {
        let inks = |tone: &Tone| tone.space == Space::Cmyk || (self.is_art() && tone.space == Space::Rgb);
        match &shading.form {
            Form::Axial([from, to], extend)
                if shading.toned.iter().all(|(_, tone)| inks(tone)) && (self.is_art() || *extend == [true, true]) =>
            {
                let stops = shading.toned.iter().map(|(t, tone)| (*t, tone.process)).collect();
                Some(Arc::new(Gradient { from: at * *from, to: at * *to, stops }))
            }
            _ => None,
        }
    }

    /// A shading, read once; `None` when it is no dictionary.
    fn shading(&mut self, object: &Object, resources: &Dictionary) -> Option<Rc<Shading>> {
        let file = self.file;
        let real = file.real(object)?;
        let key = std::ptr::from_ref(real).addr();
        if let Some(known) = self.shadings.get(&key) {
            return Some(known.clone());
        }
        let dict = file.dict(real)?;
        let made = Rc::new(self.read_shading(dict, real, resources));
        self.shadings.insert(key, made.clone());
        Some(made)
    }

    fn read_shading(&mut self, dict: &Dictionary, object: &Object, resources: &Dictionary) -> Shading {
        let file = self.file;
        let space = match dict.get(b"ColorSpace") {
            Ok(key) => self.space(key, resources),
            Err(_) => {
                self.note(Kind::Resource, say!("a shading without a colour space", "渐变没有颜色空间"));
                Arc::new(ColourSpace::Unknown(String::new()))
            }
        };
        let kind = file.get_number(dict, "ShadingType").unwrap_or_default() as i64;
        let function = dict.get(b"Function").ok().and_then(|f| Function::read(file, f));
        let domain = file.get_numbers(dict, "Domain").unwrap_or_default();
        let number = |i: usize, default: f64| domain.get(i).copied().unwrap_or(default);
        let (from, to) = (number(0, 0.0), number(1, 1.0));
        let coords = file.get_numbers(dict, "Coords").unwrap_or_default();
        let extend = match file.get_array(dict, "Extend") {
            Some([a, b]) => [a, b].map(|v| matches!(file.real(v), Some(Object::Boolean(true)))),
            _ => [false, false],
        };
        let form = match (kind, &coords[..]) {
            (1, _) => {
                let matrix = file.get_matrix(dict, "Matrix").unwrap_or(Affine::IDENTITY);
                Form::Function([from, to, number(2, 0.0), number(3, 1.0)], matrix)
            }
            (2, [x0, y0, x1, y1]) => Form::Axial([Point::new(*x0, *y0), Point::new(*x1, *y1)], extend),
            (3, [x0, y0, r0, x1, y1, r1]) if *r0 >= 0.0 && *r1 >= 0.0 => {
                Form::Radial([(Point::new(*x0, *y0), *r0), (Point::new(*x1, *y1), *r1)], extend)
            }
            (4..=7, _) => {
                let components = if function.is_some() { 1 } else { space.components() };
                let read = file.stream(object).and_then(|stream| mesh(file, stream, kind, components));
                if read.as_ref().is_none_or(|m| m.is_part) {
                    self.note(Kind::Damaged, say!("a mesh that breaks off or makes no sense", "网格渐变数据不完整"));
                }
                read.map_or(Form::Unknown, Form::Mesh)
            }
            _ => Form::Unknown,
        };
        let background = file.get_numbers(dict, "Background").and_then(|b| space.tone(&b));
        let bounds = file.get_rect(dict, "BBox");
        let mut shading = Shading {
            space,
            form,
            function,
            background,
            bounds,
            toned: Vec::new(),
            domain: (from, to),
            tones: Vec::new(),
        };
        if !matches!(shading.form, Form::Function(..) | Form::Unknown) {
            shading.toned = self.along(&shading);
        }
        shading.tones = self.tones(&shading);
        if matches!(shading.form, Form::Unknown) || shading.tones.is_empty() {
            self.note(Kind::Resource, say!("a shading that cannot be drawn", "渐变无法绘制"));
        }
        shading
    }

    /// The tones along a blend of one input.
    fn along(&self, shading: &Shading) -> Vec<(f64, Tone)> {
        let Some(function) = &shading.function else { return Vec::new() };
        let (from, to) = match &shading.form {
            // A mesh's own numbers are the function's inputs.
            Form::Mesh(mesh) => {
                let all = || mesh.corners.iter().filter_map(|c| c.colour.first().copied());
                (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
            }
            _ => shading.domain,
        };
        let tone = |t: f64| shading.space.tone(&function.eval(&[t], &self.file.steps)?);
        let share = |t: f64| if to == from { 0.0 } else { (t - from) / (to - from) };
        let toned = function.knots(from, to).into_iter().filter_map(|t| Some((share(t), tone(t)?)));
        toned.filter(|(t, _)| t.is_finite()).collect()
    }

    /// The tones that a shading may show.
    fn tones(&self, shading: &Shading) -> Vec<Tone> {
        let mut tones: Vec<Tone> = shading.toned.iter().map(|(_, tone)| tone.clone()).collect();
        match &shading.form {
            Form::Mesh(mesh) if shading.function.is_none() => {
                tones.extend(extremes(mesh.corners.iter().filter_map(|c| shading.space.tone(&c.colour))));
            }
            Form::Function([x0, x1, y0, y1], _) => {
                let places = (0..=LOOKS).flat_map(|i| (0..=LOOKS).map(move |j| (i, j)));
                let share = |n: usize| n as f64 / LOOKS as f64;
                let point = |(i, j): (usize, usize)| [x0 + (x1 - x0) * share(i), y0 + (y1 - y0) * share(j)];
                let tone = |at: [f64; 2]| shading.space.tone(&shading.function.as_ref()?.eval(&at, &self.file.steps)?);
                tones.extend(extremes(places.filter_map(|p| tone(point(p)))));
            }
            _ => {}
        }
        tones.extend(shading.background.clone());
        tones
    }
}

impl Shading {
    /// What of an area it reaches, whatever its background.
    pub(super) fn within(&self, at: Affine, area: Rect) -> Rect {
        let boxes = self.bounds.into_iter().chain(reach(&self.form));
        boxes.fold(area, |area, b| shared(at.transform_rect_bbox(b), area))
    }
}

/// How far a shading goes by itself, in its own space; `None` where it goes on for ever.
fn reach(form: &Form) -> Option<Rect> {
    match form {
        Form::Function([x0, x1, y0, y1], matrix) => Some(matrix.transform_rect_bbox(Rect::new(*x0, *y0, *x1, *y1))),
        Form::Radial(ends, [false, false]) => {
            let circle = |(middle, r): &(Point, f64)| Rect::from_center_size(*middle, (2.0 * r, 2.0 * r));
            Some(circle(&ends[0]).union(circle(&ends[1])))
        }
        // Across its line it goes on: only one that lies along an axis has a side.
        Form::Axial([from, to], [false, false]) if from.x == to.x => {
            Some(Rect::from_points((-FAR, from.y), (FAR, to.y)))
        }
        Form::Axial([from, to], [false, false]) if from.y == to.y => {
            Some(Rect::from_points((from.x, -FAR), (to.x, FAR)))
        }
        Form::Mesh(mesh) => {
            let corners = mesh.corners.iter().map(|c| Rect::from_points(c.at, c.at));
            corners.reduce(|a, b| a.union(b))
        }
        Form::Axial(..) | Form::Radial(..) | Form::Unknown => None,
    }
}

/// Farther than any page.
const FAR: f64 = 1e6;

/// The tone with most ink, and for each plate one with most of it.
fn extremes(all: impl Iterator<Item = Tone>) -> Vec<Tone> {
    let mut strongest: Option<Tone> = None;
    let mut most: BTreeMap<String, (f64, Tone)> = BTreeMap::new();
    for tone in all {
        let process = PROCESS.into_iter().zip(tone.process.array());
        let shares = process.chain(tone.spots.iter().map(|(spot, share)| (spot.plate.as_str(), *share)));
        for (plate, share) in shares.filter(|(_, share)| *share > 0.0) {
            if most.get(plate).is_none_or(|(known, _)| share > *known) {
                most.insert(plate.to_owned(), (share, tone.clone()));
            }
        }
        if strongest.as_ref().is_none_or(|known| tone.total() > known.total()) {
            strongest = Some(tone);
        }
    }
    strongest.into_iter().chain(most.into_values().map(|(_, tone)| tone)).collect()
}

/// Looks at a function of the place a side, for its strongest tone.
const LOOKS: usize = 16;
