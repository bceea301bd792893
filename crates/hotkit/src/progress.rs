//! One line on standard error that says how far a long run is.

use std::io::{IsTerminal, Write, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use hotkit_report::Look;
use hotkit_workspace::Progress;

/// Runs shorter than this show nothing.
const QUIET: Duration = Duration::from_millis(300);

/// Between two pictures.
const PAUSE: Duration = Duration::from_millis(60);

/// The line; it is there only on a terminal, and gone when this is dropped.
pub(crate) struct ProgressLine {
    look: Option<Look>,
    began: Instant,
    last: Mutex<Option<Instant>>,
}

impl ProgressLine {
    pub(crate) fn new(look: Look, began: Instant) -> ProgressLine {
        ProgressLine {
            look: stderr().is_terminal().then_some(look),
            began,
            last: Mutex::new(None),
        }
    }

    /// Shows how far it is, where it is time to.
    pub(crate) fn show(&self, progress: Progress<'_>) {
        let Some(look) = self.look else { return };
        let now = Instant::now();
        if now.duration_since(self.began) < QUIET {
            return;
        }
        // Whoever does not get the lock has nothing newer to show.
        let Ok(mut last) = self.last.try_lock() else { return };
        if last.is_none_or(|last| now.duration_since(last) >= PAUSE) {
            *last = Some(now);
            let line = line(progress, &look);
            let _ = write!(stderr(), "\r\x1b[K{line}").and_then(|()| stderr().flush());
        }
    }
}

impl ProgressLine {
    /// Takes the line away, before something else is written.
    pub(crate) fn hide(&self) {
        let shown = self.last.lock().is_ok_and(|mut last| last.take().is_some());
        if shown {
            let _ = write!(stderr(), "\r\x1b[K").and_then(|()| stderr().flush());
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        self.hide();
    }
}

/// `checking 61,204 of 100,000 files · 14 findings · labs/ceph/course.yaml`, cut to the width.
fn line(progress: Progress<'_>, look: &Look) -> String {
    let dot = if look.ascii { "-" } else { "·" };
    let line = format!(
        "checking {} of {} files {dot} {} findings {dot} {}",
        grouped(progress.done),
        grouped(progress.total),
        grouped(progress.findings),
        progress.path
    );
    let shown = |it: char| if it.is_control() { '?' } else { it };
    let width = look.width.saturating_sub(1);
    if line.chars().count() <= width {
        return line.chars().map(shown).collect();
    }
    let ellipsis = if look.ascii { "..." } else { "…" };
    let kept = width.saturating_sub(ellipsis.chars().count());
    line.chars().take(kept).map(shown).chain(ellipsis.chars()).collect()
}

/// A number with a comma after each three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut result = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    result
}

#[cfg(test)]
mod tests {
    use hotkit_report::Look;
    use hotkit_workspace::Progress;

    use super::line;

    #[test]
    fn one_line_within_the_width() {
        let progress = Progress {
            done: 61_204,
            total: 100_000,
            findings: 14,
            path: "tripleo/\u{1b}[2Jnova-compute.yaml",
        };
        let look = Look {
            width: 67,
            ..Look::default()
        };
        assert_eq!(
            line(progress, &look),
            "checking 61,204 of 100,000 files · 14 findings · tripleo/?[2Jnova…"
        );
        let look = Look {
            width: 120,
            ascii: true,
            ..look
        };
        assert_eq!(
            line(progress, &look),
            "checking 61,204 of 100,000 files - 14 findings - tripleo/?[2Jnova-compute.yaml"
        );
    }
}
