//! The logo as it prints, on a ground of any colour.

use std::path::Path;
use std::sync::{Arc, Mutex};

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::geom::{Affine, Outline, Rect};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::limits::IMAGE_BYTES;
use biaoyu_page::page::{Boxes, Fill, ImageMark, Item, Mark, Page, PathMark, Plane, Source};
use biaoyu_page::say;
use biaoyu_set::picture::Picture;

use crate::answer::{Answered, Refusal};
use crate::bench::Bench;
use crate::campaign::File;
use crate::pages::draw;
use crate::project::Project;
use crate::query::Query;
use crate::state::held;

/// Height of the mark, mm, and of the ground around it.
const MARK: f64 = 40.0;
const AROUND: f64 = 6.0;

/// `logo.img`: the version for a ground, on that ground.
pub(crate) fn image(project: &Mutex<Project>, query: &Query) -> Answered {
    let (folder, file, knockout) = {
        let project = held(project);
        let campaign = project.campaign()?;
        let defaults = campaign.defaults;
        let own = match query.get("ground").unwrap_or("light") {
            "dark" => defaults.logo_light.clone().or(defaults.logo.clone()).or(defaults.logo_dark.clone()),
            _ => defaults.logo_dark.clone().or(defaults.logo.clone()).or(defaults.logo_light.clone()),
        };
        (project.folder.clone(), own, defaults.logo_knockout)
    };
    let file = file.ok_or_else(|| Refusal::none(say!("the project has no logo", "项目还没有标志")))?;
    let bytes = biaoyu_press::read(&folder.join(&file), IMAGE_BYTES)?;
    let (picture, _) = crate::uploads::picture(&file, &bytes, knockout)?;
    let ground = match query.get("ground").unwrap_or("light") {
        "light" => Cmyk::PAPER,
        "dark" => Cmyk::from_array([0.9, 0.7, 0.3, 0.5]),
        hex => {
            let number = u32::from_str_radix(hex.trim_start_matches('#'), 16)
                .ok()
                .filter(|_| hex.trim_start_matches('#').len() == 6);
            let number = number.ok_or_else(|| Refusal::bad(say!("`{hex}` is no ground", "`{hex}` 不是底色")))?;
            let [_, r, g, b] = number.to_be_bytes();
            Profile::embedded().from_srgb([r, g, b])
        }
    };
    let page = page(&picture, ground);
    let h = query.number("h").map_or(160.0, |h| h as f64).clamp(8.0, 2048.0);
    draw(page, (h * 8.0, h), query, &|| true)
}

/// Puts a white plate under the logo where it stands on dark grounds, or takes it away: a light version that is drawn around
/// the logo's own file.
///
/// # Errors
/// There is no logo, or one that nothing can be drawn around.
pub(crate) fn plate(folder: &Path, file: &mut File, bench: &mut Bench, on: bool) -> Result<(), Refusal> {
    let own = bench.get("", "plate").map(str::to_owned);
    if !on {
        if own.is_some() && file.get("defaults", "logo_light") == own.as_deref() {
            file.set_text("defaults", "logo_light", None);
        }
        bench.set("", "plate", None);
        return Ok(());
    }
    let none = || Refusal::none(say!("the project has no logo", "项目还没有标志"));
    let name = file.get("defaults", "logo").ok_or_else(none)?.to_owned();
    let bytes = biaoyu_press::read(&folder.join(&name), IMAGE_BYTES)?;
    let drawn = plated(&bytes).ok_or_else(|| {
        let what = say!("a plate is drawn around SVG logos only", "只能给 SVG 标志加白底板");
        let hint = say!("give a light version of the logo", "请另给一个反白稿");
        Refusal::from(Fault::new("studio/plate", Place::file(name.as_str()), what).hint(hint))
    })?;
    crate::uploads::picture(&name, drawn.as_bytes(), false)?;
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let kept = crate::uploads::keep(folder, &format!("{stem}-白底板.svg"), drawn.as_bytes())?;
    file.set_text("defaults", "logo_light", Some(&kept));
    bench.set("", "plate", Some(&kept));
    Ok(())
}

/// An SVG on a white plate, a tenth of its shorter side larger all round; `None` of what is no SVG, or says no size.
fn plated(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    let start = text.find("<svg")?;
    let svg = text.get(start..)?;
    let head = svg.get(..svg.find('>')?)?;
    let attribute = |name: &str| {
        let at = head.find(&format!(" {name}=")).or_else(|| head.find(&format!("\n{name}=")))?;
        let rest = head.get(at + name.len() + 2..)?;
        let quote = rest.chars().next()?;
        rest.get(1..)?.split(quote).next()
    };
    let numbers = |text: &str| -> Vec<f64> { text.split([' ', ',']).filter_map(|n| n.parse().ok()).collect() };
    let plain = |text: &str| text.trim_end_matches("px").trim().parse::<f64>().ok();
    let (width, height) = match attribute("viewBox").map(numbers).as_deref() {
        Some([_, _, width, height]) => (*width, *height),
        _ => (plain(attribute("width")?)?, plain(attribute("height")?)?),
    };
    let around = width.min(height) / 10.0;
    let (w, h) = (width + 2.0 * around, height + 2.0 * around);
    // The inner drawing says its own size, or has none and fills what it stands in.
    let inner = svg.replacen("<svg", &format!("<svg x=\"{around}\" y=\"{around}\""), 1);
    let sized = attribute("width").is_some();
    let inner = match sized {
        true => format!(
            "<svg x=\"{around}\" y=\"{around}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\">{svg}</svg>",
            attribute("width").and_then(plain).unwrap_or(width),
            attribute("height").and_then(plain).unwrap_or(height)
        ),
        false => inner.replacen("<svg", &format!("<svg width=\"{width}\" height=\"{height}\""), 1),
    };
    let plate = format!("<rect width=\"{w}\" height=\"{h}\" rx=\"{}\" fill=\"#fff\"/>", around / 2.0);
    Some(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\">{plate}{inner}</svg>\n"))
}

fn page(picture: &Picture, ground: Cmyk) -> Page {
    let width = MARK * picture.aspect().clamp(0.02, 50.0);
    let trim = Rect::new(0.0, 0.0, width + 2.0 * AROUND, MARK + 2.0 * AROUND);
    let item = |mark: Mark| Item { mark, plane: Plane::Art, source: Source::default() };
    let fill = Fill { paint: Paint::cmyk(ground), even_odd: false };
    let outline = Outline::Rect(trim);
    let mut items = vec![item(Mark::Path(PathMark { path: Arc::new(outline.path()), fill: Some(fill), stroke: None }))];
    let place = Affine::translate((AROUND, AROUND));
    items.push(item(match picture {
        Picture::Vector { size, form, .. } => {
            let scale = Affine::scale_non_uniform(width / size.width.max(1e-9), MARK / size.height.max(1e-9));
            Mark::Shared { form: form.clone(), transform: place * scale }
        }
        Picture::Raster(image) => {
            Mark::Image(ImageMark { image: image.clone(), matrix: place * Affine::scale_non_uniform(width, MARK) })
        }
    }));
    let boxes = Boxes { media: trim, bleed: trim, trim };
    Page {
        title: String::new(),
        boxes,
        trim: Outline::Rect(trim),
        live: Outline::Rect(trim),
        cut: Outline::Rect(trim),
        items,
    }
}
