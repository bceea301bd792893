//! The driver of the rules that look at whole stacks.

use hotkit_analysis::{Analysis, FileSet, FileState, Inputs, Stack};
use hotkit_model::FileKind;
use hotkit_text::Diagnostic;

use crate::finding::Findings;
use crate::rule::{Look, Rule};
use crate::selection::RuleSet;
use crate::view::View;

/// What the wanted rules find in a root template and in the nested ones that it leads to, each file once.
///
/// Only rules that look at whole stacks speak here; those that word the faults of lower layers speak in [`crate::check`].
/// Templates that cannot be read are passed over, and so are those of CloudFormation format: nothing is said of guesses.
/// `is_nested` says that another template nests the root: no stack is made of it by itself.
#[must_use]
pub fn lint(
    files: &dyn FileSet,
    analysis: &Analysis,
    inputs: &Inputs,
    wanted: &RuleSet,
    is_nested: bool,
) -> Vec<Diagnostic> {
    let wanted: Vec<(&'static Rule, Look)> = wanted.iter().filter_map(|rule| Some((rule, rule.look?))).collect();
    let mut found = Vec::new();
    if wanted.is_empty() {
        return found;
    }
    let of_all: Vec<(&'static Rule, Look)> = wanted.iter().copied().filter(|(rule, _)| !rule.of_roots).collect();
    if let Some(root) = &analysis.root {
        let wanted = if is_nested { &of_all } else { &wanted };
        look_at(files, root, analysis, inputs, wanted, &mut found);
    }
    for stack in &analysis.nested {
        look_at(files, stack, analysis, inputs, &of_all, &mut found);
    }
    found
}

fn look_at(
    files: &dyn FileSet,
    stack: &Stack,
    analysis: &Analysis,
    inputs: &Inputs,
    wanted: &[(&'static Rule, Look)],
    found: &mut Vec<Diagnostic>,
) {
    let Some(view) = view_of(files, stack, analysis, inputs) else {
        return;
    };
    for (rule, look) in wanted {
        look(&view, &mut Findings::new(rule, stack.file, &stack.prefix, found));
    }
}

/// A stack as rules look at it; `None` where its template could not be read, or is of the other format.
pub(crate) fn view_of<'a>(
    files: &'a dyn FileSet,
    stack: &'a Stack,
    analysis: &'a Analysis,
    inputs: &'a Inputs,
) -> Option<View<'a>> {
    let FileState::Read(_, document) = files.file(&stack.path, FileKind::Template) else {
        return None;
    };
    let template = document.template()?;
    let unreadable = !document.tree.errors().is_empty() || document.tree.json_error().is_some();
    if unreadable || template.version.is_none() || template.is_cfn() {
        return None;
    }
    Some(View::new(files, document, template, stack, analysis, inputs))
}
