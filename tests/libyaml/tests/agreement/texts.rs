//! Texts to read: the oddities of the syntax crate, templates that are made up, heaps of indicators, and all of them with
//! a few changes as typing, merging and copying make them.

use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// What is put into a text: indicators, half-written tokens, blanks of all kinds, and characters of more than one byte.
const PIECES: [&str; 72] = [
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n  ",
    "\n- ",
    "\n\n",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "- ",
    "-",
    "? ",
    "?",
    ": ",
    ":",
    ",",
    "[",
    "]",
    "{",
    "}",
    "[a, ",
    "{a: ",
    "'",
    "\"",
    "''",
    "\\",
    "\\n",
    "\\x4",
    "\\u00e9",
    "\\\n",
    "#",
    " # c",
    "&a ",
    "&a",
    "*a",
    "*a ",
    "!",
    "! ",
    "!!str ",
    "!!",
    "!<x> ",
    "!e!x ",
    "!a%20b ",
    "|",
    ">",
    "|-\n",
    "|+2\n",
    ">\n",
    "|1",
    "%YAML 1.1\n---\n",
    "%TAG !e! tag:x,2000:\n---\n",
    "%",
    "---",
    "--- ",
    "\n---\n",
    "\n...\n",
    "...",
    "@",
    "`",
    "<<: ",
    "= ",
    "é",
    "😀",
    "\u{a0}",
    "\u{1}",
    "key",
    "0o17",
];

/// The words of templates, keys and values alike.
const WORDS: [&str; 28] = [
    "resources",
    "properties",
    "type",
    "OS::Nova::Server",
    "name",
    "get_param",
    "{get_resource: port}",
    "[a, b, {c: d}]",
    "yes",
    "0777",
    "12:30",
    "1_000",
    "2021-04-16",
    "~",
    "null",
    "''",
    "'it''s'",
    "\"a\\tb\"",
    "\"x # y\"",
    "plain text of words",
    "a#b",
    "http://x/?y=z",
    "- x",
    "é ü",
    "😀 key",
    "x:y",
    "%s",
    "-1",
];

static ODDITIES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../crates/hotkit-syntax/tests/oddities/cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the oddities of the syntax crate are there")
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    files.sort();
    let texts = files
        .iter()
        .filter_map(|file| String::from_utf8(std::fs::read(file).ok()?).ok());
    let texts: Vec<String> = texts.filter(|text| text.len() < 4_000).collect();
    assert!(texts.len() > 600, "only {} oddities", texts.len());
    texts
});

/// One of the oddities.
pub(crate) fn oddity() -> BoxedStrategy<String> {
    (0..ODDITIES.len()).prop_map(|number| ODDITIES[number].clone()).boxed()
}

/// Indicators and words in any order.
pub(crate) fn heap() -> BoxedStrategy<String> {
    vec(select(&PIECES[..]), 0..24)
        .prop_map(|pieces| pieces.concat())
        .boxed()
}

/// A value as it may stand in a template, over as many lines as it wants; the first line is the one of its key or dash.
#[derive(Clone, Debug)]
enum Value {
    Word(&'static str),
    Mapping(Vec<(&'static str, Value)>),
    Sequence(Vec<Value>),
    Literal(&'static str, Vec<&'static str>),
}

/// A template of lines that fit together; most are accepted.
pub(crate) fn template() -> BoxedStrategy<String> {
    let word = select(&WORDS[..]);
    let headers = select(&["|", "|-", ">", ">-", "|+", "|2", "> # c"][..]);
    let leaf = prop_oneof![
        4 => word.clone().prop_map(Value::Word),
        1 => (headers, vec(word.clone(), 0..4)).prop_map(|(header, lines)| Value::Literal(header, lines)),
    ];
    let value = leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            3 => vec((select(&WORDS[..]), inner.clone()), 1..5).prop_map(Value::Mapping),
            1 => vec(inner, 1..5).prop_map(Value::Sequence),
        ]
    });
    (value, 1_usize..4, select(&["\n", "\r\n", "\n\n", "  # c\n"][..]))
        .prop_map(|(value, step, line_end)| {
            let mut text = String::new();
            write(&value, 0, step, line_end, &mut text);
            text
        })
        .boxed()
}

/// Depth is bounded by the strategy above.
fn write(value: &Value, indentation: usize, step: usize, line_end: &str, text: &mut String) {
    let begin = |text: &mut String| {
        if !text.is_empty() {
            text.push_str(line_end);
        }
        text.push_str(&" ".repeat(indentation));
    };
    match value {
        Value::Word(word) => text.push_str(word),
        Value::Mapping(entries) => {
            for (key, value) in entries {
                begin(text);
                text.push_str(key);
                text.push_str(": ");
                write(value, indentation + step, step, line_end, text);
            }
        }
        Value::Sequence(items) => {
            for item in items {
                begin(text);
                text.push_str("- ");
                write(item, indentation + step, step, line_end, text);
            }
        }
        Value::Literal(header, lines) => {
            text.push_str(header);
            for line in lines {
                text.push('\n');
                text.push_str(&" ".repeat(indentation + 1));
                text.push_str(line);
            }
        }
    }
}

/// One change; places are shares of the text's length in 1/65,536, so that shrinking the text keeps them valid.
#[derive(Clone, Debug)]
enum Change {
    Insert(u16, &'static str),
    Remove(u16, u8),
    Truncate(u16),
    /// Copies the line at the first place before the line at the second.
    CopyLine(u16, u16),
    Indent(u16, u8),
    Unindent(u16),
}

/// A text with one to four changes.
pub(crate) fn changed(text: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let change = prop_oneof![
        6 => (any::<u16>(), select(&PIECES[..])).prop_map(|(at, piece)| Change::Insert(at, piece)),
        3 => (any::<u16>(), 1..9_u8).prop_map(|(at, len)| Change::Remove(at, len)),
        1 => any::<u16>().prop_map(Change::Truncate),
        2 => (any::<u16>(), any::<u16>()).prop_map(|(from, to)| Change::CopyLine(from, to)),
        1 => (any::<u16>(), 1..5_u8).prop_map(|(at, by)| Change::Indent(at, by)),
        1 => any::<u16>().prop_map(Change::Unindent),
    ];
    (text, vec(change, 1..5))
        .prop_map(|(mut text, changes)| {
            changes.iter().for_each(|change| apply(change, &mut text));
            text
        })
        .boxed()
}

fn apply(change: &Change, text: &mut String) {
    match *change {
        Change::Insert(at, piece) => text.insert_str(place(text, at), piece),
        Change::Remove(at, len) => {
            let start = place(text, at);
            let removed: usize = text[start..].chars().take(len.into()).map(char::len_utf8).sum();
            text.replace_range(start..start + removed, "");
        }
        Change::Truncate(at) => text.truncate(place(text, at)),
        Change::CopyLine(from, to) => {
            let (from, to) = (line_start(text, place(text, from)), line_start(text, place(text, to)));
            let line = text[from..].split_inclusive('\n').next().unwrap_or_default().to_owned();
            text.insert_str(to, &line);
        }
        Change::Indent(at, by) => text.insert_str(line_start(text, place(text, at)), &" ".repeat(by.into())),
        Change::Unindent(at) => {
            let start = line_start(text, place(text, at));
            if text[start..].starts_with(' ') {
                text.remove(start);
            }
        }
    }
}

fn place(text: &str, share: u16) -> usize {
    let mut at = text.len() * usize::from(share) / usize::from(u16::MAX);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}
