//! Type that is more than filled outlines: letters that are little pages of their own (Type 3, ISO 32000-1, 9.6.5), edges
//! drawn by a pen, and letters that other things are seen through (9.3.6).

use std::rc::Rc;
use std::sync::Arc;

use lopdf::Stream;

use biaoyu_page::font::Outlined;
use biaoyu_page::geom::{Affine, BezPath, Rect, rect_path};
use biaoyu_page::limits::PDF_PATH_POINTS;
use biaoyu_page::say;

use super::Depth;
use super::content::{Marked, Reader, Run};
use super::fact::Kind;
use super::font::Font;
use super::lex::{Lexer, Step};
use super::procedures::Letter;
use super::samples::Grid;
use super::seen::{Glyph, Tone, What, pen_box, shared};

/// Bytes of glyph procedures that are kept unpacked while a file is read, and of one of them.
const KEPT: (usize, usize) = (16 << 20, 64 << 10);
/// Tones of a run of type that are kept.
const TONES: usize = 64;

/// Letters of a font that are looked at for whether any paints, and bytes of each that does not.
const LETTERS: usize = 256;
const BLANK_BYTES: usize = 4096;

/// Samples of a stencil that is drawn as it is, and runs of them.
const STENCIL: (u64, usize) = (1 << 20, 4096);

impl Reader<'_, '_> {
    /// Paints the letters of a Type 3 font above the text that is object number `at`, which learns what ink they leave.
    pub(crate) fn letters(&mut self, run: &Run<'_>, font: &Rc<Font>, codes: &[u32], at: usize) {
        let Some(What::Text(text)) = self.objects.get(at).map(|o| &o.what) else { return };
        let places: Vec<Affine> = text.glyphs.iter().map(|g| g.at).collect();
        let first = self.objects.len();
        let mut inks: Vec<Option<Rect>> = Vec::with_capacity(places.len());
        for (code, place) in codes.iter().zip(places) {
            let before = self.objects.len();
            let is_known = self.letter(run, font, *code, place);
            let painted = self.objects.get(before..).unwrap_or_default();
            let ink = painted.iter().map(|o| o.bounds).filter(|b| b.width() >= 0.0 && b.height() >= 0.0);
            // What lies beyond the sheet is ink, too, but nobody knows how much.
            let guessed = !is_known || self.is_spent() || !painted.is_empty();
            inks.push(ink.reduce(|a, b| a.union(b)).or((!guessed).then_some(Rect::new(0.0, 0.0, -1.0, -1.0))));
        }
        let mut tones: Vec<Tone> = Vec::new();
        for tone in self.objects.get(first..).unwrap_or_default().iter().flat_map(|o| &o.tones) {
            if tones.len() < TONES && !tones.contains(tone) {
                tones.push(tone.clone());
            }
        }
        let is_blank = self.objects.len() == first && self.paints_nothing(font);
        let Some(object) = self.objects.get_mut(at) else { return };
        if !tones.is_empty() {
            object.tones = tones;
        }
        let What::Text(text) = &mut object.what else { return };
        text.laid_over = is_blank;
        for (glyph, ink) in text.glyphs.iter_mut().zip(inks) {
            let Some(ink) = ink.filter(|_| glyph.at.determinant().abs() > 1e-12) else { continue };
            let own = if ink.width() < 0.0 { Rect::ZERO } else { glyph.at.inverse().transform_rect_bbox(ink) };
            glyph.shape = Arc::new(Outlined { path: BezPath::new(), ink: own });
        }
        let all = text.glyphs.iter().filter(|g| !g.is_blank()).map(Glyph::bounds).reduce(|a, b| a.union(b));
        let bounds = all.unwrap_or(Rect::new(0.0, 0.0, -1.0, -1.0));
        object.bounds = run.state.window.map_or(bounds, |w| shared(w, bounds));
    }

    /// Whether no letter of a font paints anything: such type is laid over a picture of itself.
    fn paints_nothing(&self, font: &Font) -> bool {
        const PAINTS: [&[u8]; 17] = [
            b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"Do", b"EI", b"BI", b"Tj", b"TJ", b"'",
            b"\"",
        ];
        let Some(procedures) = &font.procedures else { return false };
        let mut streams = procedures.by_code.values().filter_map(|p| self.file.stream(p)).take(LETTERS + 1);
        let mut count = 0;
        let blank = streams.all(|stream| {
            count += 1;
            let content = self.file.unpack_part(stream, BLANK_BYTES).0;
            let mut lexer = Lexer::new(&content);
            while let Some(step) = lexer.step() {
                match step {
                    Step::Operator(word) if PAINTS.contains(&word) => return false,
                    Step::Operator(_) => {}
                    Step::Picture(..) | Step::Damaged => return false,
                }
            }
            content.len() < BLANK_BYTES
        });
        blank && (1..=LETTERS).contains(&count)
    }

    /// Runs the procedure of one letter, when there is one; `false` when it may not be run.
    fn letter(&mut self, run: &Run<'_>, font: &Rc<Font>, code: u32, at: Affine) -> bool {
        let Some(procedures) = &font.procedures else { return true };
        let file = self.file;
        let Some(stream) = procedures.by_code.get(&code).and_then(|p| file.stream(p)) else { return true };
        if !self.enter(stream) {
            return false;
        }
        let key = std::ptr::from_ref(stream).addr();
        let content = match self.procedures.known.get(&key) {
            Some(known) => known.clone(),
            None => {
                let content: Rc<[u8]> = self.unpacked(stream).into();
                if content.len() <= KEPT.1 && self.procedures.bytes + content.len() <= KEPT.0 {
                    self.procedures.bytes += content.len();
                    self.procedures.known.insert(key, content.clone());
                }
                content
            }
        };
        let mut state = run.state.clone();
        state.ctm = at * procedures.matrix;
        if state.letter == Letter::No {
            state.letter = Letter::Coloured;
        }
        // How type is rendered says nothing of a letter of this kind, nor of what it is made of.
        state.render = 0;
        // All that it stands in, in one.
        let marked = Marked {
            step: run.marked.iter().rev().find_map(|m| m.step.clone()),
            text: None,
            is_off: run.marked.iter().any(|m| m.is_off),
            is_mark: run.marked.iter().any(|m| m.is_mark),
        };
        // Without resources of its own it takes those of the page.
        let resources = procedures.resources.as_ref().unwrap_or(run.resources);
        self.run(&content, resources, state, &[marked], run.depth + 1);
        self.active.pop();
        true
    }

    /// Where a stencil paints, in the unit square; `None` when that cannot be told, or is cut too finely to be drawn.
    pub(crate) fn figure(
        &mut self,
        stream: &Stream,
        coded: Option<Grid>,
        (width, height): (u32, u32),
        turned: bool,
    ) -> Option<Arc<BezPath>> {
        let count = u64::from(width) * u64::from(height);
        if !self.geometry || self.depth != Depth::Print || count == 0 || count > STENCIL.0 {
            return None;
        }
        // Every look at 64 samples is an operator's work.
        self.operators += (count / 64) as usize;
        let row = width.div_ceil(8) as usize;
        let data = match coded {
            Some(grid) if (grid.bits, grid.components) == (1, 1) && (grid.width, grid.height) == (width, height) => {
                grid.data
            }
            Some(_) => return None,
            None => self.file.unpack_at_most(stream, row * height as usize + 64).ok()?,
        };
        let mut path = BezPath::new();
        let (mut runs, mut top) = (0, 0);
        for y in 1..=height as usize {
            let line = data.get(top * row..(top + 1) * row)?;
            // Rows that are alike are drawn at once.
            if y < height as usize && data.get(y * row..(y + 1) * row)? == line {
                continue;
            }
            let inked = |x: u32| line.get(x as usize / 8).is_some_and(|b| (b >> (7 - x % 8) & 1 == 1) == turned);
            let side = |at: f64, whole: u32| at / f64::from(whole);
            let mut x = 0;
            while x < width {
                let start = x;
                while x < width && inked(x) {
                    x += 1;
                }
                if x > start {
                    runs += 1;
                    path.extend(rect_path(Rect::new(
                        side(f64::from(start), width),
                        side(top as f64, height),
                        side(f64::from(x), width),
                        side(y as f64, height),
                    )));
                }
                x += 1;
            }
            if runs > STENCIL.1 {
                return None;
            }
            top = y;
        }
        // As many as paths may have, beside those: bitmaps of letters have many.
        self.procedures.drawn = self.procedures.drawn.saturating_add(path.elements().len());
        (self.procedures.drawn <= PDF_PATH_POINTS).then(|| Arc::new(path))
    }

    /// Counts the points of letters that are drawn once more; `false` when there are too many on the page.
    fn afford(&mut self, path: &BezPath) -> bool {
        self.points = self.points.saturating_add(path.elements().len());
        let fits = self.points <= PDF_PATH_POINTS;
        if !fits {
            self.note(Kind::Limit, say!("paths of more points than are looked at", "路径节点过多，未全部检查"));
        }
        fits
    }

    /// Draws the edges of letters with the pen. What goes on as art gets no path, and is refused for that.
    pub(crate) fn edges(&mut self, run: &Run<'_>, glyphs: &[Glyph], bounds: Rect) {
        let mut path = outlines(glyphs);
        if self.is_art() || !self.afford(&path) {
            path = BezPath::new();
        }
        let (state, pen) = (&run.state, run.state.pen());
        let bounds = if path.elements().is_empty() { bounds } else { pen_box(&path, &pen, state.width, state.ctm) };
        let before = self.objects.len();
        self.paint(run, What::Line { path: Arc::new(path), pen }, bounds, &state.stroke.clone(), true);
        if let Some(line) = self.objects.get_mut(before) {
            line.of_type = true;
        }
    }

    /// Keeps letters until the text object ends: what follows is seen through them.
    pub(crate) fn cut_out(&mut self, run: &mut Run<'_>, glyphs: &[Glyph]) {
        let mut path = outlines(glyphs);
        // Without its program the box is the best guess of a letter.
        for glyph in glyphs.iter().filter(|g| !g.is_blank() && g.shape.path.elements().is_empty()) {
            path.extend(glyph.at * rect_path(glyph.shape.ink));
        }
        if self.afford(&path) {
            run.cut.get_or_insert_default().extend(path);
        }
    }
}

/// The outlines of letters, page millimetres.
fn outlines(glyphs: &[Glyph]) -> BezPath {
    let mut path = BezPath::new();
    for glyph in glyphs {
        path.extend(glyph.at * &glyph.shape.path);
    }
    path
}
