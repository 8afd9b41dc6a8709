//! A page of a series is the page that composing gives by itself, for every layout and product, whatever a record
//! fills, and what no record touches is one form.

use std::collections::BTreeSet;
use std::sync::Arc;

use biaoyu::compose::{Composed, Edition, Pictures, Series, Sheet, SheetKind, compose};
use biaoyu::embedded;
use biaoyu::font::FontLibrary;
use biaoyu::geom::Affine;
use biaoyu::layout::Layout;
use biaoyu::page::{Item, Mark, Page};
use biaoyu::record::Fields;

const RECORDS: [&[(&str, &str)]; 6] = [
    &[("name", "王小明"), ("unit", "某某电厂"), ("post", "班长"), ("number", "ZB-2026-000001")],
    &[("name", "古丽米热·阿卜杜拉"), ("unit", "中国某某集团某某省新能源有限公司某某水力发电总厂"), ("number", "2")],
    &[("name", "李娜"), ("unit", "运行维护"), ("post", "高级工程师"), ("number", "ZB-2026-000003")],
    &[("name", "张伟"), ("qr", "https://example.com/3")],
    &[("name", "Anna Schmidt"), ("unit", "某某电厂"), ("post", "Engineer"), ("number", "4")],
    &[],
];

fn fields(record: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::default();
    fields.set("theme", "拥抱数字变革，推动质量创新，提升产业基础");
    fields.set("campaign", "2021年电力行业“质量月”");
    record.iter().for_each(|(field, text)| fields.set(field, *text));
    fields
}

/// The marks as they are painted, one a line, forms taken apart.
fn painted(page: &Page) -> Vec<String> {
    fn take(items: &[Item], out: &mut Vec<String>) {
        for item in items {
            match &item.mark {
                Mark::Shared { form, transform } if *transform == Affine::IDENTITY => take(&form.items, out),
                _ => out.push(format!("{item:?}")),
            }
        }
    }
    let mut out = Vec::new();
    take(&page.items, &mut out);
    out
}

/// What is told of a page, whatever the order.
fn noted(composed: &Composed) -> BTreeSet<String> {
    let said = composed.said.iter().map(|said| format!("{said:?}"));
    let drawn = composed.drawn.iter().map(|drawn| format!("{drawn:?}"));
    said.chain(drawn).chain(composed.findings.iter().map(|finding| format!("{finding:?}"))).collect()
}

/// The forms of a page, by address.
fn forms(page: &Page) -> BTreeSet<usize> {
    let of = |item: &Item| match &item.mark {
        Mark::Shared { form, transform } if *transform == Affine::IDENTITY => Some(Arc::as_ptr(form).addr()),
        _ => None,
    };
    page.items.iter().filter_map(of).collect()
}

#[test]
fn a_page_of_a_series_is_the_page_by_itself() {
    let (fonts, pictures) = (FontLibrary::embedded(), Pictures::default());
    let (products, palettes) = (embedded::products().unwrap(), embedded::palettes().unwrap());
    let sheet = Sheet {
        number: 15,
        kind: SheetKind::Slogan,
        text: "创造高质量产品 提供高水平服务 推动高质量发展".into(),
        breaks: None,
        keys: "质".into(),
    };
    let varying: Vec<String> = ["name", "unit", "post", "number", "qr"].map(str::to_owned).to_vec();
    let mut shared = 0;
    for layout in embedded::LAYOUTS {
        let layout = Layout::parse(layout.name, layout.text).unwrap();
        let palette = palettes.iter().find(|p| Some(&p.id) == layout.palettes.first()).unwrap();
        for product in products.iter().filter(|p| p.layout.is_none()) {
            let common = fields(&[]);
            let edition = Edition {
                layout: &layout,
                product,
                palette,
                sheet: &sheet,
                fields: &common,
                fonts: &fonts,
                pictures: &pictures,
                spots: false,
            };
            let series = Series::new(edition, varying.clone());
            let mut seen: Option<BTreeSet<usize>> = None;
            // Whatever comes back is remembered by then.
            for record in RECORDS.iter().chain(&RECORDS) {
                let place = format!("{} on {}: {record:?}", layout.id, product.id);
                let fields = fields(record);
                let alone = compose(&Edition { fields: &fields, ..edition });
                let (alone, in_series) = match (alone, series.page(&fields, &pictures)) {
                    (Ok(alone), Ok(in_series)) => (alone, in_series),
                    (Err(a), Err(b)) => {
                        assert_eq!(a, b, "{place}");
                        continue;
                    }
                    (a, b) => panic!("{place}: {:?} against {:?}", a.err(), b.err()),
                };
                assert_eq!(alone.regions, in_series.regions, "{place}");
                assert_eq!(noted(&alone), noted(&in_series), "{place}");
                assert_eq!(painted(&alone.page), painted(&in_series.page), "{place}");
                // The first and the third record fill the same fields, with units as long.
                if record.len() == 4 {
                    let forms = forms(&in_series.page);
                    let common = seen.get_or_insert_with(|| forms.clone()).intersection(&forms).count();
                    // On sheets that are no badges of a person a part may stand where the length of the unit's name lets it.
                    assert!(common == forms.len() || !product.personal, "{place}: {common} of {}", forms.len());
                    shared += common;
                }
            }
        }
    }
    assert!(shared > 500, "{shared} forms are shared");
}
