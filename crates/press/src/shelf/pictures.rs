//! Pictures of the user: the logo with its versions, and the photo.

use std::path::Path;

use crate::folder::files::read_limited;
use crate::want::Wanted;
use biaoyu_check::import::load;
use biaoyu_page::error::{Fault, Faults, Finding, Place};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::IMAGE_BYTES;
use biaoyu_page::say;
use biaoyu_set::compose::{Picture, Pictures};
use biaoyu_set::picture::{Options, qr};

/// The pictures, what a printer should know of them, and words that change when they do. `profile` is the printing
/// condition that screen colours are separated for.
pub(crate) fn pictures(wanted: &Wanted, profile: &Profile) -> Result<(Pictures, Vec<Finding>, String), Faults> {
    let mut faults = Faults::default();
    let mut pictures = Pictures::default();
    let mut findings = Vec::new();
    let mut digest = String::new();
    let mut options = Options::default();
    for text in &wanted.words.logo_inks {
        faults.take(options.declare(text).map_err(Faults::from));
    }
    let photo = wanted.words.fields.get("photo").map(str::trim).filter(|p| !p.is_empty()).map(Path::new);
    let files = [
        ("logo", wanted.words.logo.as_deref()),
        ("logo-dark", wanted.words.logo_dark.as_deref()),
        ("logo-light", wanted.words.logo_light.as_deref()),
        ("photo", photo),
    ];
    if !wanted.words.logo_inks.is_empty() && files[..3].iter().all(|(_, path)| path.is_none()) {
        let what = say!("inks of a logo, and no logo", "给了标志的油墨，没有给标志");
        let hint = say!("give the logo by `--logo FILE`", "请用 `--logo 文件` 给出标志");
        faults.push(Fault::new("logo/none", Place::thing(say!("`--logo-ink`", "`--logo-ink`")), what).hint(hint));
    }
    for (name, path) in files {
        let Some(path) = path else { continue };
        if let Some((picture, more, hash)) = faults.take(file(path, profile, &options)) {
            digest += &format!("{name} {hash} {:?};", wanted.words.logo_inks);
            pictures.set(name, picture);
            findings.extend(more);
        }
    }
    // Pages make their codes themselves, as a record may have a link of its own: here a fault is told once.
    if let Some(link) = wanted.words.fields.get("qr").filter(|t| !t.trim().is_empty()) {
        faults.take(qr(link.trim()).map_err(Faults::from));
    }
    faults.or((pictures, findings, digest))
}

/// Reads one picture file: the picture, what a printer should know of it, and the digest of its bytes.
pub(crate) fn file(
    path: &Path,
    profile: &Profile,
    options: &Options,
) -> Result<(Picture, Vec<Finding>, blake3::Hash), Faults> {
    let bytes = read_limited(path, IMAGE_BYTES)?;
    given(&path.display().to_string(), &bytes, profile, options)
}

/// The same of bytes that are there already; `name` is for messages.
pub(crate) fn given(
    name: &str,
    bytes: &[u8],
    profile: &Profile,
    options: &Options,
) -> Result<(Picture, Vec<Finding>, blake3::Hash), Faults> {
    let (picture, findings) = load(name, bytes, profile, options)?;
    Ok((picture, findings, blake3::hash(bytes)))
}
