//! SVG 1.1 in millimetres: a group a layer, contours as they are, no fill.

use std::fmt::Write as _;

use super::layers;
use biaoyu_page::geom::{Affine, svg_data};
use biaoyu_page::page::Page;
use biaoyu_page::xml::escape;

/// Decimals of millimetres: a tenth of a micrometre.
const DECIMALS: usize = 4;

/// Colours of layers: what cutters' programs tell tools apart by.
const COLOURS: [&str; 5] = ["#ff0000", "#0000ff", "#00aa00", "#ff00ff", "#00aaff"];

/// The contours of a page as SVG, at true size.
pub fn svg(page: &Page) -> Vec<u8> {
    let media = page.boxes.media;
    let to = Affine::translate((-media.x0, -media.y0));
    let (width, height) = (real(media.width()), real(media.height()));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- units: millimetres -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {width} {height}\">\n"
    );
    for (i, layer) in layers(page).iter().enumerate() {
        let colour = COLOURS.get(i % COLOURS.len()).copied().unwrap_or("#ff0000");
        let (plate, name) = (escape(&layer.plate), escape(&layer.name));
        let _ = writeln!(
            out,
            "<g id=\"layer{i}\" data-plate=\"{plate}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"0.1\"><title>{name}</title>"
        );
        for path in &layer.paths {
            let _ = writeln!(out, "<path d=\"{}\"/>", svg_data(&(to * path.clone()), DECIMALS));
        }
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out.into_bytes()
}

/// Millimetres to a tenth of a micrometre, without the zeros that say nothing.
fn real(value: f64) -> String {
    biaoyu_page::measure::number(value, DECIMALS)
}
