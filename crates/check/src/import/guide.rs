//! A print shop's own template: page 1 of its PDF as lines. Fills become their outlines, type the outlines of its
//! glyphs, pictures their frames; nothing of the file itself is taken over.

use std::sync::Arc;

use super::{art, crop, hidden_layers};
use crate::read::{Document, Fact, Glyph, Kind, Object, Tone, What, open};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say, Severity};
use biaoyu_page::geom::{Affine, BezPath, Rect, Shape as _, Size, rect_path};
use biaoyu_page::limits::IMAGE_BYTES;
use biaoyu_page::measure::number;
use biaoyu_page::page::Form;
use biaoyu_page::say;
use biaoyu_set::finish::{Contour, guide};
use biaoyu_set::picture::guarded;
use biaoyu_set::product::Product;

/// How far a template's size may be off, millimetres on the product.
const SLACK: f64 = 0.5;

/// A template that was read.
#[derive(Clone, Debug)]
pub struct Template {
    name: String,
    id: String,
    /// The finished product in the template's own millimetres.
    frame: Rect,
    /// Whether the file says which of its edges is the trim.
    trimmed: bool,
    sheet: Rect,
    contours: Vec<Contour>,
}

/// Reads the first page of a template.
///
/// # Errors
/// Faults at `name`: no PDF, damaged, locked, with hidden layers, or empty.
pub fn template(name: &str, bytes: &[u8]) -> Result<(Template, Vec<Finding>), Faults> {
    let refuse = |code, what: Say, hint: Say| Faults::from(Fault::new(code, Place::file(name), what).hint(hint));
    if bytes.len() > IMAGE_BYTES || !super::is_pdf(bytes) {
        return Err(refuse(
            "guide/pdf",
            say!("a template is a PDF or a PDF-compatible AI", "模板应是 PDF 或兼容 PDF 的 AI 文件"),
            say!("save it as PDF", "请另存为 PDF"),
        ));
    }
    guarded(name, || {
        let document = open(bytes).map_err(|mut fault| {
            fault.place = Place::file(name);
            fault
        })?;
        check(name, &document)?;
        let Some((seen, paper)) = document.pages.first() else { return Err(Faults::default()) };
        super::check_drawing(name, seen)?;
        let mut findings = Vec::new();
        let mut note = |rule, severity, what, hint| {
            findings.push(Finding { rule, severity, place: Place::file(name), what, hint });
        };
        let pages = document.pages.len();
        if pages > 1 {
            let what = say!("the template has {pages} pages; page 1 is taken", "模板有 {pages} 页，只用第 1 页");
            note("guide-pages", Severity::Note, what, None);
        }
        let trimmed = matches!(paper.trim, Some(Ok(_)));
        // An ArtBox alone is what is drawn, not what is cut.
        let art = !trimmed && matches!(paper.art, Some(Ok(_)));
        let frame = if art { seen.boxes.media } else { seen.boxes.trim };
        let mut lines = Lines::default();
        for object in seen.objects.iter().filter(|object| object.is_seen()) {
            lines.add(object, seen.boxes.trim);
        }
        if lines.boxed > 0 {
            note(
                "guide-type",
                Severity::Warning,
                say!("type whose face is not in the file is shown as boxes", "字体未嵌入的文字只画出方框"),
                Some(say!("convert text to outlines in the template", "请将模板文字转曲")),
            );
        }
        if lines.contours.is_empty() {
            return Err(refuse(
                "guide/empty",
                say!("nothing is drawn on page 1", "第 1 页没有任何图形"),
                say!("give the template with its cut lines", "请给出画有刀线的模板"),
            ));
        }
        let digest = blake3::hash(bytes).to_hex();
        let id = format!("guide-{}", digest.get(..16).unwrap_or_default());
        let sheet = seen.boxes.media;
        Ok((Template { name: name.into(), id, frame, trimmed, sheet, contours: lines.contours }, findings))
    })
}

impl Template {
    /// The template over a product that is drawn 1:`scale`, in millimetres on the product: trim on trim. A template of
    /// the size with bleed lies on the bleed. Both may be true to size or at the file's scale.
    ///
    /// # Errors
    /// `guide/size` when it is of neither size.
    pub fn over(&self, product: &Product, scale: u32) -> Result<Arc<Form>, Faults> {
        let (found, trim, bleed) = (self.frame.size(), product.trim_rect(), product.bleed_rect());
        let fits = |found: Size, wanted: Rect, slack: f64| {
            (found.width - wanted.width()).abs() <= slack && (found.height - wanted.height()).abs() <= slack
        };
        for factor in [1.0, f64::from(scale.max(1))] {
            for target in [trim, bleed] {
                if fits(found * factor, target, SLACK * factor) {
                    let (from, to) = (self.frame.center(), target.center());
                    let at =
                        Affine::translate((to.x, to.y)) * Affine::scale(factor) * Affine::translate((-from.x, -from.y));
                    let longest = trim.width().max(trim.height());
                    return Ok(guide(&self.id, self.sheet, self.contours.clone(), at, longest, scale));
                }
            }
        }
        let edge = if self.trimmed { "TrimBox" } else { "MediaBox" };
        let words = |size: Size| format!("{} × {} mm", number(size.width, 2), number(size.height, 2));
        let (is, net, gross) = (words(found), words(trim.size()), words(bleed.size()));
        let id = &product.id;
        let what = say!(
            "its {edge} is {is}; `{id}` is {net}, with bleed {gross}",
            "{edge} 为 {is}；`{id}` 为 {net}，含出血 {gross}"
        );
        let turned = Size::new(found.height, found.width);
        let drawn = (2..=100_u32).find(|n| {
            let factor = f64::from(*n);
            [trim, bleed].into_iter().any(|target| fits(found * factor, target, SLACK * factor))
        });
        let hint = match drawn {
            _ if fits(turned, trim, SLACK) || fits(turned, bleed, SLACK) => {
                say!("turn the template by 90°", "请将模板旋转 90°")
            }
            Some(n) => say!(
                "it is drawn 1:{n}: save it at true size, or add `--scale 1:{n}`",
                "模板按 1:{n} 绘制：请存为原大，或加 `--scale 1:{n}`"
            ),
            None if self.trimmed => {
                say!(
                    "take the template of this product, or this product's other size",
                    "请换用这个产品的模板，或换成与模板相符的产品"
                )
            }
            None => say!(
                "save the template with its TrimBox on the finished size, or without anything around it",
                "请把模板的 TrimBox 设为成品尺寸，或裁去四周多余部分"
            ),
        };
        Err(Fault::new("guide/size", Place::file(self.name.as_str()), what).hint(hint).into())
    }
}

/// Refuses what would show other lines than the shop's people see.
fn check(name: &str, document: &Document<'_>) -> Result<(), Faults> {
    let mut faults = Faults::default();
    if hidden_layers(document) {
        let what = say!("layers of the template are hidden", "模板里有隐藏的图层");
        let hint = say!("delete hidden layers and save it anew", "请删除隐藏图层后重新保存");
        faults.push(Fault::new("guide/hidden-layers", Place::file(name), what).hint(hint));
    }
    let ours = |fact: &&Fact| fact.page.is_none_or(|page| page == 1);
    let damaged = |fact: &&Fact| matches!(fact.kind, Kind::Damaged | Kind::Limit | Kind::Resource);
    if let Some(Fact { what, .. }) = document.facts.iter().filter(ours).find(damaged) {
        let (en, zh) = (&what.en, &what.zh);
        let what = say!("part of the template cannot be read: {en}", "模板有一部分读不出：{zh}");
        let hint = say!("save it anew as PDF/X-4", "请重新另存为 PDF/X-4");
        faults.push(Fault::new("guide/damaged", Place::file(name), what).hint(hint));
    }
    faults.or(())
}

/// Lines in the making.
#[derive(Default)]
struct Lines {
    contours: Vec<Contour>,
    /// Characters that only their box is known of.
    boxed: usize,
}

impl Lines {
    fn add(&mut self, object: &Object, trim: Rect) {
        let clips: Vec<Arc<BezPath>> = object.clips.iter().filter(|clip| art::cuts(clip, object)).cloned().collect();
        let mut line = |path: Arc<BezPath>, dash: &[f64]| {
            if !path.elements().is_empty() {
                self.contours.push(Contour { path, dash: dash.to_vec(), clips: clips.clone() });
            }
        };
        match &object.what {
            // A white ground says nothing.
            What::Fill { blend: None, .. }
                if object.tones.iter().all(Tone::is_paper) && crop::covers(object.bounds, trim) =>
            {
                return;
            }
            What::Fill { path, .. } => line(path.clone(), &[]),
            What::Line { path, pen } if !path.elements().is_empty() => return line(path.clone(), &pen.dash),
            // Type that is drawn by its edge.
            What::Line { .. } => {
                self.boxed += 1;
                let path = Arc::new(rect_path(object.bounds));
                return self.contours.push(Contour { path, dash: Vec::new(), clips });
            }
            What::Text(text) => {
                let mut path = BezPath::new();
                let shown: Vec<&Glyph> = text.glyphs.iter().filter(|glyph| !glyph.is_blank()).collect();
                let mut boxed = 0;
                for glyph in shown {
                    if glyph.shape.path.elements().is_empty() {
                        boxed += 1;
                        path.extend(glyph.at * rect_path(glyph.shape.ink));
                    } else {
                        path.extend(glyph.at * &glyph.shape.path);
                    }
                }
                line(Arc::new(path), &[]);
                self.boxed += boxed;
                return;
            }
            What::Picture(picture) => line(Arc::new(picture.at * rect_path(Rect::new(0.0, 0.0, 1.0, 1.0))), &[]),
            What::Shade => {}
        }
        // What is seen through a window has the window's edge.
        if let Some((last, others)) = clips.split_last()
            && last.bounding_box().area() > 0.0
        {
            self.contours.push(Contour { path: last.clone(), dash: Vec::new(), clips: others.to_vec() });
        }
    }
}
