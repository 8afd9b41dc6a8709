//! White, varnish and foil: plates of the page's own shapes, judged by other people's programs.

mod outside;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A mark with a star that is left white on its disc.
const MARK: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="48" fill="#0a5"/>
<path d="M50 15 60 40 88 40 66 57 74 84 50 68 26 84 34 57 12 40 40 40z" fill="#fff"/></svg>"##;

fn render(folder: &Path, arguments: &[&str]) -> Output {
    fs::write(folder.join("mark.svg"), MARK).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_biaoyu"));
    command.args(["render", "--bare", "--lang", "en", "-o", "out", "-j", "1", "-s", "1"]).args(arguments);
    if !arguments.contains(&"-l") {
        command.args(["-l", "glyph"]);
    }
    if !arguments.contains(&"--logo") {
        command.args(["--logo", "mark.svg"]);
    }
    command.args(["-u", "某某水力发电厂"]);
    command.current_dir(folder).env_clear().env("HOME", folder).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

fn only(folder: &Path, end: &str) -> PathBuf {
    let (mut found, mut folders) = (Vec::new(), vec![folder.join("out")]);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            match path.is_dir() {
                true => folders.push(path),
                false if path.to_str().unwrap().ends_with(end) => found.push(path),
                false => {}
            }
        }
    }
    assert_eq!(found.len(), 1, "{end}: {found:?}");
    found.remove(0)
}

/// Share of the pixels that are inked, of a plate as a gray picture.
fn inked(file: &Path) -> f64 {
    let plate = image::open(file).unwrap().into_luma8();
    plate.pixels().map(|p| f64::from(255 - p.0[0]) / 255.0).sum::<f64>() / plate.len() as f64
}

#[test]
fn coats_are_plates_that_every_program_sees() {
    let folder = TempDir::new().unwrap();
    let output = render(
        folder.path(),
        &[
            "-p",
            "poster-a4",
            "--foil",
            "key,logo",
            "--varnish",
            "slogan",
            "--white",
            "--plates",
            "--dpi",
            "72",
            "-f",
            "pdf,tiff",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let plate = |name: &str| only(folder.path(), &format!("-{name}.png"));
    let (white, varnish, foil) = (inked(&plate("White")), inked(&plate("Varnish")), inked(&plate("Foil")));
    assert!((white - 1.0).abs() < 1e-6, "{white}");
    assert!((0.02..0.3).contains(&varnish) && (0.02..0.4).contains(&foil), "{varnish} {foil}");
    // What is foiled is no longer printed: the ground goes on below the key character, solid.
    let (foil_plate, ground) = (plate("Foil"), plate("Magenta"));
    let [foiled, printed] = [foil_plate, ground].map(|file| image::open(file).unwrap().into_luma8());
    let pairs = || foiled.pixels().zip(printed.pixels()).filter(|(f, _)| f.0[0] == 0);
    assert!(pairs().all(|(_, p)| p.0[0] == 0), "ink is left out below the foil");
    // The star that the mark leaves white is left out of its foil: its middle has none, its disc's rim has.
    let around = |x: u32, y: u32| foiled.get_pixel(x, y).0[0];
    let (columns, rows) = foiled.dimensions();
    let disc: Vec<(u32, u32)> = (rows * 4 / 5..rows)
        .flat_map(|y| (0..columns).map(move |x| (x, y)))
        .filter(|(x, y)| around(*x, *y) < 64)
        .collect();
    let middle = |get: fn(&(u32, u32)) -> u32| {
        let (low, high) = (disc.iter().map(get).min().unwrap(), disc.iter().map(get).max().unwrap());
        (low + high) / 2
    };
    assert_eq!(around(middle(|p| p.0), middle(|p| p.1)), 255, "the star is foiled");

    let pdf = only(folder.path(), ".pdf");
    let pdf = pdf.to_str().unwrap();
    if let Some(said) = outside::x4check(Path::new(pdf), &[]) {
        assert!(!said.contains("FAIL"), "{said}");
    }
    if let Some(checked) = outside::tool("qpdf", &["--check", pdf]) {
        assert!(checked.status.success(), "{}", said_of(&checked));
    }
    // Ghostscript parts the file into plates of its own: ours have as much ink, to a hundredth of the sheet.
    let to = format!("-sOutputFile={}", folder.path().join("gs.tif").display());
    let device = ["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", "-r72", &to, pdf];
    if let Some(parted) = outside::tool("gs", &device) {
        assert!(parted.status.success(), "{}", said_of(&parted));
        let script = "import sys\nfrom PIL import Image, ImageStat\n\
                      print(1 - ImageStat.Stat(Image.open(sys.argv[1]).convert('L')).mean[0] / 255)";
        for (name, own) in [("White", white), ("Varnish", varnish), ("Foil", foil)] {
            let theirs = folder.path().join(format!("gs({name}).tif"));
            assert!(theirs.exists(), "{name} is no plate");
            let Some(theirs) = outside::python(&["-c", script, theirs.to_str().unwrap()]) else { continue };
            let theirs: f64 = theirs.trim().parse().unwrap();
            // Theirs has the bleed too.
            assert!((theirs - own).abs() < 0.03, "{name}: {theirs}, ours {own}");
        }
    }
    // The coats change no printing ink: Ghostscript's four plates of a tinted page are those of the page without them.
    let mut means = Vec::new();
    for coats in [&["--white", "--varnish", "all"][..], &[]] {
        let one = TempDir::new().unwrap();
        let output = render(
            one.path(),
            &[&["-p", "poster-a4", "--palette", "cream-red", "-f", "pdf", "--standard", "x4"][..], coats].concat(),
        );
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let (pdf, to) = (only(one.path(), ".pdf"), format!("-sOutputFile={}", one.path().join("gs.tif").display()));
        let device = ["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", "-r36", &to, pdf.to_str().unwrap()];
        if outside::tool("gs", &device).is_none() {
            break;
        }
        let script = "import sys\nfrom PIL import Image, ImageStat\n\
                      print([ImageStat.Stat(Image.open(f'{sys.argv[1]}({n}).tif').convert('L')).sum[0] \
                      for n in ('Cyan', 'Magenta', 'Yellow', 'Black')])";
        means.extend(outside::python(&["-c", script, one.path().join("gs").to_str().unwrap()]));
    }
    if let [with, without] = &means[..] {
        assert_eq!(with, without, "a coat changes the inks below it");
    }
    let tiff = only(folder.path(), ".tif");
    if let Some(told) = outside::tool("tiffinfo", &[tiff.to_str().unwrap()]) {
        let told = said_of(&told);
        assert!(told.contains("Samples/Pixel: 7"), "{told}");
        for name in ["White", "Varnish", "Foil"] {
            assert!(told.contains(name), "{told}");
        }
    }
    // The shop's own preflight finds nothing wrong.
    let judge = Command::new(env!("CARGO_BIN_EXE_biaoyu")).args(["preflight", "--lang", "en", pdf]).output().unwrap();
    assert!(said(&judge).contains("0 errors, 0 warnings"), "{}", said(&judge));
}

fn said_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn what_no_page_prints_is_told() {
    let folder = TempDir::new().unwrap();
    let output = render(folder.path(), &["-p", "poster-a4", "--foil", "name", "-f", "pdf"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("`name` is not on this page: nothing is foiled"), "{}", said(&output));
    let output = render(folder.path(), &["-p", "poster-a4", "--varnish", "sloga", "-f", "pdf"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("nothing of a page is called `sloga`"), "{}", said(&output));
    // No plate is made of it, and the ticket orders nothing that is not there.
    let folder = TempDir::new().unwrap();
    let output = render(
        folder.path(),
        &[
            "-p",
            "poster-a4",
            "--foil",
            "name",
            "--varnish",
            "slogan,qr",
            "--plates",
            "--dpi",
            "36",
            "-f",
            "pdf",
            "--for",
            "offset",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let made: Vec<String> = fs::read_dir(folder.path().join("out/poster-a4"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(made.iter().any(|f| f.ends_with("-Varnish.png")), "{made:?}");
    assert!(!made.iter().any(|f| f.contains("Foil")), "{made:?}");
    let ticket = fs::read_to_string(folder.path().join("out/jobs.csv")).unwrap();
    assert!(ticket.contains("局部UV（slogan）") && !ticket.contains("烫金"), "{ticket}");
}

/// A shop calls its plates what it likes, everywhere alike, and its preflight knows them.
#[test]
fn plates_have_the_names_of_the_shop() {
    let folder = TempDir::new().unwrap();
    let shop = "like = \"offset\"\nname = \"城东\"\n[plates]\ncut = \"K-Schnitt\"\nwhite = \"Basis\"\nvarnish = \"Lack A\"\nfoil = \"Blatt\"\n";
    fs::write(folder.path().join("ours.toml"), shop).unwrap();
    let arguments = ["-p", "badge-58", "--for", "ours.toml", "--white", "--varnish", "slogan", "--foil", "key"];
    let output = render(folder.path(), &[&arguments[..], &["--plates", "--dpi", "72", "-f", "pdf,dxf"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    for name in ["Basis", "Lack A", "Blatt"] {
        let coated = inked(&only(folder.path(), &format!("-{name}.png")));
        assert!(coated > 0.005, "{name}: {coated}");
    }
    let (pdf, dxf) = (only(folder.path(), ".pdf"), fs::read_to_string(only(folder.path(), ".dxf")).unwrap());
    assert!(dxf.contains("K-Schnitt") && !dxf.contains("CutContour"), "{dxf}");
    let judge = |profile: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_biaoyu"));
        command.args(["preflight", "--lang", "en", "--for", profile, pdf.to_str().unwrap()]).current_dir(folder.path());
        command.output().unwrap()
    };
    let judged = judge("ours.toml");
    assert!(said(&judged).contains("0 errors, 0 warnings"), "{}", said(&judged));
    for name in ["Basis", "Lack A", "Blatt", "K-Schnitt"] {
        assert!(said(&judged).contains(name), "{name}: {}", said(&judged));
    }
    // Two plates of one name would be one plate.
    fs::write(folder.path().join("twice.toml"), "like = \"offset\"\n[plates]\nwhite = \"X\"\nfoil = \"x\"\n").unwrap();
    let output = render(folder.path(), &["-p", "badge-58", "--for", "twice.toml", "-f", "pdf"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("`x` is the plate of `white`, too"), "{}", said(&output));
    let output = render(folder.path(), &["-p", "badge-58", "--for", "ours.toml", "--cut-spot", "basis", "-f", "pdf"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

/// What a product always has stands in its table; what is asked for by hand comes before it.
#[test]
fn a_product_has_coats_of_its_own() {
    let folder = TempDir::new().unwrap();
    let own = "[[product]]\nid = \"film\"\nlike = \"poster-a4\"\nname = \"静电贴\"\nwhite = \"满版\"\nvarnish = \"标语\"\nfoil = \"logo\"\n";
    fs::write(folder.path().join("products.toml"), own).unwrap();
    let plates = |extra: &[&str]| {
        let _ = fs::remove_dir_all(folder.path().join("out"));
        let output = render(
            folder.path(),
            &[&["-p", "film", "--plates", "--dpi", "36", "-f", "pdf", "--for", "offset"][..], extra].concat(),
        );
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        ["White", "Varnish", "Foil"].map(|name| inked(&only(folder.path(), &format!("-{name}.png"))))
    };
    let [white, varnish, foil] = plates(&[]);
    assert!(
        white > 0.999 && (0.01..0.5).contains(&varnish) && (0.0005..0.1).contains(&foil),
        "{white} {varnish} {foil}"
    );
    let ticket = fs::read_to_string(folder.path().join("out/jobs.csv")).unwrap();
    assert!(ticket.contains("铺白墨（满版）＋局部UV（slogan）＋烫金（logo）"), "{ticket}");
    let [white, ..] = plates(&["--white=logo"]);
    assert!(white < 0.2, "{white}");
    fs::write(folder.path().join("products.toml"), own.replace("标语", "标雨")).unwrap();
    let output = render(folder.path(), &["-p", "film", "-f", "pdf"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("nothing of a page is called `标雨`"), "{}", said(&output));
}

/// The words of bars are foiled, not the bars; what has no plates prints the foil in gold.
#[test]
fn words_are_coated_and_not_what_they_stand_on() {
    let folder = TempDir::new().unwrap();
    let output = render(
        folder.path(),
        &["-p", "poster-a4", "-l", "bars", "--foil", "slogan", "--plates", "--dpi", "72", "-f", "pdf"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let foil = inked(&only(folder.path(), "-Foil.png"));
    assert!((0.01..0.3).contains(&foil), "{foil}");
    let tiled = TempDir::new().unwrap();
    let output = render(tiled.path(), &["-p", "poster-a3", "--tile", "a4", "--foil", "slogan", "-f", "pdf"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("tiles, panels and JPEGs have no plates"), "{}", said(&output));
    if let Some(text) = outside::tool("pdftotext", &[only(tiled.path(), ".pdf").to_str().unwrap(), "-"]) {
        assert!(said_of(&text).contains("质量"), "the slogan is lost: {}", said_of(&text));
    }
}

/// A file for CorelDRAW is a plain PDF 1.4; marks of one ink a place stay below a limit of 300 %.
#[test]
fn files_for_hands_are_plain() {
    let folder = TempDir::new().unwrap();
    let output =
        render(folder.path(), &["-p", "poster-a4", "--for", "coreldraw", "--marks", "on", "--mark-inks", "apart"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let pdf = only(folder.path(), ".pdf");
    let bytes = fs::read(&pdf).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.4"));
    let holds = |word: &str| bytes.windows(word.len()).any(|w| w == word.as_bytes());
    assert!(!holds("/OCG") && !holds("/ICCBased") && !holds("/SMask") && !holds("/Separation"), "not plain");
    if let Some(fonts) = outside::tool("pdffonts", &[pdf.to_str().unwrap()]) {
        assert_eq!(said_of(&fonts).lines().count(), 2, "{}", said_of(&fonts));
    }
    if let Some(pages) =
        outside::tool("gs", &["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=inkcov", "-o", "-", pdf.to_str().unwrap()])
    {
        assert!(said_of(&pages).contains("CMYK OK"), "{}", said_of(&pages));
    }
}

/// Four colours that meet, and a star that is left white on them.
const QUARTERS: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="33.37" height="50" fill="#0a5"/>
<rect x="33.37" width="66.63" height="50" fill="#c20"/><path d="M0 50H100L61.7 100H0Z" fill="#05a"/><path d="M61.7 100 100 50V100Z" fill="#fa0"/>
<path d="M50 15 60 40 88 40 66 57 74 84 50 68 26 84 34 57 12 40 40 40z" fill="#fff"/></svg>"##;

/// White plates as Ghostscript makes them of the PDF, and ours, one `white=art` and one pulled in: within the mark no dot is bare; pulled
/// in, nothing stands outside of the art pulled in by a dot less, and nothing is missing of it pulled in by two dots more.
const PLATES: &str = r#"
import sys, numpy
from PIL import Image
def load(name):
    return numpy.array(Image.open(name).convert('L')) < 128, numpy.array(Image.open(name).convert('L'))
def pulled(mask, radius):
    reach = int(numpy.ceil(radius)); out = mask.copy(); wide = numpy.pad(mask, reach, constant_values=True)
    for y in range(-reach, reach + 1):
        for x in range(-reach, reach + 1):
            if x * x + y * y <= radius * radius:
                out &= wide[reach + y:reach + y + mask.shape[0], reach + x:reach + x + mask.shape[1]]
    return out
art, in_, dots = sys.argv[1], sys.argv[2], float(sys.argv[3])
(white, gray), (less, _) = load(art), load(in_)
rows, columns = white.shape
# The mark is the only square of one piece: the lowest quarter holds it.
part = white[rows * 9 // 10:, :]
ys, xs = numpy.nonzero(pulled(part, dots * 8))
assert len(ys) > 100, 'no mark'
box = gray[rows * 9 // 10 + ys.min():rows * 9 // 10 + ys.max(), xs.min():xs.max()]
print('seams', int((box > 0).sum()), 'outside', int((less & ~pulled(white, dots - 2)).sum()),
      'missing', round(float((pulled(white, dots + 2.5) & ~less).sum() / max(1, less.sum())), 5), 'less', bool(less.sum() < white.sum()))
"#;

#[test]
fn white_under_the_art_is_one_figure_and_pulled_in() {
    let mut plates = Vec::new();
    let (whole, choked) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for (folder, choke) in [(&whole, "0"), (&choked, "0.2")] {
        fs::write(folder.path().join("quarters.svg"), QUARTERS).unwrap();
        let output = render(
            folder.path(),
            &[
                "-p",
                "poster-a4",
                "--palette",
                "white-red",
                "--logo",
                "quarters.svg",
                "--white=art",
                "--white-choke",
                choke,
                "--plates",
                "--dpi",
                "300",
                "-f",
                "pdf,tiff",
                "--for",
                "offset",
                "--marks",
                "off",
            ],
        );
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        // Small type is thinner than two chokes: that is told.
        assert_eq!(
            said(&output).contains("strokes thinner than 0.4 mm have no white"),
            choke != "0",
            "{}",
            said(&output)
        );
        let ticket = fs::read_to_string(folder.path().join("out/jobs.csv")).unwrap();
        assert!(
            ticket.contains(if choke == "0" {
                "铺白墨（图文）"
            } else {
                "铺白墨（图文，内缩 0.2 mm）"
            }),
            "{ticket}"
        );
        plates.push(only(folder.path(), "-White.png"));
    }
    let mut pairs = vec![(plates[0].clone(), plates[1].clone(), 300.0)];
    for dpi in [300, 600] {
        let mut made = Vec::new();
        for folder in [&whole, &choked] {
            let (pdf, to) = (
                only(folder.path(), ".pdf"),
                format!("-sOutputFile={}", folder.path().join(format!("gs{dpi}.tif")).display()),
            );
            let resolution = format!("-r{dpi}");
            let device =
                ["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", &resolution, &to, pdf.to_str().unwrap()];
            if outside::tool("gs", &device).is_none() {
                return;
            }
            made.push(folder.path().join(format!("gs{dpi}(White).tif")));
        }
        pairs.push((made[0].clone(), made[1].clone(), f64::from(dpi)));
    }
    for (one, other, dpi) in pairs {
        let dots = format!("{}", 0.2 * dpi / 25.4);
        let arguments = ["-c", PLATES, one.to_str().unwrap(), other.to_str().unwrap(), &dots];
        let Some(told) = outside::python(&arguments) else { return };
        let words: Vec<&str> = told.split_whitespace().collect();
        let [_, seams, _, beyond, _, missing, _, less] = words[..] else { panic!("{told}") };
        assert!(seams == "0" && beyond == "0" && less == "True", "{dpi}: {told}");
        assert!(missing.parse::<f64>().unwrap() < 1e-3, "{dpi}: {told}");
    }
    // Over the art that the knife cuts, white runs on to the end of the bleed.
    let ground = TempDir::new().unwrap();
    let output = render(
        ground.path(),
        &[
            "-p",
            "poster-a4",
            "--palette",
            "cream-red",
            "--white=art",
            "--white-choke",
            "0.2",
            "--plates",
            "--dpi",
            "72",
            "-f",
            "pdf",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(inked(&only(ground.path(), "-White.png")) > 0.9999);
}
