//! The long form: every finding with its lines of source, and the verdict at the end.

use hotkit_text::{Diagnostic, Files, Severity};

use crate::Report;
use crate::concise::one_line;
use crate::fold::{Counted, Fold, Form as Shown};
use crate::form::{End, Form, Part, Tally, whole};
use crate::frame::{Place, frames};
use crate::look::{Look, Role};
use crate::shown::{Wrap, cells, counted, harmless, number, wrap};
use crate::verdict::verdict;

/// Related places of one finding that get a frame; a circle of a thousand resources would fill
/// the screen and tell nothing more.
const MOST_RELATED: usize = 12;

/// The form that [`pretty`] writes.
#[derive(Clone, Debug)]
pub struct Pretty {
    look: Look,
    fold: Fold,
    tally: Tally,
    /// What cannot be written yet, because it is not decided whether the first of it is shown in full.
    waiting: Vec<Piece>,
    /// How many of those that were undecided are written in full.
    settled: usize,
    /// Whether what was written last was shown in full; `None` where nothing was.
    before: Option<bool>,
}

/// One finding.
#[derive(Clone, Debug)]
enum Piece {
    Full(String),
    OneLine(String),
    Undecided { full: String, one_line: String },
}

impl Pretty {
    /// For this terminal.
    #[must_use]
    pub fn new(look: Look) -> Pretty {
        Pretty {
            look,
            fold: Fold::default(),
            tally: Tally::default(),
            waiting: Vec::new(),
            settled: 0,
            before: None,
        }
    }

    /// Writes what waits. While something may still be undecided, nothing is written.
    fn settle(&mut self) -> String {
        let mut result = String::new();
        for piece in std::mem::take(&mut self.waiting) {
            let (text, is_full) = match piece {
                Piece::Full(text) => (text, true),
                Piece::OneLine(text) => (text, false),
                Piece::Undecided { full, .. } if self.settled < self.fold.room() => {
                    self.settled += 1;
                    (full, true)
                }
                Piece::Undecided { one_line, .. } => (one_line, false),
            };
            if self.before.is_some_and(|before| before || is_full) {
                result.push('\n');
            }
            self.before = Some(is_full);
            result.push_str(&text);
        }
        result
    }
}

impl Form for Pretty {
    fn part(&mut self, part: &Part<'_>) -> String {
        let findings: Vec<&Diagnostic> = part.visible().collect();
        self.tally.add(part.visible());
        let forms = self.fold.forms(&findings);
        for (finding, form) in findings.into_iter().zip(forms) {
            let one_line = || {
                let mut line = String::new();
                one_line(&mut line, part.files, finding, self.look);
                line
            };
            let piece = match form {
                Shown::Full => Piece::Full(full(part, finding, self.look)),
                Shown::OneLine => Piece::OneLine(one_line()),
                Shown::Undecided => Piece::Undecided {
                    full: full(part, finding, self.look),
                    one_line: one_line(),
                },
                Shown::Counted => continue,
            };
            self.waiting.push(piece);
        }
        if self.fold.room() == 0 {
            self.settle()
        } else {
            String::new()
        }
    }

    fn end(&mut self, end: &End<'_>) -> String {
        let mut result = self.settle();
        let is_empty = self.before.is_none();
        if !self.fold.counted.is_empty() {
            result.push('\n');
        }
        for rule in &self.fold.counted {
            result.push_str(&folded_line(rule, self.look));
        }
        if !is_empty {
            result.push('\n');
        }
        result.push_str(&verdict(&self.tally, end.summary, self.look));
        result
    }
}

/// The findings with frames and the verdict, ending with a line break. Hints are left to editors.
#[must_use]
pub fn pretty(report: &Report<'_>, look: &Look) -> String {
    whole(Pretty::new(*look), report, &[])
}

/// A finding with its frames.
fn full(part: &Part<'_>, finding: &Diagnostic, look: Look) -> String {
    let head = format!("{}[{}]:", finding.severity.name(), finding.rule);
    let message = look.signs(&harmless(&finding.message));
    let mut result = headline(&head, finding.severity, &message, look);
    let (places, left_out) = places(part.files, finding);
    result.push_str(&frames(&places, finding.severity, 1, look));
    if left_out > 0 {
        let text = format!("  {} and {} more", look.ellipsis(), counted(left_out, "place"));
        result.push_str(&look.paint(Role::Dim, &text));
        result.push('\n');
    }
    if let Some(help) = help(finding, look) {
        result.push_str(&help);
    }
    result
}

/// The first line, wrapped with four blanks.
pub(crate) fn headline(head: &str, severity: Severity, message: &str, look: Look) -> String {
    let how = Wrap {
        limit: look.columns() - 4,
        taken: cells(head) + 1,
        indent: 4,
    };
    let head = look.paint(Role::Severity(severity), head);
    format!("{head} {}\n", wrap(message, how))
}

/// The places of a finding in the order in which they are shown: its own file first, each file
/// from top to bottom. Also, how many of the related places were left out.
fn places<'a>(files: &'a Files, finding: &'a Diagnostic) -> (Vec<Place<'a>>, usize) {
    let mut related: Vec<_> = finding.related.iter().take(MOST_RELATED).collect();
    related.sort_by_key(|it| (it.file != finding.file, it.file, it.range));
    let mut places: Vec<Place<'a>> = related
        .iter()
        .map(|it| Place {
            file: files.get(it.file),
            range: it.range,
            label: Some(&it.label),
            own: false,
        })
        .collect();
    let own = related.partition_point(|it| it.file == finding.file && it.range < finding.range);
    places.insert(
        own,
        Place {
            file: files.get(finding.file),
            range: finding.range,
            label: finding.label.as_deref(),
            own: true,
        },
    );
    (places, finding.related.len() - related.len())
}

/// The line that says what to do; `None` where there is nothing to say.
fn help(finding: &Diagnostic, look: Look) -> Option<String> {
    let suggestion = finding
        .suggestion
        .as_ref()
        .map(|name| format!("did you mean `{}`?", harmless(name)));
    let title = finding.fix.as_ref().map(|fix| fix.title.as_str());
    let advice = match (&finding.help, &suggestion) {
        (None, None) => title,
        (help, _) => help.as_deref(),
    };
    let advice = advice.map(|advice| look.signs(&harmless(advice)));
    let words: Vec<String> = suggestion.into_iter().chain(advice).collect();
    if words.is_empty() {
        return None;
    }
    let remedy = finding.fix.as_ref().map(|fix| match fix.safe {
        true => "[*] --fix does it",
        false => "[+] --unsafe-fixes does it",
    });
    Some(help_line(&words.join(" "), remedy, look))
}

/// `help:` with its words, wrapped under the first of them, and the option that does it.
pub(crate) fn help_line(words: &str, remedy: Option<&str>, look: Look) -> String {
    const INDENT: usize = "  help: ".len();
    let limit = look.columns() - 2;
    let how = Wrap {
        limit,
        taken: INDENT,
        indent: INDENT,
    };
    let mut line = format!("  {} {}", look.paint(Role::Help, "help:"), wrap(words, how));
    if let Some(remedy) = remedy {
        let last = line.rsplit('\n').next().map_or(0, cells);
        if last + 2 + cells(remedy) > limit {
            line.push('\n');
            line.push_str(&" ".repeat(INDENT));
        } else {
            line.push_str("  ");
        }
        line.push_str(remedy);
    }
    line.push('\n');
    line
}

fn folded_line(rule: &Counted, look: Look) -> String {
    let count = format!("{} and {} more", look.ellipsis(), number(rule.findings));
    let where_to = format!("in {}; --format concise lists all", counted(rule.files, "file"));
    format!(
        "{} {} {}\n",
        look.paint(Role::Dim, &count),
        rule.rule,
        look.paint(Role::Dim, &where_to)
    )
}
