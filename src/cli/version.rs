//! Which program this is.

use std::sync::OnceLock;

use biaoyu_press::BUILD;

/// The version, and the digest of the sources that pages are made by, the same with and without git: who reports a fault
/// says both. Whoever builds from a repository may add its commit by `BIAOYU_COMMIT`.
pub(super) fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let commit = option_env!("BIAOYU_COMMIT").filter(|commit| !commit.is_empty());
        let commit = commit.map(|commit| format!(", commit {commit}")).unwrap_or_default();
        format!("{} (build {BUILD}{commit})", env!("CARGO_PKG_VERSION"))
    })
}
