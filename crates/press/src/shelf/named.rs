//! What users ask for by the words that `list` shows: ids, names, and parts of names.

use super::sources::{Broken, Found, Shelf};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::say;
use biaoyu_page::suggest::{Meant, called, meant};
use biaoyu_page::words::Choice as _;
use biaoyu_set::campaign::Campaign;
use biaoyu_set::layout::Layout;
use biaoyu_set::palette::Palette;
use biaoyu_set::paper::Paper;
use biaoyu_set::product::Product;
use biaoyu_set::profile::Profile;

/// Names of several that are told.
const TOLD: usize = 8;
/// What is meant by a word that several products have in their names: what is printed most.
const USUAL: [&str; 8] = [
    "poster-a2",
    "flag-4",
    "badge-58",
    "banner-6000x700",
    "vbanner-700x3000",
    "lamp-500x1500",
    "name-85x54",
    "card-70x100",
];

/// What has an id, a Chinese and an English name.
pub(crate) trait Named {
    /// The three.
    fn names(&self) -> [String; 3];
}

impl Named for Product {
    fn names(&self) -> [String; 3] {
        [self.id.clone(), self.name.clone(), self.name_en.clone()]
    }
}

impl Named for Palette {
    fn names(&self) -> [String; 3] {
        [self.id.clone(), self.name.clone(), self.name_en.clone()]
    }
}

impl Named for Paper {
    fn names(&self) -> [String; 3] {
        [self.id.clone(), self.name.clone(), self.name_en.clone()]
    }
}

impl Named for Profile {
    fn names(&self) -> [String; 3] {
        [self.id.clone(), self.name.clone(), self.name_en.clone()]
    }
}

impl Named for Layout {
    fn names(&self) -> [String; 3] {
        [self.id.clone(), self.name.clone(), english(&self.id)]
    }
}

impl Named for Campaign {
    fn names(&self) -> [String; 3] {
        [self.id.clone(), self.heading.clone(), self.title.clone()]
    }
}

/// What a layout is called in English: its id, which is of English words.
pub(crate) fn english(id: &str) -> String {
    let id = id.replace(['-', '_'], " ");
    let mut chars = id.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The one that is asked for among all that was found.
///
/// # Errors
/// The faults of a file that speaks of this id and cannot be read; those of [`find`].
pub(crate) fn choose<'a, T: Named>(
    shelf: Shelf,
    (found, broken): &'a (Vec<Found<T>>, Vec<Broken>),
    asked: &str,
    notes: &mut Vec<Finding>,
) -> Result<&'a Found<T>, Faults> {
    if let Some(bad) = broken.iter().find(|b| b.text.contains(&format!("\"{asked}\""))) {
        return Err(bad.faults.clone());
    }
    let names: Vec<[String; 3]> = found.iter().map(|f| f.value.names()).collect();
    let result = find(shelf, asked, &names, notes);
    // A file that cannot be read at all may be the one that was meant.
    match (result, broken.iter().find(|b| b.text.is_empty())) {
        (Ok(index), _) => found.get(index).ok_or_else(Faults::default),
        (Err(_), Some(bad)) => Err(bad.faults.clone()),
        (Err(fault), None) => Err(fault.into()),
    }
}

/// The only one that is called so by whole words, as a row of a table says it: nobody reads what it is taken for.
pub(crate) fn only<'a, T: Named>((found, _): &'a (Vec<Found<T>>, Vec<Broken>), said: &str) -> Option<&'a Found<T>> {
    let names: Vec<[String; 3]> = found.iter().map(|f| f.value.names()).collect();
    let things: Vec<[&str; 3]> = names.iter().map(|all| [0, 1, 2].map(|i| all[i].as_str())).collect();
    found.get(called(said, &things)?)
}

/// The index of the one that is asked for. Of several products the usual one is taken, and said so.
///
/// # Errors
/// `source/unknown` with the nearest name; `source/several` with those that it may be.
pub(crate) fn find(shelf: Shelf, asked: &str, names: &[[String; 3]], notes: &mut Vec<Finding>) -> Result<usize, Fault> {
    let things: Vec<[&str; 3]> = names.iter().map(|all| [0, 1, 2].map(|i| all[i].as_str())).collect();
    let shown = |indices: &[usize], by: usize| -> String {
        let one = |index: &usize| {
            let names = things.get(*index).copied().unwrap_or_default();
            if names[by] == names[0] { format!("`{}`", names[0]) } else { format!("`{}` {}", names[0], names[by]) }
        };
        let told = indices.iter().take(TOLD).map(one).collect::<Vec<_>>();
        let more = if indices.len() > TOLD { " …" } else { "" };
        told.join(if by == 1 { "、" } else { ", " }) + more
    };
    match meant(asked, &things) {
        Meant::One(index) => Ok(index),
        Meant::Several(all) if shelf == Shelf::Products => {
            if let Some(index) = headed(asked, &all, &things) {
                return Ok(index);
            }
            let id_of = |index: &usize| things.get(*index).map_or("", |names| names[0]);
            let usual = USUAL.iter().find_map(|usual| all.iter().find(|index| id_of(index) == *usual));
            let taken = usual.or(all.first()).copied().unwrap_or_default();
            let others: Vec<usize> = all.iter().copied().filter(|index| *index != taken).collect();
            let (en, zh) = (shown(&[taken], 2), shown(&[taken], 1));
            let (others_en, others_zh) = (shown(&others, 2), shown(&others, 1));
            notes.push(Finding {
                rule: "name-of-several",
                severity: Severity::Warning,
                place: Place::default(),
                what: say!("`{asked}` is taken for {en}", "“{asked}”取 {zh}"),
                hint: Some(say!("for another write {others_en}", "要别的请写 {others_zh}")),
            });
            Ok(taken)
        }
        Meant::Several(all) => {
            let (en, zh) = (shown(&all, 2), shown(&all, 1));
            let what = say!("`{asked}` is a part of several names", "叫“{asked}”的有几个");
            let hint = say!("write one of them: {en}", "请写其中一个：{zh}");
            Err(Fault::new("source/several", Place::default(), what).hint(hint))
        }
        Meant::Near(near) => Err(unknown(shelf, asked, Some(&near))),
        Meant::Nothing => Err(unknown(shelf, asked, None)),
    }
}

/// The only one of several whose name begins with the word that is asked for, where the word but qualifies all others: `A3` is
/// `A3 海报`, not `奖状 A3 横`; `证书` is also a part of what `证书内芯 260×185` begins with, and remains several.
fn headed(asked: &str, several: &[usize], things: &[[&str; 3]]) -> Option<usize> {
    let head = |index: &usize| {
        let names = things.get(*index).copied().unwrap_or_default();
        [1, 2].map(|i| names[i].split_whitespace().next().unwrap_or_default())
    };
    let heads: Vec<[&str; 3]> = several.iter().map(head).map(|[zh, en]| ["", zh, en]).collect();
    match meant(asked, &heads) {
        Meant::One(only) => {
            let others = heads.iter().enumerate().filter(|(i, _)| *i != only).map(|(_, names)| *names);
            let is_alone = matches!(meant(asked, &others.collect::<Vec<_>>()), Meant::Near(_) | Meant::Nothing);
            several.get(only).copied().filter(|_| is_alone)
        }
        _ => None,
    }
}

/// There is none of this name: with the nearest, or where all are, as a hint.
pub(crate) fn unknown(shelf: Shelf, asked: &str, near: Option<&str>) -> Fault {
    let what = match shelf {
        Shelf::Campaigns => say!("there is no campaign `{asked}`", "没有活动 `{asked}`"),
        Shelf::Layouts => say!("there is no layout `{asked}`", "没有版式 `{asked}`"),
        Shelf::Palettes => say!("there is no palette `{asked}`", "没有配色 `{asked}`"),
        Shelf::Products => say!("there is no product `{asked}`", "没有产品 `{asked}`"),
        Shelf::Faces => say!("there is no face `{asked}`", "没有字体 `{asked}`"),
        Shelf::Profiles => say!("there is no print shop profile `{asked}`", "没有印厂类型 `{asked}`"),
        Shelf::Papers => say!("there is no paper `{asked}`", "没有纸张 `{asked}`"),
    };
    let command = shelf.word();
    let hint = match near {
        Some(near) => say!("did you mean `{near}`?", "是不是 `{near}`？"),
        None => say!("see `biaoyu list {command}`", "可选的见 `biaoyu list {command}`"),
    };
    Fault::new("source/unknown", Place::default(), what).hint(hint)
}
