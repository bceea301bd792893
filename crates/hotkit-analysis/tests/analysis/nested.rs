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
