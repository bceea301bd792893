//! What expressions of a plan see: parameters with their values, ids that do not exist yet, attributes that nobody knows.

use std::cell::Cell;
use std::collections::HashMap;

use hotkit_analysis::{Resolved, resolve};
use hotkit_eval::{
    Conditions, Depth, EvaluationFault, Facade, ParameterLookup, Reason, Scope, Truth, Value, coerce, condition_truth,
};
use hotkit_model::Template;
use smol_str::SmolStr;

use crate::display;
use crate::expand::PlanFiles;

/// Stands between the parts of an attribute's path in [`Reason::Attribute`].
pub(crate) const PATH_SEPARATOR: char = '\u{1f}';

/// In whose eyes an expression is evaluated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum View {
    /// As the engine plans: ids are `id:NAME`, attributes unknown.
    Engine,
    /// For people: secrets masked, holes for what is not known.
    People,
    /// During an update: ids and attributes as texts that tell old from new.
    Update,
}

/// What people may see in the place of a parameter.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Masked {
    pub(crate) value: Value,
    pub(crate) secret: bool,
}

/// What `resource_facade` gives inside a nested stack.
#[derive(Clone, Default, Debug)]
pub(crate) struct ParentParts {
    pub(crate) metadata: Option<Value>,
    pub(crate) deletion_policy: Option<Value>,
    pub(crate) update_policy: Option<Value>,
}

/// The world around the expressions of one stack.
pub(crate) struct PlanScope<'a> {
    template: &'a Template,
    parameters: HashMap<SmolStr, Value>,
    masked: HashMap<SmolStr, Masked>,
    resources: HashMap<&'a str, usize>,
    enabled: Vec<Truth>,
    conditions: Conditions,
    files: &'a dyn PlanFiles,
    path: String,
    stack_name: Option<SmolStr>,
    parent: Option<ParentParts>,
    view: Cell<View>,
    secret: Cell<bool>,
    /// Something was read that is there only until the stack is.
    provisional: Cell<bool>,
    availability_zones: Vec<SmolStr>,
    /// During an update: the ids of resources.
    ids: HashMap<SmolStr, SmolStr>,
}

/// What a scope is made of.
pub(crate) struct ScopeParts<'a> {
    pub(crate) template: &'a Template,
    pub(crate) path: String,
    /// Values as they are given; defaults of the template fill the rest.
    pub(crate) values: HashMap<SmolStr, Value>,
    pub(crate) masked: HashMap<SmolStr, Masked>,
    pub(crate) files: &'a dyn PlanFiles,
    pub(crate) stack_name: Option<SmolStr>,
    pub(crate) parent: Option<ParentParts>,
    pub(crate) availability_zones: Vec<SmolStr>,
}

impl<'a> PlanScope<'a> {
    pub(crate) fn new(parts: ScopeParts<'a>) -> PlanScope<'a> {
        let template = parts.template;
        let mut parameters = HashMap::new();
        let mut masked = parts.masked;
        for parameter in &template.parameters {
            let name = &parameter.name.text;
            let given = parts.values.get(name).filter(|it| **it != Value::Null).cloned();
            let default = || parameter.default.as_ref().map(Value::from_expr);
            if let Some(raw) = given.or_else(default) {
                parameters.insert(name.clone(), coerce(parameter, &raw).unwrap_or(raw));
            }
            if parameter.hidden {
                let mask = display::hole(&format!("hidden: {name}"));
                masked.insert(
                    name.clone(),
                    Masked {
                        value: Value::text(mask),
                        secret: true,
                    },
                );
            }
        }
        let names = template.resources.iter().map(|it| it.name.text.as_str());
        let mut scope = PlanScope {
            template,
            parameters,
            masked,
            resources: names.zip(0..).collect(),
            enabled: Vec::new(),
            conditions: Conditions::new(template),
            files: parts.files,
            path: parts.path,
            stack_name: parts.stack_name,
            parent: parts.parent,
            view: Cell::new(View::Engine),
            secret: Cell::new(false),
            provisional: Cell::new(false),
            availability_zones: parts.availability_zones,
            ids: HashMap::new(),
        };
        // Decided while nothing is masked, and kept.
        for condition in &template.conditions {
            let _ = scope.conditions.truth(&condition.name.text, &scope, Depth::default());
        }
        scope.enabled = template
            .resources
            .iter()
            .map(|resource| match &resource.condition {
                None => Truth::True,
                Some(condition) => scope.truth(condition),
            })
            .collect();
        scope
    }

    /// What a condition comes to where it is used; an error counts as not known, `check` tells it.
    pub(crate) fn truth(&self, condition: &hotkit_model::Expr) -> Truth {
        condition_truth(condition, self).unwrap_or_else(|_| Truth::Unknown(hotkit_eval::Unknown::default()))
    }

    /// Whether the resource with this index is there.
    pub(crate) fn enabled(&self, index: usize) -> &Truth {
        &self.enabled[index]
    }

    pub(crate) fn has_resource(&self, name: &str) -> bool {
        self.resources
            .get(name)
            .is_some_and(|index| self.enabled.get(*index) != Some(&Truth::False))
    }

    /// Evaluates something as seen by another.
    pub(crate) fn viewed<T>(&self, view: View, evaluate: impl FnOnce() -> T) -> T {
        let before = self.view.replace(view);
        let result = evaluate();
        self.view.set(before);
        result
    }

    /// Evaluates something, and says whether it read a secret, and whether it read what people should see otherwise.
    pub(crate) fn watching<T>(&self, evaluate: impl FnOnce() -> T) -> (T, bool, bool) {
        let before = (self.secret.replace(false), self.provisional.replace(false));
        let result = evaluate();
        (
            result,
            self.secret.replace(before.0),
            self.provisional.replace(before.1),
        )
    }

    /// The value of a parameter, and what people may see of it.
    pub(crate) fn parameter_value(&self, name: &str) -> (Option<&Value>, Option<&Masked>) {
        (self.parameters.get(name), self.masked.get(name))
    }

    /// Says which id a resource has during an update.
    pub(crate) fn set_id(&mut self, resource: &str, id: SmolStr) {
        self.ids.insert(resource.into(), id);
    }

    /// The id that a resource has during an update.
    pub(crate) fn id(&self, name: &str) -> SmolStr {
        self.ids
            .get(name)
            .cloned()
            .unwrap_or_else(|| smol_str::format_smolstr!("id:{name}"))
    }

    /// Every stack has these parameters; `OS::region` is reserved, and has no value (P-029).
    fn pseudo_parameter(&self, name: &str) -> ParameterLookup {
        let stack_name = || {
            self.stack_name
                .clone()
                .map_or(Value::unknown(Reason::Cloud("stack name")), Value::Text)
        };
        let in_cloud = |what: &'static str| match self.view.get() {
            // What the engine computes with until the stack is stored; people see a hole in its place.
            View::Engine if what == "stack id" => {
                self.provisional.set(true);
                Value::text("None")
            }
            View::Engine => Value::unknown(Reason::Cloud(what)),
            View::People => Value::text(display::hole(what)),
            View::Update => Value::text(what),
        };
        ParameterLookup::Value(match (self.template.is_cfn(), name) {
            (false, "OS::stack_name") | (true, "AWS::StackName") => stack_name(),
            (false, "OS::stack_id") | (true, "AWS::StackId") => in_cloud("stack id"),
            (false, "OS::project_id") => in_cloud("project id"),
            (true, "AWS::Region") => Value::text("ap-southeast-1"),
            _ => return ParameterLookup::Undefined,
        })
    }
}

impl Scope for PlanScope<'_> {
    fn template(&self) -> &Template {
        self.template
    }

    fn parameter(&self, name: &str) -> ParameterLookup {
        if let Some(masked) = self.masked.get(name) {
            if self.view.get() == View::People {
                return ParameterLookup::Value(masked.value.clone());
            }
            self.secret.set(self.secret.get() | masked.secret);
        }
        if let Some(value) = self.parameters.get(name) {
            return ParameterLookup::Value(value.clone());
        }
        if self.template.parameter(name).is_some() {
            return ParameterLookup::NotGiven;
        }
        self.pseudo_parameter(name)
    }

    fn resource_reference(&self, name: &str) -> Option<Value> {
        if !self.has_resource(name) {
            return None;
        }
        Some(match self.view.get() {
            View::Engine => Value::Text(smol_str::format_smolstr!("id:{name}")),
            View::People => Value::text(display::hole(name)),
            View::Update => Value::Text(self.id(name)),
        })
    }

    fn attribute(&self, resource: &str, attribute: Option<&str>, path: &[Value]) -> Option<Value> {
        if !self.has_resource(resource) {
            return None;
        }
        let names = std::iter::once(SmolStr::new(attribute.unwrap_or("*"))).chain(
            path.iter()
                .map(|it| hotkit_eval::str_text(it).unwrap_or_else(|_| SmolStr::new_static("?"))),
        );
        let names: Vec<SmolStr> = names.collect();
        Some(match self.view.get() {
            View::Engine => {
                let path = names.join(PATH_SEPARATOR.to_string().as_str());
                Value::unknown(Reason::Attribute(resource.into(), path.into()))
            }
            View::People => Value::text(display::hole(&format!("{resource}.{}", names.join(".")))),
            View::Update => Value::text(format!("{}.{}", self.id(resource), names.join("."))),
        })
    }

    fn condition(&self, name: &str, depth: Depth) -> Option<Result<Truth, EvaluationFault>> {
        self.conditions.truth(name, self, depth)
    }

    fn file(&self, path: &str, is_literal: bool) -> Option<Value> {
        if !is_literal {
            // Contents are kept by their address, so a computed path fits only where it is one.
            return path.contains("://").then(|| Value::unknown(Reason::File(path.into())));
        }
        let text = match resolve(&self.path, path) {
            Resolved::Path(path) => self.files.sent(&path),
            Resolved::Remote(_) => None,
        };
        Some(text.map_or_else(|| Value::unknown(Reason::File(path.into())), Value::Text))
    }

    fn facade(&self, part: Facade) -> Option<Value> {
        let parent = self.parent.as_ref()?;
        let value = match part {
            Facade::Metadata => &parent.metadata,
            Facade::DeletionPolicy => &parent.deletion_policy,
            Facade::UpdatePolicy => &parent.update_policy,
        };
        Some(value.clone().unwrap_or_else(|| match part {
            Facade::DeletionPolicy => Value::text("Delete"),
            Facade::Metadata | Facade::UpdatePolicy => Value::map(Vec::new()),
        }))
    }

    fn availability_zones(&self) -> Value {
        Value::list(
            self.availability_zones
                .iter()
                .cloned()
                .map(Value::Text)
                .collect::<Vec<_>>(),
        )
    }
}
