//! `check --watch`: a run is awaited by what it prints, never by the clock.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::kit::{Folder, command};

/// Nothing of it takes so long, but on a machine that does not get on.
const LONGEST: Duration = Duration::from_secs(120);

const ROOT: &str = "\
heat_template_version: 2018-08-31
resources:
  part: { type: parts/disk.yaml }
";

const DISK: &str = "\
heat_template_version: 2018-08-31
resources:
  disk: { type: OS::Cinder::Volume, properties: { size: 1 } }
";

struct Session {
    child: Child,
    lines: Receiver<String>,
}

impl Session {
    fn start(folder: &Folder, arguments: &[&str]) -> Session {
        let mut child = command(folder.path())
            .args(["check", "--watch"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let out: Box<dyn std::io::Read + Send> = Box::new(child.stdout.take().unwrap());
        let err: Box<dyn std::io::Read + Send> = Box::new(child.stderr.take().unwrap());
        for stream in [out, err] {
            let sender = sender.clone();
            thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    // The test may be over.
                    let _ = sender.send(line);
                }
            });
        }
        Session { child, lines }
    }

    /// Reads on until a line with these words.
    fn until(&self, words: &str) {
        let mut seen = Vec::new();
        loop {
            match self.lines.recv_timeout(LONGEST) {
                Ok(line) if line.contains(words) => return,
                Ok(line) => seen.push(line),
                Err(error) => panic!("{error}: no {words:?} in {seen:#?}"),
            }
        }
    }

    /// As Ctrl-C does.
    fn interrupt(mut self) -> Option<i32> {
        let sent = Command::new("kill")
            .args(["-INT", &self.child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Where a test fails, nothing may be left behind; else it has ended by itself.
        let _ = self.child.kill();
    }
}

#[cfg(unix)]
#[test]
fn files_that_took_part_begin_a_new_run() {
    let folder = Folder::of(&[("a.yaml", ROOT), ("parts/disk.yaml", DISK)]);
    let session = Session::start(&folder, &["a.yaml"]);
    session.until("no findings");
    folder.write("parts/disk.yaml", DISK.replace("size", "sise"));
    session.until("parts/disk.yaml changed");
    session.until("no property `sise`");
    session.until("Heat refuses");
    folder.write("hotkit.yaml", "rules: { unknown-propert: off }");
    session.until("there is no rule or group");
    std::fs::remove_file(folder.path().join("hotkit.yaml")).unwrap();
    session.until("no property `sise`");
    session.until("Heat refuses");
    assert_eq!(session.interrupt(), Some(1));
}

#[cfg(unix)]
#[test]
fn new_files_of_a_folder_count_and_a_clean_run_ends_with_0() {
    let folder = Folder::of(&[("a.yaml", DISK)]);
    let session = Session::start(&folder, &["--format", "json"]);
    session.until("\"files\":1");
    folder.write("deep/b.yaml", DISK);
    session.until("\"files\":2");
    assert_eq!(session.interrupt(), Some(0));
}

#[test]
fn what_writes_cannot_be_watched() {
    let folder = Folder::of(&[("a.yaml", DISK)]);
    for other in ["--fix", "--unsafe-fixes", "--diff", "--add-ignores", "--write-baseline"] {
        let run = folder.hotkit(&["check", "--watch", other]);
        assert_eq!(run.status, Some(2), "{other}: {run:?}");
        run.complains("cannot be used with");
    }
}
