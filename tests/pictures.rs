//! Pictures judged from outside: other readers see in our files what the logo, the photo and the code hold.

mod outside;

use std::process::Command;
use std::sync::Arc;

use biaoyu::compose::{Composed, Edition, Pictures, Sheet, compose};
use biaoyu::font::FontLibrary;
use biaoyu::geom::{Outline, Point, Rect};
use biaoyu::icc::Profile;
use biaoyu::layout::Layout;
use biaoyu::page::{Image, Mark, Samples};
use biaoyu::palette::Palette;
use biaoyu::pdf;
use biaoyu::picture::{Options, Picture, load, qr};
use biaoyu::product::Product;
use biaoyu::raster;
use biaoyu::record::Fields;
use proptest::prelude::*;

const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">
  <linearGradient id="g" x2="1" y2="1"><stop stop-color="#ffd700"/><stop offset="1" stop-color="#c8102e"/></linearGradient>
  <clipPath id="c"><circle cx="50" cy="50" r="48"/></clipPath>
  <g clip-path="url(#c)"><rect width="100" height="100" fill="url(#g)"/></g>
  <path d="M120 20h160v20h-160zM120 60l150 10v10l-150 10z" fill="#00539b"/>
  <path d="M120 50h160" stroke="#000" stroke-width="4" stroke-dasharray="8 4"/></svg>"##;

const CODE: &str = r#"
id = "codes"
name = "码"
about = "a code"
palettes = ["state-red"]
[[variant]]
ground = "ground"
[[variant.picture]]
id = "code"
what = "qr"
box = { x = "0.5*W - 0.25*S", y = "0.5*H - 0.25*S", w = "0.5*S", h = "0.5*S" }
[[variant.picture]]
id = "logo"
when = "has.logo"
what = "logo"
box = { x = "0.1*W", y = "0.02*H", w = "0.8*W", h = "0.2*H" }
"#;

fn read(name: &str, bytes: &[u8]) -> Picture {
    match load(name, bytes, Profile::embedded(), &Options::default()) {
        Ok((picture, _)) => picture,
        Err(faults) => panic!("{faults}"),
    }
}

fn shop() -> (Vec<Product>, Palette) {
    let palettes = biaoyu::embedded::palettes().unwrap();
    let shared = biaoyu::embedded::products().unwrap().into_iter().filter(|p| p.layout.is_none());
    (shared.collect(), palettes.into_iter().find(|p| p.id == "state-red").unwrap())
}

fn page(product: &str, logo: Option<Picture>, code: Option<&str>) -> Composed {
    let (products, palette) = shop();
    let layout = Layout::parse("codes.toml", CODE).unwrap_or_else(|f| panic!("{f}"));
    let mut pictures = Pictures::default();
    if let Some(logo) = logo {
        pictures.set("logo", logo);
    }
    let mut fields = Fields::default();
    if let Some(code) = code {
        fields.set("qr", code);
    }
    let sheet = Sheet { text: "质量第一".into(), ..Sheet::default() };
    let product = products.iter().find(|p| p.id == product).unwrap();
    let fonts = FontLibrary::embedded();
    let edition = Edition {
        layout: &layout,
        product,
        palette: &palette,
        sheet: &sheet,
        fields: &fields,
        fonts: &fonts,
        pictures: &pictures,
        spots: false,
    };
    compose(&edition).unwrap_or_else(|f| panic!("{f}"))
}

/// Runs a tool on a file and gives what it says; `None` where the tool is not installed.
fn tool(name: &str, file: &std::path::Path, before: &[&str], after: &[&str]) -> Option<String> {
    let output = outside::run(Command::new(name).args(before).arg(file).args(after))?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_drawing_stays_vector_in_the_pdf_and_looks_the_same_to_others() {
    let composed = page("poster-a4", Some(read("logo.svg", LOGO.as_bytes())), None);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("logo.pdf");
    let bytes =
        pdf::write(std::slice::from_ref(&composed.page), &pdf::Options::new(pdf::Moment::day(2021, 9, 1))).unwrap();
    std::fs::write(&file, bytes).unwrap();
    if let Some(list) = tool("pdfimages", &file, &["-list"], &[]) {
        assert_eq!(list.lines().count(), 2, "only the table's head: {list}");
    }
    // The inks by Ghostscript, beside ours: no profile stands between.
    let seen = folder.path().join("seen.tif");
    let args = [
        "-q",
        "-dBATCH",
        "-dNOPAUSE",
        "-dSAFER",
        "-sDEVICE=tiff32nc",
        "-r72",
        "-dTextAlphaBits=4",
        "-dGraphicsAlphaBits=4",
        "-dUseTrimBox",
        "-o",
    ];
    let Some(drawn) = outside::run(Command::new("gs").args(args).arg(&seen).arg(&file)) else { return };
    assert!(drawn.status.success());
    let (width, height, seen) = inks(&std::fs::read(&seen).unwrap());
    let mut ours = std::io::Cursor::new(Vec::new());
    let none = biaoyu::words::Packing::None;
    raster::tiff(&composed.page, &raster::Options::new(72.0), none, &mut ours).unwrap();
    let (own_width, own_height, ours) = inks(&ours.into_inner());
    assert!(width.abs_diff(own_width) <= 1 && height.abs_diff(own_height) <= 1);
    let mut strays = 0;
    for y in 1..height.min(own_height) - 1 {
        for x in 1..width.min(own_width) - 1 {
            let a = ours[y * own_width + x];
            // Between the least and the most of Ghostscript's pixels around: edges are softened by each in its way.
            let around: Vec<[u8; 4]> = (0..9).map(|i| seen[(y + i / 3 - 1) * width + x + i % 3 - 1]).collect();
            let within = |c: usize| {
                let levels = || around.iter().map(|b| b[c]);
                let (low, high) = (levels().min().unwrap_or(0), levels().max().unwrap_or(255));
                (low.saturating_sub(24)..=high.saturating_add(24)).contains(&a[c])
            };
            strays += usize::from(!(0..4).all(within));
        }
    }
    assert!(strays == 0, "{strays} pixels differ from Ghostscript's");
}

/// The pixels of a CMYK TIFF.
fn inks(bytes: &[u8]) -> (usize, usize, Vec<[u8; 4]>) {
    let mut decoder = tiff::decoder::Decoder::new(std::io::Cursor::new(bytes)).unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    let tiff::decoder::DecodingResult::U8(bytes) = decoder.read_image().unwrap() else { panic!() };
    (width as usize, height as usize, bytes.as_chunks::<4>().0.to_vec())
}

#[test]
fn cmyk_samples_pass_through_untouched() {
    let pixels: Vec<[u8; 4]> = vec![[0, 0, 0, 0], [255, 0, 0, 0], [0, 200, 40, 10], [30, 30, 30, 255]];
    let wide: Vec<u8> = pixels.iter().flat_map(|p| std::iter::repeat_n(*p, 16)).flatten().collect();
    let rows: Vec<u8> = std::iter::repeat_n(wide, 16).flatten().collect();
    for (kind, tolerance) in [(jpeg_encoder::ColorType::Cmyk, 2), (jpeg_encoder::ColorType::CmykAsYcck, 4)] {
        let mut file = Vec::new();
        jpeg_encoder::Encoder::new(&mut file, 100).encode(&rows, 64, 16, kind).unwrap();
        let Picture::Raster(found) = read("photo.jpg", &file) else { panic!() };
        let found = found.image();
        let Samples::Cmyk(samples) = &found.samples else { panic!() };
        assert_eq!((found.width, found.height, samples.len()), (64, 16, rows.len()));
        for (i, (a, b)) in samples.iter().zip(&rows).enumerate() {
            assert!(a.abs_diff(*b) <= tolerance, "{kind:?}, byte {i}: {a} {b}");
        }
    }
}

#[test]
fn another_programs_cmyk_jpeg_gives_its_own_samples() {
    // Pillow writes CMYK turned over with Adobe's segment; gray and progressive RGB come by its hand too.
    let folder = tempfile::tempdir().unwrap();
    let script = "import sys\nfrom PIL import Image\nd=sys.argv[1]\n\
        Image.new('CMYK',(40,24),(10,200,90,30)).save(d+'/c.jpg',quality=100)\n\
        Image.new('L',(9,9),255).save(d+'/g.jpg',quality=100)\n\
        im=Image.new('RGB',(32,16),(255,255,255)); im.paste((200,16,46),(0,0,16,16))\n\
        e=Image.Exif(); e[274]=6; im.save(d+'/r.jpg',quality=95,progressive=True,exif=e)\n";
    if outside::python(&["-c".as_ref(), script.as_ref(), folder.path().as_os_str()]).is_none() {
        return;
    }
    let image = |name: &str| -> Arc<Image> {
        match read(name, &std::fs::read(folder.path().join(name)).unwrap()) {
            Picture::Raster(samples) => samples.image().clone(),
            Picture::Vector { .. } => panic!(),
        }
    };
    let cmyk = image("c.jpg");
    let Samples::Cmyk(samples) = &cmyk.samples else { panic!() };
    assert!(
        samples.chunks(4).all(|p| p.iter().zip([10u8, 200, 90, 30]).all(|(a, b)| a.abs_diff(b) <= 1)),
        "{:?}",
        &samples[..4]
    );
    assert!(matches!(&image("g.jpg").samples, Samples::Gray(s) if s.iter().all(|v| *v == 255)));
    // Turned clockwise by its EXIF: what was left is on top.
    let turned = image("r.jpg");
    assert_eq!((turned.width, turned.height), (16, 32));
    let Samples::Cmyk(samples) = &turned.samples else { panic!() };
    assert!(samples[1] > 200 && samples[samples.len() - 3] < 10);
}

#[test]
fn codes_scan_from_the_proof_at_the_products_size() {
    let link = "https://example.org/质量月/2021?unit=福建&n=0013";
    let ascii = "https://example.org/%E8%B4%A8%E9%87%8F%E6%9C%88/2021?unit=%E7%A6%8F%E5%BB%BA&n=0013";
    let jobs = [
        ("poster-a4", link, ascii),
        ("flag-4", "WIFI:S:质量月;T:WPA;P:20210901;;", "WIFI:S:质量月;T:WPA;P:20210901;;"),
        ("badge-58", "姓名：王小明，编号 0013", "姓名：王小明，编号 0013"),
        ("name-90x54", link, ascii),
    ];
    if outside::run(Command::new("zbarimg").arg("--version")).is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (products, _) = shop();
    for (id, text, wanted) in jobs {
        let composed = page(id, None, Some(text));
        assert!(composed.findings.is_empty(), "{id}: {:?}", composed.findings);
        let file = folder.path().join(format!("{id}.png"));
        let product = products.iter().find(|p| p.id == id).unwrap();
        let mut out = std::fs::File::create(&file).unwrap();
        raster::png(&composed.page, &raster::Options::new(product.proof_dpi), &mut out).unwrap();
        let found = tool("zbarimg", &file, &["-q", "--raw"], &[]).unwrap();
        assert_eq!(found.trim(), wanted, "{id}");
    }
    // A long text on a small badge: the code is set, and the finding says why telephones will fail.
    let composed = page("badge-25", None, Some(&"质量".repeat(60)));
    assert_eq!(composed.findings.iter().map(|f| f.rule).collect::<Vec<_>>(), ["qr-module"]);
    assert_eq!(qr(&"x".repeat(3_000)).unwrap_err().code, "qr/too-long");
    assert_eq!(qr(" ").unwrap_err().code, "qr/empty");
}

#[test]
fn findings_say_what_is_too_coarse_and_what_cannot_be_told_from_its_ground() {
    let dot = |w: u32, h: u32| {
        let samples = Samples::Gray(vec![255; (w * h) as usize]);
        Picture::Raster(Image { width: w, height: h, samples, alpha: None }.into())
    };
    let rules = |product: &str, logo: Picture| -> Vec<&str> {
        let found = page(product, Some(logo), None).findings;
        found.into_iter().map(|f| f.rule).collect()
    };
    // The poster's logo is 168 mm wide at most and 59 mm high; A4 is read at half a metre.
    assert_eq!(rules("poster-a4", dot(1_200, 300)), Vec::<&str>::new());
    assert_eq!(rules("poster-a4", dot(200, 50)), ["picture-too-coarse"]);
    let red = LOGO.replace("#00539b", "#d7000f").replace("#ffd700", "#c8102e").replace("#000", "#c8102e");
    assert_eq!(rules("poster-a4", read("logo.svg", red.as_bytes())), ["logo-ground"]);
    let white = red.replace("#d7000f", "#fff").replace("#c8102e", "#fff");
    assert_eq!(rules("poster-a4", read("logo.svg", white.as_bytes())), Vec::<&str>::new());
}

/// The box of the logo on a page.
fn logo_on(composed: &Composed) -> Option<Rect> {
    composed.page.items.iter().find(|i| i.source.region.as_deref() == Some("logo")).and_then(|i| match &i.mark {
        Mark::Shared { form, transform } => Some(transform.transform_rect_bbox(form.bounds)),
        _ => None,
    })
}

#[test]
fn a_logo_never_stands_on_type_nor_keeps_a_page_from_being_made() {
    let (products, palette) = shop();
    let fonts = FontLibrary::embedded();
    let mut with = Pictures::default();
    with.set("logo", read("logo.svg", LOGO.as_bytes()));
    let none = Pictures::default();
    let mut wrong = Vec::new();
    for source in biaoyu::embedded::LAYOUTS {
        let layout = Layout::parse(source.name, source.text).unwrap();
        let mut placed = 0;
        for product in &products {
            for (text, unit) in [("质量第一", None), ("全员参与提质量 共筑质量新时代", Some("国网福建省电力有限公司"))]
            {
                let sheet = Sheet { number: 3, text: text.into(), keys: "质".into(), ..Sheet::default() };
                let mut fields = Fields::default();
                fields.set("campaign", "2021 年电力行业“质量月”");
                fields.set("theme", "拥抱数字变革，推动质量创新，提升产业基础");
                if let Some(unit) = unit {
                    fields.set("unit", unit);
                    fields.set("name", "王小明");
                }
                let page = |pictures| {
                    compose(&Edition {
                        layout: &layout,
                        product,
                        palette: &palette,
                        sheet: &sheet,
                        fields: &fields,
                        fonts: &fonts,
                        pictures,
                        spots: false,
                    })
                };
                let name = format!("{} × {} × {text}", layout.id, product.id);
                let composed = match (page(&with), page(&none)) {
                    (Ok(composed), _) => composed,
                    (Err(_), Err(_)) => continue,
                    (Err(faults), Ok(_)) => {
                        wrong.push(format!("{name}: {faults}"));
                        continue;
                    }
                };
                let Some(logo) = logo_on(&composed) else { continue };
                placed += 1;
                let safe = product.safe_rect().inflate(0.02, 0.02);
                if !(safe.contains(logo.origin()) && safe.contains(Point::new(logo.x1, logo.y1))) {
                    wrong.push(format!("{name}: the logo leaves the safe area"));
                }
                // A row or ring is one box around all its type: the badge's rim lies around the logo.
                let clear = 0.1 * logo.height();
                let round = matches!(product.live(), Outline::Circle(_));
                for set in composed
                    .regions
                    .iter()
                    .filter(|s| !(round && ["rim", "foot", "sign", "head"].contains(&&*s.region)))
                {
                    let inks = set.inks.iter().map(|r| r.inflate(clear, clear).intersect(logo));
                    if inks.map(|r| r.width().max(0.0) * r.height().max(0.0)).fold(0.0, f64::max) > 0.0 {
                        wrong.push(format!("{name}: the logo touches `{}`", set.region));
                    }
                }
            }
        }
        let slots = source.text.contains("what = \"logo\"");
        assert!(!slots || placed > products.len(), "{} places logos", layout.id);
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

fn files() -> Vec<Vec<u8>> {
    let mut png = Vec::new();
    let pixels: Vec<u8> = (0..40 * 30 * 4).map(|i| (i * 7 % 251) as u8).collect();
    let picture = image::RgbaImage::from_raw(40, 30, pixels.clone()).unwrap();
    picture.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    let mut jpeg = Vec::new();
    jpeg_encoder::Encoder::new(&mut jpeg, 80).encode(&pixels, 40, 30, jpeg_encoder::ColorType::Rgba).unwrap();
    let mut cmyk = Vec::new();
    jpeg_encoder::Encoder::new(&mut cmyk, 80).encode(&pixels, 40, 30, jpeg_encoder::ColorType::CmykAsYcck).unwrap();
    vec![LOGO.into(), png, jpeg, cmyk]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done to a file, it gives a picture or faults that name it; never a panic.
    #[test]
    fn no_file_stops_the_program(
        which in 0..4usize,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = files().swap_remove(which);
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        match load("a file", &bytes, Profile::embedded(), &Options::default()) {
            Ok((picture, _)) => prop_assert!(picture.aspect() > 0.0),
            Err(faults) => {
                prop_assert!(!faults.0.is_empty());
                prop_assert!(faults.0.iter().all(|f| f.place.file.as_deref() == Some("a file")));
            }
        }
    }
}
