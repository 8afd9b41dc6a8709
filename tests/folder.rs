//! What lies in the output folder and is not ours: left as it is, and told at once. Results that nobody could read are a
//! failure.

#![allow(clippy::unwrap_used)]

mod desk;

use std::fs;

use desk::Desk;

/// One small page.
const RUN: [&str; 9] = ["render", "-p", "badge-25", "-s", "1", "-f", "pdf", "-o", "out"];

/// Lines that programs other than this one write, the last of some without an end.
const STRANGERS: [&str; 6] = [
    "{\"id\":1,\"amount\":20}\n{\"id\":2,\"amount\":7}\n",
    "{\"file\":\"a.pdf\",\"format\":\"pdf\",\"bytes\":1}\n",
    "{\"id\":1,\"amount\":20",
    "\n",
    "receipts of March: 20, 7\n",
    "\u{0}\u{1}\u{2}",
];

#[test]
fn lists_of_others_survive_and_are_named() {
    for stranger in STRANGERS {
        for name in ["receipts.jsonl", "receipts.00001-of-00003.jsonl"] {
            let desk = Desk::new();
            desk.write(&format!("out/{name}"), stranger);
            let text = desk.must(&RUN, 2);
            assert!(text.contains(name) && text.contains("not a list of what this program made"), "{text}");
            assert_eq!(fs::read_to_string(desk.path(&format!("out/{name}"))).unwrap(), stranger);
            assert!(!desk.path("out/badge-25").exists());
        }
    }
}

#[test]
fn a_line_that_a_power_failure_tore_is_taken_off() {
    let desk = Desk::new();
    desk.must(&RUN, 0);
    let whole = desk.files("out");
    let list = desk.path("out/receipts.jsonl");
    let lines = fs::read(&list).unwrap();
    for length in [1, 9, 10, 30, lines.len() / 2, lines.len() - 1] {
        fs::write(&list, &lines[..length]).unwrap();
        desk.must(&[&RUN[..], &["--force"]].concat(), 0);
        desk::same(&whole, &desk.files("out"));
    }
}

#[cfg(unix)]
#[test]
fn links_pipes_and_folders_in_an_own_files_place_are_refused_at_once() {
    use std::os::unix::fs::symlink;
    for name in ["receipts.jsonl", "index.html", "approval.pdf", "badge-25/1-official.pdf"] {
        let desk = Desk::new();
        desk.must(&[&RUN[..8], &["there"]].concat(), 0);
        let named = desk.files("there").keys().find(|f| f.ends_with(".pdf") && f.contains('/')).unwrap().clone();
        let name = if name.contains('/') { named.as_str() } else { name };
        let place = desk.path(&format!("out/{name}"));
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&place).status().unwrap();
        assert!(made.success());
        let left = desk.run(&RUN);
        assert!(matches!(left.code, Some(1 | 2)), "{name}: {}", left.err);
        let wanted = if name == "receipts.jsonl" { "a pipe" } else { "was not made by this program" };
        assert!(left.err.contains(wanted), "{name}: {}", left.err);
        fs::remove_file(&place).unwrap();
        // A link to a file of the user's: neither written through nor cut.
        desk.write("mine.txt", "my own words, without an end");
        symlink(desk.path("mine.txt"), &place).unwrap();
        let left = desk.run(&RUN);
        assert!(matches!(left.code, Some(1 | 2)), "{name}: {}", left.err);
        assert_eq!(fs::read_to_string(desk.path("mine.txt")).unwrap(), "my own words, without an end", "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_are_a_failure() {
    let desk = Desk::new();
    desk.must(&RUN, 0);
    let file = desk.files("out").keys().find(|f| f.ends_with(".pdf") && f.contains('/')).unwrap().clone();
    let file = format!("out/{file}");
    let commands: [&[&str]; 6] = [
        &["list", "products"],
        &["lines", "质量第一 安全为天"],
        &["man"],
        &["preflight", &file],
        &["render", "-p", "badge-25", "-s", "1", "-f", "pdf", "-o", "more", "--json"],
        &["schema", "campaign"],
    ];
    for command in commands {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = desk.command(command).stdout(full).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{command:?}: {said}");
        assert!(said.contains("standard output could not be written"), "{command:?}: {said}");
    }
}

#[test]
fn plans_reports_and_plates_take_no_others_place() {
    let desk = Desk::new();
    let planned = ["plan", "-t", "安全第一", "-p", "badge-25", "-f", "pdf", "-o", "out"];
    desk.write("out/plan.jsonl", "my own words\n").write("out/plan.jsonl.new", "mine, too");
    assert!(desk.must(&planned, 2).contains("this file is there already"));
    assert_eq!(fs::read_to_string(desk.path("out/plan.jsonl")).unwrap(), "my own words\n");
    fs::remove_file(desk.path("out/plan.jsonl")).unwrap();
    desk.must(&planned, 0);
    // A plan of ours is written anew.
    desk.must(&planned, 0);
    assert_eq!(fs::read_to_string(desk.path("out/plan.jsonl.new")).unwrap(), "mine, too");
    desk.must(&["run", "out/plan.jsonl"], 0);
    let file = desk.files("out").keys().find(|f| f.ends_with(".pdf") && f.contains('/')).unwrap().clone();
    let file = format!("out/{file}");
    desk.write("report.html", "<p>my own words</p>");
    assert!(desk.must(&["preflight", &file, "--html", "report.html"], 2).contains("this file is there already"));
    assert_eq!(fs::read_to_string(desk.path("report.html")).unwrap(), "<p>my own words</p>");
    // Warnings of so small a badge are no refusal.
    let judged = |more: &[&str]| assert!(desk.run(&[&["preflight", &file], more].concat()).code <= Some(1));
    judged(&["--html", "new.html"]);
    judged(&["--html", "new.html"]);
    judged(&["--plates", "plates", "--dpi", "20"]);
    let plates = desk.files("plates");
    assert!(desk.must(&["preflight", &file, "--plates", "plates", "--dpi", "40"], 2).contains("lie there already"));
    desk::same(&plates, &desk.files("plates"));
}
