//! One plan on many machines: parts in one folder and in many, merged, against one undisturbed run, byte for byte.

#![allow(clippy::unwrap_used)]

mod desk;

use std::fs::{self, File};
use std::process::Child;

use desk::{Desk, said, same};
use serde_json::Value;

/// Two products, one sheet, for a shop: with contact sheet, approval sheets, ticket and report of faces.
const ASKED: [&str; 9] =
    ["quality-month-2021", "-p", "badge-58,badge-25", "--slogan", "1", "-d", "staff.csv", "--for", "gangrun"];
/// Names that tell rows apart.
const NAMES: [&str; 2] = ["--name", "{product}/{n:03}"];

fn asked<'a>(first: &[&'a str], last: &[&'a str]) -> Vec<&'a str> {
    [first, &ASKED, &NAMES, last].concat()
}

fn planned(people: usize) -> Desk {
    let desk = Desk::with_staff(people);
    desk.must(&asked(&["plan"], &["-o", "fleet"]), 0);
    desk
}

#[track_caller]
fn all(children: Vec<Child>) {
    children.into_iter().for_each(|child| drop(said(child.wait_with_output().unwrap(), 0)));
}

#[test]
fn seven_parts_make_what_one_run_makes() {
    let desk = planned(30);
    desk.must(&asked(&["render"], &["-o", "single"]), 0);
    let single = desk.files("single");
    assert!(single.len() > 120 && single.contains_key("jobs.csv") && single.contains_key("approval.pdf"));

    // All at once in one folder.
    let part = |n: usize, more: &[&str]| {
        let shard = format!("{n}/7");
        desk.command(&[&["run", "fleet/plan.jsonl", "--shard", &shard, "-j", "1"], more].concat()).spawn().unwrap()
    };
    all((1..=7).map(|n| part(n, &[])).collect());
    desk.must(&["merge", "fleet/plan.jsonl"], 0);
    let mut one = desk.files("fleet");
    assert!(one.remove("plan.jsonl").is_some());
    same(&single, &one);
    // Nothing is left to do, and nothing is done.
    let again = desk.must(&["run", "fleet/plan.jsonl", "--shard", "3/7"], 0);
    assert!(again.contains("0 files made"), "{again}");
    desk.must(&["merge", "fleet/plan.jsonl"], 0);
    let mut one = desk.files("fleet");
    one.remove("plan.jsonl");
    same(&single, &one);

    // Each in its own folder.
    let folders: Vec<String> = (1..=7).map(|n| format!("part{n}")).collect();
    all((1..=7).map(|n| part(n, &["-o", &format!("part{n}")])).collect());
    let merge: Vec<&str> =
        ["merge", "fleet/plan.jsonl"].into_iter().chain(folders.iter().map(String::as_str)).collect();
    let merge = [&merge[..], &["-o", "whole"]].concat();
    desk.must(&merge, 0);
    same(&single, &desk.files("whole"));
    desk.must(&merge, 0);
    same(&single, &desk.files("whole"));

    // The parts are about as large as each other.
    let sizes: Vec<usize> = folders.iter().map(|f| desk.files(f).len()).collect();
    assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 2, "{sizes:?}");

    // The plan made again is the same, and a run of the whole plan is a render.
    let plan = fs::read(desk.path("fleet/plan.jsonl")).unwrap();
    desk.must(&asked(&["plan"], &["-o", "fleet"]), 0);
    assert_eq!(fs::read(desk.path("fleet/plan.jsonl")).unwrap(), plan);
    desk.must(&["run", "fleet/plan.jsonl", "-o", "run"], 0);
    same(&single, &desk.files("run"));
}

#[test]
fn books_are_parts_too() {
    let desk = Desk::with_staff(20);
    let book = |first: &'static str, out: &'static str| {
        [
            first,
            "quality-month-2021",
            "-p",
            "badge-58",
            "--slogan",
            "1",
            "-d",
            "staff.csv",
            "--combine",
            "all.pdf",
            "--split",
            "3",
            "-f",
            "pdf",
            "-o",
            out,
        ]
    };
    desk.must(&book("render", "single"), 0);
    desk.must(&book("plan", "fleet"), 0);
    for shard in ["1/3", "2/3", "3/3"] {
        desk.must(&["run", "fleet/plan.jsonl", "--shard", shard], 0);
    }
    desk.must(&["merge", "fleet/plan.jsonl"], 0);
    let mut fleet = desk.files("fleet");
    let plan = String::from_utf8(fleet.remove("plan.jsonl").unwrap()).unwrap();
    same(&desk.files("single"), &fleet);
    assert!(plan.contains(r#""rows":[2,4],"pages":3"#), "{plan}");
}

#[test]
fn a_merge_says_what_is_wrong() {
    let desk = planned(8);
    for (shard, folder) in [("1/2", "a"), ("2/2", "b")] {
        desk.must(&["run", "fleet/plan.jsonl", "--shard", shard, "-o", folder], 0);
    }
    desk.must(&["merge", "fleet/plan.jsonl", "a", "-o", "out"], 1);
    assert!(!desk.path("out").exists(), "nothing is brought together");

    // Jobs go by turns: the first person's badge-58 is in `a`, the second's in `b`.
    fs::remove_file(desk.path("a/badge-58/001.pdf")).unwrap();
    let mut bytes = fs::read(desk.path("b/badge-58/002.pdf")).unwrap();
    bytes[100] ^= 1;
    desk.write("b/badge-58/002.pdf", bytes);
    fs::create_dir_all(desk.path("b/badge-58")).unwrap();
    fs::copy(desk.path("a/badge-58/003.pdf"), desk.path("b/badge-58/003.pdf")).unwrap();
    desk.write("a/notes.txt", "mine");
    let out = desk.command(&["merge", "fleet/plan.jsonl", "a", "b", "-o", "out", "--json"]).output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    let lines: Vec<Value> =
        String::from_utf8(out.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let fates: Vec<(&str, &str)> =
        lines.iter().filter_map(|l| Some((l["file"].as_str()?, l["fate"].as_str()?))).collect();
    // A copy without a receipt is nobody's; so is what no plan knows.
    assert_eq!(
        fates,
        [
            ("badge-58/001.pdf", "missing"),
            ("badge-58/002.pdf", "damaged"),
            ("badge-58/003.pdf", "foreign"),
            ("notes.txt", "foreign")
        ]
    );
    let last = lines.last().unwrap();
    assert_eq!((last["whole"].as_bool(), last["wrong"]["foreign"].as_u64()), (Some(false), Some(2)));
    assert!(!desk.path("out").exists());

    // Mended as the hints say.
    for file in ["b/badge-58/002.pdf", "b/badge-58/003.pdf", "a/notes.txt"] {
        fs::remove_file(desk.path(file)).unwrap();
    }
    for (shard, folder) in [("1/2", "a"), ("2/2", "b")] {
        let said = desk.must(&["run", "fleet/plan.jsonl", "--shard", shard, "-o", folder], 0);
        assert!(said.contains("1 file made"), "{said}");
    }
    // A part that was made twice.
    desk.must(&["run", "fleet/plan.jsonl", "--shard", "2/2", "-o", "c"], 0);
    let said = desk.must(&["merge", "fleet/plan.jsonl", "a", "b", "c", "-o", "out"], 1);
    assert!(said.contains("badge-58/002.pdf") && said.contains("more than once"), "{said}");
    // A folder given twice is one folder.
    desk.must(&["merge", "fleet/plan.jsonl", "a", "b", "./b", "-o", "out"], 0);
    desk.must(&asked(&["render"], &["-o", "single"]), 0);
    same(&desk.files("single"), &desk.files("out"));
}

#[test]
fn rows_that_cannot_be_printed_do_not_keep_parts_apart() {
    let desk = Desk::new();
    // No face has the character; no one has the name.
    let lines: Vec<String> = desk::staff(12).lines().map(String::from).collect();
    let table =
        lines.join("\n").replacen(&lines[5], "李\u{10FFFD},第一分厂,0004", 1).replacen(&lines[8], ",第一分厂,0007", 1);
    desk.write("staff.csv", table);
    let ask = |first: &'static str, out: &'static str| {
        [first, "-p", "name-85x54", "-d", "staff.csv", "--for", "gangrun", "-o", out]
    };
    let single = desk.must(&ask("render", "single"), 1);
    assert!(single.contains("2 rows to print again"), "{single}");
    desk.must(&ask("plan", "fleet"), 0);
    for (shard, folder) in [("1/2", "a"), ("2/2", "b")] {
        let output = desk.command(&["run", "fleet/plan.jsonl", "--shard", shard, "-o", folder]).output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)));
    }
    let merge = desk.must(&["merge", "fleet/plan.jsonl", "a", "b", "-o", "out"], 1);
    assert!(merge.contains("cannot be made") && merge.contains("2 rows to print again"), "{merge}");
    same(&desk.files("single"), &desk.files("out"));
}

#[test]
fn files_of_another_plan_do_not_mix() {
    let desk = planned(4);
    let run = |shard: &str| desk.must(&["run", "fleet/plan.jsonl", "--shard", shard], 0);
    run("1/2");
    // The same places, made from another table by another plan.
    let table = desk::staff(4).replace("第0分厂", "第九分厂");
    desk.write("staff.csv", table);
    desk.must(&asked(&["plan"], &["-o", "fleet"]), 0);
    run("2/2");
    let said = desk.must(&["merge", "fleet/plan.jsonl"], 1);
    assert!(said.contains("made from something else than planned"), "{said}");
    run("1/2");
    desk.must(&["merge", "fleet/plan.jsonl"], 0);
    desk.must(&asked(&["render"], &["-o", "single"]), 0);
    let mut fleet = desk.files("fleet");
    fleet.remove("plan.jsonl");
    same(&desk.files("single"), &fleet);
}

#[test]
fn a_changed_input_is_refused_by_name() {
    let desk = Desk::with_staff(20);
    desk.write("layouts/mine.toml", fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/layouts/glyph.toml")).unwrap());
    desk.must(&["new", "mine"], 0);
    let ask = [
        "plan",
        "mine",
        "-l",
        "mine",
        "-p",
        "badge-58",
        "-t",
        "质量第一",
        "-d",
        "staff.csv",
        "-o",
        "fleet",
        "--name",
        "{n:02}",
    ];
    desk.must(&ask, 0);
    let run = ["run", "fleet/plan.jsonl", "--shard", "1/2"];
    let refused = |file: &str, from: &str, to: &str, wanted: &[&str]| {
        let before = fs::read_to_string(desk.path(file)).unwrap();
        let changed = before.replacen(from, to, 1);
        assert_ne!(before, changed);
        desk.write(file, &changed);
        let said = desk.must(&run, 2);
        wanted.iter().for_each(|w| assert!(said.contains(w), "wanted {w}: {said}"));
        assert!(!desk.path("fleet/badge-58").exists() && !desk.path("fleet/receipts.1-of-2.jsonl").exists());
        desk.write(file, &before);
    };
    let person = desk::staff(20).lines().nth(16).unwrap().to_owned();
    refused(
        "staff.csv",
        &person,
        &person.replace("分厂", "工厂"),
        &["staff.csv, row 17", "is not what the plan was made with"],
    );
    refused("staff.csv", "王", "汪", &["row 2"]);
    refused("campaigns/mine.toml", "title = \"", "title = \"又", &["the campaign"]);
    let layout = fs::read_to_string(desk.path("layouts/mine.toml")).unwrap();
    let key = layout.lines().find(|l| l.starts_with("name = ")).unwrap().to_owned();
    refused("layouts/mine.toml", &key, &format!("{key} "), &["layout `mine`"]);
    refused(
        "fleet/plan.jsonl",
        "\"version\":\"",
        "\"version\":\"9",
        &["the plan was made by biaoyu 9", "use the same program"],
    );
    refused("fleet/plan.jsonl", "\"build\":\"", "\"build\":\"9", &["the plan was made by"]);
    // The form before this one held arguments.
    refused(
        "fleet/plan.jsonl",
        "{\"biaoyu_plan\":3",
        "{\"biaoyu_plan\":1",
        &["form 1", "plan again with `biaoyu plan`"],
    );
    refused("fleet/plan.jsonl", "\"inputs\":\"", "\"inputs\":\"9", &["no whole plan"]);
    refused("fleet/plan.jsonl", "\"slogan\":\"1\"", "\"slogan\":\"2\"", &["no whole plan"]);
    let whole = fs::read_to_string(desk.path("fleet/plan.jsonl")).unwrap();
    let last = whole.trim_end().rsplit_once('\n').unwrap().1.to_owned() + "\n";
    refused("fleet/plan.jsonl", &last, "", &["no whole plan"]);
    desk.must(&run, 0);

    for (ask, code) in [(&["--watch"][..], "--watch"), (&["--dry-run"], "--dry-run"), (&["--texts", "-"], "--texts")] {
        let said = desk.must(&[&["plan", "-p", "badge-58", "-o", "no"], ask].concat(), 2);
        assert!(said.contains(code), "{said}");
    }
}

#[test]
fn the_scheduler_says_the_part() {
    let desk = planned(7);
    let run = |set: &[(&str, &str)], more: &[&str], code: i32| {
        let mut command = desk.command(&[&["run", "fleet/plan.jsonl"], more].concat());
        said(command.envs(set.iter().copied()).output().unwrap(), code)
    };
    for index in 0..7 {
        let said = run(&[("JOB_COMPLETION_INDEX", &index.to_string()), ("COMPLETIONS", "7")], &[], 0);
        assert!(said.contains(&format!("part {}/7", index + 1)), "{said}");
    }
    let slurm = [
        ("SLURM_ARRAY_TASK_ID", "7"),
        ("SLURM_ARRAY_TASK_MIN", "1"),
        ("SLURM_ARRAY_TASK_MAX", "7"),
        ("SLURM_ARRAY_TASK_COUNT", "7"),
    ];
    assert!(run(&slurm, &[], 0).contains("part 7/7"));
    let aws = [("AWS_BATCH_JOB_ARRAY_INDEX", "2"), ("AWS_BATCH_JOB_ARRAY_SIZE", "7")];
    assert!(run(&aws, &[], 0).contains("part 3/7"));
    run(&[("JOB_COMPLETION_INDEX", "2")], &[], 2);
    run(&[("JOB_COMPLETION_INDEX", "2")], &["--shards", "7"], 0);
    run(&[("JOB_COMPLETION_INDEX", "2")], &["--shard", "3/7"], 0);
    run(&[&aws[..], &slurm[..]].concat(), &[], 2);
    run(&[], &["--shards", "7"], 2);
    run(&[], &["--shard", "8/7"], 2);
    desk.must(&["merge", "fleet/plan.jsonl"], 0);
}

#[test]
fn another_machine_with_the_same_tree_does_its_part() {
    let desk = planned(6);
    let there = Desk::with_staff(6);
    fs::create_dir_all(there.path("fleet")).unwrap();
    fs::copy(desk.path("fleet/plan.jsonl"), there.path("fleet/plan.jsonl")).unwrap();
    desk.must(&["run", "fleet/plan.jsonl", "--shard", "1/2"], 0);
    // From inside the folder of the plan: what was asked for is found where it was.
    let mut command = there.command(&["run", "plan.jsonl", "--shard", "2/2"]);
    said(command.current_dir(there.path("fleet")).output().unwrap(), 0);
    let other = there.path("fleet");
    desk.must(&["merge", "fleet/plan.jsonl", "fleet", other.to_str().unwrap(), "-o", "whole"], 0);
    desk.must(&asked(&["render"], &["-o", "single"]), 0);
    same(&desk.files("single"), &desk.files("whole"));
    // Without the tree there is nothing to plan from.
    let alone = Desk::new();
    alone.write("plan.jsonl", fs::read(desk.path("fleet/plan.jsonl")).unwrap());
    alone.must(&["run", "plan.jsonl", "--shard", "1/2"], 2);
}

#[test]
fn one_part_is_made_by_one_run_at_a_time() {
    let desk = planned(4);
    fs::write(desk.path("fleet/receipts.2-of-3.jsonl"), "").unwrap();
    let held = File::options().write(true).open(desk.path("fleet/receipts.2-of-3.jsonl")).unwrap();
    held.lock().unwrap();
    let busy = "another run is writing to this folder";
    assert!(desk.must(&["run", "fleet/plan.jsonl", "--shard", "2/3"], 75).contains(busy));
    desk.must(&["run", "fleet/plan.jsonl", "--shard", "1/3"], 0);
    desk.must(&["run", "fleet/plan.jsonl", "--shard", "3/3"], 0);
    assert!(desk.must(&["merge", "fleet/plan.jsonl"], 75).contains(busy));
    drop(held);
    desk.must(&["run", "fleet/plan.jsonl", "--shard", "2/3"], 0);

    // A render of the whole waits for the parts, and they for it.
    let whole = File::options().write(true).open(desk.path("fleet/receipts.jsonl")).unwrap();
    whole.lock().unwrap();
    assert!(desk.must(&["run", "fleet/plan.jsonl", "--shard", "2/3"], 75).contains(busy));
    drop(whole);
    let part = File::options().write(true).open(desk.path("fleet/receipts.jsonl")).unwrap();
    part.lock_shared().unwrap();
    assert!(desk.must(&asked(&["render"], &["-o", "fleet"]), 75).contains(busy));
    desk.must(&["run", "fleet/plan.jsonl", "--shard", "2/3"], 0);
    drop(part);

    // A render takes what the parts made for its own.
    let said = desk.must(&asked(&["render"], &["-o", "fleet"]), 0);
    assert!(said.contains("0 files made"), "{said}");
    desk.must(&asked(&["render"], &["-o", "single"]), 0);
    let mut fleet = desk.files("fleet");
    fleet.remove("plan.jsonl");
    same(&desk.files("single"), &fleet);
}

#[test]
fn status_says_how_far_each_part_is() {
    let desk = planned(9);
    let status = |more: &[&str]| desk.run(&[&["status", "fleet/plan.jsonl", "--json"], more].concat());
    let found = |left: &desk::Left| left.json().pop().unwrap();
    let none = status(&[]).code(1);
    let asked = found(&none)["files"].as_u64().unwrap();
    assert_eq!((found(&none)["done"].as_u64(), found(&none)["parts"].as_array().map(Vec::len)), (Some(0), Some(0)));
    assert_eq!(found(&status(&["--shards", "3"]))["parts"].as_array().unwrap().len(), 3);
    desk.must(&["run", "fleet/plan.jsonl", "--shard", "2/3"], 0);
    let one = status(&[]).code(1);
    let parts = found(&one)["parts"].clone();
    assert_eq!((parts[1]["done"].as_u64(), parts[0]["done"].as_u64()), (parts[1]["files"].as_u64(), Some(0)));
    let count = &parts[1]["files"];
    let told = desk.must(&["status", "fleet/plan.jsonl"], 1);
    assert!(told.contains(&format!("part 2/3: {count} of {count} files, done")), "{told}");
    // A part that is being made holds its list.
    let held = File::create(desk.path("fleet/receipts.1-of-3.jsonl")).unwrap();
    held.lock().unwrap();
    let running = status(&[]).code(75);
    assert_eq!(found(&running)["parts"][0]["running"], true);
    assert!(found(&running)["seconds_left"].is_u64());
    drop(held);
    // The parts that lack are named, by merge too, and only files that were asked for are counted.
    assert!(desk.must(&["merge", "fleet/plan.jsonl"], 1).contains("parts to run again: 1/3, 3/3"));
    for part in ["1/3", "3/3"] {
        desk.must(&["run", "fleet/plan.jsonl", "--shard", part], 0);
    }
    assert_eq!(found(&status(&[]).code(0))["done"], asked);
    let whole = desk.must(&["merge", "fleet/plan.jsonl", "--metrics", "m.prom"], 0);
    assert!(whole.contains(&format!("whole: {asked} files")), "{whole}");
    status(&[]).code(0);
}

#[test]
fn the_contact_sheet_speaks_the_language_of_the_plan() {
    let desk = Desk::with_staff(4);
    let in_chinese = |words: &[&str]| desk.must(&[&["--lang", "zh"], words].concat(), 0);
    in_chinese(&asked(&["render"], &["-o", "single"]));
    in_chinese(&asked(&["plan"], &["-o", "fleet"]));
    for part in ["1/2", "2/2"] {
        desk.must(&["run", "fleet/plan.jsonl", "--shard", part], 0);
    }
    assert!(desk.must(&["merge", "fleet/plan.jsonl"], 0).contains("whole:"), "messages are whose they are");
    let mut fleet = desk.files("fleet");
    fleet.remove("plan.jsonl");
    same(&desk.files("single"), &fleet);
}

#[test]
fn a_task_submitted_again_alone_does_not_make_everything() {
    let desk = planned(6);
    desk.must(&["run", "fleet/plan.jsonl", "--shard", "3/3"], 0);
    let set = ["ID", "MIN", "MAX", "COUNT", "STEP"].map(|name| (format!("SLURM_ARRAY_TASK_{name}"), "1"));
    let mut command = desk.command(&["run", "fleet/plan.jsonl"]);
    let text = said(command.envs(set).output().unwrap(), 2);
    assert!(text.contains("parts of 3 were made in this folder"), "{text}");
}

/// Families, and samples by name and labels, of the text format of Prometheus 0.0.4.
fn metrics(text: &str) -> std::collections::BTreeMap<String, f64> {
    let mut kinds = std::collections::BTreeMap::new();
    let mut samples = std::collections::BTreeMap::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert!(kinds.insert(name.to_owned(), kind.to_owned()).is_none(), "{line} comes twice");
        } else if !line.starts_with("# HELP ") {
            let (key, value) = line.rsplit_once(' ').unwrap();
            let name = key.split('{').next().unwrap();
            let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
            assert!(kinds.contains_key(family) || kinds.contains_key(name), "{line} has no type");
            assert!(samples.insert(key.to_owned(), value.parse().unwrap()).is_none(), "{line} comes twice");
        }
    }
    samples
}

#[test]
fn what_a_run_counted_is_read_by_prometheus() {
    let desk = Desk::with_staff(5);
    let run = [
        "render",
        "-t",
        "安全第一 预防为主",
        "-d",
        "staff.csv",
        "-p",
        "badge-58",
        "-f",
        "pdf",
        "-o",
        "out",
        "--metrics",
        "m.prom",
    ];
    desk.must(&run, 0);
    let first = metrics(&fs::read_to_string(desk.path("m.prom")).unwrap());
    // The dashboard asks for nothing that is not written.
    let board = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/dashboard.json")).unwrap();
    let board: Value = serde_json::from_str(&board).unwrap();
    let targets = board["panels"].as_array().unwrap().iter().flat_map(|panel| panel["targets"].as_array().unwrap());
    let text = fs::read_to_string(desk.path("m.prom")).unwrap();
    let mut asked = 0;
    for target in targets {
        let words = target["expr"].as_str().unwrap().split(|c: char| !c.is_ascii_lowercase() && c != '_');
        for name in words.filter(|word| word.starts_with("biaoyu_")) {
            let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
            assert!(text.contains(&format!("# TYPE {family} ")), "{name} is asked for and not written");
            asked += 1;
        }
    }
    assert!(asked > 8, "{asked}");
    let files = |status: &str| format!("biaoyu_files_total{{status=\"{status}\",product=\"badge-58\",format=\"pdf\"}}");
    assert_eq!(first[&files("made")], 5.0);
    assert_eq!((first["biaoyu_page_seconds_count"], first["biaoyu_exit_code"]), (5.0, 0.0));
    assert_eq!(first["biaoyu_page_seconds_bucket{le=\"+Inf\"}"], 5.0);
    let written: usize = desk
        .files("out")
        .iter()
        .filter(|(name, _)| name.contains('/') && name.ends_with(".pdf"))
        .map(|(_, b)| b.len())
        .sum();
    assert_eq!(first["biaoyu_written_bytes_total"], written as f64);
    // Written anew by the next run; a stranger's file is not.
    desk.must(&run, 0);
    assert_eq!(metrics(&fs::read_to_string(desk.path("m.prom")).unwrap())[&files("kept")], 5.0);
    desk.write("m.prom", "mine 1\n");
    assert!(desk.must(&run, 2).contains("this file is there already"));
    assert_eq!(fs::read_to_string(desk.path("m.prom")).unwrap(), "mine 1\n");
}
