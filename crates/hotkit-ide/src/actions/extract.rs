//! From a value to a parameter, and back.

use hotkit_model::{Expr, ExprKind, Template};
use hotkit_schema::{Constraint, ValueType};
use hotkit_syntax::{NodeKind, ScalarStyle};
use hotkit_text::{Edit, TextRange};

use super::insert::{Lines, into_section};
use super::{Action, ActionKind};
use crate::describe;
use crate::names::{NameKind, Names};
use crate::shape::{Shape, Value, shape};
use crate::tree::standing;
use crate::view::{FileEdits, View};

/// What becomes of a value whose place a parameter takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Former {
    /// It is the parameter's default.
    Default,
    /// It goes: an id means something in one cloud only.
    Gone,
}

/// Puts a parameter in the place of the value under the cursor.
pub(crate) fn to_parameter(view: &View<'_>, at: TextRange, former: Former) -> Option<Action> {
    let template = view.template().filter(|it| it.version.is_some())?;
    let node = view.document.tree.node_at(at.start())?;
    let NodeKind::Scalar(style) = node.kind() else {
        return None;
    };
    let is_line =
        !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) && !node.range().slice(view.text()).contains('\n');
    if !is_line || node.is_absent() || node.anchor().is_some() || node.tag().is_some() {
        return None;
    }
    let place = standing(node);
    if place.key.is_some() {
        return None;
    }
    let Shape::Value(value, false) = shape(view, &place.path) else {
        return None;
    };
    // Arguments of functions are values, too, but not of a property.
    let names: Vec<&str> = place.path.iter().filter_map(|it| it.key()).collect();
    let in_properties = matches!(
        names.as_slice(),
        ["resources" | "Resources", _, "properties" | "Properties", _, ..]
    );
    if !in_properties || matches!(node.text(), "") {
        return None;
    }
    let wanted = names.last()?;
    let version = template.version?;
    if version.function(wanted).is_some() && *wanted != "if" {
        return None;
    }
    let name = free_name(template, wanted);
    let (kind, constraint) = kind_of(&value, node.text());
    let cfn = template.is_cfn();
    let default = node.range().slice(view.text());
    let mut lines: Lines = vec![(0, format!("{name}:"))];
    if cfn {
        lines.push((
            1,
            format!("Type: {}", if kind == "number" { "Number" } else { "String" }),
        ));
        if former == Former::Default {
            lines.push((1, format!("Default: {default}")));
        }
    } else {
        lines.push((1, format!("type: {kind}")));
        if former == Former::Default {
            lines.push((1, format!("default: {default}")));
        }
        if let Some(custom) = constraint {
            lines.push((1, "constraints:".to_owned()));
            lines.push((2, format!("- custom_constraint: {custom}")));
        }
    }
    let call = if cfn {
        format!("{{ Ref: {name} }}")
    } else {
        format!("{{ get_param: {name} }}")
    };
    let section = if cfn { "Parameters" } else { "parameters" };
    let declared = into_section(view, section, &lines)?;
    Some(Action {
        title: match former {
            Former::Default => format!("Extract to the parameter `{name}`"),
            Former::Gone => format!("Ask for it with the parameter `{name}`"),
        },
        kind: ActionKind::Extract,
        edits: vec![FileEdits {
            path: view.path.to_owned(),
            edits: vec![declared, Edit::replace(node.range(), call)],
        }],
        create: None,
        mends: None,
        preferred: false,
    })
}

/// The type of a parameter for such a value, and the check that it needs.
fn kind_of(value: &Value, text: &str) -> (&'static str, Option<&'static str>) {
    let custom = match value {
        Value::Property { property, .. } => property.constraints.iter().find_map(|it| match it {
            Constraint::Custom(name) => Some(*name),
            _ => None,
        }),
        _ => None,
    };
    let kind = match value.value_type() {
        ValueType::Integer | ValueType::Number if text.parse::<f64>().is_ok() => "number",
        ValueType::Boolean => "boolean",
        _ => "string",
    };
    (kind, custom)
}

fn free_name(template: &Template, wanted: &str) -> String {
    let is_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-');
    let base: String = wanted.chars().map(|it| if is_name(it) { it } else { '_' }).collect();
    let is_taken =
        |name: &str| template.parameter(name).is_some() || template.is_cfn() && template.resource(name).is_some();
    if !is_taken(&base) {
        return base;
    }
    let mut numbered = (2..).map(|number| format!("{base}_{number}"));
    numbered.find(|it| !is_taken(it)).unwrap_or(base)
}

/// Puts the default in the place of the call that reads the parameter under the cursor.
pub(crate) fn inline_default(view: &View<'_>, at: TextRange) -> Option<Action> {
    let template = view.template()?;
    let names = Names::of(template);
    let found = names
        .at(at.start())
        .filter(|it| it.kind == NameKind::Parameter && !it.declares)?;
    let parameter = template.parameter(&found.name).filter(|it| !it.hidden)?;
    let default = parameter.default.as_ref()?;
    let call = names.calls.iter().find(|it| it.call.argument.range == found.range)?;
    let is_call = matches!(
        &call.call.argument,
        Expr {
            kind: ExprKind::Text(_),
            ..
        }
    );
    let node = view.document.tree.node_at(found.range.start())?.parent()?;
    // What is read must be the call and nothing but the call, and the default one word.
    if !is_call || node.range() != call.range || describe::scalar(default).is_none() {
        return None;
    }
    let text = default.range.slice(view.text());
    if text.is_empty() || text.contains('\n') || text.starts_with(['*', '&', '!', '|', '>']) {
        return None;
    }
    Some(Action {
        title: format!("Put the default of `{}` here", found.name),
        kind: ActionKind::Inline,
        edits: vec![FileEdits {
            path: view.path.to_owned(),
            edits: vec![Edit::replace(node.range(), text)],
        }],
        create: None,
        mends: None,
        preferred: false,
    })
}
