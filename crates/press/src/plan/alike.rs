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
use biaoyu_set::compose::{Choice, Edition, Picture, Pictures, Series};
use biaoyu_set::layout::{Kind, Layout};

/// The least size of an item over all records, with the record that it is of.
struct Least {
    id: Arc<str>,
    size: f64,
    record: u32,
    /// How many records set it.
    count: usize,
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
            meet(work, leaves.filter_map(|leaf| leaf.record()), data, (fonts, pictures, spots), &mut least);
        }
        let sizes: Arc<Vec<_>> = Arc::new(least.iter().map(|l| (l.id.clone(), l.size)).collect());
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
        made.told.extend(least.iter().filter(|l| l.count > 1).map(|least| told(least, data)));
    }
}

fn has_alike(layout: &Layout) -> bool {
    let items = layout.variants.iter().flat_map(|variant| &variant.items);
    items.into_iter().any(|item| matches!(&item.kind, Kind::Text(text) if text.alike))
}

/// Meets the sizes of a work's records.
fn meet(
    work: &Work,
    records: impl Iterator<Item = u32>,
    data: &Data,
    (fonts, pictures, spots): (&FontLibrary, &Pictures, bool),
    least: &mut Vec<Least>,
) {
    let items = work.layout.variants.iter().flat_map(|variant| &variant.items);
    let alike: Vec<&Arc<str>> =
        items.filter(|i| matches!(&i.kind, Kind::Text(text) if text.alike)).map(|i| &i.id).collect();
    let edition = Edition {
        layout: &work.layout,
        product: &work.product,
        palette: &work.palette,
        sheet: &work.sheet,
        fields: &work.fields,
        fonts,
        pictures,
        spots,
    };
    let own: Vec<&str> = data.own_pictures().collect();
    let mut varying: Vec<String> = data.columns().iter().filter(|c| *c != "slogan").cloned().collect();
    varying.push("n".into());
    varying.extend(own.iter().filter(|name| !data.columns().iter().any(|c| c == **name)).map(|n| (*n).to_owned()));
    let series = Series::chosen(edition, varying, work.choice.clone());
    for record in records {
        // Of a picture it only counts that it is there.
        let stood = data.pictures(record).fold(pictures.clone(), |all, (name, _)| all.with(name, stand_in()));
        let Ok(composed) = series.page(&fields(work, Some(data), Some(record)), &stood) else { continue };
        for set in composed.regions.iter().filter(|set| alike.contains(&&set.region)) {
            match least.iter_mut().find(|l| l.id == set.region) {
                Some(known) => {
                    known.count += 1;
                    if set.size < known.size - 1e-9 {
                        (known.size, known.record) = (set.size, record);
                    }
                }
                None => least.push(Least { id: set.region.clone(), size: set.size, record, count: 1 }),
            }
        }
    }
}

/// A portrait that is not read: sizes of type do not depend on what it shows.
fn stand_in() -> Picture {
    let size = Size::new(5.0, 7.0);
    let form = Form { id: "stand-in".into(), bounds: Rect::new(0.0, 0.0, 5.0, 7.0), items: Vec::new(), once: false };
    Picture::Vector { size, form: Arc::new(form), sheer: None }
}

fn told(least: &Least, data: &Data) -> Finding {
    let (size, count, region) = (number(least.size, 1), least.count, &least.id);
    let row = data.row(least.record);
    Finding {
        rule: "one-size",
        severity: Severity::Note,
        place: Place::file(data.name()),
        what: say!(
            "one size for all {count} `{region}`: {size} mm, as much as row {row} allows",
            "全部 {count} 个 `{region}` 同一字号：{size} mm，由第 {row} 行决定"
        ),
        hint: Some(say!("a shorter text there makes all of them larger", "那一行写短些，全部都会变大")),
    }
}
