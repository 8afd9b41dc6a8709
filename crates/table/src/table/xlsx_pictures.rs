//! Pictures of an XLSX workbook: those that float over a sheet (ECMA-376 part 1, 20.5), those that Excel puts into
//! cells as rich values, and those that WPS puts there as `=DISPIMG("ID",1)`.

use std::collections::BTreeMap;
use std::sync::Arc;

use roxmltree::Node;

use super::package::{Broken, Package};
use super::picture::Picture;
use super::pictures::Lengths;
use super::sheet::{At, Remark, Sheet, unread_shapes};
use super::xlsx::{Relation, parse, relations};
use biaoyu_page::error::Severity;
use biaoyu_page::limits::IMAGE_BYTES;
use biaoyu_page::say;

/// English Metric Units in a point, and in a pixel of the screen that widths of columns are counted by.
const EMU_PER_POINT: f64 = 12_700.0;
const EMU_PER_PIXEL: f64 = 9_525.0;

/// Pictures that stand in cells, by what the cells say.
#[derive(Debug, Default)]
pub(super) struct Inserted {
    /// Parts of the workbook by WPS's names for them.
    named: BTreeMap<String, String>,
    /// Parts of the workbook by the number of the value's description (from 1); `None` for values of other kinds.
    numbered: Vec<Option<String>>,
}

/// What the cells of a sheet say that its pictures need.
#[derive(Debug)]
pub(super) struct Shape {
    /// Heights of the rows and widths of the columns, in EMU.
    pub rows: Lengths,
    pub columns: Lengths,
    /// Cells with a picture in them: row from 1, column, the picture's part.
    pub inserted: Vec<(u32, usize, String)>,
    /// Cells that name a picture which the workbook has not, with the name.
    pub missing: Vec<(u32, usize, String)>,
}

impl Default for Shape {
    fn default() -> Self {
        let lengths = |usual| Lengths { usual, own: BTreeMap::new() };
        Self {
            rows: lengths(15.0 * EMU_PER_POINT),
            columns: lengths(64.0 * EMU_PER_PIXEL),
            inserted: Vec::new(),
            missing: Vec::new(),
        }
    }
}

impl Shape {
    /// Notes the height of a row (from 1) in points.
    pub fn row_height(&mut self, row: u32, points: f64) {
        /// Rows whose own height is kept: a sheet with more has other worries than its pictures.
        const KEPT: usize = 100_000;
        if self.rows.own.len() < KEPT {
            self.rows.own.insert(row.saturating_sub(1), points * EMU_PER_POINT);
        }
    }

    /// Notes the usual height of rows in points.
    pub fn usual_height(&mut self, points: f64) {
        self.rows.usual = points * EMU_PER_POINT;
    }

    /// Notes the width of columns (from 1, both inside) in characters.
    pub fn column_width(&mut self, first: u32, last: u32, characters: f64) {
        for column in first..=last.min(first.saturating_add(512)) {
            self.columns.own.insert(column.saturating_sub(1), (characters * 7.0 + 5.0) * EMU_PER_PIXEL);
        }
    }
}

impl Inserted {
    /// Reads the lists of a workbook whose part is at `path`.
    pub fn read(package: &mut Package<'_>, path: &str, related: &BTreeMap<String, Relation>) -> Result<Self, Broken> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let of_kind = |kind: &str| related.values().find(|r| r.kind == kind).map(|r| r.target.clone());
        let mut inserted = Self::default();
        let list = of_kind("cellImage").unwrap_or_else(|| format!("{folder}/cellimages.xml"));
        if let Some(text) = package.text(&list)? {
            let parts = relations(package, &list)?;
            let document = parse(&list, &text)?;
            for picture in named(&document.root(), "pic") {
                let name = named(&picture, "cNvPr").next().and_then(|n| n.attribute("name").map(str::to_owned));
                if let (Some(name), Some(part)) = (name, embedded(&picture, &parts)) {
                    inserted.named.insert(name, part);
                }
            }
        }
        inserted.numbered = rich_values(package, &format!("{folder}/metadata.xml"), &format!("{folder}/richData"))?;
        Ok(inserted)
    }

    /// The part of the picture that a value's number (from 1) stands for.
    pub fn numbered(&self, number: usize) -> Option<&str> {
        self.numbered.get(number.checked_sub(1)?)?.as_deref()
    }

    /// The part of the picture that WPS calls so.
    pub fn named(&self, name: &str) -> Option<&str> {
        self.named.get(name).map(String::as_str)
    }
}

/// The name in `=DISPIMG("ID_…",1)`, which WPS writes into a cell with a picture.
pub(super) fn dispimg(text: &str) -> Option<&str> {
    let inside = text.trim().trim_start_matches('=').trim_start_matches("_xlfn.");
    inside.strip_prefix("DISPIMG(\"")?.split_once('"').map(|(name, _)| name)
}

/// The parts of pictures by the number that a cell's `vm` is: through three lists, as Excel has it.
fn rich_values(package: &mut Package<'_>, metadata: &str, folder: &str) -> Result<Vec<Option<String>>, Broken> {
    let (values, structures, rels) = (
        format!("{folder}/rdrichvalue.xml"),
        format!("{folder}/rdrichvaluestructure.xml"),
        format!("{folder}/richValueRel.xml"),
    );
    let (Some(metadata_text), Some(values_text)) = (package.text(metadata)?, package.text(&values)?) else {
        return Ok(Vec::new());
    };
    let structures_text = package.text(&structures)?.unwrap_or_else(|| "<s/>".into());
    let rels_text = package.text(&rels)?.unwrap_or_else(|| "<r/>".into());
    let parts = relations(package, &rels)?;
    let document = parse(&rels, &rels_text)?;
    let targets: Vec<Option<String>> = named(&document.root(), "rel")
        .map(|rel| rel.attributes().find(|a| a.name() == "id").and_then(|a| parts.get(a.value())).map(target))
        .map(Option::flatten)
        .collect();
    // Which of a value's fields names its picture, by the number of its structure.
    let document = parse(&structures, &structures_text)?;
    let fields: Vec<Option<usize>> = named(&document.root(), "s")
        .map(|structure| named(&structure, "k").position(|k| k.attribute("n") == Some("_rvRel:LocalImageIdentifier")))
        .collect();
    let number = |node: &Node<'_, '_>, name: &str| node.attribute(name).and_then(|n| n.parse::<usize>().ok());
    let document = parse(&values, &values_text)?;
    let values: Vec<Option<String>> = named(&document.root(), "rv")
        .map(|value| {
            let field = (*fields.get(number(&value, "s")?)?)?;
            let index: usize = named(&value, "v").nth(field)?.text()?.trim().parse().ok()?;
            targets.get(index)?.clone()
        })
        .collect();
    let document = parse(metadata, &metadata_text)?;
    let is_rich = |node: &Node<'_, '_>| node.attribute("name") == Some("XLRICHVALUE");
    let future: Vec<Option<usize>> = named(&document.root(), "futureMetadata")
        .filter(is_rich)
        .flat_map(|list| children(list, "bk"))
        .map(|bk| named(&bk, "rvb").next().and_then(|rvb| number(&rvb, "i")))
        .collect();
    let types: Vec<bool> = named(&document.root(), "metadataType").map(|node| is_rich(&node)).collect();
    Ok(named(&document.root(), "valueMetadata")
        .flat_map(|list| children(list, "bk"))
        .map(|bk| {
            let rc = children(bk, "rc")
                .find(|rc| number(rc, "t").and_then(|t| types.get(t.checked_sub(1)?)).copied().unwrap_or(false))?;
            values.get((*future.get(number(&rc, "v")?)?)?)?.clone()
        })
        .collect())
}

/// The elements of that name below a node.
fn named<'a, 'i>(node: &Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |n| n.tag_name().name() == name)
}

/// The elements of that name directly below a node.
fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |n| n.tag_name().name() == name)
}

fn target(relation: &Relation) -> Option<String> {
    (!relation.is_outside).then(|| relation.target.clone())
}

/// The part that a picture shows; `None` for one that is only linked to.
fn embedded(picture: &Node<'_, '_>, parts: &BTreeMap<String, Relation>) -> Option<String> {
    let blip = named(picture, "blip").next()?;
    let id = blip.attributes().find(|a| a.name() == "embed")?;
    target(parts.get(id.value())?)
}

/// Reads the pictures of a sheet whose part is at `path`.
pub(super) fn read(
    package: &mut Package<'_>,
    path: &str,
    shape: Shape,
    inserted: &Inserted,
    sheet: &mut Sheet,
) -> Result<(), Broken> {
    let mut files = Files { package, read: BTreeMap::new(), unread: Vec::new() };
    for (row, column, part) in &shape.inserted {
        if let Some((name, bytes)) = files.get(part, (*row, *column))? {
            sheet.pictures.push(Picture::in_cell(*row, *column, name, bytes));
        }
    }
    if !shape.missing.is_empty() {
        let sample = shape.missing.first().map(|(.., name)| name.clone()).unwrap_or_default();
        let cells = shape.missing.iter().map(|(row, column, _)| (*row, *column)).collect();
        let listed = inserted.named.len();
        sheet.remarks.push(Remark {
            rule: "picture-missing",
            severity: Severity::Warning,
            at: At::Cells(cells),
            what: say!(
                "the workbook does not hold the picture `{sample}` that WPS shows here (it holds {listed})",
                "工作簿里没有 WPS 在此显示的图片 `{sample}`（其中有 {listed} 张）"
            ),
            hint: Some(say!(
                "open the original in WPS and save it as .xlsx, or convert the picture to one that floats",
                "请用 WPS 打开原文件另存为 .xlsx，或把图片转换为浮动图片"
            )),
        });
    }
    let related = relations(files.package, path)?;
    let mut others = 0usize;
    for drawing in related.values().filter(|r| r.kind == "drawing" && !r.is_outside) {
        let Some(text) = files.package.text(&drawing.target)? else { continue };
        let parts = relations(files.package, &drawing.target)?;
        let document = parse(&drawing.target, &text)?;
        let anchors = document.root_element().children().filter(Node::is_element);
        for anchor in anchors {
            let mut pictures = named(&anchor, "pic").peekable();
            if pictures.peek().is_none() {
                others += usize::from(named(&anchor, "graphicFrame").chain(named(&anchor, "sp")).next().is_some());
            }
            for picture in pictures {
                let Some((row, column, covers)) = place(&anchor, &shape) else {
                    others += 1;
                    continue;
                };
                match embedded(&picture, &parts) {
                    Some(part) => {
                        if let Some((name, bytes)) = files.get(&part, (row, column))? {
                            sheet.pictures.push(Picture { covers, ..Picture::in_cell(row, column, name, bytes) });
                        }
                    }
                    None => files.unread.push((row, column)),
                }
            }
        }
    }
    let unread = files.unread;
    if !unread.is_empty() {
        sheet.remarks.push(Remark {
            rule: "picture-unread",
            severity: Severity::Warning,
            at: At::Cells(unread),
            what: say!(
                "a picture that is only linked to, or of a kind that no page shows (EMF, WMF)",
                "图片只是链接，或格式无法印刷（EMF、WMF）"
            ),
            hint: Some(say!("put the picture itself in, as PNG or JPEG", "请把图片本身插入，用 PNG 或 JPEG")),
        });
    }
    if others > 0 {
        sheet.remarks.push(unread_shapes(others));
    }
    Ok(())
}

/// The files of pictures, each read once.
struct Files<'p, 'b> {
    package: &'p mut Package<'b>,
    read: BTreeMap<String, Arc<[u8]>>,
    unread: Vec<(u32, usize)>,
}

impl Files<'_, '_> {
    fn get(&mut self, part: &str, at: (u32, usize)) -> Result<Option<(String, Arc<[u8]>)>, Broken> {
        let name = part.rsplit('/').next().unwrap_or(part).to_owned();
        let lower = name.to_lowercase();
        if [".emf", ".wmf", ".wdp"].iter().any(|end| lower.ends_with(end)) {
            self.unread.push(at);
            return Ok(None);
        }
        if let Some(bytes) = self.read.get(part) {
            return Ok(Some((name, Arc::clone(bytes))));
        }
        let Some(bytes) = self.package.bytes(part, IMAGE_BYTES as u64)? else {
            self.unread.push(at);
            return Ok(None);
        };
        let bytes: Arc<[u8]> = bytes.into();
        self.read.insert(part.to_owned(), Arc::clone(&bytes));
        Ok(Some((name, bytes)))
    }
}

/// The cell that a picture is for, and the columns that it covers.
fn place(anchor: &Node<'_, '_>, shape: &Shape) -> Option<(u32, usize, (usize, usize))> {
    let number = |node: Node<'_, '_>, name: &'static str| -> Option<f64> {
        children(node, name).next()?.text()?.trim().parse::<f64>().ok()
    };
    let corner = |name: &'static str| children(*anchor, name).next();
    let from = corner("from")?;
    let along = |lengths: &Lengths, index: &'static str, offset: &'static str, size: &'static str| {
        let first = number(from, index)?.max(0.0) as u32;
        let inset = number(from, offset).unwrap_or(0.0).max(0.0);
        let end = match corner("to") {
            Some(to) => {
                let last = number(to, index)?.max(0.0) as u32;
                lengths.between(first, last) + number(to, offset).unwrap_or(0.0).max(0.0)
            }
            None => inset + corner("ext")?.attribute(size)?.parse::<f64>().ok()?,
        };
        let (meant, last) = lengths.meant(first, inset, end - inset);
        Some((meant, first, last))
    };
    let (row, ..) = along(&shape.rows, "row", "rowOff", "cy")?;
    let (column, first, last) = along(&shape.columns, "col", "colOff", "cx")?;
    Some((row.saturating_add(1), column as usize, (first as usize, last as usize)))
}
