//! The numbers that expressions start from.

use super::choice::letters;
use super::edition::pair;
use super::{Choice, Edition, SheetKind};
use crate::layout::{BUILTINS, Variant, WHOLE, place};
use crate::picture::{FILES, Picture, Pictures, modules};
use crate::product::Product;
use crate::text::break_lines::clauses;
use crate::text::latin_runs;
use biaoyu_page::geom::Outline;
use biaoyu_table::record::{Fields, Row};

/// The built-in names' values, in a frame that may already be larger.
pub(super) fn fill(edition: &Edition<'_>, code: Option<&Picture>, choice: &Choice, mut frame: Vec<f64>) -> Vec<f64> {
    frame.clear();
    frame.resize(BUILTINS.len(), 0.0);
    of_product(edition.product, &mut frame);
    let mut put = |name: &str, value: f64| set(&mut frame, name, value);
    let sheet = edition.sheet;
    let lengths: Vec<usize> = clauses(&sheet.text).iter().map(|c| letters(&sheet.text[c.range.clone()])).collect();
    put("n", f64::from(sheet.number));
    put("N", letters(&sheet.text) as f64);
    put("clauses", lengths.len() as f64);
    put("longest", lengths.iter().copied().max().unwrap_or(0) as f64);
    put("shortest", lengths.iter().copied().min().unwrap_or(0) as f64);
    let word = |run: std::ops::Range<usize>| letters(sheet.text.get(run).unwrap_or_default());
    put("latin", latin_runs(&sheet.text).into_iter().map(word).max().unwrap_or(0) as f64);
    put("keys", sheet.keys.chars().count() as f64);
    put("pair", f64::from(u8::from(pair(edition).is_some())));
    // A series has one answer: what all its slogans share follows the longest of them.
    let own = Choice::of_text(&sheet.text);
    put("series.N", choice.letters.max(own.letters) as f64);
    put("series.clauses", choice.clauses.max(own.clauses) as f64);
    put("series.longest", choice.longest.max(own.longest) as f64);

    put("qr.modules", code.and_then(modules).unwrap_or(0.0));
    put("logo.aspect", logo_aspect(edition.pictures));
    put("art.aspect", edition.pictures.get("art").map_or(0.0, Picture::aspect));

    let rows = edition.fields.rows().len();
    put("page.rows", rows as f64);
    put("page.upright", f64::from(u8::from(upright(edition.pictures, rows))));
    let whole = edition.fields.get(WHOLE).map_or(0, |text| Choice::of_text(text).longest);
    put("whole.longest", whole.max(own.longest) as f64);

    put(
        match sheet.kind {
            SheetKind::Own => "is.own",
            SheetKind::Slogan => "is.slogan",
            SheetKind::Event => "is.event",
            SheetKind::Publication => "is.publication",
        },
        1.0,
    );
    frame
}

/// Fills what a product says by itself.
pub(super) fn of_product(product: &Product, frame: &mut [f64]) {
    let trim = product.boxes().trim;
    let (w, h) = (trim.width(), trim.height());
    let mut put = |name: &str, value: f64| set(frame, name, value);
    put("W", w);
    put("H", h);
    put("S", w.min(h));
    put("aspect", w / h);
    let boxes = [("bleed", product.boxes().bleed), ("safe", product.safe_rect()), ("live", product.live().bounds())];
    for (name, r) in boxes {
        put(&format!("{name}.x"), r.x0);
        put(&format!("{name}.y"), r.y0);
        put(&format!("{name}.w"), r.width());
        put(&format!("{name}.h"), r.height());
    }
    let radius = |outline: &Outline| if let Outline::Circle(c) = outline { c.radius } else { 0.0 };
    let live = product.live();
    let centre = live.bounds().center();
    put("live.cx", centre.x);
    put("live.cy", centre.y);
    put("live.r", radius(&live));
    put("cut.r", radius(&product.cut()));
    put("trim.r", radius(&product.trim_outline()));
    put("product.round", f64::from(u8::from(radius(&product.trim_outline()) > 0.0)));
    put("product.personal", f64::from(u8::from(product.personal)));
    put("product.least_type", product.least_type);
    put("product.distance", product.distance);
    put(&format!("kind.{}", product.kind.name()), 1.0);
}

/// Makes room for a variant's own names and fills its `has.*`.
pub(super) fn fill_fields(edition: &Edition<'_>, variant: &Variant, frame: &mut Vec<f64>) {
    frame.resize(variant.scope.len(), 0.0);
    frame[BUILTINS.len()..].fill(0.0);
    for (name, slot) in variant.scope.names() {
        if let Some(field) = name.strip_prefix("has.") {
            let said = !FILES.contains(&field) && edition.fields.get(field).is_some_and(|v| !v.trim().is_empty());
            let there = said || edition.pictures.has(field);
            frame[slot] = f64::from(u8::from(there));
        } else if let Some(field) = name.strip_prefix("len.") {
            frame[slot] = length(edition.fields, field);
        } else if let Some(field) = name.strip_prefix("rows.") {
            let says = |row: &&Row| row.fields.get(field).is_some_and(|text| !text.trim().is_empty());
            frame[slot] = edition.fields.rows().iter().filter(says).count() as f64;
        } else if let Some((field, part)) = name.strip_prefix("place.").and_then(|rest| rest.rsplit_once('.')) {
            let place = edition.fields.get(field).and_then(place);
            let at = ["x", "y", "w", "h"].iter().position(|p| *p == part);
            frame[slot] = place.zip(at).and_then(|(place, at)| place.get(at).copied()).unwrap_or(0.0);
        }
    }
}

/// Whether most pictures of so many rows are taller than wide.
pub(super) fn upright(pictures: &Pictures, rows: usize) -> bool {
    let shapes: Vec<f64> =
        (1..=rows).filter_map(|i| pictures.get(&format!("picture#{i}"))).map(Picture::aspect).collect();
    2 * shapes.iter().filter(|aspect| **aspect < 1.0).count() > shapes.len()
}

/// Fills a variant's `alike.*`: the one size of what has one in a series.
pub(super) fn fill_alike(choice: &Choice, variant: &Variant, frame: &mut [f64]) {
    for (name, at) in variant.scope.names() {
        let Some(name) = name.strip_prefix("alike.") else { continue };
        let sizes = choice.alike.iter().flat_map(|sizes| sizes.iter());
        put(frame, at, sizes.into_iter().find(|(known, _)| **known == *name).map_or(0.0, |(_, size)| *size));
    }
}

/// Characters of a field that are not white space.
pub(super) fn length(fields: &Fields, field: &str) -> f64 {
    fields.get(field).map_or(0.0, |text| letters(text) as f64)
}

/// Width over height of the logo, 0 without one.
pub(super) fn logo_aspect(pictures: &Pictures) -> f64 {
    let name = pictures.versions("logo", false).next();
    name.and_then(|name| pictures.get(name)).map_or(0.0, Picture::aspect)
}

/// The slot of a built-in name; beyond every frame when there is none of this name.
pub(super) fn slot(name: &str) -> usize {
    BUILTINS.iter().position(|n| *n == name).unwrap_or(usize::MAX)
}

/// Sets a slot.
pub(super) fn put(frame: &mut [f64], slot: usize, value: f64) {
    if let Some(cell) = frame.get_mut(slot) {
        *cell = value;
    }
}

/// Sets a built-in name.
pub(super) fn set(frame: &mut [f64], name: &str, value: f64) {
    put(frame, slot(name), value);
}
