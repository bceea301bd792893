//! Functions that ask the world: parameters, resources, attributes, files, mappings, the parent.

use std::borrow::Cow;

use hotkit_model::{Call, Expr, ExprKind};
use hotkit_schema::Function;

use crate::arguments::{FACADE_PARTS, FACADE_PARTS_OF_CFN, unpack};
use crate::evaluate::{Evaluated, Evaluator, counted, fault, item_range, unknown_of, wrong_kind};
use crate::{EvaluationFault, Expected, Facade, FaultKind, ParameterLookup, Part, Phase, Reason, Value, python};

impl Evaluator<'_> {
    pub(crate) fn get_param(&self, call: &Call) -> Evaluated {
        let argument = self.part(&call.argument)?;
        let range = call.argument.range;
        if argument.is_truthy() == Some(false) {
            return Err(fault(call, range, FaultKind::Empty { part: Part::Argument }));
        }
        let (name, path, name_range) = match &argument {
            Value::Unknown(_) => return Ok(unknown_of([&argument])),
            Value::Text(_) => (&argument, [].as_slice(), range),
            Value::List(items) => {
                let items = match counted(items) {
                    Ok(items) => items,
                    Err(unknown) => return Ok(unknown),
                };
                let [name, path @ ..] = items else {
                    return Ok(Value::Null);
                };
                (name, path, item_range(&call.argument, 0, items.len()))
            }
            other => return Err(wrong_kind(call, range, Part::Argument, Expected::TextOrList, other)),
        };
        let name = match name {
            Value::Text(name) => name,
            Value::Unknown(_) => return Ok(unknown_of([name])),
            other => return Err(wrong_kind(call, name_range, Part::Name, Expected::Text, other)),
        };
        let value = match self.scope.parameter(name) {
            ParameterLookup::Value(value) => value,
            ParameterLookup::NotGiven => Value::unknown(Reason::Parameter(name.clone())),
            ParameterLookup::Missing => {
                let name = name.clone();
                return Err(fault(call, name_range, FaultKind::MissingParameter { name }));
            }
            ParameterLookup::Undefined => {
                let name = name.clone();
                return Err(fault(call, name_range, FaultKind::UnknownParameter { name }));
            }
        };
        Ok(walk(value, path, true).unwrap_or_else(|| Value::text("")))
    }

    pub(crate) fn param_ref(&self, call: &Call) -> Evaluated {
        let argument = self.part(&call.argument)?;
        let range = call.argument.range;
        let name = match &argument {
            Value::Text(name) => name,
            Value::Unknown(_) => return Ok(unknown_of([&argument])),
            other => return Err(wrong_kind(call, range, Part::Name, Expected::Text, other)),
        };
        match self.scope.parameter(name) {
            ParameterLookup::Value(value) => Ok(value),
            ParameterLookup::NotGiven => Ok(Value::unknown(Reason::Parameter(name.clone()))),
            ParameterLookup::Missing => {
                let name = name.clone();
                Err(fault(call, range, FaultKind::MissingParameter { name }))
            }
            ParameterLookup::Undefined => {
                let name = name.clone();
                Err(fault(call, range, FaultKind::UnknownParameter { name }))
            }
        }
    }

    /// A resource of the template comes first, else it is a parameter (CF-004).
    pub(crate) fn ref_of_cfn(&self, call: &Call) -> Evaluated {
        let is_parameter = |name| self.scope.parameter(name) != ParameterLookup::Undefined;
        match call.argument.as_text() {
            Some(name) if self.scope.resource_reference(name).is_some() => self.get_resource(call),
            // A disabled resource.
            Some(name) if !is_parameter(name) && self.scope.template().resource(name).is_some() => {
                self.get_resource(call)
            }
            _ => self.param_ref(call),
        }
    }

    pub(crate) fn get_resource(&self, call: &Call) -> Evaluated {
        let name = self.early(&call.argument, Phase::Validate)?;
        self.resource_value(call, &name, &call.argument, |name| self.scope.resource_reference(name))
    }

    /// Before the value, the path is not even looked at where the attribute is null.
    pub(crate) fn get_att_then_select(&self, call: &Call) -> Evaluated {
        let Some(parts) = unpack(&call.argument, 2..=usize::MAX) else {
            return Ok(Value::Null);
        };
        let [resource, attribute, path @ ..] = parts.as_ref() else {
            return Ok(Value::Null);
        };
        let attribute = self.part(attribute)?;
        let name = self.early(resource, Phase::Validate)?;
        let Some(attribute) = attribute_name(&attribute) else {
            return Ok(unknown_of([&attribute]));
        };
        let value = self.resource_value(call, &name, resource, |name| {
            self.scope.attribute(name, Some(attribute.as_ref()), &[])
        })?;
        if matches!(value, Value::Null) {
            return Ok(value);
        }
        let path = self.items(path)?;
        match counted(&path) {
            Ok(path) => Ok(walk(value, path, false).unwrap_or(Value::Null)),
            Err(unknown) => Ok(unknown),
        }
    }

    /// The resource is given attribute and path together; without an attribute it gives all of them (F-GA-4).
    pub(crate) fn get_att(&self, call: &Call) -> Evaluated {
        let parts = unpack(&call.argument, 1..=usize::MAX).unwrap_or_default();
        let Some((resource, rest)) = parts.as_ref().split_first() else {
            return Ok(Value::Null);
        };
        let name = self.early(resource, Phase::Validate)?;
        let Some((attribute, path)) = rest.split_first() else {
            return self.resource_value(call, &name, resource, |name| self.scope.attribute(name, None, &[]));
        };
        if attribute.kind == ExprKind::Null && call.function == Function::GetAttAllAttributes {
            return self.resource_value(call, &name, resource, |name| self.scope.attribute(name, None, &[]));
        }
        let path = self.items(path)?;
        let attribute = self.part(attribute)?;
        let Some(attribute) = attribute_name(&attribute) else {
            return Ok(unknown_of([&attribute]));
        };
        self.resource_value(call, &name, resource, |name| {
            self.scope.attribute(name, Some(attribute.as_ref()), &path)
        })
    }

    /// A part that Heat computes already in an early phase, so that its errors belong there.
    fn early(&self, expr: &Expr, phase: Phase) -> Evaluated {
        self.part(expr).map_err(|fault| EvaluationFault {
            phase: fault.phase.min(phase),
            ..fault
        })
    }

    /// Asks for something of a resource.
    ///
    /// Heat looks resources up before it computes anything, so that wrong names are found in outputs too; only a name
    /// that `get_resource` does not know is not noticed there (F-GR-1, F-GA-1).
    fn resource_value(
        &self,
        call: &Call,
        name: &Value,
        written: &Expr,
        ask: impl FnOnce(&str) -> Option<Value>,
    ) -> Evaluated {
        let is_reference = matches!(call.function, Function::GetResource | Function::Ref);
        let fails_late = is_reference && !matches!(name, Value::List(_) | Value::Map(_));
        let phase = if fails_late { Phase::Evaluate } else { Phase::Validate };
        let fault = match name {
            Value::Unknown(_) => return Ok(unknown_of([name])),
            Value::Text(text) => match ask(text) {
                Some(value) => return Ok(value),
                None => fault(call, written.range, FaultKind::UnknownResource { name: text.clone() }),
            },
            other => wrong_kind(call, written.range, Part::Name, Expected::Text, other),
        };
        Err(EvaluationFault { phase, ..fault })
    }

    pub(crate) fn get_file(&self, call: &Call) -> Evaluated {
        let path = self.part(&call.argument)?;
        match &path {
            Value::Unknown(_) => Ok(path),
            Value::Text(text) => {
                let is_literal = call.argument.as_text().is_some();
                self.scope.file(text, is_literal).ok_or_else(|| {
                    let path = text.clone();
                    fault(call, call.argument.range, FaultKind::FileNotFetched { path })
                })
            }
            other => Err(wrong_kind(
                call,
                call.argument.range,
                Part::Argument,
                Expected::Text,
                other,
            )),
        }
    }

    /// What the argument says is settled while Heat reads the template, even where a function says it (F-RF-1).
    pub(crate) fn resource_facade(&self, call: &Call) -> Evaluated {
        let argument = self.early(&call.argument, Phase::Parse)?;
        let range = call.argument.range;
        let known = match call.function {
            Function::CfnResourceFacade => &FACADE_PARTS_OF_CFN,
            _ => &FACADE_PARTS,
        };
        let part = match &argument {
            Value::Unknown(_) => return Ok(unknown_of([&argument])),
            Value::Text(text) => known.iter().position(|it| it == text),
            _ => None,
        };
        let facade = match part {
            Some(0) => Facade::Metadata,
            Some(1) => Facade::DeletionPolicy,
            Some(_) => Facade::UpdatePolicy,
            None => {
                let found = python::str_text(&argument).unwrap_or_default();
                let kind = FaultKind::UnknownWord {
                    part: Part::Argument,
                    found,
                    known,
                };
                return Err(EvaluationFault {
                    phase: Phase::Parse,
                    ..fault(call, range, kind)
                });
            }
        };
        self.scope
            .facade(facade)
            .ok_or_else(|| fault(call, range, FaultKind::NoParentResource))
    }

    pub(crate) fn find_in_map(&self, call: &Call) -> Evaluated {
        let Some(parts) = unpack(&call.argument, 3..=3) else {
            return Ok(Value::Null);
        };
        let mut place = self.scope.template().mappings.as_ref();
        for part in parts.iter() {
            let key = self.part(part)?;
            if !key.is_known() {
                return Ok(unknown_of([&key]));
            }
            place = place.and_then(|it| inner(it, &key));
            if place.is_none() {
                let key = python::str_text(&key).unwrap_or_default();
                return Err(fault(call, part.range, FaultKind::NotInMapping { key }));
            }
        }
        Ok(place.map_or(Value::Null, Value::from_expr))
    }
}

/// `collection[key]` of Python.
fn inner<'e>(collection: &'e Expr, key: &Value) -> Option<&'e Expr> {
    match (&collection.kind, key) {
        (ExprKind::Map(_), Value::Text(key)) => collection.get(key).map(|entry| &entry.value),
        (ExprKind::List(items), Value::Integer(index)) => items.get(position(*index, items.len())?),
        _ => None,
    }
}

/// The name of an attribute as text; `None` where it is not known.
fn attribute_name(attribute: &Value) -> Option<Cow<'_, str>> {
    match attribute {
        Value::Text(name) => Some(Cow::Borrowed(name)),
        Value::Unknown(_) => None,
        other => Some(Cow::Owned(python::str_text(other).unwrap_or_default().into())),
    }
}

/// Follows a path into a value; `None` where it leads nowhere. Paths of parameters may have numeric text for positions.
fn walk(value: Value, path: &[Value], reads_numbers: bool) -> Option<Value> {
    let mut value = value;
    for key in path {
        if matches!(value, Value::Unknown(_)) || matches!(key, Value::Unknown(_)) {
            let mut parts = vec![value];
            parts.extend(path.iter().cloned());
            return Some(unknown_of(&parts));
        }
        value = step(&value, key, reads_numbers)?;
    }
    Some(value)
}

fn step(value: &Value, key: &Value, reads_numbers: bool) -> Option<Value> {
    let index = |length: usize| {
        let number = match key {
            Value::Text(_) if !reads_numbers => None,
            Value::Text(_) | Value::Integer(_) | Value::Bool(_) => python::int(key),
            _ => None,
        };
        position(number?, length)
    };
    match (value, key) {
        (Value::Map(_), Value::Text(key)) => value.get(key).cloned(),
        (Value::List(items), _) => items.get(index(items.len())?).cloned(),
        (Value::Text(text), _) => {
            let at = index(text.chars().count())?;
            text.chars().nth(at).map(|it| Value::text(it.to_string()))
        }
        _ => None,
    }
}

/// A position in a list of this length, counted from the end where it is negative.
pub(super) fn position(index: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let index = if index < 0 { index.checked_add(length)? } else { index };
    usize::try_from(index).ok().filter(|_| index < length)
}
