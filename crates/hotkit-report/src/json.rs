//! The form for programs: `schemas/check.schema.json` describes it.
//!
//! The structs are apart from those of the core, so that renaming something inside never changes
//! what others read. Findings are turned and written one by one.

use hotkit_text::{Diagnostic, Edit, Files, Fix, Related, SourceFile, TextRange};
use serde::{Serialize, Serializer};

use crate::form::{End, Form, Part, Tally, whole};
use crate::{FORMAT_VERSION, Report, Summary};

/// The form that [`json`] writes.
#[derive(Clone, Copy, Default, Debug)]
pub struct Json {
    tally: Tally,
}

impl Form for Json {
    fn begin(&mut self) -> String {
        format!("{{\"format_version\":{FORMAT_VERSION},\"diagnostics\":[")
    }

    fn part(&mut self, part: &Part<'_>) -> String {
        let mut text = String::new();
        for diagnostic in part.diagnostics {
            if self.tally.all() > 0 || !text.is_empty() {
                text.push(',');
            }
            text.push_str(&line(&Finding::new(part.files, diagnostic)));
        }
        self.tally.add(part.diagnostics.iter().copied());
        text
    }

    fn end(&mut self, end: &End<'_>) -> String {
        let rest = Rest {
            graph: end.graph.map(|graph| GraphDocument { edges: &graph.edges }),
            summary: SummaryDocument::new(&self.tally, end.summary),
        };
        format!("],{}\n", line(&rest).trim_start_matches('{'))
    }
}

/// The report as one line of JSON, ended by a line break.
#[must_use]
pub fn json(report: &Report<'_>) -> String {
    whole(Json::default(), report, &[])
}

/// The form that [`jsonl`] writes.
#[derive(Clone, Copy, Default, Debug)]
pub struct Jsonl;

impl Form for Jsonl {
    fn part(&mut self, part: &Part<'_>) -> String {
        let mut lines = String::new();
        for diagnostic in part.diagnostics {
            lines.push_str(&line(&Line {
                format_version: FORMAT_VERSION,
                finding: Finding::new(part.files, diagnostic),
            }));
            lines.push('\n');
        }
        lines
    }

    fn end(&mut self, _: &End<'_>) -> String {
        String::new()
    }
}

/// Every finding as one line of JSON: the members of a finding in [`json`], with `format_version` in front.
#[must_use]
pub fn jsonl(report: &Report<'_>) -> String {
    whole(Jsonl, report, &[])
}

fn line(document: &impl Serialize) -> String {
    serde_json::to_string(document).expect("texts, numbers and lists can always be written as JSON")
}

#[derive(Serialize)]
struct Line<'a> {
    format_version: u32,
    #[serde(flatten)]
    finding: Finding<'a>,
}

/// What stands behind the findings.
#[derive(Serialize)]
struct Rest<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    graph: Option<GraphDocument<'a>>,
    summary: SummaryDocument,
}

pub(crate) struct Findings<'a> {
    pub(crate) files: &'a Files,
    pub(crate) diagnostics: &'a [Diagnostic],
}

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.diagnostics.iter().map(|it| Finding::new(self.files, it)))
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    group: &'a str,
    severity: &'a str,
    message: &'a str,
    file: &'a str,
    range: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    refused: bool,
    related: Vec<RelatedPlace<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Remedy<'a>>,
}

impl<'a> Finding<'a> {
    fn new(files: &'a Files, diagnostic: &'a Diagnostic) -> Finding<'a> {
        let file = files.get(diagnostic.file);
        let related = |it: &'a Related| RelatedPlace {
            file: files.get(it.file).path(),
            range: Range::new(files.get(it.file), it.range),
            message: &it.label,
        };
        Finding {
            rule: diagnostic.rule,
            group: diagnostic.group.name(),
            severity: diagnostic.severity.name(),
            message: &diagnostic.message,
            file: file.path(),
            range: Range::new(file, diagnostic.range),
            path: diagnostic.path.as_deref(),
            refused: diagnostic.refused,
            related: diagnostic.related.iter().map(related).collect(),
            help: diagnostic.help.as_deref(),
            suggestion: diagnostic.suggestion.as_deref(),
            fix: diagnostic.fix.as_ref().map(|fix| Remedy::new(file, fix)),
        }
    }
}

#[derive(Serialize)]
struct RelatedPlace<'a> {
    file: &'a str,
    range: Range,
    message: &'a str,
}

#[derive(Serialize)]
struct Remedy<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Replacement<'a>>,
}

impl<'a> Remedy<'a> {
    fn new(file: &SourceFile, fix: &'a Fix) -> Remedy<'a> {
        let replacement = |edit: &'a Edit| Replacement {
            range: Range::new(file, edit.range),
            replacement: &edit.replacement,
        };
        Remedy {
            title: &fix.title,
            safe: fix.safe,
            edits: fix.edits.iter().map(replacement).collect(),
        }
    }
}

#[derive(Serialize)]
struct Replacement<'a> {
    range: Range,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

impl Range {
    fn new(file: &SourceFile, range: TextRange) -> Range {
        Range {
            start: Place::new(file, range.start()),
            end: Place::new(file, range.end()),
        }
    }
}

/// Line and column count from one, bytes from zero.
#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    byte: u32,
}

impl Place {
    fn new(file: &SourceFile, byte: u32) -> Place {
        let position = file.position(byte);
        Place {
            line: position.line + 1,
            column: position.column + 1,
            byte,
        }
    }
}

#[derive(Serialize)]
struct GraphDocument<'a> {
    edges: &'a [(String, String)],
}

#[derive(Serialize)]
struct SummaryDocument {
    files: usize,
    templates: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    hints: usize,
    refused: usize,
    fixable: usize,
    unreadable: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<usize>,
    #[serde(skip_serializing_if = "is_zero")]
    in_baseline: usize,
    elapsed_ms: u64,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl SummaryDocument {
    fn new(tally: &Tally, summary: &Summary) -> SummaryDocument {
        SummaryDocument {
            files: summary.files_checked,
            templates: summary.templates_checked,
            errors: tally.errors,
            warnings: tally.warnings,
            infos: tally.infos,
            hints: tally.hints,
            refused: summary.refused_templates.len(),
            fixable: tally.fixable,
            unreadable: summary.unreadable_files,
            fixed: summary.fixed,
            in_baseline: summary.in_baseline,
            elapsed_ms: u64::try_from(summary.elapsed.as_millis()).unwrap_or(u64::MAX),
        }
    }
}
