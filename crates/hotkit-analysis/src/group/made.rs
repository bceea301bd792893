//! The template that Heat makes of a group (engine checks 11.2).

use hotkit_eval::Value;
use hotkit_model::{Call, Entry, Expr, ExprKind, Key, Output, Parameter, ParameterType, Resource, Template};
use hotkit_schema::{Function, Version};
use hotkit_text::TextRange;
use smol_str::{SmolStr, format_smolstr};

use super::member::{Member, Policies, Source};
use crate::condition::Holds;

/// The template that Heat makes of a group.
pub(super) struct Made {
    pub(super) template: Template,
    /// Whether there are members at all.
    pub(super) present: Holds,
    /// The names of the members are random.
    pub(super) anonymous: bool,
    /// What is not known, as parameters of the template.
    pub(super) unknown: Vec<(SmolStr, Value)>,
}

/// The version of the templates that Heat makes up (engine checks 11.2).
pub(super) fn made_version() -> &'static Version {
    hotkit_schema::version("heat_template_version", "2015-04-30").expect("a version of the engine")
}

/// Writes the template of a group.
pub(super) struct Maker {
    version: &'static Version,
    template: Template,
    index_var: Option<SmolStr>,
    name: SmolStr,
    unknown: Vec<(SmolStr, Value)>,
}

impl Maker {
    pub(super) fn new(index_var: Option<SmolStr>, name: &str) -> Maker {
        let version = made_version();
        Maker {
            version,
            template: Template {
                version: Some(version),
                ..Template::default()
            },
            index_var: index_var.filter(|it| !it.is_empty()),
            name: name.into(),
            unknown: Vec::new(),
        }
    }

    pub(super) fn member(&mut self, name: &str, member: &Member<'_>, after: Option<&SmolStr>) {
        let range = member.resource_type.source.range;
        let (properties, source) = member.properties;
        let properties = match properties {
            Value::Map(_) => Some((source.range, self.expr(properties, source))),
            _ => None,
        };
        let metadata = match member.metadata {
            (Value::Null, _) => None,
            (value, source) => Some(self.expr(value, source)),
        };
        let mut policy = |of: fn(Policies<'_>) -> (&Value, Source<'_>)| match of(member.policies?) {
            (Value::Null, _) => None,
            (value, source) => Some(self.expr(value, source)),
        };
        let (deletion_policy, update_policy) = (policy(|it| it.deletion), policy(|it| it.update));
        let key = |text: &SmolStr| Key {
            text: text.clone(),
            range,
        };
        self.template.resources.push(Resource {
            name: key(&name.into()),
            range,
            resource_type: member.resource_type.text.as_ref().map(key),
            properties,
            metadata,
            depends_on_key: None,
            depends_on: after.map(key).into_iter().collect(),
            deletion_policy,
            update_policy,
            description: None,
            external_id: None,
            condition: None,
        });
    }

    /// An output for what is asked of the group, which reads an attribute of a member.
    pub(super) fn output(&mut self, asked: &[(Value, TextRange)], member: &str, way: &[(Value, TextRange)]) {
        let (Some((_, range)), Some((Value::Text(key), _))) = (way.first(), asked.first()) else {
            return;
        };
        let name: Vec<SmolStr> = asked
            .iter()
            .filter_map(|(it, _)| hotkit_eval::str_text(it).ok())
            .collect();
        let as_list = !key.starts_with("resource.") && key != "attributes";
        let member_name = SmolStr::new(member);
        let member = Expr {
            range: *range,
            kind: ExprKind::Text(member_name.clone()),
        };
        let path = way.iter().map(|(value, range)| {
            self.expr(
                value,
                Source {
                    range: *range,
                    written: None,
                },
            )
        });
        let items: Vec<Expr> = std::iter::once(member).chain(path).collect();
        let Some(function) = self.version.function("get_attr") else {
            return;
        };
        let mut value = call(function, "get_attr", *range, ExprKind::List(items));
        let kind = match key.as_str() {
            "attributes" => Some(ExprKind::Map(vec![Entry {
                key: Key {
                    text: member_name,
                    range: *range,
                },
                value: value.clone(),
            }])),
            _ => as_list.then(|| ExprKind::List(vec![value.clone()])),
        };
        if let Some(kind) = kind {
            value = Expr { range: *range, kind };
        }
        self.template.outputs.push(Output {
            name: Key {
                text: name.join(", ").into(),
                range: *range,
            },
            value: Some(value),
            description: None,
            condition: None,
        });
    }

    /// A value as an expression of the template: a mapping that its version takes for a function is one, and what is not
    /// known is a parameter.
    fn expr(&mut self, value: &Value, source: Source<'_>) -> Expr {
        let range = source.range;
        let kind = match value {
            Value::Null | Value::Omitted => ExprKind::Null,
            Value::Bool(value) => ExprKind::Bool(*value),
            Value::Integer(number) => ExprKind::Integer(*number),
            Value::BigInteger(digits) => ExprKind::BigInteger(digits.clone()),
            Value::Float(number) => ExprKind::Float(*number),
            Value::Text(text) => ExprKind::Text(match &self.index_var {
                Some(variable) if text.contains(variable.as_str()) => {
                    text.replace(variable.as_str(), &self.name).into()
                }
                _ => text.clone(),
            }),
            Value::List(items) => {
                let items = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| self.expr(item, source.item(index)));
                ExprKind::List(items.collect())
            }
            Value::Map(entries) => return self.map(entries, source),
            Value::Unknown(_) => return self.unknown(value, range),
        };
        Expr { range, kind }
    }

    fn map(&mut self, entries: &[(SmolStr, Value)], source: Source<'_>) -> Expr {
        if let [(name, argument)] = entries
            && let Some(function) = self.version.function(name).filter(|it| *it != Function::Removed)
        {
            let argument = self.expr(argument, source.get(name));
            return call(function, name, source.key_range(name), argument.kind);
        }
        let entries = entries.iter().map(|(key, value)| Entry {
            key: Key {
                text: key.clone(),
                range: source.key_range(key),
            },
            value: self.expr(value, source.get(key)),
        });
        Expr {
            range: source.range,
            kind: ExprKind::Map(entries.collect()),
        }
    }

    fn unknown(&mut self, value: &Value, range: TextRange) -> Expr {
        // No resource can have this name, so nothing is taken for it.
        let name = format_smolstr!("/{}", self.unknown.len());
        self.unknown.push((name.clone(), value.clone()));
        let key = Key { text: name, range };
        self.template.parameters.push(parameter(key.clone()));
        match self.version.function("get_param") {
            Some(function) => call(function, "get_param", range, ExprKind::Text(key.text)),
            None => Expr {
                range,
                kind: ExprKind::Null,
            },
        }
    }

    pub(super) fn finish(self, present: Holds, anonymous: bool) -> Made {
        Made {
            template: self.template,
            present,
            anonymous,
            unknown: self.unknown,
        }
    }
}

fn call(function: Function, name: &str, range: TextRange, argument: ExprKind) -> Expr {
    let argument = Expr { range, kind: argument };
    let name = Key {
        text: name.into(),
        range,
    };
    let kind = ExprKind::Call(Box::new(Call {
        function,
        name,
        argument,
    }));
    Expr { range, kind }
}

fn parameter(name: Key) -> Parameter {
    Parameter {
        definition: Expr {
            range: name.range,
            kind: ExprKind::Null,
        },
        name,
        parameter_type: Some(ParameterType::Json),
        type_range: None,
        default: None,
        hidden: false,
        label: None,
        description: None,
        immutable: false,
        constraints: Vec::new(),
    }
}
