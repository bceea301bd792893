//! Answers that speak of more than one file, and those that are ours alone.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use hotkit_ide::navigation::link_path;
use hotkit_ide::symbols::outline;
use hotkit_ide::{View, World, describe};
use hotkit_text::{Edit, SourceFile};
use tower_lsp_server::ls_types::{Location, SymbolInformation, TextEdit, Uri, WorkspaceEdit, WorkspaceSymbolResponse};

use super::symbol_kind;
use crate::convert::Places;
use crate::publish::uri_of;
use crate::state::Shared;
use crate::world::ProjectWorld;

/// Symbols of the workspace that are told at most.
const MOST_SYMBOLS: usize = 512;

/// The folders of the workspace, each as a world.
fn worlds(shared: &Arc<Shared>) -> Vec<ProjectWorld> {
    let state = shared.lock();
    let worlds = state.folders().iter().map(|folder| ProjectWorld {
        project: state.project_of(&folder.join("x")),
        environments: state.settings.environments.clone(),
        template: String::new(),
        recent_types: Vec::new(),
        inspection: None,
        shared: Arc::clone(shared),
        survey: OnceLock::new(),
        plug_ins: OnceLock::new(),
    });
    worlds.collect()
}

/// Parameters, resources, conditions and outputs whose names hold the letters of the query, in their order.
pub(crate) fn workspace_symbols(shared: &Arc<Shared>, query: &str) -> Option<WorkspaceSymbolResponse> {
    let mut found = Vec::new();
    for world in worlds(shared) {
        for known in world.known() {
            let Some(document) = world.document(&known.path, false) else {
                continue;
            };
            let view = View {
                path: &known.path,
                document: &document,
                stack: None,
                world: &world,
            };
            let source = SourceFile::new(known.path.as_str(), Arc::clone(document.tree.text()));
            let file = hotkit_workspace::real(&world.project.absolute(&known.path));
            let (uri, encoding) = {
                let state = shared.lock();
                (uri_of(&state, &file), state.encoding)
            };
            let Some(uri) = uri else { continue };
            let places = Places {
                source: &source,
                encoding,
            };
            for section in outline(&view) {
                for it in section.children.iter().filter(|it| has_letters(&it.name, query)) {
                    #[expect(deprecated, reason = "the field must be given")]
                    found.push(SymbolInformation {
                        name: it.name.clone(),
                        kind: symbol_kind(it.kind),
                        tags: None,
                        deprecated: None,
                        location: Location::new(uri.clone(), places.range(it.name_range)),
                        container_name: Some(format!("{} {}", known.path, section.name)),
                    });
                }
            }
            if found.len() >= MOST_SYMBOLS {
                found.truncate(MOST_SYMBOLS);
                return Some(WorkspaceSymbolResponse::Flat(found));
            }
        }
    }
    Some(WorkspaceSymbolResponse::Flat(found))
}

fn has_letters(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let mut wanted = query.chars().flat_map(char::to_lowercase);
    wanted.all(|it| letters.any(|letter| letter == it))
}

/// The edits that keep references right when files get other names: those of the files that name them, and those in the
/// renamed files themselves.
pub(crate) fn renamed_files(shared: &Arc<Shared>, renamed: &[(PathBuf, PathBuf)]) -> Option<WorkspaceEdit> {
    let renamed: Vec<(PathBuf, PathBuf)> = renamed
        .iter()
        .map(|(old, new)| (hotkit_workspace::real(old), hotkit_workspace::real(new)))
        .collect();
    let new_place = |file: &Path| {
        renamed.iter().find_map(|(old, new)| {
            let below = file.strip_prefix(old).ok()?;
            Some(if below.as_os_str().is_empty() {
                new.clone()
            } else {
                new.join(below)
            })
        })
    };
    let mut edits: BTreeMap<PathBuf, (Uri, Vec<TextEdit>)> = BTreeMap::new();
    for world in worlds(shared) {
        for known in world.known() {
            let Some(document) = world.document(&known.path, false) else {
                continue;
            };
            let view = View {
                path: &known.path,
                document: &document,
                stack: None,
                world: &world,
            };
            let file = hotkit_workspace::real(&world.project.absolute(&known.path));
            let own_new = new_place(&file);
            let mut changed = Vec::new();
            for reference in &document.references {
                let Some(path) = link_path(&view, reference.kind, &reference.path) else {
                    continue;
                };
                let target = hotkit_workspace::real(&world.project.absolute(&path));
                let target_new = new_place(&target);
                if own_new.is_none() && target_new.is_none() || reference.path.starts_with('/') {
                    continue;
                }
                let from = own_new.as_deref().unwrap_or(&file);
                let to = target_new.as_deref().unwrap_or(&target);
                let Some(written) = relative(from, to) else { continue };
                let text = document.tree.text();
                let range = hotkit_ide::names::written(text, &reference.path, reference.range);
                if let Some(range) = range.filter(|_| written != reference.path.trim_start_matches("./")) {
                    changed.push(Edit::replace(range, written));
                }
            }
            if changed.is_empty() {
                continue;
            }
            let source = SourceFile::new(known.path.as_str(), Arc::clone(document.tree.text()));
            let state = shared.lock();
            let places = Places {
                source: &source,
                encoding: state.encoding,
            };
            if let Some(uri) = uri_of(&state, &file) {
                let converted = changed.iter().map(|it| places.edit(it)).collect();
                edits.insert(file, (uri, converted));
            }
        }
    }
    if edits.is_empty() {
        return None;
    }
    let changes: HashMap<Uri, Vec<TextEdit>> = edits.into_values().collect();
    Some(WorkspaceEdit::new(changes))
}

/// The way from a file to another one, as a template would write it.
fn relative(from: &Path, to: &Path) -> Option<String> {
    let folder: Vec<Component<'_>> = from.parent()?.components().collect();
    let target: Vec<Component<'_>> = to.components().collect();
    let shared = folder.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let mut parts: Vec<String> = vec!["..".to_owned(); folder.len() - shared];
    for part in &target[shared..] {
        parts.push(part.as_os_str().to_str()?.to_owned());
    }
    Some(parts.join("/"))
}

/// What a type, a function or a rule is, in Markdown.
pub(crate) fn explain(what: &str) -> Option<String> {
    if let Some(resource_type) = hotkit_schema::resource_type(what) {
        return Some(describe::resource_type(resource_type));
    }
    if let Some((name, path)) = what.rsplit_once("::").and_then(|(before, last)| {
        let (last, path) = last.split_once('.')?;
        Some((format!("{before}::{last}"), path))
    }) && let Some(resource_type) = hotkit_schema::resource_type(&name)
        && let Some(property) = resource_type.property_at(path)
    {
        return Some(describe::property(resource_type, path, property));
    }
    describe::function(what).or_else(|| hotkit_lint::rule(what).map(|it| it.page.to_owned()))
}
