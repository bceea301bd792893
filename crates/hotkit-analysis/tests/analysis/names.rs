//! Names and references: parameters, resources, attributes, conditions, functions.

use crate::kit::{general, stack};

#[test]
fn undefined_names_in_properties_are_refused() {
    let text = "heat_template_version: rocky
resources:
  r:
    type: OS::Heat::Value
    depends_on: [gone]
    properties:
      value: [{get_param: gone}, {get_resource: gone}, {get_attr: [gone, value]}]
";
    let expected = "5:18 refused Undefined \"gone\" resources.r.depends_on
7:27 refused Undefined \"gone\" resources.r.properties.value[0].get_param
7:49 refused Undefined \"gone\" resources.r.properties.value[1].get_resource
7:68 refused Undefined \"gone\" resources.r.properties.value[2].get_attr";
    assert_eq!(general(text), expected);
}

#[test]
fn outputs_and_metadata_are_silent_where_nothing_is_evaluated() {
    let text = "heat_template_version: rocky
resources:
  r: {type: OS::Heat::None, metadata: {m: {get_param: gone}}}
outputs:
  a: {value: {get_param: gone}}
  b: {value: {get_resource: gone}}
  c: {value: {get_attr: [gone, x]}}
";
    let expected = "3:55 accepted Undefined \"gone\" resources.r.metadata.m.get_param
5:26 accepted Undefined \"gone\" outputs.a.value.get_param
6:29 accepted Undefined \"gone\" outputs.b.value.get_resource
7:26 refused Undefined \"gone\" outputs.c.value.get_attr";
    assert_eq!(general(text), expected);
}

#[test]
fn attributes() {
    let text = "heat_template_version: rocky
resources:
  s: {type: OS::Heat::RandomString}
  g: {type: OS::Heat::ResourceGroup, properties: {count: 0, resource_def: {type: OS::Heat::None}}}
outputs:
  a: {value: {get_attr: [s, valu]}}
  b: {value: {get_attr: [s, show]}}
  c: {value: {get_attr: [g, anything]}}
  d: {value: {get_attr: [s]}}
";
    assert_eq!(
        general(text),
        "6:29 refused UnknownAttribute \"valu\" outputs.a.value.get_attr"
    );
}

#[test]
fn what_depends_on_an_unknown_condition_is_possible() {
    let text = "heat_template_version: rocky
parameters:
  p: {type: string}
conditions:
  c: {equals: [{get_param: p}, x]}
resources:
  a: {type: OS::Heat::Value, condition: c, properties: {value: {get_resource: gone}}}
  b:
    type: OS::Heat::Value
    properties:
      value: {if: [c, {get_resource: gone}, 1]}
";
    let expected = "7:79 possible Undefined \"gone\" resources.a.properties.value.get_resource
11:38 possible Undefined \"gone\" resources.b.properties.value.if.get_resource";
    assert_eq!(general(text), expected);
    let refused = expected.replace("possible", "refused");
    assert_eq!(stack(text, &[("p", "x")]), refused);
    assert_eq!(stack(text, &[("p", "y")]), "");
}

#[test]
fn conditions_themselves() {
    let text = "heat_template_version: rocky
conditions:
  a: {not: b}
  b: {not: a}
  lonely: {not: lonely}
  c: {get_file: x}
resources:
  r: {type: OS::Heat::None, condition: a}
  s: {type: OS::Heat::None, condition: missing}
";
    let found = general(text);
    assert!(found.contains("refused CircularCondition"), "{found}");
    assert!(
        found.contains("6:7 refused FunctionNotAllowed \"get_file\" conditions.c.get_file"),
        "{found}"
    );
    assert!(
        found.contains("9:40 refused Undefined \"missing\" resources.s.condition"),
        "{found}"
    );
    assert!(
        !found.contains("lonely"),
        "a circle that nobody looks at is not noticed (C-006): {found}"
    );
}

#[test]
fn a_disabled_resource_cannot_be_read() {
    let text = "heat_template_version: rocky
conditions: {never: false}
resources:
  gone: {type: OS::Heat::Value, condition: never, properties: {vale: 1}}
  here: {type: OS::Heat::Value, depends_on: gone, properties: {value: {get_resource: gone}}}
";
    assert_eq!(
        general(text),
        "5:86 refused Disabled \"gone\" resources.here.properties.value.get_resource"
    );
}

#[test]
fn functions_that_are_none() {
    let text = "heat_template_version: 2015-04-30
outputs:
  a: {value: {get_parm: x}}
  b: {value: {str_split: [',', x]}}
  c: {value: {filters: [1]}}
  d: {value: {Ref: x}}
";
    let expected = "3:15 accepted UnknownFunction \"get_parm\" outputs.a.value
4:15 accepted UnknownFunction \"str_split\" outputs.b.value
6:15 refused WithdrawnFunction \"Ref\" outputs.d.value.Ref";
    assert_eq!(general(text), expected);
}

#[test]
fn pseudo_parameters_and_taken_names() {
    let text = "heat_template_version: rocky
parameters:
  p: {type: string}
resources:
  p: {type: OS::Heat::None}
  r:
    type: OS::Heat::Value
    properties:
      value: [{get_param: OS::stack_name}, {get_param: OS::region}]
";
    let expected = "5:3 refused NameTaken \"p\" resources.p
9:56 refused Undefined \"OS::region\" resources.r.properties.value[1].get_param";
    assert_eq!(general(text), expected);
}

#[test]
fn cfn_references() {
    let text = "HeatTemplateFormatVersion: '2012-12-12'
Parameters:
  P: {Type: String}
Resources:
  R:
    Type: AWS::CloudFormation::WaitConditionHandle
    Metadata: [{Ref: P}]
  W:
    Type: AWS::CloudFormation::WaitCondition
    DependsOn: Q
    Properties: {Handle: {Ref: R}, Timeout: {Ref: T}}
Outputs:
  O: {Value: {'Fn::GetAtt': [W, Dta]}}
";
    let expected = "7:15 refused WrongKind \"[{Ref: P}]\" Resources.R.Metadata
10:16 refused Undefined \"Q\" Resources.W.DependsOn
11:51 refused Undefined \"T\" Resources.W.Properties.Timeout.Ref
13:33 refused UnknownAttribute \"Dta\" Outputs.O.Value.Fn::GetAtt";
    assert_eq!(general(text), expected);
}

#[test]
fn unknown_types() {
    let text = "heat_template_version: rocky
resources:
  a: {type: OS::Nova::Sever}
  b: {type: My::Own::Type}
";
    let expected = "3:13 refused UnknownType \"OS::Nova::Sever\" resources.a.type
4:13 possible UnknownType \"My::Own::Type\" resources.b.type";
    assert_eq!(general(text), expected);
    assert_eq!(stack(text, &[]), expected.replace("possible", "refused"));
}
