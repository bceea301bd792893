//! What the scanner hands to the parser.

use hotkit_text::TextRange;

use crate::ScalarStyle;

/// What the parser sees.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    StreamStart,
    StreamEnd,
    VersionDirective,
    TagDirective,
    /// One that libyaml refuses and the pure dialect passes over.
    OtherDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar(ScalarStyle),
}

/// What a token carries beside its place.
#[derive(Clone, Debug)]
pub(super) enum Extra {
    None,
    /// The value of a scalar is this part of the text.
    Source(TextRange),
    /// The value of a scalar had to be put together.
    Decoded(Box<str>),
    /// Handle and suffix of a tag, or handle and prefix of a directive.
    Tag(Box<(String, String)>),
    Version {
        major: u32,
        minor: u32,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: u32,
    /// libyaml's end.
    pub(super) end: u32,
    /// Where the text of the token itself ends: differs from `end` for block scalars.
    pub(super) text_end: u32,
    pub(super) extra: Extra,
}
