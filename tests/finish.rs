//! What a print shop gets: files of every kind of shop, judged by other people's programs.

mod outside;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use biaoyu::compose::{Edition, Pictures, Sheet, SheetKind, compose};
use biaoyu::embedded;
use biaoyu::error::{Lang, Severity};
use biaoyu::font::FontLibrary;
use biaoyu::layout::Layout;
use biaoyu::page::{GlyphRun, Item, Mark};
use biaoyu::preflight::{Context, Profile, judge};
use biaoyu::record::Fields;
use tempfile::TempDir;

/// A folder with the files of one run.
struct Run {
    folder: TempDir,
    output: Output,
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_biaoyu"));
    command.args(["render", "--bare", "--lang", "zh", "-o", "out", "-j", "1"]).args(arguments);
    command.current_dir(folder).env_clear().env("HOME", folder).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
    command
}

impl Run {
    #[track_caller]
    fn new(arguments: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let output = command(folder.path(), arguments).output().unwrap();
        let run = Self { folder, output };
        assert_eq!(run.output.status.code(), Some(0), "{}", run.said());
        run
    }

    fn said(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }

    /// The files of an ending, by name.
    fn files(&self, ending: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.path("")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == ending) {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }

    #[track_caller]
    fn only(&self, ending: &str) -> PathBuf {
        let files = self.files(ending);
        assert_eq!(files.len(), 1, "{files:?}");
        files.into_iter().next().unwrap()
    }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn str(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Every product that any layout serves, as one argument: those with a layout of their own are papers of an event.
fn all_products() -> String {
    let all = embedded::products().unwrap();
    all.iter().filter(|p| p.layout.is_none()).map(|p| p.id.clone()).collect::<Vec<_>>().join(",")
}

#[test]
fn every_product_passes_for_every_kind_of_shop() {
    for shop in ["offset", "gangrun", "coreldraw", "inkjet-banner", "photo-print", "digital", "office"] {
        let run = Run::new(&["--for", shop, "-s", "3", "-p", &all_products(), "-l", "official", "-f", "pdf"]);
        let files = run.files("pdf");
        assert_eq!(files.len(), all_products().split(',').count(), "{shop}");
        for file in &files {
            let Some(output) = outside::tool("qpdf", &["--check", str(file)]) else { return };
            assert!(output.status.success(), "{shop}: {}", text(&output));
        }
        // Only these shops ask for PDF/X-4; one size of each kind is enough for the slower checker.
        let sample =
            ["poster-a2", "flag-4", "badge-58", "name-85x54", "banner-10500x1200", "lamp-500x1500", "rollup-800x2000"];
        for file in files.iter().filter(|f| sample.iter().any(|id| str(f).contains(id))) {
            if matches!(shop, "offset" | "digital") {
                let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracles/x4check.py");
                if outside::python(&[script, str(file)]).is_none() {
                    return;
                }
            }
        }
    }
}

#[test]
fn the_plates_are_those_declared() {
    let products = "poster-a2,flag-4,badge-58,banner-6000x700,name-85x54";
    let run = Run::new(&[
        "--for",
        "offset",
        "-s",
        "3",
        "-p",
        products,
        "-l",
        "glyph",
        "--palette",
        "red-gold",
        "-f",
        "pdf",
        "--cut-spot",
        "刀线",
    ]);
    let wanted = [
        ("badge-58", vec!["Fold", "Gold", "LiveArea", "刀线"]),
        ("banner-6000x700", vec!["Gold", "LiveArea", "Punch", "刀线"]),
        ("flag-4", vec!["Fold", "Gold", "LiveArea", "Sewing", "刀线"]),
        ("name-85x54", vec!["Gold", "LiveArea", "刀线"]),
        ("poster-a2", vec!["Gold", "LiveArea", "刀线"]),
    ];
    for (file, (product, spots)) in run.files("pdf").iter().zip(wanted) {
        assert!(str(file).contains(product), "{file:?}");
        let folder = TempDir::new().unwrap();
        let plate = folder.path().join("plate.tif");
        let arguments =
            ["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiffsep", "-r10", "-o", str(&plate), str(file)];
        let Some(output) = outside::tool("gs", &arguments) else { return };
        assert!(output.status.success() && text(&output).trim().is_empty(), "{}", text(&output));
        let names = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut found: Vec<String> =
            names.filter_map(|n| Some(n.strip_prefix("plate(")?.strip_suffix(").tif")?.to_owned())).collect();
        // Ghostscript names files in ASCII.
        found.iter_mut().for_each(|name| *name = name.replace("%E5%88%80%E7%BA%BF", "刀线"));
        found.retain(|name| !["Cyan", "Magenta", "Yellow", "Black"].contains(&name.as_str()));
        found.sort();
        let spots: Vec<String> = spots.into_iter().map(str::to_owned).collect();
        assert_eq!(found, spots, "{product}");
        // The slug names them too, and can be searched for. Button badges get none.
        if product == "badge-58" {
            continue;
        }
        let Some(said) = outside::tool("pdftotext", &[str(file), "-"]) else { return };
        let said = text(&said);
        for word in ["成品", "出血", "比例", "Gold", "LiveArea"] {
            assert!(said.contains(word), "{product}: {word} in {said}");
        }
    }
}

/// The banner of the notice 昆建安〔2019〕2号: 10.5 m × 1.2 m, characters 620 mm high and 430 mm wide, 落款 at 40 %.
///
/// The height is held. Open: the layout condenses only a line that would not fit otherwise, so that characters are 430 mm
/// wide or wider, and who signs stands in the foot, smaller than at 40 %.
#[test]
fn the_banner_of_the_notice_has_its_measures() {
    let product = embedded::products().unwrap().into_iter().find(|p| p.id == "banner-10500x1200").unwrap();
    let source = embedded::layout("official").unwrap();
    let layout = Layout::parse(source.name, source.text).unwrap();
    let palettes = embedded::palettes().unwrap();
    let palette = palettes.iter().find(|p| p.id == "state-red").unwrap();
    let fonts = FontLibrary::embedded();
    let mut fields = Fields::default();
    let unit = "昆明市某某建筑公司 87654321";
    fields.set("unit", unit);
    for slogan in ["树立安全发展理念弘扬生命至上思想", "坚持人民至上生命至上 坚决防事故"]
    {
        let sheet = Sheet { number: 1, kind: SheetKind::Slogan, text: slogan.into(), breaks: None, keys: "安".into() };
        let edition = Edition {
            layout: &layout,
            product: &product,
            palette,
            sheet: &sheet,
            fields: &fields,
            fonts: &fonts,
            pictures: &Pictures::default(),
            spots: false,
        };
        let composed = compose(&edition).unwrap_or_else(|faults| panic!("{faults}"));
        let mut runs = Vec::new();
        gather(&composed.page.items, &mut runs);
        // Em height and the width of one character's cell, mm.
        let measure = |wanted: fn(char) -> bool, of: &str| -> (f64, f64) {
            let run =
                runs.iter().find(|r| of.contains(r.text.trim()) && r.text.contains(wanted)).expect("the text is there");
            let glyph = run.glyphs.iter().find(|g| run.text[g.range.start as usize..].starts_with(wanted)).unwrap();
            let [a, _, _, d, ..] = glyph.matrix.as_coeffs();
            (d.abs(), run.face.advance(glyph.id) * a)
        };
        let is_han: fn(char) -> bool = |c| ('\u{4e00}'..='\u{9fff}').contains(&c);
        let (height, width) = measure(is_han, slogan);
        assert!((height - 620.0).abs() <= 0.03 * 620.0, "{slogan}: {height} mm high");
        assert!((0.97 * 430.0..=height + 0.01).contains(&width), "{slogan}: {width} mm wide");
        let (signed, _) = measure(is_han, unit);
        assert!((0.15..=0.42).contains(&(signed / height)), "{slogan}: signed at {}", signed / height);
    }
}

fn gather<'a>(items: &'a [Item], runs: &mut Vec<&'a GlyphRun>) {
    for item in items {
        match &item.mark {
            Mark::Glyphs(run) => runs.push(run),
            Mark::Group(group) => gather(&group.items, runs),
            Mark::Shared { form, .. } => gather(&form.items, runs),
            Mark::Path(_) | Mark::Blocks(_) | Mark::Image(_) => {}
        }
    }
}

#[test]
fn a_banner_becomes_a_tiff_that_others_open() {
    let run = Run::new(&["--for", "inkjet-banner", "-s", "3", "-p", "banner-10500x1200", "-l", "official"]);
    let file = run.only("tif");
    let script = "import sys; from PIL import Image; Image.MAX_IMAGE_PIXELS = None; im = Image.open(sys.argv[1]); \
                  print(im.mode, im.size, im.info['dpi'], len(im.info['icc_profile']), im.getpixel((9, 9)))";
    if let Some(said) = outside::python(&["-c", script, str(&file)]) {
        // State red, literally: no cyan, full magenta and yellow.
        assert_eq!(said.trim(), "CMYK (18602, 2126) (45.0, 45.0) 1052612 (0, 255, 255, 0)");
    }
    if let Some(output) = outside::tool("tiffinfo", &[str(&file)]) {
        let said = text(&output);
        for word in
            ["Compression Scheme: None", "Photometric Interpretation: separated", "Resolution: 45, 45 pixels/inch"]
        {
            assert!(said.contains(word), "{said}");
        }
        assert!(!said.contains("Warning"), "{said}");
    }
}

#[test]
fn a_drawing_at_one_to_ten_says_so() {
    let run = Run::new(&[
        "--scale",
        "1:10",
        "-s",
        "3",
        "-p",
        "banner-10500x1200",
        "-f",
        "pdf,tiff",
        "--marks",
        "on",
        "--dpi",
        "20",
    ]);
    let (pdf, tiff) = (run.only("pdf"), run.only("tif"));
    assert!(str(&pdf).ends_with("-1比10.pdf") && str(&tiff).ends_with("-1比10.tif"));
    if let Some(output) = outside::tool("pdfinfo", &["-box", str(&pdf)]) {
        let said = text(&output);
        let trim = said.lines().find(|l| l.starts_with("TrimBox")).unwrap().to_owned();
        let [x0, _, x1, _] = trim.split_whitespace().skip(1).map(|v| v.parse::<f64>().unwrap()).collect::<Vec<_>>()[..]
        else {
            panic!("{trim}")
        };
        assert!(((x1 - x0) / 72.0 * 25.4 - 1050.0).abs() < 0.02, "{trim}");
    }
    if let Some(output) = outside::tool("pdftotext", &[str(&pdf), "-"]) {
        assert!(text(&output).contains("1:10"));
    }
    if let Some(output) = outside::tool("tiffinfo", &[str(&tiff)]) {
        assert!(text(&output).contains("Resolution: 200, 200 pixels/inch"), "{}", text(&output));
    }
}

#[test]
fn conservative_shops_get_long_banners_at_one_to_ten_by_themselves() {
    let run = Run::new(&["--standard", "x1a", "-s", "3", "-p", "banner-10500x1200,banner-4000x700", "-f", "pdf"]);
    let names: Vec<bool> = run.files("pdf").iter().map(|f| str(f).contains("1比10")).collect();
    assert_eq!(names, [true, false]);
}

/// A TIFF of 372 MB is written within less memory than it has bytes.
#[cfg(target_os = "linux")]
#[test]
fn large_rasters_take_constant_memory() {
    for (product, dpi) in [("3000x2000", "100"), ("10000x1200", "45")] {
        let folder = TempDir::new().unwrap();
        let inner = format!(
            "ulimit -v 330000; exec '{}' render --bare -o out -j 1 -s 3 -p {product} --dpi {dpi} -f tiff --for inkjet-banner",
            env!("CARGO_BIN_EXE_biaoyu")
        );
        let output =
            Command::new("sh").args(["-c", &inner]).current_dir(folder.path()).env("HOME", folder.path()).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{product}: {}", text(&output));
    }
}

#[test]
fn the_ticket_lists_what_is_made() {
    let run = Run::new(&[
        "--for",
        "inkjet-banner",
        "-s",
        "3",
        "-p",
        "banner-10500x1200,badge-58",
        "-f",
        "pdf",
        "--quantity",
        "20,badge-58=500",
    ]);
    let bytes = fs::read(run.path("jobs.csv")).unwrap();
    let rows: Vec<&str> =
        std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap()).unwrap().split("\r\n").collect();
    assert_eq!(
        rows[0],
        "文件,标语,产品,成品尺寸,出血,比例,数量,材料,工艺,留白,印面,文字,用纸,张数,平方米,余料,打扣,卷边米数"
    );
    assert_eq!(
        rows[1],
        "banner-10500x1200/03-以高质量缔造智慧体验-1比10.pdf,以高质量缔造智慧体验,横幅 10.5×1.2 m,10500×1200 mm,0 mm,1:10,20,\
         条幅布或喷绘布,四边卷边 25 mm，上下打扣，间距不超过 1 m，四角必打,100 mm,1,字体已嵌入,,,252,,480,468"
    );
    assert!(rows[2].contains(",Ø58 mm（裁切 Ø70 mm）,6 mm,1:1,500,马口铁,"), "{}", rows[2]);
    assert_eq!(rows[3..], [""]);
    let fonts = fs::read_to_string(run.path("字体与图片授权说明.txt")).unwrap();
    assert!(fonts.contains("OFL-1.1") && fonts.contains("hei-"), "{fonts}");
    for listed in rows[1..3].iter().map(|row| row.split(',').next().unwrap()) {
        assert!(run.path(listed).is_file(), "{listed}");
    }
    // A second run keeps all of it.
    let again = command(
        run.folder.path(),
        &[
            "--for",
            "inkjet-banner",
            "-s",
            "3",
            "-p",
            "banner-10500x1200,badge-58",
            "-f",
            "pdf",
            "--quantity",
            "20,badge-58=500",
        ],
    );
    let mut again = again;
    let said = text(&again.output().unwrap());
    assert!(!said.contains("做成") || said.contains("做成 0"), "{said}");
    assert_eq!(fs::read(run.path("jobs.csv")).unwrap(), bytes);
}

#[test]
fn a_file_for_each_plate() {
    let run = Run::new(&[
        "-s",
        "3",
        "-p",
        "badge-58",
        "-l",
        "glyph",
        "--palette",
        "red-gold",
        "--inks",
        "spot",
        "--plates",
        "-f",
        "pdf",
        "--dpi",
        "72",
    ]);
    let names: Vec<String> =
        run.files("png").iter().map(|f| f.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let wanted = ["Black", "Cyan", "Gold", "Magenta", "Yellow"].map(|plate| format!("03-以高质量缔造智慧体验-{plate}"));
    assert_eq!(names, wanted);
    // The plates reach the cut circle: 70 mm at 72 dpi.
    let gold = image::open(&run.files("png")[2]).unwrap().into_luma8();
    assert_eq!(gold.dimensions(), (198, 198));
    assert!(gold.pixels().any(|p| p.0[0] == 0) && gold.get_pixel(0, 0).0[0] == 255);
}

#[test]
fn a_shop_of_ones_own() {
    let folder = TempDir::new().unwrap();
    let shop = "like = \"gangrun\"\nname = \"城东印务\"\nbleed = 2\nformats = [\"jpeg\"]\ndpi = 60\n\
                naming = \"{product}_{size}_出血{bleed}\"\n";
    fs::write(folder.path().join("chengdong.toml"), shop).unwrap();
    let output = command(folder.path(), &["--for", "chengdong.toml", "-s", "3", "-p", "poster-a4"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let file = folder.path().join("out/poster-a4_210x297mm_出血2.jpg");
    let script = "import sys; from PIL import Image; im = Image.open(sys.argv[1]); print(im.mode, im.size)";
    if let Some(said) = outside::python(&["-c", script, str(&file)]) {
        // 214 × 301 mm at 60 dpi, in inks.
        assert_eq!(said.trim(), "CMYK (506, 711)");
    }
    fs::write(folder.path().join("bad.toml"), "bleed = \"wide\"\nmarcs = true\n").unwrap();
    for (asked, words) in [("bad.toml", "marks"), ("ofset", "offset"), ("none.toml", "none.toml")] {
        let output = command(folder.path(), &["--for", asked, "-s", "3", "-p", "poster-a4"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{asked}: {}", text(&output));
        assert!(text(&output).contains(words), "{asked}: {}", text(&output));
    }
}

#[test]
fn without_a_shop_nothing_is_added() {
    let run = Run::new(&["-s", "3", "-p", "poster-a4", "-f", "pdf"]);
    assert!(!run.path("jobs.csv").exists());
    // Bare files are bare without a shop; else the rights to faces and pictures are told with every run.
    assert!(!run.path("字体与图片授权说明.txt").exists());
    let folder = TempDir::new().unwrap();
    let mut dressed = Command::new(env!("CARGO_BIN_EXE_biaoyu"));
    dressed.args(["render", "--lang", "zh", "-o", "out", "-j", "1", "-s", "3", "-p", "poster-a4", "-f", "pdf"]);
    dressed.current_dir(folder.path()).env_clear().env("HOME", folder.path()).env("LC_ALL", "C.UTF-8");
    let output = dressed.stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let rights = fs::read_to_string(folder.path().join("out/字体与图片授权说明.txt")).unwrap();
    assert!(rights.contains("含商用") && rights.contains("可商用"), "{rights}");
    if let Some(output) = outside::tool("pdfinfo", &["-box", str(&run.only("pdf"))]) {
        let said = text(&output);
        let edges = |name: &str| {
            said.lines().find(|l| l.starts_with(name)).unwrap().split_once(':').unwrap().1.trim().to_owned()
        };
        assert_eq!(edges("MediaBox"), edges("BleedBox"));
    }
}

/// Our own preflight reads the files as a shop would, marks, slug and steps included.
#[test]
fn what_is_added_is_not_blamed() {
    let products = "poster-a2,flag-4,badge-58,name-85x54,banner-6000x700";
    for shop in ["offset", "gangrun"] {
        let run = Run::new(&[
            "--for", shop, "--marks", "on", "--steps", "on", "-s", "3", "-p", products, "-l", "official", "-f", "pdf",
        ]);
        for file in run.files("pdf") {
            let id = str(file.parent().unwrap()).rsplit('/').next().unwrap().to_owned();
            let product = embedded::products().unwrap().into_iter().find(|p| p.id == id);
            let profile = Profile::named(shop).unwrap();
            let report = judge(&fs::read(&file).unwrap(), &id, &Context { product: product.as_ref(), profile });
            let blamed: Vec<String> = report
                .findings
                .iter()
                .filter(|f| f.severity > Severity::Note)
                .map(|f| format!("{}: {}", f.rule, f.text(Lang::En)))
                .collect();
            assert_eq!(blamed, Vec::<String>::new(), "{shop}: {id}");
        }
    }
}

#[test]
fn the_back_of_a_product_with_two_faces_is_page_two() {
    let own = "[[product]]\nid = \"through\"\nlike = \"flag-5\"\nname = \"透印旗\"\nfaces = 2\nback = \"mirror\"\n";
    let pages = |product: &str| {
        let folder = tempfile::TempDir::new().unwrap();
        fs::create_dir(folder.path().join("layouts")).unwrap();
        fs::write(folder.path().join("layouts/products.toml"), own).unwrap();
        let arguments = ["-s", "3", "-l", "bars", "-p", product, "-f", "pdf", "--marks", "on"];
        let output = command(folder.path(), &arguments).output().unwrap();
        assert!(output.status.success(), "{}", text(&output));
        let mut found = Vec::new();
        let mut folders = vec![folder.path().to_path_buf()];
        while let Some(next) = folders.pop() {
            for path in fs::read_dir(next).unwrap().map(|e| e.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "pdf") {
                    found.push(path);
                }
            }
        }
        assert_eq!(found.len(), 1);
        let file = found.remove(0);
        let picture = |page: &str| {
            let to = folder.path().join(page);
            let arguments = ["-r", "10", "-singlefile", "-png", "-cropbox", "-f", page, str(&file), str(&to)];
            outside::tool("pdftoppm", &arguments)?;
            Some(image::open(to.with_extension("png")).unwrap().into_rgb8())
        };
        Some((picture("1")?, picture("2")?))
    };
    let apart = |a: &image::RgbImage, b: &image::RgbImage| {
        assert_eq!(a.dimensions(), b.dimensions());
        // Marks and slug around the sheet read the right way on both.
        let (w, h) = a.dimensions();
        let inside = |x: u32, y: u32| x > w / 6 && x < w - w / 6 && y > h / 6 && y < h - h / 6;
        let differ =
            a.enumerate_pixels().filter(|(x, y, p)| inside(*x, *y) && p.0[0].abs_diff(b.get_pixel(*x, *y).0[0]) > 60);
        differ.count() as f64 / f64::from(w * h)
    };
    let Some((front, back)) = pages("tableflag-140x210") else { return };
    assert!(apart(&front, &back) < 1e-3);
    let Some((front, back)) = pages("through") else { return };
    // Edges of the two grids of pixels are half a pixel apart at most.
    let (plain, flipped) = (apart(&front, &back), apart(&front, &image::imageops::flip_horizontal(&back)));
    assert!(plain > 0.05 && flipped < plain / 5.0, "{plain} {flipped}");
}

/// All plates are drawn in one pass; one alone comes out the same. A back that differs has plates and a proof of its own.
#[test]
fn plates_are_the_same_alone_and_together() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("layouts")).unwrap();
    let own = "[[product]]\nid = \"through\"\nlike = \"flag-5\"\nname = \"透印旗\"\nfaces = 2\nback = \"mirror\"\n";
    fs::write(folder.path().join("layouts/products.toml"), own).unwrap();
    let press = || {
        let arguments = ["-s", "3", "-p", "through", "-l", "waves", "--plates", "-f", "png", "--dpi", "30"];
        let output = Command::new(env!("CARGO_BIN_EXE_biaoyu"))
            .args(["render", "--lang", "en", "-o", "out"])
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output));
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder.path().join("out/through")).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort_by_key(|f| f.with_extension(""));
        files
    };
    let files = press();
    let mut names: Vec<&str> = files.iter().map(|f| f.file_stem().unwrap().to_str().unwrap()).collect();
    names.sort_unstable();
    let slogan = "03-以高质量缔造智慧体验";
    let ends = [
        "",
        "-Black",
        "-Cyan",
        "-Magenta",
        "-Yellow",
        "-back",
        "-back-Black",
        "-back-Cyan",
        "-back-Magenta",
        "-back-Yellow",
    ];
    assert_eq!(names, ends.map(|end| format!("{slogan}{end}")));
    let before: Vec<Vec<u8>> = files.iter().map(|f| fs::read(f).unwrap()).collect();
    for file in &files {
        fs::remove_file(file).unwrap();
        press();
    }
    let after: Vec<Vec<u8>> = files.iter().map(|f| fs::read(f).unwrap()).collect();
    assert!(before == after);
    // The back is the front mirrored, edges within half a pixel.
    let picture = |i: usize| image::open(&files[i]).unwrap().into_luma8();
    for (front, back) in [(0, 5), (2, 7)] {
        let (front, back) = (picture(front), image::imageops::flip_horizontal(&picture(back)));
        assert_eq!(front.dimensions(), back.dimensions());
        let off = front.pixels().zip(back.pixels()).filter(|(a, b)| a.0[0].abs_diff(b.0[0]) > 80).count();
        assert!(off * 100 < front.len(), "{off} of {}", front.len());
    }
    let index = fs::read_to_string(folder.path().join("out/index.html")).unwrap();
    assert_eq!(index.matches("<figure>").count(), 1);
    assert!(index.contains("PNG back</a>"), "{index}");
}
