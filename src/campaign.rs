//! A campaign: what is said. Slogans with their theme, title, organisation, events and publications.

use crate::date::Date;
use crate::error::{Finding, Say};

/// What a campaign says, and what it looks like unless the user wants otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    /// Short id, the file's name without ending: `quality-month-2021`.
    pub id: String,
    /// What badges and flags say: 质量月.
    pub title: String,
    /// The full title line: 2021 年电力行业“质量月”. The title when none is written.
    pub heading: String,
    /// The year of the campaign.
    pub year: Option<u16>,
    /// The theme 主题, second in rank to the slogan.
    pub theme: Option<String>,
    /// What personal products (name badges) carry when no slogan is asked for; the theme when none is written.
    pub badge_line: Option<String>,
    /// The slogans by rising number, numbers from 1.
    pub slogans: Vec<Slogan>,
    /// The campaign's own sheet, number 0: its title as a slogan.
    pub own_sheet: Slogan,
    /// The body that calls for the campaign. Signs only when asked.
    pub organisation: Option<String>,
    /// Where the words come from: the notice's number and title.
    pub source: Option<String>,
    /// The day of the notice; dates the files when SOURCE_DATE_EPOCH does not.
    pub date: Option<Date>,
    /// Meetings, for their backdrops 会标.
    pub events: Vec<Event>,
    /// Printed matter, for its covers.
    pub publications: Vec<Publication>,
    /// What is made unless the user says otherwise.
    pub defaults: Defaults,
    /// What the clerk should know: doubtful wording, marks taken away.
    pub notes: Vec<Finding>,
}

/// One slogan 标语.
#[derive(Clone, Debug, PartialEq)]
pub struct Slogan {
    /// Its number in the notice; 0 is the campaign's own sheet.
    pub number: u32,
    /// The words as they are printed. A single space is a clause break.
    pub text: String,
    /// The character that carries the slogan, for layouts that show one large; one or more characters.
    pub key: Option<String>,
    /// The words with `|` where a line may break inside a clause and `¦` where it had better not; nothing else differs.
    pub breaks: Option<String>,
    /// What the clerk should know of the wording.
    pub note: Option<Say>,
}

/// A meeting with its backdrop 会标.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Short id within the campaign: `qc-exchange`.
    pub id: String,
    /// The title on the backdrop.
    pub title: String,
    /// 主办.
    pub host: Option<String>,
    /// 承办.
    pub co_host: Option<String>,
    /// When, in the words of the backdrop: `2021 年 9 月 14 日`.
    pub date: Option<String>,
    /// Where.
    pub place: Option<String>,
}

/// Printed matter with a cover.
#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    /// Short id within the campaign: `papers`.
    pub id: String,
    /// The title on the cover.
    pub title: String,
    /// The line below it.
    pub theme: Option<String>,
    /// The body that publishes.
    pub publisher: Option<String>,
    /// When, in the words of the cover.
    pub date: Option<String>,
    /// What the clerk should know of the wording.
    pub note: Option<Say>,
}

/// What a campaign is made into unless the user says otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Defaults {
    /// Layout ids.
    pub layouts: Vec<String>,
    /// Palette id; the layout's own when `None`.
    pub palette: Option<String>,
    /// Product ids.
    pub products: Vec<String>,
}
