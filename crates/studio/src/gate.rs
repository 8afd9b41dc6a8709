//! Who may ask: only the page that this process served, in a browser on this machine.

use axum::http::{HeaderMap, Method, StatusCode, header};

/// What a request must show.
pub(crate) struct Gate {
    /// 32 hexadecimal digits from the system.
    pub token: String,
    pub port: u16,
}

impl Gate {
    /// A gate of this port with a token of its own.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub(crate) fn new(port: u16) -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self { token: bytes.iter().map(|byte| format!("{byte:02x}")).collect(), port })
    }

    /// The path behind the token; a status when the request is not let in.
    pub(crate) fn enter<'p>(&self, method: &Method, path: &'p str, headers: &HeaderMap) -> Result<&'p str, StatusCode> {
        let own = |text: &str| ["127.0.0.1", "localhost"].iter().any(|host| text == format!("{host}:{}", self.port));
        let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        // One `Host`, so that a name that was pointed to this machine opens nothing (DNS rebinding).
        if headers.get_all(header::HOST).iter().count() != 1 || !text("host").is_some_and(own) {
            return Err(StatusCode::FORBIDDEN);
        }
        if text("origin").is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(own)) {
            return Err(StatusCode::FORBIDDEN);
        }
        let (token, rest) = path.strip_prefix('/').and_then(|p| p.split_once('/')).unwrap_or_default();
        // The window itself may be opened from elsewhere, by who knows the token: from the file that the program leaves for the
        // browser. All else is asked by the window.
        let is_window = text("sec-fetch-mode") == Some("navigate") && text("sec-fetch-dest") == Some("document");
        let is_opened = *method == Method::GET && rest.is_empty() && is_window;
        if text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")) && !is_opened {
            return Err(StatusCode::FORBIDDEN);
        }
        if !same(token.as_bytes(), self.token.as_bytes()) {
            return Err(StatusCode::NOT_FOUND);
        }
        let kind = text("content-type").unwrap_or_default().split(';').next().unwrap_or_default().trim().to_owned();
        match *method {
            Method::GET | Method::HEAD => Ok(rest),
            // Forms of other pages cannot send these kinds without asking first, and are never answered.
            Method::POST if kind == "application/json" => Ok(rest),
            Method::PUT if kind == "application/octet-stream" => Ok(rest),
            Method::POST | Method::PUT => Err(StatusCode::UNSUPPORTED_MEDIA_TYPE),
            _ => Err(StatusCode::METHOD_NOT_ALLOWED),
        }
    }
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_page_comes_in() {
        let gate = Gate { token: "ab".repeat(16), port: 4000 };
        let path = format!("/{}/api/state", gate.token);
        let enter = |method: Method, path: &str, with: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in with {
                headers.append(*name, value.parse().unwrap());
            }
            gate.enter(&method, path, &headers).map(str::to_owned).map_err(|status| status.as_u16())
        };
        let host = ("host", "127.0.0.1:4000");
        assert_eq!(enter(Method::GET, &path, &[host]), Ok("api/state".into()));
        assert_eq!(enter(Method::GET, &path, &[("host", "localhost:4000")]), Ok("api/state".into()));
        let window =
            [host, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        let index = format!("/{}/", gate.token);
        assert_eq!(enter(Method::GET, &index, &window), Ok(String::new()));
        assert_eq!(enter(Method::GET, &path, &window), Err(403));
        for part in [2, 3] {
            let mut less = window.to_vec();
            let (name, _) = less.remove(part);
            assert_eq!(enter(Method::GET, &index, &less), Err(403), "{less:?}");
            less.push((name, if part == 2 { "no-cors" } else { "iframe" }));
            assert_eq!(enter(Method::GET, &index, &less), Err(403), "{less:?}");
        }
        assert_eq!(enter(Method::GET, "//", &window), Err(404));
        let post = [host, ("content-type", "application/json"), ("origin", "http://127.0.0.1:4000")];
        assert_eq!(enter(Method::POST, &path, &post), Ok("api/state".into()));
        for (with, status) in [
            (vec![], 403),
            (vec![("host", "evil.example")], 403),
            (vec![("host", "127.0.0.1:4001")], 403),
            (vec![("host", "127.0.0.1")], 403),
            (vec![host, ("host", "evil.example")], 403),
            (vec![host, ("origin", "http://evil.example")], 403),
            (vec![host, ("origin", "null")], 403),
            (vec![host, ("origin", "https://127.0.0.1:4000")], 403),
            (vec![host, ("sec-fetch-site", "cross-site")], 403),
            (vec![host, ("sec-fetch-site", "same-site")], 403),
        ] {
            assert_eq!(enter(Method::GET, &path, &with), Err(status), "{with:?}");
        }
        for wrong in ["/", "/api/state", "//api/state", "/ab/api/state", &format!("/{}/api", "ba".repeat(16))] {
            assert_eq!(enter(Method::GET, wrong, &[host]), Err(404), "{wrong}");
        }
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""] {
            assert_eq!(enter(Method::POST, &path, &[host, ("content-type", kind)]), Err(415), "{kind}");
        }
        assert_eq!(enter(Method::OPTIONS, &path, &[host]), Err(405));
    }
}
