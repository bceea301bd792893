//! Steps change one thing, and the same seed makes the same steps.

use hotkit_model::FileKind;
use hotkit_text::{TextRange, apply_edits};

use crate::mutants::changes::CHANGES;
use crate::mutants::random::Random;
use crate::mutants::target::Target;

const TEMPLATE: &str = "\
heat_template_version: 2021-04-16
parameters:
  size: {type: number, default: 1}
resources:
  a:
    type: OS::Heat::Value
    properties:
      # kept
      type: number
      value: {get_param: size}
  b:
    type: OS::Heat::Value
    properties: {value: {get_attr: [a, value]}}
outputs:
  c:
    value: \"é\"
";

fn range_of(words: &str) -> TextRange {
    let start = TEMPLATE.find(words).unwrap() as u32;
    TextRange::new(start, start + words.len() as u32)
}

fn after(edit: Option<hotkit_text::Edit>) -> String {
    apply_edits(TEMPLATE, &[edit.unwrap()]).unwrap()
}

#[test]
fn edits_are_the_smallest() {
    let target = Target::new(TEMPLATE, FileKind::Template);
    let key = |words: &str| {
        TextRange::new(
            range_of(words).start(),
            range_of(words).start() + words.find(':').unwrap() as u32,
        )
    };
    let cases = [
        (target.remove(key("type: number\n")), "type: number\n      ", ""),
        (
            target.remove(key("value: {get_param")),
            "\n      value: {get_param: size}",
            "",
        ),
        (target.remove(key("default: 1")), ", default: 1", ""),
        (target.set(key("default: 1"), "[]"), "default: 1", "default: []"),
        (
            target.set(key("a:\n"), "5"),
            &TEMPLATE[range_of("a:\n").as_usize().start..range_of("\n  b:").as_usize().start],
            "a: 5",
        ),
        (
            target.add(key("a:\n"), "z: 1"),
            "a:\n    type",
            "a:\n    z: 1\n    type",
        ),
        (target.add(key("size:"), "z: 1"), "{type: number", "{z: 1, type: number"),
        (target.respell(range_of("\"é\"")), "\"é\"", "\"éx\""),
    ];
    for (edit, from, to) in cases {
        assert_eq!(after(edit), TEMPLATE.replacen(from, to, 1), "{from:?} to {to:?}");
    }
}

#[test]
fn every_kind_of_change_has_steps_that_fit() {
    let text = TEMPLATE.replace("outputs:", "conditions: {d: true}\noutputs:");
    let text = text.replace("default: 1", "default: 1, constraints: [{range: {min: 0}}]");
    let text = text.replace("{get_attr: [a, value]}", "{k: {get_attr: [a, value]}}");
    let target = Target::new(&text, FileKind::Template);
    let template = target.template().unwrap();
    for change in CHANGES {
        let steps = (change.steps)(&target, template);
        assert!(!steps.is_empty(), "{}", change.name);
        for edits in &steps {
            assert!(apply_edits(&text, edits).is_some(), "{}: {edits:?}", change.name);
        }
    }
}

#[test]
fn chance_is_the_same_everywhere() {
    let mut random = Random::new(7);
    let drawn: Vec<usize> = (0..5).map(|_| random.below(1000)).collect();
    assert_eq!(drawn, [487, 804, 346, 203, 674]);
}
