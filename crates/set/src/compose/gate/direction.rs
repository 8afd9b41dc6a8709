//! G3: reading direction. Lines and columns stand farther apart than their characters, or the eye goes astray.

use std::sync::Arc;

use super::limits::{GUTTER, INK, READING, SLACK};
use super::sight::{Shape, Sight, Thing, is_han};
use super::{Breach, Check};
use crate::compose::Sort;
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Affine, Point, Vec2};

/// How a region is read, in ems.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    /// Space between neighbours in a line or column.
    pub characters: f64,
    /// Space between neighbouring lines or columns.
    pub lines: f64,
    /// Whether it is read down.
    pub down: bool,
}

impl Reading {
    /// How many times the one is the other.
    pub(crate) fn ratio(self) -> f64 {
        self.lines / self.characters.max(1e-6)
    }

    /// The ratio that columns of cells have with their bare paper between them: on a grid the eye counts cells.
    fn in_cells(self) -> f64 {
        ((1.0 + GUTTER) * (self.characters + INK) - INK) / self.characters.max(1e-6)
    }
}

/// Regions of Chinese type whose lines stand too near to one another.
pub(super) fn directions(sight: &Sight) -> Vec<Breach> {
    // On bars and arcs the eye follows the bar; runs of a row are one line.
    let regions = sight.regions(|t| matches!(t.sort, Sort::Type | Sort::Cells));
    let breach = |region: &Arc<str>| {
        let glyphs: Vec<&Thing> = sight.type_().filter(|t| t.region == *region).collect();
        // A name and a note of two sizes side by side are one row, not lines of each other.
        let reading =
            sizes(&glyphs).iter().filter_map(|g| reading(g)).min_by(|a, b| a.ratio().total_cmp(&b.ratio()))?;
        let in_cells = reading.down && glyphs.iter().any(|g| g.sort == Sort::Cells);
        let wanted = if in_cells { reading.in_cells().max(READING.1) } else { READING.1 };
        let ratio = reading.ratio();
        let severity = match ratio {
            r if r < READING.0 * (1.0 - SLACK) => Severity::Error,
            r if r < wanted * (1.0 - SLACK) => Severity::Warning,
            _ => return None,
        };
        Some(Breach::new(Check::Direction, severity, region, ratio, wanted))
    };
    regions.iter().filter_map(breach).collect()
}

/// The glyphs of each size, in the order of the first of each.
fn sizes<'t>(glyphs: &[&'t Thing]) -> Vec<Vec<&'t Thing>> {
    let mut all: Vec<Vec<&Thing>> = Vec::new();
    for glyph in glyphs {
        let is_like = |group: &&mut Vec<&Thing>| group.first().is_some_and(|g| (g.em / glyph.em - 1.0).abs() < 0.02);
        match all.iter_mut().find(is_like) {
            Some(group) => group.push(glyph),
            None => all.push(vec![glyph]),
        }
    }
    all
}

/// How lines and characters of a region stand; `None` of one line, and of what is not Chinese.
pub(super) fn reading(glyphs: &[&Thing]) -> Option<Reading> {
    let cells: Vec<(Affine, Point, f64)> = glyphs.iter().filter_map(|g| cell(g)).collect();
    let (frame, ..) = *cells.first()?;
    if cells.len() * 2 < glyphs.len() {
        return None;
    }
    // Middles of the characters as ems of the first one, x along level lines, y down.
    let [a, b, c, d, ..] = frame.as_coeffs();
    let upright = Affine::new([a, b, -c, -d, 0.0, 0.0]);
    let back = upright.inverse();
    let places: Vec<Point> = cells.iter().map(|(_, p, _)| back * *p).collect();
    let steps: Vec<Vec2> = places.windows(2).map(|w| w[1] - w[0]).collect();
    let level = steps.iter().filter(|s| s.x > 0.3 && s.y.abs() < 0.15).count();
    let down = steps.iter().filter(|s| s.y > 0.3 && s.x.abs() < 0.15).count();
    let vertical = down > level;
    let along = |s: &Vec2| if vertical { (s.y, s.x) } else { (s.x, s.y) };
    // The least step is that inside a clause.
    let inside = steps.iter().map(along).filter(|(s, t)| *s > 0.3 && t.abs() < 0.15).map(|(s, _)| s);
    let characters = inside.fold(f64::INFINITY, f64::min);
    let mut lines: Vec<f64> = Vec::new();
    for place in &places {
        let across = if vertical { place.x } else { place.y };
        if !lines.iter().any(|l| (l - across).abs() < 0.3) {
            lines.push(across);
        }
    }
    lines.sort_by(f64::total_cmp);
    let apart = lines.windows(2).map(|w| w[1] - w[0]).fold(f64::INFINITY, f64::min);
    if !characters.is_finite() || !apart.is_finite() {
        return None;
    }
    // Condensed type is narrower than its em, and so is the space that it leaves.
    Some(Reading { characters: characters - INK, lines: apart - INK, down: vertical })
}

/// The middle of a Chinese character's cell on the page, with its matrix and em.
fn cell(glyph: &Thing) -> Option<(Affine, Point, f64)> {
    let Shape::Glyph { at, letter: Some(letter), middle, .. } = &glyph.shape else { return None };
    is_han(*letter).then(|| (*at, *at * Point::new(0.5, *middle), glyph.em))
}
