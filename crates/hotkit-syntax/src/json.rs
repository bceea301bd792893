//! Strict JSON as Python's `json.loads` reads it, which is what Heat tries first.
//!
//! The answer, the words and the place of a refusal are those of CPython 3.11's C scanner. The tree is the same as for
//! YAML: strings are double-quoted scalars, everything else is plain.

mod string;

use std::sync::Arc;

use hotkit_text::TextRange;

use crate::build::TreeBuilder;
use crate::{CollectionStyle, JsonError, Reading, ScalarStyle, TokenKind, Tree};

/// How many brackets may be open at once. Python gives up at its recursion limit of 1,000, less the frames that are
/// already on its stack: under Heat's client 973 levels were read and 983 were not.
const MAX_DEPTH: usize = 975;

/// Most decimal digits that Python 3.11 turns into an integer; more are a `ValueError`.
pub(crate) const MAX_DECIMAL_DIGITS: usize = 4300;

const TOO_MANY_DIGITS: &str = "Exceeds the limit (4300 digits) for integer string conversion";
const TOO_DEEP_ARRAY: &str = "maximum recursion depth exceeded while decoding a JSON array from a unicode string";
const TOO_DEEP_OBJECT: &str = "maximum recursion depth exceeded while decoding a JSON object from a unicode string";

/// Reads a text as Python's `json.loads` does, without recursion.
///
/// # Errors
/// Python's first complaint. Ordinary YAML is refused at its first character.
pub(crate) fn parse(text: &Arc<str>) -> Result<Tree, JsonError> {
    if text.starts_with('\u{feff}') {
        return Err(error("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0));
    }
    let bytes = text.as_bytes();
    let first = bytes
        .iter()
        .position(|byte| !is_white_space(*byte))
        .unwrap_or(bytes.len());
    if !matches!(
        bytes.get(first),
        Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' | b'N' | b'I')
    ) {
        return Err(error("Expecting value", first));
    }
    let mut reader = Reader {
        text,
        bytes,
        at: 0,
        tokens: Vec::new(),
        builder: None,
        open: Vec::new(),
    };
    reader.document()?;
    let Reader { tokens, builder, .. } = reader;
    let builder = builder.unwrap_or_else(|| TreeBuilder::with_capacity(0));
    Ok(builder.finish(Arc::clone(text), tokens, Vec::new(), Reading::Json))
}

impl JsonError {
    /// True where the text is too deep for Python, which is a `RecursionError` that Heat does not catch.
    pub(crate) fn is_limit(&self) -> bool {
        self.problem == TOO_DEEP_ARRAY || self.problem == TOO_DEEP_OBJECT
    }
}

/// What must come next.
#[derive(Clone, Copy)]
enum Expect {
    Value,
    /// A value or `]`.
    FirstItem,
    /// A key or `}`.
    FirstKey,
    Key,
    /// `,` or a closing bracket, or the end.
    Rest,
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    tokens: Vec<(TokenKind, u32)>,
    /// Made at the first value, so that a text that is no JSON costs nothing.
    builder: Option<TreeBuilder>,
    /// True for an object, false for an array.
    open: Vec<bool>,
}

impl Reader<'_> {
    fn document(&mut self) -> Result<(), JsonError> {
        let mut expect = Expect::Value;
        loop {
            self.white_space();
            expect = match expect {
                Expect::FirstItem if self.peek() == Some(b']') => self.close(TokenKind::FlowSequenceEnd),
                Expect::FirstKey if self.peek() == Some(b'}') => self.close(TokenKind::FlowMappingEnd),
                Expect::Value | Expect::FirstItem => self.value()?,
                Expect::FirstKey | Expect::Key => self.key()?,
                Expect::Rest => match self.open.last() {
                    None if self.at == self.bytes.len() => return Ok(()),
                    None => return Err(error("Extra data", self.at)),
                    Some(in_object) => self.rest(*in_object)?,
                },
            };
        }
    }

    fn value(&mut self) -> Result<Expect, JsonError> {
        match self.peek() {
            Some(b'"') => {
                self.string()?;
                Ok(Expect::Rest)
            }
            Some(b'{') => self.open(true),
            Some(b'[') => self.open(false),
            _ => {
                let end = self.plain_end().ok_or_else(|| error("Expecting value", self.at))?;
                if is_huge_integer(&self.bytes[self.at..end]) {
                    return Err(error(TOO_MANY_DIGITS, self.at));
                }
                let range = range(self.at, end);
                self.token(TokenKind::Plain, end);
                self.builder().scalar(range, ScalarStyle::Plain, range);
                Ok(Expect::Rest)
            }
        }
    }

    fn key(&mut self) -> Result<Expect, JsonError> {
        if self.peek() != Some(b'"') {
            return Err(error("Expecting property name enclosed in double quotes", self.at));
        }
        self.string()?;
        self.white_space();
        if self.peek() != Some(b':') {
            return Err(error("Expecting ':' delimiter", self.at));
        }
        self.token(TokenKind::Value, self.at + 1);
        Ok(Expect::Value)
    }

    fn rest(&mut self, in_object: bool) -> Result<Expect, JsonError> {
        match (self.peek(), in_object) {
            (Some(b','), _) => {
                self.token(TokenKind::FlowEntry, self.at + 1);
                Ok(if in_object { Expect::Key } else { Expect::Value })
            }
            (Some(b'}'), true) => Ok(self.close(TokenKind::FlowMappingEnd)),
            (Some(b']'), false) => Ok(self.close(TokenKind::FlowSequenceEnd)),
            _ => Err(error("Expecting ',' delimiter", self.at)),
        }
    }

    fn open(&mut self, object: bool) -> Result<Expect, JsonError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(error(if object { TOO_DEEP_OBJECT } else { TOO_DEEP_ARRAY }, self.at));
        }
        self.open.push(object);
        let start = self.at as u32;
        if object {
            self.token(TokenKind::FlowMappingStart, self.at + 1);
            self.builder().open_mapping(start, CollectionStyle::Flow);
            Ok(Expect::FirstKey)
        } else {
            self.token(TokenKind::FlowSequenceStart, self.at + 1);
            self.builder().open_sequence(start, CollectionStyle::Flow);
            Ok(Expect::FirstItem)
        }
    }

    fn close(&mut self, kind: TokenKind) -> Expect {
        self.open.pop();
        self.token(kind, self.at + 1);
        let end = self.at as u32;
        self.builder().close(Some(end));
        Expect::Rest
    }

    fn string(&mut self) -> Result<(), JsonError> {
        let read = string::read(self.text, self.at)?;
        let range = range(self.at, read.end);
        let inner = TextRange::new(range.start() + 1, range.end() - 1);
        self.token(TokenKind::Quoted, read.end);
        let builder = self.builder();
        match read.decoded {
            None => {
                builder.scalar(range, ScalarStyle::DoubleQuoted, inner);
            }
            Some(decoded) => {
                let node = builder.decoded_scalar(range, ScalarStyle::DoubleQuoted, &decoded);
                if let Some(code_points) = read.code_points {
                    builder.code_points(node, code_points);
                }
            }
        }
        Ok(())
    }

    /// The end of the constant or number that begins here.
    fn plain_end(&self) -> Option<usize> {
        let rest = &self.bytes[self.at..];
        for constant in ["null", "true", "false", "NaN", "Infinity", "-Infinity"] {
            if rest.starts_with(constant.as_bytes()) {
                return Some(self.at + constant.len());
            }
        }
        Some(self.at + number_len(rest)?)
    }

    fn white_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'\r' if self.bytes.get(self.at + 1) == Some(&b'\n') => self.token(TokenKind::LineBreak, self.at + 2),
                b'\n' | b'\r' => self.token(TokenKind::LineBreak, self.at + 1),
                b' ' | b'\t' => {
                    let rest = &self.bytes[self.at..];
                    let len = rest
                        .iter()
                        .position(|it| !matches!(it, b' ' | b'\t'))
                        .unwrap_or(rest.len());
                    self.token(TokenKind::Whitespace, self.at + len);
                }
                _ => return,
            }
        }
    }

    fn token(&mut self, kind: TokenKind, end: usize) {
        self.tokens.push((kind, self.at as u32));
        self.at = end;
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn builder(&mut self) -> &mut TreeBuilder {
        let capacity = self.bytes.len();
        self.builder.get_or_insert_with(|| TreeBuilder::with_capacity(capacity))
    }
}

/// Length of the number at the start of `bytes`: as much as Python takes, so that `1.` is `1` and something else.
fn number_len(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| bytes[from..].iter().take_while(|it| it.is_ascii_digit()).count();
    let sign = usize::from(bytes.first() == Some(&b'-'));
    let mut end = match bytes.get(sign)? {
        b'0' => sign + 1,
        b'1'..=b'9' => sign + digits(sign),
        _ => return None,
    };
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if fraction > 0 {
            end += 1 + fraction;
        }
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let exponent_sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + exponent_sign);
        if exponent > 0 {
            end += 1 + exponent_sign + exponent;
        }
    }
    Some(end)
}

fn is_huge_integer(number: &[u8]) -> bool {
    let digits = number.strip_prefix(b"-").unwrap_or(number);
    digits.len() > MAX_DECIMAL_DIGITS && digits.iter().all(u8::is_ascii_digit)
}

fn is_white_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(start as u32, end as u32)
}

fn error(problem: &'static str, offset: usize) -> JsonError {
    JsonError {
        problem,
        offset: offset as u32,
    }
}
