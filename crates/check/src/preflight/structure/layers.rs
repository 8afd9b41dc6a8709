//! Rules on layers and processing steps (ISO 15930-7, optional content; ISO 19593-1).

use std::collections::BTreeSet;

use lopdf::Object;

use crate::preflight::rule::{Rule, Words, excerpt};
use crate::read::{File, GROUPS, Id, Kind};
use biaoyu_page::error::Severity;
use biaoyu_page::say;

use super::identity::is_x1a;
use super::{FileCheck, tell};

pub(crate) const LAYER_CONFIGURATION: Rule<FileCheck> = Rule {
    id: "layer-configuration",
    severity: Severity::Error,
    what: Words { en: "layers whose state is not clear", zh: "图层状态不明确" },
    why: Words {
        en: "Configurations must be named, list every layer and never switch by themselves (ISO 15930-7, optional content).",
        zh: "图层配置必须有名称、列全图层、不得自动切换（ISO 15930-7 可选内容）。",
    },
    cure: Words { en: "export it again as PDF/X-4", zh: "请按 PDF/X-4 重新导出" },
    example: "a configuration without a name",
    check: |judged, _, out| {
        let file = &judged.document.file;
        let Some(properties) = file.root().and_then(|r| file.get_dict(r, "OCProperties")).filter(|_| judged.standard)
        else {
            return;
        };
        let default = file.get_dict(properties, "D");
        if default.is_none() {
            out.add(None, say!("no default configuration", "没有默认配置"));
        }
        let more = file.get_array(properties, "Configs").unwrap_or_default().iter().take(1000);
        let mut names: Vec<String> = Vec::new();
        for dict in default.into_iter().chain(more.filter_map(|c| file.dict(c))) {
            let name = file.get_text(dict, "Name").unwrap_or_default();
            if name.is_empty() || names.contains(&name) {
                let shown = excerpt(&name);
                out.add(
                    None,
                    say!("configuration name `{shown}` is missing or used twice", "配置名 `{shown}` 缺失或重复"),
                );
            }
            names.push(name);
            if file.get(dict, "AS").is_some() {
                out.add(None, say!("layers that switch by themselves (AS)", "图层会自动切换（AS）"));
            }
            if let Some(order) = file.get_array(dict, "Order") {
                let mut listed = BTreeSet::new();
                collect(file, order, &mut listed, 0, &mut { ENTRIES });
                if !judged.document.layers.listed.is_subset(&listed) {
                    out.add(None, say!("Order does not list every layer", "Order 没有列全图层"));
                }
            }
        }
    },
};

pub(crate) const UNLISTED_LAYER: Rule<FileCheck> = Rule {
    id: "unlisted-layer",
    severity: Severity::Error,
    what: Words {
        en: "a layer without a name, or one that the catalog does not list",
        zh: "图层没有名称，或目录未列出",
    },
    why: Words {
        en: "Nobody can say whether it prints (ISO 32000-1, 8.11).",
        zh: "谁也说不清它印不印（ISO 32000-1 第 8.11 条）。",
    },
    cure: Words { en: "export it again as PDF/X-4", zh: "请按 PDF/X-4 重新导出" },
    example: "page 1: layer `刀线` is not listed in the catalog",
    check: |judged, _, out| {
        tell(judged, Kind::Layer, out);
        if judged.document.layers.names.iter().any(String::is_empty) {
            out.add(None, say!("a layer without a name", "图层没有名称"));
        }
    },
};

pub(crate) const LAYERS: Rule<FileCheck> = Rule {
    id: "layers",
    severity: Severity::Note,
    what: Words { en: "the file has layers", zh: "文件带图层" },
    why: Words {
        en: "Fine in PDF/X-4; PDF/X-1a forbids them, and a layer that is off does not print.",
        zh: "PDF/X-4 允许，PDF/X-1a 禁止；关掉的图层不会印出。",
    },
    cure: Words { en: "make sure that what should print is on", zh: "请确认该印的图层是打开的" },
    example: "layers `刀线`, `英文`",
    check: |judged, _, out| {
        let names = &judged.document.layers.names;
        if is_x1a(judged) && !names.is_empty() {
            let list = names.iter().take(8).map(|n| format!("`{}`", excerpt(n))).collect::<Vec<_>>().join(", ");
            out.add_as(Severity::Error, None, say!("layers {list}", "图层 {list}"));
        }
        let steps = judged.document.layers.metadata.len();
        if !is_x1a(judged) && names.len() > steps {
            let count = names.len() - steps;
            out.add(None, say!("{count} layers that are no processing steps", "{count} 个普通图层"));
        }
        let hidden = &judged.document.layers.hidden;
        if !hidden.is_empty() {
            let list = hidden.iter().take(8).map(|n| format!("`{}`", excerpt(n))).collect::<Vec<_>>().join(", ");
            let more = hidden.len().saturating_sub(8);
            let (more, more_zh) = if more > 0 {
                (format!(" and {more} more"), format!("等 {} 个", hidden.len()))
            } else {
                Default::default()
            };
            out.add(None, say!("off, and not printed: {list}{more}", "关着、印不出来的图层：{list}{more_zh}"));
        }
    },
};

pub(crate) const STEP_METADATA: Rule<FileCheck> = Rule {
    id: "step-metadata",
    severity: Severity::Error,
    what: Words { en: "a processing step that no machine understands", zh: "工艺层的元数据不合规" },
    why: Words {
        en: "Cutters choose their lines by these words (ISO 19593-1, 6.2).",
        zh: "切割机按这些词认线（ISO 19593-1 第 6.2 条）。",
    },
    cure: Words {
        en: "use a group and type of ISO 19593-1, or PREFIX_name",
        zh: "请用 ISO 19593-1 的组和类型，或 PREFIX_名称",
    },
    example: "layer `刀线`: group `Cut`",
    check: |judged, _, out| {
        for (layer, group, kind) in &judged.document.layers.metadata {
            let place = || {
                let layer = excerpt(layer);
                Some(say!("layer `{layer}`", "图层 `{layer}`"))
            };
            let (shown, shown_kind) = (excerpt(group), excerpt(kind));
            match GROUPS.iter().find(|(g, _)| g == group) {
                None if is_own(group) => {}
                None => out.add(
                    place(),
                    say!(
                        "group `{shown}` is neither of the standard nor PREFIX_name",
                        "组 `{shown}` 既非标准所定，也不是 PREFIX_名称"
                    ),
                ),
                Some((_, None)) if !kind.is_empty() => {
                    out.add(
                        place(),
                        say!(
                            "group `{shown}` takes no type, has `{shown_kind}`",
                            "组 `{shown}` 没有类型，却写了 `{shown_kind}`"
                        ),
                    );
                }
                Some((_, Some(types))) if !types.contains(&&**kind) && !is_own(kind) => {
                    out.add(
                        place(),
                        say!(
                            "type `{shown_kind}` is not one of group `{shown}`",
                            "类型 `{shown_kind}` 不属于组 `{shown}`"
                        ),
                    );
                }
                Some(_) => {}
            }
        }
    },
};

/// A name of one's own: a prefix of letters and figures, an underscore and more.
fn is_own(word: &str) -> bool {
    word.split_once('_').is_some_and(|(prefix, rest)| {
        !prefix.is_empty() && !rest.is_empty() && prefix.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// Entries of an order that are followed.
const ENTRIES: usize = 200_000;

fn collect(file: &File<'_>, order: &[Object], listed: &mut BTreeSet<Id>, depth: usize, left: &mut usize) {
    for item in order {
        if depth > 24 || *left == 0 {
            return;
        }
        *left -= 1;
        if let Object::Reference(id) = item {
            listed.insert(*id);
        }
        if let Some(Object::Array(inner)) = file.real(item) {
            collect(file, inner, listed, depth + 1, left);
        }
    }
}
