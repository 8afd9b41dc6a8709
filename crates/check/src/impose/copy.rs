//! Objects of one file into another, each once, with all that they refer to.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, Stream};

use crate::read::{File, Id};
use biaoyu_page::limits::PDF_OBJECTS;

/// Copies objects out of a file.
pub(super) struct Copier<'f, 'b> {
    file: &'f File<'b>,
    known: BTreeMap<Id, Id>,
    /// Objects that are numbered and not yet copied.
    left: Vec<Id>,
    /// The page's resources, which forms, patterns and Type 3 fonts without resources of their own take.
    lent: Option<Id>,
}

impl<'f, 'b> Copier<'f, 'b> {
    pub(super) fn new(file: &'f File<'b>) -> Self {
        Self { file, known: BTreeMap::new(), left: Vec::new(), lent: None }
    }

    /// From here on what has no resources of its own takes these, an object of the new file: on its page it found them
    /// (ISO 32000-1, 7.8.3), on the sheet it would not.
    pub(super) fn lend(&mut self, resources: Id) {
        self.lent = Some(resources);
    }

    /// The number that an object has in `to`.
    pub(super) fn number(&mut self, id: Id, to: &mut Document) -> Id {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let new = to.new_object_id();
        self.known.insert(id, new);
        self.left.push(id);
        new
    }

    /// The number of an object that was copied.
    pub(super) fn known(&self, id: Id) -> Option<Id> {
        self.known.get(&id).copied()
    }

    /// An object with its references led to `to`.
    pub(super) fn object(&mut self, object: &Object, to: &mut Document) -> Object {
        match object {
            Object::Reference(id) => {
                // A page drags its whole file along, and nothing that is placed needs one.
                let is_page = self
                    .file
                    .object(*id)
                    .and_then(|o| self.file.dict(o))
                    .is_some_and(|d| matches!(self.file.get_name(d, "Type"), Some("Page" | "Pages" | "Catalog")));
                if is_page || self.file.object(*id).is_none() || self.known.len() >= PDF_OBJECTS {
                    return Object::Null;
                }
                Object::Reference(self.number(*id, to))
            }
            Object::Array(all) => Object::Array(all.iter().map(|o| self.object(o, to)).collect()),
            Object::Dictionary(dict) => Object::Dictionary(self.dict(dict, to)),
            Object::Stream(stream) => {
                let dict = self.dict(&stream.dict, to);
                let mut copy = Stream::new(dict, stream.content.clone());
                copy.allows_compression = false;
                Object::Stream(copy)
            }
            plain => plain.clone(),
        }
    }

    /// A dictionary with its references led to `to`; what ties it to its page is left behind.
    pub(super) fn dict(&mut self, dict: &Dictionary, to: &mut Document) -> Dictionary {
        let mut copy = Dictionary::new();
        for (key, value) in dict.iter() {
            if !matches!(key.as_slice(), b"StructParent" | b"StructParents") {
                copy.set(key.clone(), self.object(value, to));
            }
        }
        if let Some(lent) = self.lent
            && !copy.has(b"Resources")
            && self.names_resources(dict)
        {
            copy.set("Resources", Object::Reference(lent));
        }
        copy
    }

    /// Whether the content of an object looks names up in resources.
    fn names_resources(&self, dict: &Dictionary) -> bool {
        match self.file.get_name(dict, "Subtype") {
            Some("Form" | "Type3") => true,
            _ => self.file.get_number(dict, "PatternType") == Some(1.0),
        }
    }

    /// Copies all that was numbered.
    pub(super) fn finish(&mut self, to: &mut Document) {
        while let Some(id) = self.left.pop() {
            let Some(new) = self.known(id) else { continue };
            let copy = self.file.object(id).cloned().map_or(Object::Null, |object| self.object(&object, to));
            to.objects.insert(new, copy);
        }
    }
}
