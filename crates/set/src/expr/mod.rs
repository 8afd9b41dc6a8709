//! The expressions of layout files: small, total, without loops or side effects.
//!
//! `parse` reads the text into a tree, `Expr::compile` resolves its names to slots of a frame, and
//! [`Program::eval`] runs it on a frame of numbers. A number is an `f64`; conditions are 1 and 0. Every program
//! ends and gives a number for every frame: division by zero and other undefined results are 0.

mod parse;
mod program;

pub use parse::parse;
pub use program::{Program, hash};

use biaoyu_page::error::Say;

/// A fault inside one expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprFault {
    /// Characters from the expression's start, from 0.
    pub offset: usize,
    /// What is wrong.
    pub what: Say,
    /// What to do.
    pub hint: Option<Say>,
}

/// An operator of two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `a + b`
    Add,
    /// `a - b`
    Sub,
    /// `a * b`
    Mul,
    /// `a / b`, 0 when `b` is 0
    Div,
    /// `a % b`, the remainder with the sign of `b`
    Rem,
    /// `a ^ b`
    Pow,
    /// `a < b`
    Less,
    /// `a <= b`
    LessEq,
    /// `a > b`
    More,
    /// `a >= b`
    MoreEq,
    /// `a == b`
    Eq,
    /// `a != b`
    NotEq,
    /// `a && b`
    And,
    /// `a || b`
    Or,
}

/// A function of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The smallest of its arguments.
    Min,
    /// The largest of its arguments.
    Max,
    /// `clamp(x, low, high)`
    Clamp,
    /// The next whole number below.
    Floor,
    /// The next whole number above.
    Ceil,
    /// The nearest whole number.
    Round,
    /// Without its sign.
    Abs,
    /// Square root, 0 below 0.
    Sqrt,
    /// Sine of radians.
    Sin,
    /// Cosine of radians.
    Cos,
    /// Tangent of radians.
    Tan,
    /// `atan2(y, x)`, radians.
    Atan2,
    /// e to the power of.
    Exp,
    /// Natural logarithm, 0 where there is none.
    Ln,
    /// `hypot(x, y)`
    Hypot,
    /// `if(condition, then, else)`
    If,
    /// `smooth(x)`: 3x²−2x³ on 0…1, 0 below and 1 above.
    Smooth,
    /// `hash(a, b, …)`: a fixed, even scatter of 0…1, for seeded choices.
    Hash,
    /// `rad(degrees)`
    Rad,
}

impl Function {
    /// Name, least and most arguments.
    const TABLE: [(&'static str, Function, usize, usize); 19] = [
        ("min", Function::Min, 1, 16),
        ("max", Function::Max, 1, 16),
        ("clamp", Function::Clamp, 3, 3),
        ("floor", Function::Floor, 1, 1),
        ("ceil", Function::Ceil, 1, 1),
        ("round", Function::Round, 1, 1),
        ("abs", Function::Abs, 1, 1),
        ("sqrt", Function::Sqrt, 1, 1),
        ("sin", Function::Sin, 1, 1),
        ("cos", Function::Cos, 1, 1),
        ("tan", Function::Tan, 1, 1),
        ("atan2", Function::Atan2, 2, 2),
        ("exp", Function::Exp, 1, 1),
        ("ln", Function::Ln, 1, 1),
        ("hypot", Function::Hypot, 2, 2),
        ("if", Function::If, 3, 3),
        ("smooth", Function::Smooth, 1, 1),
        ("hash", Function::Hash, 1, 8),
        ("rad", Function::Rad, 1, 1),
    ];

    /// The names of all functions, for messages and the schema.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::TABLE.iter().map(|f| f.0)
    }
}

/// An expression as written, its names not yet resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A constant.
    Number(f64),
    /// A name with dots, and its offset in characters.
    Name(String, usize),
    /// `-a`
    Neg(Box<Expr>),
    /// `!a`
    Not(Box<Expr>),
    /// `a op b`
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// `f(a, b, …)`
    Call(Function, Vec<Expr>),
}

impl Expr {
    /// Calls `seen` with every name and its offset.
    pub fn names(&self, seen: &mut impl FnMut(&str, usize)) {
        match self {
            Expr::Number(_) => {}
            Expr::Name(name, offset) => seen(name, *offset),
            Expr::Neg(a) | Expr::Not(a) => a.names(seen),
            Expr::Binary(_, a, b) => {
                a.names(seen);
                b.names(seen);
            }
            Expr::Call(_, args) => args.iter().for_each(|a| a.names(seen)),
        }
    }

    /// Resolves every name by `slot` and lays the expression out for [`Program::eval`].
    ///
    /// # Errors
    /// The names that `slot` does not know.
    pub fn compile(&self, slot: &impl Fn(&str) -> Option<usize>) -> Result<Program, Vec<(String, usize)>> {
        program::compile(self, slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> f64 {
        let names = ["W", "H", "slogan.z"];
        let expr = parse(text).unwrap_or_else(|f| panic!("{text}: {f:?}"));
        let program = expr.compile(&|n| names.iter().position(|k| *k == n)).unwrap();
        program.eval(&[420.0, 594.0, 50.0])
    }

    #[test]
    fn what_does_not_vary_is_computed_once_and_changes_no_bit() {
        let names = ["u", "k", "W"];
        let program = |text: &str| {
            let expr = parse(text).unwrap_or_else(|f| panic!("{text}: {f:?}"));
            expr.compile(&|n| names.iter().position(|name| *name == n)).unwrap()
        };
        for text in [
            "0.5*(W + k) + (0.94 + 0.06*sin(1.7*k))*(0.1 + 0.9*sin(pi*(0.06 + 0.62*u))^2)*sin(2*pi*u/1.35 + 2*pi*k/7 + 0.4)",
            "if(k < 3, W*u, W - W*u) + if(k < 3, 0.3, -0.3)*(1 - u)",
            "min(u, k, W/(k - 3)) - -u + !k % 3 + hash(k, u) + clamp(u, k/9, W)",
            "W*k",
            "u",
        ] {
            let program = program(text);
            for k in 0..7 {
                let of_k = program.varying(0, &[9.0, f64::from(k), 420.0]);
                for u in 0..9 {
                    let frame = [f64::from(u) / 8.0, f64::from(k), 420.0];
                    assert_eq!(of_k.eval(&frame).to_bits(), program.eval(&frame).to_bits(), "{text} {frame:?}");
                }
            }
        }
        // It is worth it: nothing is left but what moves.
        let left = |text: &str| program(text).varying(0, &[0.0, 1.0, 2.0]).slots().collect::<Vec<_>>();
        assert_eq!((left("W*k + 2"), left("u*(W + k)"), left("W*u - k*u")), (vec![], vec![0], vec![0, 0]));
    }

    #[test]
    fn expressions_give_what_arithmetic_says() {
        for (text, want) in [
            ("1 + 2*3", 7.0),
            ("(1 + 2)*3", 9.0),
            ("2^3^2", 512.0),
            ("-2^2", -4.0),
            ("W/2 - 10", 200.0),
            ("min(W, H)*0.065", 27.3),
            ("0.5 < W/H && W/H < 2.2", 1.0),
            ("W > H || !(1 == 1)", 0.0),
            ("if(slogan.z >= 50, 1, 2)", 1.0),
            ("clamp(5, 0, 1) + floor(2.7) + ceil(2.1) + round(2.5)", 9.0),
            ("-7 % 3", 2.0),
            ("1/0 + 5", 5.0),
            ("sqrt(-1)", 0.0),
            ("smooth(0.5) + smooth(-3) + smooth(9)", 1.5),
            ("2*pi", 2.0 * std::f64::consts::PI),
            ("1e2 + .5", 100.5),
        ] {
            assert!((value(text) - want).abs() < 1e-9, "{text}: {} not {want}", value(text));
        }
    }

    #[test]
    fn both_operands_of_a_chain_are_compared_once() {
        // `a < b < c` would compare a condition with a number: refused, as it is never meant.
        assert!(parse("1 < 2 < 3").is_err());
    }

    #[test]
    fn faults_name_the_character() {
        for (text, offset) in [
            ("1 +", 3),
            ("(1", 2),
            ("1 $ 2", 2),
            ("foo(1)", 0),
            ("min()", 0),
            ("clamp(1,2)", 0),
            ("1 2", 2),
            ("", 0),
            ("３+１", 0),
        ] {
            assert_eq!(parse(text).map_err(|f| f.offset), Err(offset), "{text}");
        }
        let deep = "(".repeat(200) + "1" + &")".repeat(200);
        assert!(parse(&deep).is_err());
        assert!(parse(&"-".repeat(5000)).is_err());
    }

    #[test]
    fn unknown_names_come_back_with_their_place() {
        let unknown = parse("W + foo.bar*2").unwrap().compile(&|n| (n == "W").then_some(0)).unwrap_err();
        assert_eq!(unknown, [("foo.bar".to_string(), 4)]);
    }
}
