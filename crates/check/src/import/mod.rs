//! Picture files of every kind: those that [`biaoyu_set::picture`] reads by itself, and one-page PDFs, which is also what a
//! PDF-compatible Illustrator file is, through the reader of [`crate::read`].
//!
//! Of a PDF the vectors stay vectors, with their process inks and spots; type becomes outlines by the faces in the
//! file; samples are kept. What cannot be placed as it is meant is refused with the reason and the cure.

mod art;
mod crop;
mod guide;

pub use guide::{Template, template};

use std::sync::Arc;

use crate::read::{Document, Fact, Kind, Object, Seen, What, open_art};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Say};
use biaoyu_page::geom::{Affine, BezPath, Rect, Size};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::{IMAGE_BYTES, PDF_ART_FIGURES, PDF_ART_POINTS};
use biaoyu_page::page::{Form, Group, Item, Mark, Plane, Source};
use biaoyu_page::say;
use biaoyu_set::picture::{self, Options, Picture};

/// How far into a file a PDF's header may stand (ISO 32000-1, annex H, note 13).
const HEADER: usize = 1024;

/// Reads a picture file of any kind; its content tells the format. See [`biaoyu_set::picture::load`].
///
/// # Errors
/// Faults at `name`, those of [`biaoyu_set::picture::load`] and those of a PDF that is no picture: several pages, type
/// without its face, transparency, patterns, hidden layers.
pub fn load(name: &str, bytes: &[u8], profile: &Profile, options: &Options) -> Result<(Picture, Vec<Finding>), Faults> {
    if !is_pdf(bytes) || bytes.len() > IMAGE_BYTES {
        return picture::load(name, bytes, profile, options);
    }
    picture::guarded(name, || pdf(name, bytes, profile, options))
}

/// Whether the header is a PDF's; Illustrator's own files may begin with a few lines before it.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEADER.min(bytes.len())).unwrap_or_default();
    let other = [&b"\x89PNG"[..], b"\xFF\xD8\xFF", b"%!PS"].iter().any(|mark| bytes.starts_with(mark));
    !other && !head.trim_ascii_start().starts_with(b"<") && head.windows(5).any(|w| w == b"%PDF-")
}

fn pdf(name: &str, bytes: &[u8], profile: &Profile, options: &Options) -> Result<(Picture, Vec<Finding>), Faults> {
    let document = open_art(bytes).map_err(|mut fault| {
        fault.place = Place::file(name);
        fault
    })?;
    check(name, &document)?;
    let Some((seen, _)) = document.pages.first() else { return Err(Faults::default()) };
    check_drawing(name, seen)?;
    let mut art = art::Art::new(name, profile, options);
    let sheet = seen.boxes.trim;
    let (objects, mut findings) = crop::objects(name, seen, options.paper);
    let mut items = art.items(&objects)?;
    if options.paper {
        items.insert(0, crop::paper(sheet));
    }
    let drawn = objects.iter().map(|o| o.bounds).reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO);
    let (frame, cropped) = crop::frame(name, sheet, drawn, options.whole || options.paper)?;
    findings.extend(cropped);
    findings.extend(art.findings());
    Ok(picture::finished(name, (placed(bytes, frame, items), findings), options))
}

/// The items as a picture whose own origin is the frame's corner.
fn placed(bytes: &[u8], frame: Rect, items: Vec<Item>) -> Picture {
    let hash = blake3::hash(bytes).to_hex();
    let id = format!("pdf-{}", hash.get(..16).unwrap_or_default());
    let group = Group {
        transform: Affine::translate((-frame.x0, -frame.y0)),
        clip: Some(Arc::new(biaoyu_page::geom::rect_path(frame))),
        text: None,
        items,
    };
    let item = Item { mark: Mark::Group(group), plane: Plane::Art, source: Source::default() };
    let size = Size::new(frame.width(), frame.height());
    let bounds = Rect::new(0.0, 0.0, size.width, size.height);
    Picture::Vector { size, form: Arc::new(Form { id, bounds, items: vec![item], once: false }), sheer: None }
}

/// Whether layers are hidden that the flat list of objects shows.
fn hidden_layers(document: &Document<'_>) -> bool {
    let root = document.file.root();
    let layers = root.and_then(|r| document.file.get_dict(r, "OCProperties"));
    let usual = layers.and_then(|l| document.file.get_dict(l, "D"));
    usual.and_then(|d| document.file.get_array(d, "OFF")).is_some_and(|off| !off.is_empty())
}

/// Refuses a drawing of more figures or points than a mark on a page may have.
fn check_drawing(name: &str, seen: &Seen) -> Result<(), Faults> {
    let of_path = |path: &BezPath| path.elements().len();
    let points = |object: &Object| match &object.what {
        What::Fill { path, .. } | What::Line { path, .. } => of_path(path),
        What::Text(text) => text.glyphs.iter().map(|glyph| of_path(&glyph.shape.path)).sum(),
        What::Picture(_) | What::Shade => 4,
    };
    let figures = seen.objects.len();
    let points = seen.objects.iter().map(points).fold(0, usize::saturating_add);
    let what = match () {
        () if figures > PDF_ART_FIGURES => say!(
            "the drawing has {figures} figures, at most {PDF_ART_FIGURES} are read",
            "图形有 {figures} 个部分，最多读取 {PDF_ART_FIGURES} 个"
        ),
        () if points > PDF_ART_POINTS => say!(
            "the drawing has {points} points of paths, at most {PDF_ART_POINTS} are read",
            "图形有 {points} 个路径点，最多读取 {PDF_ART_POINTS} 个"
        ),
        () => return Ok(()),
    };
    let hint = say!("simplify it: a logo needs a few hundred paths", "请简化：标志只需几百条路径");
    Err(Fault::new("pdf/too-large", Place::file(name), what).hint(hint).into())
}

/// Refuses what the flat list of objects cannot tell.
fn check(name: &str, document: &Document<'_>) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let mut refuse = |code, what: Say, hint: Say| faults.push(Fault::new(code, Place::file(name), what).hint(hint));
    let pages = document.pages.len();
    if pages != 1 {
        refuse(
            "pdf/pages",
            say!("the file has {pages} pages, wanted one", "文件有 {pages} 页，应为 1 页"),
            say!("export the page with the picture alone", "请只导出图形所在的那一页"),
        );
    }
    if hidden_layers(document) {
        refuse(
            "pdf/hidden-layers",
            say!("layers of the file are hidden", "文件里有隐藏的图层"),
            say!("delete hidden layers and save it anew", "请删除隐藏图层后重新保存"),
        );
    }
    for Fact { kind, what, .. } in &document.facts {
        let (en, zh) = (&what.en, &what.zh);
        match kind {
            Kind::Transparency | Kind::Blend => refuse(
                "pdf/transparency",
                say!("transparency cannot be placed as it is: {en}", "不能照原样置入透明效果：{zh}"),
                say!("flatten transparency: Object > Flatten Transparency", "请拼合透明度：对象 > 拼合透明度"),
            ),
            Kind::Damaged | Kind::Limit | Kind::Resource => refuse(
                "pdf/damaged",
                say!("part of the drawing cannot be read: {en}", "图形有一部分读不出：{zh}"),
                say!("save it anew as PDF/X-4, or as SVG", "请重新另存为 PDF/X-4 或 SVG"),
            ),
            _ => {}
        }
    }
    if is_placeholder(document) {
        faults.push(
            Fault::new(
                "pdf/no-content",
                Place::file(name),
                say!("the AI was saved without its PDF content", "这个 AI 保存时没有带 PDF 内容"),
            )
            .hint(say!(
                "ask its designer to save it with “Create PDF Compatible File” ticked, or as SVG or PDF",
                "请设计方保存时勾选“创建 PDF 兼容文件”，或另存为 SVG、PDF"
            )),
        );
    }
    faults.0.dedup_by(|a, b| a.code == b.code);
    faults.or(())
}

/// Whether the page is what Illustrator writes in the place of the art: words that say that the file was saved without
/// PDF content, in all languages of the program with the same English ones.
fn is_placeholder(document: &Document<'_>) -> bool {
    let Some((seen, _)) = document.pages.first() else { return false };
    let texts =
        seen.objects.iter().filter_map(|o| if let What::Text(text) = &o.what { Some(&*text.text) } else { None });
    let said: String = texts.flat_map(str::chars).filter(|c| !c.is_whitespace()).take(2_000).collect();
    said.contains("withoutPDFContent")
}
