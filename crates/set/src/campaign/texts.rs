//! Slogans without a campaign file: texts from the command line, or a list pasted from Word, WeChat or a notice.

use super::keys::assign_keys;
use super::list::{self, Item, LineFate, ListLine};
use super::{Campaign, Defaults, Slogan, marks};
use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::limits::{SLOGAN_CHARS, SLOGANS, TEXT_FILE_BYTES};
use biaoyu_page::punctuation::full_marks;
use biaoyu_page::say;
use biaoyu_page::wording::{clean, offences, without_end_mark};
use biaoyu_table::record::Fields;
use biaoyu_table::table;
use serde::{Deserialize, Serialize};

/// How texts are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reading {
    /// As they are meant: `|` and `¦` are break marks, what surrounds the slogans of a list is left out.
    #[default]
    Meant,
    /// To the letter, every line of a list a slogan.
    Verbatim,
}

/// Characters of the name that texts without one go by.
const NAME_CHARS: usize = 24;

impl Campaign {
    /// A campaign of this name that says nothing of itself.
    pub fn bare(id: &str) -> Self {
        Self {
            id: id.into(),
            title: String::new(),
            heading: String::new(),
            year: None,
            theme: None,
            badge_line: None,
            slogans: Vec::new(),
            own_sheet: None,
            organisation: None,
            source: None,
            date: None,
            events: Vec::new(),
            publications: Vec::new(),
            shows: Fields::default(),
            picture: None,
            defaults: Defaults::default(),
            notes: Vec::new(),
        }
    }

    /// [`read_texts`](Self::read_texts) as they are meant.
    ///
    /// # Errors
    /// As there.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, Faults> {
        Self::read_texts(texts, Reading::Meant)
    }

    /// A campaign of loose texts, as `--text` gives them: to the letter, but for break marks where they are meant.
    ///
    /// # Errors
    /// Every text that is empty, too long, or cannot be printed.
    pub fn read_texts<'a>(texts: impl IntoIterator<Item = &'a str>, reading: Reading) -> Result<Self, Faults> {
        let items = texts.into_iter().zip(1..).map(|(text, number)| {
            let place = Place::thing(say!("text {number}", "第 {number} 条文字"));
            let text = if reading == Reading::Verbatim { text.trim().to_owned() } else { clean(text) };
            Item { place, number: None, text, key: None }
        });
        let mut campaign = build("texts", items.collect(), Vec::new(), reading)?;
        // What has no name goes by its first words.
        if let Some(first) = campaign.slogans.first() {
            campaign.id = first.text.split('\n').next().unwrap_or_default().chars().take(NAME_CHARS).collect();
        }
        let ends = campaign.slogans.iter().filter(|_| reading == Reading::Meant).filter_map(|slogan| {
            let (_, mark) = without_end_mark(&slogan.text);
            let (mark, number) = (mark?, slogan.number);
            Some(Finding {
                rule: "slogan-end-mark",
                severity: Severity::Note,
                place: Place::thing(say!("text {number}", "第 {number} 条文字")),
                what: say!(
                    "text {number} ends with `{mark}`, which is printed",
                    "第 {number} 条文字末尾的 `{mark}` 照印"
                ),
                hint: Some(say!("take it away: slogans end without a stop", "建议删去：标语末尾不用句号、逗号")),
            })
        });
        let notes: Vec<Finding> = campaign.notes.iter().cloned().chain(ends).collect();
        Ok(Campaign { notes, ..campaign })
    }

    /// [`read_list`](Self::read_list) as it is meant.
    ///
    /// # Errors
    /// As there.
    pub fn from_list(name: &str, bytes: &[u8]) -> Result<Self, Faults> {
        Self::read_list(name, bytes, Reading::Meant)
    }

    /// A campaign of a list, one slogan a line, as `--texts FILE` gives it: text in UTF-8, UTF-16 or GB 18030, a Word
    /// document or a sheet. Where it is meant: numbering and bullets are taken off where most lines have them, stops at
    /// the end too; headings, units, dates and sources are left out; wrapped lines are joined. What was done is said in
    /// [`Campaign::notes`].
    ///
    /// # Errors
    /// A file without a slogan, of a kind that is not read, or of which most lines would be left out; and every line
    /// that is too long or cannot be printed.
    pub fn read_list(name: &str, bytes: &[u8], reading: Reading) -> Result<Self, Faults> {
        if bytes.len() > TEXT_FILE_BYTES {
            let (found, most) = (bytes.len() / 1024, TEXT_FILE_BYTES / 1024);
            let what =
                say!("the file has {found} KiB, at most {most} KiB are read", "文件有 {found} KiB，最多读 {most} KiB");
            let hint = say!("keep only the slogans in the file", "请在文件里只留标语");
            return Err(Fault::new("texts/too-large", Place::file(name), what).hint(hint).into());
        }
        let unpiped = Some(bytes).filter(|_| reading == Reading::Meant).and_then(|b| list::piped::unpiped(name, b));
        let (mut lines, mut notes) = table::lines(name, unpiped.as_ref().map_or(bytes, |u| u.text.as_bytes()))?;
        if let Some(unpiped) = unpiped {
            unpiped.mark(&mut lines);
            notes.extend(unpiped.told);
        }
        let items = match reading {
            Reading::Meant => {
                let (items, said) = list::understand(name, lines)?;
                notes.extend(said);
                items
            }
            Reading::Verbatim => {
                let item = |line: table::Line| {
                    let text = line.text.trim().to_owned();
                    Item { place: line.place, number: None, text, key: line.key }
                };
                lines.into_iter().map(item).collect()
            }
        };
        build(stem(name), items, notes, reading).map_err(|mut faults| {
            if faults.0.is_empty() {
                let what = say!("no slogan in this file", "文件里没有标语");
                faults.push(
                    Fault::new("texts/none", Place::file(name), what)
                        .hint(say!("write one slogan a line", "请一行写一条标语")),
                );
            }
            faults
        })
    }
}

/// A list as it is meant, line by line, and the campaign that comes of it. `said_of` says of lines, by their numbers, what
/// they are.
///
/// # Errors
/// A file whose lines cannot be read; within, what [`Campaign::read_list`] says.
#[allow(clippy::type_complexity)]
pub fn list_lines(
    name: &str,
    bytes: &[u8],
    said_of: &[(u32, LineFate)],
) -> Result<(Vec<ListLine>, Result<Campaign, Faults>), Faults> {
    let unpiped = list::piped::unpiped(name, bytes);
    let (mut lines, mut notes) = table::lines(name, unpiped.as_ref().map_or(bytes, |u| u.text.as_bytes()))?;
    if let Some(unpiped) = unpiped {
        unpiped.mark(&mut lines);
        notes.extend(unpiped.told);
    }
    let (shown, read) = list::understand_shown(name, lines, said_of);
    let campaign = read.and_then(|(items, said)| {
        notes.extend(said);
        build(stem(name), items, notes, Reading::Meant)
    });
    Ok((shown, campaign))
}

/// `dir/口号.txt` → `口号`: what a file is called.
pub fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ if file.is_empty() => "texts",
        _ => file,
    }
}

/// # Errors
/// The faults of the items; none at all when there is no item.
fn build(id: &str, mut items: Vec<Item>, mut notes: Vec<Finding>, reading: Reading) -> Result<Campaign, Faults> {
    let mut faults = Faults::default();
    if items.len() > SLOGANS {
        let count = items.len();
        let what = say!("{count} slogans, at most {SLOGANS} are read", "有 {count} 条标语，最多读 {SLOGANS} 条");
        let place = items.get(SLOGANS).map(|item| item.place.clone()).unwrap_or_default();
        faults.push(Fault::new("texts/too-many", place, what));
        items.truncate(SLOGANS);
    }
    // The list's own numbers are kept when they can be: the notice and the files then agree.
    let rising = items.windows(2).all(|pair| matches!(pair, [a, b] if a.number < b.number));
    let own_numbers = rising && items.iter().all(|item| item.number.is_some());
    let mut slogans = Vec::new();
    let mut marked = 0_usize;
    for (item, count) in items.into_iter().zip(1..) {
        let (text, breaks) = match reading {
            Reading::Meant => {
                let (full, halves) = full_marks(&item.text);
                notes.extend(half_width(&halves, &item.place));
                marks::split(&full)
            }
            Reading::Verbatim => (item.text, None),
        };
        marked += usize::from(breaks.is_some());
        for offence in offences(&text, SLOGAN_CHARS) {
            faults.push(Fault {
                code: offence.code,
                place: item.place.clone(),
                what: offence.what,
                hint: offence.hint,
            });
        }
        let number = item.number.filter(|_| own_numbers).unwrap_or(count);
        let mut slogan = Slogan { number, text, key: None, breaks, note: None };
        if let Some(key) = &item.key
            && let Err(fault) = slogan.set_key(key)
        {
            faults.push(Fault { place: item.place, ..fault });
        }
        slogans.push(slogan);
    }
    if slogans.is_empty() || !faults.0.is_empty() {
        return Err(faults);
    }
    if marked > 0 {
        notes.push(Finding {
            rule: "break-marks",
            severity: Severity::Note,
            place: Place::default(),
            what: say!(
                "`|` and `¦` in {marked} texts say where lines may break and are not printed",
                "{marked} 条文字里的 `|` `¦` 是换行记号，不印"
            ),
            hint: Some(say!("write `||` to print one", "要印出来请写 `||`")),
        });
    }
    assign_keys("", None, &mut slogans);
    Ok(Campaign { slogans, notes, ..Campaign::bare(id) })
}

/// What is said of half-width marks that became full ones.
pub(super) fn half_width(marks: &[char], place: &Place) -> Option<Finding> {
    let shown: Vec<String> = marks.iter().map(|c| format!("`{c}`")).collect();
    let shown = shown.join(" ");
    (!marks.is_empty()).then(|| Finding {
        rule: "half-width-mark",
        severity: Severity::Note,
        place: place.clone(),
        what: say!(
            "{shown} between Chinese characters: set full-width (GB/T 15834)",
            "汉字之间的 {shown} 已按 GB/T 15834 改为全角"
        ),
        hint: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(campaign: &Campaign) -> Vec<(u32, &str)> {
        campaign.slogans.iter().map(|s| (s.number, s.text.as_str())).collect()
    }

    fn rules(campaign: &Campaign) -> Vec<&str> {
        campaign.notes.iter().map(|n| n.rule).collect()
    }

    #[test]
    fn a_pasted_notice_gives_its_slogans() {
        let notice = "附件\r\n2021 年全国“质量月”活动宣传口号\r\n\r\n1.质量为先\u{3000}守正创新；\r\n2.质量先行 顾客为上。\r\n\r\n中国水利电力质量管理协会\r\n";
        let campaign = Campaign::from_list("dir/list.txt", notice.as_bytes()).unwrap();
        assert_eq!(campaign.id, "list");
        assert_eq!(texts(&campaign), [(1, "质量为先 守正创新"), (2, "质量先行 顾客为上")]);
        assert_eq!(rules(&campaign), ["list-number", "slogan-end-mark", "list-left-out"]);
        assert_eq!(
            campaign.notes[2].what.zh,
            "3 行不是标语，未印：第 1 行`附件`（标题）、第 2 行`2021 年全国“质量月”活动宣传口号`（标题）、第 7 行`中国水利电力质量管理协会`（单位）"
        );
        let (gbk, _, _) = encoding_rs::GBK.encode(notice);
        assert_eq!(Campaign::from_list("dir/list.txt", &gbk).unwrap(), campaign);
        let utf16: Vec<u8> = notice.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Campaign::from_list("dir/list.txt", &utf16).unwrap(), campaign);
    }

    #[test]
    fn a_list_without_numbers_is_taken_whole() {
        let campaign =
            Campaign::from_list("a.txt", "人人讲安全 个个会应急\n\n  安全生产 人人有责\n".as_bytes()).unwrap();
        assert_eq!(texts(&campaign), [(1, "人人讲安全 个个会应急"), (2, "安全生产 人人有责")]);
        assert_eq!(campaign.notes, []);
    }

    #[test]
    fn numbers_with_nothing_behind_them_are_taken_off_where_they_count_the_lines() {
        let read = |list: &str| {
            let campaign = Campaign::from_list("a.txt", list.as_bytes()).unwrap();
            campaign.slogans.iter().map(|s| s.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(read("01安全第一\n02质量第一\n03效率第一\n"), ["安全第一", "质量第一", "效率第一"]);
        let counting = ["1个目标不动摇", "2项任务抓落实", "3种作风树起来"];
        assert_eq!(read(&counting.join("\n")), counting);
        let figures = ["365天安全生产", "24小时守护光明", "100%持证上岗"];
        assert_eq!(read(&figures.join("\n")), figures);
    }

    #[test]
    fn what_cannot_be_set_is_refused_with_its_line() {
        let long = "质".repeat(SLOGAN_CHARS + 1);
        let faults = Campaign::from_list("a.txt", format!("好\n{long}\n").as_bytes()).unwrap_err();
        assert_eq!(
            faults.to_string(),
            "a.txt:2:1: the text has 121 characters, at most 120 are set\n  hint: divide it into several"
        );
        assert_eq!(Campaign::from_list("a.txt", b" \n").unwrap_err().0[0].code, "texts/none");
        assert_eq!(
            Campaign::from_list("a.txt", b"\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\xff").unwrap_err().0[0].code,
            "texts/encoding"
        );
        let faults = Campaign::from_texts(["好", ""]).unwrap_err();
        assert_eq!(faults.to_string(), "text 2: the text is empty");
    }

    #[test]
    fn texts_are_taken_to_the_letter_but_for_break_marks() {
        for text in
            ["一、二号机组检修", "①讲安全 ②抓质量", "10、9、8倒计时", "★质量月★", "①②⑩⑳", "1. 安全第一。", "- 安全"]
        {
            assert_eq!(texts(&Campaign::from_texts([text]).unwrap()), [(1, text)]);
        }
        let campaign = Campaign::from_texts(["质量|为先 守正¦创新", "A||B"]).unwrap();
        assert_eq!(texts(&campaign), [(1, "质量为先 守正创新"), (2, "A|B")]);
        assert_eq!(campaign.slogans[0].breaks.as_deref(), Some("质量|为先 守正¦创新"));
        assert_eq!((campaign.slogans[1].breaks.as_deref(), rules(&campaign)), (None, vec!["break-marks"]));
        let campaign = Campaign::read_texts(["质量|为先。"], Reading::Verbatim).unwrap();
        assert_eq!((texts(&campaign), campaign.notes.len()), (vec![(1, "质量|为先。")], 0));
    }

    #[test]
    fn a_list_to_the_letter_keeps_every_line() {
        let list = "口号\n1.安全|第一。\n\n某某公司\n";
        let campaign = Campaign::read_list("a.txt", list.as_bytes(), Reading::Verbatim).unwrap();
        assert_eq!(texts(&campaign), [(1, "口号"), (2, "1.安全|第一。"), (3, "某某公司")]);
        assert_eq!(campaign.notes, []);
    }
}
