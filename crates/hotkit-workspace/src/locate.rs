//! From an error that Heat printed to the place that it speaks of, through nested stacks and members of groups.
//!
//! Heat names places by paths (`resources.web.properties.networks[0].port`), and a few messages name only a parameter or a
//! resource. A message may hold several; the one that leads furthest is taken, in every template where it leads so far.

use std::collections::BTreeSet;

use hotkit_analysis::{FileSet, FileState, Resolved, resolve};
use hotkit_model::{Document, FileKind, RegistryTarget, is_template_name};
use hotkit_syntax::Node;
use hotkit_text::{FileId, Files, TextRange};

use crate::check::{Unreadable, unreadable};
use crate::discovery::{Naming, candidates, normalise};
use crate::project::Project;
use crate::store::{Kind, Outcome, Store, Use};

/// Sections that paths begin with.
const SECTIONS: [&str; 9] = [
    "resources",
    "parameters",
    "outputs",
    "conditions",
    "parameter_groups",
    "Resources",
    "Parameters",
    "Outputs",
    "Conditions",
];

/// Words before a name in parentheses or quotes, and the section that it belongs to.
const NAMED: [(&str, &str); 6] = [
    ("parameter", "parameters"),
    ("resource", "resources"),
    ("attribute", "resources"),
    ("reference", "resources"),
    ("output", "outputs"),
    ("condition", "conditions"),
];

/// Nested stacks that are followed.
const DEEPEST: usize = 20;

/// Parts of a path that are tried as one key with dots in it.
const MOST_DOTS: usize = 8;

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The files.
    pub files: Files,
    /// The places, in the order of their files.
    pub places: Vec<Located>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// A place that an error speaks of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located {
    /// The file.
    pub file: FileId,
    /// The key, or the item of a list.
    pub range: TextRange,
    /// The path as far as it leads.
    pub path: String,
    /// What is left of it: not written in the file.
    pub rest: String,
}

/// Seeks the place in these templates, or in all below the working folder.
#[must_use]
pub fn locate(project: &Project, templates: &[String], environments: &[String], error: &str) -> Found {
    let mut project = project.clone();
    let mut found = Found::default();
    for path in templates {
        project.admit_named(&normalise(path));
    }
    for path in environments {
        project.admit_named_file(&normalise(path));
    }
    let here = [String::new()];
    let paths = if templates.is_empty() { &here[..] } else { templates };
    let (candidates, _) = candidates(&project, paths, Naming::Meant);
    let environments: Vec<String> = environments.iter().map(|it| normalise(it)).collect();
    let mut store = Store::default();
    let jobs: Vec<(String, Use)> = candidates
        .iter()
        .map(|it| (it.path.clone(), if it.named { Use::Template } else { Use::Found }))
        .chain(environments.iter().map(|it| (it.clone(), Use::Environment)))
        .collect();
    store.load(&project, jobs.clone());
    let mut roots = Vec::new();
    for (path, purpose) in &jobs {
        match store.outcome(path, *purpose) {
            Some(Outcome::Read {
                kind: Kind::Template, ..
            }) => roots.push(path.clone()),
            Some(Outcome::Unreadable { why, missing }) => {
                found.unreadable.push(unreadable(&project, path, why, missing, None));
            }
            _ => {}
        }
    }
    let seeker = Seeker {
        store: &store,
        environments: &environments,
    };
    let mut best = 2;
    for path in paths_in(error) {
        for root in &roots {
            let Some((reached, place)) = seeker.seek(root, &path) else {
                continue;
            };
            if reached > best {
                found.places.clear();
                best = reached;
            }
            if reached == best && !found.places.contains(&place) {
                found.places.push(place);
            }
        }
    }
    found.places.sort_by_key(|it| (it.file, it.range));
    found.files = store.files().clone();
    found
}

/// The paths that a message holds, each as its parts: keys, and `[0]` for items.
fn paths_in(error: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut known = BTreeSet::new();
    let mut add = |path: Vec<String>| {
        if path.len() > 1 && known.insert(path.clone()) {
            paths.push(path);
        }
    };
    for section in SECTIONS {
        for (at, _) in error.match_indices(&format!("{section}.")) {
            let is_start =
                !error[..at].ends_with(|it: char| it.is_alphanumeric() || matches!(it, '.' | '_' | '>' | '-'));
            if is_start {
                add(parts(path_at(&error[at..])));
            }
        }
    }
    for (at, _) in error.match_indices("(in ") {
        let inner = parts(path_at(&error[at + "(in ".len()..]));
        if inner.first().is_some_and(|it| !SECTIONS.contains(&it.as_str())) {
            let mut path = vec!["resources".to_owned()];
            path.extend(inner);
            // A function's place names the key of its resource with a capital.
            if let Some(key) = path.get_mut(2).filter(|it| *it == "Properties") {
                *key = "properties".to_owned();
            }
            add(path);
        }
    }
    let lower = error.to_ascii_lowercase();
    for (word, section) in NAMED {
        for (at, _) in lower.match_indices(word) {
            let behind = error[at + word.len()..].trim_start_matches(['s', ' ', ':']);
            let quoted = behind.strip_prefix(['(', '"', '\'', '`']);
            let name = quoted.and_then(|it| it.split([')', '"', '\'', '`', ' ']).next());
            for section in [section.to_owned(), capitalised(section)] {
                add(name.map_or_else(Vec::new, |name| vec![section, name.to_owned()]));
            }
        }
    }
    paths
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The text of the path at the beginning of `text`.
fn path_at(text: &str) -> &str {
    let mut depth = 0_u32;
    for (at, character) in text.char_indices() {
        match character {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            ':' if text[at + 1..].starts_with("::") || text[..at].ends_with(':') => {}
            ':' if text[at + 1..].starts_with(|it: char| !it.is_whitespace() && it != ':') => {}
            ':' | '"' | '\'' | ',' | ';' | ')' | '(' => return text[..at].trim_end_matches('.'),
            _ if character.is_whitespace() => return text[..at].trim_end_matches('.'),
            _ => {}
        }
    }
    text.trim_end_matches('.')
}

/// `a.b[0]<file>.c` as `a`, `b`, `[0]`, `c`.
fn parts(path: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_u32;
    for character in path.chars() {
        match character {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '.' => parts.push(String::new()),
            '[' => parts.push("[".to_owned()),
            other => {
                if let Some(last) = parts.last_mut() {
                    last.push(other);
                }
            }
        }
    }
    parts.retain(|it| !it.is_empty());
    parts
}

struct Seeker<'s> {
    store: &'s Store,
    environments: &'s [String],
}

/// Where a walk stands.
struct Stand<'d> {
    path: String,
    file: FileId,
    document: &'d Document,
    node: Node<'d>,
    range: TextRange,
}

impl<'s> Seeker<'s> {
    /// How many parts of the path lead somewhere, and where the last of them does.
    fn seek(&self, root: &str, path: &[String]) -> Option<(usize, Located)> {
        let mut stand = self.enter(root)?;
        let mut at = 0;
        let mut stacks = 0;
        while at < path.len() {
            if let Some((node, range, used)) = step(stand.node, &path[at..]) {
                (stand.node, stand.range) = (node, range);
                at += used;
                continue;
            }
            // Below a resource lies the stack that it makes, or the members of a group.
            stacks += 1;
            let below = if stacks > DEEPEST {
                None
            } else {
                self.below(&stand, &path[at..])
            };
            match below {
                Some((next, used)) => {
                    stand = next;
                    at += used;
                }
                None => break,
            }
        }
        let place = Located {
            file: stand.file,
            range: stand.range,
            path: joined(&path[..at]),
            rest: joined(&path[at..]),
        };
        (at > 0).then_some((at, place))
    }

    fn enter(&self, path: &str) -> Option<Stand<'s>> {
        let FileState::Read(file, document) = self.store.file(path, FileKind::Template) else {
            return None;
        };
        let node = document.tree.root()?;
        Some(Stand {
            path: path.to_owned(),
            file,
            document,
            node,
            range: TextRange::at(node.range().start()),
        })
    }

    /// What lies below a resource, and how many parts of the path lead there.
    fn below(&self, stand: &Stand<'s>, path: &[String]) -> Option<(Stand<'s>, usize)> {
        let kind = entry(stand.node, "type").or_else(|| entry(stand.node, "Type"))?;
        let member = match kind.text() {
            "OS::Heat::ResourceGroup" | "OS::Heat::ResourceChain" => "resource_def",
            "OS::Heat::AutoScalingGroup" | "OS::Heat::InstanceGroup" => "resource",
            name => {
                let nested = self.template_of(&stand.path, name)?;
                return Some((self.enter(&nested)?, 0));
            }
        };
        // `resources.0`: every member is made of the same definition.
        if path.first().map(String::as_str) != Some("resources") || path.len() < 2 {
            return None;
        }
        let definition = entry(entry(stand.node, "properties")?, member)?;
        let node = definition.resolve()?;
        let next = Stand {
            path: stand.path.clone(),
            file: stand.file,
            document: stand.document,
            node,
            range: node.range(),
        };
        Some((next, 2))
    }

    /// The template behind the name of a type.
    fn template_of(&self, from: &str, name: &str) -> Option<String> {
        let path = |from: &str, reference: &str| match resolve(from, reference) {
            Resolved::Path(path) => Some(path),
            Resolved::Remote(_) => None,
        };
        if is_template_name(name) {
            return path(from, name);
        }
        for environment in self.environments.iter().rev() {
            let FileState::Read(_, document) = self.store.file(environment, FileKind::Environment) else {
                continue;
            };
            let registry = &document.environment()?.registry;
            let target = registry
                .iter()
                .rev()
                .find(|it| it.name.text == name)
                .map(|it| &it.target);
            if let Some(RegistryTarget::File(file)) = target {
                return path(environment, &file.text);
            }
        }
        None
    }
}

/// One step into a node: by key, which may hold dots, or by number.
fn step<'d>(node: Node<'d>, path: &[String]) -> Option<(Node<'d>, TextRange, usize)> {
    let node = node.resolve()?;
    let first = path.first()?;
    let number = first.strip_prefix('[').map(|it| it.trim_end_matches(']'));
    if let Some(index) = number.and_then(|it| it.parse::<usize>().ok()) {
        let item = node.items().nth(index)?;
        return Some((item.resolve()?, item.range(), 1));
    }
    // The last of equal keys is the one that Heat saw.
    for used in (1..=path.len().min(MOST_DOTS)).rev() {
        let key = joined(&path[..used]);
        let unbracketed = number.filter(|_| used == 1).unwrap_or(&key);
        if let Some(entry) = node
            .entries()
            .rev()
            .find(|it| it.key.text() == key || it.key.text() == unbracketed)
        {
            return Some((entry.value.resolve()?, entry.key.range(), used));
        }
    }
    None
}

fn entry<'d>(node: Node<'d>, key: &str) -> Option<Node<'d>> {
    node.resolve()?
        .entries()
        .rev()
        .find(|it| it.key.text() == key)?
        .value
        .resolve()
}

fn joined(parts: &[String]) -> String {
    let mut result = String::new();
    for part in parts {
        if !result.is_empty() && !part.starts_with('[') {
            result.push('.');
        }
        result.push_str(part);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::{parts, paths_in};

    #[test]
    fn paths_of_messages() {
        for (error, expected) in [
            (
                "Property error: : resources.web.properties.networks[0].port: : Value must",
                "resources|web|properties|networks|[0]|port",
            ),
            (
                "resources.lab<file:///a/b.yaml>.resources.web.properties: x",
                "resources|lab|resources|web|properties",
            ),
            ("ERROR: The Parameter (size) was not provided.", "parameters|size"),
            (
                "The specified reference \"x\" (in web.Properties.networks[0]) is incorrect.",
                "resources|web|properties|networks|[0]",
            ),
            ("The Referenced Attribute (web first) is incorrect.", "resources|web"),
        ] {
            let found: Vec<String> = paths_in(error).iter().map(|it| it.join("|").replace("]", "")).collect();
            let expected = expected.replace(']', "");
            assert!(found.contains(&expected), "{error}: {found:?}");
        }
        assert_eq!(parts("a.b[0].c"), ["a", "b", "[0]", "c"]);
    }
}
