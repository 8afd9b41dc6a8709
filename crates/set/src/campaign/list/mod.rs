//! A list as people paste it → its slogans: numbering and bullets come off where most lines have them, headings, units,
//! dates and sources are left out, wrapped lines are joined; and all of it is told, once a kind.

mod kind;
mod number;
mod order;
pub(super) mod piped;
mod said;
mod shown;
mod surround;

use biaoyu_page::error::{Fault, Faults, Finding, Place};
use biaoyu_page::say;
use biaoyu_page::wording::{clean, without_end_mark};
use biaoyu_table::table::{Line, Mark};
use kind::Kind;
use number::{Numbered, Style, bullet, numbered};
use order::{Candidate, Numbering, numbering};
use said::Said;
pub(super) use shown::understand_shown;
pub use shown::{LineFate, ListLine};

/// A slogan of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Where it begins.
    pub place: Place,
    /// Its number in the list.
    pub number: Option<u32>,
    /// Its words, break marks among them.
    pub text: String,
    /// The character that carries it, where the list names one.
    pub key: Option<String>,
}

/// What a line comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// A slogan, unless something is found to the contrary.
    Slogan,
    /// The slogan of the line before goes on.
    Joined,
    Out(Kind),
}

/// A line on its way.
struct Row {
    line: Line,
    /// Cleaned, and later without bullet and number.
    text: String,
    numbered: Option<Numbered>,
    /// What was taken off in front.
    taken: String,
    fate: Fate,
}

/// The slogans of a list and what was done to find them.
///
/// # Errors
/// `texts/left-out` when most lines would be left out without a sign of what they are; `texts/none`.
pub(super) fn understand(name: &str, lines: Vec<Line>) -> Result<(Vec<Item>, Vec<Finding>), Faults> {
    let mut said = Said::new(name);
    let rows = judge(lines, &mut said);
    let items = gather(&rows, &mut said);
    refuse_ruins(name, &rows, &items)?;
    said.rows(&rows);
    Ok((items, said.findings()))
}

/// What each line comes to.
fn judge(lines: Vec<Line>, said: &mut Said) -> Vec<Row> {
    let mut rows: Vec<Row> =
        lines.into_iter().map(|line| Row::new(line, said)).filter(|r| !r.text.is_empty()).collect();
    take_emphasis(&mut rows, said);
    for row in &mut rows {
        let is_heading = row.line.mark == Mark::Heading;
        let found = if is_heading { Some(Kind::Heading) } else { kind::anywhere(&row.text) };
        row.fate = found.map_or(Fate::Slogan, Fate::Out);
    }
    spare_common_headings(&mut rows);
    surround::leave_lone_numbers(&mut rows);
    if rows.iter().any(|row| numbered(&row.text).is_some()) {
        surround::leave_foot(&mut rows);
    }
    let bulleted = take_bullets(&mut rows);
    match find_numbering(&mut rows) {
        Some(found) => take_numbers(&mut rows, &found),
        None if bulleted.iter().any(|b| *b) => {
            keep_members(&mut rows, &bulleted);
            surround::spare_parallel(&mut rows, &bulleted);
        }
        None => leave_surroundings(&mut rows),
    }
    rows
}

impl Row {
    fn new(line: Line, said: &mut Said) -> Self {
        let text = clean(&line.text);
        if line.text.chars().any(|c| !c.is_whitespace() && !text.contains(c)) {
            said.invisible(&line);
        }
        Self { line, text, numbered: None, taken: String::new(), fate: Fate::Slogan }
    }

    fn is_open(&self) -> bool {
        self.fate == Fate::Slogan
    }

    /// Takes bytes off in front.
    fn take(&mut self, length: usize) {
        let rest = self.text.split_off(length.min(self.text.len()));
        self.taken += self.text.trim_end();
        self.text = rest;
    }
}

/// `**安全第一**`, as programs that write for people emphasise.
fn take_emphasis(rows: &mut [Row], said: &mut Said) {
    for row in rows.iter_mut().filter(|row| row.text.matches("**").count() == 2) {
        said.emphasis(&row.line);
        row.text = clean(&row.text.replace("**", ""));
    }
}

/// A form that most lines have is no heading: a list may consist of slogans in brackets.
fn spare_common_headings(rows: &mut [Row]) {
    let (mut headings, mut open) = (0, 0);
    for row in rows.iter() {
        headings += usize::from(row.fate == Fate::Out(Kind::Heading) && row.line.mark != Mark::Heading);
        open += usize::from(row.is_open());
    }
    if headings > open && headings > 2 {
        let spared = rows.iter_mut().filter(|r| r.fate == Fate::Out(Kind::Heading) && r.line.mark != Mark::Heading);
        spared.for_each(|row| row.fate = Fate::Slogan);
    }
}

/// Takes bullets off where most lines begin with one, whichever, and tells which had it.
fn take_bullets(rows: &mut [Row]) -> Vec<bool> {
    let own = |row: &Row| {
        let (mark, length) = bullet(&row.text)?;
        // `★质量月★` is dressed, not marked.
        (!row.text.ends_with(mark)).then_some(length)
    };
    let open = rows.iter().filter(|r| r.is_open());
    let (marked, all) = (open.clone().filter_map(own).count(), open.count());
    let mut found = vec![false; rows.len()];
    if marked * 2 > all {
        for (row, found) in rows.iter_mut().zip(&mut found).filter(|(row, _)| row.is_open()) {
            if let Some(length) = own(row) {
                row.take(length);
                *found = true;
            }
        }
    }
    found
}

/// The numbering of the lines that are not known to be something else.
fn find_numbering(rows: &mut [Row]) -> Option<Numbering> {
    for row in rows.iter_mut() {
        row.numbered = numbered(&row.text).or_else(|| own_number(row.line.mark));
    }
    surround::unite_lists(rows);
    let mut lists: Vec<((u32, u32), u32)> = Vec::new();
    let mut may_restart = false;
    let mut candidates = Vec::new();
    let mut places = Vec::new();
    for (place, row) in rows.iter_mut().enumerate() {
        if !row.is_open() {
            may_restart = true;
            continue;
        }
        // A list of the document counts its paragraphs itself.
        if let Some(Numbered { style: Style::Own(id, level), value, .. }) = &mut row.numbered
            && *id > 0
        {
            let own = match row.line.mark {
                Mark::List(own, _) => own,
                _ => *id,
            };
            match lists.iter_mut().find(|(list, _)| *list == (own, *level)) {
                Some((_, count)) => *count += 1,
                None => lists.push(((own, *level), 1)),
            }
            *value = lists.iter().find(|(list, _)| *list == (own, *level)).map_or(1, |(_, count)| *count);
        }
        let restarts = std::mem::take(&mut may_restart) || row.line.after_blank;
        candidates.push(Candidate { numbered: row.numbered.clone(), may_restart: restarts });
        places.push(place);
    }
    let found = numbering(&candidates)?;
    if found.style == Style::Bare && !counts_lines(rows, &places, &found) {
        return None;
    }
    let spread = |flags: &[bool]| {
        let mut all = vec![false; rows.len()];
        for (place, flag) in places.iter().zip(flags) {
            all.get_mut(*place).into_iter().for_each(|slot| *slot = *flag);
        }
        all
    };
    Some(Numbering { style: found.style, members: spread(&found.members), parts: spread(&found.parts) })
}

/// `1 个目标 2 项任务 3 个坚持` count what they name; `1 安全第一` counts lines.
fn counts_lines(rows: &[Row], places: &[usize], found: &Numbering) -> bool {
    let members = places.iter().zip(&found.members).filter(|(_, m)| **m).filter_map(|(place, _)| rows.get(*place));
    let (mut measured, mut all) = (0, 0);
    for row in members {
        let rest = row.numbered.as_ref().and_then(|n| row.text.get(n.length..)).unwrap_or_default();
        // Cells of a table are pasted with more than a space between them.
        let after = row.line.text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        let is_cell = after.starts_with(['\t', '\u{3000}']) || after.starts_with("  ");
        measured += usize::from(
            !is_cell
                && rest.starts_with(|c| "个项条次年月日号名人类级度大种支台座万亿%％℃元米吨分秒天小步心".contains(c)),
        );
        all += 1;
    }
    all >= 3 && measured * 2 < all
}

fn own_number(mark: Mark) -> Option<Numbered> {
    let (style, value) = match mark {
        Mark::List(id, level) => (Style::Own(id, level), 1),
        Mark::Column(Some(value)) => (Style::Own(0, 0), value),
        _ => return None,
    };
    Some(Numbered { style, value, length: 0, weak: false })
}

/// Takes the numbers of a list off; what has none is heading, signature, or the rest of a slogan.
fn take_numbers(rows: &mut [Row], found: &Numbering) {
    for ((row, member), part) in rows.iter_mut().zip(&found.members).zip(&found.parts) {
        match (row.numbered.as_ref().map(|n| n.length), *part, *member) {
            (_, true, _) if row.is_open() => row.fate = Fate::Out(Kind::Heading),
            (Some(length), _, true) => row.take(length),
            _ => row.numbered = None,
        }
    }
    keep_members(rows, &found.members);
}

/// What stands between, before and after the members of a list.
fn keep_members(rows: &mut [Row], members: &[bool]) {
    let is_member = |i: usize| members.get(i).copied().unwrap_or(false);
    let (Some(first), Some(last)) = (members.iter().position(|m| *m), members.iter().rposition(|m| *m)) else { return };
    // A column of a sheet holds whole slogans.
    let wraps = |row: &Row| !row.line.after_blank && !matches!(row.line.mark, Mark::Column(_));
    let mut joins = false;
    let mut before: Option<String> = None;
    for (i, row) in rows.iter_mut().enumerate() {
        if is_member(i) {
            before = Some(row.text.clone());
            continue;
        }
        if !row.is_open() {
            before = None;
            continue;
        }
        if i < first {
            row.fate = Fate::Out(kind::signs(&row.text).unwrap_or(Kind::Heading));
            continue;
        }
        let open =
            before.as_deref().filter(|text| wraps(row) && !text.ends_with(['。', '；', ';', '！', '!', '？', '?']));
        let expects = open.is_some_and(|text| text.ends_with(['，', ',', '、', '：', '—']));
        row.fate = match open {
            _ if kind::part(&row.text).is_some() && i < last => Fate::Out(Kind::Heading),
            _ if kind::is_date(&row.text) => Fate::Out(Kind::Date),
            _ if kind::is_unit(&row.text, !expects && i < last && !row.text.starts_with('—')) => {
                Fate::Out(Kind::Unit)
            }
            // Behind the last one only what must go on, or what goes on elsewhere too.
            Some(_) if i < last || expects || joins => Fate::Joined,
            _ => Fate::Out(Kind::Unnumbered),
        };
        if row.fate == Fate::Joined {
            joins = true;
            before = Some(row.text.clone());
        } else {
            before = None;
        }
    }
}

/// A list without numbers: what stands at its head and foot, what names its parts, and lines that end with a comma.
fn leave_surroundings(rows: &mut [Row]) {
    leave_parts(rows);
    surround::leave_head(rows);
    leave_signature(rows);
    let expects = |row: &Row| row.is_open() && row.text.ends_with(['，', ',', '、']);
    let (commas, open) = (rows.iter().filter(|r| expects(r)).count(), rows.iter().filter(|r| r.is_open()).count());
    // Where most lines end so it is how the list is written.
    if commas * 2 < open {
        let going: Vec<bool> = rows.iter().map(expects).collect();
        for (row, before) in rows.iter_mut().skip(1).zip(going) {
            let whole = matches!(row.line.mark, Mark::Column(_)) || row.line.after_blank;
            if before && row.is_open() && !whole {
                row.fate = Fate::Joined;
            }
        }
    }
}

/// Lines that name parts of a list: 安全生产类.
fn leave_parts(rows: &mut [Row]) {
    let named: Vec<Option<&str>> = rows.iter().map(|r| kind::part(&r.text).filter(|_| r.is_open())).collect();
    let open = rows.iter().filter(|r| r.is_open()).count();
    for (i, row) in rows.iter_mut().enumerate() {
        let Some(Some(end)) = named.get(i) else { continue };
        let alike = named.iter().flatten().filter(|other| *other == end).count();
        let is_headed = numbered(&row.text).is_some() || row.line.after_blank || alike > 1 || i == 0;
        if is_headed && alike * 2 < open {
            row.fate = Fate::Out(Kind::Heading);
        }
    }
}

/// The signature stands last: a day, above it a unit, or the other way round; not the only line of all.
fn leave_signature(rows: &mut [Row]) {
    let mut signed = false;
    for i in (1..rows.len()).rev() {
        let Some(row) = rows.get_mut(i) else { break };
        let is_indented = row.line.text.starts_with(['\t', '\u{3000}']) || row.line.text.starts_with("    ");
        let likely = signed || row.line.after_blank || is_indented;
        row.fate = match row.fate {
            Fate::Slogan if matches!(row.line.mark, Mark::Column(_)) => break,
            Fate::Slogan if kind::is_date(&row.text) => Fate::Out(Kind::Date),
            Fate::Slogan if kind::is_unit(&row.text, !likely) => Fate::Out(Kind::Unit),
            Fate::Slogan => break,
            Fate::Out(Kind::Rule) if !signed => continue,
            other => other,
        };
        signed = true;
    }
    if let Some(first) = rows.iter_mut().find(|r| r.is_open()).filter(|r| kind::is_date(&r.text)) {
        first.fate = Fate::Out(Kind::Date);
    }
}

/// Slogans of the rows that are left, those that go on in one piece.
fn gather(rows: &[Row], said: &mut Said) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let longest = rows.iter().map(|r| r.text.chars().count() + r.taken.chars().count()).max().unwrap_or(0);
    let mut length = 0;
    for row in rows {
        match row.fate {
            Fate::Slogan => {
                length = row.text.chars().count() + row.taken.chars().count();
                items.push(Item {
                    place: row.line.place.clone(),
                    number: row.numbered.as_ref().map(|n| n.value),
                    text: row.text.clone(),
                    key: row.line.key.clone(),
                });
            }
            Fate::Joined => {
                let Some(item) = items.last_mut() else { continue };
                let own = row.text.chars().count();
                // A full line was cut at its end; a line with room to spare was ended on purpose, by a clause.
                let tail = item.text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().chars().count();
                let is_cut = tail == 1 || (length + 1 >= longest && length >= 16 && own + 3 < length);
                let ends = item.text.ends_with(|c: char| !c.is_alphanumeric() && c != '”' && c != '》');
                if !is_cut && !ends {
                    item.text.push(' ');
                }
                item.text += &row.text;
                length = own;
                said.joined(&row.line, &item.text);
            }
            Fate::Out(_) => {}
        }
    }
    for item in &mut items {
        let (text, mark) = without_end_mark(&item.text);
        if mark.is_some() {
            said.end_mark(&item.text);
            item.text = text.to_owned();
        }
    }
    items
}

/// A list of which little is left was not meant so.
fn refuse_ruins(name: &str, rows: &[Row], items: &[Item]) -> Result<(), Faults> {
    // A word processor's own list is meant: what stands before it is the notice that it belongs to.
    let is_meant = rows.iter().any(|r| r.fate == Fate::Slogan && matches!(r.line.mark, Mark::List(..)));
    let unknown: Vec<&Row> = {
        let is_unknown = |row: &&Row| match row.fate {
            Fate::Out(Kind::Unnumbered) => true,
            Fate::Out(Kind::Heading) => !is_meant && row.line.mark != Mark::Heading && !kind::is_heading(&row.text),
            _ => false,
        };
        rows.iter().filter(is_unknown).collect()
    };
    let (all, kept, left) = (rows.len(), items.len(), unknown.len());
    let numbered =
        rows.iter().filter(|r| r.fate == Fate::Slogan && (!r.taken.is_empty() || r.numbered.is_some())).count();
    if kept > 0 && left <= kept {
        return Ok(());
    }
    let shown: Vec<String> = rows
        .iter()
        .filter(|row| matches!(row.fate, Fate::Out(_)))
        .take(3)
        .map(|row| format!("`{}`", said::short(&row.text)))
        .collect();
    let shown = shown.join(" ");
    if kept == 0 {
        let mut fault = Fault::new("texts/none", Place::file(name), say!("no slogan in this file", "文件里没有标语"))
            .hint(say!("write one slogan a line", "请一行写一条标语"));
        if !rows.is_empty() {
            fault.what = say!(
                "no slogan in this file: {shown} are taken for headings, dates and the like",
                "文件里没有标语：{shown} 等看作标题、日期之类"
            );
            fault = fault.hint(say!(
                "write one slogan a line; `--verbatim` prints every line as it is",
                "请一行写一条标语；加 `--verbatim` 则每一行都照原样印"
            ));
        }
        return Err(fault.into());
    }
    let what = say!(
        "{numbered} of {all} lines are numbered, {left} others would be left out, more than are kept: {shown} …",
        "{all} 行中只有 {numbered} 行有编号，其余有 {left} 行会被略去，比留下的还多：{shown} 等"
    );
    let hint = say!(
        "keep only the slogans in the file, one a line, all numbered or none; `--verbatim` prints every line as it is",
        "请在文件里只留标语，一行一条，要么都编号，要么都不编号；加 `--verbatim` 则每一行都照原样印"
    );
    Err(Fault::new("texts/left-out", Place::file(name), what).hint(hint).into())
}
