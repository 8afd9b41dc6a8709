//! A campaign: what is said. Slogans with their theme, title, organisation, events and publications.

mod fields;
mod keys;
mod list;
mod lockup;
mod marks;
mod read;
mod schema;
mod texts;

pub use keys::key_of;
pub use list::{LineFate, ListLine};
pub use lockup::logo_has_name;
pub use schema::{keys, schema};
pub use texts::{Reading, list_lines, stem};

use biaoyu_page::date::Date;
use biaoyu_page::error::{Fault, Finding, Place, Say};
use biaoyu_page::say;
use biaoyu_table::record::Fields;

/// The commented campaign that `biaoyu new` writes for the user to fill in.
pub fn template() -> &'static str {
    include_str!("new.toml")
}

/// What a campaign says, and what it looks like unless the user wants otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    /// Short id, the file's name without ending: `quality-month-2021`.
    pub id: String,
    /// What badges and flags say: 质量月. Empty for loose texts.
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
    /// The campaign's own sheet, number 0: its title as a slogan. `None` for loose texts.
    pub own_sheet: Option<Slogan>,
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
    /// What its sheets show besides: `caption figure measure`, and of its `[fields]` `date place host co_host line1 line2
    /// qr body document honorific issuer to zone`; those that are written.
    pub shows: Fields,
    /// A picture for its sheets: a file, from the campaign file's own folder.
    pub picture: Option<String>,
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
    /// The unit that signs.
    pub unit: Option<String>,
    /// The logo: a picture file, from the campaign file's own folder.
    pub logo: Option<String>,
    /// Its dark version.
    pub logo_dark: Option<String>,
    /// Its light version.
    pub logo_light: Option<String>,
    /// The logo holds the unit's name, which is not set again beside it.
    pub logo_has_name: bool,
    /// The flat white around a logo without transparency is left out.
    pub logo_knockout: bool,
    /// The unit's own colour: `C100 M5 Y50 K40`.
    pub colour: Option<String>,
    /// The print shop: id or file of its profile.
    pub shop: Option<String>,
}

impl Campaign {
    /// The slogan of a number; 0 is the campaign's own sheet.
    pub fn slogan(&self, number: u32) -> Option<&Slogan> {
        self.own_sheet.iter().chain(&self.slogans).find(|slogan| slogan.number == number)
    }

    /// The words that personal products carry when no slogan is asked for; empty when the campaign has none.
    pub fn badge_line(&self) -> &str {
        self.badge_line.as_deref().or(self.theme.as_deref()).unwrap_or(&self.title)
    }

    /// The campaign's share of a record: `title campaign year theme organisation date caption figure measure`, those that
    /// are known.
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::default();
        let mut set = |field: &str, text: Option<String>| {
            if let Some(text) = text.filter(|t| !t.is_empty()) {
                fields.set(field, text);
            }
        };
        set("title", Some(self.title.clone()));
        set("campaign", Some(self.heading.clone()));
        set("year", self.year.map(|year| year.to_string()));
        set("theme", self.theme.clone());
        set("organisation", self.organisation.clone());
        set("date", self.shows.get("date").is_none().then(|| self.date.map(Date::chinese)).flatten());
        self.shows.iter().for_each(|(field, text)| set(field, Some(text.to_owned())));
        fields
    }
}

impl Slogan {
    /// Sets the character, or the characters, that carry the slogan.
    ///
    /// # Errors
    /// `slogan/key` when there are none or more than four, or one that is not in the slogan.
    pub fn set_key(&mut self, key: &str) -> Result<(), Fault> {
        let key: String = key.chars().filter(|c| !c.is_whitespace()).collect();
        let count = key.chars().count();
        let number = self.number;
        let place = || Place::thing(say!("slogan {number}", "第 {number} 条标语"));
        if !(1..=4).contains(&count) {
            let what = say!("its key has {count} characters, wanted 1 to 4", "关键字有 {count} 个字，应为 1 到 4 个");
            return Err(Fault::new("slogan/key", place(), what));
        }
        if let Some(stranger) = key.chars().find(|c| !self.text.contains(*c)) {
            let what = say!("its key has `{stranger}`, which is not in it", "关键字里的 `{stranger}` 不在标语中");
            let hint = say!("choose a character of the slogan", "请从标语中选字");
            return Err(Fault::new("slogan/key", place(), what).hint(hint));
        }
        self.key = Some(key);
        Ok(())
    }

    /// The slogan's share of a record: `s slogan`.
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::default();
        fields.set("s", self.number.to_string());
        fields.set("slogan", &*self.text);
        fields
    }
}

impl Event {
    /// The meeting's share of a record: its title as `slogan`, and `host co_host date place`, those that are known.
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::default();
        fields.set("slogan", &*self.title);
        for (field, text) in
            [("host", &self.host), ("co_host", &self.co_host), ("date", &self.date), ("place", &self.place)]
        {
            if let Some(text) = text {
                fields.set(field, &**text);
            }
        }
        fields
    }
}

impl Publication {
    /// The cover's share of a record: its title as `slogan`, its theme, publisher as `organisation`, and date.
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::default();
        fields.set("slogan", &*self.title);
        for (field, text) in [("theme", &self.theme), ("organisation", &self.publisher), ("date", &self.date)] {
            if let Some(text) = text {
                fields.set(field, &**text);
            }
        }
        fields
    }
}
