//! A member of a group before it has a name: values, and the places in the file that they come from.

use hotkit_eval::{Reason, Scope, Value, evaluate};
use hotkit_model::{Expr, ExprKind};
use hotkit_text::TextRange;
use smol_str::SmolStr;

/// A member, before it has a name.
pub(super) struct Member<'m> {
    pub(super) resource_type: Text<'m>,
    pub(super) properties: (&'m Value, Source<'m>),
    pub(super) metadata: (&'m Value, Source<'m>),
    /// Of a scaling group, which takes whole definitions.
    pub(super) policies: Option<Policies<'m>>,
}

/// The policies of a member, null where there are none.
#[derive(Clone, Copy)]
pub(super) struct Policies<'m> {
    pub(super) deletion: (&'m Value, Source<'m>),
    pub(super) update: (&'m Value, Source<'m>),
}

/// A text and where it comes from; `None` where it is not known.
pub(super) struct Text<'m> {
    pub(super) text: Option<SmolStr>,
    pub(super) source: Source<'m>,
}

/// The value of an expression, faulty parts being unknown.
pub(super) fn sound_parts(expr: &Expr, scope: &dyn Scope) -> Value {
    match &expr.kind {
        ExprKind::List(items) => Value::list(items.iter().map(|it| sound_parts(it, scope)).collect::<Vec<Value>>()),
        ExprKind::Map(entries) => Value::map(
            entries
                .iter()
                .map(|it| (it.key.text.clone(), sound_parts(&it.value, scope)))
                .collect(),
        ),
        _ => evaluate(expr, scope).unwrap_or_else(|_| Value::unknown(Reason::Limit("a faulty value"))),
    }
}

pub(super) fn text_of<'m>(value: Option<&Value>, source: Source<'m>) -> Text<'m> {
    Text {
        text: value.and_then(Value::as_text).cloned(),
        source,
    }
}

/// Where a value comes from: the expression that it is the value of, or the nearest one around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'s> {
    pub(super) range: TextRange,
    pub(super) written: Option<&'s Expr>,
}

impl<'s> Source<'s> {
    pub(super) fn get(self, key: &str) -> Source<'s> {
        match self.written.and_then(|it| it.get(key)) {
            Some(entry) => Source {
                range: entry.value.range,
                written: Some(&entry.value),
            },
            None => Source { written: None, ..self },
        }
    }

    pub(super) fn item(self, index: usize) -> Source<'s> {
        match self.written.and_then(|it| it.as_list()?.get(index)) {
            Some(item) => Source {
                range: item.range,
                written: Some(item),
            },
            None => Source { written: None, ..self },
        }
    }

    pub(super) fn key_range(self, key: &str) -> TextRange {
        self.written
            .and_then(|it| it.get(key))
            .map_or(self.range, |it| it.key.range)
    }
}
