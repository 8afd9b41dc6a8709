//! DXF of AutoCAD Release 12 (`AC1009`): what every plotter's program reads. Polylines with arcs, and circles. The form has
//! no unit: millimetres are said in a comment (group 999).

use std::fmt::Write as _;

use super::arcs::{Figure, figures};
use super::layers;
use biaoyu_page::geom::{Affine, Point};
use biaoyu_page::page::Page;

/// Colours of layers by number (AutoCAD colour index): red, blue, green, magenta, cyan.
const COLOURS: [u8; 5] = [1, 5, 3, 6, 4];

/// The contours of a page as DXF R12. Layers have the names of the technical inks, without what Release 12 does not take
/// in names.
pub fn dxf(page: &Page) -> Vec<u8> {
    let media = page.boxes.media;
    // y grows upward in DXF; the lower left corner of the media is the origin.
    let to = Affine::new([1.0, 0.0, 0.0, -1.0, -media.x0, media.y1]);
    let layers = layers(page);
    let mut out = String::new();
    let mut put = |group: u16, value: &str| {
        let _ = write!(out, "{group:>3}\r\n{value}\r\n");
    };
    put(999, "units: millimetres");
    put(0, "SECTION");
    put(2, "HEADER");
    put(9, "$ACADVER");
    put(1, "AC1009");
    put(9, "$EXTMIN");
    put(10, "0.0");
    put(20, "0.0");
    put(9, "$EXTMAX");
    put(10, &real(media.width()));
    put(20, &real(media.height()));
    put(0, "ENDSEC");
    put(0, "SECTION");
    put(2, "TABLES");
    put(0, "TABLE");
    put(2, "LAYER");
    put(70, &layers.len().to_string());
    let names: Vec<String> = layers.iter().map(|layer| plain(&layer.plate)).collect();
    for (name, colour) in names.iter().zip(COLOURS.iter().cycle()) {
        put(0, "LAYER");
        put(2, name);
        put(70, "0");
        put(62, &colour.to_string());
        put(6, "CONTINUOUS");
    }
    put(0, "ENDTAB");
    put(0, "ENDSEC");
    put(0, "SECTION");
    put(2, "ENTITIES");
    for (layer, name) in layers.iter().zip(&names) {
        for figure in layer.paths.iter().flat_map(|path| figures(&(to * path.clone()))) {
            entity(&figure, name, &mut put);
        }
    }
    put(0, "ENDSEC");
    put(0, "EOF");
    out.into_bytes()
}

fn entity(figure: &Figure, layer: &str, put: &mut impl FnMut(u16, &str)) {
    let point = |put: &mut dyn FnMut(u16, &str), p: Point| {
        put(10, &real(p.x));
        put(20, &real(p.y));
    };
    if let Some((centre, radius)) = figure.circle {
        put(0, "CIRCLE");
        put(8, layer);
        point(put, centre);
        return put(40, &real(radius));
    }
    put(0, "POLYLINE");
    put(8, layer);
    put(66, "1");
    put(70, if figure.closed { "1" } else { "0" });
    for (p, bulge) in &figure.points {
        put(0, "VERTEX");
        put(8, layer);
        point(put, *p);
        if *bulge != 0.0 {
            put(42, &format!("{bulge:.9}"));
        }
    }
    put(0, "SEQEND");
    put(8, layer);
}

/// Millimetres to a tenth of a micrometre.
fn real(value: f64) -> String {
    let text = format!("{value:.4}");
    if text == "-0.0000" { "0.0000".into() } else { text }
}

/// A name as Release 12 takes it: 31 letters, figures, `$`, `_` and `-`.
fn plain(plate: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '$' | '_' | '-');
    // R12 knows no other letters; what would say nothing is said by numbers.
    let says = plate.chars().any(|c| c.is_ascii_alphanumeric());
    let one = |c: char| match fits(c) {
        true => c.to_string(),
        false if says => "_".to_owned(),
        false => format!("U{:04X}", u32::from(c)),
    };
    let name: String = plate.chars().map(one).collect::<String>().chars().take(31).collect();
    if name.is_empty() { "CUT".into() } else { name }
}
