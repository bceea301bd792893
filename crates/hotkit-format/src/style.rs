//! What can be chosen about a layout, and what is chosen where nobody does.
//!
//! Each default was chosen by counting over 1,569 templates and environments of 66 public repositories (197,464 lines);
//! the counts stand beside it. Where real files are divided, the default is [`Own`](ListIndent::Own): each file keeps to the
//! way that most of it follows.

/// How a template shall be laid out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Style {
    /// Blanks of one step of indentation. Default 2: 1,535 of 1,567 files, 195,000 of 197,000 lines.
    pub indent: u8,
    /// Whether the items of a list are further in than the key above. Default: the file's own way (394 files indent all of
    /// their lists, 309 none, 230 some).
    pub lists: ListIndent,
    /// Blanks inside the braces of `{ get_param: x }`. Default: the file's own way (509 files have them in all mappings,
    /// 333 in none, 358 in some; 17,215 mappings against 12,222).
    pub braces: Padding,
    /// Blanks inside the brackets of `[a, b]`. Default: the file's own way (149 files have them in all lists, 525 in none,
    /// 187 in some; 1,808 lists against 6,181).
    pub brackets: Padding,
    /// Default: the file's own line ends (1,558 files have LF, 11 have CR LF, none has both).
    pub line_ends: LineEnds,
    /// So many blank lines may stand together. Default 1: 12,382 of 12,694 places with blank lines have one.
    pub blank_lines: u8,
    /// Blank lines between sections and between the entries of a section. Default: where most of them are apart, all are
    /// (resources: 674 of 882 files keep all or most of them apart; parameters: 211 of 1,119).
    pub separation: Separation,
    /// Whether `#comment` becomes `# comment`. Default no: 563 comments are written so, many of them lines of code that
    /// shall be taken in again as they are.
    pub comment_blank: bool,
    /// Whether the sections of a template are put in the usual order. Default no: it moves whole sections.
    pub section_order: bool,
    /// Whether the keys of a resource are put in the usual order. Default no, for the same reason.
    pub key_order: bool,
    /// Quotes of quoted text, where both kinds can hold it. Default: as written (7,626 single, 6,742 double).
    pub quotes: Quotes,
    /// Quotes around the version of a template. Default: as written (1,168 of 1,175 files have none).
    pub version_quotes: VersionQuotes,
    /// How calls of functions with short arguments are written. Default: as written.
    pub functions: Functions,
    /// Flow collections that reach beyond this column are broken into lines. Default: none is.
    pub width: Option<u16>,
}

/// Whether the items of a list stand further in than the key above them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ListIndent {
    /// As most lists of the file have it.
    Own,
    /// Further in, by one step.
    Indented,
    /// Directly below the key.
    Flush,
}

/// Blanks inside brackets or braces.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Padding {
    /// As most of the file have it.
    Own,
    /// One.
    Padded,
    /// None.
    Tight,
}

/// What ends a line.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LineEnds {
    /// What ends most lines of the file.
    Own,
    /// A line feed.
    Lf,
    /// Carriage return and line feed.
    CrLf,
}

/// Blank lines between sections and between the entries of a section.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Separation {
    /// Where most are apart, all are.
    Own,
    /// As written.
    Keep,
    /// All are apart: sections, and the entries of `resources`.
    Apart,
}

/// Quotes of quoted text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quotes {
    /// As written.
    Keep,
    /// `'...'` where the text needs no escapes.
    Single,
    /// `"..."` where the text needs no escapes.
    Double,
}

/// Quotes around the version of a template.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum VersionQuotes {
    /// As written.
    Keep,
    /// None.
    Plain,
    /// `'2018-08-31'`
    Single,
    /// `"2018-08-31"`
    Double,
}

/// How calls of functions with short arguments are written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Functions {
    /// As written.
    Keep,
    /// `size: { get_param: size }`
    Flow,
    /// `get_param: size` on a line of its own.
    Block,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            indent: 2,
            lists: ListIndent::Own,
            braces: Padding::Own,
            brackets: Padding::Own,
            line_ends: LineEnds::Own,
            blank_lines: 1,
            separation: Separation::Own,
            comment_blank: false,
            section_order: false,
            key_order: false,
            quotes: Quotes::Keep,
            version_quotes: VersionQuotes::Keep,
            functions: Functions::Keep,
            width: None,
        }
    }
}
