//! G8, where marks, names and codes stand. A mark keeps to its name by the row's formula, level and a fixed distance away; a
//! code, and a mark that stands by itself, have a line of the page in both directions: an edge, an axis or a margin that
//! something else keeps too. On a disc, which has no edges, a mark stands on an axis, and by something.

use std::sync::Arc;

use super::limits::{ALIGNED, BARE, BEARING, BEARING_MOST, BESIDE, BY, DROP, FLOOR, FLUSH, RISE};
use super::outline::between;
use super::sight::{Extent, Role, Shape, Sight, Thing, is_han, is_seen};
use super::{Breach, Check};
use crate::compose::Sort;
use crate::product::{Kind, Product, Shape as Form};
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Point, Rect, Vec2};
use biaoyu_page::ink::Cmyk;

/// Ems within which a mark belongs to a name beside it, and under it.
const NEAR: (f64, f64) = (1.5, 0.75);
/// Heights of the higher of two marks within which they stand in one row.
const ROW: f64 = 1.5;
/// The region of the names in a foot.
const SIGN: &str = "sign";
/// Ems within which a line under a code belongs to it.
const CAPTION: f64 = 0.45;
/// Columns and rows of the grid that edges stand on where nothing else holds them.
const GRID: f64 = 12.0;

/// All that a region paints, in the directions that it is set in.
struct Block<'s> {
    region: Arc<str>,
    role: Role,
    things: Vec<&'s Thing>,
    em: f64,
    bounds: Rect,
    /// The way that its lines run, of length 1.
    along: Vec2,
}

impl Block<'_> {
    fn down(&self) -> Vec2 {
        Vec2::new(-self.along.y, self.along.x)
    }

    /// From where to where it reaches in a direction.
    fn extent(&self, way: Vec2) -> Extent {
        self.things.iter().map(|t| t.extent(way)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or_default()
    }

    /// The middles of its Chinese characters in a direction: of the first line and of the last.
    fn middles(&self, way: Vec2) -> Option<Extent> {
        let all = self.things.iter().filter_map(|t| middle(t)).map(|p| p.to_vec2().dot(way));
        all.map(|v| (v, v)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// The foot of the row that its last line stands in.
    fn row_foot(&self) -> Option<f64> {
        let (_, last) = self.middles(Vec2::new(0.0, 1.0))?;
        Some(last + (middle_of(self)? + DROP) * self.em)
    }

    /// Whether it has edges that something else can be flush with.
    fn is_level(&self) -> bool {
        !self.things.iter().any(|t| matches!(t.sort, Sort::Arc | Sort::Bars | Sort::Slashes))
    }

    fn is_arc(&self) -> bool {
        self.things.iter().any(|t| t.sort == Sort::Arc)
    }
}

/// The middle of a Chinese character's cell.
fn middle(thing: &Thing) -> Option<Point> {
    let Shape::Glyph { at, letter: Some(letter), middle, .. } = &thing.shape else { return None };
    is_han(*letter).then(|| *at * Point::new(0.5, *middle))
}

/// What may stand on one line with something else, region by region.
fn blocks(sight: &Sight) -> Vec<Block<'_>> {
    let mut all: Vec<Block<'_>> = Vec::new();
    let kept = |t: &&Thing| is_seen(t.bounds) && !matches!(t.role, Role::Ornament(_) | Role::Ground);
    for thing in sight.things.iter().filter(kept) {
        match all.iter_mut().find(|b| b.region == thing.region && b.role == thing.role) {
            Some(block) => {
                block.things.push(thing);
                block.bounds = block.bounds.union(thing.placed());
                block.em = block.em.max(thing.em);
            }
            None => all.push(Block {
                region: thing.region.clone(),
                role: thing.role,
                things: vec![thing],
                em: thing.em,
                bounds: thing.placed(),
                along: thing.along(),
            }),
        }
    }
    all
}

/// Marks of several hosts that stand in one row are held as one.
fn join_rows(blocks: &mut Vec<Block<'_>>) {
    let in_row = |a: Rect, b: Rect| {
        let gap = (b.x0 - a.x1).max(a.x0 - b.x1);
        (a.center().y - b.center().y).abs() <= FLUSH && (0.0..ROW * a.height().max(b.height())).contains(&gap)
    };
    let mut i = 0;
    while i < blocks.len() {
        let next = |b: &Block<'_>, a: &Block<'_>| b.role == Role::Logo && in_row(a.bounds, b.bounds);
        let other = match blocks.get(i) {
            Some(a) if a.role == Role::Logo => {
                (i + 1..blocks.len()).find(|n| blocks.get(*n).is_some_and(|b| next(b, a)))
            }
            _ => None,
        };
        match other {
            Some(n) => {
                let joined = blocks.remove(n);
                if let Some(block) = blocks.get_mut(i) {
                    block.things.extend(joined.things);
                    block.bounds = block.bounds.union(joined.bounds);
                }
            }
            None => i += 1,
        }
    }
}

/// Marks, names and codes that stand where nothing holds them.
pub(super) fn stands(sight: &Sight, product: &Product) -> Vec<Breach> {
    // A product with a layout of its own, a certificate or a seat card, is set by other rules.
    if product.layout.is_some() {
        return Vec::new();
    }
    let mut blocks = blocks(sight);
    join_rows(&mut blocks);
    let mut found = Vec::new();
    let mut paired: Vec<&Arc<str>> = Vec::new();
    for mark in blocks.iter().filter(|b| b.role == Role::Logo) {
        // What a badge is for may stand beside the mark as a name does.
        let signs = |b: &&Block<'_>| b.role == Role::Sign || b.role == Role::Campaign && *b.region == *SIGN;
        for name in blocks.iter().filter(|b| signs(b) && !b.is_arc()) {
            if let Some(breaches) = pair(mark, name) {
                found.extend(breaches);
                paired.extend([&mark.region, &name.region]);
            }
        }
    }
    let has_own = product.personal || product.is_round();
    let signs = blocks.iter().any(|b| matches!(b.role, Role::Sign | Role::Logo));
    let is_foot = matches!(product.kind, Kind::Poster | Kind::Rollup | Kind::XStand);
    let alone = |b: &&Block<'_>| match b.role {
        // By itself on what is read from far, a mark or a name is one of a stack of rows.
        Role::Logo => (has_own || is_foot) && !paired.contains(&&b.region),
        Role::Sign => (is_foot || product.is_round()) && !b.is_arc() && !paired.contains(&&b.region),
        // By itself there, a code is a row of its own.
        Role::Code => has_own || is_foot || signs,
        _ => false,
    };
    let disc = disc(product);
    for block in blocks.iter().filter(alone) {
        match disc {
            Some((centre, radius)) => found.extend(on_disc(sight, &blocks, block, (centre, radius))),
            None => {
                let (mut across, mut down) = off_lines(block, block.bounds, &blocks, product);
                if block.role == Role::Code {
                    // On bare paper what is seen are the modules.
                    let bare =
                        sight.things.iter().filter(|t| t.role == Role::Ground).all(|t| t.look.is_none_or(is_bare));
                    if let Some(dark) = block.things.iter().find_map(|t| t.dark).filter(|_| bare) {
                        let (x, y) = off_lines(block, dark, &blocks, product);
                        (across, down) = (across.min(x), down.min(y));
                    }
                    if blocks.iter().any(|b| is_caption(b, block)) {
                        down = 0.0;
                    }
                }
                // A mark in a column of type stands where that has come to.
                let flows = block.role == Role::Logo && product.personal && blocks.iter().any(|b| leads_to(b, block));
                let off = if flows { across } else { across.max(down) };
                let most = if block.role == Role::Sign { bearing(block.em) } else { FLUSH };
                found.extend((off > most).then(|| stray(block, off, most)));
            }
        }
    }
    if let Some((centre, _)) = disc {
        found.extend(blocks.iter().filter(|b| b.role == Role::Sign && b.is_arc()).filter_map(|b| ring(b, centre)));
    }
    found
}

fn stray(block: &Block<'_>, off: f64, most: f64) -> Breach {
    Breach::new(Check::Stray, Severity::Warning, &block.region, off, most)
}

/// Millimetres by which type may miss a line that its em stands on: its ink begins a little inside, where the layout does not
/// bring it there (`optical = false`).
fn bearing(em: f64) -> f64 {
    FLUSH.max((BEARING * em).min(BEARING_MOST))
}

/// Middle and radius of what type stands within on a disc.
fn disc(product: &Product) -> Option<(Point, f64)> {
    match product.shape {
        Form::Round { live, .. } => Some((product.trim_rect().center(), live / 2.0)),
        _ => None,
    }
}

/// Millimetres that two things may differ which are meant to be level.
fn slack(em: f64) -> f64 {
    FLUSH.max(ALIGNED * em)
}

/// A mark and a name: what is off between them; `None` where neither belongs to the other.
fn pair(mark: &Block<'_>, name: &Block<'_>) -> Option<Vec<Breach>> {
    let (along, down, em) = (name.along, name.down(), name.em);
    let (m, n) = ((mark.extent(along), mark.extent(down)), (name.extent(along), name.extent(down)));
    let meets = |a: Extent, b: Extent| a.0 < b.1 && b.0 < a.1;
    let tell = |check: Check, off: f64, found: f64, wanted: f64| {
        let breach = || Breach::new(check, Severity::Warning, &mark.region, found, wanted).beside(&name.region);
        (off > slack(em)).then(breach)
    };
    let between = (n.0.0 - m.0.1).max(m.0.0 - n.0.1);
    let mut found = Vec::new();
    // What has slipped below its name, or over it, belongs to it all the same.
    let (reach, room) = (NEAR.1 * em, (m.1.0 - n.1.1).max(n.1.0 - m.1.1));
    if room < reach && (-0.1 * em..NEAR.0 * em).contains(&between) {
        found.extend(tell(Check::Gap, (between - BESIDE * em).abs(), between / em, BESIDE));
        if let Some((first, last)) = name.middles(down) {
            let off = (f64::midpoint(m.1.0, m.1.1) - f64::midpoint(first, last)).abs();
            found.extend(tell(Check::Level, off, off / em, slack(em) / em));
        }
        return Some(found);
    }
    // Over the name: as far from the top of its first line.
    let (first, _) = name.middles(down)?;
    let over = first - (RISE - middle_of(name)?) * em - m.1.1;
    // Those of one foot belong together however far one has slipped.
    let far = if *name.region == *SIGN { NEAR.0 } else { NEAR.1 };
    if !meets(m.0, n.0) || !(-0.1 * em..far * em).contains(&over) {
        return None;
    }
    found.extend(tell(Check::Gap, (over - BESIDE * em).abs(), over / em, BESIDE));
    let edges = [m.0.0 - n.0.0, m.0.1 - n.0.1, f64::midpoint(m.0.0, m.0.1) - f64::midpoint(n.0.0, n.0.1)];
    let off = edges.into_iter().map(f64::abs).fold(f64::INFINITY, f64::min);
    found.extend((off > FLUSH).then(|| stray(mark, off, FLUSH)));
    Some(found)
}

/// The middle of a Chinese character over the baseline, in ems.
fn middle_of(name: &Block<'_>) -> Option<f64> {
    name.things.iter().find_map(|t| match &t.shape {
        Shape::Glyph { middle, .. } => Some(*middle),
        _ => None,
    })
}

/// Whether type stands over a block, flush with it and near.
fn leads_to(type_: &Block<'_>, block: &Block<'_>) -> bool {
    let (a, b) = (type_.bounds, block.bounds);
    let edges = [a.x0 - b.x0, a.x1 - b.x1, a.center().x - b.center().x];
    let is_flush = edges.into_iter().any(|d| d.abs() <= FLUSH);
    type_.role.is_text() && is_flush && (0.0..NEAR.0 * type_.em).contains(&(b.y0 - a.y1))
}

/// Whether a ground is so light that the panel of a code is not seen on it.
fn is_bare(ground: Cmyk) -> bool {
    ground.total() < BARE
}

/// Whether a line of type stands under a code in its column, and near.
fn is_caption(type_: &Block<'_>, code: &Block<'_>) -> bool {
    let (a, b) = (type_.bounds, code.bounds);
    type_.role == Role::Text && a.x0 < b.x1 && b.x0 < a.x1 && (0.0..CAPTION * type_.em).contains(&(a.y0 - b.y1))
}

/// How far a block that is seen as `r` is from the nearest line that it could stand on, in both directions.
fn off_lines(block: &Block<'_>, r: Rect, blocks: &[Block<'_>], product: &Product) -> (f64, f64) {
    let safe = product.safe_rect();
    let (w, h) = (product.trim.width, product.trim.height);
    // As far from one edge as from another is a margin.
    let [left, right, top, low] = [r.x0, w - r.x1, r.y0, h - r.y1];
    let corners = [left - top, left - low, right - top, right - low];
    // Columns and rows within the page, not at its edges.
    let step = |v: f64, whole: f64| match (0.25..=0.75).contains(&(v / whole)) {
        true => v - (v / whole * GRID).round() * whole / GRID,
        false => f64::INFINITY,
    };
    let mut across = vec![r.center().x - w / 2.0, r.x0 - safe.x0, r.x1 - safe.x1, step(r.x0, w), step(r.x1, w)];
    let mut down = vec![r.y0 - safe.y0, r.y1 - safe.y1, low - FLOOR];
    down.push(r.center().y - h / if product.personal { 3.0 } else { 2.0 });
    across.extend(corners);
    down.extend(corners);
    // A row of mark and name ends where the lower of them does.
    let in_row = blocks.iter().filter(|b| matches!(b.role, Role::Logo | Role::Sign));
    let lowest = in_row.map(|b| b.bounds.y1).fold(0.0, f64::max);
    // Where a slogan ends depends on its length.
    let is_code = block.role == Role::Code;
    let holds = |b: &&Block<'_>| {
        !(is_code && b.role == Role::Slogan) && b.region != block.region && b.along.y.abs() < 1e-9 && b.is_level()
    };
    for other in blocks.iter().filter(holds) {
        let q = other.bounds;
        let is_lowest = q.y1 + FLUSH > lowest;
        across.extend([r.x1 - q.x1, left - (w - q.x1), right - q.x0]);
        // A mark has the size that its shape gives it, a code that of its link.
        if !matches!(other.role, Role::Logo | Role::Code) {
            across.push(r.x0 - q.x0);
        }
        if !is_code {
            across.push(r.center().x - q.center().x);
        }
        // Lines of type follow one another: only a name is level with something.
        match other.role {
            Role::Logo if is_lowest => down.push(r.y1 - q.y1),
            Role::Name => down.push(r.center().y - q.center().y),
            // The ink of a last line may end above the foot of its row.
            Role::Sign if is_lowest => {
                down.push(r.y1 - q.y1);
                down.extend(other.row_foot().map(|foot| r.y1 - foot));
            }
            role if role == Role::Logo || role.is_text() => {}
            _ => {
                down.extend([r.y0 - q.y0, r.y1 - q.y1]);
                // What is cut off has another middle than one sees.
                if q.y0 >= 0.0 && q.y1 <= h {
                    down.push(r.center().y - q.center().y);
                }
            }
        }
        // As far from a figure over it, or under it, as from the side.
        if other.role == Role::Figure && q.x0 < r.x1 && r.x0 < q.x1 {
            down.extend([q.y0 - r.y1, r.y0 - q.y1].map(|gap| gap - left.min(right)));
        }
    }
    let least = |all: Vec<f64>| all.into_iter().map(f64::abs).fold(f64::INFINITY, f64::min);
    (least(across), least(down))
}

/// A mark by itself on a disc: off every axis, or by nothing.
fn on_disc(sight: &Sight, blocks: &[Block<'_>], mark: &Block<'_>, (centre, radius): (Point, f64)) -> Vec<Breach> {
    let from = mark.bounds.center() - centre;
    let (start, end) = mark.extent(mark.along);
    let mut ways = vec![f64::midpoint(start, end) - centre.to_vec2().dot(mark.along)];
    if mark.role == Role::Logo {
        ways.extend([from.y, from.x.abs() - from.y.abs()]);
        ways.extend(blocks.iter().filter(|b| b.role == Role::Slogan && !b.is_arc()).map(|b| from.dot(b.along)));
    }
    let off = ways.into_iter().map(f64::abs).fold(f64::INFINITY, f64::min);
    let mut found: Vec<Breach> = (off > FLUSH).then(|| stray(mark, off, FLUSH)).into_iter().collect();
    // A mark in a cell of its own is held by that, a name by the slogan over it.
    if mark.role != Role::Logo
        || sight
            .things
            .iter()
            .any(|t| matches!(t.role, Role::Ornament(Sort::Tiles)) && between(t.bounds, mark.bounds) <= 0.0)
    {
        return found;
    }
    let (least, most) = (BY.0 * radius, BY.1 * radius);
    let (clear, by) = nearest(sight, mark, (centre, radius), 2.0 * most);
    if clear < least || by > most {
        let (off, wanted) = if clear < least { (clear, least) } else { (by, most) };
        found.push(Breach::new(Check::Apart, Severity::Warning, &mark.region, off, wanted));
    }
    found
}

/// Millimetres from a mark to what is nearest, up to `most`: of all, and without the slogan, which comes as near as its length
/// makes it.
fn nearest(sight: &Sight, mark: &Block<'_>, (centre, radius): (Point, f64), most: f64) -> (f64, f64) {
    let middle = mark.bounds.center();
    let panel = sight.things.iter().find(|t| t.role == Role::Figure && t.outline().holds(middle));
    // On a coin within the disc its edge is the rim.
    let coin = panel.map(|p| p.bounds).filter(|r| (r.width() - r.height()).abs() < FLUSH && r.width() < 2.0 * radius);
    let (centre, radius) = coin.map_or((centre, radius), |r| (r.center(), r.width() / 2.0));
    let corners = mark.things.iter().flat_map(|t| t.corners());
    let rim = corners.map(|p| radius - (p - centre).hypot()).fold(most, f64::min);
    let mut least = (rim, rim);
    for own in &mark.things {
        let around = |t: &&Thing| {
            is_seen(t.bounds)
                && t.region != mark.region
                && !matches!(t.role, Role::Ornament(Sort::Dots | Sort::Rays | Sort::Tiles) | Role::Ground | Role::Logo)
                && between(t.bounds, own.bounds) < most
                // What it stands on is no neighbour, nor is what stands outside of that.
                && panel.is_none_or(|p| !std::ptr::eq(*t, p) && p.outline().holds(t.bounds.center()))
        };
        for other in sight.things.iter().filter(around) {
            let window = own.bounds.inflate(most, most);
            let distance = match other.role {
                // Between the strokes of a large character it stands on that.
                Role::Key => between(other.bounds, own.bounds).max(0.0),
                _ => other.outline().near(window).distance(own.outline(), most),
            };
            least.0 = least.0.min(distance);
            // Nor does a rule between columns hold anything.
            let is_rule = other.role == Role::Figure && matches!(other.shape, Shape::Line { .. });
            if other.role != Role::Slogan && !is_rule {
                least.1 = least.1.min(distance);
            }
        }
    }
    least
}

/// Type on an arc that is not about the middle of the disc.
fn ring(block: &Block<'_>, centre: Point) -> Option<Breach> {
    let far = block.things.iter().filter_map(|t| middle(t)).map(|p| (p - centre).hypot());
    let (least, most) = far.fold((f64::INFINITY, 0.0_f64), |(a, b), d| (a.min(d), b.max(d)));
    let off = most - least;
    (off.is_finite() && off > ALIGNED * block.em).then(|| stray(block, off, ALIGNED * block.em))
}
