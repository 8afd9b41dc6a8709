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
