//! The server: one address on this machine, one page, until it is ended.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use biaoyu_page::error::{Fault, Faults, Place};
use biaoyu_page::say;

use crate::answer::{Answer, Answered, Refusal, response};
use crate::gate::Gate;
use crate::host::Host;
use crate::query::decoded;
use crate::routes::{self, Asked};
use crate::state::Studio;

/// How the studio is started.
pub struct Settings {
    /// The port; a free one when `None`.
    pub port: Option<u16>,
    /// The folder of projects; it is made with the first of them.
    pub folder: PathBuf,
    /// A project in it that the page opens at once.
    pub open: Option<String>,
    /// How long no tab may answer before the process ends.
    pub silence: Duration,
}

/// How often it is looked whether the process is to end.
const LOOK: Duration = Duration::from_millis(100);
/// How often a project is looked at for who waits for its news, and how long nothing new is waited for.
const NEWS: Duration = Duration::from_millis(250);
const PATIENCE: Duration = Duration::from_secs(25);
/// How long answers that were begun may take when it ends.
const GRACE: Duration = Duration::from_secs(2);

struct Served {
    studio: Arc<Studio>,
    gate: Gate,
    /// Pages that are composed and drawn at once.
    hands: Semaphore,
}

/// Serves until the page or `stop` ends it, or no tab has answered for long. `ready` hears the address once it can be asked.
///
/// # Errors
/// `studio/port` when the address cannot be had; `studio/random` when the system gives no random bytes.
pub fn serve(settings: Settings, host: Host, stop: &AtomicBool, ready: &mut dyn FnMut(&str)) -> Result<(), Faults> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(16).build();
    let runtime = runtime.map_err(|error| {
        let what = say!("the system starts no server: {error}", "系统无法启动服务：{error}");
        Fault::new("studio/system", Place::default(), what)
    })?;
    let done = runtime.block_on(run(settings, host, stop, ready));
    runtime.shutdown_timeout(GRACE);
    done
}

async fn run(settings: Settings, host: Host, stop: &AtomicBool, ready: &mut dyn FnMut(&str)) -> Result<(), Faults> {
    let asked = settings.port.unwrap_or(0);
    // This machine and no other: nothing listens on an address that others reach.
    let bound = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, asked))).await;
    let (listener, port) = bound.and_then(|l| l.local_addr().map(|a| (l, a.port()))).map_err(|error| {
        let what = say!("port {asked} of this machine cannot be had: {error}", "用不了本机的端口 {asked}：{error}");
        let hint = say!("leave out `--port`: a free one is taken", "请不要写 `--port`，会自动取空闲的端口");
        Fault::new("studio/port", Place::default(), what).hint(hint)
    })?;
    let gate = Gate::new(port).map_err(|error| {
        let what = say!("the system gives no random bytes: {error}", "系统给不出随机数：{error}");
        Fault::new("studio/random", Place::default(), what)
    })?;
    let address = format!("http://127.0.0.1:{port}/{}/", gate.token);
    let studio = Arc::new(Studio::new(host, settings.folder, settings.open));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let served = Arc::new(Served { studio: studio.clone(), gate, hands: Semaphore::new(cores) });
    let app = Router::new().fallback(handle).with_state(served);
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    ready(&address);
    loop {
        tokio::time::sleep(LOOK).await;
        let silent = studio.silence() > settings.silence && !studio.is_making();
        if studio.is_over() || silent || stop.load(Ordering::Relaxed) || server.is_finished() {
            break;
        }
    }
    // The answer to the question that ended it is on its way.
    tokio::time::sleep(LOOK).await;
    server.abort();
    Ok(())
}

async fn handle(State(served): State<Arc<Served>>, request: Request) -> Response<Body> {
    let takes_packed = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|one| one.trim() == "gzip"));
    response(answer(&served, request).await, takes_packed)
}

async fn answer(served: &Arc<Served>, request: Request) -> Answered {
    let (parts, body) = request.into_parts();
    let is_head = parts.method == Method::HEAD;
    let path = match served.gate.enter(&parts.method, parts.uri.path(), &parts.headers) {
        Ok(path) => path,
        Err(status) => return Ok(Answer::empty(status)),
    };
    served.studio.touch();
    let Some(path) = decoded(path) else {
        return Err(Refusal::bad(say!("the address cannot be read", "地址无法识别")));
    };
    if let Some(refusal) = routes::refuse_unread(&served.studio, &parts.method, &path) {
        return Err(refusal);
    }
    if let Some((name, rev)) = routes::waits(&parts.method, &path, parts.uri.query().unwrap_or_default()) {
        return news(&served.studio, &name, rev).await;
    }
    let most = routes::most(&parts.method, &path);
    let body = body_of(body, &parts.headers, most).await?;
    let asked = Asked::new(parts.method, path, parts.uri.query().unwrap_or_default(), body);
    asked.announce(&served.studio);
    // Whoever no longer listens, wants no picture: the tab lets go of what was overtaken.
    let gone = Gone(asked.gone.clone());
    let _hand = match asked.is_drawn() {
        true => Some(served.hands.acquire().await.map_err(|_| Refusal::busy())?),
        false => None,
    };
    let studio = served.studio.clone();
    let done = tokio::task::spawn_blocking(move || routes::answer(&studio, &asked)).await;
    drop(gone);
    let mut answer = done.unwrap_or_else(|_| {
        let what = say!("the program failed on this question", "程序在这个请求上出错");
        let hint = say!("this is a fault of biaoyu: please report it", "这是 biaoyu 的错误，请反馈");
        let fault = Fault::new("internal/panic", Place::default(), what).hint(hint);
        Err(Faults::from(fault).into())
    })?;
    if is_head {
        answer.bytes.clear();
    }
    Ok(answer)
}

/// Waits until a project is changed, by another window or by hand: one question for many seconds, not one a moment.
async fn news(studio: &Arc<Studio>, name: &str, rev: u64) -> Answered {
    let begun = tokio::time::Instant::now();
    while begun.elapsed() < PATIENCE && !studio.is_over() {
        let (looked, name) = (studio.clone(), name.to_owned());
        match tokio::task::spawn_blocking(move || routes::news(&looked, &name, rev)).await {
            Ok(Ok(None)) => tokio::time::sleep(NEWS).await,
            Ok(Ok(Some(answer))) => return Ok(answer),
            Ok(Err(refusal)) => return Err(refusal),
            Err(_) => break,
        }
    }
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// Set when the question is no longer waited for.
struct Gone(Arc<AtomicBool>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

async fn body_of(body: Body, headers: &HeaderMap, most: usize) -> Result<Vec<u8>, Refusal> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|l| l.to_str().ok()).and_then(|l| l.parse::<usize>().ok());
    // Nothing of it is read.
    if said.is_some_and(|said| said > most) {
        return Err(Refusal::too_large(most));
    }
    let bytes = to_bytes(body, most).await.map_err(|_| Refusal::too_large(most))?;
    Ok(bytes.into())
}
