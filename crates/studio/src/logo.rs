//! The logo as it prints, on a ground of any colour.

use std::sync::{Arc, Mutex};

use biaoyu_page::geom::{Affine, Outline, Rect};
use biaoyu_page::icc::Profile;
use biaoyu_page::ink::{Cmyk, Paint};
use biaoyu_page::page::{Boxes, Fill, ImageMark, Item, Mark, Page, PathMark, Plane, Source};
use biaoyu_page::say;
use biaoyu_set::picture::Picture;

use crate::answer::{Answered, Refusal};
use crate::held::held;
use crate::pages::draw;
use crate::project::Project;
use crate::query::Query;
use crate::state::Studio;

/// Height of the mark, mm, and of the ground around it.
const MARK: f64 = 40.0;
const AROUND: f64 = 6.0;

/// `logo.img`: the version for a ground, on that ground.
pub(crate) fn image(studio: &Studio, project: &Mutex<Project>, query: &Query) -> Answered {
    let (folder, file, knockout) = {
        let project = held(project);
        let campaign = project.campaign()?;
        let defaults = &campaign.defaults;
        let own = match query.get("ground").unwrap_or("light") {
            "dark" => defaults.logo_light.clone().or(defaults.logo.clone()).or(defaults.logo_dark.clone()),
            _ => defaults.logo_dark.clone().or(defaults.logo.clone()).or(defaults.logo_light.clone()),
        };
        (project.folder.clone(), own, defaults.logo_knockout)
    };
    let file = file.ok_or_else(|| Refusal::none(say!("the project has no logo", "项目还没有标志")))?;
    let picture = studio.logos.get(&folder.join(&file), &file, knockout)?;
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
        Picture::Raster(image) => Mark::Image(ImageMark {
            image: image.image().clone(),
            matrix: place * Affine::scale_non_uniform(width, MARK),
        }),
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
