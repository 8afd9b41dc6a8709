//! Tree to a flat program in postfix order, and its evaluation: no allocation, no recursion, so that ornaments
//! may run it thousands of times a page.

use super::{Binary, Expr, Function};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Op {
    Push(f64),
    Load(usize),
    Neg,
    Not,
    Binary(Binary),
    Call(Function, usize),
}

/// An expression with its names resolved to slots of a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    ops: Vec<Op>,
    depth: usize,
}

/// Most values that a program keeps at a time; deeper ones use the heap.
const STACK: usize = 32;

pub(super) fn compile(expr: &Expr, slot: &impl Fn(&str) -> Option<usize>) -> Result<Program, Vec<(String, usize)>> {
    let mut ops = Vec::new();
    let mut unknown = Vec::new();
    let depth = lay(expr, slot, &mut ops, &mut unknown);
    if unknown.is_empty() { Ok(Program { ops, depth }) } else { Err(unknown) }
}

/// Appends `expr` and gives the stack depth it needs.
fn lay(
    expr: &Expr,
    slot: &impl Fn(&str) -> Option<usize>,
    ops: &mut Vec<Op>,
    unknown: &mut Vec<(String, usize)>,
) -> usize {
    match expr {
        Expr::Number(v) => {
            ops.push(Op::Push(*v));
            1
        }
        Expr::Name(name, offset) => {
            match slot(name) {
                Some(index) => ops.push(Op::Load(index)),
                None => unknown.push((name.clone(), *offset)),
            }
            1
        }
        Expr::Neg(a) | Expr::Not(a) => {
            let depth = lay(a, slot, ops, unknown);
            ops.push(if matches!(expr, Expr::Neg(_)) { Op::Neg } else { Op::Not });
            depth
        }
        Expr::Binary(op, a, b) => {
            let left = lay(a, slot, ops, unknown);
            let right = lay(b, slot, ops, unknown);
            ops.push(Op::Binary(*op));
            left.max(right + 1)
        }
        Expr::Call(function, args) => {
            let mut depth = 1;
            for (i, arg) in args.iter().enumerate() {
                depth = depth.max(lay(arg, slot, ops, unknown) + i);
            }
            ops.push(Op::Call(*function, args.len()));
            depth
        }
    }
}

impl Program {
    /// A program that gives one number.
    pub fn constant(value: f64) -> Self {
        Self { ops: vec![Op::Push(value)], depth: 1 }
    }

    /// The slots it reads.
    pub fn slots(&self) -> impl Iterator<Item = usize> + '_ {
        self.ops.iter().filter_map(|op| match op {
            Op::Load(slot) => Some(*slot),
            _ => None,
        })
    }

    /// The same with all that does not depend on one slot computed on a frame: the same operations, each once.
    pub fn varying(&self, slot: usize, frame: &[f64]) -> Self {
        let mut ops: Vec<Op> = Vec::with_capacity(self.ops.len());
        // Where each value on the stack begins in `ops`; those that are known are one push.
        let mut starts: Vec<usize> = Vec::new();
        for op in &self.ops {
            let taken = match op {
                Op::Push(_) | Op::Load(_) => 0,
                Op::Neg | Op::Not => 1,
                Op::Binary(_) => 2,
                Op::Call(_, count) => *count,
            };
            let start = match starts.len().checked_sub(taken).and_then(|first| starts.get(first)) {
                Some(start) if taken > 0 => *start,
                _ => ops.len(),
            };
            starts.truncate(starts.len().saturating_sub(taken));
            starts.push(start);
            let is_known = *op != Op::Load(slot) && ops.iter().skip(start).all(|op| matches!(op, Op::Push(_)));
            ops.push(*op);
            if is_known {
                let value = Self { ops: ops.split_off(start), depth: self.depth }.eval(frame);
                ops.push(Op::Push(value));
            }
        }
        Self { ops, depth: self.depth }
    }

    /// The value on a frame of numbers; a slot beyond the frame is 0, an undefined result is 0.
    pub fn eval(&self, frame: &[f64]) -> f64 {
        let mut fixed = [0.0; STACK];
        let mut heap;
        let stack: &mut [f64] = if self.depth <= STACK {
            &mut fixed
        } else {
            heap = vec![0.0; self.depth];
            &mut heap
        };
        let mut top = 0;
        for op in &self.ops {
            match *op {
                Op::Push(v) => {
                    stack[top] = v;
                    top += 1;
                }
                Op::Load(slot) => {
                    stack[top] = frame.get(slot).copied().unwrap_or(0.0);
                    top += 1;
                }
                Op::Neg => stack[top - 1] = -stack[top - 1],
                Op::Not => stack[top - 1] = truth(stack[top - 1] == 0.0),
                Op::Binary(op) => {
                    top -= 1;
                    stack[top - 1] = defined(apply(op, stack[top - 1], stack[top]));
                }
                Op::Call(function, count) => {
                    top -= count;
                    stack[top] = defined(call(function, &stack[top..top + count]));
                    top += 1;
                }
            }
        }
        stack[0]
    }
}

fn truth(condition: bool) -> f64 {
    f64::from(u8::from(condition))
}

fn defined(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

fn apply(op: Binary, a: f64, b: f64) -> f64 {
    match op {
        Binary::Add => a + b,
        Binary::Sub => a - b,
        Binary::Mul => a * b,
        Binary::Div => a / b,
        Binary::Rem => a - b * libm::floor(a / b),
        Binary::Pow => libm::pow(a, b),
        Binary::Less => truth(a < b),
        Binary::LessEq => truth(a <= b),
        Binary::More => truth(a > b),
        Binary::MoreEq => truth(a >= b),
        Binary::Eq => truth(a == b),
        Binary::NotEq => truth(a != b),
        Binary::And => truth(a != 0.0 && b != 0.0),
        Binary::Or => truth(a != 0.0 || b != 0.0),
    }
}

fn call(function: Function, args: &[f64]) -> f64 {
    let arg = |i: usize| args.get(i).copied().unwrap_or(0.0);
    let x = arg(0);
    match function {
        Function::Min => args.iter().copied().fold(f64::INFINITY, f64::min),
        Function::Max => args.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        // Not `f64::clamp`, which panics where the limits cross; the upper limit wins here.
        Function::Clamp => x.max(arg(1)).min(arg(2)),
        Function::Floor => libm::floor(x),
        Function::Ceil => libm::ceil(x),
        Function::Round => libm::round(x),
        Function::Abs => libm::fabs(x),
        Function::Sqrt => libm::sqrt(x),
        Function::Sin => libm::sin(x),
        Function::Cos => libm::cos(x),
        Function::Tan => libm::tan(x),
        Function::Atan2 => libm::atan2(x, arg(1)),
        Function::Exp => libm::exp(x),
        Function::Ln => libm::log(x),
        Function::Hypot => libm::hypot(x, arg(1)),
        Function::If => {
            if x != 0.0 {
                arg(1)
            } else {
                arg(2)
            }
        }
        Function::Smooth => {
            let t = x.clamp(0.0, 1.0);
            t * t * (3.0 - 2.0 * t)
        }
        Function::Hash => hash(args),
        Function::Rad => x.to_radians(),
    }
}

/// Evenly scattered in 0…1 and the same on every machine: SplitMix64 over the bits of the arguments.
pub fn hash(values: &[f64]) -> f64 {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for value in values {
        // +0 and −0 are one number to the user.
        state ^= (value + 0.0).to_bits();
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        state ^= state >> 31;
    }
    // The upper 53 bits are the mantissa of a number below 1.
    (state >> 11) as f64 / (1_u64 << 53) as f64
}
