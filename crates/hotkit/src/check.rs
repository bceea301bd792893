//! `hotkit check`: from arguments to output and status.

use std::io::{Read, stdin};
use std::path::Path;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use hotkit_report::{Look, patch};
use hotkit_workspace::{
    CheckError, CheckRequest, CheckResult, FixResult, FixedFile, LARGEST_FILE, Project, Unsaved, split_parameters,
};

use crate::Status;
use crate::arguments::{CheckArguments, FixArguments};
use crate::command::{fail, tell_unreadable};
use crate::output::{self, Wish};
use crate::progress::ProgressLine;
use crate::terminal::{look_of_errors, look_of_output};

/// The path that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// What a text on standard input is called where nobody says.
const NAMELESS: &str = "stdin.yaml";

/// Carries out the command.
pub(crate) fn run(mut arguments: CheckArguments) -> Status {
    let began = Instant::now();
    let errors = look_of_errors(arguments.color, arguments.ascii);
    let working_folder = match std::env::current_dir() {
        Ok(folder) => folder,
        Err(error) => return fail(&format!("there is no working folder: {error}"), None, &errors),
    };
    let mut project = Project::open(working_folder, arguments.allow_outside);
    let input = match standard_input(&mut arguments, &mut project) {
        Ok(input) => input,
        Err(message) => return fail(&message, None, &errors),
    };
    let fixes = arguments.fixes;
    let wish = Wish {
        format: arguments.format,
        statistics: arguments.statistics,
        fail_on: arguments.fail_on,
        file: arguments.output.take(),
        to_errors: fixes.diff || (input.is_some() && fixes.is_any()),
    };
    if let Some(why) = wish.contradiction() {
        return fail(why, None, &errors);
    }
    let run = Run {
        output: if wish.file.is_some() {
            Look { color: false, ..errors }
        } else {
            look_of_output(arguments.color, arguments.ascii)
        },
        errors,
        project,
        wish,
        input,
        began,
    };
    let request = match request(arguments) {
        Ok(request) => request,
        Err(message) => {
            return fail(
                &message,
                Some("one -P is split at each `;`, several are not"),
                &run.errors,
            );
        }
    };
    let ended = if fixes.is_any() {
        run.fix(&request, fixes)
    } else {
        run.check(&request)
    };
    match ended {
        Ok(status) => status,
        Err(CheckError::UnknownRule { name, suggestion }) => {
            let help = suggestion.map(|it| format!("did you mean `{it}`?"));
            fail(
                &format!("there is no rule or group `{name}`"),
                help.as_deref(),
                &run.errors,
            )
        }
    }
}

/// What a run needs besides the request.
struct Run {
    project: Project,
    wish: Wish,
    output: Look,
    errors: Look,
    /// The name of what standard input holds.
    input: Option<String>,
    began: Instant,
}

impl Run {
    fn check(&self, request: &CheckRequest) -> Result<Status, CheckError> {
        let line = ProgressLine::new(self.errors, self.began);
        let result = hotkit_workspace::check(&self.project, request, &|progress| line.show(progress));
        drop(line);
        Ok(self.show(&result?, None))
    }

    fn fix(&self, request: &CheckRequest, fixes: FixArguments) -> Result<Status, CheckError> {
        let fixed = hotkit_workspace::fix(&self.project, request, fixes.unsafe_fixes)?;
        let mut status = self.show(&fixed.result, Some(fixed.fixed));
        let written = if fixes.diff {
            status = status.max(if fixed.files.is_empty() {
                Status::Clean
            } else {
                Status::Findings
            });
            let patches = fixed
                .files
                .iter()
                .map(|it| patch(&it.path, &it.before, &it.after, &self.output));
            output::to_standard_output(&patches.collect::<String>())
        } else if let Some(input) = &self.input {
            output::to_standard_output(&self.mended_input(input, &fixed))
        } else {
            return Ok(status.max(self.write(&fixed.files)));
        };
        Ok(match written {
            Ok(()) => status,
            Err(message) => fail(&message, None, &self.errors),
        })
    }

    /// The text of standard input with its fixes.
    fn mended_input(&self, input: &str, fixed: &FixResult) -> String {
        let changed = fixed.files.iter().find(|it| it.path == input);
        let mut files = fixed.result.files.iter();
        match changed {
            Some(file) => file.after.to_string(),
            None => files
                .find(|(_, it)| it.path() == input)
                .map(|(_, it)| it.text().to_string())
                .unwrap_or_default(),
        }
    }

    fn write(&self, files: &[FixedFile]) -> Status {
        let mut status = Status::Clean;
        for it in hotkit_workspace::write(&self.project, files) {
            status = fail(&format!("cannot write {}: {}", it.path, it.why), None, &self.errors);
        }
        status
    }

    fn show(&self, result: &CheckResult, mended: Option<usize>) -> Status {
        for it in &result.unreadable {
            tell_unreadable(it, &self.errors);
        }
        let look = if self.wish.to_errors {
            &self.errors
        } else {
            &self.output
        };
        let text = output::text(result, &self.wish, &self.project, mended, self.began.elapsed(), look);
        match output::put(&text, &self.wish, &self.project) {
            Ok(()) => output::status(result, self.wish.fail_on),
            Err(message) => fail(&message, None, &self.errors),
        }
    }
}

/// Reads standard input where a path says so, and puts its text in the place of the file that it is named after.
fn standard_input(arguments: &mut CheckArguments, project: &mut Project) -> Result<Option<String>, String> {
    let name = arguments.stdin_filename.take();
    let Some(path) = arguments.paths.iter_mut().find(|it| *it == STANDARD_INPUT) else {
        return match name {
            Some(_) => Err("--stdin-filename goes with the path `-`".to_owned()),
            None => Ok(None),
        };
    };
    let name = name.unwrap_or_else(|| NAMELESS.to_owned());
    path.clone_from(&name);
    let mut bytes = Vec::new();
    stdin()
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot read standard input: {error}"))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(format!(
            "cannot read standard input: it is larger than {} MiB",
            LARGEST_FILE / (1024 * 1024)
        ));
    }
    let text = String::from_utf8(bytes).map_err(|_| "cannot read standard input: it is not UTF-8".to_owned())?;
    let mut unsaved = Unsaved::default();
    unsaved.insert(&project.working_folder().join(Path::new(&name)), text.into());
    *project = project.clone().with_unsaved(Arc::new(unsaved));
    Ok(Some(name))
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
fn now() -> Option<i64> {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(elapsed.as_secs()).ok()
}
