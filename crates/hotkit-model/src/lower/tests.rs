//! What lowering says about small files: place, fault, text, path.

use hotkit_text::SourceFile;

use crate::{Content, Document, Expr, ExprKind, FileKind, read};

/// One line for each fault: `line:column Fault "text" path`.
fn faults(text: &str, kind: FileKind) -> String {
    let document = read(text, kind);
    let file = SourceFile::new("t.yaml", text);
    let lines = document.problems.iter().map(|problem| {
        let position = file.position(problem.range.start());
        let fault = format!("{:?}", problem.fault);
        let name = fault.split([' ', '(']).next().unwrap_or_default();
        let (line, column) = (position.line + 1, position.column + 1);
        format!(
            "{line}:{column} {name} {:?} {}",
            file.slice(problem.range),
            problem.path
        )
    });
    lines.collect::<Vec<String>>().join("\n")
}

fn of_template(text: &str) -> String {
    faults(text, FileKind::Template)
}

fn template(text: &str) -> Document {
    let document = read(text, FileKind::Template);
    assert!(matches!(document.content, Content::Template(_)));
    document
}

#[test]
fn a_sound_template_has_no_faults() {
    let text = "heat_template_version: 2018-08-31\nparameters:\n  p: {type: string}\nresources:\n  r:\n    type: OS::Heat::None\n";
    assert_eq!(of_template(text), "");
}

#[test]
fn versions() {
    assert_eq!(of_template("resources: {}\n"), "1:1 MissingVersion \"\" ");
    assert_eq!(
        of_template("heat_template_version: 2018-08-32\n"),
        "1:24 UnknownVersion \"2018-08-32\" "
    );
    assert_eq!(
        of_template("heat_template_version: 20180831\n"),
        "1:24 VersionNotText \"20180831\" "
    );
    assert_eq!(
        of_template("heat_template_version: rocky\nHeatTemplateFormatVersion: '2012-12-12'\n"),
        "2:1 AmbiguousVersion \"HeatTemplateFormatVersion\" "
    );
}

#[test]
fn an_unknown_version_does_not_hide_other_faults() {
    let text = "heat_template_version: mitaka\nresource: {}\nresources:\n  a: {typ: X}\n";
    let expected = "1:24 UnknownVersion \"mitaka\" \n\
        2:1 UnknownSection \"resource\" \n\
        4:7 UnknownKey \"typ\" resources.a\n\
        4:3 MissingKey \"a\" resources.a";
    assert_eq!(of_template(text), expected);
}

#[test]
fn sections_of_the_wrong_kind() {
    let text = "heat_template_version: rocky\nparameters: [a]\nresources: text\noutputs: 5\nconditions:\n";
    let expected = "2:13 WrongKind \"[a]\" parameters\n\
        3:12 WrongKind \"text\" resources\n\
        4:10 WrongKind \"5\" outputs\n\
        5:1 WrongKind \"conditions\" conditions";
    assert_eq!(of_template(text), expected);
}

#[test]
fn empty_sections_are_fine() {
    assert_eq!(
        of_template("heat_template_version: rocky\nparameters:\nresources: []\noutputs: ''\n"),
        ""
    );
}

#[test]
fn resources() {
    let text = "heat_template_version: 2015-10-15
resources:
  empty:
  list: [1]
  a/b: {type: X}
  nulls:
    type: ''
    properties:
    depends_on: [a, 1]
    condition: c
    deletion_policy: retain
";
    let expected = "3:3 MissingKey \"empty\" resources.empty\n\
        4:9 WrongKind \"[1]\" resources.list\n\
        5:3 SlashInName \"a/b\" resources.a/b\n\
        7:11 WrongKind \"''\" resources.nulls.type\n\
        8:5 WrongKind \"properties\" resources.nulls.properties\n\
        9:21 WrongKind \"1\" resources.nulls.depends_on\n\
        10:5 UnknownKey \"condition\" resources.nulls\n\
        11:22 UnknownDeletionPolicy \"retain\" resources.nulls.deletion_policy";
    assert_eq!(of_template(text), expected);
}

#[test]
fn parameters_and_constraints() {
    let text = "heat_template_version: rocky
parameters:
  a: {type: integer}
  b: {default: 1}
  c: {type: string, required: true}
  d: {type: string, constraints: {length: 5}}
  e:
    type: string
    constraints:
      - range: {min: 1}
      - {}
      - length: {minimum: 5}
      - length: {max: 1.5}
      - allowed_values: a
";
    let expected = "3:13 UnknownParameterType \"integer\" parameters.a.type\n\
        4:3 MissingKey \"b\" parameters.b\n\
        5:21 UnknownKey \"required\" parameters.c\n\
        6:34 WrongKind \"{length: 5}\" parameters.d.constraints\n\
        10:9 ConstraintNotForType \"range\" parameters.e.constraints[0]\n\
        11:9 NoConstraint \"{}\" parameters.e.constraints[1]\n\
        12:18 UnknownKey \"minimum\" parameters.e.constraints[2]\n\
        13:23 WrongKind \"1.5\" parameters.e.constraints[3]\n\
        14:25 WrongKind \"a\" parameters.e.constraints[4]";
    assert_eq!(of_template(text), expected);
}

#[test]
fn parameter_groups() {
    let text = "heat_template_version: rocky
parameters:
  a: {type: string}
parameter_groups:
  - label: one
    parameters: [a, b]
  - label: two
    parameters: [a, OS::stack_id]
  - label: three
";
    let expected = "9:5 MissingKey \"label\" parameter_groups.three\n\
        6:21 UnknownGroupParameter \"b\" parameter_groups.one\n\
        8:18 GroupedTwice \"a\" parameter_groups.two";
    assert_eq!(of_template(text), expected);
}

#[test]
fn conditions_are_booleans_or_functions() {
    let text = "heat_template_version: rocky
conditions:
  a: true
  b: {equals: [1, 2]}
  c: a
  d:
  e: {equal: [1, 2]}
";
    let expected = "5:6 WrongKind \"a\" conditions.c\n\
        6:3 WrongKind \"d\" conditions.d\n\
        7:6 WrongKind \"{equal: [1, 2]}\" conditions.e";
    assert_eq!(of_template(text), expected);
}

#[test]
fn functions_are_told_from_data() {
    let document = template(
        "heat_template_version: 2015-04-30
resources:
  r:
    type: OS::Heat::Value
    properties:
      value:
        - {get_param: a}
        - {get_param: a, other: b}
        - {str_split: [',', a]}
        - {Ref: a}
",
    );
    let template = document.template().expect("a template");
    let value = &template.resources[0].property_entries()[0].value;
    let calls: Vec<bool> = value
        .as_list()
        .expect("a list")
        .iter()
        .map(|it| it.as_call().is_some())
        .collect();
    assert_eq!(
        calls,
        [true, false, false, true],
        "a sibling key and a later version make data; withdrawn names do not"
    );
}

#[test]
fn the_condition_of_an_if_knows_other_functions() {
    let document = template(
        "heat_template_version: rocky
outputs:
  o: {value: {if: [{equals: [a, b]}, {equals: [a, b]}, c]}}
",
    );
    let value = document
        .template()
        .and_then(|it| it.outputs[0].value.as_ref())
        .expect("an output");
    let items = value
        .as_call()
        .and_then(|call| call.argument.as_list())
        .expect("a list");
    assert!(matches!(items[0].kind, ExprKind::Call(_)), "a condition");
    assert!(matches!(items[1].kind, ExprKind::Map(_)), "data");
}

#[test]
fn keys_become_text_and_aliases_keep_their_place() {
    let text = "heat_template_version: rocky\nx: &a {k: v}\noutputs:\n  1: {value: *a}\n";
    let document = template(text);
    let output = &document.template().expect("a template").outputs[0];
    assert_eq!(output.name.text, "1");
    let value = output.value.as_ref().expect("a value");
    assert_eq!(value.range.slice(text), "*a");
    assert!(value.get("k").is_some());
}

/// A set is a list of its keys when it arrives at Heat, and an ordered map a list of pairs (T-011).
#[test]
fn tagged_collections_become_lists() {
    let text = "heat_template_version: rocky
outputs:
  set: {value: !!set {get_param: a}}
  ordered: {value: !!omap [get_param: a]}
";
    let document = template(text);
    let outputs = &document.template().expect("a template").outputs;
    let items = |index: usize| {
        let value = outputs[index].value.as_ref().expect("a value");
        value.as_list().expect("a list")
    };
    let texts = |items: &[Expr]| -> Vec<String> {
        let texts = items.iter().filter_map(|it| it.as_text());
        texts.map(ToString::to_string).collect()
    };
    assert_eq!(texts(items(0)), ["get_param"]);
    assert_eq!(texts(items(1)[0].as_list().expect("a pair")), ["get_param", "a"]);
    let sections = "heat_template_version: rocky\nresources: !!set {r}\n";
    assert_eq!(of_template(sections), "2:18 WrongKind \"{r}\" resources");
}

#[test]
fn cfn_templates() {
    let text = "HeatTemplateFormatVersion: '2012-12-12'
Conditions: {}
Parameters:
  P: {Type: String, MinValue: 1, NoEcho: 'True'}
Resources:
  R: {Type: AWS::EC2::Instance, Propertys: {}}
  S: {Properties: {}}
Outputs:
  O: {Description: d}
";
    let expected = "2:1 UnknownSection \"Conditions\" \n\
        4:21 ConstraintNotForType \"MinValue\" Parameters.P\n\
        7:3 MissingKey \"S\" Resources.S\n\
        9:3 MissingKey \"O\" Outputs.O";
    assert_eq!(of_template(text), expected);
    let document = template(text);
    assert!(document.template().expect("a template").parameters[0].hidden);
}

#[test]
fn texts_that_cannot_be_read() {
    assert_eq!(
        of_template("heat_template_version: rocky\nresources: {a: [\n"),
        "2:17 Syntax \"\" \n2:13 MissingKey \"a\" resources.a"
    );
    assert_eq!(
        of_template("{\"heat_template_version\": \"2018-08-31\",}"),
        "1:39 Json \",\" "
    );
    // Blanks at the end are taken off before a template is read, and are part of the text all the same.
    for end in ["\t", "\t\n", " \t \r\n\n\t\u{a0}\n"] {
        let text = format!("heat_template_version: rocky\nresources:\n  a: {{type: OS::Heat::None}}\n{end}");
        let document = template(&text);
        assert_eq!(document.problems, [], "{text:?}");
        let tokens: String = document.tree.tokens().map(|it| it.range.slice(&text)).collect();
        assert_eq!(tokens, text);
    }
    assert_eq!(
        of_template("just text\n"),
        "1:1 NotAMapping \"just text\" \n1:1 MissingVersion \"\" "
    );
    assert_eq!(
        of_template("  heat_template_version: rocky\n  resources: {}\n"),
        "1:1 IndentedStart \"\" "
    );
}

#[test]
fn aliases_that_explode_and_aliases_that_loop() {
    let mut text = String::from("heat_template_version: rocky\na: &a [x, x, x, x, x, x, x, x, x]\n");
    for (before, name) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        let items = vec![format!("*{before}"); 9].join(", ");
        text.push_str(&format!("{name}: &{name} [{items}]\n"));
    }
    assert_eq!(of_template(&text), "1:1 TooLarge \"heat_template_version\" ");
    let text = "heat_template_version: rocky\noutputs: &o\n  a: *o\n";
    assert_eq!(of_template(text), "3:6 ContainsItself \"*o\" ");
}

#[test]
fn deep_values_end_in_a_fault() {
    let text = format!(
        "heat_template_version: rocky\noutputs: {{o: {{value: {}{}}}}}\n",
        "[".repeat(500),
        "]".repeat(500)
    );
    assert!(of_template(&text).starts_with("2:"), "{}", of_template(&text));
    assert!(of_template(&text).contains("TooDeep"));
}

#[test]
fn environments() {
    let text = "parameters:
parameter_default: {}
resource_registry:
  OS::A: null
  OS::B: b.yaml
  OS::C: [1]
  resources:
    web:
      hooks: [pre-create, pre-start]
      restricted_actions: replace
    db: text
event_sinks:
  - {type: other}
";
    let expected = "1:1 EmptySection \"parameters\" \n\
        2:1 UnknownSection \"parameter_default\" \n\
        4:10 InvalidRegistryTarget \"null\" resource_registry.OS::A\n\
        6:10 InvalidRegistryTarget \"[1]\" resource_registry.OS::C\n\
        11:9 WrongKind \"text\" resource_registry.resources\n\
        9:27 UnknownHook \"pre-start\" resource_registry.resources.web.hooks\n\
        13:12 UnknownEventSink \"other\" event_sinks";
    assert_eq!(faults(text, FileKind::Environment), expected);
}

#[test]
fn files_are_recognised_by_content() {
    let kind = |text: &str| match read(text, FileKind::Unknown).content {
        Content::Template(_) => "template",
        Content::Environment(_) => "environment",
        Content::Other => "other",
    };
    assert_eq!(kind("heat_template_version: rocky\n"), "template");
    assert_eq!(kind("parameters: {a: 1}\n"), "environment");
    assert_eq!(kind("resource_registry: {}\n"), "environment");
    assert_eq!(kind("parameters: {a: 1}\nother: 1\n"), "other");
    assert_eq!(kind("- a\n- b\n"), "other");
    assert_eq!(kind(""), "other");
    assert_eq!(
        kind("heat_template_version: rocky\nresources:\n  a: {b: [\n"),
        "template"
    );
}

#[test]
fn references_to_files() {
    let document = template(
        "heat_template_version: rocky
description: {get_file: d.txt}
resources:
  a: {type: nested/a.yaml}
  b: {type: b.yml}
  c:
    type: OS::Heat::Value
    properties:
      value: {if: [x, {get_file: one.sh}, {get_file: two.sh}]}
",
    );
    let paths: Vec<&str> = document.references.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["d.txt", "nested/a.yaml", "one.sh", "two.sh"]);
}

#[test]
fn blanks_before_a_template_are_taken_off() {
    for (blanks, rest) in [(" ", "a"), ("\t", "a"), ("\n \u{a0}", "a"), ("\r\n  ", "é")] {
        let text =
            format!("{blanks}heat_template_version: rocky\nresources:\n  {rest}: {{type: OS::Heat::None}}\n\t\n");
        let document = template(&text);
        assert_eq!(document.problems, [], "{text:?}");
        let tokens: String = document.tree.tokens().map(|it| it.range.slice(&text)).collect();
        assert_eq!(tokens, text);
        let name = &document.template().unwrap().resources[0].name;
        assert_eq!(name.range.slice(&text), rest);
    }
    let json = " \n{\"heat_template_version\": \"rocky\"}\n\u{85}";
    assert_eq!(template(json).problems, []);
    // A template that is indented as a whole loses the indentation of its first line only (T-025).
    let indented = of_template(" heat_template_version: rocky\n resources: {}\n");
    assert!(indented.starts_with("1:1 IndentedStart"), "{indented}");
}
