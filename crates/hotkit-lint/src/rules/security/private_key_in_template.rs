//! A private key in the text of a template.

use hotkit_text::{Group, Severity, TextRange};

use crate::finding::{Finding, Findings};
use crate::rule::Rule;
use crate::view::View;

pub(crate) static RULE: Rule = Rule::lint(
    "private-key-in-template",
    Group::Security,
    Severity::Error,
    include_str!("private_key_in_template.md"),
    look,
);

/// The fewest bytes of a line of key data.
const SHORTEST_LINE: usize = 32;

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let defaults = view.template.parameters.iter().filter_map(|it| it.default.as_ref());
    for text in defaults.filter(|it| it.as_text().is_some_and(|it| key_in(it).is_some())) {
        report(view, text.range, String::new(), findings);
    }
    for use_ in view.uses.texts.iter().filter(|it| key_in(it.text).is_some()) {
        report(
            view,
            use_.at.range,
            view.path_to(use_.at.owner, use_.at.range),
            findings,
        );
    }
}

/// Where the first line of a private key begins. A line that only names the marks, as in a pattern, has nothing behind it.
fn key_in(text: &str) -> Option<usize> {
    if text.len() < SHORTEST_LINE {
        return None;
    }
    let at = text.find("-----BEGIN ")?;
    let line = text[at..].lines().next()?;
    let follows = text[at + line.len()..].lines().find(|it| !it.trim().is_empty())?;
    let is_key = line.contains("PRIVATE KEY-----");
    let is_data = follows.trim().len() >= SHORTEST_LINE
        && follows
            .trim()
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "+/=".contains(it));
    (is_key && is_data).then_some(at)
}

fn report(view: &View<'_>, range: TextRange, path: String, findings: &mut Findings<'_>) {
    let mark = "-----BEGIN ";
    let place = view.slice(range).find(mark).map_or(range, |at| {
        let start = range.start() + at as u32;
        TextRange::new(start, start + mark.len() as u32)
    });
    findings.add(
        Finding::new(
            place,
            path,
            "a private key stands in the template for everybody to read",
        )
        .label("a private key")
        .help("take it out and make a new one: this one is no secret any more"),
    );
}
