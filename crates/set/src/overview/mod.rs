//! Several pages shown at once: approval sheets and the gallery. Pages become a page, so that every backend can write it.

mod approval;
mod flow;
mod gallery;
mod picture;
mod words;

pub use approval::{Approval, Caption};
pub use flow::{Rules, Sheet, Slot, flow};
pub use gallery::gallery;
pub use picture::{outline, picture};
