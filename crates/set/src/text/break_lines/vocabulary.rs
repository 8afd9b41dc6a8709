//! Words that the rules know by themselves.

/// Nouns that say when, and stand before the subject: 明天|学校以我为荣.
pub(super) const WHEN: [&str; 12] =
    ["今天", "明天", "昨天", "今日", "明日", "他日", "昨日", "今年", "明年", "如今", "今后", "当前"];

/// Heads of compounds whose first word is a verb's noun: 处置能力, 抗旱工作.
pub(super) const ABSTRACT: [&str; 24] = [
    "能力", "水平", "体系", "机制", "意识", "素质", "制度", "工作", "活动", "行动", "工程", "建设", "管理", "系统",
    "平台", "模式", "方式", "标准", "队伍", "作用", "措施", "责任", "设施", "力量",
];

/// Whom a verb is done to.
pub(super) const PERSONS: [&str; 6] = ["你我他", "大家", "自己", "他人", "我们", "你我"];

/// What is said of a noun at the end of four characters: 生态优先, 质量第一.
pub(super) const PREDICATES: [&str; 12] =
    ["优先", "至上", "第一", "为主", "为先", "为上", "为本", "为重", "为要", "为天", "领先", "先行"];

/// Words that are only ever said of something: 保护森林|光荣.
pub(super) const SAID: [&str; 10] = ["光荣", "可耻", "可敬", "可贵", "可怕", "有罪", "有功", "无价", "万岁", "无罪"];

/// Words that say what must be or must not be, and of whom: a sentence of its own begins with them.
pub(super) const MUST: [&str; 16] = [
    "人人", "个个", "家家", "户户", "必须", "严禁", "禁止", "不得", "不准", "不许", "请勿", "应当", "应该", "务必",
    "不要", "不能",
];

/// Words that say how a sentence is meant: its subject ends before them, and no other pause of it is as good.
pub(super) const MODAL: [&str; 42] = [
    "必须", "严禁", "禁止", "不得", "不准", "不许", "请勿", "切勿", "应当", "应该", "务必", "不要", "不能", "不会",
    "不可", "可以", "可能", "需要", "才能", "才会", "才是", "都是", "都能", "都要", "都有", "都会", "都不", "都可",
    "就是", "就要", "就能", "就会", "也是", "也要", "也能", "永远", "始终", "一律", "绝不", "决不", "都", "皆",
];

/// All of a place or a body.
pub(super) const ENTIRE: [&str; 14] = [
    "全国",
    "全省",
    "全市",
    "全县",
    "全区",
    "全厂",
    "全校",
    "全院",
    "全网",
    "全球",
    "全公司",
    "全行业",
    "全集团",
    "全系统",
];

/// What a campaign lasts: 文明月, 节能周, 禁毒日.
pub(super) const FEASTS: [&str; 4] = ["月", "周", "日", "节"];

/// Verbs that take no object.
pub(super) const COMPLETE: [&str; 31] = [
    "先行", "同行", "前行", "飘扬", "启航", "起航", "远航", "腾飞", "崛起", "前进", "奋进", "出发", "动手", "通行",
    "出行", "拼搏", "放宽", "麻痹", "松懈", "大意", "宣战", "做起", "把关", "上班", "下班", "回家", "上岗", "领先",
    "降碳", "减污", "扩绿",
];
