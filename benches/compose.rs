//! Time to compose a page, and to check its design, without output: `cargo bench --bench compose`.

use criterion::{Criterion, criterion_group, criterion_main};

use biaoyu::compose::{Edition, Pictures, Sheet, SheetKind, compose};
use biaoyu::embedded;
use biaoyu::font::FontLibrary;
use biaoyu::layout::Layout;
use biaoyu::preflight::review;
use biaoyu::record::Fields;

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
        criterion.bench_function(&checks, |bencher| bencher.iter(|| review(&composed, product, &sheet)));
    }
}

criterion_group!(benches, posters);
criterion_main!(benches);
