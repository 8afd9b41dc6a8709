//! Text to tree: a recursive descent over characters, one function a precedence.

use super::{Binary, Expr, ExprFault, Function};
use biaoyu_page::error::Say;
use biaoyu_page::limits::{EXPRESSION_CHARS, EXPRESSION_DEPTH};
use biaoyu_page::say;

/// Reads one expression.
///
/// # Errors
/// The first fault, with its offset in characters.
pub fn parse(text: &str) -> Result<Expr, ExprFault> {
    let chars: Vec<char> = text.chars().collect();
    let mut parser = Parser { chars: &chars, at: 0, depth: 0 };
    if chars.len() > EXPRESSION_CHARS {
        let found = chars.len();
        return Err(parser.fault(say!(
            "the expression has {found} characters, at most {EXPRESSION_CHARS} are read",
            "表达式有 {found} 个字符，最多 {EXPRESSION_CHARS} 个"
        )));
    }
    let expr = parser.or()?;
    parser.space();
    match parser.peek() {
        None => Ok(expr),
        Some(c) => Err(parser.unexpected(c)),
    }
}

struct Parser<'a> {
    chars: &'a [char],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Takes `token` if it comes next.
    fn eat(&mut self, token: &str) -> bool {
        self.space();
        let length = token.chars().count();
        let next = self.chars.iter().skip(self.at).take(length);
        let found = next.copied().eq(token.chars());
        if found {
            self.at += length;
        }
        found
    }

    fn fault(&self, what: Say) -> ExprFault {
        ExprFault { offset: self.at, what, hint: None }
    }

    fn unexpected(&self, c: char) -> ExprFault {
        let mut fault = self.fault(say!("`{c}` is not expected here", "此处不应有 `{c}`"));
        if ('！'..='～').contains(&c) || c == '，' || c == '。' {
            fault.hint = Some(say!("type the half-width character", "请用半角字符"));
        } else if c == '=' {
            fault.hint = Some(say!("write `==` to compare", "比较请写 `==`"));
        }
        fault
    }

    fn or(&mut self) -> Result<Expr, ExprFault> {
        let mut left = self.and()?;
        while self.eat("||") {
            left = binary(Binary::Or, left, self.and()?);
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr, ExprFault> {
        let mut left = self.comparison()?;
        while self.eat("&&") {
            left = binary(Binary::And, left, self.comparison()?);
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Expr, ExprFault> {
        let left = self.sum()?;
        // Two-character signs first, or `<=` would be read as `<`.
        let signs = [
            ("<=", Binary::LessEq),
            (">=", Binary::MoreEq),
            ("==", Binary::Eq),
            ("!=", Binary::NotEq),
            ("<", Binary::Less),
            (">", Binary::More),
        ];
        match signs.into_iter().find(|(sign, _)| self.eat(sign)) {
            Some((_, op)) => Ok(binary(op, left, self.sum()?)),
            None => Ok(left),
        }
    }

    fn sum(&mut self) -> Result<Expr, ExprFault> {
        let mut left = self.product()?;
        loop {
            if self.eat("+") {
                left = binary(Binary::Add, left, self.product()?);
            } else if self.eat("-") {
                left = binary(Binary::Sub, left, self.product()?);
            } else {
                return Ok(left);
            }
        }
    }

    fn product(&mut self) -> Result<Expr, ExprFault> {
        let mut left = self.unary()?;
        loop {
            if self.eat("*") {
                left = binary(Binary::Mul, left, self.unary()?);
            } else if self.eat("/") {
                left = binary(Binary::Div, left, self.unary()?);
            } else if self.eat("%") {
                left = binary(Binary::Rem, left, self.unary()?);
            } else {
                return Ok(left);
            }
        }
    }

    fn unary(&mut self) -> Result<Expr, ExprFault> {
        self.depth += 1;
        if self.depth > EXPRESSION_DEPTH {
            return Err(self.fault(say!(
                "the expression is nested deeper than {EXPRESSION_DEPTH}",
                "表达式嵌套超过 {EXPRESSION_DEPTH} 层"
            )));
        }
        let expr = if self.eat("-") {
            Expr::Neg(Box::new(self.unary()?))
        } else if self.peek() == Some('!') && self.chars.get(self.at + 1) != Some(&'=') {
            self.at += 1;
            Expr::Not(Box::new(self.unary()?))
        } else {
            let base = self.atom()?;
            // `^` binds to the right and tighter than the sign before it: -2^2 is -4.
            if self.eat("^") { binary(Binary::Pow, base, self.unary()?) } else { base }
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn atom(&mut self) -> Result<Expr, ExprFault> {
        self.space();
        match self.peek() {
            None => Err(self.fault(say!("the expression ends too early", "表达式不完整"))),
            Some('(') => {
                self.at += 1;
                let inner = self.or()?;
                self.close()?;
                Ok(inner)
            }
            Some(c) if c.is_ascii_digit() || c == '.' => self.number(),
            Some(c) if c.is_ascii_alphabetic() || c == '_' => self.name(),
            Some(c) => Err(self.unexpected(c)),
        }
    }

    fn close(&mut self) -> Result<(), ExprFault> {
        if self.eat(")") {
            return Ok(());
        }
        match self.peek() {
            Some(c) => Err(self.unexpected(c)),
            None => Err(self.fault(say!("a `)` is missing", "缺少 `)`"))),
        }
    }

    fn number(&mut self) -> Result<Expr, ExprFault> {
        let start = self.at;
        let digits = |p: &mut Self| {
            while p.peek().is_some_and(|c| c.is_ascii_digit()) {
                p.at += 1;
            }
        };
        digits(self);
        if self.peek() == Some('.') {
            self.at += 1;
            digits(self);
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            let mark = self.at;
            self.at += 1;
            if matches!(self.peek(), Some('+' | '-')) {
                self.at += 1;
            }
            if self.peek().is_some_and(|c| c.is_ascii_digit()) { digits(self) } else { self.at = mark }
        }
        let text: String = self.chars[start..self.at].iter().collect();
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Expr::Number(value)),
            _ => {
                self.at = start;
                Err(self.fault(say!("`{text}` is no number", "`{text}` 不是数")))
            }
        }
    }

    fn name(&mut self) -> Result<Expr, ExprFault> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.') {
            self.at += 1;
        }
        let name: String = self.chars[start..self.at].iter().collect();
        if self.eat("(") {
            return self.call(&name, start);
        }
        Ok(match name.as_str() {
            "pi" => Expr::Number(std::f64::consts::PI),
            "true" => Expr::Number(1.0),
            "false" => Expr::Number(0.0),
            _ => Expr::Name(name, start),
        })
    }

    fn call(&mut self, name: &str, start: usize) -> Result<Expr, ExprFault> {
        let Some((_, function, least, most)) = Function::TABLE.iter().find(|f| f.0 == name) else {
            self.at = start;
            let all = Function::names().collect::<Vec<_>>().join(" ");
            let mut fault = self.fault(say!("there is no function `{name}`", "没有函数 `{name}`"));
            fault.hint = Some(say!("the functions are {all}", "可用函数：{all}"));
            return Err(fault);
        };
        let mut args = Vec::new();
        if !self.eat(")") {
            loop {
                args.push(self.or()?);
                if !self.eat(",") {
                    break;
                }
            }
            self.close()?;
        }
        if !(*least..=*most).contains(&args.len()) {
            self.at = start;
            let (found, wanted) =
                (args.len(), if least == most { format!("{least}") } else { format!("{least}–{most}") });
            return Err(self.fault(say!(
                "`{name}` has {found} arguments, {wanted} wanted",
                "`{name}` 有 {found} 个参数，应为 {wanted} 个"
            )));
        }
        Ok(Expr::Call(*function, args))
    }
}

fn binary(op: Binary, a: Expr, b: Expr) -> Expr {
    Expr::Binary(op, Box::new(a), Box::new(b))
}
