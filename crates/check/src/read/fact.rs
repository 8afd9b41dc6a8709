//! What a reader notices on its way that is no paint: the material of the rules on files.

use std::collections::BTreeSet;

use biaoyu_page::error::Say;

/// Something that was noticed.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What kind of thing.
    pub kind: Kind,
    /// The page on which, from 1; `None` for the file.
    pub page: Option<usize>,
    /// What exactly.
    pub what: Say,
}

/// Kinds of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A content stream that cannot be unpacked or read.
    Damaged,
    /// More than the limits allow was met: the rest was not looked at.
    Limit,
    /// An operator that is unknown, has wrong operands or stands where it must not.
    Operator,
    /// A picture whose description contradicts itself or its data.
    Picture,
    /// A name that the resources do not have.
    Resource,
    /// A device colour that the output intent does not cover.
    Device,
    /// ICCBased with the output intent's own profile.
    IntentProfile,
    /// Overprint mode 1 in ICCBased CMYK.
    IccOverprint,
    /// A source profile that is none.
    IccFault,
    /// DeviceN spots without a description, or an alternate that is no colour.
    DeviceN,
    /// A name of a font or colorant that is not UTF-8.
    NotUtf8,
    /// A rendering intent that is none.
    RenderingIntent,
    /// A transfer function.
    Transfer,
    /// A transfer function that leaves all as it is.
    NoTransfer,
    /// A colour that does not fit its space, where no colour matters.
    IdleColour,
    /// A halftone that is not allowed.
    Halftone,
    /// A blend mode or opacity that is none.
    Blend,
    /// A group whose colour space the output intent does not cover.
    GroupSpace,
    /// Transparency on a page whose group has no CMYK space.
    BlendSpace,
    /// Transparency of any kind.
    Transparency,
    /// A font that is not embedded.
    NotEmbedded,
    /// A font program that is damaged or of the wrong kind.
    FontProgram,
    /// A font program that is not looked into: whether its glyphs and widths fit is not known.
    NotLookedInto,
    /// A character without a glyph.
    NoGlyph,
    /// A width that the font program contradicts.
    Width,
    /// A character map or glyph map that is missing.
    CMap,
    /// A font that must not be embedded.
    Licence,
    /// A font that is embedded whole.
    NotSubset,
    /// LZW in a picture inside a content stream.
    Lzw,
    /// An annotation that prints on the page, or holds media.
    Annotation,
    /// A form field.
    FormField,
    /// Something that prints and does not say how it looks.
    NoAppearance,
    /// A layer that is not listed.
    Layer,
    /// JPEG 2000 or JBIG2.
    NewFilter,
}

/// Facts of a file, each told once.
#[derive(Debug, Default)]
pub(super) struct Facts {
    list: Vec<Fact>,
    known: BTreeSet<(Kind, Option<usize>, String)>,
}

/// Facts that are kept of one kind on one page.
const KEPT: usize = 50;

impl Facts {
    /// Notes a fact.
    pub(crate) fn note(&mut self, kind: Kind, page: Option<usize>, what: Say) {
        if self.known.contains(&(kind, page, what.en.clone())) {
            return;
        }
        let here = (kind, page, String::new())..(kind, page, "\u{10ffff}".into());
        if self.known.range(here).take(KEPT).count() < KEPT {
            self.known.insert((kind, page, what.en.clone()));
            self.list.push(Fact { kind, page, what });
        }
    }

    /// All of them, in the order of the file.
    pub(crate) fn finish(self) -> Vec<Fact> {
        self.list
    }
}

/// A word from a file for a message: short, on one line, without control characters.
pub(crate) fn printable(word: &str) -> String {
    word.chars().take(40).map(|c| if c.is_control() { '?' } else { c }).collect()
}
