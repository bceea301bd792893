//! Nested templates, environments and the files that are included.

use crate::kit::{Memory, general, stack};

#[test]
fn nested_templates_are_judged_through_their_parent() {
    let text = "#- main/t.yaml
heat_template_version: rocky
resources:
  n:
    type: ../nested/n.yaml
    properties: {sise: 5}
#- nested/n.yaml
heat_template_version: rocky
parameters:
  size: {type: number}
resources:
  r:
    type: OS::Heat::RandomString
    properties: {lenght: 3}
  p:
    type: OS::Neutron::Port
";
    let prefix = "resources.n<file://nested/n.yaml>.";
    let expected = format!(
        "5:18 refused UnknownProperty \"sise\" resources.n.properties.sise
nested/n.yaml:7:18 refused UnknownProperty \"lenght\" {prefix}resources.r.properties.lenght
nested/n.yaml:8:3 fails later MissingProperty \"p\" {prefix}resources.p"
    );
    assert_eq!(general(text), expected);
}

/// The engine reads the parameters of every file that is sent, used or not, and also of what only it reads as YAML (N-017, T-014).
#[test]
fn parameters_of_files_that_nobody_makes_a_stack_of() {
    let text = "#- t.yaml
heat_template_version: rocky
conditions: {never: false}
resources:
  a: {type: pattern.yaml, condition: never}
  b: {type: OS::Heat::AutoScalingGroup, properties: {min_size: 0, max_size: 1, resource: {type: flow.yaml}}}
  c: {type: OS::Heat::Value, properties: {value: {get_file: old.yaml}}}
#- pattern.yaml
heat_template_version: rocky
parameters:
  p: {type: string, default: a, constraints: [{allowed_pattern: '['}]}
#- flow.yaml
{heat_template_version: rocky, parameters: {p: {type: string, zork: 1}}}
#- old.yaml
{heat_template_version: 2013-13-13, resources: {gone: {type: gone.yaml}}}
";
    let expected = "pattern.yaml:3:65 refused InvalidPattern \"'['\" parameters.p
flow.yaml:1:63 refused UnknownKey \"zork\" parameters.p
old.yaml:1:25 refused UnknownVersion \"2013-13-13\" ";
    assert_eq!(general(text), expected);
}

/// What exists already is not looked into, but for what its template takes and gives.
#[test]
fn the_interface_of_a_stack_that_exists() {
    let text = "#- t.yaml
heat_template_version: rocky
conditions: {never: false}
resources:
  a: {type: takes.yaml, external_id: abc}
  b: {type: gives.yaml, external_id: abc}
  c: {type: gives.yaml, external_id: abc, condition: never}
#- takes.yaml
heat_template_version: rocky
parameters:
  p: {type: number, default: 1, constraints: [{length: {min: 1}}]}
resources:
  r: {type: OS::Heat::RandomString, properties: {lenght: 3}}
#- gives.yaml
heat_template_version: rocky
outputs:
  one: {description: nothing}
  two: {value: 1, zork: 2}
";
    let expected = "takes.yaml:3:48 refused ConstraintNotForType \"length\" resources.a<file://takes.yaml>.parameters.p.constraints[0]
gives.yaml:3:3 refused MissingKey \"one\" resources.b<file://gives.yaml>.outputs.one
gives.yaml:4:19 refused UnknownOutputKey \"zork\" resources.b<file://gives.yaml>.outputs.two";
    assert_eq!(general(text), expected);
}

/// The keys of outputs are looked at in nested templates of Heat's own format alone (O-003).
#[test]
fn unknown_keys_of_outputs_in_nested_templates() {
    let text = "#- t.yaml
heat_template_version: rocky
resources:
  a: {type: hot.yaml}
  b: {type: cfn.yaml}
#- hot.yaml
heat_template_version: rocky
outputs: {o: {value: 1, zork: 2}}
#- cfn.yaml
HeatTemplateFormatVersion: '2012-12-12'
Outputs: {o: {Value: 1, Zork: 2}}
";
    let expected = "hot.yaml:2:25 refused UnknownOutputKey \"zork\" resources.a<file://hot.yaml>.outputs.o
cfn.yaml:2:25 accepted UnknownOutputKey \"Zork\" resources.b<file://cfn.yaml>.Outputs.o";
    assert_eq!(general(text), expected);
}

/// In a group nobody looks at the types of what its members are given; what cannot be converted counts as not given (N-006).
#[test]
fn what_a_member_is_given_in_the_wrong_type_is_empty() {
    let text = "#- t.yaml
heat_template_version: rocky
resources:
  g: {type: OS::Heat::ResourceGroup, properties: {count: 1, resource_def: {type: n.yaml, properties: {cidr: 5.5}}}}
#- n.yaml
heat_template_version: rocky
parameters:
  cidr: {type: string, default: 10.0.0.0/8}
resources:
  s: {type: OS::Neutron::Subnet, properties: {network: n, cidr: {get_param: cidr}}}
";
    let expected = "3:109 fails later WrongType \"5.5\" resources.g<nested_stack>.resources.0.properties.cidr
n.yaml:5:3 refused MissingAlternative \"s\" resources.g<nested_stack>.resources.0<file://n.yaml>.resources.s.properties
n.yaml:5:65 fails later NotAllowed \"{get_param: cidr}\" \
        resources.g<nested_stack>.resources.0<file://n.yaml>.resources.s.properties.cidr";
    assert_eq!(general(text), expected);
}

/// A root whose one resource `n` is a nested stack of these resources, which begin in line 3 of `n.yaml`.
fn inside(resources: &str) -> String {
    let root = "#- t.yaml\nheat_template_version: rocky\nresources: {n: {type: n.yaml}}\n";
    format!("{root}#- n.yaml\nheat_template_version: rocky\nresources:{resources}")
}

/// A group in a nested stack does without parameters that nobody declares, and Heat fails over them when it makes the members; one
/// that scales reads what its members are made of (N-020, N-030).
#[test]
fn undeclared_parameters_in_members_of_nested_groups() {
    let resources = "
  group: {type: OS::Heat::ResourceGroup, properties: {count: 1, resource_def: {type: OS::Heat::None, properties: {a: {get_param: x}}}}}
  scaling:
    type: OS::Heat::AutoScalingGroup
    properties: {min_size: 1, max_size: 1, resource: {type: OS::Heat::None, properties: {a: {get_param: y}}}}
";
    let expected = "n.yaml:3:130 fails later Undefined \"x\" \
        resources.n<file://n.yaml>.resources.group.properties.resource_def.properties.a.get_param
n.yaml:6:105 refused Undefined \"y\" \
        resources.n<file://n.yaml>.resources.scaling.properties.resource.properties.a.get_param";
    assert_eq!(general(&inside(resources)), expected);
}

/// What the check of a type reads is refused in nested stacks too: the type of a value, the servers of a group of deployments, and
/// what kind of members a group has (PR-019, N-020).
#[test]
fn what_types_read_in_nested_stacks() {
    let resources = "
  value: {type: OS::Heat::Value, properties: {type: {get_param: x}, value: 1}}
  none: {type: OS::Heat::SoftwareDeployments, properties: {config: c}}
  servers: {type: OS::Heat::StructuredDeployments, properties: {config: c, servers: {get_param: x}}}
  group: {type: OS::Heat::ResourceGroup, properties: {resource_def: {type: {get_param: x}}}}
";
    let place = "resources.n<file://n.yaml>.resources";
    let expected = format!(
        "n.yaml:3:65 refused Undefined \"x\" {place}.value.properties.type.get_param
n.yaml:4:3 refused MissingProperty \"none\" {place}.none.properties
n.yaml:5:97 refused Undefined \"x\" {place}.servers.properties.servers.get_param
n.yaml:6:88 refused Undefined \"x\" {place}.group.properties.resource_def.type.get_param"
    );
    assert_eq!(general(&inside(resources)), expected);
}

#[test]
fn missing_files_and_files_that_include_themselves() {
    let text = "#- t.yaml
heat_template_version: rocky
resources:
  a: {type: gone.yaml}
  b: {type: OS::Heat::Value, properties: {value: {get_file: gone.sh}}}
  c: {type: loop.yaml}
#- loop.yaml
heat_template_version: rocky
resources:
  again: {type: loop.yaml}
";
    let expected = "3:13 refused MissingFile \"gone.yaml\" 
4:61 refused MissingFile \"gone.sh\" 
loop.yaml:3:17 refused IncludesItself \"loop.yaml\" ";
    assert_eq!(general(text), expected);
    assert_eq!(Memory::new(text).wanted(), ["gone.yaml", "gone.sh", "loop.yaml"]);
}

#[test]
fn the_registry_knows_more_types() {
    let text = "#- t.yaml
heat_template_version: rocky
resources:
  a: {type: My::Type, properties: {x: 1}}
  b: {type: My::Other}
  c: {type: Your::RandomString, properties: {length: 5, zz: 1}}
#- e.env
resource_registry:
  My::Type: n.yaml
  My::*: OS::Heat::None
  Your::*: OS::Heat::*
#- n.yaml
heat_template_version: rocky
parameters:
  y: {type: string, default: a}
";
    // The wildcard sorts before the exact name, so `My::Type` is OS::Heat::None (13.1).
    assert_eq!(
        stack(text, &[]),
        "5:57 refused UnknownProperty \"zz\" resources.c.properties.zz"
    );
}

#[test]
fn levels_of_nesting() {
    let mut text = String::from("#- t.yaml\nheat_template_version: rocky\nresources: {n: {type: l1.yaml}}\n");
    for level in 1..=6 {
        let inner = if level == 6 {
            "OS::Heat::None".to_owned()
        } else {
            format!("l{}.yaml", level + 1)
        };
        text.push_str(&format!(
            "#- l{level}.yaml\nheat_template_version: rocky\nresources: {{n: {{type: {inner}}}}}\n"
        ));
    }
    let found = general(&text);
    assert!(
        found.starts_with("l5.yaml:2:23 refused NestedTooDeep \"l6.yaml\" resources.n<file://l1.yaml>."),
        "{found}"
    );
    assert_eq!(found.lines().count(), 1, "{found}");
}

#[test]
fn every_template_that_is_sent_needs_a_version() {
    let text = "#- t.yaml
heat_template_version: rocky
conditions: {never: false}
resources:
  n: {type: n.yaml, condition: never}
#- n.yaml
heat_template_version: rokcy
parameters: {p: {type: strng}}
";
    let expected = "n.yaml:1:24 refused UnknownVersion \"rokcy\" 
n.yaml:2:24 refused UnknownParameterType \"strng\" parameters.p.type";
    assert_eq!(general(text), expected);
}

#[test]
fn unknown_keys_of_outputs_matter_inside_only() {
    let text = "#- t.yaml
heat_template_version: rocky
resources: {n: {type: n.yaml}}
outputs: {o: {value: 1, hidden: true}}
#- n.yaml
heat_template_version: rocky
outputs: {o: {value: 1, hidden: true}}
";
    let expected = "3:25 accepted UnknownOutputKey \"hidden\" outputs.o
n.yaml:2:25 refused UnknownOutputKey \"hidden\" resources.n<file://n.yaml>.outputs.o";
    assert_eq!(general(text), expected);
}
