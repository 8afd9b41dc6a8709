//! A field of dots: a square screen on which characters swell out of a ground of small dots.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cover::{Cover, strokes};
use super::{Composer, Laid};
use crate::layout::{BUILTINS, Dots, Item as Wanted, Style};
use biaoyu_page::geom::{Affine, BezPath, Outline, Point, Rect, Shape as _};
use biaoyu_page::limits::DOTS;
use biaoyu_page::page::{Cap, Fill, Group, Item, Join, Mark, PathMark, Plane, Stroke};

/// Radii are rounded to this many steps a pitch: no eye sees the steps, and dots of one size are one path.
const STEPS: f64 = 48.0;
/// Pitches in least dots below which a screen is no longer seen as dots.
const FINEST: f64 = 2.0;
/// Share of the least radius from which a dot grows to it.
const GROWS: f64 = 0.45;
/// Share of the cells it needs with which a character is still read; with fewer it is drawn solid.
const READABLE: f64 = 0.8;
/// Covered share of a cell from which the ground keeps away from a character.
const TOUCHED: f64 = 0.03;
/// The dot of a half-covered cell has half the area; full ones stay full although the outline is a little inside.
const FULL: f64 = 1.02;

/// A character of the field, in ems, with the box it goes into.
struct Shown {
    path: BezPath,
    ink: Rect,
    room: Rect,
    /// Cells that it needs along its longer side.
    needed: f64,
}

impl Shown {
    /// Longer side of the ink in its box, mm.
    fn side(&self) -> f64 {
        self.ink.width().max(self.ink.height()) * self.scale()
    }

    fn scale(&self) -> f64 {
        (self.room.width() / self.ink.width().max(1e-9)).min(self.room.height() / self.ink.height().max(1e-9))
    }
}

/// The screen: cells of one pitch from an origin, numbered from `first` on.
struct Screen {
    /// Across and down, mm: the same, or nearly, so that whole cells end at two edges of the trim.
    pitch: (f64, f64),
    origin: Point,
    first: (i64, i64),
    columns: usize,
    rows: usize,
}

/// More columns than wanted are taken, up to this share, where the rows then end at the trim of themselves.
const MORE: f64 = 0.08;

impl Screen {
    /// Whole cells across the region; where its sides lie on the trim they go on to the cut, and no cell lies across the
    /// trim.
    fn new(outline: &Outline, pitch: f64, trim: Rect, cut: Rect) -> Self {
        let region = outline.bounds();
        let columns = libm::round(region.width() / pitch).max(1.0);
        if let Outline::Circle(c) = outline {
            let pitch = region.width() / columns;
            let origin = c.center - (columns / 2.0 * pitch, columns / 2.0 * pitch);
            let pitch = (pitch, pitch);
            return Self { pitch, origin, first: (0, 0), columns: columns as usize, rows: columns as usize };
        }
        let near = 0.5 * region.width() / columns;
        let on = |inner: f64, trim: f64| (inner - trim).abs() < near;
        let (top, foot) = (on(region.y0, trim.y0), on(region.y1, trim.y1));
        let (columns, down) = if top && foot {
            closing(region, columns)
        } else {
            // A sliver of a row is no row.
            let pitch = region.width() / columns;
            (columns, (pitch, libm::floor(region.height() / pitch + 0.02).max(0.0)))
        };
        let (pitch, rows) = ((region.width() / columns, down.0), down.1);
        let more = |on: bool, inner: f64, cut: f64, pitch: f64| {
            if on { libm::ceil((inner - cut).abs() / pitch + 0.5) } else { 0.0 }
        };
        let (left, above) =
            (more(on(region.x0, trim.x0), region.x0, cut.x0, pitch.0), more(top, region.y0, cut.y0, pitch.1));
        let (right, below) =
            (more(on(region.x1, trim.x1), region.x1, cut.x1, pitch.0), more(foot, region.y1, cut.y1, pitch.1));
        let start = if foot && !top { region.y1 - rows * pitch.1 } else { region.y0 };
        Self {
            pitch,
            origin: Point::new(region.x0, start),
            first: (-(left as i64), -(above as i64)),
            columns: (left + columns + right) as usize,
            rows: (above + rows + below) as usize,
        }
    }

    /// From page millimetres to cells, the first at the origin.
    fn to_cells(&self) -> Affine {
        Affine::translate((-(self.first.0 as f64), -(self.first.1 as f64)))
            * Affine::scale_non_uniform(1.0 / self.pitch.0, 1.0 / self.pitch.1)
            * Affine::translate(-self.origin.to_vec2())
    }

    /// The page's place of a character: whole cells along its longer side, from whole cells on.
    fn place(&self, shown: &Shown) -> Affine {
        let (across, down) = self.pitch;
        let pitch = if shown.ink.width() > shown.ink.height() { across } else { down };
        let cells = libm::floor(shown.side() / pitch + 1e-6).max(1.0);
        let size = cells * pitch / shown.ink.width().max(shown.ink.height()).max(1e-9);
        let snap = |v: f64, origin: f64, pitch: f64| origin + libm::round((v - origin) / pitch) * pitch;
        let left = shown.room.center().x - shown.ink.width() * size / 2.0;
        let top = shown.room.center().y - shown.ink.height() * size / 2.0;
        let (left, top) = (snap(left, self.origin.x, across), snap(top, self.origin.y, down));
        Affine::translate((left - shown.ink.x0 * size, top + shown.ink.y1 * size))
            * Affine::scale_non_uniform(size, -size)
    }

    /// The smaller pitch: what dots and strokes have room in.
    fn least(&self) -> f64 {
        self.pitch.0.min(self.pitch.1)
    }
}

/// Columns near the wanted number with which the rows come out nearly as wide as the columns, the pitch of the rows, and
/// their number: whole cells then end at the trim on all sides.
fn closing(region: Rect, wanted: f64) -> (f64, (f64, f64)) {
    let more = libm::ceil(wanted * MORE) as i64;
    let fits = (0..=more).map(|i| {
        let columns = wanted + i as f64;
        let pitch = region.width() / columns;
        let rows = libm::round(region.height() / pitch).max(1.0);
        let down = region.height() / rows;
        ((down / pitch - 1.0).abs() + 2e-4 * i as f64, columns, down, rows)
    });
    let best = fits.min_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or((wanted, (region.width() / wanted, 0.0)), |(_, columns, down, rows)| (columns, (down, rows)))
}

impl Composer<'_> {
    /// Draws a field of dots. Its characters are art, not text: the PDF's text stays the slogan.
    pub(super) fn dots(&mut self, item: &Wanted, dots: &Dots) -> Option<Laid> {
        let outline = self.outline(&dots.region);
        let region = outline.bounds();
        if region.area() <= 0.0 {
            return None;
        }
        let shown = self.shown(item, dots);
        let least = dots.least.eval(&self.frame).max(0.05);
        let wanted = dots.pitch.eval(&self.frame).max(1e-3);
        let finer = shown.iter().map(|s| s.side() / s.needed).fold(wanted, f64::min);
        let most = libm::sqrt(region.area() / DOTS as f64);
        let pitch = finer.max((FINEST * least).min(wanted)).max(most);
        let trim = self.edition.product.boxes().trim;
        let cut = self.edition.product.cut();
        let screen = Screen::new(&outline, pitch, trim, cut.bounds());
        let pitch = screen.least();

        let (mut mask, mut solid) = (BezPath::new(), BezPath::new());
        for s in &shown {
            let path = screen.place(s) * s.path.clone();
            if s.side() < READABLE * s.needed * pitch { solid.extend(path) } else { mask.extend(path) }
        }
        let ink = if shown.is_empty() { region } else { mask.bounding_box().union(solid.bounding_box()) };
        let cover = |path: BezPath| Cover::of(&(screen.to_cells() * path), screen.columns, screen.rows);
        let (cover, under) = (cover(mask), cover(solid.clone()));

        let mut paths: BTreeMap<(bool, i64), BezPath> = BTreeMap::new();
        let mut frame = std::mem::take(&mut self.frame);
        let slot = |name: &str| BUILTINS.iter().position(|n| *n == name);
        let slots = ["dot.x", "dot.y", "dot.u", "dot.v", "dot.cover"].map(slot);
        for row in 0..screen.rows as i64 {
            for column in 0..screen.columns as i64 {
                let cells = ((screen.first.0 + column) as f64 + 0.5, (screen.first.1 + row) as f64 + 0.5);
                let p = screen.origin + (cells.0 * screen.pitch.0, cells.1 * screen.pitch.1);
                let whole = match outline {
                    Outline::Circle(c) => (p - c.center).hypot() + pitch / 2.0 <= c.radius,
                    _ => true,
                };
                let share = cover.share(column, row);
                let open = cover.open(column, row);
                let inside = share > dots.edge && !open;
                let touched = share > TOUCHED || open || under.share(column, row) > 0.0;
                if !whole || (touched && !inside) {
                    continue;
                }
                let (u, v) = ((p.x - region.x0) / region.width(), (p.y - region.y0) / region.height());
                for (slot, value) in slots.iter().zip([p.x, p.y, u, v, share]) {
                    if let Some(cell) = slot.and_then(|s| frame.get_mut(s)) {
                        *cell = value;
                    }
                }
                let radius = if inside {
                    let full = (FULL * libm::sqrt(share)).min(1.0);
                    (dots.inside.eval(&frame) * full).max(least / 2.0 / pitch)
                } else {
                    dots.outside.eval(&frame)
                };
                // A dot of the ground that is nearly large enough grows to what prints, a smaller one falls away.
                let smallest = least / 2.0 / pitch;
                if radius < GROWS * smallest {
                    continue;
                }
                let step = libm::ceil(radius.max(smallest) * STEPS - 1e-9);
                let reach = step / STEPS * pitch;
                if !cut.bounds().inflate(reach, reach).contains(p) {
                    continue;
                }
                let path = paths.entry((inside, step as i64)).or_default();
                path.move_to(p);
                path.line_to(p);
            }
        }
        self.frame = frame;
        let mut items: Vec<Item> = paths
            .into_iter()
            .map(|((inside, step), path)| {
                let role = if inside { dots.inks.0 } else { dots.inks.1 };
                let width = 2.0 * step as f64 / STEPS * pitch;
                let (cap, join) = (Cap::Round, Join::Round);
                let stroke = Stroke { paint: self.paint(role), width, cap, join, dash: Vec::new() };
                self.dot_mark(item, PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) })
            })
            .collect();
        if !solid.elements().is_empty() {
            let fill = Fill { paint: self.paint(dots.inks.0), even_odd: false };
            items.push(self.dot_mark(item, PathMark { path: Arc::new(solid), fill: Some(fill), stroke: None }));
        }
        let group = Group { transform: Affine::IDENTITY, clip: Some(Arc::new(cut.path())), text: None, items };
        let group = Item { mark: Mark::Group(group), plane: Plane::Art, source: self.source(&item.id) };
        Some(Laid { items: vec![group], region, size: pitch, lines: screen.columns as f64, ink })
    }

    fn dot_mark(&self, item: &Wanted, mark: PathMark) -> Item {
        Item { mark: Mark::Path(mark), plane: Plane::Art, source: self.source(&item.id) }
    }

    /// The characters of the field. One that no face has is left out: the field stays, and the slogan's own setting
    /// reports the character.
    fn shown(&mut self, item: &Wanted, dots: &Dots) -> Vec<Shown> {
        let mut shown = Vec::new();
        for glyph in &dots.glyphs {
            let text = glyph.text.expand(&self.fields);
            let index = glyph.index.eval(&self.frame).max(0.0) as usize;
            let Some(c) = text.chars().filter(|c| c.is_alphanumeric()).nth(index) else { continue };
            let style = Style { face: glyph.face.clone(), ..Style::plain() };
            let Some(chain) = self.chain(&item.id, &style, &c.to_string()) else { continue };
            let Some((face, id)) = chain.lookup(c).and_then(|f| Some((f, f.glyph(c)?))) else { continue };
            let outlined = face.outline(id);
            if outlined.ink.area() <= 0.0 {
                continue;
            }
            let needed = dots.cells.max(dots.stroke_cells * strokes(&outlined.path, outlined.ink) as f64);
            let room = self.rect(&glyph.region);
            shown.push(Shown { path: outlined.path.clone(), ink: outlined.ink, room, needed });
        }
        shown
    }
}
