//! The states in which every shipped sheet is judged: bare, and full as a unit really hangs it.

#![allow(dead_code, clippy::unwrap_used, reason = "each suite uses its part")]

use biaoyu::compose::{Choice, Composed, Edition, Picture, Pictures, Sheet, SheetKind, choose, compose_in};
use biaoyu::embedded;
use biaoyu::icc::Profile;
use biaoyu::layout::Layout;
use biaoyu::picture::{Options, load};
use biaoyu::product::Product;
use biaoyu::record::Fields;

use crate::shelf::Shelf;

/// Units of 4 and of 22 characters.
pub const UNITS: [&str; 2] = ["某某电厂", "某某江上游水电开发有限责任公司某某水力发电厂"];
/// Width of marks over their height.
pub const MARKS: [f64; 3] = [0.25, 1.0, 6.0];
const LINK: &str = "https://example.org/zhiliangyue/2021";
const THEME: &str = "拥抱数字变革，推动质量创新，提升产业基础";

/// What a sheet carries besides its slogan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    pub name: &'static str,
    pub unit: Option<&'static str>,
    pub mark: Option<f64>,
    pub code: bool,
}

/// Bare, then every unit with every mark and a code.
pub fn states() -> Vec<State> {
    let mut all = vec![State { name: "bare", unit: None, mark: None, code: false }];
    let names = [
        "short, tall mark",
        "short, square mark",
        "short, lockup",
        "long, tall mark",
        "long, square mark",
        "long, lockup",
    ];
    let full = UNITS.iter().flat_map(|unit| MARKS.iter().map(move |mark| (*unit, *mark)));
    all.extend(full.zip(names).map(|((unit, mark), name)| State {
        name,
        unit: Some(unit),
        mark: Some(mark),
        code: true,
    }));
    all
}

/// The sheets of the built-in campaign: its own, then the slogans.
pub fn sheets() -> Vec<Sheet> {
    let campaign = embedded::campaign("quality-month-2021").unwrap().unwrap();
    let sheet = |s: &biaoyu::campaign::Slogan| Sheet {
        number: s.number,
        kind: if s.number == 0 { SheetKind::Own } else { SheetKind::Slogan },
        text: s.text.clone(),
        breaks: s.breaks.clone(),
        keys: s.key.clone().unwrap_or_default(),
    };
    campaign.own_sheet.iter().chain(&campaign.slogans).map(sheet).collect()
}

/// A mark of an aspect: a ring and a bar, in white, so that it stands out from the grounds that layouts have.
pub fn mark(aspect: f64) -> Picture {
    let width = 100.0 * aspect;
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} 100\"><path fill=\"#fff\" \
         d=\"M0 0H{width}V100H0ZM{a} 15V85H{b}V15Z\"/><path fill=\"#fff\" d=\"M{c} 35H{d}V65H{c}Z\"/></svg>",
        a = width * 0.12,
        b = width * 0.88,
        c = width * 0.3,
        d = width * 0.7,
    );
    load("mark.svg", text.as_bytes(), Profile::embedded(), &Options::default()).unwrap_or_else(|f| panic!("{f}")).0
}

/// Fields and pictures of a state on a product.
pub fn given(state: &State, product: &Product) -> (Fields, Pictures) {
    let mut fields = Fields::default();
    fields.set("title", "质量月");
    fields.set("year", "2021");
    fields.set("campaign", "2021 年电力行业“质量月”");
    fields.set("theme", THEME);
    if product.personal {
        fields.set("name", "王小明");
        fields.set("post", "质量管理部副主任");
        fields.set("number", "ZB-2021-0015");
    }
    let mut pictures = Pictures::default();
    if let Some(unit) = state.unit {
        fields.set("unit", unit);
    }
    if let Some(aspect) = state.mark {
        pictures.set("logo", mark(aspect));
    }
    if state.code {
        fields.set("qr", LINK);
    }
    (fields, pictures)
}

/// What is chosen for all slogans of a product in a state.
pub fn choice(shelf: &Shelf, layout: &Layout, product: &Product, state: &State) -> Choice {
    let (fields, pictures) = given(state, product);
    let sheets = sheets();
    let palette = shelf.palette(layout);
    let edition = |sheet| Edition {
        layout,
        product,
        palette,
        sheet,
        fields: &fields,
        fonts: &shelf.fonts,
        pictures: &pictures,
        spots: false,
    };
    choose(&sheets.iter().map(edition).collect::<Vec<_>>())
}

/// A page as a run makes it; `None` where the product has no room for it.
pub fn page(
    shelf: &Shelf,
    layout: &Layout,
    product: &Product,
    sheet: &Sheet,
    state: &State,
    choice: &Choice,
) -> Option<Composed> {
    let (fields, pictures) = given(state, product);
    let edition = Edition {
        layout,
        product,
        palette: shelf.palette(layout),
        sheet,
        fields: &fields,
        fonts: &shelf.fonts,
        pictures: &pictures,
        spots: false,
    };
    compose_in(&edition, choice).ok()
}
