//! What SECURITY.md and docs/hardening.md promise: budgets that hold, no network, no other programs, nothing taken from a
//! stranger's folder unsaid, and dependencies of known origin.

#![allow(clippy::unwrap_used)]

mod desk;
mod outside;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use desk::Desk;
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A budget as limits.rs has it: name, what it bounds, value.
struct Budget {
    name: String,
    what: String,
    value: Vec<f64>,
}

fn budgets() -> Vec<Budget> {
    let text = fs::read_to_string(root().join("crates/page/src/limits.rs")).unwrap();
    let file = syn::parse_file(&text).unwrap();
    let constants =
        file.items.into_iter().filter_map(|item| if let syn::Item::Const(c) = item { Some(c) } else { None });
    constants
        .map(|constant| {
            let lines = constant.attrs.iter().filter_map(|a| match &a.meta {
                syn::Meta::NameValue(pair) => match &pair.value {
                    syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
                        Some(text.value().trim().to_owned())
                    }
                    _ => None,
                },
                _ => None,
            });
            let what: Vec<String> = lines.collect();
            Budget { name: constant.ident.to_string(), what: what.join(" "), value: value(&constant.expr) }
        })
        .collect()
}

/// The numbers that an expression of limits.rs comes to.
fn value(expr: &syn::Expr) -> Vec<f64> {
    let one = |e: &syn::Expr| value(e)[0];
    match expr {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(v), .. }) => vec![v.base10_parse().unwrap()],
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(v), .. }) => vec![v.base10_parse().unwrap()],
        syn::Expr::Binary(b) if matches!(b.op, syn::BinOp::Shl(_)) => vec![one(&b.left) * one(&b.right).exp2()],
        syn::Expr::Tuple(tuple) => tuple.elems.iter().map(one).collect(),
        _ => panic!("limits.rs holds an expression that this test does not know"),
    }
}

/// `1 GiB`, `64 MiB`, `20,000`, `0.01 to 60 m`.
fn shown(budget: &Budget) -> String {
    let number = |v: f64| {
        let digits = format!("{v:.0}");
        let mut out = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(c);
        }
        out
    };
    let [first, rest @ ..] = &budget.value[..] else { panic!() };
    match (rest, first.log2()) {
        ([last], _) => format!("{} to {}", number(*first), number(*last)),
        // Written as powers of two: bytes.
        (_, power) if *first >= 1024.0 && (*first / 1024.0).fract() == 0.0 && is_bytes(&budget.what) => {
            match power as u32 {
                30.. => format!("{} GiB", number(first / f64::from(1 << 30))),
                20.. => format!("{} MiB", number(first / f64::from(1 << 20))),
                _ => format!("{} KiB", number(first / 1024.0)),
            }
        }
        _ => number(*first),
    }
}

fn is_bytes(what: &str) -> bool {
    what.starts_with("Bytes")
}

/// Which input a budget is of, by the beginning of its name.
const KINDS: [(&str, &str); 6] = [
    ("PDF", "PDF 文件"),
    ("TABLE", "tables 表格"),
    ("SVG", "SVG"),
    ("IMAGE JPEG", "PNG, JPEG"),
    ("FONT PROFILE", "faces, profiles 字体、特性文件"),
    ("RASTER", "what is drawn 输出位图"),
];

fn table() -> String {
    let mut out = String::from("| budget | of | at most | in `limits.rs` |\n|---|---|---|---|\n");
    for budget in budgets() {
        let first = budget.name.split('_').next().unwrap();
        let kind = KINDS.iter().find(|(names, _)| names.split(' ').any(|n| n == first));
        let kind = kind.map_or("text, layouts 文字、版式", |(_, kind)| kind);
        let what = budget.what.trim_end_matches('.');
        out += &format!("| {what} | {kind} | {} | `{}` |\n", shown(&budget), budget.name);
    }
    out
}

#[test]
fn the_table_of_budgets_is_that_of_the_program() {
    let path = root().join("docs/hardening.md");
    let text = fs::read_to_string(&path).unwrap();
    let (begin, end) =
        ("<!-- budgets: made by `ACCEPT=1 cargo test --test hardening` -->\n", "<!-- end of budgets -->");
    let (before, rest) = text.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let made = format!("{before}{begin}{}{end}{after}", table());
    if std::env::var_os("ACCEPT").is_some() {
        fs::write(&path, &made).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == made,
        "docs/hardening.md is stale: ACCEPT=1 cargo test --test hardening"
    );
}

#[test]
fn every_budget_is_held_somewhere() {
    let mut sources = String::new();
    let mut folders = vec![root().join("crates"), root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("limits.rs") {
                sources += &fs::read_to_string(path).unwrap();
            }
        }
    }
    let names: Vec<String> = budgets().into_iter().map(|b| b.name).collect();
    assert!(names.len() > 50);
    let held = |name: &String| sources.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name);
    let idle: Vec<&String> = names.iter().filter(|name| !held(name)).collect();
    assert!(idle.is_empty(), "nothing holds {idle:?}");
}

/// Licences that may be given on with a program under MIT or Apache-2.0. Of an expression one side of each OR must do.
const LICENCES: [&str; 12] = [
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "0BSD",
    "CC0-1.0",
    "BSL-1.0",
    "IJG",
    "ISC",
];
/// Packages that are there in two versions, because those that want them have not agreed yet. They may grow fewer.
const DOUBLES: [&str; 10] = [
    "constant_time_eq",
    "font-types",
    "hashbrown",
    "heck",
    "lru",
    "miniz_oxide",
    "moxcms",
    "read-fonts",
    "syn",
    "weezl",
];

fn may_be_given_on(licence: &str) -> bool {
    // `(A OR B) AND C`, `A/B`; an exception only takes away.
    let licence = licence.replace('/', " OR ").replace(" WITH LLVM-exception", "");
    let side = |text: &str| {
        let text = text.trim().trim_matches(['(', ')']);
        text.split(" OR ").any(|one| LICENCES.contains(&one.trim().trim_matches(['(', ')'])))
    };
    licence.split(" AND ").all(side)
}

#[test]
fn dependencies_are_of_known_origin() {
    assert!(may_be_given_on("(MIT OR GPL-3.0) AND Zlib") && !may_be_given_on("MIT AND GPL-3.0"));
    assert!(!may_be_given_on("LGPL-2.1-or-later"));
    let asked = |more: &[&str]| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut asked = Command::new(cargo);
        asked.args(["metadata", "--format-version", "1", "--locked", "--offline"]).args(more).current_dir(root());
        asked.output().unwrap()
    };
    let all = asked(&[]);
    let is_whole = all.status.success();
    let output = if is_whole {
        outside::found("cargo fetch");
        all
    } else {
        // A build brings the packages of its own system alone.
        outside::missing("cargo fetch", "packages for other systems are not here and were not looked at");
        let host = Command::new("rustc").arg("-vV").output().unwrap();
        let host = String::from_utf8_lossy(&host.stdout).into_owned();
        let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        asked(&["--filter-platform", host])
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let (name, licence) =
            (package["name"].as_str().unwrap(), package["licence"].as_str().or(package["license"].as_str()));
        *versions.entry(name).or_default() += 1;
        match package["source"].as_str() {
            Some("registry+https://github.com/rust-lang/crates.io-index") => {}
            None if name.starts_with("biaoyu") => continue,
            other => wrong.push(format!("{name} comes from {other:?}")),
        }
        if !licence.is_some_and(may_be_given_on) {
            wrong.push(format!("{name} is under {licence:?}"));
        }
    }
    let doubles: BTreeSet<&str> = versions.into_iter().filter(|(_, n)| *n > 1).map(|(name, _)| name).collect();
    wrong.extend(doubles.iter().filter(|name| !DOUBLES.contains(name)).map(|name| format!("{name} is there twice")));
    wrong.extend(
        DOUBLES
            .iter()
            .filter(|name| is_whole && !doubles.contains(*name))
            .map(|name| format!("{name} is there once: strike it out")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn no_socket_is_opened_and_no_program_started() {
    let desk = Desk::with_staff(3);
    let program = env!("CARGO_BIN_EXE_biaoyu");
    let runs: [&[&str]; 5] = [
        &["render", "-p", "badge-25", "-s", "1", "-o", "out"],
        &["render", "-d", "staff.csv", "-p", "name-85x54", "--combine", "b.pdf", "-o", "book"],
        &["plan", "-t", "安全第一", "-p", "badge-25", "-f", "pdf", "-o", "fleet"],
        &["run", "fleet/plan.jsonl"],
        &["preflight", "fleet"],
    ];
    for run in runs {
        let mut traced = Command::new("strace");
        traced.args(["-f", "-qq", "-e", "trace=network,execve,fork,vfork", "-o", "trace", program]).args(run);
        traced.current_dir(desk.folder.path()).env_clear().env("HOME", desk.folder.path()).env("LC_ALL", "C.UTF-8");
        let Some(output) = outside::run(&mut traced) else { return };
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if said.contains("ptrace") || !desk.path("trace").exists() {
            return outside::missing("strace", &said);
        }
        assert!(output.status.code().is_some_and(|code| code <= 2), "{run:?}: {said}");
        let trace = fs::read_to_string(desk.path("trace")).unwrap();
        let calls: Vec<&str> =
            trace.lines().filter(|line| !line.contains("execve(") || !line.contains(program)).collect();
        let calls: Vec<&&str> = calls.iter().filter(|line| !line.contains("+++ ") && !line.contains("--- ")).collect();
        assert!(calls.is_empty(), "{run:?}: {calls:?}");
        // It was looked at.
        assert!(trace.contains("execve("), "{trace}");
    }
}

#[test]
fn what_a_strangers_folder_gives_is_told_once_and_may_be_refused() {
    let desk = Desk::new();
    let products = fs::read_to_string(root().join("layouts/products.toml")).unwrap();
    desk.write("layouts/seal.toml", fs::read_to_string(root().join("layouts/waves.toml")).unwrap() + "\n# mine\n");
    desk.write("products.toml", products + "\n# mine\n").write("biaoyu.toml", "unit = \"某某厂\"\n");
    let ask = ["render", "-t", "安全第一 预防为主", "-p", "badge-58", "-l", "seal", "-f", "pdf", "--json"];
    let own = desk.run(&[&ask[..], &["-o", "own"]].concat());
    assert_eq!(own.err.matches("--embedded").count(), 1, "{}", own.err);
    assert!(own.err.contains("`layouts/seal.toml` and 1 more file were found"), "{}", own.err);
    let embedded = desk.run(&[&ask[..], &["-o", "embedded", "--embedded"]].concat());
    assert!(!embedded.err.contains("were found and taken"), "{}", embedded.err);
    // What is built in, and nobody's unit.
    let clean = Desk::new();
    clean.run(&[&ask[..], &["-o", "embedded"]].concat());
    desk::same(&clean.files("embedded"), &desk.files("embedded"));
    assert_ne!(desk.files("own"), desk.files("embedded"));
    // A folder that is named was meant, and the program's own files are no news.
    let named = desk.run(&[&ask[..], &["-o", "named", "--embedded", "--from", "."]].concat());
    assert!(!named.err.contains("were found and taken"), "{}", named.err);
    let same = Desk::new();
    same.write("layouts/seal.toml", fs::read_to_string(root().join("layouts/seal.toml")).unwrap());
    let told = same.run(&[&ask[..], &["-o", "same"]].concat());
    assert!(!told.err.contains("--embedded"), "{}", told.err);
}

#[test]
fn a_batch_says_its_size_before_it_starts() {
    let desk = Desk::with_staff(110);
    let ask =
        ["-t", "安全第一", "-d", "staff.csv", "-p", "badge-25", "--name", "{n:04}", "-f", "pdf", "--bare", "-o", "out"];
    let dry = desk.must(&[&["render"], &ask[..], &["--dry-run"]].concat(), 0);
    assert!(dry.contains("110 files to make, about ") && dry.contains("are free"), "{dry}");
    assert!(!desk.path("out").exists());
    desk.must(&[&["render"], &ask[..]].concat(), 0);
    let line = dry.lines().find(|l| l.contains("files to make")).unwrap().to_owned();
    let megabytes: f64 = line.split("about ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let written: usize = desk.files("out").iter().filter(|(n, _)| n.ends_with(".pdf")).map(|(_, b)| b.len()).sum();
    let ratio = megabytes * 1e6 / written as f64;
    assert!((0.9..1.1).contains(&ratio), "{line}: {written} bytes were written");
    // What is there takes no more room.
    assert!(desk.must(&[&["render"], &ask[..], &["--dry-run"]].concat(), 0).contains("0 files to make"));
}

/// Peak memory in MiB and time of a run of the program on a file.
#[cfg(target_os = "linux")]
fn cost(desk: &Desk, arguments: &[&str]) -> (u64, Duration, String) {
    let start = Instant::now();
    let (out, err) =
        (fs::File::create(desk.path("said.out")).unwrap(), fs::File::create(desk.path("said.err")).unwrap());
    let mut child = desk.command(arguments).stdout(Stdio::from(out)).stderr(Stdio::from(err)).spawn().unwrap();
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    let code = loop {
        // The most so far: the last look before the end misses little.
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:")).and_then(|l| l.split_whitespace().next());
        peak = line.and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0).max(peak);
        if let Some(code) = child.try_wait().unwrap() {
            break code;
        }
        assert!(start.elapsed() < Duration::from_secs(240), "{arguments:?}");
        std::thread::sleep(Duration::from_millis(4));
    };
    let said = fs::read_to_string(desk.path("said.err")).unwrap() + &fs::read_to_string(desk.path("said.out")).unwrap();
    assert!(code.code().is_some_and(|code| code <= 3), "{arguments:?}: {code}: {said}");
    (peak / 1024, start.elapsed(), said)
}

/// Kinds of bombs, each with what is said of it.
#[cfg(target_os = "linux")]
#[test]
fn bombs_are_refused_within_their_budgets() {
    let svg =
        |inside: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">{inside}</svg>");
    let squares =
        |n: usize| (0..n).map(|i| format!("<path d=\"M{} {}h3v3h-3z\"/>", i % 97, i % 89)).collect::<String>();
    let uses: String =
        (0..9).map(|i| format!("<g id=\"a{}\">{}</g>", i + 1, format!("<use href=\"#a{i}\"/>").repeat(10))).collect();
    let bombs: [(&str, Vec<u8>, &str); 11] = [
        ("wide.csv", ("姓名".to_owned() + &",".repeat(4_000_000) + "\n").into_bytes(), "beyond column SR"),
        ("wider.csv", ("姓名".to_owned() + &",a".repeat(2_000_000) + "\n").into_bytes(), "beyond column SR"),
        ("piece.csv", ("姓名,".to_owned() + &"x".repeat(120_000_000)).into_bytes(), "more than 32767 characters"),
        ("deep.json", "[".repeat(3_000_000).into_bytes(), "the JSON is broken"),
        ("far.ods", ods(900_000, 500), "million cells"),
        ("many.svg", svg(&squares(60_000)).into_bytes(), "would make 1 page"),
        (
            "use.svg",
            svg(&format!("<defs><g id=\"a0\"><path d=\"M0 0h9v9z\"/></g>{uses}</defs><use href=\"#a9\"/>"))
                .into_bytes(),
            "at most 100000 are read",
        ),
        (
            "attributes.svg",
            svg(&format!("<path {}/>", (0..50_000).map(|i| format!("a{i}=\"1\" ")).collect::<String>())).into_bytes(),
            "at most 1000 are read",
        ),
        ("deep.toml", ("title = ".to_owned() + &"[".repeat(900_000)).into_bytes(), "too deep"),
        ("figures.pdf", pdf(&"0 0 300 300 re f ".repeat(200_000)), "at most 100000 are read"),
        ("ground.pdf", pdf(&"q ".repeat(3_000_000)), "states nested too deep"),
    ];
    let desk = Desk::new();
    let mut wrong = Vec::new();
    for (name, bytes, wanted) in bombs {
        desk.write(name, &bytes);
        let arguments: &[&str] = match Path::new(name).extension().and_then(|e| e.to_str()).unwrap() {
            "svg" | "pdf" => {
                &["render", "-p", "badge-58", "-s", "1", "-f", "pdf", "--dry-run", "-j", "1", "--logo", name]
            }
            "toml" => &["render", name, "-p", "badge-25", "-f", "pdf", "--dry-run", "-j", "1"],
            _ => &["render", "-d", name, "-p", "name-85x54", "-f", "pdf", "--dry-run", "-j", "1"],
        };
        let (peak, time, said) = cost(&desk, arguments);
        if !said.contains(wanted) {
            wrong.push(format!("{name}: wanted “{wanted}”: {said}"));
        }
        let over = peak.saturating_sub(bytes.len() as u64 >> 20);
        if over > 512 {
            wrong.push(format!("{name}: {over} MiB over its own size"));
        }
        eprintln!("{name}: {over} MiB, {time:?}");
        let _ = fs::remove_file(desk.path(name));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A spreadsheet that says of one cell that it is there again and again.
fn ods(rows: usize, columns: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("mimetype", options).unwrap();
    zip.write_all(b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
    zip.start_file("content.xml", options).unwrap();
    let cell = |text: &str| format!("<text:p>{text}</text:p></table:table-cell></table:table-row>");
    let text = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"s\"><table:table-row><table:table-cell>{}\
         <table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell table:number-columns-repeated=\"{columns}\">{}\
         </table:table></office:spreadsheet></office:body></office:document-content>",
        cell("姓名"),
        cell("王明")
    );
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

/// A page of one content stream, packed.
fn pdf(content: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(content.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let mut stream = format!("<</Filter/FlateDecode/Length {}>>\nstream\n", packed.len()).into_bytes();
    stream.extend(packed);
    stream.extend(b"\nendstream");
    let objects: [&[u8]; 4] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<<>>>>",
        &stream,
    ];
    let mut out = b"%PDF-1.6\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", i + 1).into_bytes());
        out.extend(*object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(b"xref\n0 5\n0000000000 65535 f \n");
    places.iter().for_each(|at| out.extend(format!("{at:010} 00000 n \n").into_bytes()));
    out.extend(format!("trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").into_bytes());
    out
}
