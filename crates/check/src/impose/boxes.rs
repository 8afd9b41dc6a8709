//! What a page says of its size, and what of it cannot be followed.

use lopdf::{Dictionary, Object};

use super::source::Page;
use crate::read::{File, inherited};
use biaoyu_page::error::{Finding, Place, Say, Severity};
use biaoyu_page::geom::Rect;
use biaoyu_page::measure::number;
use biaoyu_page::say;

/// Two edges are one when they differ by no more, points.
const SAME: f64 = 0.05;

/// What of a page's boxes and turn cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Odd {
    /// A box has no area.
    Empty(&'static str),
    /// A box reaches beyond the MediaBox, and is taken as far as that reaches (ISO 32000-2, 14.11.2).
    Beyond(&'static str),
    /// A box lies wholly outside of the MediaBox.
    Outside(&'static str),
    /// BleedBox does not hold what is cut out.
    Within,
    /// Rotate is no multiple of 90.
    Turn(f64),
}

/// The boxes of a page in its user space, as they can be followed.
pub(super) struct Boxes {
    /// The finished size: TrimBox, else CropBox, else MediaBox.
    pub trim: Rect,
    /// BleedBox; where there is none, what the page shows.
    pub bleed: Rect,
    /// No BleedBox says the bleed.
    pub found: bool,
    /// By how many degrees the page is turned.
    pub turn: f64,
    /// What cannot be followed.
    pub odd: Vec<Odd>,
}

impl Boxes {
    /// Reads them; `None` for a page without a size.
    pub(super) fn read(file: &File<'_>, page: &Dictionary) -> Option<Self> {
        let mut odd = Vec::new();
        let mut rect = |key: &'static str, inherits: bool| {
            let found = if inherits { inherited(file, page, key) } else { file.get(page, key) };
            let numbers = match found? {
                Object::Null => return None,
                Object::Array(array) => file.numbers(array),
                _ => None,
            };
            match numbers.as_deref() {
                Some(&[a, b, c, d]) if a != c && b != d => Some(Rect::new(a, b, c, d).abs()),
                _ => {
                    odd.push(Odd::Empty(key));
                    None
                }
            }
        };
        let media = rect("MediaBox", true);
        let (trim, crop, bleed) = (rect("TrimBox", false), rect("CropBox", true), rect("BleedBox", false));
        let mut within = |key: &'static str, own: Option<Rect>| {
            let (own, media) = (own?, media.or(own)?);
            let part = own.intersect(media);
            if part.width() <= 0.0 || part.height() <= 0.0 {
                odd.push(Odd::Outside(key));
                return None;
            }
            if media.inflate(SAME, SAME).union(own) != media.inflate(SAME, SAME) {
                odd.push(Odd::Beyond(key));
            }
            Some(part)
        };
        let (trim, crop, bleed) = (within("TrimBox", trim), within("CropBox", crop), within("BleedBox", bleed));
        let trim = trim.or(crop).or(media)?;
        let holds = |b: &Rect| b.union(trim) == *b;
        let said = bleed.filter(holds);
        if bleed.is_some_and(|b| b.inflate(SAME, SAME).union(trim) != b.inflate(SAME, SAME)) {
            odd.push(Odd::Within);
        }
        let shown = crop.or(media).filter(holds);
        let turn = inherited(file, page, "Rotate").and_then(|r| file.number(r)).unwrap_or_default();
        if turn % 90.0 != 0.0 {
            odd.push(Odd::Turn(turn));
        }
        Some(Self { trim, bleed: said.or(shown).unwrap_or(trim), found: said.is_none(), turn, odd })
    }
}

impl Odd {
    fn severity(self) -> Severity {
        match self {
            // What is cut out is not what the page says.
            Self::Empty("TrimBox" | "MediaBox")
            | Self::Beyond("TrimBox")
            | Self::Outside("TrimBox")
            | Self::Turn(_) => Severity::Warning,
            _ => Severity::Note,
        }
    }

    fn say(self, pages: &str) -> Say {
        match self {
            Self::Empty(key) => say!(
                "the {key} of page {pages} has no area and is not followed",
                "第 {pages} 页的 {key} 没有面积，未采用"
            ),
            Self::Beyond(key) => say!(
                "the {key} of page {pages} reaches beyond the MediaBox: what lies within it is taken",
                "第 {pages} 页的 {key} 超出 MediaBox：只取其内的部分"
            ),
            Self::Outside(key) => say!(
                "the {key} of page {pages} lies outside of the MediaBox and is not followed",
                "第 {pages} 页的 {key} 在 MediaBox 以外，未采用"
            ),
            Self::Within => say!(
                "the BleedBox of page {pages} does not hold the finished size and is not followed",
                "第 {pages} 页的 BleedBox 没有包住成品尺寸，未采用"
            ),
            Self::Turn(degrees) => {
                let degrees = number(degrees, 2);
                say!(
                    "Rotate of page {pages} is {degrees}, no multiple of 90: the page is not turned",
                    "第 {pages} 页的 Rotate 是 {degrees}，不是 90 的倍数：按未旋转处理"
                )
            }
        }
    }
}

/// What of the boxes and turns of these pages could not be followed, each kind once.
pub(super) fn told(name: &str, pages: &[Page]) -> Vec<Finding> {
    const TOLD: usize = 8;
    let mut kinds: Vec<(Odd, Vec<usize>)> = Vec::new();
    for (number, odd) in (1..).zip(pages).flat_map(|(number, page)| page.odd.iter().map(move |odd| (number, *odd))) {
        match kinds.iter_mut().find(|(known, _)| *known == odd) {
            Some((_, of)) => of.push(number),
            None => kinds.push((odd, vec![number])),
        }
    }
    let finding = |(odd, of): (Odd, Vec<usize>)| {
        let mut list = of.iter().take(TOLD).map(usize::to_string).collect::<Vec<_>>().join(", ");
        if of.len() > TOLD {
            list += &format!(" … ({})", of.len());
        }
        Finding {
            rule: "impose-box",
            severity: odd.severity(),
            place: Place::file(name),
            what: odd.say(&list),
            hint: Some(say!(
                "look at the size of the piece, or set the boxes where the file was made",
                "请核对成品尺寸，或在原程序里设好页面框"
            )),
        }
    };
    kinds.into_iter().map(finding).collect()
}
