//! The arguments of `hotkit fmt`.

use clap::{Args, ValueEnum};
use hotkit_workspace::{Choice, Functions, LineEnds, ListIndent, Padding, Quotes, Separation, VersionQuotes};

use crate::arguments::Color;

/// Lay out templates and environments
///
/// Changes blanks and line ends between the words of a file, and nothing else: no comment, no text, no script. Before a file
/// is replaced, the result is read again by Heat's reader and by one of YAML 1.2, and must mean the same to both.
/// Where people differ, a file's own way is kept.
#[derive(Args, Debug)]
#[command(after_help = "\
Lines between the comments `# hotkit: fmt off` and `# hotkit: fmt on` stay as they are.

Examples:
  hotkit fmt                                everything below the working folder
  hotkit fmt --check                        whether everything is laid out, for CI
  hotkit fmt --diff labs                    what would change
  hotkit fmt - < a.yaml                     standard input to standard output
  hotkit fmt - --stdin-filename labs/a.yaml the same from an editor
  hotkit fmt --range 10:20 a.yaml           some lines only

Exit status: 0 all is well, 1 with --check or --diff a file would change, or Heat cannot read a file (it stays as
it is), 2 a file could not be read or written, or the command could not be carried out.")]
pub(crate) struct FmtArguments {
    /// Templates, environments, and folders to search for them; - for standard input
    ///
    /// Folders are searched as .gitignore, .ignore and .hotkitignore allow, hidden files left out. Of a folder, only
    /// templates and environments are formatted; what is named, always.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<String>,

    /// The name of what standard input holds: `hotkit.yaml` is sought from there
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_filename: Option<String>,

    /// Take named files as a search of folders would: pass over what is ignored, excluded or no template
    ///
    /// For programs that name every changed file, such as pre-commit.
    #[arg(long, conflicts_with = "stdin_filename")]
    pub(crate) as_found: bool,

    /// Write nothing; name the files that would change
    #[arg(long)]
    pub(crate) check: bool,

    /// Write nothing; show what would change, as a patch
    #[arg(long)]
    pub(crate) diff: bool,

    /// Format these lines only, counted from 1
    #[arg(long, value_name = "START:END", value_parser = line_range)]
    pub(crate) range: Option<(u32, u32)>,

    #[command(flatten)]
    pub(crate) layout: LayoutArguments,

    /// The configuration, instead of every hotkit.yaml found upwards from the files
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<String>,

    /// Take no notice of any hotkit.yaml
    #[arg(long)]
    pub(crate) no_config: bool,

    /// Whether the patch is coloured
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub(crate) color: Color,

    /// Draw with ASCII only
    #[arg(long, help_heading = "Output")]
    pub(crate) ascii: bool,

    /// Format files outside the project, too
    #[arg(long)]
    pub(crate) allow_outside: bool,
}

/// The choices that a layout leaves.
///
/// What is not chosen here, `format` in `hotkit.yaml` says, or the default.
#[derive(Args, Debug)]
#[command(next_help_heading = "Layout, on top of `format` in hotkit.yaml")]
pub(crate) struct LayoutArguments {
    /// Blanks of one step of indentation [default: 2]
    #[arg(long, value_name = "BLANKS", value_parser = clap::value_parser!(u8).range(1..=8))]
    indent: Option<u8>,

    /// Whether the items of a list are further in than its key [default: own]
    #[arg(long, value_name = "HOW")]
    lists: Option<ListChoice>,

    /// Blanks inside braces [default: own]
    #[arg(long, value_name = "HOW")]
    braces: Option<PaddingChoice>,

    /// Blanks inside brackets [default: own]
    #[arg(long, value_name = "HOW")]
    brackets: Option<PaddingChoice>,

    /// What ends a line [default: own]
    #[arg(long, value_name = "HOW")]
    line_ends: Option<LineEndChoice>,

    /// So many blank lines may stand together [default: 1]
    #[arg(long, value_name = "LINES", value_parser = clap::value_parser!(u8).range(0..=9))]
    blank_lines: Option<u8>,

    /// Blank lines between sections, and between resources [default: own]
    #[arg(long, value_name = "HOW")]
    separation: Option<SeparationChoice>,

    /// Put a blank behind the # of comments
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    comment_blank: Option<bool>,

    /// Put the sections of templates in the usual order
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    section_order: Option<bool>,

    /// Put the keys of resources in the usual order
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    key_order: Option<bool>,

    /// Quotes of quoted text, where it needs no escapes [default: keep]
    #[arg(long, value_name = "HOW")]
    quotes: Option<QuoteChoice>,

    /// Quotes around the template's version [default: keep]
    #[arg(long, value_name = "HOW")]
    version_quotes: Option<VersionQuoteChoice>,

    /// How calls of functions with short arguments are written [default: keep]
    #[arg(long, value_name = "HOW")]
    functions: Option<FunctionChoice>,

    /// Break brackets and braces that reach beyond this column into lines; `none` breaks none [default: none]
    #[arg(long, value_name = "COLUMN", value_parser = width)]
    width: Option<Width>,
}

/// A column, or none.
#[derive(Clone, Copy, Debug)]
struct Width(Option<u16>);

fn width(text: &str) -> Result<Width, String> {
    match Choice::parse("width", text) {
        Ok(Choice::Width(width)) => Ok(Width(width)),
        _ => {
            let (least, most) = Choice::WIDTH;
            Err(format!("{text} is neither `none` nor in {least}..={most}"))
        }
    }
}

impl LayoutArguments {
    /// What is chosen.
    pub(crate) fn choices(&self) -> Vec<Choice> {
        let choices = [
            self.indent.map(Choice::Indent),
            self.lists.map(|it| Choice::Lists(it.into())),
            self.braces.map(|it| Choice::Braces(it.into())),
            self.brackets.map(|it| Choice::Brackets(it.into())),
            self.line_ends.map(|it| Choice::LineEnds(it.into())),
            self.blank_lines.map(Choice::BlankLines),
            self.separation.map(|it| Choice::Separation(it.into())),
            self.comment_blank.map(Choice::CommentBlank),
            self.section_order.map(Choice::SectionOrder),
            self.key_order.map(Choice::KeyOrder),
            self.quotes.map(|it| Choice::Quotes(it.into())),
            self.version_quotes.map(|it| Choice::VersionQuotes(it.into())),
            self.functions.map(|it| Choice::Functions(it.into())),
            self.width.map(|Width(it)| Choice::Width(it)),
        ];
        choices.into_iter().flatten().collect()
    }
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum ListChoice {
    /// As most lists of the file
    Own,
    /// Further in
    Indented,
    /// Directly below the key
    Flush,
}
impl From<ListChoice> for ListIndent {
    fn from(choice: ListChoice) -> ListIndent {
        match choice {
            ListChoice::Own => ListIndent::Own,
            ListChoice::Indented => ListIndent::Indented,
            ListChoice::Flush => ListIndent::Flush,
        }
    }
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum PaddingChoice {
    /// As most of the file
    Own,
    /// One
    Padded,
    /// None
    Tight,
}

impl From<PaddingChoice> for Padding {
    fn from(choice: PaddingChoice) -> Padding {
        match choice {
            PaddingChoice::Own => Padding::Own,
            PaddingChoice::Padded => Padding::Padded,
            PaddingChoice::Tight => Padding::Tight,
        }
    }
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum LineEndChoice {
    /// As most lines of the file
    Own,
    /// A line feed
    Lf,
    /// Carriage return and line feed
    Crlf,
}
impl From<LineEndChoice> for LineEnds {
    fn from(choice: LineEndChoice) -> LineEnds {
        match choice {
            LineEndChoice::Own => LineEnds::Own,
            LineEndChoice::Lf => LineEnds::Lf,
            LineEndChoice::Crlf => LineEnds::CrLf,
        }
    }
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum SeparationChoice {
    /// Where most are apart, all are
    Own,
    /// As written
    Keep,
    /// Always
    Apart,
}
impl From<SeparationChoice> for Separation {
    fn from(choice: SeparationChoice) -> Separation {
        match choice {
            SeparationChoice::Own => Separation::Own,
            SeparationChoice::Keep => Separation::Keep,
            SeparationChoice::Apart => Separation::Apart,
        }
    }
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum QuoteChoice {
    /// As written
    Keep,
    Single,
    Double,
}
impl From<QuoteChoice> for Quotes {
    fn from(choice: QuoteChoice) -> Quotes {
        match choice {
            QuoteChoice::Keep => Quotes::Keep,
            QuoteChoice::Single => Quotes::Single,
            QuoteChoice::Double => Quotes::Double,
        }
    }
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum VersionQuoteChoice {
    /// As written
    Keep,
    /// None
    Plain,
    Single,
    Double,
}
impl From<VersionQuoteChoice> for VersionQuotes {
    fn from(choice: VersionQuoteChoice) -> VersionQuotes {
        match choice {
            VersionQuoteChoice::Keep => VersionQuotes::Keep,
            VersionQuoteChoice::Plain => VersionQuotes::Plain,
            VersionQuoteChoice::Single => VersionQuotes::Single,
            VersionQuoteChoice::Double => VersionQuotes::Double,
        }
    }
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum FunctionChoice {
    /// As written
    Keep,
    /// In braces: { get_param: size }
    Flow,
    /// On lines of their own
    Block,
}
impl From<FunctionChoice> for Functions {
    fn from(choice: FunctionChoice) -> Functions {
        match choice {
            FunctionChoice::Keep => Functions::Keep,
            FunctionChoice::Flow => Functions::Flow,
            FunctionChoice::Block => Functions::Block,
        }
    }
}

/// `10:20`; `10:` up to the end, `10` one line.
fn line_range(text: &str) -> Result<(u32, u32), String> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
    let (start, end) = match text.split_once(':') {
        Some((start, "")) => (number(start), Some(u32::MAX)),
        Some((start, end)) => (number(start), number(end)),
        None => (number(text), number(text)),
    };
    match (start, end) {
        (Some(start), Some(end)) if start <= end => Ok((start, end)),
        _ => Err(format!("`{text}` is not of the form START:END, lines counted from 1")),
    }
}
