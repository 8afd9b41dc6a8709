//! Files dropped on the program: PDFs are judged, of anything else it is asked what to make.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::ask::Holds;
use super::{Done, render, stay};
use biaoyu_page::error::{Fault, Lang, Place};
use biaoyu_page::say;

/// The files, when the program was given nothing else: no command, no option.
pub(super) fn files(arguments: &[OsString]) -> Option<Vec<PathBuf>> {
    let files: Vec<PathBuf> = arguments.iter().skip(1).map(PathBuf::from).collect();
    // No command has a name with an ending.
    let is_file = |path: &PathBuf| path.extension().is_some() && path.is_file();
    (!files.is_empty() && files.iter().all(is_file)).then_some(files)
}

/// The command line that they stand for; without a command where it is asked first.
pub(super) fn arguments(files: &[PathBuf]) -> Vec<OsString> {
    let mut arguments = vec![OsString::from("biaoyu")];
    if files.iter().all(|file| ending(file) == "pdf") {
        arguments.extend(["preflight".into(), "--".into()]);
        arguments.extend(files.iter().map(|file| file.clone().into_os_string()));
    }
    arguments
}

/// Asks what is to be made of a file. A desktop starts programs wherever it likes: there the work is done beside the file.
pub(super) fn take(files: &[PathBuf], lang: Lang) -> Done {
    let [file] = files else { return Err(fault(files.first(), None).into()) };
    let Some(holds) = holds(file) else { return Err(fault(Some(file), None).into()) };
    if !stay::is_desk() {
        return Err(fault(Some(file), Some(holds)).into());
    }
    if stay::is_own_console()
        && let Some(folder) = file.parent()
    {
        // Where that cannot be, files come to where the program is.
        let _ = std::env::set_current_dir(folder);
    }
    render::ask(Some((file, holds)), lang)
}

/// What a file of this ending may hold.
fn holds(file: &Path) -> Option<Holds> {
    match &*ending(file) {
        "toml" => Some(Holds::Campaign),
        "txt" | "md" | "docx" => Some(Holds::List),
        "xlsx" | "ods" | "xls" | "et" | "csv" | "tsv" | "json" | "jsonl" => Some(Holds::Sheet),
        _ => None,
    }
}

fn ending(file: &Path) -> String {
    file.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

/// Why nothing can be made of it, or nobody can be asked.
fn fault(file: Option<&PathBuf>, holds: Option<Holds>) -> Fault {
    let name = file.map(|file| file.display().to_string()).unwrap_or_default();
    let (what, hint) = match holds {
        None => (
            say!("these files say not what is to be made", "从这些文件看不出要做什么"),
            say!(
                "drop PDFs to have them judged, or one list (.txt, .docx), table (.xlsx, .csv, …) or campaign (.toml)",
                "可以拖入若干 PDF 做印前检查，或一个清单（.txt、.docx）、表格（.xlsx、.csv 等）、活动文件（.toml）"
            ),
        ),
        Some(Holds::Campaign) => (no_terminal(), say!("write `biaoyu render FILE`", "请写 `biaoyu render 文件`")),
        Some(Holds::List) => {
            (no_terminal(), say!("write `biaoyu render --texts FILE`", "请写 `biaoyu render --texts 文件`"))
        }
        Some(Holds::Sheet) => (
            no_terminal(),
            say!(
                "write `biaoyu render --data FILE`, or `--texts FILE` for slogans",
                "请写 `biaoyu render --data 文件`，标语表写 `--texts 文件`"
            ),
        ),
    };
    Fault::new("drop/kind", Place::file(&*name), what).hint(hint)
}

fn no_terminal() -> biaoyu_page::error::Say {
    say!("nobody can be asked what to make of it: there is no terminal", "没有终端，无法询问要做什么")
}
