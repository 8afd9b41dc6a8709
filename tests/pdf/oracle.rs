//! Other people's programs that judge our files.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::outside;

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

    /// Runs a program in the sheet's folder. `None` when it is not installed: see [`outside`].
    #[track_caller]
    pub fn run(&self, program: &str, args: &[&str]) -> Option<Output> {
        outside::run(Command::new(program).args(args).current_dir(self.folder()))
    }

    /// Runs Python in the sheet's folder and gives what it printed.
    #[track_caller]
    pub fn python(&self, args: &[&str]) -> Option<String> {
        outside::python_in(self.folder(), args)
    }

    /// Runs a program that must find nothing to complain of, and gives what it printed.
    pub fn clean(&self, program: &str, args: &[&str]) -> Option<String> {
        let output = self.run(program, args)?;
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && err.trim().is_empty(), "{program} {args:?}: {out}\n{err}");
        Some(out.into_owned())
    }

    /// Runs x4check with more arguments; it must pass every rule.
    #[track_caller]
    pub fn x4check(&self, args: &[&str]) -> Option<()> {
        outside::x4check(&self.folder().join("sheet.pdf"), args).map(drop)
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
