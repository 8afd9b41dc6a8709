//! The program against a server of S3 that answers as the worst of networks: late, twice, not at all, after the work was done and
//! before. Workers are killed at random; in the end the bucket is the folder of one undisturbed run, byte for byte.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use biaoyu_page::error::Lang;
use biaoyu_press::{Options, Sources, Texts, Wanted, plan, run};

type Files = BTreeMap<String, Vec<u8>>;

/// Random schedules of real processes; each is told by its number.
const SCHEDULES: u64 = 24;
/// Keys of a page of a list.
const PAGE: usize = 7;

/// A multiplicative generator (Knuth's MMIX).
struct Chance(AtomicU64);

impl Chance {
    fn below(&self, most: u64) -> u64 {
        let step = |n: u64| n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| Some(step(n))).unwrap() >> 33) % most
    }
}

/// What is wrong with a server.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// Nothing.
    Well,
    /// Answers are late, lost, or 500 and 503, of a hundred so many each.
    Bad(u64),
    /// It writes over what is there.
    Forgets,
    /// It says this to every word after so many.
    Says(u64, u16, &'static str),
}

/// An object: bytes and metadata.
type Object = (Vec<u8>, Vec<(String, String)>);

struct Server {
    objects: Mutex<BTreeMap<String, Object>>,
    mood: Mood,
    chance: Chance,
    words: AtomicU64,
    /// Words by method: merges read no files.
    said: Mutex<Vec<String>>,
    port: u16,
    over: AtomicBool,
}

/// A request as it came.
struct Asked {
    method: String,
    key: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

fn plain(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&rest[..2]).unwrap(), 16).unwrap());
            rest = &rest[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn asked(stream: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    stream.read_line(&mut line).ok().filter(|n| *n > 0)?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok().filter(|n| *n > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").map_or(0, |n| n.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let key = path.strip_prefix("/bucket").unwrap_or("").trim_start_matches('/');
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let query = pairs.map(|(name, value)| (name.to_owned(), plain(&value.replace('+', " ")))).collect();
    Some(Asked { method, key: plain(key), query, headers, body })
}

/// An answer: status, headers, body.
type Answer = (u16, Vec<(String, String)>, Vec<u8>);

fn error(status: u16, code: &str) -> Answer {
    let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>");
    (status, vec![("content-type".into(), "application/xml".into())], body.into_bytes())
}

impl Server {
    fn start(mood: Mood, seed: u64) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Arc::new(Self {
            objects: Mutex::default(),
            mood,
            chance: Chance(AtomicU64::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)),
            words: AtomicU64::new(0),
            said: Mutex::default(),
            port: listener.local_addr().unwrap().port(),
            over: AtomicBool::new(false),
        });
        let own = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if own.over.load(Ordering::SeqCst) {
                    break;
                }
                let own = own.clone();
                thread::spawn(move || own.serve(&stream));
            }
        });
        server
    }

    fn serve(&self, stream: &TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut out = stream.try_clone().unwrap();
        while let Some(asked) = asked(&mut reader) {
            let word = self.words.fetch_add(1, Ordering::SeqCst);
            self.said.lock().unwrap().push(format!("{} {}", asked.method, asked.key));
            let answer = match self.mood {
                Mood::Says(after, status, code) if word >= after => error(status, code),
                Mood::Bad(of_hundred) => match self.chance.below(100) / of_hundred {
                    0 => return,
                    1 => error(500, "InternalError"),
                    2 => error(503, "SlowDown"),
                    3 => {
                        self.answer(&asked);
                        return;
                    }
                    4 => {
                        self.answer(&asked);
                        error(500, "InternalError")
                    }
                    5 => {
                        let answer = self.answer(&asked);
                        thread::sleep(Duration::from_millis(self.chance.below(150)));
                        answer
                    }
                    6 => {
                        // Twice on its way.
                        self.answer(&asked);
                        self.answer(&asked)
                    }
                    7 if asked.method == "PUT" => error(409, "ConditionalRequestConflict"),
                    _ => self.answer(&asked),
                },
                _ => self.answer(&asked),
            };
            let (status, headers, body) = answer;
            let is_look = asked.method == "HEAD";
            let mut head = format!("HTTP/1.1 {status} x\r\n");
            for (name, value) in headers {
                let _ = write!(head, "{name}: {value}\r\n");
            }
            if !head.contains("content-length") {
                let _ = write!(head, "content-length: {}\r\n", if is_look { 0 } else { body.len() });
            }
            head += "\r\n";
            let sent =
                out.write_all(head.as_bytes()).and_then(|()| if is_look { Ok(()) } else { out.write_all(&body) });
            if sent.is_err() {
                return;
            }
        }
    }

    fn answer(&self, asked: &Asked) -> Answer {
        let mut objects = self.objects.lock().unwrap();
        let tag = |bytes: &[u8]| format!("\"{:x}-{}\"", bytes.iter().map(|b| u64::from(*b)).sum::<u64>(), bytes.len());
        let date = || ("last-modified".to_owned(), "Mon, 02 Nov 2026 00:00:00 GMT".to_owned());
        match asked.method.as_str() {
            "PUT" => {
                let is_conditional = asked.headers.get("if-none-match").is_some_and(|value| value == "*");
                if objects.contains_key(&asked.key) && is_conditional && self.mood != Mood::Forgets {
                    return error(412, "PreconditionFailed");
                }
                let metadata = asked.headers.iter().filter(|(name, _)| name.starts_with("x-amz-meta-"));
                let metadata = metadata.map(|(name, value)| (name.clone(), value.clone())).collect();
                let etag = tag(&asked.body);
                objects.insert(asked.key.clone(), (asked.body.clone(), metadata));
                (200, vec![("etag".into(), etag)], Vec::new())
            }
            "DELETE" => {
                objects.remove(&asked.key);
                (204, Vec::new(), Vec::new())
            }
            _ if asked.query.contains_key("list-type") => {
                let none = String::new();
                let prefix = asked.query.get("prefix").unwrap_or(&none);
                let after = asked.query.get("continuation-token").unwrap_or(&none);
                let found: Vec<_> =
                    objects.iter().filter(|(key, _)| key.starts_with(prefix.as_str()) && *key > after).collect();
                let mut body = String::from("<?xml version=\"1.0\"?><ListBucketResult>");
                for (key, (bytes, _)) in found.iter().take(PAGE) {
                    let (size, etag) = (bytes.len(), tag(bytes));
                    let _ = write!(
                        body,
                        "<Contents><Key>{key}</Key><LastModified>2026-11-02T00:00:00.000Z</LastModified><ETag>{etag}</ETag><Size>{size}</Size></Contents>"
                    );
                }
                if found.len() > PAGE {
                    let _ = write!(
                        body,
                        "<IsTruncated>true</IsTruncated><NextContinuationToken>{}</NextContinuationToken>",
                        found[PAGE - 1].0
                    );
                }
                (
                    200,
                    vec![("content-type".into(), "application/xml".into())],
                    (body + "</ListBucketResult>").into_bytes(),
                )
            }
            _ => match objects.get(&asked.key) {
                None => error(404, "NoSuchKey"),
                Some((bytes, metadata)) => {
                    let mut headers =
                        vec![("etag".into(), tag(bytes)), date(), ("content-length".into(), bytes.len().to_string())];
                    headers.extend(metadata.iter().cloned());
                    (200, headers, bytes.clone())
                }
            },
        }
    }

    /// What lies below the prefix.
    fn files(&self) -> Files {
        let objects = self.objects.lock().unwrap();
        objects
            .iter()
            .filter_map(|(key, (bytes, _))| Some((key.strip_prefix("run/")?.to_owned(), bytes.clone())))
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
    }
}

/// A desk of its own with a plan and the folder that one run leaves.
struct Desk {
    root: PathBuf,
    single: Files,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn files(base: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![base.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(base).unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap());
            }
        }
    }
    files
}

impl Desk {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("biaoyu-s3-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("fleet")).unwrap();
        fs::create_dir_all(root.join("scratch")).unwrap();
        let mut wanted = Wanted::default();
        wanted.what.texts =
            Texts::Each(["质量先行 顾客为上", "安全第一 预防为主", "人人讲安全 个个会应急"].map(String::from).into());
        wanted.what.products = vec!["badge-25".into()];
        let mut made = plan(&wanted, &Sources::default()).unwrap();
        fs::write(root.join("fleet/plan.jsonl"), made.written(&wanted, (&[], true), "..".into(), Lang::En).unwrap())
            .unwrap();
        made.folder = root.join("single");
        let options = Options {
            threads: 2,
            force: false,
            replace: false,
            describe: false,
            tidy: false,
            whole: false,
            lang: Lang::En,
            shard: None,
        };
        assert!(run(&made, &options, &AtomicBool::new(false), &mut |_| {}).unwrap().is_whole());
        let single = files(&root.join("single"));
        assert!(single.len() > 10 && single.contains_key("approval.pdf"), "{:?}", single.keys());
        Self { root, single }
    }

    fn command(&self, words: &[&str], port: u16) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_biaoyu-store"));
        command.args(words).current_dir(&self.root).env_clear().stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env("LC_ALL", "C.UTF-8").env("HOME", &self.root).env("TMPDIR", self.root.join("scratch"));
        command.env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}")).env("AWS_EC2_METADATA_DISABLED", "true");
        command
            .env("AWS_ACCESS_KEY_ID", "key")
            .env("AWS_SECRET_ACCESS_KEY", "secret")
            .env("AWS_DEFAULT_REGION", "us-east-1");
        command
    }

    fn part(&self, part: &str, port: u16) -> Command {
        self.command(&["run", "fleet/plan.jsonl", "--shard", part, "--store", "s3://bucket/run", "-j", "1"], port)
    }

    fn merge(&self, port: u16) -> Command {
        self.command(&["merge", "fleet/plan.jsonl", "--store", "s3://bucket/run", "-j", "1"], port)
    }
}

#[track_caller]
fn said(output: &Output, code: i32) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(!text.contains("panicked") && !text.contains("fault of biaoyu"), "{text}");
    text
}

/// Lets a process run until it ends, or kills it at its moment; whether it was done.
fn until(mut child: Child, moment: Option<Duration>, seed: u64) -> bool {
    if let Some(moment) = moment {
        thread::sleep(moment);
        let _ = child.kill();
    }
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(matches!(output.status.code(), None | Some(0 | 75)), "schedule {seed}: {:?} {text}", output.status);
    output.status.code() == Some(0)
}

#[test]
fn killed_workers_and_a_bad_network_end_in_the_same_bucket() {
    let desk = Desk::new("random");
    for seed in 0..SCHEDULES {
        let server = Server::start(if seed % 3 == 0 { Mood::Well } else { Mood::Bad(1 + seed % 3 * 2) }, seed);
        let of = 1 + server.chance.below(3);
        let worker = |part: &str| {
            for turn in 0.. {
                let dies = (turn < 2).then(|| Duration::from_millis(20 + server.chance.below(900)));
                if until(desk.part(part, server.port).spawn().unwrap(), dies, seed) {
                    break;
                }
                assert!(turn < 30, "schedule {seed}: part {part} comes to no end");
            }
        };
        thread::scope(|scope| {
            for number in 1..=of {
                for _ in 0..1 + u64::from(server.chance.below(3) == 0) {
                    scope.spawn(move || worker(&format!("{number}/{of}")));
                }
            }
        });
        thread::scope(|scope| {
            if server.chance.below(3) == 0 {
                scope.spawn(|| worker(&format!("1/{of}")));
            }
            for turn in 0.. {
                let dies = (turn < 1).then(|| Duration::from_millis(100 + server.chance.below(900)));
                if until(desk.merge(server.port).spawn().unwrap(), dies, seed) {
                    break;
                }
                assert!(turn < 30, "schedule {seed}: the merge comes to no end");
            }
        });
        let (one, other) = (&desk.single, server.files());
        let differ: Vec<&String> = one.keys().chain(other.keys()).filter(|f| one.get(*f) != other.get(*f)).collect();
        assert!(differ.is_empty(), "schedule {seed}: {differ:?}");
    }
    // What killed workers left here goes with the next one.
    said(&desk.part("1/1", Server::start(Mood::Well, 0).port).output().unwrap(), 0);
    // (Who is killed before its folder is locked leaves an empty one.)
    let left = files(&desk.root.join("scratch"));
    assert!(left.keys().all(|file| file.ends_with("/locking")), "{:?}", left.keys());
}

#[test]
fn a_merge_reads_receipts_and_looks_alone() {
    let desk = Desk::new("looks");
    let server = Server::start(Mood::Well, 1);
    for part in ["1/2", "2/2"] {
        said(&desk.part(part, server.port).output().unwrap(), 0);
    }
    let status = desk.command(&["status", "fleet/plan.jsonl", "--store", "s3://bucket/run", "--json"], server.port);
    let text = said(&{ status }.output().unwrap(), 0);
    assert!(text.contains("\"kind\":\"status\""), "{text}");
    server.said.lock().unwrap().clear();
    let text = said(&desk.merge(server.port).output().unwrap(), 0);
    assert!(text.contains("whole: 6 files → s3://bucket/run"), "{text}");
    let said = server.said.lock().unwrap().clone();
    let read: Vec<&String> = said.iter().filter(|word| word.starts_with("GET run/")).collect();
    assert!(
        !read.is_empty() && read.iter().all(|word| word.contains("receipts") || word.contains(".biaoyu-plan")),
        "{read:?}"
    );
    assert!(server.files() == desk.single);
    assert!(files(&desk.root.join("scratch")).is_empty());
}

#[test]
fn a_plan_travels_through_the_store() {
    let desk = Desk::new("travels");
    let server = Server::start(Mood::Well, 2);
    let sent = desk.command(&["send", "fleet/plan.jsonl", "--store", "s3://bucket/job"], server.port).output().unwrap();
    let text = said(&sent, 0);
    let address = "s3://bucket/job";
    assert!(text.contains(address), "{text}");
    let root = desk.root.file_name().unwrap().to_str().unwrap();
    let address = format!("{address}/fleet/plan.jsonl");
    assert!(!text.contains(root), "{text}");
    for words in [["run", &address, "--store", "s3://bucket/run"], ["merge", &address, "--store", "s3://bucket/run"]] {
        let mut command = desk.command(&words, server.port);
        command.current_dir(std::env::temp_dir());
        said(&command.output().unwrap(), 0);
    }
    assert!(server.files() == desk.single);
}

#[test]
fn each_bad_store_has_a_sentence_with_a_cure() {
    let desk = Desk::new("bad");
    let cases: [(Mood, i32, &str, &str); 9] = [
        (Mood::Forgets, 2, "ignores `If-None-Match: *`", "不理会 `If-None-Match: *`"),
        (Mood::Says(0, 400, "ExpiredToken"), 75, "credentials have expired", "访问凭证已过期"),
        (Mood::Says(12, 400, "ExpiredToken"), 75, "credentials have expired", "访问凭证已过期"),
        (Mood::Says(0, 403, "RequestTimeTooSkewed"), 75, "clock is wrong", "时钟偏差"),
        (Mood::Says(0, 403, "AccessDenied"), 2, "the store refuses", "存储拒绝访问"),
        (Mood::Says(0, 403, "InvalidAccessKeyId"), 2, "the store refuses", "存储拒绝访问"),
        (Mood::Says(0, 404, "NoSuchBucket"), 2, "no such bucket", "没有这个存储桶"),
        (Mood::Says(9, 403, "QuotaExceeded"), 75, "no room left", "存储已满"),
        (Mood::Says(9, 403, "RequestTimeTooSkewed"), 75, "clock is wrong", "时钟偏差"),
    ];
    for (mood, code, english, chinese) in cases {
        for (lang, wanted, hint) in [("en", english, "hint: "), ("zh", chinese, "提示：")] {
            let server = Server::start(mood, 3);
            let mut command = desk.part("1/1", server.port);
            command.args(["--lang", lang]);
            let text = said(&command.output().unwrap(), code);
            assert!(text.contains(wanted) && text.contains(hint), "{text}");
            // Nothing half-written: what is there is of the whole, and no part says that it is done.
            let there = server.files();
            assert!(there.iter().all(|(file, bytes)| file.starts_with('.') || desk.single.get(file) == Some(bytes)));
            assert!(!there.keys().any(|file| file.starts_with("receipts")), "{:?}", there.keys());
            if mood == Mood::Forgets {
                assert!(there.is_empty());
            }
        }
    }
    // Without credentials, without a server, without an address.
    let mut none = desk.part("1/1", 9);
    none.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    assert!(said(&none.output().unwrap(), 2).contains("AWS_ACCESS_KEY_ID"));
    for (address, wanted) in [("http://x/y", "no address of a store"), ("s3://", "no address of a store")] {
        let asked =
            desk.command(&["run", "fleet/plan.jsonl", "--store", address, "--shard", "1/1"], 9).output().unwrap();
        assert!(said(&asked, 2).contains(wanted));
    }
    let beyond = desk.part("8/7", 9).output().unwrap();
    assert!(said(&beyond, 2).contains("no part 8 of 7"));
}
