//! The word of two characters that carries a slogan, for sheets with room for two large characters one over the other.

/// Words that campaigns are about, of two characters that are light enough to be drawn large together.
const PAIRS: &str = "质量 安全 创新 卓越 智慧 诚信 品质 精品 优质 美好 变化 变革 价值 服务 绿色 低碳 节能 节约 节水 节电 环保 环境 健康 \
                     和谐 和平 文明 文化 法治 法律 宪法 廉洁 清廉 廉政 守正 奋进 奋斗 担当 实干 匠心 工匠 先行 先锋 领先 一流 标准 对标 责任 \
                     平安 预防 防范 防汛 防火 消防 应急 生命 数字 智能 数智 网络 保密 党建 忠诚 团结 友善 敬业 奉献 民生 人民 幸福 生态 清洁 \
                     能源 电力 光明 发展 品牌 信赖 信任 共筑 共赢 共享 管理 效益 效率 追求 超越 强国 复兴 梦想 传承 学习 读书 育人 科技 科学 \
                     爱国 敬畏 守法 诚实 规范 稳定 畅通 保障 监督 改革 开放 合作 粮食 食品 森林 交通 禁毒 反诈 警钟 精益 完美 满意 真诚 崇德 \
                     红色 青春 未来 希望 胜利 光荣 拼搏 求实 求真 务实";

/// Characters of a slogan over which the campaign's own word may stand for it: it is set in short columns, and one character
/// over them leaves a void. Shorter ones keep their own character, so that the sheets of a series differ.
const LONG: usize = 18;

/// The pair of a text: two key characters that were given; else the word that holds the key character, or the one that the
/// campaign is named after where the text says it.
pub fn pair_of(text: &str, keys: &str, title: &str) -> Option<String> {
    let mut given = keys.chars();
    let key = given.next()?;
    if let Some(second) = given.next() {
        return Some([key, second].into_iter().collect());
    }
    let own = PAIRS.split_whitespace().find(|word| word.contains(key) && text.contains(word));
    let named = || {
        let word = title.get(..title.char_indices().nth(2).map_or(title.len(), |(at, _)| at))?;
        let is_long = text.chars().filter(|c| c.is_alphanumeric()).count() > LONG;
        (is_long && word.chars().count() == 2 && text.contains(word)).then_some(word)
    };
    own.or_else(named).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_a_word_of_the_text() {
        for (text, keys, title, wanted) in [
            ("质量为先 守正创新", "新", "质量月", Some("创新")),
            ("用质量方法 干质量事业 创卓越生活", "越", "质量月", Some("卓越")),
            ("创造高质量产品 提供高水平服务 推动高质量发展", "高", "质量月", Some("质量")),
            ("筑质量品牌 赢市场信赖", "赢", "质量月", None),
            ("人人讲安全 个个会应急", "人", "质量月", None),
            ("人人讲安全 个个会应急", "安全", "", Some("安全")),
            ("守正 创新", "正", "", Some("守正")),
            ("不忘初 新长征", "初", "", None),
            ("质", "质", "质", None),
            ("", "", "质量月", None),
        ] {
            assert_eq!(pair_of(text, keys, title).as_deref(), wanted, "{text}");
        }
    }
}
