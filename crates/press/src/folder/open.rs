//! Opens what may be the press's own: regular files only, never through a link, and without waiting for anyone. What a
//! stranger laid in the place of an own file (a link to somewhere else, a pipe that nobody writes to, a device) is neither
//! followed nor waited for.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file for reading.
///
/// # Errors
/// Those of the file system; [`not_a_file`] for anything but a regular file.
pub(crate) fn read(path: &Path) -> io::Result<File> {
    open(path, File::options().read(true))
}

/// Opens a file for reading and writing, and makes it when there is none; what is in it stays.
///
/// # Errors
/// As [`read`].
pub(crate) fn write(path: &Path) -> io::Result<File> {
    open(path, File::options().read(true).write(true).create(true).truncate(false))
}

/// Opens a file for reading, also through links: what lies in the place of an output is put away by renaming, never written
/// through.
///
/// # Errors
/// As [`read`].
pub(crate) fn through(path: &Path) -> io::Result<File> {
    regular(path, without_waiting(File::options().read(true), false))
}

/// Whether an error means that something other than a file lies there.
pub(crate) fn not_a_file(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::InvalidInput
}

fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    match fs::symlink_metadata(path) {
        Ok(about) if !about.is_file() => Err(io::ErrorKind::InvalidInput.into()),
        // It may be exchanged between the look and the opening.
        _ => regular(path, without_waiting(options, true)),
    }
}

/// Opening never waits for the other end of a pipe, and where asked stops at a link.
fn without_waiting(options: &mut OpenOptions, stop_at_links: bool) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        let links = if stop_at_links { OFlags::NOFOLLOW } else { OFlags::empty() };
        options.custom_flags((links | OFlags::NONBLOCK).bits() as i32);
    }
    let _ = stop_at_links;
    options
}

fn regular(path: &Path, options: &OpenOptions) -> io::Result<File> {
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}
