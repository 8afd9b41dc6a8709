//! A bucket of S3, or of what speaks like it, as a store.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, BackoffConfig, Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutMode,
    PutOptions, PutPayload, RetryConfig,
};
use tokio::runtime::Runtime;

use super::http::{Connector, Ended, ended, tls};
use biaoyu_page::error::Fault;
use biaoyu_press::away::{About, Listed, Lying, Put, Store, faults};

/// Names of metadata.
const BLAKE3: &str = "blake3";
const INPUTS: &str = "biaoyu-inputs";
/// Where a machine of Amazon's asks who it is; it is asked only where nothing else says it.
const WHO: [&str; 4] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// Objects of a bucket below a prefix.
pub(crate) struct Bucket {
    name: String,
    prefix: String,
    s3: AmazonS3,
    runtime: Runtime,
}

/// Bytes that several attempts share.
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Bucket {
    /// The store of `s3://BUCKET/PREFIX`. Keys, region and endpoint come from the variables of the environment that every tool
    /// of S3 reads.
    pub(crate) fn of(address: &str) -> Result<Self, Fault> {
        let bad = || faults::address(address);
        let rest = address.strip_prefix("s3://").ok_or_else(bad)?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = prefix.trim_matches('/');
        if bucket.is_empty() || prefix.contains("//") || Path::parse(prefix).is_err() {
            return Err(bad());
        }
        let name = if prefix.is_empty() { format!("s3://{bucket}") } else { format!("s3://{bucket}/{prefix}") };
        let set = |variable: &str| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
        let is_true = |variable: &str| std::env::var(variable).is_ok_and(|value| value.eq_ignore_ascii_case("true"));
        let unsigned = is_true("AWS_SKIP_SIGNATURE");
        if !unsigned && is_true("AWS_EC2_METADATA_DISABLED") && !WHO.iter().any(|variable| set(variable)) {
            return Err(faults::denied(&name, "", "AWS_ACCESS_KEY_ID"));
        }
        let bundle = std::env::var_os("AWS_CA_BUNDLE").filter(|path| !path.is_empty());
        let bundle = bundle.as_deref().map(std::path::Path::new);
        let tls = tls(bundle).ok_or_else(|| faults::bundle(bundle.unwrap_or_else(|| std::path::Path::new(""))))?;
        let plain = std::env::var("AWS_ENDPOINT_URL").is_ok_and(|endpoint| endpoint.starts_with("http://"));
        // Few attempts at a time: after each the store is asked what is there.
        let backoff =
            BackoffConfig { init_backoff: Duration::from_millis(100), max_backoff: Duration::from_secs(5), base: 2.0 };
        let retry = RetryConfig { backoff, max_retries: 3, retry_timeout: Duration::from_secs(60) };
        let builder = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_http_connector(Connector { tls })
            .with_retry(retry)
            .with_disable_bulk_delete(true);
        let builder = if plain { builder.with_allow_http(true) } else { builder };
        let s3 = builder.build().map_err(|error| faults::denied(&name, "", &error.to_string()))?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(|error| faults::unreachable(&name, "", &error.to_string()))?;
        Ok(Self { name, prefix: prefix.to_owned(), s3, runtime })
    }

    fn path(&self, key: &str) -> Result<Path, Fault> {
        let whole = if self.prefix.is_empty() { key.to_owned() } else { format!("{}/{key}", self.prefix) };
        Path::parse(whole).map_err(|error| faults::unreachable(&self.name, key, &error.to_string()))
    }

    /// What the store said, in the user's words.
    fn fault(&self, key: &str, error: &Error) -> Fault {
        let mut said = error.to_string();
        // An answer to a look has no body that says why.
        if let (Error::PermissionDenied { .. } | Error::Unauthenticated { .. }, Ok(path)) = (error, self.path(key)) {
            let first = GetOptions { range: Some(GetRange::Bounded(0..1)), ..GetOptions::default() };
            if let Err(error) = self.runtime.block_on(self.s3.get_opts(&path, first)) {
                said = format!("{said} {error}");
            }
        }
        let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
        match error {
            _ if has(&["ExpiredToken", "TokenRefreshRequired"]) => faults::expired(&self.name, key),
            _ if has(&["RequestTimeTooSkewed", "RequestExpired"]) => faults::clock(&self.name, key),
            _ if has(&["QuotaExceeded", "StorageFull", "InsufficientCapacity", "507 Insufficient"]) => {
                faults::full(&self.name, key)
            }
            _ if has(&["NoSuchBucket"]) => faults::bucket(&self.name),
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                faults::denied(&self.name, key, &short(&said))
            }
            _ if has(&["InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "/latest/api/token"]) => {
                faults::denied(&self.name, key, &short(&said))
            }
            _ => match ended(error) {
                Some(Ended::Certificate) => faults::certificate(&self.name),
                Some(Ended::Silence(cause)) => faults::silent(&self.name, key, cause),
                None => faults::unreachable(&self.name, key, &short(&said)),
            },
        }
    }
}

/// The first line of a long answer.
fn short(said: &str) -> String {
    let line = said.lines().next().unwrap_or_default();
    let cut: String = line.chars().take(300).collect();
    if cut.len() < line.len() { format!("{cut} …") } else { cut }
}

/// What browsers show a file as.
fn kind(key: &str) -> &'static str {
    match key.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "tif" => "image/tiff",
        "svg" => "image/svg+xml",
        "dxf" => "image/vnd.dxf",
        "html" => "text/html; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "jsonl" => "application/jsonl",
        _ => "application/octet-stream",
    }
}

impl Store for Bucket {
    fn name(&self) -> &str {
        &self.name
    }

    fn list(&self) -> Result<BTreeMap<String, Listed>, Fault> {
        let prefix = Path::parse(&self.prefix).ok().filter(|prefix| !prefix.as_ref().is_empty());
        let listed = self.runtime.block_on(self.s3.list(prefix.as_ref()).try_collect::<Vec<_>>());
        let listed = listed.map_err(|error| self.fault("", &error))?;
        let key = |path: &Path| {
            let whole = path.as_ref();
            if self.prefix.is_empty() {
                return Some(whole.to_owned());
            }
            whole.strip_prefix(&self.prefix)?.strip_prefix('/').map(str::to_owned)
        };
        let one = |object: object_store::ObjectMeta| {
            Some((
                key(&object.location)?,
                Listed { bytes: object.size, put: Some(SystemTime::from(object.last_modified)) },
            ))
        };
        Ok(listed.into_iter().filter_map(one).collect())
    }

    fn head(&self, key: &str) -> Result<Option<Lying>, Fault> {
        let look = GetOptions { head: true, ..GetOptions::default() };
        match self.runtime.block_on(self.s3.get_opts(&self.path(key)?, look)) {
            Ok(found) => {
                let said = |name: &'static str| found.attributes.get(&Attribute::Metadata(name.into()));
                let [blake3, inputs] = [BLAKE3, INPUTS].map(|name| said(name).map(|value| value.to_string()));
                Ok(Some(Lying { bytes: found.meta.size, blake3, inputs }))
            }
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.fault(key, &error)),
        }
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Fault> {
        let path = self.path(key)?;
        let got = self.runtime.block_on(async { self.s3.get(&path).await?.bytes().await });
        match got {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.fault(key, &error)),
        }
    }

    fn put(&self, key: &str, bytes: &Arc<Vec<u8>>, about: &About<'_>) -> Result<Put, Fault> {
        let attributes: Attributes = [
            (Attribute::Metadata(BLAKE3.into()), about.blake3.to_owned()),
            (Attribute::Metadata(INPUTS.into()), about.inputs.to_owned()),
            (Attribute::ContentType, kind(key).to_owned()),
        ]
        .into_iter()
        .collect();
        let payload = PutPayload::from_bytes(Bytes::from_owner(Shared(bytes.clone())));
        let options = PutOptions { mode: PutMode::Create, attributes, ..PutOptions::default() };
        match self.runtime.block_on(self.s3.put_opts(&self.path(key)?, payload, options)) {
            Ok(_) => Ok(Put::Made),
            Err(Error::AlreadyExists { .. }) => Ok(Put::There),
            Err(error) => Err(self.fault(key, &error)),
        }
    }

    fn delete(&self, key: &str) -> Result<(), Fault> {
        match self.runtime.block_on(self.s3.delete(&self.path(key)?)) {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.fault(key, &error)),
        }
    }
}
