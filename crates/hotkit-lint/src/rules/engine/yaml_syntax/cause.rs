//! Why a reader of YAML stopped, in words that name the cause.

use hotkit_text::TextRange;

use super::Reader;
use crate::phrase::quoted;
use crate::site::Site;

/// The cause of a syntax error.
pub(super) struct Cause {
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: Option<String>,
    /// Another place that belongs to it: where a bracket or a quote was opened.
    pub(super) other: Option<(TextRange, &'static str)>,
}

impl Cause {
    fn new(message: impl Into<String>, label: &str) -> Cause {
        Cause {
            message: message.into(),
            label: label.to_owned(),
            help: None,
            other: None,
        }
    }

    fn help(mut self, help: impl Into<String>) -> Cause {
        self.help = Some(help.into());
        self
    }

    fn other(mut self, place: Option<TextRange>, label: &'static str) -> Cause {
        self.other = place.map(|range| (range, label));
        self
    }
}

/// The cause of what a reader says; where the text does not tell it, the reader's words are all there is.
pub(super) fn find(reader: Reader<'_>, site: Site<'_>) -> Cause {
    let known = match reader.problem {
        "found character that cannot start any token" => cannot_start(site),
        "found a tab character where an indentation space is expected" => Some(tab()),
        "mapping values are not allowed in this context" => Some(second_colon(site)),
        "did not find expected key" if reader.context == Some("while parsing a block mapping") => {
            Some(not_a_key(reader, site))
        }
        "did not find expected '-' indicator" => Some(not_an_item(reader, site)),
        "could not find expected ':'" => Some(without_colon(site)),
        "found unexpected end of stream" | "found unexpected document indicator"
            if reader.context == Some("while scanning a quoted scalar") =>
        {
            Some(open_quote())
        }
        "did not find expected ',' or ']'" => Some(open_bracket(reader, site, '[', ']')),
        "did not find expected ',' or '}'" => Some(open_bracket(reader, site, '{', '}')),
        "did not find expected alphabetic or numeric character" => Some(name_expected(site)),
        "block sequence entries are not allowed in this context" => Some(list_here()),
        "found unknown escape character" => Some(unknown_escape()),
        "found unhashable key" => Some(key_of_braces(site)),
        "but found another document" => Some(
            Cause::new("a second document begins here", "a file holds one document")
                .help("take the line `---` away, or put the rest into a file of its own"),
        ),
        "control characters are not allowed" => Some(
            Cause::new("the text holds a control character", "not allowed in YAML")
                .help("in double quotes it can be written as an escape, such as \\x07"),
        ),
        "did not find expected <document start>" => Some(
            Cause::new(
                "the text goes on behind its end",
                "does not belong to what stands above",
            )
            .help("the first key sets the margin of the whole file; begin every section in the same column"),
        ),
        "did not find expected node content" => Some(Cause::new("a value is missing here", "a value was expected")),
        "mapping keys are not allowed in this context" => {
            Some(Cause::new("a key cannot stand here", "no key at this place"))
        }
        problem => by_start(problem, reader, site),
    };
    known.unwrap_or_else(|| Cause::new("the text is not valid YAML", "not understood from here on"))
}

/// Problems that name something of the text.
fn by_start(problem: &str, reader: Reader<'_>, site: Site<'_>) -> Option<Cause> {
    if problem.starts_with("could not determine a constructor for the tag") {
        return Some(unknown_tag(site));
    }
    if problem.starts_with("found undefined alias") {
        let cause = Cause::new(
            format!("no anchor is named {}", quoted(site.written().trim_start_matches('*'))),
            "nothing to stand for",
        );
        return Some(
            cause.help("an anchor stands before its aliases, as `&name`; text that begins with `*` needs quotes"),
        );
    }
    if problem.starts_with("found duplicate anchor") {
        let label = "the first of this name";
        return Some(Cause::new("two anchors have one name", "used already").other(reader.since, label));
    }
    if problem.starts_with("expected a mapping or list of mappings for merging")
        || problem.starts_with("expected a mapping for merging")
    {
        return Some(Cause::new(
            "`<<` takes a mapping or a list of mappings",
            "not a mapping",
        ));
    }
    None
}

fn cannot_start(site: Site<'_>) -> Option<Cause> {
    let character = site.written().chars().next()?;
    match character {
        '\t' => Some(tab()),
        '@' | '`' | '%' => Some(
            Cause::new(
                format!("text that begins with {} needs quotes", in_backticks(character)),
                "cannot begin a value",
            )
            .help("put the whole value in quotes"),
        ),
        _ => None,
    }
}

/// Backticks cannot enclose one.
fn in_backticks(character: char) -> String {
    if character == '`' {
        "a backtick".to_owned()
    } else {
        quoted(&character.to_string())
    }
}

fn tab() -> Cause {
    Cause::new("a tab where YAML wants blanks", "tab").help("indent with blanks; YAML takes no tabs there")
}

/// `a: b: c`, or a key that is indented below a key which has its value already.
fn second_colon(site: Site<'_>) -> Cause {
    let before = site.line_before(site.problem.range.end());
    let same_line = before.trim_start().trim_start_matches("- ").contains(": ");
    if same_line {
        return Cause::new("a value with `: ` in it needs quotes", "a second colon on this line")
            .help("put the whole value in quotes, or go to a new line for a mapping");
    }
    Cause::new(
        "this key is indented below one that has a value already",
        "does not belong here",
    )
    .help("put it below its neighbours, or take the value of the key above away")
}

/// Something between the keys of a mapping that is no key at its column.
fn not_a_key(reader: Reader<'_>, site: Site<'_>) -> Cause {
    let start = site.problem.range.start();
    let before = site.line_before(start);
    let here = site.line_from(start);
    if !before.trim().is_empty() {
        let quote = before.trim_end().ends_with(['"', '\'']);
        let message = if quote {
            "there is text behind the closing quote"
        } else {
            "there is text behind the value"
        };
        return Cause::new(message, "cannot stand here").help("put the whole value into one pair of quotes");
    }
    if here.starts_with("- ") || here == "-" {
        return Cause::new(
            "a list item stands among the keys of a mapping",
            "an item without a list",
        )
        .help("indent the item below the key that it belongs to");
    }
    margin(reader, site, "the keys beside it")
}

fn not_an_item(reader: Reader<'_>, site: Site<'_>) -> Cause {
    let here = site.line_from(site.problem.range.start());
    if site.line_before(site.problem.range.start()).trim().is_empty() && !here.starts_with('-') {
        return Cause::new("a key stands among the items of a list", "no `- ` in front of it")
            .other(first_character(reader.since, site), "the list begins here")
            .help("indent it below the item that it belongs to, or less than the list");
    }
    margin(reader, site, "the items beside it")
}

/// A line that is indented less or more than its neighbours.
fn margin(reader: Reader<'_>, site: Site<'_>, neighbours: &str) -> Cause {
    let column = |offset: u32| site.line_before(offset).chars().count();
    let own = column(site.problem.range.start());
    let cause = Cause::new(
        "this line is indented in a way that fits nothing above it",
        "wrong indentation",
    );
    match reader.since {
        Some(since) => {
            let theirs = column(since.start());
            cause
                .other(first_character(Some(since), site), "what it belongs to begins here")
                .help(format!("it has {}, and {neighbours} have {theirs}", blanks(own)))
        }
        None => cause,
    }
}

fn blanks(number: usize) -> String {
    match number {
        0 => "no blanks in front".to_owned(),
        1 => "1 blank in front".to_owned(),
        _ => format!("{number} blanks in front"),
    }
}

fn without_colon(site: Site<'_>) -> Cause {
    let line = site.line_from(site.problem.range.start());
    if line.starts_with(['"', '\'']) && line.chars().skip(1).all(|it| !matches!(it, '"' | '\'')) {
        return open_quote();
    }
    let glued = site
        .written()
        .split_once(':')
        .is_some_and(|(key, value)| !key.contains(' ') && !value.is_empty());
    if glued {
        return Cause::new("there is no blank behind the colon", "read as one word").help("write `key: value`");
    }
    Cause::new("there is no colon behind this key", "a key without `:`").help("write `key: value`")
}

fn open_quote() -> Cause {
    Cause::new("a quote is never closed", "opened here")
        .help("in single quotes a quote is doubled, in double quotes it takes a backslash")
}

fn open_bracket(reader: Reader<'_>, site: Site<'_>, open: char, close: char) -> Cause {
    let range = site.problem.range;
    let from_bracket = site.written().starts_with(open) && reader.since.is_some_and(|it| it.start() == range.start());
    if from_bracket {
        return Cause::new(format!("the `{open}` is never closed"), "opened here")
            .help(format!("close it with `{close}`"));
    }
    Cause::new(format!("there is no `,` or `{close}` before this"), "not expected here")
        .other(first_character(reader.since, site), "opened here")
        .help(format!(
            "put a comma between the parts, or quotes around text with `{open}`, `{close}` or `,` in it"
        ))
}

fn name_expected(site: Site<'_>) -> Cause {
    let sign = site.written().chars().next().unwrap_or('*');
    let sign = if matches!(sign, '*' | '&') { sign } else { '*' };
    Cause::new(format!("text that begins with `{sign}` needs quotes"), "begins no name")
        .help("put the whole value in quotes")
}

fn list_here() -> Cause {
    Cause::new("a list cannot begin here", "no list at this place").help(
        "begin the list on a new line below its key, or write it in brackets; text that begins with `- ` needs quotes",
    )
}

fn unknown_escape() -> Cause {
    Cause::new("no such escape in double quotes", "unknown escape")
        .help("double the backslash, or use single quotes, in which it means itself")
}

/// `{{ name }}` of a text template is read as a mapping with a mapping for a key.
fn key_of_braces(site: Site<'_>) -> Cause {
    let cause = Cause::new(
        "a list or a mapping stands in the place of a key",
        "keys must be simple",
    );
    let start = site.problem.range.start();
    if site.line_before(start).ends_with('{') || site.line_from(start).starts_with("{{") {
        return cause.help("text that begins with `{{` needs quotes");
    }
    cause
}

fn unknown_tag(site: Site<'_>) -> Cause {
    let tag = site.written().split_whitespace().next().unwrap_or_default();
    let cause = Cause::new(format!("Heat knows no tag {}", quoted(tag)), "unknown tag");
    match tag {
        "!Ref" | "!GetAtt" | "!Sub" | "!Join" | "!Select" | "!If" | "!Equals" | "!FindInMap" | "!Base64" | "!Split" => {
            cause.help("short forms of functions are AWS's own; write the function as a mapping")
        }
        _ => cause.help("take the tag away; text that begins with `!` needs quotes"),
    }
}

/// The character at the start of a place that is empty itself.
fn first_character(place: Option<TextRange>, site: Site<'_>) -> Option<TextRange> {
    let start = place?.start();
    let character = site.line_from(start).chars().next();
    Some(TextRange::new(
        start,
        start + character.map_or(0, char::len_utf8) as u32,
    ))
}
