//! How pages are written, and what the file promises.

use std::sync::Arc;

use biaoyu_page::page::Boxes;
use biaoyu_page::words::Standard;

use super::frame::Frame;
use super::intent::OutputIntent;
use super::metadata::Date;

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
    pub date: Date,
    /// The file's title; the first page's when there is none.
    pub title: Option<String>,
    /// Who answers for the content.
    pub author: Option<String>,
    /// PDF/VT-1 (ISO 16612-2:2010): PDF/X-4 with the records that its pages belong to.
    pub records: bool,
}

impl Options {
    /// PDF/X-4 for FOGRA39, live type, spots kept, true size.
    pub fn new(date: Date) -> Self {
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

    /// The scale that a page of these boxes is drawn at: `scale`, or a tenth of it where the standard cannot
    /// hold the true size. File name and slug should say it when it is not 1.
    pub fn drawn_scale(&self, boxes: &Boxes) -> f64 {
        Frame::new(boxes, self.standard, self.scale).scale
    }
}
