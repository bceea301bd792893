//! Text of a template in Markdown, in spans and escapes that it cannot leave.

use crate::plan::words::cut;

/// Characters of a value in a table.
const LONGEST_VALUE: usize = 60;

/// A code span that its content cannot leave.
pub(super) fn span(text: &str) -> String {
    let text: String = text.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A code span in a table.
pub(super) fn cell(text: &str) -> String {
    span(&cut(text, LONGEST_VALUE, "…")).replace('|', "\\|")
}

/// Words of ours with names of the user in backticks, in a table.
pub(super) fn words(text: &str) -> String {
    let mut result = String::new();
    for (place, part) in text.split('`').enumerate() {
        if place % 2 == 1 {
            result.push_str(&span(part));
        } else {
            for character in part.chars() {
                match character {
                    '<' => result.push_str("&lt;"),
                    '>' => result.push_str("&gt;"),
                    '&' => result.push_str("&amp;"),
                    '|' => result.push_str("\\|"),
                    '*' | '_' | '[' | ']' | '\\' | '!' | '#' | '@' | '~' => {
                        result.push('\\');
                        result.push(character);
                    }
                    '\n' => result.push_str("<br>"),
                    other => result.push(other),
                }
            }
        }
    }
    result
}

pub(super) fn fold(summary: &str, body: &str) -> String {
    format!("\n<details><summary>{summary}</summary>\n\n{body}\n\n</details>\n")
}
