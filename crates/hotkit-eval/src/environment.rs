//! Several environment files and the command line as one, merged as Heat's engine does it (engine checks 13.2).

use std::collections::HashMap;

use hotkit_model::{Entry, EnvironmentFile, ParameterType, ValueKind};
use hotkit_text::TextRange;
use smol_str::SmolStr;

use crate::{Value, json, python};

/// How the values of one parameter in several files become one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MergeStrategy {
    /// The later one counts.
    Overwrite,
    /// Texts and lists are chained, mappings merged at their top.
    Merge,
    /// As merge, and mappings are merged at every level.
    DeepMerge,
    /// A word that Heat does not know, taken from a file's `default`: the later one counts.
    Other(SmolStr),
}

/// Where a value comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValueSource {
    /// The command line.
    CommandLine,
    /// An environment file.
    Environment {
        /// Its place in the list of files.
        file: usize,
        /// The name there.
        name: TextRange,
        /// The value there.
        value: TextRange,
    },
}

/// A parameter with the value that Heat's engine is left with.
#[derive(Clone, PartialEq, Debug)]
pub struct MergedParameter {
    /// Its name.
    pub name: SmolStr,
    /// Its value; null counts as none (P-030).
    pub value: Value,
    /// Where it comes from: several places where a strategy put values together, the last one last.
    pub sources: Vec<ValueSource>,
}

/// What several files and the command line come to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Merged {
    /// `parameters`, in Python's order.
    pub parameters: Vec<MergedParameter>,
    /// `parameter_defaults`, in Python's order.
    pub parameter_defaults: Vec<MergedParameter>,
    /// Values that the engine drops without a word, because no template sent declares such a parameter: file and entry's
    /// name. The same name in the first file, without a command line, is refused (P-017).
    pub dropped: Vec<(SmolStr, ValueSource)>,
    /// What cannot be merged; Heat refuses the request.
    pub faults: Vec<MergeFault>,
}

/// A value that cannot be merged.
#[derive(Clone, PartialEq, Debug)]
pub struct MergeFault {
    /// The file.
    pub file: usize,
    /// The value.
    pub range: TextRange,
    /// The parameter.
    pub parameter: SmolStr,
    /// What is wrong.
    pub kind: MergeFaultKind,
}

/// What is wrong.
#[derive(Clone, PartialEq, Debug)]
pub enum MergeFaultKind {
    /// An earlier file settled another strategy.
    ConflictingStrategy {
        /// The strategy of this file.
        strategy: MergeStrategy,
        /// The earlier one.
        earlier: MergeStrategy,
    },
    /// Parameters of this type cannot be merged.
    TypeNotMergeable {
        /// The type.
        parameter_type: ParameterType,
    },
    /// Heat's client, which puts all files together for itself whatever the strategies say, finds a mapping where an
    /// earlier file has something else, and fails.
    MappingOverOther {
        /// What the earlier file has.
        earlier: ValueKind,
    },
    /// These two values cannot be merged.
    ValuesNotMergeable {
        /// The type of the parameter.
        parameter_type: ParameterType,
        /// What there is already; null for nothing.
        earlier: ValueKind,
        /// What is to be added.
        found: ValueKind,
    },
}

/// Merges environment files, in their order, over the parameters of the command line.
///
/// `known_parameters` gives the type of a parameter that is declared in the root template or any other template sent; of
/// two declarations Heat takes one. With the strategy "overwrite" a file beats the command line (E-012).
#[must_use]
pub fn merge(
    environments: &[&EnvironmentFile],
    command_line: &[(SmolStr, Value)],
    known_parameters: &dyn Fn(&str) -> Option<ParameterType>,
) -> Merged {
    let mut merging = Merging {
        known_parameters,
        settled: HashMap::new(),
        copy_of_client: HashMap::new(),
        merged: Merged::default(),
    };
    let mut parameters = Section::default();
    for (name, value) in command_line {
        parameters.set(name, value.clone(), ValueSource::CommandLine);
    }
    let mut defaults = Section::default();
    for (file, environment) in environments.iter().enumerate() {
        let mut sections: Vec<&str> = environment.sections.iter().map(|it| it.text.as_str()).collect();
        sections.dedup();
        for section in sections {
            match section {
                "parameters" => {
                    merging.copy("parameters", &environment.parameters, file);
                    merging.section(&mut parameters, &environment.parameters, environment, file);
                }
                "parameter_defaults" => {
                    merging.copy("parameter_defaults", &environment.parameter_defaults, file);
                    merging.section(&mut defaults, &environment.parameter_defaults, environment, file);
                }
                _ => {}
            }
        }
    }
    Merged {
        parameters: parameters.entries,
        parameter_defaults: defaults.entries,
        ..merging.merged
    }
}

/// The command line as the client sends it: a name given several times becomes a list of its texts.
#[must_use]
pub fn collect_command_line(given: &[(SmolStr, SmolStr)]) -> Vec<(SmolStr, Value)> {
    let mut collected = Section::default();
    for (name, text) in given {
        let text = Value::Text(text.clone());
        let value = match collected.get(name) {
            None => text,
            Some(Value::List(items)) => Value::list([items, [text].as_slice()].concat()),
            Some(first) => Value::list(vec![first.clone(), text]),
        };
        collected.set(name, value, ValueSource::CommandLine);
    }
    collected.entries.into_iter().map(|it| (it.name, it.value)).collect()
}

/// A dictionary of Python.
#[derive(Default)]
struct Section {
    entries: Vec<MergedParameter>,
    places: HashMap<SmolStr, usize>,
}

impl Section {
    fn get(&self, name: &str) -> Option<&Value> {
        Some(&self.entries.get(*self.places.get(name)?)?.value)
    }

    fn set(&mut self, name: &SmolStr, value: Value, source: ValueSource) {
        let entry = MergedParameter {
            name: name.clone(),
            value,
            sources: vec![source],
        };
        match self.places.get(name) {
            Some(place) => self.entries[*place] = entry,
            None => {
                self.places.insert(name.clone(), self.entries.len());
                self.entries.push(entry);
            }
        }
    }

    /// Sets a value that holds the earlier one.
    fn extend(&mut self, name: &SmolStr, value: Value, source: ValueSource) {
        match self.places.get(name) {
            Some(place) => {
                let entry = &mut self.entries[*place];
                entry.value = value;
                entry.sources.push(source);
            }
            None => self.set(name, value, source),
        }
    }
}

struct Merging<'k> {
    known_parameters: &'k dyn Fn(&str) -> Option<ParameterType>,
    /// The strategy that a file settled for a parameter, for all later ones.
    settled: HashMap<SmolStr, MergeStrategy>,
    /// The client's own copy, by section and parameter: never sent, but made (13.2).
    copy_of_client: HashMap<(&'static str, SmolStr), Value>,
    merged: Merged,
}

impl Merging<'_> {
    /// What the client does with a section: later values count, mappings are merged at every level.
    fn copy(&mut self, section: &'static str, new: &[Entry], file: usize) {
        for entry in new {
            let value = Value::from_expr(&entry.value);
            let place = (section, entry.key.text.clone());
            let copied = match deep_update(self.copy_of_client.get(&place), &value) {
                Ok(copied) => copied,
                Err(earlier) => {
                    self.fault(entry, file, MergeFaultKind::MappingOverOther { earlier });
                    value
                }
            };
            self.copy_of_client.insert(place, copied);
        }
    }

    fn section(&mut self, old: &mut Section, new: &[Entry], environment: &EnvironmentFile, file: usize) {
        if new.is_empty() {
            return;
        }
        for entry in new {
            self.settle(entry, environment, file);
        }
        let takes_all = old.entries.is_empty();
        for entry in new {
            let name = &entry.key.text;
            let value = Value::from_expr(&entry.value);
            let source = ValueSource::Environment {
                file,
                name: entry.key.range,
                value: entry.value.range,
            };
            match (self.known_parameters)(name) {
                _ if takes_all => old.set(name, value, source),
                None => self.merged.dropped.push((name.clone(), source)),
                Some(_) if value == Value::Null => {}
                Some(parameter_type) => self.entry(old, entry, value, parameter_type, source),
            }
        }
    }

    /// Settles the strategy of a parameter.
    fn settle(&mut self, entry: &Entry, environment: &EnvironmentFile, file: usize) {
        let name = &entry.key.text;
        if (self.known_parameters)(name).is_none() || entry.value.kind == hotkit_model::ExprKind::Null {
            return;
        }
        let strategy = strategy_of(environment, name, self.settled.get(name));
        match self.settled.get(name) {
            None => {
                self.settled.insert(name.clone(), strategy);
            }
            Some(earlier) if *earlier != strategy => {
                let earlier = earlier.clone();
                self.fault(entry, file, MergeFaultKind::ConflictingStrategy { strategy, earlier });
            }
            Some(_) => {}
        }
    }

    fn entry(
        &mut self,
        old: &mut Section,
        entry: &Entry,
        value: Value,
        parameter_type: ParameterType,
        source: ValueSource,
    ) {
        let name = &entry.key.text;
        let is_deep = match self.settled.get(name) {
            Some(MergeStrategy::Merge) => false,
            Some(MergeStrategy::DeepMerge) => true,
            _ => return old.set(name, value, source),
        };
        let earlier = old.get(name).cloned();
        match merge_values(parameter_type, earlier.as_ref(), &value, is_deep) {
            Some(merged) => old.extend(name, merged, source),
            None => {
                let found = value.kind().unwrap_or(ValueKind::Null);
                let is_text = matches!(value, Value::Text(_));
                let kind = if parameter_type == ParameterType::Boolean && is_text {
                    MergeFaultKind::TypeNotMergeable { parameter_type }
                } else {
                    let earlier = earlier.and_then(|it| it.kind()).unwrap_or(ValueKind::Null);
                    MergeFaultKind::ValuesNotMergeable {
                        parameter_type,
                        earlier,
                        found,
                    }
                };
                let ValueSource::Environment { file, .. } = source else {
                    return;
                };
                self.fault(entry, file, kind);
                old.set(name, value, source);
            }
        }
    }

    fn fault(&mut self, entry: &Entry, file: usize, kind: MergeFaultKind) {
        self.merged.faults.push(MergeFault {
            file,
            range: entry.value.range,
            parameter: entry.key.text.clone(),
            kind,
        });
    }
}

/// The client's merge of two values; the kind of the earlier one, where a mapping cannot go into it.
fn deep_update(old: Option<&Value>, new: &Value) -> Result<Value, ValueKind> {
    let Value::Map(added) = new else {
        return Ok(new.clone());
    };
    let mut entries = match old {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Map(entries)) => entries.to_vec(),
        Some(other) if added.is_empty() => return Ok(other.clone()),
        Some(other) => return Err(other.kind().unwrap_or(ValueKind::Null)),
    };
    for (key, value) in added.iter() {
        let earlier = old.and_then(|old| old.get(key));
        entries.push((key.clone(), deep_update(earlier, value)?));
    }
    Ok(Value::map(entries))
}

/// The strategy that a file asks for: its own word for the parameter, else the settled one, else its default.
fn strategy_of(environment: &EnvironmentFile, parameter: &str, settled: Option<&MergeStrategy>) -> MergeStrategy {
    let written = |key: &str| {
        let entry = environment
            .merge_strategies
            .iter()
            .find(|entry| entry.key.text == key)?;
        Some(strategy(&Value::from_expr(&entry.value)))
    };
    let default = || written("default").unwrap_or(MergeStrategy::Overwrite);
    match written(parameter).or_else(|| settled.cloned()) {
        None | Some(MergeStrategy::Other(_)) => default(),
        Some(strategy) => strategy,
    }
}

fn strategy(word: &Value) -> MergeStrategy {
    match word.as_text().map(SmolStr::as_str) {
        Some("overwrite") => MergeStrategy::Overwrite,
        Some("merge") => MergeStrategy::Merge,
        Some("deep_merge") => MergeStrategy::DeepMerge,
        _ => MergeStrategy::Other(python::str_text(word).unwrap_or_default()),
    }
}

/// Both values as one; `None` where Heat fails.
fn merge_values(parameter_type: ParameterType, old: Option<&Value>, new: &Value, is_deep: bool) -> Option<Value> {
    match (parameter_type, new) {
        (ParameterType::Json, Value::Text(text)) if !text.is_empty() => {
            merge_maps(old, &json::parse(text).ok()?, is_deep)
        }
        (ParameterType::Json, _) => merge_maps(old, new, is_deep),
        (ParameterType::CommaDelimitedList, Value::Text(_) | Value::List(_)) => merge_lists(old, new),
        (ParameterType::String, Value::Text(new)) => match old {
            None => Some(Value::Text(new.clone())),
            Some(Value::Text(old)) => Some(Value::text(format!("{old}{new}"))),
            Some(_) => None,
        },
        // Numbers are refused and texts are chained: `1` and `2` are `12`.
        (ParameterType::Number, Value::Text(new)) => match old {
            Some(Value::Text(old)) => Some(Value::text(format!("{old}{new}"))),
            _ => None,
        },
        _ => None,
    }
}

fn merge_lists(old: Option<&Value>, new: &Value) -> Option<Value> {
    let Some(old) = old.filter(|old| old.is_truthy() != Some(false)) else {
        return Some(new.clone());
    };
    match (old, new) {
        (Value::List(old), Value::List(new)) => Some(Value::list([&old[..], &new[..]].concat())),
        (Value::Text(old), Value::Text(new)) => Some(Value::text(format!("{old},{new}"))),
        _ => None,
    }
}

fn merge_maps(old: Option<&Value>, new: &Value, is_deep: bool) -> Option<Value> {
    let Some(old) = old.filter(|old| old.is_truthy() != Some(false)) else {
        return Some(new.clone());
    };
    let added = new.as_map()?;
    if added.iter().all(|(_, value)| *value == Value::Null) {
        return Some(old.clone());
    }
    let mut entries = old.as_map()?.to_vec();
    for (key, value) in added.iter().filter(|(_, value)| *value != Value::Null) {
        let earlier = old.get(key);
        let merged = match value {
            _ if !is_deep => value.clone(),
            Value::Map(_) => merge_maps(earlier, value, true)?,
            Value::List(_) => merge_lists(earlier, value)?,
            Value::Text(text) => match earlier {
                None => value.clone(),
                Some(Value::Text(earlier)) => Value::text(format!("{earlier}{text}")),
                Some(_) => return None,
            },
            _ => value.clone(),
        };
        entries.push((key.clone(), merged));
    }
    Some(Value::map(entries))
}

#[cfg(test)]
mod tests;
