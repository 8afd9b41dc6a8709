//! The way of one page: choose the variant, fill the frame with numbers, set each item in the order of what it refers
//! to, gather the items in the order of painting.

use std::sync::Arc;

use super::edition::{Code, code, taken_fields};
use super::{Choice, Composed, Composer, Edition, Laid, edge, frame, needs};
use crate::expr::Program;
use crate::layout::{Item as Wanted, Kind, Node, OUTPUTS, Output, Variant};
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::geom::Affine;
use biaoyu_page::limits::{PAGE_MARKS, REPEATS};
use biaoyu_page::page::{Fill, Group, Item, Mark, Page, PathMark, Plane};
use biaoyu_page::say;

/// Sets one page.
///
/// # Errors
/// Faults that name sheet and region: no variant for this product, missing glyphs, type that cannot be as small as
/// it would have to be.
pub fn compose(edition: &Edition<'_>) -> Result<Composed, Faults> {
    compose_in(edition, &Choice::default())
}

/// Sets one page in what was chosen for its series.
///
/// # Errors
/// As [`compose()`].
pub fn compose_in(edition: &Edition<'_>, choice: &Choice) -> Result<Composed, Faults> {
    let code = code(edition);
    let (_, variant, frame) = start(edition, code.as_ref(), choice)?;
    let composed = Composer::new(edition, variant, frame, taken_fields(edition), code, choice).run()?;
    // A page that is no series is as even: what follows the size of something else is set once more when that is known.
    if choice.alike.is_some() || !variant.scope.names().any(|(name, _)| name.starts_with("alike.")) {
        return Ok(composed);
    }
    let sizes = composed.regions.iter().filter_map(|set| {
        let item = variant.items.iter().find(|item| item.id == set.region)?;
        let Kind::Text(text) = &item.kind else { return None };
        Some((text.alike_as(&item.id)?, set.size))
    });
    compose_in(edition, &Choice { alike: Some(Arc::new(sizes.collect())), ..choice.clone() })
}

/// The variant that a page takes, its place in the layout, and the frame with all that is known before anything is set.
pub(super) fn start<'a>(
    edition: &Edition<'a>,
    code: Option<&Code>,
    choice: &Choice,
) -> Result<(usize, &'a Variant, Vec<f64>), Faults> {
    needs::needed(edition)?;
    let mut frame = frame::fill(edition, code.and_then(|c| c.as_ref().ok()), choice, Vec::new());
    let mut holds = |(_, v): &(usize, &'a Variant)| {
        frame::fill_fields(edition, v, &mut frame);
        v.when.as_ref().is_none_or(|w| w.eval(&frame) != 0.0)
    };
    let mut variants = edition.layout.variants.iter().enumerate();
    let chosen = choice.of_sheet(edition.sheet).and_then(|i| Some((i, edition.layout.variants.get(i)?)));
    let variant = chosen.filter(&mut holds).or_else(|| variants.find(holds));
    if let Some((index, variant)) = variant {
        frame::fill_alike(choice, variant, &mut frame);
        return Ok((index, variant, frame));
    }
    let (layout, product) = (&edition.layout.id, &edition.product.id);
    let what = say!("layout `{layout}` has no variant for `{product}`", "版式 `{layout}` 没有适合 `{product}` 的变体");
    let hint = say!("choose another layout, or add a variant", "请换一个版式，或为它加一个变体");
    Err(Fault::new("layout/no-variant", Place::default(), what).hint(hint).into())
}

impl Composer<'_> {
    /// Computes a `let`.
    pub(super) fn compute(&mut self, slot: usize, program: &Program) {
        let value = program.eval(&self.frame);
        frame::put(&mut self.frame, slot, value);
    }

    pub(super) fn run(mut self) -> Result<Composed, Faults> {
        let mut laid: Vec<(f64, usize, Vec<Item>)> = Vec::new();
        for step in &self.variant.order {
            match &step.node {
                Node::Let(slot, program) => self.compute(*slot, program),
                Node::Item(index) => {
                    let Some(item) = self.variant.items.get(*index) else { continue };
                    let z = item.z.as_ref().map_or(0.0, |z| z.eval(&self.frame));
                    let items = self.item(*index, item);
                    laid.push((z, *index, items));
                }
            }
        }
        laid.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut items: Vec<Item> = self.ground().into_iter().collect();
        items.extend(laid.into_iter().flat_map(|(_, _, items)| items));
        self.close(items)
    }

    /// The page of all that was set.
    pub(super) fn close(mut self, items: Vec<Item>) -> Result<Composed, Faults> {
        self.set.sort_by_key(|(index, _)| *index);
        self.check_free();
        if items.len() > PAGE_MARKS {
            let found = items.len();
            self.faults.push(Fault::new(
                "layout/too-many-marks",
                self.place(None),
                say!(
                    "the page has {found} marks, at most {PAGE_MARKS} are drawn",
                    "页面有 {found} 个图元，最多 {PAGE_MARKS} 个"
                ),
            ));
        }
        let product = self.edition.product;
        let page = Page {
            title: format!("{} {}", self.edition.sheet.text, product.name),
            boxes: product.boxes(),
            trim: product.trim_outline(),
            live: product.live(),
            cut: product.cut(),
            items,
        };
        let regions: Vec<_> = self.set.into_iter().map(|(_, set)| set).collect();
        // Words that fell away in one region and stand in another are not missing.
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let stands = |told: &str| {
            let told = bare(told.split('`').nth(1).unwrap_or_default());
            regions.iter().any(|set| bare(&set.lines.concat()) == told)
        };
        self.findings.retain(|f| f.rule != "text-left-out" || !stands(&f.what.en));
        let (said, drawn, ledger, findings) = (self.said, self.drawn, self.ledger, self.findings);
        self.faults.or(Composed { page, regions, said, drawn, ledger, findings })
    }

    pub(super) fn ground(&self) -> Option<Item> {
        let role = self.variant.ground.filter(|_| !self.choice.imprint)?;
        let fill = Fill { paint: self.paint(role), even_odd: false };
        let path = PathMark { path: Arc::new(self.edition.product.cut().path()), fill: Some(fill), stroke: None };
        Some(Item { mark: Mark::Path(path), plane: Plane::Art, source: self.source(&"ground".into()) })
    }

    /// Sets one item, with its repeats, clip and turn, and records its outputs.
    pub(super) fn item(&mut self, index: usize, item: &Wanted) -> Vec<Item> {
        let wanted = item.when.as_ref().is_none_or(|w| w.eval(&self.frame) != 0.0);
        let times = item.repeat.as_ref().map_or(1.0, |r| r.eval(&self.frame)).clamp(0.0, REPEATS as f64) as usize;
        frame::set(&mut self.frame, "count", times as f64);
        let mut items = Vec::new();
        let mut last = None;
        for i in 0..if wanted { times } else { 0 } {
            frame::set(&mut self.frame, "i", i as f64);
            if let Some(laid) = self.kind(index, item) {
                self.note(item, &laid);
                let before = self.ledger.len();
                self.enter(item, &laid);
                self.turn(item, before, index);
                let Laid { items: more, region, size, lines, ink } = laid;
                items.extend(more);
                last = Some((region, size, lines, ink));
            }
        }
        let fits = last.is_some();
        let (region, size, lines, ink) = last.unwrap_or_else(|| {
            // What is not there is a line or point at the edge that it would have stood on.
            let point = self.absent(item);
            (point, 0.0, 0.0, point)
        });
        for (offset, (_, output)) in OUTPUTS.iter().enumerate() {
            self.frame[item.outputs + offset] = match output {
                Output::X => region.x0,
                Output::Y => region.y0,
                Output::W => region.width(),
                Output::H => region.height(),
                Output::Z => size,
                Output::Lines => lines,
                Output::Fits => f64::from(u8::from(fits)),
                Output::InkLeft => ink.x0,
                Output::InkRight => ink.x1,
                Output::InkTop => ink.y0,
                Output::InkBottom => ink.y1,
            };
        }
        edge::Edge::new(&self.edition.product.boxes()).reach(self.gather(item, items))
    }

    fn kind(&mut self, index: usize, item: &Wanted) -> Option<Laid> {
        match &item.kind {
            Kind::Text(text) => self.text(index, item, text),
            Kind::Row(row) => self.row(index, item, row),
            Kind::Ring(ring) => self.ring(index, item, ring),
            Kind::Glyph(giant) => self.giant(item, giant),
            Kind::Shape(figure) => self.figure(item, figure),
            Kind::Lines(lines) => self.lines(item, lines),
            Kind::Picture(picture) => self.picture(&item.id, picture),
            Kind::Foot(foot) => self.foot(index, item, foot),
            Kind::Cells(cells) => self.cells(index, item, cells),
            Kind::Tiles(tiles) => self.tiles(item, tiles),
            Kind::Seal(seal) => self.seal(index, item, seal),
            Kind::Number(number) => self.number(index, item, number),
            Kind::Tally(tally) => self.tally(item, tally),
            Kind::Dots(dots) => self.dots(item, dots),
            Kind::Rays(rays) => self.rays(item, rays),
            Kind::Bars(bars) => self.bars(index, item, bars),
            Kind::Slashes(slashes) => self.slashes(index, item, slashes),
            Kind::Barcode(barcode) => self.barcode(item, barcode),
            Kind::Free(free) => Some(self.free(item, free)),
            Kind::Cards(cards) => self.cards(index, item, cards),
        }
    }

    /// Puts clip and turn around an item's marks.
    fn gather(&self, item: &Wanted, items: Vec<Item>) -> Vec<Item> {
        if self.choice.imprint && item.stock {
            return Vec::new();
        }
        if items.is_empty() || (item.clip.is_none() && item.rotate.is_none()) {
            return items;
        }
        let clip = item.clip.as_ref().map(|c| Arc::new(self.outline(c).path()));
        let transform = item.rotate.as_ref().map_or(Affine::IDENTITY, |turn| self.turning(turn));
        let turned = Group { transform, clip: None, text: None, items };
        let turned = Item { mark: Mark::Group(turned), plane: Plane::Art, source: self.source(&item.id) };
        let Some(clip) = clip else { return vec![turned] };
        // The clip stays upright while what is inside turns.
        let group = Group { transform: Affine::IDENTITY, clip: Some(clip), text: None, items: vec![turned] };
        vec![Item { mark: Mark::Group(group), plane: Plane::Art, source: self.source(&item.id) }]
    }
}
