//! The table of rules against the folder, and what every rule must have.

use std::collections::BTreeSet;
use std::path::Path;

use hotkit_text::Group;

use crate::{rule, rules};

/// `group/rule` for every file with this ending below `src/rules`.
fn files(ending: &str) -> BTreeSet<String> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut found = BTreeSet::new();
    for group in Group::ALL.map(Group::name) {
        let Ok(folder) = std::fs::read_dir(rules.join(group)) else {
            continue;
        };
        for entry in folder {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if let Some(rule) = name.strip_suffix(ending).filter(|it| *it != "mod") {
                found.insert(format!("{group}/{}", rule.replace('_', "-")));
            }
        }
    }
    found
}

#[test]
fn every_file_is_in_the_table_and_has_a_page() {
    let table: Vec<String> = rules()
        .iter()
        .map(|rule| format!("{}/{}", rule.group.name(), rule.name))
        .collect();
    let names: BTreeSet<String> = table.iter().cloned().collect();
    assert_eq!(names.len(), table.len(), "a rule stands in the table twice");
    assert_eq!(names, files(".rs"));
    assert_eq!(names, files(".md"));
}

#[test]
fn names_are_unambiguous() {
    for found in rules() {
        let group = Group::ALL.into_iter().find(|group| group.name() == found.name);
        assert_eq!(group, None, "{} is a group as well", found.name);
        for name in found.aliases.iter().chain([&found.name]) {
            assert_eq!(rule(name).map(|it| it.name), Some(found.name));
        }
        assert!(
            found
                .name
                .chars()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-'),
            "{}",
            found.name
        );
    }
    assert_eq!(rule("engine"), None);
}

#[test]
fn every_page_has_its_title_and_sections() {
    for rule in rules() {
        let headings: Vec<&str> = rule
            .page
            .lines()
            .filter(|line| line.starts_with('#') && !line.starts_with("# not"))
            .collect();
        let title = format!("# {}", rule.name);
        let expected = [title.as_str(), "## What", "## Heat", "## Fix"];
        let found: Vec<&str> = headings.into_iter().filter(|line| expected.contains(line)).collect();
        let found = if rule.page.starts_with(&title) && found.first() != Some(&expected[0]) {
            [vec![expected[0]], found].concat()
        } else {
            found
        };
        assert_eq!(found, expected, "{}", rule.name);
        assert!(
            rule.page.lines().all(|line| line.chars().count() <= 130),
            "{}: a long line",
            rule.name
        );
    }
}
