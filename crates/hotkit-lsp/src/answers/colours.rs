//! Semantic colours: in full, of a part, and as the difference to those that the editor has.

use std::sync::Arc;

use hotkit_ide::semantic::{Meaning, semantic_tokens};
use tower_lsp_server::ls_types::{
    Position, Range, SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensEdit,
    SemanticTokensFullDeltaResult,
};

use crate::snapshot::Snapshot;

/// Numbers of the protocol for one token.
const NUMBERS: u32 = 5;

/// The colours of a text.
pub(crate) fn colours(snapshot: &Snapshot) -> Option<SemanticTokens> {
    let data = tokens(snapshot, None)?;
    if !snapshot.abilities.colour_deltas {
        return Some(SemanticTokens { result_id: None, data });
    }
    let kept = Arc::new(data);
    let (id, _) = snapshot.exchange_colours(&kept);
    Some(full(id, &kept))
}

/// The colours of a part of a text.
pub(crate) fn colours_of_part(snapshot: &Snapshot, part: Range) -> Option<SemanticTokens> {
    let data = tokens(snapshot, Some(part))?;
    Some(SemanticTokens { result_id: None, data })
}

/// What has changed of the colours since an answer; all of them, where that was not the last one.
pub(crate) fn colours_since(snapshot: &Snapshot, previous: &str) -> Option<SemanticTokensFullDeltaResult> {
    let now = Arc::new(tokens(snapshot, None)?);
    let (id, before) = snapshot.exchange_colours(&now);
    let Some(before) = before.filter(|it| it.id == previous) else {
        return Some(full(id, &now).into());
    };
    let delta = SemanticTokensDelta {
        result_id: Some(id),
        edits: difference(&before.data, &now).into_iter().collect(),
    };
    Some(delta.into())
}

fn full(id: String, data: &Arc<Vec<SemanticToken>>) -> SemanticTokens {
    SemanticTokens {
        result_id: Some(id),
        data: data.to_vec(),
    }
}

/// The one edit that makes the second list of the first. Places are relative to each other: typing changes few tokens.
fn difference(before: &[SemanticToken], now: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let head = before.iter().zip(now).take_while(|(a, b)| a == b).count();
    let (before, now) = (&before[head..], &now[head..]);
    let pairs = before.iter().rev().zip(now.iter().rev());
    let tail = pairs.take_while(|(a, b)| a == b).count();
    let (gone, come) = (before.len() - tail, &now[..now.len() - tail]);
    (gone > 0 || !come.is_empty()).then(|| SemanticTokensEdit {
        start: head as u32 * NUMBERS,
        delete_count: gone as u32 * NUMBERS,
        data: Some(come.to_vec()),
    })
}

/// What the words of a text mean, or those of a part of it.
fn tokens(snapshot: &Snapshot, part: Option<Range>) -> Option<Vec<SemanticToken>> {
    let document = snapshot.document()?;
    let places = snapshot.places();
    let part = part.map(|it| places.text_range(it));
    let found = semantic_tokens(&snapshot.view(&document));
    let found = found
        .into_iter()
        .filter(|it| part.is_none_or(|part| part.touches(it.range.start())));
    let mut before = Position::new(0, 0);
    let mut data = Vec::new();
    for token in found {
        let range = places.range(token.range);
        if range.start.line != range.end.line {
            continue;
        }
        let is_same_line = range.start.line == before.line;
        let token_type = Meaning::ALL.iter().position(|it| *it == token.meaning);
        data.push(SemanticToken {
            delta_line: range.start.line - before.line,
            delta_start: range.start.character - if is_same_line { before.character } else { 0 },
            length: range.end.character - range.start.character,
            token_type: token_type.map_or(0, |it| it as u32),
            token_modifiers_bitset: u32::from(token.declares),
        });
        before = range.start;
    }
    Some(data)
}
