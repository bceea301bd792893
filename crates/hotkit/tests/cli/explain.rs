//! `explain`, `locate`, `init`, and what shells and `man` read.

use std::fs;

use crate::kit::{Folder, SOUND, command, run_with_input};

#[test]
fn explain_tells_pages_and_offers_names() {
    let folder = Folder::of(&[]);
    let run = folder.hotkit(&["explain", "OS::Cinder::Volume.size"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(
        run.out
            .starts_with("OS::Cinder::Volume.size\n\nA property (integer, can be updated).\n"),
        "{run:?}"
    );
    let run = folder.hotkit(&["explain", "--markdown", "duplicate-key"]);
    assert!(run.out.starts_with("# duplicate-key\n"), "{run:?}");
    let run = folder.hotkit(&["explain", "OS::Nova::Sever"]);
    run.complains("hotkit knows nothing that is called `OS::Nova::Sever`");
    run.complains("did you mean `OS::Nova::Server`?");
    assert_eq!(run.status, Some(2));
    let run = folder.hotkit(&["explain", "OS::Nova::Server.flavour"]);
    run.complains("OS::Nova::Server has no property or attribute `flavour`");
    run.complains("did you mean `OS::Nova::Server.flavor`?");
}

#[test]
fn releases_that_a_template_works_on() {
    let text = SOUND.replace("2018-08-31", "2016-10-14");
    let folder = Folder::of(&[("a.yaml", &text)]);
    let run = folder.hotkit(&["explain", "--releases", "a.yaml"]);
    let expected = "\
a.yaml

Works on 2016.2 (Newton) to 2026.2 (Hibiscus).

What 2016.1 (Mitaka) does not have

- heat_template_version `2016-10-14` (a.yaml:1:24)
";
    assert_eq!((run.status, run.out.as_str()), (Some(0), expected));
    assert_eq!(folder.hotkit(&["explain", "--releases", "b.yaml"]).status, Some(2));
}

#[test]
fn what_a_release_lacks() {
    let text = "\
heat_template_version: 2015-04-30
resources:
  a:
    type: OS::Neutron::Trunk
    properties: { port: x }
  b:
    type: OS::Heat::Value
    properties: { value: { str_split: ['-', a-b] } }
";
    let folder = Folder::of(&[("a.yaml", text)]);
    let places = |release: &str| -> Vec<String> {
        let run = folder.check(&["--release", release, "--select", "unsupported-release"]);
        run.out
            .lines()
            .map(|line| line.split(" does not have ").nth(1).unwrap_or(line).to_owned())
            .collect()
    };
    assert_eq!(places("2026.2"), Vec::<String>::new());
    assert_eq!(
        places("2015.1..2015.2"),
        [
            "the resource type `OS::Neutron::Trunk`",
            "the resource type `OS::Heat::Value`"
        ]
    );
    folder.write("hotkit.yaml", "release: kilo\n");
    assert_eq!(folder.check(&["--select", "unsupported-release"]).places().len(), 2);
    // An environment may give the name another meaning.
    folder.write("env.yaml", "resource_registry: { 'OS::Neutron::Trunk': other.yaml }\n");
    folder.write(
        "other.yaml",
        "heat_template_version: 2015-04-30\nparameters: { port: { type: string } }\n",
    );
    let run = folder.check(&["--select", "unsupported-release", "a.yaml", "-e", "env.yaml"]);
    assert_eq!(run.places().len(), 1, "{run:?}");
    let run = folder.check(&["--release", "kilo..mars"]);
    run.complains("hotkit knows no release `mars`");
    assert_eq!(run.status, Some(2));
}

#[test]
fn errors_of_heat_lead_to_places() {
    let root = "\
heat_template_version: 2018-08-31
resources:
  lab:
    type: nested/lab.yaml
  many:
    type: OS::Heat::ResourceGroup
    properties:
      resource_def:
        type: My::Lab
  own.name:
    type: OS::Neutron::Net
";
    let lab = "\
heat_template_version: 2018-08-31
parameters:
  size: { type: number }
resources:
  port:
    type: OS::Neutron::Port
    properties:
      network: é
      fixed_ips:
      - subnet: a
      - subnet: b
";
    let folder = Folder::of(&[
        ("root.yaml", root),
        ("nested/lab.yaml", lab),
        ("env.yaml", "resource_registry: { 'My::Lab': nested/lab.yaml }\n"),
    ]);
    let first = |arguments: &[&str], error: &str| {
        let run = folder.hotkit(&[&["locate"], arguments, &[error]].concat());
        (run.status, run.out.lines().next().unwrap_or_default().to_owned())
    };
    let with = &["-t", "root.yaml", "-e", "env.yaml"][..];
    for (error, expected) in [
        (
            "Property error: : resources.lab<nested_stack>.resources.port.properties.fixed_ips[1].subnet: : x",
            "nested/lab.yaml:11:9: resources.lab.resources.port.properties.fixed_ips[1].subnet",
        ),
        (
            "resources.many.resources.0.resources.port.properties.network: no",
            "nested/lab.yaml:8:7: resources.many.resources.0.resources.port.properties.network",
        ),
        ("resources.own.name.type: no", "root.yaml:11:5: resources.own.name.type"),
        (
            "Property error: : resources.lab.resources.port.properties.mtu: : x",
            "nested/lab.yaml:7:5: resources.lab.resources.port.properties (`mtu` is not there)",
        ),
    ] {
        assert_eq!(first(with, error), (Some(0), expected.to_owned()), "{error}");
    }
    assert_eq!(
        first(&[], "The Parameter (size) was not provided."),
        (Some(0), "nested/lab.yaml:3:3: parameters.size".to_owned())
    );
    assert_eq!(first(&[], "resources.nowhere: no").0, Some(1));
    assert_eq!(first(&["-t", "gone.yaml"], "resources.a: no").0, Some(2));
    let mut hotkit = command(folder.path());
    hotkit.args(["locate", "-"]);
    let run = run_with_input(&mut hotkit, "ERROR: resources.lab: no\n");
    assert!(run.out.starts_with("root.yaml:3:3: resources.lab\n"), "{run:?}");
}

#[test]
fn init_shows_and_writes_what_is_not_there() {
    let folder = Folder::of(&[
        (".git/HEAD", ""),
        (".gitlab-ci.yml", "stages: []\n"),
        ("labs/a.yaml", SOUND),
        ("labs/env.yaml", "parameters: { size: 1 }\n"),
    ]);
    let run = folder.hotkit_in("labs", &["init"]);
    assert_eq!(run.status, Some(0));
    assert!(
        run.out
            .contains("- templates: /labs/a.yaml\n  environments: [labs/env.yaml]\n"),
        "{run:?}"
    );
    assert!(
        run.out
            .contains("# .gitlab-ci.yml is there already; this is what to add\n"),
        "{run:?}"
    );
    run.complains("nothing written; --yes writes the new files");
    assert!(!folder.path().join("hotkit.yaml").exists());
    folder
        .hotkit_in("labs", &["init", "--yes"])
        .complains("written: hotkit.yaml");
    let hooks = fs::read_to_string(folder.path().join(".pre-commit-config.yaml")).unwrap();
    let ours = include_str!("../../../../.pre-commit-hooks.yaml");
    for id in ["hotkit-check", "hotkit-fmt"] {
        assert!(hooks.contains(&format!("- id: {id}\n")), "{hooks}");
        assert!(ours.contains(&format!("- id: {id}\n")), "{ours}");
    }
    assert!(
        hooks.contains(concat!("rev: v", env!("CARGO_PKG_VERSION"), "\n")),
        "{hooks}"
    );
    assert_eq!(
        fs::read_to_string(folder.path().join(".gitlab-ci.yml")).unwrap(),
        "stages: []\n"
    );
    // What was written is a configuration, and the stack is judged.
    folder.check(&["."]).finds(0, &[]);
    folder.write("labs/env.yaml", "parameters: { size: x }\n");
    folder
        .check(&["."])
        .finds(1, &["labs/env.yaml:1:21: error[invalid-parameter-value]"]);
    folder.hotkit(&["init", "--yes"]).complains("nothing to write");
}

#[test]
fn shells_and_man() {
    let folder = Folder::of(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = folder.hotkit(&["completions", shell]);
        assert!(
            run.status == Some(0) && run.out.contains("unsafe-fixes"),
            "{shell}: {run:?}"
        );
    }
    let run = folder.hotkit(&["man"]);
    assert!(
        run.out.contains(".TH hotkit 1") && run.out.contains("unsafe\\-fixes"),
        "{run:?}"
    );
    let run = folder.hotkit(&["man", "--dir", "share/man1"]);
    assert_eq!((run.status, run.out.as_str()), (Some(0), ""), "{run:?}");
    let page = fs::read_to_string(folder.path().join("share/man1/hotkit-check.1")).unwrap();
    assert!(
        page.contains(".TH hotkit-check 1") && page.contains("unsafe\\-fixes"),
        "{page}"
    );
    assert!(folder.path().join("share/man1/hotkit.1").exists());
}
