//! Pages of strangers under the marks of press sheets.

use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};

use super::blends::blends;
use super::copy::Copier;
use super::source::{Page, Source};
use crate::read::{File, Id, inherited};
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
    let resources = match inherited(file, dict, "Resources") {
        Some(Object::Dictionary(own)) => copier.dict(own, doc),
        _ => Dictionary::new(),
    };
    let resources = doc.add_object(Object::Dictionary(resources));
    copier.lend(resources);
    let outer = page.bleed.outside(Rect::from_origin_size((0.0, 0.0), page.trim));
    let bounds = page.at.inverse().transform_rect_bbox(outer.inflate(0.5, 0.5));
    let add = |content: Vec<u8>, resources: Object, group: Option<Dictionary>, doc: &mut Document| {
        let corners: Vec<Object> =
            [bounds.x0, bounds.y0, bounds.x1, bounds.y1].map(|v| Object::Real(v as f32)).to_vec();
        let mut form =
            dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => corners, "Resources" => resources };
        if let Some(group) = group {
            form.set("Group", Object::Dictionary(group));
        }
        let mut stream = Stream::new(form, content);
        // What does not get smaller stays as it is.
        let _ = stream.compress();
        doc.add_object(Object::Stream(stream))
    };
    let group = file.get_dict(dict, "Group").filter(|_| blends(file, dict, &page.over)).map(|group| {
        let mut group = copier.dict(group, doc);
        // That of a page always is (11.4.7).
        group.set("I", true);
        group
    });
    let own = Object::Reference(resources);
    let mut id = if page.over.is_empty() {
        add(content, own, group.clone(), doc)
    } else {
        // What lies over the page is painted in no state that the page leaves open, for a form ends it.
        let mut xobjects = dictionary! { "Page" => Object::Reference(add(content, own, None, doc)) };
        let mut layers = Dictionary::new();
        let mut content = String::from("/Page Do\n");
        for (i, over) in page.over.iter().enumerate() {
            let numbers: Vec<String> = over.at.as_coeffs().iter().map(|v| real(*v)).collect();
            let (before, after) = match over.layer {
                Some(layer) => {
                    layers.set(format!("L{i}"), Object::Reference(copier.number(layer, doc)));
                    (format!("/OC /L{i} BDC "), " EMC")
                }
                None => (String::new(), ""),
            };
            let _ = writeln!(content, "{before}q {} cm /Over{i} Do Q{after}", numbers.join(" "));
            xobjects.set(format!("Over{i}"), Object::Reference(copier.number(over.form, doc)));
        }
        let mut resources = dictionary! { "XObject" => xobjects };
        if !layers.is_empty() {
            resources.set("Properties", Object::Dictionary(layers));
        }
        add(content.into_bytes(), Object::Dictionary(resources), group.clone(), doc)
    };
    // A page is laid on white in the colours that it blends in, and what comes of it is printed. On the sheet what is
    // translucent would be turned into the sheet's colours first and then laid on white, which is something else.
    let space = group.as_ref().and_then(|group| group.get(b"CS").ok());
    if let Some(space) = space.filter(|_| blends_otherwise(file, dict)) {
        let [x, y, width, height] = [bounds.x0, bounds.y0, bounds.width(), bounds.height()].map(real);
        let content = format!("q 1 g {x} {y} {width} {height} re f Q /Page Do");
        let resources = dictionary! { "XObject" => dictionary! { "Page" => Object::Reference(id) } };
        let white = dictionary! { "S" => "Transparency", "CS" => space.clone(), "I" => true };
        id = add(content.into_bytes(), Object::Dictionary(resources), Some(white), doc);
    }
    copier.finish(doc);
    Ok(id)
}

/// Whether a page blends in other colours than those of the sheet.
fn blends_otherwise(file: &File<'_>, page: &Dictionary) -> bool {
    let group = file.get_dict(page, "Group");
    group.is_some_and(|group| file.get(group, "CS").is_some() && file.get_name(group, "CS") != Some("DeviceCMYK"))
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
    let (mut uses, mut sets, mut locked) = (Vec::new(), Vec::new(), Vec::new());
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
        let Some(usual) = usual else { continue };
        let known = |ids: Vec<Id>| -> Vec<Object> {
            ids.into_iter().filter_map(|id| copier.known(id)).map(Object::Reference).collect()
        };
        locked.extend(known(ids(usual, "Locked")));
        // Which layers show when it is printed, and of which one shows at a time.
        for entry in file.get_array(usual, "AS").unwrap_or_default() {
            let Some(entry) = file.dict(entry) else { continue };
            let mut copy = Dictionary::new();
            for key in ["Event", "Category"] {
                if let Some(value) = file.get(entry, key) {
                    copy.set(key, value.clone());
                }
            }
            copy.set("OCGs", known(ids(entry, "OCGs")));
            uses.push(Object::Dictionary(copy));
        }
        for set in file.get_array(usual, "RBGroups").unwrap_or_default() {
            if let Some(Object::Array(set)) = file.real(set) {
                let of = known(set.iter().filter_map(|o| o.as_reference().ok()).collect());
                if of.len() > 1 {
                    sets.push(Object::Array(of));
                }
            }
        }
    }
    if groups.is_empty() {
        return;
    }
    let name = Object::String(b"sheets".to_vec(), StringFormat::Literal);
    let mut usual = dictionary! { "Name" => name, "Order" => order, "OFF" => off };
    for (key, all) in [("AS", uses), ("RBGroups", sets), ("Locked", locked)] {
        if !all.is_empty() {
            usual.set(key, all);
        }
    }
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
