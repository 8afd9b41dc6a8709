//! Pages of strangers under the marks of press sheets.

use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};

use super::copy::Copier;
use super::source::{Page, Source};
use crate::read::{Id, inherited};
use biaoyu_page::error::{Fault, Place};
use biaoyu_page::geom::{Affine, Rect};
use biaoyu_page::measure::MM_PER_PT;
use biaoyu_page::say;

/// A page at its place on a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// The source, from 0.
    pub source: usize,
    /// The page, from 0.
    pub page: usize,
    /// From the page's millimetres to the sheet's.
    pub at: Affine,
    /// What is shown of it, on the sheet, mm.
    pub shown: Rect,
}

/// Lays pages under the marks of `marked`, a PDF of press sheets of ours, `places` a sheet; `height` is that of the sheets
/// in mm. With `keep` the sources' print condition takes the place of that of `marked`.
///
/// # Errors
/// `impose/content` when the content of a page cannot be unpacked.
pub fn sheets(
    marked: &[u8],
    height: f64,
    sources: &[Source<'_>],
    places: &[Vec<Placed>],
    keep: bool,
) -> Result<Vec<u8>, Fault> {
    let unwritten = || {
        let what = say!("the sheets cannot be read back", "拼版无法读回");
        Fault::new("internal/impose", Place::default(), what)
    };
    let mut doc = Document::load_mem(marked).map_err(|_| unwritten())?;
    // By this a file is known to be ours.
    doc.binary_mark = "标语".as_bytes().to_vec();
    let pages: Vec<Id> = doc.get_pages().into_values().collect();
    let mut copiers: Vec<Copier<'_, '_>> = sources.iter().map(|source| Copier::new(&source.file)).collect();
    let mut forms: Vec<Vec<Option<Id>>> = sources.iter().map(|source| vec![None; source.pages.len()]).collect();
    let to_points = 1.0 / MM_PER_PT;
    // Millimetres from the upper left corner to points from the lower left.
    let flip = Affine::new([to_points, 0.0, 0.0, -to_points, 0.0, height * to_points]);
    for (sheet, places) in pages.iter().zip(places) {
        let mut content = String::new();
        let mut used: Vec<(String, Id)> = Vec::new();
        for placed in places {
            let (Some(source), Some(copier)) = (sources.get(placed.source), copiers.get_mut(placed.source)) else {
                continue;
            };
            let Some(page) = source.pages.get(placed.page) else { continue };
            let known = forms.get_mut(placed.source).and_then(|of| of.get_mut(placed.page));
            let Some(known) = known else { continue };
            let id = match *known {
                Some(id) => id,
                None => *known.insert(form(source, placed.page, page, copier, &mut doc)?),
            };
            let name = format!("P{}", used.len());
            let clip = flip.transform_rect_bbox(placed.shown);
            let _ = write!(
                content,
                "q {} {} {} {} re W n ",
                real(clip.x0),
                real(clip.y0),
                real(clip.width()),
                real(clip.height())
            );
            for value in (flip * placed.at * page.at).as_coeffs() {
                let _ = write!(content, "{} ", real(value));
            }
            let _ = writeln!(content, "cm /{name} Do Q");
            used.push((name, id));
        }
        lay(&mut doc, *sheet, content, &used);
    }
    for copier in &mut copiers {
        copier.finish(&mut doc);
    }
    layers(&mut doc, sources, &mut copiers);
    if keep {
        intent(&mut doc, sources, &mut copiers);
    }
    for copier in &mut copiers {
        copier.finish(&mut doc);
    }
    let mut out = Vec::new();
    doc.save_to(&mut out).map_err(|_| unwritten())?;
    Ok(out)
}

/// A number with six decimals at most.
fn real(value: f64) -> String {
    biaoyu_page::measure::number(value, 6)
}

/// A page as a form of its own user space.
fn form(
    source: &Source<'_>,
    number: usize,
    page: &Page,
    copier: &mut Copier<'_, '_>,
    doc: &mut Document,
) -> Result<Id, Fault> {
    let file = &source.file;
    let empty = Dictionary::new();
    let dict = file.object(page.id).and_then(|o| file.dict(o)).unwrap_or(&empty);
    let mut content: Vec<u8> = Vec::new();
    let parts: Vec<&Stream> = match file.get(dict, "Contents") {
        Some(Object::Array(parts)) => parts.iter().filter_map(|part| file.stream(part)).collect(),
        Some(Object::Stream(stream)) => vec![stream],
        _ => Vec::new(),
    };
    for part in parts {
        let unpacked = file.unpack(part).map_err(|_| {
            let number = number + 1;
            let what = say!("the content of page {number} cannot be unpacked", "第 {number} 页的内容无法解压");
            let hint = say!("export it again, or repair it with `qpdf`", "请重新导出，或用 `qpdf` 修复");
            Fault::new("impose/content", Place::file(source.name.as_str()), what).hint(hint)
        })?;
        content.extend(unpacked);
        content.push(b'\n');
    }
    let mut resources = match inherited(file, dict, "Resources") {
        Some(Object::Dictionary(own)) => copier.dict(own, doc),
        _ => Dictionary::new(),
    };
    if !page.over.is_empty() {
        // What lies over the page is painted after it, in a state of its own.
        content.splice(0..0, b"q\n".iter().copied());
        content.extend_from_slice(b"\nQ\n");
        let mut over = Vec::new();
        for (i, (id, at)) in page.over.iter().enumerate() {
            let name = format!("BiaoyuOver{i}");
            let numbers: Vec<String> = at.as_coeffs().iter().map(|v| real(*v)).collect();
            content.extend_from_slice(format!("q {} cm /{name} Do Q\n", numbers.join(" ")).as_bytes());
            over.push((name, copier.number(*id, doc)));
        }
        let mut xobjects = match resources.get(b"XObject") {
            Ok(Object::Dictionary(own)) => own.clone(),
            Ok(Object::Reference(_)) => {
                match file.get_dict(dict, "Resources").and_then(|r| file.get_dict(r, "XObject")) {
                    Some(own) => copier.dict(own, doc),
                    None => Dictionary::new(),
                }
            }
            _ => Dictionary::new(),
        };
        over.into_iter().for_each(|(name, id)| xobjects.set(name, Object::Reference(id)));
        resources.set("XObject", Object::Dictionary(xobjects));
    }
    let outer = page.bleed.outside(Rect::from_origin_size((0.0, 0.0), page.trim));
    let bounds = page.at.inverse().transform_rect_bbox(outer.inflate(0.5, 0.5));
    let bounds: Vec<Object> = [bounds.x0, bounds.y0, bounds.x1, bounds.y1].map(|v| Object::Real(v as f32)).to_vec();
    let mut form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => bounds,
        "Resources" => resources,
    };
    if let Some(group) = file.get_dict(dict, "Group") {
        form.set("Group", Object::Dictionary(copier.dict(group, doc)));
    }
    let mut stream = Stream::new(form, content);
    // What does not get smaller stays as it is.
    let _ = stream.compress();
    Ok(doc.add_object(Object::Stream(stream)))
}

/// Adds content before that of a sheet, with what it names.
fn lay(doc: &mut Document, sheet: Id, content: String, used: &[(String, Id)]) {
    let mut stream = Stream::new(Dictionary::new(), content.into_bytes());
    let _ = stream.compress();
    let first = doc.add_object(Object::Stream(stream));
    let Ok(page) = doc.get_dictionary(sheet).cloned() else { return };
    let mut page = page;
    let mut contents = vec![Object::Reference(first)];
    match page.get(b"Contents") {
        Ok(Object::Array(own)) => contents.extend(own.iter().cloned()),
        Ok(own) => contents.push(own.clone()),
        Err(_) => {}
    }
    page.set("Contents", Object::Array(contents));
    let mut resources = match page.get(b"Resources") {
        Ok(Object::Dictionary(own)) => own.clone(),
        _ => Dictionary::new(),
    };
    let mut xobjects = match resources.get(b"XObject") {
        Ok(Object::Dictionary(own)) => own.clone(),
        _ => Dictionary::new(),
    };
    used.iter().for_each(|(name, id)| xobjects.set(name.clone(), Object::Reference(*id)));
    resources.set("XObject", Object::Dictionary(xobjects));
    page.set("Resources", Object::Dictionary(resources));
    doc.objects.insert(sheet, Object::Dictionary(page));
}

/// The layers of the sources that were copied, listed with their states.
fn layers(doc: &mut Document, sources: &[Source<'_>], copiers: &mut [Copier<'_, '_>]) {
    let (mut groups, mut order, mut off) = (Vec::new(), Vec::new(), Vec::new());
    for (source, copier) in sources.iter().zip(copiers) {
        let file = &source.file;
        let Some(own) = file.root().and_then(|root| file.get_dict(root, "OCProperties")) else { continue };
        let ids = |dict: &Dictionary, key: &str| -> Vec<Id> {
            file.get_array(dict, key).unwrap_or_default().iter().filter_map(|o| o.as_reference().ok()).collect()
        };
        let usual = file.get_dict(own, "D");
        let base_off = usual.and_then(|d| file.get_name(d, "BaseState")) == Some("OFF");
        let (on, hidden) =
            (usual.map(|d| ids(d, "ON")).unwrap_or_default(), usual.map(|d| ids(d, "OFF")).unwrap_or_default());
        for id in ids(own, "OCGs") {
            let Some(new) = copier.known(id) else { continue };
            groups.push(Object::Reference(new));
            order.push(Object::Reference(new));
            if hidden.contains(&id) || (base_off && !on.contains(&id)) {
                off.push(Object::Reference(new));
            }
        }
    }
    if groups.is_empty() {
        return;
    }
    let name = Object::String(b"sheets".to_vec(), StringFormat::Literal);
    let usual = dictionary! { "Name" => name, "Order" => order, "OFF" => off };
    if let Ok(root) = doc.catalog_mut() {
        root.set("OCProperties", dictionary! { "OCGs" => groups, "D" => usual });
    }
}

/// The print condition of the sources in the place of ours.
fn intent(doc: &mut Document, sources: &[Source<'_>], copiers: &mut [Copier<'_, '_>]) {
    let (Some(source), Some(copier)) = (sources.first(), copiers.first_mut()) else { return };
    let Some(all) = source.file.root().and_then(|root| source.file.get_array(root, "OutputIntents")) else { return };
    let copies: Vec<Object> = all.iter().map(|intent| copier.object(intent, doc)).collect();
    if let Ok(root) = doc.catalog_mut() {
        root.set("OutputIntents", Object::Array(copies));
    }
}
