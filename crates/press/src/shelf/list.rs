//! What there is on a shelf, whence it comes and whether it can be read.

use super::named::english;
use super::sources::{Broken, Found, Shelf, Sources, Whence};
use biaoyu_page::error::{Faults, Say};
use biaoyu_page::font::FontLibrary;
use biaoyu_page::limits::FONT_BYTES;
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::layout::Layout;
use biaoyu_set::palette::{Palette, Role};
use biaoyu_set::paper::Paper;
use biaoyu_set::product::Product;
use biaoyu_set::profile::Profile;

/// One thing on a shelf.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The id it is asked for by.
    pub id: String,
    /// Its name.
    pub name: Say,
    /// What distinguishes it: size, colours, number of slogans.
    pub detail: Say,
    /// Whence.
    pub whence: Whence,
    /// Why it cannot be read.
    pub faults: Faults,
}

/// Everything on a shelf, the best of each id, in the order of search; what cannot be read comes with its faults.
pub fn list(sources: &Sources, shelf: Shelf) -> Vec<Entry> {
    match shelf {
        Shelf::Campaigns => by_file(sources, shelf, Campaign::parse, campaign),
        Shelf::Layouts => by_file(sources, shelf, Layout::parse, layout),
        Shelf::Products => gathered(sources.products(), product),
        Shelf::Palettes => gathered(sources.palettes(), palette),
        Shelf::Faces => faces(sources),
        Shelf::Profiles => gathered(sources.profiles(), profile),
        Shelf::Papers => gathered(sources.papers(), paper),
    }
}

fn by_file<T>(
    sources: &Sources,
    shelf: Shelf,
    parse: impl Fn(&str, &str) -> Result<T, Faults>,
    tell: impl Fn(&T) -> (Say, Say),
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for candidate in sources.candidates(shelf) {
        if entries.iter().any(|e| e.id == candidate.stem) {
            continue;
        }
        let parsed = candidate.text().and_then(|text| parse(&candidate.name(), &text));
        let ((name, detail), faults) = match parsed {
            Ok(value) => (tell(&value), Faults::default()),
            Err(faults) => ((nothing(), nothing()), faults),
        };
        entries.push(Entry { id: candidate.stem.clone(), name, detail, whence: candidate.whence(), faults });
    }
    entries
}

fn gathered<T>((found, broken): (Vec<Found<T>>, Vec<Broken>), tell: impl Fn(&T) -> (String, Say, Say)) -> Vec<Entry> {
    let entry = |f: Found<T>| {
        let (id, name, detail) = tell(&f.value);
        Entry { id, name, detail, whence: f.whence, faults: Faults::default() }
    };
    let bad = |b: Broken| {
        let id = match &b.whence {
            Whence::File(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            Whence::Embedded => String::new(),
        };
        Entry { id, name: nothing(), detail: nothing(), whence: b.whence, faults: b.faults }
    };
    found.into_iter().map(entry).chain(broken.into_iter().map(bad)).collect()
}

fn nothing() -> Say {
    Say { en: String::new(), zh: String::new() }
}

fn campaign(campaign: &Campaign) -> (Say, Say) {
    let (heading, count) = (&campaign.heading, campaign.slogans.len());
    (say!("{heading}", "{heading}"), say!("{count} slogans", "{count} 条标语"))
}

fn layout(layout: &Layout) -> (Say, Say) {
    let (name, name_en) = (&layout.name, english(&layout.id));
    (say!("{name_en}", "{name}"), halves(&layout.about))
}

/// What is said of a layout: Chinese, then English behind the last sentence that has a Chinese character; of what is in one
/// language only, all of it.
fn halves(about: &str) -> Say {
    let is_han = |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c);
    let end = about.char_indices().filter(|(_, c)| is_han(*c)).map(|(i, c)| i + c.len_utf8()).next_back();
    let (zh, en) = about.split_at(end.unwrap_or(0));
    match (zh.trim(), en.trim_start_matches(['。', '.', ' ']).trim()) {
        ("", _) | (_, "") => say!("{about}", "{about}"),
        (zh, en) => say!("{en}", "{zh}"),
    }
}

fn product(product: &Product) -> (String, Say, Say) {
    let (name, name_en) = (&product.name, &product.name_en);
    let (width, height) = (number(product.trim.width, 2), number(product.trim.height, 2));
    (product.id.clone(), say!("{name_en}", "{name}"), say!("{width} × {height} mm", "{width} × {height} mm"))
}

fn palette(palette: &Palette) -> (String, Say, Say) {
    let (name, name_en) = (&palette.name, &palette.name_en);
    let inks = |role| palette.get(role).cmyk.to_string();
    let (ground, display) = (inks(Role::Ground), inks(Role::Display));
    let detail = say!("{display} on {ground}", "底 {ground}，字 {display}");
    (palette.id.clone(), say!("{name_en}", "{name}"), detail)
}

fn paper(paper: &Paper) -> (String, Say, Say) {
    let (name, name_en) = (&paper.name, &paper.name_en);
    let (width, height) = (number(paper.size.width, 2), number(paper.size.height, 2));
    let reach = paper.reach();
    let (reach_width, reach_height) = (number(reach.width(), 2), number(reach.height(), 2));
    let detail = match &paper.stock {
        Some(stock) => {
            let (count, size) = (stock.places.len(), number(stock.label.width, 2));
            let high = number(stock.label.height, 2);
            say!(
                "{width} × {height} mm, {count} labels of {size} × {high}",
                "{width} × {height} mm，{count} 格 {size} × {high}"
            )
        }
        None => say!(
            "{width} × {height} mm, {reach_width} × {reach_height} printed",
            "{width} × {height} mm，可印 {reach_width} × {reach_height}"
        ),
    };
    (paper.id.clone(), say!("{name_en}", "{name}"), detail)
}

fn profile(profile: &Profile) -> (String, Say, Say) {
    let (name, name_en) = (&profile.name, &profile.name_en);
    let (bleed, limit) = (number(profile.bleed, 1), number(profile.ink_limit * 100.0, 0));
    let detail = say!("bleed {bleed} mm, ink {limit} %", "出血 {bleed} mm，总墨量 {limit} %");
    (profile.id.clone(), say!("{name_en}", "{name}"), detail)
}

fn faces(sources: &Sources) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for candidate in sources.candidates(Shelf::Faces) {
        if entries.iter().any(|e| e.id == candidate.stem) {
            continue;
        }
        let library = candidate.bytes(FONT_BYTES).and_then(|bytes| {
            let added = FontLibrary::embedded().with_face(&candidate.stem, &candidate.name(), bytes.leak(), 0);
            added.map_err(Faults::from)
        });
        let faults = library.err().unwrap_or_default();
        let id = &candidate.stem;
        entries.push(Entry {
            id: id.clone(),
            name: say!("{id}", "{id}"),
            detail: nothing(),
            whence: candidate.whence(),
            faults,
        });
    }
    for face in FontLibrary::embedded().list() {
        if entries.iter().any(|e| e.id == face.id) {
            continue;
        }
        let (family, family_zh, licence) = (&face.family, &face.family_zh, &face.licence);
        entries.push(Entry {
            id: face.id.clone(),
            name: say!("{family}", "{family_zh}"),
            detail: say!("{licence}", "{licence}"),
            whence: Whence::Embedded,
            faults: Faults::default(),
        });
    }
    entries
}
