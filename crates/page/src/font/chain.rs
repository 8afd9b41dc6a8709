//! A face with those that stand in for characters it lacks.

use std::fmt;
use std::sync::Arc;

use super::face::Face;
use super::library::Slot;

/// A face and its fallbacks, best first. Coverage is decided by `cmap` alone: a `.notdef` may look like anything.
#[derive(Clone)]
pub struct Chain {
    first: Arc<Face>,
    rest: Arc<[Arc<Slot>]>,
    /// All other faces, for a character that none of those has.
    last: Arc<[Arc<Slot>]>,
    whole: bool,
}

impl Chain {
    pub(super) fn new(first: Arc<Face>, rest: Arc<[Arc<Slot>]>, last: Arc<[Arc<Slot>]>, whole: bool) -> Self {
        Self { first, rest, last, whole }
    }

    /// A face without fallbacks.
    pub fn single(face: Arc<Face>) -> Self {
        Self { first: face, rest: Arc::new([]), last: Arc::new([]), whole: false }
    }

    /// The face itself.
    pub fn face(&self) -> &Arc<Face> {
        &self.first
    }

    /// The faces in order; those behind are opened as the iteration reaches them.
    pub fn faces(&self) -> impl Iterator<Item = &Arc<Face>> {
        std::iter::once(&self.first).chain(self.rest.iter().filter_map(|slot| slot.face()))
    }

    /// The first face that has the character; where none of the chain has it, any other.
    pub fn lookup(&self, c: char) -> Option<&Arc<Face>> {
        let mut last = self.last.iter().filter_map(|slot| slot.face());
        self.faces().find(|face| face.glyph(c).is_some()).or_else(|| last.find(|face| face.glyph(c).is_some()))
    }

    /// The first face *for Chinese* that has the character, else the first that has it: full-width marks that
    /// Latin faces have too (“ — … ·) are drawn to stand among Chinese characters only in the former.
    pub fn lookup_cjk(&self, c: char) -> Option<&Arc<Face>> {
        self.faces().find(|face| face.glyph(c).is_some() && face.is_cjk()).or_else(|| self.lookup(c))
    }

    /// The chain that sets a whole phrase in one hand. Where the face is a hand of its own (brush, Smiley) and lacks
    /// one of the phrase's letters, this is the chain from the first face that has them all; otherwise the same
    /// chain, which falls back character by character. Marks are borrowed one by one in either case.
    ///
    /// A phrase that is set in several lines is settled once, before it is broken.
    pub fn settle(&self, phrase: &str) -> Chain {
        let letter = |c: char| c.is_alphabetic() || c.is_ascii_digit();
        let has_all = |face: &Face| phrase.chars().all(|c| !letter(c) || face.glyph(c).is_some());
        if !self.whole || has_all(&self.first) {
            return self.clone();
        }
        let found = self.rest.iter().enumerate().find_map(|(i, slot)| Some((i, slot.face().filter(|f| has_all(f))?)));
        match found {
            Some((i, face)) => {
                let rest = self.rest.iter().skip(i + 1).cloned().collect();
                Chain { first: face.clone(), rest, last: self.last.clone(), whole: false }
            }
            None => self.clone(),
        }
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({} +{})", self.first.name(), self.rest.len())
    }
}

#[cfg(test)]
mod tests {
    use crate::font::FontLibrary;

    #[test]
    fn a_brush_phrase_falls_back_whole_but_borrows_marks() {
        let library = FontLibrary::embedded();
        let chain = library.chain("brush").unwrap();
        assert_eq!(chain.settle("质量先行 顾客为上").face().name(), "brush");
        assert_eq!(chain.settle("阿卜杜·热合曼").face().name(), "brush");
        assert_eq!(chain.lookup('·').unwrap().name(), "kai-bold");
        // 䶮 is in the table of 8105 but not in GB 2312.
        assert_eq!(chain.settle("王䶮").face().name(), "kai-bold");
    }

    #[test]
    fn song_falls_to_hei_and_then_to_rare() {
        let library = FontLibrary::embedded();
        let chain = library.chain("song-black").unwrap();
        assert_eq!(chain.settle("质量").face().name(), "song-black");
        let faces: Vec<_> = chain.faces().map(|f| f.name().to_string()).collect();
        assert_eq!(faces, ["song-black", "latin-serif-black", "song-medium", "hei-black", "rare"]);
        // A letter that none of them has comes from any face that has it.
        assert!(chain.lookup('Ж').is_some() && chain.lookup('ễ').is_some());
        assert!(chain.lookup('\u{10FFFD}').is_none());
    }

    #[test]
    fn marks_come_from_the_chinese_face_of_a_latin_chain() {
        let chain = FontLibrary::embedded().chain("anton").unwrap();
        assert_eq!(chain.lookup('1').unwrap().name(), "anton");
        assert_eq!(chain.lookup('—').unwrap().name(), "anton");
        assert_eq!(chain.lookup_cjk('—').unwrap().name(), "hei-black");
    }
}
