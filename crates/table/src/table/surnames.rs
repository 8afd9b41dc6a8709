//! What names of persons look like.

use super::hygiene::is_han;

/// Family names that most people have.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜古饶阚穆滕喻丰褚娄晏党荆仇佟党付肖闫仲占冷臧戚宗丘冀苑屠晋巩栾宫尚井楚桑仝郎卓蓝亓衡闻迟苟茹邬储匡宿戈虞岑寇敖隗逄揭";
/// Family names of two characters.
const DOUBLE: [&str; 18] = [
    "欧阳", "司马", "上官", "诸葛", "尉迟", "皇甫", "慕容", "令狐", "东方", "夏侯", "南宫", "端木", "公孙", "司徒",
    "长孙", "宇文", "轩辕", "独孤",
];

/// Whether a text looks like a Chinese person's name.
pub(super) fn is_name(cell: &str) -> bool {
    let chars: Vec<char> = cell.chars().filter(|c| !matches!(c, ' ' | '\u{3000}')).collect();
    let is_short = (2..=4).contains(&chars.len()) && chars.iter().all(|c| is_han(*c));
    let is_foreign = chars.contains(&'·') && chars.iter().all(|c| is_han(*c) || *c == '·');
    let is_double = || chars.len() > 2 && DOUBLE.iter().any(|double| double.chars().eq(chars.iter().take(2).copied()));
    is_foreign || is_short && (chars.first().is_some_and(|c| SURNAMES.contains(*c)) || is_double())
}

/// Whether a name begins with a family name of two characters.
pub(super) fn is_double_name(cell: &str) -> bool {
    DOUBLE.iter().any(|double| cell.starts_with(double))
}

/// Whether spaces part more than one name, or a name and what its bearer is, and do not align two characters with three: 李雷
/// 韩梅梅, 王晓明 副总经理, but not 张　三, 欧阳 娜娜.
pub(super) fn parts_are_several(text: &str) -> bool {
    let parts: Vec<&str> = text.split([' ', '\u{3000}']).filter(|part| !part.is_empty()).collect();
    let lengths = || parts.iter().map(|part| part.chars().count());
    let is_double = || parts.first().is_some_and(|first| DOUBLE.contains(first));
    parts.len() > 1
        && parts.iter().all(|part| part.chars().all(is_han))
        && lengths().all(|length| length > 1)
        && (lengths().sum::<usize>() > 4 || !is_double())
}
