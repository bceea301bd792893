//! `hotkit check`: from arguments to output and status.

use std::io::{self, BufWriter, Write};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use hotkit_report::{CommandError, Graph, Look, Report, Summary};
use hotkit_workspace::{CheckError, CheckRequest, CheckResult, Project, Unreadable, split_parameters};

use crate::Status;
use crate::arguments::{CheckArguments, FailOn, Format};
use crate::progress::ProgressLine;
use crate::terminal::{look_of_errors, look_of_output};

/// Carries out the command.
pub(crate) fn run(arguments: CheckArguments) -> Status {
    let began = Instant::now();
    let errors = look_of_errors(arguments.color, arguments.ascii);
    let output = look_of_output(arguments.color, arguments.ascii);
    let (format, fail_on) = (arguments.format, arguments.fail_on);
    let working_folder = match std::env::current_dir() {
        Ok(folder) => folder,
        Err(error) => return fail(&format!("there is no working folder: {error}"), None, &errors),
    };
    let project = Project::open(working_folder, arguments.allow_outside);
    let request = match request(arguments) {
        Ok(request) => request,
        Err(message) => return fail(&message, Some("one -P is split at each `;`, several are not"), &errors),
    };
    let line = ProgressLine::new(errors, began);
    let result = hotkit_workspace::check(&project, &request, &|progress| line.show(progress));
    drop(line);
    match result {
        Ok(result) => show(&result, format, fail_on, began.elapsed(), &output, &errors),
        Err(CheckError::UnknownRule { name, suggestion }) => {
            let help = suggestion.map(|it| format!("did you mean `{it}`?"));
            fail(&format!("there is no rule or group `{name}`"), help.as_deref(), &errors)
        }
    }
}

fn request(arguments: CheckArguments) -> Result<CheckRequest, String> {
    let mut parameters = arguments.parameter;
    if !arguments.parameters.is_empty() {
        parameters.extend(split_parameters(&arguments.parameters).map_err(|error| error.to_string())?);
    }
    Ok(CheckRequest {
        paths: arguments.paths,
        environments: arguments.environments,
        parameters,
        parameter_files: arguments.parameter_files,
        stack: arguments.stack,
        now: now(),
        select: arguments.select,
        ignore: arguments.ignore,
    })
}

/// Seconds since 1970; `None` where the clock stands before.
pub(crate) fn now() -> Option<i64> {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(elapsed.as_secs()).ok()
}

fn show(
    result: &CheckResult,
    format: Format,
    fail_on: FailOn,
    elapsed: Duration,
    output: &Look,
    errors: &Look,
) -> Status {
    let status = status(result, fail_on);
    for it in &result.unreadable {
        tell_unreadable(it, errors);
    }
    let summary = summary(result, elapsed, status);
    let graph = result.edges.clone().map(|edges| Graph { edges });
    let report = Report {
        files: &result.files,
        diagnostics: &result.diagnostics,
        graph: graph.as_ref(),
        summary: &summary,
    };
    match write(&report, format, output) {
        Ok(()) => status,
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => status,
        Err(error) => fail(&format!("cannot write to standard output: {error}"), None, errors),
    }
}

fn status(result: &CheckResult, fail_on: FailOn) -> Status {
    if !result.unreadable.is_empty() {
        Status::Failed
    } else if result.diagnostics.iter().any(|it| fail_on.includes(it.severity)) {
        Status::Findings
    } else {
        Status::Clean
    }
}

fn summary(result: &CheckResult, elapsed: Duration, status: Status) -> Summary {
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
        elapsed,
    }
}

fn write(report: &Report<'_>, format: Format, look: &Look) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match format {
        Format::Pretty => out.write_all(hotkit_report::pretty(report, look).as_bytes())?,
        Format::Concise => out.write_all(hotkit_report::concise(report, look).as_bytes())?,
        Format::Json => hotkit_report::write_json(report, &mut out)?,
    }
    out.flush()
}

pub(crate) fn tell_unreadable(it: &Unreadable, look: &Look) {
    let message = format!("cannot read {}: {}", it.path, it.why);
    let note = it.option.map(|option| format!("named by {option} on the command line"));
    let notes: Vec<&str> = note.as_deref().into_iter().collect();
    let help = match &it.suggestion {
        Some(path) => Some(format!("did you mean `{path}`?")),
        None if it.outside => Some("--allow-outside reads it all the same".to_owned()),
        None => None,
    };
    tell(
        &CommandError {
            message: &message,
            path: Some(&it.path),
            place: None,
            notes: &notes,
            help: help.as_deref(),
        },
        look,
    );
}

pub(crate) fn fail(message: &str, help: Option<&str>, look: &Look) -> Status {
    let error = CommandError {
        message,
        help,
        ..CommandError::default()
    };
    tell(&error, look);
    Status::Failed
}

fn tell(error: &CommandError<'_>, look: &Look) {
    // There is nobody left to tell where standard error is closed.
    let _ = io::stderr().write_all(hotkit_report::command_error(error, look).as_bytes());
}
