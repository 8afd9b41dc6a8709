//! HTTP 1.1 over TLS with the roots that the program carries (Mozilla's, by webpki-roots) and those of `AWS_CA_BUNDLE`: an image
//! from scratch has none of its own.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt as _;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector as Tcp;
use hyper_util::rt::TokioExecutor;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse, HttpService,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use biaoyu_press::away::faults::Silence;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);
/// How long an answer may take, beside the time for the bytes.
const ANSWER: Duration = Duration::from_secs(60);
/// Bytes that pass in a second, at least.
const PACE: u64 = 100_000;

/// Gives the client of every store.
#[derive(Debug)]
pub(crate) struct Connector {
    pub tls: ClientConfig,
}

#[derive(Debug)]
struct Service(Client<HttpsConnector<Tcp>, HttpRequestBody>);

/// What TLS trusts: the built-in roots, and those of a file of PEM.
///
/// `None` where no certificate can be read from the file.
pub(crate) fn tls(bundle: Option<&Path>) -> Option<ClientConfig> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(path) = bundle {
        let built_in = roots.len();
        for certificate in CertificateDer::pem_file_iter(path).ok()? {
            roots.add(certificate.ok()?).ok()?;
        }
        if roots.len() == built_in {
            return None;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    Some(config.ok()?.with_root_certificates(roots).with_no_client_auth())
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let mut tcp = Tcp::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECT));
        tcp.set_nodelay(true);
        let https = HttpsConnectorBuilder::new()
            .with_tls_config(self.tls.clone())
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        Ok(HttpClient::new(Service(Client::builder(TokioExecutor::new()).build(https))))
    }
}

#[async_trait]
impl HttpService for Service {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let length = request.body().content_length() as u64;
        let limit = ANSWER + Duration::from_secs(length / PACE);
        let late = |error| HttpError::new(HttpErrorKind::Timeout, error);
        let answer = tokio::time::timeout(limit, self.0.request(request)).await.map_err(late)?;
        let answer = answer.map_err(|error| {
            // What was begun may have arrived; what was not connected has not.
            let kind = if error.is_connect() { HttpErrorKind::Connect } else { HttpErrorKind::Interrupted };
            HttpError::new(kind, error)
        })?;
        let (parts, body) = answer.into_parts();
        // What is read here is lists; an answer that stops halfway is none.
        let declared = parts.headers.get("content-length").and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
        let limit = ANSWER + Duration::from_secs(declared.unwrap_or_default() / PACE);
        let bytes = tokio::time::timeout(limit, body.collect()).await.map_err(late)?;
        let bytes = bytes.map_err(|error| HttpError::new(HttpErrorKind::Interrupted, error))?.to_bytes();
        Ok(HttpResponse::from_parts(parts, bytes.into()))
    }
}

/// How a connection ended that brought no answer; `None` where there was one.
pub(crate) enum Ended {
    Silence(Silence),
    /// The other side showed a certificate that is not trusted.
    Certificate,
}

/// Looks for it in what an error comes from.
pub(crate) fn ended(error: &(dyn std::error::Error + 'static)) -> Option<Ended> {
    let mut found = None;
    let mut next = Some(error);
    while let Some(error) = next {
        if is_of_certificate(error) {
            return Some(Ended::Certificate);
        }
        if let Some(error) = error.downcast_ref::<std::io::Error>() {
            found = match error.kind() {
                std::io::ErrorKind::ConnectionRefused => Some(Silence::Refused),
                std::io::ErrorKind::TimedOut => Some(Silence::Late),
                std::io::ErrorKind::ConnectionReset
                | std::io::ErrorKind::ConnectionAborted
                | std::io::ErrorKind::BrokenPipe
                | std::io::ErrorKind::UnexpectedEof => Some(Silence::Closed),
                _ => found,
            };
        }
        if error.is::<tokio::time::error::Elapsed>() {
            found = Some(Silence::Late);
        } else if found.is_none() && error.to_string() == "dns error" {
            found = Some(Silence::Unknown);
        }
        next = error.source();
    }
    found.map(Ended::Silence)
}

/// Whether an error is of a certificate: TLS hands its errors on inside of those of the system, one in the other.
fn is_of_certificate(error: &(dyn std::error::Error + 'static)) -> bool {
    let own = matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)));
    let inner = || error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    own || inner().is_some_and(|inner| is_of_certificate(inner))
}
