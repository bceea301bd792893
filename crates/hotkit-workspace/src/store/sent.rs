//! Files as Heat's client sends them with a template: what a dry run finds behind their paths.

use hotkit_eval::Value;
use hotkit_plan::PlanFiles;
use smol_str::SmolStr;

use super::{Entry, Store};

impl PlanFiles for Store {
    fn sent(&self, path: &str) -> Option<SmolStr> {
        let Some(Entry::Loaded(index)) = self.by_path.get(path) else {
            return None;
        };
        let loaded = &self.contents[*index];
        // A template is sent as JSON with its references made absolute (N-018).
        if let Some(document) = &loaded.template {
            let data = document
                .references
                .is_empty()
                .then(|| hotkit_model::as_data(&document.tree))??;
            return Some(included_json(&Value::from_expr(&data)).into());
        }
        loaded.text.as_deref().map(SmolStr::new)
    }
}

/// JSON as Python's `dumps` writes it: in order, everything beyond ASCII escaped.
fn included_json(value: &Value) -> String {
    match value {
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(included_json).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let entry = |(key, value): &(SmolStr, Value)| {
                let key = hotkit_eval::json_text(&Value::Text(key.clone())).unwrap_or_default();
                format!("{key}: {}", included_json(value))
            };
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => hotkit_eval::json_text(other).unwrap_or_default(),
    }
}

/// Base64 as Python's `encodebytes` writes it: lines of 76 characters, each ended.
pub(super) fn base64_lines(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut result = String::with_capacity(bytes.len() * 3 / 2);
    for line in bytes.chunks(57) {
        for group in line.chunks(3) {
            let at = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
            let bits = at(0) << 16 | at(1) << 8 | at(2);
            for place in 0..4 {
                if place > group.len() {
                    result.push('=');
                } else {
                    let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
                    result.push(char::from(letter));
                }
            }
        }
        result.push('\n');
    }
    result
}
