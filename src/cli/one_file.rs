//! `-o x.jpg`: one file, and not a folder of that name.

use std::path::{Path, PathBuf};

use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::say;
use biaoyu_page::words::{Choice as _, FileKind};
use biaoyu_press::Output;

/// The file that `-o` names by its ending; `None` for a folder.
pub(super) fn named(output: Option<&Path>) -> Option<(PathBuf, FileKind)> {
    let path = output.filter(|path| !path.is_dir())?;
    let kind = FileKind::of(&path.extension()?.to_str()?.to_lowercase())?;
    path.file_stem()?.to_str()?;
    Some((path.to_path_buf(), kind))
}

/// What is written when `-o` names a file: all pages in one PDF, or the one page as a picture, without a contact sheet.
///
/// # Errors
/// `output/one-file`: what was asked for beside it does not fit into one file.
pub(super) fn settle(output: &mut Output) -> Result<(), Faults> {
    let Some((path, kind)) = named(output.folder.as_deref()) else { return Ok(()) };
    let shown = path.display().to_string();
    let refuse = |what, hint| Faults::from(Fault::new("output/one-file", Place::file(&shown), what).hint(hint));
    let word = kind.word();
    if output.name.is_some() || output.combine.is_some() {
        let what = say!("`-o` names the file already", "`-o` 已经写了文件名");
        return Err(refuse(what, say!("leave `--name` and `--combine` out", "请去掉 `--name`、`--combine`")));
    }
    if output.formats.iter().any(|format| *format != kind) {
        let what = say!("`--format` asks for other files than this {word}", "`--format` 要的不是这种 {word} 文件");
        let hint = say!("leave `--format` out, or name a folder with `-o`", "请去掉 `--format`，或用 `-o` 写文件夹");
        return Err(refuse(what, hint));
    }
    if output.plates {
        let what = say!("plates are several files", "色版是多个文件");
        return Err(refuse(what, say!("name a folder with `-o`", "请用 `-o` 写文件夹")));
    }
    // A name is a template.
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let template = stem.replace('{', "{{").replace('}', "}}");
    match kind {
        FileKind::Pdf => output.combine = Some(template),
        _ => output.name = Some(template),
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    output.folder = Some(folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf));
    output.formats = vec![kind];
    output.bare = true;
    Ok(())
}

/// That several pages are no single picture, in the place of what the names of files say of it.
pub(super) fn told(faults: Faults, asked: Option<&Path>) -> Faults {
    let Some((path, kind)) = named(asked).filter(|_| faults.0.iter().any(|f| f.code == "name/clash")) else {
        return faults;
    };
    let (word, pdf) = (kind.word(), path.with_extension("pdf").display().to_string());
    let what = say!("several pages do not fit into one {word}", "几页放不进一个 {word} 文件");
    let hint = say!(
        "choose one page with `--slogan` and `-p`, name a folder, or take all pages in one PDF: `-o {pdf}`",
        "请用 `--slogan`、`-p` 只选一页，或写文件夹，或合成一个 PDF：`-o {pdf}`"
    );
    Fault::new("output/one-file", Place::file(path.display().to_string()), what).hint(hint).into()
}
