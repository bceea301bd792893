//! Environments and parameters: the verdict of a stack creation with these inputs.

use crate::kit::{Folder, SOUND};

const MISSING: &str = "a.yaml:3:3: error[missing-parameter-value]";

#[test]
fn without_inputs_values_are_unknown() {
    Folder::of(&[("a.yaml", SOUND)]).check(&["a.yaml"]).finds(0, &[]);
}

#[test]
fn every_input_makes_it_a_stack() {
    let folder = Folder::of(&[
        ("a.yaml", SOUND),
        ("empty.env", "parameters: {}\n"),
        ("size.env", "parameters: { size: 2 }\n"),
        ("size.txt", "2"),
    ]);
    for (arguments, places) in [
        (&["--stack"][..], &[MISSING][..]),
        (&["-e", "empty.env"], &[MISSING]),
        (&["-e", "size.env"], &[]),
        (&["-e", "empty.env", "--environment", "size.env"], &[]),
        (&["--parameter", "size=2"], &[]),
        (&["-P", "size=2"], &[]),
        (&["--parameters", "size=2"], &[]),
        (&["--parameter-file", "size=size.txt"], &[]),
    ] {
        let status = i32::from(!places.is_empty());
        folder.check(&[&["a.yaml"], arguments].concat()).finds(status, places);
    }
}

#[test]
fn names_that_the_template_does_not_know() {
    let folder = Folder::of(&[("a.yaml", SOUND), ("e.env", "parameters:\n  size: 1\n  sise: 1\n")]);
    let run = folder.check(&["a.yaml", "--parameter", "size=1", "--parameter", "sise=1"]);
    run.finds(1, &["a.yaml:2:1: error[unknown-parameter-value]"]);
    assert!(run.out.contains("`sise`"), "{run:?}");
    let run = folder.check(&["a.yaml", "-e", "e.env"]);
    run.finds(1, &["e.env:3:3: error[unknown-parameter-value]"]);
}

#[test]
fn one_p_is_split_at_semicolons_and_several_are_not() {
    let two = "\
heat_template_version: 2018-08-31
parameters:
  a: { type: string, constraints: [{ allowed_values: ['1;b=2', '1'] }] }
  b: { type: string, default: '', constraints: [{ allowed_values: ['', 'x=y'] }] }
";
    let folder = Folder::of(&[("a.yaml", two)]);
    folder.check(&["a.yaml", "-P", "a=1;b=x=y"]).finds(0, &[]);
    folder.check(&["a.yaml", "-P", "a=1", "-P", "b=x=y"]).finds(0, &[]);
    folder.check(&["a.yaml", "-P", "a=1;b=2", "-P", "b="]).finds(0, &[]);
    folder.check(&["a.yaml", "--parameter", "a=1;b=2"]).finds(0, &[]);
    assert_eq!(folder.check(&["a.yaml", "-P", "a=1;b=2"]).status, Some(1));
}

#[test]
fn a_name_given_twice_has_a_list() {
    let list = "\
heat_template_version: 2018-08-31
parameters:
  a: { type: comma_delimited_list, constraints: [{ length: { min: 2, max: 2 } }] }
";
    let folder = Folder::of(&[("a.yaml", list)]);
    folder
        .check(&["a.yaml", "--parameter", "a=1", "--parameter", "a=2"])
        .finds(0, &[]);
    assert_eq!(folder.check(&["a.yaml", "--parameter", "a=1"]).status, Some(1));
}

#[test]
fn parameter_files_lie_beside_the_template_or_in_the_working_folder() {
    let one = "\
heat_template_version: 2018-08-31
parameters:
  a: { type: string, constraints: [{ allowed_values: [beside] }] }
";
    let folder = Folder::of(&[
        ("labs/a.yaml", one),
        ("labs/value", "beside"),
        ("value", "here"),
        ("only", "beside"),
    ]);
    folder
        .check(&["labs/a.yaml", "--parameter-file", "a=value"])
        .finds(0, &[]);
    folder
        .check(&["labs/a.yaml", "--parameter-file", "a=only"])
        .finds(0, &[]);
    assert_eq!(folder.check(&["labs/a.yaml", "--parameter", "a=here"]).status, Some(1));
}

#[test]
fn the_registry_of_an_environment() {
    let outer =
        "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: My::Disk\n    properties: { size: 1 }\n";
    let folder = Folder::of(&[
        ("a.yaml", outer),
        ("env/types.env", "resource_registry:\n  My::Disk: ../disk.yaml\n"),
        ("disk.yaml", SOUND),
    ]);
    folder.check(&["a.yaml", "-e", "env/types.env"]).finds(0, &[]);
    folder
        .check(&["a.yaml", "--stack"])
        .finds(1, &["a.yaml:4:11: error[unknown-resource-type]"]);
    folder
        .check(&["a.yaml"])
        .finds(0, &["a.yaml:4:11: warning[unknown-resource-type]"]);
}

#[test]
fn the_one_file_of_a_stack_is_its_template() {
    // By its content it is an environment.
    let folder = Folder::of(&[("a.yaml", "parameters:\n  size: 1\n")]);
    folder.check(&["a.yaml"]).finds(0, &[]);
    let run = folder.check(&["a.yaml", "--stack"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.out.contains("missing-version"), "{run:?}");
}

#[test]
fn environments_without_a_template() {
    let folder = Folder::of(&[("e.env", "parametres: {}\n"), ("none/x.txt", "")]);
    let run = folder.check(&["none", "-e", "e.env"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.out.starts_with("e.env:1:1: error["), "{run:?}");
}

#[test]
fn a_cloud_file_says_what_there_is() {
    let template = "\
heat_template_version: 2018-08-31
parameters:
  image: { type: string, default: debian-11, constraints: [{ custom_constraint: glance.image }] }
  flavor: { type: string }
  networks: { type: comma_delimited_list, default: 'inner,outer', constraints: [{ custom_constraint: neutron.network }] }
resources:
  server:
    type: OS::Nova::Server
    properties:
      image: { get_param: image }
      flavor: { get_param: flavor }
      key_name: mine
      networks: [{ network: iner }, { network: { get_param: [networks, 0] } }]
";
    let cloud = "name: east\nflavors: { m1.small: { vcpus: 1, ram: 1 } }\nimages: [debian-12]\nnetworks: [inner]\n";
    let folder = Folder::of(&[("a.yaml", template), ("cloud.yaml", cloud)]);
    folder.check(&["a.yaml"]).finds(0, &[]);
    let of_template = [
        "a.yaml:3:35: error[not-in-cloud]",
        "a.yaml:5:52: error[not-in-cloud]",
        "a.yaml:13:29: error[not-in-cloud]",
    ];
    folder
        .check(&["a.yaml", "--cloud", "cloud.yaml"])
        .finds(1, &of_template);
    let given = ["--parameter", "flavor=m1.smal", "--parameter", "image=debian-12"];
    let run = folder.check(&[&["a.yaml", "--cloud", "cloud.yaml"], &given[..]].concat());
    let of_stack = [
        "a.yaml:5:52: error[not-in-cloud]",
        "a.yaml:11:15: error[not-in-cloud]",
        "a.yaml:13:29: error[not-in-cloud]",
    ];
    run.finds(1, &of_stack);
    assert!(run.out.contains("cloud `east` has no flavor `m1.smal`"), "{run:?}");

    folder.write("hotkit.yaml", "cloud: cloud.yaml\n");
    folder.check(&["a.yaml"]).finds(1, &of_template);

    // What every stack gives another value for is no concern of this cloud.
    let stacks =
        |values: &str| format!("cloud: cloud.yaml\nstacks:\n  - templates: [a.yaml]\n    parameters: {values}\n");
    folder.write(
        "hotkit.yaml",
        stacks("{ image: debian-12, flavor: m1.small, networks: inner }"),
    );
    folder.check(&["a.yaml"]).finds(1, &of_template[2..]);
    folder.write("hotkit.yaml", stacks("{ image: debian-12, flavor: m1.small }"));
    folder.check(&["a.yaml"]).finds(1, &of_template[1..]);

    folder.write("bad.yaml", "name: x\nflavours: {}\n");
    let run = folder.check(&["a.yaml", "--cloud", "bad.yaml"]);
    assert_eq!(run.status, Some(2));
    run.complains("cannot use the cloud file bad.yaml:2:1: unknown field `flavours`");
}
