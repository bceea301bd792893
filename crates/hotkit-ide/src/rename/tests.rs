//! New names, in one file and in several.

use super::{prepare_rename, rename};
use crate::testing::Fixture;

#[track_caller]
fn check(text: &str, new_name: &str, wanted: &[(&str, &str)]) {
    let fixture = Fixture::new(text);
    let files = rename(&fixture.view(), fixture.offset, new_name).expect("a new name");
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|it| (it.path.clone(), fixture.edited(&it.path, &it.edits)))
        .collect();
    let texts: Vec<(&str, &str)> = texts
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    assert_eq!(texts, wanted);
}

const NESTED: &str = "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: n.yaml\n    properties: {size: 1}\noutputs:\n  o:\n    value: {get_attr: [a, out]}\n#- n.yaml\nheat_template_version: 2018-08-31\nparameters:\n  si<|>ze: {type: number}\noutputs:\n  out:\n    value: {get_param: 'size'}\n#- e.yaml\nparameters:\n  size: 2\n";

#[test]
fn a_parameter_in_its_template_its_parent_and_its_environment() {
    let nested = "heat_template_version: 2018-08-31\nparameters:\n  count: {type: number}\noutputs:\n  out:\n    value: {get_param: 'count'}\n";
    let parent = "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: n.yaml\n    properties: {count: 1}\noutputs:\n  o:\n    value: {get_attr: [a, out]}\n";
    check(
        NESTED,
        "count",
        &[
            ("e.yaml", "parameters:\n  count: 2\n"),
            ("n.yaml", nested),
            ("t.yaml", parent),
        ],
    );
}

#[test]
fn an_output_from_the_parent_that_reads_it() {
    let text = NESTED.replace("<|>", "").replace("[a, out]", "[a, o<|>ut]");
    let fixture = Fixture::new(&text);
    let files = rename(&fixture.view(), fixture.offset, "result").expect("a new name");
    let paths: Vec<&str> = files.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["n.yaml", "t.yaml"]);
}

#[test]
fn a_parameter_and_an_output_of_the_members_of_groups() {
    let text = "heat_template_version: 2018-08-31\nresources:\n  g:\n    type: OS::Heat::ResourceGroup\n    properties:\n      resource_def: {type: n.yaml, properties: {size: 1}}\n  s:\n    type: OS::Heat::AutoScalingGroup\n    properties:\n      max_size: 2\n      min_size: 1\n      resource:\n        type: n.yaml\n        properties:\n          size: 2\noutputs:\n  o:\n    value:\n      - {get_attr: [g, out]}\n      - {get_attr: [g, 'resource.0.out']}\n      - {get_attr: [g, attributes, out]}\n      - {get_attr: [s, outputs_list, out]}\n      - {get_attr: [s, outputs, out, x]}\n      - {get_attr: [s, resource.1.out]}\n#- n.yaml\nheat_template_version: 2018-08-31\nparameters:\n  si<|>ze: {type: number}\noutputs:\n  out:\n    value: {get_param: size}\n";
    let nested = "heat_template_version: 2018-08-31\nparameters:\n  size: {type: number}\noutputs:\n  out:\n    value: {get_param: size}\n";
    let parent = text.split("#- ").next().unwrap();
    check(
        text,
        "count",
        &[
            ("n.yaml", &nested.replace("size", "count")),
            (
                "t.yaml",
                &parent
                    .replace("{size: 1}", "{count: 1}")
                    .replace("          size: 2", "          count: 2"),
            ),
        ],
    );
    let text = text.replace("<|>", "").replace("  out:\n", "  o<|>ut:\n");
    check(
        &text,
        "res",
        &[
            ("n.yaml", &nested.replace("  out:", "  res:")),
            (
                "t.yaml",
                &parent
                    .replace(", out", ", res")
                    .replace(", resputs", ", outputs")
                    .replace(".out", ".res"),
            ),
        ],
    );
}

#[test]
fn a_name_that_would_be_read_as_something_else_gets_quotes() {
    check(
        "heat_template_version: 2018-08-31\nresources:\n  <|>a:\n    type: OS::Heat::None\n  b:\n    type: OS::Heat::None\n    depends_on: \"a\"\n",
        "yes",
        &[(
            "t.yaml",
            "heat_template_version: 2018-08-31\nresources:\n  'yes':\n    type: OS::Heat::None\n  b:\n    type: OS::Heat::None\n    depends_on: \"yes\"\n",
        )],
    );
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let taken = "heat_template_version: 2018-08-31\nresources:\n  <|>a:\n    type: OS::Heat::None\n  b:\n    type: OS::Heat::None\n";
    for (text, name, why) in [
        (taken, "b", "there is a resource `b` already"),
        (taken, "a/b", "the name of a resource cannot hold a slash"),
        (taken, "x\ny", "a name is a text of one line without quotes around it"),
        (
            "heat_template_version: 2018-08-31\noutputs:\n  o:\n    value: {get_param: no<|>ne}\n",
            "x",
            "nothing declares the parameter `none`",
        ),
    ] {
        let fixture = Fixture::new(text);
        assert_eq!(rename(&fixture.view(), fixture.offset, name), Err(why.to_owned()));
    }
    let fixture = Fixture::new("heat_template_version: 2018-08-31\n# no<|>thing\n");
    assert!(prepare_rename(&fixture.view(), fixture.offset).is_err());
}
