//! XLSX (ECMA-376, ISO/IEC 29500): the workbook, its strings and styles; `xlsx_sheet` reads the cells.
//!
//! Cells are read here and not by a library, for what the reader sees: hidden rows, number formats and errors of any
//! name, and for limits that hold against a file that lies. calamine is the oracle of the tests.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::BytesStart;
use roxmltree::{Document, Node};

use super::grid::Merge;
use super::number_format::Formats;
use super::package::{Broken, Package, Token, Xml, attribute};
use super::sheet::{Sheet, Sheets};
use super::strings::{Gathered, Strings};
use super::xlsx_pictures::{self, Inserted};
use super::xlsx_sheet;
use biaoyu_page::say;

/// What the cells of all sheets refer to.
pub(super) struct Workbook {
    pub strings: Strings,
    pub formats: Formats,
    /// By the number of a cell's style, whether its font is struck out; and the shared strings that are so in part.
    pub struck: Vec<bool>,
    pub struck_strings: BTreeSet<usize>,
    /// Whether programs are asked to calculate all formulas when they open the file: a value of 0 then stands for none.
    pub is_uncalculated: bool,
    /// Pictures that stand in cells, not over them.
    pub inserted: Inserted,
}

/// A sheet of the workbook.
struct Entry {
    name: String,
    path: String,
    is_hidden: bool,
}

/// Reads the sheet that `wanted` names, else all that can be seen until `is_enough` says stop.
pub(super) fn read(
    package: &mut Package<'_>,
    wanted: Option<&str>,
    is_enough: impl Fn(&Sheet) -> bool,
) -> Result<Sheets, Broken> {
    let root = relations(package, "")?;
    let path = root.values().find(|r| r.kind == "officeDocument").map_or("xl/workbook.xml", |r| r.target.as_str());
    let text = package.text(path)?.ok_or_else(|| {
        Broken::Damaged(say!("its part `{path}`, the workbook, is missing", "缺少工作簿部分 `{path}`"))
    })?;
    let document = parse(path, &text)?;
    let related = relations(package, path)?;
    let entries = entries(&document, &related);
    let from_1904 = find(&document, "workbookPr")
        .and_then(|n| n.attribute("date1904"))
        .is_some_and(|v| matches!(v, "1" | "true" | "on"));
    let part = |kind: &str| related.values().find(|r| r.kind == kind).map(|r| r.target.as_str());
    let is_uncalculated = find(&document, "calcPr")
        .and_then(|n| n.attribute("fullCalcOnLoad"))
        .is_some_and(|v| matches!(v, "1" | "true" | "on"));
    let (strings, struck_strings) = match part("sharedStrings") {
        Some(path) => package.stream(path, shared_strings)?.unwrap_or_default(),
        None => Default::default(),
    };
    let (formats, struck) = match part("styles").map(|path| package.text(path)).transpose()?.flatten() {
        Some(text) => {
            let document = parse("styles", &text)?;
            (formats(&document, from_1904), struck(&document))
        }
        None => (Formats::new(from_1904), Vec::new()),
    };
    let inserted = Inserted::read(package, path, &related)?;
    let workbook = Workbook { strings, formats, struck, struck_strings, is_uncalculated, inserted };
    let names = |hidden: bool| entries.iter().filter(|e| e.is_hidden == hidden).map(|e| e.name.clone()).collect();
    let mut sheets = Sheets::new(names(false), names(true));
    let seen = entries.iter().filter(|entry| !entry.is_hidden);
    let unseen = entries.iter().filter(|entry| entry.is_hidden);
    for entry in seen.chain(unseen) {
        // One that is hidden is read where it is asked for; else it is only looked at where no other is the list.
        if wanted.is_some_and(|wanted| wanted.trim() != entry.name.trim()) {
            continue;
        }
        let in_sheet = |broken: Broken| broken.in_sheet(&entry.name);
        let found = package.stream(&entry.path, |xml| xlsx_sheet::read(xml, &workbook, &entry.name));
        let Some((mut sheet, shape)) = found.map_err(in_sheet)? else { continue };
        xlsx_pictures::read(package, &entry.path, shape, &workbook.inserted, &mut sheet).map_err(in_sheet)?;
        let enough = is_enough(&sheet);
        match wanted {
            None if entry.is_hidden && enough => sheets.unseen = Some(entry.name.clone()),
            None if entry.is_hidden => {}
            _ => {
                read_comments(package, &entry.path, &mut sheet).map_err(in_sheet)?;
                sheets.add(sheet)?;
            }
        }
        if enough {
            break;
        }
    }
    Ok(sheets)
}

/// A part that is read as a whole.
pub(super) fn parse<'t>(part: &str, text: &'t str) -> Result<Document<'t>, Broken> {
    Document::parse(text).map_err(|error| {
        let (line, column) = (error.pos().row, error.pos().col);
        Broken::Damaged(say!(
            "its part `{part}` is no XML from line {line}, column {column} on",
            "其中的 `{part}` 部分从第 {line} 行第 {column} 列起不是 XML"
        ))
    })
}

/// The first element of that name.
pub(super) fn find<'d>(document: &'d Document<'d>, name: &str) -> Option<Node<'d, 'd>> {
    document.descendants().find(|n| n.tag_name().name() == name)
}

/// What a part refers to.
pub(super) struct Relation {
    /// The last part of its type: `worksheet`, `styles`.
    pub kind: String,
    /// Path in the package; what is outside of it is as it is written.
    pub target: String,
    /// Whether it is outside.
    pub is_outside: bool,
}

/// What a part refers to, by id.
pub(super) fn relations(package: &mut Package<'_>, part: &str) -> Result<BTreeMap<String, Relation>, Broken> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    let path = format!("{folder}{slash}_rels/{file}.rels");
    let Some(text) = package.text(&path)? else { return Ok(BTreeMap::new()) };
    let document = parse(&path, &text)?;
    let all = document.descendants().filter(|n| n.tag_name().name() == "Relationship").filter_map(|n| {
        let target = n.attribute("Target")?;
        let is_outside = n.attribute("TargetMode") == Some("External");
        let target = match target.replace('\\', "/") {
            _ if is_outside => target.to_owned(),
            whole if whole.starts_with('/') => whole,
            part => resolve(folder, &part),
        };
        let kind = n.attribute("Type")?.rsplit('/').next()?.to_owned();
        Some((n.attribute("Id")?.to_owned(), Relation { kind, target, is_outside }))
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

/// Sheets with cells.
fn entries(document: &Document<'_>, relations: &BTreeMap<String, Relation>) -> Vec<Entry> {
    let mut all = Vec::new();
    for node in document.descendants().filter(|n| n.tag_name().name() == "sheet") {
        let name = node.attribute("name").unwrap_or_default().to_owned();
        // `r:id`, in either of the namespaces of the standard's two parts.
        let id = node.attributes().find(|a| a.name() == "id" && a.namespace().is_some()).map(|a| a.value());
        let Some(relation) = id.and_then(|id| relations.get(id)).filter(|r| r.kind == "worksheet") else { continue };
        let is_hidden = matches!(node.attribute("state"), Some("hidden" | "veryHidden"));
        all.push(Entry { name, path: relation.target.clone(), is_hidden });
    }
    all
}

/// By the number of a cell's style, whether its font is struck out.
fn struck(document: &Document<'_>) -> Vec<bool> {
    let children = |name: &str, child: &'static str| {
        let nodes = find(document, name).into_iter().flat_map(|n| n.children().collect::<Vec<_>>());
        nodes.filter(move |n| n.tag_name().name() == child).collect::<Vec<_>>()
    };
    let is_on = |n: &Node<'_, '_>| !matches!(n.attribute("val"), Some("0" | "false" | "off"));
    let fonts: Vec<bool> = children("fonts", "font")
        .iter()
        .map(|font| font.children().any(|n| n.tag_name().name() == "strike" && is_on(&n)))
        .collect();
    let font = |n: &Node<'_, '_>| n.attribute("fontId").and_then(|id| id.parse::<usize>().ok());
    children("cellXfs", "xf").iter().map(|xf| font(xf).and_then(|at| fonts.get(at)).copied().unwrap_or(false)).collect()
}

/// The comments beside the cells of a sheet: those in threads, as Excel has them today, stand for their old form.
fn read_comments(package: &mut Package<'_>, sheet_path: &str, sheet: &mut Sheet) -> Result<(), Broken> {
    let related = relations(package, sheet_path)?;
    for (kind, element) in [("comments", "comment"), ("threadedComment", "threadedComment")] {
        for relation in related.values().filter(|r| r.kind == kind && !r.is_outside) {
            let Some(text) = package.text(&relation.target)? else { continue };
            let document = parse(&relation.target, &text)?;
            let mut threads: BTreeMap<(u32, usize), String> = BTreeMap::new();
            for node in document.descendants().filter(|n| n.tag_name().name() == element) {
                let Some((column, row)) = node.attribute("ref").and_then(cell) else { continue };
                let said: String = node
                    .descendants()
                    .filter(|n| {
                        matches!(n.tag_name().name(), "t") || kind == "threadedComment" && n.tag_name().name() == "text"
                    })
                    .filter_map(|n| n.text())
                    .collect();
                let own = threads.entry((row, column)).or_default();
                *own += " ";
                *own += &unescape(&said);
            }
            for ((row, column), said) in threads {
                sheet.marks.comment(row, column, &said);
            }
        }
    }
    Ok(())
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

fn shared_strings(xml: &mut Xml<'_>) -> Result<(Strings, BTreeSet<usize>), Broken> {
    let mut strings = Gathered::default();
    let (mut struck, mut count) = (BTreeSet::new(), 0_usize);
    let (mut in_text, mut phonetic) = (false, false);
    let mut item = String::new();
    loop {
        match xml.next()? {
            Token::Start(e) => match e.local_name().as_ref() {
                "t" => in_text = !phonetic,
                // The reading of a name, over it in small: no part of the text.
                "rPh" => phonetic = true,
                "strike" if is_on(&e) => drop(struck.insert(count)),
                _ => {}
            },
            Token::End(e) => match e.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => phonetic = false,
                "si" => {
                    count += 1;
                    strings.push(&unescape(&item))?;
                    item.clear();
                }
                _ => {}
            },
            Token::Text(text) if in_text => item.push_str(&text),
            Token::Text(_) | Token::Other => {}
            Token::Eof => return Ok((strings.finish(), struck)),
        }
    }
}

/// Whether a property is switched on, as it is where nothing says otherwise.
pub(super) fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(attribute(element, "val").as_deref(), Some("0" | "false" | "off"))
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
