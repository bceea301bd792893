//! The rug is pulled away: files vanish and change, disks are full, folders read-only, readers gone, runs interrupted.
//! Whatever happens, a run ends, says what it could not do, and no file is left half written.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "what cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How many files a run has to do with.
const FILES: usize = 120;

/// Resources of each of them.
const RESOURCES: usize = 40;

/// Nothing here may take longer, not even without optimisation on a busy machine.
const LONGEST: Duration = Duration::from_secs(120);

/// A text that `fmt` lays out, and `--fix` mends at the comment in its first line.
fn loose() -> String {
    let mut text = String::from("heat_template_version:   2018-08-31  # hotkit: ignore[unknown-section]\nresources:\n");
    for number in 0..RESOURCES {
        text.push_str(&format!(
            "  r{number}:\n    type:   OS::Heat::Value\n    properties:   {{ value: text {number} }}\n"
        ));
    }
    text
}

struct Folder(TempDir);

impl Folder {
    /// A folder with templates, and with a copy of the program that every user may start.
    fn new() -> Folder {
        let folder = Folder(TempDir::new().unwrap());
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::copy(program(), folder.path().join("hotkit")).unwrap();
        fs::create_dir(folder.path().join("t")).unwrap();
        for number in 0..FILES {
            fs::write(folder.file(number), loose()).unwrap();
        }
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn templates(&self) -> PathBuf {
        self.path().join("t")
    }

    fn file(&self, number: usize) -> PathBuf {
        self.templates().join(format!("{number:03}.yaml"))
    }

    fn hotkit(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.path().join("hotkit"));
        command.args(arguments).current_dir(self.templates());
        quiet(&mut command);
        command
    }

    /// The same, after some words of a shell.
    fn after(&self, words: &str, arguments: &str) -> Command {
        let mut command = Command::new("bash");
        let program = self.path().join("hotkit");
        command
            .args(["-c", &format!("{words}\nexec {} {arguments}", program.display())])
            .current_dir(self.templates());
        quiet(&mut command);
        command
    }

    /// The text that a run makes of every file.
    fn wanted(&self, arguments: &[&str]) -> String {
        let other = Folder::new();
        ended(&mut other.hotkit(arguments));
        let text = fs::read_to_string(other.file(0)).unwrap();
        assert_ne!(text, loose(), "{arguments:?} changes the files");
        text
    }

    /// Every template is one of these texts, as a whole. Returns how many are the last of them.
    #[track_caller]
    fn holds_only(&self, texts: &[&str]) -> usize {
        let mut last = 0;
        for number in 0..FILES {
            let Ok(text) = fs::read_to_string(self.file(number)) else {
                panic!("{number} is gone");
            };
            assert!(
                texts.contains(&text.as_str()),
                "{number} is half written: {} bytes",
                text.len()
            );
            last += usize::from(Some(&text.as_str()) == texts.last());
        }
        last
    }

    /// Names of what lies beside the templates and is none.
    fn strangers(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(self.templates()).unwrap();
        let names = entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned());
        names.filter(|it| it.len() != "000.yaml".len()).collect()
    }
}

fn quiet(command: &mut Command) {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("LC_ALL", "C.UTF-8")
        .env("NO_COLOR", "1");
}

/// Runs to the end, which must come soon, and without a word of a bug.
#[track_caller]
fn ended(command: &mut Command) -> Output {
    let began = Instant::now();
    let output = command.output().unwrap();
    assert!(began.elapsed() < LONGEST, "it took {:?}", began.elapsed());
    sane(&output);
    output
}

#[track_caller]
fn sane(output: &Output) {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        !errors.contains("bug in hotkit") && !errors.contains("panicked"),
        "{errors}"
    );
}

#[track_caller]
fn says(output: &Output, status: i32, words: &str) {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{errors}");
    assert!(errors.contains(words), "{words:?} is missing: {errors}");
}

/// Does something to the folder again and again while the commands run.
fn meanwhile(folder: &Folder, mischief: impl Fn(usize) + Send + Sync, commands: &[&[&str]]) {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut round = 0;
            while !stop.load(Ordering::Relaxed) {
                mischief(round);
                round += 1;
            }
        });
        for arguments in commands {
            let output = ended(&mut folder.hotkit(arguments));
            assert!(
                output.status.code().is_some_and(|it| it <= 2),
                "{arguments:?}: {:?}",
                output.status
            );
        }
        stop.store(true, Ordering::Relaxed);
    });
}

#[test]
fn files_vanish_and_come_back() {
    let folder = Folder::new();
    let mischief = |round: usize| {
        let file = folder.file(round * 7 % FILES);
        // Whether it is there at all depends on the round before.
        let _ = fs::remove_file(&file);
        fs::write(folder.file((round * 7 + 3) % FILES), loose()).unwrap();
    };
    meanwhile(
        &folder,
        mischief,
        &[
            &["check"],
            &["fmt", "--check"],
            &["check", "--format", "json"],
            &["fmt"],
        ],
    );
}

#[test]
fn whoever_saves_in_the_meantime_has_the_last_word() {
    let theirs = loose().replace("text", "another text");
    for command in [&["fmt"][..], &["check", "--fix"]] {
        let folder = Folder::new();
        let (ours, formatted) = (folder.wanted(command), {
            let other = Folder::new();
            for number in 0..FILES {
                fs::write(other.file(number), &theirs).unwrap();
            }
            ended(&mut other.hotkit(command));
            fs::read_to_string(other.file(0)).unwrap()
        });
        // As an editor saves: a new file in the place of the old one.
        let save = |round: usize| {
            let draft = folder.path().join("draft");
            fs::write(&draft, &theirs).unwrap();
            fs::rename(draft, folder.file(round * 11 % FILES)).unwrap();
        };
        meanwhile(&folder, save, &[command]);
        folder.holds_only(&[&loose(), &theirs, &ours, &formatted]);
        assert_eq!(folder.strangers(), BTreeSet::new(), "{command:?}");
    }
}

#[test]
fn a_folder_that_may_not_be_written_to() {
    let folder = Folder::new();
    fs::set_permissions(folder.templates(), fs::Permissions::from_mode(0o555)).unwrap();
    for arguments in [
        &["fmt"][..],
        &["check", "--fix"],
        &["check", "--write-baseline"],
        &["check", "--output", "out"],
    ] {
        let mut command = folder.hotkit(arguments);
        // The rights of folders do not bind root.
        if is_root() {
            command.uid(65534).gid(65534);
        }
        let output = ended(&mut command);
        says(&output, 2, "permission denied");
    }
    folder.holds_only(&[&loose()]);
    fs::set_permissions(folder.templates(), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(folder.strangers(), BTreeSet::new());
}

fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let user = status.lines().find(|it| it.starts_with("Uid:"));
    user.is_some_and(|it| it.split_whitespace().nth(2) == Some("0"))
}

#[test]
fn no_room_for_the_new_text() {
    // Files end at 1 KiB, as a disk does that is full; the text is larger.
    assert!(loose().len() > 2048);
    for arguments in ["fmt", "check --fix"] {
        let folder = Folder::new();
        let output = ended(&mut folder.after("trap '' XFSZ; ulimit -f 1", arguments));
        says(&output, 2, "cannot write 000.yaml: file too large");
        folder.holds_only(&[&loose()]);
        assert_eq!(folder.strangers(), BTreeSet::new(), "{arguments}");
    }
    for arguments in [
        "check --write-baseline",
        "check --output out --format json --select all",
    ] {
        let folder = Folder::new();
        let output = ended(&mut folder.after("trap '' XFSZ; ulimit -f 1", arguments));
        says(&output, 2, "cannot write");
        assert_eq!(folder.strangers(), BTreeSet::new(), "{arguments}");
    }
}

#[test]
fn the_process_is_killed_for_want_of_room() {
    for arguments in ["fmt", "check --fix"] {
        let folder = Folder::new();
        let output = ended(&mut folder.after("ulimit -c 0; ulimit -f 1", arguments));
        assert!(output.status.signal().is_some(), "{arguments}: {:?}", output.status);
        folder.holds_only(&[&loose()]);
    }
}

#[test]
fn a_reader_that_has_seen_enough() {
    let folder = Folder::new();
    for arguments in [
        "check --select all",
        "check --format json --select all",
        "fmt --diff",
        "man",
        "explain OS::Nova::Server",
    ] {
        let program = folder.path().join("hotkit");
        let mut command = Command::new("bash");
        command
            .args([
                "-c",
                &format!(
                    "{} {arguments} | head -c 1; echo ${{PIPESTATUS[0]}} >&2",
                    program.display()
                ),
            ])
            .current_dir(folder.templates());
        quiet(&mut command);
        let output = ended(&mut command);
        let errors = String::from_utf8_lossy(&output.stderr);
        let status = errors.lines().last().unwrap_or_default();
        assert!(matches!(status, "0" | "1"), "{arguments}: {errors}");
        assert!(!errors.to_lowercase().contains("pipe"), "{arguments}: {errors}");
    }
}

#[test]
fn nobody_reads_at_all() {
    let folder = Folder::new();
    for arguments in ["check --format json", "fmt --diff", "man"] {
        let output = ended(&mut folder.after("exec >/dev/full", arguments));
        says(&output, 2, "cannot write");
        // Without any output there is nobody to tell.
        let output = ended(&mut folder.after("exec >&- 2>&-", arguments));
        assert!(
            output.status.code().is_some_and(|it| it <= 2),
            "{arguments}: {:?}",
            output.status
        );
    }
    folder.holds_only(&[&loose()]);
}

#[test]
fn an_interrupted_run_leaves_whole_files() {
    for arguments in [&["fmt"][..], &["check", "--fix"]] {
        let mut interrupted = 0;
        let mut changed = BTreeSet::new();
        let whole = {
            let folder = Folder::new();
            let began = Instant::now();
            ended(&mut folder.hotkit(arguments));
            began.elapsed()
        };
        let folder = Folder::new();
        let wanted = folder.wanted(arguments);
        // From the first moment to beyond the end, and anew each time.
        for step in 0..12 {
            for number in 0..FILES {
                fs::write(folder.file(number), loose()).unwrap();
            }
            let mut child = folder.hotkit(arguments).spawn().unwrap();
            thread::sleep(whole * step / 10);
            let signal = if step % 2 == 0 { "-INT" } else { "-TERM" };
            // It may have ended by itself.
            let _ = Command::new("kill")
                .args([signal, &child.id().to_string()])
                .stderr(Stdio::null())
                .status();
            let status = child.wait().unwrap();
            interrupted += usize::from(status.signal().is_some());
            changed.insert(folder.holds_only(&[&loose(), &wanted]));
            // What a killed process leaves behind is hidden, and in nobody's way.
            for name in folder.strangers() {
                assert!(name.starts_with('.') && name.contains(".hotkit-"), "{name}");
                fs::remove_file(folder.templates().join(name)).unwrap();
            }
        }
        assert!(interrupted > 0, "{arguments:?}: no run was interrupted");
        assert!(
            changed.len() > 1,
            "{arguments:?}: every run got equally far: {changed:?}"
        );
        // A later run does the rest.
        ended(&mut folder.hotkit(arguments));
        assert_eq!(folder.holds_only(&[&wanted]), FILES);
    }
}

/// The program that is tested: the one of this build, or what `HOTKIT_PROGRAM` names, such as the one that people use.
fn program() -> std::ffi::OsString {
    std::env::var_os("HOTKIT_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_hotkit").into())
}
