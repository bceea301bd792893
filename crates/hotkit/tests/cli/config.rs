//! `hotkit.yaml`: what it can say, where it is found, and how its mistakes are told.

use crate::kit::{FAULTY, Folder, SOUND};

/// A template with a duplicate key at 4:3.
const TWICE: &str = "\
heat_template_version: 2018-08-31
resources:
  net: { type: OS::Neutron::Net }
  net: { type: OS::Neutron::Net }
";

#[test]
fn levels_of_rules_and_groups() {
    let at = |rules: &str| {
        let folder = Folder::of(&[("a.yaml", TWICE), ("hotkit.yaml", rules)]);
        folder.check(&[]).places().join(" ")
    };
    let place = at("");
    assert!(place.ends_with("warning[duplicate-key]"), "{place}");
    let with = |severity: &str| place.replace("warning[", &format!("{severity}["));
    assert_eq!(at("rules: { duplicate-key: error }"), with("error"));
    assert_eq!(at("rules: { duplicate-key: { level: info } }"), with("info"));
    assert_eq!(at("rules: { duplicate-key: off }"), "");
    assert_eq!(at("rules: { suspicious: off }"), "");
    assert_eq!(
        at("rules: { duplicate-key: info, suspicious: off }"),
        with("info"),
        "the rule wins over its group"
    );
    assert_eq!(at("rules: { all: off }"), "");
}

#[test]
fn the_command_line_has_the_last_word() {
    let folder = Folder::of(&[
        ("a.yaml", TWICE),
        ("hotkit.yaml", "rules: { duplicate-key: off }\nfail-on: warning\n"),
    ]);
    folder.check(&[]).finds(0, &[]);
    let run = folder.check(&["--select", "duplicate-key"]);
    assert_eq!((run.status, run.places().len()), (Some(1), 1), "{run:?}");
    assert_eq!(
        folder
            .check(&["--select", "duplicate-key", "--fail-on", "error"])
            .status,
        Some(0)
    );
    assert_eq!(folder.check(&["--no-config"]).places().len(), 1);
    let run = folder.check(&["--config", "other.yaml"]);
    run.complains("cannot read other.yaml: there is no such file");
    assert_eq!(run.status, Some(2));
}

#[test]
fn inner_files_stand_on_outer_ones() {
    let folder = Folder::of(&[
        (".git/HEAD", ""),
        (
            "hotkit.yaml",
            "rules: { duplicate-key: error, unknown-output-key: off }",
        ),
        ("labs/hotkit.yaml", "rules: { duplicate-key: info }"),
        ("labs/deep/a.yaml", TWICE),
        ("own/hotkit.yaml", "root: true"),
        ("own/a.yaml", TWICE),
        ("a.yaml", TWICE),
    ]);
    let severities: Vec<String> = folder
        .check(&[])
        .places()
        .iter()
        .filter_map(|it| Some(it.split_once(": ")?.1.to_owned()))
        .collect();
    assert_eq!(
        severities,
        ["error[duplicate-key]", "info[duplicate-key]", "warning[duplicate-key]"]
    );
    // Found upwards from the file, wherever the command is started.
    let run = folder.hotkit_in("labs/deep", &["check", "--format", "concise", "a.yaml"]);
    assert!(run.out.contains("info[duplicate-key]"), "{run:?}");
}

#[test]
fn some_files_have_rules_of_their_own_or_are_left_out() {
    let folder = Folder::of(&[
        (
            "hotkit.yaml",
            "exclude: [vendor, '*.old.yaml']\npaths:\n- files: legacy/**\n  rules: { duplicate-key: off }\n",
        ),
        ("legacy/a/b.yaml", TWICE),
        ("vendor/a.yaml", TWICE),
        ("x/y.old.yaml", TWICE),
        ("new.yaml", TWICE),
    ]);
    let run = folder.check(&[]);
    assert_eq!(run.places().len(), 1, "{run:?}");
    assert!(run.out.starts_with("new.yaml:"), "{run:?}");
    assert_eq!(
        folder.check(&["vendor/a.yaml"]).places().len(),
        1,
        "what is named is checked"
    );
}

#[test]
fn templates_have_environments() {
    let folder = Folder::of(&[
        (
            "labs/hotkit.yaml",
            "stacks:\n- templates: a.yaml\n  environments: [env/one.yaml]\n- templates: a.yaml\n  environments: env/two.yaml\n",
        ),
        ("labs/a.yaml", SOUND),
        ("labs/env/one.yaml", "parameters: { size: 1 }\n"),
        ("labs/env/two.yaml", "parameters: { size: one }\n"),
    ]);
    folder
        .check(&[])
        .finds(1, &["labs/env/two.yaml:1:21: error[invalid-parameter-value]"]);
    let json = folder.json(&[]);
    assert_eq!(
        (&json["summary"]["templates"], &json["summary"]["refused"]),
        (&1.into(), &1.into())
    );
    folder.write(
        "labs/hotkit.yaml",
        "stacks:\n- templates: a.yaml\n  parameters: { size: '2' }\n",
    );
    folder.check(&[]).finds(0, &[]);
    folder.write(
        "labs/hotkit.yaml",
        "stacks:\n- templates: '*.yaml'\n  environments: gone.yaml\n",
    );
    let run = folder.check(&["labs/a.yaml"]);
    run.complains("cannot read labs/gone.yaml: there is no such file");
    assert_eq!(run.status, Some(2));
}

#[test]
fn a_baseline_can_be_configured() {
    let folder = Folder::of(&[("hotkit.yaml", "baseline: known.json\n"), ("a.yaml", FAULTY)]);
    folder.hotkit(&["check", "--write-baseline"]);
    folder.check(&[]).finds(0, &[]);
}

#[test]
fn every_mistake_is_told_at_its_line() {
    for (config, words) in [
        (
            "profil: strict\n",
            "the configuration has no key `profil`|hotkit.yaml:1:1|did you mean `profile`?",
        ),
        (
            "profile: strikt\n",
            "there is no profile `strikt`|hotkit.yaml:1:10|did you mean `strict`?",
        ),
        (
            "rules:\n  duplicat-key: off\n",
            "there is no rule or group `duplicat-key`|hotkit.yaml:2:3|did you mean `duplicate-key`?",
        ),
        (
            "rules:\n  duplicate-key: eror\n",
            "there is no level `eror`|hotkit.yaml:2:18|did you mean `error`?",
        ),
        (
            "rules:\n  unknown-property: info\n",
            "`unknown-property` can only be `off` or `on`|hotkit.yaml:2:21",
        ),
        (
            "rules:\n  duplicate-key: { limit: 3 }\n",
            "the options of a rule has no key `limit`|hotkit.yaml:2:20",
        ),
        ("paths:\n- rules: {}\n", "needs the key `files`|hotkit.yaml:2:3"),
        ("paths: { files: a }\n", "`paths` must be a list|hotkit.yaml:1:8"),
        ("release: 2024.3\n", "hotkit knows no release `2024.3`|hotkit.yaml:1:10"),
        ("release: 2024.1..2023.1\n", "hotkit knows no release|hotkit.yaml:1:10"),
        ("root: maybe\n", "must be `true` or `false`|hotkit.yaml:1:7"),
        ("exclude: 'a['\n", "is no pattern for paths|hotkit.yaml:1:10"),
        ("exclude: [{}]\n", "a text must stand here|hotkit.yaml:1:11"),
        ("root: true\nroot: true\n", "has the key `root` twice|hotkit.yaml:2:1"),
        ("fail-on: all\n", "there is no severity `all`|hotkit.yaml:1:10"),
        (
            "format: { indnt: 2 }\n",
            "`format` has no key `indnt`|hotkit.yaml:1:11|did you mean `indent`?",
        ),
        (
            "format:\n  indent: 9\n",
            "`indent` must be a number from 1 to 8|hotkit.yaml:2:11",
        ),
        (
            "format:\n  lists: flash\n",
            "there is no choice for `lists` `flash`|hotkit.yaml:2:10|did you mean `flush`?",
        ),
        ("a: [\n", "this is no YAML|hotkit.yaml:"),
        ("- a\n", "the configuration must be a mapping|hotkit.yaml:1:1"),
        (
            "stacks:\n- templats: a\n",
            "an entry of `stacks` has no key `templats`|hotkit.yaml:2:3|did you mean `templates`?",
        ),
    ] {
        let folder = Folder::of(&[("hotkit.yaml", config), ("a.yaml", SOUND)]);
        let run = folder.check(&[]);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{config}: {run:?}");
        // Long sentences are wrapped.
        let told = run.err.replace("\n    ", " ");
        for words in words.split('|') {
            assert!(told.contains(words), "{words:?} is missing: {run:?}");
        }
    }
}

/// The published schema and the reader, asked the same.
#[test]
fn the_schema_agrees_with_the_reader() {
    let text = include_str!("../../../../schemas/hotkit.schema.json");
    let schema: serde_json::Value = serde_json::from_str(text).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for (config, is_right) in [
        (serde_json::json!({}), true),
        (
            serde_json::json!({ "root": true, "profile": "lab", "release": "2023.1..2024.1" }),
            true,
        ),
        (
            serde_json::json!({ "rules": { "duplicate-key": "off", "security": { "level": "error" } } }),
            true,
        ),
        (serde_json::json!({ "rules": { "duplicate-key": false } }), true),
        (
            serde_json::json!({ "paths": [{ "files": "a/**", "rules": { "all": "on" } }], "exclude": ["b"] }),
            true,
        ),
        (
            serde_json::json!({ "stacks": [{ "templates": ["a.yaml"], "environments": "e.yaml", "parameters": { "n": 1 } }] }),
            true,
        ),
        (
            serde_json::json!({ "types": { "trust": ["My::*"], "schemas": "types/*.json" } }),
            true,
        ),
        (
            serde_json::json!({ "cloud": "c.yaml", "baseline": "b.json", "fail-on": "never", "shellcheck": false }),
            true,
        ),
        (
            serde_json::json!({ "format": {
                "indent": 8, "lists": "flush", "braces": "tight", "brackets": "padded", "line-ends": "crlf",
                "blank-lines": 0, "separation": "keep", "comment-blank": true, "section-order": false, "key-order": true,
                "quotes": "single", "version-quotes": "plain", "functions": "block", "width": 100
            } }),
            true,
        ),
        (
            serde_json::json!({ "paths": [{ "files": "a", "format": { "width": "none" } }] }),
            true,
        ),
        (serde_json::json!({ "format": { "indent": 9 } }), false),
        (serde_json::json!({ "format": { "braces": "loose" } }), false),
        (serde_json::json!({ "format": { "key-order": "yes" } }), false),
        (serde_json::json!({ "format": { "width": 19 } }), false),
        (serde_json::json!({ "format": { "tabs": true } }), false),
        (serde_json::json!({ "profil": "lab" }), false),
        (serde_json::json!({ "profile": "other" }), false),
        (serde_json::json!({ "rules": { "duplicate-key": "loud" } }), false),
        (serde_json::json!({ "paths": [{ "rules": {} }] }), false),
        (serde_json::json!({ "stacks": [{ "environments": [] }] }), false),
        (serde_json::json!({ "root": "yes" }), false),
        (serde_json::json!([]), false),
    ] {
        assert_eq!(schema.is_valid(&config), is_right, "{config}");
        // JSON is YAML; `off` without quotes is what YAML 1.1 calls false.
        let text = config
            .to_string()
            .replace("\"duplicate-key\":false", "\"duplicate-key\":off");
        let folder = Folder::of(&[
            ("hotkit.yaml", &text),
            ("e.yaml", ""),
            ("c.yaml", "name: c"),
            ("x.yaml", SOUND),
            ("b.json", "{\"format_version\":1,\"findings\":[]}"),
            ("types/t.json", "{\"resource_type\":\"A::B\",\"properties\":{}}"),
        ]);
        assert_eq!(folder.check(&[]).status == Some(2), !is_right, "{config}");
    }
}

#[test]
fn types_that_are_taken_on_trust() {
    let template = "\
heat_template_version: 2018-08-31
resources:
  one: { type: ACME::Store::Bucket, properties: { any: 1 } }
  two: { type: 'ACME::Queue' }
  three: { type: ACNE::Store::Bucket }
  four: { type: ACME }
";
    let places = |trust: &str| {
        let folder = Folder::of(&[("a.yaml", template), ("hotkit.yaml", trust)]);
        let run = folder.check(&[]);
        run.places()
            .iter()
            .filter_map(|it| it.split(':').nth(1)?.parse::<u32>().ok())
            .collect::<Vec<_>>()
    };
    assert_eq!(places(""), [3, 4, 5, 6]);
    assert_eq!(places("types: { trust: 'ACME::*' }"), [5, 6]);
    assert_eq!(places("types: { trust: [ACME, '*::Store::*'] }"), [4]);
    assert_eq!(places("types: { trust: 'A*::*::Bucket' }"), [4, 6]);
    assert_eq!(places("types: { trust: '*' }"), Vec::<u32>::new());
}

/// What the course block wants is wanted of the template that it is given, not of those that this one nests.
#[test]
fn contracts_are_asked_of_roots() {
    let lab = "\
heat_template_version: 2018-08-31
parameters: { run: { type: string } }
resources: { node: { type: parts/node.yaml, properties: { label: { get_param: run } } } }
outputs:
  public_ip: { value: { get_attr: [node, address] } }
";
    let node = "\
heat_template_version: 2018-08-31
parameters: { label: { type: string } }
resources: { key: { type: OS::Nova::KeyPair, properties: { name: { get_param: label } } } }
outputs: { address: { value: { get_param: label } } }
";
    let folder = Folder::of(&[
        ("lab.yaml", lab),
        ("parts/node.yaml", node),
        ("hotkit.yaml", "profile: lab"),
    ]);
    assert_eq!(folder.check(&[]).places(), ["lab.yaml:4:1: error[missing-lab-output]"]);
    // Named alone it might be a lab.
    let alone = folder.check(&["parts/node.yaml"]);
    assert!(alone.out.contains("missing-lab-run"), "{alone:?}");
    let strict = folder.check(&["--config", "none.yaml", "lab.yaml"]);
    assert_eq!(strict.status, Some(2));
    folder.write("none.yaml", "profile: strict");
    let strict = folder.check(&["--config", "none.yaml", "lab.yaml"]);
    assert!(!strict.out.contains("lab-"), "{strict:?}");
}
