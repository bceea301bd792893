//! Fixtures: files in one string, each begun by a line `#- path`; the first is the root template.

use std::collections::BTreeMap;

use hotkit_analysis::{Analysis, FileSet, FileState, Inputs, Verdict, analyze, wanted};
use hotkit_eval::Value;
use hotkit_model::{Document, FileKind, read};
use hotkit_text::{FileId, SourceFile};

/// The files of a fixture.
pub(crate) struct Memory {
    sources: Vec<SourceFile>,
    templates: BTreeMap<String, (FileId, Document)>,
    environments: BTreeMap<String, (FileId, Document)>,
}

impl Memory {
    pub(crate) fn new(fixture: &str) -> Memory {
        let mut memory = Memory {
            sources: Vec::new(),
            templates: BTreeMap::new(),
            environments: BTreeMap::new(),
        };
        let whole = if fixture.starts_with("#- ") {
            fixture.to_owned()
        } else {
            format!("#- t.yaml\n{fixture}")
        };
        for part in format!("\n{whole}").split("\n#- ").skip(1) {
            let (path, text) = part.split_once('\n').expect("a line with the path");
            let text = format!("{text}\n");
            let id = FileId(memory.sources.len() as u32);
            memory.sources.push(SourceFile::new(path, text.as_str()));
            if path.ends_with(".env") {
                memory
                    .environments
                    .insert(path.to_owned(), (id, read(text, FileKind::Environment)));
            } else {
                memory
                    .templates
                    .insert(path.to_owned(), (id, read(text, FileKind::Template)));
            }
        }
        memory
    }

    /// Every file that the root names, for tests of what is wanted.
    pub(crate) fn wanted(&self) -> Vec<String> {
        let root = self.sources[0].path();
        let (_, document) = &self.templates[root];
        wanted(root, document).into_iter().map(|(path, _)| path).collect()
    }

    pub(crate) fn analyze(&self, parameters: &[(&str, &str)], stack: bool) -> Analysis {
        let inputs = Inputs {
            template: self.sources[0].path().to_owned(),
            environments: self.environments.keys().cloned().collect(),
            parameters: parameters
                .iter()
                .map(|(name, value)| ((*name).into(), Value::text(*value)))
                .collect(),
            stack,
            ..Inputs::default()
        };
        analyze(self, &inputs)
    }

    fn lines(&self, analysis: &Analysis) -> String {
        let lines = analysis.problems.iter().map(|problem| {
            let source = &self.sources[problem.file.0 as usize];
            let position = source.position(problem.range.start());
            let fault = format!("{:?}", problem.fault);
            let name = match fault.split_once('(') {
                Some(("File" | "Argument", inner)) => inner,
                _ => &fault,
            };
            let name = name.split([' ', '(', ')']).next().unwrap_or_default();
            let verdict = match problem.verdict {
                Verdict::Refused => "refused",
                Verdict::FailsLater => "fails later",
                Verdict::Possible => "possible",
                Verdict::Accepted => "accepted",
            };
            let file = if problem.file == FileId(0) {
                String::new()
            } else {
                format!("{}:", source.path())
            };
            let (line, column) = (position.line + 1, position.column + 1);
            let text = source.slice(problem.range);
            format!("{file}{line}:{column} {verdict} {name} {text:?} {}", problem.path)
        });
        lines.collect::<Vec<String>>().join("\n")
    }
}

impl FileSet for Memory {
    fn file(&self, path: &str, kind: FileKind) -> FileState<'_> {
        let files = if kind == FileKind::Environment {
            &self.environments
        } else {
            &self.templates
        };
        match files.get(path) {
            Some((id, document)) => FileState::Read(*id, document),
            None => FileState::Missing,
        }
    }
}

/// Judged without inputs.
pub(crate) fn general(fixture: &str) -> String {
    let memory = Memory::new(fixture);
    memory.lines(&memory.analyze(&[], false))
}

/// Judged as a stack creation with all environments of the fixture and these parameters.
pub(crate) fn stack(fixture: &str, parameters: &[(&str, &str)]) -> String {
    let memory = Memory::new(fixture);
    memory.lines(&memory.analyze(parameters, true))
}

/// The edges of the root stack by name, in order.
pub(crate) fn edges(fixture: &str) -> Vec<String> {
    let analysis = Memory::new(fixture).analyze(&[], true);
    let root = analysis.root.expect("a root stack");
    let name = |index: usize| root.resources[index].name.clone();
    root.graph
        .edges
        .iter()
        .map(|edge| format!("{} -> {}", name(edge.requirer), name(edge.required)))
        .collect()
}
