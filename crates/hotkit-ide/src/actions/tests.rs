//! What the actions make of a text.

use hotkit_text::{Diagnostic, Group, Severity, TextRange};

use super::actions;
use crate::testing::Fixture;

fn finding(rule: &'static str, range: TextRange) -> Diagnostic {
    Diagnostic {
        rule,
        group: Group::Engine,
        severity: Severity::Error,
        refused: true,
        message: String::new(),
        file: hotkit_text::FileId::default(),
        range,
        label: None,
        path: None,
        related: Vec::new(),
        suggestion: None,
        help: None,
        fix: None,
    }
}

/// The text after the action whose title begins so; `rule` is the finding at the cursor.
#[track_caller]
fn check(text: &str, rule: Option<&'static str>, title: &str, wanted: &str) {
    let fixture = Fixture::new(text);
    let view = fixture.view();
    let node = view
        .document
        .tree
        .node_at(fixture.offset)
        .expect("a node at the cursor");
    let finding = rule.map(|rule| finding(rule, node.range()));
    let listed: Vec<&Diagnostic> = finding.iter().collect();
    let found = actions(&view, TextRange::at(fixture.offset), &listed);
    let titles: Vec<&str> = found.iter().map(|it| it.title.as_str()).collect();
    let action = found.iter().find(|it| it.title.starts_with(title));
    let action = action.unwrap_or_else(|| panic!("{title} is not among {titles:?}"));
    let [edits] = action.edits.as_slice() else {
        panic!("edits of {} files", action.edits.len());
    };
    assert_eq!(fixture.edited(&edits.path, &edits.edits), wanted);
}

const HEAD: &str = "heat_template_version: 2018-08-31\n";

#[test]
fn a_value_becomes_a_parameter_with_its_check() {
    check(
        &format!("{HEAD}resources:\n  a:\n    type: OS::Nova::Server\n    properties:\n      flavor: m1.<|>small\n"),
        None,
        "Extract",
        &format!(
            "{HEAD}parameters:\n  flavor:\n    type: string\n    default: m1.small\n    constraints:\n      - custom_constraint: nova.flavor\n\nresources:\n  a:\n    type: OS::Nova::Server\n    properties:\n      flavor: {{ get_param: flavor }}\n"
        ),
    );
}

#[test]
fn an_id_of_one_cloud_becomes_a_parameter_without_default() {
    let id = "6f2a1c9e-0b7d-4c1e-9a43-2d8e5f7b1c60";
    check(
        &format!(
            "{HEAD}resources:\n  a:\n    type: OS::Neutron::Port\n    properties:\n      network: <|>{id}  # the lab's é\n"
        ),
        Some("hard-coded-id"),
        "Ask for it",
        &format!(
            "{HEAD}parameters:\n  network:\n    type: string\n    constraints:\n      - custom_constraint: neutron.network\n\nresources:\n  a:\n    type: OS::Neutron::Port\n    properties:\n      network: {{ get_param: network }}  # the lab's é\n"
        ),
    );
}

#[test]
fn a_missing_resource_is_declared() {
    check(
        &format!("{HEAD}resources:\n  a:\n    type: OS::Heat::None\n    depends_on: <|>b\n"),
        Some("undefined-reference"),
        "Declare the resource `b`",
        &format!(
            "{HEAD}resources:\n  a:\n    type: OS::Heat::None\n    depends_on: b\n  b:\n    type: OS::Heat::None\n"
        ),
    );
}

#[test]
fn a_missing_nested_template_is_made_with_its_parameters() {
    let fixture = Fixture::new(&format!(
        "{HEAD}parameters:\n  n: {{type: number}}\nresources:\n  a:\n    type: lib/<|>node.yaml\n    properties: {{name: x, size: {{get_param: n}}, nets: [a]}}\n"
    ));
    let view = fixture.view();
    let range = view.document.tree.node_at(fixture.offset).expect("a node").range();
    let finding = finding("missing-file", range);
    let found = actions(&view, TextRange::at(fixture.offset), &[&finding]);
    let action = found.iter().find(|it| it.create.is_some()).expect("a file to be made");
    assert_eq!(action.title, "Create `lib/node.yaml`");
    assert_eq!(action.create.as_deref(), Some("lib/node.yaml"));
    let text = hotkit_text::apply_edits("", &action.edits[0].edits).expect("one edit");
    assert_eq!(
        text.lines().skip(1).collect::<Vec<_>>().join("\n"),
        "\nparameters:\n  name:\n    type: string\n  size:\n    type: number\n  nets:\n    type: comma_delimited_list\n\nresources: {}"
    );
}

#[test]
fn a_default_takes_the_place_of_its_parameter() {
    check(
        &format!(
            "{HEAD}parameters:\n  p: {{type: string, default: x}}\noutputs:\n  o:\n    value: {{get_param: <|>p}}\n"
        ),
        None,
        "Put the default",
        &format!("{HEAD}parameters:\n  p: {{type: string, default: x}}\noutputs:\n  o:\n    value: x\n"),
    );
}

#[test]
fn required_properties_are_added_below_the_others() {
    check(
        &format!("{HEAD}parameters:\n  network: {{type: string}}\nresources:\n  a:\n    ty<|>pe: OS::Neutron::Port\n"),
        Some("missing-property"),
        "Add the required",
        &format!(
            "{HEAD}parameters:\n  network: {{type: string}}\nresources:\n  a:\n    type: OS::Neutron::Port\n    properties:\n      network: {{ get_param: network }}\n"
        ),
    );
}

#[test]
fn a_missing_parameter_is_declared() {
    check(
        &format!(
            "{HEAD}parameters:\r\n  a: {{type: string}}\r\noutputs:\r\n  o:\r\n    value: {{get_param: <|>b}}\r\n"
        ),
        Some("undefined-reference"),
        "Declare the parameter `b`",
        &format!(
            "{HEAD}parameters:\r\n  a: {{type: string}}\r\n  b:\r\n    type: string\r\noutputs:\r\n  o:\r\n    value: {{get_param: b}}\r\n"
        ),
    );
}
