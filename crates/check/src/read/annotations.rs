//! What lies over a page's content: annotations and form fields, drawn when they print (ISO 32000-1, 12.5).

use lopdf::{Dictionary, Object, Stream};

use biaoyu_page::geom::{Affine, Rect, rect_path};
use biaoyu_page::say;

use super::content::{Marked, Reader};
use super::fact::{Kind, printable};
use super::pages::Paper;
use super::seen::shared;
use super::state::State;

/// Flags of an annotation (12.5.3).
const HIDDEN: i64 = 1 << 1;
const PRINTS: i64 = 1 << 2;

/// Kinds that show nothing without an appearance.
const UNSEEN: [&str; 8] = ["Link", "Popup", "Text", "FileAttachment", "Sound", "Movie", "Screen", "RichMedia"];

impl Reader<'_, '_> {
    /// Notes the annotations of a page, and draws those that print; `to_page` leads from user space to the page's
    /// millimetres.
    pub(crate) fn annotations(
        &mut self,
        page: &Dictionary,
        paper: &Paper,
        finished: Rect,
        to_page: Affine,
        media: Rect,
    ) {
        let file = self.file;
        let outer = paper.bleed.and_then(Result::ok).unwrap_or(finished);
        for annotation in file.get_array(page, "Annots").unwrap_or_default().iter().take(10_000) {
            let Some(dict) = file.dict(annotation) else { continue };
            let kind = printable(file.get_name(dict, "Subtype").unwrap_or_default());
            let rect = file.get_rect(dict, "Rect").unwrap_or_default();
            let touches = |r: Rect| {
                let both = shared(rect, r);
                both.width() > -0.05 && both.height() > -0.05
            };
            match &*kind {
                "Widget" => self.note(Kind::FormField, say!("a form field", "表单域")),
                "RichMedia" | "Movie" | "Sound" | "Screen" | "3D" => {
                    self.note(Kind::Annotation, say!("an annotation of kind `{kind}`", "`{kind}` 批注"));
                }
                "TrapNet" => {}
                "PrinterMark" => {
                    let both = shared(rect, finished);
                    if both.width() > 0.05 && both.height() > 0.05 {
                        self.note(Kind::Annotation, say!("a printer's mark inside the trim", "成品内有印刷标记批注"));
                    }
                }
                _ if touches(outer) => {
                    self.note(
                        Kind::Annotation,
                        say!("an annotation of kind `{kind}` on the page", "页面上有 `{kind}` 批注"),
                    );
                }
                _ => {}
            }
            let flags = file.get_number(dict, "F").unwrap_or_default() as i64;
            let own = matches!(&*kind, "TrapNet" | "PrinterMark");
            if kind == "Popup" || flags & HIDDEN != 0 || (flags & PRINTS == 0 && !own) {
                continue;
            }
            match appearance(self, dict) {
                Some(form) => self.appear(page, dict, form, rect, to_page, media),
                None if UNSEEN.contains(&&*kind) || rect.area() == 0.0 || !touches(outer) => {}
                // An empty field shows nothing.
                None if kind == "Widget" && file.get(dict, "V").is_none() && file.get(dict, "MK").is_none() => {}
                None => self.note(
                    Kind::NoAppearance,
                    say!(
                        "an annotation of kind `{kind}` prints, and nothing says how it looks",
                        "`{kind}` 批注会被印出，却没有写明样子"
                    ),
                ),
            }
        }
    }

    /// Draws an appearance: its box, turned by its matrix, is laid on the annotation's rectangle (12.5.5).
    fn appear(
        &mut self,
        page: &Dictionary,
        annotation: &Dictionary,
        form: &Stream,
        rect: Rect,
        to_page: Affine,
        media: Rect,
    ) {
        let file = self.file;
        if !self.enter(form) {
            return;
        }
        let bounds = file.get_rect(&form.dict, "BBox").unwrap_or(rect);
        let matrix = file.get_matrix(&form.dict, "Matrix").unwrap_or(Affine::IDENTITY);
        let turned = matrix.transform_rect_bbox(bounds);
        let scale = |to: f64, from: f64| if from > 0.0 { to / from } else { 1.0 };
        let laid = Affine::translate(rect.origin().to_vec2())
            * Affine::scale_non_uniform(scale(rect.width(), turned.width()), scale(rect.height(), turned.height()))
            * Affine::translate(-turned.origin().to_vec2());
        let mut state = State::new(to_page * laid * matrix);
        state.window = Some(media);
        state.clip(std::sync::Arc::new(state.ctm * rect_path(bounds)));
        let defaults = file.root().and_then(|r| file.get_dict(r, "AcroForm")).and_then(|f| file.get_dict(f, "DR"));
        let resources = file.get_dict(&form.dict, "Resources").or(defaults);
        let resources = resources.or_else(|| file.get_dict(page, "Resources")).unwrap_or(page);
        self.group(file.get_dict(&form.dict, "Group"), resources);
        let content = self.unpacked(form);
        let layer = annotation.get(b"OC").ok();
        let step = layer.and_then(|oc| self.step(oc));
        let is_off = step.is_none() && layer.is_some_and(|oc| self.layers.is_off(file, oc));
        let marked = Marked { step, is_off, ..Marked::default() };
        let kind = printable(file.get_name(annotation, "Subtype").unwrap_or_default());
        let place = say!("an annotation of kind `{kind}`", "`{kind}` 批注");
        self.inside(place, |reader| reader.run(&content, resources, state, &[marked], 1));
        self.active.pop();
    }
}

/// The appearance that an annotation shows when it is printed.
fn appearance<'f>(reader: &Reader<'f, '_>, annotation: &'f Dictionary) -> Option<&'f Stream> {
    let file = reader.file;
    let normal = file.get(file.get_dict(annotation, "AP")?, "N")?;
    match normal {
        Object::Stream(form) => Some(form),
        Object::Dictionary(states) => file.get_stream(states, file.get_name(annotation, "AS")?),
        _ => None,
    }
}
