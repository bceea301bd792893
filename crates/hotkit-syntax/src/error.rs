//! What is wrong with a text, in the words and at the marks of the reader that refuses it.

use hotkit_text::TextRange;

use crate::Mark;

/// The stage of reading that refuses the text, by PyYAML's names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorClass {
    /// A character that YAML does not allow.
    Reader,
    /// No token can be read.
    Scanner,
    /// The tokens do not fit together.
    Parser,
    /// An anchor or alias is wrong, or there is a second document.
    Composer,
    /// A tag or key has no value in Python.
    Constructor,
    /// A value makes Python fail with something that is no YAML error (`ValueError`, `KeyError`, `IndexError`): Heat
    /// does not catch it and does not read the text a second time.
    Foreign,
    /// Too deep or too big for any reader.
    Limit,
}

impl ErrorClass {
    /// True where Heat reads the text again with pure-Python PyYAML after such an error.
    #[must_use]
    pub fn is_retried(self) -> bool {
        !matches!(self, ErrorClass::Foreign | ErrorClass::Limit)
    }

    /// PyYAML's name of the class; empty where there is none.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ErrorClass::Reader => "ReaderError",
            ErrorClass::Scanner => "ScannerError",
            ErrorClass::Parser => "ParserError",
            ErrorClass::Composer => "ComposerError",
            ErrorClass::Constructor => "ConstructorError",
            ErrorClass::Foreign | ErrorClass::Limit => "",
        }
    }
}

/// One reason why a text cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// The stage that refuses.
    pub class: ErrorClass,
    /// The reader's words: `did not find expected key`.
    pub problem: String,
    /// What the reader was doing: `while parsing a block mapping`.
    pub context: Option<&'static str>,
    /// Where the reader gave up, as a byte offset.
    pub offset: u32,
    /// Where that began which the reader was doing, as a byte offset.
    pub context_offset: Option<u32>,
    /// What to underline; begins at or before `offset`.
    pub range: TextRange,
}

/// Why a text that begins with `{` is no JSON, in Python's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JsonError {
    /// Python's words: `Expecting ',' delimiter`.
    pub problem: &'static str,
    /// Where Python gave up, as a byte offset.
    pub offset: u32,
}

impl SyntaxError {
    /// The reader's own place, as its messages give it; `text` is the text that was read.
    #[must_use]
    pub fn mark(&self, text: &str) -> Mark {
        Mark::of(text, self.place(text, self.offset))
    }

    /// The reader's own place for [`SyntaxError::context`].
    #[must_use]
    pub fn context_mark(&self, text: &str) -> Option<Mark> {
        let place = match self.class {
            ErrorClass::Parser => self.place(text, self.context_offset?),
            _ => self.context_offset?,
        };
        Some(Mark::of(text, place))
    }

    /// At the end of a text libyaml begins a new line where the last one has no break, and errors found from the end of
    /// the stream on are there.
    fn place(&self, text: &str, offset: u32) -> u32 {
        let at_end = offset as usize == text.len();
        let found_at_stream_end = match self.class {
            ErrorClass::Parser => true,
            ErrorClass::Scanner if self.problem == "could not find expected ':'" => {
                self.context_offset.is_some_and(|since| {
                    let key = &text[since as usize..];
                    Mark::of(key, key.len() as u32).line == 0 && key.chars().count() <= 1024
                })
            }
            _ => false,
        };
        if at_end && found_at_stream_end {
            offset + 1
        } else {
            offset
        }
    }
}
