//! docs/agents.md, as a program would follow it: its six calls, in their order, from a notice to files that a shop takes.

#![allow(clippy::unwrap_used)]

mod desk;

use std::fs;
use std::path::Path;

use desk::Desk;
use serde_json::Value;

const NOTICE: &str = "关于开展2026年“安全生产月”活动的通知\n\n各部门、各班组：\n\n现将宣传标语印发如下：\n\n\
    1. 人人讲安全 个个会应急\n2. 查找身边隐患 保障安全发展\n3. 安全生产 人人有责\n\n某某水电站\n2026年5月20日\n";
const SLOGANS: [&str; 3] = ["人人讲安全 个个会应急", "查找身边隐患 保障安全发展", "安全生产 人人有责"];

/// The calls of the page.
fn calls() -> Vec<Vec<String>> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/agents.md")).unwrap();
    let block = page.split("```sh\n").nth(1).unwrap().split("```").next().unwrap().to_owned();
    let words = |line: &str| {
        line.split('"')
            .enumerate()
            // What stands in quotes is one word.
            .flat_map(|(i, part)| match i % 2 {
                0 => part.split_whitespace().map(str::to_owned).collect(),
                _ => vec![part.to_owned()],
            })
            .skip(1)
            .collect()
    };
    block.lines().map(words).collect()
}

#[test]
fn six_calls_lead_from_the_notice_to_the_files() {
    let desk = Desk::new();
    desk.write("notice.txt", NOTICE);
    let calls = calls();
    assert_eq!(calls.len(), 6);
    let call = |i: usize, code: i32| {
        let words: Vec<&str> = calls[i].iter().map(String::as_str).collect();
        desk.run(&words).code(code)
    };
    let texts = |objects: &[Value]| {
        let mut texts: Vec<String> = objects.iter().map(|o| o["text"].as_str().unwrap().to_owned()).collect();
        texts.dedup();
        texts.sort();
        texts.dedup();
        texts
    };
    let mut wanted = SLOGANS.map(str::to_owned).to_vec();
    wanted.sort();

    let products = call(0, 0).json();
    for id in ["poster-a2", "badge-58"] {
        assert!(products.iter().any(|p| p["id"] == id && p["detail"].is_string()), "{id}");
    }

    // What was understood is what the notice says, and nothing is written.
    let understood = call(1, 0);
    let (pages, notes): (Vec<Value>, Vec<Value>) =
        understood.json().into_iter().partition(|line| line["kind"] == "file");
    assert_eq!(texts(&pages), wanted);
    assert!(notes.iter().any(|note| note["kind"] == "note" && note["rule"] == "list-left-out"), "{notes:?}");
    assert!(understood.err.contains("通知"), "what was left out is told: {}", understood.err);
    assert!(!desk.path("out").exists());

    let lines = call(2, 0).json();
    assert_eq!(lines[0]["lines"], serde_json::json!(["人人讲安全", "个个会应急"]));
    assert!(lines[0]["key"].is_string());

    let files = |lines: Vec<Value>| lines.into_iter().filter(|line| line["kind"] == "file").collect::<Vec<_>>();
    let made = files(call(3, 0).json());
    assert_eq!(made.len(), SLOGANS.len() * 2);
    assert_eq!(texts(&made), wanted);
    for file in &made {
        assert_eq!((&file["status"], &file["format"]), (&"made".into(), &"pdf".into()));
        let path = desk.path(file["path"].as_str().unwrap());
        assert_eq!(fs::metadata(path).unwrap().len(), file["bytes"].as_u64().unwrap());
        for finding in file["findings"].as_array().unwrap() {
            assert!(["rule", "severity", "place", "message"].iter().all(|key| finding[key].is_string()), "{finding}");
        }
    }
    let before = desk.files("out");

    let judged = call(4, 0).json();
    let (summary, judged) = judged.split_last().unwrap();
    assert_eq!((judged.len(), &summary["summary"]["files"]), (made.len(), &made.len().into()));
    assert!(judged.iter().all(|file| file["exit"] == 0 && file["file"].is_string() && file["findings"].is_array()));

    let again = files(call(5, 0).json());
    assert!(again.iter().all(|file| file["status"] == "kept"), "{again:?}");
    assert_eq!(desk.files("out"), before);
}

#[test]
fn every_command_that_speaks_json_tells_its_faults_so() {
    let desk = Desk::new();
    // What each is refused for. A command that is new and has `--json` wants its line here.
    let wrong: [&[&str]; 10] = [
        &["render", "-s", "99"],
        &["plan", "-p", "nosuch"],
        &["run", "nosuch.jsonl"],
        &["merge", "nosuch.jsonl"],
        &["status", "nosuch.jsonl"],
        &["impose", "nosuch.pdf"],
        &["list", "nosuch"],
        &["explain", "nosuch"],
        &["lines"],
        &["preflight", "nosuch.pdf", "--at", "1,1"],
    ];
    let help = desk.run(&["--help"]).code(0).out;
    let commands = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    // Continued lines of a description stand further in.
    let names = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let mut told = 0;
    for name in names.map(|line| line.split_whitespace().next().unwrap()) {
        if !desk.run(&[name, "--help"]).out.contains("--json") {
            continue;
        }
        let words = wrong.iter().find(|words| words[0] == name).unwrap_or_else(|| panic!("no line for `{name}`"));
        let words = [words, ["--json"].as_slice()].concat();
        let left = desk.run(&words);
        assert_ne!(left.code, Some(0), "{words:?}");
        let faults: Vec<Value> = left.json().into_iter().filter(|line| line["kind"] == "fault").collect();
        assert!(!faults.is_empty(), "{words:?}: nothing but\n{}{}", left.out, left.err);
        for fault in faults {
            assert!(fault["code"].is_string() && fault["message"].is_string(), "{fault}");
            let code = fault["code"].as_str().unwrap();
            desk.run(&["explain", code]).code(0);
        }
        told += 1;
    }
    assert_eq!(told, wrong.len());
}
