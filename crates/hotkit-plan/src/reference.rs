//! The references to resources in an expression: which resource, which attribute, where.

use hotkit_eval::{Branch, Value, branch, evaluate, str_text};
use hotkit_model::{Call, Expr, ExprKind};
use hotkit_schema::Function;
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::scope::PlanScope;

/// Levels of an expression that are looked at; the engine fails earlier.
const DEEPEST: usize = 400;

/// A reference to a resource.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Reference {
    pub(crate) kind: ReferenceKind,
    pub(crate) resource: SmolStr,
    /// The name in the reference.
    pub(crate) range: TextRange,
    /// Where it stands: `properties.networks[0].port`.
    pub(crate) at: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ReferenceKind {
    /// Its id.
    Id,
    /// An attribute, with the path into it; `*` for all of them.
    Attribute(Vec<SmolStr>),
}

/// Every reference in the parts of an expression that count: not in branches that are not taken.
pub(crate) fn references(scope: &PlanScope<'_>, expr: &Expr, at: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut waiting = vec![(expr, at.to_owned(), false, 0_usize)];
    while let Some((expr, at, in_call, depth)) = waiting.pop() {
        if depth > DEEPEST {
            continue;
        }
        match &expr.kind {
            ExprKind::List(items) => {
                for (index, item) in items.iter().enumerate().rev() {
                    let at = if in_call { at.clone() } else { format!("{at}[{index}]") };
                    waiting.push((item, at, in_call, depth + 1));
                }
            }
            ExprKind::Map(entries) => {
                for entry in entries.iter().rev() {
                    let at = if in_call {
                        at.clone()
                    } else {
                        format!("{at}.{}", entry.key.text)
                    };
                    waiting.push((&entry.value, at, in_call, depth + 1));
                }
            }
            ExprKind::Call(call) => match branch(call, scope) {
                Some(Ok(Branch::Taken(taken))) => waiting.push((taken, at, in_call, depth + 1)),
                Some(Ok(Branch::Omitted)) => {}
                _ => {
                    found.extend(reference(scope, call, &at));
                    waiting.push((&call.argument, at, true, depth + 1));
                }
            },
            _ => {}
        }
    }
    found
}

/// The reference that a call makes by itself.
fn reference(scope: &PlanScope<'_>, call: &Call, at: &str) -> Option<Reference> {
    let (name, kind) = match call.function {
        Function::GetResource => (&call.argument, ReferenceKind::Id),
        Function::Ref => {
            let is_resource = |it: &&SmolStr| scope.has_resource(it);
            call.argument.as_text().filter(is_resource)?;
            (&call.argument, ReferenceKind::Id)
        }
        Function::GetAtt | Function::GetAttAllAttributes | Function::GetAttThenSelect | Function::CfnGetAtt => {
            let items = call.argument.as_list()?;
            let (name, path) = items.split_first()?;
            // The old functions fetch the attribute, and only then follow the path.
            let whole_path = matches!(call.function, Function::GetAtt | Function::GetAttAllAttributes);
            let path = if whole_path { path } else { path.get(..1)? };
            (name, ReferenceKind::Attribute(attribute_path(scope, path)?))
        }
        _ => return None,
    };
    let resource = match name.as_text() {
        Some(text) => text.clone(),
        None => evaluate(name, scope).ok()?.as_text()?.clone(),
    };
    Some(Reference {
        kind,
        resource,
        range: name.range,
        at: at.to_owned(),
    })
}

fn attribute_path(scope: &PlanScope<'_>, path: &[Expr]) -> Option<Vec<SmolStr>> {
    if path.is_empty() || (path.len() == 1 && path[0].kind == ExprKind::Null) {
        return Some(vec![SmolStr::new_static("*")]);
    }
    let mut names = Vec::with_capacity(path.len());
    for part in path {
        match evaluate(part, scope).ok()? {
            Value::Omitted => {}
            value => names.push(str_text(&value).unwrap_or_else(|_| SmolStr::new_static("?"))),
        }
    }
    Some(names)
}
