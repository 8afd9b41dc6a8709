//! The studio from outside: its server is started on a free port and asked as a browser asks.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use desk::Desk;

mod desk;

/// A server, killed when it is let go.
struct Studio {
    child: Child,
    port: u16,
    token: String,
}

/// What was answered.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Drop for Studio {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    #[track_caller]
    fn json(&self, status: u16) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }
}

impl Studio {
    fn start(desk: &Desk, folder: &str) -> Self {
        fs::create_dir_all(desk.path(folder)).unwrap();
        let mut command = desk.command(&["studio", folder, "--no-open", "--lang", "zh"]);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (host, token) = line.trim().strip_prefix("http://").unwrap().split_once('/').unwrap();
        let port = host.strip_prefix("127.0.0.1:").unwrap().parse().unwrap();
        let token = token.trim_end_matches('/').to_owned();
        assert!(token.len() == 32 && token.chars().all(|c| c.is_ascii_hexdigit()), "{token}");
        Self { child, port, token }
    }

    /// A request as it goes over the wire.
    fn raw(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        // Of a body that is refused not all is taken.
        let _ = stream.write_all(body);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let end = all.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(all.len());
        let head = String::from_utf8_lossy(&all[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Answer { status, head, body: all.get(end + 4..).unwrap_or_default().to_vec() }
    }

    fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
        let path: String = path
            .bytes()
            .map(|b| if b.is_ascii_graphic() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect();
        let (port, token, length) = (self.port, &self.token, body.len());
        let head = format!(
            "{method} /{token}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        self.raw(&head, body)
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "text/plain", b"")
    }

    fn post(&self, path: &str, body: Value) -> Answer {
        self.ask("POST", path, "application/json", body.to_string().as_bytes())
    }

    fn put(&self, path: &str, body: &[u8]) -> Answer {
        self.ask("PUT", path, "application/octet-stream", body)
    }

    /// Makes and waits.
    fn make(&self, project: &str, ask: Value) -> Value {
        self.post(&format!("api/p/{project}/make"), ask).json(202);
        self.made(project)
    }

    fn made(&self, project: &str) -> Value {
        let begun = Instant::now();
        loop {
            let status = self.get(&format!("api/p/{project}/make")).json(200);
            if status["state"] != "running" {
                return status;
            }
            assert!(begun.elapsed() < Duration::from_secs(180), "{status}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

const LIST: &str = "2026年安全生产月宣传标语\n1. 人人讲安全 个个会应急\n2. 安全第一，\n预防为主\n3. 生命至上 安全发展\n某某发电厂\n2026年6月1日\n";

/// A project with three slogans.
fn begun(studio: &Studio, name: &str) -> Value {
    studio.post("api/projects", json!({ "name": name, "door": "sheets" })).json(201);
    studio.post(&format!("api/p/{name}/paste"), json!({ "text": LIST })).json(200)
}

/// Runs the command of a making in a copy of the project without what was made, and compares.
fn same_by_command(desk: &Desk, project: &str, made: &Value) {
    let (from, to) = (desk.path(project), desk.path("copy"));
    let _ = fs::remove_dir_all(&to);
    fs::create_dir_all(&to).unwrap();
    for entry in fs::read_dir(&from).unwrap().flatten() {
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        } else if entry.file_name() == "照片" {
            fs::create_dir_all(to.join("照片")).unwrap();
            for photo in fs::read_dir(entry.path()).unwrap().flatten() {
                fs::copy(photo.path(), to.join("照片").join(photo.file_name())).unwrap();
            }
        }
    }
    let command = made["command"].as_str().unwrap();
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    let output = desk.command(&words).current_dir(&to).output().unwrap();
    // A roster with a row that makes no page is done but for it.
    let most = if command.contains("--data") { 1 } else { 0 };
    assert!(
        output.status.code().is_some_and(|code| code <= most),
        "{command}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let folder = made["folder"].as_str().unwrap();
    let (ours, theirs) = (desk::files(&from.join(folder)), desk::files(&to.join(folder)));
    assert!(!ours.is_empty(), "{folder}");
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    for (name, bytes) in &ours {
        assert!(theirs[name] == *bytes, "{folder}/{name} differs from the command line's");
    }
}

#[test]
fn from_a_pasted_list_to_the_files_of_the_command_line() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    let read = begun(&studio, "安全月");
    let fates: Vec<&str> =
        read["list"]["lines"].as_array().unwrap().iter().map(|l| l["fate"].as_str().unwrap()).collect();
    assert_eq!(fates, ["out", "slogan", "slogan", "joined", "slogan", "out", "out"]);
    let offers: Vec<(&str, &str)> = read["project"]["offers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| (o["field"].as_str().unwrap(), o["value"].as_str().unwrap()))
        .collect();
    assert_eq!(offers, [("title", "安全生产月"), ("year", "2026"), ("unit", "某某发电厂")]);
    // A greyed line is taken in, a joined one parted; and both go back.
    let line = |line: u32, fate: &str| {
        studio.post("api/p/安全月/line", json!({ "line": line, "fate": fate })).json(200)["project"]["slogans"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((line(4, "slogan"), line(1, "slogan"), line(1, "out"), line(4, "joined")), (4, 5, 4, 3));

    // What is changed is on the disk before it is said; a window that is behind is told.
    let rev = studio.get("api/p/安全月").json(200)["rev"].as_u64().unwrap();
    let ops = json!([{ "op": "set", "field": "title", "value": "安全生产月" }, { "op": "set", "field": "unit", "value": "某某发电厂" },
        { "op": "set", "field": "date", "value": "2026 年 6 月" }, { "op": "break", "number": 1, "after": 2, "kind": "|" },
        { "op": "slogan", "number": 3, "key": "命" }, { "op": "products", "ids": ["poster-a4", "badge-58"] }]);
    let project = studio.post("api/p/安全月/change", json!({ "rev": rev, "ops": ops })).json(200);
    assert_eq!(
        (&project["slogans"][0]["breaks"], &project["slogans"][2]["key"]),
        (&json!("人人|讲安全 个个会应急"), &json!("命"))
    );
    let text = fs::read_to_string(desk.path("all/安全月/活动.toml")).unwrap();
    assert!(text.contains("unit = \"某某发电厂\"") && text.contains("breaks = \"人人|讲安全 个个会应急\""), "{text}");
    studio
        .post("api/p/安全月/change", json!({ "rev": rev, "ops": [{ "op": "set", "field": "title", "value": "x" }] }))
        .json(409);
    studio.post("api/p/安全月/undo", json!({})).json(200);
    assert!(!fs::read_to_string(desk.path("all/安全月/活动.toml")).unwrap().contains("某某发电厂"));
    studio.post("api/p/安全月/redo", json!({})).json(200);
    assert_eq!(fs::read_to_string(desk.path("all/安全月/活动.toml")).unwrap(), text);

    // The true sheet, and where its characters are.
    let picture = studio.get("api/p/安全月/page.img?product=poster-a4&slogan=2&w=400&h=400");
    assert_eq!((picture.status, &picture.body[..2]), (200, &b"BM"[..]));
    let png = studio.get("api/p/安全月/page.img?product=badge-58&slogan=2&w=200&h=200&form=png");
    assert!(png.body.starts_with(b"\x89PNG"));
    let page = studio.get("api/p/安全月/page?product=poster-a4&slogan=2").json(200);
    let slogan = page["texts"].as_array().unwrap().iter().find(|t| t["fields"][0] == "slogan").unwrap();
    assert_eq!(slogan["value"], "安全第一，预防为主");
    let chars = slogan["chars"].as_array().unwrap();
    assert!(chars.len() >= 8 && chars[0]["c"] == "安" && chars[0]["index"] == 1, "{slogan}");
    let at = |c: &Value| -> Vec<f64> { c["box"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect() };
    assert!(at(&chars[0])[2] <= at(&chars[1])[0] + 1.0, "the second character stands behind the first");
    assert_eq!(slogan["gaps"][0]["after"], 1);
    // A picture of which a newer one was asked for is not made.
    assert_eq!(studio.get("api/p/安全月/page.img?product=poster-a4&w=90&h=90&slot=t&seq=9").status, 200);
    assert_eq!(studio.get("api/p/安全月/page.img?product=poster-a4&w=90&h=90&slot=t&seq=8").status, 204);
    let wall = studio.get("api/p/安全月/wall").json(200);
    assert_eq!(wall["count"], 8, "{wall}");
    for page in wall["pages"].as_array().unwrap() {
        let page = page["page"].as_str().unwrap();
        assert_eq!(studio.get(&format!("api/p/安全月/page.img?{page}&of=wall&w=60&h=60")).status, 200, "{page}");
    }

    // The files are those of the command line, every way.
    for (ask, zip) in [
        (json!({ "way": "plain" }), true),
        (json!({ "way": "proofs" }), false),
        (json!({ "way": "office", "paper": "a4" }), false),
        (json!({ "way": "shop", "shop": "offset", "quantity": 50 }), true),
    ] {
        let made = studio.make("安全月", ask);
        assert_eq!((&made["state"], &made["failed"]), (&json!("done"), &json!(0)), "{made}");
        same_by_command(&desk, "all/安全月", &made);
        assert_eq!(made["zip"].is_string(), zip, "{made}");
    }
    let zip = studio.get("api/p/安全月/zip?way=shop");
    let names: Vec<String> = zip::ZipArchive::new(std::io::Cursor::new(zip.body))
        .unwrap()
        .file_names()
        .map(|n| n.unwrap().into_owned())
        .collect();
    assert!(names.iter().any(|n| n.ends_with(".pdf")) && names.iter().any(|n| n == "jobs.csv"), "{names:?}");
    assert!(
        !names
            .iter()
            .any(|n| n.contains("receipts") || n.contains("approval") || n.ends_with(".toml") || n.ends_with(".png")),
        "{names:?}"
    );
    studio.post("api/quit", json!({})).json(200);
}

#[test]
fn a_folder_written_by_hand_is_a_project_and_keeps_its_comments() {
    let desk = Desk::new();
    let hand = "# 我的\ntitle = \"质量月\" # 名称\nslogans = [\"质量为先 守正创新\", \"人人讲安全 个个会应急\"]\n[defaults]\nproducts = [\"badge-58\"] # 徽章\n";
    desk.write("all/手写/活动.toml", hand);
    let studio = Studio::start(&desk, "all/手写");
    assert_eq!(studio.get("api/state").json(200)["open"], "手写");
    let project = studio.get("api/p/手写").json(200);
    assert_eq!(project["slogans"].as_array().unwrap().len(), 2);
    let rev = project["rev"].as_u64().unwrap();
    let ops = json!([{ "op": "slogan", "number": 2, "text": "人人讲质量" }, { "op": "set", "field": "unit", "value": "某厂" }]);
    studio.post("api/p/手写/change", json!({ "rev": rev, "ops": ops })).json(200);
    let text = fs::read_to_string(desk.path("all/手写/活动.toml")).unwrap();
    assert!(
        ["# 我的", "# 名称", "# 徽章", "人人讲质量", "unit = \"某厂\""].iter().all(|part| text.contains(part)),
        "{text}"
    );
    let made = studio.make("手写", json!({ "way": "plain" }));
    same_by_command(&desk, "all/手写", &made);
    // Changed by hand while it is open: that is what counts from then on.
    fs::write(desk.path("all/手写/活动.toml"), text.replace("质量月", "安全月")).unwrap();
    assert_eq!(studio.get("api/p/手写").json(200)["title"], "安全月");
    // Broken by hand: told with its line, and mended in the page.
    fs::write(desk.path("all/手写/活动.toml"), "titel = \"x\"\n").unwrap();
    let broken = studio.get("api/p/手写").json(200);
    assert_eq!(
        (&broken["faults"][0]["place"]["line"], &broken["text"]),
        (&json!(1), &json!("titel = \"x\"\n")),
        "{broken}"
    );
    assert_eq!(studio.get("api/p/手写/page.img").json(422)["faults"][0]["code"], broken["faults"][0]["code"]);
    let rev = broken["rev"].as_u64().unwrap();
    let still = json!({ "rev": rev, "ops": [{ "op": "text", "text": "title = 3" }] });
    studio.post("api/p/手写/change", still).json(422);
    studio.post("api/p/手写/change", json!({ "rev": rev, "ops": [{ "op": "text", "text": hand }] })).json(200);
    assert_eq!(fs::read_to_string(desk.path("all/手写/活动.toml")).unwrap(), hand);
    // A picture that is gone is a fault of the page, not of the program.
    fs::write(desk.path("all/手写/活动.toml"), format!("{hand}logo = \"没有.svg\"\n")).unwrap();
    let gone = studio.get("api/p/手写/page.img?w=90&h=90").json(422);
    assert!(gone["faults"][0]["place"]["file"].as_str().unwrap().contains("没有.svg"), "{gone}");
}

#[test]
fn only_the_own_page_on_this_machine_is_answered() {
    let desk = Desk::new();
    desk.write("secret.txt", "geheim");
    let studio = Studio::start(&desk, "all");
    begun(&studio, "甲");
    let (port, token) = (studio.port, studio.token.clone());
    let with = |path: &str, headers: &str| {
        studio.raw(&format!("GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n"), b"")
    };
    let own = format!("Host: 127.0.0.1:{port}\r\n");
    let path = format!("/{token}/api/state");
    let page = with(&path, &own);
    assert_eq!(page.status, 200);
    for header in [
        "content-security-policy: default-src 'none'; script-src 'self'",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "cache-control: no-store",
    ] {
        assert!(page.head.contains(header), "{header}\n{}", page.head);
    }
    assert!(!page.head.contains("access-control"), "{}", page.head);
    for (path, headers, status) in [
        (path.clone(), "Host: evil.example\r\n".to_owned(), 403),
        (path.clone(), format!("Host: evil.example:{port}\r\n"), 403),
        (path.clone(), format!("{own}Origin: http://evil.example\r\n"), 403),
        (path.clone(), format!("{own}Origin: null\r\n"), 403),
        (path.clone(), format!("{own}Sec-Fetch-Site: cross-site\r\n"), 403),
        ("/api/state".to_owned(), own.clone(), 404),
        ("/".to_owned(), own.clone(), 404),
        (format!("/{}/api/state", "0".repeat(32)), own.clone(), 404),
    ] {
        let answer = with(&path, &headers);
        assert_eq!((answer.status, answer.body.len()), (status, 0), "{path} {headers}");
    }
    // Nothing leads out of the project.
    fs::create_dir_all(desk.path("all/甲/output")).unwrap();
    fs::write(desk.path("all/甲/output/x.txt"), "x").unwrap();
    assert_eq!(studio.get("api/p/甲/output/output/x.txt").body, b"x");
    #[cfg(unix)]
    std::os::unix::fs::symlink(desk.path("secret.txt"), desk.path("all/甲/output/link.txt")).unwrap();
    for path in [
        "api/p/../甲",
        "api/p/%2e%2e",
        "api/p/甲/output/output/../活动.toml",
        "api/p/甲/output/output/%2e%2e/%2e%2e/%2e%2e/secret.txt",
        "api/p/甲/output/活动.toml",
        "api/p/甲/output/output/link.txt",
        "../secret.txt",
        "%2e%2e/secret.txt",
        "api/p/甲/output/C:/x",
    ] {
        let answer = studio.get(path);
        assert!(
            matches!(answer.status, 400 | 404) && !answer.body.windows(6).any(|w| w == b"geheim"),
            "{path}: {}",
            answer.status
        );
    }
    studio.post("api/p/甲/open", json!({ "path": "../../secret.txt" })).json(422);
    // Names are names, and what they hold is text.
    for name in ["../x", "a/b", "..", "<script>alert(1)</script>", "CON"] {
        let made = studio.post("api/projects", json!({ "name": name, "door": "sheets" })).json(201);
        let folder = made["name"].as_str().unwrap();
        assert!(
            desk.path("all").join(folder).join("活动.toml").is_file() && !folder.contains(['/', '<', '>']),
            "{folder}"
        );
    }
    assert_eq!(
        fs::read_dir(desk.folder.path()).unwrap().count(),
        2,
        "nothing is written beside the folder of projects"
    );
    let evil = "<img src=x onerror=alert(1)>";
    let kept = studio.put("api/p/甲/file/picture?name=%3Cimg%20src%3Dx%3E.png", &png()).json(200);
    assert!(!kept["file"].as_str().unwrap().contains('<'), "{kept}");
    let rev = kept["project"]["rev"].as_u64().unwrap();
    let shown =
        studio.post("api/p/甲/change", json!({ "rev": rev, "ops": [{ "op": "slogan", "number": 1, "text": evil }] }));
    assert!(shown.head.contains("content-type: application/json"), "{}", shown.head);
    // Kinds and sizes.
    assert_eq!(studio.ask("POST", "api/quit", "text/plain", b"{}").status, 415);
    assert_eq!(studio.ask("POST", "api/quit", "application/x-www-form-urlencoded", b"").status, 415);
    assert_eq!(studio.ask("DELETE", "api/p/甲", "application/json", b"").status, 405);
    let large = format!(
        "PUT /{token}/api/p/%E7%94%B2/list?name=x.txt HTTP/1.1\r\n{own}Content-Type: application/octet-stream\r\nContent-Length: 524288000\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(studio.raw(&large, &[b'x'; 1 << 16]).status, 413);
    let chunked = format!(
        "POST /{token}/api/p/%E7%94%B2/change HTTP/1.1\r\n{own}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    );
    let body: Vec<u8> =
        (0..9).flat_map(|_| [b"80000\r\n".to_vec(), vec![b' '; 0x80000], b"\r\n".to_vec()].concat()).collect();
    assert!(matches!(studio.raw(&chunked, &body).status, 413 | 0));
    // After all that it still answers, and to many at once.
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let ask = || studio.get("api/p/甲/page.img?product=badge-58&slogan=2&w=40&h=40").status;
        let all: Vec<_> = (0..100).map(|_| scope.spawn(ask)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
}

/// A picture of one gray sample.
fn png() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, 64, 64);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[128; 64 * 64]).unwrap();
    out
}

#[test]
fn ten_thousand_rows_are_shown_and_a_killed_making_is_taken_up() {
    let desk = Desk::new();
    let mut studio = Studio::start(&desk, "all");
    studio.post("api/projects", json!({ "name": "胸卡", "door": "cards" })).json(201);
    let mut table = String::from("工号,员工姓名,岗位,备注\n");
    for i in 1..=10_000 {
        table += &format!("{i:05},王{}{},安全员,x\n", ['明', '芳', '军'][i % 3], ['一', '二', '三', '四', '五'][i % 5]);
    }
    table += "合计,,,10000\n";
    let table = table.replace("00007,", "00006,").replace("00013,王芳四", "00013,");
    studio.put("api/p/胸卡/file/roster?name=名单.csv", table.as_bytes()).json(200);
    let roster = studio.get("api/p/胸卡/roster?from=9999&count=3").json(200);
    assert_eq!((&roster["rows"], roster["records"].as_array().unwrap().len()), (&json!(10_000), 2), "{roster}");
    let rows =
        |of: &str| -> Vec<u64> { roster[of].as_array().unwrap().iter().map(|b| b["row"].as_u64().unwrap()).collect() };
    assert_eq!(
        (rows("bad"), rows("doubtful")),
        (vec![14, 10_002], vec![8]),
        "without a name; the sums; a number for two"
    );
    assert!(
        !roster.to_string().contains(desk.folder.path().to_str().unwrap()),
        "her files are named from her folder: {roster}"
    );
    let name = roster["columns"].as_array().unwrap().iter().find(|c| c["field"] == "name").unwrap();
    assert!(name["header"].as_str().unwrap().contains("姓名"));
    let map = studio.post("api/p/胸卡/roster", json!({ "map": { "备注": "", "岗位": "post" } })).json(200);
    assert!(
        map["columns"].as_array().unwrap().iter().any(|c| c["header"] == "岗位" && c["field"] == "post"),
        "{}",
        map["columns"]
    );
    assert_eq!(studio.get("api/p/胸卡/page.img?product=name-85x54&record=9999&w=200&h=200").status, 200);
    // Killed in the middle, and started again.
    studio.post("api/p/胸卡/make", json!({ "way": "office", "what": "cards", "paper": "a4" })).json(202);
    studio.post("api/quit", json!({})).json(423);
    std::thread::sleep(Duration::from_millis(300));
    studio.child.kill().unwrap();
    studio.child.wait().unwrap();
    // What is made again is less, so that the test is quick.
    let short: String = table.lines().take(41).map(|line| format!("{line}\n")).collect();
    let studio = Studio::start(&desk, "all");
    assert_eq!(studio.get("api/p/胸卡").json(200)["files"]["roster"], "名单.csv");
    studio.put("api/p/胸卡/file/roster?name=短.csv", short.as_bytes()).json(200);
    let made = studio.make("胸卡", json!({ "way": "plain", "what": "cards" }));
    assert_eq!((&made["state"], &made["faults"]), (&json!("done"), &json!([])), "{made}");
    same_by_command(&desk, "all/胸卡", &made);
}

#[test]
fn a_logo_a_colour_and_a_pdf_are_looked_at() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    begun(&studio, "乙");
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><path fill=\"#0057a8\" d=\"M0 0h40v20h-40z\"/></svg>";
    let kept = studio.put("api/p/乙/file/logo?name=标志.svg", svg).json(200);
    assert_eq!((&kept["file"], &kept["white_ground"]), (&json!("标志.svg"), &json!(false)));
    assert!(studio.get("api/p/乙/logo.img?ground=dark&h=80").body.starts_with(b"BM"));
    let rev = kept["project"]["rev"].as_u64().unwrap();
    let ops = json!([{ "op": "set", "field": "logo_plate", "value": true }, { "op": "colour", "value": "logo" }, { "op": "products", "ids": ["badge-58", "poster-a4"] }]);
    let plated = studio.post("api/p/乙/change", json!({ "rev": rev, "ops": ops })).json(200);
    assert_eq!((&plated["logo_plate"], &plated["colour"]), (&json!(true), &json!("logo")), "{plated}");
    let colour = studio.get("api/colour?value=logo&p=乙").json(200);
    assert_eq!(colour["swatches"].as_array().unwrap().len(), 6);
    studio.get("api/colour?value=nonsense").json(422);
    assert_eq!(studio.put("api/p/乙/file/logo?name=x.svg", b"<svg").status, 422);
    assert!(!desk.path("all/乙/x.svg").exists(), "what cannot be read is not kept");
    let made = studio.make("乙", json!({ "way": "plain" }));
    assert_eq!(made["state"], "done", "{made}");
    same_by_command(&desk, "all/乙", &made);
    let files = studio.get("api/p/乙/output?way=plain").json(200);
    let pdf = files["files"].as_array().unwrap().iter().find(|f| f["kind"] == "pdf").unwrap()["path"]
        .as_str()
        .unwrap()
        .to_owned();
    let bytes = studio.get(&format!("api/p/乙/output/{}/{pdf}", made["folder"].as_str().unwrap())).body;
    let judged = studio.put("api/preflight?name=x.pdf&shop=offset", &bytes).json(200);
    assert_eq!(judged["pages"].as_array().unwrap().len(), 1, "{judged}");
    let id = judged["id"].as_u64().unwrap();
    for plate in ["proof", "heat", "Cyan"] {
        assert_eq!(studio.get(&format!("api/preflight/{id}/1.img?h=200&plate={plate}")).status, 200, "{plate}");
    }
    let shelf = studio.get("api/shelf").json(200);
    assert!(shelf["products"].as_array().unwrap().len() > 30 && shelf["palettes"].as_array().unwrap().len() >= 14);
    assert_eq!(studio.get("api/c/quality-month-2021/page.img?product=badge-58&slogan=1&w=60&h=60").status, 200);
}
