//! Faults that the text of one call shows by itself: the shape of its argument.
//!
//! What depends on the value of a call inside is left to evaluation, and so is whether names exist.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use hotkit_model::{Call, Expr, ExprKind, Template, ValueKind};
use hotkit_schema::Function;
use smol_str::SmolStr;

use crate::evaluate::{fault, fault_of_call_alone, parse_fault};
use crate::{ArgumentFault, EvaluationFault, Expected, FaultKind, Part, Phase, functions};

/// What `resource_facade` takes, in the order of [`crate::Facade`].
pub(crate) const FACADE_PARTS: [&str; 3] = ["metadata", "deletion_policy", "update_policy"];

/// What `Fn::ResourceFacade` takes, in the order of [`crate::Facade`].
pub(crate) const FACADE_PARTS_OF_CFN: [&str; 3] = ["Metadata", "DeletionPolicy", "UpdatePolicy"];

const YAQL_KEYS: [&str; 2] = ["expression", "data"];

/// The faults of a call that hold whatever the calls inside it come to, not counting theirs: of reading the template, of
/// validation, and, where these find nothing, the first one of evaluation.
///
/// Evaluation counts only where Heat evaluates: not in outputs and metadata (engine checks 0.2).
#[must_use]
pub fn check_call(call: &Call, template: &Template) -> Vec<ArgumentFault> {
    let mut faults = shape_faults(call);
    if faults.is_empty() {
        faults = validation_faults(call);
    }
    if faults.is_empty() {
        faults.extend(fault_of_call_alone(call, template));
    }
    faults
}

/// The parts that Python would unpack from a value: the items of a list, the characters of text, the keys of a mapping.
/// `None` where it cannot, or there are not as many.
pub(crate) fn unpack(argument: &Expr, count: RangeInclusive<usize>) -> Option<Cow<'_, [Expr]>> {
    let parts = match &argument.kind {
        ExprKind::List(items) => Cow::Borrowed(items.as_slice()),
        ExprKind::Map(entries) => entries.iter().map(|entry| entry.key.to_expr()).collect(),
        ExprKind::Text(text) => {
            let character = |it: char| Expr {
                range: argument.range,
                kind: ExprKind::Text(SmolStr::new(it.encode_utf8(&mut [0; 4]))),
            };
            text.chars().map(character).collect()
        }
        _ => return None,
    };
    count.contains(&parts.len()).then_some(parts)
}

/// Faults of phase P.
pub(crate) fn shape_faults(call: &Call) -> Vec<EvaluationFault> {
    Shape {
        call,
        faults: Vec::new(),
    }
    .check()
}

struct Shape<'c> {
    call: &'c Call,
    faults: Vec<EvaluationFault>,
}

impl<'c> Shape<'c> {
    fn check(mut self) -> Vec<EvaluationFault> {
        match self.call.function {
            Function::Replace
            | Function::ReplaceJson
            | Function::ReplaceJsonStrict
            | Function::ReplaceJsonVeryStrict => self.replace(),
            Function::CfnReplace => self.replace_of_cfn(),
            Function::GetAtt | Function::GetAttThenSelect => self.literal_list(2, None),
            Function::GetAttAllAttributes => self.attribute_path(),
            Function::CfnGetAtt | Function::Select => self.unpacked(2),
            Function::FindInMap => self.unpacked(3),
            Function::MemberListToMap => self.member_list(),
            Function::Join | Function::Equals | Function::Filter | Function::Contains => self.literal_list(2, Some(2)),
            Function::JoinMultiple | Function::And | Function::Or => self.literal_list(2, None),
            Function::StrSplit => self.not_text_or_map(),
            Function::Split => {
                self.not_text_or_map();
                self.unpacked(2);
            }
            Function::CfnNot => self.literal_list(1, Some(1)),
            Function::Not => self.not_null(),
            Function::If => self.condition_and_branches(3),
            Function::IfNullable => self.condition_and_branches(2),
            Function::Repeat | Function::RepeatWithMap | Function::RepeatWithNestedLoop => self.repeat(),
            Function::ResourceFacade => self.facade(&FACADE_PARTS),
            Function::CfnResourceFacade => self.facade(&FACADE_PARTS_OF_CFN),
            Function::Ref => self.hashable(),
            Function::Yaql => self.yaql(),
            Function::GetParam
            | Function::ParamRef
            | Function::GetResource
            | Function::GetFile
            | Function::GetAZs
            | Function::Base64
            | Function::Digest
            | Function::MakeUrl
            | Function::MapMerge
            | Function::MapReplace
            | Function::ListConcat
            | Function::ListConcatUnique
            | Function::Removed => {}
        }
        self.faults
    }

    fn argument(&self) -> &'c Expr {
        &self.call.argument
    }

    fn fault(&mut self, at: &Expr, kind: FaultKind) {
        self.faults.push(parse_fault(self.call, at.range, kind));
    }

    fn wrong_kind(&mut self, at: &Expr, part: Part, expected: Expected) {
        let found = at.value_kind();
        self.fault(at, FaultKind::WrongKind { part, expected, found });
    }

    fn wrong_count(&mut self, least: usize, most: Option<usize>, found: usize) {
        self.fault(self.argument(), FaultKind::WrongCount { least, most, found });
    }

    fn literal_list(&mut self, least: usize, most: Option<usize>) {
        match self.argument().as_list() {
            None => self.wrong_kind(self.argument(), Part::Argument, Expected::LiteralList),
            Some(items) if items.len() < least || most.is_some_and(|most| items.len() > most) => {
                self.wrong_count(least, most, items.len());
            }
            Some(_) => {}
        }
    }

    fn unpacked(&mut self, count: usize) {
        let argument = self.argument();
        if !self.faults.is_empty() || unpack(argument, count..=count).is_some() {
            return;
        }
        match unpack(argument, 0..=usize::MAX) {
            Some(parts) => self.wrong_count(count, Some(count), parts.len()),
            None => self.wrong_kind(argument, Part::Argument, Expected::LiteralList),
        }
    }

    fn not_text_or_map(&mut self) {
        let argument = self.argument();
        if matches!(argument.value_kind(), ValueKind::Text | ValueKind::Map) {
            self.wrong_kind(argument, Part::Argument, Expected::List);
        }
    }

    fn not_null(&mut self) {
        let argument = self.argument();
        if argument.kind == ExprKind::Null {
            self.wrong_kind(argument, Part::Argument, Expected::NotNull);
        }
    }

    /// The name is looked up among the resources at once, which lists, mappings and functions cannot be (CF-004).
    fn hashable(&mut self) {
        let argument = self.argument();
        if matches!(
            argument.value_kind(),
            ValueKind::List | ValueKind::Map | ValueKind::Call
        ) {
            self.wrong_kind(argument, Part::Argument, Expected::LiteralText);
        }
    }

    /// From 2015-10-15 on a text of one character passes for a list of one (F-GA-3).
    fn attribute_path(&mut self) {
        let argument = self.argument();
        match &argument.kind {
            _ if argument.is_falsy() => self.fault(argument, FaultKind::Empty { part: Part::Argument }),
            ExprKind::List(_) => {}
            ExprKind::Text(text) if text.chars().count() == 1 => {}
            _ => self.wrong_kind(argument, Part::Argument, Expected::LiteralList),
        }
    }

    /// The value of a key of a literal mapping that has to be there.
    fn required(&mut self, key: &'static str) -> Option<&'c Expr> {
        let entry = self.argument().get(key);
        if entry.is_none() {
            self.fault(self.argument(), FaultKind::MissingKey { key });
        }
        entry.map(|entry| &entry.value)
    }

    fn literal_map(&mut self) -> bool {
        let is_map = self.argument().as_map().is_some();
        if !is_map {
            self.wrong_kind(self.argument(), Part::Argument, Expected::LiteralMap);
        }
        is_map
    }

    fn replace(&mut self) {
        if !self.literal_map() {
            return;
        }
        let parameters = self.required("params");
        self.required("template");
        if let Some(parameters) = parameters.filter(|it| !is_map_or_call(it)) {
            self.wrong_kind(parameters, Part::Key("params"), Expected::Map);
        }
    }

    fn replace_of_cfn(&mut self) {
        self.not_text_or_map();
        self.unpacked(2);
        if let Some([mapping, _]) = self.argument().as_list()
            && !is_map_or_call(mapping)
        {
            self.wrong_kind(mapping, Part::Item(0), Expected::Map);
        }
    }

    fn member_list(&mut self) {
        self.unpacked(3);
        let Some(parts) = unpack(self.argument(), 3..=3) else {
            return;
        };
        for (index, part) in parts.iter().take(2).enumerate() {
            if part.as_text().is_none() {
                self.wrong_kind(part, Part::Item(index), Expected::LiteralText);
            }
        }
    }

    fn condition_and_branches(&mut self, least: usize) {
        self.literal_list(least, Some(3));
        let Some([condition, ..]) = self.argument().as_list().filter(|_| self.faults.is_empty()) else {
            return;
        };
        let may_be_condition = matches!(
            condition.value_kind(),
            ValueKind::Text | ValueKind::Boolean | ValueKind::Null | ValueKind::Call
        );
        if !may_be_condition {
            let found = condition.value_kind();
            self.fault(condition, FaultKind::NotACondition { found });
        }
    }

    fn repeat(&mut self) {
        if !self.literal_map() {
            return;
        }
        self.required("for_each");
        self.required("template");
        let permutations = self.argument().get("permutations").map(|entry| &entry.value);
        if self.call.function == Function::RepeatWithNestedLoop
            && let Some(permutations) = permutations.filter(|it| it.value_kind() != ValueKind::Boolean)
        {
            self.wrong_kind(permutations, Part::Key("permutations"), Expected::Boolean);
        }
    }

    fn facade(&mut self, known: &'static [&'static str; 3]) {
        let argument = self.argument();
        match &argument.kind {
            ExprKind::Call(_) => {}
            ExprKind::Text(text) if known.contains(&text.as_str()) => {}
            ExprKind::Text(text) => {
                let found = text.clone();
                self.fault(
                    argument,
                    FaultKind::UnknownWord {
                        part: Part::Argument,
                        found,
                        known,
                    },
                );
            }
            _ => self.wrong_kind(argument, Part::Argument, Expected::LiteralText),
        }
    }

    fn yaql(&mut self) {
        if !self.literal_map() {
            return;
        }
        self.required("expression");
        for entry in self.argument().as_map().unwrap_or_default() {
            if !YAQL_KEYS.contains(&entry.key.text.as_str()) {
                let key = entry.key.text.clone();
                self.fault(&entry.key.to_expr(), FaultKind::UnknownKey { key, known: &YAQL_KEYS });
            }
        }
    }
}

fn is_map_or_call(expr: &Expr) -> bool {
    matches!(expr.value_kind(), ValueKind::Map | ValueKind::Call)
}

/// Faults of phase V.
fn validation_faults(call: &Call) -> Vec<EvaluationFault> {
    let invalid = |at: &Expr, part, expected| {
        let found = at.value_kind();
        fault(call, at.range, FaultKind::WrongKind { part, expected, found })
    };
    let value_of = |key| call.argument.get(key).map(|entry| &entry.value);
    let mut faults: Vec<EvaluationFault> = match call.function {
        Function::Removed => vec![fault(call, call.name.range, FaultKind::Withdrawn)],
        Function::MakeUrl => functions::url::validation_faults(call),
        Function::GetResource => resource_name_fault(call).into_iter().collect(),
        Function::CfnGetAtt | Function::GetAtt | Function::GetAttThenSelect | Function::GetAttAllAttributes => {
            attribute_faults(call)
        }
        Function::Yaql => match value_of("expression") {
            Some(it) if !matches!(it.value_kind(), ValueKind::Text | ValueKind::Call) => {
                vec![invalid(it, Part::Key("expression"), Expected::Text)]
            }
            Some(it) => functions::yaql::syntax_fault(call, it).into_iter().collect(),
            None => Vec::new(),
        },
        Function::Repeat | Function::RepeatWithMap | Function::RepeatWithNestedLoop => value_of("for_each")
            .filter(|it| !is_map_or_call(it))
            .map(|it| invalid(it, Part::Key("for_each"), Expected::Map))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    };
    for fault in &mut faults {
        fault.phase = Phase::Validate;
    }
    faults
}

/// A list or mapping as a name breaks Heat while it collects references, in outputs too; a number is only an unknown name.
fn resource_name_fault(call: &Call) -> Option<EvaluationFault> {
    let (part, expected, found) = (Part::Name, Expected::Text, call.argument.value_kind());
    let is_fatal = matches!(found, ValueKind::List | ValueKind::Map);
    is_fatal.then(|| {
        fault(
            call,
            call.argument.range,
            FaultKind::WrongKind { part, expected, found },
        )
    })
}

/// Names of resource and attribute are looked up when Heat validates (F-GA-1, F-GA-2, F-GA-3).
fn attribute_faults(call: &Call) -> Vec<EvaluationFault> {
    let parts = unpack(&call.argument, 1..=usize::MAX).unwrap_or_default();
    let takes_null = call.function == Function::GetAttAllAttributes;
    let names = parts.iter().take(2).enumerate();
    let wrong = names.filter(|(index, name)| match name.value_kind() {
        ValueKind::Text | ValueKind::Call => false,
        ValueKind::Null => *index == 0 || !takes_null,
        _ => true,
    });
    wrong
        .map(|(_, name)| {
            let (part, expected, found) = (Part::Name, Expected::Text, name.value_kind());
            fault(call, name.range, FaultKind::WrongKind { part, expected, found })
        })
        .collect()
}

#[cfg(test)]
mod tests;
