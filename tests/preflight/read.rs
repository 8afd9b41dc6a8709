//! What our writer writes, our reader reads: the same page within rounding; and its preflight finds nothing.

use biaoyu::error::{Lang, Severity};
use biaoyu::geom::Rect;
use biaoyu::page::{Page, Plane};
use biaoyu::pdf::{self, Moment, Options};
use biaoyu::preflight::{self, Profile, see};
use biaoyu::read::{self, Seen, What};
use biaoyu::words::Standard;

use super::layouts;
use super::samples::*;

fn options(standard: Standard) -> Options {
    Options { standard, ..Options::new(Moment::day(2021, 9, 1)) }
}

/// How far boxes may lie apart: a few steps of the file's grid, millimetres.
fn near(a: Rect, b: Rect, tolerance: f64) -> bool {
    [(a.x0, b.x0), (a.y0, b.y0), (a.x1, b.x1), (a.y1, b.y1)].iter().all(|(a, b)| (a - b).abs() <= tolerance)
}

/// A glyph for comparing: what it shows, its size, its ink.
fn glyphs(seen: &Seen) -> Vec<(String, f64, Rect)> {
    let mut all = Vec::new();
    for object in &seen.objects {
        let What::Text(text) = &object.what else { continue };
        for glyph in text.glyphs.iter().filter(|g| !g.is_blank()) {
            let shown = &text.text[glyph.range.start as usize..glyph.range.end as usize];
            all.push((shown.to_string(), text.size, glyph.bounds()));
        }
    }
    all
}

/// Inks, boxes and planes of all that is no type.
fn others(seen: &Seen) -> Vec<(&'static str, Rect, Vec<String>, bool, f64)> {
    let all = seen.objects.iter().filter_map(|o| {
        let (kind, width) = match &o.what {
            What::Text(_) => return None,
            What::Fill { blend: Some(_), .. } => ("blend", 0.0),
            What::Fill { .. } => ("fill", 0.0),
            What::Line { pen, .. } => ("line", pen.width),
            What::Picture(p) => ("picture", p.ppi),
            What::Shade => ("shade", 0.0),
        };
        let blend = kind == "blend";
        let tone = |t: &read::Tone| {
            let spots: Vec<String> = t.spots.iter().map(|(s, v)| format!("{} {v:.3}", s.plate)).collect();
            format!("{:.3?} {spots:?}", t.process.array())
        };
        // A blend may be told by more stops than it was made of.
        let tones = o.tones.iter().map(tone).take(if blend { 1 } else { 9 }).collect();
        Some((kind, o.bounds, tones, matches!(o.plane, Plane::Step(_)), width))
    });
    all.collect()
}

fn compare(page: &Page, options: &Options, name: &str) {
    let bytes = pdf::write(std::slice::from_ref(page), options).unwrap();
    let document = read::open(&bytes).unwrap_or_else(|f| panic!("{name}: {f}"));
    let (made, (found, _)) = (see(page), &document.pages[0]);
    let side = page.boxes.media.width().max(page.boxes.media.height());
    let tolerance = (side * 2e-6).max(0.004);
    for (a, b) in [
        (made.boxes.media, found.boxes.media),
        (made.boxes.bleed, found.boxes.bleed),
        (made.boxes.trim, found.boxes.trim),
    ] {
        assert!(near(a, b, tolerance), "{name}: {a:?} {b:?}");
    }
    // A size lies on the file's grid: steps of 10 µm beyond 4 m, of a micrometre below.
    let half_step = if side > 4_000.0 { 0.005 } else { 0.002 };
    let (a, b) = (glyphs(&made), glyphs(found));
    assert_eq!(a.len(), b.len(), "{name}");
    for (a, b) in a.iter().zip(&b) {
        assert!((a.1 - b.1).abs() < half_step + a.1 * 1e-5, "{name}: size {} {}", a.1, b.1);
        assert!(near(a.2, b.2, 0.01 + a.1 * 2e-4), "{name}: `{}` {:?} `{}` {:?}", a.0, a.2, b.0, b.2);
    }
    let text = |all: &[(String, f64, Rect)]| all.iter().map(|g| g.0.as_str()).collect::<String>();
    assert_eq!(text(&a), text(&b), "{name}");
    let (a, b) = (others(&made), others(found));
    assert_eq!(
        a.len(),
        b.len(),
        "{name}: {:?}\n{:?}",
        a.iter().map(|x| x.0).collect::<Vec<_>>(),
        b.iter().map(|x| x.0).collect::<Vec<_>>()
    );
    for (a, b) in a.iter().zip(&b) {
        assert_eq!((a.0, &a.2, a.3), (b.0, &b.2, b.3), "{name}");
        assert!((a.4 - b.4).abs() < 0.002 + tolerance / 2.0 + a.4 * 1e-3, "{name}: width or ppi {} {}", a.4, b.4);
        // Lines are boxed by their joins, which the page's axes and the file's see alike but for rounding.
        assert!(near(a.1, b.1, tolerance * 3.0 + 0.002), "{name}: {} {:?} {:?}", a.0, a.1, b.1);
    }
    assert_eq!(made.plates(), found.plates(), "{name}");
}

#[test]
fn what_is_written_is_read_back() {
    for (name, page) in [("poster", poster()), ("badge", badge()), ("banner", banner()), ("waves", waves())] {
        compare(&page, &options(Standard::X4), name);
        compare(&page, &options(Standard::None), name);
    }
}

#[test]
fn layouts_are_read_back() {
    let mut count = 0;
    layouts::pages(|name, _, page| {
        count += 1;
        // One in seven: every layout and product, in turn with every sheet.
        if count % 7 == 0 {
            compare(page, &options(Standard::X4), name);
        }
    });
}

#[test]
fn our_own_files_are_not_blamed() {
    let mut blamed = Vec::new();
    let mut count = 0;
    layouts::pages(|name, product, page| {
        count += 1;
        if count % 7 != 0 {
            return;
        }
        for outlines in [false, true] {
            let bytes = pdf::write(std::slice::from_ref(page), &Options { outlines, ..options(Standard::X4) }).unwrap();
            let context = preflight::Context { product: Some(product), profile: Profile::offset() };
            for f in preflight::judge(&bytes, "page.pdf", &context).findings {
                if f.severity > Severity::Note {
                    blamed.push(format!("{name} {outlines}: {} {}", f.rule, f.text(Lang::En)));
                }
            }
        }
    });
    assert!(blamed.is_empty(), "{} findings:\n{}", blamed.len(), blamed.join("\n"));
}
