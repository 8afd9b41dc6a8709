// What a stranger may give, each kind to the public function that reads it. Plain functions over `biaoyu`: `cargo test`
// runs them over the seeds and over changes of them (tests/fuzz.rs), `fuzz/run.sh` runs them under libFuzzer for as long as
// one likes. None may panic, hang, or take more memory than docs/hardening.md says, whatever the bytes are.

use std::sync::{Arc, OnceLock};

use biaoyu::campaign::Campaign;
use biaoyu::compose::{Edition, Pictures, Sheet, SheetKind, compose};
use biaoyu::error::{Faults, Lang, Place};
use biaoyu::font::{Chain, Face, FontLibrary};
use biaoyu::ink::Cmyk;
use biaoyu::layout::Layout;
use biaoyu::palette::Palette;
use biaoyu::picture::Options;
use biaoyu::product::Product;
use biaoyu::profile::Profile;
use biaoyu::record::Fields;
use biaoyu::words::Intent;
use biaoyu::{embedded, expr, icc, import, pdf, preflight, table, text};

/// A target: its name, the seeds in the repository that it begins with, and the function.
pub type Target = (&'static str, &'static [&'static str], fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 21] = [
    ("campaign", &["campaigns/quality-month-2021.toml", "tests/data/bad/campaign-headings.toml"], campaign),
    ("list", &["tests/data/notice-slogans.txt", "tests/data/lists/numbered.docx", "tests/data/lists/table.xlsx"], list),
    ("layout", &["layouts/seal.toml", "layouts/dots.toml"], layout),
    ("compose", &["docs/generators/rays.toml"], composed),
    ("expressions", &[], expressions),
    ("product", &["layouts/products.toml"], product),
    ("palette", &["layouts/palettes.toml"], palette),
    ("profile", &["profiles/shops.toml"], profile),
    ("csv", &["tests/data/tables/gbk.csv", "tests/data/tables/open-quote.csv", "tests/data/tables/bom.csv"], csv),
    ("json", &["tests/data/tables/array.json", "tests/data/tables/lines.jsonl"], json),
    ("xlsx", &["tests/data/tables/staff.xlsx", "tests/data/tables/dispimg.xlsx"], xlsx),
    ("ods", &["tests/data/tables/staff.ods", "tests/data/tables/parity.ods"], ods),
    (
        "xls",
        &["tests/data/tables/staff.xls", "tests/data/tables/parity.xls", "tests/data/tables/cfb-dir-loop.xls"],
        xls,
    ),
    ("svg", &[], picture),
    ("pdf-logo", &["tests/data/foreign/cairo.pdf", "tests/data/foreign/typst.pdf"], picture),
    ("preflight", &["tests/data/foreign/ghostscript.pdf", "tests/data/foreign/cairo.pdf"], judged),
    ("png", &[], picture),
    ("jpeg", &[], picture),
    ("font", &[], font),
    ("shaping", &["tests/data/notice-slogans.txt"], shaping),
    ("lines", &["tests/data/notice-slogans.txt"], lines),
];

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What is refused is said in both languages.
fn told<T>(read: Result<T, Faults>) -> Option<T> {
    read.map_err(|faults| faults.0.iter().for_each(|f| drop((f.text(Lang::En), f.text(Lang::Zh))))).ok()
}

/// What the program carries, read once.
struct Shelf {
    products: Vec<Product>,
    palettes: Vec<Palette>,
    fonts: FontLibrary,
}

fn shelf() -> Option<&'static Shelf> {
    static SHELF: OnceLock<Option<Shelf>> = OnceLock::new();
    let read = || {
        let (products, palettes) = (embedded::products().ok()?, embedded::palettes().ok()?);
        Some(Shelf { products, palettes, fonts: FontLibrary::embedded() })
    };
    SHELF.get_or_init(read).as_ref()
}

fn campaign(bytes: &[u8]) {
    let Some(campaign) = told(Campaign::from_bytes("c.toml", bytes)) else { return };
    drop(campaign.fields());
    campaign.slogans.iter().for_each(|slogan| drop(slogan.fields()));
}

fn list(bytes: &[u8]) {
    if let Some(campaign) = told(Campaign::from_list("l.txt", bytes)) {
        drop(campaign.fields());
    }
}

fn layout(bytes: &[u8]) {
    told(Layout::parse("l.toml", &lossy(bytes)));
}

/// A page by a stranger's layout; the first byte chooses the product.
fn composed(bytes: &[u8]) {
    let (Some(shelf), Some((first, rest))) = (shelf(), bytes.split_first()) else { return };
    let Some(layout) = told(Layout::parse("l.toml", &lossy(rest))) else { return };
    let Some(product) = shelf.products.get(usize::from(*first) % shelf.products.len().max(1)) else { return };
    let wanted = |id: &String| shelf.palettes.iter().find(|palette| palette.id == *id);
    let Some(palette) = layout.palettes.iter().find_map(wanted).or(shelf.palettes.first()) else { return };
    let mut fields = Fields::default();
    for (field, text) in [("unit", "某某发电厂"), ("name", "王明"), ("number", "00123"), ("title", "质量月")]
    {
        fields.set(field, text);
    }
    let slogan = "以质量求生存 以效益求发展";
    let sheet = Sheet { number: 1, kind: SheetKind::Slogan, text: slogan.into(), breaks: None, keys: "质".into() };
    let pictures = Pictures::default();
    let (layout, sheet, fields) = (&layout, &sheet, &fields);
    let edition =
        Edition { layout, product, palette, sheet, fields, fonts: &shelf.fonts, pictures: &pictures, spots: false };
    if let Some(page) = told(compose(&edition)) {
        drop(pdf::write(&[page.page], &pdf::Options::new(pdf::Moment::day(2021, 9, 1))));
    }
}

fn expressions(bytes: &[u8]) {
    let Ok(read) = expr::parse(&lossy(bytes)) else { return };
    if let Ok(program) = read.compile(&|name| Some(name.len() % 4)) {
        let _ = program.eval(&[1.5, 0.0, -3.0, 1e300]);
    }
}

fn product(bytes: &[u8]) {
    let Some(shelf) = shelf() else { return };
    let text = lossy(bytes);
    for product in told(Product::parse_all("p.toml", &text, &shelf.products)).into_iter().flatten() {
        drop((product.live(), product.cut(), product.step_marks(), product.printed(), product.from_behind()));
    }
    if let Some(product) = Product::ad_hoc(&text) {
        told(product);
    }
}

fn palette(bytes: &[u8]) {
    for palette in told(Palette::parse_all("p.toml", &lossy(bytes))).into_iter().flatten() {
        drop(palette.check(|_| [1, 2, 3]));
    }
}

fn profile(bytes: &[u8]) {
    told(Profile::parse_all("p.toml", &lossy(bytes), Profile::all()));
    if let Ok(profile) = icc::Profile::parse(bytes, Place::file("x.icc")) {
        let _ = (profile.from_srgb([1, 200, 3]), profile.to_srgb(Cmyk::PAPER, Intent::Relative));
    }
}

fn csv(bytes: &[u8]) {
    roster("t.csv", bytes);
}

fn json(bytes: &[u8]) {
    roster("t.json", bytes);
}

fn xlsx(bytes: &[u8]) {
    roster("t.xlsx", bytes);
}

fn ods(bytes: &[u8]) {
    roster("t.ods", bytes);
}

fn xls(bytes: &[u8]) {
    roster("t.xls", bytes);
}

/// A table as it is read for a run: mapped, reported, subset.
fn roster(name: &str, bytes: &[u8]) {
    let Some((table, _)) = told(table::read(name, bytes)) else { return };
    let Some(mapping) = told(table.map(&[])) else { return };
    let records = table.records(&mapping);
    drop(table::report(&records, &["name", "unit"]));
    let rows: Vec<usize> = (0..records.len().min(3)).map(|i| records.row(i)).collect();
    drop(table.subset(&rows, &rows.iter().map(|_| "x".to_owned()).collect::<Vec<_>>()));
    records.iter().take(50).for_each(drop);
}

/// A picture of any kind, as a logo and for a shop's template.
fn picture(bytes: &[u8]) {
    // Half of the runs want it small.
    let options = Options { enough: bytes.len().is_multiple_of(2).then_some(400), ..Options::default() };
    if let Some((picture, _)) = told(import::load("logo", bytes, icc::Profile::embedded(), &options)) {
        let _ = picture.aspect();
        let mut pictures = Pictures::default();
        pictures.set("logo", picture);
        let _ = pictures.suited("logo", [255; 3]);
        let _ = (pictures.own_ink("logo"), pictures.is_boxed("logo"), pictures.samples("logo", [300, 300]));
    }
    if let (Some((template, _)), Some(shelf)) = (told(import::template("g.pdf", bytes)), shelf())
        && let Some(product) = shelf.products.first()
    {
        drop(template.over(product, 10));
    }
}

fn judged(bytes: &[u8]) {
    let report = preflight::file(bytes, "x.pdf", Profile::offset());
    let _ = (report.text(Lang::Zh), report.json(Lang::En), report.exit_code());
}

fn font(bytes: &[u8]) {
    // A face lives as long as the program: a fuzzer gives each run's back when it ends.
    let data: &'static [u8] = bytes.to_vec().leak();
    let Ok(library) = FontLibrary::embedded().with_face("own", "own.ttf", data, 0) else { return };
    drop(Face::open("a", "b", data, 1));
    let Ok(face) = library.face("own") else { return };
    let _ = (face.measures(), face.is_cjk());
    (0..40).for_each(|glyph| drop((face.outline(glyph), face.advance(glyph))));
    let chain = Chain::single(Arc::clone(&face));
    drop(text::shape("质量 Ab1", &text::Style::new(&chain)));
    let mut vertical = text::Style::new(&chain);
    vertical.flow = text::Flow::Vertical;
    drop(text::shape("质。", &vertical));
}

/// The first byte chooses the face, the second how it is set.
fn shaping(bytes: &[u8]) {
    let (Some(shelf), [first, how, rest @ ..]) = (shelf(), bytes) else { return };
    let ids: Vec<&str> = shelf.fonts.list().map(|face| face.id.as_str()).collect();
    let Some(chain) = ids.get(usize::from(*first) % ids.len().max(1)).and_then(|id| shelf.fonts.chain(id).ok()) else {
        return;
    };
    let mut style = text::Style::new(&chain);
    if how & 1 != 0 {
        style.flow = text::Flow::Vertical;
    }
    style.squeeze = how & 2 == 0;
    if how & 8 != 0 {
        style.condense = 0.7;
    }
    // What is longer is refused before it is shaped.
    let words: String = lossy(rest).chars().take(400).collect();
    drop(text::shape(&words, &style));
}

fn lines(bytes: &[u8]) {
    let text: String = lossy(bytes).chars().take(biaoyu::limits::SLOGAN_CHARS).collect();
    let (slogan, marks) = text.split_once('\0').unwrap_or((&text, ""));
    drop(text::break_lines::settings(slogan, (!marks.is_empty()).then_some(marks)));
    drop(text::break_lines::break_title(slogan));
    let _ = (text::break_unit(slogan), text::open_name(slogan), text::closed_name(slogan));
}
