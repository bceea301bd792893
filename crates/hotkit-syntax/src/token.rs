//! Tokens as they stand in the text, blanks and comments included: joined they are the text.

use hotkit_text::TextRange;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TokenKind {
    /// U+FEFF where the reader skips it.
    ByteOrderMark,
    /// Blanks and tabs between tokens, indentation included.
    Whitespace,
    /// One line break between tokens.
    LineBreak,
    /// From `#` to the end of the line, its break excluded.
    Comment,
    /// `%YAML 1.1` and the like.
    Directive,
    /// `---`
    DocumentStart,
    /// `...`
    DocumentEnd,
    /// `-` before an item.
    BlockEntry,
    /// `?`
    Key,
    /// `:`
    Value,
    /// `[`
    FlowSequenceStart,
    /// `]`
    FlowSequenceEnd,
    /// `{`
    FlowMappingStart,
    /// `}`
    FlowMappingEnd,
    /// `,`
    FlowEntry,
    /// `&name`
    Anchor,
    /// `*name`
    Alias,
    /// `!tag`
    Tag,
    /// A plain scalar, from its first to its last character, breaks inside included.
    Plain,
    /// A quoted scalar with its quotes; in JSON texts also strings.
    Quoted,
    /// `|` or `>` with its indicators.
    BlockScalarHeader,
    /// The lines of a block scalar, from the first line behind the header's break on, trailing breaks included.
    BlockScalarContent,
    /// Text that no reader accepts; kept so that nothing is lost.
    Error,
}

/// One token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub range: TextRange,
}
