//! Rules on what acts: links, scripts, forms (ISO 15930-7, actions, annotations and forms).

use lopdf::{Dictionary, Object};

use crate::preflight::rule::{Rule, Words};
use crate::read::{File, Kind};
use biaoyu_page::error::{Say, Severity};
use biaoyu_page::say;

use super::FileCheck;

pub(crate) const ACTION: Rule<FileCheck> = Rule {
    id: "action",
    severity: Severity::Error,
    what: Words { en: "the file does something when it is opened or clicked", zh: "文件带动作或脚本" },
    why: Words {
        en: "Actions and JavaScript have no place in print data (ISO 15930-7, actions).",
        zh: "印刷文件里不该有动作和脚本（ISO 15930-7 动作）。",
    },
    cure: Words { en: "remove links, scripts and actions", zh: "请删除链接、脚本和动作" },
    example: "object 12: a `URI` action",
    check: |judged, _, out| {
        let severity = if judged.standard { Severity::Error } else { Severity::Warning };
        let file = &judged.document.file;
        let root = file.root();
        for key in ["OpenAction", "AA"] {
            // A plain destination to open at is no action.
            if root.and_then(|r| file.get_dict(r, key)).is_some() {
                out.add_as(severity, None, say!("catalog `{key}`", "目录中的 `{key}`"));
            }
        }
        if root.and_then(|r| file.get_dict(r, "Names")).is_some_and(|n| file.get(n, "JavaScript").is_some()) {
            out.add_as(severity, None, say!("JavaScript", "JavaScript 脚本"));
        }
        for (seen, _) in judged.document.pages.iter().filter(|(_, p)| p.acts) {
            out.add_as(
                severity,
                super::page(seen.number),
                say!("the page acts when it is opened (AA or PresSteps)", "页面带动作（AA 或 PresSteps）"),
            );
        }
        // A document of a thousand links is one finding a kind.
        let mut kinds: Vec<(u32, Say, usize)> = Vec::new();
        for (id, found) in file.objects() {
            look(file, found, &mut 0, &mut |what| match kinds.iter_mut().find(|(_, w, _)| *w == what) {
                Some((.., count)) => *count += 1,
                None => kinds.push((id.0, what, 1)),
            });
        }
        for (id, mut what, count) in kinds {
            if count > 1 {
                let more = count - 1;
                what.en += &format!(" (and {more} more)");
                what.zh += &format!("（另有 {more} 处）");
            }
            out.add_as(severity, super::object(id), what);
        }
    },
};

pub(crate) const FORM: Rule<FileCheck> = Rule {
    id: "form",
    severity: Severity::Error,
    what: Words { en: "a form to be filled in", zh: "可填写的表单" },
    why: Words {
        en: "Fields print as they please (ISO 15930-7, forms).",
        zh: "表单域怎么印全凭软件（ISO 15930-7 表单）。",
    },
    cure: Words { en: "flatten the form", zh: "请拼合表单" },
    example: "an interactive form",
    check: |judged, _, out| {
        let severity = if judged.standard { Severity::Error } else { Severity::Warning };
        let file = &judged.document.file;
        if let Some(form) = file.root().and_then(|r| file.get_dict(r, "AcroForm")) {
            let fields = file.get_array(form, "Fields").is_some_and(|f| !f.is_empty());
            if fields || file.get(form, "XFA").is_some() {
                out.add_as(severity, None, say!("an interactive form", "交互表单"));
            }
        }
        for fact in judged.document.facts.iter().filter(|f| f.kind == Kind::FormField) {
            out.add_as(severity, super::page(fact.page), fact.what.clone());
        }
    },
};

/// Kinds of actions (ISO 32000-1, 12.6.4) beside going to a place in the file.
const ACTIONS: [&str; 18] = [
    "JavaScript",
    "Launch",
    "URI",
    "GoToR",
    "GoToE",
    "SubmitForm",
    "ImportData",
    "Named",
    "Hide",
    "Sound",
    "Movie",
    "Rendition",
    "SetOCGState",
    "Trans",
    "GoTo3DView",
    "Thread",
    "ResetForm",
    "RichMediaExecute",
];

/// Dictionaries inside each other that are looked into.
const DEPTH: usize = 16;

/// Looks for actions in an object and what stands in it; references are objects of their own.
fn look(file: &File<'_>, object: &Object, depth: &mut usize, tell: &mut impl FnMut(Say)) {
    if *depth > DEPTH {
        return;
    }
    *depth += 1;
    match object {
        Object::Dictionary(dict) => {
            action(file, dict, tell);
            for (_, entry) in dict {
                look(file, entry, depth, tell);
            }
        }
        Object::Array(items) => {
            for item in items.iter().filter(|i| matches!(i, Object::Dictionary(_) | Object::Array(_))) {
                look(file, item, depth, tell);
            }
        }
        _ => {}
    }
    *depth -= 1;
}

fn action(file: &File<'_>, dict: &Dictionary, tell: &mut impl FnMut(Say)) {
    let kind = file.get_name(dict, "Type").unwrap_or_default();
    let word = file.get_name(dict, "S").unwrap_or_default();
    // Structure elements and output intents have an S of their own.
    let other =
        matches!(kind, "OutputIntent" | "StructElem" | "Group") || (kind != "Action" && file.get(dict, "P").is_some());
    if ACTIONS.contains(&word) && (word == "JavaScript" || !other) {
        tell(say!("a `{word}` action", "`{word}` 动作"));
    }
    if file.get(dict, "Title").is_some() && file.get(dict, "A").is_some() {
        tell(say!("a bookmark with an action", "书签带动作"));
    }
    if file.get_name(dict, "Subtype").is_some()
        && file.get(dict, "Rect").is_some()
        && (file.get(dict, "A").is_some() || file.get(dict, "AA").is_some())
    {
        tell(say!("an annotation with an action", "批注带动作"));
    }
}
