//! Several pages shown at once: approval sheets, the gallery; and what they say, on proofreading sheets. All become pages, so that every backend can write it.

mod approval;
mod flow;
mod gallery;
mod picture;
mod proofreading;
mod words;

pub use approval::{Approval, Caption};
pub use flow::{Rules, Sheet, Slot, flow};
pub use gallery::gallery;
pub use picture::{Small, outline};
pub use proofreading::{Block, Row, proofreading};
pub use words::{End, Words};
