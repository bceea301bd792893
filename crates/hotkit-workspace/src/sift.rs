//! Which findings are told: levels by path, comments that silence, the baseline.

use hotkit_lint::{Ignores, Selection, Selector, rule, rules};
use hotkit_text::{Diagnostic, FileId, SourceFile};

use crate::config::PathSettings;

/// The rule that is silent about types that are taken on trust.
const UNKNOWN_TYPE: &str = "unknown-resource-type";

/// What decides.
pub(crate) struct Sieve<'a> {
    /// What the command line says of rules.
    pub(crate) command_line: &'a Selection,
    /// What the configurations say of the file.
    pub(crate) settings: &'a PathSettings,
    /// Whether every rule has had its say about the file, so that an idle comment is idle indeed.
    pub(crate) is_judged: bool,
}

/// The findings of a file that are told, with the severity that was chosen, and those about the comments in it.
pub(crate) fn sift(id: FileId, file: &SourceFile, found: Vec<Diagnostic>, sieve: &Sieve<'_>) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let mut ignores = Ignores::read(file);
    let settings = sieve.settings;
    let is_on = |rule| settings.policy.is_on(rule, sieve.command_line);
    let is_trusted = |it: &Diagnostic| {
        let name = it.range.slice(file.text()).trim_matches(['"', '\'']);
        it.rule == UNKNOWN_TYPE && settings.trusted_types.iter().any(|pattern| matches(pattern, name))
    };
    let mut admit = |mut diagnostic: Diagnostic, ignores: &mut Ignores| {
        if is_trusted(&diagnostic) {
            return;
        }
        let Some(rule) = rule(diagnostic.rule).filter(|rule| is_on(rule)) else {
            return;
        };
        if ignores.silences(rule, diagnostic.range, file.lines()) {
            return;
        }
        if let Some(severity) = settings.policy.severity(rule).filter(|_| !diagnostic.refused) {
            diagnostic.severity = severity;
        }
        told.push(diagnostic);
    };
    for diagnostic in found {
        admit(diagnostic, &mut ignores);
    }
    if ignores.is_empty() {
        return told;
    }
    let speaks =
        |selector: Selector| sieve.is_judged && rules().iter().any(|rule| selector.includes(rule) && is_on(rule));
    for diagnostic in ignores.clone().findings(id, file.text(), &speaks) {
        admit(diagnostic, &mut ignores);
    }
    told
}

/// Whether a name fits a pattern, in which `*` stands for any text.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}
