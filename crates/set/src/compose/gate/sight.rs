//! A composed page taken apart: every glyph, figure and picture with whose it is, in the order of painting.

use std::cell::OnceCell;
use std::sync::Arc;

use super::super::{Composed, Entry, Sort};
use super::outline::Outline;
use biaoyu_page::font::Outlined;
use biaoyu_page::geom::{Affine, BezPath, Point, Rect, Shape as _, Vec2, rect_path};
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::page::{Item, Mark, Plane};

/// Whose ink a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The slogan or title.
    Slogan,
    /// The theme of the campaign.
    Theme,
    /// Who signs 落款: unit, association, hosts.
    Sign,
    /// The campaign's own line.
    Campaign,
    /// The person of a badge.
    Name,
    /// Any other text.
    Text,
    /// The mark of the unit.
    Logo,
    /// The QR code with its quiet zone.
    Code,
    /// Any other picture.
    Photo,
    /// The character that is the picture.
    Key,
    /// A seal with its characters.
    Seal,
    /// What the layout draws: lines, rays, dots, tiles.
    Ornament(Sort),
    /// Panels, rules, the bars under type.
    Figure,
    /// What the whole page is painted with.
    Ground,
}

impl Role {
    /// Whether it is read.
    pub fn is_text(self) -> bool {
        use Role::{Campaign, Name, Sign, Slogan, Text, Theme};
        matches!(self, Slogan | Theme | Sign | Campaign | Name | Text)
    }

    fn of(entry: &Entry) -> Self {
        let has = |fields: &[&str]| entry.fields.iter().any(|f| fields.contains(&&**f));
        match entry.sort {
            Sort::Key => Role::Key,
            Sort::Seal => Role::Seal,
            Sort::Figure => Role::Figure,
            Sort::Dots | Sort::Lines | Sort::Rays | Sort::Tiles => Role::Ornament(entry.sort),
            Sort::Picture if entry.fields.iter().any(|f| f.starts_with("logo")) => Role::Logo,
            Sort::Picture if has(&["qr"]) => Role::Code,
            // Finished art is what the page is painted with: what stands on it is the art's own affair, or was put there.
            Sort::Picture if has(&["art"]) => Role::Ground,
            Sort::Picture => Role::Photo,
            // The first of these that it names: `{slogan}——{unit}宣` is the slogan.
            // 2021 质量月 is the campaign's line; a title by itself is what an event's sheet says.
            _ if has(&["slogan"]) || has(&["title"]) && !has(&["year"]) => Role::Slogan,
            _ if has(&["name"]) => Role::Name,
            _ if has(&["theme"]) => Role::Theme,
            _ if has(&["unit", "organisation", "host", "co_host"]) => Role::Sign,
            _ if has(&["campaign", "title"]) => Role::Campaign,
            _ => Role::Text,
        }
    }
}

/// One thing that is painted.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    pub role: Role,
    pub sort: Sort,
    pub region: Arc<str>,
    /// Its place in the order of painting.
    pub order: usize,
    /// The box of its ink within all clips, mm.
    pub bounds: Rect,
    /// Height of the em of type, of the whole of a picture, mm.
    pub em: f64,
    pub shape: Shape,
    pub clips: Vec<Arc<BezPath>>,
    /// Its colour; the first of a blend, `None` of samples.
    pub look: Option<Cmyk>,
    /// The corners of the box that a mark was placed by, whose parts it is one of: their own boxes, turned or with the ends of
    /// lines, may be larger than what is seen.
    frame: Option<[Point; 4]>,
    /// The box of a code without its quiet zone.
    pub dark: Option<Rect>,
    /// Its outline, when it was asked for.
    flat: OnceCell<Outline>,
}

/// From where to where something reaches.
pub(super) type Extent = (f64, f64);

/// Its outline.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Glyph {
        outline: Arc<Outlined>,
        /// From ems, y up, to the page.
        at: Affine,
        /// What it shows.
        letter: Option<char>,
        /// Middle of a Chinese character's cell in its em space, y up.
        middle: f64,
    },
    Fill {
        path: Arc<BezPath>,
        at: Affine,
        even_odd: bool,
    },
    Line {
        path: Arc<BezPath>,
        at: Affine,
        width: f64,
    },
    Box,
}

/// Share of an em by which a flattened curve may be off.
const FINE: f64 = 0.002;

impl Thing {
    /// Its outline as straight pieces.
    pub(crate) fn outline(&self) -> &Outline {
        self.flat.get_or_init(|| self.flatten())
    }

    fn flatten(&self) -> Outline {
        let tolerance = (FINE * self.em).max(1e-4);
        match &self.shape {
            Shape::Glyph { outline, at, .. } => Outline::of_fill(&outline.path, *at, false, tolerance),
            Shape::Fill { path, at, even_odd } => Outline::of_fill(path, *at, *even_odd, tolerance),
            Shape::Line { path, at, width } => Outline::of_line(path, *at, *width, tolerance),
            Shape::Box => Outline::of_box(self.bounds),
        }
    }

    /// The corners of the box that it has in its own space.
    pub(crate) fn corners(&self) -> [Point; 4] {
        let (r, at) = match &self.shape {
            Shape::Glyph { outline, at, .. } => (outline.ink, *at),
            Shape::Fill { path, at, .. } => (path.bounding_box(), *at),
            Shape::Line { .. } | Shape::Box => (self.bounds, Affine::IDENTITY),
        };
        corners(r).map(|p| at * p)
    }

    /// The box that it stands by: that which a mark was placed by, else that of its ink.
    pub(crate) fn placed(&self) -> Rect {
        let Some([a, b, c, d]) = self.frame else { return self.bounds };
        Rect::from_points(a, c).union(Rect::from_points(b, d))
    }

    /// From where to where it reaches in a direction.
    pub(crate) fn extent(&self, way: Vec2) -> Extent {
        let all = self.frame.unwrap_or_else(|| self.corners()).map(|p| p.to_vec2().dot(way));
        all.into_iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)))
    }

    /// The way that its own space runs on the page, of length 1.
    pub(crate) fn along(&self) -> Vec2 {
        let [a, b, ..] = match &self.shape {
            Shape::Glyph { at, .. } | Shape::Fill { at, .. } | Shape::Line { at, .. } => at.as_coeffs(),
            Shape::Box => Affine::IDENTITY.as_coeffs(),
        };
        let length = a.hypot(b);
        if length > 0.0 { Vec2::new(a, b) / length } else { Vec2::new(1.0, 0.0) }
    }

    /// Whether it is type that is set to be read.
    pub(crate) fn is_type(&self) -> bool {
        self.role.is_text() && matches!(self.shape, Shape::Glyph { .. })
    }
}

/// All that is painted on a page.
pub(super) struct Sight {
    pub things: Vec<Thing>,
}

impl Sight {
    /// Takes a page apart.
    pub(crate) fn of(composed: &Composed) -> Self {
        let clips = Vec::new();
        let (things, groups) = (Vec::new(), Vec::new());
        let mut eye = Eye { composed, things, clips, frame: None, region: None, group: 0, groups };
        eye.items(&composed.page.items, Affine::IDENTITY);
        Self { things: eye.things }
    }

    /// The glyphs that are read.
    pub(crate) fn type_(&self) -> impl Iterator<Item = &Thing> {
        self.things.iter().filter(|t| t.is_type())
    }

    /// The regions of glyphs that are read, in the order of painting.
    pub(crate) fn regions(&self, of: impl Fn(&Thing) -> bool) -> Vec<Arc<str>> {
        let mut all: Vec<Arc<str>> = Vec::new();
        for thing in self.type_().filter(|t| of(t)) {
            if !all.contains(&thing.region) {
                all.push(thing.region.clone());
            }
        }
        all
    }

    /// The hull of all ink of a role, mm.
    pub(crate) fn hull(&self, of: impl Fn(Role) -> bool) -> Option<Rect> {
        self.things.iter().filter(|t| of(t.role) && is_seen(t.bounds)).map(|t| t.bounds).reduce(|a, b| a.union(b))
    }

    /// The largest em of a role's type, mm.
    pub(crate) fn em(&self, of: impl Fn(Role) -> bool) -> Option<f64> {
        self.type_().filter(|t| of(t.role)).map(|t| t.em).reduce(f64::max)
    }
}

/// Whether a transform leaves level what is level.
fn is_level(at: Affine) -> bool {
    let [a, b, c, d, ..] = at.as_coeffs();
    b.abs() <= 1e-6 * a.abs() && c.abs() <= 1e-6 * d.abs()
}

/// The corners of a box, all the way round.
fn corners(r: Rect) -> [Point; 4] {
    [(r.x0, r.y0), (r.x1, r.y0), (r.x1, r.y1), (r.x0, r.y1)].map(Point::from)
}

/// Whether a box has any extent.
pub(super) fn is_seen(r: Rect) -> bool {
    r.width() > 0.0 || r.height() > 0.0
}

/// Whether a character is Chinese, and so fills its em.
pub(super) fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9FFF | 0x2_0000..=0x3_FFFF)
}

struct Eye<'c> {
    composed: &'c Composed,
    things: Vec<Thing>,
    clips: Vec<Arc<BezPath>>,
    /// The box of the mark that is being painted.
    frame: Option<[Point; 4]>,
    region: Option<Arc<str>>,
    group: usize,
    /// Text groups that each region had so far.
    groups: Vec<(Arc<str>, usize)>,
}

impl Eye<'_> {
    fn items(&mut self, items: &[Item], at: Affine) {
        for item in items.iter().filter(|i| i.plane == Plane::Art) {
            let outer = self.region.clone();
            if item.source.region.is_some() {
                self.region.clone_from(&item.source.region);
            }
            self.mark(&item.mark, at);
            self.region = outer;
        }
    }

    fn mark(&mut self, mark: &Mark, at: Affine) {
        // Of a code and a photo only the whole counts.
        if let (Mark::Shared { form, transform }, Some((role @ (Role::Code | Role::Photo | Role::Ground), sort))) =
            (mark, self.picture())
        {
            let r = form.items.iter().filter_map(|i| bounds(&i.mark)).reduce(|a, b| a.union(b)).unwrap_or(form.bounds);
            self.push(role, sort, Shape::Box, (at * *transform).transform_rect_bbox(r), 0.0, None);
            let dark = form.items.last().filter(|_| role == Role::Code).and_then(|i| bounds(&i.mark));
            if let Some(thing) = self.things.last_mut() {
                thing.dark = dark.map(|r| (at * *transform).transform_rect_bbox(r));
            }
            return;
        }
        match mark {
            Mark::Glyphs(run) => {
                let middle = run.face.measures().han_middle;
                for glyph in &run.glyphs {
                    let outline = run.face.outline(glyph.id);
                    if outline.path.elements().is_empty() {
                        continue;
                    }
                    let at = at * glyph.matrix;
                    let [a, b, c, d, ..] = at.as_coeffs();
                    let range = glyph.range.start as usize..glyph.range.end as usize;
                    let letter = run.text.get(range).and_then(|t| t.chars().next());
                    let (role, sort) = self.owner();
                    let bounds = at.transform_rect_bbox(outline.ink);
                    let shape = Shape::Glyph { outline, at, letter, middle };
                    self.push(role, sort, shape, bounds, a.hypot(b).max(c.hypot(d)), look(&run.paint));
                }
            }
            Mark::Path(path) => {
                let bounds = at.transform_rect_bbox(path.path.bounding_box());
                let (role, sort) = self.drawn();
                if let Some(fill) = &path.fill {
                    let shape = Shape::Fill { path: path.path.clone(), at, even_odd: fill.even_odd };
                    self.push(role, sort, shape, bounds, 0.0, look(&fill.paint));
                }
                if let Some(stroke) = &path.stroke {
                    let width = stroke.width * at.determinant().abs().sqrt();
                    let bounds = bounds.inflate(width / 2.0, width / 2.0);
                    let shape = Shape::Line { path: path.path.clone(), at, width };
                    self.push(role, sort, shape, bounds, 0.0, look(&stroke.paint));
                }
            }
            // Turned samples have a turned box.
            Mark::Image(image) if !is_level(at * image.matrix) => {
                let (role, sort) = self.drawn();
                let (unit, at) = (Rect::new(0.0, 0.0, 1.0, 1.0), at * image.matrix);
                let shape = Shape::Fill { path: Arc::new(rect_path(unit)), at, even_odd: false };
                self.push(role, sort, shape, at.transform_rect_bbox(unit), 0.0, None);
            }
            Mark::Blocks(_) | Mark::Image(_) => {
                let Some(r) = bounds(mark) else { return };
                let (role, sort) = self.drawn();
                self.push(role, sort, Shape::Box, at.transform_rect_bbox(r), 0.0, None);
            }
            Mark::Group(group) => {
                let at = at * group.transform;
                if let Some(clip) = &group.clip {
                    self.clips.push(Arc::new(at * &**clip));
                }
                if group.text.is_some() {
                    self.count();
                }
                self.items(&group.items, at);
                if group.clip.is_some() {
                    self.clips.pop();
                }
            }
            Mark::Shared { form, transform } => {
                let (at, outer) = (at * *transform, self.frame);
                if outer.is_none() && self.picture().is_some_and(|(role, _)| role == Role::Logo) {
                    self.frame = Some(corners(form.bounds).map(|p| at * p));
                }
                self.items(&form.items, at);
                self.frame = outer;
            }
        }
    }

    /// Counts the text groups of a region: the runs of a row.
    fn count(&mut self) {
        let Some(region) = &self.region else { return };
        self.group = match self.groups.iter_mut().find(|(r, _)| r == region) {
            Some((_, count)) => {
                *count += 1;
                *count - 1
            }
            None => {
                self.groups.push((region.clone(), 1));
                0
            }
        };
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.composed.ledger.iter().filter(|e| self.region.as_ref().is_some_and(|r| *r == e.region))
    }

    /// Whose type is being painted.
    fn owner(&self) -> (Role, Sort) {
        let own = self.entries().nth(self.group).or(self.entries().last());
        own.map_or((Role::Text, Sort::Type), |e| (Role::of(e), e.sort))
    }

    /// Whose figures are being painted: those of type are what it stands on.
    fn drawn(&self) -> (Role, Sort) {
        match self.entries().next() {
            Some(entry) if entry.sort.is_type() => (Role::Figure, entry.sort),
            Some(entry) => (Role::of(entry), entry.sort),
            None if self.region.as_deref() == Some("ground") => (Role::Ground, Sort::Figure),
            None => (Role::Figure, Sort::Figure),
        }
    }

    fn picture(&self) -> Option<(Role, Sort)> {
        self.entries().next().filter(|e| e.sort == Sort::Picture).map(|e| (Role::of(e), e.sort))
    }

    fn push(&mut self, role: Role, sort: Sort, shape: Shape, bounds: Rect, em: f64, look: Option<Cmyk>) {
        let mut seen = bounds;
        for clip in &self.clips {
            let r = clip.bounding_box();
            let (x0, y0) = (seen.x0.max(r.x0), seen.y0.max(r.y0));
            seen = Rect::new(x0, y0, seen.x1.min(r.x1).max(x0), seen.y1.min(r.y1).max(y0));
        }
        let (region, order) = (self.region.clone().unwrap_or_else(|| "".into()), self.things.len());
        let em = if em > 0.0 { em } else { seen.height() };
        let (clips, frame, flat) = (self.clips.clone(), self.frame, OnceCell::new());
        self.things.push(Thing {
            role,
            sort,
            region,
            order,
            bounds: seen,
            em,
            shape,
            clips,
            look,
            frame,
            dark: None,
            flat,
        });
    }
}

/// The box of a mark, in its own coordinates; `None` where there is nothing.
fn bounds(mark: &Mark) -> Option<Rect> {
    match mark {
        Mark::Path(path) => Some(path.path.bounding_box()),
        Mark::Blocks(blocks) => blocks.rects.iter().copied().reduce(|a, b| a.union(b)),
        Mark::Image(image) => Some(image.matrix.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0))),
        Mark::Group(group) => {
            let inner = group.items.iter().filter_map(|i| bounds(&i.mark)).reduce(|a, b| a.union(b))?;
            Some(group.transform.transform_rect_bbox(inner))
        }
        Mark::Shared { form, transform } => Some(transform.transform_rect_bbox(form.bounds)),
        Mark::Glyphs(_) => None,
    }
}

/// A paint as its inks, spots as their mixtures.
fn look(paint: &Paint) -> Option<Cmyk> {
    match paint {
        Paint::Solid { ink, tint, .. } => Some(ink.cmyk().tinted(*tint)),
        Paint::Linear(gradient) => gradient.stops.first().map(|(_, cmyk)| *cmyk),
        Paint::Radial(radial) => radial.stops.first().map(|(_, cmyk)| *cmyk),
    }
}
