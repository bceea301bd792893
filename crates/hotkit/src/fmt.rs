//! `hotkit fmt`: from arguments to files, patches and status.

pub(crate) mod arguments;

use std::io::{self, BufWriter, Read, Write};

use hotkit_report::{CommandError, Look};
use hotkit_workspace::{
    Broken, CheckError, ConfigChoice, Doubt, FormatFile, FormatMode, FormatRequest, FormatResult, FormatState,
    LARGEST_FILE, Project, Skipped, format, format_text, layout,
};

use arguments::FmtArguments;

use crate::Status;
use crate::check::{config_choice, naming, tell_error};
use crate::command::{fail, tell, tell_unreadable};
use crate::terminal::{look_of_errors, look_of_output};

/// The name of standard input.
const STANDARD_INPUT: &str = "-";

/// What standard input is called where nobody says.
const NAMELESS: &str = "stdin.yaml";

/// Carries out the command.
pub(crate) fn run(arguments: &FmtArguments) -> Status {
    let errors = look_of_errors(arguments.color, arguments.ascii);
    let output = look_of_output(arguments.color, arguments.ascii);
    let alone = arguments.paths.len() == 1;
    if arguments.range.is_some() && !alone {
        return fail("--range speaks of one file", Some("name that file alone"), &errors);
    }
    let is_input = arguments.paths.iter().any(|path| path == STANDARD_INPUT);
    if is_input && !alone {
        let help = Some("format files and standard input in two runs");
        return fail(
            "`-` stands for standard input and cannot be named beside files",
            help,
            &errors,
        );
    }
    if arguments.stdin_filename.is_some() && !is_input {
        return fail("--stdin-filename goes with the path `-`", None, &errors);
    }
    let told = if is_input {
        from_input(arguments, &output, &errors)
    } else {
        from_files(arguments, &output, &errors)
    };
    match told {
        Ok(status) => status,
        Err(Trouble::Input(error)) => fail(&format!("cannot read standard input: {error}"), None, &errors),
        Err(Trouble::WorkingFolder(error)) => fail(&format!("there is no working folder: {error}"), None, &errors),
        Err(Trouble::Request(error)) => tell_error(&error, &errors),
        Err(Trouble::Output(error)) => fail(&format!("cannot write to standard output: {error}"), None, &errors),
    }
}

/// What keeps the command from being carried out.
enum Trouble {
    Input(io::Error),
    WorkingFolder(io::Error),
    Request(CheckError),
    Output(io::Error),
}

fn from_input(arguments: &FmtArguments, output: &Look, errors: &Look) -> Result<Status, Trouble> {
    let mut bytes = Vec::new();
    let mut input = io::stdin().lock().take(LARGEST_FILE + 1);
    input.read_to_end(&mut bytes).map_err(Trouble::Input)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Trouble::Input(io::Error::other("it is too large")));
    }
    let as_is = bytes.clone();
    let name = arguments.stdin_filename.as_deref();
    let (project, config) = (project(arguments)?, config(arguments));
    let style =
        layout(&project, &config, name.unwrap_or(NAMELESS)).map_err(|it| Trouble::Request(CheckError::Config(it)))?;
    let choices = arguments.layout.choices();
    let style = choices.iter().fold(style, |style, choice| style.with(*choice));
    let state = format_text(bytes, &style, arguments.range);
    let previews = arguments.check || arguments.diff;
    match &state {
        FormatState::Changed { after, .. } if !previews => write_out(after.as_bytes())?,
        FormatState::Unchanged | FormatState::Skipped(_) if !previews => write_out(&as_is)?,
        _ => {}
    }
    let file = FormatFile {
        path: name.unwrap_or(STANDARD_INPUT).to_owned(),
        state,
    };
    if arguments.diff {
        write_out(patch(&file, output).as_bytes())?;
    }
    tell_file(&file, errors);
    Ok(status_of(&file, previews))
}

fn from_files(arguments: &FmtArguments, output: &Look, errors: &Look) -> Result<Status, Trouble> {
    let previews = arguments.check || arguments.diff;
    let request = FormatRequest {
        paths: arguments.paths.clone(),
        choices: arguments.layout.choices(),
        config: config(arguments),
        naming: naming(arguments.as_found),
        lines: arguments.range,
        mode: if previews {
            FormatMode::Preview
        } else {
            FormatMode::Write
        },
    };
    let result = format(&project(arguments)?, &request).map_err(Trouble::Request)?;
    write_out(listing(&result, arguments.diff, output).as_bytes())?;
    for it in &result.unreadable {
        tell_unreadable(it, errors);
    }
    for file in &result.files {
        tell_file(file, errors);
    }
    summarise(&result, previews);
    let files = result.files.iter().map(|file| status_of(file, previews));
    let unreadable = result.unreadable.iter().map(|_| Status::Failed);
    Ok(files.chain(unreadable).max().unwrap_or(Status::Clean))
}

fn project(arguments: &FmtArguments) -> Result<Project, Trouble> {
    let working_folder = std::env::current_dir().map_err(Trouble::WorkingFolder)?;
    Ok(Project::open(working_folder, arguments.allow_outside))
}

fn config(arguments: &FmtArguments) -> ConfigChoice {
    config_choice(arguments.config.as_ref(), arguments.no_config)
}

/// The patches, or the names of the files that change.
fn listing(result: &FormatResult, diff: bool, output: &Look) -> String {
    let changed = result.files.iter().filter(|file| is_changed(file));
    changed
        .map(|file| {
            if diff {
                patch(file, output)
            } else {
                format!("{}\n", file.path)
            }
        })
        .collect()
}

fn is_changed(file: &FormatFile) -> bool {
    matches!(file.state, FormatState::Changed { .. })
}

fn patch(file: &FormatFile, output: &Look) -> String {
    match &file.state {
        FormatState::Changed { before, after } => hotkit_report::patch(&file.path, before, after, output),
        _ => String::new(),
    }
}

fn status_of(file: &FormatFile, previews: bool) -> Status {
    match file.state {
        FormatState::Unchanged | FormatState::Skipped(_) => Status::Clean,
        FormatState::Changed { .. } if previews => Status::Findings,
        FormatState::Changed { .. } => Status::Clean,
        FormatState::Broken(_) => Status::Findings,
        FormatState::Unproven(..) | FormatState::NotWritten(_) => Status::Failed,
    }
}

/// The last line: how many files change.
fn summarise(result: &FormatResult, previews: bool) {
    let changed = result.files.iter().filter(|file| is_changed(file)).count();
    let total = result.files.len();
    let files = if total == 1 { "file" } else { "files" };
    let verb = if previews { "would change" } else { "changed" };
    // There is nobody left to tell where standard error is closed.
    let _ = writeln!(io::stderr(), "{changed} of {total} {files} {verb}");
}

fn tell_file(file: &FormatFile, errors: &Look) {
    let shown = match file.path.as_str() {
        STANDARD_INPUT => "standard input",
        path => path,
    };
    match &file.state {
        FormatState::Broken(broken) => tell_broken(shown, broken, errors),
        FormatState::Unproven(doubt, line) => tell_bug(shown, *doubt, *line, errors),
        FormatState::NotWritten(why) => {
            let message = format!("cannot write {shown}: {why}");
            tell(&error(&message, shown, &["the file is as it was"], None), errors);
        }
        FormatState::Skipped(skipped) => tell_skipped(shown, *skipped),
        FormatState::Unchanged | FormatState::Changed { .. } => {}
    }
}

/// Says what was left alone although it may look as if it should change.
fn tell_skipped(path: &str, skipped: Skipped) {
    let why = match skipped {
        Skipped::Json | Skipped::NoCollection => return,
        Skipped::Characters => "it has line breaks that few tools know",
        Skipped::ReadDifferently => "readers of YAML 1.2 see other data in it than Heat",
    };
    let path = path.replace(char::is_control, "?");
    // There is nobody left to tell where standard error is closed.
    let _ = writeln!(io::stderr(), "note: {path} stays as it is: {why}");
}

fn tell_broken(path: &str, broken: &Broken, errors: &Look) {
    let place = broken.line.map_or_else(String::new, |line| format!("line {line}: "));
    let message = format!("cannot format {path}: {place}{}", broken.why);
    let help = format!("`hotkit check {path}` says more");
    let help = (path != "standard input").then_some(help.as_str());
    let note = if broken.is_read_by_heat {
        "pure Python reads it, few other tools do; it stays as it is"
    } else {
        "Heat cannot read it; it stays as it is"
    };
    tell(&error(&message, path, &[note], help), errors);
}

fn tell_bug(path: &str, doubt: Doubt, line: Option<u32>, errors: &Look) {
    let what = match doubt {
        Doubt::Edits => "its changes contradict each other",
        Doubt::Data(_) => "Heat would not read the same data from it",
        Doubt::SecondReader => "a reader of YAML 1.2 would not read the same data from it",
        Doubt::Comment(_) => "a comment would be lost or moved",
    };
    let place = line.map_or_else(String::new, |line| format!(", from line {line} on"));
    let message = format!(
        "this is a bug in hotkit {}: it cannot lay out {path}",
        env!("CARGO_PKG_VERSION")
    );
    let notes = [format!("{what}{place}; the file stays as it is")];
    let notes = notes.each_ref().map(String::as_str);
    let help = Some("please report it with the file, or with as much of it as shows it");
    tell(&error(&message, path, &notes, help), errors);
}

fn error<'a>(message: &'a str, path: &'a str, notes: &'a [&'a str], help: Option<&'a str>) -> CommandError<'a> {
    CommandError {
        message,
        path: Some(path),
        place: None,
        notes,
        help,
    }
}

fn write_out(bytes: &[u8]) -> Result<(), Trouble> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Trouble::Output(error)),
    }
}
