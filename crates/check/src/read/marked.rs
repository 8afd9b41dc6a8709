//! What content names of the file around it: marked sequences with their layers, and fonts.

use std::rc::Rc;
use std::sync::Arc;

use lopdf::Object;

use biaoyu_page::geom::Affine;
use biaoyu_page::page::Step;
use biaoyu_page::say;

use super::content::{Marked, Reader, Run};
use super::fact::{Kind, printable};
use super::file::name;
use super::font::Font;

impl Reader<'_, '_> {
    /// `BDC` and `BMC`.
    pub(crate) fn begin_marked(&mut self, run: &mut Run<'_>, op: &str, operands: &[Object]) {
        let mut marked = Marked::default();
        if let (true, [tag, properties]) = (op == "BDC", operands) {
            let tag = name(tag).unwrap_or_default();
            let resources = run.resources;
            let found = match properties {
                Object::Name(key) => self.file.get_dict(resources, "Properties").and_then(|d| d.get(key).ok()),
                other => Some(other),
            };
            match found {
                None => {
                    let key = name(properties).map(printable).unwrap_or_default();
                    self.note(
                        Kind::Resource,
                        say!("property list `{key}` is not in the resources", "资源中没有属性表 `{key}`"),
                    );
                }
                Some(object) if tag == "OC" => {
                    marked.step = self.step(object);
                    marked.is_off = marked.step.is_none() && self.layers.is_off(self.file, object);
                }
                Some(object) => {
                    let kind = self.file.dict(object).and_then(|d| self.file.get_name(d, "Type"));
                    marked.is_mark = tag == "Artifact" && kind == Some("Page");
                    let text = self.file.dict(object).and_then(|d| self.file.get_text(d, "ActualText"));
                    marked.text = text.filter(|t| !t.trim().is_empty()).map(Arc::from);
                }
            }
        }
        run.joined = None;
        if run.marked.len() > 10_000 {
            self.note(Kind::Limit, say!("marked content nested too deep", "标记内容嵌套过深"));
            return;
        }
        run.marked.push(marked);
    }

    /// The processing step of a layer.
    pub(crate) fn step(&mut self, object: &Object) -> Option<Arc<Step>> {
        let (step, unlisted) = self.layers.step(self.file, object);
        if let Some(layer) = unlisted {
            self.note(
                Kind::Layer,
                say!("layer `{layer}` is not listed in the catalog", "图层 `{layer}` 未在目录中列出"),
            );
        }
        step
    }

    /// `Tf`.
    pub(crate) fn set_font(&mut self, run: &mut Run<'_>, key: Option<&Object>, size: f64) {
        run.joined = None;
        let file = self.file;
        let key = key.and_then(|k| k.as_name().ok()).unwrap_or_default();
        let entry = file.get_dict(run.resources, "Font").and_then(|d| d.get(key).ok());
        match entry.and_then(|e| self.font(e, run.depth)) {
            Some(font) => (run.state.font, run.state.size) = (Some(font), size),
            None => {
                let key = printable(&String::from_utf8_lossy(key));
                self.note(Kind::Resource, say!("font `{key}` is not in the resources", "资源中没有字体 `{key}`"));
            }
        }
    }

    /// A font, read once.
    pub(crate) fn font(&mut self, object: &Object, depth: usize) -> Option<Rc<Font>> {
        let id = object.as_reference().ok();
        if let Some(found) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(found.clone());
        }
        let file = self.file;
        let dict = file.dict(object)?;
        let font = Rc::new(Font::read(file, dict));
        // Known before its glyphs are run: they may name it themselves.
        if let Some(id) = id {
            self.fonts.insert(id, font.clone());
        }
        if font.kind == "Type3"
            && let Some(procs) = file.get_dict(dict, "CharProcs")
        {
            let resources = file.get_dict(dict, "Resources");
            for (_, glyph) in procs.iter().take(256) {
                if let Some(stream) = file.stream(glyph).filter(|s| self.enter(s)) {
                    let content = self.unpacked(stream);
                    let place = say!("a letter of a Type 3 font", "Type 3 字体的字");
                    let resources = resources.cloned().unwrap_or_default();
                    self.inside(place, |reader| reader.aside(&content, &resources, Affine::IDENTITY, depth + 1));
                    self.active.pop();
                }
            }
        }
        Some(font)
    }
}
