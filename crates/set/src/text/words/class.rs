//! What kind of word a word is, as coarse as line breaking needs it.

/// The class of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Noun, name, time or place.
    Noun,
    /// Verb that takes an object or ends a clause.
    Verb,
    /// Verb or noun by its place: 发展, 管理, 服务.
    Deed,
    /// Adjective or attributive.
    Adjective,
    /// Adverb, or a phrase that stands before a verb: 持续, 全面, 高高兴兴.
    Adverb,
    /// Preposition or light verb whose phrase comes before the verb: 以, 把, 让.
    Preposition,
    /// Conjunction between words: 与, 和, 及.
    Conjunction,
    /// Numeral: 一, 千万, 每.
    Numeral,
    /// Measure word: 个, 次, 分钟.
    Measure,
    /// Pronoun.
    Pronoun,
    /// Position after a noun: 中, 上, 里.
    Position,
    /// Particle that leans on the word before: 的, 了, 着.
    Particle,
    /// Idiom or clause of its own, never broken: 精益求精, 人人有责.
    Idiom,
    /// Anything else.
    Other,
}

/// Letters that the word lists use for the classes, in the order of the codes in the dictionary.
const CODES: [(char, Class); 14] = [
    ('n', Class::Noun),
    ('v', Class::Verb),
    ('w', Class::Deed),
    ('a', Class::Adjective),
    ('d', Class::Adverb),
    ('p', Class::Preposition),
    ('c', Class::Conjunction),
    ('m', Class::Numeral),
    ('q', Class::Measure),
    ('r', Class::Pronoun),
    ('f', Class::Position),
    ('u', Class::Particle),
    ('i', Class::Idiom),
    ('x', Class::Other),
];

impl Class {
    /// The class of a code in the dictionary; [`Class::Other`] for an unknown one.
    pub fn from_code(code: u8) -> Self {
        CODES.get(usize::from(code)).map_or(Class::Other, |c| c.1)
    }

    /// The class of a letter in a word list.
    pub fn from_letter(letter: char) -> Option<Self> {
        CODES.iter().find(|c| c.0 == letter).map(|c| c.1)
    }

    /// The code in the dictionary.
    pub fn code(self) -> u8 {
        CODES.iter().zip(0..).find(|(c, _)| c.1 == self).map_or(13, |(_, code)| code)
    }
}
