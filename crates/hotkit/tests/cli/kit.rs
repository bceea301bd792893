//! A folder with files, and a run of the command in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

/// Nothing that these tests do may take longer, not even without optimisation.
const LONGEST: Duration = Duration::from_secs(60);

/// A template without a fault.
pub(crate) const SOUND: &str = "\
heat_template_version: 2018-08-31
parameters:
  size:
    type: number
resources:
  disk:
    type: OS::Cinder::Volume
    properties:
      size: { get_param: size }
";

/// The same with a fault at 9:7.
pub(crate) const FAULTY: &str = "\
heat_template_version: 2018-08-31
parameters:
  size:
    type: number
resources:
  disk:
    type: OS::Cinder::Volume
    properties:
      sise: { get_param: size }
";

/// A folder that goes away with the test.
pub(crate) struct Folder {
    folder: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    pub(crate) fn of(files: &[(&str, &str)]) -> Folder {
        let folder = Folder {
            folder: TempDir::new().unwrap(),
        };
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// `hotkit` with these arguments, started in this folder.
    pub(crate) fn hotkit(&self, arguments: &[&str]) -> Run {
        self.hotkit_in("", arguments)
    }

    /// `hotkit` with these arguments, started in a folder below.
    pub(crate) fn hotkit_in(&self, below: &str, arguments: &[&str]) -> Run {
        run(command(&self.folder.path().join(below)).args(arguments))
    }

    /// `hotkit` with these arguments and this standard input.
    pub(crate) fn hotkit_with_input(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Run {
        run_with_input(command(self.path()).args(arguments), input)
    }

    /// The text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// `hotkit check --format concise` with further arguments.
    pub(crate) fn check(&self, arguments: &[&str]) -> Run {
        self.hotkit(&[&["check", "--format", "concise"], arguments].concat())
    }

    /// What `hotkit check --format json` writes.
    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let run = self.hotkit(&[&["check", "--format", "json"], arguments].concat());
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"))
    }
}

impl Run {
    /// Every finding as `file:line:column severity[rule]`.
    pub(crate) fn places(&self) -> Vec<&str> {
        self.out
            .lines()
            .map(|line| line.find("]:").map_or(line, |end| &line[..=end]))
            .collect()
    }

    /// Fails where status or findings differ.
    #[track_caller]
    pub(crate) fn finds(&self, status: i32, places: &[&str]) {
        assert_eq!(
            (self.status, self.places().as_slice()),
            (Some(status), places),
            "{self:?}"
        );
    }

    /// Fails where standard error does not hold these words.
    #[track_caller]
    pub(crate) fn complains(&self, words: &str) {
        assert!(self.err.contains(words), "{words:?} is missing: {self:?}");
    }
}

/// `hotkit` in a folder, with nothing of the environment that changes its output.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(program());
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm");
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "HOTKIT_STACK_NAME"] {
        command.env_remove(name);
    }
    command
}

/// As [`run`], with a text on standard input.
#[track_caller]
pub(crate) fn run_with_input(command: &mut Command, text: impl AsRef<[u8]>) -> Run {
    let folder = TempDir::new().unwrap();
    let input = folder.path().join("input");
    fs::write(&input, text).unwrap();
    run(command.stdin(fs::File::open(input).unwrap()))
}

/// Runs it to its end, which must come soon.
#[track_caller]
pub(crate) fn run(command: &mut Command) -> Run {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(child.wait_with_output()));
    let output = receiver.recv_timeout(LONGEST).expect("it ends in time").unwrap();
    Run {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The program that is tested: the one of this build, or what `HOTKIT_PROGRAM` names, such as the one that people use.
fn program() -> std::ffi::OsString {
    std::env::var_os("HOTKIT_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_hotkit").into())
}
