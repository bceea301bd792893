//! Findings of several roots as one list: each told once.

use std::collections::BTreeMap;

use hotkit_text::{Diagnostic, FileId, Files, Severity, TextRange};

use super::CheckResult;

/// The findings of several runs as one run would tell them: each once, with the worst verdict, in their order.
#[must_use]
pub fn merge<'r>(results: impl IntoIterator<Item = &'r CheckResult>) -> (Files, Vec<Diagnostic>) {
    let mut files = Files::default();
    let mut known = BTreeMap::new();
    let mut all = Vec::new();
    for result in results {
        let numbers = renumber(&result.files, &mut files, &mut known);
        all.extend(result.diagnostics.iter().map(|it| renumbered(it, &numbers)));
    }
    let merged = once_each(all, &files);
    (files, merged)
}

/// Adds files to others, each path once; `known` are the paths of those. Returns the new number of each.
pub(super) fn renumber(from: &Files, into: &mut Files, known: &mut BTreeMap<String, FileId>) -> Vec<FileId> {
    let mut numbers = Vec::with_capacity(from.len());
    for (id, file) in from.iter() {
        let number = match known.get(file.path()) {
            Some(number) => *number,
            None => {
                let number = into.add(from.shared(id));
                known.insert(file.path().to_owned(), number);
                number
            }
        };
        numbers.push(number);
    }
    numbers
}

/// The finding with the new numbers of its files.
pub(super) fn renumbered(diagnostic: &Diagnostic, numbers: &[FileId]) -> Diagnostic {
    let mut diagnostic = diagnostic.clone();
    diagnostic.file = numbers[diagnostic.file.0 as usize];
    for related in &mut diagnostic.related {
        related.file = numbers[related.file.0 as usize];
    }
    diagnostic
}

/// Several roots meet the same fault in a file that they share: it is told once, with the worst verdict of all.
pub(crate) fn once_each(mut diagnostics: Vec<Diagnostic>, files: &Files) -> Vec<Diagnostic> {
    fn place<'d>(diagnostic: &'d Diagnostic, files: &'d Files) -> (&'d str, TextRange, &'static str, &'d str) {
        let path = files.get(diagnostic.file).path();
        (path, diagnostic.range, diagnostic.rule, &diagnostic.message)
    }
    // The order of equals is kept.
    diagnostics.sort_by(|a, b| {
        let places = place(a, files).cmp(&place(b, files));
        places.then_with(|| badness(a).cmp(&badness(b)))
    });
    diagnostics.dedup_by(|later, first| place(later, files) == place(first, files));
    diagnostics
}

/// Less is worse; of equally bad ones the shorter way to the place is told. What a condition comes to Heat finds where the
/// condition is used, and names that place.
fn badness(diagnostic: &Diagnostic) -> (bool, Severity, bool, usize) {
    let path = diagnostic.path.as_deref().unwrap_or_default();
    // Behind what leads into a nested stack.
    let inside = path.rsplit_once(">.").map_or(path, |(_, inside)| inside);
    let in_definition = inside.starts_with("conditions.") || inside.starts_with("Conditions.");
    (!diagnostic.refused, diagnostic.severity, in_definition, path.len())
}
