//! The JSON form and its schema.

use std::sync::Arc;

use hotkit_report::{Graph, Report, Summary, json};
use hotkit_text::{Diagnostic, Edit, FileId, Files, Fix, Group, Related, Severity, SourceFile, TextRange};
use jsonschema::Validator;
use serde_json::{Value, json as value};

use crate::fixture::{finding, summary};

fn schema() -> Validator {
    let text = include_str!("../../../../schemas/check.schema.json");
    let schema: Value = serde_json::from_str(text).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn files() -> Files {
    let mut files = Files::default();
    files.add(Arc::new(SourceFile::new("a.yaml", "é: 😀\nflavour: 1\n")));
    files.add(Arc::new(SourceFile::new("b.yaml", "")));
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
        help: Some("take it away".to_owned()),
        fix: Some(Fix {
            title: "rename to `flavor`".to_owned(),
            edits: vec![Edit::replace(TextRange::new(9, 16), "flavor")],
            safe: true,
        }),
        ..finding(
            "unknown-property",
            TextRange::new(9, 16),
            "no property `flavour`",
            "unknown",
        )
    };
    let bare = Diagnostic {
        severity: Severity::Hint,
        group: Group::Style,
        refused: false,
        ..finding("some-style", TextRange::new(4, 8), "a \"quoted\" word", "")
    };
    vec![bare, full]
}

fn document(graph: Option<&Graph>) -> String {
    let summary = Summary {
        templates_checked: 1,
        refused_templates: vec!["a.yaml".to_owned()],
        ..summary()
    };
    json(&Report {
        files: &files(),
        diagnostics: &diagnostics(),
        graph,
        summary: &summary,
    })
}

#[test]
fn every_field_in_its_order() {
    let graph = Graph {
        edges: vec![("b".to_owned(), "a".to_owned())],
    };
    let text = document(Some(&graph));
    insta::assert_snapshot!(text.replace("},{", "},\n{").replace("],\"", "],\n\""), @r#"
    {"format_version":1,"diagnostics":[{"rule":"some-style","group":"style","severity":"hint","message":"a \"quoted\" word","file":"a.yaml","range":{"start":{"line":1,"column":4,"byte":4},"end":{"line":1,"column":5,"byte":8}},"refused":false,"related":[]},
    {"rule":"unknown-property","group":"engine","severity":"error","message":"no property `flavour`","file":"a.yaml","range":{"start":{"line":2,"column":1,"byte":9},"end":{"line":2,"column":8,"byte":16}},"path":"resources.web.properties.flavour","refused":true,"related":[{"file":"b.yaml","range":{"start":{"line":1,"column":1,"byte":0},"end":{"line":1,"column":1,"byte":0}},"message":"declared here"}],
    "help":"take it away","suggestion":"flavor","fix":{"title":"rename to `flavor`","safe":true,"edits":[{"range":{"start":{"line":2,"column":1,"byte":9},"end":{"line":2,"column":8,"byte":16}},"replacement":"flavor"}]}}],
    "graph":{"edges":[["b","a"]]},"summary":{"files":1,"templates":1,"errors":1,"warnings":0,"infos":0,"hints":1,"refused":1,"fixable":1,"unreadable":0,"elapsed_ms":4}}
    "#);
}

#[test]
fn output_satisfies_the_schema() {
    let schema = schema();
    let graph = Graph {
        edges: vec![("b".to_owned(), "a".to_owned())],
    };
    for text in [document(None), document(Some(&graph))] {
        let document: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = schema.iter_errors(&document).map(|it| it.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

#[test]
fn schema_refuses_what_is_not_a_report() {
    let schema = schema();
    let right: Value = serde_json::from_str(&document(None)).unwrap();
    let wrong = |pointer: &str, new: Value| {
        let mut document = right.clone();
        *document.pointer_mut(pointer).unwrap() = new;
        assert!(!schema.is_valid(&document), "{pointer} may not be {document}");
    };
    wrong("", value!([]));
    wrong("/format_version", value!(2));
    wrong("/diagnostics/0/rule", value!("Not Kebab"));
    wrong("/diagnostics/0/group", value!("other"));
    wrong("/diagnostics/0/severity", value!("fatal"));
    wrong("/diagnostics/0/range/start/line", value!(0));
    wrong("/diagnostics/0/range/start", value!({ "line": 1, "column": 1 }));
    wrong("/diagnostics/1/fix", value!({ "title": "x" }));
    wrong("/diagnostics/1/related/0", value!({ "file": "x" }));
    wrong("/diagnostics/1/path", value!(null));
    wrong("/summary/elapsed_ms", value!(-1));
    wrong("/summary", value!({ "files": 1 }));
    let mut with_graph = right.clone();
    with_graph["graph"] = value!({ "edges": [["only one"]] });
    assert!(!schema.is_valid(&with_graph));
    let mut with_more = right.clone();
    with_more["diagnostics"][0]["unheard_of"] = value!(1);
    assert!(!schema.is_valid(&with_more));
}
