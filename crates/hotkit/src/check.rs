//! `hotkit check`: from arguments to output and status.

use std::io::{Read, stdin};
use std::path::Path;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use hotkit_report::{CommandError, ErrorPlace, Look, patch};
use hotkit_text::Diagnostic;
use hotkit_workspace::{
    CheckError, CheckRequest, CheckResult, ConfigChoice, ConfigFault, FixedFile, LARGEST_FILE, Naming, Part, Project,
    Unsaved, Watched, split_parameters,
};

use crate::Status;
use crate::arguments::{CheckArguments, FailOn, FixArguments, Format, LivingArguments};
use crate::command::{fail, note, tell, tell_unreadable, warn};
use crate::output::{self, Wish};
use crate::progress::ProgressLine;
use crate::terminal::{look_of_errors, look_of_output};
use crate::watch::{Round, watch};

/// The path that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// What a text on standard input is called where nobody says.
const NAMELESS: &str = "stdin.yaml";

/// The baseline that is written where none is named.
const BASELINE: &str = "hotkit-baseline.json";

/// Carries out the command.
pub(crate) fn run(arguments: CheckArguments) -> Status {
    let errors = look_of_errors(arguments.color, arguments.ascii);
    if arguments.watch {
        let clears = matches!(arguments.format, Format::Pretty | Format::Concise) && arguments.output.is_none();
        return watch(|| round(arguments.clone(), errors), clears, &errors);
    }
    match prepare(arguments, errors).and_then(Task::carry_out) {
        Ok(status) => status,
        Err(trouble) => trouble.tell(&errors),
    }
}

/// One run of several, its findings not yet shown.
fn round(arguments: CheckArguments, errors: Look) -> Round {
    let request = CheckRequest {
        paths: arguments.paths.clone(),
        environments: arguments.environments.clone(),
        config: config_choice(arguments.living.config.as_ref(), arguments.living.no_config),
        ..CheckRequest::default()
    };
    let folder = std::env::current_dir().unwrap_or_default();
    let project = Project::open(folder, arguments.allow_outside);
    let failed = |trouble: Trouble, request: &CheckRequest| Round {
        status: Status::Failed,
        watched: Watched::of(&project, request, None),
        show: Box::new(move || trouble.tell(&errors)),
    };
    let task = match prepare(arguments, errors) {
        Ok(task) => task,
        Err(trouble) => return failed(trouble, &request),
    };
    match hotkit_workspace::inspect(&task.run.project, &task.request, &|_| ()) {
        Ok(inspection) => Round {
            status: Status::Clean,
            watched: Watched::of(&project, &task.request, Some(&inspection)),
            show: Box::new(move || task.run.show(&inspection.result, None)),
        },
        Err(error) => failed(Trouble::Request(error), &task.request),
    }
}

/// Why a command is not carried out.
enum Trouble {
    Message(String, Option<&'static str>),
    Request(CheckError),
}

impl From<CheckError> for Trouble {
    fn from(error: CheckError) -> Trouble {
        Trouble::Request(error)
    }
}

impl Trouble {
    fn tell(&self, errors: &Look) -> Status {
        match self {
            Trouble::Message(message, help) => fail(message, *help, errors),
            Trouble::Request(error) => tell_error(error, errors),
        }
    }
}

/// What is to be done.
struct Task {
    run: Run,
    request: CheckRequest,
    fixes: FixArguments,
    living: LivingArguments,
    /// The baseline that the configuration names.
    baseline: Option<String>,
}

/// Works out what the command line and the configuration ask for.
fn prepare(mut arguments: CheckArguments, errors: Look) -> Result<Task, Trouble> {
    let began = Instant::now();
    let message = |message: String| Trouble::Message(message, None);
    let working_folder =
        std::env::current_dir().map_err(|error| message(format!("there is no working folder: {error}")))?;
    let mut project = Project::open(working_folder, arguments.allow_outside);
    let input = standard_input(&mut arguments, &mut project).map_err(message)?;
    let fixes = arguments.fixes;
    let cache = arguments.cache.take();
    let living = arguments.living.clone();
    let config = config_choice(living.config.as_ref(), living.no_config);
    let settings = hotkit_workspace::run_settings(&project, &config).map_err(CheckError::Config)?;
    let fail_on = arguments
        .fail_on
        .or(settings.fail_on.map(FailOn::of))
        .unwrap_or(FailOn::Error);
    let wish = Wish {
        format: arguments.format,
        statistics: arguments.statistics,
        fail_on,
        file: arguments.output.take(),
        to_errors: fixes.diff || (input.is_some() && fixes.is_any()),
    };
    if let Some(why) = wish.contradiction() {
        return Err(message(why.to_owned()));
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
    let mut request = request(arguments)
        .map_err(|message| Trouble::Message(message, Some("one -P is split at each `;`, several are not")))?;
    request.config = config;
    request.cache = cache;
    request.cloud = request.cloud.or(settings.cloud);
    let baseline = living.baseline.clone().or(settings.baseline);
    if !living.write_baseline {
        request.baseline.clone_from(&baseline);
    }
    Ok(Task {
        run,
        request,
        fixes,
        living,
        baseline,
    })
}

impl Task {
    fn carry_out(self) -> Result<Status, Trouble> {
        let Task {
            run,
            request,
            fixes,
            living,
            baseline,
        } = self;
        let ended = if living.write_baseline {
            let file = baseline.unwrap_or_else(|| BASELINE.to_owned());
            run.write_baseline(&request, &file)
        } else if living.add_ignores {
            run.add_ignores(&request, fixes.diff)
        } else if fixes.is_any() {
            run.fix(&request, fixes)
        } else {
            run.check(&request)
        };
        Ok(ended?)
    }
}

/// Which configurations count, from `--config` and `--no-config`.
pub(crate) fn config_choice(file: Option<&String>, no_config: bool) -> ConfigChoice {
    match file {
        Some(file) => ConfigChoice::File(file.clone()),
        None if no_config => ConfigChoice::Nothing,
        None => ConfigChoice::Found,
    }
}

/// Says why nothing could be done.
pub(crate) fn tell_error(error: &CheckError, look: &Look) -> Status {
    let did_you_mean = |it: &Option<String>| it.as_ref().map(|it| format!("did you mean `{it}`?"));
    match error {
        CheckError::Config(faults) => tell_config(faults, look),
        CheckError::UnknownRule { suggestion, .. } | CheckError::UnknownRelease { suggestion, .. } => {
            fail(&error.to_string(), did_you_mean(suggestion).as_deref(), look)
        }
        CheckError::Cache { .. } => {
            let help = "name an empty folder, or one that is not there yet";
            fail(&error.to_string(), Some(help), look)
        }
        CheckError::Cloud(_) => fail(&error.to_string(), Some("hotkit cloud export shows one"), look),
        CheckError::Unreadable { path, .. } => {
            let help = path
                .ends_with("baseline.json")
                .then_some("--write-baseline writes a baseline");
            fail(&error.to_string(), help, look)
        }
    }
}

/// Tells the mistakes in configurations.
pub(crate) fn tell_config(faults: &[ConfigFault], look: &Look) -> Status {
    for fault in faults {
        let place = ErrorPlace {
            file: &fault.file,
            range: fault.range,
            label: &fault.label,
        };
        tell(
            &CommandError {
                message: &fault.message,
                place: Some(place),
                help: fault.help.as_deref(),
                ..CommandError::default()
            },
            look,
        );
    }
    Status::Failed
}

/// What a run needs besides the request.
struct Run {
    project: Project,
    wish: Wish,
    output: Look,
    errors: Look,
    /// The name and the text of what standard input holds.
    input: Option<(String, Arc<str>)>,
    began: Instant,
}

impl Run {
    fn check(&self, request: &CheckRequest) -> Result<Status, CheckError> {
        let line = ProgressLine::new(self.errors, self.began);
        let rules = output::Rules::of(&self.wish);
        let paper = output::Paper::new(&rules, &self.project);
        let mut sheet = None;
        let open = || output::Sheet::new(&self.wish, &self.project, &paper, self.look());
        let told = &mut |part: Part| {
            line.hide();
            let diagnostics: Vec<&Diagnostic> = part.diagnostics.iter().collect();
            sheet
                .get_or_insert_with(open)
                .part(&part.path, &part.files, &diagnostics);
        };
        let result = hotkit_workspace::check_each(&self.project, request, &|progress| line.show(progress), told);
        drop(line);
        let result = result?;
        if let Some(why) = &result.cache_fault {
            warn(why);
        }
        Ok(self.end(sheet.unwrap_or_else(open), &result, None))
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
        } else if let Some((name, text)) = &self.input {
            let changed = fixed.files.iter().find(|it| it.path == *name);
            output::to_standard_output(changed.map_or(text, |it| &it.after))
        } else {
            return Ok(status.max(self.write(&fixed.files)));
        };
        Ok(match written {
            Ok(()) => status,
            Err(message) => fail(&message, None, &self.errors),
        })
    }

    /// Records what is found, so that it does not count from now on.
    fn write_baseline(&self, request: &CheckRequest, file: &str) -> Result<Status, CheckError> {
        let result = hotkit_workspace::check(&self.project, request, &|_| ())?;
        for it in &result.unreadable {
            tell_unreadable(it, &self.errors);
        }
        let text = hotkit_workspace::baseline(&result.files, &result.diagnostics, &self.project.prefix());
        if let Err(why) = hotkit_workspace::write_file(&self.project.absolute(file), text.as_bytes()) {
            return Ok(fail(&format!("cannot write {file}: {why}"), None, &self.errors));
        }
        let count = result.diagnostics.len();
        let noun = if count == 1 { "finding" } else { "findings" };
        let told = output::to_standard_output(&format!("{count} {noun} written to {file}\n"));
        let status = if result.unreadable.is_empty() {
            Status::Clean
        } else {
            Status::Failed
        };
        Ok(self.after(told, status))
    }

    /// Writes comments that silence what is found, or shows them as a patch.
    fn add_ignores(&self, request: &CheckRequest, diff: bool) -> Result<Status, CheckError> {
        let silenced = hotkit_workspace::silence(&self.project, request)?;
        if diff {
            let patches = silenced
                .files
                .iter()
                .map(|it| patch(&it.path, &it.before, &it.after, &self.output));
            let told = output::to_standard_output(&patches.collect::<String>());
            let status = if silenced.files.is_empty() {
                Status::Clean
            } else {
                Status::Findings
            };
            return Ok(self.after(told, status));
        }
        let written = self.write(&silenced.files);
        Ok(self.show(&silenced.result, None).max(written))
    }

    /// The status, unless something could not be written.
    fn after(&self, written: Result<(), String>, status: Status) -> Status {
        written.map_or_else(|message| fail(&message, None, &self.errors), |()| status)
    }

    fn write(&self, files: &[FixedFile]) -> Status {
        let mut status = Status::Clean;
        for it in hotkit_workspace::write(&self.project, files) {
            status = fail(&format!("cannot write {}: {}", it.path, it.why), None, &self.errors);
        }
        status
    }

    fn show(&self, result: &CheckResult, mended: Option<usize>) -> Status {
        let rules = output::Rules::of(&self.wish);
        let paper = output::Paper::new(&rules, &self.project);
        let mut sheet = output::Sheet::new(&self.wish, &self.project, &paper, self.look());
        let mut findings = result.diagnostics.iter().peekable();
        for path in &result.paths {
            let of_path = std::iter::from_fn(|| findings.next_if(|it| result.files.get(it.file).path() == path));
            sheet.part(path, &result.files, &of_path.collect::<Vec<_>>());
        }
        self.end(sheet, result, mended)
    }

    /// Writes the end of the findings, and what could not be read.
    fn end(&self, sheet: output::Sheet<'_>, result: &CheckResult, mended: Option<usize>) -> Status {
        for it in &result.unreadable {
            tell_unreadable(it, &self.errors);
        }
        for it in &result.notes {
            note(it);
        }
        sheet
            .end(result, mended, self.began.elapsed())
            .unwrap_or_else(|message| fail(&message, None, &self.errors))
    }

    fn look(&self) -> Look {
        if self.wish.to_errors { self.errors } else { self.output }
    }
}

/// Reads standard input where a path says so, and puts its text in the place of the file that it is named after.
fn standard_input(arguments: &mut CheckArguments, project: &mut Project) -> Result<Option<(String, Arc<str>)>, String> {
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
    let text: Arc<str> = text.into();
    let mut unsaved = Unsaved::default();
    unsaved.insert(&project.working_folder().join(Path::new(&name)), Arc::clone(&text));
    *project = project.clone().with_unsaved(Arc::new(unsaved));
    Ok(Some((name, text)))
}

fn request(arguments: CheckArguments) -> Result<CheckRequest, String> {
    let mut parameters = arguments.parameter;
    if !arguments.parameters.is_empty() {
        parameters.extend(split_parameters(&arguments.parameters).map_err(|error| error.to_string())?);
    }
    Ok(CheckRequest {
        paths: arguments.paths,
        naming: naming(arguments.as_found),
        found: Vec::new(),
        environments: arguments.environments,
        parameters,
        parameter_files: arguments.parameter_files,
        stack: arguments.stack,
        now: now(),
        select: arguments.select,
        ignore: arguments.ignore,
        release: arguments.release,
        cloud: arguments.cloud,
        shellcheck: arguments.shellcheck,
        ..CheckRequest::default()
    })
}

/// What named files are taken for.
pub(crate) fn naming(as_found: bool) -> Naming {
    if as_found { Naming::AsFound } else { Naming::Meant }
}

/// Seconds since 1970; `None` where the clock stands before.
pub(crate) fn now() -> Option<i64> {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(elapsed.as_secs()).ok()
}
