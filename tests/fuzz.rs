//! The targets of `fuzz/` over their seeds and over changes of them that are the same in every run. `FUZZ_SECONDS=600 cargo
//! test --test fuzz` goes on for so long; `fuzz/run.sh` is the tool for hours.
//!
//! Everything that crashed, hung or swelled once is a seed in `fuzz/seeds/TARGET`.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

#[path = "../fuzz/targets.rs"]
mod targets;

use targets::{TARGETS, Target};

/// Changes of each seed in an everyday run.
const CHANGES: u64 = 24;
/// What one input may take, in an unoptimised build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes of all seeds, so that the repository stays small.
const CORPUS: usize = 5 << 20;

/// Panics of our own code, those that a guard catches among them.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The seeds of a target: files of the repository, those that were found, and what is made here.
fn seeds((name, files, _): &Target) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|file| ((*file).to_owned(), fs::read(root().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))))
        .collect();
    let folder = root().join("fuzz/seeds").join(name);
    let mut found: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().map(|e| e.unwrap().path()).collect();
    found.sort();
    all.extend(found.into_iter().map(|path| (path.display().to_string(), fs::read(&path).unwrap())));
    all.extend(made(name).into_iter().map(|bytes| ("made".to_owned(), bytes)));
    all
}

/// Seeds that are easier to make than to keep.
fn made(name: &str) -> Vec<Vec<u8>> {
    match name {
        "expressions" => ["1", "min(w, h) * 0.12 + 3", "if(u > 0.5, a, b)", "((((1))))", "-2 ^ 3 / k"]
            .map(|text| text.as_bytes().to_vec())
            .into(),
        "shaping" => vec!["\u{1}\u{1}以质量求生存 Ab1 2021年—…“好”".as_bytes().to_vec()],
        "lines" => vec!["质量先行 顾客为上\0质量|先行 顾客为上".as_bytes().to_vec()],
        "svg" => vec![SVG.as_bytes().to_vec()],
        "png" => [png::ColorType::Grayscale, png::ColorType::Rgba].map(picture).into(),
        "jpeg" => {
            let mut out = Vec::new();
            let samples: Vec<u8> = (0..40 * 30 * 3).map(|i| (i * 7) as u8).collect();
            jpeg_encoder::Encoder::new(&mut out, 70).encode(&samples, 40, 30, jpeg_encoder::ColorType::Rgb).unwrap();
            vec![out]
        }
        "font" => {
            // The smallest of the faces: the others take long to copy for every change.
            let faces = fs::read_dir(root().join("fonts")).unwrap().map(|e| e.unwrap().path());
            let is_face = |p: &PathBuf| p.extension().is_some_and(|e| e == "otf" || e == "ttf");
            let least = faces.filter(is_face).min_by_key(|p| fs::metadata(p).unwrap().len()).unwrap();
            vec![fs::read(least).unwrap()]
        }
        "preflight" | "pdf-logo" => vec![sheet(name == "pdf-logo")],
        _ => Vec::new(),
    }
}

const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><style>.a{fill:#c8102e}</style><defs>
<linearGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-opacity=".4"/></linearGradient>
<pattern id="p" width="9" height="9" patternUnits="userSpaceOnUse"><path d="M0 0h4v4z"/></pattern>
<clipPath id="c"><circle r="40" cx="50" cy="50"/></clipPath><mask id="m"><rect width="90" height="90" fill="#888"/></mask>
<symbol id="s" viewBox="0 0 9 9"><path class="a" d="M1 1C2 3 4 5 6 7A2 3 4 0 1 8 8z"/></symbol></defs>
<g clip-path="url(#c)" opacity=".5"><use href="#s" width="30" height="30"/><path fill="url(#g)" d="M0 0h90v90z"/></g>
<path mask="url(#m)" fill="url(#p)" stroke="#123" stroke-dasharray="2 1" d="M5 5l90 3-8 80z"/></svg>"##;

fn picture(kind: png::ColorType) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, 20, 10);
    encoder.set_color(kind);
    let bytes: Vec<u8> = (0..20 * 10 * kind.samples()).map(|i| (i * 3) as u8).collect();
    encoder.write_header().unwrap().write_image_data(&bytes).unwrap();
    out
}

/// A page with a tint, a blend, a picture and a pattern, not packed, so that changes reach what is in it.
fn sheet(logo: bool) -> Vec<u8> {
    let content = if logo {
        "0 1 1 0 k 9 9 90 90 re f /C cs .5 scn 20 20 50 60 re f q 30 0 0 30 5 5 cm /I Do Q"
    } else {
        "/C cs .5 scn 9 9 90 90 re f /S sh /Pattern cs /P scn 0 0 50 50 re f q 30 0 0 30 5 5 cm /I Do Q BT /F 9 Tf (ab) Tj ET"
    };
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/TrimBox[9 9 290 290]/Contents 4 0 R/Resources 5 0 R>>".into(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        "<</ColorSpace<</C[/Separation/S/DeviceCMYK 6 0 R]>>/Shading<</S 7 0 R>>/Pattern<</P 8 0 R>>/XObject<</I 9 0 R>>\
         /Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
            .into(),
        "<</FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1 0 1]/Length 29>>\nstream\n{dup 0.5 mul exch dup 0.1 mul}\nendstream".into(),
        "<</ShadingType 2/ColorSpace/DeviceCMYK/Coords[0 0 9 9]/Function<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[1 0 0 0]/N 2>>>>".into(),
        "<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 5 5]/XStep 5/YStep 5/Resources<<>>/Length 27>>\nstream\n0 0 1 0 k 0 0 3 3 re f 1 w S\nendstream".into(),
        "<</Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceCMYK/Length 16>>\nstream\n0123456789abcdef\nendstream".into(),
    ];
    let mut out = b"%PDF-1.6\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).into_bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    places.iter().for_each(|at| out.extend(format!("{at:010} 00000 n \n").into_bytes()));
    out.extend(
        format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).into_bytes(),
    );
    out
}

/// A generator of changes: multiplicative, Knuth's MMIX.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }
}

/// Numbers and words at which readers stumble.
const STUMBLES: [&[u8]; 14] = [
    b"0",
    b"-1",
    b"4294967295",
    b"99999999999999999999",
    b"1e308",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"[[[[[[[[",
    b"<<<<",
    b"\"",
    b"nan",
    b"\xe2\x80\xae",
    b"\r\n",
    b"{\"a\":",
];

/// A seed with a few changes: bytes turned, taken out, doubled, put in from elsewhere in it, cut off.
fn changed(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len());
        match dice.below(8) {
            0 | 1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = [*byte ^ (1 << dice.below(8)), 0, 255, dice.below(256) as u8][dice.below(4)];
                }
            }
            2 => {
                let end = (at + 1 + dice.below(16)).min(bytes.len());
                bytes.drain(at.min(end)..end);
            }
            3 => {
                let from = dice.below(bytes.len());
                let end = (from + 1 + dice.below(400)).min(bytes.len());
                let part = bytes[from..end].to_vec();
                bytes.splice(at..at, part);
            }
            4 | 5 => _ = bytes.splice(at..at, STUMBLES[dice.below(STUMBLES.len())].iter().copied()),
            6 => {
                let word = STUMBLES[dice.below(STUMBLES.len())];
                let end = (at + word.len()).min(bytes.len());
                bytes.splice(at..end, word.iter().copied());
            }
            _ if dice.below(4) == 0 => bytes.truncate(at),
            _ => {}
        }
    }
    bytes
}

/// Runs a target on an input; what went wrong.
fn run(target: &Target, bytes: &[u8]) -> Option<String> {
    let start = Instant::now();
    let escaped = std::panic::catch_unwind(|| (target.2)(bytes)).is_err();
    let panics = std::mem::take(&mut *PANICS.lock().unwrap());
    match (panics.first(), start.elapsed() > PATIENCE) {
        (Some(panic), _) => Some(panic.clone()),
        (None, _) if escaped => Some("panicked".into()),
        (None, true) => Some(format!("took {:?}", start.elapsed())),
        (None, false) => None,
    }
}

#[test]
fn no_target_falls() {
    std::panic::set_hook(Box::new(|info| {
        // Panics of other people's readers are caught where they are called; ours are faults, caught or not.
        let ours = info.location().is_some_and(|place| !place.file().contains("/registry/"));
        if ours {
            PANICS.lock().unwrap().push(info.to_string());
        }
    }));
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|v| v.parse::<u64>().ok());
    let each = seconds.map(|seconds| Duration::from_secs(seconds) / TARGETS.len() as u32);
    let mut wrong = Vec::new();
    for target in &TARGETS {
        let seeds = seeds(target);
        assert!(!seeds.is_empty(), "{}", target.0);
        let start = Instant::now();
        let mut runs = 0;
        let mut fell = |name: &str, bytes: &[u8], why: String| {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fell-{}-{}", target.0, digest(bytes)));
            fs::write(&path, bytes).unwrap();
            wrong.push(format!("{} ({name}): {why}\n  the input: {}", target.0, path.display()));
        };
        for (name, bytes) in &seeds {
            if let Some(why) = run(target, bytes) {
                fell(name, bytes, why);
            }
        }
        for round in 0.. {
            if each.map_or(round >= CHANGES, |each| start.elapsed() >= each) {
                break;
            }
            for (place, (name, bytes)) in seeds.iter().enumerate() {
                let mut dice = Dice(round * 1_000 + place as u64);
                let bytes = changed(bytes, &mut dice);
                runs += 1;
                if let Some(why) = run(target, &bytes) {
                    fell(name, &bytes, why);
                }
            }
        }
        if seconds.is_some() {
            eprintln!("{}: {runs} runs in {:?}", target.0, start.elapsed());
        }
    }
    let _ = std::panic::take_hook();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn digest(bytes: &[u8]) -> String {
    // FNV-1a: a name, no more.
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3));
    format!("{hash:016x}")
}

#[test]
fn the_seeds_stay_small_and_have_targets() {
    let folder = root().join("fuzz/seeds");
    let mut bytes = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(TARGETS.iter().any(|(known, ..)| *known == name), "{name} is no target");
        bytes += fs::read_dir(&path).unwrap().map(|e| e.unwrap().metadata().unwrap().len() as usize).sum::<usize>();
    }
    assert!(bytes <= CORPUS, "{bytes} bytes");
}

/// For `fuzz/run.sh`: all seeds into the folder that `CORPUS` names.
#[test]
#[ignore = "writes files: called by fuzz/run.sh"]
fn the_seeds_are_written_out() {
    let folder = root().join(std::env::var_os("CORPUS").unwrap_or_else(|| "fuzz/corpus".into()));
    for target in &TARGETS {
        let folder = folder.join(target.0);
        fs::create_dir_all(&folder).unwrap();
        for (_, bytes) in seeds(target) {
            fs::write(folder.join(digest(&bytes)), bytes).unwrap();
        }
    }
}
