//! `biaoyu gallery`: the matrix of layouts, products and slogans.

use std::path::Path;

use super::args::Gallery;
use super::{DONE, Done, FAILED, opener, output, render};
use biaoyu_page::error::Lang;
use biaoyu_page::say;
use biaoyu_page::words::FileKind;
use biaoyu_press::{self as press, Output, Picks, SheetsWanted, Shelf, ShopWanted, Standing, Texts, Wanted};

/// Where it is written when nothing else is said.
const FOLDER: &str = "output/gallery";
/// A product of every form: what is shown when none is named.
const PRODUCTS: [&str; 6] = ["poster-a2", "flag-4", "xstand-600x1600", "badge-58", "name-85x54", "banner-6000x700"];
/// The shortest and the longest slogan of the built-in campaign.
const SLOGANS: &str = "1,15";

/// Name and code of a unit that there is not.
const FULL: [(&str, &str); 2] = [("unit", "某某水力发电厂"), ("qr", "https://example.org/zhiliangyue/2021")];

/// Writes the gallery and says where it lies.
pub(super) fn gallery(asked: &Gallery, lang: Lang) -> Done {
    let sources = render::sources(&asked.from, asked.embedded);
    let mut what = asked.what.wanted()?;
    if what.products.is_empty() {
        what.products = PRODUCTS.map(str::to_owned).to_vec();
    }
    if what.layouts.is_empty() {
        // What is made for products of its own (seat cards, boards) has a place on no other.
        let asked: Vec<String> =
            what.products.iter().filter_map(|name| sources.product(name).ok()).map(|p| p.id).collect();
        let products = sources.products().0;
        let of_others = |id: &String| {
            let mut own = products.iter().filter(|p| p.value.layout.as_ref() == Some(id)).peekable();
            own.peek().is_some() && !own.any(|p| asked.contains(&p.value.id))
        };
        // Cells are filled from a table.
        let has_cells = |id: &String| sources.layout(id).is_ok_and(|found| found.value.rows > 1);
        what.layouts = sources.ids(Shelf::Layouts).into_iter().filter(|id| !of_others(id) && !has_cells(id)).collect();
    }
    if what.picks.is_none() && what.texts == Texts::None {
        what.picks = Some(Picks::parse(SLOGANS)?);
    }
    let mut words = asked.words.wanted()?;
    if asked.full {
        words.sample_mark = true;
        for (field, text) in FULL {
            if words.fields.get(field).is_none() {
                words.fields.set(field, text);
            }
        }
    }
    let all_layouts = asked.what.layout.is_empty();
    words.sample_picture = true;
    for (field, text) in
        what.layouts.iter().filter_map(|id| sources.layout(id).ok()).flat_map(|l| l.value.sample.clone())
    {
        if words.fields.get(&field).is_none() {
            words.fields.set(&field, text);
        }
    }
    let output = Output { formats: vec![FileKind::Png], bare: true, ..Output::default() };
    let wanted = Wanted {
        what,
        words,
        output,
        shop: ShopWanted::default(),
        sheets: SheetsWanted::default(),
        standing: Standing::default(),
    };
    let plan = press::plan(&wanted, &sources)?;
    render::tell_taken(&sources, &asked.from, lang);
    let made = press::gallery(&plan, asked.output.as_deref().unwrap_or(Path::new(FOLDER)), lang)?;
    // Of all layouts on all products, some have no place on some: that is no fault.
    let mut faults = made.faults.clone();
    if all_layouts {
        faults.0.retain(|fault| fault.code != "layout/no-variant");
    }
    output::faults(&faults, lang);
    let (pages, sheet, html) = (made.pages, made.sheet.display(), made.html.display());
    output::message(say!("{pages} pages: {sheet}, {html}", "{pages} 页：{sheet}，{html}").get(lang));
    if asked.open {
        opener::open(&made.html, lang);
    }
    Ok(if faults.0.is_empty() { DONE } else { FAILED })
}
