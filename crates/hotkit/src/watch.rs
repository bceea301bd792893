//! `hotkit check --watch`: the same run again, whenever a file that took part in it changes.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write, stdout};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use hotkit_report::Look;
use hotkit_workspace::Watched;
use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecursiveMode, Watcher};

use crate::Status;
use crate::command::{fail, note};

/// Nothing happens for so long before a run begins: whoever saves one file mostly saves others, too.
const QUIET: Duration = Duration::from_millis(80);

/// A run begins after so long, even where files keep changing.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// Clears the screen and what has scrolled off it, and goes to its first line.
const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";

/// What happens while a run is waited for.
enum Signal {
    /// Something about a path is different, perhaps.
    Changed(PathBuf),
    /// Changes may have been missed.
    Missed,
    /// Ctrl-C.
    Stop,
}

/// One run.
pub(crate) struct Round {
    pub(crate) status: Status,
    pub(crate) watched: Watched,
    /// What is to be shown, and where; done once the files are watched, so that no change behind it is missed.
    pub(crate) show: Box<dyn FnOnce() -> Status>,
}

/// Runs until Ctrl-C, and ends as the last run did.
pub(crate) fn watch(mut run: impl FnMut() -> Round, clears: bool, errors: &Look) -> Status {
    let (sender, signals) = channel();
    let stop = sender.clone();
    if let Err(error) = ctrlc::set_handler(move || drop(stop.send(Signal::Stop))) {
        return fail(&format!("cannot wait for Ctrl-C: {error}"), None, errors);
    }
    let mut watcher = match notify::recommended_watcher(move |event| pass_on(&sender, event)) {
        Ok(watcher) => watcher,
        Err(error) => return fail(&format!("cannot watch files: {error}"), None, errors),
    };
    let mut folders = BTreeSet::new();
    let mut watch = |wanted: BTreeSet<PathBuf>| {
        let mut added = false;
        for folder in &folders - &wanted {
            // It may be gone, and is forgotten either way.
            let _ = watcher.unwatch(&folder);
        }
        for folder in &wanted - &folders {
            match watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => added = true,
                Err(error) => note(&format!("cannot watch {}: {error}", folder.display())),
            }
        }
        folders = wanted;
        added
    };
    let rounds = Rounds {
        signals: &signals,
        quiet: QUIET,
        longest: LONGEST_WAIT,
    };
    rounds.go(&mut run, &mut watch, &mut |changed| {
        if clears && stdout().is_terminal() {
            let mut out = stdout().lock();
            // A closed output is noticed when the findings are written.
            let _ = out.write_all(CLEAR.as_bytes()).and_then(|()| out.flush());
        } else if let Some(path) = changed {
            note(&format!("{} changed", shown(path)));
        }
    })
}

/// The rounds, apart from what sends the signals.
struct Rounds<'s> {
    signals: &'s Receiver<Signal>,
    quiet: Duration,
    longest: Duration,
}

impl Rounds<'_> {
    /// `watch` says whether folders came in that were not watched before: then a change may have been missed, and the run counts
    /// for nothing.
    fn go(
        &self,
        run: &mut dyn FnMut() -> Round,
        watch: &mut dyn FnMut(BTreeSet<PathBuf>) -> bool,
        begin: &mut dyn FnMut(Option<&Path>),
    ) -> Status {
        let mut changed: Option<PathBuf> = None;
        loop {
            let mut round = run();
            while watch(round.watched.folders()) {
                round = run();
            }
            begin(changed.as_deref());
            let status = round.status.max((round.show)());
            let Some(path) = self.next(&round.watched) else {
                return status;
            };
            changed = Some(path);
        }
    }

    /// The path of the next change that matters, once nothing has happened for a while; `None` where it is over.
    fn next(&self, watched: &Watched) -> Option<PathBuf> {
        let changed = loop {
            match self.signals.recv() {
                Ok(Signal::Changed(path)) if watched.concerns(&path) => break path,
                Ok(Signal::Changed(_)) => {}
                Ok(Signal::Missed) => break PathBuf::from("something"),
                Ok(Signal::Stop) | Err(_) => return None,
            }
        };
        let begin = Instant::now();
        while begin.elapsed() < self.longest {
            match self.signals.recv_timeout(self.quiet) {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
                Ok(Signal::Changed(_) | Signal::Missed) => {}
                Err(RecvTimeoutError::Timeout) => break,
            }
        }
        Some(changed)
    }
}

/// From what the system tells to signals. Being read is no change.
fn pass_on(sender: &Sender<Signal>, event: notify::Result<notify::Event>) {
    let signals: Vec<Signal> = match event {
        Ok(event) if event.need_rescan() => vec![Signal::Missed],
        Ok(event) => match event.kind {
            EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write) => Vec::new(),
            _ => event.paths.into_iter().map(Signal::Changed).collect(),
        },
        Err(_) => vec![Signal::Missed],
    };
    for signal in signals {
        // Nobody listens any more when the command ends.
        let _ = sender.send(signal);
    }
}

/// The path from the working folder, where it lies there.
fn shown(path: &Path) -> String {
    let folder = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeSet;
    use std::path::PathBuf;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use hotkit_workspace::{CheckRequest, Project, Watched, inspect};

    use super::{Round, Rounds, Signal};
    use crate::Status;

    /// The signals all come before they are asked for, so that nothing hangs on how fast anything is.
    fn rounds(signals: Vec<Signal>, added: &[bool]) -> (Status, usize, Vec<Option<PathBuf>>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.yaml"), "heat_template_version: 2018-08-31\n").unwrap();
        let project = Project::open(folder.path(), false);
        let request = CheckRequest {
            paths: vec!["a.yaml".to_owned()],
            ..CheckRequest::default()
        };
        let inspection = inspect(&project, &request, &|_| ()).unwrap();
        let (sender, receiver) = channel();
        for signal in signals {
            let signal = match signal {
                Signal::Changed(path) => Signal::Changed(project.absolute(&path.to_string_lossy())),
                other => other,
            };
            sender.send(signal).unwrap();
        }
        drop(sender);
        let runs = Cell::new(0);
        let begun = RefCell::new(Vec::new());
        let mut added = added.iter().copied();
        let status = Rounds {
            signals: &receiver,
            quiet: Duration::from_millis(1),
            longest: Duration::from_secs(60),
        }
        .go(
            &mut || {
                runs.set(runs.get() + 1);
                let status = if runs.get() == 1 {
                    Status::Findings
                } else {
                    Status::Clean
                };
                Round {
                    status,
                    watched: Watched::of(&project, &request, Some(&inspection)),
                    show: Box::new(|| Status::Clean),
                }
            },
            &mut |_: BTreeSet<PathBuf>| added.next().unwrap_or(false),
            &mut |changed| {
                begun
                    .borrow_mut()
                    .push(changed.map(|it| PathBuf::from(it.file_name().unwrap())))
            },
        );
        (status, runs.get(), begun.into_inner())
    }

    fn changed(path: &str) -> Signal {
        Signal::Changed(path.into())
    }

    #[test]
    fn ctrl_c_ends_with_the_status_of_the_last_run() {
        assert_eq!(rounds(vec![Signal::Stop], &[]), (Status::Findings, 1, vec![None]));
    }

    #[test]
    fn what_took_no_part_begins_no_run() {
        let signals = vec![changed("b.yaml"), changed("a.yaml.swp"), Signal::Stop];
        assert_eq!(rounds(signals, &[]), (Status::Findings, 1, vec![None]));
    }

    #[test]
    fn changes_while_one_is_waited_for_are_one_change() {
        // The channel is closed behind them, which ends the wait as Ctrl-C does.
        let signals = vec![changed("a.yaml"), changed("a.yaml"), Signal::Missed];
        assert_eq!(rounds(signals, &[]), (Status::Findings, 1, vec![None]));
    }

    #[test]
    fn a_run_before_all_was_watched_counts_for_nothing() {
        assert_eq!(
            rounds(vec![Signal::Stop], &[true, false]),
            (Status::Clean, 2, vec![None])
        );
    }
}
