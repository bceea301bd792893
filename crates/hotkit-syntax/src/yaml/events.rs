//! Tokens to events: libyaml's state machine, on a stack of its own.

use std::borrow::Cow;

use hotkit_text::TextRange;

use super::event::{Event, EventKind, EventTag};
use super::scanner::Scanner;
use super::tokens::{Extra, Kind, Token};
use super::{Dialect, Stop};
use crate::{CollectionStyle, ErrorClass, ScalarStyle};

/// More collections within each other than this end the reading.
pub(super) const DEPTH_LIMIT: usize = 10_000;

#[derive(Clone, Copy)]
pub(super) enum State {
    StreamStart,
    FirstDocument,
    DocumentStart,
    DocumentContent,
    DocumentEnd,
    BlockNode,
    BlockSequenceFirst,
    BlockSequenceEntry,
    IndentlessSequenceEntry,
    BlockMappingFirst,
    BlockMappingKey,
    BlockMappingValue,
    FlowSequenceFirst,
    FlowSequenceEntry,
    FlowPairKey,
    FlowPairValue,
    FlowPairEnd,
    FlowMappingFirst,
    FlowMappingKey,
    FlowMappingValue,
    FlowMappingAbsentValue,
    End,
}

/// Which nodes may stand at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Flow,
    Block,
    BlockOrIndentless,
}

/// The events of a text, one at a time; ends behind the first error.
#[derive(Clone)]
pub struct Events<'t> {
    pub(super) scanner: Scanner<'t>,
    pub(super) state: State,
    pub(super) states: Vec<State>,
    /// Where the open collections begin, for error messages.
    marks: Vec<u32>,
    depth: usize,
    handles: Vec<(String, String)>,
    /// Where the indicator ends behind which a value is missing.
    pub(super) behind: u32,
}

impl<'t> Iterator for Events<'t> {
    type Item = Result<Event<'t>, Stop>;

    fn next(&mut self) -> Option<Self::Item> {
        if matches!(self.state, State::End) {
            return None;
        }
        let event = self.step();
        if event.is_err() {
            self.state = State::End;
        }
        Some(event)
    }
}

pub(super) type Next<'t> = Result<Event<'t>, Stop>;

impl<'t> Events<'t> {
    /// Reads a text, of at most 4 GiB, in this dialect.
    #[must_use]
    pub fn new(text: &'t str, dialect: Dialect) -> Events<'t> {
        Events {
            scanner: Scanner::new(text, dialect),
            state: State::StreamStart,
            states: Vec::new(),
            marks: Vec::new(),
            depth: 0,
            handles: Vec::new(),
            behind: 0,
        }
    }

    /// The same state over a text that is equal up to a few characters behind the place that is reached.
    pub(super) fn moved_to<'u>(&self, text: &'u str) -> Events<'u> {
        Events {
            scanner: self.scanner.moved_to(text),
            state: self.state,
            states: self.states.clone(),
            marks: self.marks.clone(),
            depth: self.depth,
            handles: self.handles.clone(),
            behind: self.behind,
        }
    }

    /// How many collections are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Where the open collections begin that have an indicator or indentation of their own, the outermost first.
    pub(super) fn open_marks(&self) -> &[u32] {
        &self.marks
    }

    fn step(&mut self) -> Next<'t> {
        match self.state {
            State::StreamStart => self.stream_start(),
            State::FirstDocument => self.document_start(true),
            State::DocumentStart => self.document_start(false),
            State::DocumentContent => self.document_content(),
            State::DocumentEnd => self.document_end(),
            State::BlockNode => self.node(Place::Block),
            State::BlockSequenceFirst => {
                self.open()?;
                self.block_sequence_entry()
            }
            State::BlockSequenceEntry => self.block_sequence_entry(),
            State::IndentlessSequenceEntry => self.indentless_sequence_entry(),
            State::BlockMappingFirst => {
                self.open()?;
                self.block_mapping_key()
            }
            State::BlockMappingKey => self.block_mapping_key(),
            State::BlockMappingValue => self.block_mapping_value(),
            State::FlowSequenceFirst => {
                self.open()?;
                self.flow_sequence_entry(true)
            }
            State::FlowSequenceEntry => self.flow_sequence_entry(false),
            State::FlowPairKey => self.flow_pair_key(),
            State::FlowPairValue => self.flow_pair_value(),
            State::FlowPairEnd => self.flow_pair_end(),
            State::FlowMappingFirst => {
                self.open()?;
                self.flow_mapping_key(true)
            }
            State::FlowMappingKey => self.flow_mapping_key(false),
            State::FlowMappingValue => self.flow_mapping_value(),
            State::FlowMappingAbsentValue => {
                self.scanner.peek()?;
                self.state = State::FlowMappingKey;
                Ok(self.absent_here(self.behind))
            }
            State::End => Ok(Event::new(EventKind::StreamEnd, 0, 0)),
        }
    }

    pub(super) fn peek(&mut self) -> Result<Kind, Stop> {
        self.scanner.peek()
    }

    pub(super) fn head_start(&self) -> u32 {
        self.scanner.head().start
    }

    /// Takes the token that opens a collection.
    fn open(&mut self) -> Result<(), Stop> {
        self.peek()?;
        let token = self.scanner.take();
        self.marks.push(token.start);
        Ok(())
    }

    fn error(&self, context: &'static str, since: u32, problem: &str) -> Stop {
        let context = Some((context, since as usize));
        self.scanner
            .error_of(ErrorClass::Parser, context, problem, self.head_start() as usize)
    }

    pub(super) fn error_in_collection(&self, context: &'static str, problem: &str) -> Stop {
        self.error(context, self.marks.last().copied().unwrap_or(0), problem)
    }

    fn error_alone(&self, problem: &str) -> Stop {
        self.scanner
            .error_of(ErrorClass::Parser, None, problem, self.head_start() as usize)
    }

    /// A node that is not written; `place` is where libyaml puts it, `behind` where the tree does.
    pub(super) fn absent(&self, place: u32, behind: u32) -> Event<'t> {
        let mut event = Event::new(EventKind::Scalar(ScalarStyle::Plain), place, place);
        event.range = TextRange::at(behind.min(self.scanner.bytes.len() as u32));
        event.source = Some(event.range);
        event
    }

    /// A node that is not written before the token at hand.
    pub(super) fn absent_here(&self, behind: u32) -> Event<'t> {
        self.absent(self.head_start(), behind)
    }

    pub(super) fn close(&mut self, kind: EventKind) -> Event<'t> {
        let token = self.scanner.take();
        self.marks.pop();
        self.depth -= 1;
        self.state = self.states.pop().unwrap_or(State::End);
        let mut event = Event::new(kind, token.start, token.end);
        if token.start < token.end {
            event.range = TextRange::new(token.start, token.end);
            self.behind = token.end;
        }
        event
    }

    /// Closes a collection that has no token of its own at its end.
    pub(super) fn close_before_head(&mut self, kind: EventKind) -> Event<'t> {
        self.depth -= 1;
        Event::new(kind, self.head_start(), self.head_start())
    }

    fn stream_start(&mut self) -> Next<'t> {
        self.peek()?;
        let token = self.scanner.take();
        self.state = State::FirstDocument;
        Ok(Event::new(EventKind::StreamStart, token.start, token.start))
    }

    fn document_start(&mut self, first: bool) -> Next<'t> {
        let mut kind = self.peek()?;
        while !first && kind == Kind::DocumentEnd {
            self.scanner.take();
            kind = self.peek()?;
        }
        let start = self.head_start();
        match kind {
            Kind::StreamEnd => {
                let token = self.scanner.take();
                self.state = State::End;
                return Ok(Event::new(EventKind::StreamEnd, token.start, token.end));
            }
            Kind::VersionDirective | Kind::TagDirective | Kind::OtherDirective | Kind::DocumentStart => {}
            _ if first => {
                self.add_default_handles();
                self.states.push(State::DocumentEnd);
                self.state = State::BlockNode;
                return Ok(Event::new(EventKind::DocumentStart, start, start));
            }
            _ => {}
        }
        self.directives()?;
        if self.peek()? != Kind::DocumentStart {
            return Err(self.error_alone("did not find expected <document start>"));
        }
        let token = self.scanner.take();
        self.behind = token.end;
        self.states.push(State::DocumentEnd);
        self.state = State::DocumentContent;
        let mut event = Event::new(EventKind::DocumentStart, start, token.end);
        event.implicit = false;
        Ok(event)
    }

    fn directives(&mut self) -> Result<(), Stop> {
        self.handles.clear();
        let mut version_seen = false;
        loop {
            match self.peek()? {
                Kind::VersionDirective => {
                    if version_seen {
                        return Err(self.error_alone("found duplicate %YAML directive"));
                    }
                    version_seen = true;
                    let known = match self.scanner.head().extra {
                        Extra::Version { major: 1, minor } => self.scanner.pure || minor == 1 || minor == 2,
                        _ => false,
                    };
                    if !known {
                        return Err(self.error_alone("found incompatible YAML document"));
                    }
                    self.scanner.take();
                }
                Kind::TagDirective => {
                    let Extra::Tag(pair) = &self.scanner.head().extra else {
                        break;
                    };
                    if self.handles.iter().any(|(handle, _)| *handle == pair.0) {
                        return Err(self.error_alone("found duplicate %TAG directive"));
                    }
                    if let Extra::Tag(pair) = self.scanner.take().extra {
                        self.handles.push(*pair);
                    }
                }
                Kind::OtherDirective => {
                    self.scanner.take();
                }
                _ => break,
            }
        }
        self.add_default_handles();
        Ok(())
    }

    fn add_default_handles(&mut self) {
        for (handle, prefix) in [("!", "!"), ("!!", "tag:yaml.org,2002:")] {
            if !self.handles.iter().any(|(known, _)| known == handle) {
                self.handles.push((handle.to_owned(), prefix.to_owned()));
            }
        }
    }

    fn document_content(&mut self) -> Next<'t> {
        match self.peek()? {
            Kind::VersionDirective
            | Kind::TagDirective
            | Kind::OtherDirective
            | Kind::DocumentStart
            | Kind::DocumentEnd
            | Kind::StreamEnd => {
                self.state = self.states.pop().unwrap_or(State::End);
                Ok(self.absent_here(self.behind))
            }
            _ => self.node(Place::Block),
        }
    }

    fn document_end(&mut self) -> Next<'t> {
        let explicit = self.peek()? == Kind::DocumentEnd;
        let start = self.head_start();
        let mut event = Event::new(EventKind::DocumentEnd, start, start);
        if explicit {
            event.end = self.scanner.take().end;
            event.implicit = false;
        }
        self.handles.clear();
        self.state = State::DocumentStart;
        Ok(event)
    }

    pub(super) fn node(&mut self, place: Place) -> Next<'t> {
        if self.peek()? == Kind::Alias {
            let token = self.scanner.take();
            self.state = self.states.pop().unwrap_or(State::End);
            let mut event = Event::new(EventKind::Alias, token.start, token.end);
            event.range = TextRange::new(token.start, token.end);
            event.anchor = Some(event.range);
            self.behind = token.end;
            return Ok(event);
        }
        let properties = self.node_properties()?;
        let kind = self.peek()?;
        let head = self.scanner.head();
        let (head_start, head_end) = (head.start, head.end);
        let start = properties.start.unwrap_or(head_start);
        let untagged = properties.tag.as_ref().is_none_or(|tag| tag.name.is_empty());
        let implicit = untagged || (self.scanner.pure && properties.tag.as_ref().is_some_and(|tag| tag.name == "!"));
        let mut event = match kind {
            Kind::BlockEntry if place == Place::BlockOrIndentless => self.collection(
                EventKind::SequenceStart(CollectionStyle::Block),
                State::IndentlessSequenceEntry,
            )?,
            Kind::Scalar(style) => {
                let token = self.scanner.take();
                self.state = self.states.pop().unwrap_or(State::End);
                return Ok(self.scalar(properties, style, token));
            }
            Kind::FlowSequenceStart => self.collection(
                EventKind::SequenceStart(CollectionStyle::Flow),
                State::FlowSequenceFirst,
            )?,
            Kind::FlowMappingStart => {
                self.collection(EventKind::MappingStart(CollectionStyle::Flow), State::FlowMappingFirst)?
            }
            Kind::BlockSequenceStart if place != Place::Flow => self.collection(
                EventKind::SequenceStart(CollectionStyle::Block),
                State::BlockSequenceFirst,
            )?,
            Kind::BlockMappingStart if place != Place::Flow => self.collection(
                EventKind::MappingStart(CollectionStyle::Block),
                State::BlockMappingFirst,
            )?,
            _ if properties.start.is_some() => {
                self.state = self.states.pop().unwrap_or(State::End);
                let mut event = self.absent(start, properties.end);
                event.end = properties.end;
                event
            }
            _ => {
                let context = match place {
                    Place::Flow => "while parsing a flow node",
                    _ => "while parsing a block node",
                };
                return Err(self.error(context, start, "did not find expected node content"));
            }
        };
        event.start = start;
        if !matches!(event.kind, EventKind::Scalar(_)) {
            event.end = head_end;
            event.range = TextRange::new(head_start, head_end);
        }
        event.implicit = implicit;
        event.anchor = properties.anchor;
        event.tag = properties.tag;
        Ok(event)
    }

    fn collection(&mut self, kind: EventKind, state: State) -> Next<'t> {
        self.deeper()?;
        self.state = state;
        Ok(Event::new(kind, 0, 0))
    }

    pub(super) fn deeper(&mut self) -> Result<(), Stop> {
        if self.depth >= DEPTH_LIMIT {
            let problem = format!("nested deeper than {DEPTH_LIMIT} collections");
            return Err(self
                .scanner
                .error_of(ErrorClass::Limit, None, &problem, self.head_start() as usize));
        }
        self.depth += 1;
        Ok(())
    }

    fn scalar(&mut self, properties: NodeProperties, style: ScalarStyle, token: Token) -> Event<'t> {
        let plain_tag = properties.tag.as_ref().map(|tag| tag.name.as_str());
        let implicit = match plain_tag {
            None => style == ScalarStyle::Plain,
            Some(name) => name == "!",
        };
        let quoted_implicit = !implicit && plain_tag.is_none();
        self.behind = token.text_end;
        let (value, source) = match token.extra {
            Extra::Source(range) => (Cow::Borrowed(range.slice(self.scanner.text)), Some(range)),
            Extra::Decoded(value) => (Cow::Owned(String::from(value)), None),
            _ => (Cow::Borrowed(""), None),
        };
        Event {
            kind: EventKind::Scalar(style),
            start: properties.start.unwrap_or(token.start),
            end: token.end,
            range: TextRange::new(token.start, token.text_end),
            anchor: properties.anchor,
            tag: properties.tag,
            value,
            source,
            implicit,
            quoted_implicit,
        }
    }

    /// Anchor and tag, in either order.
    fn node_properties(&mut self) -> Result<NodeProperties, Stop> {
        let mut properties = NodeProperties::default();
        let mut tag = None;
        loop {
            match self.peek()? {
                Kind::Anchor if properties.anchor.is_none() => {
                    let token = self.scanner.take();
                    properties.extend(&token);
                    properties.anchor = Some(TextRange::new(token.start, token.end));
                }
                Kind::Tag if tag.is_none() => {
                    let token = self.scanner.take();
                    properties.extend(&token);
                    tag = Some(token);
                }
                _ => break,
            }
        }
        if let Some(tag) = tag {
            properties.tag = Some(Box::new(self.resolved_tag(&properties, tag)?));
        }
        Ok(properties)
    }

    fn resolved_tag(&self, properties: &NodeProperties, token: Token) -> Result<EventTag, Stop> {
        let range = TextRange::new(token.start, token.end);
        let Extra::Tag(pair) = token.extra else {
            return Ok(EventTag {
                range,
                name: String::new(),
            });
        };
        let (handle, suffix) = *pair;
        if handle.is_empty() {
            return Ok(EventTag { range, name: suffix });
        }
        let Some((_, prefix)) = self.handles.iter().find(|(known, _)| *known == handle) else {
            let context = Some(("while parsing a node", properties.start.unwrap_or(token.start) as usize));
            let problem = "found undefined tag handle";
            return Err(self
                .scanner
                .error_of(ErrorClass::Parser, context, problem, token.start as usize));
        };
        Ok(EventTag {
            range,
            name: format!("{prefix}{suffix}"),
        })
    }

    fn block_sequence_entry(&mut self) -> Next<'t> {
        match self.peek()? {
            Kind::BlockEntry => {
                let end = self.scanner.take().end;
                self.behind = end;
                if matches!(self.peek()?, Kind::BlockEntry | Kind::BlockEnd) {
                    self.state = State::BlockSequenceEntry;
                    return Ok(self.absent(end, end));
                }
                self.states.push(State::BlockSequenceEntry);
                self.node(Place::Block)
            }
            Kind::BlockEnd => Ok(self.close(EventKind::SequenceEnd)),
            _ => Err(self.error_in_collection(
                "while parsing a block collection",
                "did not find expected '-' indicator",
            )),
        }
    }

    fn indentless_sequence_entry(&mut self) -> Next<'t> {
        if self.peek()? != Kind::BlockEntry {
            self.state = self.states.pop().unwrap_or(State::End);
            return Ok(self.close_before_head(EventKind::SequenceEnd));
        }
        let end = self.scanner.take().end;
        self.behind = end;
        if matches!(
            self.peek()?,
            Kind::BlockEntry | Kind::Key | Kind::Value | Kind::BlockEnd
        ) {
            self.state = State::IndentlessSequenceEntry;
            return Ok(self.absent(end, end));
        }
        self.states.push(State::IndentlessSequenceEntry);
        self.node(Place::Block)
    }

    fn block_mapping_key(&mut self) -> Next<'t> {
        match self.peek()? {
            Kind::Key => {
                let end = self.scanner.take().end;
                self.behind = end;
                if matches!(self.peek()?, Kind::Key | Kind::Value | Kind::BlockEnd) {
                    self.state = State::BlockMappingValue;
                    return Ok(self.absent(end, end));
                }
                self.states.push(State::BlockMappingValue);
                self.node(Place::BlockOrIndentless)
            }
            Kind::BlockEnd => Ok(self.close(EventKind::MappingEnd)),
            _ => Err(self.error_in_collection("while parsing a block mapping", "did not find expected key")),
        }
    }

    fn block_mapping_value(&mut self) -> Next<'t> {
        if self.peek()? != Kind::Value {
            self.state = State::BlockMappingKey;
            return Ok(self.absent_here(self.behind));
        }
        let end = self.scanner.take().end;
        self.behind = end;
        if matches!(self.peek()?, Kind::Key | Kind::Value | Kind::BlockEnd) {
            self.state = State::BlockMappingKey;
            return Ok(self.absent(end, end));
        }
        self.states.push(State::BlockMappingKey);
        self.node(Place::BlockOrIndentless)
    }
}

#[derive(Default)]
struct NodeProperties {
    /// Where the first of them begins; `None` where there is none.
    start: Option<u32>,
    /// Where the last of them ends.
    end: u32,
    anchor: Option<TextRange>,
    tag: Option<Box<EventTag>>,
}

impl NodeProperties {
    fn extend(&mut self, token: &Token) {
        self.start.get_or_insert(token.start);
        self.end = token.end;
    }
}
