//! The page tree and each page's paper (ISO 32000-1, 7.7.3, 14.8.6 and 14.11.2).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object};

use biaoyu_page::geom::{Affine, Outline, Point, Rect};
use biaoyu_page::limits::PDF_PAGES;
use biaoyu_page::measure::MM_PER_PT;
use biaoyu_page::page::{Boxes, Plane};
use biaoyu_page::say;

use super::content::Reader;
use super::fact::Kind;
use super::file::{File, Id};
use super::seen::{Seen, shared};
use super::state::State;

/// The boxes of a page as they stand in the file, in user units; `None` where absent, `Err` where no rectangle.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// The page's own object.
    pub id: Id,
    /// The document part that it says it belongs to.
    pub part: Option<Id>,
    /// MediaBox.
    pub media: Option<Result<Rect, ()>>,
    /// CropBox.
    pub crop: Option<Result<Rect, ()>>,
    /// BleedBox.
    pub bleed: Option<Result<Rect, ()>>,
    /// TrimBox.
    pub trim: Option<Result<Rect, ()>>,
    /// ArtBox.
    pub art: Option<Result<Rect, ()>>,
    /// Points of 1/72 inch in a user unit.
    pub user_unit: f64,
    /// By how many degrees it is turned, clockwise.
    pub turn: f64,
    /// The page is one plate of several.
    pub separated: bool,
    /// It acts when it is opened or closed.
    pub acts: bool,
}

/// The pages of a file, in order.
pub(crate) fn pages(file: &File<'_>) -> Vec<Id> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let Some(root) = file.root().and_then(|r| r.get(b"Pages").ok()).and_then(|p| p.as_reference().ok()) else {
        return found;
    };
    let mut left = vec![root];
    while let Some(id) = left.pop() {
        if found.len() >= PDF_PAGES || !seen.insert(id) {
            continue;
        }
        let Some(dict) = file.object(id).and_then(|o| file.dict(o)) else { continue };
        match file.get_array(dict, "Kids") {
            Some(kids) => left.extend(kids.iter().rev().filter_map(|k| k.as_reference().ok())),
            None => found.push(id),
        }
    }
    found
}

/// An entry of a page, or of a node above it.
pub(crate) fn inherited<'f>(file: &'f File<'_>, page: &'f Dictionary, key: &str) -> Option<&'f Object> {
    let mut node = page;
    for _ in 0..64 {
        if let Some(found) = file.get(node, key) {
            return Some(found);
        }
        node = file.get_dict(node, "Parent")?;
    }
    None
}

/// From user space to a page as it is looked at, turned by `degrees`, y down. What is no multiple of 90 turns nothing.
pub(crate) fn turned(degrees: f64) -> Affine {
    let degrees = if degrees % 90.0 == 0.0 { degrees } else { 0.0 };
    match ((degrees / 90.0).round() as i64).rem_euclid(4) {
        1 => Affine::new([0.0, 1.0, 1.0, 0.0, 0.0, 0.0]),
        2 => Affine::new([-1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        3 => Affine::new([0.0, -1.0, -1.0, 0.0, 0.0, 0.0]),
        _ => Affine::new([1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
    }
}

impl Paper {
    fn read(file: &File<'_>, id: Id, page: &Dictionary) -> Self {
        let rect = |object: Option<&Object>| {
            object.map(|o| {
                let numbers = match o {
                    Object::Array(array) => file.numbers(array),
                    _ => None,
                };
                match numbers.as_deref() {
                    Some([a, b, c, d]) if a != c && b != d => Ok(Rect::new(*a, *b, *c, *d).abs()),
                    _ => Err(()),
                }
            })
        };
        Self {
            id,
            part: page.get(b"DPart").ok().and_then(|p| p.as_reference().ok()),
            media: rect(inherited(file, page, "MediaBox")),
            crop: rect(inherited(file, page, "CropBox")),
            bleed: rect(file.get(page, "BleedBox")),
            trim: rect(file.get(page, "TrimBox")),
            art: rect(file.get(page, "ArtBox")),
            user_unit: file.get_number(page, "UserUnit").unwrap_or(1.0),
            turn: inherited(file, page, "Rotate").and_then(|r| file.number(r)).unwrap_or_default(),
            separated: file.get(page, "SeparationInfo").is_some(),
            acts: file.get(page, "AA").is_some() || file.get(page, "PresSteps").is_some(),
        }
    }

    /// The finished product's box: TrimBox, else ArtBox, CropBox, MediaBox.
    pub fn finished(&self) -> Option<Rect> {
        [self.trim, self.art, self.crop, self.media].into_iter().flatten().find_map(Result::ok)
    }
}

impl Reader<'_, '_> {
    /// Reads one page.
    pub(crate) fn page(&mut self, number: usize, id: Id) -> Option<(Seen, Paper)> {
        let file = self.file;
        let dict = file.dict(file.object(id)?)?;
        self.page = number;
        self.spent += std::mem::take(&mut self.operators);
        (self.bytes, self.points, self.samples, self.procedures.drawn) = (0, 0, 0, 0);
        (self.transparent, self.geometry, self.unread) = (false, true, false);
        file.steps.renew();
        self.active.clear();
        let paper = Paper::read(file, id, dict);
        if file.get_name(dict, "Type") != Some("Page") {
            self.note(Kind::Damaged, say!("it does not say that it is a page (Type)", "没有写明是页面（Type）"));
        }
        if file.get_dict(dict, "Parent").is_none() {
            self.note(Kind::Damaged, say!("it has no Parent in the tree of pages", "在页面树里没有上级（Parent）"));
        }
        if file.get(dict, "UserUnit").is_some_and(|unit| file.number(unit).is_none_or(|v| v <= 0.0)) {
            self.note(Kind::Damaged, say!("its UserUnit is no number above 0", "UserUnit 不是大于 0 的数"));
        }
        let Some(finished) = paper.finished() else {
            self.note(Kind::Damaged, say!("no MediaBox", "没有 MediaBox"));
            return Some((blank(number), paper));
        };
        let media = paper.media.and_then(Result::ok).unwrap_or(finished);
        let unit = if paper.user_unit > 0.0 { paper.user_unit } else { 1.0 } * MM_PER_PT * self.scale;
        // Turned as it is looked at; y down; the trim's corner at the origin.
        let scaled = Affine::scale(unit) * turned(paper.turn);
        let corner = scaled.transform_rect_bbox(finished).origin();
        let to_page = Affine::translate(Point::ORIGIN - corner) * scaled;
        let place = |r: Rect| to_page.transform_rect_bbox(r);
        let bleed = paper.bleed.and_then(Result::ok).unwrap_or(finished);
        let boxes = Boxes { media: place(media), bleed: place(bleed), trim: place(finished) };

        let empty = Dictionary::new();
        let resources = match inherited(file, dict, "Resources") {
            Some(Object::Dictionary(resources)) => resources,
            _ => &empty,
        };
        let blend_space = self.group(file.get_dict(dict, "Group"), resources);
        self.blends_in_inks = matches!(blend_space, None | Some(4));
        let mut content = Vec::new();
        match file.get(dict, "Contents") {
            Some(Object::Array(parts)) => {
                for part in parts.iter().take(100_000) {
                    let Some(stream) = file.stream(part) else {
                        self.note(Kind::Damaged, say!("a part of the content is no stream", "部分内容不是数据流"));
                        continue;
                    };
                    content.extend(self.unpacked(stream));
                    content.push(b'\n');
                    if content.len() > biaoyu_page::limits::PDF_CONTENT_BYTES {
                        break;
                    }
                }
            }
            Some(Object::Stream(stream)) => content = self.unpacked(stream),
            None if !dict.has(b"Contents") => {}
            _ => self.note(Kind::Damaged, say!("the content is no stream", "页面内容不是数据流")),
        }
        let mut state = State::new(to_page);
        state.window = Some(boxes.media);
        self.run(&content, resources, state, &[], 0);
        self.annotations(dict, &paper, finished, to_page, boxes.media);
        if file.steps.is_spent() {
            self.note(Kind::Limit, say!("functions of more steps than are looked at", "函数步数过多，未全部检查"));
        }
        let cmyk = self.intent.as_ref().is_some_and(|(space, _)| space == "CMYK");
        if self.transparent && cmyk && blend_space != Some(4) {
            self.note(
                Kind::BlendSpace,
                say!(
                    "transparency, and the page group has no CMYK blend space",
                    "有透明效果，而页面组没有 CMYK 混合空间"
                ),
            );
        }
        let mut objects = std::mem::take(&mut self.objects);
        // Only a sheet, which is not trimmed, has marks inside; elsewhere what calls itself a mark is art like any other.
        let is_sheet = boxes.trim == boxes.media;
        for object in &mut objects {
            if object.plane == Plane::Marks && !is_sheet {
                object.plane = Plane::Art;
            }
            // Beyond the bleed stand marks and slug, whoever drew them.
            let beyond = |part: &Rect| {
                let both = shared(*part, boxes.bleed);
                let outside = both.width() < -0.01 || both.height() < -0.01 || part.area() > 0.0;
                // A hairline on the page has no more of it than a mark whose edge touches the bleed.
                let within = boxes.bleed.union(*part) == boxes.bleed;
                (both.width() < 0.02 || both.height() < 0.02) && part.width() >= 0.0 && outside && !within
            };
            // Crop marks of one path have the whole page for their box.
            let apart =
                |o: &super::seen::Object| o.bounds.union(boxes.bleed) != boxes.bleed && o.parts().iter().all(beyond);
            if object.plane == Plane::Art && (beyond(&object.bounds) || apart(object)) {
                object.plane = Plane::Marks;
            }
        }
        let (trim, cut) = (Outline::Rect(boxes.trim), Outline::Rect(boxes.bleed));
        let seen = Seen {
            number: Some(number),
            boxes,
            trim,
            live: None,
            seams: seams(file, dict),
            cut,
            objects,
            transparent: self.transparent,
            ink: None,
            unread: self.unread,
            technical: BTreeMap::new(),
        };
        Some((seen, paper))
    }
}

/// At which sides a page of ours is joined to others (`biaoyu_out::pdf`); of others nobody says it.
fn seams(file: &File<'_>, page: &Dictionary) -> [bool; 4] {
    let own = file.get_dict(page, "PieceInfo").and_then(|info| file.get_dict(info, "Biaoyu"));
    let private = own.and_then(|own| file.get_dict(own, "Private"));
    let said = private.and_then(|private| file.get_array(private, "Seams")).unwrap_or_default();
    let names = |side: &str| said.iter().any(|one| one.as_name().is_ok_and(|name| name == side.as_bytes()));
    ["Top", "Right", "Bottom", "Left"].map(names)
}

fn blank(number: usize) -> Seen {
    let nothing = Boxes { media: Rect::ZERO, bleed: Rect::ZERO, trim: Rect::ZERO };
    let outline = Outline::Rect(Rect::ZERO);
    Seen {
        number: Some(number),
        boxes: nothing,
        trim: outline,
        live: None,
        seams: [false; 4],
        cut: outline,
        objects: Vec::new(),
        transparent: false,
        ink: None,
        unread: true,
        technical: BTreeMap::new(),
    }
}
