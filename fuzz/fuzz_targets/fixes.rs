//! Fixes over any template: what `--fix` and `--unsafe-fixes` make of a text still reads, has no finding of the engine that was
//! not there before, and is at rest: fixing it again changes nothing.

#![no_main]

#[path = "project.rs"]
mod project;

use std::collections::BTreeMap;
use std::sync::Arc;

use hotkit_text::Group;
use hotkit_workspace::{CheckResult, fix};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((mode, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let unsafe_too = mode & 1 == 1;
    let request = project::request(mode & 2 == 2, mode & 4 == 4);
    let project = project::of(text);
    let before = hotkit_workspace::check(&project, &request, &|_| {}).expect("the request is understood");
    let fixed = fix(&project, &request, unsafe_too).expect("the request is understood");
    let Some(file) = fixed.files.first() else {
        assert_eq!(fixed.fixed, 0, "what was fixed has changed");
        return;
    };
    assert_eq!(*file.before, *text, "what was read is what was given");
    if hotkit_syntax::parse(Arc::clone(&file.before)).errors().is_empty() {
        let tree = hotkit_syntax::parse(Arc::clone(&file.after));
        assert!(tree.errors().is_empty(), "{:?}\n{}", tree.errors(), file.after);
    }
    let (was, is) = (engine(&before), engine(&fixed.result));
    for (rule, count) in &is {
        let known = was.get(rule).copied().unwrap_or_default();
        assert!(*count <= known, "{rule}: {count} instead of {known}\n{}", file.after);
    }
    let again = fix(&project::of(&file.after), &request, unsafe_too).expect("the request is understood");
    assert!(again.files.is_empty() || fixed.rejected > 0, "{}", file.after);
});

/// By rule how often the engine refuses.
fn engine(result: &CheckResult) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in result.diagnostics.iter().filter(|it| it.group == Group::Engine) {
        *counts.entry(finding.rule).or_default() += 1;
    }
    counts
}
