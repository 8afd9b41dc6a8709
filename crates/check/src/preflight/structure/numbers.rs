//! Numbers that the standard wants whole (ISO 32000-1): readers differ in what they make of `/DW 494.141`.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use crate::preflight::rule::{Rule, Words};
use crate::read::File;
use biaoyu_page::error::Severity;
use biaoyu_page::say;

use super::{FileCheck, object};

/// Keys whose value is an integer in every dictionary that has them.
const ALWAYS: [&str; 21] = [
    "BitsPerComponent",
    "BitsPerCoordinate",
    "BitsPerFlag",
    "BitsPerSample",
    "Colors",
    "Columns",
    "DW",
    "EarlyChange",
    "FirstChar",
    "FunctionType",
    "LastChar",
    "OPM",
    "PaintType",
    "PatternType",
    "Predictor",
    "Rotate",
    "ShadingType",
    "SMaskInData",
    "StructParents",
    "TilingType",
    "VerticesPerRow",
];

/// Keys of dictionaries of one kind.
const OF_KIND: [(&str, &str); 8] = [
    ("Image", "Width"),
    ("Image", "Height"),
    ("FontDescriptor", "Flags"),
    ("Pages", "Count"),
    ("Annot", "F"),
    ("ExtGState", "LC"),
    ("ExtGState", "LJ"),
    ("CIDFontType0", "Supplement"),
];

pub(crate) const NOT_WHOLE: Rule<FileCheck> = Rule {
    id: "number-not-whole",
    severity: Severity::Error,
    what: Words { en: "a number with a fraction where a whole one is wanted", zh: "该写整数的地方写了小数" },
    why: Words {
        en: "One reader rounds it, another takes its default: letters fly apart, pictures are lost (ISO 32000-1, 7.3.3).",
        zh: "有的软件取整，有的改用默认值：字距散开，图片丢失（ISO 32000-1 第 7.3.3 条）。",
    },
    cure: Words { en: "write a whole number", zh: "请写整数" },
    example: "object 12: `DW` is 494.141",
    check: |judged, _, out| {
        let file = &judged.document.file;
        let mut told: BTreeMap<String, (u32, String, usize)> = BTreeMap::new();
        for (id, found) in file.objects() {
            look(file, found, 0, &mut |key, value| {
                let entry = told.entry(key.to_string()).or_insert((id.0, value.to_string(), 0));
                entry.2 += 1;
            });
        }
        for (key, (id, value, count)) in told {
            let mut what = say!("`{key}` is {value}", "`{key}` 为 {value}");
            if count > 1 {
                let more = count - 1;
                what.en += &format!(" (and {more} more)");
                what.zh += &format!("（另有 {more} 处）");
            }
            out.add(object(id), what);
        }
    },
};

/// Dictionaries inside each other that are looked into.
const DEPTH: usize = 16;

fn look(file: &File<'_>, object: &Object, depth: usize, tell: &mut impl FnMut(&str, f32)) {
    if depth > DEPTH {
        return;
    }
    match object {
        Object::Dictionary(dict) => dictionary(file, dict, depth, tell),
        Object::Stream(stream) => dictionary(file, &stream.dict, depth, tell),
        Object::Array(items) => {
            for item in items.iter().filter(|i| matches!(i, Object::Dictionary(_) | Object::Array(_))) {
                look(file, item, depth + 1, tell);
            }
        }
        _ => {}
    }
}

fn dictionary(file: &File<'_>, dict: &Dictionary, depth: usize, tell: &mut impl FnMut(&str, f32)) {
    let word = |key| file.get_name(dict, key).unwrap_or_default();
    let kinds = [word("Type"), word("Subtype")];
    let own = OF_KIND.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, key)| *key);
    for key in ALWAYS.into_iter().chain(own) {
        if let Some(Object::Real(value)) = file.get(dict, key) {
            // `8.0` is written by many, and read as 8 by all.
            if key == "DW" || value.fract() != 0.0 {
                tell(key, *value);
            }
        }
    }
    for (_, entry) in dict {
        look(file, entry, depth + 1, tell);
    }
}
