//! A scanned lettering traced to one ink: the paper falls away, what was written becomes an outline.
//!
//! The paper is judged place by place, so that a shadow over the page or a fold is no ink; between paper and ink the level is
//! chosen by Otsu's method (IEEE Trans. SMC 9, 1979), which leaves out ruled lines and stains as they are far lighter than what
//! was written. Edges are found between the samples (marching squares) and drawn as curves.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Picture;
use super::curves::{area, curve};
use super::duotone::levels;
use super::place::refuse;
use super::scan;
use biaoyu_page::error::{Faults, Finding, Place, Severity};
use biaoyu_page::geom::{BezPath, Point, Rect, Shape as _, Size};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::measure::number;
use biaoyu_page::page::{Fill, Form, Image, Item, Mark, PathMark, Plane, Samples, Source};
use biaoyu_page::say;
use biaoyu_page::words::Intent;

/// Samples along the longer side that a lettering is traced from: a stroke of a hundredth of it is twenty wide.
const LONGER: u32 = 2000;
/// Parts of the longer side that the paper is judged by.
const PARTS: usize = 24;
/// Lightest ink: what is lighter than this share of its paper is none.
const LIGHTEST: f64 = 0.80;
/// Area below which a mark is a speck, in parts of the whole.
const SPECK: f64 = 1.2e-5;
/// Ink that is too little, and too much, to be a lettering, in parts of the whole.
const SHARE: (f64, f64) = (0.002, 0.75);
/// Up to this share of the way from ink to paper a part of the scan lies in a stroke, above it in a shadow.
const INKED: f32 = 0.25;
/// Millimetres of a traced lettering's longer side, in its own figure.
const SIDE: f64 = 400.0;
/// Traces a picture.
///
/// # Errors
/// A fault where hardly anything, or nearly all, of the picture is dark.
pub(super) fn trace(name: &str, image: &Image, profile: &Profile) -> Result<(Picture, Vec<Finding>), Faults> {
    let gray = Gray::of(image, profile);
    let flat = gray.flattened();
    let level = flat.level();
    let dark = flat.levels.iter().filter(|v| **v < level).count() as f64 / flat.levels.len().max(1) as f64;
    if !(SHARE.0..SHARE.1).contains(&dark) {
        let percent = number(dark * 100.0, 1);
        let what =
            say!("{percent} % of the picture is dark: no lettering on paper", "图中深色占 {percent} %：不像纸上的题字");
        let hint = say!(
            "scan it upright and evenly lit, or keep its paper by `--lettering-paper`",
            "请平放、均匀照明后扫描，或用 `--lettering-paper` 连纸一起用"
        );
        return Err(refuse("lettering/none", Place::file(name), what, hint).into());
    }
    let loops = flat.loops(level);
    let whole = (gray.width * gray.height) as f64;
    let mut specks = 0_usize;
    let mut path = BezPath::new();
    for points in &loops {
        if area(points).abs() < SPECK * whole {
            specks += 1;
            continue;
        }
        curve(points, &mut path);
    }
    let ink = path.bounding_box();
    if path.elements().is_empty() || ink.area() <= 0.0 {
        let what = say!("nothing in the picture is a stroke", "图中没有笔画");
        return Err(refuse("lettering/none", Place::file(name), what, say!("scan it again", "请重新扫描")).into());
    }
    let scale = SIDE / ink.width().max(ink.height());
    path.apply_affine(
        biaoyu_page::geom::Affine::scale(scale) * biaoyu_page::geom::Affine::translate((-ink.x0, -ink.y0)),
    );
    let size = Size::new(ink.width() * scale, ink.height() * scale);
    let mut hash = blake3::Hasher::new();
    path.elements().iter().for_each(|e| {
        hash.update(format!("{e:?}").as_bytes());
    });
    let id = format!("lettering-{}", hash.finalize().to_hex().get(..16).unwrap_or_default());
    let fill = Some(Fill { paint: Paint::cmyk(Cmyk::BLACK), even_odd: true });
    let mark = Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None });
    let item = Item { mark, plane: Plane::Art, source: Source::default() };
    let bounds = Rect::new(0.0, 0.0, size.width, size.height);
    let form = Arc::new(Form { id, bounds, items: vec![item], once: false });
    let mut findings = vec![Finding {
        rule: "lettering-traced",
        severity: Severity::Note,
        place: Place::file(name),
        what: match specks {
            0 => say!("the lettering is traced to one ink, its paper left out", "题字已描成单色，纸底已去掉"),
            _ => say!(
                "the lettering is traced to one ink, its paper and {specks} specks left out",
                "题字已描成单色，纸底和 {specks} 个污点已去掉"
            ),
        },
        hint: None,
    }];
    findings.extend(scan::findings(&flat, name, level));
    let longer = gray.width.max(gray.height);
    if longer < LONGER as usize / 3 {
        findings.push(Finding {
            rule: "lettering-coarse",
            severity: Severity::Warning,
            place: Place::file(name),
            what: say!(
                "only {longer} samples along its longer side: edges are soft",
                "长边只有 {longer} 个像素：笔画边缘发虚"
            ),
            hint: Some(say!("scan it at 600 dots an inch", "请按 600 dpi 扫描")),
        });
    }
    Ok((Picture::Vector { size, form, sheer: None }, findings))
}

/// Samples along the shorter side that are enough for a picture of this size.
pub(super) fn enough([w, h]: [u32; 2]) -> u32 {
    let (longer, shorter) = (w.max(h).max(1), w.min(h));
    if longer <= LONGER {
        shorter.max(1)
    } else {
        (u64::from(shorter) * u64::from(LONGER) / u64::from(longer)).max(1) as u32
    }
}

/// How light the samples are, 0 to 1 of paper.
pub(super) struct Gray {
    pub width: usize,
    pub height: usize,
    levels: Vec<f32>,
}

impl Gray {
    fn of(image: &Image, profile: &Profile) -> Self {
        let bytes: Vec<u8> = match &image.samples {
            Samples::Gray(bytes) => bytes.clone(),
            Samples::Cmyk(inks) => {
                let screen = profile.screen(Intent::Relative);
                let gray = |inks: &[u8; 4]| {
                    let [r, g, b] = screen.rgb(*inks).map(u32::from);
                    ((299 * r + 587 * g + 114 * b) / 1000) as u8
                };
                inks.as_chunks::<4>().0.iter().map(gray).collect()
            }
            Samples::Duotone(_) => levels(image, profile),
        };
        let opacity = |i: usize| image.alpha.as_ref().and_then(|a| a.get(i)).map_or(1.0, |v| f32::from(*v) / 255.0);
        let level = |(i, v): (usize, &u8)| 1.0 - (1.0 - f32::from(*v) / 255.0) * opacity(i);
        let levels = bytes.iter().enumerate().map(level).collect();
        Self { width: image.width as usize, height: image.height as usize, levels }.smoothed()
    }

    pub(super) fn at(&self, x: usize, y: usize) -> f32 {
        self.levels.get(y * self.width + x).copied().unwrap_or(1.0)
    }

    /// Each sample with its neighbours: what a scanner's noise leaves of an edge.
    fn smoothed(self) -> Self {
        let (w, h) = (self.width, self.height);
        let pass = |levels: &[f32], step: usize, length: usize, stride: usize, count: usize| {
            let mut out = levels.to_vec();
            for line in 0..count {
                for i in 0..length {
                    let at = |i: usize| levels.get(line * stride + i * step).copied().unwrap_or(1.0);
                    let (before, after) = (at(i.saturating_sub(1)), at((i + 1).min(length - 1)));
                    if let Some(cell) = out.get_mut(line * stride + i * step) {
                        *cell = (before + 2.0 * at(i) + after) / 4.0;
                    }
                }
            }
            out
        };
        let across = pass(&self.levels, 1, w.max(1), w, h);
        let levels = pass(&across, w, h.max(1), 1, w);
        Self { levels, ..self }
    }

    /// The levels over those of the paper around them.
    fn flattened(&self) -> Self {
        let part = (self.width.max(self.height) / PARTS).max(8);
        let (columns, rows) = (self.width.div_ceil(part).max(1), self.height.div_ceil(part).max(1));
        // The paper of a part is what a tenth of its samples are lighter than.
        let mut paper = vec![0.0_f32; columns * rows];
        for (place, cell) in paper.iter_mut().enumerate() {
            let (x0, y0) = (place % columns * part, place / columns * part);
            let mut counts = [0_u32; 256];
            let mut all = 0;
            for y in y0..(y0 + part).min(self.height) {
                for x in x0..(x0 + part).min(self.width) {
                    let level = (self.at(x, y).clamp(0.0, 1.0) * 255.0) as usize;
                    if let Some(count) = counts.get_mut(level) {
                        *count += 1;
                        all += 1;
                    }
                }
            }
            let mut left = all / 10;
            let lightest = (0..256).rev().find(|level| {
                let count = counts.get(*level).copied().unwrap_or(0);
                let found = count > left;
                left = left.saturating_sub(count);
                found
            });
            *cell = lightest.unwrap_or(255) as f32 / 255.0;
        }
        // A part that lies in a broad stroke is as dark as ink, and takes the paper of its neighbours. What is darker than
        // they are and far from ink lies in a shadow, and is paper of its own.
        let ink = self.darkest();
        for _ in 0..PARTS {
            let last = paper.clone();
            for row in 0..rows {
                for column in 0..columns {
                    let own = last.get(row * columns + column).copied().unwrap_or(1.0);
                    let mut lightest: f32 = 0.0;
                    for y in row.saturating_sub(1)..(row + 2).min(rows) {
                        for x in column.saturating_sub(1)..(column + 2).min(columns) {
                            lightest = lightest.max(last.get(y * columns + x).copied().unwrap_or(0.0));
                        }
                    }
                    if own < 0.80 * lightest
                        && own < ink + INKED * (lightest - ink)
                        && let Some(cell) = paper.get_mut(row * columns + column)
                    {
                        *cell = lightest;
                    }
                }
            }
        }
        let mut levels = Vec::with_capacity(self.levels.len());
        for y in 0..self.height {
            for x in 0..self.width {
                let place = |v: usize, most: usize| {
                    let at = ((v as f32 + 0.5) / part as f32 - 0.5).clamp(0.0, (most - 1) as f32);
                    (at as usize, at.fract())
                };
                let ((column, dx), (row, dy)) = (place(x, columns), place(y, rows));
                let of = |c: usize, r: usize| {
                    paper.get(r.min(rows - 1) * columns + c.min(columns - 1)).copied().unwrap_or(1.0)
                };
                let above = of(column, row) * (1.0 - dx) + of(column + 1, row) * dx;
                let below = of(column, row + 1) * (1.0 - dx) + of(column + 1, row + 1) * dx;
                levels.push((self.at(x, y) / (above * (1.0 - dy) + below * dy).max(0.05)).min(1.0));
            }
        }
        Self { width: self.width, height: self.height, levels }
    }

    /// What a fiftieth of the samples is darker than: ink, where there is any.
    fn darkest(&self) -> f32 {
        let mut counts = [0_usize; 256];
        for v in &self.levels {
            if let Some(count) = counts.get_mut((v.clamp(0.0, 1.0) * 255.0) as usize) {
                *count += 1;
            }
        }
        let mut left = self.levels.len() / 50;
        let darkest = counts.iter().position(|count| {
            let found = *count > left;
            left = left.saturating_sub(*count);
            found
        });
        darkest.unwrap_or(0) as f32 / 255.0
    }

    /// The level between ink and paper.
    fn level(&self) -> f32 {
        let mut counts = [0_f64; 256];
        for v in &self.levels {
            if let Some(count) = counts.get_mut((v.clamp(0.0, 1.0) * 255.0) as usize) {
                *count += 1.0;
            }
        }
        let all: f64 = counts.iter().sum();
        let total: f64 = counts.iter().enumerate().map(|(i, c)| i as f64 * c).sum();
        let (mut below, mut sum) = (0.0, 0.0);
        let (mut best, mut most) = (128, 0.0);
        for (i, count) in counts.iter().enumerate() {
            below += count;
            sum += i as f64 * count;
            if below == 0.0 || below == all {
                continue;
            }
            let apart = sum / below - (total - sum) / (all - below);
            let between = below * (all - below) * apart * apart;
            if between > most {
                (best, most) = (i, between);
            }
        }
        // Halfway into the gap, so that the edge lies where the scanner saw half of each.
        ((best as f32 + 0.5) / 255.0).min(LIGHTEST as f32)
    }

    /// The closed lines along which the level is met, in samples; ink lies at their right.
    fn loops(&self, level: f32) -> Vec<Vec<Point>> {
        // A frame of paper closes what the picture's edge cuts.
        let value = |x: i64, y: i64| match (usize::try_from(x), usize::try_from(y)) {
            (Ok(x), Ok(y)) if x < self.width && y < self.height => self.at(x, y),
            _ => 1.0,
        };
        // An end of a piece is a side of a cell: level ones by (x, y, false), upright ones by (x, y, true).
        type Side = (i64, i64, bool);
        let mut next: BTreeMap<Side, Vec<Side>> = BTreeMap::new();
        let meet = |side: Side| -> Point {
            let (x, y, upright) = side;
            let (a, b) = (value(x, y), if upright { value(x, y + 1) } else { value(x + 1, y) });
            let t = f64::from(((level - a) / (b - a)).clamp(0.0, 1.0));
            let (x, y) = (x as f64 + 0.5, y as f64 + 0.5);
            if upright { Point::new(x, y + t) } else { Point::new(x + t, y) }
        };
        for y in -1..self.height as i64 {
            for x in -1..self.width as i64 {
                let dark = |x, y| value(x, y) < level;
                let corners = (dark(x, y), dark(x + 1, y), dark(x + 1, y + 1), dark(x, y + 1));
                let (top, right, foot, left) = ((x, y, false), (x + 1, y, true), (x, y + 1, false), (x, y, true));
                let pieces: &[(Side, Side)] = match corners {
                    (false, false, false, false) | (true, true, true, true) => &[],
                    (true, false, false, false) => &[(top, left)],
                    (false, true, false, false) => &[(right, top)],
                    (false, false, true, false) => &[(foot, right)],
                    (false, false, false, true) => &[(left, foot)],
                    (true, true, false, false) => &[(right, left)],
                    (false, true, true, false) => &[(foot, top)],
                    (false, false, true, true) => &[(left, right)],
                    (true, false, false, true) => &[(top, foot)],
                    (false, true, true, true) => &[(left, top)],
                    (true, false, true, true) => &[(top, right)],
                    (true, true, false, true) => &[(right, foot)],
                    (true, true, true, false) => &[(foot, left)],
                    (true, false, true, false) => &[(top, left), (foot, right)],
                    (false, true, false, true) => &[(right, top), (left, foot)],
                };
                for (from, to) in pieces {
                    next.entry(*from).or_default().push(*to);
                }
            }
        }
        let mut loops = Vec::new();
        while let Some((start, _)) = next.first_key_value().map(|(k, v)| (*k, v.len())) {
            let (mut points, mut at) = (Vec::new(), start);
            while let Some(to) = next.get_mut(&at).and_then(Vec::pop) {
                points.push(meet(at));
                if next.get(&at).is_some_and(Vec::is_empty) {
                    next.remove(&at);
                }
                at = to;
                if at == start {
                    break;
                }
            }
            if next.get(&start).is_some_and(Vec::is_empty) {
                next.remove(&start);
            }
            if points.len() > 3 {
                loops.push(points);
            }
        }
        loops
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paper that darkens to one side, a ruled line, a ring of ink and a speck.
    fn scan() -> Image {
        let (w, h) = (300_usize, 200_usize);
        let mut samples = Vec::new();
        for y in 0..h {
            for x in 0..w {
                let paper = 250.0 - 110.0 * x as f64 / w as f64;
                let r = (x as f64 - 150.0).hypot(y as f64 - 100.0);
                let ink = (r > 40.0 && r < 70.0) || (x == 10 && y == 10);
                let line = y % 40 == 20;
                samples.push(
                    (paper
                        * if ink {
                            0.15
                        } else if line {
                            0.78
                        } else {
                            1.0
                        }) as u8,
                );
            }
        }
        Image { width: w as u32, height: h as u32, samples: Samples::Gray(samples), alpha: None }
    }

    #[test]
    fn ink_is_traced_and_paper_lines_and_shadow_are_not() {
        let (picture, findings) = trace("scan.png", &scan(), Profile::embedded()).unwrap();
        let Picture::Vector { size, form, .. } = &picture else { panic!() };
        let Mark::Path(mark) = &form.items[0].mark else { panic!() };
        // The ring's box is a square, and its area that of the ring.
        assert!((size.width - size.height).abs() < 4.0, "{size:?}");
        let scale = size.width / 140.0;
        let parts = mark.path.elements().iter().filter(|e| matches!(e, biaoyu_page::geom::PathEl::MoveTo(_))).count();
        assert_eq!(parts, 2, "an outer and an inner edge");
        let found = mark.path.area().abs() / (scale * scale);
        let wanted = std::f64::consts::PI * (70.0 * 70.0 - 40.0 * 40.0);
        assert!((found / wanted - 1.0).abs() < 0.03, "{found} of {wanted}");
        assert!(findings[0].what.en.contains("traced"));
        // The same scan, the same path.
        let again = trace("scan.png", &scan(), Profile::embedded()).unwrap().0;
        assert_eq!(format!("{again:?}"), format!("{picture:?}"));
    }

    #[test]
    fn a_shadow_over_half_of_the_sheet_is_paper() {
        let (w, h) = (600_usize, 400_usize);
        let level = |i: usize| {
            let (x, y) = ((i % w) as f64, (i / w) as f64);
            // A hand's shadow with a soft edge of thirty samples.
            let paper = 245.0 - 130.0 * ((x + 0.2 * y - 300.0) / 30.0).clamp(0.0, 1.0);
            let r = (x - 300.0).hypot(y - 200.0);
            (paper * if r > 90.0 && r < 130.0 { 0.15 } else { 1.0 }) as u8
        };
        let samples = Samples::Gray((0..w * h).map(level).collect());
        let image = Image { width: w as u32, height: h as u32, samples, alpha: None };
        let (picture, findings) = trace("scan.png", &image, Profile::embedded()).unwrap();
        let Picture::Vector { size, form, .. } = &picture else { panic!() };
        let Mark::Path(mark) = &form.items[0].mark else { panic!() };
        let scale = size.width / 260.0;
        let found = mark.path.area().abs() / (scale * scale);
        let wanted = std::f64::consts::PI * (130.0 * 130.0 - 90.0 * 90.0);
        assert!((found / wanted - 1.0).abs() < 0.05, "{found} of {wanted}");
        assert!(!findings.iter().any(|f| f.rule == "lettering-ruled"), "{findings:?}");
    }

    #[test]
    fn a_white_sheet_is_no_lettering() {
        let image = Image { width: 50, height: 40, samples: Samples::Gray(vec![250; 2000]), alpha: None };
        let faults = trace("white.png", &image, Profile::embedded()).unwrap_err();
        assert_eq!(faults.0[0].code, "lettering/none");
    }
}
