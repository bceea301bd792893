//! What a declaration bears on.

use super::concerns;
use crate::testing::Fixture;

const TEXT: &str = "\
heat_template_version: 2018-08-31
parameters:
  size: {type: number}
  many: {type: boolean}
  idle: {type: string}
conditions:
  two: {get_param: many}
  three: {and: [two, {equals: [{get_param: size}, 3]}]}
resources:
  a:
    type: OS::Heat::Value
    properties: {value: {get_param: size}}
  b:
    type: OS::Heat::Value
    condition: three
    properties: {value: {get_attr: [a, value]}}
  c:
    type: OS::Heat::Value
    properties: {value: {if: [two, 1, 2]}}
outputs:
  o:
    value: [{get_resource: c}, {get_attr: [a, value]}]
<|>";

#[test]
fn parameters_conditions_and_outputs_with_their_resources() {
    let fixture = Fixture::new(TEXT);
    let view = fixture.view();
    let found = concerns(view.template().expect("a template"));
    let told: Vec<String> = found
        .iter()
        .map(|it| {
            let line = it.range.slice(view.text()).lines().next().unwrap_or_default();
            format!("{} {}: {} | {line}", it.kind.word(), it.name, it.resources.join(" "))
        })
        .collect();
    assert_eq!(
        told,
        [
            "parameter size: a b | size: {type: number}",
            "parameter many: b c | many: {type: boolean}",
            "parameter idle:  | idle: {type: string}",
            "condition two: b c | two: {get_param: many}",
            "condition three: b | three: {and: [two, {equals: [{get_param: size}, 3]}]}",
            "output o: a c | o:",
        ]
    );
}
