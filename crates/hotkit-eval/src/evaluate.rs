//! The walk from expressions to values.

use std::cell::Cell;

use hotkit_model::{Call, Entry, Expr, ExprKind, Template, ValueKind};
use hotkit_schema::Function;
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::scope::{Facade, ParameterLookup};
use crate::value::may_shrink;
use crate::{
    EvaluationFault, Expected, FaultKind, Part, Phase, Reason, Reasons, Scope, Truth, Unknown, Value, arguments,
};

/// Levels of expressions, through conditions, beyond which a value is [`Reason::Limit`]. Heat's engine fails earlier.
const DEEPEST: u32 = 400;

/// Levels that a condition behind a name counts for: it takes more of the stack than an expression inside another.
const CONDITION_LEVELS: u32 = 4;

/// What comes of evaluating something.
pub(crate) type Evaluated = Result<Value, EvaluationFault>;

/// How deep an evaluation is already.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Depth(u32);

/// What an `if` leaves.
#[derive(Clone, PartialEq, Debug)]
pub enum Branch<'e> {
    /// This branch, and nothing of the other is looked at (F-IF-2).
    Taken(&'e Expr),
    /// Nothing: the condition of a two-argument `if` is false (F-IF-3).
    Omitted,
    /// It is not decided.
    Undecided(Unknown),
}

/// The value of an expression.
///
/// # Errors
/// The first error that Heat raises whatever the unknown parts are. Its phase is [`Phase::Evaluate`], or
/// [`Phase::Parse`] where Heat trips over it before it computes anything: over arguments of the wrong shape and over the
/// conditions of `if`.
pub fn evaluate(expr: &Expr, scope: &dyn Scope) -> Result<Value, EvaluationFault> {
    Evaluator::new(scope, Depth::default()).value(expr)
}

/// The branch that an `if` takes, decided while Heat reads the template; `None` where the call is no `if`.
///
/// # Errors
/// A wrong argument, a wrong condition, or an error in the condition: all of [`Phase::Parse`].
pub fn branch<'e>(call: &'e Call, scope: &dyn Scope) -> Option<Result<Branch<'e>, EvaluationFault>> {
    if !matches!(call.function, Function::If | Function::IfNullable) {
        return None;
    }
    let fault = arguments::shape_faults(call).into_iter().next();
    Some(match fault {
        Some(fault) => Err(fault),
        None => Evaluator::new(scope, Depth::default()).branch(call),
    })
}

/// The faults of a call by itself that Heat raises when it computes it, with everything around and inside it unknown.
pub(crate) fn fault_of_call_alone(call: &Call, template: &Template) -> Option<EvaluationFault> {
    let nothing = NothingKnown { template };
    let evaluator = Evaluator {
        ignores_calls: true,
        ..Evaluator::new(&nothing, Depth::default())
    };
    evaluator.apply(call).err()
}

pub(crate) struct Evaluator<'s> {
    pub(crate) scope: &'s dyn Scope,
    depth: Cell<u32>,
    in_condition: Cell<bool>,
    /// Calls inside the one at hand count as unknown: only its faults are asked for, not what it comes to.
    pub(crate) ignores_calls: bool,
}

impl<'s> Evaluator<'s> {
    pub(crate) fn new(scope: &'s dyn Scope, depth: Depth) -> Evaluator<'s> {
        Evaluator {
            scope,
            depth: Cell::new(depth.0),
            in_condition: Cell::new(false),
            ignores_calls: false,
        }
    }

    /// The depth that a condition looked up from here begins with.
    fn depth_of_condition(&self) -> Depth {
        Depth(self.depth.get().saturating_add(CONDITION_LEVELS))
    }

    /// The value; a two-argument `if` may leave nothing.
    pub(crate) fn value(&self, expr: &Expr) -> Evaluated {
        let depth = self.depth.get();
        if depth >= DEEPEST {
            return Ok(Value::unknown(Reason::Limit("the depth of an expression")));
        }
        self.depth.set(depth + 1);
        let value = self.value_at_depth(expr);
        self.depth.set(depth);
        value
    }

    fn value_at_depth(&self, expr: &Expr) -> Evaluated {
        match &expr.kind {
            ExprKind::Null => Ok(Value::Null),
            ExprKind::Bool(value) => Ok(Value::Bool(*value)),
            ExprKind::Integer(number) => Ok(Value::Integer(*number)),
            ExprKind::BigInteger(digits) => Ok(Value::BigInteger(digits.clone())),
            ExprKind::Float(number) => Ok(Value::Float(*number)),
            ExprKind::Text(text) => Ok(Value::Text(text.clone())),
            ExprKind::List(items) => Ok(Value::list(self.items(items)?)),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Call(call) if self.ignores_calls => {
                let may_vanish = matches!(call.function, Function::If | Function::IfNullable);
                Ok(Value::Unknown(Unknown::default().vanishing(may_vanish)))
            }
            ExprKind::Call(call) => self.apply(call),
        }
    }

    /// The items of a list, without those left out.
    pub(crate) fn items(&self, items: &[Expr]) -> Result<Vec<Value>, EvaluationFault> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            match self.value(item)? {
                Value::Omitted => {}
                value => values.push(value),
            }
        }
        Ok(values)
    }

    fn map(&self, entries: &[Entry]) -> Evaluated {
        let mut values = Vec::with_capacity(entries.len());
        for entry in entries {
            match self.value(&entry.value)? {
                Value::Omitted => {}
                value => values.push((entry.key.text.clone(), value)),
            }
        }
        // The model has each key once.
        Ok(Value::Map(values.into()))
    }

    /// The value where Heat resolves a part by itself: what is left out is null.
    pub(crate) fn part(&self, expr: &Expr) -> Evaluated {
        Ok(match self.value(expr)? {
            Value::Omitted => Value::Null,
            Value::Unknown(unknown) => Value::Unknown(unknown.vanishing(false)),
            value => value,
        })
    }

    /// The value of a call.
    fn apply(&self, call: &Call) -> Evaluated {
        if self.in_condition.get() && !self.may_stand_in_conditions(call) {
            return Err(parse_fault(call, call.name.range, FaultKind::NotInConditions));
        }
        if let Some(fault) = arguments::shape_faults(call).into_iter().next() {
            return Err(fault);
        }
        Ok(match self.result(call)? {
            Value::Unknown(unknown) => Value::Unknown(of_result_kind(unknown, call.function)),
            value => value,
        })
    }

    fn result(&self, call: &Call) -> Evaluated {
        match call.function {
            Function::GetParam => self.get_param(call),
            Function::ParamRef => self.param_ref(call),
            Function::Ref => self.ref_of_cfn(call),
            Function::GetResource => self.get_resource(call),
            Function::CfnGetAtt | Function::GetAttThenSelect => self.get_att_then_select(call),
            Function::GetAtt | Function::GetAttAllAttributes => self.get_att(call),
            Function::GetFile => self.get_file(call),
            Function::ResourceFacade | Function::CfnResourceFacade => self.resource_facade(call),
            Function::GetAZs => Ok(self.scope.availability_zones()),
            Function::FindInMap => self.find_in_map(call),
            Function::Replace
            | Function::ReplaceJson
            | Function::ReplaceJsonStrict
            | Function::ReplaceJsonVeryStrict
            | Function::CfnReplace => self.replace(call),
            Function::Join => self.join(call),
            Function::JoinMultiple => self.join_multiple(call),
            Function::StrSplit => self.str_split(call),
            Function::Split => self.split(call),
            Function::Base64 => self.base64(call),
            Function::Digest => self.digest(call),
            Function::MakeUrl => self.make_url(call),
            Function::MapMerge => self.map_merge(call),
            Function::MapReplace => self.map_replace(call),
            Function::MemberListToMap => self.member_list_to_map(call),
            Function::Repeat | Function::RepeatWithMap | Function::RepeatWithNestedLoop => self.repeat(call),
            Function::Select => self.select(call),
            Function::Filter => self.filter(call),
            Function::ListConcat | Function::ListConcatUnique => self.list_concat(call),
            Function::Contains => self.contains(call),
            Function::Equals => self.equals(call),
            Function::And | Function::Or => self.and_or(call),
            Function::Not | Function::CfnNot => self.not(call),
            Function::If | Function::IfNullable => self.if_value(call),
            Function::Yaql => self.yaql(call),
            // Before validation refuses it, it is still a mapping (V-022).
            Function::Removed => {
                let argument = self.part(&call.argument)?;
                Ok(Value::map(vec![(call.name.text.clone(), argument)]))
            }
        }
    }

    fn may_stand_in_conditions(&self, call: &Call) -> bool {
        let version = self.scope.template().version;
        version.is_none_or(|version| version.condition_function(&call.name.text).is_some())
    }

    /// What the `if` leaves, by its condition.
    fn branch<'e>(&self, call: &'e Call) -> Result<Branch<'e>, EvaluationFault> {
        let items = call.argument.as_list().unwrap_or_default();
        let [condition, if_true, rest @ ..] = items else {
            return Ok(Branch::Omitted);
        };
        let truth = self.condition(condition).map_err(|fault| EvaluationFault {
            phase: Phase::Parse,
            function: fault.function.or_else(|| Some(call.name.text.clone())),
            ..fault
        })?;
        Ok(match (truth, rest) {
            (Truth::True, _) => Branch::Taken(if_true),
            (Truth::False, [if_false, ..]) => Branch::Taken(if_false),
            (Truth::False, []) => Branch::Omitted,
            (Truth::Unknown(unknown), _) => Branch::Undecided(unknown),
        })
    }

    fn if_value(&self, call: &Call) -> Evaluated {
        let was_in_condition = self.in_condition.get();
        let condition = match self.branch(call)? {
            Branch::Taken(expr) => return self.value(expr),
            Branch::Omitted => return Ok(Value::Omitted),
            Branch::Undecided(unknown) => unknown,
        };
        self.in_condition.set(was_in_condition);
        let items = call.argument.as_list().unwrap_or_default();
        let if_true = self.value(items.get(1).unwrap_or(&call.argument));
        let if_false = items.get(2).map_or(Ok(Value::Omitted), |expr| self.value(expr));
        let (if_true, if_false) = match (if_true, if_false) {
            (Err(fault), Err(_)) => return Err(fault),
            (Ok(if_true), Ok(if_false)) if if_true == if_false => return Ok(if_true),
            (if_true, if_false) => (if_true.ok(), if_false.ok()),
        };
        let mut reasons = Reasons::default();
        reasons.add(&condition);
        let mut may_vanish = false;
        let kinds = [&if_true, &if_false].map(|it| it.as_ref().and_then(Value::kind));
        let kind = kinds[0].filter(|kind| kinds[1] == Some(*kind) && *kind != ValueKind::Null);
        for value in [if_true, if_false].into_iter().flatten() {
            may_vanish |= match &value {
                Value::Omitted => true,
                Value::Unknown(unknown) => unknown.may_vanish(),
                _ => false,
            };
            value.add_reasons(&mut reasons);
        }
        let unknown = reasons.unknown().unwrap_or_default();
        Ok(Value::Unknown(unknown.vanishing(may_vanish).of_kind(kind)))
    }

    /// A condition where it is used: a name, a boolean, null for true, or a condition function.
    pub(crate) fn condition(&self, expr: &Expr) -> Result<Truth, EvaluationFault> {
        let was_in_condition = self.in_condition.replace(true);
        let value = self.part(expr);
        self.in_condition.set(was_in_condition);
        self.truth(&value?, expr.range)
    }

    /// The value of the definition of a condition.
    pub(crate) fn definition(&self, expr: &Expr) -> Evaluated {
        self.in_condition.set(true);
        self.part(expr)
    }

    /// What a value says as a condition.
    pub(crate) fn truth(&self, value: &Value, range: TextRange) -> Result<Truth, EvaluationFault> {
        let fault = |kind| EvaluationFault {
            phase: Phase::Evaluate,
            range,
            function: None,
            kind,
        };
        match value {
            Value::Null | Value::Omitted => Ok(Truth::True),
            Value::Bool(value) => Ok(Truth::from(*value)),
            Value::Unknown(unknown) => Ok(Truth::Unknown(unknown.clone())),
            Value::Text(name) => match self.scope.condition(name, self.depth_of_condition()) {
                Some(truth) => truth,
                None => Err(fault(FaultKind::UnknownCondition { name: name.clone() })),
            },
            other => Err(fault(FaultKind::NotACondition {
                found: other.kind().unwrap_or(ValueKind::Null),
            })),
        }
    }
}

/// A result that is not known, with the kind that every result of the function has: what was not known in its arguments may be
/// of another.
fn of_result_kind(unknown: Unknown, function: Function) -> Unknown {
    match function {
        // These hand on a value as it is.
        Function::GetParam
        | Function::ParamRef
        | Function::Ref
        | Function::If
        | Function::IfNullable
        | Function::Filter
        | Function::Base64
        | Function::ResourceFacade
        | Function::CfnResourceFacade => unknown,
        Function::Replace
        | Function::ReplaceJson
        | Function::ReplaceJsonStrict
        | Function::ReplaceJsonVeryStrict
        | Function::CfnReplace
        | Function::Join
        | Function::JoinMultiple
        | Function::Digest
        | Function::MakeUrl
        | Function::GetFile => unknown.of_kind(ValueKind::Text),
        Function::ListConcat | Function::ListConcatUnique | Function::GetAZs => unknown.of_kind(ValueKind::List),
        Function::Contains | Function::Equals | Function::And | Function::Or | Function::Not | Function::CfnNot => {
            unknown.of_kind(ValueKind::Boolean)
        }
        _ => unknown.of_kind(None),
    }
}

/// A fault of computing a call.
pub(crate) fn fault(call: &Call, range: TextRange, kind: FaultKind) -> EvaluationFault {
    EvaluationFault {
        phase: Phase::Evaluate,
        range,
        function: Some(call.name.text.clone()),
        kind,
    }
}

/// A fault of reading a call.
pub(crate) fn parse_fault(call: &Call, range: TextRange, kind: FaultKind) -> EvaluationFault {
    EvaluationFault {
        phase: Phase::Parse,
        ..fault(call, range, kind)
    }
}

/// A part of a call is of the wrong kind; an unknown value is of no kind and never wrong.
pub(crate) fn wrong_kind(
    call: &Call,
    range: TextRange,
    part: Part,
    expected: Expected,
    found: &Value,
) -> EvaluationFault {
    let found = found.kind().unwrap_or(ValueKind::Null);
    fault(call, range, FaultKind::WrongKind { part, expected, found })
}

/// Where an item of a list comes from: its own text, where the list is written out and nothing of it is left out.
pub(crate) fn item_range(list: &Expr, index: usize, length: usize) -> TextRange {
    match list.as_list() {
        Some(items) if items.len() == length => items.get(index).map_or(list.range, |item| item.range),
        _ => list.range,
    }
}

/// Where the value of a key comes from.
pub(crate) fn entry_range(map: &Expr, key: &str) -> TextRange {
    map.get(key).map_or(map.range, |entry| entry.value.range)
}

/// The items of a list whose number is known; otherwise why it is not known.
pub(crate) fn counted(items: &[Value]) -> Result<&[Value], Value> {
    if !may_shrink(items.iter()) {
        return Ok(items);
    }
    Err(unknown_of(items.iter()))
}

/// A value that is not known for what is not known about these.
pub(crate) fn unknown_of<'v>(values: impl IntoIterator<Item = &'v Value>) -> Value {
    let mut reasons = Reasons::default();
    for value in values {
        value.add_reasons(&mut reasons);
    }
    Value::Unknown(reasons.unknown().unwrap_or_default())
}

/// A world of which nothing is known.
struct NothingKnown<'t> {
    template: &'t Template,
}

impl Scope for NothingKnown<'_> {
    fn template(&self) -> &Template {
        self.template
    }

    fn parameter(&self, name: &str) -> ParameterLookup {
        ParameterLookup::Value(Value::unknown(Reason::Parameter(name.into())))
    }

    fn resource_reference(&self, name: &str) -> Option<Value> {
        Some(Value::unknown(Reason::Resource(name.into())))
    }

    fn attribute(&self, resource: &str, _: Option<&str>, _: &[Value]) -> Option<Value> {
        Some(Value::unknown(Reason::Resource(resource.into())))
    }

    fn condition(&self, name: &str, _: Depth) -> Option<Result<Truth, EvaluationFault>> {
        Some(Ok(Truth::Unknown(Unknown::because(Reason::Condition(SmolStr::new(
            name,
        ))))))
    }

    fn file(&self, path: &str, _: bool) -> Option<Value> {
        Some(Value::unknown(Reason::File(path.into())))
    }

    fn facade(&self, _: Facade) -> Option<Value> {
        Some(Value::Unknown(Unknown::default()))
    }

    fn availability_zones(&self) -> Value {
        Value::unknown(Reason::Cloud("availability zones"))
    }
}
