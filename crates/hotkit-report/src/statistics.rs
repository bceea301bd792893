//! How often each rule spoke: a table for people, and the same as JSON.

use std::collections::{BTreeMap, BTreeSet};

use hotkit_text::{Diagnostic, Severity};
use serde::Serialize;

use crate::form::{End, Form, Part, Tally, whole};
use crate::look::{Look, Role};
use crate::shown::{counted, number};
use crate::verdict::verdict;
use crate::{FORMAT_VERSION, Report};

/// What is counted of one rule.
#[derive(Serialize, Clone, Debug)]
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

/// The form that [`statistics`] writes.
#[derive(Clone, Debug)]
pub struct Statistics {
    look: Look,
    rows: Rows,
    tally: Tally,
}

impl Statistics {
    /// For this terminal.
    #[must_use]
    pub fn new(look: Look) -> Statistics {
        Statistics {
            look,
            rows: Rows::default(),
            tally: Tally::default(),
        }
    }
}

impl Form for Statistics {
    fn part(&mut self, part: &Part<'_>) -> String {
        self.tally.add(part.visible());
        self.rows.add(part.visible());
        String::new()
    }

    fn end(&mut self, end: &End<'_>) -> String {
        let rows = self.rows.sorted();
        let mut result = table(&rows, self.look);
        if !rows.is_empty() {
            result.push('\n');
        }
        result.push_str(&verdict(&self.tally, end.summary, self.look));
        result
    }
}

/// A line for each rule that spoke, from the most findings to the fewest; then the verdict.
#[must_use]
pub fn statistics(report: &Report<'_>, look: &Look) -> String {
    whole(Statistics::new(*look), report, &[])
}

fn table(rows: &[Row], look: Look) -> String {
    let wide = |cell: &dyn Fn(&Row) -> String| rows.iter().map(|row| cell(row).chars().count()).max().unwrap_or(0);
    let counts = wide(&|row| number(row.count));
    let names = wide(&|row| row.rule.to_owned());
    let mut result = String::new();
    for row in rows {
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
    result
}

/// The form that [`statistics_json`] writes.
#[derive(Clone, Default, Debug)]
pub struct StatisticsJson(Rows);

impl Form for StatisticsJson {
    fn part(&mut self, part: &Part<'_>) -> String {
        self.0.add(part.diagnostics.iter().copied());
        String::new()
    }

    fn end(&mut self, _: &End<'_>) -> String {
        #[derive(Serialize)]
        struct Document {
            format_version: u32,
            statistics: Vec<Row>,
        }
        let document = Document {
            format_version: FORMAT_VERSION,
            statistics: self.0.sorted(),
        };
        let mut text = serde_json::to_string(&document).expect("texts and numbers can always be written as JSON");
        text.push('\n');
        text
    }
}

/// The same as one line of JSON.
#[must_use]
pub fn statistics_json(report: &Report<'_>) -> String {
    whole(StatisticsJson::default(), report, &[])
}

/// What is counted, by rule.
#[derive(Clone, Default, Debug)]
struct Rows(BTreeMap<&'static str, Row>);

impl Rows {
    /// Counts the findings of a file.
    fn add<'a>(&mut self, findings: impl Iterator<Item = &'a Diagnostic>) {
        let mut spoke: BTreeSet<&'static str> = BTreeSet::new();
        for finding in findings {
            let row = self.0.entry(finding.rule).or_insert_with(|| Row {
                rule: finding.rule,
                group: finding.group.name(),
                severity: finding.severity.name(),
                count: 0,
                files: 0,
                fixable: 0,
                fixable_unsafely: 0,
                worst: finding.severity,
            });
            row.files += usize::from(spoke.insert(finding.rule));
            row.count += 1;
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
    }

    fn sorted(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = self.0.values().cloned().collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.count), row.rule));
        rows
    }
}
