//! Properties by schema, at every depth.

use crate::kit::{general, stack};

#[test]
fn unknown_and_missing_at_every_depth() {
    let text = "heat_template_version: rocky
resources:
  port:
    type: OS::Neutron::Port
    properties:
      fixed_ips:
        - ip_adress: 10.0.0.1
      allowed_address_pairs: [{mac_address: '00:11:22:33:44:55'}]
  server:
    type: OS::Nova::Server
    properties: {flavour: small, image: i}
";
    let expected = "3:3 refused MissingProperty \"port\" resources.port.properties
7:11 refused UnknownProperty \"ip_adress\" resources.port.properties.fixed_ips[0].ip_adress
8:7 refused MissingProperty \"allowed_address_pairs\" resources.port.properties.allowed_address_pairs[0]
11:18 refused UnknownProperty \"flavour\" resources.server.properties.flavour";
    assert_eq!(
        general(text),
        expected,
        "the missing `flavor` is told with the misspelt one"
    );
}

#[test]
fn older_spellings_are_good_enough() {
    let text = "heat_template_version: rocky
resources:
  port: {type: OS::Neutron::Port, properties: {network_id: n}}
  leg: {type: OS::Neutron::RouterInterface, properties: {router_id: r, subnet_id: s}}
";
    assert_eq!(general(text), "");
}

/// Where the newer spelling is empty, the older one counts: at the first level whatever it comes to, inside a mapping unless
/// that is null.
#[test]
fn an_older_spelling_replaces_an_empty_newer_one() {
    let text = "heat_template_version: rocky
resources:
  net: {type: OS::Neutron::Net}
  known: {type: OS::Neutron::Subnet, properties: {cidr: 10.0.1.0/24, network: {}, network_id: a}}
  later: {type: OS::Neutron::Subnet, properties: {cidr: 10.0.2.0/24, network: {}, network_id: {get_resource: net}}}
  empty: {type: OS::Neutron::Subnet, properties: {cidr: 10.0.3.0/24, network: {}, network_id: null}}
  alone: {type: OS::Neutron::Subnet, properties: {cidr: 10.0.4.0/24, network: {}}}
  inner: {type: OS::Nova::Server, properties: {image: a, flavor: b, networks: [{network: {}, uuid: c}]}}
  bare: {type: OS::Nova::Server, properties: {image: a, flavor: b, networks: [{network: {}, uuid: null}]}}
";
    let expected = "7:79 refused WrongType \"{}\" resources.alone.properties.network
9:89 refused WrongType \"{}\" resources.bare.properties.networks[0].network";
    assert_eq!(stack(text, &[]), expected);
}

#[test]
fn placeholders_take_anything() {
    let text = "heat_template_version: rocky
resources:
  none: {type: OS::Heat::None, properties: {any: thing}}
  gone: {type: 'OS::Sahara::Cluster', properties: {any: thing}}
outputs:
  o: {value: {get_attr: [none, anything]}}
";
    assert_eq!(general(text), "");
}

#[test]
fn types_of_values() {
    let text = "heat_template_version: rocky
resources:
  r:
    type: OS::Heat::RandomString
    properties: {length: many, salt: [a]}
  n:
    type: OS::Neutron::Net
    properties: {shared: 'yes', name: 5, admin_state_up: 'True', tags: a, value_specs: x}
";
    let expected = "5:26 refused WrongType \"many\" resources.r.properties.length
5:38 refused WrongType \"[a]\" resources.r.properties.salt
8:26 refused WrongType \"'yes'\" resources.n.properties.shared
8:72 refused WrongType \"a\" resources.n.properties.tags
8:88 refused WrongType \"x\" resources.n.properties.value_specs";
    assert_eq!(general(text), expected);
}

#[test]
fn constraints_of_properties() {
    let text = "heat_template_version: rocky
parameters:
  length: {type: number}
resources:
  r:
    type: OS::Heat::RandomString
    properties: {length: {get_param: length}}
  s:
    type: OS::Neutron::Subnet
    properties: {network: n, cidr: 10.0.0.0/33, ip_version: 5}
";
    let literal = "10:36 refused NotAllowed \"10.0.0.0/33\" resources.s.properties.cidr
10:61 refused NotAllowed \"5\" resources.s.properties.ip_version";
    assert_eq!(general(text), literal);
    let with_value =
        format!("7:26 refused NotAllowed \"{{get_param: length}}\" resources.r.properties.length\n{literal}");
    assert_eq!(stack(text, &[("length", "513")]), with_value);
    assert_eq!(stack(text, &[("length", "512")]), literal);
}

#[test]
fn what_reads_a_resource_is_checked_when_that_exists() {
    let text = "heat_template_version: rocky
resources:
  net: {type: OS::Neutron::Net}
  server:
    type: OS::Nova::Server
    properties:
      flavor: f
      image: i
      networks: [{network: {get_resource: net}, fixed_ipp: 10.0.0.1}]
";
    assert_eq!(
        general(text),
        "9:49 fails later UnknownProperty \"fixed_ipp\" resources.server.properties.networks[0].fixed_ipp"
    );
}

#[test]
fn an_if_that_leaves_nothing() {
    let text = "heat_template_version: 2021-04-16
conditions: {off: false, on: true}
resources:
  port:
    type: OS::Neutron::Port
    properties:
      network: {if: [off, n]}
      fixed_ips: [{if: [off, {ip_adress: 10.0.0.1}]}, {nonsense: {if: [off, x]}}]
      mac: {if: [on, x]}
";
    let expected = "4:3 refused MissingProperty \"port\" resources.port.properties
9:7 refused UnknownProperty \"mac\" resources.port.properties.mac";
    assert_eq!(general(text), expected);
}

#[test]
fn policies() {
    let text = "heat_template_version: rocky
resources:
  net: {type: OS::Neutron::Net, deletion_policy: Snapshot, update_policy: {x: 1}}
  group:
    type: OS::Heat::ResourceGroup
    update_policy: {rolling_update: {max_batch_sise: 1}}
    properties: {count: 1, resource_def: {type: OS::Heat::None}}
";
    let expected = "3:50 refused NoSnapshot \"Snapshot\" resources.net.deletion_policy
3:76 refused UnknownProperty \"x\" resources.net.update_policy.x
6:38 refused UnknownProperty \"max_batch_sise\" resources.group.update_policy.rolling_update.max_batch_sise";
    assert_eq!(general(text), expected);
}

/// Whole lists can be of things that Heat does not implement (PR-017), and a pattern of names is no type.
#[test]
fn items_that_are_not_implemented_and_patterns_of_types() {
    let text = "heat_template_version: rocky
resources:
  a: {type: AWS::EC2::VPC, properties: {CidrBlock: 10.0.0.0/24, Tags: [{Key: k, Value: v}]}}
  b: {type: AWS::EC2::VPC, properties: {CidrBlock: 10.0.0.0/24, Tags: []}}
  c: {type: 'OS::Quantum*'}
";
    let expected = "3:72 refused NotImplemented \"{Key: k, Value: v}\" resources.a.properties.Tags
5:13 refused UnknownType \"'OS::Quantum*'\" resources.c.type";
    assert_eq!(general(text), expected);
}
