//! What is given stands on the page, or it is told; and what is not printed stays in the office.

mod desk;
mod shelf;

use std::collections::BTreeSet;

use biaoyu::compose::{Edition, Pictures, Sheet, SheetKind, compose};
use biaoyu::page::{Item, Mark};
use biaoyu::record::{Fields, KNOWN};
use desk::Desk;
use shelf::Shelf;

/// Fields with words that no other one holds.
const GIVEN: [(&str, &str); 11] = [
    ("unit", "某某甲电厂"),
    ("organisation", "中国乙协会"),
    ("theme", "丙丁主题"),
    ("campaign", "戊己质量月"),
    ("host", "庚辛集团"),
    ("co_host", "壬癸公司"),
    ("date", "2026年12月3日"),
    ("place", "合肥滨湖"),
    ("name", "王小明"),
    ("post", "高级工程师"),
    ("number", "ZB-0015"),
];

fn said(items: &[Item], out: &mut String) {
    for item in items {
        match &item.mark {
            Mark::Glyphs(run) => *out += &run.text,
            Mark::Group(group) => {
                out.push_str(group.text.as_deref().unwrap_or_default());
                said(&group.items, out);
            }
            Mark::Shared { form, .. } => said(&form.items, out),
            _ => {}
        }
    }
}

/// The ledger says what the page's own text says, on every layout and product.
#[test]
fn the_ledger_agrees_with_the_page() {
    let shelf = Shelf::open();
    let pictures = Pictures::default();
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut fields = Fields::default();
    GIVEN.iter().for_each(|(field, text)| fields.set(field, *text));
    let (mut pages, mut printed) = (0, BTreeSet::new());
    for layout in &shelf.layouts {
        for product in &shelf.products {
            for kind in [SheetKind::Slogan, SheetKind::Event] {
                let sheet =
                    Sheet {
                        number: 1, kind, text: "质量为先 守正创新".into(), breaks: None, keys: "质".into()
                    };
                let edition = Edition {
                    layout,
                    product,
                    palette: shelf.palette(layout),
                    sheet: &sheet,
                    fields: &fields,
                    fonts: &shelf.fonts,
                    pictures: &pictures,
                    spots: false,
                };
                let Ok(composed) = compose(&edition) else { continue };
                pages += 1;
                let mut text = String::new();
                said(&composed.page.items, &mut text);
                let text = plain(&text);
                for (field, words) in GIVEN {
                    let entered = composed.ledger.iter().flat_map(|e| &e.fields).any(|f| **f == *field);
                    let stands = text.contains(&plain(words));
                    assert_eq!(entered, stands, "{} × {}: {field}: {text}", layout.id, product.id);
                    if entered {
                        printed.insert(field);
                    }
                }
            }
        }
    }
    assert!(pages > 400, "{pages}");
    assert!(printed.len() >= 9, "{printed:?}");
}

#[test]
fn a_field_that_no_page_prints_is_refused_with_a_cure() {
    let desk = Desk::new();
    let left = desk.run(&["render", "--text", "质量第一", "-p", "badge-25", "-l", "seal", "--set", "place=合肥滨湖"]);
    assert_eq!(left.code, Some(2), "{}", left.err);
    assert!(left.err.contains("no page of this run prints `place`"), "{}", left.err);
    assert!(left.err.contains("hint:"), "{}", left.err);
    assert!(!desk.path("output").exists(), "nothing is begun");
}

#[test]
fn a_field_that_some_pages_print_is_told_once_a_product() {
    let desk = Desk::new();
    let texts = ["--text", "质量第一", "--text", "安全第一"];
    let rest =
        ["-p", "poster-a2,badge-25", "-l", "official", "--set", "theme=丙丁主题", "-f", "pdf", "--dry-run", "--json"];
    let left = desk.run(&[&["render"][..], &texts, &rest].concat());
    assert_eq!(left.code, Some(0), "{}", left.err);
    assert_eq!(left.out.matches("given-not-shown").count(), 1, "{}{}", left.out, left.err);
    assert_eq!(left.err.matches("`theme` (`丙丁主题`) was given and is not printed").count(), 1, "{}", left.err);
}

#[test]
fn fields_go_by_their_chinese_names() {
    let desk = Desk::new();
    let left = desk.run(&[
        "render",
        "--text",
        "质量第一",
        "-p",
        "name-85x54",
        "-l",
        "official",
        "--set",
        "姓名=王小明",
        "--name",
        "{姓名}-{product}",
        "-f",
        "pdf",
        "--bare",
        "-o",
        "out",
    ]);
    assert_eq!(left.code, Some(0), "{}", left.err);
    assert!(desk.files("out").keys().any(|f| f.contains("王小明-name-85x54.pdf")), "{:?}", desk.files("out").keys());
    let left = desk.run(&["render", "--text", "质量第一", "-p", "poster-a4", "--set", "血型=A"]);
    assert_ne!(left.code, Some(0));
    for (field, name) in KNOWN.iter().take(5) {
        assert!(left.err.contains(field) && left.err.contains(name), "{}", left.err);
    }
}

/// A slogan is given where fields are as well; what the program gives itself is refused.
#[test]
fn a_slogan_among_the_fields_is_printed() {
    let desk = Desk::new();
    let asked =
        ["render", "-p", "poster-a4", "-l", "official", "-f", "pdf", "--dry-run", "--lang", "zh", "--json", "--set"];
    let said = desk.must(&[&asked[..], &["标语=安全第一 预防为主"]].concat(), 0);
    assert!(said.contains("\"text\":\"安全第一 预防为主\"") && !said.contains("质量月"), "{said}");
    let both = [&asked[..], &["slogan=安全第一", "-t", "预防为主"]].concat();
    assert!(desk.must(&both, 2).contains("已经另外给了标语"));
    assert!(desk.must(&[&asked[..], &["n=5", "-t", "预防为主"]].concat(), 2).contains("--slogan 5"));
    let said = desk.must(&[&asked[..], &["year=2030", "-t", "预防为主"]].concat(), 2);
    assert!(said.contains("没有一页会印出 `year"), "{said}");
}

/// Every stream of a PDF unpacked, and all that stands between.
fn unpacked(pdf: &[u8]) -> Vec<u8> {
    let mut all = pdf.to_vec();
    let document = lopdf::Document::load_mem(pdf).unwrap();
    for object in document.objects.values() {
        if let Ok(stream) = object.as_stream() {
            all.extend(stream.decompressed_content().unwrap_or_default());
        } else {
            all.extend(format!("{object:?}").into_bytes());
            strings(object, &mut all);
        }
    }
    all
}

fn strings(object: &lopdf::Object, out: &mut Vec<u8>) {
    match object {
        lopdf::Object::String(bytes, _) => out.extend(bytes),
        lopdf::Object::Array(all) => all.iter().for_each(|o| strings(o, out)),
        lopdf::Object::Dictionary(dict) => dict.iter().for_each(|(key, value)| {
            out.extend(key);
            strings(value, out);
        }),
        _ => {}
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let find = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    find(text.as_bytes()) || find(&wide)
}

/// A roster's identity numbers and telephones go nowhere, whatever is asked for.
#[test]
fn what_is_not_printed_does_not_leave_the_office() {
    let desk = Desk::new();
    let id = |i: usize| format!("34010219900307{i:04}");
    let phone = |i: usize| format!("138560{i:05}");
    let rows = (1..=6).map(|i| format!("{i},张三{i},一车间,{},{}\n", id(i), phone(i)));
    desk.write("roster.csv", format!("序号,姓名,单位,身份证号,手机\n{}", rows.collect::<String>()));
    let common = ["render", "-d", "roster.csv", "-p", "name-85x54", "-l", "official", "--for", "digital", "-o"];
    let each = desk.run(&[&common[..], &["each", "-f", "pdf,png"]].concat());
    assert_eq!(each.code, Some(0), "{}", each.err);
    let book = desk.run(&[&common[..], &["book", "--combine", "all.pdf", "--vt"]].concat());
    assert_eq!(book.code, Some(0), "{}", book.err);
    let mut files = desk.files("each");
    files.extend(desk.files("book"));
    let mut checked = 0;
    for (name, bytes) in &files {
        let bytes = if name.ends_with(".pdf") { unpacked(bytes) } else { bytes.clone() };
        for i in 1..=6 {
            for secret in [id(i), phone(i)] {
                assert!(!holds(&bytes, &secret) && !name.contains(&secret), "{name} holds {secret}");
            }
        }
        checked += 1;
    }
    assert!(checked >= 8, "{:?}", files.keys());
    let vt = &files[files.keys().find(|n| n.ends_with("all.pdf")).unwrap()];
    assert!(holds(&unpacked(vt), "张三1"), "the record names its person");
    assert!(each.err.contains("身份证号") && each.err.contains("not printed"), "{}", each.err);
    // Who asks for a field gets it.
    let asked = desk.run(&[&common[..], &["asked", "--combine", "all.pdf", "--vt", "--vt-fields", "手机"]].concat());
    assert_eq!(asked.code, Some(0), "{}", asked.err);
    let asked = unpacked(&desk.files("asked")["all.pdf"]);
    assert!(holds(&asked, &phone(1)) && !holds(&asked, &id(1)));
}

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\"><circle cx=\"50\" cy=\"50\" r=\"48\" fill=\"#0a7b3c\"/></svg>";

/// A logo is given as words are: on a page that has no place for it that is told, and refused where no page has one.
#[test]
fn a_logo_that_no_page_prints_is_refused() {
    let desk = Desk::new();
    desk.write("logo.svg", LOGO);
    let logo = ["render", "-t", "质量第一", "-l", "official", "--logo", "logo.svg", "-f", "pdf", "--bare", "-o", "out"];
    let left = desk.run(&[&logo[..], &["-p", "badge-25"]].concat());
    assert_eq!(left.code, Some(2), "{}", left.err);
    assert!(left.err.contains("no page of this run prints `logo`"), "{}", left.err);
    let left = desk.run(&[&logo[..], &["-p", "badge-25,poster-a4"]].concat());
    assert_eq!(left.code, Some(0), "{}", left.err);
    assert!(left.err.contains("`logo` was given and is not printed on `badge-25`"), "{}", left.err);
}

/// Where the logo holds the unit's name it stands alone, on cards and badges too, by option and by configuration.
#[test]
fn a_logo_that_holds_the_name_stands_alone() {
    let desk = Desk::new();
    desk.write("logo.svg", LOGO);
    desk.write("roster.csv", "姓名,单位\n王小明,某某甲电厂\n李建国,某某甲电厂\n");
    let says = |asked: &[&str]| {
        let common = ["render", "-p", "name-85x54", "-f", "pdf", "--bare", "--force", "-o", "out"];
        desk.must(&[&common[..], asked].concat(), 0);
        desk.files("out").values().filter(|f| f.starts_with(b"%PDF")).map(|f| desk::text_of(f)).collect::<String>()
    };
    for layout in ["official", "seal", "waves"] {
        let plain = ["-d", "roster.csv", "-l", layout, "--logo", "logo.svg"];
        assert!(says(&plain).contains("某某甲电厂"), "{layout}");
        let said = says(&[&plain[..], &["--logo-has-name"]].concat());
        assert!(!said.contains("某某甲电厂") && said.contains("王小明") && said.contains("李建国"), "{layout}: {said}");
    }
    desk.write("biaoyu.toml", "unit = \"某某甲电厂\"\nlogo = \"logo.svg\"\nlogo_contains = \"name\"\n");
    let said = says(&["-t", "质量第一", "-l", "official", "--set", "name=王小明"]);
    assert!(!said.contains("某某甲电厂"), "{said}");
    // Where no logo stands the name does.
    let said = desk.must(&["render", "-t", "质量第一", "-l", "official", "-p", "badge-58", "--dry-run", "--json"], 0);
    assert!(!said.contains("given-not-shown"), "{said}");
    desk.write("biaoyu.toml", "unit = \"某某甲电厂\"\nlogo_contains = \"name\"\n");
    desk.run(&["render", "-t", "质量第一"]).code(2).says(&["biaoyu.toml:2", "logo_contains"]);
    desk.write("biaoyu.toml", "logo = \"logo.svg\"\nlogo_contains = \"unit\"\n");
    desk.run(&["render", "-t", "质量第一"]).code(2).says(&["biaoyu.toml:2", "`name`"]);
}

/// A code as a gray PNG with so many samples a module, without a border.
fn code(text: &str, scale: usize) -> Vec<u8> {
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium).unwrap();
    let side = code.size() as usize * scale;
    let dark = |i: usize| code.get_module((i % side / scale) as i32, (i / side / scale) as i32);
    let gray: Vec<u8> = (0..side * side).map(|i| if dark(i) { 0 } else { 255 }).collect();
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, side as u32, side as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&gray).unwrap();
    png
}

#[test]
fn the_units_own_code_is_read_and_told() {
    let desk = Desk::new();
    desk.write("code.png", code("https://example.org/own?id=7", 6));
    desk.write("logo.svg", LOGO);
    let asked =
        ["render", "-t", "质量第一", "-p", "poster-a4", "-l", "official", "--dry-run", "--lang", "zh", "--code"];
    let said = desk.must(&[&asked[..], &["code.png"]].concat(), 0);
    assert!(said.contains("二维码的内容是 `https://example.org/own?id=7`"), "{said}");
    let said = desk.must(&[&asked[..], &["logo.svg"]].concat(), 0);
    assert!(said.contains("没能从图里读出二维码") && said.contains("手机"), "{said}");
    // One page, one code.
    let both = [&asked[..], &["code.png", "--set", "qr=https://example.org"]].concat();
    assert!(desk.must(&both, 2).contains("只印一个码"));
    desk.write("units.csv", "单位,二维码\n某某甲电厂,https://example.org/1\n");
    let said = desk.must(&[&asked[..], &["code.png", "-d", "units.csv"]].concat(), 2);
    assert!(said.contains("表里又有二维码一列"), "{said}");
}
