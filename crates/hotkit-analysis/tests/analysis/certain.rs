//! What is certain of values that are not known, and what files hold.

use crate::kit::{general, stack};

#[test]
fn every_value_of_a_parameter_is_of_its_kind() {
    let text = "heat_template_version: rocky
parameters:
  text: {type: string}
  list: {type: comma_delimited_list}
  truth: {type: boolean}
  number: {type: number}
  json: {type: json}
resources:
  a:
    type: OS::Nova::Server
    properties:
      flavor: {get_param: list}
      image: {get_param: truth}
      key_name: {get_param: number}
      networks: {get_param: text}
      metadata: {get_param: truth}
      security_groups: {get_param: json}
      config_drive: {get_param: text}
      tags: {list_join: [',', {get_param: list}]}
      scheduler_hints: {if: [{equals: [{get_param: text}, a]}, {get_param: text}, {get_param: json}]}
";
    let expected = "12:15 refused WrongType \"{get_param: list}\" resources.a.properties.flavor
15:17 refused WrongType \"{get_param: text}\" resources.a.properties.networks
16:17 refused WrongType \"{get_param: truth}\" resources.a.properties.metadata
19:13 refused WrongType \"{list_join: [',', {get_param: list}]}\" resources.a.properties.tags
20:64 possible WrongType \"{get_param: text}\" resources.a.properties.scheduler_hints";
    assert_eq!(general(text), expected);
}

#[test]
fn a_text_never_equals_what_is_no_text() {
    let text = "heat_template_version: rocky
parameters:
  p: {type: string}
conditions:
  never: {equals: [{get_param: p}, true]}
  open: {equals: [{get_param: p}, 'true']}
  none: {get_param: p}
resources:
  a: {type: OS::Heat::Nope, condition: never}
  b: {type: OS::Heat::Nope, condition: open}
  c: {type: OS::Heat::None, condition: none}
";
    let expected = "7:9 refused EvaluationFault \"{get_param: p}\" resources.c.condition
10:13 possible UnknownType \"OS::Heat::Nope\" resources.b.type";
    assert_eq!(general(text), expected);
}

#[test]
fn the_name_of_a_stack_is_text() {
    let text = "heat_template_version: rocky
resources:
  a:
    type: OS::Heat::ResourceGroup
    properties:
      count: {get_param: 'OS::stack_name'}
      resource_def: {get_param: 'OS::project_id'}
  b:
    type: OS::Heat::Value
    properties: {value: {list_concat: [{get_param: 'OS::stack_name'}]}}
";
    let expected = "6:14 refused WrongType \"{get_param: 'OS::stack_name'}\" resources.a.properties.count
7:21 refused WrongType \"{get_param: 'OS::project_id'}\" resources.a.properties.resource_def
10:40 refused EvaluationFault \"{get_param: 'OS::stack_name'}\" resources.b.properties.value";
    assert_eq!(stack(text, &[]), expected);
}

#[test]
fn files_are_read() {
    let text = "#- t.yaml
heat_template_version: rocky
resources:
  a:
    type: OS::Heat::SoftwareConfig
    properties:
      config:
        str_replace_strict:
          template: {get_file: run.sh}
          params: {$here: 1, $gone: 2}
  b:
    type: OS::Heat::ResourceGroup
    properties:
      count: {get_file: count}
      resource_def: {get_file: run.sh}
  c:
    type: OS::Heat::Value
    properties: {type: number, value: {get_file: part.yaml}}
#- run.sh
echo $here
#- count
 3
#- part.yaml
heat_template_version: rocky
";
    // A template arrives as JSON, which nobody writes here.
    let expected = "9:30 refused EvaluationFault \"$gone\" resources.a.properties.config
14:21 refused WrongType \"{get_file: run.sh}\" resources.b.properties.resource_def";
    assert_eq!(stack(text, &[]), expected);
}

#[test]
fn attributes_that_update_policies_alone_read() {
    let text = "heat_template_version: rocky
resources:
  read: {type: OS::Heat::RandomString}
  unread: {type: OS::Heat::RandomString}
  all: {type: OS::Heat::RandomString}
  group:
    type: OS::Heat::ResourceGroup
    update_policy:
      rolling_update:
        pause_time: {get_attr: [read, value]}
        max_batch_size: {get_attr: [unread, value]}
        min_in_service: {get_attr: [all, show]}
    properties: {resource_def: {type: OS::Heat::None}}
  none:
    type: OS::Heat::None
    update_policy: {rolling_update: {pause_time: {get_attr: [unread, value]}}}
outputs:
  o: {value: [{get_attr: [read, value]}, {get_attr: [all]}]}
";
    let expected =
        "11:45 refused AttributeOfPolicy \"value\" resources.group.update_policy.rolling_update.max_batch_size.get_attr
12:42 refused AttributeOfPolicy \"show\" resources.group.update_policy.rolling_update.min_in_service.get_attr
16:70 accepted AttributeOfPolicy \"value\" resources.none.update_policy.rolling_update.pause_time.get_attr";
    assert_eq!(stack(text, &[]), expected);
}

#[test]
fn mappings_in_the_place_of_types() {
    let text = "#- t.yaml
heat_template_version: rocky
resources:
  a: {type: OS::Heat::RandomString}
  b: {type: OS::Heat::None}
#- e.env
resource_registry:
  OS::Heat::RandomString: {hooks: pre-create}
  OS::Heat::None: {a: null}
  My::Other: {a: {hooks: nope}}
";
    let expected = "3:13 refused TypeIsMapping \"OS::Heat::RandomString\" resources.a.type
e.env:4:26 refused UnknownHook \"nope\" resource_registry.My::Other.hooks";
    assert_eq!(stack(text, &[]), expected);
}

#[test]
fn functions_make_other_kinds() {
    let text = "HeatTemplateFormatVersion: '2012-12-12'
Parameters:
  List: {Type: CommaDelimitedList}
  Text: {Type: String}
Resources:
  a:
    Type: OS::Nova::Server
    Properties:
      flavor: {'Fn::Select': [0, {Ref: List}]}
      image: {'Fn::Join': ['', {Ref: List}]}
      networks: [{network: n}]
      metadata: {'Fn::MemberListToMap': [Name, Value, {Ref: List}]}
      security_groups: {'Fn::Split': [',', {Ref: Text}]}
";
    assert_eq!(general(text), "");
    let text = "heat_template_version: rocky
parameters:
  list: {type: comma_delimited_list}
  text: {type: string}
  truth: {type: boolean}
resources:
  a:
    type: OS::Nova::Server
    properties:
      flavor: {get_param: [list, 0]}
      image: {yaql: {expression: $.data.first(), data: {get_param: list}}}
      key_name: {str_split: [',', {get_param: text}, 0]}
      networks: [{network: n}]
      metadata: {map_merge: [{a: {get_param: list}}]}
      security_groups: {str_split: [',', {get_param: text}]}
      scheduler_hints: {map_replace: [{a: {get_param: text}}, {keys: {a: {get_param: text}}}]}
      tags: {repeat: {template: x, for_each: {x: {get_param: list}}}}
      name: {filter: [[a], {get_param: text}]}
";
    assert_eq!(general(text), "");
}

#[test]
fn templates_as_types_take_no_policies() {
    let text = "#- t.yaml
heat_template_version: rocky
resources:
  a: {type: n.yaml, deletion_policy: Snapshot, update_policy: {x: 1}}
  b: {type: n.yaml, external_id: there, properties: {nope: 1}}
  c: {type: OS::Heat::ResourceChain, properties: {resources: [n.yaml]}}
  d:
    type: OS::Heat::AutoScalingGroup
    properties:
      min_size: 1
      max_size: 1
      resource: {type: OS::Heat::RandomString, deletion_policy: Snapshot, update_policy: {x: 1}}
  e:
    type: OS::Heat::AutoScalingGroup
    properties:
      min_size: 1
      max_size: 1
      resource: {type: OS::Heat::None, deletion_policy: retain}
#- n.yaml
heat_template_version: rocky
";
    let inside = "resources.d<nested_stack>";
    let expected = format!(
        "3:38 refused NoSnapshot \"Snapshot\" resources.a.deletion_policy
3:64 refused UnknownProperty \"x\" resources.a.update_policy.x
5:63 refused NotFetchable \"n.yaml\" resources.c
11:65 refused NoSnapshot \"Snapshot\" {inside}
11:91 refused UnknownProperty \"x\" {inside}
17:57 refused UnknownDeletionPolicy \"retain\" resources.e"
    );
    assert_eq!(stack(text, &[]), expected);
}

#[test]
fn what_the_client_fails_over_in_files_that_nobody_looks_at() {
    let text = "#- t.yaml
heat_template_version: rocky
resources:
  a: {type: n.yaml, condition: false}
  b: {type: OS::Heat::Value, properties: {value: {get_file: m.yaml}}}
#- n.yaml
heat_template_version: rocky
description: {!!binary YQ==: 1}
#- m.yaml
heat_template_version: rocky
description: &a {b: *a}
";
    let expected = "n.yaml:2:24 refused KeyOfBytes \"YQ==\" 
m.yaml:2:21 refused ContainsItself \"*a\" ";
    assert_eq!(stack(text, &[]), expected);
}

#[test]
fn a_slash_in_the_name_of_a_disabled_resource() {
    let text = "heat_template_version: rocky
parameters: {p: {type: boolean}}
resources:
  a/b: {type: OS::Heat::None, condition: false}
  a/c: {type: OS::Heat::None, condition: {get_param: p}}
  a/d: {type: OS::Heat::None}
";
    let expected = "5:3 possible SlashInName \"a/c\" resources.a/c
6:3 refused SlashInName \"a/d\" resources.a/d";
    assert_eq!(general(text), expected);
}

#[test]
fn policies_are_computed_while_the_template_is_read() {
    let text = "heat_template_version: rocky
parameters:
  p: {type: string, default: nope}
  q: {type: string, default: Snapshot}
resources:
  a: {type: OS::Heat::RandomString, deletion_policy: {get_param: p}, condition: false}
  b: {type: OS::Heat::RandomString, deletion_policy: {get_param: q}}
  c: {type: OS::Heat::RandomString, deletion_policy: {list_join: [5, [Retain]]}}
  d: {type: OS::Cinder::Volume, deletion_policy: {get_param: q}, properties: {size: 1}}
";
    let expected = "6:54 refused UnknownDeletionPolicy \"{get_param: p}\" resources.a.deletion_policy
7:54 refused NoSnapshot \"{get_param: q}\" resources.b.deletion_policy
8:67 refused EvaluationFault \"5\" resources.c.deletion_policy.list_join";
    assert_eq!(stack(text, &[]), expected);
}

#[test]
fn an_argument_that_an_if_leaves_out() {
    let text = "#- t.yaml
heat_template_version: 2021-04-16
conditions: {never: false}
resources:
  a: {type: n.yaml, properties: {p: {if: [never, 5]}}}
#- n.yaml
heat_template_version: rocky
parameters: {p: {type: number}}
";
    assert_eq!(
        stack(text, &[]),
        "4:3 refused MissingProperty \"a\" resources.a.properties"
    );
}

#[test]
fn a_default_must_fit_whatever_an_environment_gives() {
    let text = "#- t.yaml
heat_template_version: rocky
parameters:
  p: {type: number, default: -1, constraints: [{range: {min: 3}}]}
#- e.env
parameter_defaults: {p: 5}
";
    assert_eq!(stack(text, &[]), "3:30 refused ParameterValue \"-1\" parameters.p");
}

#[test]
fn a_nested_template_that_is_nearly_json() {
    let text = "#- t.yaml
heat_template_version: rocky
resources:
  a: {type: n.yaml}
#- n.yaml
{\"heat_template_version\": 'rocky'}
";
    // The client sends it as it is, and the engine reads it as YAML (T-014).
    assert_eq!(stack(text, &[]), "");
}
