//! The ends of a stack: what its parameters come to, and what its outputs give.

use hotkit_eval::{Reason, Truth, Value};
use hotkit_model::{Expr, Parameter, ParameterType, Template};

use super::{Expander, Level};
use crate::display;
use crate::plan::{OutputPlan, ParameterPlan};
use crate::planned::{Planned, planned};
use crate::reference::{ReferenceKind, references};
use crate::scope::PlanScope;

impl Expander<'_> {
    pub(super) fn parameters(
        &self,
        level: &Level<'_>,
        template: &Template,
        scope: &PlanScope<'_>,
    ) -> Vec<ParameterPlan> {
        let plan = |parameter: &Parameter| {
            let name = &parameter.name.text;
            let (value, masked) = scope.parameter_value(name);
            let mut planned = match value {
                Some(value) => Planned::of(value.clone()),
                None => Planned::of(Value::unknown(Reason::Parameter(name.clone()))),
            };
            if let Some(masked) = masked {
                planned.display = Some(masked.value.clone());
                planned.secret = masked.secret;
            }
            display::hide_private_keys(&mut planned);
            ParameterPlan {
                name: name.clone(),
                type_name: type_word(parameter.parameter_type),
                value: planned,
                hidden: parameter.hidden,
                from: level.from.get(name).cloned().unwrap_or_else(|| "default".to_owned()),
                line: self.line(&level.path, level.document, parameter.name.range),
                immutable: parameter.immutable,
            }
        };
        template.parameters.iter().map(plan).collect()
    }

    pub(super) fn outputs(&self, level: &Level<'_>, template: &Template, scope: &PlanScope<'_>) -> Vec<OutputPlan> {
        let mut outputs = Vec::with_capacity(template.outputs.len());
        for output in &template.outputs {
            let is_off = output
                .condition
                .as_ref()
                .is_some_and(|it| scope.truth(it) == Truth::False);
            let mut value = match &output.value {
                Some(value) if !is_off => planned(scope, value),
                _ => Planned::of(Value::Null),
            };
            let gives_secret = output
                .value
                .as_ref()
                .is_some_and(|it| reads_secret(scope, template, it));
            value.secret |= gives_secret;
            outputs.push(OutputPlan {
                name: output.name.text.clone(),
                secret: value.secret,
                value,
                description: output.description.as_ref().and_then(Expr::as_text).cloned(),
                line: self.line(&level.path, level.document, output.name.range),
            });
        }
        outputs
    }
}

/// True where a value is a private key or random text by its nature.
fn reads_secret(scope: &PlanScope<'_>, template: &Template, value: &Expr) -> bool {
    references(scope, value, "").iter().any(|reference| {
        let resource_type = template
            .resource(&reference.resource)
            .and_then(|it| it.resource_type.as_ref())
            .map_or("", |it| it.text.as_str());
        match (resource_type, &reference.kind) {
            ("OS::Nova::KeyPair", ReferenceKind::Attribute(path)) => path.first().is_some_and(|it| it == "private_key"),
            ("OS::Heat::RandomString", ReferenceKind::Attribute(path)) => path.first().is_some_and(|it| it == "value"),
            ("OS::Heat::RandomString", ReferenceKind::Id) => true,
            _ => false,
        }
    })
}

fn type_word(parameter_type: Option<ParameterType>) -> &'static str {
    match parameter_type {
        Some(ParameterType::Number) => "number",
        Some(ParameterType::CommaDelimitedList) => "comma_delimited_list",
        Some(ParameterType::Json) => "json",
        Some(ParameterType::Boolean) => "boolean",
        Some(ParameterType::String) | None => "string",
    }
}
