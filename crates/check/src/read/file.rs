//! A PDF as objects: loaded within limits, looked into without surprises (ISO 32000-1, 7.3 and 7.5).

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Dictionary, LoadOptions, Object, Stream};

use super::lex::find;
use super::mend::{Mended, mend};
use super::rebuild;
use super::steps::Steps;
use biaoyu_page::error::{Fault, Place, Say};
use biaoyu_page::geom::{Affine, Rect};
use biaoyu_page::limits::{PDF_BYTES, PDF_DEPTH, PDF_OBJECT_STREAMS, PDF_OBJECTS, PDF_STREAM_BYTES};
use biaoyu_page::say;

/// An object's number and generation.
pub type Id = lopdf::ObjectId;

/// A PDF that could be opened.
pub struct File<'b> {
    /// The bytes as they came.
    pub bytes: &'b [u8],
    doc: lopdf::Document,
    /// It could be opened only with an (empty) password.
    pub encrypted: bool,
    /// Its cross-reference table is lost or wrong: so many objects were found by searching.
    pub rebuilt: Option<usize>,
    /// Objects that could be read only by putting them right, or not at all.
    pub mended: Vec<Mended>,
    /// Steps that its functions may take yet on the page that is read.
    pub steps: Steps,
}

impl<'b> File<'b> {
    /// Opens a file.
    ///
    /// # Errors
    /// When it is no PDF, its cross-reference table is damaged, it needs a password, or it is larger than the limits.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        let fault = |what: Say, hint: Say| Err(unreadable(what, hint));
        if bytes.len() > PDF_BYTES {
            let (found, most) = (bytes.len() >> 20, PDF_BYTES >> 20);
            return fault(
                say!("a file of {found} MB, at most {most} MB", "文件 {found} MB，最多 {most} MB"),
                say!("split it", "请拆分文件"),
            );
        }
        // What a mail program or a server put before it is no longer than this.
        let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
        if !head.windows(5).any(|w| w == b"%PDF-") {
            return fault(say!("not a PDF", "不是 PDF 文件"), say!("export it as PDF", "请导出为 PDF"));
        }
        let budget = PDF_OBJECT_STREAMS + 2 * bytes.len();
        if !object_streams_within(bytes, budget) {
            let most = budget >> 20;
            return fault(
                say!("its objects unpack to more than {most} MB", "对象解压后超过 {most} MB"),
                say!("do not open it: it is a decompression bomb", "请勿打开：这是解压炸弹"),
            );
        }
        // What a server or a text editor put behind the end belongs to no object: its table is where it was.
        let up_to_end =
            before_tail(bytes).and_then(|bytes| load(bytes, budget).ok()).filter(|l| rebuild::is_whole(&l.0));
        let first = up_to_end.map_or_else(|| load(bytes, budget), Ok);
        let ((doc, mended), rebuilt) = match first {
            Ok(loaded) if rebuild::is_whole(&loaded.0) || is_locked(&loaded.0) => (loaded, None),
            Err(fault) if fault.is_final => return Err(fault.fault),
            first => match (repaired(bytes, budget), first) {
                (Some((loaded, objects)), _) => (loaded, Some(objects)),
                (None, Ok(loaded)) => (loaded, None),
                (None, Err(fault)) => return Err(fault.fault),
            },
        };
        let encrypted = is_locked(&doc);
        let file = File { bytes, doc, encrypted, rebuilt, mended, steps: Steps::default() };
        if encrypted && (file.doc.objects.is_empty() || file.root().is_none()) {
            return Err(locked());
        }
        let count = file.doc.objects.len();
        if count > PDF_OBJECTS {
            return fault(
                say!("{count} objects, at most {PDF_OBJECTS}", "{count} 个对象，最多 {PDF_OBJECTS}"),
                say!("split it", "请拆分文件"),
            );
        }
        if file.root().is_none() {
            return fault(
                say!("damaged: no catalog", "文件损坏：没有目录对象"),
                say!("export it again, or repair it with `qpdf`", "请重新导出，或用 `qpdf` 修复"),
            );
        }
        Ok(file)
    }

    /// The trailer.
    pub fn trailer(&self) -> &Dictionary {
        &self.doc.trailer
    }

    /// The catalog.
    pub fn root(&self) -> Option<&Dictionary> {
        self.dict(self.doc.trailer.get(b"Root").ok()?)
    }

    /// All objects by number.
    pub fn objects(&self) -> impl Iterator<Item = (Id, &Object)> {
        self.doc.objects.iter().map(|(id, object)| (*id, object))
    }

    /// The object of a number.
    pub fn object(&self, id: Id) -> Option<&Object> {
        self.real(self.doc.objects.get(&id)?)
    }

    /// What an object is, behind references; `None` for null, for nothing and for loops.
    pub fn real<'f>(&'f self, mut object: &'f Object) -> Option<&'f Object> {
        for _ in 0..PDF_DEPTH {
            match object {
                Object::Reference(id) => object = self.doc.objects.get(id)?,
                Object::Null => return None,
                found => return Some(found),
            }
        }
        None
    }

    /// An entry of a dictionary, behind references.
    pub fn get<'f>(&'f self, dict: &'f Dictionary, key: &str) -> Option<&'f Object> {
        self.real(dict.get(key.as_bytes()).ok()?)
    }

    /// An object as a dictionary; of a stream its dictionary.
    pub fn dict<'f>(&'f self, object: &'f Object) -> Option<&'f Dictionary> {
        match self.real(object)? {
            Object::Dictionary(dict) => Some(dict),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// An entry that is a dictionary or stream.
    pub fn get_dict<'f>(&'f self, dict: &'f Dictionary, key: &str) -> Option<&'f Dictionary> {
        self.dict(dict.get(key.as_bytes()).ok()?)
    }

    /// An object as a stream.
    pub fn stream<'f>(&'f self, object: &'f Object) -> Option<&'f Stream> {
        match self.real(object)? {
            Object::Stream(stream) => Some(stream),
            _ => None,
        }
    }

    /// An entry that is a stream.
    pub fn get_stream<'f>(&'f self, dict: &'f Dictionary, key: &str) -> Option<&'f Stream> {
        self.stream(dict.get(key.as_bytes()).ok()?)
    }

    /// An entry that is an array.
    pub fn get_array<'f>(&'f self, dict: &'f Dictionary, key: &str) -> Option<&'f [Object]> {
        match self.get(dict, key)? {
            Object::Array(array) => Some(array),
            _ => None,
        }
    }

    /// An entry that is a number.
    pub fn get_number(&self, dict: &Dictionary, key: &str) -> Option<f64> {
        self.number(dict.get(key.as_bytes()).ok()?)
    }

    /// An entry that is a name, as text.
    pub fn get_name<'f>(&'f self, dict: &'f Dictionary, key: &str) -> Option<&'f str> {
        name(self.get(dict, key)?)
    }

    /// An entry that is true or false.
    pub fn get_bool(&self, dict: &Dictionary, key: &str) -> Option<bool> {
        match self.get(dict, key)? {
            Object::Boolean(value) => Some(*value),
            _ => None,
        }
    }

    /// An entry that is a text string (7.9.2), decoded.
    pub fn get_text(&self, dict: &Dictionary, key: &str) -> Option<String> {
        match self.get(dict, key)? {
            Object::String(bytes, _) => Some(text(bytes)),
            Object::Name(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        }
    }

    /// An object as a number.
    pub fn number(&self, object: &Object) -> Option<f64> {
        match self.real(object)? {
            Object::Integer(value) => Some(*value as f64),
            Object::Real(value) => Some(f64::from(*value)),
            _ => None,
        }
        .filter(|v| v.is_finite())
    }

    /// An entry that is an array of numbers.
    pub fn get_numbers(&self, dict: &Dictionary, key: &str) -> Option<Vec<f64>> {
        self.numbers(self.get_array(dict, key)?)
    }

    /// Numbers of an array; `None` when one is something else.
    pub fn numbers(&self, array: &[Object]) -> Option<Vec<f64>> {
        array.iter().map(|v| self.number(v)).collect()
    }

    /// An entry that is a rectangle (7.9.5), its corners put in order.
    pub fn get_rect(&self, dict: &Dictionary, key: &str) -> Option<Rect> {
        match self.get_numbers(dict, key)?[..] {
            [a, b, c, d] => Some(Rect::new(a, b, c, d).abs()),
            _ => None,
        }
    }

    /// An entry that is a matrix.
    pub fn get_matrix(&self, dict: &Dictionary, key: &str) -> Option<Affine> {
        Some(Affine::new(self.get_numbers(dict, key)?.try_into().ok()?))
    }

    /// The names of a stream's filters, as they are applied in turn.
    pub fn filters<'f>(&'f self, dict: &'f Dictionary) -> Vec<&'f str> {
        match self.get(dict, "Filter").or_else(|| self.get(dict, "F")) {
            Some(Object::Name(bytes)) => vec![std::str::from_utf8(bytes).unwrap_or_default()],
            Some(Object::Array(array)) => array.iter().filter_map(|f| name(self.real(f)?)).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a stream can be unpacked at all, and how far it goes; nothing is kept of it.
    ///
    /// # Errors
    /// When it is damaged, unpacks to more than `most` bytes, or is packed as a picture.
    pub fn check(&self, stream: &Stream, most: usize) -> Result<usize, Unpack> {
        super::filter::check(self, stream, most)
    }

    /// What a stream holds, unpacked.
    ///
    /// # Errors
    /// When it is damaged, unpacks to more than the limits allow, or is packed as a picture.
    pub fn unpack(&self, stream: &Stream) -> Result<Vec<u8>, Unpack> {
        super::filter::unpack(self, stream, PDF_STREAM_BYTES)
    }

    /// What a stream holds as far as it can be unpacked, and why it goes no further.
    pub fn unpack_part(&self, stream: &Stream, most: usize) -> (Vec<u8>, Option<Unpack>) {
        super::filter::unpack_part(self, stream, most)
    }

    /// The same with a smaller limit.
    ///
    /// # Errors
    /// The same.
    pub fn unpack_at_most(&self, stream: &Stream, most: usize) -> Result<Vec<u8>, Unpack> {
        super::filter::unpack(self, stream, most)
    }
}

fn unreadable(what: Say, hint: Say) -> Fault {
    Fault::new("pdf/unreadable", Place::default(), what).hint(hint)
}

fn locked() -> Fault {
    unreadable(say!("encrypted with a password", "有密码加密"), say!("save it without a password", "请去掉密码后另存"))
}

fn is_locked(doc: &lopdf::Document) -> bool {
    doc.trailer.get(b"Encrypt").is_ok() || doc.encryption_state.is_some()
}

/// Why a file did not load, and whether searching for its objects would not help.
struct Unloaded {
    fault: Fault,
    is_final: bool,
}

type Loaded = (lopdf::Document, Vec<Mended>);

fn load(bytes: &[u8], budget: usize) -> Result<Loaded, Unloaded> {
    let options = LoadOptions { max_decompressed_size: Some(budget), ..LoadOptions::default() };
    let damaged = || Unloaded {
        fault: unreadable(
            say!(
                "damaged: neither its table of objects nor the objects themselves can be read",
                "文件损坏：对象索引和对象本身都读不出"
            ),
            say!("export it again, or repair it with `qpdf`", "请重新导出，或用 `qpdf` 修复"),
        ),
        is_final: false,
    };
    // The parser is other people's: a panic of its is a damaged file's fault, not ours, and so are its words.
    match catch_unwind(AssertUnwindSafe(|| lopdf::Document::load_mem_with_options(bytes, options))) {
        Ok(Ok(mut doc)) => {
            let mended = mend(bytes, &mut doc, budget);
            Ok((doc, mended))
        }
        Ok(Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_))) => {
            Err(Unloaded { fault: locked(), is_final: true })
        }
        Ok(Err(_)) | Err(_) => Err(damaged()),
    }
}

/// The file up to its last end mark, where more follows than a reader looks back for it.
fn before_tail(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.windows(5).rposition(|w| w == b"%%EOF")? + 5;
    (bytes.len() - end > TAIL).then(|| bytes.get(..end)).flatten()
}

/// Bytes behind the end mark among which readers look for it.
const TAIL: usize = 256;

/// The file by its objects instead of by its table, when that makes it whole enough to have pages.
fn repaired(bytes: &[u8], budget: usize) -> Option<(Loaded, usize)> {
    let (again, objects) = rebuild::rebuilt(bytes)?;
    let (mut doc, mended) = load(&again, budget).ok()?;
    if !rebuild::is_whole(&doc) {
        rebuild::adopt(&mut doc);
    }
    rebuild::is_whole(&doc).then_some(((doc, mended), objects))
}

/// Why a stream did not unpack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpack {
    /// Its data break off or make no sense.
    Damaged,
    /// It unpacks to more than the limits allow.
    TooLarge,
    /// It is packed as a picture (DCT, JPEG 2000, JBIG2, CCITT), or encrypted by a filter.
    Picture,
}

/// An object as a name.
pub fn name(object: &Object) -> Option<&str> {
    match object {
        Object::Name(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

/// A text string: UTF-16 or UTF-8 with its mark, else PDFDocEncoding, of which Latin-1 is the printable part.
pub fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest.as_chunks::<2>().0.iter().map(|u| u16::from_be_bytes(*u)).collect();
            String::from_utf16_lossy(&units)
        }
        [0xff, 0xfe, rest @ ..] => {
            let units: Vec<u16> = rest.as_chunks::<2>().0.iter().map(|u| u16::from_le_bytes(*u)).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|b| char::from(*b)).collect(),
    }
}

/// Whether the object streams of a file unpack to at most `budget` bytes together: they are opened with the file,
/// before anyone can look at them.
fn object_streams_within(bytes: &[u8], budget: usize) -> bool {
    let mut left = budget;
    let mut at = 0;
    while let Some(found) = find(bytes.get(at..).unwrap_or_default(), b"ObjStm") {
        at += found + 6;
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(start) = find(rest.get(..rest.len().min(2048)).unwrap_or_default(), b"stream") else { continue };
        let data = rest.get(start + 6..).unwrap_or_default();
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        match super::filter::inflated_size(data, left) {
            Some(size) => left -= size,
            None => return false,
        }
    }
    true
}
