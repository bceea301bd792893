//! Older spellings beside the newer ones (PR-018), and lists to which the engine adds the value of an older property.

use hotkit_eval::{Value, evaluate};
use hotkit_model::{Entry, Expr, ExprKind, Path, ValueKind};
use hotkit_schema::{Property, TranslationAction, ValueType, find_property};
use hotkit_text::TextRange;
use smol_str::SmolStr;

use super::Subject;
use super::part::{Part, Spot, taken};
use super::refusals::Refusals;
use crate::condition::Holds;
use crate::problem::Fault;
use crate::seen::convert;
use crate::stack::StackContext;

/// Refuses two spellings of the same property that both have a value, at every depth.
pub(super) fn check(subject: &Subject<'_>, refusals: &mut Refusals<'_>) {
    if !subject.resource_type.properties.iter().any(|it| it.spelled_otherwise) {
        return;
    }
    let path = subject.properties().whole().path;
    uncomputed(subject, &path, refusals);
    if !refusals.is_empty() {
        return;
    }
    let entries = subject.resource.property_entries();
    let search = Search { ctx: subject.ctx };
    search.members(subject.resource_type.properties, entries, (None, path), refusals);
}

/// A property to whose list the engine adds the value of an older one. It does so for every item too, which are no lists,
/// and fails: the two cannot stand together, whatever the list holds (X-ROUTER-1).
pub(super) fn added_twice(part: &Part<'_>, older: &str, list: &str, refusals: &mut Refusals<'_>) {
    if part.truthy(older).and(part.kept(list)) == Holds::Yes {
        refusals.same_property(part, older, list);
    }
}

/// Where the newer spelling is that of the older property: the engine takes the value as it is written, without computing
/// it, and finds a function in the place of a value.
fn uncomputed(subject: &Subject<'_>, path: &Path, refusals: &mut Refusals<'_>) {
    for rule in subject.resource_type.translation {
        let (Some(source), TranslationAction::Replace) = (rule.value_name, rule.action) else {
            continue;
        };
        let entries = subject.resource.property_entries();
        let entry = entries.iter().find(|it| it.key.text == source);
        let property = subject.resource_type.property(rule.path);
        let (Some(entry), Some(property)) = (entry, property) else {
            continue;
        };
        if entry.value.as_call().is_some() && property.value_type != ValueType::Any {
            let fault = Fault::WrongType {
                name: entry.key.text.clone(),
                expected: property.value_type,
                found: ValueKind::Call,
                value: None,
            };
            let path = path.join(property.name);
            let range = entry.value.range;
            refusals.refuse(fault, Spot { range, path });
        }
    }
}

struct Search<'s> {
    ctx: &'s StackContext<'s>,
}

impl Search<'_> {
    /// One mapping; `within` and `path` say which.
    fn members(
        &self,
        schema: &'static [Property],
        entries: &[Entry],
        (within, path): (Option<&'static str>, Path),
        refusals: &mut Refusals<'_>,
    ) {
        for property in schema.iter().filter(|it| it.spelled_otherwise) {
            let Some(entry) = entries.iter().find(|it| it.key.text == property.name) else {
                continue;
            };
            let path = path.join(property.name);
            for older in property.satisfied_by {
                let Some(other) = entries.iter().find(|it| it.key.text == *older) else {
                    continue;
                };
                // The engine converts the older value at the top level only.
                let converted = find_property(schema, older).filter(|_| within.is_none());
                if self.is_true(&entry.value, None) && self.is_true(&other.value, converted) {
                    let (first, second) = if entry.key.range < other.key.range {
                        (entry, other)
                    } else {
                        (other, entry)
                    };
                    let fault = Fault::ConflictingProperties {
                        owner: refusals.owner(),
                        within: within.map(SmolStr::new_static),
                        name: second.key.text.clone(),
                        other: first.key.text.clone(),
                        place: Some(first.key.range),
                        same: true,
                    };
                    // Heat names the newer one, whichever stands behind.
                    let path = path.clone();
                    let range = second.key.range;
                    refusals.refuse(fault, Spot { range, path });
                }
            }
            self.inside(property, &entry.value, &path, refusals);
        }
    }

    /// The mappings inside the value of a property: none of the engine's older spellings lies deeper.
    fn inside(&self, property: &'static Property, value: &Expr, path: &Path, refusals: &mut Refusals<'_>) {
        let Some(schema) = property.members() else { return };
        if !schema.iter().any(|it| !it.satisfied_by.is_empty()) {
            return;
        }
        let ExprKind::List(items) = &taken(self.ctx, value).kind else {
            return self.inside_value(property, value, path, refusals);
        };
        for (index, item) in items.iter().enumerate() {
            let mut path = path.clone();
            path.push_index(index);
            match &taken(self.ctx, item).kind {
                ExprKind::Map(entries) => self.members(schema, entries, (Some(property.name), path), refusals),
                _ => self.inside_value(property, item, &path, refusals),
            }
        }
    }

    /// The same where the mappings come of a function, such as a parameter.
    fn inside_value(&self, property: &'static Property, expr: &Expr, path: &Path, refusals: &mut Refusals<'_>) {
        let Ok(value) = evaluate(expr, &self.ctx.scope) else {
            return;
        };
        let (single, items) = match &value {
            Value::List(items) => (None, &items[..]),
            Value::Map(_) => (Some(()), std::slice::from_ref(&value)),
            _ => return,
        };
        for (index, item) in items.iter().enumerate() {
            let mut path = path.clone();
            if single.is_none() {
                path.push_index(index);
            }
            self.value(property, item, (expr.range, path), refusals);
        }
    }

    fn value(
        &self,
        property: &'static Property,
        value: &Value,
        (range, path): (TextRange, Path),
        refusals: &mut Refusals<'_>,
    ) {
        let is_true = |name: &str| value.get(name).and_then(Value::is_truthy) == Some(true);
        for member in property.members().unwrap_or(&[]) {
            for older in member.satisfied_by {
                if is_true(member.name) && is_true(older) {
                    let fault = Fault::ConflictingProperties {
                        owner: refusals.owner(),
                        within: Some(SmolStr::new_static(property.name)),
                        name: SmolStr::new_static(older),
                        other: SmolStr::new_static(member.name),
                        place: None,
                        same: true,
                    };
                    let path = path.join(member.name);
                    refusals.refuse(fault, Spot { range, path });
                }
            }
        }
    }

    /// True where the value is certainly true, in the type of its property where one is given.
    fn is_true(&self, value: &Expr, property: Option<&'static Property>) -> bool {
        let Ok(value) = evaluate(value, &self.ctx.scope) else {
            return false;
        };
        let value = match property {
            Some(property) if value != Value::Omitted => convert(property, Some(value)).unwrap_or(Value::Null),
            _ => value,
        };
        value.is_truthy() == Some(true)
    }
}
