//! `types.schemas`: types of plug-ins by what `openstack orchestration resource type show` prints.

use crate::kit::Folder;

/// As the client prints it, without a format of one's own.
const BUCKET: &str = "\
attributes:
  address:
    description: Where it is reached. It may change.
    type: string
  show:
    description: Detailed information about resource.
    type: map
description: A place for things. Further sentences are left out.
properties:
  label:
    constraints:
    - allowed_pattern: '[a-z]+'
      description: letters only
    - length: {max: 8}
    description: What it is called.
    immutable: false
    required: true
    type: string
    update_allowed: true
  rules:
    default: []
    immutable: false
    required: false
    schema:
      '*':
        immutable: false
        required: false
        schema:
          action:
            constraints:
            - allowed_values: [keep, drop]
            immutable: false
            required: true
            type: string
            update_allowed: false
          days:
            constraints:
            - range: {max: 30, min: 1}
            - custom_constraint: acme.calendar
            immutable: false
            required: false
            type: integer
            update_allowed: false
        type: map
        update_allowed: false
    type: list
    update_allowed: false
resource_type: ACME::Store::Bucket
support_status: {message: null, previous_status: null, status: SUPPORTED, version: null}
";

/// The same form as JSON.
const QUEUE: &str = r#"{"resource_type": "ACME::Queue", "properties": {"size": {"type": "number", "required": false,
"update_allowed": true, "immutable": false, "default": 3}}, "attributes": {}, "support_status": {"status": "SUPPORTED",
"message": null, "version": "1.0.0", "previous_status": null}}"#;

const CONFIG: &str = "types: { schemas: [types/*.yaml, types/queue.json] }";

const FAULTY: &str = "\
heat_template_version: 2018-08-31
resources:
  one:
    type: ACME::Store::Bucket
    properties:
      label: Upper
      rules:
      - { action: burn, days: 31 }
      - { days: 2, hour: 3 }
  two:
    type: ACME::Store::Bucket
    properties: { lable: x }
  three:
    type: ACME::Queue
    update_policy: { any: 1 }
    deletion_policy: Snapshot
    properties: { size: many }
  four: { type: ACME::Store::Bukket }
outputs:
  address: { value: { get_attr: [one, address] } }
  all: { value: { get_attr: [three, show] } }
  wrong: { value: { get_attr: [one, adress] } }
";

fn folder(template: &str) -> Folder {
    Folder::of(&[
        ("a.yaml", template),
        ("hotkit.yaml", CONFIG),
        ("types/bucket.yaml", BUCKET),
        ("types/queue.json", QUEUE),
    ])
}

#[test]
fn properties_and_attributes_are_checked_at_every_depth() {
    let run = folder(FAULTY).check(&["a.yaml"]);
    insta::assert_snapshot!(run.out);
    assert_eq!(run.status, Some(1));
}

#[test]
fn a_template_that_fits_has_no_findings() {
    let sound = "\
heat_template_version: 2018-08-31
resources:
  one:
    type: ACME::Store::Bucket
    properties:
      label: photos
      rules: [{ action: keep, days: 30 }]
outputs:
  address: { value: { get_attr: [one, address] } }
";
    let run = folder(sound).check(&["a.yaml"]);
    assert_eq!((run.status, run.out.as_str()), (Some(0), ""));
}

#[test]
fn the_configuration_of_one_folder_says_nothing_of_another() {
    let template = "heat_template_version: 2018-08-31\nresources: { a: { type: ACME::Queue } }\n";
    let folder = Folder::of(&[
        ("in/a.yaml", template),
        ("in/hotkit.yaml", "types: { schemas: queue.json }"),
        ("in/queue.json", QUEUE),
        ("out/a.yaml", template),
    ]);
    assert_eq!(
        folder.check(&["in", "out"]).places(),
        ["out/a.yaml:2:25: warning[unknown-resource-type]"]
    );
}

#[test]
fn a_file_that_cannot_be_used_is_told_at_its_line() {
    for (text, words) in [
        ("", "types/x.yaml:1: the file is empty"),
        ("- 1\n", "types/x.yaml:1: the file must be a mapping"),
        ("properties: {}\n", "types/x.yaml:1: the key `resource_type` is missing"),
        (
            "resource_type: A::B\n",
            "types/x.yaml:1: the key `properties` is missing",
        ),
        (
            "resource_type: A::B\nproperties:\n  p: { required: true }\n",
            "types/x.yaml:3: `p` has no `type`",
        ),
        (
            "resource_type: A::B\nproperties:\n  p:\n    type: text\n",
            "types/x.yaml:4: `p` has the type `text`, which Heat does not know",
        ),
        (
            "resource_type: A::B\nproperties:\n  p:\n    type: string\n    required: maybe\n",
            "types/x.yaml:5: `required` must be `true` or `false`",
        ),
        ("resource_type: [\n", "types/x.yaml:1: this is no YAML"),
        (
            "resource_type: OS::Nova::Server\nproperties: {}\n",
            "types/x.yaml describes `OS::Nova::Server`, which is a type of Heat itself",
        ),
    ] {
        let folder = Folder::of(&[
            ("a.yaml", crate::kit::SOUND),
            ("hotkit.yaml", "types:\n  schemas:\n  - types/x.yaml\n"),
            ("types/x.yaml", text),
        ]);
        for arguments in [&["check", "a.yaml"][..], &["plan", "a.yaml", "--parameter", "size=1"]] {
            let run = folder.hotkit(arguments);
            assert_eq!(run.status, Some(2), "{run:?}");
            let told = run.err.replace("\n    ", " ");
            assert!(told.contains(words), "{words:?} is missing: {run:?}");
            assert!(told.contains("hotkit.yaml:3:5"), "{run:?}");
        }
    }
}

#[test]
fn files_that_are_not_there() {
    for (schemas, words) in [
        ("types/none.yaml", "cannot read types/none.yaml: there is no such file"),
        ("'types/*.json'", "no file fits `types/*.json`"),
        ("'types/{a'", "is no pattern for files"),
        ("../outside.yaml", "it lies outside the project"),
    ] {
        let folder = Folder::of(&[
            ("a.yaml", crate::kit::SOUND),
            ("hotkit.yaml", &format!("types: {{ schemas: {schemas} }}")),
        ]);
        let run = folder.check(&["a.yaml"]);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(
            run.err.replace("\n    ", " ").contains(words),
            "{words:?} is missing: {run:?}"
        );
    }
}

#[test]
fn a_plan_knows_what_an_update_does() {
    let old = "\
heat_template_version: 2018-08-31
resources:
  one: { type: ACME::Store::Bucket, properties: { label: photos, rules: [] } }
  two: { type: ACME::Store::Bucket, properties: { label: films } }
";
    let new = old
        .replace("rules: []", "rules: [{ action: keep }]")
        .replace("films", "songs");
    let folder = folder(&new);
    folder.write("old.yaml", old);
    let run = folder.hotkit(&["plan", "a.yaml", "--against", "old.yaml", "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let action = |name: &str| plan["changes"][name]["action"].as_str().unwrap().to_owned();
    assert_eq!((action("one").as_str(), action("two").as_str()), ("replace", "update"));
}

#[test]
fn explain_knows_them() {
    let folder = folder("");
    for what in ["ACME::Store::Bucket", "acme::store::bucket"] {
        let run = folder.hotkit(&["explain", what, "--markdown"]);
        assert_eq!(run.status, Some(0), "{run:?}");
        for words in [
            "A place for things.",
            "- `label` (string, required, can be updated): What it is called.",
            "  - `days` (integer)",
            "- `address`: Where it is reached.",
        ] {
            assert!(run.out.contains(words), "{words:?} is missing: {}", run.out);
        }
    }
    let member = folder.hotkit(&["explain", "ACME::Store::Bucket.rules.action", "--markdown"]);
    assert!(member.out.contains("one of `keep`, `drop`"), "{member:?}");
    let misspelt = folder.hotkit(&["explain", "ACME::Store::Bukcet"]);
    assert!(
        misspelt.err.contains("did you mean `ACME::Store::Bucket`?"),
        "{misspelt:?}"
    );
}
