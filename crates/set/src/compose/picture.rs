//! Pictures at their place: logo, photo, QR code.

use std::sync::Arc;

use super::gate::limits::BARE;
use super::scene::{SLACK, art_size, is_scene, scene_ppi, scene_size};
use super::{Composer, Laid};
use crate::layout::{DUOTONE, FOCUS, Picture as Slot, RoleInk, focus};
use crate::picture::{self, LEAST_MODULE, Picture, QUIET, SHARE, STANDS_OUT, UNSEEN};
use crate::product::{Kind, Product};
use crate::profile::Profile as Shop;
use biaoyu_page::error::Severity;
use biaoyu_page::geom::{Affine, Rect, rect_path};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Cmyk, Ink, Paint};
use biaoyu_page::measure::{MM_PER_INCH, number};
use biaoyu_page::page::{Form, Group, ImageMark, Item, Mark, Plane};
use biaoyu_page::say;
use biaoyu_page::words::Intent;

/// Samples an inch above which a picture is brought down to the number that shops ask for, and that number: what press
/// presets of layout programs do.
const TOO_FINE: f64 = 450.0;
/// See [`TOO_FINE`].
const FINE: f64 = 300.0;
/// Width in millimetres of samples in a drawing up to which they are an ornament's, and not judged.
const SMALL_PART: f64 = 10.0;
/// The point that stays in sight where none is named: faces and horizons stand above the middle.
const EYE: (f64, f64) = (0.5, 0.42);
/// The same in an upright picture of a cell: who is photographed upright has the face in the upper third.
const FACE: (f64, f64) = (0.5, 0.3);

/// Samples along the shorter side of a picture that are enough on a product, wherever a layout puts it: one that covers
/// its place may be longer than the product, but never broader.
pub fn enough_samples(product: &Product) -> u32 {
    let trim = product.trim_outline().bounds();
    (trim.width().max(trim.height()) / MM_PER_INCH * TOO_FINE).ceil() as u32
}

/// How many samples are enough, of a picture that has far more at a width of so many millimetres.
fn too_fine([w, h]: [u32; 2], width: f64) -> Option<[u32; 2]> {
    let inches = width / MM_PER_INCH;
    let scale = FINE * inches / f64::from(w);
    let is = f64::from(w) > TOO_FINE * inches && scale > 0.0;
    is.then(|| [w, h].map(|side| (f64::from(side) * scale).ceil() as u32))
}

impl Composer<'_> {
    /// Places a picture, scaled to fit its region or to cover it.
    pub(super) fn picture(&mut self, id: &Arc<str>, slot: &Slot) -> Option<Laid> {
        let (name, picture) = self.chosen(id, slot)?;
        let region = if slot.bleeds { self.rect(&slot.region) } else { self.text_rect(&slot.region) };
        let aspect = picture.aspect();
        // Clear space is counted in the picture's height, so the picture gives up its share on both sides.
        let share = 1.0 / (1.0 + 2.0 * slot.clear);
        let within = (region.height() * share).min(region.width() / (aspect + 2.0 * slot.clear));
        let height = if slot.cover { region.height().max(region.width() / aspect) } else { within };
        let (width, clear) = (height * aspect, if slot.cover { 0.0 } else { height * slot.clear });
        let free = (region.width() - width - 2.0 * clear, region.height() - height - 2.0 * clear);
        let (left, top) = if slot.cover && slot.focus {
            let eye = if slot.what.contains('#') && aspect < 1.0 { FACE } else { EYE };
            self.focused(id, free, (region.width(), region.height()), (width, height), eye)
        } else {
            (clear + slot.align.x * free.0, clear + slot.align.y * free.1)
        };
        let quiet = self.quiet(slot, &picture, height);
        // On bare paper the quiet zone is not seen: the modules keep to the margin, not their panel.
        let (x, y) = (
            region.x0 + left + (2.0 * slot.align.x - 1.0) * quiet,
            region.y0 + top + (2.0 * slot.align.y - 1.0) * quiet,
        );
        let whole = Rect::new(x, y, x + width, y + height);
        let ink = if slot.cover { region } else { whole };
        if !(ink.width() > 0.0 && ink.height() > 0.0) {
            let what = slot.what.clone();
            self.remark(
                id,
                "picture-no-room",
                Severity::Warning,
                say!("no room for `{what}`: left out", "放不下 `{what}`：已省去"),
                say!("choose a larger product, or another layout", "请选更大的产品，或换一个版式"),
            );
            return None;
        }
        let mark = match &picture {
            Picture::Vector { size, form, sheer } => {
                let form = match sheer {
                    Some(sheer) => sheer.on(self.ground_inks(slot)),
                    None => form.clone(),
                };
                let form = slot.ink.map_or(form.clone(), |ink| self.in_one_ink(&form, ink));
                let scale = height / size.height.max(1e-9);
                if is_scene(&slot.what)
                    && let Some((across, width)) = coarsest(&form.items, Affine::scale(scale))
                {
                    self.check_samples(id, slot, [across, 0], width);
                }
                let transform = Affine::translate((x, y)) * Affine::scale(scale);
                if let Some(modules) = picture::modules(&picture) {
                    self.check_module(id, width / modules);
                }
                Mark::Shared { form, transform }
            }
            Picture::Raster(samples) => {
                let size = [samples.width(), samples.height()];
                let matrix = Affine::translate((x, y)) * Affine::scale_non_uniform(width, height);
                self.check_samples(id, slot, size, width);
                let most = if slot.what.contains('#') {
                    self.cell_size(&slot.what, size, width)
                } else if slot.what == "art" {
                    art_size(size, self.edition.product, width)
                } else if is_scene(&slot.what) {
                    scene_size(size, self.edition.product)
                } else {
                    too_fine(size, width)
                };
                let fewer = most.and_then(|most| self.edition.pictures.samples(&name, most));
                let image = fewer.unwrap_or_else(|| samples.image().clone());
                let image = match self.exposure {
                    Some(power) => picture::exposed(&image, power),
                    None => image,
                };
                if slot.what == "art" && matches!(self.edition.product.kind, Kind::Screen | Kind::Social) {
                    self.remark(
                        id,
                        "art-through-inks",
                        Severity::Warning,
                        say!(
                            "a screen shows the art as its inks look: pure green, blue and red lose their brilliance",
                            "画面先转为油墨再显示到屏幕：鲜亮的红、绿、蓝会变暗"
                        ),
                        say!(
                            "where the art alone is shown, publish its own file; where colours must be exact, ask for art in CMYK",
                            "只需画面本身时请直接发布原文件；颜色要准时请向画面的提供方要 CMYK 文件"
                        ),
                    );
                }
                let two = self.two_tones(slot).map(|tones| self.edition.pictures.duotone(&name, &image, tones));
                Mark::Image(ImageMark { image: two.unwrap_or(image), matrix })
            }
        };
        if slot.what == "logo" {
            self.check_ground(id, slot, &name);
        }
        let mut mark = Item { mark, plane: Plane::Art, source: self.source(id) };
        if slot.cover && (whole.width() > ink.width() || whole.height() > ink.height()) {
            let clip = Some(Arc::new(rect_path(ink)));
            let group = Group { transform: Affine::IDENTITY, clip, text: None, items: vec![mark] };
            mark = Item { mark: Mark::Group(group), plane: Plane::Art, source: self.source(id) };
        }
        Some(Laid { items: vec![mark], region, size: height, lines: 0.0, ink })
    }

    /// Width of the quiet zone of a code of this height that stands on bare paper, mm; of anything else 0.
    fn quiet(&self, slot: &Slot, picture: &Picture, height: f64) -> f64 {
        let modules = picture::modules(picture).filter(|_| slot.what == "qr" && !slot.cover);
        let is_bare = || self.variant.ground.is_some_and(|ground| self.inks_of(ground).total() < BARE);
        modules.filter(|_| is_bare()).map_or(0.0, |modules| height * f64::from(QUIET) / modules)
    }

    fn inks_of(&self, ink: RoleInk) -> Cmyk {
        self.edition.palette.ink(ink.role, self.edition.spots).cmyk().tinted(ink.tint)
    }

    /// The picture that a slot shows, with the name that it has: the code, or the version that suits the ground.
    fn chosen(&mut self, id: &Arc<str>, slot: &Slot) -> Option<(String, Picture)> {
        if slot.what != "qr" {
            let pictures = self.edition.pictures;
            let name = pictures.suited(&slot.what, self.ground_of(slot))?;
            return Some((name.to_owned(), pictures.get(name)?.clone()));
        }
        match self.code.clone()? {
            Ok(code) => Some((slot.what.clone(), code)),
            Err(mut fault) => {
                fault.place = self.place(Some(id));
                self.faults.push(fault);
                None
            }
        }
    }

    /// Where a picture that is longer than its region by `free` (negative, mm) begins, so that its focus stands as near to
    /// the middle of the region as the picture reaches.
    pub(super) fn focused(
        &mut self,
        id: &Arc<str>,
        free: (f64, f64),
        region: (f64, f64),
        whole: (f64, f64),
        eye: (f64, f64),
    ) -> (f64, f64) {
        let text = self.fields.get(FOCUS).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
        let point = text.as_deref().and_then(focus);
        if let (Some(text), None) = (&text, point) {
            self.remark(
                id,
                "picture-focus",
                Severity::Warning,
                say!(
                    "`{text}` is no point of a picture: its middle stays in sight",
                    "`{text}` 不是图片上的点：按中部裁切"
                ),
                say!("write two parts of 0 to 1, or per cent: 0.5,0.3", "请写两个 0 到 1 的数或百分数：0.5,0.3"),
            );
        }
        let (x, y) = point.unwrap_or(eye);
        let along =
            |part: f64, free: f64, region: f64, whole: f64| (region / 2.0 - part * whole).clamp(free.min(0.0), 0.0);
        (along(x, free.0, region.0, whole.0), along(y, free.1, region.1, whole.1))
    }

    /// The dark and the light ink of a picture in two, each with its share, where that is asked for.
    pub(super) fn two_tones(&self, slot: &Slot) -> Option<[(Ink, f64); 2]> {
        let (one, other) = slot.duotone.filter(|_| self.fields.has(DUOTONE))?;
        let ink = |role: RoleInk| (self.edition.palette.ink(role.role, self.edition.spots), role.tint);
        let (one, other) = (ink(one), ink(other));
        let look = |(ink, tint): &(Ink, f64)| {
            let [r, g, b] = Profile::embedded().to_srgb(ink.cmyk().tinted(*tint), Intent::Relative);
            299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b)
        };
        Some(if look(&one) <= look(&other) { [one, other] } else { [other, one] })
    }

    /// A drawing in one ink of the palette.
    pub(super) fn in_one_ink(&self, form: &Form, ink: RoleInk) -> Arc<Form> {
        let items = painted(&form.items, &self.paint(ink));
        let id = format!("{}-{}-{}", form.id, ink.role.word(), (ink.tint * 100.0).round());
        Arc::new(Form { id, bounds: form.bounds, items, once: form.once })
    }

    /// The screen colour that a slot stands on.
    fn ground_of(&self, slot: &Slot) -> [u8; 3] {
        Profile::embedded().to_srgb(self.ground_inks(slot), Intent::Relative)
    }

    /// The inks that a slot stands on; paper, where nothing is painted.
    fn ground_inks(&self, slot: &Slot) -> Cmyk {
        slot.on.or(self.variant.ground).map_or(Cmyk::PAPER, |ink| self.inks_of(ink))
    }

    /// The size that the picture of a cell is brought to in a window of so many millimetres.
    fn cell_size(&self, what: &str, size: [u32; 2], width: f64) -> Option<[u32; 2]> {
        let (_, wanted) = if is_scene(what) { scene_ppi(self.edition.product) } else { (FINE, FINE) };
        let scale = wanted * width / MM_PER_INCH / f64::from(size[0]);
        (scale * SLACK < 1.0 && scale > 0.0).then(|| size.map(|side| (f64::from(side) * scale).ceil().max(1.0) as u32))
    }

    fn check_module(&mut self, id: &Arc<str>, module: f64) {
        if module < LEAST_MODULE {
            let (found, wanted) = (number(module, 2), number(LEAST_MODULE, 2));
            self.remark(
                id,
                "qr-module",
                Severity::Warning,
                say!(
                    "a module of the QR code is {found} mm, telephones want {wanted} mm",
                    "二维码的模块只有 {found} mm，手机识别至少要 {wanted} mm"
                ),
                say!("shorten the link, or choose a larger product", "请缩短链接，或选更大的产品"),
            );
        }
    }

    /// Whether the samples are fine enough for the product's reading distance.
    fn check_samples(&mut self, id: &Arc<str>, slot: &Slot, [across, _]: [u32; 2], width: f64) {
        let found = f64::from(across) / (width / MM_PER_INCH);
        // As preflight has it, which speaks of the file.
        let product = self.edition.product;
        let (refused, wanted) = match is_scene(&slot.what) {
            true => scene_ppi(product),
            false => Shop::offset().ppi_for(Some(product.distance), product.trim.area()),
        };
        if found >= wanted - 0.5 {
            return;
        }
        let severity = if found < refused - 0.5 { Severity::Error } else { Severity::Warning };
        let pixels = number((f64::from(across) * wanted / found).ceil(), 0);
        let what = slot.what.split('#').next().unwrap_or_default().to_owned();
        // Rounded down, or 57.6 would be told as the 58 that are wanted.
        let (found, wanted) = (number(found.floor(), 0), number(wanted.round(), 0));
        self.remark(
            id,
            "picture-too-coarse",
            severity,
            say!(
                "`{what}` has {found} samples an inch at this size, {wanted} are wanted",
                "`{what}` 在此尺寸只有 {found} dpi，需要 {wanted} dpi"
            ),
            say!("give it {pixels} pixels wide, or as SVG", "请提供宽 {pixels} 像素的图，或 SVG"),
        );
    }

    /// Whether a logo can be told from what it stands on.
    fn check_ground(&mut self, id: &Arc<str>, slot: &Slot, name: &str) {
        if slot.on.is_none() && self.variant.ground.is_none() {
            return;
        }
        let ground = self.ground_of(slot);
        if self.ground_inks(slot).total() > 0.03 && self.edition.pictures.is_boxed(name) {
            self.remark(
                id,
                "logo-white-box",
                Severity::Warning,
                say!(
                    "the logo has no transparency: it stands on the ground as a white box",
                    "标志没有透明背景：会在底色上印成白框"
                ),
                say!(
                    "add `--logo-knockout`, or give it as SVG, PDF or PNG with transparency",
                    "请加 `--logo-knockout`，或改用 SVG、PDF 或带透明背景的 PNG"
                ),
            );
        }
        let Some(share) = self.edition.pictures.standing_out(name, ground, STANDS_OUT) else { return };
        if share < SHARE {
            let percent = number(share * 100.0, 0);
            // A mark of which nothing is seen was given and is not there. No plate is laid under it: what a mark may stand on
            // is its owner's to say.
            let severity = if share < UNSEEN { Severity::Error } else { Severity::Warning };
            self.remark(
                id,
                "logo-ground",
                severity,
                say!("only {percent} % of the logo stands out from its ground", "标志只有 {percent} % 能与底色区分"),
                say!(
                    "give its version for such a ground by `--logo-dark` (light grounds) or `--logo-light` (dark ones)",
                    "请另给适合该底色的标志：浅底用 `--logo-dark` 给深色稿，深底用 `--logo-light` 给反白稿"
                ),
            );
        }
    }
}

/// Of the samples in a drawing those that are largest on paper: how many across, on how many millimetres.
fn coarsest(items: &[Item], to_page: Affine) -> Option<(u32, f64)> {
    let here = |item: &Item| match &item.mark {
        Mark::Image(image) => {
            let [a, b, ..] = (to_page * image.matrix).as_coeffs();
            Some((image.image.width, a.hypot(b))).filter(|(across, width)| *across > 1 && *width > SMALL_PART)
        }
        Mark::Group(group) => coarsest(&group.items, to_page * group.transform),
        Mark::Shared { form, transform } => coarsest(&form.items, to_page * *transform),
        _ => None,
    };
    let per_mm = |(across, width): &(u32, f64)| f64::from(*across) / width;
    items.iter().filter_map(here).min_by(|a, b| per_mm(a).total_cmp(&per_mm(b)))
}

/// Items whose fills and lines are all of one paint; samples stay.
fn painted(items: &[Item], paint: &Paint) -> Vec<Item> {
    let mark = |mark: &Mark| match mark {
        Mark::Path(path) => {
            let mut path = path.clone();
            path.fill.iter_mut().for_each(|fill| fill.paint = paint.clone());
            path.stroke.iter_mut().for_each(|stroke| stroke.paint = paint.clone());
            Mark::Path(path)
        }
        Mark::Group(group) => Mark::Group(Group { items: painted(&group.items, paint), ..group.clone() }),
        other => other.clone(),
    };
    items.iter().map(|item| Item { mark: mark(&item.mark), ..item.clone() }).collect()
}
