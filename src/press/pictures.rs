//! Pictures of the user: the logo.

use std::path::Path;

use crate::compose::Pictures;
use crate::error::{Fault, Place};
use crate::say;

/// Adds the logo of a file.
pub(super) fn logo(path: &Path, _bytes: &[u8], _pictures: Pictures) -> Result<Pictures, Fault> {
    let what = say!("pictures cannot be read yet", "暂不能读取图片");
    Err(Fault::new("picture/unsupported", Place::file(path.display().to_string()), what))
}
