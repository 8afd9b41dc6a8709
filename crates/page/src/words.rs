//! The job's words: closed choices that input, output and messages share, each defined once with the word that files,
//! the command line and JSON have for it.

use crate::error::{Lang, Say};

/// A closed choice.
pub trait Choice: Copy + PartialEq + Sized + 'static {
    /// What may be asked for, in the order that messages name it.
    const ALL: &'static [Self];

    /// The word of files, the command line and JSON.
    fn word(self) -> &'static str;

    /// What people write for it too.
    fn aliases(self) -> &'static [&'static str] {
        &[]
    }

    /// What it is, for messages.
    fn say(self) -> Say;

    /// The one of a word.
    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word || one.aliases().contains(&word))
    }

    /// All with their words.
    fn words() -> Vec<(&'static str, Self)> {
        Self::ALL.iter().map(|one| (one.word(), *one)).collect()
    }
}

/// Defines choices. What is marked `@` has a word and is never asked for.
macro_rules! choices {
    ($(
        $(#[$about:meta])*
        $name:ident {
            $($(#[$doc:meta])* $one:ident = $word:literal $([$alias:literal])?, $en:literal, $zh:literal;)*
            $(@ $(#[$more_doc:meta])* $more:ident = $more_word:literal, $more_en:literal, $more_zh:literal;)*
        }
    )*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$doc])* $one,)*
            $($(#[$more_doc])* $more,)*
        }

        impl Choice for $name {
            const ALL: &'static [Self] = &[$($name::$one),*];

            fn word(self) -> &'static str {
                match self {
                    $($name::$one => $word,)*
                    $($name::$more => $more_word,)*
                }
            }

            fn aliases(self) -> &'static [&'static str] {
                match self {
                    $($name::$one => &[$($alias)?],)*
                    $($name::$more => &[],)*
                }
            }

            fn say(self) -> Say {
                let (en, zh) = match self {
                    $($name::$one => ($en, $zh),)*
                    $($name::$more => ($more_en, $more_zh),)*
                };
                Say { en: en.into(), zh: zh.into() }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                let unknown = || serde::de::Error::unknown_variant(&word, &[$($word),*]);
                $name::of(&word).ok_or_else(unknown)
            }
        }
    )*};
}

choices! {
    /// What a file is.
    FileKind {
        /// PDF for the press.
        Pdf = "pdf", "for the press", "付印";
        /// PNG proof.
        Png = "png", "proof", "打样";
        /// JPEG for the group chat, or for the press.
        Jpeg = "jpeg" ["jpg"], "small picture for the group chat, or for a shop as large as it asks", "群里传看的小图，给印厂则按其要求";
        /// CMYK TIFF for the press.
        Tiff = "tiff" ["tif"], "CMYK at print resolution", "付印分辨率的 CMYK";
        /// DXF R12 for a plotter.
        Dxf = "dxf", "cut lines for a plotter", "刀线，给刻字机、切割机";
        /// SVG for a plotter.
        Svg = "svg", "cut lines for a plotter", "刀线，给刻字机、切割机";
        @ /// One plate of a page as a gray PNG.
        Plate = "plate", "a plate", "色版";
        @ /// Picture of the contact sheet.
        Thumbnail = "thumbnail", "picture of the contact sheet", "一览用的小图";
    }

    /// What a PDF promises to its printer.
    Standard {
        /// PDF/X-4 (ISO 15930-7:2010): live transparency and layers, output intent with its profile.
        X4 = "x4", "PDF/X-4", "PDF/X-4";
        /// PDF/X-1a:2003 (ISO 15930-4), PDF 1.4: no transparency, no layers; pages over 5.08 m are drawn at 1:10.
        X1a = "x1a", "PDF/X-1a:2003, for conservative shops", "PDF/X-1a:2003，给保守的印厂";
        /// Plain PDF 1.6: smallest, no output intent.
        None = "none", "plain PDF", "普通 PDF";
    }

    /// How a TIFF is packed.
    Packing {
        /// Not at all.
        None = "none", "not at all", "不压缩";
        /// Every RIP reads it.
        Lzw = "lzw", "LZW", "LZW";
        /// Smaller; most read it.
        Deflate = "deflate", "Deflate", "Deflate";
    }

    /// What the samples of a JPEG are.
    SampleSpace {
        /// Literal inks, spots by their stand-ins, stored as Adobe does (YCCK, inverted).
        Cmyk = "cmyk", "inks", "油墨";
        /// Screen colours, as every viewer takes them.
        Srgb = "srgb", "screen colours", "屏幕色";
    }

    /// What is printed of pages with records 套打: stock is printed beforehand, the record onto it.
    Pass {
        /// What differs from record to record.
        Variable = "variable", "what differs from record to record, onto stock", "只印随名单变化的内容，套印在预印纸上";
        /// What is the same on all.
        Fixed = "fixed", "what is the same on all: the stock", "只印各张相同的底版";
        /// All but what the layout marks as standing on bought forms: title, border.
        Imprint = "imprint", "all but what bought forms have already", "套印到买来的内芯上，不印其上已有的标题、边框";
    }

    /// In which order pieces go on press sheets.
    Order {
        /// Row by row, sheet after sheet.
        Rows = "rows", "row by row", "按行";
        /// Column by column, sheet after sheet.
        Columns = "columns", "column by column", "按列";
        /// Each place goes on from sheet to sheet: the pile that is cut lies in order, stack upon stack.
        Stacks = "stacks", "cut stacks: the pile is in order after cutting", "裁后叠起即按顺序";
    }

    /// How a press sheet with two sides is turned over.
    Duplex {
        /// Fronts on one page, backs on the next; turned about the long edge.
        LongEdge = "long-edge" ["sheetwise"], "sheetwise, turned on the long edge", "正反两面版，长边翻转";
        /// Fronts on one page, backs on the next; turned about the short edge.
        ShortEdge = "short-edge", "sheetwise, turned on the short edge", "正反两面版，短边翻转";
        /// Fronts and backs on one page, side by side: printed on both sides, turned left to right, the gripper stays.
        Turn = "work-and-turn" ["turn"], "work and turn: the same page on both sides", "左右自翻版：两面印同一页";
        /// Fronts above backs on one page: printed on both sides, turned top to bottom, the gripper changes.
        Tumble = "work-and-tumble" ["tumble"], "work and tumble: the same page on both sides", "天地自翻版：两面印同一页";
    }

    /// Which marks stand around the pieces of a press sheet.
    SheetMarks {
        /// None.
        None = "none", "none", "不加";
        /// Ticks on every cut, outside of all pieces.
        Edge = "edge", "ticks outside of all pieces", "只在四周";
        /// Two ticks at each corner of each piece, as far as there is room.
        Corners = "corners", "at the corners of each piece", "每件四角";
        /// Both.
        Both = "both", "at the edges and at the corners of each piece", "四周和每件四角";
        /// Both, with registration marks and a colour bar where there is room.
        Press = "press", "at edges and corners, with registration marks and a colour bar", "四周和每件四角，另加套准线和色标";
    }

    /// The marks by which a cutter's camera finds a sheet.
    Camera {
        /// Four discs.
        Circle = "circle", "discs at the corners", "四角圆点";
        /// Four angles.
        Corner = "corner", "angles at the corners", "四角直角线";
    }

    /// How the panels of a banner are joined.
    Seam {
        /// 热合: the later panel is melted onto the earlier one.
        Weld = "weld", "welded", "热合";
        /// 胶粘: the later panel is glued onto the earlier one.
        Glue = "glue", "glued", "胶粘";
        /// 缝: both are turned back and sewn.
        Sew = "sew", "sewn", "缝合";
        /// 对接: edge to edge.
        Butt = "butt", "edge to edge", "对接";
    }

    /// Which way a line or a seam runs.
    Way {
        /// From top to bottom.
        Upright = "upright", "upright", "竖";
        /// From left to right.
        Level = "level", "level", "横";
    }

    /// What a banner or backdrop is hung by.
    Hang {
        /// 打扣: rings along its edges.
        Rings = "rings", "rings along the edges", "四边打扣";
        /// 穿绳: a rope in the hem, and rings at the corners.
        Rope = "rope", "a rope in the hem, rings at the four corners", "包边穿绳，四角打扣";
    }

    /// What the white of the screen stands for.
    Intent {
        /// The paper: relative colorimetric with black point compensation. Screens and prints are judged apart.
        Relative = "relative", "the paper is white", "纸为白";
        /// A perfect white; the paper shows its own colour 纸白 (absolute colorimetric). For soft proofs.
        Absolute = "absolute", "the paper shows its own colour", "显示纸色";
    }
}

impl Choice for Lang {
    const ALL: &'static [Self] = &[Lang::Zh, Lang::En];

    fn word(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    fn say(self) -> Say {
        let name = match self {
            Lang::Zh => "中文",
            Lang::En => "English",
        };
        Say { en: name.into(), zh: name.into() }
    }
}

impl FileKind {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            FileKind::Pdf => "pdf",
            FileKind::Png | FileKind::Plate => "png",
            FileKind::Jpeg | FileKind::Thumbnail => "jpg",
            FileKind::Tiff => "tif",
            FileKind::Dxf => "dxf",
            FileKind::Svg => "svg",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_told_apart<C: Choice + std::fmt::Debug + serde::Serialize>() {
        for one in C::ALL {
            assert_eq!(C::of(one.word()), Some(*one));
            assert!(one.aliases().iter().all(|alias| C::of(alias) == Some(*one)));
            assert!(!one.say().en.is_empty() && !one.say().zh.is_empty());
        }
        assert_eq!(C::of("?"), None);
    }

    #[test]
    fn every_word_means_one_thing() {
        is_told_apart::<FileKind>();
        is_told_apart::<Standard>();
        is_told_apart::<Packing>();
        is_told_apart::<SampleSpace>();
        is_told_apart::<Intent>();
        is_told_apart::<Pass>();
        is_told_apart::<Order>();
        is_told_apart::<Duplex>();
        is_told_apart::<SheetMarks>();
        is_told_apart::<Camera>();
        is_told_apart::<Seam>();
        is_told_apart::<Hang>();
        is_told_apart::<Way>();
        assert_eq!(FileKind::of("plate"), None, "never asked for");
    }
}
