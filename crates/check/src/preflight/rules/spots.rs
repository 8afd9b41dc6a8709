//! Spots: whether their names and stand-ins can be relied on, and whether the shop prints them.

use std::collections::BTreeMap;

use crate::preflight::rule::{Out, Rule, Words, excerpt, named};
use crate::read::{ALL, Seen};
use biaoyu_page::error::Severity;
use biaoyu_page::ink::Cmyk;
use biaoyu_page::say;

use super::PageCheck;

pub(crate) const SPOT_TWO_WAYS: Rule<PageCheck> = Rule {
    id: "spot-two-ways",
    severity: Severity::Warning,
    what: Words {
        en: "one spot defined in two ways, or two spots of nearly one name",
        zh: "同一专色有两种定义，或两个专色名称几乎相同",
    },
    why: Words {
        en: "`Gold` and `gold` are two plates for one can of ink; one name with two stand-ins proofs in two colours.",
        zh: "`Gold` 和 `gold` 会出两块版；一个名称两种替代色，打样就有两种颜色。",
    },
    cure: Words { en: "give the spot one name and one stand-in", zh: "请统一专色的名称和替代色" },
    example: "page 1, plate `专金`: stands for `C0 M20 Y60 K20` and for `C0 M30 Y80 K10`",
    check: |seen, _, out| Spots::default().compare(seen, out),
};

/// The spots that were met, with their stand-ins: on one page, or from page to page of a file.
#[derive(Default)]
pub(in crate::preflight) struct Spots(BTreeMap<String, Cmyk>);

impl Spots {
    /// Tells the spots of a page that differ from those before.
    pub(crate) fn compare(&mut self, seen: &Seen, out: &mut Out<'_>) {
        let spots = seen.objects.iter().filter(|o| o.is_seen()).flat_map(|o| o.tones.iter().flat_map(|t| &t.spots));
        for (spot, _) in spots {
            let (name, inks) = (spot.plate.as_str(), spot.alternate);
            let place = || {
                let name = excerpt(name);
                named(seen, say!("plate `{name}`", "色版 `{name}`"))
            };
            match self.0.get(name) {
                Some(other) if far(*other, inks) => {
                    out.add(
                        place(),
                        say!("stands for `{other}` and for `{inks}`", "既代表 `{other}`，又代表 `{inks}`"),
                    );
                }
                Some(_) => {}
                None => {
                    if name.trim() != name {
                        out.add(
                            place(),
                            say!(
                                "its name begins or ends with a space: beside the name without it there are two plates",
                                "名称前后有空格：与不带空格的同名专色会成两块版"
                            ),
                        );
                    }
                    let alike = self.0.keys().find(|other| plain(other) == plain(name));
                    if let Some(other) = alike {
                        let other = excerpt(other);
                        out.add(place(), say!("there is also `{other}`", "还有一个 `{other}`"));
                    }
                    self.0.insert(name.to_string(), inks);
                }
            }
        }
    }
}

pub(crate) const SPOT_LIKE_PROCESS: Rule<PageCheck> = Rule {
    id: "spot-like-process",
    severity: Severity::Warning,
    what: Words { en: "a spot that is named like a process ink", zh: "专色名与四色油墨名混淆" },
    why: Words {
        en: "`black`, `黑` or `K` beside `Black` is a fifth plate, or is taken for the fourth: nobody can tell.",
        zh: "`Black` 之外又有 `black`、`黑`、`K`：是第五块版，还是就当黑版，谁也说不清。",
    },
    cure: Words {
        en: "use the process ink, or give the spot a name of its own", zh: "请改用四色油墨，或给专色另起名"
    },
    example: "page 1, plate `black`: named like the process ink `Black`",
    check: |seen, _, out| {
        let mut told = std::collections::BTreeSet::new();
        for (spot, _) in seen.objects.iter().filter(|o| o.is_seen()).flat_map(|o| o.tones.iter().flat_map(|t| &t.spots))
        {
            let process = NAMES.iter().find(|(_, names)| names.contains(&&*plain(&spot.plate))).map(|(ink, _)| *ink);
            if let Some(ink) = process
                && told.insert(spot.plate.clone())
            {
                let name = excerpt(&spot.plate);
                out.add(
                    named(seen, say!("plate `{name}`", "色版 `{name}`")),
                    say!("named like the process ink `{ink}`", "与四色油墨 `{ink}` 同名"),
                );
            }
        }
    },
};

/// The process inks, and what people call them.
const NAMES: [(&str, &[&str]); 4] = [
    ("Cyan", &["cyan", "processcyan", "c", "青", "青色", "蓝版", "青版"]),
    ("Magenta", &["magenta", "processmagenta", "m", "品", "品红", "洋红", "红版", "品版"]),
    ("Yellow", &["yellow", "processyellow", "y", "黄", "黄色", "黄版"]),
    ("Black", &["black", "processblack", "k", "黑", "黑色", "单黑", "黑版", "schwarz", "noir"]),
];

fn far(a: Cmyk, b: Cmyk) -> bool {
    a.array().into_iter().zip(b.array()).any(|(a, b)| (a - b).abs() > 0.005)
}

/// A name as a hasty reader sees it.
fn plain(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    // Pantone's inks of old were named by how a screen shows them: CV and CVC are C, CVU is U.
    let coated = |old: &str| plain.strip_suffix(old).filter(|n| n.starts_with("pantone") || n.starts_with("pms"));
    match (coated("cvc").or_else(|| coated("cv")), coated("cvu")) {
        (Some(number), _) => format!("{number}c"),
        (_, Some(number)) => format!("{number}u"),
        _ => plain,
    }
}

pub(crate) const SPOT_NOT_PRINTED: Rule<PageCheck> = Rule {
    id: "spot-not-printed",
    severity: Severity::Warning,
    what: Words { en: "a spot, and the shop prints process inks only", zh: "用了专色，而印厂只印四色" },
    why: Words {
        en: "Gang runs and digital presses have four inks: a spot is left out or turned into something like it.",
        zh: "合版和数码印刷只有四色：专色会丢失，或被换成相近的颜色。",
    },
    cure: Words { en: "write the spot as its process mixture", zh: "请把专色转为四色" },
    example: "page 1, plate `专金`: the shop has no such plate",
    check: |seen, context, out| {
        if context.profile.spots {
            return;
        }
        let mut told = std::collections::BTreeSet::new();
        for object in seen.objects.iter().filter(|o| o.is_art()) {
            for (spot, share) in object.tones.iter().flat_map(|t| &t.spots) {
                if *share > 0.0 && spot.plate != ALL && told.insert(spot.plate.clone()) {
                    let name = excerpt(&spot.plate);
                    out.add(
                        named(seen, say!("plate `{name}`", "色版 `{name}`")),
                        say!("the shop has no such plate", "印厂没有这块版"),
                    );
                }
            }
        }
    },
};
