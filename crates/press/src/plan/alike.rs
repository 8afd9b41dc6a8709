//! One size for all records of a table: the names of a row of seats are as large as the longest of them allows.

use std::sync::Arc;

use super::data::{Data, fields};
use super::spread::Made;
use super::work::Work;
use crate::folder::digest::Digest;
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::font::FontLibrary;
use biaoyu_page::geom::{Rect, Size};
use biaoyu_page::measure::number;
use biaoyu_page::page::Form;
use biaoyu_page::say;
use biaoyu_set::compose::{Choice, Edition, Picture, Pictures, Series, compose_in};
use biaoyu_set::layout::{Item, Kind, Layout};
use biaoyu_table::table::field_said;

/// Shares of the size that all others have room for, below which the record that decides is told with it, and as a warning.
const FORCED: [f64; 2] = [0.8, 0.6];

/// The least size of an item over all records, with the record that it is of.
struct Least {
    /// The item's id, or the name that several share.
    name: Arc<str>,
    /// The item that has this size there.
    id: Arc<str>,
    size: f64,
    record: u32,
    /// Characters that are set there.
    letters: usize,
    /// The least size over all other records.
    next: f64,
    /// How many records set it.
    count: usize,
    /// The work of that record's page.
    work: usize,
    /// It is smaller than that record has room for: it follows another text's one size.
    follows: bool,
}

/// Gives the works from `first` on, whose pages begin at `page`, the one size that each layout's items have which are alike
/// in all records; what the size is and whose it is, is told.
pub(super) fn even_out(
    made: &mut Made,
    (first, page): (usize, usize),
    data: &Data,
    (fonts, pictures, spots): (&FontLibrary, &Pictures, bool),
) {
    let mut layouts: Vec<Arc<Layout>> = Vec::new();
    for work in made.works.iter().skip(first) {
        if has_alike(&work.layout) && !layouts.iter().any(|known| Arc::ptr_eq(known, &work.layout)) {
            layouts.push(work.layout.clone());
        }
    }
    for layout in layouts {
        let mut least: Vec<Least> = Vec::new();
        for index in first..made.works.len() {
            let Some(work) = made.works.get(index).filter(|work| Arc::ptr_eq(&work.layout, &layout)) else { continue };
            let leaves = made.pages.iter().skip(page).filter(|leaf| leaf.work as usize == index);
            let records = leaves.filter_map(|leaf| leaf.record());
            meet((index, work), records, data, (fonts, pictures, spots), &mut least);
        }
        let sizes = |least: &[Least]| Arc::new(least.iter().map(|l| (l.name.clone(), l.size)).collect::<Vec<_>>());
        // What follows the one size of something else is known when that is.
        let known = sizes(&least);
        for least in &mut least {
            let Some(work) = made.works.get(least.work) else { continue };
            let choice = Choice { alike: Some(known.clone()), ..work.choice.clone() };
            let stood = stood(data, least.record, pictures);
            let fields = fields(work, Some(data), Some(least.record));
            let edition = Edition { fields: &fields, pictures: &stood, ..edition(work, (fonts, pictures, spots)) };
            let Ok(composed) = compose_in(&edition, &choice) else { continue };
            let set = composed.regions.iter().find(|set| set.region == least.id);
            if let Some(size) = set.map(|set| set.size).filter(|size| *size < least.size - 1e-6) {
                (least.size, least.follows) = (size, true);
            }
        }
        let sizes = sizes(&least);
        for work in made.works.iter_mut().skip(first).filter(|work| Arc::ptr_eq(&work.layout, &layout)) {
            let mut own = Work::clone(work);
            let mut key = Digest::new();
            key.bytes(own.key.as_bytes()).add(&format!("{sizes:?}"));
            own.key = key.finish();
            own.choice = Choice { alike: Some(sizes.clone()), ..own.choice };
            *work = Arc::new(own);
        }
        // Both faces of a folded card have the same size for the same reason.
        least.dedup_by(|b, a| b.record == a.record && (b.size - a.size).abs() < 1e-6);
        // Of several, what decides is worth a word where it makes others smaller.
        let is_one = least.len() == 1;
        let matters = |l: &&Least| l.count > 1 && !l.follows && (is_one || l.size < 0.98 * l.next);
        made.told.extend(least.iter().filter(matters).map(|least| told(least, &layout, data)));
    }
}

fn has_alike(layout: &Layout) -> bool {
    let items = layout.variants.iter().flat_map(|variant| &variant.items);
    items.into_iter().any(|item| matches!(&item.kind, Kind::Text(text) if text.alike.is_some()))
}

/// Meets the sizes of a work's records.
fn meet(
    (index, work): (usize, &Work),
    records: impl Iterator<Item = u32>,
    data: &Data,
    (fonts, pictures, spots): (&FontLibrary, &Pictures, bool),
    least: &mut Vec<Least>,
) {
    let items = work.layout.variants.iter().flat_map(|variant| &variant.items);
    let named = |item: &'_ Item| match &item.kind {
        Kind::Text(text) => Some((item.id.clone(), text.alike_as(&item.id)?)),
        _ => None,
    };
    let alike: Vec<(Arc<str>, Arc<str>)> = items.filter_map(named).collect();
    let edition = edition(work, (fonts, pictures, spots));
    let series = Series::chosen(edition, data.varying(), work.choice.clone());
    for record in records {
        let stood = stood(data, record, pictures);
        let Ok(composed) = series.page(&fields(work, Some(data), Some(record)), &stood) else { continue };
        for set in &composed.regions {
            let Some((id, name)) = alike.iter().find(|(id, _)| *id == set.region) else { continue };
            let letters = set.lines.iter().flat_map(|line| line.chars()).filter(|c| !c.is_whitespace()).count();
            let (id, name, size) = (id.clone(), name.clone(), set.size);
            match least.iter_mut().find(|l| l.name == name) {
                Some(known) if size < known.size - 1e-9 => {
                    let (next, count) = (known.size, known.count + 1);
                    *known = Least { name, id, size, record, letters, next, count, work: index, follows: false };
                }
                Some(known) => {
                    known.count += 1;
                    known.next = known.next.min(size);
                }
                None => {
                    let (next, count) = (f64::INFINITY, 1);
                    least.push(Least { name, id, size, record, letters, next, count, work: index, follows: false });
                }
            }
        }
    }
}

/// A page of a work, before its record.
fn edition<'e>(work: &'e Work, (fonts, pictures, spots): (&'e FontLibrary, &'e Pictures, bool)) -> Edition<'e> {
    Edition {
        layout: &work.layout,
        product: &work.product,
        palette: &work.palette,
        sheet: &work.sheet,
        fields: &work.fields,
        fonts,
        pictures,
        spots,
    }
}

/// The pictures of a record's page, of which it only counts that they are there.
fn stood(data: &Data, record: u32, pictures: &Pictures) -> Pictures {
    data.pictures(record).fold(pictures.clone(), |all, (name, _)| all.with(name, stand_in()))
}

impl Data {
    /// The fields and pictures that differ from record to record. The slogan is not one of them: another one is another sheet.
    pub(crate) fn varying(&self) -> Vec<String> {
        let mut all: Vec<String> = self.columns().iter().filter(|c| *c != "slogan").cloned().collect();
        all.push("n".into());
        // Who signs for all is no issuer where a row's own unit does.
        let issuer = self.columns().iter().any(|column| column == "unit").then_some("issuer");
        for name in self.own_pictures().chain(issuer) {
            if !all.iter().any(|field| field == name) {
                all.push(name.into());
            }
        }
        all
    }
}

/// A portrait that is not read: sizes of type do not depend on what it shows.
fn stand_in() -> Picture {
    let size = Size::new(5.0, 7.0);
    let form = Form { id: "stand-in".into(), bounds: Rect::new(0.0, 0.0, 5.0, 7.0), items: Vec::new(), once: false };
    Picture::Vector { size, form: Arc::new(form), sheer: None }
}

fn told(least: &Least, layout: &Layout, data: &Data) -> Finding {
    let (size, count, letters) = (number(least.size, 1), least.count, least.letters);
    let row = data.row(least.record);
    // What clerks call it: the field that it shows, a name before all others.
    let items = layout.variants.iter().flat_map(|variant| &variant.items);
    let texts = items.filter(|item| item.id == least.id).filter_map(|item| match &item.kind {
        Kind::Text(text) => Some(&text.text),
        _ => None,
    });
    let fields: Vec<&str> = texts.flatten().flat_map(|text| text.fields()).map(|(field, _)| field).collect();
    let field = fields.iter().find(|field| **field == "name").or(fields.first()).copied().unwrap_or(&*least.id);
    let said = field_said(field);
    let [is_forced, is_grave] = FORCED.map(|share| least.size < share * least.next && least.next.is_finite());
    let next = number(least.next, 1);
    let (en, zh) = match is_forced {
        true => (
            format!(", with {letters} characters; all others have room for {next} mm"),
            format!("（{letters} 字），其余各行可排 {next} mm"),
        ),
        false => Default::default(),
    };
    Finding {
        rule: "one-size",
        severity: if is_grave { Severity::Warning } else { Severity::Note },
        place: Place::file(data.name()),
        what: say!(
            "one size for all {count} `{field}`: {size} mm, as much as row {row} allows{en}",
            "全部 {count} 个 `{said}` 同一字号：{size} mm，由第 {row} 行决定{zh}"
        ),
        hint: Some(say!("a shorter text there makes all of them larger", "那一行写短些，全部都会变大")),
    }
}
