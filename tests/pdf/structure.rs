//! The structure of a file of each standard, object by object from the catalog on, without offsets, lengths and numbers.
//! `ACCEPT=1` writes what it is now: read it before you commit it.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use biaoyu::pdf;
use biaoyu::words::{Choice as _, Standard};
use lopdf::{Document, Object, ObjectId};

/// Objects in the order in which they are reached.
struct Walk {
    numbers: BTreeMap<ObjectId, usize>,
    waiting: VecDeque<ObjectId>,
}

impl Walk {
    fn reach(&mut self, id: ObjectId) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(id).or_insert_with(|| {
            self.waiting.push_back(id);
            next
        })
    }

    fn tell(&mut self, object: &Object, depth: usize, out: &mut String) {
        let _ = match object {
            Object::Null => write!(out, "null"),
            Object::Boolean(value) => write!(out, "{value}"),
            Object::Integer(value) => write!(out, "{value}"),
            Object::Real(value) => write!(out, "{value:.3}"),
            Object::Name(name) => write!(out, "/{}", String::from_utf8_lossy(name)),
            Object::String(text, _) if text.iter().all(|b| (0x20..0x7f).contains(b)) => {
                write!(out, "({})", String::from_utf8_lossy(text))
            }
            Object::String(text, _) => write!(out, "<{} bytes>", text.len()),
            Object::Reference(id) => {
                let number = self.reach(*id);
                write!(out, "#{number}")
            }
            Object::Array(items) if items.len() > 24 => write!(out, "[{} items]", items.len()),
            Object::Array(items) => {
                out.push('[');
                for (place, item) in items.iter().enumerate() {
                    out.push_str(if place > 0 { " " } else { "" });
                    self.tell(item, depth, out);
                }
                write!(out, "]")
            }
            Object::Dictionary(dictionary) => {
                for (key, value) in dictionary.iter().filter(|(key, _)| *key != b"Length") {
                    let _ = write!(out, "\n{}/{} ", "  ".repeat(depth + 1), String::from_utf8_lossy(key));
                    self.tell(value, depth + 1, out);
                }
                Ok(())
            }
            Object::Stream(stream) => {
                self.tell(&Object::Dictionary(stream.dict.clone()), depth, out);
                write!(out, "\n  stream")
            }
        };
    }
}

fn structure(bytes: &[u8]) -> String {
    let file = Document::load_mem(bytes).unwrap();
    let mut walk = Walk { numbers: BTreeMap::new(), waiting: VecDeque::new() };
    let mut out = String::new();
    for key in [&b"Root"[..], b"Info"] {
        if let Ok(id) = file.trailer.get(key).and_then(Object::as_reference) {
            let number = walk.reach(id);
            let _ = writeln!(out, "{} #{number}", String::from_utf8_lossy(key));
        }
    }
    while let Some(id) = walk.waiting.pop_front() {
        let _ = write!(out, "\n#{}", walk.numbers[&id]);
        walk.tell(file.get_object(id).unwrap(), 0, &mut out);
        out.push('\n');
    }
    out
}

#[test]
fn every_standard_has_its_structure() {
    for standard in Standard::ALL {
        let page = if *standard == Standard::X1a { super::opaque_poster() } else { super::poster() };
        let made = structure(&pdf::write(&[page], &super::options(*standard)).unwrap());
        let path = format!("{}/tests/pdf/structure-{}.txt", env!("CARGO_MANIFEST_DIR"), standard.word());
        if std::env::var_os("ACCEPT").is_some() {
            fs::write(&path, &made).unwrap();
        }
        let kept = fs::read_to_string(Path::new(&path)).unwrap_or_default();
        assert!(kept == made, "{path}: run `ACCEPT=1 cargo test --test pdf` and read what has changed");
    }
}
