//! The character that carries a slogan, for slogans that name none: sheets of a series must differ.

use std::collections::BTreeSet;

use super::Slogan;

/// Characters that name what campaigns are about, strongest first.
const CARRIERS: &str = "质安廉绿智新优赢精责效洁康健美强高防护减降能环保净清碧蓝德诚信法规范标准融创造筑超越卓爱敬慧匠品牌慎警醒稳畅联数变革益善福梦\
    情家国党源循续惠享全严管控检";

/// Frequent characters of five strokes and fewer: drawn large they lose to the slogan.
const THIN: &str = "一二三十人入八九了力刀几儿又于工土才下大上小口山千川个久凡广亡门之己已子女飞习马乡万与丈\
    天夫开无元专云木五支不太犬区历友车比互切日中内水见午手毛气升长什片化币仍斤反介父从今凶分公仓月风丹文六方火为斗忆订计户认心引丑队办\
    以允予双书少尺王井玉示末未击打巧正去世古节本术可左右石布龙平灭东北占业旧目且叶甲申号电田由只央史另四生失代付仙仪白他用印乐句册外处\
    冬包主市立半汇头汉宁它写让礼训必议讯记永司民出加召皮边发圣对台母幼丝";

/// Gives every slogan without a key character one, all different as far as the words allow.
pub(super) fn assign_keys(own_sheet: Option<&Slogan>, slogans: &mut [Slogan]) {
    let mut used: BTreeSet<char> =
        own_sheet.iter().copied().chain(&*slogans).filter_map(|s| s.key.as_deref()).flat_map(str::chars).collect();
    for slogan in slogans.iter_mut().filter(|s| s.key.is_none()) {
        let Some(key) = choose(&slogan.text, &used) else { continue };
        used.insert(key);
        slogan.key = Some(key.to_string());
    }
}

/// The best character that is not used yet; else the best one.
fn choose(text: &str, used: &BTreeSet<char>) -> Option<char> {
    let ranked = ranked(text);
    ranked.iter().find(|c| !used.contains(c)).or(ranked.first()).copied()
}

/// The characters of a slogan that could carry it: what campaigns are about, then the verbs that begin its clauses, then the rest.
fn ranked(text: &str) -> Vec<char> {
    let is_dense = |c: &char| is_han(*c) && !THIN.contains(*c);
    let mut all: Vec<char> = CARRIERS.chars().filter(|c| text.contains(*c)).collect();
    let clauses = text.split(|c: char| !is_han(c)).filter_map(|clause| clause.chars().next());
    all.extend(clauses.filter(is_dense));
    all.extend(text.chars().filter(is_dense));
    all.extend(text.chars().filter(|c| is_han(*c)));
    all.extend(text.chars().filter(|c| c.is_alphanumeric()));
    all
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_gets_different_characters() {
        let mut series: Vec<Slogan> = ["人人讲安全 个个会应急", "安全责任 重在落实", "安全生产 人人有责", "A1", "……"]
            .iter()
            .zip(1..)
            .map(|(text, number)| Slogan { number, text: (*text).into(), key: None, breaks: None, note: None })
            .collect();
        assign_keys(None, &mut series);
        let keys: Vec<_> = series.iter().map(|s| s.key.as_deref().unwrap_or("")).collect();
        assert_eq!(keys, ["安", "责", "全", "A", ""]);
    }
}
