//! Crop marks, registration marks and the colour bar: outside the bleed, the former on every plate
//! (`/Separation /All`, ISO 32000-1, 8.6.6.4).

use std::sync::Arc;

use crate::product::Product;
use biaoyu_page::geom::{BezPath, Point, Rect, circle_path, grow, rect_path};
use biaoyu_page::ink::{Cmyk, Ink, Paint, Spot};
use biaoyu_page::page::{Cap, Fill, Item, Join, Mark, PathMark, Plane, Source, Stroke};

/// Between the bleed and what stands around it, mm at unit 1.
const GAP: f64 = 2.0;
/// Length of crop marks and diameter of registration marks, mm at unit 1.
const REACH: f64 = 5.0;
/// Paper beyond them.
const REST: f64 = 1.0;
/// Side of a patch of the colour bar.
const PATCH: f64 = 4.0;
/// Width of lines: 0.25 pt.
const LINE: f64 = 0.09;

/// Where marks stand around a sheet.
pub(super) struct Frame {
    /// What the marks keep outside of: the bleed with its white edge.
    pub sheet: Rect,
    /// What the crop marks point at.
    trim: Rect,
    /// Each ink's marks apart: crop marks and slug are in black ink alone.
    apart: bool,
    /// How large marks are: 1 up to 1.2 m in the file, ten times as large at 12 m.
    pub unit: f64,
}

/// Ink on every plate.
fn all() -> Paint {
    let alternate = Cmyk::percent(100.0, 100.0, 100.0, 100.0);
    Paint::solid(Ink::Spot(Arc::new(Spot { plate: Spot::EVERY.into(), alternate })))
}

impl Frame {
    pub(crate) fn new(sheet: Rect, product: &Product, scale: u32, apart: bool) -> Self {
        // A button is cut at its outer circle.
        let trim = if product.is_round() { product.bleed_rect() } else { product.trim_rect() };
        let scale = f64::from(scale.max(1));
        let unit = scale * (trim.width().max(trim.height()) / scale / 1200.0).clamp(1.0, 10.0);
        Self { sheet, trim, apart, unit }
    }

    /// What marks take up.
    pub(crate) fn room(&self) -> Rect {
        grow(self.sheet, (GAP + REACH + REST) * self.unit)
    }

    /// The ink of crop marks and slug.
    pub(crate) fn ink(&self) -> Paint {
        if self.apart { Paint::cmyk(Cmyk::BLACK) } else { all() }
    }

    /// The marks; `plates` names those of the art. Apart, each arm of a registration mark is of another ink: shops whose
    /// programs count 400 % in marks take these.
    pub(crate) fn marks(&self, plates: &[String]) -> Vec<Item> {
        let ink = self.ink();
        let crop = self.crop().into_iter().map(|path| line(path, LINE * self.unit, ink.clone()));
        let mut items: Vec<Item> = crop.collect();
        items.extend(if self.apart { self.arms(plates) } else { self.registration() });
        items.extend(self.bar(plates));
        items
    }

    /// Two lines at each corner, on the trim's edges; each alone, so that the box of none lies over the art.
    fn crop(&self) -> Vec<BezPath> {
        let (near, far) = (GAP * self.unit, (GAP + REACH) * self.unit);
        let (sheet, trim) = (self.sheet, self.trim);
        let mut paths = Vec::new();
        let mut line = |from: (f64, f64), to: (f64, f64)| {
            let mut path = BezPath::new();
            path.move_to(from);
            path.line_to(to);
            paths.push(path);
        };
        for x in [trim.x0, trim.x1] {
            line((x, sheet.y0 - near), (x, sheet.y0 - far));
            line((x, sheet.y1 + near), (x, sheet.y1 + far));
        }
        for y in [trim.y0, trim.y1] {
            line((sheet.x0 - near, y), (sheet.x0 - far, y));
            line((sheet.x1 + near, y), (sheet.x1 + far, y));
        }
        paths
    }

    /// A circle with a cross at the middle of each side.
    fn registration(&self) -> Vec<Item> {
        let reach = REACH * self.unit;
        let mark = |p: Point| {
            let mut path = circle_path(p, reach * 0.3);
            path.move_to((p.x - reach / 2.0, p.y));
            path.line_to((p.x + reach / 2.0, p.y));
            path.move_to((p.x, p.y - reach / 2.0));
            path.line_to((p.x, p.y + reach / 2.0));
            line(path, LINE * self.unit, all())
        };
        self.sides().into_iter().map(mark).collect()
    }

    /// Where registration marks stand: outside of the middle of each side.
    fn sides(&self) -> [Point; 4] {
        let (sheet, away) = (self.sheet, (GAP + REACH / 2.0) * self.unit);
        let centre = sheet.center();
        [
            Point::new(centre.x, sheet.y0 - away),
            Point::new(centre.x, sheet.y1 + away),
            Point::new(sheet.x0 - away, centre.y),
            Point::new(sheet.x1 + away, centre.y),
        ]
    }

    /// At the middle of each side a circle in black, and an arm from its centre for each other plate in use: where inks lie
    /// true the arms meet in one point.
    fn arms(&self, plates: &[String]) -> Vec<Item> {
        let reach = REACH * self.unit;
        let mut inks: Vec<Paint> = plates.iter().filter_map(|name| process(name)).collect();
        let spots = plates.iter().filter(|name| process(name).is_none());
        inks.extend(spots.map(|name| spot(name)));
        let arms = inks.len().max(4);
        let mut items = Vec::new();
        for place in self.sides() {
            items.push(line(circle_path(place, reach * 0.3), LINE * self.unit, Paint::cmyk(Cmyk::BLACK)));
            for (i, ink) in inks.iter().enumerate() {
                let angle = std::f64::consts::TAU * i as f64 / arms as f64;
                let (y, x) = (libm::sin(angle), libm::cos(angle));
                let mut path = BezPath::new();
                // They begin beside the centre, which else would have all of them.
                let at = |r: f64| (place.x + r * x, place.y + r * y);
                path.move_to(at(LINE * self.unit));
                path.line_to(at(reach / 2.0));
                items.push(line(path, LINE * self.unit, ink.clone()));
            }
        }
        items
    }

    /// Patches above the sheet, left and then right of the registration mark, as many as there is room for: solids,
    /// mixtures of two, halves.
    fn bar(&self, plates: &[String]) -> Vec<Item> {
        let side = PATCH * self.unit;
        let top = self.sheet.y0 - (GAP + REACH / 2.0) * self.unit - side / 2.0;
        let clear = (REACH / 2.0 + 1.0) * self.unit;
        let middle = self.sheet.center().x;
        let reaches = [
            (self.trim.x0.max(self.sheet.x0) + clear / 2.0, middle - clear),
            (middle + clear, self.trim.x1 - clear / 2.0),
        ];
        let places = reaches.into_iter().flat_map(|(from, to)| {
            let count = ((to - from) / side + 1e-9).floor().clamp(0.0, 64.0) as usize;
            (0..count).map(move |i| Rect::from_origin_size((from + side * i as f64, top), (side, side)))
        });
        places.zip(patches(plates)).map(|(place, paint)| fill(rect_path(place), paint)).collect()
    }
}

/// The colours of the bar, the most telling first.
fn patches(plates: &[String]) -> Vec<Paint> {
    let mix = |c: f64, m: f64, y: f64, k: f64| Paint::cmyk(Cmyk::percent(c, m, y, k));
    let full =
        [mix(100.0, 0.0, 0.0, 0.0), mix(0.0, 100.0, 0.0, 0.0), mix(0.0, 0.0, 100.0, 0.0), mix(0.0, 0.0, 0.0, 100.0)];
    let two = [mix(0.0, 100.0, 100.0, 0.0), mix(100.0, 0.0, 100.0, 0.0), mix(100.0, 100.0, 0.0, 0.0)];
    let half = [mix(50.0, 0.0, 0.0, 0.0), mix(0.0, 50.0, 0.0, 0.0), mix(0.0, 0.0, 50.0, 0.0), mix(0.0, 0.0, 0.0, 50.0)];
    let spots = plates.iter().filter(|name| process(name).is_none());
    full.into_iter().chain(spots.map(|name| spot(name))).chain(two).chain(half).collect()
}

/// A process ink by its plate's name.
fn process(plate: &str) -> Option<Paint> {
    let inks = match plate {
        "Cyan" => [100.0, 0.0, 0.0, 0.0],
        "Magenta" => [0.0, 100.0, 0.0, 0.0],
        "Yellow" => [0.0, 0.0, 100.0, 0.0],
        "Black" => [0.0, 0.0, 0.0, 100.0],
        _ => return None,
    };
    let [c, m, y, k] = inks;
    Some(Paint::cmyk(Cmyk::percent(c, m, y, k)))
}

/// A spot by its plate's name. Its first look in the file decides what stands in for it: the art comes before the marks.
fn spot(plate: &str) -> Paint {
    Paint::solid(Ink::Spot(Arc::new(Spot { plate: plate.to_owned(), alternate: Cmyk::BLACK })))
}

fn line(path: BezPath, width: f64, paint: Paint) -> Item {
    let stroke = Stroke { paint, width, cap: Cap::Butt, join: Join::Miter, dash: Vec::new() };
    let mark = Mark::Path(PathMark { path: Arc::new(path), fill: None, stroke: Some(stroke) });
    Item { mark, plane: Plane::Marks, source: Source::default() }
}

fn fill(path: BezPath, paint: Paint) -> Item {
    let fill = Some(Fill { paint, even_odd: false });
    let mark = Mark::Path(PathMark { path: Arc::new(path), fill, stroke: None });
    Item { mark, plane: Plane::Marks, source: Source::default() }
}
