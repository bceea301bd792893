//! The sections of an environment (engine checks, section 13).

use hotkit_schema::environment as known;
use hotkit_syntax::Node;
use hotkit_text::TextRange;
use smol_str::SmolStr;

use super::{Faults, expr, hot};
use crate::{Entry, EnvironmentFile, Expr, ExprKind, Fault, Key, Kinds, Owner, RegistryEntry, RegistryTarget};

/// Levels of `resources` in a registry that are looked at; each is a nested stack, of which there are at most five.
const DEEPEST_SCOPE: usize = 32;

pub(super) fn lower(root: Option<Node<'_>>, faults: &mut Faults) -> EnvironmentFile {
    let mut environment = EnvironmentFile::default();
    let Some(root) = root else { return environment };
    let mapping = root.mapping();
    for entry in mapping.iter() {
        let key = expr::key(entry.key);
        let value = expr::data(entry.value);
        environment.sections.push(key.clone());
        if !known::SECTIONS.contains(&key.text.as_str()) {
            let fault = Fault::UnknownSection {
                name: key.text.clone(),
                version: None,
            };
            faults.at(key.range, fault);
            continue;
        }
        if value.kind == ExprKind::Null {
            let name = key.text.clone();
            faults.at(key.range, Fault::EmptySection { name });
            continue;
        }
        let name = key.text.clone();
        faults.within(name, |faults| section(&mut environment, &key, value, faults));
    }
    environment
}

fn section(environment: &mut EnvironmentFile, key: &Key, value: Expr, faults: &mut Faults) {
    let wants_map = !matches!(key.text.as_str(), "encrypted_param_names" | "event_sinks");
    if wants_map && value.as_map().is_none() {
        // The client itself looks into the registry, empty or not (E-014).
        if !value.is_falsy() || key.text == "resource_registry" {
            let mut shown = value;
            if shown.range.is_empty() {
                shown.range = key.range;
            }
            faults.wrong_kind(Owner::Section(key.text.clone()), Kinds::Map, &shown);
        }
        return;
    }
    match key.text.as_str() {
        "parameters" => environment.parameters = hot::entries_of(value),
        "parameter_defaults" => environment.parameter_defaults = hot::entries_of(value),
        "parameter_merge_strategies" => environment.merge_strategies = hot::entries_of(value),
        "encrypted_param_names" => environment.encrypted_param_names = Some(value),
        "event_sinks" => {
            check_event_sinks(&value, faults);
            environment.event_sinks = Some(value);
        }
        _ => registry(environment, value, faults),
    }
}

fn registry(environment: &mut EnvironmentFile, value: Expr, faults: &mut Faults) {
    for entry in hot::entries_of(value) {
        match entry.key.text.as_str() {
            "base_url" => {
                environment.base_url = entry.value.as_text().map(|text| Key {
                    text: text.clone(),
                    range: entry.value.range,
                });
            }
            "resources" => {
                let step = entry.key.text.clone();
                let found = &mut environment.registry_resources;
                faults.within(step, |faults| {
                    check_scopes(&entry.key, &entry.value, faults);
                    scoped(&[], entry.value, found, faults);
                });
            }
            _ => {
                check_reserved(&entry, faults);
                check_target(&entry, faults);
                environment.registry.push(RegistryEntry {
                    scope: Vec::new(),
                    range: entry.value.range,
                    target: target(entry.value),
                    name: entry.key,
                });
            }
        }
    }
}

/// The client joins every target to an address, which fails for anything but text (E-009, E-014). Mappings it passes over, and
/// lists of hooks and restrictions.
fn check_target(entry: &Entry, faults: &mut Faults) {
    let listed = matches!(entry.key.text.as_str(), "hooks" | "restricted_actions");
    let fits = match &entry.value.kind {
        ExprKind::Text(_) | ExprKind::Map(_) => true,
        ExprKind::List(_) => listed,
        _ => false,
    };
    if !fits {
        invalid_target(entry, faults);
    }
    faults.within(entry.key.text.clone(), |faults| check_inside(&entry.value, faults));
}

/// Mappings below a type lead nowhere, but the engine reads them, and fails at whatever is no text (E-014).
fn check_inside(value: &Expr, faults: &mut Faults) {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        for entry in value.as_map().unwrap_or_default() {
            match &entry.value.kind {
                ExprKind::Null => {}
                _ if check_reserved(entry, faults) => {}
                ExprKind::Map(_) => waiting.push(&entry.value),
                ExprKind::Text(_) => {}
                _ => invalid_target(entry, faults),
            }
        }
    }
}

fn invalid_target(entry: &Entry, faults: &mut Faults) {
    let fault = Fault::InvalidRegistryTarget {
        name: entry.key.text.clone(),
        found: entry.value.value_kind(),
    };
    let range = if entry.value.range.is_empty() {
        entry.key.range
    } else {
        entry.value.range
    };
    faults.below(&entry.key.text, range, fault);
}

/// The client looks one level into `resources` (E-014).
fn check_scopes(key: &Key, value: &Expr, faults: &mut Faults) {
    let Some(entries) = value.as_map() else {
        let mut shown = value.clone();
        if shown.range.is_empty() {
            shown.range = key.range;
        }
        return faults.wrong_kind(Owner::Section("resources".into()), Kinds::Map, &shown);
    };
    for entry in entries {
        match entry.value.as_map() {
            Some(inner) => faults.within(entry.key.text.clone(), |faults| {
                for entry in inner {
                    check_target(entry, faults);
                }
            }),
            None => check_scopes(&entry.key, &entry.value, faults),
        }
    }
}

/// The entries below `resources`: names of resources on the way, types, hooks and restrictions at the end (E-008).
fn scoped(scope: &[Key], value: Expr, found: &mut Vec<RegistryEntry>, faults: &mut Faults) {
    if scope.len() > DEEPEST_SCOPE {
        return;
    }
    for entry in hot::entries_of(value) {
        check_reserved(&entry, faults);
        if entry.value.as_map().is_some() {
            let inner: Vec<Key> = scope.iter().cloned().chain([entry.key.clone()]).collect();
            let step = entry.key.text.clone();
            faults.within(step, |faults| scoped(&inner, entry.value, found, faults));
        } else {
            found.push(RegistryEntry {
                scope: scope.to_vec(),
                range: entry.value.range,
                target: target(entry.value),
                name: entry.key,
            });
        }
    }
}

/// Hooks and restrictions, which Heat looks for at every depth (E-004, E-005). True where the entry is one of them.
fn check_reserved(entry: &Entry, faults: &mut Faults) -> bool {
    let step = entry.key.text.clone();
    match step.as_str() {
        "hooks" => faults.within(step, |faults| {
            check_words(&entry.value, known::HOOK_TYPES, faults, |found| Fault::UnknownHook {
                found,
            });
        }),
        "restricted_actions" => faults.within(step, |faults| {
            check_words(&entry.value, known::RESTRICTED_ACTIONS, faults, |found| {
                Fault::UnknownRestrictedAction { found }
            });
        }),
        _ => return false,
    }
    true
}

fn target(value: Expr) -> RegistryTarget {
    let range = value.range;
    match value.kind {
        ExprKind::Null => RegistryTarget::Nothing,
        ExprKind::Text(text) if text.contains("::") => RegistryTarget::Type(Key { text, range }),
        ExprKind::Text(text) => RegistryTarget::File(Key { text, range }),
        kind => RegistryTarget::Data(Expr { range, kind }),
    }
}

/// One word of a set, or a list of them (E-004, E-005).
fn check_words(value: &Expr, words: &[&str], faults: &mut Faults, fault: impl Fn(SmolStr) -> Fault) {
    let items = match &value.kind {
        ExprKind::List(items) => items.as_slice(),
        _ => std::slice::from_ref(value),
    };
    for item in items {
        if !item.as_text().is_some_and(|text| words.contains(&text.as_str())) {
            faults.at(item.range, fault(hot::shown(item)));
        }
    }
}

/// A list of mappings with the one known type (E-010).
fn check_event_sinks(value: &Expr, faults: &mut Faults) {
    let Some(items) = value.as_list() else {
        if !value.is_falsy() {
            faults.wrong_kind(Owner::Section("event_sinks".into()), Kinds::List, value);
        }
        return;
    };
    for item in items {
        if item.as_map().is_none() {
            faults.wrong_kind(Owner::Section("event_sinks".into()), Kinds::Map, item);
            continue;
        }
        let (found, range): (SmolStr, TextRange) = match item.get("type") {
            Some(entry) => (hot::shown(&entry.value), entry.value.range),
            None => ("nothing".into(), item.range),
        };
        if found != "zaqar-queue" {
            faults.at(range, Fault::UnknownEventSink { found });
            continue;
        }
        // The other keys are handed to the sink as its arguments.
        for entry in item.as_map().unwrap_or_default() {
            if !matches!(entry.key.text.as_str(), "type" | "target" | "ttl") {
                let key = Some(entry.key.text.clone());
                faults.at(entry.key.range, Fault::EventSinkKeys { key });
            }
        }
        if item.get("target").is_none() {
            faults.at(range, Fault::EventSinkKeys { key: None });
        }
    }
}
