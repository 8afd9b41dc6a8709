//! A file whose cross-reference table is lost or wrong: its objects are found by searching (ISO 32000-1, 7.3.10).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use biaoyu_page::limits::{PDF_OBJECTS, PDF_PAGES};

use super::lex::find;

/// How far into an object its type is looked for.
const HEAD: usize = 4096;

/// The file with a table of the objects that stand in it; with their number. `None` when there are none.
pub(super) fn rebuilt(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    // What stands before the header shifts every offset.
    let start = bytes.windows(5).position(|w| w == b"%PDF-")?;
    let bytes = bytes.get(start..)?;
    if find(bytes, b"/Encrypt").is_some() {
        return None;
    }
    let mut objects: BTreeMap<u32, (u16, usize)> = BTreeMap::new();
    let mut at = 0;
    while let Some(found) = find(bytes.get(at..).unwrap_or_default(), b"obj") {
        let word = at + found;
        at = word + 3;
        if let Some((number, generation, start)) = heading(bytes.get(..word).unwrap_or_default()) {
            // Later ones replace earlier ones, as updates do.
            objects.insert(number, (generation, start));
            if objects.len() > PDF_OBJECTS {
                return None;
            }
        }
    }
    let root = last_reference(bytes, b"/Root").or_else(|| catalog(bytes, &objects));
    let mut out = bytes.to_vec();
    out.extend_from_slice(b"\n");
    let table = out.len();
    out.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, (generation, offset)) in &objects {
        out.extend_from_slice(format!("{number} 1\n{offset:010} {generation:05} n \n").as_bytes());
    }
    let size = objects.last_key_value().map_or(1, |(number, _)| u64::from(*number) + 1);
    let mut trailer = format!("trailer\n<</Size {size}");
    for (key, id) in [("Root", root), ("Info", last_reference(bytes, b"/Info"))] {
        if let Some((number, generation)) = id {
            trailer += &format!("/{key} {number} {generation} R");
        }
    }
    out.extend_from_slice(trailer.as_bytes());
    if let Some(id) = identifier(bytes) {
        out.extend_from_slice(b"/ID");
        out.extend_from_slice(id);
    }
    out.extend_from_slice(format!(">>\nstartxref\n{table}\n%%EOF\n").as_bytes());
    (!objects.is_empty()).then_some((out, objects.len()))
}

/// `12 0 ` before `obj`: the number, the generation and where it starts.
fn heading(before: &[u8]) -> Option<(u32, u16, usize)> {
    let (generation, rest) = number_at_end(spaces_cut(before)?)?;
    let (number, rest) = number_at_end(spaces_cut(rest)?)?;
    // `endobj` has no number before it, and a number is not the tail of a word.
    let free = rest.last().is_none_or(|b| b.is_ascii_whitespace() || matches!(b, 0 | b'>' | b']' | b')'))
        || rest.ends_with(b"endobj")
        || rest.ends_with(b"%%EOF");
    free.then(|| Some((u32::try_from(number).ok()?, u16::try_from(generation).ok()?, rest.len())))?
}

/// Without the white space at the end; `None` when there is none.
fn spaces_cut(bytes: &[u8]) -> Option<&[u8]> {
    let spaces = bytes.iter().rev().take(16).take_while(|b| b.is_ascii_whitespace() || **b == 0).count();
    if spaces == 0 { None } else { bytes.get(..bytes.len() - spaces) }
}

fn number_at_end(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let digits = bytes.iter().rev().take(10).take_while(|b| b.is_ascii_digit()).count();
    let (rest, digits) = bytes.split_at(bytes.len() - digits);
    Some((std::str::from_utf8(digits).ok()?.parse().ok()?, rest))
}

/// The last `/Key 12 0 R`.
fn last_reference(bytes: &[u8], key: &[u8]) -> Option<(u32, u16)> {
    let mut found = None;
    let mut at = 0;
    while let Some(next) = find(bytes.get(at..).unwrap_or_default(), key) {
        at += next + key.len();
        let line = bytes.get(at..).unwrap_or_default();
        let text = String::from_utf8_lossy(line.get(..line.len().min(40)).unwrap_or_default()).into_owned();
        let mut words = text.split_ascii_whitespace();
        let (number, generation) = (words.next().map(str::parse), words.next().map(str::parse));
        if let (Some(Ok(number)), Some(Ok(generation)), Some(true)) =
            (number, generation, words.next().map(|w| w.starts_with('R')))
        {
            found = Some((number, generation));
        }
    }
    found
}

/// The last catalog among objects that stand in the open.
fn catalog(bytes: &[u8], objects: &BTreeMap<u32, (u16, usize)>) -> Option<(u32, u16)> {
    let is_catalog = |offset: usize| {
        let head = bytes.get(offset..).unwrap_or_default();
        let head = head.get(..head.len().min(HEAD)).unwrap_or_default();
        let end = find(head, b"endobj").unwrap_or(head.len());
        head.get(..end).and_then(|own| find(own, b"/Catalog")).is_some()
    };
    objects
        .iter()
        .rev()
        .find(|(_, (_, offset))| is_catalog(*offset))
        .map(|(number, (generation, _))| (*number, *generation))
}

/// The file's identifier of two hexadecimal strings.
fn identifier(bytes: &[u8]) -> Option<&[u8]> {
    let at = bytes.windows(4).rposition(|w| w == b"/ID[" || w == b"/ID ")?;
    let array = bytes.get(at + 3..)?;
    let array = array.get(..array.len().min(200))?.trim_ascii_start();
    let end = array.iter().position(|b| *b == b']')?;
    let array = array.get(..=end)?;
    let plain = |b: &u8| b.is_ascii_hexdigit() || b.is_ascii_whitespace() || matches!(b, b'[' | b']' | b'<' | b'>');
    (array.starts_with(b"[") && array.iter().all(plain)).then_some(array)
}

/// Whether the catalog and every page that the tree names are there.
pub(super) fn is_whole(document: &Document) -> bool {
    let real = |object: &Object| match object {
        Object::Reference(id) => document.get_object(*id).ok().cloned(),
        other => Some(other.clone()),
    };
    let dict = |object: &Object| real(object).and_then(|o| o.as_dict().ok().cloned());
    let Some(root) = document.trailer.get(b"Root").ok().and_then(dict) else { return false };
    let Some(pages) = root.get(b"Pages").ok().and_then(dict) else { return false };
    let mut left = vec![pages];
    let mut seen = 0;
    while let Some(node) = left.pop() {
        let Some(Object::Array(kids)) = node.get(b"Kids").ok().and_then(real) else { continue };
        for kid in kids {
            seen += 1;
            match dict(&kid) {
                Some(_) if seen > PDF_PAGES => return true,
                Some(kid) => left.push(kid),
                None => return false,
            }
        }
    }
    seen > 0
}

/// Gives a file without a catalog, or whose page tree is torn, one of the pages that there are.
pub(super) fn adopt(document: &mut Document) {
    let of = |kind: &[u8]| -> Vec<lopdf::ObjectId> {
        let typed = |object: &Object| object.as_dict().is_ok_and(|d| d.has_type(kind));
        document.objects.iter().filter(|(_, object)| typed(object)).map(|(id, _)| *id).collect()
    };
    let (pages, catalogs) = (of(b"Page"), of(b"Catalog"));
    if let Some(catalog) = catalogs.last() {
        document.trailer.set("Root", Object::Reference(*catalog));
        if is_whole(document) {
            return;
        }
    }
    if pages.is_empty() {
        return;
    }
    let mut tree = Dictionary::new();
    tree.set("Type", "Pages");
    tree.set("Count", pages.len() as i64);
    tree.set("Kids", pages.into_iter().map(Object::Reference).collect::<Vec<_>>());
    let tree = document.add_object(tree);
    let known = catalogs.last().and_then(|id| document.get_object(*id).ok()?.as_dict().ok().cloned());
    let mut catalog = known.unwrap_or_default();
    catalog.set("Type", "Catalog");
    catalog.set("Pages", Object::Reference(tree));
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", Object::Reference(catalog));
}
