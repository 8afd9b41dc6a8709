//! PostScript calculator functions (ISO 32000-1, 7.10.5).

use biaoyu_page::limits::PDF_DEPTH;

use super::steps::Steps;

/// A program.
#[derive(Debug)]
pub(crate) struct Program(Vec<Op>);

#[derive(Debug)]
enum Op {
    Push(f64),
    Do(&'static str),
    If(Vec<Op>),
    IfElse(Vec<Op>, Vec<Op>),
}

const WORDS: [&str; 40] = [
    "abs", "add", "atan", "ceiling", "cos", "cvi", "cvr", "div", "exp", "floor", "idiv", "ln", "log", "mod", "mul",
    "neg", "round", "sin", "sqrt", "sub", "truncate", "and", "bitshift", "eq", "false", "ge", "gt", "le", "lt", "ne",
    "not", "or", "true", "xor", "copy", "dup", "exch", "index", "pop", "roll",
];

/// Numbers on the stack, and steps of one run.
const STACK: usize = 256;

impl Program {
    /// Reads a program; `None` when it is none.
    pub(crate) fn read(code: &[u8]) -> Option<Self> {
        let code = String::from_utf8_lossy(code).replace('{', " { ").replace('}', " } ");
        let lines = code.lines().map(|line| line.split('%').next().unwrap_or_default());
        let words: Vec<String> = lines.flat_map(str::split_whitespace).map(str::to_string).collect();
        let mut words = words.iter().map(String::as_str);
        (words.next()? == "{").then_some(())?;
        block(&mut words, 0).map(Self)
    }

    /// Runs it; what it costs is taken from `steps`. `None` when it fails or they are spent.
    pub(crate) fn run(&self, inputs: &[f64], steps: &Steps) -> Option<Vec<f64>> {
        let mut stack = inputs.to_vec();
        run(&self.0, &mut stack, steps)?;
        Some(stack)
    }
}

fn block<'w>(words: &mut impl Iterator<Item = &'w str>, depth: usize) -> Option<Vec<Op>> {
    if depth > PDF_DEPTH {
        return None;
    }
    let mut ops = Vec::new();
    let mut blocks: Vec<Vec<Op>> = Vec::new();
    loop {
        match words.next()? {
            "{" => blocks.push(block(words, depth + 1)?),
            "}" => return blocks.is_empty().then_some(ops),
            "if" => ops.push(Op::If(blocks.pop()?)),
            "ifelse" => {
                let otherwise = blocks.pop()?;
                ops.push(Op::IfElse(blocks.pop()?, otherwise));
            }
            word => match WORDS.iter().find(|w| **w == word) {
                Some(known) => ops.push(Op::Do(known)),
                None => ops.push(Op::Push(word.parse().ok().filter(|v: &f64| v.is_finite())?)),
            },
        }
    }
}

fn run(ops: &[Op], stack: &mut Vec<f64>, steps: &Steps) -> Option<()> {
    steps.spend(ops.len() as u64)?;
    for op in ops {
        match op {
            Op::Push(v) => stack.push(*v),
            Op::If(then) => {
                if stack.pop()? != 0.0 {
                    run(then, stack, steps)?;
                }
            }
            Op::IfElse(then, otherwise) => {
                let chosen = if stack.pop()? != 0.0 { then } else { otherwise };
                run(chosen, stack, steps)?;
            }
            Op::Do(word) => step(word, stack)?,
        }
        if stack.len() > STACK {
            return None;
        }
    }
    Some(())
}

fn step(word: &str, stack: &mut Vec<f64>) -> Option<()> {
    let truth = |b: bool| f64::from(u8::from(b));
    match word {
        "true" => stack.push(1.0),
        "false" => stack.push(0.0),
        "pop" => _ = stack.pop()?,
        "dup" => stack.push(*stack.last()?),
        "exch" => {
            let (b, a) = (stack.pop()?, stack.pop()?);
            stack.extend([b, a]);
        }
        "copy" => {
            let n = whole(stack.pop()?)?;
            let from = stack.len().checked_sub(n)?;
            stack.extend_from_within(from..);
        }
        "index" => {
            let n = whole(stack.pop()?)?;
            stack.push(*stack.get(stack.len().checked_sub(n + 1)?)?);
        }
        "roll" => {
            let (by, n) = (stack.pop()?, whole(stack.pop()?)?);
            let from = stack.len().checked_sub(n)?;
            let part = stack.get_mut(from..)?;
            if n > 0 && by.abs() < 1e6 {
                part.rotate_right((by as i64).rem_euclid(n as i64) as usize);
            }
        }
        "abs" | "ceiling" | "cos" | "cvi" | "cvr" | "floor" | "ln" | "log" | "neg" | "round" | "sin" | "sqrt"
        | "truncate" | "not" => {
            let v = stack.pop()?;
            stack.push(match word {
                "abs" => v.abs(),
                "ceiling" => v.ceil(),
                "cos" => libm::cos(v.to_radians()),
                "cvi" | "truncate" => v.trunc(),
                "floor" => v.floor(),
                "ln" => libm::log(v),
                "log" => libm::log10(v),
                "neg" => -v,
                "round" => (v + 0.5).floor(),
                "sin" => libm::sin(v.to_radians()),
                "sqrt" => v.max(0.0).sqrt(),
                "not" => truth(v == 0.0),
                _ => v,
            });
        }
        _ => {
            let (b, a) = (stack.pop()?, stack.pop()?);
            let (i, j) = (a as i64, b as i64);
            stack.push(match word {
                "add" => a + b,
                "sub" => a - b,
                "mul" => a * b,
                "div" if b != 0.0 => a / b,
                "idiv" => i.checked_div(j)? as f64,
                "mod" => i.checked_rem(j)? as f64,
                "exp" => libm::pow(a, b),
                "atan" => libm::atan2(a, b).to_degrees().rem_euclid(360.0),
                "and" => (i & j) as f64,
                "or" => (i | j) as f64,
                "xor" => (i ^ j) as f64,
                "bitshift" if j.unsigned_abs() < 63 => (if j >= 0 { i << j } else { i >> -j }) as f64,
                "eq" => truth(a == b),
                "ne" => truth(a != b),
                "ge" => truth(a >= b),
                "gt" => truth(a > b),
                "le" => truth(a <= b),
                "lt" => truth(a < b),
                _ => return None,
            });
        }
    }
    Some(())
}

fn whole(v: f64) -> Option<usize> {
    (0.0..=STACK as f64).contains(&v).then_some(v as usize)
}

#[cfg(test)]
mod tests {
    use biaoyu_page::limits::PDF_FUNCTION_STEPS;

    use super::*;

    #[test]
    fn programs_run_as_postscript_does() {
        for (code, inputs, want) in [
            ("{dup 0.5 mul exch 1 exch sub}", &[0.4][..], &[0.2, 0.6][..]),
            ("{3 1 roll}", &[1.0, 2.0, 3.0], &[3.0, 1.0, 2.0]),
            ("{0.5 gt {1}{0} ifelse}", &[0.7], &[1.0]),
            ("{dup 0 lt {pop 0} if % comment\n}", &[-1.0], &[0.0]),
            ("{2 copy add 3 1 roll 1 index}", &[1.0, 2.0], &[3.0, 1.0, 2.0, 1.0]),
        ] {
            let got = Program::read(code.as_bytes()).unwrap().run(inputs, &Steps::default()).unwrap();
            assert_eq!(got, want, "{code}");
        }
        for bad in ["", "{", "{ 1 add", "{ { } }", "{ bogus }", "1 2"] {
            assert!(Program::read(bad.as_bytes()).is_none(), "{bad}");
        }
        assert!(Program::read(b"{pop pop}").unwrap().run(&[1.0], &Steps::default()).is_none());
        // Steps are counted, and end.
        let long = format!("{{{}}}", "dup mul ".repeat(1_000));
        let (program, steps) = (Program::read(long.as_bytes()).unwrap(), Steps::default());
        let runs = (0..1_000_000).take_while(|_| program.run(&[0.5], &steps).is_some()).count();
        assert_eq!((runs as u64, steps.renew(), steps.renew()), (PDF_FUNCTION_STEPS / 2_000, true, false));
        assert!(Program::read(b"{100 copy}").unwrap().run(&[1.0], &Steps::default()).is_none());
    }
}
