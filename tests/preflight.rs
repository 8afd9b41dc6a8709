//! Preflight: every rule sees its offence and nothing else; what is good stays unblamed.

#[path = "pdf/oracle.rs"]
#[allow(dead_code)]
mod oracle;
mod outside;

#[path = "pdf/samples.rs"]
#[allow(dead_code)]
mod samples;

#[path = "preflight/pages.rs"]
mod pages;

#[path = "preflight/layouts.rs"]
mod layouts;

#[path = "preflight/foreign.rs"]
mod foreign;

#[path = "preflight/hostile.rs"]
mod hostile;

#[path = "preflight/letters.rs"]
mod letters;

#[path = "preflight/strangers.rs"]
mod strangers;

#[path = "preflight/corpus.rs"]
mod corpus;

#[path = "preflight/mutants.rs"]
mod mutants;

#[path = "preflight/read.rs"]
mod read;

#[test]
fn the_manual_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/preflight.md");
    let made = biaoyu::preflight::manual();
    if std::env::var_os("ACCEPT").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/docs")).unwrap();
        std::fs::write(path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == made, "docs/preflight.md is stale: run `ACCEPT=1 cargo test --test preflight`");
}
