//! Anchors, aliases, tags and directives.

use super::Stop;
use super::chars::{CLASS, WORD, is_blank_or_end, line_end};
use super::scanner::Scanner;
use super::tokens::{Extra, Kind};
use crate::TokenKind;

const DIRECTIVE: &str = "while scanning a directive";
const VERSION: &str = "while scanning a %YAML directive";
const TAG_DIRECTIVE: &str = "while scanning a %TAG directive";
const TAG: &str = "while scanning a tag";
const URI: &str = "while parsing a tag";
const URI_OF_DIRECTIVE: &str = "while parsing a %TAG directive";

/// More digits than this make a version that libyaml refuses.
const VERSION_DIGITS: usize = 9;

impl Scanner<'_> {
    /// Passes letters, digits, `-` and `_`.
    fn pass_word(&mut self) -> Result<(), Stop> {
        while CLASS[self.byte(0) as usize] & WORD != 0 {
            self.at += 1;
            self.need(1)?;
        }
        Ok(())
    }

    fn pass_blanks(&mut self) -> Result<(), Stop> {
        while self.byte(0) == b' ' || (!self.pure && self.byte(0) == b'\t') {
            self.at += 1;
            self.need(1)?;
        }
        Ok(())
    }

    /// True at a blank or the end of the line; the pure dialect does not count tabs where this is asked.
    fn at_blank_or_end(&self) -> bool {
        is_blank_or_end(self.bytes, self.at) && !(self.pure && self.byte(0) == b'\t')
    }

    pub(super) fn fetch_anchor(&mut self, indicator: u8) -> Result<(), Stop> {
        self.save_key()?;
        self.simple_key_allowed = false;
        let start = self.at;
        let (kind, piece, context) = if indicator == b'*' {
            (Kind::Alias, TokenKind::Alias, "while scanning an alias")
        } else {
            (Kind::Anchor, TokenKind::Anchor, "while scanning an anchor")
        };
        self.at += 1;
        self.need(1)?;
        self.pass_word()?;
        let ends = is_blank_or_end(self.bytes, self.at)
            || matches!(self.byte(0), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if self.at == start + 1 || !ends {
            let problem = "did not find expected alphabetic or numeric character";
            return Err(self.error(Some((context, start)), problem, self.at));
        }
        self.push(kind, start, self.at, Extra::None);
        self.piece(piece, start);
        Ok(())
    }

    pub(super) fn fetch_tag(&mut self) -> Result<(), Stop> {
        self.save_key()?;
        self.simple_key_allowed = false;
        let start = self.at;
        self.need(2)?;
        let (handle, suffix) = if self.byte(1) == b'<' {
            self.at += 2;
            let suffix = self.scan_uri("", true, URI, start)?;
            if self.byte(0) != b'>' {
                return Err(self.error(Some((TAG, start)), "did not find the expected '>'", self.at));
            }
            self.at += 1;
            (String::new(), suffix)
        } else {
            self.scan_short_tag(start)?
        };
        self.need(1)?;
        let comma = !self.pure && self.flow_level > 0 && self.byte(0) == b',';
        if !self.at_blank_or_end() && !comma {
            let problem = "did not find expected whitespace or line break";
            return Err(self.error(Some((TAG, start)), problem, self.at));
        }
        self.push(Kind::Tag, start, self.at, Extra::Tag(Box::new((handle, suffix))));
        self.piece(TokenKind::Tag, start);
        Ok(())
    }

    /// `!`, `!name`, `!!name` or `!handle!name`.
    fn scan_short_tag(&mut self, start: usize) -> Result<(String, String), Stop> {
        if self.pure && is_blank_or_end(self.bytes, self.at + 1) {
            self.at += 1;
            return Ok((String::new(), "!".to_owned()));
        }
        let handle = self.scan_handle(false, start)?;
        if handle.len() > 1 && handle.ends_with('!') {
            let suffix = self.scan_uri("", self.pure, URI, start)?;
            return Ok((handle, suffix));
        }
        if self.pure && self.rest_of_word_has_bang() {
            return Err(self.error(Some((TAG, start)), "did not find expected '!'", self.at));
        }
        let suffix = self.scan_uri(&handle, self.pure, URI, start)?;
        Ok(if suffix.is_empty() {
            (String::new(), "!".to_owned())
        } else {
            ("!".to_owned(), suffix)
        })
    }

    /// The pure reader takes a `!` anywhere in a tag for the end of a handle.
    fn rest_of_word_has_bang(&self) -> bool {
        let rest = &self.bytes[self.at..];
        let word =
            (0..rest.len()).take_while(|ahead| rest[*ahead] == b'\t' || !is_blank_or_end(self.bytes, self.at + ahead));
        word.into_iter().any(|ahead| rest[ahead] == b'!')
    }

    fn scan_handle(&mut self, directive: bool, start: usize) -> Result<String, Stop> {
        let from = self.at;
        if self.byte(0) != b'!' {
            let context = if directive {
                "while scanning a tag directive"
            } else {
                TAG
            };
            return Err(self.error(Some((context, start)), "did not find expected '!'", self.at));
        }
        self.at += 1;
        self.need(1)?;
        self.pass_word()?;
        if self.byte(0) == b'!' {
            self.at += 1;
        } else if directive && self.at > from + 1 {
            let context = Some(("while parsing a tag directive", start));
            return Err(self.error(context, "did not find expected '!'", self.at));
        }
        Ok(self.text[from..self.at].to_owned())
    }

    /// A URI whose first part was read as `head`, a `!` and letters.
    fn scan_uri(&mut self, head: &str, brackets: bool, context: &'static str, start: usize) -> Result<String, Stop> {
        let mut uri = head.as_bytes().get(1..).unwrap_or_default().to_vec();
        let from = self.at;
        self.need(1)?;
        loop {
            match self.byte(0) {
                b'%' => self.scan_escaped_octets(&mut uri, context, start)?,
                byte if is_uri_byte(byte) || (brackets && matches!(byte, b',' | b'[' | b']')) => {
                    uri.push(byte);
                    self.at += 1;
                }
                _ => break,
            }
            self.need(1)?;
        }
        // A lone `!` is a head, too; the pure reader wants more behind it.
        if self.at == from && (head.is_empty() || (self.pure && head.len() == 1)) {
            return Err(self.error(Some((context, start)), "did not find expected tag URI", self.at));
        }
        // For libyaml a tag is a C string and ends at a NUL.
        if !self.pure
            && let Some(end) = uri.iter().position(|byte| *byte == 0)
        {
            uri.truncate(end);
        }
        Ok(String::from_utf8_lossy(&uri).into_owned())
    }

    /// One character as `%XX` for each of its octets.
    fn scan_escaped_octets(&mut self, uri: &mut Vec<u8>, context: &'static str, start: usize) -> Result<(), Stop> {
        let first = uri.len();
        let mut left = 1;
        while left > 0 {
            self.need(3)?;
            let digit = |ahead: usize| (self.byte(ahead) as char).to_digit(16);
            let (b'%', Some(high), Some(low)) = (self.byte(0), digit(1), digit(2)) else {
                return Err(self.error(Some((context, start)), "did not find URI escaped octet", self.at));
            };
            let octet = (high << 4 | low) as u8;
            if uri.len() == first {
                left = match octet {
                    0..=0x7F => 1,
                    0xC0..=0xDF => 2,
                    0xE0..=0xEF => 3,
                    0xF0..=0xF7 => 4,
                    _ => {
                        let problem = "found an incorrect leading UTF-8 octet";
                        return Err(self.error(Some((context, start)), problem, self.at));
                    }
                };
            } else if octet & 0xC0 != 0x80 {
                let problem = "found an incorrect trailing UTF-8 octet";
                return Err(self.error(Some((context, start)), problem, self.at));
            }
            uri.push(octet);
            self.at += 3;
            left -= 1;
        }
        if self.pure && std::str::from_utf8(&uri[first..]).is_err() {
            let problem = "found an incorrect trailing UTF-8 octet";
            return Err(self.error(Some((context, start)), problem, self.at));
        }
        Ok(())
    }

    pub(super) fn scan_directive(&mut self) -> Result<(), Stop> {
        let start = self.at;
        self.piece(TokenKind::Directive, start);
        self.at += 1;
        self.need(1)?;
        let name = self.at;
        self.pass_word()?;
        if self.at == name {
            return Err(self.error(
                Some((DIRECTIVE, start)),
                "could not find expected directive name",
                self.at,
            ));
        }
        if !self.at_blank_or_end() {
            let problem = "found unexpected non-alphabetical character";
            return Err(self.error(Some((DIRECTIVE, start)), problem, self.at));
        }
        let (kind, extra) = match &self.text[name..self.at] {
            "YAML" => (Kind::VersionDirective, self.scan_version(start)?),
            "TAG" => (Kind::TagDirective, self.scan_tag_directive(start)?),
            _ if self.pure => {
                self.at = line_end(self.bytes, self.at);
                (Kind::OtherDirective, Extra::None)
            }
            _ => return Err(self.error(Some((DIRECTIVE, start)), "found unknown directive name", self.at)),
        };
        self.push(kind, start, self.at, extra);
        self.pass_rest_of_line((DIRECTIVE, start))
    }

    fn scan_version(&mut self, start: usize) -> Result<Extra, Stop> {
        self.pass_blanks()?;
        let major = self.scan_version_number(start)?;
        if self.byte(0) != b'.' {
            let problem = "did not find expected digit or '.' character";
            return Err(self.error(Some((VERSION, start)), problem, self.at));
        }
        self.at += 1;
        self.need(1)?;
        let minor = self.scan_version_number(start)?;
        if self.pure && !self.at_blank_or_end() {
            return Err(self.error(Some((VERSION, start)), "did not find expected version number", self.at));
        }
        Ok(Extra::Version { major, minor })
    }

    fn scan_version_number(&mut self, start: usize) -> Result<u32, Stop> {
        let from = self.at;
        let mut number = 0_u32;
        while self.byte(0).is_ascii_digit() {
            if !self.pure && self.at - from >= VERSION_DIGITS {
                return Err(self.error(Some((VERSION, start)), "found extremely long version number", self.at));
            }
            number = number.saturating_mul(10).saturating_add(u32::from(self.byte(0) - b'0'));
            self.at += 1;
            self.need(1)?;
        }
        if self.at == from {
            return Err(self.error(Some((VERSION, start)), "did not find expected version number", self.at));
        }
        Ok(number)
    }

    fn scan_tag_directive(&mut self, start: usize) -> Result<Extra, Stop> {
        self.pass_blanks()?;
        let handle = self.scan_handle(true, start)?;
        self.need(1)?;
        if !matches!(self.byte(0), b' ' | b'\t') || (self.pure && self.byte(0) == b'\t') {
            return Err(self.error(
                Some((TAG_DIRECTIVE, start)),
                "did not find expected whitespace",
                self.at,
            ));
        }
        self.pass_blanks()?;
        let prefix = self.scan_uri("", true, URI_OF_DIRECTIVE, start)?;
        self.need(1)?;
        if !self.at_blank_or_end() {
            let problem = "did not find expected whitespace or line break";
            return Err(self.error(Some((TAG_DIRECTIVE, start)), problem, self.at));
        }
        Ok(Extra::Tag(Box::new((handle, prefix))))
    }
}

fn is_uri_byte(byte: u8) -> bool {
    CLASS[byte as usize] & WORD != 0
        || matches!(
            byte,
            b';' | b'/'
                | b'?'
                | b':'
                | b'@'
                | b'&'
                | b'='
                | b'+'
                | b'$'
                | b'.'
                | b'!'
                | b'~'
                | b'*'
                | b'\''
                | b'('
                | b')'
        )
}
