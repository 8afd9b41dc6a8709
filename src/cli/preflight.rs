//! `biaoyu preflight`: what a shop would say of PDFs.

use std::path::{Path, PathBuf};

use super::args::Preflight;
use super::{Done, look, output};
use biaoyu_check::preflight::{Context, Exemption, Profile, Summary, judge_many};
use biaoyu_page::error::{Fault, Faults, Lang, Place, Say};
use biaoyu_page::limits::{PDF_BYTES, TEXT_FILE_BYTES};
use biaoyu_page::say;
use biaoyu_page::suggest;
use biaoyu_press as press;
use biaoyu_set::embedded;
use biaoyu_set::product::Product;

/// Depth of folders in a folder that is judged.
const DEPTH: usize = 32;

/// Judges files; the exit code is the worst one's: 0 clean or notes, 1 warnings, 2 errors, 3 unreadable.
pub(super) fn preflight(asked: &Preflight, lang: Lang) -> Done {
    let profile = profile(&asked.profile)?;
    let products = embedded::products()?;
    let product = asked.product.as_deref().map(|id| product(&products, id)).transpose()?;
    let exemptions = asked.exempt.iter().map(|text| exemption(text)).collect::<Result<Vec<_>, Faults>>()?;
    let files = files(&asked.files)?;
    let context = Context { product, profile: &profile };
    if asked.html.is_some() || asked.at.is_some() || asked.plates.is_some() {
        return look::look(asked, &files, &context, &exemptions, lang);
    }
    let names: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
    let hands = asked.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
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
        let text = if asked.json { report.json(lang).to_string() } else { report.text(lang) };
        output::print(&format!("{text}\n"));
    });
    // One file is its own summary.
    if names.len() > 1 {
        let text = if asked.json { summary.json().to_string() } else { summary.text(lang) };
        output::print(&format!("{text}\n"));
    }
    for exemption in exemptions.iter().zip(used).filter(|(_, used)| !used).map(|(exemption, _)| exemption) {
        let rule = &exemption.rule;
        let what = say!("nothing was found that `--exempt {rule}` lets pass", "`--exempt {rule}` 没有放过任何问题");
        output::message(what.get(lang));
    }
    Ok(code)
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

/// The profile of an id, or of a shop's own file.
fn profile(asked: &str) -> Result<Profile, Faults> {
    if asked.ends_with(".toml") || asked.contains(['/', '\\']) {
        let bytes = press::read(Path::new(asked), TEXT_FILE_BYTES)?;
        let text = String::from_utf8_lossy(&bytes);
        let mut all = Profile::parse_all(asked, text.trim_start_matches('\u{feff}'), Profile::all())?;
        if all.len() > 1 {
            let ids = all.iter().map(|p| format!("`{}`", p.id)).collect::<Vec<_>>().join(", ");
            let what = say!("holds several profiles: {ids}", "含有几个印厂类型：{ids}");
            let hint = say!("give each a file of its own", "请每个印厂一个文件");
            return Err(Fault::new("profile/several", Place::file(asked), what).hint(hint).into());
        }
        return all.pop().ok_or_else(Faults::default);
    }
    Profile::named(asked).cloned().ok_or_else(|| {
        let known: Vec<&str> = Profile::all().iter().map(|p| p.id.as_str()).collect();
        unknown("preflight/profile", say!("no profile `{asked}`", "没有 `{asked}` 这种印厂类型"), asked, &known)
    })
}

fn product<'p>(products: &'p [Product], id: &str) -> Result<&'p Product, Faults> {
    products.iter().find(|p| p.id == id).ok_or_else(|| {
        let known: Vec<&str> = products.iter().map(|p| p.id.as_str()).collect();
        unknown("preflight/product", say!("no product `{id}`", "没有 `{id}` 这个产品"), id, &known)
    })
}

fn exemption(text: &str) -> Result<Exemption, Faults> {
    Exemption::parse(text)
        .map_err(|(what, hint)| Fault::new("preflight/exempt", Place::default(), what).hint(hint).into())
}

fn unknown(code: &'static str, what: Say, word: &str, known: &[&str]) -> Faults {
    let fault = Fault::new(code, Place::default(), what);
    let list = known.join(", ");
    let hint = match suggest::nearest(word, known.iter().copied()) {
        Some(near) => say!("did you mean `{near}`?", "是否想写 `{near}`？"),
        None => say!("there are {list}", "可选 {list}"),
    };
    fault.hint(hint).into()
}
