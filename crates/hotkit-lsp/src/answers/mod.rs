//! Answers of `hotkit-ide` in the protocol's words. Nothing is decided here.

mod colours;
mod edits;
mod picture;
mod project;
mod words;

pub(crate) use colours::{colours, colours_of_part, colours_since};
pub(crate) use edits::{actions, formatting, formatting_on_type, prepare_rename, rename};
pub(crate) use picture::{graph, plan};
pub(crate) use project::{explain, renamed_files, workspace_symbols};
pub(crate) use words::{completion, hover, signature};

use hotkit_ide::navigation::Target;
use hotkit_ide::symbols::{Outline, SymbolKind as Kind};
use hotkit_ide::{View, folding as folds, hierarchy, hints as inlay, lens, links as file_links, navigation};
use hotkit_ide::{selection as pieces, symbols as outline};
use serde_json::json;
use tower_lsp_server::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, CodeLens, Command, DocumentHighlight,
    DocumentHighlightKind, DocumentLink, DocumentSymbol, DocumentSymbolResponse, FoldingRange, FoldingRangeKind,
    GotoDefinitionResponse, InlayHint, InlayHintKind, InlayHintLabel, InlayHintTooltip, Location, LocationLink,
    Position, Range, SelectionRange, SymbolInformation, SymbolKind,
};

use crate::snapshot::Snapshot;

pub(crate) fn targets(
    snapshot: &Snapshot,
    position: Position,
    find: fn(&View<'_>, u32) -> Vec<Target>,
) -> Option<GotoDefinitionResponse> {
    let document = snapshot.document()?;
    let found = find(&snapshot.view(&document), snapshot.offset(position));
    if found.is_empty() {
        return None;
    }
    if !snapshot.abilities.link_definitions {
        let places = found.iter().filter_map(|it| snapshot.location(&it.path, it.name));
        return Some(GotoDefinitionResponse::Array(places.collect()));
    }
    let links = found.iter().filter_map(|it| {
        let name = snapshot.location(&it.path, it.name)?;
        let whole = snapshot.location(&it.path, it.whole)?;
        Some(LocationLink {
            origin_selection_range: Some(snapshot.range(it.origin)),
            target_uri: name.uri,
            target_range: whole.range,
            target_selection_range: name.range,
        })
    });
    Some(GotoDefinitionResponse::Link(links.collect()))
}

pub(crate) fn references(snapshot: &Snapshot, position: Position, with_declaration: bool) -> Option<Vec<Location>> {
    let document = snapshot.document()?;
    let offset = snapshot.offset(position);
    let places = navigation::references(&snapshot.view(&document), offset, with_declaration);
    let places = places.iter().filter_map(|it| snapshot.location(&it.path, it.range));
    Some(places.collect())
}

pub(crate) fn highlight(snapshot: &Snapshot, position: Position) -> Option<Vec<DocumentHighlight>> {
    let document = snapshot.document()?;
    let places = navigation::highlight(&snapshot.view(&document), snapshot.offset(position));
    let places = places.into_iter().map(|(range, declares)| DocumentHighlight {
        range: snapshot.range(range),
        kind: Some(if declares {
            DocumentHighlightKind::WRITE
        } else {
            DocumentHighlightKind::READ
        }),
    });
    Some(places.collect())
}

pub(crate) fn symbols(snapshot: &Snapshot) -> Option<DocumentSymbolResponse> {
    let document = snapshot.document()?;
    let outline = outline::outline(&snapshot.view(&document));
    if snapshot.abilities.nested_symbols {
        let nested = outline.iter().map(|it| symbol(snapshot, it)).collect();
        return Some(DocumentSymbolResponse::Nested(nested));
    }
    let mut flat = Vec::new();
    for section in &outline {
        flat.push(information(snapshot, section, None));
        flat.extend(
            section
                .children
                .iter()
                .map(|it| information(snapshot, it, Some(&section.name))),
        );
    }
    Some(DocumentSymbolResponse::Flat(flat))
}

/// The protocol's word for a symbol.
pub(crate) fn symbol_kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Section => SymbolKind::NAMESPACE,
        Kind::Parameter => SymbolKind::VARIABLE,
        Kind::Condition => SymbolKind::BOOLEAN,
        Kind::Resource => SymbolKind::OBJECT,
        Kind::Output => SymbolKind::FIELD,
        Kind::Entry => SymbolKind::KEY,
    }
}

/// One level of sections with what they hold: the depth is fixed.
fn symbol(snapshot: &Snapshot, it: &Outline) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> = it.children.iter().map(|it| symbol(snapshot, it)).collect();
    #[expect(deprecated, reason = "the field must be given")]
    DocumentSymbol {
        name: it.name.clone(),
        detail: it.detail.clone(),
        kind: symbol_kind(it.kind),
        tags: None,
        deprecated: None,
        range: snapshot.range(it.range),
        selection_range: snapshot.range(it.name_range),
        children: Some(children).filter(|it| !it.is_empty()),
    }
}

fn information(snapshot: &Snapshot, it: &Outline, section: Option<&String>) -> SymbolInformation {
    #[expect(deprecated, reason = "the field must be given")]
    SymbolInformation {
        name: it.name.clone(),
        kind: symbol_kind(it.kind),
        tags: None,
        deprecated: None,
        location: Location::new(snapshot.uri.clone(), snapshot.range(it.range)),
        container_name: section.cloned(),
    }
}

pub(crate) fn links(snapshot: &Snapshot) -> Option<Vec<DocumentLink>> {
    let document = snapshot.document()?;
    let links = file_links::links(&snapshot.view(&document));
    let links = links.into_iter().filter_map(|it| {
        Some(DocumentLink {
            range: snapshot.range(it.range),
            target: Some(snapshot.uri_of(&it.path)?),
            tooltip: None,
            data: None,
        })
    });
    Some(links.collect())
}

pub(crate) fn folding(snapshot: &Snapshot) -> Option<Vec<FoldingRange>> {
    let document = snapshot.document()?;
    let folds = folds::folding(&snapshot.view(&document));
    let folds = folds.into_iter().map(|it| {
        let range = snapshot.range(it.range);
        FoldingRange {
            start_line: range.start.line,
            start_character: None,
            end_line: range.end.line,
            end_character: None,
            kind: it.is_comment.then_some(FoldingRangeKind::Comment),
            collapsed_text: None,
        }
    });
    Some(folds.collect())
}

pub(crate) fn selection(snapshot: &Snapshot, positions: &[Position]) -> Option<Vec<SelectionRange>> {
    let document = snapshot.document()?;
    let view = snapshot.view(&document);
    let selections = positions.iter().map(|position| {
        let ranges = pieces::selection(&view, snapshot.offset(*position));
        let mut outer: Option<SelectionRange> = None;
        for range in ranges.into_iter().rev() {
            outer = Some(SelectionRange {
                range: snapshot.range(range),
                parent: outer.map(Box::new),
            });
        }
        outer.unwrap_or(SelectionRange {
            range: Range::new(*position, *position),
            parent: None,
        })
    });
    Some(selections.collect())
}

pub(crate) fn hints(snapshot: &Snapshot, part: Range) -> Option<Vec<InlayHint>> {
    if !snapshot.settings.inlay_hints.0 {
        return None;
    }
    let document = snapshot.document()?;
    let part = snapshot.places().text_range(part);
    let hints = inlay::hints(&snapshot.view(&document), part);
    let hints = hints.into_iter().map(|it| InlayHint {
        position: snapshot.places().position(it.offset),
        label: InlayHintLabel::String(it.label),
        kind: Some(InlayHintKind::PARAMETER),
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(it.tooltip)),
        padding_left: Some(true),
        padding_right: Some(false),
        data: None,
    });
    Some(hints.collect())
}

pub(crate) fn lenses(snapshot: &Snapshot) -> Option<Vec<CodeLens>> {
    if !snapshot.settings.code_lens.0 {
        return None;
    }
    let document = snapshot.document()?;
    let lenses = lens::lenses(&snapshot.view(&document));
    let lenses = lenses.into_iter().map(|it| {
        let range = snapshot.range(it.range);
        let places: Vec<Location> = it
            .used_at
            .iter()
            .map(|place| Location::new(snapshot.uri.clone(), snapshot.range(*place)))
            .collect();
        // Only an editor that says so can open a list of places from a lens; to others it is a line of text.
        let shows = snapshot.abilities.show_references && !places.is_empty();
        CodeLens {
            range,
            command: Some(Command {
                title: it.title,
                command: if shows {
                    "hotkit.showReferences".to_owned()
                } else {
                    String::new()
                },
                arguments: shows.then(|| vec![json!(snapshot.uri), json!(range.start), json!(places)]),
            }),
            data: None,
        }
    });
    Some(lenses.collect())
}

pub(crate) fn prepare_hierarchy(snapshot: &Snapshot, position: Position) -> Option<Vec<CallHierarchyItem>> {
    let document = snapshot.document()?;
    let item = hierarchy::prepare(&snapshot.view(&document), snapshot.offset(position))?;
    Some(vec![hierarchy_item(snapshot, item)])
}

pub(crate) fn incoming(snapshot: &Snapshot, name: &str) -> Option<Vec<CallHierarchyIncomingCall>> {
    let document = snapshot.document()?;
    let calls = hierarchy::incoming(&snapshot.view(&document), name);
    let calls = calls.into_iter().map(|it| CallHierarchyIncomingCall {
        from: hierarchy_item(snapshot, it.item),
        from_ranges: it.places.into_iter().map(|it| snapshot.range(it)).collect(),
    });
    Some(calls.collect())
}

pub(crate) fn outgoing(snapshot: &Snapshot, name: &str) -> Option<Vec<CallHierarchyOutgoingCall>> {
    let document = snapshot.document()?;
    let calls = hierarchy::outgoing(&snapshot.view(&document), name);
    let calls = calls.into_iter().map(|it| CallHierarchyOutgoingCall {
        to: hierarchy_item(snapshot, it.item),
        from_ranges: it.places.into_iter().map(|it| snapshot.range(it)).collect(),
    });
    Some(calls.collect())
}

fn hierarchy_item(snapshot: &Snapshot, it: hierarchy::Item) -> CallHierarchyItem {
    CallHierarchyItem {
        name: it.name.to_string(),
        kind: SymbolKind::OBJECT,
        tags: None,
        detail: it.detail,
        uri: snapshot.uri.clone(),
        range: snapshot.range(it.range),
        selection_range: snapshot.range(it.name_range),
        data: None,
    }
}
