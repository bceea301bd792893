//! Completion, hover, signatures.

use hotkit_ide::completion::{self as complete, CompletionKind};
use hotkit_ide::{hover as hovering, signature as signing};
use serde_json::json;
use tower_lsp_server::ls_types::{
    Command, CompletionItem, CompletionItemKind, CompletionItemTag, CompletionResponse, CompletionTextEdit,
    Documentation, Hover, HoverContents, InsertReplaceEdit, InsertTextFormat, MarkupContent, MarkupKind,
    ParameterInformation, ParameterLabel, Position, SignatureHelp, SignatureInformation, TextEdit,
};

use crate::capabilities::USED;
use crate::snapshot::Snapshot;

pub(crate) fn completion(snapshot: &Snapshot, position: Position) -> Option<CompletionResponse> {
    let document = snapshot.document()?;
    let found = complete::completion(&snapshot.view(&document), snapshot.offset(position))?;
    let (insert, replace) = (snapshot.range(found.insert), snapshot.range(found.replace));
    let items = found.items.into_iter().enumerate().filter_map(|(place, it)| {
        let snippet = it.snippet.filter(|_| snapshot.abilities.snippets);
        let is_snippet = snippet.is_some();
        let new_text = match snippet {
            Some(snippet) => snippet,
            // A frame to be filled in is nothing without blanks to be filled.
            None if it.insert.is_empty() => return None,
            None => it.insert,
        };
        let text_edit = if snapshot.abilities.insert_replace {
            CompletionTextEdit::InsertAndReplace(InsertReplaceEdit {
                new_text,
                insert,
                replace,
            })
        } else {
            CompletionTextEdit::Edit(TextEdit::new(insert, new_text))
        };
        Some(CompletionItem {
            command: (it.kind == CompletionKind::Type).then(|| used(&it.label)),
            label: it.label,
            kind: Some(kind(it.kind)),
            detail: it.detail,
            documentation: it
                .documentation
                .map(|text| documentation(text, snapshot.abilities.markdown_items)),
            tags: it.deprecated.then(|| vec![CompletionItemTag::DEPRECATED]),
            sort_text: Some(format!("{:03}{place:05}", it.rank)),
            insert_text_format: Some(if is_snippet {
                InsertTextFormat::SNIPPET
            } else {
                InsertTextFormat::PLAIN_TEXT
            }),
            text_edit: Some(text_edit),
            ..CompletionItem::default()
        })
    });
    Some(CompletionResponse::Array(items.collect()))
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Keyword => CompletionItemKind::KEYWORD,
        CompletionKind::Property => CompletionItemKind::PROPERTY,
        CompletionKind::Type => CompletionItemKind::CLASS,
        CompletionKind::Function => CompletionItemKind::FUNCTION,
        CompletionKind::Parameter => CompletionItemKind::VARIABLE,
        CompletionKind::Resource => CompletionItemKind::REFERENCE,
        CompletionKind::Condition => CompletionItemKind::EVENT,
        CompletionKind::Attribute => CompletionItemKind::FIELD,
        CompletionKind::Value => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::File => CompletionItemKind::FILE,
        CompletionKind::Folder => CompletionItemKind::FOLDER,
        CompletionKind::Snippet => CompletionItemKind::SNIPPET,
    }
}

/// Words beside an item: Markdown, or the bare text that every editor takes.
fn documentation(text: String, markdown: bool) -> Documentation {
    if markdown {
        Documentation::MarkupContent(markup(text, true))
    } else {
        Documentation::String(text.replace("**", ""))
    }
}

/// Tells the server that a type was chosen: it comes first from then on.
fn used(name: &str) -> Command {
    Command::new("Remember the type".to_owned(), USED.to_owned(), Some(vec![json!(name)]))
}

/// Text as the editor can show it.
fn markup(value: String, markdown: bool) -> MarkupContent {
    if markdown {
        return MarkupContent {
            kind: MarkupKind::Markdown,
            value,
        };
    }
    MarkupContent {
        kind: MarkupKind::PlainText,
        value: value.replace("**", ""),
    }
}

pub(crate) fn hover(snapshot: &Snapshot, position: Position) -> Option<Hover> {
    let document = snapshot.document()?;
    let found = hovering::hover(&snapshot.view(&document), snapshot.offset(position))?;
    Some(Hover {
        contents: HoverContents::Markup(markup(found.markdown, snapshot.abilities.markdown)),
        range: Some(snapshot.range(found.range)),
    })
}

pub(crate) fn signature(snapshot: &Snapshot, position: Position) -> Option<SignatureHelp> {
    let document = snapshot.document()?;
    let found = signing::signature(&snapshot.view(&document), snapshot.offset(position))?;
    let active_parameter = found.forms.first().and_then(|it| it.active);
    let signatures = found.forms.into_iter().map(|form| SignatureInformation {
        parameters: Some(
            form.arguments
                .iter()
                .map(|(start, end)| ParameterInformation {
                    // Labels are ASCII: bytes are UTF-16 units.
                    label: ParameterLabel::LabelOffsets([*start, *end]),
                    documentation: None,
                })
                .collect(),
        ),
        label: form.label,
        documentation: Some(documentation(
            found.summary.clone(),
            snapshot.abilities.markdown_signatures,
        )),
        active_parameter: form.active,
    });
    Some(SignatureHelp {
        signatures: signatures.collect(),
        active_signature: Some(0),
        active_parameter,
    })
}
