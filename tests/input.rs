//! Input as data: the shipped files against the notice and their schemas; bad files against their messages;
//! any text against panics.

use std::fs;
use std::path::Path;

use biaoyu::campaign::{self, Campaign};
use biaoyu::error::{Faults, Lang};
use biaoyu::notation::Document;
use biaoyu::palette::{self, Palette};
use biaoyu::product::{self, Product};
use biaoyu::profile::{self, Profile};
use biaoyu::{embedded, layout, record};
use proptest::prelude::*;
use serde_json::{Value, json};

fn faults(name: &str, text: &str) -> Faults {
    let parsed = match name.split('-').next() {
        Some("campaign") => Campaign::parse(name, text).map(|_| ()),
        Some("product") => Product::parse_all(name, text, &embedded::products().unwrap()).map(|_| ()),
        Some("palette") => Palette::parse_all(name, text).map(|_| ()),
        _ => panic!("what is {name}?"),
    };
    parsed.expect_err(name)
}

/// Every bad file says exactly this, in both languages. `ACCEPT=1` writes what is said now: read it before you commit it.
#[test]
fn bad_files_are_refused_in_these_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bad");
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    names.sort();
    assert!(names.len() >= 12);
    for path in names {
        let name = path.file_name().unwrap().to_str().unwrap();
        let faults = faults(name, &fs::read_to_string(&path).unwrap());
        let said: String = [Lang::En, Lang::Zh]
            .iter()
            .flat_map(|lang| faults.0.iter().map(|fault| format!("[{}] {}\n", fault.code, fault.text(*lang))))
            .collect();
        let reference = path.with_extension("txt");
        if std::env::var_os("ACCEPT").is_some() {
            fs::write(&reference, &said).unwrap();
        }
        assert_eq!(fs::read_to_string(&reference).unwrap_or_default(), said, "{name}");
    }
}

#[test]
fn files_of_other_encodings_say_what_to_do() {
    let gbk = b"# \xd6\xca\xc1\xbf\ntitle = \"\xd6\xca\xc1\xbf\xd4\xc2\"\n";
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("title".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (bytes, said) in [
        (&gbk[..], "a.toml:1:3: the file is GBK, wanted UTF-8"),
        (&utf16, "a.toml:1:1: the file is UTF-16, wanted UTF-8"),
        (b"title = \"\xff\"", "a.toml:1:10: byte FF is not UTF-8"),
    ] {
        let faults = Document::from_bytes("a.toml", bytes).unwrap_err();
        let expected = format!("{said}\n  hint: save the file as UTF-8 (Notepad: Save as, Encoding UTF-8)");
        assert_eq!(faults.to_string(), expected);
    }
    assert_eq!(
        Campaign::from_bytes("a.toml", b"title = \"\xff\"").unwrap_err().0[0].text(Lang::En),
        Document::from_bytes("a.toml", b"title = \"\xff\"").unwrap_err().0[0].text(Lang::En)
    );
    // A campaign is often written in Notepad: its GBK and UTF-16 are read.
    assert_eq!(Campaign::from_bytes("a.toml", gbk).unwrap().title, "质量月");
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain("title = \"质量月\"".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for bytes in [&utf16[..], "\u{feff}title = \"质量月\"".as_bytes()] {
        assert_eq!(Campaign::from_bytes("a.toml", bytes).unwrap().title, "质量月");
    }
}

/// The campaign file and the notice's own list, pasted, agree to the letter.
#[test]
fn the_built_in_campaign_holds_the_notice() {
    let campaign = embedded::campaign("quality-month-2021").unwrap().unwrap();
    let notice = Campaign::from_list("notice.txt", include_bytes!("data/notice-slogans.txt")).unwrap();
    let words = |c: &Campaign| c.slogans.iter().map(|s| (s.number, s.text.clone())).collect::<Vec<_>>();
    assert_eq!(words(&campaign), words(&notice));
    assert_eq!(campaign.slogans.len(), 15);
    assert_eq!(campaign.theme.as_deref(), Some("拥抱数字变革，推动质量创新，提升产业基础"));
    assert_eq!(campaign.heading, "2021 年电力行业“质量月”");
    assert_eq!(campaign.date.unwrap().to_string(), "2021-08-30");
    assert_eq!((campaign.events.len(), campaign.publications.len()), (3, 1));
    // A series differs: no two sheets show the same character.
    let mut keys: Vec<_> = campaign.own_sheet.iter().chain(&campaign.slogans).map(|s| s.key.clone().unwrap()).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 16);
    let notes: Vec<_> = campaign.notes.iter().map(|n| n.text(Lang::Zh)).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].contains("第13条疑有误") && notes[0].contains("按原文印"));
}

#[test]
fn the_new_campaign_is_a_campaign() {
    let campaign = Campaign::parse("new.toml", campaign::template()).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!((campaign.slogans.len(), campaign.notes.len()), (2, 0));
    // Every remark that shows a key is right as well once its `#` is gone.
    let uncommented: String = campaign::template()
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(code) if code.starts_with('[') || code.split(' ').nth(1) == Some("=") => format!("{code}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let campaign = Campaign::parse("new.toml", &uncommented).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!((campaign.events.len(), campaign.publications.len()), (1, 1));
    assert_eq!(campaign.slogans[1].breaks.as_deref(), Some("生命|至上 安全|发展"));
}

#[test]
fn shipped_files_keep_their_schemas() {
    for (schema, text) in [
        (campaign::schema(), embedded::CAMPAIGNS[0].text),
        (campaign::schema(), campaign::template()),
        (product::schema(), embedded::PRODUCTS.text),
        (palette::schema(), embedded::PALETTES.text),
        (profile::schema(), profile::SHOPS.1),
    ] {
        let found = offences(&schema, &to_json(text), "");
        assert_eq!(found, Vec::<String>::new());
    }
    for source in embedded::LAYOUTS {
        assert_eq!(offences(&layout::schema(), &to_json(source.text), ""), Vec::<String>::new(), "{}", source.id);
    }
    // The validator itself can fail.
    assert_ne!(
        offences(&layout::schema(), &json!({ "id": "x", "variant": [{ "txet": [] }] }), ""),
        Vec::<String>::new()
    );
    assert_ne!(offences(&campaign::schema(), &json!({ "title": 1 }), ""), Vec::<String>::new());
    assert_ne!(
        offences(&profile::schema(), &json!({ "profile": [{ "id": "x", "marcs": true }] }), ""),
        Vec::<String>::new()
    );
    assert_ne!(offences(&palette::schema(), &json!({ "palette": [{ "id": "x" }] }), ""), Vec::<String>::new());
}

/// A key that the schema has and the parser lacks, or the other way round, is found by asking the parser.
#[test]
fn schemas_and_parsers_know_the_same_keys() {
    let known = |said: &str| -> Vec<String> {
        let list = said.split("known here: ").nth(1).unwrap_or_else(|| panic!("{said}"));
        list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let keys = |schema: &Value| -> Vec<String> { schema["properties"].as_object().unwrap().keys().cloned().collect() };
    let campaign = campaign::schema();
    let properties = &campaign["properties"];
    for (text, schema) in [
        ("title = \"x\"\nqqqqqqqqqqqq = 1", &campaign),
        ("title = \"x\"\n[[slogan]]\ntext = \"x\"\nqqqqqqqqqqqq = 1", &properties["slogan"]["items"]),
        ("title = \"x\"\n[[event]]\ntitle = \"x\"\nqqqqqqqqqqqq = 1", &properties["event"]["items"]),
        ("title = \"x\"\n[[publication]]\ntitle = \"x\"\nqqqqqqqqqqqq = 1", &properties["publication"]["items"]),
        ("title = \"x\"\n[defaults]\nqqqqqqqqqqqq = 1", &properties["defaults"]),
        ("title = \"x\"\n[sheet]\nqqqqqqqqqqqq = 1", &properties["sheet"]),
    ] {
        let said = Campaign::parse("a", text).unwrap_err().to_string();
        assert_eq!(known(&said), keys(schema), "{text}");
    }
    let several = |schema: Value, key: &str| schema["anyOf"][0]["properties"][key]["items"].clone();
    let product = product::schema()["properties"]["product"]["items"].clone();
    let read = [
        (Product::parse_all("a", "[[product]]\nid = \"x\"\nlike = \"y\"\nqqqqqqqqqqqq = 1", &[]).err(), product),
        (
            Palette::parse_all("a", "[[palette]]\nid = \"x\"\nqqqqqqqqqqqq = 1").err(),
            several(palette::schema(), "palette"),
        ),
        (
            Profile::parse_all("a", "[[profile]]\nid = \"x\"\nqqqqqqqqqqqq = 1", &[]).err(),
            several(profile::schema(), "profile"),
        ),
        (Palette::parse_all("a", "name = \"x\"\nqqqqqqqqqqqq = 1").err(), palette::schema()["anyOf"][1].clone()),
        (Profile::parse_all("a", "name = \"x\"\nqqqqqqqqqqqq = 1", &[]).err(), profile::schema()["anyOf"][1].clone()),
    ];
    for (faults, schema) in read {
        let said = faults.unwrap().0.iter().find(|f| f.code == "toml/unknown-key").unwrap().to_string();
        assert_eq!(known(&said), keys(&schema));
    }
}

/// A value of the first form that a schema allows.
fn sample(schema: &Value) -> String {
    if let Some(word) = schema["enum"].get(0) {
        return word.to_string();
    }
    if let Some(first) = schema["anyOf"].get(0) {
        return sample(first);
    }
    match schema["type"].as_str().unwrap() {
        "boolean" => "true".into(),
        "integer" | "number" => schema.get("minimum").unwrap_or(&json!(1)).to_string(),
        "array" => {
            let count = schema["minItems"].as_u64().unwrap_or(1);
            format!("[{}]", vec![sample(&schema["items"]); usize::try_from(count).unwrap()].join(", "))
        }
        "object" => {
            let keys = schema["properties"].as_object().unwrap().iter();
            format!(
                "{{ {} }}",
                keys.map(|(key, value)| format!("{key} = {}", sample(value))).collect::<Vec<_>>().join(", ")
            )
        }
        _ => "\"x\"".into(),
    }
}

/// A key that stands in the table of fields and that the reader forgets is told, and found here: each is written once.
#[test]
fn every_key_is_read() {
    let line = |(key, schema): (&String, &Value)| format!("{key} = {}\n", sample(schema));
    let lines = |schema: &Value| schema["properties"].as_object().unwrap().iter().map(line).collect::<String>();
    let mut product = product::schema()["properties"]["product"]["items"].clone();
    // What stands in these by the word of their kind is asked below.
    for key in ["zones", "steps"] {
        product["properties"].as_object_mut().unwrap().remove(key).unwrap();
    }
    let product = lines(&product);
    let (palette, profile) = (palette::schema(), profile::schema());
    let alone = |schema: &Value| lines(&schema["anyOf"][1]);
    for (text, faults) in [
        (lines(&campaign::schema()), Campaign::parse("a", &lines(&campaign::schema())).err()),
        (product.clone(), Product::parse_all("a", &format!("[[product]]\n{product}"), &[]).err()),
        (alone(&palette), Palette::parse_all("a", &alone(&palette)).err()),
        (alone(&profile), Profile::parse_all("a", &alone(&profile), &[]).err()),
    ] {
        assert!(text.lines().count() > 8, "{text}");
        let faults = faults.map(|faults| faults.0).unwrap_or_default();
        let lost: Vec<String> = faults
            .iter()
            .filter(|f| f.code.ends_with("unread-key") || f.code.ends_with("unknown-key"))
            .map(ToString::to_string)
            .collect();
        assert!(lost.is_empty(), "{lost:?}\n{text}");
    }
    let told = |text: &str| {
        let text = format!("[[product]]\nid = \"x\"\nname = \"x\"\nkind = \"poster\"\ntrim = [100, 100]\n{text}");
        let faults = Product::parse_all("a", &text, &[]).map_err(|faults| faults.to_string());
        faults.err().unwrap_or_default()
    };
    assert_eq!(told("zones = [{ kind = \"hem\", side = \"top\", depth = 1 }]"), "");
    assert!(
        told("zones = [{ kind = \"hem\", side = \"top\", rect = [0, 0, 9, 9] }]")
            .contains("`side` is known, and not used here")
    );
    assert_eq!(told("steps = [{ do = \"fold\", side = \"top\", inset = 1 }]"), "");
    assert!(
        told("steps = [{ do = \"fold\", side = \"top\", inset = 1, hole = 8 }]")
            .contains("`hole` is known, and not used here")
    );
}

#[test]
fn files_say_their_form() {
    assert!(Campaign::parse("a", "format = 1\ntitle = \"x\"").is_ok());
    let files = [
        Campaign::parse("a", "format = 2\ntitle = \"x\"").err(),
        Product::parse_all("a", "format = 2", &[]).err(),
        Palette::parse_all("a", "format = 2").err(),
        Profile::parse_all("a", "format = 2", &[]).err(),
    ];
    for faults in files {
        let faults = faults.unwrap().0;
        assert_eq!((faults.len(), faults[0].code), (1, "toml/format"), "{faults:?}");
    }
}

/// The key tables of the manual are those of the readers; `ACCEPT=1 cargo test --test input` writes them.
#[test]
fn the_manual_has_every_key() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
    let kinds = [
        ("Campaign 活动", "campaigns/*.toml", "campaign", campaign::keys()),
        ("Product 产品", "products/*.toml", "product", product::keys()),
        ("Palette 配色", "palettes/*.toml", "palette", palette::keys()),
        ("Profile 印厂类型", "profiles/*.toml", "profile", profile::keys()),
    ];
    let mut made = String::from(
        "# Keys of the files 文件里的键\n\n\
         Made of the tables that the readers use: what stands here is what is read. Editors get the same from `biaoyu schema`. \
         Lengths are millimetres, or a text with its unit: `\"21cm\"`.\n\
         由程序读文件用的表生成，与程序所认一致；编辑器可用 `biaoyu schema`。长度为毫米，或写带单位的文字：`\"21cm\"`。\n",
    );
    for (title, files, kind, keys) in kinds {
        made += &format!("\n## {title}\n\n`{files}`; schema: `biaoyu schema {kind}`\n\n{keys}");
    }
    if std::env::var_os("ACCEPT").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == made, "docs/keys.md is stale: ACCEPT=1 cargo test --test input");
}

#[test]
fn ten_thousand_slogans_are_read_at_once() {
    let mut text = String::from("title = \"月\"\n");
    for i in 0..10_000 {
        text += &format!("[[slogan]]\ntext = \"第{i}条 质量为先\"\n");
    }
    let start = std::time::Instant::now();
    assert_eq!(Campaign::parse("a.toml", &text).unwrap().slogans.len(), 10_000);
    // Far above what it takes; a quadratic step would take minutes.
    assert!(start.elapsed().as_secs() < 20);
    let faults = Campaign::parse("a.toml", &text.replace("text", "txet")).unwrap_err();
    assert_eq!(faults.0.len(), 20_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_readers_panic(text in "\\PC{0,200}", noise in "[a-z\\[\\]{}\"'=,.#\n\\\\0-9“＝质 ]{0,200}") {
        for text in [&text, &noise] {
            let _ = Campaign::parse("a.toml", text);
            let _ = Product::parse_all("a.toml", text, &[]);
            let _ = Palette::parse_all("a.toml", text);
            let _ = Campaign::from_list("a.txt", text.as_bytes());
            let _ = Product::ad_hoc(text);
            if let Ok(template) = record::Template::parse(text) {
                let _ = template.expand(&record::Fields::default());
            }
        }
    }

    #[test]
    fn no_bytes_make_the_readers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Campaign::from_bytes("a.toml", &bytes);
        let _ = Campaign::from_list("a.txt", &bytes);
        let _ = Document::from_bytes("a.toml", &bytes);
    }

    /// A shipped file with a piece replaced is read, or refused with a place inside of it.
    #[test]
    fn a_damaged_file_is_refused_at_its_place(at in 0.0..1.0_f64, cut in 0_usize..40, put in "[a-z\\[\\]{}\"'=,.#\n0-9“＝质 ]{0,12}") {
        for source in [embedded::CAMPAIGNS[0], embedded::PRODUCTS, embedded::PALETTES] {
            let chars: Vec<char> = source.text.chars().collect();
            let start = (at * chars.len() as f64) as usize;
            let end = (start + cut).min(chars.len());
            let text: String = chars[..start].iter().copied().chain(put.chars()).chain(chars[end..].iter().copied()).collect();
            let results = [
                Campaign::parse("a.toml", &text).err(),
                Product::parse_all("a.toml", &text, &[]).err(),
                Palette::parse_all("a.toml", &text).err(),
            ];
            let lines = u32::try_from(text.matches('\n').count()).unwrap() + 1;
            for fault in results.iter().flatten().flat_map(|faults| &faults.0) {
                let (line, column) = fault.place.at.unwrap();
                prop_assert!((1..=lines).contains(&line) && column >= 1, "{fault}");
            }
        }
    }
}

/// The file as JSON, dates as text.
fn to_json(text: &str) -> Value {
    fn value(v: &toml_edit::Value) -> Value {
        match v {
            toml_edit::Value::String(s) => json!(s.value()),
            toml_edit::Value::Integer(i) => json!(i.value()),
            toml_edit::Value::Float(f) => json!(f.value()),
            toml_edit::Value::Boolean(b) => json!(b.value()),
            toml_edit::Value::Datetime(d) => json!(d.value().to_string()),
            toml_edit::Value::Array(a) => a.iter().map(value).collect(),
            toml_edit::Value::InlineTable(t) => t.iter().map(|(k, v)| (k.to_owned(), value(v))).collect(),
        }
    }
    fn table(t: &toml_edit::Table) -> Value {
        t.iter()
            .map(|(key, item)| {
                let value = match item {
                    toml_edit::Item::Value(v) => value(v),
                    toml_edit::Item::Table(t) => table(t),
                    toml_edit::Item::ArrayOfTables(a) => a.iter().map(table).collect(),
                    toml_edit::Item::None => Value::Null,
                };
                (key.to_owned(), value)
            })
            .collect()
    }
    table(toml_edit::Document::parse(text).unwrap().as_table())
}

/// What is wrong with `value` by `schema`: the words of JSON Schema that ours use, and no others.
fn offences(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, rule) in schema.as_object().unwrap() {
        let holds = match word.as_str() {
            "description" | "title" | "examples" | "default" | "$schema" => true,
            "type" => match rule.as_str().unwrap() {
                "string" => value.is_string(),
                "integer" => value.is_i64(),
                "number" => value.is_number(),
                "boolean" => value.is_boolean(),
                "array" => value.is_array(),
                "object" => value.is_object(),
                other => panic!("type {other}"),
            },
            "enum" => rule.as_array().unwrap().contains(value),
            "anyOf" => rule.as_array().unwrap().iter().any(|one| offences(one, value, at).is_empty()),
            "minimum" => value.as_f64().is_none_or(|v| v >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|v| v <= rule.as_f64().unwrap()),
            "minLength" => value.as_str().is_none_or(|s| s.chars().count() as u64 >= rule.as_u64().unwrap()),
            "maxLength" => value.as_str().is_none_or(|s| s.chars().count() as u64 <= rule.as_u64().unwrap()),
            "minItems" => value.as_array().is_none_or(|a| a.len() as u64 >= rule.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|a| a.len() as u64 <= rule.as_u64().unwrap()),
            // The patterns only guide editors; the parser is the judge.
            "pattern" => rule.is_string(),
            "required" => value
                .as_object()
                .is_none_or(|o| rule.as_array().unwrap().iter().all(|k| o.contains_key(k.as_str().unwrap()))),
            "additionalProperties" => {
                let own = |key: &str| schema["properties"].get(key).is_some();
                let mut others = value.as_object().into_iter().flatten().filter(|(key, _)| !own(key));
                if rule.is_object() {
                    for (key, v) in others.by_ref() {
                        found.extend(offences(rule, v, &format!("{at}/{key}")));
                    }
                } else {
                    assert_eq!(rule, &json!(false));
                }
                others.next().is_none()
            }
            "properties" => {
                for (key, inner) in rule.as_object().unwrap() {
                    if let Some(v) = value.get(key) {
                        found.extend(offences(inner, v, &format!("{at}/{key}")));
                    }
                }
                true
            }
            "items" => {
                for (i, v) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(offences(rule, v, &format!("{at}/{i}")));
                }
                true
            }
            other => panic!("{other} is not known here"),
        };
        if !holds {
            found.push(format!("{at}: {word}"));
        }
    }
    found
}
