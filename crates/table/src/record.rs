//! A record: the fields that a page's text is filled from, and the templates that name them.

use std::ops::Range;
use std::sync::Arc;

use biaoyu_page::error::Say;
use biaoyu_page::say;
use biaoyu_page::suggest::nearest;

/// Field names that every page may use, with what they hold.
pub const KNOWN: [(&str, &str); 38] = [
    ("slogan", "标语"),
    ("key", "标语的关键字"),
    ("s", "标语的序号"),
    ("theme", "主题"),
    ("title", "活动名称"),
    ("campaign", "活动的完整名称"),
    ("year", "年份"),
    ("unit", "单位（落款）"),
    ("organisation", "主办协会"),
    ("name", "姓名"),
    ("post", "职务"),
    ("number", "编号"),
    ("date", "日期"),
    ("place", "地点"),
    ("host", "主办"),
    ("co_host", "承办"),
    ("qr", "二维码"),
    ("photo", "照片文件"),
    ("caption", "数字前的说明"),
    ("figure", "数字"),
    ("measure", "数字后的量词"),
    ("picture", "图片文件"),
    ("focus", "图片的焦点"),
    ("panel", "版面"),
    ("heading", "小标题"),
    ("state", "状态（整改前、整改后）"),
    ("to", "受赠单位或个人"),
    ("line1", "自定一行"),
    ("line2", "自定二行"),
    ("body", "正文"),
    ("issuer", "颁发单位"),
    ("honorific", "称谓"),
    ("zone", "区域"),
    ("barcode", "条码"),
    ("document", "证书名称"),
    ("item", "品名"),
    ("model", "型号"),
    ("spec", "规格"),
];

/// Columns of a table that choose what a record is printed as, and its unit's sign; they are no text of a page.
pub const CHOICES: [(&str, &str); 4] =
    [("layout", "版式"), ("product", "产品"), ("palette", "配色"), ("logo", "标志文件")];

/// Names of the column that says how many pieces of a row there are.
const PIECES: [&str; 7] = ["份数", "数量", "张数", "件数", "copies", "quantity", "qty"];

/// Whether a column called so says how many pieces of a row there are.
pub fn is_pieces(column: &str) -> bool {
    PIECES.contains(&column.trim().to_lowercase().as_str())
}

/// The known fields with their Chinese names, for hints: `unit 单位（落款）, theme 主题 …`.
pub fn listed() -> Say {
    let all: Vec<String> = KNOWN.iter().map(|(field, name)| format!("{field} {name}")).collect();
    let (en, zh) = (all.join(", "), all.join("，"));
    say!("the fields are {en}", "可用的字段：{zh}")
}

/// Fields and their text, in the order they were set. Names are shared, and so is what many records have in common.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    base: Option<Arc<Fields>>,
    own: Vec<(Arc<str>, String)>,
    /// The rows of a page that is filled from several.
    rows: Vec<Row>,
}

/// A row of a table on a page that shows several of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number as the user counts it, from 1.
    pub number: usize,
    /// Its own fields, nothing that the page has besides.
    pub fields: Fields,
}

impl Fields {
    /// Fields that begin as `base`.
    pub fn over(base: Arc<Fields>) -> Self {
        Self { base: Some(base), own: Vec::new(), rows: Vec::new() }
    }

    /// Sets a field, in its old place when it was set before.
    pub fn set(&mut self, field: &str, text: impl Into<String>) {
        let text = text.into();
        match self.own.iter_mut().find(|(name, _)| **name == *field) {
            Some((_, old)) => *old = text,
            None => self.own.push((field.into(), text)),
        }
    }

    /// [`set`](Self::set) with a name that other records share.
    pub fn set_shared(&mut self, field: &Arc<str>, text: impl Into<String>) {
        let text = text.into();
        match self.own.iter_mut().find(|(name, _)| name == field) {
            Some((_, old)) => *old = text,
            None => self.own.push((Arc::clone(field), text)),
        }
    }

    /// Makes these the fields of a page that shows several rows of a table, in their order.
    pub fn set_rows(&mut self, rows: Vec<Row>) {
        self.rows = rows;
    }

    /// The rows of a page that shows several; none of any other page.
    pub fn rows(&self) -> &[Row] {
        match &self.base {
            Some(base) if self.rows.is_empty() => base.rows(),
            _ => &self.rows,
        }
    }

    /// The text of a field; `None` when it is not set.
    pub fn get(&self, field: &str) -> Option<&str> {
        let own = self.own.iter().find(|(name, _)| **name == *field).map(|(_, text)| text.as_str());
        own.or_else(|| self.base.as_ref()?.get(field))
    }

    /// Whether a field has text.
    pub fn has(&self, field: &str) -> bool {
        self.get(field).is_some_and(|text| !text.trim().is_empty())
    }

    /// Fields and texts in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut all: Vec<(&str, &str)> = Vec::new();
        self.gather(&mut all);
        all.into_iter()
    }

    fn gather<'f>(&'f self, all: &mut Vec<(&'f str, &'f str)>) {
        if let Some(base) = &self.base {
            base.gather(all);
        }
        for (field, text) in &self.own {
            match all.iter_mut().find(|(name, _)| *name == &**field) {
                Some((_, old)) => *old = text,
                None => all.push((field, text)),
            }
        }
    }

    /// These fields, overlaid by `record`'s.
    pub fn with(&self, record: &Fields) -> Fields {
        let mut all = self.clone();
        for (field, text) in record.iter() {
            all.set(field, text);
        }
        all
    }
}

impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter()) && self.rows() == other.rows()
    }
}

impl Eq for Fields {}

/// A text with `{field}`s in it, read once and filled for each record. `{{` and `}}` stand for braces;
/// `{s:02}` fills a number up with zeros to two digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Field { name: String, width: usize, at: Range<usize> },
}

/// A fault of a template, at a byte of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFault {
    /// Byte offset in the template.
    pub offset: usize,
    /// What was found and wanted.
    pub what: Say,
    /// The cure.
    pub hint: Option<Say>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// Every brace that is not closed or not opened, and every field name that cannot be one.
    pub fn parse(text: &str) -> Result<Self, Vec<TemplateFault>> {
        let mut parts = Vec::new();
        let mut faults = Vec::new();
        let mut plain = String::new();
        let mut rest = text.char_indices().peekable();
        while let Some((i, c)) = rest.next() {
            match c {
                '{' | '}' if rest.peek().is_some_and(|(_, next)| *next == c) => {
                    rest.next();
                    plain.push(c);
                }
                '{' => {
                    let inner = &text[i + 1..];
                    let Some(end) = inner.find(['{', '}']).filter(|end| inner[*end..].starts_with('}')) else {
                        let what = say!("`{{` without `}}`", "`{{` 没有对应的 `}}`");
                        let hint =
                            say!("write `{{field}}`, or `{{{{` for a brace", "请写 `{{字段}}`；要印花括号请写 `{{{{`");
                        faults.push(TemplateFault { offset: i, what, hint: Some(hint) });
                        continue;
                    };
                    let at = i..i + end + 2;
                    while rest.next_if(|(j, _)| *j < at.end).is_some() {}
                    match field(&inner[..end], at) {
                        Ok(field) => {
                            if !plain.is_empty() {
                                parts.push(Part::Text(std::mem::take(&mut plain)));
                            }
                            parts.push(field);
                        }
                        Err(fault) => faults.push(fault),
                    }
                }
                '}' => {
                    let what = say!("`}}` without `{{`", "`}}` 没有对应的 `{{`");
                    let hint = say!("write `}}}}` for a brace", "要印花括号请写 `}}}}`");
                    faults.push(TemplateFault { offset: i, what, hint: Some(hint) });
                }
                _ => plain.push(c),
            }
        }
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        if faults.is_empty() { Ok(Self { parts }) } else { Err(faults) }
    }

    /// The fields it names, each with its place in the template.
    pub fn fields(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Field { name, at, .. } => Some((name.as_str(), at.clone())),
            Part::Text(_) => None,
        })
    }

    /// Faults for the fields that are not among `known`, with the nearest that is.
    pub fn unknown<'k>(&self, known: impl IntoIterator<Item = &'k str> + Clone) -> Vec<TemplateFault> {
        self.fields()
            .filter(|(name, _)| !known.clone().into_iter().any(|k| k == *name))
            .map(|(name, at)| TemplateFault {
                offset: at.start,
                what: say!("unknown field `{name}`", "没有 `{name}` 这个字段"),
                hint: Some(match nearest(name, known.clone()) {
                    Some(near) => say!("did you mean `{near}`?", "是不是 `{near}`？"),
                    None => listed(),
                }),
            })
            .collect()
    }

    /// The same with its fields under other names: `names` gives the new one, or `None` to keep it.
    #[must_use]
    pub fn renamed(mut self, names: impl Fn(&str) -> Option<String>) -> Self {
        for part in &mut self.parts {
            if let Part::Field { name, .. } = part
                && let Some(new) = names(name)
            {
                *name = new;
            }
        }
        self
    }

    /// Whether every field it names has text; true when it names none.
    pub fn is_filled(&self, fields: &Fields) -> bool {
        self.fields().all(|(name, _)| fields.has(name))
    }

    /// The text with its fields filled in; a field that is not set is empty.
    pub fn expand(&self, fields: &Fields) -> String {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Field { name, width, .. } => {
                    let text = fields.get(name).unwrap_or_default();
                    let digits = text.chars().count();
                    if *width > digits && text.chars().all(|c| c.is_ascii_digit()) && digits > 0 {
                        out.extend(std::iter::repeat_n('0', width - digits));
                    }
                    out.push_str(text);
                }
            }
        }
        out
    }
}

/// `name` or `name:02` between braces.
fn field(inner: &str, at: Range<usize>) -> Result<Part, TemplateFault> {
    let (name, format) = inner.split_once(':').map_or((inner, None), |(name, format)| (name, Some(format)));
    let name = name.trim();
    let fault = |what: Say, hint: Option<Say>| TemplateFault { offset: at.start, what, hint };
    if name.is_empty() || name.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(fault(say!("`{{{inner}}}` is no field", "`{{{inner}}}` 不是字段"), None));
    }
    let width = match format {
        None => 0,
        Some(format) => {
            let width = format.strip_prefix('0').and_then(|w| w.parse().ok()).filter(|w| (1..=20).contains(w));
            let Some(width) = width else {
                let what = say!("`:{format}` is no format of a field", "`:{format}` 不是字段的格式");
                return Err(fault(what, Some(say!("write `:02` for two digits", "两位数请写 `:02`"))));
            };
            width
        }
    };
    Ok(Part::Field { name: name.into(), width, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        let mut fields = Fields::default();
        fields.set("s", "3");
        fields.set("slogan", "质量为先 守正创新");
        fields.set("unit", "");
        fields
    }

    #[test]
    fn templates_are_filled() {
        for (template, expected) in [
            ("{s:02}-{slogan}", "03-质量为先 守正创新"),
            ("{unit}宣", "宣"),
            ("{{{s}}}", "{3}"),
            ("{slogan:02}", "质量为先 守正创新"),
            ("没有字段", "没有字段"),
            ("", ""),
        ] {
            assert_eq!(Template::parse(template).unwrap().expand(&fields()), expected, "{template}");
        }
        assert!(Template::parse("{s}{slogan}").unwrap().is_filled(&fields()));
        assert!(!Template::parse("{unit}").unwrap().is_filled(&fields()));
    }

    #[test]
    fn faults_of_a_template_are_found_at_their_place() {
        for (template, offset, what) in [
            ("质{unit", 3, "`{` without `}`"),
            ("unit}", 4, "`}` without `{`"),
            ("a{ }", 1, "`{ }` is no field"),
            ("{s:2}", 0, "`:2` is no format of a field"),
            ("{a{s}", 0, "`{` without `}`"),
        ] {
            let faults = Template::parse(template).unwrap_err();
            assert_eq!((faults[0].offset, faults[0].what.en.as_str()), (offset, what), "{template}");
        }
        let known = KNOWN.iter().map(|(name, _)| *name);
        let faults = Template::parse("“{slogn}”").unwrap().unknown(known);
        assert_eq!((faults.len(), faults[0].offset), (1, 3));
        assert_eq!(faults[0].hint.as_ref().unwrap().en, "did you mean `slogan`?");
        let faults = Template::parse("{血型}").unwrap().unknown(KNOWN.iter().map(|(name, _)| *name));
        assert!(faults[0].hint.as_ref().unwrap().zh.contains("unit 单位（落款）"), "{faults:?}");
    }

    #[test]
    fn fields_take_other_names() {
        let template = Template::parse("{姓名}-{s:02}").unwrap();
        let renamed = template.renamed(|name| (name == "姓名").then(|| "name".to_owned()));
        let mut record = Fields::default();
        record.set("name", "王明");
        record.set("s", "7");
        assert_eq!(renamed.expand(&record), "王明-07");
    }
}
