//! The gallery: a matrix of layouts × products × slogans, as one picture and one page of HTML.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::folder::files::{Doing, Drafts, fault};
use crate::plan::Plan;
use crate::plan::work::{Job, Work};
use crate::stage::Stage;
use biaoyu_out::raster;
use biaoyu_page::error::{Faults, Lang};
use biaoyu_page::measure::MM_PER_INCH;
use biaoyu_page::page::Page;
use biaoyu_page::xml::escape;
use biaoyu_set::overview;
use biaoyu_set::picture::{FILES, has_code};

/// Width of the sheet's picture, pixels.
const SHEET: f64 = 1400.0;
/// Pixels of the longer side of a picture in the HTML.
const PICTURE: f64 = 420.0;
/// Wider than this, a page stands in a row of its own kind.
const WIDE: f64 = 3.0;

/// What a gallery wrote.
pub struct Gallery {
    /// The picture of all pages.
    pub sheet: PathBuf,
    /// The page with a picture each.
    pub html: PathBuf,
    /// Pages shown.
    pub pages: usize,
    /// Pages that could not be set.
    pub faults: Faults,
}

/// Writes `overview.png`, `gallery.html` and its pictures into a folder, over those that are there.
///
/// # Errors
/// When a file cannot be written. A page that cannot be set is left out and told.
pub fn gallery(plan: &Plan, folder: &Path, lang: Lang) -> Result<Gallery, Faults> {
    let stage = Stage::new(plan);
    let set: Vec<Result<Page, Faults>> = plan.pages.par_iter().map(|leaf| stage.page(*leaf).map(|c| c.page)).collect();
    let mut faults = Faults::default();
    let pages: Vec<(&Job, Page)> =
        plan.jobs.iter().zip(set).filter_map(|(job, page)| Some((job, faults.take(page)?))).collect();
    let drafts = Drafts::open(folder, None).map_err(Faults::from)?;

    let sheet = overview::gallery(&plan.campaign.heading, &rows(&pages));
    let dpi = SHEET / sheet.boxes.trim.width() * MM_PER_INCH;
    let picture = save(&drafts, folder, (0, "overview.png"), |out| print(&sheet, dpi, plan, out))?;
    let names: Vec<String> = (0..pages.len()).map(|i| format!("pictures/{i:04}.png")).collect();
    let written: Vec<Result<PathBuf, Faults>> = pages
        .par_iter()
        .zip(&names)
        .enumerate()
        .map(|(i, ((_, page), name))| {
            let trim = page.boxes.trim;
            let dpi = PICTURE / trim.width().max(trim.height()) * MM_PER_INCH;
            save(&drafts, folder, (i + 2, name), |out| print(page, dpi, plan, out))
        })
        .collect();
    written.into_iter().collect::<Result<Vec<_>, _>>()?;
    let text = html(plan, &pages, &names, lang);
    let html = save(&drafts, folder, (1, "gallery.html"), |out| Ok(out.write_all(text.as_bytes())?))?;
    Ok(Gallery { sheet: picture, html, pages: pages.len(), faults })
}

/// The pages layout by layout, the wide ones in rows below the others.
fn rows(pages: &[(&Job, Page)]) -> Vec<Vec<Page>> {
    let mut rows = Vec::new();
    for layout in layouts(pages) {
        let own = || pages.iter().filter(|(job, _)| job.work.layout.id == layout);
        let wide = |page: &Page| page.boxes.trim.width() > WIDE * page.boxes.trim.height();
        let of = |wanted: bool| own().filter(|(_, p)| wide(p) == wanted).map(|(_, p)| p.clone()).collect::<Vec<_>>();
        rows.push(of(false));
        rows.extend(of(true).chunks(2).map(<[Page]>::to_vec));
    }
    rows
}

fn layouts<'p>(pages: &'p [(&Job, Page)]) -> Vec<&'p str> {
    let mut ids: Vec<&str> = Vec::new();
    for (job, _) in pages {
        if !ids.contains(&job.work.layout.id.as_str()) {
            ids.push(&job.work.layout.id);
        }
    }
    ids
}

fn print(page: &Page, dpi: f64, plan: &Plan, mut out: &mut dyn std::io::Write) -> Result<(), raster::Error> {
    let options = raster::Options { profile: plan.settings.profile.clone(), ..raster::Options::new(dpi) };
    raster::png(page, &options, &mut out)
}

/// Writes a file whole, over one of the same name. `number` is not used by another file of this run.
fn save(
    drafts: &Drafts,
    folder: &Path,
    (number, name): (usize, &str),
    write: impl FnOnce(&mut dyn std::io::Write) -> Result<(), raster::Error>,
) -> Result<PathBuf, Faults> {
    let target = folder.join(name);
    let told = |error: raster::Error| match error {
        raster::Error::Fault(fault) => Faults::from(*fault),
        raster::Error::Io(error) => fault(&target, &error, Doing::Write).into(),
    };
    let draft = drafts.write(number as u64, write).map_err(told)?;
    draft.place(&target).map_err(|error| told(error.into()))?;
    Ok(target)
}

/// The command that makes a page of the gallery: a code is named where it is printed, and a slogan where nothing stands in its place.
fn command(plan: &Plan, work: &Work, page: &Page) -> String {
    let (layout, fields) = (&work.layout, &work.fields);
    let mut words = format!("biaoyu render -l {} -p {}", layout.id, work.product.id);
    if !layout.needs.iter().any(|need| need == "art") {
        let _ = write!(words, " -s {}", work.label);
    }
    for (field, _) in &layout.sample {
        if let Some(text) = fields.get(field) {
            let _ = write!(words, " --set {field}={text}");
        }
    }
    for need in layout.needs.iter().filter(|need| FILES.contains(&need.as_str())) {
        let _ = write!(words, " --{need} FILE");
    }
    if let Some(unit) = fields.get("unit") {
        let _ = write!(words, " --unit {unit}");
    }
    if plan.pictures.has("logo") {
        words += " --logo FILE";
    }
    if let Some(link) = fields.get("qr").filter(|_| has_code(&page.items)) {
        let _ = write!(words, " --set qr={link}");
    }
    words
}

fn html(plan: &Plan, pages: &[(&Job, Page)], names: &[String], lang: Lang) -> String {
    let (code, title) = match lang {
        Lang::En => ("en", "Gallery"),
        Lang::Zh => ("zh-CN", "版式总览"),
    };
    let heading = escape(&plan.campaign.heading);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{code}\"><meta charset=\"utf-8\"><title>{title} · {heading}</title>\n<style>\n\
         body{{margin:2rem;background:#ececea;color:#222;font:15px/1.5 \"Noto Sans CJK SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif}}\n\
         section div{{display:flex;flex-wrap:wrap;gap:14px;align-items:flex-end}}\n\
         figure{{margin:0;max-width:26rem}} code{{font-size:10px;overflow-wrap:anywhere}} img{{display:block;max-height:210px;max-width:100%}} figcaption{{font-size:11px;color:#666}}\n\
         </style>\n<h1>{heading}</h1>\n"
    );
    for layout in layouts(pages) {
        let own = pages.iter().zip(names).filter(|((job, _), _)| job.work.layout.id == layout);
        let name =
            pages.iter().find(|(job, _)| job.work.layout.id == layout).map_or("", |(job, _)| &job.work.layout.name);
        let _ = writeln!(out, "<section><h2>{} {}</h2><div>", escape(name), escape(layout));
        for ((job, page), file) in own {
            let (alt, product) = (escape(&job.work.sheet.text), escape(&job.work.product.id));
            let _ = writeln!(
                out,
                "<figure><img loading=\"lazy\" src=\"{file}\" alt=\"{alt}\" title=\"{alt}\"><figcaption>{product} · {}<br><code>{}</code></figcaption></figure>",
                escape(&job.work.label),
                escape(&command(plan, &job.work, page)),
            );
        }
        out.push_str("</div></section>\n");
    }
    out + "</html>\n"
}
