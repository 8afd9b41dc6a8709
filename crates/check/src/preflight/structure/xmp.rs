//! The XMP packet (ISO 16684-1).

use std::collections::BTreeMap;

use crate::read::File;
use biaoyu_page::error::Say;
use biaoyu_page::say;

/// What a file's metadata say.
#[derive(Debug, Default)]
pub(crate) struct Xmp {
    /// There is a metadata stream of the right type.
    pub present: bool,
    /// Why the packet cannot be read.
    pub fault: Option<Say>,
    /// Values by prefix and name, as [`NAMESPACES`] give the prefixes.
    values: BTreeMap<(&'static str, String), String>,
}

/// The namespaces that matter to a printer.
const NAMESPACES: [(&str, &str); 7] = [
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("xmp", "http://ns.adobe.com/xap/1.0/"),
    ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
    ("pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("pdfx", "http://ns.adobe.com/pdfx/1.3/"),
    ("pdfxid", "http://www.npes.org/pdfx/ns/id/"),
    ("pdfvtid", "http://www.npes.org/pdfvt/ns/id/"),
];

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Bytes that a packet may have.
const BYTES: usize = 16 << 20;

impl Xmp {
    /// Reads the catalog's metadata.
    pub(crate) fn read(file: &File<'_>) -> Self {
        let mut xmp = Xmp::default();
        let Some(stream) = file.root().and_then(|r| file.get_stream(r, "Metadata")) else { return xmp };
        let word = |key| file.get_name(&stream.dict, key);
        xmp.present = word("Type") == Some("Metadata") && word("Subtype") == Some("XML");
        let text = match file.unpack_at_most(stream, BYTES) {
            Ok(bytes) => decode(&bytes),
            Err(_) => {
                xmp.fault = Some(say!("the stream cannot be unpacked", "数据流无法解压"));
                return xmp;
            }
        };
        match roxmltree::Document::parse(text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}'))
        {
            Ok(document) => xmp.collect(&document),
            Err(error) => {
                // The parser's own words are English only.
                let (row, column) = (error.pos().row, error.pos().col);
                xmp.fault = Some(say!("at line {row}, column {column}", "第 {row} 行第 {column} 列"));
            }
        }
        xmp
    }

    fn collect(&mut self, document: &roxmltree::Document<'_>) {
        let prefix = |uri: Option<&str>| NAMESPACES.iter().find(|(_, u)| Some(*u) == uri).map(|(p, _)| *p);
        for description in document.descendants().filter(|n| n.has_tag_name((RDF, "Description"))) {
            for attribute in description.attributes() {
                if let Some(prefix) = prefix(attribute.namespace()) {
                    let value = attribute.value().trim().to_string();
                    self.values.entry((prefix, attribute.name().to_string())).or_insert(value);
                }
            }
            for element in description.children().filter(roxmltree::Node::is_element) {
                let Some(prefix) = prefix(element.tag_name().namespace()) else { continue };
                let items: Vec<&str> = element
                    .descendants()
                    .filter(|n| n.has_tag_name((RDF, "li")))
                    .map(|n| n.text().unwrap_or_default())
                    .collect();
                let value =
                    if items.is_empty() { element.text().unwrap_or_default().to_string() } else { items.join("; ") };
                self.values.entry((prefix, element.tag_name().name().to_string())).or_insert(value.trim().to_string());
            }
        }
    }

    /// A value that is not empty.
    pub(crate) fn get(&self, prefix: &'static str, name: &str) -> Option<&str> {
        self.values.get(&(prefix, name.to_string())).map(String::as_str).filter(|v| !v.is_empty())
    }
}

/// A packet is UTF-8, or UTF-16 with its mark.
fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] => crate::read::text(bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}
