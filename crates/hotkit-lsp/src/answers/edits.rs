//! Changes of the text: code actions and new names.

use std::collections::HashMap;

use hotkit_format::{Outcome, Style};
use hotkit_ide::actions::{self as acting, Action, ActionKind};
use hotkit_ide::{FileEdits, rename as renaming};
use hotkit_text::{Diagnostic as Finding, Edit, TextRange};
use hotkit_workspace::{ConfigChoice, layout};
use tower_lsp_server::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp_server::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CreateFile, CreateFileOptions, Diagnostic,
    DocumentChangeOperation, DocumentChanges, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier, Position,
    PrepareRenameResponse, Range, ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use crate::snapshot::Snapshot;

pub(crate) fn actions(
    snapshot: &Snapshot,
    range: Range,
    context: &CodeActionContext,
) -> Option<Vec<CodeActionOrCommand>> {
    let document = snapshot.document()?;
    let findings = snapshot.findings();
    let listed: Vec<&Finding> = findings.iter().collect();
    let at = snapshot.places().text_range(range);
    let mut found = acting::actions(&snapshot.view(&document), at, &listed);
    found.extend(ignoring(snapshot, at, &listed));
    let converted = found.into_iter().filter_map(|action| {
        let kind = kind(action.kind);
        let is_wanted = context
            .only
            .as_ref()
            .is_none_or(|only| only.iter().any(|it| is_part(&kind, it)));
        if !is_wanted {
            return None;
        }
        let mends = action
            .mends
            .and_then(|index| diagnostic(snapshot, listed.get(index)?, context));
        let preferred = action.preferred && action.mends.is_some();
        Some(CodeActionOrCommand::CodeAction(CodeAction {
            title: action.title.clone(),
            kind: Some(kind),
            diagnostics: mends.map(|it| vec![it]),
            edit: Some(workspace_edit(snapshot, &action)?),
            is_preferred: preferred.then_some(true),
            ..CodeAction::default()
        }))
    });
    Some(converted.collect())
}

/// A comment that silences a finding, where the text allows one.
fn ignoring(snapshot: &Snapshot, at: TextRange, findings: &[&Finding]) -> Vec<Action> {
    let near = |range: TextRange| range.start() <= at.end() && at.start() <= range.end();
    let mut actions: Vec<Action> = Vec::new();
    for (index, finding) in findings.iter().enumerate().filter(|(_, it)| near(it.range)) {
        let title = format!("Ignore `{}` here", finding.rule);
        let place = [(finding.range.start(), finding.rule)];
        let Some(after) = hotkit_workspace::with_comments(&snapshot.source, &place) else {
            continue;
        };
        if actions.iter().any(|it| it.title == title) {
            continue;
        }
        actions.push(Action {
            title,
            kind: ActionKind::QuickFix,
            edits: vec![FileEdits {
                path: snapshot.source.path().to_owned(),
                edits: vec![difference(snapshot.source.text(), &after)],
            }],
            create: None,
            mends: Some(index),
            preferred: false,
        });
    }
    actions
}

/// The one edit that makes the second text of the first, as small as can be.
fn difference(before: &str, after: &str) -> Edit {
    let same = |(a, b): &(char, char)| a == b;
    let head: usize = before
        .chars()
        .zip(after.chars())
        .take_while(same)
        .map(|(it, _)| it.len_utf8())
        .sum();
    let (rest, new) = (&before[head..], &after[head..]);
    let tail: usize = rest
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take_while(same)
        .map(|(it, _)| it.len_utf8())
        .sum();
    let range = TextRange::new(head as u32, (before.len() - tail) as u32);
    Edit::replace(range, &new[..new.len() - tail])
}

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        ActionKind::Inline => CodeActionKind::REFACTOR_INLINE,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
    }
}

/// `refactor.extract` is a part of `refactor`.
fn is_part(kind: &CodeActionKind, of: &CodeActionKind) -> bool {
    let (kind, of) = (kind.as_str(), of.as_str());
    of.is_empty() || kind == of || kind.strip_prefix(of).is_some_and(|rest| rest.starts_with('.'))
}

/// The editor's own diagnostic for a finding, so that it knows which one goes away.
fn diagnostic(snapshot: &Snapshot, finding: &Finding, context: &CodeActionContext) -> Option<Diagnostic> {
    let range = snapshot.range(finding.range);
    let is_it = |it: &&Diagnostic| {
        it.range == range && matches!(&it.code, Some(NumberOrString::String(code)) if code == finding.rule)
    };
    context.diagnostics.iter().find(is_it).cloned()
}

fn workspace_edit(snapshot: &Snapshot, action: &Action) -> Option<WorkspaceEdit> {
    let Some(create) = &action.create else {
        return edit_of(snapshot, &action.edits);
    };
    if !snapshot.abilities.create_files || !snapshot.abilities.document_changes {
        return None;
    }
    let uri = snapshot.uri_of(create)?;
    let mut operations = vec![DocumentChangeOperation::Op(ResourceOp::Create(CreateFile {
        uri,
        options: Some(CreateFileOptions {
            overwrite: Some(false),
            ignore_if_exists: Some(true),
        }),
        annotation_id: None,
    }))];
    for edits in &action.edits {
        operations.push(DocumentChangeOperation::Edit(document_edit(snapshot.edits(edits)?)));
    }
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    })
}

fn document_edit((uri, version, edits): (Uri, Option<i32>, Vec<TextEdit>)) -> TextDocumentEdit {
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    }
}

/// Edits of several files; with the version of the text that they are for, where the editor looks at it.
fn edit_of(snapshot: &Snapshot, files: &[FileEdits]) -> Option<WorkspaceEdit> {
    let converted: Option<Vec<_>> = files.iter().map(|it| snapshot.edits(it)).collect();
    let converted = converted?;
    if snapshot.abilities.document_changes {
        let edits = converted.into_iter().map(document_edit).collect();
        return Some(WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(edits)),
            ..WorkspaceEdit::default()
        });
    }
    let changes: HashMap<Uri, Vec<TextEdit>> = converted.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
    Some(WorkspaceEdit::new(changes))
}

/// The layout that the configurations ask for; `None` where they have mistakes, which are told at their places.
fn style(snapshot: &Snapshot) -> Option<Style> {
    layout(&snapshot.world.project, &ConfigChoice::Found, snapshot.source.path()).ok()
}

/// The edits that lay out the text, or the lines of a part of it; none where it cannot be read.
pub(crate) fn formatting(snapshot: &Snapshot, part: Option<Range>) -> Option<Vec<TextEdit>> {
    let document = snapshot.document()?;
    let style = style(snapshot)?;
    let outcome = match part {
        None => hotkit_format::format(&document.tree, &style),
        Some(part) => {
            let range = snapshot.places().text_range(part);
            hotkit_format::format_ranges(&document.tree, &style, &[range])
        }
    };
    let Outcome::Changed(formatted) = outcome else {
        return Some(Vec::new());
    };
    let places = snapshot.places();
    Some(formatted.edits.iter().map(|it| places.edit(it)).collect())
}

/// The edits that a line break or a closing bracket brings about.
pub(crate) fn formatting_on_type(snapshot: &Snapshot, position: Position, typed: &str) -> Option<Vec<TextEdit>> {
    let document = snapshot.document()?;
    let typed = typed.chars().next()?;
    let edits = hotkit_format::format_on_type(&document.tree, &style(snapshot)?, snapshot.offset(position), typed);
    let places = snapshot.places();
    Some(edits.iter().map(|it| places.edit(it)).collect())
}

pub(crate) fn prepare_rename(snapshot: &Snapshot, position: Position) -> Option<Result<PrepareRenameResponse>> {
    let document = snapshot.document()?;
    let found = renaming::prepare_rename(&snapshot.view(&document), snapshot.offset(position));
    Some(match found {
        Ok((range, placeholder)) => Ok(PrepareRenameResponse::RangeWithPlaceholder {
            range: snapshot.range(range),
            placeholder,
        }),
        Err(why) => Err(refused(why)),
    })
}

pub(crate) fn rename(snapshot: &Snapshot, position: Position, new_name: &str) -> Option<Result<WorkspaceEdit>> {
    let document = snapshot.document()?;
    let found = renaming::rename(&snapshot.view(&document), snapshot.offset(position), new_name);
    Some(match found {
        Ok(files) => edit_of(snapshot, &files).ok_or_else(|| refused("a file is not there any more".to_owned())),
        Err(why) => Err(refused(why)),
    })
}

/// The protocol's answer to a request that is sound and cannot be carried out.
fn refused(why: String) -> Error {
    Error {
        code: ErrorCode::ServerError(-32803),
        message: why.into(),
        data: None,
    }
}
