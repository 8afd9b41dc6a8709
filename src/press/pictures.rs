//! Pictures of the user: the logo, and the QR code of a link.

use super::files::read_limited;
use super::want::Wanted;
use crate::compose::Pictures;
use crate::error::{Faults, Finding};
use crate::icc::Profile;
use crate::limits::IMAGE_BYTES;
use crate::picture::{Options, load, qr};

/// The pictures, what a printer should know of them, and words that change when they do. `profile` is the printing
/// condition that screen colours are separated for.
pub(super) fn pictures(wanted: &Wanted, profile: &Profile) -> Result<(Pictures, Vec<Finding>, String), Faults> {
    let mut faults = Faults::default();
    let mut pictures = Pictures::default();
    let mut findings = Vec::new();
    let mut digest = String::new();
    let mut options = Options::default();
    for text in &wanted.logo_inks {
        faults.take(options.declare(text).map_err(Faults::from));
    }
    if let Some(path) = &wanted.logo {
        let read = read_limited(path, IMAGE_BYTES).map_err(Faults::from).and_then(|bytes| {
            digest = format!("{} {:?}", blake3::hash(&bytes), wanted.logo_inks);
            load(&path.display().to_string(), &bytes, profile, &options)
        });
        if let Some((logo, more)) = faults.take(read) {
            pictures.set("logo", logo);
            findings = more;
        }
    }
    // The link itself is a field, which every page's digest holds.
    if let Some(link) = wanted.fields.get("qr").filter(|t| !t.trim().is_empty())
        && let Some(code) = faults.take(qr(link.trim()).map_err(Faults::from))
    {
        pictures.set("qr", code);
    }
    faults.or((pictures, findings, digest))
}
