//! `biaoyu preflight --html`, `--at` and `--plates`: one file looked at, not only judged.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use super::args::Preflight;
use super::preflight::file_object;
use super::{Done, output};
use biaoyu_check::preflight::{Context, Exemption, HTML_HEAD, Views, html, inks_at, judge_each, page_of};
use biaoyu_check::read::Seen;
use biaoyu_out::raster::{Error, Options, plate_tiffs};
use biaoyu_page::error::{Fault, Faults, Lang, Place, Say};
use biaoyu_page::geom::Point;
use biaoyu_page::limits::PDF_BYTES;
use biaoyu_page::measure::number;
use biaoyu_page::say;
use biaoyu_press as press;

/// Dots an inch of plates when nothing else is said.
const DPI: f64 = 150.0;

/// Looks at one file; the exit code is that of its judgement.
pub(super) fn look(
    asked: &Preflight,
    files: &[PathBuf],
    context: &Context<'_>,
    exemptions: &[Exemption],
    lang: Lang,
) -> Done {
    let [path] = files else {
        let what =
            say!("`--html`, `--at` and `--plates` look at one file", "`--html`、`--at`、`--plates` 一次只看一个文件");
        let hint = say!("name one PDF", "请只指定一个 PDF");
        return Err(Fault::new("preflight/one-file", Place::default(), what).hint(hint).into());
    };
    let point = asked.at.as_deref().map(point).transpose()?;
    let dpi = asked.dpi.unwrap_or(DPI);
    let name = path.display().to_string();
    let bytes = press::read(path, PDF_BYTES)?;
    let mut views = Views::default();
    let (mut faults, mut inks): (Vec<Fault>, Option<Vec<(String, f64)>>) = (Vec::new(), None);
    if let Some(folder) = &asked.plates {
        std::fs::create_dir_all(folder).map_err(|error| press::unwritable(folder, &error))?;
    }
    let mut report = judge_each(&bytes, &name, context, &mut |seen, findings| {
        if asked.html.is_some() {
            views.add(seen, findings);
        }
        if let Some((at, page)) = point
            && seen.number == Some(page)
        {
            match inks_at(seen, at) {
                _ if !seen.boxes.media.contains(at) => faults.push(beyond(at, seen, &name)),
                Ok(found) => inks = Some(found),
                Err(error) => faults.push(told(error, path)),
            }
        }
        if let Some(folder) = &asked.plates {
            faults.extend(plates(seen, dpi, path, folder).err());
        }
    });
    report.let_pass(exemptions);
    let text = if asked.json { file_object(&report, lang) } else { report.text(lang) };
    output::print(&format!("{text}\n"));
    if let Some(target) = &asked.html {
        let text = html(&report, &views, context, lang);
        press::write(target, text.as_bytes(), HTML_HEAD)?;
    }
    if let Some((at, page)) = point {
        let Some(inks) = inks else {
            if !faults.is_empty() {
                return Err(Faults(faults));
            }
            faults.push(Fault::new(
                "preflight/at",
                Place::file(&name),
                say!("there is no page {page} that could be looked at", "没有能查看的第 {page} 页"),
            ));
            return Err(Faults(faults));
        };
        output::print(&format!("{}\n", inks_text(&inks, at, page, asked.json, lang)));
    }
    if faults.is_empty() { Ok(report.exit_code()) } else { Err(Faults(faults)) }
}

/// A point that lies beyond the paper of a page.
fn beyond(at: Point, seen: &Seen, name: &str) -> Fault {
    let mm = |v: f64| number(v, 1);
    let [x, y] = [mm(at.x), mm(at.y)];
    let paper = seen.boxes.media;
    let [x0, y0, x1, y1] = [paper.x0, paper.y0, paper.x1, paper.y1].map(mm);
    let page = seen.number.unwrap_or(1);
    let what = say!(
        "{x}, {y} mm lies beyond page {page}, which goes from {x0}, {y0} to {x1}, {y1} mm",
        "{x}, {y} mm 在第 {page} 页之外：该页从 {x0}, {y0} 到 {x1}, {y1} mm"
    );
    Fault::new("preflight/at", Place::file(name), what)
}

fn inks_text(inks: &[(String, f64)], at: Point, page: usize, json: bool, lang: Lang) -> String {
    let share = |v: f64| number(v * 100.0, 0);
    let total: f64 = inks.iter().map(|(_, v)| v).sum();
    if json {
        let all: Vec<String> = inks
            .iter()
            .map(|(plate, v)| {
                format!("{{\"plate\":{},\"percent\":{}}}", serde_json::Value::from(plate.as_str()), share(*v))
            })
            .collect();
        return format!(
            "{{\"kind\":\"note\",\"at_mm\":[{},{}],\"page\":{page},\"inks\":[{}]}}",
            number(at.x, 2),
            number(at.y, 2),
            all.join(",")
        );
    }
    let list: Vec<String> = inks.iter().map(|(plate, v)| format!("{plate} {} %", share(*v))).collect();
    let (x, y, total) = (number(at.x, 2), number(at.y, 2), share(total));
    let list = if list.is_empty() { say!("no ink", "没有油墨").get(lang).to_string() } else { list.join(", ") };
    match lang {
        Lang::En => format!("page {page}, {x}, {y} mm: {list}; together {total} %"),
        Lang::Zh => format!("第 {page} 页 {x}, {y} mm 处：{list}；合计 {total} %"),
    }
}

/// `X,Y` or `X,Y,PAGE`.
fn point(text: &str) -> Result<(Point, usize), Faults> {
    let parts: Vec<&str> = text.split([',', '，']).map(str::trim).collect();
    let number = |at: usize| parts.get(at).and_then(|p| p.parse::<f64>().ok()).filter(|v| v.is_finite());
    let page = parts.get(2).map_or(Some(1), |p| p.parse().ok().filter(|n| *n > 0));
    match (number(0), number(1), page, parts.len()) {
        (Some(x), Some(y), Some(page), 2 | 3) => Ok((Point::new(x, y), page)),
        _ => {
            let what: Say = say!("`{text}` is no point", "`{text}` 不是一个点");
            let hint = say!(
                "write X,Y in millimetres, as `105,148.5`, or X,Y,PAGE",
                "请写毫米坐标 X,Y，如 `105,148.5`，或 X,Y,页"
            );
            Err(Fault::new("preflight/point", Place::default(), what).hint(hint).into())
        }
    }
}

/// Writes the plates of a page: `poster-1-Cyan.tif`.
fn plates(seen: &Seen, dpi: f64, file: &Path, folder: &Path) -> Result<(), Fault> {
    let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let number = seen.number.unwrap_or(1);
    let options = Options { overprint: true, ..Options::new(dpi) };
    plate_tiffs(&page_of(seen), &options, |plate| {
        let path = folder.join(format!("{}.tif", press::safe(&format!("{stem}-{number}-{}", plate.name))));
        // Plates that lie there may be another's: they are not written over.
        File::create_new(path).map(BufWriter::new)
    })
    .map_err(|error| told(error, folder))
}

fn told(error: Error, path: &Path) -> Fault {
    match error {
        Error::Fault(fault) => *fault,
        Error::Io(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let what = say!("plates of these names lie there already", "这里已有同名的色版文件");
            let hint = say!("name another folder, or move them away", "请换一个文件夹，或先移走它们");
            Fault::new("file/there", Place::file(path.display().to_string()), what).hint(hint)
        }
        Error::Io(error) => press::unwritable(path, &error),
    }
}
