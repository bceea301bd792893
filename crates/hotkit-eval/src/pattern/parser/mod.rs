//! The grammar of Python 3.11's patterns: text to tree, with Python's refusals in Python's order.

mod escapes;
mod groups;
mod sets;

use super::fault::{NotTranslated, PatternError, PatternFault, Refusal};
use super::tokens::{Token, Tokens};
use super::tree::{Anchor, Flags, Greed, Node, Repeat, Width};

/// Groups within each other; Python's own limit lies higher and depends on the stack that is left.
const DEEPEST: usize = 200;
/// Characters of a pattern.
const LONGEST: usize = 1 << 16;
/// Python's sign for "no limit", so that no count may reach it.
const NO_LIMIT: u64 = u32::MAX as u64;
/// More digits are not read as a number by Python.
const MOST_DIGITS: usize = 4300;

/// A pattern that Python takes.
pub(super) struct Parsed {
    pub(super) nodes: Vec<Node>,
    /// The flags of the whole pattern.
    pub(super) flags: Flags,
    /// Widths of the groups by number; number 0 is not used.
    pub(super) group_widths: Vec<Option<Width>>,
    /// Names of groups with their numbers.
    pub(super) group_names: Vec<(String, usize)>,
}

/// Reads a pattern that begins with these flags.
pub(super) fn parse(pattern: &str, flags: Flags) -> Result<Parsed, PatternError> {
    parse_all(pattern, flags).map_err(|refusal| refusal.located(pattern))
}

fn parse_all(pattern: &str, flags: Flags) -> Result<Parsed, Refusal> {
    if pattern.chars().nth(LONGEST).is_some() {
        return Err(Refusal::Untranslatable(NotTranslated::Size));
    }
    let mut parser = Parser {
        tokens: Tokens::new(pattern)?,
        flags,
        group_widths: vec![None],
        group_names: Vec::new(),
        lookbehind_groups: None,
        conditions: Vec::new(),
    };
    let nodes = parser.alternation(false, 0)?;
    let flags = parser.settled_flags()?;
    if parser.tokens.peek().is_some() {
        return Err(parser.tokens.refuse(PatternFault::UnbalancedParenthesis, 0));
    }
    for &(group, character) in &parser.conditions {
        if group >= parser.group_widths.len() as u64 {
            return Err(Refusal::Invalid {
                character,
                fault: PatternFault::GroupReference(group),
            });
        }
    }
    Ok(Parsed {
        nodes,
        flags,
        group_widths: parser.group_widths,
        group_names: parser.group_names,
    })
}

struct Parser {
    tokens: Tokens,
    flags: Flags,
    /// By number; `None` while the group is open.
    group_widths: Vec<Option<Width>>,
    group_names: Vec<(String, usize)>,
    /// Within a lookbehind: how many groups there were before it.
    lookbehind_groups: Option<usize>,
    /// Groups that conditions ask for, each with the place where it is first asked for.
    conditions: Vec<(u64, usize)>,
}

impl Parser {
    /// `a|b|c`, up to a closing parenthesis or the end.
    fn alternation(&mut self, verbose: bool, nested: usize) -> Result<Vec<Node>, Refusal> {
        let mut verbose = verbose;
        let mut branches = Vec::new();
        loop {
            let first = nested == 0 && branches.is_empty();
            branches.push(self.sequence(verbose, nested + 1, first)?);
            if !self.tokens.accept('|')? {
                break;
            }
            if nested == 0 {
                verbose = self.flags.has(Flags::VERBOSE);
            }
        }
        if branches.len() == 1 {
            return Ok(branches.pop().expect("there is one branch"));
        }
        Ok(vec![Node::Branch(branches)])
    }

    /// Everything up to `|`, `)` or the end. `first`: nothing of the pattern has been read yet.
    fn sequence(&mut self, verbose: bool, nested: usize, first: bool) -> Result<Vec<Node>, Refusal> {
        if nested > DEEPEST {
            return Err(Refusal::Untranslatable(NotTranslated::Depth));
        }
        let mut verbose = verbose;
        let mut nodes = Vec::new();
        while let Some(token) = self.tokens.peek() {
            if matches!(token, Token::Character('|' | ')')) {
                break;
            }
            self.tokens.take()?;
            let character = match token {
                Token::Escape(escaped) => {
                    nodes.push(self.escape(escaped)?);
                    continue;
                }
                Token::Character(character) => character,
            };
            if verbose && is_skipped(character) {
                if character == '#' {
                    self.skip_line()?;
                }
                continue;
            }
            match character {
                '[' => nodes.push(self.set()?),
                '*' | '+' | '?' | '{' => self.quantifier(character, &mut nodes)?,
                '.' => nodes.push(Node::Any),
                '(' => {
                    if let Some(node) = self.group(&mut verbose, nested, first && nodes.is_empty())? {
                        nodes.push(node);
                    }
                }
                '^' => nodes.push(Node::At(Anchor::Start)),
                '$' => nodes.push(Node::At(Anchor::End)),
                _ => nodes.push(Node::Literal(u32::from(character))),
            }
        }
        Ok(nodes)
    }

    /// A comment of verbose patterns, up to the end of the line.
    fn skip_line(&mut self) -> Result<(), Refusal> {
        while let Some(token) = self.tokens.take()? {
            if token == Token::Character('\n') {
                break;
            }
        }
        Ok(())
    }

    /// A quantifier, of which `sign` has been read, applied to the last of `nodes`.
    fn quantifier(&mut self, sign: char, nodes: &mut Vec<Node>) -> Result<(), Refusal> {
        let here = self.tokens.place();
        let (min, max) = match sign {
            '?' => (0, Some(1)),
            '*' => (0, None),
            '+' => (1, None),
            _ => match self.bounds(here)? {
                Some(bounds) => bounds,
                None => {
                    nodes.push(Node::Literal(u32::from('{')));
                    return Ok(());
                }
            },
        };
        let back = self.tokens.place() - here + 1;
        let fault = match nodes.last() {
            None | Some(Node::At(_)) => Some(PatternFault::NothingToRepeat),
            Some(Node::Repeat(_)) => Some(PatternFault::MultipleRepeat),
            Some(_) => None,
        };
        if let Some(fault) = fault {
            return Err(self.tokens.refuse(fault, back));
        }
        let greed = if self.tokens.accept('?')? {
            Greed::Lazy
        } else if self.tokens.accept('+')? {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        let body = match nodes.pop().expect("there is something to repeat") {
            Node::Group(group) if group.only_brackets() => group.body,
            node => vec![node],
        };
        nodes.push(Node::Repeat(Repeat { greed, min, max, body }));
        Ok(())
    }

    /// `{m}`, `{m,}`, `{,n}` or `{m,n}` after its brace; `None` and nothing read where the brace stands for itself.
    fn bounds(&mut self, here: usize) -> Result<Option<(u32, Option<u32>)>, Refusal> {
        if self.tokens.next_is('}') {
            return Ok(None);
        }
        let mut low = String::new();
        let mut high = String::new();
        self.digits(&mut low)?;
        if self.tokens.accept(',')? {
            self.digits(&mut high)?;
        } else {
            high.clone_from(&low);
        }
        if !self.tokens.accept('}')? {
            self.tokens.rewind(here)?;
            return Ok(None);
        }
        let min = self.count(&low, here)?.unwrap_or(0);
        let max = self.count(&high, here)?;
        if max.is_some_and(|max| max < min) {
            let back = self.tokens.place() - here;
            return Err(self.tokens.refuse(PatternFault::RepeatBoundsReversed, back));
        }
        Ok(Some((min, max)))
    }

    fn digits(&mut self, text: &mut String) -> Result<(), Refusal> {
        self.tokens
            .take_while(usize::MAX, text, |character| character.is_ascii_digit())
    }

    /// A repetition count; `None` where there are no digits.
    fn count(&self, digits: &str, here: usize) -> Result<Option<u32>, Refusal> {
        if digits.is_empty() {
            return Ok(None);
        }
        let too_large = Refusal::Invalid {
            character: here.saturating_sub(1),
            fault: PatternFault::RepeatTooLarge,
        };
        let number = number_of(digits).filter(|&number| number < NO_LIMIT).ok_or(too_large)?;
        Ok(Some(u32::try_from(number).expect("smaller than a limit of 32 bits")))
    }

    /// The flags of the whole pattern once all are read.
    fn settled_flags(&self) -> Result<Flags, Refusal> {
        if !self.flags.has(Flags::ASCII) {
            return Ok(self.flags.with(Flags::UNICODE));
        }
        if self.flags.has(Flags::UNICODE) {
            return Err(Refusal::Invalid {
                character: 0,
                fault: PatternFault::TypeFlagsConflict,
            });
        }
        Ok(self.flags)
    }
}

/// Characters that a verbose pattern does not mean: blanks, and `#` which begins a comment.
fn is_skipped(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '#')
}

/// Decimal digits as Python's `int` reads them, cut off at the largest number; `None` for more digits than it reads.
fn number_of(digits: &str) -> Option<u64> {
    if digits.len() > MOST_DIGITS {
        return None;
    }
    let append = |number: u64, digit: u8| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
    Some(digits.bytes().fold(0, append))
}
