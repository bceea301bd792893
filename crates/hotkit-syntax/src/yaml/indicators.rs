//! Tokens of one or three characters, and what they mean for indentation and for possible keys.

use super::Stop;
use super::scanner::Scanner;
use super::tokens::{Extra, Kind};
use crate::TokenKind;

impl Scanner<'_> {
    pub(super) fn fetch_stream_end(&mut self) -> Result<(), Stop> {
        // An offset behind the end stands for the new line that libyaml begins here.
        let unfinished = !self.pure && self.column() != 0;
        let at = self.at + usize::from(unfinished);
        self.unroll_indent(-1, at);
        self.remove_key(at)?;
        self.simple_key_allowed = false;
        self.push(Kind::StreamEnd, at, at, Extra::None);
        // On the new line all keys are stale.
        let required = self.keys.drain(..).skip(self.first_key).find(|key| key.required);
        self.first_key = 0;
        match required {
            Some(key) if unfinished => Err(self.missing_colon(key.offset, at)),
            _ => Ok(()),
        }
    }

    pub(super) fn fetch_directive(&mut self) -> Result<(), Stop> {
        self.unroll_indent(-1, self.at);
        self.remove_key(self.at)?;
        self.simple_key_allowed = false;
        self.scan_directive()
    }

    pub(super) fn fetch_document_indicator(&mut self, byte: u8) -> Result<(), Stop> {
        self.unroll_indent(-1, self.at);
        self.remove_key(self.at)?;
        self.simple_key_allowed = false;
        if byte == b'-' {
            self.indicator(Kind::DocumentStart, TokenKind::DocumentStart, 3);
        } else {
            self.indicator(Kind::DocumentEnd, TokenKind::DocumentEnd, 3);
        }
        Ok(())
    }

    #[inline]
    fn indicator(&mut self, kind: Kind, piece: TokenKind, len: usize) {
        self.piece(piece, self.at);
        self.push(kind, self.at, self.at + len, Extra::None);
        self.at += len;
    }

    pub(super) fn fetch_flow_start(&mut self, kind: Kind, piece: TokenKind) -> Result<(), Stop> {
        self.save_key()?;
        self.flow_level += 1;
        self.simple_key_allowed = true;
        self.indicator(kind, piece, 1);
        Ok(())
    }

    pub(super) fn fetch_flow_end(&mut self, kind: Kind, piece: TokenKind) -> Result<(), Stop> {
        self.remove_key(self.at)?;
        self.flow_level = self.flow_level.saturating_sub(1);
        self.simple_key_allowed = false;
        self.indicator(kind, piece, 1);
        Ok(())
    }

    pub(super) fn fetch_flow_entry(&mut self) -> Result<(), Stop> {
        self.remove_key(self.at)?;
        self.simple_key_allowed = true;
        self.indicator(Kind::FlowEntry, TokenKind::FlowEntry, 1);
        Ok(())
    }

    pub(super) fn fetch_block_entry(&mut self) -> Result<(), Stop> {
        if self.flow_level == 0 {
            if !self.simple_key_allowed {
                return Err(self.error(None, "block sequence entries are not allowed in this context", self.at));
            }
            self.roll_indent(self.column(), None, Kind::BlockSequenceStart, self.at);
        }
        self.remove_key(self.at)?;
        self.simple_key_allowed = true;
        self.indicator(Kind::BlockEntry, TokenKind::BlockEntry, 1);
        Ok(())
    }

    pub(super) fn fetch_key(&mut self) -> Result<(), Stop> {
        if self.flow_level == 0 {
            if !self.simple_key_allowed {
                return Err(self.error(None, "mapping keys are not allowed in this context", self.at));
            }
            self.roll_indent(self.column(), None, Kind::BlockMappingStart, self.at);
        }
        self.remove_key(self.at)?;
        self.simple_key_allowed = self.flow_level == 0;
        self.indicator(Kind::Key, TokenKind::Key, 1);
        Ok(())
    }

    pub(super) fn fetch_value(&mut self) -> Result<(), Stop> {
        if let Some(key) = self.take_key() {
            self.insert(Some(key.token_number), Kind::Key, key.offset);
            self.roll_indent(key.column, Some(key.token_number), Kind::BlockMappingStart, key.offset);
            self.simple_key_allowed = false;
        } else {
            if self.flow_level == 0 {
                if !self.simple_key_allowed {
                    return Err(self.error(None, "mapping values are not allowed in this context", self.at));
                }
                self.roll_indent(self.column(), None, Kind::BlockMappingStart, self.at);
            }
            self.simple_key_allowed = self.flow_level == 0;
        }
        self.indicator(Kind::Value, TokenKind::Value, 1);
        Ok(())
    }
}
