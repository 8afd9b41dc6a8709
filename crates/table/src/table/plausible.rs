//! Whether a text that is no UTF-8 can be what GB 18030 makes of it, or is of another country's encoding: nearly any
//! bytes read as *some* Han characters, but people write the common ones.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};

use super::header;
use super::hygiene::{is_han, is_private};
use super::letters;

/// What else a text looks like.
#[derive(Debug)]
pub(super) struct Judgement {
    /// The encoding by which it is likelier.
    pub encoding: &'static Encoding,
    /// Whether it is so much likelier that the text is read so.
    pub is_sure: bool,
    /// A word of it by that encoding.
    pub as_other: String,
    /// The same word by GB 18030.
    pub as_gb: String,
}

/// Bytes that are looked at.
const SAMPLE: usize = 1 << 16;
/// How much likelier another encoding must be (natural logarithm) to be read as that, and to be told of.
const SURE: f64 = 6.0;
const LIKELY: f64 = 2.5;
/// What a row that names two known columns adds for each of them.
const HEADER: f64 = 8.0;

/// Characters that half of all that is written is made of, and those of names and workplaces.
const COMMON: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严\
李刘陈杨赵黄吴徐孙胡朱郭罗梁宋郑谢韩唐冯董萧曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范姚谭廖邹熊陆郝孔崔康邱秦顾侯邵孟龙雷钱汤尹黎乔贺赖龚武伟芳娜秀英敏静丽磊洋勇艳杰娟涛超霞刚桂兰玲燕梅鑫淑辉宇浩波斌倩琳雪丹萍莉宁慧婷健俊峰鹏飞凯旭晓云鸿福荣昌盛亮颖佳欣怡雨轩泽梓涵诗琪悦博瑞嘉豪晨阳司限责股份室班站校检修监察培训财务政综营销经师副助姓职编岗序码语注男女龄贵州湖河苏浙徽闽赣鲁豫粤桂琼川渝蒙藏宁疆辽吉黑津沪";

/// Syllables that most Korean is made of.
const HANGUL: &str = "이다는에의을를가고하지로기사은한도자어리인시그나서대스정부라해보일아수전국만들상제장있과공원조으주여구유성연용동년선비적관계미김박최강윤임오신권황안송류홍문양손배백허남심노곽차천방민경영철희숙순현호진우석준훈재혜예소름회업팀직무번이름명속울산광력";

/// Characters that Japanese names, workplaces and heads of columns are mostly made of.
const JAPANESE: &str = "佐藤鈴木高橋田中渡辺伊山本村小林加吉口松井上斎斉清水森池阿部石前岡後長谷川近遠青坂福太西原三浦金野竹内和今河平島崎服樋菅酒宮工千葉久保大桜新丸杉増安横菊岩関柴荒飯塚須戸尾熊富宗荻矢沢澤辻浜堀秋永片瀬東京都府県市区町電力株式会社場支店営業技術総務経理製造品質全氏名所属役職員番号課主任係健一二郎次男雄子美恵由紀真香織裕智直樹哲也浩司誠翔拓実陽斗優花結衣彩愛里奈々夫義信弘隆博之幸明正行英達彦克典学徹進勝利秀光輝";

static COMMON_HAN: LazyLock<BTreeSet<char>> = LazyLock::new(|| COMMON.chars().collect());
static COMMON_HANGUL: LazyLock<BTreeSet<char>> = LazyLock::new(|| HANGUL.chars().collect());
static COMMON_JAPANESE: LazyLock<BTreeSet<char>> = LazyLock::new(|| JAPANESE.chars().collect());

/// Encodings that are told from GB 18030.
fn others() -> impl Iterator<Item = &'static Encoding> {
    [BIG5, SHIFT_JIS, EUC_KR, EUC_JP].into_iter().chain(letters::encodings())
}

/// An encoding's name with what is written in it.
pub(super) fn said(encoding: &'static Encoding) -> String {
    let name = encoding.name();
    let of = match name {
        "Big5" => "繁體",
        "Shift_JIS" | "EUC-JP" => "日本語",
        "EUC-KR" => "한국어",
        _ => match letters::said(encoding) {
            Some(of) => of,
            None => return name.to_owned(),
        },
    };
    format!("{name} ({of})")
}

/// Judges a text that is no UTF-8; `None` when GB 18030 is as likely as any.
pub(super) fn judge(bytes: &[u8]) -> Option<Judgement> {
    let end = bytes.iter().take(SAMPLE).rposition(|b| *b == b'\n').filter(|_| bytes.len() > SAMPLE);
    let sample = bytes.get(..end.unwrap_or(bytes.len().min(SAMPLE))).unwrap_or(bytes);
    let (as_gb, gb) = likelihood(GB18030, sample);
    let (encoding, text, best) = others()
        .map(|encoding| {
            let (text, likelihood) = likelihood(encoding, sample);
            (encoding, text, likelihood)
        })
        .max_by(|(_, _, a), (_, _, b)| a.total_cmp(b))?;
    let ahead = best - gb;
    (ahead >= LIKELY).then(|| Judgement {
        encoding,
        is_sure: ahead >= SURE,
        as_other: first_word(&text),
        as_gb: first_word(&as_gb),
    })
}

/// The first word of a text that has letters beyond ASCII.
fn first_word(text: &str) -> String {
    let is_end = |c: char| c.is_control() || matches!(c, ',' | ';' | '|' | '"' | '，');
    let word = text.split(is_end).find(|word| !word.is_ascii()).unwrap_or_default();
    // What no face shows would look like nothing at all.
    word.trim().chars().take(16).map(|c| if is_private(c) { '□' } else { c }).collect()
}

/// The text by an encoding, and the logarithm of how likely such a text is.
fn likelihood(encoding: &'static Encoding, bytes: &[u8]) -> (String, f64) {
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    let mut sum = 0.0;
    let mut before = '\n';
    let mut chars = text.chars().peekable();
    let of_letters = letters::likelihood(encoding, &text);
    while let Some(c) = chars.next().filter(|_| of_letters.is_none()) {
        let after = chars.peek().copied().unwrap_or('\n');
        sum += weight(encoding, before, c, after);
        before = c;
    }
    sum += of_letters.unwrap_or(0.0);
    let named = text.lines().take(10).map(|line| header::score(line.split([',', '\t', ';', '|', '，'])));
    let named = named.max().unwrap_or(0);
    // English names of columns say nothing of the encoding: they are the same in all.
    let is_native =
        text.lines().take(10).any(|line| !line.is_ascii() && header::score(line.split([',', '\t', ';'])) >= 2);
    (text, if is_native { sum + HEADER * named as f64 } else { sum })
}

/// The logarithm of how often a character comes in what is written in an encoding.
fn weight(encoding: &'static Encoding, before: char, c: char, after: char) -> f64 {
    if c.is_ascii() {
        return letters::ASCII;
    }
    if c == '\u{fffd}' {
        return letters::LOST;
    }
    if is_private(c) {
        return -17.0;
    }
    // A Latin small letter stands beside another, not beside a Han character, and no such character within a word.
    let glued = [before, after].into_iter().filter(char::is_ascii_lowercase).count();
    let glued = if is_han(c) { [0.0, -2.0, -8.0].get(glued).copied().unwrap_or(0.0) } else { 0.0 };
    let is_common = COMMON_HAN.contains(&c);
    let lead = || encoding.encode(c.encode_utf8(&mut [0; 4])).0.first().copied().unwrap_or(0);
    let trail = || encoding.encode(c.encode_utf8(&mut [0; 4])).0.get(1).copied().unwrap_or(0);
    let kana = matches!(c, '\u{3040}'..='\u{30ff}');
    let sign =
        matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}' | '·' | '“' | '”' | '—' | '…' | '‘' | '’' | '×');
    glued
        + match encoding.name() {
            _ if sign => -8.0,
            "gb18030" => match (is_common, lead(), trail()) {
                (true, ..) => -6.9,
                (_, 0xb0..=0xd7, 0xa1..) => -9.4,
                (_, 0xd8..=0xf7, 0xa1..) => -12.2,
                _ if is_han(c) => -15.7,
                _ => -14.0,
            },
            "Big5" => match (is_common, lead()) {
                (true, _) => -7.0,
                (_, 0xa4..=0xc6) => -9.2,
                (_, 0xc9..=0xf9) if is_han(c) => -13.0,
                _ => -15.0,
            },
            "Shift_JIS" => match (is_common, lead()) {
                _ if kana => -6.4,
                _ if matches!(c, '\u{ff61}'..='\u{ff9f}') => -9.0,
                (true, _) => -7.3,
                (_, 0x88..=0x97) => -9.0,
                _ if is_han(c) => -12.5,
                _ => -13.0,
            },
            "EUC-JP" => match (is_common, lead()) {
                _ if kana => -6.4,
                _ if COMMON_JAPANESE.contains(&c) => -7.4,
                (true, _) => -7.4,
                (_, 0xb0..=0xcf) => -9.1,
                _ if is_han(c) => -12.6,
                _ => -13.0,
            },
            // Korean.
            _ => match c {
                _ if COMMON_HANGUL.contains(&c) => -5.6,
                '\u{ac00}'..='\u{d7a3}' if lead() >= 0xb0 && trail() >= 0xa1 => -8.8,
                '\u{ac00}'..='\u{d7a3}' => -13.0,
                _ if is_han(c) => -12.4,
                _ => -13.5,
            },
        }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254};

    use super::*;

    #[test]
    fn other_countries_encodings_are_told_from_chinese() {
        for (encoding, text) in [
            (BIG5, "Name,Company\n王小明,台灣電力廠\n陳美玲,高雄港務\n"),
            (BIG5, "姓名,單位\n林志豪,新竹科技\n"),
            (SHIFT_JIS, "Name,Company\n佐藤健,東京電力\n鈴木一郎,大阪瓦斯\n"),
            (SHIFT_JIS, "氏名,会社\nさとう けん,トヨタ\n"),
            (EUC_KR, "Name,Company\n김철수,서울전력\n이영희,부산항만\n"),
            (WINDOWS_1252, "Name,Company\nJosé García,Niño\nMüller,Fabrik\n"),
            (WINDOWS_1251, "Name,Company\nИван Петров,Завод\nАнна Смирнова,Электростанция\n"),
            (
                WINDOWS_1252,
                "Name;Unit\nJürgen Müller;Kraftwerk Süd\nRené Lefèvre;Centrale Électrique\nBjörn Åkesson;Ä\n",
            ),
            (WINDOWS_1252, "Name;Unit\nSøren Kjær;Anlæg\nJoão Conceição;Manutenção\n"),
            (WINDOWS_1250, "Name;Unit\nŁukasz Żółć;Elektrownia\nJiří Dvořák;Elektrárna\n"),
            (WINDOWS_1250, "Name;Unit\nMałgorzata Wójcik;Księgowość\nWojciech Śliwiński;Kotłownia\n"),
            (WINDOWS_1250, "Name;Unit\nJiří Dvořák;Údržba\nPetr Novák;Kotelna Mělník\n"),
            (WINDOWS_1250, "Name;Unit\nGábor Szűcs;Erőmű\nZsófia Tőkés;Könyvelés\n"),
            (WINDOWS_1253, "Name;Unit\nΓιώργος Παπαδόπουλος;Σταθμός\nΜαρία;Λέβητας\n"),
            (WINDOWS_1254, "Name;Unit\nİbrahim Yılmaz;Güç Santralı\nAyşe Öztürk;Bakım Şefliği\n"),
            (EUC_JP, "Name,Company\n佐藤健,東京でんき\n鈴木一郎,ガス\n"),
            // Without kana, and with a name or two.
            (EUC_JP, "Name,Company\n佐藤健,東京電力\n"),
            (EUC_JP, "Name\n鈴木一郎\n田中花子\n"),
            (EUC_JP, "氏名\n山本直樹\n"),
        ] {
            let bytes = encoding.encode(text).0;
            let judgement = judge(&bytes);
            let found = judgement.as_ref().map(|j| (j.encoding.name(), j.is_sure));
            assert_eq!(found, Some((encoding.name(), true)), "{text}");
        }
    }

    #[test]
    fn vietnamese_is_known_by_its_tones() {
        // As Windows writes it: a vowel, and its tone behind it. `Nguyễn Văn Đức;Nhà máy điện`
        let text = b"Name;Unit\nNguy\xea\xden V\xe3n \xd0\xfd\xec\xcc;Nh\xe0 m\xe1y \xf0i\xea\xf2n\nTr\xe2\xcc\xecn Th\xeb\xf2;Ph\xf2ng\n";
        let judgement = judge(text);
        let found = judgement.as_ref().map(|j| (j.encoding.name(), j.is_sure));
        assert_eq!(found, Some(("windows-1258", true)), "{judgement:?}");
    }

    #[test]
    fn chinese_stays_chinese() {
        for text in [
            "姓名,单位\n张三,一车间\n王䶮,甲公司\n",
            "Name,Company,No\n张三,一车间,A1\n",
            "Name\n王㛃\n李䶮\n赵𬭎\n",
            "姓名,部门\n古丽米热·阿卜杜拉,标准化研究所\n",
            "Name,Unit\n陳志明,台灣電力\n",
            "Name,Unit\n覃偲,镕煊科技\n翟羿,骐骥\n",
            "标语\n质量为先，守正创新\n“三严三实”——从我做起\n",
            "Name,Dept\n欧阳娜娜,A座3楼\n诸葛亮,IT部\n",
            "名\n张三\n",
            "Name\n嵺郅赟\n",
            "Name\n韦莘\n宫缙\n",
            "Name\n阮衍衍\n木煜\n",
        ] {
            let bytes = GB18030.encode(text).0;
            assert!(judge(&bytes).is_none_or(|j| !j.is_sure), "{text}: {:?}", judge(&bytes));
        }
    }
}
