//! Cloud-config inside templates: where it is read, how far, and which line is at fault.

use super::memory::{MemoryFiles, ROOT, one_line};
use crate::rule;

/// What the rule says of a server with this `user_data`, from its key on.
fn told(format: &str, user_data: &str) -> Vec<String> {
    let mut files = MemoryFiles::default();
    let head = "\
heat_template_version: 2018-08-31
parameters:
  name: { type: string }
resources:
  server:
    type: OS::Nova::Server
    properties:
      flavor: small
      image: debian
      networks: [{ network: inner }]
";
    files.add(
        ROOT,
        &format!("{head}      user_data_format: {format}\n      user_data:{user_data}"),
    );
    let rule = rule("unreadable-cloud-config").unwrap();
    let found = files.all_findings(false, rule);
    let own = found.iter().filter(|it| it.rule == rule.name);
    own.map(|it| one_line(it, &files.files)).collect()
}

fn places(format: &str, user_data: &str) -> Vec<String> {
    let told = told(format, user_data);
    told.iter().map(|it| it.split(' ').next().unwrap().to_owned()).collect()
}

const BROKEN: &str = " |
        #cloud-config
        packages: [nginx
        runcmd: [date]
";

#[test]
fn the_line_of_the_block_is_shown() {
    assert_eq!(places("RAW", BROKEN), ["15:9"]);
    let told = told("RAW", BROKEN);
    assert!(
        told[0].contains("cloud-init applies nothing of the cloud-config of `server`: did not find"),
        "{told:?}"
    );
}

#[test]
fn what_is_not_read_as_cloud_config_is_left_alone() {
    for (format, text) in [
        ("SOFTWARE_CONFIG", BROKEN.to_owned()),
        ("{ get_param: name }", BROKEN.to_owned()),
        ("RAW", BROKEN.replace("#cloud-config", "#cloud-config-archive")),
        ("RAW", BROKEN.replace("#cloud-config", "#!/bin/sh")),
        ("RAW", BROKEN.replace("[nginx", "[nginx]")),
        (
            "RAW",
            BROKEN.replace(
                "        #cloud-config",
                "        ## template: jinja\n        #cloud-config",
            ),
        ),
        ("RAW", " |\n        #cloud-config\n".to_owned()),
    ] {
        assert_eq!(places(format, &text), Vec::<String>::new(), "{format}{text}");
    }
}

#[test]
fn a_list_is_no_cloud_config() {
    let told = told("RAW", " |\n        #cloud-config\n        - packages: [nginx]\n");
    assert!(told[0].contains("it is no mapping of modules"), "{told:?}");
}

/// What an unknown value does to the lines behind it nobody can tell.
#[test]
fn only_what_stands_before_unknown_values_is_certain() {
    let replaced = |lines: &str| {
        format!(
            "\n        str_replace:\n          params: {{ NAME: {{ get_param: name }} }}\n          template: |\n{lines}"
        )
    };
    let before = "            #cloud-config\n            a: [1\n            b: 2\n            c: NAME\n";
    assert_eq!(places("RAW", &replaced(before)).len(), 1);
    let behind = "            #cloud-config\n            a: NAME\n            b: [1\n            c: 2\n";
    assert_eq!(places("RAW", &replaced(behind)), Vec::<String>::new());
    let known = replaced(behind).replace("{ get_param: name }", "web");
    assert_eq!(places("RAW", &known).len(), 1);
}
