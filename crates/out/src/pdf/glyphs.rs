//! Set type as text operators: glyphs that share a matrix go into one string, apart by their advances
//! (ISO 32000-1, 9.4); or as filled outlines 转曲.

use biaoyu_page::geom::Affine;
use biaoyu_page::page::{Glyph, GlyphRun, Item, Mark};
use biaoyu_page::say;

use super::content::Painter;

/// Decimals of a text matrix's linear part.
const LINEAR: u32 = 6;

/// A text object with its line matrix and the string that is being filled.
pub(super) struct TextLine {
    /// The linear part in 10^−6.
    shape: [i64; 4],
    /// Where the line began, in grid steps.
    start: [i64; 2],
    /// How far the reader's pen has come along the line, in steps of text space.
    pen: f64,
    /// Operands of the string operator that is not written yet.
    row: Row,
}

#[derive(Default)]
struct Row {
    codes: Vec<u16>,
    /// After this many codes, the pen goes back by this many 10^−`decimals` of thousandths of the size.
    shifts: Vec<(usize, i64)>,
    decimals: u32,
}

impl Painter<'_> {
    /// Shows a run.
    pub(crate) fn glyphs(&mut self, run: &GlyphRun, at: Affine) {
        let font = match self.doc.fonts.font(&mut self.doc.file, &run.face) {
            Ok(font) => font,
            Err(faults) => return self.add_faults(faults),
        };
        if run.glyphs.is_empty() || !self.paint(&run.paint, at, false) {
            return;
        }
        self.uses_font(font);
        let mut rest = &run.glyphs[..];
        while let Some(first) = rest.first() {
            // Glyphs that show the same characters are one cluster.
            let same = |g: &&Glyph| g.range == first.range || g.range.is_empty();
            let count = 1 + rest.iter().skip(1).take_while(same).count();
            let (cluster, more) = rest.split_at(count);
            rest = more;
            let text = run.text.get(first.range.start as usize..first.range.end as usize).unwrap_or_default();
            self.cluster(run, font, cluster, text, at);
        }
    }

    /// Whether a reader finds `text` in what items paint, without being told: one run of these characters from left to
    /// right, each where the one before ends. Readers take wider gaps for spaces, and lose the order of turned type.
    pub(crate) fn reads_as(&self, items: &[Item], text: &str, at: Affine) -> bool {
        const GAP: f64 = 0.05;
        let [Item { mark: Mark::Glyphs(run), .. }] = items else { return false };
        let upright = |[a, b, c, _, ..]: [f64; 6]| a > 0.0 && b == 0.0 && c == 0.0;
        run.text == text
            && !self.doc.options.outlines
            && upright(at.as_coeffs())
            && run.glyphs.iter().all(|glyph| upright(glyph.matrix.as_coeffs()))
            && run.glyphs.windows(2).all(|pair| {
                let [one, next] = pair else { return false };
                let ([a, .., x, y], [a2, .., x2, y2]) = (one.matrix.as_coeffs(), next.matrix.as_coeffs());
                let gap = x2 - x - a * run.face.advance(one.id);
                (a, y) == (a2, y2) && gap.abs() < GAP * a
            })
    }

    fn cluster(&mut self, run: &GlyphRun, font: usize, cluster: &[Glyph], text: &str, at: Affine) {
        let used = self.doc.fonts.used(font);
        let codes: Option<Vec<_>> = used.and_then(|u| cluster.iter().map(|g| u.code(g.id)).collect());
        let Some(codes) = codes else {
            return self.missing(run, text);
        };
        // A code has one meaning in the whole file; a second one, or one of several glyphs together,
        // is told on the spot.
        let told = self.told
            || text.is_empty()
            || match (&codes[..], self.doc.fonts.used(font)) {
                ([(code, _)], Some(used)) => used.shows(*code, text),
                _ => false,
            };
        if !told {
            self.flush();
            self.begin_span(text);
        } else if let ([(code, _)], Some(used), false) = (&codes[..], self.doc.fonts.used(font), text.is_empty()) {
            // Inside a told span too: readers that ignore the span still find the characters.
            used.shows(*code, text);
        }
        for (glyph, (code, width)) in cluster.iter().zip(codes) {
            self.show(font, self.to_steps(at * glyph.matrix), code, width);
        }
        if !told {
            self.flush();
            self.ops.op("EMC");
        }
    }

    /// Shows one glyph through a matrix from its em (y up) to grid steps.
    fn show(&mut self, font: usize, to: Affine, code: u16, width: f64) {
        let [a, b, c, d, e, f] = to.as_coeffs();
        let size = self.ops.grid(c.hypot(d)).max(1);
        let em = size as f64;
        let shape = [a, b, c, d].map(|v| linear(v, em));
        let place = [self.ops.grid(e), self.ops.grid(f)];
        if self.state.font != Some((font, size)) {
            self.flush();
            self.begin_text();
            self.state.font = Some((font, size));
            self.ops.name('F', font);
            self.ops.ints(&[size]);
            self.ops.op(" Tf");
        }
        self.begin_text();
        let Some(line) = &mut self.text else { return };
        if line.row.codes.is_empty() {
            line.row.decimals = decimals(size);
        }
        if !line.reach(shape, place, em) {
            self.move_to(shape, place);
        }
        if let Some(line) = &mut self.text {
            line.row.codes.push(code);
            line.pen += width / 1000.0 * em;
        }
    }

    /// Begins a line of text in the open text object.
    fn move_to(&mut self, shape: [i64; 4], place: [i64; 2]) {
        self.flush();
        let Some(line) = &mut self.text else { return };
        let moved = [place[0] - line.start[0], place[1] - line.start[1]];
        let known = line.shape == shape && shape[1] == 0 && shape[2] == 0;
        (line.shape, line.start, line.pen) = (shape, place, 0.0);
        // An upright line goes on by whole steps; everything else gets its matrix anew.
        const ONE: i64 = 1_000_000;
        if known && (moved[0] == 0 || shape[0].abs() == ONE) && shape[3].abs() == ONE {
            self.ops.ints(&[moved[0] * shape[0].signum(), moved[1] * shape[3].signum()]);
            self.ops.op(" Td");
        } else {
            for v in shape {
                self.ops.fixed(v, LINEAR);
            }
            self.ops.ints(&place);
            self.ops.op(" Tm");
        }
    }

    /// Writes the string that is being filled.
    pub(crate) fn flush(&mut self) {
        let Some(line) = &mut self.text else { return };
        let decimals = line.row.decimals;
        let row = std::mem::replace(&mut line.row, Row { decimals, ..Row::default() });
        if row.codes.is_empty() {
            return;
        }
        let mut shifts = row.shifts.iter().peekable();
        if row.shifts.is_empty() {
            self.ops.raw(b"<");
        } else {
            self.ops.raw(b"[<");
        }
        for (i, code) in row.codes.iter().enumerate() {
            if let Some((_, shift)) = shifts.next_if(|(at, _)| *at == i) {
                self.ops.raw(b">");
                self.ops.fixed(*shift, row.decimals);
                self.ops.raw(b"<");
            }
            self.ops.hex(*code);
        }
        self.ops.op(if row.shifts.is_empty() { ">Tj" } else { ">]TJ" });
    }

    fn begin_text(&mut self) {
        if self.text.is_none() {
            self.ops.op("BT");
            // The identity: no line of ours has it, since our y goes down.
            let shape = [1_000_000, 0, 0, 1_000_000];
            self.text = Some(TextLine { shape, start: [0; 2], pen: f64::NAN, row: Row::default() });
        }
    }

    /// Leaves the text object, if one is open: paths and saved states have no place in it.
    pub(crate) fn end_text(&mut self) {
        self.flush();
        if self.text.take().is_some() {
            self.ops.op("ET");
        }
    }

    /// Fills a run's outlines; the text stays in the span around them.
    pub(crate) fn outlines(&mut self, run: &GlyphRun, at: Affine) {
        if run.glyphs.is_empty() || !self.paint(&run.paint, at, false) {
            return;
        }
        let span = !self.told && !run.text.is_empty();
        if span {
            self.begin_span(&run.text);
        }
        for glyph in &run.glyphs {
            if glyph.id == 0 {
                let text = run.text.get(glyph.range.start as usize..glyph.range.end as usize);
                self.missing(run, text.unwrap_or_default());
                continue;
            }
            // One fill a glyph: outlines that overlap must not cancel each other.
            let outline = run.face.outline(glyph.id);
            self.draw(&outline.path, at * glyph.matrix, "f");
        }
        if span {
            self.ops.op("EMC");
        }
    }

    fn missing(&mut self, run: &GlyphRun, text: &str) {
        let face = run.face.name();
        let points: Vec<String> = text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
        let points = points.join(" ");
        self.fault(
            "pdf/missing-glyph",
            say!("face `{face}` has no glyph for `{text}` ({points})", "字体 `{face}` 没有 `{text}`（{points}）的字形"),
            Some(say!("choose another face", "请换一种字体")),
        );
    }
}

impl TextLine {
    /// Whether the next glyph lies on this line; notes the shift that leads the pen to it.
    fn reach(&mut self, shape: [i64; 4], place: [i64; 2], em: f64) -> bool {
        if self.shape != shape || !self.pen.is_finite() {
            return false;
        }
        let [a, b] = [shape[0], shape[1]].map(|v| v as f64 / 1e6);
        let [x, y] = [place[0] - self.start[0], place[1] - self.start[1]].map(|v| v as f64);
        let length = a * a + b * b;
        if length == 0.0 {
            return false;
        }
        let along = (x * a + y * b) / length;
        // Half a step aside is the grid's own rounding, more is another line.
        if (x - along * a).abs() > 0.75 || (y - along * b).abs() > 0.75 {
            return false;
        }
        let back = self.pen - along;
        if back.abs() <= 0.5 {
            return true;
        }
        let unit = em / 1000.0 / 10_f64.powi(self.row.decimals as i32);
        let shift = (back / unit).round();
        // Readers keep these numbers small; a far jump is a new line.
        if shift.abs() > 1e7 {
            return false;
        }
        if self.row.codes.is_empty() {
            return false;
        }
        self.row.shifts.push((self.row.codes.len(), shift as i64));
        self.pen -= shift * unit;
        true
    }
}

/// A coefficient of the text matrix in 10^−6, drawn to 0 and ±1 where that moves nothing by a step.
fn linear(value: f64, em: f64) -> i64 {
    let v = value / em;
    let whole = v.round();
    let near = whole.abs() <= 1.0 && (v - whole).abs() * em < 0.75;
    ((if near { whole } else { v }) * 1e6).round() as i64
}

/// Decimals that an adjustment in thousandths of `size` needs to place glyphs to a step.
fn decimals(size: i64) -> u32 {
    match size {
        ..1_001 => 0,
        1_001..10_001 => 1,
        10_001..100_001 => 2,
        _ => 3,
    }
}
