//! What the file says of itself, in two places that agree to the second: the information dictionary
//! (ISO 32000-1, 14.3.3) and the XMP packet (14.3.2; ISO 16684-1).

use pdf_writer::{Name, Ref, Str, TextStr};

use super::file::File;
use super::options::Options;
use biaoyu_page::words::Standard;
use biaoyu_page::xml::escape;

/// What wrote the file.
const TOOL: &str = concat!("biaoyu ", env!("CARGO_PKG_VERSION"));

/// The version key of the information dictionary.
fn version(standard: Standard) -> Option<&'static str> {
    match standard {
        Standard::None => None,
        Standard::X4 => Some("PDF/X-4"),
        Standard::X1a => Some("PDF/X-1a:2003"),
    }
}

/// A moment with its distance from UTC. The writer never looks at a clock: equal input, equal bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Year, 0 to 9999.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Second.
    pub second: u8,
    /// Minutes that local time is ahead of UTC (China: 480).
    pub offset: i16,
}

impl Moment {
    /// Midnight UTC of a day.
    pub const fn day(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day, hour: 0, minute: 0, second: 0, offset: 0 }
    }

    /// The moment `seconds` after 1970 began in UTC (SOURCE_DATE_EPOCH), kept within the years 0 to 9999.
    pub fn from_unix(seconds: i64) -> Self {
        // The last second of 9999 and the first of 0.
        let seconds = seconds.clamp(-62_167_219_200, 253_402_300_799);
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // Days to civil date in the proleptic Gregorian calendar, by 400-year eras that begin on 1 March.
        let shifted = days + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march = (5 * of_year + 2) / 153;
        let month = if march < 10 { march + 3 } else { march - 9 };
        Self {
            year: (year_of_era + era * 400 + i64::from(month <= 2)) as u16,
            month: month as u8,
            day: (of_year - (153 * march + 2) / 5 + 1) as u8,
            hour: (rest / 3_600) as u8,
            minute: (rest / 60 % 60) as u8,
            second: (rest % 60) as u8,
            offset: 0,
        }
    }

    /// `D:20211008093000+08'00'` (ISO 32000-1, 7.9.4).
    pub(super) fn pdf(self) -> String {
        let Moment { year, month, day, hour, minute, second, .. } = self;
        let zone = self.zone("'", "'");
        format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}{zone}")
    }

    /// `2021-10-08T09:30:00+08:00` (ISO 8601).
    fn iso(self) -> String {
        let Moment { year, month, day, hour, minute, second, .. } = self;
        let zone = self.zone(":", "");
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
    }

    fn zone(self, between: &str, after: &str) -> String {
        if self.offset == 0 {
            return "Z".into();
        }
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.unsigned_abs();
        format!("{sign}{:02}{between}{:02}{after}", minutes / 60, minutes % 60)
    }
}

/// What both places say.
pub(super) struct Metadata {
    title: String,
    author: Option<String>,
    date: Moment,
    standard: Standard,
    records: bool,
}

impl Metadata {
    /// From the options; `title` serves when they have none.
    pub(crate) fn new(options: &Options, title: Option<&str>) -> Self {
        let author = options.author.as_deref().map(plain).filter(|s| !s.is_empty());
        // PDF/X wants a title that is not empty.
        let title = options.title.as_deref().into_iter().chain(title).map(plain).find(|s| !s.is_empty());
        let title = title.unwrap_or_else(|| "标语".into());
        Self { title, author, date: options.date, standard: options.standard, records: options.records }
    }

    /// What must go into the file's ID beside the objects.
    pub(crate) fn digest(&self, file: &File) -> [u8; 16] {
        let author = self.author.as_deref().unwrap_or_default();
        file.digest(&[self.title.as_bytes(), author.as_bytes(), self.date.iso().as_bytes()])
    }

    /// Writes the information dictionary.
    pub(crate) fn info(&self, file: &mut File) -> Ref {
        let id = file.id();
        file.object(id, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Title"), TextStr(&self.title));
            if let Some(author) = &self.author {
                dict.pair(Name(b"Author"), TextStr(author));
            }
            dict.pair(Name(b"Creator"), TextStr(TOOL));
            dict.pair(Name(b"Producer"), TextStr(TOOL));
            let date = self.date.pdf();
            dict.pair(Name(b"CreationDate"), Str(date.as_bytes()));
            dict.pair(Name(b"ModDate"), Str(date.as_bytes()));
            dict.pair(Name(b"Trapped"), Name(b"False"));
            if let Some(version) = version(self.standard) {
                dict.pair(Name(b"GTS_PDFXVersion"), TextStr(version));
            }
        });
        id
    }

    /// Writes the XMP packet, uncompressed so that any tool finds it.
    pub(crate) fn xmp(&self, file: &mut File, id: [u8; 16]) -> Ref {
        let xmp = self.packet(id);
        let id = file.id();
        file.raw_stream(id, xmp.as_bytes(), None, |dict| {
            dict.pair(Name(b"Type"), Name(b"Metadata"));
            dict.pair(Name(b"Subtype"), Name(b"XML"));
        });
        id
    }

    fn packet(&self, id: [u8; 16]) -> String {
        let (title, date, uuid) = (escape(&self.title), self.date.iso(), uuid(id));
        let author = self.author.as_deref().map_or_else(String::new, |author| {
            format!("<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n", escape(author))
        });
        let version = match self.standard {
            Standard::None => "",
            Standard::X4 => " xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\" pdfxid:GTS_PDFXVersion=\"PDF/X-4\"",
            Standard::X1a => " xmlns:pdfx=\"http://ns.adobe.com/pdfx/1.3/\" pdfx:GTS_PDFXVersion=\"PDF/X-1a:2003\"",
        };
        // PDF/VT-1 (ISO 16612-2, 6.3).
        let records = match self.records {
            false => String::new(),
            true => format!(
                " xmlns:pdfvtid=\"http://www.npes.org/pdfvt/ns/id/\" pdfvtid:GTS_PDFVTVersion=\"PDF/VT-1\" \
                 pdfvtid:GTS_PDFVTModDate=\"{date}\""
            ),
        };
        format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
             <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" \
             xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"{version}{records}\n\
             dc:format=\"application/pdf\" pdf:Producer=\"{TOOL}\" pdf:Trapped=\"False\" xmp:CreatorTool=\"{TOOL}\"\n\
             xmp:CreateDate=\"{date}\" xmp:ModifyDate=\"{date}\" xmp:MetadataDate=\"{date}\"\n\
             xmpMM:DocumentID=\"uuid:{uuid}\" xmpMM:InstanceID=\"uuid:{uuid}\" xmpMM:VersionID=\"1\" \
             xmpMM:RenditionClass=\"default\">\n\
             <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n{author}\
             </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
        )
    }
}

/// One line of text without control characters, which neither place can hold alike.
fn plain(text: &str) -> String {
    let kept: String =
        text.chars().map(|c| if c.is_control() || "\u{fffe}\u{ffff}".contains(c) { ' ' } else { c }).collect();
    kept.trim().to_string()
}

/// The digest as a UUID of version 8 (RFC 9562): bits of our own choosing.
fn uuid(mut id: [u8; 16]) -> String {
    id[6] = id[6] & 0x0f | 0x80;
    id[8] = id[8] & 0x3f | 0x80;
    let hex: String = id.iter().map(|b| format!("{b:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unix_seconds_become_dates() {
        for (seconds, want) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_827_696, "2000-02-29T12:34:56Z"),
            (1_633_651_200, "2021-10-08T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (i64::MAX, "9999-12-31T23:59:59Z"),
            (i64::MIN, "0000-01-01T00:00:00Z"),
        ] {
            assert_eq!(Moment::from_unix(seconds).iso(), want);
        }
    }

    #[test]
    fn zones_are_written_in_both_forms() {
        let date = Moment { hour: 9, minute: 30, offset: 480, ..Moment::day(2021, 10, 8) };
        assert_eq!(date.pdf(), "D:20211008093000+08'00'");
        assert_eq!(date.iso(), "2021-10-08T09:30:00+08:00");
        assert_eq!(Moment { offset: -210, ..date }.iso(), "2021-10-08T09:30:00-03:30");
    }
}
