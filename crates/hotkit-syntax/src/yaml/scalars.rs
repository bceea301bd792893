//! Plain, quoted and block scalars.
//!
//! A value that stands in the text as it is gets no copy; folding, escapes and indentation make one.

use super::Stop;
use super::chars::{
    BLANK, BREAK, CLASS, COLON, DOUBLE, FLOW, QUESTION, SINGLE, break_len, is_blank_or_end, is_break_or_end, line_end,
};
use super::scanner::Scanner;
use super::tokens::{Extra, Kind, Token};
use crate::{ErrorClass, ScalarStyle, TokenKind};
use hotkit_text::TextRange;

const QUOTED: &str = "while scanning a quoted scalar";
const QUOTED_PART: &str = "while parsing a quoted scalar";
const PLAIN: &str = "while scanning a plain scalar";
const BLOCK: &str = "while scanning a block scalar";

/// Line breaks that were passed and may be folded: the first one, and those behind it.
#[derive(Default)]
struct Breaks {
    first: &'static str,
    others: String,
}

impl Breaks {
    /// Adds the folded breaks to a value.
    fn fold_into(&mut self, value: &mut String) {
        if self.first != "\n" {
            value.push_str(self.first);
            value.push_str(&self.others);
        } else if self.others.is_empty() {
            value.push(' ');
        } else {
            value.push_str(&self.others);
        }
        self.first = "";
        self.others.clear();
    }

    fn add(&mut self, value: &'static str, broken: bool) {
        if broken {
            self.others.push_str(value);
        } else {
            self.first = value;
        }
    }
}

impl Scanner<'_> {
    /// Passes the line break that stands here and gives its value: LS and PS stay, the others become LF.
    fn read_break(&mut self) -> &'static str {
        let value = match (self.byte(0), self.byte(2)) {
            (0xE2, 0xA8) => "\u{2028}",
            (0xE2, _) => "\u{2029}",
            _ => "\n",
        };
        self.pass_break();
        value
    }

    fn push_scalar(&mut self, style: ScalarStyle, start: usize, end: usize, extra: Extra) {
        self.push(Kind::Scalar(style), start, end, extra);
    }

    pub(super) fn fetch_plain(&mut self) -> Result<(), Stop> {
        self.save_key()?;
        self.simple_key_allowed = false;
        let start = self.at;
        let indent = self.indent + 1;
        let mut end = start;
        let mut value: Option<String> = None;
        let mut breaks = Breaks::default();
        let mut broken = false;
        loop {
            self.need(4)?;
            if (self.column() == 0 && self.at_document_indicator()) || self.byte(0) == b'#' {
                break;
            }
            let run_end = self.plain_run(start)?;
            if run_end > self.at {
                if broken {
                    let value = value.get_or_insert_with(|| self.text[start..end].to_owned());
                    breaks.fold_into(value);
                    broken = false;
                    self.last_broken = Some(start);
                } else if let Some(value) = &mut value {
                    value.push_str(&self.text[end..self.at]);
                }
                if let Some(value) = &mut value {
                    value.push_str(&self.text[self.at..run_end]);
                }
                end = run_end;
                self.advance_to(run_end);
                self.need(2)?;
            } else if self.pure {
                break;
            }
            if !self.pass_plain_blanks(start, indent, &mut broken, &mut breaks)?
                || (self.flow_level == 0 && self.column() < indent)
            {
                break;
            }
        }
        if broken {
            self.simple_key_allowed = true;
        }
        let extra = match value {
            None => Extra::Source(TextRange::new(start as u32, end as u32)),
            Some(value) => Extra::Decoded(value.into_boxed_str()),
        };
        self.push_scalar(ScalarStyle::Plain, start, end, extra);
        self.piece(TokenKind::Plain, start);
        self.blank_pieces(end, self.at);
        Ok(())
    }

    /// Where the run of a plain scalar ends that goes on here: before a blank, a break, or an indicator.
    #[inline]
    fn plain_run(&self, start: usize) -> Result<usize, Stop> {
        let flow = self.flow_level > 0;
        let stops = match (flow, self.pure) {
            (false, _) => BLANK | BREAK | COLON,
            (true, false) => BLANK | BREAK | COLON | FLOW,
            (true, true) => BLANK | BREAK | COLON | FLOW | QUESTION,
        };
        let mut at = self.at;
        loop {
            let Some(found) = self.bytes[at..]
                .iter()
                .position(|byte| CLASS[*byte as usize] & stops != 0)
            else {
                return Ok(self.bytes.len());
            };
            at += found;
            match self.bytes[at] {
                b':' => {
                    if flow && self.colon_ends_run(start, at)? {
                        return Ok(at);
                    }
                    if is_blank_or_end(self.bytes, at + 1) {
                        return Ok(at);
                    }
                }
                0xC2 | 0xE2 if break_len(self.bytes, at) == 0 => {}
                _ => return Ok(at),
            }
            at += 1;
        }
    }

    /// Whether a `:` within brackets ends a plain scalar because of what follows; libyaml refuses most of that.
    fn colon_ends_run(&self, start: usize, at: usize) -> Result<bool, Stop> {
        match self.bytes.get(at + 1) {
            Some(b',' | b'[' | b']' | b'{' | b'}') if self.pure => Ok(true),
            Some(b',' | b'?' | b'[' | b']' | b'{' | b'}') if !self.pure => {
                Err(self.error(Some((PLAIN, start)), "found unexpected ':'", at))
            }
            _ => Ok(false),
        }
    }

    /// Passes blanks and breaks within or behind a plain scalar; false where there are none.
    #[inline]
    fn pass_plain_blanks(
        &mut self,
        start: usize,
        indent: i32,
        broken: &mut bool,
        breaks: &mut Breaks,
    ) -> Result<bool, Stop> {
        let from = self.at;
        loop {
            match self.byte(0) {
                b' ' => self.at += 1,
                b'\t' if self.pure => break,
                b'\t' => {
                    if *broken && self.column() < indent {
                        let problem = "found a tab character that violates indentation";
                        return Err(self.error(Some((PLAIN, start)), problem, self.at));
                    }
                    self.at += 1;
                }
                _ if break_len(self.bytes, self.at) > 0 => {
                    self.need(2)?;
                    let value = self.read_break();
                    breaks.add(value, *broken);
                    *broken = true;
                    if self.pure && self.at_document_indicator() {
                        break;
                    }
                }
                _ => break,
            }
            self.need(1)?;
        }
        Ok(self.at > from)
    }

    pub(super) fn fetch_quoted(&mut self, quote: u8) -> Result<(), Stop> {
        self.save_key()?;
        self.simple_key_allowed = false;
        let start = self.at;
        let style = if quote == b'\'' {
            ScalarStyle::SingleQuoted
        } else {
            ScalarStyle::DoubleQuoted
        };
        let extra = match self.quoted_on_one_line(quote) {
            Some(close) => {
                let inside = TextRange::new(start as u32 + 1, close as u32);
                self.advance_to(close + 1);
                Extra::Source(inside)
            }
            None => {
                self.at += 1;
                let value = self.scan_quoted(quote, start)?;
                self.at += 1;
                Extra::Decoded(value.into_boxed_str())
            }
        };
        self.push_scalar(style, start, self.at, extra);
        self.piece(TokenKind::Quoted, start);
        Ok(())
    }

    /// The closing quote, where nothing before it needs a second look.
    #[inline]
    fn quoted_on_one_line(&self, quote: u8) -> Option<usize> {
        let stops = if quote == b'\'' { SINGLE | BREAK } else { DOUBLE | BREAK };
        let from = self.at + 1;
        let close = from
            + self.bytes[from..]
                .iter()
                .position(|byte| CLASS[*byte as usize] & stops != 0)?;
        let doubled = quote == b'\'' && self.bytes.get(close + 1) == Some(&b'\'');
        (self.bytes[close] == quote && !doubled && self.need(close + 2 - self.at).is_ok()).then_some(close)
    }

    fn scan_quoted(&mut self, quote: u8, start: usize) -> Result<String, Stop> {
        let mut value = String::new();
        let mut breaks = Breaks::default();
        loop {
            self.need(4)?;
            if self.column() == 0 && self.at_document_indicator() {
                return Err(self.error(Some((QUOTED, start)), "found unexpected document indicator", self.at));
            }
            if self.at >= self.bytes.len() {
                return Err(self.error(Some((QUOTED, start)), "found unexpected end of stream", self.at));
            }
            let mut broken = self.quoted_run(quote, start, &mut value)?;
            if self.byte(0) == quote {
                return Ok(value);
            }
            let blanks = self.at;
            let mut spaces = blanks;
            loop {
                match self.byte(0) {
                    b' ' | b'\t' => {
                        self.at += 1;
                        if !broken {
                            spaces = self.at;
                        }
                    }
                    _ if break_len(self.bytes, self.at) > 0 => {
                        self.need(2)?;
                        let read = self.read_break();
                        breaks.add(read, broken);
                        broken = true;
                    }
                    _ => break,
                }
                self.need(1)?;
            }
            if broken {
                breaks.fold_into(&mut value);
                self.last_broken = Some(start);
            } else {
                value.push_str(&self.text[blanks..spaces]);
            }
        }
    }

    /// Reads up to a blank, a break, the closing quote, or behind an escaped break, for which it gives true.
    fn quoted_run(&mut self, quote: u8, start: usize, value: &mut String) -> Result<bool, Stop> {
        let stops = if quote == b'\'' {
            BLANK | BREAK | SINGLE
        } else {
            BLANK | BREAK | DOUBLE
        };
        loop {
            let run = self.bytes[self.at..]
                .iter()
                .position(|byte| CLASS[*byte as usize] & stops != 0);
            let mut end = run.map_or(self.bytes.len(), |run| self.at + run);
            let byte = self.bytes.get(end).copied().unwrap_or(0);
            let special = CLASS[byte as usize] & BREAK != 0;
            if special && break_len(self.bytes, end) == 0 {
                end += 1;
                while !self.text.is_char_boundary(end) {
                    end += 1;
                }
                value.push_str(&self.text[self.at..end]);
                self.advance_to(end);
                continue;
            }
            value.push_str(&self.text[self.at..end]);
            self.advance_to(end);
            self.need(2)?;
            match byte {
                b'\'' if quote == b'\'' && self.byte(1) == b'\'' => {
                    value.push('\'');
                    self.at += 2;
                }
                b'\\' if break_len(self.bytes, self.at + 1) > 0 => {
                    self.need(3)?;
                    self.at += 1;
                    self.pass_break();
                    return Ok(true);
                }
                b'\\' => self.scan_escape(start, value)?,
                _ => return Ok(false),
            }
            self.need(2)?;
        }
    }

    fn scan_escape(&mut self, start: usize, value: &mut String) -> Result<(), Stop> {
        let simple = match self.byte(1) {
            b'0' => '\0',
            b'a' => '\x07',
            b'b' => '\x08',
            b't' | b'\t' => '\t',
            b'n' => '\n',
            b'v' => '\x0b',
            b'f' => '\x0c',
            b'r' => '\r',
            b'e' => '\x1b',
            b' ' => ' ',
            b'"' => '"',
            b'/' => '/',
            b'\\' => '\\',
            b'N' => '\u{85}',
            b'_' => '\u{a0}',
            b'L' => '\u{2028}',
            b'P' => '\u{2029}',
            b'x' => return self.scan_code(2, start, value),
            b'u' => return self.scan_code(4, start, value),
            b'U' => return self.scan_code(8, start, value),
            _ => return Err(self.error(Some((QUOTED_PART, start)), "found unknown escape character", self.at)),
        };
        value.push(simple);
        self.at += 2;
        Ok(())
    }

    fn scan_code(&mut self, digits: usize, start: usize, value: &mut String) -> Result<(), Stop> {
        self.at += 2;
        self.need(digits)?;
        let mut code = 0_u32;
        for ahead in 0..digits {
            let Some(digit) = (self.byte(ahead) as char).to_digit(16) else {
                let problem = "did not find expected hexdecimal number";
                return Err(self.error(Some((QUOTED_PART, start)), problem, self.at));
            };
            code = code.wrapping_shl(4) | digit;
        }
        match char::from_u32(code) {
            Some(character) => value.push(character),
            None if !self.pure => {
                let problem = "found invalid Unicode character escape code";
                return Err(self.error(Some((QUOTED_PART, start)), problem, self.at));
            }
            // Python has lone surrogates, Rust has not.
            None if code <= 0xDFFF => value.push(char::REPLACEMENT_CHARACTER),
            // Python's `chr` raises ValueError or OverflowError, which Heat does not catch.
            None => {
                let problem = "chr() arg not in range(0x110000)";
                return Err(self.error_of(ErrorClass::Foreign, Some((QUOTED_PART, start)), problem, self.at));
            }
        }
        self.at += digits;
        Ok(())
    }

    pub(super) fn fetch_block_scalar(&mut self, indicator: u8) -> Result<(), Stop> {
        self.remove_key(self.at)?;
        self.simple_key_allowed = true;
        let start = self.at;
        self.piece(TokenKind::BlockScalarHeader, start);
        self.at += 1;
        let (keep, increment) = self.scan_block_header(start)?;
        let header_end = self.at;
        if self.pure && !matches!(self.byte(0), b' ') && !is_break_or_end(self.bytes, self.at) {
            let problem = "did not find expected comment or line break";
            return Err(self.error(Some((BLOCK, start)), problem, self.at));
        }
        self.pass_rest_of_line((BLOCK, start))?;
        let content = self.at;
        let indent = if increment == 0 {
            0
        } else {
            self.indent.max(0) + increment
        };
        let folded = indicator == b'>';
        let body = self.scan_block_body(folded, keep, indent, start)?;
        if body.end > content {
            self.piece(TokenKind::BlockScalarContent, content);
        }
        self.blank_pieces(body.end, self.at);
        self.push_token(Token {
            kind: Kind::Scalar(if folded {
                ScalarStyle::Folded
            } else {
                ScalarStyle::Literal
            }),
            start: start as u32,
            end: body.end as u32,
            text_end: body.text_end.unwrap_or(header_end) as u32,
            extra: Extra::Decoded(body.value.into_boxed_str()),
        });
        Ok(())
    }

    /// Chomping (`Some(true)` for `+`, `Some(false)` for `-`) and indentation (0 where none is written).
    fn scan_block_header(&mut self, start: usize) -> Result<(Option<bool>, i32), Stop> {
        let mut keep = None;
        let mut increment = 0;
        for _ in 0..2 {
            self.need(1)?;
            match self.byte(0) {
                sign @ (b'+' | b'-') if keep.is_none() => keep = Some(sign == b'+'),
                b'0' if increment == 0 => {
                    return Err(self.error(
                        Some((BLOCK, start)),
                        "found an indentation indicator equal to 0",
                        self.at,
                    ));
                }
                digit @ b'1'..=b'9' if increment == 0 => increment = i32::from(digit - b'0'),
                _ => break,
            }
            self.at += 1;
        }
        Ok((keep, increment))
    }

    fn scan_block_body(
        &mut self,
        folded: bool,
        keep: Option<bool>,
        indent: i32,
        start: usize,
    ) -> Result<BlockBody, Stop> {
        let mut body = BlockBody {
            value: String::new(),
            end: self.at,
            text_end: None,
        };
        let mut indent = indent;
        let mut first_break = "";
        let mut others = String::new();
        let mut after_blank = false;
        self.pass_block_breaks(&mut indent, &mut others, start, &mut body.end)?;
        self.need(1)?;
        while self.column() == indent && self.at < self.bytes.len() {
            let blank = matches!(self.byte(0), b' ' | b'\t');
            if folded && first_break == "\n" && !after_blank && !blank {
                if others.is_empty() {
                    body.value.push(' ');
                }
            } else {
                body.value.push_str(first_break);
            }
            body.value.push_str(&others);
            others.clear();
            after_blank = blank;
            let end = line_end(self.bytes, self.at);
            body.value.push_str(&self.text[self.at..end]);
            body.text_end = Some(end);
            self.advance_to(end);
            self.need(2)?;
            first_break = if self.at < self.bytes.len() {
                self.read_break()
            } else {
                ""
            };
            self.pass_block_breaks(&mut indent, &mut others, start, &mut body.end)?;
        }
        if keep != Some(false) {
            body.value.push_str(first_break);
        }
        if keep == Some(true) {
            body.value.push_str(&others);
        }
        Ok(body)
    }

    /// Passes indentation and empty lines within a block scalar; finds the indentation where it is not known (0).
    fn pass_block_breaks(
        &mut self,
        indent: &mut i32,
        breaks: &mut String,
        start: usize,
        end: &mut usize,
    ) -> Result<(), Stop> {
        let mut deepest = 0;
        *end = self.at;
        loop {
            self.need(1)?;
            while (*indent == 0 || self.column() < *indent) && self.byte(0) == b' ' {
                self.at += 1;
                self.need(1)?;
            }
            deepest = deepest.max(self.column());
            if !self.pure && (*indent == 0 || self.column() < *indent) && self.byte(0) == b'\t' {
                let problem = "found a tab character where an indentation space is expected";
                return Err(self.error(Some((BLOCK, start)), problem, self.at));
            }
            if break_len(self.bytes, self.at) == 0 {
                break;
            }
            self.need(2)?;
            breaks.push_str(self.read_break());
            *end = self.at;
        }
        if *indent == 0 {
            *indent = deepest.max(self.indent + 1).max(1);
        }
        Ok(())
    }
}

struct BlockBody {
    value: String,
    /// libyaml's end: behind the last break.
    end: usize,
    /// The end of the last line with content.
    text_end: Option<usize>,
}
