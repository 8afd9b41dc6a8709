//! Files for hands, opened again by Inkscape: PDFs of the shop that sets them by hand, contours for the plotter.

mod outside;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

const MARK: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0a5"/>
<path d="M50 15 60 40 88 40 66 57 74 84 50 68 26 84 34 57 12 40 40 40z" fill="#fff"/></svg>"##;

/// Renders into a folder; the files by their endings.
fn render(folder: &Path, arguments: &[&str]) {
    fs::write(folder.join("mark.svg"), MARK).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_biaoyu"));
    command.args(["render", "--bare", "--lang", "en", "-o", "out", "-j", "1", "-s", "1"]).args(arguments);
    command.args(["-u", "某某水力发电厂"]);
    command.current_dir(folder).env_clear().env("HOME", folder).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The files of an ending, by name, under plain names of their own.
fn plain(folder: &Path, end: &str) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.join("out")]);
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).unwrap().map(|e| e.unwrap().path()) {
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|e| e == end) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    let renamed = |(i, path): (usize, &PathBuf)| {
        let to = folder.join(format!("{i}.{end}"));
        fs::copy(path, &to).unwrap();
        to
    };
    found.iter().enumerate().map(renamed).collect()
}

/// Inkscape without a window and with settings of its own; `None` without it.
fn inkscape(folder: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("inkscape");
    command
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .env("INKSCAPE_PROFILE_DIR", folder)
        .env("LC_ALL", "C.UTF-8");
    command.env_remove("DISPLAY").stdin(Stdio::null());
    let output = outside::run(&mut command)?;
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What the shop opens, moves about and saves again looks as the file does, and is as large.
#[test]
fn a_file_for_coreldraw_comes_through_inkscape() {
    let folder = TempDir::new().unwrap();
    for (layout, product) in [("glyph", "poster-a4"), ("waves", "poster-a4"), ("seal", "badge-58")] {
        let _ = fs::remove_dir_all(folder.path().join("out"));
        render(folder.path(), &["-l", layout, "-p", product, "--for", "coreldraw", "--logo", "mark.svg"]);
        let file = plain(folder.path(), "pdf").remove(0);
        let name = file.file_name().unwrap().to_str().unwrap();
        // Opened, and saved as a PDF of its own.
        let Some(_) = inkscape(folder.path(), &[name, "--export-type=pdf", "--export-filename=again.pdf"]) else {
            return;
        };
        let again = folder.path().join("again.pdf");
        let size = |file: &Path| -> Option<(f64, f64)> {
            let said = outside::tool("pdfinfo", &[file.to_str().unwrap()])?;
            let said = String::from_utf8_lossy(&said.stdout).into_owned();
            let line = said.lines().find(|line| line.starts_with("Page size")).unwrap();
            let numbers: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
            Some((numbers[0], numbers[1]))
        };
        if let (Some(a), Some(b)) = (size(&file), size(&again)) {
            // A point is 1.333 of its pixels, written with three decimals.
            assert!((a.0 - b.0).abs() < 0.03 && (a.1 - b.1).abs() < 0.03, "{layout} {product}: {a:?}, came back {b:?}");
        }
        let (Some(a), Some(b)) = (outside::pixels(&file, 100), outside::pixels(&again, 100)) else { return };
        assert_eq!((a.len(), b.len()), (1, 1));
        let (a, b) = (&a[0], &b[0]);
        assert!(a.width().abs_diff(b.width()) < 2 && a.height().abs_diff(b.height()) < 2);
        let (width, height) = (a.width().min(b.width()), a.height().min(b.height()));
        let (mut far, mut drift) = (0_u64, [0_i64; 3]);
        for y in 0..height {
            for x in 0..width {
                let (p, q) = (a.get_pixel(x, y).0, b.get_pixel(x, y).0);
                far += u64::from(p.iter().zip(q).any(|(p, q)| p.abs_diff(q) > 96));
                drift.iter_mut().zip(p.iter().zip(q)).for_each(|(sum, (p, q))| *sum += i64::from(*p) - i64::from(q));
            }
        }
        let pixels = f64::from(width) * f64::from(height);
        // Edges of lines fall on pixels otherwise; nothing is gone, moved or of another colour.
        assert!((far as f64) < 0.001 * pixels, "{layout} {product}: {far} of {pixels} pixels are others");
        let drift = drift.map(|sum| sum as f64 / pixels);
        assert!(drift.iter().all(|sum| sum.abs() < 0.5), "{layout} {product}: colours shift by {drift:?} levels");
    }
}

/// Contours of round and of rounded pieces have their sizes and places, in both forms.
#[test]
fn contours_open_in_inkscape_at_true_size() {
    let folder = TempDir::new().unwrap();
    for (product, extra, wanted) in
        [("badge-58", &[][..], (70.0, 70.0)), ("85x54", &["--set", "name=王明", "-l", "glyph"][..], (85.5, 54.0))]
    {
        let _ = fs::remove_dir_all(folder.path().join("out"));
        let product = if product == "85x54" { "name-85x54" } else { product };
        render(folder.path(), &[&["-p", product, "-f", "svg,dxf"][..], extra].concat());
        let (svg, dxf) = (plain(folder.path(), "svg").remove(0), plain(folder.path(), "dxf").remove(0));
        // Largest box of all that is drawn, without the width of its line, millimetres.
        let largest = |file: &Path, line: f64| -> Option<(f64, f64)> {
            let said = inkscape(folder.path(), &["--query-all", file.to_str().unwrap()])?;
            let boxes = said.lines().filter(|l| l.starts_with("path")).map(|l| {
                let numbers: Vec<f64> = l.split(',').skip(3).map(|n| n.parse().unwrap()).collect();
                ((numbers[0] - line) * 25.4 / 96.0, (numbers[1] - line) * 25.4 / 96.0)
            });
            boxes.max_by(|a, b| a.0.total_cmp(&b.0))
        };
        let near = |found: (f64, f64)| (found.0 - wanted.0).abs() < 0.01 && (found.1 - wanted.1).abs() < 0.01;
        let Some(found) = largest(&svg, 0.1 * 96.0 / 25.4) else { return };
        assert!(near(found), "{product}.svg: {found:?} mm, wanted {wanted:?}");
        // DXF is read by Inkscape's own importer, a program of its own in a folder that it names.
        let Some(data) = inkscape(folder.path(), &["--system-data-directory"]) else { return };
        let script = Path::new(data.trim()).join("extensions/dxf_input.py");
        let python = if Path::new("/usr/bin/python3").exists() { "/usr/bin/python3" } else { "python3" };
        let Some(read) = outside::run(Command::new(python).arg(&script).arg(&dxf)) else { return };
        let told = String::from_utf8_lossy(&read.stderr).into_owned();
        if told.contains("ModuleNotFoundError") || !script.exists() {
            outside::missing(
                "inkscape-dxf",
                "its importer of DXF wants python3-lxml, python3-cssselect and python3-numpy",
            );
            continue;
        }
        assert!(read.status.success(), "{told}");
        let drawn = folder.path().join("dxf.svg");
        fs::write(&drawn, &read.stdout).unwrap();
        let Some(found) = largest(&drawn, 1.0) else { return };
        assert!(near(found), "{product}.dxf: {found:?} mm, wanted {wanted:?}");
        // Both are the same path to the eye: layers by the plates' names.
        assert!(String::from_utf8_lossy(&read.stdout).contains("inkscape:label=\"CutContour\""), "{product}");
    }
}
