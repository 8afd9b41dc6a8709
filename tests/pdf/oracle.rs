//! Other people's programs that judge our files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A file for outside programs to read; gone with its folder.
pub struct Sheet {
    folder: TempDir,
}

impl Sheet {
    pub fn new(pdf: &[u8]) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("sheet.pdf"), pdf).unwrap();
        Self { folder }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a program in the sheet's folder. `None` when it is not installed, which only a developer's own
    /// machine may be: under `CI=true` that is a failure.
    pub fn run(&self, program: &str, args: &[&str]) -> Option<Output> {
        let program = if program == "python" { python() } else { program.into() };
        match Command::new(&program).args(args).current_dir(self.folder()).output() {
            Ok(output) => Some(output),
            Err(error) if std::env::var_os("CI").is_some_and(|v| v == "true") => panic!("{program}: {error}"),
            Err(error) => {
                eprintln!("SKIPPED: {program}: {error}");
                None
            }
        }
    }

    /// Runs a program that must find nothing to complain of, and gives what it printed.
    pub fn clean(&self, program: &str, args: &[&str]) -> Option<String> {
        let output = self.run(program, args)?;
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && err.trim().is_empty(), "{program} {args:?}: {out}\n{err}");
        Some(out.into_owned())
    }

    /// Runs x4check with more arguments; it must pass every rule.
    pub fn x4check(&self, args: &[&str]) -> Option<()> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracles/x4check.py");
        let output = self.run("python", &[&[script, "sheet.pdf"], args].concat())?;
        let err = String::from_utf8_lossy(&output.stderr);
        if err.contains("ModuleNotFoundError") {
            assert!(std::env::var_os("CI").is_none_or(|v| v != "true"), "{err}");
            eprintln!("SKIPPED: x4check: pip install -r tests/oracles/requirements.txt");
            return None;
        }
        assert!(output.status.success(), "{}\n{err}", String::from_utf8_lossy(&output.stdout));
        Some(())
    }

    /// The page as poppler sees it.
    pub fn poppler(&self, dpi: u32) -> Option<image::RgbImage> {
        let dpi = dpi.to_string();
        self.run("pdftoppm", &["-r", &dpi, "-png", "-singlefile", "sheet.pdf", "poppler"])?;
        Some(image::open(self.folder().join("poppler.png")).unwrap().into_rgb8())
    }

    /// The page as MuPDF sees it.
    pub fn mupdf(&self, dpi: u32) -> Option<image::RgbImage> {
        let dpi = dpi.to_string();
        self.run("mutool", &["draw", "-r", &dpi, "-o", "mupdf.png", "sheet.pdf"])?;
        Some(image::open(self.folder().join("mupdf.png")).unwrap().into_rgb8())
    }

    /// The names of the plates that Ghostscript separates the first page into.
    pub fn plates(&self) -> Option<Vec<String>> {
        let args =
            ["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiffsep", "-r20", "-o", "plate.tif", "sheet.pdf"];
        self.clean("gs", &args)?;
        let mut plates: Vec<String> = std::fs::read_dir(self.folder())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| Some(name.strip_prefix("plate(")?.strip_suffix(").tif")?.to_string()))
            .collect();
        plates.sort();
        Some(plates)
    }
}

/// A Python with what the checkers need.
fn python() -> String {
    let named = std::env::var("BIAOYU_ORACLE_PYTHON").ok().map(PathBuf::from);
    named.map_or_else(|| "python3".into(), |path| path.to_string_lossy().into_owned())
}
