//! What the tests of this crate share: templates and values from short texts.

use hotkit_model::{Document, FileKind, Template};

use crate::{EvaluationFault, Mode, TemplateScope, Value, evaluate, json};

/// A template of the newest version with these sections.
pub(crate) fn document(sections: &str) -> Document {
    hotkit_model::read(
        format!("heat_template_version: 2021-04-16\n{sections}"),
        FileKind::Template,
    )
}

/// A value written as JSON.
pub(crate) fn value(text: &str) -> Value {
    json::parse(text).unwrap_or_else(|at| panic!("no JSON at {at}: {text}"))
}

/// The value of the first output, where no parameter is given and nothing exists.
pub(crate) fn first_output(sections: &str) -> Result<Value, EvaluationFault> {
    let document = document(sections);
    let template = document.template().unwrap();
    evaluate(first_output_of(template), &TemplateScope::new(template, Mode::Symbolic))
}

/// The expression of the first output.
pub(crate) fn first_output_of(template: &Template) -> &hotkit_model::Expr {
    template.outputs[0].value.as_ref().unwrap()
}

/// An output of this value.
pub(crate) fn output(value: &str) -> String {
    format!("outputs:\n  o:\n    value: {value}\n")
}

/// The reasons why a value is not known, one after the other.
pub(crate) fn reasons(value: &Value) -> String {
    match value {
        Value::Unknown(unknown) => format!("{:?}", unknown.reasons()),
        known => format!("known: {known:?}"),
    }
}

/// The kind of a fault and the text at fault.
pub(crate) fn shown(fault: &EvaluationFault, document: &Document) -> String {
    format!(
        "{:?} {:?} at {:?}",
        fault.phase,
        fault.kind,
        fault.range.slice(document.tree.text())
    )
}
