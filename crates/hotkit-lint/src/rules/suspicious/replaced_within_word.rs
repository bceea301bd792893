//! A placeholder of `str_replace` that also matches the inside of longer words.

use hotkit_schema::Function;
use hotkit_text::{Group, Severity};

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "replaced-within-word",
    Group::Suspicious,
    Severity::Warning,
    include_str!("replaced_within_word.md"),
    look,
)
.off();

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    for use_ in &view.uses.calls {
        if !is_replacement(use_.call.function) {
            continue;
        }
        let parts = (use_.call.argument.get("template"), use_.call.argument.get("params"));
        let (Some(template), Some(params)) = parts else {
            continue;
        };
        let (Some(text), Some(entries)) = (template.value.as_text(), params.value.as_map()) else {
            continue;
        };
        let keys: Vec<&str> = entries.iter().map(|it| it.key.text.as_str()).collect();
        for entry in entries {
            let Some(word) = longer_word(text, &entry.key.text, &keys) else {
                continue;
            };
            let message = format!(
                "{} is replaced within {} as well",
                quoted(&entry.key.text),
                quoted(&word)
            );
            findings.add(
                Finding::new(entry.key.range, view.path_to(use_.at.owner, entry.key.range), message)
                    .label("matches a part of a longer word")
                    .related(template.key.range, "in this text")
                    .help("give the placeholder marks of its own on both sides, as in `%name%`"),
            );
        }
    }
}

fn is_replacement(function: Function) -> bool {
    matches!(
        function,
        Function::Replace | Function::ReplaceJson | Function::ReplaceJsonStrict | Function::ReplaceJsonVeryStrict
    )
}

/// A word of the text that holds the key and goes on in small letters, where no longer key matches.
fn longer_word(text: &str, key: &str, keys: &[&str]) -> Option<String> {
    let marked = key.strip_prefix('$');
    let name = marked.unwrap_or(key);
    // An underscore joins placeholders as well as words; in the name of a shell variable it only does the latter.
    let is_word = |it: char| it.is_ascii_alphanumeric() || (it == '_' && marked.is_some());
    if name.is_empty() || !name.chars().all(|it| is_word(it) || it == '_') {
        return None;
    }
    // Names in capitals are meant to be joined to others; only of ordinary words it is certain that they are not.
    let ordinary = marked.is_some() || name.chars().all(|it| it.is_ascii_lowercase());
    for (at, _) in text.match_indices(key) {
        let before: &str = &text[..at];
        let after: &str = &text[at + key.len()..];
        let longer = keys.iter().any(|it| it.len() > key.len() && covers(text, at, key, it));
        let head = before.len() - before.trim_end_matches(is_word).len();
        let tail = after.len() - after.trim_start_matches(is_word).len();
        let inside = tail > 0 || (head > 0 && marked.is_none());
        if ordinary && inside && !longer {
            let start = if marked.is_some() { at } else { at - head };
            return Some(text[start..at + key.len() + tail].to_owned());
        }
    }
    None
}

/// True where a longer key matches over the place of a shorter one.
fn covers(text: &str, at: usize, key: &str, longer: &str) -> bool {
    longer.match_indices(key).any(|(inside, _)| {
        at.checked_sub(inside)
            .and_then(|start| text.get(start..start + longer.len()))
            .is_some_and(|it| it == longer)
    })
}
