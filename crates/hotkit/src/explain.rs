//! `hotkit explain`: the page for a name, and the releases that a template works on.

use clap::Args;
use hotkit_workspace::{CONFIG_NAME, CheckRequest, ConfigChoice, PlugIns, Project};

use crate::Status;
use crate::arguments::Color;
use crate::check::tell_config;
use crate::command::{fail, tell_unreadable};
use crate::output::to_standard_output;
use crate::terminal::{look_of_errors, look_of_output};

/// Explain a rule, resource type, property, function, template version or release
///
/// Everything is told offline, in hotkit's own words and with Heat's own facts. Names need not be exact: case and vendor can
/// be left out, and of a misspelt one the nearest is offered.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  hotkit explain unused-parameter
  hotkit explain OS::Nova::Server
  hotkit explain OS::Nova::Server.networks.port
  hotkit explain str_replace
  hotkit explain 2018-08-31
  hotkit explain caracal
  hotkit explain --releases course.yaml     the releases of Heat that a template works on")]
pub(crate) struct ExplainArguments {
    /// The name
    #[arg(value_name = "WHAT", required_unless_present = "releases")]
    what: Vec<String>,

    /// Say on which releases of Heat this template works, and what keeps it from others
    #[arg(long, value_name = "FILE", conflicts_with = "what")]
    releases: Option<String>,

    /// Write Markdown as it is
    #[arg(long)]
    markdown: bool,

    /// Whether the page is coloured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: Color,

    /// Draw with ASCII only
    #[arg(long)]
    ascii: bool,
}

/// Carries out the command.
pub(crate) fn run(arguments: &ExplainArguments) -> Status {
    let errors = look_of_errors(arguments.color, arguments.ascii);
    let page = match &arguments.releases {
        Some(file) => match releases(file, &errors) {
            Ok(page) => page,
            Err(status) => return status,
        },
        None => {
            let what = arguments.what.join(" ");
            let plug_ins = match plug_ins(&errors) {
                Ok(plug_ins) => plug_ins,
                Err(status) => return status,
            };
            match hotkit_explain::explain(&what, plug_ins.types()) {
                Ok(page) => page,
                Err(unknown) => {
                    let message = match unknown.within.as_str() {
                        "" => format!("hotkit knows nothing that is called `{}`", unknown.name),
                        owner => format!("{owner} has no property or attribute `{}`", unknown.name),
                    };
                    let help = unknown.suggestion.map(|it| format!("did you mean `{it}`?"));
                    return fail(&message, help.as_deref(), &errors);
                }
            }
        }
    };
    let output = look_of_output(arguments.color, arguments.ascii);
    let text = if arguments.markdown {
        page
    } else {
        hotkit_report::page(&page, &output)
    };
    match to_standard_output(&text) {
        Ok(()) => Status::Clean,
        Err(message) => fail(&message, None, &errors),
    }
}

fn project(errors: &hotkit_report::Look) -> Result<Project, Status> {
    let folder = std::env::current_dir();
    let project = folder.map(|folder| Project::open(folder, false));
    project.map_err(|_| fail("there is no working folder", None, errors))
}

/// The types that the configuration of the working folder describes.
fn plug_ins(errors: &hotkit_report::Look) -> Result<PlugIns, Status> {
    let project = project(errors)?;
    let found = hotkit_workspace::plug_ins(&project, &ConfigChoice::Found, CONFIG_NAME);
    found.map_err(|faults| tell_config(&faults, errors))
}

/// The page about the releases that a template works on.
fn releases(file: &str, errors: &hotkit_report::Look) -> Result<String, Status> {
    let project = project(errors)?;
    let request = CheckRequest {
        paths: vec![file.to_owned()],
        ..CheckRequest::default()
    };
    match hotkit_workspace::releases(&project, &request) {
        Ok(page) => Ok(page),
        Err(unreadable) => {
            for it in &unreadable {
                tell_unreadable(it, errors);
            }
            Err(Status::Failed)
        }
    }
}
