//! Marks of a shop inside of what is cut out: a page whose TrimBox is all of it, marks and slug with it.

use lopdf::Object;

use crate::read::{self, ALL, File, Seen, name, shared};
use biaoyu_page::error::{Finding, Place, Severity};
use biaoyu_page::say;

/// Deeper than this no colour space lies in an object.
const DEEP: usize = 12;
/// Less than this inside the finished size is rounding, mm.
const ROUNDING: f64 = 0.02;

/// Pages on which something in registration colour stands inside the finished size: only marks have it, and it would be printed on
/// every plate of every piece.
pub(super) fn told(bytes: &[u8], file: &File<'_>, called: &str) -> Option<Finding> {
    // Pages are read only where the file has the colour.
    if !file.objects().any(|(_, object)| has_all(object, DEEP)) {
        return None;
    }
    let mut found: Vec<usize> = Vec::new();
    let mut number = 0;
    let mut look = |seen: &mut Seen, _: &_| {
        number += 1;
        if is_marked(seen) {
            found.push(number);
        }
        seen.objects = Vec::new();
        true
    };
    // What cannot be read is told by what places it.
    let _ = read::open_each(bytes, 1.0, &mut look);
    let (count, first) = (found.len(), found.first()?);
    Some(Finding {
        rule: "impose-marks",
        severity: Severity::Warning,
        place: Place::file(called),
        what: say!(
            "{count} pages have registration colour (`All`) inside their finished size, page {first} first: marks that every piece would carry",
            "有 {count} 页的成品尺寸以内用了套版色（`All`，第 {first} 页起）：每件上都会带着这些标记"
        ),
        hint: Some(say!(
            "set the TrimBox to the finished size where the file was made; without it, or where it is the whole page, marks and all are cut out",
            "请在原程序里把 TrimBox 设成成品尺寸；没有它、或它等于整页时，会连标记一起当成品裁出"
        )),
    })
}

/// Whether an object holds the colour space of registration colour.
fn has_all(object: &Object, deep: usize) -> bool {
    if deep == 0 {
        return false;
    }
    let inside = |object: &Object| has_all(object, deep - 1);
    match object {
        Object::Array(parts) => match &parts[..] {
            [kind, plate, ..] if name(kind) == Some("Separation") => name(plate) == Some(ALL),
            _ => parts.iter().any(inside),
        },
        Object::Dictionary(dict) => dict.iter().any(|(_, value)| inside(value)),
        Object::Stream(stream) => stream.dict.iter().any(|(_, value)| inside(value)),
        _ => false,
    }
}

fn is_marked(seen: &Seen) -> bool {
    let inside = |part| {
        let both = shared(part, seen.boxes.trim);
        both.width() > ROUNDING && both.height() > ROUNDING
    };
    seen.objects.iter().filter(|object| object.is_seen()).any(|object| {
        let all =
            object.tones.iter().any(|tone| tone.spots.iter().any(|(spot, share)| spot.plate == ALL && *share > 0.0));
        all && inside(object.bounds) && object.parts().into_iter().any(inside)
    })
}
