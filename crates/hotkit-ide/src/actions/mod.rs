//! Changes that are offered at a place: fixes of findings, and rewritings that nobody should have to type.

mod declare;
mod extract;
mod insert;
mod properties;

use hotkit_text::{Diagnostic, TextRange};

use crate::actions::extract::Former;
use crate::view::{FileEdits, View};

/// What an action does to the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActionKind {
    /// It mends a finding.
    QuickFix,
    /// It gives a piece of text a name.
    Extract,
    /// It puts a value in the place of its name.
    Inline,
    /// It writes what is missing.
    Rewrite,
}

/// A change that can be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Action {
    /// What it does, in the imperative, beginning with a capital letter.
    pub title: String,
    /// What it is.
    pub kind: ActionKind,
    /// The edits.
    pub edits: Vec<FileEdits>,
    /// A file that is made first, empty.
    pub create: Option<String>,
    /// The finding that it mends, as an index of those that were given.
    pub mends: Option<usize>,
    /// True where it cannot change what a sound template means: an editor may take it at once.
    pub preferred: bool,
}

/// What can be done at a place. `findings` are those of this file.
#[must_use]
pub fn actions(view: &View<'_>, at: TextRange, findings: &[&Diagnostic]) -> Vec<Action> {
    let mut actions = Vec::new();
    let near = |range: TextRange| range.start() <= at.end() && at.start() <= range.end();
    for (index, finding) in findings.iter().enumerate().filter(|(_, it)| near(it.range)) {
        if let Some(fix) = &finding.fix {
            actions.push(Action {
                title: capital(&fix.title),
                kind: ActionKind::QuickFix,
                edits: vec![FileEdits {
                    path: view.path.to_owned(),
                    edits: fix.edits.clone(),
                }],
                create: None,
                mends: Some(index),
                preferred: fix.safe,
            });
        }
        actions.extend(for_rule(view, finding).into_iter().map(|it| Action {
            mends: Some(index),
            kind: ActionKind::QuickFix,
            ..it
        }));
    }
    actions.extend(extract::to_parameter(view, at, Former::Default));
    actions.extend(extract::inline_default(view, at));
    if !actions
        .iter()
        .any(|it| it.title.starts_with("Add the required properties"))
    {
        actions.extend(properties::add_required(view, at.start()));
    }
    let mut seen = Vec::new();
    actions.retain(|it| {
        let key = (it.title.clone(), it.edits.clone());
        let is_new = !seen.contains(&key);
        seen.push(key);
        is_new
    });
    actions
}

/// What mends a finding beside its own fix.
fn for_rule(view: &View<'_>, finding: &Diagnostic) -> Vec<Action> {
    match finding.rule {
        "missing-property" => properties::add_required(view, finding.range.start())
            .into_iter()
            .collect(),
        "hard-coded-id" => extract::to_parameter(view, finding.range, Former::Gone)
            .into_iter()
            .collect(),
        "undefined-reference" => declare::missing(view, finding.range).into_iter().collect(),
        "missing-file" => declare::missing_file(view, finding.range).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn capital(title: &str) -> String {
    let mut characters = title.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
