//! What is said, word for word: `words.txt` holds templates, each with the lines that its findings come to.
//!
//! A case begins with `=== name`, and `stack` behind the name judges it as a stack; `#- path` begins another file, and
//! the findings follow behind `>>>`.

use std::fmt::Write;

use hotkit_analysis::{Fault, Problem, Step, Verdict};
use hotkit_text::{FileId, Severity, TextRange, apply_edits};

use super::memory::{MemoryFiles, ROOT, one_line};
use crate::word;

struct Case<'t> {
    name: &'t str,
    stack: bool,
    files: MemoryFiles,
    expected: Vec<&'t str>,
}

fn cases(text: &str) -> Vec<Case<'_>> {
    let mut cases = Vec::new();
    for case in text.split("=== ").skip(1) {
        let (head, rest) = case.split_once('\n').unwrap();
        let (name, stack) = head.strip_suffix(" stack").map_or((head, false), |name| (name, true));
        let (source, expected) = rest.split_once(">>>\n").unwrap();
        let mut files = MemoryFiles::default();
        for part in format!("#- {ROOT}\n{source}").split("#- ").skip(1) {
            let (path, text) = part.split_once('\n').unwrap();
            if path != ROOT || !text.is_empty() {
                files.add(path, text);
            }
        }
        let expected = expected.lines().filter(|line| !line.is_empty()).collect();
        cases.push(Case {
            name,
            stack,
            files,
            expected,
        });
    }
    cases
}

#[test]
fn findings_read_as_written_down() {
    let mut differences = String::new();
    for case in cases(include_str!("words.txt")) {
        let findings = case.files.findings(case.stack);
        let found: Vec<String> = findings.iter().map(|it| one_line(it, &case.files.files)).collect();
        if found != case.expected {
            writeln!(differences, "=== {}\n{}", case.name, found.join("\n")).unwrap();
        }
    }
    assert!(differences.is_empty(), "found instead:\n{differences}");
}

/// Messages stand alone on one line, begin in lower case or with a name, and have no full stop; labels are short.
#[test]
fn findings_keep_to_their_form() {
    for case in cases(include_str!("words.txt")) {
        for finding in case.files.findings(case.stack) {
            let message = &finding.message;
            assert!(!message.ends_with('.') && !message.contains('\n'), "{message}");
            let first = message.split(' ').next().unwrap();
            let is_name = first.contains("::") || first.starts_with("Heat") || first.ends_with("Version");
            assert!(is_name || !message.starts_with(char::is_uppercase), "{message}");
            let labels = finding.label.iter().chain(finding.related.iter().map(|it| &it.label));
            for label in labels {
                assert!(label.chars().count() <= 41 && !label.ends_with('.'), "{label}");
            }
            assert!(
                finding.help.as_ref().is_none_or(|it| !it.ends_with('.')),
                "{:?}",
                finding.help
            );
            assert!(!finding.refused || finding.severity == Severity::Error, "{message}");
        }
    }
}

/// Every fix of the cases can be applied and mends the finding that it belongs to.
#[test]
fn fixes_mend() {
    for case in cases(include_str!("words.txt")) {
        for finding in case.files.findings(case.stack) {
            let Some(fix) = &finding.fix else { continue };
            let source = case.files.files.get(finding.file);
            let mended = apply_edits(source.text(), &fix.edits).unwrap();
            let mut files = MemoryFiles::default();
            for (_, file) in case.files.files.iter() {
                files.add(
                    file.path(),
                    if file.path() == source.path() {
                        &mended
                    } else {
                        file.text()
                    },
                );
            }
            let again = files.findings(case.stack);
            assert!(
                again.iter().all(|it| it.message != finding.message),
                "{}: {}",
                case.name,
                finding.message
            );
        }
    }
}

fn circle(length: usize) -> Problem {
    let step = |index: usize| Step {
        resource: format!("r{index}").into(),
        required: format!("r{}", (index + 1) % length).into(),
        range: TextRange::at(0),
        function: hotkit_analysis::ReferenceFunction::Resource,
    };
    Problem {
        fault: Fault::CircularDependency {
            steps: (0..length).map(step).collect(),
        },
        file: FileId(0),
        range: TextRange::at(0),
        path: String::new(),
        verdict: Verdict::Refused,
    }
}

#[test]
fn long_circles_are_cut() {
    let mut files = MemoryFiles::default();
    files.add(ROOT, "");
    let finding = word(&circle(20_000), &files.files);
    assert_eq!(
        finding.message,
        "`r0` needs itself: r0 → r1 → r2 → r3 → r4 → r5 → r6 → r7 → r8 → r9 → r10 → r11 → 19988 more → r0"
    );
    assert_eq!(finding.related.len(), 11);
    assert_eq!(finding.help.as_deref(), Some("take one of the 20,000 away"));
    assert_eq!(
        word(&circle(12), &files.files).help.as_deref(),
        Some("take one of the twelve away")
    );
}

/// What the pages only sketch, because it would be too long to print.
#[test]
fn faults_of_size() {
    let resources: String = (0..1001)
        .map(|number| format!("  n{number}: {{ type: OS::Neutron::Net }}\n"))
        .collect();
    let many = format!("heat_template_version: 2018-08-31\nresources:\n{resources}");
    let (open, close) = ("[".repeat(500), "]".repeat(500));
    let deep = format!("heat_template_version: 2018-08-31\noutputs: {{ a: {{ value: {open}{close} }} }}\n");
    for (text, expected) in [
        (
            many,
            "2:1 refused[too-many-resources]: 1,001 resources are more than a stack may have | 1,001 of 1,000 resources \
             | Heat takes 1,000, unless its operator set another limit; disabled resources count as well",
        ),
        (
            deep,
            "2:375 refused[nested-too-deep]: nested deeper than Heat can follow | too deep \
             | Heat's engine runs out of stack here; use fewer levels of lists and mappings",
        ),
    ] {
        let mut files = MemoryFiles::default();
        files.add(ROOT, &text);
        let found: Vec<String> = files
            .findings(false)
            .iter()
            .map(|it| one_line(it, &files.files))
            .collect();
        assert_eq!(found, [expected]);
    }
}

/// Where a reader gives up for the size of the text, nothing is wrong with its syntax.
#[test]
fn limits_of_readers() {
    let mut files = MemoryFiles::default();
    files.add(ROOT, "");
    for (said, rule) in [
        ("nested too deep", "nested-too-deep"),
        (
            "maximum recursion depth exceeded while decoding a JSON array from a unicode string",
            "nested-too-deep",
        ),
        ("more than 4 GiB of text", "too-large"),
    ] {
        let mut problem = circle(1);
        problem.fault = Fault::File(hotkit_model::Fault::Syntax {
            class: hotkit_syntax::ErrorClass::Limit,
            problem: said.to_owned(),
            context: None,
            context_range: None,
        });
        assert_eq!(word(&problem, &files.files).rule, rule, "{said}");
    }
}

/// Faults of values, which only some callers look for: made by hand.
#[test]
fn faults_of_values() {
    use hotkit_eval::{EvaluationFault, FaultKind, Part, Phase};
    use hotkit_model::ValueKind;
    let name = || "x".into();
    let mut files = MemoryFiles::default();
    files.add(ROOT, "");
    for (kind, expected) in [
        (
            FaultKind::UnknownParameter { name: name() },
            "no parameter is named `x`",
        ),
        (FaultKind::UnknownResource { name: name() }, "no resource is named `x`"),
        (
            FaultKind::UnknownCondition { name: name() },
            "no condition is named `x`",
        ),
        (
            FaultKind::FileNotFetched { path: name() },
            "the file `x` is never sent to Heat",
        ),
        (
            FaultKind::NoParentResource,
            "`f` asks for a parent, and the outermost stack has none",
        ),
        (FaultKind::NotInMapping { key: name() }, "the mapping has no entry `x`"),
        (
            FaultKind::PlaceholdersNotFound {
                names: vec![name(), "y".into()],
            },
            "`f` does not find the placeholders `x` and `y` in its template",
        ),
        (
            FaultKind::TooManyPlaceholders { found: 1200, most: 489 },
            "`f` has 1,200 placeholders, more than Heat can go through",
        ),
        (
            FaultKind::EmptyReplacement { placeholder: name() },
            "`f` has nothing to put in place of `x`",
        ),
        (
            FaultKind::UnequalLengths { lengths: vec![1, 2] },
            "the lists of `f` have different lengths: 1, 2",
        ),
        (
            FaultKind::NotAnInteger {
                part: Part::Index,
                found: name(),
            },
            "the index of `f` must be an integer, not `x`",
        ),
        (
            FaultKind::OutOfRange {
                part: Part::Key("port"),
                least: 1,
                most: 65_535,
            },
            "`port` of `f` must lie between 1 and 65535",
        ),
        (FaultKind::KeyCollision { key: name() }, "`f` makes the key `x` twice"),
        (FaultKind::NotLatin1 { character: '€' }, "`f` cannot encode `€`"),
        (
            FaultKind::ForbiddenCharacter {
                part: Part::Item(6),
                character: ':',
            },
            "item 7 of `f` may not hold `:`",
        ),
        (FaultKind::NotJson, "`f` reads text as JSON, and this is none"),
        (FaultKind::NotAPair, "an item of `f` has no `=` between key and value"),
        (
            FaultKind::CircularCondition { name: name() },
            "condition `x` needs itself",
        ),
        (
            FaultKind::ConditionNotBoolean {
                name: name(),
                found: ValueKind::Text,
            },
            "condition `x` comes to text, not to true or false",
        ),
        (FaultKind::NotInConditions, "`f` may not be used in conditions"),
        (FaultKind::Withdrawn, "this version no longer has the function `f`"),
    ] {
        let mut problem = circle(1);
        problem.fault = Fault::Argument(EvaluationFault {
            phase: Phase::Evaluate,
            range: TextRange::at(0),
            function: Some("f".into()),
            kind,
        });
        assert_eq!(word(&problem, &files.files).message, expected);
    }
}

#[test]
fn names_of_the_user_cannot_break_a_message() {
    let mut files = MemoryFiles::default();
    files.add(ROOT, "");
    let name = format!("a\n\u{1b}[31m{}", "x".repeat(200));
    let mut problem = circle(1);
    problem.fault = Fault::MissingParameterValue { name: name.into() };
    let message = word(&problem, &files.files).message;
    assert_eq!(
        message,
        format!("parameter `a\\n\\u{{1b}}[31m{}…` has no value", "x".repeat(44))
    );
}
