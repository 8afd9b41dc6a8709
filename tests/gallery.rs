//! The page docs/gallery: every layout on every kind, bare and in full, with the command under each picture, as the program
//! makes it. `ACCEPT=1 cargo test --test gallery` writes it anew.

#![allow(clippy::unwrap_used, reason = "tests")]

mod desk;
mod outside;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use desk::Desk;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;

/// Pixels of a picture's longer side.
const LONGER: u32 = 320;
/// How far a picture that lies there may be from one made now, levels of 255 in the mean: its JPEG, and no other sheet.
const NEAR: f64 = 8.0;
const HEAD: &str = "# Every layout on every kind

Made by the program: a short slogan as it stands alone, and the longest of the built-in campaign with unit, mark and code. The command that makes a sheet
stands under it; `FILE` is the unit's own mark, picture or finished art. Those on `art` and `scene` are drawn and nobody's.

```sh
biaoyu gallery -s 1 --output gallery/bare
biaoyu gallery -s 15 --full --output gallery/full
```
";

/// A picture of a gallery, as its page of HTML shows it.
struct Shown {
    layout: String,
    name: String,
    product: String,
    file: String,
    alt: String,
    command: String,
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).unwrap_or_else(|| panic!("{from} in {text}")).0
}

fn shown(html: &str) -> Vec<Shown> {
    let mut all = Vec::new();
    for section in html.split("<section>").skip(1) {
        let heading = between(section, "<h2>", "</h2>");
        let (name, layout) = heading.rsplit_once(' ').unwrap();
        for figure in section.split("<figure>").skip(1) {
            let caption = between(figure, "<figcaption>", "</figcaption>");
            all.push(Shown {
                layout: layout.into(),
                name: name.into(),
                product: caption.split_once(" · ").unwrap().0.into(),
                file: between(figure, "src=\"", "\"").into(),
                alt: between(figure, "alt=\"", "\"").into(),
                command: between(caption, "<code>", "</code>").into(),
            });
        }
    }
    all
}

/// The ground of the page of HTML, on which the edge of a white badge is seen.
const GROUND: u32 = 236;

/// A picture on that ground.
fn on_paper(picture: &image::RgbaImage) -> image::RgbImage {
    image::RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let image::Rgba([r, g, b, a]) = *picture.get_pixel(x, y);
        image::Rgb([r, g, b].map(|v| ((u32::from(v) * u32::from(a) + GROUND * (255 - u32::from(a))) / 255) as u8))
    })
}

#[test]
fn every_sheet_stands_above_the_command_that_makes_it() {
    let desk = Desk::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gallery");
    let accept = std::env::var_os("ACCEPT").is_some_and(|v| v == "1");
    if accept {
        let _ = fs::remove_dir_all(folder.join("pictures"));
        fs::create_dir_all(folder.join("pictures")).unwrap();
    }
    let (mut page, mut names) = (HEAD.to_owned(), Vec::new());
    let mut sections: Vec<(String, String)> = Vec::new();
    for (state, title, asked) in [
        ("bare", "Bare", &["gallery", "--lang", "zh", "-s", "1", "--output", "bare"][..]),
        ("full", "With unit, mark and code", &["gallery", "--lang", "zh", "-s", "15", "--full", "--output", "full"]),
    ] {
        desk.run(asked).code(0);
        let html = fs::read_to_string(desk.path(&format!("{state}/gallery.html"))).unwrap();
        let all = shown(&html);
        assert!(all.len() >= 55, "{} pages", all.len());
        for Shown { layout, name, product, file, alt, command } in all {
            let picture = on_paper(&image::open(desk.path(&format!("{state}/{file}"))).unwrap().to_rgba8());
            let scale = f64::from(LONGER) / f64::from(picture.width().max(picture.height()));
            let [w, h] =
                [picture.width(), picture.height()].map(|side| (f64::from(side) * scale).round().max(1.0) as u32);
            let small = image::imageops::resize(&picture, w, h, FilterType::Triangle);
            let own = format!("{layout}-{product}-{state}.jpg");
            let path = folder.join("pictures").join(&own);
            if accept {
                let mut bytes = Vec::new();
                JpegEncoder::new_with_quality(&mut bytes, 78).encode_image(&small).unwrap();
                fs::write(&path, bytes).unwrap();
            }
            let kept = image::open(&path).unwrap_or_else(|e| panic!("{own}: {e}: ACCEPT=1 cargo test --test gallery"));
            let kept = kept.to_rgb8();
            assert_eq!(kept.dimensions(), small.dimensions(), "{own}: ACCEPT=1 cargo test --test gallery");
            let apart: u64 = kept.as_raw().iter().zip(small.as_raw()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
            let mean = apart as f64 / small.as_raw().len() as f64;
            assert!(mean < NEAR, "{own} is {mean:.1} levels from what is made: ACCEPT=1 cargo test --test gallery");
            let entry = format!("![{alt}](pictures/{own})\n\n`{command}`\n\n");
            let heading = format!("## {name} `{layout}`\n\n");
            let at = sections.iter().position(|(known, _)| *known == heading).unwrap_or_else(|| {
                sections.push((heading.clone(), String::new()));
                sections.len() - 1
            });
            let text = &mut sections[at].1;
            let below = format!("### {title}\n\n");
            if !text.contains(&below) {
                text.push_str(&below);
            }
            text.push_str(&entry);
            names.push(own);
        }
    }
    for (heading, text) in sections {
        let _ = write!(page, "\n{heading}{}\n", text.trim_end());
    }
    let mut lying: Vec<String> = fs::read_dir(folder.join("pictures"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    lying.sort();
    names.sort();
    assert_eq!(lying, names, "pictures of sheets that there are not");
    let path = folder.join("README.md");
    if accept {
        fs::write(&path, &page).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap();
    assert!(kept == page, "docs/gallery/README.md is stale: ACCEPT=1 cargo test --test gallery");
}
