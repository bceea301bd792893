//! Edges, those that Heat adds by itself, and circles.

use crate::kit::{edges, general};

#[test]
fn explicit_edges() {
    let text = "heat_template_version: rocky
resources:
  a: {type: OS::Heat::Value}
  b: {type: OS::Heat::Value, depends_on: [a, a]}
  c: {type: OS::Heat::Value, properties: {value: {list_join: ['', [{get_resource: a}]]}}}
  d: {type: OS::Heat::None, metadata: {m: {get_attr: [b, value]}}}
  e: {type: OS::Heat::Value, properties: {value: {if: [true, 1, {get_resource: a}]}}}
outputs:
  o: {value: {get_attr: [e, value]}}
";
    assert_eq!(edges(text), ["b -> a", "c -> a", "d -> b"]);
}

#[test]
fn edges_that_heat_adds() {
    let text = "heat_template_version: rocky
resources:
  net: {type: OS::Neutron::Net}
  subnet: {type: OS::Neutron::Subnet, properties: {network: {get_resource: net}, cidr: 10.0.0.0/24}}
  port: {type: OS::Neutron::Port, properties: {network: {get_resource: net}}}
  other: {type: OS::Neutron::Port, properties: {network: by-name}}
  server: {type: OS::Nova::Server, properties: {flavor: f, image: i, networks: [{port: {get_resource: port}}]}}
";
    let expected = [
        "subnet -> net",
        "port -> net",
        "port -> subnet",
        "server -> subnet",
        "server -> port",
    ];
    assert_eq!(edges(text), expected);
}

#[test]
fn a_circle_begins_at_its_first_place() {
    let text = "heat_template_version: rocky
resources:
  a: {type: OS::Heat::None, depends_on: start}
  start: {type: OS::Heat::Value, properties: {value: {get_resource: far}}}
  middle: {type: OS::Heat::None, depends_on: [start, far]}
  far: {type: OS::Heat::None, metadata: {m: {get_resource: middle}}}
  me: {type: OS::Heat::None, depends_on: me}
";
    let expected = "4:69 refused CircularDependency \"far\" resources.start.properties.value.get_resource
7:42 refused CircularDependency \"me\" resources.me.depends_on";
    assert_eq!(general(text), expected);
}

#[test]
fn a_long_chain_is_no_danger() {
    let mut text =
        String::from("heat_template_version: rocky\nresources:\n  r0: {type: OS::Heat::None, depends_on: r20000}\n");
    for index in 1..=20_000 {
        text.push_str(&format!(
            "  r{index}: {{type: OS::Heat::None, depends_on: r{}}}\n",
            index - 1
        ));
    }
    let found = general(&text);
    assert!(
        found.contains("refused CircularDependency"),
        "{}",
        &found[..200.min(found.len())]
    );
    assert_eq!(found.lines().count(), 2, "the circle, and too many resources");
}
