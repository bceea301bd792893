//! What single types check by themselves, against the engine's verdicts in `types.txt`.

use std::fmt::Write;

use crate::kit::stack;

/// What stands before the resource of a case.
const BEFORE: &str = "heat_template_version: 2021-04-16
conditions: { yes: { equals: [a, a] }, no: { equals: [a, b] } }
resources:
  v: { type: OS::Heat::Value, properties: { value: x } }
  net: { type: OS::Neutron::Net }
  off: { type: OS::Heat::None, condition: false }
  lc: { type: 'AWS::AutoScaling::LaunchConfiguration', properties: { ImageId: i, InstanceType: t } }
  cfn: { type: OS::Nova::Server, properties: { flavor: f, image: i } }
  raw: { type: OS::Nova::Server, properties: { flavor: f, image: i, user_data_format: RAW } }
  soft: { type: OS::Nova::Server, properties: { flavor: f, image: i, user_data_format: SOFTWARE_CONFIG } }
";

/// Around a template that is nested.
const OUTER: &str = "#- t.yaml
heat_template_version: 2021-04-16
resources:
  n: { type: n.yaml }
#- n.yaml
";

#[test]
fn verdicts_are_those_of_the_engine() {
    let mut differences = String::new();
    let cases = include_str!("types.txt").lines().filter(|it| !it.starts_with('#'));
    for case in cases {
        let mut columns = case.splitn(4, ' ');
        let mut column = || columns.next().expect("four columns");
        let (place, verdict, resource_type, properties) = (column(), column(), column(), column());
        let outer = if place == "nested" { OUTER } else { "" };
        let found = stack(
            &format!("{outer}{BEFORE}  r: {{ type: '{resource_type}', properties: {properties} }}\n"),
            &[],
        );
        let is_refused = found.lines().any(|line| line.contains(" refused "));
        if is_refused != (verdict == "reject") {
            writeln!(differences, "{case}\n  {found}").expect("text can be written");
        }
    }
    assert_eq!(differences, "", "the engine says otherwise of:\n{differences}");
}

#[test]
fn faults_stand_at_the_smallest_text() {
    let text = "heat_template_version: 2021-04-16
conditions: { yes: true }
resources:
  web:
    type: OS::Nova::Server
    properties:
      flavor: f
      image: i
      networks:
        if:
          - yes
          - - network: a
            - { if: [yes, { port: p, fixed_ip: 10.0.0.7 }, { tag: t }] }
          - []
      block_device_mapping_v2: [{ swap_size: 1, volume_id: v }]
  database:
    type: OS::Trove::Instance
    properties: { flavor: f, size: 1, databases: [{ name: one }], users: [{ name: me, password: pw, databases: [one, two] }] }
";
    let expected = "13:38 refused ConflictingProperties \"fixed_ip\" resources.web.properties.networks[1].fixed_ip
15:49 refused ConflictingProperties \"volume_id\" resources.web.properties.block_device_mapping_v2[0].volume_id
18:118 refused RefusedValue \"two\" resources.database.properties.users[0].databases[1]";
    assert_eq!(stack(text, &[]), expected);
}

#[test]
fn what_is_not_known_is_not_refused() {
    let text = "heat_template_version: 2021-04-16
parameters:
  cidr: { type: string }
  type: { type: string }
  sizes: { type: json }
  wanted: { type: boolean }
conditions: { wanted: { get_param: wanted } }
resources:
  subnet: { type: OS::Neutron::Subnet, properties: { network: n, cidr: { get_param: cidr }, subnetpool: p } }
  zone: { type: OS::Designate::Zone, properties: { name: n., type: { get_param: type } } }
  boot: { type: OS::Nova::Server, properties: { flavor: f, block_device_mapping_v2: { get_param: sizes } } }
  leg: { type: OS::Neutron::RouterInterface, properties: { router: r, subnet: { if: [wanted, s] }, port: { if: [wanted, p] } } }
";
    assert_eq!(crate::kit::general(text), "");
}

#[test]
fn what_no_value_can_help_is_refused_without_inputs() {
    let text = "heat_template_version: 2021-04-16
parameters:
  any: { type: string, default: '' }
conditions: { perhaps: { equals: [{ get_param: any }, a] } }
resources:
  leg: { type: OS::Neutron::RouterInterface, properties: { router: r, subnet: { get_param: any }, port: p } }
  some:
    type: OS::Neutron::RouterInterface
    condition: perhaps
    properties: { router: r }
";
    let expected = "6:99 refused ConflictingProperties \"port\" resources.leg.properties.port
7:3 possible MissingAlternative \"some\" resources.some.properties";
    assert_eq!(crate::kit::general(text), expected);
}

#[test]
fn a_refused_property_is_enough() {
    let text = "heat_template_version: 2021-04-16
resources:
  web: { type: OS::Nova::Server, properties: { flavor: f, imgae: i } }
";
    let expected = "3:59 refused UnknownProperty \"imgae\" resources.web.properties.imgae";
    assert_eq!(
        stack(text, &[]),
        expected,
        "nothing to boot from is what comes of the misspelling"
    );
}
