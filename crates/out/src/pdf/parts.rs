//! Document parts with their records: PDF/VT-1 (ISO 16612-2:2010), by which a digital press knows where one
//! recipient's pages end, picks a record by its data, and keeps what all records share.

use pdf_writer::{Dict, Finish as _, Name, Ref, TextStr};

use super::file::File;

/// The record that pages belong to.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Pages in a row of the same number are one part.
    pub record: u64,
    /// What the record says, by field.
    pub fields: &'a [(&'a str, &'a str)],
}

/// The tree of a file (6.5): a root with a leaf a record.
#[derive(Default)]
pub(super) struct Parts {
    root: Option<Root>,
    open: Option<Leaf>,
    leaves: Vec<Ref>,
}

#[derive(Clone, Copy)]
struct Root {
    /// The dictionary that the catalog names.
    entry: Ref,
    /// The node that all leaves hang on.
    node: Ref,
}

struct Leaf {
    id: Ref,
    record: u64,
    fields: Vec<(String, String)>,
    start: Ref,
    end: Ref,
}

impl Parts {
    /// Adds a page to the part of its record and gives the part, which the page must name.
    pub(crate) fn page(&mut self, file: &mut File, page: Ref, part: &Part<'_>) -> Ref {
        if let Some(leaf) = self.open.as_mut().filter(|leaf| leaf.record == part.record) {
            leaf.end = page;
            return leaf.id;
        }
        self.close_leaf(file);
        let id = file.id();
        let fields = part.fields.iter().map(|(field, text)| (xml_name(field), (*text).to_owned())).collect();
        self.open = Some(Leaf { id, record: part.record, fields, start: page, end: page });
        id
    }

    /// Writes the open leaf.
    fn close_leaf(&mut self, file: &mut File) {
        let Some(leaf) = self.open.take() else { return };
        let root = *self.root.get_or_insert_with(|| Root { entry: file.id(), node: file.id() });
        self.leaves.push(leaf.id);
        file.object(leaf.id, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"DPart"));
            dict.pair(Name(b"Parent"), root.node);
            dict.pair(Name(b"Start"), leaf.start);
            if leaf.end != leaf.start {
                dict.pair(Name(b"End"), leaf.end);
            }
            // 6.6: metadata of the part, here the record under one key of our own.
            let mut metadata = dict.insert(Name(b"DPM")).dict();
            let mut record = metadata.insert(Name(b"Biaoyu_Record")).dict();
            record.pair(Name(b"Number"), i32::try_from(leaf.record + 1).unwrap_or(i32::MAX));
            for (field, text) in &leaf.fields {
                record.pair(Name(field.as_bytes()), TextStr(text));
            }
            record.finish();
            metadata.finish();
        });
    }

    /// Writes the tree; what the catalog must name, when there are parts.
    pub(crate) fn close(&mut self, file: &mut File) -> Option<Ref> {
        self.close_leaf(file);
        let root = self.root?;
        file.object(root.node, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"DPart"));
            dict.pair(Name(b"Parent"), root.entry);
            dict.insert(Name(b"DParts")).array().push().array().items(self.leaves.iter().copied());
        });
        file.object(root.entry, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"DPartRoot"));
            dict.pair(Name(b"DPartRootNode"), root.node);
            dict.insert(Name(b"NodeNameList")).array().item(Name(b"Document")).item(Name(b"Record"));
            dict.pair(Name(b"RecordLevel"), 1);
        });
        Some(root.entry)
    }
}

/// Marks a form as one that the whole file shares (6.7): a press renders it once.
pub(super) fn shared(dict: &mut Dict<'_>, content: &blake3::Hash) {
    let hex = content.to_hex();
    dict.pair(Name(b"GTS_XID"), pdf_writer::Str(format!("urn:blake3:{hex}").as_bytes()));
    dict.pair(Name(b"GTS_Scope"), Name(b"File"));
}

/// A field as a key of metadata, which must be an XML name (6.6).
fn xml_name(field: &str) -> String {
    let mut name: String =
        field.chars().map(|c| if c.is_alphanumeric() || "_-.".contains(c) { c } else { '_' }).collect();
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        name.insert(0, '_');
    }
    // A name is at most 127 bytes long (ISO 32000-1, annex C).
    if name.len() > 120 {
        let end = (0..=120).rev().find(|i| name.is_char_boundary(*i)).unwrap_or(0);
        name.truncate(end);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_become_xml_names() {
        for (field, name) in [("name", "name"), ("车间 / 班组", "车间___班组"), ("2021", "_2021"), ("", "_")] {
            assert_eq!(xml_name(field), name);
        }
        assert_eq!(xml_name(&"质".repeat(60)).len(), 120);
    }
}
