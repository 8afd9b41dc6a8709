//! Why writing stops.

use std::fmt;
use std::io;

use biaoyu_page::error::Faults;

/// Why a stream of pages stopped.
#[derive(Debug)]
pub enum Error {
    /// The page cannot be written as it stands.
    Faults(Faults),
    /// The bytes could not leave.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Faults(faults) => faults.fmt(f),
            Error::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        Error::Faults(faults)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Io(error)
    }
}
