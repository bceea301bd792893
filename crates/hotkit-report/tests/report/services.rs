//! The forms that CI services read.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use hotkit_report::{
    Look, Report, RuleInfo, Setting, Summary, checkstyle, github, gitlab, jsonl, junit, sarif, statistics,
    statistics_json,
};
use hotkit_text::{Diagnostic, Edit, FileId, Files, Fix, Group, Related, Severity, SourceFile, TextRange};
use serde_json::{Value, json as value};

use crate::fixture::finding;

const RULES: [RuleInfo<'static>; 3] = [
    RuleInfo {
        name: "quiet-rule",
        group: Group::Style,
        severity: Severity::Info,
        summary: "A matter of taste.",
        page: "# some-style\n",
        default_on: false,
    },
    RuleInfo {
        name: "some-style",
        group: Group::Style,
        severity: Severity::Info,
        summary: "A matter of taste.",
        page: "# some-style\n",
        default_on: false,
    },
    RuleInfo {
        name: "unknown-property",
        group: Group::Engine,
        severity: Severity::Warning,
        summary: "A type has no property of this name.",
        page: "# unknown-property\n",
        default_on: true,
    },
];

fn files() -> Files {
    let mut files = Files::default();
    files.add(Arc::new(SourceFile::new("a b.yaml", "é: 😀\nflavour: 1\n")));
    files.add(Arc::new(SourceFile::new("clean.yaml", "")));
    files
}

fn diagnostics() -> Vec<Diagnostic> {
    let full = Diagnostic {
        path: Some("resources.web.properties.flavour".to_owned()),
        related: vec![Related {
            file: FileId(1),
            range: TextRange::at(0),
            label: "declared here".to_owned(),
        }],
        suggestion: Some("flavor".to_owned()),
        help: Some("100 %, or\nnot".to_owned()),
        fix: Some(Fix {
            title: "rename to `flavor`".to_owned(),
            edits: vec![Edit::replace(TextRange::new(9, 16), "flavor")],
            safe: true,
        }),
        ..finding(
            "unknown-property",
            TextRange::new(9, 16),
            "no <property> `flavour`\u{1b}",
            "",
        )
    };
    let info = Diagnostic {
        severity: Severity::Info,
        group: Group::Style,
        refused: false,
        ..finding("some-style", TextRange::new(4, 20), "a \"quoted\" word", "")
    };
    vec![info, full]
}

fn written(form: fn(&Report<'_>, &Setting<'_>) -> String) -> String {
    let (files, diagnostics) = (files(), diagnostics());
    let summary = Summary {
        elapsed: Duration::from_millis(1234),
        ..Summary::default()
    };
    let report = Report {
        files: &files,
        diagnostics: &diagnostics,
        graph: None,
        summary: &summary,
    };
    let setting = Setting {
        rules: &RULES,
        prefix: "labs",
        fails_from: Some(Severity::Error),
        unreadable: &[("gone.yaml", "there is no such file")],
    };
    form(&report, &setting)
}

#[test]
fn github_annotations() {
    insta::assert_snapshot!(written(github), @r#"
    ::notice file=labs/a b.yaml,line=1,endLine=3,title=hotkit some-style::a "quoted" word [some-style]
    ::error file=labs/a b.yaml,line=2,endLine=2,col=1,endColumn=8,title=hotkit unknown-property::no <property> `flavour`\e [unknown-property]%0Adid you mean `flavor`?%0A100 %25, or%0Anot
    "#);
}

#[test]
fn gitlab_code_quality() {
    let report: Value = serde_json::from_str(&written(gitlab)).unwrap();
    assert_eq!(report[0]["severity"], "info");
    assert_eq!(report[1]["severity"], "critical");
    assert_eq!(
        report[1]["location"],
        value!({ "path": "labs/a b.yaml", "lines": { "begin": 2, "end": 2 } })
    );
    assert_eq!(report[1]["check_name"], "unknown-property");
    assert_ne!(report[0]["fingerprint"], report[1]["fingerprint"]);
}

#[test]
fn junit_suites() {
    insta::assert_snapshot!(written(junit), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="hotkit" tests="4" failures="1" errors="1" time="1.234">
      <testsuite name="labs/a b.yaml" tests="2" failures="1" errors="0">
        <testcase classname="labs/a b.yaml" name="some-style at 1:4"><system-out>labs/a b.yaml:1:4: info[some-style]: a &quot;quoted&quot; word</system-out></testcase>
        <testcase classname="labs/a b.yaml" name="unknown-property at 2:1"><failure type="error[unknown-property]" message="no &lt;property&gt; `flavour`\e">labs/a b.yaml:2:1: error[unknown-property]: no &lt;property&gt; `flavour`\e
    did you mean `flavor`?
    help: 100 %, or
    not</failure></testcase>
      </testsuite>
      <testsuite name="labs/clean.yaml" tests="1" failures="0" errors="0">
        <testcase classname="labs/clean.yaml" name="no findings"></testcase>
      </testsuite>
      <testsuite name="labs/gone.yaml" tests="1" failures="0" errors="1">
        <testcase classname="labs/gone.yaml" name="readable"><error type="unreadable" message="cannot be read: there is no such file"></error></testcase>
      </testsuite>
    </testsuites>
    "#);
}

#[test]
fn checkstyle_files() {
    insta::assert_snapshot!(written(checkstyle), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <checkstyle version="4.3">
      <file name="labs/a b.yaml">
        <error line="1" column="4" severity="info" message="a &quot;quoted&quot; word" source="hotkit.style.some-style"/>
        <error line="2" column="1" severity="error" message="no &lt;property&gt; `flavour`\e" source="hotkit.engine.unknown-property"/>
      </file>
    </checkstyle>
    "#);
}

/// What the SARIF 2.1.0 schema asks of the parts that are written, in our own words; the whole schema was asked by hand.
fn sarif_schema() -> Value {
    let text = value!({ "type": "object", "required": ["text"], "properties": { "text": { "type": "string" } } });
    let region = value!({
        "type": "object", "additionalProperties": false,
        "properties": {
            "startLine": { "type": "integer", "minimum": 1 }, "startColumn": { "type": "integer", "minimum": 1 },
            "endLine": { "type": "integer", "minimum": 1 }, "endColumn": { "type": "integer", "minimum": 1 },
            "byteOffset": { "type": "integer", "minimum": -1 }, "byteLength": { "type": "integer", "minimum": 0 }
        }
    });
    let artifact = value!({
        "type": "object", "additionalProperties": false,
        "properties": { "uri": { "type": "string", "pattern": "^[^ ]+$" }, "uriBaseId": { "type": "string" } }
    });
    let place = value!({
        "type": "object", "required": ["artifactLocation"], "additionalProperties": false,
        "properties": { "artifactLocation": artifact, "region": region }
    });
    let location = value!({
        "type": "object", "additionalProperties": false,
        "properties": {
            "id": { "type": "integer", "minimum": -1 }, "message": text, "physicalLocation": place,
            "logicalLocations": { "type": "array", "items": { "type": "object", "required": ["fullyQualifiedName"] } }
        }
    });
    let change = value!({
        "type": "object", "required": ["artifactLocation", "replacements"],
        "properties": { "replacements": { "type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["deletedRegion"],
            "properties": { "deletedRegion": region, "insertedContent": text }
        } } }
    });
    let result = value!({
        "type": "object", "required": ["message"], "additionalProperties": false,
        "properties": {
            "ruleId": { "type": "string" }, "ruleIndex": { "type": "integer", "minimum": -1 },
            "level": { "enum": ["none", "note", "warning", "error"] }, "message": text,
            "locations": { "type": "array", "items": location },
            "relatedLocations": { "type": "array", "uniqueItems": true, "items": location },
            "fixes": { "type": "array", "items": { "type": "object", "required": ["artifactChanges"],
                "properties": { "description": text, "artifactChanges": { "type": "array", "minItems": 1, "items": change } } } },
            "partialFingerprints": { "type": "object", "additionalProperties": { "type": "string" } },
            "properties": { "type": "object" }
        }
    });
    value!({
        "type": "object", "required": ["version", "runs"],
        "properties": {
            "version": { "const": "2.1.0" },
            "runs": { "type": "array", "items": {
                "type": "object", "required": ["tool"],
                "properties": {
                    "columnKind": { "enum": ["utf16CodeUnits", "unicodeCodePoints"] },
                    "tool": { "type": "object", "required": ["driver"], "properties": { "driver": {
                        "type": "object", "required": ["name"],
                        "properties": { "rules": { "type": "array", "uniqueItems": true, "items": { "type": "object", "required": ["id"] } } }
                    } } },
                    "invocations": { "type": "array", "items": { "type": "object", "required": ["executionSuccessful"] } },
                    "results": { "type": "array", "items": result }
                }
            } }
        }
    })
}

#[test]
fn sarif_satisfies_its_schema_and_points_at_its_rules() {
    let document: Value = serde_json::from_str(&written(sarif)).unwrap();
    let schema = jsonschema::validator_for(&sarif_schema()).unwrap();
    let errors: Vec<String> = schema.iter_errors(&document).map(|it| it.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    let run = &document["runs"][0];
    let mut spoken_of = BTreeSet::new();
    for result in run["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        spoken_of.insert(index);
    }
    // Each rule that a finding is of, and no other.
    let listed = run["tool"]["driver"]["rules"].as_array().unwrap().len();
    assert_eq!(spoken_of, (0..listed).collect());
    let result = &run["results"][1];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "labs/a%20b.yaml");
    assert_eq!(place["region"]["startLine"], 2);
    assert_eq!(
        result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"],
        "resources.web.properties.flavour"
    );
    assert_eq!(
        result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"],
        "flavor"
    );
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn one_finding_a_line_and_each_satisfies_the_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../../../schemas/check.schema.json")).unwrap();
    let of_finding = value!({ "$defs": schema["$defs"], "$ref": "#/$defs/finding" });
    let schema = jsonschema::validator_for(&of_finding).unwrap();
    let lines = written(|report, _| jsonl(report));
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    for line in &lines {
        assert_eq!(line["format_version"], 1);
        assert!(schema.is_valid(line), "{line}");
    }
}

#[test]
fn rules_are_counted() {
    let look = Look::default();
    let (files, summary) = (files(), Summary::default());
    let mut diagnostics = diagnostics();
    diagnostics.push(diagnostics[1].clone());
    let report = Report {
        files: &files,
        diagnostics: &diagnostics,
        graph: None,
        summary: &summary,
    };
    let text = statistics(&report, &look);
    let (table, _) = text.split_once("\n\n").unwrap();
    assert_eq!(
        table,
        "2  error    unknown-property  in 1 file  2 [*]\n1  info     some-style        in 1 file"
    );
    let document: Value = serde_json::from_str(&statistics_json(&report)).unwrap();
    assert_eq!(
        document["statistics"][0],
        value!({ "rule": "unknown-property", "group": "engine", "severity": "error", "count": 2, "files": 1, "fixable": 2, "fixable_unsafely": 0 })
    );
}
