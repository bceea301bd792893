//! What an expression comes to in a plan: the engine's value, or what it waits for, and what people may see of it.

use std::collections::BTreeSet;

use hotkit_analysis::{Resolved, resolve};
use hotkit_eval::{EvaluationFault, FaultKind, Reason, Reasons, Value, evaluate};
use hotkit_model::{Expr, ExprKind, is_template_name};
use smol_str::SmolStr;

use crate::display;
use crate::reference::{ReferenceKind, references};
use crate::scope::{PATH_SEPARATOR, PlanScope};

/// What something comes to.
#[derive(Clone, PartialEq, Debug)]
pub struct Planned {
    /// The engine's answer.
    pub kind: Kind,
    /// For people, where that is not the same: known parts with `⟨holes⟩`, secrets masked.
    pub display: Option<Value>,
    /// True where it holds a secret.
    pub secret: bool,
}

/// What the engine makes of it.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    /// This value; the id of a resource that does not exist yet is the text `id:NAME`.
    Value(Value),
    /// It waits for these attributes.
    Unknown {
        /// Resource, attribute and path; or one word on what else is not known.
        sources: Vec<Vec<SmolStr>>,
        /// As far as it is known.
        partial: Value,
    },
    /// A two-argument `if` leaves nothing.
    Omitted,
    /// It fails when the engine computes it; why, in words.
    Error(SmolStr),
}

impl Planned {
    /// A value as it is, known or not.
    #[must_use]
    pub fn of(value: Value) -> Planned {
        let mut reasons = Reasons::default();
        value.add_reasons(&mut reasons);
        let kind = match reasons.unknown() {
            None if value == Value::Omitted => Kind::Omitted,
            None => Kind::Value(value),
            Some(unknown) => Kind::Unknown {
                sources: sources(unknown.reasons()),
                partial: value,
            },
        };
        Planned {
            kind,
            display: None,
            secret: false,
        }
    }

    /// The value with its unknown parts; null for what is left out or fails.
    #[must_use]
    pub fn partial(&self) -> Value {
        match &self.kind {
            Kind::Value(value) | Kind::Unknown { partial: value, .. } => value.clone(),
            Kind::Omitted | Kind::Error(_) => Value::Null,
        }
    }

    /// The value, where it is known.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match &self.kind {
            Kind::Value(value) => Some(value),
            _ => None,
        }
    }

    /// What people see, where there is anything to see.
    #[must_use]
    pub fn shown(&self) -> Option<&Value> {
        self.display.as_ref().or_else(|| self.value())
    }
}

/// Evaluates an expression.
pub(crate) fn planned(scope: &PlanScope<'_>, expr: &Expr) -> Planned {
    if !has_calls(expr) {
        let mut planned = Planned::of(Value::from_expr(expr));
        display::hide_private_keys(&mut planned);
        return planned;
    }
    let mut attributes: BTreeSet<Vec<SmolStr>> = BTreeSet::new();
    for reference in references(scope, expr, "") {
        if let ReferenceKind::Attribute(path) = reference.kind {
            attributes.insert(std::iter::once(reference.resource).chain(path).collect());
        }
    }
    let (value, secret, provisional) = scope.watching(|| evaluate(expr, scope));
    let mut planned = match value {
        Ok(value) if attributes.is_empty() => Planned::of(value),
        Err(fault) if attributes.is_empty() => Planned {
            kind: Kind::Error(words(&fault)),
            display: None,
            secret: false,
        },
        value => {
            let partial = value.unwrap_or_else(|_| Value::unknown(Reason::Cloud("attributes")));
            let mut reasons = Reasons::default();
            partial.add_reasons(&mut reasons);
            let reasons = reasons.unknown().unwrap_or_default();
            // Beside attributes, what else is not known shows in the holes of the text.
            let further = reasons
                .reasons()
                .iter()
                .filter(|it| matches!(it, Reason::Attribute(..)));
            attributes.extend(sources(&further.cloned().collect::<Vec<_>>()));
            // What is asked for decides, even where the rest of the expression would not need it.
            let partial = if partial.is_known() {
                Value::unknown(Reason::Cloud("attributes"))
            } else {
                partial
            };
            Planned {
                kind: Kind::Unknown {
                    sources: attributes.into_iter().collect(),
                    partial,
                },
                display: None,
                secret: false,
            }
        }
    };
    planned.secret = secret;
    if secret || provisional || matches!(planned.kind, Kind::Unknown { .. }) {
        planned.display = display::for_people(scope, expr);
    }
    display::hide_private_keys(&mut planned);
    planned
}

/// Heat's client turns every literal `type` that names a file into an address, wherever it stands in the data (0.1); people
/// see it as it is written.
pub(crate) fn with_addresses(planned: &mut Planned, expr: &Expr, file: &str) {
    let mut types: Vec<(SmolStr, SmolStr)> = Vec::new();
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        match &expr.kind {
            ExprKind::List(items) => waiting.extend(items),
            ExprKind::Call(call) => waiting.push(&call.argument),
            ExprKind::Map(entries) => {
                for entry in entries {
                    let name = entry.value.as_text().filter(|_| entry.key.text == "type");
                    match name.filter(|it| is_template_name(it)).map(|it| (it, resolve(file, it))) {
                        Some((name, Resolved::Path(path))) => types.push((name.clone(), address(&path))),
                        _ => waiting.push(&entry.value),
                    }
                }
            }
            _ => {}
        }
    }
    if types.is_empty() {
        return;
    }
    let (Kind::Value(value) | Kind::Unknown { partial: value, .. }) = &mut planned.kind else {
        return;
    };
    if planned.display.is_none() && value.is_known() {
        planned.display = Some(value.clone());
    }
    *value = with_types(value, &types);
}

fn with_types(value: &Value, types: &[(SmolStr, SmolStr)]) -> Value {
    match value {
        Value::List(items) => Value::list(items.iter().map(|it| with_types(it, types)).collect::<Vec<_>>()),
        Value::Map(entries) => {
            let entry = |(key, value): &(SmolStr, Value)| {
                let known = value.as_text().filter(|_| key == "type");
                let address = known.and_then(|name| types.iter().find(|(it, _)| it == name));
                let value = address.map_or_else(|| with_types(value, types), |(_, it)| Value::Text(it.clone()));
                (key.clone(), value)
            };
            Value::map(entries.iter().map(entry).collect())
        }
        other => other.clone(),
    }
}

/// The address of a file, as Python quotes it.
fn address(path: &str) -> SmolStr {
    let mut result = String::from("file://");
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' | b'/' => result.push(char::from(byte)),
            other => result.push_str(&format!("%{other:02X}")),
        }
    }
    result.into()
}

/// What is not known, as lists of names.
pub(crate) fn sources(reasons: &[Reason]) -> Vec<Vec<SmolStr>> {
    let list = reasons.iter().map(|reason| match reason {
        Reason::Attribute(resource, path) => std::iter::once(resource.clone())
            .chain(path.split(PATH_SEPARATOR).map(SmolStr::new))
            .collect(),
        Reason::Resource(name) => vec![name.clone()],
        Reason::Parameter(name) => vec![smol_str::format_smolstr!("parameter {name}")],
        Reason::Cloud(what) | Reason::Limit(what) => vec![SmolStr::new(what)],
        Reason::File(path) => vec![smol_str::format_smolstr!("file {path}")],
        Reason::Condition(name) => vec![smol_str::format_smolstr!("condition {name}")],
        Reason::NotImplemented(what) => vec![smol_str::format_smolstr!("not computed: {what}")],
    });
    list.collect()
}

/// True where some part is a function call.
pub(crate) fn has_calls(expr: &Expr) -> bool {
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        match &expr.kind {
            ExprKind::Call(_) => return true,
            ExprKind::List(items) => waiting.extend(items),
            ExprKind::Map(entries) => waiting.extend(entries.iter().map(|it| &it.value)),
            _ => {}
        }
    }
    false
}

/// A fault in few words; `check` tells it in full.
fn words(fault: &EvaluationFault) -> SmolStr {
    let function = fault.function.as_deref().unwrap_or("the expression");
    match &fault.kind {
        FaultKind::UnknownParameter { name } => smol_str::format_smolstr!("there is no parameter `{name}`"),
        FaultKind::UnknownResource { name } => smol_str::format_smolstr!("there is no resource `{name}`"),
        FaultKind::UnknownCondition { name } => smol_str::format_smolstr!("there is no condition `{name}`"),
        FaultKind::NotInMapping { key } => smol_str::format_smolstr!("the mapping has no `{key}`"),
        FaultKind::FileNotFetched { path } => smol_str::format_smolstr!("the file `{path}` is not sent to Heat"),
        FaultKind::NoParentResource => SmolStr::new_static("the stack has no parent resource"),
        _ => smol_str::format_smolstr!("`{function}` fails with these values"),
    }
}
