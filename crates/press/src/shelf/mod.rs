//! What there is to print with: the user's folders, what is inside the binary, pictures, and the shop's wishes.

mod code;
pub(crate) mod faces;
pub(crate) mod kept;
mod kind;
pub(crate) mod list;
pub(crate) mod machines;
pub(crate) mod named;
pub(crate) mod pictures;
mod several;
pub(crate) mod shop;
pub(crate) mod sources;
pub(crate) mod standing;
