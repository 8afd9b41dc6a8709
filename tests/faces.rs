//! Faces of the user: a style set in another face by the command line, its permission told, one of a collection.

mod outside;

use std::path::Path;
use std::process::{Command, Output};

/// Font files of the program, which stand for a user's own.
const LATIN: &str = "fonts/Anton-Regular.ttf";
const KAI: &str = "fonts/BiaoyuKai-Bold.ttf";

fn press(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_biaoyu"));
    command
        .current_dir(folder)
        .args(["render", "-l", "waves", "-p", "badge-58", "-f", "pdf", "-o", "out", "--lang", "en"]);
    command.args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The only PDF of a run beside the approval sheet.
fn pdf(folder: &Path) -> std::path::PathBuf {
    let mut todo = vec![folder.join("out")];
    while let Some(path) = todo.pop() {
        if path.is_dir() {
            todo.extend(std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "pdf") && !path.ends_with("approval.pdf") {
            return path;
        }
    }
    panic!("no PDF was made");
}

fn font(file: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

fn long(bytes: &[u8], at: usize) -> usize {
    u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

/// Where the table directory of a font has the entry of a table.
fn entry(font: &[u8], tag: &[u8]) -> usize {
    let count = usize::from(u16::from_be_bytes([font[4], font[5]]));
    (0..count).map(|i| 12 + 16 * i).find(|at| &font[*at..at + 4] == tag).unwrap()
}

/// A collection of fonts (OpenType, "Font Collections").
fn collection(fonts: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"ttcf\0\x01\0\0".to_vec();
    out.extend((fonts.len() as u32).to_be_bytes());
    let mut start = 12 + 4 * fonts.len();
    for font in fonts {
        out.extend((start as u32).to_be_bytes());
        start += font.len().next_multiple_of(4);
    }
    for font in fonts {
        let mut font = font.clone();
        let start = out.len();
        for i in 0..usize::from(u16::from_be_bytes([font[4], font[5]])) {
            let at = 12 + 16 * i + 8;
            let moved = (long(&font, at) + start) as u32;
            font[at..at + 4].copy_from_slice(&moved.to_be_bytes());
        }
        font.resize(font.len().next_multiple_of(4), 0);
        out.extend(font);
    }
    out
}

#[test]
fn letters_stay_together_in_every_reader() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.ttf"), font(LATIN)).unwrap();
    let output = press(folder.path(), &["--face", "slogan=mine.ttf", "--text", "AB 2026 Quality"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("OS/2 fsType"), "{}", said(&output));
    let file = pdf(folder.path());
    let read = lopdf::Document::load(&file).unwrap();
    let mut found = 0;
    for object in read.objects.values() {
        let Ok(dict) = object.as_dict() else { continue };
        // ISO 32000-1, tables 117, 122 and 89: integers.
        for key in [&b"DW"[..], b"Flags", b"Length1", b"Width", b"Height", b"BitsPerComponent", b"FunctionType"] {
            if let Ok(value) = dict.get(key) {
                assert!(value.as_i64().is_ok(), "/{} {value:?}", String::from_utf8_lossy(key));
                found += usize::from(key == b"DW");
            }
        }
    }
    assert!(found > 0, "a font is in the file");
    // Two readers with nothing in common. They smooth edges each in its way: at 300 dpi edges are few beside letters.
    let (poppler, mupdf) = (folder.path().join("poppler"), folder.path().join("mupdf.png"));
    let args = |first: &[&str]| first.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>();
    let mut command = Command::new("pdftoppm");
    command.args(args(&["-png", "-singlefile", "-gray", "-r", "300"])).arg(&file).arg(&poppler);
    if outside::run(&mut command).is_none() {
        return;
    }
    let mut command = Command::new("mutool");
    command.args(args(&["draw", "-q", "-c", "gray", "-r", "300", "-o"])).arg(&mupdf).arg(&file);
    if outside::run(&mut command).is_none() {
        return;
    }
    let gray = |path: &Path| image::open(path).unwrap().into_luma8();
    let (a, b) = (gray(&poppler.with_extension("png")), gray(&mupdf));
    let (w, h) = (a.width().min(b.width()), a.height().min(b.height()));
    let far = |x: u32, y: u32| a.get_pixel(x, y).0[0].abs_diff(b.get_pixel(x, y).0[0]) > 90;
    let odd = (0..w * h).filter(|i| far(i % w, i / w)).count();
    assert!(odd * 200 < (w * h) as usize, "{odd} of {} pixels differ", w * h);
}

#[test]
fn what_a_file_forbids_is_told_and_outlines_are_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let mut locked = font(KAI);
    let os2 = long(&locked, entry(&locked, b"OS/2") + 8);
    locked[os2 + 8..os2 + 10].copy_from_slice(&[0, 2]);
    std::fs::write(folder.path().join("locked.ttf"), locked).unwrap();
    let face = ["--face", "slogan=locked.ttf", "--text", "质量第一"];
    let output = press(folder.path(), &face);
    assert!(!output.status.success() && said(&output).contains("must not be embedded"), "{}", said(&output));
    let output = press(folder.path(), &[&face[..], &["--outlines"]].concat());
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn one_of_a_collection_is_taken_by_its_number() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("two.ttc"), collection(&[font(KAI), font(LATIN)])).unwrap();
    let output = press(folder.path(), &["--face", "slogan=two.ttc#2", "--text", "QUALITY"]);
    assert!(output.status.success(), "{}", said(&output));
    let bytes = lopdf::Document::load(pdf(folder.path())).unwrap();
    let names: Vec<String> = bytes
        .objects
        .values()
        .filter_map(|o| {
            Some(String::from_utf8_lossy(o.as_dict().ok()?.get(b"FontName").ok()?.as_name().ok()?).into_owned())
        })
        .collect();
    assert!(names.iter().any(|n| n.contains("Anton")), "{names:?}");
    for (wrong, code) in [
        ("slogan=two.ttc#3", "holds 2 faces"),
        ("slogan=two.ttc:wght=900", "has no `wght=900`"),
        ("nothing=two.ttc", "no layout has a style"),
    ] {
        let output = press(folder.path(), &["--face", wrong, "--text", "QUALITY"]);
        assert!(!output.status.success() && said(&output).contains(code), "{wrong}: {}", said(&output));
    }
}

#[test]
fn a_broken_file_stops_only_what_uses_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("fonts")).unwrap();
    std::fs::write(folder.path().join("fonts/smiley.ttf"), b"no font").unwrap();
    let output = press(folder.path(), &["--text", "质量第一"]);
    assert!(output.status.success() && said(&output).contains("smiley"), "{}", said(&output));
    let output = press(folder.path(), &["--text", "质量第一", "--face", "slogan=smiley"]);
    assert!(!output.status.success(), "{}", said(&output));
}
