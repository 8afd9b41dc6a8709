//! Document parts: which pages are whose in a run of records (ISO 16612-2, PDF/VT).

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object};

use crate::preflight::rule::{Rule, Words, excerpt};
use crate::read::Id;
use biaoyu_page::error::Severity;
use biaoyu_page::limits::PDF_PAGES;
use biaoyu_page::say;

use super::identity::Claim;
use super::{FileCheck, Judged, page};

pub(crate) const PART_TREE: Rule<FileCheck> = Rule {
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
        if said == Some("PDF/VT-1") && judged.claim != Claim::X4 {
            out.add(None, say!("PDF/VT-1 that is no PDF/X-4", "PDF/VT-1 必须同时是 PDF/X-4"));
        }
        match root {
            None => {
                if said.is_some() {
                    out.add(None, say!("it claims PDF/VT and has no parts", "自称 PDF/VT，却没有文档部件"));
                }
                if let Some((seen, _)) = judged.document.pages.iter().find(|(_, paper)| paper.part.is_some()) {
                    out.add(
                        page(seen.number),
                        say!("its DPart hangs in no tree of parts", "页面有 DPart，文件却没有部件树"),
                    );
                }
            }
            Some(root) => {
                let mut walk = Walk {
                    judged,
                    next: 0,
                    levels: 0,
                    seen: BTreeSet::new(),
                    names: BTreeSet::new(),
                    faults: Vec::new(),
                };
                match root.get(b"DPartRootNode").ok().and_then(|n| n.as_reference().ok()) {
                    Some(node) => {
                        walk.upward(node, root);
                        walk.node(node, None, 0);
                    }
                    None => walk.faults.push((None, say!("no DPartRootNode", "缺 DPartRootNode"))),
                }
                walk.root(root);
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
    /// Levels of parts that were met.
    levels: usize,
    seen: BTreeSet<Id>,
    /// Records that have a name of their own, by it.
    names: BTreeSet<String>,
    faults: Vec<(Option<usize>, biaoyu_page::error::Say)>,
}

impl Walk<'_> {
    fn fault(&mut self, what: biaoyu_page::error::Say) {
        self.faults.push((None, what));
    }

    /// What the root says of its levels (ISO 16612-2, 6.5).
    fn root(&mut self, root: &Dictionary) {
        let file = &self.judged.document.file;
        self.typed(root, "DPartRoot");
        match file.get(root, "RecordLevel") {
            None => {}
            Some(Object::Integer(level)) if (0..self.levels.max(1) as i64).contains(level) => {}
            Some(Object::Integer(level)) => {
                let levels = self.levels;
                self.fault(say!(
                    "RecordLevel is {level}, and the tree has {levels} levels",
                    "RecordLevel 为 {level}，而部件树只有 {levels} 层"
                ));
            }
            Some(_) => self.fault(say!("RecordLevel is no whole number", "RecordLevel 不是整数")),
        }
        match file.get(root, "NodeNameList") {
            None => {}
            Some(Object::Array(names)) => {
                let (found, levels) = (names.len(), self.levels);
                if names.iter().any(|n| !matches!(file.real(n), Some(Object::Name(n)) if !n.is_empty())) {
                    self.fault(say!("NodeNameList has something that is no name", "NodeNameList 中有的不是名称"));
                } else if found != levels {
                    self.fault(say!(
                        "NodeNameList has {found} names for {levels} levels",
                        "NodeNameList 有 {found} 个名称，部件树有 {levels} 层"
                    ));
                }
            }
            Some(_) => self.fault(say!("NodeNameList is no list", "NodeNameList 不是数组")),
        }
    }

    /// The first node hangs on the root itself.
    fn upward(&mut self, node: Id, root: &Dictionary) {
        let file = &self.judged.document.file;
        let up = file.object(node).and_then(|n| file.dict(n)).and_then(|n| file.get_dict(n, "Parent"));
        if !up.is_some_and(|up| std::ptr::eq(up, root)) {
            self.fault(say!("the first part's Parent is not the root", "首个部件的 Parent 不是 DPartRoot"));
        }
    }

    /// A type that is written must be right.
    fn typed(&mut self, dict: &Dictionary, wanted: &str) {
        let file = &self.judged.document.file;
        if let Some(found) = file.get(dict, "Type").map(|t| crate::read::name(t).unwrap_or("?"))
            && found != wanted
        {
            let found = excerpt(found);
            self.fault(say!("Type is `{found}`, wanted `{wanted}`", "Type 为 `{found}`，应为 `{wanted}`"));
        }
    }

    /// The metadata of a part: a dictionary of plain values; and its name, which no other has beside it.
    fn metadata(&mut self, node: &Dictionary, record: bool) {
        let file = &self.judged.document.file;
        match file.get(node, "DPM") {
            None if node.has(b"DPM") => self.fault(say!("a part whose DPM is not in the file", "部件的 DPM 不存在")),
            None => {}
            Some(Object::Dictionary(metadata)) => {
                let odd = metadata.iter().any(|(_, value)| matches!(file.real(value), Some(Object::Stream(_))));
                if odd {
                    self.fault(say!("a part whose DPM holds a stream", "部件的 DPM 里有数据流"));
                }
                let id = file.get_text(metadata, "CIP4_Root").filter(|_| record);
                if let Some(id) = id.filter(|id| !id.is_empty())
                    && !self.names.insert(id)
                {
                    self.fault(say!("two records of one name", "两条记录同名"));
                }
            }
            Some(_) => self.fault(say!("a part whose DPM is no dictionary", "部件的 DPM 不是字典")),
        }
    }

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
        self.levels = self.levels.max(depth + 1);
        self.typed(node, "DPart");
        self.metadata(node, node.has(b"Start"));
        if node.has(b"DParts") && node.has(b"End") {
            self.fault(say!("a part with both DParts and End", "部件不应同时有 DParts 和 End"));
        }
        let up = node.get(b"Parent").ok().and_then(|p| p.as_reference().ok());
        if parent.is_some() && up != parent {
            self.faults.push((None, say!("a part whose Parent is another", "部件的 Parent 指向别处")));
        }
        match (file.get_array(node, "DParts"), node.get(b"Start").is_ok()) {
            (Some(rows), false) => {
                let kid = |k: &Object| k.as_reference().is_ok();
                let row = |row: &Object| match file.real(row) {
                    Some(Object::Array(kids)) => !kids.is_empty() && kids.iter().all(kid),
                    _ => false,
                };
                if rows.is_empty() || !rows.iter().all(row) {
                    self.fault(say!("DParts that are no lists of references to parts", "DParts 不是部件引用的数组"));
                }
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
        if node.has(b"End") && place(b"End").is_none() {
            self.faults.push((Some(start + 1), say!("a part that ends at no page", "部件的末页不存在")));
        }
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
