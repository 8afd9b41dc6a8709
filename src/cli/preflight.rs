//! `biaoyu preflight`: what a shop would say of PDFs.

use std::path::{Path, PathBuf};

use super::args::Preflight;
use super::{Done, look, output, render};
use biaoyu_check::preflight::{Context, Exemption, Report, Summary, judge_many};
use biaoyu_page::error::{Fault, Faults, Lang, Place};
use biaoyu_page::limits::PDF_BYTES;
use biaoyu_page::say;
use biaoyu_press as press;

/// The print shop that is meant when none is named.
const SHOP: &str = "offset";
/// Depth of folders in a folder that is judged.
const DEPTH: usize = 32;

/// Judges files; the exit code is the worst one's: 0 clean or notes, 1 warnings, 2 errors, 3 unreadable.
pub(super) fn preflight(asked: &Preflight, lang: Lang) -> Done {
    let sources = render::sources(&[], asked.embedded);
    let profile = sources.profile(asked.profile.as_deref().unwrap_or(SHOP))?;
    let product = asked.product.as_deref().map(|asked| sources.product(asked)).transpose()?;
    let exemptions = asked.exempt.iter().map(|text| exemption(text)).collect::<Result<Vec<_>, Faults>>()?;
    let files = files(&asked.files)?;
    let context = Context { product: product.as_ref(), profile: &profile };
    if asked.html.is_some() || asked.at.is_some() || asked.plates.is_some() {
        return look::look(asked, &files, &context, &exemptions, lang);
    }
    let names: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
    let hands = render::threads(asked.jobs);
    let read = |index: usize| {
        let path = files.get(index).map(PathBuf::as_path).unwrap_or(Path::new(""));
        press::read(path, PDF_BYTES)
    };
    let mut used = vec![false; exemptions.len()];
    let (mut code, mut summary) = (0, Summary::default());
    judge_many(&names, &read, &context, hands, &mut |mut report| {
        for (exemption, used) in exemptions.iter().zip(&mut used) {
            *used |= report.findings.iter().any(|f| exemption.covers(f));
        }
        report.let_pass(&exemptions);
        code = code.max(report.exit_code());
        summary.add(&report);
        let text = if asked.json { file_object(&report, lang) } else { report.text(lang) };
        output::print(&format!("{text}\n"));
    });
    // One file is its own summary.
    if names.len() > 1 {
        let text = if asked.json { summary_object(&summary) } else { summary.text(lang) };
        output::print(&format!("{text}\n"));
    }
    for exemption in exemptions.iter().zip(used).filter(|(_, used)| !used).map(|(exemption, _)| exemption) {
        let rule = &exemption.rule;
        let what = say!("nothing was found that `--exempt {rule}` lets pass", "`--exempt {rule}` 没有放过任何问题");
        output::message(what.get(lang));
    }
    Ok(code)
}

/// The object of a file.
pub(super) fn file_object(report: &Report, lang: Lang) -> String {
    let mut object = report.json(lang);
    object["kind"] = "file".into();
    object.to_string()
}

fn summary_object(summary: &Summary) -> String {
    let mut object = summary.json();
    object["kind"] = "summary".into();
    object.to_string()
}

/// The files that are named, and those in folders that are named, by name.
fn files(asked: &[PathBuf]) -> Result<Vec<PathBuf>, Faults> {
    let mut found = Vec::new();
    for path in asked {
        if path.is_dir() {
            let before = found.len();
            gather(path, 0, &mut found)?;
            if found.len() == before {
                let what = say!("no PDF in it", "里面没有 PDF");
                let hint = say!("name a folder with files that end in `.pdf`", "请指定含有 `.pdf` 文件的文件夹");
                return Err(Fault::new("preflight/empty", Place::file(path.display().to_string()), what)
                    .hint(hint)
                    .into());
            }
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

/// The PDFs of a folder and of those in it; links to folders are not followed.
fn gather(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Faults> {
    let unreadable = |error: std::io::Error| -> Faults {
        let what = say!("cannot be read: {error}", "无法读取：{error}");
        Fault::new("preflight/folder", Place::file(folder.display().to_string()), what).into()
    };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        entries.push(entry.map_err(unreadable)?);
    }
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type().map_err(unreadable)?);
        if kind.is_dir() && depth < DEPTH {
            gather(&path, depth + 1, found)?;
        } else if !kind.is_dir()
            && path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf"))
            && std::fs::metadata(&path).is_ok_and(|m| m.is_file())
        {
            found.push(path);
        }
    }
    Ok(())
}

fn exemption(text: &str) -> Result<Exemption, Faults> {
    Exemption::parse(text)
        .map_err(|(what, hint)| Fault::new("preflight/exempt", Place::default(), what).hint(hint).into())
}
