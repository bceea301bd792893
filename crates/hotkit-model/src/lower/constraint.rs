//! Constraints of parameters (P-006 to P-013, P-033; CF-003).

use hotkit_schema::Version;
use hotkit_text::TextRange;

use super::{Faults, hot};
use crate::number::{Number, number_from_text};
use crate::{Constraint, ConstraintKind, Entry, Expr, ExprKind, Fault, Kinds, Owner, Parameter, ParameterType};

/// The list behind `constraints`.
pub(super) fn of_hot(
    parameter: &Parameter,
    list: &Expr,
    version: &'static Version,
    faults: &mut Faults,
) -> Vec<Constraint> {
    let owner = Owner::Parameter(parameter.name.text.clone());
    let Some(items) = list.as_list() else {
        if list.kind != ExprKind::Null {
            faults.wrong_kind(owner, Kinds::List, list);
        }
        return Vec::new();
    };
    let mut constraints = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let step = smol_str::format_smolstr!("[{index}]");
        constraints.extend(faults.within(step, |faults| item_of_hot(parameter, item, version, faults)));
    }
    constraints
}

fn item_of_hot(
    parameter: &Parameter,
    item: &Expr,
    version: &'static Version,
    faults: &mut Faults,
) -> Option<Constraint> {
    let owner = Owner::Constraint(parameter.name.text.clone());
    let Some(entries) = item.as_map() else {
        faults.wrong_kind(owner, Kinds::Map, item);
        return None;
    };
    for entry in entries {
        if !version.constraint_keys_accepted.contains(&entry.key.text.as_str()) {
            hot::unknown_key(owner.clone(), &entry.key, version.constraint_keys, faults);
        }
    }
    // Of several kinds the first in this order counts (P-008).
    let order = [
        "modulo",
        "range",
        "length",
        "allowed_values",
        "allowed_pattern",
        "custom_constraint",
    ];
    let chosen = order
        .into_iter()
        .filter(|kind| version.constraint_keys.contains(kind))
        .find_map(|kind| Some((kind, item.get(kind)?)));
    let Some((kind, entry)) = chosen else {
        let range = entries.first().map_or(item.range, |entry| entry.key.range);
        let parameter = parameter.name.text.clone();
        // An unknown key is the likelier cause and has been named.
        if entries
            .iter()
            .all(|it| version.constraint_keys_accepted.contains(&it.key.text.as_str()))
        {
            faults.at(range, Fault::NoConstraint { parameter });
        }
        return None;
    };
    check_type(parameter, kind, entry.key.range, faults);
    let bounds = |keys: [&'static str; 2], faults: &mut Faults| {
        let Some(entries) = entry.value.as_map() else {
            faults.wrong_kind(owner.clone(), Kinds::Map, &entry.value);
            return None;
        };
        let mut sound = true;
        for unknown in entries.iter().filter(|it| !keys.contains(&it.key.text.as_str())) {
            hot::unknown_key(owner.clone(), &unknown.key, &keys, faults);
            sound = false;
        }
        // A misspelt bound is not also a missing one.
        let known = keys.iter().any(|key| entry.value.get(key).is_some());
        (sound || known).then(|| keys.map(|key| entry.value.get(key).map(|it| &it.value)))
    };
    let kind = match kind {
        "range" => range(bounds(["min", "max"], faults)?, &owner, entry.key.range, faults),
        "length" => length(bounds(["min", "max"], faults)?, &owner, entry.key.range, faults),
        "modulo" => modulo(bounds(["step", "offset"], faults)?, &owner, entry.key.range, faults),
        "allowed_values" => allowed_values(&entry.value, &owner, faults),
        "allowed_pattern" => allowed_pattern(&entry.value, &owner, faults),
        _ => Some(ConstraintKind::Custom(crate::Key {
            text: custom_name(&entry.value),
            range: entry.value.range,
        })),
    }?;
    let description = item.get("description").and_then(|it| it.value.as_text()).cloned();
    Some(Constraint {
        range: item.range,
        value_range: entry.value.range,
        kind,
        description,
    })
}

/// The constraint keys of a definition in CloudFormation format.
pub(super) fn of_cfn(parameter: &Parameter, faults: &mut Faults) -> Vec<Constraint> {
    let definition = &parameter.definition;
    let owner = Owner::Parameter(parameter.name.text.clone());
    let description = definition
        .get("ConstraintDescription")
        .and_then(|it| it.value.as_text())
        .cloned();
    let mut constraints = Vec::new();
    let mut add = |entry: &Entry, kind: Option<ConstraintKind>| {
        constraints.extend(kind.map(|kind| Constraint {
            range: entry.key.range,
            value_range: entry.value.range,
            kind,
            description: description.clone(),
        }));
    };
    for (kind, keys) in [
        ("range", ["MinValue", "MaxValue"]),
        ("length", ["MinLength", "MaxLength"]),
    ] {
        let given = keys.map(|key| definition.get(key));
        let Some(first) = given.iter().flatten().next() else {
            continue;
        };
        check_type(parameter, kind, first.key.range, faults);
        let values = given.map(|it| it.map(|entry| &entry.value));
        let checked = match kind {
            "range" => range(values, &owner, first.key.range, faults),
            _ => length(values, &owner, first.key.range, faults),
        };
        add(first, checked);
    }
    if let Some(entry) = definition.get("AllowedValues") {
        check_type(parameter, "allowed_values", entry.key.range, faults);
        add(entry, allowed_values(&entry.value, &owner, faults));
    }
    if let Some(entry) = definition.get("AllowedPattern") {
        check_type(parameter, "allowed_pattern", entry.key.range, faults);
        add(entry, allowed_pattern(&entry.value, &owner, faults));
    }
    constraints
}

/// The name of a custom constraint. Whatever is no text names none, which Heat notices when there is a value (P-031).
fn custom_name(value: &Expr) -> smol_str::SmolStr {
    match &value.kind {
        ExprKind::Text(text) | ExprKind::BigInteger(text) => text.clone(),
        ExprKind::Null => "None".into(),
        ExprKind::Bool(true) => "True".into(),
        ExprKind::Bool(false) => "False".into(),
        ExprKind::Integer(number) => smol_str::format_smolstr!("{number}"),
        ExprKind::Float(number) => smol_str::format_smolstr!("{number}"),
        ExprKind::List(_) => "[…]".into(),
        ExprKind::Map(_) | ExprKind::Call(_) => "{…}".into(),
    }
}

/// Which kinds go with which types (P-013).
fn check_type(parameter: &Parameter, kind: &'static str, range: TextRange, faults: &mut Faults) {
    use ParameterType::{Boolean, CommaDelimitedList, Json, Number, String};
    let Some(parameter_type) = parameter.parameter_type else {
        return;
    };
    let fits = match kind {
        "range" | "modulo" => parameter_type == Number,
        "length" => matches!(parameter_type, String | CommaDelimitedList | Json),
        "allowed_pattern" => parameter_type == String,
        _ => matches!(parameter_type, String | Number | Boolean | CommaDelimitedList),
    };
    if !fits {
        faults.at(range, Fault::ConstraintNotForType { kind, parameter_type });
    }
}

fn range(bounds: [Option<&Expr>; 2], owner: &Owner, key: TextRange, faults: &mut Faults) -> Option<ConstraintKind> {
    let [min, max] = bounds.map(|it| numeric_bound(it, owner, faults));
    let (min, max) = (min?.map(Number::as_float), max?.map(Number::as_float));
    if min.is_none() && max.is_none() {
        faults.at(key, Fault::NoBounds { kind: "range" });
        return None;
    }
    Some(ConstraintKind::Range { min, max })
}

fn length(bounds: [Option<&Expr>; 2], owner: &Owner, key: TextRange, faults: &mut Faults) -> Option<ConstraintKind> {
    let [min, max] = bounds.map(|it| integral_bound(it, owner, faults));
    let (min, max) = (min?, max?);
    if min.is_none() && max.is_none() {
        faults.at(key, Fault::NoBounds { kind: "length" });
        return None;
    }
    Some(ConstraintKind::Length { min, max })
}

fn modulo(bounds: [Option<&Expr>; 2], owner: &Owner, key: TextRange, faults: &mut Faults) -> Option<ConstraintKind> {
    let [step_range, offset_range] = bounds.map(|it| it.map_or(key, |it| it.range));
    let [step, offset] = bounds.map(|it| numeric_bound(it, owner, faults));
    let (Some(step), Some(offset)) = (step?, offset?) else {
        faults.at(key, Fault::IncompleteModulo);
        return None;
    };
    let (Some(step), Some(offset)) = (step.as_whole(), offset.as_whole()) else {
        faults.at(
            key,
            Fault::ImpossibleModulo {
                why: "both must be integers",
            },
        );
        return None;
    };
    let (range, why) = if step == 0 {
        (step_range, "the step cannot be 0")
    } else if offset.unsigned_abs() >= step.unsigned_abs() {
        (offset_range, "the offset must be smaller than the step")
    } else if (step < 0 && offset > 0) || (step > 0 && offset < 0) {
        (offset_range, "both must have the same sign")
    } else {
        return Some(ConstraintKind::Modulo { step, offset });
    };
    faults.at(range, Fault::ImpossibleModulo { why });
    None
}

/// A list; a mapping, text or nothing is none (P-011).
fn allowed_values(value: &Expr, owner: &Owner, faults: &mut Faults) -> Option<ConstraintKind> {
    match value.as_list() {
        Some(items) => Some(ConstraintKind::AllowedValues(items.to_vec())),
        None => {
            faults.wrong_kind(owner.clone(), Kinds::List, value);
            None
        }
    }
}

fn allowed_pattern(value: &Expr, owner: &Owner, faults: &mut Faults) -> Option<ConstraintKind> {
    match value.as_text() {
        Some(text) => Some(ConstraintKind::AllowedPattern(text.clone())),
        None => {
            faults.wrong_kind(owner.clone(), Kinds::Text, value);
            None
        }
    }
}

/// A bound that is a number or numeric text; `Some(None)` where there is none, `None` where it is wrong.
#[expect(clippy::option_option, reason = "wrong, absent and given are three different things")]
fn numeric_bound(value: Option<&Expr>, owner: &Owner, faults: &mut Faults) -> Option<Option<Number>> {
    let Some(value) = value else { return Some(None) };
    let number = match &value.kind {
        ExprKind::Null => return Some(None),
        ExprKind::Bool(value) => Some(Number::Integer(i64::from(*value))),
        ExprKind::Integer(number) => Some(Number::Integer(*number)),
        ExprKind::Float(number) => Some(Number::Float(*number)),
        ExprKind::Text(text) | ExprKind::BigInteger(text) => number_from_text(text),
        _ => None,
    };
    if number.is_none() {
        faults.wrong_kind(owner.clone(), Kinds::Number, value);
        return None;
    }
    Some(number)
}

#[expect(clippy::option_option, reason = "wrong, absent and given are three different things")]
fn integral_bound(value: Option<&Expr>, owner: &Owner, faults: &mut Faults) -> Option<Option<i64>> {
    match numeric_bound(value, owner, faults)? {
        None => Some(None),
        Some(Number::Integer(number)) => Some(Some(number)),
        Some(Number::Float(_)) => {
            if let Some(value) = value {
                faults.wrong_kind(owner.clone(), Kinds::Integer, value);
            }
            None
        }
    }
}
