//! What the server answers: JSON, bytes, refusals with faults.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use biaoyu_page::error::{Fault, Faults, Finding, Place, Say};
use biaoyu_page::say;

use crate::plainly::{cure, plain};

/// An answer on its way out.
pub(crate) struct Answer {
    pub status: StatusCode,
    pub kind: &'static str,
    pub bytes: Vec<u8>,
    /// The name under which a browser keeps it, instead of showing it.
    pub download: Option<String>,
    /// It is a page of the press's own, which has its styles in it and no script.
    pub own_page: bool,
}

/// What a route gives.
pub(crate) type Answered = Result<Answer, Refusal>;

/// Why there is no answer.
pub(crate) struct Refusal {
    pub status: StatusCode,
    pub body: Value,
}

impl Answer {
    /// A value as JSON.
    pub(crate) fn json(value: &Value) -> Self {
        Self::json_as(StatusCode::OK, value)
    }

    pub(crate) fn json_as(status: StatusCode, value: &Value) -> Self {
        Self {
            status,
            kind: "application/json",
            bytes: value.to_string().into_bytes(),
            download: None,
            own_page: false,
        }
    }

    /// Bytes of a kind.
    pub(crate) fn bytes(kind: &'static str, bytes: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, kind, bytes, download: None, own_page: false }
    }

    /// Nothing to say.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, kind: "text/plain", bytes: Vec::new(), download: None, own_page: false }
    }
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, faults: &Faults) -> Self {
        Self { status, body: json!({ "faults": faults.0.iter().map(fault).collect::<Vec<_>>() }) }
    }

    /// The request is no such thing.
    pub(crate) fn bad(what: Say) -> Self {
        Self::new(StatusCode::BAD_REQUEST, &Fault::new("studio/request", Place::default(), what).into())
    }

    /// There is no such thing.
    pub(crate) fn none(what: Say) -> Self {
        Self::new(StatusCode::NOT_FOUND, &Fault::new("studio/none", Place::default(), what).into())
    }

    /// Files are being made.
    pub(crate) fn busy() -> Self {
        let what = say!("files are being made", "正在制作文件");
        let hint = say!("wait until it is done, or stop it", "请等它做完，或先停下");
        Self::new(StatusCode::LOCKED, &Fault::new("studio/making", Place::default(), what).hint(hint).into())
    }

    pub(crate) fn too_large(most: usize) -> Self {
        let most = most >> 20;
        let what = say!("the file has more than {most} MiB", "文件超过 {most} MiB");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, &Fault::new("file/too-large", Place::default(), what).into())
    }
}

/// The code of a change that was asked for without having seen another one.
pub(crate) const NEWER: &str = "studio/newer";

/// The input is at fault.
impl From<Faults> for Refusal {
    fn from(faults: Faults) -> Self {
        let is = |code: &str| faults.0.iter().any(|fault| fault.code == code);
        let status = match () {
            () if is("internal/panic") => StatusCode::INTERNAL_SERVER_ERROR,
            () if is(NEWER) => StatusCode::CONFLICT,
            () => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, &faults)
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Faults::from(fault).into()
    }
}

/// What the page may do: nothing but what comes from here.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What a contact sheet may do: show its pictures. Whatever a file of that name holds, nothing in it runs.
const SHEETS: &str = "sandbox allow-popups allow-downloads; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page's own sources packed, where the browser takes that (RFC 9110, 8.4.1.3): a third of them goes over the wire.
fn packed(kind: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    if !["javascript", "css"].iter().any(|source| kind.contains(source)) {
        return None;
    }
    let mut packer = libdeflater::Compressor::new(libdeflater::CompressionLvl::default());
    let mut out = vec![0; packer.gzip_compress_bound(bytes.len())];
    let length = packer.gzip_compress(bytes, &mut out).ok()?;
    out.truncate(length);
    Some(out)
}

/// The answer with the headers that all have; `takes_packed` as the request says.
pub(crate) fn response(answered: Answered, takes_packed: bool) -> Response<Body> {
    let Answer { status, kind, bytes, download, own_page } =
        answered.unwrap_or_else(|refusal| Answer { status: refusal.status, ..Answer::json(&refusal.body) });
    let packed = if takes_packed { packed(kind, &bytes) } else { None };
    let is_packed = packed.is_some();
    let mut response = Response::new(Body::from(packed.unwrap_or(bytes)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    for (name, value) in [
        ("content-security-policy", if own_page { SHEETS } else { POLICY }),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(name) = download {
        let value = format!("attachment; filename*=UTF-8''{}", super::query::encoded(&name));
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
    }
    response
}

/// A sentence in both languages.
pub(crate) fn said(say: &Say) -> Value {
    json!({ "en": say.en, "zh": say.zh })
}

pub(crate) fn place(place: &Place) -> Value {
    if *place == Place::default() {
        return Value::Null;
    }
    use biaoyu_page::error::Lang;
    let place = &Place { thing: place.thing.as_ref().map(plain), ..place.clone() };
    let excerpt = place
        .excerpt
        .as_ref()
        .map(|e| json!({ "number": e.number, "line": e.line, "from": e.from, "length": e.length }));
    json!({
        "file": place.file,
        "line": place.at.map(|(line, _)| line),
        "column": place.at.map(|(_, column)| column),
        "thing": place.thing.as_ref().map(said),
        "text": { "en": place.text(Lang::En), "zh": place.text(Lang::Zh) },
        "excerpt": excerpt,
    })
}

/// A fault as the page has it: in words of the window.
pub(crate) fn fault(fault: &Fault) -> Value {
    // A key is said as it is written in the file.
    let what = if fault.code.starts_with("toml/") { fault.what.clone() } else { plain(&fault.what) };
    json!({
        "code": fault.code, "message": said(&what), "place": place(&fault.place),
        "cure": fault.hint.as_ref().and_then(cure).as_ref().map(said),
    })
}

/// A finding as the page has it.
pub(crate) fn finding(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule, "severity": finding.severity.word(), "message": said(&plain(&finding.what)),
        "place": place(&finding.place), "cure": finding.hint.as_ref().and_then(cure).as_ref().map(said),
    })
}

/// Several findings.
pub(crate) fn findings<'f>(all: impl IntoIterator<Item = &'f Finding>) -> Value {
    all.into_iter().map(finding).collect()
}
