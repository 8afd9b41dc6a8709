//! Rules on single objects of a file.

use lopdf::{Object, Stream};

use crate::preflight::rule::{Rule, Words};
use crate::read::{FILTERS, File, Kind, Unpack, printable};
use biaoyu_page::error::Severity;
use biaoyu_page::say;

use super::identity::is_x1a;
use super::{FileCheck, object, tell, tell_in_x};

/// Bytes that all streams of a file are unpacked to before the rest is passed over.
const STREAM_BYTES: usize = 512 << 20;

fn streams<'f>(file: &'f File<'_>) -> impl Iterator<Item = (u32, &'f Stream)> {
    file.objects().filter_map(|(id, object)| match object {
        Object::Stream(stream) => Some((id.0, stream)),
        _ => None,
    })
}

pub(crate) const ENCRYPTED: Rule<FileCheck> = Rule {
    id: "encrypted",
    severity: Severity::Error,
    what: Words { en: "the file is encrypted", zh: "文件已加密" },
    why: Words {
        en: "No PDF/X may be, not even with an empty password: the RIP stops.",
        zh: "PDF/X 不许加密，空密码也不行：RIP 会停机。",
    },
    cure: Words { en: "save it without protection", zh: "请去掉保护后另存" },
    example: "encrypted, though with an empty password",
    check: |judged, _, out| {
        if judged.document.file.encrypted {
            let severity = if judged.standard { Severity::Error } else { Severity::Warning };
            out.add_as(severity, None, say!("encrypted, though with an empty password", "文件已加密（空密码）"));
        }
    },
};

pub(crate) const XREF_DAMAGED: Rule<FileCheck> = Rule {
    id: "xref-damaged",
    severity: Severity::Error,
    what: Words {
        en: "the table of the file's objects is lost or wrong", zh: "文件的对象索引（xref）丢失或有误"
    },
    why: Words {
        en: "The file was cut off or changed on its way, by mail or a text editor: RIPs refuse it, or leave things out.",
        zh: "文件在传输或编辑中被截断或改动：RIP 会拒收，或者漏印。",
    },
    cure: Words {
        en: "send it again as it was exported, packed as ZIP", zh: "请把导出的原文件打包成 ZIP 重新发送"
    },
    example: "the cross-reference table is damaged; 57 objects were found by searching, the rest of this report is by them",
    check: |judged, _, out| {
        if let Some(count) = judged.document.file.rebuilt {
            out.add(
                None,
                say!(
                    "the cross-reference table is damaged; {count} objects were found by searching, the rest of this report is by them",
                    "交叉引用表损坏；搜索到 {count} 个对象，以下检查以此为准"
                ),
            );
        }
    },
};

pub(crate) const LZW: Rule<FileCheck> = Rule {
    id: "lzw",
    severity: Severity::Error,
    what: Words { en: "a stream packed by LZW or Crypt", zh: "数据用了 LZW 或 Crypt 压缩" },
    why: Words { en: "PDF/X forbids both.", zh: "PDF/X 两者都禁止。" },
    cure: Words { en: "export it again as PDF/X-4", zh: "请按 PDF/X-4 重新导出" },
    example: "object 12: packed by `LZWDecode`",
    check: |judged, _, out| {
        let file = &judged.document.file;
        for (id, stream) in streams(file).filter(|_| judged.standard) {
            for filter in file.filters(&stream.dict).into_iter().filter(|f| matches!(*f, "LZWDecode" | "LZW" | "Crypt"))
            {
                out.add(object(id), say!("packed by `{filter}`", "用 `{filter}` 压缩"));
            }
        }
        tell_in_x(judged, Kind::Lzw, out);
    },
};

pub(crate) const NEW_FILTER: Rule<FileCheck> = Rule {
    id: "new-filter",
    severity: Severity::Error,
    what: Words { en: "JPEG 2000 or JBIG2 in PDF/X-1a", zh: "PDF/X-1a 里有 JPEG 2000 或 JBIG2" },
    why: Words {
        en: "The RIPs that ask for PDF/X-1a do not know them.", zh: "要求 PDF/X-1a 的 RIP 不认识它们。"
    },
    cure: Words { en: "pack pictures as Flate or JPEG", zh: "请改用 Flate 或 JPEG 压缩图片" },
    example: "page 1: a picture in JPEG 2000 or JBIG2",
    check: |judged, _, out| {
        if is_x1a(judged) {
            tell(judged, Kind::NewFilter, out);
        }
    },
};

pub(crate) const DAMAGED_STREAM: Rule<FileCheck> = Rule {
    id: "damaged-stream",
    severity: Severity::Error,
    what: Words { en: "data that break off or make no sense", zh: "数据不完整或无法识别" },
    why: Words {
        en: "What cannot be unpacked is not printed, and often stops the RIP.",
        zh: "解不开的就印不出，往往还会让 RIP 停机。",
    },
    cure: Words { en: "export it again", zh: "请重新导出" },
    example: "object 12: the stream cannot be unpacked",
    check: |judged, _, out| {
        tell(judged, Kind::Damaged, out);
        let file = &judged.document.file;
        for mended in &file.mended {
            out.add(object(mended.number), mended.what.clone());
        }
        let mut budget = STREAM_BYTES;
        for (id, stream) in streams(file) {
            match file.check(stream, budget) {
                Ok(size) => budget = budget.saturating_sub(size),
                Err(Unpack::Damaged) => out.add(object(id), say!("the stream cannot be unpacked", "数据流无法解压")),
                Err(Unpack::TooLarge) => {
                    out.add_as(
                        Severity::Warning,
                        object(id),
                        say!("unpacks to more than is looked at", "解压后过大，未检查"),
                    );
                }
                Err(Unpack::Picture) => {
                    for filter in file.filters(&stream.dict).into_iter().filter(|f| !FILTERS.contains(f)) {
                        let filter = printable(filter);
                        out.add(
                            object(id),
                            say!(
                                "packed by `{filter}`, which PDF does not have",
                                "用 `{filter}` 压缩，PDF 没有这种压缩"
                            ),
                        );
                    }
                }
            }
        }
    },
};

pub(crate) const EXTERNAL_DATA: Rule<FileCheck> = Rule {
    id: "external-data",
    severity: Severity::Error,
    what: Words { en: "data in another file", zh: "数据在别的文件里" },
    why: Words { en: "The shop gets one file.", zh: "印厂只收到一个文件。" },
    cure: Words { en: "embed it", zh: "请嵌入" },
    example: "object 12: its data lie in another file",
    check: |judged, _, out| {
        let file = &judged.document.file;
        for (id, stream) in streams(file).filter(|_| true) {
            if file.get(&stream.dict, "F").is_some() || file.get(&stream.dict, "FFilter").is_some() {
                out.add(object(id), say!("its data lie in another file", "数据在外部文件中"));
            }
        }
    },
};

pub(crate) const FILES_INSIDE: Rule<FileCheck> = Rule {
    id: "files-inside",
    severity: Severity::Note,
    what: Words { en: "the file carries other files", zh: "文件里带着别的文件" },
    why: Words {
        en: "Of a portfolio only the cover is printed; what was meant may be inside.",
        zh: "PDF 包（portfolio）印出来只有封面；真正要印的可能在附件里。",
    },
    cure: Words {
        en: "send what is to be printed as a file of its own", zh: "请把要印的另存为单独的文件发送"
    },
    example: "it carries files (EmbeddedFiles)",
    check: |judged, _, out| {
        let file = &judged.document.file;
        let Some(root) = file.root() else { return };
        if file.get_dict(root, "Collection").is_some() {
            out.add_as(
                Severity::Warning,
                None,
                say!("it is a portfolio of files (Collection)", "是 PDF 包（Collection）"),
            );
        }
        let names = file.get_dict(root, "Names").and_then(|names| file.get_dict(names, "EmbeddedFiles"));
        if names.is_some_and(|names| !names.is_empty()) {
            out.add(None, say!("it carries files (EmbeddedFiles)", "带有附件（EmbeddedFiles）"));
        }
    },
};

pub(crate) const POSTSCRIPT: Rule<FileCheck> = Rule {
    id: "postscript",
    severity: Severity::Error,
    what: Words { en: "PostScript inside the PDF", zh: "PDF 里嵌了 PostScript" },
    why: Words { en: "No modern RIP runs it (ISO 15930-7).", zh: "新的 RIP 都不执行（ISO 15930-7）。" },
    cure: Words { en: "export it again as PDF/X-4", zh: "请按 PDF/X-4 重新导出" },
    example: "object 12: a PostScript XObject",
    check: |judged, _, out| {
        let file = &judged.document.file;
        for (id, stream) in streams(file).filter(|_| judged.standard) {
            let word = |key| file.get_name(&stream.dict, key);
            let form = word("Subtype") == Some("Form") && file.get(&stream.dict, "PS").is_some();
            if word("Subtype") == Some("PS") || word("Subtype2") == Some("PS") || form {
                out.add(object(id), say!("a PostScript XObject", "PostScript XObject"));
            }
        }
    },
};

pub(crate) const REFERENCE: Rule<FileCheck> = Rule {
    id: "reference-xobject",
    severity: Severity::Error,
    what: Words { en: "a form that stands for a page of another file", zh: "引用其他文件页面的表单" },
    why: Words {
        en: "That is PDF/X-5: the other file is not there.", zh: "那是 PDF/X-5：另一个文件并不在场。"
    },
    cure: Words { en: "place the page itself", zh: "请置入页面本身" },
    example: "object 12: a reference XObject",
    check: |judged, _, out| {
        let file = &judged.document.file;
        for (id, stream) in streams(file).filter(|_| judged.standard) {
            if file.get_name(&stream.dict, "Subtype") == Some("Form") && file.get(&stream.dict, "Ref").is_some() {
                out.add(object(id), say!("a reference XObject", "引用 XObject"));
            }
        }
    },
};

pub(crate) const OPI: Rule<FileCheck> = Rule {
    id: "opi",
    severity: Severity::Error,
    what: Words { en: "a coarse stand-in for a picture (OPI)", zh: "低分辨率代替图（OPI）" },
    why: Words {
        en: "The fine picture stays on your server; the coarse one is printed.",
        zh: "高分辨率图还在你的服务器上，印出来的是粗图。",
    },
    cure: Words { en: "embed the picture itself", zh: "请嵌入原图" },
    example: "object 12: an OPI stand-in",
    check: |judged, _, out| {
        let file = &judged.document.file;
        for (id, stream) in streams(file).filter(|_| judged.standard) {
            let placed = matches!(file.get_name(&stream.dict, "Subtype"), Some("Form" | "Image"));
            if placed && file.get(&stream.dict, "OPI").is_some() {
                out.add(object(id), say!("an OPI stand-in", "OPI 代替图"));
            }
        }
    },
};

pub(crate) const ALTERNATE_PICTURE: Rule<FileCheck> = Rule {
    id: "alternate-picture",
    severity: Severity::Error,
    what: Words { en: "a picture that prints as another", zh: "打印时换成另一张图" },
    why: Words { en: "What is seen is not what is printed.", zh: "看到的不是印出的。" },
    cure: Words { en: "remove the alternate", zh: "请删除备用图" },
    example: "object 12: an alternate picture is the default for printing",
    check: |judged, _, out| {
        let file = &judged.document.file;
        for (id, stream) in streams(file).filter(|_| judged.standard) {
            for alternate in file.get_array(&stream.dict, "Alternates").unwrap_or_default().iter().take(100) {
                if file.dict(alternate).and_then(|a| file.get_bool(a, "DefaultForPrinting")) == Some(true) {
                    out.add(
                        object(id),
                        say!("an alternate picture is the default for printing", "备用图被设为打印默认"),
                    );
                }
            }
        }
    },
};
