//! Objects that the parser dropped, read again where the table of objects says that they are: above all streams whose
//! `/Length` is wrong, which are taken to their `endstream` (ISO 32000-1, 7.3.8).

use std::collections::BTreeSet;

use lopdf::xref::XrefEntry;
use lopdf::{Document, Object, ObjectId, ObjectStream, Stream};

use biaoyu_page::error::Say;
use biaoyu_page::limits::PDF_MEND_FACTOR;
use biaoyu_page::say;

use super::lex::{Lexer, find};

/// What was wrong with an object, for the report.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The object's number.
    pub number: u32,
    /// What was found, and what was made of it.
    pub what: Say,
}

/// Reads again what is missing from a document. Offsets are those of `bytes` from their `%PDF-` on.
pub(super) fn mend(bytes: &[u8], doc: &mut Document, unpacked: usize) -> Vec<Mended> {
    if doc.trailer.has(b"Encrypt") {
        // Locked: what stands there is of no use.
        return Vec::new();
    }
    let start = bytes.windows(5).position(|w| w == b"%PDF-").unwrap_or(0);
    let mut mender = Mender {
        bytes: bytes.get(start..).unwrap_or_default(),
        left: bytes.len().saturating_mul(PDF_MEND_FACTOR),
        mended: Vec::new(),
    };
    let entries: Vec<(u32, XrefEntry)> =
        doc.reference_table.entries.iter().map(|(number, entry)| (*number, entry.clone())).collect();
    for (number, entry) in &entries {
        if let XrefEntry::Normal { offset, generation } = entry {
            mender.look(doc, (*number, *generation), *offset as usize);
        }
    }
    for number in mender.mended.iter().map(|m| m.number).collect::<Vec<_>>() {
        unfold(doc, number, unpacked);
    }
    mender.mended.extend(lost(doc, &entries));
    mender.mended
}

struct Mender<'b> {
    bytes: &'b [u8],
    /// Bytes that may be searched yet: many streams without an end must not cost the square of the file.
    left: usize,
    mended: Vec<Mended>,
}

/// A stream as it stands in the file.
struct Found<'b> {
    dict: lopdf::Dictionary,
    data: &'b [u8],
    /// What is wrong; `None` when `/Length` is right.
    what: Option<Say>,
}

impl Mender<'_> {
    /// Looks at one object, and puts right what the parser made of it.
    fn look(&mut self, doc: &mut Document, id: ObjectId, offset: usize) {
        let doubtful = match doc.objects.get(&id) {
            None => true,
            // A stream whose length is wrong is left as its dictionary.
            Some(Object::Dictionary(_)) => true,
            Some(Object::Stream(stream)) => stream.content.is_empty(),
            Some(_) => false,
        };
        let Some(at) = doubtful.then(|| heading(self.bytes, offset, id)).flatten() else { return };
        if let Some(found) = self.stream(doc, at) {
            let known = matches!(doc.objects.get(&id), Some(Object::Stream(s)) if s.content.len() == found.data.len());
            if known {
                return;
            }
            let mut object = Object::Stream(Stream::new(found.dict, found.data.to_vec()));
            if let Some(state) = &doc.encryption_state
                && lopdf::encryption::decrypt_object(state, id, &mut object).is_err()
            {
                return;
            }
            doc.objects.insert(id, object);
            let what = found.what.unwrap_or_else(|| say!("read again where it stands", "已在原处重新读取"));
            self.mended.push(Mended { number: id.0, what });
        } else if !doc.objects.contains_key(&id)
            && doc.encryption_state.is_none()
            && let Some((object, _)) = Lexer::object_at(self.bytes, at)
        {
            doc.objects.insert(id, object);
        }
    }

    /// The stream whose dictionary stands at `at`; `None` when no stream stands there.
    fn stream(&mut self, doc: &Document, at: usize) -> Option<Found<'_>> {
        let (Object::Dictionary(dict), end) = Lexer::object_at(self.bytes, at)? else { return None };
        let gap = self.bytes.get(end..)?.iter().take_while(|b| is_space(**b)).count();
        let rest = self.bytes.get(end + gap..)?.strip_prefix(b"stream")?;
        let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).or_else(|| rest.strip_prefix(b"\r"));
        let rest = rest.unwrap_or_else(|| self.bytes.get(end + gap + 6..).unwrap_or_default());
        let length = dict.get(b"Length").ok().and_then(|l| doc.dereference(l).ok()?.1.as_i64().ok());
        let said = length.and_then(|l| usize::try_from(l).ok()).filter(|l| *l <= rest.len());
        let ends = |at: usize| {
            let tail = rest.get(at..).unwrap_or_default();
            let gap = tail.iter().take(2).take_while(|b| is_space(**b)).count();
            tail.get(gap..).is_some_and(|t| t.starts_with(b"endstream"))
        };
        if let Some(data) = said.filter(|l| ends(*l)).and_then(|l| rest.get(..l)) {
            return Some(Found { dict, data, what: None });
        }
        let within = rest.get(..rest.len().min(self.left)).unwrap_or_default();
        let end = find(within, b"endstream").or_else(|| find(within, b"endobj"));
        self.left = self.left.saturating_sub(end.unwrap_or(within.len()));
        let (data, told) = match end {
            Some(end) => (rest.get(..end)?, true),
            None => (within, false),
        };
        let data = data.strip_suffix(b"\n").unwrap_or(data);
        let data = data.strip_suffix(b"\r").unwrap_or(data);
        let (real, said) = (data.len(), length.map_or("?".to_string(), |l| l.to_string()));
        let what = if told {
            say!("/Length is {said}, the stream has {real} bytes", "/Length 为 {said}，数据流实为 {real} 字节")
        } else {
            say!("/Length is {said}, and the stream has no end", "/Length 为 {said}，数据流没有结尾")
        };
        Some(Found { dict, data, what: Some(what) })
    }
}

/// Where the object itself begins after `12 0 obj` at `offset`; white space before it is passed over.
fn heading(bytes: &[u8], offset: usize, id: ObjectId) -> Option<usize> {
    let gap = bytes.get(offset..)?.iter().take(64).take_while(|b| is_space(**b)).count();
    let (Object::Integer(number), at) = Lexer::object_at(bytes, offset + gap)? else { return None };
    let (Object::Integer(generation), at) = Lexer::object_at(bytes, at)? else { return None };
    let spaces = bytes.get(at..)?.iter().take_while(|b| is_space(**b)).count();
    let fits = number == i64::from(id.0) && generation == i64::from(id.1);
    (fits && bytes.get(at + spaces..)?.starts_with(b"obj")).then_some(at + spaces + 3)
}

/// Puts the objects of an object stream that was mended into the document.
fn unfold(doc: &mut Document, number: u32, most: usize) {
    let Some(Object::Stream(stream)) = doc.objects.get(&(number, 0)) else { return };
    if !stream.dict.has_type(b"ObjStm") {
        return;
    }
    let mut stream = stream.clone();
    let Ok(inside) = ObjectStream::new_with_limit(&mut stream, Some(most)) else { return };
    for (id, object) in inside.objects {
        doc.objects.entry(id).or_insert(object);
    }
}

/// Objects that the table names, that others refer to, and that could not be read.
fn lost(doc: &Document, entries: &[(u32, XrefEntry)]) -> Vec<Mended> {
    let known: BTreeSet<u32> = doc.objects.keys().map(|id| id.0).collect();
    let is_used = |entry: &XrefEntry| matches!(entry, XrefEntry::Normal { .. } | XrefEntry::Compressed { .. });
    let encrypt = doc.encryption_state.as_ref().and_then(|s| s.encrypt_object_id()).map(|id| id.0);
    let missing: BTreeSet<u32> = entries
        .iter()
        .filter(|(number, entry)| is_used(entry) && !known.contains(number) && Some(*number) != encrypt)
        .map(|(number, _)| *number)
        .collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let mut named = BTreeSet::new();
    let mut left: Vec<&Object> = doc.objects.values().collect();
    while let Some(object) = left.pop() {
        match object {
            Object::Reference(id) if missing.contains(&id.0) => _ = named.insert(id.0),
            Object::Array(items) => left.extend(items),
            Object::Dictionary(dict) => left.extend(dict.iter().map(|(_, value)| value)),
            Object::Stream(stream) => left.extend(stream.dict.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    let what = || say!("it cannot be read, and others refer to it", "无法读取，而别处引用了它");
    named.into_iter().map(|number| Mended { number, what: what() }).collect()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}
