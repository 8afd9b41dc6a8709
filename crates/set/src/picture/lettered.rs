//! Text of a drawing whose face is given: set by that face, it becomes paths of the same drawing before anything else reads it.
//!
//! What designers write into marks is set: `text` and `tspan` with places, sizes, anchors and letter spacing, by attributes,
//! by `style` and by plain style sheets (SVG 2, chapter 11). Text along paths, in columns or stretched is refused.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use usvg::roxmltree::{Document, Node};

use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::font::{Face, LANGUAGE, Shaping};
use biaoyu_page::geom::{Affine, BezPath, svg_data};
use biaoyu_page::say;

use super::place::{element, refuse};
use super::xml::{has_text, is_svg, property};
use biaoyu_page::xml::escape;

/// The size of text that none is given for (CSS Fonts 4, `medium`).
const USUAL: f64 = 16.0;
/// Texts of a drawing that are set, at most: a mark has a few.
const TEXTS: usize = 500;
/// Declarations of style sheets that are looked through, at most.
const RULES: usize = 2_000;
/// Decimals of coordinates.
const DECIMALS: usize = 4;

/// The drawing with its text as paths of a face; `None` where it has no text.
///
/// # Errors
/// `svg/text` for every text that cannot be set as it is meant, `text/missing-glyph` for characters that the face has not.
pub(super) fn lettered(
    name: &str,
    text: &str,
    doc: &Document<'_>,
    face: &Arc<Face>,
) -> Result<Option<(String, Finding)>, Faults> {
    // What entities unfold to stands nowhere in the text.
    if text.contains("<!ENTITY") {
        return Ok(None);
    }
    let styles = Styles::of(doc);
    let mut faults = Faults::default();
    let mut edits = Vec::new();
    let texts: Vec<_> =
        doc.descendants().filter(|n| is_svg(*n) && n.tag_name().name() == "text" && has_text(*n)).collect();
    if texts.len() > TEXTS || styles.rules.len() > RULES {
        return Ok(None);
    }
    let is_outer = |node: &Node<'_, '_>| !node.ancestors().skip(1).any(|n| n.tag_name().name() == "text");
    let mut said: Vec<&str> = Vec::new();
    for node in texts.into_iter().filter(is_outer) {
        said.extend(node.descendants().filter(Node::is_text).filter_map(|n| n.text()));
        let mut setter = Setter {
            name,
            doc,
            styles: &styles,
            face,
            x: 0.0,
            y: 0.0,
            chunks: vec![Chunk::default()],
            runs: BTreeMap::new(),
        };
        match setter.element(node).and_then(|()| setter.written(node)) {
            Ok(written) => edits.push((node.range(), written)),
            Err(fault) => faults.push(fault),
        }
    }
    faults.or(())?;
    if edits.is_empty() {
        return Ok(None);
    }
    let mut out = String::with_capacity(text.len() * 2);
    let mut at = 0;
    for (range, written) in edits {
        out += text.get(at..range.start).unwrap_or_default();
        out += &written;
        at = range.end;
    }
    out += text.get(at..).unwrap_or_default();
    let words: String = said.concat().split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect();
    let shown = face.name();
    let what = say!("its text “{words}” is set in `{shown}`", "其中的文字“{words}”用 `{shown}` 排");
    let hint = say!("see that it is the face that the designer used", "请核对是否设计时所用的字体");
    let (severity, hint) = (Severity::Warning, Some(hint));
    Ok(Some((out, Finding { rule: "picture-text-set", severity, place: Place::file(name), what, hint })))
}

/// Text that hangs together at one anchor.
#[derive(Clone, Copy, Default)]
struct Chunk {
    /// Where its anchor is.
    x: f64,
    width: f64,
    /// 0 at its start, 0.5 in its middle, 1 at its end.
    anchor: f64,
}

/// The glyphs of one text node.
struct Run {
    size: f64,
    /// Each with its chunk and its place from the chunk's start.
    glyphs: Vec<(u16, usize, f64, f64)>,
}

struct Setter<'a, 'd> {
    name: &'a str,
    doc: &'a Document<'d>,
    styles: &'a Styles<'a>,
    face: &'a Arc<Face>,
    /// The pen, from the start of the chunk.
    x: f64,
    y: f64,
    chunks: Vec<Chunk>,
    runs: BTreeMap<usize, Run>,
}

impl<'a> Setter<'a, '_> {
    fn refuse(&self, node: Node<'_, '_>, what: Say) -> Fault {
        let hint = say!("convert text to outlines", "请将文字转曲");
        refuse("svg/text", element(self.name, self.doc, node), what, hint)
    }

    /// Lays out the text of an element and of those in it.
    fn element(&mut self, node: Node<'a, 'a>) -> Result<(), Fault> {
        let odd = ["rotate", "textLength", "inline-size", "shape-inside"]
            .into_iter()
            .find(|a| self.styles.of_node(node, a).is_some());
        let upright = |value: &str| matches!(value.trim(), "lr" | "lr-tb" | "horizontal-tb" | "rl" | "rl-tb");
        let turned = self.styles.inherited(node, "writing-mode").is_some_and(|value| !upright(value));
        let shifted = ["baseline-shift", "dominant-baseline", "alignment-baseline"].into_iter().find(|a| {
            self.styles.of_node(node, a).is_some_and(|v| !matches!(v.trim(), "0" | "auto" | "baseline" | "alphabetic"))
        });
        let blended =
            ["fill", "stroke"].into_iter().any(|a| self.styles.inherited(node, a).is_some_and(|v| v.contains("url(")));
        let tag = node.tag_name().name();
        if blended {
            let what = say!("text in a gradient or pattern is not set", "不排填渐变或图案的文字");
            return Err(self.refuse(node, what));
        }
        if !matches!(tag, "text" | "tspan" | "a") || odd.is_some() || turned || shifted.is_some() {
            let what = say!(
                "text along a path, in columns, stretched or shifted is not set",
                "不排沿路径、竖排、拉伸或偏移的文字"
            );
            return Err(self.refuse(node, what));
        }
        let size = self.size(node)?;
        let (x, y) = (self.length(node, "x", size)?, self.length(node, "y", size)?);
        if x.is_some() || y.is_some() {
            let start = self.chunks.last().copied().unwrap_or_default();
            let from = x.unwrap_or(start.x + self.x);
            let anchor = match self.styles.inherited(node, "text-anchor").map(str::trim) {
                Some("middle") => 0.5,
                Some("end") => 1.0,
                _ => 0.0,
            };
            self.chunks.push(Chunk { x: from, width: 0.0, anchor });
            self.x = 0.0;
            self.y = y.unwrap_or(self.y);
        }
        self.x += self.length(node, "dx", size)?.unwrap_or(0.0);
        self.y += self.length(node, "dy", size)?.unwrap_or(0.0);
        let spacing = match self.styles.inherited(node, "letter-spacing").map(str::trim) {
            None | Some("normal") => 0.0,
            Some(text) => measure(text, size).ok_or_else(|| self.unread(node, "letter-spacing", text))?,
        };
        for child in node.children() {
            if child.is_element() && is_svg(child) && !matches!(child.tag_name().name(), "title" | "desc") {
                self.element(child)?;
            } else if child.is_text() {
                self.run(node, child, size, spacing)?;
            }
        }
        Ok(())
    }

    fn unread(&self, node: Node<'_, '_>, key: &str, text: &str) -> Fault {
        self.refuse(node, say!("`{key}` is `{text}`, wanted one length", "`{key}` 是 `{text}`，应为一个长度"))
    }

    fn size(&self, node: Node<'a, 'a>) -> Result<f64, Fault> {
        let mut scale = 1.0;
        for ancestor in node.ancestors().filter(Node::is_element) {
            let Some(text) = self.styles.of_node(ancestor, "font-size").map(str::trim) else { continue };
            if let Some(share) =
                text.strip_suffix("em").filter(|s| !s.ends_with('r')).and_then(|s| s.trim().parse::<f64>().ok())
            {
                scale *= share;
            } else if let Some(share) = text.strip_suffix('%').and_then(|s| s.trim().parse::<f64>().ok()) {
                scale *= share / 100.0;
            } else {
                let size = measure(text, USUAL).filter(|size| *size > 0.0);
                return size.map(|size| size * scale).ok_or_else(|| self.unread(node, "font-size", text));
            }
        }
        Ok(USUAL * scale)
    }

    fn length(&self, node: Node<'a, 'a>, key: &str, size: f64) -> Result<Option<f64>, Fault> {
        let Some(text) = node.attribute(key).map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
        // A list places characters one by one; of equal ones only the first says something.
        measure(text, size).map(Some).ok_or_else(|| self.unread(node, key, text))
    }

    /// Shapes a text node.
    fn run(&mut self, parent: Node<'a, 'a>, node: Node<'a, 'a>, size: f64, spacing: f64) -> Result<(), Fault> {
        let raw = node.text().unwrap_or_default();
        let keeps = parent.ancestors().find_map(|n| n.attribute(("http://www.w3.org/XML/1998/namespace", "space")))
            == Some("preserve");
        let text = if keeps { raw.replace(['\n', '\t', '\r'], " ") } else { self.collapsed(raw, parent, node) };
        let missing: String = text.chars().filter(|c| *c != ' ' && self.face.glyph(*c).is_none()).collect();
        if !missing.is_empty() {
            let face = self.face.name();
            let what = say!("face `{face}` has no `{missing}`", "字体 `{face}` 没有 `{missing}`");
            let hint = say!("give another face, or convert text to outlines", "请换字体，或将文字转曲");
            return Err(refuse("text/missing-glyph", element(self.name, self.doc, parent), what, hint));
        }
        let mut run = Run { size, glyphs: Vec::new() };
        for (glyph, advance, dx, dy) in shaped(&text, self.face) {
            let chunk = self.chunks.len() - 1;
            run.glyphs.push((glyph, chunk, self.x + dx * size, self.y - dy * size));
            self.x += advance * size + spacing;
            if let Some(chunk) = self.chunks.last_mut() {
                chunk.width = chunk.width.max(self.x - spacing);
            }
        }
        self.runs.insert(node.id().get_usize(), run);
        Ok(())
    }

    /// White space as SVG 1.1 reads it (section 10.15): runs of it are one space, none at the ends of the text.
    fn collapsed(&self, raw: &str, parent: Node<'a, 'a>, node: Node<'a, 'a>) -> String {
        let words = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        let begins = raw.starts_with(char::is_whitespace) && self.runs.values().any(|run| !run.glyphs.is_empty());
        let root = parent.ancestors().find(|n| n.tag_name().name() == "text");
        let later = root.is_some_and(|root| {
            root.descendants()
                .skip_while(|n| *n != node)
                .skip(1)
                .any(|n| n.is_text() && n.text().is_some_and(|t| !t.trim().is_empty()))
        });
        let ends = raw.ends_with(char::is_whitespace) && later && !words.is_empty();
        format!("{}{words}{}", if begins { " " } else { "" }, if ends { " " } else { "" })
    }

    /// The element as a group of paths.
    fn written(&self, node: Node<'a, 'a>) -> Result<String, Fault> {
        let mut out = String::from("<g");
        // Selectors by the tag's name do not reach a group: what they say is written down.
        for (key, value) in self.styles.by_tag(node) {
            if node.attribute(key).is_none() {
                _ = write!(out, " {key}=\"{}\"", escape(value));
            }
        }
        for attribute in node.attributes().filter(|a| a.namespace().is_none()) {
            if !matches!(attribute.name(), "x" | "y" | "dx" | "dy") {
                _ = write!(out, " {}=\"{}\"", attribute.name(), escape(attribute.value()));
            }
        }
        out.push('>');
        for child in node.children() {
            if let Some(run) = self.runs.get(&child.id().get_usize()) {
                out += &self.path(run);
            } else if child.is_element() && is_svg(child) && !matches!(child.tag_name().name(), "title" | "desc") {
                out += &self.written(child)?;
            }
        }
        Ok(out + "</g>")
    }

    fn path(&self, run: &Run) -> String {
        let mut all = BezPath::new();
        for (glyph, chunk, x, y) in &run.glyphs {
            let chunk = self.chunks.get(*chunk).copied().unwrap_or_default();
            let place = (chunk.x - chunk.anchor * chunk.width + x, *y);
            let to = Affine::translate(place) * Affine::scale_non_uniform(run.size, -run.size);
            all.extend(to * self.face.outline(*glyph).path.clone());
        }
        if all.elements().is_empty() { String::new() } else { format!("<path d=\"{}\"/>", svg_data(&all, DECIMALS)) }
    }
}

/// Glyphs of a text with their advances and shifts, in ems.
fn shaped(text: &str, face: &Face) -> Vec<(u16, f64, f64, f64)> {
    let han = text.chars().any(|c| u32::from(c) >= 0x2e80);
    let shaping = if han { Shaping::Han } else { Shaping::Latin };
    let (direction, script, features) = shaping.properties();
    let mut buffer = harfrust::Buffer::new();
    for (i, c) in text.chars().enumerate() {
        buffer.push(u32::from(c), i as u32);
    }
    buffer.set_direction(direction);
    buffer.set_script(script);
    buffer.set_language(harfrust::Language::new(LANGUAGE));
    let font = harfrust::ShaperFont::new(face.shaper());
    let options = harfrust::ShapeOptions::new().plan(Some(face.plan(shaping))).features(features);
    let em = |v: i32| f64::from(v) / face.units_per_em();
    if harfrust::shape(&font, &mut buffer, options).is_ok() {
        let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions()).map(|(info, pos)| {
            let id = u16::try_from(info.glyph_id).unwrap_or(0);
            (id, em(pos.x_advance), em(pos.x_offset), em(pos.y_offset))
        });
        let glyphs: Vec<_> = glyphs.collect();
        if glyphs.iter().all(|(id, ..)| *id != 0) {
            return glyphs;
        }
    }
    // A face whose tables fail the shaper still sets its plain glyphs.
    let plain = |c: char| face.glyph(c).map(|glyph| (glyph, face.advance(glyph), 0.0, 0.0));
    text.chars().filter_map(plain).collect()
}

/// A length in pixels: a number, or one with a unit of CSS.
fn measure(text: &str, em: f64) -> Option<f64> {
    let text = text.trim();
    let split =
        text.find(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E') || c == '%').unwrap_or(text.len());
    // `em` begins with a letter of numbers.
    let split = text.strip_suffix("em").map_or(split, |before| split.min(before.len()));
    let (value, unit) = text.split_at_checked(split)?;
    let value: f64 = value.trim().parse().ok().filter(|v: &f64| v.is_finite())?;
    let factor = match unit.trim() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        "em" => em,
        _ => return None,
    };
    Some(value * factor)
}

/// What plain style sheets say: selectors of one tag, class or id.
struct Styles<'a> {
    rules: Vec<(&'a str, &'a str, &'a str)>,
}

impl<'a> Styles<'a> {
    fn of(doc: &'a Document<'_>) -> Self {
        let sheets = doc
            .descendants()
            .filter(|n| n.is_text() && n.parent_element().is_some_and(|p| p.tag_name().name() == "style"));
        let mut rules = Vec::new();
        for sheet in sheets.filter_map(|n| n.text()) {
            for block in sheet.split('}') {
                let Some((selectors, declarations)) = block.split_once('{') else { continue };
                for selector in selectors.split(',').map(str::trim) {
                    for (key, value) in declarations.split(';').filter_map(|d| d.split_once(':')) {
                        rules.push((selector, key.trim(), value.trim()));
                    }
                }
            }
        }
        Self { rules }
    }

    /// A property of an element: `style`, then the sheets, then its attribute (CSS Cascade; SVG 2, 6.4).
    fn of_node(&self, node: Node<'a, 'a>, key: &str) -> Option<&'a str> {
        let inline = node
            .attribute("style")
            .and_then(|_| property(node, key))
            .filter(|value| node.attribute(key) != Some(value));
        let classes = node.attribute("class").unwrap_or_default();
        let fits = |selector: &str| {
            selector == node.tag_name().name()
                || selector.strip_prefix('.').is_some_and(|class| classes.split_whitespace().any(|c| c == class))
                || selector.strip_prefix('#').is_some_and(|id| node.attribute("id") == Some(id))
        };
        let sheet =
            || self.rules.iter().rev().find(|(selector, k, _)| *k == key && fits(selector)).map(|(.., value)| *value);
        inline.or_else(sheet).or_else(|| property(node, key))
    }

    fn inherited(&self, node: Node<'a, 'a>, key: &str) -> Option<&'a str> {
        node.ancestors().filter(Node::is_element).find_map(|n| self.of_node(n, key))
    }

    /// What sheets say of the element by its tag.
    fn by_tag(&self, node: Node<'_, '_>) -> impl Iterator<Item = (&'a str, &'a str)> {
        let tag = node.tag_name().name().to_owned();
        self.rules.iter().filter(move |(selector, ..)| *selector == tag).map(|(_, key, value)| (*key, *value))
    }
}
