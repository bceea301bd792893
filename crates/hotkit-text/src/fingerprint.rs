//! What a finding is known by when the lines around it move: for baselines, and for services that follow findings over time.

use std::collections::BTreeMap;

use crate::{Diagnostic, Files};

/// Bytes of the text at fault that count.
const MOST_TEXT: usize = 400;

/// The fingerprint of each finding, in their order: 32 hexadecimal digits, different for all findings of one run.
///
/// It is made from the rule, the path of the file behind `prefix` (the way from the project's root to where paths start), the
/// engine's path of the place, and the text at fault without its blanks; of findings that are alike in all of these, from
/// their number. Lines and columns do not count, and neither do the words of the message.
#[must_use]
pub fn fingerprints<'d>(
    files: &Files,
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    prefix: &str,
) -> Vec<String> {
    let mut seen: BTreeMap<u128, u32> = BTreeMap::new();
    let mut result = Vec::new();
    for diagnostic in diagnostics {
        let file = files.get(diagnostic.file);
        let mut hash = Fnv::default();
        hash.add(diagnostic.rule);
        hash.add(&rooted(prefix, file.path()));
        hash.add(diagnostic.path.as_deref().unwrap_or_default());
        for word in beginning(file.slice(diagnostic.range)).split_whitespace() {
            hash.add(word);
        }
        let number = seen.entry(hash.0).or_insert(0);
        *number += 1;
        hash.add(&number.to_string());
        result.push(format!("{:016x}{:016x}", (hash.0 >> 64) as u64, hash.0 as u64));
    }
    result
}

/// As much of a text as counts, in whole characters.
fn beginning(text: &str) -> &str {
    let end = (MOST_TEXT..text.len()).find(|at| text.is_char_boundary(*at));
    end.map_or(text, |end| &text[..end])
}

/// A path from the project's root: `path` behind `prefix`, `..` worked in; absolute paths stay.
#[must_use]
pub fn rooted(prefix: &str, path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in prefix.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// FNV-1a with 128 bits: the same on every machine and in every release, which is all that is asked of it.
struct Fnv(u128);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv {
    /// Adds a text, and an end that no text has in it.
    fn add(&mut self, text: &str) {
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(PRIME);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{FileId, Group, Severity, SourceFile, TextRange};

    fn finding(range: TextRange, path: &str) -> Diagnostic {
        Diagnostic {
            rule: "some-rule",
            group: Group::Style,
            severity: Severity::Warning,
            refused: false,
            message: "words".to_owned(),
            file: FileId(0),
            range,
            label: None,
            path: Some(path.to_owned()),
            related: Vec::new(),
            suggestion: None,
            help: None,
            fix: None,
        }
    }

    fn of(name: &str, text: &str, findings: &[Diagnostic], prefix: &str) -> Vec<String> {
        let mut files = Files::default();
        files.add(Arc::new(SourceFile::new(name, text)));
        fingerprints(&files, findings, prefix)
    }

    #[test]
    fn moved_lines_and_folders_change_nothing() {
        let before = of("labs/a.yaml", "a: é b", &[finding(TextRange::new(3, 7), "a")], "");
        let moved = of(
            "a.yaml",
            "\n\n\na: é  b",
            &[finding(TextRange::new(6, 11), "a")],
            "labs",
        );
        assert_eq!(before, moved);
    }

    #[test]
    fn everything_else_does() {
        let range = TextRange::new(0, 1);
        let base = of("a", "x", &[finding(range, "p")], "");
        assert_ne!(base, of("b", "x", &[finding(range, "p")], ""));
        assert_ne!(base, of("a", "y", &[finding(range, "p")], ""));
        assert_ne!(base, of("a", "x", &[finding(range, "q")], ""));
        let twice = of("a", "x", &[finding(range, "p"), finding(range, "p")], "");
        assert_eq!(twice[0], base[0]);
        assert_ne!(twice[0], twice[1]);
    }

    #[test]
    fn paths_from_the_root() {
        for (prefix, path, expected) in [
            ("", "a.yaml", "a.yaml"),
            ("labs/ceph", "../a.yaml", "labs/a.yaml"),
            ("labs", "../../a.yaml", "../a.yaml"),
            ("labs", "/a.yaml", "/a.yaml"),
        ] {
            assert_eq!(rooted(prefix, path), expected);
        }
    }
}
