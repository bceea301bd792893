//! The part of libyaml's state machine that reads collections in brackets.

use hotkit_text::TextRange;

use super::event::{Event, EventKind};
use super::events::{Events, Next, Place, State};
use super::tokens::Kind;
use crate::CollectionStyle;

impl<'t> Events<'t> {
    pub(super) fn flow_sequence_entry(&mut self, first: bool) -> Next<'t> {
        let mut kind = self.peek()?;
        if kind != Kind::FlowSequenceEnd && !first {
            if kind != Kind::FlowEntry {
                return Err(
                    self.error_in_collection("while parsing a flow sequence", "did not find expected ',' or ']'")
                );
            }
            self.scanner.take();
            kind = self.peek()?;
        }
        match kind {
            Kind::FlowSequenceEnd => Ok(self.close(EventKind::SequenceEnd)),
            Kind::Key => {
                self.deeper()?;
                let token = self.scanner.take();
                self.behind = token.end;
                self.state = State::FlowPairKey;
                let mut event = Event::new(EventKind::MappingStart(CollectionStyle::Flow), token.start, token.end);
                event.range = TextRange::new(token.start, token.end);
                Ok(event)
            }
            _ => {
                self.states.push(State::FlowSequenceEntry);
                self.node(Place::Flow)
            }
        }
    }

    pub(super) fn flow_pair_key(&mut self) -> Next<'t> {
        match self.peek()? {
            Kind::Value | Kind::FlowEntry | Kind::FlowSequenceEnd => {
                self.state = State::FlowPairValue;
                if self.scanner.pure {
                    return Ok(self.absent_here(self.behind));
                }
                // libyaml drops the token that shows that the key is missing.
                let end = self.scanner.take().end;
                Ok(self.absent(end, self.behind))
            }
            _ => {
                self.states.push(State::FlowPairValue);
                self.node(Place::Flow)
            }
        }
    }

    pub(super) fn flow_pair_value(&mut self) -> Next<'t> {
        if self.peek()? == Kind::Value {
            self.behind = self.scanner.take().end;
            if !matches!(self.peek()?, Kind::FlowEntry | Kind::FlowSequenceEnd) {
                self.states.push(State::FlowPairEnd);
                return self.node(Place::Flow);
            }
        }
        self.state = State::FlowPairEnd;
        Ok(self.absent_here(self.behind))
    }

    pub(super) fn flow_pair_end(&mut self) -> Next<'t> {
        self.peek()?;
        self.state = State::FlowSequenceEntry;
        Ok(self.close_before_head(EventKind::MappingEnd))
    }

    pub(super) fn flow_mapping_key(&mut self, first: bool) -> Next<'t> {
        let mut kind = self.peek()?;
        if kind != Kind::FlowMappingEnd && !first {
            if kind != Kind::FlowEntry {
                return Err(
                    self.error_in_collection("while parsing a flow mapping", "did not find expected ',' or '}'")
                );
            }
            self.scanner.take();
            kind = self.peek()?;
        }
        match kind {
            Kind::FlowMappingEnd => Ok(self.close(EventKind::MappingEnd)),
            Kind::Key => {
                self.behind = self.scanner.take().end;
                if matches!(self.peek()?, Kind::Value | Kind::FlowEntry | Kind::FlowMappingEnd) {
                    self.state = State::FlowMappingValue;
                    return Ok(self.absent_here(self.behind));
                }
                self.states.push(State::FlowMappingValue);
                self.node(Place::Flow)
            }
            _ => {
                self.states.push(State::FlowMappingAbsentValue);
                self.node(Place::Flow)
            }
        }
    }

    pub(super) fn flow_mapping_value(&mut self) -> Next<'t> {
        if self.peek()? == Kind::Value {
            self.behind = self.scanner.take().end;
            if !matches!(self.peek()?, Kind::FlowEntry | Kind::FlowMappingEnd) {
                self.states.push(State::FlowMappingKey);
                return self.node(Place::Flow);
            }
        }
        self.state = State::FlowMappingKey;
        Ok(self.absent_here(self.behind))
    }
}
