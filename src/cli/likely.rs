//! What users write, and what they mean by it: other programs' names of options, Chinese ones, words out of place.

use std::path::Path;

use super::dropped;
use biaoyu_page::error::Say;
use biaoyu_page::say;
use biaoyu_page::suggest::{Meant, meant};
use biaoyu_press::{Shelf, Sources, list};

/// Options by other names: ours first.
const OPTIONS: [(&str, &[&str]); 37] = [
    ("face", &["font", "fonts", "typeface", "字体", "字型"]),
    ("product", &["size", "paper", "products", "kind", "产品", "尺寸", "规格", "大小", "幅面", "纸张", "品种"]),
    ("layout", &["template", "style", "layouts", "design", "版式", "模板", "样式", "排版", "版面"]),
    ("palette", &["scheme", "palettes", "配色", "色系"]),
    ("colour", &["colours", "colors", "brand", "颜色", "标准色", "单位颜色"]),
    ("text", &["slogan-text", "标语", "文字", "内容", "口号"]),
    ("texts", &["slogans", "list", "input", "标语清单", "清单", "口号表"]),
    ("slogan", &["number", "no", "序号", "编号"]),
    ("unit", &["company", "signature", "signer", "单位", "落款", "署名", "单位名称"]),
    ("title", &["heading", "标题", "活动名称"]),
    ("theme", &["topic", "主题"]),
    ("campaign", &["活动"]),
    ("data", &["table", "csv", "xlsx", "excel", "roster", "staff", "名单", "表格", "数据", "花名册"]),
    ("logo", &["icon", "mark", "emblem", "标志", "徽标", "标识", "商标"]),
    ("code", &["qr", "qrcode", "qr-code", "二维码"]),
    ("photo", &["portrait", "picture", "image", "照片", "头像"]),
    ("set", &["field", "字段"]),
    ("output", &["out", "dir", "folder", "directory", "dest", "destination", "输出", "保存", "保存到", "输出文件夹"]),
    ("format", &["type", "filetype", "ext", "formats", "格式", "文件类型", "文件格式"]),
    ("dpi", &["resolution", "ppi", "分辨率"]),
    ("outlines", &["curves", "outline", "to-curves", "转曲"]),
    ("combine", &["one-pdf", "single", "join", "合并", "合成"]),
    ("icc", &["icc-profile", "color-profile", "colour-profile", "特性文件"]),
    ("inks", &["spot", "spots", "专色"]),
    ("for", &["shop", "printer", "profile", "bleed", "印厂", "印刷厂", "出血"]),
    ("marks", &["crop-marks", "cropmarks", "crop", "裁切线", "角线"]),
    ("quantity", &["copies", "count", "pieces", "数量", "份数"]),
    ("guide", &["die", "dieline", "刀版", "刀模"]),
    ("jobs", &["threads", "parallel", "workers", "线程"]),
    ("force", &["overwrite", "replace", "yes", "覆盖", "强制"]),
    ("dry-run", &["check", "test", "simulate", "试运行", "检查"]),
    ("open", &["show", "view", "preview", "打开", "预览"]),
    ("lang", &["language", "locale", "语言"]),
    ("quiet", &["silent", "安静", "静默"]),
    ("verbose", &["debug", "details", "详细"]),
    ("help", &["usage", "帮助", "用法"]),
    ("version", &["版本"]),
];

/// Commands by other names.
const COMMANDS: [(&str, &[&str]); 13] = [
    (
        "render",
        &[
            "make", "print", "press", "build", "create", "generate", "export", "排版", "制作", "生成", "印", "打印",
            "做", "出图",
        ],
    ),
    ("list", &["ls", "show", "列出", "列表", "查看"]),
    ("new", &["init", "add", "template", "新建", "新活动"]),
    ("preflight", &["check", "lint", "verify", "validate", "inspect", "检查", "印前检查", "预检"]),
    ("gallery", &["preview", "overview", "画廊", "总览", "预览"]),
    ("lines", &["break", "breaks", "wrap", "分行", "断行", "换行"]),
    ("help", &["?", "/?", "usage", "帮助", "用法"]),
    ("explain", &["why", "what", "解释", "说明"]),
    ("convert", &["eps2pdf", "topdf", "转换", "转"]),
    ("schema", &["schemas", "格式"]),
    ("plan", &["计划"]),
    ("run", &["执行"]),
    ("merge", &["合并"]),
];

/// The option that is meant by a word, without its dashes.
pub(super) fn option(word: &str) -> Option<&'static str> {
    known_as(word, &OPTIONS)
}

/// The command that is meant by a word.
pub(super) fn command(word: &str) -> Option<&'static str> {
    known_as(word, &COMMANDS)
}

fn known_as(word: &str, all: &[(&'static str, &[&str])]) -> Option<&'static str> {
    let word = word.to_lowercase().replace('_', "-");
    all.iter().find(|(own, others)| *own == word || others.contains(&word.as_str())).map(|(own, _)| *own)
}

/// What to write for a word that stands where none is taken.
pub(super) fn word(typed: &str) -> Option<Say> {
    // Word processors make one long dash of two.
    if let Some(rest) = typed.strip_prefix(['—', '–', '－', '―', '‐', '−']) {
        let rest = rest.trim_start_matches(['—', '–', '－', '―', '‐', '−', '-']);
        let dashes = if rest.chars().count() == 1 { "-" } else { "--" };
        return Some(say!(
            "the dash in front is not the one of the keyboard: write `{dashes}{rest}`",
            "前面的横线不是英文减号：请写 `{dashes}{rest}`"
        ));
    }
    if let Some(first) = dropped::commands(Path::new(typed)).into_iter().next() {
        let said = first.command;
        return Some(say!("write `{said}`", "请写 `{said}`"));
    }
    let sources = Sources::default();
    for (shelf, option) in
        [(Shelf::Products, "-p"), (Shelf::Layouts, "-l"), (Shelf::Palettes, "--palette"), (Shelf::Profiles, "--for")]
    {
        let entries = list(&sources, shelf);
        let names: Vec<[&str; 3]> =
            entries.iter().map(|e| [e.id.as_str(), e.name.zh.as_str(), e.name.en.as_str()]).collect();
        if matches!(meant(typed, &names), Meant::One(_) | Meant::Several(_)) {
            return Some(say!("write `{option} {typed}`", "请写 `{option} {typed}`"));
        }
    }
    let has_han = typed.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    has_han.then(|| {
        say!(
            "if it is a slogan, write it between quotes: biaoyu render --text \"{typed}\"",
            "如果是标语，请写成：biaoyu render --text \"{typed}\""
        )
    })
}
