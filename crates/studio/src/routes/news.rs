//! What of a project is new, for windows that wait for it.

use axum::http::Method;
use serde_json::json;

use super::no_project;
use crate::answer::{Answer, Refusal};
use crate::query::Query;
use crate::state::Studio;

/// The project whose next change is waited for, and the revision that is known of it.
pub(crate) fn waits(method: &Method, path: &str, query: &str) -> Option<(String, u64)> {
    let name = path.strip_prefix("api/p/")?.strip_suffix("/news").filter(|_| *method == Method::GET)?;
    Some((name.to_owned(), Query::parse(query).number("rev").unwrap_or_default()))
}

/// `news`: the revision of a project that is another one than `rev` by now; `None` while nothing is new, or it cannot be known yet.
///
/// # Errors
/// There is no such project (any more).
pub(crate) fn news(studio: &Studio, name: &str, rev: u64) -> Result<Option<Answer>, Refusal> {
    let project = studio.project(name).ok_or_else(|| no_project(name))?;
    // Who changes it at this moment is not waited for.
    let Ok(mut project) = project.try_lock() else { return Ok(None) };
    project.look();
    let now = project.rev;
    Ok((now != rev).then(|| Answer::json(&json!({ "rev": now }))))
}
