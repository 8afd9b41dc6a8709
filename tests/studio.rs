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
        command.stderr(Stdio::null());
        Self::of(command)
    }

    fn of(mut command: std::process::Command) -> Self {
        let mut child = command.spawn().unwrap();
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
    // What is for nothing that there is is refused before any of it is read.
    for path in ["p/%E6%B2%A1%E6%9C%89/file/roster", "p/%E7%94%B2/file/nothing", "nothing", "p/../file/roster"] {
        let large = large.replace("p/%E7%94%B2/list", path).replace("524288000", "1000000");
        assert_eq!(studio.raw(&large, b"").status, 404, "{path}");
    }
    let chunked = format!(
        "POST /{token}/api/p/%E7%94%B2/change HTTP/1.1\r\n{own}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    );
    // All of it is read before it is refused: what is left unread would reset the connection before the answer is there.
    let mut body: Vec<u8> =
        (0..8).flat_map(|_| [b"80000\r\n".to_vec(), vec![b' '; 0x80000], b"\r\n".to_vec()].concat()).collect();
    body.extend(b"1\r\n \r\n");
    assert_eq!(studio.raw(&chunked, &body).status, 413);
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
    assert_eq!(studio.get(&format!("api/p/胸卡/roster?from={}&count=3", u64::MAX)).json(200)["records"], json!([]));
    // Killed in the middle, and started again: what was made is taken up, and the rest is made.
    let short: String = table.lines().take(241).map(|line| format!("{line}\n")).collect();
    studio.put("api/p/胸卡/file/roster?name=短.csv", short.as_bytes()).json(200);
    let ask = json!({ "way": "proofs", "what": "cards" });
    studio.post("api/p/胸卡/make", ask.clone()).json(202);
    studio.post("api/quit", json!({})).json(423);
    let begun = Instant::now();
    let last = loop {
        let status = studio.get("api/p/胸卡/make").json(200);
        assert_eq!(status["state"], "running", "it was to be killed in the middle: {status}");
        if status["done"].as_u64().unwrap() >= 60 {
            break status;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "{status}");
    };
    studio.child.kill().unwrap();
    studio.child.wait().unwrap();
    assert!(last["done"].as_u64() < last["pages"].as_u64(), "{last}");
    let folder = desk.path("all/胸卡").join(last["folder"].as_str().unwrap());
    let left = desk::files(&folder).len();
    let studio = Studio::start(&desk, "all");
    assert_eq!(studio.get("api/p/胸卡").json(200)["files"]["roster"], "短.csv");
    assert_eq!(studio.get("api/p/胸卡/make").json(200)["state"], "idle");
    let made = studio.make("胸卡", ask);
    assert_eq!((&made["state"], &made["faults"]), (&json!("done"), &json!([])), "{made}");
    assert!(made["files_kept"].as_u64().unwrap() > 0, "{left} files were there: {made}");
    same_by_command(&desk, "all/胸卡", &made);
}

/// How a project's slogans read.
fn words(project: &Value) -> Vec<&str> {
    project["slogans"].as_array().unwrap().iter().map(|s| s["text"].as_str().unwrap()).collect()
}

#[test]
fn files_that_are_gone_are_done_without_by_a_click() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "projects");
    begun(&studio, "p");
    let file = desk.path("projects/p/活动.toml");
    let text = fs::read_to_string(&file).unwrap();
    let named = text.replacen("title = ", "picture = \"没有.jpg\"\ntitle = ", 1);
    let named = format!("{named}\n").replacen("[defaults]", "[defaults]\nlogo = \"标志.svg\"", 1);
    assert!(named.contains("没有.jpg") && named.contains("标志.svg"), "{named}");
    fs::write(&file, named).unwrap();
    let refused = studio.get("api/p/p/wall").json(422);
    let faults = refused["faults"].as_array().unwrap();
    let mut done = Vec::new();
    for fault in faults {
        assert_eq!(fault["code"], "file/not-found", "{refused}");
        let cure = &fault["cures"][0];
        assert!(cure["label"]["zh"].as_str().unwrap().contains(fault["place"]["file"].as_str().unwrap()), "{cure}");
        studio.post("api/p/p/change", json!({ "ops": cure["ops"] })).json(200);
        done.push(fault["place"]["file"].clone());
    }
    assert_eq!(done, ["标志.svg", "没有.jpg"], "{refused}");
    studio.get("api/p/p/wall").json(200);
}

#[test]
fn what_was_changed_by_hand_is_seen_before_anything_is_written() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    let rev = begun(&studio, "甲")["project"]["rev"].as_u64().unwrap();
    let file = desk.path("all/甲/活动.toml");
    let by_hand = |title: &str| {
        let text = fs::read_to_string(&file).unwrap();
        let rest: String = text.lines().filter(|l| !l.starts_with("title")).map(|l| format!("{l}\n")).collect();
        fs::write(&file, format!("title = \"{title}\" # by hand\n{rest}")).unwrap();
    };
    // Whoever has not seen it is told, whatever it is that she asks for; and nothing is done.
    by_hand("手改");
    let before = fs::read(&file).unwrap();
    let list = "1. 甲乙丙丁\n2. 戊己庚辛\n".as_bytes();
    let asked = [
        studio.post("api/p/甲/change", json!({ "rev": rev, "ops": [{ "op": "set", "field": "unit", "value": "u" }] })),
        studio.post("api/p/甲/undo", json!({ "rev": rev })),
        studio.post("api/p/甲/paste", json!({ "rev": rev, "text": LIST })),
        studio.post("api/p/甲/line", json!({ "rev": rev, "line": 1, "fate": "slogan" })),
        studio.put(&format!("api/p/甲/list?name=x.txt&rev={rev}"), list),
        studio.put(&format!("api/p/甲/file/picture?name=x.png&rev={rev}"), &png()),
        studio.put(&format!("api/p/甲/file/roster?name=x.csv&rev={rev}"), "姓名\n王明\n".as_bytes()),
        studio.post("api/p/甲/roster", json!({ "rev": rev, "no_header": true })),
    ];
    for answer in asked {
        let refused = answer.json(409);
        assert_eq!(refused["faults"][0]["code"], "studio/newer");
        assert_eq!(refused["project"]["title"], "手改", "{refused}");
    }
    assert_eq!(fs::read(&file).unwrap(), before);
    assert!(!desk.path("all/甲/x.png").exists());
    // And whoever does not say what she saw changes what is there now.
    for (i, ask) in ["file/picture?name=x.png", "file/roster?name=x.csv", "list?name=x.txt"].iter().enumerate() {
        by_hand(&format!("手改{i}"));
        let bytes = match i {
            0 => png(),
            1 => "姓名\n王明\n".into(),
            _ => list.to_vec(),
        };
        let project = &studio.put(&format!("api/p/甲/{ask}"), &bytes).json(200)["project"];
        assert_eq!(project["title"], json!(format!("手改{i}")));
        assert!(fs::read_to_string(&file).unwrap().contains("# by hand"));
    }

    // What the page keeps beside it may be broken by hand: it is told and kept, and all else goes on.
    let bench = desk.path("all/甲/工作台.toml");
    let kept = fs::read_to_string(&bench).unwrap();
    let broken = format!("{kept}\n[roster\nfile = \"别处.csv\"\n");
    fs::write(&bench, &broken).unwrap();
    let told = studio.get("api/p/甲").json(200);
    let fault = &told["bench_faults"][0];
    assert_eq!((&fault["code"], &fault["place"]["file"]), (&json!("studio/bench"), &json!("工作台.toml")), "{told}");
    assert_eq!(fault["place"]["line"], json!(kept.lines().count() + 2), "{fault}");
    let title = json!({ "rev": told["rev"], "ops": [{ "op": "set", "field": "title", "value": "新名" }] });
    assert_eq!(studio.post("api/p/甲/change", title).json(200)["title"], "新名");
    studio.put("api/p/甲/file/roster?name=y.csv", "姓名\n李红\n".as_bytes()).json(422);
    studio.post("api/p/甲/paste", json!({ "text": LIST })).json(422);
    let undone = studio.post("api/p/甲/undo", json!({})).json(200);
    assert_eq!(undone["title"], "手改2");
    assert_eq!(fs::read_to_string(&bench).unwrap(), broken);
    fs::write(&bench, &kept).unwrap();
    let mended = studio.get("api/p/甲").json(200);
    assert_eq!((&mended["bench_faults"], &mended["files"]["roster"]), (&json!([]), &json!("x.csv")));
}

#[test]
fn lists_keep_what_was_changed_since_and_texts_their_own_names() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    studio.post("api/projects", json!({ "name": "甲", "door": "sheets" })).json(201);
    desk.write("all/甲/口号.txt", "她自己的\n");
    let texts = || -> Vec<String> {
        let all = desk::files(&desk.path("all/甲"));
        all.into_keys().filter(|name| name.starts_with("口号")).collect()
    };
    studio.post("api/p/甲/paste", json!({ "text": LIST })).json(200);
    assert_eq!(fs::read_to_string(desk.path("all/甲/口号.txt")).unwrap(), "她自己的\n");
    assert_eq!(fs::read_to_string(desk.path("all/甲/口号-2.txt")).unwrap(), LIST);
    // The third slogan is reworded and gets a key, the first goes to the end; then the second is parted.
    let ops = json!([{ "op": "slogan", "number": 3, "text": "生命至上 稳步发展", "key": "稳" }, { "op": "move", "number": 1, "before": null }]);
    studio.post("api/p/甲/change", json!({ "ops": ops })).json(200);
    let parted = studio.post("api/p/甲/line", json!({ "line": 4, "fate": "slogan" })).json(200);
    assert_eq!(words(&parted["project"]), ["安全第一", "预防为主", "生命至上 稳步发展", "人人讲安全 个个会应急"]);
    let key = |project: &Value| project["slogans"].as_array().unwrap().iter().find(|s| s["own_key"] == true).cloned();
    assert_eq!(key(&parted["project"]).unwrap()["key"], "稳", "{parted}");
    // Each line knows its slogan where it stands now.
    let numbers: Vec<Option<u64>> =
        parted["list"]["lines"].as_array().unwrap().iter().map(|l| l["slogan"].as_u64()).collect();
    assert_eq!(numbers, [None, Some(4), Some(1), Some(2), Some(3), None, None]);
    // Typed on: what does not differ stays as it was made; the text is one file, and all of the typing one step back.
    for more in ["节约用电", "节约用电 从我", "节约用电 从我做起"] {
        let text = LIST.replace("3. 生命", &format!("3. {more}\n4. 生命"));
        let typed = studio.post("api/p/甲/paste", json!({ "text": text, "typed": true })).json(200);
        assert!(words(&typed["project"]).contains(&more) && key(&typed["project"]).is_some(), "{typed}");
    }
    assert_eq!(texts().len(), 3, "{:?}", texts());
    let back = studio.post("api/p/甲/undo", json!({})).json(200);
    assert_eq!(words(&back), words(&parted["project"]));
    assert_eq!(studio.get("api/p/甲/list").json(200)["list"]["file"], "口号-2.txt");
    assert_eq!(fs::read_to_string(desk.path("all/甲/口号-2.txt")).unwrap(), LIST);
    // A file of the studio's own name is none of its own.
    studio.put("api/p/甲/list?name=工作台.toml", "1. 甲乙丙丁\n2. 戊己庚辛\n".as_bytes());
    assert!(fs::read_to_string(desk.path("all/甲/工作台.toml")).unwrap().contains("[list]"));
}

/// A picture of one gray.
fn gray(value: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, 64, 64);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[value; 64 * 64]).unwrap();
    out
}

#[test]
fn files_that_come_later_are_seen_and_none_is_written_over() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    studio.post("api/projects", json!({ "name": "胸卡", "door": "cards" })).json(201);
    let table = "姓名=x,工号\n王明,17\n李红,18\n";
    // A name and a column that look like something of the command line.
    let kept = studio.put("api/p/胸卡/file/roster?name=-r.csv", table.as_bytes()).json(200);
    assert_eq!(kept["file"], "-r.csv");
    studio.post("api/p/胸卡/roster", json!({ "map": { "姓名=x": "name" } })).json(200);
    let card = || {
        let card = studio.get("api/p/胸卡/page.img?product=name-85x54&layout=waves&record=1&w=200&h=200");
        assert_eq!(card.status, 200, "{}", String::from_utf8_lossy(&card.body));
        card.body
    };
    let photo = |bytes: &[u8]| studio.put("api/p/胸卡/file/photo?name=17.png", bytes).json(200);
    let mut seen = vec![card()];
    photo(&gray(40));
    seen.push(card());
    // Another of the same name takes its place, and the first is put away; the same again is nothing new.
    let told = photo(&gray(200));
    assert_eq!(told["notes"][0]["rule"], "studio-replaced", "{told}");
    assert_eq!(fs::read(desk.path("all/胸卡/旧文件/照片/17.png")).unwrap(), gray(40));
    assert_eq!(photo(&gray(200))["notes"], json!([]));
    seen.push(card());
    // By hand.
    fs::write(desk.path("all/胸卡/照片/17.png"), gray(120)).unwrap();
    seen.push(card());
    fs::write(desk.path("all/胸卡/-r.csv"), table.replace("王明", "王小明")).unwrap();
    seen.push(card());
    for (i, one) in seen.iter().enumerate() {
        assert!(seen[..i].iter().all(|other| other != one), "picture {i} is an old one");
    }
    let made = studio.make("胸卡", json!({ "way": "plain", "what": "cards" }));
    assert_eq!((&made["state"], &made["faults"]), (&json!("done"), &json!([])), "{made}");
    assert!(made["command"].as_str().unwrap().contains("--data ./-r.csv"), "{made}");
    same_by_command(&desk, "all/胸卡", &made);

    // A ZIP that is hers has the name: ours is another, and is the same one the next time.
    begun(&studio, "乙");
    desk.write("all/乙/成品/印厂-胶印.zip", "PK hers");
    for _ in 0..2 {
        let made = studio.make("乙", json!({ "way": "shop", "shop": "offset", "products": ["badge-58"] }));
        assert_eq!((&made["state"], &made["zip"]), (&json!("done"), &json!("成品/印厂-胶印-2.zip")), "{made}");
    }
    assert_eq!(fs::read(desk.path("all/乙/成品/印厂-胶印.zip")).unwrap(), b"PK hers");
    assert!(!desk.path("all/乙/成品/印厂-胶印-3.zip").exists());
    let zip = studio.get("api/p/乙/zip?way=shop").body;
    assert!(zip::ZipArchive::new(std::io::Cursor::new(&zip)).unwrap().len() > 2);
    // Once she changed ours it is hers, too.
    fs::write(desk.path("all/乙/成品/印厂-胶印-2.zip"), [&zip[..], b"x"].concat()).unwrap();
    let made = studio.make("乙", json!({ "way": "shop", "shop": "offset", "products": ["badge-58"] }));
    assert_eq!(made["zip"], "成品/印厂-胶印-3.zip", "{made}");

    // The plate was of the logo that is gone.
    let svg = |side: u32| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 {side}\"><path fill=\"#0057a8\" d=\"M0 0h40v{side}h-40z\"/></svg>"
        )
    };
    studio.put("api/p/乙/file/logo?name=甲.svg", svg(20).as_bytes()).json(200);
    let plate = json!({ "ops": [{ "op": "set", "field": "logo_plate", "value": true }] });
    assert_eq!(studio.post("api/p/乙/change", plate).json(200)["files"]["logo_light"], "甲-白底板.svg");
    let other = studio.put("api/p/乙/file/logo?name=丙.svg", svg(30).as_bytes()).json(200);
    assert_eq!(
        (&other["project"]["files"]["logo_light"], &other["project"]["logo_plate"]),
        (&json!("丙-白底板.svg"), &json!(true))
    );
    let picture = studio.put("api/p/乙/file/logo?name=丁.png", &png()).json(200);
    assert_eq!(
        (&picture["project"]["files"]["logo_light"], &picture["notes"][0]["rule"]),
        (&json!(null), &json!("studio-plate")),
        "{picture}"
    );
}

#[test]
fn a_project_gets_another_name_and_files_that_only_the_command_knows() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    begun(&studio, "甲");
    begun(&studio, "乙");
    assert_eq!(studio.post("api/p/甲/rename", json!({ "name": "乙" })).json(409)["faults"][0]["code"], "project/there");
    let renamed = studio.post("api/p/甲/rename", json!({ "name": "../丙" })).json(200);
    assert_eq!((&renamed["name"], renamed["can_undo"].as_bool()), (&json!("丙"), Some(true)));
    assert!(desk.path("all/丙/活动.toml").is_file() && !desk.path("all/甲").exists() && !desk.path("丙").exists());
    studio.get("api/p/甲").json(404);
    let undone = studio.post("api/p/丙/undo", json!({})).json(200);
    assert_eq!(words(&undone), Vec::<&str>::new());
    studio.post("api/p/丙/redo", json!({})).json(200);
    assert_eq!(studio.put("api/p/丙/file/icc?name=x.icc", b"no profile").status, 422);
    let art = studio.put("api/p/丙/file/art?name=画.png", &png()).json(200);
    assert_eq!(art["project"]["files"]["art"], "画.png");
    studio.post("api/p/丙/change", json!({ "ops": [{ "op": "layouts", "ids": ["art"] }] })).json(200);
    assert_eq!(studio.get("api/p/丙/page.img?product=poster-a2&slogan=1&w=90&h=90").status, 200);
    let command = studio.post("api/p/丙/command", json!({ "way": "plain" })).json(200);
    assert!(command["command"].as_str().unwrap().contains("--art 画.png"), "{command}");
    let forgot = studio.post("api/p/丙/change", json!({ "ops": [{ "op": "forget", "role": "art" }] })).json(200);
    assert_eq!(forgot["files"]["art"], json!(null));
}

#[test]
fn who_waits_hears_of_a_change_at_once_and_copies_have_names_of_their_own() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    let rev = begun(&studio, "甲")["project"]["rev"].as_u64().unwrap();
    // By another window, and by hand.
    let heard = |rev: u64, change: &(dyn Fn() + Sync)| {
        let begun = Instant::now();
        let news = std::thread::scope(|scope| {
            let waits = scope.spawn(|| (studio.get(&format!("api/p/甲/news?rev={rev}")).json(200), begun.elapsed()));
            std::thread::sleep(Duration::from_millis(500));
            change();
            waits.join().unwrap()
        });
        assert!(news.1 > Duration::from_millis(450) && news.1 < Duration::from_secs(10), "{news:?}");
        news.0["rev"].as_u64().unwrap()
    };
    let set = json!({ "ops": [{ "op": "set", "field": "title", "value": "质量月" }] });
    let now = heard(rev, &|| _ = studio.post("api/p/甲/change", set.clone()).json(200));
    assert_eq!(now, rev + 1);
    let file = desk.path("all/甲/活动.toml");
    let by_hand = fs::read_to_string(&file).unwrap().replace("质量月", "安全月");
    // At once, as editors do: half a file would be a change, too.
    let whole = desk.path("all/甲.new");
    fs::write(&whole, &by_hand).unwrap();
    let now = heard(now, &|| fs::rename(&whole, &file).unwrap());
    assert_eq!(studio.get("api/p/甲").json(200)["rev"], now);
    assert_eq!(
        studio.get(&format!("api/p/甲/news?rev={rev}")).json(200)["rev"],
        now,
        "what is old news is told at once"
    );
    studio.get("api/p/无/news?rev=1").json(404);

    // A copy has all but what was made, and what is there stays as it is.
    studio.put("api/p/甲/file/picture?name=图.png", &png()).json(200);
    fs::create_dir_all(desk.path("all/甲/成品/微信")).unwrap();
    fs::create_dir_all(desk.path("all/甲/照片")).unwrap();
    desk.write("all/甲/成品/微信/1.jpg", "x").write("all/甲/照片/1.jpg", "x").write("all/甲/.x", "x");
    let names: Vec<String> = (0..2)
        .map(|_| studio.post("api/projects", json!({ "copy": "甲" })).json(201)["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["甲-2", "甲-3"]);
    assert_eq!(studio.post("api/projects", json!({ "copy": "甲-2" })).json(201)["name"], "甲-4");
    for (path, is_there) in [
        ("活动.toml", true),
        ("工作台.toml", true),
        ("图.png", true),
        ("照片/1.jpg", true),
        ("成品", false),
        (".x", false),
    ] {
        assert_eq!(desk.path("all/甲-2").join(path).exists(), is_there, "{path}");
    }
    for bad in ["../甲", "无", "."] {
        studio.post("api/projects", json!({ "copy": bad })).json(404);
    }
    let title = |name: &str| studio.get(&format!("api/p/{name}")).json(200)["title"].clone();
    studio
        .post("api/p/甲-2/change", json!({ "ops": [{ "op": "set", "field": "title", "value": "另一个" }] }))
        .json(200);
    assert_eq!((title("甲"), title("甲-2")), (json!("安全月"), json!("另一个")));

    // What a way comes to is said before by the plan that makes it.
    for way in [
        json!({ "way": "proofs" }),
        json!({ "way": "office", "paper": "a4" }),
        json!({ "way": "shop", "shop": "digital" }),
    ] {
        studio
            .post("api/p/甲/change", json!({ "ops": [{ "op": "products", "ids": ["badge-58", "flag-4"] }] }))
            .json(200);
        let counted = studio.post("api/p/甲/count", way.clone()).json(200);
        let made = studio.make("甲", way.clone());
        let files = made["files_made"].as_u64().unwrap() + made["files_kept"].as_u64().unwrap();
        assert_eq!((&counted["pages"], &counted["sheets"]), (&made["pages"], &made["sheets"]), "{way}");
        assert_eq!((counted["files"].as_u64(), &made["done"]), (Some(files), &made["pages"]), "{way} {counted} {made}");
        assert_eq!(counted["sheets"].is_null(), way["way"] != "office", "{counted}");
    }
}

#[test]
fn faces_coats_and_meetings_are_said_as_options() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    let change = |ops: Value| studio.post("api/p/p/change", json!({ "ops": ops }));
    let command = |way: &str| {
        let command = studio.post("api/p/p/command", json!({ "way": way, "shop": "offset" })).json(200);
        command["command"].as_str().unwrap().to_owned()
    };
    studio.post("api/projects", json!({ "name": "p", "door": "banners" })).json(201);
    // Meetings alone stand on whatever is made, and a title of theirs does not take their place.
    let event = |title: &str| json!({ "op": "event", "index": null, "set": { "title": title } });
    let banner = json!({ "op": "products", "ids": ["banner-6000x700"] });
    change(json!([event("工作会议"), event("总结会"), banner, { "op": "set", "field": "title", "value": "安全月" }]))
        .json(200);
    let wall = studio.get("api/p/p/wall").json(200);
    let texts: Vec<&str> =
        wall["pages"].as_array().unwrap().iter().map(|page| page["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["工作会议", "总结会"]);
    assert!(command("plain").contains(" -s e1-e2"), "{}", command("plain"));
    // Both forms of the title go, and come back.
    change(
        json!([{ "op": "add", "text": "安全第一" }, { "op": "set", "field": "heading", "value": "2026 年“安全月”" }]),
    )
    .json(200);
    let off = change(json!([{ "op": "show", "field": "title", "on": false }])).json(200);
    assert_eq!((&off["shows"]["title"], &off["title"], &off["sheet"]), (&json!(false), &json!("安全月"), &json!(null)));
    let file = || fs::read_to_string(desk.path("all/p/活动.toml")).unwrap();
    assert!(file().contains("title = \"\"") && !file().contains("2026"), "{}", file());
    let on = change(json!([{ "op": "show", "field": "title", "on": true }])).json(200);
    assert_eq!((&on["title"], &on["heading"]), (&json!("安全月"), &json!("2026 年“安全月”")));
    assert!(file().contains("title = \"安全月\"") && file().contains("heading = \"2026 年“安全月”\""), "{}", file());

    let face = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/SmileySans-Oblique.ttf")).unwrap();
    assert_eq!(studio.put("api/p/p/file/face_slogan?name=字.ttf", b"no face").status, 422);
    assert!(!desk.path("all/p/字.ttf").exists());
    let picture = || studio.get("api/p/p/page.img?product=banner-6000x700&slogan=1&layout=official&w=300&h=90");
    let plain = picture();
    let kept = studio.put("api/p/p/file/face_slogan?name=字%232.ttf", &face).json(200);
    assert_eq!(kept["file"], "字-2.ttf");
    studio.put("api/p/p/file/face_name?name=字.ttf", &face).json(200);
    change(json!([{ "op": "layouts", "ids": ["official"] }])).json(200);
    let own = picture();
    assert!(own.status == 200 && own.body != plain.body, "the face is not seen");
    // Of a style that the layout has not nothing is said: the press would refuse it.
    assert!(command("plain").contains("--face slogan=字-2.ttf"), "{}", command("plain"));
    assert!(!command("plain").contains("name="), "{}", command("plain"));
    let set = |field: &str, value: Value| change(json!([{ "op": "set", "field": field, "value": value }])).status;
    assert_eq!((set("focus", json!("0.5,2")), set("strip", json!("x"))), (422, 422));
    for (field, value) in [
        ("foil", json!("slogan")),
        ("white", json!("all")),
        ("marks_apart", json!(true)),
        ("strip", json!("0,0.9,1,0.1")),
        ("duotone", json!(true)),
    ] {
        assert_eq!(set(field, value), 200, "{field}");
    }
    let shop = command("shop");
    assert!(["--foil slogan", "--white=all", "--mark-inks apart"].iter().all(|word| shop.contains(word)), "{shop}");
    // What no file goes with, and what an office printer has not.
    assert!(
        !shop.contains("--strip") && !shop.contains("--duotone") && !command("office").contains("--foil"),
        "{shop}"
    );
    let made = studio.make("p", json!({ "way": "shop", "shop": "offset" }));
    assert_eq!(made["state"], "done", "{made}");
    same_by_command(&desk, "all/p", &made);
}

#[cfg(unix)]
#[test]
fn no_path_leads_out_of_the_project() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    desk.write("out/17.png", png()).write("out/secret.txt", "geheim").write("out/l.toml", "geheim = 1");
    let studio = Studio::start(&desk, "all");
    begun(&studio, "甲");
    let out = desk.path("out").display().to_string();
    studio.put("api/p/甲/file/roster?name=r.csv", "姓名,工号\n王明,17\n".as_bytes()).json(200);
    for photos in ["/etc", "../../out", &out, "照片/../../../out", "{工号}"] {
        studio.post("api/p/甲/roster", json!({ "photo": photos })).json(422);
    }
    symlink(desk.path("out"), desk.path("all/甲/外面")).unwrap();
    studio.post("api/p/甲/roster", json!({ "photo": "外面" })).json(422);
    // A folder that came from someone may name anything in its own file.
    let bench = desk.path("all/甲/工作台.toml");
    let kept = fs::read_to_string(&bench).unwrap();
    fs::write(&bench, format!("{}photos = \"{out}\"\n", kept)).unwrap();
    assert!(fs::read_to_string(&bench).unwrap().contains("[roster]\nfile"), "{kept}");
    for ask in ["roster", "page.img?record=1", "wall?what=cards"] {
        assert_eq!(studio.get(&format!("api/p/甲/{ask}")).json(422)["faults"][0]["code"], "studio/path", "{ask}");
    }
    fs::write(&bench, kept).unwrap();
    for name in ["layout", "palette", "shop", "product"] {
        for path in [format!("{out}/l.toml"), "../../out/l.toml".into(), "外面/l.toml".into()] {
            let answer = studio.get(&format!("api/p/甲/page.img?{name}={path}&w=9&h=9"));
            assert_eq!(answer.json(422)["faults"][0]["code"], "studio/path", "{name}={path}");
        }
        let ids = json!([format!("{out}/l.toml")]);
        let op = match name {
            "layout" | "product" => json!({ "op": format!("{name}s"), "ids": ids }),
            "palette" => json!({ "op": name, "id": ids[0] }),
            _ => json!({ "op": "set", "field": name, "value": ids[0] }),
        };
        studio.post("api/p/甲/change", json!({ "ops": [op] })).json(422);
    }
    studio.post("api/projects", json!({ "campaign": format!("{out}/l.toml") })).json(422);
    studio.post("api/p/甲/make", json!({ "way": "shop", "shop": format!("{out}/l.toml") })).json(422);
    // Folders of what is made, and files in the ZIP.
    let ask = json!({ "way": "shop", "shop": "offset", "products": ["badge-58"] });
    let made = studio.make("甲", ask.clone());
    let folder = desk.path("all/甲").join(made["folder"].as_str().unwrap());
    symlink(desk.path("out/secret.txt"), folder.join("link.pdf")).unwrap();
    symlink(desk.path("out"), folder.join("links")).unwrap();
    fs::remove_file(folder.join("jobs.csv")).unwrap();
    let listed = studio.get("api/p/甲/output?way=shop").json(200).to_string();
    assert!(listed.contains("receipts") && !listed.contains("link"), "{listed}");
    fs::rename(desk.path("all/甲/成品"), desk.path("out/成品")).unwrap();
    symlink(desk.path("out/成品"), desk.path("all/甲/成品")).unwrap();
    studio.get("api/p/甲/output?way=shop").json(422);
    studio.get("api/p/甲/zip?way=shop").json(404);
    // What lies in the place of a draft is neither written through nor waited for.
    let campaign = desk.path("all/甲/活动.toml");
    let draft = desk.path("all/甲/.活动.toml.biaoyu-unfinished");
    for lay in [true, false] {
        if lay {
            symlink(desk.path("out/secret.txt"), &draft).unwrap();
        } else {
            let made = std::process::Command::new("mkfifo").arg(&draft).status();
            if !made.is_ok_and(|status| status.success()) {
                continue;
            }
        }
        let before = fs::read(&campaign).unwrap();
        let title = json!({ "ops": [{ "op": "set", "field": "title", "value": "新" }] });
        let refused = studio.post("api/p/甲/change", title).json(422);
        assert_eq!(refused["faults"][0]["code"], "file/in-the-way", "{refused}");
        assert_eq!(fs::read(&campaign).unwrap(), before);
        fs::remove_file(&draft).unwrap();
    }
    assert_eq!(fs::read(desk.path("out/secret.txt")).unwrap(), b"geheim");
}

#[test]
fn questions_of_all_kinds_at_once_wait_for_none_for_ever() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    begun(&studio, "甲");
    begun(&studio, "乙");
    studio.post("api/p/甲/make", json!({ "way": "plain", "products": ["badge-58"] })).json(202);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for i in 0..12 {
            let studio = &studio;
            scope.spawn(move || {
                let (name, other) = if i % 2 == 0 { ("甲", "乙") } else { ("乙", "甲") };
                for round in 0..12 {
                    let ops = json!([{ "op": "set", "field": "unit", "value": format!("{i}-{round}") }]);
                    let status = match (i / 2 + round) % 6 {
                        0 => studio.get(&format!("api/p/{name}/make")).status,
                        1 => studio.get(&format!("api/p/{name}/output?way=plain")).status,
                        2 => studio.get("api/state").status,
                        3 => studio.post(&format!("api/p/{other}/change"), json!({ "ops": ops })).status,
                        4 => studio.post("api/alive", json!({})).status,
                        _ => studio.get(&format!("api/p/{name}/wall?from={}", u64::MAX)).status,
                    };
                    assert_eq!(status, 200, "{i} {round}");
                }
            });
        }
    });
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    assert_eq!(studio.made("甲")["state"], "done");
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn the_browser_is_led_to_the_address_without_telling_it_to_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    let bin = desk.path("bin");
    // What is opened is looked at, and written down whole.
    let script = "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$1\" > \"$HOME/asked.part\"\ncat \"$1\" >> \"$HOME/asked.part\"\nmv \"$HOME/asked.part\" \"$HOME/asked\"\n";
    desk.write("bin/xdg-open", script);
    fs::set_permissions(bin.join("xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir_all(desk.path("all")).unwrap();
    let mut command = desk.command(&["studio", "all", "--lang", "zh"]);
    command.env("PATH", format!("{}:/usr/bin:/bin", bin.display())).stderr(Stdio::null());
    let studio = Studio::of(command);
    let begun = Instant::now();
    while !desk.path("asked").exists() {
        assert!(begun.elapsed() < Duration::from_secs(30), "no browser was asked for");
        std::thread::sleep(Duration::from_millis(20));
    }
    let asked = fs::read_to_string(desk.path("asked")).unwrap();
    let mut lines = asked.lines();
    let (count, opened) = (lines.next().unwrap(), lines.next().unwrap());
    let page = lines.collect::<String>();
    assert!(count == "1" && !opened.contains(&studio.token) && page.contains(&studio.token), "{asked}");
    assert_eq!(fs::metadata(opened).unwrap().permissions().mode() & 0o777, 0o600);
    studio.post("api/quit", json!({})).json(200);
    while std::path::Path::new(opened).exists() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{opened} is left");
        std::thread::sleep(Duration::from_millis(20));
    }
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
    // A logo swallows no ground of its own colour: its plate stands on it, else the ground is another.
    let grounds = |colour: &Value| {
        let is_told = colour["notes"].as_array().unwrap().iter().any(|note| note["rule"] == "colour-logo-ground");
        (colour["swatches"][0].as_str().unwrap().to_owned(), is_told)
    };
    let (blue, is_told) = grounds(&colour);
    assert!(!is_told && blue != "#ffffff", "{colour}");
    studio.post("api/p/乙/change", json!({ "ops": [{ "op": "forget", "role": "logo_light" }] })).json(200);
    assert_eq!(grounds(&studio.get("api/colour?value=logo&p=乙").json(200)), ("#ffffff".to_owned(), true));
    let yellow = String::from_utf8_lossy(svg).replace("#0057a8", "#f5c400");
    studio.put("api/p/乙/file/logo?name=黄.svg", yellow.as_bytes()).json(200);
    let (dark, is_told) = grounds(&studio.get("api/colour?value=logo&p=乙").json(200));
    assert!(is_told && u32::from_str_radix(&dark[1..3], 16).unwrap() < 64, "{dark}");
    let found = studio.get("api/p/乙/findings").json(200).to_string();
    assert!(!found.contains("logo-ground"), "{found}");
    studio.post("api/p/乙/change", json!({ "ops": [{ "op": "palette", "id": null }] })).json(200);
    studio.put("api/p/乙/file/logo?name=标志.svg", svg).json(200);
    studio.post("api/p/乙/change", json!({ "ops": [{ "op": "set", "field": "logo_plate", "value": true }, { "op": "colour", "value": "logo" }] })).json(200);
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

#[test]
fn what_was_made_is_hers_although_a_page_cannot_be_set() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    begun(&studio, "甲");
    let change = |ops: Value| studio.post("api/p/甲/change", json!({ "ops": ops })).json(200);
    change(json!([{ "op": "products", "ids": ["badge-58", "board-800x1200", "poster-a2"] }]));
    // The wall knows it before: with its cure, which goes back as it is. In words of the window, not of the terminal.
    let found = studio.get("api/p/甲/findings").json(200);
    let faults: Vec<&Value> =
        found["pages"].as_array().unwrap().iter().flat_map(|page| page["faults"].as_array().unwrap()).collect();
    assert!(faults.len() == 3 && !found.to_string().contains("`--"), "{found}");
    let made = studio.make("甲", json!({ "way": "proofs" }));
    assert_eq!((&made["state"], &made["files_made"], &made["pages_failed"]), (&json!("done"), &json!(6), &json!(3)));
    assert!(desk.path("all/甲").join(made["folder"].as_str().unwrap()).is_dir(), "{made}");
    let fault = &made["faults"][0];
    assert_eq!((made["faults"].as_array().unwrap().len(), &fault["pages"]), (1, &json!(3)), "{made}");
    assert!(fault["place"]["text"]["zh"].as_str().unwrap().contains("展板") && fault["page"].is_string(), "{fault}");
    change(fault["cures"][0]["ops"].clone());
    let made = studio.make("甲", json!({ "way": "proofs" }));
    assert_eq!((&made["state"], &made["faults"], &made["stale"]), (&json!("done"), &json!([]), &json!([])), "{made}");

    // Old pictures are named, those of a product that was taken out, too; and are moved by a click.
    change(
        json!([{ "op": "products", "ids": ["badge-58"] }, { "op": "slogan", "number": 1, "text": "人人讲安全 事事为安全" }]),
    );
    let made = studio.make("甲", json!({ "way": "proofs" }));
    let stale: Vec<&str> = made["stale"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
    let of = |product: &str| stale.iter().filter(|file| file.starts_with(product)).count();
    assert_eq!((of("badge-58"), of("poster-a2"), stale.len()), (1, 3, 4), "{made}");
    // A part of the slogans says nothing of the others.
    let part = studio.make("甲", json!({ "way": "proofs", "slogans": "2" }));
    assert_eq!(part["stale"], json!([]), "{part}");
    studio.post("api/p/甲/tidy", json!({ "way": "proofs" })).json(202);
    let tidied = studio.made("甲");
    assert_eq!((&tidied["moved"], &tidied["stale"]), (&json!(4), &json!([])), "{tidied}");
    assert!(desk.path("all/甲/成品/微信/旧文件/poster-a2").is_dir());

    // Meetings alone are chosen sheets for the command; theirs are old all the same when one is taken out.
    studio.post("api/projects", json!({ "name": "会", "door": "banners" })).json(201);
    let meeting = |title: &str| json!({ "op": "event", "index": null, "set": { "title": title } });
    let ops = json!([meeting("工作会议"), meeting("总结会"), { "op": "products", "ids": ["banner-6000x700"] }]);
    studio.post("api/p/会/change", json!({ "ops": ops })).json(200);
    assert_eq!(studio.make("会", json!({ "way": "proofs" }))["files_made"], 2);
    let gone = json!({ "ops": [{ "op": "event", "index": 2, "remove": true }] });
    studio.post("api/p/会/change", gone).json(200);
    assert_eq!(studio.make("会", json!({ "way": "proofs" }))["stale"].as_array().unwrap().len(), 1);
    studio.post("api/p/会/tidy", json!({ "way": "proofs" })).json(202);
    assert_eq!(studio.made("会")["moved"], 1);

    // What does not fit the paper is said before and after, each with why.
    change(json!([{ "op": "products", "ids": ["badge-58", "poster-a2", "name-85x54"] }]));
    for (tile, left) in [(json!(null), ["poster-a2", "name-85x54"]), (json!("a4"), ["badge-58", "name-85x54"])] {
        let ask = json!({ "way": "office", "paper": "a4", "tile": tile });
        let command = studio.post("api/p/甲/command", ask.clone()).json(200);
        let ids: Vec<&str> =
            command["left_out"].as_array().unwrap().iter().map(|one| one["product"].as_str().unwrap()).collect();
        assert_eq!(ids, left, "{command}");
        assert_eq!(studio.make("甲", ask)["left_out"], command["left_out"]);
    }
    // All of them.
    change(json!([{ "op": "products", "ids": ["poster-a2"] }]));
    let command = studio.post("api/p/甲/command", json!({ "way": "office", "paper": "a4" })).json(200);
    assert!(command["left_out"][0]["why"]["zh"].as_str().unwrap().contains("大张分成几张打"), "{command}");
}

#[test]
fn findings_of_the_wall_have_their_place_and_their_cures() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    studio.post("api/projects", json!({ "name": "甲", "door": "sheets" })).json(201);
    let long = "1. 认真贯彻落实安全第一预防为主综合治理的方针切实加强安全生产工作的组织领导和监督检查确保安全\n2. 安全第一 预防为主\n";
    studio.post("api/p/甲/paste", json!({ "text": long })).json(200);
    studio
        .post(
            "api/p/甲/change",
            json!({ "ops": [{ "op": "products", "ids": ["poster-a2", "badge-58", "banner-6000x700"] }] }),
        )
        .json(200);
    let told = studio.get("api/p/甲/findings").json(200);
    let (mut placed, mut cures) = (0, 0);
    for page in told["pages"].as_array().unwrap() {
        // Every page says on the wall what it says by itself.
        let query = page["page"].as_str().unwrap();
        let own = studio.get(&format!("api/p/甲/page?{query}&of=wall"));
        if own.status == 200 {
            assert_eq!(page["findings"], own.json(200)["findings"], "{query}");
        }
        for finding in page["findings"].as_array().unwrap() {
            placed += usize::from(finding["box"].is_array());
            cures += finding["cures"].as_array().unwrap().len();
        }
    }
    assert!(placed > 0 && cures > 0, "{told}");
    // As a shop would judge them, which the project does not name.
    studio.get("api/p/甲/findings?shop=nobody").json(422);
    studio.get("api/p/甲/findings?shop=offset").json(200);
    // A cure changes something: the page does not look so already.
    for page in told["pages"].as_array().unwrap() {
        let query = page["page"].as_str().unwrap();
        let picture = || studio.get(&format!("api/p/甲/page.img?{query}&of=wall&w=300&h=300")).body;
        for cure in page["findings"].as_array().unwrap().iter().flat_map(|f| f["cures"].as_array().unwrap()) {
            if cure["ops"].as_array().unwrap().is_empty() {
                continue;
            }
            let before = picture();
            studio.post("api/p/甲/change", json!({ "ops": cure["ops"] })).json(200);
            assert!(picture() != before, "{query}: {cure}");
            studio.post("api/p/甲/undo", json!({})).json(200);
        }
    }
}

#[test]
fn photos_of_nobody_are_given_up_and_files_that_are_gone_are_named() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "all");
    studio.post("api/projects", json!({ "name": "卡", "door": "cards" })).json(201);
    let mut table = String::from("工号,姓名\n");
    for i in 1..=10_000 {
        table += &format!("{i:05},王{i}\n");
    }
    studio.put("api/p/卡/file/roster?name=名单.csv", table.as_bytes()).json(200);
    studio.put("api/p/卡/file/photo?name=无此人.png", &png()).json(200);
    let first = studio.get("api/p/卡/roster").json(200);
    let fault = first["faults"].as_array().unwrap().iter().find(|fault| fault["code"] == "table/no-row").unwrap();
    assert_eq!((&first["good"], &fault["cures"][0]["ops"][0]["role"]), (&json!(0), &json!("photos")), "{fault}");
    // Why there is no plan is kept as a plan is: the next question is not asked of the disk again.
    let since = Instant::now();
    let wall = studio.get("api/p/卡/wall?what=cards").json(422);
    assert!(since.elapsed() < Duration::from_millis(500), "{:?}", since.elapsed());
    assert!(wall["faults"].to_string().contains("不用照片"), "{wall}");
    let made = studio.make("卡", json!({ "way": "proofs", "what": "cards" }));
    assert!(made["state"] == "failed" && made["faults"].to_string().contains("不用照片"), "{made}");
    studio.post("api/p/卡/change", json!({ "ops": fault["cures"][1]["ops"] })).json(200);
    let boxed = studio.get("api/p/卡/roster").json(200);
    assert_eq!((&boxed["good"], &boxed["photos"]["missing"]), (&json!(10_000), &json!(10_000)), "{}", boxed["notes"]);
    let command = studio.post("api/p/卡/command", json!({ "way": "proofs", "what": "cards" })).json(200);
    assert!(command["command"].as_str().unwrap().contains("--photo-box"), "{command}");
    let no_box = json!({ "ops": [{ "op": "set", "field": "photo_box", "value": false }] });
    assert_eq!(studio.post("api/p/卡/change", no_box).json(200)["press"]["photo_box"], false);
    studio.post("api/p/卡/change", json!({ "ops": fault["cures"][0]["ops"] })).json(200);
    let without = studio.get("api/p/卡/roster").json(200);
    assert_eq!((&without["good"], &without["photos"], &without["faults"]), (&json!(10_000), &json!(null), &json!([])));
    assert!(desk.path("all/卡/照片/无此人.png").is_file(), "what was given stays hers");
    let forgot = json!({ "ops": [{ "op": "forget", "role": "roster" }] });
    assert_eq!(studio.post("api/p/卡/change", forgot).json(200)["files"]["roster"], json!(null));

    begun(&studio, "甲");
    studio.put("api/p/甲/file/logo?name=标志.png", &png()).json(200);
    fs::remove_file(desk.path("all/甲/标志.png")).unwrap();
    let made = studio.make("甲", json!({ "way": "proofs" }));
    for faults in [&studio.get("api/p/甲/wall").json(422)["faults"], &made["faults"]] {
        assert_eq!(faults[0]["message"]["zh"], "标志 `标志.png` 不在项目文件夹里了", "{faults}");
        assert_eq!(faults[0]["cures"][1]["give"], "logo", "{faults}");
    }
    studio.put("api/p/甲/file/logo?name=标志.png", &png()).json(200);
    studio.get("api/p/甲/wall").json(200);
}

#[test]
fn names_that_are_none_stand_at_their_line_with_the_nearest_as_a_button() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "projects");
    begun(&studio, "p");
    let file = desk.path("projects/p/活动.toml");
    let text = fs::read_to_string(&file).unwrap();
    let wrong = text.replacen("\"badge-58\"", "\"badge-85\"", 1).replacen("\"waves\"", "\"wave\"", 1);
    let wrong = wrong.replacen("[defaults]\n", "[defaults]\nshop = \"offsett\"\n", 1);
    fs::write(&file, &wrong).unwrap();
    for (asked, near) in [("badge-85", "badge-58"), ("wave", "waves"), ("offsett", "offset")] {
        let mut refused = studio.get("api/p/p/wall").json(422);
        let mut done = 0;
        while let Some(fault) = refused["faults"].as_array().unwrap().iter().find(|f| f.to_string().contains(asked)) {
            assert_eq!(
                (&fault["code"], &fault["place"]["file"]),
                (&json!("source/unknown"), &json!("活动.toml")),
                "{fault}"
            );
            let line = fault["place"]["line"].as_u64().unwrap() as usize;
            assert!(wrong.lines().nth(line - 1).unwrap().contains(&format!("\"{asked}\"")), "{fault}");
            assert_eq!(fault["cures"].as_array().unwrap().len(), 2, "{fault}");
            studio.post("api/p/p/change", json!({ "ops": fault["cures"][0]["ops"] })).json(200);
            assert!(fs::read_to_string(&file).unwrap().contains(&format!("\"{near}\"")));
            done += 1;
            let answer = studio.get("api/p/p/wall");
            if answer.status == 200 {
                break;
            }
            refused = answer.json(422);
        }
        assert!(done <= 1, "{asked}");
    }
    studio.get("api/p/p/wall").json(200);
}

#[test]
fn what_is_sent_around_is_for_no_shop_and_who_is_left_out_is_told() {
    let desk = Desk::new();
    let studio = Studio::start(&desk, "projects");
    begun(&studio, "p");
    let change =
        |project: &str, ops: Value| studio.post(&format!("api/p/{project}/change"), json!({ "ops": ops })).json(200);
    change(
        "p",
        json!([{ "op": "products", "ids": ["badge-58"] }, { "op": "set", "field": "shop", "value": "offset" }]),
    );
    let made = studio.make("p", json!({ "way": "proofs" }));
    assert!(made["command"].as_str().unwrap().contains("--for none"), "{made}");
    let folder = desk.path("projects/p").join(made["folder"].as_str().unwrap());
    let picture = fs::read_dir(folder.join("badge-58")).unwrap().next().unwrap().unwrap().path();
    let decoded = image::ImageReader::open(&picture).unwrap().with_guessed_format().unwrap().decode().unwrap();
    assert!(decoded.color() == image::ColorType::Rgb8 && decoded.width() < 1000, "{picture:?} {}", decoded.width());
    // A certificate has words that only it has.
    change(
        "p",
        json!([{ "op": "products", "ids": ["certificate-a4"] }, { "op": "set", "field": "body", "value": "特发此证。" }]),
    );
    assert_eq!(studio.get("api/p/p").json(200)["fields"]["body"], "特发此证。");

    // Who has no photo is told when the others are made.
    studio.post("api/projects", json!({ "name": "卡", "door": "cards" })).json(201);
    studio
        .put("api/p/卡/file/roster?name=r.csv", "姓名,工号,部门\n王明,1,运行部\n李娜,2,检修部\n".as_bytes())
        .json(200);
    studio.put("api/p/卡/file/photo?name=1.png", &png()).json(200);
    let wall = studio.get("api/p/卡/wall?what=cards").json(200);
    assert_eq!(wall["pages"][0]["text"], "王明", "{wall}");
    let made = studio.make("卡", json!({ "way": "proofs", "what": "cards" }));
    assert_eq!(
        (&made["state"], &made["rows_left"], &made["reprint"]),
        (&json!("done"), &json!(1), &json!("reprint.csv")),
        "{made}"
    );
    assert!(desk.path("projects/卡").join(made["folder"].as_str().unwrap()).join("reprint.csv").is_file());
}
