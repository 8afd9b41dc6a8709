//! XLSX (ECMA-376, ISO/IEC 29500): the workbook, its strings and styles; `xlsx_sheet` reads the cells.
//!
//! Cells are read here and not by a library, for what the reader sees: hidden rows, number formats and errors of any
//! name, and for limits that hold against a file that lies. calamine is the oracle of the tests.

use std::borrow::Cow;
use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::grid::{Merge, Over};
use super::number_format::Formats;
use super::package::{Broken, Package, Token, Xml};
use super::sheet::{Sheet, Sheets};
use super::xlsx_sheet;
use biaoyu_page::limits::TABLE_CELLS;

/// What the cells of all sheets refer to.
pub(super) struct Workbook {
    pub strings: Strings,
    pub formats: Formats,
}

/// Shared strings, one after another.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// The string with that number.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|i| self.ends.get(i)).map_or(0, |end| *end);
        self.text.get(start..end)
    }
}

/// A sheet of the workbook that can be seen.
struct Entry {
    name: String,
    path: String,
}

/// Reads the sheet that `wanted` names, else all that can be seen until `is_enough` says stop.
pub(super) fn read(
    package: &mut Package<'_>,
    wanted: Option<&str>,
    is_enough: impl Fn(&Sheet) -> bool,
) -> Result<Sheets, Broken> {
    let root = relations(package, "")?;
    let path = root.values().find(|r| r.kind == "officeDocument").map_or("xl/workbook.xml", |r| r.target.as_str());
    let text = package.text(path)?.ok_or_else(|| Broken::Damaged(format!("no {path}")))?;
    let document = parse(&text)?;
    let relations = relations(package, path)?;
    let (entries, hidden) = entries(&document, &relations);
    let from_1904 = find(&document, "workbookPr")
        .and_then(|n| n.attribute("date1904"))
        .is_some_and(|v| matches!(v, "1" | "true" | "on"));
    let part = |kind: &str| relations.values().find(|r| r.kind == kind).map(|r| r.target.as_str());
    let strings = match part("sharedStrings") {
        Some(path) => package.stream(path, shared_strings)?.unwrap_or_default(),
        None => Strings::default(),
    };
    let formats = match part("styles").map(|path| package.text(path)).transpose()?.flatten() {
        Some(text) => formats(&parse(&text)?, from_1904),
        None => Formats::new(from_1904),
    };
    let workbook = Workbook { strings, formats };
    let mut sheets = Sheets::new(entries.iter().map(|e| e.name.clone()).collect(), hidden);
    for entry in &entries {
        if wanted.is_some_and(|wanted| wanted.trim() != entry.name.trim()) {
            continue;
        }
        let found = package.stream(&entry.path, |xml| xlsx_sheet::read(xml, &workbook, &entry.name))?;
        let Some(sheet) = found else { continue };
        let enough = is_enough(&sheet);
        sheets.read.push(sheet);
        if enough {
            break;
        }
    }
    Ok(sheets)
}

fn parse(text: &str) -> Result<Document<'_>, Broken> {
    Document::parse(text).map_err(|e| Broken::Damaged(e.to_string()))
}

fn find<'d>(document: &'d Document<'d>, name: &str) -> Option<Node<'d, 'd>> {
    document.descendants().find(|n| n.tag_name().name() == name)
}

struct Relation {
    /// The last part of its type: `worksheet`, `styles`.
    kind: String,
    /// Path in the package.
    target: String,
}

/// What a part refers to, by id.
fn relations(package: &mut Package<'_>, part: &str) -> Result<BTreeMap<String, Relation>, Broken> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    let Some(text) = package.text(&format!("{folder}{slash}_rels/{file}.rels"))? else { return Ok(BTreeMap::new()) };
    let document = parse(&text)?;
    let all = document.descendants().filter(|n| n.tag_name().name() == "Relationship").filter_map(|n| {
        let target = n.attribute("Target")?.replace('\\', "/");
        let target = if target.starts_with('/') { target } else { resolve(folder, &target) };
        let kind = n.attribute("Type")?.rsplit('/').next()?.to_owned();
        Some((n.attribute("Id")?.to_owned(), Relation { kind, target }))
    });
    Ok(all.collect())
}

/// A path relative to a folder, `..` followed.
fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Sheets with cells that can be seen, and the names of those that are hidden.
fn entries(document: &Document<'_>, relations: &BTreeMap<String, Relation>) -> (Vec<Entry>, Vec<String>) {
    let (mut seen, mut hidden) = (Vec::new(), Vec::new());
    for node in document.descendants().filter(|n| n.tag_name().name() == "sheet") {
        let name = node.attribute("name").unwrap_or_default().to_owned();
        // `r:id`, in either of the namespaces of the standard's two parts.
        let id = node.attributes().find(|a| a.name() == "id" && a.namespace().is_some()).map(|a| a.value());
        let Some(relation) = id.and_then(|id| relations.get(id)).filter(|r| r.kind == "worksheet") else { continue };
        match node.attribute("state") {
            Some("hidden" | "veryHidden") => hidden.push(name),
            _ => seen.push(Entry { name, path: relation.target.clone() }),
        }
    }
    (seen, hidden)
}

fn formats(document: &Document<'_>, from_1904: bool) -> Formats {
    let id = |node: &Node<'_, '_>| node.attribute("numFmtId").and_then(|id| id.parse::<u32>().ok());
    let own: BTreeMap<u32, &str> = document
        .descendants()
        .filter(|n| n.tag_name().name() == "numFmt")
        .filter_map(|n| Some((id(&n)?, n.attribute("formatCode")?)))
        .collect();
    let mut formats = Formats::new(from_1904);
    let cells = find(document, "cellXfs");
    for style in cells.iter().flat_map(Node::children).filter(|n| n.tag_name().name() == "xf") {
        let id = id(&style).unwrap_or(0);
        formats.push(id, own.get(&id).copied());
    }
    formats
}

fn shared_strings(xml: &mut Xml<'_>) -> Result<Strings, Broken> {
    let mut strings = Strings::default();
    let (mut in_text, mut phonetic) = (false, false);
    let mut item = String::new();
    loop {
        match xml.next()? {
            Token::Start(e) => match e.local_name().as_ref() {
                "t" => in_text = !phonetic,
                // The reading of a name, over it in small: no part of the text.
                "rPh" => phonetic = true,
                _ => {}
            },
            Token::End(e) => match e.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => phonetic = false,
                "si" => {
                    strings.text.push_str(&unescape(&item));
                    strings.ends.push(strings.text.len());
                    if strings.ends.len() > TABLE_CELLS {
                        return Err(Broken::Over(Over::Text));
                    }
                    item.clear();
                }
                _ => {}
            },
            Token::Text(text) if in_text => item.push_str(&text),
            Token::Text(_) | Token::Other => {}
            Token::Eof => return Ok(strings),
        }
    }
}

/// `_x000D_` → the character (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let hex = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        let found = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        match found {
            Some(c) => {
                out.push(c);
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    (out + rest).into()
}

/// The rows and columns of `B3:D7` or `B3`.
pub(super) fn range(text: &str) -> Option<Merge> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    let ((left, top), (right, bottom)) = (cell(from)?, cell(to)?);
    Some(Merge { top, left, bottom, right })
}

/// Column from 0 and row from 1 of `B3`, `$` allowed.
pub(super) fn cell(text: &str) -> Option<(usize, u32)> {
    let mut column = 0usize;
    let mut row = 0u32;
    for b in text.bytes() {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                column = column.checked_mul(26)?.checked_add(usize::from(b.to_ascii_uppercase() - b'A') + 1)?;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(b - b'0'))?,
            b'$' => {}
            _ => return None,
        }
    }
    (row > 0).then_some((column.checked_sub(1)?, row))
}
