//! Document parts: which pages are whose in a run of records (ISO 16612-2, PDF/VT).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object};

use crate::preflight::rule::{Rule, Words, excerpt};
use crate::read::Id;
use biaoyu_page::error::Severity;
use biaoyu_page::limits::PDF_PAGES;
use biaoyu_page::say;

use super::{FileCheck, Judged, page};

pub const PART_TREE: Rule<FileCheck> = Rule {
    id: "part-tree",
    severity: Severity::Error,
    what: Words { en: "document parts that do not fit the pages", zh: "文档部件（DPart）与页面对不上" },
    why: Words {
        en: "Digital presses cut a run into records by them (ISO 16612-2): with a wrong tree a name gets another's pages.",
        zh: "数码印刷机靠它把作业分成一条条记录（ISO 16612-2）：树错了，页面就归错了人。",
    },
    cure: Words {
        en: "export it again as PDF/VT-1, or as PDF/X-4 without parts",
        zh: "请按 PDF/VT-1 重新导出，或导出为不带部件的 PDF/X-4",
    },
    example: "page 3: no part holds it",
    check: |judged, _, out| {
        let file = &judged.document.file;
        let said = judged.xmp.get("pdfvtid", "GTS_PDFVTVersion");
        let root = file.root().and_then(|r| file.get_dict(r, "DPartRoot"));
        if let Some(version) = said.filter(|v| !matches!(*v, "PDF/VT-1" | "PDF/VT-2")) {
            let version = excerpt(version);
            out.add(None, say!("it claims `{version}`, wanted `PDF/VT-1`", "自称 `{version}`，应为 `PDF/VT-1`"));
        }
        let (changed, modified) = (judged.xmp.get("pdfvtid", "GTS_PDFVTModDate"), judged.xmp.get("xmp", "ModifyDate"));
        if said.is_some() && changed != modified {
            let (a, b) = (excerpt(changed.unwrap_or_default()), excerpt(modified.unwrap_or_default()));
            out.add(
                None,
                say!("GTS_PDFVTModDate is `{a}`, ModifyDate `{b}`", "GTS_PDFVTModDate 为 `{a}`，ModifyDate 为 `{b}`"),
            );
        }
        match root {
            None if said.is_some() => {
                out.add(None, say!("it claims PDF/VT and has no parts", "自称 PDF/VT，却没有文档部件"))
            }
            None => {}
            Some(root) => {
                let mut walk = Walk { judged, next: 0, seen: BTreeSet::new(), faults: Vec::new() };
                match root.get(b"DPartRootNode").ok().and_then(|n| n.as_reference().ok()) {
                    Some(node) => walk.node(node, None, 0),
                    None => walk.faults.push((None, say!("no DPartRootNode", "缺 DPartRootNode"))),
                }
                let pages = judged.document.pages.len();
                if walk.next < pages && pages < PDF_PAGES && walk.faults.is_empty() {
                    walk.faults.push((Some(walk.next + 1), say!("no part holds it", "不属于任何部件")));
                }
                for (number, what) in walk.faults.into_iter().take(20) {
                    out.add(page(number), what);
                }
            }
        }
    },
};

/// A walk through the tree in the order of the pages.
struct Walk<'a> {
    judged: &'a Judged<'a>,
    /// The page that the next leaf must start with, from 0.
    next: usize,
    seen: BTreeSet<Id>,
    faults: Vec<(Option<usize>, biaoyu_page::error::Say)>,
}

impl Walk<'_> {
    fn node(&mut self, id: Id, parent: Option<Id>, depth: usize) {
        let file = &self.judged.document.file;
        if depth > 64 || !self.seen.insert(id) || self.faults.len() > 50 {
            self.faults.push((None, say!("a part inside itself", "部件包含自身")));
            return;
        }
        let Some(node) = file.object(id).and_then(|o| file.dict(o)) else {
            self.faults.push((None, say!("a part that is not in the file", "缺少某个部件")));
            return;
        };
        let up = node.get(b"Parent").ok().and_then(|p| p.as_reference().ok());
        if parent.is_some() && up != parent {
            self.faults.push((None, say!("a part whose Parent is another", "部件的 Parent 指向别处")));
        }
        match (file.get_array(node, "DParts"), node.get(b"Start").is_ok()) {
            (Some(rows), false) => {
                let kids = rows.iter().filter_map(|row| match file.real(row) {
                    Some(Object::Array(kids)) => Some(kids.iter()),
                    _ => None,
                });
                for kid in kids.flatten().take(PDF_PAGES).filter_map(|k| k.as_reference().ok()) {
                    self.node(kid, Some(id), depth + 1);
                }
            }
            (None, true) => self.leaf(id, node),
            _ => self
                .faults
                .push((None, say!("a part with both DParts and Start, or neither", "部件应有 DParts 或 Start 之一"))),
        }
    }

    fn leaf(&mut self, id: Id, node: &Dictionary) {
        let pages = &self.judged.document.pages;
        let place = |key: &[u8]| {
            let wanted = node.get(key).ok()?.as_reference().ok()?;
            pages.iter().position(|(_, paper)| paper.id == wanted)
        };
        let Some(start) = place(b"Start") else {
            self.faults.push((None, say!("a part that starts at no page", "部件的起始页不存在")));
            return;
        };
        let end = place(b"End").unwrap_or(start);
        if start != self.next || end < start {
            let (found, wanted) = (start + 1, self.next + 1);
            self.faults.push((
                Some(found),
                say!("a part starts here, wanted at page {wanted}", "部件从这里开始，应从第 {wanted} 页开始"),
            ));
        }
        for at in start..=end.max(start) {
            if pages.get(at).is_some_and(|(_, paper)| paper.part != Some(id)) {
                self.faults
                    .push((Some(at + 1), say!("its DPart is not the part that holds it", "页面的 DPart 不是所属部件")));
            }
        }
        self.next = end + 1;
    }
}
