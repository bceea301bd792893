//! Writes comments that silence the findings of a run, where the text allows it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hotkit_syntax::{Reading, Token, TokenKind};
use hotkit_text::{Edit, SourceFile, TextRange, apply_edits};

use crate::check::{CheckError, CheckRequest, CheckResult, check};
use crate::fix::FixedFile;
use crate::memory::real;
use crate::project::Project;

/// What a run of `--add-ignores` gave.
#[derive(Debug, Default)]
pub struct Silenced {
    /// What is found afterwards.
    pub result: CheckResult,
    /// The files that change.
    pub files: Vec<FixedFile>,
    /// How many findings there are no more.
    pub silenced: usize,
}

/// Puts a comment to every finding, in memory. Files whose comments would change what is found, and JSON, stay as they are.
///
/// # Errors
/// As [`check`].
pub fn silence(project: &Project, request: &CheckRequest) -> Result<Silenced, CheckError> {
    let before = check(project, request, &|_| ())?;
    let mut changed: BTreeMap<String, FixedFile> = BTreeMap::new();
    for (id, file) in before.files.iter() {
        let found = before
            .diagnostics
            .iter()
            .filter(|it| it.file == id && it.rule != "unused-ignore");
        let places: Vec<(u32, &str)> = found.map(|it| (it.range.start(), it.rule)).collect();
        if let Some(after) = with_comments(file, &places) {
            let path = file.path().to_owned();
            let before = Arc::clone(file.text());
            changed.insert(path.clone(), FixedFile { path, before, after });
        }
    }
    // What the comments silence must be all that they do.
    loop {
        let mut unsaved = (**project.all_unsaved()).clone();
        for file in changed.values() {
            unsaved.insert(&real(&project.absolute(&file.path)), Arc::clone(&file.after));
        }
        let after = check(&project.clone().with_unsaved(Arc::new(unsaved)), request, &|_| ())?;
        let worse: BTreeSet<&String> = after
            .counts
            .iter()
            .filter(|(key, count)| **count > before.counts.get(*key).copied().unwrap_or_default())
            .map(|((path, _), _)| path)
            .collect();
        let known = changed.len();
        changed.retain(|path, _| !worse.contains(path));
        if changed.len() == known {
            return Ok(Silenced {
                silenced: before.diagnostics.len().saturating_sub(after.diagnostics.len()),
                result: after,
                files: changed.into_values().collect(),
            });
        }
    }
}

/// The text with a comment for each place; `None` where there is nothing to write.
fn with_comments(file: &SourceFile, places: &[(u32, &str)]) -> Option<Arc<str>> {
    if places.is_empty() {
        return None;
    }
    let tree = hotkit_syntax::parse(Arc::clone(file.text()));
    // JSON has no comments, and in a text with errors it is not known where one may stand.
    if tree.reading() == Reading::Json || !tree.errors().is_empty() {
        return None;
    }
    let tokens: Vec<Token> = tree.tokens().collect();
    let mut by_line: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
    for (offset, rule) in places {
        by_line.entry(file.lines().line(*offset)).or_default().insert(rule);
    }
    let edits: Vec<Edit> = by_line
        .into_iter()
        .map(|(line, rules)| comment(file, &tokens, line, &rules.into_iter().collect::<Vec<_>>()))
        .collect();
    apply_edits(file.text(), &edits).map(Arc::from)
}

/// A comment behind a line, or, where text goes on behind its end or a comment stands there already, above it.
fn comment(file: &SourceFile, tokens: &[Token], line: u32, rules: &[&str]) -> Edit {
    let lines = file.lines();
    let words = format!("# hotkit: ignore[{}]", rules.join(", "));
    let content = lines.content(file.text(), line);
    let start = lines.range(line).start();
    let end = start + content.len() as u32;
    let is_open_at = |offset: u32| {
        let behind = tokens.partition_point(|it| it.range.start() < offset);
        behind
            .checked_sub(1)
            .map(|at| tokens[at])
            .filter(|it| it.range.end() > offset && !matches!(it.kind, TokenKind::LineBreak | TokenKind::Whitespace))
    };
    let has_comment = tokens
        .iter()
        .any(|it| it.kind == TokenKind::Comment && start <= it.range.start() && it.range.end() <= end);
    if is_open_at(end).is_none() && is_open_at(start).is_none() && !has_comment {
        let content_end = start + content.trim_end().len() as u32;
        return Edit::replace(TextRange::at(content_end), format!("  {words}"));
    }
    // Above the line on which the text begins that this line is part of.
    let mut top = start;
    while let Some(token) = is_open_at(top) {
        top = lines.range(lines.line(token.range.start())).start();
    }
    let above = lines.content(file.text(), lines.line(top));
    let indent = &above[..above.len() - above.trim_start_matches(' ').len()];
    Edit::replace(TextRange::at(top), format!("{indent}{words}\n"))
}
