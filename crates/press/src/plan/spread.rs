//! Products × records × sheets × layouts → works, pages and jobs.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::alike::even_out;
use super::cloths::hung;
use super::data::{Data, fields};
use super::guides::Guided;
use super::imposed::not_whole;
use super::lacking::shows_photo;
use super::lookup::{base_fields, takes_own};
use super::outputs::files;
use super::panels::PanelsAsked;
use super::paths::{Named, Paths};
use super::pieces::Pieces;
use super::plates;
use super::row_sheets::Sheets;
use super::settings::Settings;
use super::sheets::{Chosen, choose_sheets, of_slogan};
use super::stock;
use super::tiles::TilesAsked;
use super::work::{Job, Leaf, Work};
use crate::folder::digest::Digest;
use crate::shelf::sources::{Found, Whence};
use crate::want::Wanted;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say};
use biaoyu_page::font::FontLibrary;
use biaoyu_page::page::Form;
use biaoyu_page::words::Pass;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::compose::{Choice, Edition, Pictures, Sheet, choose};
use biaoyu_set::layout::Layout;
use biaoyu_set::palette::Palette;
use biaoyu_set::product::Product;

/// What is spread out.
pub(crate) struct Spread<'a> {
    pub campaign: &'a Campaign,
    /// The slogans are texts that were given.
    pub by_hand: bool,
    pub wanted: &'a Wanted,
    pub settings: &'a Settings,
    pub layouts: &'a [Found<Arc<Layout>>],
    /// One a layout; behind them those of what people wear, where these are others.
    pub palettes: &'a [Arc<Palette>],
    /// What was asked for of products and layouts; the others are there for rows that choose them.
    pub asked: Asked,
    pub data: Option<&'a Data>,
    pub pieces: Pieces<'a>,
    pub paths: &'a Paths,
    pub fonts: &'a FontLibrary,
    pub pictures: &'a Pictures,
    /// What every page is made from.
    pub given: Digest,
}

/// What a run was asked for.
pub(crate) struct Asked {
    /// Ids of products.
    pub products: Vec<String>,
    /// How many of the layouts, which come first.
    pub layouts: usize,
}

/// A template over a product, with the digest of its file.
type Template = (Arc<Form>, blake3::Hash);

/// What comes of it.
#[derive(Default)]
pub(crate) struct Made {
    pub works: Vec<Arc<Work>>,
    pub pages: Vec<Leaf>,
    pub jobs: Vec<Job>,
    /// How many pieces there are of each page that is ganged.
    pub copies: Vec<u32>,
    /// The doubts of the sheets that are made.
    pub used: Vec<Say>,
    /// What the press sheets come to.
    pub told: Vec<Finding>,
    /// Files whose names are not what their fields say: how many, and the first.
    pub renamed: (usize, Option<String>),
}

impl<'a> Spread<'a> {
    /// Works, pages and jobs of these products in their order.
    pub(crate) fn make(&self, products: Vec<Guided>, faults: &mut Faults) -> Made {
        let mut made = Made::default();
        for Guided { product, guide } in products {
            let product = self.settings.shop.product(product);
            let hanging = self.settings.panels.as_ref().or(self.settings.hung.as_ref());
            if let Some(Err(fault)) = self.settings.hung.as_ref().map(|hung| hung.hangs_on(&product)) {
                faults.push(fault);
                continue;
            }
            let product = hanging.map_or(product.clone(), |hanging| hanging.product(product));
            let rows_bring = self.data.is_some_and(Data::brings_slogans);
            match choose_sheets(self.campaign, &product, self.wanted.what.picks.as_ref(), self.by_hand, rows_bring) {
                Ok(sheets) => {
                    let (hung, told) = hung(sheets, &product);
                    if hung.is_empty() && !rows_bring {
                        let fault = |f: Finding| Fault { hint: f.hint, ..Fault::new("cloth/clauses", f.place, f.what) };
                        faults.0.extend(told.into_iter().map(fault));
                        continue;
                    }
                    made.told.extend(told);
                    self.product(&(product, guide), hung, &mut made, faults);
                }
                // The same choice fails alike for each product.
                Err(more) if faults.0.is_empty() => faults.0.extend(more.0),
                Err(_) => {}
            }
        }
        if self.settings.sheets.as_ref().is_some_and(|sheets| sheets.gang) && !made.pages.is_empty() {
            self.gang(&mut made, faults);
        }
        made
    }

    /// The one file of all products on common sheets.
    fn gang(&self, made: &mut Made, faults: &mut Faults) {
        let Some(asked) = &self.settings.sheets else { return };
        let Made { works, pages, jobs, told, copies, .. } = made;
        let work_of = |leaf: &Leaf| works.get(usize::try_from(leaf.work).ok()?);
        if let Some(scaled) = works.iter().find(|work| work.scale != 1) {
            faults.push(not_whole(scaled));
            return;
        }
        let each = pages.iter().zip(copies.iter());
        let each: Vec<_> = each.filter_map(|(leaf, n)| Some((work_of(leaf)?.product.clone(), *n))).collect();
        let Some(imposed) = faults.take(asked.ganged(&each)) else { return };
        let Some(work) = pages.first().and_then(work_of) else { return };
        let file = plates::Made { pages: pages.len(), sheets: Some(&imposed), tiles: None, panels: None };
        faults.0.extend(plates::check(work, &file, self.settings).err());
        let place = self.data.map_or_else(Place::default, |data| Place::file(data.name()));
        told.extend(imposed.told(&work.product, place));
        let fields = fields(work, self.data, None);
        let gang = imposed.gang.iter();
        let products = gang.flat_map(|gang| &gang.products).map(|product| &**product).collect();
        let named = Named { work, products, fields: &fields, pieces: imposed.pieces() as u64 };
        let stem = asked.named(self.paths.stem(&named, false).0, &imposed, &self.wanted.output);
        let inputs = pages.iter().flat_map(|leaf| self.inputs(*leaf, work_of(leaf)));
        let files = files(work, &stem, inputs, self.data, self.settings, (Some(&imposed), None));
        let (pages, sheets) = (0..pages.len(), Some(Arc::new(imposed)));
        let asked = None;
        let (of, work) = (stem.clone(), work.clone());
        jobs.push(Job { work, pages, stem, of, files, asked, sheets, tiles: None, panels: None });
    }

    fn product(
        &self,
        product: &(Arc<Product>, Option<Template>),
        chosen: Vec<Chosen>,
        made: &mut Made,
        faults: &mut Faults,
    ) {
        made.used.extend(chosen.iter().filter_map(|s| s.note.clone()));
        let mut sheets = Sheets::new(chosen);
        let is_asked = self.asked.products.contains(&product.0.id);
        let on = |data: &'a Data| data.good().filter(move |record| data.is_on(*record, &product.0.id, is_asked));
        // The sheets that rows bring are made first: records are gone through again and not kept, for there may be a
        // million of them.
        let mut count = 0_usize;
        match self.data {
            None => count = sheets.chosen,
            Some(data) => {
                for record in on(data) {
                    count += sheets.add(data, record, (self.campaign, &product.0), &mut made.told);
                }
            }
        }
        let sheets = &sheets;
        let records = || {
            let none = self.data.is_none().then_some((None, 0..sheets.chosen));
            let all = self
                .data
                .into_iter()
                .flat_map(move |data| on(data).map(move |record| (Some(record), sheets.of(data, record))));
            none.into_iter().chain(all)
        };
        let choices: Vec<Choice> = (0..self.layouts.len()).map(|layout| self.choice(&product.0, layout)).collect();
        let shows: Vec<bool> = self.layouts.iter().map(|own| shows_photo(&own.value, &product.0)).collect();
        // By sheet, layout and the palette that the row chooses.
        let mut known: BTreeMap<(usize, usize, Option<usize>), u32> = BTreeMap::new();
        // What keys are made of is written once for all works that share it.
        let palettes = (0..self.layouts.len()).filter_map(|at| self.palette(&product.0, at));
        let written = (format!("{:?}", product.0), palettes.map(|own| format!("{own:?}")).collect());
        let (first, first_work) = (made.pages.len(), made.works.len());
        made.pages.reserve(count.saturating_mul(self.asked.layouts));
        let mut leaf = |record: Option<u32>, sheet: usize, layout: usize| {
            let chosen = record.and_then(|record| Some((record, &self.data?.choices)));
            let wanted = chosen.and_then(|(record, choices)| choices.layouts.id(record));
            let is_wanted = match (wanted, self.layouts.get(layout)) {
                (Some(id), Some(own)) => own.value.id == id,
                (_, None) => false,
                (None, Some(laid)) => match &product.0.layout {
                    Some(own) if takes_own(self.wanted) => laid.value.id == *own,
                    _ => layout < self.asked.layouts,
                },
            };
            if !is_wanted {
                return;
            }
            // Who has no photo is on no page that shows one.
            let lacks = record.is_some_and(|record| self.data.is_some_and(|data| data.lacking.why(record).is_some()));
            if lacks && shows.get(layout) == Some(&true) {
                return;
            }
            // A page that shows several rows is made once, for the first of them.
            let rows = self.layouts.get(layout).map_or(1, |own| own.value.rows);
            if let (Some(data), Some(record)) = (self.data, record)
                && data.records_of(record, rows).is_empty()
            {
                return;
            }
            let palette = chosen.and_then(|(record, choices)| choices.palettes.of(record));
            let work = match known.get(&(sheet, layout, palette)) {
                Some(work) => *work,
                None => {
                    let choice = choices.get(layout).cloned().unwrap_or_default();
                    let how = (choice, palette);
                    let Some(work) = self.work((product, &written), sheets.all.get(sheet), layout, how) else { return };
                    made.works.push(Arc::new(work));
                    let index = u32::try_from(made.works.len() - 1).unwrap_or(u32::MAX);
                    known.insert((sheet, layout, palette), index);
                    index
                }
            };
            made.pages.push(Leaf::new(work, record));
        };
        if self.settings.bound {
            // A file a layout, in it the records in their order.
            for layout in 0..self.layouts.len() {
                for (record, range) in records() {
                    range.for_each(|sheet| leaf(record, sheet, layout));
                }
            }
        } else {
            for (record, range) in records() {
                for sheet in range {
                    (0..self.layouts.len()).for_each(|layout| leaf(record, sheet, layout));
                }
            }
        }
        if let Some(data) = self.data {
            let of = (self.fonts, self.pictures, self.settings.pdf.spots);
            even_out(made, (first_work, first), data, of);
        }
        let (mut copies, more, told) =
            self.pieces.count(&mut made.pages, first, &product.0, self.settings.sheets.is_some());
        // Sheets are printed as they are, every piece of them.
        let is_stock = self.settings.only == Some(Pass::Fixed) && self.settings.sheets.is_none();
        if let Some(data) = self.data.filter(|_| is_stock) {
            let text =
                |work: &Work| self.layouts.iter().find(|l| l.value.id == work.layout.id).map(|l| l.text.as_str());
            let of_code = self.wanted.words.fields.has("qr");
            let asks = |work: &Work, column: &str| text(work).is_none_or(|text| stock::asks(text, column, of_code));
            let Made { works, pages, told, .. } = made;
            told.extend(stock::once(pages, first, &mut copies, (data, works), asks));
        }
        faults.0.extend(more);
        made.told.extend(told);
        if self.settings.sheets.as_ref().is_some_and(|sheets| sheets.gang) {
            made.copies.extend(copies);
        } else {
            self.jobs(first, copies, made, faults);
        }
    }

    /// What a page is made from: its work with its record, or with the records of its board.
    fn inputs<'w>(&self, leaf: Leaf, work: Option<&'w Arc<Work>>) -> Vec<(&'w Arc<Work>, Option<u32>)> {
        match (work, self.data, leaf.record()) {
            (None, ..) => Vec::new(),
            (Some(work), Some(data), Some(record)) => {
                let records = data.records_of(record, work.layout.rows);
                records.into_iter().map(|record| (work, Some(record))).collect()
            }
            (Some(work), ..) => vec![(work, None)],
        }
    }

    /// The palette of a product in a layout.
    fn palette(&self, product: &Product, layout: usize) -> Option<&Arc<Palette>> {
        let worn = self.palettes.get(layout + self.layouts.len()).filter(|_| product.personal);
        worn.or_else(|| self.palettes.get(layout))
    }

    /// What holds for all slogans of a product in a layout: it follows the campaign, whichever of its sheets are made.
    fn choice(&self, product: &Arc<Product>, layout: usize) -> Choice {
        let (Some(laid), Some(palette)) = (self.layouts.get(layout), self.palette(product, layout)) else {
            return Choice::default();
        };
        let imprint = self.settings.only == Some(Pass::Imprint);
        let fields = base_fields(self.campaign, self.wanted).with(&self.wanted.words.fields);
        let all = hung(self.campaign.slogans.iter().map(of_slogan).collect(), product).0;
        let sheets: Vec<Sheet> = all.into_iter().map(|chosen| chosen.sheet).collect();
        let edition = |sheet| Edition {
            layout: &laid.value,
            product,
            palette,
            sheet,
            fields: &fields,
            fonts: self.fonts,
            pictures: self.pictures,
            spots: self.settings.pdf.spots,
        };
        Choice { imprint, ..choose(&sheets.iter().map(edition).collect::<Vec<_>>()) }
    }

    fn work(
        &self,
        ((product, guide), (written, palettes)): (&(Arc<Product>, Option<Template>), &(String, Vec<String>)),
        chosen: Option<&Chosen>,
        layout: usize,
        (choice, palette): (Choice, Option<usize>),
    ) -> Option<Work> {
        let own = palette.and_then(|palette| self.data?.choices.palettes.found.get(palette)).map(|(_, own)| own);
        let (chosen, laid, palette) = (chosen?, self.layouts.get(layout)?, own.or(self.palette(product, layout))?);
        let mut fields = base_fields(self.campaign, self.wanted).with(&chosen.fields).with(&self.wanted.words.fields);
        fields.set("s", chosen.label.clone());
        let scale = self.settings.shop.scale(product, self.settings.promised());
        let spots = self.settings.pdf.spots;
        let mut key = self.given.clone();
        key.add(&self.settings.shop.key(product, scale)).add(&laid.text);
        if let Some((_, digest)) = guide {
            key.add("guide").bytes(digest.as_bytes());
        }
        match (own, palettes.get(layout)) {
            (None, Some(of_layout)) => key.add(written).add(of_layout),
            _ => key.add(written).add(&format!("{palette:?}")),
        };
        key.add(&format!("{:?} {spots} {choice:?}", chosen.sheet));
        for (field, text) in fields.iter() {
            key.add(field).add(text);
        }
        Some(Work {
            sheet: Arc::new(chosen.sheet.clone()),
            label: chosen.label.clone(),
            product: product.clone(),
            behind: behind(product),
            guide: guide.as_ref().map(|(form, _)| form.clone()),
            cloth: chosen.cloth,
            layout: laid.value.clone(),
            authored: matches!(laid.whence, Whence::File(_)),
            palette: palette.clone(),
            fields: Arc::new(fields),
            choice,
            scale,
            key: key.finish(),
        })
    }

    /// The files of the pages from `first` on.
    fn jobs(&self, first: usize, copies: Vec<u32>, made: &mut Made, faults: &mut Faults) {
        let Made { works, pages, jobs, renamed, told, .. } = made;
        let work_of = |leaf: &Leaf| works.get(usize::try_from(leaf.work).ok()?);
        for (part, parts, range) in self.ranges(first, pages, works) {
            let leaves = pages.get(range.clone()).unwrap_or_default();
            let Some((work, leaf)) = leaves.first().and_then(|l| Some((work_of(l)?, l))) else { continue };
            let copies = copies.get(range.start - first..range.end - first).unwrap_or_default();
            let sheets = match self.settings.sheets.as_ref().map(|asked| asked.of(work, copies)) {
                None => None,
                Some(Ok(imposed)) => {
                    let place = self.data.map_or_else(Place::default, |data| Place::file(data.name()));
                    told.extend(imposed.told(&work.product, place));
                    Some(Arc::new(imposed))
                }
                Some(Err(more)) => {
                    faults.0.extend(more.0);
                    continue;
                }
            };
            let tiles = match self.settings.tiles.as_ref().map(|asked| (asked, asked.tiles(work))) {
                None => None,
                Some((asked, Ok(tiles))) => {
                    let note = asked.told(&work.product, &tiles);
                    if !told.contains(&note) {
                        told.push(note);
                    }
                    Some(Arc::new(tiles))
                }
                Some((_, Err(more))) => {
                    // The same for every page of the product.
                    faults.0.extend(more.0);
                    return;
                }
            };
            let panels = match self.settings.panels.as_ref().map(|asked| asked.panels(work)) {
                None => None,
                Some(Ok(panels)) => {
                    let note = PanelsAsked::told(&work.product, &panels);
                    if !told.contains(&note) {
                        told.push(note);
                    }
                    Some(Arc::new(panels))
                }
                Some(Err(more)) => {
                    faults.0.extend(more.0);
                    return;
                }
            };
            let (tiled, paneled) = (tiles.as_deref(), panels.as_deref());
            let file = plates::Made { pages: leaves.len(), sheets: sheets.as_deref(), tiles: tiled, panels: paneled };
            if let Err(fault) = plates::check(work, &file, self.settings) {
                // The same for every page of the product.
                faults.push(fault);
                return;
            }
            let record = leaf.record().filter(|_| !self.settings.bound);
            let fields = fields(work, self.data, record);
            let asked = (!copies.is_empty()).then(|| copies.iter().map(|n| u64::from(*n)).sum::<u64>());
            let pieces = match &sheets {
                Some(sheets) => sheets.pieces() as u64,
                None => asked.unwrap_or(leaves.len() as u64),
            };
            let named = Named { work, products: vec![&work.product], fields: &fields, pieces };
            let (mut stem, changed) = self.paths.stem(&named, self.settings.bound);
            if let (Some(sheets), Some(asked)) = (&sheets, &self.settings.sheets) {
                stem = asked.named(stem, sheets, &self.wanted.output);
            }
            if changed {
                renamed.0 += 1;
                renamed.1.get_or_insert_with(|| stem.clone());
            }
            // Who hangs them goes by the name: the right cloth is read first.
            if let Some(cloth) = work.cloth.filter(|_| !self.settings.bound) {
                stem += &format!("-{cloth}");
            }
            // Who names the file means that name.
            let tiled = self.settings.tiles.as_ref().filter(|_| self.wanted.output.name.is_none());
            let tiled = tiled.map(TilesAsked::suffix).unwrap_or_default();
            let of = format!("{stem}{tiled}");
            if parts > 1 {
                let width = parts.to_string().len().max(2);
                stem += &format!("-{part:0width$}");
            }
            stem += &tiled;
            let inputs = leaves.iter().flat_map(|leaf| self.inputs(*leaf, work_of(leaf)));
            let files = files(work, &stem, inputs, self.data, self.settings, (sheets.as_deref(), panels.as_deref()));
            jobs.push(Job { work: work.clone(), pages: range, stem, of, files, asked, sheets, tiles, panels });
        }
    }
}

/// The product as it is seen from behind; the same one when it looks alike.
fn behind(product: &Arc<Product>) -> Arc<Product> {
    let behind = product.from_behind();
    if behind == **product { product.clone() } else { Arc::new(behind) }
}
