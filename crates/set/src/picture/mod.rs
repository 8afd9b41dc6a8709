//! Logos, photos and codes: the bytes of a picture file become marks or samples in print colours.
//!
//! SVG stays vector, its sRGB colours turned into inks by declaration or by the profile; PNG and JPEG become samples,
//! those of a CMYK JPEG untouched. What a file holds and paper cannot is refused with the reason and the cure, never
//! dropped in silence. No file, no network: a picture is what its own bytes say.

mod barcode;
mod budget;
mod canvas;
mod clip;
mod cmyk_jpeg;
mod colours;
mod curves;
mod declared;
mod drawing;
mod duotone;
mod exposure;
mod format;
mod gradient;
mod guard;
mod kind;
mod lettered;
mod margin;
mod mask;
mod own_code;
mod pen;
mod photo;
mod place;
mod qr;
mod qr_mask;
mod raster;
mod scan;
mod settle;
mod shade;
mod shares;
mod svg;
mod tiff;
mod tone;
mod trace;
mod webp;
mod white;
mod xml;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub use barcode::{Bars, LEAST_BAR, LEAST_BARCODE_MODULE, code128, datamatrix};
pub use colours::{Colours, Options};
pub use exposure::{Light, exposed};
pub use guard::run as guarded;
pub use kind::Picture;
pub use own_code::own_code;
pub use qr::{LEAST_MODULE, QUIET, has_code, modules, qr, qr_draft};
pub use raster::Raster;
pub use settle::Sheer;

use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Cmyk, Ink};
use biaoyu_page::limits::IMAGE_BYTES;
use biaoyu_page::page::{Form, Image};
use biaoyu_page::reduce::enough_size;
use biaoyu_page::say;
use format::Format;

/// The pictures of an edition, by what layouts call them: `logo`, `photo`, `qr`; `logo-dark` is for light grounds,
/// `logo-light` for dark ones. Copies share the pictures.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    all: BTreeMap<String, Arc<Entry>>,
    /// Whether the pages are composed and never drawn.
    are_drafts: bool,
}

/// What layouts call the logo, and its versions by the ground that they are for.
const LOGO: &str = "logo";
const LOGO_DARK: &str = "logo-dark";
const LOGO_LIGHT: &str = "logo-light";
/// Names that only a picture can be: a field's text is where it comes from.
pub const FILES: [&str; 5] = [LOGO, "photo", "picture", "art", "lettering"];

#[derive(Debug)]
struct Entry {
    picture: Picture,
    /// Found when first asked for.
    shares: OnceLock<shares::Shares>,
    /// Whether it shows as a white box.
    boxed: OnceLock<bool>,
    /// How light it is.
    light: OnceLock<Light>,
    /// The same in fewer samples, the last sizes that were asked for.
    reduced: Mutex<Vec<Arc<Image>>>,
    /// The same in two colours.
    toned: Mutex<Vec<Toned>>,
}

/// A picture in two colours, with what it was made of.
#[derive(Debug)]
struct Toned {
    of: Arc<Image>,
    tones: [(Ink, f64); 2],
    image: Arc<Image>,
}

/// Sizes of a picture that are kept: a campaign's products follow each other.
const SIZES: usize = 4;

impl Pictures {
    /// Adds or replaces one.
    pub fn set(&mut self, name: &str, picture: Picture) {
        let (shares, boxed, light) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let entry = Entry { picture, shares, boxed, light, reduced: Mutex::default(), toned: Mutex::default() };
        self.all.insert(name.into(), Arc::new(entry));
    }

    /// These, and a record's own: the pictures themselves are shared, not copied.
    #[must_use]
    pub fn with(&self, name: &str, picture: Picture) -> Self {
        let mut all = self.clone();
        all.set(name, picture);
        all
    }

    /// The same for pages that nobody draws: their codes are not weighed ([`qr_draft`]).
    #[must_use]
    pub fn for_drafts(&self) -> Self {
        Self { all: self.all.clone(), are_drafts: true }
    }

    /// The code of a text, for these pages.
    ///
    /// # Errors
    /// As [`qr()`].
    pub(crate) fn code(&self, text: &str) -> Result<Picture, Fault> {
        if self.are_drafts { qr_draft(text) } else { qr(text) }
    }

    /// The picture of this name.
    pub fn get(&self, name: &str) -> Option<&Picture> {
        self.all.get(name).map(|entry| &entry.picture)
    }

    /// How light a picture of samples is; `None` of vectors, and where there is none of this name.
    pub fn light(&self, name: &str) -> Option<Light> {
        let entry = self.all.get(name)?;
        let Picture::Raster(image) = &entry.picture else { return None };
        Some(entry.light.get_or_init(|| Light::of(image.image(), Profile::embedded())).clone())
    }

    /// Whether a picture is opaque, white along its edge, and shows as a white box on any other ground.
    pub fn is_boxed(&self, name: &str) -> bool {
        let Some(Entry { picture, boxed, .. }) = self.all.get(name).map(Arc::as_ref) else { return false };
        *boxed.get_or_init(|| match picture {
            Picture::Raster(image) => white::is_boxed(image.image()),
            Picture::Vector { form, size, .. } => white::without_box(&form.items, *size).is_some(),
        })
    }

    /// The ink that a mark is known by: of the inks that are neither white nor gray the one that covers most, else the
    /// one that covers most of all but white.
    pub fn own_ink(&self, name: &str) -> Option<Cmyk> {
        let entry = self.all.get(name)?;
        shares::own_ink(&entry.picture, Profile::embedded())
    }

    /// The samples of a picture, in no more than `most` of them across and down where it has more of both.
    pub fn samples(&self, name: &str, most: [u32; 2]) -> Option<Arc<Image>> {
        let entry = self.all.get(name)?;
        let Picture::Raster(image) = &entry.picture else { return None };
        let mut known = entry.reduced.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.iter().find(|found| [found.width, found.height] == most) {
            return Some(found.clone());
        }
        let reduced = image.fewer(most);
        if [reduced.width, reduced.height] == most {
            if known.len() >= SIZES {
                known.remove(0);
            }
            known.push(reduced.clone());
        }
        Some(reduced)
    }

    /// A picture of this name, in the samples of `of`, from a dark ink to a light one; a spot keeps its plate.
    pub fn duotone(&self, name: &str, of: &Arc<Image>, tones: [(Ink, f64); 2]) -> Arc<Image> {
        let made = || duotone::duotone(of, &tones, Profile::embedded());
        let Some(entry) = self.all.get(name) else { return made() };
        let mut known = entry.toned.lock().unwrap_or_else(PoisonError::into_inner);
        let is = |toned: &&Toned| Arc::ptr_eq(&toned.of, of) && toned.tones == tones;
        if let Some(found) = known.iter().find(is) {
            return found.image.clone();
        }
        let image = made();
        if known.len() >= SIZES {
            known.remove(0);
        }
        known.push(Toned { of: of.clone(), tones, image: image.clone() });
        image
    }

    /// Whether there is one of this name, in any version.
    pub fn has(&self, name: &str) -> bool {
        self.versions(name, false).next().is_some()
    }

    /// Which version of a picture stands on the screen colour `ground`: the one that is made for such a ground, when
    /// there is one and it stands out there, else the one that stands out most.
    pub fn suited(&self, name: &str, ground: [u8; 3]) -> Option<&str> {
        let dark = luminance(ground) < DARK_GROUND;
        let share = |name: &str| self.standing_out(name, ground, STANDS_OUT).unwrap_or(1.0);
        let mut versions: Vec<&str> = self.versions(name, dark).collect();
        if versions.len() < 2 {
            return versions.pop();
        }
        if let Some(at) = versions.iter().position(|v| share(v) >= SHARE) {
            return Some(versions.swap_remove(at));
        }
        versions.into_iter().reduce(|a, b| if share(b) > share(a) { b } else { a })
    }

    /// The names under which a picture is there, the most suited to a dark ground or a light one first.
    pub fn versions(&self, name: &str, dark: bool) -> impl Iterator<Item = &str> {
        let logo: &[&str] = if dark { &[LOGO_LIGHT, LOGO, LOGO_DARK] } else { &[LOGO_DARK, LOGO, LOGO_LIGHT] };
        let wanted = if name == LOGO { logo } else { &[] };
        let own = (name != LOGO).then(|| self.all.get_key_value(name)).flatten();
        wanted.iter().filter_map(|n| self.all.get_key_value(*n)).chain(own).map(|(name, _)| name.as_str())
    }

    /// The share of a picture's covered area, 0 to 1, whose luminance contrast (WCAG 2.1) to the screen colour `ground`
    /// is at least `ratio`; `None` when there is no such picture or it is too fine to tell.
    pub fn standing_out(&self, name: &str, ground: [u8; 3], ratio: f64) -> Option<f64> {
        let entry = self.all.get(name)?.as_ref();
        let shares = entry.shares.get_or_init(|| shares::of(&entry.picture, Profile::embedded()));
        let ground = luminance(ground);
        let clear = shares.iter().filter(|(rgb, _)| {
            let own = luminance(*rgb);
            (own.max(ground) + 0.05) / (own.min(ground) + 0.05) >= ratio
        });
        (!shares.is_empty()).then(|| clear.map(|(_, share)| share).sum())
    }
}

/// Luminance below which white reads better than black: the contrast to both is 4.58.
const DARK_GROUND: f64 = 0.179;
/// Luminance contrast that parts a sign from its ground, and the share of it that must have it.
pub const STANDS_OUT: f64 = 2.0;
/// See [`STANDS_OUT`].
pub const SHARE: f64 = 0.5;
/// Share of a sign below which it is not there: a white mark on a white card.
pub const UNSEEN: f64 = 0.05;

/// Relative luminance of an sRGB colour (IEC 61966-2-1).
fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(|v| {
        let v = f64::from(v) / 255.0;
        if v <= 0.040_45 { v / 12.92 } else { libm::pow((v + 0.055) / 1.055, 2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Reads a picture file; its content tells the format, whatever `name` ends in. `profile` is the printing condition
/// that colours without a declaration are separated for.
///
/// The findings say how colours were turned into inks, and what a printer should know of the file.
///
/// # Errors
/// Faults at `name`: a format that is not read, a broken or truncated file, one beyond the limits, and every feature
/// of an SVG that cannot be printed as vectors, each with its cure.
pub fn load(name: &str, bytes: &[u8], profile: &Profile, options: &Options) -> Result<(Picture, Vec<Finding>), Faults> {
    if bytes.len() > IMAGE_BYTES {
        let (found, most) = (bytes.len() >> 20, IMAGE_BYTES >> 20);
        let what = say!("{found} MB, at most {most} MB are read", "文件有 {found} MB，最多读取 {most} MB");
        return Err(Fault::new("picture/too-large", Place::file(name), what).into());
    }
    let read = match Format::of(name, bytes) {
        Format::Svg => {
            let read = guard::run(name, || svg::read(name, bytes, profile, options))?;
            return Ok(finished(name, read, options));
        }
        Format::Png => photo::png,
        Format::Jpeg => photo::jpeg,
        Format::Tiff => tiff::read,
        Format::Webp => webp::read,
        Format::Other(what, hint) => {
            return Err(Fault::new("picture/format", Place::file(name), what).hint(hint).into());
        }
    };
    let (mut picture, findings) = guard::flat(name, || read(name, bytes, profile, options))?;
    // It was brought down to its windows already.
    if let Picture::Raster(raster) = &picture
        && !options.covers.is_empty()
    {
        picture = Picture::Raster(raster.clone().inked());
    }
    Ok(finished(name, (picture, findings), options))
}

/// Turns what was read into an outline of one ink, when it is samples: the lettering of a scan.
///
/// # Errors
/// Faults at `name` where there is no lettering on paper.
pub fn traced(name: &str, picture: Picture, profile: &Profile) -> Result<(Picture, Vec<Finding>), Faults> {
    match picture {
        Picture::Raster(image) => {
            let most = trace::enough([image.width(), image.height()]);
            let to = enough_size([image.width(), image.height()], Some(most));
            trace::trace(name, &image.fewer(to), profile)
        }
        vector @ Picture::Vector { .. } => Ok((vector, Vec::new())),
    }
}

/// A path, and whether it is filled by the even–odd rule.
type Rule = (biaoyu_page::geom::BezPath, bool);

/// A figure without another that lies in it, under the non-zero rule; `None` when their outlines cross.
pub(crate) fn pierced(figure: Rule, hole: Rule) -> Option<biaoyu_page::geom::BezPath> {
    let [figure, hole] = [figure, hole].map(|(path, even_odd)| clip::Figure { path, even_odd });
    clip::pierced(&figure, &hole)
}

/// The figure that a line on the page covers, dash by dash.
pub(crate) fn line_figure(
    path: &biaoyu_page::geom::BezPath,
    stroke: &biaoyu_page::page::Stroke,
) -> biaoyu_page::geom::BezPath {
    pen::figure(path, stroke.width, stroke.cap, stroke.join, &stroke.dash)
}

/// A picture as the options want it: without the white around its mark, and without the empty margin of its file.
pub fn finished(name: &str, read: (Picture, Vec<Finding>), options: &Options) -> (Picture, Vec<Finding>) {
    let read = knocked(name, read, options);
    match options {
        Options { whole: true, .. } => margin::kept(read),
        Options { tight: true, .. } => margin::left_out(name, read),
        _ => read,
    }
}

/// A picture without the white around its mark, when that is wanted.
fn knocked(name: &str, (picture, mut findings): (Picture, Vec<Finding>), options: &Options) -> (Picture, Vec<Finding>) {
    if !options.knockout {
        return (picture, findings);
    }
    let out = match &picture {
        Picture::Raster(image) => white::knocked_out(image.image()).map(|image| Picture::Raster(image.into())),
        Picture::Vector { form, size, .. } => white::without_box(&form.items, *size).map(|items| {
            let form = Form { id: format!("{}-bare", form.id), bounds: form.bounds, items, once: form.once };
            Picture::Vector { size: *size, form: Arc::new(form), sheer: None }
        }),
    };
    let (rule, severity, what) = match &out {
        Some(_) => (
            "picture-knocked-out",
            Severity::Note,
            say!(
                "the white around the mark is left out; white inside of it stays",
                "已去掉标志四周的白底，标志内部的白色保留"
            ),
        ),
        None => (
            "picture-no-white",
            Severity::Warning,
            say!("no flat white around the mark: nothing is knocked out", "标志四周没有均匀的白底：未去底"),
        ),
    };
    findings.push(Finding { rule, severity, place: Place::file(name), what, hint: None });
    (out.unwrap_or(picture), findings)
}

#[cfg(test)]
mod tests;
