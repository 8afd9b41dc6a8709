//! Faces: coverage, metrics and outlines of the type that is set.

mod chain;
mod embedded;
mod face;
mod library;
mod measures;
mod own;

pub use chain::Chain;
pub use face::{Face, LANGUAGE, Outlined, Shaping};
pub use library::{FaceInfo, FontLibrary};
pub use measures::Measures;
pub use own::{Axis, Embedding, count_faces, write_axes};
