//! The small commands.

use super::args::Described;
use super::{DONE, Done};
use crate::error::Lang;

pub(super) fn new(_name: &str, _lang: Lang) -> Done { Ok(DONE) }
pub(super) fn schema(_what: Described) -> Done { Ok(DONE) }
pub(super) fn lines(_text: &str, _json: bool, _lang: Lang) -> Done { Ok(DONE) }
pub(super) fn completions(_shell: clap_complete::Shell, _command: &mut clap::Command) -> Done { Ok(DONE) }
pub(super) fn man(_command: clap::Command) -> Done { Ok(DONE) }
