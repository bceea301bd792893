//! Which implementation a resource type has: the environments' registry, then the engine's (engine checks 13.1).

use hotkit_model::{EnvironmentFile, Expr, ExprKind, RegistryTarget, is_template_name};
use hotkit_schema::ResourceType;
use smol_str::SmolStr;

use crate::file::{Resolved, resolve};
use crate::plug_in::PlugIns;

/// Mappings of types that are followed before Heat's recursion would end (E-006: it ends in an error anyway).
const MOST_STEPS: u32 = 64;

/// What a type turns out to be.
#[derive(Clone, PartialEq, Debug)]
pub enum Resolution {
    /// A type of the engine, or of a plug-in whose schema is known.
    Builtin(&'static ResourceType),
    /// A template file: its path.
    Template(String),
    /// A template on the network, which cannot be looked at.
    Remote(String),
    /// Nothing provides it.
    Unknown,
    /// The mappings run in circles (E-006), or end in data (E-014).
    Circular,
}

/// The registry that one stack sees.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Registry {
    entries: Vec<Entry>,
    /// Types beside those of the engine.
    plug_ins: PlugIns,
}

#[derive(Clone, PartialEq, Debug)]
struct Entry {
    /// `[type]`, or `resources`, resource names, type.
    path: Vec<SmolStr>,
    target: Target,
}

#[derive(Clone, PartialEq, Debug)]
enum Target {
    Type(SmolStr),
    File(String),
    Remote(String),
    /// A mapping, which Heat takes for what implements a type, and fails over (E-014). Not `filled`: nothing is left in it.
    Mapping {
        filled: bool,
    },
}

impl Registry {
    /// The registry of these environments, in their order, each with what its files are relative to.
    #[must_use]
    pub fn of<'e>(environments: impl IntoIterator<Item = (&'e EnvironmentFile, &'e str)>) -> Registry {
        let mut registry = Registry::default();
        for (environment, base) in environments {
            // A later file's `resources` replaces the earlier ones as a whole (13.2).
            if !environment.registry_resources.is_empty() {
                registry.entries.retain(|entry| entry.path.len() == 1);
            }
            for entry in environment.registry.iter().chain(&environment.registry_resources) {
                let mut path: Vec<SmolStr> = entry.scope.iter().map(|key| key.text.clone()).collect();
                path.push(entry.name.text.clone());
                let target = match &entry.target {
                    RegistryTarget::Type(key) => Target::Type(key.text.clone()),
                    RegistryTarget::File(key) => match resolve(base, &key.text) {
                        Resolved::Path(path) if is_template_name(&path) => Target::File(path),
                        // Fetched, and then taken for a type name (E-013).
                        Resolved::Path(path) => Target::Type(path.into()),
                        Resolved::Remote(url) => Target::Remote(url),
                    },
                    // Null takes the user's entry away; null entries of later files are skipped (13.2).
                    RegistryTarget::Data(data) if is_kept(data) => Target::Mapping {
                        filled: is_filled(data),
                    },
                    RegistryTarget::Nothing | RegistryTarget::Data(_) => continue,
                };
                registry.entries.retain(|it| it.path != path);
                registry.entries.push(Entry { path, target });
            }
        }
        registry
    }

    /// The same registry before an engine that has these types, too.
    #[must_use]
    pub fn with_plug_ins(mut self, plug_ins: PlugIns) -> Registry {
        self.plug_ins = plug_ins;
        self
    }

    /// Types beside those of the engine.
    #[must_use]
    pub fn plug_ins(&self) -> &PlugIns {
        &self.plug_ins
    }

    /// True where the registry maps nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The names that the registry defines, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries
            .iter()
            .filter(|entry| entry.path.len() == 1)
            .map(|entry| entry.path[0].as_str())
    }

    /// True where a mapping stands in the place of what implements a type (E-014).
    #[must_use]
    pub fn has_mapping_for(&self, type_name: &str, resource: &str) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|it| matches!(it.target, Target::Mapping { .. }) && it.is_candidate(type_name, resource))
    }

    /// What a type is for a resource of this name; `file` is the file in which the type stands.
    #[must_use]
    pub fn lookup(&self, type_name: &str, resource: &str, file: &str) -> Resolution {
        let mut steps = 0;
        self.find(type_name, resource, file, &mut steps)
    }

    /// The registry inside a nested stack that a mapping of `type_name` for `resource` led to: without that mapping (N-012), and
    /// with the entries below `resources.RESOURCE` in the place of `resources` (engine checks 11.1).
    #[must_use]
    pub fn child(&self, type_name: &str, resource: &str, file: &str) -> Registry {
        let mut entries = Vec::new();
        for entry in &self.entries {
            if entry.path.len() == 1 {
                let led_here =
                    entry.path[0] == type_name && matches!(&entry.target, Target::File(path) if path == file);
                if !led_here {
                    entries.push(entry.clone());
                }
            } else if matches_pattern(&entry.path[0], resource) && entry.path.len() > 2 {
                entries.push(Entry {
                    path: entry.path[1..].to_vec(),
                    target: entry.target.clone(),
                });
            }
        }
        Registry {
            entries,
            plug_ins: self.plug_ins.clone(),
        }
    }

    fn find(&self, type_name: &str, resource: &str, file: &str, steps: &mut u32) -> Resolution {
        *steps += 1;
        if *steps > MOST_STEPS {
            return Resolution::Circular;
        }
        if is_template_name(type_name) {
            return match resolve(file, type_name) {
                Resolved::Path(path) => Resolution::Template(path),
                Resolved::Remote(url) => Resolution::Remote(url),
            };
        }
        if self.has_mapping_for(type_name, resource) {
            // Whatever comes before or behind it, Heat fails.
            return Resolution::Circular;
        }
        let mut candidates: Vec<&Entry> = self
            .entries
            .iter()
            .filter(|entry| entry.is_candidate(type_name, resource))
            .collect();
        // Longer paths first, then by name in code point order (13.1).
        candidates.sort_by(|a, b| (b.path.len().cmp(&a.path.len())).then_with(|| a.path.cmp(&b.path)));
        for entry in candidates {
            let found = match &entry.target {
                Target::File(path) => Resolution::Template(path.clone()),
                Target::Remote(url) => Resolution::Remote(url.clone()),
                Target::Mapping { .. } => Resolution::Circular,
                Target::Type(target) if is_template_name(target) => Resolution::Template(target.to_string()),
                Target::Type(target) => {
                    let name = entry.mapped_name(target, type_name);
                    self.find(&name, resource, file, steps)
                }
            };
            if found != Resolution::Unknown {
                return found;
            }
        }
        let found = engine_type(type_name).or_else(|| self.plug_ins.get(type_name));
        found.map_or(Resolution::Unknown, Resolution::Builtin)
    }
}

impl Entry {
    fn is_candidate(&self, type_name: &str, resource: &str) -> bool {
        let name = &self.path[self.path.len() - 1];
        let named = match name.strip_suffix('*') {
            // A wildcard cannot lead to a template, and never to itself (E-007).
            Some(prefix) => match &self.target {
                Target::Type(target) => {
                    type_name.starts_with(prefix) && target != type_name && !is_template_name(target)
                }
                Target::File(_) | Target::Remote(_) => false,
                // Heat asks every pattern whether it fits, and a mapping cannot answer.
                Target::Mapping { .. } => self.path.len() == 1,
            },
            None => name == type_name && self.target != Target::Mapping { filled: false },
        };
        // Exact names of resources only; patterns serve hooks (E-008).
        named && (self.path.len() == 1 || (self.path.len() == 2 && self.path[0] == resource))
    }

    /// `A::*: B::*` keeps the rest of the name (E-007).
    fn mapped_name(&self, target: &str, type_name: &str) -> String {
        let name = &self.path[self.path.len() - 1];
        match (name.strip_suffix('*'), target.strip_suffix('*')) {
            (Some(prefix), Some(new)) => format!("{new}{}", &type_name[prefix.len()..]),
            _ => target.to_owned(),
        }
    }
}

/// True where Heat makes an entry of a mapping: something in it is no mapping, null included.
fn is_kept(data: &Expr) -> bool {
    let mut entries = data.as_map().unwrap_or_default().iter();
    entries.any(|it| it.value.as_map().is_none() || is_kept(&it.value))
}

/// True where something is left in it: null takes away what it names.
fn is_filled(data: &Expr) -> bool {
    let mut entries = data.as_map().unwrap_or_default().iter();
    entries.any(|it| match &it.value.kind {
        ExprKind::Map(_) => is_kept(&it.value),
        kind => *kind != ExprKind::Null,
    })
}

/// A type of the engine by its own name or by a name of the environment that is shipped with it.
fn engine_type(name: &str) -> Option<&'static ResourceType> {
    if let Some(found) = hotkit_schema::resource_type(name).filter(|it| !it.is_pattern) {
        return Some(found);
    }
    for (pattern, target) in hotkit_schema::engine_registry() {
        let mapped = match (pattern.strip_suffix('*'), target.strip_suffix('*')) {
            (Some(prefix), Some(new)) => name.strip_prefix(prefix).map(|rest| format!("{new}{rest}")),
            _ => (*pattern == name).then(|| (*target).to_owned()),
        };
        if let Some(found) = mapped.and_then(|mapped| hotkit_schema::resource_type(&mapped)) {
            return Some(found);
        }
    }
    None
}

/// Shell patterns as far as they occur: `*` at the end or the start.
fn matches_pattern(pattern: &str, name: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), None) => name.ends_with(end),
        (None, Some(start)) => name.starts_with(start),
        (Some(_), Some(_)) => name.contains(pattern.trim_matches('*')),
        (None, None) => pattern == name,
    }
}
