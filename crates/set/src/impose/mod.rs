//! Several pages on one sheet: page → page, so that every backend can write the result.

mod approval;
mod flow;
mod gallery;
mod picture;
mod words;

pub use approval::{Approval, Caption};
pub use flow::{Rules, Sheet, Slot, flow};
pub use gallery::gallery;
pub use picture::{outline, picture};
