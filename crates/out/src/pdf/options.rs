//! How pages are written, and what the file promises.

use std::sync::Arc;

use biaoyu_page::words::Standard;

use super::intent::OutputIntent;
use super::metadata::Moment;

/// How pages are written.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the file promises.
    pub standard: Standard,
    /// Type as filled outlines 转曲 instead of embedded faces.
    pub outlines: bool,
    /// Spots on plates of their own; else in their process stand-ins. Processing steps keep theirs.
    pub spots: bool,
    /// Size in the file over size on the product: 0.1 draws at 1:10.
    pub scale: f64,
    /// The print condition, in PDF/X.
    pub icc: Arc<OutputIntent>,
    /// The moment that the file gives for itself.
    pub date: Moment,
    /// The file's title; the first page's when there is none.
    pub title: Option<String>,
    /// Who answers for the content.
    pub author: Option<String>,
    /// PDF/VT-1 (ISO 16612-2:2010): PDF/X-4 with the records that its pages belong to.
    pub records: bool,
}

impl Options {
    /// PDF/X-4 for FOGRA39, live type, spots kept, true size.
    pub fn new(date: Moment) -> Self {
        Self {
            standard: Standard::X4,
            outlines: false,
            spots: true,
            scale: 1.0,
            icc: OutputIntent::fogra39(),
            date,
            title: None,
            author: None,
            records: false,
        }
    }
}
