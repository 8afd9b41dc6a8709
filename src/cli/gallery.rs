//! `biaoyu gallery`: the matrix of layouts, products and slogans.

use std::path::{Path, PathBuf};

use super::{DONE, Done, FAILED, output, render};
use biaoyu_page::error::Lang;
use biaoyu_page::say;
use biaoyu_page::words::FileKind;
use biaoyu_press::{self as press, Colours, Output, Picks, Shelf, Wanted};
use biaoyu_table::record::Fields;

/// What is shown.
pub(super) struct Matrix {
    pub campaign: Option<String>,
    pub slogan: String,
    pub product: Vec<String>,
    pub layout: Vec<String>,
    pub palette: Option<String>,
    pub unit: Option<String>,
}

/// Writes the gallery and says where it lies.
pub(super) fn gallery(matrix: Matrix, folder: &Path, from: &[PathBuf], lang: Lang) -> Done {
    let sources = render::sources(from);
    let layouts = if matrix.layout.is_empty() { sources.ids(Shelf::Layouts) } else { matrix.layout };
    let mut fields = Fields::default();
    if let Some(unit) = matrix.unit {
        fields.set("unit", unit);
    }
    let wanted = Wanted {
        campaign: matrix.campaign,
        picks: Some(Picks::parse(&matrix.slogan)?),
        products: matrix.product,
        layouts,
        colours: matrix.palette.map(Colours::Palette),
        fields,
        output: Output { formats: vec![FileKind::Png], bare: true, ..Output::default() },
        ..Wanted::default()
    };
    let plan = press::plan(&wanted, &sources)?;
    let made = press::gallery(&plan, folder, lang)?;
    output::faults(&made.faults, lang);
    let (pages, sheet, html) = (made.pages, made.sheet.display(), made.html.display());
    output::message(say!("{pages} pages: {sheet}, {html}", "{pages} 页：{sheet}，{html}").get(lang));
    Ok(if made.faults.0.is_empty() { DONE } else { FAILED })
}
