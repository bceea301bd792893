//! Links within the repository: to files, and to headings.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::pages::{pages, root};

#[test]
fn links_of_the_book_lead_somewhere() {
    let mut offences = Vec::new();
    let mut count = 0;
    for page in pages() {
        for target in targets(&without_code(&page.text)) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            count += 1;
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            let path = match file {
                "" => root().join(&page.path),
                _ => root().join(&page.path).parent().unwrap().join(file),
            };
            if !path.exists() {
                offences.push(format!("{}: {target}", page.path));
            } else if !heading.is_empty() && !has_heading(&path, heading) {
                offences.push(format!("{}: {target} (no such heading)", page.path));
            }
        }
    }
    assert!(
        offences.is_empty(),
        "links to what is not there:\n{}",
        offences.join("\n")
    );
    assert!(count > 50, "only {count} links were found");
}

#[test]
fn every_page_is_a_chapter_and_every_chapter_a_page() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    let chapters: BTreeSet<String> = targets(&summary).into_iter().map(|it| format!("docs/{it}")).collect();
    let pages: BTreeSet<String> = pages()
        .into_iter()
        .map(|it| it.path)
        .filter(|it| it.starts_with("docs/") && it != "docs/SUMMARY.md")
        .collect();
    let missing: Vec<&String> = pages.difference(&chapters).collect();
    assert!(
        missing.is_empty(),
        "pages that docs/SUMMARY.md does not name: {missing:?}"
    );
}

/// What stands in `](...)`, `src="..."` and `href="..."`.
fn targets(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (open, close) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
        let parts = text.split(open).skip(1).filter_map(|it| it.split(close).next());
        found.extend(parts.filter(|it| !it.is_empty()).map(str::to_owned));
    }
    found
}

/// A text without its blocks and spans of code.
fn without_code(text: &str) -> String {
    let mut kept = String::new();
    let mut is_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            kept.extend(line.split('`').step_by(2));
            kept.push('\n');
        }
    }
    kept
}

fn has_heading(path: &Path, wanted: &str) -> bool {
    // Places in sources are lines, which move.
    let Ok(text) = fs::read_to_string(path) else {
        return false;
    };
    let headings = text.lines().filter(|it| it.starts_with('#'));
    headings.map(anchor).any(|it| it == wanted)
}

/// What a heading is called in a link, as GitHub and mdBook make it.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text
        .chars()
        .filter(|it| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_'));
    kept.map(|it| if it == ' ' { '-' } else { it }).collect()
}
