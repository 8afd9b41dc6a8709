//! What the unit's own code holds: read from its picture as it will be printed.

use std::sync::Arc;

use biaoyu_out::raster;
use biaoyu_page::decode::decode;
use biaoyu_page::error::{Faults, Finding, Place, Severity};
use biaoyu_page::geom::{Affine, Outline, Rect, Size};
use biaoyu_page::page::{Boxes, ImageMark, Item, Mark, Page, Plane, Source};
use biaoyu_page::say;
use biaoyu_set::picture::{Picture, guarded};

/// Pixels on the longer side at which a picture is looked at, one after the other until a code is read: one size is
/// too coarse for a fine code, another shows the noise of a photograph.
const SIZES: [f64; 3] = [900.0, 1800.0, 450.0];
/// Paper around it, of its longer side: a code without its quiet zone is read too.
const AROUND: f64 = 0.08;
/// Characters of a content that are told.
const TOLD: usize = 120;

/// A code that was read.
#[derive(Debug)]
pub(crate) struct Code {
    /// What it says.
    pub text: String,
    /// Side of a module, in samples or units of the drawing.
    pub module: f64,
}

/// Reads the codes in a picture; none where there is none, or none that can be read.
pub(crate) fn read(name: &str, picture: &Picture) -> Vec<Code> {
    let (page, longer) = page(picture);
    for pixels in SIZES {
        let options = raster::Options::new(pixels * biaoyu_page::measure::MM_PER_INCH / longer);
        let Ok(map) = raster::ink_map(&page, &options) else { continue };
        let scale = longer / pixels;
        // A reader of others, kept from taking the program down.
        let read: Result<_, Faults> = guarded(name, || Ok(codes(&map, scale)));
        match read {
            Ok(codes) if !codes.is_empty() => return codes,
            _ => {}
        }
    }
    Vec::new()
}

/// The picture on paper, and the longer side of the page.
fn page(picture: &Picture) -> (Page, f64) {
    let (size, mark) = match picture {
        Picture::Raster(samples) => {
            let image = samples.image();
            let (w, h) = (f64::from(image.width), f64::from(image.height));
            let matrix = Affine::scale_non_uniform(w, h);
            (Size::new(w, h), Mark::Image(ImageMark { image: Arc::clone(image), matrix }))
        }
        Picture::Vector { size, form, .. } => {
            (*size, Mark::Shared { form: Arc::clone(form), transform: Affine::IDENTITY })
        }
    };
    let around = size.width.max(size.height) * AROUND;
    let sheet = Rect::new(-around, -around, size.width + around, size.height + around);
    let whole = Outline::Rect(sheet);
    let items = vec![Item { mark, plane: Plane::Art, source: Source::default() }];
    let boxes = Boxes { media: sheet, bleed: sheet, trim: sheet };
    let page = Page { title: String::new(), boxes, trim: whole, live: whole, cut: whole, items };
    (page, sheet.width().max(sheet.height()))
}

/// The codes on a page of ink; `scale` is the side of a pixel on it.
fn codes(map: &raster::InkMap, scale: f64) -> Vec<Code> {
    let (width, height) = (map.width as usize, map.height as usize);
    let gray = |x: usize, y: usize| {
        let ink = map.totals.get(y * width + x).copied().unwrap_or(0);
        // A solid plate is dark, whichever it is.
        255 - u8::try_from(ink.min(255)).unwrap_or(255)
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, gray);
    let mut codes = Vec::new();
    for grid in image.detect_grids() {
        let mut bytes = Vec::new();
        let Ok(about) = grid.decode_to(&mut bytes) else { continue };
        let [a, b, ..] = grid.bounds;
        let side = f64::from(a.x - b.x).hypot(f64::from(a.y - b.y));
        let module = side * scale / about.version.to_size() as f64;
        codes.push(Code { text: decode(&bytes).text, module });
    }
    codes
}

/// What is said of a code that was given.
pub(crate) fn told(name: &str, codes: &[Code]) -> Finding {
    let place = Place::file(name);
    let shown = |text: &str| {
        let short: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(TOLD).collect();
        if text.chars().count() > TOLD { short + "…" } else { short }
    };
    let texts: Vec<String> = codes.iter().map(|code| format!("`{}`", shown(&code.text))).collect();
    let texts = texts.join(" ");
    match codes {
        [] => Finding {
            rule: "code-not-read",
            severity: Severity::Warning,
            place,
            what: say!(
                "`{name}`: no QR code could be read in it; it is printed as it is",
                "`{name}`：没能从图里读出二维码，仍按原样印"
            ),
            hint: Some(say!(
                "try it with a telephone before printing (round codes of mini programs cannot be read here); give a larger and sharper picture, or let the program make the code: `--set qr=LINK`",
                "付印前请用手机扫一扫（小程序的圆形码本程序读不了）；请换更大更清晰的图，或由程序生成：`--set qr=网址`"
            )),
        },
        _ => Finding {
            rule: "code-read",
            severity: Severity::Note,
            place,
            what: say!("`{name}`: its code says {texts}", "`{name}`：二维码的内容是 {texts}"),
            hint: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::page::{Image, Samples};
    use biaoyu_set::picture::{modules, own_code, qr};

    #[test]
    fn codes_are_read_and_their_modules_measured() {
        for text in ["https://example.org/q", "https://example.org/质量月", "某某发电厂　安全月"] {
            let drawn = qr(text).unwrap();
            let codes = read("code.svg", &drawn);
            assert_eq!(codes.len(), 1, "{text}");
            assert!((codes[0].module - 1.0).abs() < 0.06, "{}", codes[0].module);
            let percent = !text.is_ascii() && text.contains("://");
            assert!(percent || codes[0].text == text, "{:?}", codes[0].text);
            // Its own quiet zone is kept beside a new one.
            let own = own_code(drawn.clone(), Some(codes[0].module));
            assert!(modules(&own).unwrap() >= modules(&drawn).unwrap());
        }
        let blank = Image { width: 60, height: 60, samples: Samples::Gray(vec![200; 3600]), alpha: None };
        let codes = read("code.png", &Picture::Raster(blank.into()));
        assert!(codes.is_empty());
        assert_eq!(told("code.png", &codes).rule, "code-not-read");
    }
}
