//! What is used and nowhere declared, and files that are named and not there.

use hotkit_model::ReferenceKind;
use hotkit_text::{Edit, TextRange};

use super::insert::{Lines, into_section};
use super::{Action, ActionKind};
use crate::describe::parameter_type;
use crate::names::{NameKind, Names};
use crate::navigation::link_path;
use crate::view::{FileEdits, View};

/// Declares the parameter, resource or condition whose name stands here.
pub(crate) fn missing(view: &View<'_>, at: TextRange) -> Option<Action> {
    let template = view.template()?;
    let names = Names::of(template);
    let found = names.occurrences.iter().find(|it| it.range == at && !it.declares)?;
    let name = &found.name;
    let cfn = template.is_cfn();
    let (section, lines): (&str, Lines) = match (found.kind, cfn) {
        (NameKind::Parameter, false) => (
            "parameters",
            vec![(0, format!("{name}:")), (1, "type: string".to_owned())],
        ),
        (NameKind::Parameter, true) => (
            "Parameters",
            vec![(0, format!("{name}:")), (1, "Type: String".to_owned())],
        ),
        (NameKind::Resource, false) => (
            "resources",
            vec![(0, format!("{name}:")), (1, "type: OS::Heat::None".to_owned())],
        ),
        (NameKind::Resource, true) => (
            "Resources",
            vec![(0, format!("{name}:")), (1, "Type: OS::Heat::None".to_owned())],
        ),
        (NameKind::Condition, false) => ("conditions", vec![(0, format!("{name}: true"))]),
        (NameKind::Condition, true) => ("Conditions", vec![(0, format!("{name}: true"))]),
        (NameKind::Output, _) => return None,
    };
    let edit = into_section(view, section, &lines)?;
    Some(Action {
        title: format!("Declare the {} `{name}`", found.kind.word()),
        kind: ActionKind::QuickFix,
        edits: vec![FileEdits {
            path: view.path.to_owned(),
            edits: vec![edit],
        }],
        create: None,
        mends: None,
        preferred: false,
    })
}

/// Makes the file that is named here: a nested template with a parameter for each property it is given, else an empty file.
pub(crate) fn missing_file(view: &View<'_>, at: TextRange) -> Option<Action> {
    let reference = view.document.references.iter().find(|it| it.range == at)?;
    let path = link_path(view, reference.kind, &reference.path)?;
    if view.world.exists(&path) {
        return None;
    }
    let text = match reference.kind {
        ReferenceKind::GetFile => String::new(),
        ReferenceKind::NestedTemplate => nested(view, at),
        ReferenceKind::Registry if hotkit_model::is_template_name(&reference.path) => frame(&[]),
        ReferenceKind::Registry => return None,
    };
    let edits = if text.is_empty() {
        Vec::new()
    } else {
        vec![FileEdits {
            path: path.clone(),
            edits: vec![Edit::replace(TextRange::at(0), text)],
        }]
    };
    Some(Action {
        title: format!("Create `{}`", reference.path),
        kind: ActionKind::QuickFix,
        edits,
        create: Some(path),
        mends: None,
        preferred: false,
    })
}

fn nested(view: &View<'_>, at: TextRange) -> String {
    let resource = view.template().and_then(|template| {
        let mut resources = template.resources.iter();
        resources.find(|it| it.resource_type.as_ref().is_some_and(|it| it.range == at))
    });
    let Some(resource) = resource else { return frame(&[]) };
    let parameters: Vec<(String, &'static str)> = resource
        .property_entries()
        .iter()
        .map(|entry| (entry.key.text.to_string(), kind_of(view, &entry.value)))
        .collect();
    frame(&parameters)
}

/// The type that a parameter needs to take this value.
fn kind_of(view: &View<'_>, value: &hotkit_model::Expr) -> &'static str {
    use hotkit_model::ExprKind;
    match &value.kind {
        ExprKind::Bool(_) => "boolean",
        ExprKind::Integer(_) | ExprKind::BigInteger(_) | ExprKind::Float(_) => "number",
        ExprKind::List(_) => "comma_delimited_list",
        ExprKind::Map(_) => "json",
        ExprKind::Call(call) => {
            let name = call.argument.as_text();
            let parameter = name.and_then(|name| view.template()?.parameter(name));
            parameter
                .and_then(|it| it.parameter_type)
                .map_or("string", parameter_type)
        }
        ExprKind::Null | ExprKind::Text(_) => "string",
    }
}

fn frame(parameters: &[(String, &str)]) -> String {
    let mut text = format!("heat_template_version: {}\n", hotkit_schema::latest_hot_version().name);
    if !parameters.is_empty() {
        text.push_str("\nparameters:\n");
        for (name, kind) in parameters {
            text.push_str(&format!("  {name}:\n    type: {kind}\n"));
        }
    }
    text.push_str("\nresources: {}\n");
    text
}
