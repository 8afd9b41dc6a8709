//! A product file → [`Product`]s, all faults at once.

use std::path::Path;

use super::Product;
use super::fields::{self, MARGIN};
use super::parts::{Area, Edge, Edges, Kind, Operation, Shape, Zone, ZoneKind};
use crate::notation::{Document, Kind as Is, Table, Value};
use biaoyu_page::error::Faults;
use biaoyu_page::geom::{Rect, Size};
use biaoyu_page::limits::{FIELD_CHARS, SIDE_MM};
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;
use biaoyu_page::wording::{offences, one_space};

/// Products in one file, at most.
const MOST: usize = 1000;

impl Product {
    /// Reads a product file: one `[[product]]` a product. A product that is `like` another, of this file or of `known`,
    /// takes from it what it does not say itself.
    ///
    /// # Errors
    /// Every fault of the file: syntax, unknown and missing keys, wrong types, sizes out of range, ids given twice,
    /// circles that do not nest, margins that leave no room for type.
    pub fn parse_all(name: &str, text: &str, known: &[Product]) -> Result<Vec<Product>, Faults> {
        let document = Document::parse(name, text)?;
        let root = document.root().of(&fields::FILE);
        root.format();
        let tables = root.tables("product");
        root.finish();
        if let Some(extra) = tables.get(MOST) {
            extra.refuse("product/too-many", say!("more than {MOST} products", "产品超过 {MOST} 个"), None);
        }
        let mut products: Vec<Product> = Vec::new();
        for table in tables.into_iter().take(MOST) {
            if let Some(product) = product(table.of(&fields::PRODUCT), name, &products, known) {
                products.push(product);
            }
        }
        document.finish(Some(products))
    }
}

fn product(table: Table, file: &str, earlier: &[Product], known: &[Product]) -> Option<Product> {
    let id = table.required_text("id").map(|text| {
        let id = text.to_string();
        let fit = !id.is_empty()
            && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && !id.starts_with('.');
        if !fit || id.chars().count() > 60 {
            let what =
                say!("`{id}` is no id: wanted letters, figures and `-`", "`{id}` 不能作 id，应为字母、数字和 `-`");
            text.refuse("product/id", what, None);
        } else if earlier.iter().any(|p| p.id == id) {
            text.refuse("product/id-twice", say!("two products have the id `{id}`", "有两个产品的 id 是 `{id}`"), None);
        }
        id
    });
    let table = match &id {
        Some(id) => table.called(say!("product `{id}`", "产品 `{id}`")),
        None => table,
    };
    let base = table.text("like").and_then(|like| {
        let mut all = earlier.iter().rev().chain(known);
        let found = all.find(|p| p.id == *like).cloned();
        if found.is_none() {
            let ids = earlier.iter().chain(known).map(|p| p.id.as_str());
            let hint = nearest(&like, ids).map(|near| say!("did you mean `{near}`?", "是不是 `{near}`？"));
            let what = say!("no product `{like}`", "没有产品 `{like}`");
            like.refuse("product/unknown", what, hint);
        }
        found
    });
    let needed = |key: &str| {
        if base.is_none() && !table.has("like") && !table.has(key) {
            table.missing(key)
        }
    };
    needed("name");
    needed("kind");
    if !table.has("round") {
        needed("trim");
    }
    // Without a base the rest of the table is still read for its faults.
    let mut product = base.clone().unwrap_or_else(blank);
    read_into(&mut product, &table);
    if let Some(guide) = table.text("guide") {
        // Found from the file that names it.
        product.guide = Some(Path::new(file).with_file_name(&*guide).display().to_string());
    }
    table.finish();
    let id = id?;
    product.id = id;
    if !table.has("name_en") && (base.is_none() || table.has("name")) {
        product.name_en = product.name.clone();
    }
    check(&product, &table);
    // Also a product with faults is known: what is like it has none of its own.
    Some(product)
}

fn blank() -> Product {
    Product {
        id: String::new(),
        name: String::new(),
        name_en: String::new(),
        kind: Kind::Poster,
        trim: Size::new(210.0, 297.0),
        bleed: Edges::all(3.0),
        safe: Edges::all(5.0),
        zones: Vec::new(),
        shape: Shape::Rect,
        sides: 1,
        back: super::Back::default(),
        cloths: 1,
        scale: 1,
        least_type: 2.8,
        distance: 1.0,
        proof_dpi: 100.0,
        personal: false,
        layout: None,
        material: None,
        finishing: None,
        coats: super::Coats::default(),
        guide: None,
        steps: Vec::new(),
    }
}

fn read_into(product: &mut Product, table: &Table) {
    let line = |key: &str| {
        table.text(key).map(|text| {
            for offence in offences(&text, FIELD_CHARS) {
                text.refuse_at(offence.offset, offence.code, offence.what, offence.hint);
            }
            one_space(&text)
        })
    };
    let set = |slot: &mut f64, found: Option<f64>| *slot = found.unwrap_or(*slot);
    product.name = line("name").unwrap_or(std::mem::take(&mut product.name));
    product.name_en = line("name_en").unwrap_or(std::mem::take(&mut product.name_en));
    product.kind = table.choice("kind", &Kind::ALL).unwrap_or(product.kind);
    product.trim = table.get("trim").and_then(|v| size(&v)).unwrap_or(product.trim);
    product.bleed = table.get("bleed").and_then(|v| sides(&v)).unwrap_or(product.bleed);
    product.safe = table.get("safe").and_then(|v| sides(&v)).unwrap_or(product.safe);
    if table.has("zones") {
        product.zones = table.tables("zones").into_iter().flat_map(|zone| zones(&zone.of(&fields::ZONE))).collect();
    }
    if let Some(found) = table.table("round").map(|found| found.of(&fields::ROUND)) {
        let [live, face, cut] = ["live", "face", "cut"].map(|key| found.required_length(key));
        found.finish();
        if let (Some(live), Some(face), Some(cut)) = (live, face, cut) {
            product.shape = Shape::Round { live, face, cut };
            product.trim = Size::new(face, face);
            // The two follow from the circles: the boxes must be their squares.
            product.bleed = Edges::all((cut - face) / 2.0);
            product.safe = Edges::all((face - live) / 2.0);
        }
    }
    if product.is_round() && table.has("trim") {
        let what =
            say!("`trim` of a round product follows from `round.face`", "圆形产品的 `trim` 由 `round.face` 决定");
        let hint = say!("take `trim` away, or give `round` anew", "请删去 `trim`，或重写 `round`");
        table.refuse("product/round", what, Some(hint));
    }
    if let Some(radius) = table.length("corner") {
        product.shape = if radius > 0.0 { Shape::Card { radius } } else { Shape::Rect };
    }
    // `faces`: as it was called before.
    let (old, new) = (table.integer("faces"), table.integer("sides"));
    let sides = new.or(old).and_then(|v| u8::try_from(v).ok());
    product.sides = sides.unwrap_or(product.sides);
    product.back = table.choice("back", &super::Back::ALL).unwrap_or(product.back);
    if table.has("back") && product.sides < 2 {
        let what = say!("a product with one side has no back", "单面产品没有反面");
        let hint = say!("write `sides = 2`, or take `back` away", "请写 `sides = 2`，或删去 `back`");
        table.refuse("product/back", what, Some(hint));
    }
    let cloths = table.integer("cloths").and_then(|v| u8::try_from(v).ok());
    product.cloths = cloths.unwrap_or(product.cloths);
    let scale = table.integer("scale").and_then(|v| u32::try_from(v).ok());
    product.scale = scale.unwrap_or(product.scale);
    set(&mut product.least_type, table.length("least_type"));
    set(&mut product.distance, table.number("distance"));
    set(&mut product.proof_dpi, table.number("proof_dpi"));
    product.personal = table.boolean("personal").unwrap_or(product.personal);
    product.layout = table.text("layout").map(|id| id.to_string()).or(product.layout.take());
    product.material = line("material").or(product.material.take());
    product.finishing = line("finishing").or(product.finishing.take());
    product.coats.read(table);
    if table.has("steps") {
        product.steps =
            table.tables("steps").into_iter().flat_map(|step| operations(&step.of(&fields::STEP))).collect();
    }
}

/// `[420, 594]` or `"420x594"`.
fn size(value: &Value) -> Option<Size> {
    let (low, high) = SIDE_MM;
    if value.kind() == Is::Text {
        let text = value.text()?;
        let parts: Vec<&str> = text.split(['x', '×', '*']).collect();
        let side = |s: &str| s.trim().parse().ok().filter(|v| (low..=high).contains(v));
        if let [width, height] = *parts
            && let (Some(width), Some(height)) = (side(width), side(height))
        {
            return Some(Size::new(width, height));
        }
    } else if value.kind() == Is::List {
        let list = value.list()?;
        if let [width, height] = &*list {
            let (width, height) = (width.length_in(low..=high), height.length_in(low..=high));
            return Some(Size::new(width?, height?));
        }
    }
    value.refuse_kind(say!("width and height in mm, `[420, 594]`", "宽和高（毫米），`[420, 594]`"));
    None
}

/// One length for all sides, `[above and below, ends]`, or a table of sides, the others 0.
fn sides(value: &Value) -> Option<Edges> {
    match value.kind() {
        Is::Table => {
            let table = value.table()?;
            let mut sides = Edges::default();
            for (word, side) in Edge::ALL {
                if let Some(found) = table.get(word).and_then(|v| v.length_in(0.0..=MARGIN)) {
                    *sides.get_mut(side) = found;
                }
            }
            table.finish();
            Some(sides)
        }
        Is::List => {
            let list = value.list()?;
            let found: Vec<f64> = list.iter().filter_map(|v| v.length_in(0.0..=MARGIN)).collect();
            match *found {
                [vertical, horizontal] if list.len() == 2 => Some(Edges::pair(vertical, horizontal)),
                _ if found.len() < list.len() => None,
                _ => {
                    value.refuse_kind(say!("two lengths: above and below, ends", "两个长度：上下、左右"));
                    None
                }
            }
        }
        _ => value.length_in(0.0..=MARGIN).map(Edges::all),
    }
}

/// The sides that a table names: `side = "top"`, `["top", "bottom"]` or `"all"`.
fn sides_named(table: &Table) -> Vec<Edge> {
    let Some(value) = table.required("side") else { return Vec::new() };
    let texts = if value.kind() == Is::List { table.list_of_text("side") } else { value.text().into_iter().collect() };
    let mut sides = Vec::new();
    for text in texts {
        if &*text == "all" {
            sides.extend(Edge::ALL.map(|(_, side)| side));
        } else if let Some((_, side)) = Edge::ALL.iter().find(|(word, _)| *word == &*text) {
            sides.push(*side);
        } else {
            let found = &*text;
            let what = say!("no side `{found}`", "没有 `{found}` 这条边");
            let hint = say!(
                "write `top`, `right`, `bottom`, `left` or `all`",
                "请写 `top`、`right`、`bottom`、`left` 或 `all`"
            );
            text.refuse("product/side", what, Some(hint));
        }
    }
    sides
}

/// `[x, y, width, height]`, mm from the top left corner of the trim.
fn rect(value: &Value) -> Option<Rect> {
    let list = value.list()?;
    let found: Vec<f64> = list.iter().filter_map(|v| v.number_in(-MARGIN..=SIDE_MM.1)).collect();
    match *found {
        [x, y, width, height] if list.len() == 4 && width > 0.0 && height > 0.0 => {
            Some(Rect::new(x, y, x + width, y + height))
        }
        _ if found.len() < list.len() => None,
        _ => {
            value.refuse_kind(say!("`[x, y, width, height]` in mm", "`[x, y, 宽, 高]`（毫米）"));
            None
        }
    }
}

fn zones(table: &Table) -> Vec<Zone> {
    let Some(kind) = table.required("kind").and_then(|_| table.choice("kind", &ZoneKind::ALL)) else {
        table.allow(&["side", "depth", "rect"]);
        table.finish();
        return Vec::new();
    };
    let areas: Vec<Area> = match table.get("rect") {
        Some(value) => rect(&value).map(Area::Rect).into_iter().collect(),
        None => {
            let depth = table.required_number("depth").unwrap_or_default();
            sides_named(table).into_iter().map(|side| Area::Band { side, depth }).collect()
        }
    };
    table.finish();
    areas.into_iter().map(|area| Zone { kind, area }).collect()
}

fn operations(table: &Table) -> Vec<Operation> {
    let kind = table.required("do").and_then(|_| table.choice("do", &fields::DO));
    let length = |key: &str| table.required_number(key).unwrap_or(1.0);
    let steps = match kind {
        Some(0) => {
            // Holes are in the cloth.
            let inset = table.required("inset").and_then(|v| v.number_in(0.0..=MARGIN)).unwrap_or(1.0);
            let (every, hole) = (length("every").max(20.0), length("hole"));
            sides_named(table).into_iter().map(|side| Operation::Eyelets { side, inset, every, hole }).collect()
        }
        Some(1) => {
            let inset = length("inset");
            sides_named(table).into_iter().map(|side| Operation::Fold { side, inset }).collect()
        }
        Some(2) => {
            let inset = length("inset");
            sides_named(table).into_iter().map(|side| Operation::Sew { side, inset }).collect()
        }
        Some(_) => {
            let radius = table.number("radius").unwrap_or_default();
            let area = table.required("rect").and_then(|v| rect(&v));
            area.map(|area| Operation::Slot { area, radius }).into_iter().collect()
        }
        None => {
            table.allow(&["side", "inset", "every", "hole", "rect", "radius"]);
            Vec::new()
        }
    };
    table.finish();
    steps
}

/// What no single key shows.
fn check(product: &Product, table: &Table) {
    if let Shape::Round { live, face, cut } = product.shape
        && !(live < face && face <= cut)
    {
        let what = say!(
            "circles that do not nest: live {live}, face {face}, cut {cut} mm",
            "三个圆没有依次相套：live {live}，face {face}，cut {cut} 毫米"
        );
        let hint =
            say!("make live smaller than face, and face no larger than cut", "live 应小于 face，face 不大于 cut");
        table.refuse("product/round", what, Some(hint));
    }
    let safe = product.safe_rect();
    let share = safe.width() * safe.height() / product.trim.area();
    if share < 0.1 {
        let percent = biaoyu_page::measure::number(share * 100.0, 1);
        let what = say!(
            "`safe` and `zones` leave {percent} % of the trim for type, wanted 10 % at least",
            "`safe` 和 `zones` 只给文字留下 {percent} % 的版面，至少应有 10 %"
        );
        table.refuse("product/no-room", what, Some(say!("make them smaller", "请减小它们")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::geom::Outline;

    fn shipped() -> Vec<Product> {
        Product::parse_all("layouts/products.toml", include_str!("../../../../layouts/products.toml"), &[])
            .unwrap_or_else(|faults| panic!("{faults}"))
    }

    fn find(id: &str) -> Product {
        shipped().into_iter().find(|p| p.id == id).unwrap()
    }

    #[test]
    fn every_shipped_product_leaves_room_and_nests() {
        let all = shipped();
        let wanted = "poster-a4 poster-a3 poster-a2 poster-a1 poster-a0 poster-420x570 poster-500x700 poster-570x840 poster-600x900 \
            poster-700x1000 flag-1 flag-2 flag-3 flag-4 flag-5 banner-4000x700 banner-6000x700 banner-10000x700 banner-10500x1200 \
            vbanner-700x3000 vbanner-900x6000 rollup-800x2000 xstand-600x1600 lamp-500x1500 lamp-600x1800 tableflag-140x210 \
            badge-25 badge-32 badge-44 badge-58 badge-75 name-85x54 name-90x54 card-70x100 card-90x130 backdrop-6000x3000 \
            cover-a4 screen-1920x1080";
        for id in wanted.split_whitespace() {
            assert!(all.iter().any(|p| p.id == id), "{id}");
        }
        for product in &all {
            let boxes = product.boxes();
            let (safe, id) = (product.safe_rect(), &product.id);
            assert_eq!(boxes.bleed.union(boxes.trim), boxes.bleed, "{id}");
            assert_eq!(boxes.trim.union(safe), boxes.trim, "{id}");
            // Half of it at least, as of what is worn. A cover for WeChat is shown as its middle square too: all that is said
            // stands there.
            let shown = if id == "wechat-900x383" { product.trim.height } else { product.trim.width };
            assert!(safe.width() >= 0.5 * shown && safe.height() >= 0.5 * product.trim.height, "{id}: {safe:?}");
            for zone in &product.zones {
                let shared = zone.rect(boxes.trim).intersect(safe);
                assert!(shared.width() <= 0.0 || shared.height() <= 0.0, "{id}: {zone:?}");
                assert_eq!(boxes.trim.union(zone.rect(boxes.trim)).intersect(boxes.trim), boxes.trim, "{id}");
            }
            assert!(product.least_type < safe.height() / 5.0, "{id}");
            let pixels = product.trim.width.max(product.trim.height) / 25.4 * product.proof_dpi;
            assert!((250.0..3000.0).contains(&pixels), "{id}: {pixels} px");
        }
    }

    #[test]
    fn a_badge_is_three_circles_and_their_squares() {
        let badge = find("badge-58");
        let boxes = badge.boxes();
        assert_eq!((boxes.trim, boxes.bleed), (Rect::new(0.0, 0.0, 58.0, 58.0), Rect::new(-6.0, -6.0, 64.0, 64.0)));
        for (outline, radius) in [(badge.live(), 25.0), (badge.trim_outline(), 29.0), (badge.cut(), 35.0)] {
            let Outline::Circle(circle) = outline else { panic!("{outline:?}") };
            assert_eq!((circle.radius, circle.center.x), (radius, 29.0));
        }
        assert_eq!(badge.step_marks().iter().map(|m| m.kind).collect::<Vec<_>>(), [Some("Cutting"), Some("Folding")]);
    }

    #[test]
    fn zones_keep_type_away() {
        // The slot takes the top of the card, the cheapest side.
        assert_eq!(find("card-70x100").safe_rect(), Rect::new(5.0, 12.0, 65.0, 95.0));
        assert_eq!(find("flag-4").safe_rect(), Rect::new(40.0, 40.0, 1400.0, 920.0));
        assert_eq!(find("vbanner-700x3000").safe_rect(), Rect::new(50.0, 120.0, 650.0, 2880.0));
        let flag = find("flag-4");
        assert_eq!(flag.zones[0].rect(flag.trim_rect()), Rect::new(-50.0, 0.0, 0.0, 960.0));
    }

    #[test]
    fn eyelets_stand_at_the_corners_and_evenly() {
        let banner = find("banner-6000x700");
        let centres = banner.eyelets(&banner.steps[0]);
        assert_eq!((centres.len(), centres[0].x, centres[6].x), (7, 20.0, 5980.0));
        assert!((centres[1].x - centres[0].x - 5960.0 / 6.0).abs() < 1e-9);
    }

    #[test]
    fn a_product_is_like_another() {
        let text = "[[product]]\nid = \"mine\"\nlike = \"flag-4\"\nname = \"厂旗\"\ntrim = \"1500x1000\"\n";
        let mine = &Product::parse_all("a.toml", text, &shipped()).unwrap()[0];
        let flag = find("flag-4");
        assert_eq!(
            (mine.trim, mine.bleed, &mine.zones, mine.kind),
            (Size::new(1500.0, 1000.0), flag.bleed, &flag.zones, Kind::Flag)
        );
        assert_eq!((mine.name.as_str(), mine.name_en.as_str()), ("厂旗", "厂旗"));
    }
}
