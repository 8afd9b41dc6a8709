//! What the lines around the slogans of a list are: headings, units, dates, sources, rules.

use super::number::is_symbol;
use biaoyu_page::error::Say;
use biaoyu_page::say;

/// What a line is that is no slogan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Heading,
    Unit,
    Date,
    Source,
    Remark,
    Rule,
    Page,
    /// It has no number, as the others have.
    Unnumbered,
    /// A number with nothing behind it.
    Bare,
}

impl Kind {
    /// What it is taken for.
    pub(crate) fn say(self) -> Say {
        match self {
            Kind::Heading => say!("heading", "标题"),
            Kind::Unit => say!("unit", "单位"),
            Kind::Date => say!("date", "日期"),
            Kind::Source => say!("source", "出处"),
            Kind::Remark => say!("remark", "说明"),
            Kind::Rule => say!("rule", "分隔线"),
            Kind::Page => say!("page number", "页码"),
            Kind::Unnumbered => say!("no number as the others have", "没有编号"),
            Kind::Bare => say!("a number without a slogan", "只有编号没有内容"),
        }
    }
}

/// What a line is wherever it stands; `None` when only its place can tell.
pub(super) fn anywhere(text: &str) -> Option<Kind> {
    if !text.chars().any(char::is_alphanumeric) {
        return Some(Kind::Rule);
    }
    if is_page_number(text) {
        return Some(Kind::Page);
    }
    if is_bare_number(text) {
        return Some(Kind::Bare);
    }
    let inner = text.trim_start_matches(|c: char| is_symbol(c) || "（(【[—-–=~～*＊#> ".contains(c));
    let lower = inner.to_lowercase();
    if SOURCES.iter().any(|s| inner.starts_with(s)) || LABELS_OF_SOURCES.iter().any(|l| is_label(inner, l)) {
        return Some(Kind::Source);
    }
    let is_address = ["http://", "https://", "www."].iter().any(|a| lower.starts_with(a));
    let asks = ["二维码", "公众号", "阅读原文", "点击蓝字", "点击上方", "点击下方", "点个在看"];
    if is_address || asks.iter().any(|a| inner.contains(a)) {
        return Some(Kind::Remark);
    }
    if LABELS_OF_REMARKS.iter().any(|l| is_label(inner, l)) || inner.starts_with('@') || is_sender(text) {
        return Some(Kind::Remark);
    }
    // Who proposed the slogan above.
    if text.starts_with(['—', '–']) && is_unit(inner, false) {
        return Some(Kind::Unit);
    }
    // #1机组 is the first of several, and no heading.
    let marked = text.strip_prefix('#').is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    if marked || is_heading(text) {
        return Some(Kind::Heading);
    }
    None
}

/// `2、`, `（三）`, `第4条：`, `5.`: a line that was numbered and never written.
fn is_bare_number(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| c.is_whitespace() || "（）()【】[]〔〕．.、，,:：".contains(c));
    let digits = |text: &str| {
        text.chars().count() <= 3 && text.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    };
    let counted = inner.strip_prefix('第').and_then(|rest| rest.strip_suffix(['条', '句', '则', '项', '款', '点']));
    !inner.is_empty() && (counted.is_some_and(digits) || (inner != text && digits(inner)))
}

/// `- 1 -`, `— 2 —`, `第 3 页`, `第 1 页 共 2 页`: the foot of a page that was pasted along.
fn is_page_number(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_number = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let is_dash = |c: char| "-—–－".contains(c);
    let between = plain.strip_prefix(is_dash).and_then(|rest| rest.strip_suffix(is_dash));
    let counted = plain.strip_prefix('第').and_then(|rest| rest.split_once('页')).is_some_and(|(number, rest)| {
        let all = rest.trim_start_matches(['，', ',', '/']).strip_prefix('共').and_then(|rest| rest.strip_suffix('页'));
        is_number(number) && (rest.is_empty() || all.is_some_and(is_number))
    });
    between.is_some_and(|number| is_number(number.trim_matches(is_dash))) || counted
}

const SOURCES: [&str; 6] = ["转自", "转载", "摘自", "选自", "来源于", "来自网络"];
const LABELS_OF_SOURCES: [&str; 24] = [
    "来源",
    "文章来源",
    "内容来源",
    "资料来源",
    "信息来源",
    "出处",
    "编辑",
    "本期编辑",
    "责编",
    "责任编辑",
    "审核",
    "校对",
    "监制",
    "作者",
    "撰稿",
    "供稿",
    "图文",
    "文图",
    "图",
    "文",
    "整理",
    "编制",
    "制作",
    "发布",
];
const LABELS_OF_REMARKS: [&str; 26] = [
    "发布单位",
    "发布时间",
    "发布日期",
    "主办",
    "主办单位",
    "承办",
    "承办单位",
    "时间",
    "日期",
    "地点",
    "联系人",
    "联系方式",
    "联系电话",
    "电话",
    "手机",
    "地址",
    "网址",
    "链接",
    "邮箱",
    "微信",
    "备注",
    "注",
    "附注",
    "说明",
    "要求",
    "抄送",
];

/// `来源：` and the like, with any spaces.
fn is_label(text: &str, label: &str) -> bool {
    text.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with(['：', ':', '|', '丨', '/']))
}

/// `张三 14:05`, as a chat names who wrote what follows.
fn is_sender(text: &str) -> bool {
    let Some(time) = text.split_whitespace().next_back() else { return false };
    let parts: Vec<&str> = time.split([':', '：']).collect();
    let is_time = (2..=3).contains(&parts.len())
        && parts.iter().all(|p| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()));
    is_time && text.chars().count() <= 40 && text.len() > time.len()
}

/// A heading by its form: it ends with a colon, stands in heavy brackets, or names what follows.
pub(super) fn is_heading(text: &str) -> bool {
    let count = text.chars().count();
    if text.ends_with(['：', ':']) && count <= 60 {
        return true;
    }
    let attached = text.strip_prefix("附件").or_else(|| text.strip_prefix("附录"));
    if attached.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || " ：:一二三四五六七八九十".contains(c)))
    {
        return true;
    }
    let bare = unwrapped(text);
    if bare != text && count <= 24 {
        return true;
    }
    names_a_list(bare)
}

/// `2026年安全生产月宣传标语（50条）`: what a list is called.
fn names_a_list(text: &str) -> bool {
    let text = text.trim_end_matches(['。', '！', '!']);
    let body = match text.rfind(['（', '(']) {
        Some(open) if text.ends_with(['）', ')']) => text.get(..open).unwrap_or(text).trim_end(),
        _ => text,
    };
    let is_announced = body.contains("关于") && (body.ends_with("通知") || body.ends_with("函"));
    let named =
        ["标语", "口号", "宣传语", "宣传用语", "广告语", "横幅内容", "条幅内容", "横幅用语", "slogan", "Slogan"];
    let after = [
        "",
        "如下",
        "汇总",
        "集锦",
        "大全",
        "精选",
        "范例",
        "清单",
        "列表",
        "一览",
        "一览表",
        "内容",
        "推荐",
        "选登",
        "摘编",
        "参考",
        "库",
        "汇编",
        "征集",
        "展播",
    ];
    let is_counted = |rest: &str| {
        rest.trim_start().strip_suffix(['条', '则', '句', '个']).is_some_and(|n| {
            !n.is_empty() && n.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十百 ".contains(c))
        })
    };
    let ends_named = named.iter().any(|name| {
        body.rfind(name).is_some_and(|at| {
            let rest = body.get(at + name.len()..).unwrap_or_default();
            after.contains(&rest.trim()) || is_counted(rest)
        })
    });
    // 人人争当安全标兵，喊响安全口号 says something.
    let ends_named = ends_named && !body.contains(['，', ',', '！', '!']);
    is_announced || ends_named
}

/// The text without heavy brackets or signs around the whole of it.
fn unwrapped(text: &str) -> &str {
    for (open, close) in [('【', '】'), ('〖', '〗'), ('[', ']'), ('［', '］')] {
        let inner = text.strip_prefix(open).and_then(|t| t.strip_suffix(close));
        if let Some(inner) = inner.filter(|t| !t.contains([open, close])) {
            return inner;
        }
    }
    text
}

/// The word with which a line names a part of a list: 安全生产类, 质量篇.
pub(super) fn part(text: &str) -> Option<&'static str> {
    let no_parts = ["人类", "分类", "各类", "同类", "部分", "方面军"];
    let ends = ["类", "篇", "板块", "系列", "专题", "部分", "方面"];
    let is_short = (2..=14).contains(&text.chars().count()) && !text.contains(['，', ',', '！', '。', '；']);
    let end = ends.into_iter().find(|end| text.ends_with(end)).filter(|_| is_short)?;
    let is_part = end == "部分" || !no_parts.iter().any(|no| text.ends_with(no));
    (is_part && (end != "部分" || text.starts_with('第'))).then_some(end)
}

/// A day, a month or a year that is all a line says: `2026年6月1日`, `二〇二六年六月`, `2026.6.1`.
pub(super) fn is_date(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !"（）()".contains(*c)).collect();
    let text = ["印发", "发布", "制", "发"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(&text);
    let is_digit =
        |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || "〇○零一二三四五六七八九十".contains(c);
    let first = text.chars().next().is_some_and(is_digit);
    let digits = text.chars().filter(|c| is_digit(*c)).count();
    let others: String = text.chars().filter(|c| !is_digit(*c)).collect();
    let is_form = matches!(others.as_str(), "年月日" | "年月" | "年" | "月日" | "年月日星期")
        || (matches!(others.as_str(), ".." | "--" | "//" | "．．") && digits >= 5);
    first && is_form && (2..=12).contains(&digits)
}

/// A day, or a unit that signs for certain.
pub(super) fn signs(text: &str) -> Option<Kind> {
    if is_date(text) { Some(Kind::Date) } else { is_unit(text, true).then_some(Kind::Unit) }
}

/// The name of a unit that signs. `surely`: its end alone tells it.
pub(super) fn is_unit(text: &str, surely: bool) -> bool {
    let words = text.trim_matches(|c: char| "（）()【】—-– ".contains(c));
    let (mut words, mut surely) = (words, surely);
    // A unit and the day, in one word or several; a unit and its department.
    while let Some((unit, rest)) = words.split_once(|c: char| c.is_whitespace()) {
        let dated = is_date(rest);
        if !dated && !(ends_as_unit(unit, true) && ends_as_unit(rest, false)) {
            break;
        }
        (words, surely) = (unit, surely && !dated);
    }
    let count = words.chars().count();
    let calls = [
        "建设", "争创", "打造", "创建", "共建", "共创", "爱", "做", "当", "我", "为", "让", "把", "用", "以", "心系",
        "情系",
    ];
    !words.contains(['，', ',', '！', '!', '。', '；', '、', ' ', '？'])
        && (3..=40).contains(&count)
        && !calls.iter().any(|call| words.starts_with(call))
        && ends_as_unit(words, surely)
}

fn ends_as_unit(words: &str, surely: bool) -> bool {
    let sure = [
        "有限公司",
        "有限责任公司",
        "股份公司",
        "分公司",
        "子公司",
        "总公司",
        "集团公司",
        "集团",
        "发电厂",
        "电厂",
        "水厂",
        "委员会",
        "协会",
        "办公室",
        "管理局",
        "供电局",
        "指挥部",
        "项目部",
        "安监部",
        "宣传部",
        "党群部",
        "工会",
        "学校",
        "中学",
        "小学",
        "医院",
        "党支部",
        "党委",
        "团委",
        "纪委",
        "政府",
        "研究院",
        "设计院",
        "管理处",
        "街道办",
        "居委会",
        "安委会",
        "联合会",
        "党组",
        "管理站",
    ];
    // Surely where nothing is done: 某某公司, but not 安全进公司.
    let mostly = ["公司", "厂", "局", "中心"];
    let does = |c| "进在是为到靠讲保促建创抓强爱".contains(c);
    let likely = ["部", "处", "科", "站", "所", "院", "车间", "支队", "大队", "班组", "学院", "大学", "处室"];
    let ends = |all: &[&str]| all.iter().any(|end| words.ends_with(end));
    ends(&sure) || (ends(&mostly) && (!surely || !words.contains(does))) || (!surely && ends(&likely))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_slogans_is_known() {
        for (text, kind) in [
            ("2021 年全国“质量月”活动宣传口号", Kind::Heading),
            ("安全生产月标语（50条）", Kind::Heading),
            ("标语", Kind::Heading),
            ("附件1：", Kind::Heading),
            ("附件", Kind::Heading),
            ("【安全篇】", Kind::Heading),
            ("各部门、各班组：", Kind::Heading),
            ("## 安全", Kind::Heading),
            ("关于开展安全生产月活动的通知", Kind::Heading),
            ("———————", Kind::Rule),
            ("* * *", Kind::Rule),
            ("- 1 -", Kind::Page),
            ("—— 12 ——", Kind::Page),
            ("第 1 页 共 2 页", Kind::Page),
            ("🌸🌸🌸", Kind::Rule),
            ("2、", Kind::Bare),
            ("（三）", Kind::Bare),
            ("第4条：", Kind::Bare),
            ("转自：中国电力报", Kind::Source),
            ("（转自公众号“安全”）", Kind::Source),
            ("来源 | 新华社", Kind::Source),
            ("—— 摘自《安全生产法》", Kind::Source),
            ("编辑：小王", Kind::Source),
            ("联系人：张三 13800000000", Kind::Remark),
            ("长按识别二维码", Kind::Remark),
            ("王主任 14:05", Kind::Remark),
        ] {
            assert_eq!(anywhere(text), Some(kind), "{text}");
        }
        for slogan in [
            "人人讲安全 个个会应急",
            "编辑美好生活",
            "关注安全 关爱生命",
            "喊响口号 不如做好",
            "①②⑩⑳",
            "★质量月★",
            "要求严一分 隐患少十分",
            "安全：生命之本",
            "口号喊得响 不如行动实",
            "#1机组安全运行",
            "人人争当安全标兵，喊响安全口号",
        ] {
            assert_eq!(anywhere(slogan), None, "{slogan}");
        }
    }

    #[test]
    fn units_and_dates_sign() {
        for date in
            ["2026年6月1日", "2026 年 6 月", "二〇二六年六月一日", "2026.6.1", "2026-06-01", "２０２６年６月", "6月1日"]
        {
            assert!(is_date(date), "{date}");
        }
        for other in ["2026", "1.5", "100%", "6月1日起实行", "三年行动", "十"] {
            assert!(!is_date(other), "{other}");
        }
        for unit in [
            "某某发电有限公司",
            "中国水利电力质量管理协会 2021 年 8 月 30 日印发",
            "某某公司 2026年6月1日",
            "安委会办公室",
        ] {
            assert!(is_unit(unit, true), "{unit}");
        }
        assert!(is_unit("检修车间", false) && !is_unit("检修车间", true));
        assert!(is_unit("某某公司", true) && !is_unit("安全进公司", true));
        for other in ["建设一流有限公司", "安全进万家，平安到车间", "安全第一"] {
            assert!(!is_unit(other, false), "{other}");
        }
    }

    #[test]
    fn parts_of_lists_are_told_from_slogans() {
        assert_eq!(part("安全生产类"), Some("类"));
        assert_eq!(part("第一部分"), Some("部分"));
        for slogan in ["人人参与垃圾分类", "造福人类", "安全是重要部分", "安全第一"] {
            assert_eq!(part(slogan), None, "{slogan}");
        }
    }
}
