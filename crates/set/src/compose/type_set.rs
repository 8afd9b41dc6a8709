//! Type between the shaper and the page: styles become chains of faces, lines become glyph runs.

use std::sync::Arc;

use super::Composer;
use crate::layout::{Fit, Item as Wanted, RoleInk, Style, Text};
use crate::text::{self, Figures, Flow, Line, LineEnd, Missing, closed_name};
use biaoyu_page::error::{Fault, Say, Severity};
use biaoyu_page::font::{Chain, Face};
use biaoyu_page::geom::{Affine, Rect};
use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::measure::number;
use biaoyu_page::page::{GlyphRun, Group, Item, Mark, Plane};
use biaoyu_page::say;

/// How a line is set, beyond its style: what fitting may change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Setting {
    /// Which way.
    pub flow: Flow,
    /// Horizontal scale.
    pub condense: f64,
    /// Added to the style's tracking, ems.
    pub spread: f64,
}

impl Setting {
    /// As the style says.
    pub(crate) fn plain(flow: Flow) -> Self {
        Self { flow, condense: 1.0, spread: 0.0 }
    }
}

/// Type up to this size is small: mixed black is for areas and large type, mm.
const SMALL_TYPE: f64 = 5.0;
/// Largest scale of a product that is advised, per cent: no larger one is made.
const MOST_SCALE: f64 = 1_000.0;

impl Composer<'_> {
    /// The faces of a style for a whole text: a phrase with a character that the face lacks falls back as one, where the style
    /// may be set in another hand.
    pub(super) fn chain(&mut self, region: &str, style: &Style, text: &str) -> Option<Chain> {
        match self.edition.fonts.chain(&style.face) {
            Ok(chain) => {
                let lacked = if style.own_hand { lacked(chain.face(), text) } else { String::new() };
                if !lacked.is_empty() {
                    self.other_hand(region, chain.face(), &lacked);
                    return None;
                }
                Some(chain.settle(text))
            }
            Err(mut fault) => {
                fault.place = self.place(Some(region));
                self.faults.push(fault);
                None
            }
        }
    }

    /// Records characters that a hand lacks, where no other hand may take its place.
    fn other_hand(&mut self, region: &str, face: &Face, lacked: &str) {
        let name = face.name();
        let what = say!(
            "face `{name}` has no `{lacked}`, and a title of two hands is none",
            "字体 `{name}` 没有 `{lacked}`，整个标题不能换成别的字体"
        );
        let hint = say!(
            "word it otherwise, choose another layout, or give the title as a scan: `--lettering FILE`",
            "请换一种写法，或换版式，或用题字扫描件：`--lettering 文件`"
        );
        // A page that lacks it in several regions tells it once.
        if !self.faults.0.iter().any(|f| f.code == "text/other-hand" && f.what == what) {
            self.faults.push(Fault::new("text/other-hand", self.place(Some(region)), what).hint(hint));
        }
    }

    /// Shapes one line; missing glyphs are recorded.
    pub(super) fn shape(
        &mut self,
        region: &str,
        chain: &Chain,
        style: &Style,
        setting: Setting,
        text: &str,
    ) -> Option<Line> {
        let vertical = setting.flow == Flow::Vertical;
        let style = text::Style {
            flow: setting.flow,
            condense: setting.condense,
            tracking: style.tracking + setting.spread,
            clause_gap: style.gap,
            line_end: LineEnd::Drop,
            figures: if vertical { Figures::Han } else { Figures::Keep },
            ..text::Style::new(chain)
        };
        match text::shape(text, &style) {
            Ok(line) => Some(line),
            Err(missing) => {
                self.missing(region, missing);
                None
            }
        }
    }

    /// Records characters that no face has.
    pub(super) fn missing(&mut self, region: &str, missing: Vec<Missing>) {
        for m in missing {
            // One that the page lacks in several regions is told with the first.
            let lacked = format!("`{}`", m.character);
            if self.faults.0.iter().any(|f| f.code == "text/missing-glyph" && f.what.en.contains(&lacked)) {
                continue;
            }
            let mut fault = m.fault(self.place(Some(region)));
            fault.hint = self.cure(m.character).or(fault.hint);
            self.faults.push(fault);
        }
    }

    /// The one size of an item for all records, where it has one.
    pub(super) fn alike(&self, item: &Wanted, text: &Text) -> Option<f64> {
        let (name, sizes) = (text.alike_as(&item.id)?, self.choice.alike.as_ref()?);
        sizes.iter().find(|(known, _)| *known == name).map(|(_, size)| *size)
    }

    /// What who keeps the list can do about a character that no face has.
    fn cure(&self, c: char) -> Option<Say> {
        // Private use: old systems put characters there that have had places of their own since.
        let private = matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF);
        let han = matches!(u32::from(c), 0x3400..=0x9FFF | 0x2_0000..=0x3_FFFF);
        match (private, han) {
            (true, _) => Some(say!(
                "a character of some system's own: type it anew, it may have a place in Unicode now",
                "这是某个系统的自造字：请重新输入，它可能已有正式编码"
            )),
            (_, true) => Some(say!(
                "give a face that has it: `--face rare=FILE.ttf`, or FILE as `fonts/rare.ttf`; 遍黑体 Plangothic has all \
                 extensions",
                "请指定有这个字的字体：`--face rare=文件.ttf`，或放进 `fonts/`，命名为 `rare.ttf`；遍黑体 Plangothic 收全了各扩展区"
            )),
            _ if matches!(u32::from(c), 0x2190..=0x2BFF | 0xFE0F | 0x1_F000..=0x1_FAFF) => Some(say!(
                "a sign or an emoji, which faces for print lack: delete it, or write it in words",
                "这是符号或表情，印刷字体里没有：请删去，或改用文字"
            )),
            _ => Some(say!(
                "write it in Chinese or Latin letters, or give a font file that has it (Noto Sans has most scripts): \
                 `--face rare=FILE.ttf`, or FILE as `fonts/rare.ttf`",
                "请改用中文或拉丁字母书写，或指定有这个字符的字体文件（思源／Noto Sans 各文种）：`--face rare=文件.ttf`，或放进 \
                 `fonts/`，命名为 `rare.ttf`"
            )),
        }
    }

    /// The paint of type of `size` millimetres. Black ink alone overprints, as a misplaced plate would leave white
    /// edges around it; small type in a mixed black is set in black ink alone, as four plates never meet on a stroke.
    pub(super) fn type_paint(&self, role: RoleInk, size: f64) -> Paint {
        let mut ink = self.edition.palette.ink(role.role, self.edition.spots);
        if size <= SMALL_TYPE && matches!(&ink, Ink::Process(c) if c.k >= 0.85 && c.total() > c.k) {
            ink = Ink::Process(Cmyk::BLACK);
        }
        let overprint = ink == Ink::Process(Cmyk::BLACK) && role.tint >= 1.0;
        Paint::Solid { ink, tint: role.tint, overprint }
    }

    /// A line's glyphs as items; `place` maps line space (ems) to the page.
    pub(super) fn line_items(&self, line: &Line, role: RoleInk, region: &Arc<str>, place: Affine) -> Vec<Item> {
        let size = place.determinant().abs().sqrt();
        self.run_items(line.to_runs(place, &self.type_paint(role, size)), region)
    }

    /// Runs as items of a region.
    pub(super) fn run_items(&self, runs: Vec<GlyphRun>, region: &Arc<str>) -> Vec<Item> {
        let source = self.source(region);
        let item = |run| Item { mark: Mark::Glyphs(run), plane: Plane::Art, source: source.clone() };
        runs.into_iter().map(item).collect()
    }

    /// Puts a region's runs together with its text in reading order; who looks for 王明 finds `王　明` too.
    pub(super) fn text_group(&self, items: Vec<Item>, text: &str, region: &Arc<str>) -> Item {
        let group = Group { transform: Affine::IDENTITY, clip: None, text: Some(closed_name(text).into()), items };
        Item { mark: Mark::Group(group), plane: Plane::Art, source: self.source(region) }
    }

    /// Largest and least type size of a region, mm.
    pub(super) fn limits(&self, fit: &Fit) -> (f64, f64) {
        let max = fit.max.as_ref().map_or(f64::INFINITY, |m| m.eval(&self.frame));
        let least = self.edition.product.least_type;
        (max.max(0.0), fit.min.as_ref().map_or(least, |m| m.eval(&self.frame).max(least)))
    }

    /// Whether a fitted size may stand. When not: an optional region is left out with a finding, else the page fails.
    pub(super) fn large_enough(&mut self, item: &Wanted, text: &str, size: f64, min: f64) -> bool {
        // A hundredth of a millimetre is below what any press or eye resolves.
        if size + 0.01 >= min {
            return true;
        }
        // No room at all is what another fault of the page leaves, a figure that is none: its cure is that one's.
        if size < 0.01 && !self.faults.0.is_empty() {
            return false;
        }
        let (found, wanted) = (number(size, 2), number(min, 2));
        let text = text.replace('\n', " ");
        let place = self.place(Some(&item.id));
        if item.optional {
            let what = say!(
                "`{text}` would be {found} mm high, {wanted} mm is the least here: left out",
                "`{text}` 只能排 {found} mm，此处最小 {wanted} mm：已省去"
            );
            let hint = say!("shorten it, or choose a larger product", "请缩短文字，或选更大的产品");
            self.remark(&item.id, "text-left-out", Severity::Warning, what, hint);
        } else {
            let what = say!(
                "`{text}` fits only at {found} mm, {wanted} mm is the least here",
                "`{text}` 只能排到 {found} mm，此处最小 {wanted} mm"
            );
            let scale = (min / size.max(1e-6) * 100.0).ceil();
            let hint = if scale <= MOST_SCALE {
                let scale = number(scale, 0);
                say!(
                    "shorten the text, or choose a product of {scale} % of this size",
                    "请缩短文字，或选 {scale} % 大小的产品"
                )
            } else {
                say!("shorten the text, or choose another layout", "请缩短文字，或换一个版式")
            };
            self.faults.push(Fault::new("fit/too-small", place, what).hint(hint));
        }
        false
    }
}

/// The letters of a text that a face lacks, each once; marks are borrowed from other faces without being seen.
fn lacked(face: &Face, text: &str) -> String {
    let mut lacked = String::new();
    for c in text.chars().filter(|c| (c.is_alphabetic() || c.is_ascii_digit()) && face.glyph(*c).is_none()) {
        if !lacked.contains(c) {
            lacked.push(c);
        }
    }
    lacked
}

/// The box of the runs' ink on the page.
pub(super) fn ink_of(runs: &[GlyphRun]) -> Option<Rect> {
    let glyphs = runs.iter().flat_map(|run| run.glyphs.iter().map(move |g| (run, g)));
    glyphs.map(|(run, g)| g.matrix.transform_rect_bbox(run.face.outline(g.id).ink)).reduce(|a, b| a.union(b))
}
