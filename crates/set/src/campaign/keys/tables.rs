//! What decides between characters beside the words of `words.txt`.

/// Characters that stand for a campaign, strongest first: of two that are as good the earlier one is taken, and whatever is
/// not here comes after them in the order of the text.
pub(super) const ORDER: &str = "迎贺庆质廉宪税献法党消安绿节碳环森电网健粮食药医疫诚信智创新优精品卓赢效标匠责防护警文和德礼善爱敬学读书育勤志阅课孝邻乡分博团友清洁\
    净蓝碧美河湖江渔海林能源灯亮光水火密民心福康宁珍惜强超奋拼勇忠真正实干数变改循减降保守严筑铸传红旗梦史国城家幸规章稳畅服奉融享益续检\
    查控纪管";

/// Numerals and their like: what is counted behind them is a measure, 一滴水 is about 水.
pub(super) const NUMBERS: &str = "一二三四五六七八九十百千万两半几每这那第各多";

/// What can be counted with.
pub(super) const MEASURES: &str = "个根条张片棵株颗粒滴度份位名件项道句声杯碗家本页步口节车面座盏层米里吨分秒钟点次回趟遍程站生世身心手眼念言方寸线级枝束朵群支队班组户\
    套台部辆艘架只头匹扇枚封笔字篇首种类样团堆把双对副刻季年月日天时代尺丈斤两克升元角块毛厘毫丝缕味";

/// Units behind figures.
pub(super) const UNITS: &str = "米公里分时级月日年个度克升吨元斤点条天号次届名岁秒小周位人件项倍层楼";

/// Characters and words that deny the word behind them: 莫逞强 is not about 强.
pub(super) const NOT: &[&str] =
    &["莫", "勿", "别", "未", "不", "无", "没", "不能", "不可", "不得", "不准", "不许", "不要", "不让", "切莫", "莫要"];

/// Words that ban what the clause names behind them.
pub(super) const BANS: &[&str] = &[
    "禁止", "严禁", "杜绝", "拒绝", "远离", "请勿", "切勿", "严防", "谨防", "防止", "遏制", "抵制", "打击", "当心",
    "警惕", "小心", "避免", "不得", "不准", "不许", "不要", "莫要", "禁放",
];

/// Titles behind a name, whose characters mean nothing by themselves.
pub(super) const TITLES: &[&str] = &["同志", "先生", "女士", "院士"];

/// Frequent characters of five strokes and fewer: drawn large they lose to the slogan. 火 水 民 心 书 carry all the same.
pub(super) const THIN: &str = "一二三十人入八九了力刀几儿又于工土才下大上小口山千川个久凡广亡门之己已子女飞习马乡万与丈\
    天夫开无元专云木五支不太犬区历友车比互切日中内见午手毛气升长什片化币仍斤反介父从今凶分公仓月风丹文六方为斗忆订计户认引丑队办\
    以允予双少尺王井玉示末未击打巧正去世古节本术可左右石布龙平灭东北占业旧目且叶甲申号田由只央史另四生失代付仙仪白他用印乐句册外处\
    冬包主市立半汇头汉宁它写让训必议讯记永司出加召皮边发圣对台母幼丝";
