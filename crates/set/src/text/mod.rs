//! Setting one line of type: characters in, placed glyphs out.
//!
//! [`shape`] runs four stages, one file each: `analyse` (classes, faces, runs) → `cells` (the shaper's glyphs in
//! cells along the line) → `space` (punctuation, gaps, pitch) → the finished [`Line`]. Breaking a text into
//! lines comes before, and neither stage knows how large the type will be: all is in ems.
//!
//! *Line space*: 1 is the type size, y **down**. Horizontal: the origin is the line's start on the baseline.
//! Vertical: the origin is the column's top on its centre line, so x = 0 is the middle of the em boxes.

mod analyse;
mod arc;
pub mod break_lines;
mod cells;
mod class;
mod columns;
mod figures;
mod latin;
mod line;
mod names;
mod pairs;
mod paragraph;
mod space;
pub mod words;

pub use arc::{ArcPath, Heads, on_arc};
pub use latin::latin_runs;
pub use line::{Flow, Line, Placed};
pub use names::{break_unit, closed_name, keeps_parent, open_name};
pub use pairs::pair_of;
pub use paragraph::{Paragraphs, Row};

use biaoyu_page::error::{Fault, Place, Say};
use biaoyu_page::font::Chain;
use biaoyu_page::say;

/// What becomes of a pause mark at the end of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnd {
    /// One of ，。、 stands outside the measure 悬挂 (CLREQ, hanging punctuation: at most one, not after another mark);
    /// other marks take half an em.
    Hang,
    /// Half an em (GB/T 15834-2011, 5.1.10).
    #[default]
    Half,
    /// As wide as inside the line.
    Keep,
    /// ，。、；： are not shown: a break says the same.
    Drop,
}

/// How figures of dates are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Figures {
    /// As they were given.
    #[default]
    Keep,
    /// Years, months and days in Chinese numerals: 2021年9月 becomes 二〇二一年九月.
    Han,
}

/// How a line is set. Lengths are ems of the type size.
#[derive(Clone, Debug)]
pub struct Style<'a> {
    /// The face and those that stand in for it.
    pub chain: &'a Chain,
    /// Which way the line runs.
    pub flow: Flow,
    /// 长体: width of the type in proportion, 1 for none. In a horizontal line it scales every glyph and distance; in a
    /// vertical one it narrows the column and leaves the distances along it.
    pub condense: f64,
    /// Added between every two characters.
    pub tracking: f64,
    /// Distance from one Chinese character to the next; `None` is the face's own advance.
    pub pitch: Option<f64>,
    /// What a space between clauses is set to.
    pub clause_gap: f64,
    /// Between Chinese characters and Latin letters or figures.
    pub latin_gap: f64,
    /// 标点挤压: full-width marks lose their blank half as display type wants it. Without, each keeps its em but for
    /// the line's end.
    pub squeeze: bool,
    /// Width of a lone ，、；：。！？ inside a squeezed line, 0.5 to 1.
    pub pause: f64,
    /// What becomes of a mark at the line's end.
    pub line_end: LineEnd,
    /// How figures are written.
    pub figures: Figures,
}

impl<'a> Style<'a> {
    /// Horizontal display setting: squeezed, commas of 0.75 em, a clause gap of one em, no tracking.
    pub fn new(chain: &'a Chain) -> Self {
        Self {
            chain,
            flow: Flow::Horizontal,
            condense: 1.0,
            tracking: 0.0,
            pitch: None,
            clause_gap: 1.0,
            latin_gap: 0.18,
            squeeze: true,
            pause: 0.75,
            line_end: LineEnd::Half,
            figures: Figures::Keep,
        }
    }
}

/// A character that no face of the chain has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The character.
    pub character: char,
    /// Which character of the text it is, from 0.
    pub index: usize,
    /// The face that was asked first.
    pub face: String,
}

impl Missing {
    /// What to say of it: the character, its code point and the face.
    pub fn what(&self) -> Say {
        let (face, code) = (&self.face, format!("U+{:04X}", u32::from(self.character)));
        if self.character.is_control() {
            return say!("control character {code} in the text", "文字中有控制字符 {code}");
        }
        let c = self.character;
        say!("face `{face}` has no glyph for `{c}` ({code})", "字体 `{face}` 没有 `{c}`（{code}）")
    }

    /// The same as a fault: `place` is where the text stands.
    pub fn fault(&self, place: Place) -> Fault {
        let hint = if self.character.is_control() {
            say!("delete it", "请删除")
        } else {
            say!("choose another face, or write the character in another way", "请换一种字体，或改用其他写法")
        };
        Fault::new("text/missing-glyph", place, self.what()).hint(hint)
    }
}

/// Sets one line.
///
/// A space between Chinese characters, or beside a mark, is a clause gap; between Chinese and Latin it is the Latin
/// gap, between Latin words a word space. Two spaces are a clause gap anywhere. U+3000 is one em, U+2000 to U+200A
/// have the widths that Unicode gives them. Spaces at the ends count for nothing. Zero-width and directional
/// controls are passed over.
///
/// # Errors
/// Every character that no face of the chain has, in the order of the text: a `.notdef` is never set.
pub fn shape(text: &str, style: &Style) -> Result<Line, Vec<Missing>> {
    let analysed = analyse::analyse(text, style)?;
    let cells = cells::cells(&analysed, style);
    Ok(space::space(analysed, cells, style))
}

#[cfg(test)]
mod tests {
    use super::*;
    use biaoyu_page::font::FontLibrary;

    /// The fifteen slogans of the built-in campaign and its theme.
    const SLOGANS: [&str; 16] = [
        "质量为先 守正创新",
        "质量先行 顾客为上",
        "以高质量缔造智慧体验",
        "用质量精品创美好生活",
        "筑质量品牌 赢市场信赖",
        "质量有你我 生活无烦忧",
        "用质量经营应对变化与发展",
        "创造质量价值 推进质量发展",
        "对标国内外一流 追求高质量发展",
        "全员参与提质量 共筑质量新时代",
        "实施全面质量管理 推动高质量发展",
        "用质量方法 干质量事业 创卓越生活",
        "敬畏质量做精神现场 共筑质量做优市场",
        "增强服务意识 提供品质保障 提升质量效益",
        "创造高质量产品 提供高水平服务 推动高质量发展",
        "拥抱数字变革，推动质量创新，提升产业基础",
    ];

    #[test]
    fn slogans_are_set_in_every_chain_and_show_every_character_once() {
        let library = FontLibrary::embedded();
        for id in library.list().map(|i| i.id.clone()).collect::<Vec<_>>() {
            let chain = library.chain(&id).unwrap();
            for text in SLOGANS {
                let line = shape(text, &Style::new(&chain)).unwrap();
                let shown: String =
                    line.glyphs.iter().map(|g| &text[g.range.start as usize..g.range.end as usize]).collect();
                assert_eq!(shown, text.replace(' ', ""), "{id}");
                assert!(line.glyphs.iter().all(|g| g.id != 0), "{id}");
                let han = line.glyphs.first().unwrap().face.measures().han_advance;
                let marks = text.matches('，').count() as f64;
                let count = text.chars().filter(|c| !" ，".contains(*c)).count() as f64;
                let wanted = count * han + text.matches(' ').count() as f64 + marks * 0.75 * han;
                assert!((line.advance - wanted).abs() < 1e-9, "{id} {text} {} {wanted}", line.advance);
            }
        }
    }

    #[test]
    fn a_latin_name_is_set_in_one_face_with_the_gaps_of_words() {
        let library = FontLibrary::embedded();
        let chain = library.chain("kai-bold").unwrap();
        let text = "检修部 Nguyễn Thị Hoa：";
        let line = shape(text, &Style::new(&chain)).unwrap();
        let face = |word: &str| -> Vec<&str> {
            let range = text.find(word).map(|at| at as u32..(at + word.len()) as u32).unwrap();
            line.glyphs.iter().filter(|g| range.contains(&g.range.start)).map(|g| g.face.name()).collect()
        };
        let latin = face("Nguyễn Thị Hoa");
        assert!(latin.len() == 12 && latin.iter().all(|name| *name == "latin-serif"), "{latin:?}");
        assert!(face("检修部").iter().all(|name| *name == "kai-bold"));
        // What the face has by itself stays in it.
        let plain = shape("Hoa", &Style::new(&chain)).unwrap();
        assert!(plain.glyphs.iter().all(|g| g.face.name() == "kai-bold"));
    }

    #[test]
    fn a_missing_character_is_named_with_its_code_point() {
        let library = FontLibrary::embedded();
        let chain = library.chain("hei-black").unwrap();
        let missing = shape("质量\u{1F600}好\u{7}", &Style::new(&chain)).unwrap_err();
        assert_eq!(missing.len(), 2);
        assert_eq!(missing[0].index, 2);
        assert_eq!(missing[0].what().en, "face `hei-black` has no glyph for `😀` (U+1F600)");
        assert_eq!(missing[1].what().en, "control character U+0007 in the text");
    }
}
