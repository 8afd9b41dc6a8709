//! Sheets that are asked for by number.

use serde::{Deserialize, Serialize};

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::say;

/// Sheets that were asked for by number: `3,5-7,0,e1,p1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picks(Vec<Pick>);

/// One part of the choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pick {
    /// Slogans from one number to another; 0 is the campaign's own sheet.
    Slogans(u32, u32),
    /// Events from one place to another, from 1.
    Events(u32, u32),
    /// Publications from one place to another, from 1.
    Publications(u32, u32),
}

impl Picks {
    /// Reads numbers, ranges, `e1` (events) and `p1` (publications), parted by commas or spaces.
    ///
    /// # Errors
    /// `slogan/selector` names the part that is none of these.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let plain: String = text.chars().map(|c| if "，、；;".contains(c) { ',' } else { c }).collect();
        let mut picks = Vec::new();
        for word in plain.split(|c: char| c == ',' || c.is_whitespace()).filter(|w| !w.is_empty()) {
            picks.push(pick(word).ok_or_else(|| {
                let what = say!("`{word}` names no sheet", "`{word}` 不是标语的序号");
                let hint = say!(
                    "write numbers and ranges, `e1` for an event, `p1` for a publication: `3,5-7,0,e1`",
                    "请写序号或范围，会议写 `e1`，出版物写 `p1`：`3,5-7,0,e1`"
                );
                Fault::new("slogan/selector", Place::thing(say!("`--slogan`", "`--slogan`")), what).hint(hint)
            })?);
        }
        Ok(Self(picks))
    }

    /// These and then `more`.
    pub fn and(mut self, more: Picks) -> Self {
        self.0.extend(more.0);
        self
    }

    /// The parts, in the order they were asked for.
    pub fn iter(&self) -> impl Iterator<Item = &Pick> {
        self.0.iter()
    }
}

fn pick(word: &str) -> Option<Pick> {
    let word = word.to_ascii_lowercase().replace(['–', '—', '～', '~'], "-");
    let letter = word.chars().next().filter(|c| matches!(c, 'e' | 'p'));
    let number = |w: &str| {
        let digits = letter.map_or(Some(w), |l| Some(w.strip_prefix(l).unwrap_or(w)))?;
        digits.parse::<u32>().ok().filter(|_| digits.chars().all(|c| c.is_ascii_digit()))
    };
    let (from, to) = match word.split_once('-') {
        Some((from, to)) => (number(from)?, number(to)?),
        None => (number(&word)?, number(&word)?),
    };
    match letter {
        _ if from > to => None,
        None => Some(Pick::Slogans(from, to)),
        Some(_) if from == 0 => None,
        Some('e') => Some(Pick::Events(from, to)),
        Some(_) => Some(Pick::Publications(from, to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_asked_for_as_people_write() {
        let read = |text: &str| Picks::parse(text).map(|p| p.0);
        use Pick::{Events, Publications, Slogans};
        assert_eq!(
            read("3,5-7, 0，e1 P2-p3").unwrap(),
            [Slogans(3, 3), Slogans(5, 7), Slogans(0, 0), Events(1, 1), Publications(2, 3)]
        );
        for wrong in ["x", "7-5", "e0", "-1", "1-", "+3", "e", "99999999999"] {
            let fault = Picks::parse(wrong).unwrap_err();
            assert_eq!(fault.code, "slogan/selector", "{wrong}");
        }
    }
}
