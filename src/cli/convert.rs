//! `biaoyu convert`: a PostScript logo becomes a PDF, by Ghostscript.
//!
//! PostScript is a program: it is run in Ghostscript's safe mode, in a folder of its own, within a time limit, and what comes
//! out is read by ours like any logo.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{DONE, Done, output};
use biaoyu_check::import;
use biaoyu_page::error::{Fault, Faults, Lang, Place};
use biaoyu_page::icc::Profile;
use biaoyu_page::limits::IMAGE_BYTES;
use biaoyu_page::say;
use biaoyu_press as press;
use biaoyu_set::picture::Options;

/// How long a drawing may take.
const LIMIT: Duration = Duration::from_secs(60);
/// How often it is looked whether it is done.
const LOOK: Duration = Duration::from_millis(20);
/// Characters of Ghostscript's own words that are told.
const TOLD: usize = 200;
/// Names of the program, as systems have it.
const PROGRAMS: &[&str] = if cfg!(windows) { &["gswin64c", "gswin32c", "gs"] } else { &["gs"] };

/// Converts a file; the PDF is then given by `--logo`.
pub(super) fn convert(file: &Path, asked: Option<&Path>, force: bool, lang: Lang) -> Done {
    let shown = file.display().to_string();
    let bytes = press::read(file, IMAGE_BYTES)?;
    check(&shown, &bytes)?;
    let target = asked.map_or_else(|| file.with_extension("pdf"), Path::to_path_buf);
    if target == file {
        let what = say!("the file would be written over itself", "会覆盖原文件");
        return Err(Fault::new("convert/itself", Place::file(shown), what)
            .hint(say!("name another with `-o`", "请用 `-o` 另写文件名"))
            .into());
    }
    if !force && target.exists() {
        let what = say!("a file of this name is there already", "这个文件已经有了");
        let hint = say!("name another with `-o`, or add `--force`", "请用 `-o` 另写文件名，或加 `--force`");
        return Err(Fault::new("file/there", Place::file(target.display().to_string()), what).hint(hint).into());
    }
    let desk = Desk::new(&target)?;
    fs::write(desk.path("in.eps"), &bytes).map_err(|e| press::unwritable(&target, &e))?;
    ghostscript(&shown, &desk)?;
    let made = press::read(&desk.path("out.pdf"), IMAGE_BYTES).map_err(|_| nothing(&shown, ""))?;
    // What cannot be placed is told now, and not at the first run.
    let name = target.display().to_string();
    let (_, findings) = import::load(&name, &made, Profile::embedded(), &Options::default())?;
    fs::rename(desk.path("out.pdf"), &target).map_err(|e| press::unwritable(&target, &e))?;
    for finding in &findings {
        let label = output::label("note", "注意：", "36", lang);
        output::message(&format!("{label}{}", output::shown_finding(finding, lang)));
    }
    let what =
        say!("wrote {name}; next: biaoyu render --logo {name}", "已写好 {name}；接着运行：biaoyu render --logo {name}");
    output::message(what.get(lang));
    Ok(DONE)
}

/// Refuses what is no PostScript.
fn check(name: &str, bytes: &[u8]) -> Result<(), Fault> {
    // Encapsulated PostScript, also with the preview that PCs put before it (Adobe TN 5002, section 5.2).
    if bytes.starts_with(b"%!") || bytes.starts_with(b"\xC5\xD0\xD3\xC6") {
        return Ok(());
    }
    let refuse = |what, hint| Err(Fault::new("convert/format", Place::file(name), what).hint(hint));
    if bytes.starts_with(b"%PDF") {
        let what = say!("this is a PDF already", "这已经是 PDF");
        return refuse(what, say!("give it as it is: --logo {name}", "可以直接用：--logo {name}"));
    }
    // What it is, and whom to ask for what, is said as for a logo.
    let told = import::load(name, bytes, Profile::embedded(), &Options::default());
    if let Some(fault) = told.as_ref().err().and_then(|faults| faults.0.iter().find(|f| f.code == "picture/format")) {
        let what = say!("this is no PostScript", "这不是 PostScript 文件");
        return Err(Fault { hint: fault.hint.clone(), ..Fault::new("convert/format", Place::file(name), what) });
    }
    let what = say!("this is no PostScript", "这不是 PostScript 文件");
    refuse(what, say!("if it is a logo, give it as it is: --logo {name}", "如果是标志，可以直接用：--logo {name}"))
}

/// A folder that is gone when the work is done.
struct Desk(PathBuf);

impl Desk {
    /// Beside what is to be written, so that the result needs only a new name.
    fn new(target: &Path) -> Result<Self, Fault> {
        let folder = target.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|e| press::unwritable(folder, &e))?;
        let desk = folder.join(format!(".biaoyu-convert-{}", std::process::id()));
        fs::create_dir(&desk).map_err(|e| press::unwritable(&desk, &e))?;
        Ok(Self(desk))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs Ghostscript on `in.eps` of a folder; `out.pdf` is what comes of it. No shell: names are arguments, and plain ones.
fn ghostscript(name: &str, desk: &Desk) -> Result<(), Faults> {
    let mut missing = None;
    for program in PROGRAMS {
        let mut command = Command::new(program);
        command
            // Files: what is named here, and nothing else.
            .args(["-dSAFER", "-dBATCH", "-dNOPAUSE", "-dNOPROMPT", "-q"])
            .args(["-sDEVICE=pdfwrite", "-dEPSCrop", "-dCompatibilityLevel=1.6", "-dAutoRotatePages=/None"])
            // Colours and samples stay what they are.
            .args(["-sColorConversionStrategy=LeaveColorUnchanged", "-dPreserveSeparation=true"])
            .args(["-dDownsampleColorImages=false", "-dDownsampleGrayImages=false", "-dDownsampleMonoImages=false"])
            .args(["-dAutoFilterColorImages=false", "-dAutoFilterGrayImages=false"])
            .args(["-dColorImageFilter=/FlateEncode", "-dGrayImageFilter=/FlateEncode"])
            // The same drawing gives the same bytes.
            .args(["-dOmitInfoDate=true", "-dOmitID=true", "-dOmitXMP=true"])
            .args(["-sOutputFile=out.pdf", "in.eps"])
            .env("SOURCE_DATE_EPOCH", "0")
            .current_dir(&desk.0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        match command.spawn() {
            Ok(child) => return watched(name, child),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => missing = Some(program),
            Err(error) => {
                let what = say!("Ghostscript cannot be started: {error}", "无法启动 Ghostscript：{error}");
                return Err(Fault::new("convert/ghostscript", Place::file(name), what).into());
            }
        }
    }
    let program = missing.unwrap_or(&"gs");
    let what = say!(
        "Ghostscript (`{program}`) is not there, which reads PostScript",
        "没有安装读取 PostScript 的 Ghostscript（`{program}`）"
    );
    let hint = say!(
        "install it (Debian, Ubuntu: apt install ghostscript; Windows: ghostscript.com), or ask the designer for SVG or PDF",
        "请安装（Debian、Ubuntu、麒麟、统信：apt install ghostscript；Windows：ghostscript.com），或向设计方索取 SVG、PDF"
    );
    Err(Fault::new("convert/ghostscript", Place::file(name), what).hint(hint).into())
}

/// Waits for a child, but not for ever.
fn watched(name: &str, mut child: Child) -> Result<(), Faults> {
    let start = Instant::now();
    // Read on a thread of its own: a child that fills the pipe would wait for us.
    let said = child.stdout.take().map(|mut out| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = out.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        })
    });
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if start.elapsed() < LIMIT => std::thread::sleep(LOOK),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                let seconds = LIMIT.as_secs();
                let what =
                    say!("Ghostscript was not done after {seconds} seconds", "Ghostscript 超过 {seconds} 秒还没有完成");
                let hint = say!("ask the designer for SVG or PDF", "请向设计方索取 SVG 或 PDF");
                return Err(Fault::new("convert/too-long", Place::file(name), what).hint(hint).into());
            }
        }
    };
    let said = said.and_then(|reader| reader.join().ok()).unwrap_or_default();
    if status.success() { Ok(()) } else { Err(nothing(name, &said).into()) }
}

/// That nothing came of it.
fn nothing(name: &str, said: &str) -> Fault {
    let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(TOLD).collect();
    let with = |between: &str| if said.is_empty() { String::new() } else { format!("{between}{said}") };
    let (en, zh) = (with(": "), with("："));
    let what = say!("Ghostscript cannot draw it{en}", "Ghostscript 画不出来{zh}");
    let hint = say!("ask the designer for SVG or PDF", "请向设计方索取 SVG 或 PDF");
    Fault::new("convert/failed", Place::file(name), what).hint(hint)
}
