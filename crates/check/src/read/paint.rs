//! Paths and type that are painted: from the state to the page.

use std::sync::Arc;

use lopdf::Object;

use biaoyu_page::geom::{Affine, BezPath, Rect, Shape as _};
use biaoyu_page::limits::PDF_OBJECTS_PAINTED;
use biaoyu_page::page::{Plane, Source};
use biaoyu_page::say;

use super::Depth;
use super::content::{Reader, Run};
use super::fact::Kind;
use super::pattern::Pattern;
use super::procedures::Letter;
use super::seen::{Glyph, Mixing, Object as Painted, Overprint, Space, Text, What, pen_box, shared};
use super::space::ColourSpace;
use super::state::Colour;

impl Reader<'_, '_> {
    /// Paints the inside of a path of page millimetres.
    pub(crate) fn paint_fill(&mut self, run: &Run<'_>, path: &Arc<BezPath>, even_odd: bool) {
        let fill = &run.state.fill;
        if fill.patterned {
            // The path is what the pattern is seen through.
            let area = path.bounding_box();
            self.paint_through(run, What::Shade, area, fill, Some(path.clone()));
            return;
        }
        let text = run.marked.iter().rev().find_map(|m| m.text.clone());
        let what = What::Fill { path: path.clone(), even_odd, blend: fill.blend.clone(), text };
        self.paint(run, what, path.bounding_box(), fill, false);
    }

    /// Sets the dashes of lines.
    pub(crate) fn dash(&mut self, run: &mut Run<'_>, dash: &[Object]) {
        let lengths: Vec<f64> = dash.iter().filter_map(|v| self.file.number(v)).take(64).collect();
        if lengths.iter().any(|length| *length < 0.0) {
            self.note(Kind::Operator, say!("dashes of less than nothing", "虚线的长度为负"));
        }
        run.state.dash = lengths;
    }

    /// Paints a line along a path of page millimetres.
    pub(crate) fn paint_line(&mut self, run: &Run<'_>, path: &Arc<BezPath>) {
        let (state, pen) = (&run.state, run.state.pen());
        let bounds = pen_box(path, &pen, state.width, state.ctm);
        self.paint(run, What::Line { path: path.clone(), pen }, bounds, &state.stroke, true);
    }

    /// Adds a shading or pattern to the page, seen through a path where there is one.
    fn paint_through(
        &mut self,
        run: &Run<'_>,
        what: What,
        bounds: Rect,
        colour: &Colour,
        through: Option<Arc<BezPath>>,
    ) {
        let before = self.objects.len();
        self.paint(run, what, bounds, colour, false);
        if let Some(object) = self.objects.get_mut(before) {
            object.clips.extend(through);
        }
    }

    /// Adds one thing to the page.
    pub(crate) fn paint(&mut self, run: &Run<'_>, what: What, bounds: Rect, colour: &Colour, stroke: bool) {
        let state = &run.state;
        let overprints = if stroke { state.stroke_overprint } else { state.fill_overprint };
        let overprint = match (overprints, state.mode) {
            (false, _) => Overprint::None,
            (true, 1) => Overprint::Zeroes,
            (true, _) => Overprint::Spaces,
        };
        let picture = matches!(&what, What::Picture(picture) if !picture.stencil);
        if colour.implicit && !picture {
            self.check(&colour.space, run.resources, 0);
        }
        if overprint == Overprint::Zeroes && matches!(&*colour.space, ColourSpace::Icc { components: 4, .. }) {
            self.note(Kind::IccOverprint, say!("ICCBased CMYK with overprint mode 1", "ICCBased CMYK 用了叠印模式 1"));
        }
        if !self.geometry {
            self.beside.lightest = self.beside.lightest.max(match (&what, &colour.tones[..]) {
                // Grays that lie over each other come to no more than the lightest; what is not even may be anything.
                (What::Fill { blend: None, .. } | What::Line { .. }, [tone])
                    if tone.space == Space::Gray && !state.mixed(stroke).blends =>
                {
                    1.0 - tone.process.k
                }
                _ => 1.0,
            });
            if self.sink.len() < 1_000 {
                self.sink.extend(colour.tones.iter().cloned());
            }
            return;
        }
        if self.objects.len() >= PDF_OBJECTS_PAINTED {
            self.note(Kind::Limit, say!("more is painted than is looked at", "对象过多，未全部检查"));
            return;
        }
        let step = run.marked.iter().rev().find_map(|m| m.step.clone());
        let is_mark = run.marked.iter().any(|m| m.is_mark) && !matches!(what, What::Picture(_));
        if state.ctm.determinant().abs() < 1e-12 && bounds.width() >= 0.0 {
            self.note(
                Kind::Operator,
                say!("paint through a matrix that leaves nothing of it", "矩阵把内容压成了没有面积"),
            );
        }
        let state = &run.state;
        let bounds = state.window.map_or(bounds, |w| shared(w, bounds));
        // A pattern that does not reach all of its area leaves the rest as it is.
        let bounds = match (&what, colour.pattern.as_deref()) {
            (What::Shade, Some(Pattern::Shading(shading, at))) if shading.background.is_none() => {
                shading.within(*at, bounds)
            }
            _ => bounds,
        };
        let drawn = match (&what, &colour.pattern) {
            (What::Shade, Some(pattern)) => self.drawn(&pattern.clone(), bounds),
            _ => None,
        };
        let state = &run.state;
        let mixed = state.mixed(stroke);
        self.objects.push(Painted {
            what,
            bounds,
            drawn,
            clips: state.clips.clone(),
            tones: colour.tones.clone(),
            overprint,
            opacity: if run.marked.iter().any(|m| m.is_off) { 0.0 } else { mixed.opacity },
            mixing: match (mixed.masked, mixed.blends) {
                (true, _) => Mixing::Mask,
                (false, true) if mixed.multiplies && self.blends_in_inks => Mixing::Multiply,
                (false, true) => Mixing::Blend,
                (false, false) => Mixing::Plain,
            },
            of_type: state.letter != Letter::No,
            mask_ppi: mixed.mask_ppi,
            plane: step.map_or(if is_mark { Plane::Marks } else { Plane::Art }, Plane::Step),
            source: Source::default(),
        });
    }

    /// Shows a string, or strings and shifts.
    pub(crate) fn show(&mut self, run: &mut Run<'_>, shown: Option<&Object>) {
        let Some(font) = run.state.font.clone() else {
            self.note(Kind::Operator, say!("text shown without a font", "没有设字体就显示文字"));
            return;
        };
        let parts = match shown {
            Some(Object::Array(parts)) => parts.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => return,
        };
        if run.state.stretch == 0.0 {
            self.note(Kind::Operator, say!("type of no width (Tz 0)", "文字宽度为零（Tz 0）"));
        }
        let state = &run.state;
        let (size, stretch) = (state.size, state.stretch);
        let mut text = String::new();
        let mut glyphs: Vec<Glyph> = Vec::new();
        let (mut notices, mut shown_codes) = (Vec::new(), Vec::new());
        let mut matrix = run.matrix;
        let forward = |matrix: Affine, by: f64| {
            matrix * Affine::translate(if font.vertical { (0.0, by) } else { (by * stretch, 0.0) })
        };
        for part in parts {
            let bytes = match part {
                Object::String(bytes, _) => bytes,
                other => {
                    let shift = self.file.number(other).unwrap_or_default();
                    matrix = forward(matrix, -shift / 1000.0 * size);
                    continue;
                }
            };
            for code in font.codes(bytes) {
                let glyph = font.shown(code, &mut notices);
                let own = Affine::new([size * stretch, 0.0, 0.0, size, 0.0, state.rise]);
                // Vertical type hangs from its cell's top middle (9.7.4.3).
                let origin = match font.vertical {
                    true => Affine::translate((-glyph.advance / 2.0, -font.column.0 / 1000.0)),
                    false => Affine::IDENTITY,
                };
                let start = text.len() as u32;
                text.push_str(&glyph.text);
                if self.geometry {
                    let at = state.ctm * matrix * own * origin;
                    shown_codes.push(code);
                    glyphs.push(Glyph { shape: glyph.shape.clone(), at, range: start..text.len() as u32 });
                }
                let spaces = state.spacing + if glyph.space { state.word_spacing } else { 0.0 };
                let advance = if font.vertical { font.column.1 / 1000.0 } else { glyph.advance };
                matrix = forward(matrix, advance * size + spaces);
            }
        }
        // What is only searched needs no outlines: the face waits for a letter that is seen.
        let is_searched = run.state.render == 3;
        for (kind, what) in notices {
            match kind {
                Kind::NotEmbedded if is_searched => font.wait((kind, what)),
                _ => self.note(kind, what),
            }
        }
        let upright =
            state.ctm * run.matrix * Affine::scale(size * if font.kind == "Type3" { font.unit * 1000.0 } else { 1.0 });
        run.matrix = matrix;
        let [_, _, c, d, ..] = upright.as_coeffs();
        let height = c.hypot(d);
        let render = run.state.render;
        let bounds = glyphs.iter().filter(|g| !g.is_blank()).map(Glyph::bounds).reduce(|a, b| a.union(b));
        let bounds = bounds.unwrap_or(Rect::new(0.0, 0.0, -1.0, -1.0));
        // How type is rendered has no effect on letters that are drawn by procedures (9.3.6), but that mode 3 hides them.
        let drawn = font.kind == "Type3" && self.geometry && self.depth == Depth::Print;
        let render = if font.kind == "Type3" && render != 3 { 0 } else { render };
        let (fills, strokes) = (matches!(render, 0 | 2 | 4 | 6), matches!(render, 1 | 2 | 5 | 6));
        let colour = if fills || !strokes { run.state.fill.clone() } else { run.state.stroke.clone() };
        let (invisible, hollow) = (!fills && !strokes, strokes && !fills);
        if self.geometry && render >= 4 {
            self.cut_out(run, &glyphs);
        }
        if self.geometry
            && !strokes
            && !drawn
            && self.join(run, &colour, height, invisible, &font.name, &text, &glyphs, bounds)
        {
            return;
        }
        if invisible && !self.geometry {
            return;
        }
        let is_unknown = |g: &Glyph| !g.is_blank() && g.shape.path.elements().is_empty();
        let unknown = !font.embedded && glyphs.iter().any(is_unknown);
        let edge = if strokes { run.state.stroke.tones.clone() } else { Vec::new() };
        let edged = if strokes { glyphs.clone() } else { Vec::new() };
        let what = What::Text(Text {
            text,
            size: height,
            face: font.name.clone(),
            glyphs,
            invisible,
            edge,
            hollow,
            laid_over: false,
            unknown,
        });
        let before = self.objects.len();
        self.paint(run, what, bounds, &colour, hollow);
        if strokes && self.geometry {
            self.edges(run, &edged, bounds);
        }
        if drawn && !invisible && self.objects.len() > before {
            self.letters(run, &font, &shown_codes, before);
        }
        run.joined = (self.objects.len() == before + 1 && !drawn).then_some(before);
    }

    /// Adds glyphs to the run that is open, when nothing but the place changed since: many writers show every
    /// character alone.
    #[allow(clippy::too_many_arguments, reason = "one call, with all that a run must share")]
    fn join(
        &mut self,
        run: &Run<'_>,
        colour: &Colour,
        height: f64,
        invisible: bool,
        face: &Arc<str>,
        text: &str,
        glyphs: &[Glyph],
        bounds: Rect,
    ) -> bool {
        let Some(object) = run.joined.filter(|at| at + 1 == self.objects.len()).and_then(|at| self.objects.get_mut(at))
        else {
            return false;
        };
        let What::Text(open) = &mut object.what else { return false };
        let alike = open.face == *face
            // Turned type has its size in rounded sines.
            && (open.size - height).abs() < 1e-5 * height
            && open.invisible == invisible
            && object.tones == colour.tones;
        if !alike {
            return false;
        }
        let shift = open.text.len() as u32;
        open.text.push_str(text);
        open.glyphs
            .extend(glyphs.iter().map(|g| Glyph { range: g.range.start + shift..g.range.end + shift, ..g.clone() }));
        if bounds.width() >= 0.0 {
            let bounds = run.state.window.map_or(bounds, |w| shared(w, bounds));
            let empty = object.bounds.width() < 0.0;
            object.bounds = if empty { bounds } else { object.bounds.union(bounds) };
        }
        true
    }
}
