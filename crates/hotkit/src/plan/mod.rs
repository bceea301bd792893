//! `hotkit plan` and `hotkit graph`: from arguments to output and status.

pub(crate) mod arguments;

use std::io::{self, BufWriter, Write};

use hotkit_report::{Against, Look, PlanReport};
use hotkit_workspace::{PlanError, PlanRequest, PlanResult, Project, Side, split_parameters};

use crate::Status;
use crate::check::{fail, now, tell_unreadable};
use crate::plan::arguments::{Inputs, PlanArguments, PlanFormat};
use crate::terminal::{look_of_errors, look_of_output};

/// Carries out `plan`.
pub(crate) fn run(arguments: PlanArguments) -> Status {
    let errors = look_of_errors(arguments.look.color, arguments.look.ascii);
    let output = look_of_output(arguments.look.color, arguments.look.ascii);
    let result = match planned(&arguments.inputs, &errors) {
        Ok(result) => result,
        Err(status) => return status,
    };
    let against = against(&arguments.inputs, &result);
    let report = PlanReport {
        files: &result.files,
        diagnostics: &result.diagnostics,
        plan: result.plan.as_ref(),
        update: result.update.as_ref(),
        against: against.as_ref(),
    };
    let status = status(&result);
    match write(&report, &arguments, &output) {
        Ok(()) => status,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => status,
        Err(error) => fail(&format!("cannot write to standard output: {error}"), None, &errors),
    }
}

fn against(inputs: &Inputs, result: &PlanResult) -> Option<Against> {
    let against = inputs.against.as_ref()?;
    let revision = against.strip_prefix("git:");
    Some(Against {
        file: if revision.is_some() { inputs.template.clone() } else { against.clone() },
        revision: revision.map(str::to_owned),
        commit: result.commit.clone(),
    })
}

fn planned(inputs: &Inputs, errors: &Look) -> Result<PlanResult, Status> {
    let working_folder = std::env::current_dir()
        .map_err(|error| fail(&format!("there is no working folder: {error}"), None, errors))?;
    let project = Project::open(working_folder, inputs.allow_outside);
    let request = request(inputs)
        .map_err(|message| fail(&message, Some("one -P is split at each `;`, several are not"), errors))?;
    let result = hotkit_workspace::plan(&project, &request).map_err(|error| tell_error(&error, errors))?;
    for it in &result.unreadable {
        tell_unreadable(it, errors);
    }
    if let Some(group) = &result.too_large {
        let message = format!(
            "{}:{}: `{}` would have {} members; Heat takes at most {} resources in a stack with all that is nested in it",
            group.at.file, group.at.line, group.resource, group.members, group.limit
        );
        return Err(fail(&message, Some("lower its count"), errors).max(Status::Findings));
    }
    Ok(result)
}

fn tell_error(error: &PlanError, errors: &Look) -> Status {
    let help = match error {
        PlanError::UnknownRevision(_) => Some("--against takes a file, or git:REV with a commit, branch or tag"),
        PlanError::Git(_) => None,
    };
    fail(&error.to_string(), help, errors)
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
    let own_inputs = !inputs.against_environment.is_empty() || !inputs.against_parameter.is_empty();
    let old = inputs.against.as_ref().map(|against| {
        let revision = against.strip_prefix("git:").map(str::to_owned);
        let template = if revision.is_some() { &inputs.template } else { against };
        Side {
            template: template.clone(),
            revision,
            environments: if own_inputs { inputs.against_environment.clone() } else { new.environments.clone() },
            parameters: if own_inputs { inputs.against_parameter.clone() } else { new.parameters.clone() },
            parameter_files: if own_inputs { Vec::new() } else { new.parameter_files.clone() },
        }
    });
    let from_variable = || std::env::var("HOTKIT_STACK_NAME").ok().filter(|it| !it.is_empty());
    Ok(PlanRequest {
        new,
        old,
        stack_name: inputs.stack_name.clone().or_else(from_variable),
        now: now(),
    })
}

fn status(result: &PlanResult) -> Status {
    if !result.unreadable.is_empty() {
        Status::Failed
    } else if result.plan.is_none() {
        Status::Findings
    } else {
        Status::Clean
    }
}

fn write(report: &PlanReport<'_>, arguments: &PlanArguments, _: &Look) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match arguments.format {
        PlanFormat::Pretty | PlanFormat::Json => hotkit_report::write_plan_json(report, &mut out)?,
    }
    out.flush()
}
