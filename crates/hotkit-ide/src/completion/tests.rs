//! What is offered, in whole and in half-typed text.

use super::{Completions, completion};
use crate::testing::Fixture;

fn offered(text: &str) -> Option<Completions> {
    let fixture = Fixture::new(text);
    completion(&fixture.view(), fixture.offset)
}

fn labels(text: &str) -> Vec<String> {
    offered(text).map_or_else(Vec::new, |it| it.items.into_iter().map(|it| it.label).collect())
}

#[track_caller]
fn check(text: &str, wanted: &[&str]) {
    let labels = labels(text);
    for word in wanted {
        assert!(labels.iter().any(|it| it == word), "{word} is not among {labels:?}");
    }
}

#[test]
fn sections_behind_the_version() {
    check("heat_template_version: 2018-08-31\n\npar<|>", &["parameters", "resources"]);
    check(
        "heat_template_version: 2018-08-31\n\ndescription: >\n  Some text\n\npar<|>",
        &["parameters", "resources"],
    );
    check(
        "heat_template_version: 2018-08-31\ndescription: Some text\nout<|>",
        &["outputs"],
    );
}

#[test]
fn functions_in_brackets() {
    check(
        "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: OS::Heat::Value\n    properties:\n      value:\n        str_replace:\n          params:\n            $Prefix: {<|>",
        &["get_param"],
    );
}
