//! Time to compose a page, to check its design, and to make a badge of a series with and without its code:
//! `cargo bench --bench compose`.

use criterion::{Criterion, criterion_group, criterion_main};

use biaoyu::compose::{Edition, Pictures, Series, Sheet, SheetKind, compose};
use biaoyu::embedded;
use biaoyu::font::FontLibrary;
use biaoyu::layout::Layout;
use biaoyu::pdf::{Moment, Options, Writer, write};
use biaoyu::picture::qr;
use biaoyu::preflight::review;
use biaoyu::record::Fields;
use biaoyu::words::Standard;

/// The longest slogan of the built-in campaign, on a poster, in every layout.
fn posters(criterion: &mut Criterion) {
    let campaign = embedded::campaign("quality-month-2021").expect("embedded").expect("readable");
    let slogan = campaign.slogan(15).expect("fifteen slogans");
    let sheet = Sheet {
        number: slogan.number,
        kind: SheetKind::Slogan,
        text: slogan.text.clone(),
        breaks: slogan.breaks.clone(),
        keys: slogan.key.clone().unwrap_or_default(),
    };
    let mut fields = Fields::default();
    fields.set("campaign", &*campaign.heading);
    fields.set("unit", "某某发电厂");
    if let Some(theme) = &campaign.theme {
        fields.set("theme", &**theme);
    }
    let (products, palettes) = (embedded::products().expect("readable"), embedded::palettes().expect("readable"));
    let product = products.iter().find(|p| p.id == "poster-a2").expect("embedded");
    let fonts = FontLibrary::embedded();
    for source in embedded::LAYOUTS {
        let layout = Layout::parse(source.name, source.text).expect("readable");
        let palette = palettes.iter().find(|p| Some(&p.id) == layout.palettes.first()).expect("embedded");
        let edition = Edition {
            layout: &layout,
            product,
            palette,
            sheet: &sheet,
            fields: &fields,
            fonts: &fonts,
            pictures: &Pictures::default(),
            spots: false,
        };
        criterion.bench_function(&layout.id, |bencher| bencher.iter(|| compose(&edition).expect("a page")));
        let composed = compose(&edition).expect("a page");
        let checks = format!("{}, design checks", layout.id);
        criterion.bench_function(&checks, |bencher| bencher.iter(|| review(&composed, product, &sheet, false)));
    }
}

/// Name badges: what moves from record to record, set and written.
fn badges(criterion: &mut Criterion) {
    let sheet =
        Sheet {
            text: "拥抱数字变革，推动质量创新，提升产业基础".into(), keys: "质".into(), ..Sheet::default()
        };
    let (products, palettes) = (embedded::products().expect("readable"), embedded::palettes().expect("readable"));
    let product = products.iter().find(|p| p.id == "name-85x54").expect("embedded");
    let (fonts, pictures, none) = (FontLibrary::embedded(), Pictures::default(), Fields::default());
    let source = embedded::LAYOUTS.iter().find(|l| l.id == "official").expect("embedded");
    let layout = Layout::parse(source.name, source.text).expect("readable");
    let palette = palettes.iter().find(|p| Some(&p.id) == layout.palettes.first()).expect("embedded");
    let edition = Edition {
        layout: &layout,
        product,
        palette,
        sheet: &sheet,
        fields: &none,
        fonts: &fonts,
        pictures: &pictures,
        spots: false,
    };
    let columns = ["name", "unit", "number", "qr"].map(str::to_owned).to_vec();
    for (id, code) in [("badge", None), ("badge with code", Some("https://example.org/b/ZB-2026-"))] {
        let mut fields = Fields::default();
        for (field, text) in [("name", "王小明"), ("unit", "华北水电工程局"), ("number", "ZB-2026-000123")] {
            fields.set(field, text);
        }
        code.into_iter().for_each(|code| fields.set("qr", format!("{code}000123")));
        let series = Series::new(edition, columns.clone());
        let mut record = 0;
        criterion.bench_function(id, |bencher| {
            bencher.iter(|| {
                // Units come back, numbers and codes do not.
                record += 1;
                fields.set("number", format!("ZB-2026-{record:06}"));
                code.into_iter().for_each(|code| fields.set("qr", format!("{code}{record:06}")));
                series.page(&fields, &pictures).expect("a page")
            });
        });
        let page = series.page(&fields, &pictures).expect("a page").page;
        let options = Options { standard: Standard::None, ..Options::new(Moment::day(2021, 9, 1)) };
        deflate(criterion, id, &write(std::slice::from_ref(&page), &options).expect("written"));
        let mut book = Writer::begin(std::io::sink(), options);
        criterion.bench_function(&format!("{id}, written"), |bencher| {
            bencher.iter(|| book.page(&page).expect("written"));
        });
    }
    criterion.bench_function("code alone", |bencher| bencher.iter(|| qr("https://example.org/b/ZB-2026-000123")));
}

/// A page's content stream by the libraries and levels that there are to choose from; how short it gets is printed.
fn deflate(criterion: &mut Criterion, id: &str, pdf: &[u8]) {
    let file = lopdf::Document::load_mem(pdf).expect("readable");
    let page = file.page_iter().next().expect("a page");
    let stream = file.get_page_content(page);
    let mut room = vec![0; 2 * stream.len() + 100];
    for level in [1, 4, 6] {
        let mut library = libdeflater::Compressor::new(libdeflater::CompressionLvl::new(level).expect("a level"));
        let length = library.zlib_compress(&stream, &mut room).expect("room");
        let name = format!("deflate {id}, libdeflate {level}");
        println!("{name}: {} bytes become {length}", stream.len());
        criterion.bench_function(&name, |bencher| bencher.iter(|| library.zlib_compress(&stream, &mut room)));
    }
    for level in [1, 4] {
        let mut library = flate2::Compress::new(flate2::Compression::new(level), true);
        let mut pack = || {
            library.reset();
            library.compress(&stream, &mut room, flate2::FlushCompress::Finish).expect("room");
            library.total_out()
        };
        let name = format!("deflate {id}, zlib-rs {level}");
        println!("{name}: {} bytes become {}", stream.len(), pack());
        criterion.bench_function(&name, |bencher| bencher.iter(&mut pack));
    }
}

criterion_group!(benches, posters, badges);
criterion_main!(benches);
