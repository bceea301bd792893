//! Every expression of `data/function_vectors.jsonl` comes to what Heat's engine makes of it.

use hotkit_eval::{
    Depth, EvaluationFault, Facade, Mode, ParameterLookup, Phase, Scope, TemplateScope, Truth, Value, check_call,
    evaluate,
};
use hotkit_model::{Expr, ExprKind, FileKind, Template};
use serde_json::{Map, Value as Json, json};

const VECTORS: &str = include_str!("data/function_vectors.jsonl");
const CONTEXT: &str = include_str!("data/function_vectors_context.json");

#[test]
fn values_and_phases_of_the_engine() {
    let context: Json = serde_json::from_str(CONTEXT).unwrap();
    let mut wrong = Vec::new();
    for line in VECTORS.lines() {
        let vector: Json = serde_json::from_str(line).unwrap();
        let id = vector["id"].as_str().unwrap();
        let found = outcome(&vector, &context);
        let mut expected = vector["result"].clone();
        if let Some(error) = expected.as_object_mut() {
            error.remove("class");
        }
        if found != expected {
            wrong.push(format!("{id}: {} gives {found}, not {expected}", vector["expression"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(VECTORS.lines().count(), 235);
}

fn outcome(vector: &Json, context: &Json) -> Json {
    let version = vector["version"].as_str().expect("every vector has a version");
    let document = hotkit_model::read(
        template_text(version, &vector["expression"], context),
        FileKind::Template,
    );
    let template = document.template().expect("a template was asked for");
    let files = |path: &str| Some(context["files"][path].as_str()?.into());
    let scope = World(
        TemplateScope::new(template, Mode::BeforeCreation)
            .with_values([])
            .with_files(files)
            .with_stack_name("vec"),
    );
    let expression = &template.resource("subject").expect("it was written").property_entries()[0].value;
    let faults = faults_of_calls(expression, template);
    for phase in [Phase::Parse, Phase::Validate] {
        if faults.iter().any(|fault| fault.phase == phase) {
            return json!({"error": word(phase)});
        }
    }
    match evaluate(expression, &scope) {
        Err(fault) => json!({"error": word(fault.phase)}),
        Ok(_) if !faults.is_empty() => json!({"a fault of a call": format!("{faults:?}"), "of evaluation": "none"}),
        Ok(Value::Omitted) => json!({"omitted": true}),
        Ok(Value::Unknown(unknown)) => json!({"unknown": format!("{:?}", unknown.reasons())}),
        Ok(value) => json!({"value": to_json(&value)}),
    }
}

fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::Parse => "parse",
        Phase::Validate => "validate",
        Phase::Evaluate => "evaluate",
    }
}

fn template_text(version: &str, expression: &Json, context: &Json) -> String {
    let mut template = json!({
        "heat_template_version": version,
        "parameters": context["parameters"],
        "resources": context["resources"],
    });
    template["resources"]["subject"] = json!({"type": "OS::Heat::Value", "properties": {"value": expression}});
    if version >= "2016-10-14" {
        template["conditions"] = context["conditions_from_2016-10-14"].clone();
    }
    template.to_string()
}

/// The faults of every call, the branches that an `if` does not take left out by looking at `if` with literal names only.
fn faults_of_calls(expr: &Expr, template: &Template) -> Vec<EvaluationFault> {
    match &expr.kind {
        ExprKind::List(items) => items.iter().flat_map(|item| faults_of_calls(item, template)).collect(),
        ExprKind::Map(entries) => entries
            .iter()
            .flat_map(|entry| faults_of_calls(&entry.value, template))
            .collect(),
        ExprKind::Call(call) => {
            let mut faults = check_call(call, template);
            faults.extend(faults_of_calls(&call.argument, template));
            faults
        }
        _ => Vec::new(),
    }
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => json!(value),
        Value::Integer(number) => json!(number),
        Value::Float(number) => json!(number),
        Value::Text(text) => json!(text.as_str()),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Map(entries) => Json::Object(
            entries
                .iter()
                .map(|(key, value)| (key.to_string(), to_json(value)))
                .collect::<Map<_, _>>(),
        ),
        other => json!({"not JSON": format!("{other:?}")}),
    }
}

/// The world in which the engine computed the vectors.
struct World<'a>(TemplateScope<'a>);

impl Scope for World<'_> {
    fn template(&self) -> &Template {
        self.0.template()
    }

    fn parameter(&self, name: &str) -> ParameterLookup {
        self.0.parameter(name)
    }

    fn resource_reference(&self, name: &str) -> Option<Value> {
        self.0.resource_reference(name)
    }

    fn attribute(&self, resource: &str, attribute: Option<&str>, path: &[Value]) -> Option<Value> {
        self.0.attribute(resource, attribute, path)
    }

    fn condition(&self, name: &str, depth: Depth) -> Option<Result<Truth, EvaluationFault>> {
        self.0.condition(name, depth)
    }

    fn file(&self, path: &str, is_literal: bool) -> Option<Value> {
        self.0.file(path, is_literal)
    }

    fn facade(&self, part: Facade) -> Option<Value> {
        self.0.facade(part)
    }

    fn availability_zones(&self) -> Value {
        Value::list(vec![Value::text("nova")])
    }
}
