//! From text to the tree: what is no TOML is said in the user's words, as many faults as can be told apart.

use toml_edit::Document as Tree;

use super::place;
use biaoyu_page::decode::looks_like_gbk;
use biaoyu_page::error::{Fault, Faults, Place, Say};
use biaoyu_page::say;

/// Faults of syntax of one file that are looked for; each costs a reading of the file.
const MOST: usize = 20;
/// Above this many bytes only the first few are looked for.
const LARGE: usize = 256 * 1024;

/// The tree of what can be read, and the faults of the lines that cannot.
///
/// # Errors
/// When a fault touches more than its own line: then those below the next heading, too, which nothing above it changes.
pub(super) fn read(name: &str, source: &str, lines: &[usize]) -> Result<(Tree<String>, Vec<Fault>), Faults> {
    let mut faults = Vec::new();
    let mut readable = source.to_owned();
    let most = if source.len() > LARGE { 3 } else { MOST };
    let mut is_cut = false;
    loop {
        let error = match Tree::parse(readable.clone()) {
            Ok(_) if is_cut => return Err(Faults(faults)),
            Ok(tree) => return Ok((tree, faults)),
            Err(error) => error,
        };
        let at = error.span().map_or(source.len(), |span| span.start).min(source.len());
        let line = line_around(source, lines, at);
        let text = &source[line.clone()];
        let spent = readable.get(line.clone()).is_none_or(|l| l.trim().is_empty());
        let (shift, code, what, hint) = explain(text, at.saturating_sub(line.start), error.message());
        let fault =
            Fault { code, place: place(name, source, lines, line.start + shift..line.start + shift), what, hint };
        if spent && !faults.is_empty() {
            return Err(Faults(faults));
        }
        faults.push(fault);
        if spent || faults.len() >= most {
            return Err(Faults(faults));
        }
        if !stands_alone(text, error.message()) {
            let Some(next) = heading_behind(source, lines, line.start) else { return Err(Faults(faults)) };
            let blank = |b: u8| if b == b'\n' { '\n' } else { ' ' };
            readable = readable.bytes().take(next).map(blank).chain(readable[next..].chars()).collect();
            is_cut = true;
            continue;
        }
        // Left out, not cut out: every byte keeps its place.
        readable.replace_range(line.clone(), &" ".repeat(line.len()));
    }
}

/// Where the next line behind a place begins that is a heading and nothing else.
fn heading_behind(source: &str, lines: &[usize], at: usize) -> Option<usize> {
    let is_heading = |start: &usize| {
        let line = source[*start..].lines().next().unwrap_or_default().trim_end();
        let inner = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
        inner
            .or_else(|| line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')))
            .is_some_and(|key| key.starts_with(|c: char| c.is_ascii_alphabetic()) && is_key(key))
    };
    lines.iter().copied().filter(|start| *start > at).find(is_heading)
}

fn line_around(source: &str, lines: &[usize], at: usize) -> std::ops::Range<usize> {
    let index = lines.partition_point(|start| *start <= at).max(1) - 1;
    let start = lines.get(index).copied().unwrap_or(0);
    let end = source[start..].find('\n').map_or(source.len(), |i| start + i);
    start..end
}

/// Whether a faulty line is a whole `key = value` of its own, so that the rest reads the same without it.
fn stands_alone(line: &str, message: &str) -> bool {
    let line = line.trim();
    if message.contains("key with no value") && !line.starts_with(['[', ']', '{', '}', '"', '\'']) {
        return true;
    }
    let count = |c: char| line.matches(c).count();
    !line.starts_with(['[', ']', '{', '}', '"', '\''])
        && line.contains(['=', '＝', ':', '：'])
        && !line.contains("\"\"\"")
        && !line.contains("'''")
        && count('[') == count(']')
        && count('{') == count('}')
        && !message.contains("unclosed array")
        && !message.contains("missing comma between array")
}

type Explained = (usize, &'static str, Say, Option<Say>);

/// Signs of Chinese input methods that TOML wants in ASCII.
const FULL_WIDTH: [(char, &str); 16] = [
    ('＝', "="),
    ('，', ","),
    ('、', ","),
    ('［', "["),
    ('］', "]"),
    ('【', "["),
    ('】', "]"),
    ('｛', "{"),
    ('｝', "}"),
    ('＃', "#"),
    ('．', "."),
    ('。', "."),
    ('：', "="),
    ('\u{3000}', " "),
    ('\u{a0}', " "),
    ('；', ","),
];

/// What is wrong with a line: byte in the line, code, found and wanted, hint.
fn explain(line: &str, at: usize, message: &str) -> Explained {
    if let Some((i, c)) =
        first_outside_strings(line, |c| matches!(c, '“' | '”' | '‘' | '’' | '＂' | '「' | '」' | '『' | '』'))
    {
        let what = say!("Chinese quotation mark `{c}` where a text begins or ends", "文字的首尾用了中文引号 `{c}`");
        let hint = say!("put the text between plain quotes: \"…\"", "请把文字写在英文引号 \"…\" 之间");
        return (i, "toml/chinese-quotes", what, Some(hint));
    }
    if let Some((i, c)) = first_outside_strings(line, |c| FULL_WIDTH.iter().any(|(wide, _)| *wide == c)) {
        let wanted = FULL_WIDTH.iter().find(|(wide, _)| *wide == c).map_or("", |(_, plain)| plain);
        let code = u32::from(c);
        let what = match c {
            '\u{3000}' | '\u{a0}' => {
                say!("a space U+{code:04X} that TOML does not know", "TOML 不认的空格 U+{code:04X}")
            }
            _ => say!("full-width `{c}` outside of a text", "文字之外用了全角 `{c}`"),
        };
        // At the end of `key = value` a stop is not misspelt but too much.
        let is_last =
            line[i + c.len_utf8()..].trim().is_empty() && line[..i].contains('=') && !line[..i].contains(['[', '{']);
        let hint = if is_last && matches!(wanted, "," | ".") {
            say!("take it away", "请删去")
        } else {
            say!("write `{wanted}`", "请改为半角 `{wanted}`")
        };
        return (i, "toml/full-width", what, Some(hint));
    }
    if message.contains("duplicate key") {
        return duplicate(line, at);
    }
    let equals = line.find('=');
    if equals.is_some_and(|e| line[e + 1..].trim().is_empty()) {
        let what = say!("a key without a value", "只有键，没有值");
        return (
            line.trim_end().len(),
            "toml/syntax",
            what,
            Some(say!("write the value behind `=`", "请在 `=` 后面写值")),
        );
    }
    if message.contains("missing comma between array") && equals.is_some_and(|e| is_key(line[..e].trim())) {
        let what = say!("a list above this line is not closed", "这一行上面的列表没有写完");
        return (
            floor(line, at),
            "toml/syntax",
            what,
            Some(say!("end it with `]` before this line", "请在这一行之前用 `]` 收尾")),
        );
    }
    if let Some((i, _)) = first_outside_strings(line, |c| !c.is_ascii()) {
        if equals.is_some_and(|e| i > e) {
            let what = say!("a text without quotes", "文字没有加引号");
            let hint = say!("put it between plain quotes: \"…\"", "请写在英文引号 \"…\" 之间");
            return (i, "toml/no-quotes", what, Some(hint));
        }
        if equals.is_some() {
            let what =
                say!("a key of other letters than a–z, 0–9, `_` and `-`", "键名里有字母、数字、`_`、`-` 以外的字");
            let hint = say!("put the key between plain quotes", "请把键名写在英文引号之间");
            return (i, "toml/key", what, Some(hint));
        }
    }
    if let Some(i) =
        line.find(':').filter(|i| equals.is_none_or(|e| *i < e) && !line.trim_start().starts_with(['[', '"', '\'']))
    {
        let what = say!("`:` between key and value", "键和值之间用了 `:`");
        return (i, "toml/colon", what, Some(say!("write `=`", "请改为 `=`")));
    }
    if let Some((i, c)) = line.char_indices().find(|(_, c)| c.is_control() && !matches!(c, '\t' | '\r')) {
        let code = u32::from(c);
        let what = say!("control character U+{code:04X}", "控制字符 U+{code:04X}");
        return (i, "toml/control", what, Some(say!("take it away", "请删去")));
    }
    let at = floor(line, at);
    for (part, en, zh, hint) in KNOWN {
        if message.contains(part) {
            let what = Say { en: (*en).into(), zh: (*zh).into() };
            let hint = hint.map(|(en, zh)| Say { en: en.into(), zh: zh.into() });
            return (at, "toml/syntax", what, hint);
        }
    }
    let what = say!("not valid TOML: {message}", "不合 TOML 语法：{message}");
    (at, "toml/syntax", what, None)
}

type Hint = Option<(&'static str, &'static str)>;

/// What the TOML reader says, in the user's words. The first that fits wins.
const KNOWN: &[(&str, &str, &str, Hint)] = &[
    (
        "escape",
        "a `\\` that begins no known escape",
        "`\\` 后面不是认得的转义",
        Some(("write `\\\\`, or put the text between ' and '", "请写 `\\\\`，或改用单引号 '…'")),
    ),
    (
        "missing escaped value",
        "a `\\` that begins no known escape",
        "`\\` 后面不是认得的转义",
        Some(("write `\\\\`, or put the text between ' and '", "请写 `\\\\`，或改用单引号 '…'")),
    ),
    (
        "string values must be quoted",
        "a text without quotes",
        "文字没有加引号",
        Some(("put it between plain quotes: \"…\"", "请写在英文引号 \"…\" 之间")),
    ),
    (
        "invalid basic string",
        "a text that is not closed with \"",
        "文字后面缺少引号 \"",
        Some((
            "end the text with \" on the same line, or use \"\"\" for several lines",
            "请在同一行用 \" 收尾；多行文字用 \"\"\"",
        )),
    ),
    (
        "invalid literal string",
        "a text that is not closed with '",
        "文字后面缺少引号 '",
        Some(("end the text with ' on the same line", "请在同一行用 ' 收尾")),
    ),
    (
        "invalid multi-line",
        "a text that is not closed with three quotes",
        "多行文字后面缺少三个引号",
        Some(("end it with the three quotes it begins with", "请用开头的三个引号收尾")),
    ),
    ("key with no value", "a key without a value", "只有键，没有值", Some(("write `key = value`", "请写成 `键 = 值`"))),
    (
        "missing value",
        "a key without a value",
        "只有键，没有值",
        Some(("write the value behind `=`", "请在 `=` 后面写值")),
    ),
    (
        "unclosed array table",
        "a heading that is not closed",
        "表头没有写完",
        Some(("end it with `]]`", "请用 `]]` 收尾")),
    ),
    ("unclosed table", "a heading that is not closed", "表头没有写完", Some(("end it with `]`", "请用 `]` 收尾"))),
    ("unclosed array", "a list that is not closed", "列表没有写完", Some(("end it with `]`", "请用 `]` 收尾"))),
    ("unclosed inline table", "a table that is not closed", "表没有写完", Some(("end it with `}`", "请用 `}` 收尾"))),
    (
        "missing comma",
        "two elements without `,` between them",
        "两项之间缺少 `,`",
        Some(("write `,` between them", "请在中间加 `,`")),
    ),
    ("extra comma", "a `,` too many", "多了一个 `,`", Some(("take it away", "请删去"))),
    ("extra `=`", "a `=` too many", "多了一个 `=`", Some(("take it away", "请删去"))),
    ("max recursion depth", "lists or tables within one another too deep", "表或列表嵌套过深", None),
    (
        "leading zero",
        "a number with a 0 in front",
        "数字前面多了 0",
        Some(("take the 0 away, or put the number between quotes", "请去掉前面的 0，或加引号")),
    ),
    (
        "unexpected key or value",
        "something behind the value",
        "值后面还有别的内容",
        Some(("put a text between plain quotes; begin a remark with `#`", "文字请加英文引号；注释请以 `#` 开头")),
    ),
];

fn duplicate(line: &str, at: usize) -> Explained {
    let at = floor(line, at);
    let key: String = line[at..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-')).collect();
    let what = say!("`{key}` is written twice", "`{key}` 写了两次");
    let heading = line.trim_start().starts_with('[') && !line.trim_start().starts_with("[[");
    let hint = if heading {
        say!("for several of a kind write `[[{key}]]` each time", "同类有多个时，每个都写 `[[{key}]]`")
    } else {
        say!("take one of them away", "请删去其中一个")
    };
    (at, "toml/duplicate", what, Some(hint))
}

/// Whether a word can be a key without quotes (TOML 1.0, "Keys").
fn is_key(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn floor(line: &str, at: usize) -> usize {
    let mut at = at.min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The first character of a kind that stands outside of quoted texts and remarks.
fn first_outside_strings(line: &str, wanted: impl Fn(char) -> bool) -> Option<(usize, char)> {
    let mut quote = None;
    let mut escaped = false;
    for (i, c) in line.char_indices() {
        match quote {
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(q) if c == q => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '#' => return None,
            None if wanted(c) => return Some((i, c)),
            None => {}
        }
    }
    None
}

/// The fault of a file that is not UTF-8, with what it seems to be.
pub(super) fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Fault {
    let line = bytes[..at].iter().filter(|b| **b == b'\n').count() + 1;
    let start = bytes[..at].iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let column = std::str::from_utf8(&bytes[start..at]).map_or(at - start, |s| s.chars().count()) + 1;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let place = Place { at: Some((number(line), number(column))), ..Place::file(name) };
    let what = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        say!("the file is UTF-16, wanted UTF-8", "文件是 UTF-16 编码，应为 UTF-8")
    } else if looks_like_gbk(bytes) {
        say!("the file is GBK, wanted UTF-8", "文件是 GBK（ANSI）编码，应为 UTF-8")
    } else {
        let byte = bytes.get(at).copied().unwrap_or_default();
        say!("byte {byte:02X} is not UTF-8", "字节 {byte:02X} 不是 UTF-8")
    };
    Fault::new("toml/encoding", place, what).hint(say!(
        "save the file as UTF-8 (Notepad: Save as, Encoding UTF-8)",
        "请另存为 UTF-8（记事本：另存为，编码选 UTF-8）"
    ))
}
