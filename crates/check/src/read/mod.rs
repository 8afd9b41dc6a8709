//! Pages that are read rather than made: what preflight judges.
//!
//! [`open`] turns a PDF into [`Seen`] pages and [`Fact`]s. Files come from anywhere: whatever they hold ends in a
//! message within `limits`.
//!
//! ```text
//! file (objects within limits) ─► pages ─► content (operators → state) ─► paint, colours, xobjects, shading ─► Seen
//!   filter · intent · layers                  lex       font ← program, cmap, names · space ← function
//! ```

mod annotations;
mod calculator;
mod cmap;
mod coded;
mod colours;
mod content;
mod drawn;
mod embed;
mod fact;
mod fax;
mod file;
mod filter;
mod font;
mod function;
mod intent;
mod layers;
mod letters;
mod lex;
mod look;
mod marked;
mod masks;
mod mend;
mod mesh;
mod names;
mod operators;
mod pages;
mod paint;
mod pattern;
mod pictures;
mod planes;
mod procedures;
mod program;
mod rebuild;
mod samples;
mod seen;
mod shading;
mod space;
mod state;
mod steps;
mod xobjects;

use std::collections::HashMap;

use biaoyu_page::error::Fault;
use biaoyu_page::limits::PDF_PAGES;

pub(crate) use fact::printable;
pub use fact::{Fact, Kind};
pub use file::{File, Id, Unpack, name, text};
pub(crate) use filter::KNOWN as FILTERS;
pub use intent::{Header, Intent, header};
pub use layers::{GROUPS, Layers};
pub use pages::Paper;
pub(crate) use pages::{inherited, pages as page_ids, turned};
pub use seen::{
    ALL, Drawn, Glyph, InkMeasure, LeftOut, Mixing, Object, Overprint, PROCESS, Picture, Raw, Seen, Space, Text, Tone,
    What, least_scale, pen_box, ppi, shared,
};

/// A font of a file, for the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontInfo {
    /// Its name in the file, with the tag of a subset.
    pub name: String,
    /// `Type0`, `TrueType`, `Type1` or `Type3`.
    pub kind: String,
    /// Its program is in the file.
    pub embedded: bool,
    /// Only the glyphs that are used are in it.
    pub subset: bool,
}

/// A PDF that was read.
pub struct Document<'b> {
    /// Its objects.
    pub file: File<'b>,
    /// Its print condition.
    pub intent: Option<Intent>,
    /// Its layers.
    pub layers: Layers,
    /// Its pages, as the plates show them and as their boxes stand in the file.
    pub pages: Vec<(Seen, Paper)>,
    /// What was noticed on the way.
    pub facts: Vec<Fact>,
    /// Its fonts, by name.
    pub fonts: Vec<FontInfo>,
    /// Size on the product over size in the file, beyond what UserUnit says: 10 for a drawing at 1:10.
    pub scale: f64,
}

/// What is read of a PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// All but the samples of its pictures: what it says.
    Text,
    /// What is printed.
    Print,
    /// That, with blends and samples in screen colours: what goes on as art.
    Art,
}

/// Reads a PDF.
///
/// # Errors
/// When it is no PDF, is damaged beyond reading, needs a password, or is larger than the limits.
pub fn open(bytes: &[u8]) -> Result<Document<'_>, Fault> {
    read(bytes, Depth::Print, 1.0, &mut |_, _| true)
}

/// Reads the texts of a PDF: the samples of its pictures are left packed.
///
/// # Errors
/// As [`open`].
pub fn open_text(bytes: &[u8]) -> Result<Document<'_>, Fault> {
    read(bytes, Depth::Text, 1.0, &mut |_, _| true)
}

/// Reads a PDF that is drawn smaller than the product, 1:`scale`, and shows each page as soon as it is read: what
/// `each` takes away is not kept. Its answer says whether to go on.
///
/// # Errors
/// As [`open`].
pub fn open_each<'b>(
    bytes: &'b [u8],
    scale: f64,
    each: &mut dyn FnMut(&mut Seen, &Paper) -> bool,
) -> Result<Document<'b>, Fault> {
    read(bytes, Depth::Print, scale, each)
}

/// Reads a PDF that is to be placed as art: with blends and samples in screen colours too.
///
/// # Errors
/// As [`open`].
pub fn open_art(bytes: &[u8]) -> Result<Document<'_>, Fault> {
    read(bytes, Depth::Art, 1.0, &mut |_, _| true)
}

fn read<'b>(
    bytes: &'b [u8],
    depth: Depth,
    scale: f64,
    each: &mut dyn FnMut(&mut Seen, &Paper) -> bool,
) -> Result<Document<'b>, Fault> {
    let file = File::open(bytes)?;
    let intent = Intent::read(&file);
    let layers = Layers::read(&file);
    let ids = pages::pages(&file);
    let mut facts = fact::Facts::default();
    if ids.len() >= PDF_PAGES {
        facts.note(
            Kind::Limit,
            None,
            biaoyu_page::say!("only the first {PDF_PAGES} pages are looked at", "只检查前 {PDF_PAGES} 页"),
        );
    }
    let mut reader = content::Reader {
        file: &file,
        layers: &layers,
        intent: intent.as_ref().and_then(|i| Some((i.space()?.to_string(), i.digest))),
        facts,
        fonts: HashMap::new(),
        spaces: HashMap::new(),
        shadings: HashMap::new(),
        tiles: HashMap::new(),
        procedures: Default::default(),
        page: 0,
        objects: Vec::new(),
        transparent: false,
        geometry: true,
        depth,
        scale,
        sink: Vec::new(),
        operators: 0,
        bytes: 0,
        spent: 0,
        points: 0,
        samples: 0,
        unread: false,
        within: None,
        beside: Default::default(),
        blends_in_inks: true,
        active: Vec::new(),
    };
    let mut pages = Vec::new();
    for (number, id) in (1..).zip(&ids) {
        let Some((mut seen, paper)) = reader.page(number, *id) else { continue };
        let goes_on = each(&mut seen, &paper);
        pages.push((seen, paper));
        if !goes_on {
            break;
        }
    }
    let mut fonts: Vec<FontInfo> = reader
        .fonts
        .values()
        .filter(|f| f.is_shown())
        .map(|f| FontInfo { name: f.name.to_string(), kind: f.kind.clone(), embedded: f.embedded, subset: f.subset })
        .collect();
    // The map has no order of its own.
    fonts.sort_by(|a, b| (&a.name, &a.kind).cmp(&(&b.name, &b.kind)));
    fonts.dedup();
    let facts = std::mem::take(&mut reader.facts).finish();
    drop(reader);
    Ok(Document { file, intent, layers, pages, facts, fonts, scale })
}
