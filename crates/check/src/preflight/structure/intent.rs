//! The output intent: for which print condition the inks are meant (ISO 15930-7; ISO 32000-1, 14.11.5).

use crate::preflight::rule::{Rule, Words, excerpt};
use biaoyu_page::error::Severity;
use biaoyu_page::say;

use super::FileCheck;
use super::identity::is_x1a;

pub(crate) const OUTPUT_INTENT_COUNT: Rule<FileCheck> = Rule {
    id: "output-intent-count",
    severity: Severity::Error,
    what: Words { en: "not exactly one output intent", zh: "输出意向不是恰好一个" },
    why: Words {
        en: "Without a print condition C100 M5 Y50 K40 is no colour; with two nobody knows which.",
        zh: "没有印刷条件，C100 M5 Y50 K40 就不是确定的颜色；有两个则不知以谁为准。",
    },
    cure: Words { en: "export it with the shop's print condition", zh: "请选定印厂的印刷条件后导出" },
    example: "0 output intents of PDF/X, wanted 1",
    check: |judged, _, out| {
        let count = judged.document.intent.as_ref().map_or(0, |i| i.count);
        if judged.standard && count != 1 {
            out.add(None, say!("{count} output intents of PDF/X, wanted 1", "有 {count} 个 PDF/X 输出意向，应为 1 个"));
        }
    },
};

pub(crate) const OUTPUT_INTENT_UNNAMED: Rule<FileCheck> = Rule {
    id: "output-intent-unnamed",
    severity: Severity::Error,
    what: Words { en: "the output intent does not say what it is", zh: "输出意向没有名称" },
    why: Words {
        en: "The operator compares the name with the press, not the profile's bytes.",
        zh: "操作员看名称对机台，不看特性文件的字节。",
    },
    cure: Words {
        en: "name the print condition: `FOGRA39` with its registry, or in words under Info",
        zh: "请写明印刷条件：如 `FOGRA39` 及登记处，或在 Info 中用文字说明",
    },
    example: "no OutputConditionIdentifier",
    check: |judged, _, out| {
        let Some(intent) = judged.document.intent.as_ref().filter(|_| judged.standard) else { return };
        if intent.identifier.is_empty() {
            out.add(None, say!("no OutputConditionIdentifier", "没有 OutputConditionIdentifier"));
        }
        if !intent.named {
            out.add(None, say!("neither RegistryName nor Info says what it is", "RegistryName 和 Info 都没有说明"));
        }
    },
};

pub(crate) const OUTPUT_INTENT_DIFFERS: Rule<FileCheck> = Rule {
    id: "output-intent-differs",
    severity: Severity::Warning,
    what: Words {
        en: "the output intent names one print condition and has the profile of another",
        zh: "输出意向写的是一种印刷条件，嵌的却是另一种的特性文件",
    },
    why: Words {
        en: "The operator sets the press by the name, the proofer its colours by the profile: proof and print differ.",
        zh: "机台看名称，打样看特性文件：打样和印品颜色就对不上。",
    },
    cure: Words {
        en: "export it with the profile of the condition that it names",
        zh: "请用所写印刷条件的特性文件重新导出",
    },
    example: "`FOGRA27` is named, and the profile `ISO Coated v2 300% (basICColor)` is for FOGRA39",
    check: |judged, _, out| {
        let Some(intent) = judged.document.intent.as_ref() else { return };
        let Some(named) = condition(&intent.identifier) else { return };
        let other = |text: &str| condition(text).filter(|found| *found != named);
        let name = excerpt(&intent.identifier);
        if let Some(found) = other(&intent.profile_name) {
            let profile: String = intent.profile_name.chars().filter(|c| !c.is_control()).take(60).collect();
            out.add(
                None,
                say!(
                    "`{name}` is named, and the profile `{profile}` is for FOGRA{found}",
                    "写的是 `{name}`，特性文件 `{profile}` 却是 FOGRA{found} 的"
                ),
            );
        } else if let Some(found) = other(&intent.info) {
            out.add(
                None,
                say!("`{name}` is named, and Info says FOGRA{found}", "写的是 `{name}`，Info 里却是 FOGRA{found}"),
            );
        }
    },
};

/// Names of profiles that do not have the number of the condition in them.
const PROFILES: [(&str, u8); 6] = [
    ("isocoatedv2", 39),
    ("psocoatedv3", 51),
    ("psouncoatedv3", 52),
    ("psouncoatediso12647", 47),
    ("psolwcimproved", 45),
    ("psolwcstandard", 46),
];

/// The number of the Fogra's characterisation data that a text speaks of; `None` for none, several, and others'.
fn condition(text: &str) -> Option<u8> {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let number = |at: usize| plain.get(at + 5..at + 7)?.parse::<u8>().ok();
    let numbered = plain.match_indices("fogra").filter_map(|(at, _)| number(at));
    let named = PROFILES.iter().filter(|(name, _)| plain.contains(name)).map(|(_, number)| *number);
    let mut found: Vec<u8> = numbered.chain(named).collect();
    found.dedup();
    if let [one] = found[..] { Some(one) } else { None }
}

pub(crate) const NO_OUTPUT_PROFILE: Rule<FileCheck> = Rule {
    id: "no-output-profile",
    severity: Severity::Error,
    what: Words { en: "the output intent has no profile in the file", zh: "输出意向没有嵌入特性文件" },
    why: Words { en: "PDF/X-4 carries its print condition with it.", zh: "PDF/X-4 必须自带印刷条件。" },
    cure: Words { en: "embed the profile", zh: "请嵌入特性文件" },
    example: "no DestOutputProfile",
    check: |judged, _, out| {
        let Some(intent) = judged.document.intent.as_ref().filter(|_| judged.standard) else { return };
        if intent.external {
            out.add(None, say!("DestOutputProfileRef: that is PDF/X-4p", "用了 DestOutputProfileRef：那是 PDF/X-4p"));
        }
        // PDF/X-1a may name a registered condition instead.
        if intent.profile.is_none() && !is_x1a(judged) {
            out.add(None, say!("no DestOutputProfile", "没有 DestOutputProfile"));
        }
    },
};

pub(crate) const UNFIT_OUTPUT_PROFILE: Rule<FileCheck> = Rule {
    id: "unfit-output-profile",
    severity: Severity::Error,
    what: Words {
        en: "the output intent's profile is not one of a press", zh: "输出意向的特性文件不是印刷机的"
    },
    why: Words {
        en: "A screen's profile as print condition is the commonest forgery of PDF/X: the shop sees RGB and refuses.",
        zh: "拿显示器特性文件充当印刷条件是最常见的假 PDF/X，印厂一看是 RGB 就退。",
    },
    cure: Words {
        en: "embed the shop's CMYK printer profile (class `prtr`)",
        zh: "请嵌入印厂的 CMYK 输出特性文件（`prtr` 类）",
    },
    example: "class `mntr` for `RGB`, wanted class `prtr`",
    check: |judged, _, out| {
        let Some(intent) = judged.document.intent.as_ref().filter(|_| judged.standard) else { return };
        match &intent.profile {
            None => {}
            Some(Err(fault)) => {
                let (en, zh) = (&fault.en, &fault.zh);
                out.add(None, say!("the profile is damaged: {en}", "特性文件损坏：{zh}"));
            }
            Some(Ok(header)) => {
                let (class, space, version) = (&header.class, &header.space, header.version);
                let tables = ["A2B0", "B2A0"].iter().all(|t| header.tags.iter().any(|tag| tag == t));
                if class != "prtr" || !matches!(&**space, "GRAY" | "RGB" | "CMYK") || !matches!(version, 2 | 4) {
                    out.add(
                        None,
                        say!(
                            "class `{class}` for `{space}`, wanted class `prtr`",
                            "类别 `{class}`、颜色空间 `{space}`，应为 `prtr` 类"
                        ),
                    );
                } else if intent.components != Some(header.components() as f64) {
                    let (found, wanted) = (intent.components.unwrap_or_default(), header.components());
                    out.add(
                        None,
                        say!(
                            "N is {found}, the profile has {wanted} components",
                            "N 为 {found}，特性文件有 {wanted} 个分量"
                        ),
                    );
                } else if space == "CMYK" && !tables {
                    out.add(None, say!("a CMYK profile without A2B0 and B2A0", "CMYK 特性文件缺 A2B0 或 B2A0"));
                } else if space != "CMYK" {
                    out.add_as(
                        Severity::Warning,
                        None,
                        say!("a profile for `{space}`, presses have CMYK", "特性文件是 `{space}` 的，印刷用 CMYK"),
                    );
                }
            }
        }
    },
};
