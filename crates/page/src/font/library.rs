//! The faces there are: those inside the binary and the user's own.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::chain::Chain;
use super::embedded::{EMBEDDED, Embedded};
use super::face::Face;
use crate::error::{Fault, Place};
use crate::{limits, say};

/// All faces by their ids. Cheap to make and to clone; a face is opened when it is first used.
#[derive(Clone)]
pub struct FontLibrary {
    slots: Vec<Arc<Slot>>,
}

/// What is known of a face without opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaceInfo {
    /// The short id by which layouts name it: `hei-black`.
    pub id: String,
    /// Family and weight in English.
    pub family: String,
    /// Family and weight in Chinese.
    pub family_zh: String,
    /// The file it comes from, without folders.
    pub file: String,
    /// Name of the licence; empty when unknown.
    pub licence: String,
    /// The licence's text under `fonts/licences/`; empty when unknown.
    pub licence_file: String,
    /// Ids of the faces that stand in for characters it lacks, best first.
    pub fallback: Vec<String>,
    /// A phrase with a missing character is set in the next face as a whole, never one character alone.
    pub whole: bool,
    /// SHA-256 of the file in hexadecimal; empty when unknown.
    pub sha256: String,
    /// Part of the binary.
    pub embedded: bool,
}

/// A face that may not be open yet.
pub(super) struct Slot {
    info: FaceInfo,
    data: &'static [u8],
    index: u32,
    face: OnceLock<Option<Arc<Face>>>,
}

impl Slot {
    /// The face, opened on the first call. `None` only when a damaged file was given.
    pub(super) fn face(&self) -> Option<&Arc<Face>> {
        let open = || Face::open(&self.info.id, &self.info.family, self.data, self.index).map(Arc::new);
        self.face.get_or_init(open).as_ref()
    }

    fn embedded(e: &Embedded) -> Self {
        let info = FaceInfo {
            id: e.id.into(),
            family: e.family.into(),
            family_zh: e.family_zh.into(),
            file: e.file.into(),
            licence: e.licence.into(),
            licence_file: e.licence_file.into(),
            fallback: e.fallback.iter().map(|id| (*id).into()).collect(),
            whole: e.whole,
            sha256: e.sha256.into(),
            embedded: true,
        };
        Self { info, data: e.data, index: 0, face: OnceLock::new() }
    }
}

impl FontLibrary {
    /// The faces inside the binary: none in a build without the feature `faces`.
    pub fn embedded() -> Self {
        let carried = EMBEDDED.iter().filter(|e| !e.data.is_empty());
        Self { slots: carried.map(|e| Arc::new(Slot::embedded(e))).collect() }
    }

    /// Adds face `index` of the user's font file under `id`, or puts it in the place of the one of that id.
    ///
    /// The bytes must live as long as the program: a file is read once and leaked. Characters it lacks come from
    /// `hei-black`, then `latin-black` and `rare`.
    ///
    /// # Errors
    /// `font/too-large` above the limit, `font/unreadable` when the file is no font or has no such face.
    pub fn with_face(mut self, id: &str, file: &str, data: &'static [u8], index: u32) -> Result<Self, Fault> {
        let place = || Place::file(file);
        if data.len() > limits::FONT_BYTES {
            let (found, most) = (data.len() >> 20, limits::FONT_BYTES >> 20);
            let what = say!("{found} MiB, at most {most} MiB are read", "{found} MiB，最多读取 {most} MiB");
            return Err(Fault::new("font/too-large", place(), what));
        }
        let Some(face) = Face::open(id, id, data, index) else {
            let what = say!("no font with a face {index} that can be read", "不是可读的字体，或没有第 {index} 个字面");
            let hint = say!(
                "give an OpenType or TrueType file (.otf, .ttf, .ttc)",
                "请用 OpenType 或 TrueType 文件（.otf、.ttf、.ttc）"
            );
            return Err(Fault::new("font/unreadable", place(), what).hint(hint));
        };
        let info = FaceInfo {
            id: id.into(),
            family: id.into(),
            family_zh: id.into(),
            file: file.into(),
            licence: String::new(),
            licence_file: String::new(),
            fallback: vec!["hei-black".into(), "latin-black".into(), "rare".into()],
            whole: false,
            sha256: String::new(),
            embedded: false,
        };
        let slot = Arc::new(Slot { info, data, index, face: OnceLock::from(Some(Arc::new(face))) });
        match self.slots.iter_mut().find(|s| s.info.id == id) {
            Some(old) => *old = slot,
            None => self.slots.push(slot),
        }
        Ok(self)
    }

    /// What is known of every face, in a fixed order.
    pub fn list(&self) -> impl Iterator<Item = &FaceInfo> {
        self.slots.iter().map(|s| &s.info)
    }

    /// The face of an id, opened.
    ///
    /// # Errors
    /// `font/unknown-face`, with the nearest id as a hint.
    pub fn face(&self, id: &str) -> Result<Arc<Face>, Fault> {
        self.slot(id).and_then(|slot| slot.face().cloned()).ok_or_else(|| self.unknown(id))
    }

    /// The face of an id with those that stand in for characters it lacks.
    ///
    /// # Errors
    /// `font/unknown-face`, with the nearest id as a hint.
    pub fn chain(&self, id: &str) -> Result<Chain, Fault> {
        let slot = self.slot(id).ok_or_else(|| self.unknown(id))?;
        let first = self.face(id)?;
        let rest = slot.info.fallback.iter().filter_map(|id| self.slot(id)).cloned().collect();
        let is_other = |other: &&Arc<Slot>| other.info.id != id && !slot.info.fallback.contains(&other.info.id);
        let last = self.slots.iter().filter(is_other).cloned().collect();
        Ok(Chain::new(first, rest, last, slot.info.whole))
    }

    fn slot(&self, id: &str) -> Option<&Arc<Slot>> {
        self.slots.iter().find(|s| s.info.id == id)
    }

    fn unknown(&self, id: &str) -> Fault {
        let what = say!("there is no face `{id}`", "没有字体 `{id}`");
        let near = self.list().map(|i| (strsim::damerau_levenshtein(&i.id, id), &i.id)).min();
        let hint = match near {
            Some((distance, near)) if distance <= 3 => say!("write `{near}`", "请写 `{near}`"),
            _ => {
                let ids: Vec<&str> = self.list().map(|i| i.id.as_str()).collect();
                let ids = ids.join(" ");
                say!("choose one of: {ids}", "可选：{ids}")
            }
        };
        Fault::new("font/unknown-face", Place::default(), what).hint(hint)
    }
}

impl fmt::Debug for FontLibrary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.list().map(|i| &i.id)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_face_opens_and_its_fallbacks_exist() {
        let library = FontLibrary::embedded();
        for info in library.list() {
            let face = library.face(&info.id).unwrap();
            assert_eq!(face.name(), info.id);
            for id in &info.fallback {
                assert!(library.slot(id).is_some(), "{id}");
            }
        }
    }

    #[test]
    fn the_table_agrees_with_the_checksums_beside_the_files() {
        let sums = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fonts/SHA256SUMS"));
        assert_eq!(sums.lines().count(), EMBEDDED.len());
        for e in EMBEDDED {
            assert!(sums.contains(&format!("{}  {}", e.sha256, e.file)), "{}", e.file);
        }
    }

    #[test]
    fn faces_are_not_opened_before_they_are_used() {
        let library = FontLibrary::embedded();
        let chain = library.chain("song-black").unwrap();
        assert!(chain.lookup('质').is_some());
        let open: Vec<_> = library.slots.iter().filter(|s| s.face.get().is_some()).map(|s| &s.info.id).collect();
        assert_eq!(open, ["song-black"]);
    }

    #[test]
    fn an_unknown_face_is_answered_with_the_nearest() {
        let fault = FontLibrary::embedded().face("hei-blak").unwrap_err();
        assert_eq!(fault.to_string(), "there is no face `hei-blak`\n  hint: write `hei-black`");
        let fault = FontLibrary::embedded().chain("comic").unwrap_err();
        assert!(fault.to_string().contains("choose one of: hei-black hei-bold"), "{fault}");
    }

    #[test]
    fn a_face_of_the_user_joins_or_replaces() {
        let kai = EMBEDDED.iter().find(|e| e.id == "kai-bold").unwrap().data;
        let library = FontLibrary::embedded().with_face("mine", "mine.ttf", kai, 0).unwrap();
        assert_eq!(library.chain("mine").unwrap().face().name(), "mine");
        let before = library.list().count();
        let library = library.with_face("hei-black", "mine.ttf", kai, 0).unwrap();
        assert_eq!(library.list().count(), before);
        assert!(std::ptr::eq(library.face("hei-black").unwrap().data(), kai));
        let fault = library.with_face("broken", "broken.ttf", b"no font", 0).unwrap_err();
        assert_eq!(fault.code, "font/unreadable");
    }

    #[test]
    fn library_and_faces_are_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<FontLibrary>();
        shared::<Chain>();
        shared::<Face>();
    }
}
