//! Events to tree: anchors, aliases, and the rule that there is one document.

use std::collections::HashMap;
use std::sync::Arc;

use super::event::{Event, EventKind};
use super::events::Events;
use super::{Dialect, Stop};
use crate::build::TreeBuilder;
use crate::{ErrorClass, NodeId, Reading, SyntaxError, TokenKind, Tree};
use hotkit_text::TextRange;

/// What to do about an error in which a text can be read on: a wrong alias or anchor, a second document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Stop, as PyYAML does.
    Strict,
    /// Note it and go on.
    Tolerant,
}

/// So many errors in which a text can be read on are noted.
const ERROR_LIMIT: usize = 50;

/// What came of reading a text.
pub(super) struct Composed {
    pub(super) builder: TreeBuilder,
    /// The pieces of the text up to `covered`.
    pub(super) pieces: Vec<(TokenKind, u32)>,
    pub(super) covered: u32,
    /// In the order in which PyYAML would find them.
    pub(super) errors: Vec<SyntaxError>,
    /// The last error is one behind which nothing could be read.
    pub(super) stopped: bool,
}

/// Reads a text into nodes, up to the first error that ends the reading. `masks` says where the text is not the one that
/// the tree will stand on.
pub(super) fn compose(text: &str, dialect: Dialect, mode: Mode, masks: &[TextRange]) -> Composed {
    let mut events = Events::new(text, dialect);
    events.scanner.keep_pieces();
    let mut composer = Composer {
        text,
        mode,
        masks,
        builder: TreeBuilder::with_capacity(text.len()),
        anchors: HashMap::new(),
        errors: Vec::new(),
        root_start: None,
        documents: 0,
    };
    let mut stopped = false;
    for event in events.by_ref() {
        if let Err(stop) = event.and_then(|event| composer.add(event)) {
            // Behind a second document nothing counts any more.
            if composer.documents < 2 {
                composer.errors.push(*stop);
                stopped = true;
            } else if mode == Mode::Strict {
                composer.errors.push(*stop);
            }
            break;
        }
    }
    let mut pieces = events.scanner.pieces.take().unwrap_or_default();
    let covered = events.scanner.covered as u32;
    let whole = pieces.partition_point(|(_, start)| *start < covered);
    pieces.truncate(whole);
    Composed {
        builder: composer.builder,
        pieces,
        covered,
        errors: composer.errors,
        stopped,
    }
}

impl Composed {
    /// The tree over the text that was read.
    pub(super) fn into_tree(mut self, text: &Arc<str>, dialect: Dialect) -> Tree {
        if (self.covered as usize) < text.len() {
            self.pieces.push((TokenKind::Error, self.covered));
        }
        let reading = match dialect {
            _ if !self.errors.is_empty() => Reading::Refused,
            Dialect::Libyaml => Reading::Libyaml,
            Dialect::Pure => Reading::Pure,
        };
        self.builder.finish(text.clone(), self.pieces, self.errors, reading)
    }
}

struct Composer<'t> {
    text: &'t str,
    mode: Mode,
    masks: &'t [TextRange],
    builder: TreeBuilder,
    /// Each anchor's node, and where libyaml lets that begin.
    anchors: HashMap<&'t str, (NodeId, u32)>,
    errors: Vec<SyntaxError>,
    root_start: Option<u32>,
    documents: usize,
}

impl<'t> Composer<'t> {
    fn add(&mut self, event: Event<'t>) -> Result<(), Stop> {
        if event.kind == EventKind::DocumentStart {
            self.documents += 1;
            if self.documents == 2 {
                let range = TextRange::new(event.start, event.end.max(event.start));
                let context = Some(("expected a single document in the stream", self.root_start.unwrap_or(0)));
                self.refuse("but found another document", context, range)?;
            }
        }
        if self.documents > 1 {
            return Ok(());
        }
        match event.kind {
            EventKind::Alias => self.add_alias(&event)?,
            EventKind::Scalar(style) => {
                let node = match event.source {
                    Some(source) if !self.is_masked(source) => self.builder.scalar(event.range, style, source),
                    _ => self.builder.decoded_scalar(event.range, style, &event.value),
                };
                self.add_properties(node, event)?;
            }
            EventKind::SequenceStart(style) => {
                let node = self.builder.open_sequence(event.range.start(), style);
                self.add_properties(node, event)?;
            }
            EventKind::MappingStart(style) => {
                let node = self.builder.open_mapping(event.range.start(), style);
                self.add_properties(node, event)?;
            }
            EventKind::SequenceEnd | EventKind::MappingEnd => {
                self.builder.close((!event.range.is_empty()).then(|| event.range.end()));
            }
            EventKind::StreamStart | EventKind::StreamEnd | EventKind::DocumentStart | EventKind::DocumentEnd => {}
        }
        Ok(())
    }

    fn is_masked(&self, range: TextRange) -> bool {
        let next = self.masks.partition_point(|mask| mask.end() <= range.start());
        self.masks.get(next).is_some_and(|mask| mask.start() < range.end())
    }

    fn add_alias(&mut self, event: &Event<'t>) -> Result<(), Stop> {
        self.root_start.get_or_insert(event.start);
        let name = event.anchor_name(self.text).unwrap_or_default();
        let target = self.anchors.get(name).map(|(node, _)| *node);
        if target.is_none() {
            self.refuse("found undefined alias", None, event.range)?;
        }
        self.builder.alias(event.range, target);
        Ok(())
    }

    fn add_properties(&mut self, node: NodeId, event: Event<'t>) -> Result<(), Stop> {
        self.root_start.get_or_insert(event.start);
        if event.anchor.is_none() && event.tag.is_none() {
            return Ok(());
        }
        if let Some(name) = event.anchor_name(self.text) {
            let first = self.anchors.insert(name, (node, event.start));
            if let Some((_, first)) = first {
                let context = Some(("found duplicate anchor; first occurrence", first));
                let range = event.anchor.unwrap_or(event.range);
                self.refuse_at(event.start, "second occurrence", context, range)?;
            }
        }
        self.builder
            .properties(node, event.anchor, event.tag.map(|tag| (tag.range, tag.name)));
        Ok(())
    }

    fn refuse(&mut self, problem: &str, context: Option<(&'static str, u32)>, range: TextRange) -> Result<(), Stop> {
        self.refuse_at(range.start(), problem, context, range)
    }

    fn refuse_at(
        &mut self,
        offset: u32,
        problem: &str,
        context: Option<(&'static str, u32)>,
        range: TextRange,
    ) -> Result<(), Stop> {
        let error = SyntaxError {
            class: ErrorClass::Composer,
            problem: problem.to_owned(),
            context: context.map(|(words, _)| words),
            offset,
            context_offset: context.map(|(_, at)| at),
            range: TextRange::new(offset.min(range.start()), range.end()),
        };
        match self.mode {
            Mode::Strict => Err(Box::new(error)),
            Mode::Tolerant if self.errors.len() < ERROR_LIMIT => {
                self.errors.push(error);
                Ok(())
            }
            Mode::Tolerant => Ok(()),
        }
    }
}
