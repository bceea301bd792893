//! Texts that run elsewhere: what of them is known, and where their lines stand in the template.

use hotkit_eval::Value;
use hotkit_model::Expr;
use hotkit_schema::Function;
use hotkit_text::TextRange;
use smol_str::SmolStr;

use super::View;

/// A text in a property, as far as it is known.
pub(crate) struct Script<'a> {
    /// The text; from `known_until` on it stands as it is written, placeholders included.
    pub(crate) text: SmolStr,
    /// Lines from this one on, counted from 0, are not what runs: something unknown is put in. `None` where all is known.
    pub(crate) known_until: Option<usize>,
    /// The text as it is written, and the first of its lines that is changed before it runs.
    source: &'a Expr,
    unchanged_until: usize,
}

impl<'a> View<'a> {
    /// The text of a property: written down, or made by `str_replace` of a text that is written down.
    pub(crate) fn script<'e>(&self, expr: &'e Expr) -> Option<Script<'e>> {
        if let Some(text) = expr.as_text() {
            return Some(Script {
                text: text.clone(),
                known_until: None,
                source: expr,
                unchanged_until: usize::MAX,
            });
        }
        let call = expr.as_call()?;
        let is_replace = matches!(
            call.function,
            Function::Replace | Function::ReplaceJson | Function::ReplaceJsonStrict
        );
        let argument = is_replace.then_some(&call.argument)?;
        let source = &argument.get("template")?.value;
        let written = source.as_text()?;
        let params = argument.get("params")?.value.as_map()?;
        let places = params.iter().filter(|it| !it.key.text.is_empty());
        let first = places.filter_map(|it| written.find(it.key.text.as_str())).min();
        let unchanged_until = first.map_or(usize::MAX, |at| written[..at].matches('\n').count());
        match self.value(expr) {
            Some(Value::Text(text)) => Some(Script {
                text,
                known_until: None,
                source,
                unchanged_until,
            }),
            _ => Some(Script {
                text: written.clone(),
                known_until: Some(unchanged_until),
                source,
                unchanged_until,
            }),
        }
    }

    /// Where a line of a script stands in the template, without its indentation; `None` where it is made from other text, or the
    /// text does not stand line by line.
    pub(crate) fn line_of_script(&self, script: &Script<'_>, line: usize) -> Option<TextRange> {
        let range = script.source.range;
        let written = self.slice(range);
        if line >= script.unchanged_until || !written.starts_with('|') {
            return None;
        }
        let wanted = script.text.split('\n').nth(line)?.trim();
        let mut offset = range.start() as usize;
        let mut lines = written.split('\n');
        // The header of the block.
        offset += lines.next()?.len() + 1;
        for (number, found) in lines.enumerate() {
            if number == line {
                let start = offset + (found.len() - found.trim_start().len());
                let is_it = found.trim() == wanted && !wanted.is_empty();
                return is_it.then(|| TextRange::new(start as u32, (start + wanted.len()) as u32));
            }
            offset += found.len() + 1;
        }
        None
    }
}
