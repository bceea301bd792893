//! The page that lists every rule, with what it was seen to find in templates of others.
//!
//! What a rule is stands in `hotkit-lint`; `data/rules.tsv` holds the figures of the last run over public templates, as
//! numbers only, since the templates belong to others. The page of each rule tells its figures, too: they must agree.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hotkit_lint::{Rule, rules};
use hotkit_text::Group;

use crate::picture::Wanted;

const PAGE: &str = "docs/rules.md";
const FIGURES: &str = include_str!("../data/rules.tsv");

/// Templates in the corpus.
const TEMPLATES: &str = "1,390";

/// Of how many in a hundred findings a reviewer must act at least where a rule is on by itself.
const LEAST_SHARE: usize = 90;

/// What was seen of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Figures {
    /// Findings.
    findings: usize,
    /// Files with findings.
    files: usize,
    /// Findings that were read.
    read: usize,
    /// Those on which a reviewer would act.
    acted: usize,
}

impl Figures {
    /// The share of those on which a reviewer would act, in a hundred.
    fn share(self) -> Option<usize> {
        (self.acted * 100).checked_div(self.read)
    }

    /// The sentence for the page of the rule.
    pub(crate) fn sentence(self) -> String {
        if self.findings == 0 {
            return format!("No finding in {TEMPLATES} public templates.");
        }
        let findings = counted(self.findings, "finding");
        let files = counted(self.files, "file");
        let mut start = findings.chars();
        let first = start.next().into_iter().flat_map(char::to_uppercase);
        let findings: String = first.chain(start).collect();
        format!(
            "{findings} in {files} of {TEMPLATES} public templates. Of {} that were read, a reviewer would act on {} ({} %).",
            self.read,
            self.acted,
            self.share().unwrap_or_default()
        )
    }
}

fn counted(number: usize, noun: &str) -> String {
    match number {
        1 => format!("one {noun}"),
        _ => format!("{} {noun}s", thousands(number)),
    }
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut result = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    result
}

/// Writes the page, or says whether it is fresh; what is told either way is a sentence for people.
pub(crate) fn page_of_rules(root: &Path, wanted: Wanted) -> Result<String, String> {
    let figures = figures()?;
    let complaints = complaints(&figures);
    if !complaints.is_empty() {
        return Err(complaints.join("\n"));
    }
    let page = page(&figures);
    let path = root.join(PAGE);
    if wanted == Wanted::Written {
        fs::write(&path, page).map_err(|error| format!("cannot write {PAGE}: {error}"))?;
        return Ok(format!("{PAGE} is written"));
    }
    let found = fs::read_to_string(&path).map_err(|error| format!("cannot read {PAGE}: {error}"))?;
    if found == page {
        Ok(format!("{PAGE} is fresh"))
    } else {
        Err(format!("{PAGE} is stale; `cargo xtask rules` writes it anew"))
    }
}

/// The figures of every rule that has some, by its name.
pub(crate) fn figures() -> Result<BTreeMap<&'static str, Figures>, String> {
    let lines = FIGURES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let entries = lines.map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let numbers: Vec<usize> = columns[1..].iter().filter_map(|it| it.parse().ok()).collect();
        match (columns.as_slice(), numbers.as_slice()) {
            ([name, _, _, _, _], &[findings, files, read, acted]) => Ok((
                *name,
                Figures {
                    findings,
                    files,
                    read,
                    acted,
                },
            )),
            _ => Err(format!("a name and four numbers are wanted: {line}")),
        }
    });
    entries.collect()
}

/// Where rules, their pages and their figures do not agree.
pub(crate) fn complaints(figures: &BTreeMap<&'static str, Figures>) -> Vec<String> {
    let mut complaints = Vec::new();
    // What a contract asks says nothing of templates that never entered into it.
    let counted = rules()
        .iter()
        .filter(|it| !matches!(it.group, Group::Engine | Group::Contract));
    for rule in counted {
        let Some(seen) = figures.get(rule.name) else {
            complaints.push(format!("{} has no figures in xtask/data/rules.tsv", rule.name));
            continue;
        };
        let page: Vec<&str> = rule.page.split_whitespace().collect();
        if !page.join(" ").contains(&seen.sentence()) {
            complaints.push(format!("the page of {} should say: {}", rule.name, seen.sentence()));
        }
        let enough = seen.read >= seen.findings.min(20);
        if !enough {
            complaints.push(format!("of the findings of {} only {} were read", rule.name, seen.read));
        }
        if rule.default_on && seen.share().is_some_and(|it| it < LEAST_SHARE) {
            complaints.push(format!("{} is on, and too few of its findings are acted on", rule.name));
        }
    }
    for name in figures.keys() {
        if !rules().iter().any(|it| it.name == *name) {
            complaints.push(format!("xtask/data/rules.tsv knows {name}, and nobody else does"));
        }
    }
    complaints
}

fn page(figures: &BTreeMap<&'static str, Figures>) -> String {
    let (engine, lint): (Vec<&Rule>, Vec<&Rule>) = rules().iter().copied().partition(|it| it.group == Group::Engine);
    let on = lint.iter().filter(|it| it.default_on).count();
    let fixed = lint.iter().filter(|it| fix(it) != "none").count();
    let mut page = format!(
        "# Rules\n\n\
         <!-- Written by `cargo xtask rules` from the rules themselves and xtask/data/rules.tsv; do not edit. -->\n\n\
         {} rules say what Heat refuses; they are always right, or they are wrong. {} rules say what Heat accepts and people\n\
         regret: {on} of them are on by themselves, {fixed} can change the text. The others are selected by name or group:\n\
         `--select security`. The last columns say what each was seen to find in {TEMPLATES} public templates, judged without\n\
         inputs, and on how many of the findings that were read a reviewer would act. Below {LEAST_SHARE} in a hundred a rule is off.\n",
        engine.len(),
        lint.len(),
    );
    for group in Group::ALL.into_iter().filter(|it| *it != Group::Engine) {
        page.push_str(&format!(
            "\n## {}\n\n| rule | what it finds | severity | default | fix | findings | files | acted on |\n\
             |---|---|---|---|---|---:|---:|---:|\n",
            group.name()
        ));
        for rule in lint.iter().filter(|it| it.group == group) {
            page.push_str(&row(rule, figures.get(rule.name)));
        }
    }
    page.push_str("\n## engine\n\n| rule | what it finds |\n|---|---|\n");
    for rule in engine {
        page.push_str(&format!("| {} | {} |\n", link(rule), what(rule)));
    }
    page
}

fn row(rule: &Rule, figures: Option<&Figures>) -> String {
    let default = if rule.default_on { "on" } else { "off" };
    let (findings, files, acted) = match figures {
        None => ("–".to_owned(), "–".to_owned(), "–".to_owned()),
        Some(seen) => (
            thousands(seen.findings),
            thousands(seen.files),
            seen.share().map_or_else(
                || "–".to_owned(),
                |share| format!("{}/{} ({share} %)", seen.acted, seen.read),
            ),
        ),
    };
    format!(
        "| {} | {} | {} | {default} | {} | {findings} | {files} | {acted} |\n",
        link(rule),
        what(rule),
        rule.severity.name(),
        fix(rule),
    )
}

/// The name, leading to the page.
fn link(rule: &Rule) -> String {
    let file = rule.name.replace('-', "_");
    format!(
        "[`{}`](../crates/hotkit-lint/src/rules/{}/{file}.md)",
        rule.name,
        rule.group.name()
    )
}

/// The first sentence of the page, fit for a table.
fn what(rule: &Rule) -> String {
    rule.summary().replace('|', "\\|")
}

/// What the page says of the fix.
fn fix(rule: &Rule) -> &str {
    let last = rule.page.lines().last().unwrap_or_default();
    let fix = last.split("Fix: ").nth(1).and_then(|it| it.split('.').next());
    fix.unwrap_or("none")
}
