//! What the house itself makes passes its own preflight: every shipped layout on every product, as the press makes it.

use biaoyu::compose::{Edition, Pictures, Sheet, SheetKind, compose};
use biaoyu::embedded;
use biaoyu::error::{Lang, Severity};
use biaoyu::font::FontLibrary;
use biaoyu::layout::Layout;
use biaoyu::page::Page;
use biaoyu::preflight::{Context, Profile, inspect};
use biaoyu::product::Product;
use biaoyu::record::Fields;

/// Every layout on every product with a slogan and the campaign's own sheet.
pub fn pages(mut each: impl FnMut(&str, &Product, &Page)) {
    let fonts = FontLibrary::embedded();
    let (mut products, palettes) = (embedded::products().unwrap(), embedded::palettes().unwrap());
    products.retain(|p| p.layout.is_none());
    let campaign = embedded::campaign("quality-month-2021").unwrap().unwrap();
    let mut sheets =
        vec![Sheet { number: 0, kind: SheetKind::Own, text: "质量月".into(), breaks: None, keys: "质".into() }];
    for slogan in campaign.slogans.iter().filter(|s| [1, 13].contains(&s.number)) {
        let keys = slogan.key.clone().unwrap_or_default();
        sheets.push(Sheet {
            number: slogan.number,
            kind: SheetKind::Slogan,
            text: slogan.text.clone(),
            breaks: None,
            keys,
        });
    }
    for source in embedded::LAYOUTS {
        let layout = Layout::parse(source.name, source.text).unwrap();
        let palette = palettes.iter().find(|p| Some(&p.id) == layout.palettes.first()).unwrap();
        for product in products.iter().filter(|p| p.layout.is_none()) {
            for sheet in &sheets {
                let mut fields = Fields::default();
                fields.set("campaign", "2021 年电力行业“质量月”");
                fields.set("theme", "拥抱数字变革，推动质量创新，提升产业基础");
                fields.set("unit", "某某电厂");
                let edition = Edition {
                    layout: &layout,
                    product,
                    palette,
                    sheet,
                    fields: &fields,
                    fonts: &fonts,
                    pictures: &Pictures::default(),
                    spots: false,
                };
                // What does not fit is the layouts' own test.
                let Ok(page) = compose(&edition).map(|c| c.page) else { continue };
                each(&format!("{} × {} × {}", layout.id, product.id, sheet.text), product, &page);
            }
        }
    }
}

#[test]
fn shipped_layouts_pass_on_every_product() {
    let (mut blamed, mut count) = (Vec::new(), 0);
    pages(|name, product, page| {
        count += 1;
        for finding in inspect(page, &Context { product: Some(product), profile: Profile::offset() }) {
            if finding.severity > Severity::Note {
                blamed.push(format!("{name}: {} {}", finding.rule, finding.text(Lang::En)));
            }
        }
    });
    assert!(count > 300, "only {count} pages");
    assert!(blamed.is_empty(), "{} findings on {count} pages:\n{}", blamed.len(), blamed.join("\n"));
}
