//! Pages become a PDF: PDF/X-4 for the press by default, plain PDF or PDF/X-1a on demand.
//!
//! What is written is what the display list says and nothing else: true size, the entered inks, live and
//! searchable type from subset faces. There are no clocks and no random numbers: equal pages and options give
//! equal bytes.
//!
//! ```text
//! Writer ─► document (pages, forms, catalog) ─► content (marks → operators) ─► glyphs, paint, ops
//!                └─► fonts · inks · images · steps · intent · metadata ─► file (objects), slots, xref
//! ```

mod content;
mod document;
mod error;
mod file;
mod flat;
mod fonts;
mod frame;
mod glyphs;
mod images;
mod inks;
mod intent;
mod lean;
mod literal;
mod metadata;
mod ops;
mod options;
mod paint;
mod parts;
mod seams;
mod sfnt;
mod slots;
mod steps;
mod stream;
mod subsets;
mod xref;

use std::io;

use biaoyu_page::error::Faults;
use biaoyu_page::page::Page;

use document::Document;

pub use error::Error;
pub use intent::OutputIntent;
pub use metadata::Moment;
pub use options::Options;
pub use parts::Part;

/// Writes pages as one PDF.
///
/// # Errors
/// All that cannot be written as it stands, of all pages at once: a glyph that its face lacks, a face that must not
/// be embedded, transparency in PDF/X-1a, pictures on processing steps, coordinates that are no numbers.
pub fn write(pages: &[Page], options: &Options) -> Result<Vec<u8>, Faults> {
    let mut bytes = Vec::new();
    match write_to(pages, options, &mut bytes) {
        Err(Error::Faults(faults)) => Err(faults),
        // Memory takes all.
        Err(Error::Io(_)) | Ok(()) => Ok(bytes),
    }
}

/// The same to `out`: of the file no more is held than its pages and faces, whatever profile goes with them. Nothing is written of
/// pages with faults.
///
/// # Errors
/// As [`write()`], and when `out` fails.
pub fn write_to(pages: &[Page], options: &Options, out: &mut dyn io::Write) -> Result<(), Error> {
    let mut document = Document::new(options.clone());
    let mut faults = Faults::default();
    for page in pages {
        faults.take(document.page(page, None));
    }
    faults.or(())?;
    document.finish(out)?;
    Ok(out.write_all(&document.file.drain())?)
}

/// Writes pages one by one: each leaves at once, so that memory holds one page and what all share, however many
/// there are. Faces are subset once, at the end.
pub struct Writer<W> {
    document: Document,
    out: W,
}

impl<W: io::Write> Writer<W> {
    /// Begins a file.
    pub fn begin(out: W, options: Options) -> Self {
        Self { document: Document::new(options), out }
    }

    /// Adds a page. After [`Error::Faults`] the page is left out and the file can go on.
    ///
    /// # Errors
    /// As [`write()`], and when `out` fails.
    pub fn page(&mut self, page: &Page) -> Result<(), Error> {
        self.page_of(page, None)
    }

    /// Adds a page of a record, when [`Options::records`] are wanted.
    ///
    /// # Errors
    /// As [`Writer::page`].
    pub fn page_of(&mut self, page: &Page, part: Option<&Part<'_>>) -> Result<(), Error> {
        self.document.page(page, part)?;
        Ok(self.out.write_all(&self.document.file.drain())?)
    }

    /// Ends the file and gives back `out`.
    ///
    /// # Errors
    /// When there is no page, a face is damaged, or `out` fails.
    pub fn finish(mut self) -> Result<W, Error> {
        self.document.finish(&mut self.out)?;
        self.out.write_all(&self.document.file.drain())?;
        self.out.flush()?;
        Ok(self.out)
    }
}
