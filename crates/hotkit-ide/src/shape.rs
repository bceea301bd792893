//! What belongs at a place: from the way to the cursor to the part of Heat's language that stands there.

use std::sync::Arc;

use hotkit_analysis::Resolution;
use hotkit_model::{Document, Parameter, ParameterType};
use hotkit_schema::{Property, ResourceType, ValueType, Version};
use smol_str::SmolStr;

use crate::cursor::Step;
use crate::group::member_key;
use crate::names::NameKind;
use crate::tree::node_at_path;
use crate::view::View;

/// What belongs at a place.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Nothing that is known.
    Nothing,
    /// The top-level keys.
    Root,
    /// A template version.
    Version(SmolStr),
    /// New names of parameters, resources, conditions or outputs.
    Declarations(NameKind),
    /// The keys of a parameter, resource or output of this name.
    Definition(NameKind, SmolStr),
    /// One of a few words.
    Words(Vec<&'static str>),
    /// Keys from a few words.
    Keys(Vec<&'static str>),
    /// A resource type, for the resource of this name.
    Type(SmolStr),
    /// A name that is declared elsewhere in the template.
    Reference(NameKind),
    /// A condition: a name of one, or a call.
    Condition,
    /// An attribute of a resource, or a step into its value.
    Attribute,
    /// A file, as `get_file` names it.
    File,
    /// Keys of a mapping of properties.
    Members(Members),
    /// A value; true where only the functions of conditions may be called.
    Value(Value, bool),
    /// The default of a parameter.
    Default(SmolStr),
    /// A custom constraint.
    CustomConstraint,
    /// The top-level keys of an environment.
    EnvironmentRoot,
    /// Parameters of the templates that an environment is for.
    EnvironmentParameters,
    /// Types that an environment maps.
    Registry,
    /// What an environment maps a type to.
    RegistryTarget,
}

/// Properties that a mapping may have.
#[derive(Clone, Debug)]
pub enum Members {
    /// Those of a type of Heat.
    Builtin {
        /// The type.
        resource_type: &'static ResourceType,
        /// The way to the mapping, as the descriptions have it: empty at the top.
        path: String,
        /// The properties.
        properties: &'static [Property],
        /// True for `update_policy`.
        update_policy: bool,
    },
    /// The parameters of a nested template.
    Template(String, Arc<Document>),
}

/// A value that a property takes, as far as that is known.
#[derive(Clone, Debug)]
pub enum Value {
    /// Anything.
    Any,
    /// The value of a property of a type of Heat.
    Property {
        /// The type.
        resource_type: &'static ResourceType,
        /// The way to the property.
        path: String,
        /// The property.
        property: &'static Property,
    },
    /// The value of a parameter of a nested template.
    Parameter(Arc<Document>, SmolStr),
}

impl Value {
    /// Heat's type of it.
    #[must_use]
    pub fn value_type(&self) -> ValueType {
        match self {
            Value::Any => ValueType::Any,
            Value::Property { property, .. } => property.value_type,
            Value::Parameter(document, name) => match parameter(document, name).and_then(|it| it.parameter_type) {
                Some(ParameterType::String) => ValueType::String,
                Some(ParameterType::Number) => ValueType::Number,
                Some(ParameterType::Boolean) => ValueType::Boolean,
                Some(ParameterType::CommaDelimitedList) => ValueType::List,
                Some(ParameterType::Json) => ValueType::Map,
                None => ValueType::Any,
            },
        }
    }

    fn items(&self) -> Value {
        match self {
            Value::Property {
                resource_type,
                path,
                property,
            } => property.items.map_or(Value::Any, |items| Value::Property {
                resource_type,
                path: format!("{path}.*"),
                property: items,
            }),
            _ => Value::Any,
        }
    }

    /// The keys of the value, where it is a mapping that has some.
    #[must_use]
    pub fn members(&self) -> Option<Members> {
        let Value::Property {
            resource_type,
            path,
            property,
        } = self
        else {
            return None;
        };
        property.properties.map(|properties| Members::Builtin {
            resource_type,
            path: path.clone(),
            properties,
            update_policy: false,
        })
    }
}

impl Members {
    /// The properties of a type of Heat.
    #[must_use]
    pub fn of_type(resource_type: &'static ResourceType) -> Members {
        Members::Builtin {
            resource_type,
            path: String::new(),
            properties: resource_type.properties,
            update_policy: false,
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn value(&self, name: &str) -> Value {
        match self {
            Members::Builtin {
                resource_type,
                path,
                properties,
                ..
            } => hotkit_schema::find_property(properties, name).map_or(Value::Any, |property| Value::Property {
                resource_type,
                path: joined(path, name),
                property,
            }),
            Members::Template(_, document) => match parameter(document, name) {
                Some(_) => Value::Parameter(Arc::clone(document), name.into()),
                None => Value::Any,
            },
        }
    }
}

/// The parameter of a nested template.
#[must_use]
pub fn parameter<'d>(document: &'d Document, name: &str) -> Option<&'d Parameter> {
    document.template()?.parameter(name)
}

/// The path of a property below another one, as descriptions have it.
#[must_use]
pub fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// The HOT word for a key of either format.
#[must_use]
pub fn word(key: &str) -> &str {
    match key {
        "Parameters" => "parameters",
        "Resources" => "resources",
        "Outputs" => "outputs",
        "Conditions" => "conditions",
        "Type" => "type",
        "Properties" => "properties",
        "Metadata" => "metadata",
        "DependsOn" => "depends_on",
        "DeletionPolicy" => "deletion_policy",
        "UpdatePolicy" => "update_policy",
        "Condition" => "condition",
        "Value" => "value",
        "Default" => "default",
        "ParameterGroups" => "parameter_groups",
        other => other,
    }
}

/// What belongs at the end of a way.
#[must_use]
pub fn shape(view: &View<'_>, path: &[Step]) -> Shape {
    if view.environment().is_some() {
        return of_environment(path);
    }
    let Some((first, rest)) = path.split_first() else {
        return Shape::Root;
    };
    let Some(section) = first.key() else {
        return Shape::Nothing;
    };
    if hotkit_schema::VERSION_KEYS.contains(&section) && rest.is_empty() {
        return Shape::Version(section.into());
    }
    match word(section) {
        "parameters" => of_parameters(view, rest),
        "parameter_groups" => of_groups(rest),
        "conditions" => match rest {
            [] => Shape::Declarations(NameKind::Condition),
            [_, rest @ ..] => value(view, Context::Condition, Value::Any, rest),
        },
        "resources" => of_resources(view, rest),
        "outputs" => of_outputs(view, rest),
        _ => Shape::Nothing,
    }
}

fn version(view: &View<'_>) -> &'static Version {
    view.template()
        .and_then(|it| it.version)
        .unwrap_or_else(hotkit_schema::latest_hot_version)
}

const BOOLEANS: [&str; 2] = ["true", "false"];

fn of_parameters(view: &View<'_>, path: &[Step]) -> Shape {
    match path {
        [] => Shape::Declarations(NameKind::Parameter),
        [Step::Key(name)] => Shape::Definition(NameKind::Parameter, name.clone()),
        [Step::Key(name), Step::Key(key), rest @ ..] => match (word(key), rest) {
            ("type", []) => Shape::Words(version(view).parameter_types.to_vec()),
            ("hidden" | "immutable" | "NoEcho", []) => Shape::Words(BOOLEANS.to_vec()),
            ("default", []) => Shape::Default(name.clone()),
            ("constraints", [Step::Item(_)]) => Shape::Keys(version(view).constraint_keys.to_vec()),
            ("constraints", [Step::Item(_), Step::Key(kind)]) => match kind.as_str() {
                "range" | "length" => Shape::Keys(vec!["min", "max"]),
                "modulo" => Shape::Keys(vec!["step", "offset"]),
                "custom_constraint" => Shape::CustomConstraint,
                _ => Shape::Nothing,
            },
            _ => Shape::Nothing,
        },
        _ => Shape::Nothing,
    }
}

fn of_groups(path: &[Step]) -> Shape {
    match path {
        [Step::Item(_)] => Shape::Keys(vec!["label", "description", "parameters"]),
        [Step::Item(_), Step::Key(key), Step::Item(_)] if key == "parameters" => Shape::Reference(NameKind::Parameter),
        _ => Shape::Nothing,
    }
}

fn of_resources(view: &View<'_>, path: &[Step]) -> Shape {
    let (name, key, rest) = match path {
        [] => return Shape::Declarations(NameKind::Resource),
        [Step::Key(name)] => return Shape::Definition(NameKind::Resource, name.clone()),
        [Step::Key(name), Step::Key(key), rest @ ..] => (name, key, rest),
        _ => return Shape::Nothing,
    };
    match word(key) {
        "type" if rest.is_empty() => Shape::Type(name.clone()),
        "depends_on" if rest.len() < 2 => Shape::Reference(NameKind::Resource),
        "deletion_policy" if rest.is_empty() => Shape::Words(
            version(view)
                .deletion_policies
                .iter()
                .map(|(written, _)| *written)
                .collect(),
        ),
        "condition" => condition(view, rest),
        "properties" => properties(view, name, rest),
        "update_policy" => match resolution(view, name) {
            Resolution::Builtin(resource_type) => {
                let members = Members::Builtin {
                    resource_type,
                    path: String::new(),
                    properties: resource_type.update_policy,
                    update_policy: true,
                };
                of_members(view, members, rest)
            }
            _ => value(view, Context::Value, Value::Any, rest),
        },
        "metadata" | "external_id" => value(view, Context::Value, Value::Any, rest),
        _ => Shape::Nothing,
    }
}

fn resolution(view: &View<'_>, name: &str) -> Resolution {
    let resource = view.template().and_then(|it| it.resource(name));
    resource.map_or(Resolution::Unknown, |it| view.resolution_of(it))
}

fn properties(view: &View<'_>, resource: &str, rest: &[Step]) -> Shape {
    match resolution(view, resource) {
        Resolution::Builtin(resource_type) if !resource_type.placeholder => {
            if let Some(shape) = of_member(view, resource_type, resource, rest) {
                return shape;
            }
            // Each item of a chain is the type of one of its members.
            if resource_type.name == "OS::Heat::ResourceChain"
                && let [Step::Key(key), Step::Item(_)] = rest
                && key == "resources"
            {
                return Shape::Type(SmolStr::default());
            }
            of_members(view, Members::of_type(resource_type), rest)
        }
        Resolution::Template(path) => match view.other(&path) {
            Some(document) => of_members(view, Members::Template(path, document), rest),
            None => value(view, Context::Value, Value::Any, rest),
        },
        _ => value(view, Context::Value, Value::Any, rest),
    }
}

/// The definition of a group's members is a resource without a name.
fn of_member(view: &View<'_>, group: &ResourceType, resource: &str, rest: &[Step]) -> Option<Shape> {
    let key = member_key(group.name)?;
    let (first, rest) = rest.split_first()?;
    if first.key() != Some(key) {
        return None;
    }
    match rest {
        [] => Some(Shape::Definition(NameKind::Resource, SmolStr::default())),
        [Step::Key(name)] if name == "type" => Some(Shape::Type(SmolStr::default())),
        [Step::Key(name), rest @ ..] if name == "properties" => {
            let path = ["resources", resource, "properties", key, "type"].map(|it| Step::Key(it.into()));
            let node = node_at_path(&view.document.tree, &path)?;
            match view.resolution(node.text(), "") {
                Resolution::Builtin(resource_type) if !resource_type.placeholder => {
                    Some(of_members(view, Members::of_type(resource_type), rest))
                }
                Resolution::Template(path) => {
                    let document = view.other(&path)?;
                    Some(of_members(view, Members::Template(path, document), rest))
                }
                _ => Some(value(view, Context::Value, Value::Any, rest)),
            }
        }
        _ => None,
    }
}

fn of_members(view: &View<'_>, members: Members, rest: &[Step]) -> Shape {
    match rest {
        [] => Shape::Members(members),
        [Step::Key(name), rest @ ..] => value(view, Context::Value, members.value(name), rest),
        [Step::Item(_), ..] => Shape::Nothing,
    }
}

fn of_outputs(view: &View<'_>, path: &[Step]) -> Shape {
    match path {
        [] => Shape::Declarations(NameKind::Output),
        [Step::Key(name)] => Shape::Definition(NameKind::Output, name.clone()),
        [Step::Key(_), Step::Key(key), rest @ ..] => match word(key) {
            "value" => value(view, Context::Value, Value::Any, rest),
            "condition" => condition(view, rest),
            _ => Shape::Nothing,
        },
        _ => Shape::Nothing,
    }
}

fn condition(view: &View<'_>, rest: &[Step]) -> Shape {
    match rest {
        [] => Shape::Condition,
        rest => value(view, Context::Condition, Value::Any, rest),
    }
}

/// Which functions there are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// All of them.
    Value,
    /// Those that conditions may call; a name of a condition may stand here.
    Condition,
    /// Those that conditions may call, in the place of a value.
    Compared,
}

/// What belongs at the end of a way through data and calls.
fn value(view: &View<'_>, mut context: Context, mut value: Value, path: &[Step]) -> Shape {
    let version = version(view);
    let mut path = path;
    loop {
        match path {
            [] if context == Context::Condition => return Shape::Condition,
            [] => return Shape::Value(value, context == Context::Compared),
            [Step::Key(key), rest @ ..] => {
                let is_call = match context {
                    Context::Value => version.function(key).is_some(),
                    Context::Condition | Context::Compared => version.condition_function(key).is_some(),
                };
                if is_call {
                    match argument(key, context, &value, rest) {
                        Argument::Shape(shape) => return shape,
                        Argument::Value(next_context, next, used) => {
                            (context, value, path) = (next_context, next, &rest[used..]);
                            continue;
                        }
                    }
                }
                value = value.members().map_or(Value::Any, |it| it.value(key));
                path = rest;
            }
            [Step::Item(_), rest @ ..] => {
                value = value.items();
                path = rest;
            }
        }
    }
}

enum Argument {
    /// The way ends among the arguments.
    Shape(Shape),
    /// It goes on in a value, behind so many steps.
    Value(Context, Value, usize),
}

fn argument(function: &str, context: Context, outer: &Value, rest: &[Step]) -> Argument {
    use Argument::Shape as Ends;
    let first = |rest: &[Step]| matches!(rest, [] | [Step::Item(0)]);
    match function {
        "get_param" if first(rest) => Ends(Shape::Reference(NameKind::Parameter)),
        "Ref" if rest.is_empty() => Ends(Shape::Reference(NameKind::Resource)),
        "get_resource" if rest.is_empty() => Ends(Shape::Reference(NameKind::Resource)),
        "get_attr" | "Fn::GetAtt" => match rest {
            [Step::Item(0)] => Ends(Shape::Reference(NameKind::Resource)),
            // A step into an attribute may be a call: `[server, addresses, {get_param: network}]`.
            [Step::Item(_), Step::Key(_), ..] => Argument::Value(context, Value::Any, 1),
            _ => Ends(Shape::Attribute),
        },
        "get_file" if rest.is_empty() => Ends(Shape::File),
        "if" | "Fn::If" => match rest {
            [] => Ends(Shape::Nothing),
            [Step::Item(0), ..] => Argument::Value(Context::Condition, Value::Any, 1),
            _ => Argument::Value(context, outer.clone(), 1),
        },
        "and" | "or" | "not" | "Fn::And" | "Fn::Or" | "Fn::Not" => match rest {
            [] => Ends(Shape::Condition),
            [Step::Item(_), ..] => Argument::Value(Context::Condition, Value::Any, 1),
            _ => Argument::Value(Context::Condition, Value::Any, 0),
        },
        "str_replace" | "str_replace_strict" | "str_replace_vstrict" => keys(rest, context, &["template", "params"]),
        "repeat" => match rest {
            [Step::Key(key), ..] if key == "template" => Argument::Value(context, outer.items(), 1),
            _ => keys(rest, context, &["template", "for_each", "permutations"]),
        },
        "yaql" => keys(rest, context, &["expression", "data"]),
        "make_url" => keys(
            rest,
            context,
            &[
                "scheme", "username", "password", "host", "port", "path", "query", "fragment",
            ],
        ),
        "map_replace" => match rest {
            [Step::Item(1), rest @ ..] => match keys(rest, context, &["keys", "values"]) {
                Argument::Value(context, value, used) => Argument::Value(context, value, used + 1),
                ends => ends,
            },
            [] => Argument::Value(context, Value::Any, 0),
            _ => Argument::Value(context, Value::Any, 1),
        },
        "digest" if matches!(rest, [Step::Item(0)]) => Ends(Shape::Words(vec![
            "md5", "sha1", "sha224", "sha256", "sha384", "sha512",
        ])),
        "resource_facade" if rest.is_empty() => {
            Ends(Shape::Words(vec!["metadata", "deletion_policy", "update_policy"]))
        }
        "Fn::ResourceFacade" if rest.is_empty() => {
            Ends(Shape::Words(vec!["Metadata", "DeletionPolicy", "UpdatePolicy"]))
        }
        "list_concat" | "list_concat_unique" => match rest {
            [Step::Item(_), ..] => Argument::Value(context, outer.clone(), 1),
            _ => Argument::Value(context, Value::Any, 0),
        },
        "map_merge" => match rest {
            [Step::Item(_), ..] => Argument::Value(context, outer.clone(), 1),
            _ => Argument::Value(context, Value::Any, 0),
        },
        _ => Argument::Value(compared(context), Value::Any, 0),
    }
}

/// Arguments such as those of `equals` are values, though their call stands in a condition.
fn compared(context: Context) -> Context {
    match context {
        Context::Value => Context::Value,
        Context::Condition | Context::Compared => Context::Compared,
    }
}

fn keys(rest: &[Step], context: Context, keys: &[&'static str]) -> Argument {
    match rest {
        [] => Argument::Shape(Shape::Keys(keys.to_vec())),
        _ => Argument::Value(compared(context), Value::Any, 1),
    }
}

fn of_environment(path: &[Step]) -> Shape {
    let Some((first, rest)) = path.split_first() else {
        return Shape::EnvironmentRoot;
    };
    match (first.key(), rest) {
        (Some("parameters" | "parameter_defaults"), []) => Shape::EnvironmentParameters,
        (Some("parameter_merge_strategies"), []) => Shape::EnvironmentParameters,
        (Some("parameter_merge_strategies"), [_]) => Shape::Words(vec!["overwrite", "merge", "deep_merge"]),
        (Some("encrypted_param_names"), [Step::Item(_)]) => Shape::EnvironmentParameters,
        (Some("resource_registry"), []) => Shape::Registry,
        (Some("resource_registry"), [Step::Key(key)]) if key == "resources" || key == "base_url" => Shape::Nothing,
        (Some("resource_registry"), [Step::Key(_)]) => Shape::RegistryTarget,
        (Some("resource_registry"), [Step::Key(key), _]) if key == "resources" => Shape::Registry,
        (Some("resource_registry"), [Step::Key(key), .., Step::Key(last)]) if key == "resources" => match last.as_str()
        {
            "hooks" => Shape::Words(hotkit_schema::environment::HOOK_TYPES.to_vec()),
            "restricted_actions" => Shape::Words(hotkit_schema::environment::RESTRICTED_ACTIONS.to_vec()),
            _ => Shape::RegistryTarget,
        },
        _ => Shape::Nothing,
    }
}
