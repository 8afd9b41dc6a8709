//! DOCX (ECMA-376 part 1, 17): the paragraphs and table rows of a document as they are seen, with the list that each
//! paragraph belongs to.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;
use roxmltree::{Document, Node};

use super::package::{Broken, Package, Token, Xml, attribute};
use biaoyu_page::say;

/// A piece of a document, from the top.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Paragraph(Paragraph),
    /// The cells of a row of table `table`.
    Row {
        table: u32,
        cells: Vec<String>,
    },
}

/// A paragraph; a line feed where its author broke the line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub text: String,
    /// The list that numbers it, or gives it a bullet, and its level there.
    pub list: Option<(u32, u32)>,
    /// Its style is one of a heading or title.
    pub is_heading: bool,
}

/// What a style says of its paragraphs.
#[derive(Clone, Debug, Default)]
struct Style {
    list: Option<(u32, u32)>,
    is_heading: bool,
    base: Option<String>,
}

/// Reads the document's body: no headers, notes or remarks, nothing deleted or hidden, text boxes where they are anchored.
pub(super) fn read(package: &mut Package<'_>) -> Result<Vec<Piece>, Broken> {
    let styles = match package.text("word/styles.xml")? {
        Some(text) => styles(&text),
        None => BTreeMap::new(),
    };
    let body = package.stream("word/document.xml", |xml| body(xml, &styles))?;
    body.ok_or_else(|| {
        Broken::Damaged(say!("its part `word/document.xml` is missing", "缺少 `word/document.xml` 部分"))
    })
}

fn styles(text: &str) -> BTreeMap<String, Style> {
    let Ok(document) = Document::parse(text) else { return BTreeMap::new() };
    let value = |node: Node<'_, '_>, name: &str| {
        let child = node.descendants().find(|n| n.tag_name().name() == name)?;
        child.attributes().find(|a| a.name() == "val").map(|a| a.value().to_owned())
    };
    let all = document.descendants().filter(|n| n.tag_name().name() == "style").filter_map(|node| {
        let id = node.attributes().find(|a| a.name() == "styleId")?.value().to_owned();
        let name = value(node, "name").unwrap_or_default().to_lowercase();
        let is_heading =
            name.starts_with("heading ") || name.starts_with("标题") || matches!(&*name, "title" | "subtitle");
        let number = |name| value(node, name).and_then(|v| v.parse().ok());
        let list = number("numId").map(|id| (id, number("ilvl").unwrap_or(0)));
        Some((id, Style { list, is_heading, base: value(node, "basedOn") }))
    });
    all.collect()
}

/// What a style says, those that it is based on asked too.
fn of_style(styles: &BTreeMap<String, Style>, id: &str) -> Style {
    let mut found = Style::default();
    let mut next = Some(id);
    // Styles that are based on each other in a ring are nobody's.
    for _ in 0..16 {
        let Some(style) = next.and_then(|id| styles.get(id)) else { break };
        found.list = found.list.or(style.list);
        found.is_heading |= style.is_heading;
        next = style.base.as_deref();
    }
    found
}

/// A paragraph that is being read.
#[derive(Default)]
struct Open {
    paragraph: Paragraph,
    style: Style,
    list_id: Option<u32>,
    level: Option<u32>,
    /// Inside of its properties.
    in_properties: bool,
    is_hidden: bool,
}

fn body(xml: &mut Xml<'_>, styles: &BTreeMap<String, Style>) -> Result<Vec<Piece>, Broken> {
    let mut pieces = Vec::new();
    // A text box holds paragraphs inside of a paragraph.
    let mut open: Vec<Open> = Vec::new();
    let (mut in_text, mut skipped) = (false, 0_u32);
    let (mut tables, mut depth) = (0, 0_u32);
    let mut cells: Vec<String> = Vec::new();
    loop {
        match xml.next()? {
            Token::Start(e) => match e.local_name().as_ref() {
                _ if skipped > 0 => skipped += 1,
                // The same text again for old programs; text moved away; the reading over a word.
                "Fallback" | "moveFrom" | "rt" => skipped = 1,
                "tbl" => {
                    depth += 1;
                    tables += u32::from(depth == 1);
                }
                "tr" if depth == 1 => cells.clear(),
                "tc" if depth == 1 => cells.push(String::new()),
                "p" => open.push(Open::default()),
                "t" => in_text = true,
                name => {
                    if let Some(open) = open.last_mut() {
                        open.element(name, &e, styles);
                    }
                }
            },
            Token::Text(text) if in_text && skipped == 0 => {
                if let Some(open) = open.last_mut().filter(|o| !o.is_hidden) {
                    open.paragraph.text.push_str(&text);
                }
            }
            Token::End(e) => match e.local_name().as_ref() {
                _ if skipped > 0 => skipped -= 1,
                "t" => in_text = false,
                "r" => open.iter_mut().for_each(|o| o.is_hidden = false),
                "pPr" => open.last_mut().into_iter().for_each(|o| o.in_properties = false),
                "tbl" => depth = depth.saturating_sub(1),
                "tr" if depth == 1 => {
                    pieces.push(Piece::Row { table: tables, cells: std::mem::take(&mut cells) });
                }
                "p" => {
                    let Some(done) = open.pop() else { continue };
                    match cells.last_mut().filter(|_| depth > 0) {
                        Some(cell) => {
                            if !cell.is_empty() {
                                cell.push('\n');
                            }
                            cell.push_str(&done.paragraph.text);
                        }
                        None => pieces.push(Piece::Paragraph(done.finish())),
                    }
                }
                _ => {}
            },
            Token::Eof => return Ok(pieces),
            _ => {}
        }
    }
}

impl Open {
    /// An element inside of the paragraph.
    fn element(&mut self, name: &str, e: &BytesStart<'_>, styles: &BTreeMap<String, Style>) {
        let value = || attribute(e, "val").unwrap_or_default();
        let is_on = || !matches!(attribute(e, "val").as_deref(), Some("0" | "false" | "off"));
        match (self.in_properties, name) {
            (_, "pPr") => self.in_properties = true,
            (true, "pStyle") => self.style = of_style(styles, &value()),
            (true, "numId") => self.list_id = value().parse().ok(),
            (true, "ilvl") => self.level = value().parse().ok(),
            (true, "outlineLvl") => self.paragraph.is_heading |= value().parse::<u32>().is_ok_and(|level| level < 9),
            (false, "vanish") => self.is_hidden = is_on(),
            (false, "tab") => self.put('\t'),
            (false, "br" | "cr") => self.put('\n'),
            (false, "noBreakHyphen") => self.put('-'),
            (false, "sym") => {
                let code = attribute(e, "char").and_then(|c| u32::from_str_radix(&c, 16).ok());
                code.and_then(char::from_u32).into_iter().for_each(|c| self.put(c));
            }
            _ => {}
        }
    }

    fn put(&mut self, c: char) {
        if !self.is_hidden {
            self.paragraph.text.push(c);
        }
    }

    fn finish(self) -> Paragraph {
        let inherited = self.style.list;
        let id = self.list_id.or(inherited.map(|(id, _)| id));
        let level = self.level.or(inherited.map(|(_, level)| level)).unwrap_or(0);
        // List 0 takes a paragraph out of the list of its style (17.9.18).
        let list = id.filter(|id| *id != 0).map(|id| (id, level));
        Paragraph { list, is_heading: self.paragraph.is_heading || self.style.is_heading, ..self.paragraph }
    }
}
