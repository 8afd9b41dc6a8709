//! The names of lists of receipts: the folder's own, and one for each part of a plan that is made in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::places::RECEIPTS;
use super::shard::Shard;

/// The name of the receipts of a part of a plan.
pub(crate) fn of_shard(shard: Shard) -> String {
    format!("receipts.{}.jsonl", shard.tag())
}

/// The lists of receipts in a folder: its own first, then those of parts of a plan.
pub(crate) fn lists(folder: &Path) -> Vec<PathBuf> {
    let name = |e: fs::DirEntry| e.file_name().into_string().ok();
    let names = fs::read_dir(folder).into_iter().flatten().flatten().filter_map(name);
    let mut names: Vec<String> = names.filter(|name| is_list(name)).collect();
    names.sort_by_key(|name| (name != RECEIPTS, name.clone()));
    names.into_iter().map(|name| folder.join(name)).collect()
}

/// Number and count of the part whose receipts a file of this name holds.
pub(crate) fn part_of(name: &str) -> Option<(usize, usize)> {
    let (number, of) = name.strip_prefix("receipts.")?.strip_suffix(".jsonl")?.split_once("-of-")?;
    Some((number.parse().ok()?, of.parse().ok().filter(|of| *of > 0)?))
}

/// How many parts there are, by the lists of receipts in folders; `None` when there are none, or they differ.
pub fn parts_of(folders: &[PathBuf]) -> Option<usize> {
    let names = folders.iter().flat_map(|folder| lists(folder));
    let parts: BTreeSet<usize> = names.filter_map(|path| Some(part_of(path.file_name()?.to_str()?)?.1)).collect();
    parts.first().copied().filter(|_| parts.len() == 1)
}

/// Whether a file of this name in the output folder holds receipts.
pub(crate) fn is_list(name: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let part = name.strip_prefix("receipts.").and_then(|n| n.strip_suffix(".jsonl")).and_then(|n| n.split_once("-of-"));
    name == RECEIPTS || part.is_some_and(|(number, of)| digits(number) && digits(of))
}
