//! `hotkit locate`: from an error that Heat printed to the place in a file.

use std::io::{Read, stdin};

use clap::Args;
use hotkit_workspace::{Located, Project};

use crate::Status;
use crate::arguments::Color;
use crate::command::{fail, tell_unreadable};
use crate::output::to_standard_output;
use crate::terminal::{look_of_errors, look_of_output};

/// Find the place in a template that an error of Heat speaks of
///
/// Heat prints paths such as `resources.web.properties.networks[0].port`, through nested stacks and groups, and no line.
/// The whole message can be given; what is no path in it is passed over.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  hotkit locate 'Property error: : resources.web.properties.networks[0].port: : ...'
  hotkit locate -t course.yaml -e region.yaml 'resources.lab.resources.web.properties.flavor'
  openstack stack create ... 2>&1 | hotkit locate -t course.yaml -

Exit status: 0 a place was found, 1 none was, 2 a file could not be read.")]
pub(crate) struct LocateArguments {
    /// What Heat printed; - reads standard input
    #[arg(value_name = "ERROR", required = true)]
    error: Vec<String>,

    /// The template that the stack was made of; otherwise every template below the working folder is looked at
    #[arg(short, long = "template", value_name = "FILE")]
    templates: Vec<String>,

    /// An environment file, whose registry leads to further templates; repeatable
    #[arg(short, long = "environment", value_name = "FILE")]
    environments: Vec<String>,

    /// Whether the place is coloured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: Color,

    /// Draw with ASCII only
    #[arg(long)]
    ascii: bool,
}

/// Carries out the command.
pub(crate) fn run(arguments: LocateArguments) -> Status {
    let errors = look_of_errors(arguments.color, arguments.ascii);
    let mut error = arguments.error.join(" ");
    if error == "-" {
        error.clear();
        if let Err(why) = stdin().take(1 << 24).read_to_string(&mut error) {
            return fail(&format!("cannot read standard input: {why}"), None, &errors);
        }
    }
    let Ok(folder) = std::env::current_dir() else {
        return fail("there is no working folder", None, &errors);
    };
    let project = Project::open(folder, false);
    let found = hotkit_workspace::locate(&project, &arguments.templates, &arguments.environments, &error);
    for it in &found.unreadable {
        tell_unreadable(it, &errors);
    }
    if found.places.is_empty() {
        let status = fail(
            "no template has a place that this error speaks of",
            Some("give the template with -t, and the environments of the stack with -e"),
            &errors,
        );
        return if found.unreadable.is_empty() {
            Status::Findings
        } else {
            status
        };
    }
    let look = look_of_output(arguments.color, arguments.ascii);
    let text: String = found.places.iter().map(|it| shown(it, &found.files, &look)).collect();
    match to_standard_output(&text) {
        Ok(()) if found.unreadable.is_empty() => Status::Clean,
        Ok(()) => Status::Failed,
        Err(message) => fail(&message, None, &errors),
    }
}

/// `file:line:column: path`, what of the path was not found, and the lines of source.
fn shown(place: &Located, files: &hotkit_text::Files, look: &hotkit_report::Look) -> String {
    let file = files.get(place.file);
    let position = file.position(place.range.start());
    let rest = if place.rest.is_empty() {
        String::new()
    } else {
        format!(" (`{}` is not there)", place.rest)
    };
    let headline = format!(
        "{}:{}:{}: {}{rest}\n",
        file.path(),
        position.line + 1,
        position.column + 1,
        place.path
    );
    headline + &hotkit_report::excerpt(file, place.range, look)
}
