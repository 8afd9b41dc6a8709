//! What a text of a list says that is nobody's name: a heading over some of the people, a mark of a page's end, a label of
//! those who made the list.

use super::header::{Meaning, meaning, plain};
use super::hygiene::is_han;
use super::surnames::{is_double_name, is_name};

/// Endings of what people belong to.
const UNITS: &str = "公司 厂 局 部 处 室 科 院 所 站 队 车间 班 组 中心 集团 学校 银行 支行 分行 办 委 会 团 校 馆 店 库 社 分部 大区 片区 社区 街道 省 市 县 乡 镇 村 \
    机组 基地 码头 矿 港 医院 单位 企业 机关 支部 党委 工会 协会 平台 项目";
/// Of these, what no given name ends with.
const SURE_UNITS: &str =
    "公司 厂 部 处 室 队 站 车间 班 组 中心 集团 学校 所 院 局 办 支部 委 分行 支行 工会 机关 单位 省 市 县";
/// What departments begin with that family names begin with too: 安全科 is no 安 of that given name.
const STEMS: &str = "安全 安环 安监 安保 安质 党群 党建 党委 党政 党工 项目 施工 成本 计量 计划 车辆 车管 房产 房管 房务 石化 金融 金属 金工 水处 水化 水务 温控 柴油 管理 管道 焦化 成品 \
    包装 武装 高压 路政 单证 解放 强电 童装 古建 文化 文秘 文艺 文体 文宣 文教 文旅 文物 卫生 卫健 卫计 江苏 安徽 甘肃 江西 苏州 温州 常州 金华 徐州 郑州 沈阳 柳州 康复 石油 \
    高铁 高速 高新 车务 车检 党办 党校 武警 武术 冷链 冷轧 冷库 华东 华北 华南 华中 华西 成套 成都 房建 单元 包裹 毛纺 储运 储备 储能 管网 管线 管委 施救 景区 商务 路桥 路网 \
    边防 边检 司机 司法 阳光 宁夏 纪检 纪委 焦炉 焦炭 井控 井下 查验 时装 薄膜 强化 关务 任务";
/// Endings of groups of people that are no names.
const GROUPS: &str = "人员 员工 职工 名单 班子 成员 领导 嘉宾 代表 专家 学员 队员 层 期 批 级 届 楼 车 桌 场 区 类 方 岗 工种 部分 小计 阶段 方阵 媒体 记者 来宾 志愿者 工作者 实习生 派遣 \
    用工 家属 同志 教师 学生 干部 组织";
/// Groups by a word of their own.
const WORDS: &str = "机关 工会 党委 纪委 团委 党办 厂办 工程部 公司本部 领导 嘉宾 专家 媒体 来宾 总部 本部 其他 其它 外协 外包 临时 门卫 食堂 保安 保洁 后勤 财务 人事 行政 生产 技术 质检 \
    采购 销售 市场 研发 仓库 裁判 教练 领队 高管 中层 管理层 离退休 退休 男 女 男生 女生 男士 女士 在职 在编 合同工 正式工 劳务 甲班 乙班 丙班 丁班 白班 夜班 早班 晚班 甲方 \
    乙方 公司领导 厂领导 班子 评委 选手 主席台 工作组";
/// Endings in English.
const ENGLISH: &str = "department dept dept. team group division office section branch staff members guests speakers unit \
    committee workshop";
/// What stands at the end of a page or of a list and says nothing of anybody.
const MARKS: &str = "以下空白 以下无正文 以下无内容 以下为空 此页无正文 本页无正文 此处空白 空白 空 完 全文完 结束 接上页 续上页 承上页 接上表 续上表 接下页 转下页 转下一页 转下表 续下页 续表 续页 \
    见下页 见背面 见附件 附后 此页空白 本页空白 以下略 下略 略 blank end endoflist continued continuedonnextpage";
/// What stands below a list, before a colon or alone.
const BELOW: &str = "制表人 制表 制单 制单人 填表人 填表 填报人 填报 审核人 审核 审批人 审批 批准 批准人 复核 复核人 负责人 部门负责人 单位负责人 主管领导 领导签字 经办人 经手人 联系人 联系电话 \
    制表日期 制表时间 填表日期 填报日期 打印日期 打印时间 统计人 备注 说明 注 附注 单位盖章 盖章 主管 经理 总经理 领导 核对 核对人 编制 编制人 校对 校对人 校核 填报单位 制表单位 \
    报送单位 编制单位 公章 附件 附 电话 手机 传真 邮箱 抄送 主送 报送 制作人 汇总人 录入人 签字 签名 签收 签收人 报送人 提交人 日期 注意事项 缺席 缺勤 请假 未到 部门领导 单位领导 分管领导 部门经理 部门主管 note notes remark remarks \
    preparedby checkedby approvedby printedon reviewedby contact tel";
/// What stands alone in a row for somebody to sign, to fill in or to read, and is no name anywhere in a list.
const SIGNING: &str = "签名 签字 签章 盖章 签收 签到 签字盖章 签名盖章 签字签章 领导签字 领导签名 领导签章 本人签字 本人签名 主管签字 部门签字 负责人签字 负责人签名 单位盖章 单位签章 单位公章 公章 加盖公章 \
    年月日 日期 制表人 制单人 填表人 填报人 审核人 审批人 复核人 批准人 经办人 录入人 统计人 编制人 报送人 核对人 校对人 汇总人 注意事项 填表说明 填写说明 填报说明 制表日期 填表日期 填报日期 打印日期 联系电话 \
    signature signed stamp date";
/// What is reckoned of a column.
const MEASURES: &str = "平均 平均值 平均分 平均数 平均年龄 平均人数 平均成绩 均值 最大值 最小值 最高分 最低分 最高 最低 求和 中位数 average mean max min";
/// What labels below a list end with.
const BELOW_ENDS: &str = "签字 签名 签章 盖章 审核 审批 审定 意见 制表 编制 填报 填表 复核 日期 电话 负责人 联系人 经办人 制表人 填表人 说明 备注";

/// Whether a word is one of a list, whose words are parted by spaces.
fn has(all: &str, word: &str) -> bool {
    all.split_whitespace().any(|own| own == word)
}

/// What a text is that stands alone in its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A heading over those below.
    Heading,
    /// A heading or somebody's name: 文化部 is as likely a department as 王大厂 is a person. What the list is like decides.
    Doubt,
    /// A person's name, as far as can be told.
    Name,
    /// Neither for certain.
    Either,
}

/// What a text says that stands alone where names stand. Only what its words say counts when the list has no other column.
pub(super) fn said(text: &str, is_only_column: bool) -> Said {
    let (rest, is_numbered) = unnumbered(text.trim());
    let (rest, is_counted) = uncounted(rest);
    let core: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    let core = core.trim_end_matches([':', '：']);
    let has_colon = rest.trim_end().ends_with([':', '：']);
    let count = core.chars().count();
    let han = core.chars().filter(|c| is_han(*c)).count();
    if count == 0 {
        return if is_counted { Said::Heading } else { Said::Either };
    }
    let ends = |all: &str| all.split_whitespace().any(|end| core.len() > end.len() && core.ends_with(end));
    let lower = rest.trim().to_lowercase();
    if has(WORDS, core) || ENGLISH.split_whitespace().any(|end| lower.ends_with(&format!(" {end}"))) {
        return Said::Heading;
    }
    if is_name(core) {
        let is_stem = STEMS.split_whitespace().any(|stem| core.starts_with(stem));
        // A list of people is numbered 1. 2. 3., one of departments 一、 or （二）.
        let is_headed = is_numbered && !text.trim_start().starts_with(|c: char| c.is_ascii_digit());
        // No family name of one character has three behind it.
        let is_long = count == 4 && !is_double_name(core);
        let is_sure = is_stem || is_long || is_headed || is_counted || has_colon;
        return match count {
            2 if is_stem && is_numbered => Said::Heading,
            3.. if is_sure && (ends(SURE_UNITS) || is_stem && (ends(UNITS) || count == 4)) => Said::Heading,
            3.. if ends(SURE_UNITS) => Said::Doubt,
            _ => Said::Name,
        };
    }
    if ends(UNITS) && han == count || is_counted && han > 0 {
        return Said::Heading;
    }
    if core.contains(['·', '・', '•']) || han == 0 || is_only_column {
        return Said::Either;
    }
    if is_numbered || has_colon || ends(GROUPS) { Said::Heading } else { Said::Either }
}

/// Whether a heading surely heads those below it: it is numbered or counted, or a part of a house that is invited by no name.
pub(super) fn is_own_part(text: &str) -> bool {
    let (rest, is_numbered) = unnumbered(text.trim());
    let (rest, is_counted) = uncounted(rest);
    let bare = rest.trim().trim_end_matches([':', '：']);
    is_numbered
        || is_counted
        || has(WORDS, bare)
        || ["部", "处", "科", "室", "车间", "班", "组", "队"].iter().any(|end| bare.ends_with(end))
            && !["俱乐部", "总部"].iter().any(|end| bare.ends_with(end))
}

/// A heading without its number, the count of those below it and its colon: （二）检修部（共2人）： is 检修部.
pub(super) fn bare_heading(text: &str) -> &str {
    let text = text.trim().trim_end_matches([':', '：']);
    uncounted(unnumbered(text).0).0.trim().trim_end_matches([':', '：'])
}

/// A text without the number of a heading before it: `一、`, `（二）`, `3.`, `第三部分`.
fn unnumbered(text: &str) -> (&str, bool) {
    let is_number = |c: char| {
        c.is_ascii_digit()
            || "一二三四五六七八九十百零〇甲乙丙丁ⅠⅡⅢⅣⅤⅥ".contains(c)
            || matches!(c, 'A'..='Z' | '０'..='９')
    };
    if let Some(rest) =
        text.strip_prefix(|c| matches!(c, '①'..='⑳' | '㈠'..='㈩' | '⑴'..='⒇' | '★' | '◆' | '■' | '●' | '▲' | '※'))
    {
        return (rest.trim_start(), true);
    }
    let open = text.strip_prefix(['（', '(', '【', '[', '第']);
    let body = open.unwrap_or(text);
    let rest = body.trim_start_matches(is_number);
    if rest.len() == body.len() {
        return (text, false);
    }
    if text.starts_with('第') {
        return (text, true);
    }
    let marks: &[char] =
        if open.is_some() { &['）', ')', '】', ']'] } else { &['、', '.', '．', ')', '）', '，'] };
    match rest.strip_prefix(marks) {
        // 17.5 is a number.
        Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) => {
            (rest.trim_start_matches('、').trim_start(), true)
        }
        _ => (text, false),
    }
}

/// A text without the count of people behind it: `检修部（共2人）`, `检修部 12人`, `检修部：12 名`.
fn uncounted(text: &str) -> (&str, bool) {
    let is_count = |text: &str| {
        let text = text.trim().trim_start_matches(['共', '计', '合', '有', ':', '：']).trim();
        let after = text.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c));
        after.len() < text.len() && matches!(after.trim(), "" | "人" | "名" | "位" | "people" | "persons")
    };
    let text = text.trim();
    if let Some(inside) = text.strip_suffix([')', '）', ']', '】'])
        && let Some((before, inside)) = inside.rsplit_once(['(', '（', '[', '【'])
    {
        return if is_count(inside) { (before, true) } else { (text, false) };
    }
    let Some(before) = text.strip_suffix(['人', '名', '位']) else { return (text, false) };
    let before = before.trim_end();
    let rest = before.trim_end_matches(|c: char| c.is_ascii_digit());
    if rest.len() == before.len() {
        return (text, false);
    }
    (rest.trim_end().trim_end_matches(['共', '计']).trim_end(), true)
}

/// Whether a text ends a page or a list: 以下空白, （接上页）, 第 1 页 共 2 页, a rule of strokes.
pub(super) fn is_mark(text: &str) -> bool {
    // Most texts have none of what these have: a look tells.
    const OF_MARKS: &[char] = &[
        '空', '白', '无', '完', '结', '续', '接', '承', '转', '页', '略', '见', '附', 'p', 'P', 'e', 'E', 'b', 'B',
        'c', 'C',
    ];
    let may_be = text.contains(OF_MARKS) || !text.chars().any(char::is_alphanumeric);
    if text.len() > 90 || !may_be {
        return false;
    }
    // A sign that is asked about stands for a character that was lost.
    let bare: String = text.chars().filter(|c| c.is_alphanumeric() || "?？□〓囗".contains(*c)).collect();
    let bare = bare.to_lowercase();
    if bare.is_empty() {
        return !text.trim().is_empty();
    }
    let is_of = |c: char, all: &str| c.is_ascii_digit() || all.contains(c);
    let is_page = bare.contains('页')
        && bare.chars().count() > 1
        && bare.chars().all(|c| is_of(c, "第共页接续上转下一二三四五六七八九十本此"))
        || bare.strip_prefix("page").is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit()) && rest.replace("of", "").bytes().all(|b| b.is_ascii_digit())
        });
    is_page || has(MARKS, &bare)
}

/// Whether a text is a label of those who made the list, or of what the list is about: 制表人, 部门. Of the text before its colon.
pub(super) fn is_label(label: &str) -> bool {
    let own = bare_label(label);
    let is_field =
        || matches!(meaning(&own), Meaning::Field(field, _) if !matches!(field, "name" | "slogan" | "post" | "qr"));
    is_below_word(&own)
        || own.chars().count() <= 10 && (BELOW_ENDS.split_whitespace().any(|end| own.ends_with(end)) || is_field())
}

/// Whether a label is a post, behind which somebody of the list may be named.
pub(super) fn is_post(label: &str) -> bool {
    has("主管 经理 总经理 领导 部门领导 单位领导 分管领导 部门经理 部门主管", &bare_label(label))
}

/// Whether a text is a label that stands below a list.
pub(super) fn is_below_word(label: &str) -> bool {
    has(BELOW, &bare_label(label))
}

/// Whether a text is what somebody is to sign or to read: 签字盖章, 年 月 日, （注意事项）.
pub(super) fn is_signing(text: &str) -> bool {
    // Most names have none of what all of these have.
    text.contains(['签', '章', '人', '日', '项', '明', '话', 's', 'S', 'd', 'D']) && has(SIGNING, &bare(text))
}

/// Whether a text names what is reckoned of a column: 平均, ∑.
pub(super) fn is_measure(text: &str) -> bool {
    let may_be = text.contains(['均', '值', '分', '最', '求', '中', 'a', 'A', 'm', 'M']);
    is_sign_of_sums(text) || may_be && has(MEASURES, &bare(text))
}

/// Whether a text is the sign for sums, and so nobody's name.
pub(super) fn is_sign_of_sums(text: &str) -> bool {
    matches!(text.trim().trim_end_matches(['：', ':', '=']), "∑" | "Σ")
}

fn bare(text: &str) -> String {
    match text.len() > 60 {
        true => String::new(),
        false => text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase(),
    }
}

fn bare_label(label: &str) -> String {
    plain(label).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a text shows how the form is to be filled in: 示例, 例：王小明, （填写示例）.
pub(super) fn is_sample(text: &str) -> bool {
    if !text.contains(['例', 'x', 'X', 's', 'S']) {
        return false;
    }
    const SAMPLES: &str = "示例 填写示例 样例 例如 范例 举例 填表示例 example sample";
    let bare = text.trim().trim_start_matches(['（', '(', '【', '[', '*', '※']).to_lowercase();
    // Example Okoro is somebody.
    let spaces: &[char] = if bare.is_ascii() { &[] } else { &[' ', '　'] };
    let label = bare.split([':', '：', ')', '）', '】', ']', '\n']).next().unwrap_or_default();
    let label = label.split(spaces).next().unwrap_or_default();
    has(SAMPLES, label)
        || label == "例" && bare.len() > "例".len()
        || label.strip_suffix(|c: char| c.is_ascii_digit()).is_some_and(|label| has(SAMPLES, label))
}

/// Whether a text says what the cells of a column have to be: 必填, 文本, 下拉选择.
pub(super) fn is_rule(text: &str) -> bool {
    if text.len() > 40 || !text.contains(['填', '选', '本', '字', '期', '成', 'q', 'Q', 'p', 'x', 'i', 'u']) {
        return false;
    }
    const RULES: &str = "必填 选填 可选 非必填 不填 可不填 必填项 选填项 文本 数字 日期 文本格式 单选 多选 下拉选择 自动生成 系统生成 required optional text string number";
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    has(RULES, &bare.to_lowercase())
}

/// Whether a remark says that somebody is not to be printed, or is there no longer.
pub(super) fn says_not(text: &str) -> bool {
    const NOT: &str = "离职 已离职 不打印 不印 勿印 不要打印 不用打印 不制作 不做 不办 作废 取消 已取消 注销 删除 停用 已调离 调离 调出 已调出 辞职 已辞职 开除 去世 已故 请勿打印 无需打印 不需要 \
    donotprint cancelled";
    let text = text.trim();
    // What most cells hold has none of these characters.
    let may_say = text.contains(['离', '不', '勿', '作', '取', '注', '删', '停', '调', '辞', '开', '去', '故', '无'])
        || text.is_ascii() && text.trim_start_matches('(').starts_with(['d', 'D', 'c', 'C']);
    if text.is_empty() || text.len() > 60 || !may_say {
        return false;
    }
    let bare = text.trim_matches(['(', ')', '（', '）', '【', '】', '*', '。', '！', '!', ' ']);
    let lower = bare.to_lowercase().replace(' ', "");
    NOT.split_whitespace().any(|word| word == lower)
        || ["不打印", "勿印", "不要打印", "请勿打印", "已离职", "已调离", "不印", "不制作"]
            .iter()
            .any(|word| bare.split(['，', '。', ',', '；', ';', '！', '!', ' ']).any(|part| part.ends_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_from_names() {
        for heading in [
            "生产部",
            "一、生产部",
            "（二）检修部",
            "检修部（共2人）",
            "检修部 12人",
            "安全部",
            "项目部",
            "安全科",
            "党委",
            "第一项目部",
            "机关",
            "1、安全生产管理部",
            "外协单位人员",
            "第二批：",
            "二、安全",
            "嘉宾",
            "Operations Department",
            "★运行部",
            "江苏省",
            "运行部：",
            "男",
            "施工三队",
            "北京代表团",
            "一车间",
            "甲班",
            "三、其他",
        ] {
            assert_eq!(said(heading, false), Said::Heading, "{heading}");
        }
        for name in [
            "张三",
            "王登科",
            "1.钱七",
            "一、何成",
            "李科",
            "张部",
            "欧阳娜娜",
            "王安全",
            "时间",
            "高处",
            "安全",
            "司马光",
        ] {
            assert_eq!(said(name, false), Said::Name, "{name}");
        }
        for doubt in ["王大厂", "李车间", "1.王大厂", "白小班", "欧阳大厂", "程大局"] {
            assert_eq!(said(doubt, true), Said::Doubt, "{doubt}");
        }
        for heading in ["一、王大厂", "王大厂：", "王大厂（3人）", "江南公司", "文化部", "卫生室"]
        {
            assert_eq!(said(heading, true), Said::Heading, "{heading}");
        }
        for either in ["Zhang San", "扎西", "买买提江", "김철수", "17.5", "小林正行"] {
            assert_eq!(said(either, false), Said::Either, "{either}");
        }
        assert_eq!((said("外协人员", true), said("运行部", true)), (Said::Either, Said::Heading));
    }

    #[test]
    fn marks_labels_and_samples_are_known() {
        for mark in [
            "以下空白",
            "（以下空白）",
            "—— 完 ——",
            "（接上页）",
            "******",
            "……",
            "第 1 页 共 3 页",
            "- END -",
            "Page 2 of 3",
            "(空)",
            "续上页",
        ] {
            assert!(is_mark(mark), "{mark}");
        }
        for other in ["张三", "????", "□", "空军", "完颜", "页", "Page", "", "李结束"] {
            assert!(!is_mark(other), "{other}");
        }
        for label in ["制表人", " 审 核 ", "主管领导签字", "部门", "单位（盖章）", "填报单位", "Prepared by"]
        {
            assert!(is_label(label), "{label}");
        }
        for other in ["姓名", "张三", "职务", "标语", ""] {
            assert!(!is_label(other), "{other}");
        }
        assert!(["示例：王小明", "（示例）", "例：张三", "示例1"].iter().all(|text| is_sample(text)));
        assert!(!["例", "示", "王例如", "Samuel"].iter().any(|text| is_sample(text)));
        assert!(is_rule("（必填）") && !is_rule("张三"));
    }

    #[test]
    fn remarks_that_say_not_to_print_are_known() {
        assert!(["离职", "（已离职）", "3月已离职", "请勿打印！", "Do not print"].iter().all(|text| says_not(text)));
        assert!(
            !["", "新入职", "离退休办", "不打印学历", "打印室", "不锈钢车间", "取消收费办公室"]
                .iter()
                .any(|text| says_not(text))
        );
    }
}
