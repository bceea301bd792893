//! The structure of single lines: dashes, keys, brackets. Works on half-typed text, since it wants nothing to be complete.

use std::borrow::Cow;

/// Something in a line that makes structure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mark<'t> {
    pub(crate) kind: MarkKind<'t>,
    /// Byte in the line.
    pub(crate) at: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum MarkKind<'t> {
    /// `- ` before an item.
    Dash,
    /// A key with its colon; `at` is where the key begins.
    Key(Cow<'t, str>),
    /// `{`
    OpenMap,
    /// `[`
    OpenList,
    /// `}` or `]`
    Close,
    /// `,`
    Comma,
}

/// The marks of a line, in their order. What stands in quotes and comments makes none.
pub(crate) fn marks(line: &str) -> Vec<Mark<'_>> {
    let bytes = line.as_bytes();
    let mut marks = Vec::new();
    let mut at = 0;
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    while starts_item(bytes, at) {
        marks.push(Mark {
            kind: MarkKind::Dash,
            at,
        });
        at += 1;
        while bytes.get(at) == Some(&b' ') {
            at += 1;
        }
    }
    // Where the scalar at hand began; `None` between scalars.
    let mut scalar: Option<usize> = None;
    let mut quoted: Option<(usize, usize)> = None;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' if at == 0 || bytes[at - 1].is_ascii_whitespace() => break,
            b'"' | b'\'' if scalar.is_none() => {
                let end = end_of_quotes(bytes, at);
                quoted = Some((at, end));
                scalar = Some(at);
                at = end;
                continue;
            }
            b'{' | b'[' if scalar.is_none() => {
                let kind = if *byte == b'{' {
                    MarkKind::OpenMap
                } else {
                    MarkKind::OpenList
                };
                marks.push(Mark { kind, at });
            }
            b'}' | b']' => {
                marks.push(Mark {
                    kind: MarkKind::Close,
                    at,
                });
                (scalar, quoted) = (None, None);
            }
            b',' => {
                marks.push(Mark {
                    kind: MarkKind::Comma,
                    at,
                });
                (scalar, quoted) = (None, None);
            }
            b':' if ends_key(bytes, at, quoted.is_some_and(|(_, end)| end == at)) => {
                if let Some(start) = scalar {
                    let name = name_of(line, start, at, quoted);
                    marks.push(Mark {
                        kind: MarkKind::Key(name),
                        at: start,
                    });
                }
                (scalar, quoted) = (None, None);
            }
            it if it.is_ascii_whitespace() => {}
            _ => {
                scalar.get_or_insert(at);
            }
        }
        at += 1;
    }
    marks
}

/// The byte of the first character that is no blank; `None` for blank lines and comments.
pub(crate) fn indentation(line: &str) -> Option<usize> {
    let at = line.bytes().position(|it| it != b' ')?;
    match line.as_bytes()[at] {
        b'#' | b'\r' | b'\n' => None,
        b'\t' if line.trim().is_empty() => None,
        _ => Some(at),
    }
}

fn starts_item(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&b'-') && bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace)
}

/// A colon ends a key before a blank, the end, or a bracket; behind quotes before anything (JSON).
fn ends_key(bytes: &[u8], at: usize, behind_quotes: bool) -> bool {
    behind_quotes
        || bytes
            .get(at + 1)
            .is_none_or(|it| it.is_ascii_whitespace() || b",[]{}".contains(it))
}

fn name_of(line: &str, start: usize, end: usize, quoted: Option<(usize, usize)>) -> Cow<'_, str> {
    match quoted {
        Some((from, to)) if from == start && to > from + 1 => Cow::Borrowed(&line[from + 1..to - 1]),
        _ => Cow::Borrowed(line[start..end].trim_end()),
    }
}

/// The byte behind the closing quote; the end of the line where there is none.
fn end_of_quotes(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let mut at = start + 1;
    while at < bytes.len() {
        if bytes[at] == b'\\' && quote == b'"' {
            at += 2;
        } else if bytes[at] == quote {
            if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') {
                at += 2;
            } else {
                return at + 1;
            }
        } else {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let words = marks(line).into_iter().map(|mark| match mark.kind {
            MarkKind::Dash => format!("-{}", mark.at),
            MarkKind::Key(name) => format!("{name}:{}", mark.at),
            MarkKind::OpenMap => "{".to_owned(),
            MarkKind::OpenList => "[".to_owned(),
            MarkKind::Close => "}".to_owned(),
            MarkKind::Comma => ",".to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_of_whole_and_half_lines() {
        for (line, wanted) in [
            ("  - port: {get_resource: p, x", "-2 port:4 { get_resource:11 ,"),
            ("    type: OS::Nova::Server # a: b", "type:4"),
            ("  'a: b': \"c: d", "a: b:2"),
            ("- - x", "-0 -2"),
            ("{\"a\":[1,\"b\"", "{ a:1 [ ,"),
            ("  -x: 1", "-x:2"),
            ("# a: b", ""),
            ("", ""),
        ] {
            assert_eq!(shown(line), wanted, "{line}");
        }
    }
}
