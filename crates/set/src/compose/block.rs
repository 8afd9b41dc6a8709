//! Lines and columns of type in a region: which breaks, how large, where.

use super::type_set::Setting;
use super::{Bound, Composer, Laid, Set, SheetKind};
use crate::layout::{Flow as Way, Item as Wanted, LineChoice, Region, Text};
use crate::text::break_lines::{self, Breaks};
use crate::text::{Flow, Line, break_unit, keeps_parent};
use biaoyu_page::font::Chain;
use biaoyu_page::geom::{Affine, Outline, Point, Rect, Vec2};
use biaoyu_table::record::Template;

/// One way to break the text.
pub(super) struct Candidate {
    /// The lines with the number of the clause that each belongs to (its first one).
    pub lines: Vec<(String, usize)>,
    /// What the breaks cost, 0 for none.
    pub cost: f64,
}

/// A candidate, shaped: a figure in ems that scales with the size.
pub(super) struct Trial {
    pub lines: Vec<Line>,
    /// The clause of each line.
    pub clauses: Vec<usize>,
    /// Where each line stands from the first: baselines downward, or column centres leftward, and its own start.
    pub steps: Vec<Vec2>,
    /// The whole, in ems, before condensing.
    pub width: f64,
    pub height: f64,
    /// From the top of the block to the first baseline.
    pub top: f64,
    /// Width of a column: the em box, or what lies between two rules.
    pub column: f64,
    pub cost: f64,
    /// Characters of the longest line less one: where tracking can go.
    pub gaps: f64,
}

/// A trial at its size.
pub(super) struct Fitted {
    pub size: f64,
    pub condense: f64,
    pub spread: f64,
    pub bound: Bound,
}

/// Extra distance between clauses where a clause takes more than one line: the break alone no longer parts them.
const CLAUSE_STEP: f64 = 0.4;

/// A clause of several is broken in halves only where that makes the type so much larger ...
const HALVED: f64 = 1.25;
/// ... and in unequal parts, lines of 2, 5, 2 and 5, hardly ever.
const TORN: f64 = 1.8;
/// What a way counts whose type is smaller than it may be: it would be refused.
const TOO_SMALL: f64 = 0.01;

impl Composer<'_> {
    /// Sets a text in its region.
    pub(super) fn text(&mut self, index: usize, item: &Wanted, text: &Text) -> Option<Laid> {
        if let (Way::Tall(tall), Region::Box(b)) = (&text.flow, &text.region) {
            let region = if text.bleeds { self.rect(b) } else { self.text_rect(b) };
            return self.tall(index, item, text, tall, region);
        }
        if let (Way::Body { indent }, Region::Box(b)) = (&text.flow, &text.region) {
            let region = if text.bleeds { self.rect(b) } else { self.text_rect(b) };
            return self.body(index, item, text, *indent, region);
        }
        let candidates = self.candidates(text);
        let whole = candidates.first()?.lines.iter().map(|l| l.0.as_str()).collect::<Vec<_>>().join("\n");
        let chain = self.chain(&item.id, &text.style, &whole)?;
        let outline = match &text.region {
            Region::Box(b) if text.bleeds => Outline::Rect(self.rect(b)),
            Region::Box(b) => Outline::Rect(self.text_rect(b)),
            Region::Disc(d) => Outline::Circle(self.circle(d)),
        };
        let flow = if matches!(text.flow, Way::Vertical { .. }) { Flow::Vertical } else { Flow::Horizontal };
        let (max, min) = self.limits(&text.fit);
        let one = self.alike(item, text).filter(|size| *size < max);
        let max = one.unwrap_or(max);
        let faults = self.faults.0.len();
        let mut best: Option<(f64, Trial, Fitted)> = None;
        for candidate in &candidates {
            let Some(trial) = self.trial(item, text, &chain, Setting::plain(flow), candidate) else { continue };
            let fitted = fit(&trial, text, flow, &outline, max);
            let lines = trial.lines.len() as f64;
            let mut score = fitted.size * (1.0 - text.style.bias * (lines - 1.0)) * (1.0 - 0.12 * trial.cost.min(5.0))
                / Self::split(candidate)
                * if fitted.size + 1e-9 < min { TOO_SMALL } else { 1.0 };
            // Where all records have one size, what reaches it wins.
            if one.is_some_and(|size| fitted.size < size - 1e-9) {
                score *= 0.1;
            }
            if best.as_ref().is_none_or(|(s, ..)| score > s * 1.000_1) {
                best = Some((score, trial, fitted));
            }
        }
        if best.is_some() {
            // A candidate that could be set makes those that could not irrelevant; they miss the same glyphs anyway.
            self.faults.0.truncate(faults);
        }
        let (_, mut trial, mut fitted) = best?;
        if fitted.condense < 1.0 || fitted.spread > 0.0 {
            let setting = Setting { flow, condense: fitted.condense, spread: fitted.spread };
            let lines = trial.lines.iter().zip(&trial.clauses).map(|(l, c)| (l.text.clone(), *c)).collect();
            trial = self.trial(item, text, &chain, setting, &Candidate { lines, cost: trial.cost })?;
        }
        if let Way::Vertical { ruled: Some(widest), .. } = &text.flow {
            trial.open(outline.bounds().width() / fitted.size.max(1e-9), widest.eval(&self.frame));
        }
        if !text.bleeds {
            self.keep_live(&trial, text, flow, &outline, &mut fitted);
        }
        if !self.large_enough(item, &whole, fitted.size, min) {
            return None;
        }
        Some(self.place_lines(index, item, text, &trial, &fitted, flow, &outline))
    }

    /// How much larger a way must be that breaks a clause of several: a clause is a line.
    fn split(candidate: &Candidate) -> f64 {
        let clauses = candidate.lines.iter().map(|(_, clause)| *clause).max().unwrap_or(0);
        if clauses == 0 {
            return 1.0;
        }
        let lengths = |clause: usize| {
            let own = candidate.lines.iter().filter(move |(_, c)| *c == clause);
            own.map(|(line, _)| line.chars().filter(|c| c.is_alphanumeric()).count())
        };
        let worst = (0..=clauses).map(|clause| {
            let (least, most) = lengths(clause).fold((usize::MAX, 0), |(a, b), n| (a.min(n), b.max(n)));
            match lengths(clause).count() {
                0 | 1 => 1.0,
                _ if most - least.min(most) <= 1 => HALVED,
                _ => TORN,
            }
        });
        worst.fold(1.0, f64::max)
    }

    /// The ways to break an item's text.
    pub(super) fn candidates(&self, text: &Text) -> Vec<Candidate> {
        let paragraphs = self.paragraphs(&text.text);
        let [only] = paragraphs.as_slice() else {
            return if paragraphs.is_empty() { Vec::new() } else { list(&paragraphs, &text.fit.lines) };
        };
        let whole = || vec![Candidate { lines: vec![(only.clone(), 0)], cost: 0.0 }];
        if matches!(text.fit.lines, LineChoice::One) {
            return whole();
        }
        let sheet = &self.edition.sheet;
        let is_slogan = *only == sheet.text;
        if matches!(text.fit.lines, LineChoice::Names) && !is_slogan {
            // The better break comes first; a line more costs a little, as a name is best whole.
            let settings = break_unit(only);
            let has_good = settings.iter().any(|s| keeps_parent(s));
            let candidate = |(i, lines): (usize, &Vec<&str>)| Candidate {
                lines: lines.iter().map(|l| ((*l).to_string(), 0)).collect(),
                cost: 0.3 * i as f64 + if has_good && i > 0 && !keeps_parent(lines) { TORN_NAME } else { 0.0 },
            };
            return settings.iter().enumerate().map(candidate).collect();
        }
        let settings = match text.fit.lines {
            _ if is_slogan && matches!(sheet.kind, SheetKind::Event | SheetKind::Publication) => {
                break_lines::break_title(only)
            }
            _ => {
                let marks = sheet.breaks.as_deref().filter(|_| is_slogan);
                let breaks = Breaks::new(only, marks);
                match text.fit.lines {
                    LineChoice::Clauses => vec![breaks.per_clause()],
                    _ => breaks.settings(),
                }
            }
        };
        let candidates: Vec<Candidate> = settings
            .into_iter()
            .map(|s| Candidate { lines: s.lines.into_iter().map(|l| (l.text, l.clause)).collect(), cost: s.cost })
            .filter(|c| !c.lines.is_empty())
            .collect();
        if candidates.is_empty() { whole() } else { candidates }
    }

    /// The lines of templates, without those whose fields are all empty.
    pub(super) fn paragraphs(&self, templates: &[Template]) -> Vec<String> {
        let filled = |t: &&Template| t.fields().count() == 0 || t.fields().any(|(f, _)| self.fields.has(f));
        let lines = templates.iter().filter(filled).map(|t| t.expand(&self.fields).trim().to_string());
        lines.filter(|t| !t.is_empty()).collect()
    }

    /// Shapes a candidate and measures it in ems.
    fn trial(&mut self, item: &Wanted, text: &Text, chain: &Chain, setting: Setting, c: &Candidate) -> Option<Trial> {
        let mut lines = Vec::with_capacity(c.lines.len());
        for (line, _) in &c.lines {
            lines.push(self.shape(&item.id, chain, &text.style, setting, line)?);
        }
        let split = c.lines.windows(2).any(|w| w[0].1 == w[1].1);
        let leading = text.style.leading;
        let aside = match (&text.flow, lines.as_slice()) {
            (Way::Block { stagger }, [one, two]) if one.glyphs.len() == two.glyphs.len() => stagger.eval(&self.frame),
            _ => 0.0,
        };
        let mut steps = vec![Vec2::ZERO];
        for pair in c.lines.windows(2) {
            let ruled = matches!(text.flow, Way::Vertical { ruled: Some(_), .. });
            let extra = if split && !ruled && pair[0].1 != pair[1].1 { CLAUSE_STEP } else { 0.0 };
            let last = steps.last().copied().unwrap_or_default();
            steps.push(match &text.flow {
                Way::Block { .. } | Way::Tall(_) | Way::Body { .. } => last + Vec2::new(aside, leading + extra),
                Way::Vertical { stagger, .. } => last + Vec2::new(-(leading + extra), stagger.eval(&self.frame)),
            });
        }
        let end = steps.last().copied().unwrap_or_default();
        let gaps = lines.iter().map(|l| l.glyphs.len()).max().unwrap_or(1).saturating_sub(1).max(1) as f64;
        let column = if matches!(text.flow, Way::Vertical { ruled: Some(_), .. }) { leading } else { 1.0 };
        let (width, height, top) = match text.flow {
            Way::Block { .. } | Way::Tall(_) | Way::Body { .. } => {
                let width = lines.iter().zip(&steps).map(|(l, s)| ink_width(l) + s.x).fold(0.0, f64::max);
                let first = lines.first().map_or(0.0, |l| -l.core.y0);
                let last = lines.last().map_or(0.0, |l| l.core.y1);
                let (first, last) = if text.style.optical { (first, last) } else { (0.88, 0.12) };
                (width, first + end.y + last, first)
            }
            Way::Vertical { .. } => {
                let height = lines.iter().zip(&steps).map(|(l, s)| s.y + l.advance).fold(0.0, f64::max);
                (-end.x + column, height, 0.0)
            }
        };
        let clauses = c.lines.iter().map(|(_, clause)| *clause).collect();
        Some(Trial { lines, clauses, steps, width, height, top, column, cost: c.cost, gaps })
    }

    /// Takes the size down until all ink lies in the product's live area and the layout's own disc: the corners of
    /// a region may lie outside of both.
    fn keep_live(&self, trial: &Trial, text: &Text, flow: Flow, outline: &Outline, fitted: &mut Fitted) {
        let live = self.edition.product.live();
        let live = Some(live).filter(|l| !matches!(l, Outline::Rect(_)));
        let within = text.within.as_ref().map(|d| Outline::Circle(self.circle(d)));
        let limits: Vec<Outline> = live.into_iter().chain(within).collect();
        if limits.is_empty() {
            return;
        }
        for _ in 0..200 {
            let boxes =
                origins(trial, text, flow, outline, fitted).into_iter().zip(&trial.lines).map(|(origin, line)| {
                    let ink = line.ink;
                    Rect::new(ink.x0 * fitted.size, ink.y0 * fitted.size, ink.x1 * fitted.size, ink.y1 * fitted.size)
                        + origin.to_vec2()
                });
            if boxes.flat_map(|b| limits.iter().map(move |l| outside(l, b))).fold(0.0, f64::max) <= 0.001 {
                return;
            }
            fitted.size *= 0.985;
            fitted.bound = Bound::Live;
        }
    }

    pub(super) fn place_lines(
        &mut self,
        index: usize,
        item: &Wanted,
        text: &Text,
        trial: &Trial,
        fitted: &Fitted,
        flow: Flow,
        outline: &Outline,
    ) -> Laid {
        let z = fitted.size;
        let mut items = Vec::new();
        let mut inks = Vec::new();
        for (origin, line) in origins(trial, text, flow, outline, fitted).into_iter().zip(&trial.lines) {
            let place = Affine::translate(origin.to_vec2()) * Affine::scale(z);
            items.extend(self.line_items(line, text.style.ink, &item.id, place));
            inks.push(place.transform_rect_bbox(line.ink));
        }
        let lines: Vec<String> = trial.lines.iter().map(|l| l.text.clone()).collect();
        let group = self.text_group(items, &lines.join("\n"), &item.id);
        let count = lines.len() as f64;
        let set = Set { region: item.id.clone(), lines, size: z, condense: fitted.condense, bound: fitted.bound, inks };
        let ink = set.ink();
        self.set.push((index, set.into()));
        let mut region = outline.bounds();
        let ruled = matches!(text.flow, Way::Vertical { ruled: Some(_), .. });
        if ruled || (matches!(text.flow, Way::Tall(_)) && flow == Flow::Vertical) {
            let width = trial.width * fitted.condense * z;
            let align = if matches!(outline, Outline::Circle(_)) { 0.5 } else { text.align.x };
            region.x0 += align * (region.width() - width);
            region.x1 = region.x0 + width;
        }
        Laid { items: vec![group], region, size: z, lines: count, ink }
    }
}

impl Trial {
    /// Widens ruled columns to fill `room` ems, each to `widest` at most.
    fn open(&mut self, room: f64, widest: f64) {
        let columns = self.lines.len() as f64;
        let column = (room / columns.max(1.0)).min(widest).max(self.column);
        for (i, step) in self.steps.iter_mut().enumerate() {
            step.x = -(i as f64) * column;
        }
        self.column = column;
        self.width = columns * column;
    }
}

/// The ways to set a list of names, a line each: as they are, and with the longest broken in each way it can be.
fn list(paragraphs: &[String], choice: &LineChoice) -> Vec<Candidate> {
    let length = |i: usize| paragraphs.get(i).map_or(0, |p| p.chars().count());
    let longest = (0..paragraphs.len()).max_by_key(|i| length(*i)).unwrap_or(0);
    let breakable = matches!(choice, LineChoice::Names) && length(longest) > LONG_NAME;
    let settings = paragraphs.get(longest).filter(|_| breakable).map(|p| break_unit(p)).unwrap_or_default();
    let whole = || paragraphs.iter().cloned().enumerate().map(|(i, p)| (p, i));
    let mut all = vec![Candidate { lines: whole().collect(), cost: 0.0 }];
    let has_good = settings.iter().any(|s| keeps_parent(s));
    for (rank, setting) in settings.iter().enumerate().skip(1) {
        let lines = whole().flat_map(|(paragraph, i)| match i == longest {
            true => setting.iter().map(|line| ((*line).to_string(), i)).collect(),
            false => vec![(paragraph, i)],
        });
        let torn = if has_good && !keeps_parent(setting) { TORN_NAME } else { 0.0 };
        let cost = 0.3 * (setting.len() as f64 - 1.0) + 0.05 * rank as f64 + torn;
        all.push(Candidate { lines: lines.collect(), cost });
    }
    all
}

/// What lines count that are broken within the name of a body whose part follows.
const TORN_NAME: f64 = 2.5;
/// Names up to so many characters are never broken in a list.
const LONG_NAME: usize = 8;

/// Width of a line's ink, marks that hang at its end not counted.
fn ink_width(line: &Line) -> f64 {
    line.core.width()
}

/// The largest size of a trial in its region, condensing and opening it as its style allows.
fn fit(trial: &Trial, text: &Text, flow: Flow, outline: &Outline, max: f64) -> Fitted {
    let style = &text.style;
    if let Outline::Circle(c) = outline {
        let (size, bound) = smaller((c.radius / corner(trial, flow).max(1e-9), Bound::Arc), (max, Bound::Max));
        return Fitted { size, condense: 1.0, spread: 0.0, bound };
    }
    let region = outline.bounds();
    let by_height = (region.height() / trial.height.max(1e-9), Bound::Height);
    let by_width = (region.width() / (trial.width.max(1e-9) * style.condense), Bound::Width);
    let (size, bound) = smaller(smaller(by_height, by_width), (max, Bound::Max));
    let condense = (region.width() / (trial.width * size).max(1e-9)).clamp(style.condense, 1.0);
    // A short line is opened until it fills its measure, at most to the pitch that the style allows.
    let (measure, length) = match flow {
        Flow::Horizontal => (region.width(), trial.width * condense),
        Flow::Vertical => (region.height(), trial.height),
    };
    let free = (measure / size.max(1e-9) - length) / trial.gaps;
    let spread = free.clamp(0.0, (style.pitch - 1.0 - style.tracking).max(0.0));
    Fitted { size, condense, spread, bound }
}

fn smaller(a: (f64, Bound), b: (f64, Bound)) -> (f64, Bound) {
    if b.0 < a.0 { b } else { a }
}

/// Ems from the middle of a centred block to its farthest corner of ink.
fn corner(trial: &Trial, flow: Flow) -> f64 {
    let boxes = trial.lines.iter().zip(&trial.steps).map(|(line, step)| match flow {
        Flow::Horizontal => {
            let half = ink_width(line) / 2.0;
            let baseline = trial.top + step.y - trial.height / 2.0;
            let middle = step.x - trial.steps.last().map_or(0.0, |s| s.x) / 2.0;
            Rect::new(middle - half, baseline + line.ink.y0, middle + half, baseline + line.ink.y1)
        }
        Flow::Vertical => {
            let x = step.x + (trial.width - trial.column) / 2.0;
            let y = step.y - trial.height / 2.0;
            Rect::new(x + line.ink.x0, y + line.ink.y0, x + line.ink.x1, y + line.ink.y1)
        }
    });
    boxes.flat_map(corners).map(|p| p.to_vec2().hypot()).fold(0.0, f64::max)
}

fn corners(r: Rect) -> [Point; 4] {
    [Point::new(r.x0, r.y0), Point::new(r.x1, r.y0), Point::new(r.x0, r.y1), Point::new(r.x1, r.y1)]
}

fn outside(outline: &Outline, r: Rect) -> f64 {
    corners(r).into_iter().map(|p| outline.distance_outside(p)).fold(0.0, f64::max)
}

/// Where each line's space begins on the page.
fn origins(trial: &Trial, text: &Text, flow: Flow, outline: &Outline, fitted: &Fitted) -> Vec<Point> {
    let z = fitted.size;
    let region = outline.bounds();
    let align = match outline {
        Outline::Circle(_) => crate::layout::Align { x: 0.5, y: 0.5 },
        _ => text.align,
    };
    let top = region.y0 + align.y * (region.height() - trial.height * z);
    match flow {
        Flow::Horizontal => trial
            .lines
            .iter()
            .zip(&trial.steps)
            .map(|(line, step)| {
                // Lines that begin one after another are aligned as one figure.
                let is_stepped = trial.steps.iter().any(|s| s.x > 0.0);
                let taken = if is_stepped { trial.width } else { ink_width(line) };
                let free = region.width() - taken * z;
                let x = region.x0 + align.x * free + (step.x - line.core.x0) * z;
                Point::new(x, top + (trial.top + step.y) * z)
            })
            .collect(),
        Flow::Vertical => {
            let width = trial.width * fitted.condense * z;
            let right =
                region.x0 + align.x * (region.width() - width) + width - 0.5 * trial.column * fitted.condense * z;
            trial.steps.iter().map(|step| Point::new(right + step.x * fitted.condense * z, top + step.y * z)).collect()
        }
    }
}
