//! The engine: a sheet's words, a product's size and a layout's places become a [`Page`].
//!
//! Pure and total: no files, no clock, and every input gives a page or faults that name the region. The way of one
//! page is [`compose`]: choose the variant, fill the frame with numbers, set each item in the order of what it
//! refers to, gather the items in the order of painting.

mod barcode;
mod bars;
mod block;
mod body;
mod bound;
mod cards;
mod cards_draw;
mod cards_size;
mod cells;
mod cells_rows;
mod cover;
mod curve;
mod dots;
mod edge;
mod even;
mod figure;
mod foot;
mod foot_rows;
mod frame;
mod free;
pub mod gate;
mod giant;
mod ledger;
mod memo;
mod needs;
mod number;
mod picture;
mod place;
mod rays;
mod ring;
mod row;
mod said;
mod scene;
mod seal;
mod series;
mod sheet;
mod slashes;
mod tall;
mod tally;
mod tile_art;
mod tile_choice;
mod tiles;
mod type_set;
mod ways;

pub use crate::picture::{Picture, Pictures};
pub use bound::Bound;
pub use gate::{Alike, Choice, choose, compose_in};
pub use ledger::{Entry, Form};
pub use picture::enough_samples;
pub use said::{Drawn, Rank, Said};
pub use scene::{cell_samples, scene_samples};
pub use series::Series;
pub use sheet::{Sheet, SheetKind};

use std::sync::Arc;

use crate::expr::Program;
use crate::layout::{Item as Wanted, Kind, Layout, Node, OUTPUTS, Output, RoleInk, Variant};
use crate::palette::Palette;
use crate::product::Product;
use crate::text;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::font::FontLibrary;
use biaoyu_page::geom::{Affine, Rect};
use biaoyu_page::ink::Paint;
use biaoyu_page::limits::{PAGE_MARKS, REPEATS};
use biaoyu_page::page::{Fill, Group, Item, Mark, Page, PathMark, Plane, Source};
use biaoyu_page::say;
use biaoyu_table::record::Fields;

/// All that one page is made of.
#[derive(Clone, Copy)]
pub struct Edition<'a> {
    /// Where things go.
    pub layout: &'a Layout,
    /// How big.
    pub product: &'a Product,
    /// In which colours.
    pub palette: &'a Palette,
    /// What the sheet says.
    pub sheet: &'a Sheet,
    /// What templates are filled with; `slogan` and `key` come from the sheet.
    pub fields: &'a Fields,
    /// The faces.
    pub fonts: &'a FontLibrary,
    /// Logo, photo, QR code.
    pub pictures: &'a Pictures,
    /// Whether the palette's spot inks print instead of their process mixtures.
    pub spots: bool,
}

/// What composing gives.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The page.
    pub page: Page,
    /// The text that was set, region by region, in the order of the layout.
    pub regions: Vec<Arc<Set>>,
    /// Whose words stand in which size, in the order of setting.
    pub said: Vec<Said>,
    /// The pictures that the layout drew.
    pub drawn: Vec<Drawn>,
    /// Which fields and pictures were printed, item by item.
    pub ledger: Vec<Entry>,
    /// What the printer or the clerk should know.
    pub findings: Vec<Finding>,
}

/// A region of set type.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// The region's id.
    pub region: Arc<str>,
    /// Its lines or columns.
    pub lines: Vec<String>,
    /// Type size (em), mm.
    pub size: f64,
    /// Horizontal scale of the characters, 1 for none.
    pub condense: f64,
    /// What kept it from being larger.
    pub bound: Bound,
    /// The box of each line's ink on the page, mm; of each character's where the line is turned; one box for type on
    /// an arc.
    pub inks: Vec<Rect>,
}

impl Set {
    /// The box of all ink on the page, mm.
    pub fn ink(&self) -> Rect {
        self.inks.iter().copied().reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO)
    }
}

/// Sets one page.
///
/// # Errors
/// Faults that name sheet and region: no variant for this product, missing glyphs, type that cannot be as small as
/// it would have to be.
pub fn compose(edition: &Edition<'_>) -> Result<Composed, Faults> {
    compose_in(edition, &Choice::default())
}

/// The QR code, or why there is none.
type Code = Result<Picture, Fault>;

/// The variant that a page takes, its place in the layout, and the frame with all that is known before anything is set.
fn start<'a>(
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
        return Ok((index, variant, frame));
    }
    let (layout, product) = (&edition.layout.id, &edition.product.id);
    let what = say!("layout `{layout}` has no variant for `{product}`", "版式 `{layout}` 没有适合 `{product}` 的变体");
    let hint = say!("choose another layout, or add a variant", "请换一个版式，或为它加一个变体");
    Err(Fault::new("layout/no-variant", Place::default(), what).hint(hint).into())
}

/// The two characters that may stand large one over the other.
fn pair(edition: &Edition<'_>) -> Option<String> {
    text::pair_of(&edition.sheet.text, &edition.sheet.keys, edition.fields.get("title").unwrap_or_default())
}

/// What templates are filled with.
fn taken_fields(edition: &Edition<'_>) -> Fields {
    let mut fields = edition.fields.clone();
    fields.set("slogan", edition.sheet.text.clone());
    fields.set("key", edition.sheet.keys.clone());
    fields.set("pair", pair(edition).unwrap_or_default());
    if let Some(name) = fields.get("name").map(text::open_name) {
        fields.set("name", name);
    }
    fields
}

/// The QR code: the picture of that name, else made of the field `qr`.
fn code(edition: &Edition<'_>) -> Option<Code> {
    if let Some(given) = edition.pictures.get("qr") {
        return Some(Ok(given.clone()));
    }
    let text = edition.fields.get("qr").filter(|text| !text.trim().is_empty())?;
    Some(edition.pictures.code(text))
}

/// The state of one page being set.
pub(crate) struct Composer<'a> {
    pub edition: &'a Edition<'a>,
    pub variant: &'a Variant,
    pub fields: Fields,
    pub frame: Vec<f64>,
    pub set: Vec<(usize, Arc<Set>)>,
    pub said: Vec<Said>,
    pub drawn: Vec<Drawn>,
    pub ledger: Vec<Entry>,
    pub findings: Vec<Finding>,
    pub faults: Faults,
    /// Cells of grids that carry a character, mm: no tile is laid there.
    pub taken: Vec<Rect>,
    /// The QR code, once asked for.
    pub code: Option<Code>,
    /// Places that stay free.
    pub kept: Vec<free::Kept>,
    /// What was chosen for all pages of its kind.
    pub choice: &'a Choice,
    /// The power that the light of the next picture is brought to.
    pub exposure: Option<f64>,
}

/// An item that was set: its marks, and what other expressions may ask of it.
pub(crate) struct Laid {
    pub items: Vec<Item>,
    pub region: Rect,
    pub size: f64,
    pub lines: f64,
    pub ink: Rect,
}

impl<'a> Composer<'a> {
    fn new(
        edition: &'a Edition<'a>,
        variant: &'a Variant,
        frame: Vec<f64>,
        fields: Fields,
        code: Option<Code>,
        choice: &'a Choice,
    ) -> Self {
        let (set, findings, faults, taken) = (Vec::new(), Vec::new(), Faults::default(), Vec::new());
        let (said, drawn, ledger, kept) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let exposure = None;
        Self {
            edition,
            variant,
            fields,
            frame,
            set,
            said,
            drawn,
            ledger,
            findings,
            faults,
            taken,
            code,
            kept,
            choice,
            exposure,
        }
    }

    /// Computes a `let`.
    fn compute(&mut self, slot: usize, program: &Program) {
        let value = program.eval(&self.frame);
        frame::put(&mut self.frame, slot, value);
    }

    fn run(mut self) -> Result<Composed, Faults> {
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
    fn close(mut self, items: Vec<Item>) -> Result<Composed, Faults> {
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

    fn ground(&self) -> Option<Item> {
        let role = self.variant.ground.filter(|_| !self.choice.imprint)?;
        let fill = Fill { paint: self.paint(role), even_odd: false };
        let path = PathMark { path: Arc::new(self.edition.product.cut().path()), fill: Some(fill), stroke: None };
        Some(Item { mark: Mark::Path(path), plane: Plane::Art, source: self.source(&"ground".into()) })
    }

    /// Sets one item, with its repeats, clip and turn, and records its outputs.
    fn item(&mut self, index: usize, item: &Wanted) -> Vec<Item> {
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

    /// The paint of a role.
    pub(crate) fn paint(&self, role: RoleInk) -> Paint {
        Paint::Solid { ink: self.edition.palette.ink(role.role, self.edition.spots), tint: role.tint, overprint: false }
    }

    /// The source of an item, for preflight.
    pub(crate) fn source(&self, region: &Arc<str>) -> Source {
        Source { slogan: Some(self.edition.sheet.number), region: Some(region.clone()) }
    }

    /// Tells what the printer should know of an item.
    fn remark(&mut self, id: &str, rule: &'static str, severity: Severity, what: Say, hint: Say) {
        let place = self.place(Some(id));
        self.findings.push(Finding { rule, severity, place, what, hint: Some(hint) });
    }

    /// The place of a fault or finding, in the user's words.
    pub(crate) fn place(&self, region: Option<&str>) -> Place {
        let (n, product) = (self.edition.sheet.number, &self.edition.product.id);
        Place::thing(match region {
            Some(id) => say!("slogan {n}, `{product}`, region `{id}`", "第 {n} 条，`{product}`，区域 `{id}`"),
            None => say!("slogan {n}, `{product}`", "第 {n} 条，`{product}`"),
        })
    }
}
