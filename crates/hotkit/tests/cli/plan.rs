//! `plan`, `graph` and `cloud` on the command line: what people see, and what they must not see.

use std::process::Command;

use crate::kit::{FAULTY, Folder, SOUND};

const LAB: &str = "\
heat_template_version: 2021-04-16
parameters:
  token:
    type: string
    hidden: true
  count: { type: number, default: 2 }
  large: { type: boolean, default: false }
conditions:
  is_large: { get_param: large }
resources:
  net:
    type: OS::Neutron::Net
  subnet:
    type: OS::Neutron::Subnet
    properties: { network: { get_resource: net }, cidr: 10.0.0.0/24 }
  port:
    type: OS::Neutron::Port
    properties: { network: { get_resource: net } }
  script:
    type: OS::Heat::SoftwareConfig
    properties:
      config:
        str_replace:
          template: |
            #!/bin/sh
            login $token
            ping $address
          params:
            $token: { get_param: token }
            $address: { get_attr: [port, fixed_ips, 0, ip_address] }
  server:
    type: OS::Nova::Server
    properties:
      name: lab
      image: ubuntu
      flavor: m1.small
      networks: [{ port: { get_resource: port } }]
      user_data: { get_resource: script }
      user_data_format: RAW
  nodes:
    type: OS::Heat::ResourceGroup
    depends_on: server
    properties:
      count: { get_param: count }
      resource_def:
        type: node.yaml
        properties: { name: node-%index%, network: { get_resource: net }, secret: { get_param: token } }
  archive:
    type: OS::Cinder::Volume
    condition: is_large
    properties: { size: 100 }
outputs:
  address:
    value: { list_join: [\"\", [\"http://\", { get_attr: [port, fixed_ips, 0, ip_address] }, \":80/\"]] }
  token:
    value: { get_param: token }
";

const NODE: &str = "\
heat_template_version: 2021-04-16
parameters:
  name: { type: string }
  network: { type: string }
  secret: { type: string }
resources:
  host:
    type: OS::Nova::Server
    properties:
      name: { get_param: name }
      image: ubuntu
      flavor: m1.tiny
      networks: [{ network: { get_param: network } }]
      metadata: { key: { get_param: secret } }
";

fn lab() -> Folder {
    Folder::of(&[("lab.yaml", LAB), ("node.yaml", NODE)])
}

const INPUTS: [&str; 5] = ["lab.yaml", "--parameter", "token=s3cr3t", "--stack-name", "lab"];

fn plan(folder: &Folder, further: &[&str]) -> crate::kit::Run {
    folder.hotkit(&[&["plan"], &INPUTS[..], further].concat())
}

#[test]
fn a_creation() {
    let run = plan(&lab(), &[]);
    assert_eq!(run.status, Some(0), "{run:?}");
    insta::assert_snapshot!("plan_creation", run.out);
}

#[test]
fn values_and_reasons() {
    let run = plan(&lab(), &["--values"]);
    insta::assert_snapshot!("plan_values", run.out);
}

#[test]
fn what_the_client_would_list() {
    let run = plan(&lab(), &["--list"]);
    insta::assert_snapshot!("plan_list", run.out);
}

#[test]
fn a_failure() {
    let run = plan(&lab(), &["--fail", "server"]);
    insta::assert_snapshot!("plan_failure", run.out);
    let run = plan(&lab(), &["--fail", "sever"]);
    assert_eq!(run.status, Some(2));
    run.complains("did you mean `server`?");
}

#[test]
fn many_stacks() {
    let run = plan(&lab(), &["--stacks", "30"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    insta::assert_snapshot!("plan_stacks", run.out);
    assert_eq!(plan(&lab(), &["--stacks", "3"]).status, Some(0));
    let run = plan(&lab(), &["--stacks", &u64::MAX.to_string()]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.out.contains("✗ room for "), "{run:?}");
}

#[test]
fn graphs() {
    let folder = lab();
    let graph = |format: &str| {
        let run = folder.hotkit(&[&["graph"], &INPUTS[..], &["--format", format]].concat());
        assert_eq!(run.status, Some(0), "{run:?}");
        run.out
    };
    insta::assert_snapshot!("graph_mermaid", graph("mermaid"));
    insta::assert_snapshot!("graph_dot", graph("dot"));
    insta::assert_snapshot!("graph_svg", graph("svg"));
}

#[test]
fn an_update_from_another_file() {
    let folder = lab();
    let old = LAB
        .replace("10.0.0.0/24", "10.0.0.0/25")
        .replace("ping", "wait")
        .replace(
            "resources:\n  net:",
            "resources:\n  data:\n    type: OS::Cinder::Volume\n    properties: { size: 5 }\n  net:",
        );
    folder.write("old.yaml", old);
    let run = plan(&folder, &["--against", "old.yaml"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    insta::assert_snapshot!("plan_update", run.out);
    insta::assert_snapshot!(
        "plan_markdown",
        plan(&folder, &["--against", "old.yaml", "--format", "markdown"]).out
    );
    let run = plan(
        &folder,
        &["--against", "old.yaml", "--fail-on", "replace", "--fail-on", "delete"],
    );
    assert_eq!(run.status, Some(1));
    assert!(
        run.out
            .ends_with("✗ --fail-on replace, delete: data, script, server, subnet\n"),
        "{run:?}"
    );
    let run = plan(&folder, &["--against", "lab.yaml", "--fail-on", "change"]);
    assert_eq!(
        run.status,
        Some(1),
        "nested stacks are asked with every update: {run:?}"
    );
}

#[test]
fn an_update_from_a_revision() {
    let folder = lab();
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .args([
                "-c",
                "user.name=x",
                "-c",
                "user.email=x@example.org",
                "-c",
                "init.defaultBranch=main",
            ])
            .args(arguments)
            .current_dir(folder.path())
            .output();
        assert!(done.is_ok_and(|it| it.status.success()), "git is needed");
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "first"]);
    folder.write("lab.yaml", LAB.replace("default: 2", "default: 3"));
    folder.write("node.yaml", NODE.replace("m1.tiny", "m1.small"));
    let run = plan(&folder, &["--against", "git:main"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    insta::assert_snapshot!("plan_revision", run.out);
    let run = plan(&folder, &["--against", "git:nowhere"]);
    assert_eq!(run.status, Some(2));
    run.complains("git knows no revision `nowhere`");
    let run = plan(&folder, &["--against", "git:--help"]);
    assert_eq!(run.status, Some(2));
}

#[test]
fn secrets_are_in_nothing_that_people_read() {
    let folder = lab();
    folder.write("old.yaml", LAB.replace("ping", "wait"));
    for further in [
        &[][..],
        &["--values", "--full"],
        &["--list"],
        &["--against", "old.yaml"],
        &["--format", "markdown"],
        &["--format", "html"],
        &["--format", "html", "--against", "old.yaml"],
        &["--format", "markdown", "--against", "old.yaml"],
    ] {
        let run = plan(&folder, further);
        assert!(!run.out.contains("s3cr3t"), "{further:?}: {run:?}");
    }
    let values = plan(&folder, &["--values"]).out;
    assert!(values.contains("login ⟨hidden: token⟩"), "{values}");
    assert!(values.contains("key: ⟨hidden: token⟩"), "{values}");
    let json = plan(&folder, &["--format", "json"]).out;
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["parameters"]["token"]["hidden"], true);
    assert_eq!(document["parameters"]["token"].get("value"), None);
}

#[test]
fn private_keys_are_hidden_wherever_they_come_from() {
    let text = "\
heat_template_version: 2018-08-31
resources:
  a:
    type: OS::Heat::SoftwareConfig
    properties: { config: { get_file: key.pem } }
";
    let key = concat!(
        "-----BEGIN RSA PRI",
        "VATE KEY-----\nMIIEabc\n-----END RSA PRI",
        "VATE KEY-----\n"
    );
    let folder = Folder::of(&[("a.yaml", text), ("key.pem", key)]);
    for further in [&["--values", "--full"][..], &["--format", "html"]] {
        let run = folder.hotkit(&[&["plan", "a.yaml"], further].concat());
        assert!(!run.out.contains("MIIEabc"), "{run:?}");
    }
}

#[test]
fn groups_of_a_million_and_repeats_that_explode() {
    let folder = lab();
    let run = plan(&folder, &["--parameter", "count=1000000"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    run.complains("`nodes` would have 1000000 members; Heat takes at most");
    let repeat = "\
heat_template_version: 2021-04-16
resources:
  a:
    type: OS::Heat::Value
    properties:
      value:
        repeat:
          template: a b c d e f
          for_each:
";
    let mut text = repeat.to_owned();
    for letter in ["a", "b", "c", "d", "e", "f"] {
        text.push_str(&format!("            {letter}: [{}]\n", vec!["x"; 40].join(", ")));
    }
    folder.write("repeat.yaml", text);
    let run = folder.hotkit(&["plan", "repeat.yaml", "--values"]);
    assert!(matches!(run.status, Some(0 | 1)), "{run:?}");
    assert!(run.out.len() < 10_000, "{}", run.out.len());
}

#[test]
fn a_refused_template_has_findings_instead_of_a_plan() {
    let folder = Folder::of(&[("a.yaml", FAULTY), ("open.yaml", SOUND)]);
    let run = folder.hotkit(&["plan", "a.yaml", "--parameter", "size=1"]);
    assert_eq!(run.status, Some(1));
    assert!(run.out.starts_with("error[unknown-property]:"), "{run:?}");
    assert!(run.out.contains("✗ 1 error"), "{run:?}");
    let run = folder.hotkit(&["plan", "open.yaml"]);
    assert_eq!(run.status, Some(1));
    assert!(run.out.starts_with("error[missing-parameter-value]:"), "{run:?}");
    let run = folder.hotkit(&["plan", "a.yaml", "--parameter", "size=1", "--format", "markdown"]);
    assert!(run.out.contains("### `a.yaml`: Heat refuses it, 1 error\n"), "{run:?}");
    let run = folder.hotkit(&["plan", "nowhere.yaml"]);
    assert_eq!(run.status, Some(2));
    run.complains("cannot read nowhere.yaml: there is no such file");
}

#[test]
fn a_cloud_file() {
    let folder = lab();
    folder.write(
        "cloud.yaml",
        "name: region\nflavors:\n  m1.smal: { vcpus: 1, ram: 1024 }\n  m1.tiny: { vcpus: 1, ram: 512 }\nquota: { instances: 3 }\n\
         durations: { OS::Nova::Server: 100 }\n",
    );
    let run = plan(&folder, &["--cloud", "cloud.yaml"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    insta::assert_snapshot!("plan_cloud", run.out);
    folder.write("bad.yaml", "name: x\nflavours: {}\n");
    let run = plan(&folder, &["--cloud", "bad.yaml"]);
    assert_eq!(run.status, Some(2));
    run.complains("error: bad.yaml:2:1: unknown field `flavours`");
    let run = folder.hotkit(&["cloud", "export"]);
    assert_eq!(run.status, Some(0));
    assert!(run.out.starts_with("#!/bin/sh\n"));
}

#[test]
fn nothing_outside_the_project_is_read() {
    let folder = Folder::of(&[(
        "inner/a.yaml",
        "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: OS::Heat::Value\n    properties: { value: { get_file: ../secret } }\n",
    )]);
    folder.write("secret", "top secret");
    let run = folder.hotkit_in("inner", &["plan", "a.yaml", "--values"]);
    assert!(!run.out.contains("top secret"), "{run:?}");
}

#[test]
fn the_configuration_names_inputs_cloud_and_what_is_protected() {
    let folder = Folder::of(&[
        (
            "hotkit.yaml",
            "cloud: clouds/region.yaml\nprotected: [data, 'OS::Neutron::*']\n\
             stacks:\n  - templates: lab.yaml\n    environments: [small.yaml]\n",
        ),
        ("clouds/region.yaml", "name: region-one\n"),
        ("small.yaml", "parameters: { size: 1 }\n"),
        (
            "lab.yaml",
            "heat_template_version: 2018-08-31\nparameters:\n  size: { type: number }\nresources:\n  data:\n    \
             type: OS::Cinder::Volume\n    properties: { size: { get_param: size }, availability_zone: a }\n  net:\n    \
             type: OS::Neutron::Net\n",
        ),
        (
            "next.yaml",
            "heat_template_version: 2018-08-31\nresources:\n  data:\n    \
             type: OS::Cinder::Volume\n    properties: { size: 1, availability_zone: b }\n",
        ),
    ]);
    let run = folder.hotkit(&["plan", "lab.yaml"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.out.starts_with("stack from lab.yaml with small.yaml\n"), "{run:?}");
    assert!(run.out.contains("Quota of cloud `region-one`"), "{run:?}");
    let against = [
        "plan",
        "next.yaml",
        "--against",
        "lab.yaml",
        "--against-parameter",
        "size=1",
    ];
    let run = folder.hotkit(&against);
    assert_eq!(run.status, Some(1), "{run:?}");
    for text in [
        "error[protected]: `data` is protected, and the update would replace it\n",
        "error[protected]: `net` is protected, and the update would delete it\n",
    ] {
        assert!(run.out.contains(text), "{run:?}");
    }
    let run = folder.hotkit(&[against.as_slice(), &["--no-config"]].concat());
    assert_eq!(run.status, Some(0), "{run:?}");
    folder.write("hotkit.yaml", "protectd: [data]\n");
    let run = folder.hotkit(&against);
    assert_eq!(run.status, Some(2));
    run.complains("did you mean `protected`?");
}

#[test]
fn a_port_waits_for_the_subnets_of_its_own_network() {
    let mut text = "heat_template_version: 2018-08-31\nresources:\n".to_owned();
    for letter in ["a", "b"] {
        text.push_str(&format!(
            "  net_{letter}: {{ type: OS::Neutron::Net }}\n  subnet_{letter}:\n    type: OS::Neutron::Subnet\n    \
             properties: {{ network: {{ get_resource: net_{letter} }}, cidr: 10.0.0.0/24 }}\n  port_{letter}:\n    \
             type: OS::Neutron::Port\n    properties: {{ network: {{ get_resource: net_{letter} }} }}\n"
        ));
    }
    let folder = Folder::of(&[("a.yaml", &text)]);
    let run = folder.hotkit(&["graph", "a.yaml", "--format", "mermaid"]);
    let dotted: Vec<&str> = run.out.lines().filter(|it| it.contains("Heat")).collect();
    let run = folder.hotkit(&["plan", "a.yaml", "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    for (port, own) in [("port_a", ["net_a", "subnet_a"]), ("port_b", ["net_b", "subnet_b"])] {
        let requires = plan["resources"][port]["requires"].as_array().unwrap();
        let names: Vec<&str> = requires.iter().map(|it| it["resource"].as_str().unwrap()).collect();
        assert_eq!(names, own, "{port}");
    }
    assert_eq!(dotted.len(), 2, "{dotted:?}");
}

#[test]
fn an_older_spelling_is_the_same_value() {
    let port = |spelling: &str, network: &str| {
        format!(
            "heat_template_version: 2018-08-31\nresources:\n  port:\n    type: OS::Neutron::Port\n    \
             properties: {{ {spelling}: {network} }}\n"
        )
    };
    let folder = Folder::of(&[
        ("old.yaml", &port("network_id", "lab")),
        ("new.yaml", &port("network", "lab")),
        ("other.yaml", &port("network", "office")),
    ]);
    let change = |new: &str| folder.hotkit(&["plan", new, "--against", "old.yaml"]).out;
    assert!(change("new.yaml").contains("~ port"), "{}", change("new.yaml"));
    assert!(
        change("new.yaml").contains("written differently, with the same meaning"),
        "{}",
        change("new.yaml")
    );
    assert!(change("other.yaml").contains("± port"), "{}", change("other.yaml"));
}

#[test]
fn files_are_values_as_the_client_sends_them() {
    let included = "heat_template_version: 2018-08-31\noutputs:\n  a: { value: 1, description: b }\ndescription: >\n  ends\n  here.\n\n";
    let folder = Folder::of(&[
        (
            "t.yaml",
            "heat_template_version: 2018-08-31\nresources:\n  a:\n    type: OS::Heat::Stack\n    properties: \
             { template: { get_file: inner.yaml } }\n  b:\n    type: OS::Heat::Value\n    properties: \
             { value: { get_file: note.txt } }\noutputs:\n  c:\n    value: |\n      last\n",
        ),
        ("inner.yaml", included),
        ("note.txt", "a note\n"),
    ]);
    let run = folder.hotkit(&["plan", "t.yaml", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let value = |path: &str| document.pointer(path).unwrap()["value"].clone();
    // What ends a template loses its last line break, for the client strips templates; other files stay as they are.
    assert_eq!(
        value("/resources/a/properties/template"),
        "{\"heat_template_version\": \"2018-08-31\", \"outputs\": {\"a\": {\"value\": 1, \"description\": \"b\"}}, \
         \"description\": \"ends here.\"}"
    );
    assert_eq!(value("/resources/b/properties/value"), "a note\n");
    assert_eq!(value("/outputs/c"), "last");
}

#[test]
fn a_scaling_group_gets_its_new_size_when_its_batches_are_through() {
    let group = |length: &str, size: &str| {
        format!(
            "heat_template_version: 2018-08-31\nresources:\n  web:\n    type: OS::Heat::AutoScalingGroup\n    properties:\n      \
             min_size: {size}\n      max_size: {size}\n      rolling_updates: {{ max_batch_size: 2 }}\n      resource: \
             {{ type: OS::Heat::RandomString, properties: {{ length: {length} }} }}\n"
        )
    };
    let folder = Folder::of(&[("old.yaml", &group("8", "3")), ("new.yaml", &group("9", "2"))]);
    let update = |format: &str| {
        folder
            .hotkit(&["plan", "new.yaml", "--against", "old.yaml", "--format", format])
            .out
    };
    // The plan deletes the last of the members, whose real names nobody knows: it stands for the oldest.
    let told = "in 2 batches: member-3, member-1 · member-2; then member-3 goes; up to 3 members meanwhile";
    for format in ["pretty", "markdown", "html"] {
        let out = update(format).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains(told), "{out}");
    }
    let document: serde_json::Value = serde_json::from_str(&update("json")).unwrap();
    let resized = &document["changes"]["web"]["rolling"]["resized"];
    assert_eq!(resized["removed"], serde_json::json!(["member-3"]));
    assert_eq!(document["changes"]["web"]["nested"]["member-3"]["action"], "delete");
    assert_eq!(resized["size"], 2);
}

#[test]
fn a_group_within_a_group_is_renewed_in_batches_too() {
    let outer = |length: &str| {
        format!(
            "heat_template_version: 2018-08-31\nresources:\n  racks:\n    type: OS::Heat::ResourceGroup\n    properties:\n      \
             resource_def:\n        type: OS::Heat::AutoScalingGroup\n        properties:\n          min_size: 3\n          \
             max_size: 3\n          rolling_updates: {{ max_batch_size: 2 }}\n          resource: \
             {{ type: OS::Heat::RandomString, properties: {{ length: {length} }} }}\n"
        )
    };
    let folder = Folder::of(&[("old.yaml", &outer("8")), ("new.yaml", &outer("9"))]);
    let run = folder.hotkit(&["plan", "new.yaml", "--against", "old.yaml", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let member = &document["changes"]["racks"]["nested"]["0"];
    assert_eq!(member["action"], "update");
    assert_eq!(member["nested"]["member-1"]["action"], "replace");
    assert_eq!(
        member["rolling"]["batches"][0]["renewed"],
        serde_json::json!(["member-1", "member-2"])
    );
}

#[test]
fn members_of_groups_are_renewed_batch_by_batch() {
    let group = |image: &str, pause: &str| {
        format!(
            "heat_template_version: 2018-08-31\nresources:\n  workers:\n    type: OS::Heat::ResourceGroup\n    \
             update_policy:\n      rolling_update: {{ max_batch_size: '2', min_in_service: 1, pause_time: {pause} }}\n    \
             properties:\n      count: 5\n      resource_def:\n        type: OS::Nova::Server\n        \
             properties: {{ image: {image}, flavor: m1.small, networks: [{{ network: private }}] }}\n"
        )
    };
    let folder = Folder::of(&[
        ("old.yaml", &group("debian-12", "30")),
        ("new.yaml", &group("ubuntu-24.04", "30")),
        ("slow.yaml", &group("ubuntu-24.04", "1800")),
        ("pause.yaml", &group("debian-12", "5")),
    ]);
    let update = |new: &str, format: &str| {
        let run = folder.hotkit(&["plan", new, "--against", "old.yaml", "--format", format]);
        assert_eq!(run.status, Some(0), "{run:?}");
        run.out
    };
    for format in ["pretty", "markdown", "html"] {
        let out = update("new.yaml", format);
        assert!(out.contains("in 3 batches, 30 s apart: 4, 3 · 2, 1 · 0"), "{out}");
        assert!(!out.contains("the update fails"), "{out}");
    }
    let document: serde_json::Value = serde_json::from_str(&update("new.yaml", "json")).unwrap();
    let rolling = &document["changes"]["workers"]["rolling"];
    assert_eq!(rolling["pause"], 30.0);
    assert_eq!(rolling["batches"][0]["renewed"], serde_json::json!(["4", "3"]));
    assert_eq!(rolling["batches"][2]["size"], 5);
    let fails = "the pauses between 3 batches take 3600 s, and the stack has 3600 s: the update fails";
    assert!(update("slow.yaml", "json").contains(fails));
    assert!(
        !update("pause.yaml", "pretty").contains("batches"),
        "the members stay as they are"
    );
}
