//! One choice about a layout, by the names that people write: the keys of `format` in `hotkit.yaml`.

use crate::style::{Functions, LineEnds, ListIndent, Padding, Quotes, Separation, Style, VersionQuotes};

/// One choice about a layout. Later choices win over earlier ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(
    missing_docs,
    reason = "each sets the field of `Style` of the same name, where it is described"
)]
pub enum Choice {
    Indent(u8),
    Lists(ListIndent),
    Braces(Padding),
    Brackets(Padding),
    LineEnds(LineEnds),
    BlankLines(u8),
    Separation(Separation),
    CommentBlank(bool),
    SectionOrder(bool),
    KeyOrder(bool),
    Quotes(Quotes),
    VersionQuotes(VersionQuotes),
    Functions(Functions),
    Width(Option<u16>),
}

/// Why there is no such choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoChoice {
    /// Nothing has this name.
    Name,
    /// It is one of these words.
    NotOneOf(&'static [&'static str]),
    /// It is a number between these.
    NotBetween(u16, u16),
}

impl Choice {
    /// The names of all choices.
    pub const NAMES: [&'static str; 14] = [
        "indent",
        "lists",
        "braces",
        "brackets",
        "line-ends",
        "blank-lines",
        "separation",
        "comment-blank",
        "section-order",
        "key-order",
        "quotes",
        "version-quotes",
        "functions",
        "width",
    ];

    /// The least and the most blanks of a step of indentation.
    pub const INDENT: (u16, u16) = (1, 8);
    /// The least and the most blank lines that may stand together.
    pub const BLANK_LINES: (u16, u16) = (0, 9);
    /// The least and the most columns that brackets may reach to.
    pub const WIDTH: (u16, u16) = (20, u16::MAX);

    /// The choice of this name with this value.
    ///
    /// # Errors
    /// What could stand in the place of the name or of the value.
    pub fn parse(name: &str, value: &str) -> Result<Choice, NoChoice> {
        Ok(match name {
            "indent" => Choice::Indent(number(value, Choice::INDENT)? as u8),
            "lists" => Choice::Lists(match value {
                "own" => ListIndent::Own,
                "indented" => ListIndent::Indented,
                "flush" => ListIndent::Flush,
                _ => return Err(NoChoice::NotOneOf(&["own", "indented", "flush"])),
            }),
            "braces" => Choice::Braces(padding(value)?),
            "brackets" => Choice::Brackets(padding(value)?),
            "line-ends" => Choice::LineEnds(match value {
                "own" => LineEnds::Own,
                "lf" => LineEnds::Lf,
                "crlf" => LineEnds::CrLf,
                _ => return Err(NoChoice::NotOneOf(&["own", "lf", "crlf"])),
            }),
            "blank-lines" => Choice::BlankLines(number(value, Choice::BLANK_LINES)? as u8),
            "separation" => Choice::Separation(match value {
                "own" => Separation::Own,
                "keep" => Separation::Keep,
                "apart" => Separation::Apart,
                _ => return Err(NoChoice::NotOneOf(&["own", "keep", "apart"])),
            }),
            "comment-blank" => Choice::CommentBlank(flag(value)?),
            "section-order" => Choice::SectionOrder(flag(value)?),
            "key-order" => Choice::KeyOrder(flag(value)?),
            "quotes" => Choice::Quotes(match value {
                "keep" => Quotes::Keep,
                "single" => Quotes::Single,
                "double" => Quotes::Double,
                _ => return Err(NoChoice::NotOneOf(&["keep", "single", "double"])),
            }),
            "version-quotes" => Choice::VersionQuotes(match value {
                "keep" => VersionQuotes::Keep,
                "plain" => VersionQuotes::Plain,
                "single" => VersionQuotes::Single,
                "double" => VersionQuotes::Double,
                _ => return Err(NoChoice::NotOneOf(&["keep", "plain", "single", "double"])),
            }),
            "functions" => Choice::Functions(match value {
                "keep" => Functions::Keep,
                "flow" => Functions::Flow,
                "block" => Functions::Block,
                _ => return Err(NoChoice::NotOneOf(&["keep", "flow", "block"])),
            }),
            "width" if value == "none" => Choice::Width(None),
            "width" => Choice::Width(Some(number(value, Choice::WIDTH)?)),
            _ => return Err(NoChoice::Name),
        })
    }
}

impl Style {
    /// The style with this choice made.
    #[must_use]
    pub fn with(mut self, choice: Choice) -> Style {
        match choice {
            Choice::Indent(indent) => self.indent = indent,
            Choice::Lists(lists) => self.lists = lists,
            Choice::Braces(braces) => self.braces = braces,
            Choice::Brackets(brackets) => self.brackets = brackets,
            Choice::LineEnds(line_ends) => self.line_ends = line_ends,
            Choice::BlankLines(blank_lines) => self.blank_lines = blank_lines,
            Choice::Separation(separation) => self.separation = separation,
            Choice::CommentBlank(comment_blank) => self.comment_blank = comment_blank,
            Choice::SectionOrder(section_order) => self.section_order = section_order,
            Choice::KeyOrder(key_order) => self.key_order = key_order,
            Choice::Quotes(quotes) => self.quotes = quotes,
            Choice::VersionQuotes(version_quotes) => self.version_quotes = version_quotes,
            Choice::Functions(functions) => self.functions = functions,
            Choice::Width(width) => self.width = width,
        }
        self
    }

    /// The default style with these choices made, in their order.
    #[must_use]
    pub fn of(choices: &[Choice]) -> Style {
        choices
            .iter()
            .fold(Style::default(), |style, choice| style.with(*choice))
    }
}

fn padding(value: &str) -> Result<Padding, NoChoice> {
    match value {
        "own" => Ok(Padding::Own),
        "padded" => Ok(Padding::Padded),
        "tight" => Ok(Padding::Tight),
        _ => Err(NoChoice::NotOneOf(&["own", "padded", "tight"])),
    }
}

fn flag(value: &str) -> Result<bool, NoChoice> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(NoChoice::NotOneOf(&["true", "false"])),
    }
}

fn number(value: &str, (least, most): (u16, u16)) -> Result<u16, NoChoice> {
    let number = value.parse().ok().filter(|it| (least..=most).contains(it));
    number.ok_or(NoChoice::NotBetween(least, most))
}
