//! The long form: every finding with its lines of source, and the verdict at the end.

use hotkit_text::{Diagnostic, Severity};

use crate::Report;
use crate::concise::one_line;
use crate::fold::{Counted, Form, fold};
use crate::frame::{Place, frames};
use crate::look::{Look, Role};
use crate::shown::{Wrap, cells, counted, harmless, number, wrap};
use crate::verdict::verdict;

/// Related places of one finding that get a frame; a circle of a thousand resources would fill
/// the screen and tell nothing more.
const MOST_RELATED: usize = 12;

/// The findings with frames and the verdict, ending with a line break. Hints are left to editors.
#[must_use]
pub fn pretty(report: &Report<'_>, look: &Look) -> String {
    let findings = visible(report.diagnostics);
    let (forms, folded) = fold(&findings);
    let mut result = String::new();
    let mut before = None;
    for (finding, form) in findings.iter().zip(forms) {
        if form == Form::Counted {
            continue;
        }
        if before.is_some_and(|before| before == Form::Full || form == Form::Full) {
            result.push('\n');
        }
        before = Some(form);
        if form == Form::Full {
            push_full(&mut result, report, finding, *look);
        } else {
            result.push_str(&one_line(report.files, finding, *look));
        }
    }
    if !folded.is_empty() {
        result.push('\n');
    }
    for rule in &folded {
        result.push_str(&folded_line(rule, *look));
    }
    if !result.is_empty() {
        result.push('\n');
    }
    result.push_str(&verdict(&findings, report.summary, *look));
    result
}

/// The findings that people are shown outside an editor.
pub(crate) fn visible(findings: &[Diagnostic]) -> Vec<&Diagnostic> {
    findings.iter().filter(|it| it.severity != Severity::Hint).collect()
}

fn push_full(result: &mut String, report: &Report<'_>, finding: &Diagnostic, look: Look) {
    let head = format!("{}[{}]:", finding.severity.name(), finding.rule);
    let message = look.signs(&harmless(&finding.message));
    result.push_str(&headline(&head, finding.severity, &message, look));
    let (places, left_out) = places(report, finding);
    result.push_str(&frames(&places, finding.severity, 1, look));
    if left_out > 0 {
        let text = format!("  {} and {} more", look.ellipsis(), counted(left_out, "place"));
        result.push_str(&look.paint(Role::Dim, &text));
        result.push('\n');
    }
    if let Some(help) = help(finding, look) {
        result.push_str(&help);
    }
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
fn places<'a>(report: &Report<'a>, finding: &'a Diagnostic) -> (Vec<Place<'a>>, usize) {
    let mut related: Vec<_> = finding.related.iter().take(MOST_RELATED).collect();
    related.sort_by_key(|it| (it.file != finding.file, it.file, it.range));
    let mut places: Vec<Place<'a>> = related
        .iter()
        .map(|it| Place {
            file: report.files.get(it.file),
            range: it.range,
            label: Some(&it.label),
            own: false,
        })
        .collect();
    let own = related.partition_point(|it| it.file == finding.file && it.range < finding.range);
    places.insert(
        own,
        Place {
            file: report.files.get(finding.file),
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
