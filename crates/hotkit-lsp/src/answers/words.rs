//! Completion, hover, signatures.

use hotkit_ide::completion::{self as complete, CompletionKind};
use hotkit_ide::{hover as hovering, signature as signing};
use tower_lsp_server::ls_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, CompletionResponse, CompletionTextEdit, Documentation,
    Hover, HoverContents, InsertReplaceEdit, InsertTextFormat, MarkupContent, MarkupKind, ParameterInformation,
    ParameterLabel, Position, SignatureHelp, SignatureInformation, TextEdit,
};

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
            label: it.label,
            kind: Some(kind(it.kind)),
            detail: it.detail,
            documentation: it
                .documentation
                .map(|text| Documentation::MarkupContent(markdown(text))),
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

fn markdown(value: String) -> MarkupContent {
    MarkupContent {
        kind: MarkupKind::Markdown,
        value,
    }
}

pub(crate) fn hover(snapshot: &Snapshot, position: Position) -> Option<Hover> {
    let document = snapshot.document()?;
    let found = hovering::hover(&snapshot.view(&document), snapshot.offset(position))?;
    let mut contents = markdown(found.markdown);
    if !snapshot.abilities.markdown {
        contents.kind = MarkupKind::PlainText;
        contents.value = contents.value.replace("**", "");
    }
    Some(Hover {
        contents: HoverContents::Markup(contents),
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
        documentation: Some(Documentation::MarkupContent(markdown(found.summary.clone()))),
        active_parameter: form.active,
    });
    Some(SignatureHelp {
        signatures: signatures.collect(),
        active_signature: Some(0),
        active_parameter,
    })
}
