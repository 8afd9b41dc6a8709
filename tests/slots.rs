//! Logo, photo and QR code in every shipped layout on every shipped product: each stands in the safe area, on no type and
//! on no other picture, and every code scans from the proof.

mod outside;
mod shelf;

use std::process::Command;

use biaoyu::compose::{Composed, Edition, Picture, Pictures, Sheet, compose};
use biaoyu::error::Lang;
use biaoyu::geom::{Affine, Outline, Rect, Shape as _};
use biaoyu::icc::Profile;
use biaoyu::layout::Layout;
use biaoyu::page::{Item, Mark};
use biaoyu::picture::{LEAST_MODULE, Options, QUIET, load};
use biaoyu::product::Product;
use biaoyu::raster;
use biaoyu::record::Fields;
use shelf::Shelf;

const SLOGANS: [&str; 4] = [
    "质量第一",
    "人人讲安全 个个会应急",
    "创造高质量产品 提供高水平服务 推动高质量发展",
    "坚持质量第一效益优先原则 推动质量变革效率变革动力变革",
];
const LONG: &str = "中国某某集团某某省新能源有限公司某某水力发电总厂";
/// A unit for what is too small for the long one: below the least type of a product a page is refused.
const SHORT: &str = "某某水力发电总厂";
/// Shorter side in mm of what is small: badges and name badges, which may refuse the longest texts.
const SMALL: f64 = 75.0;
const LINK: &str = "https://example.org/q/2021/0013";

/// What a page has beside its slogan.
#[derive(Clone, Copy, Debug, PartialEq)]
enum With {
    Nothing,
    Logo,
    Code,
    LogoAndPhoto,
    All,
}

impl With {
    fn logo(self) -> bool {
        matches!(self, With::Logo | With::LogoAndPhoto | With::All)
    }

    fn photo(self) -> bool {
        matches!(self, With::LogoAndPhoto | With::All)
    }

    fn code(self) -> bool {
        matches!(self, With::Code | With::All)
    }
}

fn logo(width: u32) -> Picture {
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} 100\"><path fill=\"#fff\" d=\"M0 0h{width}v100H0z\"/></svg>"
    );
    load("logo.svg", text.as_bytes(), Profile::embedded(), &Options::default()).unwrap_or_else(|f| panic!("{f}")).0
}

fn photo() -> Picture {
    let samples: Vec<u8> = (0..60_u8).flat_map(|y| (0..40_u8).map(move |x| x * 3 + y)).collect();
    let image =
        biaoyu::page::Image { width: 40, height: 60, samples: biaoyu::page::Samples::Gray(samples), alpha: None };
    Picture::Raster(image.into())
}

impl Shelf {
    fn page(
        &self,
        layout: &Layout,
        product: &Product,
        slogan: &str,
        unit: &str,
        with: With,
        aspect: u32,
    ) -> Result<Composed, String> {
        let mut fields = Fields::default();
        fields.set("campaign", "2021 年电力行业“质量月”");
        fields.set("title", "质量月");
        fields.set("theme", "拥抱数字变革，推动质量创新，提升产业基础");
        if with != With::Nothing {
            fields.set("unit", unit);
        }
        if product.personal && with != With::Nothing {
            fields.set("name", if with == With::Logo { "阿卜杜热合曼·买买提" } else { "王小明" });
            fields.set("post", "质量管理部 副主任");
            fields.set("number", "No. 00123");
        }
        let mut pictures = Pictures::default();
        if with.logo() {
            pictures.set("logo", logo(aspect));
        }
        if with.photo() {
            pictures.set("photo", photo());
        }
        if with.code() {
            fields.set("qr", LINK);
        }
        let sheet =
            Sheet { number: 3, text: slogan.into(), keys: slogan.chars().take(1).collect(), ..Sheet::default() };
        let palette = self.palette(layout);
        let edition = Edition {
            layout,
            product,
            palette,
            sheet: &sheet,
            fields: &fields,
            fonts: &self.fonts,
            pictures: &pictures,
            spots: false,
        };
        compose(&edition).map_err(|faults| faults.0.iter().map(|f| f.text(Lang::En)).collect::<Vec<_>>().join("; "))
    }
}

/// A picture on the page.
struct Placed {
    region: String,
    bounds: Rect,
    /// Side of a module with the quiet zones counted, of a code.
    module: Option<f64>,
}

fn placed(items: &[Item], at: Affine, clip: Option<Rect>, out: &mut Vec<Placed>) {
    for item in items {
        let region = item.source.region.as_deref().unwrap_or("?").to_string();
        let cut = |r: Rect| clip.map_or(r, |c| c.intersect(r));
        match &item.mark {
            // A code: its modules are a millimetre each, scaled to their place.
            Mark::Shared { form, transform } if form.id.starts_with("qr-") => {
                let bounds = (at * *transform).transform_rect_bbox(form.bounds);
                let module = Some(bounds.width() / form.bounds.width());
                out.push(Placed { region, bounds: cut(bounds), module });
            }
            Mark::Group(group) => {
                let inner = group.clip.as_ref().map(|c| (at * group.transform).transform_rect_bbox(c.bounding_box()));
                placed(&group.items, at * group.transform, inner.or(clip), out);
            }
            Mark::Image(image) => {
                let bounds = (at * image.matrix).transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0));
                out.push(Placed { region, bounds: cut(bounds), module: None });
            }
            Mark::Shared { form, transform } if form.id.starts_with("picture-") => {
                let bounds = (at * *transform).transform_rect_bbox(form.bounds);
                out.push(Placed { region, bounds: cut(bounds), module: None });
            }
            _ => {}
        }
    }
}

fn overlap(a: Rect, b: Rect) -> bool {
    let both = a.intersect(b);
    let slack = 0.02 + 0.002 * a.height().min(b.height());
    both.width() > slack && both.height() > slack
}

fn side(product: &Product) -> f64 {
    let bounds = product.trim_outline().bounds();
    bounds.width().min(bounds.height())
}

fn complaints(product: &Product, with: With, composed: &Composed) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut pictures = Vec::new();
    placed(&composed.page.items, Affine::IDENTITY, None, &mut pictures);
    let is = |what: &str| pictures.iter().any(|p| p.region.starts_with(what));
    let left_out = composed.findings.iter().any(|f| f.what.en.starts_with("`logo` would be"));
    if with.logo()
        && !is("logo")
        && side(product) >= 44.0
        // Where all pictures are wanted on a name badge it may be too low to be read, which is told.
        && !(side(product) <= SMALL && with == With::All && left_out)
    {
        wrong.push("no logo".into());
    }
    if product.personal && with.photo() && !is("photo") {
        wrong.push("no photo".into());
    }
    if product.personal && with.code() && !is("code") {
        wrong.push("no code".into());
    }
    let mut seen = std::collections::BTreeSet::new();
    for picture in &pictures {
        let kind: String = picture.region.chars().take(4).collect();
        if !seen.insert(kind) {
            wrong.push(format!("`{}` twice", picture.region));
        }
        let corners = [
            (picture.bounds.x0, picture.bounds.y0),
            (picture.bounds.x1, picture.bounds.y1),
            (picture.bounds.x0, picture.bounds.y1),
            (picture.bounds.x1, picture.bounds.y0),
        ];
        let live = match product.live() {
            live @ Outline::Circle(_) => live,
            _ => Outline::Rect(product.safe_rect()),
        };
        let outside = corners.iter().map(|c| live.distance_outside((*c).into())).fold(0.0, f64::max);
        // A photo may run off the product as a tile does.
        // A drawing's form is a hair larger than the drawing.
        if outside > 0.02 + 0.002 * picture.bounds.height() && picture.region != "photo" {
            wrong.push(format!("`{}` lies {outside:.2} mm outside the safe area", picture.region));
        }
        if let Some(module) = picture.module {
            if module < LEAST_MODULE - 1e-6 {
                wrong.push(format!("a module of {module:.3} mm"));
            }
            if picture.bounds.width() < 12.0 {
                wrong.push(format!("a code of {:.1} mm", picture.bounds.width()));
            }
        }
        // On a round product the box of an arc is no measure.
        let round = matches!(product.live(), Outline::Circle(_));
        for set in &composed.regions {
            if !round && set.inks.iter().any(|ink| overlap(*ink, picture.bounds)) {
                wrong.push(format!("`{}` stands on `{}`", set.region, picture.region));
            }
        }
    }
    for (i, a) in pictures.iter().enumerate() {
        for b in pictures.iter().skip(i + 1) {
            if overlap(a.bounds, b.bounds) {
                wrong.push(format!("`{}` stands on `{}`", a.region, b.region));
            }
        }
    }
    wrong
}

#[test]
fn every_layout_has_room_for_the_pictures_on_every_product() {
    let house = Shelf::open();
    let mut wrong = Vec::new();
    let mut pages = 0;
    for layout in &house.layouts {
        for product in &house.products {
            for (i, slogan) in SLOGANS.iter().enumerate() {
                for with in [With::Nothing, With::Logo, With::Code, With::LogoAndPhoto, With::All] {
                    // A wide logo, a square one.
                    let aspect = if i % 2 == 0 { 400 } else { 100 };
                    let at = format!("{} × {} × `{slogan}` × {with:?}", layout.id, product.id);
                    let small = side(product) <= SMALL;
                    let too_long = |fault: &String| small && fault.contains("is the least here");
                    let page = match house.page(layout, product, slogan, LONG, with, aspect) {
                        Err(fault) if too_long(&fault) => house.page(layout, product, slogan, SHORT, with, aspect),
                        page => page,
                    };
                    match page {
                        // The longest slogan has no place in readable type on the smallest of things.
                        Err(fault) if too_long(&fault) && i == 3 => {}
                        Err(fault) => wrong.push(format!("{at}: {fault}")),
                        Ok(composed) => {
                            pages += 1;
                            wrong
                                .extend(complaints(product, with, &composed).into_iter().map(|c| format!("{at}: {c}")));
                        }
                    }
                }
            }
        }
    }
    assert!(pages > 1000 || !wrong.is_empty());
    assert!(wrong.is_empty(), "{} faults on {pages} pages:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_code_scans_from_the_proof() {
    if outside::run(Command::new("zbarimg").arg("--version")).is_none() {
        return;
    }
    let house = Shelf::open();
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for layout in &house.layouts {
        for id in ["poster-a4", "poster-a2", "flag-4", "xstand-600x1600", "name-85x54", "card-70x100"] {
            let product = house.products.iter().find(|p| p.id == id).unwrap();
            let unit = if side(product) <= SMALL { SHORT } else { LONG };
            let composed = house.page(layout, product, SLOGANS[2], unit, With::All, 300).unwrap();
            let file = folder.path().join(format!("{}-{id}.png", layout.id));
            let mut out = std::fs::File::create(&file).unwrap();
            raster::png(&composed.page, &raster::Options::new(product.proof_dpi), &mut out).unwrap();
            let output = Command::new("zbarimg").args(["-q", "--raw"]).arg(&file).output().unwrap();
            let found = String::from_utf8_lossy(&output.stdout).trim().to_string();
            if found != LINK {
                wrong.push(format!("{} × {id}: `{found}`", layout.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(QUIET, 4);
}

#[test]
fn the_logo_is_the_version_for_its_ground() {
    let house = Shelf::open();
    let product = house.products.iter().find(|p| p.id == "name-85x54").unwrap();
    let official = house.layouts.iter().find(|l| l.id == "official").unwrap();
    let version = |fill: &str| {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 100\"><path fill=\"{fill}\" d=\"M0 0h200v100H0z\"/></svg>"
        );
        load("logo.svg", text.as_bytes(), Profile::embedded(), &Options::default()).unwrap().0
    };
    let ids = |pictures: &Pictures, product: &Product| -> (Vec<String>, usize) {
        let mut fields = Fields::default();
        fields.set("campaign", "质量月");
        let sheet = Sheet { text: "质量第一".into(), ..Sheet::default() };
        let palette = house.palettes.iter().find(|p| p.id == "state-red").unwrap();
        let edition = Edition {
            layout: official,
            product,
            palette,
            sheet: &sheet,
            fields: &fields,
            fonts: &house.fonts,
            pictures,
            spots: false,
        };
        let composed = compose(&edition).unwrap();
        let mut ids = Vec::new();
        for item in &composed.page.items {
            if let Mark::Shared { form, .. } = &item.mark {
                ids.push(form.id.clone());
            }
        }
        (ids, composed.findings.iter().filter(|f| f.rule == "logo-ground").count())
    };
    let form = |picture: &Picture| match picture {
        Picture::Vector { form, .. } => form.id.clone(),
        Picture::Raster(_) => panic!(),
    };
    let (white, blue) = (version("#ffffff"), version("#00539b"));
    let mut one = Pictures::default();
    one.set("logo", white.clone());
    // White on the badge's white: told.
    assert_eq!(ids(&one, product), (vec![form(&white)], 1));
    let both = one.with("logo-dark", blue.clone());
    assert_eq!(ids(&both, product), (vec![form(&blue)], 0));
    // On the red poster the light one stays.
    let poster = house.products.iter().find(|p| p.id == "poster-a2").unwrap();
    assert_eq!(ids(&both, poster), (vec![form(&white)], 0));
    assert!(!one.has("photo") && both.has("logo"));
}
