//! Pictures of the user: the logo with its versions, and the photo.

use std::path::Path;
use std::sync::Arc;

use super::code;
use super::kept::KeptPictures;
use crate::folder::files::read_limited;
use crate::want::Wanted;
use biaoyu_check::import::load;
use biaoyu_page::error::{Fault, Faults, Finding, Place};
use biaoyu_page::font::Face;
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::IMAGE_BYTES;
use biaoyu_page::say;
use biaoyu_set::compose::{Picture, Pictures, art_samples, enough_samples, scene_samples};
use biaoyu_set::layout::MARKS;
use biaoyu_set::picture::{Options, own_code, qr, traced};
use biaoyu_set::product::Product;

/// A logo is no larger than this part of its product's longer side.
const LOGO_SHARE: u32 = 3;
/// Samples of a logo's shorter side that are kept in any case.
const LOGO_LEAST: u32 = 600;
/// A ring with a bar in it: a mark that is nobody's, in white, for the dark grounds of sheets.
const SAMPLE_MARK: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\"><path fill=\"#fff\" \
     d=\"M50 0a50 50 0 1 1 0 100a50 50 0 1 1 0-100zM50 14a36 36 0 1 0 0 72a36 36 0 1 0 0-72z\"/><path fill=\"#fff\" \
     d=\"M28 42h44v16h-44z\"/></svg>";
/// A dam before hills: a picture that is nobody's, drawn.
const SAMPLE_PICTURE: &str = include_str!("sample.svg");
/// What layouts call the picture of a sheet.
pub(crate) const PICTURE: &str = "picture";
/// What layouts call finished art, and a lettering.
const ART: &str = "art";
/// See [`ART`].
const LETTERING: &str = "lettering";
/// What layouts call the code.
const CODE: &str = "qr";

/// The pictures, what a printer should know of them, and words that change when they do. `profile` is the printing
/// condition that screen colours are separated for, `face` that of text in drawings, `ink` the most that a sheet's picture has
/// of it on one place.
pub(crate) fn pictures(
    wanted: &Wanted,
    profile: &Profile,
    products: &[Arc<Product>],
    (face, ink): (Option<Arc<Face>>, f64),
    kept: Option<&KeptPictures>,
) -> Result<(Pictures, Vec<Finding>, String), Faults> {
    let mut faults = Faults::default();
    let mut pictures = Pictures::default();
    let mut findings = Vec::new();
    let mut digest = String::new();
    let enough = products.iter().map(|product| enough_samples(product)).max();
    let mut options = Options { enough, knockout: wanted.words.logo_knockout, face, ..Options::default() };
    digest += if wanted.words.logo_keep_margin { "margins kept;" } else { "" };
    digest += &options.face.as_ref().map(|face| format!("text in {face:?};")).unwrap_or_default();
    for text in &wanted.words.logo_inks {
        faults.take(options.declare(text).map_err(Faults::from));
    }
    let photo = wanted.words.fields.get("photo").map(str::trim).filter(|p| !p.is_empty()).map(Path::new);
    let words = &wanted.words;
    if words.more_logos.len() >= MARKS.len() {
        let (found, most) = (words.more_logos.len() + 1, MARKS.len());
        let what = say!("{found} logos, at most {most} stand on a sheet", "给了 {found} 个标志，一张最多放 {most} 个");
        faults.push(Fault::new("logo/too-many", Place::thing(say!("`--logo`", "`--logo`")), what));
    }
    let mut files = vec![
        ("logo", words.logo.as_deref()),
        ("logo-dark", words.logo_dark.as_deref()),
        ("logo-light", words.logo_light.as_deref()),
    ];
    let no_logo = files.iter().all(|(_, path)| path.is_none());
    files.extend(MARKS.into_iter().skip(1).zip(words.more_logos.iter().map(|path| Some(path.as_path()))));
    files.extend([
        ("photo", photo),
        (PICTURE, words.picture.as_deref()),
        (ART, words.art.as_deref()),
        (LETTERING, words.lettering.as_deref()),
        (CODE, words.code.as_deref()),
    ]);
    if words.sample_picture && words.picture.is_none() {
        let drawn = load("picture.svg", SAMPLE_PICTURE.as_bytes(), profile, &Options::default());
        if let Some((picture, _)) = faults.take(drawn) {
            digest += "sample picture;";
            pictures.set(PICTURE, picture.clone());
            if words.art.is_none() {
                pictures.set(ART, picture);
            }
        }
    }
    if words.sample_mark && no_logo {
        let mark = load("mark.svg", SAMPLE_MARK.as_bytes(), profile, &options);
        if let Some((picture, _)) = faults.take(mark) {
            digest += "sample mark;";
            pictures.set("logo-light", picture);
        }
        let dark = SAMPLE_MARK.replace("#fff", "#14213d");
        if let Some((picture, _)) = faults.take(load("mark.svg", dark.as_bytes(), profile, &options)) {
            pictures.set("logo", picture);
        }
    }
    if !words.logo_inks.is_empty() && no_logo {
        let what = say!("inks of a logo, and no logo", "给了标志的油墨，没有给标志");
        let hint = say!("give the logo by `--logo FILE`", "请用 `--logo 文件` 给出标志");
        faults.push(Fault::new("logo/none", Place::thing(say!("`--logo-ink`", "`--logo-ink`")), what).hint(hint));
    }
    for (name, path) in files {
        let Some(path) = path else { continue };
        if name == CODE && path.to_str().is_some_and(|text| text.contains("://")) {
            let link = path.display();
            let what = say!("`{link}` is a link, and no picture of a code", "`{link}` 是网址，不是二维码图片");
            let hint = say!("its code is made by `--set qr={link}`", "要生成它的二维码，请写 `--set qr={link}`");
            faults.push(Fault::new("logo/link", Place::thing(say!("`--code`", "`--code`")), what).hint(hint));
            continue;
        }
        // A code is printed as it is, to the sample.
        let logo = !["photo", CODE, PICTURE, ART, LETTERING].contains(&name);
        let share = if logo { LOGO_SHARE } else { 1 };
        let options = Options {
            enough: enough
                .filter(|_| name != CODE && name != LETTERING)
                .map(|samples| (samples / share).max(LOGO_LEAST)),
            covers: match name {
                PICTURE => products.iter().map(|product| scene_samples(product)).collect(),
                ART => products.iter().map(|product| art_samples(product)).collect(),
                _ => Vec::new(),
            },
            // Screen colours become no more ink than the shop takes; inks stay as they are.
            ink: [PICTURE, "photo", ART, LETTERING].contains(&name).then_some(ink),
            knockout: options.knockout && logo,
            tight: logo,
            whole: logo && words.logo_keep_margin,
            paper: name == ART,
            ..options.clone()
        };
        if let Some((picture, more, hash)) = faults.take(file(path, profile, &options, kept)) {
            digest += &format!(
                "{name} {hash} {:?} {} {:?} {:?} {:?};",
                wanted.words.logo_inks, options.knockout, options.enough, options.covers, options.ink
            );
            findings.extend(more);
            let picture = match name {
                CODE => {
                    let shown = path.display().to_string();
                    let codes = code::read(&shown, &picture);
                    findings.push(code::told(&shown, &codes));
                    own_code(picture, codes.first().map(|code| code.module))
                }
                LETTERING if !words.lettering_paper => {
                    let shown = path.display().to_string();
                    let Some((outline, told)) = faults.take(traced(&shown, picture, profile)) else { continue };
                    findings.extend(told);
                    outline
                }
                _ => picture,
            };
            digest += if words.lettering_paper { "paper;" } else { "" };
            pictures.set(name, picture);
        }
    }
    // Pages make their codes themselves, as a record may have a link of its own: here a fault is told once.
    if let Some(link) = wanted.words.fields.get("qr").filter(|t| !t.trim().is_empty()) {
        faults.take(qr(link.trim()).map_err(Faults::from));
    }
    faults.or((pictures, findings, digest))
}

/// Reads one picture file, unless it is kept: the picture, what a printer should know of it, and the digest of its bytes.
pub(crate) fn file(
    path: &Path,
    profile: &Profile,
    options: &Options,
    kept: Option<&KeptPictures>,
) -> Result<(Picture, Vec<Finding>, blake3::Hash), Faults> {
    let read = || {
        let bytes = read_limited(path, IMAGE_BYTES)?;
        given(&path.display().to_string(), &bytes, profile, options)
    };
    match kept {
        Some(kept) => kept.get(path, profile, options, read),
        None => read(),
    }
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
