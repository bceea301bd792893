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
    check(
        "heat_template_version: 2018-08-31\n\npar<|>",
        &["parameters", "resources"],
    );
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

#[test]
fn what_an_open_bracket_leaves_of_a_text_above_it() {
    // The text is read with repairs, which count the lines below a block scalar in.
    for (header, body) in [("template: |", "x"), ("template: >-", "x {")] {
        for typed in ["{ <|>", "{ <|>\n", "{ get<|>", "{<|>\n          other: 1\n"] {
            let text = format!(
                "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: OS::Nova::Server\n    properties:\n      user_data:\n        str_replace:\n          {header}\n            {body}\n          params:\n            $y: {typed}"
            );
            check(&text, &["get_param"]);
        }
    }
    let text = "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: OS::Nova::Server\n    properties:\n      personality:\n      - name: |\n          x\n        other: { <|>";
    check(text, &["get_param"]);
    let inside = "heat_template_version: 2018-08-31\ndescription: |\n  a\n\n  b: { <|>";
    assert_eq!(labels(inside), Vec::<String>::new());
}

const NESTED: &str = "#- lib/n.yaml\nheat_template_version: 2018-08-31\nparameters:\n  size: {type: number}\n  name: {type: string, default: x}\noutputs:\n  out: {value: 1}\n";

fn with_resource(lines: &str) -> String {
    format!(
        "heat_template_version: 2018-08-31\nparameters:\n  img: {{type: string, constraints: [{{custom_constraint: glance.image}}]}}\nresources:\n  net:\n    type: OS::Neutron::Net\n  a:\n{lines}{NESTED}"
    )
}

#[test]
fn required_properties_come_first() {
    let text = with_resource("    type: OS::Neutron::Port\n    properties:\n      <|>\n");
    let labels = labels(&text);
    assert_eq!(labels.first().map(String::as_str), Some("network"));
    assert!(!labels.iter().any(|it| it == "network_id"), "{labels:?}");
}

#[test]
fn names_types_values_and_attributes() {
    check(&with_resource("    type: <|>\n"), &["OS::Nova::Server", "lib/"]);
    check(&with_resource("    type: lib/<|>\n"), &["lib/n.yaml"]);
    check(
        &with_resource("    type: lib/n.yaml\n    properties:\n      s<|>\n"),
        &["size", "name"],
    );
    check(
        &with_resource("    type: OS::Heat::Value\n    properties:\n      type: <|>\n"),
        &["string", "json"],
    );
    check(
        &with_resource("    type: OS::Nova::Server\n    properties:\n      image: <|>\n"),
        &["{ get_param: img }", "get_param"],
    );
    check(
        &with_resource("    type: OS::Neutron::Port\n    properties:\n      network: <|>\n"),
        &["{ get_resource: net }"],
    );
    check(
        &with_resource("    type: OS::Heat::None\n    depends_on: [<|>"),
        &["net"],
    );
    check(
        &with_resource("    type: OS::Heat::Value\n    properties: {value: {get_attr: [net, <|>"),
        &["subnets", "show"],
    );
    check(
        &with_resource(
            "    type: OS::Heat::ResourceGroup\n    properties:\n      resource_def:\n        type: OS::Neutron::Port\n        properties:\n          net<|>\n",
        ),
        &["network"],
    );
    for value in [
        " {get_attr: [net, subnets, {get_param: <|>\n",
        " {get_attr: [net, subnets, {get_param: <|>}]}\n",
        "\n        get_attr:\n        - net\n        - subnets\n        - get_param: <|>\n",
    ] {
        let lines = format!("    type: OS::Heat::Value\n    properties:\n      value:{value}");
        check(&with_resource(&lines), &["img"]);
    }
    check("heat_template_version: <|>", &["2021-04-16", "wallaby"]);
    check(
        "heat_template_version: 2021-04-16\nconditions:\n  c: {<|>",
        &["equals", "not"],
    );
}

#[test]
fn types_that_were_chosen_come_in_their_order() {
    let mut fixture = Fixture::new(&with_resource("    type: <|>\n"));
    let recent = ["OS::Nova::Server", "OS::Cinder::Volume", "OS::Heat::Value"].map(str::to_owned);
    fixture.recent_types = recent.to_vec();
    let found = completion(&fixture.view(), fixture.offset).expect("types");
    let labels: Vec<&str> = found.items.iter().map(|it| it.label.as_str()).collect();
    // Behind them those of the template.
    assert_eq!(labels[..3], recent);
    assert_eq!(labels[3], "OS::Neutron::Net");
}

#[test]
fn types_in_the_list_of_a_chain() {
    for list in [
        "[<|>",
        "[OS::Nova::Server, OS::Ci<|>]",
        "\n      - OS::Nova::Server\n      - <|>\n",
    ] {
        let text = with_resource(&format!(
            "    type: OS::Heat::ResourceChain\n    properties:\n      resources: {list}"
        ));
        check(&text, &["OS::Cinder::Volume"]);
    }
}

#[test]
fn an_environment_knows_the_parameters_of_the_templates_beside_it() {
    let text = "heat_template_version: 2018-08-31\nparameters:\n  size: {type: number}\n#- e.yaml\nparameters:\n  a: 1\n  <|>\n";
    check(text, &["size"]);
    check("resource_registry:\n  <|>\nparameters: {a: 1}\n", &["OS::Nova::Server"]);
}

#[test]
fn nothing_in_texts_comments_and_behind_values() {
    for text in [
        "heat_template_version: 2018-08-31\n# get_<|>\n",
        "heat_template_version: 2018-08-31\ndescription: |\n  par<|>\n",
        "heat_template_version: 2018-08-31 <|>\n",
    ] {
        assert_eq!(labels(text), Vec::<String>::new(), "{text}");
    }
}
