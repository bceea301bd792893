//! Where a problem stands, and the text around it.

use hotkit_analysis::Problem;
use hotkit_syntax::Scalar;
use hotkit_text::{Edit, Files, Fix};

use crate::phrase::quoted;

/// What the words of a rule may look at besides the fault.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) files: &'a Files,
}

impl<'a> Site<'a> {
    /// The whole text of the file.
    pub(crate) fn text(self) -> &'a str {
        self.files.get(self.problem.file).text()
    }

    /// The text at fault.
    pub(crate) fn written(self) -> &'a str {
        self.problem.range.slice(self.text())
    }

    /// The text before a place, on its line.
    pub(crate) fn line_before(self, offset: u32) -> &'a str {
        let before = self.text().get(..offset as usize).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |it| it + 1);
        &before[start..]
    }

    /// The text from a place to the end of its line.
    pub(crate) fn line_from(self, offset: u32) -> &'a str {
        let rest = self.text().get(offset as usize..).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    /// The last step of the engine's path, where it is a name.
    pub(crate) fn last_step(self) -> Option<&'a str> {
        let step = self.problem.path.rsplit('.').next()?;
        (!step.is_empty() && !step.ends_with(']')).then_some(step)
    }

    /// The key, or the key of the list, at the end of the engine's path.
    pub(crate) fn owning_step(self) -> Option<&'a str> {
        let step = self.problem.path.rsplit('.').next()?;
        let name = step.split_once('[').map_or(step, |(name, _)| name);
        (!name.is_empty()).then_some(name)
    }

    /// True in templates of CloudFormation format, whose sections begin with a capital letter.
    pub(crate) fn is_cfn(self) -> bool {
        let own = self.problem.path.rsplit(">.").next().unwrap_or_default();
        own.starts_with(|first: char| first.is_ascii_uppercase())
    }

    /// True in the outputs of a stack.
    pub(crate) fn is_in_outputs(self) -> bool {
        let own = self.problem.path.rsplit(">.").next().unwrap_or_default();
        own.starts_with("outputs.") || own.starts_with("Outputs.")
    }

    /// True inside a nested stack.
    pub(crate) fn is_nested(self) -> bool {
        self.problem.path.contains("<file://")
    }

    /// A fix that puts the name that was likely meant in the place of the one that is written. Only where both can stand
    /// without quotes: then nothing but the name changes. Never safe, for it gives the template another meaning.
    pub(crate) fn rename(self, from: &str, to: &str) -> Option<Fix> {
        (self.written() == from && is_plain(to)).then(|| Fix {
            title: format!("rename to {}", quoted(to)),
            edits: vec![Edit::replace(self.problem.range, to)],
            safe: false,
        })
    }
}

/// True for names that YAML reads as this very text without quotes, inside of brackets too.
fn is_plain(name: &str) -> bool {
    let ordinary = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.' | ':');
    if name.is_empty() || !name.chars().all(ordinary) || name.ends_with(':') || name.starts_with('-') {
        return false;
    }
    let tree = hotkit_syntax::parse(name);
    tree.errors().is_empty()
        && tree
            .root()
            .is_some_and(|root| matches!(root.scalar(), Scalar::Text(text) if text == name))
}
