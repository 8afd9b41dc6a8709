//! The zip that an XLSX or ODS file is, with a limit on what it may unpack to.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use biaoyu_page::error::Say;
use biaoyu_page::limits::TABLE_UNPACKED_BYTES;
use biaoyu_page::say;

/// Bytes of a part that is read as a whole.
const SMALL_PART: u64 = 32 << 20;
/// Bytes that one element or text may have.
const ELEMENT: u64 = 16 << 20;

/// Why a spreadsheet cannot be read.
#[derive(Debug)]
pub(super) enum Broken {
    /// It unpacks to more than it may.
    TooLarge,
    /// It is locked with a password.
    Locked,
    /// A part is missing or is not what the format says.
    Damaged(Say),
    /// It takes more than a table may have.
    Over(super::grid::Over),
    /// The same of a sheet, at a row of it when that is known.
    At(String, Option<u32>, Box<Broken>),
}

impl From<super::grid::Over> for Broken {
    fn from(over: super::grid::Over) -> Self {
        Broken::Over(over)
    }
}

impl Broken {
    /// In a sheet.
    pub fn in_sheet(self, sheet: &str) -> Self {
        match self {
            Broken::At(_, row, broken) => Broken::At(sheet.to_owned(), row, broken),
            broken => Broken::At(sheet.to_owned(), None, Box::new(broken)),
        }
    }

    /// At a row.
    pub fn at_row(self, row: u32) -> Self {
        Broken::At(String::new(), Some(row), Box::new(self))
    }
}

/// A part that cannot be unpacked or read.
fn part_broken(path: &str) -> Broken {
    Broken::Damaged(say!("its part `{path}` cannot be read", "其中的 `{path}` 部分无法读取"))
}

/// What a package is read from: bytes, or the file itself, of which a large one then is not in memory beside its cells.
pub(super) trait Source: Read + Seek {}

impl<S: Read + Seek> Source for S {}

/// An open package.
pub(super) struct Package<'b> {
    zip: ZipArchive<Box<dyn Source + 'b>>,
    /// Paths as programs mean them: no case, `/` between.
    parts: BTreeMap<String, usize>,
    left: u64,
}

impl<'b> Package<'b> {
    /// Reads the directory of a zip in memory.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Broken> {
        Self::over(Cursor::new(bytes))
    }

    /// Reads the directory of a zip wherever it is.
    pub fn over(source: impl Source + 'b) -> Result<Self, Broken> {
        let zip = ZipArchive::new(Box::new(source) as Box<dyn Source + 'b>).map_err(|_| {
            Broken::Damaged(say!(
                "the zip archive that it is cannot be opened: its end is missing or wrong",
                "它所用的 zip 压缩包打不开：末尾缺失或有误"
            ))
        })?;
        let mut parts = BTreeMap::new();
        for (index, name) in zip.file_names_raw().enumerate() {
            parts.entry(plain(&String::from_utf8_lossy(name))).or_insert(index);
        }
        Ok(Self { zip, parts, left: TABLE_UNPACKED_BYTES })
    }

    /// Whether it has a part of that path.
    pub fn has(&self, path: &str) -> bool {
        self.parts.contains_key(&plain(path))
    }

    /// Reads a part through `read`, element by element; `None` when there is no such part.
    pub fn stream<T>(
        &mut self,
        path: &str,
        read: impl FnOnce(&mut Xml<'_>) -> Result<T, Broken>,
    ) -> Result<Option<T>, Broken> {
        let Some(index) = self.parts.get(&plain(path)) else { return Ok(None) };
        let file = self.zip.by_index(*index).map_err(|_| part_broken(path))?;
        let budget = Budget { left: Cell::new(self.left), element: Cell::new(ELEMENT) };
        let limited = BufReader::with_capacity(1 << 16, Limited { inner: file, budget: &budget });
        let mut reader = Reader::from_reader(Box::new(limited) as Box<dyn BufRead + '_>);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().check_end_names = false;
        let outcome = read(&mut Xml { reader, buffer: Vec::new(), budget: &budget, path });
        self.left = budget.left.get();
        match outcome {
            Err(Broken::Damaged(_) | Broken::At(..)) if self.left == 0 || budget.element.get() == 0 => {
                Err(Broken::TooLarge)
            }
            other => other.map(Some),
        }
    }

    /// A small part as text.
    pub fn text(&mut self, path: &str) -> Result<Option<String>, Broken> {
        let bytes = self.bytes(path, SMALL_PART)?;
        Ok(bytes.map(|bytes| biaoyu_page::decode::decode(&bytes).text))
    }

    /// A part of at most so many bytes.
    pub fn bytes(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Broken> {
        let Some(index) = self.parts.get(&plain(path)) else { return Ok(None) };
        let file = self.zip.by_index(*index).map_err(|_| part_broken(path))?;
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(|_| part_broken(path))?;
        let length = bytes.len() as u64;
        self.left = self.left.saturating_sub(length);
        if length > most || self.left == 0 {
            return Err(Broken::TooLarge);
        }
        Ok(Some(bytes))
    }
}

fn plain(path: &str) -> String {
    path.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// What may still be unpacked: of the package, and of the element or text being read.
struct Budget {
    left: Cell<u64>,
    element: Cell<u64>,
}

/// Fails once the budget is spent: what the directory of a zip says of sizes need not be true.
struct Limited<'b, R> {
    inner: R,
    budget: &'b Budget,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        for budget in [&self.budget.left, &self.budget.element] {
            budget.set(budget.get().saturating_sub(read as u64));
            if budget.get() == 0 && read > 0 {
                return Err(io::Error::other("too large"));
            }
        }
        Ok(read)
    }
}

/// A part being read.
pub(super) struct Xml<'r> {
    reader: Reader<Box<dyn BufRead + 'r>>,
    buffer: Vec<u8>,
    budget: &'r Budget,
    /// The part's path, for messages.
    path: &'r str,
}

/// What comes next in a part.
pub(super) enum Token<'e> {
    Start(BytesStart<'e>),
    End(BytesEnd<'e>),
    /// Text of any kind, as what it stands for.
    Text(Cow<'e, str>),
    /// A comment or the like.
    Other,
    Eof,
}

impl Xml<'_> {
    /// The next element, end or text.
    pub fn next(&mut self) -> Result<Token<'_>, Broken> {
        self.buffer.clear();
        self.budget.element.set(ELEMENT);
        let path = self.path;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|_| part_broken(path))?;
        Ok(match event {
            Event::Start(e) | Event::Empty(e) => Token::Start(e),
            Event::End(e) => Token::End(e),
            Event::Text(t) => Token::Text(t.xml10_content()),
            Event::CData(t) => Token::Text(t.xml10_content()),
            Event::GeneralRef(e) => Token::Text(entity(&e).into()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Token::Other,
            Event::Eof => Token::Eof,
        })
    }
}

/// The character that a reference stands for; one that XML does not know stays as it is written.
fn entity(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.into();
    }
    match resolve_xml_entity(reference) {
        Some(text) => text.into(),
        None => format!("&{};", &**reference),
    }
}

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| found.value.to_string(), Cow::into_owned))
}
