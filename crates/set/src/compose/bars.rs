//! Lines of type on parallel bars that cross the page: the largest size at which every line stays where type may be.

use std::sync::Arc;

use super::type_set::Setting;
use super::ways::{Block, Fitted, Ways};
use super::{Bound, Composer, Laid, Set};
use crate::layout::{BarEnds, Bars, Flow as Way, Item as Wanted, RoleInk, Series};
use crate::text::{Flow, Line};
use biaoyu_page::error::Fault;
use biaoyu_page::font::Chain;
use biaoyu_page::geom::{Affine, Outline, Point, Rect, Shape as _, Vec2, polygon};
use biaoyu_page::page::{Fill, Group, Item, Mark, PathMark, Plane};
use biaoyu_page::say;

/// How much size an em of difference from the wanted step is worth.
const STEP_COST: f64 = 0.07;
/// What a size counts where clauses share a bar: each has its own unless one line is a quarter larger.
const JOINED: f64 = 0.8;
/// Less of a bar of the series than so many squares of its thickness is a scrap at the edge, and not drawn.
const SCRAP: f64 = 0.5;
/// Share of a bar of the series that its item's clip leaves at least, where bars are whole.
const UNCUT: f64 = 0.98;
/// Tangents that stand for a circle where areas are measured.
const TANGENTS: u32 = 48;
/// Steps that are tried on either side of the wanted one, and their distance in ems.
const TRIED: (i32, f64) = (8, 0.25);
/// Least step of columns that are not level, ems.
const LEAST_STEP: f64 = 0.55;

impl Composer<'_> {
    /// Sets lines on bars.
    pub(super) fn bars(&mut self, index: usize, item: &Wanted, bars: &Bars) -> Option<Laid> {
        let text = &bars.text;
        let mut candidates = self.candidates(text);
        let whole = candidates.first()?.lines.iter().map(|l| l.0.as_str()).collect::<Vec<_>>().join("\n");
        let chain = self.chain(&item.id, &text.style, &whole)?;
        if matches!(text.flow, Way::Tall(_)) {
            super::tall::keep(&mut candidates, &whole);
        }
        let ways = self.ways(bars);
        let flow = if ways.vertical { Flow::Vertical } else { Flow::Horizontal };
        let (max, min) = self.limits(&text.fit);
        let clauses =
            if matches!(text.flow, Way::Tall(_)) { 0 } else { crate::text::break_lines::clauses(&whole).len() };
        let tangent = libm::tan(bars.angle.eval(&self.frame).to_radians());
        let wanted = bars.step.as_ref().map(|s| s.eval(&self.frame));
        let faults = self.faults.0.len();
        let mut best: Option<(f64, Block, Fitted)> = None;
        for candidate in &candidates {
            let setting = Setting::plain(flow);
            let lines: Option<Vec<Line>> =
                candidate.lines.iter().map(|(l, _)| self.shape(&item.id, &chain, &text.style, setting, l)).collect();
            let Some(lines) = lines else { continue };
            let whose: Vec<usize> = candidate.lines.iter().map(|l| l.1).collect();
            let set = Block::new(lines, whose, bars, candidate.cost);
            // Starts one under the other: a bar further down is a step further along.
            let level = if ways.vertical { 0.0 } else { -(bars.bar + bars.space) * tangent };
            let wanted = wanted.unwrap_or(level);
            let joined = if set.lines.len() < clauses { JOINED } else { 1.0 };
            let lines = set.lines.len() as f64;
            let share = joined * (1.0 - text.style.bias * (lines - 1.0)) * (1.0 - 0.12 * set.cost.min(5.0));
            let mut own: Option<(f64, Fitted)> = None;
            for i in -TRIED.0..=TRIED.0 {
                let step = wanted + f64::from(i) * TRIED.1;
                // Columns are level, or clearly a step apart.
                let step = if ways.vertical && step < LEAST_STEP { 0.0 } else { step };
                let Some(fitted) = set.largest(&ways, step, text.align.x, max) else { continue };
                let score = fitted.size * share * (1.0 - STEP_COST * (step - wanted).abs());
                if own.as_ref().is_none_or(|(s, _)| score > s * 1.000_1) {
                    own = Some((score, fitted));
                }
                if set.lines.len() == 1 {
                    break;
                }
            }
            if let Some((score, fitted)) = own
                && best.as_ref().is_none_or(|(s, ..)| score > s * 1.000_1)
            {
                best = Some((score, set, fitted));
            }
        }
        if best.is_some() {
            self.faults.0.truncate(faults);
        } else if self.faults.0.len() == faults {
            let what = say!("no bar crosses the region", "没有一条经过该区域");
            let hint = say!(
                "move `cx` and `cy`, or give `below` and `above` more room",
                "请移动 `cx`、`cy`，或放宽 `below`、`above`"
            );
            self.faults.push(Fault::new("bars/no-room", self.place(Some(&item.id)), what).hint(hint));
        }
        let (_, mut set, mut fitted) = best?;
        if !self.large_enough(item, &whole, fitted.size, min) {
            return None;
        }
        if let Some(opened) = self.opened(item, bars, &ways, &chain, flow, &set, &fitted) {
            (set, fitted) = opened;
        }
        let bound = if fitted.size >= max - 1e-6 { Bound::Max } else { Bound::Width };
        Some(self.place_bars(index, item, bars, &ways, &set, &fitted, bound))
    }

    /// The same size with the type opened as far as its style and the free way allow; `None` when nothing is gained.
    #[allow(clippy::too_many_arguments, reason = "all of them were just computed together")]
    fn opened(
        &mut self,
        item: &Wanted,
        bars: &Bars,
        ways: &Ways,
        chain: &Chain,
        flow: Flow,
        set: &Block,
        fitted: &Fitted,
    ) -> Option<(Block, Fitted)> {
        let style = &bars.text.style;
        let gaps = set.lines.iter().map(|l| l.glyphs.len().saturating_sub(1)).max().filter(|g| *g > 0)? as f64;
        let most = style.pitch - 1.0 - style.tracking;
        let spread = (fitted.slack / (fitted.size * gaps)).min(most);
        (spread > 0.0).then_some(())?;
        let setting = Setting { spread, ..Setting::plain(flow) };
        let lines: Option<Vec<Line>> =
            set.lines.iter().map(|l| self.shape(&item.id, chain, style, setting, &l.text)).collect();
        let wider = Block::new(lines?, set.clauses.clone(), bars, set.cost);
        // A hair less than what fits, so that rounding cannot take the room away.
        let fitted = wider.at(ways, fitted.step, bars.text.align.x, fitted.size * (1.0 - 1e-9))?;
        Some((wider, fitted))
    }

    /// The axes of the bars and what bounds them.
    fn ways(&self, bars: &Bars) -> Ways {
        let at =
            |p: &(crate::expr::Program, crate::expr::Program)| Point::new(p.0.eval(&self.frame), p.1.eval(&self.frame));
        let vertical = !matches!(bars.text.flow, Way::Block { .. });
        let turn = Affine::rotate(-bars.angle.eval(&self.frame).to_radians());
        // In columns the type reads down and the next one stands to the left.
        let axes = if vertical { Affine::new([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]) } else { Affine::IDENTITY };
        let to_page = Affine::translate(at(&bars.pivot).to_vec2()) * turn * axes;
        let region = match &bars.text.region {
            crate::layout::Region::Box(b) => Outline::Rect(self.text_rect(b)),
            crate::layout::Region::Disc(d) => Outline::Circle(self.circle(d)),
        };
        let live = Some(self.edition.product.live()).filter(|l| matches!(l, Outline::Circle(_)));
        let within = bars.text.within.as_ref().map(|d| Outline::Circle(self.circle(d)));
        let limits = [Some(region), live, within].into_iter().flatten().collect();
        let from_page = to_page.inverse();
        let low = bars.below.as_ref().map_or(f64::NEG_INFINITY, |p| (from_page * at(p)).y);
        let high = bars.above.as_ref().map_or(f64::INFINITY, |p| (from_page * at(p)).y);
        Ways { to_page, vertical, limits, across: (low, high) }
    }

    #[allow(clippy::too_many_arguments, reason = "all of them were just computed together")]
    fn place_bars(
        &mut self,
        index: usize,
        item: &Wanted,
        bars: &Bars,
        ways: &Ways,
        set: &Block,
        fitted: &Fitted,
        bound: Bound,
    ) -> Laid {
        let z = fitted.size;
        let cut = self.edition.product.cut();
        let far = cut.bounds().width() + cut.bounds().height();
        let half = bars.bar * z / 2.0;
        let mut art = Vec::new();
        for (i, middle) in set.middles.iter().enumerate() {
            let v = fitted.middle + middle * z;
            let (start, length) = (fitted.starts.get(i).copied().unwrap_or(0.0), set.length(i) * z);
            let over = bars.overhang * z;
            let (from, to) = match bars.ends {
                BarEnds::Cross => (-far, far),
                BarEnds::Turns if i % 2 == 1 => (-far, start + length + over),
                BarEnds::Turns | BarEnds::Start => (start - over, far),
                BarEnds::Both => (start - over, start + length + over),
            };
            let clause = set.clauses.get(i).copied().unwrap_or(i);
            let fill = bars.fills.get(clause % bars.fills.len().max(1)).copied();
            art.extend(fill.and_then(|f| self.bar(item, ways, Rect::new(from, v - half, to, v + half), f)));
        }
        if let Some(series) = &bars.series {
            for side in [-1.0, 1.0] {
                let edge = fitted.middle + side * (set.half * z - bars.space * z / 2.0);
                self.series(item, bars, series, ways, z, side, edge, far, &mut art);
            }
        }
        let mut runs = Vec::new();
        let mut inks = Vec::new();
        for (i, line) in set.lines.iter().enumerate() {
            let v = fitted.middle + set.middles.get(i).copied().unwrap_or(0.0) * z;
            let u = fitted.starts.get(i).copied().unwrap_or(0.0);
            let place = ways.line(line, u, v, z);
            runs.extend(self.line_items(line, bars.text.style.ink, &item.id, place));
            // The box of a whole turned line would hold half the page.
            inks.extend(line.glyphs.iter().filter(|g| g.ink.area() > 0.0).map(|g| place.transform_rect_bbox(g.ink)));
        }
        let lines: Vec<String> = set.lines.iter().map(|l| l.text.clone()).collect();
        let count = lines.len() as f64;
        let clip = Some(Arc::new(cut.path())).filter(|_| !matches!(cut, Outline::Rect(_)));
        let art = Group { transform: Affine::IDENTITY, clip, text: None, items: art };
        let art = Item { mark: Mark::Group(art), plane: Plane::Art, source: self.source(&item.id) };
        let group = self.text_group(runs, &lines.join("\n"), &item.id);
        let told = Set { region: item.id.clone(), lines, size: z, condense: 1.0, bound, inks };
        let ink = told.ink();
        self.set.push((index, told.into()));
        // What follows the bars needs their thickness: a turned box cannot give it.
        let thick = (2.0 * set.half - bars.space) * z;
        let region = ways.limits.first().map_or(Rect::ZERO, Outline::bounds);
        let region = Rect::new(region.x0, region.y0, region.x1, region.y0 + thick);
        Laid { items: vec![art, group], region, size: z, lines: count, ink }
    }

    /// The bars that follow on one side.
    #[allow(clippy::too_many_arguments, reason = "one call, one place")]
    fn series(
        &mut self,
        item: &Wanted,
        bars: &Bars,
        series: &Series,
        ways: &Ways,
        z: f64,
        side: f64,
        edge: f64,
        far: f64,
        art: &mut Vec<Item>,
    ) {
        let count = series.count.eval(&self.frame).clamp(0.0, 200.0) as usize;
        let mut thick = series.first * bars.bar * z;
        let least = series.least.eval(&self.frame);
        let page = self.edition.product.trim_outline().bounds();
        let mut v = edge;
        for k in 0..count {
            super::frame::set(&mut self.frame, "k", k as f64);
            v += side * series.space.eval(&self.frame) * bars.space * z;
            let (near, next) = (v, v + side * thick);
            let end = if side < 0.0 { &series.above } else { &series.below };
            let u = ways.along(end.eval(&self.frame), f64::midpoint(near, next));
            let hangs = matches!(bars.ends, BarEnds::Start | BarEnds::Both);
            let (from, to) = if side < 0.0 || hangs { (u, far) } else { (-far, u) };
            let ink = series.inks.get(k % series.inks.len().max(1)).copied();
            let bar = Rect::new(from, near.min(next), to, near.max(next));
            if thick < least {
                break;
            }
            let seen = self.seen_area(item, ways, bar);
            // Those that hang end where they are cut; others are not cut short.
            let uncut = || hangs || seen >= UNCUT * seen_on(corners(ways, bar), &self.edition.product.trim_outline());
            if let Some(ink) = ink.filter(|_| !series.whole || is_whole(ways, bar, page) && uncut())
                && seen >= SCRAP * thick * thick
            {
                art.extend(self.bar(item, ways, bar, ink));
            }
            v = next;
            thick *= series.ratio;
        }
    }

    /// Area of a bar that is seen on the finished product, mm².
    fn seen_area(&self, item: &Wanted, ways: &Ways, bar: Rect) -> f64 {
        let trim = cut_to(corners(ways, bar), &sides(&self.edition.product.trim_outline()));
        let seen = match &item.clip {
            Some(clip) => cut_to(trim, &sides(&self.outline(clip))),
            None => trim,
        };
        if seen.len() > 2 { polygon(&seen).area().abs() } else { 0.0 }
    }

    /// A bar, cut to what is printed; `None` off the page.
    fn bar(&self, item: &Wanted, ways: &Ways, bar: Rect, role: RoleInk) -> Option<Item> {
        let printed = Outline::Rect(self.edition.product.cut().bounds());
        let points = cut_to(corners(ways, bar), &sides(&printed));
        let path = (points.len() > 2 && bar.width() > 0.0).then(|| polygon(&points))?;
        (path.area().abs() > 1e-6).then_some(())?;
        let fill = Fill { paint: self.paint(role), even_odd: false };
        let mark = Mark::Path(PathMark { path: Arc::new(path), fill: Some(fill), stroke: None });
        Some(Item { mark, plane: Plane::Art, source: self.source(&item.id) })
    }
}

/// Area of a figure within an outline, mm².
fn seen_on(points: Vec<Point>, outline: &Outline) -> f64 {
    let seen = cut_to(points, &sides(outline));
    if seen.len() > 2 { polygon(&seen).area().abs() } else { 0.0 }
}

/// A bar's corners on the page.
fn corners(ways: &Ways, bar: Rect) -> Vec<Point> {
    let corners = [(bar.x0, bar.y0), (bar.x1, bar.y0), (bar.x1, bar.y1), (bar.x0, bar.y1)];
    corners.map(|c| ways.to_page * Point::from(c)).to_vec()
}

/// Whether both long edges of a bar cross the page: it is not cut along its length.
fn is_whole(ways: &Ways, bar: Rect, page: Rect) -> bool {
    let page = sides(&Outline::Rect(page));
    let mut edges = [bar.y0, bar.y1].into_iter().map(|v| {
        let ends = [(bar.x0, v), (bar.x1, v)].map(|end| ways.to_page * Point::from(end));
        let seen = cut_to(vec![ends[0], ends[1], ends[0]], &page);
        seen.iter().any(|p| (*p - ends[0]).hypot() > 0.0) && seen.len() > 1
    });
    edges.all(|crosses| crosses)
}

/// The sides of an outline, each as a normal to the inside and a distance: a point p is inside where all n·p + d ≥ 0.
fn sides(outline: &Outline) -> Vec<(Vec2, f64)> {
    match outline {
        Outline::Circle(c) => {
            let tangent = |i: u32| {
                let turn = std::f64::consts::TAU * f64::from(i) / f64::from(TANGENTS);
                let inward = Vec2::new(-libm::cos(turn), -libm::sin(turn));
                (inward, c.radius - inward.dot(c.center.to_vec2()))
            };
            (0..TANGENTS).map(tangent).collect()
        }
        Outline::Rect(r) | Outline::Rounded(r, _) => vec![
            (Vec2::new(1.0, 0.0), -r.x0),
            (Vec2::new(-1.0, 0.0), r.x1),
            (Vec2::new(0.0, 1.0), -r.y0),
            (Vec2::new(0.0, -1.0), r.y1),
        ],
    }
}

/// The part of a convex polygon inside all sides.
fn cut_to(points: Vec<Point>, sides: &[(Vec2, f64)]) -> Vec<Point> {
    sides.iter().fold(points, |points, (inward, d)| {
        let side = |p: Point| inward.dot(p.to_vec2()) + d;
        let mut kept = Vec::with_capacity(points.len() + 2);
        let before = points.iter().cycle().skip(points.len().saturating_sub(1));
        for (a, b) in before.zip(&points) {
            let (da, db) = (side(*a), side(*b));
            if (da < 0.0) != (db < 0.0) {
                kept.push(a.lerp(*b, da / (da - db)));
            }
            if db >= 0.0 {
                kept.push(*b);
            }
        }
        kept
    })
}
