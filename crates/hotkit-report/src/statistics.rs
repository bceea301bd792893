//! How often each rule spoke: a table for people, and the same as JSON.

use std::collections::{BTreeMap, BTreeSet};

use hotkit_text::{Diagnostic, FileId, Severity};
use serde::Serialize;

use crate::look::{Look, Role};
use crate::pretty::visible;
use crate::shown::{counted, number};
use crate::verdict::verdict;
use crate::{FORMAT_VERSION, Report};

/// What is counted of one rule.
#[derive(Serialize)]
struct Row {
    rule: &'static str,
    group: &'static str,
    severity: &'static str,
    count: usize,
    files: usize,
    fixable: usize,
    fixable_unsafely: usize,
    #[serde(skip)]
    worst: Severity,
}

/// A line for each rule that spoke, from the most findings to the fewest; then the verdict.
#[must_use]
pub fn statistics(report: &Report<'_>, look: &Look) -> String {
    let findings = visible(report.diagnostics);
    let rows = rows(&findings);
    let wide = |cell: &dyn Fn(&Row) -> String| rows.iter().map(|row| cell(row).chars().count()).max().unwrap_or(0);
    let counts = wide(&|row| number(row.count));
    let names = wide(&|row| row.rule.to_owned());
    let mut result = String::new();
    for row in &rows {
        let severity = look.paint(Role::Severity(row.worst), &format!("{:<7}", row.severity));
        let files = format!("in {}", counted(row.files, "file"));
        let fix = match (row.fixable, row.fixable_unsafely) {
            (0, 0) => String::new(),
            (safe, 0) => format!("  {} [*]", number(safe)),
            (0, not_safe) => format!("  {} [+]", number(not_safe)),
            (safe, not_safe) => format!("  {} [*] {} [+]", number(safe), number(not_safe)),
        };
        let line = format!(
            "{:>counts$}  {severity}  {:<names$}  {}{}",
            number(row.count),
            row.rule,
            look.paint(Role::Dim, &files),
            look.paint(Role::Ok, &fix),
        );
        result.push_str(line.trim_end());
        result.push('\n');
    }
    if !rows.is_empty() {
        result.push('\n');
    }
    result.push_str(&verdict(&findings, report.summary, *look));
    result
}

/// The same as one line of JSON.
#[must_use]
pub fn statistics_json(report: &Report<'_>) -> String {
    #[derive(Serialize)]
    struct Document {
        format_version: u32,
        statistics: Vec<Row>,
    }
    let findings: Vec<&Diagnostic> = report.diagnostics.iter().collect();
    let document = Document {
        format_version: FORMAT_VERSION,
        statistics: rows(&findings),
    };
    let mut text = serde_json::to_string(&document).expect("texts and numbers can always be written as JSON");
    text.push('\n');
    text
}

fn rows(findings: &[&Diagnostic]) -> Vec<Row> {
    let mut rows: BTreeMap<&'static str, (Row, BTreeSet<FileId>)> = BTreeMap::new();
    for finding in findings {
        let (row, files) = rows.entry(finding.rule).or_insert_with(|| {
            let row = Row {
                rule: finding.rule,
                group: finding.group.name(),
                severity: finding.severity.name(),
                count: 0,
                files: 0,
                fixable: 0,
                fixable_unsafely: 0,
                worst: finding.severity,
            };
            (row, BTreeSet::new())
        });
        files.insert(finding.file);
        row.count += 1;
        row.files = files.len();
        if finding.severity < row.worst {
            row.worst = finding.severity;
            row.severity = finding.severity.name();
        }
        match &finding.fix {
            Some(fix) if fix.safe => row.fixable += 1,
            Some(_) => row.fixable_unsafely += 1,
            None => {}
        }
    }
    let mut rows: Vec<Row> = rows.into_values().map(|(row, _)| row).collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.count), row.rule));
    rows
}
