//! Text to tokens, by libyaml's rules: simple keys of at most 1,024 characters on one line, a stack of indentations, tabs,
//! and the buffering of tokens that may turn out to be keys.
//!
//! The pure dialect differs in few places; each asks [`Scanner::is_pure`]. Beside the tokens that the parser wants, the
//! scanner notes every piece of the text for [`crate::Tree::tokens`].

use std::collections::VecDeque;

use hotkit_text::TextRange;

use super::blame::blame;
use super::chars::{
    BYTE_ORDER_MARK, break_len, continuation_bytes, first_forbidden, is_blank_or_end, is_break_or_end, line_end,
};
use super::tokens::{Extra, Kind, Token};
use super::{Dialect, Stop};
use crate::{ErrorClass, SyntaxError, TokenKind};

/// A place where a key may have begun, until its `:` comes or can come no more.
#[derive(Clone, Debug)]
pub(super) struct SimpleKey {
    pub(super) token_number: usize,
    flow_level: u32,
    pub(super) required: bool,
    pub(super) offset: usize,
    line_start: usize,
    pub(super) column: i32,
}

#[derive(Clone)]
pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) pure: bool,
    /// The first forbidden character. Then `text` ends where libyaml begins to decode the block that holds it.
    forbidden: Option<TextRange>,
    ascii: bool,
    pub(super) at: usize,
    line_start: usize,
    /// Bytes between `line_start` and `at` that do not count as columns.
    uncounted: usize,
    pub(super) flow_level: u32,
    pub(super) indent: i32,
    indents: Vec<i32>,
    pub(super) simple_key_allowed: bool,
    /// The possible keys, at most one for each flow level. Those before `first_key` are stale: keys further out begin
    /// earlier and so become stale earlier.
    pub(super) keys: Vec<SimpleKey>,
    pub(super) first_key: usize,
    queue: VecDeque<Token>,
    taken: usize,
    ready: bool,
    started: bool,
    /// Where the last plain or quoted scalar began that goes over several lines: after an error a suspect.
    pub(super) last_broken: Option<usize>,
    /// Up to here the pieces are whole.
    pub(super) covered: usize,
    /// Every piece of the text up to `at`, for trees; `None` where only events are wanted.
    pub(super) pieces: Option<Vec<(TokenKind, u32)>>,
}

/// The longest simple key, in characters.
const SIMPLE_KEY_LIMIT: usize = 1024;

/// libyaml decodes so many bytes at once, and refuses a forbidden character as soon as it decodes it.
const DECODED_AT_ONCE: usize = 16_384;

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, dialect: Dialect) -> Scanner<'t> {
        let pure = dialect == Dialect::Pure;
        let forbidden = first_forbidden(text);
        let decoded = match forbidden {
            None => text.len(),
            Some(_) if pure => 0,
            Some(range) => decoded_before(text, range.start() as usize),
        };
        let text = &text[..decoded];
        let start = if text.as_bytes().starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len()
        } else {
            0
        };
        Scanner {
            text,
            bytes: text.as_bytes(),
            pure,
            forbidden,
            ascii: text.is_ascii(),
            at: start,
            line_start: start,
            uncounted: 0,
            flow_level: 0,
            indent: -1,
            indents: Vec::new(),
            simple_key_allowed: true,
            keys: Vec::new(),
            first_key: 0,
            queue: VecDeque::new(),
            taken: 0,
            ready: false,
            started: false,
            last_broken: None,
            covered: start,
            pieces: None,
        }
    }

    /// Notes every piece of the text from here on.
    pub(super) fn keep_pieces(&mut self) {
        let mut pieces = Vec::with_capacity(self.bytes.len() / 4);
        if self.at > 0 {
            pieces.push((TokenKind::ByteOrderMark, 0));
        }
        self.pieces = Some(pieces);
    }

    /// The same state over a text that is equal up to a few characters behind the place that is reached.
    pub(super) fn moved_to<'u>(&self, text: &'u str) -> Scanner<'u> {
        Scanner {
            text,
            bytes: text.as_bytes(),
            pure: self.pure,
            forbidden: None,
            ascii: text.is_ascii(),
            at: self.at,
            line_start: self.line_start,
            uncounted: self.uncounted,
            flow_level: self.flow_level,
            indent: self.indent,
            indents: self.indents.clone(),
            simple_key_allowed: self.simple_key_allowed,
            keys: self.keys.clone(),
            first_key: self.first_key,
            queue: self.queue.clone(),
            taken: self.taken,
            ready: self.ready,
            started: self.started,
            last_broken: self.last_broken,
            covered: self.covered,
            pieces: None,
        }
    }

    /// The next token, which stays where it is.
    #[inline]
    pub(super) fn peek(&mut self) -> Result<Kind, Stop> {
        if !self.ready {
            self.fetch_until_ready()?;
        }
        Ok(self.head().kind)
    }

    /// The token that [`Scanner::peek`] found.
    #[inline]
    pub(super) fn head(&self) -> &Token {
        self.queue
            .front()
            .expect("peek comes first and leaves a token, or an error ends the reading")
    }

    /// Takes the token that [`Scanner::peek`] found.
    #[inline]
    pub(super) fn take(&mut self) -> Token {
        self.ready = false;
        self.taken += 1;
        self.queue
            .pop_front()
            .expect("peek comes first and leaves a token, or an error ends the reading")
    }

    #[cold]
    pub(super) fn error(&self, context: Option<(&'static str, usize)>, problem: &str, at: usize) -> Stop {
        self.error_of(ErrorClass::Scanner, context, problem, at)
    }

    #[cold]
    pub(super) fn error_of(
        &self,
        class: ErrorClass,
        context: Option<(&'static str, usize)>,
        problem: &str,
        at: usize,
    ) -> Stop {
        let offset = at.min(self.bytes.len()) as u32;
        let mut error = SyntaxError {
            class,
            problem: problem.to_owned(),
            context: context.map(|(words, _)| words),
            offset,
            context_offset: context.map(|(_, at)| at.min(self.bytes.len()) as u32),
            range: TextRange::at(offset),
        };
        error.range = blame(self.text, &error);
        Box::new(error)
    }

    #[cold]
    fn reader_error(&self) -> Stop {
        let mut error = self.error_of(ErrorClass::Reader, None, "control characters are not allowed", 0);
        error.range = self.forbidden.unwrap_or(error.range);
        error.offset = error.range.start();
        error
    }

    /// libyaml decodes on when fewer than so many characters are left, and may meet a forbidden one.
    #[inline]
    pub(super) fn need(&self, characters: usize) -> Result<(), Stop> {
        if self.forbidden.is_some() && self.text[self.at..].chars().take(characters).count() < characters {
            return Err(self.reader_error());
        }
        Ok(())
    }

    #[inline]
    pub(super) fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    #[inline]
    pub(super) fn column(&self) -> i32 {
        (self.at - self.line_start - self.uncounted) as i32
    }

    /// Goes on within a line.
    #[inline]
    pub(super) fn advance_to(&mut self, to: usize) {
        if !self.ascii {
            self.uncounted += self.uncounted_in(self.at, to);
        }
        self.at = to;
    }

    #[cold]
    fn uncounted_in(&self, from: usize, to: usize) -> usize {
        let passed = &self.bytes[from..to];
        // The pure reader gives a byte order mark no column wherever it stands.
        let marks = if self.pure {
            self.text[from..to].matches('\u{feff}').count()
        } else {
            0
        };
        continuation_bytes(passed) + marks
    }

    /// Passes the line break that stands here.
    #[inline]
    pub(super) fn pass_break(&mut self) {
        self.at += break_len(self.bytes, self.at);
        self.line_start = self.at;
        self.uncounted = 0;
    }

    #[inline]
    pub(super) fn piece(&mut self, kind: TokenKind, start: usize) {
        if let Some(pieces) = &mut self.pieces {
            pieces.push((kind, start as u32));
        }
    }

    /// Notes blanks and line breaks that were passed while a token was read.
    pub(super) fn blank_pieces(&mut self, from: usize, to: usize) {
        let Some(pieces) = &mut self.pieces else { return };
        let mut at = from;
        while at < to {
            let len = break_len(self.bytes, at);
            if len > 0 {
                pieces.push((TokenKind::LineBreak, at as u32));
                at += len;
            } else {
                pieces.push((TokenKind::Whitespace, at as u32));
                while at < to && break_len(self.bytes, at) == 0 {
                    at += 1;
                }
            }
        }
    }

    pub(super) fn push(&mut self, kind: Kind, start: usize, end: usize, extra: Extra) {
        let (start, end) = (start as u32, end as u32);
        self.queue.push_back(Token {
            kind,
            start,
            end,
            text_end: end,
            extra,
        });
    }

    pub(super) fn push_token(&mut self, token: Token) {
        self.queue.push_back(token);
    }

    fn fetch_until_ready(&mut self) -> Result<(), Stop> {
        loop {
            if !self.queue.is_empty() {
                self.drop_stale_keys()?;
                let waits = self
                    .keys
                    .get(self.first_key)
                    .is_some_and(|key| key.token_number == self.taken);
                if !waits {
                    self.ready = true;
                    return Ok(());
                }
            }
            self.fetch()?;
            self.covered = self.at;
        }
    }

    fn fetch(&mut self) -> Result<(), Stop> {
        self.need(1)?;
        if !self.started {
            self.started = true;
            self.push(Kind::StreamStart, self.at, self.at, Extra::None);
            return Ok(());
        }
        self.pass_trivia()?;
        self.covered = self.at;
        self.drop_stale_keys()?;
        self.unroll_indent(self.column(), self.at);
        self.need(4)?;
        let Some(byte) = self.bytes.get(self.at).copied() else {
            return self.fetch_stream_end();
        };
        if self.column() == 0 {
            if byte == b'%' {
                return self.fetch_directive();
            }
            if self.at_document_indicator() {
                return self.fetch_document_indicator(byte);
            }
        }
        match byte {
            b'[' => self.fetch_flow_start(Kind::FlowSequenceStart, TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(Kind::FlowMappingStart, TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(Kind::FlowSequenceEnd, TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(Kind::FlowMappingEnd, TokenKind::FlowMappingEnd),
            b',' => self.fetch_flow_entry(),
            b'-' if is_blank_or_end(self.bytes, self.at + 1) => self.fetch_block_entry(),
            b'?' if self.flow_level > 0 || is_blank_or_end(self.bytes, self.at + 1) => self.fetch_key(),
            b':' if self.flow_level > 0 || is_blank_or_end(self.bytes, self.at + 1) => self.fetch_value(),
            b'*' | b'&' => self.fetch_anchor(byte),
            b'!' => self.fetch_tag(),
            b'|' | b'>' if self.flow_level == 0 => self.fetch_block_scalar(byte),
            b'\'' | b'"' => self.fetch_quoted(byte),
            b'\t' | b'#' | b'|' | b'>' | b'%' | b'@' | b'`' => Err(self.unknown_token()),
            _ => self.fetch_plain(),
        }
    }

    #[cold]
    fn unknown_token(&self) -> Stop {
        let context = Some(("while scanning for the next token", self.at));
        self.error(context, "found character that cannot start any token", self.at)
    }

    /// True where `---` or `...` stands alone; the column must be 0.
    #[inline]
    pub(super) fn at_document_indicator(&self) -> bool {
        matches!(self.bytes.get(self.at..self.at + 3), Some(b"---" | b"..."))
            && is_blank_or_end(self.bytes, self.at + 3)
    }

    fn pass_trivia(&mut self) -> Result<(), Stop> {
        loop {
            self.need(1)?;
            if !self.ascii && self.column() == 0 && self.bytes[self.at..].starts_with(BYTE_ORDER_MARK) && !self.pure {
                self.piece(TokenKind::ByteOrderMark, self.at);
                self.at += BYTE_ORDER_MARK.len();
                self.uncounted += BYTE_ORDER_MARK.len() - 1;
            }
            let start = self.at;
            let tabs = !self.pure && (self.flow_level > 0 || !self.simple_key_allowed);
            while self.byte(0) == b' ' || (tabs && self.byte(0) == b'\t') {
                self.at += 1;
            }
            if self.at > start {
                self.piece(TokenKind::Whitespace, start);
            }
            self.need(1)?;
            if self.byte(0) == b'#' {
                self.piece(TokenKind::Comment, self.at);
                self.advance_to(line_end(self.bytes, self.at));
            }
            self.need(1)?;
            if break_len(self.bytes, self.at) == 0 {
                return Ok(());
            }
            self.need(2)?;
            self.piece(TokenKind::LineBreak, self.at);
            self.pass_break();
            if self.flow_level == 0 {
                self.simple_key_allowed = true;
            }
        }
    }

    #[inline]
    fn drop_stale_keys(&mut self) -> Result<(), Stop> {
        while let Some(key) = self.keys.get(self.first_key) {
            if key.line_start == self.line_start && !self.is_too_long(key.offset) {
                break;
            }
            if key.required {
                return Err(self.missing_colon(key.offset, self.at));
            }
            self.first_key += 1;
        }
        Ok(())
    }

    #[inline]
    fn is_too_long(&self, key: usize) -> bool {
        let len = self.at - key;
        len > SIMPLE_KEY_LIMIT
            && (self.ascii
                || len > 4 * SIMPLE_KEY_LIMIT
                || len - continuation_bytes(&self.bytes[key..self.at]) > SIMPLE_KEY_LIMIT)
    }

    #[cold]
    pub(super) fn missing_colon(&self, key: usize, at: usize) -> Stop {
        self.error(
            Some(("while scanning a simple key", key)),
            "could not find expected ':'",
            at,
        )
    }

    pub(super) fn save_key(&mut self) -> Result<(), Stop> {
        if !self.simple_key_allowed {
            return Ok(());
        }
        let column = self.column();
        self.remove_key(self.at)?;
        self.keys.push(SimpleKey {
            token_number: self.taken + self.queue.len(),
            flow_level: self.flow_level,
            required: self.flow_level == 0 && self.indent == column,
            offset: self.at,
            line_start: self.line_start,
            column,
        });
        Ok(())
    }

    pub(super) fn remove_key(&mut self, at: usize) -> Result<(), Stop> {
        if let Some(key) = self.take_key()
            && key.required
        {
            return Err(self.missing_colon(key.offset, at));
        }
        Ok(())
    }

    /// Takes the possible key of this flow level, where there is one that is not stale.
    pub(super) fn take_key(&mut self) -> Option<SimpleKey> {
        if self.keys.last()?.flow_level != self.flow_level {
            return None;
        }
        let key = self.keys.pop()?;
        if self.keys.len() < self.first_key {
            self.first_key = self.keys.len();
            return None;
        }
        Some(key)
    }

    /// Begins a block collection where `column` is further in than the present one. `number` says before which token.
    pub(super) fn roll_indent(&mut self, column: i32, number: Option<usize>, kind: Kind, at: usize) {
        if self.flow_level > 0 || self.indent >= column {
            return;
        }
        self.indents.push(self.indent);
        self.indent = column;
        self.insert(number, kind, at);
    }

    pub(super) fn insert(&mut self, number: Option<usize>, kind: Kind, at: usize) {
        let at = at as u32;
        let token = Token {
            kind,
            start: at,
            end: at,
            text_end: at,
            extra: Extra::None,
        };
        match number {
            None => self.queue.push_back(token),
            Some(number) => self.queue.insert(number - self.taken, token),
        }
    }

    pub(super) fn unroll_indent(&mut self, column: i32, at: usize) {
        if self.flow_level > 0 {
            return;
        }
        while self.indent > column {
            self.push(Kind::BlockEnd, at, at, Extra::None);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    /// Passes blanks and a comment behind a directive or the header of a block scalar, up to the end of the line.
    pub(super) fn pass_rest_of_line(&mut self, context: (&'static str, usize)) -> Result<(), Stop> {
        self.need(1)?;
        let start = self.at;
        while self.byte(0) == b' ' || (!self.pure && self.byte(0) == b'\t') {
            self.at += 1;
            self.need(1)?;
        }
        if self.at > start {
            self.piece(TokenKind::Whitespace, start);
        }
        if self.byte(0) == b'#' {
            self.piece(TokenKind::Comment, self.at);
            self.advance_to(line_end(self.bytes, self.at));
            self.need(1)?;
        }
        if !is_break_or_end(self.bytes, self.at) {
            return Err(self.error(Some(context), "did not find expected comment or line break", self.at));
        }
        if self.at < self.bytes.len() {
            self.need(2)?;
            self.piece(TokenKind::LineBreak, self.at);
            self.pass_break();
        }
        Ok(())
    }
}

/// Up to where libyaml has decoded the text before it decodes the block with the forbidden character at `forbidden`.
fn decoded_before(text: &str, forbidden: usize) -> usize {
    let mut start = 0;
    loop {
        let mut next = start + DECODED_AT_ONCE;
        while next < text.len() && !text.is_char_boundary(next) {
            next -= 1;
        }
        if next > forbidden {
            return start;
        }
        start = next;
    }
}
