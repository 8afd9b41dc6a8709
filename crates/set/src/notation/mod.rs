//! TOML as people write it: text → a tree that knows its places → typed values, **all faults at once**.
//!
//! A parser of ours walks the document with cursors ([`Table`], [`Value`], [`Text`]) and asks for what it
//! knows; every wrong type, missing key and unknown key is recorded with line and column in the document
//! itself, so the parser goes on and the user sees all faults of a file together:
//!
//! ```
//! use biaoyu_set::notation::Document;
//! let doc = Document::parse("a.toml", "titel = \"质量月\"\nyear = \"2021\"\n").unwrap();
//! let root = doc.root();
//! let title = root.required_text("title").map(|title| title.to_string());
//! let year = root.integer("year");
//! root.finish();
//! let faults = doc.finish(title.zip(year)).unwrap_err();
//! assert_eq!(faults.0.len(), 3);      // `titel`, the title that is missing, and the year in quotes
//! ```

pub mod fields;
mod syntax;
mod table;
mod value;

pub use table::Table;
pub use value::{Kind, Text, Value};

use std::cell::RefCell;

use biaoyu_page::error::{Excerpt, Fault, Faults, Place, Say};
use biaoyu_page::limits::{TEXT_FILE_BYTES, TOML_TABLES};
use biaoyu_page::say;

/// One parsed file, its places and the faults found so far.
#[derive(Debug)]
pub struct Document {
    name: String,
    source: String,
    tree: toml_edit::Document<String>,
    lines: Vec<usize>,
    /// Lines were left out for faults of syntax: what is missing may stand in them.
    incomplete: bool,
    faults: RefCell<Vec<Fault>>,
}

impl Document {
    /// Reads TOML text. `name` is the file as the user named it.
    ///
    /// Lines with a fault of their own (Chinese quotes, a missing value) are left out and reported later with the
    /// faults of content, by [`finish`](Self::finish).
    ///
    /// # Errors
    /// Every fault of syntax, when the rest cannot be read without guessing; a file above
    /// [`TEXT_FILE_BYTES`].
    pub fn parse(name: &str, text: &str) -> Result<Self, Faults> {
        if text.len() > TEXT_FILE_BYTES {
            return Err(too_large(name, text.len()).into());
        }
        if tables(text) > TOML_TABLES {
            let what = say!("more than {TOML_TABLES} tables and groups", "表和组超过 {TOML_TABLES} 个");
            let hint = say!("split it into several files", "请拆成几个文件");
            return Err(Fault::new("file/too-large", Place::file(name), what).hint(hint).into());
        }
        // A byte order mark is nobody's fault; without it byte offsets are those of the text an editor shows.
        let source = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        let lines = line_starts(&source);
        let (tree, faults) = syntax::read(name, &source, &lines)?;
        let incomplete = !faults.is_empty();
        Ok(Self { name: name.into(), source, tree, lines, incomplete, faults: RefCell::new(faults) })
    }

    /// Reads the bytes of a TOML file, which must be UTF-8 (TOML 1.0, "Spec").
    ///
    /// # Errors
    /// As [`parse`](Self::parse); and for GBK or UTF-16 bytes, with what to do.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, Faults> {
        if bytes.len() > TEXT_FILE_BYTES {
            return Err(too_large(name, bytes.len()).into());
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::parse(name, text),
            Err(error) => Err(syntax::not_utf8(name, bytes, error.valid_up_to()).into()),
        }
    }

    /// The cursor over the whole file.
    pub fn root(&self) -> Table<'_> {
        Table::new(self, self.tree.as_table(), 0..0, None)
    }

    /// The file's name, as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Line and column, both from 1 and the column in characters, of a byte of the source.
    pub fn place(&self, offset: usize) -> Place {
        self.span(offset..offset)
    }

    /// Where a byte range begins, with its line; the range says what is meant of it.
    pub fn span(&self, range: std::ops::Range<usize>) -> Place {
        place(&self.name, &self.source, &self.lines, range)
    }

    /// The source text of a byte range, empty when there is none.
    pub fn source(&self, range: std::ops::Range<usize>) -> &str {
        self.source.get(range).unwrap_or_default()
    }

    /// Adds a fault found by the caller.
    pub fn record(&self, fault: Fault) {
        self.faults.borrow_mut().push(fault);
    }

    /// The value that was read, when the whole file is without fault.
    ///
    /// # Errors
    /// All faults in the order of the file.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Faults> {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|f| f.place.at);
        match value {
            Some(value) if faults.is_empty() => Ok(value),
            None if faults.is_empty() => {
                let what = say!("nothing to read in this file", "文件里没有可读的内容");
                Err(Fault::new("toml/empty", Place::file(self.name), what).into())
            }
            _ => Err(Faults(faults)),
        }
    }

    fn is_incomplete(&self) -> bool {
        self.incomplete
    }
}

/// About how many tables the text opens: each takes a thousand bytes and more when it is read.
fn tables(text: &str) -> usize {
    let of = |line: &str| match line.trim_start().strip_prefix('[') {
        Some(header) => 1 + header.split(']').next().map_or(0, |path| path.matches('.').count()),
        None => {
            let key = line.split('=').next().filter(|_| line.contains('='));
            key.map_or(0, |key| key.matches('.').count()) + line.matches('{').count()
        }
    };
    text.lines().map(of).sum()
}

fn too_large(name: &str, bytes: usize) -> Fault {
    let (found, most) = (bytes / 1024, TEXT_FILE_BYTES / 1024);
    let what = say!("the file has {found} KiB, at most {most} KiB are read", "文件有 {found} KiB，最多读 {most} KiB");
    let hint = say!("divide it into several files", "请分成几个文件");
    Fault::new("toml/too-large", Place::file(name), what).hint(hint)
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1)).collect()
}

fn place(name: &str, source: &str, lines: &[usize], range: std::ops::Range<usize>) -> Place {
    let offset = range.start.min(source.len());
    let line = lines.partition_point(|start| *start <= offset).max(1);
    let start = lines.get(line - 1).copied().unwrap_or(0);
    let column =
        source.get(start..).unwrap_or_default().char_indices().take_while(|(i, _)| start + i < offset).count() + 1;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let text = source.get(start..).unwrap_or_default();
    let excerpt = Excerpt {
        number: number(line),
        ..Excerpt::of(text, offset.saturating_sub(start)..range.end.saturating_sub(start))
    };
    Place { at: Some((number(line), number(column))), ..Place::file(name) }.with(excerpt)
}

/// A place with the thing it belongs to, in the user's words.
fn with_thing(mut place: Place, thing: Option<&Say>) -> Place {
    place.thing = thing.cloned();
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_tables_than_are_read_end_in_a_message() {
        for text in ["[[a]]\n".repeat(TOML_TABLES + 1), format!("a = [{}]", "{},".repeat(TOML_TABLES + 1))] {
            let faults = Document::parse("many.toml", &text).unwrap_err();
            assert!(faults.to_string().contains("more than 150000 tables and groups"), "{faults}");
        }
    }
}
