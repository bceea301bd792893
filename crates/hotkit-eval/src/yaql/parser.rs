//! Text to tree, with exactly the refusals of YAQL's own parser.
//!
//! Precedence climbing. A prefix operator may stand wherever a value may and takes an operand at its own level,
//! whatever stands left of it, as the original's grammar has it.

use std::rc::Rc;

use smol_str::SmolStr;

use super::lexer::{Token, TokenKind, token_at};
use super::syntax::{NoTree, Node, NodeKind, YaqlSyntaxFault};

/// Levels of parts within each other. YAQL on Python stops at about twice that when it evaluates.
pub(super) const DEEPEST: u32 = 100;

const UNARY_SIGN: u8 = 9;
const UNARY_NOT: u8 = 4;
const INDEXER: u8 = 10;

/// The tree of an expression.
pub(super) fn parse(text: &str) -> Result<Rc<Node>, NoTree> {
    let mut parser = Parser {
        text,
        next: token_at(text, 0)?,
        depth: 0,
    };
    let node = parser.value(0)?;
    match parser.next.kind {
        TokenKind::End => Ok(node),
        _ => Err(parser.unexpected()),
    }
}

struct Parser<'t> {
    text: &'t str,
    next: Token,
    depth: u32,
}

type Parsed = Result<Rc<Node>, NoTree>;

/// The level of a binary operator and the name of its function.
fn binary(sign: &str) -> Option<(u8, &'static str)> {
    Some(match sign {
        "." => (11, "#operator_."),
        "?." => (11, "#operator_?."),
        "=~" => (8, "#operator_=~"),
        "!~" => (8, "#operator_!~"),
        "*" => (7, "#operator_*"),
        "/" => (7, "#operator_/"),
        "mod" => (7, "#operator_mod"),
        "+" => (6, "#operator_+"),
        "-" => (6, "#operator_-"),
        ">" => (5, "#operator_>"),
        "<" => (5, "#operator_<"),
        ">=" => (5, "#operator_>="),
        "<=" => (5, "#operator_<="),
        "!=" => (5, "*not_equal"),
        "=" => (5, "*equal"),
        "in" => (5, "#operator_in"),
        "and" => (3, "#operator_and"),
        "or" => (2, "#operator_or"),
        "->" => (1, "#operator_->"),
        _ => return None,
    })
}

impl Parser<'_> {
    /// A value of operators that bind at least as tightly as `least`.
    fn value(&mut self, least: u8) -> Parsed {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(NoTree::Undecided("the depth of a yaql expression"));
        }
        let mut left = self.operand()?;
        while let TokenKind::Sign(sign) = self.next.kind {
            let offset = self.next.start;
            if sign == "[" && INDEXER >= least {
                self.take()?;
                let mut arguments = vec![left];
                self.arguments("]", &mut arguments)?;
                left = node(offset, NodeKind::Operator("#indexer", arguments))?;
                continue;
            }
            let Some((level, name)) = binary(sign).filter(|(level, _)| *level >= least) else {
                break;
            };
            self.take()?;
            let right = self.value(if sign == "->" { level } else { level + 1 })?;
            left = node(offset, NodeKind::Operator(name, vec![left, right]))?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Parsed {
        let offset = self.next.start;
        let kind = match self.next.kind.clone() {
            TokenKind::Null => NodeKind::Null,
            TokenKind::Bool(value) => NodeKind::Bool(value),
            TokenKind::Integer(number) => NodeKind::Integer(number),
            TokenKind::LargeInteger(number) => NodeKind::LargeInteger(number),
            TokenKind::Float(number) => NodeKind::Float(number),
            TokenKind::Text(text) => NodeKind::Text(text),
            TokenKind::Word(word) => NodeKind::Word(word),
            TokenKind::Dollar(name) if name.is_empty() => NodeKind::Variable(SmolStr::new_static("1")),
            TokenKind::Dollar(name) => NodeKind::Variable(name),
            TokenKind::Function(name) => {
                self.take()?;
                let mut arguments = Vec::new();
                self.arguments(")", &mut arguments)?;
                return node(offset, NodeKind::Call(name, arguments));
            }
            TokenKind::Sign("[") => return self.bracketed("]", "#list"),
            TokenKind::Sign("{") => return self.bracketed("}", "#map"),
            TokenKind::Sign("+") => return self.prefixed(UNARY_SIGN, "#unary_operator_+"),
            TokenKind::Sign("-") => return self.prefixed(UNARY_SIGN, "#unary_operator_-"),
            TokenKind::Sign("not") => return self.prefixed(UNARY_NOT, "#unary_operator_not"),
            TokenKind::Sign("(") => {
                self.take()?;
                let inside = self.value(0)?;
                self.expect(")")?;
                return node(offset, NodeKind::Wrap(inside));
            }
            TokenKind::Sign(_) | TokenKind::End => return Err(self.unexpected()),
        };
        self.take()?;
        node(offset, kind)
    }

    fn bracketed(&mut self, close: &str, name: &'static str) -> Parsed {
        let offset = self.next.start;
        self.take()?;
        let mut arguments = Vec::new();
        self.arguments(close, &mut arguments)?;
        node(offset, NodeKind::Operator(name, arguments))
    }

    fn prefixed(&mut self, level: u8, name: &'static str) -> Parsed {
        let offset = self.next.start;
        self.take()?;
        let operand = self.value(level)?;
        node(offset, NodeKind::Operator(name, vec![operand]))
    }

    /// Arguments up to the closing sign: places may be empty, and named ones come last.
    fn arguments(&mut self, close: &str, arguments: &mut Vec<Rc<Node>>) -> Result<(), NoTree> {
        if self.is_next(close) {
            return self.take();
        }
        let mut has_value = false;
        let mut has_named = false;
        loop {
            let mut empty = 0;
            while !has_named && self.is_next(",") {
                arguments.push(node(self.next.start, NodeKind::Missing)?);
                empty += 1;
                self.take()?;
            }
            let value = self.value(0)?;
            if self.is_next("=>") {
                if empty > 1 || (empty == 1 && !has_value) {
                    return Err(self.unexpected());
                }
                let offset = self.next.start;
                self.take()?;
                let right = self.value(0)?;
                arguments.push(node(offset, NodeKind::Rule(value, right))?);
                has_named = true;
            } else if has_named {
                return Err(self.unexpected());
            } else {
                arguments.push(value);
                has_value = true;
            }
            if self.is_next(close) {
                return self.take();
            }
            self.expect(",")?;
        }
    }

    fn is_next(&self, sign: &str) -> bool {
        matches!(self.next.kind, TokenKind::Sign(next) if next == sign)
    }

    fn expect(&mut self, sign: &str) -> Result<(), NoTree> {
        if !self.is_next(sign) {
            return Err(self.unexpected());
        }
        self.take()
    }

    fn take(&mut self) -> Result<(), NoTree> {
        self.next = token_at(self.text, self.next.end)?;
        Ok(())
    }

    fn unexpected(&self) -> NoTree {
        let token = &self.next;
        let fault = match token.kind {
            TokenKind::End => YaqlSyntaxFault::UnexpectedEnd,
            _ => YaqlSyntaxFault::Unexpected(SmolStr::new(&self.text[token.start..token.end])),
        };
        NoTree::Fault {
            offset: token.start,
            fault,
        }
    }
}

fn node(offset: usize, kind: NodeKind) -> Parsed {
    let below = match &kind {
        NodeKind::Call(_, parts) | NodeKind::Operator(_, parts) => {
            parts.iter().map(|part| part.height).max().unwrap_or(0)
        }
        NodeKind::Wrap(inside) => inside.height,
        NodeKind::Rule(left, right) => left.height.max(right.height),
        _ => 0,
    };
    if below >= DEEPEST {
        return Err(NoTree::Undecided("the depth of a yaql expression"));
    }
    Ok(Rc::new(Node {
        offset,
        height: below + 1,
        kind,
    }))
}
