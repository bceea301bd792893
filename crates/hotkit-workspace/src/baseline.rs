//! Findings of a certain day, so that only new ones count.
//!
//! A finding is known by its fingerprint, which moving lines does not change; the rest of an entry is for people.

use std::collections::BTreeSet;

use hotkit_text::{Diagnostic, Files, fingerprints, rooted};
use serde_json::{Value, json};

/// Number of the form.
const FORMAT_VERSION: u64 = 1;

/// The fingerprints of known findings.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Baseline {
    known: BTreeSet<String>,
}

impl Baseline {
    /// Reads a baseline; otherwise why it is none, in words that follow `cannot read FILE:`.
    pub(crate) fn read(text: &str) -> Result<Baseline, String> {
        let document: Value = serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}"))?;
        if document["format_version"] != json!(FORMAT_VERSION) {
            return Err("it is not a baseline that this version knows".to_owned());
        }
        let entries = document["findings"].as_array().ok_or("it holds no findings")?;
        let print = |entry: &Value| entry["fingerprint"].as_str().map(str::to_owned);
        let known = entries.iter().map(print).collect::<Option<BTreeSet<_>>>();
        Ok(Baseline {
            known: known.ok_or("an entry has no fingerprint")?,
        })
    }

    /// How many findings it holds.
    pub(crate) fn len(&self) -> usize {
        self.known.len()
    }

    /// Takes the findings of a file away that are known. Returns how many those are.
    pub(crate) fn sift(&self, files: &Files, prefix: &str, diagnostics: &mut Vec<Diagnostic>) -> usize {
        let prints = fingerprints(files, &*diagnostics, prefix);
        let mut found = 0;
        let mut prints = prints.iter();
        diagnostics.retain(|_| {
            let is_known = prints.next().is_some_and(|it| self.known.contains(it));
            found += usize::from(is_known);
            !is_known
        });
        found
    }
}

/// The findings as a baseline: one entry a line, sorted, so that changes of it can be read.
#[must_use]
pub fn baseline(files: &Files, diagnostics: &[Diagnostic], prefix: &str) -> String {
    let prints = fingerprints(files, diagnostics, prefix);
    let mut entries: Vec<(String, String)> = diagnostics
        .iter()
        .zip(prints)
        .map(|(it, print)| {
            let file = rooted(prefix, files.get(it.file).path());
            let entry = json!({
                "file": file,
                "rule": it.rule,
                "path": it.path,
                "message": it.message,
                "fingerprint": print,
            });
            (file, entry.to_string())
        })
        .collect();
    entries.sort();
    let lines: Vec<String> = entries.into_iter().map(|(_, line)| format!("    {line}")).collect();
    let findings = if lines.is_empty() {
        "[]".to_owned()
    } else {
        format!("[\n{}\n  ]", lines.join(",\n"))
    };
    format!("{{\n  \"format_version\": {FORMAT_VERSION},\n  \"findings\": {findings}\n}}\n")
}
