//! A scene onto a surface, band by band.

use super::coverage::{Cells, Edges, Emit, Rule, Run, apart};
use super::scene::Scene;

/// What coverage is painted on: screen colours, or ink plates.
pub(super) trait Surface {
    /// Starts rows `top..top + rows` of the canvas, as bare paper.
    fn begin(&mut self, top: u32, rows: u32);
    /// Paints a run of row `row` of the band with a colour of the scene.
    fn paint(&mut self, row: u32, run: Run, source: usize);
    /// Paints neighbours of a row from `x0` on, each covered in its own way, with a colour of the scene.
    fn pixels(&mut self, row: u32, x0: u32, alphas: &[u8], source: usize) {
        apart(x0, alphas, |run| self.paint(row, run, source));
    }
}

/// What is swept onto a surface with one colour.
struct Brush<'a, S> {
    surface: &'a mut S,
    source: usize,
}

impl<S: Surface> Emit for Brush<'_, S> {
    fn run(&mut self, row: u32, run: Run) {
        self.surface.paint(row, run, self.source);
    }

    fn pixels(&mut self, row: u32, x0: u32, alphas: &[u8]) {
        self.surface.pixels(row, x0, alphas, self.source);
    }
}

/// A brush that paints within a mask.
struct Stencil<'a, S> {
    mask: &'a Mask,
    at: Cursor,
    brush: Brush<'a, S>,
}

impl<S: Surface> Emit for Stencil<'_, S> {
    fn run(&mut self, row: u32, run: Run) {
        let Self { mask, at, brush } = self;
        at.cut(mask, row, run, |run| brush.run(row, run));
    }

    fn pixels(&mut self, row: u32, x0: u32, alphas: &[u8]) {
        let x1 = x0 + alphas.len() as u32;
        if self.at.is_inside(self.mask, row, x0, x1) {
            return self.brush.pixels(row, x0, alphas);
        }
        apart(x0, alphas, |run| self.run(row, run));
    }
}

/// Draws a scene; the bands are asked for from top to bottom, the first from anywhere.
pub(super) struct Drawing<'a> {
    scene: Scene<'a>,
    /// Edges of the figures that reach into this band or one that is still to come.
    edges: Vec<Option<(Edges, Rule)>>,
    clip_edges: Vec<Option<Edges>>,
    /// Figures that no band has touched yet, by their first row, latest first; and those being painted, in order.
    waiting: Vec<usize>,
    active: Vec<usize>,
    cells: Cells,
    mask: Mask,
}

/// The runs of a clip within a band.
#[derive(Default)]
struct Mask {
    clip: Option<usize>,
    runs: Vec<Run>,
    /// Where each row begins in `runs`; one more than there are rows.
    rows: Vec<usize>,
}

impl Mask {
    fn row(&self, row: u32) -> &[Run] {
        let i = row as usize;
        match (self.rows.get(i), self.rows.get(i + 1)) {
            (Some(a), Some(b)) => self.runs.get(*a..*b).unwrap_or_default(),
            _ => &[],
        }
    }
}

impl<'a> Drawing<'a> {
    pub(super) fn new(scene: Scene<'a>) -> Self {
        let mut waiting: Vec<usize> = (0..scene.figures.len()).collect();
        waiting.sort_by_key(|i| std::cmp::Reverse((scene.figures[*i].rows.0, *i)));
        Self {
            edges: scene.figures.iter().map(|_| None).collect(),
            clip_edges: scene.clips.iter().map(|_| None).collect(),
            waiting,
            active: Vec::new(),
            cells: Cells::default(),
            mask: Mask::default(),
            scene,
        }
    }

    /// What is drawn.
    pub(super) fn scene(&self) -> &Scene<'a> {
        &self.scene
    }

    /// Only these rows will be painted: other edges are not kept. To be said before the first band.
    pub(super) fn only(&mut self, rows: (u32, u32)) {
        self.scene.seen = rows;
    }

    /// Paints rows `top..top + rows`.
    pub(super) fn band(&mut self, top: u32, rows: u32, surface: &mut impl Surface) {
        surface.begin(top, rows);
        self.mask = Mask::default();
        let figures = &self.scene.figures;
        while let Some(i) = self.waiting.pop_if(|i| figures[*i].rows.0 < top + rows) {
            // Those above the first band are never seen.
            if figures[i].rows.1 > top {
                self.active.push(i);
            }
        }
        self.active.sort_unstable();
        let mut active = std::mem::take(&mut self.active);
        active.retain(|i| {
            self.figure(*i, top, rows, surface);
            let lasts = self.scene.figures[*i].rows.1 > top + rows;
            if !lasts {
                self.edges[*i] = None;
            }
            lasts
        });
        self.active = active;
    }

    fn figure(&mut self, i: usize, top: u32, rows: u32, surface: &mut impl Surface) {
        let figure = &self.scene.figures[i];
        let source = figure.source;
        let clip = figure.clip;
        if self.edges[i].is_none() {
            self.edges[i] = Some(self.scene.edges(figure));
        }
        if let Some(clip) = clip {
            self.find_mask(clip, top, rows);
        }
        let Some((edges, rule)) = &self.edges[i] else { return };
        match clip {
            None => self.cells.sweep(edges, *rule, top, rows, Brush { surface, source }),
            Some(_) => {
                let (mask, at) = (&self.mask, Cursor::default());
                self.cells.sweep(edges, *rule, top, rows, Stencil { mask, at, brush: Brush { surface, source } });
            }
        }
    }

    /// Makes `self.mask` the area of a clip and all clips around it.
    fn find_mask(&mut self, clip: usize, top: u32, rows: u32) {
        if self.mask.clip == Some(clip) {
            return;
        }
        let parent = self.scene.clips[clip].parent;
        if let Some(parent) = parent {
            self.find_mask(parent, top, rows);
        }
        if self.clip_edges[clip].is_none() {
            self.clip_edges[clip] = Some(self.scene.clip_edges(&self.scene.clips[clip]));
        }
        let Some(edges) = &self.clip_edges[clip] else { return };
        let outer = std::mem::take(&mut self.mask);
        let mut mask = Mask { clip: Some(clip), runs: Vec::new(), rows: vec![0] };
        let mut at = Cursor::default();
        self.cells.sweep(edges, Rule::NonZero, top, rows, |row: u32, run: Run| {
            while mask.rows.len() <= row as usize {
                mask.rows.push(mask.runs.len());
            }
            match parent {
                None => mask.runs.push(run),
                Some(_) => at.cut(&outer, row, run, |run| mask.runs.push(run)),
            }
        });
        mask.rows.resize(rows as usize + 1, mask.runs.len());
        self.mask = mask;
    }
}

/// Where in a mask's row the last run ended: runs come from left to right.
#[derive(Default)]
struct Cursor {
    row: u32,
    index: usize,
}

impl Cursor {
    /// The runs of a row that end right of `x0`, the first of them first.
    fn from<'a>(&mut self, mask: &'a Mask, row: u32, x0: u32) -> &'a [Run] {
        if row != self.row {
            (self.row, self.index) = (row, 0);
        }
        let runs = mask.row(row);
        while runs.get(self.index).is_some_and(|m| m.x1 <= x0) {
            self.index += 1;
        }
        runs.get(self.index..).unwrap_or_default()
    }

    /// Whether the mask lets all of pixels `x0..x1` through.
    fn is_inside(&mut self, mask: &Mask, row: u32, x0: u32, x1: u32) -> bool {
        self.from(mask, row, x0).first().is_some_and(|m| m.alpha == 255 && m.x0 <= x0 && x1 <= m.x1)
    }

    /// Gives the parts of `run` that lie inside the mask.
    fn cut(&mut self, mask: &Mask, row: u32, run: Run, mut emit: impl FnMut(Run)) {
        let runs = self.from(mask, row, run.x0);
        for inside in runs.iter().take_while(|m| m.x0 < run.x1) {
            let alpha = super::surface::times(run.alpha, inside.alpha);
            if alpha > 0 {
                emit(Run { x0: run.x0.max(inside.x0), x1: run.x1.min(inside.x1), alpha });
            }
        }
    }
}
