//! `biaoyu list`.

use std::path::PathBuf;

use super::args::Listed;
use super::{DONE, Done};
use crate::error::Lang;

pub(super) fn list(_what: Listed, _json: bool, _from: Vec<PathBuf>, _lang: Lang) -> Done {
    Ok(DONE)
}
