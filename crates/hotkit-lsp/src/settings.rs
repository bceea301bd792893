//! What the editor tells about itself and what its user has set.

use serde::Deserialize;
use serde_json::Value;
use tower_lsp_server::ls_types::{
    ClientCapabilities, InitializeParams, MarkupKind, PositionEncodingKind, SemanticTokensFullOptions,
};

use crate::convert::Encoding;

/// What the user can set, below `hotkit` in the editor's settings and in `initializationOptions`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Settings {
    /// Rules and groups that are on, instead of those that are on by themselves.
    pub(crate) select: Vec<String>,
    /// Rules and groups that are off.
    pub(crate) ignore: Vec<String>,
    /// The releases of Heat that are meant, as `--release` takes them; empty leaves it to the configuration.
    pub(crate) release: String,
    /// Environments, as `-e` takes them: each template is judged as a stack creation with them.
    pub(crate) environments: Vec<String>,
    /// Whether values and waves are shown in the text.
    pub(crate) inlay_hints: Toggle,
    /// Whether lines above resources say what they depend on.
    pub(crate) code_lens: Toggle,
}

/// On unless switched off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(transparent)]
pub(crate) struct Toggle(pub(crate) bool);

impl Default for Toggle {
    fn default() -> Toggle {
        Toggle(true)
    }
}

impl Settings {
    /// The settings in what an editor sends: below `hotkit` or bare; `None` where it sends none.
    ///
    /// # Errors
    /// Where they cannot be understood, with words for the user.
    pub(crate) fn from_value(value: &Value) -> Result<Option<Settings>, String> {
        let value = value.get("hotkit").unwrap_or(value);
        if !value.is_object() {
            return Ok(None);
        }
        Settings::deserialize(value)
            .map(Some)
            .map_err(|error| format!("hotkit: the settings below `hotkit` stay as they were: {error}."))
    }
}

/// What the editor can do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Abilities {
    pub(crate) pull: bool,
    pub(crate) refresh_diagnostics: bool,
    pub(crate) refresh_inlay_hints: bool,
    pub(crate) refresh_code_lens: bool,
    pub(crate) snippets: bool,
    pub(crate) insert_replace: bool,
    pub(crate) nested_symbols: bool,
    pub(crate) link_definitions: bool,
    pub(crate) related_information: bool,
    pub(crate) watch_files: bool,
    pub(crate) configuration: bool,
    pub(crate) document_changes: bool,
    pub(crate) create_files: bool,
    pub(crate) markdown: bool,
    pub(crate) markdown_items: bool,
    pub(crate) markdown_signatures: bool,
    pub(crate) show_references: bool,
    pub(crate) colour_deltas: bool,
}

impl Abilities {
    pub(crate) fn of(capabilities: &ClientCapabilities) -> Abilities {
        let text = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let item = text
            .and_then(|it| it.completion.as_ref())
            .and_then(|it| it.completion_item.as_ref());
        let is = |it: Option<bool>| it.unwrap_or(false);
        let edits = workspace.and_then(|it| it.workspace_edit.as_ref());
        Abilities {
            pull: text.is_some_and(|it| it.diagnostic.is_some()),
            refresh_diagnostics: is(workspace
                .and_then(|it| it.diagnostics.as_ref())
                .and_then(|it| it.refresh_support)),
            refresh_inlay_hints: is(workspace
                .and_then(|it| it.inlay_hint.as_ref())
                .and_then(|it| it.refresh_support)),
            refresh_code_lens: is(workspace
                .and_then(|it| it.code_lens.as_ref())
                .and_then(|it| it.refresh_support)),
            snippets: is(item.and_then(|it| it.snippet_support)),
            insert_replace: is(item.and_then(|it| it.insert_replace_support)),
            nested_symbols: is(text
                .and_then(|it| it.document_symbol.as_ref())
                .and_then(|it| it.hierarchical_document_symbol_support)),
            link_definitions: is(text
                .and_then(|it| it.definition.as_ref())
                .and_then(|it| it.link_support)),
            related_information: is(text
                .and_then(|it| it.publish_diagnostics.as_ref())
                .and_then(|it| it.related_information)),
            watch_files: is(workspace
                .and_then(|it| it.did_change_watched_files.as_ref())
                .and_then(|it| it.dynamic_registration)),
            configuration: is(workspace.and_then(|it| it.configuration)),
            document_changes: is(edits.and_then(|it| it.document_changes)),
            create_files: edits
                .and_then(|it| it.resource_operations.as_ref())
                .is_some_and(|it| it.contains(&tower_lsp_server::ls_types::ResourceOperationKind::Create)),
            markdown: has_markdown(
                text.and_then(|it| it.hover.as_ref())
                    .and_then(|it| it.content_format.as_ref()),
            ),
            markdown_items: has_markdown(item.and_then(|it| it.documentation_format.as_ref())),
            markdown_signatures: has_markdown(
                text.and_then(|it| it.signature_help.as_ref())
                    .and_then(|it| it.signature_information.as_ref())
                    .and_then(|it| it.documentation_format.as_ref()),
            ),
            colour_deltas: text.and_then(|it| it.semantic_tokens.as_ref()).is_some_and(|it| {
                matches!(
                    it.requests.full,
                    Some(SemanticTokensFullOptions::Delta { delta: Some(true) })
                )
            }),
            show_references: capabilities
                .experimental
                .as_ref()
                .and_then(|it| it.get("hotkitShowReferences"))
                .and_then(Value::as_bool)
                .unwrap_or(false),
        }
    }
}

fn has_markdown(formats: Option<&Vec<MarkupKind>>) -> bool {
    formats.is_some_and(|it| it.contains(&MarkupKind::Markdown))
}

/// Bytes where the editor offers them, since that is what hotkit counts in.
pub(crate) fn encoding(params: &InitializeParams) -> Encoding {
    let general = params.capabilities.general.as_ref();
    let offered = general.and_then(|it| it.position_encodings.as_deref()).unwrap_or(&[]);
    if offered.contains(&PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else {
        Encoding::Utf16
    }
}
