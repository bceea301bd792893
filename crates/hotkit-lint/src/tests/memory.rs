//! Files in memory, and the way from them to findings.

use std::collections::BTreeMap;
use std::sync::Arc;

use hotkit_analysis::{CloudContents, FileSet, FileState, Inputs, Problem, analyze, analyze_environment};
use hotkit_model::{Document, FileKind, read};
use hotkit_text::{Diagnostic, FileId, Files, SourceFile};

use crate::{Rule, RuleSet, Selection, check, lint};

/// The outermost template of every test.
pub(crate) const ROOT: &str = "main.yaml";

/// The environment, where there is one; others sort behind it, as `environment_2.yaml`.
pub(crate) const ENVIRONMENT: &str = "environment.yaml";

/// Named files, each read as everything that it can be used for.
///
/// Some names stand for files that cannot be had: `locked.*` cannot be read, `picture.*` holds no text, and what begins
/// with `../` lies outside.
#[derive(Default)]
pub(crate) struct MemoryFiles {
    pub(crate) files: Files,
    /// What the cloud has, where an example has one.
    pub(crate) cloud: Option<Arc<CloudContents>>,
    documents: BTreeMap<String, (FileId, [Document; 3])>,
}

impl MemoryFiles {
    pub(crate) fn add(&mut self, path: &str, text: &str) {
        let id = self.files.add(Arc::new(SourceFile::new(path, text)));
        let kinds = [FileKind::Template, FileKind::Environment, FileKind::Unknown];
        self.documents
            .insert(path.to_owned(), (id, kinds.map(|kind| read(text, kind))));
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.documents.contains_key(path)
    }

    /// Everything that is wrong with the root template and the environment, as far as they are there.
    pub(crate) fn problems(&self, stack: bool) -> Vec<Problem> {
        if !self.has(ROOT) {
            return analyze_environment(self, ENVIRONMENT);
        }
        analyze(self, &self.inputs(stack)).problems
    }

    fn inputs(&self, stack: bool) -> Inputs {
        let environments = self.documents.keys().filter(|it| it.starts_with("environment"));
        Inputs {
            template: ROOT.to_owned(),
            environments: environments.cloned().collect(),
            stack,
            cloud: self.cloud.clone(),
            ..Inputs::default()
        }
    }

    /// The findings of the rules that are on by themselves, and of one more, those that look at whole stacks included.
    pub(crate) fn all_findings(&self, stack: bool, also: &'static Rule) -> Vec<Diagnostic> {
        let on = RuleSet::from(&Selection::default());
        let mut findings = check(self.problems(stack), &on, &self.files);
        if self.has(ROOT) {
            let inputs = self.inputs(stack);
            let analysis = analyze(self, &inputs);
            let on = RuleSet::of(|rule| rule.default_on || rule == also);
            findings.extend(lint(self, &analysis, &inputs, &on, false));
        }
        findings
    }

    /// The findings of every rule.
    pub(crate) fn findings(&self, stack: bool) -> Vec<Diagnostic> {
        check(self.problems(stack), &RuleSet::from(&Selection::default()), &self.files)
    }
}

impl FileSet for MemoryFiles {
    fn file(&self, path: &str, kind: FileKind) -> FileState<'_> {
        if let Some((id, [template, environment, unknown])) = self.documents.get(path) {
            let document = match kind {
                FileKind::Template => template,
                FileKind::Environment => environment,
                FileKind::Unknown => unknown,
            };
            return FileState::Read(*id, document);
        }
        if path.starts_with("../") {
            FileState::Outside
        } else if path.starts_with("locked.") {
            FileState::Unreadable("permission denied")
        } else if path.starts_with("picture.") {
            FileState::Binary
        } else {
            FileState::Missing
        }
    }
}

/// A finding on one line: place, severity, rule, message, label, suggestion, help, other places.
pub(crate) fn one_line(finding: &Diagnostic, files: &Files) -> String {
    let place = |file: FileId, offset: u32| {
        let source = files.get(file);
        let position = source.position(offset);
        let name = if source.path() == ROOT {
            String::new()
        } else {
            format!("{}:", source.path())
        };
        format!("{name}{}:{}", position.line + 1, position.column + 1)
    };
    let severity = if finding.refused {
        "refused"
    } else {
        finding.severity.name()
    };
    let mut line = format!(
        "{} {severity}[{}]: {}",
        place(finding.file, finding.range.start()),
        finding.rule,
        finding.message
    );
    if let Some(label) = &finding.label {
        line += &format!(" | {label}");
    }
    if let Some(name) = &finding.suggestion {
        line += &format!(" | did you mean {name}?");
    }
    if let Some(help) = &finding.help {
        line += &format!(" | {help}");
    }
    for related in &finding.related {
        line += &format!(" | {} {}", place(related.file, related.range.start()), related.label);
    }
    if finding.fix.is_some() {
        line += " | [fix]";
    }
    line
}
