//! The changes of an update as plain data.

use hotkit_eval::Value;
use smol_str::SmolStr;

use crate::plan::{Place, PropertyPlan, ResourcePlan};
use crate::planned::{Kind, Planned};
use crate::rolling::Rolling;

/// What an update does.
#[derive(Clone, Debug, Default)]
pub struct UpdatePlan {
    /// One for each resource before or after, in the order of the new template, deletions last.
    pub changes: Vec<Change>,
    /// Why Heat refuses the update as a whole, in words.
    pub refused: Vec<String>,
    /// What the configuration protects and the update would replace or delete, in words.
    pub protected: Vec<String>,
}

impl UpdatePlan {
    /// How often this happens, in nested stacks and groups too.
    #[must_use]
    pub fn count(&self, action: Action) -> usize {
        self.changes.iter().map(|it| it.count(action)).sum()
    }
}

/// What happens to a resource.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// A new one is made, and the old one deleted.
    Replace,
    /// It is deleted.
    Delete,
    /// It is changed in place.
    Update,
    /// It is made.
    Create,
    /// Nothing.
    Unchanged,
}

impl Action {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Action::Replace => "replace",
            Action::Delete => "delete",
            Action::Update => "update",
            Action::Create => "create",
            Action::Unchanged => "unchanged",
        }
    }
}

/// A change of one resource.
#[derive(Clone, Debug)]
pub struct Change {
    /// The resource.
    pub name: SmolStr,
    /// What happens to it.
    pub action: Action,
    /// Its type as written.
    pub type_name: SmolStr,
    /// Where it is declared; in the old template where it is gone.
    pub at: Place,
    /// True where the new template does not have it.
    pub gone: bool,
    /// Why.
    pub because: Vec<ChangeReason>,
    /// What is lost, what will fail, in words.
    pub notes: Vec<String>,
    /// What happens inside of it.
    pub nested: Vec<Change>,
    /// How the members of a group are renewed, where Heat does it batch by batch.
    pub rolling: Option<Rolling>,
}

impl Change {
    pub(crate) fn new(plan: &ResourcePlan, action: Action) -> Change {
        Change {
            name: plan.name.clone(),
            action,
            type_name: plan.type_name.clone(),
            at: plan.at.clone(),
            gone: false,
            because: Vec::new(),
            notes: Vec::new(),
            nested: Vec::new(),
            rolling: None,
        }
    }

    /// How often this happens to it and inside of it.
    #[must_use]
    pub fn count(&self, action: Action) -> usize {
        usize::from(self.action == action) + self.nested.iter().map(|it| it.count(action)).sum::<usize>()
    }
}

/// Why a resource changes.
#[derive(Clone, Debug)]
pub struct ChangeReason {
    /// The property, or the narrowest place in it that shows the difference; else the part of the resource.
    pub property: String,
    /// Before; `None` for parts that are no property.
    pub before: Option<Planned>,
    /// After.
    pub after: Option<Planned>,
    /// What follows from it.
    pub effect: Effect,
    /// More, in words.
    pub why: Option<String>,
    /// The line of the property, from 1; 0 where there is none.
    pub line: u32,
}

/// What follows from a changed property.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// An update in place.
    Update,
    /// A replacement.
    Replace,
    /// That depends on a value that only the cloud knows.
    Depends,
}

impl Effect {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Effect::Update => "update",
            Effect::Replace => "replace",
            Effect::Depends => "depends",
        }
    }
}

impl ChangeReason {
    pub(crate) fn of_part(part: &str, effect: Effect, why: String) -> ChangeReason {
        ChangeReason {
            property: part.to_owned(),
            before: None,
            after: None,
            effect,
            why: (!why.is_empty()).then_some(why),
            line: 0,
        }
    }

    pub(crate) fn of_property(
        name: &str,
        before: Option<&PropertyPlan>,
        after: Option<&PropertyPlan>,
        effect: Effect,
    ) -> ChangeReason {
        let planned = |it: Option<&PropertyPlan>| {
            it.map_or(
                Planned {
                    kind: Kind::Omitted,
                    display: None,
                    secret: false,
                },
                |it| it.value.clone(),
            )
        };
        let (mut before_value, mut after_value) = (planned(before), planned(after));
        let mut property = name.to_owned();
        if let (Kind::Value(old), Kind::Value(new)) = (&before_value.kind, &after_value.kind)
            && before_value.display.is_none()
            && after_value.display.is_none()
        {
            let (place, old, new) = narrowest(old.clone(), new.clone());
            property.push_str(&place);
            before_value = old.map_or_else(omitted, Planned::of);
            after_value = new.map_or_else(omitted, Planned::of);
        }
        ChangeReason {
            property,
            before: Some(before_value),
            after: Some(after_value),
            effect,
            why: None,
            line: after.or(before).map_or(0, |it| it.line),
        }
    }
}

fn omitted() -> Planned {
    Planned {
        kind: Kind::Omitted,
        display: None,
        secret: false,
    }
}

/// Where one list is the other with one item more: its place, and the item on the side that has it.
fn one_more(before: &[Value], after: &[Value]) -> Option<(usize, Option<Value>, Option<Value>)> {
    let (longer, shorter, grows) = match before.len().cmp(&after.len()) {
        std::cmp::Ordering::Less => (after, before, true),
        std::cmp::Ordering::Greater => (before, after, false),
        std::cmp::Ordering::Equal => return None,
    };
    if longer.len() != shorter.len() + 1 {
        return None;
    }
    let index = shorter.iter().zip(longer).take_while(|(a, b)| a == b).count();
    if longer[index + 1..] != shorter[index..] {
        return None;
    }
    let item = Some(longer[index].clone());
    Some(if grows {
        (index, None, item)
    } else {
        (index, item, None)
    })
}

/// The narrowest place that holds every difference: `rules[1]`, and both values there.
fn narrowest(old: Value, new: Value) -> (String, Option<Value>, Option<Value>) {
    let mut place = String::new();
    let (mut old, mut new) = (Some(old), Some(new));
    // Values are at most as deep as expressions can be.
    for _ in 0..64 {
        let step = match (&old, &new) {
            (Some(Value::List(before)), Some(Value::List(after))) => {
                // Lists of plain values are shown as a whole.
                let plain = |it: &Value| !matches!(it, Value::List(_) | Value::Map(_));
                if before.iter().chain(after.iter()).all(plain) {
                    break;
                }
                if let Some((index, old, new)) = one_more(before, after) {
                    place.push_str(&format!("[{index}]"));
                    return (place, old, new);
                }
                let longest = before.len().max(after.len());
                let mut differing = (0..longest).filter(|index| before.get(*index) != after.get(*index));
                match (differing.next(), differing.next()) {
                    (Some(index), None) => {
                        place.push_str(&format!("[{index}]"));
                        Some((before.get(index).cloned(), after.get(index).cloned()))
                    }
                    _ => None,
                }
            }
            (Some(Value::Map(before)), Some(Value::Map(after))) => {
                let get = |entries: &[(SmolStr, Value)], key: &str| {
                    entries.iter().find(|(it, _)| it == key).map(|(_, value)| value.clone())
                };
                let mut keys: Vec<&SmolStr> = before.iter().chain(after.iter()).map(|(key, _)| key).collect();
                keys.sort();
                keys.dedup();
                let mut differing = keys.into_iter().filter(|key| get(before, key) != get(after, key));
                match (differing.next(), differing.next()) {
                    (Some(key), None) => {
                        place.push_str(&format!(".{key}"));
                        Some((get(before, key), get(after, key)))
                    }
                    _ => None,
                }
            }
            _ => None,
        };
        let Some(inner) = step else { break };
        (old, new) = inner;
    }
    (place, old, new)
}
