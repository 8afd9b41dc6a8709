//! Accidents: killed at any moment, stopped, a full disk, a folder that cannot be written, two runs at once. In the end
//! the folder is the one of an undisturbed run, byte for byte.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod desk;

use std::fs;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

use desk::{Desk, said, same};

/// Times that a run is killed, at least.
const KILLS: usize = 20;

fn asked<'a>(first: &'a str, folder: &'a str) -> Vec<&'a str> {
    let ask = [
        "quality-month-2021",
        "-p",
        "badge-58,badge-25",
        "--slogan",
        "1",
        "-d",
        "staff.csv",
        "--name",
        "{product}/{n:03}",
        "--for",
        "office",
    ];
    [&[first][..], &ask, &["-f", "pdf,png", "--dpi", "150", "-j", "1", "-o", folder]].concat()
}

/// Moments to kill at: the same in every run of the test (a multiplicative generator, Knuth's MMIX).
struct Moments(u64);

impl Moments {
    fn next(&mut self) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_millis(30 + (self.0 >> 33) % 900)
    }
}

/// Starts a command, ends it after a moment, again and again until it was done; how often it was cut off.
fn cut_off(start: impl Fn() -> Child, end: impl Fn(&mut Child, usize), moments: &mut Moments, most: usize) -> usize {
    let mut cut = 0;
    loop {
        let mut child = start();
        if cut < most {
            sleep(moments.next());
            if child.try_wait().unwrap().is_none() {
                end(&mut child, cut);
                cut += 1;
            }
        }
        let output = child.wait_with_output().unwrap();
        if output.status.code() == Some(0) {
            return cut;
        }
        // Killed, or stopped when it was asked to: never refused.
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(output.status.code(), None | Some(75)), "{text}");
        assert!(output.status.code().is_none() || text.contains("stopped"), "{text}");
    }
}

fn kill(child: &mut Child, _: usize) {
    child.kill().unwrap();
}

/// Kills, or asks to stop, by turns.
fn kill_or_stop(child: &mut Child, times: usize) {
    if times.is_multiple_of(2) {
        return kill(child, times);
    }
    desk::signal(if times % 4 == 1 { "-TERM" } else { "-INT" }, child.id());
}

#[test]
fn killed_at_any_moment_nothing_is_lost_twice_or_half() {
    let desk = Desk::with_staff(100);
    desk.must(&asked("render", "whole"), 0);
    let whole = desk.files("whole");
    assert!(whole.len() > 600, "{}", whole.len());
    let mut moments = Moments(20_211_122);
    let (mut kills, mut rounds) = (0, 0);
    while kills < KILLS {
        let start = || desk.command(&asked("render", "out")).spawn().unwrap();
        // The first rounds are killed only, the others also asked to stop.
        let end = if rounds == 0 { kill } else { kill_or_stop };
        kills += cut_off(start, end, &mut moments, KILLS);
        same(&whole, &desk.files("out"));
        assert!(!desk.path("out/.biaoyu-unfinished").exists());
        fs::remove_dir_all(desk.path("out")).unwrap();
        rounds += 1;
    }
}

#[test]
fn a_part_is_killed_among_others() {
    let desk = Desk::with_staff(60);
    desk.must(&asked("render", "whole"), 0);
    desk.must(&asked("plan", "fleet"), 0);
    let part = |n: usize| {
        let shard = format!("{n}/3");
        desk.command(&["run", "fleet/plan.jsonl", "--shard", &shard, "-j", "1"]).spawn().unwrap()
    };
    let others = [part(1), part(3)];
    let mut moments = Moments(7);
    let kills = cut_off(|| part(2), kill_or_stop, &mut moments, 8);
    others.into_iter().for_each(|child| drop(said(child.wait_with_output().unwrap(), 0)));
    assert!(kills > 0);
    desk.must(&["merge", "fleet/plan.jsonl"], 0);
    let mut fleet = desk.files("fleet");
    fleet.remove("plan.jsonl");
    same(&desk.files("whole"), &fleet);

    // A merge that is killed, into a folder of its own.
    for shard in ["1/2", "2/2"] {
        desk.must(&["run", "fleet/plan.jsonl", "--shard", shard, "-o", &shard[..1]], 0);
    }
    let merge = || desk.command(&["merge", "fleet/plan.jsonl", "1", "2", "-o", "out", "-j", "1"]).spawn().unwrap();
    let mut soon = Moments(11);
    for _ in 0..6 {
        let mut child = merge();
        sleep(soon.next() / 5);
        kill(&mut child, 0);
        child.wait().unwrap();
    }
    said(merge().wait_with_output().unwrap(), 0);
    same(&desk.files("whole"), &desk.files("out"));
    assert!(!desk.path("out/.biaoyu-unfinished").exists());
}

#[test]
fn a_full_disk_costs_time_only() {
    let desk = Desk::with_staff(30);
    desk.must(&asked("render", "whole"), 0);
    // Files of at most 48 blocks of 512 or 1024 bytes: the proofs are larger, and so is the list of receipts in the end.
    let program = desk.command(&[]).get_program().to_str().unwrap().to_owned();
    let mut words = asked("render", "out");
    words.insert(0, &program);
    let line = format!(
        "trap '' XFSZ; ulimit -f 24; exec {}",
        words.iter().map(|w| format!("'{w}'")).collect::<Vec<_>>().join(" ")
    );
    let mut small = Command::new("sh");
    small.args(["-c", &line]).current_dir(desk.folder.path()).env_clear().env("HOME", desk.folder.path());
    let output = small.env("LC_ALL", "C.UTF-8").env("PATH", "/usr/bin:/bin").output().unwrap();
    said(output, 1);
    // Every page that is there is whole; the press's own files speak of these only.
    let whole = desk.files("whole");
    for (name, bytes) in desk.files("out").iter().filter(|(name, _)| name.contains('/')) {
        assert_eq!(whole.get(name), Some(bytes), "{name}");
    }
    desk.must(&asked("render", "out"), 0);
    same(&desk.files("whole"), &desk.files("out"));

    // A disk that is really full, where a test may have one.
    let disk = desk.path("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |options: &str| {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&disk).output();
        mounted.is_ok_and(|m| m.status.success())
    };
    if !mount("size=1m") {
        return;
    }
    let full = desk.must(&asked("render", "disk/out"), 75);
    let read_only =
        if mount("remount,ro,size=1m") { desk.command(&asked("render", "disk/out")).output().ok() } else { None };
    let again = mount("remount,rw,size=200m").then(|| desk.command(&asked("render", "disk/out")).output().unwrap());
    let files = desk.files("disk/out");
    assert!(Command::new("umount").arg(&disk).status().unwrap().success());
    assert!(full.contains("the disk is full"), "{full}");
    if let Some(output) = read_only {
        let text = said(output, 2);
        assert!(text.contains("cannot write here"), "{text}");
    }
    said(again.unwrap(), 0);
    same(&desk.files("whole"), &files);
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let desk = Desk::with_staff(40);
    desk.must(&asked("render", "whole"), 0);
    let first = desk.command(&asked("render", "out")).spawn().unwrap();
    while !desk.path("out/.biaoyu-unfinished").exists() {
        sleep(Duration::from_millis(2));
    }
    let text = desk.must(&asked("render", "out"), 75);
    assert!(text.contains("another run is writing to this folder"), "{text}");
    said(first.wait_with_output().unwrap(), 0);
    same(&desk.files("whole"), &desk.files("out"));
}
