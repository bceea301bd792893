//! What changes in a text, as a patch that `patch` and `git apply` take.

use similar::{ChangeTag, TextDiff};

use crate::look::{Look, Role};

/// Lines that stay around those that change.
const CONTEXT: usize = 3;

/// The unified diff between two texts of one file; empty where they are equal.
#[must_use]
pub fn patch(path: &str, before: &str, after: &str, look: &Look) -> String {
    let diff = TextDiff::from_lines(before, after);
    let mut shown = String::new();
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        if shown.is_empty() {
            shown.push_str(&look.paint(Role::Bold, &format!("--- {path}")));
            shown.push('\n');
            shown.push_str(&look.paint(Role::Bold, &format!("+++ {path}")));
            shown.push('\n');
        }
        shown.push_str(&look.paint(Role::Hunk, &hunk.header().to_string()));
        shown.push('\n');
        for change in hunk.iter_changes() {
            let (sign, role) = match change.tag() {
                ChangeTag::Delete => ('-', Some(Role::Delete)),
                ChangeTag::Insert => ('+', Some(Role::Create)),
                ChangeTag::Equal => (' ', None),
            };
            let value = change.value();
            let content = value.trim_end_matches('\n');
            let line = format!("{sign}{content}");
            match role {
                Some(role) => shown.push_str(&look.paint(role, &line)),
                None => shown.push_str(&line),
            }
            shown.push('\n');
            if content.len() == value.len() {
                shown.push_str("\\ No newline at end of file\n");
            }
        }
    }
    shown
}
