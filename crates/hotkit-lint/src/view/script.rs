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
            Some(Value::Text(text)) => {
                // Where no value has lines of its own, each line stays where it is.
                let keeps_lines = text.matches('\n').count() == written.matches('\n').count();
                Some(Script {
                    text,
                    known_until: None,
                    source,
                    unchanged_until: if keeps_lines { usize::MAX } else { unchanged_until },
                })
            }
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
        self.lines_of_script(script).get(line).copied().flatten()
    }

    /// The same for every line.
    pub(crate) fn lines_of_script(&self, script: &Script<'_>) -> Vec<Option<TextRange>> {
        let range = script.source.range;
        let written = self.slice(range);
        let count = script.text.split('\n').count();
        let Some((header, block)) = written.split_once('\n').filter(|_| written.starts_with('|')) else {
            return vec![None; count];
        };
        let mut offset = range.start() as usize + header.len() + 1;
        let mut lines = Vec::with_capacity(count);
        let mut found = block.split('\n');
        for (number, wanted) in script.text.split('\n').enumerate() {
            let Some(line) = found.next() else {
                lines.push(None);
                continue;
            };
            let start = offset + (line.len() - line.trim_start().len());
            let (wanted, content) = (wanted.trim(), line.trim());
            let is_it = number < script.unchanged_until && content == wanted && !wanted.is_empty();
            lines.push(is_it.then(|| TextRange::new(start as u32, (start + content.len()) as u32)));
            offset += line.len() + 1;
        }
        lines
    }
}
