//! A PDF whose pages are to be imposed.

use lopdf::{Dictionary, Object, Stream};

use super::boxes::{Boxes, Odd, told};
use super::{registration, unsaid};
use crate::read::{File, Id, Intent, inherited, page_ids, turned};
use biaoyu_page::error::{Fault, Finding, Place, Severity};
use biaoyu_page::geom::{Affine, Point, Size};
use biaoyu_page::limits::PDF_PAGES;
use biaoyu_page::measure::MM_PER_PT;
use biaoyu_page::say;
use biaoyu_set::product::Edges;

/// Flags of an annotation (ISO 32000-1, 12.5.3).
const HIDDEN: i64 = 1 << 1;
const PRINTS: i64 = 1 << 2;

/// A PDF that could be opened.
pub struct Source<'b> {
    /// The file as the user named it.
    pub name: String,
    pub(super) file: File<'b>,
    /// Its pages.
    pub pages: Vec<Page>,
    /// Its PDF/X print condition.
    pub intent: Option<Intent>,
    /// What the clerk should know.
    pub findings: Vec<Finding>,
}

/// A page of a source.
#[derive(Clone, Debug)]
pub struct Page {
    pub(super) id: Id,
    /// Its finished size, mm: TrimBox, else CropBox, else MediaBox, turned and scaled as the page says.
    pub trim: Size,
    /// What BleedBox adds to it, mm; where there is none, the art beyond the finished size, as much as was wanted of it.
    pub bleed: Edges,
    /// The bleed is what was found beyond the finished size: no BleedBox says it.
    pub(super) found: bool,
    /// From its user space to millimetres from the finished size's upper left corner, y down.
    pub(super) at: Affine,
    /// What prints over it.
    pub(super) over: Vec<Over>,
    /// Annotations and fields that print and do not say how they look.
    pub(super) bare: usize,
    /// What its boxes and its turn say and cannot be followed.
    pub(super) odd: Vec<Odd>,
}

/// What prints over a page: an annotation or a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Over {
    /// How it looks.
    pub form: Id,
    /// From there to the page's user space.
    pub at: Affine,
    /// The layer that it lies on.
    pub layer: Option<Id>,
}

impl<'b> Source<'b> {
    /// Opens a PDF. Pages without a BleedBox have it at the edge of what they show (ISO 32000-1, 14.11.2): of the art that
    /// is there at most `wanted` mm are taken for bleed, and told.
    ///
    /// # Errors
    /// `pdf/unreadable` when it is no PDF, is damaged beyond reading or locked; `impose/encrypted`; `impose/no-pages`;
    /// `impose/page` for a page without a size.
    pub fn open(name: &str, bytes: &'b [u8], wanted: f64) -> Result<Self, Fault> {
        let placed = |fault: Fault| Fault { place: Place::file(name), ..fault };
        let file = File::open(bytes).map_err(placed)?;
        if file.encrypted {
            let what = say!("encrypted: what it allows cannot be carried over to sheets", "已加密：权限无法带到拼版里");
            let hint = say!("save it without a password: `qpdf --decrypt`", "请去掉密码后另存：`qpdf --decrypt`");
            return Err(Fault::new("impose/encrypted", Place::file(name), what).hint(hint));
        }
        let mut findings = Vec::new();
        if file.rebuilt.is_some() || !file.mended.is_empty() {
            let what = say!("damaged; what could be read is placed", "文件有损坏，能读出的都已放上");
            let hint = say!("compare the sheets with the file, or export it again", "请对照原文件检查，或重新导出");
            findings.push(Finding {
                rule: "impose-damaged",
                severity: Severity::Warning,
                place: Place::file(name),
                what,
                hint: Some(hint),
            });
        }
        let ids = page_ids(&file);
        if ids.is_empty() || ids.len() >= PDF_PAGES {
            let count = ids.len();
            let what =
                say!("{count} pages, from 1 to {PDF_PAGES} can be imposed", "{count} 页，只能拼 1 到 {PDF_PAGES} 页");
            return Err(Fault::new("impose/no-pages", Place::file(name), what));
        }
        // A name without an object is nothing (ISO 32000-1, 7.3.10) in a file that is whole, and a loss in one that is not.
        let is_damaged = !findings.is_empty();
        let lost: Vec<String> = (1..)
            .zip(&ids)
            .filter(|(_, id)| is_damaged && !content_is_there(&file, **id))
            .map(|(n, _): (usize, _)| n.to_string())
            .collect();
        if !lost.is_empty() {
            let list = lost.join(", ");
            let what = say!(
                "the content of page {list} is lost: it would be blank",
                "第 {list} 页的内容已丢失，拼出来会是空白"
            );
            let hint = say!("export the file again", "请重新导出该文件");
            return Err(Fault::new("impose/page", Place::file(name), what).hint(hint));
        }
        let mut pages = Vec::with_capacity(ids.len());
        let (mut over, mut bare) = (Vec::new(), Vec::new());
        for (number, id) in (1..).zip(ids) {
            let Some(page) = page(&file, id) else {
                let what = say!("page {number} has no size", "第 {number} 页没有尺寸");
                return Err(Fault::new("impose/page", Place::file(name), what));
            };
            if !page.over.is_empty() {
                over.push((number, page.over.len()));
            }
            if page.bare > 0 {
                bare.push((number, page.bare));
            }
            pages.push(page);
        }
        if let Some((first, _)) = over.first() {
            let count: usize = over.iter().map(|(_, n)| n).sum();
            findings.push(Finding {
                rule: "impose-annotations",
                severity: Severity::Note,
                place: Place::file(name),
                what: say!(
                    "{count} annotations or fields that print are placed as they look, on page {first} first",
                    "有 {count} 个会印出的批注或表单域，已按外观放上（第 {first} 页起）"
                ),
                hint: None,
            });
        }
        if let Some((first, _)) = bare.first() {
            let count: usize = bare.iter().map(|(_, n)| n).sum();
            findings.push(Finding {
                rule: "impose-annotations",
                severity: Severity::Warning,
                place: Place::file(name),
                what: say!(
                    "{count} annotations or fields that print do not say how they look, on page {first} first: they are not on the sheets",
                    "有 {count} 个会印出的批注或表单域没有外观（第 {first} 页起），拼版里没有它们"
                ),
                hint: Some(say!(
                    "print the file to a PDF where it was made; fields alone: `qpdf --generate-appearances --flatten-annotations=print`",
                    "请在原程序里打印成 PDF；只有表单域也可用 `qpdf --generate-appearances --flatten-annotations=print`"
                )),
            });
        }
        findings.extend(told(name, &pages));
        findings.extend(unsaid::take(bytes, name, &mut pages, wanted));
        findings.extend(registration::told(bytes, &file, name));
        let intent = Intent::read(&file);
        Ok(Self { name: name.to_owned(), file, pages, intent, findings })
    }

    /// Whether the file says that it is PDF/X-4 and has one print condition with its profile inside.
    pub fn says_x4(&self) -> bool {
        let metadata = self.file.root().and_then(|root| self.file.get_stream(root, "Metadata"));
        let xmp = metadata.and_then(|stream| self.file.unpack(stream).ok()).unwrap_or_default();
        let xmp = String::from_utf8_lossy(&xmp);
        let one = self.intent.as_ref().is_some_and(|i| i.count == 1 && i.digest.is_some() && !i.external);
        xmp.contains("PDF/X-4")
            && !xmp.contains("PDF/X-4p")
            && one
            && self.findings.iter().all(|f| f.rule != "impose-damaged")
    }
}

/// Whether all streams that a page names as its content are in the file. A page without any is blank on purpose.
fn content_is_there(file: &File<'_>, id: Id) -> bool {
    let Some(dict) = file.object(id).and_then(|page| file.dict(page)) else { return false };
    match dict.get(b"Contents") {
        Err(_) | Ok(Object::Null) => true,
        Ok(one) => match file.get(dict, "Contents") {
            Some(Object::Array(parts)) => parts.iter().all(|part| file.stream(part).is_some()),
            _ => file.stream(one).is_some(),
        },
    }
}

fn page(file: &File<'_>, id: Id) -> Option<Page> {
    let dict = file.dict(file.object(id)?)?;
    let Boxes { trim, bleed, found, turn, odd } = Boxes::read(file, dict)?;
    let unit = file.get_number(dict, "UserUnit").filter(|u| *u > 0.0).unwrap_or(1.0) * MM_PER_PT;
    let scaled = Affine::scale(unit) * turned(turn);
    let corner = scaled.transform_rect_bbox(trim).origin();
    let at = Affine::translate(Point::ORIGIN - corner) * scaled;
    let (own, outer) = (at.transform_rect_bbox(trim), at.transform_rect_bbox(bleed));
    let edge = |v: f64| if v.abs() < 1e-4 { 0.0 } else { v };
    let bleed = Edges {
        top: edge(own.y0 - outer.y0),
        right: edge(outer.x1 - own.x1),
        bottom: edge(outer.y1 - own.y1),
        left: edge(own.x0 - outer.x0),
    };
    let annotations = file.get_array(dict, "Annots").unwrap_or_default();
    let printed = annotations.iter().take(10_000).filter_map(|a| file.dict(a)).filter(|a| prints(file, a));
    let (mut over, mut bare) = (Vec::new(), 0);
    for annotation in printed {
        match appearance(file, annotation) {
            Some(found) => over.push(found),
            None => bare += usize::from(would_show(file, annotation)),
        }
    }
    Some(Page { id, trim: Size::new(own.width(), own.height()), bleed, found, at, over, bare, odd })
}

/// Whether an annotation is printed (12.5.3).
fn prints(file: &File<'_>, annotation: &Dictionary) -> bool {
    let flags = file.get_number(annotation, "F").unwrap_or_default() as i64;
    let kind = file.get_name(annotation, "Subtype").unwrap_or_default();
    kind != "Popup" && flags & HIDDEN == 0 && flags & PRINTS != 0
}

/// Whether an annotation without an appearance would be seen where a viewer draws one: a link has its border, a field what
/// was typed or the ground that it has.
fn would_show(file: &File<'_>, annotation: &Dictionary) -> bool {
    if file.get_dict(annotation, "AP").is_some_and(|states| file.get(states, "N").is_some()) {
        // One for another state: in this one it shows nothing.
        return false;
    }
    match file.get_name(annotation, "Subtype").unwrap_or_default() {
        "Link" => {
            let style = file.get_dict(annotation, "BS").and_then(|style| file.get_number(style, "W"));
            let border = file.get_array(annotation, "Border").and_then(|b| file.number(b.get(2)?));
            style.or(border).unwrap_or(1.0) > 0.0
        }
        "Widget" => {
            let typed = inherited(file, annotation, "V");
            let typed = typed.is_some_and(|v| !matches!(v, Object::Null) && v.as_str().map_or(true, |s| !s.is_empty()));
            let look = file.get_dict(annotation, "MK");
            typed || look.is_some_and(|look| file.get(look, "BG").or(file.get(look, "BC")).is_some())
        }
        _ => true,
    }
}

/// How an annotation looks: its form, and the matrix to the page's user space (12.5.5).
fn appearance(file: &File<'_>, annotation: &Dictionary) -> Option<Over> {
    let states = file.get_dict(annotation, "AP")?;
    let normal = states.get(b"N").ok()?;
    let id = match file.real(normal)? {
        Object::Stream(_) => normal.as_reference().ok()?,
        Object::Dictionary(all) => all.get(file.get_name(annotation, "AS")?.as_bytes()).ok()?.as_reference().ok()?,
        _ => return None,
    };
    let form: &Stream = file.stream(file.object(id)?)?;
    let rect = file.get_rect(annotation, "Rect")?;
    let bounds = file.get_rect(&form.dict, "BBox").unwrap_or(rect);
    let matrix = file.get_matrix(&form.dict, "Matrix").unwrap_or(Affine::IDENTITY);
    let laid = matrix.transform_rect_bbox(bounds);
    let scale = |to: f64, from: f64| if from > 0.0 { to / from } else { 1.0 };
    let at = Affine::translate(rect.origin().to_vec2())
        * Affine::scale_non_uniform(scale(rect.width(), laid.width()), scale(rect.height(), laid.height()))
        * Affine::translate(-laid.origin().to_vec2());
    let layer = annotation.get(b"OC").ok().and_then(|layer| layer.as_reference().ok());
    Some(Over { form: id, at, layer })
}
