//! The whole file: pages in the order in which they come, what they share, and the catalog
//! (ISO 32000-1, 7.7).

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::sync::{Arc, Weak};

use pdf_writer::{Dict, Finish as _, Name, Rect, Ref, Str};

use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::geom::Affine;
use biaoyu_page::page::{Form, Page};
use biaoyu_page::say;

use super::content::{Painted, Painter};
use super::error::Error;
use super::file::File;
use super::fonts::Fonts;
use super::frame::{Frame, grid};
use super::images::Images;
use super::inks::Inks;
use super::metadata::Metadata;
use super::options::Options;
use super::parts::{Part, Parts, shared};
use super::seams::seams;
use super::steps::Layers;
use super::stream::{Kind, State};
use biaoyu_page::words::Standard;

/// Children of a node of the page tree.
const FAN: usize = 64;

/// A file in the making.
pub(super) struct Document {
    pub options: Options,
    pub file: File,
    pub fonts: Fonts,
    pub inks: Inks,
    pub images: Images,
    pub layers: Layers,
    forms: Forms,
    tree: Tree,
    parts: Parts,
    title: Option<String>,
}

/// Shared items that are written.
#[derive(Default)]
struct Forms {
    written: Vec<(Ref, f64, bool)>,
    /// By address; the weak handle keeps the address from being given to another form.
    known: HashMap<usize, (Weak<Form>, usize)>,
    /// How many are known before those that nobody can paint any more are forgotten.
    most: usize,
    content: HashMap<blake3::Hash, usize>,
}

impl Forms {
    /// Forgets forms that are gone: sheets bring a new one for each piece.
    fn tidy(&mut self) {
        if self.known.len() > self.most {
            self.known.retain(|_, (form, _)| form.strong_count() > 0);
            self.most = (2 * self.known.len()).max(1024);
        }
    }
}

impl Document {
    /// An empty file.
    pub(crate) fn new(options: Options) -> Self {
        let (minor, compact) = match options.standard {
            Standard::None | Standard::X4 => (6, true),
            Standard::X1a => (4, false),
        };
        Self {
            options,
            file: File::new(minor, compact),
            fonts: Fonts::default(),
            inks: Inks::default(),
            images: Images::default(),
            layers: Layers::default(),
            forms: Forms::default(),
            tree: Tree::default(),
            parts: Parts::default(),
            title: None,
        }
    }

    /// Whether processing steps get layers; PDF/X-1a has none.
    pub(crate) fn layered(&self) -> bool {
        self.options.standard != Standard::X1a
    }

    /// Adds a page; one with faults is left out.
    pub(crate) fn page(&mut self, page: &Page, part: Option<&Part<'_>>) -> Result<(), Faults> {
        let frame = Frame::new(&page.boxes, self.options.standard, self.options.scale);
        let space = frame.space();
        let mut painter = Painter::new(self, frame.grid, space, State::page());
        painter.ops.raw(b"q ");
        let base = space * Affine::scale(1.0 / frame.grid);
        for (i, v) in base.as_coeffs().into_iter().enumerate() {
            painter.ops.real(v, if i < 4 { 12 } else { 6 });
        }
        painter.ops.op(" cm");
        // A sheet is not trimmed: all that stands on it stands within.
        painter.tells_marks = page.boxes.trim == page.boxes.media;
        painter.items(&page.items, Affine::IDENTITY);
        painter.end_text();
        painter.ops.raw(b"Q");
        let Painted { bytes, used, transparent, faults } = painter.finish();
        faults.or(())?;

        let (id, contents) = (self.file.id(), self.file.id());
        self.file.stream(contents, &bytes, |_| ());
        let parent = self.tree.add(&mut self.file, id);
        let part = part.filter(|_| self.options.records).map(|part| self.parts.page(&mut self.file, id, part));
        let rects = [("MediaBox", page.boxes.media), ("BleedBox", page.boxes.bleed), ("TrimBox", page.boxes.trim)];
        let entries = self.entries(&used);
        self.file.object(id, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Page"));
            dict.pair(Name(b"Parent"), parent);
            for (name, rect) in rects {
                let [left, bottom, right, top] = frame.rect(rect);
                dict.pair(Name(name.as_bytes()), Rect::new(left, bottom, right, top));
            }
            if frame.user_unit > 1 {
                dict.pair(Name(b"UserUnit"), frame.user_unit);
            }
            resources(&mut dict, &entries);
            dict.pair(Name(b"Contents"), contents);
            if transparent {
                group(&mut dict);
            }
            if let Some(part) = part {
                dict.pair(Name(b"DPart"), part);
            }
            seams(&mut dict, page, &self.options.date);
        });
        if self.title.is_none() {
            self.title = Some(page.title.clone());
        }
        self.forms.tidy();
        Ok(())
    }

    /// The number of a form, the grid that it is drawn on, and whether it lets through what lies below.
    pub(crate) fn form(&mut self, form: &Arc<Form>) -> (usize, f64, bool, Faults) {
        let key = Arc::as_ptr(form).addr();
        let index = match self.forms.known.get(&key) {
            Some((_, index)) => *index,
            None => {
                let (index, faults) = self.write_form(form);
                // A form with faults is tried again, so that every page that paints it says so.
                if !faults.0.is_empty() {
                    return (index, 1.0, false, faults);
                }
                self.forms.known.insert(key, (Arc::downgrade(form), index));
                index
            }
        };
        let (grid, transparent) = self.forms.written.get(index).map_or((1.0, false), |f| (f.1, f.2));
        (index, grid, transparent, Faults::default())
    }

    fn write_form(&mut self, form: &Form) -> (usize, Faults) {
        let bounds = form.bounds;
        let steps = grid(bounds.width().max(bounds.height()));
        // What a form inherits is unknown: it sets all that it needs.
        let mut painter = Painter::new(self, steps, Affine::scale(steps), State::default());
        painter.items(&form.items, Affine::IDENTITY);
        let Painted { bytes, used, transparent, faults } = painter.finish();
        let corners = [bounds.x0.floor(), bounds.y0.floor(), bounds.x1.ceil(), bounds.y1.ceil()];
        let mut hash = blake3::Hasher::new();
        hash.update(&bytes);
        for v in corners {
            hash.update(&v.to_le_bytes());
        }
        hash.update(&steps.to_le_bytes());
        let content = hash.finalize();
        if let Some(found) = self.forms.content.get(&content) {
            return (*found, faults);
        }
        if !faults.0.is_empty() {
            return (0, faults);
        }
        let id = self.file.id();
        let entries = self.entries(&used);
        let records = self.options.records;
        self.file.stream(id, &bytes, |dict| {
            dict.pair(Name(b"Type"), Name(b"XObject"));
            dict.pair(Name(b"Subtype"), Name(b"Form"));
            if records {
                shared(dict, &content);
            }
            dict.insert(Name(b"BBox")).array().items(corners.map(|v| (v * steps) as f32));
            resources(dict, &entries);
        });
        self.forms.written.push((id, steps, transparent));
        self.forms.content.insert(content, self.forms.written.len() - 1);
        (self.forms.written.len() - 1, faults)
    }

    /// Writes all that hangs on the whole: fonts, page tree, metadata, catalog, cross-reference; a long one of these to `out`, after
    /// what waits in the file.
    pub(crate) fn finish(&mut self, out: &mut dyn io::Write) -> Result<(), Error> {
        let Some(pages) = self.tree.close(&mut self.file) else {
            let fault = Fault::new("pdf/no-pages", Place::default(), say!("no page to write", "没有可输出的页面"));
            return Err(Faults::from(fault).into());
        };
        let parts = self.parts.close(&mut self.file);
        self.fonts.write(&mut self.file)?;
        let metadata = Metadata::new(&self.options, self.title.as_deref());
        let intent = match self.options.standard {
            Standard::None => None,
            _ => Some(self.options.icc.embed(&mut self.file, out)?),
        };
        let digest = metadata.digest(&self.file);
        let info = metadata.info(&mut self.file);
        let xmp = metadata.xmp(&mut self.file, digest);
        let catalog = self.file.id();
        let (options, layers) = (&self.options, &self.layers);
        self.file.object(catalog, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Catalog"));
            dict.pair(Name(b"Pages"), pages);
            dict.pair(Name(b"Lang"), Str(b"zh-CN"));
            dict.insert(Name(b"ViewerPreferences")).dict().pair(Name(b"DisplayDocTitle"), true);
            dict.pair(Name(b"Metadata"), xmp);
            if let Some(profile) = intent {
                options.icc.list(&mut dict, profile);
            }
            layers.list(&mut dict, options.standard == Standard::None);
            if let Some(parts) = parts {
                dict.pair(Name(b"DPartRoot"), parts);
            }
        });
        Ok(self.file.close(catalog, info, digest, out)?)
    }

    /// Names and objects of what a stream uses.
    fn entries(&self, used: &BTreeSet<(Kind, usize)>) -> Vec<(Kind, usize, Ref)> {
        let object = |kind, index| match kind {
            Kind::State => self.inks.overprint_ref(index),
            Kind::Space => self.inks.spot_ref(index),
            Kind::Pattern => self.inks.pattern_ref(index),
            Kind::Font => self.fonts.font_ref(index),
            Kind::Form => self.forms.written.get(index).map(|f| f.0),
            Kind::Image => self.images.image_ref(index),
            Kind::Layer => self.layers.layer_ref(index),
        };
        used.iter().filter_map(|(kind, index)| Some((*kind, *index, object(*kind, *index)?))).collect()
    }
}

/// Writes a resource dictionary with what one stream uses and nothing else.
fn resources(dict: &mut Dict<'_>, entries: &[(Kind, usize, Ref)]) {
    let mut all = dict.insert(Name(b"Resources")).dict();
    for kinds in entries.chunk_by(|a, b| a.0.category() == b.0.category()) {
        let Some((first, ..)) = kinds.first() else { continue };
        let mut part = all.insert(Name(first.category())).dict();
        for (kind, index, id) in kinds {
            part.pair(Name(format!("{}{index}", kind.letter()).as_bytes()), *id);
        }
        part.finish();
    }
}

/// Transparency is blended in the press's inks (11.4.7; GWG 2015).
fn group(dict: &mut Dict<'_>) {
    let mut group = dict.insert(Name(b"Group")).dict();
    group.pair(Name(b"S"), Name(b"Transparency"));
    group.pair(Name(b"CS"), Name(b"DeviceCMYK"));
    group.pair(Name(b"I"), true);
}

/// The page tree (7.7.3), its nodes written as soon as they are full: flat enough for readers, and
/// small in memory however many pages come.
#[derive(Default)]
struct Tree(Vec<Node>);

struct Node {
    id: Ref,
    kids: Vec<Ref>,
    pages: i32,
}

impl Tree {
    /// Adds a page and gives its parent.
    fn add(&mut self, file: &mut File, page: Ref) -> Ref {
        self.put(file, 0, page, 1)
    }

    /// Puts a child on a level, from the leaves up, and gives its parent.
    fn put(&mut self, file: &mut File, level: usize, kid: Ref, pages: i32) -> Ref {
        if self.0.get(level).is_some_and(|node| node.kids.len() >= FAN) {
            self.close_node(file, level);
        }
        if self.0.len() <= level {
            self.0.push(Node { id: file.id(), kids: Vec::new(), pages: 0 });
        }
        let Some(node) = self.0.get_mut(level) else { return kid };
        node.kids.push(kid);
        node.pages += pages;
        node.id
    }

    /// Writes the open node of a level and opens the next beside it.
    fn close_node(&mut self, file: &mut File, level: usize) {
        let fresh = Node { id: file.id(), kids: Vec::new(), pages: 0 };
        let Some(node) = self.0.get_mut(level).map(|node| std::mem::replace(node, fresh)) else { return };
        let parent = self.put(file, level + 1, node.id, node.pages);
        write_node(file, &node, Some(parent));
    }

    /// Writes the nodes that are open, and gives the root; `None` when there are no pages.
    fn close(&mut self, file: &mut File) -> Option<Ref> {
        let mut level = 0;
        // A level may close the one above it and open another: the end is looked for anew.
        while level + 1 < self.0.len() {
            let Some(node) = self.0.get_mut(level) else { break };
            let node = Node { id: node.id, kids: std::mem::take(&mut node.kids), pages: node.pages };
            level += 1;
            let parent = self.put(file, level, node.id, node.pages);
            write_node(file, &node, Some(parent));
        }
        let root = self.0.last()?;
        write_node(file, root, None);
        Some(root.id)
    }
}

fn write_node(file: &mut File, node: &Node, parent: Option<Ref>) {
    file.object(node.id, |obj| {
        let mut dict = obj.dict();
        dict.pair(Name(b"Type"), Name(b"Pages"));
        if let Some(parent) = parent {
            dict.pair(Name(b"Parent"), parent);
        }
        dict.pair(Name(b"Count"), node.pages);
        dict.insert(Name(b"Kids")).array().items(node.kids.iter().copied());
    });
}
