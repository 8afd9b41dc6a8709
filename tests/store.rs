//! Parts of a plan into a store, under random schedules: workers killed between any two words with the store, answers lost,
//! parts made twice at once or late, merges killed. In the end the store is the folder of one undisturbed run, byte for byte.

#![allow(clippy::unwrap_used)]

mod desk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use biaoyu::error::{Fault, Lang, Place};
use biaoyu::press::away::{self, About, Folder, Listed, Lying, Put, Store, faults};
use biaoyu::press::{Options, Plan, Shard, Sources, Summary, Written};
use biaoyu::say;
use desk::{Desk, Files, same};

/// Random schedules, each told by its number; `SCHEDULES=1000` plays more of them, as .ci/run does.
const SCHEDULES: u64 = 120;
/// What a killed worker gets for an answer: it does nothing more.
const KILLED: &str = "test/killed";

/// A multiplicative generator (Knuth's MMIX): the same schedules in every run of the test.
struct Chance(AtomicU64);

impl Chance {
    fn new(seed: u64) -> Self {
        let chance = Self(AtomicU64::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1));
        let _ = (0..4).map(|_| chance.below(2)).sum::<u64>();
        chance
    }

    fn below(&self, most: u64) -> u64 {
        let step = |n: u64| n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let before = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| Some(step(n))).unwrap();
        (before >> 33) % most
    }
}

/// An object: bytes, digest and inputs as told by who put it.
type Object = (Arc<Vec<u8>>, Option<(String, String)>);

/// A store in memory.
#[derive(Default)]
struct Memory {
    objects: Mutex<BTreeMap<String, Object>>,
    /// It writes over what is there, whatever it was asked.
    forgets: bool,
}

impl Memory {
    fn files(&self) -> Files {
        self.objects.lock().unwrap().iter().map(|(key, (bytes, _))| (key.clone(), bytes.to_vec())).collect()
    }

    fn lay(&self, key: &str, bytes: &[u8]) {
        self.objects.lock().unwrap().insert(key.into(), (Arc::new(bytes.to_vec()), None));
    }
}

/// A worker's way to the store, on which words and answers are lost, and which ends when the worker is killed.
struct Way<'a> {
    store: &'a Memory,
    chance: &'a Chance,
    /// Words that are lost, of a hundred.
    lossy: u64,
    /// Words until the worker is killed.
    life: AtomicU64,
}

impl<'a> Way<'a> {
    fn sure(store: &'a Memory, chance: &'a Chance) -> Self {
        Self { store, chance, lossy: 0, life: AtomicU64::new(u64::MAX) }
    }

    /// Says one word: what it does happens, or not, and its answer comes, or not.
    fn say<T>(&self, does: impl Fn() -> T) -> Result<T, Fault> {
        if self.life.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)).is_err() {
            return Err(Fault::new(KILLED, Place::default(), say!("killed", "killed")));
        }
        let lost = || Err(faults::unreachable("memory", "", "lost"));
        let luck = self.chance.below(100);
        if luck < self.lossy {
            return lost();
        }
        let answer = does();
        // Said twice on its way: the second finds what the first did.
        if luck < 2 * self.lossy { lost() } else { Ok(if luck < 3 * self.lossy { does() } else { answer }) }
    }
}

impl Store for Way<'_> {
    fn name(&self) -> &str {
        "memory://"
    }

    fn list(&self) -> Result<BTreeMap<String, Listed>, Fault> {
        let list = || {
            let objects = self.store.objects.lock().unwrap();
            objects
                .iter()
                .map(|(key, (bytes, _))| (key.clone(), Listed { bytes: bytes.len() as u64, put: None }))
                .collect()
        };
        self.say(list)
    }

    fn head(&self, key: &str) -> Result<Option<Lying>, Fault> {
        let head = || {
            let objects = self.store.objects.lock().unwrap();
            objects.get(key).map(|(bytes, about)| Lying {
                bytes: bytes.len() as u64,
                blake3: about.as_ref().map(|about| about.0.clone()),
                inputs: about.as_ref().map(|about| about.1.clone()),
            })
        };
        self.say(head)
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        self.say(|| self.store.objects.lock().unwrap().get(key).map(|(bytes, _)| bytes.to_vec()))
    }

    fn put(&self, key: &str, bytes: &Arc<Vec<u8>>, about: &About<'_>) -> Result<Put, Fault> {
        self.say(|| {
            let mut objects = self.store.objects.lock().unwrap();
            if objects.contains_key(key) && !self.store.forgets {
                return Put::There;
            }
            objects.insert(key.into(), (bytes.clone(), Some((about.blake3.into(), about.inputs.into()))));
            Put::Made
        })
    }

    fn delete(&self, key: &str) -> Result<(), Fault> {
        self.say(|| drop(self.store.objects.lock().unwrap().remove(key)))
    }

    fn pause(&self, _: u32) {}
}

/// A folder that nobody waits for: memory, where the system has such folders.
fn scratch() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

/// A plan with the folder that one run leaves.
struct Asked {
    desk: Desk,
    path: PathBuf,
    id: String,
    lang: Lang,
    single: Files,
}

impl Asked {
    fn new(ask: &[&str], code: i32) -> Self {
        let desk = Desk::new();
        desk.must(&[&["render"], ask, &["-o", "single"]].concat(), code);
        desk.must(&[&["plan"], ask, &["-o", "fleet"]].concat(), 0);
        let path = desk.path("fleet/plan.jsonl");
        let written = Written::read(&path).unwrap();
        let single = desk.files("single");
        Self { path, id: written.id(), lang: written.lang(), single, desk }
    }

    fn plan(&self, folder: &Path) -> Plan {
        let mut plan = Written::read(&self.path).unwrap().plan(&Sources::default()).unwrap();
        plan.send_to("memory://", folder.to_path_buf());
        plan
    }

    fn options(&self, shard: Option<Shard>) -> Options {
        let lang = self.lang;
        Options { threads: 1, force: false, replace: false, describe: false, tidy: false, whole: false, lang, shard }
    }

    /// Makes a part; the fault for which it ended.
    fn part(&self, store: &dyn Store, number: usize, of: usize) -> Result<Summary, Fault> {
        let scratch = scratch();
        let plan = self.plan(&scratch.path().join("out"));
        let options = self.options(Some(Shard::new(number, of).unwrap()));
        let stop = AtomicBool::new(false);
        away::run_to(store, &self.id, &plan, &options, &stop, &mut |_| {}).map_err(|faults| faults.0[0].clone())
    }

    /// Merges; whether it is whole.
    fn merge(&self, store: &dyn Store) -> Result<bool, Fault> {
        let scratch = scratch();
        let plan = self.plan(&scratch.path().join("out"));
        let stop = AtomicBool::new(false);
        let merged = away::merge_in(store, &self.id, &plan, &self.options(None), &stop, &mut |_| {});
        merged.map(|merged| merged.summary.is_some()).map_err(|faults| faults.0[0].clone())
    }

    /// One schedule: parts, some of them twice at once, killed and begun again; a merge, killed and begun again; a part that
    /// is late.
    fn play(&self, seed: u64) -> Memory {
        let (memory, chance) = (Memory::default(), Chance::new(seed));
        let of = 1 + chance.below(3) as usize;
        let words = 6 + 4 * self.single.len() as u64;
        let lossy = [0, 4, 10][chance.below(3) as usize];
        let worker = |number: usize| {
            for turn in 0.. {
                // In the end everybody lives long enough.
                let life = if turn < 3 { chance.below(words) } else { u64::MAX };
                let way = Way { store: &memory, chance: &chance, lossy, life: AtomicU64::new(life) };
                match self.part(&way, number, of) {
                    Ok(summary) if summary.left == 0 => break,
                    Ok(_) => {}
                    Err(fault) if fault.code == KILLED || faults::passes(&fault) => {}
                    Err(fault) => panic!("schedule {seed}: {fault:?}"),
                }
            }
        };
        std::thread::scope(|scope| {
            for number in 1..=of {
                let copies = 1 + usize::from(chance.below(3) == 0);
                (0..copies).for_each(|_| drop(scope.spawn(move || worker(number))));
            }
        });
        let late = chance.below(4) == 0;
        std::thread::scope(|scope| {
            // A second worker of a part, while it is merged already.
            if late {
                scope.spawn(|| worker(1));
            }
            for turn in 0.. {
                let life = if turn < 2 { chance.below(words) } else { u64::MAX };
                let way = Way { store: &memory, chance: &chance, lossy, life: AtomicU64::new(life) };
                match self.merge(&way) {
                    Ok(whole) => {
                        assert!(whole, "schedule {seed}: not whole");
                        break;
                    }
                    Err(fault) => assert!(fault.code == KILLED || faults::passes(&fault), "schedule {seed}: {fault:?}"),
                }
            }
        });
        memory
    }
}

#[test]
fn random_schedules_end_in_the_same_store() {
    // Small pages without a contact sheet for most; all that a run writes for one in twenty.
    let bare = Asked::new(&["-p", "badge-25", "--slogan", "1-5", "-f", "svg,dxf", "--bare"], 0);
    let full = Asked::new(&["-p", "badge-25", "--slogan", "1-3", "-f", "pdf", "--for", "gangrun"], 0);
    assert!(full.single.contains_key("jobs.csv") && full.single.contains_key("approval.pdf"));
    let schedules = std::env::var("SCHEDULES").map_or(SCHEDULES, |text| text.parse().unwrap());
    for seed in 0..schedules {
        let asked = if seed % 20 == 0 { &full } else { &bare };
        let memory = asked.play(seed);
        assert!(asked.single == memory.files(), "schedule {seed}: {:?}", memory.files().keys());
    }
}

#[test]
fn rows_that_cannot_be_made_are_told_and_keep_nothing_else() {
    let desk = Desk::new();
    let long = "李".repeat(60);
    desk.write("staff.csv", format!("姓名,单位,编号\n王明,第一分厂,001\n{long},第二分厂,002\n欧阳建国,第一分厂,003\n"));
    let table = desk.path("staff.csv");
    let asked = Asked::new(&["-p", "name-85x54", "-d", table.to_str().unwrap(), "-f", "pdf"], 1);
    let (memory, chance) = (Memory::default(), Chance::new(7));
    let way = Way::sure(&memory, &chance);
    for number in [1, 2] {
        asked.part(&way, number, 2).unwrap();
    }
    assert!(asked.merge(&way).unwrap());
    same(&asked.single, &memory.files());
    // Who comes late finds it done.
    let summary = asked.part(&way, 1, 2).unwrap();
    assert_eq!(summary.made, 0);
    same(&asked.single, &memory.files());
}

#[test]
fn what_others_own_is_left_alone() {
    let asked = Asked::new(&["-p", "badge-25", "--slogan", "1-3", "-f", "svg,png", "--dpi", "60", "--bare"], 0);
    let other = Asked::new(&["-p", "badge-25", "--slogan", "1-3", "-f", "svg,png", "--dpi", "72", "--bare"], 0);
    let chance = Chance::new(1);
    let first = asked.single.keys().find(|file| file.ends_with(".png")).unwrap().clone();

    // A store that writes over what is there gets nothing.
    let memory = Memory { forgets: true, ..Memory::default() };
    assert_eq!(asked.part(&Way::sure(&memory, &chance), 1, 1).unwrap_err().code, "store/conditions");
    assert!(memory.files().is_empty());

    // Something of others in the place of a file: told, left, and the part is not done.
    let memory = Memory::default();
    memory.lay(&first, b"mine");
    let way = Way::sure(&memory, &chance);
    let fault = asked.part(&way, 1, 1).unwrap_err();
    assert_eq!((fault.code, &*memory.files()[&first]), ("store/foreign", &b"mine"[..]));
    assert!(fault.place.text(Lang::En).contains(&first) && !memory.files().contains_key("receipts.1-of-1.jsonl"));
    // The same bytes, put by other means, are as good.
    memory.lay(&first, &asked.single[&first]);
    asked.part(&way, 1, 1).unwrap();

    // Another plan below the same prefix: while it is made, and when it is merged.
    let before = memory.files();
    assert_eq!(other.part(&way, 1, 1).unwrap_err().code, "store/other");
    assert_eq!(other.merge(&way).unwrap_err().code, "store/other");
    same(&before, &memory.files());
    assert!(asked.merge(&way).unwrap());
    assert_eq!(other.part(&way, 1, 1).unwrap_err().code, "store/other");
    same(&asked.single, &memory.files());

    // Lost, damaged and strange files keep a merge from its work.
    for (spoil, fate) in [("lose", "missing"), ("change", "damaged"), ("add", "foreign")] {
        let memory = Memory::default();
        let way = Way::sure(&memory, &chance);
        asked.part(&way, 1, 2).unwrap();
        asked.part(&way, 2, 2).unwrap();
        match spoil {
            "lose" => drop(memory.objects.lock().unwrap().remove(&first)),
            "change" => memory.lay(&first, b"mine"),
            _ => memory.lay("stranger.txt", b"mine"),
        }
        let scratch = scratch();
        let plan = asked.plan(&scratch.path().join("out"));
        let stop = AtomicBool::new(false);
        let merged = away::merge_in(&way, &asked.id, &plan, &asked.options(None), &stop, &mut |_| {}).unwrap();
        assert_eq!(merged.wrong.iter().map(|wrong| wrong.fate.word()).collect::<Vec<_>>(), [fate], "{spoil}");
        assert!(merged.summary.is_none() && !memory.files().contains_key("receipts.jsonl"));
        if spoil == "lose" {
            assert_eq!(merged.again().len(), 1);
        }
    }
}

#[test]
fn how_far_it_is_can_be_seen() {
    let asked = Asked::new(&["-p", "badge-25", "--slogan", "1-4", "-f", "svg", "--bare"], 0);
    let (memory, chance) = (Memory::default(), Chance::new(3));
    let way = Way::sure(&memory, &chance);
    let look = || {
        let written = Written::read(&asked.path).unwrap();
        let found = away::status_in(&way, &written, Some(2), std::time::SystemTime::UNIX_EPOCH).unwrap();
        (found.done, found.files, found.parts.iter().map(|part| part.done).collect::<Vec<_>>())
    };
    assert_eq!(look(), (0, 4, vec![0, 0]));
    asked.part(&way, 2, 2).unwrap();
    assert_eq!(look(), (2, 4, vec![0, 2]));
    asked.part(&way, 1, 2).unwrap();
    assert!(asked.merge(&way).unwrap());
    assert_eq!(look(), (4, 4, vec![2, 2]));
}

#[test]
fn a_folder_is_a_store_and_a_plan_travels_through_it() {
    let asked = Asked::new(&["-p", "badge-25", "--slogan", "1-3", "-f", "pdf"], 0);
    let open = |address: &str| Folder::of(address).map(|store| Box::new(store) as Box<dyn Store>);
    let at = |name: &str| format!("file://{}/{name}", asked.desk.path("").display()).replace("//store", "/store");
    let store = open(&at("store")).unwrap();
    for number in [1, 2, 2] {
        asked.part(&*store, number, 2).unwrap();
    }
    assert!(asked.merge(&*store).unwrap());
    assert!(asked.merge(&*store).unwrap());
    same(&asked.single, &asked.desk.files("store"));

    // What the plan was made with goes along; what was made of it, and hidden files, do not.
    asked.desk.write("campaigns/mine.toml", "x").write(".secret", "x").write("fleet/made.pdf", "x");
    let tray = open(&at("tray")).unwrap();
    let key = away::send(&*tray, &asked.path).unwrap();
    assert_eq!(key, "fleet/plan.jsonl");
    let sent = asked.desk.files("tray");
    assert!(sent.contains_key("campaigns/mine.toml") && sent.contains_key("fleet/plan.jsonl"));
    assert!(!sent.contains_key(".secret") && !sent.contains_key("fleet/made.pdf"));
    let scratch = scratch();
    let path = away::fetch(&open, &format!("{}/{key}", at("tray")), scratch.path()).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), std::fs::read(&asked.path).unwrap());
    assert!(scratch.path().join("campaigns/mine.toml").is_file());
    let nothing = away::fetch(&open, &at("tray/none/plan.jsonl"), scratch.path());
    assert_eq!(nothing.unwrap_err().0[0].code, "store/plan");
}

#[test]
fn what_is_in_a_folder_stays_there() {
    let folder = tempfile::tempdir().unwrap();
    let store = Folder::of(&format!("file://{}/a%20b", folder.path().display())).unwrap();
    assert!(store.list().unwrap().is_empty());
    let (one, other) = (Arc::new(b"one".to_vec()), Arc::new(b"other".to_vec()));
    let digest = "01".repeat(32);
    let about = About { blake3: &digest, inputs: "in" };
    assert_eq!(store.put("x/标语.pdf", &one, &about), Ok(Put::Made));
    assert_eq!(store.put("x/标语.pdf", &other, &about), Ok(Put::There));
    assert_eq!(store.get("x/标语.pdf").unwrap().as_deref(), Some(&b"one"[..]));
    assert_eq!(store.list().unwrap().keys().collect::<Vec<_>>(), ["x/标语.pdf"]);
    // Its digest is read, and what it is said to be made from counts only with the right one.
    let lying = store.head("x/标语.pdf").unwrap().unwrap();
    assert_eq!((lying.bytes, lying.inputs), (3, None));
    let digest = lying.blake3.unwrap();
    let about = About { blake3: &digest, inputs: "in" };
    store.delete("x/标语.pdf").unwrap();
    assert_eq!(store.put("x/标语.pdf", &one, &about), Ok(Put::Made));
    assert_eq!(store.head("x/标语.pdf").unwrap().unwrap().inputs.as_deref(), Some("in"));
    store.delete("x/标语.pdf").unwrap();
    store.delete("x/标语.pdf").unwrap();
    assert_eq!(store.head("x/标语.pdf").unwrap(), None);
    store.tidy();
    assert_eq!(std::fs::read_dir(folder.path().join("a b")).unwrap().count(), 1, "the folder x alone");
    for wrong in ["file://relative", "file://", "/folder", "file:///a%zz"] {
        assert_eq!(Folder::of(wrong).map(drop).unwrap_err().code, "store/address", "{wrong}");
    }
}

/// A worker that is held up after its first look, until the plan is merged.
struct Late<'a> {
    way: Way<'a>,
    asked: &'a Asked,
    held: AtomicBool,
}

impl Store for Late<'_> {
    fn name(&self) -> &str {
        self.way.name()
    }

    fn list(&self) -> Result<BTreeMap<String, Listed>, Fault> {
        self.way.list()
    }

    fn head(&self, key: &str) -> Result<Option<Lying>, Fault> {
        self.way.head(key)
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        self.way.get(key)
    }

    fn put(&self, key: &str, bytes: &Arc<Vec<u8>>, about: &About<'_>) -> Result<Put, Fault> {
        if !self.held.swap(true, Ordering::SeqCst) {
            assert!(self.asked.merge(&Way::sure(self.way.store, self.way.chance)).unwrap());
        }
        self.way.put(key, bytes, about)
    }

    fn delete(&self, key: &str) -> Result<(), Fault> {
        self.way.delete(key)
    }
}

#[test]
fn who_comes_late_leaves_nothing_behind() {
    let asked = Asked::new(&["-p", "badge-25", "--slogan", "1-3", "-f", "svg", "--bare"], 0);
    let (memory, chance) = (Memory::default(), Chance::new(5));
    asked.part(&Way::sure(&memory, &chance), 1, 1).unwrap();
    let late = Late { way: Way::sure(&memory, &chance), asked: &asked, held: AtomicBool::new(false) };
    assert_eq!(asked.part(&late, 1, 1).unwrap().made, 0);
    same(&asked.single, &memory.files());
}
