//! Template files as resource types: what they are given, what they must have, and the stack inside (engine checks 11.1).

use hotkit_eval::{Facade, Phase, Reason, Unknown, Value, check_value, evaluate};
use hotkit_model::{
    Document, Fault as FileFault, FileKind, Owner, Parameter, ParameterType, Path, Resource, Template, ValueKind,
    is_template_name,
};
use hotkit_schema::limits::MAX_NESTED_STACK_DEPTH;
use hotkit_schema::{ResourceType, ValueType};
use hotkit_text::{FileId, nearest};
use smol_str::SmolStr;

use crate::analyze::OutputKeys;
use crate::condition::Holds;
use crate::constraint::with_checks;
use crate::file::FileState;
use crate::input::{self, short_text};
use crate::problem::{Declared, FacadeFault, Fault, GivenBy, Verdict};
use crate::property::{evaluation, evaluation_fault, is_given, properties_key, reads_resources, whole_is_function};
use crate::registry::{Registry, Resolution};
use crate::seen::to_type;
use crate::site::Site;
use crate::stack::{Level, Run, StackContext};
use crate::walk::{Found, Place, report};

/// Nested stacks that are judged for what each of them is given; beyond that a template is judged once, with unknown values.
const MOST_VISITS: usize = 2_000;

/// A nested stack that was judged: the same template with the same registry and arguments need not be judged again.
pub(crate) struct Visit {
    path: String,
    registry: Registry,
    arguments: Option<Arguments>,
    certain: bool,
}

/// What the parameters of a nested stack are given.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Arguments {
    /// By name; what is not known is an unknown value.
    pub(crate) values: Vec<(SmolStr, Value)>,
    /// Parameters that certainly have no value.
    pub(crate) missing: Vec<SmolStr>,
    /// What `resource_facade` gives: metadata, deletion policy, update policy.
    pub(crate) facade: [Option<Value>; 3],
}

impl Arguments {
    /// The answer to `resource_facade` (N-013).
    pub(crate) fn facade(&self, part: Facade) -> Option<Value> {
        let [metadata, deletion, update] = &self.facade;
        match part {
            Facade::Metadata => metadata.clone(),
            Facade::DeletionPolicy => deletion.clone(),
            Facade::UpdatePolicy => update.clone(),
        }
    }
}

impl<'a> Run<'a> {
    /// A resource whose type is a template: its properties against the parameters, then the stack inside.
    pub(crate) fn nested<'l>(
        &mut self,
        ctx: &StackContext<'l>,
        level: &Level<'l>,
        resource: &Resource,
        path: &str,
        here: &mut Place,
        found: &mut Found,
    ) where
        'a: 'l,
    {
        if let Some(name) = resource
            .resource_type
            .as_ref()
            .filter(|it| ctx.template.is_cfn() && is_template_name(&it.text))
        {
            // The client fetches what stands behind `type`, and in this format the key is `Type` (N-001).
            let fault = Fault::NotFetchable { url: name.text.clone() };
            return report(ctx, fault, name.range, here, Phase::Validate, found);
        }
        // A file that is not there has its problem from the inclusions.
        let FileState::Read(file, document) = self.files.file(path, FileKind::Template) else {
            return;
        };
        let Some(template) = document.template() else { return };
        let site = level.site.inside(file, &here.path, &format!("file://{}", quoted(path)));
        if here.ignored {
            return self.interface(&site, document, template, here);
        }
        check_stack_name(ctx, resource, here, found);
        let nested = NestedType {
            file,
            path,
            template,
            has_default: &|name| self.values.defaults.contains_key(name),
        };
        let mut given = check(ctx, resource, &nested, here, found);
        self.fill_in(&mut given, template, ctx.strict);
        given.facade = facade(ctx, resource);
        let arguments = Some(given).filter(|_| self.visited.len() < MOST_VISITS);
        check_facade(ctx, level, resource, &nested, here, found);
        if level.depth >= MAX_NESTED_STACK_DEPTH {
            return too_deep(ctx, resource, here, found);
        }
        let type_name = resource.resource_type.as_ref().map_or("", |it| it.text.as_str());
        let registry = level.registry.child(type_name, &resource.name.text, path);
        let present = here.owner;
        let certain = present == Holds::Yes;
        let seen = self.visited.iter().any(|it| {
            it.path == path && (it.certain || !certain) && it.registry == registry && it.arguments == arguments
        });
        if seen {
            return;
        }
        self.visited.push(Visit {
            path: path.to_owned(),
            registry: registry.clone(),
            arguments: arguments.clone(),
            certain,
        });
        let place = self.nested.len();
        let stack = self.stack(&Level {
            site,
            path: path.to_owned(),
            template,
            problems: &document.problems,
            registry,
            depth: level.depth + 1,
            present,
            is_yaml: document.tree.errors().is_empty(),
            arguments,
        });
        if self.nested.iter().all(|it| it.file != file) {
            self.nested.insert(place, stack);
        }
    }

    /// A stack that exists already is not looked into. What its template takes and gives is read all the same, before
    /// anybody asks for the id: parameters and outputs become properties and attributes.
    fn interface(&mut self, site: &Site, document: &Document, template: &Template, here: &Place) {
        let verdict = match here.branch.and(here.owner) {
            Holds::Yes => Verdict::Refused,
            Holds::Unknown => Verdict::Possible,
            Holds::No => return,
        };
        let keys = OutputKeys::of(template, false);
        for problem in &document.problems {
            let is_of_it = match &problem.fault {
                FileFault::ConstraintNotForType { .. } => true,
                FileFault::WrongKind {
                    owner: Owner::Section(name),
                    ..
                } => name.eq_ignore_ascii_case("outputs"),
                FileFault::WrongKind {
                    owner: Owner::Output(_),
                    ..
                } => true,
                FileFault::MissingKey {
                    owner: Owner::Output(_),
                    ..
                }
                | FileFault::UnknownOutputKey { .. } => keys == OutputKeys::Known,
                _ => false,
            };
            if is_of_it {
                let fault = Fault::File(problem.fault.clone());
                self.problems
                    .push(site.problem(fault, problem.range, &problem.path, verdict));
            }
        }
    }

    /// The parameters that the properties do not give: those of `parameter_defaults`, and those without any value. Without
    /// inputs an environment may still give them one, and right below the root stack the missing property has been told.
    fn fill_in(&self, arguments: &mut Arguments, template: &Template, told: bool) {
        for parameter in &template.parameters {
            let name = &parameter.name.text;
            if arguments.values.iter().any(|(given, _)| given == name) {
                continue;
            }
            if let Some(given) = self.values.defaults.get(name) {
                arguments.values.push((name.clone(), given.value.clone()));
            } else if !self.inputs.stack || (told && parameter.default.is_none()) {
                let unknown = Value::unknown(Reason::Parameter(name.clone()));
                arguments.values.push((name.clone(), unknown));
            } else if parameter.default.is_none() {
                arguments.missing.push(name.clone());
            }
        }
    }
}

/// A path as it stands in an address, as the client writes it.
fn quoted(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// Letters of the longest name that leaves room for that of the stack around, with a hyphen between.
const LONGEST_NAME: usize = 253;

/// Heat names a nested stack after the stack around and the resource, and stacks are named more strictly than resources
/// (T-020, T-027).
pub(crate) fn check_stack_name(ctx: &StackContext<'_>, resource: &Resource, here: &Place, found: &mut Found) {
    let name = &resource.name;
    // Python's `$` leaves room for a line break.
    let text = name.text.strip_suffix('\n').unwrap_or(&name.text);
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let is_sound = text.bytes().all(fits);
    if !is_sound || text.len() > LONGEST_NAME {
        let fault = Fault::StackName {
            name: name.text.clone(),
            too_long: is_sound,
        };
        report(ctx, fault, name.range, here, Phase::Validate, found);
    }
}

/// Reports a stack below the deepest level that Heat takes (N-010).
pub(crate) fn too_deep(ctx: &StackContext<'_>, resource: &Resource, here: &Place, found: &mut Found) {
    if let Some(name) = &resource.resource_type {
        let fault = Fault::NestedTooDeep {
            limit: MAX_NESTED_STACK_DEPTH,
        };
        report(ctx, fault, name.range, here, Phase::Validate, found);
    }
}

/// What `resource_facade` gives inside: parts of the resource that the nested stack stands for.
fn facade(ctx: &StackContext<'_>, resource: &Resource) -> [Option<Value>; 3] {
    let value = |expr: Option<&hotkit_model::Expr>, otherwise: Value| {
        Some(match expr {
            Some(expr) => {
                evaluate(expr, &ctx.scope).unwrap_or_else(|_| Value::unknown(Reason::Limit("a faulty value")))
            }
            None => otherwise,
        })
    };
    let empty = || Value::map(Vec::new());
    [
        value(resource.metadata.as_ref(), empty()),
        value(resource.deletion_policy.as_ref(), Value::text("Delete")),
        value(resource.update_policy.as_ref(), empty()),
    ]
}

/// A nested template as the type of a resource.
struct NestedType<'n> {
    file: FileId,
    path: &'n str,
    template: &'n Template,
    /// True where `parameter_defaults` of the environment gives a value (N-004).
    has_default: &'n dyn Fn(&str) -> bool,
}

/// Checks the properties of a resource whose type is a template: they are its parameters (N-003 to N-007). Returns what the
/// parameters are given.
fn check(
    ctx: &StackContext<'_>,
    resource: &Resource,
    nested: &NestedType<'_>,
    place: &mut Place,
    found: &mut Found,
) -> Arguments {
    let path: Path = place.path.clone();
    let mut arguments = Arguments::default();
    let entries = match &resource.properties {
        Some((_, properties)) => {
            place.path.push(properties_key(ctx));
            match properties.as_map() {
                Some(entries) => entries,
                None => {
                    whole_is_function(ctx, properties, place, found);
                    place.path = path;
                    return arguments;
                }
            }
        }
        None => &[],
    };
    let given = |name: &str| {
        let mut entries = entries.iter();
        entries.any(|it| it.key.text == name && is_given(ctx, &it.value) != Holds::No)
    };
    let required =
        |it: &&Parameter| it.default.is_none() && !given(&it.name.text) && !(nested.has_default)(&it.name.text);
    let missing: Vec<&Parameter> = nested.template.parameters.iter().filter(required).collect();
    let mut explained: Vec<&str> = Vec::new();
    for entry in entries {
        let name = entry.key.text.as_str();
        place.path.push(entry.key.text.clone());
        if let Some(parameter) = nested.template.parameter(name) {
            let spot = Spot {
                parameter,
                nested,
                value: &entry.value,
            };
            arguments.values.extend(check_argument(ctx, &spot, place, found));
            place.path.pop();
            continue;
        }
        let known = nested.template.parameters.iter().map(|it| it.name.text.as_str());
        let near = nearest(name, known.filter(|near| !given(near)));
        let near = near.and_then(|near| nested.template.parameter(near));
        let instead_of = near.filter(|near| missing.iter().any(|it| it.name.text == near.name.text));
        explained.extend(instead_of.map(|it| it.name.text.as_str()));
        let fault = Fault::UnknownProperty {
            owner: nested.path.into(),
            within: None,
            name: entry.key.text.clone(),
            suggestion: near.map(|it| it.name.text.clone()),
            instead_of: instead_of.map(|it| it.name.text.clone()),
            declared: near.map(|it| declared(nested, it)),
        };
        report(ctx, fault, entry.key.range, place, Phase::Validate, found);
        place.path.pop();
    }
    let missing: Vec<&Parameter> = missing
        .into_iter()
        .filter(|it| !explained.contains(&it.name.text.as_str()))
        .collect();
    if let Some(first) = missing.first() {
        let fault = Fault::MissingProperty {
            owner: nested.path.into(),
            within: None,
            names: missing.iter().map(|it| it.name.text.clone()).collect(),
            declared: Some(declared(nested, first)),
        };
        report(ctx, fault, resource.name.range, place, Phase::Evaluate, found);
    }
    place.path = path;
    arguments
}

fn declared(nested: &NestedType<'_>, parameter: &Parameter) -> Declared {
    Declared {
        name: parameter.name.text.clone(),
        place: Some((nested.file, parameter.name.range)),
    }
}

/// A property that a parameter takes.
struct Spot<'s> {
    parameter: &'s Parameter,
    nested: &'s NestedType<'s>,
    value: &'s hotkit_model::Expr,
}

/// Checks one property, and gives its parameter what Heat would give it: name and value; `None` where an `if` leaves it out.
fn check_argument(
    ctx: &StackContext<'_>,
    spot: &Spot<'_>,
    place: &mut Place,
    found: &mut Found,
) -> Option<(SmolStr, Value)> {
    let name = spot.parameter.name.text.clone();
    let unknown = || Some((name.clone(), Value::unknown(Reason::Parameter(name.clone()))));
    let value = match evaluate(spot.value, &ctx.scope) {
        Ok(Value::Omitted) => return None,
        Ok(value) => value,
        Err(fault) => {
            evaluation_fault(ctx, fault, place, found);
            return unknown();
        }
    };
    let Some(parameter_type) = spot.parameter.parameter_type else {
        return unknown();
    };
    match argument(parameter_type, &value) {
        Ok(passed) => {
            check_constraints(ctx, spot, &value, place, found);
            if let (ParameterType::CommaDelimitedList, Value::List(items)) = (parameter_type, &value) {
                check_items(ctx, spot, items, place, found);
            }
            Some((name, passed))
        }
        Err(expected) => {
            let plain = !matches!(value, Value::Map(_) | Value::List(_) | Value::Unknown(_));
            let fault = Fault::WrongType {
                name: name.clone(),
                expected,
                found: value.kind().unwrap_or(ValueKind::Null),
                value: Some(short_text(&value)).filter(|_| plain && !spot.parameter.hidden),
            };
            report(ctx, fault, spot.value.range, place, evaluation(place), found);
            if place.verdict(evaluation(place), ctx.strict) != Verdict::FailsLater {
                return unknown();
            }
            // Nobody has looked at the type yet when the stack inside is judged, and what cannot be converted counts as not given
            // (`child_params`, N-006).
            let empty = argument(parameter_type, &Value::Null).ok()?;
            Some((name, empty))
        }
    }
}

/// What a parameter is handed for the value of its property (N-005, N-006); `Err`: what it takes instead.
fn argument(parameter_type: ParameterType, value: &Value) -> Result<Value, ValueType> {
    let plain = |value_type: ValueType| to_type(value_type, value.clone()).map_err(|_| value_type);
    match (parameter_type, value) {
        (ParameterType::Json | ParameterType::CommaDelimitedList, Value::Unknown(unknown)) => {
            let (wanted, kinds) = match parameter_type {
                ParameterType::Json => (ValueType::Map, [ValueKind::Text, ValueKind::List, ValueKind::Map]),
                _ => (ValueType::List, [ValueKind::Text, ValueKind::List, ValueKind::Null]),
            };
            if unknown.may_be(&kinds) {
                Ok(value.clone())
            } else {
                Err(wanted)
            }
        }
        (ParameterType::String, Value::Null) => Ok(Value::text("")),
        (ParameterType::Number, Value::Null) => Ok(Value::Integer(0)),
        (ParameterType::Boolean, Value::Null) => Ok(Value::Bool(false)),
        (ParameterType::Json, Value::Null) => Ok(Value::map(Vec::new())),
        (ParameterType::CommaDelimitedList, Value::Null) => Ok(Value::text("")),
        (ParameterType::String, _) => plain(ValueType::String),
        (ParameterType::Number, _) => plain(ValueType::Number),
        (ParameterType::Boolean, _) => plain(ValueType::Boolean),
        (ParameterType::Json, Value::Map(_) | Value::List(_) | Value::Text(_)) => Ok(value.clone()),
        (ParameterType::Json, _) => Err(ValueType::Map),
        (ParameterType::CommaDelimitedList, Value::Text(_)) => Ok(value.clone()),
        (ParameterType::CommaDelimitedList, Value::List(items)) => Ok(joined(items)),
        (ParameterType::CommaDelimitedList, _) => Err(ValueType::List),
    }
}

/// Heat joins the items with commas by itself, and fails over anything but text, in nested stacks too (N-006).
fn check_items(ctx: &StackContext<'_>, spot: &Spot<'_>, items: &[Value], place: &mut Place, found: &mut Found) {
    let maps = matches!(items.first(), Some(Value::Map(_)));
    let fits = |item: &Value| match item {
        Value::Unknown(unknown) if maps => unknown.may_be(&[ValueKind::Map]),
        Value::Unknown(unknown) => unknown.may_be(&[ValueKind::Text, ValueKind::Null]),
        Value::Map(_) => maps,
        Value::Text(_) | Value::Null => !maps,
        _ => false,
    };
    let Some(index) = items.iter().position(|item| !fits(item)) else {
        return;
    };
    let written = spot.value.as_list().filter(|written| written.len() == items.len());
    let fault = Fault::WrongType {
        name: spot.parameter.name.text.clone(),
        expected: if maps { ValueType::Map } else { ValueType::String },
        found: items[index].kind().unwrap_or(ValueKind::Null),
        value: None,
    };
    let range = written.map_or(spot.value.range, |written| written[index].range);
    place.path.push_index(index);
    report(ctx, fault, range, place, Phase::Validate, found);
    place.path.pop();
}

/// A list as the text that Heat hands on.
fn joined(items: &[Value]) -> Value {
    let unknown = |unknown: Unknown| Value::Unknown(unknown.of_kind(ValueKind::Text));
    let too_much = || unknown(Unknown::because(Reason::Limit("a list that is handed on")));
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        match item {
            Value::Text(item) => text.push_str(item),
            Value::Null => {}
            Value::Unknown(reasons) => return unknown(reasons.clone()),
            Value::Map(entries) => {
                let members = entries.iter().map(|(key, value)| {
                    let value = hotkit_eval::str_text(value)?;
                    Ok(format!(".member.{index}.{key}={value}"))
                });
                match members.collect::<Result<Vec<String>, Unknown>>() {
                    Ok(members) => text.push_str(&members.join(",")),
                    Err(reasons) => return unknown(reasons),
                }
            }
            _ => return too_much(),
        }
        if text.len() > hotkit_eval::LARGEST_VALUE {
            return too_much();
        }
    }
    Value::text(text)
}

/// The constraints of the parameter are those of the property (N-007), unless the value reads a resource (PR-015).
fn check_constraints(ctx: &StackContext<'_>, spot: &Spot<'_>, value: &Value, place: &Place, found: &mut Found) {
    if spot.parameter.constraints.is_empty() || *value == Value::Null || reads_resources(ctx, spot.value) != Holds::No {
        return;
    }
    for fault in with_checks(ctx.now, |checks| check_value(spot.parameter, value, checks)) {
        if fault.constraint.is_none() {
            continue;
        }
        let fault = Fault::ParameterValue {
            parameter: spot.parameter.name.text.clone(),
            fault,
            value: input::shown(spot.parameter, value),
            given_by: GivenBy::Property,
            declared: (spot.nested.file, spot.parameter.name.range),
        };
        report(ctx, fault, spot.value.range, place, evaluation(place), found);
    }
}

/// A template that stands for a type which exists by itself must fit that type (N-011).
fn check_facade(
    ctx: &StackContext<'_>,
    level: &Level<'_>,
    resource: &Resource,
    nested: &NestedType<'_>,
    place: &Place,
    found: &mut Found,
) {
    let Some(type_name) = &resource.resource_type else {
        return;
    };
    let behind = level.registry.child(&type_name.text, &resource.name.text, nested.path);
    let Resolution::Builtin(real) = behind.lookup(&type_name.text, &resource.name.text, &level.path) else {
        return;
    };
    let Some(fault) = facade_fault(real, nested) else {
        return;
    };
    let fault = Fault::Facade {
        file: nested.path.into(),
        resource_type: type_name.text.clone(),
        fault,
    };
    report(ctx, fault, type_name.range, place, Phase::Validate, found);
}

/// The first thing in which the template does not fit the type, in the engine's order.
fn facade_fault(real: &'static ResourceType, nested: &NestedType<'_>) -> Option<FacadeFault> {
    for property in real.properties {
        let name = SmolStr::new_static(property.name);
        let Some(parameter) = nested.template.parameter(property.name) else {
            if property.required {
                return Some(FacadeFault::MissingParameter { name });
            }
            continue;
        };
        let takes = value_type(parameter.parameter_type?);
        let gives = match property.value_type {
            ValueType::Integer => ValueType::Number,
            other => other,
        };
        if takes != gives {
            return Some(FacadeFault::OtherType {
                name,
                expected: gives,
                place: (nested.file, parameter.type_range.unwrap_or(parameter.name.range)),
            });
        }
    }
    let extra = nested.template.parameters.iter().find(|it| {
        it.default.is_none() && !(nested.has_default)(&it.name.text) && real.property(&it.name.text).is_none()
    });
    if let Some(extra) = extra {
        return Some(FacadeFault::ExtraParameter {
            name: extra.name.text.clone(),
            place: (nested.file, extra.name.range),
        });
    }
    let has_output = |name: &str| nested.template.outputs.iter().any(|it| it.name.text == name);
    let missing = real.attributes.iter().find(|it| !has_output(it.name))?;
    Some(FacadeFault::MissingOutput {
        name: SmolStr::new_static(missing.name),
    })
}

/// The type of the property that a parameter makes.
fn value_type(parameter_type: ParameterType) -> ValueType {
    match parameter_type {
        ParameterType::String => ValueType::String,
        ParameterType::Number => ValueType::Number,
        ParameterType::CommaDelimitedList => ValueType::List,
        ParameterType::Json => ValueType::Map,
        ParameterType::Boolean => ValueType::Boolean,
    }
}
