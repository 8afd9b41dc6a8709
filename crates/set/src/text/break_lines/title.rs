//! The customs of titles and of the names of bodies.

use super::atoms::{Atom, Role};
use super::bind::NEVER;

/// What a title ends in, and what begins a line of its own.
const TAILS: [&str; 34] = [
    "经验交流活动",
    "成果发表交流活动",
    "发表交流活动",
    "交流活动",
    "启动仪式",
    "揭牌仪式",
    "签约仪式",
    "颁奖典礼",
    "颁奖仪式",
    "开幕式",
    "闭幕式",
    "表彰大会",
    "总结大会",
    "动员大会",
    "誓师大会",
    "职工代表大会",
    "代表大会",
    "总结表彰大会",
    "工作会议",
    "推进会",
    "现场会",
    "座谈会",
    "研讨会",
    "交流会",
    "发布会",
    "培训班",
    "知识竞赛",
    "技能竞赛",
    "技能大赛",
    "演讲比赛",
    "文艺汇演",
    "主题活动",
    "系列活动",
    "论文集",
];
/// After these the name of a part follows.
const HEADS: [&str; 12] = [
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "集团公司",
    "公司",
    "集团",
    "委员会",
    "人民政府",
    "研究院",
    "大学",
    "总局",
    "总公司",
];

/// What a customary break gains: it is taken although the lines get unequal.
const CUSTOM: f64 = -1.0;

/// The cost of a break after atom `at` of a title.
pub(super) fn after(text: &str, atoms: &[Atom], at: usize) -> f64 {
    let (Some(left), Some(right)) = (atoms.get(at), atoms.get(at + 1)) else { return NEVER };
    let head = text.get(..left.range.end).unwrap_or_default();
    let tail = text.get(right.range.start..).unwrap_or_default();
    // 有限公司 and 分公司 belong to what stands before them.
    if HEADS.iter().any(|h| tail.starts_with(h))
        || ["分公司", "子公司", "分局", "支队"].iter().any(|h| tail.starts_with(h))
    {
        return 3.0;
    }
    if TAILS.contains(&tail) || HEADS.iter().any(|h| head.ends_with(h)) || left.marked {
        return CUSTOM;
    }
    match (left.closes, right.opens) {
        (_, Role::Joined) => 0.6,
        (Role::Attributive, _) => 0.6,
        _ if left.chars >= 4 && right.chars >= 4 => 1.0,
        _ if left.chars >= 4 || right.chars >= 4 => 2.3,
        _ => 2.35,
    }
}
