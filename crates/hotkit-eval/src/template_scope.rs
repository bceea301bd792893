//! A scope for one template with inputs, for callers that need no more of the world.

use hotkit_model::{Template, ValueKind};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::parameters::certain_kind;
use crate::{
    Conditions, Depth, EvaluationFault, Facade, ParameterLookup, Reason, Scope, Truth, Unknown, Value, coerce,
    condition_truth,
};

/// What references and attributes come to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Mode {
    /// What Heat computes with before anything is created (engine checks 0.3).
    BeforeCreation,
    /// They are unknown, with their reason.
    Symbolic,
}

/// Gives the content of a file by its path as written; `None` where it is not read.
type Files<'a> = Box<dyn Fn(&str) -> Option<SmolStr> + 'a>;

/// A template with values for its parameters.
pub struct TemplateScope<'a> {
    template: &'a Template,
    parameters: FxHashMap<SmolStr, Value>,
    /// The kind that each declared parameter has whatever its value is.
    declared: FxHashMap<&'a str, Option<ValueKind>>,
    resources: FxHashMap<&'a str, usize>,
    conditions: Conditions,
    /// Parameters that certainly have no value.
    missing: FxHashSet<SmolStr>,
    files: Files<'a>,
    facade: Box<dyn Fn(Facade) -> Option<Value> + 'a>,
    stack_name: Option<SmolStr>,
    mode: Mode,
}

impl<'a> TemplateScope<'a> {
    /// Without any values: parameters are not known, whether or not they have defaults.
    #[must_use]
    pub fn new(template: &'a Template, mode: Mode) -> TemplateScope<'a> {
        TemplateScope {
            template,
            parameters: FxHashMap::default(),
            declared: template
                .parameters
                .iter()
                .map(|it| (it.name.text.as_str(), it.parameter_type.and_then(certain_kind)))
                .collect(),
            resources: template
                .resources
                .iter()
                .map(|it| it.name.text.as_str())
                .zip(0..)
                .collect(),
            conditions: Conditions::new(template),
            missing: FxHashSet::default(),
            files: Box::new(|_| None),
            facade: Box::new(|_| None),
            stack_name: None,
            mode,
        }
    }

    /// With these values as they are given, and the defaults for the parameters that have no value or null (P-030).
    /// Values that their parameters refuse stay unknown; [`crate::check_value`] finds them.
    #[must_use]
    pub fn with_values(mut self, given: impl IntoIterator<Item = (SmolStr, Value)>) -> TemplateScope<'a> {
        let mut given: FxHashMap<SmolStr, Value> =
            given.into_iter().filter(|(_, value)| *value != Value::Null).collect();
        for parameter in &self.template.parameters {
            let name = &parameter.name.text;
            let default = || parameter.default.as_ref().map(Value::from_expr);
            let Some(raw) = given.remove(name).or_else(default) else {
                continue;
            };
            if let Ok(value) = coerce(parameter, &raw) {
                self.parameters.insert(name.clone(), value);
            }
        }
        self
    }

    /// With parameters that certainly have no value, which is an error where they are asked for (P-016).
    #[must_use]
    pub fn without_values(mut self, names: impl IntoIterator<Item = SmolStr>) -> TemplateScope<'a> {
        self.missing.extend(names);
        self
    }

    /// With the parts of the resource that the stack belongs to; without, there is no such resource (N-013).
    #[must_use]
    pub fn with_facade(mut self, facade: impl Fn(Facade) -> Option<Value> + 'a) -> TemplateScope<'a> {
        self.facade = Box::new(facade);
        self
    }

    /// With the contents of files.
    #[must_use]
    pub fn with_files(mut self, files: impl Fn(&str) -> Option<SmolStr> + 'a) -> TemplateScope<'a> {
        self.files = Box::new(files);
        self
    }

    /// With the name of the stack.
    #[must_use]
    pub fn with_stack_name(mut self, name: impl Into<SmolStr>) -> TemplateScope<'a> {
        self.stack_name = Some(name.into());
        self
    }

    /// Whether a resource is enabled: by its condition; `None` where there is no such resource.
    ///
    /// # Errors
    /// As [`condition_truth`].
    pub fn is_enabled(&self, resource: &str) -> Option<Result<Truth, EvaluationFault>> {
        let resource = self.template.resources.get(*self.resources.get(resource)?)?;
        Some(match &resource.condition {
            None => Ok(Truth::True),
            Some(condition) => condition_truth(condition, self),
        })
    }

    /// True unless the resource is missing or disabled for certain.
    fn may_exist(&self, resource: &str) -> bool {
        self.is_enabled(resource).is_some_and(|truth| truth != Ok(Truth::False))
    }

    /// Every stack has these parameters; `OS::region` is reserved, and has no value (P-029).
    fn pseudo_parameter(&self, name: &str) -> ParameterLookup {
        let unknown_text = |what| Value::unknown_text(Unknown::because(Reason::Cloud(what)));
        let stack_name = || self.stack_name.clone().map_or(unknown_text("stack name"), Value::Text);
        ParameterLookup::Value(match (self.template.is_cfn(), name) {
            (false, "OS::stack_name") | (true, "AWS::StackName") => stack_name(),
            (false, "OS::stack_id") if self.mode == Mode::BeforeCreation => Value::text("None"),
            (false, "OS::stack_id") | (true, "AWS::StackId") => unknown_text("stack id"),
            (false, "OS::project_id") => unknown_text("project id"),
            (true, "AWS::Region") => Value::text("ap-southeast-1"),
            _ => return ParameterLookup::Undefined,
        })
    }
}

impl Scope for TemplateScope<'_> {
    fn template(&self) -> &Template {
        self.template
    }

    fn parameter(&self, name: &str) -> ParameterLookup {
        if let Some(value) = self.parameters.get(name) {
            return ParameterLookup::Value(value.clone());
        }
        if self.missing.contains(name) {
            return ParameterLookup::Missing;
        }
        match self.declared.get(name) {
            Some(Some(kind)) => {
                let unknown = Unknown::because(Reason::Parameter(name.into())).of_kind(*kind);
                ParameterLookup::Value(Value::Unknown(unknown))
            }
            Some(None) => ParameterLookup::NotGiven,
            None => self.pseudo_parameter(name),
        }
    }

    fn resource_reference(&self, name: &str) -> Option<Value> {
        if !self.may_exist(name) {
            return None;
        }
        let unknown = Value::unknown(Reason::Resource(name.into()));
        if self.mode == Mode::Symbolic {
            return Some(unknown);
        }
        let resource = self.template.resources.get(*self.resources.get(name)?)?;
        Some(match resource.resource_type.as_ref().map(|it| it.text.as_str()) {
            None => unknown,
            Some(resource_type) => reference_before_creation(resource_type, name),
        })
    }

    fn attribute(&self, resource: &str, attribute: Option<&str>, _: &[Value]) -> Option<Value> {
        if !self.may_exist(resource) {
            return None;
        }
        Some(match self.mode {
            Mode::BeforeCreation => Value::Null,
            Mode::Symbolic => Value::unknown(Reason::Attribute(resource.into(), attribute.unwrap_or_default().into())),
        })
    }

    fn condition(&self, name: &str, depth: Depth) -> Option<Result<Truth, EvaluationFault>> {
        self.conditions.truth(name, self, depth)
    }

    fn file(&self, path: &str, is_literal: bool) -> Option<Value> {
        if let Some(text) = (self.files)(path).filter(|_| is_literal) {
            return Some(Value::Text(text));
        }
        // Contents are kept by their address, so a computed path fits only where it is one.
        let may_be_fetched = is_literal || path.contains("://");
        may_be_fetched.then(|| Value::unknown_text(Unknown::because(Reason::File(path.into()))))
    }

    fn facade(&self, part: Facade) -> Option<Value> {
        (self.facade)(part)
    }

    fn availability_zones(&self) -> Value {
        let zones = Unknown::because(Reason::Cloud("availability zones"));
        Value::Unknown(zones.of_kind(ValueKind::List))
    }
}

/// What `get_resource` gives while nothing exists (F-GR-2).
fn reference_before_creation(resource_type: &str, name: &str) -> Value {
    match resource_type {
        "OS::Nova::KeyPair" | "OS::Heat::Stack" | "OS::Heat::SwiftSignalHandle" | "OS::Mistral::Workflow" => {
            Value::Null
        }
        "OS::Swift::Container" | "AWS::S3::Bucket" => Value::text("None"),
        _ if resource_type.starts_with("OS::Neutron::") => Value::Null,
        _ => Value::text(name),
    }
}

#[cfg(test)]
mod tests;
