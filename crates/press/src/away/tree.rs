//! A plan with all that it reads, to a store and back: the folder that it was made in.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::faults;
use super::put::{each, patiently, put};
use super::store::Store;
use crate::folder::places::target;
use crate::plan::written::Written;
use biaoyu_page::error::{Fault, Faults};
use biaoyu_page::say;

/// Files and bytes that a plan brings along, at most.
const FILES: usize = 100_000;
const BYTES: u64 = 8 << 30;

/// How many folders a plan lies below the one that it was made in.
fn steps(written: &Written) -> Result<usize, Fault> {
    let from = written.from();
    let parts: Vec<&str> = from.split('/').collect();
    if parts.iter().all(|part| *part == ".." || *part == ".") {
        return Ok(parts.iter().filter(|part| **part == "..").count());
    }
    let what = say!(
        "the plan does not lie below the folder that it was made in: `{from}`",
        "计划不在做计划时的文件夹里面：`{from}`"
    );
    Err(faults::tree(from, what))
}

/// The last names of a path, with `/`.
fn last(path: &Path, count: usize) -> Option<String> {
    let names: Vec<&str> = path.components().filter_map(|part| part.as_os_str().to_str()).collect();
    names.len().checked_sub(count).and_then(|from| names.get(from..)).map(|names| names.join("/"))
}

/// Puts a plan and the folder that it was made in into a store, without what was made of it: the plan's key.
///
/// # Errors
/// `store/…`; those of the file system.
pub fn send(store: &dyn Store, path: &Path) -> Result<String, Faults> {
    let written = Written::read(path)?;
    let steps = steps(&written)?;
    let path = path.canonicalize().map_err(|error| faults::disk(path, &error))?;
    let place = path.display().to_string();
    let odd = || faults::tree(&place, say!("its path cannot be written as a key", "路径无法写成键名"));
    let key = last(&path, steps + 1).ok_or_else(odd)?;
    let home = path.parent().unwrap_or(Path::new("/")).to_path_buf();
    let root = home.ancestors().nth(steps).ok_or_else(odd)?.to_path_buf();
    let mut files = vec![(path.clone(), key.clone())];
    // A plan in the folder that it was made in has its output beside the inputs: they cannot be told apart.
    if steps > 0 {
        walk(&root, "", &home, &mut files)?;
    }
    let bytes: u64 = files.iter().filter_map(|(path, _)| fs::metadata(path).ok()).map(|about| about.len()).sum();
    if files.len() > FILES || bytes > BYTES {
        let (count, size) = (files.len(), bytes >> 20);
        let what = say!(
            "the folder that the plan was made in has {count} files, {size} MB: more than is brought along",
            "做计划的文件夹里有 {count} 个文件、{size} MB，太多了，无法随计划送上"
        );
        return Err(faults::tree(&place, what).into());
    }
    // The plan last: where it is, all that it needs is.
    files.rotate_left(1);
    let (plan, inputs) = files.split_last().ok_or_else(odd)?;
    let one = |(path, key): &(PathBuf, String)| {
        let bytes = fs::read(path).map_err(|error| faults::disk(path, &error))?;
        let digest = blake3::hash(&bytes).to_hex();
        put(store, key, &Arc::new(bytes), digest.as_str()).map(drop)
    };
    each(inputs, one)?;
    one(plan)?;
    Ok(key)
}

/// Every file below a folder but hidden ones and those below `home`.
fn walk(folder: &Path, inside: &str, home: &Path, files: &mut Vec<(PathBuf, String)>) -> Result<(), Fault> {
    let failed = |error: std::io::Error| faults::disk(folder, &error);
    let mut entries: Vec<_> = fs::read_dir(folder).map_err(failed)?.collect::<Result<_, _>>().map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name());
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
        let about = fs::metadata(&path).map_err(failed)?;
        if about.is_dir() && path != home && !entry.file_type().map_err(failed)?.is_symlink() {
            walk(&path, &format!("{inside}{name}/"), home, files)?;
        } else if about.is_file() {
            files.push((path, format!("{inside}{name}")));
        }
        if files.len() > FILES {
            break;
        }
    }
    Ok(())
}

/// How the store of an address is come by.
pub type Open = dyn Fn(&str) -> Result<Box<dyn Store>, Fault>;

/// Brings a plan at an address into a folder, alone: its path there.
///
/// # Errors
/// `store/plan` when there is none; `store/…`; those of the file system.
pub fn fetch_plan(open: &Open, address: &str, folder: &Path) -> Result<PathBuf, Fault> {
    let (around, name) = address.rsplit_once('/').ok_or_else(|| faults::address(address))?;
    let store = open(around)?;
    let bytes = patiently(&*store, || store.get(name))?.ok_or_else(|| faults::plan(store.name(), name))?;
    bring(folder, name, &bytes)
}

/// Brings a plan at an address, with the folder that it was made in, into a folder: the plan's path there.
///
/// # Errors
/// `store/plan` when there is none; `store/tree` when too much, or nothing, lies around it; `store/…`; those of the file
/// system.
pub fn fetch(open: &Open, address: &str, folder: &Path) -> Result<PathBuf, Faults> {
    let path = fetch_plan(open, address, folder)?;
    let steps = steps(&Written::read(&path)?)?;
    if steps == 0 {
        return Ok(path);
    }
    // `s3://bucket` at least is left of an address.
    let cut = address.rmatch_indices('/').nth(steps).map(|(at, _)| at);
    let around = cut
        .and_then(|at| address.split_at_checked(at))
        .filter(|(root, _)| !root.ends_with('/') && root.contains("://"));
    let Some((root, key)) = around else {
        let what = say!("what it was made with does not lie around it", "做计划时的内容不在它旁边");
        return Err(faults::tree(address, what).into());
    };
    let key = key.trim_start_matches('/');
    let store = open(root)?;
    let home = key.rsplit_once('/').map_or("", |(home, _)| home);
    let of_plan = |key: &str| key.strip_prefix(home).is_some_and(|rest| rest.starts_with('/'));
    let visible = |key: &str| key.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    let listed = patiently(&*store, || store.list())?;
    let wanted: Vec<&String> = listed.keys().filter(|key| !of_plan(key) && visible(key)).collect();
    let size: u64 = wanted.iter().filter_map(|key| listed.get(*key)).map(|listed| listed.bytes).sum();
    if wanted.len() > FILES || size > BYTES {
        let count = wanted.len();
        let what = say!("{count} files lie around it: more than is brought along", "它旁边有 {count} 个文件，太多了");
        return Err(faults::tree(address, what).into());
    }
    each(&wanted, |key| {
        let bytes = patiently(&*store, || store.get(key))?.unwrap_or_default();
        bring(folder, key, &bytes).map(drop)
    })?;
    let there = target(folder, key);
    let failed = |error: std::io::Error| faults::disk(&there, &error);
    there.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::rename(&path, &there)).map_err(failed)?;
    Ok(there)
}

fn bring(folder: &Path, key: &str, bytes: &[u8]) -> Result<PathBuf, Fault> {
    let path = target(folder, key);
    let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
    made.map_err(|error| faults::disk(&path, &error))?;
    Ok(path)
}
