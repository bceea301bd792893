//! `hotkit plan`, `hotkit graph` and `hotkit cloud`: from arguments to output and status.

pub(crate) mod arguments;

use std::io::{self, BufWriter, Write};

use hotkit_report::{Against, Look, PlanReport, PlanView, Report, Summary};
use hotkit_workspace::{
    Action, PlanError, PlanRequest, PlanResult, Project, Side, UpdatePlan, read_cloud, split_parameters,
};

use crate::Status;
use crate::check::{config_choice, now, tell_config};
use crate::command::{fail, tell_unreadable};
use crate::plan::arguments::{
    CloudArguments, CloudCommand, FailOn, GraphArguments, GraphFormat, Inputs, PlanArguments, PlanFormat,
};
use crate::terminal::{look_of_errors, look_of_output};

/// The script that `hotkit cloud export` prints.
const EXPORT: &str = include_str!("export.sh");

/// Carries out `plan`.
pub(crate) fn run(arguments: PlanArguments) -> Status {
    let errors = look_of_errors(arguments.look.color, arguments.look.ascii);
    let output = look_of_output(arguments.look.color, arguments.look.ascii);
    let result = match planned(&arguments.inputs, arguments.fail.as_deref(), &errors) {
        Ok(result) => result,
        Err(status) => return status,
    };
    let against = against(&arguments.inputs, &result);
    let status = status(&result, &arguments);
    finish(write(&result, against.as_ref(), &arguments, &output), status, &errors)
}

/// Carries out `graph`.
pub(crate) fn graph(arguments: GraphArguments) -> Status {
    let errors = look_of_errors(arguments.look.color, arguments.look.ascii);
    let output = look_of_output(arguments.look.color, arguments.look.ascii);
    let result = match planned(&arguments.inputs, None, &errors) {
        Ok(result) => result,
        Err(status) => return status,
    };
    let against = against(&arguments.inputs, &result);
    let report = report(&result, against.as_ref());
    let status = if result.plan.is_none() {
        refused(&result)
    } else {
        Status::Clean
    };
    let written = match arguments.format {
        GraphFormat::Json => print(|out| hotkit_report::write_plan_json(&report, out)),
        _ if result.plan.is_none() => {
            print(|out| out.write_all(findings(&result, &arguments.inputs, &output).as_bytes()))
        }
        GraphFormat::Svg => print(|out| out.write_all(hotkit_report::graph_svg(&report).as_bytes())),
        GraphFormat::Dot => print(|out| out.write_all(hotkit_report::graph_dot(&report).as_bytes())),
        GraphFormat::Mermaid => print(|out| out.write_all(hotkit_report::graph_mermaid(&report).as_bytes())),
    };
    finish(written, status, &errors)
}

/// Carries out `cloud`.
pub(crate) fn cloud(arguments: CloudArguments) -> Status {
    let errors = look_of_errors(crate::arguments::Color::Auto, false);
    match arguments.command {
        CloudCommand::Export => finish(print(|out| out.write_all(EXPORT.as_bytes())), Status::Clean, &errors),
    }
}

fn finish(written: io::Result<()>, status: Status, errors: &Look) -> Status {
    match written {
        Ok(()) => status,
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => status,
        Err(error) => fail(&format!("cannot write to standard output: {error}"), None, errors),
    }
}

fn print(write: impl FnOnce(&mut BufWriter<io::StdoutLock<'_>>) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    write(&mut out)?;
    out.flush()
}

fn report<'a>(result: &'a PlanResult, against: Option<&'a Against>) -> PlanReport<'a> {
    PlanReport {
        files: &result.files,
        diagnostics: &result.diagnostics,
        plan: result.plan.as_ref(),
        update: result.update.as_ref(),
        against,
        estimate: result.estimate.as_ref(),
        failure: result.failure.as_ref(),
    }
}

fn against(inputs: &Inputs, result: &PlanResult) -> Option<Against> {
    let against = inputs.against.as_ref()?;
    let revision = against.strip_prefix("git:");
    Some(Against {
        file: if revision.is_some() {
            inputs.template.clone()
        } else {
            against.clone()
        },
        revision: revision.map(str::to_owned),
        commit: result.commit.clone(),
    })
}

fn planned(inputs: &Inputs, failing: Option<&str>, errors: &Look) -> Result<PlanResult, Status> {
    let working_folder =
        std::env::current_dir().map_err(|error| fail(&format!("there is no working folder: {error}"), None, errors))?;
    let project = Project::open(working_folder, inputs.allow_outside);
    let mut request = request(inputs)
        .map_err(|message| fail(&message, Some("one -P is split at each `;`, several are not"), errors))?;
    request.fail = failing.map(str::to_owned);
    request.config = config_choice(inputs.config.as_ref(), inputs.no_config);
    let settings =
        hotkit_workspace::run_settings(&project, &request.config).map_err(|faults| tell_config(&faults, errors))?;
    request.protected = settings.protected;
    if let Some(path) = inputs.cloud.as_ref().or(settings.cloud.as_ref()) {
        request.cloud = read_cloud(&project, path).map_err(|error| {
            fail(
                &format!("{path}{}: {}", error.at(), error.message),
                Some("hotkit cloud export shows one"),
                errors,
            )
        })?;
    }
    let result = hotkit_workspace::plan(&project, &request).map_err(|error| tell_error(&error, errors))?;
    for it in &result.unreadable {
        tell_unreadable(it, errors);
    }
    if let Some(group) = &result.too_large {
        let message = format!(
            "{}:{}: `{}` would have {} members; Heat takes at most {} resources in a stack with all that is nested in it",
            group.at.file, group.at.line, group.resource, group.members, group.limit
        );
        fail(&message, Some("lower its count"), errors);
        return Err(Status::Findings);
    }
    Ok(result)
}

fn tell_error(error: &PlanError, errors: &Look) -> Status {
    let help = match error {
        PlanError::UnknownRevision(_) => {
            Some("--against takes a file, or git:REV with a commit, branch or tag".to_owned())
        }
        PlanError::UnknownResource { suggestion, .. } => suggestion.as_ref().map(|it| format!("did you mean `{it}`?")),
        PlanError::Git(_) => None,
        PlanError::Config(faults) => return tell_config(faults, errors),
    };
    fail(&error.to_string(), help.as_deref(), errors)
}

fn request(inputs: &Inputs) -> Result<PlanRequest, String> {
    let mut parameters = inputs.parameter.clone();
    if !inputs.parameters.is_empty() {
        parameters.extend(split_parameters(&inputs.parameters).map_err(|error| error.to_string())?);
    }
    let new = Side {
        template: inputs.template.clone(),
        revision: None,
        environments: inputs.environments.clone(),
        parameters,
        parameter_files: inputs.parameter_files.clone(),
    };
    Ok(PlanRequest {
        old: inputs.against.as_ref().map(|against| old_side(inputs, &new, against)),
        new,
        stack_name: stack_name(inputs),
        now: now(),
        ..PlanRequest::default()
    })
}

/// The old stack; what is not said of its inputs is as in the new one.
fn old_side(inputs: &Inputs, new: &Side, against: &str) -> Side {
    let own_inputs = !inputs.against_environment.is_empty() || !inputs.against_parameter.is_empty();
    let revision = against.strip_prefix("git:").map(str::to_owned);
    let template = match revision {
        Some(_) => inputs.template.clone(),
        None => against.to_owned(),
    };
    if own_inputs {
        Side {
            template,
            revision,
            environments: inputs.against_environment.clone(),
            parameters: inputs.against_parameter.clone(),
            parameter_files: Vec::new(),
        }
    } else {
        Side {
            template,
            revision,
            ..new.clone()
        }
    }
}

fn stack_name(inputs: &Inputs) -> Option<String> {
    let from_variable = || std::env::var("HOTKIT_STACK_NAME").ok().filter(|it| !it.is_empty());
    inputs.stack_name.clone().or_else(from_variable)
}

fn status(result: &PlanResult, arguments: &PlanArguments) -> Status {
    if result.plan.is_none() {
        return refused(result);
    }
    let fits = match (arguments.stacks, result.estimate.as_ref().and_then(|it| it.fit)) {
        (Some(stacks), Some((room, _))) => stacks <= room,
        _ => true,
    };
    let nothing_missing = result.estimate.as_ref().is_none_or(|it| it.missing.is_empty());
    let update = result.update.as_ref();
    let accepted = update.is_none_or(|it| it.refused.is_empty() && it.protected.is_empty());
    let wanted = update.is_none_or(|it| failing(it, &arguments.fail_on).is_empty());
    if fits && nothing_missing && accepted && wanted {
        Status::Clean
    } else {
        Status::Findings
    }
}

fn refused(result: &PlanResult) -> Status {
    if result.unreadable.is_empty() {
        Status::Findings
    } else {
        Status::Failed
    }
}

/// Paths of the changes that `--fail-on` names.
fn failing(update: &UpdatePlan, fail_on: &[FailOn]) -> Vec<String> {
    let counts = |action: Action| {
        fail_on.iter().any(|it| match it {
            FailOn::Replace => action == Action::Replace,
            FailOn::Delete => action == Action::Delete,
            FailOn::Change => action != Action::Unchanged,
        })
    };
    let mut found = Vec::new();
    let mut waiting: Vec<(String, &[hotkit_workspace::Change])> = vec![(String::new(), &update.changes)];
    while let Some((way, changes)) = waiting.pop() {
        for change in changes {
            let path = format!("{way}{}", change.name);
            if counts(change.action) {
                found.push(path.clone());
            }
            waiting.push((format!("{path}/"), &change.nested));
        }
    }
    found.sort();
    found
}

fn write(result: &PlanResult, against: Option<&Against>, arguments: &PlanArguments, look: &Look) -> io::Result<()> {
    let report = report(result, against);
    match arguments.format {
        PlanFormat::Json => print(|out| hotkit_report::write_plan_json(&report, out)),
        PlanFormat::Markdown => {
            let text = hotkit_report::markdown_plan(&report, arguments.link_base.as_deref());
            print(|out| out.write_all(text.as_bytes()))
        }
        _ if report.plan.is_none() => print(|out| out.write_all(findings(result, &arguments.inputs, look).as_bytes())),
        PlanFormat::Html => print(|out| out.write_all(hotkit_report::html_plan(&report).as_bytes())),
        PlanFormat::Pretty => {
            let mut text = hotkit_report::pretty_plan(&report, &view(arguments), look);
            text.push_str(&verdict(result, &arguments.fail_on, look));
            print(|out| out.write_all(text.as_bytes()))
        }
    }
}

fn view(arguments: &PlanArguments) -> PlanView {
    PlanView {
        verbose: arguments.verbose,
        values: arguments.values,
        resources: arguments.resources.clone(),
        full_values: arguments.full,
        stacks: arguments.stacks,
        list: arguments.list,
    }
}

/// The last line, where `--fail-on` found something.
fn verdict(result: &PlanResult, fail_on: &[FailOn], look: &Look) -> String {
    let Some(update) = &result.update else {
        return String::new();
    };
    let found = failing(update, fail_on);
    if found.is_empty() {
        return String::new();
    }
    let words: Vec<&str> = fail_on
        .iter()
        .map(|it| match it {
            FailOn::Replace => "replace",
            FailOn::Delete => "delete",
            FailOn::Change => "change",
        })
        .collect();
    hotkit_report::fail_on_line(&words, &found, look)
}

/// The findings of a template that Heat refuses, as `check` shows them.
fn findings(result: &PlanResult, inputs: &Inputs, look: &Look) -> String {
    let template = match inputs.against.as_deref() {
        Some(against) if result.old_refused && !against.starts_with("git:") => against,
        _ => &inputs.template,
    };
    let summary = Summary {
        refused_templates: vec![template.to_owned()],
        single_template: Some(template.to_owned()),
        files_checked: result.files.len(),
        templates_checked: 1,
        judged_as_stack: true,
        failed: true,
        ..Summary::default()
    };
    hotkit_report::pretty(
        &Report {
            files: &result.files,
            diagnostics: &result.diagnostics,
            graph: None,
            summary: &summary,
        },
        look,
    )
}
