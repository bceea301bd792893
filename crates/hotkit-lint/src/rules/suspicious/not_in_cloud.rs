//! An image, flavor, network or the like that the cloud does not have for which the template is checked.

use hotkit_analysis::{CloudContents, CloudList};
use hotkit_eval::Value;
use hotkit_model::{ConstraintKind, Expr, ExprKind, Parameter, ParameterType};
use hotkit_schema::{Constraint, Property};
use hotkit_text::{Group, Severity, TextRange};
use smol_str::SmolStr;

use crate::finding::{Finding, Findings};
use crate::phrase::quoted;
use crate::rule::Rule;
use crate::view::{Owner, View};

pub(crate) static RULE: Rule = Rule::lint(
    "not-in-cloud",
    Group::Suspicious,
    Severity::Error,
    include_str!("not_in_cloud.md"),
    look,
);

fn look(view: &View<'_>, findings: &mut Findings<'_>) {
    let Some(cloud) = view.inputs.cloud.as_deref() else {
        return;
    };
    for parameter in &view.template.parameters {
        for list in parameter.constraints.iter().filter_map(|it| asked(cloud, &it.kind)) {
            let default = parameter.default.as_ref();
            let by_default = default.map_or_else(Vec::new, |it| names_in(parameter, &Value::from_expr(it)));
            let names = match view.parameter_value(&parameter.name.text) {
                Some(value) => names_in(parameter, &value),
                // The default may be overridden; where it is not, it is wrong here.
                None => by_default.clone(),
            };
            for name in names.into_iter().filter(|it| !list.has(it)) {
                let default = default.filter(|_| by_default.contains(&name));
                let range = default.map_or(parameter.name.range, |it| it.range);
                let path = view.parameter_path(&parameter.name.text);
                findings.add(finding(cloud, list, &name, range, path));
            }
        }
    }
    for part in &view.parts {
        part.each_property(&mut |entry, property, _| {
            each_name(view, &entry.value, property, &mut |expr, name, constraint| {
                let Some(list) = cloud.list(constraint).filter(|it| !it.has(name)) else {
                    return;
                };
                let path = view.path_to(Owner::Resource(part.index), expr.range);
                findings.add(finding(cloud, list, name, expr.range, path));
            });
        });
    }
}

/// What a parameter's constraint asks the cloud for.
fn asked<'c>(cloud: &'c CloudContents, constraint: &ConstraintKind) -> Option<&'c CloudList> {
    match constraint {
        ConstraintKind::Custom(name) => cloud.list(&name.text),
        _ => None,
    }
}

/// The names that a parameter with this value has.
fn names_in(parameter: &Parameter, value: &Value) -> Vec<SmolStr> {
    let is_list = parameter.parameter_type == Some(ParameterType::CommaDelimitedList);
    let names: Vec<SmolStr> = match value {
        Value::Text(text) if is_list => text.split(',').map(|it| SmolStr::new(it.trim())).collect(),
        Value::Text(text) => vec![text.clone()],
        Value::List(items) => items.iter().filter_map(Value::as_text).cloned().collect(),
        _ => Vec::new(),
    };
    names.into_iter().filter(|it| !it.is_empty()).collect()
}

/// Every name that is given for a property with a constraint that asks the cloud. A parameter with such a constraint is
/// looked at where it is declared.
fn each_name(
    view: &View<'_>,
    value: &Expr,
    property: &'static Property,
    found: &mut dyn FnMut(&Expr, &str, &'static str),
) {
    if let (ExprKind::List(items), Some(inner)) = (&value.kind, property.items) {
        for item in items {
            each_name(view, item, inner, found);
        }
        return;
    }
    let custom = property.constraints.iter().find_map(|it| match it {
        Constraint::Custom(name) => Some(*name),
        _ => None,
    });
    let Some(constraint) = custom else { return };
    if let Some(text) = value.as_text() {
        if !text.is_empty() {
            found(value, text, constraint);
        }
        return;
    }
    let Some(parameter) = view.parameter_of(value).and_then(|it| view.template.parameter(it)) else {
        return;
    };
    let asks = |kind: &ConstraintKind| matches!(kind, ConstraintKind::Custom(_));
    if parameter.constraints.iter().any(|it| asks(&it.kind)) {
        return;
    }
    if let Some(Value::Text(text)) = view.parameter_value(&parameter.name.text)
        && !text.is_empty()
    {
        found(value, &text, constraint);
    }
}

fn finding(cloud: &CloudContents, list: &CloudList, name: &str, range: TextRange, path: String) -> Finding {
    let near = list.nearest(name);
    let help = match near {
        Some(near) => format!("did you mean {}?", quoted(near)),
        None if list.names.is_empty() => format!("the cloud has no {} at all", list.what),
        None => format!(
            "take one that the cloud has, or add it to the cloud file: {}",
            sample(list)
        ),
    };
    Finding::new(
        range,
        path,
        format!("cloud {} has no {} {}", quoted(&cloud.name), list.what, quoted(name)),
    )
    .label("not in the cloud")
    .help(help)
}

/// The first names of a list.
fn sample(list: &CloudList) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = list.names.iter().take(SHOWN).map(|it| quoted(it)).collect();
    let more = if list.names.len() > SHOWN { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}
