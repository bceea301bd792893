//! From the result of a check to the form that was asked for, and to where it shall go.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use hotkit_report::{Graph, Look, Report, RuleInfo, Setting, Summary};
use hotkit_workspace::{CheckResult, Project, rules};

use crate::Status;
use crate::arguments::{FailOn, Format};

/// How a result is shown.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    pub(crate) format: Format,
    pub(crate) statistics: bool,
    pub(crate) fail_on: FailOn,
    /// The file that gets the text, instead of standard output.
    pub(crate) file: Option<String>,
    /// True where standard output holds something else, so that findings go to standard error.
    pub(crate) to_errors: bool,
}

impl Wish {
    /// Why the wish cannot be fulfilled.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        let can_count = matches!(self.format, Format::Pretty | Format::Concise | Format::Json);
        (self.statistics && !can_count).then_some("--statistics has no such --format: pretty, concise or json")
    }
}

/// Text and exit status of a result.
pub(crate) fn status(result: &CheckResult, fail_on: FailOn) -> Status {
    if !result.unreadable.is_empty() {
        Status::Failed
    } else if result.diagnostics.iter().any(|it| fail_on.includes(it.severity)) {
        Status::Findings
    } else {
        Status::Clean
    }
}

/// The result in its form.
pub(crate) fn text(
    result: &CheckResult,
    wish: &Wish,
    project: &Project,
    mended: Option<usize>,
    elapsed: Duration,
    look: &Look,
) -> String {
    let graph = result.edges.clone().map(|edges| Graph { edges });
    let summary = summary(result, mended, elapsed, status(result, wish.fail_on));
    let report = Report {
        files: &result.files,
        diagnostics: &result.diagnostics,
        graph: graph.as_ref(),
        summary: &summary,
    };
    if wish.statistics && wish.format == Format::Json {
        return hotkit_report::statistics_json(&report);
    }
    if wish.statistics {
        return hotkit_report::statistics(&report, look);
    }
    let with_setting = |form: fn(&Report<'_>, &Setting<'_>) -> String| {
        let summaries: Vec<String> = rules().iter().map(|it| it.summary()).collect();
        let rules: Vec<RuleInfo<'_>> = rules()
            .iter()
            .zip(&summaries)
            .map(|(rule, summary)| RuleInfo {
                name: rule.name,
                group: rule.group,
                severity: rule.severity,
                summary,
                page: rule.page,
                default_on: rule.default_on,
            })
            .collect();
        let unreadable = result.unreadable.iter().map(|it| (it.path.as_str(), it.why.as_str()));
        let setting = Setting {
            rules: &rules,
            prefix: &project.prefix(),
            fails_from: wish.fail_on.least(),
            unreadable: &unreadable.collect::<Vec<_>>(),
        };
        form(&report, &setting)
    };
    match wish.format {
        Format::Pretty => hotkit_report::pretty(&report, look),
        Format::Concise => hotkit_report::concise(&report, look),
        Format::Json => hotkit_report::json(&report),
        Format::Jsonl => hotkit_report::jsonl(&report),
        Format::Sarif => with_setting(hotkit_report::sarif),
        Format::Github => with_setting(hotkit_report::github),
        Format::Gitlab => with_setting(hotkit_report::gitlab),
        Format::Junit => with_setting(hotkit_report::junit),
        Format::Checkstyle => with_setting(hotkit_report::checkstyle),
    }
}

/// Puts the text where it shall go; otherwise why not, as a message.
pub(crate) fn put(text: &str, wish: &Wish, project: &Project) -> Result<(), String> {
    if let Some(file) = &wish.file {
        let path = project.working_folder().join(Path::new(file));
        return hotkit_workspace::write_file(&path, text.as_bytes())
            .map_err(|why| format!("cannot write {file}: {why}"));
    }
    if wish.to_errors {
        // There is nobody left to tell where standard error is closed.
        let _ = io::stderr().write_all(text.as_bytes());
        return Ok(());
    }
    to_standard_output(text)
}

/// Writes to standard output; a reader that has seen enough is no fault.
pub(crate) fn to_standard_output(text: &str) -> Result<(), String> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("cannot write to standard output: {error}"))
        }
        _ => Ok(()),
    }
}

fn summary(result: &CheckResult, mended: Option<usize>, elapsed: Duration, status: Status) -> Summary {
    let single = match result.templates.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    Summary {
        files_checked: result.files_checked,
        templates_checked: result.templates.len(),
        refused_templates: result.refused_templates.clone(),
        single_template: single,
        missing_values: result.missing_values.clone(),
        judged_as_stack: result.judged_as_stack,
        unreadable_files: result.unreadable.len(),
        failed: status != Status::Clean,
        fixed: mended,
        in_baseline: result.in_baseline,
        gone_from_baseline: result.gone_from_baseline,
        elapsed,
    }
}
