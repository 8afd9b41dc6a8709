//! The tree of an SVG file, before anything is drawn: limits that no bomb passes, and what cannot be printed.
//!
//! `usvg` leaves out text and files that it cannot reach without a word; here they are found and refused.

use std::collections::{BTreeMap, BTreeSet};

use usvg::roxmltree::{Document, Node, ParsingOptions};

use super::budget;
use super::place::{element, position, refuse};
use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::limits::{SVG_BYTES, SVG_DEPTH, SVG_NODES, SVG_POINTS};
use biaoyu_page::say;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
/// Faults that are told of one file: a drawing full of effects needs no more to be understood.
const TOLD: usize = 12;
/// Clip paths of one file; each may refer to another.
const CLIPS: usize = 1_000;

/// Reads the XML.
///
/// # Errors
/// A fault with line and column.
pub(super) fn parse<'t>(name: &str, text: &'t str) -> Result<Document<'t>, Faults> {
    budget::check_text(name, text)?;
    let limit = SVG_NODES.saturating_mul(8).try_into().unwrap_or(u32::MAX);
    let options = ParsingOptions { allow_dtd: true, nodes_limit: limit, ..ParsingOptions::default() };
    let doc = Document::parse_with_options(text, options).map_err(|error| {
        let mut place = Place::file(name);
        place.at = Some(position(error.pos()));
        let error = error.to_string();
        let what = say!("the XML is broken: {error}", "XML 有错：{error}");
        refuse("svg/xml", place, what, say!("save the drawing anew", "请重新保存图形"))
    })?;
    let root = doc.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(SVG) {
        let tag = root.tag_name().name();
        let place = element(name, &doc, root);
        let what = say!("the file holds `{tag}`, not an SVG drawing", "文件内容是 `{tag}`，不是 SVG 图形");
        let hint = say!(
            "the first element is `svg` with `xmlns=\"http://www.w3.org/2000/svg\"`",
            "第一个元素应是 `svg`，并带 `xmlns=\"http://www.w3.org/2000/svg\"`"
        );
        return Err(refuse("svg/root", place, what, hint).into());
    }
    Ok(doc)
}

/// Checks limits and finds what cannot be printed.
///
/// # Errors
/// Every fault of the file, up to a dozen.
pub(super) fn check(name: &str, doc: &Document<'_>) -> Result<(), Faults> {
    budget::check_styles(name, doc)?;
    let names = Names::of(doc);
    Weigher { name, doc, names: &names, known: BTreeMap::new(), open: BTreeSet::new() }.check()?;
    let mut faults = Faults::default();
    for node in doc.descendants().filter(|n| is_svg(*n)) {
        if let Some(fault) = unprintable(name, doc, &names, node) {
            faults.push(fault);
            if faults.0.len() == TOLD {
                break;
            }
        }
    }
    faults.or(())
}

fn unprintable(name: &str, doc: &Document<'_>, names: &Names<'_, '_>, node: Node<'_, '_>) -> Option<Fault> {
    let place = || element(name, doc, node);
    let shown = || names.shown(node);
    match node.tag_name().name() {
        "text" if has_text(node) && shown() => Some(refuse(
            "svg/text",
            place(),
            say!("text depends on faces that the file does not hold", "文字依赖文件之外的字体"),
            say!(
                "convert text to outlines, or give its face: `--face logo=FILE`",
                "请将文字转曲，或给出字体：`--face logo=文件`"
            ),
        )),
        "foreignObject" if !in_switch(node) && shown() => Some(refuse(
            "svg/foreign",
            place(),
            say!("embedded HTML cannot be printed as vectors", "内嵌的 HTML 不能按矢量印刷"),
            say!("convert it to outlines", "请转为轮廓"),
        )),
        "image" if shown() => {
            let target = href(node).unwrap_or("").trim_start();
            (!target.starts_with("data:")).then(|| external(place(), target))
        }
        "use" if shown() => {
            let target = href(node).map(str::trim).filter(|h| !h.is_empty() && !h.starts_with('#'))?;
            Some(external(place(), target))
        }
        _ => {
            let marker = ["marker", "marker-start", "marker-mid", "marker-end"];
            let marked = marker.iter().any(|m| property(node, m).is_some_and(|v| v.contains("url(")));
            (marked && shown()).then(|| {
                refuse(
                    "svg/marker",
                    place(),
                    say!("markers are drawn by each program in its own way", "各软件对标记（箭头）的画法不同"),
                    say!("convert arrowheads and markers to paths", "请将箭头和标记转为路径"),
                )
            })
        }
    }
}

fn external(place: Place, target: &str) -> Fault {
    let target: String = target.chars().take(60).collect();
    refuse(
        "svg/external",
        place,
        say!("`{target}` lies outside of the file", "`{target}` 在文件之外"),
        say!("embed what is linked as paths", "请将链接的内容嵌入为路径"),
    )
}

pub(super) fn is_svg(node: Node<'_, '_>) -> bool {
    node.is_element() && node.tag_name().namespace() == Some(SVG)
}

fn href<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute("href").or_else(|| node.attribute((XLINK, "href")))
}

pub(super) fn has_text(node: Node<'_, '_>) -> bool {
    node.descendants().any(|n| n.is_text() && n.text().is_some_and(|t| !t.trim().is_empty()))
}

fn in_switch(node: Node<'_, '_>) -> bool {
    node.parent_element().is_some_and(|p| p.tag_name().name() == "switch")
}

/// A presentation attribute, or the same property inside `style`.
pub(super) fn property<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let inline = node.attribute("style").and_then(|style| {
        let mut declarations = style.split(';').filter_map(|d| d.split_once(':'));
        declarations.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
    });
    inline.or_else(|| node.attribute(name))
}

/// The ids that a value refers to by `url(#id)`.
fn urls(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let inner = rest.split(')').next()?.trim().trim_matches(['"', '\'']);
        inner.strip_prefix('#')
    })
}

/// The ids of a file and who refers to them.
struct Names<'a, 'i> {
    ids: BTreeMap<&'a str, Node<'a, 'i>>,
    used: BTreeSet<&'a str>,
}

impl<'a, 'i> Names<'a, 'i> {
    fn of(doc: &'a Document<'i>) -> Self {
        let mut names = Self { ids: BTreeMap::new(), used: BTreeSet::new() };
        for node in doc.descendants() {
            if let Some(id) = node.attribute("id") {
                names.ids.entry(id).or_insert(node);
            }
            names.used.extend(href(node).and_then(|h| h.trim().strip_prefix('#')));
            for attribute in node.attributes() {
                names.used.extend(urls(attribute.value()));
            }
            if node.is_text() && node.parent_element().is_some_and(|p| p.tag_name().name() == "style") {
                names.used.extend(node.text().into_iter().flat_map(urls));
            }
        }
        names
    }

    /// Whether a node can come to be drawn: not hidden, and if it is a definition, referred to.
    fn shown(&self, node: Node<'_, '_>) -> bool {
        let mut defined = false;
        let mut used = false;
        for n in node.ancestors().filter(|n| n.is_element()) {
            if property(n, "display") == Some("none") {
                return false;
            }
            used |= !defined && n.attribute("id").is_some_and(|id| self.used.contains(id));
            let tag = n.tag_name().name();
            defined |= matches!(tag, "defs" | "symbol" | "clipPath" | "mask" | "pattern" | "marker" | "metadata");
            used |= tag != "defs" && defined && n.attribute("id").is_some_and(|id| self.used.contains(id));
        }
        !defined || used
    }
}

/// What a node unfolds to.
#[derive(Clone, Copy, Default)]
struct Weight {
    nodes: usize,
    bytes: usize,
    points: usize,
    depth: usize,
}

/// Counts what references unfold to, without unfolding them.
struct Weigher<'a, 'i> {
    name: &'a str,
    doc: &'a Document<'i>,
    names: &'a Names<'a, 'i>,
    known: BTreeMap<usize, Weight>,
    open: BTreeSet<usize>,
}

impl<'a, 'i> Weigher<'a, 'i> {
    fn check(mut self) -> Result<(), Faults> {
        let styled = self.doc.descendants().any(|n| n.is_text() && n.text().is_some_and(|t| t.contains("clip-path")));
        let clips: Vec<_> = self.doc.descendants().filter(|n| n.tag_name().name() == "clipPath").collect();
        let total = self.weigh(self.doc.root_element(), 0)?;
        let mut nodes = total.nodes;
        if styled {
            // A style sheet may hang any clip on any element.
            let heaviest =
                clips.iter().filter_map(|c| self.known.get(&c.id().get_usize())).map(|w| w.nodes).max().unwrap_or(0);
            nodes = nodes.saturating_mul(1 + heaviest / 8);
        }
        let clips = clips.len();
        let simplify = || say!("simplify it: a logo needs a few hundred paths", "请简化：标志只需几百个路径");
        let found = [
            (nodes, SVG_NODES, say!("elements", "个元素")),
            (total.points, SVG_POINTS, say!("points of paths", "个路径点")),
            (total.bytes, 2 * SVG_BYTES, say!("bytes", "字节")),
            (clips, CLIPS, say!("clip paths", "个剪切路径")),
        ];
        if let Some((found, most, unit)) = found.into_iter().find(|(found, most, _)| found > most) {
            let (en, zh) = (&unit.en, &unit.zh);
            let what = say!(
                "the drawing unfolds to {found} {en}, at most {most} are read",
                "图形展开后有 {found} {zh}，最多读取 {most}"
            );
            return Err(refuse("svg/too-large", Place::file(self.name), what, simplify()).into());
        }
        Ok(())
    }

    fn weigh(&mut self, node: Node<'a, 'i>, depth: usize) -> Result<Weight, Fault> {
        if let Some(known) = self.known.get(&node.id().get_usize())
            && depth + known.depth <= SVG_DEPTH
        {
            return Ok(*known);
        }
        if depth > SVG_DEPTH {
            let what = say!("nested more than {SVG_DEPTH} deep", "嵌套超过 {SVG_DEPTH} 层");
            let hint = say!("ungroup the drawing", "请取消编组");
            return Err(refuse("svg/too-deep", element(self.name, self.doc, node), what, hint));
        }
        if !self.open.insert(node.id().get_usize()) {
            let what = say!("it refers to itself", "引用了自身");
            let hint = say!("expand symbols and clones", "请展开符号和克隆");
            return Err(refuse("svg/recursion", element(self.name, self.doc, node), what, hint));
        }
        let bytes = node.attributes().map(|a| a.value().len()).sum();
        let mut weight = Weight { nodes: 1, bytes, points: budget::points(node), depth: 0 };
        for child in node.children().filter(|c| c.is_element()) {
            let part = self.weigh(child, depth + 1)?;
            weight.add(part);
        }
        let target =
            if node.tag_name().name() == "use" { href(node).and_then(|h| h.trim().strip_prefix('#')) } else { None };
        let painted = ["clip-path", "mask", "fill", "stroke"];
        let painted = painted.iter().filter_map(|name| urls(property(node, name)?).next());
        for id in target.into_iter().chain(painted) {
            if let Some(referred) = self.names.ids.get(id).copied() {
                let part = self.weigh(referred, depth + 1)?;
                weight.add(part);
            }
        }
        self.open.remove(&node.id().get_usize());
        self.known.insert(node.id().get_usize(), weight);
        Ok(weight)
    }
}

impl Weight {
    fn add(&mut self, part: Weight) {
        self.nodes = self.nodes.saturating_add(part.nodes);
        self.bytes = self.bytes.saturating_add(part.bytes);
        self.points = self.points.saturating_add(part.points);
        self.depth = self.depth.max(part.depth + 1);
    }
}
