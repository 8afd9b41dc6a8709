//! Slogans without a campaign file: texts from the command line, or a list pasted from Word, WeChat or a notice.

use super::keys::assign_keys;
use super::{Campaign, Defaults, Slogan};
use biaoyu_page::decode::decode;
use biaoyu_page::error::{Fault, Faults, Finding, Place, Severity};
use biaoyu_page::limits::{SLOGAN_CHARS, SLOGANS, TEXT_FILE_BYTES};
use biaoyu_page::punctuation::full_marks;
use biaoyu_page::say;
use biaoyu_page::wording::{clean, offences, without_end_mark, without_number};

/// One line of a list, cleaned.
struct Line {
    place: Place,
    number: Option<u32>,
    text: String,
}

impl Campaign {
    /// A campaign of loose texts, as `--text` gives them.
    ///
    /// # Errors
    /// Every text that is empty, too long, or cannot be printed.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, Faults> {
        let lines = texts.into_iter().zip(1..).map(|(text, number)| {
            let place = Place::thing(say!("text {number}", "第 {number} 条文字"));
            (place, text)
        });
        build("texts", lines, false)
    }

    /// A campaign of a list, one slogan a line, as `--texts FILE` gives it: UTF-8, UTF-16 or GB 18030; numbering and
    /// stops at the end are taken off; in a numbered list the lines before the first and after the last number are
    /// heading and signature, not slogans. What was taken off is said in [`Campaign::notes`].
    ///
    /// # Errors
    /// A file without a slogan, and every line that is too long or cannot be printed.
    pub fn from_list(name: &str, bytes: &[u8]) -> Result<Self, Faults> {
        if bytes.len() > TEXT_FILE_BYTES {
            let (found, most) = (bytes.len() / 1024, TEXT_FILE_BYTES / 1024);
            let what =
                say!("the file has {found} KiB, at most {most} KiB are read", "文件有 {found} KiB，最多读 {most} KiB");
            return Err(Fault::new("texts/too-large", Place::file(name), what).into());
        }
        let decoded = decode(bytes);
        if decoded.damaged {
            let encoding = decoded.encoding.name();
            let what = say!("the file cannot be read, not as {encoding} either", "文件无法读取，按 {encoding} 也不行");
            let hint = say!("save it as plain text in UTF-8", "请另存为 UTF-8 纯文本");
            return Err(Fault::new("texts/encoding", Place::file(name), what).hint(hint).into());
        }
        let lines = decoded.text.lines().zip(1..).map(|(text, line)| {
            let place = Place { at: Some((line, 1)), ..Place::file(name) };
            (place, text)
        });
        let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let id = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        build(if id.is_empty() { "texts" } else { id }, lines, true).map_err(|mut faults| {
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

/// # Errors
/// The faults of the lines; none at all when there is no line.
fn build<'a>(id: &str, lines: impl Iterator<Item = (Place, &'a str)>, is_list: bool) -> Result<Campaign, Faults> {
    let mut faults = Faults::default();
    let mut notes = Vec::new();
    let mut kept: Vec<Line> = Vec::new();
    for (place, raw) in lines {
        let text = clean(raw);
        if text.is_empty() && is_list {
            continue;
        }
        let (number, text) = without_number(&text);
        kept.push(Line { place, number, text: text.to_owned() });
    }
    if is_list {
        drop_surroundings(&mut kept, &mut notes);
    }
    if kept.len() > SLOGANS {
        let count = kept.len();
        let what = say!("{count} slogans, at most {SLOGANS} are read", "有 {count} 条标语，最多读 {SLOGANS} 条");
        let place = kept.get(SLOGANS).map(|line| line.place.clone()).unwrap_or_default();
        faults.push(Fault::new("texts/too-many", place, what));
        kept.truncate(SLOGANS);
    }
    // The list's own numbers are kept when they can be: the notice and the files then agree.
    let rising = kept.windows(2).all(|pair| matches!(pair, [a, b] if a.number < b.number));
    let own_numbers = rising && kept.iter().all(|line| line.number.is_some());
    let mut slogans = Vec::new();
    for (line, count) in kept.into_iter().zip(1..) {
        let (text, mark) = without_end_mark(&line.text);
        let (text, halves) = full_marks(text);
        let text = text.as_str();
        notes.extend(half_width(&halves, &line.place));
        if let Some(mark) = mark {
            notes.push(Finding {
                rule: "slogan-end-mark",
                severity: Severity::Note,
                place: line.place.clone(),
                what: say!("`{mark}` at the end was taken off", "已去掉末尾的 `{mark}`"),
                hint: None,
            });
        }
        for offence in offences(text, SLOGAN_CHARS) {
            faults.push(Fault {
                code: offence.code,
                place: line.place.clone(),
                what: offence.what,
                hint: offence.hint,
            });
        }
        let number = line.number.filter(|_| own_numbers).unwrap_or(count);
        slogans.push(Slogan { number, text: text.into(), key: None, breaks: None, note: None });
    }
    if slogans.is_empty() || !faults.0.is_empty() {
        return Err(faults);
    }
    assign_keys("", None, &mut slogans);
    Ok(Campaign {
        id: id.into(),
        title: String::new(),
        heading: String::new(),
        year: None,
        theme: None,
        badge_line: None,
        slogans,
        own_sheet: None,
        organisation: None,
        source: None,
        date: None,
        events: Vec::new(),
        publications: Vec::new(),
        defaults: Defaults::default(),
        notes,
    })
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

/// A notice's heading and signature around a numbered list are no slogans.
fn drop_surroundings(lines: &mut Vec<Line>, notes: &mut Vec<Finding>) {
    let numbered = lines.iter().filter(|line| line.number.is_some()).count();
    let (Some(first), Some(last)) =
        (lines.iter().position(|l| l.number.is_some()), lines.iter().rposition(|l| l.number.is_some()))
    else {
        return;
    };
    if numbered < 2 || numbered * 3 < (last - first + 1) * 2 {
        return;
    }
    for line in lines.iter().take(first).chain(lines.iter().skip(last + 1)) {
        let text = &line.text;
        notes.push(Finding {
            rule: "line-without-number",
            severity: Severity::Note,
            place: line.place.clone(),
            what: say!(
                "`{text}` has no number as the others have: left out",
                "`{text}` 没有编号，与其他行不同，未作标语"
            ),
            hint: Some(say!("give it a number, if it is a slogan", "如果是标语，请给它编号")),
        });
    }
    lines.truncate(last + 1);
    lines.drain(..first);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(campaign: &Campaign) -> Vec<(u32, &str)> {
        campaign.slogans.iter().map(|s| (s.number, s.text.as_str())).collect()
    }

    #[test]
    fn a_pasted_notice_gives_its_slogans() {
        let notice = "附件\r\n2021 年全国“质量月”活动宣传口号\r\n\r\n1.质量为先\u{3000}守正创新；\r\n2.质量先行 顾客为上。\r\n\r\n中国水利电力质量管理协会\r\n";
        let campaign = Campaign::from_list("dir/list.txt", notice.as_bytes()).unwrap();
        assert_eq!(campaign.id, "list");
        assert_eq!(texts(&campaign), [(1, "质量为先 守正创新"), (2, "质量先行 顾客为上")]);
        assert_eq!(campaign.notes.len(), 5);
        let (gbk, _, _) = encoding_rs::GBK.encode(notice);
        assert_eq!(Campaign::from_list("dir/list.txt", &gbk).unwrap(), campaign);
    }

    #[test]
    fn a_list_without_numbers_is_taken_whole() {
        let campaign =
            Campaign::from_list("a.txt", "人人讲安全 个个会应急\n\n  安全生产 人人有责\n".as_bytes()).unwrap();
        assert_eq!(texts(&campaign), [(1, "人人讲安全 个个会应急"), (2, "安全生产 人人有责")]);
        assert_eq!(campaign.notes, []);
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
        assert_eq!(Campaign::from_list("a.txt", b"\xff\xff\xff").unwrap_err().0[0].code, "texts/encoding");
        let faults = Campaign::from_texts(["好", ""]).unwrap_err();
        assert_eq!(faults.to_string(), "text 2: the text is empty");
    }
}
