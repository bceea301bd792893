//! The page that says of every check of the engine which rule reports it, or why none can.
//!
//! `data/checks.tsv` holds one check a line: id, rules or `-`, and a few words. The cases of `tests/conformance/` add how
//! many of them show it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::picture::Wanted;

const PAGE: &str = "docs/agreement.md";
const CHECKS: &str = include_str!("../data/checks.tsv");
const CORRECTIONS: &str = include_str!("../data/corrections.tsv");

/// A check of the engine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Check {
    /// As `T-001`.
    pub(crate) id: &'static str,
    /// The rules that report it; none where Heat accepts, or where it cannot be known offline.
    pub(crate) rules: Vec<&'static str>,
    /// What is checked; without rules, why there are none.
    pub(crate) words: &'static str,
}

/// Writes the page, or says whether it is fresh; what is told either way is a sentence for people.
pub(crate) fn agreement(root: &Path, wanted: Wanted) -> Result<String, String> {
    let page = page(&checks()?, &cases(root)?);
    let path = root.join(PAGE);
    if wanted == Wanted::Written {
        fs::write(&path, page).map_err(|error| format!("cannot write {PAGE}: {error}"))?;
        return Ok(format!("{PAGE} is written"));
    }
    let found = fs::read_to_string(&path).map_err(|error| format!("cannot read {PAGE}: {error}"))?;
    if found == page {
        Ok(format!("{PAGE} is fresh"))
    } else {
        Err(format!("{PAGE} is stale; `cargo xtask agreement` writes it anew"))
    }
}

/// The checks of `data/checks.tsv`, in their order.
pub(crate) fn checks() -> Result<Vec<Check>, String> {
    let lines = CHECKS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let mut columns = line.split('\t');
            let (Some(id), Some(rules), Some(words), None) =
                (columns.next(), columns.next(), columns.next(), columns.next())
            else {
                return Err(format!("three columns are wanted: {line}"));
            };
            let rules = if rules == "-" {
                Vec::new()
            } else {
                rules.split(' ').collect()
            };
            Ok(Check { id, rules, words })
        })
        .collect()
}

/// How many cases the engine refuses and accepts, by check.
pub(crate) type Cases = BTreeMap<String, (usize, usize)>;

pub(crate) fn cases(root: &Path) -> Result<Cases, String> {
    let path = root.join("tests/conformance/index.jsonl");
    let mut cases = Cases::new();
    for line in crate::case::lines(&path)? {
        let counts = cases
            .entry(line["check"].as_str().unwrap_or_default().to_owned())
            .or_default();
        if line["verdict"] == "reject" {
            counts.0 += 1;
        } else {
            counts.1 += 1;
        }
    }
    Ok(cases)
}

/// The sections of the page: the letters that ids begin with, and what they are about.
pub(crate) const SECTIONS: [(&str, &str); 15] = [
    ("T", "The document"),
    ("V", "Versions"),
    ("P", "Parameters"),
    ("G", "Parameter groups"),
    ("C", "Conditions"),
    ("R", "Resource definitions"),
    ("F", "Functions"),
    ("D", "Dependencies"),
    ("PR", "Properties"),
    ("A", "Attributes"),
    ("N", "Nested stacks and groups"),
    ("O", "Outputs"),
    ("E", "Environments"),
    ("X", "Checks of single resource types"),
    ("CF", "CloudFormation-format templates"),
];

fn page(checks: &[Check], cases: &Cases) -> String {
    let mut page = introduction(checks, cases);
    for (letters, title) in &SECTIONS {
        page.push_str(&format!(
            "\n## {title}\n\n| check | what Heat does | rule | refused | accepted |\n|---|---|---|---:|---:|\n"
        ));
        for check in checks.iter().filter(|it| section(it.id) == *letters) {
            let rules: Vec<String> = check.rules.iter().map(|it| format!("`{it}`")).collect();
            let rules = if rules.is_empty() {
                "–".to_owned()
            } else {
                rules.join(", ")
            };
            let (refused, accepted) = cases.get(check.id).copied().unwrap_or_default();
            page.push_str(&format!(
                "| {} | {} | {rules} | {refused} | {accepted} |\n",
                check.id, check.words
            ));
        }
    }
    page.push_str(
        "\n## Where the specification was corrected\n\nThe list of checks was written before all of them were asked for. Here the \
         engine says otherwise, or more, and hotkit follows it.\n\n| check | what holds |\n|---|---|\n",
    );
    for (id, words) in corrections() {
        page.push_str(&format!("| {id} | {words} |\n"));
    }
    page
}

/// The lines of `data/corrections.tsv`: check and words.
pub(crate) fn corrections() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = CORRECTIONS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t'))
}

fn section(id: &str) -> &str {
    id.split('-').next().unwrap_or_default()
}

fn introduction(checks: &[Check], cases: &Cases) -> String {
    let reported = checks.iter().filter(|it| !it.rules.is_empty()).count();
    let (refused, accepted) = cases.values().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    format!(
        "# Agreement with the engine\n\n\
         <!-- Written by `cargo xtask agreement` from xtask/data/checks.tsv and tests/conformance; do not edit. -->\n\n\
         Everything that the engine of OpenStack Heat looks at before it creates a stack, in {all} numbered checks, and the\n\
         rule that reports it: {reported} checks have one. A dash marks what Heat accepts in silence and what nobody can know\n\
         without the cloud; the words say which. The last two columns count the cases of `tests/conformance/` that show the\n\
         check: {refused} templates that the engine refuses and {accepted} twins that it accepts. A test compares our answer\n\
         to each of them with the engine's: verdict, place and graph. What differs is listed in\n\
         `tests/conformance/known.txt`.\n",
        all = checks.len(),
    )
}

#[cfg(test)]
mod tests;
