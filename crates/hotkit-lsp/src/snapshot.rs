//! What a request works on: one text and its surroundings as they were when the request came in.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use hotkit_ide::{FileEdits, View, World};
use hotkit_model::Document;
use hotkit_text::{Diagnostic as Finding, SourceFile, TextRange};
use hotkit_workspace::Kept;
use tower_lsp_server::ls_types::{Location, Position, Range, SemanticToken, TextEdit, Uri};

use crate::convert::{Encoding, Places};
use crate::publish::findings;
use crate::settings::{Abilities, Settings};
use crate::state::{Colours, Shared, State};
use crate::world::ProjectWorld;

/// One text, and everything that a feature may ask about it.
pub(crate) struct Snapshot {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    pub(crate) source: Arc<SourceFile>,
    pub(crate) abilities: Abilities,
    pub(crate) settings: Settings,
    pub(crate) world: ProjectWorld,
    encoding: Encoding,
    file: PathBuf,
    named: bool,
    slot: Arc<OnceLock<Option<Arc<Document>>>>,
    kept: Arc<Kept>,
    /// Addresses of the texts that are open, by file.
    open: BTreeMap<PathBuf, Uri>,
    shared: Arc<Shared>,
}

impl Snapshot {
    /// The snapshot of an open text; `None` where it is not open.
    pub(crate) fn of(shared: &Arc<Shared>, state: &State, uri: &Uri) -> Option<Snapshot> {
        let open = state.open.get(uri)?;
        let result = state.results.get(uri);
        Some(Snapshot {
            uri: uri.clone(),
            version: open.version,
            source: Arc::clone(&open.source),
            abilities: state.abilities,
            settings: state.settings.clone(),
            world: ProjectWorld {
                project: state.project_of(&open.file),
                environments: state.settings.environments.clone(),
                template: open.source.path().to_owned(),
                recent_types: state.recent_types.clone(),
                inspection: result.map(|it| Arc::clone(&it.inspection)),
                shared: Arc::clone(shared),
                survey: OnceLock::new(),
                plug_ins: OnceLock::new(),
            },
            encoding: state.encoding,
            file: open.file.clone(),
            named: open.named,
            slot: Arc::clone(&open.document),
            kept: Arc::clone(&state.kept),
            open: state
                .open
                .iter()
                .map(|(uri, open)| (open.file.clone(), uri.clone()))
                .collect(),
            shared: Arc::clone(shared),
        })
    }

    /// The text, read: by this request, if nobody has done so yet. `None` for what is neither template nor environment.
    pub(crate) fn document(&self) -> Option<Arc<Document>> {
        let read = || self.kept.document(&self.file, self.source.text(), self.named);
        self.slot.get_or_init(read).clone()
    }

    /// What features look at.
    pub(crate) fn view<'s>(&'s self, document: &'s Document) -> View<'s> {
        let path = self.source.path();
        let stacks = self.world.inspection.iter().flat_map(|it| &it.stacks);
        let stack = stacks
            .into_iter()
            .find(|(its, _)| its == path)
            .and_then(|(_, it)| it.as_ref());
        View {
            path,
            document,
            stack,
            world: &self.world,
        }
    }

    /// The findings of this file, as they were found, and their text: places are those of that text.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let state = self.shared.lock();
        let is_present = state
            .results
            .get(&self.uri)
            .is_some_and(|it| it.version == self.version);
        if !is_present {
            return Vec::new();
        }
        findings(&state, &self.file).1
    }

    pub(crate) fn places(&self) -> Places<'_> {
        Places {
            source: &self.source,
            encoding: self.encoding,
        }
    }

    pub(crate) fn offset(&self, position: Position) -> u32 {
        self.places().offset(position)
    }

    pub(crate) fn range(&self, range: TextRange) -> Range {
        self.places().range(range)
    }

    /// The address of a file of the project.
    pub(crate) fn uri_of(&self, path: &str) -> Option<Uri> {
        if path == self.source.path() {
            return Some(self.uri.clone());
        }
        let file = hotkit_workspace::real(&self.world.project.absolute(path));
        self.open.get(&file).cloned().or_else(|| Uri::from_file_path(&file))
    }

    /// The text of a file of the project.
    pub(crate) fn source_of(&self, path: &str) -> Option<Arc<SourceFile>> {
        if path == self.source.path() {
            return Some(Arc::clone(&self.source));
        }
        let document = self.world.document(path, true)?;
        Some(Arc::new(SourceFile::new(path, Arc::clone(document.tree.text()))))
    }

    /// A place in a file of the project.
    pub(crate) fn location(&self, path: &str, range: TextRange) -> Option<Location> {
        let source = self.source_of(path)?;
        let places = Places {
            source: &source,
            encoding: self.encoding,
        };
        Some(Location::new(self.uri_of(path)?, places.range(range)))
    }

    /// Edits of a file of the project; `None` where there is no such file.
    pub(crate) fn edits(&self, edits: &FileEdits) -> Option<(Uri, Option<i32>, Vec<TextEdit>)> {
        let uri = self.uri_of(&edits.path)?;
        let source = self
            .source_of(&edits.path)
            .unwrap_or_else(|| Arc::new(SourceFile::new(edits.path.as_str(), "")));
        let places = Places {
            source: &source,
            encoding: self.encoding,
        };
        let converted = edits.edits.iter().map(|it| places.edit(it)).collect();
        let version = (uri == self.uri).then_some(self.version);
        Some((uri, version, converted))
    }

    /// Keeps the colours of the text; the name of this answer, and the answer before.
    pub(crate) fn exchange_colours(&self, data: &Arc<Vec<SemanticToken>>) -> (String, Option<Colours>) {
        self.shared.lock().exchange_colours(&self.uri, Arc::clone(data))
    }

    /// Whether the text is still the one that the request saw.
    pub(crate) fn is_present(&self) -> bool {
        let state = self.shared.lock();
        state.open.get(&self.uri).is_some_and(|it| it.version == self.version)
    }
}
