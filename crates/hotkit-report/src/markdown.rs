//! Pages in Markdown for the terminal: as they are, wrapped, with colour where there is some.

use crate::look::{Look, Role};
use crate::shown::{Wrap, wrap};

/// A page as the terminal shows it: titles without their signs, paragraphs and lists wrapped, code indented.
///
/// Only what our own pages use is known: titles, paragraphs, lists, fenced code, code and emphasis in lines, links.
#[must_use]
pub fn page(markdown: &str, look: &Look) -> String {
    let mut result = String::new();
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            flush(&mut paragraph, &mut result, *look);
            in_code = !in_code;
        } else if in_code {
            result.push_str(&format!("    {}\n", look.paint(Role::Path, line)).replace("    \n", "\n"));
        } else if let Some(title) = line.strip_prefix("# ").or_else(|| line.strip_prefix("## ")) {
            flush(&mut paragraph, &mut result, *look);
            result.push_str(&look.paint(Role::Bold, title));
            result.push('\n');
        } else if line.trim().is_empty() {
            flush(&mut paragraph, &mut result, *look);
            result.push('\n');
        } else {
            if line.trim_start().starts_with("- ") {
                flush(&mut paragraph, &mut result, *look);
                paragraph.push_str(line);
            } else if paragraph.is_empty() {
                paragraph.push_str(line);
            } else {
                paragraph.push(' ');
                paragraph.push_str(line.trim());
            }
        }
    }
    flush(&mut paragraph, &mut result, *look);
    result
}

/// Writes a paragraph, or an item of a list, wrapped below its first word.
fn flush(paragraph: &mut String, result: &mut String, look: Look) {
    if paragraph.is_empty() {
        return;
    }
    let text = paragraph.trim_start();
    let indent = paragraph.len() - text.len();
    let hang = if text.starts_with("- ") { indent + 2 } else { indent };
    let how = Wrap {
        limit: look.columns(),
        taken: indent,
        indent: hang,
    };
    let wrapped = wrap(&look.signs(&without_links(text)), how);
    result.push_str(&" ".repeat(indent));
    result.push_str(&colored(&wrapped, look));
    result.push('\n');
    paragraph.clear();
}

/// `[text](target)` as its text.
fn without_links(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('[') {
        let (before, link) = rest.split_at(start);
        result.push_str(before);
        let parts = link
            .split_once("](")
            .and_then(|(words, behind)| Some((&words[1..], behind.split_once(')')?.1)));
        match parts.filter(|(words, _)| !words.contains(['[', ']', '`'])) {
            Some((words, behind)) => {
                result.push_str(words);
                rest = behind;
            }
            None => {
                result.push('[');
                rest = &link[1..];
            }
        }
    }
    result.push_str(rest);
    result
}

/// What stands in backticks, coloured; the backticks go where colour says the same.
fn colored(text: &str, look: Look) -> String {
    if !look.color {
        return text.to_owned();
    }
    let mut result = String::new();
    for (number, part) in text.split('`').enumerate() {
        if number % 2 == 1 {
            result.push_str(&look.paint(Role::Path, part));
        } else {
            result.push_str(part);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_paragraphs_lists_and_code() {
        let markdown = "# Title\n\nSome words that go on and on until the line is full, and\nthen `code` and a [link](x.md).\n\n- an item that is long enough to be wrapped at sixty cells, as you see\n  - inner\n\n```yaml\na: 1\n\nb: 2\n```\n";
        let look = Look {
            width: 60,
            ..Look::default()
        };
        let expected = "Title\n\nSome words that go on and on until the line is full, and\nthen `code` and a link.\n\n- an item that is long enough to be wrapped at sixty cells,\n  as you see\n  - inner\n\n    a: 1\n\n    b: 2\n";
        assert_eq!(page(markdown, &look), expected);
        let color = page("`a` b", &Look { color: true, ..look });
        assert_eq!(color, "\u{1b}[36ma\u{1b}[0m b\n");
    }
}
