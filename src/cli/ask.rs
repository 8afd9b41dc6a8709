//! A few questions at a terminal.

use super::args::Render;
use crate::error::Lang;

/// What the user answers; `None` when he leaves.
pub(super) fn ask(_lang: Lang) -> Option<Render> {
    Some(Render::default())
}
