//! What a reading of YAML gives, step by step.

use std::borrow::Cow;

use hotkit_text::TextRange;

use super::Mark;
use crate::{CollectionStyle, ScalarStyle};

/// What an event says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EventKind {
    /// The text begins.
    StreamStart,
    /// The text ends.
    StreamEnd,
    /// A document begins.
    DocumentStart,
    /// A document ends.
    DocumentEnd,
    /// `*name`
    Alias,
    /// A scalar.
    Scalar(ScalarStyle),
    /// A sequence begins.
    SequenceStart(CollectionStyle),
    /// The innermost sequence ends.
    SequenceEnd,
    /// A mapping begins.
    MappingStart(CollectionStyle),
    /// The innermost mapping ends.
    MappingEnd,
}

/// One step through the structure of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event<'t> {
    /// What it says.
    pub kind: EventKind,
    /// Where libyaml lets it begin (anchor and tag included), as a byte offset; one more than the length of the text at the
    /// end of a stream whose last line has no break.
    pub start: u32,
    /// Where libyaml lets it end, as a byte offset; with the same exception.
    pub end: u32,
    /// The text of the node itself: a scalar up to its last character, an opening or closing bracket; empty where nothing
    /// is written.
    pub range: TextRange,
    /// Where `&name` or `*name` stands.
    pub anchor: Option<TextRange>,
    /// The tag.
    pub tag: Option<Box<EventTag>>,
    /// The value of a scalar; empty for others.
    pub value: Cow<'t, str>,
    /// Where `value` stands in the text as it is.
    pub source: Option<TextRange>,
    /// Documents: no `---` or `...` is written. Nodes: the tag is to be found from the value as a plain scalar.
    pub implicit: bool,
    /// Scalars: the tag is to be found from the value as a quoted scalar.
    pub quoted_implicit: bool,
}

/// A tag as it stands and as it is meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventTag {
    /// Where it stands.
    pub range: TextRange,
    /// With its handle replaced.
    pub name: String,
}

impl<'t> Event<'t> {
    pub(super) fn new(kind: EventKind, start: u32, end: u32) -> Event<'t> {
        Event {
            kind,
            start,
            end,
            range: TextRange::at(start),
            anchor: None,
            tag: None,
            value: Cow::Borrowed(""),
            source: None,
            implicit: true,
            quoted_implicit: false,
        }
    }

    /// The name of its anchor or alias, without `&` or `*`; `text` is the text that was read.
    #[must_use]
    pub fn anchor_name<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.anchor.map(|range| &range.slice(text)[1..])
    }

    /// Where libyaml lets it begin; `text` is the text that was read.
    #[must_use]
    pub fn start_mark(&self, text: &str) -> Mark {
        Mark::of(text, self.start)
    }

    /// Where libyaml lets it end; `text` is the text that was read.
    #[must_use]
    pub fn end_mark(&self, text: &str) -> Mark {
        Mark::of(text, self.end)
    }
}
